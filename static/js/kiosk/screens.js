// The screens, built from nothing each time: what is not on the present one is nowhere.
const SVG = "http://www.w3.org/2000/svg";
const JOINT = "+"; // between the codes of one answer with several ticks: surveys/rules/kinds.py

function h(tag, facts = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(facts)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...inside.filter((one) => one !== null));
  return made;
}

function drawing(id, name = "face") {
  const made = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#${id}`);
  made.setAttribute("class", name);
  made.setAttribute("aria-hidden", "true");
  made.append(use);
  return made;
}

const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (_all, name) => facts[name]);
const tap = (words, onclick, facts = {}, sign = null) =>
  h("button", { type: "button", class: "tap tap--line", onclick, ...facts }, sign && drawing(sign, "icon"), h("span", {}, words));

function option(one, { isApart, drawnAs, chosen }) {
  const type = drawnAs === "boxes" ? "checkbox" : "radio";
  const input = h("input", { type, name: "answer", value: one.code, checked: chosen.includes(one.code) });
  const isScale = one.value !== null;
  const hasFaces = ["faces", "only_faces"].includes(drawnAs);
  if (drawnAs === "numbers" && isScale) return h("label", { class: "option option--number" }, input, h("b", {}, one.code));
  const sign = hasFaces && isScale ? `face-${one.value}` : ["yes", "in_progress", "no"].includes(one.code) ? `sign-${one.code}` : null;
  const label = h("label", { class: isApart ? "option option--apart" : "option" }, input);
  if (sign) label.append(drawing(sign));
  label.append(h("b", {}, one.words));
  if (isScale && drawnAs !== "only_faces") label.append(h("span", {}, String(one.value)));
  return label;
}

function options(question, language, drawnAs, chosen) {
  const isScale = ["faces", "only_faces", "numbers"].includes(drawnAs);
  const box = h("div", { class: `faces${isScale ? "" : " faces--few"}${drawnAs === "numbers" ? " faces--numbers" : ""}${drawnAs === "boxes" ? " faces--tiles" : ""}` });
  const facts = { drawnAs, chosen: (chosen ?? "").split(JOINT) };
  for (const one of question.options) {
    box.append(option({ ...one, words: one.text[language] }, { ...facts, isApart: isScale && one.value === null }));
  }
  if (drawnAs !== "numbers") return box;
  const [lowest, highest] = [question.options.find((one) => one.value === 0), question.options.find((one) => one.value === 10)];
  return h("div", {}, box, h("p", { class: "row apart soft" }, h("span", {}, lowest.text[language]), h("span", {}, highest.text[language])));
}

function tongues({ languages }, language, speak) {
  const buttons = languages.map(([code, name]) =>
    h("button", { type: "button", class: "tap", lang: code, "aria-pressed": String(code === language), onclick: () => speak(code) }, name),
  );
  return h("div", { class: "row tongues", role: "group", "aria-label": "Język / Language / Мова" }, ...buttons);
}

function questionScreen({ questions, at, contents, language, answers, isSlow, undoLeft, does }) {
  const words = contents.words[language];
  const question = questions[at];
  const dots = questions.map((_one, place) => h("li", { "aria-current": place === at ? "step" : undefined }));
  const number = questions.length > 1 ? fill(words.question, { number: at + 1, count: questions.length }) : "";
  const error = h("p", { class: "error", id: "need", role: "alert", hidden: true }, words.need);
  const isLast = at === questions.length - 1;
  const chosen = answers[question.key];
  const isFirst = at === 0;
  const goes = isLast ? words.send : chosen || question.required ? words.next : words.skip;
  const go = h("button", { type: "submit", class: isLast ? "tap tap--line tap--go" : "tap tap--line", hidden: isFirst && !chosen }, goes);
  const more = tap(isSlow ? words.more_time_on : words.more_time, does.slow, { "aria-pressed": String(isSlow) }, "sign-clock");
  const isTap = contents.mode === "one_tap";
  const undo = isTap ? tap(fill(words.undo, { seconds: undoLeft }), does.undo, { "data-undo": true, hidden: undoLeft <= 0 }, "sign-back") : null;
  const left = isFirst ? h("p", { class: "soft" }, isTap ? words.one_tap : words.anonymous) : (undo ?? tap(words.back, does.back, {}, "sign-back"));
  const many = question.tiles ? words.tiles : contents.drawn_as[question.key] === "boxes" ? words.several : null;
  const form = h(
    "form",
    { class: "survey", novalidate: true, autocomplete: "off", onsubmit: does.submit, onclick: does.click, onchange: does.change },
    h(
      "fieldset",
      { class: "question", "data-now": true },
      h("legend", {}, h("h1", { tabindex: "-1" }, number && h("span", { class: "sr" }, `${number} `), question.text[language])),
      error,
      many && h("p", { class: "soft middle" }, many),
      options(question, language, contents.drawn_as[question.key], chosen),
    ),
    h("div", { class: "row apart bar" }, left, more, go),
  );
  return [
    h("div", { class: "row apart" }, h("ol", { class: "dots", "aria-label": words.progress }, ...dots), tongues(contents, language, does.speak)),
    form,
  ];
}

function thanksScreen({ contents, language, words, left, undo }) {
  const code = h("div", { class: "qr", role: "img", "aria-label": words.code });
  const drawn = new DOMParser().parseFromString(contents.qr?.[language] ?? "", "text/html").querySelector("svg");
  if (drawn) code.append(document.importNode(drawn, true));
  return [
    h("div", { class: "row apart" }, h("p", { class: "soft" }, contents.place), h("p", { class: "soft", "data-again": true }, fill(words.again, { seconds: left }))),
    h("div", { class: "thanks" }, drawing("sign-yes"), h("div", { class: "stack" }, h("h1", { tabindex: "-1" }, words.thanks), h("p", { class: "lead" }, words.kept), h("p", { class: "soft" }, words.counted))),
    h("div", { class: "row apart bar" }, h("div", { class: "row" }, drawn && code, h("p", { class: "soft" }, words.complaint)), tap(fill(words.undo, { seconds: 3 }), undo, { "data-undo": true }, "sign-back")),
  ];
}

function pinScreen({ words, isTest, enter, cancel }) {
  const error = h("p", { class: "error", id: "pin-error", role: "alert", hidden: true });
  const input = h("input", { id: "pin", class: "pin", inputmode: "numeric", autocomplete: "off", maxlength: 6, "aria-describedby": "pin-error" });
  const onsubmit = (event) => {
    event.preventDefault();
    enter(input.value.trim(), (why) => {
      error.textContent = words[why] ?? words.no_network;
      error.hidden = false;
      input.value = "";
      input.focus();
    });
  };
  const go = h("button", { type: "submit", class: "tap tap--line tap--go" }, words.confirm);
  return [
    h("form", { class: "plain-screen stack", novalidate: true, autocomplete: "off", onsubmit },
      h("h1", { tabindex: "-1" }, words.test_pin),
      h("p", { class: "lead" }, isTest ? words.test_leave : words.test_why),
      h("label", { for: "pin" }, words.pin), error, input,
      h("div", { class: "row pair" }, go, tap(words.cancel, cancel))),
  ];
}

function plainScreen(title, why, ...more) {
  return [h("div", { class: "plain-screen stack", role: "status" }, h("h1", { tabindex: "-1" }, title), h("p", { class: "lead" }, why), ...more)];
}
