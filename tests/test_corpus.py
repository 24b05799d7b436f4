"""corpus/: in step with its sources, exact, and as varied as it should be; and the script that builds it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.evaluation import Labelled, evaluate, read_labelled
from dedup.model import (
    HYPOTHESES,
    SCHEMA_VERSION,
    Edits,
    Match,
    Passage,
    Place,
    Report,
    Scores,
    Verdict,
)

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
EVENTS = CORPUS.parent / "benchmarks" / "events"
SETS = (CORPUS, EVENTS / "fitted", EVENTS / "held-out")
sys.path.insert(0, str(CORPUS))

import build  # noqa: E402
from sources import BadSource, Faults, read_event, unmark  # noqa: E402
from wording import common_in_order, kind_of, shared_runs, words  # noqa: E402


@pytest.fixture(scope="module")
def corpus() -> Labelled:
    return read_labelled(CORPUS)


class TestTheCollection:
    def test_it_is_in_step_with_its_sources(self) -> None:
        done = subprocess.run(
            [sys.executable, str(CORPUS / "build.py"), "--check"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "unmarked shared run" not in done.stderr

    def test_every_span_is_exact(self, corpus: Labelled) -> None:
        texts = {article.id: article.text for article in corpus.articles}
        for name in ("passages", "hard_negatives"):
            for line in (CORPUS / "truth" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                assert row["left"]["article"] < row["right"]["article"]
                for side in (row["left"], row["right"]):
                    assert texts[side["article"]][side["start"] : side["end"]] == side["text"] == side["text"].strip()

    def test_no_mark_is_left_in_the_articles(self, corpus: Labelled) -> None:
        for article in corpus.articles:
            assert not re.search("[⟦⟧\r]", article.text)

    def test_it_is_large_and_varied(self, corpus: Labelled) -> None:
        assert len(corpus.articles) >= 60
        assert len({article.outlet for article in corpus.articles}) >= 10
        assert len({article.id.rpartition("-")[0] for article in corpus.articles}) >= 8
        assert any(article.published is None for article in corpus.articles)
        assert {p.category for p in corpus.passages} >= {
            *("syndication-credited", "syndication-uncredited", "light-rewrite", "heavy-rewrite", "abridgement"),
            *("short-quotation", "translation", "wire", "press-release", "correction", "template"),
        }
        assert {p.kind for p in corpus.passages} == {"verbatim", "near-verbatim", "reworded", "reordered"}
        labels = Counter(p.label for p in corpus.passages)
        assert {"left-to-right", "right-to-left", "common-source", "independent-renderings", "same-origin"} <= set(
            labels
        )
        assert len(corpus.hard_negatives) >= 50

    def test_other_scripts_share_passages_too(self, corpus: Labelled) -> None:
        texts = {article.id: article.text for article in corpus.articles}
        shared = [texts[p.left.article][p.left.start : p.left.end] for p in corpus.passages if not p.set_aside]
        for script in ("[а-я]{4}", "[\u4e00-\u9fff]{4}"):
            assert any(re.search(script, text) for text in shared)
        assert any(re.search("[\u0600-\u06ff]{4}", text) for text in texts.values())

    def test_a_report_of_just_the_truth_is_perfect(self, corpus: Labelled) -> None:
        """The truth does not contradict itself: it earns full marks and hits no hard negative."""
        quality = evaluate(corpus, truthful(corpus))
        assert quality.passages.f1 == quality.verdicts.accuracy.rate == quality.verdicts.coverage.rate == 1.0
        assert quality.verdicts.source.rate == 1.0
        assert (quality.hard_negatives.hits, quality.self_matches, quality.stock_reported) == (0, 0, 0)


@pytest.mark.parametrize("folder", SETS[1:], ids=lambda folder: folder.name)
class TestTheEventsBesideIt:
    """benchmarks/events/: built as the collection is."""

    def test_they_are_in_step_with_their_sources(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert build.main(["--root", str(folder), "--check"]) == 0, capsys.readouterr().err

    def test_every_event_has_its_articles(self, folder: Path) -> None:
        articles = {article.id.rpartition("-")[0] for article in read_labelled(folder).articles}
        assert articles == events_of(folder)

    def test_no_event_is_in_another_set(self, folder: Path) -> None:
        others = [other for other in SETS if other != folder]
        assert len(others) == 2
        for other in others:
            assert events_of(folder) and not events_of(folder) & events_of(other)

    def test_nor_is_an_article(self, folder: Path) -> None:
        texts = {article.text for article in read_labelled(folder).articles}
        assert not texts & {
            article.text for other in SETS if other != folder for article in read_labelled(other).articles
        }

    def test_a_report_of_just_the_truth_is_perfect(self, folder: Path) -> None:
        labelled = read_labelled(folder)
        quality = evaluate(labelled, truthful(labelled))
        assert quality.passages.f1 == quality.verdicts.accuracy.rate == quality.verdicts.source.rate == 1.0
        assert (quality.hard_negatives.hits, quality.self_matches, quality.stock_reported) == (0, 0, 0)


def events_of(folder: Path) -> set[str]:
    return {each.name for each in (folder / "marked").iterdir()}


def truthful(corpus: Labelled) -> Report:
    texts = {article.id: article.text for article in corpus.articles}

    def passage(place: Place) -> Passage:
        text = texts[place.article][place.start : place.end]
        return Passage(article=place.article, start=place.start, end=place.end, text=text, kind="narration")

    def match(number: int) -> Match:
        truth = corpus.passages[number]
        verdict = Verdict(
            label=truth.label,
            probability=1.0,
            probabilities={name: float(name == truth.label) for name in HYPOTHESES},
            source=truth.source,
            sources=(),
            ledger=(),
        )
        scores = Scores(
            jaccard=1.0,
            containment_left=1.0,
            containment_right=1.0,
            aligned_words=truth.words_left,
            share_left=1.0,
            share_right=1.0,
            longest_run=truth.words_left,
            rarity_overlap=1.0,
            order_free=1.0,
            edits=Edits(insert=0, delete=0, substitute=0, move=0),
        )
        return Match(
            id=truth.id,
            left=passage(truth.left),
            right=passage(truth.right),
            kind=truth.kind,
            confidence=1.0,
            scores=scores,
            common=(),
            verdict=verdict,
        )

    return Report(
        schema_version=SCHEMA_VERSION,
        settings={},
        articles=(),
        matches=tuple(match(number) for number, truth in enumerate(corpus.passages) if not truth.set_aside),
        set_aside=(),
        article_pairs=(),
        outlet_flows=(),
        clusters=(),
        skipped=(),
        stats={},
    )


# --- the script ----------------------------------------------------------------------------------------------


OUTLETS = {"dam-01": "Courier", "dam-02": "Gazette", "dam-03": "Vesta 9", "dam-04": "Courier"}
WORDING = "the gate had been open since noon"


def event(folder: Path, carriers: dict[str, str], **changes: Any) -> Path:
    """An event of which each article in `carriers` carries the passage q1."""
    passage = {"category": "short-quotation", "source": "Water Board", "parents": carriers, "named_in": [], **changes}
    folder.mkdir(parents=True, exist_ok=True)
    for number, id in enumerate(sorted(carriers)):
        own = " ".join(f"{id}word{n}" for n in range(9))
        (folder / f"{id}.txt").write_text(f"{own}\n\n⟦q1⟧ {WORDING}, {number} ⟦/q1⟧\n", encoding="utf-8")
    about = {
        id: {"outlet": OUTLETS[id], "published": f"2031-03-04T0{n}:00:00Z", "title": None, "url": None}
        for n, id in enumerate(sorted(carriers))
    }
    lineage = {"articles": about, "passages": {"q1": passage}, "hard_negatives": []}
    (folder / "lineage.json").write_text(json.dumps(lineage), encoding="utf-8")
    return folder


def truth_of(folder: Path) -> dict[str, dict[str, Any]]:
    faults = Faults()
    files = build.outputs([read_event(folder, faults)], faults)
    assert faults.errors == []
    lines = [json.loads(line) for line in files["truth/passages.jsonl"].splitlines()]
    return {line["id"]: line for line in lines}


def errors_of(folder: Path) -> list[str]:
    faults = Faults()
    read_event(folder, faults)
    return faults.errors


@pytest.mark.parametrize(
    ("left", "right", "changes", "label", "source"),
    [
        ("@self", "dam-01", {}, "left-to-right", None),
        ("@source", "dam-01", {}, "left-to-right", None),
        ("dam-02", "@source", {}, "right-to-left", None),
        ("@source", "@source", {}, "common-source", "Water Board"),
        ("@source", "@source", {"translated": True}, "independent-renderings", "Water Board"),
        ("dam-03", "dam-03", {}, "common-source", "Vesta 9"),
        ("dam-03", "@source", {"translated": True}, "independent-renderings", "Water Board"),
        ("dam-03", "dam-03", {"translated": True}, "common-source", "Vesta 9"),
        ("@source", "@source", {"category": "background"}, "same-origin", None),
    ],
)
def test_labels_follow_the_lineage(
    tmp_path: Path, left: str, right: str, changes: dict[str, Any], label: str, source: str | None
) -> None:
    parents = {"dam-01": left, "dam-02": right, "dam-03": "@source" if "@self" not in (left, right) else "dam-01"}
    folder = event(tmp_path / "dam", parents, **changes)
    # Dates follow the ids, which is not the order of every lineage here.
    lineage = json.loads((folder / "lineage.json").read_text())
    for article in lineage["articles"].values():
        article["published"] = "2031-03-04"
    (folder / "lineage.json").write_text(json.dumps(lineage))
    line = truth_of(folder)["dam-01~dam-02~q1"]
    assert line["provenance"]["label"] == label
    assert line["provenance"]["source"] == source
    assert line["set_aside"] is (changes.get("category") == "background")


@pytest.mark.parametrize(
    ("left", "right", "source", "also"),
    [
        ("@source", "@source", "Water Board", ["Mara Pell", "the board at Tarn"]),
        ("@source", "dam-01", None, []),
        ("dam-03", "dam-03", "Vesta 9", []),  # what both took from an outlet has that outlet's name alone
    ],
)
def test_other_names_go_with_the_source_that_they_name(
    tmp_path: Path, left: str, right: str, source: str | None, also: list[str]
) -> None:
    parents = {"dam-01": left, "dam-02": right, "dam-03": "@source"}
    folder = event(tmp_path / "dam", parents, also=["Mara Pell", "the board at Tarn"])
    lineage = json.loads((folder / "lineage.json").read_text())
    for article in lineage["articles"].values():
        article["published"] = "2031-03-04"
    (folder / "lineage.json").write_text(json.dumps(lineage))
    about = truth_of(folder)["dam-01~dam-02~q1"]["provenance"]
    assert (about["source"], about["source_also"]) == (source, also)


@pytest.mark.parametrize(
    ("parents", "changes", "named"),
    [
        # Who names where the words were first said does not name the outlet that both took them from …
        ({"dam-01": "dam-03", "dam-02": "dam-03", "dam-03": "@source"}, {"named_in": ["dam-01"]}, False),
        (
            {"dam-01": "dam-03", "dam-02": "dam-03", "dam-03": "@source"},
            {"outlet_named_in": {"dam-03": ["dam-02"]}},
            True,
        ),
        # … unless the words were first said there.
        ({"dam-01": "dam-03", "dam-02": "dam-03", "dam-03": "@self"}, {"source": None, "named_in": ["dam-01"]}, True),
        ({"dam-01": "@source", "dam-02": "@source", "dam-03": "@source"}, {"named_in": ["dam-01"]}, True),
    ],
)
def test_who_names_the_origin_does_not_name_the_outlet_on_the_way(
    tmp_path: Path, parents: dict[str, str], changes: dict[str, Any], named: bool
) -> None:
    folder = event(tmp_path / "dam", parents, **changes)
    lineage = json.loads((folder / "lineage.json").read_text())
    for article in lineage["articles"].values():
        article["published"] = "2031-03-04"
    (folder / "lineage.json").write_text(json.dumps(lineage))
    assert truth_of(folder)["dam-01~dam-02~q1"]["provenance"]["source_named"] is named


def test_one_outlet_is_the_same_origin_and_set_aside(tmp_path: Path) -> None:
    line = truth_of(event(tmp_path / "dam", {"dam-01": "@self", "dam-04": "dam-01"}))["dam-01~dam-04~q1"]
    assert (line["provenance"]["label"], line["set_aside"]) == ("same-origin", True)


def test_spans_are_trimmed_and_exact(tmp_path: Path) -> None:
    line = truth_of(event(tmp_path / "dam", {"dam-01": "@self", "dam-02": "dam-01"}))["dam-01~dam-02~q1"]
    assert line["left"]["text"] == f"{WORDING}, 0"
    assert (line["words_left"], line["kind"]) == (8, "near-verbatim")


def reworded(folder: Path, wordings: dict[str, str], category: str) -> dict[str, dict[str, Any]]:
    """The truth of an event whose articles carry one passage in these wordings."""
    event(folder, {"dam-01": "@self", **{id: "dam-01" for id in wordings if id != "dam-01"}}, category=category)
    for id, wording in wordings.items():
        (folder / f"{id}.txt").write_text(f"{id} opens.\n\n⟦q1⟧{wording}⟦/q1⟧\n", encoding="utf-8")
    return truth_of(folder)


LONG = "we saw the water come over the wall at noon and nobody in the valley had been told to leave"


def test_where_one_side_took_a_part_the_pair_is_that_part(tmp_path: Path) -> None:
    lines = reworded(tmp_path / "dam", {"dam-01": LONG, "dam-02": "nobody in the valley was told"}, "short-quotation")
    line = lines["dam-01~dam-02~q1"]
    assert line["left"]["text"] == line["right"]["text"] == "nobody in the valley"
    assert line["kind"] == "verbatim"


@pytest.mark.parametrize(("category", "pairs"), [("short-quotation", 0), ("translation", 1)])
def test_two_parts_without_common_wording_make_a_pair_in_rewriting_only(
    tmp_path: Path, category: str, pairs: int
) -> None:
    assert len(reworded(tmp_path / "dam", {"dam-01": LONG, "dam-02": "no warning ever came"}, category)) == pairs


def test_the_stock_of_one_outlet_joins_across_events(tmp_path: Path) -> None:
    for name, number in (("dam", 1), ("fire", 2)):
        folder = event(tmp_path / "marked" / name, {f"dam-0{number}": "@self"})
        (folder / f"dam-0{number}.txt").rename(folder / f"{name}-01.txt")
        (folder / f"{name}-01.txt").write_text("Own.\n\n⟦t-x⟧Subscribe to the daily letter.⟦/t-x⟧\n", encoding="utf-8")
        lineage = {
            "articles": {f"{name}-01": {"outlet": "Courier", "published": None}},
            "passages": {"t-x": {"category": "template"}},
        }
        (folder / "lineage.json").write_text(json.dumps(lineage))
    assert build.main(["--root", str(tmp_path)]) == 0
    (line,) = (tmp_path / "truth" / "passages.jsonl").read_text().splitlines()
    assert json.loads(line)["id"] == "dam-01~fire-01~t-x"


@pytest.mark.parametrize(
    ("parents", "changes", "message"),
    [
        ({"dam-01": "dam-02", "dam-02": "dam-01"}, {}, "circle"),
        ({"dam-01": "@self", "dam-02": "@self"}, {}, "more than one origin"),
        ({"dam-01": "@self", "dam-02": "@source"}, {}, "more than one origin"),
        ({"dam-01": "@self", "dam-02": "dam-09"}, {}, "does not carry the mark"),
        ({"dam-01": "dam-02", "dam-02": "@self"}, {}, "older than its parent"),
        ({"dam-01": "@self", "dam-02": "dam-01"}, {"category": "theft"}, "unknown category"),
        ({"dam-01": "@self", "dam-02": "dam-01"}, {"named_in": ["dam-03"]}, "named_in"),
        ({"dam-01": "@self", "dam-02": "dam-01"}, {"parents": {"dam-01": "@self"}}, "no parent given for dam-02"),
        ({"dam-01": "@self", "dam-02": "dam-01"}, {"also": "Mara Pell"}, "q1: also is no list: 'Mara Pell'"),
        ({"dam-01": "@self", "dam-02": "dam-01"}, {"also": None}, "q1: also is no list"),
        ({"dam-01": "@self", "dam-02": "dam-01"}, {"also": [""]}, "q1: also has '', which is no name"),
        ({"dam-01": "@self", "dam-02": "dam-01"}, {"also": [" "]}, "q1: also has ' ', which is no name"),
        ({"dam-01": "@self", "dam-02": "dam-01"}, {"also": [7]}, "q1: also has 7, which is no name"),
        ({"dam-01": "@self", "dam-02": "dam-01"}, {"also": ["Water Board"]}, "which is the source itself"),
        ({"dam-01": "@self", "dam-02": "dam-01"}, {"also": ["Mara", "Mara"]}, "q1: also has Mara twice"),
        ({"dam-01": "@self", "dam-02": "dam-01"}, {"source": None, "also": ["Mara"]}, "no source is given"),
        ({"dam-01": "@self", "dam-02": "dam-01"}, {"outlet_named_in": {"dam-01": ["dam-02"]}}, "which is the origin"),
        ({"dam-01": "@source", "dam-02": "dam-01"}, {"outlet_named_in": {"dam-01": ["dam-03"]}}, "outlet_named_in has"),
        ({"dam-01": "@source", "dam-02": "dam-01"}, {"outlet_named_in": {"dam-03": ["dam-01"]}}, "outlet_named_in has"),
    ],
)
def test_a_lineage_that_does_not_hold_together_is_refused(
    tmp_path: Path, parents: dict[str, str], changes: dict[str, Any], message: str
) -> None:
    found = errors_of(event(tmp_path / "dam", parents, **changes))
    assert any(message in error for error in found), found


class TestMarks:
    def test_nested_and_overlapping(self) -> None:
        text, spans = unmark("⟦a⟧one ⟦b⟧two⟦/a⟧ three⟦/b⟧ ⟦c⟧⟦d⟧four⟦/d⟧⟦/c⟧\n")
        assert text == "one two three four\n"
        found = {name: text[start:end] for name, (start, end) in spans.items()}
        assert found == {"a": "one two", "b": "two three", "c": "four", "d": "four"}

    @pytest.mark.parametrize(
        "marked", ["⟦a⟧one", "one⟦/a⟧", "⟦a⟧⟦/a⟧x", "⟦a⟧x⟦/a⟧⟦a⟧y⟦/a⟧", "⟦a b⟧x", "x⟧", "⟦a⟧x\r\ny⟦/a⟧"]
    )
    def test_unbalanced_empty_and_strange_marks_are_refused(self, marked: str) -> None:
        with pytest.raises(BadSource):
            unmark(marked)


class TestCheck:
    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        event(tmp_path / "marked" / "dam", {"dam-01": "@self", "dam-02": "dam-01"})
        assert build.main(["--root", str(tmp_path)]) == 0
        return tmp_path

    def check(self, root: Path) -> int:
        return build.main(["--root", str(root), "--check"])

    def test_in_step(self, root: Path) -> None:
        assert self.check(root) == 0

    @pytest.mark.parametrize("name", ["articles/dam-01.txt", "metadata.jsonl", "truth/passages.jsonl"])
    def test_a_changed_or_missing_file_is_seen(self, root: Path, name: str) -> None:
        (root / name).write_text("changed", encoding="utf-8")
        assert self.check(root) == 1
        (root / name).unlink()
        assert self.check(root) == 1

    def test_a_stray_article_is_seen_and_swept(self, root: Path) -> None:
        shutil.copy(root / "articles" / "dam-01.txt", root / "articles" / "dam-09.txt")
        assert self.check(root) == 1
        assert build.main(["--root", str(root)]) == 0
        assert self.check(root) == 0


def test_unmarked_reuse_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = event(tmp_path / "dam", {"dam-01": "@self", "dam-02": "dam-01"})
    for id in ("dam-01", "dam-02"):
        path = folder / f"{id}.txt"
        path.write_text(path.read_text() + "No one in the valley, they said, has ever seen it so high.\n")
    assert build.main(["--check-source", str(folder)]) == 0
    assert "dam-01 / dam-02: unmarked shared run, 13 words: no one in the valley" in capsys.readouterr().out


def folded(text: str) -> list[str]:
    return [word.folded for word in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t — “STOP”, she said.", ["don't", "stop", "she", "said"]),
        ("'Quoted' words", ["quoted", "words"]),
        ("大坝 2031 年", ["大", "坝", "2031", "年"]),
        ("со\u00adбака кафе\u0301", ["собака", "кафе"]),
        ("مُدير", ["مدير"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert folded(text) == expected


@given(st.text(max_size=60))
def test_words_stand_where_they_say(text: str) -> None:
    for word in words(text):
        assert folded(text[word.start : word.end]) == [word.folded]


letters = st.lists(st.sampled_from("abcd"), max_size=14)


@given(letters, letters)
def test_the_common_order_agrees_with_the_textbook(left: list[str], right: list[str]) -> None:
    table = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            table[i + 1][j + 1] = table[i][j] + 1 if one == other else max(table[i][j + 1], table[i + 1][j])
    assert common_in_order(left, right) == table[-1][-1]


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("a b c d", "a b c d", "verbatim"),
        ("a b c d", "a x b c d", "near-verbatim"),
        ("a b c d", "a b x y", "reworded"),
        ("a b c d e f", "d e f a b c", "reordered"),
        ("a b c d", "e f g h", "reworded"),
    ],
)
def test_kinds(left: str, right: str, kind: str) -> None:
    assert kind_of(left.split(), right.split()) == kind == kind_of(right.split(), left.split())


def test_shared_runs_are_the_longest() -> None:
    left, right = words("x a b c d e f g h y"), words("a b c d e f g h")
    assert list(shared_runs(left, right, 3)) == [(1, 0, 8)]
