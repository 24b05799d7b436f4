"""The order of the hashes of texts, in which a collection is worked through, shows in no report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations
from pathlib import Path
from random import Random

import numpy as np
import pytest
from made_texts import collection
from numpy.typing import NDArray

import dedup
from dedup import pipeline
from dedup.config import Settings
from dedup.index import Index
from dedup.model import Article, Report
from dedup.work import Work

# Passages that moved, come twice, or touch: where an alignment that starts from the other side may end elsewhere.
_ONE = "the old spillway above Calder had never been tested under load, the engineers of the county said on Monday"
_TWO = "nobody living had seen water run over it before the night of the second of March, and nobody wants to again"
_TURNED = "on Monday the engineers of the county said the old spillway had never been tested under load above Calder"
NASTY = (
    f"{_ONE}. {_TWO}. {_ONE}.",
    f"{_TWO}; {_TURNED}. A sentence of its own stands here and says something else. {_ONE}.",
    f"{_ONE} and {_TWO} and {_TURNED}",
    f"Something new. {_TURNED}. {_TWO} {_TWO}.",
)


def in_order(monkeypatch: pytest.MonkeyPatch, texts: list[str], place: Callable[[str], int]) -> Report:
    monkeypatch.setattr(pipeline, "place_of", lambda text, id: place(text) << 32 | int(id))
    articles = [Article(id=f"{at:03}", text=text, outlet=f"Outlet {at % 5}") for at, text in enumerate(texts)]
    return dedup.audit(articles)


def test_where_texts_are_parted_for_want_of_memory_shows_in_no_report(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text for seed in range(5) for text in collection(seed)]
    articles = [Article(id=f"{at:03}", text=text, outlet=f"Outlet {at % 5}") for at, text in enumerate(texts)]
    whole = dedup.audit(articles)
    assert len(whole.matches) > 10
    for words, rows in ((1, 1), (300, 100), (1_000, 1_000)):
        monkeypatch.setattr("dedup.aligning._WORDS_AT_ONCE", words)
        monkeypatch.setattr("dedup.matching.search._ROWS_IN_REACH", rows)
        assert dedup.audit(articles) == whole


def test_in_which_order_pairs_are_judged_shows_in_no_report(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text for seed in range(5) for text in collection(seed)]
    articles = [Article(id=f"{at:03}", text=text, outlet=f"Outlet {at % 5}") for at, text in enumerate(texts)]
    by_number = dedup.audit(articles)
    assert len(by_number.matches) > 10
    orders: set[tuple[int, ...]] = set()
    for seed in range(4):
        monkeypatch.setattr("dedup.work.turns", shuffled(seed, orders))
        assert dedup.audit(articles) == by_number
    assert len(orders) == 4


def test_nor_in_what_a_check_says_of_new_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There the pairs of held articles are found after those of new ones."""
    texts = [text for seed in range(5) for text in collection(seed)]
    articles = [Article(id=f"{at:03}", text=text, outlet=f"Outlet {at % 5}") for at, text in enumerate(texts)]
    with Index.build(tmp_path / "news.dedup", articles[::2], Settings(workers=1)) as index:
        by_number = index.check(articles[1::2], Settings(workers=1))
        assert len(by_number.matches) > 5
        orders: set[tuple[int, ...]] = set()
        for seed in range(4):
            monkeypatch.setattr("dedup.work.turns", shuffled(seed, orders))
            assert index.check(articles[1::2], Settings(workers=1)) == by_number
        assert len(orders) == 4


def shuffled(seed: int, orders: set[tuple[int, ...]]) -> Callable[..., NDArray[np.int64]]:
    """Turns at random, added to `orders`."""

    def turns(articles: Sequence[Article], pairs: object) -> NDArray[np.int64]:
        turn = np.random.default_rng(seed).permutation(len(articles))
        orders.add(tuple(turn.tolist()))
        return turn

    return turns


def test_articles_are_announced_in_the_order_in_which_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the alignment takes them in another one: what is announced too early would stand in the way."""
    texts = [text for seed in range(5) for text in collection(seed)]
    Random(1).shuffle(texts)
    articles = [Article(id=f"{at:03}", text=text, outlet=f"Outlet {at}") for at, text in enumerate(texts)]
    for words in (1 << 25, 300):
        monkeypatch.setattr("dedup.aligning._WORDS_AT_ONCE", words)
        work = Work(articles, Settings(workers=1))
        announced: list[int] = []
        monkeypatch.setattr(work.parts.told, "announce", announced.extend)
        pairs = work.pairs({article.id: at for at, article in enumerate(articles)})
        asked = [number for pair in pairs if pair.counted and len({*pair.numbers}) > 1 for number in pair.numbers]
        assert announced == asked
        later = [max(work._turns[number] for number in pair.numbers) for pair in pairs]
        assert len(later) > 10 and later == sorted(later)


def test_every_order_of_nasty_texts_gives_the_same_report(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = list(NASTY)
    reports = [in_order(monkeypatch, texts, order.index) for order in permutations(texts)]
    assert len(reports[0].matches) > 3
    for report in reports[1:]:
        assert report == reports[0]


@pytest.mark.parametrize("seed", range(4))
def test_every_order_of_made_texts_gives_the_same_report(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    texts, orders = collection(seed), Random(seed)
    reports = []
    for _ in range(3):
        places = dict(zip(sorted(set(texts)), orders.sample(range(1 << 32), len(set(texts))), strict=True))
        reports.append(in_order(monkeypatch, texts, places.__getitem__))
    assert reports[0].matches or reports[0].set_aside
    assert reports[1] == reports[0] and reports[2] == reports[0]
