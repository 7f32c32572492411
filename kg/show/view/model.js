"use strict";
// The data of the page and what can be asked of it: neighbours, search, paths, surroundings.
const FZ = {};

// pyvis hands its options over as JSON text, hence the second reading.
FZ.read = (id) => { const value = JSON.parse(document.getElementById(id).textContent); return typeof value === "string" ? JSON.parse(value) : value; };

FZ.fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s"'“”‘’「」『』《》〈〉·•‧・]+/g, "");

FZ.makeModel = function () {
  const data = FZ.read("fz-data");
  if (document.getElementById("fz-sparql")) data.sparql = FZ.read("fz-sparql");
  const drawn = FZ.read("fz-nodes");
  const lines = FZ.read("fz-edges");
  const things = data.things.map((thing, i) => ({ ...thing, ...drawn[i], name: drawn[i].label, i, near: new Map(), facts: [] }));
  for (const thing of things) {
    Object.assign(thing, { home: [thing.x, thing.y], homeGroup: thing.group });
    if ("sx" in thing) { thing.x = thing.sx; thing.y = thing.sy; thing.group = thing.sgroup; }
    // The layout is wider than high; on a screen that is higher than wide it lies on its side.
    if (window.innerHeight > window.innerWidth) { [thing.x, thing.y] = [thing.y, thing.x]; thing.home.reverse(); }
  }
  const edges = lines.map((line, i) => ({ i, from: line.from, to: line.to, kind: line.kind }));
  for (const edge of edges) {
    for (const [a, b] of [[edge.from, edge.to], [edge.to, edge.from]]) {
      if (!things[a].near.has(b)) things[a].near.set(b, []);
      things[a].near.get(b).push(edge);
    }
  }
  data.facts.forEach((fact, i) => { for (const one of fact.things) things[one].facts.push(i); });
  const byTail = new Map(things.map((thing) => [FZ.tail(thing.iri), thing.i]));
  return { data, things, edges, byTail, compact: things.some((thing) => "sx" in thing), names: FZ.indexNames(things) };
};

// What a deep link calls a thing: its IRI from KIND/ on, unescaped.
FZ.tail = function (iri) {
  const cut = iri.indexOf("/id/");
  const tail = cut < 0 ? iri : iri.slice(cut + 4);
  try { return decodeURIComponent(tail); } catch { return tail; }
};

FZ.indexNames = (things) => things.map((thing) => ({
  i: thing.i, keys: [thing.name, ...thing.aliases].map(FZ.fold), initials: thing.keys || "" }));

FZ.search = function (model, typed, most) {
  const wanted = FZ.fold(typed);
  if (!wanted) return [];
  const hits = [];
  for (const { i, keys, initials } of model.names) {
    let best = 0, at = 0;
    keys.forEach((key, k) => {
      const place = key.indexOf(wanted);
      if (place < 0) return;
      const score = (key === wanted ? 4 : place === 0 ? 3 : 2) + wanted.length / key.length - (k ? 0.3 : 0);
      if (score > best) { best = score; at = k; }
    });
    if (!best && initials && /^[a-z0-9]+$/.test(wanted)) {
      const all = initials.split(" ");
      best = all.includes(wanted) ? 1.5 : all.some((one) => one.startsWith(wanted)) ? 1 : wanted.length > 1 && all.some((one) => one.includes(wanted)) ? 0.5 : 0;
    }
    if (best) hits.push({ i, score: best, alias: at ? model.things[i].aliases[at - 1] : "" });
  }
  return hits.sort((a, b) => b.score - a.score || a.i - b.i).slice(0, most);
};

// Things within so many steps of one thing, over edges that `allowed` lets pass.
FZ.within = function (model, start, hops, allowed) {
  const found = new Set([start]);
  let rim = [start];
  for (let step = 0; step < hops; step++) {
    const next = [];
    for (const one of rim) for (const [other, via] of model.things[one].near) {
      if (!found.has(other) && via.some(allowed)) { found.add(other); next.push(other); }
    }
    rim = next;
  }
  return found;
};

FZ.shortestPath = function (model, start, goal) {
  const from = new Map([[start, -1]]);
  let rim = [start];
  while (rim.length && !from.has(goal)) {
    const next = [];
    for (const one of rim) for (const other of [...model.things[one].near.keys()].sort((a, b) => a - b)) {
      if (!from.has(other)) { from.set(other, one); next.push(other); }
    }
    rim = next;
  }
  if (!from.has(goal)) return null;
  const path = [];
  for (let at = goal; at >= 0; at = from.get(at)) path.unshift(at);
  return path;
};

// The years that dated facts span, and whether a thing has a dated fact in a range of years (null: it has none).
FZ.years = function (model) {
  let first = Infinity, last = -Infinity;
  for (const fact of model.data.facts) {
    if (fact.begin) first = Math.min(first, +fact.begin.slice(0, 4));
    if (fact.end || fact.begin) last = Math.max(last, +(fact.end || fact.begin).slice(0, 4));
  }
  return first <= last ? [first, last] : null;
};

FZ.inYears = function (model, i, range) {
  let dated = false;
  for (const at of model.things[i].facts) {
    const fact = model.data.facts[at];
    if (!fact.begin && !fact.end) continue;
    dated = true;
    const begin = +(fact.begin || fact.end).slice(0, 4), end = +(fact.end || fact.begin).slice(0, 4);
    if (begin <= range[1] && end >= range[0]) return true;
  }
  return dated ? false : null;
};

FZ.words = function (model, state) {
  return (key, values) => {
    const text = (model.data.texts[key] || {})[state.lang] || key;
    return values ? text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole)) : text;
  };
};

// An element with text and attributes; text always goes in as text.
FZ.el = function (tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  for (const child of children.flat(4)) if (child != null && child !== "") node.append(child);
  return node;
};

// Draw a part of the page anew without losing the focus that hands on the keyboard have in it.
FZ.redrawn = function (host, draw) {
  const reach = () => [...host.querySelectorAll("button, summary, h2")];
  const at = reach().indexOf(document.activeElement), word = at < 0 ? "" : document.activeElement.textContent;
  draw();
  if (at < 0) return;
  const now = reach(), same = now.find((one) => one.textContent === word);
  (same || now[Math.min(at, now.length - 1)] || document.getElementById("network")).focus({ preventScroll: true });
};

// A small line drawing for a button; signs of fonts are not everywhere.
FZ.icon = function (paths) {
  const space = "http://www.w3.org/2000/svg", svg = document.createElementNS(space, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" })) svg.setAttribute(key, value);
  for (const d of paths) { const line = document.createElementNS(space, "path"); line.setAttribute("d", d); svg.append(line); }
  return svg;
};

FZ.ICONS = {
  undo: ["M9 7 4 12l5 5", "M4 12h10a6 6 0 0 1 0 8h-3"], redo: ["m15 7 5 5-5 5", "M20 12H10a6 6 0 0 0 0 8h3"],
  fit: ["M4 9V4h5", "M20 9V4h-5", "M4 15v5h5", "M20 15v5h-5", "M9 12h6", "M12 9v6"],
  full: ["M4 9V4h5", "M20 9V4h-5", "M4 15v5h5", "M20 15v5h-5"],
  exports: ["M12 4v11", "m7 10 5 5 5-5", "M5 20h14"], theme: ["M12 4a8 8 0 1 0 0 16z", "M12 4a8 8 0 0 1 0 16"],
  help: ["M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4", "M12 17.5v.5"],
};

FZ.FONT = '"Segoe UI", -apple-system, BlinkMacSystemFont, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", system-ui, sans-serif';

FZ.still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
