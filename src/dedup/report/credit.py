"""Whether whoever has wording from another article says so: what an editor asks of a copy first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from typing import Literal

from dedup.model import DIRECTIONS, Match, SideName

Credit = Literal["passage", "elsewhere", "none"]

# Evidence that one text names the outlet of the other: for this passage or the whole text, and for other words.
_HERE = frozenset({"attribution.other-outlet", "attribution.other-credit"})
_ELSEWHERE = frozenset({"attribution.elsewhere", "companions.credit", "companions.credit-quote"})
_SAID: dict[Credit, str] = {
    "passage": "with credit", "elsewhere": "credited for other words", "none": "no credit found",
}  # fmt: skip


def credit(match: Match, outlets: Container[str]) -> Credit | None:
    """Whether the article that has its wording from the other credits that one's outlet: for the ``passage`` (or its
    whole text), only ``elsewhere``, or, as far as it was understood, nowhere (``none``). ``None`` of others, and where
    no credit could be found: of an origin that is none of the articles whose `outlets` are known, by id.
    """
    if match.verdict.label not in DIRECTIONS:
        return None
    origin: SideName = "left" if match.verdict.label == "left-to-right" else "right"
    named = {entry.signal for entry in match.verdict.ledger if entry.origin == origin}
    if named & _HERE:
        return "passage"
    if named & _ELSEWHERE:
        return "elsewhere"
    return "none" if getattr(match, origin).article in outlets else None


def said_of(match: Match, outlets: Container[str]) -> str:
    """``, with credit``: what to add to a verdict; nothing where it is no direction."""
    found = credit(match, outlets)
    return f", {_SAID[found]}" if found is not None else ""


def counted(matches: Iterable[Match], outlets: Container[str]) -> str:
    """``, 3 with credit, 1 credited for other words``, of copies; ``, no credit found`` where all are without, and
    nothing where of none the outlet of the origin is known."""
    found = Counter(credit(match, outlets) for match in matches)
    told: tuple[Credit, ...] = ("passage", "elsewhere")
    said = "".join(f", {found[kind]:,} {_SAID[kind]}" for kind in told if found[kind])
    return said or (f", {_SAID['none']}" if found["none"] else "")
