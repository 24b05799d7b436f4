"""How fast an index is built, how large it is, and how long a check takes: warm in the library, cold as a command.

    python benchmarks/index_speed.py                            200,000 generated articles
    python benchmarks/index_speed.py --count 20000 --checks 100
    python benchmarks/index_speed.py --articles FILE.jsonl      real articles; --no-text to mask them
    python benchmarks/index_speed.py --index FILE               keep the index there, or take the one that is

Some articles, drawn with a seed, are left out of the index and checked against it, one at a time. The build is timed
with all texts in memory, the checks in a process of their own that holds nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import median

from cold import cold
from memory import megabytes
from provenance_cost import generated_articles, read_articles

from dedup import Article, Index

# Checks before the timed ones: kernels are loaded after some, and what is asked again is remembered.
WARM_UP = 80
COUNT, CHECKS = 200_000, 200


def drawn(articles: Sequence[Article], number: int, seed: int) -> tuple[list[Article], list[Article]]:
    """Articles to hold, and articles to check."""
    chosen = set(Random(seed).sample(range(len(articles)), number))
    return (
        [article for at, article in enumerate(articles) if at not in chosen],
        [article for at, article in enumerate(articles) if at in chosen],
    )


def build(path: Path, articles: Sequence[Article], *, keep_texts: bool) -> None:
    size = sum(len(article.text.encode("utf-8", "surrogatepass")) for article in articles)
    begin = time.perf_counter()
    Index.build(path, articles, keep_texts=keep_texts).close()
    seconds = time.perf_counter() - begin
    print(
        f"built: {len(articles):,} articles, {size / 1e6:,.1f} MB, in {seconds:.1f} s, {len(articles) / seconds:,.0f} "
        f"articles/s; {os.path.getsize(path) / 1e6:,.1f} MB, {os.path.getsize(path) / size:.2f} times the text",
        flush=True,
    )


def check_all(path: Path, file: Path) -> None:
    """Check the articles of a file one after another, warm, and tell how long each took."""
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    articles = [Article(id=row["id"], text=row["text"], outlet=row["outlet"], published=row["date"]) for row in rows]
    seconds: list[float] = []
    matches = 0
    with Index(path) as index:
        for article in articles:
            begin = time.perf_counter()
            report = index.check(article)
            seconds.append(time.perf_counter() - begin)
            matches += len(report.matches)
    timed = sorted(seconds[WARM_UP:])
    print(
        f"warm: {len(timed)} checks, median {1000 * median(timed):.0f} ms, 99th percentile "
        f"{1000 * timed[int(0.99 * (len(timed) - 1))]:.0f} ms, the first of all {1000 * seconds[0]:.0f} ms; "
        f"{matches / len(articles):.2f} matches an article; peak {megabytes():,.0f} MB",
        flush=True,
    )


def check_cold(path: Path, file: Path, times: int) -> None:
    """Check one article by a command of its own, some times."""
    dedup = str(Path(sys.executable).with_name("dedup"))
    runs = [
        cold([dedup, "check", str(file), "--index", str(path), "--fail-on", "none", "--quiet"]) for _ in range(times)
    ]
    print(
        f"cold: median {median(seconds for seconds, _ in runs):.2f} s, worst {max(runs)[0]:.2f} s, "
        f"peak {max(peak for _, peak in runs):.0f} MB",
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Time an index.")
    parser.add_argument("--count", type=int, default=COUNT, help="articles to generate")
    parser.add_argument("--articles", type=Path, help="real articles, JSON Lines")
    parser.add_argument("--index", type=Path, help="keep the index here; one that is here is not built")
    parser.add_argument("--checks", type=int, default=CHECKS)
    parser.add_argument("--runs", type=int, default=7, help="of the cold command")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-text", action="store_true")
    parser.add_argument("--checked", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.checked:
        check_all(chosen.index, chosen.checked)
        return 0
    if chosen.one:
        check_cold(chosen.index, chosen.one, chosen.runs)
        return 0
    number = WARM_UP + chosen.checks
    given = (
        read_articles(chosen.articles, sys.maxsize) if chosen.articles else generated_articles(chosen.count + number)
    )
    kept, new = drawn(given, number, chosen.seed)
    del given
    with tempfile.TemporaryDirectory() as folder:
        index = chosen.index or Path(folder, "articles.dedup")
        if not index.exists():
            build(index, kept, keep_texts=not chosen.no_text)
        del kept
        file = Path(folder, "new.jsonl")
        with file.open("w", encoding="utf-8") as stream:
            for article in new:
                date = article.published.earliest.isoformat() if article.published else None
                row = {"id": article.id, "text": article.text, "outlet": article.outlet, "date": date}
                stream.write(json.dumps(row) + "\n")
        script = [sys.executable, __file__, "--index", str(index), "--checked", str(file)]
        subprocess.run(script, check=True)
        one = Path(folder, "one.jsonl")
        one.write_text(file.read_text("utf-8").splitlines()[-1] + "\n", "utf-8")
        # From a small process: a child begins with the peak of what started it.
        script = [sys.executable, __file__, "--index", str(index), "--one", str(one), "--runs", str(chosen.runs)]
        subprocess.run(script, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
