"""What rooms above the model make of its values, as methods of these: pictures, frames, cells of a notebook.

The model knows nothing above it, so a method asks the package, which is always loaded before any of its modules and
knows where things are, for the function that makes it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, overload

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class ReportViews:
    """The methods of a `Report` that need more than its values. Each loads what it needs when it is called."""

    __slots__ = ()

    def plot_matrix(self, ax: Axes | None = None, *, level: Literal["articles", "outlets"] = "outlets") -> Figure:
        """The overlap of outlets, or articles, as a matrix of shares. See `dedup.report.pictures.plot_matrix`.

        Raises `MissingExtra` without matplotlib (extra ``plot``).
        """
        figure: Figure = _maker("plot_matrix")(self, ax, level=level)
        return figure

    def plot_network(self, ax: Axes | None = None, *, level: Literal["articles", "outlets"] = "outlets") -> Figure:
        """Who has whose wording, with the common sources, as a network. See `dedup.report.pictures.plot_network`.

        Raises `MissingExtra` without matplotlib (extra ``plot``).
        """
        figure: Figure = _maker("plot_network")(self, ax, level=level)
        return figure

    @overload
    def to_pandas(self, table: None = None) -> dict[str, pandas.DataFrame]: ...
    @overload
    def to_pandas(self, table: str) -> pandas.DataFrame: ...
    def to_pandas(self, table: str | None = None) -> Any:
        """One table of the report, such as ``matches``, as a pandas frame, or all of them by name.

        Columns: ``docs/reference/tables.md``. Raises `MissingExtra` without pandas, `UsageError` for an unknown table.
        """
        return _maker("to_pandas")(self, table)

    @overload
    def to_polars(self, table: None = None) -> dict[str, polars.DataFrame]: ...
    @overload
    def to_polars(self, table: str) -> polars.DataFrame: ...
    def to_polars(self, table: str | None = None) -> Any:
        """As `to_pandas`, in polars."""
        return _maker("to_polars")(self, table)

    @overload
    def to_arrow(self, table: None = None) -> dict[str, pyarrow.Table]: ...
    @overload
    def to_arrow(self, table: str) -> pyarrow.Table: ...
    def to_arrow(self, table: str | None = None) -> Any:
        """As `to_pandas`, as Arrow tables (extra ``parquet``)."""
        return _maker("to_arrow")(self, table)

    def _repr_html_(self) -> str:
        """The report in a notebook: the findings, the pairs that share most, the strongest passages."""
        return str(_maker("report_html")(self))


class MatchViews:
    """The methods of a `Match` that need more than its values."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """The match in a notebook: both passages with their differences marked, and the verdict."""
        return str(_maker("match_html")(self))


def _maker(name: str) -> Callable[..., Any]:
    made: Callable[..., Any] = sys.modules["dedup"]._view(name)
    return made
