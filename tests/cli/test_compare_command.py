"""``dedup compare``: two files, or two articles of a collection or an index by their ids."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Run

SHARED = "The lock keeper counted forty drowned sheep below the weir before anybody closed the upper gate."


@pytest.fixture
def news(tmp_path: Path) -> Path:
    for name, text in {
        "desk/a.txt": f"Rain fell for nine days. {SHARED} Nobody slept.",
        "wire/b.txt": f"Cider is cheap this autumn. {SHARED} Prices may rise.",
        "wire/c.txt": "Nothing of the kind was said in the other valley, where the mill had burnt down years before.",
        "desk/c.txt": "The mayor, who had kept silent until then, spoke of lighting and of the price of bread.",
    }.items():
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    rows = [{"id": "desk/a", "outlet": "Calder Courier"}, {"id": "wire/b", "outlet": "Meridian"}]
    (tmp_path / "news" / "metadata.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return tmp_path


def test_ids_of_a_collection_are_compared_as_their_files_are(real: Run, news: Path) -> None:
    chosen = real("compare", "desk/a", "wire/b", "--in", "news", "--format", "json").json()
    files = real("compare", "news/desk/a.txt", "news/wire/b.txt", "--format", "json").json()
    spans = [[(side["start"], side["end"]) for side in (each["left"], each["right"])] for each in chosen["matches"]]
    assert spans == [
        [(side["start"], side["end"]) for side in (each["left"], each["right"])] for each in files["matches"]
    ]
    assert [each["id"] for each in chosen["articles"]] == ["left:desk/a", "right:wire/b"]
    assert [each["outlet"] for each in chosen["articles"]] == ["Calder Courier", "Meridian"], "metadata is read too"
    turned = real("compare", "wire/b", "desk/a", "--in", "news", "--format", "json").json()
    assert [each["id"] for each in turned["articles"]] == ["left:wire/b", "right:desk/a"]


def test_several_places_make_one_collection_and_short_names_do(real: Run, news: Path) -> None:
    ran = real("compare", "a", "b", "--in", "news/desk", "--in", "news/wire/b.txt")
    assert ran.code == 0 and "share 1 passage" in ran.text
    assert real("compare", "a", "b", "--in", "news").code == 0


def test_names_are_found_with_and_without_the_hash_behind_them(real: Run, news: Path) -> None:
    for old, new in (("desk/a", "desk/dam_31599fd0e81c9426"), ("wire/b", "wire/ferry_976baa7e37e5746f")):
        (news / f"news/{old}.txt").rename(news / f"news/{new}.txt")
    for one, other in (
        ("dam", "ferry"),
        ("dam_31599fd0e81c9426", "ferry"),
        ("desk/dam_31599fd0e81c9426", "wire/ferry"),
    ):
        ran = real("compare", one, other, "--in", "news")
        assert ran.code == 0 and "share 1 passage" in ran.text
    assert real("compare", "dam_976baa7e37e5746f", "ferry", "--in", "news").code == 2


def test_ids_that_an_index_holds(real: Run, news: Path) -> None:
    assert real("index", "build", "held.dedup", "news", "-q").code == 0
    ran = real("compare", "desk/a", "wire/b", "--index", "held.dedup")
    assert ran.code == 0 and "Calder Courier" in ran.text and SHARED[:-1] in ran.text
    refused = real("compare", "desk/a", "nobody", "--index", "held.dedup")
    assert refused.code == 2 and "holds no article 'nobody'" in refused.err
    before = (news / "held.dedup").read_bytes()
    assert (
        real("compare", "desk/a", "wire/b", "--index", "held.dedup", "-o", "held.dedup", "--format", "json").code == 2
    )
    assert (news / "held.dedup").read_bytes() == before


def test_an_index_without_words_cannot_be_compared(real: Run, news: Path) -> None:
    assert real("index", "build", "held.dedup", "news", "--no-text", "-q").code == 0
    ran = real("compare", "desk/a", "wire/b", "--index", "held.dedup")
    assert ran.code == 2 and "--no-text" in ran.err


@pytest.mark.parametrize("sides", [("a.csv", "b.txt"), ("b.txt", "a.csv"), ("a.csv", "c.json")])
def test_a_column_need_not_be_in_both_files(real: Run, tmp_path: Path, sides: tuple[str, str]) -> None:
    (tmp_path / "a.csv").write_text(f'site,body\nCourier,"Rain fell for nine days. {SHARED}"\n', "utf-8")
    (tmp_path / "b.txt").write_text(f"Cider is cheap. {SHARED}", "utf-8")
    (tmp_path / "c.json").write_text(json.dumps({"text": f"Cider is cheap. {SHARED}"}), "utf-8")
    columns = ("--column", "text=body", "--column", "outlet=site", "--numbered")
    assert real("compare", *sides, *columns, "-o", "report.json").code == 0
    compared = json.loads((tmp_path / "report.json").read_text("utf-8"))["articles"]
    assert {each["outlet"] for each in compared} == {"Courier", None} and len(compared) == 2
    ran = real("render", "report.json", *sides, *columns, "-o", "page.html")
    assert (ran.code, ran.err) == (0, "dedup: wrote page.html\n")


def test_a_text_that_is_in_no_column_is_told_with_its_file(real: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"body\n{SHARED}\n", "utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps({"id": "b", "text": SHARED}) + "\n", "utf-8")
    ran = real("compare", "a.csv", "b.jsonl", "--column", "text=body", "--numbered")
    assert ran.code == 2 and "the column 'body', to be taken for text; in b.jsonl there are 'id', 'text'" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("desk/a", "wire/bb", "--in", "news"), "no article 'wire/bb' among the 4 that were read; the nearest: wire/b"),
        (("sport", "wire/b", "--in", "news"), "no article 'sport' among the 4 that were read; they are called "),
        (("desk", "wire/b", "--in", "news"), "'desk' begins "),
        (("desk/a", "c", "--in", "news"), "no article 'c'"),  # two have that short name
        (("desk/a", "wire/b", "--in", "nowhere"), "nowhere"),
        (("desk/a", "wire/b", "--in", "news", "--index", "x.dedup"), "leave out --in, --metadata, --root, --column"),
        (("desk/a", "wire/b", "--root", "news", "--index", "x.dedup"), "leave out --in, --metadata, --root, --column"),
        (("news", "news/wire/b.txt"), "compare two of them by their ids with --in news"),
        (("desk/a", "wire/b", "--in", "news", "-o", "news/wire/b.txt"), "an input of this very run"),
    ],
)
def test_what_cannot_be_compared_is_refused(real: Run, news: Path, arguments: tuple[str, ...], said: str) -> None:
    ran = real("compare", *arguments)
    assert ran.code == 2 and said in ran.err and ran.out == b""


def test_the_table_has_both_texts_whole_off_a_terminal(real: Run, news: Path) -> None:
    text = real("compare", "news/desk/a.txt", "news/wire/b.txt", "--limit", "0").text
    for words in ("Rain fell for nine days.", "Nobody slept.", "Cider is cheap this autumn.", "Prices may rise."):
        assert words in text
    assert text.count(SHARED[:-1]) == 2


def test_evidence_in_sentences_is_shown_on_request(real: Run, news: Path) -> None:
    files = ("news/desk/a.txt", "news/wire/b.txt")
    for command in (("compare", *files), ("audit", "news")):
        usual, asked = real(*command).text, real(*command, "--explain").text
        assert "why (" in usual and "against" not in usual.split("Next")[0]
        assert "why (" not in asked and "for  " in asked and "equal words in a row" in asked


def test_ids_begin_at_the_root_in_metadata_and_in_a_collection(real: Run, news: Path) -> None:
    rows = [{"id": "news/desk/a", "outlet": "The Evening Bell"}, {"id": "news/wire/b", "outlet": "Harbour Post"}]
    (news / "more.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    files = ("news/desk/a.txt", "news/wire/b.txt", "--metadata", "more.jsonl")
    ids = ("news/desk/a", "news/wire/b", "--in", "news/desk", "--in", "news/wire", "--metadata", "more.jsonl")
    for given in (files, ids):
        ran = real("compare", *given, "--root", ".", "--format", "json")
        assert [each["outlet"] for each in ran.json()["articles"]] == ["The Evening Bell", "Harbour Post"]
    (news / "outside.txt").write_text(SHARED, "utf-8")
    ran = real("compare", "news/desk/a.txt", "outside.txt", "--root", "news")
    assert ran.code == 0, "two files can be anywhere"


def test_all_passages_are_shown_unless_a_limit_is_given_and_the_help_says_so(real: Run) -> None:
    assert "[default: all]" in " ".join(real("compare", "--help").text.split())


def test_two_beginnings_of_one_id_are_no_comparison(real: Run, news: Path) -> None:
    ran = real("compare", "desk/a", "desk/", "--in", "news/desk/a.txt", "--in", "news/wire/b.txt", "--root", "news")
    assert ran.code == 2 and "'desk/a' and 'desk/' mean one article, 'desk/a'" in ran.err
