// What must survive without a network: cells that wait to be stored (IndexedDB) and the pages of my week (caches, which
// week-worker.js serves). All of it carries its account's mark; signing out wipes it, and pages of another account go as soon
// as somebody else opens theirs.
const DATABASE = "throughline-week", STORE = "cells", PAGES = "throughline-week-", SHELL = "throughline-shell";

let opening, memory; // without IndexedDB (a private window) the queue lasts as long as the page

function open() {
  return opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opening = undefined; };
      resolve(asked.result);
    };
  });
}

// Resolves when it is on the disk, not before.
async function within(mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode, { durability: "strict" });
    let result;
    act(transaction.objectStore(STORE), value => { result = value; });
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(transaction.error);
  });
}

const inMemory = () => {
  const items = new Map();
  let last = 0;
  return {
    all: async who => [...items.values()].filter(item => item.who === who),
    put: async item => { const id = item.id ?? ++last; items.set(id, { ...item, id }); return id; },
    change: async (id, change) => { const next = items.has(id) ? change(items.get(id)) : null; if (next) items.set(id, next); return next ?? null; },
    drop: async id => { items.delete(id); },
  };
};

const onDisk = {
  all: who => within("readonly", (store, done) => { const asked = store.getAll(); asked.onsuccess = () => done(asked.result.filter(item => item.who === who)); }),
  put: item => within("readwrite", (store, done) => { const asked = store.put(item); asked.onsuccess = () => done(asked.result); }),
  change: (id, change) => within("readwrite", (store, done) => {
    const asked = store.get(id);
    asked.onsuccess = () => { const next = asked.result ? change(asked.result) : null; if (next) store.put(next); done(next ?? null); };
  }),
  drop: id => within("readwrite", store => { store.delete(id); }),
};

/** The queue: all(who) in order, put(item) → id, change(id, item → next or null) in one piece, drop(id). */
export async function queue() {
  if (memory) return memory;
  try { await open(); return onDisk; } catch { return memory = inMemory(); }
}

/** Registers the worker and lets go of what belongs to others. */
export async function begin(who) {
  if (!navigator.serviceWorker || !window.caches) return;
  for (const name of await caches.keys()) if (name.startsWith(PAGES) && name !== PAGES + who) await caches.delete(name);
  await navigator.serviceWorker.register("/week-worker.js", { scope: "/my-week" });
}

/** Keeps the pages as they stand now, and every file that this page has loaded. */
export async function keep(who, addresses) {
  if (!navigator.serviceWorker || !window.caches) return;
  const pages = await caches.open(PAGES + who), shell = await caches.open(SHELL);
  for (const address of addresses) {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected) await pages.put(address, answer);
  }
  const version = `/assets/${document.documentElement.dataset.assets}/`;
  const files = new Set(performance.getEntriesByType("resource").map(entry => entry.name).filter(name => new URL(name).pathname.startsWith(version)));
  await Promise.all([...files].map(async name => {
    if (await shell.match(name)) return;
    const answer = await fetch(name);
    if (answer.ok) await shell.put(name, answer);
  }));
  for (const old of await shell.keys()) if (!new URL(old.url).pathname.startsWith(version)) await shell.delete(old);
}

/** How many cells of anybody wait in this browser. */
export async function waiting() {
  try { return await within("readonly", (store, done) => { const asked = store.count(); asked.onsuccess = () => done(asked.result); }); } catch { return 0; }
}

/** Leaves nothing behind. */
export async function wipe() {
  try { (await open()).close(); } catch { /* there is none */ }
  opening = undefined;
  await new Promise(done => { const gone = indexedDB.deleteDatabase(DATABASE); gone.onsuccess = gone.onerror = gone.onblocked = done; });
  if (window.caches) for (const name of await caches.keys()) if (name.startsWith(PAGES) || name === SHELL) await caches.delete(name);
}
