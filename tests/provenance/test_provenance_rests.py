"""What articles have beside the words they share: one that has all of it from others is where nothing began."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from provenance_pairs import flipped, mirrored, pair, read

from dedup.dates import Datelike
from dedup.model import Evidence, Hypothesis
from dedup.provenance import Case, Dossier, Reading, Tradition
from dedup.provenance.weights import default_weights

MODEL = default_weights()
PASSAGE = (
    "Divers had found the sluice jammed open by a fallen elm, while her keeper wound that spare chain alone and wrote "
    "each level on his wall in chalk until pencil lines of last year's flood lay under mud"
)
OTHERS = (
    "The choir of the valley sang in a half empty hall on Friday, for most of those who had bought their tickets were "
    "out on the dykes with shovels, and the bakers gave away what bread they had left"
)
OWN = (
    "Seven hundred sheep were shown at the autumn fair, and the ram of a girl of nine took the first prize before the "
    "judge had so much as put on his hat or found the book in which he writes the names down"
)
FIRST: dict[Hypothesis, float] = {"left-to-right": 0.5, "right-to-left": 0.1, "common-source": 0.4}


def article(id: str, *parts: str, date: Datelike = None, outlet: str | None = None) -> Dossier:
    return read(id, ".\n\n".join(parts) + ".", outlet or f"The {id.upper()} Post", date)


def case(left: Dossier, right: Dossier, words: str) -> Case:
    """A case that says nothing but what the two share."""
    found = pair(left, right, words)
    return Case(reading=Reading(found=found, left=left, right=right, sources=(), ledger=()), companions=(), first=FIRST)


def rests(here: Sequence[Case], asked: Case) -> list[Evidence]:
    """What is said of the rest of two articles."""
    heard = Tradition(here).testimony(asked).evidence
    return [item for item in heard if item.signal == "witness.rests"]


def three(dates: Sequence[Datelike] = (None, None, None)) -> list[Case]:
    """All that B has beside the passage that it shares with A stands in C; A has its own."""
    a = article("a", PASSAGE, OWN, date=dates[0])
    b = article("b", PASSAGE, OTHERS, date=dates[1])
    c = article("c", OTHERS, date=dates[2])
    return [case(a, b, PASSAGE), case(b, c, OTHERS)]


def test_who_has_the_rest_from_a_third_article_is_not_the_origin() -> None:
    here = three()
    (item,) = rests(here, here[0])
    assert (item.origin, item.strength) == ("left", 1.0)
    assert item.weights == MODEL.of("witness.rests", 1.0, "left")


def test_nor_is_it_on_the_other_side() -> None:
    here = three()
    reading = here[0].reading
    turned = replace(
        here[0], reading=replace(reading, found=mirrored(reading.found), left=reading.right, right=reading.left)
    )
    (straight,), (again,) = rests(here, here[0]), rests([turned, here[1]], turned)
    assert again.origin == "right" and flipped(again) == straight


def test_of_two_articles_alone_nothing_is_known() -> None:
    here = three()
    assert rests(here[:1], here[0]) == []


@pytest.mark.parametrize("days", [(1, 2, 3), (3, 2, 1), (2, 3, 1), (2, None, 1)])
def test_dates_play_no_part(days: tuple[int | None, ...]) -> None:
    here = three([None if day is None else f"2031-03-0{day}" for day in days])
    undated = three()
    (item,) = rests(here, here[0])
    assert rests(undated, undated[0]) == [item]


def test_both_having_it_from_others_says_nothing() -> None:
    a, b, c = article("a", PASSAGE, OTHERS), article("b", PASSAGE, OTHERS), article("c", OTHERS)
    here = [case(a, b, PASSAGE), case(a, c, OTHERS), case(b, c, OTHERS)]
    assert rests(here, here[0]) == []


def test_another_passage_of_the_two_is_no_rest() -> None:
    a, b, c = article("a", PASSAGE, OTHERS), article("b", PASSAGE, OTHERS), article("c", OTHERS)
    here = [case(a, b, PASSAGE), case(a, b, OTHERS), case(b, c, OTHERS)]
    assert rests(here, here[0]) == []


def test_an_article_of_its_own_outlet_is_no_third_one() -> None:
    a, b = article("a", PASSAGE, OWN), article("b", PASSAGE, OTHERS)
    c = article("c", OTHERS, outlet="The B Post")
    here = [case(a, b, PASSAGE), case(b, c, OTHERS)]
    assert rests(here, here[0]) == []


def test_the_more_of_it_stands_there_the_more_it_says() -> None:
    def strength(share: float) -> float:
        a, b = article("a", PASSAGE, OWN), article("b", PASSAGE, OTHERS)
        words = OTHERS[: round(share * len(OTHERS))]
        here = [case(a, b, PASSAGE), case(b, article("c", words), words)]
        return next((item.strength for item in rests(here, here[0])), 0.0)

    assert strength(0.04) == 0.0 < strength(0.2) < strength(0.4) < strength(0.6) == strength(1.0) == 1.0


def test_several_third_articles_count_once_for_the_same_words_whatever_their_order() -> None:
    half = OTHERS[: len(OTHERS) // 4]
    a, b = article("a", PASSAGE, OWN), article("b", PASSAGE, OTHERS)
    here = [case(a, b, PASSAGE), *(case(b, article(f"c{at}", half), half) for at in range(4))]
    (one,) = rests(here[:2], here[0])
    assert rests(here, here[0]) == [one]
    for seed in range(3):
        assert rests(random.Random(seed).sample(here, len(here)), here[0]) == [one]
