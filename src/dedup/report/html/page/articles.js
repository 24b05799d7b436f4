// All articles, and one article with everything that it shares.

const ARTICLE_PAGE = 100;

const sharing = new Map();
function matchesOf(at) {
  if (!sharing.size) {
    for (const match of table("matches")) {
      for (const side of new Set([match.left, match.right])) {
        if (!sharing.has(side)) sharing.set(side, []);
        sharing.get(side).push(match);
      }
    }
  }
  return sharing.get(at) ?? [];
}

function showArticles(into, state) {
  const ordered = [...table("articles")].sort((one, two) => matchesOf(two.at).length - matchesOf(one.at).length || one.at - two.at);
  const page = pageOf(state, ordered.length, ARTICLE_PAGE);
  const rows = ordered.slice((page - 1) * ARTICLE_PAGE, page * ARTICLE_PAGE);
  fill(into, el("h2", { tabindex: "-1" }, "Articles"),
    el("p", {}, `${count(ordered.length, "article")}, those with most shared passages first.`),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Articles" }, el("table", { class: "articles" },
      el("thead", {}, el("tr", {}, ["Article", "Title", "Outlet", "Published"].map((head) => el("th", { scope: "col" }, head)),
        ["Words", "Passages"].map((head) => el("th", { scope: "col", class: "n" }, head)))),
      el("tbody", {}, rows.map((record) => el("tr", {},
        el("th", { scope: "row" }, el("a", { href: address({ article: record.id }) }, record.name)),
        el("td", {}, record.title), el("td", {}, record.outlet), el("td", { class: "when" }, record.published || "unknown"),
        el("td", { class: "n" }, record.words === null ? "" : number(record.words)),
        el("td", { class: "n" }, number(matchesOf(record.at).length))))))),
    pager(ordered.length, page, ARTICLE_PAGE, (to) => { location.hash = address({ view: "articles", page: to }); }) ?? "");
  return "Articles";
}

// The sides of an article's matches, in the order of the text.
function sharesOf(at) {
  return matchesOf(at).flatMap((match) => ["left", "right"].filter((side) => match[side] === at).map((side) => ({
    start: match[`${side}Start`], end: match[`${side}End`], match, other: side === "left" ? match.right : match.left,
  }))).sort((one, two) => one.start - two.start || one.end - two.end)
    .map((share, index) => ({ ...share, index: index + 1 }));
}

// The place that a link points to, such as evidence for a passage of two other articles.
function pointedAt(state) {
  const [start, end] = (state.at ?? "").split("-").map(Number);
  return end > start ? [{ start, end, pointed: true }] : [];
}

function wrapShared(text, layers, start) {
  const shares = layers.filter((layer) => layer.match);
  const others = new Set(shares.map((layer) => layer.other)).size;
  const begins = shares.filter((layer) => layer.start === start);
  const classes = [others ? `shared shared-${Math.min(3, others)}` : "", shares.length < layers.length ? "lit" : ""];
  return el("span", { class: classes.filter(Boolean).join(" ") },
    begins.map((layer) => el("sup", {}, el("button", { type: "button", class: "entry-mark", "data-share": String(layer.index),
      "aria-label": `Passage ${layer.index}, shared with ${article(layer.other).name}` }, String(layer.index)))), text);
}

function shareItem(share) {
  const { match } = share;
  return el("li", { id: `share-${share.index}`, tabindex: "-1" },
    el("span", { class: "entry-number" }, String(share.index)), " ",
    el("a", { href: address({ match: match.id }) }, article(share.other).name), `, ${count(match.words, "word")}: `,
    sign(string(match.group)), " ", string(match.said));
}

function showArticle(into, state) {
  const at = placeOf("articles", state.article);
  if (at === undefined) return showMissing(into, "There is no article of this id in the report.");
  const record = article(at);
  const shares = sharesOf(at);
  const others = new Set(shares.map((share) => share.other));
  const text = el("div", { class: "text whole", dir: "auto", tabindex: "0", role: "region", "aria-label": `Text of ${record.name}` },
    markedText(at, [...shares, ...pointedAt(state)], wrapShared));
  fill(into,
    el("nav", { class: "stepper", "aria-label": "Articles" }, el("a", { href: address({ view: "articles" }), "data-step": "back" }, "\u2190 Articles")),
    el("h2", { tabindex: "-1" }, record.title || record.name),
    el("p", { class: "meta" }, [record.name, metaLine(record, !record.title), record.words === null ? "" : count(record.words, "word")].filter(Boolean).join(" \u00b7 ")),
    el("p", { class: "meta" }, "id ", el("code", {}, record.id), record.url ? [" \u00b7 ", el("a", { href: record.url, rel: "noopener noreferrer", target: "_blank" }, record.url)] : ""),
    el("p", {}, shares.length ? `Shares ${count(shares.length, "passage")} with ${count(others.size, "other article")}.` : "Shares no passage that counts."),
    record.whole ? "" : el("p", { class: "note" }, "The text was not at hand: only the passages are shown."),
    shares.length ? el("ul", { class: "legend" }, el("li", {}, el("span", { class: "shared shared-1" }, "shared with one")),
      el("li", {}, el("span", { class: "shared shared-2" }, "with two")), el("li", {}, el("span", { class: "shared shared-3" }, "with more"))) : "",
    el("div", { class: "two wide-left" }, text,
      el("section", { "aria-labelledby": "shares-h" }, el("h3", { id: "shares-h" }, "Passages, in the order of the text"),
        shares.length ? el("ol", { class: "entries" }, shares.map(shareItem)) : el("p", { class: "faint" }, "None."))));
  text.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-share]");
    if (!mark) return;
    const target = byId(`share-${mark.dataset.share}`);
    target?.scrollIntoView({ block: "nearest" });
    target?.focus({ preventScroll: true });
  });
  requestAnimationFrame(() => text.querySelector(".lit")?.scrollIntoView({ block: "center" }));
  return record.name;
}

function showMissing(into, words) {
  fill(into, el("h2", { tabindex: "-1" }, "Not found"), el("p", { class: "note" }, words),
    el("p", {}, el("a", { href: "#view=overview" }, "To the overview")));
  return "Not found";
}
