"""JUnit XML: a suite a file, failures where the gate fails, well-formed whatever the texts hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from checks import checked_of, inert, telegram_and_courier, texts
from hypothesis import given
from hypothesis import strategies as st
from samples import ATTACKS, COURIER, TELEGRAM, WEEKLY, empty, hostile, realistic

from dedup.gate import Checked
from dedup.report import Stream, checked_pieces, junit

OUTCOMES = {"failure": "failures", "error": "errors", "skipped": "skipped"}


def written(checked: Checked, said: list[str] | None = None, encoding: str = "utf-8") -> str:
    tell = (said if said is not None else []).append
    text = "".join(checked_pieces(checked, "junit", Stream(folder="/desk", tell=tell, encoding=encoding)))
    text.encode(encoding)
    return text


def suites(checked: Checked, said: list[str] | None = None, encoding: str = "utf-8") -> ElementTree.Element:
    """The root, held against what readers of JUnit rely on."""
    root = ElementTree.fromstring(written(checked, said, encoding).encode(encoding))
    assert root.tag == "testsuites"
    names = [suite.get("name") for suite in root]
    assert len(set(names)) == len(names)
    for holder in (root, *root):
        cases = holder.findall(".//testcase")
        assert holder.get("tests") == str(len(cases))
        for outcome, attribute in OUTCOMES.items():
            assert holder.get(attribute) == str(len(holder.findall(f".//testcase/{outcome}")))
    for suite in root:
        cases = suite.findall("testcase")
        assert cases
        assert len({case.get("name") for case in cases}) == len(cases)
        assert {case.get("classname") for case in cases} == {suite.get("name")}
        for case in cases:
            assert case.get("name")
            assert int(case.get("line", "")) >= 1
            assert len(case) <= 1
            assert {child.tag for child in case} <= {*OUTCOMES, "system-out"}
    return root


def test_the_suites_of_a_check() -> None:
    root = suites(telegram_and_courier())
    assert [suite.get("name") for suite in root] == ["news/2031-03/broken.jsonl", COURIER, TELEGRAM]
    unread, courier, telegram = root
    assert unread[0][0].tag == "error"
    assert unread[0][0].get("message") == "not UTF-8 at byte 88"
    assert courier[0][0].tag == "skipped"
    assert courier[0][0].get("message", "").endswith("Accepted in the baseline.")
    assert [case[0].tag for case in telegram] == ["failure", "failure"]
    copied = telegram[0]
    assert copied.get("name") == "dedup/copied: The Calder Courier, 92 words at line 19"
    assert copied.get("line") == "19"
    assert copied[0].get("type") == "dedup/copied"
    assert copied[0].get("message", "").startswith("Shares 92 words with The Calder Courier (article ")
    assert copied[0].text == copied[0].get("message")


def test_what_the_gate_lets_pass_passes_and_says_so() -> None:
    root = suites(checked_of(replace(realistic(), skipped=()), (TELEGRAM,), "none"))
    case = root[0][0]
    assert case[0].tag == "system-out"
    assert (case[0].text or "").startswith("Shares 92 words")
    assert root.get("failures") == "0"


def test_a_clean_file_is_one_passing_case() -> None:
    clean = replace(realistic(), matches=(), skipped=())
    root = suites(checked_of(clean, (WEEKLY,)))
    assert len(root) == len(root[0]) == 1
    assert len(root[0][0]) == 0


def test_articles_of_one_file_are_one_suite() -> None:
    articles = {
        id: replace(article, source=f"new.jsonl:{line}")
        for line, (id, article) in enumerate(texts(realistic(), (TELEGRAM, COURIER, WEEKLY)).items(), 3)
    }
    root = suites(checked_of(replace(realistic(), skipped=()), articles, articles=articles))
    assert [suite.get("name") for suite in root] == ["new.jsonl"]
    assert {case.get("line") for case in root[0]} <= {"3", "4", "5"}


def test_equal_names_are_told_apart() -> None:
    report = realistic()
    same = tuple(replace(report.matches[1], id=f"{number}") for number in range(12))
    root = suites(checked_of(replace(report, matches=same, skipped=()), (TELEGRAM,)))
    assert len(root[0]) == 12


def test_nothing_at_all() -> None:
    assert len(suites(checked_of(empty(), ()))) == 0


@given(st.text() | st.sampled_from(ATTACKS), st.sampled_from(["utf-8", "ascii", "latin-1"]))
def test_any_text_is_well_formed(text: str, encoding: str) -> None:
    report = hostile(text)
    checked = checked_of(report, [each.id for each in report.articles], "any", accepted=("0000",))
    root = suites(checked, encoding=encoding)
    for element in root.iter():
        for value in (*element.attrib.values(), (element.text or "").strip("\n")):
            assert inert(value)
    raw = written(checked)
    assert "##[" not in raw
    assert all(line.startswith("<") for line in raw.splitlines())


def test_what_is_over_the_limit_is_left_out_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    report = realistic()
    same = tuple(replace(report.matches[number % 2], id=f"{number:03}") for number in range(60))
    checked = checked_of(replace(report, matches=same, skipped=()), (TELEGRAM, COURIER))
    monkeypatch.setattr(junit, "MOST_BYTES", 30_000)
    said: list[str] = []
    root = suites(checked, said)
    shown = len(root.findall(".//failure"))
    assert 5 < shown < 30  # the graver half, and not even all of that
    assert said == [f"junit: {shown} of 60 findings shown, the worst first: GitLab takes 0 MB"]
    assert [case.findtext("system-out") for case in root.findall(".//testcase[@name='left out']")] == [said[0][7:]]
    assert len(written(checked).encode()) <= 30_000


def test_the_limit_is_kept_with_clean_files(monkeypatch: pytest.MonkeyPatch) -> None:
    report: Any = realistic()
    monkeypatch.setattr(junit, "MOST_BYTES", 3_000)
    text = written(checked_of(replace(report, skipped=()), (TELEGRAM, COURIER, WEEKLY)))
    assert len(text.encode()) <= 3_000
