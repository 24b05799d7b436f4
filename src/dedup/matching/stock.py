"""Stock wording of a collection: what stands in so many articles that sharing it says nothing.

Three kinds, each with a reason that a reader can check. *Listed*: phrases of a file of the user's
(`dedup.matching.stock_file`). *Repeated*: sentences and paragraphs that one outlet repeats in several of its own
stories, a footer or its stock background. *Widespread*: phrases of very many articles of many outlets that have
nothing else in common. All are found by equal word keys, in time linear in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dedup.matching.collection import Collection
from dedup.matching.features import run_codes
from dedup.matching.formulas import occurrences
from dedup.matching.shelf import Named, Shelf, TextShelf
from dedup.matching.stock_file import Listed
from dedup.matching.units import Units, units_of
from dedup.scratch import release, zeros
from dedup.sketch.groups import cuts, distinct
from dedup.text.fold import word_key
from dedup.text.packing import Spans

# An outlet's own: in this many of its stories.
_STORIES = 3
# A widespread phrase: words, least articles (or share of the collection), least outlets.
_PHRASE, _ARTICLES, _SHARE, _OUTLETS = 5, 12, 0.01, 6
# Of so many holders that are looked at this part may be of one subject with the next.
_TOPICAL, _LOOKED_AT = 0.2, 24

# Rows of features looked at at a time.
_CHUNK = 1_000_000


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
    outlets: Sequence[Named | None],
    spans: Callable[[int], Spans] | None,
    shelf: Shelf | None = None,
) -> Stock:
    """All stock wording of a collection; where kinds meet, what the user listed goes first.

    `outlets` are those of the texts; `spans` gives the parts of a text. Without it nothing is learned of what outlets
    repeat. Of a part of a collection the `shelf` says who of all holds what.
    """
    marks = no_stock(collection).marks
    reasons: list[str] = []
    _mark_listed(collection, listed, marks, reasons)
    units = None if spans is None else units_of(collection.table, collection.lexicon, spans)
    shelf = shelf or TextShelf(collection, outlets, units)
    if units is not None:
        _mark_repeated(units, shelf, marks, reasons)
    _mark_widespread(collection, shelf, marks, reasons)
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


def _mark_repeated(units: Units, shelf: Shelf, marks: NDArray[np.int32], reasons: list[str]) -> None:
    """Sentences and paragraphs that one outlet repeats in `_STORIES` of its stories, wherever they stand."""
    codes = distinct(units.codes)
    best = {}
    for at, holders in shelf.holders_of_units(codes, _STORIES):
        if (found := _repeated(holders, shelf)) is not None:
            best[int(codes[at])] = found
    if not best:
        return
    # Numbered by what they say: of two that mark as many words the first is given, whatever else is at hand.
    reason_of = {reason: len(reasons) + at for at, reason in enumerate(sorted(set(best.values())))}
    reasons.extend(f"repeated in {-count:,} articles of {name}" for count, name in reason_of)
    wanted = np.array(sorted(best), dtype=np.uint64)
    at_code = np.minimum(np.searchsorted(wanted, units.codes), len(wanted) - 1)
    # Longer units first: a paragraph says more than its sentences.
    everywhere = np.flatnonzero(wanted[at_code] == units.codes)
    for row in everywhere[np.argsort(units.begin[everywhere] - units.end[everywhere], kind="stable")].tolist():
        here = marks[units.begin[row] : units.end[row]]
        here[here < 0] = reason_of[best[int(units.codes[row])]]


def _repeated(holders: NDArray[np.int64], shelf: Shelf) -> tuple[int, str] | None:
    """The outlet that repeats a unit in several of its stories, and in how many articles, negated: most first."""
    by_outlet: dict[Hashable, list[int]] = {}
    for holder, outlet in zip(holders.tolist(), shelf.outlets(holders), strict=True):
        if outlet is not None:
            by_outlet.setdefault(outlet, []).append(holder)
    found = [
        (-len(own), min(map(shelf.name, stories)))
        for own in by_outlet.values()
        if len(own) >= _STORIES and len(stories := _stories(own, shelf)) == _STORIES
    ]
    return min(found, default=None)


def _stories(holders: Sequence[int], shelf: Shelf) -> list[int]:
    """The first `_STORIES` of some texts that are no versions of each other. Each text is compared with those alone."""
    stories: list[int] = []
    for holder in holders:
        if not any(shelf.versions(story, holder) for story in stories):
            stories.append(holder)
            if len(stories) == _STORIES:
                break
    return stories


def _mark_widespread(collection: Collection, shelf: Shelf, marks: NDArray[np.int32], reasons: list[str]) -> None:
    """Runs of words in very many articles of many outlets, where these have nothing else in common.

    They are made of runs of three words, each of which is such a one by itself.
    """
    least = max(_ARTICLES, int(_SHARE * collection.size))
    begin, code = (_runs_at_hand if collection.whole else _shared_runs)(collection, least)
    order = np.argsort(begin)
    begin, code = begin[order], code[order]
    # No others are looked at: those of which enough stand in a row.
    codes = distinct(code[_in_a_row(begin)])
    asked: dict[int, tuple[int, int]] = {}
    looked_at: list[NDArray[np.int64]] = []
    for at, holders in shelf.holders_of_features(codes, least):
        known = len(set(shelf.outlets(holders)) - {None})
        if known >= _OUTLETS:
            asked[int(codes[at])] = -len(holders), known
            looked_at.append(_some(holders))
    close = shelf.subjects(np.concatenate([np.empty(0, np.int64), *looked_at])).one_with_next() if looked_at else None
    ends = np.cumsum([0, *map(len, looked_at)]).tolist()
    wide = {
        wording: told
        for (wording, told), (low, high) in zip(asked.items(), pairwise(ends), strict=True)
        if close is not None and not _of_one_topic(close[low : high - 1])
    }
    kept = np.isin(code, np.array(list(wide), dtype=np.uint64))
    begin, code = begin[kept], code[kept]
    row = _in_a_row(begin)
    reason_of: dict[tuple[int, int], int] = {}
    # The rarest first: what a phrase of many articles is called by.
    chosen = sorted(zip(begin[row].tolist(), (wide[each] for each in code[row].tolist()), strict=True), key=_rarest)
    for at, (count, known) in chosen:
        reason = reason_of.get((count, known))
        if reason is None:
            reason = reason_of[count, known] = len(reasons)
            reasons.append(f"a phrase of {-count:,} articles of {known:,} outlets")
        here = marks[at : at + 3]
        here[here < 0] = reason


def _rarest(placed: tuple[int, tuple[int, int]]) -> tuple[int, int, int]:
    at, (count, known) = placed
    return -count, known, at


def _shared_runs(collection: Collection, least: int) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Where the runs of three words begin that `least` texts hold, by token row, and their codes."""
    features, table = collection.features, collection.table
    often = features.texts >= least
    begins, codes = [np.empty(0, np.int64)], [np.empty(0, np.uint64)]
    for low, high in pairwise(cuts(features.offsets, _CHUNK)):
        part = slice(int(features.offsets[low]), int(features.offsets[high]))
        rows = part.start + np.flatnonzero((features.shape[part] & 2).astype(np.bool_) & often[features.groups[part]])
        owners = np.searchsorted(features.offsets, rows, side="right") - 1
        begins.append(table.offsets[owners] + features.first[rows])
        codes.append(features.codes[features.groups[rows]])
        release(features.groups, features.first, features.shape)
    return np.concatenate(begins), np.concatenate(codes)


def _runs_at_hand(collection: Collection, least: int) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """`_shared_runs` of a part of a collection: of its texts one may be the only one at hand that holds a run."""
    assert collection.whole is not None
    lexicon = collection.lexicon
    # Asked about are those of which each word is held so often, and only where enough stand in a row: hardly any.
    begin, code = run_codes(collection.table, lexicon, (lexicon.frequency >= least)[lexicon.keys])
    for often in (collection.whole.perhaps_held, collection.whole.held):
        row = _in_a_row(begin)
        begin, code = begin[row], code[row]
        enough = often(code, least)
        begin, code = begin[enough], code[enough]
    return begin, code


def _in_a_row(begin: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of some places, in order, stand among `_PHRASE` − 2 or more that follow each other word by word."""
    fresh = np.ones(len(begin), np.bool_)
    fresh[1:] = begin[1:] != begin[:-1] + 1
    number = np.cumsum(fresh) - 1
    enough: NDArray[np.bool_] = (np.bincount(number, minlength=1) >= _PHRASE - 2)[number]
    return enough


def _of_one_topic(close: NDArray[np.bool_]) -> bool:
    """Whether neighbours among some texts often are of one subject."""
    return int(np.count_nonzero(close)) > _TOPICAL * len(close)


def _some(holders: NDArray[np.int64]) -> NDArray[np.int64]:
    """Some of very many texts, as far from each other in order as may be: their order is as good as drawn."""
    return holders[:: max(1, len(holders) // _LOOKED_AT)][:_LOOKED_AT]
