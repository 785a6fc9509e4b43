// Sends what waits, oldest first, one request at a time, and lets go of an answer only on a signed receipt that names it.
const BATCH = 50;
const SOONEST = 1000; // ms until the first try again, less up to half by chance; it doubles up to LATEST
const LATEST = 300000;
const BEAT = 300000; // ms between signs of life
const PATIENCE = 20000; // ms an answer of the server may take
const PREFIX = "interesant:kiosk-receipt:v1\0";

class Sender {
  constructor(stage, pairing, heard) {
    this.api = stage.dataset.api;
    this.version = stage.dataset.version;
    this.pairing = pairing;
    this.heard = heard; // told what the server says of this device: fresh contents, or that it is refused
    this.tries = 0; // in vain, since something went well
    this.most = BATCH; // fewer after each try in vain: what one of them holds up, the others get past
    this.timer = 0;
    this.isBusy = false;
  }

  start() {
    addEventListener("online", () => this.now());
    setInterval(() => this.beat(), BEAT);
    this.beat();
    this.now();
  }

  now() {
    clearTimeout(this.timer);
    this.tries = 0;
    return this.send();
  }

  async send() {
    if (this.isBusy) return;
    this.isBusy = true;
    let isDone = false;
    let isMore = true;
    try {
      if (this.tries === 0 || (await this.ping())) {
        while (await this.batch());
        isDone = true;
      }
      isMore = (await this.waiting()).length > 0;
    } catch {
      // no network, no server, or somebody else's answer: what waits stays
    }
    this.isBusy = false;
    const wait = isDone ? SOONEST : Math.min(SOONEST * 2 ** this.tries, LATEST);
    this.tries = isDone ? 0 : Math.min(this.tries + 1, 30);
    if (!isDone) this.most = Math.max(1, this.most >> 1);
    clearTimeout(this.timer);
    if (isMore) this.timer = setTimeout(() => this.send(), wait * (0.5 + Math.random() / 2));
  }

  // The oldest that may go; the one somebody is giving at this moment may not. However many wait, no more are read.
  async waiting() {
    return (await all("queue", BATCH + 1)).filter((item) => item.state !== "draft").slice(0, this.most);
  }

  // Whether something was sent and more may wait. Throws when the answer was no receipt.
  async batch() {
    const items = await this.waiting();
    if (!items.length) return false;
    const nonce = hex(crypto.getRandomValues(new Uint8Array(16)));
    const answer = await this.ask("responses", { items: items.map(wire), nonce });
    if (!answer.ok) throw this.refused(answer);
    const receipt = await this.receipt(answer.body, nonce);
    const said = new Map(receipt.items.map((one) => [one.id, one]));
    const settled = items.filter((item) => said.has(item.id));
    await keep(["queue", "refused"], (queue, refused) => {
      for (const item of settled) {
        const { status, code } = said.get(item.id);
        if (![200, 201, 409, 422].includes(status)) continue;
        if (status >= 400) refused.put({ ...item, status, code });
        queue.delete(item.seq);
      }
    });
    if (!settled.length) throw new Error("a receipt for nothing");
    this.most = BATCH;
    if (receipt.items.some(({ status }) => status >= 400)) await this.tell().catch(() => {});
    return true;
  }

  async receipt(body, nonce) {
    const key = await crypto.subtle.importKey("raw", bytes(this.pairing.key), { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
    const text = new TextEncoder().encode(PREFIX + body.receipt);
    if (!(await crypto.subtle.verify("HMAC", key, bytes(body.signature), text))) throw new Error("not our server's receipt");
    const receipt = JSON.parse(body.receipt);
    if (receipt.nonce !== nonce || receipt.device !== this.pairing.device) throw new Error("another receipt");
    return receipt;
  }

  async beat() {
    try {
      const waiting = (await all("queue")).filter((item) => item.state !== "draft");
      const oldest = waiting.length ? Math.max(0, Date.now() - waiting[0].given) : 0;
      const told = { queued: waiting.length, refused: await count("refused"), oldest_ms: oldest, version: this.version };
      const answer = await this.ask("beat", told);
      if (!answer.ok) throw this.refused(answer);
      await this.tell();
      const shown = await this.ask("contents", {});
      if (shown.ok) this.heard({ contents: shown.body });
    } catch {
      // silence is what the server's page reports
    }
  }

  // A copy of what was refused, for the administrator's page; what is told stays here all the same.
  async tell() {
    const untold = (await all("refused")).filter((one) => !one.told).slice(0, 20);
    if (!untold.length || !(await this.ask("refused", { letters: untold })).ok) return;
    await keep(["refused"], (refused) => untold.forEach((one) => refused.put({ ...one, told: true })));
  }

  async ping() {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(`${this.api}ping`, { cache: "no-store", credentials: "omit", redirect: "error", signal });
    return answer.ok && (await answer.json()).interesant === true;
  }

  ask(path, body) {
    return ask(this.api + path, { ...body, now_ms: Date.now() }, this.pairing.token);
  }

  refused({ body }) {
    if (["device_revoked", "unknown_device"].includes(body.error)) this.heard({ refused: body.error });
    return new Error(body.error);
  }
}

// A question to our own server. Throws for what is no JSON: a portal's page is no answer.
async function ask(address, body, token) {
  const answer = await fetch(address, {
    method: "POST",
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  });
  return { ok: answer.ok, status: answer.status, body: await answer.json() };
}

function wire(item) {
  const { id, seq, version, desk, mode, language, layout, answers, times_ms, flags } = item;
  const common = { id, seq, age_ms: Math.max(0, Date.now() - item.given) };
  return item.state === "void" ? { ...common, void: true } : { ...common, version, desk, mode, language, layout, answers, times_ms, flags };
}

const hex = (array) => [...array].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const bytes = (text) => new Uint8Array((String(text).match(/../g) ?? []).map((pair) => parseInt(pair, 16)));
