"""Whether whoever has wording from another article says so: what an editor asks of a copy first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from dedup.model import DIRECTIONS, Match

Credit = Literal["passage", "elsewhere", "none"]

# Evidence that one text names the outlet of the other: for this passage or the whole text, and for another they share.
_HERE = frozenset({"attribution.other-outlet", "attribution.other-credit"})
_ELSEWHERE = frozenset({"companions.credit", "companions.credit-quote"})
_SAID: dict[Credit, str] = {
    "passage": "with credit", "elsewhere": "credited for other words", "none": "no credit found",
}  # fmt: skip


def credit(match: Match) -> Credit | None:
    """Whether the article that has its wording from the other credits that one's outlet: for the ``passage`` (or its
    whole text), only ``elsewhere``, or, as far as its attributions were understood, nowhere. ``None`` of others.
    """
    if match.verdict.label not in DIRECTIONS:
        return None
    origin = "left" if match.verdict.label == "left-to-right" else "right"
    named = {entry.signal for entry in match.verdict.ledger if entry.origin == origin}
    return "passage" if named & _HERE else "elsewhere" if named & _ELSEWHERE else "none"


def said_of(match: Match) -> str:
    """``, with credit``: what to add to a verdict; nothing where it is no direction."""
    found = credit(match)
    return f", {_SAID[found]}" if found is not None else ""


def counted(matches: Iterable[Match]) -> str:
    """``, 3 with credit, 1 credited for other words``, of copies; ``, no credit found`` where there is neither."""
    found = Counter(map(credit, matches))
    told: tuple[Credit, ...] = ("passage", "elsewhere")
    return "".join(f", {found[kind]:,} {_SAID[kind]}" for kind in told if found[kind]) or f", {_SAID['none']}"
