"""A ledger as pages tell it: each fact once, and changes counted as the pages mark them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dedup.model import HYPOTHESES, Evidence, Match, Place, Verdict
from dedup.report.excerpt import SIDES, Role, pieces
from dedup.text.tokens import tokenize

# Runs of equal words, in narration or within quotations.
_RUNS = ("wording.identical-run", "wording.identical-quote")
# The same run as evidence against two renderings.
_RUN_AGAINST = "wording.one-translation"
# Signals that count the words in common.
_COMMON = ("wording.reworded", "wording.many")
# Signals whose own words count the changes of the alignment, of which pages show no marks.
_COUNTING = frozenset({"wording.translation-variance", "wording.reported-variance", "wording.near-identical"})


def told(match: Match) -> Verdict:
    """The verdict on a match, with what its ledger says of the wording as a reader of the passages would say it.

    How many words are in common is one fact, of the weight of all entries that count them, and so is the longest run;
    where all stand in one run, the two are one. Changes are those that `pieces` marks. All weights still add up to the
    same.
    """
    judged = match.verdict
    signals = {entry.signal for entry in judged.ledger}
    ledger = judged.ledger
    of_one_run = match.scores.longest_run == match.scores.aligned_words
    runs = (*_RUNS, _RUN_AGAINST)
    for facts in ((*runs, *_COMMON),) if of_one_run else (runs, _COMMON):
        one = [signal for signal in facts if signal in signals]
        if len(one) > 1:
            ledger = tuple(_once(ledger, *one))
    if not _COUNTING.isdisjoint(signals):
        ledger = tuple(
            replace(entry, trigger=changes(match, entry.spans)) if entry.signal in _COUNTING else entry
            for entry in ledger
        )
    return judged if ledger is judged.ledger else replace(judged, ledger=ledger)


def changes(match: Match, within: Sequence[Place] = ()) -> str:
    """The words of both passages by their marks: ``5 words only in the first text, 1 variant, 2 moved, 16 equal``.

    With places, those that stand in them: what is said beside a quotation may not count.
    """
    left, right = (_by_role(match, at, within) for at in (0, 1))
    counted = (
        (left["only"], "only in the first text"),
        (right["only"], "only in the second"),
        (left["near"], "variant" if left["near"] == 1 else "variants"),
        (left["moved"], "moved"),
        (left["same"], "equal"),
    )
    (number, how), *others = [each for each in counted if each[0]] or [(0, "equal")]
    first = how if how.startswith("variant") else f"word{'' if number == 1 else 's'} {how}"
    return ", ".join([f"{number:,} {first}", *(f"{more:,} {how}" for more, how in others)])


def _once(ledger: Sequence[Evidence], first: str, *others: str) -> Iterator[Evidence]:
    """The ledger with one entry for those of some signals: the first of them, of the weight of all."""
    same = [entry for entry in ledger if entry.signal in (first, *others)]
    for entry in ledger:
        if entry.signal == first:
            weights = {
                name: sum(each.weights.get(name, 0.0) for each in same)
                for name in HYPOTHESES
                if any(name in each.weights for each in same)
            }
            yield replace(entry, weights=weights)
        elif entry.signal not in others:
            yield entry


def _by_role(match: Match, side: int, within: Sequence[Place]) -> Counter[Role]:
    passage = match.left if SIDES[side] == "left" else match.right
    inside = [(place.start, place.end) for place in within if place.article == passage.article]
    inside = inside or [(passage.start, passage.end)]
    found: Counter[Role] = Counter()
    at = passage.start
    for piece in pieces(match, SIDES[side]):
        starts = (at + start for start, _, _ in tokenize(piece.text))
        found[piece.role] += sum(any(begin <= start < end for begin, end in inside) for start in starts)
        at += len(piece.text)
    return found
