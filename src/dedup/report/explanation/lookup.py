"""Which match of a report is meant: by its id, the beginning of it, or its number in the list that people see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from dedup.errors import UsageError
from dedup.model import Match, Report, SetAside
from dedup.report.order import strongest_first

_SUGGESTED = 3
_LONGEST_SHOWN = 40
_COMPARED = 20_000  # ids that a mistyped one is compared with


def find(report: Report, wanted: str) -> tuple[Match, SetAside | None]:
    """The match that `wanted` names, and how it was set aside, if it was.

    In this order: a whole id; a number of the list "strongest first" that the table and Markdown show, from 1; the
    beginning of one id alone. A leading ``#``, as the table writes ids, means an id. Raises `UsageError`.
    """
    known: dict[str, tuple[Match, SetAside | None]] = {}
    for match, aside in _all(report):
        known.setdefault(match.id, (match, aside))
    if not known:
        raise UsageError("the report holds no match, so there is none to explain")
    asked = wanted.strip()
    name = asked.removeprefix("#")
    if name in known:
        return known[name]
    if asked.isascii() and asked.isdecimal() and len(asked) < 9 and 1 <= int(asked) <= len(report.matches):
        return strongest_first(report.matches)[int(asked) - 1], None
    found = [id for id in known if id.casefold().startswith(name.casefold())] if name else []
    if len(found) == 1:
        return known[found[0]]
    if found:
        more = f" and {len(found) - _SUGGESTED:,} more" if len(found) > _SUGGESTED else ""
        raise UsageError(
            f"{_shown(asked)} is the beginning of {len(found):,} ids: {_listed(sorted(found))}{more}; write more of it"
        )
    near = get_close_matches(name[:_LONGEST_SHOWN], list(known)[:_COMPARED], n=_SUGGESTED)
    advice = f"the nearest: {_listed(near)}" if near else "its ids are in the report, after '#' or under \"id\""
    numbers = f"; numbers go from 1 to {len(report.matches)}" if report.matches else ""
    raise UsageError(f"the report has no match {_shown(asked)}; {advice}{numbers}")


def _all(report: Report) -> Iterator[tuple[Match, SetAside | None]]:
    yield from ((match, None) for match in report.matches)
    yield from ((aside.match, aside) for aside in report.set_aside)


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(id[:_LONGEST_SHOWN] for id in list(ids)[:_SUGGESTED])


def _shown(text: str) -> str:
    return f"{text[:_LONGEST_SHOWN]!a}"
