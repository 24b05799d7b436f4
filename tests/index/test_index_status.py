"""Whether an article is held already, and with this text."""

from __future__ import annotations

from pathlib import Path

import pytest
from index_cases import article

from dedup import Index, Settings, UsageError, check


@pytest.mark.parametrize("keep_texts", [True, False])
def test_an_id_is_new_held_or_held_with_another_text(tmp_path: Path, keep_texts: bool) -> None:
    with Index.build(
        tmp_path / "news.dedup", [article("a", "One."), article("b", "Two.")], keep_texts=keep_texts
    ) as it:
        asked = [article("a", "One.", outlet="Another"), article("b", "Two!"), article("c", "One.")]
        assert it.status(asked) == {"a": "held", "b": "new-version", "c": "new"}
        it.add(asked)
        assert set(it.status(asked).values()) == {"held"}
        it.remove(["a"])
        assert it.status(asked[:1]) == {"a": "new"}
        assert it.status([]) == {}


def test_one_article_is_checked_as_a_list_of_one(tmp_path: Path) -> None:
    words = "The dam was built in 1931 and nobody living had ever seen its spillway run."
    one = article("b", f"{words} So they say.", outlet="The Meridian")
    with Index.build(tmp_path / "news.dedup", [article("a", words, outlet="Courier")], Settings(min_words=9)) as it:
        report = it.check(one)
        assert len(report.matches) == 1 and report == it.check([one])
        checked = check(one, it)
        assert checked == check([one], it) and checked.new == ("b",) and not checked.passed
        # Settings that nobody gives are those that the index was opened with.
        assert report.settings["min_words"] == checked.report.settings["min_words"] == 9
        assert it.check(one, Settings(min_words=10)).settings["min_words"] == 10


def test_an_index_finds_passages_not_near_duplicate_articles(tmp_path: Path) -> None:
    one, whole = article("b", "The dam was built in 1931."), Settings(level="article")
    with Index.build(tmp_path / "news.dedup", [article("a", one.text)], whole) as it:
        for ask in (lambda: it.check(one), lambda: check(one, it), lambda: it.check([], whole)):
            with pytest.raises(UsageError, match=r"an index finds passages.*'dedup audit --level article' or"):
                ask()
        assert it.check(one, Settings()).articles
