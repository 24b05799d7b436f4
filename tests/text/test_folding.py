"""Folding: the same word however it was typed, variants of a word, and words that are left alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dedup.text.fold import fold_word, has_lookalikes, word_key
from dedup.text.tokens import tokenize


@pytest.mark.parametrize(
    "raw, folded",
    [
        ("Dam", "dam"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("China’s", "china's"),
        ("China`s", "china's"),
        ("Cafe\u0301", "café"),
        ("ﬁnal", "final"),
        ("Ｄａｍ", "dam"),
        ("Ⓓⓐⓜ", "dam"),
        ("𝐝𝐚𝐦", "dam"),
        ("m\u00adi\u200bl\u2060i\u202etary", "military"),
        ("ŉ", "'n"),
        ("1,250", "1250"),
        ("12,345,678.5", "12345678.5"),
        ("1,25", "1,25"),
        ("1,2345", "1,2345"),
        ("3.5", "3.5"),
        ("１９３１", "1931"),
        ("ガ", "ガ"),
        ("ｶﾞ", "ガ"),
        ("한글", "한글"),
        (unicodedata.normalize("NFD", "한글"), "한글"),
        ("ﷺ", "صلىاللهعليهوسلم"),
    ],
)
def test_one_word_however_it_was_typed(raw: str, folded: str) -> None:
    assert fold_word(raw) == folded


@pytest.mark.parametrize("raw", ["militаry", "milіtary", "ΜILITARY", "mіlіtаrу", "ｍilіtary", "МILITАRУ"])
def test_lookalikes_fold_in_a_word_of_mixed_script(raw: str) -> None:
    assert fold_word(raw) == "military"
    assert has_lookalikes(raw)


@pytest.mark.parametrize("raw", ["Россия", "сор", "Орехово", "Ёжик", "україна", "Αθήνα", "Ελλάδος", "και", "србија"])
def test_a_russian_or_greek_word_is_left_alone(raw: str) -> None:
    assert fold_word(raw) == unicodedata.normalize("NFC", raw.casefold())
    assert not has_lookalikes(raw)


def test_a_latin_word_with_diacritics_is_no_lookalike() -> None:
    assert not has_lookalikes("Łódź") and not has_lookalikes("façade")


@settings(deadline=None, max_examples=400)
@given(
    st.text(alphabet=st.characters(exclude_categories=[]), max_size=12)
    | st.text(alphabet="aAxzеаοсϲιŉſĳßİ½ͺﹰﷺ\u0374’`'1,2.34\u0301\u0306\u0308\u0323\u200b\u034f", max_size=12)
)
@example("1ŉ")
@example("xа\u0303")
@example("aͺ\u0301")
@example("a`b")
@example("1,234,567.890,123")
def test_folding_twice_is_folding_once(text: str) -> None:
    for start, end, _ in tokenize(text):
        once = fold_word(text[start:end])
        assert fold_word(once) == once


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="abczéßñoåαςжшי中ガ한\u0301\u0323", min_size=1, max_size=10))
def test_case_and_normal_form_make_no_difference(text: str) -> None:
    expected = fold_word(text)
    for version in (text.upper(), text.casefold(), *(unicodedata.normalize(f, text) for f in ("NFC", "NFD", "NFKC"))):
        assert fold_word(version) == expected


@pytest.mark.parametrize(
    "forms",
    [
        "china china's chinas",
        "farmer farmers farmer's farmers'",
        "defence defense defences",
        "organise organize organised organizing organises",
        "colour color colours",
        "centre center centres",
        "labelled labeled labelling",
        "analyse analyze analysed",
        "aluminium aluminum",
        "cafe café cafés",
        "story stories",
        "stop stopped stopping",
        "large largely",
        "élite elite",
    ],
)
def test_variants_share_a_key(forms: str) -> None:
    assert len({word_key(word) for word in forms.split()}) == 1, {word: word_key(word) for word in forms.split()}


@pytest.mark.parametrize(
    "one, two",
    [
        ("north", "south"),
        ("1931", "1932"),
        ("1990", "1990s"),
        ("press", "pres"),
        ("bus", "bu"),
        ("this", "thi"),
        ("need", "ne"),
        ("sing", "s"),
        ("wise", "wize"),
        ("мир", "мор"),
        ("中", "文"),
    ],
)
def test_different_words_keep_their_keys(one: str, two: str) -> None:
    assert word_key(one) != word_key(two)


def test_an_s_that_is_no_plural_stays() -> None:
    assert [word_key(word) for word in ("press", "virus", "crisis", "his")] == ["press", "virus", "crisis", "his"]


def test_numbers_are_their_own_key() -> None:
    assert word_key("1931") == "1931" and word_key("3.5") == "3.5"


def test_long_words_of_scripts_without_rules_share_their_stem() -> None:
    assert word_key("правительство") == word_key("правительства")
    assert word_key(fold_word("κυβερνητικός")) == word_key(fold_word("κυβερνητικού"))
    assert word_key("мира") == "мира"


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=14))
@example("'s")
@example("ʹ")
def test_every_word_has_a_key(text: str) -> None:
    for start, end, _ in tokenize(text):
        word = fold_word(text[start:end])
        assert len(word_key(word)) <= len(word) + 2 and word_key(word) == word_key(
            word + "'s" if word.isalpha() and word.isascii() else word
        )
