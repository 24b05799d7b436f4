"""A check: what new articles share with each other and with all that is held, as an audit of all together has it.

The search of an audit compares each text with those that share rare wording with it. Here these are found through the
index; they and the new ones are compared as in an audit, with the counts of the whole collection.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.compiled import worth_compiling
from dedup.config import Settings
from dedup.index import held
from dedup.index.candidates import candidates
from dedup.index.findable import findable
from dedup.index.masking import Mask
from dedup.index.state import State
from dedup.index.unmasking import Unmasked
from dedup.index.whole import Everything, Part
from dedup.matching.collection import prepare
from dedup.matching.lexicon import build_lexicon
from dedup.matching.presets import PRESETS
from dedup.matching.search import FEW, every_pair, search
from dedup.model import Article, Report, Skipped
from dedup.pipeline import audit_of_part
from dedup.text.order import place_of
from dedup.work import Progress, worth_compiled


def check(
    db: sqlite3.Connection,
    state: State,
    articles: Sequence[Article],
    settings: Settings,
    mask: Mask | None = None,
    *,
    skipped: Sequence[Skipped] = (),
    progress: Progress | None = None,
) -> Report:
    """What an audit of the held `articles` and these reports of the latter, from one state of the index.

    A held article with an id among them is left out: theirs takes its place. Where the held ones are masked, by `mask`,
    so are these; the report shows them as they are.
    """
    places = [place_of(article.text, article.id) for article in articles]
    given = articles if mask is None else mask.articles(articles)
    compiled = worth_compiling(sum(len(article.text) for article in articles))
    new = findable(given, places, workers=settings.workers, compiled=compiled)
    replaced = [each.number for each in held.find(db, [article.id for article in articles]).values()]
    everything = Everything(db, state, new, replaced, mask)
    found = candidates(
        everything, build_lexicon(new.table, Part(everything=everything, handles=everything.own()), new.words)
    )
    partners = _partners(everything, found, settings, progress) if len(found) else found
    handles = _ordered(everything, np.concatenate([partners, everything.own()]))
    return audit_of_part(
        everything.articles(handles),
        frozenset(article.id for article in articles),
        Part(everything=everything, handles=handles),
        everything,
        settings,
        None if mask is None else Unmasked(db, mask, articles, new.articles),
        skipped=skipped,
        progress=progress,
    )


def _partners(
    everything: Everything, found: NDArray[np.int64], settings: Settings, progress: Progress | None
) -> NDArray[np.int64]:
    """Those of some held articles that share wording with a new one in some place."""
    handles = _ordered(everything, np.concatenate([found, everything.own()]))
    only = np.unique(np.concatenate([np.empty(0, np.uint64), *(codes for codes, _ in everything.new.features())]))
    part = Part(everything=everything, handles=handles, only=only)
    texts = [article.text for article in everything.articles(handles)]
    compiled = worth_compiling(sum(map(len, texts)))
    collection = prepare(texts, compiled=compiled, whole=part)
    regions = search(
        collection,
        PRESETS[settings.preset],
        every_pair(len(texts) if everything.texts <= FEW else 0),
        compiled=compiled or worth_compiled(collection),
        workers=settings.workers,
        progress=None if progress is None else lambda done, total: progress("compare", done, total),
        wanted=(handles >= everything.held).astype(np.int8),
    ).regions
    met = handles[np.unique(regions.pairs)]
    return met[met < everything.held]


def _ordered(everything: Everything, handles: NDArray[np.int64]) -> NDArray[np.int64]:
    return handles[np.argsort(everything.orders[handles], kind="stable")]
