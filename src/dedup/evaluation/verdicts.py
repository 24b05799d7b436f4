"""How right the verdicts on found passages are: by label, by direction, by the source they name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from dedup.evaluation.calibration import calibration
from dedup.evaluation.judgements import JudgedPassage, judgement_of
from dedup.evaluation.labelled import TruthPassage
from dedup.evaluation.names import equal_words, same_name
from dedup.evaluation.quality import Share, VerdictQuality
from dedup.model import DIRECTIONS, HYPOTHESES, THIRD_PARTY, UNDETERMINED


def judge_verdicts(found: Sequence[JudgedPassage], events: Mapping[str, str]) -> tuple[VerdictQuality, tuple[str, ...]]:
    """The figures, and the ids of the passages on which a label is wrong."""
    pairs = [(each.passage.label, each.match.verdict.label) for each in found]
    decided = [(truth, label) for truth, label in pairs if label != UNDETERMINED]
    directed = [(truth, label) for truth, label in pairs if truth in DIRECTIONS]
    claimed = [(truth, label) for truth, label in directed if label in DIRECTIONS]
    others = [label for truth, label in pairs if truth not in DIRECTIONS]
    third = [label for truth, label in pairs if truth in THIRD_PARTY]
    named = [
        (each.passage, each.source)
        for each in found
        if each.passage.label in THIRD_PARTY and each.passage.source and each.passage.source_named
    ]
    given = [(truth, said) for truth, said in named if said is not None]
    right = sum(_names_source(truth, said) for truth, said in given)
    quality = VerdictQuality(
        coverage=Share(hits=len(decided), of=len(pairs), empty=1.0),
        accuracy=_equal(decided),
        direction_coverage=Share(hits=len(claimed), of=len(directed), empty=1.0),
        direction=_equal(claimed),
        false_directions=Share(hits=sum(label in DIRECTIONS for label in others), of=len(others), empty=0.0),
        recall={name: _equal([pair for pair in pairs if pair[0] == name]) for name in HYPOTHESES},
        precision={name: _equal([pair for pair in pairs if pair[1] == name]) for name in HYPOTHESES},
        third_party=Share(hits=sum(label in THIRD_PARTY for label in third), of=len(third), empty=1.0),
        source=Share(hits=right, of=len(named), empty=1.0),
        source_given=Share(hits=len(given), of=len(named), empty=1.0),
        source_right=Share(hits=right, of=len(given), empty=1.0),
        source_verbatim=Share(
            hits=sum(equal_words(truth.source, said) for truth, said in given), of=len(named), empty=1.0
        ),
        calibration=calibration([judgement_of(each.passage, each.match, events=events) for each in found]),
        confusion=tuple((truth, label, n) for (truth, label), n in sorted(Counter(pairs).items())),
    )
    misjudged = [
        each.passage.id for each in found if each.match.verdict.label not in (UNDETERMINED, each.passage.label)
    ]
    return quality, tuple(misjudged)


def _names_source(truth: TruthPassage, said: str) -> bool:
    """Whether a name means the true source, by the one that the truth gives or by another of its names."""
    return any(same_name(name, said) for name in (truth.source, *truth.source_also))


def _equal(pairs: Sequence[tuple[str, str]]) -> Share:
    return Share(hits=sum(truth == label for truth, label in pairs), of=len(pairs), empty=1.0)
