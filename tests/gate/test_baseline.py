"""The baseline: what it accepts, and the file that it stands in."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from findings_by_hand import WORDS, finding, match, passage
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.errors import InputError
from dedup.gate import Entry, Finding
from dedup.gate.baseline import Baseline, baseline_of, read_baseline, write_baseline

FOUND = finding(match(passage("a"), passage("n")))
OTHER = finding(match(passage("a", "other words"), passage("n", "other words")))


def a_finding(fingerprint: str, holders: int) -> Finding:
    return replace(FOUND, fingerprint=fingerprint, holders=holders)


def test_what_was_accepted_is_accepted_wherever_it_stands() -> None:
    moved = finding(match(passage("a/renamed", start=40), passage("m", start=900)))
    assert baseline_of([FOUND]).accepts(moved)
    assert not baseline_of([FOUND]).accepts(OTHER)
    assert not Baseline().accepts(FOUND)


def test_a_third_copy_of_a_known_passage_is_new() -> None:
    baseline = baseline_of([FOUND])
    assert not baseline.accepts(replace(FOUND, holders=3))
    assert baseline_of([replace(FOUND, holders=3)]).accepts(FOUND)


def test_of_findings_with_one_fingerprint_the_most_holders_are_kept() -> None:
    twice = [a_finding(FOUND.fingerprint, 2), a_finding(FOUND.fingerprint, 4), a_finding(FOUND.fingerprint, 3)]
    assert baseline_of(twice) == baseline_of(reversed(twice))
    assert [entry.holders for entry in baseline_of(twice).entries.values()] == [4]


def test_entries_that_nothing_has_are_stale() -> None:
    baseline = baseline_of([FOUND, OTHER])
    assert [entry.fingerprint for entry in baseline.stale([FOUND])] == [OTHER.fingerprint]
    assert baseline.stale([FOUND, OTHER]) == ()
    assert len(baseline.stale([])) == 2


def test_the_file_holds_fingerprints_alone_one_a_line_and_sorted(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(str(path), baseline_of([FOUND, OTHER]))
    first, second = sorted([FOUND.fingerprint, OTHER.fingerprint])
    words = {FOUND.fingerprint: len(WORDS.split()), OTHER.fingerprint: 2}
    assert path.read_text("utf-8") == (
        '{\n"dedup_baseline": 1,\n"entries": [\n'
        f'{{"fingerprint": "{first}", "holders": 2, "words": {words[first]}}},\n'
        f'{{"fingerprint": "{second}", "holders": 2, "words": {words[second]}}}\n]\n}}\n'
    )


ENTRIES = st.dictionaries(st.text("0123456789abcdef", min_size=32, max_size=32), st.integers(2, 10**6), max_size=6).map(
    lambda found: [a_finding(name, holders) for name, holders in found.items()]
)


@settings(max_examples=20)  # each waits for the disk
@given(ENTRIES)
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, found: list[Finding]) -> None:
    path = str(tmp_path_factory.getbasetemp() / "round-trip.json")
    write_baseline(path, baseline_of(found))
    content = Path(path).read_bytes()
    assert read_baseline(path) == baseline_of(found)
    write_baseline(path, baseline_of(reversed(found)))
    assert Path(path).read_bytes() == content


GOOD = {"fingerprint": "0" * 32, "holders": 2, "words": 9}


@pytest.mark.parametrize(
    "content, said",
    [
        ("", "no valid JSON"),
        ("<<<<<<< HEAD\n{}", "no valid JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("{}", "it has no dedup_baseline"),
        ("[]", "it has no dedup_baseline"),
        ('{"dedup_baseline": 2, "entries": []}', "a newer one wrote it"),
        ('{"dedup_baseline": 1.5, "entries": []}', "it has no dedup_baseline"),
        ('{"dedup_baseline": true, "entries": []}', "it has no dedup_baseline"),
        ('{"dedup_baseline": 1}', "its entries are no list"),
        ('{"dedup_baseline": 1, "entries": [], "paths": []}', "unknown key 'paths'"),
        ('{"dedup_baseline": 1, "entries": [], "entries": []}', "a key stands twice"),
        ('{"dedup_baseline": 1, "entries": [1]}', "entry 1: not an object of fingerprint, holders, words"),
        ({**GOOD, "path": "x"}, "entry 1: not an object"),
        ({**GOOD, "fingerprint": "xyz"}, "entry 1: its fingerprint"),
        ({**GOOD, "fingerprint": 7}, "entry 1: its fingerprint"),
        ({**GOOD, "holders": 1}, "entry 1: its holders"),
        ({**GOOD, "holders": True}, "entry 1: its holders"),
        ({**GOOD, "words": -1}, "entry 1: its words"),
        ([GOOD, {**GOOD, "holders": 3}], f"entry 2: {'0' * 32} stands twice"),
        (b"\xff\xfe", "no UTF-8 text"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(tmp_path: Path, content: object, said: str) -> None:
    path = tmp_path / "baseline.json"
    if isinstance(content, dict | list):
        entries = content if isinstance(content, list) else [content]
        content = json.dumps({"dedup_baseline": 1, "entries": entries})
    path.write_bytes(content if isinstance(content, bytes) else str(content).encode())
    with pytest.raises(InputError) as caught:
        read_baseline(str(path))
    assert str(caught.value).startswith(f"{path}: ") and said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such baseline; --update-baseline writes it"):
        read_baseline(str(tmp_path / "none.json"))


@pytest.mark.parametrize("kind", ["folder", "fifo", "nul", "large"])
def test_what_is_no_file_of_ours_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "baseline"
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "large":
        with path.open("wb") as stream:
            stream.truncate((1 << 26) + 1)
    with pytest.raises(InputError):
        read_baseline(f"{path}\0" if kind == "nul" else str(path))


def test_entries_are_in_one_order() -> None:
    low, high = Entry(fingerprint="0" * 32, holders=9, words=9), Entry(fingerprint="f" * 32, holders=2, words=1)
    baseline = Baseline(entries={high.fingerprint: high, low.fingerprint: low})
    assert baseline.stale([]) == (low, high)
