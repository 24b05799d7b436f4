"""Matches, reports and findings made by hand for the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dedup.dates import parse_published
from dedup.gate import Finding
from dedup.gate.fingerprints import fingerprint
from dedup.model import (
    HYPOTHESES,
    SCHEMA_VERSION,
    Article,
    ArticleSummary,
    Common,
    Edits,
    Hypothesis,
    Match,
    MatchKind,
    Passage,
    PassageKind,
    Report,
    Scores,
    Verdict,
)

WORDS = "the dam above the town was opened at night after eleven days of rain"


def verdict(label: str, **probabilities: float) -> Verdict:
    """`probabilities` by hypothesis, with underscores."""
    given = {name.replace("_", "-"): value for name, value in probabilities.items()}
    full: dict[Hypothesis, float] = {name: given.get(name, 0.9 if name == label else 0.0) for name in HYPOTHESES}
    return Verdict(label=label, probability=max(full.values()), probabilities=full, source=None, sources=(), ledger=())


def passage(article: str, text: str = WORDS, start: int = 0, kind: PassageKind = "narration") -> Passage:
    return Passage(article=article, start=start, end=start + len(text), text=text, kind=kind)


def match(
    left: Passage,
    right: Passage,
    *,
    label: str = "common-source",
    kind: MatchKind = "verbatim",
    common: Sequence[tuple[int, int, int, int]] | None = None,
    judged: Verdict | None = None,
) -> Match:
    """A match; `common` are stretches in code points of the articles (default: both passages whole)."""
    shared = common if common is not None else [(left.start, left.end, right.start, right.end)]
    words = len(left.text.split())
    return Match(
        id=f"{left.article}-{left.start}-{right.article}-{right.start}",
        left=left,
        right=right,
        kind=kind,
        confidence=0.95,
        scores=Scores(
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
        ),
        common=tuple(
            Common(left_start=i0, left_end=i1, right_start=j0, right_end=j1, kind="same") for i0, i1, j0, j1 in shared
        ),
        verdict=judged or verdict(label),
    )


def articles(*ids: str, text: str = WORDS) -> dict[str, Article]:
    """Articles of one text, by id."""
    return {id: Article(id=id, text=text) for id in ids}


def report(*matches: Match, published: dict[str, str] | None = None) -> Report:
    """A report of these matches, on the articles in them."""
    ids = sorted({side.article for each in matches for side in (each.left, each.right)})
    return Report(
        schema_version=SCHEMA_VERSION,
        settings={},
        articles=tuple(_summary(id, (published or {}).get(id)) for id in ids),
        matches=matches,
        set_aside=(),
        article_pairs=(),
        outlet_flows=(),
        clusters=(),
        skipped=(),
        stats={},
    )


def finding(found: Match, holders: int = 2, **other: object) -> Finding:
    """A finding on the right side."""
    made = Finding(
        match=found,
        article=found.right.article,
        side="right",
        rule="dedup/near",
        fingerprint=fingerprint(found),
        holders=holders,
    )
    return replace(made, **other)  # type: ignore[arg-type]


def _summary(id: str, published: str | None) -> ArticleSummary:
    return ArticleSummary(
        id=id,
        outlet=None,
        outlet_origin="unknown",
        published=parse_published(published),
        published_origin="given" if published else "unknown",
        title=None,
        url=None,
        source=None,
        words=100,
        counted_words=100,
        extra={},
    )
