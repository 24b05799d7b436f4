"""The overlap of outlets or articles as a matrix of shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dedup.model import Report
from dedup.network import Level, require_level
from dedup.report.escape import visible
from dedup.report.names import LONGEST_NAME, name_articles
from dedup.report.pictures import canvas
from dedup.report.pictures.style import FAINT, INK, Letters, readable_on, round_up, shade, shades
from dedup.report.wording import percent

MOST = 60  # rows; more cannot be read on a page
_TOLD = 16  # rows up to which every cell says its number
_GAMMA = 0.5  # most pairs share a few per cent: they must not all look alike beside one that shares half
_TICKS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """`shares[row, column]`: of the counted words of the one in the row, the share that the one in the column has too.

    `names` are those who share something, the one that shares most words first; `others` share nothing, and `more`
    share less than all that are shown. `instead` is said where nobody shares anything.
    """

    level: Level
    names: Sequence[str]
    shares: Mapping[tuple[int, int], float]
    more: int
    others: int
    instead: str


def overlap_of(report: Report, level: Level) -> Overlap:
    """The overlap that a report tells of. Raises `UsageError` for an unknown level."""
    require_level(level)
    rows = report.outlet_flows if level == "outlets" else report.article_pairs
    words = Counter[str]()
    for row in rows:
        words.update({row.left: row.shared_words, row.right: row.shared_words})
    order = sorted(words, key=lambda name: (-words[name], name))
    shown = {name: at for at, name in enumerate(order[:MOST])}
    shares = {}
    for row in rows:
        if row.left in shown and row.right in shown:
            shares[shown[row.left], shown[row.right]] = row.containment_left
            shares[shown[row.right], shown[row.left]] = row.containment_right
    called = name_articles(report, visible, LONGEST_NAME)
    count = len(set(called.outlet.values()) if level == "outlets" else report.articles)
    return Overlap(
        level=level,
        names=[called.spoken.get(name, name) if level == "articles" else name for name in shown],
        shares=shares,
        more=len(order) - len(shown),
        others=max(0, count - len(order)),
        instead=canvas.instead(report, level, f"No two {level} share any wording."),
    )


def draw(overlap: Overlap, ax: Any = None) -> Any:
    """A figure of it, on `ax` or of its own."""
    import numpy as np
    from matplotlib.colors import PowerNorm
    from matplotlib.ticker import PercentFormatter

    count, noun = len(overlap.names), overlap.level
    if not count:
        return canvas.said(ax, overlap.instead)
    letters = Letters(overlap.names)
    names = [letters.shown(name) for name in overlap.names]
    told = count <= _TOLD
    cell = 0.62 if told else 0.24
    margin = 1.0 + 0.085 * max(map(len, names))
    on = canvas.axes(ax, cell * count + margin + 1.6, cell * count + margin + 0.9)
    values = np.full((count, count), np.nan)
    for (row, column), share in overlap.shares.items():
        values[row, column] = share
    top = round_up(max(overlap.shares.values()))
    _hatched(on, (-0.5, -0.5), count)  # below the cells: it is seen where nothing is shared
    # Shapes, not a picture in the picture: an SVG of it has no dots.
    edges = np.arange(count + 1) - 0.5
    cells = on.pcolormesh(edges, edges, np.ma.masked_invalid(values), cmap=shades(), norm=PowerNorm(_GAMMA, 0.0, top))
    on.set_aspect("equal")
    on.set_xlim(-0.5, count - 0.5)
    on.set_ylim(count - 0.5, -0.5)
    _grid(on, count)
    size = 9 if told else 7
    font = {"family": letters.families, "parse_math": False, "color": INK, "fontsize": size}
    on.set_xticks(range(count), names, rotation=90 if count > 3 else 0, **font)
    on.set_yticks(range(count), names, **font)
    on.tick_params(length=0, top=True, bottom=False, labeltop=True, labelbottom=False)
    one = noun.removesuffix("s")
    on.set_ylabel(f"of this {one}’s words …", color=FAINT, fontsize=9)
    on.set_xlabel(f"… this {one} has so many too", color=FAINT, fontsize=9, labelpad=8)
    on.xaxis.set_label_position("top")
    if told:
        for (row, column), share in overlap.shares.items():
            color = readable_on(shade((share / top) ** _GAMMA))
            on.text(column, row, _percent(share), ha="center", va="center", fontsize=9, color=color)
    figure = canvas.figure_of(on)
    bar = figure.colorbar(
        cells,
        ax=on,
        format=PercentFormatter(1.0, decimals=0 if top > 0.05 else 1),
        ticks=[0.0, *(tick for tick in _TICKS if top / 60 < tick <= top)],
        shrink=min(1.0, 3.2 / (cell * count)),
        aspect=14,
    )
    bar.outline.set_visible(False)
    bar.solids.set_rasterized(False)
    bar.solids.set_edgecolor("face")  # else thin lines of paper between its shades
    bar.ax.tick_params(labelsize=8, colors=INK)
    note = _note(overlap)
    if note:
        on.annotate(note, (0, 0), (0, -8), "axes fraction", "offset points", va="top", fontsize=8, color=FAINT)
    return figure


def _grid(on: Any, count: int) -> None:
    """Thin lines between the cells, and the diagonal empty: nobody is compared with itself."""
    from matplotlib.patches import Rectangle

    for at in range(count):
        on.add_patch(Rectangle((at - 0.5, at - 0.5), 1, 1, facecolor="white", linewidth=0))
    on.set_xticks([at - 0.5 for at in range(1, count)], minor=True)
    on.set_yticks([at - 0.5 for at in range(1, count)], minor=True)
    on.grid(which="minor", color="white", linewidth=1.2 if count <= _TOLD else 0.5)
    on.tick_params(which="minor", length=0)
    for spine in on.spines.values():
        spine.set_visible(False)


def _hatched(on: Any, corner: tuple[float, float], size: int) -> None:
    """Lines across a square: no shade, since the map of shades passes through grey at 10 to 20 %."""
    from matplotlib.patches import Rectangle

    on.add_patch(
        Rectangle(corner, size, size, facecolor="white", edgecolor="0.75", hatch="////", linewidth=0, zorder=0)
    )


def _percent(share: float) -> str:
    return percent(share) if share >= 0.095 else f"{share:.1%}" if share >= 0.0005 else "<0.1%"


def _note(overlap: Overlap) -> str:
    parts = ["hatched: nothing shared"]
    if overlap.more:
        parts.append(f"not shown: {overlap.more:,} {overlap.level} that share less")
    if overlap.others:
        parts.append(
            f"{overlap.others:,} {overlap.level} share nothing"
            if overlap.others > 1
            else f"1 {overlap.level[:-1]} shares nothing"
        )
    return " · ".join(parts)
