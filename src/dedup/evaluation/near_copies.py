"""Documents with planted near-copies, after the example data of C. McCormick's MinHash tutorial.

::

    articles_1000.train          "id text" a line, one document each
    articles_1000.truth          "id id" a line: the pairs that are near-copies

The two files lie in a folder, or in a tar archive (compressed or not), which is read where it stands.
"""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path

from dedup.errors import InputError
from dedup.evaluation.markup import MOST_BYTES, read_bytes
from dedup.evaluation.quality import Tally
from dedup.model import Article, Report

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearCopies:
    """Documents, and the pairs among them that are near-copies; each pair sorted."""

    articles: tuple[Article, ...]
    pairs: frozenset[Pair]


def names(documents: int) -> tuple[str, str]:
    """The file names of the set of so many documents: the texts, the truth."""
    return f"articles_{documents}.train", f"articles_{documents}.truth"


def read_files(place: Path, wanted: Iterable[str]) -> dict[str, bytes]:
    """Files by name, from a folder or a tar archive. Raises `InputError` where one is missing or cannot be read."""
    asked = tuple(wanted)
    found = _packed(place, asked) if place.is_file() else {name: read_bytes(place / name) for name in asked}
    if missing := [name for name in asked if name not in found]:
        raise InputError(f"{place}: holds no {missing[0]}")
    return found


def read_near_copies(place: Path, documents: int) -> NearCopies:
    """The set of so many documents. Raises `InputError`, with file and line, for whatever is malformed."""
    texts, truth = names(documents)
    files = read_files(place, (texts, truth))
    articles: dict[str, Article] = {}
    for where, line in _lines(files[texts], f"{place}: {texts}"):
        id, _, text = line.partition(" ")
        if not text.strip():
            raise InputError(f"{where}: an id and a text are wanted")
        if id in articles:
            raise InputError(f"{where}: the id {id!r} is taken")
        articles[id] = Article(id=id, text=text)
    pairs: set[Pair] = set()
    for where, line in _lines(files[truth], f"{place}: {truth}"):
        ids = line.split()
        if len(ids) != 2 or ids[0] == ids[1]:
            raise InputError(f"{where}: two ids are wanted")
        if unknown := [id for id in ids if id not in articles]:
            raise InputError(f"{where}: {unknown[0]!r} is none of the documents")
        pairs.add((min(ids), max(ids)))
    if not articles or not pairs:
        raise InputError(f"{place}: {texts}: holds no documents, or no pairs are marked")
    return NearCopies(articles=tuple(articles[id] for id in sorted(articles)), pairs=frozenset(pairs))


def score_pairs(truth: NearCopies, report: Report) -> Tally:
    """Which pairs of articles a report matches, against the truth."""
    reported = {(match.left.article, match.right.article) for match in report.matches}
    right = len(reported & truth.pairs)
    return Tally(truth=len(truth.pairs), found=right, reported=len(reported), right=right)


def _packed(archive: Path, wanted: tuple[str, ...]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    total = 0
    try:
        with tarfile.open(archive, "r|*") as members:  # as a stream: nothing is written anywhere
            for member in members:
                total += member.size
                if total > MOST_BYTES:
                    raise InputError(
                        f"{archive}: unpacks to more than {MOST_BYTES:,} bytes; that is not the file meant"
                    )
                name = member.name.rpartition("/")[2]
                if name in wanted and name not in found and (file := members.extractfile(member)) is not None:
                    found[name] = file.read()
    except (OSError, EOFError, LZMAError, zlib.error, tarfile.TarError, ValueError) as error:
        raise InputError(f"{archive}: cannot be read: {error}") from error
    return found


def _lines(content: bytes, where: str) -> list[tuple[str, str]]:
    found = []
    for number, line in enumerate(content.split(b"\n"), 1):
        try:
            text = line.decode("utf-8").strip()
        except UnicodeDecodeError as error:
            raise InputError(f"{where}:{number}: {error}") from error
        if text:
            found.append((f"{where}:{number}", text))
    return found
