// Pairing a tablet and starting what its mode asks for.
function pairing(stage) {
  const form = stage.querySelector("[data-pair]");
  const error = stage.querySelector("#code-error");
  stage.querySelector("[data-screen=pair]").hidden = false;
  form.elements.code.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await ask(`${stage.dataset.api}pair`, { code: form.elements.code.value }).catch(() => null);
    error.hidden = Boolean(answer?.ok);
    error.querySelector("[data-bad-code]").hidden = !answer;
    error.querySelector("[data-no-server]").hidden = Boolean(answer);
    if (!answer?.ok) return;
    const { token, key, device, next } = answer.body;
    const known = (await read("device", "next")) ?? 1;
    await keep(["device"], (store) => {
      store.put({ token, key, device }, "pairing");
      store.put(Math.max(next, known), "next");
    });
    await start(stage);
  });
}

async function start(stage) {
  const paired = await read("device", "pairing");
  if (!paired) return pairing(stage);
  const shown = await ask(`${stage.dataset.api}contents`, {}, paired.token).catch(() => null);
  if (shown?.ok) await note("contents", shown.body);
  else if (shown?.body.error === "unknown_device") return pairing(stage); // paired elsewhere since; what waits stays
  const contents = await read("device", "contents");
  if (!contents) return setTimeout(() => start(stage), 5000);
  await closeDrafts();
  const kiosk = new (contents.mode === "counter" ? Counter : Kiosk)(stage, paired, contents);
  kiosk.isRefused = shown?.body.error === "device_revoked";
  kiosk.rest();
  kiosk.sender.start();
}

const stage = document.querySelector("#stage");
document.documentElement.classList.add("js");
addEventListener("contextmenu", (event) => event.preventDefault());
navigator.storage?.persist?.();
navigator.serviceWorker?.register(stage.dataset.worker, { scope: stage.dataset.scope });
start(stage).catch(() => (stage.querySelector("[data-screen=wait] h1").textContent = stage.dataset.broken));
