// The verdict's hypotheses, and the ledger: what speaks for and against the likeliest.

const GROUPS = ["for", "against", "silent"];

// All entries, and how many of each group hardly weigh. Those that stand in what is shown of one of the two texts have
// a number, by which the text points to them.
function readLedger(detail, match) {
  const entries = [];
  const faint = {};
  let next = 1;
  for (const [group, [rows, few]] of GROUPS.map((group) => [group, detail[group]])) {
    faint[group] = few;
    for (const [said, graded, odds, signal, flat] of rows) {
      const places = triples(flat);
      const marked = group !== "silent" && places.some((place) => (place.article === match.left || place.article === match.right)
        && knownOf(place.article, place.start, place.end).length > 0);
      entries.push({ group, said, graded, odds, signal, places, number: marked ? next : 0 });
      if (marked) next += 1;
    }
  }
  return { entries, faint };
}

function triples(flat) {
  const places = [];
  for (let at = 0; at < flat.length; at += 3) places.push({ article: flat[at], start: flat[at + 1], end: flat[at + 2] });
  return places;
}

function options(detail) {
  const bar = (probability) => {
    const filled = el("span", { class: "bar-fill" });
    filled.style.width = `${Math.max(0.5, probability * 100)}%`;
    return el("span", { class: "bar", "aria-hidden": "true" }, filled);
  };
  return el("table", { class: "options" },
    el("caption", { class: "unseen" }, "What it may be, and how likely"),
    el("thead", { class: "unseen" }, el("tr", {}, el("th", { scope: "col" }, "Likely"), el("th", { scope: "col" }, "Bar"), el("th", { scope: "col" }, "What it may be"))),
    el("tbody", {}, detail.options.map(([probability, likely, said, apart]) => el("tr", {},
      el("td", { class: "n" }, string(likely)), el("td", { class: "bar-cell" }, bar(probability)),
      el("th", { scope: "row" }, string(said), apart.map((line) => el("div", { class: "apart" }, string(line))))))));
}

function entryItem(entry, match, filters) {
  const elsewhere = new Map(entry.places.filter(({ article: at }) => at !== match.left && at !== match.right)
    .map((place) => [place.article, place]));
  return el("li", { id: entry.number ? `entry-${entry.number}` : null, tabindex: entry.number ? "-1" : null },
    entry.number ? el("button", { type: "button", class: "entry-number", "data-show": String(entry.number),
      "aria-label": `Evidence ${entry.number}: show in the text` }, String(entry.number)) : "",
    el("div", { class: "entry-words" }, string(entry.said),
      [...elsewhere.values()].map((place) => [" ", el("a",
        { href: address({ article: article(place.article).id, at: `${place.start}-${place.end}`, ...filters }) }, `in ${article(place.article).name}`)]),
      el("span", { class: "odds" }, `${string(entry.signal)}: ${string(entry.odds)}`)),
    entry.group === "silent" ? "" : el("span", { class: "grade" }, string(entry.graded)));
}

function ledger(detail, { entries, faint }, match, filters) {
  const list = (group, nothing) => {
    const found = entries.filter((entry) => entry.group === group);
    const few = faint[group];
    return [found.length ? el("ul", { class: "entries" }, found.map((entry) => entryItem(entry, match, filters))) : "",
      few ? el("p", { class: "faint" }, `${number(few)} more ${few === 1 ? "entry" : "entries"} of hardly any weight`) : "",
      found.length || few ? "" : el("p", { class: "faint" }, nothing)];
  };
  const odds = el("input", { type: "checkbox", change: (event) => {
    event.target.closest("section").classList.toggle("with-odds", event.target.checked);
  } });
  return el("section", { class: "ledger", "aria-labelledby": "ledger-h" },
    el("h3", { id: "ledger-h" }, "Why: the ledger"),
    el("p", {}, "For and against: ", string(detail.claim)),
    el("label", { class: "check" }, odds, " show names and log-odds"),
    el("h4", {}, "What speaks for it"), list("for", "Nothing in the texts."),
    el("h4", {}, "What speaks against it"), list("against", "None: nothing speaks against it."),
    el("details", {}, el("summary", {}, "Without bearing on it"), list("silent", "Nothing.")));
}

function missingOf({ missing }) {
  return el("section", { "aria-labelledby": "missing-h" }, el("h3", { id: "missing-h" }, "What is missing"),
    missing.length ? el("ul", { class: "plain" }, missing.map((said) => el("li", {}, string(said))))
      : el("p", { class: "faint" }, "Nothing that dedup looks for."));
}

// From the odds before any evidence to the probability: the last line is the sum.
function addingUp({ total }) {
  if (!total.length) return "";
  return el("section", { "aria-labelledby": "total-h" }, el("h3", { id: "total-h" }, "How it adds up"),
    el("table", { class: "total", "aria-labelledby": "total-h" },
      el("caption", {}, "Log-odds of what is likeliest, as the weights of the ledger: each whole one multiplies its odds by 2.7."),
      el("thead", { class: "unseen" }, el("tr", {}, el("th", { scope: "col" }, "Weight"), el("th", { scope: "col" }, "What it is"))),
      el("tbody", {}, total.map(([term, words]) => el("tr", { class: term.startsWith("=") ? "sum" : null },
        el("td", { class: "n" }, term), el("th", { scope: "row" }, string(words)))))));
}

function scores(values) {
  const { scores: named, edits, confidence, overlap } = block("about");
  const row = (name, value, meaning) => el("tr", {}, el("th", { scope: "row" }, name), el("td", { class: "n" }, value), el("td", {}, meaning));
  return el("details", { class: "scores", open: true }, el("summary", {}, "Scores and what they mean"),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Scores" }, el("table", {},
      el("caption", {}, overlap),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Score"), el("th", { scope: "col", class: "n" }, "Value"), el("th", { scope: "col" }, "What it is"))),
      el("tbody", {},
        values.confidence === undefined ? "" : row("confidence", values.confidence, confidence),
        named.map(([name, meaning], at) => row(name, at < 2 ? number(values.scores[at]) : values.scores[at].toFixed(2), meaning)),
        edits.map(([name, meaning], at) => row(`words: ${name}`, number(values.scores[named.length + at]), meaning))))));
}
