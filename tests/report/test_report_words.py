"""Names, pieces, orders and phrases that the formats for people share."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import article, empty, match, realistic, verdict

from dedup.dates import Interval, parse_published
from dedup.model import (
    HYPOTHESES,
    ArticleSummary,
    Common,
    Evidence,
    Hypothesis,
    Match,
    MatchKind,
    Place,
    Source,
    Verdict,
)
from dedup.report.cutting import USUAL, excerpts
from dedup.report.excerpt import Piece, pieces
from dedup.report.judgement import named_sources, verdict_mix
from dedup.report.judgement import verdict as in_words
from dedup.report.names import LONGEST_NAME, label_lines, name_articles, short_ids, shorten
from dedup.report.order import most_shared_first, strongest_first
from dedup.report.reasons import reason
from dedup.report.rivals import main_reason
from dedup.report.summary import origins, summary, unweighed
from dedup.report.telling import changes, told
from dedup.report.wording import ASCII_MARKS, Marks, Voice, facts, is_puzzling, outlets_add, percent, when


@given(st.lists(st.text("ab/.\\txt", min_size=1, max_size=12), unique=True, max_size=8))
def test_names_are_unique(ids: list[str]) -> None:
    report = dataclasses.replace(
        empty(), articles=tuple(article(id, "A" if len(id) % 2 else None, None, 20) for id in ids)
    )
    names = name_articles(report, lambda text: text, longest=5)
    assert len(set(names.short.values())) == len(set(names.spoken.values())) == len(ids)
    assert list(names.short) == ids


def test_an_article_goes_by_its_outlet_or_its_title_and_by_its_id_only_where_that_is_not_enough() -> None:
    made = (
        article("x/1.txt", "One", None, 9, title="Gates opened late"),
        article("x/2.txt", None, None, 9, title=" Gates opened late "),
        article("x/3.txt", None, None, 9, title="Old rivals prepare to pick up the telephone again"),
        article("x/4.txt", None, None, 9, title="Twice"),
        article("x/5.txt", None, None, 9, title="Twice"),
        article("x/6.txt", None, None, 9, title="  "),
        article("x/" + "7" * 40, None, None, 9),
    )
    report = dataclasses.replace(empty(), articles=made)
    spoken = list(name_articles(report, str, LONGEST_NAME).spoken.values())
    assert spoken[:3] == ["One", '"Gates opened late"', '"Old rivals ... again"']
    assert spoken[3:6] == ['"Twice" (4)', '"Twice" (5)', "6"]
    assert spoken[6] == "7" * 17 + "..." + "7" * 16
    assert max(map(len, spoken)) <= LONGEST_NAME
    assert list(name_articles(report, str).spoken.values())[2:7:4] == [f'"{made[2].title}"', "7" * 40]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("001_976baa7e37e5746f", ["001_", "976baa7e37e5746f"]),
        ("2023-04-17-ministers-meet", ["2023-04-17-", "ministers-meet"]),
        ("9" * 40, ["99999999...9999999"]),
        ("習近平與普京在北京會談後發表聯合聲明強調加強", ["習近平與普京在北京會談後發表聯合聲明", "強調加強"]),
        ("South China Morning Post", ["South China", "Morning Post"]),
        ("Vesta 9", ["Vesta 9"]),
        ("a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v", ["a/b/c/d/e/f/g/h/i/", "...o/p/q/r/s/t/u/v"]),
        ("", [""]),
    ],
)
def test_lines_of_a_label_end_between_words_and_parts_of_an_id(name: str, lines: list[str]) -> None:
    assert label_lines(name, 18, 2) == lines


@given(st.text(alphabet="ab-_/. ", max_size=120), st.integers(1, 3))
def test_no_label_takes_more_lines_than_there_are(name: str, lines: int) -> None:
    found = label_lines(name, 18, lines)
    assert len(found) <= lines and all(len(line) <= 18 for line in found)


def test_short_ids_take_no_more_of_a_path_than_they_need() -> None:
    assert short_ids(["/a/x.txt", "/b/x.html", "/b/y.txt.gz"]) == ["a/x", "b/x", "y"]
    assert short_ids(["a", "a.txt"]) == ["a", "a.txt"]
    assert short_ids(["x" + "/same" * 20, "y" + "/same" * 20])[0].startswith("x/same")
    assert short_ids(["/"]) == ["/"]
    assert shorten("abcdefghij", 7) == "ab...ij"


def test_a_hash_behind_a_name_is_left_away_where_the_name_is_nobody_elses() -> None:
    one, two, uuid = "31599fd0e81c9426", "976baa7e37e5746f", "09c8c8e1-1111-2222-3333-abcdefabcdef"
    assert short_ids([f"a/dam_{one}.txt", f"ferry-{two}", f"x.{uuid}"]) == ["dam", "ferry", "x"]
    # One name of two articles keeps both hashes, and nobody else's name changes for that.
    assert short_ids([f"dam_{one}", f"dam_{two}", f"ferry_{one}"]) == [f"dam_{one}", f"dam_{two}", "ferry"]
    assert short_ids([f"dam_{one}", "dam"]) == [f"dam_{one}", "dam"]
    assert short_ids([f"dam_{one}_{two}", f"dam_{one}", f"dam_{two}"]) == [
        f"dam_{one}_{two}", f"dam_{one}", f"dam_{two}",
    ]  # fmt: skip
    whole = [one, uuid, f"-{one}", "dam-20230417", "boeing-737decade", "dam-202304171830", "dam_abcdefabcdef"]
    assert short_ids(whole) == whole


@given(st.lists(st.text("ab0_-/", max_size=6).map(lambda head: head + "0123456789ab"), unique=True, max_size=8))
def test_short_names_of_hashed_ids_stay_apart(ids: list[str]) -> None:
    assert len(set(short_ids(ids))) == len(ids)


def test_an_outlet_stands_for_its_only_article() -> None:
    articles = (article("p/1", "One", None, 20), article("p/2", "Two", None, 20), article("p/3", "Two", None, 20))
    names = name_articles(dataclasses.replace(empty(), articles=articles), str)
    assert list(names.spoken.values()) == ["One", "Two (2)", "Two (3)"]


def test_look_alikes_are_numbered_apart() -> None:
    articles = tuple(article(id, None, None, 20) for id in ("a", "a\u200b", "\u200ba"))
    names = name_articles(dataclasses.replace(empty(), articles=articles), lambda text: text.replace("\u200b", ""))
    assert list(names.short.values()) == ["a", "a #2", "a #3"]
    articles = tuple(article(id, None, None, 20) for id in ("", "\u200b", "a", "\u200ba", "a #2", "(empty)"))
    names = name_articles(dataclasses.replace(empty(), articles=articles), lambda text: text.replace("\u200b", ""))
    assert list(names.short.values()) == ["(empty)", "(empty) #2", "a", "a #3", "a #2", "(empty) #3"]


SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 12), st.sampled_from(["same", "near", "moved"])), max_size=8
)


@given(st.text("ab .,’é新", max_size=50), SPANS)
def test_pieces_add_up_to_the_passage_whatever_the_spans(text: str, spans: list[tuple[int, int, str]]) -> None:
    shared = realistic().matches[0]
    left = dataclasses.replace(shared.left, start=10, end=10 + len(text), text=text)
    common = tuple(
        Common(left_start=start, left_end=start + length, right_start=0, right_end=0, kind=kind)  # type: ignore[arg-type]
        for start, length, kind in spans
    )
    found = pieces(dataclasses.replace(shared, left=left, common=common), "left")
    assert "".join(piece.text for piece in found) == text
    assert all(piece.text and any(map(str.isalnum, piece.text)) for piece in found if piece.role == "only")


def test_punctuation_and_marks_are_no_difference() -> None:
    shared = match(
        "m", ("a", 0, "“Stay,” she said. नमस्ते"), ("b", 0, "Stay — she said: नमस्ते"), verdict({"incidental": 1.0})
    )
    for side in ("left", "right"):
        assert {piece.role for piece in pieces(shared, side)} == {"same"}


def test_a_long_passage_loses_equal_words_before_differences() -> None:
    long = " ".join(f"word{number}" for number in range(100))
    shared = match("m", ("a", 5, f"{long} odd {long}"), ("b", 9, f"{long} {long}"), verdict({"incidental": 1.0}))
    left, right = excerpts(shared, USUAL)
    assert Piece("odd", "only") in left
    assert [piece.role for piece in left].count("gap") == 2
    assert [piece.role for piece in right].count("gap") == 2
    gaps = [[piece.text for piece in side if piece.role == "gap"] for side in (left, right)]
    assert gaps[0] == gaps[1], "both sides lose the same words"
    shown = sum(len(piece.text.split()) for piece in left if piece.role != "gap")
    assert shown + sum(int(piece.text.split()[0]) for piece in left if piece.role == "gap") == 201
    assert excerpts(shared, None)[0] == pieces(shared, "left")


def test_text_without_spaces_is_counted_in_characters() -> None:
    text = "新聞記事" * 200
    shared = match("m", ("a", 0, text), ("b", 0, text), verdict({"incidental": 1.0}))
    gaps = [piece.text for piece in excerpts(shared, USUAL)[0] if piece.role == "gap"]
    assert gaps == ["650 characters"]


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0, "0%"),
        (1e-9, "<1%"),
        (0.0099, "<1%"),
        (0.01, "1%"),
        (0.5, "50%"),
        (0.994, ">99%"),
        (0.999999, ">99%"),
        (1, "100%"),
    ],
)
def test_a_percentage_is_never_falsely_whole(share: float, shown: str) -> None:
    assert percent(share) == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (None, "–"),
        ("2031-03-04", "2031-03-04"),
        ("2031-03", "2031-03"),
        ("2031", "2031"),
        ("2031-03-04/2031-03-06", "2031-03-04 – 06"),
        ("2031-03-04/2031-04-06", "2031-03-04 – 2031-04-06"),
        ("2031-03-04T10:00Z", "2031-03-04 10:00Z"),
        ("2031-03-04T10:00", "2031-03-04 10:00"),
        ("2031-03-04T10:00Z/2031-03-04T11:30Z", "2031-03-04 10:00 – 2031-03-04 11:30Z"),
    ],
)
def test_dates_are_shown_as_they_were_given(given: str | None, shown: str) -> None:
    assert when(parse_published(given), Marks()) == shown


def test_the_ends_of_time_are_shown() -> None:
    for day in ("0001-01-02", "9999-12-29"):
        found = parse_published(day)
        assert isinstance(found, Interval)
        assert when(found, ASCII_MARKS) == day


def test_strongest_first_does_not_depend_on_the_order_given() -> None:
    matches = list(realistic().matches)
    random.Random(3).shuffle(matches)
    assert [each.id for each in strongest_first(matches)] == ["77c04d", "3f2a91", "d00d1e", "a1b2c3"]
    assert [pair.shared_words for pair in most_shared_first(realistic().article_pairs)] == [92, 30, 13, 12]


def judged(ledger: tuple[Evidence, ...], **chances: float) -> Verdict:
    probabilities = {name: chances.get(name.replace("-", "_"), 0.0) for name in HYPOTHESES}
    best = max(HYPOTHESES, key=lambda name: probabilities[name])
    return Verdict(
        label=best, probability=probabilities[best], probabilities=probabilities, source=None, sources=(), ledger=ledger
    )


def main_evidence(judged: Verdict, priors: Mapping[Hypothesis, float]) -> Evidence | None:
    found = main_reason(judged, priors)
    return found.evidence if found else None


def test_the_main_evidence_is_what_speaks_most_against_all_else() -> None:
    weak = Evidence(signal="a.b", weights={"incidental": 0.5, "common-source": 2.0}, trigger="w")
    strong = Evidence(signal="c.d", weights={"incidental": 0.7}, trigger="s")
    against = Evidence(signal="e.f", weights={"same-origin": -1.0}, trigger="n")
    ledger = (weak, strong, against)
    assert main_evidence(judged(ledger, incidental=0.6, common_source=0.4), {}) is strong
    assert main_evidence(judged(ledger, incidental=0.4, common_source=0.6), {}) is weak
    assert main_evidence(judged((against,), same_origin=0.6, incidental=0.4), {}) is None


def test_the_reason_tells_a_verdict_from_its_strongest_rival() -> None:
    """Equal words were the reason for one direction, though they say as much for the other."""
    run = Evidence(signal="a.run", weights={"left-to-right": 3.0, "right-to-left": 3.0}, trigger="40 equal words")
    style = Evidence(signal="b.style", weights={"left-to-right": 0.4, "right-to-left": -0.1}, trigger="s")
    rendered = Evidence(signal="c.rendered", weights={"common-source": -1.0}, trigger="r")
    direction = judged((run, style), left_to_right=0.78, right_to_left=0.02, common_source=0.2)
    assert main_evidence(direction, {}) is style
    both = {"common-source": 2.0, "independent-renderings": 2.0}
    quoted = Evidence(signal="d.quoted", weights=both, trigger="q")
    tie = dataclasses.replace(
        judged((quoted, rendered), independent_renderings=0.54, common_source=0.44), label="undetermined"
    )
    assert main_evidence(tie, {}) is rendered
    rest = {"independent_renderings": 0.54, "common_source": 0.34}
    assert main_evidence(judged((quoted,), **rest, left_to_right=0.12), {}) is quoted
    # Of so little weight that an explanation would not list it.
    assert main_evidence(judged((quoted,), independent_renderings=0.55, common_source=0.45), {}) is None
    # What lowers one direction alone does not tell a common source from reuse.
    one_way = Evidence(signal="e.way", weights={"left-to-right": -2.0, "right-to-left": 0.0}, trigger="w")
    source = judged((one_way, quoted), common_source=0.8, left_to_right=0.2)
    assert main_evidence(source, {}) is quoted
    # Whether other passages were copied is no reason why this one is not rendered twice; it is one why it is no copy.
    others = Evidence(signal="companions.common-source-quote", weights={"common-source": 0.5}, trigger="o")
    alike = Evidence(signal="f.alike", weights={"independent-renderings": -0.3}, trigger="a")
    renderings = judged((others, alike), common_source=0.6, independent_renderings=0.4)
    assert main_evidence(renderings, {}) is alike
    assert main_evidence(judged((others,), common_source=0.6, left_to_right=0.4), {}) is others


def test_a_rival_of_hardly_any_probability_is_none_to_be_told_from() -> None:
    run = Evidence(signal="a.run", weights={"independent-renderings": -0.5}, trigger="r")
    named = Evidence(signal="b.named", weights={"common-source": 2.3, "independent-renderings": 2.3}, trigger="n")
    for rendered, best in ((0.01, named), (0.3, run)):
        rest = {"independent_renderings": rendered, "left_to_right": 0.03}
        assert main_evidence(judged((run, named), common_source=0.97 - rendered, **rest), {}) is best


def test_that_two_outlets_are_two_is_no_reason() -> None:
    apart = Evidence(signal="structure.other-outlet", weights={"incidental": 0.5}, trigger="A and B")
    short = Evidence(signal="wording.short", weights={"incidental": 0.2}, trigger="s")
    assert main_evidence(judged((apart, short), incidental=0.9, common_source=0.1), {}) is short
    assert main_evidence(judged((apart,), incidental=0.9, common_source=0.1), {}) is None


def test_it_is_puzzling_where_the_words_and_the_verdict_seem_to_disagree() -> None:
    found = realistic().matches[0]
    for sure, incidental, puzzling in (
        (0.52, 0.02, True),
        (0.99, 0.4, True),
        (0.95, 0.02, False),
        (0.6, 0.35, False),
        (0.97, 0.04, False),
    ):
        verdict = judged((), incidental=incidental, common_source=1 - incidental)
        assert is_puzzling(dataclasses.replace(found, confidence=sure, verdict=verdict)) is puzzling


def test_what_speaks_for_both_directions_is_no_reason_for_one() -> None:
    run = Evidence(signal="a.run", weights={"left-to-right": 2.5, "right-to-left": 2.5}, trigger="84 equal words")
    credit = Evidence(signal="b.credit", weights={"left-to-right": 1.5, "right-to-left": -1.5}, trigger="courtesy of")
    judgement = judged((run, credit), left_to_right=0.5, right_to_left=0.4, common_source=0.1)
    assert main_evidence(judgement, {}) is credit
    assert (
        main_evidence(dataclasses.replace(judgement, label="undetermined"), {}) is run
    )  # which of the two took it is open


def test_the_mix_of_verdicts_is_by_words() -> None:
    mix = {"undetermined": 3, "left-to-right": 9, "common-source": 0}
    assert verdict_mix(mix, ASCII_MARKS) == "1st -> 2nd 9, undetermined 3"


def said(judged: Verdict, ids: tuple[str, str] = ("a", "b")) -> str:
    shared = match("m", (ids[0], 0, "one two"), (ids[1], 0, "one two"), judged)
    report = dataclasses.replace(empty(), matches=(shared,))
    return in_words(shared, Voice(names=name_articles(report, str), marks=ASCII_MARKS, clean=str))


def common_source(*sources: tuple[str, float], p: float = 0.97, label: str = "common-source") -> Verdict:
    judged = verdict({"common-source": p, "incidental": 1 - p}, label=label)
    named = tuple(Source(name=name, probability=chance) for name, chance in sources)
    return dataclasses.replace(judged, source=named[0].name if named else None, sources=named)


@pytest.mark.parametrize(
    ("sources", "shown"),
    [
        ([("Kremlin", 0.59)], "Kremlin (59% likely)"),
        ([("Kremlin", 0.31), ("Russian TV", 0.31), ("RIA", 0.18)], "Kremlin or Russian TV (31% likely each)"),
        ([("Kremlin", 0.35), ("Russian TV", 0.30), ("RIA", 0.29)], "Kremlin (35% likely) or Russian TV (30% likely)"),
        ([("Kremlin", 0.36), ("Russian TV", 0.30)], "Kremlin (36% likely)"),
        ([("A", 0.2), ("B", 0.2), ("C", 0.2), ("D", 0.2), ("E", 0.2)], "A, B, C or 2 more (20% likely each)"),
        ([("Kremlin", 0.19), ("Russian TV", 0.19)], "not named clearly"),
        ([], "not named"),
    ],
)
def test_a_source_goes_with_its_own_probability(sources: list[tuple[str, float]], shown: str) -> None:
    assert said(common_source(*sources)) == f"common source, 97% likely: {shown}"


def test_the_outlet_of_one_of_the_two_is_a_source_by_another_article() -> None:
    """A new user took "common source: The Calder Courier" for a mistake: the Courier was one of the two."""
    before = Evidence(signal="timing.own-earlier", weights={"common-source": 1.0}, trigger="t", origin="left")
    judged = common_source(("The Calder Courier", 0.6))
    sides = ("Calder Courier one", "b")
    assert said(judged, sides) == "common source, 97% likely: The Calder Courier (60% likely)"
    judged = dataclasses.replace(judged, ledger=(before,))
    assert said(judged, sides) == "common source, 97% likely: The Calder Courier (60% likely)"
    assert said(judged, ("The Calder Courier", "b")).endswith(": The Calder Courier, in another article (60% likely)")


def of_stretch(name: str, chance: float, *ends: tuple[int, int]) -> Source:
    spans = tuple(Place(article=id, start=start, end=end) for id in ("a", "b") for start, end in ends)
    return Source(name=name, probability=chance, spans=spans)


@pytest.mark.parametrize(
    ("sources", "shown"),
    [
        (
            [of_stretch("Mayor", 0.7, (0, 3)), of_stretch("Police", 0.6, (4, 7))],
            'Mayor (70% likely) for "one" and Police (60% likely) for "two"',
        ),
        (
            [of_stretch("Police", 0.6, (4, 7)), of_stretch("Mayor", 0.3, (0, 3))],
            'Mayor (30% likely) for "one" and Police (60% likely) for "two"',
        ),
        ([of_stretch("Mayor", 0.5, (0, 3)), of_stretch("TV", 0.5, (0, 3))], 'Mayor or TV (50% likely each) for "one"'),
        ([of_stretch("Mayor", 0.7, (0, 3)), of_stretch("Police", 0.1, (4, 7))], 'Mayor (70% likely) for "one"'),
        (
            [Source(name="APA", probability=0.5), of_stretch("Mayor", 0.4, (0, 3))],
            'APA (50% likely) and Mayor (40% likely) for "one"',
        ),
        ([of_stretch("Mayor", 0.1, (0, 3))], "not named clearly"),
        (
            [of_stretch("TV", 0.4, (0, 3), (4, 7)), of_stretch("Radio", 0.4, (0, 3)), of_stretch("Post", 0.4, (4, 7))],
            'Radio or TV (40% likely each) for "one" and Post or TV (40% likely each) for "two"',
        ),
        (
            [of_stretch("TV", 0.4, (0, 3), (4, 7)), of_stretch("Radio", 0.6, (0, 3)), of_stretch("Post", 0.3, (4, 7))],
            'Radio (60% likely) for "one" and TV (40% likely) for "two"',
        ),
    ],
)
def test_sources_of_stretches_go_with_their_words(sources: list[Source], shown: str) -> None:
    judged = dataclasses.replace(common_source(), source=sources[0].name, sources=tuple(sources))
    assert said(judged) == f"common source, 97% likely: {shown}"


def test_a_source_of_two_of_three_stretches_takes_no_words_of_another() -> None:
    sources = (
        of_stretch("TV", 0.39, (0, 3), (4, 7)),
        of_stretch("Radio", 0.39, (0, 3)),
        of_stretch("Post", 0.39, (4, 7)),
        of_stretch("Bank", 0.7, (8, 13)),
    )
    judged = dataclasses.replace(common_source(), source="Bank", sources=sources)
    shared = match("m", ("a", 0, "one two three"), ("b", 0, "one two three"), judged)
    report = dataclasses.replace(empty(), matches=(shared,))
    assert in_words(shared, Voice(names=name_articles(report, str), marks=ASCII_MARKS, clean=str)).endswith(
        'Radio or TV (39% likely each) for "one", Post or TV (39% likely each) for "two" '
        'and Bank (70% likely) for "three"'
    )
    assert [source.name for source in named_sources(shared)] == ["Radio", "TV", "Post", "Bank"]


def test_the_source_of_an_undetermined_match_goes_with_its_own_probability_too() -> None:
    for sources, shown in (
        ([("TV", 0.3)], "source, if it is a common one: TV (30% likely)"),
        ([("TV", 0.5)], "source, if it is a common one: TV"),
        ([("TV", 0.1)], "no source is named clearly"),
        ([], "no source is named"),
    ):
        judged = common_source(*sources, p=0.45, label="undetermined")
        none = "(too close to decide): perhaps no reuse but a stock phrase, a name or a shared fact (55%)"
        assert said(judged) == f"undetermined {none} or both have it from a common source (45%); {shown}"


def test_a_third_reading_hardly_less_likely_than_the_second_is_said_too() -> None:
    for third, shown in ((0.22, True), (0.15, False)):
        chances: dict[Hypothesis, float] = {"common-source": 0.4, "incidental": 0.24, "right-to-left": third}
        page = said(verdict(chances, label="undetermined"))
        assert (f"fact (24%) or a has it from b ({third:.0%})" in page) is shown
        assert page.startswith("undetermined: both have it from a common source (40%)") and "each rendered" not in page


@pytest.mark.parametrize("signal", ["quotation.same-speaker", "exclusive.both-quote-more"])
def test_who_is_quoted_is_no_reason_between_a_third_party_and_renderings(signal: str) -> None:
    weights: dict[Hypothesis, float] = {"common-source": 2.0, "left-to-right": -1.0, "right-to-left": -1.0}
    entry = Evidence(signal=signal, weights=weights, trigger="w")
    rivals: tuple[tuple[Hypothesis, bool], ...] = (("independent-renderings", False), ("left-to-right", True))
    for rival, named in rivals:
        chances: dict[Hypothesis, float] = dict.fromkeys(HYPOTHESES, 0.0)
        chances["common-source"], chances[rival] = 0.6, 0.3
        shown = reason_for(dataclasses.replace(verdict(chances), ledger=(entry,)))
        assert ("rather than" in shown) is named and ("would fit" in shown) is not named


def test_a_source_of_both_readings_is_named_once() -> None:
    chances: dict[Hypothesis, float] = {"independent-renderings": 0.54, "common-source": 0.44, "incidental": 0.02}
    judged = dataclasses.replace(
        verdict(chances, label="undetermined"), sources=(Source(name="Ministry", probability=0.55),)
    )
    assert said(judged) == (
        "undetermined (too close to decide): each rendered one statement by itself (54%) or both have it from a common "
        "source (44%); source either way: Ministry (55% likely)"
    )


def test_nothing_is_a_hundred_per_cent_likely() -> None:
    assert said(verdict({"left-to-right": 1.0})) == "reuse: b from a, >99% likely"


def directions(one: float, other: float) -> Verdict:
    chances: dict[Hypothesis, float] = {"left-to-right": one, "right-to-left": other, "common-source": 1 - one - other}
    return verdict(chances, label="undetermined")


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        (0.4, 0.36, ": one has it from the other, which way is open (76%)"),
        (0.25, 0.36, ": one has it from the other, which way is open (61%)"),
        (0.2, 0.36, ": both have it from a common source (44%) or a has it from b (36%); no source is named"),
        (
            0.28,
            0.28,
            (
                " (too close to decide): one has it from the other, which way is open (56%) or both have it from a "
                "common source (44%); no source is named"
            ),
        ),
        (
            0.24,
            0.24,
            (
                " (too close to decide): both have it from a common source (52%) or one has it from the other, "
                "which way is open (48%); no source is named"
            ),
        ),
    ],
)
def test_a_copy_of_unknown_direction_is_no_mystery(one: float, other: float, shown: str) -> None:
    assert said(directions(one, other)) == f"undetermined{shown}"
    # The other side first: the same is said in the same order.
    assert said(directions(other, one), ("b", "a")) == f"undetermined{shown}"


@pytest.mark.parametrize(
    ("ids", "shown"),
    [
        (("left:desk/a.txt", "right:wire/b.txt"), ["a", "b"]),
        (("left:desk/a.txt", "right:wire/a.txt"), ["desk/a", "wire/a"]),
        (("left:a", "right:a"), ["left:a", "right:a"]),
        (("left:a", "left:b"), ["left:a", "left:b"]),
    ],
)
def test_the_texts_of_a_comparison_go_without_their_sides(ids: tuple[str, str], shown: list[str]) -> None:
    report = dataclasses.replace(empty(), articles=tuple(article(id, None, None, 9) for id in ids))
    assert list(name_articles(report, str).spoken.values()) == shown


@pytest.mark.parametrize(
    ("kind", "shares", "run", "said"),
    [
        ("reworded", (1.0, 1.0), 8, "reworded quotation, 8 words, 100% of either passage, "),
        ("reworded", (0.62, 0.75), 8, "reworded quotation, 8 words, 62% of one passage and 75% of the other, "),
        (
            "reworded",
            (0.75, 0.62),
            3,
            "reworded quotation, 8 words, 75% of one passage and 62% of the other, up to 3 in a row, ",
        ),
        ("reworded", (0.5, 0.5), 3, "reworded quotation, 8 words, 50% of either passage, up to 3 in a row, "),
        ("near-verbatim", (0.8, 1.0), 8, "near-verbatim quotation, 8 words, "),
        # One has all the words that the other has, and more.
        (
            "near-verbatim",
            (0.6, 1.0),
            8,
            "near-verbatim quotation, 8 words, 60% of one passage and 100% of the other, ",
        ),
    ],
)
def test_the_kind_goes_with_the_share_of_both_passages(
    kind: MatchKind, shares: tuple[float, float], run: int, said: str
) -> None:
    shared = realistic().matches[0]
    scores = dataclasses.replace(
        shared.scores, share_left=shares[0], share_right=shares[1], longest_run=run, aligned_words=8
    )
    assert facts(dataclasses.replace(shared, kind=kind, scores=scores)) == f"{said}97% sure not by chance"


def test_words_of_passages_that_overlap_count_once_and_that_is_said() -> None:
    voice = Voice(names=name_articles(realistic(), str), marks=ASCII_MARKS, clean=str)
    aligned = sum(each.scores.aligned_words for each in realistic().matches)
    for shared, said in (
        (aligned, f"({aligned} shared words)."),
        (aligned - 1, f"({aligned - 1} shared words, each counted once)."),
    ):
        pair = dataclasses.replace(realistic().article_pairs[0], shared_words=shared)
        assert summary(dataclasses.replace(realistic(), article_pairs=(pair,)), voice)[0].endswith(said)


def test_the_reason_is_of_what_is_said_first() -> None:
    run = Evidence(signal="w.run", weights={"left-to-right": 1.0, "right-to-left": 1.0}, trigger="a run")
    quoted = Evidence(signal="q.both", weights={"common-source": 2.0}, trigger="quoted")
    for one, other, shown in ((0.31, 0.31, "a run"), (0.28, 0.28, "a run"), (0.2, 0.2, "quoted")):
        judged = dataclasses.replace(directions(one, other), ledger=(run, quoted))
        shared = match("m", ("a", 0, "one two"), ("b", 0, "one two"), judged)
        names = name_articles(dataclasses.replace(empty(), matches=(shared,)), str)
        assert reason(shared, Voice(names=names, marks=ASCII_MARKS, clean=str)).endswith(shown)


@pytest.mark.parametrize(
    ("signal", "trigger", "span", "shown"),
    [
        ("attribution.other-outlet", "“told b”", "a", "why (clearly for it): a names b: “told b”"),
        ("attribution.missing", "neither", "a", "why (clearly for it): Neither text says where it has the words from"),
        (
            "attribution.source",
            "APA: “APA”",
            None,
            "why (clearly for it): A third party is named as the source: APA: “APA”",
        ),
        ("private.signal", "its words", "a", "why (clearly for it): Signal private.signal: its words"),
    ],
)
def test_the_reason_is_the_sentence_that_an_explanation_has(
    signal: str, trigger: str, span: str | None, shown: str
) -> None:
    spans = (Place(article=span, start=0, end=3),) if span else ()
    entry = Evidence(signal=signal, weights={"common-source": 2.0}, trigger=trigger, spans=spans)
    judged = dataclasses.replace(common_source(), ledger=(entry,))
    shared = match("m", ("a", 0, "one two"), ("b", 0, "one two"), judged)
    names = name_articles(dataclasses.replace(empty(), matches=(shared,)), str)
    assert reason(shared, Voice(names=names, marks=ASCII_MARKS, clean=str)) == shown


def test_the_summary_counts_copies_of_unknown_direction_apart() -> None:
    judged = (
        directions(0.4, 0.4),
        directions(0.4, 0.4),
        directions(0.2, 0.3),
        common_source(("TV", 0.4), ("APA", 0.38)),
    )
    matches = tuple(
        match(f"m{number}", ("a", 0, "one two"), ("b", 0, "one two"), each) for number, each in enumerate(judged)
    )
    report = dataclasses.replace(empty(), matches=matches)
    assert origins(report, Voice(names=name_articles(report, str), marks=ASCII_MARKS, clean=str)) == [
        "0 copied from one article to another;",
        "2 reused one from the other, direction open, 80% likely;",
        "1 from a common source, 97% likely (possibly: APA; TV);",
        "1 undetermined.",
    ]


def where_from(*judged: Verdict) -> str:
    matches = tuple(match(f"m{at}", ("a", 0, "one two"), ("b", 0, "one two"), each) for at, each in enumerate(judged))
    report = dataclasses.replace(empty(), matches=matches)
    return " ".join(origins(report, Voice(names=name_articles(report, str), marks=ASCII_MARKS, clean=str)))


def test_independent_renderings_name_whose_statement_it_is_too() -> None:
    """The only source of renderings was *possibly* one, of another passage, and its arrow was plain."""
    rendered = dataclasses.replace(
        verdict({"independent-renderings": 0.7, "common-source": 0.3}),
        sources=(Source(name="Kremlin", probability=0.62),),
    )
    assert where_from(common_source(("Kremlin", 0.3)), rendered).endswith(
        "1 from a common source, 97% likely (possibly: Kremlin); 1 rendered independently, 70% likely (named: Kremlin)."
    )


def test_the_reason_says_how_much_it_weighs() -> None:
    for weight, said in ((0.4, "slightly"), (2.0, "clearly"), (4.0, "strongly"), (7.0, "very strongly")):
        entry = Evidence(signal="private.signal", weights={"common-source": weight}, trigger="its words")
        judged = dataclasses.replace(common_source(), ledger=(entry,))
        shared = match("m", ("a", 0, "one two"), ("b", 0, "one two"), judged)
        names = name_articles(dataclasses.replace(empty(), matches=(shared,)), str)
        shown = reason(shared, Voice(names=names, marks=ASCII_MARKS, clean=str))
        assert shown == f"why ({said} for it): Signal private.signal: its words"


def reason_for(judged: Verdict) -> str:
    shared = match("m", ("a", 0, "one two"), ("b", 0, "one two"), judged)
    names = name_articles(dataclasses.replace(empty(), matches=(shared,)), str)
    return reason(shared, Voice(names=names, marks=ASCII_MARKS, clean=str))


def test_the_reason_names_the_rival_that_it_is_weighed_against() -> None:
    """ "Slightly" stood beside a reason that is heavy against the rival for which it was chosen."""
    entry = Evidence(signal="private.signal", weights={"common-source": 0.4, "incidental": -1.6}, trigger="w")
    weighed: list[tuple[Hypothesis, str]] = [
        ("incidental", "why (clearly for it rather than incidental overlap)"),
        ("independent-renderings", "why (slightly for it rather than independent renderings)"),
        ("left-to-right", "why (slightly for it rather than reuse by b)"),
        ("right-to-left", "why (slightly for it rather than reuse by a)"),
        ("same-origin", "why (slightly for it rather than one origin of both)"),
    ]
    for rival, shown in weighed:
        judgement = dataclasses.replace(verdict({"common-source": 0.6, rival: 0.4}), ledger=(entry,))
        assert reason_for(judgement) == f"{shown}: Signal private.signal: w"
    style = Evidence(signal="private.signal", weights={"left-to-right": 1.2, "right-to-left": -1.2}, trigger="w")
    one_way = dataclasses.replace(verdict({"left-to-right": 0.7, "right-to-left": 0.3}), ledger=(style,))
    assert reason_for(one_way).startswith("why (clearly for it rather than the other way round)")


def test_that_no_reason_tells_it_from_the_rival_is_said() -> None:
    quoted = Evidence(
        signal="private.signal", weights={"common-source": 2.0, "independent-renderings": 2.0}, trigger="w"
    )
    judgement = verdict({"common-source": 0.5, "independent-renderings": 0.3, "incidental": 0.2})
    shown = reason_for(dataclasses.replace(judgement, ledger=(quoted,)))
    assert shown.startswith("why (clearly for it; it would fit independent renderings as well): ")


def test_a_direction_is_no_reason_for_what_is_none() -> None:
    """The passages beside it "seem to go from Alpha to Beta", it said of what was called no reuse."""
    one_way = Evidence(
        signal="companions.direction", weights={"left-to-right": 0.3, "right-to-left": -1.5}, trigger="w"
    )
    chances: dict[Hypothesis, float] = {"incidental": 0.45, "common-source": 0.35, "left-to-right": 0.2}
    none = dataclasses.replace(verdict(chances, label="undetermined"), ledger=(one_way,))
    assert reason_for(none) == "why: nothing in the texts weighs enough to tell"
    directed = dataclasses.replace(verdict({"left-to-right": 0.7, "common-source": 0.3}), ledger=(one_way,))
    assert reason_for(directed).startswith("why (slightly for it rather than a common source): ")


def of_wording(*ledger: Evidence, longest: int) -> Match:
    made = match("m", ("a", 0, "one two three odd"), ("b", 0, "one two three"), judged(ledger, common_source=1.0))
    return dataclasses.replace(made, scores=dataclasses.replace(made.scores, longest_run=longest, aligned_words=3))


def test_equal_words_in_a_row_and_words_in_common_are_told_once_where_they_are_the_same() -> None:
    run = Evidence(
        signal="wording.identical-run", weights={"common-source": 0.5, "incidental": -1.0}, trigger="3 equal"
    )
    common = Evidence(signal="wording.reworded", weights={"common-source": 0.25, "same-origin": 0.1}, trigger="3 words")
    (once,) = told(of_wording(run, common, longest=3)).ledger
    assert (once.signal, once.trigger) == ("wording.identical-run", "3 equal")
    assert once.weights == {"common-source": 0.75, "incidental": -1.0, "same-origin": 0.1}
    many = Evidence(signal="wording.many", weights={"incidental": -2.0}, trigger="3 words")
    (once,) = told(of_wording(many, run, common, longest=3)).ledger
    assert once.weights == {"common-source": 0.75, "incidental": -3.0, "same-origin": 0.1}
    first, second = told(of_wording(many, run, common, longest=2)).ledger
    assert first == run and (second.signal, dict(second.weights)) == (
        "wording.reworded", {"common-source": 0.25, "incidental": -2.0, "same-origin": 0.1},
    )  # fmt: skip
    for other in (of_wording(run, common, longest=2), of_wording(common, longest=3), of_wording(run, longest=3)):
        assert told(other) is other.verdict


def test_changes_are_counted_as_they_are_marked() -> None:
    made = of_wording(Evidence(signal="wording.near-identical", weights={}, trigger="1 word replaced"), longest=3)
    marked = [
        sum(len(piece.text.split()) for piece in pieces(made, side) if piece.role == role)
        for side, role in (("left", "only"), ("right", "only"), ("left", "same"))
    ]
    assert marked == [1, 0, 3]
    assert changes(made) == told(made).ledger[0].trigger == "1 word only in the first text, 3 equal"


def test_changes_are_counted_in_the_places_that_evidence_speaks_of() -> None:
    """What stands beside a quotation is no rendering: the words moved there were told as a translator's."""
    made = of_wording(longest=3)
    last = made.left.text.index("odd")
    places = (Place(article="a", start=0, end=last - 1), Place(article="b", start=0, end=made.right.end))
    assert changes(made, places) == "3 words equal"
    entry = Evidence(signal="wording.near-identical", weights={}, trigger="3 words kept", spans=places)
    assert told(of_wording(entry, longest=3)).ledger[0].trigger == "3 words equal"


def test_each_kind_of_mark_is_counted_by_its_words() -> None:
    left, right = "alpha beta gamma delta", "delta beta gammas epsilon zeta"
    spans = [(0, 5), (6, 10), (11, 16), (17, 22)]
    common = (
        Common(left_start=6, left_end=10, right_start=6, right_end=10, kind="same"),
        Common(left_start=11, left_end=16, right_start=11, right_end=17, kind="near"),
        Common(left_start=17, left_end=22, right_start=0, right_end=5, kind="moved"),
    )
    assert [left[start:end] for start, end in spans] == left.split()
    made = dataclasses.replace(of_wording(longest=1), common=common)
    made = dataclasses.replace(
        made,
        left=dataclasses.replace(made.left, end=len(left), text=left),
        right=dataclasses.replace(made.right, end=len(right), text=right),
    )
    assert changes(made) == "1 word only in the first text, 2 only in the second, 1 variant, 1 moved, 1 equal"


def opening(*judged: Verdict) -> str:
    texts = [("one two three four five six", "one two three four five six"), *[("one two", "one two")] * len(judged)]
    matches = tuple(
        match(f"m{at}", ("a", 0, one), ("b", 0, other), each)
        for at, (each, (one, other)) in enumerate(zip(judged, texts, strict=False))
    )
    report = dataclasses.replace(empty(), matches=matches)
    return " ".join(summary(report, Voice(names=name_articles(report, str), marks=ASCII_MARKS, clean=str)))


def test_what_is_perhaps_no_reuse_is_counted_apart_and_is_never_the_strongest() -> None:
    open_: Verdict = verdict({"incidental": 0.45, "common-source": 0.3, "left-to-right": 0.25}, label="undetermined")
    assert "share 1 passage, and 2 more that are perhaps no reuse (0 shared words in all, each" in opening(
        open_, common_source(), open_
    )
    assert "Strongest passage: a <-> b, 2 words" in opening(open_, common_source(), open_)
    assert "share 1 passage that is perhaps no reuse (0 shared words" in opening(open_)
    assert "Strongest passage: a <-> b, 6 words" in opening(open_)
    # One of both directions is likelier than that.
    rival = verdict({"incidental": 0.4, "right-to-left": 0.3, "left-to-right": 0.3}, label="undetermined")
    assert "share 1 passage (" in opening(rival)
    assert where_from(open_, common_source(), rival) == (
        "0 copied from one article to another; 1 from a common source, 97% likely; 1 undetermined; "
        "1 undetermined, perhaps no reuse: a stock phrase, a name or a shared fact, 45% likely."
    )


def test_what_verdicts_had_to_do_without_is_said() -> None:
    shared = match("m", ("a", 0, "one two"), ("b", 0, "one two"), common_source())
    known, undated, nothing = (
        article("a", "One", "2031-03-04", 20),
        article("b", "Two", None, 20),
        article("c", None, None, 20),
    )

    def said(*articles: ArticleSummary) -> str | None:
        return unweighed(dataclasses.replace(empty(), articles=articles, matches=(shared,)))

    assert said(known, nothing, undated) == (
        "Of 3 articles 1 has no outlet and 2 have no date: verdicts may turn round, "
        "and passages drop out, where --metadata FILE adds them."
    )
    assert (
        said(known, undated) == "Of 2 articles 1 has no date: verdicts may turn round, "
        "and passages drop out, where --metadata FILE adds them."
    )
    assert said(known) is None
    assert unweighed(dataclasses.replace(empty(), articles=(nothing,))) is None


def roles(
    left: str, right: str, *, moved: Sequence[tuple[str, str]], same: Sequence[tuple[str, str]] = ()
) -> list[str]:
    """The pieces of the left side that differ, as their roles and words."""
    found = match("m", ("a", 0, left), ("b", 0, right), common_source(), moved=moved, near=same)
    common = (each for each in found.common if each.kind != "same")
    given = [each if each.kind == "moved" else dataclasses.replace(each, kind="same") for each in common]
    shown = pieces(dataclasses.replace(found, common=tuple(given)), "left")
    return [f"{piece.role}: {piece.text.strip()}" for piece in shown if piece.text.strip()]


def test_words_in_the_order_of_all_others_have_not_moved() -> None:
    both = [("gates", "gates"), ("late", "late")]
    shown = roles("gates were too late", "gates opened too late", moved=[("too", "too")], same=both)
    assert shown == ["same: gates", "only: were", "same: too late"]
    shown = roles("too gates were late", "gates opened late too", moved=[("too", "too")], same=both)
    assert shown == ["moved: too", "same: gates", "only: were", "same: late"]


def test_where_nothing_is_aligned_the_longest_chain_stays_in_place() -> None:
    pairs = [("one", "one"), ("two", "two"), ("three", "three")]
    assert roles("one two three", "three one two", moved=pairs) == ["same: one two", "moved: three"]


def test_words_in_another_form_are_a_variant_wherever_they_stand() -> None:
    shown = roles(
        "actively through departments",
        "departments, just as active",
        moved=[("actively", "active")],
        same=[("departments", "departments")],
    )
    assert shown == ["near: actively", "only: through", "same: departments"]


def test_the_summary_says_how_likely_origins_are_and_names_no_improbable_source_flatly() -> None:
    said = where_from(common_source(("Kremlin", 0.69), p=0.98), common_source(("Kremlin", 0.31), ("TV", 0.31), p=0.69))
    assert "2 from a common source, 69% to 98% likely (named: Kremlin; possibly: TV)." in said


def test_the_summary_names_the_most_frequent_five() -> None:
    names = ["B", "B", "A", "C", "D", "E", "F", "G"]
    said = where_from(*(common_source((name, 0.9)) for name in names))
    assert said.endswith("8 from a common source, 97% likely (named: B; A; C; D; E; and 2 more).")


def test_equal_matches_stand_in_the_same_order_whichever_side_is_left() -> None:
    texts = [("zebra one two", "one two"), ("alpha one two", "one two"), ("middle one two", "one two")]
    there = [match(f"m{n}", ("a", n * 50, x), ("b", n * 40, y), directions(0.4, 0.4)) for n, (x, y) in enumerate(texts)]
    back = [
        match(f"m{n}", ("left:b", n * 40, y), ("right:a", n * 50, x), directions(0.4, 0.4))
        for n, (x, y) in enumerate(texts)
    ]
    assert [each.id for each in strongest_first(there)] == [each.id for each in strongest_first(back)]
    assert [each.left.text.split()[0] for each in strongest_first(there)] == ["alpha", "middle", "zebra"]


def test_an_outlet_of_several_spellings_is_counted_and_called_once() -> None:
    report = realistic()
    spelt = [dataclasses.replace(report.articles[0], id=f"s{at}", outlet=name) for at, name in
             enumerate(("The Calder Courier", "Calder Courier", "calder courier"))]  # fmt: skip
    again = dataclasses.replace(report, articles=(*report.articles, *spelt))
    names = name_articles(again, str)
    assert [names.outlet[f"s{at}"] for at in range(3)] == ["Calder Courier"] * 3
    assert [names.spoken[f"s{at}"] for at in range(3)] == [f"Calder Courier (s{at})" for at in range(3)]
    voice = Voice(names=names, marks=Marks(), clean=str)
    assert "8 articles from 5 outlets" in summary(again, voice)[0]
    assert not outlets_add(report) and outlets_add(again)


def test_outlets_whose_names_look_alike_have_names_of_their_own() -> None:
    first, second, *_ = realistic().articles
    long = "The Daily Messenger of the Northern Valleys and the Coast"
    alike = (f"{long} {'x' * 40} End", f"{long} {'x' * 41} End")
    articles = tuple(
        dataclasses.replace(each, outlet=name, url=None) for each, name in zip((first, second), alike, strict=True)
    )
    flow = dataclasses.replace(realistic().outlet_flows[0], left=alike[0], right=alike[1])
    report = dataclasses.replace(empty(), articles=articles, outlet_flows=(flow,))
    names = name_articles(report, str, 30)
    assert names.outlets == {alike[0]: "The Daily Mess...xxxxxxxxx End", alike[1]: "The Daily Mess...xxxxxxxxx End #2"}
    assert names.outlet == {first.id: names.outlets[alike[0]], second.id: names.outlets[alike[1]]}
    assert list(names.spoken.values()) == list(names.outlet.values())


def test_what_is_perhaps_no_reuse_stands_last_however_long() -> None:
    doubtful: Verdict = verdict({"incidental": 0.45, "common-source": 0.3}, label="undetermined")
    long = match("long", ("a", 0, "one two three four"), ("b", 0, "one two three four"), doubtful)
    short = match("short", ("a", 9, "one two"), ("b", 9, "one two"), common_source())
    assert long.scores.aligned_words > short.scores.aligned_words
    assert [each.id for each in strongest_first([long, short])] == ["short", "long"]


def test_a_run_that_is_hardly_a_second_translation_is_told_with_the_run() -> None:
    run = Evidence(signal="wording.identical-quote", weights={"common-source": 0.5}, trigger="19 equal words in a row")
    against = Evidence(
        signal="wording.one-translation", weights={"independent-renderings": -1.5}, trigger="19 equal words in a row"
    )
    judged_ = dataclasses.replace(common_source(), ledger=(run, against))
    (entry,) = told(match("m", ("a", 0, "one two"), ("b", 0, "one two"), judged_)).ledger
    assert (entry.signal, entry.weights) == (run.signal, {"common-source": 0.5, "independent-renderings": -1.5})
