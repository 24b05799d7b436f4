"""Fitting the confidence: known weights come back, folds never see their own labels, held-out events stay out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from candidates import HELD_OUT, Candidate, of_labelled, without
from fit_confidence import FOLDS, Fitted, cross_validated, fit, fold_of_document, write

from dedup.evaluation import Aligned as Detection
from dedup.evaluation import read_labelled
from dedup.matching.confidence import Measures, Model
from dedup.model import Span

NAMES = [field.name for field in fields(Measures)]
ROOT = Path(__file__).resolve().parents[2]
PLACE = Detection(left=Span(0, 1), right=Span(0, 1))
TRUE = Model(
    intercept=-3.0,
    weights={
        "evidence": 1.5, "density": 2.0, "overlap": 0.0, "length": 0.0,
        "names": -1.0, "quoted": 0.0, "furniture": 0.0, "summary": 0.0,
    },
)  # fmt: skip


def candidate(values: dict[str, float], right: bool | None, group: str = "a") -> Candidate:
    measures = Measures(**{name: values.get(name, 0.0) for name in NAMES})
    return Candidate(pair=("x", "y"), group=group, place=PLACE, measures=measures, right=right)


def simulated(count: int, seed: int = 1) -> list[Candidate]:
    """Labels drawn with the probabilities of `TRUE`; four groups."""
    random = np.random.default_rng(seed)
    table = random.normal(1.0, 1.5, (count, 3))
    drawn = random.random(count)
    found = []
    for at, (row, chance) in enumerate(zip(table.tolist(), drawn.tolist(), strict=True)):
        made = candidate(dict(zip(("evidence", "density", "names"), row, strict=True)), None, "abcd"[at % 4])
        found.append(replace(made, right=chance < TRUE.probability(made.measures)))
    return found


def test_known_weights_come_back() -> None:
    model = fit(simulated(20_000))
    assert model.intercept == pytest.approx(TRUE.intercept, abs=0.2)
    for name in NAMES:
        assert model.weights[name] == pytest.approx(TRUE.weights[name], abs=0.15), name


def test_what_can_be_told_apart_is_and_weights_stay_finite() -> None:
    chosen = [candidate({"evidence": at / 10, "names": -at / 10}, at > 0) for at in range(-20, 21) if at]
    model = fit(chosen)
    assert all((model.probability(each.measures) > 0.5) == each.right for each in chosen)
    assert all(np.isfinite([model.intercept, *model.weights.values()]))


def test_measures_that_never_vary_weigh_nothing() -> None:
    model = fit([candidate({"evidence": float(at), "length": 7.0}, at > 3) for at in range(8)])
    assert model.weights["length"] == model.weights["summary"] == 0.0 < model.weights["evidence"]


def test_candidates_the_labels_do_not_decide_change_nothing() -> None:
    chosen = simulated(200)
    undecided = [candidate({"evidence": 1e3}, None)] * 50
    assert fit([*chosen, *undecided]) == fit(chosen)


def test_a_fit_is_the_same_every_time_and_needs_no_order() -> None:
    chosen = simulated(300)
    model, turned = fit(chosen), fit(chosen[::-1])
    assert fit(iter(chosen)) == model
    assert turned.intercept == pytest.approx(model.intercept)
    assert dict(turned.weights) == pytest.approx(dict(model.weights))


def chances_of(chosen: Sequence[Candidate], chances: Sequence[float], group: str) -> list[float]:
    return [chance for each, chance in zip(chosen, chances, strict=True) if each.group == group]


def test_a_group_is_scored_by_models_that_never_saw_its_labels() -> None:
    chosen = simulated(400)
    flipped = [replace(each, right=not each.right) if each.group == "b" else each for each in chosen]
    before, after = (cross_validated(each, lambda group: group) for each in (chosen, flipped))
    assert chances_of(chosen, before, "b") == chances_of(chosen, after, "b")
    assert all(chances_of(chosen, before, group) != chances_of(chosen, after, group) for group in "acd")


def test_groups_of_one_fold_do_not_see_each_other() -> None:
    chosen = simulated(400)
    flipped = [replace(each, right=not each.right) if each.group == "b" else each for each in chosen]
    before, after = (cross_validated(each, lambda group: group in "ab") for each in (chosen, flipped))
    assert chances_of(chosen, before, "a") == chances_of(chosen, after, "a")
    assert chances_of(chosen, before, "c") != chances_of(chosen, after, "c")


def test_folds_of_documents_are_all_used_and_never_change() -> None:
    folds = [fold_of_document(f"source-document{at:05}.txt") for at in range(200)]
    assert set(folds) == set(range(FOLDS)) and folds[:3] == [
        fold_of_document(f"source-document{at:05}.txt") for at in range(3)
    ]


def test_held_out_events_are_left_out_whole() -> None:
    labelled = read_labelled(ROOT / "corpus")
    kept = without(labelled, HELD_OUT)

    def event(article: str) -> str:
        return article.rsplit("-", 1)[0]

    gone = {event(each.id) for each in labelled.articles} - {event(each.id) for each in kept.articles}
    assert gone == set(HELD_OUT)
    sides = [side.article for each in (*kept.passages, *kept.hard_negatives) for side in (each.left, each.right)]
    assert sides and not {event(side) for side in sides} & set(HELD_OUT)


def test_candidates_of_a_labelled_set_carry_its_labels() -> None:
    labelled = read_labelled(ROOT / "corpus")
    events = sorted({each.id.rsplit("-", 1)[0] for each in labelled.articles} - set(HELD_OUT))
    one = without(labelled, [*HELD_OUT, *events[1:]])
    found = of_labelled(one, "news")
    assert {each.group for each in found} == {events[0]}
    assert {True, False} <= {each.right for each in found}
    assert of_labelled(one, "news") == found


def test_weights_are_written_as_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tomllib

    file = tmp_path / "confidence.toml"
    file.write_text('[longform]\nfitted_on = "x"\nintercept = 1.0\n\n[longform.weights]\nnames = 2.0\n', "utf-8")
    monkeypatch.setattr("fit_confidence.WEIGHTS", file)
    write({"news": Fitted(model=TRUE, made_from="9 of 9", figures={})})
    table = tomllib.loads(file.read_text("utf-8"))
    assert table["news"] == {"fitted_on": "9 of 9", "intercept": -3.0, "weights": dict(TRUE.weights)}
    assert table["longform"] == {"fitted_on": "x", "intercept": 1.0, "weights": {"names": 2.0}}
