"""The other outlet named in words that no cue reads, in a text that speaks of itself, and in the first paragraph."""

from __future__ import annotations

from operator import attrgetter

import pytest
from counting import growth
from hypothesis import example, given
from hypothesis import strategies as st
from provenance_pairs import flipped, mirrored, pair, read

from dedup.provenance.article.outlet_mentions import _parts, _pattern, mentions
from dedup.provenance.signals import attribution
from dedup.provenance.weights import default_weights

MODEL = default_weights()
WORDS = "The keeper wound the spare chain by hand for nine hours until the pencil lines of last year were under water"
LEAD = "It rained all week in the valley, and nobody who lives there had seen the river so high before the harvest."
REST = "The library opens late on Thursdays."


def credit(text: str, outlet: str = "The Calder Courier", words: str = WORDS) -> float:
    """How strongly a text credits the outlet of the other for some words; the same whichever side is left."""
    own, other = read("b", text, "Northmoor Gazette"), read("a", f"{LEAD}\n\n{words}.\n\n{REST}", outlet)
    found = pair(own, other, words)
    borne = attribution.bearings(found, own, other, MODEL)
    straight = attribution.evidence(found, own, other, borne, (), MODEL)
    turned = mirrored(found)
    again = attribution.evidence(turned, other, own, attribution.bearings(turned, other, own, MODEL), (), MODEL)
    assert sorted(map(flipped, again), key=attrgetter("signal")) == sorted(straight, key=attrgetter("signal"))
    named = ("attribution.other-outlet", "attribution.other-credit")
    return max((item.strength for item in straight if item.signal in named), default=0.0)


class TestInPassing:
    @pytest.mark.parametrize(
        "naming",
        [
            "Ada Pell gave the Calder Courier a description: {}.",
            "{}, in the account that The Calder Courier has of the night.",
            "The Calder Courier’s man on the bridge was told otherwise, but {}.",
        ],
    )
    def test_in_the_sentence_of_the_words(self, naming: str) -> None:
        assert 0.3 < credit(f"{LEAD}\n\n{naming.format(WORDS)}\n\n{REST}") < 1.0

    def test_says_less_than_a_credit(self) -> None:
        plain = credit(f"{LEAD}\n\n{WORDS}, the Calder Courier reported.\n\n{REST}")
        assert plain > credit(f"{LEAD}\n\n{WORDS}, in what the Calder Courier has of it.\n\n{REST}") > 0.0

    def test_not_for_words_far_from_it(self) -> None:
        assert credit(f"{LEAD}\n\nThe Calder Courier is sold here.\n\n{WORDS}.\n\n{REST}") == 0.0

    def test_not_where_somebody_speaks_of_it(self) -> None:
        assert credit(f"{LEAD}\n\n“{WORDS}, and the Calder Courier was late again,” Ada Pell said.\n\n{REST}") == 0.0

    def test_not_under_a_picture(self) -> None:
        text = f"High water\n\nThe chain. Photograph: Ada Pell/The Calder Courier\n\n{LEAD}\n\n{WORDS}.\n\n{REST}"
        assert credit(text) == 0.0

    def test_not_another_of_its_kind(self) -> None:
        assert credit(f"{LEAD}\n\nAda Pell gave the Selwick Courier a description: {WORDS}.\n\n{REST}") == 0.0

    def test_the_paper_is_the_one_named_before(self) -> None:
        text = LEAD + "\n\nNobody liked what {} had to say. {}, the paper reported.\n\n" + REST
        assert credit(text.format("the Calder Courier", WORDS)) > 0.5 > credit(text.format("the baker", WORDS)) == 0.0

    @pytest.mark.parametrize(
        ("outlet", "text"),
        [
            ("Вестник Зареки", f"Вода поднялась за ночь. {WORDS}, сказал «Вестнику Зареки» сторож."),
            ("青港日報", f"水位一夜之間上升。{WORDS},周慕華對《青港日報》說。"),
            ("Der Falkenauer Bote", f"Das Wasser stieg. {WORDS}, hat der Falkenauer Bote erfahren."),
            ("Arden Press Agency", f"The water rose. {WORDS} (APA)."),
        ],
    )
    def test_in_any_language(self, outlet: str, text: str) -> None:
        assert credit(text, outlet) > 0.0


class TestPlainNames:
    """ "The Hill" is a paper, "the Hill" a place."""

    def named(self, text: str, outlet: str) -> int:
        return len(mentions(read("a", text, "Northmoor Gazette"), read("b", LEAD, outlet)).local)

    def test_with_its_article_alone(self) -> None:
        assert self.named(f"{LEAD} He wrote so in The Hill on Monday.", "The Hill") == 1
        assert self.named(f"{LEAD} His power on the Hill has waned, and Hill staff know it.", "The Hill") == 0

    def test_unless_somebody_told_it(self) -> None:
        text = "Nobody liked what the Meridian had to say. Ada Pell told the Meridian that she was sorry."
        assert self.named(text, "The Meridian") == 2

    def test_none_of_an_outlet_of_the_same_name(self) -> None:
        assert self.named(f"{LEAD} The Northmoor Gazette is sold here.", "The Northmoor Gazette") == 0

    def test_none_without_an_outlet(self) -> None:
        assert not any(mentions(read("a", LEAD, "The Hill"), read("b", LEAD)))


class TestOfTheWholeText:
    @pytest.mark.parametrize(
        "note",
        [
            "Portions of this story first appeared in The Calder Courier and are used by permission.",
            "This article was originally published by The Calder Courier.",
            "(The report below is by our colleagues at The Calder Courier, with whom the Gazette shares copy.)",
        ],
    )
    def test_where_a_text_speaks_of_itself(self, note: str) -> None:
        assert credit(f"{LEAD}\n\n{WORDS}.\n\n{REST}\n\n{note}") == MODEL.reach["text"]

    def test_not_where_it_speaks_of_something_else(self) -> None:
        note = "The claim first appeared in The Calder Courier last spring and was soon taken back."
        assert credit(f"{LEAD}\n\n{WORDS}.\n\n{REST}\n\n{note}") == 0.0

    def test_not_where_it_asked_for_comment(self) -> None:
        note = "The Calder Courier had nothing to say for this story."
        assert credit(f"{LEAD}\n\n{WORDS}.\n\n{REST}\n\n{note}") == 0.0

    def test_in_a_line_below_the_headline(self) -> None:
        line = "Gazette staff, with reporting by Ada Pell and Ben Tolhurst of The Calder Courier"
        assert credit(f"High water\n\n{line}\n\n{LEAD}\n\n{WORDS}.\n\n{REST}") == MODEL.reach["text"]

    def test_a_third_outlet_is_a_source(self) -> None:
        note = "This story was first published by the Selwick Herald."
        own = read("a", f"{LEAD}\n\n{WORDS}.\n\n{REST}\n\n{note}", "Northmoor Gazette")
        assert [item.name and item.name.display for item in own.credits] == ["Selwick Herald"]


class TestOfTheFirstParagraph:
    def test_a_report_cited_there_stands_for_what_follows(self) -> None:
        lead = f"{LEAD.removesuffix('.')}, the Calder Courier reports."
        assert credit(f"High water\n\n{lead}\n\n{REST}\n\n{WORDS}.") == MODEL.reach["contribution"]

    def test_one_cited_later_does_not(self) -> None:
        later = "The sluice was last mended in spring, the Calder Courier reports."
        assert credit(f"High water\n\n{LEAD}\n\n{WORDS}.\n\n{REST}\n\n{later}") == 0.0


def test_a_text_that_names_it_everywhere_takes_work_in_step_with_its_length() -> None:
    def work(times: int) -> None:
        text = " ".join([f"Ada Pell gave the Calder Courier a description of it. {WORDS}."] * times)
        own, other = read("b", text, "Northmoor Gazette"), read("a", f"{WORDS}.", "The Calder Courier")
        found = pair(own, other, WORDS)
        for _ in range(5):
            attribution.bearings(found, own, other, MODEL)

    assert growth(work, 40) < 1.5


NAMES = ["The", "the", "Calder", "Courier", "of", "Вестник", "Вестнику", "TCC", "CN", "CNB", "News", "新华社", "Écho"]


@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map(" ".join),
    st.lists(st.sampled_from([*NAMES, "Вестника", "thE", ".", "\n"])).map(" ".join),
)
@example("Calder News Board", "CNB told")
def test_no_outlet_is_found_where_none_of_its_stretches_stands(outlet: str, text: str) -> None:
    pattern = _pattern(outlet)
    if pattern is not None and pattern.search(text):
        assert any(part in text for part in _parts(outlet))
