// The slider of the past: moves the recorded instant beside it week by week, and shows it when let go.
export function start(chip) {
  const range = chip.querySelector("input[type=range]"), field = chip.querySelector("input[type=datetime-local]");
  if (!range || !field) return () => {};
  range.hidden = false;
  const slid = () => {
    const at = new Date(`${chip.dataset.now}Z`);
    at.setUTCDate(at.getUTCDate() - 7 * Number(range.value));
    field.value = Number(range.value) === 0 ? "" : at.toISOString().slice(0, 16);
    range.setAttribute("aria-valuetext", Number(range.value) === 0 ? "now" : `${range.value} weeks back`);
  };
  range.addEventListener("input", slid);
  range.addEventListener("change", () => chip.closest("form").requestSubmit());
  return () => {};
}
