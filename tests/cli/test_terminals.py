"""What a person at a terminal gets: a pager, links, notes that break between words; and nothing of it elsewhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from terminals import at_terminal, dedup

from dedup.cli import paging
from dedup.cli.look import Look
from dedup.errors import OutputError

SHARED = "the gates were opened too late and by people who had never been trained to open them"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    rows = [
        {
            "id": "desk/a.txt",
            "outlet": "Calder Courier",
            "url": "https://courier.example/a?x=1",
            "text": f"Rain. {SHARED}.",
        },
        {"id": "desk/b.txt", "outlet": "Meridian", "url": "javascript:alert(1)", "text": f"She said that {SHARED}."},
    ]
    (tmp_path / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return tmp_path


# --- the pager


def test_a_report_goes_through_the_pager_that_is_set(news: Path) -> None:
    code, screen, errors = at_terminal(dedup("audit", "news.jsonl", "--pager"), news, PAGER="sed -e 's/^/paged: /'")
    assert (code, errors) == (0, "")
    assert screen.startswith("paged: ") and "\x1b[1m2 articles" in screen and "\x1b]8;" not in screen
    assert len(re.findall("2 articles from 2 outlets", screen)) == 1, "a pager begins at the top"


def test_a_pager_may_be_left_before_the_end(tmp_path: Path) -> None:
    rows = [{"id": f"{at}", "text": f"{at} {'word ' * 40}"} for at in range(3_000)]  # more than a pipe holds
    (tmp_path / "many.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    command = dedup("audit", "many.jsonl", "--level", "article", "--format", "jsonl", "--pager", "-q")
    code, screen, errors = at_terminal(command, tmp_path, PAGER="true")
    assert (code, screen, errors) == (0, "", "")


def test_a_pager_that_cannot_be_run_is_an_error(news: Path) -> None:
    code, screen, errors = at_terminal(dedup("audit", "news.jsonl", "--pager", "-q"), news, PAGER="no-such-pager --now")
    assert (
        (code, screen) == (2, "") and "the pager 'no-such-pager' cannot be run" in errors and "Traceback" not in errors
    )


def test_a_pager_that_starts_and_fails_loses_no_report(news: Path) -> None:
    command = dedup("audit", "news.jsonl", "--pager", "-q")
    code, screen, _ = at_terminal(command, news, PAGER='sh -c "exit 1"')
    assert code == 0 and "2 articles from 2 outlets" in screen


@pytest.mark.parametrize("pager", ["", "cat"])
def test_no_pager_is_no_pager(news: Path, pager: str) -> None:
    command = dedup("audit", "news.jsonl", "-q", "--no-links", "--all")
    plain, paged = at_terminal(command, news), at_terminal([*command, "--pager"], news, PAGER=pager)
    assert paged[0] == plain[0] == 0
    assert plain[1].startswith(paged[1]), "only the first line, which is repeated at the end, is not"


def test_a_terminal_has_it_in_brief_a_pager_and_a_pipe_have_everything(tmp_path: Path) -> None:
    talks = Path(__file__).parents[2] / "corpus" / "articles"
    command = dedup(
        "audit",
        *(str(talks / f"talks-0{number}.txt") for number in range(1, 6)),
        "-q",
        "--no-links",
        "--color",
        "never",
    )
    seen = at_terminal(command, tmp_path)[1]
    assert "--all shows all" in seen
    for more in (["--all"], ["--limit", "0"], ["--pager"]):
        assert "; --all shows" not in at_terminal([*command, *more], tmp_path, PAGER="cat -")[1]
    piped = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout.decode()
    brief = subprocess.run([*command, "--brief"], cwd=tmp_path, capture_output=True, check=True).stdout.decode()
    assert "; --all shows" not in piped and "--all shows all" in brief
    assert max(map(len, brief.splitlines())) <= 100 < max(map(len, piped.splitlines()))


def test_off_a_terminal_there_is_no_pager(news: Path) -> None:
    command = dedup("audit", "news.jsonl", "--pager", "-q")
    ran = subprocess.run(command, cwd=news, env={**os.environ, "PAGER": "false"}, capture_output=True, check=True)
    assert ran.stdout.startswith(b"2 articles") and ran.stderr == b""


@pytest.mark.skipif(shutil.which("less") is None, reason="less is not installed")
def test_less_keeps_the_colours_and_leaves_a_short_report_on_the_screen(news: Path) -> None:
    code, screen, errors = at_terminal(dedup("audit", "news.jsonl", "-q", "--pager", "--limit", "1"), news, LINES="200")
    assert (code, errors) == (0, "") and "\x1b[1m2 articles" in screen


def test_where_less_is_missing_the_report_comes_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "_USUAL", ("no-such-less", "-FRX"))
    assert paging.through_pager([b"a report"], {}) is False


def test_a_pager_that_is_no_command_is_refused() -> None:
    with pytest.raises(OutputError, match="PAGER is no command"):
        paging.through_pager([b"a report"], {"PAGER": "less 'unclosed"})


# --- links


def linked(screen: str) -> list[str]:
    return re.findall(r"\x1b\]8;id=\d+;([^\x1b]+)\x1b\\", screen)


def test_articles_lead_to_their_pages_and_files(news: Path) -> None:
    _, screen, _ = at_terminal(dedup("audit", "news.jsonl", "-q"), news, columns=120)
    assert set(linked(screen)) == {"https://courier.example/a?x=1", f"file://{news}/news.jsonl"}
    assert "javascript:" not in screen
    (news / "x y#.txt").write_text(f"Now {SHARED}.", "utf-8")
    (news / "z.txt").write_text(f"Then {SHARED}.", "utf-8")
    for command in ("audit", "compare"):
        _, screen, _ = at_terminal(dedup(command, "x y#.txt", "z.txt", "-q"), news)
        assert set(linked(screen)) == {f"file://{news}/x%20y%23.txt", f"file://{news}/z.txt"}


def test_an_explanation_has_links_too(news: Path) -> None:
    subprocess.run(dedup("audit", "news.jsonl", "-q", "--format", "json", "-o", "r.json"), cwd=news, check=True)
    _, screen, _ = at_terminal(dedup("explain", "r.json", "1"), news)
    assert "https://courier.example/a?x=1" in linked(screen)


@pytest.mark.parametrize(
    ("options", "environ"),
    [
        (["--no-links"], {}),
        (["--color", "never"], {}),
        ([], {"NO_COLOR": "1"}),
        ([], {"TERM": "dumb"}),
        ([], {"TERM": "linux"}),
    ],
)
def test_there_is_a_way_to_have_no_links(news: Path, options: list[str], environ: dict[str, str]) -> None:
    _, screen, _ = at_terminal(dedup("audit", "news.jsonl", "-q", *options), news, **environ)
    assert "Calder Courier" in screen and "\x1b]8;" not in screen


def test_off_a_terminal_there_are_no_links(news: Path) -> None:
    ran = subprocess.run(
        dedup("audit", "news.jsonl", "-q", "--color", "always"), cwd=news, capture_output=True, check=True
    )
    assert b"\x1b[1m" in ran.stdout and b"\x1b]8;" not in ran.stdout
    assert not Look(color="always").linked(terminal=False, environ={})
    assert not Look(color="always", pager=True).linked(terminal=True, environ={})


# --- notes


def test_notes_on_a_terminal_break_between_words(news: Path) -> None:
    rows = "".join(f'{{"id": "unmatched-article-{at}", "outlet": "X"}}\n' for at in range(9))
    (news / "m.jsonl").write_text(rows + '{"id": "desk/a.txt", "outlet": "Y"}\n', "utf-8")
    # A terminal that cannot go back has no progress: on a slow machine it would stand among the notes.
    command = dedup("audit", "news.jsonl", "--metadata", "m.jsonl")
    _, screen, _ = at_terminal(command, news, columns=60, errors=True, TERM="dumb")
    assert len(screen.splitlines()) > 3 and max(map(len, screen.splitlines())) <= 60
    assert all(line.startswith(("dedup: ", "       ")) for line in screen.splitlines())
    assert not re.search(r"unmatched-article-?$", screen, re.MULTILINE)
    piped = subprocess.run(command, cwd=news, capture_output=True, check=True).stderr.decode()
    assert re.sub(r"\s+", " ", screen) == re.sub(r"\s+", " ", piped), "off a terminal a note is one line"
    assert len(piped.splitlines()) < len(screen.splitlines())
