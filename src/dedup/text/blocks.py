"""Paragraphs of an article: one a line, separated by blank lines, hard-wrapped, or all of it at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from dedup.model import PassageKind, Span
from dedup.text.punctuation import CLOSING, INVISIBLE, STOPS, spaceless

# Mail and wire text wraps at 60 to 80 columns; CJK text at half of that, in characters.
_NARROWEST, _WIDEST = 20, 130
_FULL_SHARE = 0.75
_RUN_ON_SHARE = 0.5
_CONTINUATION_SHARE = 0.33
_FEWEST_CASELESS = 3  # line ends that are evidence enough in a script without capitals
_LONGEST_FIRST_WORD = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph-like stretch and what it is."""

    span: Span
    kind: PassageKind


class _Line(NamedTuple):
    start: int
    end: int
    indent: int
    joined: bool  # no blank line stands between it and the line before


def paragraphs(text: str) -> list[Span]:
    """Ordered, disjoint spans that hold every non-space character, each beginning and ending with one.

    Lines are paragraphs, unless the text as a whole looks hard-wrapped: then lines that were full are
    joined with the next one.
    """
    lines = list(_lines(text))
    width = _wrap_width(text, lines)
    if width is None:
        return [Span(line.start, line.end) for line in lines]
    result: list[Span] = []
    for number, line in enumerate(lines):
        if number and _continues(text, lines[number - 1], line, width):
            result[-1] = Span(result[-1].start, line.end)
        else:
            result.append(Span(line.start, line.end))
    return result


def ends_with_stop(text: str, span: Span) -> bool:
    """Whether a paragraph or line ends as a sentence does, closing marks apart."""
    tail = text[max(span.start, span.end - 12) : span.end].rstrip(CLOSING + INVISIBLE + " \u00a0\u202f")
    return bool(tail) and tail[-1] in STOPS


def _lines(text: str) -> Iterator[_Line]:
    position = 0
    joined = False
    for raw in text.splitlines(keepends=True):
        content = raw.strip()
        if content:
            indent = len(raw) - len(raw.lstrip())
            start = position + indent
            yield _Line(start, start + len(content), indent, joined)
        joined = bool(content)
        position += len(raw)


def _wrap_width(text: str, lines: Sequence[_Line]) -> int | None:
    """The column at which the text was wrapped, or None where lines are paragraphs.

    Wrapped lines leave no room for the word that begins the next one, mostly stop inside a sentence, and
    are often continued by a small letter (where the script has them).
    """
    pairs = [(before, line) for before, line in pairwise(lines) if line.joined]
    if not pairs:
        return None
    lengths = sorted(line.end - line.start for line in lines)
    width = lengths[-(-(len(lengths) - 1) * 97 // 100)]  # one line in 33 may stick out, as an address does
    if not _NARROWEST <= width <= _WIDEST:
        return None
    full = sum(_is_full(text, before, line, width) for before, line in pairs)
    run_on = sum(not ends_with_stop(text, Span(before.start, before.end)) for before, _ in pairs)
    small = sum(text[line.start].islower() for _, line in pairs)
    capital = sum(text[line.start].isupper() for _, line in pairs)
    if not small + capital and len(pairs) < _FEWEST_CASELESS:
        return None
    wrapped = (
        full >= _FULL_SHARE * len(pairs)
        and run_on >= _RUN_ON_SHARE * len(pairs)
        and small >= _CONTINUATION_SHARE * (small + capital)
    )
    return width if wrapped else None


def _is_full(text: str, line: _Line, following: _Line, width: int) -> bool:
    """Whether the next line's first word had no room; some programs balance lines, hence the slack."""
    slack = 2 if spaceless(text[following.start]) else width // 8
    return line.end - line.start + 1 + _first_word(text, following) > width - slack


def _first_word(text: str, line: _Line) -> int:
    if spaceless(text[line.start]):
        return 1
    words = text[line.start : min(line.end, line.start + _LONGEST_FIRST_WORD)].split(None, 1)
    return len(words[0])


def _continues(text: str, before: _Line, line: _Line, width: int) -> bool:
    if not line.joined or line.indent > before.indent + 1:
        return False
    if _is_full(text, before, line, width):
        return True
    return text[line.start].islower() and not ends_with_stop(text, Span(before.start, before.end))
