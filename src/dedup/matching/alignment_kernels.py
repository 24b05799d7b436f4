"""Word alignment of two passages: which words match, in order, as a variant, or moved.

Kernels in the sense of `dedup.compiled`. The in-order part is the heaviest common subsequence of word keys, found over
the match points alone (Hunt & Szymanski 1977, with weights in a Fenwick tree of maxima) and with a bonus for each step
along a diagonal, which is the affine gap: a match that continues a run is worth more than one that starts anew.
Content words left over on both sides are moved words (see `dedup.matching.row_kernels` for those around them).

Matches are rows (i, j) of token numbers. `heads` is a board with a cell for every key, −1 in all of them: a kernel
that writes to it wipes it again, so that one board serves any number of alignments.
"""

from __future__ import annotations

import numpy as np

from dedup.matching.region_kernels import grown_rows

KERNELS = (
    "anchors",
    "heaviest",
    "anchored",
    "extended",
    "without_strays",
    "moved_words",
    "align",
)

# A function word alone is worth little, a step along the diagonal a little more (nats; content words: 2 to 6).
_STEP_BONUS = 0.5
# Sequences longer than this (the shorter one) are cut at words that both hold once, in one order (patience
# diff, Cohen): 500 words align in a tenth of the time. An anchor counts when another one stands near it on its
# diagonal.
_LONG, _NEIGHBOUR = 120, 4
# Texts made to have one anchor at a time are not cut more often than this.
_DEEPEST = 8
# More places than this (product over both sides) and a word is left to the extension of its neighbours; less
# where all words together would make more than `_POINTS` matches.
_CROWD, _POINTS = 400, 200_000
# Runs of nothing but function words that are shorter match by chance.
_RUN = 3


def align(left, right, weight, common, heads):
    """Align two sequences of keys: matches in order, and moved ones by the left side.

    `weight` and `common` (function words) are indexed by key.
    """
    shorter = min(left.size, right.size)
    start = 0
    while start < shorter and left[start] == right[start]:
        start += 1
    stop = 0
    while stop < shorter - start and left[left.size - 1 - stop] == right[right.size - 1 - stop]:
        stop += 1
    pairs = np.empty((shorter, 2), np.int64)
    for x in range(start):
        pairs[x, 0] = x
        pairs[x, 1] = x
    size = anchored(left, right, start, stop, weight, heads, pairs, start)
    for x in range(stop):
        pairs[size, 0] = left.size - stop + x
        pairs[size, 1] = right.size - stop + x
        size += 1
    found = without_strays(extended(pairs[:size], left, right), left, common)
    return found, moved_words(found, left, right, common, heads)


def anchored(left, right, start, stop, weight, heads, pairs, size):
    """Write the matches between the first `start` and the last `stop` words into `pairs` from row `size` on.

    Returns the number of rows. Long stretches are cut at their anchors, and what lies between is cut again.
    """
    waiting = np.empty((64, 5), np.int64)  # i0, i1, j0, j1, depth; the depth of an anchor is -1
    waiting[0, 0] = start
    waiting[0, 1] = left.size - stop
    waiting[0, 2] = start
    waiting[0, 3] = right.size - stop
    waiting[0, 4] = 0
    count = 1
    while count:
        count -= 1
        i0 = waiting[count, 0]
        i1 = waiting[count, 1]
        j0 = waiting[count, 2]
        j1 = waiting[count, 3]
        depth = waiting[count, 4]
        if depth < 0:
            pairs[size, 0] = i0
            pairs[size, 1] = j0
            size += 1
            continue
        if i0 == i1 or j0 == j1:
            continue
        cuts = np.empty((0, 2), np.int64)
        if min(i1 - i0, j1 - j0) > _LONG and depth < _DEEPEST:
            cuts = anchors(left[i0:i1], right[j0:j1], heads)
        if cuts.shape[0] == 0:
            before = size
            size = heaviest(left[i0:i1], right[j0:j1], weight, heads, pairs, size)
            for row in range(before, size):
                pairs[row, 0] += i0
                pairs[row, 1] += j0
            continue
        while count + 2 * cuts.shape[0] + 1 > waiting.shape[0]:
            waiting = grown_rows(waiting)
        # The last to come goes in first.
        for cut in range(cuts.shape[0], -1, -1):
            last = cut == cuts.shape[0]
            waiting[count, 0] = i0 if cut == 0 else i0 + cuts[cut - 1, 0] + 1
            waiting[count, 1] = i1 if last else i0 + cuts[cut, 0]
            waiting[count, 2] = j0 if cut == 0 else j0 + cuts[cut - 1, 1] + 1
            waiting[count, 3] = j1 if last else j0 + cuts[cut, 1]
            waiting[count, 4] = depth + 1
            count += 1
            if cut:
                waiting[count, 0] = i0 + cuts[cut - 1, 0]
                waiting[count, 2] = j0 + cuts[cut - 1, 1]
                waiting[count, 4] = -1
                count += 1
    return size


def anchors(left, right, heads):
    """Words that both sides hold once, in one order, with another one near on the same diagonal."""
    once = np.ones(left.size, np.bool_)
    for i in range(left.size):
        first = heads[left[i]]
        if first >= 0:
            once[first] = False
            once[i] = False
        else:
            heads[left[i]] = i
    for i in range(left.size):
        heads[left[i]] = -1
    for j in range(right.size):
        heads[right[j]] = j if heads[right[j]] == -1 else -2
    shared = np.empty((left.size, 2), np.int64)
    count = 0
    for i in range(left.size):
        if once[i] and heads[left[i]] >= 0:
            shared[count, 0] = i
            shared[count, 1] = heads[left[i]]
            count += 1
    for j in range(right.size):
        heads[right[j]] = -1
    # The longest part whose rights rise too (patience sorting).
    tops = np.empty(count, np.int64)
    before = np.empty(count, np.int64)
    piles = 0
    for number in range(count):
        low = 0
        high = piles
        while low < high:
            middle = (low + high) // 2
            if shared[tops[middle], 1] < shared[number, 1]:
                low = middle + 1
            else:
                high = middle
        before[number] = tops[low - 1] if low else -1
        tops[low] = number
        piles = max(piles, low + 1)
    rising = np.empty((piles, 2), np.int64)
    number = tops[piles - 1] if piles else -1
    for at in range(piles - 1, -1, -1):
        rising[at, 0] = shared[number, 0]
        rising[at, 1] = shared[number, 1]
        number = before[number]
    found = np.empty((piles, 2), np.int64)
    size = 0
    for at in range(piles):
        for near in (at - 1, at + 1):
            if (
                0 <= near < piles
                and rising[near, 0] - rising[near, 1] == rising[at, 0] - rising[at, 1]
                and abs(rising[near, 0] - rising[at, 0]) <= _NEIGHBOUR
            ):
                found[size, 0] = rising[at, 0]
                found[size, 1] = rising[at, 1]
                size += 1
                break
    return found[:size]


def heaviest(left, right, weight, heads, pairs, size):
    """Write a heaviest common subsequence into `pairs` from row `size` on; returns the number of rows."""
    columns = right.size
    following = np.empty(columns, np.int64)
    # At the first place of a key: how often it stands on the right, and on the left.
    many = np.empty(columns, np.int64)
    here = np.zeros(columns, np.int64)
    for j in range(columns - 1, -1, -1):
        following[j] = heads[right[j]]
        many[j] = 1 if following[j] < 0 else 1 + many[following[j]]
        heads[right[j]] = j
    for i in range(left.size):
        if heads[left[i]] >= 0:
            here[heads[left[i]]] += 1
    crowd = _CROWD
    while True:
        room = 0
        for j in range(columns):
            if here[j] * many[j] <= crowd and heads[right[j]] == j:
                room += here[j] * many[j]
        if crowd <= 1 or room <= _POINTS:
            break
        crowd //= 4
    # Cell x of the tree holds the best chain (value, point) that ends in a column of x's range.
    best_value = np.zeros(columns + 1, np.float64)
    best_point = np.full(columns + 1, -1, np.int64)
    # The matches of this row and of the one before, by column.
    row_of = np.full((2, columns), -2, np.int64)
    value_of = np.empty((2, columns), np.float64)
    point_of = np.empty((2, columns), np.int64)
    points = np.empty((room, 3), np.int64)  # left, right, number of the previous point
    count = 0
    best = -1
    most = 0.0
    for i in range(left.size):
        j = heads[left[i]]
        if j < 0 or here[j] * many[j] > crowd:
            continue
        now = i & 1
        begin = count
        while j >= 0:
            value = 0.0
            before = -1
            x = j
            while x > 0:
                if best_value[x] > value:
                    value = best_value[x]
                    before = best_point[x]
                x -= x & -x
            if j > 0 and row_of[1 - now, j - 1] == i - 1 and value_of[1 - now, j - 1] + _STEP_BONUS >= value:
                value = value_of[1 - now, j - 1] + _STEP_BONUS
                before = point_of[1 - now, j - 1]
            value += weight[left[i]]
            row_of[now, j] = i
            value_of[now, j] = value
            point_of[now, j] = count
            points[count, 0] = i
            points[count, 1] = j
            points[count, 2] = before
            if best < 0 or value > most:
                best = count
                most = value
            count += 1
            j = following[j]
        for point in range(begin, count):  # after the row: two matches of one word cannot chain
            value = value_of[now, points[point, 1]]
            x = points[point, 1] + 1
            while x <= columns:
                if value > best_value[x]:
                    best_value[x] = value
                    best_point[x] = point
                x += x & -x
    for j in range(columns):
        heads[right[j]] = -1
    end = size
    point = best
    while point >= 0:
        end += 1
        point = points[point, 2]
    row = end
    while best >= 0:
        row -= 1
        pairs[row, 0] = points[best, 0]
        pairs[row, 1] = points[best, 1]
        best = points[best, 2]
    return end


def extended(pairs, left, right):
    """Let every match grow along its diagonal into the gap after and before it while the words agree."""
    found = np.empty((min(left.size, right.size), 2), np.int64)
    size = 0
    for at in range(-1, pairs.shape[0]):
        i0 = pairs[at, 0] if at >= 0 else -1
        j0 = pairs[at, 1] if at >= 0 else -1
        inside = at + 1 < pairs.shape[0]
        i1 = pairs[at + 1, 0] if inside else left.size
        j1 = pairs[at + 1, 1] if inside else right.size
        if at >= 0:
            found[size, 0] = i0
            found[size, 1] = j0
            size += 1
            while i0 + 1 < i1 and j0 + 1 < j1 and left[i0 + 1] == right[j0 + 1]:
                i0 += 1
                j0 += 1
                found[size, 0] = i0
                found[size, 1] = j0
                size += 1
        back = 0
        while inside and i1 - back - 1 > i0 and j1 - back - 1 > j0 and left[i1 - back - 1] == right[j1 - back - 1]:
            back += 1
        for x in range(back, 0, -1):
            found[size, 0] = i1 - x
            found[size, 1] = j1 - x
            size += 1
    return found[:size]


def without_strays(pairs, left, common):
    """Drop short runs of nothing but function words: they match by chance."""
    kept = np.empty(pairs.shape, np.int64)
    size = 0
    begin = 0
    while begin < pairs.shape[0]:
        end = begin + 1
        telling = not common[left[pairs[begin, 0]]]
        while (
            end < pairs.shape[0] and pairs[end, 0] == pairs[end - 1, 0] + 1 and pairs[end, 1] == pairs[end - 1, 1] + 1
        ):
            telling = telling or not common[left[pairs[end, 0]]]
            end += 1
        if telling or end - begin >= _RUN:
            for row in range(begin, end):
                kept[size, 0] = pairs[row, 0]
                kept[size, 1] = pairs[row, 1]
                size += 1
        begin = end
    return kept[:size]


def moved_words(pairs, left, right, common, heads):
    """Content words that are in no match on either side, first with first."""
    in_left = np.zeros(left.size, np.bool_)
    in_right = np.zeros(right.size, np.bool_)
    for row in range(pairs.shape[0]):
        in_left[pairs[row, 0]] = True
        in_right[pairs[row, 1]] = True
    following = np.empty(right.size, np.int64)
    for j in range(right.size - 1, -1, -1):
        if not in_right[j] and not common[right[j]]:
            following[j] = heads[right[j]]
            heads[right[j]] = j
    found = np.empty((min(left.size, right.size) - pairs.shape[0], 2), np.int64)
    size = 0
    for i in range(left.size):
        if not in_left[i] and heads[left[i]] >= 0:
            found[size, 0] = i
            found[size, 1] = heads[left[i]]
            heads[left[i]] = following[heads[left[i]]]
            size += 1
    for j in range(right.size):
        heads[right[j]] = -1
    return found[:size]
