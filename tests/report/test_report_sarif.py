"""SARIF 2.1.0: valid whatever the texts hold, exact about places, honest about what is left out."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from checks import checked_of, inert, telegram_and_courier, texts
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from samples import ATTACKS, COURIER, TELEGRAM, empty, hostile, match, realistic, verdict
from sarif_schema import SCHEMA

from dedup.gate import RULES, Checked
from dedup.model import Article, Skipped
from dedup.report import Stream, checked_pieces, sarif
from dedup.report.rules import MEANINGS

VALIDATOR = Draft202012Validator(SCHEMA)
OFFICIAL = os.environ.get("DEDUP_SARIF_SCHEMA")


def written(checked: Checked, said: list[str] | None = None, **stream: Any) -> str:
    tell = (said if said is not None else []).append
    return "".join(checked_pieces(checked, "sarif", Stream(folder="/desk", tell=tell, **stream)))


def run_of(checked: Checked) -> dict[str, Any]:
    log = json.loads(written(checked))
    VALIDATOR.validate(log)
    return log["runs"][0]  # type: ignore[no-any-return]


def test_every_kind_of_check_is_valid() -> None:
    report = realistic()
    for checked in (
        telegram_and_courier(),
        checked_of(empty(), ()),
        checked_of(report, [each.id for each in report.articles], "any"),
        checked_of(hostile(), [each.id for each in hostile().articles], "any"),
    ):
        VALIDATOR.validate(json.loads(written(checked)))


@pytest.mark.skipif(OFFICIAL is None, reason="DEDUP_SARIF_SCHEMA names no file")
def test_the_schema_of_oasis_agrees() -> None:
    assert OFFICIAL is not None
    official = Draft4Validator(json.loads(Path(OFFICIAL).read_text("utf-8")))
    for checked in (telegram_and_courier(), checked_of(hostile(), [each.id for each in hostile().articles], "any")):
        official.validate(json.loads(written(checked)))


def test_the_schema_of_the_tests_can_fail() -> None:
    raw = written(telegram_and_courier())
    spoilers: list[Callable[[Any], Any]] = [
        lambda result: result["message"].update(text=""),
        lambda result: _place(result)["artifactLocation"].update(uri="http://x.example/a"),
        lambda result: _place(result)["region"].pop("endLine"),
        lambda result: result.pop("suppressions"),
        lambda result: result.update(other=1),
    ]
    for spoil in spoilers:
        log = json.loads(raw)
        VALIDATOR.validate(log)
        spoil(log["runs"][0]["results"][0])
        assert not VALIDATOR.is_valid(log)


def _place(result: Any) -> Any:
    return result["locations"][0]["physicalLocation"]


@given(st.text() | st.sampled_from(ATTACKS))
def test_any_text_gives_a_valid_log(text: str) -> None:
    report = hostile(text)
    raw = written(checked_of(report, [each.id for each in report.articles[:1]], "any"))
    raw.encode()
    log = json.loads(raw)
    VALIDATOR.validate(log)
    for told in messages(log):
        told.encode()  # no lone surrogate behind an escape either
        assert inert(told)
        # One link, ours; and no placeholder.
        assert [found for found in re.findall(r"(?<!\\)\]\(([^)]*)\)", told) if found != "1"] == []
        assert not re.search(r"\{", told.replace("{{", ""))
        assert not re.search(r"\}", told.replace("}}", ""))
    assert not any(line.lstrip().startswith("::") for line in raw.splitlines())
    assert "##[" not in raw


def messages(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("message"), dict):
            yield value["message"]["text"]
        for item in value.values():
            yield from messages(item)
    elif isinstance(value, list):
        for item in value:
            yield from messages(item)


def test_a_result_says_who_holds_the_words_where_and_how_likely() -> None:
    result = run_of(telegram_and_courier())["results"][0]
    assert result["ruleId"] == "dedup/copied"
    assert result["level"] == "error"
    assert result["message"]["text"].startswith(
        "Shares 92 words with [The Calder Courier](1) "
        "(article news/2031-03/calder-courier/tarn-dam-evacuation.txt, 2031-03-04 06:30Z, also checked here). "
        "Reuse: Telegram from The Calder Courier, 81% likely, no credit found. In this article: “Built in 1958"
    )
    assert "plagiar" not in written(telegram_and_courier()).lower()
    related = result["relatedLocations"][0]
    assert related["id"] == 1
    assert related["message"]["text"].startswith("The Calder Courier (article ")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == TELEGRAM
    # Offset 905 is column 6 of line 19, of 50 columns each.
    assert place["region"] == {"startLine": 19, "startColumn": 6, "endLine": 19, "endColumn": 6 + 489}


def test_columns_are_utf_16_code_units() -> None:
    report = realistic()
    match = report.matches[1]
    before = "👩 é\r\n👩 "
    shifted = replace(match, right=replace(match.right, start=len(before), end=len(before) + len(match.right.text)))
    article = Article(id=TELEGRAM, text=before + match.right.text + ".", source="a b.txt")
    checked = checked_of(replace(report, matches=(shifted,)), [TELEGRAM], articles={TELEGRAM: article})
    place = run_of(checked)["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "a%20b.txt", "uriBaseId": "%SRCROOT%"}
    units = len(match.right.text.encode("utf-16-le")) // 2
    assert place["region"] == {"startLine": 2, "startColumn": 4, "endLine": 2, "endColumn": 4 + units}


def test_files_outside_of_the_folder_are_absolute_and_records_have_their_line() -> None:
    articles = texts(realistic(), (TELEGRAM, COURIER))
    articles[TELEGRAM] = replace(articles[TELEGRAM], source="../other/a.jsonl:7")
    articles[COURIER] = replace(articles[COURIER], source="all.json:3")
    run = run_of(checked_of(realistic(), (TELEGRAM, COURIER), articles=articles))
    result = next(each for each in run["results"] if each["properties"]["match"] == "77c04d")
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "file:///other/a.jsonl"},
        "region": {"startLine": 7},
    }
    related = result["relatedLocations"][0]
    assert related["logicalLocations"] == [{"name": "record 3", "kind": "element"}]
    assert related["physicalLocation"]["region"] == {"startLine": 1}


def test_accepted_findings_are_suppressed_and_last() -> None:
    results = run_of(telegram_and_courier())["results"]
    assert [each["suppressions"] != [] for each in results] == [False, False, True]
    assert results[2]["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "Accepted in the baseline."}
    ]
    assert results[2]["level"] == "note"


def test_a_share_over_the_limit_is_a_result_on_the_article() -> None:
    result = run_of(telegram_and_courier())["results"][1]
    assert result["ruleId"] == "dedup/reuse"
    assert "relatedLocations" not in result
    assert result["message"]["text"] == (
        "32.9% of this article's own words (92 of 280; boilerplate and attributed quotations apart) are in other "
        "articles too; the gate allows 30%. Most are shared with The Calder Courier (92 words)."
    )


def test_fingerprints_are_those_of_the_findings_and_unique() -> None:
    report = realistic()
    twice = replace(report, matches=(*report.matches, replace(report.matches[1], id="77c04e")))
    checked = checked_of(twice, (TELEGRAM,))
    found = [each["partialFingerprints"] for each in run_of(checked)["results"]]
    fingerprint = checked.findings[0].fingerprint
    assert {each["dedupPassage/v1"] for each in found} == {fingerprint}
    assert {each["primaryLocationLineHash"] for each in found} == {f"{fingerprint}:1", f"{fingerprint}:2"}


def test_fingerprints_do_not_change_with_the_place() -> None:
    words = "the spillway is holding and there is no danger to the town below the bridge"
    judged = verdict({"left-to-right": 0.8, "common-source": 0.2})
    found = []
    for id, at, source in (("m1", 0, "a.txt"), ("m2", 400, "moved/b.jsonl:7")):
        report = replace(realistic(), matches=(match(id, (COURIER, 9, words), (TELEGRAM, at, words), judged),))
        articles = {TELEGRAM: replace(texts(report, (TELEGRAM,))[TELEGRAM], source=source)}
        found.append(run_of(checked_of(report, (TELEGRAM,), articles=articles))["results"][0])
    assert found[0]["locations"] != found[1]["locations"]
    assert found[0]["partialFingerprints"] == found[1]["partialFingerprints"]


STALE = (
    "The baseline has 1 entry that nothing here has: gone, or of articles that were not looked at; --prune-baseline "
    "takes out what is gone from articles that are looked at."
)


def test_what_was_not_read_and_stale_entries_are_notifications() -> None:
    invocation = run_of(telegram_and_courier())["invocations"][0]
    assert invocation["executionSuccessful"] is False
    told = [(each["level"], each["message"]["text"]) for each in invocation["toolExecutionNotifications"]]
    assert told == [
        ("error", "Not read: not UTF-8 at byte 88."),
        ("note", STALE),
        ("note", "Failed: 1 of 2 articles; 2 findings that fail, 1 accepted by the baseline, 1 input not read."),
    ]
    many = replace(realistic(), skipped=tuple(Skipped(path=f"{n}.txt", line=None, reason="x") for n in range(250)))
    told = run_of(checked_of(many, ()))["invocations"][0]["toolExecutionNotifications"]
    assert told[100]["message"]["text"] == "150 more inputs were not read."
    assert len(told) == 102


def test_results_over_the_limits_are_left_out_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    report = realistic()
    checked = checked_of(report, [each.id for each in report.articles], "copied")
    monkeypatch.setattr(sarif, "MOST_RESULTS", 2)
    said: list[str] = []
    run = json.loads(written(checked, said))["runs"][0]
    assert [each["ruleId"] for each in run["results"]] == ["dedup/copied", "dedup/common-source"]
    assert [each["properties"]["words"] for each in run["results"]] == [92, 28]  # the gravest stay
    assert len(said) == 1
    assert said[0].startswith("sarif: 2 of 4 findings shown, the worst first")
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].startswith("2 of 4 findings shown")
    assert run["properties"]["dedup"] == {"passed": False, "findings": 4, "shown": 2}


def test_the_packed_size_is_limited_too(monkeypatch: pytest.MonkeyPatch) -> None:
    report = realistic()
    chance = Random(1)
    judged = verdict({"left-to-right": 0.8})
    said_by = [" ".join(f"{chance.getrandbits(64):x}" for _ in range(12)) for _ in range(300)]
    matches = tuple(
        match(f"{n:04x}", (COURIER, 0, text), (TELEGRAM, 0, text), judged) for n, text in enumerate(said_by)
    )
    monkeypatch.setattr(sarif, "MOST_BYTES", sarif._MARGIN + 40_000)
    said: list[str] = []
    run = json.loads(written(checked_of(replace(report, matches=matches), (TELEGRAM,)), said))["runs"][0]
    packed = len(gzip.compress(json.dumps(run["results"]).encode()))
    assert 10_000 < packed < sarif.MOST_BYTES
    assert len(run["results"]) < 300
    assert said[0].startswith(f"sarif: {len(run['results'])} of 300 findings shown")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
def test_any_encoding_holds_the_same_log(encoding: str) -> None:
    text = written(telegram_and_courier(), encoding=encoding)
    assert json.loads(text.encode(encoding)) == json.loads(written(telegram_and_courier()))


def test_the_rules_are_those_of_the_gate() -> None:
    assert tuple(MEANINGS) == RULES
    driver = run_of(checked_of(empty(), ()))["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)


def test_the_order_of_the_findings_does_not_matter() -> None:
    checked = telegram_and_courier()
    assert written(replace(checked, findings=checked.findings[::-1])) == written(checked)
