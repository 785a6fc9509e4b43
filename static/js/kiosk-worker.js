// Keeps the page and its two files, so that the tablet starts without a network. EDITION and KEPT stand above.
const NAME = `interesant-kiosk-${EDITION}`;

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(KEPT)));
});

addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name !== NAME && name.startsWith("interesant-kiosk-")) await caches.delete(name);
    await clients.claim();
  };
  event.waitUntil(tidy());
});

// The page: fresh where the server answers well, else as it was kept. Its files change their address with their content.
addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || !KEPT.includes(pathname)) return;
  event.respondWith(pathname === KEPT[0] ? page() : caches.match(pathname).then((kept) => kept ?? fetch(event.request)));
});

async function page() {
  try {
    const fresh = await fetch(KEPT[0], { redirect: "error", cache: "no-store", signal: AbortSignal.timeout(4000) });
    if (fresh.ok && fresh.headers.get("X-Kiosk") === "1") return fresh;
  } catch {
    // no network: what was kept
  }
  return (await caches.match(KEPT[0])) ?? Response.error();
}
