// The course of it: asking, thanking, forgetting.
const LINGER = 300; // ms for which a chosen answer is seen before the next question comes
const UNDO = 3; // s in which an answer can be taken back
const THANKS = 5; // s until the next person may begin
const LAYOUT_MODES = { survey: "kiosk_full", one_tap: "kiosk_tap" };

class Kiosk {
  constructor(stage, pairing, contents) {
    Object.assign(this, { stage, pairing, contents, fresh: null, turn: 0, isRefused: false, isTest: false });
    this.taps = new Taps(stage);
    this.idle = new Idle((left) => this.warn(left), () => this.wipe());
    this.sender = new Sender(stage, pairing, (said) => this.heard(said));
    onStaffCall(() => (this.isTest || this.isUntouched()) && !this.isRefused && this.askPin());
    setInterval(() => this.isUntouched() && (this.fresh || this.isAsleep === isOpen(this.contents)) && this.rest(), 30000);
    setInterval(() => this.isBroken && !this.isRefused && this.heal(), 60000);
  }

  get words() {
    return this.contents.words[this.language];
  }

  isUntouched() {
    return this.at === 0 && !this.item && !this.idle.isOn;
  }

  show(...nodes) {
    this.stage.replaceChildren(...nodes);
    document.documentElement.lang = this.language;
    this.taps.arm();
    this.stage.querySelector("h1").focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  // Everything of the last person goes; the next one begins in Polish.
  rest() {
    clearTimeout(this.timer);
    this.turn += 1;
    if (this.fresh) {
      if ((this.fresh.mode === "counter") !== (this.contents.mode === "counter")) return location.reload();
      [this.contents, this.fresh] = [this.fresh, null];
    }
    Object.assign(this, { language: "pl", at: 0, answers: {}, item: null, times: {}, isSlow: false, undoUntil: 0, isBroken: false, seenAt: performance.now() });
    this.idle.stop();
    this.idle.factor = 1;
    if (this.isRefused) return this.fail();
    this.isAsleep = !this.isTest && !isOpen(this.contents);
    this.testing();
    if (this.isAsleep) this.show(...plainScreen(this.words.asleep, this.words.asleep_why));
    else this.ask();
    if (this.isTest) this.idle.watch(); // nobody there any more: the test is over
  }

  // The banner of the test mode, and the way out of it.
  testing() {
    const banner = document.querySelector("#testing");
    banner.hidden = !this.isTest;
    banner.replaceChildren(...(this.isTest ? [h("b", {}, this.words.test), tap(this.words.end_test, () => this.askPin())] : []));
  }

  // The server knows the PIN: what stands on a tablet can be tried out at leisure.
  askPin() {
    const enter = async (pin, refuse) => {
      const { turn } = this;
      this.touched();
      const answer = await ask(`${this.stage.dataset.api}test`, { pin }, this.pairing.token).catch(() => null);
      if (turn !== this.turn) return;
      if (!answer?.ok) return refuse(answer?.body.error);
      this.leave(!this.isTest);
    };
    clearTimeout(this.timer);
    this.touched();
    this.show(...pinScreen({ words: this.words, isTest: this.isTest, enter, cancel: () => this.leave(this.isTest) }));
    this.stage.querySelector("#pin").focus();
  }

  // What is begun and not sent when the PIN is asked for ends as it stands.
  async leave(isTest) {
    const { turn } = this;
    await this.writing;
    const { item } = this;
    if (turn !== this.turn) return;
    this.isTest = isTest;
    this.rest();
    if (item) this.release(closed(item));
  }

  // The questions that are asked given the answers so far.
  get questions() {
    const all = this.contents.questions;
    const asked = new Set();
    for (const { key, show_if } of all) {
      const given = asked.has(show_if?.question) ? (this.answers[show_if.question] ?? "").split(JOINT) : [];
      if (!show_if || given.some((code) => show_if.codes.includes(code))) asked.add(key);
    }
    return all.filter(({ key }) => asked.has(key));
  }

  ask() {
    const does = {
      speak: (code) => this.speak(code),
      slow: () => this.slow(),
      back: () => this.go(this.at - 1),
      undo: () => this.takeBack(this.at - 1),
      submit: (event) => this.submit(event),
      click: (event) => this.click(event),
      change: (event) => this.change(event),
    };
    const undoLeft = Math.ceil((this.undoUntil - performance.now()) / 1000);
    this.show(...questionScreen({ ...this, questions: this.questions, undoLeft, does }));
    this.limit();
  }

  // Of tiles only so many can be named: then the others rest.
  limit() {
    const boxes = [...this.stage.querySelectorAll("input[type=checkbox]")];
    const isFull = this.questions[this.at].tiles && boxes.filter((box) => box.checked).length >= this.contents.most_tiles;
    for (const box of boxes) box.disabled = isFull && !box.checked;
  }

  // After one tap it can be taken back for a moment, while the tiles already stand there.
  countUndo() {
    clearTimeout(this.undoTimer);
    const button = this.stage.querySelector("form [data-undo]");
    const seconds = Math.ceil((this.undoUntil - performance.now()) / 1000);
    if (!button) return;
    button.hidden = seconds <= 0;
    button.querySelector("span").textContent = fill(this.words.undo, { seconds });
    if (seconds > 0) this.undoTimer = setTimeout(() => this.countUndo(), 1000);
  }

  takeBack(to) {
    for (const { key } of this.questions.slice(to)) delete this.answers[key];
    this.save();
    this.go(to);
  }

  touched() {
    this.idle.watch();
  }

  speak(code) {
    this.language = code;
    this.touched();
    this.ask();
  }

  slow() {
    this.isSlow = !this.isSlow;
    this.idle.factor = this.isSlow ? PATIENT : 1;
    this.touched();
    this.ask();
  }

  go(to) {
    clearTimeout(this.timer);
    if (to !== this.at) this.seenAt = performance.now();
    this.at = to;
    this.touched();
    this.ask();
  }

  // Arrow keys only choose: their clicks have no detail, and the button or Enter goes on. A tap chooses and goes on.
  click(event) {
    if (!event.target.matches("input[type=radio]") || event.detail === 0) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.forward(), LINGER);
  }

  change(event) {
    const ticked = [...this.stage.querySelectorAll("input:checked")].map((input) => input.value);
    const { key } = this.questions[this.at];
    this.answers[key] = ticked.join(JOINT);
    if (!ticked.length) delete this.answers[key];
    if (this.at > 0) this.times[key] ??= Math.round(performance.now() - this.seenAt);
    this.touched();
    this.save();
    this.limit();
    const go = this.stage.querySelector("[type=submit]");
    go.hidden = false;
    go.textContent = this.at < this.questions.length - 1 ? this.words.next : this.words.send;
  }

  submit(event) {
    event.preventDefault();
    clearTimeout(this.timer);
    this.forward();
  }

  async forward() {
    const turn = this.turn;
    const question = this.questions[this.at];
    if (question.required && !this.answers[question.key]) return this.need();
    if (this.at < this.questions.length - 1) {
      this.undoUntil = performance.now() + UNDO * 1000;
      this.go(this.at + 1);
      return this.countUndo();
    }
    await this.save();
    if (turn === this.turn && this.item) this.thank();
  }

  need() {
    this.stage.querySelector("#need").hidden = false;
    this.stage.querySelector("input").focus();
  }

  // Written one after the other; the first write takes the number. What cannot be written is never thanked for.
  save() {
    const asked = this.questions.map(({ key }) => key).filter((key) => this.answers[key]);
    const facts = {
      version: this.contents.version,
      desk: this.contents.desk,
      layout: this.contents.layout,
      mode: LAYOUT_MODES[this.contents.mode],
      language: this.language,
      answers: Object.fromEntries(asked.map((key) => [key, this.answers[key]])),
      times_ms: Object.fromEntries(asked.filter((key) => key in this.times).map((key) => [key, this.times[key]])),
      flags: this.isTest ? ["test_mode"] : [],
    };
    const turn = this.turn;
    this.writing = (this.writing ?? Promise.resolve())
      .then(() => (turn === this.turn && this.item ? update({ ...this.item, ...facts }) : begin(facts)))
      .then((item) => turn === this.turn && (this.item = item))
      .catch(() => this.fail());
    return this.writing;
  }

  thank() {
    this.idle.stop();
    const { turn, item } = this;
    const undo = () => left > THANKS - UNDO && this.takeBack(this.questions.length - 1);
    let left = THANKS;
    this.show(...thanksScreen({ ...this, words: this.words, left, undo }));
    const count = () => {
      if (turn !== this.turn || !this.stage.querySelector(".thanks")) return; // taken back
      left -= 1;
      if (left === THANKS - UNDO) {
        this.stage.querySelector("[data-undo]").hidden = true;
        this.release({ ...item, state: "ready" });
      }
      if (left <= 0) return this.rest();
      this.stage.querySelector("[data-undo] span").textContent = fill(this.words.undo, { seconds: left - THANKS + UNDO });
      this.stage.querySelector("[data-again]").textContent = fill(this.words.again, { seconds: left });
      this.timer = setTimeout(count, 1000);
    };
    this.timer = setTimeout(count, 1000);
  }

  async release(item) {
    try {
      await update(item);
      this.sender.now();
    } catch {
      this.fail();
    }
  }

  warn(left) {
    const words = this.words;
    const why = fill(words.idle_why, { seconds: left });
    const lead = this.stage.querySelector("[data-idle] .lead");
    if (lead) return (lead.textContent = why);
    clearTimeout(this.timer);
    const [screen] = plainScreen(words.idle, why, tap(words.here, () => this.go(this.at)));
    screen.dataset.idle = "";
    this.show(screen);
  }

  async wipe() {
    const writing = this.writing;
    const turn = this.turn;
    await writing;
    const { item } = this;
    if (turn !== this.turn) return;
    this.isTest = false;
    this.rest();
    if (item) this.release(closed(item));
  }

  heard({ contents, refused }) {
    this.isRefused = Boolean(refused);
    if (contents) {
      if (JSON.stringify(contents) !== JSON.stringify(this.contents)) this.fresh = contents;
      note("contents", contents).catch(() => {});
    }
    if ((refused || this.fresh) && this.isUntouched()) this.rest();
  }

  // What kept it from working may be over: the store has room again, because something was sent.
  async heal() {
    try {
      await note("healed", Date.now());
      await closeDrafts();
    } catch {
      return;
    }
    this.rest();
    this.sender.now();
  }

  fail() {
    this.isBroken = true;
    this.turn += 1;
    this.idle.stop();
    clearTimeout(this.timer);
    this.item = null;
    this.answers = {};
    this.show(...plainScreen(this.words.broken, this.words.broken_why));
  }
}
