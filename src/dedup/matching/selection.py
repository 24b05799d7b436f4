"""Which of near-duplicate articles stay: greedily in order of preference, never along a chain.

An article goes only where its similarity with one that stays reaches the threshold. In a chain A–B–C without A–C, in
this order of preference, B goes and A and C stay: who keeps one article of each connected component would lose C,
which is like nothing that is left. So an article is compared with those that stay, the likeliest of them, and with the
few that are taken together with it: thousands of copies of one text cost one comparison each but for the first ones,
and of a template that leaves all of them too different still no more than `_COMPARED` and a block.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Compare = Callable[[NDArray[np.int64]], NDArray[np.float64]]
Progress = Callable[[int], None]

KEPT = -1
# Of those that stay so many are looked at in a bucket, the most preferred ones; a bucket that has more is crowded.
MOST = 256
# Of those that stay so many are compared with an article exactly, the likeliest by their signatures.
_COMPARED = 64
# Articles compared together with those that stay before them, at least and at most, and with how many of these first.
# No more than `_COMPARED`, so that each is compared with all that it meets in its block. These are not known to stay:
# in blocks of 1,024 the likeliest of a burst of variants were others of it, which all went for an earlier version,
# and whoever had been compared with them alone stayed.
_LEAST, _BLOCK, _FIRST = 16, 64, 16
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
    which gives the exact similarities of pairs, with the `_COMPARED` likeliest of those that stay there, then with
    those of its block that are left, but for such as signatures tell apart (estimates of more than 4.5 standard
    deviations too little). It goes for the most similar of the `_FIRST` likeliest where one of these will do, else of
    the others that stay, else of its block; of equals for the most preferred.
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


_Buckets = dict[int, "array[int]"]


@dataclass(slots=True)
class _Greedy:
    """What stays so far, by bucket. A block is compared with what stayed before it, then what is left with itself."""

    signatures: NDArray[np.uint32]
    offsets: NDArray[np.int64]
    buckets: NDArray[np.int64]
    jaccard: float
    compare: Compare
    kept: NDArray[np.int64] = field(init=False)
    similarity: NDArray[np.float64] = field(init=False)
    staying: _Buckets = field(default_factory=dict)
    crowded: set[int] = field(default_factory=set)
    compared: int = 0

    def __post_init__(self) -> None:
        self.kept = np.full(len(self.signatures), KEPT, np.int64)
        self.similarity = np.ones(len(self.signatures), np.float64)

    def take(self, block: Sequence[int]) -> None:
        known = {article: self._likely(article, self.staying) for article in block}
        self._settle([(head, article) for article, heads in known.items() for head in heads[:_FIRST]])
        left = self._left(block)
        self._settle([(head, article) for article in left for head in known[article][_FIRST:]])
        left = self._left(left)
        beside: _Buckets = {}
        pairs: list[tuple[int, int]] = []
        for article in left:
            pairs += [(head, article) for head in self._likely(article, beside)]
            self._enter(article, beside)
        self._settle(pairs)
        for article in self._left(left):
            self.crowded.update(self._enter(article, self.staying))

    def _left(self, articles: Sequence[int]) -> list[int]:
        return [article for article in articles if self.kept[article] == KEPT]

    def _likely(self, article: int, entered: _Buckets) -> list[int]:
        """Those in its buckets that may be similar by their signatures, the likeliest first."""
        met = [entered[bucket] for bucket in self._of(article) if bucket in entered]
        if not met:
            return []
        heads = np.unique(np.concatenate([np.frombuffer(each, np.int64) for each in met]))
        size = self.signatures.shape[1]
        agreeing = (self.signatures[heads] == self.signatures[article]).sum(axis=1)
        least = self.jaccard - _SHORT * (self.jaccard * (1 - self.jaccard) / size) ** 0.5
        near = np.flatnonzero(agreeing >= least * size)
        likeliest: list[int] = heads[near[np.argsort(-agreeing[near], kind="stable")][:_COMPARED]].tolist()
        return likeliest

    def _settle(self, asked: Iterable[tuple[int, int]]) -> None:
        """Compare articles, the second of each pair, with such as are preferred to them, and let go those that are
        similar enough to one that stays: for the most similar, of equals for the most preferred."""
        ordered = sorted(asked)
        if not ordered:
            return
        pairs = np.array(ordered, np.int64)
        found = self.compare(pairs)
        self.compared += len(pairs)
        alike = np.flatnonzero(found >= self.jaccard)
        # Article by article: whoever is preferred to one has been settled by then.
        for at in alike[np.lexsort((pairs[alike, 0], -found[alike], pairs[alike, 1]))].tolist():
            head, article = ordered[at]
            if self.kept[article] == KEPT and self.kept[head] == KEPT:
                self.kept[article], self.similarity[article] = head, found[at]

    def _enter(self, article: int, entered: _Buckets) -> list[int]:
        """Put an article into its buckets, and tell those that have no room for it."""
        full = []
        for bucket in self._of(article):
            heads = entered.setdefault(bucket, array("q"))
            if len(heads) < MOST:
                heads.append(article)
            else:
                full.append(bucket)
        return full

    def _of(self, article: int) -> list[int]:
        found: list[int] = self.buckets[self.offsets[article] : self.offsets[article + 1]].tolist()
        return found
