"""Which files a reading takes in: regular files only, sorted, never through a link."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dedup.errors import InputError
from dedup.ingest.formats import sniff, without_suffix
from dedup.ingest.limits import Limits
from dedup.ingest.record import Rejected, quoted, shown
from dedup.model import Skipped

METADATA_STEM = "metadata"
# What the Hugging Face library `datasets` writes beside the Arrow files of a data set that it saves.
_DATASET = frozenset(("dataset_info.json", "state.json"))
_DATASETS = "dataset_dict.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file to read. `path` opens it, `shown` names it, `id` is the article's where the path gives it.

    `root` is the folder it was found in, `None` for a file that was given itself; `inner` is the id that the
    folder's own metadata knows, where `id` says more. `rooted`: where no other metadata speaks of the file, that of the
    root does, at which ids begin.
    """

    path: str
    shown: str
    id: str
    root: str | None
    inner: str | None = None
    rooted: bool = False

    @property
    def table(self) -> str:
        """What rows of it are numbered behind: its id, with the ending that tells it from others of that name."""
        folder, slash, _ = self.id.rpartition("/")
        return folder + slash + os.path.basename(self.shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What lies in a folder. `tables` are the metadata files directly in it, the preferred one first."""

    found: tuple[Found, ...]
    tables: tuple[Found, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]


def given_file(path: str) -> Found:
    """A file named by the user: its id is its name without the suffix."""
    return Found(path=path, shown=shown(path), id=shown(sniff(path).stem), root=None)


def status(path: str) -> os.stat_result:
    """`os.stat` of a path given by the user. Raises `InputError` where there is nothing."""
    try:
        return os.stat(path)
    except FileNotFoundError as error:
        raise InputError(f"{shown(path)}: there is no such file or folder") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{shown(path)}: {_why(error)}") from error


def special(mode: int) -> str | None:
    """What a file is that is never opened, `None` for a regular one."""
    if stat.S_ISREG(mode):
        return None
    kinds = ((stat.S_ISFIFO, "a FIFO"), (stat.S_ISSOCK, "a socket"), (stat.S_ISCHR, "a device"))
    kind = next((name for test, name in kinds if test(mode)), "a device" if stat.S_ISBLK(mode) else "no regular file")
    return f"{kind}: not opened"


def open_regular(path: str, *, follow: bool) -> int:
    """A descriptor of a regular file. Raises `Rejected`; a file swapped for a FIFO does not block."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    if not follow:
        flags |= getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise Rejected(_why(error)) from error
    reason = special(os.fstat(descriptor).st_mode)
    if reason is not None:
        os.close(descriptor)
        raise Rejected(reason)
    return descriptor


def walk(root: str, limits: Limits) -> Walk:
    """Every file under a folder that may hold articles. Links are not followed; what they point to is read
    at its own place or lies outside, and the same text under two names would look like reuse."""
    found: list[Found] = []
    tables: list[Found] = []
    skipped: list[Skipped] = []
    passed: Counter[str] = Counter()
    real = os.path.realpath(root)
    pending: list[tuple[str, str, int]] = [(root, "", 1)]
    while pending:
        folder, prefix, depth = pending.pop()
        entries = list(_entries(folder, skipped))
        told = _descriptions({entry.name for entry in entries})
        for entry in entries:
            name = prefix + shown(entry.name)
            where = shown(entry.path)
            if entry.name.startswith("."):
                passed["hidden"] += 1
            elif entry.name in told:
                passed["descriptions of data sets"] += 1
            elif entry.is_symlink():
                reason = _link(entry.path, folder, real)
                if reason is None:
                    passed["links to files read at their own place"] += 1
                else:
                    skipped.append(Skipped(path=where, line=None, reason=reason))
            elif entry.is_dir(follow_symlinks=False):
                if depth >= limits.folder_depth:
                    reason = f"folders nested deeper than {limits.folder_depth}"
                    skipped.append(Skipped(path=where, line=None, reason=reason))
                else:
                    pending.append((entry.path, name + "/", depth + 1))
            elif (reason := _special(entry)) is not None:
                skipped.append(Skipped(path=where, line=None, reason=reason))
            elif sniff(entry.name).format is None:
                passed[_suffix(entry.name)] += 1
            elif len(found) >= limits.files:
                reason = f"more than {limits.files:,} files; the rest was not read"
                skipped.append(Skipped(path=where, line=None, reason=reason))
                pending.clear()
                break
            else:
                file = Found(path=entry.path, shown=where, id=without_suffix(name), root=root)
                (tables if depth == 1 and _is_table(entry.name) else found).append(file)
    found.sort(key=lambda file: file.shown)
    return Walk(
        found=tuple(found), tables=tuple(_preferred(tables)), skipped=tuple(skipped), notes=_notes(shown(root), passed)
    )


def _descriptions(names: set[str]) -> frozenset[str]:
    """Which files of a folder describe the data set in it and hold no articles."""
    is_set = names >= _DATASET and any(sniff(name).format == "arrow" for name in names)
    return frozenset((_DATASETS,)) & names | (_DATASET if is_set else frozenset())


def _suffix(name: str) -> str:
    suffix = os.path.splitext(shown(name))[1].lower()
    return quoted(suffix)[1:-1] if suffix else "no suffix"


def _entries(folder: str, skipped: list[Skipped]) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            yield from sorted(entries, key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        skipped.append(Skipped(path=shown(folder), line=None, reason=_why(error)))


def _special(entry: os.DirEntry[str]) -> str | None:
    try:
        return special(entry.stat(follow_symlinks=False).st_mode)
    except OSError as error:
        return _why(error)


def tables_in(folder: str) -> list[Found]:
    """The metadata directly in a folder, the preferred one first. What cannot be looked at has none."""
    names = (entry.name for entry in _entries(folder, []) if _is_table(entry.name) and _special(entry) is None)
    return _preferred(given_file(os.path.join(folder, name)) for name in names)


def _preferred(tables: Iterable[Found]) -> list[Found]:
    # JSONL says more than CSV: types, and fields that hold line breaks.
    return sorted(tables, key=lambda file: (sniff(file.path).format != "jsonl", file.shown))


def _is_table(name: str) -> bool:
    kind = sniff(name)
    return kind.stem.lower() == METADATA_STEM and kind.format in ("jsonl", "csv")


def _link(path: str, folder: str, root: str) -> str | None:
    """Why a link is skipped; `None` where its target is read at its own place under `root`."""
    try:
        target = os.path.realpath(path, strict=True)
    except FileNotFoundError:
        return "a link to nothing"
    except OSError as error:
        return "a loop of links" if not isinstance(error, PermissionError) else _why(error)
    if target != root and not target.startswith(root.rstrip(os.sep) + os.sep):
        return "a link that leaves the folder"
    here = os.path.realpath(folder)
    if here == target or here.startswith(target.rstrip(os.sep) + os.sep):
        return "a loop of links"
    return None


def _notes(root: str, passed: Counter[str]) -> tuple[str, ...]:
    if not passed:
        return ()
    counts = ", ".join(f"{name} {count}" for name, count in sorted(passed.items()))
    return (f"{root}: passed over, by kind: {counts}",)


def _why(error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror}"
    return f"cannot be read ({type(error).__name__})"
