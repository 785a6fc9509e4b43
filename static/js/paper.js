// Typing paper forms: a key fills its box and the next one is ready. Without this file Tab goes on and Enter saves.
(() => {
  "use strict";
  const form = document.querySelector("[data-keys]");
  const boxes = [...form.querySelectorAll("input[data-most]")];
  let sent = false;

  function to(place) {
    const box = boxes[Math.max(0, Math.min(boxes.length - 1, place))];
    box.focus();
    box.select();
  }

  form.addEventListener("keydown", (event) => {
    const place = boxes.indexOf(event.target);
    if (place < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === " ") {
      event.preventDefault();
      boxes[place].value = "0";
      to(place + 1);
    } else if (event.key === "Backspace" && !boxes[place].value) {
      event.preventDefault();
      to(place - 1);
    }
  });

  form.addEventListener("input", (event) => {
    const place = boxes.indexOf(event.target);
    if (place < 0) return;
    const box = boxes[place];
    if (!/^[0-9]$/.test(box.value) || Number(box.value) > Number(box.dataset.most)) box.select();
    else to(place + 1);
  });

  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault(); // Enter held down: one form, one request
    sent = true;
  });
  addEventListener("pageshow", () => {
    sent = false;
    to(Math.max(0, boxes.findIndex((box) => box.getAttribute("aria-invalid") === "true")));
  });
})();
