"""Collections with some truth about verdicts: PolNeAR's runs, known sources of reprints, an unlabelled event."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import directions
import external
import polnear
import pytest
import quality
import seeds
from archive import score_archive
from making import labelled, match, negative, place, report, truth
from test_calibration import judgement
from test_scissors import corpus, tei

import dedup
from dedup.config import Settings
from dedup.errors import InputError
from dedup.evaluation import evaluate
from dedup.evaluation.judgements import judgements, source_of
from dedup.evaluation.polnear import RUNS, RunVerdict, read_runs, run_verdict
from dedup.model import HYPOTHESES, Article, Evidence, Match, Place, Report, Source


def said(found: Match, *ledger: Evidence, source: str | None = None, **probabilities: float) -> Match:
    """A match with another ledger, source or distribution."""
    given = {name: probabilities.get(name.replace("-", "_"), 0.0) for name in HYPOTHESES}
    verdict = replace(
        found.verdict,
        ledger=ledger,
        source=source,
        sources=(Source(name=source, probability=0.5),) if source else (),
        probabilities=given if probabilities else found.verdict.probabilities,
    )
    return replace(found, verdict=verdict)


def speaking(name: str, probability: float, *ends: tuple[str, int, int]) -> Source:
    return Source(name=name, probability=probability, spans=tuple(map(place, ends)))


class TestSourceOfAPlace:
    """A passage is judged by the source that the verdict gives for its own words."""

    mayor = speaking("mayor", 0.7, ("a", 0, 100), ("b", 0, 100))
    police = speaking("police", 0.8, ("a", 110, 160), ("b", 110, 160))
    whole = match("m", ("a", 0, 160), ("b", 0, 160), label="common-source", source="mayor")

    def source(self, start: int, end: int, *sources: Source) -> str | None:
        found = replace(self.whole, verdict=replace(self.whole.verdict, sources=sources, source=sources[0].name))
        return source_of(truth("t", ("a", start, end), ("b", start, end)), found)

    def test_by_the_stretch_it_lies_in(self) -> None:
        assert self.source(0, 100, self.mayor, self.police) == "mayor"
        assert self.source(112, 160, self.mayor, self.police) == "police"

    def test_a_passage_over_several_is_of_the_one_with_most_of_it(self) -> None:
        assert self.source(0, 160, self.mayor, self.police) == "mayor"
        assert self.source(90, 160, self.mayor, self.police) == "police"

    def test_one_of_the_whole_stands_against_those_of_a_part(self) -> None:
        wire = Source(name="wire", probability=0.5)
        assert self.source(0, 160, wire, self.police) == "wire"
        assert self.source(112, 160, wire, self.police) == "police"

    def test_nothing_is_given_for_words_that_nobody_is_named_for(self) -> None:
        assert self.source(101, 109, self.mayor, self.police) is None

    def test_without_stretches_it_is_the_verdicts(self) -> None:
        sources = Source(name="mayor", probability=0.5), Source(name="police", probability=0.4)
        assert self.source(112, 160, *sources) == "mayor"

    def test_naming_somebody_else_for_a_stretch_earns_nothing(self) -> None:
        found = replace(self.whole, verdict=replace(self.whole.verdict, sources=(self.mayor, self.police)))
        truths = [
            truth("t1", ("a", 0, 100), ("b", 0, 100), label="common-source", source="police", source_named=True),
            truth("t2", ("a", 110, 160), ("b", 110, 160), label="common-source", source="police", source_named=True),
        ]
        named = evaluate(labelled(truths), report(found)).verdicts
        assert (named.source.hits, named.source_given.hits, named.source.of) == (1, 2, 2)


QUOTED = Evidence(signal="quotation.both", weights={"common-source": 1.0}, trigger="quoted on both sides")
SHORT = Evidence(signal="wording.short", weights={"incidental": 1.0}, trigger="short")


class TestJudgements:
    truths = labelled(
        [truth("t1", ("a", 0, 100), ("b", 0, 100)), truth("t2", ("b", 0, 100), ("c", 0, 100), label="common-source")],
        [negative("n", ("c", 200, 250), ("d", 200, 250))],
    )

    def test_what_is_set_aside_for_its_verdict_speaks_too(self) -> None:
        kept = match("m1", ("a", 0, 100), ("b", 0, 100))
        aside = [match(id, ("c", 200, 250), ("d", 200, 250), label=label) for id, label in (("m2", "incidental"),)]
        given = report(kept, aside=aside)
        for_verdict = replace(given, set_aside=(replace(given.set_aside[0], reason="incidental"),))
        assert [j.id for j in judgements(self.truths, given, negatives=True)] == ["t1"]
        judged = judgements(self.truths, for_verdict, negatives=True)
        assert [(j.id, j.truth, j.label) for j in judged] == [
            ("t1", "left-to-right", "left-to-right"),
            ("n", "incidental", "incidental"),
        ]
        assert [j.id for j in judgements(self.truths, for_verdict)] == ["t1"]

    def test_a_group_is_what_passages_join(self) -> None:
        found = report(match("m1", ("a", 0, 100), ("b", 0, 100)), match("m2", ("b", 0, 100), ("c", 0, 100)))
        assert {j.group for j in judgements(self.truths, found, group="one/")} == {"one/a"}


class TestPolnear:
    def folder(self, place: Path, **changed: object) -> Path:
        row = {
            "a": "b-paper.txt",
            "a_pub": "b",
            "a_date": "2016-03-01",
            "a_span": [0, 20],
            "b": "a-paper.txt",
            "b_pub": "a",
            "b_date": "2016-03-02",
            "b_span": [10, 30],
            "words": 8,
            "label": "both_attributed",
            **changed,
        }
        (place / "train" / "text").mkdir(parents=True)
        for name in ("a-paper.txt", "b-paper.txt"):
            (place / "train" / "text" / name).write_text("x" * 100)
        (place / RUNS).write_text(json.dumps(row) + "\n")
        return place

    def test_the_smaller_id_is_left(self, tmp_path: Path) -> None:
        articles, (run,) = read_runs(self.folder(tmp_path))
        assert (run.left, run.right, run.spans.left.start, run.spans.right.start) == ("a-paper", "b-paper", 10, 0)
        assert articles["b-paper"].outlet == "b"

    @pytest.mark.parametrize(
        "changed",
        [{"label": "maybe"}, {"a_span": [90, 101]}, {"a_date": "someday"}, {"b": "none.txt"}, {"words": None}],
    )
    def test_what_is_not_right_is_refused_with_its_line(self, tmp_path: Path, changed: dict[str, object]) -> None:
        with pytest.raises(InputError, match=f"{RUNS}:1"):
            read_runs(self.folder(tmp_path, **changed))

    def test_half_of_the_run_on_both_sides_is_needed(self, tmp_path: Path) -> None:
        _, (run,) = read_runs(self.folder(tmp_path))
        enough = match("m1", ("a-paper", 20, 60), ("b-paper", 10, 50))
        most = match("m2", ("a-paper", 10, 30), ("b-paper", 0, 20))
        little = match("m3", ("a-paper", 10, 30), ("b-paper", 11, 20))
        assert run_verdict(run, [little]).match is None
        assert run_verdict(run, [little, enough]).match is enough
        assert run_verdict(run, [enough, most]).match is most

    @pytest.mark.parametrize(
        ("label", "ledger", "source", "copy", "third", "quotation"),
        [
            ("left-to-right", (QUOTED,), None, True, False, False),
            ("common-source", (SHORT,), None, False, True, False),
            ("common-source", (SHORT,), "Tarn Water Board", False, True, False),
            ("common-source", (SHORT,), "statement by Arvo Kelm", False, True, True),
            ("common-source", (QUOTED,), None, False, True, True),
            ("independent-renderings", (QUOTED,), None, False, True, False),  # the entry speaks for the other label
            ("undetermined", (QUOTED,), None, False, False, False),
        ],
    )
    def test_what_a_run_was_called(
        self,
        tmp_path: Path,
        label: str,
        ledger: tuple[Evidence, ...],
        source: str | None,
        copy: bool,
        third: bool,
        quotation: bool,
    ) -> None:
        _, (run,) = read_runs(self.folder(tmp_path))
        found = said(match("m", ("a-paper", 0, 60), ("b-paper", 0, 50), label=label), *ledger, source=source)
        judged = RunVerdict(run=run, match=found)
        assert (judged.is_copy, judged.is_third_party, judged.is_quotation) == (copy, third, quotation)

    def test_a_statement_counts_where_it_is_the_source_of_the_run_itself(self, tmp_path: Path) -> None:
        _, (run,) = read_runs(self.folder(tmp_path))
        found = said(match("m", ("a-paper", 0, 60), ("b-paper", 0, 50), label="common-source"))
        here = Source(name="statement by Arvo Kelm", probability=0.4, spans=(run.places.left, run.places.right))
        rest = (Place(article="a-paper", start=30, end=60), Place(article="b-paper", start=20, end=50))
        sources = (Source(name="Tarn Water Board", probability=0.6, spans=rest), here)
        told = replace(found, verdict=replace(found.verdict, source="Tarn Water Board", sources=sources))
        assert RunVerdict(run=run, match=told).is_quotation

    def test_copies_count_where_both_sides_attribute(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        found = match("m", ("a-paper", 10, 30), ("b-paper", 0, 20), label="right-to-left")
        monkeypatch.setitem(vars(dedup), "audit", lambda articles, settings: report(found))
        floor = polnear.score_polnear(self.folder(tmp_path)).floor.figures
        assert floor["pairs/copies"] == floor["together/copies"] == 1.0
        assert floor["pairs/not_quotations"] == 1.0


class TestKnownSources:
    def items(self, place: Path) -> Path:
        derived = [
            tei("1", "<p>One report of the flood.</p>").replace('type="plagiarism"', 'type="original"'),
            tei("2", '<p>One report of the flood, copied.</p><bibl corresp="1"/>'),
            tei("3", '<p>One report of the flood, cut.</p><bibl corresp="1"/>'),
            tei("4", "<p>Another thing.</p>"),
        ]
        (place / "items.xml").write_text(corpus(*derived), "utf-8")
        return place / "items.xml"

    @pytest.fixture(autouse=True)
    def no_families(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "families.toml").write_text("")
        monkeypatch.setattr(external, "FAMILIES", tmp_path / "families.toml")

    def test_what_is_joined_with_one_original_was_taken_from_it(self, tmp_path: Path) -> None:
        items = external.read_items(self.items(tmp_path))
        assert directions.known_sources(items) == {("1", "2"): "1+2+3", ("1", "3"): "1+2+3"}

    def test_directions_with_dates_and_without(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def audit(articles: Sequence[Article], settings: Settings) -> Report:
            dated = articles[0].published is not None
            label = "left-to-right" if dated else "undetermined"
            one = said(match("m1", ("1", 0, 9), ("2", 0, 9), label=label), left_to_right=0.7, common_source=0.3)
            two = said(match("m2", ("1", 0, 9), ("3", 0, 9), label=label), right_to_left=0.9, common_source=0.1)
            return report(one, two, match("m3", ("2", 0, 9), ("3", 0, 9)))

        monkeypatch.setitem(vars(dedup), "audit", audit)
        rows = directions.score_scissors_directions(self.items(tmp_path)).rows
        shown = {row.key: (row.hits, row.of) for row in rows if row.key}
        assert shown == {
            "dated/direction": (2, 2),
            "dated/likelier": (1, 2),
            "dated/sure": (0, 1),
            "undated/direction": (0, 0),
            "undated/likelier": (1, 2),
            "undated/sure": (0, 1),
        }


def test_rows_of_directions_leave_other_truths_out() -> None:
    rows = list(directions.direction_rows("all", [judgement("common-source", left_to_right=0.9)], cut=3))
    assert [(row.hits, row.of) for row in rows] == [(1, 3), (0, 0), (0, 0), (0, 0)]


class TestSeeds:
    texts = (
        ("a", "Reporters from the Calder Courier were there. Photo: Getty/Arden Press Agency", "2031-03-04T08:00Z"),
        ("b", "The mayor spoke. Tarn Water Board said so. Picture: Tarn Water Board on Telegram", "2031-03-06T08:00Z"),
    )

    def scored(self, place: Path, monkeypatch: pytest.MonkeyPatch, *found: Match) -> dict[str, float]:
        rows = [{"id": id, "text": text, "outlet": id, "published": day} for id, text, day in self.texts]
        (place / "seeds.jsonl").write_text("\n".join(map(json.dumps, rows)))
        monkeypatch.setitem(vars(dedup), "audit", lambda articles, settings: report(*found))
        return dict(seeds.score_seeds(place / "seeds.jsonl").floor.figures)

    def test_a_copy_from_the_earliest_is_counted(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        found = match("m", ("a", 0, 20), ("b", 0, 20), label="left-to-right")
        assert self.scored(tmp_path, monkeypatch, found) == {
            "copies": 1.0,
            "earliest_is_origin": 1.0,
            "picture_credits": 0.0,
            "named": 1.0,
        }

    @pytest.mark.parametrize(
        ("source", "wrong"), [("Arden Press Agency", 1.0), ("APA", 1.0), ("Tarn Water Board", 0.0), ("Vesta 9", 0.0)]
    )
    def test_a_source_named_in_picture_credits_only(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, wrong: float
    ) -> None:
        found = said(match("m", ("a", 0, 20), ("b", 0, 20), label="common-source"), source=source)
        figures = self.scored(tmp_path, monkeypatch, found)
        assert figures == {"copies": 0.0, "earliest_is_origin": 0.0, "picture_credits": wrong, "named": 1.0}


def test_an_archive_counts_matches_and_short_quotations(tmp_path: Path) -> None:
    narrated = "The dam was built in 1931 and nobody living had ever seen its spillway run until that night"
    said = "“Nobody drew the old chalk line at Ostrel,” Ada Pell said."
    far = [
        "\n\n".join(f"{words} {at}." for at in range(20)) for words in ("Ward voted early, house", "Lost hay of farm")
    ]
    texts = (
        f"{narrated}.\n\n{far[0]}\n\nThe council meets in May. {said}",
        f"{said} The river rose for a week.\n\n{far[1]}\n\n{narrated}.",
        f"A third text alone. {narrated}.",
    )
    path = tmp_path / "old.jsonl"
    rows = (json.dumps({"text": text, "outlet": f"Paper {at}"}) for at, text in enumerate(texts))
    path.write_text("\n".join(rows))
    floor = tmp_path / "floor.json"
    given = ["--only", "archive", "--archive", str(path), "--floor", str(floor)]
    assert quality.main([*given, "--update-floor"]) == quality.main(given) == 0
    figures = score_archive(path).floor.figures
    assert figures == {"matches": 4.0, "short_quotations": 1.0, "runs": 1.0}
    assert score_archive(path, 2).floor.figures == {"matches": 2.0, "short_quotations": 1.0, "runs": 1.0}


def test_a_malformed_line_is_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "seeds.jsonl").write_text('{"id": "a"}\n')
    floor = str(tmp_path / "floor.json")
    assert quality.main(["--only", "seeds", "--seeds", str(tmp_path / "seeds.jsonl"), "--floor", floor]) == 2
    assert "seeds.jsonl:1" in " ".join(capsys.readouterr().out.split())
