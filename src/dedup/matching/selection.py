"""Which of near-duplicate articles stay: greedily in order of preference, never along a chain.

An article goes only where its similarity with one that stays reaches the threshold. In a chain A–B–C without A–C, in
this order of preference, B goes and A and C stay: who keeps one article of each connected component would lose C,
which is like nothing that is left. So an article is compared with those alone that stay, and thousands of copies of
one text cost one comparison each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Compare = Callable[[NDArray[np.int64]], NDArray[np.float64]]
Progress = Callable[[int], None]

KEPT = -1
# Of those that stay so many are looked at in a bucket, the most preferred ones; a bucket that has more is crowded.
MOST = 256
# Articles compared together with those that stay before them, at least and at most, and with how many of these first.
_LEAST, _BLOCK, _FIRST = 16, 1024, 16
# Standard deviations by which what two signatures agree in may fall short of the similarity of their sets.
_SHORT = 4.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """By article the one that stays in its place (`KEPT`: it stays itself), and how similar the two are (1 itself).

    `compared` pairs were compared exactly; in `crowded` buckets more stay than were looked at.
    """

    kept: NDArray[np.int64]
    similarity: NDArray[np.float64]
    compared: int
    crowded: int


def select(
    signatures: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    buckets: NDArray[np.int64],
    *,
    jaccard: float,
    compare: Compare,
    progress: Progress | None = None,
) -> Selection:
    """Select from articles ``0 … len(signatures) - 1``, the most preferred first.

    An article ``a`` meets others in its buckets, ``buckets[offsets[a]:offsets[a + 1]]``. It is compared, by `compare`,
    which gives the exact similarities of pairs, with those that stay there, but for such as signatures tell apart
    (estimates of more than four standard deviations too little). It goes for the most similar of the `_FIRST` likeliest
    where one of these will do, else of all; of equals for the most preferred.
    """
    greedy = _Greedy(signatures, offsets, buckets, jaccard, compare)
    meeting = np.flatnonzero(np.diff(offsets)).tolist()
    begin = 0
    while begin < len(meeting):
        # As many as before them: most of what stays is known by then, and whoever goes for it goes at once.
        end = min(begin + min(max(begin, _LEAST), _BLOCK), len(meeting))
        greedy.take(meeting[begin:end])
        begin = end
        if progress is not None:
            progress(end)
    return Selection(
        kept=greedy.kept, similarity=greedy.similarity, compared=greedy.compared, crowded=len(greedy.crowded)
    )


@dataclass(slots=True)
class _Greedy:
    """What stays so far, by bucket. A block is compared with what stayed before it at once, then, one by one, with what
    stays of itself."""

    signatures: NDArray[np.uint32]
    offsets: NDArray[np.int64]
    buckets: NDArray[np.int64]
    jaccard: float
    compare: Compare
    kept: NDArray[np.int64] = field(init=False)
    similarity: NDArray[np.float64] = field(init=False)
    staying: dict[int, list[int]] = field(default_factory=dict)
    crowded: set[int] = field(default_factory=set)
    compared: int = 0

    def __post_init__(self) -> None:
        self.kept = np.full(len(self.signatures), KEPT, np.int64)
        self.similarity = np.ones(len(self.signatures), np.float64)

    def take(self, block: Sequence[int]) -> None:
        known = {article: self._likely(article, 0) for article in block}
        self._settle((article, heads[:_FIRST]) for article, heads in known.items())
        self._settle((article, heads[_FIRST:]) for article, heads in known.items() if self.kept[article] == KEPT)
        for article in block:
            if self.kept[article] == KEPT:
                self._settle([(article, self._likely(article, block[0]))])
            if self.kept[article] == KEPT:
                self._stays(article)

    def _likely(self, article: int, first: int) -> list[int]:
        """Those that stay, from `first` on, and may be similar by their signatures, the likeliest first."""
        met = {head for bucket in self._of(article) for head in self.staying.get(bucket, ()) if head >= first}
        if not met:
            return []
        heads = np.array(sorted(met), np.int64)
        size = self.signatures.shape[1]
        agreeing = (self.signatures[heads] == self.signatures[article]).sum(axis=1)
        least = self.jaccard - _SHORT * (self.jaccard * (1 - self.jaccard) / size) ** 0.5
        order = np.lexsort((heads, -agreeing))
        return [int(heads[at]) for at in order if agreeing[at] >= least * size]

    def _settle(self, wanted: Iterable[tuple[int, Sequence[int]]]) -> None:
        """Let articles go that are similar enough to one of theirs."""
        asked = sorted((head, article) for article, heads in wanted for head in heads)
        if not asked:
            return
        pairs = np.array(asked, np.int64)
        found = self.compare(pairs)
        self.compared += len(pairs)
        alike = np.flatnonzero(found >= self.jaccard)
        # The last that is written counts: the most similar, of equals the most preferred.
        for at in alike[np.lexsort((-pairs[alike, 0], found[alike]))].tolist():
            head, article = pairs[at].tolist()
            self.kept[article], self.similarity[article] = head, found[at]

    def _stays(self, article: int) -> None:
        for bucket in self._of(article):
            heads = self.staying.setdefault(bucket, [])
            if len(heads) < MOST:
                heads.append(article)
            else:
                self.crowded.add(bucket)

    def _of(self, article: int) -> list[int]:
        found: list[int] = self.buckets[self.offsets[article] : self.offsets[article + 1]].tolist()
        return found
