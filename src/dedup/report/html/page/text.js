// Article texts: cut at marks, and cleaned where they are shown. Offsets are UTF-16 code units of the original.

const DROPPED = new Set(["\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"]);
const BREAKS = new Set(["\v", "\f", "\x85", "\u2028", "\u2029"]);
const ODD = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

// The text with nothing in it that acts on a display, by the rules of all other reports.
function shown(text) {
  return text.replace(ODD, (char, at, whole) => {
    if (char === "\n") return char;
    if (char === "\t") return " ";
    if (char === "\r") return whole[at + 1] === "\n" ? "" : "\n";
    if (BREAKS.has(char)) return "\n";
    if (DROPPED.has(char)) return "";
    const code = char.codePointAt(0);
    const noncharacter = (code & 0xfffe) === 0xfffe || (code >= 0xfdd0 && code <= 0xfdef);
    if (/\p{Cn}/u.test(char) && !noncharacter) return char;
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
    return code < 0x10000 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\U${code.toString(16).padStart(8, "0")}`;
  });
}

// The known parts of an article's text: one where the whole text was at hand.
const textParts = new Map();
function partsOf(at) {
  let found = textParts.get(at);
  if (found === undefined) {
    const flat = block("texts")[at];
    found = [];
    for (let index = 0; index < flat.length; index += 2) found.push({ start: flat[index], text: flat[index + 1] });
    textParts.set(at, found);
  }
  return found;
}

function sliceOf(at, start, end) {
  const part = partsOf(at).find((each) => each.start <= start && end <= each.start + each.text.length);
  return part ? part.text.slice(start - part.start, end - part.start) : "";
}

// What is known of a stretch: all of it where the whole text was at hand.
function knownOf(at, start, end) {
  return partsOf(at).map((part) => ({ start: Math.max(start, part.start), end: Math.min(end, part.start + part.text.length) }))
    .filter((known) => known.start < known.end);
}

// The beginning of a passage, to the end of a word, each line on one of its own.
function excerpt(record, longest) {
  const text = shown(sliceOf(record.left, record.leftStart, record.leftEnd)).replace(/\s+/g, (space) => (space.includes("\n") ? "\n" : " ")).trim();
  if (text.length <= longest) return text;
  const cut = [...text].slice(0, longest).join("");
  const space = Math.max(cut.lastIndexOf(" "), cut.lastIndexOf("\n"));
  return `${space > longest / 2 ? cut.slice(0, space) : cut}\u2026`;
}

// The text of an article as nodes. `layers` are stretches {start, end, ...}; `wrap(text, layers, start, end)` makes the
// node of a stretch in which the same layers lie.
function markedText(at, layers, wrap) {
  const nodes = [];
  const parts = partsOf(at);
  parts.forEach((part, which) => {
    const end = part.start + part.text.length;
    const here = layers.filter((layer) => layer.start < end && layer.end > part.start);
    const cuts = new Set([part.start, end]);
    for (const layer of here) {
      cuts.add(Math.max(layer.start, part.start));
      cuts.add(Math.min(layer.end, end));
    }
    const ordered = [...cuts].sort((one, two) => one - two);
    if (which > 0 || part.start > 0) nodes.push(gap());
    for (let index = 0; index + 1 < ordered.length; index += 1) {
      const [from, to] = [ordered[index], ordered[index + 1]];
      const inside = here.filter((layer) => layer.start <= from && layer.end >= to);
      const text = shown(part.text.slice(from - part.start, to - part.start));
      nodes.push(inside.length ? wrap(text, inside, from, to) : document.createTextNode(text));
    }
  });
  if (!article(at).whole) nodes.push(gap());
  return nodes;
}

const gap = () => el("span", { class: "gap", title: "The text between was not at hand" }, " [\u2026] ");
