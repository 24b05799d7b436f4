"""Two passages that share wording, how alike they are, and the verdict on where that is from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dedup.model.articles import Place
from dedup.views import MatchViews

PassageKind = Literal["headline", "byline", "caption", "credit", "quotation", "narration", "boilerplate"]
MatchKind = Literal["verbatim", "near-verbatim", "reworded", "reordered"]
Hypothesis = Literal[
    "left-to-right", "right-to-left", "common-source", "independent-renderings", "incidental", "same-origin"
]
SideName = Literal["left", "right"]
SetAsideReason = Literal["boilerplate", "incidental", "same-article", "same-outlet", "stock"]

HYPOTHESES: tuple[Hypothesis, ...] = (
    "left-to-right",
    "right-to-left",
    "common-source",
    "independent-renderings",
    "incidental",
    "same-origin",
)
DIRECTIONS: tuple[Hypothesis, Hypothesis] = ("left-to-right", "right-to-left")
# Both have their wording from elsewhere.
THIRD_PARTY: tuple[Hypothesis, Hypothesis] = ("common-source", "independent-renderings")
UNDETERMINED = "undetermined"

_OPEN_FROM = 0.6  # probability of both directions together from which only the direction is undetermined


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Passage:
    """A stretch of an article: ``text == article.text[start:end]``."""

    article: str
    start: int
    end: int
    text: str
    kind: PassageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """How the right passage differs from the left, in words."""

    insert: int
    delete: int
    substitute: int
    move: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The overlap of two passages; fractions lie in [0, 1]. Definitions: ``docs/reference/scores.md``.

    `jaccard` and the containments are over word 3-grams (single words where a side is shorter);
    `aligned_words` counts the words matched one to one (moved ones too), `share_left`/`share_right` divide
    it by the words of that side; `longest_run` is the longest run of equal consecutive words;
    `rarity_overlap` weighs shared words by rarity; `order_free` ignores the order of words.
    """

    jaccard: float
    containment_left: float
    containment_right: float
    aligned_words: int
    share_left: float
    share_right: float
    longest_run: int
    rarity_overlap: float
    order_free: float
    edits: Edits


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Common:
    """Words found on both sides: equal (``same``), a variant of each other (``near``), or ``moved``."""

    left_start: int
    left_end: int
    right_start: int
    right_end: int
    kind: Literal["same", "near", "moved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One entry of a ledger: a signal, its log-odds for each hypothesis it touches, and what triggered it.

    `strength` is how far the signal reaches here, by which its weights were multiplied (0 where it is only noted);
    `origin` is the side that the evidence takes for the origin, where it speaks of one.
    """

    signal: str
    weights: Mapping[Hypothesis, float]
    trigger: str
    spans: tuple[Place, ...] = ()
    strength: float = 0.0
    origin: SideName | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A common source that the texts name, normalised, with the probability that the wording is from it.

    `spans` are the stretches of the two passages that it may be the source of, in both articles, where others speak in
    the rest; `probability` is of their wording. Without `spans` it is of the whole passages.
    """

    name: str
    probability: float
    spans: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Who reused whose wording: a distribution over `HYPOTHESES` and the ledger behind it.

    `label` is the most probable hypothesis, or ``undetermined`` where it is below .5 or within .15 of the
    second; `probability` is that of the most probable one either way. `sources` begin with the one that most of the
    wording is to be expected from (`source`): of equal extent the most probable.
    """

    label: str
    probability: float
    probabilities: Mapping[Hypothesis, float]
    source: str | None
    sources: tuple[Source, ...]
    ledger: tuple[Evidence, ...]

    @property
    def either_direction(self) -> float:
        """The probability that one text reused the other, whichever."""
        return sum(self.probabilities.get(name, 0.0) for name in DIRECTIONS)

    @property
    def direction_open(self) -> bool:
        """Whether one text probably reused the other, and only which one is undetermined."""
        return self.label == UNDETERMINED and self.either_direction > _OPEN_FROM


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(MatchViews):
    """Wording that two passages share. `id` depends on the articles' ids and the spans alone."""

    id: str
    left: Passage
    right: Passage
    kind: MatchKind
    confidence: float
    scores: Scores
    common: tuple[Common, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A match that is shown apart and never counts, with the reason."""

    match: Match
    reason: SetAsideReason
    detail: str
