"""From the given paths to the files to read, each once, and the metadata that speaks of them."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from stat import S_ISDIR

from dedup.errors import InputError
from dedup.ingest.formats import no_text, sniff
from dedup.ingest.limits import Limits
from dedup.ingest.record import shown
from dedup.ingest.walk import Found, given_file, special, status, walk
from dedup.model import Skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """`table` is the metadata for everything; where there is none, `folder_tables` has it by root."""

    files: tuple[Found, ...]
    table: Found | None
    folder_tables: Mapping[str, Found]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]


def gather(names: Sequence[str], metadata: str | None, limits: Limits) -> Gathered:
    """Look at every path. Raises `InputError` for one that does not exist."""
    table = None if metadata is None else _metadata_file(metadata)
    found: list[Found] = []
    folder_tables: dict[str, Found] = {}
    skipped: list[Skipped] = []
    notes: list[str] = []
    for name in names:
        mode = status(name).st_mode
        if S_ISDIR(mode):
            walked = walk(name, limits)
            found += walked.found
            skipped += walked.skipped
            notes += walked.notes
            unused = walked.tables
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
    found = [file for file in found if not _same(file, table)]
    files, doubled = _distinct(found)
    if doubled:
        notes.append(f"{doubled} files were named by more than one of the paths; each was read once")
    return Gathered(
        files=tuple(files), table=table, folder_tables=folder_tables, skipped=tuple(skipped), notes=tuple(notes)
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
    """Each file once, given namesakes told apart by their whole paths; and how many came more than once."""
    by_file: dict[str, list[Found]] = defaultdict(list)
    for file in found:
        by_file[os.path.realpath(file.path)].append(file)
    # The longest id says most about where the file lies.
    chosen = [min(same, key=lambda file: (-len(file.id), file.id, file.shown)) for same in by_file.values()]
    stems = Counter(file.id for file in chosen if file.root is None)
    named = [
        replace(file, id=file.shown.replace(os.sep, "/")) if file.root is None and stems[file.id] > 1 else file
        for file in chosen
    ]
    return sorted(named, key=lambda file: file.shown), sum(len(same) > 1 for same in by_file.values())
