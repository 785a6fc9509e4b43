// Comments by keyboard, and hiding a marked part. Without this file every step is a box, a text field and a button.
(() => {
  "use strict";
  const list = document.querySelector("[data-comments]");
  if (list) {
    const boxes = [...list.querySelectorAll("input[name=pick]")];
    const themes = [...list.querySelectorAll("input[name=themes]")];
    document.querySelector("[data-keys-help]").hidden = false;
    // Keys work on the box of a comment only, so that no single letter does anything elsewhere (WCAG 2.1.4).
    list.addEventListener("keydown", (event) => {
      const place = boxes.indexOf(event.target);
      if (place < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        (boxes[place + step] || boxes[place]).focus();
      } else if (/^[1-9]$/.test(event.key) && themes[event.key - 1]) {
        event.preventDefault();
        themes[event.key - 1].click();
      }
    });
  }

  const words = document.querySelector("[data-words]");
  const hide = document.querySelector("[data-mask-selected]");
  if (words && hide) {
    const parts = document.getElementById("parts");
    hide.hidden = false;
    hide.addEventListener("mousedown", (event) => event.preventDefault()); // the marked words stay marked
    hide.addEventListener("click", () => {
      const marked = getSelection();
      const text = marked.toString().trim();
      if (text && words.contains(marked.anchorNode) && words.contains(marked.focusNode))
        parts.value = [...parts.value.split("\n").filter(Boolean), text].join("\n");
    });
  }
})();
