"""The day on which words were said, where a text tells the weekday."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import pair, read

from dedup import audit
from dedup.model import Article, Evidence, Verdict
from dedup.provenance import Tradition, cases, judge
from dedup.provenance import read as reading
from dedup.provenance.article.said_days import said_on

QUOTE = "we will open the line without delay"
# 4 March 2031 is a Tuesday.
FRIDAY = "2031-03-07"


def day_of(paragraph: str, published: str | None = FRIDAY, quote: str = QUOTE) -> str | None:
    dossier = read("a", f"It was a quiet week.\n\n{paragraph}\n\nNothing else happened.", "Alpha", published)
    found = said_on(dossier, pair(dossier, dossier, quote).left)
    if found is None:
        return None
    assert dossier.article.text[found.place.start : found.place.end].lower() in paragraph.lower()
    assert found.day.days is not None
    return found.day.days[0].isoformat()


@pytest.mark.parametrize(
    "paragraph",
    [
        f"On Tuesday, Arvo Kelm told the council that “{QUOTE}”, according to its minutes.",
        f"Speaking on Tuesday, Arvo Kelm said “{QUOTE}”.",
        f"“{QUOTE},” Arvo Kelm said on Tuesday.",
        f"“{QUOTE},” Arvo Kelm said Tuesday.",
        f"“{QUOTE},” Arvo Kelm told reporters in Sundholm on Tuesday.",
        f"“{QUOTE},” said Arvo Kelm on Tuesday.",
        f"“{QUOTE},” said Arvo May on Tuesday.",
    ],
)
def test_a_weekday_beside_the_saying_is_counted_back(paragraph: str) -> None:
    assert day_of(paragraph) == "2031-03-04"


def test_in_other_languages() -> None:
    quote = "wir werden die Strecke ohne Verzug öffnen"
    lead = "Der Rat tagte lange, und die Sitzung war die letzte des Jahres."
    assert day_of(f"{lead} „{quote}“, sagte Arvo Kelm am Dienstag in der Sitzung.", quote=quote) == "2031-03-04"


@pytest.mark.parametrize(
    "paragraph",
    [
        f"“{QUOTE},” Arvo Kelm said.",
        f"“{QUOTE},” Arvo Kelm said of Tuesday’s vote.",
        f"After Tuesday's vote Arvo Kelm said “{QUOTE}”.",
        f"“{QUOTE},” Arvo Kelm said. The council meets on Tuesday.",
        f"Arvo Kelm said the meeting on Tuesday was short: “{QUOTE}”.",
        f"“{QUOTE},” Arvo Kelm said ahead of talks on Tuesday.",
        f"“{QUOTE},” Arvo Kelm said before the vote due Tuesday.",
        f"Arvo Kelm said parliament would vote on Tuesday: “{QUOTE}”.",
        f"Arvo Kelm said talks on Tuesday will go on: “{QUOTE}”.",
        f"“{QUOTE},” Arvo Kelm told a hearing last Tuesday.",
        f"On Tuesday, Ada Pell said nothing. Arvo Kelm said “{QUOTE}”.",
        f"On Tuesday, Arvo Kelm said so. On Thursday, Arvo Kelm said more.\n\n“{QUOTE},” he said.",
    ],
)
def test_other_weekdays_tell_nothing(paragraph: str) -> None:
    assert day_of(paragraph) is None


def test_a_text_without_a_date_tells_no_day() -> None:
    assert day_of(f"“{QUOTE},” Arvo Kelm said on Tuesday.", None) is None


def test_the_day_of_publication_is_the_last_that_it_can_be() -> None:
    assert day_of(f"“{QUOTE},” Arvo Kelm said on Friday.") == FRIDAY
    assert day_of(f"“{QUOTE},” Arvo Kelm said on Saturday.") == "2031-03-01"


def test_dates_at_the_ends_of_time_are_no_failure() -> None:
    assert day_of(f"“{QUOTE},” Arvo Kelm said on Friday.", "0001-01-03") is None


@given(st.dates(min_value=date(1800, 1, 1)), st.integers(0, 6))
def test_it_is_within_the_week_that_ends_with_publication(published: date, number: int) -> None:
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[number]
    found = day_of(f"“{QUOTE},” Arvo Kelm said on {name}.", published.isoformat())
    assert found is not None
    day = date.fromisoformat(found)
    assert day.weekday() == number and timedelta() <= published - day < timedelta(days=7)


def _judged(first: str, second: str, dates: tuple[str | None, str | None]) -> tuple[Verdict, list[Evidence]]:
    left, right = read("a", first, "Alpha", dates[0]), read("b", second, "Beta", dates[1])
    verdict = judge(pair(left, right, QUOTE), left, right)
    return verdict, [item for item in verdict.ledger if item.signal == "timing.said-later"]


def test_what_was_said_after_the_other_text_was_published_is_another_statement() -> None:
    early = f"It was a quiet week.\n\n“{QUOTE},” Arvo Kelm said."
    late = f"It was a loud week.\n\n“{QUOTE},” Arvo Kelm told the council on Tuesday."
    apart, entries = _judged(early, late, ("2031-03-02", FRIDAY))
    assert [entry.origin for entry in entries] == ["left"] and entries[0].weights["independent-renderings"] < 0
    assert "“Tuesday”, 4 March 2031 or after" in entries[0].trigger
    (span,) = entries[0].spans
    assert (span.article, late[span.start : span.end]) == ("b", "Tuesday")
    # A day apart may be one day in two zones; without dates nothing is known.
    for dates in (("2031-03-03", FRIDAY), ("2031-03-05", FRIDAY), (None, FRIDAY), (None, None)):
        together, none = _judged(early, late, dates)
        assert not none
        assert together.probabilities["incidental"] < apart.probabilities["incidental"]
    _, mirrored = _judged(late, early, (FRIDAY, "2031-03-02"))
    assert [entry.origin for entry in mirrored] == ["right"]


def test_what_is_set_aside_for_another_occasion_says_so() -> None:
    early = f"It was a quiet week.\n\n“{QUOTE},” Arvo Kelm said."
    late = f"It was a loud week.\n\n“{QUOTE},” Arvo Kelm told the council on Tuesday."
    dated = [
        Article(id="a", text=early, outlet="Alpha", published="2031-03-02"),
        Article(id="b", text=late, outlet="Beta", published=FRIDAY),
    ]
    (aside,) = audit(dated).set_aside
    assert (aside.reason, aside.detail) == ("incidental", "said on another occasion")


def test_words_of_another_occasion_are_no_testimony_on_this_one() -> None:
    """Neither a third article's on the passage of two others, nor one passage's on the others of its pair."""
    other = "the bridge at Sundholm will be painted green before the autumn rain sets in"
    early = f"It was a quiet week.\n\n“{QUOTE},” Arvo Kelm said.\n\nThe council heard that {other}."
    also = f"It was a cold week.\n\n“{QUOTE},” Arvo Kelm said in the hall."
    late = f"It was a loud week.\n\n“{QUOTE},” Arvo Kelm told the council on Tuesday.\n\nIt heard that {other}."

    def told(first: str) -> tuple[list[str], list[str]]:
        dossiers = [
            read("a", early, "Alpha", first),
            read("b", also, "Beta", first),
            read("c", late, "Gamma", FRIDAY),
        ]
        opened = []
        for one, two in combinations(dossiers, 2):
            quotes = [QUOTE, other] if "b" not in (one.article.id, two.article.id) else [QUOTE]
            opened.append(cases([reading(pair(one, two, words), one, two) for words in quotes]))
        tradition = Tradition([case for some in opened for case in some])
        heard = tradition.witnesses(opened[0][0].reading.found)
        beside = opened[1][1].companions
        return [each.dossier.article.id for each in heard], [item.signal for item in beside]

    witnesses, companions = told("2031-03-05")
    assert witnesses == ["c"] and companions
    assert told("2031-03-02") == ([], [])
