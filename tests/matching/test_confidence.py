"""The confidence of a match: a probability, from weights in a file, the same from either side."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from importlib import resources
from math import isfinite, log

import numpy as np
import pytest
from counting import growth
from hypothesis import given
from hypothesis import strategies as st
from made_alignments import batch

from dedup.matching.columns import Batch
from dedup.matching.confidence import Measures, Model, measures_of, model_of, outermost
from dedup.matching.presets import PRESETS

NAMES = [field.name for field in fields(Measures)]
PLAIN = Measures(
    evidence=3.5, density=0.7, overlap=0.6, length=3.0, names=0.0, quoted=0.0, furniture=0.0, summary=0.0
)  # fmt: skip
finite = st.floats(-1e6, 1e6)
any_measures = st.builds(Measures, **dict.fromkeys(NAMES, finite))


@given(any_measures, st.sampled_from(sorted(PRESETS)))
def test_a_confidence_is_a_probability(measures: Measures, preset: str) -> None:
    assert 0.0 <= model_of(preset).probability(measures) <= 1.0


def test_log_odds_are_the_weighted_sum() -> None:
    model = Model(intercept=-2.0, weights={"evidence": 1.0, "names": -4.0})
    assert model.probability(replace(PLAIN, evidence=2.0)) == 0.5
    assert log(1 / model.probability(replace(PLAIN, evidence=3.0)) - 1) == pytest.approx(-1.0)
    assert log(1 / model.probability(replace(PLAIN, evidence=2.0, names=0.5)) - 1) == pytest.approx(2.0)


def test_the_file_has_weights_of_every_measure_for_every_preset() -> None:
    file = resources.files("dedup.matching") / "data" / "confidence.toml"
    table = tomllib.loads(file.read_text("utf-8"))
    assert set(table) == set(PRESETS)
    for preset in PRESETS:
        assert sorted(table[preset]["weights"]) == sorted(NAMES)
        assert table[preset]["fitted_on"]
        model = model_of(preset)
        assert all(map(isfinite, [model.intercept, *model.weights.values()]))
        assert dict(model.weights) == table[preset]["weights"]


@pytest.mark.parametrize("measure", ["evidence", "density", "overlap"])
@given(measures=any_measures, more=st.floats(0.0, 100.0))
def test_more_shared_wording_never_counts_against_a_match_in_news(
    measure: str, measures: Measures, more: float
) -> None:
    model = model_of("news")
    richer = replace(measures, **{measure: getattr(measures, measure) + more})
    assert model.weights[measure] >= 0.0
    assert model.probability(richer) >= model.probability(measures)


def test_news_believes_what_is_marked_as_a_quotation_more_and_names_less() -> None:
    model = model_of("news")
    assert model.probability(replace(PLAIN, quoted=1.0)) > model.probability(PLAIN)
    assert model.probability(replace(PLAIN, names=0.4)) < model.probability(PLAIN)
    assert model.probability(replace(PLAIN, furniture=1.0)) < model.probability(PLAIN)


def measured(found: Batch, *, furniture: bool = False, bare: bool = False) -> Measures:
    columns = measures_of(found, np.array([0]), np.array([furniture]), bare=bare)
    return Measures(**{name: float(column[0]) for name, column in columns.items()})


def test_what_the_measures_are() -> None:
    found = measured(
        batch(4, 5, [], evidence=20.0, density=0.25, quoted=True, names=0.75, overlap=0.3, words=3.5), furniture=True
    )
    assert (found.evidence, found.density, found.length) == (log(20.0), 0.25, log(3.5))
    assert found.names == pytest.approx(0.35)
    assert (found.quoted, found.furniture, found.summary, found.overlap) == (1.0, 1.0, 0.0, 0.3)


def test_no_evidence_and_usual_names_have_a_floor() -> None:
    found = measured(batch(2, 2, [], evidence=0.0, names=0.2))
    assert found.evidence == log(0.5) and found.names == 0.0


def test_bare_of_stock_wording_its_worth_counts_for_nothing() -> None:
    found = batch(9, 9, [])._replace(bare_evidence=np.array([5.0]), bare_density=np.array([0.1]))
    assert measured(found) == measured(batch(9, 9, []))
    assert measured(found, bare=True) == measured(batch(9, 9, [], evidence=5.0, density=0.1))


@pytest.mark.parametrize("side", [0, 1, 2])
def test_a_summary_is_one_whichever_side_it_is(side: int) -> None:
    assert measured(batch(2, 2, [], summary=side)).summary == float(side > 0)


@given(st.lists(any_measures, max_size=9), st.sampled_from(sorted(PRESETS)))
def test_many_at_once_are_each_by_itself(many: list[Measures], preset: str) -> None:
    model = model_of(preset)
    columns = {name: np.array([getattr(each, name) for each in many]) for name in NAMES}
    assert model.probabilities(columns) == [model.probability(each) for each in many]


Region = tuple[tuple[int, int, int, int], float]


def outer(found: list[Region], least: float) -> list[Region]:
    return [found[at] for at in outermost([place for place, _ in found], [chance for _, chance in found], least)]


def region(left: tuple[int, int], right: tuple[int, int], chance: float) -> Region:
    return (*left, *right), chance


def test_a_region_within_another_is_told_by_that() -> None:
    large, inner = region((0, 20), (30, 50), 0.7), region((2, 20), (30, 45), 0.9)
    assert outer([inner, large], 0.5) == [large]
    assert outer([large, large, inner, inner], 0.5) == [large]


def test_a_region_within_another_on_one_side_stays() -> None:
    both = [region((0, 20), (30, 50), 0.7), region((2, 18), (60, 75), 0.9), region((18, 24), (45, 50), 0.9)]
    assert outer(both, 0.5) == both


def test_a_region_that_is_not_believed_takes_in_none_that_is() -> None:
    doubtful, sure = region((0, 20), (30, 50), 0.2), region((2, 20), (30, 45), 0.9)
    assert outer([doubtful, sure], 0.5) == [doubtful, sure]
    assert outer([doubtful, region((2, 20), (30, 45), 0.1)], 0.5) == [doubtful]


spans = st.tuples(st.integers(0, 9), st.integers(1, 9)).map(lambda each: (each[0], each[0] + each[1]))


@given(st.lists(st.builds(region, spans, spans, st.sampled_from([0.2, 0.6, 0.9])), max_size=12))
def test_what_goes_lies_in_something_that_stays(found: list[Region]) -> None:
    kept = outer(found, 0.5)
    assert outer(kept, 0.5) == kept

    def covered(one: Region, other: Region) -> bool:
        inner, large = one[0], other[0]
        words = all(set(range(*inner[x : x + 2])) <= set(range(*large[x : x + 2])) for x in (0, 2))
        return words and (other[1] >= 0.5 or other[1] >= one[1])

    assert all(each in kept or any(covered(each, other) for other in kept) for each in found)
    assert not any(covered(one, two) for one in kept for two in kept if one is not two)


def test_regions_one_after_the_other_cost_no_more_than_their_number() -> None:
    def job(size: int) -> None:
        outer([region((9 * at, 9 * at + 9), (9 * at, 9 * at + 9), 0.9) for at in range(size)], 0.5)

    assert growth(job, 50) < 1.5
