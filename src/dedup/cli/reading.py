"""What commands that read articles say of the reading, and what it means for the exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dedup.cli.messages import Messages, say
from dedup.cli.outputs import Output, protect

if TYPE_CHECKING:
    from dedup.ingest import Reading
    from dedup.model import Skipped

_LISTED = 3
_FOR_PEOPLE = ("table", "markdown")


def announce(paths: Sequence[str], messages: Messages) -> None:
    """Tell a person that input is waited for."""
    if "-" in paths and sys.stdin is not None and sys.stdin.isatty():
        messages.note("reading from the terminal; end with Ctrl-D")


@contextmanager
def watched(paths: Sequence[str], messages: Messages) -> Iterator[None]:
    """Show that reading goes on, unless a person is typing what is read."""
    if "-" in paths and sys.stdin is not None and sys.stdin.isatty():
        yield
        return
    from dedup.cli.progress import StageProgress

    with StageProgress(messages) as progress:
        progress("read files", 0, 0)
        yield


def worth_writing(reading: Reading, planned: Sequence[Output], messages: Messages) -> tuple[Output, ...]:
    """Which outputs are worth writing, now that articles were read. Raises `UsageError` where one would replace an
    input."""
    protect(planned, (*reading.inputs, *(each.path for each in reading.skipped)))
    messages.detail(f"read {len(reading.articles):,} articles, skipped {len(reading.skipped):,} inputs")
    if reading.articles or reading.skipped:
        return tuple(planned)
    # To a person the message says all; a program still gets its report, empty and valid.
    return tuple(each for each in planned if each.path is not None or each.format not in _FOR_PEOPLE)


def notes_of(reading: Reading) -> list[str]:
    """What else there is to know of the reading: to be said after the report, which is the answer."""
    return [f"note: {note}" for note in reading.notes]


def is_whole(reading: Reading, allow_skipped: bool) -> bool:
    """Whether what was read is enough for a run to end with anything but 2."""
    return bool(reading.articles) and (allow_skipped or not reading.skipped)


def complain(
    reading: Reading, paths: Sequence[str], planned: Sequence[Output], messages: Messages, allow_skipped: bool
) -> None:
    """Say what a person must know of the reading beyond the report, when that is written."""
    for note in notes_of(reading):
        messages.note(note)
    shown = any(output.path is None and output.format == "table" for output in planned)
    if reading.skipped and not (allow_skipped and messages.quiet):
        # Without a report they stand nowhere else; in a long one far down.
        number = len(reading.skipped)
        listed = reading.skipped[: 1 if shown else _LISTED if planned else None]
        for at, skipped in enumerate(listed, 1):
            more = f"; and {number - at:,} more" if at == len(listed) < number else ""
            say(f"skipped {place_of(skipped)}: {skipped.reason}{more}")
        count = "1 input was" if number == 1 else f"{number:,} inputs were"
        advice = "" if allow_skipped else "; --allow-skipped accepts that"
        place = ", see the report" if planned else ""
        say(f"{'note' if allow_skipped else 'error'}: {count} skipped{place}{advice}")
    if not reading.articles:
        from dedup.ingest.formats import COMPRESSIONS, FORMATS

        more = f" and {len(paths) - _LISTED:,} more" if len(paths) > _LISTED else ""
        looked = ", ".join("standard input" if path == "-" else path for path in paths[:_LISTED])
        endings = f"files ending in {', '.join(FORMATS)} (also with {', '.join(COMPRESSIONS)})"
        say(f"error: no articles in {looked}{more}; read are {endings}")


def place_of(skipped: Skipped) -> str:
    """Where it is."""
    return skipped.path if skipped.line is None else f"{skipped.path}:{skipped.line}"
