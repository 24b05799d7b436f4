"""Base texts in order: their usable paragraphs, what they quote, and which texts are near in subject."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from random import Random

from dedup.errors import InputError
from simulation import lists
from simulation.pieces import plain_glyphs, runs_of, sentences
from simulation.speech import speaker_in
from simulation.texts import BaseText

_JUNK = re.compile("|".join(lists.word_list("junk")), re.IGNORECASE)
_CUES = re.compile(rf"\b(?:{'|'.join(lists.word_list('cues'))})\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_PERSON = re.compile(r"\b([A-Z][a-z]+ (?:[A-Z]\. )?[A-Z][a-z]{2,})\b")
_BODY = re.compile(
    r"\b((?:[A-Z][a-z]+ ){1,3}(?:Department|Ministry|Board|Agency|Committee|Office|University|Council|Commission|"
    r"Authority|Bureau|Association|Administration|Institute|Federation|Union)|"
    r"(?:Department|Ministry) of (?:the )?[A-Z][a-z]+)\b"
)
_PRESS = re.compile(r"Press|News|Trump|Obama|Biden|Clinton")
_WORDS = (14, 110)
_LEAST_PARAGRAPHS = 7
_KEYS, _NEAREST = 30, 24
_LEAST_CLEAN, _LEAST_NEAR = 4, 5
_GRAM = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    words: str
    speaker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A usable paragraph. `clean` ones say nothing of where their words come from."""

    text: str
    clean: bool
    quotes: tuple[Quote, ...]
    grams: frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A base text as the simulator uses it."""

    base: BaseText
    paragraphs: tuple[Paragraph, ...]
    persons: tuple[str, ...]  # who is quoted, by full name
    bodies: tuple[str, ...]


class Library:
    """The base texts of one half, in the order of their keys; each is read when it is first wanted."""

    def __init__(self, base: Iterable[BaseText]) -> None:
        texts = sorted(base, key=lambda text: text.key)
        held = Counter(paragraph for text in texts for paragraph in set(text.paragraphs))
        # What several base texts hold to the letter is a site's furniture, or reuse that nobody labelled.
        self._repeated = frozenset(paragraph for paragraph, count in held.items() if count > 1)
        counts = [Counter(_WORD.findall(" ".join(text.paragraphs).lower())) for text in texts]
        spread = Counter(word for found in counts for word in found)
        self.texts = tuple(texts)
        self._rarity = {word: math.log(1 + len(texts) / count) for word, count in spread.items() if count > 1}
        self._keys = [self._telling(found) for found in counts]
        self._holders: dict[str, list[int]] = {}
        for number, keys in enumerate(self._keys):
            for key in keys:
                self._holders.setdefault(key, []).append(number)
        self._read: dict[int, Source | None] = {}

    def _telling(self, counts: Counter[str]) -> tuple[str, ...]:
        """The words that tell most of a text's subject: frequent in it, rare elsewhere, but not its alone."""
        weights = {word: count * self._rarity[word] for word, count in counts.items() if word in self._rarity}
        return tuple(nsmallest(_KEYS, weights, key=lambda word: (-weights[word], word)))

    def source(self, number: int) -> Source | None:
        """A base text as read, or `None` where too little of it is usable."""
        if number not in self._read:
            self._read[number] = read_source(self.texts[number], self._repeated)
        return self._read[number]

    def draw(self, draw: Random) -> tuple[Source, list[Source]]:
        """A base text with enough narration that says nothing of its sources, and those near it.

        Raises `InputError` if there is none.
        """
        order = draw.sample(range(len(self.texts)), len(self.texts))
        for number in order:
            source = self.source(number)
            if source is not None and sum(each.clean for each in source.paragraphs) >= _LEAST_CLEAN:
                near = self.near(number)
                if len(near) >= _LEAST_NEAR:
                    return source, near
        raise InputError("no base text has enough paragraphs that can be used, and others near it in subject")

    def near(self, number: int) -> list[Source]:
        """Base texts in the same language, the nearest in subject first."""
        scores: dict[int, float] = {}
        for key in self._keys[number]:
            for holder in self._holders[key]:
                scores[holder] = scores.get(holder, 0.0) + self._rarity[key]
        scores.pop(number, None)
        language = self.texts[number].language
        found: list[Source] = []
        for other in sorted(scores, key=lambda other: (-scores[other], other)):
            if self.texts[other].language == language and (source := self.source(other)) is not None:
                found.append(source)
                if len(found) == _NEAREST:
                    break
        return found


def read_source(text: BaseText, without: Container[str] = ()) -> Source | None:
    """What can be used of a base text, `None` where it is too little; `without` are paragraphs to leave out."""
    kept = (each for each in text.paragraphs if each not in without)
    paragraphs = tuple(read for each in kept if (read := read_paragraph(each)) is not None)
    if len(paragraphs) < _LEAST_PARAGRAPHS:
        return None
    whole = " ".join(text.paragraphs)
    surnames = {quote.speaker.split()[-1] for paragraph in paragraphs for quote in paragraph.quotes}
    persons = [name for name in _PERSON.findall(whole) if name.split()[-1] in surnames]
    return Source(
        base=text,
        paragraphs=paragraphs,
        persons=_frequent(persons),
        bodies=_frequent([name for name in _BODY.findall(whole) if not _PRESS.search(name)]),
    )


def read_paragraph(text: str) -> Paragraph | None:
    """A paragraph of narration or speech with its quotations; `None` where it is no such thing."""
    plain = plain_glyphs(text)
    count = len(plain.split())
    if not _WORDS[0] <= count <= _WORDS[1] or plain.count('"') % 2 or _JUNK.search(plain) or plain[-1] not in '.!?"':
        return None
    if sum(map(str.isupper, plain)) > 0.25 * len(plain) or not plain[0].isalnum() and plain[0] not in '"«¿':
        return None
    quotes = []
    for sentence in sentences(plain):
        runs = runs_of(sentence)
        for at, run in enumerate(runs):
            if not run.quoted or not 7 <= len(run.text.split()) <= 60:
                continue
            before, after = ("".join(each.text for each in side) for side in (runs[:at], runs[at + 1 :]))
            speaker = speaker_in(before, after)
            if speaker is not None:
                quotes.append(Quote(words=run.text, speaker=speaker))
    return Paragraph(text=plain, clean=not _CUES.search(plain), quotes=tuple(quotes), grams=grams(plain))


def grams(text: str) -> frozenset[tuple[str, ...]]:
    """Runs of six words: texts that share one may share a source of their own."""
    words = [word.lower() for word in _WORD.findall(text)]
    return frozenset(tuple(words[at : at + _GRAM]) for at in range(len(words) - _GRAM + 1))


def _frequent(found: Sequence[str]) -> tuple[str, ...]:
    counts = Counter(found)
    return tuple(sorted(counts, key=lambda name: (-counts[name], name))[:8])
