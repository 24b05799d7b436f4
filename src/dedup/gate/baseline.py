"""The baseline: the passages that are accepted, by their content, in a file that is kept under version control.

Reference: ``docs/reference/gate.md``.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from dedup.errors import InputError
from dedup.gate.model import Entry, Finding

VERSION = 2
NAME = "dedup_baseline"
# Those of version 1 have no articles and no words to read: an update of the baseline puts them in.
FIELDS = {1: ("fingerprint", "holders", "words"), VERSION: ("fingerprint", "holders", "words", "articles", "begins")}
_FINGERPRINT = re.compile(r"[0-9a-f]{32}")
_LONGEST_BEGINNING, _LONGEST_ID = 80, 200  # characters that are kept for people
_CUT = " …"
# Half a million entries of usual length. No more is written than is read.
FILE_BYTES = 1 << 27
_ADVICE = "restore it, or remove it and let --update-baseline write it again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Accepted passages by fingerprint."""

    entries: Mapping[str, Entry] = field(default_factory=dict)

    def accepts(self, finding: Finding) -> bool:
        """Whether the passage is known, and no more articles hold it than when it was accepted."""
        entry = self.entries.get(finding.fingerprint)
        return entry is not None and finding.holders <= entry.holders

    def stale(self, findings: Iterable[Finding]) -> tuple[Entry, ...]:
        """The entries that none of these findings has, by fingerprint."""
        found = {finding.fingerprint for finding in findings}
        return tuple(sorted(entry for entry in self.entries.values() if entry.fingerprint not in found))

    def joined(self, found: Baseline) -> Baseline:
        """What either accepts: of one passage with the articles of `found`, and as many holders as the larger has."""
        entries = dict(self.entries)
        for fingerprint, entry in found.entries.items():
            before = entries.get(fingerprint, entry)
            entries[fingerprint] = replace(entry, holders=max(entry.holders, before.holders))
        return Baseline(entries=entries)

    def pruned(self, found: Baseline, new: Container[str], held: Container[str] = ()) -> Baseline:
        """Without the entries that a run has not `found` although it compared their two articles, both `new` to it or
        one of them `held`. Those in `found` are as it has them, but of no more holders than before.

        An entry without the whole ids of two articles stays: nothing tells whose passage it is.
        """
        entries: dict[str, Entry] = {}
        for key, entry in self.entries.items():
            if key in found.entries:
                entries[key] = replace(found.entries[key], holders=min(found.entries[key].holders, entry.holders))
            elif not _compared(entry, new, held):
                entries[key] = entry
        return Baseline(entries=entries)


def _compared(entry: Entry, new: Container[str], held: Container[str]) -> bool:
    """Whether a run on `new` articles and those `held` has compared the two that an entry names."""
    return any(each in new for each in entry.articles) and all(each in new or each in held for each in entry.articles)


def baseline_of(findings: Iterable[Finding]) -> Baseline:
    """The baseline that accepts these findings and nothing else."""
    alike: dict[str, list[Finding]] = {}
    for finding in findings:
        alike.setdefault(finding.fingerprint, []).append(finding)
    return Baseline(entries={fingerprint: _entry_of(fingerprint, group) for fingerprint, group in alike.items()})


def _entry_of(fingerprint: str, findings: Sequence[Finding]) -> Entry:
    """The entry of passages with one fingerprint, shown as the first of them by the ids of its articles."""
    shown = min((each.match for each in findings), key=lambda match: (match.left, match.right))
    return Entry(
        fingerprint=fingerprint,
        holders=max(each.holders for each in findings),
        words=max(each.match.scores.aligned_words for each in findings),
        articles=tuple(_bounded(side.article, _LONGEST_ID) for side in (shown.left, shown.right)),
        begins=_bounded(" ".join(shown.left.text[: 4 * _LONGEST_BEGINNING].split()), _LONGEST_BEGINNING),
    )


def _bounded(text: str, longest: int) -> str:
    """`text` in `longest` characters at most, cut between words where one ends in the last quarter of them.

    Not at any space: before scripts without spaces, and before a long word, the last one may stand near the start.
    """
    if len(text) <= longest:
        return text
    fits = longest - len(_CUT)
    space = text.rfind(" ", 0, fits + 1)
    return text[: space if 4 * space >= 3 * fits else fits] + _CUT


def read_baseline(path: str) -> Baseline:
    """Raises `InputError` for a file that cannot be read, is no baseline, or is one of a newer dedup."""
    content = _content(path)
    try:
        document = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    # RecursionError: a file of nested brackets.
    except (ValueError, RecursionError) as error:
        _refuse(path, f"no valid JSON ({_why(error)})")
    version = document.get(NAME) if isinstance(document, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        _refuse(path, f"no baseline: it has no {NAME}")
    if version > VERSION:
        raise InputError(f"{path}: a baseline of version {version}; this dedup reads {VERSION}, a newer one wrote it")
    unknown = sorted({*document} - {NAME, "entries"})
    if unknown:
        _refuse(path, f"no baseline: unknown key {unknown[0][:40]!a}")
    listed = document.get("entries")
    if not isinstance(listed, list):
        _refuse(path, "no baseline: its entries are no list")
    entries: dict[str, Entry] = {}
    for number, item in enumerate(listed, 1):
        entry = _entry(path, number, item, FIELDS[version])
        if entry.fingerprint in entries:
            _refuse(path, f"entry {number}: {entry.fingerprint} stands twice")
        entries[entry.fingerprint] = entry
    return Baseline(entries=entries)


def _content(path: str) -> bytes:
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            raise InputError(f"{path}: no file; a baseline is a file that --update-baseline writes")
        with open(path, "rb") as stream:
            content = stream.read(FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise InputError(f"{path}: there is no such baseline; --update-baseline writes it") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path}: cannot be read: {reason}") from error
    if len(content) > FILE_BYTES:
        raise InputError(f"{path}: more than {FILE_BYTES:,} bytes; that is no baseline")
    return content


def _entry(path: str, number: int, item: Any, fields: Sequence[str]) -> Entry:
    if not isinstance(item, dict) or sorted(item) != sorted(fields):
        _refuse(path, f"entry {number}: not an object of {', '.join(fields)}")
    fingerprint, holders, words = (item[name] for name in FIELDS[1])
    articles, begins = item.get("articles", []), item.get("begins", "")
    if not isinstance(fingerprint, str) or not _FINGERPRINT.fullmatch(fingerprint):
        _refuse(path, f"entry {number}: its fingerprint is not 32 hexadecimal digits")
    for name, value, least in (("holders", holders, 2), ("words", words, 0)):
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            _refuse(path, f"entry {number}: its {name} are no whole number from {least}")
    if not isinstance(articles, list) or len(articles) not in (0, 2):
        _refuse(path, f"entry {number}: its articles are not a list of two, or of none")
    if not all(isinstance(each, str) for each in (*articles, begins)):
        _refuse(path, f"entry {number}: its articles and its beginning are no text")
    return Entry(
        fingerprint=fingerprint,
        holders=holders,
        words=words,
        articles=tuple(_bounded(each, _LONGEST_ID) for each in articles),
        begins=_bounded(begins, _LONGEST_BEGINNING),
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _why(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return "no UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)


def _refuse(path: str, why: str) -> NoReturn:
    raise InputError(f"{path}: {why}; {_ADVICE}")
