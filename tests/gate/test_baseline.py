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

from dedup.errors import InputError, OutputError
from dedup.gate import Entry, Finding
from dedup.gate.baseline import Baseline, baseline_of, read_baseline
from dedup.report.check.baseline_file import write_baseline

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


def test_pruned_is_what_was_compared_and_not_found() -> None:
    before = baseline_of([a_finding(FOUND.fingerprint, 3), OTHER])
    nothing, both = Baseline(), baseline_of([FOUND, OTHER])
    assert before.pruned(nothing, {"a", "n"}) == before.pruned(nothing, {"n"}, {"a"}) == nothing
    for new, held in ((("a",), ()), ((), ("a", "n")), (("b",), ("a", "n"))):
        assert before.pruned(nothing, new, held) == before
    assert before.pruned(both, ()) == both, "of no more holders"
    assert both.pruned(before, ()) == both, "and of no more than before"
    assert nothing.pruned(both, {"a", "n"}) == nothing
    nameless = Baseline(entries={key: replace(entry, articles=()) for key, entry in before.entries.items()})
    assert nameless.pruned(nothing, {"a", "n"}) == nameless


def written(path: Path, *found: Finding) -> str:
    write_baseline(str(path), baseline_of(found))
    return path.read_text("utf-8")


def test_the_file_has_an_entry_a_line_sorted_with_what_a_reader_knows_the_passage_by(tmp_path: Path) -> None:
    first, second = sorted([FOUND, OTHER], key=lambda each: each.fingerprint)
    begins = {FOUND.fingerprint: WORDS, OTHER.fingerprint: "other words"}
    lines = [
        f'{{"fingerprint": "{each.fingerprint}", "holders": 2, "words": {len(begins[each.fingerprint].split())}, '
        f'"articles": ["a", "n"], "begins": "{begins[each.fingerprint]}"}}'
        for each in (first, second)
    ]
    shown = written(tmp_path / "baseline.json", FOUND, OTHER)
    assert shown == f'{{\n"dedup_baseline": 2,\n"entries": [\n{lines[0]},\n{lines[1]}\n]\n}}\n'


def test_of_passages_with_one_fingerprint_the_first_by_its_articles_is_shown(tmp_path: Path) -> None:
    pairs = (("c", "d"), ("a", "z"), ("b", "c"))
    found = [finding(match(passage(one), passage(other))) for one, other in pairs]
    (entry,) = baseline_of(found).entries.values()
    assert entry.articles == ("a", "z")
    assert written(tmp_path / "one", *found) == written(tmp_path / "other", *reversed(found))


def test_ids_and_words_are_neither_compared_nor_needed(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    document = json.loads(written(path, FOUND))
    document["entries"][0] |= {"articles": ["x", "y"], "begins": "anything"}
    path.write_text(json.dumps(document))
    assert read_baseline(str(path)).accepts(FOUND)
    old = {name: document["entries"][0][name] for name in ("fingerprint", "holders", "words")}
    path.write_text(json.dumps({"dedup_baseline": 1, "entries": [old]}))
    read = read_baseline(str(path))
    assert read.accepts(FOUND) and read.stale([])[0].articles == ()


def test_what_is_shown_of_a_passage_is_bounded_and_acts_on_no_display(tmp_path: Path) -> None:
    hostile = "\x1b[31m\u202e##[error]\ud800 Ζάρεκ 新聞\n" + "word " * 500
    found = finding(match(passage("\x1b]0;x\x07" + "i" * 5000, hostile), passage("n", hostile)))
    path = tmp_path / "baseline.json"
    shown = written(path, found)
    assert "Ζάρεκ 新聞 word" in shown
    assert len(shown) < 600 and shown.count("\n") == 6
    assert all(char.isprintable() for char in shown.replace("\n", "")) and "##[" not in shown
    assert read_baseline(str(path)) == baseline_of([found])


@pytest.mark.parametrize(
    "text, begins",
    [
        ("short", "short"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 78 + " …"),
        ("x" * 78 + " yy", "x" * 78 + " …"),
        ("a " * 60, "a " * 39 + "…"),
        ("x" * 59 + " " + "y" * 99, "x" * 59 + " …"),
        ("x" * 58 + " " + "y" * 99, "x" * 58 + " " + "y" * 19 + " …"),
        ("新" * 200, "新" * 78 + " …"),
        ("路透社 " + "新" * 200, "路透社 " + "新" * 74 + " …"),
        ("id " + "y" * 300, "id " + "y" * 75 + " …"),
    ],
)
def test_a_beginning_is_cut_between_words_where_one_ends_late(text: str, begins: str) -> None:
    (entry,) = baseline_of([finding(match(passage("a", text), passage("n", text)))]).entries.values()
    assert entry.begins == begins and len(begins) <= 80


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
READABLE = {**GOOD, "articles": ["a", "b"], "begins": "The dam"}


@pytest.mark.parametrize(
    "content, said",
    [
        ("", "no valid JSON"),
        ("<<<<<<< HEAD\n{}", "no valid JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("{}", "it has no dedup_baseline"),
        ("[]", "it has no dedup_baseline"),
        ('{"dedup_baseline": 3, "entries": []}', "a newer one wrote it"),
        ({"dedup_baseline": 2, "entries": [GOOD]}, "entry 1: not an object of fingerprint, holders, words, articles"),
        ({"dedup_baseline": 2, "entries": [{**READABLE, "articles": "ab"}]}, "entry 1: its articles are not"),
        ({"dedup_baseline": 2, "entries": [{**READABLE, "articles": ["a"]}]}, "entry 1: its articles are not"),
        ({"dedup_baseline": 2, "entries": [{**READABLE, "articles": ["a"] * 3}]}, "entry 1: its articles are not"),
        ({"dedup_baseline": 2, "entries": [{**READABLE, "articles": ["a", 1]}]}, "entry 1: its articles and its begin"),
        ({"dedup_baseline": 2, "entries": [{**READABLE, "begins": None}]}, "entry 1: its articles and its begin"),
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
    if isinstance(content, dict) and "entries" in content:
        content = json.dumps(content)
    elif isinstance(content, dict | list):
        entries = content if isinstance(content, list) else [content]
        content = json.dumps({"dedup_baseline": 1, "entries": entries})
    path.write_bytes(content if isinstance(content, bytes) else str(content).encode())
    with pytest.raises(InputError) as caught:
        read_baseline(str(path))
    assert str(caught.value).startswith(f"{path}: ") and said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_read_is_bounded_as_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    long = {**READABLE, "articles": ["i" * 5000, "b"], "begins": "word " * 5000}
    path.write_text(json.dumps({"dedup_baseline": 2, "entries": [long, {**READABLE, "fingerprint": "1" * 32}]}))
    cut, whole = read_baseline(str(path)).stale([])
    assert cut.articles == ("i" * 198 + " …", "b") and cut.begins == "word " * 15 + "…"
    assert whole.articles == ("a", "b") and whole.begins == "The dam"
    write_baseline(str(path), read_baseline(str(path)))
    assert read_baseline(str(path)).stale([]) == (cut, whole), "what was cut is not cut again"


def test_an_entry_of_version_2_may_have_no_articles(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(json.dumps({"dedup_baseline": 1, "entries": [GOOD]}))
    old = read_baseline(str(path))
    write_baseline(str(path), old)
    assert json.loads(path.read_text("utf-8"))["entries"] == [{**GOOD, "articles": [], "begins": ""}]
    assert read_baseline(str(path)) == old


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
            stream.truncate((1 << 27) + 1)
    with pytest.raises(InputError):
        read_baseline(f"{path}\0" if kind == "nul" else str(path))


def test_no_more_is_written_than_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "baseline.json"
    before = written(path, FOUND).encode()
    for module in ("dedup.gate.baseline", "dedup.report.check.baseline_file"):
        monkeypatch.setattr(f"{module}.FILE_BYTES", len(before))
    assert written(path, FOUND).encode() == before
    assert read_baseline(str(path)) == baseline_of([FOUND])
    with pytest.raises(OutputError) as caught:
        write_baseline(str(path), baseline_of([FOUND, OTHER]))
    said = str(caught.value)
    assert said.startswith(f"{path}: not written: 2 entries in ") and f"more than {len(before):,} is not read" in said
    assert "check fewer articles at a time" in said and "\n" not in said
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


def test_entries_are_in_one_order() -> None:
    low, high = Entry(fingerprint="0" * 32, holders=9, words=9), Entry(fingerprint="f" * 32, holders=2, words=1)
    baseline = Baseline(entries={high.fingerprint: high, low.fingerprint: low})
    assert baseline.stale([]) == (low, high)
