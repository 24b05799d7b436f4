"""``dedup render``: a saved report in another format, and reports written as HTML by the other commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Run

WORDS = "The gates were opened too late and by people who had never been trained to open them at all"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(f"Before it. “{WORDS},” she said.", "utf-8")
    (folder / "b.txt").write_text(f"She said {WORDS.lower()}. And after it.", "utf-8")
    return folder


@pytest.fixture
def saved(articles: Path, tmp_path: Path, real: Run) -> Path:
    report = tmp_path / "report.json"
    assert real("audit", str(articles), "-q", "-o", str(report)).code == 0
    return report


def test_a_saved_report_with_its_articles_is_the_page_that_the_audit_writes(
    saved: Path, articles: Path, tmp_path: Path, real: Run
) -> None:
    once, again = tmp_path / "once.html", tmp_path / "again.html"
    assert real("audit", str(articles), "-q", "-o", str(once)).code == 0
    ran = real("render", str(saved), str(articles), "-o", str(again))
    assert (ran.code, ran.err) == (0, f"dedup: wrote {again}\n")
    assert again.read_bytes() == once.read_bytes()
    assert "And after it." in once.read_text("utf-8")


def test_without_articles_it_has_the_passages(saved: Path, real: Run) -> None:
    ran = real("render", str(saved), "--format", "html", "-q")
    assert ran.code == 0
    assert "was not at hand" in ran.text and "And after it." not in ran.text and "opened too late" in ran.text


def test_articles_that_are_not_there_are_told(saved: Path, articles: Path, real: Run) -> None:
    (articles / "b.txt").unlink()
    ran = real("render", str(saved), str(articles), "--format", "html")
    assert ran.code == 0
    assert "the page has the texts of 1 of 2 articles" in ran.err and f"read from {articles / 'b.txt'})" in ran.err
    bare = real("render", str(saved), "--format", "html").err
    assert "texts of 0 of 2 articles" in bare and f"{articles / 'a.txt'}, {articles / 'b.txt'})" in bare
    assert real("render", str(saved), "--format", "csv").err == ""


def test_any_format_can_be_asked_for(saved: Path, articles: Path, real: Run) -> None:
    ran = real("render", str(saved), "--format", "json", "-q")
    assert ran.out == saved.read_bytes()
    assert real("render", str(saved), "--format", "csv", "-q").text.startswith("match,")
    assert real("render", str(saved), "-q").text.startswith("2 articles")


def test_a_comparison_shows_both_texts(articles: Path, tmp_path: Path, real: Run) -> None:
    page = tmp_path / "two.htm"
    assert real("compare", str(articles / "a.txt"), str(articles / "b.txt"), "-q", "-o", str(page)).code == 0
    text = page.read_text("utf-8")
    assert "Before it." in text and "And after it." in text


@pytest.mark.parametrize("names", [("a.txt", "b.txt"), ("one/x.txt", "two/x.txt")])
def test_a_saved_comparison_finds_its_texts(articles: Path, tmp_path: Path, real: Run, names: tuple[str, str]) -> None:
    for name, text in zip(names, [(articles / each).read_text("utf-8") for each in ("a.txt", "b.txt")], strict=True):
        (articles / name).parent.mkdir(exist_ok=True)
        (articles / name).write_text(text, "utf-8")
    files = [str(articles / name) for name in names]
    once, again, report = (tmp_path / name for name in ("once.html", "again.html", "report.json"))
    assert real("compare", *files, "-q", "-o", str(once), "-o", str(report)).code == 0
    ran = real("render", str(report), *files, "-o", str(again))
    assert (ran.code, ran.err) == (0, f"dedup: wrote {again}\n")
    assert again.read_bytes() == once.read_bytes()


def test_a_comparison_of_ids_finds_its_texts_in_their_folder(articles: Path, tmp_path: Path, real: Run) -> None:
    report = tmp_path / "report.json"
    assert real("compare", "a", "b", "--in", str(articles), "-q", "-o", str(report)).code == 0
    page = real("render", str(report), str(articles), "--format", "html")
    assert (page.code, page.err) == (0, "") and "And after it." in page.text


@pytest.mark.parametrize("ids", [("a", "b"), ("b", "a"), ("b", "c")])
def test_a_comparison_of_ids_finds_its_texts_in_two_files(tmp_path: Path, real: Run, ids: tuple[str, str]) -> None:
    shared = "The spillway is holding and nobody below the bridge needs to leave the house tonight"
    texts = {name: f"Before it. {shared}. And after {name}." for name in "abc"}
    lines = {name: json.dumps({"id": name, "text": text}) for name, text in texts.items()}
    one, two, report = (tmp_path / name for name in ("one.jsonl", "two.jsonl", "report.json"))
    one.write_text(lines["a"], "utf-8")
    two.write_text(f"{lines['b']}\n{lines['c']}", "utf-8")
    files = [str(one), str(two)]
    assert real("compare", *ids, "--in", files[0], "--in", files[1], "-q", "-o", str(report)).code == 0
    page = real("render", str(report), *files, "--format", "html")
    assert (page.code, page.err) == (0, "") and all(f"And after {id}." in page.text for id in ids)


def test_a_gate_shows_the_texts_of_new_articles(articles: Path, tmp_path: Path, real: Run) -> None:
    page = tmp_path / "gate.html"
    assert real("audit", str(articles), "--fail-on", "any", "-q", "-o", str(page)).code == 1
    assert "And after it." in page.read_text("utf-8")


def test_what_is_no_report_and_what_is_read_twice_is_refused(saved: Path, articles: Path, real: Run) -> None:
    assert "error" in real("render", str(articles / "a.txt"), "--format", "html").err
    assert real("render", "-", "-", "--format", "html").code == 2
    ran = real("render", str(saved), "--format", "json", "-o", str(saved))
    assert ran.code == 2 and "an input of this very run" in ran.err


def test_an_article_of_a_folder_is_not_replaced_by_the_page_on_it(saved: Path, articles: Path, real: Run) -> None:
    before = (articles / "a.txt").read_bytes()
    ran = real("render", str(saved), str(articles), "--format", "html", "-o", str(articles / "a.txt"))
    assert ran.code == 2 and "an input of this very run" in ran.err
    assert (articles / "a.txt").read_bytes() == before


def test_articles_are_found_under_the_root_of_the_settings(articles: Path, tmp_path: Path, real: Run) -> None:
    (tmp_path / "dedup.toml").write_text('root = "."\n', "utf-8")
    report = tmp_path / "report.json"
    assert real("audit", str(articles), "-q", "-o", str(report)).code == 0
    ran = real("render", str(report), str(articles), "--format", "html")
    assert (ran.code, ran.err) == (0, "")
    assert "And after it." in ran.text
