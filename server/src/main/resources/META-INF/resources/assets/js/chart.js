// Charts of the evidence: the anomalous interval shaded, the expected range as a band. Drawn when they
// come into view; the text beside each says the same without it.
/* global uPlot */

import { write } from "./units.js";

const drawn = new Map();

export function drawCharts() {
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      draw(target);
    }
  }, { rootMargin: "200px" });
  const watch = () => {
    for (const box of document.querySelectorAll("[data-chart]")) {
      if (box.watched) drawn.get(box)?.redraw();
      else seen.observe(box);
      box.watched = true;
    }
  };
  watch();
  document.addEventListener("htmx:afterSwap", watch);
  document.addEventListener("themechange", () => drawn.forEach((plot) => plot.redraw()));
  addEventListener("resize", () => drawn.forEach((plot, box) => plot.setSize(size(box))));
}

async function draw(box) {
  const answer = await fetch(box.dataset.chart).catch(() => null);
  if (!answer?.ok) {
    const note = document.createElement("p");
    note.className = "chart-off";
    note.textContent = "The chart could not be loaded. The values are in the table below.";
    box.replaceChildren(note);
    return;
  }
  const { unit, x, names, rows } = await answer.json();
  box.replaceChildren();
  const plot = new uPlot(options(box, unit, names), [x, ...rows], box);
  drawn.set(box, plot);
}

function size(box) {
  return { width: box.clientWidth, height: box.clientHeight };
}

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function options(box, unit, names) {
  const axis = {
    stroke: () => color("--muted"),
    grid: { stroke: () => color("--line"), width: 1 },
    ticks: { show: false },
    font: "11px system-ui, sans-serif",
  };
  return {
    ...size(box),
    padding: [8, 16, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { setScale: false } },
    scales: { y: { range: (plot, low, high) => room(box, low, high) } },
    axes: [
      { ...axis, size: 26, values: clocks, space: 70 },
      { ...axis, size: 62, ...steps(unit), values: (plot, ticks) => ticks.map((tick) => write(tick, unit)) },
    ],
    series: [{}, ...names.map((name, i) => line(name, i))],
    hooks: { drawClear: [(plot) => shade(plot, box)] },
    plugins: [tip(unit, names)],
  };
}

// Bytes get round numbers in powers of two.
function steps(unit) {
  return unit.startsWith("bytes") ? { incrs: Array.from({ length: 52 }, (_, i) => 2 ** i) } : {};
}

function line(name, index) {
  return {
    label: name,
    stroke: () => color(`--chart-${(index % 6) + 1}`),
    width: index === 0 ? 1.75 : 1.25,
    points: { show: false },
    spanGaps: false,
  };
}

// From zero where that is near, with the expected range in view when it is not far off.
function room(box, low, high) {
  if (low == null || high == null) return [0, 1];
  const upper = Number(box.dataset.upper);
  const top = box.dataset.upper && upper < high * 3 ? Math.max(high, upper) : high;
  const bottom = low >= 0 && low < top * 0.6 ? 0 : low;
  const margin = (top - bottom || Math.abs(top) || 1) * 0.08;
  return [bottom === 0 ? 0 : bottom - margin, top + margin];
}

function shade(plot, box) {
  const { left, top, width, height } = plot.bbox;
  const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
  const area = plot.ctx;
  area.save();
  const { lower, upper, start, end } = box.dataset;
  if (upper !== undefined) {
    const high = clamp(plot.valToPos(Number(upper), "y", true), top, top + height);
    const low = clamp(plot.valToPos(Number(lower), "y", true), top, top + height);
    area.fillStyle = color("--band");
    area.fillRect(left, high, width, Math.max(1, low - high));
  }
  const from = clamp(plot.valToPos(Number(start) / 1000, "x", true), left, left + width);
  const until = end === undefined ? left + width : clamp(plot.valToPos(Number(end) / 1000, "x", true), left, left + width);
  area.fillStyle = color("--shade");
  area.fillRect(from, top, until - from, height);
  area.fillStyle = color("--critical");
  area.fillRect(from, top, Math.max(1, devicePixelRatio), height);
  area.restore();
}

function tip(unit, names) {
  const note = document.createElement("div");
  note.className = "chart-tip";
  return {
    hooks: {
      init: (plot) => plot.over.append(note),
      setCursor: (plot) => {
        const at = plot.cursor.idx;
        note.hidden = at == null;
        if (at == null) return;
        const rows = names
          .map((name, i) => [name, plot.data[i + 1][at]])
          .filter(([, value]) => value != null)
          .slice(0, 6)
          .map(([name, value]) => (names.length > 1 ? `${name}: ` : "") + write(value, unit));
        note.textContent = [hour.format(plot.data[0][at] * 1000), ...rows].join("\n");
        note.classList.toggle("chart-tip-left", plot.cursor.left > plot.over.clientWidth / 2);
      },
    },
  };
}

const hour = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const minute = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

function clocks(plot, ticks) {
  const fine = ticks.length > 1 && ticks[1] - ticks[0] < 60;
  return ticks.map((tick) => (fine ? hour : minute).format(tick * 1000));
}
