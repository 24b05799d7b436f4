"""Lines above or below a text that say in words whom it is from: "With reporting by …", "Press release from …"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple, cast

from dedup.model import Span
from dedup.provenance.agencies import is_agency
from dedup.provenance.lexicon import Lexicon
from dedup.provenance.naming import Name
from dedup.provenance.phrases import source_in
from dedup.provenance.scan import low
from dedup.provenance.words import words_after

_LEAD = " \t\n([{*_–—-•\"'“‘"
# "Copyright 2031 Arden Press Agency. All rights reserved."
_COPYRIGHT = re.compile(
    r"\s*(?:copyright|©|\(c\))\s*(?:©|\(c\))?\s*(?:\d{4}(?:[-–]\d{4})?,?)?\s*(?:by\s|the\s)*", re.IGNORECASE
)
_ENDS = re.compile(r"[.,;:|/()]|\s[-–—]\s")
Kind = Literal["credit", "contribution"]


class Line(NamedTuple):
    """Whom a line credits, as what, and where the name stands in the line."""

    name: Name
    kind: Kind
    place: Span


def credited(line: str, used: Sequence[Lexicon], agency: Callable[[str], Name | None]) -> Iterator[Line]:
    """Whom a line credits; `agency` tells an agency by its name. A person who helped is none."""
    mark = _COPYRIGHT.match(line)
    if mark is not None and mark.end():
        name = agency(_ENDS.split(line[mark.end() :], maxsplit=1)[0])
        if name is not None:
            yield Line(name, "credit", Span(mark.end(), len(line)))
        return
    begin = len(line) - len(line.lstrip(_LEAD))
    folded = low(line)
    for lexicon in used:
        for phrase, kind in _phrases(lexicon):
            at = folded.find(phrase)
            if at < 0 or not (at == begin or folded.startswith(tuple(lexicon.itself), begin)):
                continue
            end = at + len(phrase)
            if folded[end : end + 1].isalnum() or folded[max(0, at - 1) : at].isalnum():
                continue
            found = source_in(words_after(line, end, len(line), lexicon), line, lexicon)
            if found is None or found.name is None:
                continue
            # Persons who reported are the outlet's own.
            if found.nature == "channel" or is_agency(found.name):
                yield Line(found.name, kind, Span(begin, found.span.end))
                return


@cache
def _phrases(lexicon: Lexicon) -> tuple[tuple[str, Kind], ...]:
    """The phrases that a name follows, the longest first."""
    lines = sorted(lexicon.credit_lines.items(), key=lambda item: (-len(item[0]), item[0]))
    return tuple((phrase, cast("Kind", kind)) for phrase, kind in lines)
