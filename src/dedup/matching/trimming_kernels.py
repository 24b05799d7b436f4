"""The ends of an aligned region: what does not belong to the passage is left away, and its sentences are closed.

Kernels in the sense of `dedup.compiled`, over the values of `dedup.matching.columns`. Matches are rows (i, j) of token
numbers; `everything` are all matches of a region by their left word.
"""

from __future__ import annotations

import numpy as np

KERNELS = (
    "merged",
    "within",
    "without_stray_characters",
    "stands_alone",
    "without_framing",
    "without_stubs",
    "words_in",
    "rest_of_sentence",
    "to_sentence",
    "to_sentences",
    "with_ends",
)

# Words around a quotation that both sides share ("Captain Darrow, the harbour master, said"), and the first words
# of the next paragraph, join the passage only when they would stand as a passage of their own: this many
# matched words, and of those that are no names so many that say something, or so many in one row. In a large
# collection on one subject hardly a word says anything by itself: a quotation of 25 words was left away there.
_STANDS_ALONE_WORDS, _STANDS_ALONE_PLAIN, _STANDS_ALONE_RUNNING = 8, 4, 8
# What remains when they are left away has at least this many matched words.
_REMAINS = 4
# Passages of this many words begin and end with a sentence where at most so many words are missing or too many.
_LONG_PASSAGE, _SENTENCE_REACH = 60, 3
# Fewer characters of a script without spaces than this, out of order, are chance.
_CHARACTERS_MOVED = 3


def merged(ordered, moved):
    """All matches by their left word; both parts are sorted so."""
    found = np.empty((ordered.shape[0] + moved.shape[0], 2), np.int64)
    x = 0
    y = 0
    for row in range(found.shape[0]):
        if y == moved.shape[0] or (x < ordered.shape[0] and ordered[x, 0] < moved[y, 0]):
            found[row, 0] = ordered[x, 0]
            found[row, 1] = ordered[x, 1]
            x += 1
        else:
            found[row, 0] = moved[y, 0]
            found[row, 1] = moved[y, 1]
            y += 1
    return found


def within(pairs, place):
    """The matches inside a place."""
    kept = np.empty(pairs.shape, np.int64)
    size = 0
    for row in range(pairs.shape[0]):
        if place[0] <= pairs[row, 0] < place[1] and place[2] <= pairs[row, 1] < place[3]:
            kept[size, 0] = pairs[row, 0]
            kept[size, 1] = pairs[row, 1]
            size += 1
    return kept[:size]


def without_stray_characters(left, moved, lexicon):
    """Leave away single characters, of scripts without spaces, that moved alone or by twos: they meet everywhere."""
    kept = np.empty(moved.shape, np.int64)
    size = 0
    begin = 0
    while begin < moved.shape[0]:
        end = begin + 1
        while (
            end < moved.shape[0] and moved[end, 0] == moved[end - 1, 0] + 1 and moved[end, 1] == moved[end - 1, 1] + 1
        ):
            end += 1
        if end - begin >= _CHARACTERS_MOVED or not lexicon.character[left.keys[moved[begin, 0]]]:
            for row in range(begin, end):
                kept[size, 0] = moved[row, 0]
                kept[size, 1] = moved[row, 1]
                size += 1
        begin = end
    return kept[:size]


def stands_alone(left, everything, begin, end, lexicon):
    """Whether some of the matches would be a passage of their own."""
    plain = 0
    running = 0
    longest = 0
    words = 0.0
    for row in range(begin, end):
        here = everything[row, 0]
        words += lexicon.extent[left.keys[here]]
        if row > begin and (everything[row - 1, 0] != here - 1 or everything[row - 1, 1] != everything[row, 1] - 1):
            running = 0
        if not lexicon.name[left.keys[here]]:
            running += 1
            longest = max(longest, running)
            if left.worth[here] > 1.0:
                plain += 1
    return words >= _STANDS_ALONE_WORDS and (plain >= _STANDS_ALONE_PLAIN or longest >= _STANDS_ALONE_RUNNING)


def without_framing(left, right, ordered, moved, lexicon):
    """Leave away the words that introduce a quotation where they are no evidence of their own."""
    everything = merged(ordered, moved)
    count = everything.shape[0]
    inside = 0
    first = count
    last = -1
    for row in range(count):
        if left.quoted[everything[row, 0]] >= 0 or right.quoted[everything[row, 1]] >= 0:
            inside += 1
            first = min(first, row)
            last = row
    if not inside or inside == count or last + 1 - first < _REMAINS:
        return ordered, moved
    begin = 0 if stands_alone(left, everything, 0, first, lexicon) else first
    end = count if stands_alone(left, everything, last + 1, count, lexicon) else last + 1
    place = np.array([everything[begin, 0], everything[end - 1, 0] + 1, 0, right.keys.size], np.int64)
    return within(ordered, place), within(moved, place)


def without_stubs(left, ordered, moved, lexicon):
    """Leave away the first and the last words of a passage that belong to a paragraph of their own and say little."""
    everything = merged(ordered, moved)
    if not everything.shape[0]:
        return ordered, moved
    begin = 0
    end = everything.shape[0]
    while True:
        cut = end - 1
        while cut > begin and left.block[everything[cut - 1, 0]] == left.block[everything[end - 1, 0]]:
            cut -= 1
        if cut == begin or stands_alone(left, everything, cut, end, lexicon):
            break
        end = cut
    while True:
        cut = begin + 1
        while cut < end and left.block[everything[cut, 0]] == left.block[everything[begin, 0]]:
            cut += 1
        if cut == end or stands_alone(left, everything, begin, cut, lexicon):
            break
        begin = cut
    last = everything[:, 1].max() + 1
    place = np.array([everything[begin, 0], everything[end - 1, 0] + 1, 0, last], np.int64)
    return within(ordered, place), within(moved, place)


def words_in(side, begin, end, lexicon):
    """How many words a stretch of tokens holds, where a character of a script without spaces is a part of one."""
    total = 0.0
    for x in range(begin, end):
        total += lexicon.extent[side.keys[x]]
    return total


def rest_of_sentence(side, at, step):
    """How many words of its sentence stand beyond a word; counted no further than it matters."""
    count = 0
    while count <= _SENTENCE_REACH:
        beyond = at + step * (count + 1)
        if not 0 <= beyond < side.sentence.size or side.sentence[beyond] != side.sentence[at]:
            break
        count += 1
    return count


def to_sentence(left, right, i, j, step):
    """Where a passage whose outermost words are `i` and `j` ends in the direction of `step`."""
    missing_left = rest_of_sentence(left, i, step)
    missing_right = rest_of_sentence(right, j, step)
    if max(missing_left, missing_right) <= _SENTENCE_REACH:
        return i + step * missing_left, j + step * missing_right
    # A fragment of the next sentence: its words inside the passage, the outermost one too.
    dangling_left = rest_of_sentence(left, i, -step) + 1
    dangling_right = rest_of_sentence(right, j, -step) + 1
    if max(dangling_left, dangling_right) <= _SENTENCE_REACH:
        return i - step * dangling_left, j - step * dangling_right
    return i, j


def to_sentences(left, right, place, lexicon):
    """A long place with its ends moved to the ends of sentences that lie within three words on both sides.

    A short passage stays exact to the word.
    """
    words = min(words_in(left, place[0], place[1], lexicon), words_in(right, place[2], place[3], lexicon))
    if words < _LONG_PASSAGE:
        return place
    i0, j0 = to_sentence(left, right, place[0], place[2], -1)
    i1, j1 = to_sentence(left, right, place[1] - 1, place[3] - 1, 1)
    return np.array([i0, i1 + 1, j0, j1 + 1], np.int64)


def with_ends(left, right, pairs, matched, place):
    """Pairs in order, with those of equal words that follow each other from the ends `matched` to those of a `place`.

    Sentences are closed with words that the alignment did not see; "The" before a passage is on both sides, too.
    """
    before = 0
    while (
        matched[0] - before > place[0]
        and matched[2] - before > place[2]
        and left.keys[matched[0] - before - 1] == right.keys[matched[2] - before - 1]
    ):
        before += 1
    after = 0
    while (
        matched[1] + after < place[1]
        and matched[3] + after < place[3]
        and left.keys[matched[1] + after] == right.keys[matched[3] + after]
    ):
        after += 1
    size = pairs.shape[0]
    found = np.empty((before + size + after, 2), np.int64)
    for x in range(before):
        found[x, 0], found[x, 1] = matched[0] - before + x, matched[2] - before + x
    found[before : before + size] = pairs
    for x in range(after):
        found[before + size + x, 0], found[before + size + x, 1] = matched[1] + x, matched[3] + x
    return found
