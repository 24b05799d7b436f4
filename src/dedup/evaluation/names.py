"""Whether two names of a source mean the same."""

from __future__ import annotations

import unicodedata


def same_name(one: str | None, other: str | None) -> bool:
    """Equal words, casefolded and without punctuation.

    A short first word (an article: "The", "Der", "La") may be missing on one side, and one side may be the
    initials of the other ("APA" for "Arden Press Agency").
    """
    if one is None or other is None:
        return False
    a, b = _words(one), _words(other)
    if not a or not b:
        return False
    return a == b or _without_article(a) == b or a == _without_article(b) or _initials(a) == b or a == _initials(b)


def _words(name: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", name).casefold()
    joined = folded.translate({0x27: None, 0x2019: None})  # "Reader's" is one word
    return "".join(char if char.isalnum() else " " for char in joined).split()


def _without_article(words: list[str]) -> list[str]:
    return words[1:] if len(words) > 1 and len(words[0]) <= 3 else words


def _initials(words: list[str]) -> list[str]:
    return ["".join(word[0] for word in words)] if len(words) > 1 else words
