"""Where within a pair of passages another begins to speak: the stretches that have a source of their own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dedup.model import Common, Passage, Span
from dedup.provenance.language.naming import Name, same_name, same_person
from dedup.provenance.signals.bearing import near
from dedup.provenance.view import Attribution, Dossier, Found, is_quoted, span_of, speaker_of
from dedup.text.positions import quotations_in

# Stretches with less in common than this, in code points of both sides (some four words), are none.
_LEAST = 40
# Where more speak than this, the passage is an article in which they are quoted.
_MOST = 8
# Equal narration this long has more in common than whom its sentences cite.
_LONG_RUN = 30
_WORD = re.compile(r"\w+")


def stretches(found: Found, left: Dossier, right: Dossier) -> tuple[Found, ...]:
    """A pair of passages divided where another person or institution begins to speak, on either side.

    The stretches are in order and disjoint on both sides, and hold all words in common but those that moved. The pair
    itself where one voice speaks, where more than eight do, and where long equal narration tells of them.
    """
    sides = (left, found.left), (right, found.right)
    if found.scores.longest_run > _LONG_RUN and not all(is_quoted(*side) for side in sides):
        return (found,)
    channels = [_channels(*side) for side in sides]
    if not any(map(_are_several, (_voices(*side, named) for side, named in zip(sides, channels, strict=True)))):
        return (found,)
    groups: list[list[Common]] = []
    last: list[tuple[Name, ...]] = [(), ()]
    for word in _in_order(found):
        spans = Span(word.left_start, word.left_end), Span(word.right_start, word.right_end)
        heard = [_voice(*side, span, named) for side, span, named in zip(sides, spans, channels, strict=True)]
        if not groups or _is_another(heard, last):
            groups.append([])
            last = [(), ()]
        groups[-1].append(word)
        last = [now or before for now, before in zip(heard, last, strict=True)]
    groups = _joined(groups)
    if not 1 < len(groups) <= _MOST:
        return (found,)
    return tuple(_part(found, group, first=at == 0, last=at == len(groups) - 1) for at, group in enumerate(groups))


def _voices(own: Dossier, passage: Passage, channels: Sequence[Attribution]) -> list[Name]:
    """Everybody who may speak in a passage."""
    span = span_of(passage)
    quoted = (own.speakers[index] for index in quotations_in(own.outline.quotations, span))
    sentences = own.outline.sentences
    first = bisect_right(sentences, span.start, key=lambda each: each.end)
    last = bisect_right(sentences, span.end - 1, key=lambda each: each.start)
    around = Span(sentences[first].start, sentences[last - 1].end) if first < last else span
    low, high = (
        bisect_right(own.speeches, at - 1, key=lambda each: each.place.start) for at in (around.start, around.end)
    )
    told = (speech.speaker for speech in own.speeches[low:high])
    return [name for name in (*quoted, *told, *(item.name for item in channels)) if name is not None]


def _is_another(heard: Sequence[tuple[Name, ...]], last: Sequence[tuple[Name, ...]]) -> bool:
    """Whether another speaks than before: on one side, or where each side knows the speaker of one part alone."""
    if any(_differ(now, before) for now, before in zip(heard, last, strict=True)):
        return True
    return _differ([name for names in heard for name in names], [name for names in last for name in names])


def _differ(one: Sequence[Name], two: Sequence[Name]) -> bool:
    return bool(one and two) and not any(_same(name, other) for name in one for other in two)


def _are_several(names: Sequence[Name]) -> bool:
    return any(not _same(names[0], other) for other in names[1:])


def _voice(own: Dossier, passage: Passage, words: Span, channels: Sequence[Attribution]) -> tuple[Name, ...]:
    """Who speaks some words: the speaker of their quotation or sentence, else who is named for the least around it,
    with the persons who speak there."""
    speaker = speaker_of(own, replace(passage, start=words.start, end=words.end))
    if speaker is not None:
        return (speaker,)
    around = [item for item in channels if item.covers.overlap(words)]
    if not around:
        return ()
    least = min(around, key=lambda item: (len(item.covers), item.place))
    return (*((least.name,) if least.name is not None else ()), *least.voices)


def _channels(own: Dossier, passage: Passage) -> list[Attribution]:
    span = span_of(passage)
    return [
        item
        for item in near(own.local, own, span)
        if item.name is not None and item.nature == "channel" and item.kind != "photo" and item.covers.overlap(span)
    ]


def _same(one: Name, other: Name) -> bool:
    return same_person(one, other) or same_name(one, other)


def _in_order(found: Found) -> Iterator[Common]:
    """The words in common, one by one, without those that moved: in the order of both sides."""
    left_end = right_end = 0
    for run in sorted(each for each in found.common if each.kind != "moved"):
        for word in _single(found, run):
            if word.left_start >= left_end and word.right_start >= right_end:
                yield word
                left_end, right_end = word.left_end, word.right_end


def _single(found: Found, run: Common) -> Iterator[Common]:
    """The words of a run; the run itself where the sides do not divide alike."""
    left, right = found.left, found.right
    one = [hit.span() for hit in _WORD.finditer(left.text[run.left_start - left.start : run.left_end - left.start])]
    two = [
        hit.span() for hit in _WORD.finditer(right.text[run.right_start - right.start : run.right_end - right.start])
    ]
    if len(one) != len(two):
        yield run
        return
    for (start, end), (other_start, other_end) in zip(one, two, strict=True):
        yield Common(
            left_start=run.left_start + start,
            left_end=run.left_start + end,
            right_start=run.right_start + other_start,
            right_end=run.right_start + other_end,
            kind=run.kind,
        )


def _joined(groups: list[list[Common]]) -> list[list[Common]]:
    """The groups, those of a few words with the one before (at the start with the one behind)."""
    kept: list[list[Common]] = []
    for group in groups:
        if kept and min(map(_extent, (group, kept[-1]))) < _LEAST:
            kept[-1].extend(group)
        else:
            kept.append(group)
    return kept


def _extent(group: Sequence[Common]) -> int:
    first, last = group[0], group[-1]
    return last.left_end - first.left_start + last.right_end - first.right_start


def _part(found: Found, group: Sequence[Common], *, first: bool, last: bool) -> Found:
    """The pair of stretches that a group of words spans; the outer ends are those of the passages."""
    left_start = found.left.start if first else group[0].left_start
    right_start = found.right.start if first else group[0].right_start
    left_end = found.left.end if last else group[-1].left_end
    right_end = found.right.end if last else group[-1].right_end
    return replace(
        found,
        left=_within(found.left, left_start, left_end),
        right=_within(found.right, right_start, right_end),
        common=tuple(group),
    )


def _within(passage: Passage, start: int, end: int) -> Passage:
    text = passage.text[start - passage.start : end - passage.start]
    return replace(passage, start=start, end=end, text=text)
