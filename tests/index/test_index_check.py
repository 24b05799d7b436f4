"""A check says of new articles what an audit of everything says: whole matches, verdicts, reasons for setting aside."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from check_cases import Said, audited, checked, nasty, run, sentence, word
from hypothesis import Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from index_cases import batches_of

from dedup import Article, Settings
from dedup.index import Index, blocks, candidates, contents, postings, segments, whole
from dedup.index.blocks import kept
from dedup.index.findable import findable, outlet_code
from dedup.index.holders import Holders
from dedup.index.part import Part
from dedup.index.state import State
from dedup.index.whole import Everything
from dedup.matching import search

SETTINGS = Settings(workers=1)
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
# Seeds of a generator get no simpler by being shrunk.
SEEDS = st.integers(0, 100_000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.dedup"


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let features be crowded that so many texts hold."""

    def few(clique: int) -> None:
        for module in (search, candidates):
            monkeypatch.setattr(module, "CLIQUE", clique)
        monkeypatch.setattr(search.seeds_of, "__defaults__", (clique,))

    return few


def same(path: Path, held: Sequence[Article], new: Sequence[Article], settings: Settings = SETTINGS) -> Said:
    with Index.build(path, held, settings) as index:
        expected = audited(held, new, settings)
        assert checked(index, new, settings) == expected
    return expected


@hypothesis_settings(deadline=None, max_examples=8, phases=NO_SHRINKING)
@given(SEEDS, st.integers(1, 18), st.integers(1, 17), st.sampled_from([1, 3, 100]))
def test_any_split_of_any_collection(
    tmp_path_factory: pytest.TempPathFactory, seed: int, count: int, cut: int, batch: int
) -> None:
    everything = nasty(seed, count)
    new, held = everything[:cut], everything[cut:]
    with batches_of(batch):
        same(tmp_path_factory.mktemp("split") / "news.dedup", held, new)


@pytest.mark.parametrize("clique", [1, 3])
def test_crowded_features_link_the_next_text_only(path: Path, crowded: Callable[[int], None], clique: int) -> None:
    crowded(clique)
    everything = nasty(clique, 26, pool=3, equal=0.3)
    with batches_of(5):
        matches, aside, _ = same(path, everything[2:], everything[:2])
    assert len(matches) + len(aside) > 3


@pytest.mark.parametrize("clique", [2, 100])
def test_a_check_of_many_lots(
    path: Path, crowded: Callable[[int], None], clique: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What five articles hold of a code stands apart from what the next five hold of it."""
    crowded(clique)
    for module in (blocks, contents, postings, segments, whole):
        monkeypatch.setattr(module, "LOT", 5)
    everything = nasty(clique, 33, pool=3, equal=0.3)
    with batches_of(4):
        matches, aside, _ = same(path, everything[3:], everything[:3])
    assert len(matches) + len(aside) > 3
    with Index(path) as index, index.reading() as db:
        assert [segment.lots for segment in State(db).segments] == [6]


def test_a_check_leaves_nothing_to_the_garbage_collector(path: Path) -> None:
    """What a check has read of an index is gone with it: a service would grow until cycles are looked for."""
    everything = nasty(1, 12)
    with Index.build(path, everything[2:], SETTINGS) as index:
        gc.collect()
        gc.disable()
        try:
            index.check(everything[:2], SETTINGS)
            left = [each for each in gc.get_objects() if type(each) in (Everything, Holders)]
        finally:
            gc.enable()
    assert not left


def test_reasons_are_the_same_whatever_else_is_at_hand(path: Path, crowded: Callable[[int], None]) -> None:
    """Footers of several outlets in one match: which is named must not depend on how many others there are."""
    crowded(4)
    footers = [f"{sentence(Random(at), 12)}" for at in range(4)]
    random = Random(5)
    held = [
        Article(id=f"h{at:02}", outlet=f"Paper {at % 4}", text=f"{sentence(random, 30)}\n\n{footers[at % 4]}")
        for at in range(20)
    ]
    both = f"{footers[3]}\n\n{footers[1]}"
    new = [Article(id=f"n{at}", outlet=f"New {at}", text=f"{sentence(random, 20)}\n\n{both}") for at in range(2)]
    _, aside, _ = same(path, held, new)
    assert {each.reason for each in aside} == {"stock"}
    assert {each.detail for each in aside} <= {f"repeated in 5 articles of Paper {at}" for at in range(4)}


def test_a_phrase_of_many_outlets(path: Path) -> None:
    phrase = "which was first reported by the keepers of the northern locks"
    everything = [
        Article(id=f"{at:02}", outlet=f"Paper {at % 7}", text=f"{sentence(Random(at), 40)[:-1]}, {phrase}.")
        for at in range(14)
    ]
    _, aside, _ = same(path, everything[1:], everything[:1])
    assert {each.detail for each in aside} == {"a phrase of 14 articles of 7 outlets"}


def test_a_phrase_of_many_outlets_that_only_the_new_article_holds_whole(path: Path) -> None:
    """Of the articles at hand no other one has its last words; of all articles fourteen others do."""
    random = Random(4)
    phrases = ["of the harbour on the", "with the mill of the", "as in town at the", "for it north was the"]
    rest = [
        Article(
            id=f"r{at:02}", outlet=f"Outlet {at % 7}", text=f"{sentence(random, 30)} {phrases[at % 4]} {word(random)}."
        )
        for at in range(56)
    ]
    links = [" ".join(word(random) for _ in range(3)) for _ in phrases]
    whole = " ".join(f"{phrase} {link}" for phrase, link in zip(phrases, links, strict=True))
    turned = " ".join(f"{phrase.rpartition(' ')[0]} her {link}" for phrase, link in zip(phrases, links, strict=True))
    near = Article(id="h", outlet="Herald", text=f"{sentence(random, 30)} {turned}.")
    new = Article(id="n", outlet="North", text=f"{sentence(random, 30)} {whole}.")
    _, aside, _ = same(path, [near, *rest], [new])
    assert {each.reason for each in aside} == {"stock"}


def test_words_become_function_words_of_a_large_collection(path: Path) -> None:
    """From 200 texts on; the texts that are asked may be new ones, or follow those that were left out."""
    random = Random(1)
    shared = " ".join(run(random, 14))
    texts = [f"Zorp {' zorp '.join(word(random) for _ in range(4))} gor {word(random)}." for _ in range(230)]
    for at in range(0, 230, 23):
        texts[at] += f" Zorp {shared} zorp gor."
    held = [Article(id=f"{at:03}", text=text, outlet=f"Paper {at % 5}") for at, text in enumerate(texts)]
    new = [replace(held[0], text=f"{texts[0]} gor zorp"), Article(id="new", text=f"Gor {shared} gor zorp.")]
    matches, _, _ = same(path, held, new)
    assert len(matches) > 5


@pytest.mark.parametrize("held", range(8))
def test_few_articles_are_all_compared(path: Path, held: int) -> None:
    everything = nasty(30 + held, held + 1, pool=2)
    same(path, everything[1:], everything[:1])


@pytest.mark.parametrize("text", ["", "…", "the of and", "dam", "Dam. " * 3])
def test_articles_of_hardly_any_words(path: Path, text: str) -> None:
    same(path, nasty(1, 9), [Article(id="new", text=text), Article(id="newer", text=text, outlet="North")])


def test_nothing_new(path: Path) -> None:
    assert same(path, nasty(1, 9), []) == ((), (), ())


def test_equal_texts_under_many_ids(path: Path, crowded: Callable[[int], None]) -> None:
    """Of more than are compared with each other."""
    crowded(6)
    text = " ".join(sentence(Random(at)) for at in range(3))
    held = [Article(id=f"{at * 7919 % 1000:03}", text=text, outlet=f"Paper {at}") for at in range(12)]
    held += nasty(2, 6)
    new = [Article(id=f"new{at}", text=text, outlet=f"New {at}") for at in range(2)]
    matches, _, _ = same(path, held, new)
    assert matches


def test_a_new_version_takes_the_place_of_the_old_one(path: Path) -> None:
    everything = nasty(7, 16)
    # One is as it was, one has another's text, one is emptied.
    new = [everything[0], replace(everything[1], text=everything[2].text), replace(everything[3], text="")]
    matches, _, _ = same(path, everything, new)
    assert matches


def test_what_was_removed_is_not_found_and_counts_no_more(path: Path) -> None:
    everything = nasty(8, 20, spread=0.5)
    new, held, gone = everything[:1], everything[1:14], everything[14:]
    with batches_of(4), Index.build(path, [*gone, *held], SETTINGS) as index:
        index.remove([each.id for each in gone])
        assert index.verify() == ()
        assert checked(index, new, SETTINGS) == audited(held, new, SETTINGS)


def test_what_was_added_replaced_and_compacted(path: Path) -> None:
    everything = nasty(9, 18)
    new, held = everything[:1], everything[1:]
    with batches_of(3), Index.build(path, held[:4], SETTINGS) as index:
        index.add([replace(held[5], text="Another text."), *held[6:]])
        index.add([held[4], held[5], replace(held[6], outlet="South", url=None)])
        held[6] = replace(held[6], outlet="South", url=None)
        expected = audited(held, new, SETTINGS)
        assert checked(index, new, SETTINGS) == expected
        index.compact()
        assert index.verify() == () and checked(index, new, SETTINGS) == expected


def test_a_phrase_that_a_held_article_repeats_is_worth_no_more_for_that(path: Path) -> None:
    """A check sees in one place of the new text what in a held one stands in three."""
    random = Random(59)
    names = " ".join(word(random).capitalize() for _ in range(2))
    phrase = f"of the {names} in the of the"
    others = [Article(id=f"{at:02}", text=sentence(random, 40), outlet="East") for at in range(12)]
    # In the search the text that is first in order counts: in some of these it is the held one, in some the new one.
    held = [
        Article(
            id=f"held{at}",
            text=f"{sentence(random)} {f' {sentence(random, 9)[:-1].lower()} '.join([phrase] * 3)}.",
            outlet="North",
        )
        for at in range(4)
    ]
    new = Article(id="new", text=f"{sentence(random)} {phrase} {sentence(random, 25)}", outlet="South")
    same(path, [*held, *others], [new])


@pytest.mark.parametrize(
    "settings",
    [
        replace(SETTINGS, same_outlet=True),
        replace(SETTINGS, preset="longform"),
        replace(SETTINGS, min_words=8, min_confidence=0.9),
    ],
    ids=["same_outlet", "longform", "strict"],
)
def test_other_settings(path: Path, settings: Settings) -> None:
    everything = nasty(10, 12, spread=0.5)
    same(path, everything[2:], everything[:2], settings)


@pytest.mark.parametrize("clique", [1, 4])
def test_who_is_next_is_as_in_a_plain_count(path: Path, clique: int) -> None:
    everything = nasty(11, 22, pool=4, equal=0.3)
    with batches_of(5), Index.build(path, everything[1:], SETTINGS) as index, index.reading() as db:
        whole = Everything(db, State(db), findable(everything[:1]), without=[2, 3])
        # New ones stand between others too, at hand or not.
        handles = np.concatenate([whole.there(), whole.own()])
        of_all = handles[np.argsort(whole.orders[handles], kind="stable")]
        part = of_all[::clique]
        codes = {handle: set(text_codes(whole, handle)) for handle in of_all.tolist()}
        asked = np.unique(np.concatenate([text_codes(whole, handle) for handle in part.tolist()]))
        groups, offsets = [], [0]
        for handle in part.tolist():
            own = np.flatnonzero(np.isin(asked, text_codes(whole, handle))).tolist()
            # Each twice, and one group that is not asked about.
            groups += [*own, *own, len(asked)]
            offsets.append(len(groups))
        told = Part(everything=whole, handles=part).followed(np.array(groups, dtype=np.int32), np.array(offsets), asked)
    place = of_all.tolist().index
    for text, handle in enumerate(part.tolist()):
        for row in range(offsets[text], offsets[text + 1]):
            if groups[row] == len(asked):
                assert told[row]
                continue
            code = int(asked[groups[row]])
            later = [other for other in of_all[place(handle) + 1 :].tolist() if code in codes[other]]
            here = [other for other in later if other in part]
            assert told[row] == (not here or here[0] == later[0]), (text, row)
    assert not told.all() or clique == 1


def text_codes(whole: Everything, handle: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    (article,) = whole.articles(np.array([handle]))
    return np.unique(np.concatenate([codes for codes, _ in findable([article]).features()]))


def test_an_outlet_is_held_by_its_name_and_its_host() -> None:
    def code(outlet: str | None, url: str | None = None) -> int:
        return outlet_code(Article(id="a", text="", outlet=outlet, url=url))

    assert code(None) == code(" ") == code(None, "https://medium.com/1") == 0
    assert code("The Gazeta") == code("gazeta", "https://medium.com/1") == code("Gazeta") > 1 << 32
    host = code(None, "https://www.gazeta.example/1")
    assert 0 < host < 1 << 32 and host == code("gazeta.example")
    assert code("Gazeta", "https://gazeta.example/2") == code("Gazeta") | host


def test_codes_of_an_index_are_the_upper_bits() -> None:
    assert kept(np.array([(1 << 64) - 1, 1 << 16, 65_535], dtype=np.uint64)).tolist() == [(1 << 48) - 1, 1, 0]
