"""The truth of a simulated event: passages with their lineage, and stretches that only look alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from dedup.evaluation import HardNegative, TruthPassage
from dedup.model import Place
from simulation.lists import word_list
from simulation.nodes import Lineage, Node
from simulation.recast import Mode
from simulation.rules import SOURCE, Marked, Word, chain, kind_of, shared_runs, without_nested, words

_STOCK = ("background", "template")
_BY_MODE: dict[Mode, str] = {"heavy": "heavy-rewrite", "light": "light-rewrite", "abridged": "abridgement"}
_DEGREES: tuple[Mode, ...] = ("heavy", "light", "abridged", "translated", "verbatim")
_ALIKE = 4  # words of a stretch that looks alike
_SMALL = frozenset(word_list("small"))


def passages(articles: Sequence[Marked], nodes: Mapping[str, Node], lineage: Lineage) -> list[TruthPassage]:
    """Every pair of passages that share wording, sorted as in corpus/."""
    found = []
    for left, right in combinations(sorted(articles, key=lambda each: each.id), 2):
        shared = sorted(set(left.marks) & set(right.marks))
        if not shared:
            continue
        categories = {mark: {"category": _category(mark, left.id, right.id, lineage)} for mark in shared}
        for mark, here, there in without_nested(left, right, categories):
            found.append(_passage(mark, left, right, here, there, nodes, lineage, categories[mark]["category"]))
    return sorted(found, key=lambda each: (each.left, each.right, each.id))


def negatives(
    articles: Sequence[Marked], told: Mapping[str, Sequence[tuple[str, str, int, int]]], truth: Sequence[TruthPassage]
) -> list[HardNegative]:
    """Facts and stock phrases by what was planted (`told`: name, reason, start, end), and other equal words."""
    tokens = {article.id: words(article.text) for article in articles}
    found: list[HardNegative] = []
    for left, right in combinations(sorted(article.id for article in articles), 2):
        pairs: list[tuple[Place, Place, str]] = []
        for name, reason, start, end in told.get(left, ()):
            for other, _, begin, stop in told.get(right, ()):
                if name == other:
                    one, two = Place(article=left, start=start, end=end), Place(article=right, start=begin, end=stop)
                    pairs.append((one, two, reason))
        covers = [(each.left, each.right) for each in truth if (each.left.article, each.right.article) == (left, right)]
        covers += [(one, two) for one, two, _ in pairs]
        for one, two in _alike(left, right, tokens):
            if not any(_meet(one, a) and _meet(two, b) for a, b in covers):
                pairs.append((one, two, "equal words of independent reports"))
        pairs.sort()
        found += [
            HardNegative(id=f"{left}~{right}~n{number}", left=one, right=two, reason=reason)
            for number, (one, two, reason) in enumerate(pairs, 1)
        ]
    return found


def _alike(left: str, right: str, tokens: Mapping[str, Sequence[Word]]) -> Iterator[tuple[Place, Place]]:
    here, there = tokens[left], tokens[right]
    for i, j, length in shared_runs(here, there, _ALIKE):
        run = here[i : i + length]
        if sum(word.folded not in _SMALL for word in run) >= 2:
            yield (
                Place(article=left, start=run[0].start, end=run[-1].end),
                Place(article=right, start=there[j].start, end=there[j + length - 1].end),
            )


def _meet(one: Place, other: Place) -> bool:
    return one.start < other.end and other.start < one.end


def _category(mark: str, left: str, right: str, lineage: Lineage) -> str:
    """What was done to a passage between two articles, where its origin does not say more."""
    category = lineage.categories[mark]
    if category != "syndication":
        return category
    modes = {lineage.modes[mark].get(node, "verbatim") for node in _path(left, right, lineage.parents[mark])}
    worst = next(mode for mode in _DEGREES if mode in modes or mode == "verbatim")
    named = any(mark in credit.passages for id in (left, right) for credit in lineage.credits.get(id, ()))
    return _BY_MODE.get(worst, "syndication-credited" if named else "syndication-uncredited")


def _path(left: str, right: str, parents: Mapping[str, str]) -> list[str]:
    """The articles between two, both included and their nearest common ancestor not."""
    up_left, up_right = chain(left, parents), chain(right, parents)
    return [node for node in (*up_left, *up_right) if node not in up_left or node not in up_right]


def _passage(
    mark: str,
    left: Marked,
    right: Marked,
    here: tuple[int, int],
    there: tuple[int, int],
    nodes: Mapping[str, Node],
    lineage: Lineage,
    category: str,
) -> TruthPassage:
    label, source, named = _provenance(mark, left, right, nodes, lineage)
    one, two = ([word.folded for word in words(side.text[a:b])] for side, (a, b) in ((left, here), (right, there)))
    return TruthPassage(
        id=f"{left.id}~{right.id}~{mark}",
        left=Place(article=left.id, start=here[0], end=here[1]),
        right=Place(article=right.id, start=there[0], end=there[1]),
        kind=kind_of(one, two),  # type: ignore[arg-type]
        category=category,
        words_left=len(one),
        words_right=len(two),
        set_aside=left.outlet == right.outlet or category in _STOCK,
        label=label,
        source=source,
        source_named=named,
    )


def _provenance(
    mark: str, left: Marked, right: Marked, nodes: Mapping[str, Node], lineage: Lineage
) -> tuple[str, str | None, bool]:
    """The label, the common source, and whether either text names where the passage comes from.

    Of several common sources (the outlet that both copied, the agency it had copied) it is the nearest that a text
    names, else the nearest.
    """
    if left.outlet == right.outlet or lineage.categories[mark] in _STOCK:
        return "same-origin", None, False
    parents = lineage.parents[mark]
    named = {
        credit.source for id in (left.id, right.id) for credit in lineage.credits.get(id, ()) if mark in credit.passages
    }
    up_left, up_right = chain(left.id, parents), chain(right.id, parents)
    if left.id in up_right or right.id in up_left:
        origin = left.id if left.id in up_right else right.id
        label = "left-to-right" if origin == left.id else "right-to-left"
        copy = right.id if origin == left.id else left.id
        outlet = nodes[origin].outlet.name
        return (
            label,
            None,
            any(mark in each.passages and each.source == outlet for each in lineage.credits.get(copy, ())),
        )
    common = [node for node in up_left if node in up_right]
    sources = [lineage.sources[mark] if node == SOURCE else nodes[node].outlet.name for node in common]
    chosen = next((source for source in sources if source in named), sources[0])
    if mark in lineage.translated and common[0] == SOURCE:
        return "independent-renderings", chosen, chosen in named
    return "common-source", chosen, chosen in named
