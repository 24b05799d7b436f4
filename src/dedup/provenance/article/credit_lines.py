"""Lines above or below a text that say in words whom it is from: "With reporting by …", "Press release from …"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple, cast

from dedup.model import Span
from dedup.provenance.language.agencies import is_agency
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.naming import Name
from dedup.provenance.language.phrases import source_in
from dedup.provenance.language.scan import low, searchable
from dedup.provenance.language.words import words_after

_LEAD = " \t\n([{*_–—-•\"'“‘"
# "Copyright 2031 Arden Press Agency. All rights reserved."
_COPYRIGHT = re.compile(
    r"\s*(?:copyright|©|\(c\))\s*(?:©|\(c\))?\s*(?:\d{4}(?:[-–]\d{4})?,?)?\s*(?:by\s|the\s)*", re.IGNORECASE
)
_CLOSING = " \t\n.,;/|()[]{}*_–—-•\"'”’»"
_SENTENCE_END = re.compile(r"[.;](?:\s|\Z)")
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
    folded = searchable(line)
    for lexicon in used:
        for phrase, kind, agencies in _phrases(lexicon):
            at = folded.find(phrase)
            if at < 0 or not (at == begin or folded.startswith(tuple(lexicon.itself), begin)):
                continue
            end = at + len(phrase)
            if folded[end : end + 1].isalnum() or folded[max(0, at - 1) : at].isalnum():
                continue
            found = source_in(words_after(line, end, len(line), lexicon), line, lexicon)
            if found is None or found.name is None:
                continue
            if at == begin and not _is_all(line[found.span.end :], lexicon):
                continue  # "Taken from Kessel Museum, the vase is back"
            # Persons who reported are the outlet's own.
            if is_agency(found.name) or (found.nature == "channel" and not agencies):
                yield Line(found.name, kind, Span(begin, found.span.end))
                return


def _is_all(rest: str, lexicon: Lexicon) -> bool:
    """Whether a line says no more after a name: closing marks, further names, or the end of a sentence."""
    named = _SENTENCE_END.split(rest, maxsplit=1)[0]
    words = [word.strip(_CLOSING) for word in named.split()]
    return ":" not in named and all(
        not word or word[0].isupper() or low(word) in lexicon.joints | lexicon.determiners for word in words
    )


@cache
def _phrases(lexicon: Lexicon) -> tuple[tuple[str, Kind, bool], ...]:
    """The phrases that a name follows, the longest first, and whether only an agency does."""
    lines = sorted(lexicon.credit_lines.items(), key=lambda item: (-len(item[0]), item[0]))
    return tuple(
        (phrase, cast("Kind", "contribution" if kind == "agency" else kind), kind == "agency") for phrase, kind in lines
    )
