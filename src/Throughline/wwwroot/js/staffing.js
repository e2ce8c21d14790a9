// The resource centre: what its grid does beyond moving and selecting. Every act is a plain form of the booking's own page
// (/staffing/bookings/KEY); here it is sent by keys and drags, and a refusal opens in the drawer.
import { attach } from "./grid.js";
import { openDrawer, showInDrawer } from "./drawer.js";
import { drawLater } from "./later.js";
import { closePopover } from "./popover.js";
import { post, showPage } from "./http.js";
import { say } from "./toasts.js";

const DAY = 864e5;
let place = null, returning = false; // the cell to come back to when an act has drawn the page anew

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

  const stopDrawing = drawLater(table, () => grid.refresh());

  if (returning && place) { returning = false; grid.focus(place.row, place.col); }

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
    if (event.altKey && (key === "ArrowLeft" || key === "ArrowRight")) { const bar = target(cell, event); if (bar) byColumns(bar, cell.dataset.c, key === "ArrowLeft" ? -1 : 1, event.shiftKey ? "end" : "both"); return; }
    const act = { h: "hard", f: "soft", d: "copy", delete: "release", backspace: "release" }[key.toLowerCase()];
    if (!act || event.altKey) return;
    const bar = target(cell, event);
    if (!bar) return;
    if (act === "copy") open(`/staffing/book?copy=${encodeURIComponent(bar.dataset.bar)}&back=${encodeURIComponent(back)}`);
    else if (act === bar.dataset.kind) grid.announce(`It is ${act} already.`);
    else send(bar.dataset.bar, { act, version: bar.dataset.version });
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

  function byColumns(bar, col, columns, edge, person) {
    const { start, end } = bar.dataset, days = daysBetween(col, columns);
    const from = edge === "end" ? start : shift(start, days), to = edge === "start" ? end : shift(end, days);
    if (to < from) { grid.announce("A booking ends on or after the day it starts."); return; }
    if (days && place && edge === "both") place.col = shift(place.col, days);
    send(bar.dataset.bar, { act: "change", version: bar.dataset.version, start: from, end: to, ...(person ? { person } : {}) });
  }

  async function send(key, fields) {
    table.setAttribute("aria-busy", "true");
    finish(await post(bookingPage(key), { _handler: "booking", back, ...fields }));
  }

  async function finish(answer) {
    table.removeAttribute("aria-busy");
    returning = true;
    if (answer.ok && answer.redirected) { closePopover(); await showPage(answer.text, answer.url); }
    else if (answer.text && !answer.data) { closePopover(); showInDrawer(answer.text); }
    else say(answer.data?.message ?? answer.data?.detail ?? "That did not work. Nothing was changed.", { bad: true });
  }

  // Dragging a bar moves it, by columns and to another person; its ends resize it.
  let drag = null, dragged = false;
  function down(event) {
    const bar = event.target.closest(".bk[data-bar]");
    dragged = false;
    if (!bar || event.button || event.pointerType === "touch") return;
    const box = bar.getBoundingClientRect(), reach = Math.min(8, box.width / 4);
    const edge = event.clientX > box.right - reach ? "end" : event.clientX < box.left + reach ? "start" : "both";
    drag = { bar, edge, col: bar.closest("td").dataset.c, x: event.clientX, y: event.clientY, width: bar.closest("td").getBoundingClientRect().width, columns: 0, person: null };
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
    const { bar, edge, col, columns, person } = drag ?? {};
    ended();
    if (bar && dragged && (columns || person)) byColumns(bar, col, columns, edge, person);
  }
  function cancel(event) { if (event.key === "Escape") { event.stopPropagation(); ended(); } }
  function ended() {
    if (!drag) return;
    mark(drag.person, false);
    drag.bar.classList.remove("is-drag");
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
  const leaving = event => { if (event.target.closest?.("[data-leave], .tgl, [data-nav]")) returning = true; };

  table.addEventListener("pointerdown", down, true);
  table.addEventListener("click", click, true);
  document.addEventListener("submit", submit, true);
  document.addEventListener("click", leaving, true);
  return () => {
    grid.stop();
    stopDrawing();
    document.removeEventListener("submit", submit, true);
    document.removeEventListener("click", leaving, true);
  };
}
