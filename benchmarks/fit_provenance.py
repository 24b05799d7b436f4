"""Fit the weights of the evidence on simulated reuse, and score them on what they were not fitted on.

    python benchmarks/fit_provenance.py --articles FILE.jsonl [--events 200] [--write]

The model is that of `dedup.provenance.combine`: a multinomial logistic regression over the hypotheses whose features
are the strengths of the ledger's entries and whose weights are shared between the two directions. Maximum likelihood
with a ridge penalty (L-BFGS-B); a weight keeps the sign that its signal was given by hand, so that no accident of a
simulation turns evidence around. A signal that the simulation hardly shows keeps the weights it has. Evidence of
companions depends on the weights of the rest: it is made anew and the whole fitted again, twice.

Nothing is fitted on corpus/ or on the labelled collections: those are scored.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import dedup
from dedup.evaluation import Labelled
from dedup.evaluation.labelled import span
from dedup.evaluation.plagdet import Aligned
from dedup.model import HYPOTHESES, Evidence, Hypothesis, Match, Place, Span
from dedup.provenance import companions
from dedup.provenance.combine import distribution
from dedup.provenance.weights import Weights, default_weights

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE.parent / "src" / "dedup" / "provenance" / "data" / "weights.toml"
RIDGE = 0.5
SHOWN_LEAST = 30
ROUNDS = 3
_LINE = re.compile(r"^([a-z-]+)( *= *)(-?\d+(?:\.\d+)?)(.*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One match with what its texts and witnesses say (without companions), and the truth where it is known."""

    ledger: tuple[Evidence, ...]
    truth: Hypothesis | None
    counted: bool
    words: int
    dated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The matches of one pair of articles, of one event."""

    event: int
    matches: tuple[Told, ...]


def truth_of(match: Match, labelled: Labelled) -> Hypothesis | None:
    """The label of the truth passage that a match is; None where it is none, or parts of several."""
    here = Aligned(left=Span(match.left.start, match.left.end), right=Span(match.right.start, match.right.end))
    pair = match.left.article, match.right.article
    found: Counter[str] = Counter()
    for passage in labelled.passages:
        if (passage.left.article, passage.right.article) == pair:
            shared = _shared(here, passage.left, passage.right)
            if shared:
                found[passage.label] += shared
    for negative in labelled.hard_negatives:
        if (negative.left.article, negative.right.article) == pair:
            shared = _shared(here, negative.left, negative.right)
            if shared:
                found["incidental"] += shared
    if not found:
        return None
    label, most = found.most_common(1)[0]
    whole = min(len(here.left), len(here.right))
    return label if most >= 0.5 * whole and most >= 0.8 * sum(found.values()) else None  # type: ignore[return-value]


def _shared(here: Aligned, left: Place, right: Place) -> int:
    return min(here.left.overlap(span(left)), here.right.overlap(span(right)))


def samples_of(event: int, labelled: Labelled) -> list[Sample]:
    report = dedup.audit(labelled.articles)
    dated = {article.id: article.published is not None for article in labelled.articles}
    by_pair: dict[tuple[str, str], list[Told]] = {}
    every = [(match, True) for match in report.matches] + [(each.match, False) for each in report.set_aside]
    for match, counted in every:
        ledger = tuple(item for item in match.verdict.ledger if not item.signal.startswith("companions."))
        told = Told(
            ledger=tuple(replace(item, trigger="", spans=()) for item in ledger),
            truth=truth_of(match, labelled),
            counted=counted,
            words=match.scores.aligned_words,
            dated=dated[match.left.article] and dated[match.right.article],
        )
        by_pair.setdefault((match.left.article, match.right.article), []).append(told)
    return [Sample(event=event, matches=tuple(matches)) for _, matches in sorted(by_pair.items())]


# --- the model as arrays ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The numbers of a weights file in one order: priors by role, then signals by role."""

    names: tuple[tuple[str, str], ...]
    start: NDArray[np.float64]

    def index(self) -> dict[tuple[str, str], int]:
        return {name: number for number, name in enumerate(self.names)}

    def weights(self, values: NDArray[np.float64], base: Weights) -> Weights:
        tables: dict[str, dict[str, float]] = {}
        priors: dict[str, float] = {}
        for (signal, role), value in zip(self.names, values.tolist(), strict=True):
            if signal:
                tables.setdefault(signal, {})[role] = value
            else:
                priors[role] = value
        spread = {h: priors["copying" if h in HYPOTHESES[:2] else h] for h in HYPOTHESES}
        return replace(base, priors=spread, signals={**base.signals, **tables})


def parameters(base: Weights) -> Parameters:
    names = [("", role) for role in ("copying", *HYPOTHESES[2:])]
    start = [base.priors["left-to-right" if role == "copying" else role] for _, role in names]  # type: ignore[index]
    for signal, table in sorted(base.signals.items()):
        for role, value in table.items():
            names.append((signal, role))
            start.append(value)
    return Parameters(names=tuple(names), start=np.array(start))


def _terms(item: Evidence, table: Mapping[str, float]) -> Iterator[tuple[Hypothesis, str, float]]:
    """The cells of one entry: for which hypothesis which role counts, and how much."""
    for role in table:
        if role == "copying":
            yield "left-to-right", role, item.strength
            yield "right-to-left", role, item.strength
        elif role in ("forward", "backward"):
            if item.origin is not None:
                forward = "left-to-right" if item.origin == "left" else "right-to-left"
                backward = "right-to-left" if item.origin == "left" else "left-to-right"
                yield forward if role == "forward" else backward, role, item.strength  # type: ignore[misc]
        else:
            yield role, role, item.strength  # type: ignore[misc]


def table_of(
    ledgers: Sequence[Sequence[Evidence]], known: Parameters, base: Weights
) -> NDArray[np.float64]:
    """Features: matches × hypotheses × parameters."""
    index = known.index()
    found = np.zeros((len(ledgers), len(HYPOTHESES), len(known.names)), dtype=np.float32)
    row_of = {hypothesis: number for number, hypothesis in enumerate(HYPOTHESES)}
    for number, ledger in enumerate(ledgers):
        for hypothesis in HYPOTHESES:
            role = "copying" if hypothesis in HYPOTHESES[:2] else hypothesis
            found[number, row_of[hypothesis], index["", role]] = 1.0
        for item in ledger:
            for hypothesis, role, strength in _terms(item, base.signals.get(item.signal, {})):
                found[number, row_of[hypothesis], index[item.signal, role]] += strength
    return found


def reweighed(item: Evidence, weights: Weights) -> Evidence:
    if not item.strength or item.signal not in weights.signals:
        return item
    return replace(item, weights=weights.of(item.signal, item.strength, item.origin))


def complete(samples: Sequence[Sample], weights: Weights) -> list[tuple[Sample, Told, tuple[Evidence, ...]]]:
    """Every match with its ledger weighed anew, companions included."""
    found = []
    for sample in samples:
        ledgers = [tuple(reweighed(item, weights) for item in told.ledger) for told in sample.matches]
        beside = iter(companions([own for own, told in zip(ledgers, sample.matches, strict=True) if told.counted],
                                 weights=weights))  # fmt: skip
        for told, own in zip(sample.matches, ledgers, strict=True):
            found.append((sample, told, (*own, *(next(beside) if told.counted else ()))))
    return found


def fit(samples: Sequence[Sample], base: Weights, ridge: float = RIDGE) -> Weights:
    """The most likely weights for the labelled matches of the samples."""
    known = parameters(base)
    current = base
    bounds = [
        (None, None) if not signal else (0.0, None) if value > 0 else (None, 0.0)
        for (signal, _), value in zip(known.names, known.start.tolist(), strict=True)
    ]
    values = known.start.copy()
    for _ in range(ROUNDS):
        rows = [(sample, told, ledger) for sample, told, ledger in complete(samples, current) if told.truth]
        features = table_of([ledger for _, _, ledger in rows], known, base)
        labels = np.array([HYPOTHESES.index(told.truth) for _, told, _ in rows if told.truth])
        # Passages of one pair repeat each other: a pair counts as the root of how many it has.
        many = Counter(id(sample) for sample, _, _ in rows)
        amount = np.array([1 / math.sqrt(many[id(sample)]) for sample, _, _ in rows])
        shown = np.zeros(len(known.names))
        for _, _, ledger in rows:
            for signal in {item.signal for item in ledger if item.strength}:
                for role in base.signals.get(signal, {}):
                    shown[known.index()[signal, role]] += 1
        free = np.array([not signal or count >= SHOWN_LEAST for (signal, _), count in zip(known.names, shown, strict=True)])
        values = _maximum(features, labels, amount, known.start, values, free, bounds, ridge)
        current = known.weights(values, base)
    return current


def _maximum(
    features: NDArray[np.float64], labels: NDArray[np.int64], amount: NDArray[np.float64],
    start: NDArray[np.float64], begin: NDArray[np.float64], free: NDArray[np.bool_],
    bounds: Sequence[tuple[float | None, float | None]], ridge: float,
) -> NDArray[np.float64]:  # fmt: skip
    rows = np.arange(len(labels))
    priors = np.arange(len(start)) < len(HYPOTHESES) - 1

    def loss(chosen: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        full = start.copy()
        full[free] = chosen
        scores = features @ full
        scores -= scores.max(axis=1, keepdims=True)
        chance = np.exp(scores)
        chance /= chance.sum(axis=1, keepdims=True)
        likelihood = -(amount * np.log(np.maximum(chance[rows, labels], 1e-12))).sum()
        wrong = chance * amount[:, None]
        wrong[rows, labels] -= amount
        slope = np.einsum("nh,nhp->p", wrong, features)[free]
        penalty = np.where(priors[free], 0.01, ridge)
        return float(likelihood + (penalty * chosen**2).sum()), slope + 2 * penalty * chosen

    limits = [limit for limit, is_free in zip(bounds, free, strict=True) if is_free]
    result = minimize(loss, begin[free], jac=True, method="L-BFGS-B", bounds=limits, options={"maxiter": 500})
    full = start.copy()
    full[free] = result.x
    return full


# --- scores -----------------------------------------------------------------------------------------------------


def judged(samples: Sequence[Sample], weights: Weights) -> list[tuple[Sample, Told, dict[Hypothesis, float]]]:
    return [(sample, told, distribution(ledger, weights)) for sample, told, ledger in complete(samples, weights)]
