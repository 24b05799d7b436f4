"""Candidate passages of labelled data with what the decision rests on: what `fit_confidence.py` fits and scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from dedup.evaluation import Aligned as Detection
from dedup.evaluation import Labelled
from dedup.evaluation.measure import is_found
from dedup.evaluation.pan import PanPair, read_cases, read_texts
from dedup.matching.collection import prepare
from dedup.matching.confidence import Measures, measures_of
from dedup.matching.passages import Region, larger_neighbours, refine
from dedup.matching.presets import Preset
from dedup.matching.scoring import long_enough
from dedup.matching.search import search
from dedup.matching.windows import window_candidates
from dedup.model import Article, Span
from dedup.parts import Parts
from dedup.provenance import same_outlet

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An aligned pair of passages. `right` says whether the labels hold it; `None` where they do not decide."""

    pair: Key
    group: str
    place: Detection
    measures: Measures
    right: bool | None


def _with_neighbours(regions: Sequence[tuple[int, int, Region]]) -> Iterator[tuple[int, int, Region, list[Region]]]:
    for (left, right), group in groupby(regions, key=lambda each: each[:2]):
        here = [region for _, _, region in group]
        for region, others in zip(here, larger_neighbours(here), strict=True):
            yield left, right, region, others


def aligned_pairs(
    articles: Sequence[Article], preset: Preset, min_words: int, *, compiled: bool = True
) -> Iterator[tuple[Article, Article, Detection, Measures]]:
    """Every aligned region of articles sorted by id, whatever its confidence."""
    collection = prepare([article.text for article in articles], compiled=compiled)
    parts = Parts(articles, collection)
    extra, _ = window_candidates(collection.features, seed=1, compiled=compiled)
    weight, common = collection.lexicon.weight.tolist(), collection.lexicon.common.tolist()
    regions = search(collection, preset, extra, compiled=compiled, workers=1).regions
    for left, right, region, others in _with_neighbours(regions):
        if left == right or same_outlet(articles[left], articles[right]):
            continue
        sides = parts.side(left), parts.side(right)
        aligned = refine(*sides, region, weight, common, preset, others)
        if aligned is None or not long_enough(*sides, aligned, min_words):
            continue
        words = (left, aligned.region.left), (right, aligned.region.right)
        spans = [parts.span(*each) for each in words]
        if min(map(len, spans)) < preset.least_characters:
            continue
        measures = measures_of(*sides, aligned, weight, (parts.kind(*words[0]), parts.kind(*words[1])))
        yield articles[left], articles[right], Detection(left=spans[0], right=spans[1]), measures


def of_labelled(labelled: Labelled, preset: Preset) -> list[Candidate]:
    """Candidates of a labelled set, grouped by event (the id up to its last dash)."""
    truth: dict[Key, list[tuple[Detection, bool]]] = defaultdict(list)
    for passage in labelled.passages:
        place = Detection(
            left=Span(passage.left.start, passage.left.end), right=Span(passage.right.start, passage.right.end)
        )
        truth[passage.left.article, passage.right.article].append((place, passage.set_aside))
    found = []
    for left, right, place, measures in aligned_pairs(sorted(labelled.articles, key=lambda a: a.id), preset, 8):
        here = truth.get((left.id, right.id), [])
        held = is_found(place, (each for each, aside in here if not aside))
        label = True if held else None if is_found(place, (each for each, _ in here)) else False
        group = left.id.rsplit("-", 1)[0]
        found.append(Candidate(pair=(left.id, right.id), group=group, place=place, measures=measures, right=label))
    return found


def of_pan(folder: Path, pairs: Iterable[PanPair], preset: Preset, workers: int) -> list[Candidate]:
    """Candidates of PAN pairs, grouped by source document. One that touches a case but does not hold it is undecided."""
    with ProcessPoolExecutor(workers) as pool:
        return [each for found in pool.map(partial(_of_pair, folder, preset), pairs, chunksize=20) for each in found]


def _of_pair(folder: Path, preset: Preset, pair: PanPair) -> list[Candidate]:
    one, two = read_texts(folder, pair)
    cases = read_cases(folder, pair)
    # As `dedup.compare` orders its two texts.
    swap = (one, "left") > (two, "right")
    articles = [Article(id="left", text=one), Article(id="right", text=two)]
    found = []
    for _, _, place, measures in aligned_pairs(articles[::-1] if swap else articles, preset, 8):
        shown = Detection(left=place.right, right=place.left) if swap else place
        label = True if is_found(shown, cases) else None if any(shown.detects(case) for case in cases) else False
        found.append(Candidate(pair=pair.key, group=pair.source, place=shown, measures=measures, right=label))
    return found
