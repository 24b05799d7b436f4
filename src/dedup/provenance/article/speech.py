"""Who speaks where somebody is heard: persons by their fullest names, roles and pronouns resolved where plain."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from dedup.model import Span
from dedup.provenance.article.heads import subjects
from dedup.provenance.article.heard import Heard, heard
from dedup.provenance.article.mentions import Mentions, full_names, holders, mentioned, title_in
from dedup.provenance.article.pronouns import Gender, genders, last_mentioned, whom
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.naming import Name
from dedup.provenance.language.scan import Hit, bare_words, low
from dedup.provenance.view import Speech
from dedup.text.outline import Outline
from dedup.text.positions import block_at, span_at

# How far from the head of a sentence somebody is named whom it is about.
_SUBJECT_WITHIN = 40
# How far before a pronoun somebody is named whom it cannot mean, and how many of those named before may be meant.
_SPOKEN_OF, _NAMED_BEFORE = 300, 20
_ASKED_WITHIN = 32
_PRONOUN_WITHIN, _PREDICATE_WITHIN = 12, 60
# Whoever speaks for more than one person, and for no person.
NOBODY = Name(display="", tokens=())
_ACCOUNTS = frozenset({"introduced", "account"})
_POSITION = itemgetter(0)


def speeches(
    text: str,
    lower: str,
    outline: Outline,
    hits: Sequence[tuple[Lexicon, Sequence[Hit]]],
    authors: Sequence[Name] = (),
) -> tuple[tuple[Speech, ...], Mentions]:
    """Persons saying things, and where persons are mentioned; "she said" is who was mentioned last.

    Where a party, a land or an institution says something, nobody does: `NOBODY` is the speaker.
    `authors` are persons known otherwise, who may be meant.
    """
    sayings = _without_strangers(heard(text, outline, hits), authors)
    persons = full_names((*(item.name for item in sayings if item.name is not None), *authors))
    sayings = _without_repeats(outline, sayings, persons)
    used = [lexicon for lexicon, _ in hits]
    speaking = mentioned(text, lower, persons)
    mentions = sorted({*speaking, *subjects(text, outline, used, persons)})
    known = genders(text, used) if any(item.meant == "pronoun" for item in sayings) else {}
    voices = [(item.start, persons.get(item.name, item.name)) for item in sayings if item.name is not None]
    unnamed = _Unnamed(text, outline, used, voices, speaking, mentions, known)
    found: list[Speech] = []
    for item in sayings:
        if item.name is not None:
            speaker: Name | None = persons.get(item.name, item.name)
        else:
            speaker = NOBODY if item.meant == "nobody" else unnamed.speaker(item)
            if speaker is None and item.meant == "role":
                speaker = NOBODY  # "the inspector said": nobody whom the text names
        if speaker is not None:
            found.append(Speech(speaker=speaker, place=Span(item.start, item.end)))
    return tuple(found), mentions


def _without_strangers(sayings: Sequence[Heard], authors: Sequence[Name]) -> list[Heard]:
    """What is said, without the accounts of those of whom the text says nothing else: by a bare name behind "according
    to" anything may be called, and "she" who speaks next is none of it."""
    speaking = {item.name.tokens[-1] for item in sayings if item.name is not None and item.meant != "account"}
    speaking |= {name.tokens[-1] for name in authors}
    return [
        item for item in sayings if item.meant != "account" or item.name is None or item.name.tokens[-1] in speaking
    ]


def _without_repeats(outline: Outline, sayings: Sequence[Heard], persons: Mapping[Name, Name]) -> list[Heard]:
    """What is said, each thing by one: not by whose account, where the sentence has somebody say it; and of two by one
    surname only one may speak elsewhere."""

    def sentence_of(item: Heard) -> int:
        return (span_at(outline.sentences, item.start) or Span(item.start, item.start)).start

    told = {sentence_of(item) for item in sayings if item.meant not in _ACCOUNTS}
    speak = {persons.get(item.name, item.name) for item in sayings if item.name is not None and item.meant != "account"}
    return [
        item
        for item in sayings
        if item.name is None
        or item.meant not in _ACCOUNTS
        or (
            sentence_of(item) not in told and (item.meant == "introduced" or persons.get(item.name, item.name) in speak)
        )
    ]


@dataclass(frozen=True, slots=True)
class _Unnamed:
    """Whom the roles and pronouns of a text mean: of those who speak in it by name, or of all that it mentions."""

    text: str
    outline: Outline
    used: Sequence[Lexicon]
    voices: Mentions
    speaking: Mentions
    mentions: Mentions
    known: Mapping[str, Gender]
    holders: dict[str, Mentions] = field(default_factory=dict)

    def speaker(self, saying: Heard) -> Name | None:
        """Who speaks; `NOBODY` where a pronoun is not whoever was named last."""
        start = saying.start
        if saying.meant in ("subject", "relative"):
            return self._subject(start, nearest=saying.meant == "relative")
        if saying.meant != "pronoun":
            among = self._bearers(saying) if saying.meant == "role" else self.mentions
            return last_mentioned(among, start, (), self.known, self.used)
        pronoun = self.text[max(0, start - _PRONOUN_WITHIN) : start].split()[-1:]
        among = self._without_others(start) if pronoun else self.mentions
        # "He" is not Mrs Pell, who was named last.
        return whom(self.text, self.outline, among, self.voices, start, pronoun, self.known, self.used) or NOBODY

    def _bearers(self, saying: Heard) -> Mentions:
        """The mentions of those of whom one is "the president": who speaks by name elsewhere."""
        title = title_in(self.text[saying.start : saying.end], self.used)
        if title is None:
            return self.speaking
        if title not in self.holders:
            self.holders[title] = holders(self.text, title, self.speaking, self.used)
        among = self.holders[title] or self.speaking
        of_cases = any(low(title) in lexicon.of_cases for lexicon in self.used)
        return among or self._of_the_paragraph(saying.start, of_cases=of_cases)

    def _of_the_paragraph(self, position: int, *, of_cases: bool) -> Mentions:
        """Who is named in a paragraph before a position, where that is one person with whom a sentence begins: "Ada
        Pell put down her glasses. “…,” the governor said." But whoever "was arrested" is not the inspector."""
        begin = block_at(self.outline, position, len(self.text)).start
        first, last = (bisect_left(self.mentions, at, key=_POSITION) for at in (begin, position))
        named = self.mentions[max(first, last - _NAMED_BEFORE) : last]
        opening = [at for at, *_ in named if (span_at(self.outline.sentences, at) or Span(at, at)).start == at]
        if not opening or len({name for _, name, *_ in named}) != 1:
            return []
        return [] if of_cases and any(map(self._is_passive, opening)) else named

    def _is_passive(self, position: int) -> bool:
        """Whether a sentence says what somebody was: "Bob Ross was arrested"."""
        words = [*bare_words(self.text[position : position + _PREDICATE_WITHIN])][1:4]
        return any(word in lexicon.being for word in words for lexicon in self.used)

    def _without_others(self, position: int) -> Mentions:
        """The mentions before a pronoun without the last, where that is whom "he" speaks of, or who asked "him"."""
        text, among = self.text, self.mentions
        last = bisect_left(among, position, key=_POSITION) - 1
        if last < 0 or position - among[last][0] > _SPOKEN_OF:
            return among
        at = among[last][0]
        before = text[max(0, at - 40) : at]
        led = [word for word in before[max(before.rfind(mark) for mark in ".!?\n") + 1 :].split() if word[0].isalpha()]
        after = low(text[at:position])
        for lexicon in self.used:
            # "Of Mr Rudge he recalled": nothing but an address stands between.
            of = bool(led) and low(led[0]) in lexicon.of | lexicon.by and len(led) <= 2 and "," not in after
            asks = any(phrase in after for phrase in lexicon.asking) or _asked_by(before, lexicon)
            if of or asks:
                other = among[last][1]
                return [item for item in among[max(0, last - _NAMED_BEFORE) : last] if item[1] != other]
        return among

    def _subject(self, position: int, *, nearest: bool) -> Name | None:
        """The person whom a sentence is about, or the nearest before a position; "he" is who was mentioned before."""
        sentence = span_at(self.outline.sentences, position)
        if sentence is None:
            return None
        first = bisect_left(self.mentions, sentence.start, key=_POSITION)
        last = bisect_left(self.mentions, position, key=_POSITION)
        if first < last and nearest:
            return self.mentions[last - 1][1]
        if first < last and self.mentions[first][0] < sentence.start + _SUBJECT_WITHIN:
            return self.mentions[first][1]
        head = self.text[sentence.start : sentence.start + _PRONOUN_WITHIN].split()[:1]
        pronoun = head and any(low(head[0]) in lexicon.pronouns for lexicon in self.used)
        return self.mentions[first - 1][1] if pronoun and first > 0 and not nearest else None


def _asked_by(before: str, lexicon: Lexicon) -> bool:
    """Whether whoever is named next asked: "Asked by presenter Ada Pell if she would, she said"."""
    return any(phrase in low(before[-_ASKED_WITHIN:]) for phrase in lexicon.asked_by)
