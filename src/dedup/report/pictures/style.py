"""Colours, letters and numbers of pictures.

Light to dark is little to much, in cividis: it reads the same with every kind of colour vision and in grey (Nuñez,
Anderton and Renslow 2018). Kinds of nodes are told by shape, their colours are from the set of Okabe and Ito (2008).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from dedup.report.escape import picture_text, visible
from dedup.report.names import elide, label_lines

Color = tuple[float, float, float]

INK: Color = (0.13, 0.13, 0.13)
FAINT: Color = (0.42, 0.42, 0.42)
PAPER: Color = (1.0, 1.0, 1.0)
_BLACK: Color = (0.0, 0.0, 0.0)
OUTLET: Color = (0.0, 0.447, 0.698)  # blue
SOURCE: Color = (0.835, 0.369, 0.0)  # vermilion

_LONGEST = 40  # characters of a name
# DejaVu Sans comes with matplotlib; these are asked first for what it lacks, then all others that are installed.
_FIRST = ("DejaVu Sans", "Noto Sans", "Noto Sans CJK JP", "Noto Sans CJK SC", "Source Han Sans", "Arial Unicode MS")


class Letters:
    """The fonts for some names, and the names as those can show them."""

    def __init__(self, names: Iterable[str]) -> None:
        wanted = {ord(char) for name in names for char in visible(name)}
        self.families: list[str] = []
        self._held: set[int] = set()
        for family, file in _families().items():
            held = _characters(file)
            if not self.families or (wanted - self._held) & held:
                self.families.append(family)
                self._held |= held
            if wanted <= self._held:
                break

    def shown(self, name: str, width: int = 0, lines: int = 0) -> str:
        """A name on one line, or on at most so many `lines` of about `width` characters.

        What no font holds becomes an escape, and a name that is too long loses its middle.
        """
        text = picture_text(name, lambda char: ord(char) in self._held)
        return "\n".join(label_lines(text, width, lines)) if width else elide(text, _LONGEST)


@lru_cache(maxsize=1)
def _families() -> Mapping[str, str]:
    """The installed families and the file of each one's regular face, in the order in which they are asked."""
    from matplotlib import font_manager

    regular = {
        font.name: font.fname
        for font in sorted(font_manager.fontManager.ttflist, key=lambda font: font.fname)
        if font.style == "normal" and font.weight in (400, "normal", "regular") and font.stretch == "normal"
    }
    rest = sorted(regular.keys() - set(_FIRST), key=lambda name: ("Serif" in name, "Mono" in name, name))
    # The last one is no font for writing: it holds a picture of the name of each block of characters.
    names = [*(name for name in _FIRST if name in regular), *(name for name in rest if "Last Resort" not in name)]
    return {name: regular[name] for name in names}


@lru_cache(maxsize=1024)
def _characters(file: str) -> frozenset[int]:
    """The characters that a font holds."""
    from matplotlib import ft2font

    try:
        return frozenset(ft2font.FT2Font(file).get_charmap())
    except (OSError, RuntimeError):  # gone since the list was made, or no font after all
        return frozenset()


def luminance(color: Color) -> float:
    """The relative luminance of WCAG 2."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2: 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable_on(color: Color) -> Color:
    """Black or white, whichever stands out more: nothing paler than black does on every shade."""
    return max((_BLACK, PAPER), key=lambda each: contrast(each, color))


def shade(share: float) -> Color:
    """The colour of a share: pale for little, dark for much."""
    red, green, blue, _ = shades()(min(1.0, max(0.0, share)))
    return (red, green, blue)


def shades() -> Any:
    """The map of colours from little to much. The palest end is cut off: it must stand apart from paper."""
    from matplotlib import colormaps
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("dedup", [colormaps["cividis"](0.94 * (1 - at / 32)) for at in range(33)])


def certain(probability: float) -> Color:
    """The colour of an edge: grey at a half, dark blue at one; both stand out from paper."""
    return shade(certainty_scale(probability))


def certainty_scale(probability: float) -> float:
    """Where on `shades` a probability of a half and more lies."""
    return 0.45 + 0.55 * (min(1.0, max(0.5, probability)) - 0.5) / 0.5


def round_up(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50, … percent, so that scales end at a number people know."""
    if value <= 0:
        return 0.01
    step = 10.0 ** math.floor(math.log10(value))
    return next(least * step for least in (1, 2, 5, 10) if least * step >= value * (1 - 1e-9))
