"use strict";
// The answer of a query: a table whose rows lead to their quotes, or a selection in the picture.

FZ.answerRows = (answer) => (answer && answer.results ? answer.results.bindings : []);

FZ.drawAnswer = function (app) {
  const { el } = FZ, { ask, t, state } = app, host = document.getElementById("ask-rows"), acts = document.getElementById("ask-acts");
  if (!host) return;
  const { answer } = ask;
  acts.replaceChildren();
  if (!answer) return host.replaceChildren(el("p", { class: "soft empty" }, t("askhint")));
  if (answer.turtle != null) return host.replaceChildren(el("pre", {}, answer.turtle));
  if (answer.boolean != null) return host.replaceChildren(el("p", { class: "empty" }, t(answer.boolean ? "yes" : "no")));
  const rows = FZ.answerRows(answer), columns = answer.head.vars, all = [...new Set(rows.flatMap((row) => FZ.rowThings(app, row)))].sort((a, b) => a - b);
  if (!rows.length) return host.replaceChildren(el("p", { class: "soft empty" }, t("asknone")));
  if (all.length) acts.append(el("button", { type: "button", id: "ask-show", onclick: () => app.mark(all) }, t("askshow", { n: all.length })));
  acts.append(el("button", { type: "button", onclick: () => FZ.exportAnswer(app) }, t("csv")));
  const heading = (name) => (ask.parts.headings[name] || {})[state.lang] || name;
  const body = el("tbody", {}), table = el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("askquotes")), columns.map((name) => el("th", { scope: "col" }, heading(name))))), body);
  const fill = (from) => {
    body.append(...rows.slice(from, from + 200).flatMap((row) => FZ.answerRow(app, row, columns)));
    if (rows.length > from + 200) {
      const more = el("button", { type: "button", onclick: () => { more.remove(); fill(from + 200); } }, t("morefacts", { n: rows.length - from - 200 }));
      host.append(more);
    }
  };
  host.replaceChildren(table);
  fill(0);
};

FZ.answerRow = function (app, row, columns) {
  const { el } = FZ, { t } = app, below = el("tr", { class: "below", hidden: true }, el("td", { colspan: columns.length + 1 }));
  const open = el("button", { type: "button", class: "open", "aria-expanded": "false", "aria-label": t("askquotes"), onclick: async () => {
    below.hidden = !below.hidden;
    open.setAttribute("aria-expanded", String(!below.hidden));
    if (!below.hidden && !below.firstChild.childNodes.length) below.firstChild.append(...await FZ.rowQuotes(app, row));
  } }, "›");
  return [el("tr", {}, el("td", {}, open), columns.map((name) => el("td", { class: FZ.isNumber(row[name]) ? "number" : "" }, FZ.answerCell(app, row[name])))), below];
};

FZ.isNumber = (cell) => cell && cell.type === "literal" && /#(integer|decimal|double|float|int|long)$/.test(cell.datatype || "");

FZ.answerCell = function (app, cell) {
  if (!cell) return "";
  if (cell.type !== "uri") return cell.value;
  const i = app.ask.byIri.get(cell.value);
  if (i != null) return FZ.chip(app, i);
  const short = Object.entries(app.ask.parts.prefixes).find(([, iri]) => cell.value.startsWith(iri));
  const text = short ? `${short[0]}:${cell.value.slice(short[1].length)}` : FZ.tail(cell.value);
  return FZ.el("span", { class: "iri", title: cell.value }, [...text].length > 48 ? `${[...text].slice(0, 47).join("")}…` : text);
};

// The things that a row tells of: its IRIs, else names that stand for one thing alone.
FZ.rowThings = function (app, row) {
  const cells = Object.values(row), found = cells.filter((cell) => cell.type === "uri" && app.ask.byIri.has(cell.value)).map((cell) => app.ask.byIri.get(cell.value));
  if (!app.ask.words) {
    app.ask.words = new Map();
    for (const { i, keys } of app.model.names) for (const key of new Set(keys)) app.ask.words.set(key, app.ask.words.has(key) ? -1 : i);
  }
  for (const cell of cells) if (cell.type === "literal") {
    const i = app.ask.words.get(FZ.fold(cell.value));
    if (i >= 0) found.push(i);
  }
  return [...new Set(found)];
};

// The quotes behind a row: its fact, its words, the facts about all its things; else the store is asked.
FZ.rowQuotes = async function (app, row) {
  const { ask, model, t } = app, cells = Object.values(row), { facts, quotes } = model.data;
  let found = cells.filter((cell) => cell.type === "uri" && ask.facts.has(cell.value)).map((cell) => facts[ask.facts.get(cell.value)]);
  const things = FZ.rowThings(app, row);
  const words = new Set(cells.filter((cell) => cell.type === "literal" && [...cell.value].length > 3).map((cell) => cell.value));
  const said = (fact) => fact.quotes.some((at) => words.has(quotes[at].exact));
  if (!found.length && words.size) found = facts.filter((fact) => said(fact) && (!things.length || fact.things.some((i) => things.includes(i))));
  if (!found.length && words.size) found = facts.filter(said);
  const about = (i) => model.things[i].facts.map((at) => facts[at]);
  if (!found.length && things.length > 1) {
    const shared = [...new Set(things.flatMap(about))].map((fact) => [fact.things.filter((i) => things.includes(i)).length, fact]).filter(([many]) => many > 1);
    const most = Math.max(0, ...shared.map(([many]) => many));
    found = shared.filter(([many]) => many === most).map(([, fact]) => fact);
  }
  if (!found.length && things.length) found = [...new Set(things.flatMap(about))];
  if (found.length) return FZ.firstRows(app, [...new Set(found)]);
  return FZ.storeQuotes(app, cells.filter((cell) => cell.type === "uri").map((cell) => cell.value), t);
};

FZ.firstRows = function (app, found) {
  const rows = found.slice(0, 20).map((fact) => FZ.factRow(app, fact));
  if (rows.length) rows[0].open = true;
  if (found.length <= 20) return rows;
  const more = FZ.el("button", { type: "button", onclick: () => { more.replaceWith(...found.slice(20).map((fact) => FZ.factRow(app, fact))); } }, app.t("morefacts", { n: found.length - 20 }));
  return [...rows, more];
};

// For what the page's own facts do not hold (a document, a node of the vocabulary, things left out of the page).
FZ.storeQuotes = async function (app, iris, t) {
  const none = [FZ.el("p", { class: "soft" }, t("asknoquote"))];
  if (!iris.length) return none;
  const { text } = FZ.withPrefixes(app.ask.parts.prefixes, `SELECT DISTINCT ?file ?title ?start ?end ?exact ?before ?after WHERE {
    VALUES ?x { ${iris.map(FZ.iriTerm).join(" ")} }
    { ?x prov:wasDerivedFrom|fz:mention ?e } UNION { ?e oa:hasSource ?x } UNION { BIND(?x AS ?e) }
    UNION { ?s rdf:subject|rdf:object|fz:holder|fz:of|fz:award|fz:recipient|fz:conferrer|fz:subject|fz:area|fz:indicator|fz:status|fz:measure ?x ; prov:wasDerivedFrom ?e }
    ?e oa:hasSource ?doc ; oa:hasSelector ?words , ?place . ?words oa:exact ?exact . ?place oa:start ?start ; oa:end ?end .
    OPTIONAL { ?words oa:prefix ?before } OPTIONAL { ?words oa:suffix ?after }
    ?doc dcterms:identifier ?file OPTIONAL { ?doc dcterms:title ?title } } ORDER BY ?file ?start LIMIT 20`);
  const rows = FZ.answerRows(await app.ask.engine.ask(text).catch(() => null));
  const value = (row, key) => (row[key] ? row[key].value : "");
  return rows.length ? rows.map((row) => FZ.quoteBlock(app, { start: value(row, "start"), end: value(row, "end"), exact: value(row, "exact"), before: value(row, "before"), after: value(row, "after") },
    { file: value(row, "file"), title: value(row, "title") })) : none;
};

FZ.exportAnswer = function (app) {
  const { answer } = app.ask, names = answer.head.vars;
  const rows = [names, ...FZ.answerRows(answer).map((row) => names.map((name) => (row[name] ? row[name].value : "")))];
  FZ.download("answer.csv", "text/csv;charset=utf-8", ["\ufeff", rows.map((row) => row.map(FZ.cell).join(",")).join("\r\n"), "\r\n"]);
};
