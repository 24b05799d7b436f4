"""How much of a new article's wording others have too, in words, by what its findings align."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.credit import says_whose
from dedup.gate import Finding, Reuse
from dedup.model import Article, Span
from dedup.parts import UNCOUNTED
from dedup.provenance import told
from dedup.text.outline import Outline, outline
from dedup.text.tokens import tokenize

# An attribution that says whose the quoted words are; a credit, a picture's maker or a name in passing does not.
_SPEAKING = frozenset({"report", "interview", "post"})


def reuse(findings: Iterable[Finding], articles: Mapping[str, Article]) -> tuple[Reuse, ...]:
    """One for each article with findings, by id. Whether a finding is accepted must be known by then."""
    of_article: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        of_article[finding.article].append(finding)
    return tuple(_reuse(articles[article], found) for article, found in sorted(of_article.items()))


def _reuse(article: Article, findings: Sequence[Finding]) -> Reuse:
    parts = outline(article.text)
    starts = np.array([start for start, _, _ in tokenize(article.text)], dtype=np.int64)
    counted = ~_inside(starts, [block.span for block in parts.blocks if block.kind in UNCOUNTED])
    # A text alone does not always tell: "she had, in the Courier's translation, “…”" is known by the passage.
    credited = [Span(each.passage.start, each.passage.end) for each in findings if says_whose(each.match, each.side)]
    quoted = _inside(starts, [quotation.span for quotation in parts.quotations])
    own = counted & ~_inside(starts, attributed(article.text, parts)) & ~(quoted & _inside(starts, credited))
    reused = _inside(starts, _aligned(findings))
    fresh = _inside(starts, _aligned(each for each in findings if not each.accepted))
    return Reuse(
        article=article.id,
        words=len(starts),
        counted_words=_count(counted),
        reused_words=_count(counted & reused),
        own_words=_count(own),
        reused_own_words=_count(own & reused),
        accepted_own_words=_count(own & reused & ~fresh),
    )


def attributed(text: str, parts: Outline) -> list[Span]:
    """The quotations whose speaker or source the text names, marks left out.

    >>> text = "“We stay,” said Ada Finch.\\n\\nA “model town” it is."
    >>> [text[span.start : span.end] for span in attributed(text, outline(text))]
    ['We stay,']
    """
    known = told(text, parts)
    speaking = [each.covers for each in known.local if each.kind in _SPEAKING]
    return [
        quotation.span
        for quotation, speaker in zip(parts.quotations, known.speakers, strict=True)
        if speaker is not None or any(2 * span.overlap(quotation.span) > len(quotation.span) for span in speaking)
    ]


def _aligned(findings: Iterable[Finding]) -> list[Span]:
    """The stretches of the new article that findings align."""
    return [
        Span(each.left_start, each.left_end) if finding.side == "left" else Span(each.right_start, each.right_end)
        for finding in findings
        for each in finding.match.common
    ]


def _inside(starts: NDArray[np.int64], spans: Sequence[Span]) -> NDArray[np.bool_]:
    """Which words begin inside one of the spans."""
    edges = np.array([(span.start, span.end) for span in spans], dtype=np.int64).reshape(-1, 2)
    begin, end = np.searchsorted(starts, edges).T
    size = len(starts) + 1
    depth = np.cumsum(np.bincount(begin, minlength=size) - np.bincount(end, minlength=size))
    inside: NDArray[np.bool_] = depth[:-1] > 0
    return inside


def _count(chosen: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(chosen))
