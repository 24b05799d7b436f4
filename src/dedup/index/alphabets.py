"""The letters that a masked word is made of: of its own script, and such as make no ending or beginning."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache, lru_cache

from dedup.text.affixes import affixes, bare
from dedup.text.classes import CLASS_MAP, LETTER, SINGLE, UPPER

# Without vowels and without d, g, l, s and y, with which the endings of English end or double.
LATIN = "bcfhjkmnpqrtvwxz"
_IDEOGRAPHS = "".join(map(chr, range(0x4E00, 0x9FFF + 1)))
# Of fewer letters words would come out alike.
_FEWEST = 12
_BASIC_PLANE = min(sys.maxunicode, 0xFFFF)


@lru_cache(maxsize=1 << 14)
def alphabet(char: str) -> str:
    """The letters that may stand for a folded letter."""
    single = CLASS_MAP[ord(char)] == SINGLE
    script = unicodedata.name(char, "").partition(" ")[0]
    if char.isascii() or script == "LATIN":
        return LATIN
    if script == "CJK" and single:
        return _IDEOGRAPHS
    letters = _letters(script, single)
    return letters if len(letters) >= _FEWEST else _IDEOGRAPHS if single else LATIN


@cache
def _letters(script: str, single: bool) -> str:
    if not script:
        return ""
    lists = affixes().get(script)
    last = {affix.text[-1] for affix in lists.suffixes} if lists else set()
    first = {affix.text[0] for affix in lists.prefixes} if lists else set()
    wanted = SINGLE if single else LETTER
    beginning = f"{script} "
    return "".join(
        char
        for char in map(chr, range(0x80, _BASIC_PLANE + 1))
        if unicodedata.name(char, "").startswith(beginning)
        and CLASS_MAP[ord(char)] == wanted
        and unicodedata.category(char) in ("Lo", "Ll")
        and char not in last | first
        and _is_steady(char)
    )


def _is_steady(char: str) -> bool:
    """Whether a letter stays one and itself however it is folded, joined or written large."""
    large = char.upper()
    return (
        unicodedata.normalize("NFKD", char) in (char, unicodedata.normalize("NFD", char))
        and unicodedata.normalize("NFC", char) == char
        and char.casefold() == char
        and bare(char) == char
        and len(large) == 1
        and (large == char or (CLASS_MAP[ord(large)] == UPPER and large.casefold() == char))
        and " JAMO" not in unicodedata.name(char)
        and not unicodedata.name(char).startswith(("HANGUL CHOSEONG", "HANGUL JUNGSEONG", "HANGUL JONGSEONG"))
    )
