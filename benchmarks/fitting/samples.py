"""Events read as an audit reads them, each passage with its truth."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

from simulation.events import event
from simulation.library import Library
from simulation.texts import Part

from dedup.config import Settings
from dedup.evaluation import Labelled
from dedup.evaluation.labelled import span
from dedup.evaluation.plagdet import Aligned
from dedup.model import Hypothesis, Place
from dedup.provenance import Found, Reading
from dedup.provenance.view import span_of
from dedup.text.order import place_of
from dedup.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One passage as its two articles tell it, and the truth where it is known. What does not count is set aside."""

    reading: Reading
    truth: Hypothesis | None
    counted: bool

    @property
    def words(self) -> int:
        return self.reading.found.scores.aligned_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The passages of one event, by pair of articles."""

    pairs: tuple[tuple[Told, ...], ...]


def truth_of(found: Found, labelled: Labelled) -> Hypothesis | None:
    """The label of the truth passage that a match is; None where it is none, or parts of several."""
    here = Aligned(left=span_of(found.left), right=span_of(found.right))
    pair = found.left.article, found.right.article
    shared: Counter[str] = Counter()
    for passage in labelled.passages:
        if (passage.left.article, passage.right.article) == pair:
            shared[passage.label] += _shared(here, passage.left, passage.right)
    for negative in labelled.hard_negatives:
        if (negative.left.article, negative.right.article) == pair:
            shared["incidental"] += _shared(here, negative.left, negative.right)
    if not any(shared.values()):
        return None
    label, most = min(shared.items(), key=lambda item: (-item[1], item[0]))
    whole = min(len(here.left), len(here.right))
    return label if most >= 0.5 * whole and most >= 0.8 * sum(shared.values()) else None  # type: ignore[return-value]


def _shared(here: Aligned, left: Place, right: Place) -> int:
    return min(here.left.overlap(span(left)), here.right.overlap(span(right)))


def sample_of(labelled: Labelled) -> Sample:
    """Read an event. Its passages are those that an audit finds, not those that the truth holds."""
    ids = sorted(article.id for article in labelled.articles)
    rank = {id: number for number, id in enumerate(ids)}
    work = Work(sorted(labelled.articles, key=lambda each: (place_of(each.text, each.id), rank[each.id])), Settings())
    pairs = []
    for counted, aside in map(work.readings, work.pairs(rank)):
        told = [(reading, True) for reading in counted] + [(reading, False) for reading in aside]
        pairs.append(
            tuple(
                Told(reading=reading, truth=truth_of(reading.found, labelled), counted=counts)
                for reading, counts in told
            )
        )
    return Sample(pairs=tuple(pairs))


def by_event(labelled: Labelled) -> list[Sample]:
    """The events of a labelled set, each read by itself, in order of their names: ``flood`` of ``flood-01``."""
    names = sorted({_event(article.id) for article in labelled.articles})
    return [
        sample_of(
            replace(
                labelled,
                articles=tuple(article for article in labelled.articles if _event(article.id) == name),
                passages=tuple(each for each in labelled.passages if _is_of(name, each.left, each.right)),
                hard_negatives=tuple(each for each in labelled.hard_negatives if _is_of(name, each.left, each.right)),
            )
        )
        for name in names
    ]


def _event(article: str) -> str:
    return article.rpartition("-")[0]


def _is_of(event: str, left: Place, right: Place) -> bool:
    return _event(left.article) == _event(right.article) == event


_LIBRARY: list[Library] = []


def simulated(library: Library, part: Part, seed: int, events: int, workers: int) -> list[Sample]:
    """So many events of one half of the simulation, read."""
    _LIBRARY[:] = [library]  # the workers are forks: they have it from here
    jobs = [(part, seed, number) for number in range(events)]
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        return list(pool.map(_simulated, jobs, chunksize=4))


def _simulated(job: tuple[Part, int, int]) -> Sample:
    part, seed, number = job
    return sample_of(event(_LIBRARY[0], f"{part}:{seed}:{number}", f"sim{seed}-{number:04}", part))
