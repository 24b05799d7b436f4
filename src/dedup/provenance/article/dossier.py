"""What an article says of its sources and speakers, found once and used for every pair."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.model import Article, Span
from dedup.provenance.article.cited import in_words
from dedup.provenance.article.clauses import in_clauses
from dedup.provenance.article.credits import acronyms, credits
from dedup.provenance.article.furniture import prose
from dedup.provenance.article.heard import languages
from dedup.provenance.article.occasions import occasions
from dedup.provenance.article.posts import attribution_of, posts
from dedup.provenance.article.quoted import speakers
from dedup.provenance.article.saying import verbs_behind
from dedup.provenance.article.selfreference import widened
from dedup.provenance.article.speech import speeches
from dedup.provenance.language.agencies import agencies_in
from dedup.provenance.language.lexicon import Lexicon, recognised
from dedup.provenance.language.naming import Name, outlet_names, same_name
from dedup.provenance.language.scan import cue_hits, low, searched, spans_of
from dedup.provenance.manner.appellations import Appellation, Appellations, appellations
from dedup.provenance.manner.habits import Choice, Habits, habits
from dedup.provenance.manner.placed import Placed
from dedup.provenance.manner.sequences import sequences
from dedup.provenance.view import Attribution, Dossier, Occasion, Speech
from dedup.text.outline import Outline
from dedup.text.packing import unpacked


class Told(NamedTuple):
    """What the words of a text tell, whoever published it: fields of `Dossier`.

    `prose` is None where it is the text: a copy would be sent from process to process, and kept.
    """

    credits: tuple[Attribution, ...]
    local: tuple[Attribution, ...]
    speakers: tuple[Name | None, ...]
    speeches: tuple[Speech, ...]
    occasions: tuple[Span, ...]
    translations: tuple[Span, ...]
    previews: tuple[Span, ...]
    venues: tuple[Occasion, ...]
    languages: tuple[Lexicon, ...]
    agencies: tuple[Name, ...]
    prose: str | None
    habits: Habits
    appellations: Appellations
    sequences: NDArray[np.uint16]


def dossier(article: Article, outline: Outline, known: Told | None = None) -> Dossier:
    """Read an article's attributions, speakers and occasions; time linear in its length.

    `known` is what `told` gave for its text, where that is known already.
    """
    read = known or told(article.text, outline)
    if read.prose is None:
        read = read._replace(prose=article.text)
    names = outlet_names(article.outlet, article.url)
    return Dossier(article=article, outline=outline, names=names, **read._asdict())


def brief_dossier(article: Article, outline: Outline) -> Dossier:
    """A dossier without what the text says of others and how it is written: no speakers, attributions or habits."""
    return Dossier(
        article=article,
        outline=outline,
        names=outlet_names(article.outlet, article.url),
        credits=(),
        local=(),
        speakers=(None,) * len(outline.quotations),
        speeches=(),
        occasions=(),
        translations=(),
        previews=(),
        prose=article.text,
        habits=Habits(choices=Placed(Choice, ()), counts={}),
        appellations=Appellations(every=Placed(Appellation, ()), introduced={}, first={}, last_short={}),
        sequences=np.empty(0, np.uint16),
    )


# As in `dedup.text.outline`: one text compared with many.
@lru_cache(maxsize=64)
def told(text: str, outline: Outline) -> Told:
    """What a text tells of its sources, and how it is written; time linear in its length."""
    embedded = tuple(posts(text, outline))
    signed = [attribution_of(post) for post in embedded]
    authors = [post.author for post in embedded if post.author is not None and post.person]
    writing = habits(text, outline), appellations(text), sequences(text, outline)
    whole, text = text, prose(text)
    lower, _, words, used = searched(text)
    known, agencies = acronyms(text), agencies_in(text)
    hits = [(each, cue_hits(text, lower, words, each)) for each in used]
    if recognised(used):
        hits = [(each, verbs_behind(text, outline, each, found)) for each, found in hits]
    spoken, mentions = speeches(text, lower, outline, hits, authors)
    persons = tuple(speech for speech in spoken if speech.speaker.tokens)
    every = sorted({hit for _, found in hits for hit in found})
    cited = [*in_words(text, words, outline, hits, known, persons)]
    heard = [item.place for item in cited if not _is_come_by(text, item, used)]
    heard += [speech.place for speech in persons]
    read = used if recognised(used) else ()
    clauses = [item for lexicon in read for item in in_clauses(text, outline, lexicon, heard)]
    cited += [item for item in clauses if item.name is not None or item.document]
    found = _distinct(
        (
            *widened(cited, text, outline),
            *credits(text, outline, known, used, agencies),
            *signed,
        )
    )
    return Told(
        credits=tuple(item for item in found if item.scope == "text"),
        local=tuple(item for item in found if item.scope != "text"),
        speakers=speakers(text, outline, spoken, mentions, [item.place for item in clauses]),
        speeches=persons,
        occasions=spans_of(every, "occasion"),
        translations=tuple(sorted((*spans_of(every, "translated"), *languages(text, hits)))),
        previews=spans_of(every, "preview"),
        venues=occasions(text),
        languages=used,
        agencies=agencies,
        prose=None if text == whole else text,
        habits=writing[0],
        appellations=writing[1],
        sequences=writing[2],
    )


def _is_come_by(text: str, item: Attribution, used: Iterable[Lexicon]) -> bool:
    """Whether an attribution tells but who came by a paper: "seen by the Herald"."""
    first = low(text[item.place.start : item.place.end]).split()[:1]
    return bool(first) and any(first[0] in lexicon.come_by for lexicon in used)


def told_with(text: str, packed: bytes) -> Told:
    """`told` with the bytes of an outline (`dedup.text.packing`): less to send to another process than its objects."""
    return told(text, unpacked(packed))


def attributions(article: Article, outline: Outline) -> tuple[Attribution, ...]:
    """Every place where an article says whose words it carries, in order of appearance."""
    return dossier(article, outline).attributions


def _distinct(found: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """In order of appearance; of two with one name for one stretch the first stays."""
    kept: list[Attribution] = []
    for item in sorted(found, key=lambda item: (item.place, item.kind, item.name or Name(display="", tokens=()))):
        twin = any(
            item.covers == other.covers and item.kind == other.kind
            and (item.name == other.name or (item.name and other.name and same_name(item.name, other.name)))
            for other in kept[-6:]
        )  # fmt: skip
        if not twin:
            kept.append(item)
    return tuple(kept)
