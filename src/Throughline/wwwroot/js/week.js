// My week: each cell saves itself as it is left, sums follow, planned hours are taken with Enter.
// The form works without this: Save week and Submit week send every cell at once.
import { attach } from "./grid.js";
import { openPopover } from "./popover.js";
import { post, showPage } from "./http.js";
import { say } from "./toasts.js";

export function start(form) {
  const table = form.querySelector("table"), saving = new Set();
  const fieldOf = cell => cell.querySelector("input");
  const behind = cell => table.dataset.open.replace("{row}", encodeURIComponent(cell.closest("[data-r]").dataset.r)).replace("{col}", cell.dataset.c);
  const header = name => document.querySelector(`[data-week="${name}"]`);

  async function save(cell, value) {
    const field = fieldOf(cell);
    const answer = await post("/my-week/cells", { cell: field.name, value, person: form.dataset.person });
    if (answer.ok && answer.data) settle(cell, field, answer.data);
    return answer;
  }

  function settle(cell, field, data) {
    field.name = data.name;
    cell.dataset.say = data.say;
    cell.classList.remove("rej");
    cell.removeAttribute("title");
    field.removeAttribute("aria-invalid");
    const row = cell.closest("tr"), mark = cell.querySelector("a.cellmark");
    if (data.state) { if (!mark || !mark.matches(".quiet")) { mark?.remove(); cell.prepend(draftMark(cell, row)); } } else { mark?.remove(); cell.classList.remove("note-dot"); }
    if (!row.querySelector(".rej")) while (row.nextElementSibling?.matches(".why")) row.nextElementSibling.remove();
    for (const [name, text] of Object.entries(data.totals)) {
      for (const place of document.querySelectorAll(`[data-total="${CSS.escape(name)}"]`)) place.textContent = text;
      for (const bar of document.querySelectorAll(`[data-bar="${CSS.escape(name)}"]`)) bar.style.width = `${bar.dataset.of > 0 ? Math.min(100, parseFloat(text) * 100 / bar.dataset.of) : 0}%`;
    }
  }

  function draftMark(cell, row) {
    const link = document.getElementById("draft-mark").content.firstElementChild.cloneNode(true);
    link.href = behind(cell);
    link.tabIndex = -1;
    link.setAttribute("aria-label", `Details of ${row.dataset.label}, ${cell.dataset.c}: draft`);
    return link;
  }

  async function commit({ cell, value, was }) {
    const work = save(cell, value);
    saving.add(work);
    const answer = await work;
    saving.delete(work);
    const data = answer.data ?? {};
    if (!answer.ok) return { ok: false, message: data.message ?? "Not saved." };
    const undo = data.undo ? () => putBack(data.undo) : () => save(cell, was).then(back => { if (back.ok) fieldOf(cell).value = back.data.value; return back.ok; });
    if (was) say(data.message, { undo });
    return { ok: true, value: data.value, text: data.text, message: data.message, undo };
  }

  async function putBack({ action, fields }) {
    const page = await post(action, fields);
    if (page.ok) await showPage(page.text, page.url);
    return page.ok;
  }

  const grid = attach(table, {
    onCommit: commit,
    onKey(press) {
      if (press.key.toLowerCase() !== "n" || press.event.ctrlKey || press.event.metaKey || press.event.altKey) return;
      press.preventDefault();
      press.event.preventDefault();
      openPopover(press.cell, behind(press.cell));
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
  const sending = event => { if (saving.size) { event.preventDefault(); event.stopPropagation(); Promise.all(saving).then(() => form.requestSubmit(event.submitter)); } };
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
    for (const cell of form.querySelectorAll(".on")) cell.classList.remove("on");
    const at = [...tab.parentElement.children].indexOf(tab) + 1;
    for (const row of table.rows) if (row.cells.length > 8) row.cells[at].classList.add("on");
    for (const other of tab.parentElement.children) other.toggleAttribute("aria-current", other === tab);
    tab.setAttribute("aria-current", "true");
  };

  for (const link of table.querySelectorAll("a.cellmark")) link.tabIndex = -1;
  if (header("save")) header("save").hidden = true;
  table.addEventListener("keydown", early, true);
  form.addEventListener("submit", sending, true);
  form.querySelector(".daytabs").addEventListener("click", pickDay, true);
  document.addEventListener("keydown", slash);
  return () => { document.removeEventListener("keydown", slash); grid.stop(); };
}
