"use strict";
// Times are microseconds since the run began. An operation is
// [line, process, f, key, start, end or -1, 0 ok | 1 fail | 2 info, asked, said].
const LINE = 0, PROCESS = 1, F = 2, KEY = 3, START = 4, END = 5, TYPE = 6, ASKED = 7, SAID = 8;
const NAMES = ["ok", "refused", "unknown"], COLOURS = ["--ok", "--fail", "--info"];
const GUTTER = 104, RIGHT = 12;
const view = {from: 0, to: RUN.end, byProcess: false};
const marked = new Set();

const $ = id => document.getElementById(id);
const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const escape = text => String(text).replace(/[&<>"]/g, c => ({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})[c]);
const seconds = us => (us / 1e6).toFixed(us % 1e6 === 0 ? 0 : 3) + " s";
const length = us => us < 1000 ? us + " µs" : us < 1e6 ? (us / 1000).toFixed(us < 1e4 ? 1 : 0) + " ms" : (us / 1e6).toFixed(2) + " s";
const group = n => String(n).replace(/\B(?=(\d{3})+$)/g, " ");
const width = plot => plot.clientWidth;
const x = (plot, t) => GUTTER + (t - view.from) / (view.to - view.from) * (width(plot) - GUTTER - RIGHT);
const timeAt = (plot, px) => view.from + (px - GUTTER) / (width(plot) - GUTTER - RIGHT) * (view.to - view.from);
const end = op => op[END] < 0 ? RUN.end : op[END];
// Answered ones count for the others where a long history was thinned out.
const weight = op => op[TYPE] === 0 ? RUN.sampled : 1;

function describe(op) {
  const took = op[END] < 0 ? "never ended" : length(op[END] - op[START]);
  return "<b>" + escape(RUN.fs[op[F]]) + "</b> · " + NAMES[op[TYPE]] + " · " + took
    + '<span class="mono">#' + op[LINE] + " process " + op[PROCESS] + " key " + escape(RUN.keys[op[KEY]]) + "</span>"
    + '<span class="mono">' + escape(op[ASKED]) + (op[SAID] ? " → " + escape(op[SAID]) : "") + "</span>"
    + '<span class="hint">at ' + seconds(op[START]) + "</span>";
}

function ticks(from, to, count) {
  const rough = (to - from) / count, power = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = [1, 2, 5, 10].map(m => m * power).find(s => s >= rough);
  const all = [];
  for (let t = Math.ceil(from / step) * step; t <= to; t += step) all.push(t);
  return all;
}

function canvas(plot, height) {
  let c = plot.querySelector("canvas");
  if (!c) { c = document.createElement("canvas"); plot.prepend(c); }
  const scale = window.devicePixelRatio || 1;
  c.style.height = height + "px";
  c.width = Math.round(width(plot) * scale);
  c.height = Math.round(height * scale);
  const g = c.getContext("2d");
  g.scale(scale, scale);
  g.font = "11px system-ui, 'Segoe UI', Roboto, Arial, sans-serif";
  g.textBaseline = "middle";
  return g;
}

// Faults behind everything, then the time axis below.
function ground(plot, g, top, bottom, axis) {
  g.save();
  g.beginPath(); g.rect(GUTTER, top, width(plot) - GUTTER - RIGHT, bottom - top); g.clip();
  g.fillStyle = css("--band");
  for (const fault of RUN.faults) {
    g.fillRect(x(plot, fault.from), top, Math.max(1, x(plot, fault.to) - x(plot, fault.from)), bottom - top);
  }
  g.restore();
  g.strokeStyle = css("--grid"); g.lineWidth = 1;
  for (const t of ticks(view.from / 1e6, view.to / 1e6, 12)) {
    const px = Math.round(x(plot, t * 1e6)) + 0.5;
    g.beginPath(); g.moveTo(px, top); g.lineTo(px, bottom); g.stroke();
    if (axis) {
      g.fillStyle = css("--soft"); g.textAlign = "center";
      g.fillText(Number(t.toFixed(4)) + " s", px, bottom + 10);
    }
  }
}

function inPlot(plot, g, top, bottom, draw) {
  g.save();
  g.beginPath(); g.rect(GUTTER - 1, top, width(plot) - GUTTER - RIGHT + 2, bottom - top); g.clip();
  draw();
  g.restore();
}

function visible() {
  return RUN.ops.filter(op => op[START] <= view.to && end(op) >= view.from);
}

function drawOperations() {
  const plot = $("operations");
  const busy = new Map();
  RUN.ops.forEach(op => { const row = view.byProcess ? op[PROCESS] : op[F]; busy.set(row, (busy.get(row) || 0) + 1); });
  let rows = [...busy.keys()];
  const max = 40;
  if (rows.length > max) rows = rows.sort((a, b) => busy.get(b) - busy.get(a)).slice(0, max);
  rows.sort((a, b) => a - b);
  const tall = view.byProcess ? 13 : 26, bottom = rows.length * tall + 4;
  const g = canvas(plot, bottom + 20);
  ground(plot, g, 0, bottom, true);
  const place = new Map(rows.map((row, i) => [row, i * tall + 2]));
  g.textAlign = "right"; g.fillStyle = css("--ink");
  rows.forEach(row => g.fillText(view.byProcess ? "process " + row : RUN.fs[row], GUTTER - 8, place.get(row) + tall / 2));
  const hits = [];
  inPlot(plot, g, 0, bottom, () => {
    const ops = visible();
    for (const type of [0, 1, 2]) {
      g.fillStyle = css(COLOURS[type]);
      g.globalAlpha = type === 0 ? Math.max(0.18, Math.min(0.8, 2200 / (ops.length + 1))) : 0.9;
      for (const op of ops) {
        const top = place.get(view.byProcess ? op[PROCESS] : op[F]);
        if (op[TYPE] !== type || top === undefined) continue;
        const left = x(plot, op[START]), wide = Math.max(1.2, Math.min(x(plot, end(op)), width(plot)) - left);
        const inset = type === 0 ? 3 : 1;
        g.fillRect(left, top + inset, type === 0 ? wide : Math.min(wide, 3), tall - 2 * inset);
        if (type !== 0 && wide > 3) {
          // What took long is seen to do so without hiding the others.
          g.globalAlpha = 0.3; g.fillRect(left, top + inset, wide, tall - 2 * inset); g.globalAlpha = 0.9;
        }
        hits.push([left, top, Math.max(4, wide), tall, op]);
      }
    }
    g.globalAlpha = 1; g.strokeStyle = css("--mark"); g.lineWidth = 2;
    for (const op of ops) {
      const top = place.get(view.byProcess ? op[PROCESS] : op[F]);
      if (marked.has(op[LINE]) && top !== undefined) g.strokeRect(x(plot, op[START]) - 2, top, Math.max(4, x(plot, end(op)) - x(plot, op[START])) + 4, tall - 1);
    }
  });
  plot.look = (px, py) => {
    let best = null;
    for (const hit of hits) if (px >= hit[0] - 3 && px <= hit[0] + hit[2] + 3 && py >= hit[1] && py <= hit[1] + hit[3]) best = hit;
    return best && describe(best[4]);
  };
}

function drawLatency() {
  const plot = $("latency"), bottom = 200, g = canvas(plot, bottom + 20);
  ground(plot, g, 0, bottom, true);
  const low = 2, high = 7.1;
  const y = us => bottom - 4 - (Math.log10(Math.max(100, us)) - low) / (high - low) * (bottom - 12);
  g.textAlign = "right";
  for (let power = 2; power <= 7; power++) {
    g.strokeStyle = css("--grid"); g.beginPath(); g.moveTo(GUTTER, y(10 ** power)); g.lineTo(width(plot) - RIGHT, y(10 ** power)); g.stroke();
    g.fillStyle = css("--soft"); g.fillText(["0.1 ms", "1 ms", "10 ms", "100 ms", "1 s", "10 s"][power - 2], GUTTER - 8, y(10 ** power));
  }
  const hits = [];
  inPlot(plot, g, 0, bottom, () => {
    const ops = visible().filter(op => op[END] >= 0);
    for (const type of [0, 1, 2]) {
      g.fillStyle = css(COLOURS[type]);
      g.globalAlpha = type === 0 ? Math.max(0.25, Math.min(0.8, 3000 / (ops.length + 1))) : 0.9;
      const size = type === 0 ? 2 : 3.4;
      for (const op of ops) {
        if (op[TYPE] !== type) continue;
        const px = x(plot, op[START]), py = y(op[END] - op[START]);
        g.fillRect(px - size / 2, py - size / 2, size, size);
        hits.push([px, py, op]);
      }
    }
    g.globalAlpha = 1; g.strokeStyle = css("--mark"); g.lineWidth = 2;
    for (const op of ops) {
      if (marked.has(op[LINE])) { g.beginPath(); g.arc(x(plot, op[START]), y(op[END] - op[START]), 6, 0, 7); g.stroke(); }
    }
  });
  plot.look = (px, py) => {
    let best = null, near = 64;
    for (const hit of hits) {
      const far = (hit[0] - px) ** 2 + (hit[1] - py) ** 2;
      if (far <= near) { near = far; best = hit; }
    }
    return best && describe(best[2]);
  };
}

function drawThroughput() {
  const plot = $("throughput"), bottom = 120, g = canvas(plot, bottom + 20);
  ground(plot, g, 0, bottom, true);
  const count = 240, wide = (view.to - view.from) / count;
  const sums = [0, 1, 2].map(() => new Float64Array(count));
  for (const op of RUN.ops) {
    const at = op[END] < 0 ? -1 : Math.floor((op[END] - view.from) / wide);
    if (at >= 0 && at < count) sums[op[TYPE]][at] += weight(op) / (wide / 1e6);
  }
  let top = 1;
  for (let i = 0; i < count; i++) top = Math.max(top, sums[0][i] + sums[1][i] + sums[2][i]);
  const y = v => bottom - v / (top * 1.08) * (bottom - 4);
  g.textAlign = "right";
  for (const t of ticks(0, top, 4)) {
    g.strokeStyle = css("--grid"); g.beginPath(); g.moveTo(GUTTER, y(t)); g.lineTo(width(plot) - RIGHT, y(t)); g.stroke();
    g.fillStyle = css("--soft"); g.fillText(group(Math.round(t)), GUTTER - 8, Math.min(bottom - 5, Math.max(7, y(t))));
  }
  inPlot(plot, g, 0, bottom, () => {
    const step = (width(plot) - GUTTER - RIGHT) / count;
    for (let i = 0; i < count; i++) {
      let base = 0;
      for (const type of [0, 1, 2]) {
        const v = sums[type][i];
        if (v > 0) { g.fillStyle = css(COLOURS[type]); g.globalAlpha = 0.85; g.fillRect(GUTTER + i * step, y(base + v), step + 0.4, y(base) - y(base + v)); }
        base += v;
      }
    }
    g.globalAlpha = 1;
  });
  plot.look = px => {
    const i = Math.floor((timeAt(plot, px) - view.from) / wide);
    if (i < 0 || i >= count) return null;
    return "<b>" + seconds(Math.round(view.from + i * wide)) + "</b><br>" + NAMES.map((n, type) => Math.round(sums[type][i]) + " " + n).join(", ") + " a second";
  };
}
