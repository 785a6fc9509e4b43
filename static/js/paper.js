// Typing paper forms: an answer fills its box and the next one is ready. Without this file Tab goes on and Enter saves.
(() => {
  "use strict";
  const form = document.querySelector("[data-keys]");
  const boxes = [...form.querySelectorAll("[data-box]")];
  let sent = false;

  function to(place) {
    const box = boxes[Math.max(0, Math.min(boxes.length - 1, place))];
    box.focus();
    box.select();
  }

  // What becomes of the letters in a box: "next" they are an answer, "wait" more may come, "wrong"; a list: the answer and
  // what already belongs to the next box.
  const reading = {
    one: (typed, keys) => (typed === "0" || keys.includes(typed) ? "next" : "wrong"),
    number(typed, keys) {
      if (typed === "1" && keys.includes("10")) return "wait";
      if (keys.includes(typed)) return "next";
      return typed.length === 2 && keys.includes(typed[0]) ? [typed[0], typed[1]] : "wrong";
    },
    several(typed, keys) {
      if (typed === "0") return "next";
      const chosen = [...typed];
      if (new Set(chosen).size < chosen.length || chosen.some((key) => !keys.includes(key))) return "wrong";
      return chosen.length === keys.length ? "next" : "wait";
    },
  };

  function read(place) {
    const box = boxes[place];
    const found = reading[box.dataset.box](box.value.toLowerCase(), box.dataset.keys.split(" "));
    if (found === "next") to(place + 1);
    else if (found === "wrong") box.select();
    else if (found !== "wait" && boxes[place + 1]) {
      box.value = found[0];
      to(place + 1);
      boxes[place + 1].value = found[1];
      if (boxes[place + 1].dataset.box !== "words") read(place + 1);
    }
  }

  form.addEventListener("keydown", (event) => {
    const place = boxes.indexOf(event.target);
    if (place < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const box = boxes[place];
    if (event.key === "Backspace" && !box.value) {
      event.preventDefault();
      to(place - 1);
    } else if (box.dataset.box === "words") {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === " ") {
      event.preventDefault();
      const isMarked = box.selectionStart < box.selectionEnd; // came back to it: a space takes the answer away
      if (box.dataset.box === "one" || isMarked) box.value = "";
      to(place + 1);
    }
  });

  form.addEventListener("input", (event) => {
    const place = boxes.indexOf(event.target);
    if (place >= 0 && boxes[place].value && boxes[place].dataset.box !== "words") read(place);
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
