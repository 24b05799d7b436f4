"""Papers that a text calls by what they are: "a court filing" is a source so called, "a new report" names nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import read

from dedup.provenance.view import Attribution

GATE = "The gate had been open since noon and the water ran through it"
RIVER = "Nobody told us that the river would rise before the harvest"
KNOWN = ["memo", "petition", "indictment", "lawsuit", "affidavit"]
KINDS = ["court filing", "tax records", "police records", "safety audit"]
TELLS_NOTHING = ["new", "recent", "official", "joint", "damning", "written", "second", "Tory", "Monday's"]
OF_A_KIND = ["report", "survey", "audit", "ruling", "judgment", "dossier", "filing", "complaint"]


def said(text: str) -> list[Attribution]:
    return [item for item in read("a", text).attributions if item.nature != "speaker"]


def names(text: str) -> list[str | None]:
    return [item.name and item.name.display for item in said(text)]


class TestAPaperOfItsOwn:
    @pytest.mark.parametrize("paper", [*KNOWN, *KINDS])
    def test_is_a_source_so_called(self, paper: str) -> None:
        (item,) = said(f"It rained, according to the {paper}.")
        assert item.name is not None
        assert (item.name.display, item.nature, item.document) == (paper, "channel", True)

    @pytest.mark.parametrize("paper", [*KNOWN, *KINDS])
    def test_is_what_says_something(self, paper: str) -> None:
        assert names(f"The {paper} says that it rained.") == [paper]
        assert names(f"“{GATE},” the {paper} alleges.") == [paper]

    def test_may_be_told_by_whose_it_is(self) -> None:
        assert names("According to the hospital's petition, it rained.") == ["petition"]
        assert names("According to the hospital's annual report, it rained.") == [None]

    def test_is_called_by_what_tells_it_from_others(self) -> None:
        assert names("According to a new court filing, it rained.") == ["court filing"]
        assert names("According to the second leaked court filing, it rained.") == ["court filing"]

    def test_whose_owner_has_a_name_is_the_owners(self) -> None:
        assert names("According to the Ravenholt Water Board's petition, it rained.") == ["Ravenholt Water Board"]


class TestNothingIsNamed:
    @pytest.mark.parametrize(
        "paper",
        [
            "a new report", "an official statement", "the judgment", "the Tory report", "a report", "the latest survey",
            "a damning audit", "a document", "the ruling",
        ],
    )  # fmt: skip
    def test_by_a_paper_that_may_be_any(self, paper: str) -> None:
        (item,) = said(f"It rained, according to {paper}.")
        assert (item.name, item.nature, item.document) == (None, "unnamed", True)

    @given(st.lists(st.sampled_from(TELLS_NOTHING[:7]), min_size=1, max_size=2), st.sampled_from(OF_A_KIND))
    def test_however_many_words_that_tell_nothing_stand_before(self, before: list[str], kind: str) -> None:
        assert names(f"It rained, according to the {' '.join(before)} {kind}.") == [None]


class TestWhoCameByAPaper:
    @pytest.mark.parametrize("got", ["seen", "obtained", "reviewed"])
    @pytest.mark.parametrize("whom", ["the Courier", "Quillane"])
    def test_is_not_whose_it_is(self, got: str, whom: str) -> None:
        found = said(f"It rained, according to a court filing {got} by {whom}.")
        assert [item.name and item.name.display for item in found if item.document] == ["court filing"]

    @pytest.mark.parametrize("put_out", ["released", "published"])
    def test_who_put_it_out_is(self, put_out: str) -> None:
        text = f"It rained, according to a court filing {put_out} by the Ravenholt Water Board."
        assert "Ravenholt Water Board" in names(text)
        assert "court filing" not in names(text)


@pytest.mark.parametrize("cites", ["The {} says that it rained.", "It rained, according to the {}."])
@pytest.mark.parametrize("office", ["Audit Office", "Survey Institute"])
def test_an_office_of_papers_is_an_office(cites: str, office: str) -> None:
    (item,) = said(cites.format(office))
    assert (item.name and item.name.display, item.document) == (office, False)


class TestWhatGoesOn:
    CITED = "According to a court filing, it rained."

    @pytest.mark.parametrize("goes_on", ["“{},” it said.", "It says: “{}.”"])
    def test_is_the_papers_by_it(self, goes_on: str) -> None:
        assert names(f"{self.CITED} {goes_on.format(RIVER)}") == ["court filing", "court filing"]

    def test_is_not_the_papers_by_another_word(self) -> None:
        assert names(f"{self.CITED} In the statement she said: “{RIVER}.”") == ["court filing"]

    def test_is_not_the_papers_where_a_person_speaks_in_the_statement(self) -> None:
        assert names(f"{self.CITED} “{RIVER},” Edda Quillane said in the statement.") == ["court filing"]

    @pytest.mark.parametrize("goes_on", ["“{},” it said.", "“{},” the statement said."])
    def test_is_still_of_whom_was_cited_before_the_paper(self, goes_on: str) -> None:
        board = "According to the Ravenholt Water Board, it was wet."
        found = names(f"{board} {self.CITED} {goes_on.format(RIVER)}")
        assert found == ["Ravenholt Water Board", "court filing", "Ravenholt Water Board"]
