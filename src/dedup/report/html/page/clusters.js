// When each article of a cluster was published, and where it probably has the wording from.

const CLUSTER_PAGE = 10;
const MOST_ROWS = 25;
const FIRST_ROWS = 8; // of a cluster on the overview

function duration(minutes) {
  const size = Math.abs(minutes);
  if (size < 90) return `${Math.round(size)} min`;
  if (size < 60 * 72) return `${Math.round(size / 60)} h`;
  return `${Math.round(size / 1440)} days`;
}

// From the first publication: a range, as both times are intervals. Where another date overlaps none is the first.
function lagOf(record, dated) {
  const [first] = dated;
  if (record.at === first.at) return dated.some((other) => other !== first && other.earliest < first.latest) ? "order open" : "first dated";
  const [least, most] = [record.earliest - first.latest, record.latest - first.earliest];
  if (least === most) return least === 0 ? "same time" : `${duration(least)} later`;
  if (least < 0) return `order open, at most ${duration(most)} later`;
  return duration(least) === duration(most) ? `${duration(least)} later` : `${duration(least)} to ${duration(most)} later`;
}

function originOf(edge) {
  if (!edge) return "";
  const [, kind, source, likely, standing] = edge;
  // The likeliest of many may be unlikely: nobody should take it for a finding.
  const opening = standing === "unlikely" ? "undecided, likeliest: " : "";
  const known = likely === null ? "" : ` (${likely}${standing === "open" ? ", open" : ""})`;
  if (kind === "outside") return `${opening}not from another of these${known}`;
  if (kind === "unnamed-source") return `${opening}an unnamed common source${known}`;
  return [opening, el("bdi", {}, kind === "article" ? article(source).name : string(source)), known];
}

const utc = (minutes) => `${new Date(minutes * 60_000).toISOString().slice(0, 16).replace("T", " ")}Z`;

// The ends of the line of time.
function axis(from, to) {
  return el("span", { class: "axis" }, el("span", {}, utc(from)), el("span", {}, unseen("to "), utc(to)));
}

function span(record, from, width) {
  const bar = el("span", { class: "span-bar" });
  bar.style.insetInlineStart = `${((record.earliest - from) / width) * 100}%`;
  bar.style.width = `${((record.latest - record.earliest) / width) * 100}%`;
  return el("span", { class: "span-line", "aria-hidden": "true" }, bar);
}

function timeline(cluster, rowsAtMost = MOST_ROWS) {
  const records = cluster.articles.map(article);
  const dated = records.filter((record) => record.earliest !== null)
    .sort((one, two) => one.earliest + one.latest - (two.earliest + two.latest) || one.at - two.at);
  const undated = records.filter((record) => record.earliest === null);
  const from = least(dated.map((record) => record.earliest));
  const to = most(dated.map((record) => record.latest));
  const edges = new Map(cluster.path.map((edge) => [edge[0], edge]));
  // Of articles none of which has a date there is nothing to draw.
  const when = (record) => (record.earliest === null ? [el("td", { class: "when", colspan: "3" }, "no date")] : [
    el("td", { class: "when" }, record.published),
    el("td", { class: "span-cell" }, span(record, from, Math.max(1, to - from))),
    el("td", {}, lagOf(record, dated))]);
  const rows = [...dated, ...undated].slice(0, rowsAtMost).map((record) => el("tr", {},
    el("th", { scope: "row" }, el("a", { href: address({ article: record.id }) }, record.name)),
    dated.length ? when(record) : "",
    el("td", {}, originOf(edges.get(record.at)))));
  const left = records.length - rows.length;
  const heads = dated.length ? ["Published", axis(from, to), "After the first"] : [];
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `When wording ${number(cluster.id)} was published` },
    el("table", { class: "timeline" },
      el("thead", {}, el("tr", {}, ["Article", ...heads, "Likeliest origin"].map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", {}, rows)),
    dated.length ? "" : el("p", { class: "faint" }, "No dates: none of these articles has one."),
    left > 0 ? el("p", { class: "faint" }, `and ${count(left, "more article")}`) : "");
}

function clusterCard(cluster, level, rows) {
  const first = table("matches")[cluster.matches[0]];
  return el("li", { class: "card" },
    el(level, {}, `${count(cluster.articles.length, "article")}, ${count(cluster.matches.length, "pair").replace(/ (pairs?)$/, " $1 of passages")}`),
    first ? el("blockquote", { dir: "auto" }, el("a", { href: address({ match: first.id }) }, excerpt(first, 160))) : "",
    timeline(cluster, rows));
}

function showClusters(into, state) {
  const all = table("clusters");
  const page = pageOf(state, all.length, CLUSTER_PAGE);
  fill(into, el("h2", { tabindex: "-1" }, "Clusters of wording"),
    el("p", {}, "Passages of one origin, with the time in which each article was published and where it probably has the wording from. ",
      isTimed(all) ? MARGIN : ""),
    all.length ? el("ol", { class: "cards" }, all.slice((page - 1) * CLUSTER_PAGE, page * CLUSTER_PAGE).map((cluster) => clusterCard(cluster, "h3")))
      : el("p", { class: "note" }, "There is none."),
    pager(all.length, page, CLUSTER_PAGE, (to) => { location.hash = address({ view: "clusters", page: to }); }) ?? "");
  return "Clusters";
}

const isTimed = (clusters) => clusters.some((cluster) => cluster.articles.some((at) => article(at).earliest !== null));

const MARGIN = "A bar is as long as the date is uncertain: a day without a time zone lasts 50 hours, from its beginning in the east to its end in the west.";

// What stands in three articles or more, the widest first, below the overview: two are a pair, which the lists have.
function showTimelines() {
  const into = byId("timelines");
  const chosen = table("clusters").filter((cluster) => cluster.articles.length > 2).slice(0, 3);
  if (!chosen.length || into.childElementCount) return;
  const timed = isTimed(chosen);
  fill(into, el("h3", {}, `${timed ? "When: the" : "The"} wording that most articles have`),
    timed ? el("p", {}, MARGIN) : "",
    el("ol", { class: "cards" }, chosen.map((cluster) => clusterCard(cluster, "h4", FIRST_ROWS))),
    table("clusters").length > chosen.length
      ? el("p", {}, el("a", { href: "#view=clusters" }, `All ${count(table("clusters").length, "cluster")}`)) : "");
  into.hidden = false;
}
