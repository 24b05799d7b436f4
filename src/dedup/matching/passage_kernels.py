"""From regions to pairs of passages, a batch at a time: growth, word alignment, trimming, what the words are worth.

Kernels in the sense of `dedup.compiled`, over the values of `dedup.matching.columns`. Token numbers count within each
text. Matches are rows (i, j); a place is (left start, left end, right start, right end), half-open.
"""

from __future__ import annotations

import numpy as np

from dedup.matching.alignment_kernels import align
from dedup.matching.columns import Batch, Side
from dedup.matching.edge_kernels import (
    BESIDE_RUN,
    grown_region,
    past_elisions,
    reach_of,
    rows_lost,
    widen,
    with_runs_beside,
)
from dedup.matching.growth_kernels import grown_by
from dedup.matching.region_kernels import grown_rows
from dedup.matching.row_kernels import rows_left_over, with_rows
from dedup.matching.trimming_kernels import (
    merged,
    to_sentences,
    with_ends,
    within,
    without_framing,
    without_stray_characters,
    without_stubs,
    words_in,
)
from dedup.matching.worth_kernels import is_quoted, name_share, quotation_at, shared_words, stock_words, weighed

KERNELS = (
    "side_of",
    "equal_texts",
    "larger_neighbours",
    "one_statement",
    "take_in",
    "extended_region",
    "aligned_words",
    "aligned_region",
    "align_regions",
)

# Regions looked at before and after one, on either side, for those it must not grow into.
_NEIGHBOURS = 8


def align_regions(texts, places, rarity, summary, columns, lexicon, limits):
    """Align regions, sorted by their pair of texts: rows (left, right) of `texts`, `places` as in `Batch`.

    A region does not grow into larger ones of its pair. Of two equal texts only the first region is aligned.
    """
    count = places.shape[0]
    aligned = np.zeros(count, np.bool_)
    found = places.copy()
    bounds = np.zeros(count + 1, np.int64)
    in_order = np.zeros(count, np.int64)
    pairs = np.empty((1024, 2), np.int64)
    size = 0
    evidence = np.zeros(count, np.float64)
    density = np.zeros(count, np.float64)
    bare_evidence = np.zeros(count, np.float64)
    bare_density = np.zeros(count, np.float64)
    quoted = np.zeros(count, np.bool_)
    names = np.zeros(count, np.float64)
    overlap = np.zeros(count, np.float64)
    words = np.zeros(count, np.float64)
    stock = np.zeros((count, 3), np.int64)
    left_over = np.empty((4, 5), np.int64)
    rows_left = 0
    heads = np.full(lexicon.weight.size, -1, np.int32)
    first = 0
    while first < count:
        end = first + 1
        while end < count and texts[end, 0] == texts[first, 0] and texts[end, 1] == texts[first, 1]:
            end += 1
        left = side_of(columns, texts[first, 0])
        right = side_of(columns, texts[first, 1])
        equal = limits.whole and left.text != right.text and equal_texts(left, right)
        near, near_bounds = larger_neighbours(places[first:end])
        for at in range(first, end):
            bounds[at + 1] = size
            if equal and at > first:
                continue
            share = rarity[at]
            if equal:
                place = np.array([0, left.keys.size, 0, right.keys.size], np.int64)
                ordered = np.empty((left.keys.size, 2), np.int64)
                for x in range(left.keys.size):
                    ordered[x, 0] = x
                    ordered[x, 1] = x
                moved = ordered[:0]
                for other in range(first, end):
                    share = max(share, rarity[other])
            else:
                others = near[near_bounds[at - first] : near_bounds[at - first + 1]]
                place, ordered, moved, beside = aligned_region(left, right, places[at], others, lexicon, limits, heads)
                while rows_left + beside.shape[0] > left_over.shape[0]:
                    left_over = grown_rows(left_over)
                for row in range(beside.shape[0]):
                    left_over[rows_left, 0] = at
                    left_over[rows_left, 1:] = beside[row]
                    rows_left += 1
                if not ordered.shape[0] and not moved.shape[0]:
                    continue
            aligned[at] = True
            found[at] = place
            everything = merged(ordered, moved)
            quoted[at] = is_quoted(left, right, everything)
            names[at] = name_share(left, everything, lexicon)
            evidence[at], density[at] = weighed(
                left, right, everything, place, share, summary[at], False, lexicon, limits
            )
            bare_evidence[at], bare_density[at] = evidence[at], density[at]
            if limits.reasons:
                stock[at] = stock_words(left, right, everything)
                if (left.stock[place[0] : place[1]] >= 0).any() or (right.stock[place[2] : place[3]] >= 0).any():
                    bare_evidence[at], bare_density[at] = weighed(
                        left, right, everything, place, share, summary[at], True, lexicon, limits
                    )
            overlap[at] = shared_words(left, right, place, lexicon)[0]
            words[at] = min(words_in(left, place[0], place[1], lexicon), words_in(right, place[2], place[3], lexicon))
            in_order[at] = ordered.shape[0]
            while size + everything.shape[0] > pairs.shape[0]:
                pairs = grown_rows(pairs)
            pairs[size : size + ordered.shape[0]] = ordered
            pairs[size + ordered.shape[0] : size + everything.shape[0]] = moved
            size += everything.shape[0]
            bounds[at + 1] = size
        first = end
    return Batch(
        aligned, found, bounds, in_order, pairs[:size].copy(), evidence, density, bare_evidence, bare_density, quoted,
        names, overlap, words, stock, summary, left_over[:rows_left],
    )  # fmt: skip


def side_of(columns, text):
    """The columns of one text."""
    begin = columns.offsets[text]
    end = columns.offsets[text + 1]
    return Side(
        text,
        columns.words[begin:end],
        columns.keys[begin:end],
        columns.worth[begin:end],
        columns.local[begin:end],
        columns.sentence[begin:end],
        columns.block[begin:end],
        columns.quoted[begin:end],
        columns.elided[begin:end],
        columns.stock[begin:end],
        columns.cased[text],
    )


def equal_texts(left, right):
    """Whether two texts are of the same words: all of them is one passage then, and nothing is left over."""
    if left.words.size != right.words.size:
        return False
    same = 0
    while same < left.words.size and left.words[same] == right.words[same]:
        same += 1
    return 0 < same == left.words.size


def larger_neighbours(places):
    """For each region of a pair of texts those near it, on either side, that are larger than it.

    Returns rows of `places`, and where those of each region begin. A passage that grew into a larger one would be
    reported twice; a smaller one may be a name on its way.
    """
    count = places.shape[0]
    found = np.empty((8, 4), np.int64)
    bounds = np.zeros(count + 1, np.int64)
    if count < 2:
        return found[:0], bounds
    length = np.minimum(places[:, 1] - places[:, 0], places[:, 3] - places[:, 2])
    orders = np.empty((2, count), np.int64)
    ranks = np.empty((2, count), np.int64)
    for side in range(2):
        orders[side] = np.argsort((places[:, 2 * side] << 32) | places[:, 2 * side + 1], kind="mergesort")
        for rank in range(count):
            ranks[side, orders[side, rank]] = rank
    size = 0
    for number in range(count):
        for side in range(2):
            rank = ranks[side, number]
            for x in range(max(0, rank - _NEIGHBOURS), min(count, rank + _NEIGHBOURS + 1)):
                other = orders[side, x]
                if length[other] > length[number] or (length[other] == length[number] and other < number):
                    if size == found.shape[0]:
                        found = grown_rows(found)
                    found[size] = places[other]
                    size += 1
        bounds[number + 1] = size
    return found[:size], bounds


def aligned_words(left, right, place, lexicon, heads):
    """The matches of a place in order, and moved ones."""
    ordered, moved = align(
        left.keys[place[0] : place[1]], right.keys[place[2] : place[3]], lexicon.weight, lexicon.common, heads
    )
    ordered[:, 0] += place[0]
    ordered[:, 1] += place[2]
    moved[:, 0] += place[0]
    moved[:, 1] += place[2]
    return ordered, moved


def aligned_region(left, right, place, others, lexicon, limits, heads):
    """Align a region exactly. It does not grow into `others`. Returns its place, its matches in order, moved ones.

    The fourth result are the places of words in a row that moved and were left away: quotations stand in another order
    there, and each is a passage.
    """
    place = past_elisions(left, right, grown_region(left, right, place), others, lexicon, limits)
    place = extended_region(left, right, place, others, lexicon, limits, heads)
    ordered, moved = aligned_words(left, right, place, lexicon, heads)
    if left.text != right.text:
        wider = with_runs_beside(left, right, place, merged(ordered, moved), others)
        if (wider != place).any():
            again, elsewhere = aligned_words(left, right, wider, lexicon, heads)
            # What stands before the rest on one side and behind it on the other joins it in no order, or pushes it out.
            lost = rows_lost(ordered, again)
            if lost < BESIDE_RUN <= again.shape[0] - ordered.shape[0] + lost:
                place, ordered, moved = wider, again, elsewhere
    moved = without_stray_characters(left, moved, lexicon)
    untrimmed = moved[:0]
    if limits.trim_framing:
        untrimmed = with_rows(left, right, ordered, moved, place, lexicon)
        ordered, moved = without_framing(left, right, ordered, moved, lexicon)
        ordered, moved = without_stubs(left, ordered, moved, lexicon)
    everything = merged(ordered, moved)
    if everything.shape[0]:
        matched = np.array(
            [everything[0, 0], everything[-1, 0] + 1, everything[:, 1].min(), everything[:, 1].max() + 1], np.int64
        )
        place = to_sentences(left, right, matched, lexicon)
        ordered = with_ends(left, right, within(ordered, place), matched, place)
        moved = with_rows(left, right, ordered, within(moved, place), place, lexicon)
    return place, ordered, moved, rows_left_over(untrimmed, place)


def one_statement(left, right, i, j, lexicon, limits):
    """Whether the quotations that words `i` and `j` stand in are alike enough to be of one statement."""
    i0, i1 = quotation_at(left.quoted, i)
    j0, j1 = quotation_at(right.quoted, j)
    return shared_words(left, right, np.array([i0, i1, j0, j1], np.int64), lexicon)[0] >= limits.statement_share


def take_in(side, at, step, count, lexicon, thinning):
    """The keys of words that lead away from a region, and what they are worth to its growth."""
    keys = np.empty(count, np.int32)
    worth = np.zeros(count, np.float64)
    for x in range(count):
        here = at + step * x
        key = side.keys[here]
        keys[x] = key
        if not lexicon.common[key] and not lexicon.character[key]:
            worth[x] = side.worth[here] / thinning[side.local[here]]
    return keys, worth


def extended_region(left, right, place, others, lexicon, limits, heads):
    """Take in what stands near the region on both sides in other order or words.

    Growth stops where the paragraph ends, or the quotation if both sides mark one. In a text without capitals, where
    the sentence does: names stand in the next one too, and nothing tells them apart.
    """
    grown = place.copy()
    inner = limits.quoted_reach
    if left.text == right.text:  # where a text repeats itself each stretch takes half of what lies between at most
        inner = min(inner, (place[2] - place[1]) // 2)
    for step in (-1, 1):
        i = place[0] - 1 if step < 0 else place[1]
        j = place[2] - 1 if step < 0 else place[3]
        quoted = left.quoted[i - step] >= 0 and right.quoted[j - step] >= 0
        reported = left.quoted[i - step] >= 0 or right.quoted[j - step] >= 0
        inside_left = left.quoted if quoted else left.block if left.cased else left.sentence
        inside_right = right.quoted if quoted else right.block if right.cased else right.sentence
        farthest = limits.quoted_reach if quoted else limits.reach
        most_left = farthest if step < 0 else min(inner, farthest)
        most_right = min(inner, farthest) if step < 0 else farthest
        left_keys, left_worth = take_in(
            left, i, step, reach_of(inside_left, i, step, most_left, others, 0), lexicon, limits.thinning
        )
        right_keys, right_worth = take_in(
            right, j, step, reach_of(inside_right, j, step, most_right, others, 2), lexicon, limits.thinning
        )
        price = limits.quoted_price if quoted else limits.reported_price if reported else limits.price
        if quoted and one_statement(left, right, i - step, j - step, lexicon, limits):
            price = limits.statement_price
        taken_left, taken_right = grown_by(left_keys, left_worth, right_keys, right_worth, price, heads)
        widen(grown, step, taken_left, taken_right)
    return grown
