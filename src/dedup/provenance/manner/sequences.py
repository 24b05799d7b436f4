"""Letter sequences of a text, hashed: what its style is told from (`dedup.provenance.signals.style`)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.provenance.language.scan import searched
from dedup.text.outline import Outline

SEQUENCE = 4
SLOTS = 1 << 14  # a count for each hash of a sequence; 2 ** 12 loses a point of accuracy, 2 ** 17 gains none
NO_SLOT = SLOTS
_UNWRITTEN = frozenset({"byline", "credit", "boilerplate"})
_MULTIPLIER, _MIXER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)


def sequences(text: str, outline: Outline) -> NDArray[np.uint16]:
    """The slot of the sequence at each letter of a text; `NO_SLOT` where it is furniture, blank, or too near the end.

    Marks count as blanks, whatever their glyph: what they say is told apart, in `dedup.provenance.signals.seams`.
    """
    letters = np.frombuffer(searched(text).letters.encode("utf-32-le", "surrogatepass"), np.uint32)
    blank = letters == ord(" ")
    again = blank.copy()  # a blank behind a blank; the first letter stands behind the last
    again[1:] &= blank[:-1]
    again[:1] &= blank[-1:]
    kept = np.flatnonzero(~again)
    count = max(0, len(kept) - SEQUENCE + 1)
    shown = letters[kept].astype(np.uint64)
    hashed = np.zeros(count, np.uint64)
    for offset in range(SEQUENCE):
        hashed = hashed * _MULTIPLIER + shown[offset : offset + count]
    hashed = (hashed ^ (hashed >> np.uint64(29))) * _MIXER
    slots = np.full(len(letters), NO_SLOT, np.uint16)
    slots[kept[:count]] = (hashed >> np.uint64(32)) & np.uint64(SLOTS - 1)
    for block in outline.blocks:
        if block.kind in _UNWRITTEN:
            slots[block.span.start : block.span.end] = NO_SLOT
    slots.flags.writeable = False
    return slots
