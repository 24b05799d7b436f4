"""Habits of writing: where a text makes a choice that houses make differently, and which way.

Glyphs and blanks (straight or curly marks, kinds of dashes), spelling (British or American, names that are written in
several ways) and forms (``%`` or ``per cent``, ``16 April`` or ``April 16``, ``Mr Kelm said`` or ``Kelm said``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from dedup.provenance.language.lexicon import Lexicon, lexicons, load
from dedup.provenance.language.scan import searched
from dedup.provenance.manner.placed import Placed
from dedup.text.fold import spelling
from dedup.text.outline import Outline

Family = Literal["glyphs", "spelling", "forms"]
HabitName = tuple[Family, str]


class Choice(NamedTuple):
    """At ``[position, end)`` the text takes `variant` of `habit`."""

    position: int
    end: int
    family: Family
    habit: str
    variant: str


_APOSTROPHES = {"'": "straight", "’": "curly", "ʼ": "curly", "`": "grave", "´": "acute"}
_DASHES = (" — ", "—", " – ", " -- ", "--", " - ")
_ELLIPSES = ("…", "...", ". . .")
_SENTENCE_GAP = re.compile(r"[.!?] {1,2}(?=[A-Z“\"‘])")
_MONTHS = frozenset(
    "January February March April May June July August September October November December".split()
    + "Jan. Feb. Aug. Sept. Oct. Nov. Dec.".split()
)
_NEVER_SHORT = frozenset("March April May June July".split())
_TITLES = frozenset("Mr Mrs Ms Dr Sen Rep Gov Gen".split())
_COURTESY = frozenset("Mr Mrs Ms".split())
_BARE_INITIALS = frozenset("US UK UN EU UAE".split())
_PRESENT = {"says": "present", "adds": "present", "tells": "present", "said": "past", "added": "past", "told": "past"}

# A capitalised word with its point, if it has one, or several initials with theirs. A pattern that begins with a set of
# characters is searched for twice as fast: what must not stand before is asked afterwards.
_CAPITALISED = re.compile(r"[A-Z](?<!\w.)(?:\.(?:[A-Z]\.)+|[\w'’-]*\.?)")
_NUMBER = re.compile(r"\d\d*(?:[.,:]\d+)*")
_DAY = re.compile(r" \d{1,2}(st|nd|rd|th)?(?![\d.,:]*\d)")
_MONTH_AFTER = re.compile(r"(?:st|nd|rd|th)? ([A-Z][a-z]+\.?)")
_SAYING = re.compile(r" (?:said|says|told|added|adds|wrote)\b")
_NAMED_SAYING = re.compile(r" [A-Z][\w'’-]+ (?:said|says|told|added|adds|wrote)\b")
# Surnames are looked for in turn; a longer text is sorted for that, lest one full of them take quadratic time.
_PLAIN_SEARCH = 20_000
_SAYING_BEGINS = (" sa", " to", " ad", " wr")  # asked first, for most words go on otherwise
_SHARE = re.compile(r"( ?%)|( percent\b)|( per cent\b)|( pct\b)")
_HALF_DAY = re.compile(r"( [ap]\.m\.)|([ap]m\b)|( [ap]m\b)|( ?[AP]\.?M\b)")
_ISE_ENDINGS = ("e", "es", "ed", "er", "ers", "ing", "ation", "ations")


class Habits(NamedTuple):
    """Every choice in a text, in order of position, and how often each variant is taken, by family and habit."""

    choices: Placed[Choice]
    counts: Mapping[HabitName, Mapping[str, int]]


def habits(text: str, outline: Outline) -> Habits:
    """The habits of a text; time linear in its length.

    >>> from dedup.text.outline import outline
    >>> text = "It’s 4 per cent, Mr Kelm said on 16 April."
    >>> [choice.variant for choice in habits(text, outline(text)).choices]
    ['curly', 'per cent', 'Mr or Ms', 'plain', 'past', 'day first']
    """
    found = sorted((*_glyphs(text, outline), *_capitals(text), *_numbers(text), *_words(text)))
    return Habits(choices=Placed(Choice, found), counts=counted(found))


def counted(choices: Iterable[Choice]) -> dict[HabitName, Counter[str]]:
    """How often each variant is taken, by habit."""
    counts: dict[HabitName, Counter[str]] = {}
    for (family, habit, variant), times in Counter(choice[2:] for choice in choices).items():
        counts.setdefault((family, habit), Counter())[variant] = times
    return counts


def _glyphs(text: str, outline: Outline) -> Iterator[Choice]:
    for glyph, variant in _APOSTROPHES.items():
        for at in _occurrences(text, glyph):
            if text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha():
                yield Choice(at, at + 1, "glyphs", "apostrophe", variant)
    taken: set[int] = set()
    for habit, variants in (("dash", _DASHES), ("ellipsis", _ELLIPSES)):
        for variant in variants:
            for at in _occurrences(text, variant):
                if taken.isdisjoint(range(at, at + len(variant))):
                    taken.update(range(at, at + len(variant)))
                    yield Choice(at, at + len(variant), "glyphs", habit, variant)
    for gap in _SENTENCE_GAP.finditer(text):
        yield Choice(gap.start(), gap.end(), "glyphs", "space after a sentence", str(gap.end() - gap.start() - 1))
    for mark in outline.quotations:
        if mark.outer.start < mark.span.start:
            yield Choice(mark.outer.start, mark.span.start, "glyphs", "quotation mark", text[mark.outer.start])


def _capitals(text: str) -> Iterator[Choice]:
    """Initials, titles, months, names: what begins with a capital."""
    names = _names()
    for hit in _CAPITALISED.finditer(text):
        word, (start, end) = hit.group(), hit.span()
        bare = word.rstrip(".")
        if bare in _BARE_INITIALS:
            yield Choice(start, end, "forms", "initials", "plain")
        elif len(word) > 3 and word[1] == ".":
            yield Choice(start, end, "forms", "initials", "with points")
        elif bare in _TITLES and text[end : end + 1] == " " and text[end + 1 : end + 2].isupper():
            yield Choice(start, end, "forms", "titles", "with points" if word != bare else "plain")
            if bare in _COURTESY and _NAMED_SAYING.match(text, end):
                yield Choice(start, end, "forms", "courtesy title", "Mr or Ms")
        elif word in _MONTHS or bare in _MONTHS:
            month = word if word in _MONTHS else bare
            if day := _DAY.match(text, start + len(month)):
                yield Choice(start, day.end(), "forms", "date", "month first")
                yield Choice(start, day.end(), "forms", "day", "ordinal" if day[1] else "plain")
                if month not in _NEVER_SHORT:
                    yield Choice(start, day.end(), "forms", "month", "short" if month.endswith(".") else "full")
        elif (
            text.startswith(_SAYING_BEGINS, end) and word == bare and _SAYING.match(text, end)
            and text[max(0, start - 2) : start].strip(" ") in _BREAKS and _may_be_surname(text, word)
        ):  # fmt: skip
            yield Choice(start, end, "forms", "courtesy title", "none")
        if bare in names:
            yield Choice(start, start + len(bare), "spelling", names[bare], bare)


def _may_be_surname(text: str, word: str) -> bool:
    """Whether a word before a verb of saying is a name: no "I", "Never" or "Police"."""
    folded = word.lower().replace("’", "'")
    if len(word) < 2 or folded.endswith("'s") or any(folded in _no_names(lexicon) for lexicon in lexicons()):
        return False
    # Else a common noun at the head of a sentence.
    if len(text) <= _PLAIN_SEARCH:
        return f" {folded}" not in text
    behind = _behind_blanks(text)
    at = bisect_left(behind, folded)
    return at == len(behind) or not behind[at].startswith(folded)


@lru_cache(maxsize=1)  # asked for every surname of a text in turn
def _behind_blanks(text: str) -> tuple[str, ...]:
    """What follows the blanks of a text, sorted."""
    return tuple(sorted(set(text.split(" ")[1:])))


@cache
def _no_names(lexicon: Lexicon) -> frozenset[str]:
    """Pronouns, openers and the like; people of a side or a land; institutions."""
    return frozenset(
        (
            *lexicon.pronouns, *lexicon.neuter, *lexicon.openers, *lexicon.stop, *lexicon.determiners, *lexicon.unnamed,
            *lexicon.objects, *lexicon.parties, *lexicon.institution, *lexicon.media, *lexicon.titles, *lexicon.adverbs,
            *lexicon.seats, *lexicon.lands, *lexicon.calendar - _MONTH_NAMES,
        )
    )  # fmt: skip


# Months that are surnames too.
_MONTH_NAMES = frozenset(("may", "june", "august"))
_BREAKS = frozenset(("", ".", ",", "”", '"', "\n", "\n\n"))


def _numbers(text: str) -> Iterator[Choice]:
    """Shares, dates and times: what begins with a digit."""
    for hit in _NUMBER.finditer(text):
        start, end = hit.span()
        following = text[end : end + 1]
        if following in " %" and (share := _SHARE.match(text, end)):
            yield Choice(start, share.end(), "forms", "per cent", share.group().strip())
        elif following in " apAP" and (half := _HALF_DAY.match(text, end)):
            yield Choice(start, half.end(), "forms", "time of day", _VARIANTS[(half.lastindex or 1) - 1])
        elif (
            end - start <= 2 and (month := _MONTH_AFTER.match(text, end)) and {month[1], month[1].rstrip(".")} & _MONTHS
        ):
            yield Choice(start, month.end(), "forms", "date", "day first")


_VARIANTS = ("a.m.", "am", " am", "AM")


def _words(text: str) -> Iterator[Choice]:
    """Spellings of lower-case words (names keep those of their bearers), usages, and the tense of saying."""
    lower, _, words, _ = searched(text)
    known = _shown()
    # Found by plain search, four times as fast as a look at every word.
    for word in (*sorted(known.keys() & words), *_hyphenated()):
        for at in _occurrences(text, word):
            end = at + len(word)
            if not (text[at - 1 : at].isalpha() or text[end : end + 1].isalpha()):
                yield Choice(at, end, *known[word])
    for phrase, habit in _phrases().items():
        for at in _occurrences(lower, phrase):
            yield Choice(at, at + len(phrase), "spelling", habit, phrase)


def _occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))


@cache
def _shown() -> dict[str, tuple[Family, str, str]]:
    """By lower-case word the habit that it shows, with its family, and the variant that it is."""
    verbs: dict[str, tuple[Family, str, str]] = {
        f"{stem}i{letter}{ending}": ("spelling", "-ise or -ize", f"-i{letter}e")
        for stem in load("seams.toml")["ise_stems"]
        for letter in "sz"
        for ending in _ISE_ENDINGS
    }
    spelt: dict[str, tuple[Family, str, str]] = {word: ("spelling", *choice) for word, choice in _spelt().items()}
    tenses: dict[str, tuple[Family, str, str]] = {
        word: ("forms", "tense of saying", tense) for word, tense in _PRESENT.items()
    }
    return verbs | spelt | tenses


def listed_words() -> frozenset[str]:
    """The words in lower case of which each shows a habit."""
    return frozenset(_shown())


@cache
def _hyphenated() -> tuple[str, ...]:
    return tuple(sorted(word for word in _shown() if "-" in word))


@cache
def _spelt() -> dict[str, tuple[str, str]]:
    """By lower-case word its spelling or usage: the habit and the variant that it is."""
    raw, (pairs, _) = load("seams.toml"), spelling()
    apart = frozenset(raw["both_sides"])
    known: dict[str, tuple[str, str]] = {}
    for british, american in pairs.items():
        if len(british) > 3:
            known[british] = ("British or American", "British")
            known[american] = ("British or American", "American")
    kept = {word: choice for word, choice in known.items() if word not in apart}
    return kept | {form: (" or ".join(group), form) for group in raw["usages"] for form in group if " " not in form}


@cache
def _phrases() -> dict[str, str]:
    return {form: " or ".join(group) for group in load("seams.toml")["usages"] for form in group if " " in form}


@cache
def _names() -> dict[str, str]:
    return {form: " or ".join(group) for group in load("seams.toml")["names"] for form in group}
