"""Some texts of all that is held and what is checked: those at hand, with the counts of everything."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.index.bisecting import are_in
from dedup.index.blocks import kept
from dedup.index.whole import Everything
from dedup.matching.whole import Counts
from dedup.sketch.groups import group_bounds


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some texts of everything, by their handles in order: a `Whole`. `only` these features are looked at, if given."""

    everything: Everything
    handles: NDArray[np.int64]
    only: NDArray[np.uint64] | None = None

    @property
    def texts(self) -> int:
        return self.everything.texts

    def counts(self, codes: NDArray[np.uint64]) -> Counts:
        return self.everything.counts(codes)

    def fillers(self, codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        return self.everything.fillers(codes)

    def of(self, numbers: NDArray[np.int64]) -> Part:
        return Part(everything=self.everything, handles=self.handles[numbers])

    def roles(self) -> NDArray[np.int8]:
        return np.where(self.handles >= self.everything.held, 2, 1).astype(np.int8)

    def wanted(self, codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        return np.ones(len(codes), np.bool_) if self.only is None else are_in(codes, self.only)

    def holders(self, codes: NDArray[np.uint64]) -> NDArray[np.int32]:
        return self.everything.texts_that_hold(kept(codes)).astype(np.int32)

    def held(self, codes: NDArray[np.uint64], least: int) -> NDArray[np.bool_]:
        return self.holders(codes) >= least

    def perhaps_held(self, codes: NDArray[np.uint64], least: int) -> NDArray[np.bool_]:
        asked = kept(codes)
        most = np.full(len(codes), len(self.everything.new), np.int64)
        for segment in self.everything.segments:
            most += segment.at_most(asked)
        return most >= least

    def followed(
        self, groups: NDArray[np.int32], offsets: NDArray[np.int64], codes: NDArray[np.uint64]
    ) -> NDArray[np.bool_]:
        result = np.ones(len(groups), np.bool_)
        rows = np.flatnonzero(groups < len(codes))
        texts = np.searchsorted(offsets, rows, side="right") - 1
        order = np.lexsort((texts, groups[rows]))
        rows, texts = rows[order], texts[order]
        group = groups[rows].astype(np.int64)
        upcoming = _upcoming(group, texts)
        orders, handles = self.everything.orders, self.handles
        begin, end = orders[handles[texts]], orders[handles[np.maximum(upcoming, 0)]]
        wanted = kept(codes)[group]
        result[rows] = (upcoming < 0) | (self.everything.holders.between(wanted, begin, end) == 0)
        return result


def _upcoming(groups: NDArray[np.int64], texts: NDArray[np.int64]) -> NDArray[np.int64]:
    """By row, of rows sorted by group and text: the next text of the group, or −1."""
    keys = groups << 32 | texts
    bounds = group_bounds(keys)
    first = keys[bounds[:-1]]
    upcoming = np.full(len(first), -1, np.int64)
    same = first[1:] >> 32 == first[:-1] >> 32
    upcoming[:-1][same] = first[1:][same] & 0xFFFF_FFFF
    return np.repeat(upcoming, np.diff(bounds))
