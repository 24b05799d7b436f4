// Elements, data and the state behind the "#" of the address.

const byId = (id) => document.getElementById(id);

// The only way that this page makes elements: attributes and text are set, markup is never read.
function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") made.addEventListener(key, value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  return fill(made, ...children);
}

// Children may come in lists; what is empty is left out.
function fill(into, ...children) {
  // One by one: a call takes no hundred thousand arguments.
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== "") into.append(child);
  }
  return into;
}

const least = (values) => values.reduce((one, other) => Math.min(one, other), Infinity);
const most = (values) => values.reduce((one, other) => Math.max(one, other), -Infinity);

const unseen = (text) => el("span", { class: "unseen" }, text);

// Blocks of data are parsed when they are first asked for: the first view needs few. Those of a large page are packed.
const parsed = new Map();
const unpacked = new Map();
function block(name) {
  if (!parsed.has(name)) parsed.set(name, JSON.parse(unpacked.get(name) ?? byId(name).textContent));
  return parsed.get(name);
}

async function unpack() {
  const one = async (script) => {
    const packed = atob(script.textContent);
    script.remove();
    const bytes = new Uint8Array(packed.length);
    for (let at = 0; at < packed.length; at += 1) bytes[at] = packed.charCodeAt(at);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    unpacked.set(script.id, await new Response(stream).text());
  };
  await Promise.all([...document.querySelectorAll('script[type="text/plain"]')].map(one));
}

const tables = new Map();
function table(name) {
  if (!tables.has(name)) {
    const { fields, rows } = block(name);
    tables.set(name, rows.map((row, at) => {
      const record = { at };
      fields.forEach((field, column) => { record[field] = row[column]; });
      return record;
    }));
  }
  return tables.get(name);
}

const string = (number) => block("strings")[number];
const article = (number) => table("articles")[number];

const places = new Map();
function placeOf(name, id) {
  if (!places.has(name)) places.set(name, new Map(table(name).map((record) => [record.id, record.at])));
  return places.get(name).get(id);
}

// The state: which view, which match or article, and the filters of the lists.
function readState() {
  const given = location.hash.slice(1);
  // "#9f4811e78d7d", as the terminal shows the id of a passage.
  return /^[0-9a-f]{12}$/.test(given) ? { match: given } : Object.fromEntries(new URLSearchParams(given));
}

function address(state) {
  const kept = Object.entries(state).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return `#${new URLSearchParams(kept)}`;
}

// What stays when one goes from a list to something in it, and back.
const FILTERS = ["party", "other", "kind", "group", "source", "sure", "words", "q", "sort", "page"];
function filtersOf(state) {
  return Object.fromEntries(FILTERS.filter((key) => key in state).map((key) => [key, state[key]]));
}

const number = (value) => value.toLocaleString("en-US");
const count = (value, noun) => `${number(value)} ${noun}${value === 1 ? "" : "s"}`;

// Signs for the groups of verdicts: a shape each, so that nobody needs the colours.
const SIGNS = {
  "copied": "\u25b6", "direction open": "\u21c4", "common-source": "\u25c6", "independent-renderings": "\u2016",
  "same-origin": "\u25cf", "incidental": "\u25cb", "undetermined": "?",
};
function sign(group) {
  return el("span", { class: `mark-of sign-${group.replace(" ", "-")}` },
    el("span", { class: "sign", "aria-hidden": "true" }, SIGNS[group] ?? "?"));
}

const ARROWS = ["\u2194", "\u2192", "\u2190"];
const SPOKEN_ARROWS = ["and", "taken over by", "taken from"];
// Both articles of a match; the arrow points to the one that probably has it from the other.
function pair(match) {
  const [left, right] = [article(match.left).name, article(match.right).name];
  if (match.left === match.right) return [left];
  const way = match.arrow ?? 0;
  return [el("bdi", {}, left), unseen(` ${SPOKEN_ARROWS[way]} `),
    el("span", { class: "arrow", "aria-hidden": "true" }, ` ${ARROWS[way]} `), el("bdi", {}, right)];
}
const pairText = (match) => (match.left === match.right ? article(match.left).name
  : `${article(match.left).name} ${ARROWS[match.arrow ?? 0]} ${article(match.right).name}`);

// Pages of a long list: what is not shown is not in the document, so that thousands cost nothing.
function pager(total, page, size, toPage) {
  const last = Math.max(1, Math.ceil(total / size));
  if (last === 1) return null;
  const button = (to, text, label) => el("button",
    { type: "button", disabled: to < 1 || to > last || to === page, "aria-label": label, click: () => toPage(to) }, text);
  return el("nav", { class: "pager", "aria-label": "Pages" },
    button(1, "\u00ab", "First page"), button(page - 1, "\u2039 Back", "Page before"),
    el("span", {}, `Page ${number(page)} of ${number(last)}`),
    button(page + 1, "Next \u203a", "Next page"), button(last, "\u00bb", "Last page"));
}
const pageOf = (state, total, size) =>
  Math.min(Math.max(1, Number.parseInt(state.page, 10) || 1), Math.max(1, Math.ceil(total / size)));

function say(text) { byId("said").textContent = text; }
