"""Where each article of a cluster has the wording from: the most probable tree, and the chances over all trees.

The verdict on two articles says how likely one has the wording from the other, each way, and how likely neither has.
Taken as independent, the verdicts give a tree of articles below a virtual root ("not from another of these articles")
a probability in proportion to the product, over its edges, of the odds of that direction against neither. With two
articles this is their verdict exactly. No direction is taken where neither is as likely: the article hangs on the root.

What the root stands for, a source that the texts name, one that nobody names, or nothing known, is read from the
verdicts on articles that the tree does not join and of which neither has it from the other by the verdict itself. A
named source that is the outlet of one of the articles is that article, unless it is dated later.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dedup.model import ParentKind
from dedup.network.branching import maximum_branching
from dedup.network.marginals import edge_marginals
from dedup.network.pairs import Pair
from dedup.outlets import name_key

# Above so many articles the marginals, whose cost grows with the cube, are left out: 200 articles take 0.15 s.
LARGEST_FOR_MARGINALS = 200
# Log-odds as whole numbers, so that equal sums are equal; words, fewer than 2⁴⁰ in any cluster, break ties.
_PER_NAT = 2**30
_PER_STEP = 2**40


class Parent(NamedTuple):
    """Where an article may have the wording from: `name` is the id of an article or the name of a source."""

    kind: ParentKind
    name: str | None


UNNAMED = Parent("unnamed-source", None)
OUTSIDE = Parent("outside", None)

# A parent, and the pair of articles whose verdicts say so.
Origin = tuple[Parent, Pair | None]


@dataclass(frozen=True, slots=True)
class _Marginals:
    """Of each edge (tail, head), and of each node that the root is its parent."""

    edges: Mapping[tuple[int, int], float]
    roots: Sequence[float]


class Spread:
    """The articles of one cluster, by number, and what the verdicts on `pairs` of them say together.

    `speakers` are the articles whose outlets have these names (`name_key`), `may_precede` says whether one article may
    have been out before another. `parents` has one for each article.
    """

    def __init__(
        self,
        articles: Sequence[str],
        pairs: Sequence[Pair],
        speakers: Mapping[tuple[str, ...], int],
        may_precede: Callable[[int, int], bool],
    ) -> None:
        self.articles = articles
        self.speakers = speakers
        self.may_precede = may_precede
        self.pairs_at: list[list[Pair]] = [[] for _ in articles]
        for pair in pairs:
            self.pairs_at[pair.low].append(pair)
            self.pairs_at[pair.high].append(pair)
        self._joined = _tree(len(articles), pairs)
        self._top = _tops(self._joined)
        self._marginals = _marginals(len(articles), pairs) if len(articles) <= LARGEST_FOR_MARGINALS else None
        self._renamed: dict[int, Parent] = {}
        self.parents: list[Origin] = self._parents()

    def chances(self, node: int) -> dict[Parent, float] | None:
        """A distribution over where an article has it from, over all trees; None where marginals were left out."""
        if self._marginals is None:
            return None
        edges = self._marginals.edges
        articles: dict[Parent, float] = {}
        sources: dict[Parent, float] = {}
        for pair in self.pairs_at[node]:
            other = pair.other(node)
            articles[Parent("article", self.articles[other])] = edges[other, node]
            unjoined = max(0.0, 1.0 - (edges[other, node] + edges[node, other]))
            for parent, share in self._sources(pair, node).items():
                sources[parent] = max(sources.get(parent, 0.0), share * min(1.0, unjoined / pair.neither))
        root, known = self._marginals.roots[node], math.fsum(sources.values())
        scale = root / known if known > root else 1.0
        for parent, share in sources.items():
            named = self._renamed.get(node, parent) if parent == UNNAMED else parent
            articles[named] = articles.get(named, 0.0) + share * scale
        return articles | {OUTSIDE: max(0.0, root - known)}

    def _parents(self) -> list[Origin]:
        above: list[Origin] = []
        put_below: dict[int, int] = {}  # tops that are below other articles: those articles' tops
        number = {article: at for at, article in enumerate(self.articles)}
        for node, joined in enumerate(self._joined):
            if joined is not None:
                above.append((Parent("article", self.articles[joined.other(node)]), joined))
                continue
            found: Origin = (OUTSIDE, None)
            for origin in self._origins(node):
                if origin[0].kind == "article":
                    top = self._top[number[origin[0].name or ""]]
                    while top in put_below:
                        top = put_below[top]
                    if top == node:  # an article that has it from this one
                        continue
                    put_below[node] = top
                found = origin
                break
            above.append(found)
        named = [self._named_by_other(node, origin, above) for node, origin in enumerate(above)]
        # What two articles have in common needs two of them; above one alone nothing is known.
        alone = Counter(parent for parent, _ in named)[UNNAMED] < 2
        return [(OUTSIDE, None) if alone and origin[0] == UNNAMED else origin for origin in named]

    def _named_by_other(self, node: int, origin: Origin, above: Sequence[Origin]) -> Origin:
        """A common source that a pair does not name is the one that its other article has by another pair."""
        parent, pair = origin
        if parent == UNNAMED and pair is not None and above[pair.other(node)][0].kind == "named-source":
            self._renamed[node] = above[pair.other(node)][0]
            return self._renamed[node], pair
        return origin

    def _origins(self, node: int) -> list[Origin]:
        """What the root stands for above an article, given the tree: the likeliest first, as long as one is likelier
        than nothing known."""
        best: dict[Parent, tuple[float, Pair]] = {}
        for pair in self.pairs_at[node]:
            # A pair that only the tree keeps apart (a text has one parent) says nothing of what else is above it.
            if self._top[pair.other(node)] == node or pair.neither < max(pair.forward, pair.backward):
                continue
            for parent, share in self._sources(pair, node).items():
                # The strongest pair, not the sum: verdicts rest on partly the same evidence.
                if parent not in best or share / pair.neither > best[parent][0]:
                    best[parent] = share / pair.neither, pair
        outside = 1.0 - math.fsum(share for share, _ in best.values())
        likely = sorted(
            (parent for parent in best if best[parent][0] > outside), key=lambda each: (-best[each][0], each)
        )
        return [(parent, best[parent][1]) for parent in likely]

    def _sources(self, pair: Pair, node: int) -> dict[Parent, float]:
        """How likely both articles of a pair have the wording from each common source, as seen from one of them."""
        found: dict[Parent, float] = {}
        for name, share in pair.named.items():
            at = self.speakers.get(name_key(name))
            if at == node or share <= 0.0:  # its own outlet is where it is, not where it comes from
                continue
            parent = Parent("named-source", name)
            if at is not None and self.may_precede(at, node):
                parent = Parent("article", self.articles[at])
            found[parent] = found.get(parent, 0.0) + share
        return found | ({UNNAMED: pair.unnamed} if pair.unnamed > 0.0 else {})


def _tree(size: int, pairs: Sequence[Pair]) -> list[Pair | None]:
    """For each article the pair that joins it to its parent in the most probable tree; None below the root."""
    edges: list[tuple[int, int, int]] = []
    of: list[Pair] = []
    for pair in pairs:
        for tail, head, probability in ((pair.low, pair.high, pair.forward), (pair.high, pair.low, pair.backward)):
            log_odds = round(math.log(probability / pair.neither) * _PER_NAT) if probability > pair.neither else 0
            if log_odds > 0:
                edges.append((tail, head, log_odds * _PER_STEP + pair.words))
                of.append(pair)
    return [None if number is None else of[number] for number in maximum_branching(size, edges)]


def _tops(joined: Sequence[Pair | None]) -> list[int]:
    """For each article the one at the top of its tree."""
    top: dict[int, int] = {}
    for start in range(len(joined)):
        node, climbed = start, []
        while node not in top and (pair := joined[node]) is not None:
            climbed.append(node)
            node = pair.other(node)
        for each in (*climbed, node):
            top[each] = top.get(node, node)
    return [top[node] for node in range(len(joined))]


def _marginals(size: int, pairs: Sequence[Pair]) -> _Marginals:
    odds: dict[tuple[int, int], float] = {}
    for pair in pairs:
        odds[pair.low, pair.high] = pair.forward / pair.neither
        odds[pair.high, pair.low] = pair.backward / pair.neither
    return _Marginals(*edge_marginals(size, odds))
