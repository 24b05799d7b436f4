"""What of a phrase is a proper name: without what surrounds it, and no capitals that name nobody."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import takewhile

from dedup.provenance.language.known import is_demonym, is_joint, is_medium, medium_forms
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.naming import Name, name_of
from dedup.provenance.language.persons import MONTHS_AND_NAMES, is_land, is_of_a_land, person_of
from dedup.provenance.language.scan import low
from dedup.provenance.language.words import Word, acronym, institutional, joint

_LONGEST_ACRONYM = 5
# "UN" and "US" tell nothing of what stands beside them; no medium has more words than the last.
_SHORTEST_WORD, _LONGEST_MEDIUM = 2, 5
_WORD = re.compile(r"[^\W_]+")
# Two sentences without a blank between them: "FAKE.They".
_GLUED = re.compile(r"\w{3,}\.[A-Z][a-z]+\Z")


def trimmed(core: list[Word], text: str, lexicon: Lexicon) -> list[Word]:
    """A name without what it is in lower case before it, and without what it speaks of behind it."""
    while len(core) > 1 and core[0].low.endswith("'s") and core[0].low[:-2] in lexicon.calendar - MONTHS_AND_NAMES:
        core = core[1:]  # "Monday's court filing"
    first = next((index for index, word in enumerate(core) if word.capital), 0)
    if first and not any(joint(word, lexicon) or is_demonym(word.text) for word in core[:first]):
        core = core[first:]  # "group Everytown for Gun Safety"
    elif not any(word.capital for word in core):
        heads = [index for index, word in enumerate(core) if word.low in lexicon.determiners and index]
        core = core[heads[-1] + 1 :] if heads else core  # "standard the court"
    known = _known(core, lexicon) if _in_capitals(core) else 0
    if known and (_is_shouted(core, text) or any(len(word.text) > _LONGEST_ACRONYM for word in core)):
        return core[:known]  # "CNN FALSELY reported"
    for index in range(1, len(core) - 1):
        # "told CNN of Pell's plan", "the Clarion's Ada Pell": the medium is told, whoever asks for it.
        owns = core[-1].low.endswith(("'s", "s'")) and core[index].low == "of"
        if owns and _is_mediums(core[index - 1].text, lexicon):
            return core[:index]
    if len(core) > 2 and core[0].low.endswith(("'s", "s'")) and core[0].capital:
        owner = core[0].text.replace("’", "'").removesuffix("'s").removesuffix("'")
        # "told Vesta's Ada Pell of the raid": what was told stands behind a joint.
        rest = [*takewhile(lambda word: word.low not in lexicon.of, core[1:])]
        if _is_mediums(owner, lexicon) and all(
            word.capital and not institutional(word, lexicon) and not acronym(word.text) and word.low.isalpha()
            and not is_joint(word.text) for word in rest
        ) and len(rest) == 2:  # fmt: skip
            return [_cut_to(core[0], owner)]
    return core


def _is_mediums(word: str, lexicon: Lexicon) -> bool:
    """Whether a name that ends in a word is a medium's, or letters."""
    return acronym(word) or low(word) in lexicon.media or is_medium(word)


def _in_capitals(core: Sequence[Word]) -> bool:
    # Nearly all names are told by their first word.
    return len(core) > 1 and core[0].text.isupper() and all(word.text.isupper() for word in core)


def _is_shouted(core: Sequence[Word], text: str) -> bool:
    """Whether several words stand in capitals, beside a land's, one of which the text has in other letters too."""
    if not _in_capitals(core):
        return False
    telling = [word for word in core if len(word.text) > _SHORTEST_WORD and not is_land(word.text)]
    if len(telling) < 2:
        return False
    known = _words_of(text)
    return any(word.low in known or word.text.capitalize() in known for word in telling)


@lru_cache(maxsize=64)  # asked for each name in capitals of a text
def _words_of(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


def _known(core: Sequence[Word], lexicon: Lexicon) -> int:
    """How many words of some in capitals end with a medium or an institution: "BBC NEWS", "DEUTSCHE WELLE"."""
    named = (
        end
        for end in range(len(core), 0, -1)
        if institutional(core[end - 1], lexicon)
        or core[end - 1].low in lexicon.stations
        or any(
            is_medium(" ".join(word.text for word in core[start:end]))
            for start in range(max(0, end - _LONGEST_MEDIUM), end)
        )
    )
    return next(named, 0)


def _cut_to(word: Word, text: str) -> Word:
    return Word(text, low(text), word.start, word.start + len(text))


def names_nobody(core: Sequence[Word], text: str, lexicon: Lexicon) -> bool:
    """Whether capitalised words name but a land, a party or a kind of people: "the U.S.", "the Republican memo"."""
    if not any(word.capital for word in core):
        return False
    texts = [word.text for word in core]
    if is_of_a_land(texts, lexicon) or all(word.low in lexicon.parties for word in core):
        return True
    if any(word.low in lexicon.parties for word in core[-1:]) and is_of_a_land(texts[:-1], lexicon):
        return True  # "the New York Democrat"
    if any(_GLUED.match(word.text) or word.low in _dated(lexicon) for word in (core[0], core[-1])):
        return True
    if _is_shouted(core, text) and not _known(core, lexicon):
        return True
    if len(core) == 1 and core[0].low in lexicon.common and core[0].text.isupper():
        return True  # "on national TV"
    if len(core) == 1 and _opens_a_sentence(text, core[0].start):
        # "Police say", "Health officials say": capitals of a sentence, not of a name.
        stem = core[0].low.removesuffix("'s")
        return stem in lexicon.institution or stem in lexicon.common or stem.endswith(tuple(lexicon.gerunds))
    gerund = bool(lexicon.gerunds) and core[0].low.endswith(tuple(lexicon.gerunds)) and len(core[0].low) > 5
    return gerund and any(not word.capital for word in core[1:2]) and _opens_a_sentence(text, core[0].start)


@cache
def _dated(lexicon: Lexicon) -> frozenset[str]:
    return lexicon.calendar | frozenset(word[:3] for word in lexicon.calendar) - {"may", "sun", "mar", "jun"}


def _opens_a_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 4) : start].rstrip(" ")
    return not before or before[-1] in '.!?:…\n"“”'


def titled_in(core: Sequence[Word], lexicon: Lexicon) -> Name | None:
    """The person in "Treasury Secretary Ada Pell", "Director of National Intelligence Ada Pell"."""
    titles = [index for index, word in enumerate(core) if word.low in lexicon.titles and word.capital]
    if not titles:
        return None
    tail = list(core[titles[-1] + 1 :])
    if tail and tail[0].low in lexicon.of:
        tail = tail[1:]
        while tail and (tail[0].low in lexicon.portfolios or tail[0].low in lexicon.determiners):
            tail = tail[1:]
    places = next((index for index, word in enumerate(tail) if word.low in lexicon.of), len(tail))
    tail = tail[:places]
    if not 2 <= len(tail) <= 4 or any(
        not word.capital or institutional(word, lexicon) or acronym(word.text) and "." not in word.text
        or word.low in lexicon.portfolios for word in tail
    ):  # fmt: skip
        return None
    return person_of(name_of(" ".join(word.text for word in tail)), lexicon)


def is_within_a_name(text: str, start: int, joint: int, lexicon: Lexicon) -> bool:
    """Whether "to" and the like stand in a name: "the Calder Campaign to Save Birds", "Kessel's Access to Books".

    Right behind a person or a language, "said Ada Pell to …", none does: no article stands before those.
    """
    lead = text[start:joint].split()
    names = [*takewhile(lambda word: word[0].isupper() and word[-1].isalnum(), reversed(lead))]
    before = low(lead[-len(names) - 1]) if len(lead) > len(names) else ""
    led = before in lexicon.determiners or before.endswith(("'s", "s'"))
    return bool(names) and (led or before in lexicon.of) and low(names[0]) not in lexicon.titles


def without_told_person(name: Name, persons: Mapping[tuple[str, ...], Name], lexicon: Lexicon) -> Name:
    """The medium alone where a person follows of whom something was told: "told CNN Pell had gone"."""
    words = name.display.split()
    for at in range(1, len(words) if len(words) == len(name.tokens) else 0):
        medium = name.tokens[at - 1] in lexicon.media or name.tokens[:at] in medium_forms()
        if medium and name.tokens[at:] in persons:
            return name_of(" ".join(words[:at])) or name
    return name
