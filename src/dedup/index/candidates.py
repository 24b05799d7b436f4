"""Which held articles may share wording with new ones: those that the search would compare, and a few more.

The search adds up what shared seed features are worth where they stand close together in both texts. Here only the new
text is at hand, so close together in that one is enough.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.index.findable import Findable
from dedup.index.postings import Found, kept
from dedup.index.whole import Everything
from dedup.matching.lexicon import Lexicon
from dedup.matching.point_kernels import FIRST_MASK, OWNER, SHAPE, SHAPE_MASK
from dedup.matching.search import CLIQUE, FEW, LEAST_VOTES, REACH, accidents

# What sums in another order may differ by.
_SLACK = 1e-6


def candidates(everything: Everything, lexicon: Lexicon) -> NDArray[np.int64]:
    """Handles of the held articles to compare with the new ones, whose words `lexicon` weighs; sorted."""
    new = everything.new
    if not len(new):
        return np.empty(0, np.int64)
    if everything.texts <= FEW:
        return everything.there()
    codes, owners, first, votes = _rows(new, lexicon)
    wanted, code = np.unique(codes, return_inverse=True)
    founds = everything.ask(wanted)
    sizes = np.sum([np.diff(found.bounds) for found in founds], axis=0)
    crowded = sizes > CLIQUE
    pieces = [_all_holders(found, np.flatnonzero(~crowded[code]), code) for found in founds[:-1]]
    pieces.append(_neighbours(everything, founds, np.flatnonzero(crowded[code]), code, owners))
    row, handle = (np.concatenate(each) for each in zip(*pieces, strict=True))
    return _voted(owners[row], handle, first[row], votes[row], LEAST_VOTES + accidents(everything.texts))


def _rows(
    new: Findable, lexicon: Lexicon
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Of each seed feature of the new texts its code, its text, its first word and what it is worth."""
    found = new.features()
    codes = np.concatenate([kept(each) for each, _ in found])
    places = np.concatenate([each for _, each in found]).astype(np.int64)
    owners, first, shape = places >> OWNER, (places >> SHAPE) & FIRST_MASK, places & SHAPE_MASK
    begin = new.table.offsets[owners] + first
    worth = lexicon.worth
    votes = worth[begin] + worth[begin + (shape >> 2)]
    votes += np.where(shape & 2, worth[np.minimum(begin + 1, len(worth) - 1)], 0.0)
    return codes, owners, first, votes


def _all_holders(
    found: Found, rows: NDArray[np.int64], code: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each of some rows with everyone who holds its feature."""
    begin = found.bounds[code[rows]]
    length = found.bounds[code[rows] + 1] - begin
    ends = np.cumsum(length)
    at = np.repeat(begin - (ends - length), length) + np.arange(ends[-1] if len(ends) else 0)
    return np.repeat(rows, length), found.articles[at]


def _neighbours(
    everything: Everything,
    founds: list[Found],
    rows: NDArray[np.int64],
    code: NDArray[np.int64],
    owners: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each of some rows, of crowded features, with the texts right before and after its own that hold the feature."""
    orders = everything.orders
    own = orders[everything.held + owners[rows]]
    before, after = (np.full(len(rows), -1, np.int64) for _ in range(2))
    for found in founds:
        if not len(found.articles):
            continue
        # Handles of a segment are in order, and so are those of the new texts: one search finds all.
        lowest = int(found.articles.min())
        width = int(found.articles.max()) - lowest + 2
        span = orders[lowest : lowest + width - 1]
        keys = np.repeat(np.arange(len(found.bounds) - 1), np.diff(found.bounds)) * width + (found.articles - lowest)
        base = code[rows] * width
        low = np.searchsorted(keys, base + np.searchsorted(span, own)) - 1
        high = np.searchsorted(keys, base + np.searchsorted(span, own, side="right"))
        begin, end = found.bounds[code[rows]], found.bounds[code[rows] + 1]
        earlier = np.where(low >= begin, found.articles[np.maximum(low, 0)], -1)
        later = np.where(high < end, found.articles[np.minimum(high, len(found.articles) - 1)], -1)
        better = (earlier >= 0) & ((before < 0) | (orders[earlier] > orders[before]))
        before = np.where(better, earlier, before)
        better = (later >= 0) & ((after < 0) | (orders[later] < orders[after]))
        after = np.where(better, later, after)
    row, handle = np.concatenate([rows, rows]), np.concatenate([before, after])
    held = (handle >= 0) & (handle < everything.held)
    return row[held], handle[held]


def _voted(
    owners: NDArray[np.int64],
    handles: NDArray[np.int64],
    first: NDArray[np.int64],
    votes: NDArray[np.float64],
    least: float,
) -> NDArray[np.int64]:
    """The texts that gather enough votes in one place of a new one."""
    if not len(owners):
        return np.empty(0, np.int64)
    order = np.lexsort((first, handles, owners))
    owners, handles, first, votes = owners[order], handles[order], first[order], votes[order]
    fresh = np.ones(len(owners), np.bool_)
    fresh[1:] = (owners[1:] != owners[:-1]) | (handles[1:] != handles[:-1])
    place = (np.cumsum(fresh) << 32) + first
    total = np.concatenate([[0.0], np.cumsum(votes)])
    # The search allows this reach to either side of a feature in the later text, and either may be that.
    upto = np.searchsorted(place, place + 2 * REACH, side="right")
    # What a long sum is rounded by grows with it.
    slack = max(_SLACK, 1e-12 * float(total[-1]))
    enough = total[upto] - total[:-1] >= least - slack
    found: NDArray[np.int64] = np.unique(handles[enough])
    return found
