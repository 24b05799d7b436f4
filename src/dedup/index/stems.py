"""Which letters of a word are its stem, so that its endings can be told when the stem is masked."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from dedup.text.affixes import affixes, bare
from dedup.text.fold import spelling, word_key

# A stem has at least so many letters, in a script with capitals and in another.
_CASED, _UNCASED = 3, 2


class Stem(NamedTuple):
    """The stem of a folded word: words with one `key` have one stem, from letter `begin` to before `end`.

    `doubled`: its last letter is there twice for the ending ("stopped").
    """

    key: str
    begin: int
    end: int
    doubled: bool


def stem_of(word: str) -> Stem:
    """The stem of a folded word; all of it where no ending is known.

    >>> [word[stem_of(word).begin : stem_of(word).end] for word in ("stories", "harbour's", "organised", "l'estuaire")]
    ['stor', 'harbo', 'organ', 'estuair']
    """
    whole = Stem(key=f"={word}", begin=0, end=len(word), doubled=False)
    key, plain = word_key(word), bare(word)
    if len(plain) != len(word) or len(key) < 2:
        return whole
    begin = plain.find(key[:-1])
    if begin < 0 or (begin and plain[:begin] not in _beginnings()):
        begin = 0
    length = _common(plain[begin:], key)
    if key.endswith("y"):  # stories, story
        length = min(length, len(key) - 1)
    if ending := next((each for each in _spelt() if plain.endswith(each)), None):
        before = len(plain) - len(ending) - begin
        length = min(length, before) if before >= _CASED else length
    rest = plain[begin + length :]
    doubled = length == len(key) and rest[:1] == key[-1] and rest[1:] in affixes()["LATIN"].doubled
    end = begin + length + doubled
    fewest = _CASED if key[0].lower() != key[0].upper() else _UNCASED
    if length < fewest or end - begin + 1 < len(word.removesuffix("'s")) - end:
        return whole
    return Stem(key=key, begin=begin, end=end, doubled=doubled)


def _common(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


@cache
def _spelt() -> tuple[str, ...]:
    """Endings in British and American spelling, the longest first."""
    endings = {each for pair in spelling()[1] for each in pair}
    return tuple(sorted(endings, key=lambda each: (-len(each), each)))


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(affix.text for lists in affixes().values() for affix in lists.prefixes)
