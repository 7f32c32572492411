"use strict";
// SPARQL in the page: a drawer with an editor, the shipped queries, and results that lead to their quotes.
// The engine sleeps in the page as text and starts in a worker when the drawer is first opened.

FZ.makeEngine = function (parts) {
  let worker = null, ready = null, next = 0;
  const waiting = new Map();
  const call = (message) => new Promise((resolve, reject) => {
    const id = next++;
    waiting.set(id, { resolve, reject });
    worker.postMessage({ ...message, id });
  });
  const start = () => {
    const url = URL.createObjectURL(new Blob([parts.worker], { type: "text/javascript" }));
    worker = new Worker(url);
    worker.onmessage = ({ data }) => {
      const { resolve, reject } = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.error != null) reject(new Error(data.error)); else resolve({ ...data.found, time: data.time });
    };
    worker.onerror = (event) => { for (const { reject } of waiting.values()) reject(new Error(event.message || "worker")); waiting.clear(); };
    ready = call({ act: "begin", engine: parts.engine, files: parts.files });
    return ready;
  };
  return {
    begin: () => ready || start(),
    async ask(query) { await (ready || start()); return call({ act: "ask", query }); },
    stop() { if (worker) worker.terminate(); for (const { reject } of waiting.values()) reject(null); waiting.clear(); worker = ready = null; },
  };
};

// A query with the prefixes that it uses and does not declare; `shift` is the number of lines that this adds.
FZ.withPrefixes = function (prefixes, query) {
  const bare = query.replace(/<[^<>\s]*>/g, "<>"), missing = Object.entries(prefixes).filter(([name]) =>
    new RegExp(`(^|[^\\w-])${name}:`).test(bare) && !new RegExp(`prefix\\s+${name}:`, "i").test(query));
  if (!missing.length) return { text: query, shift: 0 };
  return { text: `${missing.map(([name, iri]) => `PREFIX ${name}: <${iri}>`).join(" ")}\n${query}`, shift: 1 };
};

FZ.literal = (text) => `"${text.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r")}"`;
FZ.iriTerm = (iri) => `<${iri.replace(/[<>"{}|^`\\\s]/g, (one) => encodeURIComponent(one))}>`;

FZ.makeAsk = function (app) {
  const parts = app.model.data.sparql;
  const ask = { parts, engine: FZ.makeEngine(parts), query: parts.queries[0].name, values: {}, text: "", answer: null, said: "", bad: false, busy: false, open: false };
  const overview = parts.queries.find((one) => one.name === "overview") || parts.queries[0];
  ask.query = overview.name;
  ask.text = overview.text.replace(/^#:.*\n/gm, "").trim();
  ask.byIri = new Map(app.model.things.map((thing) => [thing.iri, thing.i]));
  ask.facts = new Map(app.model.data.facts.map((fact, at) => [fact.iri, at]));
  ask.words = null;
  app.ask = ask;
  // On a phone the drawer covers the picture: whoever wants to see the picture has to have it closed.
  for (const act of ["mark", "go"]) {
    const before = app[act];
    app[act] = (...given) => { if (ask.open && window.innerWidth <= 720) app.toggleAsk(false); return before(...given); };
  }
  app.toggleAsk = (open = !ask.open) => {
    ask.open = open;
    document.body.classList.toggle("asking", open);
    FZ.drawAsk(app);
    app.fit(false);
    if (!open) return document.getElementById("ask-open")?.focus();
    document.getElementById("ask-query").focus();
    return FZ.startAsk(app);
  };
};

FZ.startAsk = async function (app) {
  const { ask, t } = app;
  if (ask.triples != null) return;
  FZ.sayAsk(app, t("asking"));
  try {
    const { triples, time } = await ask.engine.begin();
    ask.triples = triples;
    if (!ask.busy) FZ.sayAsk(app, t("askready", { n: triples, s: (time / 1000).toFixed(1) }));
  } catch (error) { if (error) FZ.sayAsk(app, t("askfailed", { why: error.message }), true); }
};

FZ.sayAsk = function (app, text, bad = false) {
  Object.assign(app.ask, { said: text, bad });
  const line = document.getElementById("ask-said");
  if (line) { line.textContent = text; line.classList.toggle("bad", bad); }
};

FZ.drawAsk = function (app) {
  const { el } = FZ, { ask, t, state } = app, host = document.getElementById("ask");
  host.hidden = !ask.open;
  if (!ask.open) return host.replaceChildren();
  const chosen = ask.parts.queries.find((one) => one.name === ask.query);
  const menu = el("select", { id: "ask-query", "aria-label": t("askmenu"), onchange: (event) => FZ.pickQuery(app, event.target.value) },
    ask.parts.queries.map((one) => el("option", { value: one.name, selected: one.name === ask.query }, one.title[state.lang] || one.name)));
  const editor = el("textarea", { id: "ask-text", spellcheck: "false", "aria-label": t("askeditor"), oninput: () => { ask.text = editor.value; },
    onkeydown: (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); FZ.runAsk(app); } } });
  editor.value = ask.text;
  const form = el("form", { class: "side", onsubmit: (event) => { event.preventDefault(); FZ.runAsk(app); } },
    el("label", { class: "soft", for: "ask-query" }, t("askmenu")), menu,
    el("p", { class: "soft" }, chosen.about[state.lang] || ""),
    chosen.parameters.map((one) => FZ.askField(app, one)), editor,
    el("div", { class: "acts" }, el("button", { type: "submit", class: "main", id: "ask-run" }, t("askrun")),
      el("button", { type: "button", id: "ask-stop", onclick: () => FZ.stopAsk(app) }, t("askstop"))));
  host.setAttribute("aria-label", "SPARQL");
  host.replaceChildren(form, el("div", { class: "answer" },
    el("div", { class: "head" }, el("span", { id: "ask-said", role: "status", class: ask.bad ? "bad" : "" }, ask.said), el("span", { id: "ask-acts" }),
      el("button", { type: "button", class: "shut", "aria-label": t("close"), onclick: () => app.toggleAsk(false) }, "✕")),
    el("div", { id: "ask-rows", tabindex: "0", role: "region", "aria-label": t("askrows") })));
  FZ.busyAsk(app, ask.busy);
  return FZ.drawAnswer(app);
};

FZ.pickQuery = function (app, name) {
  const { ask } = app, chosen = ask.parts.queries.find((one) => one.name === name);
  Object.assign(ask, { query: name, values: {}, text: chosen.text.replace(/^#:.*\n/gm, "").trim() });
  FZ.drawAsk(app);
  document.getElementById("ask-query").focus();
};

// A parameter's field: a choice where the answers are few, else a text box; names of things are suggested.
FZ.askField = function (app, one) {
  const { el } = FZ, { ask, model, state, t } = app, id = `ask-${one.name}`;
  const set = (event) => { ask.values[one.name] = event.target.value.trim(); };
  const choice = (rows) => el("select", { id, onchange: set }, el("option", { value: "" }, t("askany")),
    rows.map(([value, word]) => el("option", { value, selected: ask.values[one.name] === value }, word)));
  let field;
  if (one.type === "type") field = choice(model.data.types.map((type) => [type.code, type[state.lang]]));
  else if (one.type === "boolean") field = choice([["true", t("yes")], ["false", t("no")]]);
  else if (one.type === "document") field = choice(model.data.docs.map((doc) => [doc.iri, doc.title || doc.file]));
  else {
    const list = el("datalist", { id: `${id}-list` });
    const suggest = (event) => { set(event); if (one.type === "thing") list.replaceChildren(...FZ.search(model, event.target.value, 12).map((hit) => el("option", { value: model.things[hit.i].name }))); };
    field = [el("input", { id, list: `${id}-list`, autocomplete: "off", placeholder: one.default === "required" || one.default === "any" ? "" : one.default, oninput: suggest, value: ask.values[one.name] || "" }), list];
  }
  return el("div", { class: "field" }, el("label", { for: id }, one[state.lang], one.default === "required" ? el("b", { class: "need" }, " *") : ""), field);
};

// The editor's text with the values of the fields where the query marks their places.
FZ.bindAsk = async function (app) {
  const { ask, t } = app, chosen = ask.parts.queries.find((one) => one.name === ask.query);
  let text = ask.text;
  for (const one of chosen.parameters) {
    const place = `VALUES ?${one.name} { UNDEF }`, typed = ask.values[one.name] || "";
    if (!text.includes(place)) continue;
    const value = typed || (one.default === "required" || one.default === "any" ? "" : one.default);
    if (!value && one.default === "required") throw new Error(t("askneeds", { name: one[app.state.lang] }));
    text = text.replaceAll(place, value ? `VALUES ?${one.name} { ${await FZ.askTerm(app, one, value)} }` : "");
  }
  return text;
};

FZ.askTerm = async function (app, one, value) {
  const { ask, model, t } = app, fz = "https://w3id.org/fangzhi/ontology#";
  if (/^[a-z][a-z0-9+.-]*:\/\/\S+$/.test(value)) return FZ.iriTerm(value);
  if (one.type === "type") return `<${fz}${value}>`;
  if (one.type === "text") return FZ.literal(value);
  if (one.type === "thing") {
    const i = FZ.findThing(model, value);
    if (i == null) throw new Error(t("asknothing", { name: value }));
    return FZ.iriTerm(model.things[i].iri);
  }
  if (one.type === "concept") {
    const name = FZ.literal(value), query = `PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT DISTINCT ?c WHERE { ?c skos:prefLabel|skos:altLabel|rdfs:label ?l FILTER(STR(?l) = ${name} || STRENDS(STR(?c), CONCAT("/", ${name}))) } LIMIT 50`;
    const found = (await ask.engine.ask(query)).results.bindings.map((row) => row.c.value).filter((iri) => !ask.byIri.has(iri)).sort();
    if (!found.length) throw new Error(t("asknothing", { name: value }));
    return FZ.iriTerm(found[0]);
  }
  const shapes = { integer: /^[+-]?\d+$/, decimal: /^[+-]?\d+(\.\d+)?$/, year: /^-?\d{4,}$/, date: /^\d{4}-\d\d-\d\d$/, boolean: /^(true|false)$/ };
  if (shapes[one.type] && !shapes[one.type].test(value)) throw new Error(t("askshape", { name: one[app.state.lang], value }));
  return `"${value}"^^<http://www.w3.org/2001/XMLSchema#${one.type === "year" ? "gYear" : one.type}>`;
};

FZ.busyAsk = function (app, busy) {
  app.ask.busy = busy;
  const run = document.getElementById("ask-run"), stop = document.getElementById("ask-stop");
  if (run) { run.disabled = busy; stop.disabled = !busy; }
};

FZ.runAsk = async function (app) {
  const { ask, t } = app;
  if (ask.busy) return;
  FZ.busyAsk(app, true);
  FZ.sayAsk(app, t(ask.triples == null ? "asking" : "askruns"));
  let shift = 0;
  try {
    const full = FZ.withPrefixes(ask.parts.prefixes, await FZ.bindAsk(app));
    shift = full.shift;
    ask.answer = await ask.engine.ask(full.text);
    const rows = FZ.answerRows(ask.answer);
    FZ.sayAsk(app, t("askfound", { n: rows.length, s: (ask.answer.time / 1000).toFixed(2) }));
  } catch (error) {
    if (error) { ask.answer = null; FZ.sayAsk(app, error.message.replace(/ at (\d+):/, (whole, line) => ` at ${line - shift}:`), true); }
  }
  FZ.busyAsk(app, false);
  FZ.drawAnswer(app);
};

FZ.stopAsk = function (app) {
  app.ask.engine.stop();
  app.ask.triples = null;
  FZ.busyAsk(app, false);
  FZ.sayAsk(app, app.t("askstopped"));
};
