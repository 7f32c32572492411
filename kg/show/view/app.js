"use strict";
// The page's behaviour: one state, one refresh that draws it, and the acts that change it.

FZ.start = function () {
  const model = FZ.makeModel(), host = document.getElementById("network");
  const state = { lang: model.data.lang, theme: "", shown: new Set(), typesOff: new Set(), kindsOff: new Set(), removed: new Set(),
    focus: null, selected: null, path: null, marked: null, pathFrom: null, years: null };
  const app = { model, state, visible: new Set(), lines: new Set() };
  app.t = FZ.words(model, state);
  app.picture = FZ.makePicture(model, host);
  app.picture.kindWord = (id) => model.data.kinds[model.edges[id].kind][state.lang];
  app.history = FZ.makeHistory(app);
  FZ.acts(app);
  if (model.data.sparql) FZ.makeAsk(app);
  FZ.chrome(app);
  FZ.wirePicture(app, host);
  FZ.wireKeys(app);
  FZ.wireSearch(app);
  app.theme(window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  for (let i = 0; i < Math.min(model.data.start, model.things.length); i++) state.shown.add(i);
  FZ.readAddress(app);
  if (model.data.focus != null && state.selected == null && !location.hash) state.selected = model.things.findIndex((one) => one.iri === model.data.focus);
  app.words();
  app.refresh({ address: false });
  document.getElementById("empty").hidden = model.things.length > 0;
  app.fit(false);
  if (state.selected != null) app.fly(state.selected, false);
  window.addEventListener("popstate", () => { FZ.readAddress(app); app.refresh({ address: false }); if (state.selected != null) app.fly(state.selected); });
  document.documentElement.dataset.ready = "true";
  Object.assign(window, { fangzhi: app, FZ });
};

FZ.acts = function (app) {
  const { model, state, picture } = app;
  const change = (act, options) => { app.history.mark(); act(); app.refresh(options); };
  app.isShown = (i) => state.shown.has(i) && !state.removed.has(i) && !model.things[i].types.every((at) => state.typesOff.has(at)) &&
    (!app.around || app.around.has(i)) && (!state.years || FZ.inYears(model, i, state.years) !== false);
  app.refresh = function ({ address = true } = {}) {
    const allowed = (edge) => !state.kindsOff.has(edge.kind);
    app.around = state.focus && FZ.within(model, state.focus.i, state.focus.hops, allowed);
    if (app.around) for (const i of app.around) state.shown.add(i);
    app.visible = new Set([...state.shown].filter(app.isShown));
    app.lines = new Set(model.edges.filter((edge) => allowed(edge) && app.visible.has(edge.from) && app.visible.has(edge.to)).map((edge) => edge.i));
    if (state.selected != null && !app.visible.has(state.selected)) state.selected = null;
    picture.selected = state.selected;
    picture.focused = state.focus != null; // what is in focus stands there for its own sake: no veil over it
    picture.path = state.path && state.path.every((i) => app.visible.has(i)) ? state.path : null;
    picture.marked = state.marked && state.marked.some((i) => app.visible.has(i)) ? new Set(state.marked) : null;
    picture.sync(app.visible, app.lines);
    picture.network.selectNodes(state.selected == null ? [] : [state.selected]);
    FZ.redrawn(document.getElementById("legend"), () => FZ.drawLegend(app));
    FZ.redrawn(document.getElementById("panel"), () => FZ.drawPanel(app));
    app.buttons();
    picture.network.redraw();
    const hash = FZ.writeAddress(app);
    if (address && hash !== (location.hash || "#")) history.pushState(null, "", hash);
  };
  app.select = (i) => { if (i !== state.selected || state.path || (i == null && state.marked)) change(() => { state.selected = i; state.path = null; if (i == null) state.marked = null; }); };
  // The things of an answer: brought into the picture, the rest behind a veil.
  app.mark = (many) => {
    change(() => { FZ.reveal(app, many, null); for (const i of many) state.removed.delete(i); Object.assign(state, { marked: many, selected: null, path: null, focus: null }); });
    app.fit(true, many);
    app.notice(app.t("marked", { n: many.length }));
  };
  app.go = (i) => {
    if (state.pathFrom != null && state.pathFrom !== i) return app.endPath(i);
    change(() => { FZ.reveal(app, [i], state.selected); state.selected = i; state.path = null; });
    app.fly(i);
  };
  app.fly = (i, moving = true) => picture.network.focus(i, { scale: Math.max(0.75, Math.min(1.4, picture.network.getScale())),
    offset: { x: window.innerWidth > 900 ? -160 : 0, y: window.innerWidth > 720 ? 0 : -window.innerHeight / 5 }, animation: moving && !FZ.still() ? { duration: 450 } : false });
  app.toggle = (set, value) => change(() => { if (!state[set].delete(value)) state[set].add(value); });
  app.unfold = (i, kind) => change(() => {
    const near = [...model.things[i].near].filter(([, via]) => !kind || via.some((edge) => edge.kind === kind)).map(([other]) => other);
    FZ.reveal(app, near.sort((a, b) => a - b), i);
  });
  app.hide = (many) => change(() => { for (const i of many) state.removed.add(i); });
  app.keep = (many) => change(() => { for (const i of app.visible) if (!many.includes(i)) state.removed.add(i); });
  app.focus = (i, hops = 1) => { change(() => { state.focus = i == null ? null : { i, hops }; if (i != null) { state.selected = i; FZ.reveal(app, [...FZ.within(model, i, hops, () => true)].sort((a, b) => a - b), i); } }); app.fit(); };
  app.showMore = () => change(() => FZ.reveal(app, model.things.map((one) => one.i).filter((i) => !state.shown.has(i)).slice(0, model.data.start), null));
  app.showAll = () => {
    change(() => { for (const thing of model.things) state.shown.add(thing.i); });
    if (model.compact) {
      model.compact = false;
      for (const thing of model.things) { [thing.x, thing.y] = thing.home; thing.group = thing.homeGroup; }
      picture.nodes.update(picture.nodes.getIds().map((i) => ({ id: i, x: model.things[i].x, y: model.things[i].y })));
    }
    app.fit();
  };
  app.showStart = () => { change(() => { state.shown = new Set(model.things.slice(0, model.data.start).map((one) => one.i)); state.removed.clear(); state.focus = null; }); app.fit(); };
  app.startPath = (i) => { state.pathFrom = i; app.notice(app.t("pathpick", { name: model.things[i].name }), 6000); };
  app.endPath = (i) => {
    const path = FZ.shortestPath(model, state.pathFrom, i);
    state.pathFrom = null;
    if (!path) return app.notice(app.t("nopath"));
    change(() => { path.forEach((one, k) => FZ.reveal(app, [one], k ? path[k - 1] : null)); for (const one of path) state.removed.delete(one); state.path = path; state.selected = i; });
    app.fit(true, path);
    return app.notice(app.t("pathfound", { n: path.length - 1 }));
  };
  // Fit the picture into what the legend, the panel and the bars leave free.
  app.fit = function (moving = true, only = null) {
    const spots = (only || [...app.visible]).map((i) => picture.network.body.nodes[i]).filter(Boolean);
    if (!spots.length) return;
    const wide = window.innerWidth > 720, w = window.innerWidth, h = window.innerHeight, asked = document.getElementById("ask")?.offsetHeight || 0;
    const free = { left: wide ? 270 : 34, right: wide && state.selected != null ? 460 : wide ? 80 : 34, top: wide ? 62 : 120, bottom: asked ? asked + 24 : wide ? 66 : state.selected != null ? h * 0.54 : 150 };
    const xs = spots.map((one) => one.x), ys = spots.map((one) => one.y);
    const [x0, x1, y0, y1] = [Math.min(...xs) - 60, Math.max(...xs) + 60, Math.min(...ys) - 45, Math.max(...ys) + 45];
    const scale = Math.min((w - free.left - free.right) / (x1 - x0), (h - free.top - free.bottom) / (y1 - y0), 1.25);
    const shift = { x: (free.left - free.right) / 2 / scale, y: (free.top - free.bottom) / 2 / scale };
    picture.network.moveTo({ position: { x: (x0 + x1) / 2 - shift.x, y: (y0 + y1) / 2 - shift.y }, scale: Math.max(scale, 0.02),
      animation: moving && !FZ.still() ? { duration: 350 } : false });
  };
  app.years = (range) => change(() => { state.years = range; });
};

// Bring things into the picture. What lies far from the thing it was unfolded from is put beside it.
FZ.reveal = function (app, many, from) {
  const { model, state, picture } = app, turn = Math.PI * (3 - Math.sqrt(5));
  const middle = from != null && picture.nodes.get(from) ? picture.network.getPosition(from) : null;
  const full = [...app.visible].map((i) => picture.network.body.nodes[i]).filter(Boolean).map((node) => [node.x, node.y]);
  let step = 6;
  for (const i of many) {
    state.removed.delete(i);
    if (state.shown.has(i)) continue;
    state.shown.add(i);
    const thing = model.things[i];
    const beside = middle || FZ.shownNeighbour(app, thing);
    if (!beside || (!model.compact && Math.hypot(thing.x - beside.x, thing.y - beside.y) < 420)) continue;
    if (!middle) step = 6;
    for (; step < 4000; step++) {
      const r = 26 * Math.sqrt(step), x = beside.x + r * Math.cos(step * turn), y = beside.y + r * Math.sin(step * turn);
      if (full.every(([a, b]) => Math.hypot(a - x, b - y) > 52)) { thing.x = x; thing.y = y; full.push([x, y]); break; }
    }
  }
};

FZ.shownNeighbour = function (app, thing) {
  const near = [...thing.near.keys()].sort((a, b) => a - b).find((i) => app.picture.nodes.get(i));
  return near == null ? null : app.picture.network.getPosition(near);
};

FZ.chrome = function (app) {
  const { el } = FZ, { state, model } = app, root = document.documentElement, tools = document.getElementById("tools");
  const marks = {};
  const tool = (key, act) => {
    const icon = FZ.ICONS[key];
    marks[key] = { node: el("button", { type: "button", onclick: act, class: icon ? "sign" : "" }, icon ? FZ.icon(icon) : ""), icon };
    return marks[key].node;
  };
  tools.append(tool("undo", () => app.history.undo()), tool("redo", () => app.history.redo()), tool("fit", () => app.fit()),
    tool("full", () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.())),
    tool("exports", (event) => app.exportMenu(event)), tool("theme", () => app.theme(state.theme === "dark" ? "light" : "dark")),
    tool("language", () => { state.lang = state.lang === "zh" ? "en" : "zh"; app.words(); app.refresh({ address: false }); }), tool("help", () => app.notice(app.t("helptext"), 9000)));
  if (model.data.sparql) { tools.prepend(tool("sparql", () => app.toggleAsk())); marks.sparql.node.id = "ask-open"; }
  app.buttons = () => { marks.undo.node.disabled = !app.history.past.length; marks.redo.node.disabled = !app.history.future.length; };
  app.words = () => {
    root.lang = state.lang === "zh" ? "zh-CN" : "en";
    for (const [key, { node, icon }] of Object.entries(marks)) { if (!icon) node.textContent = app.t(key); node.title = app.t(key); node.setAttribute("aria-label", app.t(key)); }
    const box = document.getElementById("search");
    box.placeholder = app.t("search");
    box.setAttribute("aria-label", app.t("search"));
    document.getElementById("hits").setAttribute("aria-label", app.t("search"));
    document.getElementById("legend").setAttribute("aria-label", app.t("legend"));
    document.getElementById("empty").textContent = app.t("empty");
    FZ.timeBar(app);
    if (app.ask) FZ.drawAsk(app);
  };
  app.theme = (name) => { state.theme = name; root.dataset.theme = name; app.picture.look(); };
  app.notice = (text, time = 2600) => {
    const note = document.getElementById("notice");
    note.textContent = text;
    note.classList.add("on");
    clearTimeout(app.noticeTimer);
    app.noticeTimer = setTimeout(() => note.classList.remove("on"), time);
  };
  app.copyLink = () => { const said = () => app.notice(app.t("copied")); navigator.clipboard?.writeText(location.href).then(said, said); };
  app.exportMenu = (event) => {
    const menu = document.getElementById("menu"), box = event.currentTarget.getBoundingClientRect();
    const item = (key, act) => el("button", { type: "button", role: "menuitem", onclick: () => { FZ.closeMenu(); act(app); } }, app.t(key));
    menu.replaceChildren(item("png", FZ.exportPicture), item("csv", FZ.exportTable), item("ttl", FZ.exportTurtle));
    menu.hidden = false;
    menu.style.left = `${Math.min(box.left, window.innerWidth - menu.offsetWidth - 8)}px`;
    menu.style.top = `${box.bottom + 6}px`;
    menu.firstChild.focus();
    event.stopPropagation();
  };
};

FZ.timeBar = function (app) {
  const { el } = FZ, { state, model } = app, host = document.getElementById("time"), span = FZ.years(model);
  host.hidden = !span || span[0] === span[1];
  if (host.hidden) return;
  const word = el("span", {}, ""), inputs = [0, 1].map((k) => el("input", { type: "range", min: span[0], max: span[1], step: 1, "aria-label": `${app.t("time")} ${k + 1}` }));
  const range = () => { const [a, b] = inputs.map((one) => +one.value); return [Math.min(a, b), Math.max(a, b)]; };
  const say = () => { const [a, b] = range(); word.textContent = a === span[0] && b === span[1] ? `${span[0]}–${span[1]}` : `${a}–${b}`; };
  inputs.forEach((one, k) => {
    one.value = state.years ? state.years[k] : span[k];
    one.addEventListener("input", say);
    one.addEventListener("change", () => { const [a, b] = range(); app.years(a === span[0] && b === span[1] ? null : [a, b]); });
  });
  say();
  host.replaceChildren(el("span", { class: "soft" }, app.t("time")), ...inputs, word);
};

FZ.wirePicture = function (app, host) {
  const { picture, state } = app, { network } = picture;
  const canvas = network.canvas.frame.canvas;
  network.on("hoverNode", ({ node }) => { picture.hot = node; canvas.style.cursor = "pointer"; network.redraw(); });
  network.on("blurNode", () => { picture.hot = null; canvas.style.cursor = ""; network.redraw(); });
  network.on("click", ({ nodes, event }) => {
    FZ.closeMenu();
    const source = event.srcEvent || {};
    if (!nodes.length) return state.pathFrom == null ? app.select(null) : undefined;
    if (source.ctrlKey || source.metaKey) return app.hide([nodes[0]]);
    return state.pathFrom != null && state.pathFrom !== nodes[0] ? app.endPath(nodes[0]) : app.select(nodes[0]);
  });
  network.on("doubleClick", ({ nodes }) => { if (nodes.length) app.unfold(nodes[0]); });
  network.on("dragEnd", ({ nodes }) => { for (const i of nodes) Object.assign(app.model.things[i], network.getPosition(i)); });
  network.on("oncontext", ({ event, pointer }) => {
    event.preventDefault();
    const i = network.getNodeAt(pointer.DOM);
    if (i != null) FZ.openMenu(app, i, event.clientX, event.clientY);
  });
  document.addEventListener("mousedown", (event) => { if (!event.target.closest("#menu, #tools")) FZ.closeMenu(); });
  FZ.wireBox(app, host);
};

// Shift and drag draws a box; what lies in it can be kept or hidden.
FZ.wireBox = function (app, host) {
  const frame = document.getElementById("box");
  let from = null;
  host.addEventListener("pointerdown", (event) => {
    if (!event.shiftKey || event.button) return;
    from = [event.clientX, event.clientY];
    event.stopPropagation();
    event.preventDefault();
  }, true);
  const size = (event) => ({ x: Math.min(from[0], event.clientX), y: Math.min(from[1], event.clientY), w: Math.abs(from[0] - event.clientX), h: Math.abs(from[1] - event.clientY) });
  window.addEventListener("pointermove", (event) => {
    if (!from) return;
    const { x, y, w, h } = size(event);
    frame.hidden = false;
    Object.assign(frame.style, { left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px` });
  });
  window.addEventListener("pointerup", (event) => {
    if (!from) return;
    const { x, y, w, h } = size(event), { network } = app.picture;
    from = null;
    frame.hidden = true;
    const inside = [...app.visible].filter((i) => {
      const spot = network.canvasToDOM(network.getPosition(i));
      return spot.x >= x && spot.x <= x + w && spot.y >= y && spot.y <= y + h;
    });
    if (!inside.length) return;
    const menu = document.getElementById("menu"), item = (key, act) => FZ.el("button", { type: "button", role: "menuitem", onclick: () => { FZ.closeMenu(); act(); } }, app.t(key));
    menu.replaceChildren(FZ.el("div", { class: "soft" }, app.t("selected", { n: inside.length })), item("keep", () => app.keep(inside)), item("drop", () => app.hide(inside)));
    menu.hidden = false;
    Object.assign(menu.style, { left: `${Math.min(event.clientX, window.innerWidth - 180)}px`, top: `${Math.min(event.clientY, window.innerHeight - 110)}px` });
  });
};

// For hands on the keyboard: from thing to thing by importance, from neighbour to neighbour, and the menu where it stands.
FZ.keyActs = function (app) {
  const { state, picture, model } = app;
  app.step = (by) => {
    const order = picture.order, at = order.indexOf(state.selected);
    if (order.length) app.go(order[at < 0 ? (by > 0 ? 0 : order.length - 1) : (at + by + order.length) % order.length]);
  };
  let middle = null, place = -1;
  app.stepNear = (by) => {
    if (state.selected == null) return app.step(by);
    if (middle == null || (state.selected !== middle && !model.things[middle].near.has(state.selected))) { middle = state.selected; place = by > 0 ? -1 : 0; }
    const near = [...model.things[middle].near.keys()].sort((a, b) => a - b);
    if (!near.length) return undefined;
    place = (place + by + near.length) % near.length;
    return app.go(near[place]);
  };
  app.menuAt = (i) => {
    const spot = picture.network.canvasToDOM(picture.network.getPosition(i));
    FZ.openMenu(app, i, Math.max(8, spot.x), Math.max(8, spot.y));
  };
  document.getElementById("menu").addEventListener("keydown", (event) => {
    const items = [...event.currentTarget.querySelectorAll("button")], at = items.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); items[(at + step + items.length) % items.length].focus(); }
    if (event.key === "Home" || event.key === "End") { event.preventDefault(); items.at(event.key === "Home" ? 0 : -1).focus(); }
    if (event.key === "Tab") FZ.closeMenu();
  });
};

FZ.wireKeys = function (app) {
  FZ.keyActs(app);
  const { state } = app, pan = (x, y) => {
    const { network } = app.picture, at = network.getViewPosition(), step = 90 / network.getScale();
    network.moveTo({ position: { x: at.x + x * step, y: at.y + y * step } });
  };
  const zoom = (by) => app.picture.network.moveTo({ scale: app.picture.network.getScale() * by });
  const one = (act) => () => { if (state.selected != null) act(state.selected); };
  const keys = { "/": () => document.getElementById("search").focus(), 0: () => app.fit(), "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8),
    f: one((i) => app.focus(i, 1)), u: one((i) => app.unfold(i)), h: one((i) => app.hide([i])), p: one((i) => app.startPath(i)), z: () => app.history.undo(), y: () => app.history.redo(),
    n: () => app.step(1), b: () => app.step(-1), "]": () => app.stepNear(1), "[": () => app.stepNear(-1), m: one((i) => app.menuAt(i)),
    i: () => document.querySelector("#panel h2")?.focus(), s: () => app.toggleAsk?.(),
    ArrowLeft: () => pan(-1, 0), ArrowRight: () => pan(1, 0), ArrowUp: () => pan(0, -1), ArrowDown: () => pan(0, 1),
    Escape: () => { if (app.ask?.open && document.activeElement.closest("#ask")) return app.toggleAsk(false); if (!document.getElementById("menu").hidden) return FZ.closeMenu(); state.pathFrom = null; if (state.focus) app.focus(null); else app.select(null); } };
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, #menu") && event.key !== "Escape") return;
    if (event.target.closest("#panel, #ask") && event.key.startsWith("Arrow")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() !== "z") return;
    const act = keys[event.key] || keys[event.key.toLowerCase()];
    if (!act || event.altKey) return;
    event.preventDefault();
    act();
  });
};

FZ.start();
