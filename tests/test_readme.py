"""Documentation that runs: the commands and examples of the README and of docs/, and the links between them."""

from __future__ import annotations

import doctest
import html
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dedup
from dedup.matching import articles, lexicon, presets, search

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
EXAMPLES = [page for page in PAGES if re.search(r"^```(console|python|sh)\n", page.read_text("utf-8"), re.MULTILINE)]


def blocks(page: Path, language: str) -> list[str]:
    return [body for kind, body in _BLOCK.findall(page.read_text("utf-8")) if kind == language]


def shell_commands() -> list[tuple[str, str]]:
    """The lines after ``$ `` of the console blocks, continued lines joined."""
    found = []
    for page in PAGES:
        for block in blocks(page, "console"):
            lines = block.replace("\\\n", " ").splitlines()
            found += [(page.name, line[2:]) for line in lines if line.startswith("$ ")]
    return found


def test_the_readme_starts_with_what_it_is_and_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    head = [block for block in text.split("\n\n") if block.strip()][:3]
    assert head[0] == "# dedup"
    assert head[1].startswith("dedup ") and head[1].count(". ") == 0
    assert "make audit" in head[2] and "make test" in head[2]


@pytest.mark.skipif(os.name != "posix", reason="the examples run in a pseudo-terminal")
@pytest.mark.parametrize("page", EXAMPLES, ids=lambda page: page.name)
def test_commands_and_examples_give_what_the_page_shows(page: Path) -> None:
    command = [sys.executable, str(ROOT / "docs" / "examples.py"), "--check", str(page)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", EXAMPLES, ids=lambda page: page.name)
def test_every_output_was_written(page: Path) -> None:
    assert not re.search(r"^<!-- output[^\n]*-->\n```text\n```$", page.read_text("utf-8"), re.MULTILINE)


def test_an_example_that_changed_is_noticed(tmp_path: Path) -> None:
    module = runpy.run_path(str(ROOT / "docs" / "examples.py"))
    page = tmp_path / "page.md"
    page.write_text("<!-- output -->\n```console\n$ dedup --version\n```\n", "utf-8")
    assert f"$ dedup --version\ndedup {dedup.__version__}\n" in module["written"](page)
    page.write_text("```console\n$ dedup audit nowhere\n```\n", "utf-8")
    with pytest.raises(module["Failed"], match="exit code 2"):
        module["written"](page)
    page.write_text("```console\n$ rm -r corpus\n```\n", "utf-8")
    with pytest.raises(module["Failed"], match="only dedup is run here"):
        module["written"](page)
    page.write_text("```sh\ndedup --version\ndedup audit nowhere\n```\n", "utf-8")
    with pytest.raises(module["Failed"], match="exit code 2"):
        module["written"](page)
    page.write_text("<!-- setup: mkdir incoming -->\n<!-- exit 2 -->\n```sh\ndedup audit incoming\n```\n", "utf-8")
    assert module["written"](page) == page.read_text("utf-8")
    page.write_text("<!-- not run: it would fail -->\n```sh\ndedup audit nowhere\n```\n", "utf-8")
    assert module["written"](page) == page.read_text("utf-8")


def test_the_photographs_are_small_and_there() -> None:
    shown = {name for page in PAGES for name in re.findall(r"images/(html-[a-z-]+\.png)", page.read_text("utf-8"))}
    made = {path.name: path.stat().st_size for path in (ROOT / "docs" / "images").glob("html-*.png")}
    assert shown == made.keys()
    assert max(made.values()) < 200_000


def test_the_picture_shows_words_of_the_corpus_and_loads_nothing() -> None:
    drawn = (ROOT / "docs" / "images" / "audit.svg").read_text("utf-8")
    words = html.unescape(re.sub(r"<[^>]+>", "", drawn)).replace("\xa0", " ")
    assert "Shared passages (" in words and "Arden Press Agency" in words
    assert not re.search(r"url\(['\"]?https?:|<script|<image", drawn)


def test_the_figures_are_those_that_were_measured() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "figures.py"), "render", "--check"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_explanation_has_the_numbers_of_the_code() -> None:
    page = " ".join((ROOT / "docs" / "explanation" / "how-matching-works.md").read_text("utf-8").split())
    preset, chosen = presets.NEWS, dedup.Settings()
    bands = articles.bands_for(chosen.num_perm, chosen.jaccard)
    for words in (
        f"`ln(({lexicon.BACKGROUND} + N) / (background + df))`",
        f"within {search.REACH} words of each other, in both texts, add up to {search.LEAST_VOTES:g} nats",
        f"In collections of more than {search.MEASURED:,} texts this limit",
        f"2 ln(*N* / {search.MEASURED:,})",
        f"A feature that more than {search.CLIQUE} texts hold",
        f"{chosen.num_perm} permutations as {bands.bands} bands of {bands.rows} rows for the usual threshold",
        f".56 for .4, {bands.probability(0.5):.2f} for .5".replace(" 0.", " ."),
        f"{search.FEW} texts or fewer are all compared".replace("6", "Six"),
        f"more than {preset.refrain} combinations of places",
        f"Runs within {preset.gap} words of each other",
        f"at least {preset.weight:g} nats of matched words and they make up {preset.density:.0%}".replace("%", " %"),
        f"down to {preset.least_gap} words",
        f"up to {preset.growth.reach} words further on each side",
        f"up to {preset.growth.quoted_reach} and within the quotation",
        f"outweigh {preset.growth.price:g} times what is not shared ({preset.growth.quoted_price:g} inside quotations",
        f"{preset.growth.reported_price:g} where one text quotes",
        f"share {preset.growth.statement_share:.0%} of the weight".replace("%", " %"),
        f"there {preset.growth.statement_price:g} times is enough",
        f"at least {presets.LONGFORM.summary.least:g} nats in balance",
    ):
        assert words in page


def test_the_readme_says_what_its_numbers_depend_on() -> None:
    text = " ".join((ROOT / "README.md").read_text("utf-8").split())
    least = {4: "four", 8: "eight"}
    usual = dedup.Settings().min_words
    assert f"from about {least[usual]} words on" in text
    assert f"(from {least[usual // 2]}, where both mark them as a quotation)" in text
    assert "The numbers belong to the collection" in text
    assert "rather than a chance phrase, a name or a formula (“>99% sure not by chance”)" in text


def test_every_page_is_in_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / target).resolve() for target in _LINK.findall(index.read_text("utf-8"))}
    assert set((ROOT / "docs").rglob("*.md")) - {index} <= linked


def test_the_readme_has_commands() -> None:
    assert sum(page == "README.md" for page, _ in shell_commands()) >= 2


@pytest.mark.parametrize(
    "page", [page for page in PAGES if ">>> " in page.read_text("utf-8")], ids=lambda page: page.name
)
def test_examples_with_a_prompt_hold(page: Path) -> None:
    # Those in the reference of the Python API stand in docstrings, beside what they are about.
    names = {name: getattr(dedup, name) for name in dedup.__all__} if page.name == "python-api.md" else {}
    failed, attempted = doctest.testfile(str(page), module_relative=False, encoding="utf-8", globs=names)
    assert attempted and not failed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in _LINK.findall(page.read_text("utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_nothing_is_left_to_be_filled_in(page: Path) -> None:
    prose = _BLOCK.sub("", page.read_text("utf-8"))
    assert not re.findall(r"^[A-Z][A-Z_ ]+$", prose, re.MULTILINE)


def test_every_task_that_is_written_about_exists() -> None:
    tasks = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        named = re.findall(r"(?:^|`)make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE)
        assert set(named) <= tasks, page.name


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
@pytest.mark.parametrize(
    "task", ["audit", "test", "lint", "types", "bench", "eval", "docs", "outputs", "corpus", "lock", "wheel"]
)
def test_tasks_can_be_run(task: str) -> None:
    done = subprocess.run(["make", "-n", task], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
