"""Signatures: datasketch's, value for value, on both paths; shingle hashes against a loop that is plainly right."""

from __future__ import annotations

from itertools import accumulate, product

import numpy as np
import pytest
from datasketch import LeanMinHash, MinHash, MinHashLSH
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.sketch.hashing import shingle_hash32, shingle_hashes, word_hash, word_hashes
from dedup.sketch.minhash import EMPTY, fmix32, permutations, signatures
from dedup.text.tokens import token_table

words = st.sampled_from(["military", "mutual", "trust", "中", "größe", "1931", "\ud800", "a", "the"])
texts_of_words = st.lists(st.lists(words, max_size=9), min_size=1, max_size=5)


def flat(texts: list[list[str]]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    return (
        word_hashes([word for text in texts for word in text]),
        np.array(list(accumulate(map(len, texts), initial=0)), dtype=np.int64),
    )


def naive_shingles(text: list[str], size: int) -> list[list[str]]:
    if not text:
        return []
    return [text[at : at + size] for at in range(max(1, len(text) - size + 1))]


def in_bytes(shingle: list[str]) -> bytes:
    return " ".join(shingle).encode("utf-8", "surrogatepass")


def theirs(text: list[str], size: int, num_perm: int, seed: int) -> MinHash:
    minhash = MinHash(num_perm=num_perm, seed=seed, hashfunc=shingle_hash32)
    for shingle in naive_shingles(text, size):
        minhash.update(in_bytes(shingle))
    return minhash


@pytest.mark.parametrize("num_perm, seed", [(1, 1), (16, 1), (126, 1), (128, 7), (256, 2**32 - 1)])
def test_permutations_are_those_of_datasketch(num_perm: int, seed: int) -> None:
    ours, theirs = permutations(num_perm, seed), MinHash(num_perm=num_perm, seed=seed).permutations
    assert ours[0].dtype == ours[1].dtype == np.uint32
    assert ours[0].tolist() == theirs[0].tolist()
    assert ours[1].tolist() == theirs[1].tolist()


@settings(deadline=None, max_examples=60)
@given(texts_of_words, st.integers(1, 6), st.sampled_from([16, 33]), st.sampled_from([1, 5]))
@example([[], ["a"], []], 3, 16, 1)
def test_signatures_are_those_of_datasketch(texts: list[list[str]], size: int, num_perm: int, seed: int) -> None:
    hashes, offsets = shingle_hashes(*flat(texts), size)
    for compiled in (False, True):
        signed = signatures(hashes, offsets, num_perm=num_perm, seed=seed, compiled=compiled)
        assert signed.dtype == np.uint32 and signed.shape == (len(texts), num_perm)
        for row, text in zip(signed, texts, strict=True):
            assert row.tolist() == theirs(text, size, num_perm, seed).hashvalues.tolist()


@settings(deadline=None, max_examples=60)
@given(texts_of_words, st.integers(1, 6))
def test_shingle_hashes_are_the_loop(texts: list[list[str]], size: int) -> None:
    expected = [[shingle_hash32(in_bytes(shingle)) for shingle in naive_shingles(text, size)] for text in texts]
    hashes, offsets = shingle_hashes(*flat(texts), size)
    assert np.diff(offsets).tolist() == [len(part) for part in expected]
    assert (hashes >> np.uint64(32)).tolist() == [value for part in expected for value in part]


def test_a_shingle_knows_the_order_and_the_bounds_of_its_words() -> None:
    distinct = [b"a b c", b"c b a", b"a b", b"a b c d", b"ab c", b"a bc"]
    assert len({shingle_hash32(shingle) for shingle in distinct}) == len(distinct)


def test_shingles_do_not_reach_into_the_next_text() -> None:
    apart, _ = shingle_hashes(*flat([["a", "b", "c"], ["d", "e", "f"]]), 3)
    alone = [shingle_hashes(*flat([text]), 3)[0][0] for text in (["a", "b", "c"], ["d", "e", "f"])]
    assert apart.tolist() == [int(value) for value in alone]


def test_no_texts_and_no_words() -> None:
    for compiled in (False, True):
        hashes, offsets = shingle_hashes(np.empty(0, np.uint64), np.zeros(1, np.int64), 5)
        assert hashes.size == 0 and offsets.tolist() == [0]
        assert signatures(hashes, offsets, num_perm=16, compiled=compiled).shape == (0, 16)
        hashes, offsets = shingle_hashes(np.empty(0, np.uint64), np.zeros(3, np.int64), 5)
        assert offsets.tolist() == [0, 0, 0]
        assert (signatures(hashes, offsets, num_perm=16, compiled=compiled) == EMPTY).all()


def test_an_empty_set_has_the_signature_of_an_empty_minhash() -> None:
    signed = signatures(np.empty(0, np.uint64), np.zeros(2, np.int64), num_perm=16)
    assert signed[0].tolist() == MinHash(num_perm=16).hashvalues.tolist()


def test_repeats_and_order_change_no_signature() -> None:
    hashes = np.random.default_rng(3).integers(0, 2**64, 20, dtype=np.uint64)
    twice = np.concatenate([hashes, hashes[::-1]])
    offsets = np.array([0, 20, 60])
    both = signatures(np.concatenate([hashes, twice]), offsets, num_perm=32)
    assert both[0].tolist() == both[1].tolist()


def test_large_input_takes_the_compiled_path_to_the_same_values() -> None:
    hashes = np.random.default_rng(5).integers(0, 2**64, 200_001, dtype=np.uint64)
    offsets = np.array([0, 7, 100_000, 200_001])
    assert np.array_equal(
        signatures(hashes, offsets, num_perm=16), signatures(hashes, offsets, num_perm=16, compiled=False)
    )


def test_fmix32_has_the_values_of_murmurhash3() -> None:
    # MurmurHash3_x86_32 of the empty string is fmix32 of its seed.
    found = fmix32(np.array([0, 1, 0xFFFFFFFF], dtype=np.uint32))
    assert found.tolist() == [0, 0x514E28B7, 0x81F16F39]


def test_words_of_up_to_eight_bytes_share_no_hash() -> None:
    # Each step is a bijection of 64 bits, so that only longer words can meet, by chance.
    short = ["".join(letters) for length in (1, 2, 3) for letters in product("abcdefg", repeat=length)]
    assert len(set(word_hashes(short).tolist())) == len(short)
    assert len({word_hash(word) for word in ("abcdefgh", "abcdefghi", "abcdefgi", "bcdefgha", "größe", "grösse")}) == 6
    assert word_hashes([]).size == 0


def test_signatures_go_into_a_minhashlsh_of_datasketch() -> None:
    texts = [
        "the dam was built in nineteen thirty one and nobody living had ever seen its spillway run at night",
        "the dam was built in nineteen thirty one and nobody living had ever seen its spillway run at dawn",
        "ministers will meet on thursday to settle what fishing quotas the northern ports may expect next year",
    ]
    table = token_table(texts)
    hashes, offsets = shingle_hashes(word_hashes(table.vocabulary)[table.words], table.offsets, 3)
    signed = signatures(hashes, offsets, num_perm=128, seed=1)
    lean = [LeanMinHash(seed=1, hashvalues=row, scheme="affine32") for row in signed]
    lsh = MinHashLSH(num_perm=128, params=(32, 4))
    lsh.insert("first", lean[0])
    lsh.insert("third", lean[2])
    assert lsh.query(lean[1]) == ["first"]
    made_by_datasketch = theirs(texts[0].split(), 3, 128, 1)
    assert lsh.query(made_by_datasketch) == ["first"]
    assert lean[0].jaccard(LeanMinHash(made_by_datasketch)) == 1.0
    assert lean[0].jaccard(lean[1]) == pytest.approx(16 / 18, abs=0.12)
