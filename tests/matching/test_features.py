"""Seed features against a plain enumeration of what they are said to be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_texts import collection
from places import holders_of, last, middle

from dedup.errors import InputError
from dedup.matching import features as features_module
from dedup.matching.features import build_features, feature_codes, run_codes
from dedup.matching.lexicon import Lexicon, build_lexicon, words_of
from dedup.matching.point_kernels import FIRST_MASK, OWNER, SHAPE, SHAPE_MASK
from dedup.text.table import TokenTable
from dedup.text.tokens import token_table

Place = tuple[int, int, int]
Named = tuple[object, Place]


def enumerated(table: TokenTable, lexicon: Lexicon) -> list[list[Named]]:
    """By text: every feature that two texts hold, as (its words, where they stand)."""
    found: list[list[Named]] = []
    for text in range(len(table)):
        keys, function = (column[table.rows(text)].tolist() for column in (lexicon.keys, lexicon.function))
        content = [at for at, listed in enumerate(function) if not listed]
        here: list[Named] = []
        for at in range(len(keys) - 2):
            if not all(function[at : at + 3]):
                here.append((("run", *keys[at : at + 3]), (at, at + 1, at + 2)))
        for number, one in enumerate(content):
            for two in content[number + 1 : number + 3]:
                if two - one <= 6 and keys[one] != keys[two]:
                    here.append((("pair", frozenset((keys[one], keys[two]))), (one, -1, two)))
        found.append(here)
    holders: dict[object, set[int]] = {}
    for text, here in enumerate(found):
        for words, _ in here:
            holders.setdefault(words, set()).add(text)
    return [[each for each in here if len(holders[each[0]]) > 1] for here in found]


def check(texts: list[str]) -> int:
    table = token_table(texts)
    lexicon = build_lexicon(table)
    features, expected = build_features(table, lexicon), enumerated(table, lexicon)
    held_by: dict[object, set[int]] = {}
    for text, named in enumerate(expected):
        for words, _ in named:
            held_by.setdefault(words, set()).add(text)
    code_of: dict[object, int] = {}
    for text, named in enumerate(expected):
        rows = features.rows(text)
        codes = features.groups[rows].tolist()
        assert codes == sorted(codes)
        columns = (features.first[rows], middle(features)[rows], last(features)[rows])
        places = list(zip(*(column.tolist() for column in columns), strict=True))
        assert sorted(places) == sorted(place for _, place in named)
        holders = dict(zip(places, holders_of(features)[rows].tolist(), strict=True))
        assert all(holders[place] == len(held_by[words]) for words, place in named)
        by_place = dict(zip(places, codes, strict=True))
        for words, place in named:
            assert code_of.setdefault(words, by_place[place]) == by_place[place]
    assert len(set(code_of.values())) == len(code_of)
    held = features.texts.tolist()
    assert held == sorted(held, reverse=True) and min(held, default=2) > 1
    assert features.sizes.tolist() == np.bincount(features.groups, minlength=len(features.codes)).tolist()
    assert features.offsets[0] == 0 and features.offsets[-1] == len(features.groups)
    return len(features.groups)


words = st.sampled_from("the of and dam harbour minister council river 1931 Stone".split())


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(words, max_size=12).map(" ".join), max_size=4))
@example([])
@example(["", ""])
@example(["dam", "dam"])
@example(["the of and", "the of and"])
@example(["dam dam dam", "dam dam dam"])
@example(["dam harbour", "dam river harbour"])
@example(["dam harbour river dam", "dam river harbour", "harbour dam"])
def test_features_are_those_of_the_definition(texts: list[str]) -> None:
    check(texts)


@pytest.mark.parametrize("seed", range(3))
def test_features_of_longer_texts(seed: int) -> None:
    assert check(collection(seed)) > 50


@pytest.mark.parametrize("tokens", [1, 30, 100])
def test_features_are_the_same_however_many_tokens_are_looked_at_together(
    tokens: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features_module, "_TOKENS_AT_ONCE", tokens)
    assert check(["", *collection(1), "", "dam", ""]) > 50


@pytest.mark.parametrize("seed", range(3))
def test_features_with_one_code_are_told_apart(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features_module, "_B", np.uint64(0))  # pairs all have one code, runs that of their last word
    assert check(collection(seed)) > 50


def test_more_texts_than_can_be_numbered_are_refused() -> None:
    table = token_table([])
    many = replace(table, offsets=np.broadcast_to(np.int64(0), (1 << 26) + 2))
    with pytest.raises(InputError, match=r"^too large a collection: 67,108,865 articles, .* 67,108,864 can be"):
        build_features(many, build_lexicon(table))


def test_swapped_and_parted_words_keep_a_feature() -> None:
    for other in ("mutual military trust", "mutual utter military", "mutual and of the military"):
        table = token_table(["military mutual affairs", other])
        features = build_features(table, build_lexicon(table))
        assert features.rows(0) != slice(0, 0) and features.rows(1).stop > features.rows(1).start


def test_a_feature_of_one_text_alone_is_left_out() -> None:
    table = token_table(["dam river dam river dam river", "council"])
    features = build_features(table, build_lexicon(table))
    assert features.codes.size == 0 and features.offsets.tolist() == [0, 0, 0]
    assert features.first.dtype == np.int32


@settings(deadline=None)
@given(st.lists(st.lists(words, max_size=12).map(" ".join), max_size=4), st.integers(0, 2**32 - 1))
@example(["dam of", "the dam of the harbour"], 0xFFFF_FFFF)
def test_runs_of_wanted_words_are_those_among_all_features(texts: list[str], chosen: int) -> None:
    table = token_table(texts)
    known = words_of(table)
    wanted = np.array([chosen >> at % 32 & 1 for at in range(len(table.words))], dtype=np.bool_)
    expected: dict[int, int] = {}
    for codes, places in feature_codes(table, known):
        for code, place in zip(codes.tolist(), places.tolist(), strict=True):
            begin = int(table.offsets[place >> OWNER]) + (place >> SHAPE & FIRST_MASK)
            if place & SHAPE_MASK & 2 and wanted[begin : begin + 3].all():
                expected[begin] = code
    begins, found = run_codes(table, known, wanted)
    assert begins.tolist() == sorted(expected) and dict(zip(begins.tolist(), found.tolist(), strict=True)) == expected
