"""A cue in a text, and the attribution that stands with it."""

from __future__ import annotations

from typing import NamedTuple

from dedup.model import Span
from dedup.provenance.article.offices import Offices
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.phrases import Phrase
from dedup.provenance.language.scan import Hit
from dedup.provenance.view import Attribution, AttributionKind, Scope
from dedup.text.outline import Outline
from dedup.text.positions import led_to, quotations_in, span_at

# More quotations than a sentence touches.
MOST_QUOTATIONS = 40
# Characters that the longest cue of a list takes.
CUE_LONGEST = 24


class Cue(NamedTuple):
    """Where a cue stands, with what its text said before: the `last` source, and the `paper` among them."""

    text: str
    outline: Outline
    hit: Hit
    block: Span
    lexicon: Lexicon
    offices: Offices
    last: Attribution | None
    paper: Attribution | None

    def names(self, phrase: Phrase | None) -> Attribution | None:
        """The attribution to the source of a phrase, if there is one."""
        return made(self.text, self.outline, self.hit, phrase) if phrase is not None else None


def made(text: str, outline: Outline, hit: Hit, phrase: Phrase) -> Attribution:
    """The attribution to the source of a phrase, over the sentence of its cue and the quotations that it touches."""
    place = Span(min(hit.start, phrase.span.start), max(hit.end, phrase.span.end))
    if hit.kind == "contribution":
        whole = Span(0, len(text))
        return Attribution(
            name=phrase.name, nature="channel", kind="contribution", scope="text", covers=whole, place=place
        )
    sentence = span_at(outline.sentences, hit.start) or place
    covers, scope = _cover(outline, sentence)
    covers = led_to(text, outline, covers)
    kind: AttributionKind = "interview" if hit.kind == "interview" else "hearsay" if hit.kind == "hearsay" else "report"
    return Attribution(
        name=phrase.name, nature=phrase.nature, kind=kind, scope=scope, covers=covers, place=place,
        document=phrase.document, noun=phrase.noun,
    )  # fmt: skip


def _cover(outline: Outline, sentence: Span) -> tuple[Span, Scope]:
    """The sentence, stretched over the quotations it touches: "They are stable," he said in … ."""
    touched = quotations_in(outline.quotations, sentence)
    if not touched or len(touched) > MOST_QUOTATIONS:
        return sentence, "sentence"
    outers = [outline.quotations[index].outer for index in touched]
    covers = Span(min(sentence.start, outers[0].start), max(sentence.end, outers[-1].end))
    quoted = sum(outer.overlap(covers) for outer in outers)
    return covers, "quotation" if 3 * quoted >= len(covers) else "sentence"
