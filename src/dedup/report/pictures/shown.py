"""A figure that a notebook shows by itself: without ``pyplot`` a notebook knows of a plain one only its size."""

from __future__ import annotations

import io

from matplotlib.figure import Figure

_WIDEST = 1000  # pixels of a cell
_SHARP = 2  # dots of the picture for each pixel of the cell


class Picture(Figure):
    """A `matplotlib` figure as the result of a cell."""

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        """The picture, and how wide it is to be shown."""
        wide = min(_WIDEST, round(self.get_figwidth() * self.dpi))
        out = io.BytesIO()
        self.savefig(out, format="png", dpi=_SHARP * wide / self.get_figwidth(), metadata={"Software": None})
        return out.getvalue(), {"width": wide}
