// What the tablet keeps: its pairing, what it shows, and the answers that wait. Nothing else is stored anywhere.
const DATABASE = "interesant-kiosk";
let opened = null;

function database() {
  opened ??= new Promise((done, failed) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("device");
      asked.result.createObjectStore("queue", { keyPath: "seq" });
      asked.result.createObjectStore("refused", { keyPath: "seq" });
    };
    asked.onsuccess = () => {
      asked.result.onclose = () => (opened = null); // the browser closed it: it is opened again
      done(asked.result);
    };
    asked.onerror = () => {
      opened = null;
      failed(asked.error);
    };
  });
  return opened;
}

// One transaction, durable before it is done. `work` gets the stores and may give back a request, whose result counts.
async function keep(names, work, mode = "readwrite") {
  const base = await database();
  return new Promise((done, failed) => {
    const step = base.transaction(names, mode, { durability: "strict" });
    const asked = work(...names.map((name) => step.objectStore(name)));
    step.oncomplete = () => done(asked?.result);
    step.onabort = step.onerror = () => failed(step.error);
  });
}

const read = (name, key) => keep([name], (store) => store.get(key), "readonly");
const all = (name, most) => keep([name], (store) => store.getAll(null, most), "readonly");
const count = (name) => keep([name], (store) => store.count(), "readonly");
const note = (key, value) => keep(["device"], (store) => store.put(value, key));

// A new submission under the next number of this device: number and item in one transaction, so none is used twice.
function begin(item) {
  const made = { ...item, id: crypto.randomUUID(), given: Date.now(), state: "draft" };
  return keep(["device", "queue"], (device, queue) => {
    const asked = device.get("next");
    asked.onsuccess = () => {
      made.seq = asked.result ?? 1;
      try {
        device.put(made.seq + 1, "next");
        queue.put(made);
      } catch {
        asked.transaction.abort(); // both or neither
      }
    };
  }).then(() => made);
}

const update = (item) => keep(["queue"], (queue) => queue.put(item)).then(() => item);

// What a tablet that was switched off in the middle of an answer still holds: it counts as far as it was given.
async function closeDrafts() {
  for (const item of await all("queue")) if (item.state === "draft") await update(closed(item));
}

// A submission nobody will go on with: nothing chosen is void, the first answer alone is one tap, more is partial.
function closed(item) {
  const given = Object.keys(item.answers).length;
  if (given === 0) return { ...item, state: "void" };
  if (given === 1) return { ...item, state: "ready", mode: "kiosk_tap" };
  return { ...item, state: "ready", flags: [...(item.flags ?? []), "partial"] };
}
