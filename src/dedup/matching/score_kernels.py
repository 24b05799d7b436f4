"""What is told of aligned passages: counts for the scores, and the common words run by run.

Kernels in the sense of `dedup.compiled`, over the values of `dedup.matching.columns`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from dedup.matching.passage_kernels import side_of
from dedup.matching.region_kernels import grown_rows
from dedup.matching.trimming_kernels import merged
from dedup.matching.worth_kernels import shared_words

KERNELS = ("shingles", "shared_shingles", "longest_run", "edits", "common_runs", "score_all")

# Words of a shingle; one where a passage has fewer.
_SHINGLE = 3


class Counts(NamedTuple):
    """Counts of aligned passages, one row each, and what `runs` of words they have in common.

    `shingles` are (shared, distinct on either side, on the left, on the right), `words` (in both bags, in either),
    `edits` (insert, delete, substitute). `overlap` is the weight of the words in both bags over that in either.
    `same` says that the words are the same, one by one, `longest` is the longest run of these.
    ``runs[bounds[x]:bounds[x + 1]]`` are code points (left start, left end, right start, right end) and the kind: 0 for
    the same words, 1 for variants, 2 for moved words.
    """

    same: Any
    shingles: Any
    words: Any
    overlap: Any
    longest: Any
    edits: Any
    runs: Any
    bounds: Any


def score_all(rows, texts, places, bounds, in_order, pairs, columns, lexicon, starts, ends):
    """Score some `rows` of a batch; `starts` and `ends` are the code points of the tokens of `columns`."""
    count = rows.size
    same = np.zeros(count, np.bool_)
    shingled = np.zeros((count, 4), np.int64)
    words = np.zeros((count, 2), np.int64)
    overlap = np.zeros(count, np.float64)
    longest = np.zeros(count, np.int64)
    edited = np.zeros((count, 3), np.int64)
    run_bounds = np.zeros(count + 1, np.int64)
    runs = np.empty((256, 5), np.int64)
    size = 0
    for number in range(count):
        at = rows[number]
        left = side_of(columns, texts[at, 0])
        right = side_of(columns, texts[at, 1])
        place = places[at]
        one = left.words[place[0] : place[1]]
        two = right.words[place[2] : place[3]]
        ordered = pairs[bounds[at] : bounds[at] + in_order[at]]
        moved = pairs[bounds[at] + in_order[at] : bounds[at + 1]]
        same[number] = one.size == two.size and (one == two).all()
        shingled[number] = shared_shingles(one, two)
        overlap[number], words[number, 0], words[number, 1] = shared_words(left, right, place, lexicon)
        longest[number] = longest_run(left, right, merged(ordered, moved))
        edited[number] = edits(ordered, moved, place)
        found = common_runs(left, right, ordered, moved)
        while size + found.shape[0] > runs.shape[0]:
            runs = grown_rows(runs)
        base_left = columns.offsets[left.text]
        base_right = columns.offsets[right.text]
        for row in range(found.shape[0]):
            runs[size, 0] = starts[base_left + found[row, 0]]
            runs[size, 1] = ends[base_left + found[row, 1]]
            runs[size, 2] = starts[base_right + found[row, 2]]
            runs[size, 3] = ends[base_right + found[row, 3]]
            runs[size, 4] = found[row, 4]
            size += 1
        run_bounds[number + 1] = size
    return Counts(same, shingled, words, overlap, longest, edited, runs[:size].copy(), run_bounds)


def shingles(words, pairs, factor):
    """The distinct runs of three words, sorted, as numbers. `pairs` are all ``one · factor + next``, sorted."""
    codes = np.searchsorted(pairs, words[:-2] * factor + words[1:-1]) * factor + words[2:]
    return np.unique(codes)


def shared_shingles(left, right):
    """How many distinct shingles both sides share, have together, and each of them has."""
    # Words counted from 0, so that the code of two of them fits.
    distinct = np.unique(np.concatenate((left, right)))
    one = np.searchsorted(distinct, left).astype(np.int64)
    two = np.searchsorted(distinct, right).astype(np.int64)
    if min(one.size, two.size) >= _SHINGLE:
        factor = np.int64(distinct.size)
        pairs = np.unique(np.concatenate((one[:-1] * factor + one[1:], two[:-1] * factor + two[1:])))
        one = shingles(one, pairs, factor)
        two = shingles(two, pairs, factor)
    else:
        one = np.unique(one)
        two = np.unique(two)
    shared = 0
    x = 0
    y = 0
    while x < one.size and y < two.size:
        if one[x] == two[y]:
            shared += 1
            x += 1
            y += 1
        elif one[x] < two[y]:
            x += 1
        else:
            y += 1
    return np.array([shared, one.size + two.size - shared, one.size, two.size], np.int64)


def longest_run(left, right, everything):
    """The most words in a row that are the same on both sides."""
    longest = 0
    run = 0
    before_left = -9
    before_right = -9
    for row in range(everything.shape[0]):
        i = everything[row, 0]
        j = everything[row, 1]
        if left.words[i] != right.words[j]:
            continue
        run = run + 1 if i == before_left + 1 and j == before_right + 1 else 1
        longest = max(longest, run)
        before_left = i
        before_right = j
    return longest


def edits(ordered, moved, place):
    """Words put in, dropped and exchanged.

    What stands between two matches is exchanged as far as both sides have some, else dropped or put in.
    """
    away_left = np.zeros(place[1] - place[0], np.bool_)
    away_right = np.zeros(place[3] - place[2], np.bool_)
    for row in range(moved.shape[0]):
        away_left[moved[row, 0] - place[0]] = True
        away_right[moved[row, 1] - place[2]] = True
    insert = 0
    delete = 0
    substitute = 0
    x = 0
    y = 0
    for row in range(ordered.shape[0] + 1):
        i = ordered[row, 0] - place[0] if row < ordered.shape[0] else away_left.size
        j = ordered[row, 1] - place[2] if row < ordered.shape[0] else away_right.size
        gone = 0
        while x < i:
            gone += not away_left[x]
            x += 1
        new = 0
        while y < j:
            new += not away_right[y]
            y += 1
        both = min(gone, new)
        substitute += both
        delete += gone - both
        insert += new - both
        x = i + 1
        y = j + 1
    return np.array([insert, delete, substitute], np.int64)


def common_runs(left, right, ordered, moved):
    """Runs of one kind as rows (first and last word on the left, on the right, kind), by the left side."""
    found = np.empty((ordered.shape[0] + moved.shape[0], 5), np.int64)
    size = 0
    x = 0
    y = 0
    while x < ordered.shape[0] or y < moved.shape[0]:
        if y == moved.shape[0] or (x < ordered.shape[0] and ordered[x, 0] < moved[y, 0]):
            i = ordered[x, 0]
            j = ordered[x, 1]
            kind = 0 if left.words[i] == right.words[j] else 1
            x += 1
        else:
            i = moved[y, 0]
            j = moved[y, 1]
            kind = 2
            y += 1
        if size and found[size - 1, 4] == kind and found[size - 1, 1] == i - 1 and found[size - 1, 3] == j - 1:
            found[size - 1, 1] = i
            found[size - 1, 3] = j
        else:
            found[size, 0] = i
            found[size, 1] = i
            found[size, 2] = j
            found[size, 3] = j
            found[size, 4] = kind
            size += 1
    return found[:size]
