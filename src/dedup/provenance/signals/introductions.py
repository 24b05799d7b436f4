"""Introductions as evidence: who is named in full has not been met before in the article, who is not was met before.

News introduces people and bodies once, in full (``Arvo Kelm``, ``the Arden Press Agency (APA)``), and is short
afterwards. A passage keeps to that in the article it was written for. Elsewhere it leaves somebody unintroduced or
introduces them twice, unless whoever took it mended that.
"""

from __future__ import annotations

from collections.abc import Iterator

from dedup.model import Evidence, Passage, Place
from dedup.provenance.manner.appellations import Appellation, Appellations
from dedup.provenance.view import Dossier, Found, Side, quote
from dedup.provenance.weights import Weights

_CLEAR = 2  # names


def evidence(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Evidence, ...]:
    """Names in the passage are as full or short as one article wants them there: the likelier origin."""
    sides = (left, left.appellations, found.left), (right, right.appellations, found.right)
    scores: dict[str, int] = {}
    shown: dict[str, tuple[str, Place, bool]] = {}
    for dossier, own, passage in sides:
        for one in _first_within(own, passage):
            score = sides[0][1].fit(one, found.left) - sides[1][1].fit(one, found.right)
            if score:
                scores[one.name] = scores.get(one.name, 0) + score
                words = dossier.article.text[one.position : one.end]
                place = Place(article=dossier.article.id, start=one.position, end=one.end)
                told = words, place, one.full
                shown[one.name] = min(shown.get(one.name, told), told)
    total = sum(scores.values())
    if not total:
        return ()
    origin: Side = "left" if total > 0 else "right"
    words, place, full = shown[min(name for name, score in scores.items() if score * total > 0)]
    factor = min(1.0, abs(total) / (2 * _CLEAR))
    known = "is introduced here" if full else "was introduced before"
    trigger = f"“{quote(words, 60)}” {known} in one article, not in the other"
    return (weights.evidence("seams.introductions", trigger, (place,), factor=factor, origin=origin),)


def _first_within(side: Appellations, passage: Passage) -> Iterator[Appellation]:
    """The first appellation of each name inside a passage."""
    seen: set[str] = set()
    for one in side.every.within(passage.start, passage.end):
        if one.name not in seen:
            seen.add(one.name)
            yield one
