"""From the given paths to the files to read, each once, and the metadata that speaks of them."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from stat import S_ISDIR

from dedup.errors import InputError
from dedup.ingest.formats import IDS_INSIDE, no_text, sniff
from dedup.ingest.limits import Limits
from dedup.ingest.record import shown
from dedup.ingest.root import Root
from dedup.ingest.walk import Found, given_file, special, status, tables_in, walk
from dedup.model import Skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """`table` is the metadata for everything; where there is none, `folder_tables` has it by folder.

    `root_table` is that of the root, for files that no other metadata speaks of. `inputs` are the paths of all files
    that the reading may open, and of metadata that it leaves aside.
    """

    files: tuple[Found, ...]
    table: Found | None
    folder_tables: Mapping[str, Found]
    root_table: Found | None
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    inputs: tuple[str, ...]


def gather(
    names: Sequence[str], metadata: str | None, limits: Limits, root: str | None = None, *, numbered: bool = False
) -> Gathered:
    """Look at every path. Where rows are `numbered` behind the names of tables, namesakes among these are told apart
    too. Raises `InputError` for a path that does not exist, and for a root that is no folder."""
    named_from = None if not root else Root(root)
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
    if table is None and named_from is None:
        beside = _tables_beside(file for file in found if file.root is None)
        notes += [
            f"{os.path.normpath(each.shown)}: metadata that was not used; give it with --metadata" for each in beside
        ]
    root_table = None
    if named_from is not None:
        if table is None and (root_table := named_from.table()) is not None:
            tables.append(root_table)
        renamed = [named_from.named(file, folder_tables) for file in found]
        outside = [file for file, now in zip(found, renamed, strict=True) if now is None]
        skipped += [Skipped(path=file.shown, line=None, reason=named_from.refusal) for file in outside]
        found = [file for file in renamed if file is not None]
    inputs = sorted({file.path for file in (*found, *tables)})
    found = [file for file in found if not _same(file, table or root_table)]
    files, doubled = _distinct(found, told_apart=named_from is None, numbered=numbered)
    if doubled:
        notes.append(f"{doubled} files were named by more than one of the paths; each was read once")
    return Gathered(
        files=tuple(files),
        table=table,
        folder_tables=folder_tables,
        root_table=root_table if any(file.rooted for file in files) else None,
        skipped=tuple(skipped),
        notes=tuple(notes),
        inputs=tuple(inputs),
    )


def _tables_beside(given: Iterable[Found]) -> list[Found]:
    """The metadata in the folders of files that were given one by one, but for what is given itself."""
    files = [file for file in given if sniff(file.path).format not in IDS_INSIDE]
    paths = {os.path.realpath(file.path) for file in files}
    folders = dict.fromkeys(os.path.dirname(file.path) or os.curdir for file in files)
    return [table for folder in folders for table in tables_in(folder)[:1] if os.path.realpath(table.path) not in paths]


def _metadata_file(path: str) -> Found:
    reason = "is a folder" if S_ISDIR(mode := status(path).st_mode) else special(mode)
    if reason is None and sniff(path).format not in ("jsonl", "csv"):
        reason = "is in no known format for it"
    if reason is not None:
        raise InputError(f"{shown(path)}: {reason}; metadata is a .csv or .jsonl file keyed by id")
    return given_file(path)


def _same(file: Found, table: Found | None) -> bool:
    return table is not None and os.path.realpath(file.path) == os.path.realpath(table.path)


def _distinct(found: Sequence[Found], *, told_apart: bool, numbered: bool) -> tuple[list[Found], int]:
    """Each file once, namesakes `told_apart` by their paths; and how many came more than once."""
    by_file: dict[str, list[Found]] = defaultdict(list)
    for file in found:
        by_file[os.path.realpath(file.path)].append(file)
    # The longest id says most about where the file lies.
    chosen = [min(same, key=lambda file: (-len(file.id), file.id, file.shown)) for same in by_file.values()]
    doubled = sum(len(same) > 1 for same in by_file.values())
    if told_apart:
        names = [_name(file, numbered) for file in chosen]
        shared, roots = _namesakes(chosen, names)
        chosen = [_told_apart(file, name in shared, roots) for file, name in zip(chosen, names, strict=True)]
    return sorted(chosen, key=lambda file: file.shown), doubled


def _name(file: Found, numbered: bool) -> str | None:
    """What the file gives its articles for an id, or the beginning of one."""
    if sniff(file.path).format not in IDS_INSIDE:
        return file.id
    return file.table if numbered else None


def _namesakes(files: Sequence[Found], names: Sequence[str | None]) -> tuple[set[str], set[str | None]]:
    """The names of several given files or of files under several roots, and the roots that have one of these."""
    places: dict[str, list[str | None]] = defaultdict(list)
    for file, name in zip(files, names, strict=True):
        if name is not None:
            places[name].append(file.root)
    shared = {name for name, roots in places.items() if len(set(roots)) > 1 or roots.count(None) > 1}
    return shared, {root for name in shared for root in places[name]}


def _told_apart(file: Found, shared: bool, roots: set[str | None]) -> Found:
    if file.root is None:
        return replace(file, id=_tidy(file.shown)) if shared else file
    if file.root not in roots:
        return file
    # Every file of such a root: the ids of one folder are of one form.
    return replace(file, id=_tidy(os.path.join(shown(file.root), file.id)), inner=file.id)


def _tidy(path: str) -> str:
    return os.path.normpath(path).replace(os.sep, "/")
