"""The edges of a region: equal words, an ellipsis and what follows it, words that stand inside in the other text.

Kernels in the sense of `dedup.compiled`, over the values of `dedup.matching.columns`. Token numbers count within each
text. A place is (left start, left end, right start, right end), half-open; `step` is −1 before a region and 1 after it.
"""

from __future__ import annotations

import numpy as np

KERNELS = (
    "grown_region",
    "widen",
    "reach_of",
    "run_past",
    "past_elisions",
    "run_among",
    "with_runs_beside",
    "rows_lost",
)

# So many equal words behind an ellipsis tell where the other text has them.
_ELIDED_RUN = 3
# Words beside a region of which so many in a row, function words too, stand inside of it in the other text.
_BESIDE, BESIDE_RUN = 12, 4


def grown_region(left, right, place):
    """Take in the equal words just before and after, function words too."""
    i0, i1, j0, j1 = place[0], place[1], place[2], place[3]
    # Where a text repeats itself the two stretches must not grow into each other.
    same = left.text == right.text
    floor = i1 if same else 0
    while i0 and j0 > floor and left.keys[i0 - 1] == right.keys[j0 - 1]:
        i0 -= 1
        j0 -= 1
    ceiling = j0 if same else left.keys.size
    while i1 < ceiling and j1 < right.keys.size and left.keys[i1] == right.keys[j1]:
        i1 += 1
        j1 += 1
    return np.array([i0, i1, j0, j1], np.int64)


def widen(place, step, left, right):
    """Take so many words of either side into a place, at the end that lies in the direction of `step`."""
    at = 0 if step < 0 else 1
    place[at] += step * left
    place[at + 2] += step * right


def reach_of(inside, at, step, most, others, column):
    """How many words from `at` on, in the direction of `step`, stand in the part of the text before `at`.

    At most `most`, and none of the stretches in `column` and the one after of `others`.
    """
    here = inside[at - step]
    count = 0
    while count < most:
        x = at + step * count
        if not 0 <= x < inside.size or inside[x] != here:
            break
        for other in range(others.shape[0]):
            if others[other, column] <= x < others[other, column + 1]:
                return count
        count += 1
    return count


def run_past(short, x, full, y, step, most_short, most_full, common):
    """Where the words behind an elision go on in the text that leaves nothing out.

    From `x` on in the one and `y` on in the other, in the direction of `step`, at most so many words each. Returns how
    many words the elision stands for and how many are equal behind it: the first run of `_ELIDED_RUN` words that are
    not all function words; 0, 0 where there is none.
    """
    for skipped in range(1, most_full - _ELIDED_RUN + 1):
        equal = 0
        telling = False
        while (
            equal < most_short
            and skipped + equal < most_full
            and short.keys[x + step * equal] == full.keys[y + step * (skipped + equal)]
        ):
            telling = telling or not common[short.keys[x + step * equal]]
            equal += 1
        if telling and equal >= _ELIDED_RUN:
            return skipped, equal
    return 0, 0


def past_elisions(left, right, place, others, lexicon, limits):
    """Go on behind an ellipsis at which a region ends, with the equal words that the other side has further on.

    What stands between is what was left out of a quotation: a gap that growth would not pay for.
    """
    if left.text == right.text:
        return place
    grown = place.copy()
    for step in (-1, 1):
        while True:
            i = grown[0] - 1 if step < 0 else grown[1]
            j = grown[2] - 1 if step < 0 else grown[3]
            if not (0 <= i < left.keys.size and 0 <= j < right.keys.size):
                break
            # An ellipsis is kept with the word behind it.
            elided_left = left.elided[i if step > 0 else i + 1]
            if elided_left == right.elided[j if step > 0 else j + 1]:
                break
            quoted = left.quoted[i - step] >= 0 and right.quoted[j - step] >= 0
            most_left = reach_of(left.quoted if quoted else left.block, i, step, limits.quoted_reach, others, 0)
            most_right = reach_of(right.quoted if quoted else right.block, j, step, limits.quoted_reach, others, 2)
            if elided_left:
                skipped, equal = run_past(left, i, right, j, step, most_left, most_right, lexicon.common)
                taken_left, taken_right = equal, skipped + equal
            else:
                skipped, equal = run_past(right, j, left, i, step, most_right, most_left, lexicon.common)
                taken_left, taken_right = skipped + equal, equal
            if not equal:
                break
            widen(grown, step, taken_left, taken_right)
    return grown


def run_among(side, at, step, count, other, begin, taken):
    """How many words from `at` on, in the direction of `step`, there are up to the end of the farthest run of them that
    the other text has from `begin` on among words that are not `taken`; 0 where it has none of `BESIDE_RUN` words.
    """
    for wanted in range(count, BESIDE_RUN - 1, -1):
        first = at - wanted + 1 if step < 0 else at + wanted - BESIDE_RUN
        for there in range(taken.size - BESIDE_RUN + 1):
            equal = 0
            while (
                equal < BESIDE_RUN
                and not taken[there + equal]
                and side.keys[first + equal] == other.keys[begin + there + equal]
            ):
                equal += 1
            if equal == BESIDE_RUN:
                return wanted
    return 0


def with_runs_beside(left, right, place, everything, others):
    """Take in words that stand just outside of a region in one text, and inside, in no match, in the other.

    Growth weighs content words. "This is my first" before "overseas visit" has hardly any, but where the other text has
    "this is my first visit" in the region, the sentence begins on both sides with these words.
    """
    taken_left = np.zeros(place[1] - place[0], np.bool_)
    taken_right = np.zeros(place[3] - place[2], np.bool_)
    for row in range(everything.shape[0]):
        taken_left[everything[row, 0] - place[0]] = True
        taken_right[everything[row, 1] - place[2]] = True
    grown = place.copy()
    for step in (-1, 1):
        i = place[0] - 1 if step < 0 else place[1]
        j = place[2] - 1 if step < 0 else place[3]
        count = reach_of(left.sentence, i, step, _BESIDE, others, 0)
        more_left = run_among(left, i, step, count, right, place[2], taken_right)
        count = reach_of(right.sentence, j, step, _BESIDE, others, 2)
        more_right = run_among(right, j, step, count, left, place[0], taken_left)
        widen(grown, step, more_left, more_right)
    return grown


def rows_lost(before, after):
    """How many matches in order are not among others, also in order."""
    lost = 0
    at = 0
    for row in range(before.shape[0]):
        while at < after.shape[0] and after[at, 0] < before[row, 0]:
            at += 1
        if at == after.shape[0] or after[at, 0] != before[row, 0] or after[at, 1] != before[row, 1]:
            lost += 1
    return lost
