"""From a region to a pair of passages: exact word alignment, quotation-aware trimming, words and spans."""

from __future__ import annotations

from collections import Counter
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
# Passages of this many words begin and end with a sentence where at most so many words are missing or too many.
_LONG_PASSAGE, _SENTENCE_REACH = 60, 3
# Regions looked at before and after one, on either side, for those it must not grow into.
_NEIGHBOURS = 8
# Fewer characters of a script without spaces than this, out of order, are chance.
_CHARACTERS_MOVED = 3
# Matches of which this share stands inside quotation marks on both sides are a quotation, unless the shorter one is
# longer than what a speaker is quoted with: a letter printed between marks is no quotation of its every phrase.
_QUOTED_SHARE, _LONG_QUOTATION = 0.8, 60


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

    __slots__ = (
        "block", "cased", "characters", "ends", "extent", "keys", "local", "names", "quotation_words", "quoted",
        "sentence", "starts", "words", "worth",
    )  # fmt: skip

    def __init__(self, collection: Collection, text: int, outline: Outline) -> None:
        rows = collection.table.rows(text)
        self.keys: list[int] = collection.lexicon.keys[rows].tolist()
        self.words: list[int] = collection.table.words[rows].tolist()
        self.starts: list[int] = collection.table.starts[rows].tolist()
        self.ends: list[int] = collection.table.ends[rows].tolist()
        self.worth: list[float] = collection.lexicon.worth[rows].tolist()
        self.local: list[int] = collection.lexicon.local[rows].tolist()
        self.names: list[bool] = collection.lexicon.name[collection.lexicon.keys[rows]].tolist()
        self.characters: list[bool] = collection.lexicon.character[collection.lexicon.keys[rows]].tolist()
        self.extent: list[float] = collection.lexicon.extent[collection.lexicon.keys[rows]].tolist()
        # Where no word has a capital, names cannot be told from other words.
        self.cased: bool = bool(collection.table.capitals[rows].any())
        begins = np.array([sentence.start for sentence in outline.sentences], dtype=np.int64)
        self.sentence: list[int] = np.searchsorted(begins, self.starts, side="right").tolist()
        opens = np.array([block.span.start for block in outline.blocks], dtype=np.int64)
        self.block: list[int] = np.searchsorted(opens, self.starts, side="right").tolist()
        self.quoted: list[int] = quotation_of(collection.table.starts[rows], outline).tolist()
        self.quotation_words = Counter(self.quoted)

    def words_in(self, span: Span) -> float:
        """How many words a span of tokens holds, where a character of a script without spaces is a part of one."""
        return sum(self.extent[span.start : span.end])

    def leading(self, at: int, step: int, reach: int, quoted: bool) -> range:
        """Up to `reach` words from `at` on in the direction of `step`, in the paragraph (or quotation) before `at`.

        In a text without capitals, within the sentence: names stand in the next one too, and nothing tells them apart.
        """
        inside = self.quoted if quoted else self.block if self.cased else self.sentence
        here = inside[at - step]
        end = at
        while abs(end - at) < reach and 0 <= end < len(inside) and inside[end] == here:
            end += step
        return range(at, end, step)


def refine(
    left: Side,
    right: Side,
    region: Region,
    weight: Sequence[float],
    common: Sequence[bool],
    preset: Preset,
    others: Sequence[Region] = (),
) -> Aligned | None:
    """Align a region exactly; None where no words match after all. It does not grow into `others`."""
    region = _extended(left, right, _grown(left, right, region), common, preset, others)
    found = align(_part(left.keys, region.left), _part(right.keys, region.right), weight, common)
    pairs, moved = _placed(found, region)
    moved = _without_stray_characters(left, moved)
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
    region = to_sentences(left, right, region)
    pairs, moved = _inside(pairs, region), _inside(moved, region)
    matched = _inside(matched, region)
    quoted = [(i, j) for i, j in matched if left.quoted[i] >= 0 and right.quoted[j] >= 0]
    aligned = Aligned(
        region=region,
        pairs=tuple(pairs),
        moved=tuple(moved),
        evidence=0.0,
        density=0.0,
        quoted=len(quoted) >= _QUOTED_SHARE * len(matched) and _shorter(left, right, quoted) <= _LONG_QUOTATION,
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
    quoted = [(i, j) for i, j in pairs if left.quoted[i] >= 0 and right.quoted[j] >= 0]
    aligned = Aligned(
        region=region,
        pairs=pairs,
        moved=(),
        evidence=0.0,
        density=0.0,
        quoted=len(quoted) >= _QUOTED_SHARE * len(pairs) and _shorter(left, right, quoted) <= _LONG_QUOTATION,
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


def _shorter(left: Side, right: Side, quoted: Sequence[tuple[int, int]]) -> int:
    """The words of the shorter of the two quotations that matches stand in (of several: of them together)."""
    return min(
        sum(left.quotation_words[each] for each in {left.quoted[i] for i, _ in quoted}),
        sum(right.quotation_words[each] for each in {right.quoted[j] for _, j in quoted}),
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
    # Where a text repeats itself the two stretches must not grow into each other.
    floor = i1 if left is right else 0
    while i0 and j0 > floor and left.keys[i0 - 1] == right.keys[j0 - 1]:
        i0, j0 = i0 - 1, j0 - 1
    ceiling = j0 if left is right else len(left.keys)
    while i1 < ceiling and j1 < len(right.keys) and left.keys[i1] == right.keys[j1]:
        i1, j1 = i1 + 1, j1 + 1
    return Region(left=Span(i0, i1), right=Span(j0, j1), rarity=region.rarity, summary=region.summary)


def to_sentences(left: Side, right: Side, region: Region) -> Region:
    """A long region with its ends moved to the ends of sentences that lie within three words on both sides.

    A short passage stays exact to the word.
    """
    if min(left.words_in(region.left), right.words_in(region.right)) < _LONG_PASSAGE:
        return region
    i0, j0 = _to_sentence(left, right, region.left.start, region.right.start, -1)
    i1, j1 = _to_sentence(left, right, region.left.end - 1, region.right.end - 1, 1)
    return Region(left=Span(i0, i1 + 1), right=Span(j0, j1 + 1), rarity=region.rarity, summary=region.summary)


def _to_sentence(left: Side, right: Side, i: int, j: int, step: int) -> tuple[int, int]:
    """Where a passage whose outermost words are `i` and `j` ends in the direction of `step`."""
    missing = [_rest_of_sentence(side, at, step) for side, at in ((left, i), (right, j))]
    if max(missing) <= _SENTENCE_REACH:
        return i + step * missing[0], j + step * missing[1]
    # A fragment of the next sentence: its words inside the passage, the outermost one too.
    dangling = [_rest_of_sentence(side, at, -step) + 1 for side, at in ((left, i), (right, j))]
    if max(dangling) <= _SENTENCE_REACH:
        return i - step * dangling[0], j - step * dangling[1]
    return i, j


def _rest_of_sentence(side: Side, at: int, step: int) -> int:
    """How many words of its sentence stand beyond a word; counted no further than it matters."""
    count = 0
    while count <= _SENTENCE_REACH:
        beyond = at + step * (count + 1)
        if not 0 <= beyond < len(side.sentence) or side.sentence[beyond] != side.sentence[at]:
            break
        count += 1
    return count


def _inside(pairs: Sequence[tuple[int, int]], region: Region) -> list[tuple[int, int]]:
    return [
        (i, j)
        for i, j in pairs
        if region.left.start <= i < region.left.end and region.right.start <= j < region.right.end
    ]


def larger_neighbours(regions: Sequence[Region]) -> list[list[Region]]:
    """For each region of a pair of texts those near it, on either side, that are larger than it.

    A passage that grew into a larger one would be reported twice; a smaller one may be a name on its way.
    """
    near: list[set[int]] = [set() for _ in regions]
    for order in (
        sorted(range(len(regions)), key=lambda each: (regions[each].left, each)),
        sorted(range(len(regions)), key=lambda each: (regions[each].right, each)),
    ):
        for place, number in enumerate(order):
            near[number].update(order[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS + 1])
    size = [(min(len(each.left), len(each.right)), -number) for number, each in enumerate(regions)]
    return [
        [regions[other] for other in sorted(chosen) if size[other] > size[number]] for number, chosen in enumerate(near)
    ]


def _clear(row: range, taken: Sequence[Span]) -> range:
    """The beginning of `row`, up to the first word that is taken."""
    for count, at in enumerate(row):
        if any(span.start <= at < span.end for span in taken):
            return row[:count]
    return row


def _extended(
    left: Side, right: Side, region: Region, common: Sequence[bool], preset: Preset, others: Sequence[Region]
) -> Region:
    """Take in what stands near the region on both sides in other order or words."""
    spans = []
    outer = inner = preset.growth.reach
    if left is right:  # where a text repeats itself each stretch takes half of what lies between at most
        inner = min(inner, (region.right.start - region.left.end) // 2)
    back, on = (region.left.start - 1, region.right.start - 1), (region.left.end, region.right.end)
    for step, (i, j), (reach_left, reach_right) in ((-1, back, (outer, inner)), (1, on, (inner, outer))):
        quoted = left.quoted[i - step] >= 0 and right.quoted[j - step] >= 0
        price = preset.growth.quoted_price if quoted else preset.growth.price
        rows = (
            _clear(left.leading(i, step, reach_left, quoted), [other.left for other in others]),
            _clear(right.leading(j, step, reach_right, quoted), [other.right for other in others]),
        )
        keys = [[side.keys[x] for x in row] for side, row in zip((left, right), rows, strict=True)]
        if all(common[key] for key in set(keys[0]).intersection(keys[1])):
            spans.append((0, 0))
            continue
        worth = [
            [
                0.0
                if common[side.keys[x]] or side.characters[x]
                else side.worth[x] / (1.0 + preset.locality * log(side.local[x]))
                for x in row
            ]
            for side, row in zip((left, right), rows, strict=True)
        ]
        spans.append(grown_by(keys[0], worth[0], keys[1], worth[1], price))
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


def _without_stray_characters(left: Side, moved: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave away single characters, of scripts without spaces, that moved alone or by twos: they meet everywhere."""
    runs = (run for run in stretches(moved) if len(run) >= _CHARACTERS_MOVED or not left.characters[run[0][0]])
    return [pair for run in runs for pair in run]


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
    return sum(left.extent[i] for i, _ in matched) >= _STANDS_ALONE_WORDS and plain >= _STANDS_ALONE_PLAIN


def _evidence(
    side: Side, other: Side, matched: Sequence[tuple[int, int]], span: Span, preset: Preset
) -> tuple[float, float]:
    """The worth of the matched words of one side, and of all its words, in nats."""
    partner = dict(matched)
    inside = everything = 0.0
    for here in range(span.start, span.end):
        there = partner.get(here)
        count = side.local[here] if there is None else max(side.local[here], other.local[there])
        worth = side.worth[here]
        if count > 1:
            worth /= 1.0 + preset.locality * log(count)
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
