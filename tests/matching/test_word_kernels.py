"""Words, seed features and units by compiled kernels and by NumPy: the same, value for value."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_texts import collection
from numpy.typing import NDArray

from dedup.compiled import compiled, interpreted
from dedup.matching import features, lexicon, units
from dedup.matching.features import feature_codes
from dedup.matching.lexicon import Words, words_of
from dedup.matching.units import units_of
from dedup.text.packing import packed_spans, unpacked_spans
from dedup.text.table import TokenTable
from dedup.text.tokens import token_table

KERNELS = "dedup.matching.word_kernels"
# Function words and capitals, forms of one key, numbers, characters that are words, marks that part and quote.
pieces = st.sampled_from('the The of dam Dam dams DAM jede jedes 7 seven 水 坝 . "'.split() + ["\n"])
texts = st.lists(st.lists(pieces, max_size=30).map(" ".join), max_size=5)


def places_and_codes(table: TokenTable, words: Words, *, compiled: bool) -> list[tuple[int, int]]:
    found = feature_codes(table, words, compiled=compiled)
    return sorted(pair for codes, places in found for pair in zip(places.tolist(), codes.tolist(), strict=True))


def same(one: NDArray[Any], two: NDArray[Any]) -> None:
    assert one.dtype == two.dtype and one.tolist() == two.tolist()


def assert_equal_paths(texts: list[str]) -> None:
    table = token_table(texts)
    reference, fast = (words_of(table, compiled=path) for path in (False, True))
    for name in ("keys", "local", "function", "codes"):
        same(getattr(reference, name), getattr(fast, name))
    assert reference.counts.rows.tolist() == fast.counts.rows.tolist()
    assert places_and_codes(table, fast, compiled=False) == places_and_codes(table, fast, compiled=True)
    spans = [unpacked_spans(packed_spans(text)) for text in texts]
    one, two = (units_of(table, fast, spans.__getitem__, compiled=path) for path in (False, True))
    for left, right in zip(one, two, strict=True):
        same(left, right)


@settings(deadline=None)
@given(texts)
@example([])
@example(["", "dam", ""])
@example(["the of the", "DAM DAM The dam dam . The"])
@example(["dam the the the the the the dam", "dam 水 dam dam"])
@example(['"dam dam dam dam" dam dam dam\ndam 7 dam dam seven dam dam', "dam 8 dam dam seven dam dam"])
def test_both_paths_give_the_same(texts: list[str]) -> None:
    assert_equal_paths(texts)


@settings(deadline=None, max_examples=25)
@given(texts)
def test_kernels_are_what_they_are_compiled_from(texts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for module in (lexicon, features, units):
            patch.setattr(module, "compiled_kernels", interpreted)
        assert_equal_paths(texts)


@pytest.mark.parametrize("tokens", [1, 30, 100_000])
def test_both_paths_give_the_same_however_much_is_looked_at(tokens: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (lexicon, features, units):
        monkeypatch.setattr(module, "_TOKENS_AT_ONCE", tokens)
    assert_equal_paths(["", *collection(1), "", "dam", ""])


@pytest.mark.parametrize("tokens", [1, 1_000_000])
def test_the_number_of_words_picks_the_path(tokens: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def noted(module: str) -> object:
        asked.append(module)
        return compiled(module)

    for module in (lexicon, features, units):
        monkeypatch.setattr(module, "compiled_kernels", noted)
        monkeypatch.setattr(module, "COMPILED_FROM_TOKENS", tokens, raising=False)
    text = "dam harbour river council dam minister"
    table = token_table([text])
    words = words_of(table)
    assert list(feature_codes(table, words))
    assert len(units_of(table, words, lambda _: unpacked_spans(packed_spans(text))).text) == 2
    assert set(asked) == ({KERNELS} if tokens == 1 else set())
