"""Compiled sketching of articles: from UTF-8 to signatures and exact similarities in one pass a text.

A text stays in the cache from its bytes to its signature: tokens by the rule of `dedup.text.tokens`, the hash of each
folded word (`dedup.sketch.hashing`), shingles, permutations. Every run of letters, digits and what is not ASCII is
hashed as if it were a word of ASCII letters and digits, in a loop that never asks. Nearly all are; the odd ones, which
hold or meet something else, are read again by the whole rule. What that finds is hashed letter by letter where it folds
to ASCII, or looked up among the words that `dedup.sketch.texts` has folded. A text with a word that is not there yet is
left undone, and the word is told.
"""

from __future__ import annotations

import numpy as np

from dedup.sketch.hashing import MULTIPLIERS, PRIME, START
from dedup.sketch.kernels import lower, mix
from dedup.sketch.processor import among64, load64, ones, trailing_zeros, wide_vectors
from dedup.text.kernels import APOSTROPHE, COMMA, DIGIT, IGNORABLE, MARK, POINT, SINGLE, STOP, UPPER

LENT = (
    "_rest", "_decoded", "_visible", "_any_word", "_looked_up", "_mark", "_hash_runs", "_words", "_fold_shingles",
)  # fmt: skip
KERNELS = (*LENT, "_scratch", "_larger", "sign_texts", "similarities", "raw_hashes")

_START, _PRIME = np.uint64(START), np.uint64(PRIME)
_ONE, _TWO, _THREE, _FOUR, _FIVE = (np.uint64(value) for value in MULTIPLIERS[:5])
_MULTIPLIERS = np.array(MULTIPLIERS, dtype=np.uint64)
_SMALL = np.uint64(0x2020202020202020)
_EIGHT = np.uint64(8)
_BIT, _TOP = np.uint64(1), np.uint64(1 << 63)


def sign_texts(codes, bounds, pending, classes, keys, values, multipliers, addends, size, signed, words, unknown):
    """Sign the texts that are `pending`, ``bounds[t]:bounds[t + 1]`` of `codes` (with 64 bytes to spare) each.

    Fills their rows of `signed` and their number of words, and takes the mark off those that are done. Gives how many
    places of unknown words, (start, end), were written to `unknown`.
    """
    longest = 0
    for text in range(pending.size):
        longest = max(longest, bounds[text + 1] - bounds[text])
    hashes = np.empty(longest + 1, np.uint64)
    folded = np.empty(longest + 1, np.uint64)
    scratch = _scratch(longest)
    mixed = np.empty(longest + 1, np.uint32)
    told = 0
    for text in range(pending.size):
        if not pending[text]:
            continue
        before = told
        count, told = _words(
            codes, bounds[text], bounds[text + 1], classes, keys, values, scratch, hashes, unknown, told
        )
        if told > before or count < 0:
            if told == unknown.shape[0]:
                break
            continue
        words[text] = count
        shingles = _fold_shingles(hashes, count, size, folded)
        mix(folded, 0, shingles, mixed)
        lower(mixed, shingles, multipliers, addends, signed[text])
        pending[text] = False
    return told


def similarities(codes, bounds, pairs, classes, keys, values, size, done, found, unknown):
    """Write the exact Jaccard similarity of the shingles of each pair of texts from pair `done` on to `found`.

    Stops at a pair with unknown words; gives how many pairs are done, and how many places of words were told.
    """
    longest = 0
    for text in range(bounds.size - 1):
        longest = max(longest, bounds[text + 1] - bounds[text])
    hashes = np.empty(longest + 1, np.uint64)
    folded = np.empty(longest + 1, np.uint64)
    scratch = _scratch(longest)
    slots = np.zeros(1024, np.uint64)
    owners = np.zeros(1024, np.uint8)
    for pair in range(done, pairs.shape[0]):
        owners[:] = 0
        counts = np.zeros(4, np.int64)  # by owners: nobody, the one text, the other, both
        taken = 0
        for side in range(2):
            text = pairs[pair, side]
            count, told = _words(
                codes, bounds[text], bounds[text + 1], classes, keys, values, scratch, hashes, unknown, 0
            )
            if count < 0:
                return pair, told
            count = _fold_shingles(hashes, count, size, folded)
            if 2 * (taken + count) > slots.size:
                slots, owners = _larger(slots, owners, 2 * (taken + count))
            mask = np.uint64(slots.size - 1)
            for at in range(count):
                slot = (folded[at] >> np.uint64(20)) & mask
                while owners[slot] != 0 and slots[slot] != folded[at]:
                    slot = (slot + np.uint64(1)) & mask
                if owners[slot] == 0:
                    slots[slot] = folded[at]
                    taken += 1
                else:
                    counts[owners[slot]] -= 1
                owners[slot] |= np.uint8(side + 1)
                counts[owners[slot]] += 1
        found[pair] = counts[3] / taken if taken else 0.0
    return pairs.shape[0], 0


def _larger(slots, owners, wanted):
    size = slots.size
    while size < wanted:
        size *= 2
    new_slots, new_owners = np.zeros(size, np.uint64), np.zeros(size, np.uint8)
    mask = np.uint64(size - 1)
    for old in range(slots.size):
        if owners[old] != 0:
            slot = (slots[old] >> np.uint64(20)) & mask
            while new_owners[slot] != 0:
                slot = (slot + np.uint64(1)) & mask
            new_slots[slot], new_owners[slot] = slots[old], owners[old]
    return new_slots, new_owners


def _fold_shingles(words, count, size, folded):
    """Fold word hashes into shingle hashes; gives their number. See `dedup.sketch.hashing.shingle_hashes`."""
    wide_vectors()
    if count == 0:
        return 0
    reach = min(size, count)
    shingles = count - reach + 1
    if reach == 5:
        for at in range(shingles):
            value = (
                words[at] * _ONE
                + words[at + 1] * _TWO
                + words[at + 2] * _THREE
                + words[at + 3] * _FOUR
                + words[at + 4] * _FIVE
            )
            folded[at] = (value ^ (value >> np.uint64(32))) * _PRIME
        return shingles
    for at in range(shingles):
        value = np.uint64(0)
        for step in range(reach):
            value += words[at + step] * _MULTIPLIERS[step]
        folded[at] = (value ^ (value >> np.uint64(32))) * _PRIME
    return shingles


def _scratch(longest):
    """What `_words` writes on its way through a text of at most so many bytes: the edges of runs (with as many to spare
    as `_mark` writes at once), the odd runs, the longer ones, and a hash of each."""
    return (
        np.empty(longest + 80, np.uint32),
        np.empty(longest + 1, np.uint32),
        np.empty(longest + 1, np.uint32),
        np.empty(longest + 1, np.uint64),
    )


def _words(codes, begin, end, classes, keys, values, scratch, hashes, unknown, told):
    """Hash the words of a text; gives their number (-1 where one is unknown) and how many unknown ones were told."""
    edges, odd, longer, of_runs = scratch
    runs, strays = _mark(codes, begin, end, edges, odd)
    _hash_runs(codes, begin, edges, runs, longer, of_runs)
    odd[strays] = runs
    count, run = 0, 0
    lacking = False
    for stray in range(strays + 1):
        upto = np.int64(odd[stray])
        if upto < run:  # a word that is read already reaches into it
            continue
        source, target = of_runs[run:upto], hashes[count:]
        for each in range(upto - run):
            target[each] = source[each]
        count += upto - run
        run = upto
        at = begin + np.int64(edges[2 * run])
        while run < runs and begin + np.int64(edges[2 * run]) <= at:  # this one, and those that its words reach
            stop = begin + np.int64(edges[2 * run + 1])
            while at < stop:
                code, width = _decoded(codes, at)
                kind = classes[code]
                if kind > SINGLE or kind == MARK:
                    at += width
                    continue
                start = at
                at, simple, value, raw = _any_word(codes, start, end, classes)
                if not simple:
                    value, is_known = _looked_up(keys, values, raw)
                    if not is_known:
                        lacking = True
                        if told < unknown.shape[0]:
                            unknown[told, 0], unknown[told, 1] = start, at
                            told += 1
                hashes[count] = value
                count += 1
            run += 1
    return -1 if lacking else count, told


def _hash_runs(codes, begin, edges, runs, longer, found):
    """Hash each run as a word of ASCII letters and digits; those of more than eight, which are few, again at last."""
    many = 0
    for run in range(runs):
        start, stop = np.int64(edges[2 * run]), np.int64(edges[2 * run + 1])
        inside = ~np.uint64(0) >> (np.uint64(8 * (start - stop)) & np.uint64(63))
        value = (_START ^ ((load64(codes, begin + start) | _SMALL) & inside)) * _PRIME
        found[run] = value ^ (value >> np.uint64(32))
        longer[many] = run
        many += stop - start > 8
    for row in range(many):
        run = longer[row]
        at, stop = begin + np.int64(edges[2 * run]), begin + np.int64(edges[2 * run + 1])
        value = _START
        while stop - at > 8:
            value = (value ^ (load64(codes, at) | _SMALL)) * _PRIME
            value ^= value >> np.uint64(32)
            at += 8
        inside = ~np.uint64(0) >> (np.uint64(8 * (at - stop)) & np.uint64(63))
        value = (value ^ ((load64(codes, at) | _SMALL) & inside)) * _PRIME
        found[run] = value ^ (value >> np.uint64(32))


def _mark(codes, begin, end, edges, odd):
    """Where runs of letters, digits and all that is not ASCII begin and end, in turns, from `begin`; how many runs
    there are, and how many times one was written to `odd`, in order: those that may be no word, or not a whole one.

    Bytes are told 64 at a time, and edges found among their marks (as simdjson finds the structure of a text: Langdale
    and Lemire, 2019).
    """
    size = end - begin
    count, strays = 0, 0
    before, digit_before = np.uint64(0), np.uint64(0)
    for base in range(0, size, 64):
        at = begin + base
        within = ~np.uint64(0)
        if base + 64 > size:
            within >>= np.uint64(64 - (size - base))
        high = among64(codes, at, 0, 0x80, 0xFF) & within
        digits = among64(codes, at, 0, 48, 57) & within
        marks = (among64(codes, at, 0x20, 97, 122) & within) | digits | high
        # A comma and a point differ in one bit.
        joints = (among64(codes, at, 2, 46, 46) & ((digits << _BIT) | digit_before)) | (
            among64(codes, at, 0, 39, 39) | among64(codes, at, 0, 96, 96)
        )
        after = (marks << _BIT) | before
        ahead = (marks >> _BIT) | _TOP
        changes = marks ^ after
        strange = (high & ~(high << _BIT)) | (joints & after & ahead & within)
        before, digit_before = marks >> np.uint64(63), digits >> np.uint64(63)
        while strange != 0:
            upto = strange ^ (strange - _BIT)
            odd[strays] = (count + ones(changes & upto) - 1) >> 1
            strays += 1
            strange &= strange - _BIT
        # Most blocks have up to 24 edges: a loop that ends at the last one would be foreseen by no processor.
        found = ones(changes)
        place = count
        for part in range(24):
            edges[place + part] = base + trailing_zeros(changes)
            changes &= changes - _BIT
        while changes != 0:
            for part in range(24, 32):
                edges[place + part] = base + trailing_zeros(changes)
                changes &= changes - _BIT
            place += 8
        count += found
    edges[count] = size
    return (count + 1) >> 1, strays


def _any_word(codes, at, end, classes):
    """The word that begins here, by the whole rule: its end, whether it folds to the `value` of its ASCII letters,
    digits and apostrophes, and a hash of it as it is written."""
    value = _START
    block = np.uint64(0)
    filled = np.uint64(0)
    raw = np.uint64(14695981039346656037)
    simple = True
    code, width = _decoded(codes, at)
    before = classes[code]
    single = before == SINGLE
    last = at  # where the word ends so far
    while True:
        # `code` belongs to the word.
        raw = (raw ^ np.uint64(code)) * np.uint64(0x100000001B3)
        last = at + width
        if before == APOSTROPHE and (code == 39 or code == 96 or code == 0x2019):
            code = np.uint32(39)
        elif before > DIGIT and before != POINT:
            simple = False
        elif 65 <= code <= 90:
            code |= np.uint32(32)
        if code >= 128:
            simple = False
        if simple:
            block |= np.uint64(code) << filled
            filled += _EIGHT
            if filled == np.uint64(64):
                value = (value ^ block) * _PRIME
                value ^= value >> np.uint64(32)
                block, filled = np.uint64(0), np.uint64(0)
        ahead, code, width = _visible(codes, last, end, classes)
        if ahead >= end:
            break
        here = classes[code]
        if here == MARK or (here < MARK and not single):
            at, before = ahead, here
            continue
        if single or here >= STOP:
            break
        beyond, after_code, _ = _visible(codes, ahead + width, end, classes)
        if beyond >= end:
            break
        after = classes[after_code]
        if here == APOSTROPHE:
            joins = (before <= UPPER or before == MARK) and after <= UPPER
        else:
            joins = (here == COMMA or here == POINT) and before == DIGIT and after == DIGIT
        if not joins:
            break
        at, before = ahead, here
    if filled:
        value = (value ^ block) * _PRIME
        value ^= value >> np.uint64(32)
    raw ^= raw >> np.uint64(32)
    raw *= np.uint64(0xD6E8FEB86659FD93)
    return last, simple, value, (raw ^ (raw >> np.uint64(32))) | np.uint64(1)  # 0 is a free slot


def _visible(codes, at, end, classes):
    """The next character that is no ignorable one: its place (`end` or beyond if there is none), code and width."""
    code, width = np.uint32(0), 1
    while at < end:
        code, width = _decoded(codes, at)
        if classes[code] != IGNORABLE:
            break
        at += width
    return at, code, width


def _decoded(codes, at):
    """The code point that begins here, and its bytes."""
    first = np.uint32(codes[at])
    if first < 0x80:
        return first, 1
    if first < 0xE0:
        return (first & np.uint32(0x1F)) << np.uint32(6) | _rest(codes[at + 1]), 2
    if first < 0xF0:
        return (
            (first & np.uint32(0x0F)) << np.uint32(12) | _rest(codes[at + 1]) << np.uint32(6) | _rest(codes[at + 2])
        ), 3
    return (
        (first & np.uint32(0x07)) << np.uint32(18)
        | _rest(codes[at + 1]) << np.uint32(12)
        | _rest(codes[at + 2]) << np.uint32(6)
        | _rest(codes[at + 3])
    ), 4


def _rest(code):
    return np.uint32(code) & np.uint32(0x3F)


def _looked_up(keys, values, raw):
    """The hash of a folded word, by the hash of the word as it is written; a slot with key 0 is free."""
    mask = np.uint64(keys.size - 1)
    slot = raw & mask
    while keys[slot] != raw:
        if keys[slot] == 0:
            return np.uint64(0), False
        slot = (slot + np.uint64(1)) & mask
    return values[slot], True


def raw_hashes(codes, places, classes):
    """The keys of words as `_looked_up` wants them; `places` are their starts and ends."""
    found = np.empty(places.shape[0], np.uint64)
    for row in range(places.shape[0]):
        found[row] = _any_word(codes, places[row, 0], places[row, 1], classes)[3]
    return found
