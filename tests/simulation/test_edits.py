"""The edits that make copies: what they change and what they must not touch."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulation import clauses, words
from simulation.crediting import spoken, tailed, without_credits
from simulation.house import Style, glyphs_only, normalised, printed, style_of
from simulation.lists import Outlet
from simulation.nodes import Lineage, Node
from simulation.pieces import Block, Paragraph, marked, marks_in, paragraph_of, runs_of, sentences, text_of_sentence
from simulation.recast import HANDS, Mode, Pen, recast
from simulation.rules import SOURCE, Marked
from simulation.speech import Saying, direct, elided, partial, reported, speaker_in
from simulation.truth import passages

DRAW = st.integers(0, 10_000).map(Random)
TEXT = (
    "The council approved the plan on Tuesday, officials said. "
    '"We asked for money in the spring and nobody answered us," '
    "Smith said. The 1,432 residents of Dunmere, a town near the border, must leave after the dam failed in 2029."
)


def block() -> Block:
    return marked((paragraph_of(TEXT),), "s1")


def text_of_paragraph(paragraph: Paragraph) -> str:
    return " ".join(map(text_of_sentence, paragraph))


def text_of(block: Block) -> str:
    return "\n\n".join(map(text_of_paragraph, block))


class TestPieces:
    def test_sentences_end_neither_after_abbreviations_nor_inside_quotations(self) -> None:
        text = 'Mr. Smith of the U.S. agency spoke. "It is done. We leave," he said. Then he left.'
        assert sentences(text) == [
            "Mr. Smith of the U.S. agency spoke.",
            '"It is done. We leave," he said.',
            "Then he left.",
        ]

    @given(st.text(alphabet='ab "., ', max_size=60))
    def test_runs_give_the_sentence_back(self, text: str) -> None:
        assert "".join(run.text for run in runs_of(text)) == text

    def test_quoted_words_are_apart_from_their_marks(self) -> None:
        assert [run.text for run in runs_of('"We asked," Smith said.') if run.quoted] == ["We asked"]


class TestWords:
    @given(DRAW)
    def test_names_and_numbers_stay(self, draw: Random) -> None:
        changed = words.reworded("The mayor, Rose Little, began to help 12 large Big Creek families.", 1.0, draw)
        assert "Rose Little" in changed and "12" in changed and "Big Creek" in changed
        assert "began" not in changed

    @given(DRAW)
    def test_articles_agree(self, draw: Random) -> None:
        changed = words.reworded("It was a big plan and an enormous plan.", 1.0, draw)
        assert not any(f" a {vowel}" in changed for vowel in "aeio")

    @given(DRAW)
    def test_another_writer_mostly_chooses_otherwise(self, draw: Random) -> None:
        choices = words.Choices()
        first = words.reworded("They will purchase it.", 1.0, draw, choices)
        choices.next_writer()
        again = [words.reworded("They will purchase it.", 1.0, draw, choices) for _ in range(60)]
        assert again.count(first) < 40

    def test_spelling_goes_both_ways(self) -> None:
        assert words.spelt("The defense of the Center", True) == "The defence of the Centre"
        assert words.spelt("the harbour", False) == "the harbor"

    @pytest.mark.parametrize("text, kept", [("in 2029 it", "2029"), ("at 400 feet", "400")])
    def test_years_and_round_numbers_are_not_rounded(self, text: str, kept: str) -> None:
        assert words.rounded(text, Random(1)) == text and kept in text

    def test_numbers_are_rounded(self) -> None:
        assert "1,400" in words.rounded("some 1,432 people", Random(1))

    @given(DRAW)
    def test_a_slip_keeps_the_letters(self, draw: Random) -> None:
        slipped = words.mistyped("the government announced", draw)
        assert sorted(slipped) == sorted("the government announced") and slipped != "the government announced"


class TestClauses:
    @pytest.mark.parametrize(
        "edit, text, wanted",
        [
            ("move_time", "The council of the town met on Tuesday.", "On Tuesday, the council of the town met."),
            (
                "swap_clauses",
                "The council met at one after the old dam broke.",
                "After the old dam broke, the council met at one.",
            ),
            ("make_passive", "The council approved the plan in May.", "The plan was approved by the council in May."),
            ("turn_genitive", "They praised the mayor of Dunmere in songs.", "They praised Dunmere's mayor in songs."),
            ("drop_aside", "Smith, a former boxer from the north, won.", "Smith won."),
            ("turn_acronym", "The FBI came.", "The Federal Bureau of Investigation came."),
        ],
    )  # fmt: skip
    def test_patterns(self, edit: str, text: str, wanted: str) -> None:
        assert getattr(clauses, edit)(text, Random(1)) == wanted


class TestSpeech:
    @pytest.mark.parametrize(
        "before, after, speaker",
        [
            ('"', ',\" said John Smith.', "John Smith"), ('"', ',\" Ms. Lee said.', "Lee"), ('"', ',\" he said.', None),
            ('Ada Byron, the mayor, said: "', '.\"', "Ada Byron"), ('"', '\" says Ms. Thungo.', "Thungo"),
        ],
    )  # fmt: skip
    def test_speakers(self, before: str, after: str, speaker: str | None) -> None:
        assert speaker_in(before, after) == speaker

    @given(DRAW, st.sampled_from([direct, partial, reported]))
    def test_the_words_are_in_the_passage_and_the_frame_is_not(self, draw: Random, make: object) -> None:
        made = make("We asked for money, and nobody answered us for years", Saying(speaker="Smith"), (), ("k1",), draw)  # type: ignore[operator]
        inside = " ".join(run.text for sentence in made for run in sentence if "k1" in run.marks)
        outside = " ".join(run.text for sentence in made for run in sentence if "k1" not in run.marks)
        assert "nobody answered" in inside and "Smith" in outside and "Smith" not in inside

    @given(DRAW)
    def test_an_elision_keeps_both_ends(self, draw: Random) -> None:
        tokens = [f"w{number}" for number in range(20)]
        cut = elided(" ".join(tokens), draw).split()
        assert cut[0] == "w0" and cut[-1] == "w19" and sum(word[0] == "w" for word in cut) < 20


class TestHands:
    @given(DRAW, st.sampled_from(sorted(HANDS)))
    def test_what_is_left_is_still_of_the_passage(self, draw: Random, mode: Mode) -> None:
        assert marks_in(recast(block(), mode, Pen(draw=draw))) == ("s1",)

    @given(DRAW)
    def test_a_copy_without_a_hand_is_equal_and_an_abridgement_has_no_words_of_its_own(self, draw: Random) -> None:
        pen = Pen(draw=draw, english=False)
        assert recast(block(), "verbatim", pen) == block()
        assert set(text_of(recast(block(), "abridged", pen)).split()) - set(text_of(block()).split()) <= {
            "…",
            "...",
            ".",
        }


class TestHouse:
    @given(st.sampled_from("The Gazette,Radio Nord,Kuriren,Delta One,The Lantern".split(",")))
    def test_marks_open_and_close_and_the_length_stays(self, name: str) -> None:
        paragraph = glyphs_only(block(), style_of(name))[0]
        plain, shown = text_of_paragraph(paragraph), text_of_paragraph(printed(paragraph))
        assert len(plain) == len(shown)
        assert [at for at, char in enumerate(plain) if char == '"'] == [
            at for at, char in enumerate(shown) if char in '"“”' or (char in "‘’" and plain[at] == '"')
        ]

    def test_a_style_is_always_the_same(self) -> None:
        assert style_of("The Gazette") == style_of("The Gazette")
        assert len({style_of(f"Paper {number}") for number in range(40)}) > 10

    def test_styles_spell(self) -> None:
        style = Style(glyphs="curly", dash=" – ", british=True, percent="per cent", numerals=False, day_first=True)
        text = text_of(normalised((paragraph_of("The program grew 5% by June 3 in Mr. Lee's center."),), style))
        assert text == "The programme grew 5 per cent by 3 June in Mr. Lee's centre."


class TestCredits:
    def test_a_tail_stands_before_the_stop_and_can_be_taken_out_again(self) -> None:
        credited = tailed(block(), ", the Courier reported", "The Courier", Random(1))
        assert credited is not None
        assert ", the Courier reported." in text_of(credited)
        assert text_of(without_credits(credited)) == text_of(block())

    def test_an_interview_takes_the_place_of_said(self) -> None:
        credited = spoken(block(), "told the Courier", "The Courier")
        assert credited is not None
        assert "Smith told the Courier." in text_of(credited)
        assert text_of(without_credits(credited)) == text_of(block())


class TestLineage:
    """Labels from who took a passage from whom, with articles that nobody collected."""

    WORDS = "the committee of the harbour asked for seven new lanterns before winter"

    def labels(
        self, parents: dict[str, str], translated: bool = False
    ) -> dict[tuple[str, str], tuple[str, str | None]]:
        style = style_of("x")
        ids = sorted({*parents, *parents.values()} - {"@self", SOURCE})
        nodes = {
            id: Node(id=id, outlet=Outlet(name=f"Outlet {id}", short=id), style=style, present=id[0] != "~", hour=0.0)
            for id in ids
        }
        lineage = Lineage()
        mark = lineage.mark("s", "translation" if translated else "syndication", "Harbour Board")
        lineage.parents[mark] = parents
        if translated:
            lineage.translated.add(mark)
        present = [
            Marked(id=id, event="", text=self.WORDS, marks={mark: (0, len(self.WORDS))}, outlet=nodes[id].outlet.name,
                   published=None, title=None, url=None)
            for id in ids if nodes[id].present
        ]  # fmt: skip
        found = passages(present, nodes, lineage)
        return {(each.left.article, each.right.article): (each.label, each.source) for each in found}

    def test_a_chain_is_a_direction_all_along(self) -> None:
        found = self.labels({"c": "@self", "b": "c", "a": "b"})
        assert found == {
            ("a", "b"): ("right-to-left", None),
            ("a", "c"): ("right-to-left", None),
            ("b", "c"): ("right-to-left", None),
        }

    def test_a_missing_link_does_not_break_it(self) -> None:
        assert self.labels({"a": "@self", "~1": "a", "b": "~1"}) == {("a", "b"): ("left-to-right", None)}

    def test_two_copies_of_a_missing_article_have_it_as_common_source(self) -> None:
        assert self.labels({"~1": "@self", "a": "~1", "b": "~1"}) == {("a", "b"): ("common-source", "Outlet ~1")}

    def test_two_copies_of_a_present_article_have_it_as_common_source(self) -> None:
        assert self.labels({"o": "@self", "a": "o", "b": "o"})[("a", "b")] == ("common-source", "Outlet o")

    def test_what_is_from_outside_has_its_name(self) -> None:
        assert self.labels({"a": SOURCE, "b": SOURCE}) == {("a", "b"): ("common-source", "Harbour Board")}

    def test_translations_of_their_own_are_renderings_and_copies_of_one_are_not(self) -> None:
        found = self.labels({"a": SOURCE, "b": SOURCE, "c": "b"}, translated=True)
        assert found == {
            ("a", "b"): ("independent-renderings", "Harbour Board"),
            ("a", "c"): ("independent-renderings", "Harbour Board"),
            ("b", "c"): ("left-to-right", None),
        }
