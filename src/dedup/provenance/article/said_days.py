"""The day on which words were said, where the text tells the weekday: "On Tuesday, Li told", "Li said on Tuesday"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from typing import NamedTuple

from dedup.dates import WESTMOST, Interval, parse_published
from dedup.errors import DateError
from dedup.model import Passage, Span
from dedup.provenance.language.lexicon import load
from dedup.provenance.language.naming import same_person
from dedup.provenance.language.words import follows_quotation
from dedup.provenance.view import Dossier, Speech, speaker_of
from dedup.text.positions import block_at, span_at

_NEAR = 60  # characters between a verb of saying and its day
# "said the talks on Tuesday would go on": that is the day of the talks.
_CLAUSE = re.compile(
    r"\s*(?:that|the|this|these|those|his|her|their|its|it|he|she|they|we|a|an|no|there)\b", re.IGNORECASE
)

# "said ahead of the vote on Tuesday", "said parliament would meet on Tuesday", "last Tuesday", "said talks on Tuesday
# will go on": that is a day to come, or one of the week before. In small letters: "said Will May on Tuesday" is a name.
_ANOTHER_DAY = re.compile(
    r"\b(?:ahead|before|prior|until|till|due|next|coming|last|past|previous|will|would|shall|should|can|could|may|might"
    r"|must|bis|vor|nächste[nr]?|kommende[nr]?|letzte[nr]?|vergangene[nr]?|vorige[nr]?)\b"
)
_TO_COME = re.compile(r"\s+(?:will|would|shall|should|can|could|may|might|must)\b")


class SaidOn(NamedTuple):
    """Where a weekday stands, and the earliest day that it may be."""

    place: Span
    day: Interval


def said_on(dossier: Dossier, passage: Passage) -> SaidOn | None:
    """On which day a passage was said, or after it; None where the text tells none, or two.

    News names a bare weekday within the week that follows it, so it is counted back from the earliest day on which the
    article may have been published.
    """
    published = dossier.article.published
    if published is None:
        return None
    told = dict(_weekdays(dossier, passage))
    if len(told) != 1:
        return None
    ((number, place),) = told.items()
    # Where no days are given, the day somewhere on Earth at the earliest instant.
    last = published.days[0] if published.days else (published.earliest - WESTMOST).date()
    try:
        day = parse_published(last - timedelta(days=(last.weekday() - number) % 7))
    except (DateError, OverflowError):
        return None
    return SaidOn(place, day) if day is not None else None


def _weekdays(dossier: Dossier, passage: Passage) -> Iterator[tuple[int, Span]]:
    """Every weekday by its number (Monday is 0) that stands with the saying of a passage.

    The sayings in its sentence come before others by its speaker in the paragraph.
    """
    text = dossier.article.text
    block = block_at(dossier.outline, passage.start, len(text))
    speaker = speaker_of(dossier, passage)
    if speaker is None:
        return
    sayings = [
        speech
        for speech in dossier.speeches
        if block.start <= speech.place.start < block.end and same_person(speech.speaker, speaker)
    ]
    sentence = span_at(dossier.outline.sentences, passage.start) or block
    for speech in [each for each in sayings if each.place.overlap(sentence)] or sayings:
        found = _beside(dossier, speech)
        if found is not None:
            yield found


def _beside(dossier: Dossier, speech: Speech) -> tuple[int, Span] | None:
    """The weekday of one saying: behind its verb, or at the head of its sentence."""
    text, place = dossier.article.text, speech.place
    sentence = span_at(dossier.outline.sentences, place.start) or block_at(dossier.outline, place.start, len(text))
    before, after, numbers = _patterns()
    hit = after.match(text, place.end, min(place.end + _NEAR, max(sentence.end, place.end)))
    if hit is not None and (
        _is_another(text, hit) or (_CLAUSE.match(text, place.end) and not _is_inverted(text, speech))
    ):
        hit = None
    hit = hit or before.match(text, sentence.start, place.start)
    if hit is None:
        return None
    return numbers[hit["day"].lower()], Span(hit.start("day"), hit.end("day"))


def _is_another(text: str, hit: re.Match[str]) -> bool:
    """Whether a weekday behind a verb of saying is one of which the words that were said tell."""
    return bool(_ANOTHER_DAY.search(text, hit.start(), hit.start("day")) or _TO_COME.match(text, hit.end("day")))


def _is_inverted(text: str, speech: Speech) -> bool:
    """Whether the verb follows what it says, so that whoever says it comes next: "…”, said the mayor on Tuesday"."""
    return follows_quotation(text, speech.place.start)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], Mapping[str, int]]:
    numbers = {name: number for number, names in enumerate(load("edits.toml")["weekdays"]) for name in names}
    names = "|".join(sorted(map(re.escape, numbers), key=lambda name: (-len(name), name)))
    day = rf"(?P<day>{names})(?!\w|['’-]\w)"
    return (
        # At most one word and a short one come before it: "Speaking on Tuesday", "Late on Tuesday", "Am Dienstag".
        re.compile(rf"\W*(?:(?:speaking|late|later|early|earlier)\s+)?(?:\w{{1,3}}\s+)?{day}", re.IGNORECASE),
        # At most five words and no mark stand between: "told reporters in Moscow on Tuesday".
        re.compile(rf"(?:\s+[\w'’-]+){{0,5}}?\s+{day}", re.IGNORECASE),
        numbers,
    )
