"""GitLab's code quality report: its five severities, unique fingerprints, any text."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from checks import checked_of, inert, telegram_and_courier, texts
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from samples import ATTACKS, COURIER, GAZETTE, TELEGRAM, empty, hostile, realistic

from dedup.gate import RULES, Checked
from dedup.report import Stream, checked_pieces

TEXT = {"type": "string", "minLength": 1}
LINE = {"type": "integer", "minimum": 1}
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": TEXT,
            "check_name": {"enum": [*RULES, "dedup/not-read"]},
            "fingerprint": TEXT,
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "additionalProperties": False,
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "minLength": 1, "pattern": r"^(?!\./)"},
                    "lines": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["begin"],
                        "properties": {"begin": LINE, "end": LINE},
                    },
                },
            },
        },
    },
}
VALIDATOR = Draft202012Validator(SCHEMA)


def entries(checked: Checked, said: list[str] | None = None, encoding: str = "utf-8") -> list[dict[str, Any]]:
    tell = (said if said is not None else []).append
    text = "".join(checked_pieces(checked, "gitlab", Stream(folder="/desk", tell=tell, encoding=encoding)))
    text.encode(encoding)
    assert "##[" not in text
    found = json.loads(text)
    VALIDATOR.validate(found)
    fingerprints = [each["fingerprint"] for each in found]
    assert len(set(fingerprints)) == len(fingerprints)
    return found  # type: ignore[no-any-return]


def test_the_entries_of_a_check() -> None:
    said: list[str] = []
    unread, copied, reused = entries(telegram_and_courier(), said)
    assert unread == {
        "description": "Not read: not UTF-8 at byte 88.",
        "check_name": "dedup/not-read",
        "fingerprint": unread["fingerprint"],
        "severity": "major",
        "location": {"path": "news/2031-03/broken.jsonl", "lines": {"begin": 17}},
    }
    assert copied["check_name"] == "dedup/copied"
    assert copied["severity"] == "critical"
    assert copied["location"] == {"path": TELEGRAM, "lines": {"begin": 19, "end": 19}}
    assert copied["description"].startswith("Shares 92 words with The Calder Courier (article ")
    assert (reused["check_name"], reused["severity"]) == ("dedup/reuse", "major")
    assert said == ["gitlab: left out 1 finding that the baseline accepts"]


@pytest.mark.parametrize(
    ("fail_on", "severities"),
    [("none", ["minor", "info"]), ("copied", ["critical", "info"]), ("any", ["critical", "major"])],
)
def test_severities_follow_the_gate(fail_on: Any, severities: list[str]) -> None:
    found = entries(replace(checked_of(realistic(), (TELEGRAM, COURIER), fail_on), stale=()))
    assert [each["severity"] for each in found if each["check_name"] != "dedup/not-read"] == severities


def test_equal_words_in_several_places_have_fingerprints_of_their_own() -> None:
    report = realistic()
    same = tuple(replace(report.matches[1], id=f"{number}") for number in range(4))
    found = entries(checked_of(replace(report, matches=same, skipped=()), (TELEGRAM,)))
    assert [each["fingerprint"].rpartition(":")[2] for each in found] == ["1", "2", "3", "4"]


@example("\xad", "utf-8")
@given(st.text() | st.sampled_from(ATTACKS), st.sampled_from(["utf-8", "ascii"]))
def test_any_text_gives_a_valid_report(text: str, encoding: str) -> None:
    report = hostile(text)
    for entry in entries(checked_of(report, [each.id for each in report.articles], "any"), encoding=encoding):
        assert inert(entry["description"])
        assert inert(entry["location"]["path"])


def test_a_clean_check_is_an_empty_list() -> None:
    assert entries(checked_of(empty(), ())) == []


def test_paths_are_relative_to_the_folder() -> None:
    articles = {
        id: replace(article, source=f"/desk/./in/{number}.txt")
        for number, (id, article) in enumerate(texts(realistic(), (GAZETTE,)).items())
    }
    found = entries(checked_of(replace(realistic(), skipped=()), (GAZETTE,), articles=articles))
    assert {each["location"]["path"] for each in found} == {"in/0.txt"}
