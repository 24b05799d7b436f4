"""A passage read by itself, and its case beside the other passages of the pair."""

from __future__ import annotations

from dataclasses import replace

import pytest
from provenance_pairs import MIRROR, flipped, mirrored, pair, read

import dedup
from dedup import provenance
from dedup.dates import Datelike
from dedup.model import Article, Evidence, Verdict
from dedup.provenance import Case, Found, PairContext, Reading, cases, pair_context
from dedup.provenance.verdicts.combine import distribution
from dedup.provenance.weights import Weights, default_weights

MODEL = default_weights()
STORY = (
    "Divers had found the sluice jammed open by a fallen elm, and for nine hours the water ran through the lower "
    "meadows before the keeper’s boy had it shut"
)
SAID = "We wound the chain by hand until the pencil lines were under water"
OTHER = (
    "The choir of the valley sang in a half-empty hall on Friday; it wasn’t the singers’ fault. Most of those who’d "
    "bought tickets were out on the dykes, and the bakers gave away what they’d left. "
)
DATES = ("2031-03-04T08:00Z", "2031-03-06T08:00Z")


def articles(dates: tuple[Datelike, Datelike] = DATES) -> tuple[list[Found], tuple[provenance.Dossier, ...]]:
    """Two articles that share a sentence and a quotation; the second credits the first for the quotation alone."""
    left = read("a", f"{OTHER * 4}\n\n{STORY}.\n\n“{SAID},” said Arvo Kelm, the keeper.", "Calder Courier", dates[0])
    right = read(
        "b",
        f"{OTHER.replace('’', chr(39)) * 4}\n\n{STORY}.\n\n“{SAID},” Arvo Kelm told the Calder Courier.",
        "Sable Post",
        dates[1],
    )
    return [pair(left, right, STORY), pair(left, right, SAID, kinds=("quotation", "quotation"))], (left, right)


def readings(dates: tuple[Datelike, Datelike] = DATES) -> list[Reading]:
    found, dossiers = articles(dates)
    return [provenance.read(each, *dossiers, context=pair_context(found)) for each in found]


def skimmed(*, outlet: str | None = None) -> list[Reading]:
    """The same passages with nothing read but names and dates; `outlet`: both articles are of this one."""
    found, dossiers = articles()
    brief = [
        provenance.brief_dossier(replace(each.article, outlet=outlet or each.article.outlet), each.outline)
        for each in dossiers
    ]
    return provenance.skim(found, brief[0], brief[1])


def judged(reading: Reading) -> Verdict:
    return provenance.conclude(provenance.alone(reading))


def in_order(ledger: tuple[Evidence, ...]) -> list[Evidence]:
    return sorted(ledger, key=lambda item: (item.signal, item.trigger, item.origin or "", item.spans))


class TestReadings:
    def test_it_keeps_what_it_was_read_from(self) -> None:
        found, (left, right) = articles()
        first, second = readings()
        assert (first.found, first.left, first.right, first.sources) == (found[0], left, right, ())
        assert second.found == found[1]

    def test_a_skimmed_one_has_what_dates_outlets_and_wording_say_and_nothing_else(self) -> None:
        met = set()
        for whole, skim in zip(readings(), skimmed(), strict=True):
            assert {item.signal.split(".")[0] for item in skim.ledger} == {"timing", "structure", "wording"}
            assert all(item in whole.ledger for item in skim.ledger)
            assert skim.sources == ()
            met.update(item.signal.split(".")[0] for item in whole.ledger)
        assert {"timing", "attribution", "quotation", "wording", "seams", "exclusive"} <= met

    def test_of_one_outlet_not_even_the_wording_is_looked_at(self) -> None:
        for skim in skimmed(outlet="Sable Post"):
            assert {item.signal.split(".")[0] for item in skim.ledger} == {"timing", "structure"}
            assert judged(skim).label == "same-origin"

    def test_a_correction_is_seen_without_the_rest(self) -> None:
        note = read("b", f"{STORY}.\n\nThis article was amended on Friday.", "Sable Post", None)
        brief = provenance.brief_dossier(note.article, note.outline)
        found, _ = articles()
        other = provenance.brief_dossier(replace(note.article, id="c", text=f"{STORY}."), note.outline)
        (skim, *_) = provenance.skim(found, other, brief)
        (version,) = [item for item in skim.ledger if item.signal == "structure.version"]
        assert version.trigger == "“This article was amended”"
        assert (brief.speeches, brief.attributions, brief.occasions) == ((), (), ())

    def test_an_audit_skims_what_one_outlet_repeats(self) -> None:
        text = f"{OTHER * 2}\n\n{STORY}.\n\n“{SAID},” said Arvo Kelm, the keeper."
        report = dedup.audit([Article(id=id, text=f"{id * 9}. {text}", outlet="Sable Post") for id in "ab"])
        assert not report.matches
        (aside, *_) = [each for each in report.set_aside if each.reason == "same-outlet"]
        assert {item.signal.split(".")[0] for item in aside.match.verdict.ledger} <= {"timing", "structure"}
        assert aside.match.verdict.label == "same-origin"

    def test_the_pair_as_a_whole_is_read_where_it_is_known(self) -> None:
        found, dossiers = articles()
        alone = provenance.read(found[0], *dossiers)
        assert not any(item.signal.startswith("exclusive.") for item in alone.ledger)
        many = PairContext(matches=6, narration_words=300, in_order=True)
        among = provenance.read(found[0], *dossiers, context=many)
        assert "structure.co-copying" in {item.signal for item in among.ledger} - {item.signal for item in alone.ledger}

    def test_exchanged_sides_mirror_exactly(self) -> None:
        found, (left, right) = articles()
        turned = [
            provenance.read(mirrored(each), right, left, context=pair_context([mirrored(one) for one in found]))
            for each in found
        ]
        for straight, back in zip(readings(), turned, strict=True):
            assert in_order(tuple(map(flipped, back.ledger))) == in_order(straight.ledger)
            assert [source.name for source in back.sources] == [source.name for source in straight.sources]

    def test_other_weights_weigh_the_same_evidence(self) -> None:
        double = doubled(MODEL)
        found, dossiers = articles()
        for each, straight in zip(found, readings(), strict=True):
            other = provenance.read(each, *dossiers, context=pair_context(found), weights=double)
            assert [(item.signal, item.strength, item.origin) for item in other.ledger] == [
                (item.signal, item.strength, item.origin) for item in straight.ledger
            ]
            for one, two in zip(straight.ledger, other.ledger, strict=True):
                assert two.weights == pytest.approx({name: 2 * weight for name, weight in one.weights.items()})


def doubled(model: Weights) -> Weights:
    return replace(
        model,
        priors={name: prior / 2 for name, prior in model.priors.items()},
        signals={name: {role: 2 * weight for role, weight in table.items()} for name, table in model.signals.items()},
    )


class TestCases:
    def test_no_readings_no_cases(self) -> None:
        assert cases([]) == ()

    def test_a_lone_passage_has_no_companions(self) -> None:
        (only,) = cases(readings()[:1])
        assert only.companions == ()
        assert only.first == distribution(undated(only), MODEL)

    def test_each_has_what_the_others_say(self) -> None:
        read = readings()
        story, quotation = cases(read)
        assert [story.reading, quotation.reading] == read
        # Only the quotation is credited: the story beside it was taken from there too.
        credits = [item for item in story.companions if item.signal == "companions.credit"]
        assert [item.origin for item in credits] == ["left"]
        assert not any(item.signal.startswith("companions.credit") for item in quotation.companions)
        assert credits[0].weights["left-to-right"] > 0 > credits[0].weights["right-to-left"]
        assert story.first != cases(read[:1])[0].first

    def test_dates_have_no_part_in_what_other_cases_rest_on(self) -> None:
        dated, turned, none = (cases(readings(when)) for when in (DATES, DATES[::-1], (None, None)))
        for one, two, three in zip(dated, turned, none, strict=True):
            assert any(item.signal == "timing.order" and item.weights for item in one.reading.ledger)
            assert one.first == two.first == three.first
            assert one.companions == two.companions == three.companions

    def test_everything_else_has(self) -> None:
        for case in cases(readings()):
            assert case.first == distribution(undated(case), MODEL)
            assert sum(case.first.values()) == pytest.approx(1.0)

    def test_exchanged_sides_mirror_exactly(self) -> None:
        found, (left, right) = articles()
        turned = cases([provenance.read(mirrored(each), right, left) for each in found])
        straight = cases([provenance.read(each, left, right) for each in found])
        for one, two in zip(straight, turned, strict=True):
            assert {MIRROR.get(name, name): value for name, value in two.first.items()} == one.first
            assert in_order(tuple(map(flipped, two.companions))) == in_order(one.companions)

    def test_other_weights_are_those_of_the_companions_and_of_where_it_points(self) -> None:
        double = doubled(MODEL)
        found, dossiers = articles()
        read = [provenance.read(each, *dossiers, context=pair_context(found), weights=double) for each in found]
        for case, usual in zip(cases(read, weights=double), cases(readings()), strict=True):
            assert case.first == distribution(undated(case), double)
            assert case.first != usual.first
            for item in case.companions:
                assert item.weights == double.of(item.signal, item.strength, item.origin)


def undated(case: Case) -> list[Evidence]:
    return [item for item in (*case.reading.ledger, *case.companions) if not item.signal.startswith("timing.")]
