// The resource centre: what its grid does beyond moving and selecting. Every act is a plain form, of the booking's own page
// (/staffing/bookings/KEY) where a refusal offers ways out, else one of the gestures (/staffing/bookings/KEY/split,
// /staffing/shift); here it is sent by keys and drags, and a refusal opens in the drawer.
import { attach } from "./grid.js";
import { openDrawer, showInDrawer } from "./drawer.js";
import { drawLater } from "./later.js";
import { closePopover } from "./popover.js";
import { post, showPage } from "./http.js";
import { say } from "./toasts.js";

const DAY = 864e5;
let place = null, returning = false; // the cell to come back to when an act has drawn the page anew
let seen = null; // how far the grid was scrolled

const shift = (iso, days) => new Date(Date.parse(iso) + days * DAY).toISOString().slice(0, 10);
const bookingPage = key => `/staffing/bookings/${encodeURIComponent(key)}`;

export function start(table) {
  const mayBook = table.hasAttribute("data-may-book"), back = table.dataset.back;
  const barOf = key => table.querySelector(`[data-bar="${CSS.escape(key)}"]`);
  const rowOf = element => element.closest("tr[data-r]");
  // A column is a day, a week, a month or a quarter: where it begins and ends stands in its head.
  const heads = [...table.tHead.querySelectorAll("[data-h]")], firsts = heads.map(head => head.dataset.h);
  const lastOf = col => { const to = heads[firsts.indexOf(col)].dataset.to; return shift(col, 6) === to ? shift(col, 4) : to; };
  const daysBetween = (col, columns) => {
    const at = firsts.indexOf(col), to = Math.max(0, Math.min(firsts.length - 1, at + columns));
    return Math.round((Date.parse(firsts[to]) - Date.parse(col)) / DAY);
  };

  const grid = attach(table, {
    onMove: ({ row, col }) => { place = { row, col }; },
    onDragRange: book,
    onActivate(detail) {
      const { cell } = detail;
      if (cell.dataset.b) { detail.preventDefault(); open(barOf(cell.dataset.b).href); }
      else if (grid.selection.cells.length > 1 || (rowOf(cell).dataset.person && !cell.hasAttribute("data-any"))) { detail.preventDefault(); book(detail); }
      else if (!rowOf(cell).dataset.person) detail.preventDefault();
    },
    onKey: press,
  });

  const box = table.closest(".gridbox");
  if (seen && (returning || seen.url === location.href)) { box.scrollTop = seen.top; box.scrollLeft = seen.left; }
  box.addEventListener("scroll", () => { seen = { url: location.href, top: box.scrollTop, left: box.scrollLeft }; }, { passive: true });
  const comeBack = () => { if (returning && place && grid.cellAt(place.row, place.col)) { returning = false; grid.focus(place.row, place.col); } };
  const stopDrawing = drawLater(table, () => { grid.refresh(); comeBack(); });
  comeBack();

  function open(url) { returning = true; openDrawer(url); }

  function book({ cell, row, ...rest }) {
    const own = rowOf(cell ?? grid.current), person = own?.dataset.person;
    const cols = rest.cols ?? grid.selection.cols;
    if (!mayBook || !(person || own?.dataset.engagement)) return;
    const query = new URLSearchParams({ ...(person ? { person } : {}), from: cols[0], to: lastOf(cols.at(-1)), back });
    if (own.dataset.engagement) query.set("engagement", own.dataset.engagement);
    open(`/staffing/book?${query}`);
  }

  function press(detail) {
    const { key, event, cell } = detail, person = rowOf(cell).dataset.person;
    if (event.ctrlKey || event.metaKey) return;
    const nav = document.querySelector(`[data-nav="${CSS.escape(key)}"]`);
    if (nav && !event.altKey) { take(event); returning = true; nav.click(); return; }
    if (key === "n" && !event.altKey) { take(event); book(detail); return; }
    if (key === "x" && person) { take(event); returning = true; place = { row: person, col: cell.dataset.c }; table.querySelector(`tr[data-r="${CSS.escape(person)}"] .tgl`)?.click(); return; }
    if (event.altKey && (key === "ArrowLeft" || key === "ArrowRight") && mayBook) {
      const many = barsOf(detail), step = key === "ArrowLeft" ? -1 : 1;
      if (many.length > 1) { take(event); place = { row: detail.row, col: shift(cell.dataset.c, daysBetween(cell.dataset.c, step)) }; together("shift", many, { days: daysBetween(cell.dataset.c, step) }); return; }
      const bar = target(cell, event);
      if (bar) byColumns(bar, cell.dataset.c, step, event.shiftKey ? "end" : "both");
      return;
    }
    const verb = { h: "hard", f: "soft", d: "copy", s: "split", delete: "release", backspace: "release" }[key.toLowerCase()];
    if (!verb || event.altKey || !mayBook) return;
    const many = barsOf(detail);
    if (many.length > 1 && (verb === "hard" || verb === "soft" || verb === "release")) { take(event); together(verb, many); return; }
    const bar = many[0] ?? target(cell, event);
    take(event);
    if (!bar) return;
    if (verb === "copy") open(`/staffing/book?copy=${encodeURIComponent(bar.dataset.bar)}&back=${encodeURIComponent(back)}`);
    else if (verb === "split") split(bar, cell.dataset.c);
    else if (verb === bar.dataset.kind) grid.announce(`It is ${verb} already.`);
    else one(bar, { act: verb });
  }

  // The bookings that a rectangle of cells covers, each once.
  const barsOf = ({ cells }) => [...new Set((cells ?? []).map(cell => cell.dataset.b).filter(Boolean))].map(barOf).filter(Boolean);

  function together(verb, bars, fields = {}) {
    const url = { hard: "/staffing/commitment", soft: "/staffing/commitment", release: "/staffing/release", shift: "/staffing/shift" }[verb];
    const body = new URLSearchParams({ back, ...(verb === "hard" || verb === "soft" ? { kind: verb } : {}), ...fields });
    for (const bar of bars) body.append("booking", `${bar.dataset.version}:${bar.dataset.bar}`);
    send(url, body);
  }

  // The second part begins where the cell does.
  function split(bar, col) {
    if (col > bar.dataset.start && col <= bar.dataset.end) gesture(bar, "split", { at: col });
    else grid.announce("Go to the column in which the second part begins, then press S.");
  }

  const take = event => { event.preventDefault(); event.stopPropagation(); };

  // The booking that a key means: the one in the cell, the only one of the person in that week, else the cell opens to choose.
  function target(cell, event) {
    take(event);
    const row = rowOf(cell);
    if (cell.dataset.b) return barOf(cell.dataset.b);
    if (!row.dataset.person || !cell.hasAttribute("data-any")) { grid.announce("There is no booking here."); return null; }
    const under = [...table.querySelectorAll(`tr.lane[data-person="${CSS.escape(row.dataset.person)}"] td[data-c="${cell.dataset.c}"][data-b]`)];
    if (under.length === 1) return barOf(under[0].dataset.b);
    cell.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
    return null;
  }

  function byColumns(bar, col, columns, edge, person, copy = false) {
    const { start, end } = bar.dataset, days = daysBetween(col, columns);
    const from = edge === "end" ? start : shift(start, days), to = edge === "start" ? end : shift(end, days);
    if (to < from) { grid.announce("A booking ends on or after the day it starts."); return; }
    if (days && place && edge === "both") place.col = shift(place.col, days);
    const whose = person ? { person } : {};
    if (copy) gesture(bar, "copy", { days, ...whose });
    else one(bar, { act: "change", start: from, end: to, ...whose });
  }

  const one = (bar, fields) => send(bookingPage(bar.dataset.bar), new URLSearchParams({ _handler: "booking", back, version: bar.dataset.version, ...fields }));
  const gesture = (bar, verb, fields) => send(`${bookingPage(bar.dataset.bar)}/${verb}`, new URLSearchParams({ back, version: bar.dataset.version, ...fields }));

  async function send(url, fields) {
    table.setAttribute("aria-busy", "true");
    finish(await post(url, fields, "text/html"));
  }

  async function finish(answer) {
    table.removeAttribute("aria-busy");
    returning = true;
    if (answer.ok && answer.redirected) { closePopover(); await showPage(answer.text, answer.url); }
    else if (answer.text && !answer.data) { closePopover(); showInDrawer(answer.text); }
    else say(answer.data?.message ?? answer.data?.detail ?? "That did not work. Nothing was changed.", { bad: true });
  }

  // Dragging a bar moves it, by columns and to another person, with Shift a copy of it; its ends resize it.
  let drag = null, dragged = false;
  function down(event) {
    const bar = event.target.closest(".bk[data-bar]");
    dragged = false;
    if (!bar || event.button || event.pointerType === "touch") return;
    const box = bar.getBoundingClientRect(), reach = Math.min(8, box.width / 4);
    const edge = event.clientX > box.right - reach ? "end" : event.clientX < box.left + reach ? "start" : "both";
    if (!mayBook) return;
    drag = { bar, edge, copy: event.shiftKey, col: bar.closest("td").dataset.c, x: event.clientX, y: event.clientY, width: bar.closest("td").getBoundingClientRect().width, columns: 0, person: null };
    document.addEventListener("pointermove", over);
    document.addEventListener("pointerup", up, { once: true });
    document.addEventListener("keydown", cancel, true);
  }
  function over(event) {
    if (!drag) return;
    const { bar, edge, width } = drag, moved = event.clientX - drag.x;
    if (!dragged && Math.hypot(moved, event.clientY - drag.y) < 5) return;
    dragged = true;
    event.preventDefault();
    drag.columns = Math.round(moved / width);
    drag.copy = event.shiftKey;
    bar.classList.toggle("is-copy", drag.copy && edge === "both");
    const way = drag.columns * width;
    bar.classList.add("is-drag");
    bar.style.pointerEvents = "none";
    bar.style.marginInlineStart = edge === "end" ? "" : `${way}px`;
    bar.style.setProperty("--grow", edge === "both" ? "0px" : `${edge === "end" ? way : -way}px`);
    const row = edge === "both" ? document.elementFromPoint(event.clientX, event.clientY)?.closest("tr[data-person]") : null;
    const other = row && row.dataset.person !== rowOf(bar).dataset.person && !row.dataset.person.startsWith("~") ? row.dataset.person : null;
    if (other !== drag.person) { mark(drag.person, false); mark(other, true); drag.person = other; }
  }
  const mark = (person, on) => person && table.querySelector(`tr[data-r="${CSS.escape(person)}"]`)?.classList.toggle("is-drop", on);
  function up() {
    const { bar, edge, col, columns, person, copy } = drag ?? {};
    ended();
    if (bar && dragged && (columns || person)) byColumns(bar, col, columns, edge, person, copy);
  }
  function cancel(event) { if (event.key === "Escape") { event.stopPropagation(); ended(); } }
  function ended() {
    if (!drag) return;
    mark(drag.person, false);
    drag.bar.classList.remove("is-drag", "is-copy");
    for (const name of ["pointer-events", "margin-inline-start", "--grow"]) drag.bar.style.removeProperty(name);
    drag = null;
    document.removeEventListener("pointermove", over);
    document.removeEventListener("keydown", cancel, true);
  }
  function click(event) {
    const bar = event.target.closest(".bk[data-bar]");
    if (!bar || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (!dragged) { grid.focus(rowOf(bar).dataset.r, bar.closest("td").dataset.c); open(bar.href); }
  }

  // The popover's verbs are a form, too; sent from here, a refusal opens in the drawer.
  async function submit(event) {
    if (event.target.matches("[data-undo]")) returning = true;
    if (!event.target.matches("#pop form[data-acts]")) return;
    take(event);
    finish(await post(event.target.action, new URLSearchParams(new FormData(event.target, event.submitter))));
  }
  // The newest act is taken back, or done again, also when its toast is gone.
  function turn(event) {
    if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || !mayBook || event.target.closest?.("input, textarea, select, dialog[open]")) return;
    const key = event.key.toLowerCase();
    const url = key === "y" || (key === "z" && event.shiftKey) ? "/staffing/redo" : key === "z" ? "/staffing/undo" : null;
    if (url) { take(event); send(url, new URLSearchParams({ back })); }
  }

  // An open request is dropped on whoever might do it: what that would change is shown before anything is stored.
  const panel = document.querySelector("[data-requests]");
  let request = null, aim = null;
  const onto = row => { if (row !== aim) { mark(aim?.dataset.person, false); mark(row?.dataset.person, true); aim = row; } };
  const lift = event => { request = event.target.closest("[data-request]")?.dataset.request ?? null; event.dataTransfer.setData("text/plain", request ?? ""); event.dataTransfer.effectAllowed = "link"; };
  const hover = event => { const row = request && event.target.closest("tr[data-person]"); if (row && !row.dataset.person.startsWith("~")) { event.preventDefault(); onto(row); } else onto(null); };
  const drop = event => { const person = aim?.dataset.person; onto(null); if (request && person) { event.preventDefault(); open(`/staffing/requests/${encodeURIComponent(request)}/match?compare=${encodeURIComponent(person)}`); } request = null; };
  panel?.addEventListener("dragstart", lift);
  panel?.addEventListener("dragend", () => { onto(null); request = null; });
  table.addEventListener("dragover", hover);
  table.addEventListener("drop", drop);

  const leaving = event => { if (event.target.closest?.("[data-leave], .tgl, [data-nav]")) returning = true; };

  table.addEventListener("pointerdown", down, true);
  table.addEventListener("click", click, true);
  document.addEventListener("submit", submit, true);
  document.addEventListener("click", leaving, true);
  document.addEventListener("keydown", turn);
  return () => {
    grid.stop();
    stopDrawing();
    document.removeEventListener("submit", submit, true);
    document.removeEventListener("click", leaving, true);
    document.removeEventListener("keydown", turn);
  };
}
