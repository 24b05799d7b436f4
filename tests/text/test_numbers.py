"""Numbers, ordinals and months in their many forms, and inflected words, are near matches; other words stay apart."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dedup import compare
from dedup.matching.lexicon import build_lexicon
from dedup.text.affixes import affixes, stem
from dedup.text.fold import fold_word, word_key
from dedup.text.numbers import compounds, number_key, number_words
from dedup.text.tokens import token_table


def key(raw: str) -> str:
    return word_key(fold_word(raw))


@pytest.mark.parametrize(
    "forms",
    [
        "seven 7 Seven 7th seventh sieben siete sette семь семи",
        "1,000 1.000 1'000 1’000 1000",
        "1,234,567 1.234.567 1234567",
        "3,5 3.5",
        "first 1st premier primero",
        "third 3rd tercera третий",
        "21 21st einundzwanzig veintiuno ventuno",
        "January Jan januar janvier enero gennaio января",
        "December Dec dezember dic дек",
        "août agosto Aug августе",
        "percent pct cent",
        "dreißig 30 trente treinta trenta тридцать thirty",
        "fünf 5 5th",
    ],
)
def test_one_number_has_one_key(forms: str) -> None:
    assert len({key(word) for word in forms.split()}) == 1, {word: key(word) for word in forms.split()}


@pytest.mark.parametrize(
    "one, two",
    [
        ("7", "8"), ("61", "60"), ("1.5", "15"), ("1,50", "150"), ("0.125", "125"), ("0.125", "0125"),
        ("1990", "1990s"), ("May", "5"), ("may", "mai"), ("once", "11"), ("due", "2"), ("otto", "8"), ("sei", "6"),
        ("one", "1"), ("second", "2"), ("january", "1"), ("5m", "5"), ("5a", "5"),
    ],
)  # fmt: skip
def test_other_numbers_and_words_keep_their_keys(one: str, two: str) -> None:
    assert key(one) != key(two)


def test_no_number_word_of_one_language_is_a_number_of_another_worth() -> None:
    """A word with two values would make two numbers one; the last file read would decide."""
    seen: dict[str, int] = {}
    for file in (resources.files("dedup.text") / "data" / "numbers").iterdir():
        table = tomllib.loads(file.read_text("utf-8"))
        for word, number in (table["cardinals"] | table["ordinals"]).items():
            assert seen.setdefault(word, number) == number, (file.name, word)
            assert fold_word(word) == word, (file.name, word)
        for at, month in enumerate(table["months"]):
            for word in month.split():
                assert seen.setdefault(word, -1 - at) == -1 - at, (file.name, word)
        assert len(table["months"]) == 12


def numbers_in(*texts: str) -> list[tuple[int, str]]:
    table = token_table(texts)
    return list(compounds(table))


@pytest.mark.parametrize(
    "text, found",
    [
        ("sixty-one people", [(0, "61")]),
        ("some sixty one people", [(1, "61")]),
        ("vingt-deux", [(0, "22")]),
        ("шестьдесят один", [(0, "61")]),
        ("three thousand", [(0, "3000")]),
        ("3 million", [(0, "3000000")]),
        ("1 000 people", [(0, "1000")]),
        ("1 250 people", []),
        ("sixty, one of them", []),
        ("sixty people", []),
        ("nineteen one", []),
        ("2031 thousand", []),
        ("sixty", []),
        ("", []),
    ],
)
def test_numbers_of_several_words(text: str, found: list[tuple[int, str]]) -> None:
    assert numbers_in(text) == found


def test_a_number_does_not_reach_into_the_next_text() -> None:
    assert numbers_in("sixty", "one") == []
    assert numbers_in("a", "", "sixty", "one") == []


def test_the_first_word_of_a_number_takes_the_key_of_the_whole() -> None:
    table = token_table(["sixty-one people", "61 people", "sixty people"])
    keys = build_lexicon(table).keys.tolist()
    assert keys[0] == keys[3] != keys[5]
    assert len(keys) == 7  # a token stays a token


def test_both_tokenisers_give_one_lexicon() -> None:
    texts = ["Sixty-one of 1 000 voters, or 6.1 per cent, came on 5 Jan.", "61 of 1,000 came on January 5th."]
    one, two = (build_lexicon(token_table(texts, compiled=compiled)) for compiled in (False, True))
    assert one.keys.tolist() == two.keys.tolist()
    assert one.worth.tolist() == two.worth.tolist()


def test_a_date_and_a_number_in_other_forms_are_near_matches() -> None:
    left = "The council voted on January 5th to spend seven million on the harbour wall that collapsed last winter."
    right = "The council voted on Jan. 5 to spend 7 million on the harbour wall that collapsed last winter."
    (match,) = compare(left, right)
    variants = [common for common in match.common if common.kind == "near"]
    near = {(left[each.left_start : each.left_end], right[each.right_start : each.right_end]) for each in variants}
    assert near == {("January 5th", "Jan. 5"), ("seven", "7")}
    assert match.kind == "near-verbatim"  # words stay what they are


@pytest.mark.parametrize(
    "forms",
    [
        "соседи соседей соседями соседях", "книга книги книгу книгами", "библиотека библиотеки библиотеке",
        "γείτονες γειτόνων", "βιβλίο βιβλία βιβλίων βιβλίου", "κυβερνητικός κυβερνητικού κυβερνητική",
        "المكتبة مكتبة والمكتبة", "كتاب الكتاب", "השכנים שכנים", "ספרים הספרים", "किताबें किताबों किताब",
        "이웃들이 이웃들에게서 이웃", "도서관이 도서관은 도서관에서", "l'eau eau", "qu'elle elle",
    ],
)  # fmt: skip
def test_inflected_words_share_a_key(forms: str) -> None:
    assert len({key(word) for word in forms.split()}) == 1, {word: key(word) for word in forms.split()}


@pytest.mark.parametrize(
    "one, two", [("мир", "мера"), ("дом", "дым"), ("بيت", "بنت"), ("יד", "ים"), ("집", "길"), ("नदी", "नाव")]
)
def test_short_words_of_other_meaning_stay_apart(one: str, two: str) -> None:
    assert key(one) != key(two)


@settings(deadline=None, max_examples=300)
@given(st.text(st.characters(), min_size=1, max_size=14))
@example("''''")
@example("ies")
@example("и")
def test_a_stem_is_part_of_its_word_or_a_letter_off(word: str) -> None:
    assert stem(word) or not word
    assert len(stem(word)) <= len(word)


@given(st.integers(1, 10**9))
def test_a_number_is_the_same_however_it_is_grouped(number: int) -> None:
    assert {key(f"{number:,}"), key(f"{number:,}".replace(",", ".")), key(f"{number:,}".replace(",", "'"))} == {
        str(number)
    }


def test_the_lists_say_what_they_say() -> None:
    assert number_words().values["ninety"] == 90 and number_words().times["тысяч"] == 1000
    assert set(affixes()) >= {"LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "DEVANAGARI", "HANGUL"}
    assert number_key("spillway") is None
