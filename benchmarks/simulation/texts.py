"""Base texts: what events are made of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Literal

from dedup.errors import InputError
from dedup.evaluation.rows import json_rows

Part = Literal["fit", "held-out"]
PARTS: tuple[Part, ...] = ("fit", "held-out")

_SENTENCE = re.compile(r"(?<=[.!?])[\"”’')]*\s")
_WORD = re.compile(r"[^\W_]+")
_BLANK = re.compile(r"\n\s*\n|\n")
# The commonest words tell the four languages apart well enough; other languages are passed over.
_COMMON = {
    "en": frozenset("the of and to in that is was for with".split()),
    "de": frozenset("der die und das den von mit ist nicht auf".split()),
    "es": frozenset("el la de que los en las por una del".split()),
    "fr": frozenset("le la les des et une dans est pour que".split()),
}
_LEAST_COMMON, _SAMPLE = 0.12, 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseText:
    """An article to take wording from. `key` is a hash of its text: it orders and splits the base texts."""

    key: str
    title: str | None
    paragraphs: tuple[str, ...]
    language: str


def base_text(text: str, title: str | None = None) -> BaseText | None:
    """A text as a base; `None` where its language is not one of those the simulator can edit."""
    paragraphs = tuple(" ".join(block.split()) for block in _BLANK.split(text) if block.strip())
    language = language_of(" ".join(paragraphs))
    if language is None:
        return None
    key = sha256("\n".join(paragraphs).encode()).hexdigest()
    return BaseText(key=key, title=" ".join(title.split()) if title else None, paragraphs=paragraphs, language=language)


def language_of(text: str) -> str | None:
    """``en``, ``de``, ``es`` or ``fr`` by its commonest words, else `None`."""
    words = Counter(text[:_SAMPLE].lower().split())
    if not words:
        return None
    shares = {name: sum(words[word] for word in common) / words.total() for name, common in _COMMON.items()}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= _LEAST_COMMON else None


def part_of(key: str) -> Part:
    """Which half something belongs to, by a hash of its words: no base text or phrasing is in both."""
    return PARTS[int(sha256(key.encode()).hexdigest(), 16) % 2]


def of_part(base: Iterable[BaseText], part: Part) -> tuple[BaseText, ...]:
    """The base texts of a half, each once, in an order that does not depend on the input's.

    Articles of other outlets may hold the same wording: paragraphs with a sentence that the half for fitting holds
    are left out of the other one.
    """
    halves: dict[Part, dict[str, BaseText]] = {each: {} for each in PARTS}
    for text in base:
        halves[part_of(text.key)][text.key] = text
    texts = [halves[part][key] for key in sorted(halves[part])]
    if part == "fit":
        return tuple(texts)
    seen = {words for text in halves["fit"].values() for each in text.paragraphs for words in sentences_of(each)}
    return tuple(
        replace(text, paragraphs=tuple(each for each in text.paragraphs if not sentences_of(each) & seen))
        for text in texts
    )


def sentences_of(paragraph: str) -> frozenset[str]:
    """The sentences of a paragraph by their words alone, those of six words and more."""
    found = (" ".join(_WORD.findall(part.lower())) for part in _SENTENCE.split(paragraph))
    return frozenset(words for words in found if words.count(" ") >= 5)


def read_jsonl(path: Path) -> list[BaseText]:
    """Articles of a JSONL file with a `text` field (and `title`, if it has one).

    Raises `InputError` for a line that is no object with a text.
    """
    return list(_kept(_rows(path)))


def read_corpus(folder: Path, without: Sequence[str] = ()) -> list[BaseText]:
    """The articles of a labelled folder, but for the events named in `without`."""
    paths = sorted((folder / "articles").glob("*.txt"))
    if not paths:
        raise InputError(f"{folder}/articles: no texts")
    texts = [path.read_text(encoding="utf-8") for path in paths if path.stem.rpartition("-")[0] not in without]
    return list(_kept((text, text.partition("\n")[0]) for text in texts))


def _kept(texts: Iterable[tuple[str, str | None]]) -> Iterator[BaseText]:
    for text, title in texts:
        found = base_text(text, title)
        if found is not None:
            yield found


def _rows(path: Path) -> Iterator[tuple[str, str | None]]:
    for where, row in json_rows(path):
        text, title = row.get("text"), row.get("title")
        if not isinstance(text, str):
            raise InputError(f"{where}: a text is wanted")
        yield text, title if isinstance(title, str) else None
