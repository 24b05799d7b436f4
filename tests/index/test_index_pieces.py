"""Masked texts as numbers of pieces: what comes back, what is counted, and what is gone with the last text."""

from __future__ import annotations

import sqlite3
import zlib
from collections import Counter
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from index_cases import bytes_of

from dedup import Article, Index, IndexCorrupt
from dedup.index import held, pieces
from dedup.index.masking import is_plain
from dedup.index.pieces import Letters, numbers_of, pieces_of
from dedup.index.pieces import bytes_of as packed
from dedup.text.fold import fold_word

TEXT = st.text(st.one_of(st.sampled_from("ab, .\n…“"), st.characters()), max_size=60)
SHARED = "Quarrymen dynamited the abandoned viaduct near Thornwick before sunrise."
ONE = f"{SHARED} Residents complained bitterly about Gerald Fitzmorris."
OTHER = f"{SHARED} Insurance assessors will visit Blenkinsop in Ottershaw."


@given(text=TEXT)
@example("習近平說, ไทย ok\ud800\udc00 " + 90 * "x" + 90 * " ")
def test_the_pieces_are_all_of_a_text(text: str) -> None:
    found = pieces_of(text)
    assert "".join(found) == text and all(found)
    assert all(len(piece) <= 41 for piece in found)


@given(st.lists(st.integers(0, (1 << 35) - 1)))
def test_numbers_come_back(numbers: list[int]) -> None:
    stored = packed(np.array(numbers, dtype=np.int64))
    again, ends = numbers_of(stored)
    assert again.tolist() == numbers
    assert ends.tolist() == np.cumsum([max(1, -(-number.bit_length() // 7)) for number in numbers]).tolist()


def test_what_is_no_number_makes_none_of_more_bits_than_there_are() -> None:
    found, _ = numbers_of(b"\xff" * 40 + b"\x01")
    assert len(found) == 1 and 0 <= int(found[0]) < 1 << 62


def database(texts: dict[int, str]) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.executescript("CREATE TABLE article (number INTEGER PRIMARY KEY, bytes INTEGER);" + pieces.TABLES)
    added(db, texts)
    return db


def added(db: sqlite3.Connection, texts: dict[int, str]) -> None:
    db.executemany("INSERT INTO article VALUES (?, ?)", sizes(texts).items())
    pieces.keep(db, list(texts), list(texts.values()))


def sizes(texts: dict[int, str]) -> dict[int, int]:
    return {number: len(text.encode("utf-8", "surrogatepass")) for number, text in texts.items()}


def counted(db: sqlite3.Connection) -> dict[bytes, int]:
    return dict(db.execute("SELECT letters, texts FROM piece"))


@settings(deadline=None)
@given(batches=st.lists(st.lists(TEXT, max_size=5), max_size=4), data=st.data())
def test_pieces_are_those_of_the_texts_that_are_left(batches: list[list[str]], data: st.DataObject) -> None:
    db = database({})
    texts: dict[int, str] = {}
    for batch in batches:
        new = dict(enumerate(batch, start=len(texts) + 1))
        added(db, new)
        texts |= new
    assert pieces.texts(db, sizes(texts)) == texts
    gone = data.draw(st.sets(st.sampled_from(sorted(texts)))) if texts else set()
    pieces.forget(db, {number: size for number, size in sizes(texts).items() if number in gone})
    db.executemany("DELETE FROM article WHERE number = ?", ((number,) for number in gone))
    left = {number: text for number, text in texts.items() if number not in gone}
    assert pieces.texts(db, sizes(texts)) == left
    expected = Counter(piece for text in left.values() for piece in set(pieces_of(text)))
    assert counted(db) == {piece.encode("utf-8", "surrogatepass"): count for piece, count in expected.items()}
    assert list(pieces.problems(db, sizes(left))) == []


def test_what_many_texts_have_got_the_smallest_numbers() -> None:
    db = database({at: f"often often{at % 3} rare{at}" for at in range(1, 20)})
    found = [letters for (letters,) in db.execute("SELECT letters FROM piece ORDER BY number")]
    assert found[0] == b"often" and all(each.startswith(b" often") for each in found[1:4])


def test_letters_are_asked_for_once_and_are_not_remembered_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    db = database({1: "one two three", 2: "four five six"})
    asked: list[str] = []
    db.set_trace_callback(lambda statement: asked.append(statement) if "FROM piece" in statement else None)
    letters = Letters()
    for _ in range(3):
        assert pieces.texts(db, {1: 13}, letters) == {1: "one two three"}
    assert len(asked) == 1
    monkeypatch.setattr(pieces, "_REMEMBERED", 2)
    assert pieces.texts(db, {2: 13}, letters) == {2: "four five six"}
    assert len(letters._known) == 3


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "masked.dedup"
    Index.build(path, [Article(id="one", text=ONE), Article(id="other", text=OTHER)], keep_texts=False).close()
    return path


def letters_of(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as db:
        return {letters.decode() for (letters,) in db.execute("SELECT letters FROM piece")}


def test_removal_leaves_no_piece_that_only_the_removed_text_had(path: Path) -> None:
    with Index(path) as index:
        assert index._mask
        own, others = (set(pieces_of(index._mask.text(text))) for text in (ONE, OTHER))
        only = {piece.strip() for piece in own - others if len(piece) > 6}
        assert len(only) > 4 and all(piece.encode() in bytes_of(path) for piece in only)
        index.remove(["one"])
        assert index.verify() == () and letters_of(path) == others
        assert [piece for piece in only if piece.encode() in bytes_of(path)] == []
        index.add([Article(id="other", text="Nothing to see here.")])
        index.compact()
        assert letters_of(path) == set(pieces_of(index._mask.text("Nothing to see here.")))
        assert index.verify() == ()


def test_pieces_are_masked_with_the_key_of_their_index(path: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.dedup"
    Index.build(again, [Article(id="one", text=ONE), Article(id="other", text=OTHER)], keep_texts=False).close()
    said = {piece.strip() for text in (ONE, OTHER) for piece in pieces_of(text)}
    hidden = {word for word in said if len(word) > 4 and not is_plain(word, fold_word(word))}
    found = [{piece.strip() for piece in letters_of(each)} for each in (path, again)]
    assert len(hidden) > 10 and all(hidden.isdisjoint(each) for each in found)
    assert {piece for piece in found[0] & found[1] if not is_plain(piece, fold_word(piece)) and len(piece) > 4} == set()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE piece SET letters = CAST('x' || letters AS BLOB) WHERE number = 5",
        "UPDATE piece SET letters = 'text' WHERE number = 5",
        "UPDATE piece SET letters = x'ff' WHERE number = 5",
        "DELETE FROM piece WHERE number = 5",
        "UPDATE masked SET pieces = (SELECT max(pieces) FROM masked)",
        "UPDATE masked SET pieces = substr(pieces, 1, 10)",
        "UPDATE masked SET pieces = 7",
        "UPDATE masked SET checksum = x'00'",
        "DELETE FROM masked",
    ],
)
def test_a_changed_row_is_never_read_as_if_it_were_right(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(statement)
        db.commit()
    with Index(path) as index:
        assert any("the text of" in each or "its text is missing" in each for each in index.verify())
        with pytest.raises(IndexCorrupt, match="article number"), index.reading() as db:
            held.load(db, [1, 2], texts=True)
        with pytest.raises(IndexCorrupt):
            index.remove(["one", "other"])
        assert len(index) == 2


def resealed(path: Path, *rows: tuple[int, bytes, int]) -> None:
    """Put pieces into an index as if it had written them."""
    with closing(sqlite3.connect(path)) as db:
        db.executemany("INSERT OR REPLACE INTO piece VALUES (?, ?, ?, ?)", (pieces._piece(*row) for row in rows))
        db.commit()


def row_of(path: Path, number: int) -> tuple[int, bytes, int]:
    with closing(sqlite3.connect(path)) as db:
        found: tuple[int, bytes, int] = db.execute(
            "SELECT number, letters, texts FROM piece WHERE number = ?", (number,)
        ).fetchone()
        return found


def changed(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(statement)
        db.commit()


DAMAGED = "pieces of masked texts whose checksum differs: {}"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE piece SET texts = texts + 1 WHERE number = 3",
        "UPDATE piece SET texts = 'x' WHERE number = 3",
        "UPDATE piece SET texts = x'01' WHERE number = 3",
        "UPDATE piece SET texts = texts + 0.5 WHERE number = 3",
        "UPDATE piece SET checksum = 7 WHERE number = 3",
        "INSERT INTO piece VALUES (999, x'41', 1, x'00000000')",
        "INSERT INTO piece VALUES (9223372036854775807, x'41', 1, x'00000000')",
    ],
)
def test_verify_tells_a_changed_piece(path: Path, statement: str) -> None:
    changed(path, statement)
    with Index(path) as index:
        assert index.verify() == (DAMAGED.format(1),)


@pytest.mark.parametrize("size", ["-5", "9223372036854775807", "1 << 59", "'x'", "x'01'", "2.5"])
def test_verify_tells_a_size_that_no_text_has(path: Path, size: str) -> None:
    changed(path, f"UPDATE article SET bytes = {size} WHERE number = 1")
    with Index(path) as index:
        (told,) = index.verify()
        assert "article number 1: its checksum differs" in told
        with pytest.raises(IndexCorrupt):
            index.remove(["one"])


@pytest.mark.parametrize("size", [-5, (1 << 63) - 1, 1 << 70])
def test_a_text_of_a_size_that_none_has_is_not_unpacked(size: int) -> None:
    db = database({1: "one two"})
    with pytest.raises(IndexCorrupt, match="the text of article number 1"):
        pieces.texts(db, {1: size})


@pytest.mark.parametrize("number", [-5, 1 << 35, (1 << 63) - 1])
def test_a_number_that_no_piece_has_is_told(path: Path, number: int) -> None:
    changed(path, f"UPDATE piece SET number = {number} WHERE number = (SELECT max(number) FROM piece)")
    with Index(path) as index:
        assert any(DAMAGED.format(1) == each for each in index.verify())
        if number > 0:
            with pytest.raises(IndexCorrupt, match=f"piece number {number}"):
                index.add([Article(id="new", text="Wholly unrelated marmalade.")])
            assert "new" not in index


def test_verify_tells_pieces_that_no_text_has_and_counts_that_are_wrong(path: Path) -> None:
    number, letters, texts = row_of(path, 3)
    resealed(path, (997, b"none", 0), (998, b"one", 1), (number, letters, texts + 1))
    with Index(path) as index:
        assert index.verify() == (
            "pieces of masked texts that no text has: 2",
            "pieces of masked texts that are not counted as texts have them: 1",
        )


def test_a_row_that_belongs_to_no_article_is_told_once(path: Path) -> None:
    changed(path, "INSERT INTO masked VALUES (55, x'00', x'00')")
    with Index(path) as index:
        assert index.verify() == ("row 55 of masked belongs to no article",)


@pytest.mark.parametrize("damage", ["a changed count", "a count of none", "a piece that is missing"])
def test_removal_never_takes_a_piece_that_another_text_has(path: Path, damage: str) -> None:
    with Index(path) as index:
        index.add([Article(id="third", text=f"{SHARED} Nobody was hurt.")])
    if damage == "a changed count":
        changed(path, "UPDATE piece SET texts = 1")
    elif damage == "a count of none":
        resealed(path, (*row_of(path, 0)[:2], 0))
    else:
        changed(path, "UPDATE piece SET number = 999 WHERE number = 0")
    before = letters_of(path)
    with Index(path) as index:
        for change in (lambda: index.remove(["one"]), lambda: index.add([Article(id="one", text="Another text.")])):
            with pytest.raises(IndexCorrupt, match="damaged"):
                change()
        assert len(index) == 3 and letters_of(path) == before
        assert index.verify() != ()


def test_numbers_are_never_unpacked_to_more_than_a_text_can_have(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE masked SET pieces = ?", (zlib.compress(bytes(1 << 26)),))
        db.commit()
    made: list[int] = []

    def counting(stored: bytes) -> object:
        made.append(len(stored))
        return numbers_of(stored)

    with pytest.MonkeyPatch.context() as monkeypatch, Index(path) as index:
        monkeypatch.setattr(pieces, "numbers_of", counting)
        with pytest.raises(IndexCorrupt), index.reading() as db:
            held.load(db, [1, 2], texts=True)
    assert max(made) <= 5 * len(ONE + OTHER) + 2
