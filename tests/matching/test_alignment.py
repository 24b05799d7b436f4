"""Word alignment: the heaviest common subsequence against a table that tries everything, and what always holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_alignments import Alignment, align, whole_rows

from dedup.compiled import compiled

KEYS = 6
sequences = st.lists(st.integers(0, KEYS - 1), max_size=12)
# In thousands: the small bonus for staying on a diagonal cannot outweigh a word.
weights = st.lists(st.integers(1, 6).map(lambda nats: 1000.0 * nats), min_size=KEYS, max_size=KEYS)
PLAIN = [False] * 100
EQUAL = [1.0] * 100


def heaviest(left: Sequence[int], right: Sequence[int], weight: Sequence[float]) -> float:
    """The weight of the heaviest common subsequence, by the textbook table."""
    table = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, one in enumerate(left, 1):
        for j, two in enumerate(right, 1):
            table[i][j] = max(table[i - 1][j], table[i][j - 1])
            if one == two:
                table[i][j] = max(table[i][j], table[i - 1][j - 1] + weight[one])
    return table[-1][-1]


def weighed(found: Alignment, left: Sequence[int], weight: Sequence[float]) -> float:
    return sum(weight[left[i]] for i, _ in found.pairs)


@settings(deadline=None, max_examples=300)
@given(sequences, sequences, weights)
def test_the_pairs_are_a_heaviest_common_subsequence(left: list[int], right: list[int], weight: list[float]) -> None:
    found = align(left, right, weight, PLAIN)
    assert weighed(found, left, weight) == heaviest(left, right, weight)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.integers(0, KEYS - 1), max_size=20),
    st.lists(st.integers(0, KEYS - 1), max_size=20),
    st.lists(st.floats(0.1, 7.0), min_size=KEYS, max_size=KEYS),
    st.lists(st.booleans(), min_size=KEYS, max_size=KEYS),
)
@example([0] * 20, [0] * 19, [1.0] * KEYS, [True] * KEYS)
def test_what_every_alignment_holds(left: list[int], right: list[int], weight: list[float], common: list[bool]) -> None:
    found = align(left, right, weight, common)
    for (i0, j0), (i1, j1) in zip(found.pairs, found.pairs[1:], strict=False):
        assert i0 < i1 and j0 < j1
    everything = [*found.pairs, *found.moved]
    assert all(0 <= i < len(left) and 0 <= j < len(right) and left[i] == right[j] for i, j in everything)
    assert len({i for i, _ in everything}) == len({j for _, j in everything}) == len(everything)
    assert list(found.moved) == sorted(found.moved)
    assert not any(common[left[i]] for i, _ in found.moved)
    whole = whole_rows(found, left, right, common)
    assert set(found.moved) <= set(whole) and list(whole) == sorted(whole)
    everything = [*found.pairs, *whole]
    assert all(left[i] == right[j] for i, j in everything)
    assert len({i for i, _ in everything}) == len({j for _, j in everything}) == len(everything)
    for i, j in set(whole) - set(found.moved):
        row = {step for step in range(-20, 20) if (i + step, j + step) in whole}
        assert common[left[i]] and any(all(at + step in row for step in range(6)) for at in range(-5, 1))


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.integers(0, 40), max_size=300),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 4), st.integers(0, 40)), max_size=8),
    st.lists(st.floats(0.1, 7.0), min_size=41, max_size=41),
    st.lists(st.booleans(), min_size=41, max_size=41),
)
def test_compiled_is_interpreted(
    left: list[int], edits: list[tuple[int, int, int]], weight: list[float], common: list[bool]
) -> None:
    right = list(left)
    for at, gone, new in edits:
        right[at : at + gone] = [new, new][: gone - 1]
    fast = compiled("dedup.matching.alignment_kernels")
    assert align(left, right, weight, common, fast) == align(left, right, weight, common)
    # Most words once, so that it is cut at anchors.
    left, right = ([key + 41 * (at // 3) for at, key in enumerate(side)] for side in (left, right))
    weight, common = weight * 200, common * 200
    assert align(left, right, weight, common, fast) == align(left, right, weight, common)


@settings(deadline=None, max_examples=200)
@given(sequences, sequences)
def test_content_words_find_every_partner_there_is(left: list[int], right: list[int]) -> None:
    found = align(left, right, EQUAL, PLAIN)
    assert len(found.pairs) + len(found.moved) == (Counter(left) & Counter(right)).total()


@settings(deadline=None, max_examples=200)
@given(sequences, sequences, weights)
def test_the_other_way_round_weighs_the_same(left: list[int], right: list[int], weight: list[float]) -> None:
    one, two = align(left, right, weight, PLAIN), align(right, left, weight, PLAIN)
    assert weighed(one, left, weight) == weighed(two, right, weight)
    assert len(one.pairs) + len(one.moved) == len(two.pairs) + len(two.moved)


@settings(deadline=None)
@given(st.lists(st.integers(0, KEYS - 1), min_size=3, max_size=60), st.lists(st.booleans(), min_size=6, max_size=6))
def test_equal_texts_align_word_by_word(words: list[int], common: list[bool]) -> None:
    found = align(words, words, EQUAL, common)
    assert found == Alignment(pairs=tuple((at, at) for at in range(len(words))), moved=())


@settings(deadline=None)
@given(
    st.lists(st.integers(0, KEYS - 1), min_size=1, max_size=9),
    st.lists(st.integers(50, 60), max_size=5),
    st.lists(st.integers(50, 60), max_size=5),
)
def test_a_text_inside_another_aligns_whole(words: list[int], before: list[int], after: list[int]) -> None:
    found = align(words, [*before, *words, *after], EQUAL, PLAIN)
    assert found.pairs == tuple((at, len(before) + at) for at in range(len(words))) and not found.moved


def test_nothing_in_common() -> None:
    nothing = Alignment(pairs=(), moved=())
    assert align([], [], [], []) == align([1, 2], [], EQUAL, PLAIN) == align([1, 2], [3], EQUAL, PLAIN) == nothing


def test_a_rare_word_wins_against_two_cheap_ones() -> None:
    found = align([9, 0, 1, 2, 8], [7, 2, 0, 1, 6], [1.0, 1.0, 5.0, *EQUAL], PLAIN)
    assert found.pairs == ((3, 1),) and found.moved == ((1, 2), (2, 3))


def test_a_match_continues_its_run_rather_than_starting_anew() -> None:
    assert align([9, 1, 2, 8], [7, 1, 6, 1, 2, 5], EQUAL, PLAIN).pairs == ((1, 3), (2, 4))


def test_swapped_words_are_moved() -> None:
    found = align([1, 2, 3, 4], [1, 3, 2, 4], EQUAL, PLAIN)
    assert len(found.pairs) == 3 and len(found.moved) == 1
    assert found.moved[0] in {(1, 2), (2, 1)}


def test_function_words_move_with_those_they_stand_in_a_row_with() -> None:
    common = [True, True, True, *PLAIN]
    heavy = [*range(20, 40)]
    row = [0, 50, 1, 51, 2, 1, 52, 2]

    def moved(left: list[int], right: list[int]) -> tuple[tuple[int, int], ...]:
        left, right = [*heavy, 70, *left, 71], [72, *right, 73, *heavy]
        found = align(left, right, EQUAL, common)
        assert found.pairs == tuple((at, len(right) - 20 + at) for at in range(20))
        return whole_rows(found, left, right, common)

    assert moved(row, row) == tuple((21 + at, 1 + at) for at in range(8))
    # Five in a row are too few: another function word divides them.
    assert moved(row, [0, 50, 1, 51, 0, 1, 52, 2]) == ((22, 2), (24, 4), (27, 7))
    # One word alone takes no function words along.
    assert moved([2, 1, 0, 50, 1, 0, 2], [2, 1, 0, 50, 1, 0, 2]) == ((24, 4),)


def test_function_words_on_their_own_are_no_match() -> None:
    common = [True, True, True, *PLAIN]
    assert align([0, 50, 1], [0, 60, 1], EQUAL, common).pairs == ()
    assert align([50, 0, 1, 51], [60, 0, 1, 61], EQUAL, common).pairs == ()
    assert align([50, 0, 1, 2, 51], [60, 0, 1, 2, 61], EQUAL, common).pairs == ((1, 1), (2, 2), (3, 3))
    assert align([50, 0, 5, 51], [60, 0, 5, 61], EQUAL, common).pairs == ((1, 1), (2, 2))


def test_a_word_repeated_everywhere_is_matched_by_its_neighbours() -> None:
    left, right = [98], [99]
    for at in range(1, 40):  # 39 × 39 places of key 0: too many to try
        left += [0, at]
        right += [0, at]
    left[41:41] = [97]
    found = align([*left, 96], [*right, 95], EQUAL, [True, *PLAIN])
    assert sum(left[i] == 0 for i, _ in found.pairs) == 39
    assert sum(left[i] != 0 for i, _ in found.pairs) == 39


def test_long_texts_of_one_word_do_not_cost_the_product_of_their_lengths() -> None:
    found = align([1, *[0] * 20_000, 2], [3, *[0] * 20_000, 4], EQUAL, PLAIN)
    assert not found.pairs and len(found.moved) == 20_000


def test_texts_made_to_be_cut_one_word_at_a_time_are_aligned() -> None:
    # Nearly every key stands twice; cutting at the ones that stand once uncovers the next such pair, and so on.
    keys = [key for k in range(3000) for key in (2 * k + 2, 2 * k + 3, 2 * k, 2 * k + 1)]
    size = max(keys) + 5
    left, right = [size - 4, *keys, size - 3], [size - 2, *keys, size - 1]
    found = align(left, right, [3.0] * size, [False] * size)
    assert len(found.pairs) == len(keys)
