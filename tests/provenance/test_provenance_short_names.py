"""The last word of an outlet's name with an article: "the Echo" is The Tarn Echo, unless another Echo is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import judged_with_a_third, pair, read

from dedup.model import Verdict
from dedup.provenance.article.outlet_mentions import _parts, _pattern, mentions
from dedup.provenance.signals import attribution
from dedup.provenance.weights import default_weights

MODEL = default_weights()
WORDS = "The keeper wound the spare chain by hand for nine hours until the pencil lines of last year were under water"
LEAD = "It rained all week in the valley, and nobody who lives there had seen the river so high before the harvest."


def named(text: str, outlet: str = "The Tarn Echo") -> int:
    """How often a text names an outlet."""
    return len(mentions(read("b", text, "Northmoor Gazette"), read("a", LEAD, outlet)).local)


@pytest.mark.parametrize("naming", ["this from the Echo", "The Echo has it", "so the Echo’s man on the bridge wrote"])
@pytest.mark.parametrize("outlet", ["The Tarn Echo", "Tarn Echo", "Tarn Valley Echo"])
def test_the_echo_is_the_tarn_echo(naming: str, outlet: str) -> None:
    assert named(f"{LEAD} And {naming}: {WORDS}.", outlet) == 1


def test_it_credits_the_outlet_for_the_words() -> None:
    def credit(outlet: str) -> float:
        own = read("b", f"{LEAD}\n\nThis from the Echo: {WORDS}.", "Northmoor Gazette")
        other = read("a", f"{WORDS}.", outlet)
        borne = attribution.bearings(pair(own, other, WORDS), own, other, MODEL)
        return max((item.reach for item in borne if item.role == "other-outlet"), default=0.0)

    assert credit("The Tarn Echo") > 0.3 > credit("The Tarn Lantern") == 0.0


@pytest.mark.parametrize("other", ["the Sable Echo", "Sable Echo’s editor", "an Ostrel Echo"])
@pytest.mark.parametrize("before", [True, False])
def test_not_where_the_text_has_another(other: str, before: bool) -> None:
    text = f"And this from the Echo: {WORDS}."
    told = f"Nobody reads {other} there."
    assert named(f"{LEAD} {told} {text}" if before else f"{LEAD} {text} {told}") == 0


def test_nor_where_it_has_another_is_the_full_name_lost() -> None:
    assert named(f"{LEAD} Nobody reads the Sable Echo. This from the Tarn Echo: {WORDS}.") == 1


@pytest.mark.parametrize("text", ["this from Echo", "the echo of it", "the Echo Valley hall", "Echo it"])
def test_not_without_its_article_or_within_another_name(text: str) -> None:
    assert named(f"{LEAD} And {text}: {WORDS}.") == 0


@pytest.mark.parametrize("outlet", ["Tarn Valley", "The Tarn Bridge", "Radio Verra", "Vesta Nine"])
def test_not_by_a_word_that_is_no_mediums(outlet: str) -> None:
    assert named(f"{LEAD} And this from the {outlet.split()[-1]}: {WORDS}.", outlet) == 0


NAMES = ["The", "the", "Tarn", "Sable", "Echo", "Courier", "Herald", "of", "Valley", "News"]


@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map(" ".join),
    st.lists(st.sampled_from([*NAMES, "THE", "a", ".", "\n"]), max_size=12).map(" ".join),
)
def test_no_outlet_is_found_where_none_of_its_stretches_stands(outlet: str, text: str) -> None:
    pattern = _pattern(outlet)
    if pattern is not None and pattern.search(text):
        assert any(part in text for part in _parts(outlet))


# --- a third article of the collection ----------------------------------------------------------------------------


def judged(told: str, third: str) -> Verdict:
    """The verdict on two articles of which the right one says so, where a third one, of an outlet, holds the words."""
    said = "“{},” {}."
    texts = [f"{LEAD} {said.format(WORDS, each)}" for each in ("said Dilys Amory", told, "said Dilys Amory")]
    outlets = ("Selwick Herald", "Tarn Echo", third)
    dates = ("2031-03-04", "2031-03-05", "2031-03-02")
    return judged_with_a_third(texts, outlets, dates, WORDS)


@pytest.mark.parametrize(
    "told", ["Dilys Amory told Northway", "she told Northway", "Dilys Amory told Northway on Monday"]
)
def test_a_name_that_somebody_told_is_the_outlet_that_holds_the_words(told: str) -> None:
    assert judged(told, "Northway").source == "Northway"


@pytest.mark.parametrize("third", ["Calder Sound", "Westway"])
def test_and_of_no_other(third: str) -> None:
    assert judged("Dilys Amory told Northway", third).source == "statement by Dilys Amory"
    far = f"{'It rained and it rained. ' * 30}\n\n{LEAD}\n\n{LEAD}\n\n{third} is sold here"
    assert judged(f"Dilys Amory told Northway.\n\n{LEAD}\n\n{far}", third).source == "statement by Dilys Amory"
