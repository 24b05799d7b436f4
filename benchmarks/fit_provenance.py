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

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from simulation.events import event
from simulation.library import Library
from simulation.texts import BaseText, Part

from dedup.config import Settings
from dedup.evaluation import Labelled
from dedup.evaluation.labelled import span
from dedup.evaluation.plagdet import Aligned
from dedup.model import HYPOTHESES, Evidence, Hypothesis, Place
from dedup.pipeline import Work
from dedup.provenance import Case, Found, Reading, Tradition, cases
from dedup.provenance.combine import distribution
from dedup.provenance.view import span_of
from dedup.provenance.weights import Weights

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE.parent / "src" / "dedup" / "provenance" / "data" / "weights.toml"
RIDGE = 0.5
SHOWN_LEAST = 30
# The simulation makes these edits by the rules by which the signals find them, so it cannot say what they are worth.
BY_HAND = ("edits.",)
ROUNDS = 3
_ORIGIN = re.compile(r"^# Origin:.*?\n\n", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"^([a-z-]+)( *= *)(-?\d+(?:\.\d+)?)(.*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One passage as its two articles tell it, and the truth where it is known. What does not count is set aside."""

    reading: Reading
    truth: Hypothesis | None
    counted: bool

    @property
    def words(self) -> int:
        return self.reading.found.scores.aligned_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The passages of one event, by pair of articles."""

    pairs: tuple[tuple[Told, ...], ...]


def truth_of(found: Found, labelled: Labelled) -> Hypothesis | None:
    """The label of the truth passage that a match is; None where it is none, or parts of several."""
    here = Aligned(left=span_of(found.left), right=span_of(found.right))
    pair = found.left.article, found.right.article
    shared: Counter[str] = Counter()
    for passage in labelled.passages:
        if (passage.left.article, passage.right.article) == pair:
            shared[passage.label] += _shared(here, passage.left, passage.right)
    for negative in labelled.hard_negatives:
        if (negative.left.article, negative.right.article) == pair:
            shared["incidental"] += _shared(here, negative.left, negative.right)
    if not any(shared.values()):
        return None
    label, most = min(shared.items(), key=lambda item: (-item[1], item[0]))
    whole = min(len(here.left), len(here.right))
    return label if most >= 0.5 * whole and most >= 0.8 * sum(shared.values()) else None  # type: ignore[return-value]


def _shared(here: Aligned, left: Place, right: Place) -> int:
    return min(here.left.overlap(span(left)), here.right.overlap(span(right)))


def sample_of(labelled: Labelled) -> Sample:
    """Read an event. Its passages are those that an audit finds, not those that the truth holds."""
    ids = sorted(article.id for article in labelled.articles)
    rank = {id: number for number, id in enumerate(ids)}
    work = Work(sorted(labelled.articles, key=lambda each: (each.text, rank[each.id])), Settings(), None)
    pairs = []
    for counted, aside in work.readings(rank):
        told = [(reading, True) for reading in counted] + [(reading, False) for reading in aside]
        pairs.append(
            tuple(
                Told(reading=reading, truth=truth_of(reading.found, labelled), counted=counts)
                for reading, counts in told
            )
        )
    return Sample(pairs=tuple(pairs))


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


def table_of(ledgers: Sequence[Sequence[Evidence]], known: Parameters, base: Weights) -> NDArray[np.float32]:
    """Features: matches × hypotheses × parameters."""
    index = known.index()
    found = np.zeros((len(ledgers), len(HYPOTHESES), len(known.names)), dtype=np.float32)
    row_of = {hypothesis: number for number, hypothesis in enumerate(HYPOTHESES)}
    for number, ledger in enumerate(ledgers):
        for hypothesis in HYPOTHESES:
            prior = "copying" if hypothesis in HYPOTHESES[:2] else str(hypothesis)
            found[number, row_of[hypothesis], index["", prior]] = 1.0
        for item in ledger:
            for hypothesis, role, strength in _terms(item, base.signals.get(item.signal, {})):
                found[number, row_of[hypothesis], index[item.signal, role]] += strength
    return found


def reweighed(reading: Reading, weights: Weights) -> Reading:
    """The reading under other weights."""
    ledger = tuple(
        replace(item, weights=weights.of(item.signal, item.strength, item.origin)) if item.strength else item
        for item in reading.ledger
    )
    return replace(reading, ledger=ledger)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One passage with its whole ledger. `pair` numbers the pairs of articles over all samples."""

    told: Told
    pair: int
    ledger: tuple[Evidence, ...]


def rows_of(samples: Sequence[Sample], weights: Weights) -> list[Row]:
    """Every passage with its ledger weighed anew, companions and witnesses included, as an audit does it."""
    found = []
    number = 0
    for sample in samples:
        opened: list[tuple[int, Told, Case]] = []
        for pair in sample.pairs:
            number += 1
            counted = [told for told in pair if told.counted]
            made = cases([reweighed(told.reading, weights) for told in counted], weights=weights)
            opened += [(number, told, case) for told, case in zip(counted, made, strict=True)]
            found += [
                Row(told=told, pair=number, ledger=reweighed(told.reading, weights).ledger)
                for told in pair
                if not told.counted
            ]
        tradition = Tradition(case for _, _, case in opened)
        for at, told, case in opened:
            entries = (*case.reading.ledger, *case.companions, *tradition.testimony(case, weights=weights).evidence)
            found.append(Row(told=told, pair=at, ledger=entries))
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
        rows = [row for row in rows_of(samples, current) if row.told.truth]
        features = table_of([row.ledger for row in rows], known, base)
        labels = np.array([HYPOTHESES.index(row.told.truth) for row in rows if row.told.truth])
        # Passages of one pair repeat each other: a pair counts as the root of how many it has.
        many = Counter(row.pair for row in rows)
        amount = np.array([1 / math.sqrt(many[row.pair]) for row in rows])
        shown = np.zeros(len(known.names))
        for row in rows:
            for signal in {item.signal for item in row.ledger if item.strength}:
                for role in base.signals.get(signal, {}):
                    shown[known.index()[signal, role]] += 1
        free = np.array(
            [not signal or count >= SHOWN_LEAST for (signal, _), count in zip(known.names, shown, strict=True)]
        )
        values = _maximum(features, labels, amount, known.start, values, free, bounds, ridge)
        current = known.weights(values, base)
    return current


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


# --- scores -----------------------------------------------------------------------------------------------------


def judged(samples: Sequence[Sample], weights: Weights) -> list[tuple[Told, dict[Hypothesis, float]]]:
    return [(row.told, distribution(row.ledger, weights)) for row in rows_of(samples, weights)]


# --- simulated samples ------------------------------------------------------------------------------------------

_LIBRARY: list[Library] = []


def simulated(library: Library, part: Part, seed: int, events: int, workers: int) -> list[Sample]:
    """So many events of one half of the simulation, read."""
    _LIBRARY[:] = [library]  # the workers are forks: they have it from here
    jobs = [(part, seed, number) for number in range(events)]
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        return list(pool.map(_simulated, jobs, chunksize=4))


def _simulated(job: tuple[Part, int, int]) -> Sample:
    part, seed, number = job
    return sample_of(event(_LIBRARY[0], f"{part}:{seed}:{number}", f"sim{seed}-{number:04}", part))


def drawn(base: Sequence[BaseText], texts: int) -> list[BaseText]:
    """So many base texts, the same ones whatever their order."""
    return sorted(base, key=lambda each: each.key)[:texts]


# --- the weights file -------------------------------------------------------------------------------------------


def written(weights: Weights, origin: str, text: str) -> str:
    """A weights file with other numbers; its comments stay, but for the lines on where the numbers come from."""
    lines = []
    signal = ""
    for line in text.splitlines():
        if line.startswith("["):
            signal = line.split("]")[0].removeprefix("[").removeprefix("signals.").strip('"')
        hit = _LINE.match(line)
        if hit is not None and signal == "priors":
            name = hit.group(1)
            value = weights.priors["left-to-right" if name == "copying" else name]  # type: ignore[index]
            line = f"{name}{hit.group(2)}{value:.3f}{hit.group(4)}"
        elif hit is not None and signal in weights.signals:
            line = f"{hit.group(1)}{hit.group(2)}{weights.signals[signal][hit.group(1)]:.3f}{hit.group(4)}"
        lines.append(line)
    whole = "\n".join(lines) + "\n"
    return _ORIGIN.sub("\n".join(f"# {line}" for line in origin.splitlines()) + "\n\n", whole, count=1)
