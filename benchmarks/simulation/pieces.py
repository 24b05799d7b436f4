"""Wording in pieces that know which shared passages they belong to.

A block is what is taken as a whole: some paragraphs of sentences of runs. A run is the smallest piece: words with
the names of the passages that hold them. Its text has straight marks throughout; `glyphs` names the house whose
marks it is printed with. The text of a paragraph is that of its sentences with spaces between,
that of a sentence is that of its runs, set without anything between.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Words that name where passages come from; `plain` is what stands there without the credit."""

    source: str
    passages: tuple[str, ...]
    plain: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words of one kind. `marks` are the shared passages around them; `quoted` words stand in quotation marks."""

    text: str
    marks: tuple[str, ...] = ()
    quoted: bool = False
    speaker: str | None = None
    credit: Credit | None = None
    glyphs: str = "straight"


Sentence = tuple[Run, ...]
Paragraph = tuple[Sentence, ...]
Block = tuple[Paragraph, ...]

_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "\u00a0": " ", "\u202f": " "}
)
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr st gov sen rep lt col gen sgt prof rev hon jr sr inc corp co ltd no vs etc jan feb mar apr jun jul "
    "aug sept sep oct nov dec u.s u.k u.n d.c a.m p.m e.g i.e m mme bzw nr ca".split()
)
_END = re.compile(r'[.!?…]["\')\]]*\s+(?=["\'(\[]*[A-ZÀ-ÖØ-ÞŽŠ0-9¿¡])')
_QUOTED = re.compile(r'"([^"]+)"')
_CLOSING = re.compile(r"[.,!?;:…]+\Z")


def plain_glyphs(text: str) -> str:
    """One glyph for each use: straight quotation marks and apostrophes, spaced dashes as em dashes."""
    return re.sub(r" (?:–|--) ", " — ", text.translate(_QUOTES))


def sentences(text: str) -> list[str]:
    """A paragraph's sentences; none ends within quotation marks or after an abbreviation."""
    found, start = [], 0
    for match in _END.finditer(text):
        head = text[start : match.end()].rstrip()
        word = head.rstrip("\"'.)]!?…").rpartition(" ")[2].lstrip("\"'([").lower()
        inside = head.count('"') % 2 == 1
        abbreviated = text[match.start()] == "." and (word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()))
        if inside or abbreviated:
            continue
        found.append(head)
        start = match.end()
    if text[start:].strip():
        found.append(text[start:].strip())
    return found


def runs_of(sentence: str) -> Sentence:
    """A sentence's runs: what stands in quotation marks apart from the marks and the rest."""
    found: list[Run] = []
    at = 0
    for match in _QUOTED.finditer(sentence):
        words = match[1].strip()
        end = _CLOSING.search(words)
        inner = words[: end.start()] if end and end.group() in (",", ".") else words
        if not inner:
            continue
        begin = match.start(1) + match[1].index(inner)
        found.append(Run(text=sentence[at:begin]))
        found.append(Run(text=inner, quoted=True))
        at = begin + len(inner)
    found.append(Run(text=sentence[at:]))
    return tuple(run for run in found if run.text)


def paragraph_of(text: str) -> Paragraph:
    return tuple(runs_of(sentence) for sentence in sentences(plain_glyphs(text)))


def text_of_sentence(sentence: Sentence) -> str:
    return "".join(run.text for run in sentence)


def runs_in(block: Block) -> Iterator[Run]:
    for paragraph in block:
        for sentence in paragraph:
            yield from sentence


def marks_in(block: Block) -> tuple[str, ...]:
    """The shared passages that a block holds words of, in order of appearance."""
    return tuple(dict.fromkeys(mark for run in runs_in(block) for mark in run.marks))


def words_in(block: Block) -> int:
    return sum(len(run.text.split()) for run in runs_in(block))


def each_run(block: Block, change: Callable[[Run], Run]) -> Block:
    return tuple(tuple(tuple(change(run) for run in sentence) for sentence in paragraph) for paragraph in block)


def marked(block: Block, mark: str) -> Block:
    """A block with all of it in a passage."""
    return each_run(block, lambda run: replace(run, marks=(*run.marks, mark)))


def plain(text: str, marks: Iterable[str] = ()) -> Block:
    """Text in one run as a block."""
    return (((Run(text=text, marks=tuple(marks)),),),)
