"""Fit the confidence of matches on labelled data, and score it on what it was not fitted on.

    python benchmarks/fit_confidence.py                   corpus/: cross-validated by event
    python benchmarks/fit_confidence.py --pan FOLDER      PAN too: cross-validated by source document
    python benchmarks/fit_confidence.py ... --write       fit on all of it and write the weights of those presets

`news` is fitted on corpus/ without its held-out events, `longform` on PAN. In each fold the weights come from the
other events (or source documents); the scores are of all folds together. The model is a logistic regression with a
ridge penalty on standardised measures, by Newton's method (iteratively reweighted least squares).
"""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path

import numpy as np
from candidates import HELD_OUT, Candidate, of_labelled, of_pan, without
from numpy.typing import NDArray

from dedup.evaluation import Aligned as Detection
from dedup.evaluation import Labelled, PanScore, read_labelled, score_pan
from dedup.evaluation.judgements import is_found
from dedup.evaluation.pan import cut, read_cases, read_pairs
from dedup.evaluation.plagdet import harmonic
from dedup.matching.confidence import Measures, Model
from dedup.model import Span

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE.parent / "src" / "dedup" / "matching" / "data" / "confidence.toml"
NAMES = tuple(field.name for field in fields(Measures))
FOLDS = 5
RIDGE = 1.0
HEAD = """\
# The weights of the confidence of a match, in log-odds; the measures are those of dedup.matching.confidence.
# Fitted by benchmarks/fit_confidence.py: change the data or the method and fit again, never a number by hand.
"""


def fit(candidates: Iterable[Candidate]) -> Model:
    """A model of the candidates that labels decide. Measures that never vary weigh nothing."""
    decided = [each for each in candidates if each.right is not None]
    table = np.array([[getattr(each.measures, name) for name in NAMES] for each in decided])
    labels = np.array([float(bool(each.right)) for each in decided])
    mean, deviation = table.mean(axis=0), table.std(axis=0)
    deviation[deviation < 1e-9] = np.inf
    columns = np.column_stack([np.ones(len(table)), (table - mean) / deviation])
    penalty = np.diag([1e-9, *[RIDGE] * len(NAMES)])
    weights: NDArray[np.float64] = np.zeros(columns.shape[1])
    for _ in range(100):
        chance = 1.0 / (1.0 + np.exp(-columns @ weights))
        curvature = (columns * (chance * (1.0 - chance))[:, None]).T @ columns + penalty
        step = np.linalg.solve(curvature, columns.T @ (labels - chance) - penalty @ weights)
        weights += step
        if np.abs(step).max() < 1e-10:
            break
    raw = weights[1:] / deviation
    return Model(
        intercept=float(weights[0] - (raw * np.where(np.isinf(deviation), 0.0, mean)).sum()),
        weights={name: float(value) for name, value in zip(NAMES, raw, strict=True)},
    )


def cross_validated(candidates: Sequence[Candidate], fold_of: Callable[[str], object]) -> list[float]:
    """The confidence of each candidate under a model fitted on the other folds."""
    folds = {each.group: fold_of(each.group) for each in candidates}
    models = {
        fold: fit(each for each in candidates if folds[each.group] != fold)
        for fold in sorted(set(folds.values()), key=str)
    }
    return [models[folds[each.group]].probability(each.measures) for each in candidates]


def fold_of_document(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:4]) % FOLDS


def score_labelled(labelled: Labelled, kept: Iterable[Candidate]) -> dict[str, float]:
    """Precision, recall and F1 of passages, and the share of hard negatives held, before verdicts set any aside."""
    by_pair: dict[tuple[str, str], list[Detection]] = defaultdict(list)
    right = wrong = 0
    for each in kept:
        by_pair[each.pair].append(each.place)
        right += each.right is True
        wrong += each.right is False

    def held(item: object) -> bool:
        left, other = item.left, item.right  # type: ignore[attr-defined]
        wanted = Detection(left=Span(left.start, left.end), right=Span(other.start, other.end))
        return is_found(wanted, by_pair.get((left.article, other.article), ()))

    counted = [passage for passage in labelled.passages if not passage.set_aside]
    recall = sum(map(held, counted)) / max(1, len(counted))
    precision = right / max(1, right + wrong)
    negatives = sum(map(held, labelled.hard_negatives)) / max(1, len(labelled.hard_negatives))
    return {"F1": harmonic(precision, recall), "precision": precision, "recall": recall, "hard negatives": negatives}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A model fitted on everything, what that was, and figures of models that had not seen what they were scored on."""

    model: Model
    made_from: str
    figures: Mapping[str, Mapping[str, float]]


def fit_news(corpus: Path) -> Fitted:
    """`news`, on a labelled set without the held-out events, in as many folds as it has events."""
    labelled = without(read_labelled(corpus), HELD_OUT)
    candidates = of_labelled(labelled, "news")
    chances = cross_validated(candidates, lambda event: event)
    kept = [each for each, chance in zip(candidates, chances, strict=True) if chance >= 0.5]
    events = len({each.group for each in candidates})
    return Fitted(
        model=fit(candidates),
        made_from=f"{len(candidates)} candidate passages of {events} events of corpus/",
        figures={"all": score_labelled(labelled, kept)},
    )


def fit_longform(folder: Path, per_category: int | None = None, workers: int | None = None) -> Fitted:
    """`longform`, on a PAN folder, in `FOLDS` folds by source document."""
    pairs = read_pairs(folder)
    if per_category:
        pairs = cut(pairs, per_category)
    candidates = of_pan(folder, pairs, "longform", workers or os.cpu_count() or 1)
    chances = cross_validated(candidates, fold_of_document)
    found: dict[tuple[str, str], list[Detection]] = defaultdict(list)
    for each, chance in zip(candidates, chances, strict=True):
        if chance >= 0.5:
            found[each.pair].append(each.place)
    figures = {}
    for category in ("all", *sorted({pair.category for pair in pairs})):
        cases = {pair.key: read_cases(folder, pair) for pair in pairs if category in ("all", pair.category)}
        figures[category] = _figures(score_pan(cases, {key: found.get(key, []) for key in cases}))
    return Fitted(
        model=fit(candidates),
        made_from=f"{len(candidates)} candidate passages of {len(pairs)} pairs of PAN 2013 training",
        figures=figures,
    )


def _figures(score: PanScore) -> dict[str, float]:
    clean = {"clean pairs": float(score.clean_pairs), "flagged": float(score.clean_flagged)}
    if not score.cases:
        return clean
    macro = score.macro
    return {
        "plagdet": macro.plagdet, "precision": macro.precision, "recall": macro.recall,
        "granularity": score.granularity, **clean,
    }  # fmt: skip


def write(models: Mapping[str, Fitted]) -> None:
    """Put the models into the file of weights; those of other presets stay as they are."""
    present = tomllib.loads(WEIGHTS.read_text("utf-8")) if WEIGHTS.exists() else {}
    for preset, fitted in models.items():
        model = fitted.model
        present[preset] = {"fitted_on": fitted.made_from, "intercept": model.intercept, "weights": dict(model.weights)}
    lines = [HEAD]
    for preset in sorted(present):
        table = present[preset]
        lines += [f"[{preset}]", f'fitted_on = "{table["fitted_on"]}"', f"intercept = {table['intercept']:.4f}", ""]
        lines += [f"[{preset}.weights]"]
        lines += [f"{name} = {value:.4f}" for name, value in table["weights"].items()]
        lines += [""]
    WEIGHTS.write_text("\n".join(lines), "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description="Fit the confidence of matches, cross-validated.")
    parser.add_argument("--corpus", type=Path, default=HERE.parent / "corpus", help="a labelled set")
    parser.add_argument("--pan", type=Path, help="a PAN folder")
    parser.add_argument("--per-category", type=int, metavar="N", help="draw N pairs of each PAN category")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes for PAN")
    parser.add_argument("--write", action="store_true", help="write the weights")
    chosen = parser.parse_args()
    models = {"news": fit_news(chosen.corpus)}
    if chosen.pan:
        models["longform"] = fit_longform(chosen.pan, chosen.per_category, chosen.workers)
    for preset, fitted in models.items():
        print(f"{preset}, cross-validated by {'event' if preset == 'news' else 'source document'}:")
        for part, figures in fitted.figures.items():
            print(f"  {part:27}", "  ".join(f"{name} {value:.3f}" for name, value in figures.items()))
        print(f"{preset}, fitted on {fitted.made_from}\n  intercept {fitted.model.intercept:.3f}")
        for name, value in fitted.model.weights.items():
            print(f"  {name} {value:.3f}")
    if chosen.write:
        write(models)
    return 0


if __name__ == "__main__":
    sys.exit(main())
