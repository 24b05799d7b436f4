"""Maximum branchings: for each node at most one incoming edge, no cycle, the largest sum of scores.

Chu and Liu (1965), Edmonds (1967), in the manner of Gabow, Galil, Spencer and Tarjan (1986): grow a path backwards
over best edges, contract each cycle it closes, and undo the contractions at the end. Heaps are merged smaller into
larger: O(E log² V) steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

Edge = tuple[int, int, int]  # tail, head, score


def maximum_branching(size: int, edges: Sequence[Edge]) -> list[int | None]:
    """For each of `size` nodes the number of the edge that enters it, or None where it is a root.

    Scores are whole, so that equal sums are equal; of equal ones a root is preferred, an earlier node before a later
    one, then the edge that stands earlier. An edge whose score is not positive gains nothing over a root and is never
    taken, nor is a loop. With a virtual root that reaches every node at score 0 this is a maximum spanning
    arborescence.

    >>> maximum_branching(3, [(0, 1, 5), (1, 0, 4), (1, 2, 3), (0, 2, -1)])
    [None, 0, 2]
    """
    forest = _Forest(size, edges)
    for node in range(size):
        forest.grow(node)
    return [number if number is not None and number >= 0 else None for number in forest.opened()]


class _Heap:
    """Edges into one node, best first: an edge scores here what is stored, less `spent`."""

    __slots__ = ("entries", "spent")

    def __init__(self) -> None:
        self.entries: list[tuple[int, int]] = []  # the score, negated, and the number of the edge
        self.spent = 0

    def merged(self, other: _Heap) -> _Heap:
        large, small = (self, other) if len(self.entries) >= len(other.entries) else (other, self)
        shift = small.spent - large.spent
        for negated, number in small.entries:
            heappush(large.entries, (negated + shift, number))
        return large


class _Forest:
    """Nodes and, numbered after them, what cycles of nodes were contracted to.

    The edge from the virtual root to node n has the number n − size: below those of all others.
    """

    def __init__(self, size: int, edges: Sequence[Edge]) -> None:
        self.size = size
        self.edges = edges
        self.parent: list[int | None] = [None] * size  # the contracted node that holds a node
        self.top = list(range(size))  # the same, shortened along the way: the outermost one
        self.chosen: list[int | None] = [None] * size  # the number of the edge that enters a node
        self.done = [False] * size
        self.heaps = [_Heap() for _ in range(size)]
        for node, heap in enumerate(self.heaps):
            heap.entries.append((0, node - size))
        for number, (tail, head, score) in enumerate(edges):
            if tail != head and score > 0:
                self.heaps[head].entries.append((-score, number))
        for heap in self.heaps:
            heapify(heap.entries)

    def grow(self, node: int) -> None:
        """Follow best edges backwards from a node until the virtual root or a node that is done."""
        at: int | None = self.outermost(node)
        path: list[int] = []
        on_path: set[int] = set()
        while at is not None and not self.done[at]:
            path.append(at)
            on_path.add(at)
            tail = self._choose(at)
            if tail is not None and tail in on_path:
                at = self._contract(path, on_path, tail)
            else:
                at = tail
        for each in path:
            self.done[each] = True

    def outermost(self, node: int) -> int:
        while self.top[node] != node:
            self.top[node] = self.top[self.top[node]]
            node = self.top[node]
        return node

    def _choose(self, at: int) -> int | None:
        """Choose the best edge into a node from outside of it; where it comes from, None for the virtual root."""
        heap = self.heaps[at]
        while True:
            negated, number = heap.entries[0]  # the edge from the virtual root is always there
            tail = None if number < 0 else self.outermost(self.edges[number][0])
            if tail == at:  # inside of what was contracted
                heappop(heap.entries)
                continue
            self.chosen[at] = number
            heap.spent = -negated  # whatever replaces the chosen edge gains only the difference
            return tail

    def _contract(self, path: list[int], on_path: set[int], tail: int) -> int:
        """Make one node of the end of the path, from `tail` on."""
        made = len(self.parent)
        self.parent.append(None)
        self.top.append(made)
        self.chosen.append(None)
        self.done.append(False)
        heap = _Heap()
        member = None
        while member != tail:
            member = path.pop()
            on_path.discard(member)
            self.parent[member] = self.top[member] = made
            heap = heap.merged(self.heaps[member])
        self.heaps.append(heap)
        return made

    def opened(self) -> list[int | None]:
        """Undo the contractions, the last first: the edge into a cycle replaces that into the node which it enters."""
        chosen = list(self.chosen)
        settled = [False] * len(chosen)
        for node in reversed(range(len(chosen))):
            number = chosen[node]
            if settled[node] or number is None:
                continue
            at: int | None = self.edges[number][1] if number >= 0 else number + self.size
            while at is not None and at != node:
                chosen[at] = number
                settled[at] = True
                at = self.parent[at]
        return chosen[: self.size]
