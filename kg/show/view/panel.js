"use strict";
// What stands beside the picture: the legend, the panel of one thing, the search list, the context menu.

FZ.typeOf = (model, i) => model.data.types[model.things[i].types[0]];

FZ.drawLegend = function (app) {
  const { model, state, t } = app, { el } = FZ;
  const host = document.getElementById("legend"), open = host.querySelector("details.kinds")?.open;
  const count = new Map(), shown = new Map(), kinds = new Map();
  for (const thing of model.things) {
    const type = thing.types[0];
    count.set(type, (count.get(type) || 0) + 1);
    if (app.visible.has(thing.i)) shown.set(type, (shown.get(type) || 0) + 1);
  }
  for (const edge of model.edges) kinds.set(edge.kind, (kinds.get(edge.kind) || 0) + 1);
  const row = (glyph, word, number, on, act) => el("button", { class: "row", type: "button", "aria-pressed": String(on), onclick: act },
    glyph, el("span", {}, word), el("small", { class: "soft" }, number));
  const types = model.data.types.map((type, at) => [type, at]).filter(([, at]) => count.get(at)).map(([type, at]) =>
    row(FZ.glyph(type), type[state.lang], `${shown.get(at) || 0} / ${count.get(at)}`, !state.typesOff.has(at), () => app.toggle("typesOff", at)));
  const lines = [...kinds].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([kind, many]) =>
    row("", model.data.kinds[kind][state.lang], many, !state.kindsOff.has(kind), () => app.toggle("kindsOff", kind)));
  host.replaceChildren(
    el("details", { open: window.innerWidth > 720 || host.querySelector("details.types")?.open || false, class: "types" }, el("summary", {}, t("legend")), types),
    el("details", { class: "kinds", open: open || false }, el("summary", {}, t("kinds")), lines),
    FZ.countRow(app));
};

FZ.countRow = function (app) {
  const { model, state, t } = app, { el } = FZ, held = model.things.length, shown = app.visible.size;
  const button = (key, act) => el("button", { type: "button", onclick: act }, t(key));
  const rows = [el("div", {}, t("shown", { n: shown, m: held }))];
  if (model.data.total > held) rows.push(el("div", { class: "soft" }, t("notheld", { n: held, m: model.data.total })));
  if (state.shown.size < held) rows.push(button("more", () => app.showMore()), button("all", () => app.showAll()));
  if (state.shown.size > model.data.start) rows.push(button("important", () => app.showStart()));
  if (state.focus) rows.push(button("whole", () => app.focus(null)));
  return el("div", { id: "count" }, rows);
};

FZ.chip = (app, i) => FZ.el("button", { class: "chip", type: "button", onclick: () => app.go(i) },
  FZ.glyph(FZ.typeOf(app.model, i)), app.model.things[i].name);

FZ.drawPanel = function (app) {
  const { model, state, t } = app, { el } = FZ, host = document.getElementById("panel");
  host.hidden = state.selected == null;
  if (host.hidden) return host.replaceChildren();
  const thing = model.things[state.selected], lang = state.lang;
  const types = thing.types.map((at) => el("span", { class: "chip" }, FZ.glyph(model.data.types[at]), model.data.types[at][lang]));
  const facts = thing.facts.map((at) => model.data.facts[at]);
  const docs = [...new Set(facts.flatMap((fact) => fact.quotes.map((q) => model.data.quotes[q].doc)))];
  host.replaceChildren(...[
    el("button", { class: "shut", type: "button", "aria-label": t("close"), onclick: () => app.select(null) }, "✕"),
    el("h2", { tabindex: "-1" }, thing.name), el("div", {}, types),
    thing.aliases.length ? el("div", { class: "soft" }, `${t("aliases")}：${thing.aliases.join("、")}`) : "",
    FZ.actions(app, thing), FZ.historyLine(app, facts), FZ.factLists(app, facts),
    facts.length ? "" : el("p", { class: "soft" }, t("nofacts")),
    FZ.neighbourChips(app, thing),
    docs.length ? el("h3", {}, `${t("documents")}（${docs.length}）`) : "",
    docs.length ? el("ul", { class: "docs" }, docs.slice(0, 40).map((at) => el("li", {}, model.data.docs[at].title || model.data.docs[at].file))) : "",
  ].flat(4).filter((one) => one !== ""));
  host.scrollTop = 0;
};

FZ.actions = function (app, thing) {
  const { el } = FZ, { t } = app, button = (label, act) => el("button", { type: "button", onclick: act }, label);
  return el("div", { class: "acts" },
    button(t("unfold"), () => app.unfold(thing.i)),
    el("span", { class: "steps", role: "group", "aria-label": t("focus") }, el("span", { "aria-hidden": "true" }, t("focus")), [1, 2, 3].map((n) =>
      el("button", { type: "button", "aria-label": `${t("focus")} ${t("hops", { n })}`, title: `${t("focus")} ${t("hops", { n })}`, onclick: () => app.focus(thing.i, n) }, String(n)))),
    button(t("pathfrom"), () => app.startPath(thing.i)), button(t("hide"), () => app.hide([thing.i])),
    button(t("link"), () => app.copyLink()));
};

// The stages of a project as one line: the dated ones oldest first, then those without a date in their usual order.
FZ.historyLine = function (app, facts) {
  const { el } = FZ, { t, state, model } = app, usual = Object.keys(model.data.status);
  const stages = facts.filter((fact) => fact.layer === "milestones");
  if (!stages.length) return "";
  const place = (fact) => (usual.indexOf(fact.status) + 100) % 100;
  stages.sort((a, b) => (a.begin || "9999").localeCompare(b.begin || "9999") || (a.end || "").localeCompare(b.end || "") || place(a) - place(b));
  const open = (fact) => document.querySelectorAll("#panel details.fact").forEach((row) => { if (row.fact === fact) { row.open = true; row.scrollIntoView({ block: "nearest" }); } });
  return [el("h3", {}, t("history")), el("ol", { class: "line" }, stages.map((fact) =>
    el("li", { class: fact.begin ? "" : "undated" }, el("button", { type: "button", title: t("askquotes"), onclick: () => open(fact) },
      el("b", {}, fact.date || t("undated")), (model.data.status[fact.status] || {})[state.lang] || fact.status))))];
};

FZ.factLists = function (app, facts) {
  const { el } = FZ, { model, state, t } = app, lists = [];
  for (const layer of Object.keys(model.data.layers)) {
    const found = facts.filter((fact) => fact.layer === layer);
    if (!found.length) continue;
    if (layer === "milestones") found.sort((a, b) => (a.begin || "9999").localeCompare(b.begin || "9999"));
    const host = el("div", {});
    const fill = (from) => {
      host.append(...found.slice(from, from + 30).map((fact) => FZ.factRow(app, fact)));
      if (found.length > from + 30) {
        const more = el("button", { type: "button", onclick: () => { more.remove(); fill(from + 30); } }, t("morefacts", { n: found.length - from - 30 }));
        host.append(more);
      }
    };
    fill(0);
    lists.push(el("h3", {}, `${model.data.layers[layer][state.lang]}（${found.length}）`), host);
  }
  return lists;
};

FZ.factRow = function (app, fact) {
  const { el } = FZ, { state, t } = app;
  const details = el("details", { class: "fact" }, el("summary", {}, el("span", {}, fact[state.lang]),
    fact.quotes.length > 1 ? el("small", { class: "soft" }, t("quotes", { n: fact.quotes.length })) : ""));
  details.fact = fact;
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) {
      details.append(...fact.quotes.map((at) => FZ.quote(app, at)));
      const others = fact.things.filter((i) => i !== state.selected);
      if (others.length) details.append(el("div", {}, others.map((i) => FZ.chip(app, i))));
    }
  });
  return details;
};

FZ.quote = (app, at) => FZ.quoteBlock(app, app.model.data.quotes[at], app.model.data.docs[app.model.data.quotes[at].doc]);

// One quote as people read it: the words with a little of what stands around them, then where they stand.
FZ.quoteBlock = function (app, quote, doc) {
  const { el } = FZ, { state, t } = app, flat = (text) => text.replace(/\s*\n\s*/g, "\n");
  const before = flat(quote.before).replace(/^\n/, ""), after = flat(quote.after).replace(/\n$/, "");
  return el("blockquote", {}, el("p", {}, before && !/[。！？!?\n]$/.test(before) ? "…" : "", before, el("mark", {}, quote.exact), after, after && !/[。！？!?]$/.test(after) ? "…" : ""),
    el("footer", {}, el("cite", {}, doc.title || doc.file), el("div", {}, `${doc.title && doc.title !== doc.file ? `${doc.file} · ` : ""}${t("offsets", { a: quote.start, b: quote.end })}${quote.rule ? ` · ${t("rule")} ${quote.rule}` : ""}`),
      (quote[state.lang] || []).map((line) => el("div", {}, `${t("elsewhere")}：${line}`))));
};

FZ.neighbourChips = function (app, thing) {
  const { el } = FZ, near = [...thing.near.keys()].sort((a, b) => a - b);
  if (!near.length) return "";
  const host = el("div", {}, near.slice(0, 24).map((i) => FZ.chip(app, i)));
  if (near.length > 24) {
    const more = el("button", { type: "button", class: "chip", onclick: () => { more.remove(); host.append(...near.slice(24).map((i) => FZ.chip(app, i))); } },
      app.t("morefacts", { n: near.length - 24 }));
    host.append(more);
  }
  return [el("h3", {}, `${app.t("neighbours")}（${near.length}）`), host];
};

FZ.wireSearch = function (app) {
  const { el } = FZ, box = document.getElementById("search"), list = document.getElementById("hits");
  let hits = [], at = -1;
  const close = () => { list.hidden = true; box.setAttribute("aria-expanded", "false"); };
  const pick = (k) => { const hit = hits[k]; if (hit) { box.value = ""; close(); app.go(hit.i); } };
  const show = () => {
    hits = FZ.search(app.model, box.value, 12);
    at = hits.length ? 0 : -1;
    const rows = hits.map((hit, k) => el("li", { role: "option", id: `hit${k}`, "aria-selected": String(k === at), onmousedown: (event) => { event.preventDefault(); pick(k); } },
      FZ.glyph(FZ.typeOf(app.model, hit.i)), el("span", {}, app.model.things[hit.i].name), el("small", {}, hit.alias || FZ.typeOf(app.model, hit.i)[app.state.lang])));
    list.replaceChildren(...(rows.length ? rows : [el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, app.t("nothing"))]));
    list.hidden = !box.value.trim();
    box.setAttribute("aria-expanded", String(!list.hidden));
  };
  const move = (step) => {
    if (!hits.length) return;
    at = (at + step + hits.length) % hits.length;
    [...list.children].forEach((row, k) => row.setAttribute("aria-selected", String(k === at)));
    box.setAttribute("aria-activedescendant", `hit${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  box.addEventListener("input", show);
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); move(-1); }
    else if (event.key === "Enter") pick(at);
    else if (event.key === "Escape") { box.value = ""; close(); box.blur(); }
    event.stopPropagation();
  });
};

FZ.openMenu = function (app, i, x, y) {
  const { el } = FZ, { model, state, t } = app, menu = document.getElementById("menu"), kinds = new Map();
  for (const [other, via] of model.things[i].near) if (!app.visible.has(other)) for (const edge of via) kinds.set(edge.kind, (kinds.get(edge.kind) || 0) + 1);
  const item = (label, act) => el("button", { type: "button", role: "menuitem", onclick: () => { FZ.closeMenu(); act(); } }, label);
  menu.replaceChildren(item(t("unfold"), () => app.unfold(i)),
    ...[...kinds].sort().map(([kind, n]) => item(t("unfoldkind", { name: model.data.kinds[kind][state.lang], n }), () => app.unfold(i, kind))),
    item(`${t("focus")} ${t("hops", { n: 1 })}`, () => app.focus(i, 1)), item(`${t("focus")} ${t("hops", { n: 2 })}`, () => app.focus(i, 2)),
    item(t("pathfrom"), () => app.startPath(i)), item(t("hide"), () => app.hide([i])));
  menu.hidden = false;
  menu.style.left = `${Math.min(x, window.innerWidth - menu.offsetWidth - 8)}px`;
  menu.style.top = `${Math.min(y, window.innerHeight - menu.offsetHeight - 8)}px`;
  menu.firstChild.focus();
};

FZ.closeMenu = () => {
  const menu = document.getElementById("menu"), inside = menu.contains(document.activeElement);
  menu.hidden = true;
  if (inside) document.getElementById("network").focus();
};
