"""Dates as texts write them: ``17 April 2023``, ``April 17, 2023``, ``17. April 2023``, ``2023年4月17日``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from dedup.ingest.words import any_of, words

_YEAR = r"(?P<{0}y>\d{{4}})"
_FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)")
_REACH = 60  # the longest weekday, day and month before a year


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A full date in a text, and the weekday (Monday is 0) written with it, if any."""

    start: int
    end: int
    day: date
    weekday: int | None

    @property
    def consistent(self) -> bool:
        """Whether the weekday is that of the date."""
        return self.weekday is None or self.weekday == self.day.weekday()


def mentions(text: str) -> tuple[Mention, ...]:
    """Every full date with its year, in order. ``04/05/2023`` may be either month and is left out."""
    found = (_mention(match) for begin, end in _windows(text) for match in _pattern().finditer(text, begin, end))
    return tuple(mention for mention in found if mention is not None)


def may_mention(text: str) -> bool:
    """Whether it is worth looking for a date: there is a number of four digits."""
    return _FOUR_DIGITS.search(text) is not None


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Where dates can stand: around numbers of four digits. The whole text takes 100 times as long."""
    begin = end = 0
    for match in _FOUR_DIGITS.finditer(text):
        if match.start() - _REACH > end:
            if end:
                yield begin, end
            begin = match.start() - _REACH
        end = match.end() + _REACH
    if end:
        yield max(0, begin), end


@cache
def _pattern() -> re.Pattern[str]:
    vocabulary = words()
    month = any_of(vocabulary.months)
    ordinal = rf"(?:{vocabulary.pattern('ordinals')}|[.º])?"
    particle = rf"(?:{vocabulary.pattern('particles')}\s+)?"
    era = rf"(?:\s?(?:{vocabulary.pattern('eras')})\b\.?)?"
    weekday = rf"(?:\b(?P<weekday>{any_of(vocabulary.weekdays)})\b\.?\)?,?\s+\(?)?"
    dates = (
        rf"(?P<ad>\d{{1,2}}){ordinal}\s+{particle}(?P<am>{month})\.?,?\s+{particle}{_YEAR.format('a')}{era}",
        rf"(?P<bm>{month})\.?\s+(?P<bd>\d{{1,2}}){ordinal},?\s+{_YEAR.format('b')}",
        rf"{_YEAR.format('c')}-(?P<cm>\d{{2}})-(?P<cd>\d{{2}})",
        rf"(?P<dd>\d{{1,2}})\.\s?(?P<dm>\d{{1,2}})\.\s?{_YEAR.format('d')}",
        rf"(?P<e1>\d{{1,2}})/(?P<e2>\d{{1,2}})/{_YEAR.format('e')}",
        rf"{_YEAR.format('f')}\s?[年년]\s?(?P<fm>\d{{1,2}})\s?[月월]\s?(?P<fd>\d{{1,2}})\s?[日일]",
    )
    return re.compile(rf"(?<![\w.]){weekday}(?:{'|'.join(dates)})(?!\d)", re.IGNORECASE)


def _mention(match: re.Match[str]) -> Mention | None:
    groups = match.groupdict()
    if groups["e1"]:
        first, second = int(groups["e1"]), int(groups["e2"])
        if first <= 12 and second <= 12 and first != second:
            return None
        year, month, day = int(groups["ey"]), min(first, second), max(first, second)
    else:
        form = next(form for form in "abcdf" if groups[f"{form}d"])
        name = groups[f"{form}m"]
        folded = " ".join(name.casefold().split())
        month = int(name) if name.isdigit() else words().months[folded]
        year, day = int(groups[f"{form}y"]), int(groups[f"{form}d"])
    try:
        when = date(year, month, day)
    except ValueError:
        return None
    name = groups["weekday"]
    return Mention(match.start(), match.end(), when, None if name is None else words().weekdays[name.casefold()])
