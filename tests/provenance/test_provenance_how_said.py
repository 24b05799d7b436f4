"""Verbs that no list has behind quotations, words that tell how somebody speaks, and whom "he" cannot mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import read

GATE = "The gate had been open since noon and the water ran through it"
RIVER = "Nobody told us that the river would rise before the harvest"
VERBS = ["stormed", "boasted", "bristled", "deadpanned", "chuckled"]
HOW = ["jokingly", "bravely", "flatly", "angrily"]


def spoken(text: str) -> list[str | None]:
    return [name and name.display for name in read("a", text).speakers]


class TestAVerbThatNoListHas:
    @given(st.sampled_from(["Judge Ada Pell", "Ada Pell", "the judge Ada Pell"]), st.sampled_from(VERBS))
    def test_has_a_speaker_behind_a_quotation(self, who: str, verb: str) -> None:
        assert spoken(f"“{GATE},” {who} {verb}.") == ["Ada Pell"]
        assert spoken(f"“{GATE}”, {who} {verb}.") == ["Ada Pell"]

    @pytest.mark.parametrize("how", HOW)
    def test_may_be_told_how(self, how: str) -> None:
        assert spoken(f"“{GATE},” Ada Pell {how} stormed.") == ["Ada Pell"]

    def test_has_a_speaker_by_a_pronoun(self) -> None:
        assert spoken(f"“{GATE},” said Ada Pell.\n\nIt rained. “{RIVER},” she stormed.") == ["Ada Pell"] * 2

    @pytest.mark.parametrize(
        "behind",
        [
            "“a big, fat lie,” and Pell refused to go", "“{},” and Pell refused to go", "“{},” but Ada Pell stormed in",
            "“{}.” Ada Pell stormed in", "“{},”\n\nAda Pell stormed in", "“{}” Ada Pell stormed",
        ],
    )  # fmt: skip
    def test_has_none_where_the_sentence_only_goes_on(self, behind: str) -> None:
        assert spoken(f"It was {behind.format(GATE)}.") == [None]


class TestAWordThatTellsHow:
    @pytest.mark.parametrize("how", HOW)
    def test_stands_between_a_name_and_its_verb(self, how: str) -> None:
        assert spoken(f"Pell {how} said, “{GATE}.”") == ["Pell"]
        assert spoken(f"“{GATE},” Pell {how} said.") == ["Pell"]

    @pytest.mark.parametrize("family", ["the family", "the Pell family", "Pell’s family"])
    def test_is_no_family(self, family: str) -> None:
        assert spoken(f"“{GATE},” {family} said.") == [None]
        assert spoken(f"{family[0].upper()}{family[1:]} said, “{GATE}.”") == [None]


class TestHe:
    @pytest.mark.parametrize("before", ["“{},” Radek Sobotin said.", "Radek Sobotin came home."])
    @pytest.mark.parametrize("of", ["Of Mr Ross he recalled", "Of Bob Ross he added"])
    def test_is_not_of_whom_he_speaks(self, before: str, of: str) -> None:
        assert spoken(f"{before.format(GATE)} {of}: “{RIVER}.”")[-1] == "Radek Sobotin"

    @pytest.mark.parametrize(
        "asks", ["asked him whether the gate was shut", "pressed him on it", "put it to him at noon"]
    )
    @pytest.mark.parametrize("other", ["Nessa Pryde", "Bob Ross"])
    def test_is_not_who_asked_him(self, other: str, asks: str) -> None:
        assert spoken(f"Radek Sobotin came home. {other} {asks}. “{RIVER},” he said.") == ["Radek Sobotin"]

    def test_is_who_was_named_last_else(self) -> None:
        assert spoken(f"Radek Sobotin came home. Bob Ross saw the gate. “{RIVER},” he said.") == ["Bob Ross"]
