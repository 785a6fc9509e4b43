// Tells the others on a case that this page is open, and says who they are.
const box = document.querySelector("[data-here]");
if (box) {
  const EVERY = 25000; // ms between signs of life; who gives none for 75 s is gone
  const lines = box.querySelector("[data-lines]");
  const body = new URLSearchParams({ csrf_token: box.dataset.token, doing: box.dataset.doing });

  async function beat() {
    if (document.visibilityState === "hidden") return;
    try {
      const answer = await fetch(box.dataset.here, { method: "POST", body });
      if (answer.ok) show((await answer.json()).said);
      else clearInterval(timer);
    } catch { /* the next one may get through */ }
  }

  function show(said) {
    if (said.join() === [...lines.children].map((line) => line.textContent).join()) return;
    lines.replaceChildren(...said.map((words) => Object.assign(document.createElement("p"), { textContent: words })));
    box.hidden = said.length === 0;
  }

  const timer = setInterval(beat, EVERY);
  document.addEventListener("visibilitychange", beat);
}
