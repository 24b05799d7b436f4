"""Passage, hard-negative and verdict figures against truths small enough to count by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import labelled, match, negative, report, truth

from dedup.evaluation import evaluate
from dedup.evaluation.quality import band_of


def test_an_exact_report_is_perfect() -> None:
    passages = [
        truth("t1", ("a", 0, 100), ("b", 50, 150)),
        truth("t2", ("a", 200, 260), ("c", 0, 60), kind="reworded", label="common-source"),
    ]
    quality = evaluate(
        labelled(passages),
        report(
            match("m1", ("a", 0, 100), ("b", 50, 150)),
            match("m2", ("a", 200, 260), ("c", 0, 60), kind="reworded", label="common-source"),
        ),
    )
    assert quality.passages.f1 == 1.0
    assert (quality.passages.truth, quality.passages.reported) == (2, 2)
    assert quality.characters.macro.plagdet == 1.0
    assert quality.verdicts.accuracy.rate == quality.verdicts.coverage.rate == 1.0
    assert quality.missed == quality.wrong == quality.misjudged == ()


def test_nothing_reported_misses_everything_and_is_wrong_about_nothing() -> None:
    quality = evaluate(labelled([truth("t", ("a", 0, 100), ("b", 0, 100))]), report())
    assert (quality.passages.recall, quality.passages.precision, quality.passages.f1) == (0.0, 1.0, 0.0)
    assert quality.missed == ("t",)


@pytest.mark.parametrize(("end", "found"), [(49, False), (50, True), (100, True)])
def test_half_of_the_characters_on_both_sides_are_needed(end: int, found: bool) -> None:
    quality = evaluate(
        labelled([truth("t", ("a", 0, 100), ("b", 0, 100))]), report(match("m", ("a", 0, 100), ("b", 0, end)))
    )
    assert quality.passages.found == found


def test_two_reports_may_find_a_passage_together() -> None:
    quality = evaluate(
        labelled([truth("t", ("a", 0, 100), ("b", 0, 100))]),
        report(match("m1", ("a", 0, 30), ("b", 0, 30)), match("m2", ("a", 40, 70), ("b", 40, 70))),
    )
    assert (quality.passages.found, quality.passages.right, quality.passages.reported) == (1, 2, 2)


def test_a_report_that_reaches_far_beyond_the_truth_is_wrong() -> None:
    quality = evaluate(
        labelled([truth("t", ("a", 0, 100), ("b", 0, 100))]), report(match("m", ("a", 0, 201), ("b", 0, 100)))
    )
    assert (quality.passages.found, quality.passages.right) == (1, 0)
    assert quality.wrong == ("m",)


def test_sides_taken_from_two_different_passages_do_not_make_one() -> None:
    passages = [truth("t1", ("a", 0, 100), ("b", 0, 100)), truth("t2", ("a", 200, 300), ("b", 200, 300))]
    crossed = report(match("m1", ("a", 0, 100), ("b", 200, 300)), match("m2", ("a", 200, 300), ("b", 0, 100)))
    quality = evaluate(labelled(passages), crossed)
    assert (quality.passages.found, quality.passages.right) == (0, 0)


def test_a_match_of_another_pair_of_articles_finds_nothing() -> None:
    quality = evaluate(
        labelled([truth("t", ("a", 0, 100), ("b", 0, 100))]), report(match("m", ("a", 0, 100), ("c", 0, 100)))
    )
    assert (quality.passages.found, quality.passages.right) == (0, 0)


class TestSetAside:
    own = truth("own", ("a", 0, 100), ("b", 0, 100), category="correction", set_aside=True, label="same-origin")
    stock = truth("stock", ("a", 200, 300), ("b", 200, 300), category="template", set_aside=True, label="same-origin")

    def test_it_is_neutral(self) -> None:
        quality = evaluate(labelled([self.own]), report(match("m", ("a", 0, 100), ("b", 0, 100))))
        assert (quality.passages.truth, quality.passages.reported, quality.stock_reported) == (0, 0, 0)
        assert quality.characters.detections == 0

    def test_stock_among_the_matches_is_wrong(self) -> None:
        found = match("m", ("a", 200, 300), ("b", 200, 300))
        quality = evaluate(labelled([self.stock]), report(found))
        assert (quality.stock_reported, quality.passages.right, quality.passages.reported) == (1, 0, 1)

    def test_stock_is_neutral_where_one_outlet_was_asked_for(self) -> None:
        found = match("m", ("a", 200, 300), ("b", 200, 300))
        quality = evaluate(labelled([self.stock]), report(found, settings={"same_outlet": True}))
        assert (quality.stock_reported, quality.passages.reported) == (0, 0)

    def test_what_the_report_sets_aside_is_looked_for_there(self) -> None:
        aside = [match("m", ("a", 0, 100), ("b", 0, 100))]
        quality = evaluate(labelled([self.own, self.stock]), report(aside=aside))
        assert (quality.aside.hits, quality.aside.of) == (1, 2)


class TestHardNegatives:
    both = negative("n", ("a", 10, 50), ("b", 10, 50))

    @pytest.mark.parametrize(("right", "hits"), [((10, 50), 1), ((10, 30), 1), ((10, 29), 0), ((50, 90), 0)])
    def test_hit_on_both_sides(self, right: tuple[int, int], hits: int) -> None:
        quality = evaluate(labelled([], [self.both]), report(match("m", ("a", 10, 50), ("b", *right))))
        assert quality.hard_negatives.hits == hits

    def test_what_is_set_aside_hits_nothing(self) -> None:
        quality = evaluate(labelled([], [self.both]), report(aside=[match("m", ("a", 10, 50), ("b", 10, 50))]))
        assert quality.hard_negatives.rate == 0.0


def test_an_article_that_matches_itself_is_counted() -> None:
    assert evaluate(labelled([]), report(match("m", ("a", 0, 50), ("a", 60, 110)))).self_matches == 1


def test_figures_by_kind_category_and_length() -> None:
    passages = [
        truth("t1", ("a", 0, 100), ("b", 0, 100), words=12, category="short-quotation", kind="near-verbatim"),
        truth("t2", ("a", 200, 300), ("c", 0, 100), words=120, category="wire"),
        truth("t3", ("a", 400, 500), ("c", 400, 500), words=12, category="short-quotation"),
        truth("t4", ("b", 400, 500), ("c", 700, 800), words=31, category="short-quotation", kind="reworded"),
    ]
    quality = evaluate(labelled(passages), report(match("m", ("a", 0, 100), ("b", 0, 100), words=12)))
    assert {kind: (t.found, t.truth) for kind, t in quality.by_kind.items()} == {
        "near-verbatim": (1, 1),
        "reworded": (0, 1),
        "verbatim": (0, 2),
    }
    assert quality.by_kind["verbatim"].right == 1  # the report calls it verbatim
    assert {name: (s.hits, s.of) for name, s in quality.by_category.items()} == {
        "short-quotation": (1, 3),
        "wire": (0, 1),
    }
    assert {band: (t.found, t.truth, t.right) for band, t in quality.by_length.items()} == {
        "8-15": (1, 2, 1),
        "31-100": (0, 1, 0),
        "101+": (0, 1, 0),
    }
    assert (quality.short_edited.hits, quality.short_edited.of) == (1, 1)


def test_bands_meet_without_a_gap() -> None:
    assert [band_of(n) for n in (0, 7, 8, 15, 16, 30, 31, 100, 101, 9999)] == [
        *("0-7", "0-7", "8-15", "8-15", "16-30", "16-30", "31-100", "31-100", "101+", "101+"),
    ]


class TestVerdicts:
    copied = truth("copied", ("a", 0, 100), ("b", 0, 100))
    wired = truth(
        "wired", ("a", 200, 300), ("c", 0, 100), label="common-source", source="Arden Press Agency", source_named=True
    )

    def test_undetermined_costs_coverage_and_no_accuracy(self) -> None:
        quality = evaluate(
            labelled([self.copied, self.wired]),
            report(
                match("m1", ("a", 0, 100), ("b", 0, 100), label="undetermined"),
                match("m2", ("a", 200, 300), ("c", 0, 100), label="common-source", source="the Arden press agency"),
            ),
        )
        verdicts = quality.verdicts
        assert (verdicts.coverage.rate, verdicts.accuracy.rate) == (0.5, 1.0)
        assert (verdicts.direction_coverage.rate, verdicts.source.rate) == (0.0, 1.0)
        assert verdicts.confusion == (("common-source", "common-source", 1), ("left-to-right", "undetermined", 1))

    def test_a_wrong_way_and_a_direction_where_there_is_none(self) -> None:
        quality = evaluate(
            labelled([self.copied, self.wired]),
            report(
                match("m1", ("a", 0, 100), ("b", 0, 100), label="right-to-left"),
                match("m2", ("a", 200, 300), ("c", 0, 100), label="left-to-right", source="Vesta 9"),
            ),
        )
        verdicts = quality.verdicts
        assert (verdicts.accuracy.rate, verdicts.direction.rate, verdicts.direction_coverage.rate) == (0.0, 0.0, 1.0)
        assert (verdicts.false_directions.rate, verdicts.source.rate) == (1.0, 0.0)
        assert quality.misjudged == ("copied", "wired")

    @pytest.mark.parametrize(
        ("said", "right", "verbatim"),
        [
            ("governor's press conference", 1, 1),
            ("Marit Osvald", 1, 0),
            ("Marit Osvald's remarks", 1, 0),
            ("statement by Osvald", 1, 0),
            ("National Bank of Keldan", 1, 0),
            ("National Bank of Varnia", 0, 0),
            ("Tomas Breck", 0, 0),
            ("Erik Osvald", 0, 0),
            (None, 0, 0),
        ],
    )
    def test_another_name_of_the_source_is_right_but_not_by_equal_words(
        self, said: str | None, right: int, verbatim: int
    ) -> None:
        told = truth(
            "told",
            ("a", 200, 300),
            ("c", 0, 100),
            label="common-source",
            source="governor's press conference",
            source_named=True,
            source_also=("Marit Osvald", "National Bank of Keldan press conference"),
        )
        verdicts = evaluate(
            labelled([told]), report(match("m", ("a", 200, 300), ("c", 0, 100), label="common-source", source=said))
        ).verdicts
        assert (verdicts.source.hits, verdicts.source.of) == (right, 1)
        assert (verdicts.source_right.hits, verdicts.source_right.of) == (right, int(said is not None))
        assert (verdicts.source_verbatim.hits, verdicts.source_verbatim.of) == (verbatim, 1)

    def test_the_other_names_of_one_source_are_not_those_of_another(self) -> None:
        about = {"label": "common-source", "source_named": True}
        governor = truth("g", ("a", 0, 100), ("b", 0, 100), source="governor", source_also=("Marit Osvald",), **about)
        minister = truth(
            "m", ("a", 200, 300), ("b", 200, 300), source="minister", source_also=("Tomas Breck",), **about
        )
        verdicts = evaluate(
            labelled([governor, minister]),
            report(
                match("m1", ("a", 0, 100), ("b", 0, 100), label="common-source", source="Tomas Breck"),
                match("m2", ("a", 200, 300), ("b", 200, 300), label="common-source", source="Tomas Breck"),
            ),
        ).verdicts
        assert (verdicts.source.hits, verdicts.source.of) == (1, 2)

    def test_the_match_that_shares_most_speaks_for_the_passage(self) -> None:
        quality = evaluate(
            labelled([self.copied]),
            report(
                match("m0", ("a", 0, 20), ("b", 0, 20), label="common-source"),
                match("m1", ("a", 0, 90), ("b", 0, 90), label="left-to-right"),
            ),
        )
        assert quality.verdicts.accuracy.rate == 1.0

    def test_passages_that_were_not_found_are_not_judged(self) -> None:
        quality = evaluate(labelled([self.copied]), report(match("m", ("a", 0, 20), ("b", 0, 20))))
        assert quality.verdicts.coverage.of == 0


spans = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(st.tuples(spans, spans), max_size=5), st.lists(st.tuples(spans, spans), max_size=5))
def test_counts_agree_with_sets_of_characters(
    wanted: list[tuple[tuple[int, int], tuple[int, int]]], reported: list[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    quality = evaluate(
        labelled([truth(f"t{i}", ("a", *left), ("b", *right)) for i, (left, right) in enumerate(wanted)]),
        report(*(match(f"m{i}", ("a", *left), ("b", *right)) for i, (left, right) in enumerate(reported))),
    )

    def covered(
        item: tuple[tuple[int, int], tuple[int, int]], by: list[tuple[tuple[int, int], tuple[int, int]]]
    ) -> bool:
        sides = [set(range(*side)) for side in item]
        touching = [o for o in by if all(s & set(range(*x)) for s, x in zip(sides, o, strict=True))]
        unions = [set().union(*(range(*o[n]) for o in touching)) for n in (0, 1)]
        return all(2 * len(side & union) >= len(side) for side, union in zip(sides, unions, strict=True))

    assert quality.passages.found == sum(covered(item, reported) for item in wanted)
    assert quality.passages.right == sum(covered(item, wanted) for item in reported)
