// One grid for every true grid: resource centre, my week, estimate, forecast board.
//
// MARKUP   The server renders it; any element may be a row or a cell, tables are best.
//   <table role="grid" aria-label="Hours by work item and day" data-island="grid" data-save="/my-week/cells">
//     <thead><tr><th>…</th><th data-h="2026-03-09" data-label="Monday 9 March">Mon</th>…
//     <tr data-r="row key" data-label="optional name of the row"><th scope="row">Name</th>
//       <td data-c="2026-03-09" data-say="what is read out" data-edit data-value="3.5" data-hint="of 4 planned">3.5</td>…
//   data-r, data-c   key of the row and of the column. Rows without cells (groups) and hidden rows are stepped over.
//   data-edit        the cell can be edited; a cell that holds an <input> or <select> is edited in it.
//   data-value       what the edit starts from, where that is not the cell's text.
//   data-open        the address of what is behind a cell, with {row} and {col} in it: Enter shows it in the popover.
//   data-save        with this address and no onCommit a change is posted as row, col, value (and version if the row has
//                    data-version); the answer is JSON { text, value, version, message, undo: { action, fields } }, and 409
//                    or 422 with { message } refuses.
//
// KEYS     Arrows, Home, End, Ctrl Home, Ctrl End, PageUp, PageDown move; with Shift they select. Ctrl A selects all, Esc drops
//   the selection. Enter, F2 or typing edits (or activates); Enter and Tab keep and move on, Esc puts back. Delete clears, Ctrl D
//   fills down and, over several columns, Ctrl R to the right, Ctrl C and Ctrl V copy and paste as from a sheet, Ctrl Z undoes. A mouse drag selects a rectangle;
//   with fill: true a grip on the current cell, drawn over others, fills them with its value.
//
// HOOKS    const grid = attach(element, { … }); each also is an event "grid:name" on the element with the same detail.
//   Every detail has { grid, cell, row, col } (keys) and, for ranges, { cells, rows, cols }.
//   onMove           the focus is on another cell
//   onSelect         the selected range changed (also to one cell)
//   onDragRange      a mouse drag over more than one cell ended
//   onActivate       Enter or double click on a cell that is not editable
//   onKey            any other key, with { key, event }; PageUp and PageDown come here first. preventDefault() takes it
//   onEdit           an edit is about to start; preventDefault() forbids it
//   onCommit         { value, was } → { ok, text, value, message, undo } or a promise of it; undo is a function
//   onFill           { cells, values } to take a fill, paste or clear in one request; else each cell is committed
//   describe(cell)   what is read out for a cell
//
// GRID     .focus(row, col)  .cellAt(row, col)  .current  .selection  .refresh()  .announce(text)  .edit(cell)
//          .put(cells, values) commits values as a paste does
//          .undo.push({ label, run })  .undo.run()  .stop()
import { post } from "./http.js";
import { openPopover } from "./popover.js";
import { say } from "./toasts.js";

const FIELD = "input:not([type=hidden]), select, textarea";

export function attach(element, hooks = {}) {
  let rows = null, current = null, anchor = null, picked = new Set(), editing = null, dragging = false, toldMany = false;
  const memo = new WeakMap();
  const voice = Object.assign(document.createElement("div"), { className: "sr", ariaLive: "polite" });
  const changed = new MutationObserver(() => { rows = null; });

  // where things are
  const cellsOf = row => memo.get(row) ?? memo.set(row, [...row.querySelectorAll("[data-c]")]).get(row);
  const allRows = () => rows ??= [...element.querySelectorAll("[data-r]")].filter(row => { memo.delete(row); return !row.hidden && cellsOf(row).length; });
  const rowOf = cell => cell.closest("[data-r]");
  const at = cell => { const row = rowOf(cell); return { r: allRows().indexOf(row), c: cellsOf(row).indexOf(cell) }; };
  const pick = (r, c) => { const row = allRows()[clamp(r, allRows().length)]; if (!row) return null; const cells = cellsOf(row); return cells[clamp(c, cells.length)]; };
  const keys = cell => ({ grid, cell, row: rowOf(cell).dataset.r, col: cell.dataset.c });
  const fieldOf = cell => cell.querySelector(FIELD);
  const editable = cell => cell.hasAttribute("data-edit") || (fieldOf(cell) && !fieldOf(cell).disabled);
  const valueOf = cell => fieldOf(cell)?.value ?? cell.dataset.value ?? cell.textContent.trim();

  // what is said
  const rowName = row => row.dataset.label ?? row.querySelector("[role=rowheader], th")?.textContent.replace(/\s+/g, " ").trim() ?? row.dataset.r;
  const colName = col => { const head = (element.tHead ?? element).querySelector(`[data-h="${CSS.escape(col)}"]`); return head?.dataset.label ?? head?.textContent.trim() ?? col; };
  const describe = cell => hooks.describe?.(cell) ?? cell.dataset.say ?? cell.getAttribute("aria-label") ?? (valueOf(cell) || "empty");
  const announce = text => { voice.textContent = text; };
  const span = list => list.length > 1 ? `${list[0]} to ${list.at(-1)}` : list[0];
  function announcePlace() {
    const range = selection();
    if (range.cells.length > 1) announce(`${range.cells.length} cells selected: ${span(range.rowNames)}, ${span(range.cols.map(colName))}`);
    else if (current) announce(`${rowName(rowOf(current))}, ${colName(current.dataset.c)}: ${describe(current)}`);
  }

  function emit(name, detail) {
    const event = new CustomEvent(`grid:${name}`, { detail, bubbles: true, cancelable: true });
    detail.preventDefault = () => event.preventDefault();
    hooks[`on${name[0].toUpperCase()}${name.slice(1)}`]?.(detail);
    element.dispatchEvent(event);
    return !event.defaultPrevented;
  }

  // moving and selecting
  function goTo(cell, { extend = false, focus = true } = {}) {
    if (!cell) return;
    if (current && current !== cell) current.tabIndex = -1;
    const moved = current !== cell;
    current = cell;
    current.tabIndex = 0;
    if (grip && !dragging && editable(current)) current.append(grip);
    if (!extend || !anchor?.isConnected) anchor = cell;
    select();
    if (focus && document.activeElement !== cell) cell.focus({ preventScroll: true });
    if (focus) cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (moved) emit("move", keys(cell));
    announcePlace();
  }

  function select() {
    const next = new Set();
    if (anchor !== current) {
      const a = at(anchor), b = at(current);
      for (let r = Math.min(a.r, b.r); r <= Math.max(a.r, b.r); r++)
        for (const cell of cellsOf(allRows()[r]).slice(Math.min(a.c, b.c), Math.max(a.c, b.c) + 1)) next.add(cell);
    }
    for (const cell of picked) if (!next.has(cell)) { cell.classList.remove("is-sel"); cell.removeAttribute("aria-selected"); }
    for (const cell of next) if (!picked.has(cell)) { cell.classList.add("is-sel"); cell.setAttribute("aria-selected", "true"); }
    picked = next;
    if (next.size || toldMany) { toldMany = next.size > 0; emit("select", { ...keys(current), ...selection() }); }
  }

  function selection() {
    const cells = picked.size ? [...picked] : current ? [current] : [];
    const own = [...new Set(cells.map(rowOf))];
    return { cells, rows: own.map(row => row.dataset.r), rowNames: own.map(rowName), cols: [...new Set(cells.map(cell => cell.dataset.c))] };
  }

  const pageful = () => Math.max(1, Math.floor((element.closest(".gridbox")?.clientHeight ?? innerHeight) / (rowOf(current).offsetHeight || 36)) - 2);

  function activate(cell) {
    const { row, col } = keys(cell), behind = element.dataset.open;
    if (emit("activate", keys(cell)) && behind)
      openPopover(cell, behind.replace("{row}", encodeURIComponent(row)).replace("{col}", encodeURIComponent(col)), `${rowName(rowOf(cell))}, ${colName(col)}`);
  }

  // editing
  function edit(cell, typed) {
    if (!editable(cell) || editing?.cell === cell || !emit("edit", keys(cell))) return;
    const own = fieldOf(cell), was = valueOf(cell);
    const input = own ?? Object.assign(document.createElement("input"), { className: "cell-edit", autocomplete: "off", ariaLabel: `${rowName(rowOf(cell))}, ${colName(cell.dataset.c)}`, inputMode: cell.dataset.mode ?? "" });
    if (!own) { input.value = was; cell.append(input); }
    editing = { cell, input, was, own: !!own, free: typed === undefined };
    cell.classList.add("is-edit");
    if (typed !== undefined && input.type !== "checkbox") input.value = typed;
    input.focus();
    cell.removeAttribute("tabindex"); // meanwhile the input is the stop; only now, or the focus would be lost
    if (typed === undefined) input.select?.();
  }

  function leave(keep) {
    if (!editing) return;
    const { cell, input, was, own } = editing, value = input.value.trim();
    editing = null;
    cell.classList.remove("is-edit");
    cell.tabIndex = cell === current ? 0 : -1;
    if (!own) input.remove(); else if (!keep) input.value = was;
    if (keep && value !== was) commit(cell, value, was);
  }

  async function commit(cell, value, was) {
    cell.setAttribute("aria-busy", "true");
    const detail = { ...keys(cell), value, was };
    const answer = await (hooks.onCommit ? hooks.onCommit(detail) : save(cell, detail)) ?? { ok: true };
    cell.removeAttribute("aria-busy");
    cell.classList.toggle("is-refused", !answer.ok);
    if (answer.ok) {
      show(cell, answer.value ?? value, answer.text);
      if (answer.undo) grid.undo.push({ label: answer.message ?? "the last change", run: answer.undo });
      announce(answer.message ?? `Saved. ${describe(cell)}`);
    } else {
      show(cell, was);
      cell.title = answer.message ?? "";
      announce(answer.message ?? "Not saved.");
      if (answer.message) say(answer.message, { bad: true });
    }
    element.dispatchEvent(new CustomEvent("grid:commit", { detail: { ...detail, answer }, bubbles: true }));
    return answer.ok;
  }

  function show(cell, value, text) {
    const field = fieldOf(cell);
    if (field) { field.value = value; field.defaultValue = value; return; }
    if (text !== undefined || cell.textContent.trim() !== value) {
      for (const node of [...cell.childNodes]) if (node.nodeType === Node.TEXT_NODE || !node.matches("svg")) node.remove();
      cell.append(text ?? value);
    }
    cell.dataset.value = value;
  }

  async function save(cell, { row, col, value }) {
    if (!element.dataset.save) return { ok: true };
    const version = rowOf(cell).dataset.version;
    const answer = await post(element.dataset.save, { row, col, value, ...(version ? { version } : {}) });
    if (answer.data?.version) rowOf(cell).dataset.version = answer.data.version;
    const { undo, ...rest } = answer.data ?? {};
    return { ...rest, ok: answer.ok, message: rest.message ?? rest.detail, undo: undo && (() => post(undo.action, undo.fields).then(done => { if (done.ok) show(cell, done.data?.value ?? "", done.data?.text); return done.ok; })) };
  }

  async function put(cells, values) {
    const pairs = cells.map((cell, i) => [cell, values[i]]).filter(([cell, value]) => editable(cell) && valueOf(cell) !== value);
    if (!pairs.length) return;
    if (hooks.onFill) { await hooks.onFill({ ...keys(pairs[0][0]), cells: pairs.map(([cell]) => ({ ...keys(cell) })), values: pairs.map(([, value]) => value) }); return; }
    for (const [cell, value] of pairs) { const was = valueOf(cell); if (!await commit(cell, value, was)) break; }
  }

  function fillDown() {
    const cells = selection().cells, top = Math.min(...cells.map(cell => at(cell).r));
    const one = cells.every(cell => at(cell).r === top);
    const source = cell => pick(one ? top - 1 : top, at(cell).c);
    const targets = cells.filter(cell => source(cell) && source(cell) !== cell);
    return put(targets, targets.map(cell => valueOf(source(cell))));
  }

  // A single column is left alone: Ctrl R then loads the page again, as everywhere.
  function fillRight() {
    const cells = selection().cells, left = Math.min(...cells.map(cell => at(cell).c));
    if (new Set(cells.map(cell => cell.dataset.c)).size < 2) return false;
    const targets = cells.filter(cell => at(cell).c > left);
    put(targets, targets.map(cell => valueOf(pick(at(cell).r, left))));
  }

  // The grip sits on the cell that has the focus; where it is dragged to takes the cell's value.
  const grip = hooks.fill ? Object.assign(document.createElement("i"), { className: "grip" }) : null;
  function grab(event) {
    if (event.target !== grip || event.button) return;
    event.preventDefault();
    event.stopPropagation();
    const source = current, value = valueOf(source);
    goTo(source);
    dragging = true;
    element.classList.add("is-drag");
    document.addEventListener("pointerup", () => {
      dragging = false;
      element.classList.remove("is-drag");
      const cells = selection().cells.filter(cell => cell !== source);
      put(cells, cells.map(() => value));
    }, { once: true });
  }

  // events
  function press(event) {
    if (event.isComposing) return;
    if (editing && editing.cell.contains(event.target)) { pressInEdit(event); return; }
    const cell = event.target.closest?.("[data-c]");
    if (!cell || event.target !== cell) {
      if (event.key === "Escape" && current) { event.preventDefault(); goTo(current); }
      return;
    }
    if (cell !== current) goTo(cell);
    const command = event.ctrlKey || event.metaKey, extend = event.shiftKey, { r, c } = at(cell), lastRow = allRows().length - 1;
    const paging = event.key === "PageUp" || event.key === "PageDown";
    if (paging && taken(event)) return;
    const turn = getComputedStyle(element).direction === "rtl" ? -1 : 1;
    const step = {
      ArrowLeft: [0, command ? -Infinity : -turn], ArrowRight: [0, command ? Infinity : turn],
      ArrowUp: [command ? -Infinity : -1, 0], ArrowDown: [command ? Infinity : 1, 0],
      Home: [command ? -Infinity : 0, -Infinity], End: [command ? Infinity : 0, Infinity],
      PageUp: paging ? [-pageful(), 0] : null, PageDown: paging ? [pageful(), 0] : null,
    }[event.key];
    if (step && !event.altKey) { event.preventDefault(); goTo(pick(clamp(r + step[0], lastRow + 1), c + step[1]), { extend }); return; }
    const act = command ? { a: all, d: fillDown, r: fillRight, z: undoOne }[event.key.toLowerCase()] : null;
    if (act && !extend) { if (act() !== false) event.preventDefault(); return; }
    if (command && "cvx".includes(event.key.toLowerCase())) return; // copy and paste come as their own events
    if (event.key === "Escape") { if (picked.size) { event.preventDefault(); goTo(cell); } return; }
    if (event.key === "Enter" || event.key === "F2") { event.preventDefault(); if (editable(cell)) edit(cell); else activate(cell); return; }
    if (taken(event)) return;
    if ((event.key === "Delete" || event.key === "Backspace") && selection().cells.some(editable)) { event.preventDefault(); const cells = selection().cells; put(cells, cells.map(() => "")); return; }
    if (event.key.length === 1 && !command && !event.altKey && event.key !== " " && editable(cell)) { event.preventDefault(); edit(cell, event.key); }
  }

  const taken = event => !emit("key", { ...keys(current), ...selection(), key: event.key, event }) || event.defaultPrevented;

  function pressInEdit(event) {
    const { cell, input, free } = editing, { r, c } = at(cell);
    const go = (down, right) => { event.preventDefault(); event.stopPropagation(); leave(true); goTo(pick(r + down, c + right)); };
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); leave(false); goTo(cell); }
    else if (event.key === "Enter" && !event.altKey && !(event.ctrlKey || event.metaKey)) go(event.shiftKey ? -1 : 1, 0);
    else if (event.key === "Tab") { const next = pick(r, c + (event.shiftKey ? -1 : 1)); go(0, event.shiftKey ? -1 : 1); if (next !== cell) edit(next); }
    else if (!free && input.tagName === "INPUT" && event.key === "ArrowUp") go(-1, 0);
    else if (!free && input.tagName === "INPUT" && event.key === "ArrowDown") go(1, 0);
    else if (!free && event.key === "ArrowLeft") go(0, -1);
    else if (!free && event.key === "ArrowRight") go(0, 1);
  }

  function all() { anchor = pick(0, 0); goTo(pick(Infinity, Infinity), { extend: true }); }

  function undoOne() {
    const last = grid.undo.steps.pop();
    if (!last) return false;
    Promise.resolve(last.run()).then(ok => announce(ok === false ? `Could not undo: ${last.label}` : `Undone: ${last.label}`));
    return true;
  }

  function down(event) {
    const cell = event.target.closest("[data-c]");
    if (!cell || event.button || event.target.closest("a, button") || event.target.matches(FIELD)) return;
    if (editing) leave(true);
    event.preventDefault();
    goTo(cell, { extend: event.shiftKey });
    if (event.pointerType === "touch") return;
    dragging = true;
    element.classList.add("is-drag");
    document.addEventListener("pointerup", up, { once: true });
  }
  function over(event) {
    const cell = dragging ? event.target.closest?.("[data-c]") : null;
    if (cell && cell !== current && element.contains(cell)) goTo(cell, { extend: true, focus: true });
  }
  function up() {
    dragging = false;
    element.classList.remove("is-drag");
    if (picked.size > 1) emit("dragRange", { ...keys(current), ...selection() });
  }
  function twice(event) {
    const cell = event.target.closest("[data-c]");
    if (cell && !event.target.closest("a, button")) { if (editable(cell)) edit(cell); else activate(cell); }
  }
  function focused(event) {
    const cell = event.target.closest("[data-c]");
    if (!cell) return;
    if (event.target.matches(FIELD)) { if (editing?.cell !== cell) { leave(true); current = cell; edit(cell); } }
    else if (cell !== current) goTo(cell);
  }
  function blurred(event) {
    if (editing && !editing.cell.contains(event.relatedTarget)) leave(true);
  }
  function copy(event) {
    if (editing || !element.contains(document.activeElement) || !current) return;
    const range = selection(), byRow = Map.groupBy(range.cells, rowOf);
    event.clipboardData.setData("text/plain", [...byRow.values()].map(cells => cells.map(valueOf).join("\t")).join("\n"));
    event.preventDefault();
    announce(`${range.cells.length} cells copied`);
  }
  function paste(event) {
    if (editing || document.activeElement !== current || !current) return;
    const lines = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "").split(/\r?\n/).map(line => line.split("\t"));
    const start = at(selection().cells[0]), cells = [], values = [];
    lines.forEach((line, i) => line.forEach((value, j) => {
      if (start.r + i >= allRows().length || start.c + j >= cellsOf(allRows()[start.r + i]).length) return;
      cells.push(pick(start.r + i, start.c + j));
      values.push(value.trim());
    }));
    event.preventDefault();
    put(cells, values);
  }

  const grid = {
    element, announce, edit, put,
    get current() { return current ? keys(current) : null; },
    get selection() { return selection(); },
    cellAt: (row, col) => element.querySelector(`[data-r="${CSS.escape(row)}"] [data-c="${CSS.escape(col)}"]`),
    focus: (row, col) => goTo(grid.cellAt(row, col)),
    refresh() { rows = null; if (!current?.isConnected) { current = null; anchor = null; picked.clear(); begin(); } },
    undo: { steps: [], push(step) { this.steps.push(step); if (this.steps.length > 50) this.steps.shift(); }, run: undoOne },
    stop() {
      changed.disconnect();
      voice.remove();
      document.removeEventListener("copy", copy);
      document.removeEventListener("paste", paste);
    },
  };

  // One stop for Tab: the first cell, or the one the server marked. Fields in cells are reached by Enter.
  function begin() {
    for (const field of element.querySelectorAll(`[data-c] :is(${FIELD})`)) field.tabIndex = -1;
    current = anchor = element.querySelector("[data-c][tabindex='0']") ?? pick(0, 0);
    if (current) current.tabIndex = 0;
  }

  element.after(voice);
  element.setAttribute("aria-multiselectable", "true");
  element.addEventListener("keydown", press);
  element.addEventListener("pointerdown", grab, true);
  element.addEventListener("pointerdown", down);
  element.addEventListener("pointerover", over);
  element.addEventListener("dblclick", twice);
  element.addEventListener("focusin", focused);
  element.addEventListener("focusout", blurred);
  document.addEventListener("copy", copy);
  document.addEventListener("paste", paste);
  changed.observe(element, { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden"] });
  begin();
  element.grid = grid;
  return grid;
}

function clamp(value, length) { return Math.max(0, Math.min(length - 1, value)); }

/** data-island="grid": everything by attributes and events. */
export const start = element => attach(element).stop;
