"""What the other passages of a pair of articles say about one of them.

An outlet that takes one passage from another has often taken the rest too, and credits it once. So a passage leans the
way its companions lean, as far as the pair's own passages show and no further.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dedup.model import Evidence
from dedup.provenance.signals.timing import of_two_occasions
from dedup.provenance.view import Side
from dedup.provenance.weights import Weights, default_weights

# Evidence on the pair as a whole stands in every ledger already.
_OF_THE_PAIR = ("timing.", "companions.", "witness.")
_PAIRWIDE = frozenset(
    """structure.same-outlet structure.other-outlet structure.version structure.co-copying exclusive.contained
    exclusive.nothing-else attribution.own-credit attribution.other-credit""".split()
)
_SIDES: tuple[Side, Side] = ("left", "right")
# A credit that one outlet gives the other says more than what an outlet says of itself.
_CREDIT, _CLAIM = "companions.credit", "companions.interview"
_CREDITS = {"attribution.other-outlet": _CREDIT, "attribution.own-interview": _CLAIM}
# Log-odds at which companions lean plainly.
_DIRECTION_PLAIN, _COPYING_PLAIN = 2.0, 3.0
# From so many other passages on it counts whole that two articles share more than one.
_MANY = 6
_SLIGHT = 0.5  # factor below which a lean is called slight


@dataclass(frozen=True, slots=True, kw_only=True)
class Lean:
    """Which way a ledger leans, in log-odds: from left to right (negative: from right to left), and to copying rather
    than to a common source. `credited` are credits to either side: the signal for companions, side, strength and
    the words. What is `apart` are words of two occasions: they say nothing of other passages."""

    direction: float
    copying: float
    credited: tuple[tuple[str, Side, float, str], ...]
    spoken: bool
    apart: bool


def lean(ledger: Sequence[Evidence]) -> Lean:
    """How the evidence on one passage alone leans."""
    own = [item for item in ledger if not item.signal.startswith(_OF_THE_PAIR) and item.signal not in _PAIRWIDE]
    forth = math.fsum(item.weights.get("left-to-right", 0.0) for item in own)
    back = math.fsum(item.weights.get("right-to-left", 0.0) for item in own)
    common = math.fsum(
        max(item.weights.get("common-source", 0.0), item.weights.get("independent-renderings", 0.0)) for item in own
    )
    return Lean(
        direction=forth - back,
        copying=(forth + back) / 2 - common,
        spoken=any(item.signal.startswith("quotation.") for item in own),
        apart=of_two_occasions(ledger),
        credited=tuple(
            sorted(
                (_CREDITS[item.signal], item.origin, item.strength, item.trigger)
                for item in own
                if item.signal in _CREDITS and item.origin is not None
            )
        ),
    )


def companions(
    ledgers: Sequence[Sequence[Evidence]], *, weights: Weights | None = None
) -> tuple[tuple[Evidence, ...], ...]:
    """For each passage of a pair of articles, what the others say; `ledgers` are those of all of them."""
    model = weights or default_weights()
    leans = [lean(ledger) for ledger in ledgers]
    telling = [each for each in leans if not each.apart]
    direction = math.fsum(each.direction for each in telling)
    copying = math.fsum(each.copying for each in telling)
    credited = {(signal, side): _credited(telling, signal, side) for signal in _CREDITS.values() for side in _SIDES}
    found: list[tuple[Evidence, ...]] = []
    for own in leans:
        many = len(telling) - (not own.apart)
        if many < 1:
            found.append(())
            continue
        others = "the other passage leans" if many == 1 else f"the {many} other passages together lean"
        # What an outlet heard at an event it did not take from where it took the rest.
        ending = "-quote" if own.spoken else ""
        entries: list[Evidence] = []
        for (signal, side), credit in credited.items():
            # A passage that is credited itself needs no other one's credit, nor does one credit need the other's claim.
            again = signal == _CLAIM and credited[_CREDIT, side] is not None
            if credit is not None and not again and not any(at == side for _, at, _, _ in own.credited):
                entries.append(
                    model.evidence(
                        f"{signal}{ending}",
                        f"{credit[1]} of another shared passage",
                        factor=credit[0],
                        origin=side,
                    )
                )
        entries.append(model.evidence(f"companions.many{ending}", _told_of_many(many), factor=min(1.0, many / _MANY)))
        rest = (direction - (0.0 if own.apart else own.direction)) / math.sqrt(many)
        if rest:
            origin: Side = "left" if rest > 0 else "right"
            factor = math.tanh(abs(rest) / _DIRECTION_PLAIN)
            entries.append(
                model.evidence(f"companions.direction{ending}", _told(others, factor), factor=factor, origin=origin)
            )
        rest = (copying - (0.0 if own.apart else own.copying)) / many
        if rest:
            signal = ("companions.copying" if rest > 0 else "companions.common-source") + ending
            factor = math.tanh(abs(rest) / _COPYING_PLAIN)
            entries.append(model.evidence(signal, _told(others, factor), factor=factor))
        found.append(tuple(entries))
    return tuple(found)


def _told_of_many(many: int) -> str:
    return "one more passage in common" if many == 1 else f"{many} more passages in common"


def _told(others: str, factor: float) -> str:
    return f"{others} {'slightly' if factor < _SLIGHT else 'clearly'} this way"


def _credited(leans: Sequence[Lean], signal: str, side: Side) -> tuple[float, str] | None:
    """The plainest credit of one kind to one side, with its words."""
    found = [
        (strength, words)
        for each in leans
        for kind, at, strength, words in each.credited
        if (kind, at) == (signal, side)
    ]
    return min(found, key=lambda item: (-item[0], item[1])) if found else None
