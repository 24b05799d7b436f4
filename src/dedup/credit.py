"""Whether whoever has wording from another article says so: what an editor asks of a copy first."""

from __future__ import annotations

from collections.abc import Container
from typing import Literal

from dedup.model import DIRECTIONS, THIRD_PARTY, Evidence, Match, SideName

Credit = Literal["passage", "elsewhere", "none"]

# Evidence that one text names the outlet of the other: for this passage or the whole text, and for other words.
_HERE = frozenset({"attribution.other-outlet", "attribution.other-credit"})
_ELSEWHERE = frozenset({"attribution.elsewhere", "companions.credit", "companions.credit-quote"})
# Evidence that a text names the source of the passage, and that it does in words which are themselves shared.
_SOURCE, _CARRIED = frozenset({"attribution.shared-source", "attribution.source"}), "attribution.carried-source"


def credit(match: Match, outlets: Container[str]) -> Credit | None:
    """Whether the article that has its wording from the other credits that one's outlet: for the ``passage`` (or its
    whole text), only ``elsewhere``, or, as far as it was understood, nowhere (``none``). ``None`` of others, and where
    no credit could be found: of an origin that is none of the articles whose `outlets` are known, by id.
    """
    origin = _origin(match)
    if origin is None:
        return None
    named = {entry.signal for entry in match.verdict.ledger if entry.origin == origin}
    if named & _HERE:
        return "passage"
    if named & _ELSEWHERE:
        return "elsewhere"
    return "none" if getattr(match, origin).article in outlets else None


def says_whose(match: Match, side: SideName) -> bool:
    """Whether the article of one side says whose wording the passage, or its whole text, is: that of the other's outlet
    where it has it from there, that of the verdict's source where both have it from elsewhere.
    """
    verdict, article = match.verdict, getattr(match, side).article
    if verdict.label not in THIRD_PARTY:
        return side != _origin(match) and credit(match, ()) == "passage"
    return any(
        _credits(entry, verdict.source or "") and any(place.article == article for place in entry.spans)
        for entry in verdict.ledger
    )


def _credits(entry: Evidence, source: str) -> bool:
    """Whether an entry of the ledger is that a source is named, and not only in words that came along with the rest.

    Who copies a sentence copies its "the council has asked" and credits nobody. A name alone, such as that of the
    agency in a dateline, is there to credit it.
    """
    name, _, shown = entry.trigger.partition(": ")
    alone = entry.signal == _CARRIED and len(shown.split()) <= len(source.split())
    return name == source and (entry.signal in _SOURCE or alone)


def _origin(match: Match) -> SideName | None:
    if match.verdict.label not in DIRECTIONS:
        return None
    return "left" if match.verdict.label == "left-to-right" else "right"
