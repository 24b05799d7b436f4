"""What a baseline knows a passage by: the words that both sides share, and nothing of where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256

from dedup.model import Match, Passage
from dedup.text.fold import fold_word
from dedup.text.tokens import tokenize

_SCHEME = "dedup passage 1"
_DIGITS = 32  # 128 bits: by chance no two of 10^15 passages have one fingerprint


def fingerprint(match: Match) -> str:
    """A match by its shared words, folded, on both sides: 32 hexadecimal digits.

    It depends on no id, no position, no word of one side alone and not on which side is left. Where nothing is aligned
    (articles that are similar as a whole), all words of both passages count.
    """
    left = _shared(match.left, ((each.left_start, each.left_end) for each in match.common))
    right = _shared(match.right, ((each.right_start, each.right_end) for each in match.common))
    content = "\0".join((_SCHEME, *sorted((left, right))))
    return sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def _shared(passage: Passage, stretches: Iterable[tuple[int, int]]) -> str:
    """The words of a passage that begin inside these stretches (code points of the article), folded."""
    return _words(passage.text, tuple(sorted((start - passage.start, end - passage.start) for start, end in stretches)))


# What thousands hold in the same words is read once.
@lru_cache(maxsize=512)
def _words(text: str, stretches: tuple[tuple[int, int], ...]) -> str:
    """The words of a text that begin inside one of these sorted stretches, or all where there are none."""
    words: list[str] = []
    waiting = iter(stretches or ((0, len(text)),))
    begin, until = next(waiting)
    for start, end, _ in tokenize(text):
        while until <= start:
            following = next(waiting, None)
            if following is None:
                return " ".join(words)
            begin, until = following
        if begin <= start:
            words.append(fold_word(text[start:end]))
    return " ".join(words)
