"""A check: what new articles share with each other and with all that is held, as an audit of all together has it.

The search of an audit compares each text with those that share rare wording with it. Here these are found through the
index; they and the new ones are compared as in an audit, with the counts of the whole collection.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dedup.ahead import Processes
from dedup.compiled import worth_compiling
from dedup.config import Settings
from dedup.index import held
from dedup.index.candidates import candidates
from dedup.index.findable import findable
from dedup.index.masking import Mask
from dedup.index.part import Part
from dedup.index.state import State
from dedup.index.unmasking import Unmasked
from dedup.index.whole import Everything
from dedup.matching.collection import prepare
from dedup.matching.lexicon import build_lexicon
from dedup.model import Article, Report, Skipped
from dedup.pipeline import audit_of_part
from dedup.sketch.groups import distinct
from dedup.text.order import place_of
from dedup.work import Met, Progress, searched, worth_compiled


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
    with Processes(settings.workers) as processes:
        new = findable(given, places, processes=processes, compiled=compiled)
        replaced = [each.number for each in held.find(db, [article.id for article in articles]).values()]
        everything = Everything(db, state, new, replaced, mask)
        at_hand, met = _met(everything, settings, progress)
    return audit_of_part(
        at_hand,
        met,
        settings,
        None if mask is None else Unmasked(db, state.letters, mask, articles, new.articles),
        skipped=skipped,
        progress=progress,
    )


def _met(everything: Everything, settings: Settings, progress: Progress | None) -> tuple[list[Article], Met]:
    """The new articles and those held ones that share wording with one of them in some place, and where."""
    new, own = everything.new, everything.own()
    found = candidates(everything, build_lexicon(new.table, Part(everything=everything, handles=own), new.words))
    handles = np.concatenate([found, own])
    handles = handles[np.argsort(everything.orders[handles], kind="stable")]
    only = distinct(np.concatenate([np.empty(0, np.uint64), *(codes for codes, _ in new.features())]))
    articles = everything.articles(handles)
    texts = [article.text for article in articles]
    compiled = worth_compiling(sum(map(len, texts)))
    collection = prepare(texts, compiled=compiled, whole=Part(everything=everything, handles=handles, only=only))
    of_new = handles >= everything.held
    result = searched(
        collection,
        settings,
        compiled=compiled or worth_compiled(collection),
        progress=progress,
        wanted=np.where(of_new, 2, 0).astype(np.int8),
    )
    # What is told of a text by itself stays as it is for those that are left.
    chosen = distinct(np.concatenate([np.flatnonzero(of_new), result.regions.pairs.ravel()]))
    pairs = np.searchsorted(chosen, result.regions.pairs).astype(np.int32)
    return [articles[number] for number in chosen.tolist()], Met(
        new=frozenset(article.id for article in new.articles),
        collection=collection.of(chosen, searched=False),
        found=replace(result, regions=replace(result.regions, pairs=pairs)),
        shelf=everything,
    )
