// Lets my week open without a network: the page as it was last seen and the files it is made of. Everything else goes to the
// server as always. What is kept here belongs to one account at a time; js/offline.js puts it here and takes it away.
const PAGES = "throughline-week-", SHELL = "throughline-shell";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", event => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(file(request));
  else if (/^\/my-week(\/\d{4}-\d{2}-\d{2})?$/.test(url.pathname) && (request.mode === "navigate" || request.headers.has("HX-Request"))) event.respondWith(page(request, url));
});

// Files lie below a folder named after their content, so one that is kept is never stale.
async function file(request) {
  return await (await caches.open(SHELL)).match(request, { ignoreVary: true }) ?? fetch(request);
}

async function page(request, url) {
  try {
    return await fetch(request);
  } catch (failure) {
    for (const name of await caches.keys()) {
      if (!name.startsWith(PAGES)) continue;
      const kept = await (await caches.open(name)).match(url.pathname + url.search, { ignoreVary: true });
      if (kept) return kept;
    }
    throw failure;
  }
}
