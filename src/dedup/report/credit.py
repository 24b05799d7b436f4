"""What reports say of credits: whether whoever has wording from another article says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable

from dedup.credit import Credit, credit
from dedup.model import Match

_SAID: dict[Credit, str] = {
    "passage": "with credit", "elsewhere": "named beside other words", "none": "no credit found",
}  # fmt: skip


def said_of(match: Match, outlets: Container[str]) -> str:
    """``, with credit``: what to add to a verdict; nothing where it is no direction."""
    found = credit(match, outlets)
    return f", {_SAID[found]}" if found is not None else ""


def counted(matches: Iterable[Match], outlets: Container[str]) -> str:
    """``, 3 with credit, 1 named beside other words``, of copies; ``, no credit found`` where all are without, and
    nothing where of none the outlet of the origin is known."""
    found = Counter(credit(match, outlets) for match in matches)
    told: tuple[Credit, ...] = ("passage", "elsewhere")
    said = "".join(f", {found[kind]:,} {_SAID[kind]}" for kind in told if found[kind])
    return said or (f", {_SAID['none']}" if found["none"] else "")
