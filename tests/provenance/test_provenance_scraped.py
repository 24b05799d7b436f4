"""Names and speakers in scraped pages: furniture, signed posts, and words that are nobody's name."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import pair, read

from dedup.provenance import Dossier, judge
from dedup.provenance.article.furniture import _turns, prose
from dedup.provenance.article.mentions import _places
from dedup.provenance.article.posts import posts
from dedup.provenance.language.lexicon import lexicons
from dedup.provenance.language.naming import Name, name_of
from dedup.provenance.language.persons import person_of
from dedup.provenance.language.standing import full_name
from dedup.provenance.manner.habits import _capitals
from dedup.text.outline import outline

ENGLISH = next(lexicon for lexicon in lexicons() if lexicon.language == "en")
POST = "The dam will hold, and whoever says otherwise has not seen it. — Ada M. Pell (@adapell) March 4, 2031"
BOX = "Ada Pell Ada Maud PellMayor drops the dam plan Council to vote on tolls Tarn counts its bridges MORE"


def channels(found: Dossier) -> list[str]:
    return [item.name.display for item in found.attributions if item.name is not None and item.nature == "channel"]


def spoken(text: str) -> list[str]:
    return [speech.speaker.display for speech in read("a", text).speeches]


def quoted(text: str) -> list[str | None]:
    return [name.display if name is not None else None for name in read("a", text).speakers]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("CLOSE The bridge over the Tarn fell.", "The bridge over the Tarn fell."),
        ("It fell.\n\nFacebook Twitter Pinterest Ada Pell in her garden.", "It fell. Ada Pell in her garden."),
        ("It fell.\n\nRelated Coverage Mayor says the dam is safe\n\nIt rained.", "It fell. It rained."),
        ("It fell.\n\nDam will hold, mayor says Read more\n\nIt rained.", "It fell. It rained."),
        (f"In the hall {BOX} (R-Tarn) said that it fell.", "In the hall Ada Pell said that it fell."),
        ("Ada Pell (R-Tarn) said that it fell.", "Ada Pell said that it fell."),
        (
            "It fell to Ada PellMayor after Pell left. The Mayor slept.",
            "It fell to Ada after Pell left. The Mayor slept.",
        ),
        ("It fell. pic.twitter.com/Xy12 It rained.", "It fell. It rained."),
    ],
    ids=["label", "labels", "teaser", "teaser end", "box", "party", "run together", "link"],
)
def test_furniture_is_no_prose(text: str, kept: str) -> None:
    words = [word for word in prose(text).split() if word.strip(".")]
    assert " ".join(words) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Close friends of the mayor said so.",
        "MacArthur of BuzzFeed wrote that more than ten came.",
        "The agency (AP) and the council (TWB) said so.",
        "More than half of the bridges are old.",
        "YouGov asked 900 people. You would not believe it.",
    ],
)
def test_prose_stays_as_it_is(text: str) -> None:
    assert prose(text) == text


PIECES = ["CLOSE", "MORE", "Ada", "PellMayor", "Pell", "Mayor", "(R-Tarn)", "Related Coverage", "Read more", "said",
          "t.co/x", "the", " ", " ", "\n", ".", "ß", "İ"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_prose_keeps_every_position(text: str) -> None:
    found = prose(text)
    assert len(found) == len(text)
    assert all(new in (old, " ", ".") for new, old in zip(found, text, strict=True))
    assert found.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"Mayor {BOX} (R-Tarn) told reporters that it fell.", "Ada Pell"),
        ("Sen. Ada Pell (R-Tarn) said that it fell.", "Ada Pell"),
        ("Sen. Ada Pell of Ohio said that it fell.", "Ada Pell"),
        ("Ada Pell of the Calder Group said that it fell.", "Ada Pell"),
        ("The Clarion's Ada Pell wrote that it fell.", "Ada Pell"),
        ("Democrat Ada Pell said that it fell.", "Ada Pell"),
        ("The Calder-based Ada Pell said that it fell.", "Ada Pell"),
        ("Director of National Intelligence Ada Pell said that it fell.", "Ada Pell"),
        ("“It fell,” said Ohio farmer Ada Pell.", "Ada Pell"),
        ("West said that it fell.", "West"),
        ("“It fell,” said Clear House Press Secretary Ada Pell.", "Ada Pell"),
    ],
)
def test_a_person_without_what_a_page_or_an_office_puts_before(text: str, speaker: str) -> None:
    assert spoken(text) == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "Democrats said that it fell.", "The Ohio Republican said that it fell.", "In early February said nobody.",
        "I’m told that it fell.", "What I've said is that it fell.", "North Korea said that it fell.",
        "Several said that it fell.", "Others have noted that it fell.", "The Tarn Hill Award says that it fell.",
        "Reuters reported that it fell.", "The Kremlin’s alleged part in it is small.", "Members of Congress said so.",
    ],
)  # fmt: skip
def test_nobody_in_particular_is_no_speaker(text: str) -> None:
    assert spoken(text) == []


def test_what_a_party_says_is_not_the_last_named_persons() -> None:
    text = "Ada Pell said that the dam would hold. “It has to hold for us all to be safe,” Democrats said."
    assert quoted(text) == [None]
    assert quoted(text.replace("Democrats", "she")) == ["Ada Pell"]


def test_a_title_means_who_bears_it() -> None:
    text = (
        "President Ada Pell said that the dam would hold. Later Tom Kelm told the board that it would not. "
        "“Tom Kelm has nothing to do with my dam or with me,” the president said in a statement."
    )
    assert quoted(text) == ["Ada Pell"]
    assert quoted(text.replace("President", "Former President")) != ["Ada Pell"]


def test_the_author_of_a_post_is_meant_by_the_surname() -> None:
    text = f"{POST}\n\nPell added one thing. “The dam will hold for a hundred years,” she wrote."
    assert quoted(text) == ["Ada Pell"]


@pytest.mark.parametrize(
    ("signature", "name"),
    [
        ("— Ada M. Pell (@adapell) March 4, 2031", "statement by Ada Pell"),
        ("— Sen. Ada Pell (@adapell) 4 March 2031", "statement by Ada Pell"),
        ("- Ada Pell (@adapell)", "statement by Ada Pell"),
        ("— The Associated Press (@AP) March 4, 2031", "AP"),
        ("— Tarn Water Board (@twb) March 4, 2031", "Tarn Water Board"),
        ("— This Week (@week) March 4, 2031", "This Week"),
        ("— ada 🌻 (@adapell) March 4, 2031", None),
    ],
)
def test_a_signed_post_says_whose_words_it_holds(signature: str, name: str | None) -> None:
    text = f"The mayor wrote again.\n\nThe dam will hold. I have seen it. {signature}\n\nIt rained."
    (found,) = [item for item in read("a", text).local if item.kind == "post"]
    assert (found.name.display if found.name is not None else None) == name
    assert text[found.covers.start : found.covers.end] == f"The dam will hold. I have seen it. {signature}"
    assert text[found.place.start : found.place.end] == signature


def test_two_posts_of_a_paragraph_have_their_own_words() -> None:
    text = f"{POST} It will not. — Tom Kelm (@kelm) March 5, 2031"
    found = list(posts(text, outline(text)))
    assert [text[post.covers.start : post.covers.end] for post in found] == [POST, text[len(POST) + 1 :]]


def test_a_signature_alone_covers_the_paragraph_before() -> None:
    text = "It rained.\n\nThe dam will hold.\n\n— Ada Pell (@adapell) March 4, 2031"
    (found,) = posts(text, outline(text))
    assert text[found.covers.start : found.covers.end].startswith("The dam will hold.")


def test_a_handle_in_a_sentence_signs_nothing() -> None:
    for text in (
        "She left the club - Ada Pell (@adapell) was there - before it rained.",
        "The dam will hold, wrote the well-Known Reporter (@adapell) March 4, 2031.",
    ):
        assert list(posts(text, outline(text))) == []


def test_an_embedded_post_is_a_source_in_common() -> None:
    left = read("a", f"The mayor wrote to all of Tarn last night.\n\n{POST}\n\nIt rained.", "Calder Courier")
    right = read("b", f"There was no comment from the water board.\n\n{POST}", "Sable Post")
    verdict = judge(pair(left, right, POST), left, right)
    assert verdict.source == "statement by Ada Pell"
    signals = {item.signal for item in verdict.ledger}
    assert "attribution.shared-source" in signals and "attribution.missing" not in signals


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It fell, Ada Pell told the Los Angeles Times.", ["Los Angeles Times"]),
        ("It fell, Ada Pell told USA Today.", ["USA Today"]),
        ("It fell, Ada Pell told the Clarion's Tom Kelm.", ["Clarion"]),
        ("It fell, Ada Pell told CNN's Tom Kelm.", ["CNN"]),
        ("It fell, Ada Pell told CNN of Kelm's plan.", ["CNN"]),
        ("It fell, Ada Pell told the Varnian Parliament.", []),
        ("It fell, she said, speaking to reporters in the Oval Office.", []),
        ("It fell, Ada Pell told me it was NOT the rain.", []),
        ("It fell, according to the dictates of DACA.", []),
        ("It fell, according to the Republican memo.", ["memo"]),
        ("It fell, according to the new Republican report.", []),
        ("It fell, according to the U.S. and its friends.", []),
        ("It fell, according to South Korean officials.", ["South Korean officials"]),
        ("It fell. Police say it was the rain.", []),
        ("It fell. Senior White House officials said it was the rain.", ["White House"]),
        ("It fell, Treasury Secretary Ada Pell of the Treasury said.", []),
        ("It fell, according to the group Everytown for Bridges.", ["Everytown for Bridges"]),
        ("It fell, according to the Department of Justice.", ["Justice Department"]),
        ("It fell, according to the DOJ.", ["Justice Department"]),
        ("It fell, according to the Department of the Treasury.", ["Treasury Department"]),
        ("It fell, according to U.S. officials.", ["US officials"]),
        ("It fell, Pell’s attorney said in a statement.", []),
        ("Ada Pell was there. “It fell,” Pell said in a statement.", ["statement by Ada Pell"]),
        ("Ada Pell said it fell. The Pell memo says that it was the rain.", ["statement by Ada Pell"]),
    ],
)
def test_channels_have_a_name_or_none(text: str, names: list[str]) -> None:
    assert channels(read("a", text)) == names


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ada Pell", "Ada Pell"), ("Republican Ada Pell", "Ada Pell"), ("Co-host Ada Pell", "Ada Pell"),
        ("Homeland Security Ada Pell", "Ada Pell"), ("Theresa May", "Theresa May"), ("May", "May"),
        ("Florida Republican", None),
        ("February", None), ("FAKE.They", None), ("R-N.C", None), ("I'm", None), ("Ada M", None),
        ("South Carolina", None),
        ("Russians", None), ("President-elect", None), ("Chung Eui-yong", "Chung Eui-yong"),
    ],
)  # fmt: skip
def test_a_persons_name(text: str, kept: str | None) -> None:
    found = person_of(name_of(text), ENGLISH)
    assert (found.display if found is not None else None) == kept


def test_a_relative_is_not_whom_a_surname_means() -> None:
    lead = "The dam on the upper Tarn will hold for a hundred years, the engineers of the water board wrote in March. "
    lead += "Everybody who lives in the valley below is welcome to see for himself, they added. "
    pell = Name(display="Pell", tokens=("pell",))

    def full(text: str) -> str:
        return full_name(lead + text, pell, (ENGLISH,)).display

    assert full("Pell came to see it. Her son Tom Pell came too.") == "Pell"
    assert full("Pell came to see it. It is safe, Mayor Ada Pell said.") == "Ada Pell"
    assert full("Ada Pell came to see it. It is safe, Pell said.") == "Ada Pell"
    assert full("Kelm Chides Pell. Kelm came. Kelm saw it. So did Kelm. Pell did not.") == "Pell"
    assert full("Following Pell was easy.") == "Pell"


@pytest.mark.parametrize("word", ["I", "Never", "Who", "She", "Others", "Police", "Democrats"])
def test_no_surname_stands_without_a_courtesy_title(word: str) -> None:
    def variants(text: str) -> list[str]:
        return [choice.variant for choice in read("a", text).habits.choices if choice.habit == "courtesy title"]

    assert variants(f"It rained. {word} said that it fell.") == []
    assert variants("It rained. Kelm said that it fell.") == ["none"]


# Each of these stood for minutes: what is asked of one word was asked of the whole text.
def test_a_text_without_blanks_is_searched_for_links_once() -> None:
    text = "/" * 300_000
    assert prose(text) == text
    assert set(prose(f"{text}/t.co/x")) == {"."}


def test_a_text_of_words_run_together_is_read_once() -> None:
    names = _names(20_000)
    text = "".join(f"ba {name} ba{name.capitalize()} " for name in names)
    assert prose(text) == text  # none of them stands alone with its capital
    assert "Kelm" not in prose(f"{text}baKelm Kelm kelm").replace(" Kelm", "")


def test_a_surname_with_thousands_of_forenames_is_nobody_in_particular() -> None:
    text = "".join(f"Ada Maud {name.capitalize()} Pell. " for name in _names(20_000))
    assert full_name(f"The dam held. {text}", Name(display="Pell", tokens=("pell",)), (ENGLISH,)).display == "Pell"


def test_a_text_of_surnames_is_read_once_for_each_habit() -> None:
    text = "".join(f"{name.capitalize()} said. " for name in _names(20_000))
    assert len(list(_capitals(text))) == 20_000


def _names(number: int) -> list[str]:
    letters = random.Random(1)
    return sorted({"".join(letters.choices("abcdefghiklmnoprstuvw", k=9)) for _ in range(number)})


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("it fell https://t.co/Xy12, they said", ["it", "fell", "they", "said"]),
        ("it fell atpic.twitter.com/Xy12 again", ["it", "fell", "again"]),
        ("t.co/ about.co/x not.t.co/x", ["about.co/x", "not.t.co/x"]),
    ],
)
def test_a_word_with_a_link_is_furniture(text: str, kept: list[str]) -> None:
    assert [word for word in prose(text).split() if word.strip(".")] == kept


@given(
    st.lists(st.sampled_from(["pell", "kelm", "o'hara", "o", "st.-jean", "st", "ada"]), unique=True),
    st.lists(st.sampled_from(["pell", "kelm", "o'hara", "st.-jean", "st", " ", ".", "-", "'", "_", "s"])),
)
def test_many_names_are_found_where_each_is(words: list[str], parts: list[str]) -> None:
    lower = "".join(parts)
    assert sorted(_places(lower, words, many=0)) == sorted(_places(lower, words, many=100))


@given(st.text(st.sampled_from("aZz Aàÿ÷À.\ud800🙂\n")))
def test_capitals_behind_small_letters_are_those_that_a_pattern_finds(text: str) -> None:
    assert _turns(text) == [hit.start() for hit in re.finditer(r"[A-Z](?<=[a-zà-ÿ].)", text)]
