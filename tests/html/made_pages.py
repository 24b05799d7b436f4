"""Pages for the tests: of articles of corpus/, and of what is made to do harm."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from samples import article, empty, hostile, match, verdict

from dedup import Article, Report, audit
from dedup.ingest import read
from dedup.report import render
from dedup.report.html import packing

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


@cache
def articles() -> tuple[Article, ...]:
    """Two events of corpus/: some twenty articles, two of them not in English."""
    paths = sorted((CORPUS / "articles").glob("talks-*.txt")) + sorted((CORPUS / "articles").glob("strike-*.txt"))
    return read([str(path) for path in paths], metadata=str(CORPUS / "metadata.jsonl")).articles


@cache
def report() -> Report:
    return audit(articles())


def page(found: Report, texts: dict[str, str] | None = None) -> str:
    return render(found, "html", texts=texts)


@cache
def whole() -> str:
    """The page on `articles`, with their texts."""
    return page(report(), {article.id: article.text for article in articles()})


@cache
def talks() -> str:
    """The page on one of the two events, without texts."""
    return page(audit([article for article in articles() if "talks" in article.id]))


@cache
def large() -> str:
    """`whole` as pages of thousands of passages are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "PACKED_FROM", 0)
        return page(report(), {article.id: article.text for article in articles()})


@cache
def harmful() -> str:
    """The page on a report that tries everything, with texts that do, too."""
    found = hostile()
    texts = {}
    for each in found.matches:
        attack = each.left.article
        texts[attack] = f"abc{each.left.text}\n{attack}\r\n</script><img src=x onerror=alert(1)><svg onload=alert(2)>"
    return page(found, texts)


@cache
def arabic() -> str:
    """Two articles that run from right to left, and their page."""
    words = "قال الوزير إن السد الجديد سيبقى مغلقا حتى نهاية الشهر بسبب أعمال الصيانة في البوابات القديمة"
    made = [
        Article(id="الأول", outlet="صحيفة الوادي", published="2031-03-04", text=f"أخبار اليوم. {words}. انتهى البيان."),
        Article(id="الثاني", outlet="بريد النهر", published="2031-03-05", text=f"{words}، كما جاء في التقرير المسائي."),
    ]
    return page(audit(made), {article.id: article.text for article in made})


@cache
def nameless() -> str:
    """The page on 300 articles of no known outlet, each of which shares something with the next."""
    found = [article(f"wire-{at:03}", None, "2031-03-04", 90) for at in range(300)]
    words = "one two three four five six seven eight nine ten"
    matches = tuple(
        match(
            f"{at:012x}", (f"wire-{at:03}", 0, words), (f"wire-{at + 1:03}", 0, words), verdict({"common-source": 0.8})
        )
        for at in range(299)
    )
    nothing: dict[str, Any] = {"clusters": (), "article_pairs": (), "outlet_flows": (), "set_aside": ()}
    return page(replace(empty(), articles=tuple(found), matches=matches, **nothing))


@cache
def unbroken() -> str:
    """Two articles whose names, titles, addresses and words have no place to break."""
    words = "The gates were opened too late and by people who had never been trained to open them, said"
    address = f"https://news.example/{'long-and-longer' * 30}"
    made = [
        Article(
            id=letter * 300,
            outlet=letter * 120,
            title=letter * 400,
            url=address,
            text=f"{address} {letter * 500} {words} {'z' * 500}. {letter}",
        )
        for letter in "mw"
    ]
    return page(audit(made), {each.id: each.text for each in made})


def block(document: str, name: str) -> str:
    """The JSON of one of the page's blocks of data."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', document, re.DOTALL)
    assert found is not None, name
    return found[1]
