"""Bytes that are not what they seem: marks, other encodings, broken ones, and characters that are none."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path
from typing import Any, Literal

import pytest
from bad_runs import FORMATS, WORDS, pair, run, run_process, valid, write_jsonl

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]
ACCENTED = "Émile Créau à Zürich vowed that the naïve façade of the Škoda café would never again be repainted in ochre"


def only_match(report: Any, left: str, right: str) -> tuple[str, str]:
    """The texts under the spans of the only match, cut out of the originals."""
    [match] = report["matches"]
    found = []
    for side, text in ((match["left"], left), (match["right"], right)):
        assert text[side["start"] : side["end"]] == side["text"]
        found.append(side["text"])
    return found[0], found[1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\u2028"])
def test_any_mark_and_line_end(folder: Path, encoding: str, ends: str) -> None:
    text = f"Bridge vote{ends}{ends}{ACCENTED}.{ends}"
    (folder / "a.txt").write_bytes(text.encode(encoding))
    (folder / "b.txt").write_bytes(f"Elsewhere, {ACCENTED}!".encode())
    ran = run("audit", "a.txt", "b.txt", "--format", "json")
    assert ran.code == 0
    assert only_match(ran.json(), text, f"Elsewhere, {ACCENTED}!") == (ACCENTED, ACCENTED)


@pytest.mark.parametrize("forms", [("NFC", "NFD"), ("NFD", "NFKD"), ("NFC", "NFKC")])
def test_normal_forms_match_with_spans_in_the_original(folder: Path, forms: tuple[Form, Form]) -> None:
    texts = [
        f"{lead} {unicodedata.normalize(form, ACCENTED)}." for form, lead in zip(forms, ("Ö.", "é é é"), strict=True)
    ]
    for name, text in zip("ab", texts, strict=True):
        (folder / f"{name}.txt").write_text(text, "utf-8")
    ran = run("audit", "a.txt", "b.txt", "--format", "json")
    assert only_match(ran.json(), *texts) == tuple(unicodedata.normalize(form, ACCENTED) for form in forms)
    assert ran.json()["matches"][0]["scores"]["jaccard"] == 1


@pytest.mark.parametrize("form", FORMATS)
def test_one_broken_byte_costs_one_line(folder: Path, form: str) -> None:
    one, two = pair(WORDS)
    write_jsonl(
        folder / "in.jsonl", one, b'{"id": "x", "text": "caf\xe9"}', b'{"id": "y", "text": "\xed\xa0\x80"}', two
    )
    ran = run("audit", "in.jsonl", "--format", form)
    assert ran.code == 2
    report = run("audit", "in.jsonl", "--format", "json")
    assert [(path, line) for path, line, _ in report.skipped()] == [("in.jsonl", 2), ("in.jsonl", 3)]
    assert all("UTF-8" in reason for _, _, reason in report.skipped())
    assert len(report.json()["matches"]) == 1


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1", "utf-16"])
def test_surrogates_nul_and_controls_in_every_format(folder: Path, form: str, encoding: str) -> None:
    odd = "\ud800\x00\x01\x7f\x85\udfff"
    text = f"{odd} {WORDS} {odd}."
    write_jsonl(folder / "in.jsonl", *pair(text, title=odd, url=odd, note=odd))
    ran = run("audit", "in.jsonl", "--format", form, encoding=encoding)
    assert ran.code == 0 and "U+FFFD" in ran.err
    valid(form, ran.out, encoding)


def test_nul_inside_words_is_no_hiding_place(folder: Path) -> None:
    write_jsonl(folder / "in.jsonl", *pair(WORDS, WORDS.replace(" bridge", " \x00bridge")))
    assert len(run("audit", "in.jsonl", "--format", "json").json()["matches"]) == 1


def test_an_ascii_terminal(folder: Path) -> None:
    write_jsonl(folder / "é漢.jsonl", *pair(ACCENTED, title="漢字 🎈"))
    for form in FORMATS:
        ran = run("audit", "é漢.jsonl", "--format", form, encoding="ascii")
        assert ran.code == 0 and ran.out.isascii() and ran.err.isascii()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_that_are_not_utf8(folder: Path) -> None:
    name = os.fsencode(folder) + b"/in\xff"
    os.mkdir(name)
    for file, content in ((b"a\xe9.txt", WORDS.encode()), (b"\x1b[31mb.txt", WORDS.encode()), (b"c\xff.txt", b"\xff")):
        with open(name + b"/" + file, "wb") as stream:
            stream.write(content)
    ran = run_process(folder, b"audit", b"in\xff", b"--format", b"json", b"-o", b"out\xfe.json")
    assert ran.code == 2 and os.path.exists(os.fsencode(folder) + b"/out\xfe.json")
    report = run_process(folder, b"audit", b"in\xff", b"--format", b"json")
    assert len(report.json()["matches"]) == 1
    assert report.skipped() == [("in\\xff/c\\xff.txt", None, report.skipped()[0][2])]
    for form in FORMATS:
        assert run("audit", os.fsdecode(name), "--format", form).code == 2
