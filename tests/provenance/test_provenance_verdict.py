"""Verdicts: what must hold whatever the weights are, and a case for each signal."""

from __future__ import annotations

import math
import random
import re
from dataclasses import replace

import pytest
from counting import growth
from hypothesis import assume, given
from hypothesis import strategies as st
from provenance_pairs import mirrored, pair, read

from dedup.dates import Datelike
from dedup.errors import ConfigError
from dedup.model import HYPOTHESES, Article, Evidence, Hypothesis, Verdict
from dedup.provenance import Dossier, Found, PairContext, judge
from dedup.provenance.article.outlet_mentions import mentions
from dedup.provenance.language.lexicon import load
from dedup.provenance.signals import timing
from dedup.provenance.verdicts.combine import cap_of, distribution, label_of
from dedup.provenance.view import is_quoted, is_reported, speaker_of
from dedup.provenance.weights import default_weights, read_weights

DIRECTIONS = HYPOTHESES[:2]
OTHER_SIDE = {"left-to-right": "right-to-left", "right-to-left": "left-to-right"}

NARRATION = (
    "The crest had been leaking since the wet spring of the year before, and the engineers who walked it each "
    "Sunday with a lamp and a notebook had marked eleven places where the grass stayed green in August"
)
QUOTE = "We will open the line without delay and test it every morning before the boats go out"
TRANSLATED = "We shall open the line at once and test it each morning before the ships go out"


def texts(passage: str, *, credit: str = "", tail: str = "", quoted: bool = False) -> str:
    body = f"“{passage},” Arvo Kelm said{tail}." if quoted else f"{passage}{tail}."
    return f"{credit}It was a quiet week in the valley.\n\n{body}\n\nNothing else happened before the weekend."


def verdict_of(
    passage: str = NARRATION,
    other: str | None = None,
    *,
    dates: tuple[Datelike, Datelike] = (None, None),
    outlets: tuple[str | None, str | None] = ("Alpha Times", "Beta Journal"),
    quoted: bool = False,
    credits: tuple[str, str] = ("", ""),
    tails: tuple[str, str] = ("", ""),
    context: PairContext | None = None,
) -> Verdict:
    second = other if other is not None else passage
    left = read("a", texts(passage, credit=credits[0], tail=tails[0], quoted=quoted), outlets[0], dates[0])
    right = read("b", texts(second, credit=credits[1], tail=tails[1], quoted=quoted), outlets[1], dates[1])
    return judge(pair(left, right, passage, second), left, right, context=context)


def without(verdict: Verdict, family: str) -> list[Evidence]:
    """The ledger but for one family, and for what it says of the verdict as a whole."""
    return [item for item in verdict.ledger if not item.signal.startswith((family, "limits."))]


def odds(verdict: Verdict, one: Hypothesis, other: Hypothesis) -> float:
    """How many times likelier the one is: what says nothing of either leaves it as it is."""
    return verdict.probabilities[one] / verdict.probabilities[other]


def signals(verdict: Verdict) -> set[str]:
    return {item.signal for item in verdict.ledger}


# --- invariances ------------------------------------------------------------------------------------------------

moments = st.sampled_from(
    [None, "2031-03-04", "2031-03-05", "2031-03-04T10:00Z", "2031-03-04T18:30Z", "2031-03", "2031-03-04/2031-03-09"]
)
credit_lines = st.sampled_from(["", "KELMOUTH (APA) — ", "KELMOUTH (Reuters) — "])
tails = st.sampled_from(
    [
        "",
        ", according to a readout published by Varnia's defence ministry",
        ", Arvo Kelm told the Alpha Times",
        ", as first reported by the Beta Journal",
        ", reportedly",
        ", according to a statement",
    ]
)
bodies = st.sampled_from(
    [NARRATION, QUOTE, TRANSLATED, "at a press conference on Tuesday", "Defence Minister Arvo Kelm"]
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Found, Dossier, Dossier, PairContext | None]:
    quoted = draw(st.booleans())
    one = draw(bodies)
    two = draw(st.sampled_from([one, one, one.replace("the", "a"), " ".join(one.split()[:-3]), TRANSLATED]))
    outlets = draw(st.sampled_from([("Alpha Times", "Beta Journal"), ("Alpha Times", "Alpha Times"), (None, "Beta")]))
    left = read("a", texts(one, credit=draw(credit_lines), tail=draw(tails), quoted=quoted), outlets[0], draw(moments))
    right = read("b", texts(two, credit=draw(credit_lines), tail=draw(tails), quoted=quoted), outlets[1], draw(moments))
    context = draw(st.sampled_from([None, PairContext(matches=5, narration_words=180, in_order=True)]))
    return pair(left, right, one, two, rarity=draw(st.sampled_from([0.0, 0.4, 1.0]))), left, right, context


@given(cases())
def test_swapping_the_articles_mirrors_the_verdict(case: tuple[Found, Dossier, Dossier, PairContext | None]) -> None:
    found, left, right, context = case
    verdict = judge(found, left, right, context=context)
    mirror = judge(mirrored(found), right, left, context=context)
    assert mirror.label == OTHER_SIDE.get(verdict.label, verdict.label)
    assert mirror.probability == verdict.probability
    assert mirror.sources == verdict.sources
    assert mirror.probabilities == {
        OTHER_SIDE.get(hypothesis, hypothesis): value for hypothesis, value in verdict.probabilities.items()
    }
    assert [(item.signal, item.trigger, item.spans) for item in mirror.ledger] == [
        (item.signal, item.trigger, item.spans) for item in verdict.ledger
    ]
    for one, two in zip(verdict.ledger, mirror.ledger, strict=True):
        assert two.weights == {OTHER_SIDE.get(key, key): value for key, value in one.weights.items()}


@given(cases())
def test_a_verdict_is_a_distribution_with_a_ledger(case: tuple[Found, Dossier, Dossier, PairContext | None]) -> None:
    found, left, right, context = case
    verdict = judge(found, left, right, context=context)
    assert tuple(verdict.probabilities) == HYPOTHESES
    assert math.fsum(verdict.probabilities.values()) == pytest.approx(1.0, abs=1e-12)
    assert all(0.0 <= value <= 1.0 for value in verdict.probabilities.values())
    assert verdict.probability == max(verdict.probabilities.values())
    assert verdict.ledger
    assert verdict.source == (verdict.sources[0].name if verdict.sources else None)
    assert math.fsum(source.probability for source in verdict.sources) <= 1.0
    assert judge(found, left, right, context=context) == verdict
    for item in verdict.ledger:
        for span in item.spans:
            text = {"a": left, "b": right}[span.article].article.text
            assert 0 <= span.start <= span.end <= len(text)
    first, second = sorted(verdict.probabilities.values(), reverse=True)[:2]
    decided = first >= 0.5 and first - second >= 0.15
    assert (verdict.label != "undetermined") == decided


@given(cases())
def test_without_dates_only_the_timing_goes(case: tuple[Found, Dossier, Dossier, PairContext | None]) -> None:
    found, left, right, _ = case
    undated = [replace(item, article=_undated(item)) for item in (left, right)]
    before, after = judge(found, left, right), judge(found, *undated)
    assert without(before, "timing") == without(after, "timing")
    assert all(not item.weights for item in after.ledger if item.signal.startswith("timing"))


def _undated(dossier: Dossier) -> Article:
    article = dossier.article
    return Article(id=article.id, text=article.text, outlet=article.outlet)


@given(cases())
def test_without_credits_only_the_attribution_goes(case: tuple[Found, Dossier, Dossier, PairContext | None]) -> None:
    found, left, right, context = case
    assume(not any(mentions(left, right)) and not any(mentions(right, left)))  # these are read off the words themselves
    masked = [replace(item, credits=(), local=()) for item in (left, right)]
    before, after = judge(found, left, right, context=context), judge(found, *masked, context=context)
    assert without(before, "attribution") == without(after, "attribution")
    left_over = {item.signal for item in after.ledger if item.signal.startswith("attribution")}
    named = any(
        speaker_of(dossier, passage) is not None and (is_quoted(dossier, passage) or is_reported(dossier, passage))
        for dossier, passage in ((left, found.left), (right, found.right))
    )
    assert left_over == (set() if named else {"attribution.missing"})


def test_masking_a_credit_in_the_text_takes_its_attribution_away() -> None:
    credited = verdict_of(credits=("KELMOUTH (APA) — ", ""))
    masked = verdict_of(credits=("KELMOUTH ····· — ", ""))
    assert credited.source == "APA" and masked.source is None
    kept = [(item.signal, item.trigger, item.weights) for item in without(credited, "attribution")]
    assert kept == [(item.signal, item.trigger, item.weights) for item in without(masked, "attribution")]


@given(st.tuples(moments, moments), st.booleans(), st.sampled_from([QUOTE, "the line will open soon enough"]))
def test_time_alone_gives_no_direction(dates: tuple[Datelike, Datelike], quoted: bool, passage: str) -> None:
    assert verdict_of(passage, dates=dates, quoted=quoted).label not in DIRECTIONS


@given(cases())
def test_text_alone_never_passes_the_cap(case: tuple[Found, Dossier, Dossier, PairContext | None]) -> None:
    found, left, right, context = case
    verdict = judge(found, left, right, context=context)
    limits = default_weights().limits
    for direction in DIRECTIONS:
        named = any(
            item.signal in ("attribution.other-outlet", "attribution.other-credit")
            and item.weights.get(direction, 0) > 0
            for item in verdict.ledger
        )
        assert verdict.probabilities[direction] <= limits["named_direction_cap" if named else "direction_cap"] + 1e-12


# --- combining --------------------------------------------------------------------------------------------------


@given(st.lists(st.dictionaries(st.sampled_from(HYPOTHESES), st.floats(-4, 4)), max_size=12), st.randoms())
def test_the_order_of_the_evidence_changes_no_digit(weights: list[dict[str, float]], shuffle: random.Random) -> None:
    ledger = [Evidence(signal=f"s{index}", weights=item, trigger="") for index, item in enumerate(weights)]  # type: ignore[arg-type]
    expected = distribution(ledger, default_weights())
    shuffle.shuffle(ledger)
    assert distribution(ledger, default_weights()) == expected


def test_the_label_rule() -> None:
    model = default_weights()
    base = dict.fromkeys(HYPOTHESES, 0.0)
    assert label_of({**base, "common-source": 0.5, "left-to-right": 0.35, "incidental": 0.15}, model) == "common-source"
    assert label_of({**base, "common-source": 0.49, "left-to-right": 0.1}, model) == "undetermined"
    assert label_of({**base, "common-source": 0.52, "left-to-right": 0.4}, model) == "undetermined"


def test_a_capped_direction_gives_the_rest_in_proportion() -> None:
    strong = Evidence(signal="x", weights={"left-to-right": 9.0}, trigger="")
    capped = distribution([strong], default_weights())
    assert capped["left-to-right"] == default_weights().limits["direction_cap"] < 0.9
    assert math.fsum(capped.values()) == pytest.approx(1.0)
    named = Evidence(signal="attribution.other-outlet", weights={"left-to-right": 9.0}, trigger="")
    model = default_weights()
    assert (
        distribution([named], model)["left-to-right"] == model.limits["named_direction_cap"] > capped["left-to-right"]
    )
    backward = replace(named, weights={"right-to-left": 9.0, "left-to-right": -1.0})
    assert distribution([backward, strong], model)["left-to-right"] <= model.limits["direction_cap"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["wording.many", "wording.short", "attribution.other-outlet", "quotation.both", "timing.own-earlier"]
            ),
            st.fixed_dictionaries({each: st.floats(-6, 6) for each in HYPOTHESES}),
        ),
        max_size=4,
    )
)
def test_nothing_passes_its_cap_and_what_is_not_held_keeps_its_proportions(
    given_weights: list[tuple[str, dict[Hypothesis, float]]],
) -> None:
    model = default_weights()
    free = replace(
        model, limits={name: 1.0 if name.endswith("_cap") else value for name, value in model.limits.items()}
    )
    ledger = [Evidence(signal=signal, strength=1.0, weights=weights, trigger="") for signal, weights in given_weights]
    held, open_ = distribution(ledger, model), distribution(ledger, free)
    caps = {each: cap_of(each, ledger, model.limits) for each in HYPOTHESES}
    assert math.fsum(held.values()) == pytest.approx(1.0)
    assert all(held[each] <= caps[each] + 1e-12 for each in HYPOTHESES)
    grown = [held[each] / open_[each] for each in HYPOTHESES if held[each] < caps[each] - 1e-9 and open_[each] > 1e-9]
    assert not grown or max(grown) <= min(grown) * (1 + 1e-6)
    if all(open_[each] <= caps[each] for each in HYPOTHESES):
        assert held == open_


def test_nothing_is_held_incidental_for_the_odds_alone() -> None:
    """How often matches were no reuse where the weights were fitted says little of a passage of words of its own."""
    odds = {**dict.fromkeys(HYPOTHESES, -2.0), "incidental": 2.0}
    model = replace(default_weights(), priors=odds)
    cap = model.limits["incidental_cap"]
    assert cap < model.limits["undetermined_below"]
    plain, against = distribution([], model), Evidence(signal="wording.run", weights={"incidental": -0.1}, trigger="")
    for found in (plain, distribution([against], model)):
        assert found["incidental"] == cap and label_of(found, model) == "undetermined"
        assert math.fsum(found.values()) == pytest.approx(1.0)
        assert len(set(found.values())) == 2  # the rest keep their proportions
    for signal, free in (("wording.short", True), ("wording.names", False), ("quotation.one-side", False)):
        shown = Evidence(signal=signal, weights={"incidental": 0.1}, trigger="")
        assert (distribution([shown], model)["incidental"] > 0.9) is free


def test_a_sentence_of_its_own_is_not_set_aside_as_incidental() -> None:
    sentence = "The old bridge was shut on Monday after engineers found deep cracks in three of its stone pillars"
    edited = sentence.replace("shut", "closed").replace("three", "two")
    assert verdict_of(sentence, edited).label != "incidental"
    # Nor where every few words another one stands: by chance nobody writes so many in one order.
    lifted = (
        "The ageing bridge was shut early on Monday after engineers found deep cracks in at least three of its stone "
        "pillars that carry the middle arch, and buses from Calder will go by the old ferry road until the end of June"
    )
    told = verdict_of(
        "The bridge was closed on Monday after engineers found deep cracks in three of its stone pillars that carry "
        "the arch, and buses from Calder go by the ferry road until the end of next June",
        lifted,
    )
    assert told.probabilities["incidental"] < 0.2
    assert "wording.many" in signals(told)
    held = replace(default_weights(), priors={**dict.fromkeys(HYPOTHESES, -9.0), "incidental": 9.0})
    left, right = (read(id, f"It rained.\n\n{words}.") for id, words in (("a", sentence), ("b", edited)))
    verdict = judge(pair(left, right, sentence, edited), left, right, weights=held)
    assert verdict.label == "undetermined"
    assert verdict.ledger[-1].signal == "limits.incidental"
    assert verdict.ledger[-1].trigger == "held at 45%"
    assert "limits.incidental" not in signals(verdict_of("did not immediately respond to a request for comment"))


@pytest.mark.parametrize("bad", [{"forwards": 1.0}, {"forward": float("nan")}, {"forward": True}])
def test_a_weights_file_is_checked(bad: dict[str, object]) -> None:
    raw = load("weights.toml")
    with pytest.raises(ConfigError, match="weights"):
        read_weights({**raw, "signals": {"timing.order": bad}})


# --- timing -----------------------------------------------------------------------------------------------------


def test_what_came_later_is_not_the_origin() -> None:
    verdict = verdict_of(dates=("2031-03-01", "2031-03-09"))
    (order,) = [item for item in verdict.ledger if item.signal == "timing.order"]
    # Being later rules out; being earlier proves little.
    assert order.weights["right-to-left"] < -1 < 0 < order.weights["left-to-right"]
    assert order.weights["left-to-right"] < -order.weights["right-to-left"]
    assert verdict.probabilities["right-to-left"] < verdict_of().probabilities["right-to-left"] / 3


def test_overlapping_times_weigh_in_proportion() -> None:
    def strength(later: str) -> float:
        (item,) = [item for item in verdict_of(dates=("2031-03-04", later)).ledger if item.signal == "timing.overlap"]
        assert item.weights == default_weights().of("timing.overlap", item.strength, item.origin)
        return item.strength

    assert strength("2031-03-04") == 0
    # A day later: P(first) is .865, and ln((1 − .865) / ½) = −1.31, of 2.5 for a clear order.
    assert strength("2031-03-05") == pytest.approx(1.308 / 2.5, abs=0.004)
    assert 0 < strength("2031-03-04/2031-03-05") < strength("2031-03-05")


def test_how_far_times_overlap_is_read_off_the_dates_and_not_off_the_weights() -> None:
    base = default_weights()
    other = replace(base, signals={**base.signals, "timing.overlap": {"backward": -0.4}})
    left, right = (read(id, texts(NARRATION), published=day) for id, day in (("a", "2031-03-04"), ("b", "2031-03-05")))
    one, two = (timing.evidence(pair(left, right, NARRATION), left, right, weights)[0] for weights in (base, other))
    assert one.strength == two.strength > 0
    assert one.weights != two.weights


def test_plain_days_two_apart_weigh_as_a_clear_order() -> None:
    near, clear = verdict_of(dates=("2031-03-04", "2031-03-06")), verdict_of(dates=("2031-03-04", "2031-03-09"))
    assert {"timing.overlap"} <= signals(near) and {"timing.order"} <= signals(clear)
    for verdict in (near, clear):
        (item,) = [item for item in verdict.ledger if item.signal in ("timing.overlap", "timing.order")]
        assert item.strength == 1.0 and item.origin == "left"
    assert near.probabilities["right-to-left"] < near.probabilities["common-source"]


def test_first_seen_bounds_from_above_and_is_no_date() -> None:
    left = read("a", texts(NARRATION), "Alpha", first_seen="2031-03-01T10:00Z")
    late = read("b", texts(NARRATION), "Beta", "2031-03-04T10:00Z")
    early = read("b", texts(NARRATION), "Beta", "2031-02-01T10:00Z")
    assert "timing.order" in signals(judge(pair(left, late, NARRATION), left, late))
    assert "timing.missing" in signals(judge(pair(left, early, NARRATION), left, early))


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("2031-03-01", "2031-03-09"), "1 March 2031, then 9 March 2031"),
        (("2031-03-04T10:00Z", "2031-03"), "in March 2031, and 4 March 2031, 10:00 UTC; a day may be that"),
        (
            ("2031-03-04T08:00Z/2031-03-04T09:00Z", "2031-03-04T08:30Z"),
            "4 March 2031, between 08:00 and 09:00 UTC, and",
        ),
    ],
)
def test_dates_are_told_as_a_reader_writes_them(dates: tuple[str, str], expected: str) -> None:
    for either in (dates, dates[::-1]):
        shown = [item.trigger for item in verdict_of(dates=either).ledger if item.signal.startswith("timing.")]
        assert any(expected in trigger for trigger in shown)
        assert not any(re.search(r"\d{4}-\d\d|T\d\d:|\dZ", trigger) for trigger in shown)


def test_what_is_only_known_to_have_been_seen_is_told_so() -> None:
    left = read("a", texts(NARRATION), "Alpha", first_seen="2031-03-01T10:00Z")
    late = read("b", texts(NARRATION), "Beta", "2031-03-04T10:00Z")
    (order,) = timing.evidence(pair(left, late, NARRATION), left, late, default_weights())
    assert order.trigger == "1 March 2031, 10:00 UTC or before, then 4 March 2031, 10:00 UTC"


def test_a_preview_carries_no_remarks_made_at_the_event() -> None:
    preview = f"Arvo Kelm is scheduled to visit Sundholm on Monday.\n\n“{QUOTE},” Kelm said."
    after = f"Talks ended.\n\n“{QUOTE},” Kelm said in comments opening the meeting."
    left, right = read("a", preview, "Alpha", "2031-03-01"), read("b", after, "Beta", "2031-03-06")
    verdict = judge(pair(left, right, QUOTE), left, right)
    (entry,) = [item for item in verdict.ledger if item.signal == "timing.event-order"]
    assert entry.weights["left-to-right"] < 0
    later = read("a", preview, "Alpha", "2031-03-09")
    assert "timing.event-order" not in signals(judge(pair(later, right, QUOTE), later, right))


# --- quotation, wording, structure ------------------------------------------------------------------------------


def test_a_long_equal_run_among_words_that_vary_is_no_second_translation() -> None:
    run = "the harbour, the railway and the two old bridges of the upper town belong to everybody who was born here"
    one = f"We have always maintained that {run} and no company shall own it"
    two = f"It was ever our view how {run} so firms must not buy them"
    (entry,) = [item for item in verdict_of(one, two, quoted=True).ledger if item.signal == "wording.one-translation"]
    assert entry.weights["independent-renderings"] < 0 and entry.strength > 0.5
    broken = one.replace("two old bridges", "bridges").replace("everybody", "all")
    assert "wording.one-translation" not in signals(verdict_of(broken, two, quoted=True))
    assert "wording.one-translation" not in signals(verdict_of(one, one, quoted=True))


def test_one_speaker_quoted_on_both_sides_is_a_common_source() -> None:
    verdict = verdict_of(QUOTE, quoted=True, dates=("2031-03-01", "2031-03-09"))
    assert "quotation.same-speaker" in signals(verdict)
    assert verdict.label in ("common-source", "undetermined")
    written = verdict_of(QUOTE, dates=("2031-03-01", "2031-03-09"))
    assert odds(verdict, "common-source", "left-to-right") > 1.5 * odds(written, "common-source", "left-to-right")


def test_uncredited_narration_of_unknown_order_has_no_direction_and_no_source() -> None:
    verdict = verdict_of()
    assert verdict.label not in DIRECTIONS
    assert verdict.source is None
    assert verdict.probabilities["left-to-right"] == verdict.probabilities["right-to-left"] > 0.15


def test_long_narration_and_clear_order_make_reuse_likely_within_the_cap() -> None:
    verdict = verdict_of(dates=("2031-03-01", "2031-03-09"))
    undated = verdict_of()
    assert verdict.probability <= default_weights().limits["direction_cap"]
    # A pair alone cannot tell a copy from two of one unnamed text, but never takes the later for the origin.
    assert verdict.label != "right-to-left"
    assert odds(verdict, "left-to-right", "right-to-left") > 5
    assert odds(verdict, "left-to-right", "common-source") > 1.1 * odds(undated, "left-to-right", "common-source")
    short = verdict_of("for nine hours the keeper wound that spare chain alone", dates=("2031-03-01", "2031-03-09"))
    assert odds(verdict, "left-to-right", "incidental") > 10 * odds(short, "left-to-right", "incidental")


def test_a_translation_told_and_evenly_varied_is_an_independent_rendering() -> None:
    tails = (", speaking in Varnian", ", in translated remarks")
    verdict = verdict_of(QUOTE, TRANSLATED, quoted=True, tails=tails)
    assert {"wording.translation-variance", "wording.translated"} <= signals(verdict)
    assert verdict.label == "independent-renderings"
    assert "wording.translated" not in signals(verdict_of(QUOTE, quoted=True, tails=tails))


@pytest.mark.parametrize(
    "passage",
    ["did not immediately respond to a request for comment", "Defence Minister Arvo Kelm of Varnia"],
)
def test_formulas_and_names_are_incidental(passage: str) -> None:
    assert verdict_of(f"{passage}", dates=("2031-03-01", "2031-03-09")).label == "incidental"


@pytest.mark.parametrize(
    "passage",
    [
        "an official visit from April 16 to 19",
        "on Sunday, April 16, 2031, in Sundholm",
        "vom 16. bis 19. April in Verra",
    ],
)
def test_a_date_or_a_figure_is_incidental(passage: str) -> None:
    for tails in (("", ""), (", Varnia's defence ministry said", "")):
        verdict = verdict_of(passage, tails=tails, dates=("2031-03-01", "2031-03-09"))
        assert "wording.date-fact" in signals(verdict)
        assert verdict.label == "incidental"


@pytest.mark.parametrize("passage", [NARRATION, "the gate stuck at noon on Sunday and four men freed it with crowbars"])
def test_what_is_told_beside_a_date_is_no_date(passage: str) -> None:
    assert "wording.date-fact" not in signals(verdict_of(passage))


def test_one_outlet_is_one_origin() -> None:
    verdict = verdict_of(outlets=("The Alpha Times", "Alpha Times"), dates=("2031-03-01", "2031-03-09"))
    assert verdict.label == "same-origin"
    assert verdict.probability > 0.9


def test_a_corrected_version_is_told() -> None:
    verdict = verdict_of(outlets=("Alpha", "Alpha"), credits=("", "This article was updated on Monday. "))
    assert "structure.version" in signals(verdict)


def test_who_fills_the_gap_had_another_source() -> None:
    short = "We will open the line without delay … before the boats go out"
    verdict = verdict_of(short, QUOTE, quoted=True)
    (entry,) = [item for item in verdict.ledger if item.signal == "structure.elision"]
    assert entry.weights["left-to-right"] < 0 < entry.weights["common-source"]


def test_many_passages_in_order_are_no_accident() -> None:
    shared = PairContext(matches=6, narration_words=300, in_order=True)
    alone, among = verdict_of(), verdict_of(context=shared)
    assert odds(among, "left-to-right", "incidental") > odds(alone, "left-to-right", "incidental")
    assert odds(among, "common-source", "incidental") > odds(alone, "common-source", "incidental")
    scattered = PairContext(matches=6, narration_words=300, in_order=False)
    assert verdict_of(context=scattered) == verdict_of()


def test_what_is_missing_is_said() -> None:
    verdict = verdict_of(outlets=(None, None))
    assert {"timing.missing", "attribution.missing", "structure.missing"} <= signals(verdict)


@pytest.mark.parametrize(
    "unit",
    [
        "said ",
        "the board said ",
        "“a,” he said. ",
        "according to ",
        "the spokesperson said ",
        "a spokesperson for the Kelm Board ",
        "Kelm Agency ",
        "(APA) ",
        "Kelm Kelm ",
        "x" * 50 + " said",
    ],
)
def test_a_long_text_of_one_cue_takes_work_in_proportion(unit: str) -> None:
    assert growth(lambda length: read("a", unit * (length // len(unit))), 4_000) < 1.5
    # What happens inside regular expressions is not counted; a quadratic step there would not come back from this.
    assert read("a", unit * (80_000 // len(unit))) is not None
