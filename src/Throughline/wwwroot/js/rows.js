// Keys for a list of rows: data-island="rows" on the panel or form around them, data-row on each.
//   J and K go to the next and the previous row (to its first link or control), X ticks it, Enter is the link's own.
//   Any other letter presses the button or link with that data-key: in the row first, then in the panel (its action bar).
const FIRST = "a[href], button:not(:disabled), input:not(:disabled):not([type=hidden])";

export function start(panel) {
  let current = null;
  const rows = () => [...panel.querySelectorAll("[data-row]")].filter(row => !row.hidden);

  function take(row) {
    if (!row || row === current) return;
    current?.classList.remove("cur");
    current = row;
    current.classList.add("cur");
  }

  function go(step) {
    const all = rows(), at = current?.isConnected ? all.indexOf(current) : -1, row = all[Math.max(0, Math.min(all.length - 1, at + step))];
    if (!row) return;
    take(row);
    row.querySelector(FIRST)?.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  function press(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable], [role=grid], dialog, [popover]") || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    const verb = key.length === 1 && (find(current, key) ?? find(panel, key));
    if (key === "j" || key === "k") go(key === "j" ? 1 : -1);
    else if (key === "x" && current) current.querySelector("input[type=checkbox]:not(:disabled)")?.click();
    else if (verb) verb.click();
    else return;
    event.preventDefault();
  }

  const find = (within, key) => [...within?.querySelectorAll("[data-key]") ?? []].find(it => it.dataset.key.toLowerCase() === key && !it.disabled && (within === current || !it.closest("[data-row]")));
  const focused = event => take(event.target.closest("[data-row]"));
  panel.addEventListener("focusin", focused);
  document.addEventListener("keydown", press);
  return () => document.removeEventListener("keydown", press);
}
