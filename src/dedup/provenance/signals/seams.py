"""Seams as evidence: a passage that keeps to the habits of the other article is imported from there."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from dedup.model import Evidence, Passage, Place
from dedup.provenance.manner.habits import Choice, Family, HabitName, counted
from dedup.provenance.view import Dossier, Found, Side
from dedup.provenance.weights import Weights

_FAMILIES: tuple[Family, ...] = ("glyphs", "spelling", "forms")
# A habit seen once is not yet a habit: half a choice is added for either way of doing it.
_UNSEEN = 0.5
# Difference in nats at which the factor is full; below the second there is as good as none.
_CLEAR, _FAINT = 2.5, 0.3
_SHOWN = 20


class _Side(NamedTuple):
    """The choices `inside` a passage, by habit their counts `within` it, and the `counts` of its whole article."""

    within: Mapping[HabitName, Counter[str]]
    counts: Mapping[HabitName, Mapping[str, int]]
    inside: tuple[Choice, ...]

    def habit(self, key: HabitName) -> _Habit:
        within = self.within.get(key, Counter[str]())
        return _Habit(within=within, beside=Counter(self.counts.get(key, {})) - within)


class _Habit(NamedTuple):
    """What one side does: `within` the passage and `beside` it, variants with their counts."""

    within: Counter[str]
    beside: Counter[str]


def evidence(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Evidence, ...]:
    """By family of habits: the passage fits those of one article, the likelier origin.

    Each habit is one draw, however often it shows in the passage, since whoever keeps to it does so throughout. A
    passage that has been put into the habits of either article says nothing.
    """
    sides = _side(left, found.left), _side(right, found.right)
    entries: list[Evidence] = []
    for family in _FAMILIES:
        ratios = {
            habit: ratio
            for habit in sorted(sides[0].within.keys() | sides[1].within.keys())
            if habit[0] == family
            and (both := (sides[0].habit(habit), sides[1].habit(habit)))
            and (family != "spelling" or _is_contested(*both))
            and (ratio := _ratio(*both))
        }
        total = math.fsum(ratios.values())
        if abs(total) < _FAINT:
            continue
        origin: Side = "left" if total > 0 else "right"
        telling = min(ratios, key=lambda habit: (-abs(ratios[habit]), habit))
        if ratios[telling] * total < 0:
            continue
        trigger, spans = _shown(telling, left, right, sides)
        factor = round(min(1.0, abs(total) / _CLEAR), 3)
        entries.append(weights.evidence(f"seams.{family}", trigger, spans, factor=factor, origin=origin))
    return tuple(entries)


def _side(dossier: Dossier, passage: Passage) -> _Side:
    """What an article does, and the choices inside the passage."""
    habits = dossier.habits
    inside = habits.choices.within(passage.start, passage.end)
    return _Side(within=counted(inside), counts=habits.counts, inside=inside)


def _is_contested(left: _Habit, right: _Habit) -> bool:
    """Whether anybody does it otherwise: a word that one article alone has tells what it is about."""
    return len(left.within.keys() | right.within.keys() | left.beside.keys() | right.beside.keys()) > 1


def _ratio(left: _Habit, right: _Habit) -> float:
    """How much better a habit of the passage fits the left article than the right one, in nats."""
    sizes = left.beside.total() + 2 * _UNSEEN, right.beside.total() + 2 * _UNSEEN
    both = []
    for within in (left.within, right.within):
        terms = [
            count / within.total() * (_log(left.beside, variant, sizes[0]) - _log(right.beside, variant, sizes[1]))
            for variant, count in sorted(within.items())
        ]
        both.append(math.fsum(terms))
    return math.fsum(both) / 2


def _log(beside: Counter[str], variant: str, size: float) -> float:
    return math.log((beside[variant] + _UNSEEN) / size)


def _shown(
    habit: HabitName, left: Dossier, right: Dossier, sides: tuple[_Side, _Side]
) -> tuple[str, tuple[Place, ...]]:
    """The first words of either passage that show a habit."""
    words: list[str] = []
    spans: list[Place] = []
    for dossier, side in zip((left, right), sides, strict=True):
        choice = next((each for each in side.inside if (each.family, each.habit) == habit), None)
        if choice is not None:
            words.append(dossier.article.text[choice.position : choice.end].strip()[:_SHOWN])
            spans.append(Place(article=dossier.article.id, start=choice.position, end=choice.end))
    # Marks by themselves: a quotation mark between quotation marks is a riddle.
    shown = sorted({each for each in words if each} if habit[0] == "glyphs" else {f"“{each}”" for each in words})
    return f"{' '.join((habit[1], ' and '.join(shown))).strip()}, a habit of one article", tuple(sorted(spans))
