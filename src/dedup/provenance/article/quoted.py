"""The speaker of each quotation: beside it, before it, in the words that lead to it, or whoever spoke last."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dedup.model import Span
from dedup.provenance.article.mentions import Mentions
from dedup.provenance.article.speech import NOBODY
from dedup.provenance.language.meant import places_of
from dedup.provenance.language.naming import Name
from dedup.provenance.view import Speech
from dedup.text.outline import Outline
from dedup.text.positions import block_at, span_at

# A verb of saying belongs to the quotation that ends or begins this near to it, in characters.
_REACH = 110
# What may follow the verb of a sentence that says but whose the quotation before it is.
_TAIL = 40
# The words of a quotation that says something of its own, rather than lending two to a sentence.
_FULL = 6
# How far a colon at the end of a paragraph is from the speaker of the next one.
_LEAD_IN = 300
# So near to the head of a sentence stands whom it is about.
_SUBJECT = 40
# What a paragraph that is but a quotation has besides.
_MARKS = 8
# What may stand between a quotation and the verb of one who has no name: "a studio".
_BESIDE = re.compile(r"[ ,]{0,2}(?:[^\W\d_A-Z][\w-]* ){0,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """A text and who speaks in it: persons, nobody in particular (`others`), and where persons are mentioned."""

    text: str
    outline: Outline
    persons: Sequence[Speech]
    starts: Sequence[int]
    others: Sequence[Span]
    mentions: Mentions
    mentioned: Sequence[int]


def speakers(
    text: str, outline: Outline, speeches: Sequence[Speech], mentions: Mentions, papers: Iterable[Span]
) -> tuple[Name | None, ...]:
    """The speaker of each quotation of an outline, where one is plain; `papers` are places where no person speaks."""
    persons = [speech for speech in speeches if speech.speaker is not NOBODY]
    heard = _Heard(
        text=text,
        outline=outline,
        persons=persons,
        starts=[speech.place.start for speech in persons],
        others=sorted((*(speech.place for speech in speeches if speech.speaker is NOBODY), *papers)),
        mentions=mentions,
        mentioned=[at for at, _ in mentions],
    )
    found: list[Name | None] = []
    for index, quotation in enumerate(outline.quotations):
        if _is_of_others(heard, quotation.outer):
            found.append(None)
            continue
        begin = block_at(outline, quotation.outer.start, len(text)).start
        # “…,” a spokesperson said. “…”: whoever spoke before that speaks no longer.
        nobody = bisect_left(heard.others, Span(quotation.outer.start, 0)) - 1
        silent = heard.others[nobody].start if nobody >= 0 and heard.others[nobody].start >= begin else -1
        speaker = _told_of(heard, quotation.outer) or _behind(heard, index) or _before(heard, quotation.outer, silent)
        if speaker is None and _is_full(text, quotation.span):
            if _ends_in_colon(text, begin):  # "Here is what Ada Pell said this morning:"
                begin = max(begin - _LEAD_IN, block_at(outline, max(0, begin - 1), len(text)).start)
            speaker = _meant(heard, quotation.outer, max(begin, silent), silent)
        if speaker is None and _goes_on(heard, index):
            speaker = found[-1]
        found.append(speaker)
    return tuple(found)


def _told_of(heard: _Heard, outer: Span) -> Name | None:
    """Read "Pell said that nobody had gone: “…”"."""
    before = bisect_right(heard.starts, outer.start) - 1
    if before < 0 or not _ends_in_colon(heard.text, outer.start):
        return None
    sentence = span_at(heard.outline.sentences, heard.starts[before])
    within = sentence is not None and sentence.start <= outer.start - 2 < sentence.end
    return heard.persons[before].speaker if within else None


def _behind(heard: _Heard, index: int) -> Name | None:
    """The first who speaks behind a quotation and before the next, in the same paragraph and near by."""
    text, quotations = heard.text, heard.outline.quotations
    span, outer = quotations[index].span, quotations[index].outer
    block = block_at(heard.outline, outer.end - 1, len(text))
    following = quotations[index + 1].outer.start if index + 1 < len(quotations) else len(text)
    after = bisect_left(heard.starts, outer.end)
    if after == len(heard.starts) or heard.starts[after] >= min(block.end, following, outer.end + _REACH):
        return None
    gap = text[outer.end : heard.starts[after]]
    # “…”. Li said: the next sentence counts only where it begins with its speaker, and says no more.
    stopped = "." in text[span.end - 1 : outer.end] or "." in gap
    beside = not gap.strip(" .,;–—")
    if beside and stopped and not _ends_soon(heard.outline, heard.persons[after].place.end):
        return None
    apart = (stopped and gap.lstrip()[:1].isupper()) or any(mark in f"{gap} " for mark in (". ", "! ", "? "))
    return heard.persons[after].speaker if beside or not apart else None


def _before(heard: _Heard, outer: Span, silent: int) -> Name | None:
    """Who spoke last, in the same paragraph or before a colon at the end of the one before."""
    before = bisect_right(heard.starts, outer.start) - 1
    if before < 0 or heard.starts[before] <= silent:
        return None
    begin = block_at(heard.outline, outer.start, len(heard.text)).start
    lead_in = _ends_in_colon(heard.text, begin) and heard.starts[before] >= begin - _LEAD_IN
    return heard.persons[before].speaker if lead_in or heard.starts[before] >= begin else None


def _meant(heard: _Heard, outer: Span, begin: int, silent: int) -> Name | None:
    """Who was mentioned last since `begin`, or whom the sentence is about that leads to a quotation."""
    last = bisect_left(heard.mentioned, outer.start) - 1
    within = span_at(heard.outline.sentences, outer.start)
    if last < 0 or within is None or within.start <= silent < outer.start:
        return None  # "The studio said that Pell and it had “parted”."
    first = bisect_left(heard.mentioned, within.start)
    if first < last and heard.mentioned[first] < within.start + _SUBJECT:
        last = first
    person = heard.mentions[last][1]
    return None if heard.mentioned[last] < begin or _names(heard.text, outer, person) else person


def _goes_on(heard: _Heard, index: int) -> bool:
    """Whether a quotation is a paragraph of its own behind that of the last, no question: its speaker goes on."""
    if not index:
        return False
    text, outer = heard.text, heard.outline.quotations[index].outer
    block = block_at(heard.outline, outer.start, len(text))
    if len(block) > len(outer) + _MARKS:
        return False
    alone = not any(map(str.isalpha, text[block.start : outer.start] + text[outer.end : block.end]))
    before, last = (
        block_at(heard.outline, max(0, block.start - 1), len(text)),
        heard.outline.quotations[index - 1].outer,
    )
    return alone and last.start >= before.start and "?" not in text[last.end - 2 : last.end + 1]


def _names(text: str, span: Span, person: Name) -> bool:
    """Whether somebody is spoken of, or to, by the surname: “This is a courtroom, Mr Pell.”"""
    return next(places_of(person.display.split()[-1], text[span.start : span.end]), None) is not None


def _ends_soon(outline: Outline, position: int) -> bool:
    """Whether a sentence ends with its verb or soon after: "Li said he agreed" tells of other words."""
    sentence = span_at(outline.sentences, position - 1)
    return sentence is None or sentence.end - position <= _TAIL


def _is_of_others(heard: _Heard, outer: Span) -> bool:
    """Whether a party or an institution says it: “…,” Democrats said; the board said “…”."""
    text, others = heard.text, heard.others
    after = bisect_left(others, Span(outer.end, 0))
    if after < len(others) and _BESIDE.fullmatch(text, outer.end, others[after].start):
        return any(mark in text[max(0, outer.end - 2) : outer.end + 1] for mark in ",?!")
    sentence = span_at(heard.outline.sentences, outer.start)
    return sentence is not None and any(
        sentence.start <= place.start and place.end <= outer.start and not text[place.end : outer.start].strip(" ,:")
        for place in others[max(0, after - 2) : after]
    )


def _is_full(text: str, span: Span) -> bool:
    return len(text[span.start : min(span.end, span.start + 200)].split()) >= _FULL


def _ends_in_colon(text: str, position: int) -> bool:
    return text[max(0, position - 8) : position].rstrip().endswith((":", "："))
