"""The values: what an article takes and refuses, and the arithmetic of spans."""

from __future__ import annotations

import copy
import inspect
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError, asdict, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dedup
from dedup import Article, DateError, Span, views
from dedup.dates import parse_published
from dedup.model import HYPOTHESES

spans = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda ends: Span(min(ends), max(ends)))


def test_an_article_needs_an_id_and_a_text() -> None:
    with pytest.raises(TypeError):
        Article(id="a")  # type: ignore[call-arg]
    for id, text in ((1, "x"), ("a", None), ("a", ["x"]), (b"a", "x")):
        with pytest.raises(TypeError, match="is text, not"):
            Article(id=id, text=text)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["outlet", "url", "title", "source"])
@pytest.mark.parametrize("value", [5, b"x", ["x"], 0, False])
def test_what_is_known_of_an_article_is_text_or_none(name: str, value: object) -> None:
    with pytest.raises(TypeError, match=rf"Article\.{name} is text or None, not {type(value).__name__}"):
        Article(id="a", text="x", **{name: value})  # type: ignore[arg-type]
    assert Article(id="a", text="x", **{name: None}) == Article(id="a", text="x")


def test_what_an_article_knows_says_where_it_is_from() -> None:
    bare = Article(id="a", text="")
    assert (bare.outlet_origin, bare.published_origin) == ("unknown", "unknown")
    full = Article(id="a", text="", outlet="North", published="2023-04-16", first_seen="2023-04-17")
    assert (full.outlet_origin, full.published_origin) == ("given", "given")
    assert full.published == parse_published("2023-04-16") and full.first_seen == parse_published("2023-04-17")
    seen = Article(id="a", text="", first_seen="2023-04-17")
    assert seen.published is None and seen.published_origin == "unknown"
    assert Article(id="a", text="", outlet="N", outlet_origin="inferred").outlet_origin == "inferred"


def test_an_empty_outlet_is_none() -> None:
    assert Article(id="a", text="", outlet="").outlet is None


def test_a_bad_date_is_refused() -> None:
    for name in ("published", "first_seen"):
        with pytest.raises(DateError):
            Article(id="a", text="", **{name: "soon"})  # type: ignore[arg-type]


def test_an_article_keeps_its_own_extra_fields() -> None:
    extra = {"n": 1}
    article = Article(id="a", text="", extra=extra)
    extra["n"] = 2
    assert article.extra == {"n": 1}


def test_an_article_is_frozen_and_can_be_replaced_and_copied() -> None:
    article = Article(id="a", text="x", outlet="North", published="2023-04-16")
    with pytest.raises(FrozenInstanceError):
        article.id = "b"  # type: ignore[misc]
    assert replace(article, id="b") == Article(id="b", text="x", outlet="North", published="2023-04-16")
    assert pickle.loads(pickle.dumps(article)) == article  # noqa: S301 - our own bytes: workers may be processes


@given(spans, spans)
def test_overlap_and_containment_are_those_of_sets(one: Span, two: Span) -> None:
    left, right = set(range(one.start, one.end)), set(range(two.start, two.end))
    assert len(one) == len(left)
    assert one.overlap(two) == two.overlap(one) == len(left & right)
    if len(two):
        assert one.contains(two) == (right <= left)


def test_spans_sort_by_start_then_end() -> None:
    assert sorted([Span(2, 3), Span(1, 9), Span(1, 4)]) == [Span(1, 4), Span(1, 9), Span(2, 3)]


def test_the_hypotheses_are_those_of_the_contract() -> None:
    assert HYPOTHESES == (
        "left-to-right", "right-to-left", "common-source", "independent-renderings", "incidental", "same-origin",
    )  # fmt: skip


def test_methods_made_above_the_model_are_found_and_load_nothing_before() -> None:
    code = (
        "import sys, dedup; from dedup.model import Report; assert callable(Report.plot_network); "
        "assert not {'matplotlib', 'pandas', 'dedup.report'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    for kind in (views.ReportViews, views.MatchViews):
        assert kind.__slots__ == ()
        made = {name for name in vars(kind) if inspect.isfunction(vars(kind)[name])}
        cell = f"{kind.__name__.removesuffix('Views').lower()}_html"
        for name in made:
            assert callable(dedup._view(cell if name == "_repr_html_" else name))
    assert not set(vars(views.ReportViews)) & {field.name for field in fields(dedup.Report)}


def test_a_report_can_be_copied_and_given_to_another_process() -> None:
    words = "the gates were opened too late and by people who had never been trained to open them"
    report = dedup.audit(Article(id=id, text=f"{id}: {words}.", outlet=id) for id in ("one", "two"))
    assert report.matches and report.priors
    assert copy.deepcopy(report) == report
    assert pickle.loads(pickle.dumps(report)) == report  # noqa: S301 - our own bytes
    assert asdict(report)["priors"] == report.priors
