// Runs behind Oxigraph's own text, as one script in a worker: a long query never stops the page.
let store = null;

// A worker inherits the page's policy: no request leaves it, SERVICE and FROM have nothing to reach.
const unpacked = async (packed) => {
  const text = atob(packed), bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).arrayBuffer());
};

const begin = async ({ engine, files }) => {
  await __wbg_init({ module_or_path: await unpacked(engine) });
  store = new Store();
  for (const { data } of files) store.load(await unpacked(data), { format: "text/turtle", no_transaction: true });
  return { triples: store.size };
};

// What a query asks for decides the form of its results; the prologue is skipped to see it.
const form = (query) => {
  const bare = query.replace(/<[^<>"{}|^`\\\s]*>/g, "<>").replace(/#[^\n]*/g, "").replace(/(["'])(?:(?!\1)[^\\\n]|\\.)*\1/g, '""');
  return (bare.match(/\b(select|ask|construct|describe)\b/i) || [, "select"])[1].toLowerCase();
};

const ask = ({ query }) => {
  const kind = form(query);
  if (kind === "construct" || kind === "describe") return { kind, turtle: store.query(query, { results_format: "text/turtle" }) };
  return { kind, ...JSON.parse(store.query(query, { results_format: "application/sparql-results+json" })) };
};

self.onmessage = async ({ data }) => {
  const start = performance.now();
  try {
    const found = data.act === "begin" ? await begin(data) : ask(data);
    self.postMessage({ id: data.id, found, time: performance.now() - start });
  } catch (error) {
    self.postMessage({ id: data.id, error: String((error && error.message) || error), time: performance.now() - start });
  }
};
