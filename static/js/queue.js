// The queue by keyboard, and ticking a whole page at once. Without this file rows are links and ticks are boxes.
(() => {
  "use strict";
  const list = document.querySelector("[data-queue]");
  if (!list) return;
  const links = [...list.querySelectorAll("tbody td a")];
  const boxes = [...list.querySelectorAll("input[name=case]")];
  const all = list.querySelector("[data-all]");
  const search = document.querySelector("input[type=search]");
  list.querySelector("[data-keys-help]").hidden = false;

  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  if (all) {
    all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
    boxes.forEach((box) => box.addEventListener("change", count));
  }

  // Letters work inside the list only, so that no single letter does anything elsewhere (WCAG 2.1.4).
  const rowOf = (target) => links.findIndex((link) => link.closest("tr").contains(target));
  const tick = (place) => {
    const box = boxes[place];
    if (!box) return;
    box.checked = !box.checked;
    count();
  };
  const keys = {
    ArrowDown: (place) => (links[place + 1] || links[links.length - 1]).focus(),
    ArrowUp: (place) => (links[place - 1] || links[0]).focus(),
    x: tick,
    "/": () => search.focus(),
  };
  keys.j = keys.ArrowDown;
  keys.k = keys.ArrowUp;
  list.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("select, textarea, input:not([type=checkbox])");
    const act = keys[event.key];
    if (!act || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    act(rowOf(event.target));
  });
})();
