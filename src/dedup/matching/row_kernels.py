"""Words in a row that stand elsewhere on the other side: made whole within a passage, or left over by it.

Kernels in the sense of `dedup.compiled`, over the values of `dedup.matching.columns`. Matches are rows (i, j) of token
numbers; a place is (left start, left end, right start, right end), half-open.
"""

from __future__ import annotations

import numpy as np

from dedup.matching.region_kernels import grown_rows

KERNELS = ("with_rows", "whole_rows", "take_along", "rows_left_over", "beyond")

# Moved content words stand in a row where the next is among so many words; a row of so many words has moved as a whole.
_MOVED_GAP, _WHOLE_ROW = 4, 6
# A row of words that another passage has within it on one side is a passage from so many words on.
_OVER_ANOTHER = 8


def with_rows(left, right, ordered, moved, place, lexicon):
    """Moved words of a place, those of whole rows with the function words among them."""
    if moved.shape[0] < 2:
        return moved
    begin = np.array([place[0], place[2]], np.int64)
    rows = whole_rows(
        ordered - begin, moved - begin, left.keys[place[0] : place[1]], right.keys[place[2] : place[3]], lexicon.common
    )
    return rows + begin


def whole_rows(ordered, moved, left, right, common):
    """Moved words with the function words of six and more words in a row that moved: those between them and beside.

    `left` and `right` are the keys of the two passages, in which the matches are numbered.
    """
    in_left = np.zeros(left.size, np.bool_)
    in_right = np.zeros(right.size, np.bool_)
    partner = np.full(left.size, -1, np.int64)
    for row in range(ordered.shape[0]):
        in_left[ordered[row, 0]] = True
        in_right[ordered[row, 1]] = True
    for row in range(moved.shape[0]):
        partner[moved[row, 0]] = moved[row, 1]
        in_right[moved[row, 1]] = True
    for row in range(1, moved.shape[0]):
        i = moved[row, 0]
        last = moved[row - 1, 0]
        if i - last <= _MOVED_GAP and partner[i] - partner[last] == i - last:
            take_along(last, -1, partner, in_left, in_right, left, right, common)
            take_along(last, 1, partner, in_left, in_right, left, right, common)
            take_along(i, 1, partner, in_left, in_right, left, right, common)
    found = np.empty((left.size, 2), np.int64)
    size = 0
    begin = 0
    while begin < left.size:
        end = begin + 1
        while end < left.size and partner[begin] >= 0 and partner[end] == partner[end - 1] + 1:
            end += 1
        for i in range(begin, end):
            # What is short may have met by chance: there the content words alone have moved.
            if partner[i] >= 0 and (end - begin >= _WHOLE_ROW or not common[left[i]]):
                found[size, 0] = i
                found[size, 1] = partner[i]
                size += 1
        begin = end
    return found[:size]


def take_along(i, step, partner, in_left, in_right, left, right, common):
    """Match the function words that follow a moved word in the direction of `step`, as long as both sides are alike."""
    x = i + step
    y = partner[i] + step
    while 0 <= x < left.size and 0 <= y < right.size and common[left[x]] and left[x] == right[y]:
        if in_left[x] or in_right[y] or partner[x] >= 0:
            break
        partner[x] = y
        in_right[y] = True
        x += step
        y += step


def rows_left_over(moved, place):
    """The places of whole rows of moved words beyond a place on both sides, and of longer ones on one side."""
    found = np.empty((2, 4), np.int64)
    size = 0
    begin = 0
    while begin < moved.shape[0]:
        out = beyond(moved[begin], place)
        end = begin + 1
        while (
            end < moved.shape[0]
            and moved[end, 0] == moved[end - 1, 0] + 1
            and moved[end, 1] == moved[end - 1, 1] + 1
            and (beyond(moved[end], place) > 0) == (out > 0)
        ):
            out = min(out, beyond(moved[end], place))
            end += 1
        if (out == 2 and end - begin >= _WHOLE_ROW) or (out == 1 and end - begin >= _OVER_ANOTHER):
            if size == found.shape[0]:
                found = grown_rows(found)
            found[size, 0], found[size, 1] = moved[begin, 0], moved[end - 1, 0] + 1
            found[size, 2], found[size, 3] = moved[begin, 1], moved[end - 1, 1] + 1
            size += 1
        begin = end
    return found[:size]


def beyond(match, place):
    """On how many sides a match lies outside of a place."""
    return (not place[0] <= match[0] < place[1]) + (not place[2] <= match[1] < place[3])
