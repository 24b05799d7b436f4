"""From the given paths to the files to read, each once, and the metadata that speaks of them."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from stat import S_ISDIR

from dedup.errors import InputError
from dedup.ingest.formats import no_text, sniff
from dedup.ingest.limits import Limits
from dedup.ingest.record import shown
from dedup.ingest.walk import Found, given_file, special, status, walk
from dedup.model import Skipped

_IDS_INSIDE = ("jsonl", "csv", "parquet")  # formats whose articles bring their ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """`table` is the metadata for everything; where there is none, `folder_tables` has it by root.

    `inputs` are the paths of all files that the reading may open, and of metadata that it leaves aside.
    """

    files: tuple[Found, ...]
    table: Found | None
    folder_tables: Mapping[str, Found]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    inputs: tuple[str, ...]


def gather(names: Sequence[str], metadata: str | None, limits: Limits) -> Gathered:
    """Look at every path. Raises `InputError` for one that does not exist."""
    table = None if metadata is None else _metadata_file(metadata)
    found: list[Found] = []
    folder_tables: dict[str, Found] = {}
    skipped: list[Skipped] = []
    notes: list[str] = []
    tables = [] if table is None else [table]
    for name in names:
        mode = status(name).st_mode
        if S_ISDIR(mode):
            walked = walk(name, limits)
            found += walked.found
            skipped += walked.skipped
            notes += walked.notes
            unused = walked.tables
            tables += unused
            if unused and table is None:
                folder_tables[name], unused = unused[0], unused[1:]
                notes.append(f"{folder_tables[name].shown}: taken as the metadata of its folder")
            notes += [f"{file.shown}: metadata that was not used" for file in unused if not _same(file, table)]
        elif (reason := special(mode)) is not None:
            skipped.append(Skipped(path=shown(name), line=None, reason=reason))
        elif (ending := no_text(name)) is not None:
            reason = f"{ending} files are not read: save the text as .txt or .html"
            skipped.append(Skipped(path=shown(name), line=None, reason=reason))
        else:
            found.append(given_file(name))
    inputs = sorted({file.path for file in (*found, *tables)})
    found = [file for file in found if not _same(file, table)]
    files, doubled = _distinct(found)
    if doubled:
        notes.append(f"{doubled} files were named by more than one of the paths; each was read once")
    return Gathered(
        files=tuple(files),
        table=table,
        folder_tables=folder_tables,
        skipped=tuple(skipped),
        notes=tuple(notes),
        inputs=tuple(inputs),
    )


def _metadata_file(path: str) -> Found:
    reason = "is a folder" if S_ISDIR(mode := status(path).st_mode) else special(mode)
    if reason is None and sniff(path).format not in ("jsonl", "csv"):
        reason = "is in no known format for it"
    if reason is not None:
        raise InputError(f"{shown(path)}: {reason}; metadata is a .csv or .jsonl file keyed by id")
    return given_file(path)


def _same(file: Found, table: Found | None) -> bool:
    return table is not None and os.path.realpath(file.path) == os.path.realpath(table.path)


def _distinct(found: Sequence[Found]) -> tuple[list[Found], int]:
    """Each file once, namesakes told apart by their paths; and how many came more than once."""
    by_file: dict[str, list[Found]] = defaultdict(list)
    for file in found:
        by_file[os.path.realpath(file.path)].append(file)
    # The longest id says most about where the file lies.
    chosen = [min(same, key=lambda file: (-len(file.id), file.id, file.shown)) for same in by_file.values()]
    shared, roots = _namesakes(chosen)
    named = [_told_apart(file, shared, roots) for file in chosen]
    return sorted(named, key=lambda file: file.shown), sum(len(same) > 1 for same in by_file.values())


def _namesakes(files: Sequence[Found]) -> tuple[set[str], set[str | None]]:
    """The ids of several given files or of files under several roots, and the roots that have one of these."""
    places: dict[str, list[str | None]] = defaultdict(list)
    for file in files:
        if sniff(file.path).format not in _IDS_INSIDE:
            places[file.id].append(file.root)
    shared = {id for id, roots in places.items() if len(set(roots)) > 1 or roots.count(None) > 1}
    return shared, {root for id in shared for root in places[id]}


def _told_apart(file: Found, shared: set[str], roots: set[str | None]) -> Found:
    if file.root is None:
        return replace(file, id=_tidy(file.shown)) if file.id in shared else file
    if file.root not in roots:
        return file
    # Every file of such a root: the ids of one folder are of one form.
    return replace(file, id=_tidy(os.path.join(shown(file.root), file.id)), inner=file.id)


def _tidy(path: str) -> str:
    return os.path.normpath(path).replace(os.sep, "/")
