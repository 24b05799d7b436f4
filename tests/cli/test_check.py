"""`dedup check` and audits that are gates: exit codes, the baseline, what is added to the index."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import stub_index
from running import Ran, Run, run_in_process

from dedup.report.json_document import schema

DAM = (
    "The dam above Calder was built in 1931 and nobody living had ever seen its spillway run until Tuesday night. "
    "Engineers opened both gates shortly before midnight after eleven days of rain had filled the reservoir."
)
HARBOUR = (
    "Harbour pilots of Brenton refused to bring in the grain ships on Friday because the dredger had sunk beside "
    "the northern breakwater and no buoy marked the wreck."
)
SHEEP = "A quite different piece of writing about sheep that sleep beside the road on warm nights in May."
HAT = "The council of Brenton met on Wednesday about something else entirely, and its mayor wore a green hat."


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``dedup`` in this process and in `tmp_path`, with an index of two articles and two new articles."""
    monkeypatch.chdir(tmp_path)
    stub_index.install(monkeypatch)
    stub_index.write(tmp_path / "held.dedup", held=(DAM, "Calder Courier"), other=(HARBOUR, "Gazette"))
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "copy.txt").write_text(f"{HAT}\n\n{DAM}", "utf-8")
    (tmp_path / "new" / "own.txt").write_text(SHEEP, "utf-8")

    def run(*arguments: str, stdin: bytes = b"", env: Any = None, encoding: str = "utf-8") -> Ran:
        return run_in_process(arguments, stdin, env or {}, encoding)

    return run


CHECK = ("check", "new", "--index", "held.dedup")


def held(tmp_path: Path) -> list[str]:
    return sorted(json.loads((tmp_path / "held.dedup").read_text("utf-8")))


def test_a_finding_fails_the_gate_and_the_answer_comes_first(run: Run) -> None:
    ran = run(*CHECK)
    assert ran.code == 1
    assert ran.text.startswith("Failed: 1 of 2 articles. 1 passage fails the gate.\n")
    assert "copy" in ran.text and "Calder Courier" in ran.text and "nobody living had ever seen" in ran.text
    assert "plagiar" not in ran.text.lower() and ran.err == ""


def test_clean_articles_pass(run: Run) -> None:
    ran = run("check", "new/own.txt", "--index", "held.dedup")
    assert ran.code == 0 and ran.text.startswith("Passed: 1 article. Nothing fails the gate.\n")


@pytest.mark.parametrize(
    "options, code",
    [
        (("--fail-on", "any"), 1),
        (("--fail-on", "near"), 1),
        (("--fail-on", "copied"), 0),
        (("--fail-on", "none"), 0),
        (("--fail-on", "none", "--max-reuse", "50"), 1),
        (("--fail-on", "none", "--max-reuse", "90"), 0),
        (("--min-words", "90"), 0),
    ],
)
def test_the_gate_is_what_the_options_say(run: Run, options: tuple[str, ...], code: int) -> None:
    assert run(*CHECK, *options).code == code


def test_the_gate_comes_from_settings_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "dedup.toml").write_text('index = "held.dedup"\nfail_on = "none"\n', "utf-8")
    assert run("check", "new").code == 0
    assert run("check", "new", env={"DEDUP_FAIL_ON": "any"}).code == 1
    assert run("check", "new", "--fail-on", "copied", env={"DEDUP_FAIL_ON": "any"}).code == 0


def test_a_check_has_settings_of_its_own(run: Run) -> None:
    for words in (9, 10):
        assert run(*CHECK, "--min-words", str(words), "--format", "json").json()["settings"]["min_words"] == words


def test_json_has_the_report_and_what_the_gate_says(run: Run) -> None:
    ran = run(*CHECK, "--format", "json")
    document = ran.json()
    jsonschema.Draft202012Validator(json.loads(schema())).validate(document)
    assert ran.code == 1 and document["check"]["passed"] is False
    assert [each["id"] for each in document["articles"]] == ["copy", "held", "own"]
    assert document["check"]["articles"] == [
        {"id": "copy", "status": "new", "passed": False},
        {"id": "own", "status": "new", "passed": True},
    ]
    assert not {"index", "fail_on", "max_reuse", "baseline"} & document["settings"].keys()


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("check", "new"), "no index to check against: add --index FILE"),
        ((*CHECK, "--update-baseline"), "--update-baseline needs to know where: add --baseline FILE"),
        ((*CHECK, "--prune-baseline"), "--prune-baseline needs to know where: add --baseline FILE"),
        ((*CHECK, "--fail-on", "some"), "'some' is not allowed; give any, near, uncredited, copied or none"),
        ((*CHECK, "--max-reuse", "101"), "give a number from 0 to 100"),
        ((*CHECK, "--baseline", "none.json"), "none.json: there is no such baseline; --update-baseline writes it"),
        ((*CHECK, "--level", "article"), "an index finds passages: set level to passage; for near-duplicate articles"),
        (("check", "nowhere", "--index", "held.dedup"), "nowhere"),
        (("check", "new", "--index", "none.dedup"), "none.dedup: no index"),
        ((*CHECK, "--format", "json", "-o", "held.dedup"), "an input of this very run"),
        ((*CHECK, "-o", "new/own.txt"), "an input of this very run"),
    ],
)
def test_what_cannot_be_found_out_is_no_pass(run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    before = (tmp_path / "held.dedup").read_bytes()
    ran = run(*arguments, "--update")
    assert ran.code == 2 and said in ran.err and ran.out == b"" and ran.err.count("\n") == 1
    assert (tmp_path / "held.dedup").read_bytes() == before


def test_what_was_skipped_ends_the_run_with_2_and_nothing_is_added(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new" / "bad.jsonl").write_text("{", "utf-8")
    ran = run(*CHECK, "--update", "--baseline", "b.json", "--update-baseline")
    assert ran.code == 2 and ran.text.startswith("Failed: 1 of 2 articles")
    assert "nothing was added to held.dedup" in ran.err and "--allow-skipped accepts that" in ran.err
    assert held(tmp_path) == ["held", "other"] and not (tmp_path / "b.json").exists()
    ran = run(*CHECK, "--update", "--allow-skipped")
    assert ran.code == 1 and held(tmp_path) == ["held", "other", "own"]


def test_a_batch_in_which_no_row_has_a_date_is_checked_all_the_same(run: Run, tmp_path: Path) -> None:
    """A column that some day nothing stood in ended the gate with 2."""
    (tmp_path / "today.jsonl").write_text(json.dumps({"id": "own", "text": SHEEP}) + "\n", "utf-8")
    ran = run("check", "today.jsonl", "--index", "held.dedup", "--column", "published=day")
    assert ran.code == 0 and ran.text.startswith("Passed")
    assert "the column 'day', to be taken for published; in today.jsonl there are 'id', 'text'" in ran.err


def test_no_articles_end_the_run_with_2(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = run("check", "empty", "--index", "held.dedup", "--update")
    assert ran.code == 2 and "no articles in empty" in ran.err and ran.out == b""


def test_what_passes_is_added_and_what_fails_is_named(run: Run, tmp_path: Path) -> None:
    ran = run(*CHECK, "--update")
    assert ran.code == 1 and held(tmp_path) == ["held", "other", "own"]
    assert "added 1 to held.dedup" in ran.err
    assert "not added, since the gate fails for them: copy" in ran.err


def test_a_check_can_be_repeated_after_an_update(run: Run, tmp_path: Path) -> None:
    assert run("check", "new/own.txt", "--index", "held.dedup", "--update").code == 0
    ran = run("check", "new/own.txt", "--index", "held.dedup", "--update")
    assert ran.code == 0 and "held already with this very text" in ran.text
    assert "added 0 to held.dedup, 1 held already" in ran.err
    (tmp_path / "new" / "own.txt").write_text(HAT, "utf-8")
    ran = run("check", "new/own.txt", "--index", "held.dedup", "--update")
    assert ran.code == 0 and "held with another text: a new version (own)" in ran.text
    assert "1 in a new version" in ran.err


def test_an_index_that_cannot_be_added_to_ends_the_run_with_2(run: Run, tmp_path: Path) -> None:
    (tmp_path / "held.dedup").write_text('{"locked": true}', "utf-8")
    ran = run("check", "new/own.txt", "--index", "held.dedup", "--update")
    assert ran.code == 2 and "locked" in ran.err and ran.text.startswith("Passed")


def test_a_report_that_cannot_be_written_adds_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir(mode=0o500)
    (tmp_path / "full").symlink_to("/dev/full")
    ran = run(*CHECK, "--update", "--baseline", "b.json", "--update-baseline", "--format", "json", "-o", "full")
    assert ran.code == 2 and "cannot be written" in ran.err
    assert held(tmp_path) == ["held", "other"] and not (tmp_path / "b.json").exists()


def test_the_baseline_lets_pass_what_was_accepted_and_nothing_else(run: Run, tmp_path: Path) -> None:
    accepted = run(*CHECK, "--baseline", "b.json", "--update-baseline")
    assert accepted.code == 0 and accepted.text.startswith("Accepted by this run: ")
    assert "wrote b.json: 1 passage accepted; 1 new in it, 0 with more holders than before, " in accepted.err
    assert accepted.err.endswith("0 dropped\n")
    written = (tmp_path / "b.json").read_bytes()
    (entry,) = json.loads(written)["entries"]
    assert entry["articles"] == ["copy", "held"] and DAM.startswith(entry["begins"].removesuffix(" …"))
    again = run(*CHECK, "--baseline", "b.json")
    assert again.code == 0 and "Baseline: 1 passage accepted." in again.text
    (tmp_path / "new" / "copy.txt").rename(tmp_path / "new" / "renamed.txt")
    assert run(*CHECK, "--baseline", "b.json").code == 0
    (tmp_path / "new" / "more.txt").write_text(HARBOUR, "utf-8")
    ran = run(*CHECK, "--baseline", "b.json")
    assert ran.code == 1 and ran.text.startswith("Failed: 1 of 3 articles. 1 passage")
    assert (tmp_path / "b.json").read_bytes() == written


def test_a_third_copy_is_new_and_a_passage_that_is_gone_is_stale(run: Run, tmp_path: Path) -> None:
    assert run(*CHECK, "--baseline", "b.json", "--update-baseline").code == 0
    (tmp_path / "new" / "third.txt").write_text(f"{DAM}\n\n{SHEEP}", "utf-8")
    assert run(*CHECK, "--baseline", "b.json").code == 1
    for name in ("third.txt", "copy.txt"):
        (tmp_path / "new" / name).unlink()
    ran = run(*CHECK, "--baseline", "b.json", "--all")
    assert ran.code == 0 and "1 entry of the baseline has no passage here" in ran.text
    assert "Stale entries of the baseline (1)" in ran.text
    ran = run(*CHECK, "--baseline", "b.json", "--update-baseline")
    assert ran.code == 0 and "1 that nothing here has kept" in ran.err
    (tmp_path / "new" / "copy.txt").write_text(HAT, "utf-8")
    ran = run(*CHECK, "--baseline", "b.json", "--prune-baseline")
    assert ran.code == 0 and "0 new in it, 0 with more holders than before, 0 with fewer, 1 dropped" in ran.err
    assert json.loads((tmp_path / "b.json").read_text("utf-8")) == {"dedup_baseline": 2, "entries": []}


def test_accepting_one_file_leaves_what_is_accepted_of_others(run: Run, tmp_path: Path) -> None:
    """It dropped all that was accepted of the articles it had not looked at, and called it gone."""
    accepted = ("--baseline", "b.json")
    assert run(*CHECK, *accepted, "--update-baseline").code == 0
    before = json.loads((tmp_path / "b.json").read_text("utf-8"))["entries"]
    (tmp_path / "new" / "more.txt").write_text(HARBOUR, "utf-8")
    one = ("check", "new/more.txt", "--index", "held.dedup", *accepted)
    assert run(*one).code == 1
    ran = run(*one, "--update-baseline")
    assert ran.code == 0 and f"{len(before)} that nothing here has kept" in ran.err
    after = json.loads((tmp_path / "b.json").read_text("utf-8"))["entries"]
    assert all(entry in after for entry in before) and len(after) > len(before)
    assert run(*CHECK, *accepted).code == 0


def test_accepting_one_holder_of_a_passage_leaves_the_others(run: Run, tmp_path: Path) -> None:
    """It counted the holders of the one file alone, and the others failed."""
    accepted = ("--baseline", "b.json")
    (tmp_path / "new" / "third.txt").write_text(DAM, "utf-8")
    assert run(*CHECK, *accepted, "--update-baseline").code == 0
    before = (tmp_path / "b.json").read_bytes()
    assert run("check", "new/third.txt", "--index", "held.dedup", *accepted, "--update-baseline").code == 0
    (known,) = json.loads(before)["entries"]
    (entry,) = json.loads((tmp_path / "b.json").read_text("utf-8"))["entries"]
    assert entry["holders"] == known["holders"] == 3 and run(*CHECK, *accepted).code == 0
    (tmp_path / "new" / "third.txt").unlink()
    ran = run(*CHECK, *accepted, "--prune-baseline")
    assert ran.code == 0 and "1 with fewer, 0 dropped" in ran.err
    (entry,) = json.loads((tmp_path / "b.json").read_text("utf-8"))["entries"]
    assert entry["holders"] == 2


def test_pruning_keeps_what_is_accepted_of_articles_that_were_not_looked_at(run: Run, tmp_path: Path) -> None:
    """A run on one file dropped what was accepted of all others."""
    accepted = ("--baseline", "b.json")
    (tmp_path / "new" / "more.txt").write_text(HARBOUR, "utf-8")
    assert run(*CHECK, *accepted, "--update-baseline").code == 0
    before = (tmp_path / "b.json").read_bytes()
    ran = run("check", "new/own.txt", "--index", "held.dedup", *accepted, "--prune-baseline")
    assert "0 dropped, 2 that nothing here has kept: their articles were not all looked at" in ran.err
    assert (tmp_path / "b.json").read_bytes() == before
    (tmp_path / "new" / "copy.txt").write_text(HAT, "utf-8")
    ran = run("check", "new/copy.txt", "--index", "held.dedup", *accepted, "--prune-baseline")
    assert "1 dropped, 1 that nothing here has kept" in ran.err
    (entry,) = json.loads((tmp_path / "b.json").read_text("utf-8"))["entries"]
    assert entry["articles"] == ["more", "other"]
    assert run("audit", "new/more.txt", *accepted, "--prune-baseline").code == 0, "what is held was not looked at"
    assert len(json.loads((tmp_path / "b.json").read_text("utf-8"))["entries"]) == 1


def test_nothing_is_pruned_where_something_could_not_be_read(run: Run, tmp_path: Path) -> None:
    """What was accepted of the article that could not be read was dropped."""
    accepted = ("--baseline", "b.json")
    assert run(*CHECK, *accepted, "--update-baseline").code == 0
    before = (tmp_path / "b.json").read_bytes()
    (tmp_path / "new" / "copy.txt").write_bytes(b"bad \xff\xfe bad")
    for command in (CHECK, ("audit", "new")):
        ran = run(*command, *accepted, "--prune-baseline", "--allow-skipped")
        assert ran.code == 2 and ran.out == b"" and ran.err.count("\n") == 1
        assert (
            "--prune-baseline goes by all that is given, and 1 input could not be read: new/copy.txt: byte" in ran.err
        )
    assert (tmp_path / "b.json").read_bytes() == before


def test_pruning_accepts_nothing(run: Run, tmp_path: Path) -> None:
    assert run(*CHECK, "--baseline", "b.json", "--update-baseline").code == 0
    before = (tmp_path / "b.json").read_bytes()
    (tmp_path / "new" / "more.txt").write_text(HARBOUR, "utf-8")
    (tmp_path / "new" / "third.txt").write_text(DAM, "utf-8")
    ran = run(*CHECK, "--baseline", "b.json", "--prune-baseline")
    assert ran.code == 1 and "0 dropped" in ran.err and (tmp_path / "b.json").read_bytes() == before


def test_a_renamed_article_is_told_how_to_let_go_of_the_old_name(run: Run, tmp_path: Path) -> None:
    assert run("check", "new/own.txt", "--index", "held.dedup", "--update").code == 0
    (tmp_path / "new" / "own.txt").rename(tmp_path / "new" / "other-name.txt")
    ran = run("check", "new/other-name.txt", "--index", "held.dedup")
    said = "other-name has all words of own, which held.dedup holds: if it was renamed, let go of the old name with"
    assert ran.code == 1 and said in ran.err and "dedup index remove held.dedup own\n" in ran.err
    assert "let go of the old name" not in run("check", "new/copy.txt", "--index", "held.dedup").err


def test_many_renamed_articles_are_not_all_listed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new" / "own.txt").rename(tmp_path / "new" / "my own.txt")
    assert run("check", "new/my own.txt", "--index", "held.dedup", "--update").code == 0
    text = (tmp_path / "new" / "my own.txt").read_text("utf-8")
    for number in range(5):
        (tmp_path / "new" / f"again-{number}.txt").write_text(text, "utf-8")
    ran = run("check", *(f"new/again-{number}.txt" for number in range(5)), "--index", "held.dedup")
    assert ran.err.count("dedup index remove held.dedup 'my own'\n") == 3
    assert "2 more have all words of an article that is held" in ran.err


def test_a_baseline_that_no_run_would_read_is_not_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(*CHECK, "--baseline", "b.json", "--update-baseline").code == 0
    before = (tmp_path / "b.json").read_bytes()
    (tmp_path / "new" / "more.txt").write_text(HARBOUR, "utf-8")
    monkeypatch.setattr("dedup.report.check.baseline_file.FILE_BYTES", len(before))
    ran = run(*CHECK, "--update", "--baseline", "b.json", "--update-baseline")
    assert ran.code == 2 and "b.json: not written: 2 entries in " in ran.err and "wrote b.json" not in ran.err
    assert (tmp_path / "b.json").read_bytes() == before and held(tmp_path) == ["held", "other"]


def test_quiet_leaves_out_what_can_be_done_next(run: Run) -> None:
    for command in (CHECK, ("audit", "new")):
        told, quiet = run(*command, "--all").text, run(*command, "--all", "-q").text
        assert "\nNext\n" in told and "\nNext\n" not in quiet
        assert told.startswith(quiet.rstrip("\n")), "all else is as it was"


def test_rows_of_metadata_on_held_articles_are_no_strangers(run: Run, tmp_path: Path) -> None:
    rows = ("id,outlet", "copy,New", "held,Held", "held.txt,Held", "typo,Nobody")
    (tmp_path / "m.csv").write_text("\n".join(rows) + "\n", "utf-8")
    ran = run(*CHECK, "--metadata", "m.csv")
    assert "1 row matches no article: 'typo'" in ran.err


def test_what_is_no_baseline_is_never_replaced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text('{"mine": 1}', "utf-8")
    ran = run(*CHECK, "--baseline", "notes.json", "--update-baseline")
    assert ran.code == 2 and "notes.json: no baseline" in ran.err
    assert (tmp_path / "notes.json").read_text("utf-8") == '{"mine": 1}'


def test_several_reports_in_one_run(run: Run, tmp_path: Path) -> None:
    ran = run(*CHECK, "--format", "json", "-o", "r.json", "-o", "r.csv", "-o", "r.md", "--format", "jsonl")
    assert ran.code == 1
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["check"]["passed"] is False
    header, row, *_ = (tmp_path / "r.csv").read_text("utf-8-sig").splitlines()
    assert header.endswith(",accepted,failing,reuse_percent,reuse_failing") and ",dedup/near," in row
    assert (tmp_path / "r.md").read_text("utf-8").startswith("# Shared wording: failed\n")
    assert json.loads(ran.text.splitlines()[-1])["check"]["passed"] is False


def test_its_json_report_can_be_explained(run: Run) -> None:
    assert run(*CHECK, "--format", "json", "-o", "r.json").code == 1
    assert run("explain", "r.json", "1").code == 0


def test_an_audit_is_a_gate_only_where_it_is_asked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new" / "held.txt").write_text(DAM, "utf-8")
    (tmp_path / "dedup.toml").write_text('fail_on = "any"\nbaseline = "none.json"\n', "utf-8")
    ran = run("audit", "new")
    assert ran.code == 0 and ran.text.startswith("2 of 3 articles share 1 passage")
    (tmp_path / "dedup.toml").unlink()
    ran = run("audit", "new", "--fail-on", "near")
    assert ran.code == 1 and ran.text.startswith("Failed: 1 of 3 articles")
    assert run("audit", "new", "--max-reuse", "20", "--fail-on", "none").code == 1
    assert run("audit", "new", "--baseline", "b.json", "--update-baseline").code == 0
    assert run("audit", "new", "--baseline", "b.json").code == 0


@pytest.mark.parametrize("dates", [None, {"bad-01": "2020-01-01"}, {"bad-01": "2040-01-01"}])
def test_an_audit_with_a_baseline_blames_the_newcomer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dates: dict[str, str] | None
) -> None:
    """Its id is the smallest, it copies what two held articles share already, and its date says nothing."""
    monkeypatch.chdir(tmp_path)
    corpus = Path(__file__).parents[2] / "corpus" / "articles"
    articles = tmp_path / "articles"
    articles.mkdir()
    for name in ("talks-01", "talks-02", "talks-03", "talks-04", "dam-01", "dam-02", "dam-03"):
        (articles / f"{name}.txt").write_bytes((corpus / f"{name}.txt").read_bytes())
    if dates:
        rows = [{"id": id, "published": date} for id, date in {"talks-02": "2030-05-14", **dates}.items()]
        (tmp_path / "dates.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    options = ("audit", "articles", "--baseline", "accepted.json", *(("--metadata", "dates.jsonl") if dates else ()))

    def run(*more: str) -> Ran:
        return run_in_process((*options, *more), b"", {}, "utf-8")

    talks = (articles / "talks-02.txt").read_text("utf-8").split("\n\n")
    (articles / "bad-01.txt").write_text(SHEEP, "utf-8")
    assert run("--update-baseline").code == 0
    (articles / "bad-01.txt").write_text("\n\n".join((talks[4], SHEEP, talks[8])), "utf-8")
    ran = run("--format", "table", "--format", "json", "-o", "report.json", "--format", "github", "-o", "notes.txt")
    assert ran.code == 1
    assert "New bad-01 shares" in ran.text and "with new " not in ran.text and "New talks" not in ran.text
    assert "that the baseline accepted, because bad-01 has the words too." in ran.text
    check = json.loads((tmp_path / "report.json").read_text("utf-8"))["check"]
    assert {each["id"]: each["passed"] for each in check["articles"]}["bad-01"] is False
    failing = [each for each in check["findings"] if each["failing"]]
    assert all((each["article"] == "bad-01") == (each["since"] == []) for each in failing)
    errors = [line for line in (tmp_path / "notes.txt").read_text("utf-8").splitlines() if line.startswith("::error")]
    fresh = ["file=articles/bad-01.txt" in line for line in errors]
    assert fresh[0] and fresh == sorted(fresh, reverse=True)
    assert all("found again because bad-01 has the words too" in line for line in errors if "bad-01.txt" not in line)
    assert run("--update-baseline").code == 0 and run().code == 0


def test_an_audit_on_a_cluster_is_no_gate(run: Run) -> None:
    ran = run("audit", "new", "--engine", "spark", "--level", "article", "--fail-on", "any")
    assert ran.code == 2 and "--engine local" in ran.err
