"""Runs of words that two outlets share, labelled by the attributions that people marked around them.

Made from PolNeAR (Newell, Margolin and Ruths, LREC 2018): news of seven outlets in which every attribution is
annotated with its source, cue and content.

::

    polnear-train-shared-runs.jsonl   a run a line: `a`, `a_pub`, `a_date`, `a_span`, the same for `b`, `label`, `words`
    train/text/<a>                    the articles (or text/<a>)

`label` is ``both_attributed`` (on both sides within what is attributed to somebody: a third source,
not one outlet copying the other), ``neither``, or ``mixed``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from dedup.errors import DateError, InputError
from dedup.evaluation.judgements import aligned_match, best_match, source_of
from dedup.evaluation.plagdet import Aligned
from dedup.evaluation.rows import json_rows
from dedup.evaluation.spans import coverage
from dedup.model import DIRECTIONS, THIRD_PARTY, Article, Match, Place, Span

RUNS = "polnear-train-shared-runs.jsonl"
RunLabel = Literal["both_attributed", "neither", "mixed"]
_LABELS = get_args(RunLabel)
_ENOUGH = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where a run stands in its two articles."""

    left: Place
    right: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRun:
    """A run of words that two articles share; `left` is the smaller id."""

    left: str
    right: str
    spans: Aligned
    words: int
    label: RunLabel

    @property
    def places(self) -> Places:
        left, right = self.spans.left, self.spans.right
        return Places(
            left=Place(article=self.left, start=left.start, end=left.end),
            right=Place(article=self.right, start=right.start, end=right.end),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RunVerdict:
    """A run and the match that covers it; None where no match does."""

    run: SharedRun
    match: Match | None

    @property
    def is_copy(self) -> bool:
        """Called a copy, one way or the other."""
        return self.match is not None and self.match.verdict.label in DIRECTIONS

    @property
    def is_third_party(self) -> bool:
        """Called a common source or renderings of one, for whatever reason."""
        return self.match is not None and self.match.verdict.label in THIRD_PARTY

    @property
    def is_quotation(self) -> bool:
        """Called a common source because somebody is quoted: a ledger entry on quotation speaks for that label, or
        the source named for the run is a person's statement."""
        if self.match is None or not self.is_third_party:
            return False
        verdict = self.match.verdict
        quoted = any(
            entry.signal.startswith("quotation.") and entry.weights.get(label, 0.0) > 0
            for entry in verdict.ledger
            for label in THIRD_PARTY
            if label == verdict.label
        )
        return quoted or (source_of(self.run.places, self.match) or "").startswith("statement by ")


def read_runs(folder: Path) -> tuple[Mapping[str, Article], tuple[SharedRun, ...]]:
    """The articles by id, and the runs. Raises `InputError` for a line, a file or a span that is not right."""
    articles: dict[str, Article] = {}
    runs: list[SharedRun] = []
    path = folder / RUNS
    for where, row in json_rows(path):
        runs.append(_run(where, row, folder, articles))
    if not runs:
        raise InputError(f"{path}: holds no run")
    return articles, tuple(runs)


def run_verdict(run: SharedRun, matches: Iterable[Match]) -> RunVerdict:
    """The match that shares most characters with a run, among those that cover half of it on either side."""
    covering = [
        match
        for match in matches
        if coverage(run.spans.left, [aligned_match(match).left]) >= _ENOUGH
        and coverage(run.spans.right, [aligned_match(match).right]) >= _ENOUGH
    ]
    return RunVerdict(run=run, match=best_match(run.spans, covering) if covering else None)


def labelled_as(verdicts: Sequence[RunVerdict], label: RunLabel) -> list[RunVerdict]:
    return [each for each in verdicts if each.run.label == label]


def _run(where: str, row: Mapping[str, Any], folder: Path, articles: dict[str, Article]) -> SharedRun:
    try:
        sides = sorted((str(row[side]).removesuffix(".txt"), side) for side in "ab")
        label = row["label"]
        if label not in _LABELS:
            raise InputError(f"{where}: unknown label: {label!r}")
        spans = []
        for id, side in sides:
            if id not in articles:
                articles[id] = _article(folder, id, row, side)
            start, end = (int(at) for at in row[f"{side}_span"])
            if not 0 <= start < end <= len(articles[id].text):
                raise InputError(f"{where}: {side}_span lies outside of {id}")
            spans.append(Span(start, end))
        return SharedRun(
            left=sides[0][0],
            right=sides[1][0],
            spans=Aligned(left=spans[0], right=spans[1]),
            words=int(row["words"]),
            label=label,
        )
    except (KeyError, TypeError, ValueError, OSError, DateError, RecursionError) as error:
        raise InputError(f"{where}: {type(error).__name__}: {error}") from error


def _article(folder: Path, id: str, row: Mapping[str, Any], side: str) -> Article:
    place = next((at for at in (folder / "train" / "text", folder / "text") if at.is_dir()), folder / "text")
    with (place / f"{id}.txt").open(encoding="utf-8", newline="") as file:
        text = file.read()
    return Article(id=id, text=text, outlet=row[f"{side}_pub"], published=row[f"{side}_date"])
