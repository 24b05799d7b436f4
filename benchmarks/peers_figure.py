"""The picture of dedup and its peers: speed as multiples of datasketch, and beside it what each finds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from peers_tables import BASE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Okabe and Ito's palette, told apart with any colour vision; hatching says two threads as well.
_OWN, _PEER = "#0072B2", "#E69F00"
_GREY = "#595959"


def draw(results: dict[str, Any], place: Path) -> None:
    """Write the picture as PNG. The same results give the same bytes with the same matplotlib."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    done = sorted((run for run in results["runs"] if "failed" not in run), key=lambda run: -run["seconds"])
    base = next((run["seconds"] for run in done if run["peer"] == BASE and run["threads"] == 1), None)
    if base is None:
        raise SystemExit(f"no picture without {BASE}: it is what all are measured by")
    with plt.rc_context({"font.family": "DejaVu Sans", "font.size": 9, "axes.titlesize": 10, "svg.hashsalt": "dedup"}):
        height = 1.2 + 0.36 * len(done)
        figure, (left, right) = plt.subplots(
            1, 2, figsize=(11, height), width_ratios=(3, 2), sharey=True, layout="constrained"
        )
        names = [f"{run['label']} ({run['threads']})" for run in done]
        left.set_yticks(range(len(done)), names)
        _bars(left, done, [base / run["seconds"] for run in done], "{:.1f} ×")
        left.set_title(f"times as fast as {BASE}, whole job")
        left.margins(x=0.12)
        left.axvline(1.0, color=_GREY, linewidth=0.8, linestyle="--")
        _bars(right, done, [_recall(run) for run in done], "{:.3f}")
        right.set_title("recall: of what dedup was asked for, of ≥ .7")
        right.set_xlim(0, 1.14)
        for axes in (left, right):
            axes.spines[["top", "right"]].set_visible(False)
            axes.tick_params(axis="y", length=0)
        figure.supxlabel(
            f"{results['texts']:,} texts, {results['megabytes']:.0f} MB, in brackets the threads (hatched: 2); "
            "dedup verifies every pair, the others report candidates",
            fontsize=8,
            color=_GREY,
        )
        place.parent.mkdir(parents=True, exist_ok=True)
        # No software version and no date in the file: the bytes say only what was drawn.
        figure.savefig(place, dpi=120, metadata={"Software": None})
        plt.close(figure)


def _recall(run: dict[str, Any]) -> float:
    found: float | None = run[f"recall/{run['asked'] or 0.7}"]
    return 0.0 if found is None else found


def _bars(axes: Axes, runs: list[dict[str, Any]], values: list[float], form: str) -> None:
    bars = axes.barh(
        range(len(runs)),
        values,
        height=0.68,
        color=[_OWN if run["asked"] is not None else _PEER for run in runs],
        edgecolor="white",
        hatch=["//" if run["threads"] > 1 else "" for run in runs],
    )
    axes.bar_label(bars, [form.format(value) for value in values], padding=3, fontsize=8)
