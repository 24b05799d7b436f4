"""What an audit gives: its matches, and what they come to for articles, outlets, sources and clusters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dedup.dates import Interval
from dedup.model.articles import Origin, Place
from dedup.model.matches import UNDETERMINED, Hypothesis, Match, SetAside
from dedup.views import ReportViews

SCHEMA_VERSION = "1.0"

ParentKind = Literal["article", "named-source", "unnamed-source", "outside"]


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

    `matches` come by their articles and places; the numbers by which tables and `dedup.explain` know them count from 1,
    strongest first.

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
