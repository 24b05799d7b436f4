"""Stock wording of a collection: what stands in so many articles that sharing it says nothing.

Three kinds, each with a reason that a reader can check. *Listed*: phrases of a file of the user's
(`dedup.matching.stock_file`). *Repeated*: sentences and paragraphs that one outlet repeats in several of its own
stories, a footer or its stock background. *Widespread*: phrases of very many articles of many outlets that have
nothing else in common. All are found by equal word keys, in time linear in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.matching.collection import Collection
from dedup.matching.formulas import occurrences
from dedup.matching.stock_file import Listed
from dedup.scratch import Column, release, zeros
from dedup.sketch.groups import cuts, distinct, group_bounds
from dedup.text.fold import word_key
from dedup.text.outline import Outline
from dedup.text.table import TokenTable

# An outlet's own: in this many of its stories, and of at least this many words (single characters count half).
_STORIES, _LEAST_WORDS = 3, 5
# Articles of one outlet that share this part of the shorter one's words are versions of one story; of fewer words,
# when they share this many sentences: a short report may be half footer.
_VERSION, _HALF, _SENTENCES = 0.8, 0.5, 4
# A unit of which this share is quoted is somebody's statement, whoever repeats it.
_QUOTED = 0.5
# A widespread phrase: words, least articles (or share of the collection), least outlets.
_PHRASE, _ARTICLES, _SHARE, _OUTLETS = 5, 12, 0.01, 6
# Articles that share more than this part of the shorter one's content words may share a story: whatever else they
# have in common may come from there. Of all pairs of holders that are looked at, this many may be such.
_ONE_TOPIC, _TOPICAL, _LOOKED_AT = 0.2, 0.2, 40

# Tokens hashed, and rows of features looked at, at a time.
_CHUNK = 1_000_000

_ODD = np.uint64(0x9E3779B97F4A7C15)
_MIX, _FINISH = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_NUMBER = np.uint64(0xFFFF_FFFF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """`marks` is, by token row, the number of the reason in `reasons`, or −1 where the wording is no stock."""

    marks: NDArray[np.int32]
    reasons: tuple[str, ...]


def no_stock(collection: Collection) -> Stock:
    marks = zeros(len(collection.table.words), np.int32)
    marks[:] = -1
    return Stock(marks=marks, reasons=())


def find_stock(
    collection: Collection,
    listed: Listed,
    outlets: Sequence[str | None],
    outline: Callable[[int], Outline] | None,
) -> Stock:
    """All stock wording of a collection; where kinds meet, what the user listed goes first.

    `outlets` are the outlets of the texts, equal names for equal outlets; `outline` gives the parts of a text.
    Without it nothing is learned of what outlets repeat.
    """
    marks = no_stock(collection).marks
    reasons: list[str] = []
    _mark_listed(collection, listed, marks, reasons)
    if outline is not None:
        _mark_repeated(collection, outlets, outline, marks, reasons)
    _mark_widespread(collection, outlets, marks, reasons)
    release(marks)
    return Stock(marks=marks, reasons=tuple(reasons))


def _mark_listed(collection: Collection, listed: Listed, marks: NDArray[np.int32], reasons: list[str]) -> None:
    if not listed.phrases:
        return
    table = collection.table
    known: dict[str, int] = {}
    # The words as they stand: in the lexicon's keys a number of several words is one.
    numbers = [known.setdefault(word_key(word), len(known)) for word in table.vocabulary]
    keys = np.array(numbers, dtype=np.int32)
    phrases = [
        (tuple(known[word] for word in phrase), place)
        for phrase, place in listed.phrases
        if all(word in known for word in phrase)
    ]
    found = occurrences([phrase for phrase, _ in phrases], table, keys, collection.lexicon.frequency)
    for (phrase, place), begins in zip(phrases, found, strict=True):
        if len(begins):
            reasons.append(f"listed in {place}")
            for offset in range(len(phrase)):
                rows = begins + offset
                marks[rows[marks[rows] < 0]] = len(reasons) - 1


def _mark_repeated(
    collection: Collection,
    outlets: Sequence[str | None],
    outline: Callable[[int], Outline],
    marks: NDArray[np.int32],
    reasons: list[str],
) -> None:
    """Sentences and paragraphs that one outlet repeats in `_STORIES` of its stories, wherever they stand."""
    names = sorted({name for name in outlets if name is not None})
    number = {name: at for at, name in enumerate(names)}
    text, begin, end, sentence = _units(collection, outline)
    if not len(text):
        return
    codes = _codes(collection, begin, end)
    owner = np.array([number[name] if name is not None else -1 for name in outlets], dtype=np.int64)[text]
    own = np.flatnonzero(owner >= 0)
    order = own[np.lexsort((text[own], codes[own], owner[own]))]
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = (owner[order][1:] != owner[order][:-1]) | (codes[order][1:] != codes[order][:-1])
    group = np.cumsum(fresh) - 1
    story = _stories(collection, text[order], group, (end - begin)[order], sentence[order])
    held = distinct(group * len(story) + story[text[order]]) // len(story)
    stories = np.bincount(held, minlength=int(group[-1]) + 1 if len(group) else 0)
    first = np.flatnonzero(fresh)
    chosen = np.flatnonzero(stories >= _STORIES)
    # The outlet that repeats a unit most is the one to name; the names are sorted, so ties go to the first.
    best: dict[int, tuple[int, int]] = {}
    for at in chosen.tolist():
        row = order[first[at]]
        entry = (-int(stories[at]), int(owner[row]))
        code = int(codes[row])
        best[code] = min(best.get(code, entry), entry)
    if not best:
        return
    reason_of: dict[tuple[int, int], int] = {}
    wanted = np.array(sorted(best), dtype=np.uint64)
    at_code = np.minimum(np.searchsorted(wanted, codes), len(wanted) - 1)
    # Longer units first: a paragraph says more than its sentences.
    everywhere = np.flatnonzero(wanted[at_code] == codes)
    for row in everywhere[np.argsort(begin[everywhere] - end[everywhere], kind="stable")].tolist():
        count, name = best[int(codes[row])]
        reason = reason_of.get((count, name))
        if reason is None:
            reason = reason_of[count, name] = len(reasons)
            reasons.append(f"repeated in {-count:,} articles of {names[name]}")
        here = marks[begin[row] : end[row]]
        here[here < 0] = reason


class _Units(NamedTuple):
    """Sentences and paragraphs: their texts, token rows (half-open), and which of them are sentences."""

    text: NDArray[np.int64]
    begin: NDArray[np.int64]
    end: NDArray[np.int64]
    sentence: NDArray[np.bool_]


def _units(collection: Collection, outline: Callable[[int], Outline]) -> _Units:
    """The sentences and paragraphs that are long enough and no quotations."""
    table, lexicon = collection.table, collection.lexicon
    columns = [Column(kind) for kind in (np.int64, np.int64, np.int64, np.bool_)]
    for low, high, portion in table.portions(_CHUNK, lexicon.keys):
        quoted = np.zeros(portion.stop - portion.start, dtype=np.bool_)
        rows: list[NDArray[np.int64]] = []
        for text in range(low, high):
            parts = outline(text)
            rows.append(table.rows_in(text, parts.sentences))
            rows.append(table.rows_in(text, (block.span for block in parts.blocks)))
            spans = table.rows_in(text, (quotation.span for quotation in parts.quotations)) - portion.start
            for first, last in spans.tolist():
                quoted[first:last] = True
        sizes = [len(each) for each in rows]
        begin, end = np.concatenate(rows).T - portion.start
        # A single character counts half: halves are added up.
        halves = _running(np.int8(2) - lexicon.character[lexicon.keys[portion]])
        inside = _running(quoted)
        long = halves[end] - halves[begin] >= 2 * _LEAST_WORDS
        kept = long & (inside[end] - inside[begin] < _QUOTED * (end - begin))
        numbers = np.repeat(np.arange(len(rows)), sizes)[kept]
        pieces = low + numbers // 2, portion.start + begin[kept], portion.start + end[kept], numbers % 2 == 0
        for column, piece in zip(columns, pieces, strict=True):
            column.append(piece)
    return _Units(*(column.whole() for column in columns))


def _running(counts: NDArray[Any]) -> NDArray[np.int64]:
    """What has been counted before each row, and at the end."""
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])


def _codes(collection: Collection, begin: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A hash of each stretch of token rows; all numbers are one word, so that a date changes nothing."""
    table, keys = collection.table, collection.lexicon.keys
    digits = np.array([word[:1].isdigit() for word in table.vocabulary], dtype=np.bool_)
    # Some at a time: all of them together are several times the text.
    before = _running(end - begin)
    ends = np.minimum(np.searchsorted(before, np.arange(0, before[-1] + _CHUNK, _CHUNK)), len(begin))
    found = [np.empty(0, np.uint64)]
    for low, high in pairwise(distinct(ends).tolist()):
        lengths = end[low:high] - begin[low:high]
        offsets = before[low:high] - before[low]
        place = np.arange(int(lengths.sum())) - np.repeat(offsets, lengths)
        rows = place + np.repeat(begin[low:high], lengths)
        words = np.where(digits[table.words[rows]], _NUMBER, keys[rows].astype(np.uint64))
        mixed = (words + (place.astype(np.uint64) + np.uint64(1)) * _ODD) * _MIX
        mixed = (mixed ^ (mixed >> np.uint64(31))) * _FINISH
        mixed ^= mixed >> np.uint64(29)
        found.append(np.add.reduceat(mixed, offsets))
        release(table.words, keys)
    return np.concatenate(found)


def _stories(
    collection: Collection,
    text: NDArray[np.int64],
    group: NDArray[np.int64],
    words: NDArray[np.int64],
    sentence: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """The story of every text, as its first text: versions of one article are one story.

    `group` numbers equal units, in order, and `text` their holders. Neighbouring holders of a unit are compared,
    not all with all, so that the work is linear; versions share units that nobody else has.
    """
    texts = len(collection.table)
    at = np.flatnonzero(sentence)
    one, two = at[:-1], at[1:]
    near = (group[one] == group[two]) & (text[one] != text[two])
    one, two = one[near], two[near]
    pairs, where = np.unique(text[one] * texts + text[two], return_inverse=True)
    shared = np.bincount(where, weights=words[one], minlength=len(pairs))
    units = np.bincount(where, minlength=len(pairs))
    lengths = np.diff(collection.table.offsets)
    share = shared / np.maximum(1, np.minimum(lengths[pairs // texts], lengths[pairs % texts]))
    versions = (share >= _VERSION) | ((share >= _HALF) & (units >= _SENTENCES))
    parent = list(range(texts))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for pair in pairs[versions].tolist():
        low, high = sorted((root(pair // texts), root(pair % texts)))
        parent[high] = low
    return np.array([root(number) for number in range(texts)], dtype=np.int64)


def _mark_widespread(
    collection: Collection, outlets: Sequence[str | None], marks: NDArray[np.int32], reasons: list[str]
) -> None:
    """Runs of words in very many articles of many outlets, where these have nothing else in common."""
    features, table = collection.features, collection.table
    least = max(_ARTICLES, int(_SHARE * len(table)))
    often = features.texts >= least
    covered = zeros(len(table.words), np.bool_)
    for low, high in pairwise(cuts(features.offsets, _CHUNK)):
        part = slice(int(features.offsets[low]), int(features.offsets[high]))
        rows = part.start + np.flatnonzero((features.shape[part] & 2).astype(np.bool_) & often[features.groups[part]])
        owners = np.searchsorted(features.offsets, rows, side="right") - 1
        begin = table.offsets[owners] + features.first[rows]
        for offset in range(3):
            covered[begin + offset] = True
        release(features.groups, features.first, features.shape, covered)
    starts = np.flatnonzero(covered[: len(covered) - _PHRASE + 1])
    whole = _texts(table, starts) == _texts(table, starts + _PHRASE - 1)
    for offset in range(1, _PHRASE):
        whole &= covered[starts + offset]
    starts = starts[whole]
    if not len(starts):
        return
    codes = _codes(collection, starts, starts + _PHRASE)
    order = np.argsort(codes, kind="stable")
    bounds = group_bounds(codes[order])
    number = {name: at for at, name in enumerate(sorted({name for name in outlets if name is not None}))}
    owner = np.array([-1 if name is None else number[name] for name in outlets], dtype=np.int64)
    content = _Content(collection)
    for low, high in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        if high - low < least:
            continue
        rows = starts[order[low:high]]
        holders = np.unique(_texts(table, rows))
        known = len(np.setdiff1d(owner[holders], [-1]))
        if len(holders) < least or known < _OUTLETS or content.of_one_topic(holders.tolist()):
            continue
        reasons.append(f"a phrase of {len(holders):,} articles of {known:,} outlets")
        for offset in range(_PHRASE):
            at = rows + offset
            marks[at[marks[at] < 0]] = len(reasons) - 1


class _Content:
    """The content words of texts, read when first needed."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._words: dict[int, frozenset[int]] = {}

    def of_one_topic(self, texts: list[int]) -> bool:
        """Whether neighbours among the texts often share more words than chance gives."""
        step = max(1, (len(texts) - 1) // _LOOKED_AT)
        pairs = [(texts[at], texts[at + 1]) for at in range(0, len(texts) - 1, step)]
        return sum(self._alike(*pair) > _ONE_TOPIC for pair in pairs) > _TOPICAL * len(pairs)

    def _alike(self, one: int, two: int) -> float:
        left, right = self._of(one), self._of(two)
        return len(left & right) / max(1, min(len(left), len(right)))

    def _of(self, text: int) -> frozenset[int]:
        if text not in self._words:
            lexicon = self._collection.lexicon
            keys = distinct(lexicon.keys[self._collection.table.rows(text)])
            self._words[text] = frozenset(keys[~lexicon.common[keys]].tolist())
        return self._words[text]


def _texts(table: TokenTable, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The text of each of some token rows."""
    return np.searchsorted(table.offsets, rows, side="right") - 1
