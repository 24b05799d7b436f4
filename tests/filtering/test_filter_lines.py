"""Filtering JSON Lines: what stays, what goes and why, byte for byte."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import os
from pathlib import Path
from random import Random

import pytest
from filter_cases import alike, collection, grams, ids, staying, write_lines

from dedup import (
    DuplicateId,
    InputError,
    NoArticles,
    OutputError,
    Settings,
    UsageError,
    filter_files,
)
from dedup.filtering.choosing import Keep

SAME = "the council agreed on tuesday to rebuild the old swing bridge within three years at the most"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("keep", ["earliest", "longest", "first"])
@pytest.mark.parametrize("jaccard", [0.5, 0.7, 0.95])
def test_what_stays_is_what_comparing_all_pairs_leaves(folder: Path, keep: Keep, jaccard: float) -> None:
    articles = collection(3, 40)
    write_lines(folder / "in.jsonl", articles)
    done = filter_files(
        ["in.jsonl"], "kept.jsonl", removed="gone.jsonl", copies="copies.jsonl", keep=keep,
        settings=Settings(jaccard=jaccard, num_perm=256),
    )  # fmt: skip
    wanted = staying(articles, keep, jaccard)
    assert ids(folder / "kept.jsonl") == wanted
    assert ids(folder / "gone.jsonl") == [each["id"] for each in articles if each["id"] not in wanted]
    assert (done.articles, done.kept, done.equal + done.near) == (
        len(articles),
        len(wanted),
        len(articles) - len(wanted),
    )
    texts = {article["id"]: grams(article["text"]) for article in articles}
    places = {article["id"]: at for at, article in enumerate(articles, 1)}
    rows = [json.loads(line) for line in (folder / "copies.jsonl").read_text().splitlines()]
    assert [row["id"] for row in rows] == ids(folder / "gone.jsonl")
    for row in rows:
        assert row["kept_id"] in wanted
        assert row["jaccard"] == alike(texts[row["id"]], texts[row["kept_id"]]) >= jaccard
        assert (row["file"], row["kept_file"]) == ("in.jsonl", "in.jsonl")
        assert (row["line"], row["kept_line"]) == (places[row["id"]], places[row["kept_id"]])


def test_every_row_is_in_one_output_byte_for_byte(folder: Path) -> None:
    lines = [
        b'{"text":"' + SAME.encode() + b'", "id" : "a","x":1.50}\r\n',
        b'  {"id":"b","text":"' + SAME.encode() + b'"}\n',
        b"\n",
        '{"id":"c","text":"Ça n’a été dit qu’une seule fois"}'.encode(),
    ]
    (folder / "in.jsonl").write_bytes(b"".join(lines))
    done = filter_files("in.jsonl", "kept.jsonl", removed="gone.jsonl", keep="first")
    assert (folder / "kept.jsonl").read_bytes() == lines[0] + lines[3] + b"\n"
    assert (folder / "gone.jsonl").read_bytes() == lines[1]
    assert (done.kept, done.equal, done.near) == (2, 1, 0)


def test_the_earliest_is_told_by_its_bounds_and_the_undated_come_last(folder: Path) -> None:
    # A day without a zone may have begun hours before it did in Greenwich: the next day's begins before noon.
    dates = {
        "none": None,
        "noon": "2031-03-04T12:00:00Z",
        "next": "2031-03-05",
        "span": "2031-03-04T00:00:00Z/2031-03-09T00:00:00Z",
        "night": "2031-03-04T00:00:00Z",
    }
    articles = [{"id": name, "text": SAME, "published": date} for name, date in dates.items()]
    for wanted in ("night", "span", "next", "noon", "none"):
        write_lines(folder / "in.jsonl", articles)
        filter_files(["in.jsonl"], "kept.jsonl")
        assert ids(folder / "kept.jsonl") == [wanted]
        articles = [article for article in articles if article["id"] != wanted]


def test_files_are_read_in_the_given_order_and_folders_by_name(folder: Path) -> None:
    for name in ("z.jsonl", "in/b.jsonl", "in/a.jsonl"):
        (folder / name).parent.mkdir(exist_ok=True)
        write_lines(folder / name, [{"id": name, "text": SAME}])
    for paths, wanted in ((["z.jsonl", "in"], "z.jsonl"), (["in", "z.jsonl"], "in/a.jsonl")):
        done = filter_files([*paths, "in/../z.jsonl"], "kept.jsonl", keep="first")
        assert ids(folder / "kept.jsonl") == [wanted] and done.articles == 3
        assert any("named by more than one" in note for note in done.notes)


@pytest.mark.parametrize("ending", ["gz", "xz", "zst"])
def test_compressed_in_and_out(folder: Path, ending: str) -> None:
    content = write_lines(folder / "in.jsonl", collection(5, 10))
    if ending == "zst":
        zstandard = pytest.importorskip("zstandard")
        packed, opened = zstandard.compress(content), zstandard.decompress
        unpack = lambda data: zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)).read()  # noqa: E731
        assert opened(packed) == content
    else:
        module = {"gz": gzip, "xz": lzma}[ending]
        packed, unpack = module.compress(content), module.decompress
    (folder / f"in2.jsonl.{ending}").write_bytes(packed)
    filter_files(["in.jsonl"], "plain.jsonl")
    filter_files([f"in2.jsonl.{ending}"], f"kept.jsonl.{ending}")
    first = (folder / f"kept.jsonl.{ending}").read_bytes()
    assert unpack(first) == (folder / "plain.jsonl").read_bytes()
    filter_files([f"in2.jsonl.{ending}"], f"kept.jsonl.{ending}")
    assert (folder / f"kept.jsonl.{ending}").read_bytes() == first


def test_standard_input_and_output(folder: Path) -> None:
    content = write_lines(folder / "in.jsonl", collection(7, 10))
    filter_files(["in.jsonl"], "kept.jsonl")
    for data in (content, gzip.compress(content)):
        out = io.BytesIO()
        filter_files(["-"], "-", stdin=io.BytesIO(data), stdout=out, copies="copies.csv")
        assert out.getvalue() == (folder / "kept.jsonl").read_bytes()
    assert b"<stdin>" in (folder / "copies.csv").read_bytes()


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_the_same_for_any_number_of_workers(folder: Path, workers: int) -> None:
    write_lines(folder / "in.jsonl", collection(3, 40))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dedup.filtering.sketching._BATCH", 3_000)  # several batches of a small collection
        filter_files(["in.jsonl"], "kept.jsonl", copies="copies.csv", settings=Settings(workers=workers))
    filter_files(["in.jsonl"], "whole.jsonl", copies="whole.csv")
    assert (folder / "kept.jsonl").read_bytes() == (folder / "whole.jsonl").read_bytes()
    assert (folder / "copies.csv").read_bytes() == (folder / "whole.csv").read_bytes()


def test_many_alike_are_compared_with_the_one_that_stays(folder: Path) -> None:
    # Each differs from each other in one word of ninety, at the end: one bucket of all, and no two texts equal.
    words = " ".join(f"word{at}" for at in range(89))
    articles = [{"id": f"c{at:04}", "text": f"{words} last{at}"} for at in range(600)]
    write_lines(folder / "in.jsonl", articles)
    done = filter_files(["in.jsonl"], "kept.jsonl", copies="copies.jsonl")
    assert (done.kept, done.near, done.buckets_crowded) == (1, 599, 0) and done.candidates < 750
    assert ids(folder / "kept.jsonl") == ["c0000"]


def test_what_stays_of_one_template_stays_again(folder: Path) -> None:
    """Copies that met in large buckets were compared in chains: most stayed, and a second pass took them out."""
    random = Random(1)
    words = [f"word{random.randrange(10**6)}" for _ in range(500)]
    base = random.choices(words, k=200)
    articles = []
    for number in range(300):
        edited = [random.choice(words) if random.random() < 0.02 else word for word in base]
        articles.append({"id": f"n{number:03}", "text": " ".join(edited)})
    write_lines(folder / "in.jsonl", articles)
    done = filter_files(["in.jsonl"], "kept.jsonl", keep="first")
    assert ids(folder / "kept.jsonl") == staying(articles, "first", 0.7) and 1 < done.kept < 100
    again = filter_files(["kept.jsonl"], "again.jsonl", keep="first")
    assert again.kept == again.articles == done.kept


def test_bad_rows_are_in_no_output_and_told(folder: Path) -> None:
    good = json.dumps({"id": "a", "text": SAME}).encode()
    bad = [b"{", b'{"id":"x","text":null}', b'{"id":[],"text":"some words"}', b'{"id":"y","text":"\xff"}', b"[1]"]
    (folder / "in.jsonl").write_bytes(b"\n".join([good, *bad, b'{"text":"Words of an article without an id"}']))
    done = filter_files(["in.jsonl"], "kept.jsonl", removed="gone.jsonl")
    assert [(each.path, each.line) for each in done.skipped] == [("in.jsonl", line) for line in range(2, 7)]
    assert done.kept == 2 and (folder / "gone.jsonl").read_bytes() == b""
    assert (folder / "kept.jsonl").read_bytes().count(b"\n") == 2


def test_a_truncated_file_gives_the_rows_before_its_end(folder: Path) -> None:
    content = b"".join(
        json.dumps({"id": str(at), "text": os.urandom(3_000).hex()}).encode() + b"\n" for at in range(200)
    )
    (folder / "in.jsonl.gz").write_bytes(gzip.compress(content)[:-100_000])
    done = filter_files(["in.jsonl.gz"], "kept.jsonl")
    kept = (folder / "kept.jsonl").read_bytes()
    assert 0 < done.kept < 200 and content.startswith(kept)
    [skipped] = done.skipped
    assert "truncated" in skipped.reason


def test_one_id_for_two_texts_is_refused(folder: Path) -> None:
    write_lines(
        folder / "in.jsonl", [{"id": "a", "text": SAME}, {"id": "b", "text": SAME}, {"id": "a", "text": "Other"}]
    )
    with pytest.raises(DuplicateId, match=r"'a' stands for two different texts: in\.jsonl:1 and in\.jsonl:3"):
        filter_files(["in.jsonl"], "kept.jsonl")
    assert not (folder / "kept.jsonl").exists()


def test_ids_that_begin_anew_in_each_file_are_told(folder: Path) -> None:
    for name, texts in (("a", [SAME, "One", "Two"]), ("b", [SAME + " again", "One", "Three"])):
        write_lines(folder / f"{name}.jsonl", [{"id": at, "text": text} for at, text in enumerate(texts)])
    done = filter_files(["a.jsonl", "b.jsonl"], "kept.jsonl", copies="copies.csv")
    assert (done.articles, done.equal) == (6, 1)
    [again, same] = done.notes
    assert "the id '0' stands for two different texts: a.jsonl:1 and b.jsonl:1; and 1 more" in again
    assert "1 id came again with the same text: '1'" in same
    assert "1,b.jsonl,2,1,a.jsonl,2,1.0" in (folder / "copies.csv").read_text("utf-8")


def test_columns_have_the_names_that_are_said(folder: Path) -> None:
    rows = [
        {"nr": 7, "body": SAME, "day": "2031-03-05", "text": "first"},
        {"nr": 8, "body": SAME, "day": "2031-03-04", "text": "second"},
    ]
    write_lines(folder / "in.jsonl", rows)
    columns = {"text": "body", "id": "nr", "published": "day"}
    done = filter_files(["in.jsonl"], "kept.jsonl", copies="copies.csv", columns=columns)
    assert (done.kept, done.equal) == (1, 1)
    assert json.loads((folder / "kept.jsonl").read_text("utf-8")) == rows[1]  # the earliest, as it was
    assert "7,in.jsonl,1,8,in.jsonl,2,1.0" in (folder / "copies.csv").read_text("utf-8")
    assert filter_files(["in.jsonl"], "kept.jsonl").kept == 2


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, r"no row has a column 'text': .*--column text=….*there are 'words'"),
        ({"text": "body"}, r"the column 'body', to be taken for text; in in\.jsonl there are 'words'"),
        ({"text": "words", "id": "nr"}, "no row has anything in the column 'nr', to be taken for id"),
    ],
)
def test_a_missing_column_is_told(folder: Path, columns: dict[str, str], said: str) -> None:
    write_lines(folder / "in.jsonl", [{"words": SAME}])
    with pytest.raises(InputError, match=said):
        filter_files(["in.jsonl"], "kept.jsonl", columns=columns)
    assert not (folder / "kept.jsonl").exists()


def test_fields_that_do_not_count_are_refused_and_dates_need_not_be_there(folder: Path) -> None:
    write_lines(folder / "in.jsonl", [{"text": SAME}])
    with pytest.raises(UsageError, match="'outlet' is none of the fields that count here: id, text, published"):
        filter_files(["in.jsonl"], "kept.jsonl", columns={"outlet": "site"})
    (note,) = filter_files(["in.jsonl"], "kept.jsonl", columns={"published": "day"}).notes
    assert "the column 'day', to be taken for published" in note


def test_one_id_again_with_the_same_text_goes_and_is_told(folder: Path) -> None:
    write_lines(folder / "in.jsonl", [{"id": "a", "text": SAME}] * 3)
    done = filter_files(["in.jsonl"], "kept.jsonl")
    assert done.kept == 1 and "1 id came again with the same text: 'a'" in done.notes


def test_no_articles_write_nothing(folder: Path) -> None:
    (folder / "in.jsonl").write_bytes(b"")
    (folder / "kept.jsonl").write_bytes(b"old")
    with pytest.raises(NoArticles, match=r"in\.jsonl"):
        filter_files(["in.jsonl"], "kept.jsonl")
    assert (folder / "kept.jsonl").read_bytes() == b"old"


@pytest.mark.parametrize(
    "paths, outputs, error, said",
    [
        (["in.jsonl"], {"kept": "in.jsonl"}, UsageError, "an input"),
        (["in.jsonl"], {"kept": "link.jsonl"}, UsageError, "an input"),
        (["."], {"kept": "in.jsonl"}, UsageError, "an input"),
        (["in.jsonl"], {"kept": "k.jsonl", "removed": "./k.jsonl"}, UsageError, "twice"),
        (["in.jsonl"], {"kept": "k.parquet"}, UsageError, "JSON Lines"),
        (["in.jsonl"], {"kept": "k.csv"}, UsageError, "JSON Lines"),
        (["in.jsonl"], {"kept": "k.jsonl.bz2"}, UsageError, "packed as .bz2"),
        (["in.jsonl"], {"kept": "k.jsonl", "removed": "r.zip"}, UsageError, "packed as .zip"),
        (["in.jsonl"], {"kept": "no/k.jsonl"}, UsageError, "no folder"),
        (["in.jsonl"], {"kept": "k.jsonl", "copies": "c.txt"}, UsageError, "jsonl or .csv"),
        (["in.jsonl"], {"kept": "k.jsonl", "removed": "-"}, UsageError, "not a file"),
        (["notes.txt"], {"kept": "k.jsonl"}, InputError, "no other files"),
        (["missing.jsonl"], {"kept": "k.jsonl"}, InputError, "no such file"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_read(
    folder: Path, paths: list[str], outputs: dict[str, str], error: type[Exception], said: str
) -> None:
    content = write_lines(folder / "in.jsonl", collection(1, 2))
    (folder / "link.jsonl").symlink_to("in.jsonl")
    (folder / "notes.txt").write_text("Notes")
    before = sorted(folder.iterdir())
    with pytest.raises(error, match=said):
        filter_files(paths, **outputs)  # type: ignore[arg-type]
    assert sorted(folder.iterdir()) == before and (folder / "in.jsonl").read_bytes() == content


def test_a_file_that_changes_meanwhile_is_an_error(folder: Path) -> None:
    write_lines(folder / "in.jsonl", collection(1, 20))

    def meddle(stage: str, done: int, total: int) -> None:
        if stage.startswith("comparing"):
            write_lines(folder / "in.jsonl", collection(2, 20))

    with pytest.raises(InputError, match=r"in\.jsonl: changed while it was read"):
        filter_files(["in.jsonl"], "kept.jsonl", progress=meddle)
    assert sorted(each.name for each in folder.iterdir()) == ["in.jsonl"]


def test_a_disk_that_is_full_leaves_the_old_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_lines(folder / "in.jsonl", collection(1, 20))
    (folder / "kept.jsonl").write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OutputError, match=r"cannot be written: No space left on device"):
        filter_files(["in.jsonl"], "kept.jsonl", removed="gone.jsonl")
    assert sorted(each.name for each in folder.iterdir()) == ["in.jsonl", "kept.jsonl"]
    assert (folder / "kept.jsonl").read_bytes() == b"old"


def test_a_bomb_is_told_and_not_inflated(folder: Path) -> None:
    (folder / "in.jsonl.gz").write_bytes(gzip.compress(b" " * (64 << 20)))
    with pytest.raises(NoArticles, match="bomb"):
        filter_files(["in.jsonl.gz"], "kept.jsonl")
