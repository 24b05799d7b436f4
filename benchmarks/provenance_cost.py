"""How much of an audit's time its verdicts take.

    python benchmarks/provenance_cost.py                       corpus/ and generated articles
    python benchmarks/provenance_cost.py --articles FILE.jsonl [--most N]

Within one run: every function of `dedup.provenance` that the rooms above it call is timed at the door, so that the
share does not depend on how fast the machine is this minute.
"""

from __future__ import annotations

import argparse
import gc
import inspect
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, is_dataclass
from functools import wraps
from itertools import islice
from pathlib import Path
from time import process_time
from types import FunctionType
from typing import Any
from unittest.mock import patch

from generate import generate
from jobs import NEWS

import dedup
from dedup import parts, pipeline, work
from dedup.cli.run import COLLECT_AFTER
from dedup.config import Settings
from dedup.errors import InputError
from dedup.evaluation import read_labelled
from dedup.model import Article

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
TARGET = 0.30  # what verdicts may add to the time of everything else
_ROOM = "dedup.provenance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds of an audit, those of them spent on verdicts, and how many matches were judged."""

    total: float
    verdicts: float
    matches: int

    @property
    def added(self) -> float:
        """What verdicts add, as a share of the time of everything else."""
        rest = self.total - self.verdicts
        return self.verdicts / rest if rest > 0 else 0.0


class _Clock:
    """Seconds inside the room; calls from within it are not counted twice."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._inside = False

    @contextmanager
    def running(self) -> Iterator[None]:
        if self._inside:
            yield
            return
        self._inside, begin = True, process_time()
        try:
            yield
        finally:
            self.seconds += process_time() - begin
            self._inside = False


def cost_of(articles: Sequence[Article], settings: Settings | None = None) -> Cost:
    """Audit articles once with one worker. Compiled kernels should have been loaded before."""
    clock = _Clock()
    with _timed_doors(clock):
        begin = process_time()
        report = pipeline.audit(articles, settings or Settings(workers=1))
        total = process_time() - begin
    return Cost(total=total, verdicts=clock.seconds, matches=len(report.matches) + len(report.set_aside))


def corpus_articles() -> list[Article]:
    return list(read_labelled(CORPUS).articles)


def generated_articles(count: int) -> list[Article]:
    return [
        Article(id=each.id, text=each.text, outlet=each.outlet, published=each.published)
        for each in generate(count, NEWS)
    ]


def read_articles(path: Path, most: int) -> list[Article]:
    """The first articles of a JSONL file; ids are line numbers. Raises `InputError`."""
    made = []
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(islice(file, most), 1):
                row = json.loads(line)
                outlet, published = row.get("outlet", row.get("source")), row.get("published", row.get("date"))
                made.append(Article(id=f"{number:07}", text=row["text"], outlet=outlet, published=published))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: {type(error).__name__}: {error}") from error
    return made


@contextmanager
def _timed_doors(clock: _Clock) -> Iterator[None]:
    doors: list[tuple[object, str, Callable[..., Any]]] = [
        (module, name, value)
        for module in (work, parts)
        for name, value in sorted(vars(module).items())
        # One that is cached is a function still, if none by its type.
        if isinstance(inspect.unwrap(value), FunctionType) and value.__module__.startswith(_ROOM)
    ]
    if not doors:
        raise InputError(f"no function of {_ROOM} is called from above: there is nothing to time")
    classes = {
        value
        for module in (work, parts)
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__.startswith(_ROOM) and not is_dataclass(value)
    }
    doors += [
        (each, name, value)
        for each in sorted(classes, key=lambda each: each.__name__)
        for name, value in sorted(vars(each).items())
        if isinstance(value, FunctionType) and (name == "__init__" or not name.startswith("_"))
    ]
    patches = [patch.object(owner, name, _timed(value, clock)) for owner, name, value in doors]
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in patches:
            each.stop()


def _timed(call: Callable[..., Any], clock: _Clock) -> Callable[..., Any]:
    if inspect.isgeneratorfunction(call):
        raise InputError(f"{call.__qualname__}: a generator's time passes outside of its call; time what uses it")

    @wraps(call)
    def timed(*args: Any, **named: Any) -> Any:
        with clock.running():
            return call(*args, **named)

    return timed


def costs(path: Path | None, most: int, rounds: int) -> Iterator[tuple[str, int, Cost]]:
    """Of corpus/, generated articles and those of a file: name, number of articles, and the median round's cost."""
    sets = {"corpus": corpus_articles(), "generated": generated_articles(1000)}
    if path:
        sets[path.name] = read_articles(path, most)
    gc.set_threshold(*COLLECT_AFTER)  # as `dedup audit` does
    dedup.audit(sets["corpus"][:20], Settings(workers=1))  # kernels load outside of the measured time
    for name, articles in sets.items():
        taken = sorted((cost_of(articles) for _ in range(rounds)), key=lambda cost: cost.added)
        yield name, len(articles), taken[len(taken) // 2]


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="The share of verdicts in the time of an audit.")
    parser.add_argument("--articles", type=Path, help="articles, JSONL with a text field")
    parser.add_argument("--most", type=int, default=2000, help="how many of them")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args(given)
    for name, articles, cost in costs(chosen.articles, chosen.most, chosen.rounds):
        each = 1e3 * cost.verdicts / max(1, cost.matches)
        print(
            f"{name}: {articles} articles, {cost.matches} matches, {cost.total:.2f} s; "
            f"verdicts {cost.verdicts:.2f} s, "
            f"{each:.2f} ms a match: {cost.added:+.1%} (target at most {TARGET:+.0%})"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
