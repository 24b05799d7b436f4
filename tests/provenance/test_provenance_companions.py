"""Companions: what the other passages of two articles say of one of them. Weighed with weights of these tests' own."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from counting import growth
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import flipped

from dedup.model import Evidence, SideName
from dedup.provenance.verdicts.companions import companions, lean
from dedup.provenance.weights import read_weights

TELLING = {"forward": 1.5, "backward": -0.5, "copying": 0.2}
MODEL = read_weights(
    {
        "priors": {
            "copying": -1.0, "common-source": -1.0, "independent-renderings": -1.0, "incidental": -1.0,
            "same-origin": -1.0,
        },
        "limits": {},
        "reach": {},
        "signals": {
            "style.fit": TELLING,
            "attribution.other-outlet": TELLING,
            "attribution.own-interview": TELLING,
            "attribution.source": {"common-source": 2.0},
            "quotation.same-speaker": {"common-source": 1.0, "independent-renderings": 1.5},
            "wording.run": {"copying": 2.0},
            "timing.order": TELLING,
            "witness.nearer": TELLING,
            "companions.many": {"common-source": -1.0},
            "companions.many-quote": {"common-source": -1.0},
            "companions.made-before": TELLING,
            "structure.co-copying": {"copying": 3.0},
            "structure.same-outlet": {"same-origin": 3.0, "copying": -2.0},
            **{
                f"companions.{name}{ending}": {"forward": 1.0, "backward": -1.0}
                for name in ("credit", "interview", "direction") for ending in ("", "-quote")
            },
            **{
                f"companions.{name}{ending}": {"copying": sign, "common-source": -sign}
                for name, sign in (("copying", 1.0), ("common-source", -1.0)) for ending in ("", "-quote")
            },
        },
    }
)  # fmt: skip

Ledger = tuple[Evidence, ...]


def entry(signal: str, strength: float = 1.0, origin: SideName | None = None, words: str = "words") -> Evidence:
    return MODEL.evidence(signal, words, factor=strength, origin=origin)


FIT = entry("style.fit", origin="left")
RUN = entry("wording.run")
NAMED = entry("attribution.source")
SPOKEN = entry("quotation.same-speaker")
CREDIT = entry("attribution.other-outlet", 0.6, "left", "“the Courier reported”")


def beside(*ledgers: Sequence[Evidence]) -> list[dict[str, Evidence]]:
    """What the companions of each passage say, by signal and side; how many they are has tests of its own."""
    found = companions(ledgers, weights=MODEL)
    assert len(found) == len(ledgers)
    for entries in found:
        assert len({(item.signal, item.origin) for item in entries}) == len(entries)
    return [
        {f"{item.signal} {item.origin or ''}".strip(): item for item in entries if ".many" not in item.signal}
        for entries in found
    ]


def test_a_lone_passage_has_none() -> None:
    assert companions([], weights=MODEL) == ()
    assert companions([(FIT, RUN, NAMED, CREDIT)], weights=MODEL) == ((),)


def test_a_passage_leans_as_the_others_and_not_by_its_own_evidence() -> None:
    first, second = beside((FIT,), ())
    # 1.5 + 0.2 against -0.5 + 0.2.
    assert second["companions.direction left"].strength == pytest.approx(math.tanh(2.0 / 2.0))
    assert second["companions.copying"].strength == pytest.approx(math.tanh(0.7 / 3.0))
    assert first == {}
    assert second["companions.direction left"].trigger == "the other passage leans clearly this way"
    third = beside((FIT,), (RUN,), ())[2]
    assert third["companions.copying"].trigger == "the 2 other passages together lean slightly this way"


def test_of_others_that_differ_the_balance_is_told() -> None:
    *_, last = beside((FIT,), (FIT,), (entry("style.fit", origin="right"),), ())
    assert last["companions.direction left"].trigger == "the 3 other passages together lean clearly this way"


def test_the_right_side_too() -> None:
    (_, second) = beside((entry("style.fit", origin="right"),), ())
    assert set(second) == {"companions.direction right", "companions.copying"}


def test_opposite_directions_cancel() -> None:
    *_, last = beside((FIT,), (entry("style.fit", origin="right"),), ())
    assert set(last) == {"companions.copying"}


@pytest.mark.parametrize("other, signal", [((RUN,), "companions.copying"), ((NAMED,), "companions.common-source")])
def test_copying_or_a_common_source(other: Ledger, signal: str) -> None:
    assert set(beside(other, ())[1]) == {signal}


def test_renderings_of_one_statement_are_a_common_source_and_count_once() -> None:
    assert lean((SPOKEN,)).copying == -1.5
    assert lean((SPOKEN, NAMED)).copying == -3.5
    assert lean((RUN, SPOKEN)).copying == 0.5


@pytest.mark.parametrize(
    "signal",
    ["timing.order", "witness.nearer", "companions.made-before", "structure.co-copying", "structure.same-outlet"],
)
def test_what_stands_in_every_ledger_of_the_pair_is_not_counted_again(signal: str) -> None:
    assert beside((entry(signal, origin="left"),), ()) == [{}, {}]
    assert beside((FIT, entry(signal, origin="left")), (RUN,)) == beside((FIT,), (RUN,))


def test_directions_add_up_as_independent_signs_do_and_copying_is_their_mean() -> None:
    def told(many: int) -> tuple[float, float]:
        last = beside(*[(FIT,)] * many, ())[-1]
        directions = math.atanh(last["companions.direction left"].strength)
        return directions, math.atanh(last["companions.copying"].strength)

    for many in (2, 4, 9):
        assert told(many) == pytest.approx((math.sqrt(many) * told(1)[0], told(1)[1]))


class TestCredits:
    def test_one_credit_covers_the_passages_that_are_not_credited(self) -> None:
        credited, second, third = beside((CREDIT,), (RUN,), ())
        for told in (second, third):
            assert told["companions.credit left"].strength == 0.6
            assert told["companions.credit left"].trigger == "“the Courier reported” of another shared passage"
        assert "companions.credit left" not in credited

    def test_words_said_to_one_outlet_are_a_credit_of_their_own_kind(self) -> None:
        said = entry("attribution.own-interview", 0.5, "right", "“told the Courier”")
        told = beside((said,), ())[1]
        assert told["companions.interview right"].strength == 0.5
        assert told["companions.interview right"].trigger == "“told the Courier” of another shared passage"
        assert "companions.credit right" not in told
        both = beside((said,), (entry("attribution.other-outlet", 0.6, "right"),), ())
        # Where either text says so of some words, the outlet's own claim adds nothing to the other's credit.
        assert "companions.credit right" in both[2] and "companions.interview right" not in both[2]
        # Who is credited for a passage needs no other one's credit, of whatever kind.
        assert not any("credit" in name or "interview" in name for name in (*both[0], *both[1]))

    def test_a_credit_to_one_side_leaves_the_claim_of_the_other(self) -> None:
        said = entry("attribution.own-interview", 0.5, "right", "“told the Courier”")
        told = beside((said,), (CREDIT,), ())[2]
        assert {"companions.interview right", "companions.credit left"} <= set(told)

    def test_another_third_party_is_none(self) -> None:
        assert not any("credit" in name or "interview" in name for name in beside((NAMED, FIT), ())[1])

    def test_each_side_has_its_own(self) -> None:
        other = entry("attribution.other-outlet", 0.4, "right", "“the Post said”")
        one, two, three = beside((CREDIT,), (other,), ())
        assert {name for name in one if "credit" in name} == {"companions.credit right"}
        assert {name for name in two if "credit" in name} == {"companions.credit left"}
        assert {name for name in three if "credit" in name} == {"companions.credit left", "companions.credit right"}

    def test_the_plainest_counts(self) -> None:
        faint = entry("attribution.other-outlet", 0.2, "left", "“a newspaper reported”")
        for ledgers in (((faint,), (CREDIT,), ()), ((CREDIT,), (faint,), ()), ((CREDIT, faint), (), ())):
            assert beside(*ledgers)[2]["companions.credit left"].strength == 0.6


def test_what_somebody_said_is_weighed_apart() -> None:
    quoted, written = beside((SPOKEN, FIT, CREDIT), (FIT, RUN, NAMED, CREDIT))
    assert quoted and all(name.split()[0].endswith("-quote") for name in quoted)
    assert written and not any(name.split()[0].endswith("-quote") for name in written)
    *_, quoted = beside((FIT, CREDIT), (RUN,), (SPOKEN,))
    assert {name.split()[0] for name in quoted} == {
        "companions.credit-quote", "companions.direction-quote", "companions.copying-quote",
    }  # fmt: skip


def test_companions_without_evidence_say_nothing() -> None:
    assert beside((), (), (CREDIT, FIT))[2] == {}


entries = st.builds(
    entry,
    st.sampled_from(
        sorted(
            set(MODEL.signals)
            - {name for name in MODEL.signals if name.startswith("companions.") and name != "companions.made-before"}
        )
    ),
    st.floats(0.01, 1),
    st.sampled_from([None, "left", "right"]),
    st.sampled_from(["“one”", "“two”"]),
)
ledgers = st.lists(st.lists(entries, max_size=4).map(tuple), max_size=6)


@given(ledgers)
def test_exchanged_sides_mirror_exactly(here: list[Ledger]) -> None:
    turned = companions([tuple(map(flipped, ledger)) for ledger in here], weights=MODEL)

    def listed(found: Sequence[Evidence]) -> list[Evidence]:
        return sorted(found, key=lambda item: (item.signal, item.origin or ""))

    for straight, back in zip(companions(here, weights=MODEL), turned, strict=True):
        assert listed(list(map(flipped, back))) == listed(straight)
        for item in straight:
            assert 0 < item.strength <= 1
            assert item.weights == MODEL.of(item.signal, item.strength, item.origin)


@given(ledgers, st.randoms(use_true_random=False))
def test_the_order_of_the_passages_changes_nothing(here: list[Ledger], draw: object) -> None:
    order = list(range(len(here)))
    draw.shuffle(order)  # type: ignore[attr-defined]
    straight = companions(here, weights=MODEL)
    assert companions([here[at] for at in order], weights=MODEL) == tuple(straight[at] for at in order)


def test_many_passages_take_work_in_step_with_their_number() -> None:
    rich = (FIT, RUN, SPOKEN, NAMED, entry("attribution.own-interview", origin="right"))
    assert growth(lambda many: companions([rich, (CREDIT,)] * many, weights=MODEL), 50) < 1.2
