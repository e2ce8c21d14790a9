// My week: each cell is kept on this device as it is left and sent to the server at once, or when there is a network again;
// sums follow, planned hours are taken with Enter. The form works without this: Save week and Submit week send every cell.
import { attach } from "./grid.js";
import { openPopover } from "./popover.js";
import { get, once, post, showPage } from "./http.js";
import { say } from "./toasts.js";
import { begin, keep, queue as openQueue } from "./offline.js";

const LATER = [1000, 3000, 10000, 30000]; // pauses before what could not be sent is tried again

export function start(form) {
  const table = form.querySelector("table"), saving = new Set(), { who, person, monday } = form.dataset;
  const fieldOf = cell => cell.querySelector("input");
  const behind = cell => table.dataset.open.replace("{row}", encodeURIComponent(cell.closest("[data-r]").dataset.r)).replace("{col}", cell.dataset.c);
  const header = name => document.querySelector(`[data-week="${name}"]`);
  const cellAt = ({ row, day }) => table.querySelector(`[data-r="${CSS.escape(row)}"] [data-c="${CSS.escape(day)}"]`);
  const sameCell = (one, other) => one.row === other.row && one.day === other.day && one.person === other.person;
  const waiters = new Map();
  let draining = false, again = false, tries = 0, timer, signedOut = false, stopped = false, pageTimer;
  const queueOf = openQueue();

  // What the page shows of a cell that is stored.
  function settle(cell, data) {
    const field = fieldOf(cell);
    delete cell.dataset.queued;
    cell.classList.remove("rej", "is-conflict");
    cell.removeAttribute("title");
    cell.dataset.say = data.say;
    if (!field) return;
    field.name = data.name;
    field.removeAttribute("aria-invalid");
    const row = cell.closest("tr"), mark = cell.querySelector("a.cellmark");
    if (data.state) { if (!mark || !mark.matches(".quiet")) { mark?.remove(); cell.prepend(draftMark(cell, row)); } } else { mark?.remove(); cell.classList.remove("note-dot"); }
    if (!row.querySelector(".rej")) while (row.nextElementSibling?.matches(".why")) row.nextElementSibling.remove();
  }

  function total(name, text) {
    for (const place of document.querySelectorAll(`[data-total="${CSS.escape(name)}"]`)) place.textContent = text;
    for (const bar of document.querySelectorAll(`[data-bar="${CSS.escape(name)}"]`)) bar.style.width = `${bar.dataset.of > 0 ? Math.min(100, parseFloat(text) * 100 / bar.dataset.of) : 0}%`;
  }

  // Without the server's sums the page adds up what it shows.
  function recount() {
    const days = new Map();
    let week = 0;
    for (const row of table.querySelectorAll("[data-r]")) {
      let sum = 0;
      for (const cell of row.querySelectorAll("[data-c]")) {
        const hours = hoursOf(fieldOf(cell)?.value ?? [...cell.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.textContent).join("")) || 0;
        sum += hours;
        days.set(cell.dataset.c, (days.get(cell.dataset.c) ?? 0) + hours);
      }
      total(`row:${row.dataset.r}`, sum ? inWords(sum) : "");
      week += sum;
    }
    for (const [day, hours] of days) total(`day:${day}`, inWords(hours));
    total("week", inWords(week));
    total("entered", inWords(week));
  }

  function draftMark(cell, row) {
    const link = document.getElementById("draft-mark").content.firstElementChild.cloneNode(true);
    link.href = behind(cell);
    link.tabIndex = -1;
    link.setAttribute("aria-label", `Details of ${row.dataset.label}, ${cell.dataset.c}: draft`);
    return link;
  }

  // Stored here first; the answer of the server, or the word that it will come later.
  async function save(cell, value, was) {
    const queue = await queueOf, place = { row: cell.closest("[data-r]").dataset.r, day: cell.dataset.c, person };
    const before = (await queue.all(who)).filter(item => sameCell(item, place));
    if (before.length && /^[+\-]/.test(value)) value = added(was, value);
    const revised = before.length && await queue.change(before.at(-1).id, item => item.sent || item.conflict ? null : { ...item, value, key: once() });
    const id = revised ? revised.id : await queue.put({
      ...place, who, value, key: once(), sent: false, field: before.length ? null : fieldOf(cell).name,
      on: `${table.querySelector(`[data-h="${cell.dataset.c}"]`)?.dataset.label ?? cell.dataset.c}, ${cell.closest("tr").dataset.label}`,
    });
    cell.dataset.queued = "";
    waiters.get(id)?.({ ok: true, queued: true, data: {} });
    const answer = new Promise(resolve => waiters.set(id, resolve));
    drain();
    return answer;
  }

  async function drain() {
    if (draining) { again = true; return; }
    draining = true;
    clearTimeout(timer);
    try { do { again = false; await (navigator.locks ? navigator.locks.request("throughline-week", round) : round()); } while (again && !stopped); }
    finally { draining = false; tell(); }
  }

  async function round() {
    const queue = await queueOf;
    for (const { id } of await queue.all(who)) {
      const item = await queue.change(id, kept => kept.conflict || !kept.field ? null : { ...kept, sent: true });
      if (!item) continue;
      let answer = await send(item);
      if (answer.status === 400 || answer.redirected || (answer.status < 500 && answer.status !== 0 && answer.status !== 429 && !answer.data)) answer = await renew() ? await send(item) : { ...answer, away: true };
      if (!await take(queue, item, answer)) { later(); return; }
      tries = 0;
    }
  }

  const send = item => post("/my-week/cells", { cell: item.field, value: item.value, person: item.person }, undefined, { "Idempotency-Key": item.key });

  // False when the server did not decide: everything stays as it is and is sent again, under the same keys.
  async function take(queue, item, answer) {
    signedOut = !!answer.away;
    if (answer.away || answer.status === 0 || answer.status >= 500 || answer.status === 429) return false;
    const cell = cellAt(item), data = answer.data ?? {}, followers = (await queue.all(who)).filter(other => other.id > item.id && sameCell(other, item));
    if (data.conflict) {
      for (const other of followers) { await queue.drop(other.id); waiters.get(other.id)?.({ ok: true, queued: true, data: {} }); }
      await queue.change(item.id, kept => ({ ...kept, value: followers.at(-1)?.value ?? kept.value, conflict: data.conflict }));
      if (cell) { delete cell.dataset.queued; cell.classList.add("is-conflict"); cell.dataset.say = `${data.message}; decide above`; }
      await showConflicts();
      waiters.get(item.id)?.({ ok: true, queued: true, data: { message: data.message } });
    } else {
      await queue.drop(item.id);
      for (const other of followers) await queue.change(other.id, kept => ({ ...kept, field: kept.field ?? (answer.ok ? data.name : item.field) }));
      if (answer.ok && cell) {
        settle(cell, data);
        if (followers.length) cell.dataset.queued = "";
        if (data.totals?.week !== undefined && item.day >= monday && item.day <= table.querySelector("[data-h]:nth-last-child(2)").dataset.h) for (const [name, text] of Object.entries(data.totals)) total(name, text);
        if (!waiters.has(item.id) && !followers.length && fieldOf(cell)) fieldOf(cell).value = data.value;
      } else if (!answer.ok && !waiters.has(item.id)) {
        if (cell) { delete cell.dataset.queued; cell.classList.add("is-refused"); cell.title = data.message ?? ""; }
        say(`${item.on}: ${data.message ?? "not saved"}`, { bad: true });
      } else if (cell) delete cell.dataset.queued;
      waiters.get(item.id)?.(answer);
      refreshPage();
    }
    waiters.delete(item.id);
    return true;
  }

  function later() {
    for (const [id, resolve] of waiters) { waiters.delete(id); resolve({ ok: true, queued: true, data: {} }); }
    if (!signedOut && !stopped) timer = setTimeout(drain, LATER[Math.min(tries++, LATER.length - 1)]);
    recount();
  }

  // A page that was kept holds an old token. Its successor is asked for one, and for whom it is: never another's.
  async function renew() {
    const page = await get(`/my-week/${monday}`), parsed = page.ok && !page.redirected && new DOMParser().parseFromString(page.text, "text/html");
    const fresh = parsed && parsed.querySelector("#week")?.dataset.who === who && parsed.querySelector("input[name=__RequestVerificationToken]")?.value;
    if (fresh) for (const field of document.querySelectorAll("input[name=__RequestVerificationToken]")) field.value = fresh;
    return !!fresh;
  }

  async function tell() {
    const badge = document.querySelector("[data-queue]"), items = (await (await queueOf).all(who)).filter(item => !item.conflict);
    if (!badge) return;
    badge.dataset.count = items.length;
    badge.hidden = !items.length || (!tries && !signedOut && navigator.onLine);
    badge.textContent = signedOut ? `Sign in again: ${counted(items.length)} to save` : `Offline: ${counted(items.length)} waiting`;
  }

  async function showConflicts() {
    const panel = document.querySelector("[data-conflicts]"), items = (await (await queueOf).all(who)).filter(item => item.conflict);
    if (!panel) return;
    panel.hidden = !items.length;
    const heading = Object.assign(document.createElement("h2"), { textContent: items.length === 1 ? "One cell was changed in two places" : `${items.length} cells were changed in two places` });
    panel.replaceChildren(heading, ...items.map(item => {
      const line = Object.assign(document.createElement("div"), { className: "row-x" }), words = Object.assign(document.createElement("span"), { className: "grow" });
      words.append(Object.assign(document.createElement("b"), { textContent: item.on }), ` You typed ${item.value || "nothing"}; ${item.conflict.theirs ? `${item.conflict.by} put ${item.conflict.theirs}` : `${item.conflict.by} cleared it`} meanwhile.`);
      const mine = Object.assign(document.createElement("button"), { type: "button", className: "btn sm", textContent: `Keep ${item.value || "empty"}`, disabled: !item.conflict.editable });
      const theirs = Object.assign(document.createElement("button"), { type: "button", className: "btn sm", textContent: `Take ${item.conflict.theirs || "empty"}` });
      mine.addEventListener("click", () => decide(item, true));
      theirs.addEventListener("click", () => decide(item, false));
      line.append(words, mine, theirs);
      return line;
    }));
  }

  async function decide(item, mine) {
    const queue = await queueOf, cell = cellAt(item);
    if (mine) await queue.change(item.id, kept => ({ ...kept, field: kept.conflict.name, key: once(), conflict: undefined, sent: false }));
    else {
      await queue.drop(item.id);
      if (cell) { settle(cell, item.conflict); if (fieldOf(cell)) fieldOf(cell).value = item.conflict.theirs; recount(); }
      refreshPage();
    }
    cell?.classList.remove("is-conflict");
    await showConflicts();
    await drain();
  }

  async function commit({ cell, value, was }) {
    const work = save(cell, value, was);
    saving.add(work);
    const answer = await work.finally(() => saving.delete(work)), data = answer.data ?? {};
    if (!answer.ok) return { ok: false, message: data.message ?? "Not saved." };
    if (answer.queued) return { ok: true, value, message: data.message ?? "Kept on this device until there is a network." };
    const undo = data.undo ? () => putBack(data.undo) : () => save(cell, was, value).then(back => { if (back.ok) fieldOf(cell).value = back.data?.value ?? was; return back.ok; });
    if (was) say(data.message, { undo });
    return { ok: true, value: data.value, text: data.text, message: data.message, undo };
  }

  async function putBack({ action, fields }) {
    const page = await post(action, fields);
    if (page.ok) await showPage(page.text, page.url);
    return page.ok;
  }

  const grid = attach(table, {
    fill: true,
    onCommit: commit,
    onKey(press) {
      const key = press.key.toLowerCase();
      if (press.event.ctrlKey || press.event.metaKey || press.event.altKey || !"ntp".includes(key) || key.length !== 1) return;
      press.preventDefault();
      press.event.preventDefault();
      if (key === "n") openPopover(press.cell, behind(press.cell));
      else press.cell.closest("tr").querySelector(`[data-key="${key}"]`)?.click();
    },
  });

  // Before the grid sees them: Enter on planned hours takes them, Ctrl Enter hands the week in once all is saved.
  const early = event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      submit();
    } else if (event.key === "Enter" && event.target.matches("[data-c][data-plan]") && fieldOf(event.target)?.value === "") {
      event.preventDefault();
      event.stopPropagation();
      grid.put([event.target], [event.target.dataset.plan]);
    }
  };
  async function submit() {
    if (document.activeElement?.matches("input")) document.activeElement.closest("[data-c]")?.focus();
    document.activeElement?.blur();
    while (saving.size) await Promise.all(saving);
    header("submit").click();
  }
  // What is being typed when a button is pressed is saved with the form; nothing is sent twice.
  const sending = event => {
    if (saving.size) { event.preventDefault(); event.stopPropagation(); Promise.all(saving).then(() => form.requestSubmit(event.submitter)); }
    else if (table.querySelector("[data-queued], .is-conflict")) {
      event.preventDefault();
      event.stopPropagation();
      say("Some cells are not stored yet. Wait for the network, and decide on those that were changed in two places.", { bad: true });
      drain();
    }
  };
  const slash = event => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
    event.preventDefault();
    form.querySelector("input[name=add]")?.focus();
  };
  // On a phone one day shows at a time; changing it needs no new page.
  const pickDay = event => {
    const tab = event.target.closest("[data-day]");
    if (!tab || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    for (const cell of form.querySelectorAll(".on:not(.iconbtn)")) cell.classList.remove("on");
    const at = [...tab.parentElement.children].indexOf(tab) + 1;
    for (const row of table.rows) if (row.cells.length > 8) row.cells[at].classList.add("on");
    for (const other of tab.parentElement.children) other.toggleAttribute("aria-current", other === tab);
    tab.setAttribute("aria-current", "true");
  };

  // A running timer shows its minutes; the server alone knows when it began.
  const clock = document.querySelector("[data-since]"), ahead = clock ? Date.now() / 1000 - clock.dataset.now : 0;
  const ticking = clock && setInterval(() => {
    const minutes = Math.max(0, Math.floor((Date.now() / 1000 - ahead - clock.dataset.since) / 60));
    clock.textContent = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  }, 15000);

  // The page is kept as it stands, to be opened without a network: now, and after each change that was stored.
  const refreshPage = (wait = 1000) => {
    clearTimeout(pageTimer);
    pageTimer = setTimeout(async () => {
      try {
        const addresses = [location.pathname + location.search];
        if (location.pathname !== "/my-week" && document.querySelector("th.now")) addresses.push("/my-week");
        if (!stopped && !location.search) { await keep(who, addresses); form.dataset.kept = ""; }
      } catch { /* there is no network now; the page kept before stays */ }
    }, wait);
  };
  const online = () => { tries = 0; if (!stopped) drain(); };
  const seen = () => { if (!document.hidden) online(); };

  async function resume() {
    const items = (await (await queueOf).all(who)).filter(item => item.person === person);
    for (const item of items) {
      const cell = cellAt(item), field = cell && fieldOf(cell);
      if (!field) continue;
      field.value = item.value;
      if (item.conflict) cell.classList.add("is-conflict"); else cell.dataset.queued = "";
    }
    if (items.length) recount();
    await showConflicts();
    await drain();
  }

  for (const link of table.querySelectorAll("a.cellmark, .rowacts button")) link.tabIndex = -1;
  if (header("save")) header("save").hidden = true;
  table.addEventListener("keydown", early, true);
  form.addEventListener("submit", sending, true);
  form.querySelector(".daytabs").addEventListener("click", pickDay, true);
  document.addEventListener("keydown", slash);
  addEventListener("online", online);
  document.addEventListener("visibilitychange", seen);
  begin(who).then(() => refreshPage(300), () => {});
  resume();
  return () => {
    stopped = true;
    clearTimeout(timer);
    clearTimeout(pageTimer);
    clearInterval(ticking);
    document.removeEventListener("keydown", slash);
    removeEventListener("online", online);
    document.removeEventListener("visibilitychange", seen);
    grid.stop();
  };
}

const counted = count => count === 1 ? "1 change" : `${count} changes`;
const inWords = hours => hours.toFixed(Math.round(hours * 100) % 10 ? 2 : 1);

/** The hours a text means, as far as the page can tell; NaN else, and the server decides. */
function hoursOf(text) {
  const plain = text.replace(/\s/g, "").replace(",", ".");
  const clock = /^(\d*)(?::(\d{2})|h(\d{0,2})m?)$/i.exec(plain), minutes = /^(\d+)m$/i.exec(plain);
  if (clock) return Number(clock[1] || 0) + Number(clock[2] ?? (clock[3] || 0)) / 60;
  if (minutes) return minutes[1] / 60;
  return plain === "" ? 0 : /^\d*\.?\d+$/.test(plain) ? Number(plain) : NaN;
}

/** What +0:15 on top of a value makes, where that value itself still waits. */
function added(was, change) {
  const sum = hoursOf(was) + (change[0] === "-" ? -1 : 1) * hoursOf(change.slice(1));
  return Number.isFinite(sum) ? String(Math.round(sum * 10000) / 10000) : change;
}
