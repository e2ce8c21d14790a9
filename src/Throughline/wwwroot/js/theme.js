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
  const dark = root.theme ? root.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.bsTheme = dark ? "dark" : "light";
})();
