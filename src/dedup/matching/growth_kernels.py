"""A region grown over words that stand near it on both sides, in any order and one at a time.

Kernels in the sense of `dedup.compiled`. Seed features need two or three words together; where a quotation is told in
other words after a shared beginning, single words are all that is left of it. From an end of a region the growth takes
in the stretch whose shared words outweigh `price` times what is not shared.
"""

from __future__ import annotations

import numpy as np

KERNELS = ("grown_by",)

_BITS = 15
_MASK = (1 << _BITS) - 1


def grown_by(left_keys, left_worth, right_keys, right_worth, price, heads):
    """How many words of each side to take in; both sequences begin at the region and lead away from it.

    The words that both hold are paired nearest first. Of all distances from the region the one with the largest
    balance counts: worth of the pairs within it, less `price` times the mean unshared worth of the sides up to the
    farthest of these pairs. Exchanging the sides exchanges the numbers. `heads` is a board as in
    `dedup.matching.alignment_kernels`; sequences have fewer than 32,768 words.
    """
    following = np.empty(right_keys.size, np.int64)
    for there in range(right_keys.size - 1, -1, -1):
        if right_worth[there] > 0.0:
            following[there] = heads[right_keys[there]]
            heads[right_keys[there]] = there
    count = 0
    for at in range(left_keys.size):
        there = heads[left_keys[at]] if left_worth[at] > 0.0 else -1
        while there >= 0:
            count += 1
            there = following[there]
    near = np.empty(count, np.int64)
    count = 0
    for at in range(left_keys.size):
        there = heads[left_keys[at]] if left_worth[at] > 0.0 else -1
        while there >= 0:
            apart = (np.int64(abs(there - at)) << _BITS) | min(at, there)
            near[count] = (((apart << _BITS) | at) << _BITS) | there
            count += 1
            there = following[there]
    for there in range(right_keys.size):
        heads[right_keys[there]] = -1
    if not count:
        return 0, 0
    near.sort()
    free_left = np.ones(left_keys.size, np.bool_)
    free_right = np.ones(right_keys.size, np.bool_)
    shared = np.empty(count, np.int64)
    size = 0
    for code in near:
        at = (code >> _BITS) & _MASK
        there = code & _MASK
        if free_left[at] and free_right[there]:
            free_left[at] = False
            free_right[there] = False
            shared[size] = (((np.int64(max(at, there)) << _BITS) | at) << _BITS) | there
            size += 1
    shared = np.sort(shared[:size])
    best = 0.0
    taken_left = 0
    taken_right = 0
    gained = 0.0
    far_left = -1
    far_right = -1
    total_left = 0.0
    total_right = 0.0
    for x in range(size):
        at = (shared[x] >> _BITS) & _MASK
        there = shared[x] & _MASK
        gained += min(left_worth[at], right_worth[there])
        while far_left < at:
            far_left += 1
            total_left += left_worth[far_left]
        while far_right < there:
            far_right += 1
            total_right += right_worth[far_right]
        if x + 1 < size and shared[x + 1] >> (2 * _BITS) == shared[x] >> (2 * _BITS):
            continue  # another pair at the same distance
        balance = gained - price * ((total_left + total_right) / 2 - gained)
        if balance > best:
            best = balance
            taken_left = far_left + 1
            taken_right = far_right + 1
    return taken_left, taken_right
