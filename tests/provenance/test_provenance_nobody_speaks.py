"""Quotations of somebody without a name, and those beside a sentence that tells of other words: nobody speaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import read

GATE = "The gate had been open since noon and the water ran through it"
RIVER = "Nobody told us that the river would rise before the harvest"
SILENT = [
    "a spokesperson said", "a studio spokesperson said", "the spokesman said", "says one person who was on the call",
    "said one resident", "said another of the guests", "a source said", "said a source", "one of the sources said",
    "officials said", "the company said", "said the company", "the ministry said",
]  # fmt: skip
LEADS = [
    "Ada Pell came home late.", "Ada Pell said that it rained.", "It was Ada Pell who shut it.",
    "The board thanked Ada Pell.",
]  # fmt: skip


def spoken(text: str) -> list[str | None]:
    return [None if name is None else name.display for name in read("a", text).speakers]


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("who", SILENT)
def test_who_has_no_name_is_not_who_was_named_before(lead: str, who: str) -> None:
    assert spoken(f"{lead} “{GATE},” {who}.") == [None]


@pytest.mark.parametrize("who", SILENT)
def test_nor_who_is_named_within_the_quotation(who: str) -> None:
    assert spoken(f"Nobody came. “Ada Pell said that the gate had been open,” {who}. “{RIVER}.”") == [None] * 2


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("who", SILENT)
def test_what_is_quoted_next_is_not_who_was_named_before_either(lead: str, who: str) -> None:
    assert spoken(f"{lead} “{GATE},” {who}. “{RIVER}.”")[1] is None


@given(st.lists(st.sampled_from(SILENT), min_size=1, max_size=3))
def test_until_somebody_with_a_name_speaks(silent: list[str]) -> None:
    unnamed = " ".join(f"“{GATE},” {who}." for who in silent)
    text = f"Ada Pell came home late. {unnamed} “{RIVER},” said Hugo Arkle. “{GATE}.”"
    assert spoken(text) == [None] * len(silent) + ["Hugo Arkle"] * 2


def test_a_word_in_marks_in_the_sentence_of_an_institution_is_nobodys() -> None:
    text = "Ada Pell said no.\n\nThe studio said that Ada Pell and it had “parted on the very best of terms this week”."
    assert spoken(text) == [None]


class TestASentenceBehindAFullQuotation:
    QUOTED = "Many asked who would read them. “Nobody had the time to read them.”"

    @pytest.mark.parametrize(
        "goes_on",
        [
            "Commissioner Ada Pell said she shared the concern but warned against haste.",
            "Ada Pell said she shared the concern but warned the house against haste.",
            "Pell added that the board would see to it before the summer was over.",
        ],
    )
    def test_tells_of_other_words(self, goes_on: str) -> None:
        assert spoken(f"{self.QUOTED} {goes_on}") == [None]

    @pytest.mark.parametrize(
        ("ends", "name"),
        [
            ("Commissioner Ada Pell said.", "Ada Pell"),
            ("Pell said.", "Pell"),
            ("Pell said on Monday.", "Pell"),
            ("Pell added in the rain.", "Pell"),
        ],
    )
    def test_names_its_speaker_where_it_says_no_more(self, ends: str, name: str) -> None:
        assert spoken(f"{self.QUOTED} {ends}") == [name]

    def test_behind_a_comma_it_may_say_what_it_likes(self) -> None:
        text = self.QUOTED.replace(".”", ",”")
        assert spoken(f"{text} Ada Pell said, as she warned the house against too much haste in it.") == ["Ada Pell"]
