"""Scores by the formulas of docs/reference/scores.md: pairs made by hand, and a plain recomputation."""

from __future__ import annotations

from collections import Counter
from random import Random

import numpy as np
import pytest
from made_alignments import batch, texts
from made_texts import collection, edited, sentence, word

from dedup import Match, Settings, compare
from dedup.compiled import compiled, interpreted
from dedup.matching.collection import prepare
from dedup.matching.scoring import Told, score
from dedup.model import Edits
from dedup.text.fold import fold_word, word_key
from dedup.text.tokens import tokenize

Pairs = list[tuple[int, int]]
LENIENT = Settings(min_confidence=0.0, min_words=3)


def folded(text: str) -> list[str]:
    return [fold_word(text[start:end]) for start, end, _ in tokenize(text)]


def by_hand(left: str, right: str, pairs: Pairs, moved: Pairs | None = None) -> Told:
    """The scores of two whole texts with the alignment given."""
    both = texts(left, right)
    aligned = batch(*np.diff(both.columns.offsets).tolist(), pairs, moved or ())
    plain, fast = (
        score(form("dedup.matching.score_kernels"), np.array([0]), np.array([[0, 1]]), aligned, both)
        for form in (interpreted, compiled)
    )
    assert plain == fast
    return plain[0]


def straight(count: int) -> Pairs:
    return [(at, at) for at in range(count)]


def test_equal_passages() -> None:
    told = by_hand("rain fell on Sunday", "Rain fell on Sunday", straight(4))
    found = told.scores
    assert (found.jaccard, found.containment_left, found.containment_right) == (1.0, 1.0, 1.0)
    assert (found.aligned_words, found.share_left, found.share_right, found.longest_run) == (4, 1.0, 1.0, 4)
    assert (found.rarity_overlap, found.order_free) == (1.0, 1.0)
    assert found.edits == Edits(insert=0, delete=0, substitute=0, move=0)
    assert told.kind == "verbatim"


def test_a_passage_inside_a_longer_one_has_two_containments() -> None:
    pairs = [(0, 2), (1, 3), (2, 4), (3, 5)]
    told = by_hand("rain fell on Sunday", "heavy cold rain fell on Sunday night", pairs)
    found = told.scores
    assert found.containment_left == 1.0 and found.containment_right == pytest.approx(2 / 5)
    assert found.jaccard == pytest.approx(2 / 5)
    assert found.share_left == 1.0 and found.share_right == pytest.approx(4 / 7)
    assert found.order_free == pytest.approx(4 / 7)
    assert found.edits == Edits(insert=3, delete=0, substitute=0, move=0)


def test_fewer_than_three_words_count_as_single_words() -> None:
    told = by_hand("rain fell", "rain fell on Sunday", straight(2))
    found = told.scores
    assert found.jaccard == pytest.approx(2 / 4) and found.containment_left == 1.0


def test_another_order_of_the_same_words() -> None:
    told = by_hand("military mutual trust", "mutual military trust", [(0, 1), (2, 2)], [(1, 0)])
    found = told.scores
    assert found.jaccard == 0.0 and found.order_free == found.rarity_overlap == 1.0
    assert found.aligned_words == 3 and found.longest_run == 1
    assert found.edits == Edits(insert=0, delete=0, substitute=0, move=1)


def test_words_replaced_dropped_and_added() -> None:
    told = by_hand("one two three four five six", "one 2 three five 5 and six", [(0, 0), (2, 2), (4, 3), (5, 6)])
    found = told.scores
    # two→2 replaced, four dropped, "5 and" put in
    assert found.edits == Edits(insert=2, delete=1, substitute=1, move=0)


def test_rare_words_weigh_more() -> None:
    common = by_hand("the spillway", "the harbour", [(0, 0)])
    rare = by_hand("the spillway", "a spillway", [(1, 1)])
    one, two = common.scores, rare.scores
    assert one.order_free == two.order_free == pytest.approx(1 / 3)
    assert one.rarity_overlap < 0.1 < 0.8 < two.rarity_overlap


def test_repeated_words_count_as_often_as_both_have_them() -> None:
    told = by_hand("rain rain rain snow", "rain rain", straight(2))
    found = told.scores
    assert found.order_free == pytest.approx(2 / 4)


def test_variants_are_aligned_and_no_run() -> None:
    told = by_hand("ministers signed the treaty", "minister signed the treaty", straight(4))
    found = told.scores
    assert found.aligned_words == 4 and found.longest_run == 3
    assert told.kind == "near-verbatim"


@pytest.mark.parametrize(
    "pairs, moved, kind",
    [
        (8, 0, "near-verbatim"),  # .8 in order
        (7, 0, "reworded"),
        (5, 3, "reordered"),  # .8 in any order, .5 in order
        (5, 2, "reworded"),
        (6, 3, "reworded"),  # .6 in order: not reordered
        (2, 0, "reworded"),
    ],
)
def test_kinds(pairs: int, moved: int, kind: str) -> None:
    left = " ".join(f"a{at}" for at in range(10))
    right = " ".join(f"b{at}" for at in range(10))
    elsewhere = [(at, 9 - at) for at in range(10 - moved, 10)]
    assert by_hand(left, right, straight(pairs), elsewhere).kind == kind


@pytest.mark.parametrize(
    "kept, put_in, kind",
    [
        (20, 0, "near-verbatim"),  # all the words there are, of 30
        (18, 2, "near-verbatim"),
        (17, 3, "reworded"),
    ],
)
def test_what_is_left_out_is_not_reworded(kept: int, put_in: int, kind: str) -> None:
    """Of an article's three sentences another left out the one in the middle, and changed nothing: "reworded"."""
    whole = [f"a{at}" for at in range(30)]
    abridged = [*whole[:10], *whole[30 - kept + 10 :], *(f"b{at}" for at in range(put_in))]
    pairs = [(at, whole.index(word)) for at, word in enumerate(abridged) if word in whole]
    assert by_hand(" ".join(abridged), " ".join(whole), pairs).kind == kind
    assert by_hand(" ".join(whole), " ".join(abridged), [(j, i) for i, j in pairs]).kind == kind


def grams(words: list[str], size: int) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}


def longest_common_run(left: list[str], right: list[str]) -> int:
    best = 0
    table = [0] * (len(right) + 1)
    for one in left:
        table = [0, *(table[j] + 1 if one == two else 0 for j, two in enumerate(right))]
        best = max(best, *table)
    return best


def recompute(match: Match, weight: dict[str, float]) -> None:
    left, right = folded(match.left.text), folded(match.right.text)
    scores, edits = match.scores, match.scores.edits
    size = 3 if min(len(left), len(right)) >= 3 else 1
    one, two = grams(left, size), grams(right, size)
    assert scores.jaccard == pytest.approx(len(one & two) / len(one | two))
    assert scores.containment_left == pytest.approx(len(one & two) / len(one))
    assert scores.containment_right == pytest.approx(len(one & two) / len(two))
    bag, other = Counter(map(word_key, left)), Counter(map(word_key, right))
    assert scores.order_free == pytest.approx((bag & other).total() / (bag | other).total())
    above, below = (sum(weight[key] * n for key, n in part.items()) for part in (bag & other, bag | other))
    assert scores.rarity_overlap == pytest.approx(above / below)
    assert scores.share_left == pytest.approx(scores.aligned_words / len(left))
    assert scores.share_right == pytest.approx(scores.aligned_words / len(right))
    assert edits.delete + edits.substitute + scores.aligned_words == len(left)
    assert edits.insert + edits.substitute + scores.aligned_words == len(right)
    assert scores.longest_run <= min(scores.aligned_words, longest_common_run(left, right))
    assert (match.kind == "verbatim") == (left == right)
    # What `common` shows adds up to what the scores say.
    counts: Counter[str] = Counter()
    longest = 0
    for each in match.common:
        part = folded(match.left.text[each.left_start - match.left.start : each.left_end - match.left.start])
        counts[each.kind] += len(part)
        longest = max(longest, len(part) if each.kind == "same" else 0)
    assert counts.total() == scores.aligned_words and counts["moved"] == edits.move
    assert scores.longest_run >= longest


@pytest.mark.parametrize("seed", range(25))
def test_every_score_of_edited_passages_is_the_formula(seed: int) -> None:
    random = Random(seed)
    shared = sentence(random, 12) + [word(random) for _ in range(6)]
    pair = [
        " ".join([*sentence(random, 15), *stretch, *sentence(random, 15)])
        for stretch in (shared, edited(random, shared, 0.3 * random.random()))
    ]
    ready = prepare(sorted(pair))
    known = {word_key(each): number for number, each in reversed(list(enumerate(ready.table.vocabulary)))}
    keys = dict(zip(ready.table.words.tolist(), ready.lexicon.keys.tolist(), strict=True))
    weight = {key: float(ready.lexicon.weight[keys[number]]) for key, number in known.items()}
    found = compare(pair[0], pair[1], LENIENT)
    assert found
    for match in found:
        recompute(match, weight)


def test_the_recomputation_sees_every_kind_of_edit() -> None:
    kinds: Counter[str] = Counter()
    edits: Counter[str] = Counter()
    for seed in range(40):
        one, two = collection(seed, texts=2, length=60, planted=1)
        for match in compare(one, two, LENIENT):
            kinds[match.kind] += 1
            for name in ("insert", "delete", "substitute", "move"):
                edits[name] += getattr(match.scores.edits, name)
    assert {"verbatim", "near-verbatim"} <= set(kinds) and min(edits.values()) > 0
