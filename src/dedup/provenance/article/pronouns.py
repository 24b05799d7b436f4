"""Who is meant by "he" and "she": the person who was mentioned last, and who is no man where "she" stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from operator import attrgetter, itemgetter
from typing import Literal

from dedup.model import Span
from dedup.provenance.article.mentions import Mentions
from dedup.provenance.language.lexicon import Lexicon, load
from dedup.provenance.language.naming import Name
from dedup.provenance.language.runs import joining
from dedup.provenance.language.scan import bare_words, low
from dedup.text.outline import Outline

Gender = Literal["men", "women"]
_POSITION, _START = itemgetter(0), attrgetter("start")
# Where who was named last cannot be meant, it is somebody named no further before the pronoun than this, or nobody.
_PASSED_OVER = 300
# So near to the head of a sentence stands whom it is about; so many sentences back a pronoun may reach; and the
# characters of a sentence's head in which a pronoun of its own stands.
_SUBJECT, _SENTENCES, _HEAD = 40, 4, 12


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
    wanted = _gender(low(pronoun[0]), used) if pronoun else None
    index = bisect_left(among, position, key=_POSITION) - 1
    while index >= 0 and wanted and gender_of(among[index][1], known) not in (None, wanted):
        index -= 1
        if index >= 0 and among[index][0] < position - _PASSED_OVER:
            return None
    return among[index][1] if index >= 0 else None


def whom(
    text: str,
    outline: Outline,
    among: Mentions,
    voices: Mentions,
    position: int,
    pronoun: Sequence[str],
    known: Mapping[str, Gender],
    used: Sequence[Lexicon],
) -> Name | None:
    """Whom "he" or "she" means: whoever speaks in the sentence before or is its subject, else who was mentioned last.

    A pronoun stands for the subject of the sentence before rather than for whom that speaks of, and goes on with what a
    sentence like "He praised Bob Ross" is about (Grosz, Joshi and Weinstein, 1995). `voices` are those who speak by
    name, `among` all who are mentioned.
    """
    wanted = _gender(low(pronoun[0]), used) if pronoun else None
    sentences = outline.sentences
    here = bisect_left(sentences, position, key=_START) - 1
    for at in range(here, max(-1, here - _SENTENCES - 1), -1) if wanted is not None else ():
        sentence = sentences[at]
        head = text[sentence.start : sentence.start + _HEAD].split()[:1]
        if at < here and head and _gender(low(head[0]), used) == wanted:
            continue  # "He praised Bob Ross": he is whom the sentences before are about
        stretch = Span(sentence.start, min(position, sentence.end))
        fitting = [item for item in _within(among, stretch) if gender_of(item[1], known) in (None, wanted)]
        if fitting and at == here:
            return fitting[-1][1]
        if fitting:
            names = {name for _, name in fitting}
            speaking = [name for _, name in _within(voices, stretch) if name in names]
            return speaking[-1] if speaking else _subject(text, sentence, fitting, used) or fitting[-1][1]
    return last_mentioned(among, position, pronoun, known, used)


def _within(mentions: Mentions, stretch: Span) -> Mentions:
    first = bisect_left(mentions, stretch.start, key=_POSITION)
    return mentions[first : bisect_left(mentions, stretch.end, key=_POSITION)]


def _subject(text: str, sentence: Span, mentions: Mentions, used: Sequence[Lexicon]) -> Name | None:
    """The first of some persons, where a sentence begins with that one: not "When Pell", "The good news for Pell" or
    "Pell's plan"."""
    at, name = mentions[0]
    surname = name.display.split()[-1]
    end = max(at, text.find(surname, at, sentence.end)) + len(surname)
    if at >= sentence.start + _SUBJECT or text[end : end + 2] in ("'s", "’s"):
        return None
    before = bare_words(text[sentence.start : at])
    return None if any(word in _leading(lexicon) for word in before for lexicon in used) else name


@cache
def _leading(lexicon: Lexicon) -> frozenset[str]:
    """Words that lead to somebody who is not the subject: "when", "for", "of"."""
    return lexicon.openers | lexicon.stop | lexicon.of | lexicon.by | joining(lexicon)


def gender_of(name: Name, known: Mapping[str, Gender]) -> Gender | None:
    """Whether a person is a man or a woman, by the given name or by how the text addresses one so called."""
    given, *others = name.display.split()
    called = _called().get(low(given)) if others else None
    return called or known.get(name.display.split()[-1])


@cache
def _called() -> Mapping[str, Gender]:
    lists = load("given.toml")
    genders: tuple[Gender, ...] = ("men", "women")
    return {name: gender for gender in genders for name in lists[gender]}


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
