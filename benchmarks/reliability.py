"""How far the probabilities of verdicts can be taken at their word: a diagram and a page of tables.

    python benchmarks/reliability.py                    corpus/, and simulated events of base texts as in quality.py
    python benchmarks/reliability.py --no-simulated     corpus/ alone
    python benchmarks/reliability.py --check            whether the page is what would be written; writes nothing

Writes docs/images/reliability.png (needs matplotlib, of the development group) and docs/reference/calibration.md.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from reliability_figure import PANELS, draw, panel_forecasts
from simulated import EVENTS, SEED, base_texts, find_base, judged_events

import dedup
from dedup.config import Settings
from dedup.evaluation import read_labelled
from dedup.evaluation.calibration import (
    Bin,
    Judgement,
    brier,
    calibration,
    expected_error,
    log_loss,
    reliability,
    top_forecasts,
)
from dedup.evaluation.intervals import clustered, wilson
from dedup.evaluation.judgements import judgements
from dedup.evaluation.selective import at_coverage, coverage_curve, direction_curve
from dedup.model import HYPOTHESES

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "calibration.md"
PICTURE = ROOT / "docs" / "images" / "reliability.png"
_COVERAGES = (0.2, 0.4, 0.6, 0.8, 1.0)

Sets = Mapping[str, Sequence[Judgement]]


def corpus_judgements(folder: Path) -> list[Judgement]:
    """What is true of the passages of a labelled set that were found, beside the verdicts."""
    labelled = read_labelled(folder)
    return judgements(labelled, dedup.audit(labelled.articles, Settings()))


def page(sets: Sets) -> str:
    """The page, in Markdown."""
    return "\n".join(
        [
            "# Calibration",
            "",
            "Of the verdicts that give a hypothesis seven in ten, seven in ten should be right. These tables and the",
            "picture say how near that is. `python benchmarks/reliability.py` writes them; the definitions and their",
            "sources are in [Verdict scores](verdict-scores.md).",
            "",
            *(f"- **{name}**: {_size(each)}" for name, each in sets.items()),
            "",
            "![Reliability diagrams and accuracy against coverage](../images/reliability.png)",
            "",
            "Points above the diagonal are hypotheses that were true more often than said. Bars are how many passages",
            "stand behind a point; the whiskers are 95 % intervals. Which article is the left one says nothing, so the",
            "two directions are taken together: *one way* holds both probabilities of a passage. *Third party* is a",
            "common source or renderings of one.",
            "",
            "## Scores",
            "",
            "0 is best for each. In brackets 95 % intervals that draw whole events. *By chance*: about the calibration",
            "error that perfect probabilities would have with so few passages.",
            "",
            *_table(("", "Brier", "log-loss", "ECE", "by mass", "classwise", "by chance"), map(_scores, sets.items())),
            "",
            "## The most probable hypothesis",
            "",
            *(line for name, each in sets.items() for line in _bins(name, reliability(top_forecasts(each)))),
            "## Each hypothesis",
            "",
            *(
                line
                for panel in PANELS[1:]
                for name, each in sets.items()
                for line in _bins(f"{panel}, {name}", reliability(panel_forecasts(panel, each)))
            ),
            "## Accuracy at coverage",
            "",
            "The surest verdicts first. *Direction* is over one-way copies alone, by the likelier of the two ways.",
            "",
            *_table(
                ("", *(f"{share:.0%}" for share in _COVERAGES)),
                [row for item in sets.items() for row in _curves(*item)],
            ),
            "",
        ]
    )


def _size(each: Sequence[Judgement]) -> str:
    truths = [judgement.truth for judgement in each]
    counts = ", ".join(f"{truths.count(name)} {name}" for name in HYPOTHESES if name in truths)
    return f"{len(each)} passages of {len({judgement.group for judgement in each})} events ({counts})"


def _scores(item: tuple[str, Sequence[Judgement]]) -> tuple[str, ...]:
    name, each = item
    found = calibration(each)
    cells = [
        f"{interval.value:.3f} ({interval.low:.3f} to {interval.high:.3f})"
        for interval in (
            clustered(each, _event, brier, draws=500),
            clustered(each, _event, log_loss, draws=500),
            clustered(each, _event, _top_error, draws=500),
        )
    ]
    return name, *cells, f"{found.ece_mass:.3f}", f"{found.classwise:.3f}", f"{found.chance:.3f}"


def _bins(name: str, bins: Sequence[Bin]) -> Iterator[str]:
    rows = []
    for each in bins:
        interval = wilson(round(each.observed * each.count), each.count)
        said = f"{each.low:.1f} to {each.high:.1f}"
        came = f"{each.observed:.3f} ({interval.low:.3f} to {interval.high:.3f})"
        rows.append((said, str(each.count), f"{each.mean:.3f}", came))
    yield from _table((name, "passages", "said", "came true"), rows)
    yield ""


def _curves(name: str, each: Sequence[Judgement]) -> Iterator[tuple[str, ...]]:
    for what, curve in (
        (f"{name}, any verdict", coverage_curve(top_forecasts(each))),
        (f"{name}, direction", direction_curve(each)),
    ):
        points = [at_coverage(curve, share) for share in _COVERAGES]
        yield what, *(f"{point.accuracy:.3f}" if point else "–" for point in points)


def _event(judgement: Judgement) -> str:
    return judgement.group


def _top_error(each: Sequence[Judgement]) -> float:
    return expected_error(reliability(top_forecasts(each)))


def _table(head: Sequence[str], rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> list[str]:
    ruled = [f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    return ruled + [f"| {' | '.join(row)} |" for row in rows]


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Write the reliability diagram and the tables beside it.")
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus", help="a labelled set")
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--picture", type=Path, default=PICTURE)
    parser.add_argument("--no-simulated", action="store_true", help="leave simulated events out")
    parser.add_argument("--base", type=Path, help="articles to make simulated events of, as in quality.py")
    parser.add_argument("--events", type=int, default=EVENTS, help="simulated events")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--check", action="store_true", help="exit 1 where the page would change; write nothing")
    chosen = parser.parse_args(given)
    sets = {"corpus": corpus_judgements(chosen.corpus)}
    if not chosen.no_simulated:
        base = find_base(chosen.base)
        events = judged_events(
            base_texts(base), seed=SEED, events=chosen.events, part="held-out", workers=chosen.workers, undated=False
        )
        name = "simulated" if base else "simulated from corpus"
        sets[name] = [judgement for event in events for judgement in event.dated]
    made = page(sets)
    if chosen.check:
        same = chosen.page.exists() and chosen.page.read_text(encoding="utf-8") == made
        print(f"{chosen.page}: {'up to date' if same else 'would change'}")
        return 0 if same else 1
    chosen.page.write_text(made, encoding="utf-8")
    draw(sets, chosen.picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
