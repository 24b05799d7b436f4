"""The order in which pairs of articles are read, and when each can be judged."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_texts import collection, sentence

import dedup
from dedup.config import Settings
from dedup.model import Article
from dedup.provenance import Tradition
from dedup.turns import Settling, turns
from dedup.work import Work

PAIRS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), unique_by=lambda pair: frozenset(pair), max_size=20)


@given(PAIRS)
def test_each_pair_is_judged_once_when_all_pairs_of_its_articles_are_read(pairs: list[tuple[int, int]]) -> None:
    settling = Settling(pairs)
    read: set[tuple[int, int]] = set()
    judged: list[tuple[int, int]] = []
    done: list[int] = []
    for pair in pairs:
        read.add(pair)
        for ready in settling.read(pair):
            assert {each for each in pairs if not {*each}.isdisjoint(ready)} <= read
            judged.append(ready)
            for number in settling.judged(ready):
                assert {each for each in pairs if number in each} <= {*judged}
                done.append(number)
        # None waits that need not.
        for number in range(8):
            assert settling.is_read(number) == ({each for each in pairs if number in each} <= read)
        waiting = [each for each in read if all(map(settling.is_read, each))]
        assert sorted(waiting) == sorted(judged)
    assert sorted(judged) == sorted(pairs)
    assert sorted(done) == sorted({number for pair in pairs for number in pair})


def test_turns_come_by_date_then_as_the_articles_stand_and_last_where_there_is_none() -> None:
    dates = ["2031-05-02", None, "2031-05-01", "2031-05-02", "2031-04", None]
    articles = [Article(id=str(at), text="", published=date) for at, date in enumerate(dates)]
    everybody = np.array([(at, 0) for at in range(6)])
    assert turns(articles, everybody).tolist() == [2, 4, 1, 3, 0, 5]
    assert turns([], np.empty((0, 2), np.int32)).tolist() == []


def test_who_shares_something_with_each_other_comes_together() -> None:
    dates = ["2031-05-02", None, "2031-05-01", None, "2031-06-01", None]
    articles = [Article(id=str(at), text="", published=date) for at, date in enumerate(dates)]
    # 4 and 2 begin on 1 May, 0 and 5 on 2 May; 1 and 3 have no date.
    assert turns(articles, np.array([(2, 4), (1, 3), (0, 5), (3, 3)])).tolist() == [2, 4, 0, 5, 1, 3]


@pytest.mark.parametrize("date", [None, "2031-05-01"])
def test_groups_of_articles_are_read_judged_and_let_go_of_one_after_the_other(date: str | None) -> None:
    """However their texts are ordered, a million small groups are not all held at once."""
    articles = [
        Article(
            id=f"{at}-{name}",
            text=f"{' '.join(sentence(Random(at), 30))}. {name} wrote this in the year {at}.",
            outlet=name,
            published=date,
        )
        for at in range(12)
        for name in ("Ada", "Bob", "Cem")
    ]
    Random(1).shuffle(articles)
    work = Work(articles, Settings(workers=1))
    rank = {article.id: at for at, article in enumerate(articles)}
    held = [len(work.parts._dossiers) for _ in work.matches(rank)]
    assert len(held) == 36
    assert max(held) <= 6  # a few words in common connect two of the groups
    assert not work.parts._dossiers


def test_what_is_judged_is_let_go_of(monkeypatch: pytest.MonkeyPatch) -> None:
    traditions: list[Tradition] = []

    def noted() -> Tradition:
        traditions.append(Tradition())
        return traditions[-1]

    monkeypatch.setattr("dedup.work.Tradition", noted)
    texts = [text for seed in range(5) for text in collection(seed)]
    articles = [Article(id=f"{at:03}", text=text, outlet=f"Outlet {at % 5}") for at, text in enumerate(texts)]
    assert len(dedup.audit(articles).matches) > 10
    assert [(each._cases, each._ordered) for each in traditions] == [({}, {})]
