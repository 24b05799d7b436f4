"""What the signals read: a pair of passages without a verdict, and what each article says of its sources."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dedup.model import (
    Article,
    Common,
    Evidence,
    MatchKind,
    Passage,
    Place,
    Scores,
    SideName,
    Span,
)
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.naming import Name, Nature, OutletNames, same_person
from dedup.provenance.manner.appellations import Appellations
from dedup.provenance.manner.habits import Habits
from dedup.text.outline import Outline
from dedup.text.positions import quotations_in, span_at

Side = SideName
Scope = Literal["text", "paragraph", "sentence", "quotation"]
# How the text names the source: in running words, as an interview, in a credit line or tag, as a helper,
# as the maker of a picture (never a source of words), as hearsay without a name, by the signature of a post, or in
# passing.
AttributionKind = Literal["report", "interview", "credit", "contribution", "photo", "hearsay", "post", "mention"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What matching knows of a pair of passages: a `Match` without its id and verdict."""

    left: Passage
    right: Passage
    kind: MatchKind
    confidence: float
    scores: Scores
    common: tuple[Common, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PairContext:
    """What the whole pair of articles shares, this match included; `shared_left` and `shared_right` are the stretches
    of either article that the matches cover, in order and disjoint."""

    matches: int
    narration_words: int
    in_order: bool
    shared_left: tuple[Span, ...] = ()
    shared_right: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """A place where a text says whose words it carries.

    `covers` is the stretch the words speak for, `scope` what kind of stretch that is, `place` the words
    themselves; `voices` are the persons who speak in that stretch (those it names, where nobody speaks), whose
    next words it may cover too. `document` says that a paper or a recording of the source is named, `noun` by what
    common noun a source without a name goes ("the bank", "the company").
    """

    name: Name | None
    nature: Nature
    kind: AttributionKind
    scope: Scope
    covers: Span
    place: Span
    voices: tuple[Name, ...] = ()
    document: bool = False
    noun: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """A person saying something: ``Putin said``, ``said the minister``, resolved to a name where plain."""

    speaker: Name
    place: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Where somebody spoke to many: what it is called, and whose it is where the text says so."""

    what: str
    owner: Name | None
    place: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that provenance needs of one article, found once.

    `credits` are the attributions that cover the whole text, `local` all others in order of appearance.
    `speakers` runs along ``outline.quotations``. The spans `occasions`, `translations` and `previews` are the
    words that tell of an event attended, a translation, a coming event; `venues` are where somebody spoke to many.
    `languages` are those that the text is read in.
    `prose` is the text without what the page put into it, at the same positions. `habits`, `appellations` and
    `sequences` (a slot for each letter) tell how it is written.
    """

    article: Article
    outline: Outline
    names: OutletNames
    credits: tuple[Attribution, ...]
    local: tuple[Attribution, ...]
    speakers: tuple[Name | None, ...]
    speeches: tuple[Speech, ...]
    occasions: tuple[Span, ...]
    translations: tuple[Span, ...]
    previews: tuple[Span, ...]
    venues: tuple[Occasion, ...] = ()
    languages: tuple[Lexicon, ...] = ()
    agencies: tuple[Name, ...] = ()
    prose: str
    habits: Habits
    appellations: Appellations
    sequences: NDArray[np.uint16] = field(repr=False, compare=False)

    @property
    def attributions(self) -> tuple[Attribution, ...]:
        """Every attribution, in order of appearance."""
        return tuple(sorted((*self.credits, *self.local), key=lambda item: item.place))


@dataclass(frozen=True, slots=True)
class Written:
    """A text and its outline as the key of a cache: cheap to hash, and to compare with itself."""

    text: str
    outline: Outline = field(hash=False)


def written(dossier: Dossier) -> Written:
    return Written(dossier.article.text, dossier.outline)


def span_of(passage: Passage) -> Span:
    return Span(passage.start, passage.end)


def place(dossier: Dossier, span: Span) -> Place:
    return Place(article=dossier.article.id, start=span.start, end=span.end)


def quote(text: str, limit: int = 160) -> str:
    """Words for a ledger: one line, cut in the middle of long stretches."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    half = (limit - 3) // 2
    return f"{line[:half].rstrip()} … {line[-half:].lstrip()}"


def evidence_order(
    item: Evidence, texts: Mapping[str, str]
) -> tuple[str, str, list[tuple[int, int, str]], tuple[Place, ...]]:
    """A total order that depends neither on which side is left nor, where the texts differ, on the articles' ids.

    `texts` are those of the articles by id.
    """
    stretches = sorted((span.start, span.end, texts[span.article]) for span in item.spans)
    return item.signal, item.trigger, stretches, item.spans


def quoted_share(dossier: Dossier, span: Span) -> float:
    """How much of a span stands between quotation marks, 0 to 1."""
    quotations = dossier.outline.quotations
    inside = sum(quotations[i].outer.overlap(span) for i in quotations_in(quotations, span))
    return inside / len(span) if len(span) else 0.0


def is_quoted(dossier: Dossier, passage: Passage) -> bool:
    return passage.kind == "quotation" or quoted_share(dossier, span_of(passage)) >= 0.6


def speaker_of(dossier: Dossier, passage: Passage) -> Name | None:
    """Who speaks in a passage: the speaker of the quotation that holds most of it, else of its sentence."""
    span = span_of(passage)
    quotations = dossier.outline.quotations
    best: tuple[int, int] | None = None
    for index in quotations_in(quotations, span):
        overlap = quotations[index].outer.overlap(span)
        if dossier.speakers[index] is not None and (best is None or overlap > best[0]):
            best = (overlap, index)
    if best is not None and 2 * best[0] >= len(span):
        return dossier.speakers[best[1]]
    middle = (span.start + span.end) // 2
    sentence = span_at(dossier.outline.sentences, middle) or span
    low = bisect_right(dossier.speeches, sentence.start - 1, key=lambda speech: speech.place.start)
    if low < len(dossier.speeches) and dossier.speeches[low].place.start < sentence.end:
        return dossier.speeches[low].speaker
    return dossier.speakers[best[1]] if best is not None else None


def is_reported(dossier: Dossier, passage: Passage) -> bool:
    """Whether sentences in which its speaker is told to say something make up most of a passage."""
    span, speaker = span_of(passage), speaker_of(dossier, passage)
    if speaker is None:
        return False
    sentences, speeches = dossier.outline.sentences, dossier.speeches
    last = span_at(sentences, span.end - 1) or span
    first = span_at(sentences, span.start) or span
    low, high = (
        bisect_right(speeches, at - 1, key=lambda speech: speech.place.start) for at in (first.start, last.end)
    )
    told = {
        span_at(sentences, speech.place.start) or speech.place
        for speech in speeches[low:high]
        if same_person(speech.speaker, speaker)
    }
    return 2 * sum(sentence.overlap(span) for sentence in told) > len(span)
