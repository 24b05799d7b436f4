"""Labelled sets: what is read, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dedup.errors import InputError
from dedup.evaluation import read_labelled
from dedup.evaluation.labelled import checksum

TEXTS = {"a": "One two three four.\n", "b": "Zero one two three four.\n"}


def side(article: str, start: int, end: int) -> dict[str, Any]:
    return {"article": article, "start": start, "end": end, "text": TEXTS[article][start:end]}


def passage(**changes: Any) -> dict[str, Any]:
    return {
        "id": "a~b~q1",
        "left": side("a", 0, 18),
        "right": side("b", 5, 23),
        "kind": "near-verbatim",
        "category": "short-quotation",
        "words_left": 4,
        "words_right": 4,
        "set_aside": False,
        "provenance": {"label": "common-source", "source": "Board", "source_named": True},
        **changes,
    }


def write(folder: Path, *passages: dict[str, Any]) -> Path:
    (folder / "articles").mkdir()
    (folder / "truth").mkdir()
    for id, text in TEXTS.items():
        (folder / "articles" / f"{id}.txt").write_text(text, encoding="utf-8")
    rows = [
        {"id": "a", "outlet": "A", "published": "2031-03-04", "title": "T", "url": "https://a.example/"},
        {"id": "b", "outlet": "B", "published": None, "title": None, "url": None},
    ]
    negative = {"id": "n", "left": side("a", 0, 7), "right": side("b", 5, 12), "reason": "numbers"}
    for name, lines in (
        ("metadata.jsonl", rows),
        ("truth/passages.jsonl", list(passages)),
        ("truth/hard_negatives.jsonl", [negative]),
    ):
        (folder / name).write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return folder


def test_a_set_is_read_whole(tmp_path: Path) -> None:
    labelled = read_labelled(write(tmp_path, passage()))
    assert [(a.id, a.outlet, a.published is None) for a in labelled.articles] == [("a", "A", False), ("b", "B", True)]
    (truth,) = labelled.passages
    assert (truth.left.start, truth.right.end, truth.label, truth.source) == (0, 23, "common-source", "Board")
    assert labelled.hard_negatives[0].reason == "numbers"


@pytest.mark.parametrize(
    "changes",
    [
        {"left": {"article": "a", "start": 1, "end": 18, "text": "One two three four"}},
        {"left": {"article": "a", "start": 0, "end": 999, "text": TEXTS["a"]}},
        {"left": {"article": "a", "start": 5, "end": 5, "text": ""}},
        {"right": {"article": "nowhere", "start": 0, "end": 1, "text": "x"}},
        {"right": None},
        {"kind": "similar"},
        {"provenance": {"label": "stolen", "source": None, "source_named": False}},
        {"provenance": {}},
        *(
            {"provenance": {"label": "common-source", "source": "B", "source_named": True, "source_also": also}}
            for also in ("Water Board", None, [""], [" "], [7], {"Water Board": 1})
        ),
        {"words_left": "many"},
    ],
)
def test_what_is_not_exact_is_refused_with_its_line(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"passages\.jsonl:2"):
        read_labelled(write(tmp_path, passage(), passage(**changes)))


@pytest.mark.parametrize(
    ("about", "names"), [({}, ()), ({"source_also": []}, ()), ({"source_also": ["X", "Y"]}, ("X", "Y"))]
)
def test_other_names_of_a_source_may_be_missing(tmp_path: Path, about: dict[str, Any], names: tuple[str, ...]) -> None:
    provenance = {"label": "common-source", "source": "Board", "source_named": True, **about}
    (truth,) = read_labelled(write(tmp_path, passage(provenance=provenance))).passages
    assert (truth.source, truth.source_also) == ("Board", names)


@pytest.mark.parametrize("line", ["{", "[1]", "[" * 100_000])
def test_a_line_that_is_no_object_is_refused(tmp_path: Path, line: str) -> None:
    folder = write(tmp_path, passage())
    (folder / "truth" / "passages.jsonl").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"passages\.jsonl:1"):
        read_labelled(folder)


def test_a_missing_article_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, passage())
    (folder / "articles" / "b.txt").unlink()
    with pytest.raises(InputError, match=r"metadata\.jsonl:2"):
        read_labelled(folder)


def test_the_checksum_sees_every_file(tmp_path: Path) -> None:
    folder = write(tmp_path, passage())
    seen = {checksum(folder)}
    for name in ("articles/a.txt", "metadata.jsonl", "truth/passages.jsonl", "truth/hard_negatives.jsonl"):
        (folder / name).write_bytes((folder / name).read_bytes() + b" ")
        seen.add(checksum(folder))
    assert len(seen) == 5
