"""Edits as evidence: changes of wording that are made one way far more often than the other.

A figure is rounded, not made exact; speech is reported, not put back into the first person; whoever repeats adds
"reportedly". Each reads one change, the words between two stretches that both sides have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import NamedTuple

from dedup.model import Evidence, Place, Span
from dedup.provenance.language.lexicon import load
from dedup.provenance.language.scan import searchable
from dedup.provenance.view import Dossier, Found, Side, place, quote, quoted_share, span_of
from dedup.provenance.weights import Weights

_MANY = 2  # changes of a kind for the full factor
_ROUNDING = 0.15  # a rounded figure is that near to the exact one
_QUOTED, _UNQUOTED = 0.6, 0.1
_NUMBER = re.compile(r"\d+(?:[,.\u00a0\u202f]\d{3})+(?![,.]?\d)|\d+(?:[.,]\d+)?")
_GROUPING = re.compile(r"[,.\u00a0\u202f]")
_LETTER = re.compile(r"[^\W_]")
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


class Change(NamedTuple):
    """The words that stand on either side in one place, lower case, and where."""

    left: str
    right: str
    left_span: Span
    right_span: Span


def evidence(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Evidence, ...]:
    """By kind of edit: which side was made from the other. Where a kind is found both ways, the balance counts."""
    every = tuple(changes(found, left, right))
    entries: list[Evidence] = []
    for kind, origin_of in sorted(_KINDS.items()):
        told = [(side, change) for change in every if (side := origin_of(change))]
        balance = sum(1 if side == "left" else -1 for side, _ in told)
        if not balance:
            continue
        origin: Side = "left" if balance > 0 else "right"
        shown = next(change for side, change in told if side == origin)
        entries.append(_entry(f"edits.{kind}", shown, origin, abs(balance), left, right, weights))
    entries.extend(_unquoted(found, left, right, weights))
    return tuple(entries)


def changes(found: Found, left: Dossier, right: Dossier) -> Iterator[Change]:
    """What differs between and around the words that both sides have in one order."""
    kept = sorted(
        (item for item in found.common if item.kind != "moved"), key=lambda item: item.left_start + item.right_start
    )
    ends = [(found.left.start, found.right.start), *((item.left_end, item.right_end) for item in kept)]
    starts = [*((item.left_start, item.right_start) for item in kept), (found.left.end, found.right.end)]
    for (left_end, right_end), (left_start, right_start) in zip(ends, starts, strict=True):
        spans = Span(left_end, max(left_end, left_start)), Span(right_end, max(right_end, right_start))
        one, other = (
            dossier.article.text[span.start : span.end] for dossier, span in zip((left, right), spans, strict=True)
        )
        if _LETTER.search(one) or _LETTER.search(other):  # mostly a blank on either side
            yield Change(searchable(one), searchable(other), *spans)


def _rounded(change: Change) -> Side | None:
    """One exact figure on one side, and one near it with fewer digits that tell on the other: from the exact one."""
    figures = [_NUMBER.findall(text) for text in (change.left, change.right)]
    if any(len(found) != 1 for found in figures):
        return None
    values = [_value(found[0]) for found in figures]
    if values[0] == values[1] or abs(values[0] - values[1]) > _ROUNDING * max(values):
        return None
    digits = [len(f"{value:.6f}".replace(".", "").strip("0")) for value in values]
    if digits[0] == digits[1]:
        return None
    return "left" if digits[0] > digits[1] else "right"


def _value(figure: str) -> float:
    groups = _GROUPING.split(figure)
    # One mark after more than three digits is a decimal one; a blank never is, nor are two marks ("0800 123 456").
    if len(groups) > 2 or not {",", "."}.intersection(figure) or (len(groups[-1]) == 3 and len(groups[0]) <= 3):
        return float("".join(groups))
    return float(figure.replace(",", "."))


def _reported(change: Change) -> Side | None:
    """ "I" on one side and "he" on the other: from the first person."""
    firsts, thirds = _both_have(change, "first_person"), _both_have(change, "third_person")
    if firsts[0] and thirds[1] and not firsts[1]:
        return "left"
    if firsts[1] and thirds[0] and not firsts[0]:
        return "right"
    return None


def _hedged(change: Change) -> Side | None:
    """A hedge on one side: from the other."""
    return _plain_side(_both_have(change, "hedges"))


def _dated(change: Change) -> Side | None:
    """ "Today" is of the first hour, "yesterday" of the next morning's paper; a weekday holds all week."""
    todays, yesterdays, days = (_both_have(change, key) for key in ("today", "yesterday", "weekdays"))
    for one, other in (("today", "yesterday"), ("today", "weekdays"), ("weekdays", "yesterday")):
        sides = {"today": todays, "yesterday": yesterdays, "weekdays": days}
        if sides[one][0] and sides[other][1] and not sides[one][1]:
            return "left"
        if sides[one][1] and sides[other][0] and not sides[one][0]:
            return "right"
    return None


_KINDS: Mapping[str, Callable[[Change], Side | None]] = {
    "dated": _dated,
    "hedged": _hedged,
    "reported": _reported,
    "rounded": _rounded,
}


def _unquoted(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Evidence, ...]:
    """Words between marks on one side and without any on the other: from the side that quotes."""
    shares = quoted_share(left, span_of(found.left)), quoted_share(right, span_of(found.right))
    if max(shares) < _QUOTED or min(shares) > _UNQUOTED:
        return ()
    origin: Side = "left" if shares[0] > shares[1] else "right"
    dossier, passage = (left, found.left) if origin == "left" else (right, found.right)
    trigger = f"“{quote(passage.text, 60)}”, quoted on one side only"
    return (weights.evidence("edits.unquoted", trigger, (place(dossier, span_of(passage)),), origin=origin),)


def _entry(
    signal: str, change: Change, origin: Side, count: int, left: Dossier, right: Dossier, weights: Weights
) -> Evidence:
    words: list[str] = []
    spans: list[Place] = []
    for dossier, span in ((left, change.left_span), (right, change.right_span)):
        text = dossier.article.text[span.start : span.end]
        words.append(f"“{quote(text.strip(), 60)}”" if text.strip() else "nothing")
        if text.strip():
            spans.append(place(dossier, span))
    first, second = words if origin == "left" else reversed(words)
    factor = min(1.0, count / _MANY)
    return weights.evidence(signal, f"{first} became {second}", tuple(sorted(spans)), factor=factor, origin=origin)


def _both_have(change: Change, key: str) -> tuple[bool, bool]:
    return _has(change.left, key), _has(change.right, key)


def _has(text: str, key: str) -> bool:
    single, phrases = _listed()[key]
    return not single.isdisjoint(_WORD.findall(text)) or any(phrase in text for phrase in phrases)


def _plain_side(marked: tuple[bool, bool]) -> Side | None:
    if marked[0] == marked[1]:
        return None
    return "right" if marked[0] else "left"


@cache
def _listed() -> Mapping[str, tuple[frozenset[str], tuple[str, ...]]]:
    lists = load("edits.toml")
    lists["weekdays"] = list(chain.from_iterable(lists["weekdays"]))
    return {
        key: (frozenset(word for word in words if " " not in word), tuple(word for word in words if " " in word))
        for key, words in lists.items()
    }
