// What keeps a finger from answering by accident, and one person's answers from the next.
const ARMING = 500; // ms after a screen appears in which taps do not count
const IDLE = 30000; // ms without a touch
const LAST_CALL = 10; // s of warning after that
const PATIENT = 4; // "more time" makes both so many times longer (WCAG 2.2.1)

// Taps count when the screen has stood for a moment and one finger alone was on the glass.
class Taps {
  constructor(stage) {
    this.fingers = new Set();
    this.isCrowd = false;
    this.arm();
    addEventListener("pointerdown", ({ pointerId }) => {
      this.fingers.add(pointerId);
      if (this.fingers.size > 1) this.isCrowd = true;
    });
    for (const name of ["pointerup", "pointercancel"])
      addEventListener(name, ({ pointerId }) => {
        this.fingers.delete(pointerId);
        if (!this.fingers.size) setTimeout(() => (this.isCrowd = this.fingers.size > 1)); // after the click it makes
      });
    stage.addEventListener("click", (event) => this.check(event), true);
  }

  arm() {
    this.shownAt = performance.now();
  }

  check(event) {
    const isKey = event.detail === 0;
    if (!isKey && (this.isCrowd || performance.now() - this.shownAt < ARMING)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }
}

// Counts silence: first `warn` with the seconds left, every second, then `wipe`.
class Idle {
  constructor(warn, wipe) {
    Object.assign(this, { warn, wipe, factor: 1, timer: 0, isOn: false });
    for (const name of ["pointerdown", "keydown"]) addEventListener(name, () => this.isOn && !this.left && this.watch());
  }

  watch() {
    this.stop();
    this.isOn = true;
    this.timer = setTimeout(() => this.tick(LAST_CALL * this.factor), IDLE * this.factor);
  }

  tick(left) {
    this.left = left;
    if (left === 0) {
      this.stop();
      this.wipe();
      return;
    }
    this.warn(left);
    this.timer = setTimeout(() => this.tick(left - 1), 1000);
  }

  stop() {
    clearTimeout(this.timer);
    this.isOn = false;
    this.left = 0;
  }
}

// Staff call the test mode: five taps in the upper left corner within three seconds, or F9 on a keyboard.
function onStaffCall(call) {
  const [CORNER, TAPS, WITHIN] = [120, 5, 3000];
  let taps = [];
  addEventListener("pointerup", ({ clientX, clientY, timeStamp }) => {
    if (clientX > CORNER || clientY > CORNER) taps = [];
    else taps = [...taps.filter((at) => timeStamp - at < WITHIN), timeStamp];
    if (taps.length < TAPS) return;
    taps = [];
    call();
  });
  addEventListener("keydown", ({ key }) => key === "F9" && call());
}

// Whether the office is open, by the clock on the wall in Warsaw, whatever zone the tablet believes it is in. `week`: for each
// day from Monday the spans in minutes after midnight, null where none are set; `closed`: days off, "2026-12-24".
function isOpen({ week, closed = [] }, now = new Date()) {
  if (!week) return true;
  const [day, time] = now.toLocaleString("sv-SE", { timeZone: "Europe/Warsaw" }).split(" ");
  if (closed.includes(day)) return false;
  const [hours, minutes] = time.split(":").map(Number);
  const minute = hours * 60 + minutes;
  return week[(new Date(`${day}T12:00Z`).getUTCDay() + 6) % 7].some(([from, to]) => minute >= from && minute < to);
}
