"""Figures of their own, and sentences in the place of a picture."""

from __future__ import annotations

from typing import Any

from dedup.model import Report
from dedup.network import Level
from dedup.outlets import outlet_names


def axes(ax: Any, width: float, height: float, foot: float | None = None) -> Any:
    """`ax`, or the axes of a new figure of that size in inches, which no list of figures knows.

    With a `foot` the axes have that very size and stand above so much room, else what is around them has its part.
    """
    if ax is not None:
        return ax
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from dedup.report.pictures.shown import Picture

    if foot is None:
        figure = Picture(figsize=(width, height), layout="constrained", facecolor="white")
        FigureCanvasAgg(figure)
        return figure.add_subplot()
    figure = Picture(figsize=(width, height + foot), facecolor="white")
    FigureCanvasAgg(figure)
    return figure.add_axes((0.0, foot / (height + foot), 1.0, height / (height + foot)))


def figure_of(ax: Any) -> Any:
    """The figure that the axes are part of, also of a part of it."""
    return ax.get_figure(root=True)


def inches(ax: Any) -> tuple[float, float]:
    """How wide and high the axes are."""
    box = ax.get_window_extent()
    dpi = figure_of(ax).dpi
    return box.width / dpi, box.height / dpi


def instead(report: Report, level: Level, sentence: str) -> str:
    """What is said in the place of a picture: `sentence`, unless it is of outlets and hardly any is known."""
    if level == "outlets" and report.articles and len(set(outlet_names(report.articles).values())) < 2:
        return "Fewer than two outlets are known. Draw the articles instead:\n--network articles, or level='articles'."
    return sentence


def said(ax: Any, sentence: str) -> Any:
    """A sentence where there is nothing to draw."""
    on = axes(ax, 6.0, 1.6)
    on.set_axis_off()
    on.text(0.5, 0.5, sentence, ha="center", va="center", transform=on.transAxes, parse_math=False, wrap=True)
    return figure_of(on)
