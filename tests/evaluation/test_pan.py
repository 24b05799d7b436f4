"""Reading PAN folders: offsets are code points, line ends stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup.errors import InputError
from dedup.evaluation.pan import PanPair, cut, read_cases, read_pairs, read_texts
from dedup.model import Span

XML = """<?xml version="1.0" encoding="UTF-8"?>
<document reference="susp1.txt">
  <feature name="about" authors="nobody" />
  <feature name="plagiarism" source_length="5" source_offset="4" source_reference="src1.txt" this_length="7"
    this_offset="2" type="artificial" />
</document>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("susp", "src", "01-no-plagiarism", "02-no-obfuscation"):
        (tmp_path / name).mkdir()
    (tmp_path / "susp" / "susp1.txt").write_bytes("\ufeffNaïve\r\nlines\r".encode())
    (tmp_path / "src" / "src1.txt").write_bytes(b"one\ntwo")
    (tmp_path / "01-no-plagiarism" / "pairs").write_text("susp2.txt src1.txt\nsusp3.txt src1.txt\n")
    (tmp_path / "02-no-obfuscation" / "pairs").write_text("susp1.txt src1.txt\n")
    (tmp_path / "02-no-obfuscation" / "susp1-src1.xml").write_text(XML)
    return tmp_path


def test_pairs_carry_their_category(folder: Path) -> None:
    assert read_pairs(folder) == (
        PanPair(category="01-no-plagiarism", suspicious="susp2.txt", source="src1.txt"),
        PanPair(category="01-no-plagiarism", suspicious="susp3.txt", source="src1.txt"),
        PanPair(category="02-no-obfuscation", suspicious="susp1.txt", source="src1.txt"),
    )


def test_a_folder_without_categories_is_one(folder: Path) -> None:
    flat = folder / "02-no-obfuscation"
    (pair,) = read_pairs(flat)
    assert pair.category == "02-no-obfuscation"
    assert len(read_cases(flat, pair)) == 1


def test_cases(folder: Path) -> None:
    clean, _, copied = read_pairs(folder)
    assert read_cases(folder, clean) == ()
    (case,) = read_cases(folder, copied)
    assert (case.left, case.right) == (Span(2, 9), Span(4, 9))


def test_texts_are_read_as_they_stand(folder: Path) -> None:
    assert read_texts(folder, read_pairs(folder)[2]) == ("\ufeffNaïve\r\nlines\r", "one\ntwo")


def test_a_cut_depends_on_the_seed_alone(folder: Path) -> None:
    pairs = [PanPair(category=c, suspicious=f"s{n:03}.txt", source="x.txt") for c in "ab" for n in range(50)]
    drawn = cut(pairs, 5, seed=3)
    assert drawn == cut(reversed(pairs), 5, seed=3) != cut(pairs, 5, seed=4)
    assert [pair.category for pair in drawn] == ["a"] * 5 + ["b"] * 5
    assert cut(pairs, 500) == tuple(sorted(pairs))


@pytest.mark.parametrize(
    "content",
    [
        "<document><feature",
        '<!DOCTYPE d [<!ENTITY e "4">]><d><feature name="plagiarism" source_offset="&e;" /></d>',
        '<d><feature name="plagiarism" source_offset="4" source_length="x" /></d>',
        "",
    ],
)
def test_a_broken_annotation_is_an_input_error(folder: Path, content: str) -> None:
    (folder / "02-no-obfuscation" / "susp1-src1.xml").write_text(content)
    with pytest.raises(InputError, match=r"susp1-src1\.xml"):
        read_cases(folder, read_pairs(folder)[2])


def test_a_folder_without_pairs_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_pairs(tmp_path)


def test_a_malformed_line_is_named(folder: Path) -> None:
    (folder / "01-no-plagiarism" / "pairs").write_text("a.txt b.txt\nonly-one\n")
    with pytest.raises(InputError, match=r"pairs:2"):
        read_pairs(folder)
