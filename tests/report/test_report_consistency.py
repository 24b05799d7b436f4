"""A report that was edited by hand is refused, with what does not fit; one that the pipeline wrote never is."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from samples import realistic

import dedup
from dedup.errors import InputError
from dedup.model import HYPOTHESES, Report
from dedup.report.consistency import inconsistency
from dedup.report.json_document import to_json
from dedup.report.json_reader import from_json
from dedup.report.reading import read_report

Document = dict[str, Any]


@pytest.fixture(scope="module")
def written() -> Document:
    """A report of the pipeline, with matches that count and matches set aside."""
    words = "“The spillway is holding and nobody below the bridge needs to leave the house tonight,” said Ines Vael."
    texts = [
        f"{opening} at the dam. {words} {opening} until noon." for opening in ("Rain fell", "Wind blew", "It blew")
    ]
    articles = [
        dedup.Article(id=f"a{at}", text=text, outlet=("One", "Two", "Two")[at], published=f"2031-03-0{at + 1}")
        for at, text in enumerate(texts)
    ]
    return json.loads(to_json(dedup.audit(articles)))  # type: ignore[no-any-return]


def found(document: Document) -> str | None:
    return inconsistency(from_json(json.dumps(document)))


def changed(document: Document, change: Callable[[Document], object]) -> Document:
    document = copy.deepcopy(document)
    change(document)
    return document


def test_what_the_pipeline_wrote_fits_together(written: Document) -> None:
    assert written["matches"] and written["set_aside"]
    assert found(written) is None


def _of_first(change: Callable[[Document], object]) -> Callable[[Document], object]:
    return lambda document: change(document["matches"][0])


def _of_other_words(match: Document) -> None:
    span = {"article": match["left"]["article"], "start": match["left"]["start"], "end": match["left"]["end"] + 1}
    match["verdict"].update(sources=[{"name": "X", "probability": 0.5, "spans": [span]}])


def _likelier(match: Document) -> None:
    match["verdict"]["probability"] = 0.999


def _all_five(match: Document) -> None:
    match["verdict"]["probabilities"] = dict.fromkeys(HYPOTHESES, 5)


def _sum_of_two(match: Document) -> None:
    chances = match["verdict"]["probabilities"]
    chances |= dict.fromkeys(chances, 0.0) | {"left-to-right": 0.9, "right-to-left": 0.9}
    match["verdict"] |= {"probability": 0.9, "label": "undetermined"}


def _elsewhere(match: Document) -> None:
    entry = next(each for each in match["verdict"]["ledger"] if each["spans"])
    entry["spans"][0]["article"] = "nope"


def _backwards(match: Document) -> None:
    entry = next(each for each in match["verdict"]["ledger"] if each["spans"])
    entry["spans"][0] |= {"start": 9, "end": 3}


def _other_words(match: Document) -> None:
    match["left"]["text"] = "x" * len(match["left"]["text"])


def _longer(match: Document) -> None:
    match["right"]["end"] += 7


def _before_the_text(match: Document) -> None:
    match["left"] |= {"start": -len(match["left"]["text"]), "end": 0}


def _outside(match: Document) -> None:
    match["common"][0]["left_end"] = match["left"]["end"] + 50


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda match: match["verdict"].update(label="same-origin"), "its label is 'same-origin', its likeliest"),
        (lambda match: match["verdict"].update(label="nonsense"), "its label is 'nonsense', its likeliest"),
        (_likelier, "its probability is 0.999, that of its likeliest hypothesis 0."),
        (_all_five, "the probability of left-to-right is 5, not between 0 and 1"),
        (_sum_of_two, "its probabilities add up to 1.8, not to 1"),
        (lambda match: match["verdict"].update(sources=[{"name": "X", "probability": 7}]), "source 'X' is 7"),
        (_of_other_words, "words of the source 'X' lie outside its passages"),
        (lambda match: match["verdict"]["ledger"][0].update(weights={"incidental": -1e308}), "weighs -1e+308 for inc"),
        (_elsewhere, "stands in the article 'nope', which is not listed"),
        (_backwards, "goes from 9 to 3"),
        (_other_words, "words that it has in common differ: "),
        (_longer, " characters"),
        (_before_the_text, "its left passage goes from -"),
        (_outside, "words that it has in common lie outside its passages"),
    ],
)
def test_what_was_changed_is_named(written: Document, change: Callable[[Document], object], why: str) -> None:
    said = found(changed(written, _of_first(change)))
    assert said is not None and said.startswith(f"match '{written['matches'][0]['id']}': ") and why in said


def test_what_was_set_aside_is_looked_at_too(written: Document) -> None:
    said = found(changed(written, lambda document: _all_five(document["set_aside"][0]["match"])))
    assert said is not None and said.startswith(f"match '{written['set_aside'][0]['match']['id']}': ")


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document["article_pairs"][0].update(left="nope"),
        lambda document: document["clusters"][0].update(articles=["nope"]),
        lambda document: document["clusters"][0]["passages"][0].update(article="nope"),
        lambda document: document["clusters"][0]["path"][0].update(target="nope"),
    ],
)
def test_an_article_that_is_named_anywhere_must_be_listed(
    written: Document, change: Callable[[Document], object]
) -> None:
    assert found(changed(written, change)) == "it names the article 'nope' without listing it"


def test_odds_that_cannot_be_added_up_are_refused(written: Document) -> None:
    said = found(changed(written, lambda document: document.update(priors={"incidental": 1e308})))
    assert said == "it gives incidental the log-odds 1e+308 before any evidence"


def test_two_matches_of_one_id_are_refused(written: Document) -> None:
    def twice(document: Document) -> None:
        document["set_aside"][0]["match"]["id"] = document["matches"][0]["id"]

    assert found(changed(written, twice)) == f"two matches have the id '{written['matches'][0]['id']}'"


def test_a_label_must_stand_out_and_one_that_does_is_not_undetermined(written: Document) -> None:
    def of(label: str, *chances: float) -> Document:
        probabilities = dict(zip(HYPOTHESES, (*chances, *[0.0] * 6), strict=False))
        verdict = {"label": label, "probability": max(chances), "probabilities": probabilities}
        return changed(written, _of_first(lambda match: match["verdict"].update(verdict)))

    assert found(of("left-to-right", 0.6, 0.4)) is None
    assert found(of("undetermined", 0.55, 0.45)) is None
    assert "does not stand out" in str(found(of("left-to-right", 0.55, 0.45)))
    assert "though left-to-right stands out" in str(found(of("undetermined", 0.9, 0.1)))


def test_read_report_says_it_with_the_file(tmp_path: Path, written: Document) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(changed(written, _of_first(_all_five))), "utf-8")
    with pytest.raises(InputError, match=r"report\.json: match '\w+': the probability .*; was it edited by hand\?"):
        read_report(str(path))


@given(st.sampled_from(HYPOTHESES), st.floats(0, 1).map(lambda value: round(value, 6)))
def test_a_probability_cannot_be_changed_unnoticed(name: str, value: float) -> None:
    document = json.loads(to_json(realistic()))
    chances = document["matches"][0]["verdict"]["probabilities"]
    before = chances[name]
    assume(not 4e-6 < abs(before - value) < 6e-6)  # where the sum is rounded to either side
    chances[name] = value
    assert (found(document) is None) == (abs(before - value) <= 5e-6)


@given(st.integers(0, 3), st.sampled_from(["left", "right"]), st.data())
def test_no_words_of_a_passage_can_be_cut_or_added_unnoticed(number: int, side: str, data: st.DataObject) -> None:
    document = json.loads(to_json(realistic()))
    passage = document["matches"][number][side]
    text: str = data.draw(st.text(max_size=len(passage["text"]) * 2), label="text")
    passage["text"] = text
    kept: Report = realistic()
    said = found(document)
    assert said is not None or len(text) == len(getattr(kept.matches[number], side).text)
