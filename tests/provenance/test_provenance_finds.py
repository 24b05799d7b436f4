"""What a medium says of its own finds, what a text calls the medium that it is of, and cues that name no medium."""

from __future__ import annotations

import pytest
from provenance_pairs import pair, read

from dedup.provenance import judge
from dedup.provenance.language.media import THIS_MEDIUM
from dedup.provenance.view import Attribution

WORDS = "the sluice had been opened in the night by two men whom nobody had sent there"


def local(text: str, outlet: str | None = None) -> list[Attribution]:
    return list(read("a", text, outlet).local)


def channels(text: str) -> list[str]:
    return [item.name.display for item in local(text) if item.name is not None and item.nature == "channel"]


class TestAFind:
    @pytest.mark.parametrize("cue", ["has learned", "has learnt", "can reveal", "can disclose", "has established"])
    def test_is_the_mediums(self, cue: str) -> None:
        assert channels(f"The Calder Courier {cue} that {WORDS}.") == ["Calder Courier"]

    @pytest.mark.parametrize("cue", ["has learned", "can reveal"])
    def test_of_a_person_is_no_source_and_no_saying(self, cue: str) -> None:
        dossier = read("a", f"Ada Pell {cue} that {WORDS}.")
        assert not dossier.local and not dossier.speeches

    def test_speaks_for_the_outlet_that_tells_of_it(self) -> None:
        plain = f"It was a wet night. Nobody knew that {WORDS}."
        own = f"It was a wet night. The Calder Courier has learned that {WORDS}."
        right = read("b", f"Farmers were angry. All heard that {WORDS}.", "Tarn Post", "2031-03-05")
        found = []
        for text in (plain, own):
            left = read("a", text, "Calder Courier", "2031-03-04")
            found.append(judge(pair(left, right, WORDS), left, right).probabilities["left-to-right"])
        assert found[1] > found[0]


class TestThisMedium:
    @pytest.mark.parametrize("called", ["this newspaper", "our reporter", "this website", "This newspaper"])
    def test_is_told(self, called: str) -> None:
        (item,) = local(f"“We knew that {WORDS},” Ada Pell told {called} on Monday.")
        assert (item.name, item.noun, item.kind) == (None, THIS_MEDIUM, "interview")

    def test_finds_out(self) -> None:
        (item,) = local(f"This newspaper can reveal that {WORDS}.")
        assert (item.name, item.noun, item.kind) == (None, THIS_MEDIUM, "report")

    def test_is_the_outlet_of_the_text(self) -> None:
        left = read("a", f"“We knew that {WORDS},” Ada Pell told this newspaper.", "Calder Courier", "2031-03-04")
        right = read("b", f"“We knew that {WORDS},” Ada Pell said.", "Tarn Post", "2031-03-05")
        verdict = judge(pair(left, right, f"We knew that {WORDS}", kinds=("quotation", "quotation")), left, right)
        (item,) = (item for item in verdict.ledger if item.signal == "attribution.own-interview")
        assert item.origin == "left"


@pytest.mark.parametrize(
    "text",
    [
        "Bob Ross said he had filed two reports and had been told to stop filing them.",
        "Ada Pell attacked them, telling her Twitter followers that it was late.",
        "Ada Pell told her Facebook fans that it was late.",
        "And Halloran reported stellar quarterly earnings on Monday.",
        "The bank Halloran reported a loss of four millions.",
    ],
)
def test_names_no_medium(text: str) -> None:
    assert channels(text) == []


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("The Calder Courier reported heavy losses at Halloran.", "Calder Courier"),
        ("It was late. Ostrel Bank said profits rose in March.", "Ostrel Bank"),
        ("“It leaks,” Ada Pell said in The Times on Monday.", "The Times"),
        ("“It leaks,” Ada Pell said in the Calder Courier on Monday.", "Calder Courier"),
        ("“It leaks,” Ada Pell argued in the Calder Courier.", "Calder Courier"),
        ("It was late in the day. “It leaks,” Ada Pell claimed in Der Spiegel on Monday.", "Der Spiegel"),
        ("Ada Pell sat down with Foreign Policy.", "Foreign Policy"),
        ("Ada Pell was interviewed by National Geographic on Monday.", "National Geographic"),
        ("The story was broken by Foreign Affairs.", "Foreign Affairs"),
        ("As told to the Courier.", "Courier"),
    ],
)
def test_names_a_medium(text: str, medium: str) -> None:
    assert [name.removeprefix("The ") for name in channels(text)] == [medium.removeprefix("The ")]


@pytest.mark.parametrize("body", ["the FBI", "the police", "the Ministry of Defence"])
@pytest.mark.parametrize(
    "cue",
    [
        "in an interview with",
        "in a phone interview with",
        "in a telephone interview with",
        "had an interview with",
        "sat down with",
    ],
)
def test_an_institution_is_no_medium(cue: str, body: str) -> None:
    assert channels(f"Ada Pell said {cue} {body} on Monday that it leaked.") == []


@pytest.mark.parametrize("noun", ["airline", "orchestra", "theatre", "college"])
def test_a_body_by_its_common_noun_is_whom_the_noun_means(noun: str) -> None:
    name = f"Ostrel {noun.capitalize()}"
    assert channels(f"{name} was shut. “It leaks,” the {noun} said in a statement.") == [name]
    (item,) = local(f"“It leaks,” the {noun} said in a statement.")
    assert (item.name, item.noun, item.document) == (None, noun, True)


def test_of_two_speakers_of_one_quotation_it_is_the_one_who_is_named_beside_it() -> None:
    words = "nobody knows for sure that the two will ever reach a deal on the dam"
    one = f"Bartholomew Ross, a clerk, came in. It was late. “{words},” he wrote."
    left = read("a", one, "Alpha Times", "2031-03-04")
    right = read("b", f"It was a long day. “{words},” Ada Pell wrote.", "Beta Post", "2031-03-04")
    for first, second in ((left, right), (right, left)):
        found = judge(pair(first, second, words, kinds=("quotation", "quotation")), first, second)
        assert found.source == "statement by Ada Pell"


def test_an_interview_named_further_down_is_not_where_a_speaker_whom_both_name_said_it() -> None:
    words = "nobody knows for sure that the two will ever reach a deal on the dam"
    later = "She is busy. Ada Pell told Radio Falkenau last year that she sleeps little."
    left = read("a", f"It was a long day. “{words},” Ada Pell said.\n\n{later}", "Alpha Times", "2031-03-04")
    right = read("b", f"Rain fell. “{words},” said Ada Pell.", "Beta Post", "2031-03-04")
    found = judge(pair(left, right, words, kinds=("quotation", "quotation")), left, right)
    assert found.source == "statement by Ada Pell"
