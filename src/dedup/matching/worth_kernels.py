"""What the words of an aligned region are worth, and what they are: names, a quotation, stock wording.

Kernels in the sense of `dedup.compiled`, over the values of `dedup.matching.columns`. Matches are rows (i, j) of token
numbers; `everything` are all matches of a region by their left word.
"""

from __future__ import annotations

import numpy as np

KERNELS = (
    "quotation_at",
    "quoted_words",
    "is_quoted",
    "name_share",
    "worth_of",
    "weighed",
    "shared_words",
    "stock_words",
)

# Matches of which this share stands inside quotation marks on both sides are a quotation, unless the shorter one is
# longer than what a speaker is quoted with: a letter printed between marks is no quotation of its every phrase.
_QUOTED_SHARE, _LONG_QUOTATION = 0.8, 60


def quotation_at(quoted, at):
    """The first word of the quotation that a word stands in, and the one behind its last."""
    begin = at
    while begin > 0 and quoted[begin - 1] == quoted[at]:
        begin -= 1
    end = at
    while end < quoted.size and quoted[end] == quoted[at]:
        end += 1
    return begin, end


def quoted_words(quoted, at):
    """The words of the quotations that some words stand in; `at` is sorted."""
    total = 0
    number = -1
    for x in at:
        if quoted[x] == number:
            continue
        number = quoted[x]
        begin, end = quotation_at(quoted, x)
        total += end - begin
    return total


def is_quoted(left, right, everything):
    """Whether both texts mark the matched words as a quotation."""
    inside = np.empty(everything.shape, np.int64)
    size = 0
    for row in range(everything.shape[0]):
        if left.quoted[everything[row, 0]] >= 0 and right.quoted[everything[row, 1]] >= 0:
            inside[size, 0] = everything[row, 0]
            inside[size, 1] = everything[row, 1]
            size += 1
    if size < _QUOTED_SHARE * everything.shape[0]:
        return False
    shorter = min(quoted_words(left.quoted, inside[:size, 0]), quoted_words(right.quoted, np.sort(inside[:size, 1])))
    return shorter <= _LONG_QUOTATION


def name_share(left, everything, lexicon):
    """The share of names among the matched words that are no function words."""
    content = 0
    names = 0
    for row in range(everything.shape[0]):
        key = left.keys[everything[row, 0]]
        if not lexicon.common[key]:
            content += 1
            if lexicon.name[key]:
                names += 1
    return names / max(1, content)


def worth_of(side, other, partner, begin, bare, lexicon, limits):
    """The worth of the matched words of one side, and of all its words, in nats.

    ``partner[x]`` is the word matched with word ``begin + x``, or −1. Of `bare` sides stock wording is worth nothing.
    """
    inside = 0.0
    everything = 0.0
    for x in range(partner.size):
        here = begin + x
        there = partner[x]
        count = side.local[here]
        if there >= 0:
            count = max(count, other.local[there])
        plain = 0.0 if bare and side.stock[here] >= 0 else side.worth[here]
        worth = plain
        if count > 1:
            worth /= limits.thinning[count]
        if there >= 0 and plain > 0.0 and not lexicon.name[side.keys[here]]:
            follows = x > 0 and partner[x - 1] >= 0 and partner[x - 1] == there - 1
            leads = x + 1 < partner.size and partner[x + 1] == there + 1
            if follows or leads:
                worth = max(worth, limits.floor)
        everything += worth
        if there >= 0:
            inside += worth
    return inside, everything


def weighed(left, right, everything, place, rarity, summary, bare, lexicon, limits):
    """Evidence and density of an alignment: see `Batch`."""
    partner_left = np.full(place[1] - place[0], -1, np.int64)
    partner_right = np.full(place[3] - place[2], -1, np.int64)
    for row in range(everything.shape[0]):
        partner_left[everything[row, 0] - place[0]] = everything[row, 1]
        partner_right[everything[row, 1] - place[2]] = everything[row, 0]
    inside_left, all_left = worth_of(left, right, partner_left, place[0], bare, lexicon, limits)
    inside_right, all_right = worth_of(right, left, partner_right, place[2], bare, lexicon, limits)
    share_left = inside_left / max(all_left, 1e-9)
    share_right = inside_right / max(all_right, 1e-9)
    # Of the lesser side; of the shorter text where that sums up the other.
    density = min(share_left, share_right) if summary == 0 else share_left if summary == 1 else share_right
    return rarity * min(inside_left, inside_right), density


def shared_words(left, right, place, lexicon):
    """What two places hold in any order.

    Returns the weight of the words that both hold over that of all their words, and how many words both hold and
    either does.
    """
    # Summed in order of the key.
    one = np.sort(left.keys[place[0] : place[1]])
    two = np.sort(right.keys[place[2] : place[3]])
    both = 0
    either = 0
    weight_both = 0.0
    weight_either = 0.0
    x = 0
    y = 0
    while x < one.size or y < two.size:
        key = two[y] if x == one.size or (y < two.size and two[y] < one[x]) else one[x]
        count_left = 0
        while x < one.size and one[x] == key:
            count_left += 1
            x += 1
        count_right = 0
        while y < two.size and two[y] == key:
            count_right += 1
            y += 1
        both += min(count_left, count_right)
        either += max(count_left, count_right)
        weight_both += lexicon.weight[key] * min(count_left, count_right)
        weight_either += lexicon.weight[key] * max(count_left, count_right)
    return weight_both / max(1e-9, weight_either), both, either


def stock_words(left, right, everything):
    """How many words are shared, how many of them are stock wording on either side, and the reason of most of these."""
    reasons = np.empty(everything.shape[0], np.int64)
    size = 0
    for row in range(everything.shape[0]):
        one = left.stock[everything[row, 0]]
        two = right.stock[everything[row, 1]]
        # One reason is enough for a pair, the smaller number's where both sides have one.
        reason = max(one, two) if min(one, two) < 0 else min(one, two)
        if reason >= 0:
            reasons[size] = reason
            size += 1
    reasons = np.sort(reasons[:size])
    best = -1
    most = 0
    begin = 0
    while begin < size:
        end = begin + 1
        while end < size and reasons[end] == reasons[begin]:
            end += 1
        if end - begin > most:
            most = end - begin
            best = reasons[begin]
        begin = end
    return np.array([everything.shape[0], size, best], np.int64)
