"""Who "he" and "she" are: the last person named who may be, and nobody whose name but stands above the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import read

from dedup.provenance.language.lexicon import load

GATE = "The gate had been open since noon and the water ran through it"
RAIN = "It was a wet night in the valley. "
MEN, WOMEN = ("Mr", "Sir", "Lord"), ("Mrs", "Ms", "Miss", "Dame", "Lady")


def speaker(text: str) -> str | None:
    (name,) = read("a", text).speakers
    return None if name is None else name.display


@pytest.mark.parametrize(
    "text",
    [
        "Mrs Fenn said no.\n\n“{}”, he said.",
        "Mrs Fenn said no.\n\nHer husband had been warned. “{},” he said.",
        "Dame Ada Fenn said no.\n\nHer husband had been warned. “{},” he added.",
        "Mr Arkle said no.\n\nHis wife had been warned. “{},” she said.",
        "Sir Hugo Arkle said no.\n\n“{},” she said.",
        "Mrs Fenn’s husband had been warned. “{},” he said.",
        "It rained. Mrs Fenn said no. Her husband came. “{},” he said.",
    ],
)
def test_he_is_no_woman_and_she_no_man(text: str) -> None:
    assert speaker(text.format(GATE)) is None


@pytest.mark.parametrize("between", ["Mrs Fenn’s husband had been warned.", "Mrs Fenn said no."])
def test_he_is_a_man_named_shortly_before(between: str) -> None:
    assert speaker(f"Mr Arkle said yes. {between} “{GATE},” he said.") == "Arkle"
    assert speaker(f"Hugo Arkle said yes. {between}\n\n“{GATE},” he said.") == "Hugo Arkle"


def test_but_not_one_named_long_before() -> None:
    text = "Mr Arkle said yes.\n\n{}\n\nMrs Fenn said no.\n\n“{},” he said."
    assert speaker(text.format(RAIN * 4, GATE)) == "Arkle"
    assert speaker(text.format(RAIN * 9, GATE)) is None


def test_unless_nobody_was_named_since() -> None:
    assert speaker(f"Mr Arkle said yes.\n\n{RAIN * 20}\n\n“{GATE},” he said.") == "Arkle"


@pytest.mark.parametrize("pronoun", ["he", "she"])
@pytest.mark.parametrize("lead", ["Osric Arkle said yes. Ebba Fenn said no.", "Ebba Fenn said no."])
def test_without_words_of_address_the_last_one_named_is_meant(lead: str, pronoun: str) -> None:
    assert speaker(f"{lead} “{GATE},” {pronoun} said.") == "Ebba Fenn"


class TestAGivenName:
    BOTH = "Hugo Arkle said yes. Ada Fenn said no."

    def test_tells_a_man_from_a_woman(self) -> None:
        assert speaker(f"{self.BOTH} “{GATE},” he said.") == "Hugo Arkle"
        assert speaker(f"{self.BOTH} “{GATE},” she said.") == "Ada Fenn"
        assert speaker(f"Ada Fenn said no. “{GATE},” he said.") is None

    def test_of_one_of_two_by_a_surname_tells_of_that_one_alone(self) -> None:
        text = "Hugo Fenn said yes. Ada Fenn said no."
        assert speaker(f"{text} “{GATE},” she said.") == "Ada Fenn"

    def test_that_is_nobodys_more_tells_nothing(self) -> None:
        assert speaker(f"Robin Arkle said yes. “{GATE},” she said.") == "Robin Arkle"
        assert speaker(f"Robin Arkle said yes. “{GATE},” he said.") == "Robin Arkle"

    def test_is_a_mans_or_a_womans(self) -> None:
        lists = load("given.toml")
        assert not set(lists["men"]) & set(lists["women"])
        assert all(name == name.lower() and " " not in name for names in lists.values() for name in names)


class TestTheSubjectOfTheSentenceBefore:
    """Both are men, and both speak elsewhere."""

    KNOWN = "Hugo Arkle said yes. Boris Kolbe said no."

    @pytest.mark.parametrize(
        "before",
        [
            "Hugo Arkle accused Boris Kolbe of folding.",
            "Conservative commentator Hugo Arkle accused Boris Kolbe of folding.",
            "Hugo Arkle left. He mocked Boris Kolbe.",
            "Hugo Arkle said that Boris Kolbe had folded.",
            "After Boris Kolbe had folded, Hugo Arkle said, nothing moved.",
        ],
    )
    def test_is_meant(self, before: str) -> None:
        assert speaker(f"{self.KNOWN}\n\n{before} “{GATE},” he said.") == "Hugo Arkle"

    @pytest.mark.parametrize(
        "before",
        [
            "When Hugo Arkle had gone, Boris Kolbe came in.",
            "The good news for Hugo Arkle came from Boris Kolbe.",
            "Hugo Arkle’s plan was that of Boris Kolbe.",
        ],
    )
    def test_is_nobody_who_but_opens_it(self, before: str) -> None:
        assert speaker(f"{self.KNOWN}\n\n{before} “{GATE},” he said.") == "Boris Kolbe"

    def test_is_none_of_the_pronouns_own_sentence(self) -> None:
        text = f"{self.KNOWN} Hugo Arkle had asked Boris Kolbe, and he said: “{GATE}.”"
        assert speaker(text) == "Boris Kolbe"


@pytest.mark.parametrize("pronoun", ["he", "she"])
def test_a_surname_of_a_man_and_of_a_woman_tells_nothing(pronoun: str) -> None:
    assert speaker(f"Mr Fenn and Mrs Fenn came. Mrs Fenn said no.\n\n“{GATE},” {pronoun} said.") == "Fenn"


NAMES = st.lists(st.sampled_from(["Arkle", "Fenn", "Pell", "Kolbe", "Amory"]), min_size=1, max_size=4, unique=True)


@given(NAMES, st.lists(st.sampled_from(MEN + WOMEN), min_size=4, max_size=4), st.sampled_from(["he", "she"]))
def test_of_all_who_are_near_it_is_the_last_who_may_be(names: list[str], called: list[str], pronoun: str) -> None:
    people = list(zip(called, names, strict=False))
    text = "\n\n".join(f"{word} {name} said no." for word, name in people)
    meant = [name for word, name in people if word in (MEN if pronoun == "he" else WOMEN)]
    assert (speaker(f"{text}\n\n“{GATE},” {pronoun} said.") or "").split()[-1:] == meant[-1:]


class TestASurnameAtTheHeadOfASentence:
    SHE = f"Orr, a two-time nominee, wiped her eyes. “{GATE},” she wrote."

    @pytest.mark.parametrize(
        "before",
        [
            "Mara Orr lost the prize to her friend.\n\nIlse Kolbe sang.",
            "Mara Orr lost the prize. Ilse Kolbe sang. The hall rose.",
            "Mara Orr lost the prize.\n\nIlse Kolbe said that it rained.",
        ],
    )
    def test_is_who_she_is(self, before: str) -> None:
        assert speaker(f"{before}\n\n{self.SHE}") == "Mara Orr"

    def test_even_where_the_full_name_comes_later(self) -> None:
        assert speaker(f"Ilse Kolbe sang.\n\n{self.SHE}\n\nMara Orr lost the prize.") == "Mara Orr"

    def test_not_where_nobody_is_called_so_in_full(self) -> None:
        assert speaker(f"Ilse Kolbe sang.\n\n{self.SHE}") == "Ilse Kolbe"


@pytest.mark.parametrize("byline", ["By Ada Pell", "By Ada Pell and Hugo Arkle", "by Ada Pell, Northmoor"])
@pytest.mark.parametrize("between", ["", f"{RAIN}Nobody had seen the river so high before the harvest.\n\n"])
def test_whose_name_stands_in_a_byline_does_not_speak(byline: str, between: str) -> None:
    assert speaker(f"High water\n\n{byline}\n\n{between}“{GATE},” she said.") is None
