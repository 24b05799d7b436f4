"""Publication dates as intervals: what is read, what is refused, and which comes first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.dates import Interval, days_of, in_words, parse_published
from dedup.errors import DateError

NOON = datetime(2023, 4, 16, 12, tzinfo=UTC)


def parsed(value: object) -> str:
    return str(parse_published(value))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value, expected",
    [
        ("2023-04-16", "2023-04-15T10:00:00Z/2023-04-17T12:00:00Z"),
        (date(2023, 4, 16), "2023-04-15T10:00:00Z/2023-04-17T12:00:00Z"),
        ("20230416", "2023-04-15T10:00:00Z/2023-04-17T12:00:00Z"),
        ("2023-04", "2023-03-31T10:00:00Z/2023-05-01T12:00:00Z"),
        ("2024-02", "2024-01-31T10:00:00Z/2024-03-01T12:00:00Z"),
        ("2023-12", "2023-11-30T10:00:00Z/2024-01-01T12:00:00Z"),
        ("2023", "2022-12-31T10:00:00Z/2024-01-01T12:00:00Z"),
        ("2023-04-16T10:00Z", "2023-04-16T10:00:00Z/2023-04-16T10:00:00Z"),
        ("2023-04-16T10:00+02:00", "2023-04-16T08:00:00Z/2023-04-16T08:00:00Z"),
        ("2023-04-16 10:00", "2023-04-15T20:00:00Z/2023-04-16T22:00:00Z"),
        (datetime(2023, 4, 16, 10), "2023-04-15T20:00:00Z/2023-04-16T22:00:00Z"),
        (datetime(2023, 4, 16, 10, tzinfo=timezone(timedelta(hours=-5))), "2023-04-16T15:00:00Z/2023-04-16T15:00:00Z"),
        (" 2023-04-16T10:00Z / 2023-04-16T11:00Z ", "2023-04-16T10:00:00Z/2023-04-16T11:00:00Z"),
        ("2023-04-16/2023-04-18", "2023-04-15T10:00:00Z/2023-04-19T12:00:00Z"),
        ("2023-04-16/2023-04-16", "2023-04-15T10:00:00Z/2023-04-17T12:00:00Z"),
    ],
)
def test_what_is_read(value: object, expected: str) -> None:
    assert parsed(value) == expected


@pytest.mark.parametrize(
    "value, expected",
    [
        ("2023-04-16", "16 April 2023"),
        ("2023-04", "in April 2023"),
        ("2024-02", "in February 2024"),
        ("2023", "in 2023"),
        ("2022/2023", "1 January 2022 to 31 December 2023"),
        ("2023-04-16/2023-04-18", "16 to 18 April 2023"),
        ("2023-04-30/2023-05-01", "30 April 2023 to 1 May 2023"),
        ("2023-04-01/2023-04-29", "1 to 29 April 2023"),
        ("2023-04-16T08:00Z", "16 April 2023, 08:00 UTC"),
        ("2023-04-16T01:00+02:00", "15 April 2023, 23:00 UTC"),
        ("2023-04-16T08:00:30Z", "16 April 2023, 08:00:30 UTC"),
        ("2023-04-16 08:00", "16 April 2023, 08:00, time zone unknown"),
        ("2023-04-16T08:00Z/2023-04-16T09:00Z", "16 April 2023, between 08:00 and 09:00 UTC"),
        ("2023-04-16T23:00Z/2023-04-17T01:00Z", "between 16 April 2023, 23:00 and 17 April 2023, 01:00 UTC"),
        ("2023-04-16T08:00:00.1Z/2023-04-16T08:00:00.9Z", "16 April 2023, 08:00 UTC"),
        (
            str(Interval(datetime.min.replace(tzinfo=UTC), NOON)),
            "between 1 January 1, 00:00 and 16 April 2023, 12:00 UTC",
        ),
    ],
)
def test_a_date_in_words(value: str, expected: str) -> None:
    interval = parse_published(value)
    assert interval is not None and in_words(interval) == expected


@given(st.dates(min_value=date(2, 1, 1), max_value=date(9998, 12, 31)))
def test_a_day_is_that_day_and_a_time_without_a_zone_that_time(day: date) -> None:
    found, time = parse_published(day), parse_published(datetime.combine(day, NOON.time()))
    assert found is not None and found.days == (day, day) and found.zoneless is None
    assert time is not None and time.days is None and time.zoneless == datetime.combine(day, NOON.time())


@pytest.mark.parametrize("value", [None, "", "  \n"])
def test_no_date_is_none(value: str | None) -> None:
    assert parse_published(value) is None


def test_an_interval_is_taken_as_it_is() -> None:
    interval = Interval(NOON, NOON + timedelta(hours=1))
    assert parse_published(interval) is interval
    assert parse_published(str(interval)) == interval


@pytest.mark.parametrize(
    "value",
    [
        "yesterday", "2023-02-30", "2023-13", "2023-13-01", "0000", "16.04.2023", "/", "2023-04-16/", "/2023-04-16",
        "2023-04-18/2023-04-16", "2023/04/16", "20230416x101112", "0001-01-01",
        "9999-12-31", "9999", "0001", "0001-01-01T00:00+14:00",
        "9999-12-31T23:59-12:00", "\ud800", "1" * 5_000, 20230416, 1.5, True, b"2023-04-16", ["2023-04-16"],
    ],
)  # fmt: skip
def test_what_is_refused_is_a_date_error(value: object) -> None:
    with pytest.raises(DateError) as caught:
        parse_published(value)  # type: ignore[arg-type]
    assert len(str(caught.value)) < 200 and str(caught.value).isascii()


@given(
    st.text(max_size=20) | st.from_regex(r"\d{4}(-\d{2}){0,2}([T ]\d{2}:\d{2})?(Z|[+-]\d{2}:\d{2})?", fullmatch=True)
)
def test_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    try:
        found = parse_published(text)
    except DateError:
        return
    assert found is None or (found.earliest <= found.latest and found.earliest.tzinfo is not None)
    assert found is None or parse_published(str(found)) == found


def test_an_interval_cannot_end_before_it_begins() -> None:
    with pytest.raises(DateError):
        Interval(NOON, NOON - timedelta(seconds=1))


def test_before_needs_every_instant_to_be_before() -> None:
    day, later, hour = (parse_published(text) for text in ("2023-04-16", "2023-04-20", "2023-04-16T12:00Z"))
    assert day and later and hour
    assert day.before(later) and not later.before(day)
    assert not day.before(hour) and not hour.before(day)
    assert not hour.before(hour)


def interval(start: float, length: float) -> Interval:
    return Interval(NOON + timedelta(hours=start), NOON + timedelta(hours=start + length))


def test_the_probability_of_being_first() -> None:
    assert interval(0, 1).probability_before(interval(2, 1)) == 1.0
    assert interval(2, 1).probability_before(interval(0, 1)) == 0.0
    assert interval(0, 0).probability_before(interval(0, 0)) == 0.5
    assert interval(0, 4).probability_before(interval(0, 4)) == pytest.approx(0.5)
    assert interval(1, 0).probability_before(interval(0, 4)) == pytest.approx(0.75)
    assert interval(0, 4).probability_before(interval(1, 0)) == pytest.approx(0.25)
    assert interval(0, 4).probability_before(interval(2, 4)) == pytest.approx(1 - 0.5 * 0.5 / 2)
    assert interval(0, 10).probability_before(interval(4, 2)) == pytest.approx(0.5)


hours = st.integers(0, 12)


@given(hours, hours, hours, hours)
def test_the_probability_is_the_count_over_a_grid(a: int, la: int, b: int, lb: int) -> None:
    one, two = interval(a, la), interval(b, lb)
    steps = 60
    at = [[start + length * (2 * k + 1) / (2 * steps) for k in range(steps)] for start, length in ((a, la), (b, lb))]
    counted = sum((x < y) + 0.5 * (x == y) for x in at[0] for y in at[1]) / steps**2
    assert one.probability_before(two) == pytest.approx(counted, abs=0.03)
    assert one.probability_before(two) + two.probability_before(one) == pytest.approx(1.0)


def test_no_time_is_no_date() -> None:
    """pandas has a datetime for a gap, which nothing equals, not even itself."""

    class NotATime(datetime):
        def __eq__(self, other: object) -> bool:
            return False

        def __ne__(self, other: object) -> bool:
            return True

        __hash__ = datetime.__hash__

    assert parse_published(NotATime(2031, 3, 4)) is None


@pytest.mark.parametrize(
    ("published", "days"),
    [
        ([], None),
        (["2033-06-03"], ("2033-06-03", "2033-06-03")),
        (["2033-06-03", "2033-06-04T05:00Z"], ("2033-06-03", "2033-06-04")),
        (["2033-06-04T23:59", "2033-06-03T23:59Z"], ("2033-06-03", "2033-06-04")),
        (["2033-06", "2033-07-02/2033-07-04"], ("2033-06-01", "2033-07-04")),
        (["2033-06-03T20:00Z/2033-06-05T01:00Z"], ("2033-06-03", "2033-06-05")),
    ],
)
def test_the_days_of_several_are_those_that_were_given(published: list[str], days: tuple[str, str] | None) -> None:
    intervals = [interval for value in published if (interval := parse_published(value)) is not None]
    assert days_of(intervals) == (days and tuple(map(date.fromisoformat, days)))
