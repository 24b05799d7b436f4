// What was set aside and what was skipped, with the reasons.

const ASIDE_PAGE = 50;

function asideItem(aside) {
  return el("li", { class: "card" },
    el("h3", {}, el("a", { href: address({ match: aside.id }) }, pair(aside))),
    el("p", { class: "verdict-line" }, string(aside.reason), string(aside.detail) ? `: ${string(aside.detail)}` : ""),
    el("p", { class: "facts-line" }, string(aside.facts)),
    el("blockquote", { dir: "auto" }, excerpt(aside, 160)));
}

function showAsides(into, state) {
  const all = table("asides");
  const reasons = new Map();
  for (const aside of all) reasons.set(string(aside.reason), (reasons.get(string(aside.reason)) ?? 0) + 1);
  const found = all.filter((aside) => !state.reason || string(aside.reason) === state.reason);
  const page = pageOf(state, found.length, ASIDE_PAGE);
  const go = (changes) => { location.hash = address({ view: "aside", reason: state.reason, ...changes }); };
  const form = el("form", { class: "filters", "aria-label": "Filter what was set aside", submit: (event) => event.preventDefault(),
    change: (event) => go({ reason: event.target.value }) },
  select("Reason", "reason", [["", `all (${number(all.length)})`], ...withCount([...reasons].sort(mostFirst))], state));
  const rows = table("skipped");
  fill(into, el("h2", { tabindex: "-1" }, "Set aside and skipped"),
    el("p", {}, "What was found and never counts: template lines, stock wording, names, formulas, and what an outlet repeats of its own."),
    all.length ? [form, el("p", { class: "count-line" }, `${number(found.length)} of ${number(all.length)} set aside`),
      el("ol", { class: "cards" }, found.slice((page - 1) * ASIDE_PAGE, page * ASIDE_PAGE).map(asideItem)),
      pager(found.length, page, ASIDE_PAGE, (to) => go({ page: to })) ?? ""] : el("p", { class: "note" }, "Nothing was set aside."),
    el("h3", {}, "Skipped inputs"),
    rows.length ? el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Skipped inputs" }, el("table", {},
      el("thead", {}, el("tr", {}, ["Input", "Line", "Reason"].map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", {}, rows.slice(0, 500).map(({ path, line, reason }) => el("tr", {}, el("th", { scope: "row" }, path),
        el("td", { class: "n" }, line === null ? "" : number(line)), el("td", {}, reason)))))) : el("p", { class: "faint" }, "None: every input was read."),
    rows.length > 500 ? el("p", { class: "faint" }, `and ${number(rows.length - 500)} more`) : "");
  return "Set aside";
}

function showAside(into, state) {
  const at = placeOf("asides", state.match);
  if (at === undefined) return showMissing(into, "There is no passage of this id in the report.");
  const aside = table("asides")[at];
  const texts = bothTexts(aside, aside.compared, [], {});
  fill(into,
    el("nav", { class: "stepper", "aria-label": "Passages" }, el("a", { href: address({ view: "aside" }), "data-step": "back" }, "\u2190 Set aside")),
    el("h2", { tabindex: "-1" }, pair(aside)),
    el("p", { class: "verdict-large" }, `Set aside and never counted: ${string(aside.reason)}`, string(aside.detail) ? ` (${string(aside.detail)})` : ""),
    el("p", { class: "facts-line" }, string(aside.facts)), texts.node, scores({ scores: aside.scores }));
  together(texts.panels, texts.linked);
  return pairText(aside);
}
