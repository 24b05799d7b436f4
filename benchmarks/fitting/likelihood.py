"""The most likely weights, scaled so that probabilities agree with frequencies, and what caps a direction."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from dedup.evaluation.intervals import wilson
from dedup.model import HYPOTHESES
from dedup.provenance.verdicts.combine import direction_limit, distribution
from dedup.provenance.weights import Weights
from fitting.features import parameters, rows_of, table_of, undated
from fitting.samples import Sample

# How firmly a weight is held to the one set by hand, by event: a simulation is sure of its own rules however much of
# it there is, so more of it does not loosen the hold.
RIDGE = 1 / 30
# From here on a direction is sure: where no text names the other outlet, of narration and of what both quote, where one
# does, and where its outlet had the words before, which dates alone tell. Of what both quote few are surer.
SURE = {"direction_cap": 0.75, "quoted_direction_cap": 0.6, "named_direction_cap": 0.9, "version_direction_cap": 0.5}
DATED = frozenset({"version_direction_cap"})
SHOWN_LEAST = 30
# The simulation makes these edits by the rules by which the signals find them, so it cannot say what they are worth.
BY_HAND = ("edits.",)
ROUNDS = 3


def fit(samples: Sequence[Sample], base: Weights, ridge: float = RIDGE, only: Set[str] = frozenset()) -> Weights:
    """The most likely weights for the labelled matches of the samples, held to those of `base`.

    Of some signals `only`, where these are given: all other weights and the priors are those of `base`.
    """
    known = parameters(base)
    current = base
    bounds = [
        (None, None) if not signal else (0.0, None) if value > 0 else (None, 0.0)
        for (signal, _), value in zip(known.names, known.start.tolist(), strict=True)
    ]
    values = known.start.copy()
    for _ in range(ROUNDS):
        seen = [row for row in rows_of(samples, current) if row.told.truth]
        # Half as they are and half without dates: probabilities must hold for collections that have none.
        rows = seen + undated(seen)
        features = table_of([row.ledger for row in rows], known, base)
        labels = np.array([HYPOTHESES.index(row.told.truth) for row in rows if row.told.truth])
        # Passages of one pair repeat each other: a pair counts as the root of how many it has.
        many = Counter(row.pair for row in seen)
        amount = np.array([0.5 / math.sqrt(many[row.pair]) for row in rows])
        shown = np.zeros(len(known.names))
        for row in {id(row.told): row for row in seen}.values():  # an event may stand there many times
            for signal in {item.signal for item in row.ledger if item.strength}:
                for role in base.signals.get(signal, {}):
                    shown[known.index()[signal, role]] += 1
        free = np.array(
            [
                signal in only if only else not signal or (count >= SHOWN_LEAST and not signal.startswith(BY_HAND))
                for (signal, _), count in zip(known.names, shown, strict=True)
            ]
        )
        values = _maximum(features, labels, amount, known.start, values, free, bounds, ridge * len(samples))
        current = known.weights(values, base)
    return current


def calibrated(samples: Sequence[Sample], weights: Weights) -> Weights:
    """The weights times one number, and other priors, so that probabilities agree with frequencies.

    Platt scaling for several classes (temperature and bias; Guo, Pleiss, Sun and Weinberger, ICML 2017), folded into
    the weights: the ledger still adds up to the verdict.
    """
    seen = [row for row in rows_of(samples, weights) if row.told.truth and row.told.counted]
    rows = seen + undated(seen)
    scores = np.array(
        [[sum(item.weights.get(each, 0.0) for item in row.ledger) for each in HYPOTHESES] for row in rows]
    )
    labels = np.array([HYPOTHESES.index(row.told.truth) for row in rows if row.told.truth])
    which = np.array([0, 0, 1, 2, 3, 4])

    def loss(chosen: NDArray[np.float64]) -> float:
        shifted = scores * chosen[0] + chosen[1:][which]
        shifted -= shifted.max(axis=1, keepdims=True)
        right = shifted[np.arange(len(labels)), labels]
        return float((np.log(np.exp(shifted).sum(axis=1)) - right).mean())

    begin = np.array([1.0, *(weights.priors[each] for each in HYPOTHESES[1:])])
    found = minimize(loss, begin, method="L-BFGS-B").x.tolist()
    return replace(
        weights,
        priors=dict(zip(HYPOTHESES, (found[1], *found[1:]), strict=True)),
        signals={
            signal: {role: value * found[0] for role, value in table.items()}
            for signal, table in weights.signals.items()
        },
    )


def supported(samples: Sequence[Sample], weights: Weights, limit: str) -> tuple[float, int]:
    """How often a direction is right where the weights alone would make it sure, as the lower end of Wilson's interval,
    and of how many passages: of those that a `limit` of `Weights` holds. Without dates, but for what rests on them.
    """
    free = replace(weights, limits={**weights.limits, **dict.fromkeys(SURE, 1.0)})
    right = of = 0
    rows = rows_of(samples, free)
    for row in rows if limit in DATED else undated(rows):
        if row.told.truth is None or not row.told.counted:
            continue
        chances = distribution(row.ledger, free)
        top = max(HYPOTHESES, key=lambda each: chances[each])
        if top in HYPOTHESES[:2] and chances[top] >= SURE[limit] and direction_limit(top, row.ledger) == limit:
            of += 1
            right += top == row.told.truth
    return wilson(right, of).low, of


def _maximum(
    features: NDArray[np.float32], labels: NDArray[np.int64], amount: NDArray[np.float64],
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
        away = chosen - start[free]
        return float(likelihood + (penalty * away**2).sum()), slope + 2 * penalty * away

    limits = [limit for limit, is_free in zip(bounds, free, strict=True) if is_free]
    result = minimize(loss, begin[free], jac=True, method="L-BFGS-B", bounds=limits, options={"maxiter": 500})
    full = start.copy()
    full[free] = result.x
    return full
