"""From a region to a pair of passages: exact word alignment, quotation-aware trimming, words and spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import log

import numpy as np
from numpy.typing import NDArray

from dedup.matching.alignment import Alignment, align
from dedup.matching.collection import Collection
from dedup.matching.extension import grown_by
from dedup.matching.presets import Preset
from dedup.model import Span
from dedup.text.outline import Outline

# Words around a quotation that both sides share ("Captain Darrow, the harbour master, said"), and the first words
# of the next paragraph, join the passage only when they would stand as a passage of their own: this many
# matched words, this many that are no names.
_STANDS_ALONE_WORDS, _STANDS_ALONE_PLAIN = 8, 4
# What remains when they are left away has at least this many matched words.
_REMAINS = 4
# Matches of which this share stands inside quotation marks on both sides are a quotation.
_QUOTED_SHARE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Where two texts share wording: token numbers within each text, half-open.

    `rarity` is the share of its worth that the wording keeps when phrases many texts hold count for less.
    `summary` is 1 where the left side sums up the right, 2 where the right sums up the left, else 0.
    """

    left: Span
    right: Span
    rarity: float = 1.0
    summary: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """A region after alignment. Token numbers count within each text.

    `pairs` match in order, `moved` out of order. `evidence` is the worth of the matched words in nats (names
    are worth little), `density` their share of the worth of all words, the lesser of both sides. `quoted` says
    that both texts mark the words as a quotation. `names` is the share of names among the matched words that
    are no function words.
    """

    region: Region
    pairs: tuple[tuple[int, int], ...]
    moved: tuple[tuple[int, int], ...]
    evidence: float
    density: float
    quoted: bool
    names: float

    @property
    def matched(self) -> list[tuple[int, int]]:
        return sorted((*self.pairs, *self.moved))


class Side:
    """One text's columns of a collection, as plain lists for the alignment of one region at a time."""

    __slots__ = ("block", "ends", "keys", "local", "names", "quoted", "starts", "words", "worth")

    def __init__(self, collection: Collection, text: int, outline: Outline) -> None:
        rows = collection.table.rows(text)
        self.keys: list[int] = collection.lexicon.keys[rows].tolist()
        self.words: list[int] = collection.table.words[rows].tolist()
        self.starts: list[int] = collection.table.starts[rows].tolist()
        self.ends: list[int] = collection.table.ends[rows].tolist()
        self.worth: list[float] = collection.lexicon.worth[rows].tolist()
        self.local: list[int] = collection.lexicon.local[rows].tolist()
        self.names: list[bool] = collection.lexicon.name[collection.lexicon.keys[rows]].tolist()
        opens = np.array([block.span.start for block in outline.blocks], dtype=np.int64)
        self.block: list[int] = np.searchsorted(opens, self.starts, side="right").tolist()
        self.quoted: list[int] = quotation_of(collection.table.starts[rows], outline).tolist()

    def leading(self, at: int, step: int, reach: int, quoted: bool) -> range:
        """Up to `reach` words from `at` on in the direction of `step`, within the paragraph (or the quotation) before it."""
        inside = self.quoted if quoted else self.block
        here = inside[at - step]
        end = at
        while abs(end - at) < reach and 0 <= end < len(inside) and inside[end] == here:
            end += step
        return range(at, end, step)


def refine(
    left: Side, right: Side, region: Region, weight: Sequence[float], common: Sequence[bool], preset: Preset
) -> Aligned | None:
    """Align a region exactly; None where no words match after all."""
    region = _extended(left, right, _grown(left, right, region), common, preset)
    found = align(_part(left.keys, region.left), _part(right.keys, region.right), weight, common)
    pairs, moved = _placed(found, region)
    if preset.trim_framing:
        pairs, moved = _without_stubs(left, *_without_framing(left, right, pairs, moved))
    matched = sorted((*pairs, *moved))
    if not matched:
        return None
    columns = sorted(j for _, j in matched)
    region = Region(
        left=Span(matched[0][0], matched[-1][0] + 1),
        right=Span(columns[0], columns[-1] + 1),
        rarity=region.rarity,
        summary=region.summary,
    )
    quoted = sum(left.quoted[i] >= 0 and right.quoted[j] >= 0 for i, j in matched)
    aligned = Aligned(
        region=region,
        pairs=tuple(pairs),
        moved=tuple(moved),
        evidence=0.0,
        density=0.0,
        quoted=quoted >= _QUOTED_SHARE * len(matched),
        names=_name_share(left, matched, common),
    )
    return weighed(left, right, aligned, preset)


def equal_texts(left: Side, right: Side, rarity: float, common: Sequence[bool], preset: Preset) -> Aligned | None:
    """All of two texts of the same words, as one passage: nothing of equal texts is left over. None for others."""
    if left.words != right.words or not left.words:
        return None
    whole = Span(0, len(left.words))
    region = Region(left=whole, right=whole, rarity=rarity)
    pairs = tuple((at, at) for at in range(len(whole)))
    quoted = sum(left.quoted[i] >= 0 and right.quoted[i] >= 0 for i, _ in pairs)
    aligned = Aligned(
        region=region,
        pairs=pairs,
        moved=(),
        evidence=0.0,
        density=0.0,
        quoted=quoted >= _QUOTED_SHARE * len(pairs),
        names=_name_share(left, pairs, common),
    )
    return weighed(left, right, aligned, preset)


def weighed(left: Side, right: Side, aligned: Aligned, preset: Preset) -> Aligned:
    """The same alignment with evidence and density by the worth that the words have on these sides."""
    region = aligned.region
    evidence_left, all_left = _evidence(left, right, aligned.matched, region.left, preset)
    flipped = sorted((j, i) for i, j in aligned.matched)
    evidence_right, all_right = _evidence(right, left, flipped, region.right, preset)
    return replace(
        aligned,
        evidence=region.rarity * min(evidence_left, evidence_right),
        density=_density(evidence_left / max(all_left, 1e-9), evidence_right / max(all_right, 1e-9), region.summary),
    )


def _density(left: float, right: float, summary: int) -> float:
    """The matched share of the lesser side; of the shorter text where that sums up the other."""
    return (min(left, right), left, right)[summary]


def nothing_aligned(region: Region) -> Aligned:
    """A region of which no words match but by chance: articles of nothing but function words."""
    return Aligned(region=region, pairs=(), moved=(), evidence=0.0, density=0.0, quoted=False, names=0.0)


def _part(column: list[int], span: Span) -> list[int]:
    return column[span.start : span.end]


def _grown(left: Side, right: Side, region: Region) -> Region:
    """Take in the equal words just before and after, function words too."""
    i0, i1, j0, j1 = region.left.start, region.left.end, region.right.start, region.right.end
    while i0 and j0 and left.keys[i0 - 1] == right.keys[j0 - 1]:
        i0, j0 = i0 - 1, j0 - 1
    while i1 < len(left.keys) and j1 < len(right.keys) and left.keys[i1] == right.keys[j1]:
        i1, j1 = i1 + 1, j1 + 1
    return Region(left=Span(i0, i1), right=Span(j0, j1), rarity=region.rarity, summary=region.summary)


def _extended(left: Side, right: Side, region: Region, common: Sequence[bool], preset: Preset) -> Region:
    """Take in what stands near the region on both sides in other order or words."""
    spans = []
    for step, i, j in ((-1, region.left.start - 1, region.right.start - 1), (1, region.left.end, region.right.end)):
        quoted = left.quoted[i - step] >= 0 and right.quoted[j - step] >= 0
        price = preset.growth.quoted_price if quoted else preset.growth.price
        rows = left.leading(i, step, preset.growth.reach, quoted), right.leading(j, step, preset.growth.reach, quoted)
        columns = [
            (
                [side.keys[x] for x in row],
                [
                    0.0 if common[side.keys[x]] else side.worth[x] / (1.0 + preset.locality * log(side.local[x]))
                    for x in row
                ],
            )
            for side, row in zip((left, right), rows, strict=True)
        ]
        spans.append(grown_by(*columns[0], *columns[1], price))
    (back_left, back_right), (on_left, on_right) = spans
    return Region(
        left=Span(region.left.start - back_left, region.left.end + on_left),
        right=Span(region.right.start - back_right, region.right.end + on_right),
        rarity=region.rarity,
        summary=region.summary,
    )


def _placed(found: Alignment, region: Region) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    di, dj = region.left.start, region.right.start
    return [(i + di, j + dj) for i, j in found.pairs], [(i + di, j + dj) for i, j in found.moved]


def _without_framing(
    left: Side, right: Side, pairs: list[tuple[int, int]], moved: list[tuple[int, int]]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Leave away the words that introduce a quotation where they are no evidence of their own."""
    everything = sorted((*pairs, *moved))
    inside = [left.quoted[i] >= 0 or right.quoted[j] >= 0 for i, j in everything]
    if not any(inside) or all(inside):
        return pairs, moved
    first, last = inside.index(True), len(inside) - 1 - inside[::-1].index(True)
    if last + 1 - first < _REMAINS:
        return pairs, moved
    kept = set(everything[first : last + 1])
    for framing in (everything[:first], everything[last + 1 :]):
        if _stands_alone(left, framing):
            kept.update(framing)
    return [pair for pair in pairs if pair in kept], [pair for pair in moved if pair in kept]


def _without_stubs(
    left: Side, pairs: list[tuple[int, int]], moved: list[tuple[int, int]]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Leave away the first and the last words of a passage that belong to a paragraph of their own and say little."""
    everything = sorted((*pairs, *moved))
    paragraphs = [list(group) for _, group in groupby(everything, key=lambda pair: left.block[pair[0]])]
    while len(paragraphs) > 1 and not _stands_alone(left, paragraphs[-1]):
        paragraphs.pop()
    while len(paragraphs) > 1 and not _stands_alone(left, paragraphs[0]):
        paragraphs.pop(0)
    kept = {pair for paragraph in paragraphs for pair in paragraph}
    return [pair for pair in pairs if pair in kept], [pair for pair in moved if pair in kept]


def _stands_alone(left: Side, matched: Sequence[tuple[int, int]]) -> bool:
    plain = sum(not left.names[i] and left.worth[i] > 1.0 for i, _ in matched)
    return len(matched) >= _STANDS_ALONE_WORDS and plain >= _STANDS_ALONE_PLAIN


def _evidence(
    side: Side, other: Side, matched: Sequence[tuple[int, int]], span: Span, preset: Preset
) -> tuple[float, float]:
    """The worth of the matched words of one side, and of all its words, in nats."""
    partner = dict(matched)
    inside = everything = 0.0
    for here in range(span.start, span.end):
        there = partner.get(here)
        count = side.local[here] if there is None else max(side.local[here], other.local[there])
        worth = side.worth[here] / (1.0 + preset.locality * log(count))
        if there is not None and side.worth[here] > 0.0 and not side.names[here]:
            follows = partner.get(here - 1) == there - 1
            leads = partner.get(here + 1) == there + 1
            if follows or leads:
                worth = max(worth, preset.floor)
        everything += worth
        if there is not None:
            inside += worth
    return inside, everything


def _name_share(side: Side, matched: Sequence[tuple[int, int]], common: Sequence[bool]) -> float:
    content = [i for i, _ in matched if not common[side.keys[i]]]
    return sum(side.names[i] for i in content) / max(1, len(content))


def quotation_of(starts: NDArray[np.uint32], outline: Outline) -> NDArray[np.int64]:
    """The number of the quotation each token stands in, or −1."""
    opens = np.array([quotation.span.start for quotation in outline.quotations], dtype=np.int64)
    closes = np.array([-1, *(quotation.span.end for quotation in outline.quotations)], dtype=np.int64)
    index = np.searchsorted(opens, starts.astype(np.int64), side="right") - 1
    return np.where(starts < closes[index + 1], index, -1)


def stretches(pairs: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Matches grouped into runs of consecutive words on both sides."""
    run: list[tuple[int, int]] = []
    for pair in pairs:
        if run and (pair[0] != run[-1][0] + 1 or pair[1] != run[-1][1] + 1):
            yield run
            run = []
        run.append(pair)
    if run:
        yield run
