"""Quoted words of an article, for the quotation marks of many languages, in one pass.

Only the outermost quotation is kept. What a mark does depends on its glyph, on what stands beside it and on
what is open; where those disagree the position wins, because outlets mix glyphs (``“…"``, ``”…``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from dedup.model import Span
from dedup.text.cues import load_cues
from dedup.text.punctuation import INVISIBLE, begins_text, ends_text, spaceless
from dedup.text.sentences import sentences

Family = Literal["double", "guillemet", "corner", "single"]

_WORD = re.compile(r"\w{1,12}")
_FEET = re.compile(r"\d['’′]\s?\d{1,2}\Z")
_DECADE = re.compile(r"\d0s\b")
_AND = frozenset(("n'", "n’"))
_AND_BEFORE = frozenset(("'n", "’n", "‘n"))
_CORNERS = {"「": "」", "『": "』", "｢": "｣"}
_FAMILY: dict[str, Family] = {
    **dict.fromkeys(("``", "''", "‘‘", "’’", *'"“”„‟＂″״〝〞〟'), "double"),
    **dict.fromkeys("«»‹›", "guillemet"),
    **dict.fromkeys("「」『』｢｣", "corner"),
    **dict.fromkeys("‘’‚‛'", "single"),
}
_MARK = re.compile("|".join(map(re.escape, _FAMILY)))  # those of two characters come first
_STRAIGHT = frozenset(('"', "＂", "″", "״", "''"))
_OPENS_ONLY = frozenset(("„", "``", "〝"))
_SIBILANTS = "sxzSXZ"
_HEBREW = ("\u0590", "\u05ff")
# A quotation that nothing closes is cut after a sentence where its paragraph runs on for longer than this.
_UNCLOSED_REACH = 1_500
_LONGEST_PIECE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Quoted words. `span` is the words without the marks; `outer` includes them.

    A quotation that runs over several paragraphs (each opening with a mark, the last one closing) is one.
    """

    span: Span
    outer: Span


class _Mark(NamedTuple):
    start: int
    end: int
    glyph: str
    before: str
    after: str
    opens: bool  # by its position: text begins after it
    closes: bool  # by its position: text ends before it


@dataclass(slots=True)
class _Open:
    """The quotation being read, across paragraphs where it goes on."""

    glyph: str
    start: int
    inner: int
    depth: int = 1


def quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Quotation, ...]:
    """The quotations of `text`, in order and without overlap.

    `paragraphs` are ordered and disjoint. A quotation that is not closed in its paragraph goes on in the
    next one if that opens with a mark of the same family; otherwise it ends with its paragraph (or after a
    sentence, in a paragraph without end). Apostrophes, feet and inches open and close nothing.
    """
    return tuple(_quotations(text, paragraphs))


def _quotations(text: str, paragraphs: Sequence[Span]) -> Iterator[Quotation]:
    current: _Open | None = None
    pieces = [piece for paragraph in paragraphs for piece in _pieces(text, paragraph)]
    for number, paragraph in enumerate(pieces):
        marks = _marks(text, paragraph)
        if marks:
            found, current = _read(text, marks, current)
            yield from found
        if current and not (number + 1 < len(pieces) and _goes_on(text, pieces[number + 1], current)):
            if _FAMILY[current.glyph] != "single":
                yield from _unclosed(text, current, paragraph.end)
            current = None


def _pieces(text: str, paragraph: Span) -> Iterator[Span]:
    """The paragraph, or where it is huge, parts of it cut at white space, so that memory stays bounded."""
    start = paragraph.start
    while paragraph.end - start > _LONGEST_PIECE:
        seam = text.rfind(" ", start + _LONGEST_PIECE // 2, start + _LONGEST_PIECE) + 1
        seam = seam or start + _LONGEST_PIECE
        yield Span(start, seam)
        start = seam
    yield Span(start, paragraph.end)


def _marks(text: str, paragraph: Span) -> list[_Mark]:
    marks = []
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        start, end = match.span()
        glyph = match[0]
        before = text[start - 1] if start > paragraph.start else ""
        after = text[end] if end < paragraph.end else ""
        if glyph in "'’" and _is_apostrophe(text, start, before, after):
            continue
        marks.append(
            _Mark(
                start,
                end,
                glyph,
                before,
                after,
                begins_text(before) and bool(after) and not after.isspace(),
                bool(before) and not before.isspace() and ends_text(after),
            )
        )
    return marks


def _is_apostrophe(text: str, start: int, before: str, after: str) -> bool:
    """Between two letters, or either mark of *rock ’n’ roll*."""
    if before.isalnum() and after.isalnum():
        return not (spaceless(before) or spaceless(after))
    return text[start + 1 : start + 3] in _AND or text[max(0, start - 2) : start] in _AND_BEFORE


def _read(text: str, marks: list[_Mark], current: _Open | None) -> tuple[list[Quotation], _Open | None]:
    """The quotations that one paragraph's marks close, and the one it leaves open."""
    found: list[Quotation] = []
    families = {_FAMILY[mark.glyph] for mark in marks}
    singles = _single_closes(text, marks) if "single" in families else [None] * len(marks)
    doubles_before = _running_doubles(marks) if "single" in families else []
    nests = "guillemet" in families and _balanced(marks)
    index = 0
    if current:
        if _FAMILY[current.glyph] == "single":
            close = singles[0]
            if close is None and len(marks) == 1:
                return found, current
            if close is not None:
                found += _quotation(text, current, marks[close].start, marks[close].end)
                index = close + 1
            current = None
        else:
            index = 1  # the mark that opens the paragraph carries the quotation on
    while index < len(marks):
        mark = marks[index]
        family = _FAMILY[mark.glyph]
        if current is None:
            if family == "single":
                close = singles[index] if _opens_single(text, mark) else None
                if close is not None and (doubles_before[close] - doubles_before[index]) % 2 == 0:
                    opened = _Open(mark.glyph, mark.start, mark.end)
                    found += _quotation(text, opened, marks[close].start, marks[close].end)
                    index = close
                elif close is None and mark.glyph == "‘" and index == len(marks) - 1 and _opens_single(text, mark):
                    current = _Open(mark.glyph, mark.start, mark.end)
            elif _opens(text, mark):
                current = _Open(mark.glyph, mark.start, mark.end)
        elif family == _FAMILY[current.glyph]:
            step = _step(text, mark, current, nests)
            if step == "close":
                found += _quotation(text, current, mark.start, mark.end)
                current = None
            elif step == "restart":
                found += _unclosed(text, current, mark.start)
                current = _Open(mark.glyph, mark.start, mark.end)
        index += 1
    return found, current


def _opens(text: str, mark: _Mark) -> bool:
    """Whether a double mark, guillemet or corner bracket opens a quotation when none is open."""
    glyph = mark.glyph
    strictly_closes = mark.closes and not mark.opens
    if glyph in _CORNERS:
        return True
    if glyph in "」』｣":
        return False
    if glyph in _STRAIGHT:
        if not mark.after or mark.after.isspace() or _is_measure(text, mark):
            return False
        return mark.opens or not (mark.closes or mark.before.isalnum())
    if glyph in "“‟„«‹〝" or glyph == "``":
        return bool(mark.after) and not strictly_closes
    # ” » › open in Swedish, Finnish and German, where text begins after them.
    return mark.opens and not mark.closes


def _step(text: str, mark: _Mark, current: _Open, nests: bool) -> Literal["close", "restart", "inside"]:
    """What a mark of the open quotation's family does to it."""
    glyph, opener = mark.glyph, current.glyph
    strictly_opens = mark.opens and not mark.closes
    family = _FAMILY[glyph]
    if family == "corner":
        current.depth += (glyph == opener) - (glyph == _CORNERS[opener])
        return "inside" if current.depth else "close"
    if family == "guillemet":
        if opener in "»›":
            if glyph in "«‹" or mark.closes:
                return "close"
            return "restart" if strictly_opens else "inside"
        if nests:
            current.depth += 1 if glyph in "«‹" else -1
            return "inside" if current.depth else "close"
        return "close" if glyph in "»›" else "inside"
    if _is_measure(text, mark) or (_hebrew(mark.before) and _hebrew(mark.after)):
        return "inside"
    if glyph in _OPENS_ONLY:
        return "restart"
    if opener == "„" or glyph in "”〞〟":
        return "close"
    if mark.start == current.inner:
        return "inside"  # the mark was typed twice
    return "restart" if strictly_opens else "close"


def _opens_single(text: str, mark: _Mark) -> bool:
    """Whether a single mark may open: an apostrophe never does, nor does the sign of an elision."""
    if mark.glyph == "’" or not mark.opens:
        return False
    if mark.glyph == "‚":
        return True
    if _DECADE.match(text, mark.end):
        return False
    if mark.glyph == "'":
        word = _WORD.match(text, mark.end)
        if word is None:
            return not mark.closes
        return word[0] not in load_cues().elisions  # lower case only: 'Cause for concern' opens
    return True


def _single_closes(text: str, marks: list[_Mark]) -> list[int | None]:
    """For each mark the index of the mark that would close a single quotation opened there, if any.

    The possessive of *ministers’* looks like a close: it counts only where no clearer one comes before the
    next single mark that opens. Read from the right, so that the whole paragraph takes one pass.
    """
    result: list[int | None] = [None] * len(marks)
    clear: int | None = None
    doubtful: int | None = None
    opening: int | None = None
    for index in range(len(marks) - 1, -1, -1):
        mark = marks[index]
        if _FAMILY[mark.glyph] != "single":
            continue
        result[index] = _choose_close(clear, doubtful, opening)
        if mark.closes and not (mark.opens and mark.glyph in "‘‚"):
            if mark.before in _SIBILANTS and mark.after.isspace():
                doubtful = index
            else:
                clear, doubtful = index, None
        elif _opens_single(text, mark):
            opening = index
    return result


def _choose_close(clear: int | None, doubtful: int | None, opening: int | None) -> int | None:
    first = doubtful if doubtful is not None else clear
    if first is None or (opening is not None and opening < first):
        return None
    if doubtful is not None and clear is not None and (opening is None or clear < opening):
        return clear
    return first


def _balanced(marks: list[_Mark]) -> bool:
    """Whether as many guillemets point one way as the other."""
    return sum(mark.glyph in "«‹" for mark in marks) == sum(mark.glyph in "»›" for mark in marks)


def _running_doubles(marks: list[_Mark]) -> list[int]:
    """How many double marks stand before each mark; an odd count inside single marks is a crossing."""
    counts, count = [], 0
    for mark in marks:
        counts.append(count)
        count += _FAMILY[mark.glyph] == "double"
    return counts


def _is_measure(text: str, mark: _Mark) -> bool:
    """Inches after feet, as in 6'2\"."""
    return mark.before.isdigit() and _FEET.search(text[max(0, mark.start - 5) : mark.start]) is not None


def _hebrew(char: str) -> bool:
    return bool(char) and _HEBREW[0] <= char <= _HEBREW[1]


def _goes_on(text: str, paragraph: Span, current: _Open) -> bool:
    """Whether the next paragraph opens with a mark that carries the open quotation on."""
    start = paragraph.start
    while start < paragraph.end and text[start] in INVISIBLE:
        start += 1
    match = _MARK.match(text, start, paragraph.end)
    if match is None:
        return False
    glyph, opener = match[0], current.glyph
    if _FAMILY[glyph] != _FAMILY[opener]:
        return False
    if _FAMILY[opener] in ("corner", "single"):
        return glyph == opener
    return True


def _quotation(text: str, opened: _Open, inner_end: int, outer_end: int) -> list[Quotation]:
    start, end = opened.inner, inner_end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if _WORD.search(text, start, end) is None:
        return []
    return [Quotation(span=Span(start, end), outer=Span(opened.start, outer_end))]


def _unclosed(text: str, opened: _Open, limit: int) -> list[Quotation]:
    """A quotation without a close: to `limit`, or to the end of a sentence where that is far away."""
    end = limit
    if limit - opened.inner > _UNCLOSED_REACH:
        near = Span(opened.inner, opened.inner + _UNCLOSED_REACH)
        end = next(sentences(text, near), near).end
    while end > opened.inner and text[end - 1].isspace():
        end -= 1
    return _quotation(text, opened, end, end)
