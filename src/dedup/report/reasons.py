"""Why a verdict is what it is, in one sentence: what explanations put first."""

from __future__ import annotations

from dedup.model import Match
from dedup.report.explanation.sentences import Naming, says_all, signal
from dedup.report.explanation.weighing import grade
from dedup.report.judgement import weighed_evidence
from dedup.report.wording import Voice


def reason(match: Match, voice: Voice) -> str:
    """The strongest evidence for what is first said of the verdict: how much it weighs, in the word that explanations
    have for it, its sentence, and its own words behind it."""
    found = weighed_evidence(match.verdict, voice.priors)
    if found is None:
        return "why: nothing in the texts weighs enough to tell"
    best, weight = found
    spoken = voice.names.spoken
    naming = Naming(left=spoken[match.left.article], right=spoken[match.right.article])
    sentence = signal(best, match.left, match.right, naming)
    said = sentence.said(lambda name: name if name in (naming.left, naming.right) else voice.clean(name))
    words = "" if says_all(best, sentence) else voice.running(best.trigger)
    why = f"why ({grade(weight)} for it)"
    return f"{why}: {said}: {words}" if words else f"{why}: {said}"
