"""Who a person is: the full name, and whom the person speaks for ("Douglas Arkle, the board's chief executive")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal

from dedup.provenance.language.known import is_demonym
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.meant import places_of, spelt_out
from dedup.provenance.language.naming import Name, name_of
from dedup.provenance.language.persons import person_of
from dedup.provenance.language.phrases import institution_in
from dedup.provenance.language.scan import low
from dedup.provenance.language.words import Word, acronym, words_after, words_before

# Small, and costly to find again: more of them than the persons that a large collection quotes.
_KEPT = 1 << 14
# The first mentions introduce a person; what is said of one later adds nothing.
_MENTIONS = 8
_BEFORE, _AFTER = 70, 160
_CLAUSE = re.compile(r"[,;:.!?“”\"()\n]")
_TITLE_BEFORE, _BESIDE = 40, 60
_AGE = re.compile(r",?\s?\(?\d{1,3}\)?,?\s")
_TOKEN = re.compile(r"[^\W\d_][\w’'-]*")
_ITS = ("its", "ihr", "ihre", "sein", "son", "sa", "su", "suo", "sua", "его", "её")
_NAMED_BEFORE = 400
_FAR_MORE = 3
# The text is searched for each way in which a surname is led up to; no article has as many.
_MOST = 100
_HEADLINE = 120
_SENTENCE_ENDS = frozenset('.!?\n”"')
_RUN = re.compile(r"(?<!\w)(?:[^\W\d_a-z](?:[\w’'-]*|\.)[^\S\n]){1,3}\Z")


@lru_cache(maxsize=_KEPT)
def full_name(text: str, person: Name, used: tuple[Lexicon, ...]) -> Name:
    """The fullest form in which a text gives a person's name: ``Odile Farrant`` for ``Farrant``.

    `used` are the languages that the text is read in, here and below.
    The name itself where the text knows no fuller one, or more than one bearer.
    """
    if len(person.tokens) != 1:
        return person
    runs: Counter[str] = Counter()
    for at in places_of(person.display, text):
        run = _RUN.search(text, max(0, at - _BEFORE), at)
        words = run.group().split() if run is not None else []
        titles = [index for index, word in enumerate(words) if _is_no_forename(word, used)]
        words = words[titles[-1] + 1 :] if titles else words  # "FBI Director James"
        if words and words[0][0].isupper():
            runs[" ".join(words)] += 1
    counts = {run: times for run, times in runs.most_common(_MOST) if not _is_headline(text, run.split(), used)}
    bearers: Counter[str] = Counter()
    for forenames, times in counts.items():
        bearers[forenames.split()[-1]] += times
    ranked = sorted(bearers, key=lambda bearer: (-bearers[bearer], bearer))
    # Of several bearers one is meant where the text is about that one.
    if not ranked or (len(ranked) > 1 and bearers[ranked[0]] < _FAR_MORE * bearers[ranked[1]]):
        return person
    kept = [forenames for forenames in counts if forenames.split()[-1] == ranked[0]]
    forenames = min(kept, key=lambda forenames: (-counts[forenames], len(forenames), forenames))
    if not _is_introduced(text, forenames, person.display, used):
        return person
    full = name_of(f"{forenames} {person.display}")
    for lexicon in used:
        full = person_of(full, lexicon) if lexicon.script == "cased" else full
    return full or person


def _is_introduced(text: str, forenames: str, surname: str, used: Sequence[Lexicon]) -> bool:
    """Whether the full name can be whom the surname means: it comes first, or right after a title, or the surname
    alone before it is but a headline's. Else it is a relative's: "Pell … with her son Tom Pell"."""
    full = f"{forenames} {surname}"
    first = text.find(full)
    alone = next(places_of(surname, text), None)
    if first < 0 or alone is None or alone >= first or alone < _HEADLINE:
        return True
    at = first
    while at >= 0:
        before = text[max(0, at - _TITLE_BEFORE) : at].split()[-1:]
        if before and any(low(before[0]).strip(".,") in lexicon.titles for lexicon in used):
            return True
        at = text.find(full, at + 1)
    return False


def _is_headline(text: str, words: Sequence[str], used: Sequence[Lexicon]) -> bool:
    """Whether capitalised words before a surname are no forenames: "Kelm Chides Pell", "Following Pell"."""
    if len(words) > 1:
        return text.count(words[0]) > 2 * text.count(f"{words[0]} {words[1]}") + 1
    opens = any(words[0].endswith(_no_name_ends(lexicon)) for lexicon in used)
    return opens and not any(
        at > 1 and text[at - 1].isspace() and text[at - 2] not in _SENTENCE_ENDS for at in places_of(words[0], text)
    )


@cache
def _no_name_ends(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(sorted(lexicon.gerunds | lexicon.adverb_endings))


@lru_cache(maxsize=_KEPT)
def affiliation(text: str, person: Name, used: tuple[Lexicon, ...]) -> Name | None:
    """The institution that a text says a person belongs to, where it does at one of the first mentions."""
    person = full_name(text, person, used)
    for lexicon in used:
        if lexicon.script != "cased":
            continue
        for start, end in _mentions(text, person):
            whole = text.startswith(person.display, start)
            found = _behind(text, end, lexicon) or (_ahead(text, start, lexicon) if whole else None)
            if found is not None:
                return found
    return None


Standing = Literal["official", "private"]


@lru_cache(maxsize=_KEPT)
def standing_of(text: str, person: Name, used: tuple[Lexicon, ...]) -> Standing | None:
    """Whether a text introduces a person as somebody private ("a passenger", "who lives by the dam") or as one who
    speaks by office, with a title or for an institution; None where it says neither."""
    person = full_name(text, person, used)
    official = affiliation(text, person, used) is not None
    for lexicon in used:
        if lexicon.script != "cased":
            continue
        for start, end in _mentions(text, person):
            if _beside(text, start, end) & lexicon.private:
                return "private"
            before = text[max(0, start - _TITLE_BEFORE) : start].split()[-2:]
            official = official or any(low(word).strip(".,") in lexicon.titles for word in before)
    return "official" if official else None


def _beside(text: str, start: int, end: int) -> set[str]:
    """The words beside a name that can tell who its bearer is: its clause before, the next clause after."""
    ahead = _CLAUSE.split(text[max(0, start - _BEFORE) : start])[-1]
    age = _AGE.match(text, end, min(len(text), end + _AFTER))
    at = age.end() if age is not None else end
    parts = _CLAUSE.split(text[at : at + _BESIDE].lstrip(" ,("), maxsplit=1)
    behind = parts[0] if age is not None or text[end : end + 2].lstrip()[:1] in (",", "(") else ""
    return {low(word) for word in _TOKEN.findall(f"{ahead} {behind}")}


def _mentions(text: str, person: Name) -> Iterator[tuple[int, int]]:
    """Where a person is named, with the full name first."""
    whole, last = person.display, person.display.split()[-1]
    seen = 0
    for form in dict.fromkeys((whole, last)):
        at = text.find(form)
        while at >= 0 and seen < _MENTIONS:
            end = at + len(form)
            if not text[max(0, at - 1) : at].isalnum() and not text[end : end + 1].isalnum():
                seen += 1
                yield at, end
            at = text.find(form, end)


def _behind(text: str, end: int, lexicon: Lexicon) -> Name | None:
    """Read "X of the National Bank", "X, president of the bank", "X, the board's chief executive"."""
    limit = min(len(text), end + _AFTER)
    age = _AGE.match(text, end, limit)
    start = age.end() if age is not None else end + 1 if text[end : end + 1] == "," else end
    apposed = start > end
    words = words_after(text, start, limit, lexicon)
    if not words:
        return None
    if not apposed:
        joined = words[0].low in lexicon.of | lexicon.by
        return _institution(words[1:], text, lexicon) if joined else None
    for index, word in enumerate(words[:-1]):
        if word.low in lexicon.of | lexicon.by:
            return _institution(words[index + 1 :], text, lexicon)
    return _institution(words, text, lexicon) if any(word.low in lexicon.titles for word in words) else None


def _ahead(text: str, start: int, lexicon: Lexicon) -> Name | None:
    """Read "Isles Line managing director X", "the board's chief executive, X", "Museum boss X"."""
    stretch = text[max(0, start - _BEFORE) : start].rstrip(" ,")
    marks = list(_CLAUSE.finditer(stretch))
    offset = max(0, start - _BEFORE) + (marks[-1].end() if marks else 0)
    words = words_after(text, offset, start, lexicon)
    if not words or not any(word.low in lexicon.titles for word in words):
        return None
    if any(word.low in _ITS for word in words[:1]):
        return _named_last(text, words[0].start, lexicon)
    return _institution(words, text, lexicon)


def _named_last(text: str, position: int, lexicon: Lexicon) -> Name | None:
    """The institution named last before a position: whose president "its president" is."""
    near = max(0, position - _NAMED_BEFORE)
    for hit in reversed(list(_TOKEN.finditer(text, near, position))):
        word = low(hit.group())
        if word in lexicon.institution or word in lexicon.organisation:
            named = institution_in(words_before(text, near, hit.end(), lexicon), text, lexicon)
            if named is not None:
                return named.name
    return None


def _institution(words: Sequence[Word], text: str, lexicon: Lexicon) -> Name | None:
    words = [word for word in words if word.low not in lexicon.titles or word.low in lexicon.organisation]
    single = next((word for word in words if _is_institution(word, lexicon) and not is_demonym(word.text)), None)
    if single is None:
        return None
    named = institution_in(words, text, lexicon)
    if named is not None and named.name is not None and (len(named.name.tokens) > 1 or acronym(single.text)):
        return named.name
    return spelt_out(text, low(single.text).removesuffix("'s"))


def _is_institution(word: Word, lexicon: Lexicon) -> bool:
    stem = word.low.removesuffix("'s")
    return stem in lexicon.institution or (word.capital and stem in lexicon.organisation) or acronym(word.text)


def _is_no_forename(word: str, used: Sequence[Lexicon]) -> bool:
    folded = low(word).strip(".")
    return any(
        folded in words
        for lexicon in used
        for words in (
            lexicon.titles, lexicon.openers, lexicon.epithets, lexicon.determiners, lexicon.stop, lexicon.institution,
            lexicon.organisation, lexicon.media, lexicon.cues,
        )
    ) or len(folded) < 2 or acronym(word)  # fmt: skip
