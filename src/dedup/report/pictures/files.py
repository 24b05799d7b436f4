"""Pictures as files: the same bytes for the same report, with the same matplotlib and fonts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dedup.errors import UsageError
from dedup.extras import library
from dedup.model import Report
from dedup.network import Level
from dedup.report.escape import entities_for, xml_inline
from dedup.report.pictures.drawing import plot_matrix, plot_network

DPI = 200
_PLOTS = {"network": plot_network, "matrix": plot_matrix}
_TITLES = {"network": "Who has whose wording: {level}", "matrix": "Overlap of {level}"}
_COMMENT = re.compile(r"[ \t]*<!--.*?-->\n?", re.DOTALL)
_ROOT = re.compile(r"<svg [^>]*>")


def png(report: Report, picture: str, level: Level) -> bytes:
    """A picture as PNG, 200 dots an inch. Raises `UsageError` for an unknown picture, `MissingExtra`."""
    with _usual():
        figure = _figure(report, picture, level)
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=DPI, metadata={"Software": None})
    return out.getvalue()


def svg(report: Report, picture: str, level: Level, *, encoding: str = "utf-8") -> str:
    """A picture as SVG whose letters are shapes, so that it looks the same everywhere. Raises as `png` does."""
    with _usual():
        figure = _figure(report, picture, level)
        out = io.BytesIO()
        none = {"Date": None, "Creator": None, "Format": None, "Type": None}
        figure.savefig(out, format="svg", metadata=none)
    # matplotlib repeats each text in a comment: words from outside, in a place that nobody looks at.
    drawn = _COMMENT.sub("", out.getvalue().decode("utf-8"))
    title = xml_inline(_TITLES[picture].format(level=level))
    drawn = _ROOT.sub(lambda found: f'{found[0][:-1]} role="img">\n <title>{title}</title>', drawn, count=1)
    return entities_for(drawn, encoding)


def _figure(report: Report, picture: str, level: Level) -> Any:
    if picture not in _PLOTS:
        raise UsageError(f"unknown picture {picture!a}; choose from {', '.join(_PLOTS)}")
    return _PLOTS[picture](report, level=level)


@contextmanager
def _usual() -> Iterator[None]:
    """matplotlib as it comes: files depend on nobody's settings, and ids in SVG on no chance."""
    library("matplotlib", "drawing pictures", "plot")
    from matplotlib import style

    with style.context(["default", {"svg.hashsalt": "dedup", "svg.fonttype": "path", "font.family": "DejaVu Sans"}]):
        yield
