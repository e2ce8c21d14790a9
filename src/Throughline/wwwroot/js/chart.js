// A chart drawn from the table beside it in the page: data-island="chart" holds a JSON script
//   { kind: "bars" | "lines" | "waterfall", labels: [], series: [{ name, values: [], as: "hard|soft|actual|milestone|accent|muted", line }], digits }
// or names it by data-src. ECharts is loaded when the first chart is on a page; colours and textures come from the tokens.
import { get } from "./http.js";

let library;
const load = () => library ??= new Promise((done, failed) => {
  const script = document.createElement("script");
  script.src = new URL("../vendor/echarts/echarts.common.min.js", import.meta.url).href;
  script.onload = () => done(window.echarts);
  script.onerror = failed;
  document.head.append(script);
});

// Custom properties keep light-dark(); only a real property resolves it.
function ink(name) {
  const probe = document.createElement("i");
  probe.style.color = `var(--tl-${name})`;
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

const shown = (value, digits) => `${value < 0 ? "−" : ""}${Math.abs(value).toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;

function look(as) {
  const fill = { hard: "load-4", soft: "surface", actual: "actual", milestone: "ink", muted: "muted", accent: "accent" }[as] ?? "load-4";
  if (as !== "soft") return { color: ink(fill) };
  return { color: ink("surface"), borderColor: ink("hatch-ink"), borderWidth: 1, decal: { symbol: "rect", color: ink("hatch-ink"), dashArrayX: [1, 0], dashArrayY: [1.5, 3.5], rotation: -Math.PI / 4 } };
}

function frame(data) {
  return {
    animation: false,
    aria: { enabled: false, decal: { show: false } },
    textStyle: { fontFamily: "Inter Variable, system-ui, sans-serif", fontSize: 11 },
    grid: { left: 8, right: 8, top: 24, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow", shadowStyle: { color: ink("sunken"), opacity: .5 } }, backgroundColor: ink("raised"), borderColor: ink("line"), textStyle: { color: ink("ink"), fontSize: 12 }, valueFormatter: value => shown(value, data.digits ?? 0) },
    xAxis: { type: "category", data: data.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: ink("line-strong") } }, axisLabel: { color: ink("muted"), interval: 0, lineHeight: 14, fontSize: 11, hideOverlap: true } },
    yAxis: { type: "value", splitLine: { lineStyle: { color: ink("line") } }, axisLabel: { color: ink("muted"), formatter: value => shown(value, 0) } },
  };
}

// What bars are measured against.
const mark = series => ({ type: "line", step: "middle", name: series.name, data: series.values, symbol: "none", lineStyle: { width: 2, type: "dashed", color: ink(series.as) }, itemStyle: { color: ink(series.as) } });

const kinds = {
  bars: data => ({ ...frame(data), series: data.series.map(series => series.line ? mark(series) : ({ type: "bar", stack: "one", barMaxWidth: 28, name: series.name, data: series.values, itemStyle: look(series.as) })) }),
  lines: data => ({ ...frame(data), series: data.series.map(series => ({ type: "line", name: series.name, data: series.values, symbolSize: 5, lineStyle: { width: 2, type: series.as === "soft" ? "dashed" : "solid", color: ink(series.as === "muted" ? "muted" : "accent") }, itemStyle: { color: ink(series.as === "muted" ? "muted" : "accent") } })) }),
  // The first and the last value are totals, those between are movements.
  waterfall(data, narrow) {
    const values = data.series[0].values, last = values.length - 1, base = [], bars = [];
    let run = 0;
    values.forEach((value, i) => {
      const total = i === 0 || i === last, down = value < 0 && !total;
      base.push(total ? 0 : down ? run + value : run);
      run = total ? value : run + value;
      bars.push({ value: Math.abs(value), real: value, itemStyle: total ? { color: ink(i ? "accent" : "muted") } : down ? { color: ink("bad-soft"), borderColor: ink("bad"), borderWidth: 1.5 } : { color: ink("load-4") } });
    });
    const low = Math.min(...base.slice(1, last), values[0], values[last]), cut = Math.floor(low * .92 / 1000) * 1000;
    const text = value => narrow && Math.abs(value) >= 1000 ? `${shown(value / 1000, 0)}k` : shown(value, narrow ? 0 : data.digits ?? 0);
    const label = { show: true, position: "top", color: ink("ink"), fontWeight: 600, fontSize: narrow ? 10 : 11, formatter: bar => `${bar.dataIndex > 0 && bar.dataIndex < last && bar.data.real > 0 ? "+" : ""}${text(bar.data.real)}` };
    return { ...frame(data), tooltip: undefined, yAxis: { show: false, min: cut }, series: [{ type: "bar", stack: "one", data: base, itemStyle: { color: "transparent" }, silent: true }, { type: "bar", stack: "one", barWidth: "62%", data: bars, label }] };
  },
};

export async function start(element) {
  const inline = element.querySelector("script[type='application/json']");
  const data = inline ? JSON.parse(inline.textContent) : (await get(element.dataset.src)).data;
  const echarts = data ? await load().catch(() => null) : null;
  if (!echarts || !element.isConnected) return () => {};
  const chart = echarts.init(element, null, { renderer: "canvas" });
  let narrow = false; // a phone has no room for cents above each bar; the table below has them
  const draw = () => { narrow = element.clientWidth < 480; chart.setOption((kinds[data.kind] ?? kinds.bars)(data, narrow), true); };
  const sized = new ResizeObserver(() => { chart.resize(); if (narrow !== element.clientWidth < 480) draw(); });
  draw();
  sized.observe(element);
  document.addEventListener("throughline:theme", draw);
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", draw);
  return () => { sized.disconnect(); system.removeEventListener("change", draw); document.removeEventListener("throughline:theme", draw); chart.dispose(); };
}
