"""One match in full: both sides word by word, scores, hypotheses and the ledger, in the words of an explanation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dedup.model import Match, Place
from dedup.report.escape import inert
from dedup.report.excerpt import SIDES, Side, pieces
from dedup.report.explanation.grounds import Grounds
from dedup.report.explanation.making import explained
from dedup.report.explanation.speaking import (
    apart,
    before_limit,
    chance_or_not,
    claimed,
    graded,
    likely,
    log_odds,
    reasoned,
    said,
    total_lines,
    voice_of,
    worth_showing,
)
from dedup.report.explanation.value import Argument
from dedup.report.html.collection import Collection
from dedup.report.html.tables import Strings
from dedup.report.wording import likelihood

ROLES = ("same", "only", "near", "moved")
SCORES = (
    "aligned_words",
    "longest_run",
    "share_left",
    "share_right",
    "jaccard",
    "containment_left",
    "containment_right",
    "rarity_overlap",
    "order_free",
)
EDITS = ("insert", "delete", "substitute", "move")
_DECIMALS = 4


def detail(match: Match, collection: Collection, grounds: Grounds, strings: Strings) -> dict[str, Any]:
    """What the page shows of one match beyond the lists."""
    explanation = explained(match, None, grounds)
    voice = voice_of(explanation, inert, collection.voice.marks)

    def group(arguments: Sequence[Argument]) -> list[Any]:
        """What is worth showing, and how many others there are."""
        shown, faint = worth_showing(arguments)
        return [[entry(each) for each in shown], faint]

    def entry(argument: Argument) -> list[Any]:
        """What it says, its grade, its log-odds, its name, and where it stands."""
        words = (
            reasoned(argument, explanation, voice),
            graded(argument),
            log_odds(argument),
            inert(argument.evidence.signal),
        )
        return [*map(strings.number, words), _places(argument.evidence.spans, collection)]

    told_apart = apart(explanation, voice)
    return {
        "compared": compared(match, collection),
        "scores": scores_of(match),
        "options": [
            [
                round(option.probability, _DECIMALS),
                strings.number(likely(option.probability)),
                strings.number(said(option.sentence, explanation, voice) + before_limit(option, explanation)),
                [strings.number(line) for line in told_apart.get(option.hypothesis, ())],
            ]
            for option in explanation.options
        ],
        "claim": strings.number(claimed(explanation, voice)),
        "for": group(explanation.speaks_for),
        "against": group(explanation.speaks_against),
        "silent": group(explanation.silent),
        "total": [[term, strings.number(words)] for term, words in total_lines(explanation)],
        "missing": [strings.number(said(sentence, explanation, voice)) for sentence in explanation.missing],
        "note": strings.number(chance_or_not(explanation, voice) or ""),
        "sources": [
            [strings.number(name), likelihood(source.probability), int(bool(source.spans))]
            for source in match.verdict.sources
            for name in [inert(collection.sources.get(source.name, source.name))]
        ],
    }


def compared(match: Match, collection: Collection) -> list[list[int]]:
    """The runs of the left side, those of the right, and the links between them."""
    return [*(_runs(match, side) for side in SIDES), _links(match, collection)]


def scores_of(match: Match) -> list[float]:
    """The scores in the order of `SCORES`, then the edits in that of `EDITS`."""
    scores = match.scores
    return [
        *(round(getattr(scores, name), _DECIMALS) for name in SCORES),
        *(getattr(scores.edits, name) for name in EDITS),
    ]


def _runs(match: Match, side: Side) -> list[int]:
    """The pieces of a side: role and length in code units, by turns."""
    found: list[int] = []
    for piece in pieces(match, side):
        found += (ROLES.index(piece.role), len(piece.text.encode("utf-16-le", "surrogatepass")) // 2)
    return found


def _links(match: Match, collection: Collection) -> list[int]:
    """Where words stand for each other, from the start of each passage: on the left and on the right, by turns."""
    left, right = (collection.texts[side.article].unit for side in (match.left, match.right))
    left_start, right_start = left(match.left.start), right(match.right.start)
    found: list[int] = []
    for common in match.common:
        found += (left(common.left_start) - left_start, left(common.left_end) - left_start)
        found += (right(common.right_start) - right_start, right(common.right_end) - right_start)
    return found


def _places(spans: Iterable[Place], collection: Collection) -> list[int]:
    """Article, start and end, by turns; articles that the report does not mention have no place in the page."""
    found: list[int] = []
    for span in spans:
        number = collection.number.get(span.article)
        if number is not None:
            unit = collection.texts[span.article].unit
            found += (number, unit(span.start), unit(span.end))
    return found
