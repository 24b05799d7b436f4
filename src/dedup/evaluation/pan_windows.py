"""Equal windows around the cases of PAN folders, for measuring direction without dates.

On whole PAN documents the longer text is nearly always the borrower, so that a direction found there says nothing. Each
case is cut out with the same number of words before it on both sides, and the same number after it; where the passages
themselves differ in length, they differ as the case does.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from dedup.evaluation.pan import PanPair, read_cases, read_pairs, read_texts
from dedup.model import Span

CONTEXT_WORDS = 150
# Less than this around a passage, both sides of it together, tells nothing of its article.
LEAST_CONTEXT = 60

_WORD = re.compile(r"\S+")


class Window(NamedTuple):
    """A text cut out of a document, and where the passage stands in it."""

    document: str
    text: str
    passage: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowPair:
    """Two texts cut equally around one case, and which of them the wording comes from.

    `left_span` and `right_span` are the passages in `left` and `right`. `suspicious` and `source` name the documents
    cut from, for intervals clustered by document; `before` and `after` count the words of context, the same for both.
    """

    category: str
    suspicious: str
    source: str
    left: str
    right: str
    left_span: Span
    right_span: Span
    direction: Literal["left-to-right", "right-to-left"]
    before: int
    after: int

    @classmethod
    def of(
        cls, source: Window, suspicious: Window, *, source_left: bool, category: str, before: int, after: int
    ) -> WindowPair:
        """The window that the wording comes from and the one that has it, the former left or right."""
        left, right = (source, suspicious) if source_left else (suspicious, source)
        return cls(
            category=category,
            suspicious=suspicious.document,
            source=source.document,
            left=left.text,
            right=right.text,
            left_span=left.passage,
            right_span=right.passage,
            direction="left-to-right" if source_left else "right-to-left",
            before=before,
            after=after,
        )


def windows(
    folder: Path,
    pairs: Iterable[PanPair],
    seed: int,
    context_words: int = CONTEXT_WORDS,
    least_context: int = LEAST_CONTEXT,
) -> Iterator[WindowPair]:
    """Every case of `pairs` that can be cut out, in their order, the sides drawn with `seed`.

    The context, at most `context_words` words before and as many after, stops at the nearest other case known for that
    document; cases with less than `least_context` words of it, or that overlap another, are left out. Raises
    `InputError` for texts or annotations that cannot be read.
    """
    chosen = tuple(pairs)
    taken = _cases_by_document(folder, chosen)
    for pair in chosen:
        cases = read_cases(folder, pair)
        if not cases:
            continue
        sides = [
            (text, _words(text), taken[role, name])
            for text, role, name in zip(read_texts(folder, pair), ("susp", "src"), pair.key, strict=True)
        ]
        for number, case in enumerate(cases):
            spans = (case.left, case.right)
            reach = [_reach(*side, span) for side, span in zip(sides, spans, strict=True)]
            before, after = (min(context_words, *each) for each in zip(*reach, strict=True))
            if min(*(min(each) for each in reach)) < 0 or before + after < least_context:
                continue
            suspicious, source = (
                Window(name, *_cut(text, words, span, before, after))
                for name, (text, words, _), span in zip(pair.key, sides, spans, strict=True)
            )
            draw = random.Random(f"{seed}/{pair.category}/{pair.suspicious}/{pair.source}/{number}").random()
            yield WindowPair.of(
                source, suspicious, source_left=draw < 0.5, category=pair.category, before=before, after=after
            )


def _cases_by_document(folder: Path, pairs: Iterable[PanPair]) -> dict[tuple[str, str], list[Span]]:
    """The spans of every case in the documents of the given pairs, sorted, by the folder and name of the document.

    Cases of pairs that were not asked for count too, so that a sample cuts a case as the whole collection does.
    """
    found: dict[tuple[str, str], set[Span]] = {}
    documents = {name for pair in pairs for name in pair.key}
    for pair in read_pairs(folder):
        if documents.isdisjoint(pair.key):
            continue
        cases = read_cases(folder, pair)
        found.setdefault(("susp", pair.suspicious), set()).update(case.left for case in cases)
        found.setdefault(("src", pair.source), set()).update(case.right for case in cases)
    return {document: sorted(spans) for document, spans in found.items()}


def _words(text: str) -> list[Span]:
    return [Span(hit.start(), hit.end()) for hit in _WORD.finditer(text)]


def _reach(text: str, words: Sequence[Span], taken: Sequence[Span], span: Span) -> tuple[int, int]:
    """How many whole words stand before and after a passage up to the next case; -1 where one overlaps it."""
    others = [other for other in taken if other != span]
    if any(other.overlap(span) for other in others):
        return -1, -1
    start = max((other.end for other in others if other.end <= span.start), default=0)
    end = min((other.start for other in others if other.start >= span.end), default=len(text))
    first = bisect_left(words, start, key=lambda word: word.start)
    last = bisect_right(words, end, key=lambda word: word.end)
    return max(0, _before(words, span) - first), max(0, last - _after(words, span))


def _before(words: Sequence[Span], span: Span) -> int:
    """The number of whole words that end before a passage begins."""
    return bisect_right(words, span.start, key=lambda word: word.end)


def _after(words: Sequence[Span], span: Span) -> int:
    """The number of the first word that begins after a passage ends."""
    return bisect_left(words, span.end, key=lambda word: word.start)


def _cut(text: str, words: Sequence[Span], span: Span, before: int, after: int) -> tuple[str, Span]:
    start = words[_before(words, span) - before].start if before else span.start
    end = words[_after(words, span) + after - 1].end if after else span.end
    return text[start:end], Span(span.start - start, span.end - start)
