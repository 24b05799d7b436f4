"""Totals against a plain recount: words as sets of numbers, one at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from made_articles import articles

from dedup import (
    Article,
    ArticlePair,
    ArticleSummary,
    Common,
    Edits,
    Match,
    Passage,
    Report,
    Scores,
    Settings,
    Verdict,
    audit,
)
from dedup.text.fold import fold_word
from dedup.text.outline import outline
from dedup.text.tokens import tokenize
from dedup.totals import Words, article_pairs, outlet_flows

# A seed is no smaller for being shrunk.
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


def words_between(text: str, spans: list[tuple[int, int]]) -> set[int]:
    """The starts of the counted words inside some spans."""
    blocks = [block.span for block in outline(text).blocks if block.kind in ("boilerplate", "byline", "credit")]
    starts = [start for start, _, _ in tokenize(text)]
    counted = [start for start in starts if not any(span.start <= start < span.end for span in blocks)]
    return {start for start in counted if any(low <= start < high for low, high in spans)}


def everything(text: str) -> set[int]:
    return words_between(text, [(0, len(text))])


def told(text: str, words: set[int]) -> set[int]:
    """The words outside of quotations."""
    quoted = [each.span for each in outline(text).quotations]
    return {word for word in words if not any(span.start <= word < span.end for span in quoted)}


def grams(text: str) -> set[tuple[str, ...]]:
    starts = everything(text)
    words = [fold_word(text[start:end]) for start, end, _ in tokenize(text) if start in starts]
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}


def share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def spans(matches: list[Match], article: str) -> list[tuple[int, int]]:
    on_left = [
        (each.left_start, each.left_end) for match in matches if match.left.article == article for each in match.common
    ]
    on_right = [
        (each.right_start, each.right_end)
        for match in matches if match.right.article == article for each in match.common
    ]  # fmt: skip
    return on_left + on_right


def recount(report: Report, text_of: dict[str, str]) -> None:
    for pair in report.article_pairs:
        group = [
            match for match in report.matches if (match.left.article, match.right.article) == (pair.left, pair.right)
        ]
        covered = [words_between(text_of[id], spans(group, id)) for id in (pair.left, pair.right)]
        whole = [everything(text_of[id]) for id in (pair.left, pair.right)]
        assert pair.passages == len(group)
        assert pair.shared_words == min(map(len, covered))
        assert pair.containment_left == pytest.approx(share(len(covered[0]), len(whole[0])))
        assert pair.containment_right == pytest.approx(share(len(covered[1]), len(whole[1])))
        one, two = grams(text_of[pair.left]), grams(text_of[pair.right])
        assert pair.jaccard == pytest.approx(share(len(one & two), len(one | two)))
        narrated = [
            share(len(told(text_of[id], part)), len(told(text_of[id], all_of_it)))
            for id, part, all_of_it in zip((pair.left, pair.right), covered, whole, strict=True)
        ]
        assert [pair.narration_containment_left, pair.narration_containment_right] == pytest.approx(narrated)
        labels = {match.verdict.label for match in group}
        assert pair.verdict_words == {
            label: min(
                len(words_between(text_of[id], spans([m for m in group if m.verdict.label == label], id)))
                for id in (pair.left, pair.right)
            )
            for label in labels
        }
    for summary in report.articles:
        assert summary.counted_words == len(everything(text_of[summary.id]))
        assert summary.words == sum(1 for _ in tokenize(text_of[summary.id]))


def recount_flows(report: Report, text_of: dict[str, str]) -> None:
    outlet = {each.id: each.outlet for each in report.articles}
    expected: dict[tuple[str, str], list[ArticlePair]] = {}
    for pair in report.article_pairs:
        one, two = outlet[pair.left], outlet[pair.right]
        if one and two and one != two:
            expected.setdefault((min(one, two), max(one, two)), []).append(pair)
    assert [(flow.left, flow.right) for flow in report.outlet_flows] == sorted(expected)
    for flow in report.outlet_flows:
        group = expected[flow.left, flow.right]
        assert flow.article_pairs == len(group)
        assert flow.passages == sum(pair.passages for pair in group)
        assert flow.shared_words == sum(pair.shared_words for pair in group)
        turned = {"left-to-right": "right-to-left", "right-to-left": "left-to-right"}
        expected_words: Counter[str] = Counter()
        for pair in group:
            stands = outlet[pair.left] == flow.left
            for label, count in pair.verdict_words.items():
                expected_words[label if stands else turned.get(label, label)] += count
        assert flow.verdict_words == expected_words
        for name, other, value in (
            (flow.left, flow.right, flow.containment_left),
            (flow.right, flow.left, flow.containment_right),
        ):
            of_both = [
                match for match in report.matches
                if {outlet[match.left.article], outlet[match.right.article]} == {name, other}
            ]  # fmt: skip
            mine = [id for id, its in outlet.items() if its == name]
            covered = sum(len(words_between(text_of[id], spans(of_both, id))) for id in mine)
            assert value == pytest.approx(share(covered, sum(len(everything(text_of[id])) for id in mine)))


@settings(deadline=None, max_examples=8, phases=NO_SHRINKING)
@given(st.integers(0, 100_000), st.booleans())
def test_totals_are_the_recount(seed: int, same_outlet: bool) -> None:
    # Two articles an outlet, on pages that are not known: what three stories of one repeat is stock, and not counted.
    outlets = ("North", "South", "East", None) * 2
    chosen = [replace(each, outlet=name, url=None) for each, name in zip(articles(seed, 8), outlets, strict=True)]
    report = audit(chosen, Settings(same_outlet=same_outlet))
    text_of = {article.id: article.text for article in chosen}
    recount(report, text_of)
    recount_flows(report, text_of)


def test_totals_leave_boilerplate_and_quotations_out() -> None:
    shared = "The old bridge was closed on Monday after engineers found deep cracks in three of its stone pillars"
    said = "“We will not abandon a single village to the rising water this winter,” the governor said on Sunday."
    notice = "Sign up for the Quarlow Morning Letter: every lantern, orchard and ferry of the valley in your inbox."
    own = ("Buses now take the long road through the hills, and trade is slow.", "Fishermen mended their nets all day.")
    chosen = [
        Article(id=id, text=f"{shared}. {mine} {said}\n\n{notice}", outlet=id)
        for id, mine in zip("ab", own, strict=True)
    ]
    report = audit(chosen)
    assert report.article_pairs
    recount(report, {article.id: article.text for article in chosen})
    (pair,) = report.article_pairs
    assert 0 < pair.narration_containment_left < 1


def made(left: tuple[int, int], right: tuple[int, int], label: str = "undetermined", ids: str = "ab") -> Match:
    sides = [
        Passage(article=id, start=start, end=end, text="x" * (end - start), kind="narration")
        for id, (start, end) in zip(ids, (left, right), strict=True)
    ]
    scores = Scores(
        jaccard=1.0, containment_left=1.0, containment_right=1.0, aligned_words=1, share_left=1.0, share_right=1.0,
        longest_run=1, rarity_overlap=1.0, order_free=1.0, edits=Edits(insert=0, delete=0, substitute=0, move=0),
    )  # fmt: skip
    verdict = Verdict(label=label, probability=0.4, probabilities={}, source=None, sources=(), ledger=())
    return Match(
        id="m",
        left=sides[0],
        right=sides[1],
        kind="verbatim",
        confidence=1.0,
        scores=scores,
        common=(Common(left_start=left[0], left_end=left[1], right_start=right[0], right_end=right[1], kind="same"),),
        verdict=verdict,
    )


def ten_words(article: str) -> Words:
    """Ten words of four letters; the last five are quoted."""
    return Words(
        starts=np.arange(0, 50, 5, dtype=np.uint32),
        quoted=np.arange(10) >= 5,
        shingles=np.arange(8, dtype=np.uint64),
    )


def test_a_word_counts_once_however_many_matches_cover_it() -> None:
    overlapping = [made((0, 19), (0, 19), "common-source"), made((10, 29), (0, 19), "left-to-right")]
    (pair,) = article_pairs(overlapping, ten_words)
    assert (pair.containment_left, pair.containment_right, pair.shared_words) == (0.6, 0.4, 4)
    assert pair.verdict_words == {"common-source": 4, "left-to-right": 4} and pair.passages == 2
    assert pair.narration_containment_left == 1.0 and pair.narration_containment_right == 0.8
    assert pair.jaccard == 1.0


def test_a_passage_covers_the_words_that_begin_in_it() -> None:
    words = ten_words("a")
    assert np.flatnonzero(words.covered([(5, 10)])).tolist() == [1]
    assert np.flatnonzero(words.covered([(4, 11), (4, 6), (30, 31)])).tolist() == [1, 2, 6]
    assert len(words.covered([])) == len(words) and not words.covered([]).any()


ends = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted).map(tuple)


@given(st.lists(st.integers(0, 60), unique=True), st.lists(ends))
def test_covered_words_are_those_that_begin_in_some_span(starts: list[int], spans: list[tuple[int, int]]) -> None:
    each = np.array(sorted(starts), dtype=np.uint32)
    words = Words(starts=each, quoted=np.zeros(len(each), np.bool_), shingles=np.empty(0, np.uint64))
    assert words.covered(spans).tolist() == [any(low <= word < high for low, high in spans) for word in sorted(starts)]


def test_nothing_counted_divides_by_nothing() -> None:
    none = Words(starts=np.empty(0, np.uint32), quoted=np.empty(0, np.bool_), shingles=np.empty(0, np.uint64))
    (pair,) = article_pairs([made((0, 4), (0, 4))], lambda article: none)
    assert (pair.containment_left, pair.jaccard, pair.narration_containment_left, pair.shared_words) == (
        0.0,
        0.0,
        0.0,
        0,
    )
    assert article_pairs([], ten_words) == ()


def summary(id: str, outlet: str | None) -> ArticleSummary:
    return ArticleSummary(
        id=id, outlet=outlet, outlet_origin="given", published=None, published_origin="unknown", title=None, url=None,
        source=None, words=10, counted_words=10, extra={},
    )  # fmt: skip


def test_flows_are_between_outlets_whichever_article_is_left() -> None:
    summaries = [summary("a", "South"), summary("b", "North"), summary("c", "South"), summary("d", None)]
    matches = [
        made((0, 19), (0, 9), ids="ab"), made((0, 4), (5, 19), ids="bc"), made((0, 4), (0, 4), ids="ac"),
        made((0, 4), (0, 4), ids="ad"),
    ]  # fmt: skip
    (flow,) = outlet_flows(
        article_pairs(matches, ten_words), matches, summaries, ten_words, lambda one, two: {one, two} == {"a", "c"}
    )
    assert (flow.left, flow.right, flow.article_pairs, flow.passages) == ("North", "South", 2, 2)
    # North: words 0 and 1 of b; South: four of a, three of c, of ten and twenty.
    assert (flow.containment_left, flow.containment_right) == (0.2, 7 / 20)
    assert flow.shared_words == 2 + 1 and flow.verdict_words == {"undetermined": 3}


def test_a_flow_turns_the_direction_of_articles_that_stand_the_other_way_round() -> None:
    # Article a of South is left, North is the left outlet: what went from a to b went from right to left.
    summaries = [summary("a", "South"), summary("b", "North")]
    matches = [made((0, 19), (0, 19), "left-to-right")]
    (flow,) = outlet_flows(
        article_pairs(matches, ten_words), matches, summaries, ten_words, lambda one, two: {one, two} == {"a", "c"}
    )
    assert (flow.left, flow.right, flow.verdict_words) == ("North", "South", {"right-to-left": 4})


def test_an_outlet_of_several_spellings_is_one() -> None:
    spelt = {"a": "The South", "b": "North", "c": "SOUTH", "d": "north"}
    summaries = [summary(id, outlet) for id, outlet in spelt.items()]
    matches = [made((0, 19), (0, 9), ids=ids) for ids in ("ab", "bc", "cd", "ac")]
    (flow,) = outlet_flows(article_pairs(matches, ten_words), matches, summaries, ten_words, lambda one, two: False)
    assert (flow.left, flow.right, flow.article_pairs) == ("North", "SOUTH", 3)
    # South: four words of a, two of c in one match and four in the other; North: four and two; each of twenty.
    assert (flow.containment_left, flow.containment_right) == (6 / 20, 8 / 20)
