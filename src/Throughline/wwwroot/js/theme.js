// Runs before the first paint: applies the reader's own choices, so that nothing flashes.
// Without a choice the system's theme holds (see color-scheme in throughline.css).
(() => {
  const root = document.documentElement.dataset;
  const keep = { theme: "throughline.theme", side: "throughline.side", density: "throughline.density" };
  for (const name in keep) {
    let value = null;
    try { value = localStorage.getItem(keep[name]); } catch { /* storage may be forbidden */ }
    if (value) root[name] = value;
  }
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => { root.bsTheme = root.theme ?? (system.matches ? "dark" : "light"); };
  apply();
  system.addEventListener("change", apply);
})();
