"""Small articles, truths and reports for the tests of the measures."""

from __future__ import annotations

from collections.abc import Sequence

from dedup.evaluation import HardNegative, Labelled, TruthPassage
from dedup.model import (
    HYPOTHESES,
    SCHEMA_VERSION,
    Article,
    Cluster,
    Edits,
    Match,
    MatchKind,
    Passage,
    Place,
    Report,
    Scores,
    SetAside,
    Verdict,
)

Ends = tuple[str, int, int]


def place(end: Ends) -> Place:
    return Place(article=end[0], start=end[1], end=end[2])


def truth(
    id: str,
    left: Ends,
    right: Ends,
    *,
    kind: MatchKind = "verbatim",
    category: str = "wire",
    words: int = 20,
    set_aside: bool = False,
    label: str = "left-to-right",
    source: str | None = None,
    source_named: bool = False,
    source_also: tuple[str, ...] = (),
) -> TruthPassage:
    return TruthPassage(
        id=id,
        left=place(left),
        right=place(right),
        kind=kind,
        category=category,
        words_left=words,
        words_right=words,
        set_aside=set_aside,
        label=label,
        source=source,
        source_named=source_named,
        source_also=source_also,
    )


def negative(id: str, left: Ends, right: Ends) -> HardNegative:
    return HardNegative(id=id, left=place(left), right=place(right), reason="names")


def match(
    id: str,
    left: Ends,
    right: Ends,
    *,
    kind: MatchKind = "verbatim",
    label: str = "left-to-right",
    source: str | None = None,
    words: int = 20,
) -> Match:
    scores = Scores(
        jaccard=1.0,
        containment_left=1.0,
        containment_right=1.0,
        aligned_words=words,
        share_left=1.0,
        share_right=1.0,
        longest_run=words,
        rarity_overlap=1.0,
        order_free=1.0,
        edits=Edits(insert=0, delete=0, substitute=0, move=0),
    )
    verdict = Verdict(
        label=label,
        probability=1.0,
        probabilities={name: float(name == label) for name in HYPOTHESES},
        source=source,
        sources=(),
        ledger=(),
    )
    ends = [
        Passage(article=end[0], start=end[1], end=end[2], text="x" * (end[2] - end[1]), kind="narration")
        for end in (left, right)
    ]
    return Match(
        id=id, left=ends[0], right=ends[1], kind=kind, confidence=1.0, scores=scores, common=(), verdict=verdict
    )


def cluster(*articles: str) -> Cluster:
    return Cluster(id=1, articles=articles, representative=articles[0], passages=(), pairs=(), matches=())


def report(
    *matches: Match,
    aside: Sequence[Match] = (),
    settings: dict[str, object] | None = None,
    clusters: Sequence[Cluster] = (),
) -> Report:
    return Report(
        schema_version=SCHEMA_VERSION,
        settings=settings or {},
        articles=(),
        matches=matches,
        set_aside=tuple(SetAside(match=m, reason="same-outlet", detail="") for m in aside),
        article_pairs=(),
        outlet_flows=(),
        clusters=tuple(clusters),
        skipped=(),
        stats={},
    )


def labelled(passages: Sequence[TruthPassage], negatives: Sequence[HardNegative] = ()) -> Labelled:
    articles = tuple(Article(id=id, text="x" * 1000, outlet=id.upper()) for id in "abcd")
    return Labelled(articles=articles, passages=tuple(passages), hard_negatives=tuple(negatives))
