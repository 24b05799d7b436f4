"""How sure a direction may be of what both texts quote, which both may have heard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import MIRROR, flipped, mirrored, pair, read

from dedup.model import HYPOTHESES, Evidence, Hypothesis, Verdict
from dedup.provenance import Case, Reading, conclude
from dedup.provenance.verdicts.combine import direction_limit, distribution
from dedup.provenance.weights import default_weights
from dedup.report.explanation.sentences import signals
from dedup.report.explanation.speaking import _HELD_SINCE

MODEL = default_weights()
CAP = MODEL.limits["quoted_direction_cap"]
QUOTED = ("quotation.same-speaker", "quotation.both", "quotation.reported")
NAMED = ("attribution.other-outlet", "attribution.other-credit")
DIRECTIONS = HYPOTHESES[:2]


def entry(signal: str, strength: float = 1.0, **weights: float) -> Evidence:
    """Evidence of a signal for some hypotheses, by their names with underscores."""
    told = {name.replace("_", "-"): weight for name, weight in weights.items()}
    return Evidence(signal=signal, weights=told, trigger="", strength=strength)  # type: ignore[arg-type]


def held(*ledger: Evidence) -> float:
    """How probable a direction is made by a ledger that would make it sure."""
    sure = entry("structure.plain", left_to_right=20.0)
    return distribution([*ledger, sure], MODEL)["left-to-right"]


@pytest.mark.parametrize("signal", QUOTED)
def test_what_both_quote_has_no_sure_direction(signal: str) -> None:
    assert held(entry(signal)) == CAP < MODEL.limits["direction_cap"]


def test_what_nobody_quotes_may_have_a_surer_one() -> None:
    assert held() == held(entry("quotation.goes-on")) == MODEL.limits["direction_cap"]
    assert held(entry("quotation.both", strength=0.0)) == MODEL.limits["direction_cap"]


@pytest.mark.parametrize("signal", QUOTED)
def test_so_may_what_somebody_said_to_one_reporter_alone(signal: str) -> None:
    assert held(entry(signal), entry("quotation.private")) == MODEL.limits["direction_cap"]
    assert held(entry(signal), entry("quotation.private", strength=0.0)) == CAP


@pytest.mark.parametrize("signal", QUOTED)
@pytest.mark.parametrize("naming", NAMED)
def test_so_may_what_a_text_has_from_the_other_outlet_by_name(signal: str, naming: str) -> None:
    assert held(entry(signal), entry(naming, left_to_right=2.0)) == MODEL.limits["named_direction_cap"] > CAP
    # One that names it for the other direction says nothing for this one.
    assert held(entry(signal), entry(naming, right_to_left=2.0)) == CAP


WEIGHTS = st.dictionaries(st.sampled_from([each for each in HYPOTHESES if each != "incidental"]), st.floats(-8, 8))


@given(st.sampled_from(QUOTED), st.lists(WEIGHTS, min_size=1, max_size=4))
def test_whatever_speaks_for_it(signal: str, told: list[dict[Hypothesis, float]]) -> None:
    ledger = [
        entry(signal, incidental=-60.0),
        *(Evidence(signal="structure.plain", weights=each, trigger="") for each in told),
    ]
    found = distribution(ledger, MODEL)
    assert max(found[each] for each in DIRECTIONS) <= CAP + 1e-12
    assert sum(found.values()) == pytest.approx(1.0)
    turned = distribution([flipped(each) for each in ledger], MODEL)
    assert {MIRROR.get(name, name): value for name, value in turned.items()} == pytest.approx(found)


def test_even_where_incidental_overlap_is_held_as_well() -> None:
    found = distribution([entry("quotation.both", left_to_right=9.0, incidental=9.0)], MODEL)
    assert found["left-to-right"] <= CAP


def test_even_where_the_cap_is_below_a_half() -> None:
    low = replace(MODEL, limits={**MODEL.limits, "quoted_direction_cap": 0.46})
    found = distribution([entry("quotation.both", left_to_right=9.0, right_to_left=9.0)], low)
    assert found["left-to-right"] == found["right-to-left"] <= 0.46


# --- the ledger, and what a report says of it ---------------------------------------------------------------------

WORDS = "We wound the chain by hand until the pencil lines were under water"


def concluded(*ledger: Evidence, turned: bool = False) -> Verdict:
    left, right = (read(id, f"It rained.\n\n“{WORDS},” Arvo Kelm said.") for id in "ab")
    found = pair(left, right, WORDS, kinds=("quotation", "quotation"))
    if turned:
        found, left, right = mirrored(found), right, left
    reading = Reading(found=found, left=left, right=right, sources=(), ledger=ledger)
    return conclude(Case(reading=reading, companions=(), first=dict.fromkeys(HYPOTHESES, 1 / 6)))


SURE = entry("structure.plain", left_to_right=20.0)


@pytest.mark.parametrize(
    ("ledger", "limit"),
    [
        ((entry("quotation.both"),), "quoted-direction"),
        ((entry("quotation.both"), entry("quotation.private")), "direction"),
        ((entry("quotation.both"), entry("attribution.other-outlet", left_to_right=2.0)), "named-direction"),
        ((), "direction"),
        ((entry("timing.own-earlier", left_to_right=0.3),), "version-direction"),
        (
            (
                entry("timing.own-earlier", left_to_right=0.3),
                entry("attribution.other-outlet", left_to_right=2.0),
                entry("quotation.both"),
            ),
            "version-direction",
        ),
        ((entry("timing.own-earlier", right_to_left=0.3),), "direction"),
    ],
)
def test_the_ledger_says_at_what_a_direction_is_held(ledger: tuple[Evidence, ...], limit: str) -> None:
    verdict = concluded(*ledger, SURE)
    cap = MODEL.limits[direction_limit("left-to-right", ledger)]
    assert (verdict.ledger[-1].signal, verdict.ledger[-1].trigger) == (f"limits.{limit}", f"held at {cap:.0%}")
    assert verdict.probabilities["left-to-right"] == cap
    mirror = concluded(*map(flipped, (*ledger, SURE)), turned=True)
    assert mirror.ledger[-1] == verdict.ledger[-1] and mirror.probabilities["right-to-left"] == cap


def test_it_says_nothing_of_one_that_is_not_sure() -> None:
    verdict = concluded(entry("quotation.both", common_source=3.0))
    assert not [item for item in verdict.ledger if item.signal.startswith("limits.")]


@pytest.mark.parametrize(
    "limit", ["direction", "quoted-direction", "named-direction", "version-direction", "incidental"]
)
def test_a_report_has_words_for_every_limit(limit: str) -> None:
    assert signals()[f"limits.{limit}"].says
    assert _HELD_SINCE[f"limits.{limit}"]


@pytest.mark.parametrize("signal", ["attribution.some-medium", "exclusive.no-voices"])
def test_and_for_what_is_new(signal: str) -> None:
    assert {"{to}"} <= set(signals()[signal].says.split()) and "{" not in signals()[signal].otherwise
