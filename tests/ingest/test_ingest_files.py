"""Folders, links, special files, names: what is read, what is not, and under which id."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest

from dedup.errors import DuplicateId, InputError
from dedup.ingest import Limits, Reading, read, sniff


def ids(reading: Reading) -> list[str]:
    return [article.id for article in reading.articles]


def reasons(reading: Reading) -> dict[str, str]:
    return {Path(skip.path).name: skip.reason for skip in reading.skipped}


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The text of {name}.")


def test_ids_are_paths_in_the_folder_without_the_suffix_and_sorted(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/x.txt", "a/c/x.TXT", "a.b.txt", "Z.txt")
    reading = read([tmp_path])
    assert ids(reading) == ["Z", "a.b", "a/c/x", "a/x", "b"]
    assert reading.articles[3].source == f"{tmp_path}/a/x.txt"
    assert (reading.skipped, reading.notes) == ((), ())


def test_given_files_are_named_by_their_stems_and_namesakes_by_their_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a/x.txt", "b/x.txt", "b/y.txt", "b/z.html.txt")
    monkeypatch.chdir(tmp_path)
    assert ids(read(["b/y.txt", "./a/x.txt", "b/z.html.txt"])) == ["x", "y", "z.html"]
    assert ids(read(["b/x.txt", "a/x.txt", "b/y.txt"])) == ["a/x.txt", "b/x.txt", "y"]


def test_two_files_of_a_folder_with_one_id_and_other_texts(tmp_path: Path) -> None:
    write(tmp_path, "x.txt", "x.txt.txt", "one/x.txt", "two/x.txt")
    assert ids(read([tmp_path])) == ["one/x", "two/x", "x", "x.txt"]
    write(tmp_path / "one", "x.json")
    (tmp_path / "one" / "x.json").write_text('{"text": "Other words."}')
    with pytest.raises(DuplicateId, match=r"'x'.*one/x\.json and .*one/x\.txt"):
        read([tmp_path / "one"])


@pytest.mark.parametrize("form", ["{}", "./{}", "{}/", "{}/../{}"])
def test_folders_with_equal_file_names_are_told_apart_by_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    write(tmp_path, "cnn/1.txt", "cnn/2.txt", "bbc/1.txt", "bbc/sub/3.txt", "rt/4.txt")
    monkeypatch.chdir(tmp_path)
    roots = [form.format(name, name) for name in ("cnn", "bbc", "rt")]
    assert ids(read(roots)) == ["4", "bbc/1", "bbc/sub/3", "cnn/1", "cnn/2"]
    assert read(roots[::-1]) == read(roots)
    assert ids(read(roots[1:])) == ["1", "4", "sub/3"]
    assert ids(read([".", "cnn"])) == ["bbc/1", "bbc/sub/3", "cnn/1", "cnn/2", "rt/4"]


def test_a_file_and_a_folder_with_equal_file_names_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "1.txt", "cnn/1.txt", "cnn/2.txt")
    monkeypatch.chdir(tmp_path)
    assert ids(read(["./1.txt", "cnn"])) == ["1.txt", "cnn/1", "cnn/2"]


def test_equal_names_of_files_that_bring_their_ids_change_no_id(tmp_path: Path) -> None:
    write(tmp_path, "cnn/1.txt", "bbc/2.txt")
    for name, id in (("cnn", "x"), ("bbc", "y")):
        (tmp_path / name / "more.jsonl").write_text(f'{{"id": "{id}", "text": "Words of {id}."}}')
    assert ids(read([tmp_path / "cnn", tmp_path / "bbc"])) == ["1", "2", "x", "y"]


def test_a_reading_names_every_file_that_it_opens(tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt", "in/b.pdf", "c.txt")
    for name in ("in/a.jsonl", "in/b.jsonl"):
        (tmp_path / name).write_text('{"id": "x", "text": "Some words."}')
    for name in ("in/Metadata.csv", "in/METADATA.JSONL", "table.csv"):
        (tmp_path / name).write_text("id,outlet\na,A\n" if name.endswith("csv") else '{"id": "a", "outlet": "B"}')
    opened = ["c.txt", "in/METADATA.JSONL", "in/Metadata.csv", "in/a.jsonl", "in/a.txt", "in/b.jsonl"]
    paths = [tmp_path / "in", tmp_path / "c.txt"]
    assert read(paths).inputs == tuple(f"{tmp_path}/{name}" for name in opened)
    assert f"{tmp_path}/table.csv" in read(paths, metadata=tmp_path / "table.csv").inputs


def test_a_file_named_by_several_paths_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "one/x.txt", "one/two/y.txt")
    paths: list[str | Path] = [
        tmp_path / "one" / "two",
        tmp_path / "one",
        tmp_path / "one" / "x.txt",
        f"{tmp_path}/./one",
    ]
    reading = read(paths)
    assert ids(reading) == ["two/y", "x"]
    assert reading.notes == ("2 files were named by more than one of the paths; each was read once",)
    assert read(paths[::-1]) == reading


def test_an_id_never_becomes_a_path(tmp_path: Path) -> None:
    write(tmp_path, "secret.txt")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "news.jsonl").write_text('{"id": "../secret", "text": "b"}')
    (tmp_path / "in" / "metadata.csv").write_text("id,outlet\n../secret.txt,A\n")
    (article,) = read([tmp_path / "in"]).articles
    assert (article.id, article.text, article.outlet) == ("../secret", "b", "A")


def test_links_are_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "root"
    write(root, "a.txt", "sub/b.txt")
    write(tmp_path, "outside.txt")
    (root / "sub" / "loop").symlink_to(root)
    (root / "self.txt").symlink_to(root / "self.txt")
    (root / "nothing.txt").symlink_to(root / "missing.txt")
    (root / "out.txt").symlink_to(tmp_path / "outside.txt")
    (root / "etc").symlink_to(tmp_path)
    (root / "again.txt").symlink_to("a.txt")
    (root / "sub2").symlink_to("sub")
    reading = read([root])
    assert ids(reading) == ["a", "sub/b"]
    assert reasons(reading) == {
        "loop": "a loop of links",
        "self.txt": "a loop of links",
        "nothing.txt": "a link to nothing",
        "out.txt": "a link that leaves the folder",
        "etc": "a link that leaves the folder",
    }
    assert reading.notes == (f"{root}: passed over, by kind: links to files read at their own place 2",)


def test_a_given_link_is_followed(tmp_path: Path) -> None:
    write(tmp_path, "root/a.txt")
    (tmp_path / "link").symlink_to("root")
    (tmp_path / "b.txt").symlink_to("root/a.txt")
    assert ids(read([tmp_path / "link"])) == ["a"]
    assert ids(read([tmp_path / "b.txt"])) == ["b"]


@pytest.mark.parametrize("given", [True, False])
def test_special_files_are_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: bool) -> None:
    write(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "fifo.txt")
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(tmp_path)  # a socket's path is limited to 108 bytes
        server.bind("socket.txt")
        paths = [tmp_path / name for name in ("a.txt", "fifo.txt", "socket.txt")] if given else [tmp_path]
        reading = read(paths)
    assert ids(reading) == ["a"]
    assert reasons(reading) == {"fifo.txt": "a FIFO: not opened", "socket.txt": "a socket: not opened"}


def test_a_device_is_never_opened() -> None:
    assert [skip.reason for skip in read(["/dev/zero"]).skipped] == ["a device: not opened"]


def test_a_file_swapped_for_a_fifo_after_the_look_does_not_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a.txt", "b.txt")
    real = os.open

    def swapping(path: str, flags: int) -> int:
        if path.endswith("a.txt"):
            os.unlink(path)
            os.mkfifo(path)
        return real(path, flags)

    monkeypatch.setattr(os, "open", swapping)
    reading = read([tmp_path])
    assert ids(reading) == ["b"]
    assert reasons(reading) == {"a.txt": "a FIFO: not opened"}


def test_unreadable_files_and_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.txt", "b.txt", "sub/c.txt")
    real_open, real_scan = os.open, os.scandir

    def refusing_open(path: str, flags: int) -> int:
        if path.endswith("a.txt"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real_open(path, flags)

    def refusing_scan(path: str) -> object:
        if path.endswith("sub"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real_scan(path)

    monkeypatch.setattr(os, "open", refusing_open)
    monkeypatch.setattr(os, "scandir", refusing_scan)
    reading = read([tmp_path])
    assert ids(reading) == ["b"]
    assert reasons(reading) == {
        "a.txt": "cannot be read: Permission denied",
        "sub": "cannot be read: Permission denied",
    }


def test_a_name_that_is_not_utf_8_is_read_and_shown_escaped(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("A text.")
        (tmp_path / os.fsdecode(b"empty\xff.txt")).write_text("")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    reading = read([tmp_path])
    assert ids(reading) == [r"caf\xe9"]
    assert reading.articles[0].source == rf"{tmp_path}/caf\xe9.txt"
    assert [skip.path for skip in reading.skipped] == [rf"{tmp_path}/empty\xff.txt"]
    assert ids(read([os.path.join(tmp_path, os.fsdecode(b"caf\xe9.txt"))])) == [r"caf\xe9"]


def test_other_files_are_counted_in_a_note_by_suffix(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.pdf", "c.PDF", "README", ".hidden.txt", ".git/x.txt", "d.\x1b[31m")
    reading = read([tmp_path])
    assert ids(reading) == ["a"]
    assert reading.skipped == ()
    (note,) = reading.notes
    assert note == f"{tmp_path}: passed over, by kind: .\\x1b[31m 1, .pdf 2, hidden 2, no suffix 1"


@pytest.mark.parametrize("name", ["a.jpg", "letter.DOCX", "b.pdf", "c.tar.gz", "d.tgz"])
def test_a_given_file_of_a_kind_that_is_no_text_is_skipped_whatever_it_holds(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, "a.txt")
    reading = read([tmp_path / name, tmp_path / "a.txt"])
    assert ids(reading) == ["a"]
    assert reasons(reading)[name].endswith("files are not read: save the text as .txt or .html")


@pytest.mark.parametrize("name", ["notes", "notes.of.tuesday", "notes.md", "README.rst"])
def test_a_given_file_of_no_known_kind_is_text(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)
    assert read([tmp_path / name]).articles[0].text == f"The text of {name}."


def test_limits_on_depth_and_files(tmp_path: Path) -> None:
    write(tmp_path, "1/2/3/deep.txt", "1/2/a.txt", "b.txt")
    reading = read([tmp_path], limits=Limits(folder_depth=3))
    assert ids(reading) == ["1/2/a", "b"]
    assert reasons(reading) == {"3": "folders nested deeper than 3"}
    reading = read([tmp_path], limits=Limits(files=1))
    assert len(reading.articles) == 1
    assert "more than 1 files; the rest was not read" in reasons(reading).values()


@pytest.mark.parametrize("name", ["missing.txt", "", "a\0b"])
def test_a_path_that_is_not_there_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        read([os.path.join(tmp_path, "sub", name)])


def test_the_inputs_stay_as_they_were_and_their_order_does_not_matter(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt")
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    one, other = (
        read(order) for order in ([tmp_path / "a.txt", tmp_path / "b.txt"], [tmp_path / "b.txt", tmp_path / "a.txt"])
    )
    assert one == other
    assert before == {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", ("text", None, "a")),
        ("a.JSONL.XZ", ("jsonl", "xz", "a")),
        ("a.b.ndjson.zst", ("jsonl", "zstd", "a.b")),
        ("x/a.htm", ("html", None, "a")),
        ("a.parquet.gz", ("parquet", "gzip", "a")),
        ("a.gz", (None, "gzip", "a.gz")),
        (".txt", (None, None, ".txt")),
        ("a", (None, None, "a")),
    ],
)
def test_sniff(name: str, expected: tuple[str | None, str | None, str]) -> None:
    kind = sniff(name)
    assert (kind.format, kind.compression, kind.stem) == expected
