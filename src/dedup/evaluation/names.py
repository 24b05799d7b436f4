"""Whether two names of a source mean the same, apart from their form.

Written for scoring alone: it shares no code or list with what names the sources of verdicts, which it judges.
What is taken for form, and what is not: ``docs/reference/verdict-scores.md``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

# What a source's words came in.
_DOCUMENTS = frozenset(
    """announcement communique interview readout release releases remarks spokesman spokesperson spokeswoman speech
    statement statements transcript website""".split()
)
# The same, where it is not the name of a paper: in lower case only ("the Ferry Bulletin").
_PAPERS_TOO = frozenset(
    """account address appearance briefing broadcast bulletin call channel conference dispatch email letter memo notice
    official officials report testimony tweet""".split()
)
_OF_DOCUMENTS = frozenset(
    "a an joint media news official phone press public radio television the tv video written".split()
)
_LINKS = frozenset("a al an and at by das de del der die el for from in is it l la las le les los of on the to".split())
_ROLES = frozenset(
    """admiral ambassador captain chair chairman chairwoman chancellor chief coach colonel commissioner councillor dame
    director doctor dr editor general governor headteacher inspector judge justice king leader lieutenant lord mayor
    minister mr mrs ms mx officer president prince princess principal prof professor queen rector secretary senator
    sergeant sheriff sir superintendent""".split()
)
# Bodies that are called by their kind before or after what they are for: "Ministry of Defence", "defence ministry".
_EITHER_END = frozenset(
    """agency army authority board cabinet commission council court department directorate embassy government
    inspectorate ministry navy parliament police secretariat""".split()
)
_BODIES = _EITHER_END | frozenset(
    """airline airport association bank bureau central centre chronicle church city club college committee company
    corporation county courier daily express federation festival foundation gazette group herald hospital house inc
    infirmary institute institution international journal laboratory league library limited ltd mail mercury mirror
    museum national network news observer office orchestra party plc post press radio record school service society
    standard star state station sun television theatre times tribune trust tv union university voice water wire world
    zoo""".split()
)
_OF_PLACES = frozenset("east great lake lower mount new north port saint san santa south st upper west".split())
_SPELLINGS = {
    "center": "centre",
    "defense": "defence",
    "harbor": "harbour",
    "labor": "labour",
    "organization": "organisation",
}
# Adjectives that no rule makes, and short forms.
_COUNTRIES = {
    "america": "us", "american": "us", "britain": "uk", "british": "uk", "danish": "denmark", "dutch": "netherlands",
    "english": "england", "finnish": "finland", "french": "france", "german": "germany", "greek": "greece",
    "irish": "ireland", "norwegian": "norway", "polish": "poland", "portuguese": "portugal", "scottish": "scotland",
    "spanish": "spain", "swedish": "sweden", "swiss": "switzerland", "turkish": "turkey", "usa": "us", "welsh": "wales",
}  # fmt: skip
_PHRASES = (("united states of america", "us"), ("united states", "us"), ("united kingdom", "uk"))
_ADJECTIVES = ("n", "an", "ian", "ese", "i", "ish")
_SHORTEST_COUNTRY = 4

_HOST = re.compile(r"(?:www\.)?([\w-]{2,})(?:\.[a-z]{2,7}){1,2}", re.IGNORECASE)
_SPOKEN = re.compile(r"\b(?:statement|remarks|speech|interview) (?:by|from|of|with)\b", re.IGNORECASE)
_READ_OUT = re.compile(r"\bread[- ]out\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?<=\w)['’](?:s\b|(?=\s))", re.IGNORECASE)
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")
_BRACKETED = re.compile(r"\s*\(([^()]*)\)")


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names mean one source: equal but for the form.

    >>> same_name("Varnian Ministry of Defence read-out", "Varnia's defence ministry")
    True
    >>> same_name("Varnian Ministry of Defence", "Ostrian Ministry of Defence")
    False
    """
    if one is None or other is None:
        return False
    person = any(_SPOKEN.search(name) or _ROLES & set(_folded(_words(name))) for name in (one, other))
    return equal_words(one, other) or any(_same(a, b, person) for a in _readings(one) for b in _readings(other))


def equal_words(one: str | None, other: str | None) -> bool:
    """Equal words, casefolded and without punctuation; "the" may be missing, initials may stand for the name."""
    if one is None or other is None:
        return False
    a, b = (
        words[1:] if len(words) > 1 and words[0] in ("the", "der", "die", "das", "la", "le", "el") else words
        for words in (_folded(_words(one)), _folded(_words(other)))
    )
    return bool(a and b) and (a == b or a == [_initials(b)] or b == [_initials(a)])


def _same(a: list[str], b: list[str], person: bool) -> bool:
    """Whether two readings mean one source; `person` says that one of the names is plainly somebody's."""
    one, other = _content(a), _content(b)
    if not one or not other:
        return False
    if _abbreviates(a, b) or _abbreviates(b, a) or (person and (_is_person_of(a, b) or _is_person_of(b, a))):
        return True
    if len(one) != len(other):
        return False
    if all(x == y or _kindred(x, y) for x, y in zip(one, other, strict=True)):
        return True
    # In another order only where a kind of body may stand at either end: a university of York is not York's.
    rest, against = Counter(one) - Counter(other), Counter(other) - Counter(one)
    agree = not rest or (len(rest) == len(against) == 1 and _kindred(*rest, *against))
    return agree and any(word in _EITHER_END for word in one)


def _readings(name: str) -> Iterator[list[str]]:
    """The words of a name as it stands, and without document, brackets, office: each step once more on the rest."""
    seen: set[str] = set()
    waiting = [unicodedata.normalize("NFKC", name).strip()]
    while waiting:
        text = waiting.pop()
        if not text or text in seen:
            continue
        seen.add(text)
        yield _words(text)
        waiting += _without_brackets(text)
        waiting += _without_role_after_comma(text)
        waiting += (" ".join(words) for words in _simpler(_words(text)))
        if host := _HOST.fullmatch(text):
            waiting.append(host[1])


def _simpler(words: list[str]) -> Iterator[list[str]]:
    """The words without the document they came in, before or after; without an office before a person."""
    folded = _folded(words)
    documents = [at for at, word in enumerate(words) if _is_document(word)]
    if documents:
        first, last = documents[0], documents[-1]
        before = first
        while before and folded[before - 1] in _OF_DOCUMENTS and (words[before - 1].islower() or before == 1):
            before -= 1
        if before == 0 and first + 2 < len(words) and folded[first + 1] in {"by", "from", "of", "on", "with"}:
            yield words[first + 2 :]
        # "Farrant's speech at the hall", "Corvane Museum press statement"
        elif before > 0 and (last + 1 == len(words) or folded[first + 1] in _LINKS or _is_document(words[first + 1])):
            yield words[:before]
    roles = [at for at, word in enumerate(folded) if word in _ROLES]
    if roles and roles[-1] + 1 < len(words):
        person = words[roles[-1] + 1 :]
        wholly = len(roles) == roles[-1] + 1 or all(word.islower() for word in words[: roles[0]])
        if _is_person(person) and (len(person) > 1 or wholly):
            yield person


def _without_brackets(text: str) -> Iterator[str]:
    if found := _BRACKETED.search(text):
        yield text[: found.start()] + text[found.end() :]
        if found[1].isupper():
            yield found[1]


def _without_role_after_comma(text: str) -> Iterator[str]:
    head, comma, tail = text.partition(",")
    words = _words(tail)
    # "Holloway, returning officer"; but "Ministry of Health, Varnia" says which ministry.
    if comma and words and (words[0][0].islower() or _folded(words)[-1] in _ROLES):
        yield head.strip()


def _is_document(word: str) -> bool:
    return word.casefold() in _DOCUMENTS or (word.islower() and word in _PAPERS_TOO)


def _is_person(words: list[str]) -> bool:
    """Whether words may be a person's name: capitalised, no kind of body, no beginning of a place's name."""
    folded = _folded(words)
    return (
        0 < len(words) <= 4
        and words[0][0].isupper()
        and words[-1][0].isupper()
        and all(word.isalpha() for word in words)
        and not any(word in _BODIES or word in _DOCUMENTS for word in folded)
        and not (len(words) > 1 and (folded[0] in _OF_PLACES or folded[0] in _LINKS))
        and not any(_is_acronym(word) for word in words)
    )


def _is_person_of(full: list[str], short: list[str]) -> bool:
    """Whether a person's short name may stand for the full one: the last name, alone or with a first initial."""
    if len(full) < max(2, len(short)) or not _is_person(full) or not _is_person(short):
        return False
    one, other = _folded(full), _folded(short)
    if one[-1] != other[-1]:
        return False
    initialled = len(other) == 2 and len(other[0]) == 1 and one[0].startswith(other[0])
    return initialled or one[len(one) - len(other) :] == other  # a double-barrelled last name is two words


def _abbreviates(short: list[str], long: list[str]) -> bool:
    if len(short) != 1 or not _is_acronym(short[0]):
        return False
    letters = short[0].casefold()
    return letters in (_initials(_folded(long)), _initials(_content(long)))


def _is_acronym(word: str) -> bool:
    return 2 <= len(word) <= 8 and sum(letter.isupper() for letter in word) >= 2


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def _kindred(one: str, other: str) -> bool:
    """Whether one word is a country and the other its adjective: Varnia, Varnian."""
    country, adjective = sorted((one, other), key=len)
    stems = {country, country[:-1]} if country[-1] in "aeiouy" else {country}
    return len(country) >= _SHORTEST_COUNTRY and any(
        adjective == stem + ending for stem in stems for ending in _ADJECTIVES
    )


def _content(words: list[str]) -> list[str]:
    text = " ".join(word for word in (_SPELLINGS.get(each, each) for each in _folded(words)))
    for phrase, short in _PHRASES:
        text = re.sub(rf"\b{phrase}\b", short, text)
    return [_COUNTRIES.get(word, word) for word in text.split() if word not in _LINKS and word != "affairs"]


def _folded(words: list[str]) -> list[str]:
    return [word.casefold() for word in words]


def _words(name: str) -> list[str]:
    text = _READ_OUT.sub("readout", unicodedata.normalize("NFKC", name))
    text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    text = _POSSESSIVE.sub("", text)
    return "".join(char if char.isalnum() else " " for char in text).split()
