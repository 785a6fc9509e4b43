// The complaint form on the tablet, with staff beside it: fetched and shown as a part of this page, so that no step is an
// address, an entry of the history or a form a browser remembers. What somebody typed is on the screen alone, and goes with it.
class Counter extends Kiosk {
  askPin() {} // nothing is asked here that a test could answer

  rest() {
    this.leaving?.abort(); // an answer that is still under way would bring the cookie back
    this.open = null; // where the form is, once it is open
    this.held = null;
    this.isLoading = false;
    super.rest();
    this.forget();
  }

  // The cookie with the form's token; nothing of anybody is in it, but it is one person's form. It goes also where the page
  // is about to load anew, because the tablet got another mode.
  forget() {
    const headers = { "Content-Type": "application/json" };
    fetch(`${this.stage.dataset.api}forget`, { method: "POST", body: "{}", headers, cache: "no-store", keepalive: true }).catch(() => {});
  }

  ask() {
    if (this.open) return this.show(...this.held);
    const { words } = this;
    const begin = tap(words.counter_begin, () => this.load(this.contents.counter[this.language]), { class: "tap tap--line tap--go" }, "sign-document");
    this.show(
      h("div", { class: "row apart" }, h("p", { class: "soft" }, this.contents.place), tongues(this.contents, this.language, (code) => this.speak(code))),
      h("div", { class: "plain-screen stack" }, h("h1", { tabindex: "-1" }, words.counter), h("p", { class: "lead" }, words.counter_why), begin, h("p", { class: "soft" }, words.counter_wiped)),
    );
  }

  slow() {
    this.isSlow = !this.isSlow;
    this.idle.factor = this.isSlow ? PATIENT : 1;
    this.touched();
    this.stage.querySelector("[data-more]").replaceWith(this.more());
  }

  more() {
    const { isSlow, words } = this;
    const facts = { "aria-pressed": String(isSlow), "data-more": true };
    return tap(isSlow ? words.more_time_on : words.more_time, () => this.slow(), facts, "sign-clock");
  }

  async load(address, body) {
    if (this.isLoading) return;
    this.isLoading = true;
    const { turn } = this;
    const leaving = (this.leaving = new AbortController());
    const patience = setTimeout(() => leaving.abort(), PATIENCE);
    this.touched();
    const asked = { method: body ? "POST" : "GET", body, cache: "no-store", signal: leaving.signal };
    const answer = await fetch(address, asked).catch(() => null);
    const text = await answer?.text().catch(() => "");
    clearTimeout(patience);
    if (turn !== this.turn) return;
    this.isLoading = false;
    const found = text && answer.status < 500 ? new DOMParser().parseFromString(text, "text/html") : null;
    if (!found?.querySelector("body.resident > main h1")) return this.unreached();
    this.open = answer.url;
    this.language = found.documentElement.lang in this.contents.words ? found.documentElement.lang : this.language;
    this.held = this.drawn(found);
    this.touched();
    this.ask();
  }

  // What was typed stays where it is; without a form there is none to fill in.
  unreached() {
    const { words } = this;
    if (!this.open) return this.show(...plainScreen(words.counter_offline, words.counter_offline_why, tap(words.back, () => this.rest())));
    this.stage.querySelector("[data-offline]").hidden = false;
    this.stage.querySelector("[data-offline]").scrollIntoView();
  }

  drawn(found) {
    const part = h("div", { class: "resident counter" });
    const trouble = h("p", { class: "notice", role: "alert", "data-is": "late", "data-offline": true, hidden: true }, `${this.words.counter_offline}. ${this.words.counter_kept}`);
    part.append(trouble, ...[...found.querySelector("body > main").children].map((one) => document.importNode(one, true)));
    // No files: the gallery and the camera of a tablet keep what they are given.
    for (const one of part.querySelectorAll("script, .field:has([type=file]), [name=attach]")) one.remove();
    for (const one of part.querySelectorAll("form, input, textarea")) for (const name of ["autocomplete", "autocorrect"]) one.setAttribute(name, "off");
    for (const one of part.querySelectorAll("textarea, input")) one.setAttribute("spellcheck", "false");
    for (const one of part.querySelectorAll("[data-print]")) {
      one.hidden = false;
      one.addEventListener("click", () => print());
    }
    part.querySelector("h1").tabIndex = -1;
    const nav = found.querySelector("header nav.menu");
    const head = h("div", { class: "row apart resident" }, h("p", { class: "soft" }, this.contents.place), nav && document.importNode(nav, true));
    const bar = h("div", { class: "row apart bar" }, this.more(), tap(this.words.counter_end, () => this.rest(), {}, "sign-end"));
    for (const one of [head, part]) {
      one.addEventListener("submit", (event) => this.submitted(event));
      one.addEventListener("click", (event) => this.followed(event));
    }
    return [head, part, bar];
  }

  submitted(event) {
    event.preventDefault();
    const { target: form, submitter } = event;
    const typed = new FormData(form);
    if (submitter?.name) typed.append(submitter.name, submitter.value);
    const address = new URL(submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? this.open, this.open);
    if (address.origin !== location.origin) return;
    this.load(address, form.enctype === "multipart/form-data" ? typed : new URLSearchParams(typed));
  }

  followed(event) {
    const link = event.target.closest("a[href]");
    if (!link) return;
    event.preventDefault();
    const address = new URL(link.getAttribute("href"), this.open);
    if (link.getAttribute("href").startsWith("#")) document.getElementById(address.hash.slice(1))?.focus();
    else if (address.origin !== location.origin) return;
    else if (address.pathname === new URL(".", new URL(this.contents.counter[this.language], this.open)).pathname) this.rest(); // home: whoever breaks off
    else this.load(address);
  }

  warn(left) {
    const lead = this.stage.querySelector("[data-idle] .lead");
    const why = fill(this.words.counter_idle_why, { seconds: left });
    if (lead) return (lead.textContent = why);
    const [screen] = plainScreen(this.words.idle, why, tap(this.words.counter_here, () => (this.touched(), this.ask())));
    screen.dataset.idle = "";
    this.show(screen);
  }
}
