"""The heaviest chain: of places in two texts, those that stand in one order in both."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def heaviest_chain(places: Sequence[tuple[int, int, int]]) -> list[int]:
    """Of `places` (start on the left, start on the right, weight) the numbers of the heaviest chain, in its order.

    Each begins behind the one before it in both texts. Of equally heavy chains it is the one that ends first.
    `starts` is a staircase: of the chains so far, by where their last place begins on the right, those that are heavier
    than all that begin before. n log n, but for the steps that fall away.
    """
    # Of those that begin together on the left none can follow another: the last on the right comes first.
    ordered = sorted(range(len(places)), key=lambda number: (places[number][0], -places[number][1], number))
    weight: list[int] = []
    before: list[int | None] = []
    starts: list[int] = []
    chains: list[int] = []
    for at, number in enumerate(ordered):
        _, start, own = places[number]
        place = bisect_left(starts, start)
        before.append(chains[place - 1] if place else None)
        weight.append(own + (weight[chains[place - 1]] if place else 0))
        until = place
        while until < len(starts) and weight[chains[until]] <= weight[at]:
            until += 1
        if until > place or place == len(starts) or starts[place] != start:
            starts[place:until], chains[place:until] = [start], [at]
    best = max(range(len(ordered)), key=lambda at: (weight[at], -at), default=None)
    chain: list[int] = []
    while best is not None:
        chain.append(ordered[best])
        best = before[best]
    return chain[::-1]
