"""Who has wording from whom: the network of outlets and sources, drawn and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dedup.network import Edge, Node, network_of
from dedup.report.escape import html_words, inert
from dedup.report.html.collection import Collection
from dedup.report.html.drawing import Shown, drawing, keys_of
from dedup.report.html.parts import link, table
from dedup.report.wording import count, likelihood

_MOST_DRAWN, _MOST_LISTED = 28, 200  # edges
_LEAST = 8  # edges: where fewer are likely, others that carry most are drawn too
_MOST_NAMED = 8  # of those who have no arrow
_HEADS = ("From", "To", "Words expected", "Of words", "Probability", "Passages", "Median lag")


def flows(collection: Collection) -> Iterator[str]:
    """The drawing and the table; nothing where nobody has anything from anybody."""
    network = network_of(collection.report, "outlets" if collection.by_outlet else "articles")
    ordered = sorted(network.edges, key=lambda edge: (-(edge.expected_words or 0.0), edge.source, edge.target))
    if not ordered:
        return
    what = "outlet" if collection.by_outlet else "article"
    drawn = _drawn(ordered)
    shown = {node.key: _shown(node, collection) for node in network.nodes}
    yield '<section aria-labelledby="flow-h"><h3 id="flow-h">Who probably has it from whom</h3>\n'
    yield f"<p>Arrows lead from {what}s and common sources to the {what}s that have wording from them; the "
    yield "thicker, the more words are expected to have come that way. A name or an arrow leads to the passages. "
    yield f"{_choice(drawn, ordered)}{html_words(_left_out(network.nodes, drawn, shown, what))}</p>\n"
    yield from drawing(network.nodes, drawn, shown, [_state(edge, shown) for edge in drawn])
    yield from keys_of(what, unnamed=any(edge.source.startswith("unnamed:") for edge in drawn))
    yield "<details><summary>The same as a table</summary>\n"
    yield from table(
        f"Wording that {what}s have from each other and from common sources, most expected words first",
        _HEADS,
        (_row(edge, shown) for edge in ordered[:_MOST_LISTED]),
        numbers=range(2, len(_HEADS)),
    )
    if len(ordered) > _MOST_LISTED:
        yield f"<p>{len(ordered) - _MOST_LISTED:,} more are in the report's network as JSON.</p>\n"
    yield "</details></section>\n"


def _drawn(ordered: Sequence[Edge]) -> list[Edge]:
    """The edges to draw: the likely ones, then others until there are some. A source has all of its edges or none."""
    groups: dict[str, list[Edge]] = {}
    for edge in ordered:
        groups.setdefault(edge.source if edge.kind == "source" else f"{edge.source}\0{edge.target}", []).append(edge)
    likely = [group for group in groups.values() if any(edge.likely for edge in group)]
    others = [group for group in groups.values() if not any(edge.likely for edge in group)]
    found: list[Edge] = []
    for group in likely:
        if not found or len(found) + len(group) <= _MOST_DRAWN:
            found += group
    for group in others:
        if len(found) >= _LEAST:
            break
        found += group if not found or len(found) + len(group) <= _MOST_DRAWN else []
    return found


def _choice(drawn: Sequence[Edge], ordered: Sequence[Edge]) -> str:
    """Which of all arrows are drawn."""
    if len(drawn) == len(ordered):
        return "All of them are drawn."
    return f"The likely and the heaviest are drawn: {len(drawn)} of {count(len(ordered), 'arrow')}."


def _left_out(nodes: Sequence[Node], drawn: Sequence[Edge], shown: Mapping[str, Shown], what: str) -> str:
    """Who has no arrow in the drawing."""
    joined = {key for edge in drawn for key in (edge.source, edge.target)}
    alone = [shown[node.key].name for node in nodes if node.kind in ("outlet", "article") and node.key not in joined]
    if not alone:
        return ""
    if len(alone) > _MOST_NAMED:
        return f" {len(alone):,} {what}s have no arrow here."
    return f" Without an arrow here: {', '.join(alone)}."


def _shown(node: Node, collection: Collection) -> Shown:
    if node.kind == "outlet":
        name = collection.outlets[node.name]
        return Shown(name=name, state={"view": "matches", "party": name})
    if node.kind == "article":
        state = {"view": "matches", "party": collection.party[node.name]}
        return Shown(name=collection.names.spoken[node.name], state=state)
    name = inert(node.name)
    # What nobody names has no filter. An outlet that texts name as their source has a node of its own.
    state = {"view": "matches", "source": name if node.kind == "named-source" else ""}
    return Shown(name=name if node.outlet is None else f"{name} (named)", state=state)


def _state(edge: Edge, shown: Mapping[str, Shown]) -> Mapping[str, str]:
    """The filter that shows the passages of an edge."""
    source, target = shown[edge.source].state, shown[edge.target].state
    return {**target, "source": source.get("source", ""), "other": source.get("party", "")}


def _row(edge: Edge, shown: Mapping[str, Shown]) -> list[str]:
    source = html_words(shown[edge.source].name) + ' <span class="tag">source</span>' * (edge.kind == "source")
    return [
        source,
        html_words(shown[edge.target].name),
        "" if edge.expected_words is None else f"{edge.expected_words:,.0f}",
        f"{edge.words:,}",
        "" if edge.probability is None else html_words(likelihood(edge.probability)),
        link(f"{edge.passages:,}", f"{count(edge.passages, 'passage')}: show", **_state(edge, shown)),
        "" if edge.lag_hours is None else f"{edge.lag_hours:+,.0f} h",
    ]
