"""What a page puts into running text and no author wrote: labels, links to other articles, the boxes behind names.

A scraped article keeps them without a mark: "CLOSE The bridge fell", "Ada Pell Ada Maud PellMayor drops dam plan MORE
(R-Tarn) said". Whoever looks for names reads the text without them, at the same positions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np

from dedup.model import Span
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.scan import Searched, searched

# What stands in for furniture: blanks where the sentence goes on behind it, points where it does not.
_GOES_ON, _ENDS = " ", "."
_BLOCK = re.compile(r"[^\n]+")
_TEASER_LONGEST = 240
# A box behind a name holds a few headlines; its end is a word of its own in capitals.
_BOX_LONGEST, _NAME_WITHIN = 600, 90
# Two words without a blank: "PellMayor", "KelmGOP"; "McKelm" and "LaVerne" are one.
_SEAM = re.compile(r"(?<![^\W_])[^\W\d_]*?[a-z][a-zà-ÿ](?=[A-Z])")
_GLUED = re.compile(r"(?<!\w)([A-Z]?[a-zà-ÿ]{2,})([A-Z][a-zà-ÿ]{2,})(?!\w)")
_WORD_LONGEST = 40
_PREFIXES = ("Mac", "Fitz", "Della", "Vander", "Saint")
# "(R-Tarn)", "(D., Calder)", "(Lab)", and after a box also "(Tarn)".
_AFTER_BOX = re.compile(r"\s?\([\w. ,-]{1,14}\)")
_LINKS = ("pic.twitter.com/", "t.co/")
_LINK = re.compile(r"(?:pic\.twitter\.com|(?<![\w.])t\.co)/")
_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"\w+")


def prose(text: str) -> str:
    """A text without its furniture, of the same length; time linear in it.

    >>> prose("CLOSE The bridge fell.")
    '..... The bridge fell.'
    >>> prose("Ada Pell Ada Maud PellMayor drops plan MORE (R-Tarn) said so.").split()
    ['Ada', 'Pell', 'said', 'so.']
    """
    found = searched(text)
    cuts = [*_joined(text, found), *(cut for lexicon in found.languages for cut in _cuts(text, found, lexicon))]
    if not cuts:
        return text
    parts: list[str] = []
    position = 0
    for span, mark in sorted(cuts, key=lambda cut: (cut[0], cut[1])):
        start = max(span.start, position)
        if start < span.end:
            parts += (text[position:start], *("\n" if char == "\n" else mark for char in text[start : span.end]))
            position = span.end
    return "".join((*parts, text[position:]))


def _cuts(text: str, found: Searched, lexicon: Lexicon) -> Iterator[tuple[Span, str]]:
    lower = found.lower
    if any(word in text for word in _upper(lexicon)):
        yield from _boxes(text, lexicon)
    if "(" in text and lexicon.affiliations:
        for member in _members(lexicon).finditer(text):
            before = member.start() - text[max(0, member.start() - 1) : member.start()].isspace()
            yield Span(before, member.end()), _GOES_ON
    if lexicon.labels or lexicon.teasers or lexicon.teaser_ends:
        for block in _BLOCK.finditer(text):
            yield from _of_block(text, lower, block.start(), block.end(), lexicon)


def _joined(text: str, found: Searched) -> Iterator[tuple[Span, str]]:
    """Links and words that run into each other: "PellMayor" of a text with "Pell" and "Mayor"."""
    if any(link in text for link in _LINKS):
        for token in _TOKEN.finditer(text):
            if _LINK.search(text, token.start(), token.end()):
                yield Span(token.start(), token.end()), _ENDS
    alone: frozenset[str] | None = None
    for turn in _turns(text):  # many times as fast as a search for whole words
        start = turn
        while start > 0 and turn - start <= _WORD_LONGEST and text[start - 1].isalpha():
            start -= 1
        glued = _GLUED.match(text, start)
        if glued is None:
            continue
        head, tail = glued.groups()
        if head not in _PREFIXES and {head.lower(), tail.lower()} <= found.words:
            # Once for all seams: a text may be made of them.
            alone = frozenset(_WORD.findall(text)) if alone is None else alone
            if tail in alone:
                yield Span(glued.start(), glued.end()), _ENDS


def _turns(text: str) -> list[int]:
    """Where a capital stands right behind a small letter; with a pattern this takes ten times as long."""
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    small = ((letters >= ord("a")) & (letters <= ord("z"))) | ((letters >= ord("à")) & (letters <= ord("ÿ")))
    capital = (letters >= ord("A")) & (letters <= ord("Z"))
    found: list[int] = (np.flatnonzero(small[:-1] & capital[1:]) + 1).tolist()
    return found


def _of_block(text: str, lower: str, start: int, end: int, lexicon: Lexicon) -> Iterator[tuple[Span, str]]:
    """Labels at the head of a paragraph; whole paragraphs that are but a link to another article."""
    first = start + len(text[start:end]) - len(text[start:end].lstrip())
    last = len(text[start:end].rstrip()) + start
    if last - first <= _TEASER_LONGEST:
        opening = lower.startswith(_ordered(lexicon, "teasers"), first)
        if opening or lower.endswith(_ordered(lexicon, "teaser_ends"), first, last):
            yield Span(first, last), _ENDS
            return
    if not lower.startswith(_ordered(lexicon, "labels"), first):
        return
    for label in _ordered(lexicon, "labels"):
        if not lower.startswith(label, first):
            continue
        stop = first + len(label)
        # A label of one word is told from the same word of a sentence by its capitals, or stands alone.
        if stop == last or (text[stop : stop + 1].isspace() and (" " in label or text[first:stop].isupper())):
            yield Span(first, stop), _ENDS
            return


@cache
def _ordered(lexicon: Lexicon, name: str) -> tuple[str, ...]:
    """A list of phrases, the longest first."""
    return tuple(sorted(getattr(lexicon, name), key=lambda phrase: (-len(phrase), phrase)))


@cache
def _upper(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(word.upper() for word in _ordered(lexicon, "box_ends"))


@cache
def _box_ends(lexicon: Lexicon) -> re.Pattern[str]:
    ends = "|".join(map(re.escape, _upper(lexicon)))
    return re.compile(rf"(?<![A-Z\d_])(?:{ends})(?![\w:])")


@cache
def _members(lexicon: Lexicon) -> re.Pattern[str]:
    """Of which party, and from where: "(R-Tarn)", "(D)"; without a place the brackets must be short."""
    parties = "|".join(re.escape(party) for party in _ordered(lexicon, "affiliations"))
    return re.compile(rf"\((?i:{parties})(?:\.?[-–,]\s?[A-Z][\w. ]{{0,14}})?\)")


def _boxes(text: str, lexicon: Lexicon) -> Iterator[tuple[Span, str]]:
    """The box behind a name: the full name run into headlines, up to the word that opens it."""
    before = 0
    for end in _box_ends(lexicon).finditer(text):
        begin = max(before, end.start() - _BOX_LONGEST)
        begin = max(begin, text.rfind("\n", begin, end.start()) + 1)
        before = end.end()
        seam = next((hit for hit in _SEAM.finditer(text, begin, end.start() + 1) if not _is_one(hit.group())), None)
        if seam is None:
            yield Span(end.start(), end.end()), _ENDS
            continue
        # The name stands before the box too: "Ada Pell Ada Maud Pell…".
        surname = seam.group()
        own = text.rfind(f"{surname} ", max(begin, seam.start() - _NAME_WITHIN), seam.start())
        start = own + len(surname) if own >= 0 else seam.end()
        place = _AFTER_BOX.match(text, end.end())
        yield Span(start, place.end() if place is not None else end.end()), _GOES_ON


def _is_one(head: str) -> bool:
    return head in _PREFIXES
