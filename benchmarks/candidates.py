"""Candidate passages of labelled data with what the decision rests on: what `fit_confidence.py` fits and scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from dedup.config import Preset, Settings
from dedup.evaluation import Aligned as Detection
from dedup.evaluation import Labelled
from dedup.evaluation.judgements import is_found
from dedup.evaluation.pan import PanPair, read_cases, read_texts
from dedup.matching.confidence import Measures
from dedup.model import Article, Span
from dedup.outlets import same_outlet
from dedup.text.order import place_of
from dedup.work import Work

# Events of corpus/ that nothing was chosen, fitted or looked at on: they are scored, and that is all.
HELD_OUT = ("festival", "launch", "outbreak", "strike")

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An aligned pair of passages. `right` says whether the labels hold it; `None` where they do not decide."""

    pair: Key
    group: str
    place: Detection
    measures: Measures
    right: bool | None


def aligned_pairs(
    articles: Sequence[Article], preset: Preset
) -> Iterator[tuple[Article, Article, Detection, Measures]]:
    """Every aligned region between articles of different outlets, whatever its confidence."""
    ordered = sorted(articles, key=lambda article: (place_of(article.text, article.id), article.id))
    work = Work(ordered, Settings(preset=preset, min_confidence=0.0, workers=1))
    for kept in work.aligner.aligned(work.regions):
        columns = {name: column.tolist() for name, column in kept.measures().items()}
        for at, (row, (i0, i1, j0, j1)) in enumerate(zip(kept.rows.tolist(), kept.spans, strict=True)):
            left, right, _ = kept.regions[row]
            if left == right or same_outlet(ordered[left], ordered[right]):
                continue
            place = Detection(left=Span(i0, i1), right=Span(j0, j1))
            yield ordered[left], ordered[right], place, Measures(**{name: columns[name][at] for name in columns})


def mirrored(place: Detection) -> Detection:
    return Detection(left=place.right, right=place.left)


def without(labelled: Labelled, events: Sequence[str]) -> Labelled:
    """A labelled set without some of its events (the ids up to the last dash)."""

    def stays(article: str) -> bool:
        return article.rsplit("-", 1)[0] not in events

    return replace(
        labelled,
        articles=tuple(each for each in labelled.articles if stays(each.id)),
        passages=tuple(p for p in labelled.passages if stays(p.left.article) and stays(p.right.article)),
        hard_negatives=tuple(n for n in labelled.hard_negatives if stays(n.left.article) and stays(n.right.article)),
    )


def of_labelled(labelled: Labelled, preset: Preset) -> list[Candidate]:
    """Candidates of a labelled set, grouped by event (the id up to its last dash)."""
    truth: dict[Key, list[tuple[Detection, bool]]] = defaultdict(list)
    for passage in labelled.passages:
        place = Detection(
            left=Span(passage.left.start, passage.left.end), right=Span(passage.right.start, passage.right.end)
        )
        truth[passage.left.article, passage.right.article].append((place, passage.set_aside))
    found = []
    for one, two, spans, measures in aligned_pairs(labelled.articles, preset):
        left, right, place = (one, two, spans) if one.id < two.id else (two, one, mirrored(spans))
        here = truth.get((left.id, right.id), [])
        held = is_found(place, (each for each, aside in here if not aside))
        label = True if held else None if is_found(place, (each for each, _ in here)) else False
        group = left.id.rsplit("-", 1)[0]
        found.append(Candidate(pair=(left.id, right.id), group=group, place=place, measures=measures, right=label))
    return found


def of_pan(folder: Path, pairs: Iterable[PanPair], preset: Preset, workers: int) -> list[Candidate]:
    """Candidates of PAN pairs, grouped by source document; undecided where they touch a case without holding it."""
    with ProcessPoolExecutor(workers) as pool:
        return [each for found in pool.map(partial(_of_pair, folder, preset), pairs, chunksize=20) for each in found]


def _of_pair(folder: Path, preset: Preset, pair: PanPair) -> list[Candidate]:
    one, two = read_texts(folder, pair)
    cases = read_cases(folder, pair)
    articles = [Article(id="left", text=one), Article(id="right", text=two)]
    found = []
    for first, _, place, measures in aligned_pairs(articles, preset):
        shown = place if first.id == "left" else mirrored(place)
        label = True if is_found(shown, cases) else None if any(shown.detects(case) for case in cases) else False
        found.append(Candidate(pair=pair.key, group=pair.source, place=shown, measures=measures, right=label))
    return found
