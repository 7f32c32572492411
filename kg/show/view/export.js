"use strict";
// The visible part as a picture, a table or triples; made in the page and handed over as a download.

FZ.download = function (name, type, parts) {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = FZ.el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 2000);
};

FZ.exportPicture = function (app) {
  const from = app.picture.network.canvas.frame.canvas, to = document.createElement("canvas");
  to.width = from.width;
  to.height = from.height;
  const ctx = to.getContext("2d");
  ctx.fillStyle = app.picture.ground;
  ctx.fillRect(0, 0, to.width, to.height);
  ctx.drawImage(from, 0, 0);
  to.toBlob((blob) => FZ.download("graph.png", "image/png", [blob]), "image/png");
};

// A cell that a spreadsheet would take for a formula gets an apostrophe; quotation marks are doubled.
FZ.cell = function (value) {
  let text = String(value ?? "");
  if (/^[\s\u3000]*[=+\-@\t\r＝＋－＠]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
};

FZ.exportTable = function (app) {
  const { model, state } = app, lang = state.lang, rows = [["layer", "fact", "quote", "document", "start", "end"]];
  for (const fact of model.data.facts) {
    if (!fact.things.some((i) => app.visible.has(i))) continue;
    for (const at of fact.quotes) {
      const quote = model.data.quotes[at];
      rows.push([model.data.layers[fact.layer][lang], fact[lang], quote.exact, model.data.docs[quote.doc].file, quote.start, quote.end]);
    }
  }
  FZ.download("graph.csv", "text/csv;charset=utf-8", ["\ufeff", rows.map((row) => row.map(FZ.cell).join(",")).join("\r\n"), "\r\n"]);
};

FZ.exportTurtle = function (app) {
  const { model } = app, fz = "https://w3id.org/fangzhi/ontology#";
  const text = (value) => `"${value.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n").replace(/\r/g, "\\r")}"@zh`;
  const lines = [`@prefix fz: <${fz}> .`, "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .", ""];
  for (const i of app.picture.order) {
    const thing = model.things[i], types = thing.types.map((at) => `fz:${model.data.types[at].code}`).join(" , ");
    const aliases = thing.aliases.map((one) => ` ; skos:altLabel ${text(one)}`).join("");
    lines.push(`<${thing.iri}> a ${types} ; skos:prefLabel ${text(thing.name)}${aliases} .`);
  }
  for (const i of [...app.lines].sort((a, b) => a - b)) {
    const edge = model.edges[i];
    if (edge.kind !== "holdsPost") lines.push(`<${model.things[edge.from].iri}> fz:${edge.kind} <${model.things[edge.to].iri}> .`);
  }
  FZ.download("graph.ttl", "text/turtle;charset=utf-8", [lines.join("\n"), "\n"]);
};
