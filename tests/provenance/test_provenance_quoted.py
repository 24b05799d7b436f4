"""Quotations that are paragraphs of their own, that a colon leads to, or that stand behind whom a sentence is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import read

GATE = "The gate had been open since noon and the water ran through it"
RIVER = "Nobody told us that the river would rise before the harvest"
HARVEST = "We had asked for a second gate in the spring and heard nothing"
TOLD = f"“{GATE},” Ada Pell told them."


def spoken(text: str) -> list[str | None]:
    return [name and name.display for name in read("a", text).speakers]


class TestAParagraphThatIsAQuotation:
    @given(st.integers(1, 4), st.sampled_from(["“{}.”", "“{}”", "“{}!”", "“{}.” "]))
    def test_goes_on_with_the_speaker_of_the_one_before(self, count: int, quoted: str) -> None:
        text = "\n\n".join([TOLD, *[quoted.format(RIVER)] * count])
        assert spoken(text) == ["Ada Pell"] * (count + 1)

    @pytest.mark.parametrize(
        "paragraph", ["But “{}.”", "“{}.” So it was.", "“{}” was heard.", "The river rose.\n\n“{}.”"]
    )
    def test_is_nobodys_where_there_are_other_words(self, paragraph: str) -> None:
        assert spoken(f"{TOLD}\n\n{paragraph.format(RIVER)}") == ["Ada Pell", None]

    def test_is_nobodys_behind_one_that_is(self) -> None:
        assert spoken(f"Ada Pell came home.\n\n“{GATE},” the board said.\n\n“{RIVER}.”") == [None, None]

    def test_is_of_who_says_it(self) -> None:
        assert spoken(f"{TOLD}\n\n“{RIVER},” said Bob Ross.\n\n“{HARVEST}.”") == ["Ada Pell", "Bob Ross", "Bob Ross"]


class TestAColonAtTheEndOfAParagraph:
    @pytest.mark.parametrize(
        "leads",
        ["Reporter Ada Pell says", "Ada Pell says", "Ada Pell said this to the board", "It rained. Ada Pell wrote"],
    )
    def test_leads_to_the_quotation_of_the_next(self, leads: str) -> None:
        assert spoken(f"{leads}:\n\n“{GATE}.”") == ["Ada Pell"]
        assert spoken(f"{leads}.\n\n“{GATE}.”") == [None]

    def test_leads_on_through_paragraphs_of_quotations(self) -> None:
        assert spoken(f"Reporter Ada Pell says:\n\n“{GATE}.”\n\n“{RIVER}.”") == ["Ada Pell"] * 2

    def test_leads_to_nobody_named_far_before_it(self) -> None:
        far = "and it rained " * 30
        assert spoken(f"Ada Pell says no, {far}to which this was said:\n\n“{GATE}.”") == [None]


class TestWhomASentenceIsAbout:
    HEARD = f"“{RIVER},” Bob Ross said.\n\n“{GATE},” Ada Pell said."

    @pytest.mark.parametrize(("one", "other"), [("Ada Pell", "Bob Ross"), ("Bob Ross", "Ada Pell")])
    @pytest.mark.parametrize("does", ["has egged on supporters of {} with", "met friends of {} on the quay with"])
    def test_speaks_rather_than_whom_it_names_besides(self, one: str, other: str, does: str) -> None:
        text = f"{self.HEARD}\n\n{one} {does.format(other)} lines like “{HARVEST}”."
        assert spoken(text) == ["Bob Ross", "Ada Pell", one]

    def test_is_not_one_named_behind_much_else(self) -> None:
        long = "Nobody on the quay could say afterwards whether"
        text = f"{self.HEARD}\n\n{long} Ada Pell had egged on Bob Ross with lines like “{HARVEST}”."
        assert spoken(text)[-1] == "Bob Ross"
