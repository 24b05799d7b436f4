"""What the drawing of the overview shows of a network, and what it says that it does not show."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_pages import report
from samples import article, match, verdict

from dedup.model import Report, Source
from dedup.network import Edge, Node
from dedup.report import render
from dedup.report.html.drawing import Shown
from dedup.report.html.flows import _drawn, _left_out
from dedup.report.json_document import to_json
from dedup.report.json_reader import from_json

WORDS = "the dam above the town was opened at night after eleven days"


def edge(source: str, target: str, likely: float, *, words: float = 10.0) -> Edge:
    return Edge(
        source=source,
        target=target,
        kind="reuse" if source.startswith("outlet:") else "source",
        probability=likely,
        decided=False,
        likely=likely >= 0.5 and not source.startswith("unnamed:"),
        words=20,
        expected_words=words,
        passages=1,
    )


def test_a_source_has_all_of_its_arrows_or_none() -> None:
    """The ministry's arrow to the paper that names it was thinned out, and that to the other one was not."""
    ministry = [edge("source:M", "outlet:a", 0.27), edge("source:M", "outlet:b", 0.55)]
    others = [edge(f"outlet:{at}", "outlet:b", 0.6) for at in range(9)]
    assert set(_drawn([*others, *ministry])) == {*others, *ministry}
    unlikely = [dataclasses.replace(each, probability=0.3, likely=False) for each in ministry]
    assert set(_drawn([*others, *unlikely])) == set(others)


def test_an_unnamed_source_counts_as_likely_only_where_it_stands_out() -> None:
    """53 % over the trees of a cluster, of which the passage's own verdict made 27 %."""
    reuse = [edge(f"outlet:{at}", "outlet:b", 0.6) for at in range(9)]
    unnamed = edge("unnamed:1", "outlet:a", 0.53)
    assert unnamed not in _drawn([*reuse, unnamed])
    assert dataclasses.replace(unnamed, likely=True) in _drawn([*reuse, dataclasses.replace(unnamed, likely=True)])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["source:M", "source:K", "unnamed:1", "outlet:a"]), st.integers(0, 30), st.floats(0, 1)
        ),
        unique_by=lambda each: each[:2],
        min_size=1,
    )
)
def test_some_are_drawn_never_too_many_and_no_source_in_part(made: list[tuple[str, int, float]]) -> None:
    edges = [edge(source, f"outlet:x{at}", likely) for source, at, likely in made]
    drawn = _drawn(edges)
    assert drawn and set(drawn) <= set(edges) and len(drawn) == len(set(drawn))
    of_sources = {each.source for each in drawn if each.kind == "source"}
    assert all(each in drawn for each in edges if each.source in of_sources)
    likely = [each for each in edges if each.kind == "reuse" and (each.probability or 0) >= 0.5]
    assert len(drawn) > 8 or set(likely) <= set(drawn)
    assert len(drawn) <= 28 or len(of_sources) == 1


def test_who_has_no_arrow_is_named() -> None:
    nodes = [Node(key=f"outlet:{name}", kind="outlet", name=name) for name in "abc"]
    shown = {node.key: Shown(name=node.name.upper(), state={}) for node in nodes}
    drawn = [edge("outlet:a", "outlet:b", 0.6)]
    assert _left_out(nodes, drawn, shown, "outlet") == " Without an arrow here: C."
    assert _left_out(nodes[:2], drawn, shown, "outlet") == ""
    many = [Node(key=f"outlet:{at}", kind="outlet", name=str(at)) for at in range(20)]
    named = {node.key: Shown(name=node.name, state={}) for node in many}
    assert _left_out(many, [], named, "outlet") == " 20 outlets have no arrow here."


def test_one_passage_has_the_same_look_at_both_of_its_ends() -> None:
    """The source's arrow to one article was pale for other passages that the article has of it, less surely."""

    def shared(id: str, two: str, start: int, likely: float) -> object:
        judged = dataclasses.replace(
            verdict({"common-source": likely, "incidental": 1 - likely}),
            sources=(Source(name="Kremlin", probability=likely),),
        )
        return match(id, ("a", start, WORDS), (two, start, WORDS), judged)

    made: Report = dataclasses.replace(
        from_json(to_json(report())),
        articles=tuple(article(id, name, "2031-03-04", 300) for id, name in (("a", "A"), ("b", "B"), ("c", "C"))),
        matches=(shared("1", "b", 0, 0.9), shared("2", "c", 500, 0.3), shared("3", "c", 900, 0.3)),  # type: ignore[arg-type]
        set_aside=(),
        article_pairs=(),
        outlet_flows=(),
        clusters=(),
        source_flows=(),
    )
    document = render(made, "html")
    looks = {name: look for look, name in re.findall(r'class="(edge[^"]*)" aria-label="(\w) from Kremlin', document)}
    assert {name: "open" in look for name, look in looks.items()} == {"A": False, "B": False, "C": True}


@pytest.mark.parametrize("likely", [0.49, 0.5, 0.56, 0.9])
def test_an_arrow_is_pale_where_the_words_say_possibly(likely: float) -> None:
    """A source was named for a passage, 57 % likely, and its arrow said that it is likely in none."""
    judged = dataclasses.replace(
        verdict({"common-source": 0.95, "incidental": 0.05}), sources=(Source(name="Kremlin", probability=likely),)
    )
    made: Report = dataclasses.replace(
        from_json(to_json(report())),
        articles=tuple(article(id, name, "2031-03-04", 300) for id, name in (("a", "A"), ("b", "B"))),
        matches=(match("1", ("a", 0, WORDS), ("b", 0, WORDS), judged),),
        set_aside=(),
        article_pairs=(),
        outlet_flows=(),
        clusters=(),
        source_flows=(),
    )
    document = render(made, "html")
    looks = re.findall(r'class="(edge[^"]*)" aria-label="\w from Kremlin', document)
    assert len(looks) == 2
    assert all("open" in look for look in looks) is ("possibly: Kremlin" in document) is (likely < 0.5)


def test_a_pale_arrow_has_the_colour_of_its_kind_in_the_legend_too() -> None:
    document = render(report(), "html")
    pale = document[document.index('<ul class="legend">') : document.index("pale: likely in no single passage")]
    assert 'class="edge from-source open"' in pale and 'class="edge open"' in pale
