// Which passages are shown, and in which order.

const SORTS = {
  "": ["strongest first", null],
  sure: ["surest reuse first", (one, two) => two.confidence - one.confidence],
  likely: ["likeliest verdict first", (one, two) => two.chance - one.chance],
  run: ["longest equal run first", (one, two) => two.run - one.run],
  short: ["shortest first", (one, two) => one.words - two.words],
  date: ["earliest article first", (one, two) => firstDate(one) - firstDate(two)],
  outlet: ["by name", (one, two) => pairText(one).localeCompare(pairText(two), "en")],
};

const firstDate = (match) => least([match.left, match.right].map((at) => article(at).earliest ?? Infinity));

const folded = (text) => text.normalize("NFKC").toLowerCase();

// What a search looks at: both passages, names, titles, verdict, reason. Made when first searched.
const haystacks = new Map();
function haystack(match) {
  let found = haystacks.get(match.at);
  if (found === undefined) {
    found = folded([
      sliceOf(match.left, match.leftStart, match.leftEnd), sliceOf(match.right, match.rightStart, match.rightEnd),
      ...[match.left, match.right].flatMap((at) => [article(at).name, article(at).title, article(at).id]),
      string(match.said), string(match.why), match.id,
    ].join("\n"));
    haystacks.set(match.at, found);
  }
  return found;
}

// Made ahead while nothing else is to do, some hundred at a time.
let ahead = 0;
function makeHaystacks(deadline) {
  const matches = table("matches");
  while (ahead < matches.length && deadline.timeRemaining() > 2) {
    haystack(matches[ahead]);
    ahead += 1;
  }
  if (ahead < matches.length) requestIdleCallback(makeHaystacks);
}
const lookAhead = () => { if ("requestIdleCallback" in window && ahead === 0) requestIdleCallback(makeHaystacks); };

// Whether a string has a name of a list or, where it is none of them, all those that have it in theirs.
function called(name, list) {
  const names = choices(list);
  const one = names.find(([value]) => value === name);
  if (one) return (at) => at === one[2];
  const wanted = folded(name).trim();
  const found = new Set(names.filter(([value]) => folded(value).includes(wanted)).map(([, , at]) => at));
  return (at) => found.has(at);
}

function filtered(state) {
  const tests = [];
  const strings = block("strings");
  const numberOf = (text) => strings.indexOf(text);
  if (state.party || state.other) {
    const [one, two] = [state.party, state.other].map((name) => (name ? called(name, "party") : () => true));
    tests.push((match) => {
      const [left, right] = PICKED.party(match);
      return (one(left) && two(right)) || (two(left) && one(right));
    });
  }
  for (const key of ["kind", "group"]) {
    if (state[key]) {
      const wanted = numberOf(state[key]);
      tests.push((match) => match[key] === wanted);
    }
  }
  if (state.source) {
    const wanted = called(state.source, "source");
    tests.push((match) => match.sources.some(wanted));
  }
  const sure = Number(state.sure) / 100;
  if (sure > 0) tests.push((match) => match.confidence >= sure);
  const words = Number(state.words);
  if (words > 0) tests.push((match) => match.words >= words);
  if (state.q) {
    const terms = folded(state.q).split(/\s+/).filter(Boolean);
    tests.push((match) => terms.every((term) => haystack(match).includes(term)));
  }
  const found = table("matches").filter((match) => tests.every((test) => test(match)));
  const order = SORTS[state.sort]?.[1];
  return order ? found.sort((one, two) => order(one, two) || one.at - two.at) : found;
}

// What a passage has of each filter that is a list.
const PICKED = {
  party: (match) => [article(match.left).party, article(match.right).party],
  group: (match) => [match.group],
  source: (match) => match.sources,
  kind: (match) => [match.kind],
};

// The choices of a filter: each with how many passages have it, and the number of its string.
const chosenFrom = new Map();
function choices(list) {
  if (!chosenFrom.has(list)) {
    const found = new Map();
    for (const match of table("matches")) {
      for (const value of new Set(PICKED[list](match))) found.set(value, (found.get(value) ?? 0) + 1);
    }
    chosenFrom.set(list, [...found].map(([at, times]) => [string(at), times, at]));
  }
  return chosenFrom.get(list);
}
