"use strict";
// The picture: vis-network draws nodes and edges; labels, fading and edge words are drawn over it.

FZ.glyphPath = function (shape, r) {
  const ring = (count, radius, turn) => Array.from({ length: count }, (_, k) => {
    const angle = turn + (2 * Math.PI * k) / count, far = typeof radius === "function" ? radius(k) : radius;
    return `${(far * Math.sin(angle)).toFixed(2)},${(-far * Math.cos(angle)).toFixed(2)}`;
  }).join(" ");
  if (shape === "square") return ring(4, r * 1.25, Math.PI / 4);
  if (shape === "diamond") return ring(4, r * 1.1, 0);
  if (shape === "triangle") return ring(3, r * 1.2, 0);
  if (shape === "triangleDown") return ring(3, r * 1.2, Math.PI);
  if (shape === "hexagon") return ring(6, r * 1.05, Math.PI / 6);
  if (shape === "star") return ring(10, (k) => (k % 2 ? r * 0.5 : r * 1.2), 0);
  return ring(24, r, 0);
};

FZ.glyph = function (type) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg"), shape = document.createElementNS(space, "polygon");
  svg.setAttribute("viewBox", "-8 -8 16 16");
  svg.setAttribute("class", "glyph");
  svg.setAttribute("aria-hidden", "true");
  shape.setAttribute("points", FZ.glyphPath(type.shape, 6));
  shape.setAttribute("fill", type.colour);
  svg.append(shape);
  return svg;
};

FZ.makePicture = function (model, host) {
  const nodes = new vis.DataSet(), edges = new vis.DataSet();
  const network = new vis.Network(host, { nodes, edges }, FZ.read("fz-options"));
  const picture = { nodes, edges, network, hot: null, path: null, selected: null, kindWord: (kind) => kind, labels: 0 };
  picture.look = () => {
    const style = getComputedStyle(document.documentElement);
    picture.ink = style.getPropertyValue("--ink").trim();
    picture.ground = style.getPropertyValue("--ground").trim();
    picture.accent = style.getPropertyValue("--accent").trim();
    picture.dark = document.documentElement.dataset.theme === "dark";
    network.redraw();
  };
  picture.sync = (visible, lines) => FZ.syncPicture(model, picture, visible, lines);
  network.on("beforeDrawing", (ctx) => FZ.drawGroups(model, picture, ctx));
  network.on("afterDrawing", (ctx) => FZ.drawOver(model, picture, ctx));
  return picture;
};

FZ.syncPicture = function (model, picture, visible, lines) {
  const { nodes, edges } = picture;
  const gone = nodes.getIds().filter((id) => !visible.has(id));
  const lost = edges.getIds().filter((id) => !lines.has(id));
  if (lost.length) edges.remove(lost);
  if (gone.length) nodes.remove(gone);
  const fresh = [];
  for (const i of visible) if (!nodes.get(i)) {
    const thing = model.things[i];
    fresh.push({ id: i, x: thing.x, y: thing.y, size: thing.size, shape: thing.shape,
      color: { background: thing.color, border: thing.color, highlight: { background: thing.color, border: picture.ink }, hover: { background: thing.color, border: picture.ink } } });
  }
  if (fresh.length) nodes.add(fresh);
  const added = [], opacity = Math.max(0.16, Math.min(0.55, 0.62 * Math.sqrt(visible.size / (lines.size + 1)) ** 1.6));
  for (const i of lines) if (!edges.get(i)) {
    const { from, to } = model.edges[i];
    added.push({ id: i, from, to, color: { inherit: "from", opacity } });
  }
  if (added.length) edges.add(added);
  picture.order = [...visible].sort((a, b) => a - b);
};

// Communities: one soft cloud round the things of each that are linked with each other.
FZ.drawGroups = function (model, picture, ctx) {
  if (!picture.order || picture.order.length > 1500) return;
  const clouds = new Map(), { nodes, edges } = picture.network.body, near = 420;
  for (const { from, to, connected } of Object.values(edges)) {
    if (!connected || model.things[from.id].group !== model.things[to.id].group) continue;
    const group = model.things[from.id].group;
    if (!clouds.has(group)) clouds.set(group, { path: new Path2D(), members: new Set() });
    const { path, members } = clouds.get(group);
    for (const one of [from, to]) if (!members.has(one.id)) { members.add(one.id); path.moveTo(one.x, one.y); path.lineTo(one.x + 0.1, one.y); }
    // A long edge would drag the cloud over things that have no part in it.
    if (Math.hypot(from.x - to.x, from.y - to.y) < near) { path.moveTo(from.x, from.y); path.lineTo(to.x, to.y); }
  }
  ctx.save();
  Object.assign(ctx, { globalAlpha: picture.dark ? 0.13 : 0.1, lineWidth: 124, lineCap: "round", lineJoin: "round" });
  for (const [group, { path, members }] of clouds) {
    if (members.size < 3) continue;
    ctx.strokeStyle = `hsl(${(group * 137.508 + 205) % 360} 62% 52%)`;
    ctx.stroke(path);
  }
  ctx.restore();
};

// Everything drawn after vis-network: the veil while something is hovered, selected or on a path; then the labels.
FZ.drawOver = function (model, picture, ctx) {
  if (!picture.order || !picture.ink) return;
  const scale = picture.network.getScale();
  const centre = picture.network.getViewPosition();
  const canvas = picture.network.canvas.frame.canvas;
  const w = canvas.clientWidth / scale, h = canvas.clientHeight / scale;
  const view = { x: centre.x - w / 2, y: centre.y - h / 2, w, h };
  const hot = picture.path ? new Set(picture.path) : FZ.hotThings(model, picture) || picture.marked;
  if (hot) FZ.drawVeil(picture, ctx, view, hot);
  FZ.drawLabels(model, picture, ctx, view, scale, hot);
};

FZ.hotThings = function (model, picture) {
  const middle = picture.hot ?? (picture.focused ? null : picture.selected);
  if (middle == null || !picture.nodes.get(middle)) return null;
  return new Set([middle, ...model.things[middle].near.keys()]);
};

FZ.drawVeil = function (picture, ctx, view, hot) {
  ctx.save();
  ctx.globalAlpha = picture.hot == null && !picture.path && !picture.marked ? 0.7 : 0.82;
  ctx.fillStyle = picture.ground;
  ctx.fillRect(view.x - 50, view.y - 50, view.w + 100, view.h + 100);
  ctx.restore();
  picture.hotEdges = [];
  const middle = picture.hot ?? picture.selected, body = picture.network.body;
  const steps = picture.path && new Set(picture.path.slice(1).map((one, k) => [picture.path[k], one].sort().join()));
  for (const edge of Object.values(body.edges)) {
    const on = steps ? steps.has([edge.fromId, edge.toId].sort().join())
      : middle == null ? hot.has(edge.fromId) && hot.has(edge.toId) : edge.fromId === middle || edge.toId === middle;
    if (!on || !edge.connected) continue;
    picture.hotEdges.push(edge);
    ctx.save();
    ctx.strokeStyle = body.nodes[edge.fromId].options.color.background;
    ctx.globalAlpha = 0.85;
    ctx.lineWidth = picture.path ? 3.5 : 1.6;
    ctx.beginPath();
    ctx.moveTo(edge.from.x, edge.from.y);
    ctx.lineTo(edge.to.x, edge.to.y);
    ctx.stroke();
    ctx.restore();
  }
  for (const i of hot) if (body.nodes[i]) body.nodes[i].draw(ctx);
};

FZ.drawLabels = function (model, picture, ctx, view, scale, hot) {
  const size = 12.5 / scale, cell = 60 / scale, taken = new Map(), pad = 2 / scale;
  const cells = (box, visit) => {
    for (let i = Math.floor(box.x / cell); i <= Math.floor((box.x + box.w) / cell); i++)
      for (let j = Math.floor(box.y / cell); j <= Math.floor((box.y + box.h) / cell); j++) if (visit(`${i},${j}`)) return true;
    return false;
  };
  const put = (box) => cells(box, (key) => { if (!taken.has(key)) taken.set(key, []); taken.get(key).push(box); return false; });
  const clash = (box) => cells(box, (key) => (taken.get(key) || []).some((one) => one.owner !== box.owner &&
    box.x < one.x + one.w && one.x < box.x + box.w && box.y < one.y + one.h && one.y < box.y + box.h));
  const spots = new Map();
  const body = picture.network.body.nodes;
  for (const i of picture.order) {
    const node = body[i];
    if (!node || node.x < view.x - 100 || node.x > view.x + view.w + 100 || node.y < view.y - 60 || node.y > view.y + view.h + 60) continue;
    spots.set(i, node);
    const r = node.options.size * 0.9;
    // Labels may lie on what is only a speck; else no hub in a dense part would ever have its name.
    if (hot ? hot.has(i) : r * scale > 4.5) put({ x: node.x - r, y: node.y - r, w: 2 * r, h: 2 * r, owner: i });
  }
  ctx.save();
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  const first = [picture.hot, picture.selected].filter((i) => i != null);
  const queue = [...new Set([...first, ...(hot ? [...hot].sort((a, b) => a - b) : picture.order)])];
  picture.labels = 0;
  picture.boxes = [];
  for (const i of queue) {
    const node = spots.get(i);
    if (!node || picture.labels > Math.min(260, 25 + 750 * scale)) continue;
    const strong = first.includes(i) || (picture.path && picture.path.includes(i));
    const name = model.things[i].name;
    const most = window.innerWidth > 720 ? 14 : 10;
    const text = strong || [...name].length <= most ? name : [...name].slice(0, most - 1).join("") + "…";
    ctx.font = `${strong ? 650 : i < 40 ? 550 : 400} ${size * (strong ? 1.12 : i < 12 ? 1.1 : 1)}px ${FZ.FONT}`;
    const width = ctx.measureText(text).width, high = size * 1.25, r = node.options.size + 2 / scale;
    const seats = [[-width / 2, r], [r, -high / 2], [-r - width, -high / 2], [-width / 2, -r - high]];
    const seat = seats.map(([dx, dy]) => ({ x: node.x + dx - pad, y: node.y + dy, w: width + 2 * pad, h: high, owner: i }))
      .find((box) => box.x >= view.x && box.x + box.w <= view.x + view.w && !clash(box)) || (strong ? { x: node.x - width / 2 - pad, y: node.y + r, w: width + 2 * pad, h: high, owner: i } : null);
    if (!seat) continue;
    put({ ...seat, owner: -1 });
    picture.boxes.push([seat.x, seat.y, seat.w, seat.h]);
    picture.labels++;
    ctx.strokeStyle = picture.ground;
    ctx.lineWidth = 3.2 / scale;
    ctx.strokeText(text, seat.x + pad, seat.y + high / 2);
    ctx.fillStyle = picture.ink;
    ctx.fillText(text, seat.x + pad, seat.y + high / 2);
  }
  if (hot && scale > 0.35) FZ.drawEdgeWords(picture, ctx, scale, put, clash);
  ctx.restore();
};

FZ.drawEdgeWords = function (picture, ctx, scale, put, clash) {
  const size = 11 / scale;
  ctx.font = `400 ${size}px ${FZ.FONT}`;
  for (const edge of (picture.hotEdges || []).slice(0, 40)) {
    const text = picture.kindWord(edge.id), width = ctx.measureText(text).width;
    const x = (edge.from.x + edge.to.x) / 2, y = (edge.from.y + edge.to.y) / 2;
    const far = Math.hypot(edge.from.x - edge.to.x, edge.from.y - edge.to.y);
    const box = { x: x - width / 2, y: y - size * 0.6, w: width, h: size * 1.2, owner: -2 };
    if (far < width * 1.4 || clash(box)) continue;
    put({ ...box, owner: -1 });
    picture.boxes.push([box.x, box.y, box.w, box.h]);
    ctx.strokeStyle = picture.ground;
    ctx.lineWidth = 4 / scale;
    ctx.strokeText(text, box.x, y);
    ctx.fillStyle = picture.accent;
    ctx.fillText(text, box.x, y);
  }
};
