"""What was removed or replaced is not in the bytes of the file or of those beside it: looked for plain and packed."""

from __future__ import annotations

import random
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from index_cases import article, batches_of, bytes_of, some, texts_of
from numpy.typing import NDArray

from dedup import Article, Index, IndexLocked
from dedup.index import contents, rows
from dedup.index.findable import findable
from dedup.index.lookup import find
from dedup.index.segments import segments
from dedup.matching.shelf import NO_WORD

SECRET = "Zanzibarquelle"
TEXT = " ".join(f"{SECRET}{at} spoke of nothing else" for at in range(40))


def traces(path: Path, text: str = TEXT) -> set[str]:
    """In what shapes a text can be found on the disk."""
    found = bytes_of(path)
    ready = findable([article("secret", text)])
    others = findable(some(20))
    words = np.setdiff1d(ready.words.codes, others.words.codes)
    codes = np.setdiff1d(ready.postings()[0], others.postings()[0])
    ((sentences, _, _),), (_, drawn) = ready.traits()
    low = codes.astype("<u4")
    shapes = {
        # What is partly overwritten is found by any stretch of it.
        "packed": stretch_in(found, rows.deflated(text.encode())),
        "word": any(varint(code) in found for code in words.tolist()),
        "asked": any(code.tobytes() in found for code in words.astype("<u8")),
        # Four bytes may be there by chance; a page that was left behind has dozens of codes.
        "posting": sum(code.tobytes() in found for code in low) > len(low) / 50 or holds_any(path, codes),
        "story": any(code.tobytes() in found for code in sentences.astype("<u8")),
        "subject": stretch_in(found, drawn[drawn != NO_WORD].astype("<u4").tobytes()),
        "plain": SECRET.lower().encode() in found or SECRET.encode() in found,
        "title": b"Unheard-of" in found,
    }
    return {name for name, there in shapes.items() if there}


def stretch_in(found: bytes, content: bytes) -> bool:
    return any(content[at : at + 12] in found for at in range(0, len(content) - 12, 12))


def varint(code: int) -> bytes:
    """The key of a row as SQLite writes numbers of 64 bits: seven of them in each of eight bytes, the rest in one."""
    return bytes(code >> 8 + 7 * at & 0x7F | 0x80 for at in reversed(range(8))) + bytes([code & 0xFF])


def holds_any(path: Path, codes: NDArray[np.uint64]) -> bool:
    """Whether any posting is of one of these codes."""
    with Index(path) as index, index.reading() as db:
        return any(find(db, segment, codes).size.any() for segment in segments(db))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.dedup"


def secret(id: str = "secret") -> Article:
    return Article(id=id, text=TEXT, title="Unheard-of", outlet="The Meridian")


def test_removed_words_are_nowhere(path: Path) -> None:
    with Index.build(path, [*some(20), secret()]) as index:
        assert traces(path) == {"packed", "title", "word", "asked", "posting", "story", "subject"}
        index.remove(["secret"])
        assert traces(path) == set()
        assert index.info().unswept is None
    assert traces(path) == set()
    with Index(path) as index:
        assert len(index) == 20 and index.verify() == ()
        assert [each.reason for each in index.history("secret")] == ["removed"]


def test_words_that_came_with_the_last_batch_are_not_in_the_log(path: Path) -> None:
    with Index.build(path, some(20)) as index:
        index.add([secret()])
        assert path.with_name("news.dedup-wal").stat().st_size > 0
        assert traces(path) > {"packed", "word", "posting", "story", "subject"}
        index.remove(["secret"])
        assert traces(path) == set()


def test_without_vacuum_they_are_owed_and_compact_pays(path: Path) -> None:
    with Index.build(path, [*some(20), secret()]) as index:
        index.remove(["secret"], vacuum=False)
        assert index.info().unswept is not None
    with Index(path) as index:
        assert index.info().unswept is not None
        index.compact()
        assert index.info().unswept is None
        assert traces(path) == set()


def test_a_replaced_text_is_owed_and_compact_pays(path: Path) -> None:
    with Index.build(path, [*some(20), secret()]) as index:
        index.add([article("secret", "a correction")])
        assert index.info().unswept == index.history("secret")[-1].held_from
        index.compact()
        assert traces(path) == set() and index.info().unswept is None
        assert texts_of(index)["secret"] == "a correction"


def test_in_a_shuffled_file_nothing_of_many_removed_articles_is_left(path: Path) -> None:
    """Rows that move between pages leave copies behind that secure_delete knows nothing of."""
    chance = random.Random(1)
    held: dict[str, str] = {}
    gone: list[str] = []
    with Index.build(path) as index, batches_of(40):
        for step in range(12):
            new = [Article(id=f"{chance.random()}", text=f"mark{step:02}x{n:02}y " * chance.randint(1, 200),
                           title=f"mark{step:02}x{n:02}y") for n in range(40)]  # fmt: skip
            index.add(new)
            held |= {each.id: each.title or "" for each in new}
            leaving = chance.sample(sorted(held), 30)
            index.remove(leaving, vacuum=step == 11)
            gone += [held.pop(id) for id in leaving]
        marks = set(re.findall(rb"mark\d\dx\d\dy", bytes_of(path)))
        assert marks == {mark.encode() for mark in held.values()} and gone
        assert index.verify() == ()


def test_a_reader_with_the_old_state_keeps_it_and_is_named_as_the_reason(path: Path) -> None:
    Index.build(path, [*some(3), secret()]).close()
    with Index(path, wait=0.2) as index, closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM article").fetchone() == (4,)
        with pytest.raises(IndexLocked, match=r"a reader has the state from before.*run 'dedup index compact'"):
            index.remove(["secret"])
        assert len(index) == 3 and index.info().unswept is not None
        reader.execute("COMMIT")
        index.compact()
        assert traces(path) == set() and index.info().unswept is None


def test_compact_makes_the_file_smaller(path: Path) -> None:
    with Index.build(path, some(300)) as index:
        before = index.info().file_bytes
        index.remove([f"a{n:03}" for n in range(280)], vacuum=False)
        index.compact()
        assert index.info().file_bytes < before / 3
        assert len(texts_of(index)) == 20 and index.verify() == ()


def test_many_are_removed_some_at_a_time(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "_REMOVED_AT_ONCE", 3)
    articles = some(20)
    other = tmp_path / "other.dedup"
    with Index.build(path, articles) as index, Index.build(other, articles[10:]) as without:
        assert index.remove(each.id for each in articles[:10]) == 10
        assert index.verify() == () and list(index.articles()) == list(without.articles())
        assert counted(index) == counted(without)


def counted(index: Index) -> tuple[list[tuple[int, ...]], int]:
    """The words that are held, and how many postings there are."""
    with index.reading() as db:
        words = db.execute("SELECT * FROM word ORDER BY code").fetchall()
        return words, int(db.execute("SELECT sum(postings) FROM segment").fetchone()[0])
