// Both passages of a match in their articles, side by side, word by word.

const NARROW = 160; // characters
const LONGEST_TITLE = 140;
const ROLE_WORDS = { only: "only here", near: "variant", moved: "moved" };

// The stretches of a passage by their part in the comparison, from role and length by turns.
function roleLayers(runs, start) {
  const roles = block("about").roles;
  const layers = [];
  let at = start;
  for (let index = 0; index < runs.length; index += 2) {
    layers.push({ start: at, end: at + runs[index + 1], role: roles[runs[index]] });
    at += runs[index + 1];
  }
  return layers;
}

// The stretches that stand for each other on both sides.
function linkLayers(flat, side, start) {
  const layers = [];
  const shift = side === "left" ? 0 : 2;
  for (let at = shift; at < flat.length; at += 4) {
    layers.push({ start: start + flat[at], end: start + flat[at + 1], link: layers.length + 1 });
  }
  return layers;
}

function evidenceLayers(entries, at) {
  return entries.flatMap((entry) => entry.places.filter((place) => place.article === at)
    .flatMap((place) => knownOf(at, place.start, place.end)).map((known) => ({ ...known, entry: entry.number })));
}

function wrapCompared(text, layers, start, end) {
  const role = layers.find((layer) => layer.role);
  const evidence = layers.filter((layer) => layer.entry);
  // What stands for a whole passage is no place to look for: its number shows where it begins.
  const narrow = evidence.some((layer) => layer.end - layer.start <= NARROW);
  const classes = [role ? `passage role-${role.role}` : "", narrow ? "evidence" : ""].filter(Boolean);
  const words = role ? ROLE_WORDS[role.role] : undefined;
  const children = [];
  for (const layer of evidence) {
    if (layer.start === start) children.push(evidenceMark(layer.entry));
  }
  if (words && role.start === start) children.push(unseen(`[${words}: `));
  children.push(text);
  if (words && role.end === end) children.push(unseen("]"));
  const entries = evidence.map((layer) => layer.entry).join(" ");
  const link = layers.find((layer) => layer.link)?.link;
  return el("span", { class: classes.join(" "), "data-entries": entries || null, "data-link": link }, children);
}

const evidenceMark = (entry) => el("sup", {}, el("button",
  { type: "button", class: "entry-mark", "data-entry": String(entry), "aria-label": `Evidence ${entry}` }, String(entry)));

function metaLine(record, titled = true) {
  const known = record.name.startsWith(record.outlet);
  const title = record.title.length > LONGEST_TITLE ? `${[...record.title].slice(0, LONGEST_TITLE).join("")}\u2026` : record.title;
  const parts = [known ? "" : record.outlet, titled && title && !record.name.includes(title) ? `\u201c${title}\u201d` : "",
    record.published ? `${record.published}${record.dated === "inferred" ? " (inferred)" : ""}` : "date unknown"];
  return parts.filter(Boolean).join(" \u00b7 ");
}

function panel(match, side, runs, links, entries, filters) {
  const at = match[side];
  const record = article(at);
  const start = match[`${side}Start`];
  const layers = [...roleLayers(runs, start), ...linkLayers(links, side, start), ...evidenceLayers(entries, at)];
  const text = el("div", { class: "text", tabindex: "0", role: "region", dir: "auto", "aria-label": `${side === "left" ? "First" : "Second"} text: ${record.name}` },
    markedText(at, layers, wrapCompared));
  const part = match.arrow ? (match.arrow === 1) === (side === "left") ? "likely origin" : "likely has it from there" : "";
  return el("section", { class: "panel" },
    el("h3", {}, el("a", { href: address({ article: record.id, ...filters }) }, record.name),
      part ? [" ", el("span", { class: "tag" }, part)] : ""),
    el("p", { class: "meta" }, metaLine(record)),
    record.whole ? "" : el("p", { class: "note" }, "Only the passages: the text was not at hand."),
    text);
}

function legend() {
  return el("ul", { class: "legend" },
    el("li", {}, el("span", { class: "passage role-same" }, "on both sides")),
    el("li", {}, el("span", { class: "passage role-only" }, "only here")),
    el("li", {}, el("span", { class: "passage role-near" }, "a variant")),
    el("li", {}, el("span", { class: "passage role-moved" }, "moved")),
    el("li", {}, el("span", { class: "evidence" }, "evidence"), el("sup", {}, "1"), " of the ledger"));
}

// The two texts scroll together: the passages stay beside each other.
function together(panels, linked) {
  const texts = panels.map((each) => each.querySelector(".text"));
  const anchors = texts.map((text) => text.querySelector(".passage"));
  const top = (at) => (anchors[at] ? anchors[at].offsetTop : 0);
  let leading = null;
  texts.forEach((text, at) => { text.scrollTop = top(at) - 70; });
  texts.forEach((text, at) => {
    text.addEventListener("scroll", () => {
      if (leading !== null && leading !== at) return;
      if (!linked.checked) return;
      leading = at;
      texts[1 - at].scrollTop = top(1 - at) + (text.scrollTop - top(at));
      requestAnimationFrame(() => requestAnimationFrame(() => { leading = null; }));
    });
  });
}
