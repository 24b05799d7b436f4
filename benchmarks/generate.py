"""Article-like text by the gigabyte, the same on every run.

    python benchmarks/generate.py 20000 > texts.jsonl
    python benchmarks/generate.py 1000000 --seed 2 --quoted 0.1 --truth copies.jsonl > texts.jsonl

An article of about 3.2 kB is 350 to 670 words drawn by Zipf's law from 50,000 invented ones (about 504
distinct word 5-grams), in sentences and paragraphs, with an outlet and a date. One in ten is an edited
near-copy of an earlier original; with `quoted`, some carry a quotation of 8 to 30 words from one.

The share of replaced words decides how near a copy is. Where each word is replaced with chance p, a word
5-gram survives with chance s = (1 − p)⁵ and the Jaccard similarity is s / (2 − s): .7 at p = .038, .5 at
p = .078. The default range (0 to .072) puts half of the copies at .7 or more and nearly all at .5 or more;
5 to 15 %, as editors do, lies around .4.

Every article depends on the seed and its number alone, so any one can be made again without those before
it: memory stays the same for a million.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

VOCABULARY = 50_000
OUTLETS = 40
WORDS = (350, 670)
_ONSETS = (*"bdfghklmnprstvwz", "br", "st", "tr", "sh")
_VOWELS = ("a", "e", "i", "o", "u", "ea")
_CODAS = ("", "", "", "", "n", "r", "s", "t", "l", "nd", "st")
_NEVER = -1
_SEED_OF_WORDS = 7  # one language for all seeds: collections with different seeds can be joined

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What a collection is made of. `copies` and `quoted` are shares of all articles."""

    seed: int = 1
    copies: float = 0.1
    replaced: tuple[float, float] = (0.0, 0.072)
    quoted: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """An article, and the ids of what it copies and quotes (None: nothing)."""

    id: str
    outlet: str
    published: str
    text: str
    copy_of: str | None
    quotes: str | None


def generate(count: int, recipe: Recipe | None = None) -> Iterator[Generated]:
    """`count` articles, one after another."""
    recipe = recipe or Recipe()
    for number in range(count):
        yield article(number, recipe)


def article(number: int, recipe: Recipe) -> Generated:
    """The article with a number, from 0."""
    draw = _stream(recipe.seed, number, 1)
    copied, quoted = _earlier(number, draw, recipe.copies, recipe), _NEVER
    if copied == _NEVER:
        words = _original(number, recipe.seed)
        quoted = _earlier(number, draw, recipe.quoted, recipe)
        if quoted != _NEVER:
            words = _with_quotation(words, _original(quoted, recipe.seed), draw)
    else:
        low, high = recipe.replaced
        words = _edited(_original(copied, recipe.seed), low + (high - low) * draw.random(), draw)
    published = datetime(2030, 1, 1, tzinfo=UTC) + timedelta(minutes=number % 1_000_000)
    return Generated(
        id=_id(number),
        outlet=f"Outlet {int(draw.random() * OUTLETS):02}",
        published=published.isoformat(),
        text=_prose(words, draw),
        copy_of=None if copied == _NEVER else _id(copied),
        quotes=None if quoted == _NEVER else _id(quoted),
    )


def _id(number: int) -> str:
    return f"g{number:07}"


def _stream(seed: int, number: int, use: int) -> np.random.Generator:
    # Philox is counter-based: the key names the stream, and no stream waits for another.
    return np.random.Generator(np.random.Philox(key=seed * 4 + use, counter=number << 64))


def _earlier(number: int, draw: np.random.Generator, share: float, recipe: Recipe) -> int:
    """An earlier original to take from, with the chance `share`, else `_NEVER`."""
    wanted, pick = draw.random(), draw.random()
    if number == 0 or wanted >= share:
        return _NEVER
    chosen = int(pick * number)
    # Copies of copies would drift below every threshold: step back to an original.
    while chosen and _stream(recipe.seed, chosen, 1).random() < recipe.copies:
        chosen -= 1
    return chosen


@lru_cache(maxsize=4)
def _vocabulary(seed: int) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """The words, most frequent first, and their cumulative Zipf-Mandelbrot chances."""
    draw = _stream(seed, 0, 3)
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        # Frequent words are short.
        syllables = 1 + (len(words) > 350) + (len(words) > 3_000 and draw.random() < 0.6)
        parts = []
        for onset, vowel, coda in draw.random((syllables, 3)):
            parts += [_ONSETS[int(onset * len(_ONSETS))], _VOWELS[int(vowel * len(_VOWELS))]]
            parts.append(_CODAS[int(coda * len(_CODAS))])
        words["".join(parts)] = None
    chances = 1.0 / (np.arange(VOCABULARY) + 2.7)
    return tuple(words), np.cumsum(chances) / chances.sum()


def _original(number: int, seed: int) -> Numbers:
    draw = _stream(seed, number, 0)
    length = WORDS[0] + int(draw.random() * (WORDS[1] - WORDS[0]))
    return _words(length, draw)


def _words(length: int, draw: np.random.Generator) -> Numbers:
    _, chances = _vocabulary(_SEED_OF_WORDS)
    return np.minimum(np.searchsorted(chances, draw.random(length)), VOCABULARY - 1).astype(np.int64)


def _edited(words: Numbers, share: float, draw: np.random.Generator) -> Numbers:
    chosen = draw.random(len(words)) < share
    other = _words(len(words), draw)
    return np.where(chosen, other, words)


def _with_quotation(words: Numbers, from_words: Numbers, draw: np.random.Generator) -> Numbers:
    length = 8 + int(draw.random() * 23)
    start = int(draw.random() * (len(from_words) - length))
    at = int(draw.random() * len(words))
    quotation = _edited(from_words[start : start + length], 0.1 * draw.random(), draw)
    return np.concatenate([words[:at], quotation, words[at:]])


def _prose(numbers: Numbers, draw: np.random.Generator) -> str:
    vocabulary, _ = _vocabulary(_SEED_OF_WORDS)
    words = [vocabulary[number] for number in numbers.tolist()]
    sentences: list[str] = []
    at = 0
    for length, form in draw.random((len(words) // 8 + 1, 2)).tolist():
        sentence = words[at : at + 8 + int(length * 25)]
        if not sentence:
            break
        at += len(sentence)
        sentence[0] = sentence[0].capitalize()
        if form < 0.5 and len(sentence) > 6:
            sentence[5] += ","
        end = ".\n\n" if form > 0.66 else ". "
        sentences.append(" ".join(sentence) + end)
    return "".join(sentences).rstrip() + "\n"


def write(articles: Iterator[Generated], out: TextIO, truth: TextIO | None) -> None:
    """One JSON object a line; to `truth` those that copy or quote."""
    for each in articles:
        row = {"id": each.id, "outlet": each.outlet, "published": each.published, "text": each.text}
        out.write(json.dumps(row) + "\n")
        if truth is not None and (each.copy_of or each.quotes):
            truth.write(json.dumps({"id": each.id, "copy_of": each.copy_of, "quotes": each.quotes}) + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description="Generate article-like text as JSONL.")
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--copies", type=float, default=0.1, help="share of edited near-copies (default .1)")
    parser.add_argument("--replaced", type=float, nargs=2, default=(0.0, 0.072), metavar=("LOW", "HIGH"))
    parser.add_argument("--quoted", type=float, default=0.0, help="share that carry a quotation of an earlier one")
    parser.add_argument("--truth", type=Path, help="write who copies and quotes whom here")
    chosen = parser.parse_args()
    low, high = chosen.replaced
    recipe = Recipe(seed=chosen.seed, copies=chosen.copies, replaced=(low, high), quoted=chosen.quoted)
    with ExitStack() as open_files:
        truth = open_files.enter_context(chosen.truth.open("w", encoding="utf-8")) if chosen.truth else None
        write(generate(chosen.count, recipe), sys.stdout, truth)
    return 0


if __name__ == "__main__":
    sys.exit(main())
