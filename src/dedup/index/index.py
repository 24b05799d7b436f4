"""The persistent index as programs use it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from dedup.config import Settings
from dedup.distinct import all_skipped, distinct
from dedup.errors import IndexCorrupt, UnknownId
from dedup.gate import Status
from dedup.index import checking, contents, held, sweeping
from dedup.index.connections import Connections
from dedup.index.file import transaction
from dedup.index.filling import Added, Filling, batches
from dedup.index.held import Held, Version
from dedup.index.info import Info, info_of
from dedup.index.making import made
from dedup.index.meta import new_meta, read_meta, require, write_meta
from dedup.index.rows import digest_of, now, utf8
from dedup.index.state import State, generation
from dedup.model import Article, Report, Skipped
from dedup.pipeline import require_passages

Progress = Callable[[str, int, int], None]

# Seconds that a writer waits for another: longer than a batch takes.
WAIT = 60.0
_PAGE = 200
_NAMED = 5


class Index:
    """An index that is open. Any number of threads may use it at once; after a fork each process opens its own.

    `settings`: what it is used with where a check has none; none shapes what an index holds. `wait`: seconds to
    wait for another writer.

    Raises an `IndexFileError`, also from every method: `IndexLocked`, `IndexCorrupt`, `IndexMismatch`, or itself where
    the file is missing, no index, or cannot be read or written. What a method of several articles was to do is then
    done by whole batches, or not at all.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        settings: Settings | None = None,
        *,
        wait: float = WAIT,
    ) -> None:
        self._connections = Connections(os.fsdecode(path), wait)
        self._state: State | None = None
        try:
            with self.reading() as db:
                self._meta = read_meta(db, self.path)
            require(self._meta, self.path)
            self.settings = settings or Settings()
            self._mask = self._meta.mask
        except BaseException:
            self.close()
            raise

    @classmethod
    def build(
        cls,
        path: str | os.PathLike[str],
        articles: Iterable[Article] = (),
        settings: Settings | None = None,
        *,
        keep_texts: bool = True,
        progress: Progress | None = None,
        wait: float = WAIT,
    ) -> Index:
        """A new index of `articles`, opened. The file appears when it is whole; a run that is cut short leaves none.

        Of the `settings` only `workers` matters here; all are those of the index that is returned.

        Without `keep_texts` it holds no text that can be read: words are masked, with a key that the file holds too.

        Raises `IndexFileError` where the file exists, `DuplicateId` where one id has two different texts.
        """
        place = os.fsdecode(path)
        settings = settings or Settings()
        meta = new_meta(keep_texts)
        filling = Filling(settings, meta.mask)
        with made(place) as db:
            with transaction(db, place):
                write_meta(db, meta)
            count = 0
            for added in _filled(db, place, filling, articles, progress, first=True):
                count += added.new > 0
            if count > 1:
                with transaction(db, place):
                    contents.compact(db)
        return cls(place, settings, wait=wait)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. A second time does nothing."""
        self._connections.close()

    @property
    def path(self) -> str:
        return self._connections.path

    @property
    def keeps_texts(self) -> bool:
        return self._meta.keeps_texts

    def add(self, articles: Iterable[Article], *, progress: Progress | None = None) -> Added:
        """Hold these articles too, a transaction a batch. What is held already changes nothing.

        Another text under an id that is held is a new version: the old one's words leave the index, and `history`
        remembers that it was held. Of the same text the outlet, the dates and the like are updated.

        Raises `DuplicateId` where one id has two different texts among `articles`.
        """
        filling = Filling(self.settings, self._mask)
        with self._connections.writing() as db:
            return sum(_filled(db, self.path, filling, articles, progress), Added())

    def remove(self, ids: Iterable[str], *, vacuum: bool = True) -> int:
        """Take articles out, in one transaction, and return how many.

        Nothing of their words is left in the file when this returns: it is written anew, which takes its size again on
        the disk for a while. Without `vacuum` that is left to `compact`.

        Raises `UnknownId` where one is not held; then none is removed.
        """
        wanted = list(dict.fromkeys(ids))
        with self._connections.writing() as db:
            with transaction(db, self.path):
                found = held.find(db, wanted)
                unknown = [id for id in wanted if id not in found]
                if unknown:
                    raise UnknownId(f"{self.path}: holds no article {_listed(unknown)}; nothing was removed")
                at = now()
                contents.remove(db, [each.number for each in found.values()])
                for each in found.values():
                    held.retire(db, each, "removed", at)
                if found:
                    sweeping.owe(db, at)
            if found and vacuum:
                sweeping.sweep(db, self.path)
        return len(found)

    def compact(self) -> None:
        """Merge what many batches left, and write the file anew, without a trace of what is no longer in it."""
        with self._connections.writing() as db:
            with transaction(db, self.path):
                contents.compact(db)
            sweeping.sweep(db, self.path)

    def verify(self, *, progress: Progress | None = None) -> tuple[str, ...]:
        """All that is wrong with the file: its pages, its rows and what they say of each other. Reads everything."""
        found: list[str] = []
        tell = progress or (lambda stage, done, total: None)
        stages: dict[str, Callable[[sqlite3.Connection], Iterable[str]]] = {
            "check pages": _broken_pages,
            "check articles": lambda db: held.problems(db, self.keeps_texts),
            "check contents": contents.problems,
        }
        for done, (stage, problems) in enumerate(stages.items()):
            tell(stage, done, len(stages))
            try:
                with self.reading() as db:
                    found += problems(db)
            except IndexCorrupt as error:
                found.append(str(error))
        tell("check contents", len(stages), len(stages))
        return tuple(found)

    def info(self) -> Info:
        """What the index holds. Looks at every article's row, not at its text."""
        with self.reading() as db:
            return info_of(db, self._meta, self.path)

    def articles(self) -> Iterator[Article]:
        """The articles in the order of their ids, without text where the index keeps none.

        Read a few at a time: what a writer adds or removes meanwhile may be among them or not.
        """
        last: str | None = None
        while True:
            with self.reading() as db:
                page = held.after(db, last, _PAGE, texts=self.keeps_texts)
            yield from (each.article for each in page)
            if len(page) < _PAGE:
                return
            last = page[-1].article.id

    def status(self, articles: Iterable[Article]) -> dict[str, Status]:
        """Of each article, by id: ``new``, ``held`` with this very text, or a ``new-version`` of one that is held."""
        digests = {article.id: digest_of(utf8(article.text)).hex() for article in articles}
        with self.reading() as db:
            known = held.find(db, digests)
        return {
            id: "new" if id not in known else "held" if known[id].digest == digest else "new-version"
            for id, digest in digests.items()
        }

    def held(self, id: str) -> Held:
        """The article with this id, and since when it is held. Raises `UnknownId`."""
        with self.reading() as db:
            found = held.find(db, [id], texts=self.keeps_texts)
        if id not in found:
            raise UnknownId(f"{self.path}: holds no article {id!a}")
        return found[id]

    def history(self, id: str) -> tuple[Version, ...]:
        """Which texts were held under an id and when, the oldest first; empty where none ever was."""
        with self.reading() as db:
            return tuple(held.history(db, id))

    def __len__(self) -> int:
        with self.reading() as db:
            return int(db.execute("SELECT count(*) FROM article").fetchone()[0])

    def __contains__(self, id: object) -> bool:
        if not isinstance(id, str):
            return False
        with self.reading() as db:
            return id in held.find(db, [id])

    def check(
        self,
        articles: Article | Iterable[Article],
        settings: Settings | None = None,
        *,
        skipped: Sequence[Skipped] = (),
        progress: Progress | None = None,
    ) -> Report:
        """What an audit of all that is held and these articles (one, or several) together reports of the latter.

        A held article with an id among them is left out: theirs takes its place. In each match of the report at least
        one side is among `articles`. What a `Reading` skipped that is given for them is carried into the report, with
        `skipped`. Raises `DuplicateId` where one id has two different texts, `UsageError` at level ``article``: an
        index finds passages.

        >>> import os, tempfile
        >>> words = "The dam was built in 1931 and nobody living had ever seen its spillway run"
        >>> held = [Article(id="courier-1", text=words + ", she told the Courier.", outlet="Courier")]
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with Index.build(os.path.join(folder, "news.dedup"), held) as index:
        ...         report = index.check(Article(id="meridian-1", text=words + ".", outlet="The Meridian"))
        >>> [(match.left.article, match.right.article, match.scores.aligned_words) for match in report.matches]
        [('courier-1', 'meridian-1', 15)]
        """
        settings = settings or self.settings
        require_passages(settings)
        by_id = distinct([articles] if isinstance(articles, Article) else articles)
        with self.reading() as db:
            state = self._state
            if state is None or state.generation != generation(db):
                state = State(db)
            report = checking.check(
                db,
                state,
                list(by_id.values()),
                settings,
                self._mask,
                skipped=all_skipped(articles, skipped),
                progress=progress,
            )
        # Only now is it known that what was read is of one state. Another thread may do the same: both are right.
        self._state = state
        return report

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One state of the index, for as long as the block lasts."""
        with self._connections.reading() as db:
            yield db


def _filled(
    db: sqlite3.Connection,
    path: str,
    filling: Filling,
    articles: Iterable[Article],
    progress: Progress | None,
    *,
    first: bool = False,
) -> Iterator[Added]:
    """What came of each batch."""
    total = len(articles) if isinstance(articles, Sized) else 0
    done = 0
    for batch in batches(articles, first=first):
        if progress:
            progress("index", done, total)
        with transaction(db, path):
            added = filling.add(db, batch)
        done += len(batch)
        yield added
    if progress:
        progress("index", done, total)


def _broken_pages(db: sqlite3.Connection) -> Iterator[str]:
    for (found,) in db.execute("PRAGMA integrity_check"):
        if found != "ok":
            yield from found.splitlines()
    for table, row, _, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} belongs to no article"


def _listed(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - _NAMED:,} more" if len(ids) > _NAMED else ""
    return ", ".join(ascii(id) for id in ids[:_NAMED]) + more
