// One match: what the verdict is, both texts, and why.

function neighbours(match, state) {
  const found = filtered(filtersOf(state));
  const at = found.findIndex((each) => each.at === match.at);
  return { before: found[at - 1], after: at >= 0 ? found[at + 1] : undefined, place: at + 1, total: found.length };
}

function stepper(match, state) {
  const filters = filtersOf(state);
  const { before, after, place, total } = neighbours(match, state);
  const step = (to, key, text) => (to ? el("a", { href: address({ match: to.id, ...filters }), "data-step": key }, text)
    : el("span", { class: "faint" }, text));
  return el("nav", { class: "stepper", "aria-label": "Passages" },
    el("a", { href: address({ view: "matches", ...filters }), "data-step": "back" }, "\u2190 List"),
    step(before, "before", "\u2039 Before"), step(after, "after", "Next \u203a"),
    place ? el("span", { class: "faint" }, `${number(place)} of ${number(total)}`) : "");
}

function bothTexts(match, [left, right, links], entries, filters) {
  const linked = el("input", { type: "checkbox", checked: true });
  const panels = [["left", left], ["right", right]].map(([side, runs]) => panel(match, side, runs, links, entries, filters));
  return { panels, linked, node: el("section", { class: "compared", "aria-label": "Both passages" },
    el("div", { class: "bar-line" }, legend(), el("label", { class: "check" }, linked, " scroll together")),
    el("div", { class: "panels" }, panels)) };
}

function sourcesOf(detail) {
  if (!detail.sources.length) return "";
  return el("section", { "aria-labelledby": "sources-h" }, el("h3", { id: "sources-h" }, "Sources that the texts name"),
    el("ul", { class: "plain" }, detail.sources.map(([name, likely, some]) => el("li", {},
      el("a", { href: address({ view: "matches", source: string(name) }) }, string(name)), `: ${likely} likely`,
      el("span", { class: "faint" }, some ? ", for the stretches that it is named for" : ", for the whole passage")))));
}

function inCluster(match, filters) {
  const cluster = table("clusters").find((each) => each.id === match.cluster);
  if (!match.cluster || !cluster || cluster.articles.length < 3) return "";
  const others = cluster.matches.filter((at) => at !== match.at).map((at) => table("matches")[at]);
  return el("section", { "aria-labelledby": "also-h" }, el("h3", { id: "also-h" }, `This wording stands in ${number(cluster.articles.length)} articles`),
    timeline(cluster),
    el("details", {}, el("summary", {}, `${count(others.length, "other passage").replace("other passages", "other pairs of passages")}`),
      el("ul", { class: "plain" }, others.slice(0, 100).map((other) =>
        el("li", {}, el("a", { href: address({ match: other.id, ...filters }) }, pair(other)))))));
}

const sureOf = (match) => string(match.facts).split(", ").at(-1).replace(/ sure not by chance.*$/, "");

// Where from and why, what is shared, how sure that is no chance: all of it before the texts.
function glance(match) {
  const facts = string(match.facts).split(", ").slice(0, -1);
  const fact = (name, ...value) => el("div", {}, el("dt", {}, name), el("dd", {}, value));
  return el("dl", { class: "glance" },
    fact("Where from", el("span", { class: "verdict-large" }, sign(string(match.group)), " ", string(match.said)),
      el("span", { class: "why" }, string(match.why))),
    fact("What is shared", facts[0], el("span", { class: "why" }, facts.slice(1).join(", "))),
    fact("Sure not by chance", el("strong", {}, sureOf(match)),
      el("a", { class: "why", href: address({ match: match.id }), title: "A link to this passage" }, `#${match.id.slice(0, 12)}`)));
}

function showMatch(into, state) {
  const at = placeOf("matches", state.match);
  if (at === undefined) return showAside(into, state);
  const match = table("matches")[at];
  const detail = table("details")[at];
  const filters = filtersOf(state);
  const read = readLedger(detail, match);
  const texts = bothTexts(match, detail.compared, read.entries, filters);
  const note = string(detail.note);
  fill(into, stepper(match, state),
    el("h2", { tabindex: "-1" }, pair(match)),
    glance(match),
    note ? el("p", { class: "note" }, note) : "",
    texts.node,
    el("div", { class: "two" },
      el("div", {}, el("section", { "aria-labelledby": "options-h" }, el("h3", { id: "options-h" }, "What it may be"), options(detail)),
        addingUp(detail), sourcesOf(detail), missingOf(detail)),
      ledger(detail, read, match, filters)),
    inCluster(match, filters),
    scores({ confidence: sureOf(match), scores: detail.scores }));
  together(texts.panels, texts.linked);
  linkEvidence(into);
  return pairText(match);
}

// What is pointed at lights up: the words of an entry, and the same words on the other side.
function lit(into, event) {
  const link = event.target.closest("[data-link]")?.dataset.link;
  for (const words of into.querySelectorAll(".paired")) words.classList.remove("paired");
  if (link) for (const words of into.querySelectorAll(`[data-link="${link}"]`)) words.classList.add("paired");
  const source = event.target.closest("[data-show], [data-entry]");
  if (!source && event.type === "mouseover") return;
  const entry = source && (source.dataset.show ?? source.dataset.entry);
  for (const stretch of into.querySelectorAll("[data-entries]")) {
    stretch.classList.toggle("lit", Boolean(entry) && stretch.dataset.entries.split(" ").includes(entry));
  }
}

// From an entry to its words in the text, and from the words to the entry.
function linkEvidence(into) {
  into.addEventListener("mouseover", (event) => lit(into, event));
  into.addEventListener("focusin", (event) => lit(into, event));
  into.addEventListener("click", (event) => {
    const shows = event.target.closest("[data-show]");
    const mark = event.target.closest("[data-entry]");
    if (shows) {
      const target = into.querySelector(`.panel [data-entry="${shows.dataset.show}"]`);
      target?.scrollIntoView({ block: "center" });
      target?.focus({ preventScroll: true });
    } else if (mark) {
      const target = byId(`entry-${mark.dataset.entry}`);
      if (target) {
        target.closest("details")?.setAttribute("open", "");
        target.scrollIntoView({ block: "center" });
        target.focus({ preventScroll: true });
      }
    }
  });
}
