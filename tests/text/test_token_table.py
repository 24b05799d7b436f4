"""Tokens: the rule by example, the two paths value for value, and spans that fit the original text."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dedup.model import Span
from dedup.text.classes import CLASS_MAP, class_of
from dedup.text.fold import fold_word
from dedup.text.table import CAPITAL, LOWER, SENTENCE_CAPITAL, TokenTable
from dedup.text.tokens import token_table, tokenize

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "articles"

# Every class, and the neighbours that make a rule hard: what joins, what is skipped, what stands alone.
ALPHABET = (
    "abzABZéßſŉİĳⒶ½²Ⅷ0189"
    "'’`ʹ\u0374.,٫٬．，!?…—\n\t \xa0"
    "\u200b\u200d\u00ad\u202e\ufe0f\u034f\ufeff"
    "\u0301\u0308\u0338\u05b0\u064b\u0e31\u0e48"
    "中文。のガｶﾞ\U00020000กขำ한글\u1112\u1161\u11abשלאلعΑβςаЯй"
    "\ud800\udfff\U0001f600\U000e0100\U0010ffff"
)
tricky = st.text(alphabet=ALPHABET, max_size=24)
any_text = st.text(alphabet=st.characters(exclude_categories=[]), max_size=30)


def words(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in tokenize(text)]


def folded(text: str) -> list[str]:
    return [fold_word(word) for word in words(text)]


def assert_equal_tables(one: TokenTable, two: TokenTable) -> None:
    for name in ("offsets", "starts", "ends", "words", "capitals"):
        left, right = getattr(one, name), getattr(two, name)
        assert left.dtype == right.dtype, name
        assert left.tolist() == right.tolist(), name
    assert one.vocabulary == two.vocabulary


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", []),
        (" \n\t…—", []),
        ("the cat, the hat", ["the", "cat", "the", "hat"]),
        ("It’s 3.5 m or 1,250.75.", ["It’s", "3.5", "m", "or", "1,250.75"]),
        ("'tis the farmers' o'clock", ["tis", "the", "farmers", "o'clock"]),
        ("rock 'n' roll", ["rock", "n", "roll"]),
        ("10,20 30, 40 ,50 6.", ["10,20", "30", "40", "50", "6"]),
        ("U.S. e.g. a.b", ["U", "S", "e", "g", "a", "b"]),
        ("3'4 a'4 4'a", ["3", "4", "a", "4", "4", "a"]),
        ("re-use snake_case a/b", ["re", "use", "snake", "case", "a", "b"]),
        ("B2B 4x4 1990s", ["B2B", "4x4", "1990s"]),
        ("中文abc中", ["中", "文", "abc", "中"]),
        ("日本は、強い。", ["日", "本", "は", "強", "い"]),
        ("กขค", ["ก", "ข", "ค"]),
        ("ที่นี่", ["ที่", "นี่"]),
        ("ｶﾞｷﾞﾊﾟ", ["ｶﾞ", "ｷﾞ", "ﾊﾟ"]),
        ("대한민국은 한국", ["대한민국은", "한국"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("אַתָּה יל\u202eד", ["אַתָּה", "יל\u202eד"]),
        ("mi\u00adli\u200btary\u200b trust", ["mi\u00adli\u200btary", "trust"]),
        ("Xi\u200b’\u200bs 1\u200b,\u200b250", ["Xi\u200b’\u200bs", "1\u200b,\u200b250"]),
        ("中\u200b文", ["中", "文"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("\u0301abc", ["abc"]),
        ("Ⓐ™ ⅷ", ["Ⓐ", "ⅷ"]),
        ("\ud800a\udfff", ["a"]),
    ],
)
@pytest.mark.parametrize("compiled", [False, True])
def test_the_rule_by_example(text: str, expected: list[str], compiled: bool) -> None:
    table = token_table([text], compiled=compiled)
    assert [text[a:b] for a, b in zip(table.starts.tolist(), table.ends.tolist(), strict=True)] == expected
    assert words(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("The Dam broke", [SENTENCE_CAPITAL, CAPITAL, LOWER]),
        ("it broke. The Dam", [LOWER, LOWER, SENTENCE_CAPITAL, CAPITAL]),
        ("he said: “Go” Now", [LOWER, LOWER, SENTENCE_CAPITAL, SENTENCE_CAPITAL]),
        ("one, Two; Three\nFour (Five", [LOWER, CAPITAL, SENTENCE_CAPITAL, SENTENCE_CAPITAL, CAPITAL]),
        ("3.5 Million", [LOWER, CAPITAL]),
        ("3. Million", [LOWER, SENTENCE_CAPITAL]),
        ("\u200bÉlan ǅ", [SENTENCE_CAPITAL, CAPITAL]),
        ("中Ab", [LOWER, CAPITAL]),
    ],
)
@pytest.mark.parametrize("compiled", [False, True])
def test_capitals(text: str, expected: list[int], compiled: bool) -> None:
    assert token_table([text], compiled=compiled).capitals.tolist() == expected


def test_a_capital_does_not_carry_from_one_text_to_the_next() -> None:
    for compiled in (False, True):
        assert token_table(["a", "Dam", "b"], compiled=compiled).capitals.tolist() == [0, SENTENCE_CAPITAL, 0]


@pytest.mark.parametrize("compiled", [False, True])
def test_a_table_of_texts(compiled: bool) -> None:
    table = token_table(["One two ONE", "", "…", "two three"], compiled=compiled)
    assert len(table) == 4
    assert table.offsets.tolist() == [0, 3, 3, 3, 5]
    assert table.vocabulary == ["one", "two", "three"]
    assert [table.vocabulary[word] for word in table.words[table.rows(3)]] == ["two", "three"]
    assert table.rows(1) == slice(3, 3)
    empty = token_table([], compiled=compiled)
    assert len(empty) == 0 and empty.offsets.tolist() == [0] and empty.vocabulary == []


@settings(deadline=None, max_examples=150)
@given(st.lists(tricky | any_text, max_size=4))
@example(["a`b", "a\u200b'b", "a’b", "A`B"])
@example(["\u202e'", "’\xad͏A\u200bB`b'͏\u200bb"])
@example(["1\u200b,250 1,\u00ad250 1.\u200b"])
@example(["a'", "b", "1,", "2", "c\u200b", "\u0301d"])
def test_the_compiled_path_is_the_reference(texts: list[str]) -> None:
    assert_equal_tables(token_table(texts, compiled=True), token_table(texts, compiled=False))


def test_the_compiled_path_is_the_reference_over_the_corpus() -> None:
    texts = [file.read_text("utf-8") for file in sorted(CORPUS.glob("*.txt"))]
    assert len(texts) > 50
    assert_equal_tables(token_table(texts, compiled=True), token_table(texts, compiled=False))


def test_the_compiled_path_grows_its_tables_and_spans_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dedup.text.kernels._BATCH", 5_000)
    numbers = np.random.default_rng(7).integers(0, 1 << 40, 100_000)
    texts = [" ".join(f"w{n:x}" for n in part.tolist()) for part in np.array_split(numbers, 9)]
    table = token_table(texts, compiled=True)
    assert len(table.vocabulary) == len(set(numbers.tolist()))
    assert_equal_tables(table, token_table(texts, compiled=False))


@settings(deadline=None, max_examples=200)
@given(tricky | any_text)
def test_spans_are_in_range_in_order_and_apart(text: str) -> None:
    before = 0
    for start, end, _ in tokenize(text):
        assert before <= start < end <= len(text)
        before = end


@settings(deadline=None, max_examples=200)
@given(tricky | any_text)
def test_no_letter_or_digit_is_lost(text: str) -> None:
    inside = {at for start, end, _ in tokenize(text) for at in range(start, end)}
    outside = {class_of(text[at]) for at in range(len(text)) if at not in inside}
    assert not outside & set("aAdc")


@settings(deadline=None, max_examples=200)
@given(tricky | any_text)
def test_every_token_folds_to_something_without_spaces(text: str) -> None:
    for word in folded(text):
        assert word and not any(character.isspace() for character in word)


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="aébñÅ ễ한글各のガ ﾞ’'Çой άή שּׁ आड़ 1,2.\u0301\u0323\u200b", max_size=24))
@example("Việt Nam’s 한국 ガ Ǻ")
@example("\u0374 \u1fef \u037e \u212a\u2126")
def test_composed_and_decomposed_text_have_the_same_words(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert folded(text) == folded(composed) == folded(decomposed)
    for version in (text, composed, decomposed):
        # Each span holds its own word in its own version: what it covers folds to the word.
        assert [unicodedata.normalize("NFC", word) for word in words(version)] == [
            unicodedata.normalize("NFC", word) for word in words(composed)
        ]


def test_canonical_equivalents_share_a_class() -> None:
    differ = []
    for code in range(0x30000):
        composed = unicodedata.normalize("NFC", chr(code))
        if len(composed) == 1 and class_of(composed) != class_of(chr(code)):
            differ.append(f"{code:04X}")
    assert not differ


def test_the_class_map_fills_itself() -> None:
    assert "Ab 1’.".translate(CLASS_MAP) == "Aa dqp"


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet="abcé 中", min_size=1, max_size=16), st.data())
def test_format_characters_inside_a_text_change_no_word(text: str, data: st.DataObject) -> None:
    # At a word's edge they belong to no word; a script without spaces has an edge at every character.
    noisy = "".join(char + data.draw(st.sampled_from(["", "\u200b", "\u00ad\u2060", "\u202e"])) for char in text)
    assert folded(noisy) == folded(text)
    assert all(CLASS_MAP[ord(word[0])] != "i" and CLASS_MAP[ord(word[-1])] != "i" for word in words(noisy))


@given(st.lists(tricky, min_size=1, max_size=3), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_the_rows_in_a_span_are_the_tokens_that_begin_in_it(texts: list[str], ends: list[tuple[int, int]]) -> None:
    table = token_table(texts, compiled=False)
    spans = [Span(min(each), max(each)) for each in ends]
    for text in range(len(texts)):
        rows = table.rows(text)
        for span, (first, last) in zip(spans, table.rows_in(text, spans).tolist(), strict=True):
            begin_here = [row for row in range(rows.start, rows.stop) if span.start <= table.starts[row] < span.end]
            assert list(range(first, last)) == begin_here
