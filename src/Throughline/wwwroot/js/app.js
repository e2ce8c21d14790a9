// Starts the small scripts of a page, and the keys that work everywhere.
//
// An island is an element with data-island="name": the module js/name.js is loaded on demand, its start(element) called
// once, and what it returned called when the element has left the page. A feature adds a file and names it; no list to keep.
//
// data-act="palette | keys | theme | density | fold | shut" on a button or link runs one of the acts below.
import { antiforgery, get } from "./http.js";
import { undoNewest } from "./toasts.js";

const live = new Map();

/** The words of the page as the server sent it, before any script wrote into it. */
export let served = "";
let main;

/** Starts islands that are new in the page and stops those that left it. Call it after putting content in by hand. */
export function boot() {
  if (main !== document.querySelector("main")) {
    main = document.querySelector("main");
    served = main?.textContent ?? "";
  }
  for (const [element, stopping] of live) {
    if (element.isConnected) continue;
    live.delete(element);
    stopping.then(stop => stop?.());
  }
  for (const element of document.querySelectorAll("[data-island]")) {
    if (live.has(element) || !/^[a-z][a-z-]*$/.test(element.dataset.island)) continue;
    live.set(element, import(`./${element.dataset.island}.js`)
      .then(module => module.start(element))
      .then(stop => { element.dataset.started = ""; return stop; }) // its keys work from now on
      .catch(error => { console.error(`The island ${element.dataset.island} did not start.`, error); }));
  }
}

const root = document.documentElement;
const inField = target => target.closest?.("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]");
const sheet = id => { const it = document.getElementById(id); if (it && !it.open) it.showModal(); };

function keep(name, value) {
  root.dataset[name] = value;
  try { localStorage.setItem(`throughline.${name}`, value); } catch { /* the choice then lasts for this page */ }
}

export const acts = {
  palette() { // opens at once and takes what is typed; its script answers as soon as it is there
    const dialog = document.getElementById("palette");
    if (!dialog || dialog.open) return;
    dialog.querySelector("input").value = "";
    dialog.showModal();
    dialog.querySelector("input").focus();
    dialog.dispatchEvent(new Event("palette:open"));
  },
  keys: () => sheet("keys"),
  theme() {
    keep("theme", root.dataset.bsTheme === "dark" ? "light" : "dark");
    root.dataset.bsTheme = root.dataset.theme;
    document.dispatchEvent(new Event("throughline:theme"));
  },
  density: () => keep("density", root.dataset.density === "compact" ? "roomy" : "compact"),
  fold() {
    const folded = root.dataset.side ? root.dataset.side === "rail" : !!document.querySelector(".shell.rail");
    keep("side", folded ? "wide" : "rail");
  },
  shut: button => button.closest("[data-toast], dialog, [popover]")?.remove(),
};

document.addEventListener("click", event => {
  const button = event.target.closest("[data-act]");
  if (button && acts[button.dataset.act]) {
    event.preventDefault();
    button.closest("[popover]")?.hidePopover?.();
    acts[button.dataset.act](button);
  }
  for (const open of document.querySelectorAll("details.fchip[open]")) if (!open.contains(event.target)) open.open = false;
  if (event.target.matches?.("dialog")) event.target.close(); // a click beside the sheet
});

// A filter takes effect when its choices close; without script there is a button in each.
document.addEventListener("toggle", event => {
  const chip = event.target;
  if (!chip.matches?.("form details.fchip")) return;
  const fields = new URLSearchParams(new FormData(chip.closest("form"))).toString();
  if (chip.open) { chip.dataset.was = fields; if (chip.dataset.more) choices(chip); }
  else if (chip.dataset.was !== fields) chip.closest("form").requestSubmit();
}, true);

// Choices that are many come when their filter is opened: the page that has them is asked for them.
async function choices(chip) {
  const url = chip.dataset.more, label = chip.querySelector("legend").textContent;
  delete chip.dataset.more;
  const answer = await get(url);
  const full = answer.ok && [...new DOMParser().parseFromString(answer.text, "text/html").querySelectorAll("details.fchip[open]")].find(other => other.querySelector("legend")?.textContent === label);
  if (!full) { chip.dataset.more = url; return; }
  const list = full.querySelector("ul"), ticked = new Set([...chip.querySelectorAll("ul :checked")].map(field => field.value));
  for (const field of list.querySelectorAll("input")) field.checked = ticked.has(field.value);
  chip.querySelector("p")?.remove();
  chip.querySelector("ul").replaceWith(list);
  list.querySelector("input")?.focus();
}

// Whoever signs out leaves nothing of their week in this browser.
document.addEventListener("submit", event => {
  if (event.target.getAttribute?.("action") !== "/sign-out") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  import("./offline.js").then(async offline => {
    const lost = await offline.waiting();
    if (lost && !confirm(`${lost === 1 ? "A change" : `${lost} changes`} of your week could not be stored yet and will be lost. Sign out all the same?`)) return;
    await offline.wipe();
    HTMLFormElement.prototype.submit.call(event.target);
  });
}, true);

// Whoever's page this is, the weeks that somebody else kept in this browser are not theirs to open.
const reader = document.getElementById("palette")?.dataset.who;
if (reader && window.caches) caches.keys().then(names => { for (const name of names) if (name.startsWith("throughline-week-") && name !== `throughline-week-${reader}`) caches.delete(name); });

let leading = 0; // when G was pressed: the first key of "G then P"
const goto = { p: "/", w: "/my-week", i: "/inbox" };
document.addEventListener("keydown", event => {
  if (event.defaultPrevented || event.isComposing) return;
  const command = event.ctrlKey || event.metaKey, key = event.key.toLowerCase();
  if (command && key === "k") { event.preventDefault(); acts.palette(); return; }
  if (command && key === "enter") { const form = event.target.closest?.("form"); if (form) { event.preventDefault(); form.requestSubmit(); } return; }
  if (key === "escape") { const chip = event.target.closest?.("details.fchip[open]"); if (chip) { chip.open = false; chip.querySelector("summary").focus(); } return; }
  if (inField(event.target)) return;
  if (command && key === "z" && !event.shiftKey && undoNewest()) { event.preventDefault(); return; }
  if (command || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "?") { event.preventDefault(); acts.keys(); return; }
  if (event.target.closest?.("[role=grid]")) return; // letters in a grid belong to the grid
  if (leading && event.timeStamp - leading < 1200 && goto[key]) { event.preventDefault(); document.querySelector(`a.nav[href="${goto[key]}"]`)?.click(); }
  leading = key === "g" ? event.timeStamp : 0;
});

// htmx: forgery token on everything that changes something; new place, new top, and the heading is read out.
document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (ctx.request.method !== "GET") ctx.request.headers["X-Antiforgery"] ??= antiforgery();
  else if (ctx.sourceElement.closest(".filters")) // "Any" is no choice and needs no place in the address
    for (const [name, value] of [...ctx.request.body]) if (value === "") ctx.request.body.delete(name);
});
let place = location.pathname;
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  boot();
  if (ctx.target !== document.body) return;
  const moved = place !== location.pathname;
  place = location.pathname;
  if (moved && !location.hash) scrollTo(0, 0);
  const first = document.querySelector(".errs") ?? (moved ? document.querySelector("main h1") ?? document.getElementById("main") : null);
  if (first && !document.querySelector("main [autofocus]")) { first.tabIndex = -1; first.focus({ preventScroll: !first.matches(".errs") }); }
});
// After an upgrade the open page holds old scripts: take the next page whole.
document.addEventListener("htmx:before:swap", event => {
  const { ctx } = event.detail, version = /data-assets="([^"]+)"/.exec(ctx.text?.slice(0, 200) ?? "")?.[1];
  if (version && version !== root.dataset.assets && ctx.request.method === "GET") { event.preventDefault(); location.assign(ctx.response.raw.url); }
});
document.addEventListener("htmx:error", () => import("./toasts.js").then(toasts => toasts.say("The server could not be reached. Nothing was changed.", { bad: true })));

boot();
root.dataset.keys = ""; // from now on the keys work
