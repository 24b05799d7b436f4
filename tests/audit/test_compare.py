"""Two texts: what a match holds, and that the other way round is the exact mirror."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from made_articles import pair

import dedup
from dedup import Article, Common, Match, Settings, audit, compare
from dedup.text.fold import fold_word
from dedup.text.tokens import tokenize

PASSAGE = "The old bridge was closed on Monday after engineers found deep cracks in three of its stone pillars"
ONE = f"Traffic came to a halt this week. {PASSAGE}. Buses take the long road through the hills."
TWO = f"Residents had complained for years. {PASSAGE}. The mayor promised money for repairs before winter."
# A seed is no smaller for being shrunk.
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
SEEDS = st.integers(0, 100_000)


def folded(text: str) -> list[str]:
    return [fold_word(text[start:end]) for start, end, _ in tokenize(text)]


def mirror(match: Match) -> Match:
    """The match from the other side, written anew. The id, which the sides determine in order, is left away."""
    turned: dict[str, Any] = {"left-to-right": "right-to-left", "right-to-left": "left-to-right"}
    scores, verdict, edits = match.scores, match.verdict, match.scores.edits
    return Match(
        id="",
        left=match.right,
        right=match.left,
        kind=match.kind,
        confidence=match.confidence,
        scores=replace(
            scores,
            containment_left=scores.containment_right,
            containment_right=scores.containment_left,
            share_left=scores.share_right,
            share_right=scores.share_left,
            edits=replace(edits, insert=edits.delete, delete=edits.insert),
        ),
        common=tuple(
            sorted(
                Common(
                    left_start=each.right_start,
                    left_end=each.right_end,
                    right_start=each.left_start,
                    right_end=each.left_end,
                    kind=each.kind,
                )
                for each in match.common
            )
        ),
        verdict=replace(
            verdict,
            label=turned.get(verdict.label, verdict.label),
            probabilities={turned.get(name, name): value for name, value in verdict.probabilities.items()},
            ledger=tuple(
                replace(
                    each,
                    weights={turned.get(name, name): value for name, value in each.weights.items()},
                    origin={"left": "right", "right": "left"}.get(each.origin or ""),
                )
                for each in verdict.ledger
            ),
        ),
    )


def by_place(matches: tuple[Match, ...]) -> list[Match]:
    return sorted((replace(match, id="") for match in matches), key=lambda match: (match.left, match.right))


@settings(deadline=None, max_examples=40, phases=NO_SHRINKING)
@given(SEEDS)
def test_the_other_way_round_is_the_mirror(seed: int) -> None:
    one, two = pair(seed)
    assert by_place(tuple(map(mirror, compare(one, two)))) == by_place(compare(two, one))


@settings(deadline=None, max_examples=25)
@given(
    st.text(alphabet="the dam.“”\nA中’\u200b", max_size=120), st.text(alphabet="the dam.“”\nA中’\u200b", max_size=120)
)
def test_odd_texts_mirror_too(left: str, right: str) -> None:
    one, two = Article(id="one", text=left), Article(id="two", text=right)
    lenient = Settings(min_confidence=0.0, min_words=1)
    assert by_place(tuple(map(mirror, compare(one, two, lenient)))) == by_place(compare(two, one, lenient))


def test_much_shared_narration_in_one_order_mirrors() -> None:
    """Co-copying is evidence of the whole pair: it must reach the verdicts from both sides."""
    shared = [
        "The ferry left the northern pier at dusk with ninety people aboard and a broken lamp at its stern.",
        "Its captain had warned the company twice that the lamp would fail in heavy rain, and nobody answered.",
        "By midnight the harbour lights were out and the coastguard had lost sight of the ferry for good.",
    ]
    fillers = ["Apples were cheap that year.", "A choir sang nearby.", "Snow fell late."]
    others = ["Every hotel stood empty.", "The stadium reopened.", "Bread prices rose again."]
    one = Article(id="one", text=" ".join(part for each in zip(fillers, shared, strict=True) for part in each))
    two = Article(id="two", text=" ".join(part for each in zip(others, shared, strict=True) for part in each))
    found = compare(one, two)
    assert len(found) >= 1
    assert by_place(tuple(map(mirror, found))) == by_place(compare(two, one))


def as_if_given_first(match: Match) -> Match:
    """The mirror of a match between two texts, which go by the side they are on."""
    turned = {"left": "right", "right": "left"}
    seen = mirror(match)
    ledger = tuple(
        replace(each, spans=tuple(sorted(replace(span, article=turned[span.article]) for span in each.spans)))
        for each in seen.verdict.ledger
    )
    return replace(
        seen,
        left=replace(seen.left, article="left"),
        right=replace(seen.right, article="right"),
        verdict=replace(seen.verdict, ledger=ledger),
    )


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (f"It rained. {PASSAGE}, the mayor told Arden Press Agency.",
         f"Snow fell late. {PASSAGE}, the mayor told the Arden Press Agency."),
        (f"It rained. {PASSAGE}, the mayor told the Courier. APA reported so.",
         f"By Arden Press Agency\n\nSnow fell. {PASSAGE}, the mayor told the Courier. He spoke to the Sable Post."),
        (f"Snow fell late, in short. {PASSAGE}, an official said.", f"It rained. {PASSAGE}, an official said."),
        (f"It snowed. {PASSAGE}, an official said.", f"It rained. {PASSAGE}, an official said."),
    ],
)  # fmt: skip
def test_two_texts_mirror_though_they_have_no_ids(one: str, two: str) -> None:
    found = compare(one, two)
    assert found
    assert by_place(tuple(map(as_if_given_first, found))) == by_place(compare(two, one))


def test_left_is_the_first_text() -> None:
    for first, second in ((ONE, TWO), (TWO, ONE)):
        (match,) = compare(first, second)
        assert match.left.text in first and match.right.text in second
        assert first[match.left.start : match.left.end] == match.left.text == PASSAGE
        assert match.left.article != match.right.article
    (match,) = compare(Article(id="z", text=ONE), Article(id="a", text=TWO))
    assert (match.left.article, match.right.article) == ("z", "a")


@settings(deadline=None, max_examples=40, phases=NO_SHRINKING)
@given(SEEDS)
@example(3)
def test_what_every_match_holds(seed: int) -> None:
    articles = {article.id: article for article in pair(seed)}
    found = compare(articles["one"], articles["two"])
    assert list(found) == sorted(found, key=lambda match: (match.left, match.right))
    assert len({match.id for match in found}) == len(found)
    for match in found:
        for side in (match.left, match.right):
            assert side.text == articles[side.article].text[side.start : side.end]
            assert side.text == side.text.strip() and side.text
        scores = match.scores
        assert 0.5 <= match.confidence <= 1.0
        shares = (
            scores.jaccard,
            scores.containment_left,
            scores.containment_right,
            scores.share_left,
            scores.share_right,
        )
        assert all(0.0 <= value <= 1.0 for value in (*shares, scores.rarity_overlap, scores.order_free))
        assert sum(match.verdict.probabilities.values()) == pytest.approx(1.0)
        check_common(match, articles["one"].text, articles["two"].text)


def check_common(match: Match, left: str, right: str) -> None:
    assert list(match.common) == sorted(match.common)
    ordered = [each for each in match.common if each.kind != "moved"]
    for one, two in pairwise(ordered):
        assert one.left_end <= two.left_start and one.right_end <= two.right_start
    for column in ("left", "right"):
        spans = sorted((getattr(each, f"{column}_start"), getattr(each, f"{column}_end")) for each in match.common)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
        side = getattr(match, column)
        # Long passages take in the last words of their sentence, whoever's they are.
        assert side.start <= spans[0][0] and spans[-1][1] <= side.end
    for each in match.common:
        ours = folded(left[each.left_start : each.left_end])
        theirs = folded(right[each.right_start : each.right_end])
        assert len(ours) == len(theirs) > 0
        if each.kind == "same":
            assert ours == theirs
        if each.kind == "near":
            assert all(one != two for one, two in zip(ours, theirs, strict=True))


def test_the_text_under_a_verbatim_match_folds_alike() -> None:
    (match,) = compare(ONE.upper(), TWO)
    assert match.kind == "verbatim" and folded(match.left.text) == folded(match.right.text)


@settings(deadline=None, max_examples=20, phases=NO_SHRINKING)
@given(SEEDS)
def test_equal_texts_hold_each_other(seed: int) -> None:
    text = pair(seed)[0].text
    report = dedup.audit([Article(id="a", text=text), Article(id="b", text=text)])
    matches = [*report.matches, *(each.match for each in report.set_aside if each.reason != "same-article")]
    assert matches and all(match.kind == "verbatim" for match in matches)
    assert all(match.left.text == match.right.text for match in matches)


def test_two_equal_texts_share_everything() -> None:
    text = f"{ONE} {TWO}".replace(PASSAGE, PASSAGE, 1)
    (match,) = compare(ONE, ONE)
    assert (match.scores.containment_left, match.scores.containment_right, match.scores.jaccard) == (1.0, 1.0, 1.0)
    assert match.left.text == ONE.rstrip(".") and match.scores.share_left == match.scores.share_right == 1.0
    report = dedup.audit([Article(id="a", text=text), Article(id="b", text=text)])
    (row,) = report.article_pairs
    assert (row.containment_left, row.containment_right, row.jaccard) == (1.0, 1.0, 1.0)


def test_disjoint_texts_share_nothing() -> None:
    assert compare(ONE, "Fishermen expect a poor season because cold water has driven every herring south.") == ()


@pytest.mark.parametrize("text", ["", " ", "\n\t \u2003", "\u200b\u00ad", "…—“”", "\ufeff"])
def test_texts_without_words_never_match(text: str) -> None:
    assert compare(text, text) == () == compare(text, ONE) == compare(ONE, text)


def test_the_least_number_of_words() -> None:
    short = "seven rusty lanterns lit nobody's way home"  # seven words
    texts = f"Rain fell. {short.capitalize()}. Ships left.", f"Snow lay deep. {short.capitalize()}. Nobody came."
    articles = [Article(id=id, text=text) for id, text in zip("ab", texts, strict=True)]

    def found(least: int) -> list[str]:
        """What is found, whether or not so few words are held to be reuse."""
        report = audit(articles, Settings(min_confidence=0.0, min_words=least))
        return [match.left.text.lower() for match in (*report.matches, *(each.match for each in report.set_aside))]

    assert found(8) == []
    assert found(7) == [short]


def test_the_least_confidence() -> None:
    (match,) = compare(ONE, TWO)
    assert 0.5 < match.confidence < 1.0
    assert compare(ONE, TWO, Settings(min_confidence=match.confidence)) == (match,)
    assert compare(ONE, TWO, Settings(min_confidence=min(1.0, match.confidence + 1e-6))) == ()


def test_one_outlet_twice_is_compared_when_asked_for_by_name() -> None:
    assert len(compare(Article(id="a", text=ONE, outlet="North"), Article(id="b", text=TWO, outlet="North"))) == 1


def test_reordered_words_are_a_match_of_their_own_kind() -> None:
    left = "Crumbling granite pillars, leaking copper roofs and flooded archives worry every museum curator in Quarlow."
    right = (
        "Every museum curator in Quarlow: worry, flooded archives and leaking copper roofs, crumbling granite pillars."
    )
    (match,) = compare(left, right)
    assert match.kind == "reordered" and match.scores.edits.move > 3
    assert match.scores.order_free > 0.9 and match.scores.jaccard < 0.9


def test_a_short_quotation_edited_inside_different_articles() -> None:
    left = (
        "Harvests were poor across the valley. “We will not abandon a single village to the rising water this winter,” "
        "the governor told farmers. Prices for grain doubled in a week."
    )
    right = (
        "The railway strike entered its third day. “We shall never abandon a single village to the rising water this "
        "winter,” the governor said on television. Commuters walked."
    )
    (match,) = compare(left, right)
    assert "abandon a single village to the rising water this winter" in match.left.text
    assert match.left.kind == match.right.kind == "quotation"


@settings(deadline=None, max_examples=15, phases=NO_SHRINKING)
@given(SEEDS)
def test_the_longform_preset_mirrors_and_keeps_its_least_length(seed: int) -> None:
    one, two = pair(seed)
    longform = Settings(preset="longform")
    found = compare(one, two, longform)
    assert by_place(tuple(map(mirror, found))) == by_place(compare(two, one, longform))
    assert all(min(len(match.left.text), len(match.right.text)) >= 150 for match in found)
