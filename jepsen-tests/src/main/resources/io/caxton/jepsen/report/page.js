// Strips of phases, faults and leaders; anomalies; tables; what the mouse does.
const lane = name => css("--n" + (Math.abs(parseInt(String(name).replace(/\D/g, "") || "1", 10) - 1) % 7));

function drawStrips() {
  const plot = $("strips"), W = width(plot), tall = 22, parts = [];
  const kinds = [...new Set(RUN.faults.map(f => f.nemesis))];
  const rows = ["phase", ...kinds, "leader"];
  const clamp = t => Math.max(GUTTER, Math.min(W - RIGHT, x(plot, t)));
  const bar = (row, from, to, fill, opacity, label, tip) => {
    const left = clamp(from), right = clamp(to);
    if (right <= GUTTER || left >= W - RIGHT) return;
    const wide = Math.max(2, right - left), top = row * tall + 2;
    parts.push(`<g data-tip="${escape(tip)}"><rect x="${left}" y="${top}" width="${wide}" height="${tall - 4}" rx="3" fill="${fill}" opacity="${opacity}"/>`);
    const room = Math.floor((wide - 10) / 6.4), fits = label.length <= room ? label : room > 6 ? label.slice(0, room - 1) + "…" : "";
    if (fits) parts.push(`<text x="${left + 5}" y="${top + 13}" style="font-size:11px">${escape(fits)}</text>`);
    parts.push("</g>");
  };
  rows.forEach((name, i) => parts.push(`<text x="${GUTTER - 8}" y="${i * tall + 15}" text-anchor="end" style="font-size:11px">${escape(name)}</text>`));
  RUN.phases.forEach((p, i) => bar(0, p.from, p.to, css("--soft"), i % 2 ? 0.16 : 0.28, p.name, `phase ${p.name}: ${seconds(p.from)} to ${seconds(p.to)}`));
  RUN.faults.forEach(f => bar(1 + kinds.indexOf(f.nemesis), f.from, f.to, css("--mark"), 0.28, short(f), `${f.what}: ${seconds(f.from)} to ${seconds(f.to)}`));
  RUN.leaders.forEach(l => bar(rows.length - 1, l.from, l.to, lane(l.node), 0.45, l.node + " · term " + l.term, `${l.node} leads in term ${l.term} from ${seconds(l.from)}`));
  plot.querySelector("svg")?.remove();
  plot.insertAdjacentHTML("afterbegin", `<svg height="${rows.length * tall}" viewBox="0 0 ${W} ${rows.length * tall}">${parts.join("")}</svg>`);
  plot.look = (px, py, target) => { const g = target.closest("[data-tip]"); return g && escape(g.dataset.tip); };
}

// The row says which nemesis it is.
const short = f => f.what.replace(new RegExp("^" + f.nemesis + "[:,]? *"), "") || f.what;

function redraw() { drawStrips(); drawOperations(); drawLatency(); drawThroughput(); }

function zoom(from, to) {
  view.from = Math.max(0, from); view.to = Math.min(RUN.end, to);
  if (view.to - view.from < 2000) view.to = view.from + 2000;
  redraw();
}

function handle(plot) {
  const pick = document.createElement("div");
  pick.className = "pick"; plot.append(pick);
  let begun = null;
  const px = e => e.clientX - plot.getBoundingClientRect().left;
  plot.addEventListener("pointerdown", e => { begun = px(e); plot.setPointerCapture(e.pointerId); });
  plot.addEventListener("pointermove", e => {
    if (begun !== null) {
      pick.style.display = "block"; pick.style.left = Math.min(begun, px(e)) + "px"; pick.style.width = Math.abs(px(e) - begun) + "px";
    }
    const text = begun === null && plot.look && plot.look(px(e), e.clientY - plot.getBoundingClientRect().top, e.target);
    tip(text, e);
  });
  plot.addEventListener("pointerup", e => {
    pick.style.display = "none";
    const a = begun, b = px(e); begun = null;
    if (a !== null && Math.abs(b - a) > 6) zoom(timeAt(plot, Math.min(a, b)), timeAt(plot, Math.max(a, b)));
  });
  plot.addEventListener("pointerleave", () => tip(null));
}

function tip(text, e) {
  const box = $("tip");
  box.style.display = text ? "block" : "none";
  if (!text) return;
  box.innerHTML = text;
  const w = box.offsetWidth, h = box.offsetHeight;
  box.style.left = Math.min(e.clientX + 14, innerWidth - w - 8) + "px";
  box.style.top = (e.clientY + h + 24 > innerHeight ? e.clientY - h - 12 : e.clientY + 16) + "px";
}

const linesIn = text => [...text.matchAll(/#(\d+) p\d+/g)].map(m => +m[1]);

// Operations stand in brackets, which may hold brackets.
function withLinks(text) {
  let out = "", from = 0;
  for (const found of text.matchAll(/\[#(\d+) (?=p\d+)/g)) {
    if (found.index < from) continue;
    let depth = 0, to = found.index;
    do { depth += text[to] === "[" ? 1 : text[to] === "]" ? -1 : 0; to++; } while (depth > 0 && to < text.length);
    const inside = text.slice(found.index + found[0].length, to - 1);
    out += escape(text.slice(from, found.index)) + `<span class="op mono"><a data-line="${found[1]}">#${found[1]}</a> ${escape(inside)}</span>`;
    from = to;
  }
  return out + escape(text.slice(from));
}

// The operations in question among their neighbours on the same key, one row for each process.
function spaceTime(lines) {
  const asked = RUN.ops.filter(op => lines.includes(op[LINE]));
  if (!asked.length) return "";
  const from = Math.min(...asked.map(op => op[START])), to = Math.max(...asked.map(op => op[END] < 0 ? op[START] : op[END]));
  const pad = Math.max(2000, (to - from) * 0.08), keys = new Set(asked.map(op => op[KEY]));
  let some = RUN.ops.filter(op => keys.has(op[KEY]) && op[START] <= to + pad && end(op) >= from - pad);
  // Of a queue with many tasks only the task in question.
  const subject = op => (op[ASKED] + op[SAID]).match(/task=([^,}]+)/)?.[1];
  const subjects = new Set(asked.map(subject));
  if (subjects.size === 1 && subject(asked[0])) some = some.filter(op => subjects.has(subject(op)));
  const far = op => Math.min(...asked.map(a => Math.abs(a[START] - op[START])));
  some = some.map(op => [lines.includes(op[LINE]) ? -1 : far(op), op]).sort((a, b) => a[0] - b[0]).slice(0, 60).map(p => p[1]);
  let rows = [...new Set(some.sort((a, b) => a[START] - b[START]).map(op => op[PROCESS]))].slice(0, 24);
  const W = 1180, tall = 20, left = 84, at = t => left + Math.max(0, Math.min(1, (t - from + pad) / (to - from + 2 * pad))) * (W - left - 8);
  const parts = [];
  rows.forEach((p, i) => parts.push(`<text x="${left - 8}" y="${i * tall + 14}" text-anchor="end" class="soft">process ${p}</text><line x1="${left}" x2="${W - 8}" y1="${i * tall + tall}" y2="${i * tall + tall}" stroke="var(--grid)"/>`));
  rows.forEach((p, i) => {
    const mine = some.filter(op => op[PROCESS] === p).sort((a, b) => a[START] - b[START]);
    mine.forEach((op, n) => {
      const hot = lines.includes(op[LINE]), a = at(op[START]), b = Math.max(a + 3, at(end(op)));
      const next = n + 1 < mine.length ? at(mine[n + 1][START]) : W;
      const said = `${RUN.fs[op[F]]} ${op[ASKED]}${op[SAID] ? " → " + op[SAID] : ""}`.replace(/\s+/g, " ");
      const inside = b - a > 60, room = Math.floor(((inside ? b : next) - (inside ? a : b) - 8) / (hot ? 7 : 6.2));
      const label = said.length <= room ? said : room > 5 ? said.slice(0, room - 1) + "…" : "";
      parts.push(`<g data-tip="${escape(describe(op))}"><rect x="${a}" y="${i * tall + 3}" width="${b - a}" height="${tall - 6}" rx="3" fill="var(${COLOURS[op[TYPE]]})" opacity="${hot ? 0.75 : 0.28}" ${hot ? 'stroke="var(--mark)" stroke-width="2"' : ""}/>`);
      if (label) parts.push(`<text x="${(inside ? a : b) + 4}" y="${i * tall + 14}" style="font-size:11px;font-weight:${hot ? 650 : 400}">${escape(label)}</text>`);
      parts.push("</g>");
    });
  });
  const foot = rows.length * tall + 14;
  parts.push(`<text x="${left}" y="${foot}" class="soft">${seconds(from)}</text><text x="${W - 8}" y="${foot}" text-anchor="end" class="soft">${seconds(to)}</text>`);
  return `<svg class="space" viewBox="0 0 ${W} ${foot + 6}" width="100%">${parts.join("")}</svg>`;
}

function anomalies() {
  const wrong = RUN.verdict.checks.filter(c => c.anomalies.length);
  if (!wrong.length) return;
  const box = $("anomalies"), parts = ["<h2>Anomalies</h2>"];
  let drawn = 0;
  for (const check of wrong) {
    for (const text of check.anomalies.slice(0, 6)) {
      const lines = linesIn(text);
      lines.forEach(line => marked.add(line));
      parts.push(`<div class="anomaly"><p><b>${escape(check.name)}</b>: ${withLinks(text)}</p>${drawn++ < 4 ? spaceTime(lines) : ""}</div>`);
    }
    if (check.anomalies.length > 6) parts.push(`<p class="hint">${check.name}: ${check.anomalies.length - 6} more in verdict.json</p>`);
  }
  box.innerHTML = parts.join("");
  box.hidden = false;
  box.addEventListener("pointermove", e => { const g = e.target.closest("[data-tip]"); tip(g && g.dataset.tip, e); });
  box.addEventListener("pointerleave", () => tip(null));
  box.addEventListener("click", e => {
    const op = e.target.dataset.line && RUN.ops.find(o => o[LINE] === +e.target.dataset.line);
    if (op) { zoom(op[START] - 3e5, Math.min(end(op), op[START] + 5e6) + 3e5); $("operations").scrollIntoView({behavior: "smooth", block: "center"}); }
  });
}

const fact = v => v !== null && typeof v === "object" ? "{" + Object.entries(v).map(([k, w]) => k + " " + fact(w)).join(", ") + "}" : typeof v === "number" && Number.isInteger(v) ? group(v) : escape(v);

function page() {
  const c = RUN.config, v = RUN.verdict, o = v.operations;
  const nemeses = c.nemeses.length ? c.nemeses.join(", ") : "no faults";
  $("title").textContent = `${c.workload} under ${nemeses}`;
  document.title = `Caxton ${c.workload}: ${v.verdict}`;
  $("sub").textContent = `${c.nodes} nodes, ${c.seconds} s of faults, seed ${c.seed}` + (c.seeded_bug ? `, with the seeded bug ${c.seeded_bug}` : "");
  $("banner").classList.add(v.verdict);
  const why = v.line === v.verdict ? "Every check passed." : v.line.replace(/^\w+: /, "");
  $("banner").innerHTML = `<span class="word">${v.verdict}</span><span class="why">${escape(why)}</span><span class="badge ${v.safety}">safety ${v.safety}</span><span class="badge ${v.liveness}">liveness ${v.liveness}</span>`;
  const share = o.total ? (o.ok / o.total * 100).toFixed(1) + " %" : "-", n = RUN.counters;
  const tiles = [[group(o.total), "operations"], [share, "ok"], [group(o.fail), "refused"], [group(o.info), "unknown"], [group(n.faults || 0), "faults"], [group((n["leader-changes"] || 0) + (n["leader-reelections"] || 0)), "elections won"], [group(n["snapshots-installed"] || 0), "snapshots installed"], [(RUN.end / 1e6).toFixed(0) + " s", "in all"]];
  $("tiles").innerHTML = tiles.map(t => `<div class="tile"><b>${t[0]}</b><span>${t[1]}</span></div>`).join("");
  $("checks").innerHTML = "<tr><th>check</th><th>answer</th><th>facts</th></tr>" + v.checks.map(k =>
    `<tr><td>${escape(k.name)}</td><td><span class="badge ${k.answer}">${k.answer}</span></td><td class="facts">${Object.entries(k.facts).map(([a, b]) => `${escape(a.replace(/_/g, " "))} <b>${fact(b)}</b>`).join(" · ")}</td></tr>`).join("");
  $("counters").innerHTML = Object.entries(n).map(([k, w]) => `<tr><td>${escape(k)}</td><td class="num">${group(w)}</td></tr>`).join("");
  $("foot").innerHTML = `Again: <code class="again">${escape(v.again)}</code>` + (RUN.sampled > 1 ? `<p>Long history: the charts show one in ${RUN.sampled} of the operations that were ok, and all others.</p>` : "");
  anomalies();
  ["strips", "operations", "latency", "throughput"].forEach(id => handle($(id)));
  for (const [id, by] of [["by-kind", false], ["by-process", true]]) {
    $(id).addEventListener("click", () => {
      view.byProcess = by;
      $("by-kind").setAttribute("aria-pressed", !by); $("by-process").setAttribute("aria-pressed", by);
      drawOperations();
    });
  }
  $("reset").addEventListener("click", () => zoom(0, RUN.end));
  redraw();
  addEventListener("resize", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
}
page();
