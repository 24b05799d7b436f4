"""Base texts in order: their usable paragraphs, what they quote, and which texts are near in subject."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulation.pieces import plain_glyphs, runs_of, sentences
from simulation.speech import speaker_in
from simulation.texts import BaseText

_JUNK = re.compile(
    r"https?:|www\.|@|©|\bsign up\b|subscribe|newsletter|advertisement|read more|click here|\bphoto\b|\bgetty\b|\bvideo\b|"
    r"\bcontributed\b|\bcopyright\b|all rights|this story|this article|\(ap\)|\(reuters\)|\(cnn\)|follow (?:us|him|her|me)|"
    r"\|\||\bfacebook page\b|pic\.twitter|\bupdated?:|editor'?s note|⟦|\bpodcast\b|\bop-ed\b",
    re.IGNORECASE,
)
# Words that say whose words these are: a passage with them would have another source than the truth says.
_CUES = re.compile(
    r"\b(?:told|according|statements?|interview\w*|conference|brief(?:ed|ing)s?|tweet\w*|twitter|facebook|reported|reports?|"
    r"reporters?|journalists?|reporting|wrote|writes|reuters|associated press|cnn|fox|times|post|journal|news|npr|nbc|abc|cbs|msnbc|"
    r"bbc|politico|bloomberg|axios|magazine|newspaper|spokes\w+|letter|memo|testif\w+|testimony|speech|remarks|rally|"
    r"release[ds]?|broadcast|television|tv|radio|email|poll|survey|breitbart|guardian|transcript|obtained|quoted|citing|"
    r"beitrag|zufolge|laut|berichte\w*|mitteilung|según|comunicado|informó|selon|communiqué|rapporte)\b|\bAP\b|\bAFP\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_PERSON = re.compile(r"\b([A-Z][a-z]+ (?:[A-Z]\. )?[A-Z][a-z]{2,})\b")
_BODY = re.compile(
    r"\b((?:[A-Z][a-z]+ ){1,3}(?:Department|Ministry|Board|Agency|Committee|Office|University|Council|Commission|"
    r"Authority|Bureau|Association|Administration|Institute|Federation|Union)|(?:Department|Ministry) of (?:the )?[A-Z][a-z]+)\b"
)
_WORDS = (14, 110)
_LEAST_PARAGRAPHS = 7
_KEYS, _NEAREST = 30, 60
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
    keys: frozenset[str]
    persons: tuple[str, ...]
    bodies: tuple[str, ...]


class Library:
    """The usable base texts of one half, in the order of their keys."""

    def __init__(self, base: Iterable[BaseText]) -> None:
        texts = sorted(base, key=lambda text: text.key)
        words = [
            Counter(word.lower() for paragraph in text.paragraphs for word in _WORD.findall(paragraph))
            for text in texts
        ]
        spread = Counter(word for counts in words for word in counts)
        found: list[Source] = []
        for text, counts in zip(texts, words, strict=True):
            paragraphs = tuple(read for each in text.paragraphs if (read := read_paragraph(each)) is not None)
            if len(paragraphs) < _LEAST_PARAGRAPHS:
                continue
            ranked = sorted(counts, key=lambda word: (-counts[word] * math.log(len(texts) / spread[word]), word))
            whole = " ".join(text.paragraphs)
            found.append(
                Source(
                    base=text,
                    paragraphs=paragraphs,
                    keys=frozenset(word for word in ranked[: 2 * _KEYS] if spread[word] > 1 or len(texts) < 50)
                    & frozenset(ranked[:_KEYS]),
                    persons=_frequent(_PERSON.findall(whole)),
                    bodies=_frequent(_BODY.findall(whole)),
                )
            )
        self.sources = tuple(found)
        self._rarity = {word: math.log(1 + len(texts) / count) for word, count in spread.items()}
        self._holders: dict[str, list[int]] = {}
        for number, source in enumerate(self.sources):
            for key in sorted(source.keys):
                self._holders.setdefault(key, []).append(number)

    def near(self, source: Source) -> list[Source]:
        """Texts in the same language, the nearest in subject first."""
        scores: Counter[int] = Counter()
        for key in sorted(source.keys):
            for number in self._holders.get(key, ()):
                scores[number] += self._rarity[key]  # type: ignore[assignment]
        ranked = sorted(scores, key=lambda number: (-scores[number], number))
        near = [self.sources[number] for number in ranked[: 4 * _NEAREST]]
        return [each for each in near if each is not source and each.base.language == source.base.language][:_NEAREST]


def read_paragraph(text: str) -> Paragraph | None:
    """A paragraph of narration or speech with its quotations; `None` where it is no such thing."""
    plain = plain_glyphs(text)
    count = len(plain.split())
    if not _WORDS[0] <= count <= _WORDS[1] or plain.count('"') % 2 or _JUNK.search(plain) or plain[-1] not in '.!?"':
        return None
    if sum(char.isupper() for char in plain) > 0.25 * len(plain) or not plain[0].isalnum() and plain[0] not in '"«¿':
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
