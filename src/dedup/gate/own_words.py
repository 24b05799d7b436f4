"""Words in a row that an article gives as its own and that stand in another one just so."""

from __future__ import annotations

from dedup.model import Match, PassageKind, SideName
from dedup.text.outline import outline
from dedup.text.tokens import tokenize

# What an article gives as its own; boilerplate, bylines and credits are no wording of an article.
OWN: frozenset[PassageKind] = frozenset({"narration", "headline", "caption"})


def longest_own_run(match: Match, side: SideName, text: str) -> int:
    """The most words in a row that are equal on both sides and that the article of one side, of this text, gives as
    its own: quotations, boilerplate, bylines and credits end a run.

    A passage may quote more than it tells, or paraphrase more than it copies, and hold a copied sentence all the same.
    """
    parts = outline(text)
    apart = [quotation.outer for quotation in parts.quotations]
    apart += [block.span for block in parts.blocks if block.kind not in OWN]
    longest = 0
    for each in match.common:
        if each.kind == "near":
            continue
        start, end = (each.left_start, each.left_end) if side == "left" else (each.right_start, each.right_end)
        run = 0
        for at, _, _ in tokenize(text[start:end]):
            run = 0 if any(span.start <= start + at < span.end for span in apart) else run + 1
            longest = max(longest, run)
    return longest
