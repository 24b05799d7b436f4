"""`plot_matrix` and `plot_network`: matplotlib figures of a report, without pyplot and its global state."""

from __future__ import annotations

from typing import Any

from dedup.extras import library
from dedup.model import Report
from dedup.network import Level


def plot_matrix(report: Report, ax: Any = None, *, level: Level = "outlets") -> Any:
    """The overlap of outlets, or articles, as a matrix: of the words of the one in a row, how many the one in a column
    has too. A matplotlib `Figure`, that of `ax` if one is given to draw on.

    Shown are the 60 that share most, set-aside matches apart. Raises `MissingExtra` where matplotlib is not installed,
    `UsageError` for an unknown level.
    """
    library("matplotlib", "drawing pictures", "plot")
    from dedup.report.pictures import matrix

    return matrix.draw(matrix.overlap_of(report, level), ax)


def plot_network(report: Report, ax: Any = None, *, level: Level = "outlets") -> Any:
    """Who has whose wording: outlets, or articles, and the common sources of their words, as a network. A matplotlib
    `Figure`, that of `ax` if one is given to draw on.

    An arrow leads from whose words they are to who has them. It is the wider the more words are expected to have come
    this way and the darker the more likely; dashed where it is only the likelier way, dotted and without a head where
    one has them from the other and which way is open. Ways less likely than not are left out. Raises `MissingExtra`
    where matplotlib is not installed, `UsageError` for an unknown level.
    """
    library("matplotlib", "drawing pictures", "plot")
    from dedup.report.pictures import network

    return network.draw(network.ways_of(report, level), ax)
