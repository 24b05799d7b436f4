"""The order in which pairs of articles are read, and when each can be judged."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dedup.model import Article
from dedup.turns import Settling, turns

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
    assert turns(articles).tolist() == [2, 4, 1, 3, 0, 5]
    assert turns([]).tolist() == []
