// The inbox by keyboard: J and K move, X selects, C selects the clean ones only, Enter opens the lines, A approves, R sends
// back. What approving does is said anew with every choice. Without this the form and its links do the same.
export function start(form) {
  const groups = [...form.querySelectorAll("tr[data-group]")], says = name => form.querySelector(`[data-says="${name}"]`);
  const box = row => row.querySelector("input[type=checkbox]"), reason = form.querySelector("input[name=reason]");
  const money = value => value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
  let at = -1;

  function tell() {
    const chosen = groups.filter(row => box(row).checked), sums = {}, lines = chosen.reduce((sum, row) => sum + Number(row.dataset.norate), 0);
    for (const row of chosen) if (row.dataset.amount) sums[row.dataset.currency] = (sums[row.dataset.currency] ?? 0) + Math.round(row.dataset.amount * 100);
    const grows = Object.entries(sums).filter(([, cents]) => cents).sort().map(([currency, cents]) => `${currency} ${money(cents / 100)}`);
    const hours = chosen.reduce((sum, row) => sum + Math.round(row.dataset.hours * 10000), 0) / 10000;
    says("count").textContent = chosen.length ? `${plural(chosen.length, chosen.every(row => "clean" in row.dataset) ? "clean week" : "week")} selected` : "Nothing selected";
    says("hours").textContent = `${hours.toLocaleString("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 4 })} h`;
    says("effect").textContent = (grows.length ? `Earned revenue ${Object.values(sums).every(cents => cents <= 0) ? "changes" : "grows"} by ${grows.join(" and ")}.` : chosen.some(row => row.dataset.currency) ? "Revenue does not change." : "")
      + (lines ? ` ${plural(lines, "line")} without a rate ${lines === 1 ? "is" : "are"} not in it.` : "");
    says("approve").textContent = `Approve ${chosen.length}`;
    for (const row of groups) row.classList.toggle("sel", row === groups[at]);
  }

  function go(to) {
    at = Math.max(0, Math.min(groups.length - 1, to));
    groups[at].focus();
    groups[at].scrollIntoView({ block: "nearest" });
    tell();
  }

  function open(row) {
    const lines = row.nextElementSibling;
    lines.hidden = !lines.hidden;
    row.querySelector("[data-open]").setAttribute("aria-expanded", String(!lines.hidden));
  }

  const send = act => form.requestSubmit(form.querySelector(`button[value=${act}]`));
  const verbs = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    x: () => { if (at < 0) go(0); box(groups[at]).checked = !box(groups[at]).checked; tell(); },
    c: () => { for (const row of groups) box(row).checked = "clean" in row.dataset; tell(); },
    a: () => { if (!reason.value.trim() && groups.some(row => box(row).checked && "flagged" in row.dataset)) reason.focus(); else send("approve"); },
    r: () => { if (reason.value.trim()) send("reject"); else { at < 0 || groups.some(row => box(row).checked) || (box(groups[at]).checked = true); tell(); reason.focus(); } },
    enter: () => { if (at >= 0) open(groups[at]); },
  };
  const press = event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector("dialog[open], .pop:popover-open")) return;
    if (event.target === reason) { if (event.key === "Escape") { event.preventDefault(); go(at); } return; }
    if (event.target.closest("input:not([type=checkbox]), textarea, select") || (event.key === "Enter" && event.target.closest("a, button, input"))) return;
    const verb = verbs[event.key.toLowerCase()];
    if (verb) { event.preventDefault(); verb(); }
  };
  const click = event => {
    const link = event.target.closest("[data-open]"), row = event.target.closest("tr[data-group]");
    if (row) { at = groups.indexOf(row); tell(); }
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    open(row);
  };
  // Enter in the reason does what the reason was asked for; which, the last verb says.
  let asked = "reject";
  const remember = event => { if (["a", "r"].includes(event.key.toLowerCase()) && event.target !== reason) asked = event.key.toLowerCase() === "a" ? "approve" : "reject"; };
  const enter = event => { if (event.key === "Enter") { event.preventDefault(); send(asked); } };

  form.addEventListener("click", click, true);
  form.addEventListener("change", tell);
  reason.addEventListener("keydown", enter);
  document.addEventListener("keydown", remember, true);
  document.addEventListener("keydown", press);
  tell();
  return () => { document.removeEventListener("keydown", press); document.removeEventListener("keydown", remember, true); };
}
