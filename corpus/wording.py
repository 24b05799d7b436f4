"""Words of the collection's texts, and how alike the words of two passages are."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    folded: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Casefolded words without punctuation; in scripts without spaces each character is one."""
    found: list[Word] = []
    begin: int | None = None
    for at, char in enumerate(text + "\n"):
        alone = spaceless(char)
        after = text[at + 1 : at + 2]
        inner = char in "'’ʼ" and begin is not None and after.isalnum() and not spaceless(after)
        if not alone and (char.isalnum() or inner or unicodedata.category(char) in ("Mn", "Mc", "Cf")):
            begin = at if begin is None else begin
            continue
        if begin is not None:
            found.append(Word(_fold(text[begin:at]), begin, at))
            begin = None
        if alone:
            found.append(Word(_fold(char), at, at + 1))
    return [word for word in found if word.folded]


def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFKC", word).replace("’", "'").replace("ʼ", "'").casefold()
    return "".join(char for char in plain if unicodedata.category(char) not in ("Mn", "Cf"))


def spaceless(char: str) -> bool:
    return (
        "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff"
    ) and char.isalnum()


def weight(tokens: Iterable[Word]) -> float:
    """Length in words; a character of a spaceless script counts for half of one."""
    return sum(0.5 if spaceless(token.folded[0]) else 1.0 for token in tokens)


def common_in_order(left: Sequence[str], right: Sequence[str]) -> int:
    """Length of the longest common subsequence (bit-parallel, after Hyyrö 2004)."""
    places: dict[str, int] = {}
    for at, word in enumerate(left):
        places[word] = places.get(word, 0) | 1 << at
    full = (1 << len(left)) - 1
    row = full
    for word in right:
        hits = row & places.get(word, 0)
        row = ((row + hits) | (row - hits)) & full
    return len(left) - row.bit_count()


def kind_of(left: Sequence[str], right: Sequence[str]) -> str:
    """How alike the words of two passages are: the kind of the match they make."""
    if list(left) == list(right):
        return "verbatim"
    longer = max(len(left), len(right))
    in_order = common_in_order(left, right) / longer
    any_order = (Counter(left) & Counter(right)).total() / longer
    if in_order >= 0.75:
        return "near-verbatim"
    return "reordered" if any_order >= 0.75 and in_order < 0.6 else "reworded"


def shared_runs(left: Sequence[Word], right: Sequence[Word], least: int) -> Iterator[tuple[int, int, int]]:
    """Longest runs of equal words: start on the left, start on the right, length."""
    places: dict[tuple[str, ...], list[int]] = {}
    for i in range(len(left) - least + 1):
        places.setdefault(tuple(w.folded for w in left[i : i + least]), []).append(i)
    for j in range(len(right) - least + 1):
        for i in places.get(tuple(w.folded for w in right[j : j + least]), ()):
            if i and j and left[i - 1].folded == right[j - 1].folded:
                continue
            length = least
            while i + length < len(left) and j + length < len(right):
                if left[i + length].folded != right[j + length].folded:
                    break
                length += 1
            yield i, j, length
