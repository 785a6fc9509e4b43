// The figures of a month above the links to them: asked for once the page is there, so that it waits for nothing.
(async () => {
  const figures = document.querySelector("[data-figures]");
  if (!figures) return;
  const answer = await fetch(figures.dataset.figures, { headers: { Accept: "application/json" } }).catch(() => null);
  const told = answer?.ok ? await answer.json().catch(() => null) : null;
  for (const { title, value, note, href } of told?.figures ?? []) {
    const tile = document.createElement("a");
    tile.className = "tile";
    tile.dataset.is = "neutral";
    tile.href = href;
    for (const [name, words] of [["signal", title], ["value", value], ["less soft", note]]) {
      const line = tile.appendChild(document.createElement("span"));
      line.className = name;
      line.textContent = words;
    }
    figures.append(tile);
    figures.hidden = false;
  }
})();
