"""Who holds which wording: outlets told apart by name and host, versions of a story, texts of one subject."""

from __future__ import annotations

from itertools import permutations
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_texts import collection

from dedup import Article
from dedup.matching.collection import prepare
from dedup.matching.lexicon import build_lexicon, words_of
from dedup.matching.shelf import DRAWN, NO_WORD, Named, Story, Subjects, TextShelf, subjects_of, together
from dedup.matching.stock import _in_a_row
from dedup.matching.units import units_of
from dedup.parts import known_as
from dedup.text.packing import packed_spans, unpacked_spans
from dedup.text.tokens import token_table


def known(outlet: str | None, url: str | None = None) -> Named | None:
    return known_as(Article(id="a", text="", outlet=outlet, url=url))


def test_an_outlet_is_known_by_its_name_and_the_host_of_its_page() -> None:
    page = "https://www.gazeta.example/news/1"
    assert known("The Gazeta", page) == Named(key="gazeta", name="The Gazeta", host="gazeta.example")
    assert known("Gazeta") == Named(key="gazeta", name="Gazeta")
    assert known(None, page) == known(" \t", page) == Named(key="", name="gazeta.example", host="gazeta.example")
    assert {known(None), known("  "), known("", "nonsense")} == {None}


def test_a_host_that_many_publish_on_says_nothing() -> None:
    assert known(None, "https://medium.com/1") is None
    assert known("Gazeta", "https://medium.com/1") == Named(key="gazeta", name="Gazeta")


def test_a_name_that_is_a_host_is_that_host() -> None:
    found = known("www.Gazeta.example", "https://elsewhere.example/1")
    assert found == Named(key="", name="www.Gazeta.example", host="gazeta.example")


def test_two_names_on_one_host_are_two_outlets_and_a_page_without_a_name_is_neithers() -> None:
    one, two, none = together([("north", "press.example"), ("south", "press.example"), ("", "press.example")])
    assert len({one, two, none}) == 3 and None not in (one, two, none)


def test_a_page_without_a_name_is_of_the_outlet_that_alone_has_one_there() -> None:
    named, bare, elsewhere, unknown = together(
        [("north", "press.example"), ("", "press.example"), ("north", ""), ("", "")]
    )
    assert named == bare == elsewhere and unknown is None


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=5))
def test_outlets_are_the_same_in_any_order_and_whatever_they_are_called_by(pairs: list[tuple[int, int]]) -> None:
    """An audit has names, an index numbers."""
    found = together(pairs)
    spelt = together([("" if name == 0 else f"n{name}", "" if host == 0 else f"h{host}") for name, host in pairs])
    assert [one == other for one in found for other in found] == [one == other for one in spelt for other in spelt]
    assert [each is None for each in found] == [each is None for each in spelt]
    for order in list(permutations(range(len(pairs))))[:24]:
        turned = together([pairs[at] for at in order])
        assert turned == [found[at] for at in order]


def story(words: dict[int, int], length: int) -> Story:
    """From the words of each sentence."""
    codes = sorted(words)
    return Story(codes=np.array(codes, dtype=np.uint64), words=np.array([words[code] for code in codes]), length=length)


@pytest.mark.parametrize(
    ("one", "other", "versions"),
    [
        (story({1: 40, 2: 40}, 100), story({1: 40, 2: 40, 3: 900}, 980), True),  # .8 of the shorter one
        (story({1: 40, 2: 39}, 100), story({1: 40, 2: 39, 3: 900}, 979), False),
        (story({1: 10, 2: 10, 3: 10, 4: 20}, 100), story({1: 10, 2: 10, 3: 10, 4: 20}, 100), True),  # half, in four
        (story({1: 10, 2: 10, 3: 30}, 100), story({1: 10, 2: 10, 3: 30}, 100), False),  # half, in three
        (story({1: 10, 2: 10, 3: 10, 4: 19}, 100), story({1: 10, 2: 10, 3: 10, 4: 19}, 100), False),
        (story({}, 0), story({}, 0), False),
        (story({1: 9}, 9), story({2: 9}, 9), False),
    ],
)
def test_versions_share_most_of_the_shorter_one_or_half_in_four_sentences(
    one: Story, other: Story, versions: bool
) -> None:
    assert one.version_of(other) == other.version_of(one) == versions


def of_one_subject(*texts: set[int]) -> list[bool]:
    """Whether each text is of one subject with the next. Words are their own hashes, as good as drawn."""
    drawn = np.full((len(texts), DRAWN), NO_WORD, np.uint32)
    for row, words in zip(drawn, texts, strict=True):
        row[: min(DRAWN, len(words))] = sorted(words)[:DRAWN]
    found: list[bool] = Subjects(np.array([len(words) for words in texts]), drawn).one_with_next().tolist()
    return found


@given(st.integers(0, 64), st.integers(1, 32), st.integers(1, 32))
def test_subjects_of_few_words_are_told_exactly(both: int, one: int, other: int) -> None:
    """All their words are drawn where there are no more than 64 together."""
    both = min(both, 64 - one - other)
    left = {*range(both), *range(100, 100 + one)}
    right = {*range(both), *range(200, 200 + other)}
    share = both / min(len(left), len(right))
    if abs(share - 0.3) > 1e-9:
        assert of_one_subject(left, right, left) == [share > 0.3] * 2


@pytest.mark.parametrize("share", [0.1, 0.2, 0.45, 0.7])
def test_subjects_of_many_words_are_estimated(share: float) -> None:
    right = 0
    for seed in range(20):
        words = Random(seed).sample(range(1 << 32), 900)
        common = round(400 * share)
        one, other = set(words[:400]), {*words[:common], *words[400 : 800 - common]}
        right += of_one_subject(one, other, one) == [share > 0.3] * 2
    # Of 64 words: where it is twice as many, or a third, none is wrong.
    assert right >= (17 if 0.15 < share < 0.5 else 20)


def test_texts_without_words_are_of_no_one_subject() -> None:
    assert of_one_subject(set(), set(), {1}) == [False, False]
    assert of_one_subject({1}) == []


def test_story_and_subject_of_a_text_are_the_same_whatever_else_there_is() -> None:
    texts = ["The dam broke in spring and nobody had warned the town below it. Rain fell for nine days on end.", "Dam."]
    texts += collection(1)

    def shelf(chosen: list[str]) -> TextShelf:
        ready = prepare(chosen)
        units = units_of(ready.table, ready.lexicon, lambda text: unpacked_spans(packed_spans(chosen[text])))
        return TextShelf(ready, [None] * len(chosen), units)

    everything = shelf(texts)
    for at, text in enumerate(texts):
        alone = shelf([text])
        one, other = alone._stories[0], everything._stories[at]
        assert [np.asarray(each).tolist() for each in one] == [np.asarray(each).tolist() for each in other]
        here, there = alone.subjects(np.array([0])), everything.subjects(np.array([at]))
        table = token_table([text])
        for told in (there, *(subjects_of(table, made) for made in (words_of(table), build_lexicon(table)))):
            assert told.sizes.tolist() == here.sizes.tolist() and told.drawn.tolist() == here.drawn.tolist()
        assert here.drawn[0].tolist() == sorted(here.drawn[0].tolist())


@given(st.sets(st.integers(0, 30)))
def test_a_phrase_is_made_of_three_places_in_a_row_or_more(places: set[int]) -> None:
    found = _in_a_row(np.array(sorted(places), dtype=np.int64)).tolist()

    def around(at: int) -> int:
        low = high = at
        while low - 1 in places:
            low -= 1
        while high + 1 in places:
            high += 1
        return high - low + 1

    assert found == [around(at) >= 3 for at in sorted(places)]
