"""How much of a passage an attribution speaks for, and what long equal narration says against single sentences."""

from __future__ import annotations

import pytest
from provenance_pairs import mirrored, pair, read

from dedup.dates import Datelike
from dedup.model import Verdict
from dedup.provenance import PairContext, judge
from dedup.provenance.weights import default_weights

READOUT = (
    "The two ministers spoke of the line for an hour, according to a readout published by Varnia's defence ministry."
)
STATEMENT = "The gates would be tested each Sunday, the Tarn Water Board said in a statement."
PLAIN = "The two ministers spoke of the line for an hour and walked down to the ferry side by side in the rain."
STORY = (
    "It rained on the quay from the early morning and nobody had thought to bring out the awning that the town keeps "
    "for such days. The visitors came ashore at nine in two launches, wet to the knee, and were led past the market, "
    "where the stalls had been told to stay shut and had opened all the same. Children sat on the harbour wall with "
    "their shoes off. A band that had practised two marches played the shorter one three times over."
)
REST = (
    "Afterwards the launches could not be found, and the guests walked back along the mole in single file behind a man "
    "with a lantern. The evening meal was put off until ten, then until eleven, and in the end it was eaten standing "
    "up in the net loft among the drying gear, with the doors open and the fog coming in."
)


def copied(
    passage: str, *, dates: tuple[Datelike, Datelike] = ("2031-03-04", "2031-03-06"), credit: str = "", rest: str = ""
) -> Verdict:
    left = read("a", f"{credit}{passage}{rest}", "The Meridian", dates[0])
    right = read("b", f"{credit}{passage}", "Selwick Herald", dates[1])
    words = len(passage.split())
    context = PairContext(matches=1, narration_words=words, in_order=True)
    found = pair(left, right, passage)
    verdict = judge(found, left, right, context=context)
    mirror = judge(mirrored(found), right, left, context=context)
    assert mirror.probabilities["right-to-left"] == verdict.probabilities["left-to-right"]
    return verdict


@pytest.mark.parametrize(
    "passage",
    [f"{STORY} {READOUT} {REST}", f"{READOUT} {STORY}", f"{STORY}\n\n{READOUT}\n\n{STATEMENT}\n\n{REST}"],
    ids=["one sentence of many", "at the head", "two sources"],
)
def test_a_copied_article_is_a_direction_whatever_one_sentence_cites(passage: str) -> None:
    verdict = copied(passage, rest="\n\nNobody was hurt.")
    uncited = copied(passage.replace(READOUT, PLAIN).replace(STATEMENT, PLAIN), rest="\n\nNobody was hurt.")
    assert "right-to-left" not in (verdict.label, uncited.label)
    assert verdict.probabilities["left-to-right"] <= default_weights().limits["direction_cap"]
    assert direction(verdict) > 0.75 * direction(uncited)
    turned = copied(passage, dates=("2031-03-06", "2031-03-04"))
    assert direction(verdict) > 5 * turned.probabilities["left-to-right"] / turned.probabilities["common-source"]


def direction(verdict: Verdict) -> float:
    """How many times likelier than a common source it is that the second copied from the first."""
    return verdict.probabilities["left-to-right"] / verdict.probabilities["common-source"]


def test_without_dates_long_narration_has_no_direction() -> None:
    verdict = copied(f"{STORY} {READOUT} {REST}", dates=(None, None))
    assert verdict.label in ("common-source", "undetermined")
    assert verdict.probabilities["left-to-right"] == verdict.probabilities["right-to-left"] > 0.15


def test_a_credit_for_the_whole_text_keeps_its_force() -> None:
    verdict = copied(f"{STORY} {READOUT} {REST}", credit="KELMOUTH, March 4 (Reuters) — ")
    assert verdict.label == "common-source"
    assert verdict.source == "Reuters"


def test_several_sources_in_one_run_speak_against_one() -> None:
    verdict = copied(f"{STORY}\n\n{READOUT}\n\n{STATEMENT}\n\n{REST}")
    (item,) = [item for item in verdict.ledger if item.signal == "attribution.several-sources"]
    assert item.weights["common-source"] < 0 < item.weights["left-to-right"]
    assert "attribution.several-sources" not in {item.signal for item in copied(f"{STORY} {READOUT} {REST}").ledger}


def test_an_attribution_weighs_by_the_share_of_the_passage_it_covers() -> None:
    before = "The band played twice. "

    def weight(after: str) -> float:
        passage = f"{before}{READOUT}{after}"
        return sum(item.strength for item in copied(passage).ledger if item.signal.startswith("attribution"))

    tail = " The guests stood about."
    weights = [weight(tail * count) for count in (0, 1, 3, 8)]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > 0.75 > 0.3 > weights[-1] > 0
    assert weight(tail * 25) < 0.05


def test_what_several_sentences_of_one_source_cover_adds_up() -> None:
    every = (
        "The gates held all night, the Tarn Water Board said. The pumps ran dry at four, the Tarn Water Board said. "
        "The road would open by noon, the Tarn Water Board said."
    )
    verdict = copied(every, dates=(None, None))
    assert verdict.label == "common-source"
    assert verdict.source == "Tarn Water Board"
