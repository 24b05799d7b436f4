"""Why a verdict is what it is and nothing else: what best tells it from its strongest rival."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from dedup.model import DIRECTIONS, Evidence, Hypothesis, Verdict
from dedup.report.judgement import ranked, subject
from dedup.report.odds import SHOWN_FROM, bearing, is_of_weight, weight_of_evidence

_RIVAL_FROM = 0.1  # probability from which another hypothesis is to be told from what is said
_TELLING_FROM = 0.1  # nats from which an entry tells two hypotheses apart
# What these say is whether one had the words from the other: other passages of the pair lean to copying or to a third
# party's words, and who quotes more had not the other alone to go by.
_OF_COPYING = ("companions.copying", "companions.common-source", "companions.many", "exclusive.")
# Words of one speaker are no chance, and need not be had from the other; a third party quotes and renders him alike.
_OF_SPEAKERS = ("quotation.same-speaker",)
_NO_REASON = frozenset({"structure.other-outlet"})  # true of nearly all pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """The entry that best tells what is first said of a verdict from its strongest rival.

    `rival` is None where no other hypothesis is one to reckon with. `weight` is how many nats the entry adds to what is
    said against that rival; against all else where there is none, or where no entry is `telling` it from the rival.
    """

    evidence: Evidence
    weight: float
    rival: Hypothesis | None
    telling: bool


def main_reason(judged: Verdict, priors: Mapping[Hypothesis, float]) -> Reason | None:
    """The main reason for a verdict; the earlier entry of equals. None where nothing that an explanation would list
    speaks for it.

    Of a direction the other one is a rival too, and an entry that tells it from both comes first: words that are equal
    say nothing of who has them from whom. `priors` are those of the report.
    """
    about = subject(judged)
    borne = bearing(judged, about, priors)
    one_way = any(name in DIRECTIONS for name in about)
    open_to = [
        entry
        for entry in judged.ledger
        if entry.signal not in _NO_REASON and is_of_weight(entry) and (one_way or not _points(entry))
    ]
    rivals = _rivals(judged, about)

    def telling(among: Collection[Hypothesis]) -> list[tuple[float, Evidence]]:
        """The entries that tell what is said from all of these, by what they weigh against the strongest rival."""
        return [
            (weight_against(entry, about, rivals[0]), entry)
            for entry in open_to
            if among
            and all(
                weight_against(entry, about, rival) >= _TELLING_FROM and tells_from(entry, about, rival)
                for rival in among
            )
        ]

    found = telling(rivals) or telling(rivals[:1])
    speaking = [(weight, entry) for entry in open_to if (weight := weight_of_evidence(entry, borne)) >= SHOWN_FROM]
    best = max(found or speaking, key=lambda each: each[0], default=None)
    if best is None:
        return None
    rival = rivals[0] if rivals else None
    return Reason(evidence=best[1], weight=best[0], rival=rival, telling=bool(found))


def strongest_rival(judged: Verdict, about: Collection[Hypothesis]) -> Hypothesis:
    """The most probable hypothesis that a verdict is not about."""
    return next(name for name in ranked(judged.probabilities) if name not in about)


def weight_against(entry: Evidence, about: Collection[Hypothesis], rival: Hypothesis) -> float:
    """What an entry adds, in nats, to the log-odds of `about` (the mean of several) against one rival."""
    own = sum(entry.weights.get(name, 0.0) for name in about) / len(about)
    return own - entry.weights.get(rival, 0.0)


def tells_from(entry: Evidence, about: Collection[Hypothesis], rival: Hypothesis) -> bool:
    """Whether what an entry says is about the choice between two hypotheses, as a reader would take it for a reason."""
    both = {*about, rival}
    if entry.signal.startswith(_OF_COPYING):
        return not both.isdisjoint(DIRECTIONS)
    return not entry.signal.startswith(_OF_SPEAKERS) or not both.isdisjoint((*DIRECTIONS, "incidental"))


def _points(entry: Evidence) -> bool:
    """Whether an entry tells one direction from the other: no reason for a verdict that is neither."""
    forth, back = (entry.weights.get(name, 0.0) for name in DIRECTIONS)
    return abs(forth - back) >= _TELLING_FROM


def _rivals(judged: Verdict, about: Collection[Hypothesis]) -> list[Hypothesis]:
    """The strongest rival, where it is one to reckon with, as it is of any direction; where a direction is among these
    two, the others too."""
    strongest = strongest_rival(judged, about)
    one_way = any(name in DIRECTIONS for name in about)
    rivals = [strongest] if one_way or judged.probabilities.get(strongest, 0.0) >= _RIVAL_FROM else []
    directed = one_way or any(name in DIRECTIONS for name in rivals)
    return [*rivals, *(name for name in DIRECTIONS if directed and name not in (*about, *rivals))]
