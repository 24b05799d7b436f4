"""Articles go in and come out as they were; the same twice changes nothing; another text is another version."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_cases import article, batches_of, bytes_of, some, texts_of

from dedup import Article, DuplicateId, Index, InputError, UnknownId
from dedup.dates import Interval
from dedup.errors import DateError
from dedup.index import Added, filling, rows
from dedup.index.file import FORMAT
from dedup.index.meta import HASHES, TOKENS

ANY_TEXT = st.text(st.characters(), max_size=20)
INSTANTS = st.datetimes(timezones=st.just(UTC))
INTERVALS = st.none() | st.tuples(INSTANTS, INSTANTS).map(lambda ends: Interval(min(ends), max(ends)))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=6,
)
ORIGINS = st.sampled_from(["given", "inferred", "unknown"])
OPTIONAL = st.none() | ANY_TEXT
ARTICLES = st.builds(
    Article, id=ANY_TEXT, text=ANY_TEXT, outlet=OPTIONAL, published=INTERVALS, first_seen=INTERVALS, url=OPTIONAL,
    title=OPTIONAL, source=OPTIONAL, extra=st.dictionaries(ANY_TEXT, JSON, max_size=3), outlet_origin=ORIGINS,
    published_origin=ORIGINS,
)  # fmt: skip


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index.build(tmp_path / "news.dedup") as opened:
        yield opened


@given(ARTICLES)
def test_an_article_becomes_values_and_the_same_article_again(given: Article) -> None:
    values = rows.description(given)
    assert rows.described(given.id, given.text, values) == given
    assert all(value is None or isinstance(value, int | bytes) for value in values)


def test_articles_come_out_as_they_went_in(index: Index) -> None:
    strange = Article(
        id="\ud800 and \x00",
        text="NUL \x00, half a pair \udfff, é and é, \r\n",
        outlet="İstanbul",
        published=Interval(datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999999, UTC)),
        first_seen="2031-03-04T10:00:00.000001Z",
        url="https://example.org/?a=\x1b",
        title="",
        source="in.jsonl:7",
        extra={"z": [1, {"ü": None}], "a": 10**40, "nan": "", "": 0.1},
        published_origin="inferred",
    )
    plain = Article(id="b", text="")
    assert index.add([strange, plain]) == Added(new=2)
    assert list(index.articles()) == [plain, strange]
    assert list(next(iter(index.articles())).extra) == []
    assert list(index.held(strange.id).article.extra) == ["z", "a", "nan", ""]


def test_they_come_in_the_order_of_their_ids_over_several_pages(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dedup.index.index._PAGE", 3)
    given = some(9)
    index.add(reversed(given))
    assert list(index.articles()) == given


def test_the_same_twice_changes_nothing(tmp_path: Path) -> None:
    path, given = tmp_path / "news.dedup", some(5)
    Index.build(path, given).close()
    before = bytes_of(path)
    with Index(path) as index:
        assert index.add(given) == Added(unchanged=5)
        assert len(index) == 5
    assert bytes_of(path) == before


def test_the_order_of_extra_fields_is_no_change(index: Index) -> None:
    index.add([replace(article("a", "text"), extra={"x": 1, "y": 2})])
    assert index.add([replace(article("a", "text"), extra={"y": 2, "x": 1})]) == Added(unchanged=1)
    assert index.add([replace(article("a", "text"), extra={"y": 2, "x": math.nan})]) == Added(updated=1)


def test_other_metadata_are_taken_over_and_are_no_version(index: Index) -> None:
    index.add([article("a", "the text")])
    before = index.held("a")
    told = Article(id="a", text="the text", outlet="Harbour Weekly", url="https://example.org/")
    assert index.add([told]) == Added(updated=1)
    after = index.held("a")
    assert after.article == told
    assert (after.number, after.first_held, after.held_from) == (before.number, before.first_held, before.held_from)
    assert len(index.history("a")) == 1
    assert index.verify() == ()


def test_another_text_is_a_new_version(index: Index) -> None:
    index.add([article("a", "the first text"), article("b", "untouched")])
    before = index.held("a")
    assert index.add([article("a", "the second text", outlet="Harbour Weekly")]) == Added(versions=1)
    after = index.held("a")
    assert texts_of(index) == {"a": "the second text", "b": "untouched"}
    assert after.number > before.number
    assert after.first_held == before.first_held < after.held_from
    old, new = index.history("a")
    assert (old.digest, old.outlet, old.held_from) == (before.digest, "The Meridian", before.held_from)
    assert (old.held_to, old.reason) == (after.held_from, "replaced")
    assert (new.digest, new.outlet, new.held_to, new.reason) == (after.digest, "Harbour Weekly", None, None)
    assert index.verify() == ()


def test_going_back_to_the_first_text_is_a_version_too(index: Index) -> None:
    for text in ("one", "two", "one"):
        index.add([article("a", text)])
    assert [each.digest for each in index.history("a")] == [rows.digest_of(t).hex() for t in (b"one", b"two", b"one")]


def test_the_history_remembers_what_was_removed_and_when_it_was_first_held(index: Index) -> None:
    index.add([article("a", "one")])
    first = index.held("a").first_held
    index.remove(["a"])
    (gone,) = index.history("a")
    assert gone.reason == "removed" and gone.held_to is not None and gone.held_to >= gone.held_from
    assert "a" not in index
    index.add([article("a", "one")])
    assert index.held("a").first_held == first
    assert [each.reason for each in index.history("a")] == ["removed", None]


def test_a_clock_that_was_put_back_makes_no_time_run_backwards(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    index.add([article("a", "one")])
    monkeypatch.setattr(filling, "now", lambda: rows.micros(datetime(2001, 1, 1, tzinfo=UTC)))
    index.add([article("a", "two")])
    old, _ = index.history("a")
    assert old.held_to == old.held_from
    assert index.verify() == ()


def test_nothing_is_known_of_what_was_never_held(index: Index) -> None:
    assert index.history("a") == ()
    assert "a" not in index and 7 not in index
    with pytest.raises(UnknownId, match="holds no article 'a'"):
        index.held("a")


def test_one_id_with_two_texts_in_one_go_is_refused(index: Index) -> None:
    with pytest.raises(DuplicateId, match="'a'"):
        index.add([article("a", "one"), article("a", "two")])
    assert len(index) == 0
    with pytest.raises(DuplicateId, match="'a'"), batches_of(1):
        index.add([article("a", "one"), article("b", "other"), article("a", "two")])
    # What was committed before stays; the batch at fault does not.
    assert texts_of(index) == {"a": "one", "b": "other"}


def test_a_build_with_two_texts_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(DuplicateId), batches_of(1):
        Index.build(tmp_path / "news.dedup", [article("a", "one"), article("a", "two")])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [1, 10])
def test_one_id_with_one_text_twice_counts_once_and_the_one_that_says_more_counts(index: Index, size: int) -> None:
    poor, rich = Article(id="a", text="one"), article("a", "one")
    with batches_of(size):
        index.add([rich, poor])
    assert index.held("a").article == rich
    assert len(index) == 1


def test_what_is_held_of_an_article_is_told_before_it_is_added(index: Index) -> None:
    index.add([article("a", "one"), article("b", "two"), article("gone", "three")])
    index.remove(["gone"])
    given_ = [article("a", "one", outlet=None), article("b", "other"), article("gone", "three"), article("c", "one")]
    assert index.status(given_) == {"a": "held", "b": "new-version", "gone": "new", "c": "new"}
    assert index.status([]) == {}


def test_unknown_ids_are_named_and_nothing_is_removed(index: Index) -> None:
    index.add(some(3))
    with pytest.raises(UnknownId, match=r"'nobody', 'x0', 'x1', 'x2', 'x3' and 2 more; nothing was removed"):
        index.remove(["a000", "nobody", *(f"x{n}" for n in range(6)), "a001"])
    assert len(index) == 3 and index.info().removed == 0


def test_removing_twice_in_one_go_is_removing_once(index: Index) -> None:
    index.add(some(2))
    assert index.remove(["a000", "a000"]) == 1
    assert index.remove([]) == 0
    assert len(index) == 1


def test_an_index_without_texts_has_all_but_them(tmp_path: Path) -> None:
    path = tmp_path / "news.dedup"
    with Index.build(path, [article("a", "the text")], keep_texts=False) as index:
        index.add([article("b", "quarrymen dynamited a viaduct")])
        assert not index.keeps_texts and not index.info().keeps_texts
        assert texts_of(index) == {"a": "", "b": ""}
        assert index.held("a").bytes == len("the text")
        assert index.add([article("a", "the text")]) == Added(unchanged=1)
        assert index.add([article("a", "a corrected text")]) == Added(versions=1)
        assert index.verify() == ()
    assert rows.deflated(b"quarrymen dynamited a viaduct") not in bytes_of(path)
    assert b"viaduct" not in bytes_of(path)


def test_information_counts(index: Index) -> None:
    empty = index.info()
    assert (empty.articles, empty.words, empty.published, empty.first_held, empty.unswept) == (0, 0, None, None, None)
    index.add([article("a", "one two"), article("b", "three", outlet=None), article("c", "f\u00e9")])
    index.add([article("a", "one two three")])
    index.remove(["c"])
    info = index.info()
    assert (info.articles, info.words, info.text_bytes, info.versions, info.removed) == (2, 4, 18, 1, 1)
    assert info.outlets == {None: 1, "The Meridian": 1}
    assert info.published == article("a", "").published
    assert info.file_bytes > 4_096 and info.format == FORMAT and (info.hashes, info.tokens) == (HASHES, TOKENS)


@pytest.mark.parametrize(
    "extra", [{"a": object()}, {"a": {1, 2}}, {("a", "b"): 1}], ids=["an object", "a set", "a key"]
)
def test_what_is_no_json_is_refused_and_named(index: Index, extra: dict[Any, Any]) -> None:
    with pytest.raises(InputError, match=r"'a'.*not JSON"):
        index.add([Article(id="a", text="b", extra=extra)])
    assert len(index) == 0


def test_extra_fields_too_deep_for_json_are_refused(index: Index) -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(InputError, match="not JSON"):
        index.add([Article(id="a", text="b", extra={"deep": deep})])
    while deep:  # else its end would go just as deep
        deep = deep.pop()


def test_an_interval_without_zones_is_refused(index: Index) -> None:
    noon = datetime(2031, 3, 4, 12)
    with pytest.raises(DateError, match="without a time zone"):
        index.add([Article(id="a", text="b", published=Interval(noon, noon + timedelta(hours=1)))])


@settings(max_examples=30)
@given(st.lists(st.text(max_size=40), max_size=30), st.integers(1, 60), st.integers(1, 8))
def test_batches_hold_all_in_order_and_end_where_they_are_full(texts: list[str], size: int, count: int) -> None:
    given_ = [article(f"a{n}", text) for n, text in enumerate(texts)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filling, "BATCH_CHARACTERS", size)
        patch.setattr(filling, "BATCH_ARTICLES", count)
        made = list(filling.batches(iter(given_)))
    assert [each for batch in made for each in batch] == given_
    for batch in made:
        assert len(batch) <= count
        assert sum(len(each.text) for each in batch[:-1]) < size


def test_progress_tells_how_far_it_is(index: Index) -> None:
    told: list[tuple[str, int, int]] = []
    with batches_of(2):
        index.add(some(5), progress=lambda *how: told.append(how))
    assert told == [("index", 0, 5), ("index", 2, 5), ("index", 4, 5), ("index", 5, 5)]
