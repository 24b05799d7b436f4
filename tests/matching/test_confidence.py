"""The confidence of a match: a probability, from weights in a file, the same from either side."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from importlib import resources
from math import isfinite, log
from random import Random

import pytest
from counting import growth
from hypothesis import given
from hypothesis import strategies as st
from made_texts import edited, sentence

from dedup.matching.collection import prepare
from dedup.matching.confidence import Measures, Model, measures_of, model_of, outermost
from dedup.matching.passages import Aligned, Region, Side
from dedup.matching.presets import PRESETS
from dedup.model import PassageKind, Span
from dedup.text.outline import outline

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


def whole(left: str, right: str, **known: object) -> tuple[Side, Side, Aligned, list[float]]:
    """Two whole texts, aligned word by word."""
    ready = prepare([left, right])
    one, two = (Side(ready, number, outline(each)) for number, each in enumerate((left, right)))
    shorter = min(len(one.words), len(two.words))
    aligned = Aligned(
        region=Region(left=Span(0, len(one.words)), right=Span(0, len(two.words))),
        pairs=tuple((at, at) for at in range(shorter)), moved=(), evidence=20.0, density=0.5, quoted=False, names=0.0,
    )  # fmt: skip
    return one, two, replace(aligned, **known), ready.lexicon.weight.tolist()  # type: ignore[arg-type]


def test_what_the_measures_are() -> None:
    one, two, aligned, weight = whole(
        "rain fell on Sunday", "rain fell on the Monday", evidence=20.0, density=0.25, quoted=True, names=0.75
    )
    found = measures_of(one, two, aligned, weight, ("narration", "caption"))
    assert (found.evidence, found.density, found.length) == (log(20.0), 0.25, log(4))
    assert found.names == pytest.approx(0.35)
    assert (found.quoted, found.furniture, found.summary) == (1.0, 1.0, 0.0)
    assert 0.0 < found.overlap < 1.0


def test_no_evidence_and_usual_names_have_a_floor() -> None:
    one, two, aligned, weight = whole("rain fell", "rain fell", evidence=0.0, names=0.2)
    found = measures_of(one, two, aligned, weight, ("narration", "quotation"))
    assert found.evidence == log(0.5) and found.names == 0.0 and found.overlap == 1.0


@pytest.mark.parametrize("side", [0, 1, 2])
def test_a_summary_is_one_whichever_side_it_is(side: int) -> None:
    one, two, aligned, weight = whole("rain fell", "rain fell")
    aligned = replace(aligned, region=replace(aligned.region, summary=side))
    assert measures_of(one, two, aligned, weight, ("narration", "narration")).summary == float(side > 0)


kinds: list[PassageKind] = ["narration", "quotation", "headline", "caption", "boilerplate"]


@given(st.integers(0, 10_000), st.sampled_from(kinds), st.sampled_from(kinds), st.sampled_from([0, 1, 2]))
def test_the_measures_are_the_same_from_either_side(
    seed: int, left: PassageKind, right: PassageKind, side: int
) -> None:
    random = Random(seed)
    words = sentence(random, 12)
    texts = " ".join(words), " ".join([*edited(random, words, 0.4), *sentence(random, 3)])
    one, two, aligned, weight = whole(*texts, names=random.random())
    region = aligned.region
    aligned = replace(aligned, region=replace(region, summary=side))
    turned = replace(
        aligned,
        region=Region(left=region.right, right=region.left, summary=(0, 2, 1)[side]),
        pairs=tuple((j, i) for i, j in aligned.pairs),
    )
    assert measures_of(one, two, aligned, weight, (left, right)) == measures_of(two, one, turned, weight, (right, left))


def region(left: tuple[int, int], right: tuple[int, int], chance: float) -> tuple[Aligned, float]:
    spans = Region(left=Span(*left), right=Span(*right))
    return Aligned(region=spans, pairs=(), moved=(), evidence=9.0, density=0.5, quoted=False, names=0.0), chance


def test_a_region_within_another_is_told_by_that() -> None:
    outer, inner = region((0, 20), (30, 50), 0.7), region((2, 20), (30, 45), 0.9)
    assert outermost([inner, outer], 0.5) == [outer]
    assert outermost([outer, outer, inner, inner], 0.5) == [outer]


def test_a_region_within_another_on_one_side_stays() -> None:
    both = [region((0, 20), (30, 50), 0.7), region((2, 18), (60, 75), 0.9), region((18, 24), (45, 50), 0.9)]
    assert outermost(both, 0.5) == both


def test_a_region_that_is_not_believed_takes_in_none_that_is() -> None:
    doubtful, sure = region((0, 20), (30, 50), 0.2), region((2, 20), (30, 45), 0.9)
    assert outermost([doubtful, sure], 0.5) == [doubtful, sure]
    assert outermost([doubtful, region((2, 20), (30, 45), 0.1)], 0.5) == [doubtful]


spans = st.tuples(st.integers(0, 9), st.integers(1, 9)).map(lambda each: (each[0], each[0] + each[1]))


@given(st.lists(st.builds(region, spans, spans, st.sampled_from([0.2, 0.6, 0.9])), max_size=12))
def test_what_goes_lies_in_something_that_stays(found: list[tuple[Aligned, float]]) -> None:
    kept = outermost(found, 0.5)
    assert outermost(kept, 0.5) == kept

    def covered(one: tuple[Aligned, float], other: tuple[Aligned, float]) -> bool:
        inner, outer = one[0].region, other[0].region
        words = all(
            set(range(*each)) <= set(range(*whole))
            for each, whole in (
                ((inner.left.start, inner.left.end), (outer.left.start, outer.left.end)),
                ((inner.right.start, inner.right.end), (outer.right.start, outer.right.end)),
            )
        )
        return words and (other[1] >= 0.5 or other[1] >= one[1])

    assert all(each in kept or any(covered(each, other) for other in kept) for each in found)
    assert not any(covered(one, two) for one in kept for two in kept if one is not two)


def test_regions_one_after_the_other_cost_no_more_than_their_number() -> None:
    def job(size: int) -> None:
        outermost([region((9 * at, 9 * at + 9), (9 * at, 9 * at + 9), 0.9) for at in range(size)], 0.5)

    assert growth(job, 50) < 1.5
