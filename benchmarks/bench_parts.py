"""What is read of each article by itself: the outlines of `corpus/`, and the totals over what articles share."""

from __future__ import annotations

import pickle
import tracemalloc

from provenance_cost import corpus_articles, generated_articles
from pytest_benchmark.fixture import BenchmarkFixture
from timing import timed

import dedup
from dedup.config import Settings
from dedup.matching.collection import prepare
from dedup.matching.stock_file import Listed
from dedup.parts import Outlines, Parts
from dedup.provenance import told
from dedup.text.outline import outline
from dedup.totals import article_pairs, outlet_flows


def test_outlines(benchmark: BenchmarkFixture) -> None:
    texts = [article.text for article in corpus_articles()]

    def run() -> int:
        return sum(len(outline(text).blocks) for text in texts)

    done = timed(benchmark, run, 5, before=outline.cache_clear)
    characters = sum(map(len, texts))
    benchmark.extra_info.update(blocks=done.result, megacharacters_per_second=characters / done.seconds / 1e6)
    assert done.result > 5 * len(texts)


def test_told(benchmark: BenchmarkFixture) -> None:
    """Whom texts name as their sources, and how they are written; `kept_kb` is what an audit keeps of each article."""
    texts = [article.text for article in corpus_articles()]
    outlines = [outline(text) for text in texts]

    def run() -> int:
        return sum(len(told(*each).sequences) for each in zip(texts, outlines, strict=True))

    done = timed(benchmark, run, 5, before=told.cache_clear)
    sent = pickle.dumps([told(*each) for each in zip(texts, outlines, strict=True)])
    tracemalloc.start()
    kept = pickle.loads(sent)  # noqa: S301 - our own bytes: as it comes from another process
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    characters = sum(map(len, texts))
    benchmark.extra_info.update(
        kept_kb=size / 1e3 / len(kept), megacharacters_per_second=characters / done.seconds / 1e6
    )
    assert done.result == characters


def test_totals(benchmark: BenchmarkFixture) -> None:
    articles = generated_articles(1_000)
    report = dedup.audit(articles, Settings(workers=1))
    texts = [article.text for article in articles]
    collection = prepare(texts)
    known = Parts(articles, collection, Outlines(texts))
    known.find_stock(Listed(), learn=True)

    found: list[object] = []

    def run() -> int:
        parts = Parts(articles, collection, known.outline)
        parts.stock = known.stock
        pairs = article_pairs(report.matches, parts.words_of)
        flows = outlet_flows(pairs, report.matches, report.articles, parts.words_of, parts.of_one_outlet)
        found[:] = pairs, flows
        return len(pairs)

    done = timed(benchmark, run, 5)
    benchmark.extra_info.update(article_pairs=done.result, outlet_flows=len(report.outlet_flows))
    assert found == [report.article_pairs, report.outlet_flows] and done.result > 0
