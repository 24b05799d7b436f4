"""Who is meant by "he" and "she": the person who was mentioned last, and who is no man where "she" stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Literal

from dedup.provenance.article.mentions import Mentions
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.naming import Name
from dedup.provenance.language.scan import low

Gender = Literal["men", "women"]
_POSITION = itemgetter(0)
# Where who was named last cannot be meant, it is somebody named no further before the pronoun than this, or nobody.
_PASSED_OVER = 300


def genders(text: str, used: Sequence[Lexicon]) -> dict[str, Gender]:
    """Whether a text's "Mr" or "Mrs" stands before a surname; one that has both is left out."""
    found: dict[str, Gender] = {}
    both: set[str] = set()
    for hit in _honorifics(tuple(used)).finditer(text):
        gender = _gender(low(hit.group(1)), used)
        surname = hit.group("surname").removesuffix("'s").removesuffix("’s")
        if gender is not None and (found.setdefault(surname, gender) != gender or hit.group("and")):
            both.add(surname)
    return {surname: gender for surname, gender in found.items() if surname not in both}


def last_mentioned(
    among: Mentions, position: int, pronoun: Sequence[str], known: Mapping[str, Gender], used: Sequence[Lexicon]
) -> Name | None:
    """Who was mentioned last before a position and may be meant by a pronoun; `known` are the genders of surnames."""
    wanted = _gender(low(pronoun[0]), used) if known and pronoun else None
    index = bisect_left(among, position, key=_POSITION) - 1
    while index >= 0 and wanted and known.get(among[index][1].display.split()[-1], wanted) != wanted:
        index -= 1
        if index >= 0 and among[index][0] < position - _PASSED_OVER:
            return None
    return among[index][1] if index >= 0 else None


def _gender(word: str, used: Sequence[Lexicon]) -> Gender | None:
    """Whether a word tells of a man or of a woman; ``None`` for "they"."""
    if any(word in lexicon.men for lexicon in used):
        return "men"
    return "women" if any(word in lexicon.women for lexicon in used) else None


@lru_cache(maxsize=16)
def _honorifics(used: tuple[Lexicon, ...]) -> re.Pattern[str]:
    """A word of address, as a group, and the last of one or two names behind it."""
    words = "|".join(sorted({word.capitalize() for lexicon in used for word in lexicon.men | lexicon.women}))
    called, name = f"(?:{words or '(?!)'})\\.? ", r"[^\W\d_a-z][\w’'-]*"
    return re.compile(rf"\b({words or '(?!)'})\b\.? (?P<and>\w+ {called})?(?:{name} )?(?P<surname>{name})")
