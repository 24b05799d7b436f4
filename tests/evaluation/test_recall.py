"""The oracle of candidate recall, and the recall over corpus/ that was measured once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import recall
from recall_oracle import Bench, Place, labelled_places, oracle
from recall_tiers import (
    Tier,
    both,
    expected_meetings,
    feature_tier,
    finder_reached,
    reached,
    window_tier,
    windows_of_passage,
)
from recall_windows import Grid, window_candidates

from dedup.compiled import interpreted
from dedup.evaluation import read_labelled
from dedup.evaluation.labelled import checksum
from dedup.matching.search import limits_of, postings_of, seeds_of
from dedup.model import Article, Span
from dedup.sketch.bands import Bands

CORPUS = Path(__file__).resolve().parents[2] / "corpus"

SAID = "the harbour wall was never meant to carry lorries and every engineer on this coast has known it for years"
TURNED = "every engineer on this coast has known for years that the harbour wall was never meant to carry lorries"
ONE = f"Fishermen gathered at dawn beside empty crates. “{SAID},” she told reporters. Gulls followed a trawler home."
TWO = (
    f"Nobody slept in Pellworth that night, least of all its mayor. {TURNED}, according to Anna Rusk, who designed it."
)
THREE = (
    "A chess tournament in the old brewery ended without a winner, and both finalists shared the cheese they had won."
)


def articles(*texts: str, outlets: str = "ABCDEF") -> list[Article]:
    return [Article(id=f"t{at}", text=text, outlet=outlets[at]) for at, text in enumerate(texts)]


@pytest.fixture(scope="module")
def tiny() -> Bench:
    return Bench(articles(ONE, TWO, THREE), compiled=False)


@pytest.fixture(scope="module")
def corpus() -> Bench:
    return Bench(read_labelled(CORPUS).articles, compiled=False)


@pytest.fixture(scope="module")
def tiers(corpus: Bench) -> dict[str, Tier]:
    features, windows = feature_tier(corpus), window_tier(corpus)
    return {"features": features, "windows": windows, "both": both(features, windows)}


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    results: dict[str, Any] = json.loads(recall.RESULTS.read_text("utf-8"))
    assert results["data"] == checksum(CORPUS), "corpus/ changed: run python benchmarks/recall.py --write"
    return results


def text_of(bench: Bench, number: int, words: Span) -> str:
    place = bench.parts.span(number, words)
    return bench.articles[number].text[place.start : place.end]


def test_oracle_finds_the_one_shared_passage_and_nothing_else(tiny: Bench) -> None:
    (found,) = oracle(tiny).passages
    assert (found.low, found.high) == (0, 1)
    for words in (text_of(tiny, 0, found.left), text_of(tiny, 1, found.right)):
        assert "every engineer on this coast has known" in words
        assert "Gulls" not in words and "mayor" not in words


def test_the_bound_keeps_no_passage_away(tiny: Bench) -> None:
    bounded, unbounded = oracle(tiny), oracle(tiny, share=0.0)
    assert unbounded.passages == bounded.passages
    assert unbounded.promising == unbounded.looked == bounded.looked > bounded.promising > 0


def test_oracle_looks_at_every_pair_of_windows_of_two_texts() -> None:
    bench = Bench(articles("one " * 40, "two " * 17, "three"), compiled=False)
    assert oracle(bench).looked == 4 * 2 + 4 * 1 + 2 * 1


def test_oracle_leaves_out_pairs_of_one_outlet() -> None:
    assert not oracle(Bench(articles(ONE, TWO, outlets="AA"), compiled=False)).passages


def test_a_longer_passage_takes_the_place_of_its_parts() -> None:
    long = " ".join((SAID, THREE, "the brewery had closed in spring after a fire that spared only its copper kettles"))
    (found,) = oracle(Bench(articles(long, f"{long}!"), compiled=False)).passages
    assert found.kind == "verbatim" and found.words == len(long.split())


def test_tiers_reach_the_passage(tiny: Bench) -> None:
    passages = oracle(tiny).passages
    features, windows = feature_tier(tiny), window_tier(tiny)
    for tier in (features, windows, both(features, windows)):
        assert set(tier.meetings) == {(0, 1)}
        assert [(each.texts, each.windows) for each in reached(tier, passages)] == [(True, True)]
    assert [(each.texts, each.windows) for each in finder_reached(tiny, passages)] == [(True, True)]
    (expected,) = expected_meetings(tiny, passages)
    assert 0.9 < expected <= 1.0


def test_fewer_meetings_are_expected_of_steeper_bands(corpus: Bench) -> None:
    passages = [each for each in labelled_places(corpus, read_labelled(CORPUS)) if each.kind == "reworded"][:30]
    steep = expected_meetings(corpus, passages, Grid(bands=Bands(bands=4, rows=8)))
    dropped = expected_meetings(corpus, passages)
    assert all(0.0 <= less <= more <= 1.0 for less, more in zip(steep, dropped, strict=True))
    assert sum(steep) < 0.5 * sum(dropped)


def test_a_tier_that_meets_elsewhere_reaches_the_texts_only(tiny: Bench) -> None:
    passages = oracle(tiny).passages
    here = windows_of_passage(passages[0], Grid())
    elsewhere = Tier(name="", grid=Grid(), meetings={(0, 1): frozenset({(90, 90)})})
    assert here and (90, 90) not in here
    assert [(each.texts, each.windows) for each in reached(elsewhere, passages)] == [(True, False)]


def test_windows_of_a_passage_hold_some_of_its_words() -> None:
    matched = tuple((at, at + 100) for at in range(20, 28))
    passage = Place(low=0, high=1, left=Span(20, 28), right=Span(120, 128), matched=matched, kind="verbatim")
    # Words 20 to 23 stand in windows 1 and 2, words 24 to 27 in 2 and 3; words 120 to 127 all in 14 and 15.
    assert windows_of_passage(passage, Grid()) == [(1, 14), (1, 15), (2, 14), (2, 15), (3, 14), (3, 15)]


def test_pairs_of_texts_are_those_the_pipeline_compares(corpus: Bench, tiers: dict[str, Tier]) -> None:
    features, seeds = corpus.collection.features, seeds_of(corpus.collection)
    kernels = interpreted("dedup.matching.search_kernels")
    postings, board = postings_of(kernels, seeds, features), np.zeros(len(corpus.articles), np.int32)
    voting = limits_of(corpus.collection, corpus.preset)[0]
    for text in range(0, len(corpus.articles), 20):
        meetings = kernels.meetings_of(text, seeds, postings, voting.refrain, board)
        found = kernels.partners(meetings, np.empty(0, np.int64), seeds, voting)[:, 0]
        apart = {(text, other) for other in found.tolist() if corpus.apart[text, other]}
        assert {pair for pair in tiers["features"].meetings if pair[0] == text} == apart
    pairs, _ = window_candidates(features, seed=1, compiled=False)
    assert set(tiers["windows"].meetings) == {(low, high) for low, high in pairs.tolist() if corpus.apart[low, high]}


def test_recall_of_the_oracles_passages_has_not_fallen(
    corpus: Bench, tiers: dict[str, Tier], measured: dict[str, Any]
) -> None:
    passages = [
        Place(
            low=corpus.parts.number[left],
            high=corpus.parts.number[right],
            left=Span(i0, i1),
            right=Span(j0, j1),
            matched=(),
            kind=kind,
        )
        for left, right, i0, i1, j0, j1, kind in measured["oracle"]
    ]
    known = measured["sets"][recall.ORACLE]["recall"]
    for name, tier in tiers.items():
        now = recall.by_group(passages, reached(tier, passages))
        assert not [group for group in known[name] if now[group]["texts"] < known[name][group]["texts"]]
    assert known["features"]["13 words and more"]["texts"] >= 0.98 and known["features"]["8–12 words"]["texts"] >= 0.93


def test_recall_of_the_labelled_passages_has_not_fallen(
    corpus: Bench, tiers: dict[str, Tier], measured: dict[str, Any]
) -> None:
    passages = labelled_places(corpus, read_labelled(CORPUS))
    known = measured["sets"][recall.LABELS]["recall"]
    for name, tier in tiers.items():
        now = recall.by_group(passages, reached(tier, passages))
        for group, figures in known[name].items():
            assert all(now[group][level] >= figures[level] for level in ("texts", "windows")), (name, group)


def test_candidates_cost_what_was_measured(corpus: Bench, tiers: dict[str, Tier], measured: dict[str, Any]) -> None:
    for name, tier in tiers.items():
        assert recall.cost(corpus, tier) == pytest.approx(measured["cost"][name])
    assert measured["cost"]["features"]["window_share"] <= 0.01


def test_the_page_shows_what_was_measured(measured: dict[str, Any]) -> None:
    page = recall.PAGE.read_text("utf-8")
    assert recall.rendered(page, measured) == page, "run python benchmarks/recall.py --write"


def test_shared_worth_is_that_of_the_lesser_side(tiny: Bench) -> None:
    kernels = interpreted("recall_kernels")
    keys = tiny.collection.lexicon.keys
    worth = np.ones(len(keys))
    offsets = tiny.collection.table.offsets
    # Equal words only: the bound is the number of words of the shorter list that the other holds.
    assert kernels.shared_worth(keys, worth, worth, 0, 8, 0, 8, 0, offsets[1], 0, offsets[1]) == 8.0
    assert kernels.shared_worth(keys, worth, worth, 0, 8, 0, 3, 0, offsets[1], 0, offsets[1]) == 3.0
