"""Hypotheses and signals in words that an editor understands."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dedup.model import DIRECTIONS, Evidence, Hypothesis, Passage
from dedup.report.explanation.value import Sentence
from dedup.report.explanation.weighing import grade
from dedup.report.wording import INCIDENTAL, WHAT_IS_INCIDENTAL

_HYPOTHESES: dict[Hypothesis, str] = {
    "left-to-right": "{right} has it from {left}",
    "right-to-left": "{left} has it from {right}",
    "common-source": "{left} and {right} both have it from a third text",
    "independent-renderings": "{left} and {right} each rendered one statement by itself",
    "incidental": f"{INCIDENTAL}, no reuse: {WHAT_IS_INCIDENTAL}",
    "same-origin": "one outlet wrote both, or they are versions of one article",
}
# The same in few words, of a rival.
_RIVALS: dict[Hypothesis, str] = {
    "left-to-right": "{right} having it from {left}",
    "right-to-left": "{left} having it from {right}",
    "common-source": "a third text behind both",
    "independent-renderings": "two renderings of one statement",
    "incidental": "incidental overlap",
    "same-origin": "one origin of both",
}
_PLAIN = 0.5  # strength from which a signal is said to reach far
_EITHER = "one of {left} and {right} has it from the other, which way is open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What sentences call the two sides, and their dates, empty where unknown."""

    left: str
    right: str
    left_date: str = ""
    right_date: str = ""

    @property
    def sides(self) -> dict[str, str]:
        return {"left": self.left, "right": self.right}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    says: str
    slight: str
    otherwise: str
    alone: bool


def hypothesis(name: Hypothesis, naming: Naming) -> Sentence:
    """One hypothesis about the two passages."""
    return Sentence(pattern=_HYPOTHESES[name], names=naming.sides)


def bent(name: Hypothesis, likelier: bool, naming: Naming) -> Sentence:
    """What an entry does to a hypothesis that it speaks of, where that is another than the verdict is about."""
    return Sentence(pattern=f"makes {_RIVALS[name]} {'more' if likelier else 'less'} likely", names=naming.sides)


def claim(about: Sequence[Hypothesis], naming: Naming) -> Sentence:
    """What a verdict claims first: one hypothesis, or that one has it from the other."""
    if len(about) == 1:
        return hypothesis(about[0], naming)
    return Sentence(pattern=_EITHER, names=naming.sides)


def signal(entry: Evidence, left: Passage, right: Passage, naming: Naming) -> Sentence:
    """What an entry of a ledger says; the signal's name where no sentence is known for it."""
    said = signals().get(entry.signal)
    if said is None:
        return Sentence(pattern="Signal {signal}", names={"signal": entry.signal})
    known = _placed(entry, left, right, naming) | _directed(entry, naming)
    for pattern in (said.slight if entry.strength < _PLAIN else said.says, said.otherwise):
        names = {key: name for key, name in known.items() if f"{{{key}}}" in pattern}
        if pattern.count("{") == sum(pattern.count(f"{{{key}}}") for key in names):
            return Sentence(pattern=pattern, names=names)
    return Sentence(pattern="Signal {signal}", names={"signal": entry.signal})


def says_all(entry: Evidence, sentence: Sentence) -> bool:
    """Whether the sentence for an entry leaves nothing for the entry's own words to add: dates, or all there is."""
    said = signals().get(entry.signal)
    return said is not None and (said.alone or "from_date" in sentence.names)


@cache
def signals() -> Mapping[str, _Said]:
    """The sentences of ``data/signals.toml``, by signal."""
    text = files("dedup.report").joinpath("data", "signals.toml").read_text("utf-8")
    return {
        name: _Said(
            says=table["says"],
            slight=table.get("slight", table["says"]),
            otherwise=table.get("or", table["says"]),
            alone=table.get("alone", False),
        )
        for name, table in tomllib.loads(text).items()
    }


def _placed(entry: Evidence, left: Passage, right: Passage, naming: Naming) -> dict[str, str]:
    """The one side that the evidence stands in, and the other."""
    articles = {span.article for span in entry.spans}
    if left.article == right.article or len(articles) != 1:
        return {}
    if articles == {left.article}:
        return {"here": naming.left, "there": naming.right}
    return {"here": naming.right, "there": naming.left} if articles == {right.article} else {}


def _directed(entry: Evidence, naming: Naming) -> dict[str, str]:
    """The side that the evidence takes for the origin, and the other, where it weighs between the two."""
    forth, back = (entry.weights.get(name, 0.0) for name in DIRECTIONS)
    if entry.origin is None or grade(forth - back) == "no bearing":
        return {}
    left, right = (naming.left, naming.left_date), (naming.right, naming.right_date)
    (origin, first), (taker, then) = (left, right) if entry.origin == "left" else (right, left)
    # Dates that read the same say nothing: what orders the two is then something else.
    dates = {"from_date": first, "to_date": then} if first and then and first != then else {}
    return {"from": origin, "to": taker} | dates
