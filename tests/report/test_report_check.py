"""Reports on a check: they fit the schema and the terminal, begin with the answer, and let nothing act on a display."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import jsonschema
import pytest
from samples import empty, hostile, realistic

from dedup.checking import accept_all, judge
from dedup.gate import Checked, Entry, Gate, Rule
from dedup.gate.baseline import Baseline
from dedup.model import DIRECTIONS, Article, Evidence, MatchKind, PassageKind, Report
from dedup.report import BYTES_FORMATS, CHECK_FORMATS, FOLDER_FORMATS, FORMATS, Stream, checked_pieces
from dedup.report.check.csv_table import COLUMNS
from dedup.report.check.words import rule_words
from dedup.report.json_document import schema, to_json
from dedup.report.json_reader import from_json
from dedup.report.names import name_articles
from dedup.report.order import strongest_first
from dedup.report.wording import Marks, Voice

VALIDATOR = jsonschema.Draft202012Validator(json.loads(schema()), format_checker=jsonschema.FormatChecker())
STALE = Entry(fingerprint="f" * 32, holders=2, words=24)


def checked(report: Report, gate: Gate | None = None, accepted: int = 0) -> Checked:
    """A check of all articles but the first two; the baseline accepts so many of its findings, and one of old."""
    new = [_article(report, each.id) for each in report.articles[2:]]
    found = judge(report, new, gate or Gate(fail_on="any", max_reuse=10.0))
    _, all_of_them = accept_all(found)
    known = {each.fingerprint for each in found.findings[:accepted]}
    entries = {name: entry for name, entry in all_of_them.entries.items() if name in known}
    baseline = Baseline(entries={**entries, STALE.fingerprint: STALE})
    return judge(report, new, found.gate, baseline=baseline, status={new[0].id: "new-version"} if new else {})


def _article(report: Report, id: str) -> Article:
    """A text in which the passages stand where the report says."""
    text = ""
    sides = [side for match in report.matches for side in (match.left, match.right) if side.article == id]
    for side in sorted(sides):
        text = f"{text[: side.start].ljust(side.start)}{side.text}{text[side.end :]}"
    return Article(id=id, text=text)


WHOLE = replace(realistic(), skipped=())
CHECKS = {
    "failed": checked(realistic()),
    "accepted": checked(realistic(), accepted=1),
    "passed": checked(WHOLE, Gate(fail_on="none")),
    "incomplete": checked(realistic(), Gate(fail_on="none")),
    "hostile": checked(hostile()),
    "empty": checked(empty()),
}


def shown(found: Checked, format: str, **stream: object) -> str:
    return "".join(checked_pieces(found, format, Stream(**stream)))  # type: ignore[arg-type]


@pytest.mark.parametrize("found", CHECKS.values(), ids=CHECKS)
def test_json_fits_the_schema_and_is_read_back_as_a_report(found: Checked) -> None:
    document = shown(found, "json")
    told = json.loads(document)
    VALIDATOR.validate(told)
    assert from_json(document) == from_json("".join(checked_pieces(found, "json", Stream(encoding="ascii"))))
    assert told["check"]["passed"] is found.passed
    assert [each["match"] for each in told["check"]["findings"]] == [each.match.id for each in found.findings]
    assert [each["id"] for each in told["check"]["articles"]] == list(found.new)
    assert [each["percent"] for each in told["check"]["reuse"]] == [round(each.percent, 6) for each in found.reuse]
    assert [each["fingerprint"] for each in told["check"]["stale"]] == [STALE.fingerprint]


@pytest.mark.parametrize("found", CHECKS.values(), ids=CHECKS)
def test_json_lines_say_the_same_as_json(found: Checked) -> None:
    lines = [json.loads(line) for line in shown(found, "jsonl").splitlines()]
    whole = json.loads(shown(found, "json"))
    *records, summary = lines
    by_type: dict[str, list[object]] = {}
    for record in records:
        by_type.setdefault(record.pop("type"), []).append(record)
    kinds = {"articles": "checked_article", "findings": "finding", "reuse": "reuse", "stale": "stale_entry"}
    for name, kind in kinds.items():
        assert by_type.get(kind, []) == whole["check"][name]
    assert by_type.get("match", []) == whole["matches"]
    assert summary["check"] == {name: whole["check"][name] for name in ("passed", "gate")}
    assert {kind: len(found) for kind, found in by_type.items()} == {k: n for k, n in summary["records"].items() if n}


def test_without_a_gate_there_is_no_key() -> None:
    document = json.loads(to_json(realistic()))
    assert "check" not in document
    VALIDATOR.validate(document)


def test_csv_has_what_the_gate_says_of_each_match() -> None:
    found = CHECKS["accepted"]
    rows = list(csv.DictReader(io.StringIO(shown(found, "csv"), newline="")))
    assert [row["match"] for row in rows] == [each.id for each in strongest_first(found.report.matches)]
    held, rows = [row for row in rows if not row["rule"]], [row for row in rows if row["rule"]]
    assert len(held) == 1 and {held[0][name] for name in COLUMNS} == {""}
    by_match = {each.match.id: each for each in found.findings}
    findings = [by_match[row["match"]] for row in rows]
    assert len(findings) == len(found.findings)
    assert [row["rule"] for row in rows] == [each.rule for each in findings]
    assert [row["accepted"] for row in rows] == [str(each.accepted).lower() for each in findings]
    assert {row["failing"] for row in rows} == {"true", "false"}


def test_the_first_line_is_the_answer() -> None:
    for found, said in (
        (CHECKS["failed"], "Failed: "),
        (CHECKS["passed"], "Passed: 3 articles. Nothing fails the gate."),
        (CHECKS["incomplete"], "Incomplete: 1 input could not be read. Nothing in 3 articles fails the gate."),
        (CHECKS["empty"], "Passed: 0 articles. Nothing fails the gate."),
    ):
        assert shown(found, "table").startswith(said)
        assert shown(found, "table", width=80).startswith(said[:70])


@pytest.mark.parametrize("width", [40, 80, 160])
@pytest.mark.parametrize("found", CHECKS.values(), ids=CHECKS)
def test_the_table_fits_the_terminal(found: Checked, width: int) -> None:
    from rich.cells import cell_len

    page = shown(found, "table", width=width)
    assert max(cell_len(line) for line in page.splitlines()) <= width
    assert "plagiar" not in page.lower()


def test_failing_passages_come_with_both_articles_and_their_words() -> None:
    found = CHECKS["failed"]
    page = shown(found, "table", limit=0)
    failing = [each for each in found.findings if each.failing]
    assert failing and page.count(" shares ") >= len(failing)
    for finding in failing:
        assert finding.match.id in page
        assert " ".join(finding.passage.text.split()[:3]) in " ".join(page.split())
    over = [each.article for each in found.reuse if each.failing]
    assert over and "of which others have more than 10%" in page


def test_accepted_ones_are_counted_and_stale_entries_are_named() -> None:
    for format in ("table", "markdown"):
        page = shown(CHECKS["accepted"], format, brief=False)
        accepted = [each.fingerprint for each in CHECKS["accepted"].findings if each.accepted]
        wordings, passages = len(set(accepted)), len(accepted)
        of = "" if wordings == passages else f", of {wordings} wordings?"
        assert re.search(rf"^.*Baseline: {passages} passages? accepted{of}\.", page, re.MULTILINE)
        assert "1 entry of the baseline has no passage here" in page and "f" * 32 in page
        assert "a new version" in page


def test_what_is_accepted_is_listed_only_on_demand_where_the_gate_passes() -> None:
    passing = replace(accept_all(checked(WHOLE, Gate(fail_on="any")))[0], newly_accepted=frozenset())
    ids = [each.match.id for each in passing.findings]
    assert passing.passed and ids
    for page, listed in (
        (shown(passing, "table", width=100), False),
        (shown(passing, "table", width=100, full=True, limit=0), True),
        (shown(passing, "table", width=100, brief=False), True),
        (shown(passing, "table"), False),
        (shown(passing, "table", brief=False), True),
        (shown(passing, "json"), True),
    ):
        assert all((id in page) is listed for id in ids)
    line = "--all shows every passage and article, 2 set aside among them, and so does --format json."
    assert line in shown(passing, "table", width=100) and line in shown(passing, "table")


@pytest.mark.parametrize("width", [100, None])
def test_what_a_run_accepts_is_listed_without_being_asked_for(width: int | None) -> None:
    passing, _ = accept_all(checked(WHOLE, Gate(fail_on="any")))
    first, *others = [each.match.id for each in passing.findings]
    page = shown(replace(passing, newly_accepted=frozenset(others)), "table", width=width)
    assert f"Newly accepted, strongest first ({len(others)})" in page
    assert all(page.count(id) == 1 for id in others) and first not in page
    told = " ".join(page.split())
    assert (
        f"Accepted by this run: {len(others)} passages, which would fail the gate. Nothing else in 3 articles fails it."
        in told
    )
    assert "Look at each that this run accepted." in told
    markdown = shown(replace(passing, newly_accepted=frozenset(others)), "markdown")
    assert markdown.index("## Newly accepted by the baseline") < markdown.index("## Accepted by the baseline")


def test_a_pass_is_a_few_lines_in_the_log_of_a_job() -> None:
    passing = checked(WHOLE, Gate(fail_on="none"))
    page = shown(passing, "table")
    assert passing.passed and passing.findings and len(page.splitlines()) <= 7
    assert all(line not in page for line in ("Set aside", "Next", "Articles checked"))
    assert all(line in shown(passing, "table", brief=False) for line in ("Set aside", "Next", "Articles checked"))


def test_that_outlets_or_dates_are_lacking_is_said_as_an_audit_says_it() -> None:
    bare = replace(WHOLE, articles=tuple(replace(each, outlet=None) for each in WHOLE.articles))
    for format in ("table", "markdown"):
        assert "5 have no outlet and 1 has no date: verdicts may turn round" in shown(checked(bare), format)
        assert "no outlet" not in shown(checked(WHOLE), format)


def test_what_is_shared_word_for_word_is_told_from_what_is_reworded() -> None:
    found = checked(WHOLE, Gate(fail_on="none")).findings[0]
    voice = Voice(names=name_articles(WHOLE, str), marks=Marks(), clean=str)

    def said(kind: MatchKind, of: PassageKind, sure: float = 0.9, rule: Rule = "dedup/shared") -> str:
        side = replace(found.passage, kind=of)
        match = replace(found.match, kind=kind, confidence=sure, left=side, right=side)
        match = replace(match, verdict=replace(match.verdict, label="undetermined", probabilities={}))
        return rule_words(replace(found, match=match, rule=rule), voice)

    assert said("verbatim", "quotation") == "quoted, word for word"
    assert said("near-verbatim", "quotation") == "quoted, nearly word for word"
    assert said("reworded", "quotation") == "quoted, reworded"
    assert said("reordered", "narration") == "reworded"
    assert said("verbatim", "narration", 0.52) == "word for word, perhaps by chance"
    assert said("near-verbatim", "narration", rule="dedup/near") == "nearly word for word, outside quotations"
    assert said("reworded", "narration", rule="dedup/near") == "partly word for word, outside quotations"
    assert said("verbatim", "quotation", rule="dedup/near") == "partly word for word, outside quotations"
    assert said("verbatim", "quotation", rule="dedup/common-source") == "quoted, from a common source, word for word"
    assert said("reworded", "narration", rule="dedup/common-source") == "from a common source"


@pytest.mark.parametrize("format", ["table", "markdown"])
def test_of_a_copied_passage_it_is_said_which_way(format: str) -> None:
    found = CHECKS["failed"]
    copied = [each for each in found.findings if each.match.verdict.label in DIRECTIONS]
    page = " ".join(shown(found, format).split())
    assert copied and len(re.findall(r"copied by \S.+? from \S", page)) == len(copied)
    assert "copied from one to the other" not in page


def test_what_passes_because_it_is_credited_is_told_so() -> None:
    copied = next(each for each in WHOLE.matches if each.verdict.label == "left-to-right")
    named = Evidence(signal="attribution.other-outlet", weights={}, trigger="the Courier", origin="left")
    credited = replace(copied, verdict=replace(copied.verdict, ledger=(named,)))
    found = checked(replace(WHOLE, matches=(credited,)), Gate(fail_on="uncredited"))
    page = " ".join(shown(found, "table").split())
    assert found.passed and "(1 copied from one to the other, with credit)" in page
    assert not checked(replace(WHOLE, matches=(credited,)), Gate(fail_on="near")).passed


def test_an_article_that_shares_only_attributed_quotations_shares_words_all_the_same() -> None:
    """It failed for eight passages, and "shared" stood over 0%."""
    found = CHECKS["failed"]
    (first, *_) = found.reuse
    quoting = replace(first, reused_words=168, reused_own_words=0, accepted_own_words=0)
    page = shown(replace(found, reuse=(quoting,)), "table", brief=False)
    assert "168 (0%)" in page


@pytest.mark.parametrize("heading", ["status", "Status"])
def test_the_status_has_a_heading(heading: str) -> None:
    page = shown(CHECKS["failed"], "table" if heading == "status" else "markdown", brief=False)
    assert re.search(rf"\b{heading}\b.*[gG]ate", page)


def test_a_log_has_what_fails_whole_and_a_line_on_all_else() -> None:
    """Nobody asked for more, and nobody can fold a log: what was found besides is counted in the first lines."""
    found = CHECKS["failed"]
    log, whole = shown(found, "table"), shown(found, "table", brief=False)
    failing = [each for each in found.findings if each.failing]
    assert failing and all(f"#{each.match.id}" in log for each in failing) and "words …]" not in log
    for head in ("Passages that fail the gate", "Articles of which others have more", "Skipped"):
        assert head in log and head in whole
    for head in ("Articles checked", "Set aside", "Next"):
        assert head not in log and head in whole
    assert log.endswith("--all shows every passage and article, 2 set aside among them, and so does --format json.\n")
    assert "--update-baseline accepts what was found here" in log
    passed = shown(CHECKS["passed"], "table")
    assert "--update-baseline" not in passed and passed.endswith("so does --format json.\n")
    # A limit asks for the whole page, cut.
    assert "Articles checked" in shown(found, "table", limit=1)


def test_what_the_baseline_accepts_no_more_is_told_whether_or_not_it_fails() -> None:
    found = CHECKS["failed"]
    one, *others = found.findings
    for fails, said in (
        (True, "1 passage fails again that the baseline accepted, because"),
        (False, "1 passage that the baseline accepted has more holders now ("),
    ):
        again = replace(one, since=(found.new[0],), failing=fails, accepted=False)
        page = " ".join(shown(replace(found, findings=(again, *others)), "table").split())
        assert said in page and ("under this gate it passes all the same." in page) is not fails


@pytest.mark.parametrize("width", [60, 80, 99, 100, 120])
def test_dates_of_the_articles_checked_are_in_one_piece(width: int) -> None:
    page = shown(CHECKS["failed"], "table", width=width, brief=False)
    section = page[page.index("Articles checked") :]
    assert "2031-03-04 21:15" in section


def test_a_limit_says_what_it_leaves_out() -> None:
    failing = sum(each.failing for each in CHECKS["failed"].findings)
    assert failing > 1
    assert f"and {failing - 1:,} more" in shown(CHECKS["failed"], "table", width=100, limit=1)
    assert f"and {failing - 1:,} more passage" in shown(CHECKS["failed"], "markdown", limit=1)


@pytest.mark.parametrize("format", ["table", "markdown", "json", "jsonl", "csv"])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_nothing_from_outside_acts_on_a_display(format: str, encoding: str) -> None:
    page = shown(CHECKS["hostile"], format, encoding=encoding)
    page.encode(encoding)
    # First-strong isolates keep names that run from right to left in their places.
    assert not {char for char in page if not char.isprintable()} - {*"\n\r\u2068\u2069"}
    assert not re.search(r"^::[a-z]|##\[", page, re.MULTILINE)


def test_every_format_of_a_report_is_one_of_a_check() -> None:
    assert set(FORMATS) <= set(CHECK_FORMATS)
    for format in set(CHECK_FORMATS) - BYTES_FORMATS - FOLDER_FORMATS:
        assert shown(CHECKS["failed"], format)
    assert all(isinstance(piece, bytes) for piece in checked_pieces(CHECKS["failed"], "png", Stream()))


def test_the_same_check_gives_the_same_bytes_whatever_its_order() -> None:
    found = CHECKS["failed"]
    turned = replace(
        found, articles=dict(reversed(found.articles.items())), status=dict(reversed(found.status.items()))
    )
    for format in ("table", "markdown", "json", "jsonl", "csv"):
        assert shown(turned, format) == shown(found, format)


def test_titles_say_of_both_articles_whether_they_are_held() -> None:
    found = CHECKS["failed"]
    both = next(each for each in found.findings if each.other.article in found.new)
    status = {**found.status, both.article: "new-version", both.other.article: "held"}
    page = " ".join(shown(replace(found, status=status), "table").split())
    assert re.search(r"New version \S+ (\([^)]*\) )?shares \d+ words with held ", page)
    assert not re.search(rf"with new {re.escape(both.other.article)}\b", page)
