"use strict";
// Undo and redo, and the address: what stands behind # is enough to see the same picture again.

FZ.copyState = (state) => ({ ...state, shown: new Set(state.shown), typesOff: new Set(state.typesOff), kindsOff: new Set(state.kindsOff),
  removed: new Set(state.removed), focus: state.focus && { ...state.focus }, path: state.path && [...state.path], marked: state.marked && [...state.marked], years: state.years && [...state.years] });

FZ.makeHistory = function (app) {
  const past = [], future = [];
  const swap = (from, to) => {
    if (!from.length) return;
    to.push(FZ.copyState(app.state));
    const { lang, theme } = app.state;
    Object.assign(app.state, from.pop(), { lang, theme });
    app.refresh();
  };
  return {
    past, future,
    mark() { past.push(FZ.copyState(app.state)); if (past.length > 60) past.shift(); future.length = 0; },
    undo: () => swap(past, future),
    redo: () => swap(future, past),
  };
};

FZ.writeAddress = function (app) {
  const { state, model } = app, parts = new URLSearchParams(), name = (i) => FZ.tail(model.things[i].iri);
  const head = state.selected == null ? "" : encodeURIComponent(name(state.selected)).replace(/%2F/g, "/");
  if (state.typesOff.size) parts.set("off", [...state.typesOff].map((at) => model.data.types[at].code).join(","));
  if (state.kindsOff.size) parts.set("lines", [...state.kindsOff].join(","));
  if (state.focus) parts.set("focus", `${state.focus.hops}~${name(state.focus.i)}`);
  if (state.removed.size) parts.set("hide", [...state.removed].slice(0, 40).map(name).join("|"));
  if (state.years) parts.set("years", state.years.join("-"));
  const extra = [...state.shown].filter((i) => i >= model.data.start);
  if (extra.length) parts.set("more", extra.length > 60 ? String(extra.length) : extra.map(name).join("|"));
  const rest = parts.toString();
  return `#${head}${rest ? `&${rest}` : ""}`;
};

FZ.readAddress = function (app) {
  const { model, state } = app, text = location.hash.slice(1), cut = text.indexOf("&");
  const head = cut < 0 ? text : text.slice(0, cut), parts = new URLSearchParams(cut < 0 ? "" : text.slice(cut + 1));
  const find = (tail) => { try { return FZ.findThing(model, decodeURIComponent(tail)); } catch { return FZ.findThing(model, tail); } };
  const list = (key, split) => (parts.get(key) || "").split(split).filter(Boolean);
  state.typesOff = new Set(list("off", ",").map((code) => model.data.types.findIndex((type) => type.code === code)).filter((at) => at >= 0));
  state.kindsOff = new Set(list("lines", ",").filter((kind) => kind in model.data.kinds));
  state.removed = new Set(list("hide", "|").map(find).filter((i) => i != null));
  const years = list("years", "-").map(Number);
  state.years = years.length === 2 && years.every(Number.isInteger) ? years : null;
  const focus = (parts.get("focus") || "").match(/^(\d)~(.+)$/), middle = focus && FZ.findThing(model, focus[2]);
  state.focus = middle != null ? { i: middle, hops: Math.min(+focus[1], 5) } : null;
  const more = parts.get("more") || "";
  if (/^\d+$/.test(more)) for (let i = 0; i < Math.min(model.things.length, model.data.start + +more); i++) state.shown.add(i);
  else for (const tail of more.split("|").filter(Boolean)) { const i = find(tail); if (i != null) state.shown.add(i); }
  state.selected = head ? find(head) : null;
  if (state.selected != null) state.shown.add(state.selected);
};

FZ.findThing = function (model, tail) {
  if (model.byTail.has(tail)) return model.byTail.get(tail);
  const wanted = FZ.fold(tail), hit = model.names.find(({ keys }) => keys.includes(wanted));
  return hit ? hit.i : null;
};
