"""The provenance model as arrays: matches × hypotheses × parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dedup.model import HYPOTHESES, Evidence, Hypothesis
from dedup.provenance import Case, Reading, Tradition, cases
from dedup.provenance.weights import Weights
from fitting.samples import Sample, Told


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


def undated(rows: Iterable[Row]) -> list[Row]:
    """The rows as they would be if no article had a date: dates speak in `timing.*` and nowhere else."""
    return [
        replace(row, ledger=tuple(item for item in row.ledger if not item.signal.startswith("timing."))) for row in rows
    ]
