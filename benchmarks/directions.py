"""Directions where the truth of them is known: PAN cases in equal windows, reprints of newspaper items."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import external
from measured import Measured, Row, count, share_row

import dedup
from dedup.config import Settings
from dedup.evaluation.calibration import Judgement
from dedup.evaluation.intervals import ConfidenceInterval, clustered
from dedup.evaluation.judgements import aligned_match, best_match, is_found
from dedup.evaluation.markup import read_bytes
from dedup.evaluation.pan import PanPair
from dedup.evaluation.pan_windows import WindowPair, windows
from dedup.evaluation.plagdet import Aligned
from dedup.evaluation.quality import Share
from dedup.evaluation.scissors import Item, linked_families, read_items
from dedup.evaluation.selective import at_coverage, at_threshold, direction_curve, directions_claimed
from dedup.model import HYPOTHESES, Article, Hypothesis, Match

SURE = 0.8  # from here on, a direction that is wrong is wrong with confidence
_AT_COVERAGE = 0.4
DERIVED = frozenset({"plagiarism", "abridgement", "revision"})
_WAYS: tuple[Hypothesis, Hypothesis] = ("left-to-right", "right-to-left")


def score_windows(folder: Path, pairs: Sequence[PanPair], seed: int, workers: int, name: str) -> Measured:
    """Direction on the cases of PAN pairs, each in equal windows of two outlets without dates. Raises `InputError`."""
    chosen = [pair for pair in pairs if not pair.category.startswith("01")]
    chunks = [chosen[at : at + 40] for at in range(0, len(chosen), 40)]
    with ProcessPoolExecutor(workers) as pool:
        done = list(pool.map(_judge_windows, [folder] * len(chunks), chunks, [seed] * len(chunks)))
    cut = sum(cases for cases, _, _ in done)
    digest = hashlib.sha256("".join(each for _, _, each in done).encode())
    judged = [judgement for _, each, _ in done for judgement in each]
    rows = list(direction_rows("all", judged, cut))
    for category in sorted({judgement.id for judgement in judged}):
        rows += direction_rows(category, [each for each in judged if each.id == category])
    return Measured(
        name=name,
        title=f"{name}: direction in equal windows, no dates",
        rows=tuple(rows),
        checksum=digest.hexdigest(),
        caption="intervals draw whole source documents; .5 is chance",
    )


def direction_rows(name: str, judged: Sequence[Judgement], cut: int | None = None, *, key: str = "") -> Iterator[Row]:
    """Coverage and accuracy of the directions claimed, of the likelier one, and of the sure ones."""
    key = key or name
    if cut is not None:
        yield share_row(f"{name}: cases found", Share(hits=len(judged), of=cut, empty=1.0))
    coverage, accuracy = directions_claimed(judged)
    yield share_row(f"{name}: a direction claimed", coverage)
    yield share_row("  … the right one", accuracy, f"{key}/direction", _by_source(judged, _claimed_right))
    curve = direction_curve(judged)
    if curve:
        last = curve[-1]
        likelier = Share(hits=last.right, of=last.decided, empty=1.0)
        yield share_row("  the likelier way is right", likelier, f"{key}/likelier", _by_source(judged, _likelier_right))
        if point := at_coverage(curve, _AT_COVERAGE):
            surest = Share(hits=point.right, of=point.decided, empty=1.0)
            yield share_row(f"  … of the surest {point.coverage:.0%} (from {point.threshold:.2f})", surest)
    sure = at_threshold(curve, SURE)
    share = Share(hits=sure.right if sure else 0, of=sure.decided if sure else 0, empty=1.0)
    yield share_row(f"  given more than {SURE}: right", share, f"{key}/sure")


def score_scissors_directions(path: Path) -> Measured:
    """Direction between items and the items that they were taken from, with dates and without. Raises `InputError`.

    Taken from the file's links and labels (an item marked as derived that is joined with an original one) and from
    the families of `scissors.toml` with a source; no text is compared for it.
    """
    items = read_items(path)
    sources = known_sources(items)
    rows: list[Row] = []
    for dated in (True, False):
        articles = [item.article if dated else undated(item.article) for item in items]
        matches = dedup.audit(articles, Settings()).matches
        judged = [each for match in matches if (each := _reprint(match, sources))]
        what, key = ("with dates", "dated") if dated else ("without dates", "undated")
        rows += direction_rows(what, judged, key=key)
    digest = hashlib.sha256(read_bytes(path))
    digest.update(external.FAMILIES.read_bytes())
    return Measured(
        name="scissors-directions",
        title="scissors-and-paste: direction from the source to its reprints",
        rows=tuple(rows),
        checksum=digest.hexdigest(),
        caption=f"{len(sources)} pairs of a reprint and its source; by passage, intervals draw whole families",
    )


def known_sources(items: Sequence[Item]) -> dict[tuple[str, str], str]:
    """For each pair of a source and what was taken from it: (source, reprint) to the family they are of."""
    by_id = {item.article.id: item for item in items}
    known: dict[tuple[str, str], str] = {}
    for family in (*external.read_families(external.FAMILIES, items), *linked_families(items)):
        members = [by_id[id] for id in family.members]
        originals = [item.article.id for item in members if item.derivation == "original"]
        derived = [item.article.id for item in members if item.derivation in DERIVED]
        pairs = [(source, reprint) for source in family.sources for reprint in family.reprints]
        # Two originals in one family would not say which of them was taken.
        if not pairs and len(originals) == 1:
            pairs = [(originals[0], reprint) for reprint in derived]
        known |= dict.fromkeys(pairs, family.name)
    return known


def undated(article: Article) -> Article:
    """The article without its dates."""
    return replace(article, published=None, first_seen=None, published_origin="unknown")


def judgement_on(match: Match, truth: Hypothesis, group: str, id: str = "") -> Judgement:
    verdict = match.verdict
    return Judgement(
        truth=truth,
        label=verdict.label,
        probabilities={name: verdict.probabilities.get(name, 0.0) for name in HYPOTHESES},
        group=group,
        id=id,
    )


def _reprint(match: Match, sources: Mapping[tuple[str, str], str]) -> Judgement | None:
    for truth, pair in zip(
        _WAYS, ((match.left.article, match.right.article), (match.right.article, match.left.article)), strict=True
    ):
        if pair in sources:
            return judgement_on(match, truth, sources[pair])
    return None


def _judge_windows(folder: Path, pairs: Sequence[PanPair], seed: int) -> tuple[int, list[Judgement], str]:
    """How many cases were cut, the judgements on those found, and a digest of the windows."""
    settings = replace(Settings(), workers=1)
    digest = hashlib.sha256()
    judged, cases = [], 0
    for window in windows(folder, pairs, seed):
        cases += 1
        spans = Aligned(left=window.left_span, right=window.right_span)
        digest.update(f"{window.direction} {spans}\n{window.left}\0{window.right}\0".encode("utf-8", "surrogatepass"))
        matches = _compared(window, settings)
        if is_found(spans, map(aligned_match, matches)):
            found = best_match(spans, matches)
            judged.append(judgement_on(found, window.direction, window.source, window.category))
    return cases, judged, digest.hexdigest()


def _compared(window: WindowPair, settings: Settings) -> tuple[Match, ...]:
    left = Article(id="left", text=window.left, outlet="One")
    right = Article(id="right", text=window.right, outlet="Two")
    return dedup.compare(left, right, settings)


def _by_source(
    judged: Sequence[Judgement], figure: Callable[[Sequence[Judgement]], float]
) -> ConfidenceInterval | None:
    return clustered(judged, lambda each: each.group, figure, draws=300) if judged else None


def _claimed_right(judged: Iterable[Judgement]) -> float:
    return directions_claimed(list(judged))[1].rate


def _likelier_right(judged: Iterable[Judgement]) -> float:
    decided = [each for each in judged if each.direction is not None]
    return count(each.direction == each.truth for each in decided).rate
