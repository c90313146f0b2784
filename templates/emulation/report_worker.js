// Keeps the page of daily reports and its files on the phone, so that it opens without a network. Nothing of a person is
// kept here: answers with names, duties and reports pass through and are kept by the page itself.
const KNOWN = {{ known|safe }};
const PREFIX = "ntm-bao-cao-";
const CACHE = PREFIX + KNOWN.version;

// Never a sign-in page, a redirect or somebody's Wi-Fi page in place of the file; and no shell of another version, which a
// server that is being renewed may still give.
const fetched = async (address) => {
  const answer = await fetch(address, { cache: "no-cache", credentials: "omit", redirect: "error" });
  const wrong = !answer.ok || (address === KNOWN.app && answer.headers.get(KNOWN.header) !== KNOWN.version);
  if (wrong) throw new Error(`${address}: ${answer.status}`);
  return answer;
};

self.addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(CACHE);
    await Promise.all([KNOWN.app, ...KNOWN.files].map(async (address) => cache.put(address, await fetched(address))));
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const renew = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(renew());
});

const kept = async (address, request) => {
  const cache = await caches.open(CACHE);
  return (await cache.match(address, { ignoreVary: true })) || fetch(request);
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (KNOWN.files.includes(address.pathname)) event.respondWith(kept(address.pathname, request));
  else if (request.mode !== "navigate") return;
  else if (address.pathname === KNOWN.app) event.respondWith(kept(KNOWN.app, request));
  else if (address.pathname === KNOWN.list) event.respondWith(fetch(request).catch(() => Response.redirect(KNOWN.app)));
});
