"""Documents with planted near-copies: read from a folder or an archive, scored by pairs."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest
from making import match, report

from dedup.errors import InputError
from dedup.evaluation import near_copies
from dedup.evaluation.near_copies import read_near_copies, score_pairs

TEXTS = "d1 The bridge fell on Monday.\nd2 The bridge fell on a Monday.\nd3 Rain is expected.\n\n"
TRUTH = "d2 d1\n"


def folder(place: Path, texts: str | bytes = TEXTS, truth: str = TRUTH) -> Path:
    (place / "articles_3.train").write_bytes(texts if isinstance(texts, bytes) else texts.encode())
    (place / "articles_3.truth").write_text(truth)
    return place


def archive(place: Path, mode: str = "w:xz", **members: str) -> Path:
    path = place / "sets.tar"
    with tarfile.open(path, mode) as packed:  # type: ignore[call-overload]
        for name, content in members.items():
            header = tarfile.TarInfo(f"./data/{name.replace('_3_', '_3.')}")
            header.size = len(content.encode())
            packed.addfile(header, io.BytesIO(content.encode()))
    return path


@pytest.mark.parametrize("mode", ["w", "w:xz", "w:gz"])
def test_a_folder_and_an_archive_read_alike(tmp_path: Path, mode: str) -> None:
    found = read_near_copies(folder(tmp_path), 3)
    assert found.articles[0].text == "The bridge fell on Monday."
    assert [article.id for article in found.articles] == ["d1", "d2", "d3"]
    assert found.pairs == {("d1", "d2")}
    assert read_near_copies(archive(tmp_path, mode, articles_3_train=TEXTS, articles_3_truth=TRUTH), 3) == found


@pytest.mark.parametrize(
    ("texts", "truth", "where"),
    [
        ("d1\n", TRUTH, r"articles_3\.train:1"),
        (TEXTS + "d1 Again.\n", TRUTH, r"articles_3\.train:5: the id 'd1' is taken"),
        (b"d1 text\nd2 \xff\n", TRUTH, r"articles_3\.train:2"),
        ("", TRUTH, r"articles_3\.truth:1: 'd2' is none"),
        ("", "", "no documents"),
        (TEXTS, "", "no pairs"),
        (TEXTS, "d1 d2\nd1\n", r"articles_3\.truth:2: two ids"),
        (TEXTS, "d1 d1\n", r"articles_3\.truth:1: two ids"),
        (TEXTS, "d1 d9\n", r"articles_3\.truth:1: 'd9' is none"),
    ],
)
def test_what_is_malformed_is_named_with_its_line(tmp_path: Path, texts: str | bytes, truth: str, where: str) -> None:
    with pytest.raises(InputError, match=where):
        read_near_copies(folder(tmp_path, texts, truth), 3)


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"articles_3\.train"):
        read_near_copies(tmp_path, 3)
    with pytest.raises(InputError, match=r"holds no articles_3\.truth"):
        read_near_copies(archive(tmp_path, articles_3_train=TEXTS), 3)


def test_no_archive_or_a_truncated_one_is_an_input_error(tmp_path: Path) -> None:
    whole = archive(tmp_path, articles_3_train=TEXTS, articles_3_truth=TRUTH).read_bytes()
    for content in (b"", b"no archive", whole[: len(whole) // 2]):
        (tmp_path / "sets.tar").write_bytes(content)
        with pytest.raises(InputError, match=r"sets\.tar"):
            read_near_copies(tmp_path / "sets.tar", 3)


def test_an_archive_unpacks_to_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path, other="x" * 50_000, articles_3_train=TEXTS, articles_3_truth=TRUTH)
    monkeypatch.setattr(near_copies, "MOST_BYTES", 40_000)
    with pytest.raises(InputError, match="unpacks to more than 40,000 bytes"):
        read_near_copies(path, 3)


def test_a_link_in_an_archive_is_not_followed(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "sets.tar", "w") as packed:
        header = tarfile.TarInfo("articles_3.train")
        header.type, header.linkname = tarfile.SYMTYPE, "/etc/hostname"
        packed.addfile(header)
    with pytest.raises(InputError):
        read_near_copies(tmp_path / "sets.tar", 3)


def test_pairs_are_scored_once_whatever_the_number_of_matches(tmp_path: Path) -> None:
    truth = read_near_copies(folder(tmp_path), 3)
    found = report(
        match("1", ("d1", 0, 5), ("d2", 0, 5)),
        match("2", ("d1", 6, 9), ("d2", 6, 9)),
        match("3", ("d1", 0, 5), ("d3", 0, 5)),
    )
    tally = score_pairs(truth, found)
    assert (tally.truth, tally.found, tally.reported, tally.right) == (1, 1, 2, 1)
    assert (score_pairs(truth, report()).recall, score_pairs(truth, report()).precision) == (0.0, 1.0)
