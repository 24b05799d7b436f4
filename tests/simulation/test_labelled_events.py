"""The labelled events beside the simulated ones: read apart from each other, and counted more than once."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import fit_provenance
import pytest
from fitting.samples import Sample, Told, by_event, sample_of

from dedup.evaluation import HardNegative, Labelled, TruthPassage, read_labelled
from dedup.model import Article, Place

EVENTS = Path(__file__).resolve().parents[2] / "benchmarks" / "events"
STORY = (
    "The old dam above Calder failed shortly before midnight and sent a wall of water through the valley, and nobody "
    "living there had ever seen its spillway run until that night."
)
FORMULA = "The library opens late on Thursdays, and visitors are asked to leave their boots in the porch."


def all_of(samples: Sequence[Sample]) -> list[list[Told]]:
    return [[told for pair in sample.pairs for told in pair] for sample in samples]


def event_of(told: Told) -> str:
    """The event of a passage, which is one."""
    found = told.reading.found
    (name,) = {place.article.rpartition("-")[0] for place in (found.left, found.right)}
    return name


def own(id: str) -> str:
    """A paragraph that no other article has a word of."""
    return " ".join(f"{id.replace('-', '')}word{at}" for at in range(40)) + "."


def labelled(*ids: str) -> Labelled:
    """Articles that all share a story, copied within an event, and a formula, whichever event they are of."""
    articles = tuple(
        Article(id=id, text=f"A wet week.\n\n{STORY}\n\n{own(id)}\n\n{FORMULA}", outlet=f"{id.title()} Post")
        for id in ids
    )
    texts = {article.id: article.text for article in articles}

    def place(id: str, words: str) -> Place:
        start = texts[id].index(words)
        return Place(article=id, start=start, end=start + len(words))

    couples = [(one, two) for at, one in enumerate(sorted(ids)) for two in sorted(ids)[at + 1 :]]
    passages = tuple(
        TruthPassage(
            id=f"{one}~{two}", left=place(one, STORY), right=place(two, STORY), kind="verbatim", category="wire",
            words_left=9, words_right=9, set_aside=False, label="left-to-right", source=None, source_named=False,
        )
        for one, two in couples
    )  # fmt: skip
    negatives = tuple(
        HardNegative(id=f"{one}~{two}~n", left=place(one, FORMULA), right=place(two, FORMULA), reason="formula")
        for one, two in couples
    )
    return Labelled(articles=articles, passages=passages, hard_negatives=negatives)


def test_no_passage_is_of_two_events() -> None:
    """They have one story here, so a set that is read as one has passages across."""
    whole = labelled("fire-01", "flood-01", "fire-02", "flood-02", "flood-03")
    apart = all_of(by_event(whole))
    assert [{event_of(told) for told in sample} for sample in apart] == [{"fire"}, {"flood"}]
    (together,) = all_of([sample_of(whole)])
    assert len(together) > sum(map(len, apart)) > 0


def test_an_event_is_read_as_if_it_were_all_there_is() -> None:
    whole = labelled("fire-01", "flood-01", "fire-02", "flood-02", "flood-03")
    fire, flood = labelled("fire-01", "fire-02"), labelled("flood-01", "flood-02", "flood-03")
    assert by_event(whole) == [sample_of(fire), sample_of(flood)]


def test_its_truth_goes_with_it() -> None:
    for sample in all_of(by_event(labelled("fire-01", "flood-01", "fire-02", "flood-02"))):
        assert {told.truth for told in sample} == {"left-to-right", "incidental"}


def test_events_are_in_order_of_their_names_and_a_name_may_have_hyphens() -> None:
    ids = ("low-tide-02", "ash-01", "low-01", "low-tide-01", "ash-02", "low-02")
    found = [{event_of(told) for told in sample} for sample in all_of(by_event(labelled(*ids)))]
    assert found == [{"ash"}, {"low"}, {"low-tide"}]


def test_of_no_articles_there_are_no_events() -> None:
    assert by_event(Labelled(articles=(), passages=(), hard_negatives=())) == []


# --- the events that the weights are fitted on ------------------------------------------------------------------------


@cache
def fitted() -> tuple[Sample, ...]:
    return tuple(by_event(read_labelled(fit_provenance.EVENTS)))


def test_the_fit_reads_the_events_that_are_for_it() -> None:
    assert fit_provenance.EVENTS == EVENTS / "fitted"
    names = sorted(folder.name for folder in (EVENTS / "fitted" / "marked").iterdir())
    assert [{event_of(told) for told in sample} for sample in all_of(fitted())] == [{name} for name in names]


def test_most_of_what_counts_there_has_a_truth() -> None:
    counted = [told for sample in all_of(fitted()) for told in sample if told.counted]
    assert sum(told.truth is not None for told in counted) > 0.7 * len(counted) > 100
    assert {"left-to-right", "right-to-left", "common-source"} <= set(Counter(told.truth for told in counted))


def test_they_are_fitted_on_beside_the_simulated_ones(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What the fit is given: each labelled event so many times."""

    class Enough(Exception):
        pass

    given: list[Sample] = []

    def seen(samples: Sequence[Sample], *_: object, **__: object) -> None:
        given.extend(samples)
        raise Enough

    few = by_event(labelled("fire-01", "fire-02", "flood-01", "flood-02"))
    simulated = [Sample(pairs=())] * 3
    base = tmp_path / "base.jsonl"
    base.touch()
    monkeypatch.setattr(fit_provenance, "by_event", lambda of: few if of == "those to fit on" else [])
    monkeypatch.setattr(
        fit_provenance, "read_labelled", lambda folder: "those to fit on" if folder == EVENTS / "fitted" else ""
    )
    monkeypatch.setattr(fit_provenance, "simulated", lambda *_: simulated)
    monkeypatch.setattr(fit_provenance, "read_jsonl", lambda *_, **__: [])
    monkeypatch.setattr(fit_provenance, "Library", lambda *_: None)
    monkeypatch.setattr(fit_provenance, "fit", seen)
    monkeypatch.setattr(sys, "argv", ["fit_provenance.py", "--articles", str(base)])
    with pytest.raises(Enough):
        fit_provenance.main()
    # 1,200 simulated events are asked for: the two labelled ones together count as three eighths of these.
    times = len(given[3:]) // len(few)
    assert given == [*simulated, *few * times]
    assert times * len(few) == 0.375 * 1_200
