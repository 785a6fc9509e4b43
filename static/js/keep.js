// Keeps what is typed into a form, a few seconds after a change and when the page is left. Only the writer sees it again.
const form = document.querySelector("form[data-keep]");
if (form) {
  const WAIT = 3000; // ms after the last key
  const LARGEST = 60000; // bytes a browser still sends for a page that is gone (64 KiB in the Fetch standard)
  const line = document.querySelector("[data-kept]");
  let timer = 0;
  let isSent = false;
  let kept = "loose" in form.dataset ? "" : content().toString();

  function content() {
    const fields = new URLSearchParams(new FormData(form));
    fields.set("form", form.dataset.form);
    fields.set("shown_at", form.dataset.shown);
    return fields;
  }

  async function keep(isLeaving) {
    clearTimeout(timer);
    const body = content();
    const words = body.toString();
    if (isSent || words === kept) return;
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body, keepalive: isLeaving && words.length < LARGEST });
      if (answer.ok || answer.status === 409) { // 409: sent already, here or in another window
        kept = words;
        line.textContent = (await answer.json()).said;
      } else line.textContent = answer.status === 401 ? form.dataset.signedOut : form.dataset.notKept;
    } catch {
      line.textContent = form.dataset.notKept;
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT, false);
  });
  form.addEventListener("submit", () => {
    isSent = true;
    clearTimeout(timer);
  });
  addEventListener("pageshow", () => { isSent = false; }); // back by the browser's own button: the page goes on as it was
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(true); });
  addEventListener("pagehide", () => keep(true));
}
