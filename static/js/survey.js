// One question a screen. Without this file the same form stands on one page and works the same.
(() => {
  "use strict";
  const ARMING = 500; // ms after a screen appears in which taps do not count: the finger may still be on the last one
  const LINGER = 300; // ms for which a chosen answer is seen before the next question comes

  document.documentElement.classList.add("js");
  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("[data-survey]");
    if (form) step(form);
  });

  function step(form) {
    const screens = [...form.querySelectorAll("[data-question]")].filter((screen) => screen.querySelector("input, select, textarea"));
    const dots = [...document.querySelectorAll("[data-dots] li")];
    const back = document.querySelector("[data-back]");
    const forward = document.querySelector("[data-forward]");
    const forwardText = document.querySelector("[data-forward-text]");
    const note = document.querySelector("[data-anonymous]");
    const last = screens.length - 1;
    let at = 0;
    let shownAt = 0;
    let timer = 0;
    let sent = false;

    const isAnswered = (screen) =>
      Boolean(screen.querySelector("input:checked")) || Boolean(screen.querySelector("select, textarea")?.value);
    const isAsked = (screen) => {
      const { after, answers } = screen.dataset;
      if (!after) return true;
      const earlier = screens.find((one) => one.dataset.key === after);
      const given = [...earlier.querySelectorAll("input:checked")].map((input) => input.value);
      return isAsked(earlier) && answers.split(" ").some((code) => given.includes(code));
    };
    const following = () => screens.findIndex((screen, place) => place > at && isAsked(screen)); // -1: this is the last one
    const isRequired = (screen) => screen.hasAttribute("data-required");

    function label() {
      const screen = screens[at];
      const { next, skip, send } = form.dataset;
      forwardText.textContent = following() < 0 ? send : isAnswered(screen) || isRequired(screen) ? next : skip;
      forward.classList.toggle("tap--go", following() < 0);
    }

    function show(to, moveFocus) {
      clearTimeout(timer);
      at = Math.max(0, Math.min(last, to));
      screens.forEach((screen, place) => screen.toggleAttribute("data-now", place === at));
      dots.forEach((dot, place) => (place === at ? dot.setAttribute("aria-current", "step") : dot.removeAttribute("aria-current")));
      form.elements.at.value = at;
      back.hidden = at === 0;
      note.hidden = at !== 0;
      shownAt = performance.now();
      label();
      if (moveFocus) {
        (screens[at].querySelector("h2") || screens[at].querySelector("select")).focus({ preventScroll: true });
        scrollTo(0, 0);
      }
    }

    function need() {
      const error = screens[at].querySelector("[data-error]");
      error.hidden = false;
      screens[at].setAttribute("aria-describedby", error.id);
      screens[at].querySelector("input").focus();
    }

    function go() {
      const screen = screens[at];
      if (isRequired(screen) && !isAnswered(screen)) return need();
      if (following() < 0) return form.requestSubmit();
      show(following(), true);
      history.pushState({ at }, "");
    }

    form.addEventListener("change", (event) => {
      const error = event.target.closest("[data-question]")?.querySelector("[data-error]");
      if (error) error.hidden = true;
      label();
    });

    // A tap answers and goes on. Arrow keys only choose: their clicks have no detail, and "Dalej" or Enter goes on.
    form.addEventListener("click", (event) => {
      if (!event.target.matches("input[type=radio]") || event.detail === 0) return;
      if (performance.now() - shownAt < ARMING) return event.preventDefault();
      clearTimeout(timer);
      timer = setTimeout(go, LINGER);
    });

    form.addEventListener("submit", (event) => {
      if (event.submitter?.name === "switch") return;
      if (following() >= 0) {
        event.preventDefault();
        go();
      } else if (sent) {
        event.preventDefault();
      } else {
        sent = true;
        forward.setAttribute("aria-disabled", "true");
      }
    });

    back.addEventListener("click", () => history.back());
    forward.addEventListener("click", go);
    addEventListener("popstate", (event) => show(event.state?.at ?? 0, true));
    addEventListener("pageshow", (event) => {
      if (event.persisted) sent = false;
    });

    forward.hidden = false;
    form.querySelector("[data-send-button]").hidden = true; // the button of the bar sends
    const start = Number(form.elements.at.value) || 0;
    history.replaceState({ at: 0 }, "");
    for (let place = 1; place <= start; place += 1) history.pushState({ at: place }, "");
    show(start, false);
  }
})();
