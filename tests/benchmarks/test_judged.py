"""What readers said of passages, beside what an audit says of them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import judged
import pytest
from judged import Judged, Outcome, drawn, figures, item, outcomes, read_judged

from dedup import audit
from dedup.model import Article, Report

WORDS = "the sluice had been opened in the night by two men whom nobody had sent there"
CREDIT = f"The Alpha Times reports that {WORDS}, and that both are known in the valley by now."


def articles() -> list[Article]:
    return [
        Article(id="a", text=f"It was wet. We found that {WORDS}.", outlet="Alpha Times", published="2031-03-04"),
        Article(id="b", text=CREDIT, outlet="Beta Post", published="2031-03-05"),
        Article(id="c", text=f"Farmers are angry: {WORDS}.", outlet="Gamma News", published="2031-03-06"),
        Article(id="d", text="Nothing happened here, and nobody spoke of it.", outlet="Delta", published="2031-03-06"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def report() -> Report:
    return audit(articles())


def judgement(report: Report, one: str, other: str, **changes: object) -> Judged:
    """A reader's word on the passage of two articles, the first of them on the left."""
    match = next(each for each in report.matches if {each.left.article, each.right.article} == {one, other})
    places = {side.article: (side.article, side.start, side.end) for side in (match.left, match.right)}
    plain = Judged(
        part="seen", left=places[one], right=places[other], best="left-to-right",
        acceptable=frozenset({"left-to-right"}), sources=(), named=False,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_at_most_one_passage_of_an_article_is_drawn(report: Report) -> None:
    assert len(report.matches) == 3
    (one,) = drawn(report, 80, 1)
    assert drawn(report, 80, 1) == [one]
    assert {each.id for seed in range(20) for each in drawn(report, 80, seed)} == {each.id for each in report.matches}


def test_a_reader_sees_the_passage_and_nothing_of_the_verdict(report: Report) -> None:
    by_id = {article.id: article for article in articles()}
    for match in report.matches:
        shown = item(match, by_id)
        assert shown.count("⟦") == shown.count("⟧") == 2
        assert f"⟦{match.left.text}⟧" in shown and f"⟦{match.right.text}⟧" in shown
        assert not any(
            word in shown for word in (match.verdict.label, "likely", "ledger", *match.verdict.probabilities)
        )


def test_an_answer_is_held_against_the_verdict_from_either_side(report: Report) -> None:
    there = judgement(report, "a", "b")
    back = judgement(report, "b", "a", acceptable=frozenset({"right-to-left"}), best="right-to-left")
    wrong = judgement(report, "b", "a")
    found = outcomes(report, [there, back, wrong])
    assert [each.label for each in found] == ["left-to-right", "right-to-left", "right-to-left"]
    assert [each.right for each in found] == [True, True, False]


def test_a_passage_elsewhere_in_the_articles_is_another(report: Report) -> None:
    known = judgement(report, "a", "b")
    article, start, end = known.left
    moved = replace(known, left=(article, 0, (end - start) // 4))
    assert [each.found for each in outcomes(report, [known, moved])] == [True, False]
    gone = replace(known, left=("x", start, end))
    assert [each.found for each in outcomes(report, [gone])] == [False]


def test_what_is_set_aside_is_right_where_it_may_be_incidental() -> None:
    of = {"found": True, "label": None}
    known = Judged(
        part="p", left=("a", 0, 9), right=("b", 0, 9), best="incidental", acceptable=frozenset({"incidental"}),
        sources=(), named=False,
    )  # fmt: skip
    assert Outcome(judged=known, **of).right  # type: ignore[arg-type]
    other = replace(known, acceptable=frozenset({"common-source"}), best="common-source")
    assert not Outcome(judged=other, **of).right  # type: ignore[arg-type]
    told = {what: (hits, of) for what, hits, of in figures([Outcome(judged=known, **of), Outcome(judged=other, **of)])}  # type: ignore[arg-type]
    assert told["set aside"] == (2, 2) and told["… rightly"] == (1, 2)


def test_the_judgements_of_the_repository_hold_places_and_names_and_no_text() -> None:
    lines = [json.loads(line) for line in judged.JUDGED.read_text("utf-8").splitlines()]
    known = read_judged(judged.JUDGED)
    assert len(lines) == len(known) > 100
    assert {key for line in lines for key in line} == {
        "part", "left", "right", "best", "acceptable", "sources", "named",
    }  # fmt: skip
    assert all(each.best in each.acceptable for each in known)
    assert max(len(name) for each in known for name in each.sources) < 90


def test_the_command_writes_items(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    rows = ({"id": each.id, "text": each.text, "outlet": each.outlet, "date": "2031-03-04"} for each in articles())
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert judged.main(["draw", str(file), "--to", str(tmp_path / "out"), "--passages", "2"]) == 0
    assert "======== ITEM" in (tmp_path / "out" / "items-00.txt").read_text(encoding="utf-8")
