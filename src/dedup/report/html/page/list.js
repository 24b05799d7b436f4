// The list of passages with its filters.

const PAGE = 50;
const SURE = ["", "50", "75", "90", "95", "99"];

function select(label, key, options, state) {
  const chosen = state[key] ?? "";
  const known = options.some(([value]) => value === chosen) ? options : [...options, [chosen, chosen]];
  return el("label", {}, el("span", {}, label),
    el("select", { name: key }, known.map(([value, text]) =>
      el("option", { value, selected: value === chosen }, text))));
}

// A list of hundreds is no list to choose from: there one types a part of a name, and sees some that have it.
const MOST_OPTIONS = 120;
const SUGGESTED = 40;
function choose(label, key, options, state) {
  if (options.length <= MOST_OPTIONS) return select(label, key, options, state);
  const [[, all], ...named] = options;
  const list = el("datalist", { id: `names-${key}` });
  const suggest = (typed) => {
    const wanted = folded(typed).trim();
    const found = named.filter(([value]) => folded(value).includes(wanted)).slice(0, SUGGESTED);
    list.replaceChildren(...found.map(([value, text]) => el("option", { value }, text)));
  };
  const typed = el("input", { type: "search", name: key, list: list.id, value: state[key] ?? "", autocomplete: "off",
    placeholder: `${all}, or a part of a name`, input: (event) => suggest(event.target.value) });
  suggest(typed.value);
  return el("label", {}, el("span", {}, label), typed, list);
}

const withCount = (found, words = (value) => value) =>
  found.map(([value, times]) => [value, `${words(value)} (${number(times)})`]);
const byName = (one, two) => one[0].localeCompare(two[0], "en");
const mostFirst = (one, two) => two[1] - one[1] || byName(one, two);

function filterForm(state) {
  const { groups, party } = block("about");
  const parties = withCount([...choices("party")].sort(byName));
  const counted = (list, words) => withCount([...choices(list)].sort(mostFirst), words);
  const form = el("form", { class: "filters", role: "search", "aria-label": "Filter passages" },
    el("label", { class: "wide" }, el("span", {}, "Text"),
      el("input", { type: "search", name: "q", value: state.q ?? "", placeholder: "words, names, titles" })),
    choose(party, "party", [["", "all"], ...parties], state),
    choose("and", "other", [["", "any other"], ...parties], state),
    select("Where from", "group", [["", "all"], ...counted("group", (key) => groups[key] ?? key)], state),
    choose("Named source", "source", [["", "all"], ...counted("source")], state),
    select("Wording", "kind", [["", "all"], ...counted("kind")], state),
    select("Sure not by chance", "sure", SURE.map((value) => [value, value ? `at least ${value}%` : "all"]), state),
    el("label", {}, el("span", {}, "Words, at least"),
      el("input", { type: "number", name: "words", min: "0", inputmode: "numeric", value: state.words ?? "" })),
    select("Order", "sort", Object.entries(SORTS).map(([key, [text]]) => [key, text]), state),
    el("button", { type: "reset" }, "Clear filters"));
  return form;
}

function card(match, filters) {
  const href = address({ match: match.id, ...filters });
  return el("li", { class: "card" },
    el("h3", {}, el("span", { class: "rank" }, `${number(match.at + 1)}`), " ", el("a", { href }, pair(match))),
    el("p", { class: "verdict-line" }, sign(string(match.group)), " ", string(match.said)),
    el("blockquote", { dir: "auto" }, excerpt(match, 240)),
    el("p", { class: "facts-line" }, string(match.facts)),
    el("p", { class: "why" }, string(match.why)),
    el("p", { class: "meta" }, metaLine(article(match.left)), match.left === match.right ? ""
      : [unseen(" and "), el("span", { class: "arrow", "aria-hidden": "true" }, ` ${ARROWS[match.arrow]} `), metaLine(article(match.right))]));
}

function showList(into, state) {
  const form = filterForm(state);
  const results = el("div", { class: "results" });
  let current = filtersOf(state);
  const draw = (announce) => {
    const found = filtered(current);
    const page = pageOf(current, found.length, PAGE);
    const toPage = (to) => {
      current = { ...current, page: to > 1 ? String(to) : "" };
      history.pushState(null, "", address({ view: "matches", ...current }));
      draw(true);
      results.querySelector(".card a")?.focus();
    };
    const total = table("matches").length;
    const said = found.length === total ? `${count(total, "passage")}` : `${number(found.length)} of ${count(total, "passage")}`;
    const start = (page - 1) * PAGE;
    results.replaceChildren(
      el("p", { class: "count-line" }, said, found.length > PAGE ? `, ${number(start + 1)} to ${number(Math.min(start + PAGE, found.length))} shown` : ""),
      found.length ? el("ol", { class: "cards" }, found.slice(start, start + PAGE).map((match) => card(match, current)))
        : el("p", { class: "note" }, total ? "No passage fits these filters." : "No shared wording was found."),
      pager(found.length, page, PAGE, toPage) ?? "");
    if (announce) say(said);
  };
  const changed = () => {
    current = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
    history.replaceState(null, "", address({ view: "matches", ...current }));
    draw(true);
  };
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    location.hash = address({ view: "matches" });
  });
  fill(into, el("h2", { tabindex: "-1" }, "Shared passages"), form, results);
  draw(false);
  lookAhead();
}
