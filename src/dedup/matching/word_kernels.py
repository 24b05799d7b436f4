"""Words of many texts in one pass: what texts count of them, their seed features, hashes of stretches of them.

Kernels in the sense of `dedup.compiled`, for large input alone: `dedup.matching.lexicon`, `features` and `units` have
the same in NumPy, which for little is quicker than loading a kernel, and is the reference. Texts are some in a row of
a collection: ``offsets[t]:offsets[t + 1]`` are the rows of the one with number ``first + t``.
"""

from __future__ import annotations

import numpy as np

from dedup.matching.point_kernels import OWNER, SHAPE
from dedup.text.table import CAPITAL, LOWER

LENT = ("count_words", "write_pair", "write_features", "write_hashes")
KERNELS = LENT


def count_words(first, offsets, keys, function, capitals, most_capitals, met, listed, times, local, counts):
    """Fill `local` and add to `counts` (see `dedup.matching.lexicon.Words`).

    By key `met` and `listed` tell the last text that had it at all and as a function word, or −1; `times` is room.
    Where more than a share of `most_capitals` of a text's words, function words apart, are capital, no capital counts.
    """
    for text in range(offsets.size - 1):
        begin = offsets[text]
        end = offsets[text + 1]
        content = 0
        capital = 0
        for row in range(begin, end):
            key = keys[row]
            if met[key] != first + text:
                met[key] = first + text
                times[key] = 0
                counts[key, 0] += 1
            times[key] += 1
            if not function[row]:
                content += 1
                capital += capitals[row] == CAPITAL
            elif listed[key] != first + text:
                listed[key] = first + text
                counts[key, 1] += 1
        telling = capital / max(1, content) <= most_capitals
        for row in range(begin, end):
            key = keys[row]
            local[row] = times[key]
            if telling:
                counts[key, 2] += capitals[row] == CAPITAL
                counts[key, 3] += capitals[row] == LOWER


def write_pair(one, two, begin, owner, hashes, keys, reach, by, codes, places, n):
    """Write the feature of two content words after the first `n`, if they make one; returns how many there are then."""
    low = hashes[keys[one]]
    high = hashes[keys[two]]
    if two - one > reach or low == high:
        return n
    turned = keys[one] > keys[two]
    codes[n] = ((min(low, high) * by[0]) ^ max(low, high)) * by[1]
    places[n] = owner | (one - begin) << SHAPE | (two - one) << 2 | turned
    return n + 1


def write_features(first, offsets, keys, function, character, hashes, reach, by, codes, places):
    """Write the codes and places of all seed features, text by text; returns how many there are.

    `hashes` and `character` go by key; content words more than `reach` words apart make no pair; `by` are multipliers.
    """
    n = 0
    for text in range(offsets.size - 1):
        begin = offsets[text]
        end = offsets[text + 1]
        owner = np.int64(first + text) << OWNER
        for at in range(begin, end - 2):
            if not (function[at] and function[at + 1] and function[at + 2]):
                one, two, three = hashes[keys[at]], hashes[keys[at + 1]], hashes[keys[at + 2]]
                codes[n] = ((one * by[0] + two) * by[1] + three) * by[2]
                places[n] = owner | (at - begin) << SHAPE | 2 << 2 | 2
                n += 1
        # The last two content words, or −1.
        one = -1
        two = -1
        for at in range(begin, end):
            if not (function[at] or character[keys[at]]):
                if one >= 0:
                    n = write_pair(one, two, begin, owner, hashes, keys, reach, by, codes, places, n)
                    n = write_pair(one, at, begin, owner, hashes, keys, reach, by, codes, places, n)
                one = two
                two = at
        if one >= 0:
            n = write_pair(one, two, begin, owner, hashes, keys, reach, by, codes, places, n)
    return n


def write_hashes(begins, ends, words, keys, digits, hashes, number, by, found):
    """Write a hash of each stretch of rows. `hashes` go by key; words that are `digits` all have the hash `number`."""
    for stretch in range(begins.size):
        total = np.uint64(0)
        place = np.uint64(0)
        for row in range(begins[stretch], ends[stretch]):
            place += by[0]
            mixed = ((number if digits[words[row]] else hashes[keys[row]]) + place) * by[1]
            mixed = (mixed ^ (mixed >> np.uint64(31))) * by[2]
            total += mixed ^ (mixed >> np.uint64(29))
        found[stretch] = total
