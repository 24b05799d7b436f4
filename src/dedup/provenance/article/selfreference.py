"""Where a text speaks of itself: "Portions of this story first appeared in …"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from dedup.model import Span
from dedup.provenance.language.lexicon import lexicons
from dedup.provenance.language.scan import low
from dedup.provenance.view import Attribution
from dedup.text.outline import Outline
from dedup.text.positions import span_at

_LEAD = " \t\n([{*_–—-•\"'“‘"
_LONGEST = 60


def speaks_of_itself(text: str, sentence: Span) -> bool:
    """Whether a sentence begins with what a text calls itself."""
    return (
        low(text[sentence.start : min(sentence.end, sentence.start + _LONGEST)]).lstrip(_LEAD).startswith(_openings())
    )


def widened(found: Iterable[Attribution], text: str, outline: Outline) -> Iterator[Attribution]:
    """Attributions, with those of a sentence in which the text speaks of itself made credits for all of it."""
    for item in found:
        sentence = span_at(outline.sentences, item.place.start)
        if item.kind == "report" and item.name is not None and sentence and speaks_of_itself(text, sentence):
            yield replace(item, nature="channel", kind="credit", scope="text", covers=Span(0, len(text)))
        else:
            yield item


@cache
def _openings() -> tuple[str, ...]:
    return tuple(sorted(phrase for lexicon in lexicons() for phrase in lexicon.itself))
