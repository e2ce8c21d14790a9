// The command palette. Its own commands stand in a JSON script in the dialog ([{label, kind, href | act, icon}]);
// what is typed is also asked of data-src?q=…, which answers [{label, hint, href, kind, icon?}].
import { get, icon } from "./http.js";
import { acts } from "./app.js";

const RECENT = `throughline.recent.${document.getElementById("palette")?.dataset.who}`; // nobody sees what another looked for
const read = () => { try { return JSON.parse(localStorage.getItem(RECENT)) ?? []; } catch { return []; } };
const keep = hit => { try { localStorage.setItem(RECENT, JSON.stringify([hit, ...read().filter(it => it.href !== hit.href)].slice(0, 6))); } catch { /* not kept */ } };

export function start(dialog) {
  const input = dialog.querySelector("input"), list = dialog.querySelector("[role=listbox]");
  const commands = JSON.parse(dialog.querySelector("script[type='application/json']").textContent);
  let hits = [], at = 0, asking, waiting;

  const fits = (command, words) => words.every(word => `${command.kind} ${command.label}`.toLowerCase().includes(word));

  function show(groups) {
    list.replaceChildren();
    hits = [];
    for (const [name, members] of groups) {
      if (!members.length) continue;
      const group = Object.assign(document.createElement("div"), { className: "grp", textContent: name });
      group.setAttribute("role", "presentation");
      list.append(group);
      for (const hit of members) list.append(row(hit, hits.push(hit) - 1));
    }
    if (!hits.length) list.append(Object.assign(document.createElement("p"), { className: "none", textContent: "Nothing found. Try a number, a customer or a name." }));
    choose(0);
  }

  function row(hit, index) {
    const option = Object.assign(document.createElement("div"), { className: "hit", id: `palette-hit-${index}` });
    option.setAttribute("role", "option");
    option.append(icon(hit.icon ?? "arrow-right"), Object.assign(document.createElement("span"), { textContent: hit.label }));
    if (hit.hint) option.append(Object.assign(document.createElement("span"), { className: "hint", textContent: hit.hint }));
    option.addEventListener("pointermove", () => choose(index));
    option.addEventListener("click", event => open(hit, event.ctrlKey || event.metaKey));
    return option;
  }

  function choose(index) {
    at = hits.length ? (index + hits.length) % hits.length : 0;
    list.querySelector("[aria-selected]")?.removeAttribute("aria-selected");
    const option = document.getElementById(`palette-hit-${at}`);
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id); else input.removeAttribute("aria-activedescendant");
  }

  function open(hit, elsewhere) {
    if (!hit) return;
    dialog.close();
    if (hit.act) { acts[hit.act]?.(); return; }
    if (hit.kind !== "Go to") keep(hit);
    if (elsewhere) window.open(hit.href, "_blank", "noopener");
    else if (window.htmx) window.htmx.ajax("GET", hit.href, { target: "body", swap: "innerHTML", push: "true" }).catch(() => location.assign(hit.href));
    else location.assign(hit.href);
  }

  async function ask() {
    asking?.abort();
    const text = input.value.trim(), words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const own = commands.filter(command => fits(command, words));
    if (!words.length) { show([["Recent", read()], ["Go to", own.filter(it => it.kind === "Go to")], ["Do", own.filter(it => it.kind !== "Go to")]]); return; }
    show([["Commands", own]]);
    asking = new AbortController();
    const answer = await get(`${dialog.dataset.src}?q=${encodeURIComponent(text)}`, asking.signal);
    if (answer.aborted) return;
    const found = new Map();
    for (const hit of Array.isArray(answer.data) ? answer.data : []) found.set(hit.kind, [...found.get(hit.kind) ?? [], hit]);
    show([...found, ["Commands", own]]);
  }

  dialog.addEventListener("palette:open", ask);
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 120); });
  input.addEventListener("keydown", event => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) { event.preventDefault(); choose(Math.abs(step) > 1 ? Math.max(0, Math.min(hits.length - 1, at + step)) : at + step); }
    if (event.key === "Enter") { event.preventDefault(); event.stopPropagation(); open(hits[at], event.ctrlKey || event.metaKey); }
  });
  if (dialog.open) ask();
  return () => { clearTimeout(waiting); asking?.abort(); };
}
