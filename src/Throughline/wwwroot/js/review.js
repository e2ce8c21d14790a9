// The review of a statement of work: where the reader is in the fields, the document beside shows what was read there.
//   A field in focus lights its words in the document and brings them into view.
//   J and K, or Alt J and Alt K while typing, go to the next and the previous field to check; so do the two links above.
const FIRST = "input:not([type=hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled)";

export function start(form) {
  const pane = form.querySelector(".docp");
  let lit = [];

  function light(field, follow) {
    for (const mark of lit) mark.classList.remove("on");
    lit = field ? [...form.querySelectorAll("mark[data-for]")].filter(mark => mark.dataset.for.split(" ").includes(field)) : [];
    for (const mark of lit) mark.classList.add("on");
    if (!follow || !lit.length || pane.scrollHeight <= pane.clientHeight) return; // on a phone the text lies below: do not jump
    const at = lit[0].getBoundingClientRect(), frame = pane.getBoundingClientRect();
    if (at.top < frame.top + 40 || at.bottom > frame.bottom - 20) pane.scrollTop += at.top - frame.top - frame.height / 3;
  }

  const rows = () => [...form.querySelectorAll("[data-row]")];
  function step(by) {
    const all = rows(), wanted = all.filter(row => row.dataset.check !== undefined);
    const within = wanted.length ? wanted : all, here = all.indexOf(document.activeElement?.closest?.("[data-row]"));
    const ordered = by > 0 ? within : within.toReversed();
    const next = ordered.find(row => (all.indexOf(row) - here) * by > 0) ?? ordered[0];
    const control = next?.querySelector(FIRST);
    control?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
  }

  function pressed(event) {
    const key = event.key.toLowerCase();
    if ((key !== "j" && key !== "k") || event.ctrlKey || event.metaKey || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const typing = event.target.closest?.("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]");
    if (typing && !event.altKey) return;
    event.preventDefault();
    step(key === "j" ? 1 : -1);
  }

  form.addEventListener("focusin", event => { const row = event.target.closest("[data-row]"); if (row) light(row.dataset.field, true); });
  form.addEventListener("click", event => {
    const walk = event.target.closest("[data-step]");
    if (walk) { event.preventDefault(); step(Number(walk.dataset.step)); return; }
    if (event.target.closest("[data-source]")) light(event.target.closest("[data-row]")?.dataset.field, false);
    const mark = event.target.closest("mark[data-for]");
    if (mark) rows().find(row => mark.dataset.for.split(" ").includes(row.dataset.field))?.querySelector(FIRST)?.focus();
  });
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
}
