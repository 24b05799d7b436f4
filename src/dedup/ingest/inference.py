"""What a text says about itself: where it appeared and when. A wrong guess is worse than none.

Only a line that is plainly a credit, a byline or a dateline counts; where two of them disagree, nothing does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from dedup.dates import Interval, parse_published
from dedup.errors import DateError
from dedup.ingest import outlets
from dedup.ingest.mentions import Mention, may_mention, mentions
from dedup.ingest.words import words

_ENDS = 4_000  # characters looked at on either end
_LINE = 200
_HEAD_LINES = 5
_TAIL_LINES = 4
_LEAD = 1_500
_NEAR = 40  # from "wrapped up" to its day: "told reporters in Moscow on Wednesday, …"
_WEEK = timedelta(days=6)
_SEPARATOR = re.compile(r"\s*[•|·—–\t]\s*|\s+-+\s+")
_TIME = re.compile(
    r"[,\s]*(?:(?:at|um|à|alle|kl\.?)\s+)?(?P<h>[01]?\d|2[0-3])[:.h](?P<m>[0-5]\d)(?::[0-5]\d)?"
    r"\s*(?P<half>[ap]\.?\s?m\.?)?(?:\s*(?:Uhr|hrs))?\s*\(?(?P<zone>(?-i:Z|[+-]\d\d:\d\d|[A-Z]{2,5}\b))?\)?",
    re.IGNORECASE,
)
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=[/._-]|\Z)")
_SENTENCE_END = re.compile(r"[.!?。！？](?=\s|\Z)|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """What the text says; `None` where it says nothing certain."""

    outlet: str | None = None
    published: Interval | None = None


def infer(text: str, *, url: str | None = None) -> Inferred:
    """Read the outlet and the date off a text and its address.

    >>> infer("By A. Reporter • 17 April 2023\\n\\nThe bridge opened.\\n\\nSource: CNN").outlet
    'CNN'
    """
    head = _lines(text[:_ENDS])[: _HEAD_LINES + 1]
    tail = _lines(text[-_ENDS:])[-_TAIL_LINES:]
    host = None if url is None else outlets.from_url(url)
    return Inferred(outlet=host or outlets.from_text(head, tail), published=_published(text, head, tail, url))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _published(text: str, head: Sequence[str], tail: Sequence[str], url: str | None) -> Interval | None:
    stated = _stated(head, tail)
    address = None if url is None else _url_day(url)
    if stated is not None and address is not None:
        when = _day(address)
        # The day of an address may be that of another zone; further apart one of them is something else.
        near = when is not None and abs(stated.earliest - when.earliest) <= timedelta(days=2)
        return stated if near else None
    if stated is not None:
        return stated
    if address is not None:
        return _day(address)
    return _from_weekday(text)


def _day(day: date) -> Interval | None:
    return _parsed(day.isoformat())


def _parsed(value: str) -> Interval | None:
    try:
        return parse_published(value)
    except DateError:  # at the ends of the calendar
        return None


def _stated(head: Sequence[str], tail: Sequence[str]) -> Interval | None:
    """The one date that bylines, date lines and datelines give."""
    found: dict[date, str] = {}
    labelled: dict[date, str] = {}
    for line in head:
        if len(line) <= _LINE:
            for day, value, label in _date_line(line):
                found.setdefault(day, value)
                if "T" in value:
                    found[day] = value
                if label:
                    labelled.setdefault(day, value)
        dateline = _dateline(line)
        if dateline is not None:
            found.setdefault(dateline, dateline.isoformat())
    for line in tail:
        if len(line) <= _LINE:
            labelled.update({day: value for day, value, label in _date_line(line) if label})
    chosen = {day: found.get(day, value) for day, value in labelled.items()} or found
    return _parsed(next(iter(chosen.values()))) if len(chosen) == 1 else None


@cache
def _label_pattern() -> re.Pattern[str]:
    vocabulary = words()
    return re.compile(
        rf"(?:(?P<updated>{vocabulary.pattern('updated')})|(?P<published>{vocabulary.pattern('published')}))"
        r"(?:\s*[:：]\s*|\s+)",
        re.IGNORECASE,
    )


@cache
def _byline() -> re.Pattern[str]:
    return re.compile(rf"{words().pattern('by')}\s+\S", re.IGNORECASE)


def _date_line(line: str) -> list[tuple[date, str, bool]]:
    """The dates of a line that consists of such things: the day, its ISO form with the time, whether it is labelled."""
    found: list[tuple[date, str, bool]] = []
    if not may_mention(line):
        return found
    for segment in _SEPARATOR.split(line):
        at = 0
        label = _label_pattern().match(segment)
        if label is not None:
            if label["updated"]:
                continue
            at = label.end()
        mention = next(iter(mentions(segment)), None)
        if mention is None:
            time = _TIME.fullmatch(segment)
            if time is not None and found and "T" not in found[-1][1]:
                day, value, labelled = found[-1]
                found[-1] = (day, _with_time(day, time), labelled)
            continue
        before = segment[at : mention.start].strip(" ,:(")
        if before and not (_byline().match(before) and len(before.split()) <= 8) or not mention.consistent:
            continue
        time = _TIME.match(segment, mention.end)
        rest = segment[time.end() if time else mention.end :].strip(" ,.)")
        if rest and not _byline().match(rest) and not _label_pattern().match(rest + " "):
            continue
        value = _with_time(mention.day, time) if time else mention.day.isoformat()
        found.append((mention.day, value, label is not None))
    return found


def _with_time(day: date, time: re.Match[str]) -> str:
    hour, minute = int(time["h"]), int(time["m"])
    half = (time["half"] or "")[:1].casefold()
    if half:
        if not 1 <= hour <= 12:
            return day.isoformat()
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = (time["zone"] or "").upper()
    # Letters such as EST or IST stand for several zones: without one the time is uncertain by the zones.
    offset = "+00:00" if zone in ("Z", "UTC", "GMT") else zone if zone[:1] in ("+", "-") else ""
    return f"{day.isoformat()}T{hour:02}:{minute:02}{offset}"


@cache
def _after_dateline() -> re.Pattern[str]:
    return re.compile(r"\)?\s*(?P<agency>\([^()\n]{2,40}\)|/[^/\n]{2,30}/)?\)?\s*(?:—|–|--|-|:)\s")


def _dateline(line: str) -> date | None:
    """The date of ``MOSCOW, April 17, 2023 (Reuters) — …``. One without a year tells no date."""
    mention = next(iter(mentions(line[:_LINE])), None)
    if mention is None or not mention.consistent:
        return None
    place = line[: mention.start].strip(" ,(")
    after = _after_dateline().match(line, mention.end)
    if not place or after is None or len(place) > 60 or re.search(r"[.!?:\d“”\"]\s", place):
        return None
    bracketed = line.startswith("(")
    return mention.day if place.isupper() or after["agency"] or bracketed else None


def _url_day(url: str) -> date | None:
    found = {match.groups() for match in _URL_DAY.finditer(url[:2_000])}
    if len(found) != 1:
        return None
    try:
        year, month, day = (int(part) for part in found.pop())
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _cues() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    vocabulary = words()
    return (
        re.compile(rf"\b{vocabulary.pattern('past')}\b", re.IGNORECASE),
        re.compile(rf"\b{vocabulary.pattern('future')}\b", re.IGNORECASE),
        re.compile(rf"\b{vocabulary.pattern('picture')}\b", re.IGNORECASE),
    )


def _from_weekday(text: str) -> Interval | None:
    """``wrapped up on Wednesday`` where the text dates that Wednesday: from that day to six days later.

    News names a bare weekday within the week it happened. The date must stand beside its weekday in the
    lead, told as past, outside of captions, and be the latest the text gives; otherwise nothing is narrowed.
    """
    past, future, picture = _cues()
    lead = [
        mention
        for mention in mentions(text[:_LEAD])
        if mention.weekday is not None and not picture.search(_line(text, mention))
    ]
    if not lead or not all(mention.consistent for mention in lead):
        return None
    latest = max(lead, key=lambda mention: mention.day)
    if any(mention.day > latest.day for mention in mentions(text)):
        return None
    if any(int(year) > latest.day.year for year in re.findall(r"\b(?:19|20)\d\d\b", text)):
        return None
    sentence = _sentence(text, latest)
    if not past.search(text, max(0, latest.start - _NEAR), latest.start) or future.search(sentence):
        return None
    try:
        return parse_published(f"{latest.day.isoformat()}/{(latest.day + _WEEK).isoformat()}")
    except (DateError, OverflowError):
        return None


def _line(text: str, mention: Mention) -> str:
    end = text.find("\n", mention.end)
    return text[text.rfind("\n", 0, mention.start) + 1 : end if end >= 0 else len(text)]


def _sentence(text: str, mention: Mention) -> str:
    begin = max((match.end() for match in _SENTENCE_END.finditer(text[: mention.start])), default=0)
    end = _SENTENCE_END.search(text, mention.end)
    return text[begin : end.start() if end else len(text)]
