"""How many more passages two articles share, told to each of them, whichever side they stand on and whenever."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import flipped, mirrored, pair, read

from dedup.dates import Datelike
from dedup.model import HYPOTHESES, Evidence, SideName
from dedup.provenance import cases
from dedup.provenance import read as reading
from dedup.provenance.verdicts.companions import companions
from dedup.provenance.weights import default_weights, read_weights

SHIPPED = default_weights()
WEIGHED = read_weights(
    {
        "priors": dict.fromkeys(("copying", *HYPOTHESES[2:]), -1.0),
        "limits": {},
        "reach": {},
        "signals": {
            **{name: {} for name in SHIPPED.signals},
            "companions.many": {"common-source": -1.0},
            "companions.many-quote": {"common-source": -0.5},
        },
    }
)  # fmt: skip
SENTENCES = [
    "The keeper wound the spare chain by hand for nine hours.",
    "Nobody told the ferrymen that the river would rise before the harvest.",
    "A brass bell was found under the floor of the old customs shed.",
    "Seven herons stood on the weir while the engineers took soundings.",
    "The bakery on the quay sold out of rye loaves before seven.",
]
SPOKEN = SHIPPED.evidence("quotation.same-speaker", "words")


def many(ledgers: Sequence[Sequence[Evidence]]) -> list[Evidence | None]:
    """For each passage what it is told of the number of the others."""
    found = [
        [item for item in entries if item.signal.startswith("companions.many")]
        for entries in companions(ledgers, weights=WEIGHED)
    ]
    assert all(len(items) < 2 for items in found)
    return [items[0] if items else None for items in found]


@pytest.mark.parametrize(("others", "strength"), [(1, 1 / 6), (2, 2 / 6), (3, 0.5), (5, 5 / 6), (6, 1.0), (40, 1.0)])
def test_it_grows_with_the_other_passages_up_to_six(others: int, strength: float) -> None:
    for item in many([()] * (others + 1)):
        assert item is not None
        assert (item.signal, item.origin) == ("companions.many", None)
        assert item.strength == pytest.approx(strength)
        assert item.weights == WEIGHED.of("companions.many", item.strength, None)


@pytest.mark.parametrize(
    ("others", "told"),
    [(1, "one more passage in common"), (2, "2 more passages in common"), (9, "9 more passages in common")],
)
def test_it_says_how_many(others: int, told: str) -> None:
    assert {item and item.trigger for item in many([()] * (others + 1))} == {told}


@pytest.mark.parametrize("ledger", [(), (SPOKEN,)])
def test_a_single_passage_has_none(ledger: tuple[Evidence, ...]) -> None:
    assert many([ledger]) == [None]
    assert many([]) == []


def test_a_quoted_passage_has_its_own() -> None:
    quoted, written, again = many([(SPOKEN,), (), (SPOKEN,)])
    assert quoted == again
    assert quoted is not None and written is not None
    assert (quoted.signal, written.signal) == ("companions.many-quote", "companions.many")
    assert quoted.strength == written.strength == pytest.approx(2 / 6)


def test_the_weights_that_ship_know_both() -> None:
    assert {"companions.many", "companions.many-quote"} <= set(SHIPPED.signals)


entries = st.builds(
    lambda signal, strength, origin: SHIPPED.evidence(signal, "words", factor=strength, origin=origin),
    st.sampled_from(sorted(name for name in SHIPPED.signals if name != "timing.said-later")),
    st.floats(0.01, 1),
    st.sampled_from([None, "left", "right"]),
)
ledgers = st.lists(st.lists(entries, max_size=3).map(tuple), max_size=9)


@given(ledgers)
def test_the_sides_are_alike(here: list[tuple[Evidence, ...]]) -> None:
    turned = many([tuple(map(flipped, ledger)) for ledger in here])
    assert turned == many(here) == [item and flipped(item) for item in turned]


@given(ledgers, st.sampled_from(["left", "right"]))
def test_dates_in_a_ledger_change_nothing(here: list[tuple[Evidence, ...]], side: SideName) -> None:
    dated = SHIPPED.evidence("timing.order", "a day later", origin=side)
    assert many([(*ledger, dated) for ledger in here]) == many(here)


def test_words_of_another_day_are_no_passage_in_common() -> None:
    later = SHIPPED.evidence("timing.said-later", "said on another day", origin="left")
    first, second, apart = many([(), (), (later,)])
    assert first == second
    assert first is not None and first.strength == pytest.approx(1 / 6)
    assert apart is not None and apart.strength == pytest.approx(2 / 6)


class TestTwoArticles:
    @staticmethod
    def told(count: int, dates: tuple[Datelike, Datelike], turned: bool = False) -> list[list[Evidence]]:
        """What each passage is told that two articles share, of some number of them."""
        text = "\n\n".join(SENTENCES[:count])
        one = read("a", f"It rained.\n\n{text}", "Selwick Herald", dates[0])
        two = read("b", f"It was wet.\n\n{text}", "Ottermere Echo", dates[1])
        found = [pair(one, two, sentence) for sentence in SENTENCES[:count]]
        made = [reading(mirrored(each), two, one) if turned else reading(each, one, two) for each in found]
        return [[item for item in case.companions if item.signal.startswith("companions.many")] for case in cases(made)]

    DAYS = ("2031-03-04", "2031-03-05")

    @pytest.mark.parametrize("count", [2, 3, 5])
    def test_are_told_the_same_from_either_side(self, count: int) -> None:
        straight = self.told(count, self.DAYS)
        assert straight == self.told(count, self.DAYS, turned=True)
        assert [item.trigger for (item,) in straight] == [
            "one more passage in common" if count == 2 else f"{count - 1} more passages in common"
        ] * count

    def test_of_one_passage_nothing(self) -> None:
        assert self.told(1, self.DAYS) == [[]]

    @pytest.mark.parametrize("dates", [("2031-03-05", "2031-03-04"), (None, None), ("2031-03-04", "2033-01-01")])
    def test_whatever_their_dates(self, dates: tuple[Datelike, Datelike]) -> None:
        assert self.told(4, dates) == self.told(4, self.DAYS)
