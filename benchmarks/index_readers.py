"""Four processes that read an index while one writes to it: nobody may fail, wait or read what never was.

    python benchmarks/index_readers.py --seconds 60

The writer adds, corrects and removes articles in pairs, each pair in one transaction, both with one text: a reader that
finds half a pair, two texts or an error has found a fault.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from dedup import Article, Index
from dedup.index import held

PAIRS = 60
KEPT = 25  # pairs that are never touched


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one process did: how often, the longest time that it took in seconds, and what went wrong."""

    role: str
    count: int
    slowest: float
    wrong: str = ""


def pair(number: int, version: int) -> list[Article]:
    text = " ".join(f"word{number}of{version}at{at}" for at in range(300))
    return [Article(id=f"p{number:03}{side}", text=text, outlet="The Meridian") for side in "ab"]


def write(path: Path, seconds: float, seed: int) -> Result:
    chance, end = Random(seed), time.monotonic() + seconds
    count, slowest = 0, 0.0
    with Index(path) as index:
        while time.monotonic() < end:
            begin = time.monotonic()
            number = chance.randrange(KEPT, PAIRS)
            what = chance.random()
            if what < 0.7:
                index.add(pair(number, chance.randrange(5)))
            elif what < 0.97:
                ids = [each.id for each in pair(number, 0)]
                if ids[0] in index:
                    index.remove(ids, vacuum=chance.random() < 0.1)
            else:
                index.compact()
            count, slowest = count + 1, max(slowest, time.monotonic() - begin)
    return Result(role="writer", count=count, slowest=slowest)


def read(path: Path, seconds: float, seed: int) -> Result:
    chance, end = Random(seed), time.monotonic() + seconds
    count, slowest = 0, 0.0
    with Index(path) as index:
        while time.monotonic() < end:
            begin = time.monotonic()
            numbers = chance.sample(range(PAIRS), 8)
            with index.reading() as db:
                ids = [each.id for number in numbers for each in pair(number, 0)]
                found = held.find(db, ids, texts=True)
            for number in numbers:
                one, two = (found.get(each.id) for each in pair(number, 0))
                texts = {each.article.text for each in (one, two) if each is not None}
                if (one is None) != (two is None) or len(texts) > 1 or (number < KEPT and one is None):
                    wrong = f"pair {number}: {len(texts)} texts, {one is not None} and {two is not None}"
                    return Result(role="reader", count=count, slowest=slowest, wrong=wrong)
            count, slowest = count + 1, max(slowest, time.monotonic() - begin)
    return Result(role="reader", count=count, slowest=slowest)


def run(seconds: float, folder: Path, readers: int = 4) -> list[Result]:
    """All of them at once, each in a process of its own."""
    path = folder / "news.dedup"
    Index.build(path, [each for number in range(PAIRS) for each in pair(number, 0)]).close()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["index_readers"])
    started: list[tuple[multiprocessing.process.BaseProcess, Connection]] = []
    for number, role in enumerate([write, *[read] * readers]):
        ours, theirs = context.Pipe()
        process = context.Process(target=_told, args=(role.__name__, str(path), seconds, number, theirs))
        process.start()
        theirs.close()
        started.append((process, ours))
    results = [_result(process, told) for process, told in started]
    with Index(path) as index:
        wrong = index.verify()
    return [*results, Result(role="verify", count=1, slowest=0, wrong="; ".join(wrong))]


def _told(role: str, path: str, seconds: float, seed: int, told: Connection) -> None:
    try:
        told.send({"write": write, "read": read}[role](Path(path), seconds, seed))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
        told.send(Result(role=role, count=0, slowest=0, wrong=f"{type(error).__name__}: {error}"))


def _result(process: multiprocessing.process.BaseProcess, told: Connection) -> Result:
    result: Result = told.recv()
    process.join()
    told.close()
    return result


def table(results: Sequence[Result]) -> str:
    lines = ["| process | transactions | slowest, ms | wrong |", "|---|---|---|---|"]
    lines += [f"| {each.role} | {each.count:,} | {each.slowest * 1000:.0f} | {each.wrong or '-'} |" for each in results]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description="Readers and a writer of one index at once.")
    parser.add_argument("--seconds", type=float, default=60)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = run(chosen.seconds, Path(folder))
    print(table(results))
    return int(any(each.wrong for each in results))


if __name__ == "__main__":
    sys.exit(main())
