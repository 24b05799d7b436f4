"""The reliability diagram: said against came true, for the top and each hypothesis, with the counts below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.evaluation.calibration import Forecast, Judgement, class_forecasts, reliability, top_forecasts
from dedup.evaluation.intervals import wilson
from dedup.evaluation.selective import coverage_curve, direction_curve
from dedup.model import HYPOTHESES, THIRD_PARTY

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Okabe and Ito's palette, told apart with any colour vision; the marks differ too.
_STYLES = (("#0072B2", "o"), ("#D55E00", "s"), ("#009E73", "^"))
_GREY = "#595959"
PANELS = (
    "most probable",
    "one way",
    "common-source",
    "independent-renderings",
    "third party",
    "incidental",
    "same-origin",
)


def panel_forecasts(panel: str, judged: Sequence[Judgement]) -> list[Forecast]:
    """What a panel shows. ``one way`` pools both directions; ``third party`` sums a common source and renderings."""
    if panel == "most probable":
        return top_forecasts(judged)
    if panel == "one way":
        return [forecast for way in HYPOTHESES[:2] for forecast in class_forecasts(judged, way)]
    parts = [name for name in HYPOTHESES if name == panel or (panel == "third party" and name in THIRD_PARTY)]
    return [(min(1.0, sum(each.probabilities[name] for name in parts)), each.truth in parts) for each in judged]


def draw(sets: Mapping[str, Sequence[Judgement]], place: Path) -> None:
    """Write the diagram as PNG. The same judgements give the same bytes with the same matplotlib."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    with plt.rc_context({"font.family": "DejaVu Sans", "font.size": 8, "axes.titlesize": 9, "svg.hashsalt": "dedup"}):
        figure, grid = plt.subplots(
            4, 4, figsize=(11, 7), height_ratios=(4, 1, 4, 1), layout="constrained", sharex=True
        )
        for number, name in enumerate(PANELS):
            row, column = 2 * (number // 4), number % 4
            forecasts = {each: panel_forecasts(name, held) for each, held in sets.items()}
            _reliability(grid[row, column], grid[row + 1, column], name, forecasts)
        _curves(grid[2, 3], sets)
        grid[3, 3].axis("off")
        for row in (0, 2):
            grid[row, 0].set_ylabel("came true")
            grid[row + 1, 0].set_ylabel("passages")
        handles, labels = grid[0, 0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower right", ncols=len(labels), frameon=False)
        place.parent.mkdir(parents=True, exist_ok=True)
        # No software version and no date in the file: the bytes say only what was drawn.
        figure.savefig(place, dpi=120, metadata={"Software": None})
        plt.close(figure)


def _reliability(above: Axes, below: Axes, name: str, forecasts: Mapping[str, Sequence[Forecast]]) -> None:
    above.plot((0, 1), (0, 1), color=_GREY, linewidth=0.8, linestyle="--")
    width = 0.09 / max(1, len(forecasts))
    for (label, held), (colour, mark), at in zip(forecasts.items(), _STYLES, range(len(_STYLES)), strict=False):
        bins = reliability(held)
        intervals = [wilson(round(each.observed * each.count), each.count) for each in bins]
        observed = [each.observed for each in bins]
        whiskers = (
            [max(0.0, value - interval.low) for value, interval in zip(observed, intervals, strict=True)],
            [max(0.0, interval.high - value) for value, interval in zip(observed, intervals, strict=True)],
        )
        above.errorbar(
            [each.mean for each in bins],
            observed,
            yerr=whiskers,
            color=colour,
            marker=mark,
            markersize=4,
            linewidth=1,
            elinewidth=0.6,
            label=label,
        )
        middles = [(each.low + each.high) / 2 + (at - (len(forecasts) - 1) / 2) * width for each in bins]
        below.bar(middles, [each.count for each in bins], width=width, color=colour)
    above.set(title=name, xlim=(0, 1), ylim=(-0.02, 1.02))
    below.set_yscale("symlog", linthresh=1)
    below.set_xlabel("probability said")


def _curves(axes: Axes, sets: Mapping[str, Sequence[Judgement]]) -> None:
    for (_, held), (colour, _) in zip(sets.items(), _STYLES, strict=False):
        for curve, line in ((coverage_curve(top_forecasts(held)), "-"), (direction_curve(held), ":")):
            xs, ys = [point.coverage for point in curve], [point.accuracy for point in curve]
            axes.plot(xs, ys, color=colour, linestyle=line, linewidth=1.2)
    axes.set(title="accuracy at coverage", xlim=(0, 1), ylim=(-0.02, 1.02), xlabel="share decided, the surest first")
    axes.tick_params(labelbottom=True)
    axes.text(0.04, 0.06, "solid: any verdict\ndotted: the way of one-way copies", color=_GREY)
