"""Kill processes that build, add to, remove from and compact an index, and look at what is left.

    python benchmarks/index_kills.py --kills 200
    python benchmarks/index_kills.py --kills 200 --no-text

Each process works on an index of its own and is killed (SIGKILL) at a random moment of one and a half times as long as
the work takes uninterrupted. What is left must verify and equal the state before or after one of its batches; then the
work is done again to its end, which must lead where it would have led at once. Needs POSIX.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from dedup import Article, Index, IndexFileError
from dedup.index import filling, held
from dedup.index.meta import read_meta
from dedup.index.rows import digest_of, utf8

WORK = ("build", "add", "remove", "compact")
HELD, COMING, BATCH = 24, 24, 6
_LATEST = 1.5

State = tuple[tuple[str, str | None, tuple[tuple[str, str | None], ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One kill: during which `work`, whether the process was `cut` short, and what was `wrong` (empty: nothing).

    `batch` is after how many batches the state was that was left, of how many.
    """

    work: str
    cut: bool
    batch: int
    batches: int
    wrong: str = ""


def article(number: int, version: int) -> Article:
    words = " ".join(f"word{number}of{version}at{at}" for at in range(200))
    return Article(id=f"a{number:03}", text=words, outlet=f"Outlet {number % 7}", published="2031-03-04")


def before() -> list[Article]:
    return [article(number, 1) for number in range(HELD)]


def coming() -> list[Article]:
    """New articles, new versions and some that are held."""
    return [article(number, 2 if number % 3 else 1) for number in range(HELD // 2, HELD // 2 + COMING)]


def leaving() -> list[str]:
    return [each.id for each in before()[::3]]


def work(kind: str, path: Path, texts: bool = True) -> None:
    """Do what is to be cut short. Once more it does the rest."""
    usual, filling.BATCH_ARTICLES = filling.BATCH_ARTICLES, BATCH
    try:
        if kind == "build":
            Index.build(path, before(), keep_texts=texts).close()
            return
        with Index(path) as index:
            if kind == "add":
                index.add(coming())
            elif kind == "remove":
                index.remove([id for id in leaving() if id in index])
            else:
                index.compact()
    finally:
        filling.BATCH_ARTICLES = usual


def state(path: Path) -> State:
    """All that an index answers, but for the times."""
    with Index(path) as index:
        wrong = index.verify()
        if wrong:
            raise ValueError("; ".join(wrong))
        ids = sorted({each.id for each in (*index.articles(), *before(), *coming())})
        text = texts_of(index)
        return tuple((id, text.get(id), tuple((each.digest, each.reason) for each in index.history(id))) for id in ids)


def texts_of(index: Index) -> dict[str, str]:
    """The texts that are held, by id; where they are masked, what they were before. Raises `ValueError` for others."""
    if index.keeps_texts:
        return {each.id: each.text for each in index.articles()}
    with index.reading() as db:
        mask = read_meta(db, index.path).mask
        found = held.find(db, [each.id for each in index.articles()], texts=True)
    assert mask is not None
    known = {digest_of(utf8(each.text)).hex(): each.text for each in (*before(), *coming())}
    plain = {id: known.get(each.digest, "") for id, each in found.items()}
    for (id, each), masked in zip(found.items(), mask.texts([*plain.values()]), strict=True):
        if each.article.text != masked:
            raise ValueError(f"article {id}: its masked text is another one")
    return plain


def states(kind: str, folder: Path, texts: bool) -> list[State]:
    """The states before, between and after the batches, each made without any other process."""
    path = folder / "states.dedup"
    prepare(kind, path, texts)
    found: list[State] = []
    if kind == "add":
        found.append(state(path))
        for begin in range(0, COMING, BATCH):
            with Index(path) as index:
                index.add(coming()[begin : begin + BATCH])
            found.append(state(path))
    else:
        if kind != "build":
            found.append(state(path))
        work(kind, path, texts)
        found.append(state(path))
    path.unlink()
    return found


def prepare(kind: str, path: Path, texts: bool) -> None:
    """The index that a process begins with: with a log, and something to compact."""
    if kind == "build":
        return
    with Index.build(path, before(), keep_texts=texts) as index:
        if kind == "compact":
            index.remove(leaving(), vacuum=False)


class Server:
    """A process that forks those that are killed: starting each anew would take most of the time."""

    def __init__(self, texts: bool = True) -> None:
        self.texts = texts
        command = [sys.executable, __file__, "--serve", *([] if texts else ["--no-text"])]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def killed(self, kind: str, path: Path, seconds: float) -> bool:
        """Let a process begin some work, kill it after some seconds, and say whether that cut it short."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{kind}\t{seconds}\t{path}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline() == "cut\n"


def serve(texts: bool) -> None:
    """What the `Server`'s process does, once it has done all work itself: else most are killed as they load it."""
    with tempfile.TemporaryDirectory() as folder:
        for kind in WORK:
            _length(kind, Path(folder), texts)
    for line in sys.stdin:
        kind, seconds, path = line.rstrip("\n").split("\t")
        process = os.fork()
        if process == 0:
            try:
                work(kind, Path(path), texts)
            finally:
                os._exit(0)
        time.sleep(float(seconds))
        os.kill(process, signal.SIGKILL)  # not waited for yet: the number is its own still
        _, status = os.waitpid(process, 0)
        print("cut" if os.WIFSIGNALED(status) else "done", flush=True)


def kill(server: Server, kind: str, path: Path, allowed: Sequence[State], seconds: float) -> Outcome:
    """Kill a process that works on an index, and look at what is left."""
    prepare(kind, path, server.texts)
    cut = server.killed(kind, path, seconds)
    last = len(allowed) - 1
    try:
        batch = -1 if kind == "build" and not path.exists() else allowed.index(state(path))
        if kind != "build" or batch < 0:
            work(kind, path, server.texts)
        if state(path) != allowed[-1]:
            return Outcome(work=kind, cut=cut, batch=batch, batches=last, wrong="done again it led elsewhere")
    except (IndexFileError, ValueError) as error:
        return Outcome(work=kind, cut=cut, batch=-1, batches=last, wrong=str(error)[:200])
    return Outcome(work=kind, cut=cut, batch=batch, batches=last)


def kills(count: int, folder: Path, seed: int = 1, *, texts: bool = True) -> Iterator[Outcome]:
    """Kill `count` processes, the kinds of work in turn. The same seed draws the same moments."""
    chance = random.Random(seed)
    allowed = {kind: states(kind, folder, texts) for kind in WORK}
    lengths = {kind: _length(kind, folder, texts) for kind in WORK}
    with Server(texts) as server:
        for number in range(count):
            kind = WORK[number % len(WORK)]
            place = folder / f"kill{number}"
            place.mkdir()
            # Later than it takes alone, too: in a process of its own the work begins a little later.
            moment = chance.uniform(0, _LATEST * lengths[kind])
            yield kill(server, kind, place / "news.dedup", allowed[kind], moment)
            shutil.rmtree(place)


def _length(kind: str, folder: Path, texts: bool) -> float:
    """Seconds that the work takes."""
    path = folder / "length.dedup"
    prepare(kind, path, texts)
    begin = time.perf_counter()
    work(kind, path, texts)
    seconds = time.perf_counter() - begin
    path.unlink()
    return seconds


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill what writes to an index, and look at what is left.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-text", action="store_true", help="the index holds masked texts")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        serve(not chosen.no_text)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        outcomes = list(kills(chosen.kills, Path(folder), chosen.seed, texts=not chosen.no_text))
    print("| work | killed | cut short | left as before | between batches | left as after | wrong |")
    print("|---|---|---|---|---|---|---|")
    for kind in WORK:
        of_kind = [each for each in outcomes if each.work == kind]
        first = -1 if kind == "build" else 0
        where = Counter(
            "before" if each.batch == first else "after" if each.batch == each.batches else "between"
            for each in of_kind
            if not each.wrong
        )
        figures = (len(of_kind), sum(each.cut for each in of_kind), where["before"], where["between"], where["after"])
        print(f"| {kind} | {' | '.join(map(str, figures))} | {sum(bool(each.wrong) for each in of_kind)} |")
    for each in outcomes:
        if each.wrong:
            print(f"{each.work}: {each.wrong}", file=sys.stderr)
    return int(any(each.wrong for each in outcomes))


if __name__ == "__main__":
    sys.exit(main())
