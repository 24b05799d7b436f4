"""Verdicts on simulated events, what verdicts cost, and the reliability page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import provenance_cost
import pytest
import reliability
import simulated
from simulate import HELD_OUT
from simulation import simulate
from simulation.texts import PARTS, of_part
from test_calibration import judgement

import dedup
from dedup.errors import InputError
from dedup.evaluation.calibration import Judgement
from dedup.model import Article, Hypothesis


def test_no_base_text_of_a_held_out_event_and_none_in_both_halves() -> None:
    base = simulated.base_texts(None)
    fit, held = (of_part(base, part) for part in PARTS)
    assert fit and held
    assert not {text.key for text in fit} & {text.key for text in held}
    told = {paragraph for text in base for paragraph in text.paragraphs}
    for path in sorted(simulated.CORPUS.glob("articles/*.txt")):
        if path.name.startswith(HELD_OUT):
            longest = max((" ".join(line.split()) for line in path.read_text("utf-8").splitlines()), key=len)
            assert longest not in told


def test_an_event_is_judged_with_its_dates_and_without() -> None:
    (event,) = simulate(simulated.base_texts(None), seed=simulated.SEED, events=1, part="held-out")
    judged = simulated.judge_event(event)
    assert len(judged.orders) == len(judged.dated) > 0
    assert {each.id for each in judged.dated} == {each.id for each in judged.undated}
    assert {each.group for each in judged.dated} == {event.articles[0].id}
    assert all(sum(each.probabilities.values()) == pytest.approx(1.0) for each in judged.dated)
    assert simulated.judge_event(event) == judged


def sure(right: int, wrong: int, p: float = 0.9, events: int = 1000) -> list[Judgement]:
    """Verdicts that give a direction, so many of them rightly, in one event after the other."""
    truths: list[Hypothesis] = ["left-to-right"] * right + ["common-source"] * wrong
    found = [judgement(truth, f"event {at % events}", left_to_right=p) for at, truth in enumerate(truths)]
    return [replace(each, label="left-to-right") for each in found]


@pytest.mark.parametrize(("right", "wrong", "beyond"), [(28, 2, 0), (15, 15, 30), (5, 5, 0)])
def test_directions_surer_than_the_data_support(right: int, wrong: int, beyond: int) -> None:
    """Nine in ten said: fifteen of thirty are too few, five of ten too few to say so."""
    assert simulated.unsupported_directions(sure(right, wrong)) == (right + wrong, beyond)


@pytest.mark.parametrize("shift", [0.0, 0.004, 0.009, 0.013])
def test_no_edge_of_a_bin_decides(shift: float) -> None:
    """Forty at just under .7 and forty at just over it are alike, wherever exactly they lie."""
    below, above = sure(30, 10, 0.695 + shift), sure(26, 14, 0.705 + shift)
    assert simulated.unsupported_directions(below + above) == (80, 0)
    assert simulated.unsupported_directions(below + sure(10, 30, 0.705 + shift))[1] > 0


def test_the_surest_are_held_against_their_like_alone() -> None:
    """Sixty sure and wrong are noticed beside two hundred that are surer and right, and these are not blamed."""
    assert simulated.unsupported_directions(sure(200, 0, 0.95) + sure(20, 40, 0.8)) == (260, 60)


def test_passages_of_one_event_stand_and_fall_together() -> None:
    """Of 55 in 100 said one in three is right: too few of sixty events, no proof in twelve, nothing told of three."""
    right, wrong = sure(20, 0, 0.55, events=4), sure(0, 40, 0.55)
    wrong = [replace(each, group=f"other {at % 8}") for at, each in enumerate(wrong)]
    assert simulated.unsupported_directions(right + wrong) == (60, 0)
    assert simulated.unsupported_directions(sure(20, 40, 0.55)) == (60, 60)
    assert simulated.unsupported_directions(sure(20, 40, 0.9, events=3)) == (60, 0)


def test_only_verdicts_that_give_a_direction_count() -> None:
    assert simulated.unsupported_directions([judgement("common-source", left_to_right=0.4)] * 30) == (0, 0)
    open_ones = [replace(each, label="undetermined") for each in sure(0, 30)]
    assert simulated.unsupported_directions(open_ones) == (0, 0)


class TestCost:
    words = "Divers had found the sluice jammed open by a fallen elm and the keeper wound the spare chain by hand"

    def articles(self) -> list[Article]:
        return [Article(id=id, text=f"{self.words}.", outlet=id.upper()) for id in "abc"]

    def test_verdicts_take_a_part_of_the_time(self) -> None:
        cost = provenance_cost.cost_of(self.articles())
        assert 0.0 < cost.verdicts < cost.total
        assert cost.added == pytest.approx(cost.verdicts / (cost.total - cost.verdicts))
        assert cost.matches == 3

    def test_what_is_timed_is_what_is_found(self) -> None:
        before = dedup.audit(self.articles())
        provenance_cost.cost_of(self.articles())
        assert dedup.audit(self.articles()) == before

    def test_every_door_is_timed_one_that_is_cached_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        doors: list[str] = []
        timed = provenance_cost._timed

        def noted(call: Callable[..., Any], clock: provenance_cost._Clock) -> Callable[..., Any]:
            doors.append(call.__name__)
            return timed(call, clock)

        monkeypatch.setattr(provenance_cost, "_timed", noted)
        provenance_cost.cost_of(self.articles())
        assert {"told_with", "dossier", "brief_dossier", "skim", "read", "cases", "testimony", "conclude"} <= {*doors}

    def test_without_a_door_there_is_nothing_to_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(provenance_cost, "_ROOM", "dedup.nowhere")
        with pytest.raises(InputError, match="nothing to time"):
            provenance_cost.cost_of(self.articles())


class TestReliability:
    judged = (*sure(30, 10), judgement("independent-renderings", group="b", independent_renderings=0.6))

    def test_the_page_shows_what_was_said_and_what_came_true(self) -> None:
        page = reliability.page({"corpus": self.judged})
        assert "| 0.8 to 0.9 | 40 | 0.900 | 0.750 (0.598 to 0.858) |" in page
        assert "| independent-renderings, corpus |" in page
        assert page == reliability.page({"corpus": self.judged})

    def test_the_same_verdicts_draw_the_same_bytes(self, tmp_path: Path) -> None:
        pytest.importorskip("matplotlib")
        for name in ("one.png", "two.png"):
            reliability.draw({"corpus": self.judged, "simulated": self.judged[:20]}, tmp_path / name)
        one, two = ((tmp_path / name).read_bytes() for name in ("one.png", "two.png"))
        assert one == two
        assert one.startswith(b"\x89PNG")
        assert b"Software" not in one

    def test_a_page_that_would_change_is_exit_1(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reliability, "corpus_judgements", lambda folder: list(self.judged))
        page, picture = tmp_path / "page.md", tmp_path / "picture.png"
        options = ["--no-simulated", "--page", str(page), "--picture", str(picture)]
        assert reliability.main([*options, "--check"]) == 1
        assert not page.exists()
        page.write_text(reliability.page({"corpus": self.judged}), "utf-8")
        assert reliability.main([*options, "--check"]) == 0
