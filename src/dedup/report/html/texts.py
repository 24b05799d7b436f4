"""What is known of the articles' texts: whole ones where they are at hand, else the passages of the report."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dedup.model import Passage, Report

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The known parts of a text, in order, each with the code point that it begins at.

    Offsets of a page are UTF-16 code units, as browsers count: `astral` are the known code points that take two.
    """

    parts: tuple[tuple[int, str], ...]
    whole: bool
    astral: tuple[int, ...]

    def unit(self, offset: int) -> int:
        """The code unit of a code point; what is not known counts as one each, on both sides alike."""
        return offset + bisect_left(self.astral, offset)


def known_texts(report: Report, texts: Mapping[str, str]) -> dict[str, Known]:
    """What is known of each article that `report` mentions, by id.

    A text of `texts` that contradicts a passage of the report is another text (an edited file), and is not used.
    """
    passages: dict[str, list[Passage]] = {article.id: [] for article in report.articles}
    for pair in report.article_pairs:
        passages.setdefault(pair.left, [])
        passages.setdefault(pair.right, [])
    for side in _sides(report):
        passages.setdefault(side.article, []).append(side)
    return {id: _known(texts.get(id), found) for id, found in passages.items()}


def _sides(report: Report) -> Iterator[Passage]:
    for match in (*report.matches, *(aside.match for aside in report.set_aside)):
        yield match.left
        yield match.right


def _known(text: str | None, passages: Sequence[Passage]) -> Known:
    whole = text is not None and all(text[each.start : each.end] == each.text for each in passages)
    parts = ((0, text),) if whole and text is not None else tuple(_joined(passages))
    astral = tuple(start + found.start() for start, part in parts for found in _ASTRAL.finditer(part))
    return Known(parts=parts, whole=whole, astral=astral)


def _joined(passages: Sequence[Passage]) -> Iterator[tuple[int, str]]:
    """Passages as stretches that do not overlap."""
    start, text = 0, ""
    for each in sorted(set(passages)):
        end = start + len(text)
        if text and each.start <= end:
            text += each.text[end - each.start :]
            continue
        if text:
            yield start, text
        start, text = each.start, each.text
    if text:
        yield start, text
