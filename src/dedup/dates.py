"""Publication dates as intervals of time.

A date is often a day, a guess or absent, so a publication time is an interval of instants in UTC.
A day is that day in any zone (UTC+14 to UTC−12); a time without a zone is uncertain by the zones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dedup.errors import DateError

# What inputs call a publication date, the preferred name first.
PUBLISHED_NAMES = ("published", "date", "newsdate")

# The zones of the world reach from UTC+14 (Kiribati) to UTC−12 (Baker Island).
_EASTMOST = timedelta(hours=14)
WESTMOST = timedelta(hours=12)
_MONTH = re.compile(r"\d{4}-\d{2}\Z")
_TIME = re.compile(r"[Tt ]\d")
_YEAR = re.compile(r"\d{4}\Z")
# The names that `strftime` gives depend on the locale.
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """The instants between which something was published; both ends are inclusive and in UTC."""

    earliest: datetime
    latest: datetime

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise DateError(f"interval ends before it begins: {self}")

    def __str__(self) -> str:
        return f"{_iso(self.earliest)}/{_iso(self.latest)}"

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and last of the days, in whatever zone, that the interval is; None where it is no such days."""
        first, end = _shifted(self.earliest, _EASTMOST), _shifted(self.latest, -WESTMOST)
        if first.time() == end.time() == time() and first < end:
            return first.date(), end.date() - timedelta(days=1)
        return None

    @property
    def zoneless(self) -> datetime | None:
        """The time of which no zone is known that the interval is; None where it is no such time."""
        first, last = _shifted(self.earliest, _EASTMOST), _shifted(self.latest, -WESTMOST)
        return first.replace(tzinfo=None) if first == last else None

    @property
    def calendar(self) -> tuple[date, date]:
        """The first and last day as they were probably given: those of an instant are in UTC."""
        if self.days:
            return self.days
        if self.zoneless:
            return self.zoneless.date(), self.zoneless.date()
        return self.earliest.date(), self.latest.date()

    def before(self, other: Interval) -> bool:
        """Whether every instant of this interval lies before every instant of the other."""
        return self.latest < other.earliest

    def probability_before(self, other: Interval) -> float:
        """P(an instant of this < an instant of the other), both uniform over their intervals."""
        if self.before(other):
            return 1.0
        if other.before(self):
            return 0.0
        a0, a1 = self.earliest.timestamp(), self.latest.timestamp()
        b0, b1 = other.earliest.timestamp(), other.latest.timestamp()
        if a0 == a1 and b0 == b1:
            return 0.5
        if a0 == a1:
            return (b1 - a0) / (b1 - b0)
        if b0 == b1:
            return (b0 - a0) / (a1 - a0)
        # P(A<B) = the mean over B of A's distribution function, which is piecewise linear.
        low, high = max(a0, b0), min(a1, b1)
        area = ((high - a0) ** 2 - (low - a0) ** 2) / (2 * (a1 - a0)) + max(0.0, b1 - a1)
        return min(1.0, max(0.0, area / (b1 - b0)))


def days_of(published: Iterable[Interval]) -> tuple[date, date] | None:
    """The first and last of the days on which things were published; None where there is nothing.

    Not those of the bounds: a day reaches, in some zone, into the days beside it.

    >>> [str(day) for day in days_of([_parse_one("2023-04-16"), _parse_one("2023-04-17T05:00Z")])]
    ['2023-04-16', '2023-04-17']
    """
    days = [each.calendar for each in published]
    return (min(first for first, _ in days), max(last for _, last in days)) if days else None


Datelike = str | date | datetime | Interval | None


def parse_published(value: Datelike) -> Interval | None:
    """Read a publication date.

    Takes an ISO 8601 date, date-time or interval ``a/b``, a year, a month (``2023-04``), a `date`,
    a `datetime`, an `Interval` or ``None``. Raises `DateError` for anything else.

    >>> str(parse_published("2023-04-16T10:00:00Z"))
    '2023-04-16T10:00:00Z/2023-04-16T10:00:00Z'
    >>> str(parse_published("2023-04-16"))
    '2023-04-15T10:00:00Z/2023-04-17T12:00:00Z'
    """
    if value is None or isinstance(value, Interval):
        return value
    if isinstance(value, datetime):
        if value != value:  # pandas has NaT for no date, which is a datetime
            return None
        return _from_datetime(value)
    if isinstance(value, date):
        return _from_days(value, value)
    if not isinstance(value, str):
        raise DateError(f"a date is text, a date or a datetime, not {type(value).__name__}")
    text = value.strip()
    if not text:
        return None
    if "/" in text:
        first, _, second = text.partition("/")
        begin, end = _parse_one(first.strip()), _parse_one(second.strip())
        # Days overlap by the zones: an end that lies before the beginning by both bounds is one too.
        if begin.earliest > end.latest or (begin.earliest > end.earliest and begin.latest > end.latest):
            raise DateError(f"interval ends before it begins: {_shown(text)}")
        return Interval(begin.earliest, end.latest)
    return _parse_one(text)


def _parse_one(text: str) -> Interval:
    try:
        if _YEAR.match(text):
            return _from_days(date(int(text), 1, 1), date(int(text), 12, 31))
        if _MONTH.match(text):
            first = date.fromisoformat(text + "-01")
            last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            return _from_days(first, last)
        if len(text) <= 10 and "T" not in text:
            day = date.fromisoformat(text)
            return _from_days(day, day)
        # Python takes any character for the T, a digit too: a long number is no date.
        if not _TIME.search(text):
            raise ValueError(text)
        return _from_datetime(datetime.fromisoformat(text))
    except (ValueError, OverflowError) as error:
        raise DateError(f"not an ISO date, date-time or interval: {_shown(text)}") from error


def _from_days(first: date, last: date) -> Interval:
    try:
        return Interval(
            datetime.combine(first, time(), UTC) - _EASTMOST,
            datetime.combine(last, time(), UTC) + timedelta(days=1) + WESTMOST,
        )
    except OverflowError as error:
        raise DateError(f"date out of range: {first}") from error


def _from_datetime(value: datetime) -> Interval:
    try:
        if value.tzinfo is None:
            utc = value.replace(tzinfo=UTC)
            return Interval(utc - _EASTMOST, utc + WESTMOST)
        utc = value.astimezone(UTC)
    except (OverflowError, ValueError) as error:
        raise DateError(f"date out of range: {value}") from error
    return Interval(utc, utc)


def in_words(interval: Interval) -> str:
    """An interval as one writes it in a sentence: what was probably given, a day, a month, a time, or its two ends.

    >>> in_words(Interval(datetime(2023, 4, 16, 8, tzinfo=UTC), datetime(2023, 4, 16, 9, tzinfo=UTC)))
    '16 April 2023, between 08:00 and 09:00 UTC'
    >>> in_words(_parse_one("2023-04")), in_words(_parse_one("2023-04-16"))
    ('in April 2023', '16 April 2023')
    """
    if interval.zoneless:
        return f"{instant_in_words(interval.zoneless)}, time zone unknown"
    if interval.days:
        return _days_in_words(*interval.days)
    start, end = interval.earliest, interval.latest
    if _clock(start) == _clock(end) and start.date() == end.date():
        return f"{instant_in_words(start)} UTC"
    if start.date() == end.date():
        return f"{_day(start)}, between {_clock(start)} and {_clock(end)} UTC"
    return f"between {instant_in_words(start)} and {instant_in_words(end)} UTC"


def instant_in_words(instant: datetime) -> str:
    """``16 April 2023, 08:00``, in the zone that it has; seconds only where there are some."""
    return f"{_day(instant)}, {_clock(instant)}"


def _days_in_words(first: date, last: date) -> str:
    if first == last:
        return _day(first)
    if first.year == last.year and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"in {first.year}"
    if (first.year, first.month) != (last.year, last.month):
        return f"{_day(first)} to {_day(last)}"
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        return f"in {_MONTHS[first.month - 1]} {first.year}"
    return f"{first.day} to {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _clock(instant: datetime) -> str:
    return instant.strftime("%H:%M:%S" if instant.second else "%H:%M")


def _shifted(instant: datetime, by: timedelta) -> datetime:
    try:
        return instant + by
    except OverflowError:
        return instant


def _iso(instant: datetime) -> str:
    return instant.isoformat(timespec="auto").replace("+00:00", "Z")


def _shown(text: str) -> str:
    return ascii(text if len(text) <= 60 else text[:57] + "…")
