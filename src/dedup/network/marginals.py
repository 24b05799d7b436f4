"""How probable each edge is over all spanning arborescences of a graph, by the directed matrix-tree theorem.

Tutte (1948); for trees of dependent words Koo, Globerson, Carreras and Collins (2007), Smith and Smith (2007).
"""

from __future__ import annotations

from collections.abc import Mapping


def edge_marginals(
    size: int, odds: Mapping[tuple[int, int], float]
) -> tuple[dict[tuple[int, int], float], list[float]]:
    """The probability of each edge, and of each of `size` nodes that a virtual root is its parent.

    A tree hangs below the virtual root and has, for each node, one edge into it; its probability is in proportion to
    the product of the `odds` (tail, head) of its edges, those of the root's edges being 1. Odds are finite and not
    below zero; loops are ignored. Takes O(`size`³) steps.

    With L the matrix of the nodes' summed odds (diagonal) less the odds, of which the determinant adds up all trees,
    an edge from u to v has the probability odds × (G[v, v] − G[u, v]), G being the inverse of L.

    >>> edges, roots = edge_marginals(2, {(0, 1): 3.0, (1, 0): 1.0})
    >>> round(edges[0, 1], 6), round(edges[1, 0], 6), [round(each, 6) for each in roots]
    (0.6, 0.2, [0.8, 0.4])
    """
    kept = {(tail, head): odd for (tail, head), odd in odds.items() if tail != head}
    inverse = _inverse(size, kept)
    found = {
        (tail, head): min(1.0, max(0.0, odd * (inverse[head][head] - inverse[tail][head])))
        for (tail, head), odd in kept.items()
    }
    return found, [min(1.0, inverse[node][node]) for node in range(size)]


def _inverse(size: int, odds: Mapping[tuple[int, int], float]) -> list[list[float]]:
    """The inverse of L.

    Elimination without subtraction (Grassmann, Taksar and Heyman, 1985): row sums are kept beside the matrix and the
    pivots are added up from them, so that each entry is right to a few digits of the last place, whatever the odds.
    """
    import numpy as np  # an audit has it loaded; reading a report need not

    off = np.zeros((size, size))
    for (tail, head), odd in odds.items():
        off[head, tail] = odd
    excess = np.ones(size)
    found = np.eye(size)
    pivots = np.empty(size)
    for at in range(size):
        rest = slice(at + 1, size)
        pivots[at] = excess[at] + off[at, rest].sum()
        factor = off[rest, at] / pivots[at]
        off[rest, rest] += factor[:, None] * off[at, rest]
        excess[rest] += factor * excess[at]
        found[rest] += factor[:, None] * found[at]
    for at in reversed(range(size)):
        rest = slice(at + 1, size)
        found[at] += (off[at, rest, None] * found[rest]).sum(axis=0)
        found[at] /= pivots[at]
    inverse: list[list[float]] = found.tolist()
    return inverse
