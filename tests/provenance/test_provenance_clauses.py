"""The source of a clause is its subject: a body, a paper by whose it is, or a paper by what it is called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import read

from dedup.provenance.view import Attribution

GATE = "the gate had been open since noon and the water ran through it"
RIVER = "nobody told us that the river would rise before the harvest"
MINES = "Inspectorate of Mines"
BODIES = [MINES, "College of Eye Physicians", "Chamber of Engineers", "Brackwell Institute", "Friends of the Plaza"]
VERBS = ["found", "said", "concludes", "wrote", "suggests"]
TELLS = ["found", "finds", "shows", "records", "concludes", "suggests", "reveals"]


def cited(text: str) -> list[Attribution]:
    return list(read("a", text).local)


def names(text: str) -> list[str | None]:
    return [item.name and item.name.display for item in cited(text)]


def spoken(text: str) -> list[str | None]:
    return [name and name.display for name in read("a", text).speakers]


class TestABody:
    @given(st.sampled_from(BODIES), st.sampled_from(VERBS))
    def test_speaks_whatever_is_said_of_it_between_commas(self, body: str, verb: str) -> None:
        text = f"The {body}, which commissioned the research, {verb} in May that {GATE}."
        (item,) = cited(text)
        assert (item.name and item.name.display, item.nature, item.document) == (body, "channel", False)
        assert read("a", text).speeches == ()  # an Eye Physician is nobody

    def test_speaks_in_a_statement(self) -> None:
        text = f"The College of Eye Physicians, which commissioned the research, said in a statement that {GATE}."
        assert names(text) == ["College of Eye Physicians"]

    @pytest.mark.parametrize("verb", ["said", "wrote", "said in a statement"])
    def test_speaks_behind_a_quotation_with_its_letters_in_brackets(self, verb: str) -> None:
        text = f"“{GATE.capitalize()},” the Kestrian Football Association (KFA) {verb}."
        assert names(text) == ["Kestrian Football Association"]

    def test_is_called_by_what_is_named_last(self) -> None:
        text = f"The American union UCSW, which has no members here, wrote to Mr Telles: “{GATE}.”"
        assert (names(text), spoken(text)) == (["UCSW"], [None])

    def test_is_what_a_colon_leads_from(self) -> None:
        assert names(f"From the Weather Service: “{GATE}.”") == ["Weather Service"]
        assert names(f"From the roof of the Weather Service they could see it all: “{GATE}.”") == []
        assert names(f"From the Weather Service, a map: “{GATE}.”") == []

    def test_is_known_by_what_is_said_of_it(self) -> None:
        assert names(f"Sundlink, which runs the line, found that {GATE}.") == ["Sundlink"]
        assert names(f"Sundlink found that {GATE}.") == []

    def test_is_no_operator(self) -> None:
        assert names(f"Operator Sundlink AG posted that “{GATE}”.") == ["Sundlink AG"]


class TestAPaper:
    @pytest.mark.parametrize(
        "paper",
        [
            "A ground control audit by the Inspectorate of Mines, completed in November,",
            "The Inspectorate of Mines’s audit",
            "An Inspectorate of Mines inspection report",
            "The report which the Inspectorate of Mines published in May",
            "A survey published this month by the Inspectorate of Mines",
        ],
    )
    @pytest.mark.parametrize("verb", TELLS)
    def test_is_of_whoever_put_it_out(self, paper: str, verb: str) -> None:
        (item,) = cited(f"{paper} {verb} that “{GATE}”.")
        assert (item.name and item.name.display, item.document) == (MINES, True)

    @pytest.mark.parametrize("between", ["", "The river rose at noon. "])
    def test_is_of_the_body_that_a_sentence_before_begins_with(self, between: str) -> None:
        before = f"The Inspectorate of Mines had been there before him. {between}"
        assert names(f"{before}Its 2028 audit, which the Post has read, records that “{GATE}”.") == [MINES]

    def test_is_not_of_one_named_long_before(self) -> None:
        before = f"The Inspectorate of Mines had been there before him. {'It rained. ' * 5}"
        assert names(f"{before}Its 2028 audit, which the Post has read, records that “{GATE}”.") == [None]

    def test_is_called_by_what_it_is_of(self) -> None:
        told = f"“{GATE.capitalize()},” say the grounds of claim, a copy of which was lodged at Ostrel."
        assert names(told) == ["grounds of claim"]

    @pytest.mark.parametrize("told", ["two thirds said that {}", "two thirds said “{}”", "most said they knew that {}"])
    def test_is_what_a_sentence_begins_in(self, told: str) -> None:
        (item,) = cited(f"In the Chamber of Engineers’ survey of 640 members, {told.format(GATE)}.")
        assert (item.name and item.name.display, item.document) == ("Chamber of Engineers", True)

    def test_is_what_a_sentence_ends_with(self) -> None:
        text = f"Two thirds say that {GATE}, a survey published this month by the Chamber of Engineers found."
        assert names(text) == ["Chamber of Engineers"]
        text = "Two thirds never have, a survey published this month by the Chamber of Engineers found."
        assert names(text) == ["Chamber of Engineers"]
        text = "The Harbour Board has never seen it, a survey by the Chamber of Engineers found."
        assert names(text) == ["Chamber of Engineers"]

    def test_is_of_the_person_whose_it_is(self) -> None:
        assert names(f"Bob Ross’s audit records that “{GATE}”.") == ["Bob Ross"]

    def test_is_what_a_colon_leads_from(self) -> None:
        assert names(f"Appendix C is the warning from the Drivers’ Union, sent in May: “{GATE}.”") == ["Drivers' Union"]

    @pytest.mark.parametrize("who", ["Nkoshi branch", "Harbour Board", "Drivers’ Union"])
    def test_is_of_whoever_speaks_in_it(self, who: str) -> None:
        found = names(f"In its letter of 3 May, the {who} told management that “{GATE}”.")
        assert found == [who.replace("’", "'")]

    @pytest.mark.parametrize("book", ["The Open Hand, the book", "Grey Water, the novel", "Still Waters, the diary"])
    def test_is_the_book_in_which_he_wrote(self, book: str) -> None:
        title = book.split(",")[0].removeprefix("The ")
        assert names(f"In {book} that made his name, he wrote: “{GATE}.”") == [title]

    def test_is_no_town(self) -> None:
        assert names(f"In Ostrel, the town that made his name, he wrote: “{GATE}.”") == []


class TestIt:
    @pytest.mark.parametrize(
        ("told", "name"),
        [
            (
                "It came as the Brackwell Institute, a think tank, published a report that will not",
                "Brackwell Institute",
            ),
            ("He showed a letter which the Mineworkers’ Union sent to the manager", "Mineworkers' Union"),
            ("They heard of the report by the Harbour Board", "Harbour Board"),
        ],
    )
    def test_is_the_paper_of_the_sentence_before(self, told: str, name: str) -> None:
        text = f"{told}. “{GATE.capitalize()},” it says."
        assert (names(text), spoken(text)) == ([name], [None])

    def test_is_of_who_published_it_and_not_of_whom_the_sentence_begins_with(self) -> None:
        told = "The Harbour Board met as the Brackwell Institute published a report."
        assert names(f"{told} It reads: “{GATE}.”") == ["Brackwell Institute"]

    def test_is_the_letter_and_not_whom_it_was_delivered_to(self) -> None:
        text = f"The union delivered an open letter to Bob Ross. It reads in part: “{GATE}.”"
        assert (names(text), spoken(text)) == (["open letter"], [None])

    def test_is_no_paper_of_which_a_quotation_speaks(self) -> None:
        told = f"They heard {{}}. It found that {RIVER}."
        assert names(told.format("of the report by the Kestrian Board, and all of it")) == ["Kestrian Board"]
        assert names(told.format("“the report by the Kestrian Board, and all of it”")) == []
        text = f"It came in May. “We have read the Kestrian Board’s report, and {GATE},” it said."
        assert names(text) == []


class TestWhereNobodySaysWhosePaperItIs:
    @pytest.mark.parametrize(
        "tells",
        [
            "Bob Ross came home. Its statement speaks of “{}”.",
            "Bob Ross, whom they had asked, was shown it. Its statement speaks of “{}”.",
            "The warrant on which Mr Ross’s house was searched alleges that he “{}”.",
            "The order on which Mr Ross’s house was searched alleges that he “{}”.",
            "Bob Ross came home. The report found that “{}”.",
        ],
    )
    def test_no_person_speaks_the_quotation(self, tells: str) -> None:
        assert spoken(tells.format(GATE)) == [None]

    def test_a_paper_that_may_be_any_names_nothing(self) -> None:
        (item,) = cited(f"A study found that “{GATE}”.")
        assert (item.name, item.nature, item.document) == (None, "unnamed", True)

    def test_a_paper_of_one_kind_is_called_so(self) -> None:
        text = f"The warrant on which Mr Ross’s house was searched tells how he came: “{GATE}”."
        assert names(text) == ["warrant"]


class TestNoSource:
    @pytest.mark.parametrize(
        "who",
        [
            "Defence Minister Ada Pell",
            "The Defence Minister Ada Pell",
            "Ada Pell of the Harbour Board",
            "The United States",
            "The United States, which had asked for it,",
        ],
    )
    @pytest.mark.parametrize("verb", ["found", "concludes"])
    def test_is_a_person_or_a_land_by_its_clause(self, who: str, verb: str) -> None:
        assert names(f"{who} {verb} that {GATE}.") == []
        assert names(f"The Harbour Board {verb} that {GATE}.") == ["Harbour Board"]

    def test_is_a_person_who_says_it(self) -> None:
        assert names(f"Defence Minister Ada Pell said that {GATE}.") == []
        assert "Ada Pell of the Harbour Board" not in names(f"Ada Pell of the Harbour Board said that {GATE}.")
        assert names(f"The United States said that {GATE}.") == []

    @pytest.mark.parametrize(
        ("text", "heard"),
        [
            (f"Bob Ross said that the Harbour Board found that {GATE}.", []),
            (f"The Harbour Board, Bob Ross said, found that {GATE}.", []),
            (f"According to the Sable Post, a survey by the Harbour Board found that {GATE}.", ["Sable Post"]),
        ],
    )
    def test_is_added_where_somebody_is_heard_in_the_sentence(self, text: str, heard: list[str]) -> None:
        assert names(text) == heard

    def test_is_kept_from_speaking_by_who_came_by_its_paper(self) -> None:
        text = f"A survey by the Harbour Board seen by the Sable Post found that {GATE}."
        assert "Harbour Board" in names(text)
