"""Which institution of a text a common noun means: "the bank", "the Infirmary", "the company"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from dedup.provenance.language.known import is_demonym, is_office_of_state
from dedup.provenance.language.lexicon import Lexicon, lexicons
from dedup.provenance.language.naming import Name, name_of
from dedup.provenance.language.persons import MONTHS_AND_NAMES, is_of_a_land
from dedup.provenance.language.scan import low

_WORD = re.compile(r"\S+")
_CLOSING = '.,;:!?"”»“)]…'
# "U.S." is one word of them.
_CAPITALS = re.compile(r"(?<![\w.])(?:[^\W\d_a-z](?:[\w’'-]*|\.(?:[^\W\d_a-z]\.)*)[^\S\n](?:&[^\S\n])?){1,3}\Z")
_NAMES = re.compile(r"[^\W\d_a-z][\w’'-]*(?: (?:& )?[^\W\d_a-z][\w’'-]*)+")
_CAPITAL = re.compile(r"(?<!\w)[^\W\d_a-z][\w&-]+(?!\w)")
_LONGER = re.compile(r"(?: [^\W\d_a-z][\w-]+){1,2}")
# A name behind what it is a name of: "magazine Meia-Luz".
_BEHIND = re.compile(r" [^\W\d_a-z][\w’'&-]*(?: [^\W\d_a-z][\w’'&-]*){0,3}")
_DETERMINERS = (" the ", " The ", "\nThe ")
_ADJECTIVE = re.compile(r"(?<!\w)[Tt]he ([^\W\d_A-Z][\w-]* )?\Z")
_OF = re.compile(r"[^\S\n](?:of|for)[^\S\n](?:the[^\S\n])?[^\W\d_a-z][\w’'-]*(?:[^\S\n][^\W\d_a-z][\w’'-]*){0,2}")
# Bounds on how far back is read, so that the whole stays linear in the text.
_LOOK_BACK, _NEAR, _NAME, _MEDIUM_BACK = 20_000, 1_500, 80, 4_000


@lru_cache(maxsize=4096)
def spelt_out(text: str, noun: str) -> Name | None:
    """``police`` → ``Corvane police``, ``infirmary`` → ``Aldermoor Infirmary``: the name that a text gives most often.

    ``None`` where it gives none, or several.
    """
    forms = (noun, noun.capitalize())
    counts = Counter(shown for form in forms for at in places_of(form, text) if (shown := _around(text, at, form)))
    names = {name for shown in counts if (name := name_of(shown)) is not None}
    best = max(counts, key=lambda shown: (counts[shown], len(shown), shown), default=None)
    if best is None or len({name.tokens[0] for name in names}) > 1:
        return None
    return name_of(best)


def _around(text: str, at: int, noun: str) -> str | None:
    """The name of which a noun is part: what is capitalised before it, and "of" what it is."""
    run = _CAPITALS.search(text, max(0, at - _NAME), at)
    before = run.group().split() if run is not None else []
    if any(not word[0].isupper() for word in before):
        return None
    begin = run.start() if run is not None else at
    determined = text.endswith(_DETERMINERS, max(0, begin - 5), begin)
    while before and (
        (_is_opening(before[0]) and not determined) or low(before[0]).strip(".") in ("mr", "mrs", "ms", "dr")
    ):
        determined = determined or low(before[0]) == "the"  # "The Three Rivers League"
        before = before[1:]
    of = _OF.match(text, at + len(noun))
    after = _untitled(of.group()) if of is not None else ""
    if before or (after and noun[0].isupper()):
        return " ".join((*before, noun)) + after
    adjective = _ADJECTIVE.search(text, max(0, at - _NAME), at) if after else None
    if adjective is not None:  # "the abbey of Merrow", "the central bank of Keldan"
        return f"{after.split()[-1]} {adjective.group(1) or ''}{noun}"
    return None


def _untitled(of: str) -> str:
    """What something is of without who follows: " of Ostrel" of " of Ostrel Governor Ada"."""
    words = of.split(" ")
    at = next((at for at, word in enumerate(words) if at > 1 and low(word) in _titles()), len(words))
    return " ".join(words[:at])


@cache
def _titles() -> frozenset[str]:
    return frozenset(word for item in lexicons() for word in item.titles)


def places_of(words: str, text: str) -> Iterator[int]:
    """Where words stand in a text as whole words, in their own case."""
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        if not (_is_of_word(text[at - 1 : at]) or _is_of_word(text[end : end + 1])):
            yield at
        at = text.find(words, end)


def _is_of_word(char: str) -> bool:
    return char.isalnum() or char == "_"


@cache
def _openings() -> frozenset[str]:
    lists = ((*item.determiners, *item.openers, *item.stop, *item.pronouns) for item in lexicons())
    return frozenset(word for words in lists for word in words)


def _is_opening(word: str) -> bool:
    """A word that is capitalised for standing first, or a day that owns nothing ("Monday's court"); none of a name."""
    folded = low(word)
    return folded in _openings() or (folded.endswith("'s") and folded[:-2] in _dates())


@cache
def _dates() -> frozenset[str]:
    return frozenset(word for item in lexicons() for word in item.calendar) - MONTHS_AND_NAMES


def meant(text: str, position: int, noun: str, lexicon: Lexicon) -> Name | None:
    """Which institution of a text "the bank" or "the company" is at a position."""
    if noun in lexicon.company:
        named = _business_before(text, position, lexicon)
        if named is not None:
            return named
    return _named_before(text, position, noun) or spelt_out(text, noun)


def _business_before(text: str, position: int, lexicon: Lexicon) -> Name | None:
    """The business named last before a position: ``Isles Line``, ``Serrano Light & Power``, ``Acme Inc``."""
    for run in reversed(list(_NAMES.finditer(text, max(0, position - _NEAR), position))):
        words = run.group().split()
        if not text.endswith(_DETERMINERS, max(0, run.start() - 5), run.start()):
            words = [word for word in words if not _is_opening(word)]
        last = low(words[-1]).strip(_CLOSING) if len(words) > 1 else ""
        if last in lexicon.public:
            continue
        if last in lexicon.organisation or (last in lexicon.institution and not is_office_of_state(last)):
            return name_of(" ".join(words))
    return _business_of(text, lexicon)


@lru_cache(maxsize=64)
def _business_of(text: str, lexicon: Lexicon) -> Name | None:
    """The one business of a text by what a text says a business has: "Shares of Quillstack", "Quillstack's staff"."""
    if not lexicon.business:
        return None
    counts = _businesses(text, lexicon)
    best = max(counts, key=lambda shown: (counts[shown], shown), default=None)
    alone = best is not None and all(shown == best or counts[shown] < counts[best] for shown in counts)
    return name_of(best) if best is not None and alone else None


@lru_cache(maxsize=64)
def _businesses(text: str, lexicon: Lexicon) -> Counter[str]:
    """Each name of which a text says what a business has, and how often."""
    if not lexicon.business:
        return Counter()
    shown = Counter(hit["owner"] or hit["of"] for hit in _has(lexicon).finditer(text))
    return Counter({name: count for name, count in shown.items() if _may_be_business(name, lexicon)})


def business_called(text: str, name: Name, lexicon: Lexicon) -> Name | None:
    """The business that one word means of which a text says that it has shares or a factory, in full: "Halloran said",
    where there are "shares in Halloran Minerals". None where anybody has it for a surname."""
    called = _called(text, lexicon).get(name.display) if len(name.tokens) == 1 else None
    return None if called is None else name if called == name.display else name_of(called)


@lru_cache(maxsize=64)
def _called(text: str, lexicon: Lexicon) -> Mapping[str, str]:
    """The names in full of the businesses of a text, by the word that means them: of those that are nobody's surname.

    In one pass, since such words may stand anywhere and as often as one likes.
    """
    words = _businesses(text, lexicon)
    longer: dict[str, Counter[str]] = {}
    surnames: set[str] = set()
    for hit in _CAPITAL.finditer(text) if words else ():
        word = hit.group() if hit.group() in words else hit.group().partition("-")[0]
        if word not in words or word in surnames:
            continue
        run = _CAPITALS.search(text, max(0, hit.start() - _NAME), hit.start())
        if run is not None and not _is_opening(run.group().split()[-1]):
            surnames.add(word)  # "Ada Halloran", "Mr Halloran"
        more = _LONGER.match(text, hit.end()) if word == hit.group() else None
        if more is not None:
            longer.setdefault(word, Counter())[word + more.group()] += 1
    return {word: _most_used(longer.get(word), word) for word in words if word not in surnames}


def _most_used(names: Counter[str] | None, word: str) -> str:
    return min(names, key=lambda shown: (-names[shown], len(shown), shown)) if names else word


def _may_be_business(name: str, lexicon: Lexicon) -> bool:
    """Whether a word that "shares" or "customers" follow names one: no people, land or party."""
    of_a_land = is_demonym(name) or is_of_a_land([name], lexicon) or low(name) in lexicon.parties
    return not (of_a_land or _is_opening(name))


@cache
def _has(lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, lexicon.business)))
    leads = "|".join(sorted(map(re.escape, lexicon.business_of))) or "(?!)"
    name = r"[^\W\d_a-z][\w&-]+"
    return re.compile(rf"(?<!\w)(?:(?P<owner>{name})(?:['’]s)? (?:{words})|(?i:{leads}) (?P<of>{name}))(?!\w)")


def medium_before(text: str, position: int, noun: str, lexicon: Lexicon) -> Name | None:
    """The medium that a text named last by what it is: ``the weekly Meia-Luz``, ``The Sable magazine``."""
    low_bound = max(0, position - _MEDIUM_BACK)
    for hit in reversed(list(_media(lexicon).finditer(text, low_bound, position))):
        if not (hit.group().endswith(noun) or noun.endswith(hit.group())):
            continue
        behind = _BEHIND.match(text, hit.end(), position)
        before = _CAPITALS.search(text, max(0, hit.start() - _NAME), hit.start())
        for found in (behind, before):
            words = found.group().split() if found is not None else []
            while words and _is_opening(words[0]):
                words = words[1:]
            if words and not is_demonym(words[-1].partition("-")[0]) and low(words[0]) not in lexicon.calendar:
                return name_of(" ".join(words))
    return None


@cache
def media_nouns(lexicon: Lexicon) -> frozenset[str]:
    """What a medium is called: the last words of "the daily", "the news agency"."""
    return frozenset(words.split()[-1] for words in lexicon.the_medium) | lexicon.some_medium


@cache
def _media(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, media_nouns(lexicon))))})(?!\w)")


def _named_before(text: str, position: int, noun: str) -> Name | None:
    """``board`` → ``Tarn Water Board`` where the text has spelt it out before."""
    at = text.rfind(f" {noun.capitalize()}", max(0, position - _LOOK_BACK), position)
    if at < 0:
        return None
    words = _WORD.findall(text, max(0, at - 60), at)
    kept = [noun.capitalize()]
    for word in reversed(words):
        if not word[0].isupper() or word[-1] in _CLOSING or low(word) in ("the", "a", "an"):
            break
        kept.append(word)
    tail = text[at + 1 + len(noun) : at + 40].split(" ")
    if len(tail) > 2 and not tail[0] and tail[1] in ("of", "for") and tail[2][:1].isupper():
        kept[:0] = [tail[2].strip(_CLOSING + "'s’"), tail[1]]
    return name_of(" ".join(reversed(kept))) if len(kept) > 1 else None
