"""Matches made by hand, with the verdict that a test needs."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dedup.dates import parse_published
from dedup.model import (
    HYPOTHESES,
    SCHEMA_VERSION,
    ArticleSummary,
    Cluster,
    Edits,
    Hypothesis,
    Match,
    Passage,
    Place,
    Report,
    Scores,
    Source,
    Verdict,
)
from dedup.network import source_flows, with_paths
from dedup.network.sums import summed_label
from dedup.outlets import outlet_names
from dedup.totals import Words, article_pairs, outlet_flows

_TURNED: dict[Hypothesis, Hypothesis] = {"left-to-right": "right-to-left", "right-to-left": "left-to-right"}
LONG = 10_000


def verdict(probabilities: Mapping[Hypothesis, float], sources: Mapping[str, float] | None = None) -> Verdict:
    full = {name: probabilities.get(name, 0.0) for name in HYPOTHESES}
    label, best = summed_label(full)
    named = sorted((sources or {}).items(), key=lambda each: (-each[1], each[0]))
    return Verdict(
        label=label,
        probability=best,
        probabilities=full,
        source=named[0][0] if named else None,
        sources=tuple(Source(name=name, probability=share) for name, share in named),
        ledger=(),
    )


def match(
    left: str,
    right: str,
    probabilities: Mapping[Hypothesis, float] | None = None,
    *,
    words: int = 20,
    sources: Mapping[str, float] | None = None,
    at: tuple[int, int] = (0, 0),
    **direct: float,
) -> Match:
    """`forward`, `backward` and `common` are short for the hypotheses; what is left of 1 is incidental."""
    short: dict[str, Hypothesis] = {
        "forward": "left-to-right", "backward": "right-to-left", "common": "common-source",
    }  # fmt: skip
    chances: dict[Hypothesis, float] = dict(probabilities or {short[name]: value for name, value in direct.items()})
    chances["incidental"] = max(0.0, 1.0 - sum(value for name, value in chances.items() if name != "incidental"))
    scores = Scores(
        jaccard=0.5, containment_left=0.5, containment_right=0.5, aligned_words=words, share_left=0.9, share_right=0.9,
        longest_run=5, rarity_overlap=0.5, order_free=0.5, edits=Edits(insert=0, delete=0, substitute=0, move=0),
    )  # fmt: skip
    one, other = (
        Passage(article=id, start=start, end=start + 10, text="x" * 10, kind="narration")
        for id, start in zip((left, right), at, strict=True)
    )
    return Match(
        id=f"{left}|{right}|{at[0]}|{at[1]}", left=one, right=other, kind="near-verbatim", confidence=1.0,
        scores=scores, common=(), verdict=verdict(chances, sources),
    )  # fmt: skip


def mirrored(each: Match) -> Match:
    """The same match with its sides swapped, as a renaming of the articles would leave it."""
    turned = {_TURNED.get(name, name): value for name, value in each.verdict.probabilities.items()}
    label = _TURNED.get(each.verdict.label, each.verdict.label)  # type: ignore[call-overload]
    judged = dataclasses.replace(each.verdict, probabilities=turned, label=label)
    return dataclasses.replace(each, left=each.right, right=each.left, verdict=judged)


def summary(id: str, outlet: str | None = None, published: str | None = None, words: int = 300) -> ArticleSummary:
    return ArticleSummary(
        id=id, outlet=outlet, outlet_origin="given" if outlet else "unknown", published=parse_published(published),
        published_origin="given" if published else "unknown", title=None, url=None, source=None, words=words,
        counted_words=words, extra={},
    )  # fmt: skip


def cluster(matches: Sequence[Match], id: int = 1) -> Cluster:
    articles = sorted({side.article for each in matches for side in (each.left, each.right)})
    return Cluster(
        id=id,
        articles=tuple(articles),
        representative=articles[0],
        passages=tuple(Place(article=each, start=0, end=10) for each in articles),
        pairs=tuple(sorted({(each.left.article, each.right.article) for each in matches})),
        matches=tuple(sorted(each.id for each in matches)),
    )


def report(matches: Sequence[Match], articles: Sequence[ArticleSummary], clusters: Sequence[Cluster] = ()) -> Report:
    """A report put together as the pipeline does it."""
    no_words = Words(starts=np.empty(0, np.uint32), quoted=np.empty(0, np.bool_), shingles=np.empty(0, np.uint64))
    pairs = article_pairs(matches, lambda article: no_words)
    values: dict[str, Any] = {"settings": {}, "set_aside": (), "skipped": (), "stats": {}}
    return Report(
        schema_version=SCHEMA_VERSION,
        articles=tuple(articles),
        matches=tuple(matches),
        article_pairs=pairs,
        outlet_flows=outlet_flows(pairs, matches, articles, lambda article: no_words, lambda one, other: False),
        clusters=with_paths(clusters, matches, articles),
        source_flows=source_flows(matches, outlet_names(articles)),
        **values,
    )
