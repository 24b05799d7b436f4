"""A ledger as pages tell it: each fact once, and changes counted as the pages mark them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dedup.model import HYPOTHESES, Evidence, Match, Verdict
from dedup.report.excerpt import SIDES, Role, pieces
from dedup.text.tokens import tokenize

_RUN, _COMMON = "wording.identical-run", "wording.reworded"
# Signals whose own words count the changes of the alignment, of which pages show no marks.
_COUNTING = frozenset({"wording.translation-variance", "wording.reported-variance", "wording.near-identical"})


def told(match: Match) -> Verdict:
    """The verdict on a match, with what its ledger says of the wording as a reader of the passages would say it.

    Where all shared words stand in one run, the run and the words in common are one fact, of both entries' weight.
    Changes are those that `pieces` marks. All weights still add up to the same.
    """
    judged = match.verdict
    signals = {entry.signal for entry in judged.ledger}
    ledger = judged.ledger
    if {_RUN, _COMMON} <= signals and match.scores.longest_run == match.scores.aligned_words:
        ledger = tuple(_once(ledger))
    if not _COUNTING.isdisjoint(signals):
        counted = changes(match)
        ledger = tuple(replace(entry, trigger=counted) if entry.signal in _COUNTING else entry for entry in ledger)
    return judged if ledger is judged.ledger else replace(judged, ledger=ledger)


def changes(match: Match) -> str:
    """The words of both passages by their marks: ``5 words only in the first text, 1 variant, 2 moved, 16 equal``."""
    left, right = (_by_role(match, at) for at in (0, 1))
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


def _once(ledger: Sequence[Evidence]) -> Iterator[Evidence]:
    common = next(entry for entry in ledger if entry.signal == _COMMON)
    for entry in ledger:
        if entry.signal == _RUN:
            both = {
                name: entry.weights.get(name, 0.0) + common.weights.get(name, 0.0)
                for name in HYPOTHESES
                if name in entry.weights or name in common.weights
            }
            yield replace(entry, weights=both)
        elif entry.signal != _COMMON:
            yield entry


def _by_role(match: Match, side: int) -> Counter[Role]:
    found: Counter[Role] = Counter()
    for piece in pieces(match, SIDES[side]):
        found[piece.role] += sum(1 for _ in tokenize(piece.text))
    return found
