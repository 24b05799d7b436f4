"""From regions to pairs of passages: the texts as the alignment reads them, and what it found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.matching.collection import Collection
from dedup.matching.columns import Batch, Columns, Limits, Words
from dedup.matching.lexicon import thinning
from dedup.matching.presets import Preset
from dedup.model import Span
from dedup.scratch import release, zeros
from dedup.text.outline import Outline


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


# Three points, however they are set: what was left out of a quotation.
ELLIPSIS = re.compile(r"…|\.\s?\.\s?\.")
# A summary seen from the other side.
_TURNED = np.array([0, 2, 1], dtype=np.int8)

# A region of two texts, by their numbers.
Placed = tuple[int, int, Region]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regions:
    """Regions of pairs of texts, a row each: half a million of them are 20 MB, as objects 200.

    `pairs` are (left text, right text), `places` (left start, left end, right start, right end), half-open; `rarity`
    and `summary` are those of `Region`.
    """

    pairs: NDArray[np.int32]
    places: NDArray[np.int32]
    rarity: NDArray[np.float64]
    summary: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.pairs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Regions) and all(
            np.array_equal(getattr(self, name), getattr(other, name)) for name in self.__slots__
        )

    def __iter__(self) -> Iterator[Placed]:
        return (self[at] for at in range(len(self)))

    def __getitem__(self, at: int) -> Placed:
        one, two = self.pairs[at].tolist()
        i0, i1, j0, j1 = self.places[at].tolist()
        region = Region(
            left=Span(i0, i1), right=Span(j0, j1), rarity=float(self.rarity[at]), summary=int(self.summary[at])
        )
        return one, two, region

    def part(self, begin: int, end: int) -> Regions:
        """The regions from `begin` to `end`."""
        return self.at(slice(begin, end))

    def at(self, rows: slice | NDArray[np.int64]) -> Regions:
        """Some of the regions, by their rows."""
        return Regions(
            pairs=self.pairs[rows], places=self.places[rows], rarity=self.rarity[rows], summary=self.summary[rows]
        )


def regions_of(placed: Sequence[Placed]) -> Regions:
    """Regions as rows."""
    places = [(each.left.start, each.left.end, each.right.start, each.right.end) for _, _, each in placed]
    return Regions(
        pairs=np.array([(left, right) for left, right, _ in placed], dtype=np.int32).reshape(-1, 2),
        places=np.array(places, dtype=np.int32).reshape(-1, 4),
        rarity=np.array([region.rarity for _, _, region in placed], dtype=np.float64),
        summary=np.array([region.summary for _, _, region in placed], dtype=np.int8),
    )


def oriented(regions: Regions, texts: Sequence[str]) -> Regions:
    """The same regions, each with the text on its left that sorts first, sorted by pairs and places.

    What an alignment finds may differ by which side it starts from. Texts are numbered in the order of a hash, and what
    is found must not hang on that.
    """
    turned = np.array([texts[left] > texts[right] for left, right in regions.pairs.tolist()], dtype=np.bool_)
    pairs, places, summary = regions.pairs.copy(), regions.places.copy(), regions.summary.copy()
    pairs[turned] = pairs[turned][:, ::-1]
    places[turned] = places[turned][:, [2, 3, 0, 1]]
    summary[turned] = _TURNED[summary[turned]]
    order = np.lexsort((*places.T[::-1], *pairs.T[::-1]))
    return Regions(pairs=pairs[order], places=places[order], rarity=regions.rarity[order], summary=summary[order])


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


class Texts:
    """The columns of a collection that the alignment reads; the parts of a text are looked up when first needed."""

    def __init__(self, collection: Collection, outline: Callable[[int], Outline], stock: NDArray[np.int32]) -> None:
        table, lexicon = collection.table, collection.lexicon
        size = len(table.words)
        self._table = table
        self._texts = collection.texts
        self._outline = outline
        self._read = np.zeros(len(table), dtype=np.bool_)
        self.columns = Columns(
            offsets=table.offsets,
            words=table.words,
            keys=lexicon.keys,
            worth=lexicon.worth,
            local=lexicon.local,
            sentence=zeros(size, np.int32),
            block=zeros(size, np.int32),
            quoted=zeros(size, np.int32),
            elided=zeros(size, np.bool_),
            stock=stock,
            cased=np.zeros(len(table), dtype=np.bool_),
        )
        self.lexicon = Words(
            weight=lexicon.weight,
            common=lexicon.common,
            name=lexicon.name,
            character=lexicon.character,
            extent=lexicon.extent,
        )
        self.starts, self.ends = table.starts, table.ends
        self._most = int(lexicon.local.max(initial=1))

    def read(self, texts: Iterable[int]) -> None:
        """Make some texts ready."""
        for text in texts:
            if self._read[text]:
                continue
            rows, outline, columns = self._table.rows(text), self._outline(text), self.columns
            starts = self._table.starts[rows]
            begins = np.array([sentence.start for sentence in outline.sentences], dtype=np.int64)
            opens = np.array([block.span.start for block in outline.blocks], dtype=np.int64)
            columns.sentence[rows] = np.searchsorted(begins, starts, side="right")
            columns.block[rows] = np.searchsorted(opens, starts, side="right")
            columns.quoted[rows] = quotation_of(starts, outline)
            columns.elided[rows] = elided_before(starts, self._texts[text])
            columns.cased[text] = self._table.capitals[rows].any()
            self._read[text] = True

    def release(self) -> None:
        """Say that no text is needed for a while; all stay ready."""
        release(*self.columns, self.starts, self.ends)

    def limits(self, preset: Preset, *, trim_framing: bool, whole: bool = True, reasons: int = 0) -> Limits:
        """What a preset asks for. `whole` makes one passage of two equal texts; `reasons` for stock wording."""
        return Limits(
            reach=preset.growth.reach,
            quoted_reach=preset.growth.quoted_reach,
            statement_share=preset.growth.statement_share,
            price=preset.growth.price,
            quoted_price=preset.growth.quoted_price,
            reported_price=preset.growth.reported_price,
            statement_price=preset.growth.statement_price,
            floor=preset.floor,
            trim_framing=trim_framing,
            whole=whole,
            reasons=reasons,
            thinning=thinning(preset.locality, self._most),
        )


def align(kernels: Any, texts: Texts, regions: Regions, limits: Limits) -> Batch:
    """Align regions, sorted by their pairs of texts, by the kernels of `dedup.matching.passage_kernels`.

    The texts must have been read. A region without a match is not `aligned`.
    """
    batch: Batch = kernels.align_regions(
        regions.pairs.astype(np.int64),
        regions.places.astype(np.int64),
        regions.rarity,
        regions.summary.astype(np.int64),
        texts.columns,
        texts.lexicon,
        limits,
    )
    return batch


def align_all(kernels: Any, texts: Texts, regions: Regions, limits: Limits) -> tuple[Regions, Batch]:
    """Align regions, and what is left over of them as regions of their own: quotations in another order are passages
    each. All are aligned anew then, since a region does not grow into its larger neighbours."""
    batch = align(kernels, texts, regions, limits)
    rows = batch.left_over[:, 0]
    if not len(rows):
        return regions, batch
    every = np.append(np.arange(len(regions)), rows)
    places = np.concatenate([regions.places, batch.left_over[:, 1:].astype(np.int32)])
    order = np.lexsort((*places.T[::-1], *regions.pairs[every].T[::-1]))
    every = every[order]
    wider = Regions(
        pairs=regions.pairs[every], places=places[order], rarity=regions.rarity[every], summary=regions.summary[every]
    )
    return wider, align(kernels, texts, wider, limits)


def aligned_of(batch: Batch, at: int, region: Region) -> Aligned | None:
    """One alignment of a batch, made of `region`; None where no words match after all."""
    if not batch.aligned[at]:
        return None
    i0, i1, j0, j1 = batch.places[at].tolist()
    begin, end = int(batch.bounds[at]), int(batch.bounds[at + 1])
    pairs = [(i, j) for i, j in batch.pairs[begin:end].tolist()]
    in_order = int(batch.in_order[at])
    return Aligned(
        region=Region(left=Span(i0, i1), right=Span(j0, j1), rarity=region.rarity, summary=region.summary),
        pairs=tuple(pairs[:in_order]),
        moved=tuple(pairs[in_order:]),
        evidence=float(batch.evidence[at]),
        density=float(batch.density[at]),
        quoted=bool(batch.quoted[at]),
        names=float(batch.names[at]),
    )


def quotation_of(starts: NDArray[np.uint32], outline: Outline) -> NDArray[np.int64]:
    """The number of the quotation each token stands in, or −1."""
    opens = np.array([quotation.span.start for quotation in outline.quotations], dtype=np.int64)
    closes = np.array([-1, *(quotation.span.end for quotation in outline.quotations)], dtype=np.int64)
    index = np.searchsorted(opens, starts.astype(np.int64), side="right") - 1
    return np.where(starts < closes[index + 1], index, -1)


def elided_before(starts: NDArray[np.uint32], text: str) -> NDArray[np.bool_]:
    """Before which tokens an ellipsis stands."""
    found = np.zeros(len(starts) + 1, np.bool_)
    found[np.searchsorted(starts, [hit.start() for hit in ELLIPSIS.finditer(text)])] = True
    return found[:-1]
