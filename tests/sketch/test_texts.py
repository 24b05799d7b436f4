"""Sketches of whole texts: the compiled path, straight from UTF-8, against the step-by-step reference."""

from __future__ import annotations

import json
import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.sketch import texts as sketching
from dedup.sketch.minhash import EMPTY
from dedup.sketch.texts import arrow_utf8, similarities, sketches, utf8
from dedup.text.tokens import tokenize

# What the rule of tokens tells apart: letters of several scripts, joints, marks, signs nobody sees, blanks, furniture.
PIECES = (
    *"aZé9 .,'’`-_…“”\n\u00ad\u200d\u0301中文ไทяΩß½٣٬٫ʹ´ŉﬁ①Ⓐㄱ한\ud800\U0001f600\U00020000\uffff\x00\x7f\x80",
    "don't", "1,250", "3.5", "China’s", "abcdefgh", "abcdefghi", "x" * 57, "Straße", "naïve", "ǅ", "İstanbul",
    "mi\u00adlitary",
)  # fmt: skip
mixed = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
# Surrogates on their own come from JSON, so they are part of what is read.
any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)


def assert_alike(texts: list[str], size: int = 5, num_perm: int = 16, workers: int = 1) -> None:
    slow = sketches(texts, size=size, num_perm=num_perm, seed=1, compiled=False)
    fast = sketches(texts, size=size, num_perm=num_perm, seed=1, workers=workers, compiled=True)
    assert slow.words.tolist() == fast.words.tolist()
    assert np.array_equal(slow.signatures, fast.signatures)
    pairs = np.array([(one, one + 1) for one in range(len(texts) - 1)], np.int64).reshape(-1, 2)
    one, other = (
        similarities(texts, pairs, size=size, workers=workers, compiled=compiled) for compiled in (False, True)
    )
    assert one.tolist() == other.tolist()


@settings(deadline=None, max_examples=300)
@given(st.lists(mixed | any_text, max_size=5), st.integers(1, 8))
@example(["It’s 3.5 m", "", "1,250 people’s"], 5)
@example(["a" * 8, "a" * 9, "a" * 16, "a" * 63 + " b", "a" * 64 + "’", "b" * 65], 1)
@example(["x.y,z 1.2.3,4 ٣,٤ ’a’ 'tis rock'n'roll"], 2)
def test_both_paths_give_the_same(texts: list[str], size: int) -> None:
    assert_alike(texts, size)


def test_every_code_point() -> None:
    every = [chr(code) for code in range(0x110000)]
    for joined in ("", "a"):
        texts = [joined.join(["", *every[first : first + 997], ""]) for first in range(0, len(every), 997)]
        slow = sketches(texts, size=3, num_perm=4, seed=1, compiled=False)
        fast = sketches(texts, size=3, num_perm=4, seed=1, compiled=True)
        assert np.array_equal(slow.signatures, fast.signatures) and np.array_equal(slow.words, fast.words)


@pytest.mark.parametrize("length", range(120, 136))
def test_words_at_the_edges_of_blocks(length: int) -> None:
    texts = ["y" * (length - 2) + " z", "z " + "y" * (length - 2), "y " * (length // 2), "é" * (length // 2) + "a"]
    assert_alike(texts, size=2)


def test_more_unknown_words_than_one_call_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sketching, "_FOLDED", sketching._Folded())
    monkeypatch.setattr(sketching, "_TOLD", 7)
    texts = [" ".join(f"mot{chr(0xE0 + row)}{column}" for column in range(40)) for row in range(12)]
    assert_alike(texts)


def test_texts_are_compared_whose_words_nobody_has_met(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sketching, "_TOLD", 3)
    texts = ["größe naïve café 1,250 straße", "größe naïve café 1,250 straßen", "größe naïve café 1,250 straße"]
    pairs = np.array([[0, 1], [0, 2], [1, 2]])
    expected = similarities(texts, pairs, size=2, compiled=False).tolist()
    monkeypatch.setattr(sketching, "_FOLDED", sketching._Folded())
    assert similarities(texts, pairs, size=2, workers=1, compiled=True).tolist() == expected
    assert expected[1] == 1.0 > expected[0]


@pytest.mark.parametrize("workers", [0, 1, 2, 5])
def test_threads_change_nothing(monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    monkeypatch.setattr(sketching, "_FOLDED", sketching._Folded())
    monkeypatch.setattr(sketching, "_BATCH", 500)
    monkeypatch.setattr(sketching, "_FIRST_BATCH", 100)
    monkeypatch.setattr(sketching, "_COMPARED", 3)
    sentence = "größe {0} of the dam’s wall, naïve {1}é and 1,{0:03} more "
    texts = [sentence.format(number, number % 7) * 3 for number in range(80)]
    assert_alike(texts, workers=workers)


def test_no_text_and_texts_without_words() -> None:
    for compiled in (False, True):
        found = sketches([], size=5, num_perm=8, seed=1, compiled=compiled)
        assert found.signatures.shape == (0, 8) and found.words.shape == (0,)
        found = sketches(["", "… —"], size=5, num_perm=8, seed=1, compiled=compiled)
        assert (found.signatures == EMPTY).all() and found.words.tolist() == [0, 0]
        pair = np.array([[0, 1]])
        assert similarities(["", "… —"], pair, size=5, compiled=compiled).tolist() == [0.0]


def test_words_are_those_of_the_tokeniser() -> None:
    text = "“It’s 3.5 m,” he said — 1,250 people’s own. 中文 too"
    assert sketches([text], size=5, num_perm=4, seed=1, compiled=True).words.tolist() == [len(list(tokenize(text)))]


def test_a_long_text_after_short_ones_fits() -> None:
    texts = ["a b c", " ".join(f"w{number}" for number in range(30_000)), "a b c d"]
    pairs = np.array([[0, 1], [0, 2], [1, 2]])
    both = [similarities(texts, pairs, size=2, compiled=compiled).tolist() for compiled in (False, True)]
    assert both[0] == both[1]
    assert both[0][1] == pytest.approx(2 / 3)


def test_texts_in_one_buffer() -> None:
    codes, bounds = utf8(["aé", "", "b\ud800"])
    assert bounds.tolist() == [0, 3, 3, 7] and codes[:7].tobytes() == "aéb\ud800".encode("utf-8", "surrogatepass")
    assert len(codes) >= 7 + 64 and not codes[7:].any()


@settings(deadline=None, max_examples=100)
@given(st.lists(st.none() | st.text(st.characters(codec="utf-8"), max_size=90), max_size=6), st.integers(0, 3))
@example([None], 0)
@example(["a b", "naïve " * 20], 1)
@example(["", ""], 0)
def test_a_column_of_arrow(texts: list[str | None], first: int) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    expected = sketches([text or "" for text in texts[first:]], size=2, num_perm=8, seed=1, compiled=False)
    for kind in (pyarrow.string(), pyarrow.large_string()):
        column = arrow_utf8(pyarrow.array(texts, kind).slice(first))
        for compiled in (False, True):
            found = sketches(column, size=2, num_perm=8, seed=1, compiled=compiled)
            assert np.array_equal(found.signatures, expected.signatures)
            assert np.array_equal(found.words, expected.words)


def test_nulls_views_and_chunks_of_arrow() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    texts = ["a b", None, "", "naïve " * 20, None]
    expected = [(text or "").encode() for text in texts]
    for kind in (pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()):
        array = pyarrow.array(texts, kind)
        chunked = pyarrow.chunked_array([array[:2], array[2:]])
        for column, held in ((array, expected), (array[3:4], expected[3:4]), (chunked, expected)):
            codes, bounds = arrow_utf8(column)
            assert [codes[begin:end].tobytes() for begin, end in pairwise(bounds.tolist())] == held
    assert arrow_utf8(pyarrow.chunked_array([], pyarrow.string())).bounds.tolist() == [0]


def test_batches_of_a_column_of_arrow(monkeypatch: pytest.MonkeyPatch) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    typeof = pytest.importorskip("numba").typeof
    monkeypatch.setattr(sketching, "_BATCH", 900)
    monkeypatch.setattr(sketching, "_FIRST_BATCH", 300)
    texts = [f"größe {number} of the dam’s wall, naïve {number % 7}é and more" for number in range(300)]
    column = arrow_utf8(pyarrow.array(texts, pyarrow.large_string())[7:290])
    copied: list[bool] = []

    def spared(codes: NDArray[np.uint8], bounds: NDArray[np.int64]) -> sketching.Utf8:
        found = inside(codes, bounds)
        copied.append(not np.shares_memory(codes, found.codes))
        assert found.bounds[0] == 0 < bounds[0]
        assert [typeof(each) for each in found] == [typeof(each) for each in utf8(texts)]
        return found

    inside = sketching._spared
    monkeypatch.setattr(sketching, "_spared", spared)
    found = sketches(column, size=3, num_perm=8, seed=1, workers=2, compiled=True)
    # What is left out behind the last text is spare enough: nothing is copied.
    assert len(copied) > 10 and not any(copied)
    whole = sketching.Utf8(column.codes[: column.bounds[-1]], column.bounds)
    again = sketches(whole, size=3, num_perm=8, seed=1, workers=2, compiled=True)
    assert sum(copied) == 1
    expected = sketches(texts[7:290], size=3, num_perm=8, seed=1, compiled=False)
    for each in (found, again):
        assert np.array_equal(each.signatures, expected.signatures) and np.array_equal(each.words, expected.words)


def test_a_column_that_is_no_utf8_is_refused() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    broken = pyarrow.array([b"fine", b"\xf7\xbf\xbf\xbf"]).view(pyarrow.string())
    with pytest.raises(pyarrow.ArrowInvalid):
        arrow_utf8(broken)


def test_a_buffer_that_ends_with_its_last_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sketching, "_BATCH", 40)
    monkeypatch.setattr(sketching, "_FIRST_BATCH", 40)
    texts = ["one two three", "four five", "café " * 9, "", "six seven " * 8, "eight"]
    whole = sketching.Utf8(np.frombuffer("".join(texts).encode(), np.uint8), utf8(texts).bounds)
    slow, fast = (sketches(each, size=3, num_perm=8, seed=1, compiled=each is whole) for each in (texts, whole))
    assert np.array_equal(slow.signatures, fast.signatures) and np.array_equal(slow.words, fast.words)


def test_real_articles() -> None:
    place = Path(os.environ.get("DEDUP_DATA", "")) / "allsides.jsonl"
    if not os.environ.get("DEDUP_DATA") or not place.is_file():
        pytest.skip("DEDUP_DATA leads to no allsides.jsonl")
    with place.open(encoding="utf-8") as lines:
        assert_alike([json.loads(line)["text"] for line in lines], num_perm=4)
