"""Verdicts in words: who reused whose wording, which source is named, how likely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dedup.model import DIRECTIONS, HYPOTHESES, THIRD_PARTY, UNDETERMINED, Hypothesis, Match, Place, Source, Verdict
from dedup.report.credit import said_of
from dedup.report.odds import LEAST
from dedup.report.wording import (
    INCIDENTAL,
    LONGEST_TRIGGER,
    SHOWN_SOURCES,
    WHAT_IS_INCIDENTAL,
    Marks,
    Voice,
    likelihood,
)

_NAMED_FROM = 0.2  # probability of a source from which its name is worth giving
_NEAR_TIE = 0.05  # sources this close to the first are named with it
_LONGEST_WORDS = 40  # of a stretch that a source is named for, in characters
_ALIKE = 0.005  # directions that show the same percentage are one option: their order would mean nothing
_HALF = 0.5
_BEFORE = "timing.own-earlier"  # an outlet had the words before, in another article
_IF = {"common-source": "if it is a common one", "independent-renderings": "if each rendered it"}
_HARDLY_LESS = 0.05  # of what an undetermined match may be a third is said where it is that close to the second
_OPEN = "one has it from the other, which way is open"


def verdict(match: Match, voice: Voice) -> str:
    """The verdict in words, with its probability; the two best where it is undetermined.

    A source goes with its own probability: that there is a common source may be surer than whose it is.
    """
    judged = match.verdict
    if judged.label != UNDETERMINED:
        credited = said_of(match, voice.names.outlet)
        said = f"{_hypothesis(judged.label, match, voice)}, {likelihood(judged.probability)} likely{credited}"
        return f"{said}: {_sources(match, judged.label, voice)}" if judged.label in THIRD_PARTY else said
    if judged.direction_open:
        return f"undetermined: {_OPEN} ({likelihood(judged.either_direction)})"
    # "perhaps no reuse but a stock phrase": as the first lines count it.
    perhaps = "perhaps " if perhaps_none(match) else ""
    _, second, third, *_ = readings = _readings(match, voice)
    likeliest = readings[: 3 if second.chance - third.chance < _HARDLY_LESS else 2]
    # One that has half is no verdict where the second is within 15 points of it.
    close = " (too close to decide)" if likeliest[0].chance >= _HALF else ""
    return f"undetermined{close}: {perhaps}{_undecided(likeliest, match, voice)}"


def ranked(probabilities: Mapping[Hypothesis, float]) -> list[Hypothesis]:
    """All hypotheses, the most probable first, equals in the order of `HYPOTHESES`."""
    return sorted(HYPOTHESES, key=lambda name: -probabilities.get(name, 0.0))


def chance_of(judged: Verdict) -> float:
    """How likely is what is said of a match: both directions together where only the direction is open."""
    return judged.either_direction if judged.direction_open else judged.probability


def subject(judged: Verdict) -> tuple[Hypothesis, ...]:
    """The hypotheses that the first thing said of a verdict is about: one, or both directions together."""
    order = ranked(judged.probabilities)
    if judged.label != UNDETERMINED:
        return tuple(name for name in HYPOTHESES if name == judged.label) or (order[0],)
    together = judged.direction_open or (
        _either_way(judged) and judged.either_direction > judged.probabilities.get(order[0], 0.0)
    )
    return DIRECTIONS if together else (order[0],)


def perhaps_none(match: Match) -> bool:
    """Whether the likeliest of a match is that it is no reuse, whether or not that stands out as its verdict."""
    return subject(match.verdict) == ("incidental",)


def named_sources(match: Match) -> list[Source]:
    """The sources worth naming, each once: of the whole passages and of each stretch the most probable and its near
    ties; none where it is improbable."""
    return list({source.name: source for _, group in by_stretch(match) for source in _worth(group)}.values())


def by_stretch(match: Match) -> list[tuple[Place | None, list[Source]]]:
    """The sources of each stretch, by its place on the left: one of several stretches stands in each of them.

    Those of the whole passages come first, with ``None``.
    """
    whole: list[Source] = []
    groups: dict[Place, list[Source]] = {}
    for source in match.verdict.sources:
        stretches = left_stretches(source, match)
        if not stretches:
            whole.append(source)
        for stretch in stretches:
            groups.setdefault(stretch, []).append(source)
    return [*([(None, whole)] if whole else []), *sorted(groups.items())]


def left_stretches(source: Source, match: Match) -> tuple[Place, ...]:
    """The stretches of the left passage that a source is named for; none where it is of the whole passages."""
    left = match.left
    return tuple(
        span
        for span in source.spans
        if span.article == left.article and left.start <= span.start < span.end <= left.end
    )


def _worth(sources: Iterable[Source]) -> list[Source]:
    order = sorted(sources, key=lambda source: (-source.probability, source.name))
    if not order or order[0].probability < _NAMED_FROM:
        return []
    # Rounded, so that .30 is near .35 whatever its binary form.
    return [each for each in order if round(order[0].probability - each.probability, 6) <= _NEAR_TIE]


def reuse(label: str, left: str, right: str) -> str:
    """``RT from CNN``, for one of `DIRECTIONS`."""
    return f"{right} from {left}" if label == "left-to-right" else f"{left} from {right}"


def verdict_mix(words: Mapping[str, int], marks: Marks) -> str:
    """How many shared words stand under each verdict, most first; arrows point from the likely origin."""
    short = {
        "left-to-right": f"1st {marks.right} 2nd",
        "right-to-left": f"1st {marks.left} 2nd",
        "common-source": "common source",
        "independent-renderings": "independent",
        "incidental": INCIDENTAL,
        "same-origin": "same origin",
    }
    order = (*HYPOTHESES, UNDETERMINED)
    mixed = sorted((label for label in order if words.get(label)), key=lambda label: -words[label])
    return ", ".join(f"{short.get(label, label)} {words[label]:,}" for label in mixed)


def _either_way(judged: Verdict) -> bool:
    one, other = (judged.probabilities.get(name, 0.0) for name in DIRECTIONS)
    return one > 0 and abs(one - other) < _ALIKE


class _Reading(NamedTuple):
    """What an undetermined match may be: a hypothesis (none where it is both directions), how probable, in words."""

    name: Hypothesis | None
    chance: float
    words: str


def _undecided(likeliest: Sequence[_Reading], match: Match, voice: Voice) -> str:
    """The readings that are most probable, each with its probability, and behind them whose the source would be."""
    said = _either([f"{each.words} ({likelihood(each.chance)})" for each in likeliest])
    sourced = [each.name for each in likeliest if each.name in THIRD_PARTY]
    if not sourced:
        return said
    if not named_sources(match):
        return f"{said}; no source is named{' clearly' * bool(match.verdict.sources)}"
    if len(sourced) > 1:
        return f"{said}; source either way: {_sources(match, None, voice)}"
    return f"{said}; source, {_IF[sourced[0]]}: {_sources(match, sourced[0], voice)}"


def _readings(match: Match, voice: Voice) -> list[_Reading]:
    """What an undetermined match may be, the most probable first."""
    judged = match.verdict
    found = [_Reading(name, judged.probabilities.get(name, 0.0), _reading(name, match, voice)) for name in HYPOTHESES]
    if _either_way(judged):
        found = [each for each in found if each.name not in DIRECTIONS]
        found.insert(0, _Reading(None, judged.either_direction, _OPEN))
    return sorted(found, key=lambda each: -each.chance)


def _reading(name: Hypothesis, match: Match, voice: Voice) -> str:
    left, right = (voice.names.spoken[side.article] for side in (match.left, match.right))
    return {
        "left-to-right": f"{right} has it from {left}",
        "right-to-left": f"{left} has it from {right}",
        "common-source": "both have it from a common source",
        "independent-renderings": "each rendered one statement by itself",
        "incidental": f"no reuse but {WHAT_IS_INCIDENTAL}",
        "same-origin": "one outlet wrote both",
    }[name]


def names_a_source(match: Match) -> bool:
    """Whether a source is likely enough to be worth naming."""
    return any(_worth(group) for _, group in by_stretch(match))


def _sources(match: Match, label: str | None, voice: Voice) -> str:
    """The sources worth naming, with the probability of each; `label` is the verdict it is said of, if it is one."""
    judged = match.verdict
    groups = [(stretch, named) for stretch, group in by_stretch(match) if (named := _worth(group))]
    if not groups:
        return "not named clearly" if judged.sources else "not named"
    if all(stretch is None for stretch, _ in groups):
        return _alternatives(groups[0][1], match, label, voice)
    return _and(
        [f"{_alternatives(named, match, label, voice)}{_words_of(stretch, match, voice)}" for stretch, named in groups]
    )


def _words_of(stretch: Place | None, match: Match, voice: Voice) -> str:
    """For which words the sources of a stretch are named."""
    left = match.left
    if stretch is None:
        return ""
    return f" for {voice.quoted(left.text[stretch.start - left.start : stretch.end - left.start], _LONGEST_WORDS)}"


def _and(said: Sequence[str]) -> str:
    *first, last = [
        *said[:SHOWN_SOURCES],
        *([f"{len(said) - SHOWN_SOURCES:,} more"] if len(said) > SHOWN_SOURCES else []),
    ]
    return f"{', '.join(first)} and {last}" if first else last


def _alternatives(named: Sequence[Source], match: Match, label: str | None, voice: Voice) -> str:
    judged = match.verdict
    names = [_called(source, match, voice) for source in named]
    # A source is that of a third text and of a statement each rendered, so it may be likelier than either alone. Then
    # it is the source if there is one: a second percentage, above the whole, would be read as a mistake.
    whole = next((judged.probabilities.get(name, 0.0) for name in THIRD_PARTY if name == label), 1.0)
    # "Likely", as the verdict before it: each is a share of all that the passage may be, not of one another.
    shares = [
        "" if source.probability > whole - LEAST else f"{likelihood(source.probability)} likely" for source in named
    ]
    if len(named) > 1 and len(set(shares)) == 1 and shares[0]:
        return f"{_either(names)} ({shares[0]} each)"
    return _either([f"{name} ({share})" if share else name for name, share in zip(names, shares, strict=True)])


def _called(source: Source, match: Match, voice: Voice) -> str:
    """The name of a source; the outlet of one of the two texts is one by what it had in another article before."""
    name = voice.short(source.name, LONGEST_TRIGGER)
    outlets = [voice.names.spoken[side.article] for side in (match.left, match.right)]
    before = any(entry.signal == _BEFORE for entry in match.verdict.ledger)
    return f"{name}, in another article" if before and any(each.startswith(source.name) for each in outlets) else name


def _either(names: Sequence[str]) -> str:
    more = [f"{len(names) - SHOWN_SOURCES:,} more"] if len(names) > SHOWN_SOURCES else []
    *first, last = [*names[:SHOWN_SOURCES], *more]
    return f"{', '.join(first)} or {last}" if first else last


def _hypothesis(label: str, match: Match, voice: Voice) -> str:
    left, right = (voice.names.spoken[match.left.article], voice.names.spoken[match.right.article])
    if label in DIRECTIONS:
        return f"reuse: {reuse(label, left, right)}"
    if label == "common-source":
        return "common source"
    if label == "independent-renderings":
        return "independent renderings of one statement"
    if label == "incidental":
        return INCIDENTAL
    return "same origin" if label == "same-origin" else voice.clean(label)
