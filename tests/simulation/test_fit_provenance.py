"""The fit of the weights: it reads events as an audit does, weighs them as a verdict does, and keeps what was set."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import fit_provenance
import numpy as np
import pytest
from fitting import likelihood
from fitting.features import Row, parameters, reweighed, rows_of, table_of, undated
from fitting.samples import Sample, sample_of, simulated, truth_of
from hypothesis import given
from hypothesis import strategies as st
from simulate import HELD_OUT
from simulation import read_corpus
from simulation.events import event
from simulation.library import Library
from simulation.texts import of_part

from dedup import audit
from dedup.config import Settings
from dedup.evaluation import HardNegative, Labelled, TruthPassage
from dedup.model import HYPOTHESES, Edits, Evidence, Hypothesis, Passage, Place, Scores, SideName
from dedup.provenance import Found
from dedup.provenance.verdicts.combine import distribution
from dedup.provenance.weights import Weights, default_weights, read_weights

ROOT = Path(__file__).resolve().parents[2]
FIRST = fit_provenance.FIRST.read_text("utf-8")
PACKAGE = fit_provenance.WEIGHTS.read_text("utf-8")
HAND = read_weights(tomllib.loads(FIRST))
MODEL = default_weights()
EVENTS = 16


@cache
def library() -> Library:
    return Library(of_part(read_corpus(ROOT / "corpus", HELD_OUT), "fit"))


@cache
def made(number: int) -> Labelled:
    return event(library(), f"fit:1:{number}", f"sim1-{number:04}", "fit")


@cache
def samples() -> tuple[Sample, ...]:
    return tuple(sample_of(made(number)) for number in range(EVENTS))


@cache
def rows() -> tuple[Row, ...]:
    return tuple(rows_of(samples(), HAND))


def uncapped(weights: Weights) -> Weights:
    return replace(weights, limits={**weights.limits, **dict.fromkeys(likelihood.SURE, 1.0), "incidental_cap": 1.0})


# --- the files --------------------------------------------------------------------------------------------------


def test_the_package_has_the_signals_the_roles_and_the_signs_that_were_set() -> None:
    assert MODEL.signals.keys() == HAND.signals.keys()
    for signal, table in HAND.signals.items():
        assert list(MODEL.signals[signal]) == list(table), signal
        for role, value in table.items():
            assert MODEL.signals[signal][role] * value >= 0, (signal, role)
    assert list(tomllib.loads(PACKAGE)["signals"]) == list(tomllib.loads(FIRST)["signals"])
    assert MODEL.reach == HAND.reach
    measured = dict.fromkeys(likelihood.SURE, 0)
    assert {**MODEL.limits, **measured} == {**HAND.limits, **measured}


def test_what_is_set_by_hand_is_scaled_with_the_rest_and_no_more() -> None:
    scales = [
        MODEL.signals[signal][role] / value
        for signal, table in HAND.signals.items() if signal.startswith(likelihood.BY_HAND)
        for role, value in table.items() if abs(value) >= 0.3
    ]  # fmt: skip
    assert len(scales) > 5
    assert max(scales) / min(scales) < 1.02  # but for the rounding to three places


class TestWritten:
    def test_only_numbers_change(self) -> None:
        bare = re.compile(r"^([a-z_-]+ *= *)-?\d+(?:\.\d+)?", re.MULTILINE)

        def skeleton(text: str) -> str:
            return bare.sub(r"\1", text.partition("[priors]")[2])

        text = fit_provenance.written(MODEL, "Origin: a test.", FIRST)
        assert skeleton(text) == skeleton(FIRST)
        kept = [line for line in FIRST.splitlines() if "hand guess" in line or line.startswith("# ---")]
        assert kept and all(line in text for line in kept)

    def test_the_note_on_the_origin_is_replaced_and_what_the_roles_mean_stays(self) -> None:
        head = fit_provenance.written(HAND, "Origin: a test,\nof two lines \\1.", FIRST).partition("[priors]")[0]
        before = FIRST.partition("[priors]")[0]
        assert "# Origin: a test,\n# of two lines \\1.\n#\n# Roles: " in head
        assert "set by hand on" not in head
        assert head.startswith(before.partition("# Origin")[0])
        assert head.endswith(before[before.index("# Roles: ") :])

    def test_it_can_be_read_and_written_again(self) -> None:
        text = fit_provenance.written(HAND, "Origin: a test.", FIRST)
        assert read_weights(tomllib.loads(text)) == HAND
        assert fit_provenance.written(HAND, "Origin: a test.", text) == text

    @given(st.randoms(use_true_random=False), st.floats(0.5, 0.99))
    def test_whatever_the_numbers_are(self, draw: object, cap: float) -> None:
        def drawn() -> float:
            return float(draw.uniform(-20, 20))  # type: ignore[attr-defined]

        priors = {name: drawn() for name in HYPOTHESES}
        weights = replace(
            HAND,
            priors={**priors, "right-to-left": priors["left-to-right"]},
            signals={name: {role: drawn() for role in table} for name, table in HAND.signals.items()},
            limits={**HAND.limits, **dict.fromkeys(likelihood.SURE, cap)},
        )
        read = read_weights(tomllib.loads(fit_provenance.written(weights, "Origin: a test.", FIRST)))
        assert dict(read.priors) == pytest.approx(dict(weights.priors), abs=5.001e-4)
        for name in likelihood.SURE:
            assert read.limits[name] == pytest.approx(cap, abs=5.001e-3)
        assert read.reach == HAND.reach
        for name, table in weights.signals.items():
            assert dict(read.signals[name]) == pytest.approx(table, abs=5e-4)


# --- the model as arrays ----------------------------------------------------------------------------------------

entries = st.tuples(
    st.sampled_from(sorted(HAND.signals)), st.floats(0, 1.3), st.sampled_from([None, "left", "right"])
)  # fmt: skip


def entry(weights: Weights, signal: str, strength: float, origin: SideName | None) -> Evidence:
    return weights.evidence(signal, "words", factor=strength, origin=origin)


@given(st.lists(st.lists(entries, max_size=8), min_size=1, max_size=4), st.integers(0, 99))
def test_features_times_parameters_are_the_scores_of_a_verdict(
    told: list[list[tuple[str, float, SideName | None]]], seed: int
) -> None:
    known = parameters(HAND)
    values = known.start + np.random.default_rng(seed).normal(size=len(known.start))
    weights = uncapped(known.weights(values, HAND))
    ledgers = [[entry(weights, *each) for each in ledger] for ledger in told]
    scores = table_of(ledgers, known, HAND) @ values
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    for ledger, found in zip(ledgers, chances.tolist(), strict=True):
        expected = distribution(ledger, weights)
        assert found == pytest.approx([expected[name] for name in HYPOTHESES], abs=1e-4)


def test_parameters_are_the_weights_in_one_order() -> None:
    known = parameters(HAND)
    assert known.weights(known.start, HAND) == replace(
        HAND, priors=dict(HAND.priors), signals={name: dict(table) for name, table in HAND.signals.items()}
    )
    assert len(set(known.names)) == len(known.names) == len(known.start)
    assert known.names[: len(HYPOTHESES) - 1] == tuple(("", role) for role in ("copying", *HYPOTHESES[2:]))


def test_an_unknown_signal_counts_for_nothing() -> None:
    known = parameters(HAND)
    note = Evidence(signal="limits.direction", weights={}, trigger="held")
    assert (table_of([[note]], known, HAND) == table_of([[]], known, HAND)).all()


# --- events as an audit reads them ------------------------------------------------------------------------------


def test_passages_are_those_of_an_audit_with_its_verdicts() -> None:
    """Companions, witnesses and what is set aside included."""
    met = 0
    for number in range(4):
        articles = made(number).articles
        report = audit(articles, Settings(workers=1))
        audited = {
            (match.left, match.right): match.verdict.probabilities
            for match in (*report.matches, *(each.match for each in report.set_aside))
        }
        here = rows_of([sample_of(made(number))], MODEL)
        ours = {(row.told.reading.found.left, row.told.reading.found.right): row for row in here}
        assert ours.keys() == audited.keys()
        for key, row in ours.items():
            assert distribution(row.ledger, MODEL) == pytest.approx(dict(audited[key]), abs=1e-12)
            met += any(item.signal.startswith(("witness.", "companions.")) for item in row.ledger)
    assert met > 10


def test_most_of_what_counts_has_a_truth_and_all_kinds_occur() -> None:
    counted = [told for sample in samples() for pair in sample.pairs for told in pair if told.counted]
    assert sum(told.truth is not None for told in counted) > 0.8 * len(counted)
    labels = Counter(told.truth for told in counted)
    assert {*HYPOTHESES[:4]} <= set(labels)
    assert any(not told.counted for sample in samples() for pair in sample.pairs for told in pair)


def test_rows_are_numbered_by_pair() -> None:
    pairs: dict[int, set[tuple[str, str]]] = {}
    for row in rows():
        found = row.told.reading.found
        pairs.setdefault(row.pair, set()).add((found.left.article, found.right.article))
    assert all(len(ends) == 1 for ends in pairs.values())
    assert len(pairs) == len({ends for each in pairs.values() for ends in each}) > 50


def test_reweighing_keeps_what_was_seen() -> None:
    reading = next(told.reading for sample in samples() for pair in sample.pairs for told in pair if told.counted)
    assert reweighed(reading, MODEL) == reading
    other = reweighed(reading, HAND)
    assert other != reading and reweighed(other, MODEL) == reading
    for item in other.ledger:
        assert item.weights == (HAND.of(item.signal, item.strength, item.origin) if item.strength else {})


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_workers_read_the_same_events() -> None:
    assert simulated(library(), "fit", 1, 2, 2) == [sample_of(made(0)), sample_of(made(1))] == list(samples()[:2])


# --- the truth of a passage -------------------------------------------------------------------------------------


def found(left: tuple[int, int], right: tuple[int, int], ids: str = "ab") -> Found:
    sides = [
        Passage(article=id, start=start, end=end, text="x" * (end - start), kind="narration")
        for id, (start, end) in zip(ids, (left, right), strict=True)
    ]
    scores = Scores(
        jaccard=1.0, containment_left=1.0, containment_right=1.0, aligned_words=9, share_left=1.0, share_right=1.0,
        longest_run=9, rarity_overlap=1.0, order_free=1.0, edits=Edits(insert=0, delete=0, substitute=0, move=0),
    )  # fmt: skip
    return Found(left=sides[0], right=sides[1], kind="verbatim", confidence=1.0, scores=scores)


def place(id: str, start: int, end: int) -> Place:
    return Place(article=id, start=start, end=end)


def known(label: Hypothesis, left: tuple[int, int], right: tuple[int, int], ids: str = "ab") -> TruthPassage:
    return TruthPassage(
        id=f"{label}{left}", left=place(ids[0], *left), right=place(ids[1], *right), kind="verbatim", category="wire",
        words_left=9, words_right=9, set_aside=False, label=label, source=None, source_named=False,
    )  # fmt: skip


def labelled(*passages: TruthPassage, negatives: Sequence[HardNegative] = ()) -> Labelled:
    return Labelled(articles=(), passages=passages, hard_negatives=tuple(negatives))


class TestTruth:
    def test_the_passage_itself(self) -> None:
        truth = labelled(known("common-source", (100, 200), (300, 400)), known("left-to-right", (0, 50), (0, 50)))
        assert truth_of(found((100, 200), (300, 400)), truth) == "common-source"
        assert truth_of(found((0, 50), (0, 50)), truth) == "left-to-right"

    def test_half_of_the_shorter_side_at_least(self) -> None:
        truth = labelled(known("left-to-right", (100, 200), (300, 400)))
        assert truth_of(found((140, 260), (340, 460)), truth) == "left-to-right"
        assert truth_of(found((160, 260), (360, 460)), truth) is None
        assert truth_of(found((100, 200), (390, 490)), truth) is None  # on both sides
        assert truth_of(found((100, 200), (300, 600)), truth) == "left-to-right"
        assert truth_of(found((0, 300), (300, 400)), truth) == "left-to-right"

    def test_another_pair_or_no_truth(self) -> None:
        truth = labelled(known("left-to-right", (100, 200), (300, 400), ids="ac"))
        assert truth_of(found((100, 200), (300, 400)), truth) is None
        assert truth_of(found((100, 200), (300, 400)), labelled()) is None

    def test_parts_of_several_have_none_unless_they_agree(self) -> None:
        half = known("left-to-right", (100, 150), (300, 350))
        for label, expected in (("common-source", None), ("left-to-right", "left-to-right")):
            other = known(label, (150, 200), (350, 400))  # type: ignore[arg-type]
            assert truth_of(found((100, 200), (300, 400)), labelled(half, other)) == expected
        little = known("common-source", (150, 160), (350, 360))
        assert truth_of(found((100, 160), (300, 360)), labelled(half, little)) == "left-to-right"

    def test_a_hard_negative_is_incidental(self) -> None:
        formula = HardNegative(id="n", left=place("a", 100, 150), right=place("b", 300, 350), reason="formula")
        assert truth_of(found((100, 150), (300, 350)), labelled(negatives=[formula])) == "incidental"
        truth = labelled(known("left-to-right", (150, 400), (350, 600)), negatives=[formula])
        assert truth_of(found((100, 400), (300, 600)), truth) == "left-to-right"


# --- fitting ----------------------------------------------------------------------------------------------------


def loss(weights: Weights, told: Sequence[Row]) -> float:
    """The mean negative log-likelihood of the truth, with the ledgers as they were seen."""
    return -math.fsum(math.log(max(1e-12, chances(weights, row)[row.told.truth])) for row in told) / len(told)  # type: ignore[index]


def chances(weights: Weights, row: Row) -> dict[Hypothesis, float]:
    ledger = [
        replace(item, weights=weights.of(item.signal, item.strength, item.origin))
        for item in row.ledger if item.strength
    ]  # fmt: skip
    return distribution(ledger, uncapped(weights))


@cache
def fitted() -> Weights:
    return likelihood.fit(samples(), HAND)


class TestFit:
    def test_it_keeps_signs_and_roles(self) -> None:
        for signal, table in HAND.signals.items():
            assert fitted().signals[signal].keys() == table.keys()
            assert all(fitted().signals[signal][role] * value >= 0 for role, value in table.items())
        assert fitted().priors["left-to-right"] == fitted().priors["right-to-left"]
        assert (fitted().limits, fitted().reach) == (HAND.limits, HAND.reach)

    def test_a_weight_of_the_wrong_sign_is_no_evidence_at_most(self) -> None:
        """What was set is taken at its word: a simulation may weaken it and not turn it around."""
        assert fitted().signals["timing.order"]["backward"] < -0.5
        table = {**HAND.signals["timing.order"], "backward": 1.0}
        wrong = replace(HAND, signals={**HAND.signals, "timing.order": table})
        assert likelihood.fit(samples(), wrong).signals["timing.order"]["backward"] == 0.0

    def test_what_is_set_by_hand_is_not_fitted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert fitted().signals["timing.order"] != HAND.signals["timing.order"]
        monkeypatch.setattr(likelihood, "BY_HAND", ("timing.",))
        assert likelihood.fit(samples()[:8], HAND).signals["timing.order"] == HAND.signals["timing.order"]

    def test_what_is_hardly_shown_or_set_by_hand_stays(self) -> None:
        told = [row for row in rows() if row.told.truth]
        seen = Counter(signal for row in told for signal in {item.signal for item in row.ledger if item.strength})
        rare = {signal for signal in HAND.signals if seen[signal] < likelihood.SHOWN_LEAST / 2}
        common = {signal for signal in HAND.signals if seen[signal] > 2 * likelihood.SHOWN_LEAST}
        kept = {signal for signal in HAND.signals if fitted().signals[signal] == HAND.signals[signal]}
        by_hand = {signal for signal in HAND.signals if signal.startswith(likelihood.BY_HAND)}
        assert rare | by_hand <= kept
        assert len(common) > 5 and not (common - by_hand) & kept

    def test_the_truth_is_likelier_under_it(self) -> None:
        told = [row for row in rows() if row.told.truth]
        assert loss(fitted(), told) < loss(HAND, told) - 0.02

    def test_a_firm_ridge_holds_the_weights(self) -> None:
        firm = likelihood.fit(samples()[:4], HAND, ridge=1e7)
        for signal, table in HAND.signals.items():
            assert dict(firm.signals[signal]) == pytest.approx(dict(table), abs=1e-3)
        assert dict(firm.priors) != pytest.approx(dict(HAND.priors), abs=1e-2)

    def test_one_signal_alone_leaves_all_others_and_the_priors(self) -> None:
        alone = likelihood.fit(samples(), HAND, only={"timing.order"})
        moved = {signal for signal, table in HAND.signals.items() if alone.signals[signal] != table}
        assert moved == {"timing.order"}
        assert alone.priors == HAND.priors
        told = [row for row in rows() if row.told.truth]
        assert loss(fitted(), told) < loss(alone, told) < loss(HAND, told)

    def test_it_is_the_same_every_time(self) -> None:
        assert likelihood.fit(samples()[:3], HAND) == likelihood.fit(samples()[:3], HAND)


class TestCalibrated:
    def scaled(self) -> tuple[Weights, list[Row]]:
        told = [row for row in rows_of(samples(), fitted()) if row.told.truth and row.told.counted]
        return likelihood.calibrated(samples(), fitted()), told

    def test_the_weights_are_one_multiple_and_the_ledger_still_adds_up(self) -> None:
        weights, told = self.scaled()
        ratios = [
            value / fitted().signals[signal][role]
            for signal, table in weights.signals.items() for role, value in table.items()
            if fitted().signals[signal][role]
        ]  # fmt: skip
        assert ratios == pytest.approx([ratios[0]] * len(ratios)) and 0.2 < ratios[0] < 5
        assert weights.priors["left-to-right"] == weights.priors["right-to-left"]
        for row in told[:40]:
            entries = [
                replace(item, weights=weights.of(item.signal, item.strength, item.origin)) for item in row.ledger
                if item.strength
            ]  # fmt: skip
            scores = {
                name: weights.priors[name] + sum(item.weights.get(name, 0.0) for item in entries) for name in HYPOTHESES
            }
            total = math.fsum(map(math.exp, scores.values()))
            assert chances(weights, row) == pytest.approx({n: math.exp(v) / total for n, v in scores.items()})

    def test_probabilities_agree_with_frequencies(self) -> None:
        weights, told = self.scaled()
        told = told + undated(told)
        assert loss(weights, told) <= loss(fitted(), told) + 1e-6
        for names in (HYPOTHESES[:2], *((name,) for name in HYPOTHESES[2:5])):
            expected = sum(row.told.truth in names for row in told) / len(told)
            stated = math.fsum(chances(weights, row)[name] for row in told for name in names) / len(told)
            assert stated == pytest.approx(expected, abs=0.02), names


@pytest.mark.parametrize("limit", sorted(likelihood.SURE))
class TestSupported:
    """How sure a direction may be: where a text names the other outlet, where both quote, and else."""

    def test_it_counts_sure_directions(self, limit: str) -> None:
        low, of = likelihood.supported(samples(), fitted(), limit)
        right = count = 0
        rows = rows_of(samples(), fitted())
        for row in rows if limit == "version_direction_cap" else undated(rows):
            told = chances(fitted(), row)
            top = max(HYPOTHESES, key=lambda name: told[name])
            if not row.told.truth or not row.told.counted or top not in HYPOTHESES[:2]:
                continue
            signals = {item.signal for item in row.ledger if item.strength}
            credit = any(
                item.signal in ("attribution.other-outlet", "attribution.other-credit") and item.weights.get(top, 0) > 0
                for item in row.ledger
            )
            quoted = signals & {"quotation.both", "quotation.same-speaker", "quotation.reported"}
            private = "quotation.private" in signals
            version = any(
                item.signal == "timing.own-earlier" and item.strength > 0.5 and item.weights.get(top, 0) > 0
                for item in row.ledger
            )
            held_by = (
                "version_direction_cap"
                if version
                else "named_direction_cap"
                if credit
                else "quoted_direction_cap"
                if quoted and not private
                else "direction_cap"
            )
            if held_by == limit and told[top] >= likelihood.SURE[held_by]:
                count += 1
                right += top == row.told.truth
        assert of == count
        assert low <= right / max(1, count)
        assert (low > 0) == (right > 0)
        assert count > 0 or limit in ("quoted_direction_cap", "version_direction_cap")

    def test_the_present_caps_do_not_matter(self, limit: str) -> None:
        tight = replace(fitted(), limits={**fitted().limits, **dict.fromkeys(likelihood.SURE, 0.5)})
        loose = likelihood.supported(samples(), fitted(), limit)
        assert likelihood.supported(samples(), tight, limit) == loose

    def test_without_any_nothing_is_supported(self, limit: str) -> None:
        assert likelihood.supported([], HAND, limit) == (0.0, 0)


def test_what_is_said_of_the_weights_is_counted() -> None:
    told = [row for row in rows_of(samples(), MODEL) if row.told.truth and row.told.counted]
    said = fit_provenance.described(samples(), MODEL)
    assert said.startswith(f"{len(told)} passages, accuracy 0.")
    labels = [fit_provenance.label_of(distribution(row.ledger, MODEL), MODEL) for row in told]
    decided = [(label, row.told.truth) for label, row in zip(labels, told, strict=True) if label != "undetermined"]
    right = sum(label == truth for label, truth in decided)
    assert f"accuracy {right / len(decided):.3f} at coverage {len(decided) / len(told):.3f}, Brier score 0." in said


def test_the_same_base_texts_whatever_their_order() -> None:
    base = read_corpus(ROOT / "corpus", HELD_OUT)
    assert fit_provenance.drawn(base[::-1], 9) == fit_provenance.drawn(base, 9) == fit_provenance.drawn(base, 10)[:9]
