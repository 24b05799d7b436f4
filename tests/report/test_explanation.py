"""Explanations: which match, what speaks for and against its verdict, and what is missing."""

from __future__ import annotations

import dataclasses
import math
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import COURIER, GAZETTE, HERALD, TELEGRAM, article, empty, match, realistic, verdict

import dedup
from dedup.errors import UsageError
from dedup.evaluation import read_labelled
from dedup.model import (
    HYPOTHESES,
    Cluster,
    Evidence,
    Hypothesis,
    Match,
    Place,
    Report,
    SetAside,
    Source,
    Verdict,
)
from dedup.report.explanation import Argument, Explanation, explain, render
from dedup.report.explanation.sentences import Naming, signal, signals
from dedup.report.explanation.speaking import apart, voice_of, worth_showing
from dedup.report.explanation.weighing import grade, moved_rival
from dedup.report.odds import bearing, weight_of_evidence
from dedup.report.order import strongest_first
from dedup.report.rivals import main_reason
from dedup.report.telling import told
from dedup.report.wording import Marks

# Some events of corpus/ tell what all of them would.
EVENTS = ("talks", "museum", "wildfire")
WEIGHTS = st.dictionaries(st.sampled_from(HYPOTHESES), st.floats(-6, 6))


@st.composite
def distributions(draw: st.DrawFn) -> dict[Hypothesis, float]:
    shares = [draw(st.floats(0.01, 1)) for _ in HYPOTHESES]
    return {name: share / sum(shares) for name, share in zip(HYPOTHESES, shares, strict=True)}


def with_ledger(
    *entries: Evidence, probabilities: dict[Hypothesis, float] | None = None, label: str | None = None
) -> Report:
    first = realistic().matches[0]
    judged = verdict(probabilities or {"common-source": 0.7, "left-to-right": 0.3}, entries, label=label)
    return dataclasses.replace(realistic(), matches=(dataclasses.replace(first, verdict=judged),), set_aside=())


def gaps(explanation: Explanation) -> list[str]:
    return [sentence.text for sentence in explanation.missing]


# --- weights of evidence


def ledger_of(tables: Sequence[dict[Hypothesis, float]]) -> tuple[Evidence, ...]:
    return tuple(Evidence(signal="a.b", weights=weights, trigger="") for weights in tables)


def judged_by(prior: Mapping[Hypothesis, float], ledger: Sequence[Evidence]) -> Verdict:
    """The verdict that a ledger comes to, with probabilities as they are."""
    raised = {
        name: share * math.exp(sum(entry.weights.get(name, 0.0) for entry in ledger)) for name, share in prior.items()
    }
    return verdict({name: share / sum(raised.values()) for name, share in raised.items()}, tuple(ledger))


def log_odds(found: Mapping[Hypothesis, float], about: Collection[Hypothesis]) -> float:
    inside = sum(found[name] for name in about)
    return math.log(inside / sum(share for name, share in found.items() if name not in about))


def logs(shares: Mapping[Hypothesis, float]) -> dict[Hypothesis, float]:
    return {name: math.log(share) for name, share in shares.items()}


@given(distributions(), st.lists(WEIGHTS, max_size=4), st.sets(st.sampled_from(HYPOTHESES), min_size=1, max_size=5))
def test_the_weights_add_up_to_what_the_evidence_adds_to_the_odds(
    prior: dict[Hypothesis, float], tables: list[dict[Hypothesis, float]], about: set[Hypothesis]
) -> None:
    ledger = ledger_of(tables)
    judged = judged_by(prior, ledger)
    borne = bearing(judged, about, logs(prior))
    added = sum(weight_of_evidence(entry, borne) for entry in ledger)
    assert added == pytest.approx(log_odds(judged.probabilities, about) - log_odds(prior, about), abs=1e-3)
    if min(judged.probabilities.values()) > 1e-6:  # below that a report shows 0, and what was before cannot be told
        assert bearing(judged, about, {}) == pytest.approx(borne, abs=1e-9)


@given(distributions(), st.lists(WEIGHTS, min_size=2, max_size=4), st.sampled_from(HYPOTHESES))
def test_no_entry_weighs_more_for_its_place_in_the_ledger(
    prior: dict[Hypothesis, float], tables: list[dict[Hypothesis, float]], one: Hypothesis
) -> None:
    ledger = ledger_of(tables)
    borne, turned = (bearing(judged_by(prior, each), [one], logs(prior)) for each in (ledger, ledger[::-1]))
    for entry in ledger:
        assert weight_of_evidence(entry, borne) == pytest.approx(weight_of_evidence(entry, turned), abs=1e-9)


@given(distributions(), WEIGHTS, st.sampled_from(HYPOTHESES))
def test_what_speaks_for_one_thing_speaks_as_much_against_all_else(
    prior: dict[Hypothesis, float], weights: dict[Hypothesis, float], one: Hypothesis
) -> None:
    ledger = ledger_of([weights])
    rest = [name for name in HYPOTHESES if name != one]
    for_it, for_the_rest = (
        weight_of_evidence(ledger[0], bearing(judged_by(prior, ledger), about, logs(prior))) for about in ([one], rest)
    )
    assert for_it == pytest.approx(-for_the_rest, abs=1e-9)


@pytest.mark.parametrize("probabilities", [{}, dict.fromkeys(HYPOTHESES, 0.0), {"common-source": 1.0}])
def test_probabilities_rounded_to_nothing_do_no_harm(probabilities: dict[Hypothesis, float]) -> None:
    (entry,) = ledger_of([{"common-source": 2.0, "incidental": -700.0}])
    judged = verdict({"common-source": 1.0}, (entry,))
    judged = dataclasses.replace(judged, probabilities=probabilities)
    assert math.isfinite(weight_of_evidence(entry, bearing(judged, ["common-source"], {})))


def test_sizes_have_words() -> None:
    assert [grade(weight) for weight in (0.0, 0.049, -0.05, 0.94, -0.96, 2.94, 2.96, -4.94, 4.96, 1e9)] == [
        "no bearing", "no bearing", "slightly", "slightly", "clearly", "clearly", "strongly", "strongly",
        "very strongly", "very strongly",
    ]  # fmt: skip


# --- for, against, counter-evidence


def test_the_ledger_is_sorted_into_for_against_and_without_bearing() -> None:
    shared = Evidence(signal="attribution.shared-source", weights={"common-source": 2.0}, trigger="X")
    run = Evidence(signal="wording.identical-run", weights={"left-to-right": 0.8}, trigger="12 equal words in a row")
    rare = Evidence(signal="wording.reworded", weights={"left-to-right": 2.5}, trigger="40 words")
    other = Evidence(signal="structure.other-outlet", weights={"same-origin": -4.0}, trigger="A and B")
    found = explain(with_ledger(run, other, shared, rare), "1")
    assert found.about == ("common-source",)
    assert [each.evidence for each in found.speaks_for] == [shared]
    assert [each.evidence for each in found.speaks_against] == [rare, run]
    assert found.counter is found.speaks_against[0]
    assert [each.evidence for each in found.silent] == [other]
    assert [(option.hypothesis, option.probability) for option in found.options][:2] == [
        ("common-source", 0.7),
        ("left-to-right", 0.3),
    ]


def test_a_number_may_be_given_as_a_number() -> None:
    report = realistic()
    assert explain(report, 2) == explain(report, "2") == explain(report, strongest_first(report.matches)[1].id)
    with pytest.raises(UsageError, match="no match '0'"):
        explain(report, 0)


def test_without_evidence_against_there_is_no_counter_evidence() -> None:
    shared = Evidence(signal="attribution.shared-source", weights={"common-source": 2.0}, trigger="X")
    assert explain(with_ledger(shared), "1").counter is None


def test_what_weighs_next_to_nothing_is_no_counter_evidence() -> None:
    shared = Evidence(signal="attribution.shared-source", weights={"common-source": 2.0}, trigger="X")
    light = Evidence(signal="wording.identical-run", weights={"left-to-right": 0.2}, trigger="5 equal words in a row")
    little = dataclasses.replace(shared, weights={"common-source": 0.6})
    found = explain(with_ledger(little, light), "1")
    assert [each.evidence for each in found.speaks_against] == [light] and found.counter is None
    # What was rare from the start is no surer for want of counter-evidence, and much may speak for it.
    rare = explain(with_ledger(shared, light), "1")
    sure = explain(with_ledger(shared, light, probabilities={"common-source": 0.9, "left-to-right": 0.1}), "1")
    for format in ("table", "markdown"):
        page = " ".join(render(found, format, width=200).split()) if format == "table" else render(found, format)
        assert "nly what is slight does, but little speaks for it" in page
        for other in (sure, rare):
            against = render(other, format).split("What speaks against it")[1]
            assert "nly what is slight does" in against and "little speaks for it" not in against
        bare = render(explain(with_ledger(shared), "1"), format).split("What speaks against it")[1]
        assert "othing of weight does" in bare and "slight" not in bare


def test_where_only_the_direction_is_open_both_directions_are_argued_about() -> None:
    either: dict[Hypothesis, float] = {"left-to-right": 0.4, "right-to-left": 0.38, "common-source": 0.22}
    run = Evidence(
        signal="wording.identical-run", weights={"left-to-right": 2.0, "right-to-left": 2.0}, trigger="40 equal words"
    )
    fuller = Evidence(signal="structure.abridgement", weights={"left-to-right": 0.3}, trigger="6 words")
    found = explain(with_ledger(run, fuller, probabilities=either, label="undetermined"), "1")
    assert found.about == ("left-to-right", "right-to-left")
    assert (
        found.claim.text == "one of The Calder Courier and Northmoor Gazette has it from the other, which way is open"
    )
    assert [each.evidence for each in found.speaks_for] == [run, fuller]


def test_swapping_the_sides_swaps_the_names_and_nothing_else() -> None:
    judged = verdict(
        {"left-to-right": 0.8, "common-source": 0.2},
        (
            Evidence(
                signal="timing.order",
                weights={"left-to-right": 0.2, "right-to-left": -2.5},
                trigger="then",
                origin="left",
            ),
            Evidence(
                signal="attribution.other-outlet",
                weights={"left-to-right": 3.0},
                trigger="told the Courier",
                spans=(Place(article=GAZETTE, start=1, end=9),),
            ),
        ),
    )
    first = dataclasses.replace(realistic().matches[0], verdict=judged)
    there = explain(dataclasses.replace(realistic(), matches=(first,)), "1")
    swap: dict[str, Hypothesis] = {"left-to-right": "right-to-left", "right-to-left": "left-to-right"}

    def swapped(weights: object) -> dict[Hypothesis, float]:
        return {swap.get(name, name): weight for name, weight in dict(weights).items()}  # type: ignore[call-overload]

    mirrored = dataclasses.replace(
        first,
        left=first.right,
        right=first.left,
        common=(),
        verdict=dataclasses.replace(
            judged,
            label="right-to-left",
            probabilities=swapped(judged.probabilities),
            ledger=tuple(
                dataclasses.replace(
                    each, weights=swapped(each.weights), origin=None if each.origin is None else "right"
                )
                for each in judged.ledger
            ),
        ),
    )
    back = explain(dataclasses.replace(realistic(), matches=(mirrored,)), "1")
    assert there.claim.text == back.claim.text == "Northmoor Gazette has it from The Calder Courier"
    assert [(each.sentence.text, each.weight) for each in there.speaks_for] == [
        (each.sentence.text, each.weight) for each in back.speaks_for
    ]
    assert there.missing == back.missing


# --- sentences


def test_every_signal_with_a_weight_has_a_sentence() -> None:
    weights = tomllib.loads(files("dedup.provenance").joinpath("data", "weights.toml").read_text("utf-8"))
    assert not sorted(set(weights["signals"]) - set(signals()))


def test_the_table_of_sentences_holds_nothing_else_and_each_can_be_said_without_names() -> None:
    table = tomllib.loads(files("dedup.report").joinpath("data", "signals.toml").read_text("utf-8"))
    one = realistic().matches[0]
    for name, entry in table.items():
        assert set(entry) <= {"says", "slight", "or", "alone"} and not entry["says"].endswith((".", ":"))
        bare = Evidence(signal=name, weights={}, trigger="")
        said = signal(bare, one.left, one.right, Naming(left="One", right="Two"))
        assert "{" not in said.text and name not in said.text
        for weights in ({"left-to-right": 1.0}, {"right-to-left": 1.0}):
            for span in (Place(article=COURIER, start=0, end=1), Place(article=GAZETTE, start=0, end=1)):
                full = Evidence(signal=name, weights=weights, trigger="", spans=(span,), origin="left")  # type: ignore[arg-type]
                assert "{" not in signal(full, one.left, one.right, Naming(left="One", right="Two")).text


def test_the_language_is_that_of_likelihood() -> None:
    text = files("dedup.report").joinpath("data", "signals.toml").read_text("utf-8").lower()
    assert "plagiar" not in text and "stole" not in text


def test_a_sentence_names_the_article_in_which_the_evidence_stands() -> None:
    one = realistic().matches[0]
    naming = Naming(left="Courier", right="Gazette")
    entry = Evidence(
        signal="attribution.other-outlet", weights={}, trigger="", spans=(Place(article=GAZETTE, start=1, end=2),)
    )
    assert signal(entry, one.left, one.right, naming).text == "Gazette names Courier"
    both = dataclasses.replace(entry, spans=(*entry.spans, Place(article=COURIER, start=1, end=2)))
    assert signal(both, one.left, one.right, naming).text == "One text names the other's outlet"


def test_each_text_that_says_it_is_a_translation_is_named() -> None:
    first = realistic().matches[0]
    said = [
        Evidence(
            signal="wording.translated",
            weights={"independent-renderings": 1.4},
            strength=1.0,
            trigger="“in German”",
            spans=(Place(article=side.article, start=0, end=9),),
        )
        for side in (first.left, first.right)
    ]
    naming = Naming(left="Courier", right="Gazette")
    assert [signal(entry, first.left, first.right, naming).text for entry in said] == [
        "Courier says that the words are translated",
        "Gazette says that the words are translated",
    ]


def test_a_sentence_names_the_side_taken_for_the_origin_where_the_evidence_weighs_between_the_two() -> None:
    one = realistic().matches[0]
    naming = Naming(left="Courier", right="Gazette")
    entry = Evidence(signal="structure.abridgement", weights={"left-to-right": -0.4}, trigger="", origin="left")
    assert signal(entry, one.left, one.right, naming).text == "Courier keeps more of the passage than Gazette"
    for origin, weights in ((None, {"left-to-right": 0.4}), ("left", {"left-to-right": 0.01}), ("right", {})):
        faint = dataclasses.replace(entry, origin=origin, weights=weights)  # type: ignore[arg-type]
        assert signal(faint, one.left, one.right, naming).text == "One text keeps more of the passage"


def test_a_signal_without_a_sentence_is_shown_by_its_name() -> None:
    found = explain(with_ledger(Evidence(signal="novel.sign", weights={"common-source": 1.0}, trigger="why")), "1")
    assert found.speaks_for[0].sentence.text == "Signal novel.sign"
    assert found.speaks_for[0].words == "why"


@given(st.text(max_size=20))
def test_names_with_braces_are_only_names(name: str) -> None:
    articles = (
        dataclasses.replace(realistic().articles[0], outlet=f"{name}{{left}}{{0}}"),
        *realistic().articles[1:],
    )
    report = dataclasses.replace(realistic(), articles=articles)
    found = explain(report, "3f2a91")
    assert f"{name}{{left}}{{0}}".strip() in found.options[2].sentence.text


# --- what is missing


def test_unknown_outlets_and_dates_are_missing() -> None:
    articles = (article(COURIER, None, "2031-03-04", 90), article(GAZETTE, "Gazette", None, 90))
    entries = (
        Evidence(signal="structure.missing", weights={}, trigger="no outlet known for x"),
        Evidence(signal="timing.missing", weights={}, trigger="no date for y"),
        Evidence(signal="attribution.missing", weights={}, trigger="neither text names where it has the words from"),
    )
    found = explain(dataclasses.replace(with_ledger(*entries), articles=articles), "1")
    assert gaps(found) == [
        "The outlet of tarn-dam-evacuation is not known",
        "There is no date for Gazette",
        "Neither text says where it has the words from",
    ]
    assert not found.silent and not found.speaks_for


def test_dates_that_give_no_order_are_told() -> None:
    entry = Evidence(signal="timing.missing", weights={}, trigger="no date that orders the two")
    assert "The dates do not say which text was first" in gaps(explain(with_ledger(entry), "1"))


def test_an_entry_without_weights_that_is_no_absence_has_no_bearing() -> None:
    photo = Evidence(signal="attribution.photo", weights={}, trigger="“Picture: X” credits a picture, not the text")
    found = explain(with_ledger(photo), "1")
    assert [each.evidence for each in found.silent] == [photo]
    assert gaps(found) == []


def test_an_unknown_absence_is_told_in_its_own_words() -> None:
    entry = Evidence(signal="style.missing", weights={}, trigger="too few words {x} outside the passage")
    assert gaps(explain(with_ledger(entry), "1")) == ["Signal style.missing: too few words {x} outside the passage"]


def named(*sources: tuple[str, float], clusters: tuple[Cluster, ...] = ()) -> Report:
    report = with_ledger()
    judged = dataclasses.replace(
        report.matches[0].verdict, sources=tuple(Source(name=name, probability=p) for name, p in sources)
    )
    found = dataclasses.replace(report.matches[0], verdict=judged)
    return dataclasses.replace(report, matches=(found,), clusters=clusters)


def test_a_named_source_whose_text_is_not_there_is_missing() -> None:
    report = named(("Tarn Water Board", 0.6), ("statement by Ines Vael", 0.2), ("A Guess", 0.01))
    assert gaps(explain(report, "1")) == [
        "Possible sources of which the collection has no text: Tarn Water Board; statement by Ines Vael",
    ]


def test_a_named_source_that_is_an_outlet_of_the_collection_is_not_missing_where_it_holds_the_passage() -> None:
    report = named(("harbour herald", 0.6))
    assert gaps(explain(report, "1")) == [
        "A possible source whose texts here were not found to hold this: harbour herald"
    ]
    cluster = dataclasses.replace(realistic().clusters[0], matches=("3f2a91",))
    assert gaps(explain(dataclasses.replace(report, clusters=(cluster,)), "1")) == []
    assert HERALD in cluster.articles
    assert gaps(explain(named(("Calder Courier", 0.6)), "1")) == []  # it is one of the two


def test_articles_that_the_report_does_not_list_are_missing() -> None:
    found = explain(dataclasses.replace(realistic(), articles=()), "3f2a91")
    assert found.left.article is None
    assert gaps(found)[0] == "The report does not list the article tarn-dam-evacuation"


# --- which match


def numbered(*ids: str) -> Report:
    first = realistic().matches[0]
    return dataclasses.replace(
        realistic(), matches=tuple(dataclasses.replace(first, id=id) for id in ids), set_aside=()
    )


@pytest.mark.parametrize("wanted", ["3f2a91", "#3f2a91", "3f", "3F2A", " 3f2a91 ", "2"])
def test_a_match_is_found_by_id_beginning_or_number(wanted: str) -> None:
    assert explain(realistic(), wanted).match.id == "3f2a91"


def test_numbers_are_those_of_the_list_that_people_see() -> None:
    report = realistic()
    order = [each.id for each in strongest_first(report.matches)]
    assert [explain(report, str(number)).match.id for number in range(1, 5)] == order


def test_what_was_set_aside_has_an_id_too_and_says_why() -> None:
    found = explain(realistic(), "f00f")
    assert (found.match.id, found.reason, found.detail) == ("f00f00", "boilerplate", "in 7 articles")


def test_a_whole_id_beats_a_number_and_a_number_the_beginning_of_an_id() -> None:
    report = numbered("1", "2abc", "3abc")
    assert explain(report, "1").match.id == "1"
    assert explain(report, "#2").match.id == "2abc"
    assert explain(report, "3").match in strongest_first(report.matches)[2:3]
    assert explain(report, "3a").match.id == "3abc"


@pytest.mark.parametrize(
    ("ids", "wanted", "why"),
    [
        (("abc1", "abc2"), "abc", "the beginning of 2 ids: abc1, abc2; write more"),
        (("aa1", "aa2", "aa3", "aa4", "aa5"), "aa", "aa1, aa2, aa3 and 2 more"),
        (("0123456789ab",), "0123456789ba", "the nearest: 0123456789ab; numbers go from 1 to 1"),
        (("0123456789ab",), "zzz", "no match 'zzz'"),
        (("abc",), "0", "no match '0'"),
        (("abc",), "2", "numbers go from 1 to 1"),
        (("abc",), "", "no match ''"),
        (("abc",), "#", "no match '#'"),
        (("abc",), "9" * 5_000, "no match '9999"),
        (("abc",), "٢", "no match"),
        (("abc",), "\x1b[31m", "no match '\\x1b[31m'"),
        ((), "1", "holds no match"),
    ],
)
def test_what_names_no_match_or_several_is_an_error_that_helps(ids: tuple[str, ...], wanted: str, why: str) -> None:
    with pytest.raises(UsageError) as caught:
        explain(numbered(*ids), wanted)
    assert why in str(caught.value)
    assert len(str(caught.value)) < 300


def test_an_article_that_repeats_itself_has_two_places_under_one_name() -> None:
    one = realistic().matches[0]
    inside: Match = dataclasses.replace(one, right=dataclasses.replace(one.left, start=9, end=9 + len(one.left.text)))
    aside = SetAside(match=inside, reason="same-article", detail="")
    found = explain(dataclasses.replace(realistic(), matches=(), set_aside=(aside,)), inside.id)
    assert found.left.name == "The Calder Courier (1st place)"
    assert found.right.name == "The Calder Courier (2nd place)"
    assert found.left.article_name == "The Calder Courier"


def test_two_articles_of_one_outlet_are_told_apart() -> None:
    articles = (article(COURIER, "One", None, 90), article(GAZETTE, "One", None, 90), article(TELEGRAM, "Two", None, 9))
    found = explain(dataclasses.replace(realistic(), articles=articles), "3f2a91")
    assert {found.left.name, found.right.name} == {"One (tarn-dam-evacuation)", "One (gazette/dam)"}
    found = explain(dataclasses.replace(realistic(), articles=articles), "77c04d")
    assert (found.left.name, found.right.name) == ("One", "Two")


def test_it_is_part_of_the_package() -> None:
    assert dedup.explain is explain
    assert isinstance(dedup.explain(realistic(), "1"), dedup.Explanation)
    with pytest.raises(UsageError):
        dedup.explain(empty(), "1")


def test_a_match_of_the_pipeline_is_explained() -> None:
    words = "the harbour wall gave way at dawn and the lower town was under two metres of brown water by noon"
    texts = [f"{opening}. {words}, and nobody was hurt. {opening} again." for opening in ("Rain fell", "Wind blew")]
    report = dedup.audit([dedup.Article(id=str(at), text=text) for at, text in enumerate(texts)])
    found = dedup.explain(report, "1")
    assert found.options[0].probability == max(found.match.verdict.probabilities.values())
    assert "There is no date for 0" in gaps(found)
    assert found.match == match_by(report, found.match.id)


def match_by(report: Report, id: str) -> Match:
    return next(each for each in report.matches if each.id == id)


def test_articles_without_outlets_go_by_their_ids_and_incidental_overlap_is_no_reuse() -> None:
    one = match("x", ("a", 0, "one two"), ("b", 0, "one two"), verdict({"incidental": 1.0}))
    report = dataclasses.replace(empty(), matches=(one,))
    assert (explain(report, "x").left.name, explain(report, "x").right.name) == ("a", "b")
    assert explain(report, "x").claim.text == "incidental overlap, no reuse: a stock phrase, a name or a shared fact"


# --- what a sentence says, and why an entry stands where it does


def alone(entry: Evidence, report: Report | None = None) -> Argument:
    found = explain(with_ledger(entry) if report is None else report, "1")
    (argument,) = (*found.speaks_for, *found.speaks_against, *found.silent)
    return argument


def test_an_entry_that_bears_on_a_rival_says_so() -> None:
    credit = Evidence(signal="attribution.own-credit", weights={"left-to-right": 0.9}, trigger="“C”", origin="left")
    found = alone(credit)
    assert found.weight < 0 and found.because is not None
    assert found.because.text == "makes Northmoor Gazette having it from The Calder Courier more likely"
    against = alone(dataclasses.replace(credit, weights={"left-to-right": -2.0}))
    assert against.weight > 0 and against.because is not None and against.because.text.endswith(" less likely")
    own = alone(dataclasses.replace(credit, weights={"common-source": 1.0}))
    assert own.weight > 0 and own.because is None


@given(
    st.dictionaries(st.sampled_from(HYPOTHESES), st.floats(-5, 5), max_size=6),
    st.lists(st.floats(0.001, 1), min_size=6, max_size=6),
    st.sets(st.sampled_from(HYPOTHESES), min_size=1, max_size=2),
)
def test_a_rival_moves_against_the_weight(
    weights: dict[Hypothesis, float], raw: list[float], about: set[Hypothesis]
) -> None:
    borne = {name: value if name in about else -value for name, value in zip(HYPOTHESES, raw, strict=True)}
    weight = weight_of_evidence(ledger_of([weights])[0], borne)
    moved = moved_rival(weights, borne, about, weight)
    if moved is not None:
        name, likelier = moved
        assert name not in about and likelier == (weights[name] > 0) == (weight < 0)
    turned: dict[Hypothesis, Hypothesis] = {"left-to-right": "right-to-left", "right-to-left": "left-to-right"}
    mirrored = moved_rival(
        {turned.get(name, name): value for name, value in weights.items()},
        {turned.get(name, name): value for name, value in borne.items()},
        {turned.get(name, name) for name in about},
        weight,
    )
    assert mirrored == (None if moved is None else (turned.get(moved[0], moved[0]), moved[1]))


def test_of_two_rivals_alike_none_is_told() -> None:
    borne = {name: 1.0 if name == "common-source" else -0.2 for name in HYPOTHESES}
    assert moved_rival({"left-to-right": -1.0, "right-to-left": -1.0}, borne, HYPOTHESES[2:3], 0.5) is None


def test_dates_are_said_as_they_are_given() -> None:
    entry = Evidence(
        signal="timing.overlap", weights={"left-to-right": 0.5, "right-to-left": -0.5}, trigger="a/b and c/d",
        strength=0.9, origin="left",
    )  # fmt: skip
    found = alone(entry)
    assert found.words == "" and found.sentence.text == (
        "The Calder Courier is dated 4 March 2031, 06:30 UTC and Northmoor Gazette 4 March 2031; without exact times "
        "and time zones that order is likely, not certain"
    )
    same = tuple(dataclasses.replace(each, published=None) for each in realistic().articles)
    unknown = alone(entry, dataclasses.replace(with_ledger(entry), articles=same))
    assert unknown.words == "a/b and c/d" and unknown.sentence.text.startswith("The dates leave the order open")


def test_a_host_by_which_an_outlet_was_recognised_is_said() -> None:
    entry = Evidence(
        signal="attribution.other-outlet", weights={"right-to-left": 3.0}, trigger="“told Channel Nine”",
        spans=(Place(article=COURIER, start=1, end=9),),
    )  # fmt: skip
    first, second, *rest = realistic().articles
    second = dataclasses.replace(second, outlet="John Roe", url="https://www.channelnine.example/1")
    report = dataclasses.replace(with_ledger(entry), articles=(first, second, *rest))
    assert alone(entry, report).words == "“told Channel Nine” (John Roe is published on channelnine.example)"
    by_name = dataclasses.replace(entry, trigger="“told John Roe of Channel Nine”")
    report = dataclasses.replace(with_ledger(by_name), articles=(first, second, *rest))
    assert alone(by_name, report).words == by_name.trigger


def test_renderings_are_worded_by_degree() -> None:
    said = [
        alone(Evidence(signal="wording.translation-variance", weights={"common-source": 1.0}, trigger="", strength=at))
        for at in (0.2, 0.8)
    ]
    assert "in places" in said[0].sentence.text and "in places" not in said[1].sentence.text


def test_where_a_source_is_found_nothing_says_that_none_is_named() -> None:
    entry = Evidence(signal="attribution.missing", weights={}, trigger="neither text names where it has the words from")
    for sources in ((), (Source(name="Harbour Herald", probability=0.03),)):
        report = with_ledger(entry)
        judged = dataclasses.replace(report.matches[0].verdict, sources=sources)
        match = dataclasses.replace(report.matches[0], verdict=judged)
        said = gaps(explain(dataclasses.replace(report, matches=(match,)), "1"))
        assert ("Neither text says where it has the words from" in said) == (not sources)


def test_texts_that_were_compared_have_the_names_that_lists_have() -> None:
    one = match("x", ("left:a/1.txt", 0, "one two"), ("right:b/2.txt", 0, "one two"), verdict({"left-to-right": 1.0}))
    report = dataclasses.replace(empty(), matches=(one,))
    assert explain(report, "x").claim.text == "2 has it from 1"
    known = dataclasses.replace(
        report, articles=(article("left:a/1.txt", "Vesta 9", None, 9), article("right:b/2.txt", None, None, 9))
    )
    assert explain(known, "x").claim.text == "2 has it from Vesta 9"
    alike = match("x", ("left:1.txt", 0, "one two"), ("left:2.txt", 0, "one two"), one.verdict)
    said = explain(dataclasses.replace(report, matches=(alike,)), "x").claim.text
    assert said == "left:2 has it from left:1"


def test_an_explanation_says_what_tells_it_from_its_strongest_rival() -> None:
    named = Evidence(signal="a.named", weights={"common-source": 2.0, "independent-renderings": 2.0}, trigger="n")
    run = Evidence(signal="b.run", weights={"independent-renderings": -1.5}, trigger="r")
    varied = Evidence(signal="c.varied", weights={"independent-renderings": 0.4}, trigger="v")
    chances: dict[Hypothesis, float] = {"common-source": 0.8, "independent-renderings": 0.19, "incidental": 0.01}
    found = explain(with_ledger(named, run, varied, probabilities=chances), "1").rival
    assert found is not None and found.contest is not None
    assert (found.hypothesis, found.probability) == ("independent-renderings", 0.19)
    told = [(each.evidence, each.weight, each.grade) for each in found.contest.speaks_for]
    assert told == [(run, 1.5, "clearly")]
    answered = [(each.evidence, each.weight, each.grade) for each in found.contest.speaks_against]
    assert answered == [(varied, -0.4, "slightly")]
    sure: dict[Hypothesis, float] = {"common-source": 0.995, "independent-renderings": 0.005}
    assert explain(with_ledger(named, run, probabilities=sure), "1").rival is None


def test_every_other_hypothesis_is_told_apart_from_the_likeliest() -> None:
    """Whoever reads "common source" asks why nobody copied, however unlikely that is."""
    run = Evidence(signal="b.run", weights={"independent-renderings": -1.5}, trigger="r")
    varied = Evidence(signal="c.varied", weights={"independent-renderings": 0.4}, trigger="v")
    earlier = Evidence(signal="d.speaker", weights={"left-to-right": -2.0, "right-to-left": -2.0}, trigger="s")
    for second, answered in ((0.3, True), (0.09, False)):
        rest = (0.99 - second - 0.001) / 1
        chances: dict[Hypothesis, float] = {
            "common-source": rest, "independent-renderings": second, "left-to-right": 0.01, "right-to-left": 0.001
        }  # fmt: skip
        found = explain(with_ledger(run, varied, earlier, probabilities=chances), "1")
        assert [each.hypothesis for each in found.options if each.contest is None] == ["common-source"]
        beside = apart(found, voice_of(found, str, Marks()))
        assert beside["independent-renderings"] == [
            "against this, clearly: Signal b.run: r",
            *(["for this, slightly: Signal c.varied: v"] if answered else []),
        ]
        assert beside["left-to-right"] == ["against this, clearly: Signal d.speaker: s"]
        assert beside["right-to-left"] == ["the same as above"]
        assert beside["incidental"] == ["against this: nothing of weight in the texts"]
        assert "common-source" not in beside


def test_where_the_direction_is_open_neither_direction_is_a_rival() -> None:
    run = Evidence(signal="b.run", weights={"left-to-right": 1.5, "right-to-left": 1.5}, trigger="r")
    chances: dict[Hypothesis, float] = {"left-to-right": 0.45, "right-to-left": 0.44, "common-source": 0.11}
    found = explain(with_ledger(run, probabilities=chances, label="undetermined"), "1")
    assert {each.hypothesis for each in found.options if each.contest is None} == {"left-to-right", "right-to-left"}
    assert found.rival is not None and found.rival.hypothesis == "common-source"


def corpus_report() -> Report:
    articles = read_labelled(Path(__file__).resolve().parents[2] / "corpus").articles
    return dedup.audit([each for each in articles if each.id.partition("-")[0] in EVENTS])


@pytest.mark.parametrize("made", [realistic, corpus_report])
def test_the_reason_that_reports_give_is_one_that_an_explanation_lists(made: Callable[[], Report]) -> None:
    report = made()
    given = 0
    for found in report.matches:
        explained = explain(report, found.id)
        listed = [each.evidence for each in worth_showing(explained.speaks_for)[0]]
        rival = explained.rival.contest if explained.rival is not None else None
        against = [] if rival is None else worth_showing(rival.speaks_for)[0]
        main = main_reason(told(found), report.priors)
        if main is not None and main.telling:
            # What tells it from the rival best may say little against all else: it is listed where the two are weighed.
            assert main.evidence in (listed + [each.evidence for each in against])
        else:
            assert main is None or main.evidence in listed
        given += main is not None
    assert given > 0.9 * len(report.matches)
