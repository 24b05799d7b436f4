"""Articles published months apart: what few words they share is chance, unless both name whose they are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import pair, read

from dedup import audit
from dedup.model import Article, Verdict
from dedup.provenance import judge
from dedup.provenance.signals.timing import apart, bounds
from dedup.provenance.view import Dossier

PHRASE = "the lesser of two evils"
FIRST = date(2031, 3, 4)


def dossiers(days: int, one: str, other: str) -> tuple[Dossier, Dossier]:
    later = (FIRST + timedelta(days=days)).isoformat()
    return read("a", one, "Alpha Times", FIRST.isoformat()), read("b", other, "Beta Post", later)


def verdict(days: int, one: str, other: str, words: str = PHRASE) -> Verdict:
    left, right = dossiers(days, one, other)
    return judge(pair(left, right, words), left, right)


PELL = f"The dam was full. “It was {PHRASE},” Ada Pell said of the sluice that she had opened."
ROSS = f"The choir sang on. “We chose {PHRASE},” Bob Ross said of the two hymns that he knew."
PELL_AGAIN = f"The dam was full again. “It was {PHRASE},” Ada Pell said once of the sluice."


def signals(found: Verdict) -> dict[str, float]:
    return {item.signal: item.strength for item in found.ledger if item.signal in LONG}


LONG = ("timing.long-apart", "timing.quoted-again")


def test_few_words_of_two_speakers_are_chance() -> None:
    near, far = verdict(2, PELL, ROSS), verdict(200, PELL, ROSS)
    assert signals(near) == {} and signals(far) == {"timing.long-apart": 1.0}
    assert near.label != "incidental" and far.label == "incidental"


def test_those_of_one_speaker_are_quoted_again() -> None:
    near, far = verdict(2, PELL, PELL_AGAIN), verdict(200, PELL, PELL_AGAIN)
    assert signals(far) == {"timing.quoted-again": 1.0}
    assert far.label != "incidental"
    assert far.probabilities["independent-renderings"] < near.probabilities["independent-renderings"]
    assert far.probabilities["incidental"] == pytest.approx(near.probabilities["incidental"], abs=0.1)


def test_many_words_are_no_chance_however_long_apart() -> None:
    words = (
        "the sluice had been opened in the night by two men whom nobody had sent there and the water went down the "
        "valley before anybody in the lower town had been warned of it"
    )
    found = verdict(900, f"It rained. All knew that {words}.", f"The choir sang. Yet {words}.", words)
    assert signals(found) == {"timing.long-apart": 1.0}
    assert found.probabilities["incidental"] <= 0.45 and found.label != "incidental"


@given(st.integers(0, 4_000), st.integers(0, 4_000))
def test_the_longer_apart_the_more_it_says(one: int, other: int) -> None:
    strengths = []
    for days in sorted((one, other)):
        left, right = dossiers(days, PELL, ROSS)
        first, second = bounds(left.article), bounds(right.article)
        assert apart(first, second) == apart(second, first)
        strengths.append(apart(first, second))
    assert 0.0 <= strengths[0] <= strengths[1] <= 1.0


@pytest.mark.parametrize(("days", "strength"), [(0, 0.0), (20, 0.0), (60, 0.6), (123, 1.0), (400, 1.0)])
def test_a_month_is_little_and_four_are_all(days: int, strength: float) -> None:
    left, right = dossiers(days, PELL, ROSS)
    assert apart(bounds(left.article), bounds(right.article)) == pytest.approx(strength, abs=0.05)


def test_without_dates_it_says_nothing() -> None:
    left, right = read("a", PELL, "Alpha Times", None), read("b", ROSS, "Beta Post", None)
    assert apart(bounds(left.article), bounds(right.article)) == 0.0
    assert signals(judge(pair(left, right, PHRASE), left, right)) == {}


@pytest.mark.parametrize(("days", "counts"), [(1, True), (200, False)])
def test_an_audit_sets_such_words_aside(days: int, counts: bool) -> None:
    texts = (("a", PELL, FIRST), ("b", ROSS, FIRST + timedelta(days=days)))
    report = audit(Article(id=id, text=text, outlet=f"{id} Post", published=day.isoformat()) for id, text, day in texts)
    shown = [match for match in report.matches if PHRASE in match.left.text]
    aside = [item for item in report.set_aside if PHRASE in item.match.left.text]
    assert (len(shown), len(aside)) == ((1, 0) if counts else (0, 1))
    assert all(item.reason == "incidental" for item in aside)
