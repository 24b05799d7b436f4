"""Witnesses: what a third text that holds a passage says of the two that share it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import flipped, mirrored, pair, read

from dedup import provenance
from dedup.dates import Datelike
from dedup.model import HYPOTHESES, Evidence, Hypothesis, SideName
from dedup.provenance import Dossier, Found, cases, conclude
from dedup.provenance.language.naming import name_of
from dedup.provenance.verdicts import witnesses
from dedup.provenance.verdicts.witnesses import Readings, Witness, hear, readings
from dedup.provenance.weights import default_weights

MODEL = default_weights()
# Wordings without a word in common, each longer than a plain reading needs.
OPEN = (
    "Divers had found the sluice jammed open by a fallen elm",
    "Nobody upstream noticed how quickly water gained upon these meadows",
)
MIDDLE = "while her keeper wound that spare chain alone and wrote each level on his wall in chalk"
END = (
    "until pencil lines of last year's flood lay under mud",
    "before lanterns came along towpaths with bread, soup, blankets",
)
OUTLETS = ("Alpha Times", "Beta Journal", "Gamma Herald")
UNKNOWN: Mapping[Hypothesis, float] = dict.fromkeys(HYPOTHESES, 0.0)


def words(opening: int, ending: int) -> str:
    return f"{OPEN[opening]}, {MIDDLE}, {END[ending]}"


def trio(
    *variants: tuple[int, int],
    dates: Sequence[Datelike] = (None, None, None),
    outlets: Sequence[str | None] = OUTLETS,
    quoted: bool = False,
    first: tuple[Mapping[Hypothesis, float], Mapping[Hypothesis, float]] = (UNKNOWN, UNKNOWN),
) -> tuple[Found, Dossier, Dossier, Witness]:
    """A pair and a third article; each has one opening and one ending."""
    texts = [words(*variant) for variant in variants]
    marks = "“{}”" if quoted else "{}"
    left, right, third = (
        read(id, f"A quiet week.\n\n{marks.format(text)}, Arvo Kelm said.\n\nNothing else.", outlet, date)
        for id, text, outlet, date in zip("abc", texts, outlets, dates, strict=True)
    )
    witness = Witness(
        dossier=third,
        left=pair(left, third, texts[0], texts[2]),
        right=pair(right, third, texts[1], texts[2]),
        left_first=first[0],
        right_first=first[1],
    )
    return pair(left, right, texts[0], texts[1]), left, right, witness


def heard(
    *variants: tuple[int, int], claims: frozenset[SideName] = frozenset(), **settings: object
) -> dict[str, Evidence]:
    """What a witness says, by signal; said with the sides exchanged too, and mirrored exactly."""
    found, left, right, witness = trio(*variants, **settings)  # type: ignore[arg-type]
    told = hear(found, left, right, [witness], claims=claims)
    others = frozenset[SideName]({"left": "right", "right": "left"}[side] for side in claims)  # type: ignore[misc]
    other = hear(mirrored(found), right, left, [turned(witness)], claims=others)
    assert other.origins == told.origins
    assert in_order(other.evidence) == in_order(map(flipped, told.evidence))
    assert other.before == told.before
    assert len({(item.signal, item.origin) for item in told.evidence}) == len(told.evidence)
    assert {item.article.id for item in told.heard} == ({"c"} if told.evidence else set())
    return {f"{item.signal} {item.origin or ''}".strip(): item for item in told.evidence}


def turned(witness: Witness) -> Witness:
    return replace(
        witness,
        left=witness.right,
        right=witness.left,
        left_first=witness.right_first,
        right_first=witness.left_first,
    )


def in_order(ledger: object) -> list[Evidence]:
    return sorted(ledger, key=lambda item: (item.signal, item.origin or "", item.trigger))  # type: ignore[call-overload, no-any-return]


class TestReadings:
    """Wording of two against a third, by letters."""

    def told(self, *variants: tuple[int, int]) -> Readings:
        found, _, _, witness = trio(*variants)
        return readings(found, witness)

    def test_three_equal_texts_differ_nowhere(self) -> None:
        assert self.told((0, 0), (0, 0), (0, 0)) == Readings(pair=0, left=0, right=0, held=1.0)

    def test_what_the_pair_shares_against_the_witness(self) -> None:
        told = self.told((0, 0), (0, 0), (1, 0))
        assert (told.pair, told.left, told.right) == (len(OPEN[0]) + 2, 0, 0)
        assert told.held == pytest.approx(1 - told.pair / len(words(0, 0)))

    def test_what_one_side_shares_with_the_witness(self) -> None:
        assert self.told((0, 0), (1, 0), (0, 0)) == Readings(pair=0, left=len(OPEN[0]) + 2, right=0, held=1.0)
        assert self.told((1, 0), (0, 0), (0, 0)) == Readings(pair=0, left=0, right=len(OPEN[0]) + 2, held=1.0)

    def test_each_of_three_may_agree_with_either(self) -> None:
        told = self.told((0, 0), (0, 1), (1, 0))
        assert (told.pair, told.left, told.right) == (len(OPEN[0]) + 2, len(END[0]) + 2, 0)
        told = self.told((0, 0), (1, 1), (0, 1))
        assert (told.pair, told.left, told.right) == (0, len(OPEN[0]) + 2, len(END[1]) + 2)

    def test_only_equal_words_are_readings(self) -> None:
        found, _, _, witness = trio((0, 0), (0, 0), (0, 0))
        near = replace(
            witness,
            left=replace(witness.left, common=tuple(replace(each, kind="near") for each in witness.left.common)),
        )
        assert readings(found, near) == Readings(pair=0, left=0, right=0, held=0.0)

    def test_what_lies_outside_of_the_passage_is_no_reading(self) -> None:
        found, left, right, witness = trio((0, 0), (0, 0), (0, 0))
        short = pair(left, right, MIDDLE)
        assert readings(short, witness) == readings(found, witness)


EARLY, LATE, LATER = "2031-03-01T08:00Z", "2031-03-04T08:00Z", "2031-03-06T08:00Z"


class TestWhoWasFirst:
    def test_a_text_before_both(self) -> None:
        said = heard((0, 0), (0, 0), (0, 0), dates=(LATE, LATER, EARLY))
        assert set(said) == {"timing.earlier-text"}
        assert said["timing.earlier-text"].strength == 1.0
        assert said["timing.earlier-text"].trigger.startswith("Gamma Herald ")
        assert [place.article for place in said["timing.earlier-text"].spans] == ["c"]

    def test_an_agencys_text_is_told_apart(self) -> None:
        said = heard((0, 0), (0, 0), (0, 0), dates=(LATE, LATER, EARLY), outlets=(*OUTLETS[:2], "Reuters"))
        assert set(said) == {"timing.earlier-wire"}

    @pytest.mark.parametrize(
        "dates",
        [(EARLY, LATER, LATE), (LATER, EARLY, LATE), (EARLY, LATE, LATER), (None, None, EARLY), (LATE, LATER, None),
         (None, LATER, EARLY)],
    )  # fmt: skip
    def test_one_that_was_not_clearly_before_both_says_nothing(self, dates: Sequence[Datelike]) -> None:
        assert heard((0, 0), (0, 0), (0, 0), dates=dates) == {}

    def test_days_that_overlap_say_it_in_part(self) -> None:
        days = ("2031-03-05", "2031-03-09", "2031-03-04")
        (entry,) = heard((0, 0), (0, 0), (0, 0), dates=days).values()
        assert 0.5 < entry.strength < 0.9  # P(first) is .865
        assert heard((0, 0), (0, 0), (0, 0), dates=("2031-03-04", "2031-03-09", "2031-03-04")) == {}

    def test_an_earlier_text_without_wording_that_the_two_share(self) -> None:
        said = heard((0, 0), (0, 0), (1, 0), dates=(LATE, LATER, EARLY))
        assert set(said) == {"timing.earlier-apart"}
        assert said["timing.earlier-apart"].strength == 1.0

    def test_what_was_before_both_is_remembered_by_name(self) -> None:
        found, left, right, witness = trio((0, 0), (0, 0), (0, 0), dates=(LATE, LATER, EARLY))
        told = hear(found, left, right, [witness])
        named, stranger = name_of("the Gamma Herald"), name_of("Delta Post")
        assert named is not None and stranger is not None
        assert told.earlier(named) == 1.0 and told.earlier(stranger) == 0.0
        assert witnesses.Testimony().earlier(named) == 0.0


class TestAnOutletsOwnEarlierArticle:
    def test_it_speaks_for_the_outlets_side(self) -> None:
        for outlets, origin in ((("Alpha Times", "Beta Journal"), "left"), (("Beta Journal", "Alpha Times"), "right")):
            said = heard((0, 0), (0, 0), (0, 0), dates=(LATE, LATE, EARLY), outlets=(*outlets, "The Alpha Times"))
            assert set(said) == {f"timing.own-earlier {origin}"}
            assert said[f"timing.own-earlier {origin}"].strength == 1.0

    def test_it_says_nothing_where_it_was_later_or_all_are_of_one_outlet(self) -> None:
        own = ("Alpha Times", "Beta Journal", "Alpha Times")
        assert heard((0, 0), (0, 0), (0, 0), dates=(LATE, EARLY, LATER), outlets=own) == {}
        assert heard((0, 0), (0, 0), (0, 0), dates=(LATE, LATER, EARLY), outlets=("Alpha Times",) * 3) == {}

    def test_its_readings_are_not_those_of_a_stranger(self) -> None:
        own = ("Alpha Times", "Beta Journal", "Alpha Times")
        assert heard((0, 0), (0, 1), (1, 0), outlets=own) == {}
        assert heard((0, 0), (0, 1), (1, 0)) != {}

    def test_it_says_nothing_for_wording_that_the_two_share_against_it(self) -> None:
        own = ("Alpha Times", "Beta Journal", "Alpha Times")
        assert heard((0, 0), (0, 0), (1, 0), dates=(LATE, LATER, EARLY), outlets=own) == {}

    def test_another_article_of_it_may_be_the_one_that_was_copied(self) -> None:
        """What the other side shares with a version of the outlet's article, and not with the article itself."""
        own = ("Alpha Times", "Beta Journal", "Alpha Times")
        said = heard((0, 0), (1, 0), (1, 0), outlets=own)
        assert {name: item.strength for name, item in said.items()} == {"witness.version": 1.0}
        assert set(heard((1, 0), (0, 0), (1, 0), outlets=("Beta Journal", "Alpha Times", "Alpha Times"))) == set(said)
        # What the outlet's own two articles share says nothing of the other.
        assert heard((1, 0), (0, 0), (1, 0), outlets=own) == {}


class TestClaims:
    """A side that says the words were said to its outlet, and somebody who had them before."""

    LEFT: frozenset[SideName] = frozenset({"left"})

    def claimed(self, *dates: Datelike, claims: frozenset[SideName] = LEFT, **settings: object) -> dict[str, float]:
        said = heard((0, 0), (0, 0), (0, 0), dates=dates, claims=claims, **settings)
        return {name: item.strength for name, item in said.items() if "claimed" in name}

    def test_who_had_them_before_shows_otherwise(self) -> None:
        assert self.claimed(LATE, LATER, EARLY) == {"timing.earlier-claimed left": 1.0}
        assert self.claimed(LATE, EARLY, EARLY) == {"timing.earlier-claimed left": 1.0}
        assert self.claimed(LATER, LATE, EARLY, claims=frozenset({"right"})) == {"timing.earlier-claimed right": 1.0}

    @pytest.mark.parametrize(
        "dates", [(EARLY, LATER, LATE), (None, EARLY, LATE), (LATE, EARLY, None), (LATE, None, LATE)]
    )
    def test_nobody_who_did_not(self, dates: Sequence[Datelike]) -> None:
        assert self.claimed(*dates) == {}

    def test_without_a_claim_nothing_is_shown(self) -> None:
        assert self.claimed(LATE, LATER, EARLY, claims=frozenset()) == {}

    def test_an_outlets_own_article_bears_its_claim_out(self) -> None:
        own = ("Alpha Times", "Beta Journal", "Alpha Times")
        assert self.claimed(LATE, LATER, EARLY, outlets=own) == {}


class TestOrigins:
    """The articles that both seem to have it from."""

    BOTH: Mapping[Hypothesis, float] = {**UNKNOWN, "right-to-left": 0.8}

    @pytest.mark.parametrize("quoted", [False, True])
    def test_the_origin_of_either_case_is_one(self, quoted: bool) -> None:
        found, left, right, witness = trio((0, 0), (0, 0), (0, 0), first=(self.BOTH, self.BOTH), quoted=quoted)
        ((origin, strength),) = hear(found, left, right, [witness]).origins
        assert origin.article.id == "c" and strength == pytest.approx(0.64)

    def test_an_outlets_own_earlier_article_is_one(self) -> None:
        own = ("Alpha Times", "Beta Journal", "Alpha Times")
        found, left, right, witness = trio((0, 0), (0, 0), (0, 0), dates=(LATE, LATER, EARLY), outlets=own)
        assert [(origin.article.id, strength) for origin, strength in hear(found, left, right, [witness]).origins] == [
            ("c", 1.0)
        ]

    def test_who_was_merely_earlier_is_none(self) -> None:
        found, left, right, witness = trio((0, 0), (0, 0), (0, 0), dates=(LATE, LATER, EARLY))
        assert hear(found, left, right, [witness]).origins == ()

    def test_narration_has_the_origin_for_a_source(self) -> None:
        for quoted, expected in ((False, "Gamma Herald"), (True, "statement by Arvo Kelm")):
            found, left, right, witness = trio((0, 0), (0, 0), (0, 0), first=(self.BOTH, self.BOTH), quoted=quoted)
            (case,) = cases([provenance.read(found, left, right)])
            assert conclude(case, hear(found, left, right, [witness])).source == expected
        nameless = trio((0, 0), (0, 0), (0, 0), first=(self.BOTH, self.BOTH), outlets=(*OUTLETS[:2], None))
        found, left, right, witness = nameless
        (case,) = cases([provenance.read(found, left, right)])
        (source,) = conclude(case, hear(found, left, right, [witness])).sources
        assert source.name == "statement by Arvo Kelm"  # who speaks near the words, and no outlet


class TestSharedWording:
    def test_the_one_through_which_all_agreement_passes_is_nearer(self) -> None:
        said = heard((0, 0), (0, 1), (1, 0))
        assert set(said) == {"witness.nearer left"}
        assert said["witness.nearer left"].strength == 1.0
        assert set(heard((0, 1), (0, 0), (1, 0))) == {"witness.nearer right"}

    def test_a_witness_that_agrees_with_both_stands_between(self) -> None:
        said = heard((0, 0), (1, 1), (0, 1))
        assert set(said) == {"witness.between"}
        assert said["witness.between"].strength == 1.0

    def test_a_few_letters_are_chance(self) -> None:
        found, left, right, witness = trio((0, 0), (0, 1), (1, 0))
        cut = replace(
            witness,
            left=replace(
                witness.left,
                # Three letters of the ending are all that the witness has of it.
                common=tuple(replace(each, left_end=each.left_end - len(END[0]) + 3) for each in witness.left.common),
            ),
        )
        assert readings(found, cut).left == 5  # with the comma and the blank before
        assert hear(found, left, right, [cut]).evidence == ()


CASES = {
    ("left-to-right", "right-to-left"): "witness.through left",
    ("right-to-left", "left-to-right"): "witness.through right",
    ("right-to-left", "right-to-left"): "witness.both-from",
    ("common-source", "common-source"): "witness.common-source",
    ("independent-renderings", "independent-renderings"): "witness.renderings",
}


class TestOwnCases:
    @pytest.mark.parametrize("one", HYPOTHESES)
    @pytest.mark.parametrize("other", HYPOTHESES)
    def test_each_combination(self, one: Hypothesis, other: Hypothesis) -> None:
        first = {**UNKNOWN, one: 0.8}, {**UNKNOWN, other: 0.5}
        said = heard((0, 0), (0, 0), (0, 0), first=first)
        assert {name: item.strength for name, item in said.items()} == {
            name: pytest.approx(0.4) for name in [CASES.get((one, other))] if name is not None
        }

    def test_spoken_words_are_weighed_apart(self) -> None:
        met = set()
        for one, other in CASES:
            (name,) = heard((0, 0), (0, 0), (0, 0), first=({**UNKNOWN, one: 1.0}, {**UNKNOWN, other: 1.0}), quoted=True)
            met.add(name.split()[0])
        assert met == {
            "witness.through-quote", "witness.both-from-quote", "witness.common-source-quote", "witness.renderings",
        }  # fmt: skip


def test_a_witness_that_holds_less_than_half_says_nothing() -> None:
    found, left, right, witness = trio((0, 0), (0, 0), (0, 0), dates=(LATE, LATER, EARLY))
    for share, silent in ((0.45, True), (0.55, False)):
        cut = int(share * len(words(0, 0)))
        short = replace(
            witness,
            left=replace(witness.left, common=(replace(
                witness.left.common[0],
                left_end=witness.left.common[0].left_start + cut,
                right_end=witness.left.common[0].right_start + cut,
            ),)),
        )  # fmt: skip
        told = hear(found, left, right, [short])
        assert (told.evidence == ()) == silent and (told.before == ()) == silent


def test_copies_are_no_new_witnesses() -> None:
    found, left, right, witness = trio((0, 0), (0, 0), (0, 0), dates=(LATE, LATER, EARLY))
    copy = replace(witness, dossier=read("d", witness.dossier.article.text, "Delta Post", EARLY))
    one, many = hear(found, left, right, [witness]), hear(found, left, right, [witness, copy, witness])
    assert [item.weights for item in many.evidence] == [item.weights for item in one.evidence]
    assert len(many.before) == 3


def test_the_plainest_witness_is_heard() -> None:
    found, left, right, faint = trio((0, 0), (0, 0), (0, 0), dates=("2031-03-05", "2031-03-06", "2031-03-04"))
    plain = replace(faint, dossier=read("d", faint.dossier.article.text, "Delta Post", "2031-02-20"))
    for order in ([faint, plain], [plain, faint]):
        told = hear(found, left, right, order)
        assert [item.strength for item in told.evidence] == [1.0]
        assert [item.article.id for item in told.heard] == ["d"]


def test_a_text_from_long_before_is_a_poor_witness() -> None:
    found, left, right, witness = trio((0, 0), (0, 0), (0, 0), dates=("2031-03-05", "2031-03-06", "2031-02-20"))
    strengths = []
    for date in ("2031-02-20", "2031-01-10", "2030-06-01"):
        third = replace(witness, dossier=read("d", witness.dossier.article.text, "Delta Post", date))
        told = hear(found, left, right, [third])
        strengths.append(next((item.strength for item in told.evidence), 0.0))
    assert strengths[0] == 1.0 and 0.0 < strengths[1] < 1.0 and strengths[2] == 0.0


variants = st.tuples(st.integers(0, 1), st.integers(0, 1))
dates = st.sampled_from([None, "2031-03-04", "2031-03-05", "2031-03", EARLY, LATE, LATER])
outlets = st.sampled_from([*OUTLETS, "Alpha Times", "Reuters", None])
chances = st.fixed_dictionaries({name: st.floats(0, 1) for name in HYPOTHESES})


@given(
    st.tuples(variants, variants, variants),
    st.tuples(dates, dates, dates),
    st.tuples(outlets, outlets, outlets),
    st.booleans(),
    st.tuples(chances, chances),
    st.frozensets(st.sampled_from(["left", "right"])),
)
def test_whatever_a_witness_says_is_bounded_and_mirrors(
    texts: tuple[tuple[int, int], ...],
    when: tuple[Datelike, ...],
    of: tuple[str | None, ...],
    quoted: bool,
    first: tuple[dict[Hypothesis, float], dict[Hypothesis, float]],
    claims: frozenset[SideName],
) -> None:
    for item in heard(*texts, dates=when, outlets=of, quoted=quoted, first=first, claims=claims).values():
        assert 0 < item.strength <= 1
        assert item.weights == MODEL.of(item.signal, item.strength, item.origin)
    found, left, right, witness = trio(*texts, dates=when, outlets=of, quoted=quoted, first=first)
    told = hear(found, left, right, [witness])
    assert all(0 < strength <= 1 for _, strength in told.before)


@given(variants, st.tuples(chances, chances))
def test_dates_change_what_timing_says_and_nothing_else(
    of: tuple[int, int], first: tuple[dict[Hypothesis, float], dict[Hypothesis, float]]
) -> None:
    def undated(when: Sequence[Datelike]) -> dict[str, Evidence]:
        said = heard((0, 0), (0, 1), of, dates=when, first=first)
        return {name: item for name, item in said.items() if not name.startswith("timing.")}

    assert undated((LATE, LATER, EARLY)) == undated((None, None, None)) == undated((EARLY, LATE, LATER))


def test_the_witness_is_quoted_alike_from_either_side() -> None:
    """It may share more with one of the two than with the other."""
    found, left, right, witness = trio((0, 0), (0, 0), (0, 0), dates=(LATE, LATER, EARLY))
    short = replace(witness, right=pair(right, witness.dossier, f"{OPEN[0]}, {MIDDLE}"))
    told, other = hear(found, left, right, [short]), hear(mirrored(found), right, left, [turned(short)])
    assert [item.spans for item in told.evidence] == [item.spans for item in other.evidence]
    assert told.evidence
