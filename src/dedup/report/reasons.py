"""Why a verdict is what it is, in one sentence: what tells it from its strongest rival."""

from __future__ import annotations

from dedup.model import DIRECTIONS, Hypothesis, Match
from dedup.report.explanation.sentences import Naming, says_all, signal
from dedup.report.explanation.weighing import grade
from dedup.report.judgement import subject
from dedup.report.rivals import Reason, main_reason
from dedup.report.telling import told
from dedup.report.wording import INCIDENTAL, Voice

_RIVALS: dict[Hypothesis, str] = {
    "common-source": "a common source",
    "independent-renderings": "independent renderings",
    "incidental": INCIDENTAL,
    "same-origin": "one origin of both",
}


def reason(match: Match, voice: Voice) -> str:
    """The strongest evidence for what is first said of the verdict: how much it weighs against the strongest rival, in
    the word that explanations have for it, its sentence, and its own words behind it."""
    judged = told(match)
    found = main_reason(judged, voice.priors)
    if found is None:
        return "why: nothing in the texts weighs enough to tell"
    best = found.evidence
    spoken = voice.names.spoken
    naming = Naming(left=spoken[match.left.article], right=spoken[match.right.article])
    sentence = signal(best, match.left, match.right, naming)
    said = sentence.said(lambda name: name if name in (naming.left, naming.right) else voice.clean(name))
    words = "" if says_all(best, sentence) else voice.running(best.trigger)
    why = f"why ({grade(found.weight)} for it{_against(found, match, naming)})"
    return f"{why}: {said}: {words}" if words else f"{why}: {said}"


def _against(found: Reason, match: Match, naming: Naming) -> str:
    """What the reason is weighed against."""
    if found.rival is None:
        return ""
    rival = _RIVALS.get(found.rival) or _direction(found.rival, match, naming)
    return f" rather than {rival}" if found.telling else f"; it would fit {rival} as well"


def _direction(rival: Hypothesis, match: Match, naming: Naming) -> str:
    if any(name in DIRECTIONS for name in subject(match.verdict)):
        return "the other way round"
    return f"reuse by {naming.right if rival == 'left-to-right' else naming.left}"
