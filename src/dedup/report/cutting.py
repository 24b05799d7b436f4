"""Long passages for a narrow place: both sides lose the same words, so that what is left can be read side by side."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple
from unicodedata import category

from dedup.model import Match
from dedup.report.excerpt import SIDES, Piece, pieces

_NEAR = 30  # characters to go for a space to cut at
_WORTH_A_GAP = 60
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"(?<=\s)[^\w\s]{1,2}\Z")
_SPACE_AND_MARKS = re.compile(r"\s+[^\w\s]{0,2}\Z")
_LONGEST_OPENING = 10  # characters: the end of a sentence, spaces, and the marks that open the next
# The end of a sentence (the stop behind an initial is none), or of a line.
_ENDED = re.compile(
    r"(?:(?:(?<![\W_]\w)\.|[!?\u2026\u061f\u06d4\u0964])[^\w\s]{0,3}\s+|[\u3002\uff01\uff1f]|\n\s*)[^\w\s]{0,2}\Z"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How many characters of a passage there is room for.

    Up to `whole` it is shown whole. In a longer one equal words in a row lose their middle if they are more than `run`,
    but for what stays at its beginning and its end, `run_ends`. Where more than `most` would remain even so, the
    passage keeps its `ends` alone.
    """

    whole: int
    most: int
    run: int
    run_ends: tuple[int, int]
    ends: tuple[int, int]


USUAL = Room(whole=480, most=720, run=200, run_ends=(90, 60), ends=(300, 200))  # a quotation is shorter than 480
LITTLE = Room(whole=220, most=300, run=100, run_ends=(50, 40), ends=(130, 90))


class _Place(NamedTuple):
    """Where both passages stand at the same word: offsets in the text of the left and of the right one."""

    left: int
    right: int


class _Cut(NamedTuple):
    """What is left out of both passages, from one aligned place to another."""

    start: _Place
    end: _Place


def excerpts(match: Match, room: Room | None) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The pieces of the left and of the right side; for want of `room` long passages lose equal words, then the middle.

    Both sides are cut, between the same words, if one of them is long.
    """
    cuts = () if room is None else _cuts(match, list(_runs(match)), room)
    return (
        _without(pieces(match, "left"), [(cut.start.left, cut.end.left) for cut in cuts]),
        _without(pieces(match, "right"), [(cut.start.right, cut.end.right) for cut in cuts]),
    )


def rows(match: Match, room: Room | None, changes: bool = False) -> list[tuple[tuple[Piece, ...], tuple[Piece, ...]]]:
    """`excerpts` in rows to stand side by side: a new one begins with a sentence on both.

    With `changes` nothing is lost but equal words, however long the passages remain.
    """
    runs = list(_runs(match))
    cuts = () if room is None else _cuts(match, runs, room, changes)
    texts = (match.left.text, match.right.text)
    starts = [
        place
        for run in runs
        for place in run[:-1]
        if all(_begins_sentence(texts[side], place[side]) for side in (0, 1)) and not _lost(place, cuts)
    ]
    edges = [_Place(0, 0), *(place for place in starts if place > (0, 0)), _Place(len(texts[0]), len(texts[1]))]
    sides = [
        _slices(pieces(match, side), [edge[at] for edge in edges], [(cut.start[at], cut.end[at]) for cut in cuts])
        for at, side in enumerate(SIDES)
    ]
    return list(zip(*sides, strict=True))


def _cuts(match: Match, runs: Sequence[Sequence[_Place]], room: Room, changes: bool = False) -> Sequence[_Cut]:
    """What both passages lose where one of them is long; with `changes` none of the words that differ."""
    if max(len(match.left.text), len(match.right.text)) <= room.whole:
        return ()
    cuts = [cut for run in runs if (cut := _inside(run, room)) is not None]
    lost = [sum(cut.end[side] - cut.start[side] for cut in cuts) for side in (0, 1)]
    if not changes and max(len(match.left.text) - lost[0], len(match.right.text) - lost[1]) > room.most:
        return list(_middle(runs, match, room))
    return cuts


def _runs(match: Match) -> Iterator[list[_Place]]:
    """The stretches of equal words, in the order of both texts: where each word begins, and their end."""
    run: list[_Place] = []
    end = _Place(0, 0)
    texts = (match.left.text, match.right.text)
    for common in sorted(each for each in match.common if each.kind == "same"):
        start = _Place(common.left_start - match.left.start, common.right_start - match.right.start)
        if start.left < end.left or start.right < end.right:
            continue  # out of order, as only a report that somebody wrote has it
        if run and any(_WORD.search(texts[side], end[side], start[side]) for side in (0, 1)):
            yield [*run, end]
            run = []
        end = _Place(common.left_end - match.left.start, common.right_end - match.right.start)
        run += _words(texts, start, end)
    if run:
        yield [*run, end]


def _words(texts: tuple[str, str], start: _Place, end: _Place) -> list[_Place]:
    """Where the words of equal text begin on both sides; its characters where it has no spaces between words."""
    left, right = ([found.start() for found in _WORD.finditer(texts[side], start[side], end[side])] for side in (0, 1))
    if len(left) != len(right):
        return [start]  # "1,100" and "1100": one word on one side, two on the other
    if end.left - start.left == end.right - start.right and _without_spaces(texts[0][start.left : end.left], len(left)):
        return [_Place(start.left + step, start.right + step) for step in range(end.left - start.left)]
    return [_Place(*place) for place in zip(left, right, strict=True)] or [start]


def _without_spaces(text: str, words: int) -> bool:
    """Whether `text` is of a script that puts no spaces between words: far too long for so many words, and uncased."""
    return len(text) > 20 * words and all(category(char) == "Lo" for char in text if char.isalpha())


def _inside(run: Sequence[_Place], room: Room) -> _Cut | None:
    """The middle of a long run of equal words."""
    if max(run[-1].left - run[0].left, run[-1].right - run[0].right) <= room.run:
        return None
    return _between(run, run[0], run[-1], room.run_ends)


def _middle(runs: Iterable[Sequence[_Place]], match: Match, room: Room) -> Iterator[_Cut]:
    """The middle of both passages; where no words are in one order, each by itself."""
    start, end = _Place(0, 0), _Place(len(match.left.text), len(match.right.text))
    places = [place for run in runs for place in run]
    cut = _between(places, start, end, room.ends)
    if cut is not None and max(cut.end.left - cut.start.left, cut.end.right - cut.start.right) > room.run:
        yield cut
        return
    head, tail = room.ends
    texts = (match.left.text, match.right.text)
    left, right = ((head, len(text) - tail) if len(text) > head + tail else (0, 0) for text in texts)
    yield _Cut(start=_Place(left[0], right[0]), end=_Place(left[1], right[1]))


def _between(places: Sequence[_Place], start: _Place, end: _Place, ends: tuple[int, int]) -> _Cut | None:
    """From the last place within the first of `ends` characters to the first within the last of them."""
    head, tail = ends
    first = [place for place in places if max(place.left - start.left, place.right - start.right) <= head]
    last = [place for place in places if max(end.left - place.left, end.right - place.right) <= tail]
    if not first or not last or first[-1] >= last[0]:
        return None
    return _Cut(start=first[-1], end=last[0])


def _without(parts: Sequence[Piece], cuts: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """`parts` with a gap for each of the `cuts`."""
    return _slices(parts, [0, sum(len(part.text) for part in parts)], cuts)[0]


def _slices(parts: Sequence[Piece], edges: Sequence[int], cuts: Sequence[tuple[int, int]]) -> list[tuple[Piece, ...]]:
    """`parts` from each of the `edges` to the next, with a gap for each of the `cuts`. No cut reaches over an edge."""
    text = "".join(part.text for part in parts)
    ends = list(accumulate(len(part.text) for part in parts))
    opened = [_opened(_MARKS, text, edge) if 0 < edge < len(text) else edge for edge in edges]
    found = []
    for start, end in pairwise(opened):
        kept: list[Piece] = []
        at = start
        for first, last in cuts[bisect_left(cuts, (start, 0)) : bisect_left(cuts, (end, 0))]:
            # The space before the next word, and the mark that opens it, stay with that word; a row may begin with it.
            if first < (last := min(_opened(_SPACE_AND_MARKS, text, last), end)):
                kept += [*_slice(parts, ends, at, first), Piece(amount(text[first:last]), "gap")]
                at = last
        found.append((*kept, *_slice(parts, ends, at, end)))
    return found


def _slice(parts: Sequence[Piece], ends: Sequence[int], start: int, end: int) -> Iterator[Piece]:
    """`parts`, which end at `ends`, from one place to another."""
    for number in range(bisect_right(ends, start), len(parts)):
        part, begin = parts[number], ends[number] - len(parts[number].text)
        if begin >= end:
            return
        yield Piece(part.text[max(0, start - begin) : end - begin], part.role)


def _lost(place: _Place, cuts: Sequence[_Cut]) -> bool:
    """Whether a place lies within one of the `cuts`, which follow each other in both texts."""
    after = bisect_right(cuts, place, key=lambda cut: cut.start)
    near = cuts[max(after - 1, 0) : after + 1]
    return any(not _none_behind(place, cut.start) and not _none_behind(cut.end, place) for cut in near)


def _begins_sentence(text: str, start: int) -> bool:
    return start == 0 or _ENDED.search(text, max(0, start - _LONGEST_OPENING), start) is not None


def _opened(opening: re.Pattern[str], text: str, start: int) -> int:
    """Where the word at `start` begins with what opens it."""
    found = opening.search(text, max(0, start - _LONGEST_OPENING), start)
    return found.start() if found else start


def _none_behind(one: _Place, other: _Place) -> bool:
    return one.left <= other.left and one.right <= other.right


def folded(text: str, head: int, tail: int) -> list[Piece]:
    """`text` with about so many characters at its beginning and at its end, and a gap for the rest if that is much."""
    if len(text) <= head + tail + _WORTH_A_GAP:
        return [Piece(text, "same")]
    start = text.rfind(" ", max(0, head - _NEAR), head) + 1 if head else 0
    start = start or head
    end = text.find(" ", len(text) - tail, len(text) - tail + _NEAR) if tail else len(text)
    end = len(text) - tail if end < 0 else end
    parts = [Piece(text[:start], "same"), Piece(amount(text[start:end]), "gap"), Piece(text[end:], "same")]
    return [part for part in parts if part.text]


def amount(text: str) -> str:
    """How much text is left out: ``33 words``, or characters where a script has no spaces between words."""
    if len(text.split()) * 16 <= len(text):
        return f"{len(text):,} characters"
    words = len(re.findall(r"\w+", text))
    return "1 word" if words == 1 else f"{words:,} words"
