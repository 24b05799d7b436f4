"""Other articles that hold a passage too, as evidence on a pair that shares it.

Two texts seldom tell which of them came first. A third, a *witness* in the sense of textual criticism, often does:
words that two of the three share against the third are changes that one line of descent made, so a text through
which all agreement of the other two passes stands between them (Maas, *Textual Criticism*, 1958; unrooted trees of
texts as in Buneman 1971). Dates and outlets then say where the tree begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from dedup.dates import Interval
from dedup.model import Evidence, Hypothesis, Span
from dedup.outlets import same_outlet
from dedup.provenance.language.agencies import is_agency
from dedup.provenance.language.naming import Name
from dedup.provenance.signals.named import NamedSource
from dedup.provenance.signals.timing import Bounds, apart, bounds
from dedup.provenance.view import Dossier, Found, Side, is_quoted, place, quote, span_of
from dedup.provenance.weights import Weights, default_weights

# Characters of wording that two texts share against a third: less is chance, a clause and more is plain.
_READING_LEAST, _READING_PLAIN = 5, 40
# A witness that holds less of the passage says nothing about it.
_HOLDS_LEAST = 0.5
_LIKELY = 0.5
_OF_ORIGINS = frozenset({"witness.both-from", "timing.own-earlier"})
_SIDES: tuple[Side, Side] = ("left", "right")
# What somebody said is passed on otherwise than what an outlet wrote, and is weighed apart.
_OF_CASES = frozenset({"witness.through", "witness.both-from", "witness.common-source"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A third article that holds the passage of a pair: `left` is what it shares with the left article, `right` with
    the right one. In both it is the right side; `left_first` and `right_first` say where those cases point, `named` is
    whom they name."""

    dossier: Dossier
    left: Found
    right: Found
    left_first: Mapping[Hypothesis, float]
    right_first: Mapping[Hypothesis, float]
    named: tuple[NamedSource, ...] = ()

    @property
    def span(self) -> Span:
        """The longer of the two stretches that it shares, whichever side that is with."""
        return min(span_of(self.left.right), span_of(self.right.right), key=lambda each: (-len(each), each.start))


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """Wording that two of three texts share against the third, in code points, and what all three have in common.

    `pair` is shared by the pair against the witness, `left` by the left text and the witness against the right one,
    `right` by the right text and the witness. `held` is the share of the pair's common wording that the witness has.
    """

    pair: int
    left: int
    right: int
    held: float


def readings(found: Found, witness: Witness) -> Readings:
    """Compare what a pair shares with what each of the two shares with a witness."""
    ours_left, ours_right = _spans(found, left=True), _spans(found, left=False)
    theirs_left, theirs_right = _spans(witness.left, left=True), _spans(witness.right, left=True)
    total_left, total_right = _length(ours_left), _length(ours_right)
    both_left, both_right = _overlap(ours_left, theirs_left), _overlap(ours_right, theirs_right)
    within_left = _overlap(theirs_left, [span_of(found.left)])
    within_right = _overlap(theirs_right, [span_of(found.right)])
    return Readings(
        pair=min(total_left - both_left, total_right - both_right),
        left=within_left - both_left,
        right=within_right - both_right,
        held=min(both_left / max(1, total_left), both_right / max(1, total_right)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """What witnesses say of one pair: evidence, the articles it is of, those that had the passage before both, those
    that both seem to have it from, and all that hold it, with how plainly they had it after one of the two, 0 to 1;
    `named` are the sources that they name for it."""

    evidence: tuple[Evidence, ...] = ()
    heard: tuple[Dossier, ...] = ()
    before: tuple[tuple[Dossier, float], ...] = ()
    origins: tuple[tuple[Dossier, float], ...] = ()
    holders: tuple[tuple[Dossier, float], ...] = ()
    named: tuple[NamedSource, ...] = ()

    def earlier(self, name: Name) -> float:
        """How plainly a text of the outlet so called was before both and has what they share, 0 to 1."""
        return max((strength for dossier, strength in self.before if dossier.names.match(name)), default=0.0)

    def later(self, name: Name) -> float:
        """How plainly every text of the outlet so called came after one of the two; 0 where it has none."""
        return min((strength for dossier, strength in self.holders if dossier.names.match(name)), default=0.0)


def hear(
    found: Found,
    left: Dossier,
    right: Dossier,
    witnesses: Sequence[Witness],
    *,
    claims: Set[Side] = frozenset(),
    weights: Weights | None = None,
) -> Testimony:
    """What the witnesses say; of each kind of evidence the plainest counts, since copies are no new witnesses.

    `claims` are the sides that say the words were said to their own outlet: who had them before shows otherwise.
    """
    model = weights or default_weights()
    spoken = is_quoted(left, found.left) or is_quoted(right, found.right)
    best: dict[tuple[str, Side | None], _Statement] = {}
    before: list[tuple[Dossier, float]] = []
    origins: list[tuple[Dossier, float]] = []
    holders: list[tuple[Dossier, float]] = []
    named: list[NamedSource] = []
    for witness in witnesses:
        told = readings(found, witness)
        if told.held < _HOLDS_LEAST:
            continue
        holders.append((witness.dossier, _after_one(left, right, witness.dossier)))
        named.extend(witness.named)
        first = _before_both(left, right, witness.dossier)
        for item in _statements(left, right, witness, told, first, claims):
            if item.strength <= 0:
                continue
            if item.signal in _OF_ORIGINS:
                origins.append((witness.dossier, item.strength))
            if spoken and item.signal in _OF_CASES:
                item = item._replace(signal=f"{item.signal}-quote")
            key = item.signal, item.origin
            if key not in best or item.order < best[key].order:
                best[key] = item
        strength = first * told.held * (1 - _plain(told.pair))
        if strength > 0:
            before.append((witness.dossier, strength))
    said = tuple(
        model.evidence(
            item.signal,
            f"{_shown(item.witness.dossier)} {item.words}",
            (place(item.witness.dossier, item.witness.span),),
            factor=item.strength,
            origin=item.origin,
        )
        for item in best.values()
    )
    heard = tuple(dict.fromkeys(item.witness.dossier.article.id for item in best.values()))
    by_id = {item.witness.dossier.article.id: item.witness.dossier for item in best.values()}
    return Testimony(
        evidence=said,
        heard=tuple(by_id[id] for id in heard),
        before=tuple(before),
        origins=tuple(origins),
        holders=tuple(holders),
        named=tuple(named),
    )


class _Statement(NamedTuple):
    """One kind of evidence from one witness. Most say nothing: they must cost little to make."""

    signal: str
    strength: float
    origin: Side | None
    words: str
    witness: Witness

    @property
    def order(self) -> tuple[float, str, str, str]:
        article = self.witness.dossier.article
        return -self.strength, self.words, article.text, article.id


def _statements(
    left: Dossier, right: Dossier, witness: Witness, told: Readings, first: float, claims: Set[Side]
) -> Iterator[_Statement]:
    """Everything that a witness says; `first` is how far it had the words before both."""

    def said(signal: str, strength: float, words: str, origin: Side | None = None) -> _Statement:
        return _Statement(signal, strength, origin, words, witness)

    third = witness.dossier
    pair, ours, theirs = (_plain(value) for value in (told.pair, told.left, told.right))
    own = [same_outlet(third.article, side.article) for side in (left, right)]
    if any(own):
        if own[0] != own[1]:
            # A later article of one's own outlet is a version; an earlier one may be where both have it from.
            yield said(
                "timing.own-earlier",
                first * told.held * (1 - pair),
                "had it before in another article",
                "left" if own[0] else "right",
            )
            other = theirs if own[0] else ours
            yield said("witness.version", other * (1 - pair), "has in another article what the other text has of it")
        return
    wire = third.names.outlet is not None and is_agency(third.names.outlet)
    yield said(
        "timing.earlier-wire" if wire else "timing.earlier-text",
        first * told.held * (1 - pair),
        "had the passage before both",
    )
    yield said("timing.earlier-apart", first * pair, "had it before both, but not all the wording that the two share")
    for side, dossier in zip(_SIDES, (left, right), strict=True):
        if side in claims:
            chance = max(0.0, 2 * _before(bounds(third.article), bounds(dossier.article)) - 1)
            yield said("timing.earlier-claimed", chance * told.held, "had the words before", side)
    # All agreement of the others passes through one of the pair: the other has it from there, or both from elsewhere.
    words = "has wording in common with one text that the other lacks"
    yield said("witness.nearer", min(pair, ours) * (1 - theirs), words, "left")
    yield said("witness.nearer", min(pair, theirs) * (1 - ours), words, "right")
    yield from _cases(witness, told.held, said)
    yield said("witness.between", min(ours, theirs) * (1 - pair), "stands between the two in its wording")


def _cases(witness: Witness, held: float, said: Callable[..., _Statement]) -> Iterator[_Statement]:
    """What the witness's own cases with either side come to, as far as they point anywhere."""
    one, two = witness.left_first, witness.right_first
    cases: tuple[tuple[str, float, str, Side | None], ...] = (
        ("witness.through", one["left-to-right"] * two["right-to-left"], "{} stands between the two", "left"),
        ("witness.through", one["right-to-left"] * two["left-to-right"], "{} stands between the two", "right"),
        ("witness.both-from", one["right-to-left"] * two["right-to-left"], "is {} the origin of both", None),
        ("witness.common-source", one["common-source"] * two["common-source"], "{} shares a source with both", None),
        (
            "witness.renderings",
            one["independent-renderings"] * two["independent-renderings"],
            "{} rendered the statement by itself, as both did",
            None,
        ),
    )
    for signal, chance, words, origin in cases:
        # Cases of one witness exclude each other: one at most is likelier than not.
        likely = "probably" if chance > _LIKELY else "possibly"
        yield said(signal, held * chance, words.format(likely), origin)


def _before_both(left: Dossier, right: Dossier, third: Dossier) -> float:
    """How far a third text was first: 0 where the dates say nothing or nothing clear, less where it is from long before
    one of the two, when the words were other news or none."""
    when, dates = bounds(third.article), [bounds(side.article) for side in (left, right)]
    chance = min(_before(when, date) for date in dates)
    return max(0.0, 2 * chance - 1) * (1 - max(apart(when, date) for date in dates))


def _after_one(left: Dossier, right: Dossier, third: Dossier) -> float:
    """How far a third text came after one of the two; 0 where the dates say nothing or nothing clear."""
    when = bounds(third.article)
    chance = max(_before(bounds(left.article), when), _before(bounds(right.article), when))
    return max(0.0, 2 * chance - 1)


def _before(one: Bounds, two: Bounds) -> float:
    """The probability that one text was published before the other; one half where dates are missing."""
    if one.before(two):
        return 1.0
    if two.before(one):
        return 0.0
    if one.earliest is None or one.latest is None or two.earliest is None or two.latest is None:
        return 0.5
    return Interval(one.earliest, one.latest).probability_before(Interval(two.earliest, two.latest))


def _plain(characters: int) -> float:
    return min(1.0, max(0.0, (characters - _READING_LEAST) / (_READING_PLAIN - _READING_LEAST)))


def _spans(found: Found, *, left: bool) -> list[Span]:
    """The stretches of one side that the other has word for word, in order."""
    same = (each for each in found.common if each.kind != "near")
    places = ((each.left_start, each.left_end) if left else (each.right_start, each.right_end) for each in same)
    return [Span(start, end) for start, end in sorted(places)]


def _length(spans: Sequence[Span]) -> int:
    return sum(len(span) for span in spans)


def _overlap(one: Sequence[Span], two: Sequence[Span]) -> int:
    """How many code points two ordered lists of disjoint spans have in common."""
    total = i = j = 0
    while i < len(one) and j < len(two):
        total += one[i].overlap(two[j])
        if one[i].end <= two[j].end:
            i += 1
        else:
            j += 1
    return total


def _shown(dossier: Dossier) -> str:
    return quote(dossier.article.outlet or dossier.names.host or dossier.article.id, 60)
