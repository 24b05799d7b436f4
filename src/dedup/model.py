"""The values that flow through dedup: frozen, slotted, standard library only.

Offsets are half-open code points in the *original* text, always.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dedup.dates import Datelike, Interval, parse_published
from dedup.views import MatchViews, ReportViews

SCHEMA_VERSION = "1.0"

Origin = Literal["given", "inferred", "unknown"]
PassageKind = Literal["headline", "byline", "caption", "credit", "quotation", "narration", "boilerplate"]
MatchKind = Literal["verbatim", "near-verbatim", "reworded", "reordered"]
Hypothesis = Literal[
    "left-to-right", "right-to-left", "common-source", "independent-renderings", "incidental", "same-origin"
]
SideName = Literal["left", "right"]
SetAsideReason = Literal["boilerplate", "incidental", "same-article", "same-outlet", "stock"]
ParentKind = Literal["article", "named-source", "unnamed-source", "outside"]

HYPOTHESES: tuple[Hypothesis, ...] = (
    "left-to-right",
    "right-to-left",
    "common-source",
    "independent-renderings",
    "incidental",
    "same-origin",
)
DIRECTIONS: tuple[Hypothesis, Hypothesis] = ("left-to-right", "right-to-left")
UNDETERMINED = "undetermined"

_OPEN_FROM = 0.6  # probability of both directions together from which only the direction is undetermined


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article. `published` takes whatever `dedup.dates.parse_published` reads.

    `first_seen` (a scrape or ingest time) bounds the publication from above and is never taken for it.
    `source` says where it was read from (``file`` or ``file:line``); `extra` holds the input's other fields.

    >>> Article(id="a", text="…", published="2023-04-16T10:00Z").published.earliest.hour
    10
    """

    id: str
    text: str
    outlet: str | None = None
    published: Interval | None = None
    first_seen: Interval | None = None
    url: str | None = None
    title: str | None = None
    source: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    outlet_origin: Origin = "unknown"
    published_origin: Origin = "unknown"

    def __init__(
        self,
        *,
        id: str,
        text: str,
        outlet: str | None = None,
        published: Datelike = None,
        first_seen: Datelike = None,
        url: str | None = None,
        title: str | None = None,
        source: str | None = None,
        extra: Mapping[str, Any] | None = None,
        outlet_origin: Origin | None = None,
        published_origin: Origin | None = None,
    ) -> None:
        for name, value in (("id", id), ("text", text)):
            if not isinstance(value, str):
                raise TypeError(f"Article.{name} is text, not {type(value).__name__}")
        for name, known in (("outlet", outlet), ("url", url), ("title", title), ("source", source)):
            if known is not None and not isinstance(known, str):
                raise TypeError(f"Article.{name} is text or None, not {type(known).__name__}")
        when = parse_published(published)
        put = object.__setattr__
        put(self, "id", id)
        put(self, "text", text)
        put(self, "outlet", outlet or None)
        put(self, "published", when)
        put(self, "first_seen", parse_published(first_seen))
        put(self, "url", url)
        put(self, "title", title)
        put(self, "source", source)
        put(self, "extra", dict(extra or {}))
        put(self, "outlet_origin", outlet_origin or ("given" if outlet else "unknown"))
        put(self, "published_origin", published_origin or ("given" if when else "unknown"))


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open code points ``[start, end)`` of an original text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def overlap(self, other: Span) -> int:
        """How many code points both spans hold."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def __reduce__(self) -> tuple[type[Span], tuple[int, int]]:
        # Texts have hundreds of them, and processes tell each other: a third of the time that a dataclass takes.
        return Span, (self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Passage:
    """A stretch of an article: ``text == article.text[start:end]``."""

    article: str
    start: int
    end: int
    text: str
    kind: PassageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """How the right passage differs from the left, in words."""

    insert: int
    delete: int
    substitute: int
    move: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The overlap of two passages; fractions lie in [0, 1]. Definitions: ``docs/reference/scores.md``.

    `jaccard` and the containments are over word 3-grams (single words where a side is shorter);
    `aligned_words` counts the words matched one to one (moved ones too), `share_left`/`share_right` divide
    it by the words of that side; `longest_run` is the longest run of equal consecutive words;
    `rarity_overlap` weighs shared words by rarity; `order_free` ignores the order of words.
    """

    jaccard: float
    containment_left: float
    containment_right: float
    aligned_words: int
    share_left: float
    share_right: float
    longest_run: int
    rarity_overlap: float
    order_free: float
    edits: Edits


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Common:
    """Words found on both sides: equal (``same``), a variant of each other (``near``), or ``moved``."""

    left_start: int
    left_end: int
    right_start: int
    right_end: int
    kind: Literal["same", "near", "moved"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """Where a piece of evidence stands: a span of one article's original text."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One entry of a ledger: a signal, its log-odds for each hypothesis it touches, and what triggered it.

    `strength` is how far the signal reaches here, by which its weights were multiplied (0 where it is only noted);
    `origin` is the side that the evidence takes for the origin, where it speaks of one.
    """

    signal: str
    weights: Mapping[Hypothesis, float]
    trigger: str
    spans: tuple[Place, ...] = ()
    strength: float = 0.0
    origin: SideName | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A common source that the texts name, normalised, with the probability that the wording is from it.

    `spans` are the stretches of the two passages that it may be the source of, in both articles, where others speak in
    the rest; `probability` is of their wording. Without `spans` it is of the whole passages.
    """

    name: str
    probability: float
    spans: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Who reused whose wording: a distribution over `HYPOTHESES` and the ledger behind it.

    `label` is the most probable hypothesis, or ``undetermined`` where it is below .5 or within .15 of the
    second; `probability` is that of the most probable one either way. `sources` begin with the one that most of the
    wording is to be expected from (`source`): of equal extent the most probable.
    """

    label: str
    probability: float
    probabilities: Mapping[Hypothesis, float]
    source: str | None
    sources: tuple[Source, ...]
    ledger: tuple[Evidence, ...]

    @property
    def either_direction(self) -> float:
        """The probability that one text reused the other, whichever."""
        return sum(self.probabilities.get(name, 0.0) for name in DIRECTIONS)

    @property
    def direction_open(self) -> bool:
        """Whether one text probably reused the other, and only which one is undetermined."""
        return self.label == UNDETERMINED and self.either_direction > _OPEN_FROM


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(MatchViews):
    """Wording that two passages share. `id` depends on the articles' ids and the spans alone."""

    id: str
    left: Passage
    right: Passage
    kind: MatchKind
    confidence: float
    scores: Scores
    common: tuple[Common, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A match that is shown apart and never counts, with the reason."""

    match: Match
    reason: SetAsideReason
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An input that was not read: the file, the line or record where known (from 1), and why."""

    path: str
    line: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSummary:
    """One article as the report shows it. `counted_words` is without boilerplate, bylines, credits and stock."""

    id: str
    outlet: str | None
    outlet_origin: Origin
    published: Interval | None
    published_origin: Origin
    title: str | None
    url: str | None
    source: str | None
    words: int
    counted_words: int
    extra: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePair:
    """What two articles share, set-aside matches apart. Denominators are words after exclusions.

    `shared_words` is the smaller of the two sides' aligned words; `containment_left` the aligned share of
    the left article's counted words; `narration_containment_*` the same without quotations on either
    count; `verdict_words` how many shared words stand under each verdict label. `expected_words` adds up, over the
    passages, aligned words times probability by hypothesis; `label` and `probability` are the contract's of these
    sums, as shares of their total.
    """

    left: str
    right: str
    passages: int
    shared_words: int
    containment_left: float
    containment_right: float
    jaccard: float
    narration_containment_left: float
    narration_containment_right: float
    verdict_words: Mapping[str, int]
    expected_words: Mapping[Hypothesis, float] = field(default_factory=dict)
    label: str = UNDETERMINED
    probability: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Reuse from one outlet by another: what the verdicts say of one direction.

    `passages`, in `article_pairs` pairs of articles, are those whose verdict is this direction, and `words` the words
    that they align; `expected_words` is aligned words times the probability of this direction, over all passages.
    `confidence` is the mean probability of the direction over `passages`, weighted by words. `median_lag_hours` is
    from the middle of one publication interval to that of the other, the median over the pairs of articles where both
    are known; below zero where the reused text is dated later.
    """

    words: int = 0
    expected_words: float = 0.0
    passages: int = 0
    article_pairs: int = 0
    confidence: float | None = None
    median_lag_hours: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletFlow:
    """What two outlets share, summed over their articles; `left` is the smaller name.

    An outlet spelt in several ways is one, under the smallest spelling that is not a host. `left_to_right` is what
    the right outlet has from the left one.
    """

    left: str
    right: str
    article_pairs: int
    passages: int
    shared_words: int
    containment_left: float
    containment_right: float
    verdict_words: Mapping[str, int]
    left_to_right: Flow = Flow()
    right_to_left: Flow = Flow()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFlow:
    """What the articles of an outlet may have from a source that the texts name.

    `passages` are the stretches of these `articles` for which some verdict names the source, however unlikely, and
    `words` their words, each stretch counted once; `confidence` is the mean probability of the source over them,
    weighted by words.
    """

    source: str
    outlet: str
    articles: int
    passages: int
    words: int
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PathEdge:
    """Where one article of a cluster most probably has the wording from.

    `source` is the id of an article, the name of a source, or None: an unnamed common source, or nothing in the
    collection (`source_kind` ``outside``: the article may have written it). `probability` is that of this edge over all
    ways in which the wording can have spread, None where the cluster is too large to add them up; `decided` says
    whether it stands out by the rule of the verdicts. `words` is the most that one of `matches`, on which the edge
    rests, aligns.
    """

    source: str | None
    source_kind: ParentKind
    target: str
    probability: float | None
    decided: bool
    words: int
    matches: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Passages of one origin (at article level: near-duplicate articles), joined by verified matches.

    `passages` begins with the representative's, which all others match or equal; the rest is sorted. Membership
    claims no edge that `matches` (their ids; `pairs` are the articles they join) does not list. `path` is the most
    probable way in which the wording spread: for each article, by id, where it has it from.
    """

    id: int
    articles: tuple[str, ...]
    representative: str
    passages: tuple[Place, ...]
    pairs: tuple[tuple[str, str], ...]
    matches: tuple[str, ...]
    path: tuple[PathEdge, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(ReportViews):
    """The result of an audit. Every sequence is in a documented total order.

    `priors` are the logarithms of what each hypothesis was worth before any evidence: with the weights of a ledger they
    add up to its verdict.
    """

    schema_version: str
    settings: Mapping[str, Any]
    articles: tuple[ArticleSummary, ...]
    matches: tuple[Match, ...]
    set_aside: tuple[SetAside, ...]
    article_pairs: tuple[ArticlePair, ...]
    outlet_flows: tuple[OutletFlow, ...]
    clusters: tuple[Cluster, ...]
    skipped: tuple[Skipped, ...]
    stats: Mapping[str, int]
    source_flows: tuple[SourceFlow, ...] = ()
    priors: Mapping[Hypothesis, float] = field(default_factory=dict)
