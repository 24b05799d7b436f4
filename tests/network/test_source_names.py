"""One party has one name in all that is said of many passages."""

from __future__ import annotations

from network_cases import cluster, match, report, summary

from dedup.network import network_of, source_names
from dedup.network.source_names import named_alike

DEFENCE = ("Varnian Ministry of Defence", "Varnian defence ministry", "Varnian Ministry of Defense")


def test_an_outlet_of_the_collection_is_named_as_it_is_called() -> None:
    matches = [
        match("a", "b", common=0.9, sources={"Meridian": 0.8}),
        match("a", "c", common=0.9, sources={"The Meridian": 0.8}),
        match("b", "c", common=0.9, sources={"the meridian": 0.8}),
    ]
    called = source_names(matches, {"m": "The Meridian"})
    assert set(called.values()) == {"The Meridian"}


def test_a_name_that_two_outlets_share_is_neithers() -> None:
    found = [match("a", "b", common=0.9, sources={"Presse": 0.8})]
    assert source_names(found, {"x": "Die Presse", "y": "La Presse"}) == {"Presse": "Presse"}


def test_an_outlet_is_no_longer_or_shorter_name_of_another_source() -> None:
    names = ["Calder Courier", "Calder Evening Courier", "Meridian Sport"]
    found = [match("a", f"b{at}", common=0.9, sources={name: 0.8}) for at, name in enumerate(names)]
    called = source_names(found, {"x": "The Calder Courier", "y": "The Meridian"})
    assert called == {**{name: name for name in names}, "Calder Courier": "The Calder Courier"}


def test_two_names_in_one_verdict_for_the_same_words_are_one_source() -> None:
    (found,) = named_alike(
        [match("a", "b", common=0.9, sources={"Meridian": 0.5, "The Meridian": 0.25, "APA": 0.1})],
        {"Meridian": "The Meridian"},
    )
    assert [(each.name, each.probability) for each in found.verdict.sources] == [("The Meridian", 0.75), ("APA", 0.1)]
    assert found.verdict.source == "The Meridian"


def test_flows_paths_and_network_have_one_name_for_a_ministry() -> None:
    ids = ["a", "b", "c"]
    ends = [("a", "b"), ("a", "c"), ("b", "c")]
    matches = [match(*each, common=0.95, sources={name: 0.9}) for each, name in zip(ends, DEFENCE, strict=True)]
    made = report(matches, [summary(id, id.upper()) for id in ids], [cluster(matches)])
    assert len({row.source for row in made.source_flows}) == 1
    assert {edge.source for edge in made.clusters[0].path} == {made.source_flows[0].source}
    for level in ("articles", "outlets"):
        named = [node.name for node in network_of(made, level).nodes if node.kind == "named-source"]  # type: ignore[arg-type]
        assert named == [made.source_flows[0].source]


def test_an_outlet_has_nothing_from_itself_under_another_spelling() -> None:
    found = [match("a", "b", common=0.95, sources={"Meridian": 0.9})]
    made = report(found, [summary("a", "The Meridian"), summary("b", "Two")])
    assert [(row.source, row.outlet) for row in made.source_flows] == [("The Meridian", "Two")]
