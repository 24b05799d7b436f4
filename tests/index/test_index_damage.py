"""A byte that flipped, a file that was cut short: an error or a problem that verify tells, never a wrong answer."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from index_cases import article, some, texts_of

from dedup import Index, IndexCorrupt, IndexFileError, UnknownId
from dedup.index import Version, rows

FLIPS = 100


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with a past, closed."""
    path = tmp_path_factory.mktemp("damage") / "news.dedup"
    with Index.build(path, some(40)) as index:
        index.add([article("a003", "a corrected text"), article("a004", "another corrected text")])
        index.remove(["a005", "a006"], vacuum=False)
    return path


Answers = tuple[dict[str, str], dict[str, tuple[Version, ...]]]


def answers(index: Index) -> Answers:
    held = texts_of(index)
    return held, {f"a{n:03}": index.history(f"a{n:03}") for n in range(40)}


def outcome(path: Path, intact: Answers) -> str:
    """How the damage came out; an answer that nobody warned of must be the right one."""
    try:
        with Index(path) as index:
            problems = index.verify()
            for id, text in intact[0].items():
                with suppress(IndexCorrupt, UnknownId):
                    assert index.held(id).article.text == text
                    continue
                assert problems, id
            if not problems:
                assert answers(index) == intact
            return "told by verify" if problems else "without effect"
    except IndexFileError:
        return "refused"


def test_every_flipped_byte_is_told_or_changes_nothing(whole: Path, tmp_path: Path) -> None:
    with Index(whole) as index:
        intact = answers(index)
    content = whole.read_bytes()
    chance = random.Random(7)
    path = tmp_path / "news.dedup"
    seen = set()
    for _ in range(FLIPS):
        at = chance.choice([chance.randrange(len(content)), chance.randrange(4_096)])
        damaged = bytearray(content)
        damaged[at] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        seen.add(outcome(path, intact))
        for beside in (path.with_name("news.dedup-wal"), path.with_name("news.dedup-shm")):
            beside.unlink(missing_ok=True)
    assert seen == {"refused", "told by verify", "without effect"}


@pytest.mark.parametrize("share", [0.0005, 0.003, 0.02, 0.3, 0.7, 0.999])
def test_a_file_that_was_cut_short_is_refused(whole: Path, tmp_path: Path, share: float) -> None:
    path = tmp_path / "news.dedup"
    content = whole.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(IndexCorrupt, match="damaged") as caught, Index(path) as index:
        len(index)
    assert "\n" not in str(caught.value)


def changed(whole: Path, tmp_path: Path, *statements: str) -> Path:
    path = tmp_path / "news.dedup"
    path.write_bytes(whole.read_bytes())
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()
    return path


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE article SET outlet = 'Another'",
        "UPDATE article SET published_from = published_from + 1",
        "UPDATE article SET held_from = held_from - 1",
        "UPDATE article SET url = title, title = NULL",
        "UPDATE text SET deflated = (SELECT deflated FROM text ORDER BY number LIMIT 1)",
        "UPDATE text SET deflated = substr(deflated, 1, 20)",
        "UPDATE text SET deflated = 7",
        "DELETE FROM text",
        "UPDATE article SET id = 'x' WHERE id = CAST('a010' AS BLOB)",
    ],
)
def test_a_changed_row_is_never_read_as_if_it_were_right(whole: Path, tmp_path: Path, statement: str) -> None:
    with Index(changed(whole, tmp_path, statement)) as index:
        with pytest.raises(IndexCorrupt, match="'dedup index verify' says what else is"):
            list(index.articles())
        assert any("article number" in problem for problem in index.verify())


@pytest.mark.parametrize(
    "statement, told",
    [
        ("UPDATE past SET reason = 'removed'", "of the past: its checksum differs"),
        ("INSERT INTO text VALUES (9999, 1, x'00', x'00')", "row 9999 of text belongs to no article"),
        ("UPDATE sqlite_sequence SET seq = 3 WHERE name = 'article'", "numbers"),
    ],
)
def test_verify_finds_what_reading_articles_does_not(whole: Path, tmp_path: Path, statement: str, told: str) -> None:
    with Index(changed(whole, tmp_path, statement)) as index:
        assert any(told in problem for problem in index.verify())


def test_a_past_that_was_changed_is_not_told(whole: Path, tmp_path: Path) -> None:
    with (
        Index(changed(whole, tmp_path, "UPDATE past SET held_to = held_to + 1")) as index,
        pytest.raises(IndexCorrupt, match="of the past"),
    ):
        index.history("a003")


def test_adding_to_a_damaged_article_is_refused_and_changes_nothing(whole: Path, tmp_path: Path) -> None:
    with Index(changed(whole, tmp_path, "UPDATE article SET outlet = 'Another'")) as index:
        with pytest.raises(IndexCorrupt):
            index.add([article("a001", "new text"), article("new", "new text")])
        assert "new" not in index
        with pytest.raises(IndexCorrupt):
            index.remove(["a001"])


def test_a_text_is_never_unpacked_to_more_than_it_was(whole: Path, tmp_path: Path) -> None:
    import zlib

    path = changed(whole, tmp_path)
    with closing(sqlite3.connect(path)) as db:
        held = db.execute("SELECT number, bytes FROM text").fetchall()
        db.execute("DELETE FROM text")
        longer = zlib.compress(bytes(1 << 26))
        db.executemany("INSERT INTO text VALUES (?, ?, ?, ?)", (rows.sealed(*each, longer) for each in held))
        db.commit()
    with Index(path) as index, pytest.raises(IndexCorrupt, match="its text is another one"):
        index.held("a001")
