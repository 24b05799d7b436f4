"""What a comparison holds, and the order in which two texts are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from dedup.model import Article, Match, Passage, Report, Span
from dedup.report.chain import heaviest_chain


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The report on two articles, with their texts, which a report does not hold."""

    report: Report
    left: Article
    right: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the texts say between the passages that are shown; one side may be empty."""

    left: Span
    right: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A passage that stands in the same order in both texts."""

    match: Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A passage that stands elsewhere in the other text, in its place in the left one or in the right one.

    `behind` is the passage in order that it follows in the other text, None where it is before all of them. It comes
    `again` where its words there, or here, are also those of a passage in order.
    """

    match: Match
    in_left: bool
    behind: Match | None
    again: bool


Block = Context | Shared | Moved


def blocks(compared: Compared, matches: Sequence[Match]) -> Iterator[Block]:
    """Both texts from beginning to end; each of `matches` comes once, or where it has moved in both of its places."""
    kept = in_order(matches)
    ids = {match.id for match in kept}
    moved = [match for match in matches if match.id not in ids]
    left, right = _Text(len(compared.left.text)), _Text(len(compared.right.text))
    for at in range(len(kept) + 1):
        match = kept[at] if at < len(kept) else None
        before = kept[at - 1] if at else None
        here = _between(moved, "left", before, match)
        there = _between(moved, "right", before, match)
        ends = (match.left.start, match.right.start) if match else (left.length, right.length)
        yield from _context(left.up_to(here, "left", ends[0]), right.up_to(there, "right", ends[1]))
        for number, each in enumerate(here, 1):
            yield Moved(match=each, in_left=True, behind=_behind(each, kept, "right"), again=_again(each, kept))
            left.at = max(left.at, each.left.end)
            yield from _context(left.up_to(here[number:], "left", ends[0]), right.nothing)
        for number, each in enumerate(there, 1):
            yield Moved(match=each, in_left=False, behind=_behind(each, kept, "left"), again=_again(each, kept))
            right.at = max(right.at, each.right.end)
            yield from _context(left.nothing, right.up_to(there[number:], "right", ends[1]))
        if match is not None:
            yield Shared(match=match)
            left.at, right.at = max(left.at, match.left.end), max(right.at, match.right.end)


def in_order(matches: Iterable[Match]) -> list[Match]:
    """The heaviest chain of matches that begin behind each other in both texts, by the words they align.

    They may overlap: two passages can share the words between them.
    """
    ordered = sorted(matches, key=lambda match: match.id)
    places = [(match.left.start, match.right.start, match.scores.aligned_words) for match in ordered]
    return [ordered[number] for number in heaviest_chain(places)]


@dataclass(slots=True)
class _Text:
    """How far a text has been shown."""

    length: int
    at: int = 0

    def up_to(self, moved: Sequence[Match], side: str, end: int) -> Span:
        """From there to the next passage that has moved, or to `end`."""
        until = min([end, *(_side(each, side).start for each in moved[:1])])
        shown = Span(self.at, max(self.at, until))
        self.at = shown.end
        return shown

    @property
    def nothing(self) -> Span:
        return Span(self.at, self.at)


def _context(left: Span, right: Span) -> Iterator[Context]:
    if len(left) or len(right):
        yield Context(left=left, right=right)


def _between(moved: Sequence[Match], side: str, before: Match | None, match: Match | None) -> list[Match]:
    """The passages that have moved and stand, in the text of one side, behind one in order and before the next."""
    places = {each.id: _side(each, side) for each in moved}
    start = _side(before, side).start if before else 0
    end = _side(match, side).start if match else max((place.end for place in places.values()), default=0)
    found = [each for each in moved if start <= places[each.id].start < end]
    return sorted(found, key=lambda each: (places[each.id], each.id))


def _behind(match: Match, kept: Sequence[Match], side: str) -> Match | None:
    place = _side(match, side).start
    found = [each for each in kept if _side(each, side).start <= place]
    return max(found, key=lambda each: _side(each, side), default=None)


def _again(match: Match, kept: Iterable[Match]) -> bool:
    return any(
        _side(match, side).start < _side(each, side).end and _side(each, side).start < _side(match, side).end
        for each in kept
        for side in ("left", "right")
    )


def _side(match: Match, side: str) -> Passage:
    passage: Passage = attrgetter(side)(match)
    return passage
