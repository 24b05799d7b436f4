"""Which held articles may share wording with new ones: those that the search would compare, and a few more.

The search adds up what shared seed features are worth where they stand close together in both texts. Here only the new
text is at hand, so close together in that one is enough.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.index.blocks import kept
from dedup.index.findable import Findable
from dedup.index.holders import Holders
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
    crowded = everything.texts_that_hold(wanted) > CLIQUE
    pieces = [
        _all_holders(
            everything.holders, wanted[~crowded], (np.cumsum(~crowded) - 1)[code], np.flatnonzero(~crowded[code])
        ),
        _neighbours(everything, np.flatnonzero(crowded[code]), codes, owners),
    ]
    row, handle = (np.concatenate(each) for each in zip(*pieces, strict=True))
    held = handle < everything.held
    row, handle = row[held], handle[held]
    orders = everything.orders
    later = orders[handle] > orders[everything.held + owners[row]]
    least = LEAST_VOTES + accidents(everything.texts)
    return _voted(owners[row], handle, first[row], votes[row], later, least)


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
    holders: Holders, wanted: NDArray[np.uint64], code: NDArray[np.int64], rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each of some rows with everyone who holds its feature: `code` of a row is its place in `wanted`."""
    bounds, handles = holders.of(wanted)
    begin = bounds[code[rows]]
    length = bounds[code[rows] + 1] - begin
    ends = np.cumsum(length)
    at = np.repeat(begin - (ends - length), length) + np.arange(ends[-1] if len(ends) else 0)
    return np.repeat(rows, length), handles[at]


def _neighbours(
    everything: Everything, rows: NDArray[np.int64], codes: NDArray[np.uint64], owners: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each of some rows, of crowded features, with the texts right before and after its own that hold the feature."""
    before, after = everything.holders.around(codes[rows], everything.orders[everything.held + owners[rows]])
    row, handle = np.concatenate([rows, rows]), np.concatenate([before, after])
    found = handle >= 0
    return row[found], handle[found]


def _voted(
    owners: NDArray[np.int64],
    handles: NDArray[np.int64],
    first: NDArray[np.int64],
    votes: NDArray[np.float64],
    later: NDArray[np.bool_],
    least: float,
) -> NDArray[np.int64]:
    """The texts that gather enough votes in one place of a new one; `later` are those that come after it in order."""
    if not len(owners):
        return np.empty(0, np.int64)
    order = np.lexsort((first, handles, owners))
    owners, handles = owners[order], handles[order]
    first, votes, later = first[order], votes[order], later[order]
    fresh = np.ones(len(owners), np.bool_)
    fresh[1:] = (owners[1:] != owners[:-1]) | (handles[1:] != handles[:-1])
    place = (np.cumsum(fresh) << 32) + first
    total = np.concatenate([[0.0], np.cumsum(votes)])
    # The search adds up what begins within reach after a feature in the earlier of two texts, and to either side of it
    # in the later one.
    since = np.where(later, np.arange(len(place)), np.searchsorted(place, place - REACH))
    upto = np.searchsorted(place, place + REACH, side="right")
    # What a long sum is rounded by grows with it.
    slack = max(_SLACK, 1e-12 * float(total[-1]))
    enough = total[upto] - total[since] >= least - slack
    found: NDArray[np.int64] = np.unique(handles[enough])
    return found
