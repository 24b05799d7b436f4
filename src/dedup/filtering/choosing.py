"""Between the passes: which articles stay. Equal texts are one; the others meet by LSH and are compared exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Literal, overload

import numpy as np
from numpy.typing import NDArray

from dedup.config import Settings
from dedup.errors import OutputError
from dedup.filtering.inputs import Progress, temporary
from dedup.filtering.sketching import Sketched
from dedup.matching.articles import SHINGLE, bands_for
from dedup.matching.selection import KEPT, select
from dedup.sketch.bands import shared_buckets
from dedup.sketch.texts import similarities
from dedup.text.tokens import COMPILED_FROM

Keep = Literal["earliest", "longest", "first"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """By article the one that stays in its place (`KEPT`: it stays itself), and the similarity of the two (1 itself).

    `equal` counts the articles that went because their very text stays or went too.
    """

    kept: NDArray[np.int64]
    similarity: NDArray[np.float64]
    equal: int
    candidates: int
    buckets_crowded: int


def preference(sketched: Sketched, keep: Keep) -> NDArray[np.int64]:
    """The articles, most preferred first; ties in the order of reading.

    `earliest`: by the earliest instant at which an article can have been published, then by the latest; those without a
    date last.
    """
    reading = np.arange(len(sketched.words))
    if keep == "earliest":
        return np.lexsort((reading, sketched.published[:, 1], sketched.published[:, 0]))
    return np.lexsort((reading, -sketched.words)) if keep == "longest" else reading


def choose(
    sketched: Sketched,
    keep: Keep,
    settings: Settings,
    texts_of: Callable[[NDArray[np.int64]], Iterable[str]],
    progress: Progress | None,
) -> Choice:
    """Choose among sketched articles, whose signatures are used up. `texts_of` reads those of some articles, rising."""
    order = preference(sketched, keep)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    head = _heads(sketched, place)
    # Everything below numbers the distinct texts by preference: the first of a bucket is the one that may stay.
    distinct = order[(head[order] == order) & (sketched.words[order] > 0)]
    number = np.full(len(order), -1, np.int64)
    number[distinct] = np.arange(len(distinct))
    signatures = np.empty((len(distinct), settings.num_perm), np.uint32)
    first = 0
    while sketched.signatures:  # one batch after the other, so that there is never twice as much
        batch = sketched.signatures.popleft()
        to = number[first : first + len(batch)]
        signatures[to[to >= 0]] = batch[to >= 0]
        first += len(batch)
    offsets, buckets = shared_buckets(signatures, bands_for(settings.num_perm, settings.jaccard))
    sizes = np.diff(offsets)
    meeting = np.flatnonzero(sizes)
    signatures = signatures[meeting]  # of the others nothing more is asked
    read = np.sort(distinct[meeting])
    slots = np.searchsorted(read, distinct[meeting])
    with _Texts(texts_of(read)) as texts:
        compiled = texts.characters >= COMPILED_FROM

        def compare(some: NDArray[np.int64]) -> NDArray[np.float64]:
            return similarities(texts, slots[some], size=SHINGLE, workers=settings.workers, compiled=compiled)

        def done(articles: int) -> None:
            if progress is not None:
                progress("comparing, articles", articles, len(meeting))

        selected = select(
            signatures,
            np.concatenate([[0], np.cumsum(sizes[meeting])]),
            buckets,
            jaccard=settings.jaccard,
            compare=compare,
            progress=done,
        )
    of_heads = np.full(len(distinct), KEPT, np.int64)
    alike = np.ones(len(distinct), np.float64)
    gone = np.flatnonzero(selected.kept != KEPT)
    of_heads[meeting[gone]] = distinct[meeting[selected.kept[gone]]]
    alike[meeting[gone]] = selected.similarity[gone]
    kept = np.full(len(order), KEPT, np.int64)
    similarity = np.ones(len(order), np.float64)
    worded = np.flatnonzero(sketched.words > 0)
    at = number[head[worded]]
    kept[worded], similarity[worded] = of_heads[at], alike[at]
    equal = worded[head[worded] != worded]
    alone = equal[kept[equal] == KEPT]  # their own text stays
    kept[alone] = head[alone]
    return Choice(
        kept=kept,
        similarity=similarity,
        equal=len(equal),
        candidates=selected.compared,
        buckets_crowded=selected.crowded,
    )


def _heads(sketched: Sketched, place: NDArray[np.int64]) -> NDArray[np.int64]:
    """By article the most preferred one with the very same text."""
    low, high = sketched.texts[:, 0], sketched.texts[:, 1]
    order = np.lexsort((place, low, high))
    begins = np.ones(len(order), np.bool_)
    begins[1:] = (low[order[1:]] != low[order[:-1]]) | (high[order[1:]] != high[order[:-1]])
    head = np.empty(len(order), np.int64)
    head[order] = order[begins][np.cumsum(begins) - 1]
    return head


class _Texts(Sequence[str]):
    """Texts in an unnamed temporary file: those that meet may be most of a large collection."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._lock = Lock()
        self._file = temporary()
        self.characters = 0
        bounds = [0]
        try:
            for text in texts:
                self.characters += len(text)
                try:
                    bounds.append(bounds[-1] + self._file.write(text.encode("utf-8")))
                except OSError as error:
                    raise OutputError(f"a temporary file cannot be written: {error.strerror}") from error
            self._file.flush()
        except BaseException:
            self._file.close()
            raise
        self._bounds = bounds

    def __enter__(self) -> _Texts:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._bounds) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...

    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        begin, end = self._bounds[at], self._bounds[at + 1]
        with self._lock:  # threads share the place in the file
            self._file.seek(begin)
            data = self._file.read(end - begin)
        return data.decode("utf-8")
