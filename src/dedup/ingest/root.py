"""The root: one folder at which the ids of files begin, whichever way these are given.

Without it a folder `articles` gives its file ``2024/x.txt`` the id ``2024/x``, and the same file by itself, as hooks
and pipelines give it, is ``x``: it would be compared with its own copy in an index.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import replace
from stat import S_ISDIR

from dedup.errors import InputError
from dedup.ingest.formats import IDS_INSIDE, sniff, without_suffix
from dedup.ingest.record import quoted, shown
from dedup.ingest.walk import Found, status, tables_in


class Root:
    """Raises `InputError` for a folder that does not exist."""

    def __init__(self, path: str) -> None:
        if not S_ISDIR(status(path).st_mode):
            raise InputError(f"{shown(path)}: is no folder; the root is the one at which ids begin")
        self._place = os.path.realpath(path)
        self._path = path
        self._folders: dict[str, str] = {}  # what each really is
        self.refusal = f"lies outside of the root {quoted(shown(path))}, where ids begin; give --root a folder above it"

    def table(self) -> Found | None:
        """The metadata directly in it."""
        return next(iter(tables_in(self._path)), None)

    def named(self, file: Found, described: Collection[str]) -> Found | None:
        """The file with its path from the root as its id; ``None`` outside of it, unless its articles bring their ids.

        Files of the folders `described` have metadata of their own.
        """
        # A link stands where it stands, whatever it leads to.
        folder = os.path.dirname(file.path) or os.curdir
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        place = os.path.join(self._folders[folder], os.path.basename(file.path))
        inside = place.startswith(self._place.rstrip(os.sep) + os.sep)
        if not inside:
            return file if sniff(file.path).format in IDS_INSIDE else None
        id = without_suffix(shown(os.path.relpath(place, self._place)).replace(os.sep, "/"))
        if file.root in described:
            return replace(file, id=id, inner=file.id)
        return replace(file, id=id, rooted=True)
