"""What an explanation holds. Text in it is as it came from outside: whatever shows it must clean it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from dedup.model import ArticleSummary, Evidence, Hypothesis, Match, SetAsideReason

_RIVAL_FROM = 0.01  # probability of a rival to be reckoned with: less is shown as "<1%"
_COUNTS_FROM = 0.2  # nats from which something is evidence against a verdict: it lowers the odds by a sixth

Grade = Literal["no bearing", "slightly", "clearly", "strongly", "very strongly"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Words of ours with names from outside in them, kept apart so that each format can clean the names.

    >>> Sentence(pattern="{right} has it from {left}", names={"left": "The Meridian", "right": "APA"}).text
    'APA has it from The Meridian'
    """

    pattern: str
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence with the names as they are."""
        return self.said(str)

    def said(self, clean: Callable[[str], str]) -> str:
        """The sentence with each name cleaned."""
        return self.pattern.format_map({key: clean(name) for key, name in self.names.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One side: what sentences call it and its article, and that article where the report lists it.

    The two names differ only where one article repeats itself, and sentences must tell the places apart.
    """

    name: str
    article_name: str
    article: ArticleSummary | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """An entry of the ledger in words.

    `words` follow the sentence: the entry's trigger, unless the sentence says all of it. `weight` is its weight of
    evidence (Good 1950): the log-odds, in nats, that it adds to what the explanation is `about` against everything
    else; the weights of a ledger add up (see `Total`). `grade` says its size in a word. `because` says why the entry
    stands on its side where it bears on another hypothesis: what makes a rival less likely speaks for the verdict.
    """

    evidence: Evidence
    weight: float
    grade: Grade
    sentence: Sentence
    words: str
    because: Sentence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """What tells what an explanation is about from one other hypothesis, heaviest first.

    The weights of these arguments are log-odds against that one alone: what bears on both alike is not among them.
    """

    speaks_for: tuple[Argument, ...]
    speaks_against: tuple[Argument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A hypothesis in words, with its probability.

    `contest` is with what the explanation is about, None where this is that.
    """

    hypothesis: Hypothesis
    probability: float
    sentence: Sentence
    contest: Contest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """How a verdict adds up: log-odds, in nats, of what an explanation is about against everything else.

    ``before + favour + against + silent == summed``, to a thousandth: the odds before any evidence, and the weights of
    what speaks for it, of what speaks against it and of what hardly bears on it. `held` is where the verdict was held,
    whatever the sum, if it was.
    """

    before: float
    favour: float
    against: float
    silent: float
    summed: float
    held: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a verdict is what it is.

    `about` has the hypotheses that `speaks_for` and `speaks_against` (heaviest first) are about: the most probable one,
    or both directions where only the direction is open; `claim` says them in words. `silent` entries tell these apart
    from nothing else. `counter` is the heaviest of `speaks_against`, if that is of weight. `rival` is the most probable
    of the other options, None where that is as good as impossible. `missing` says what evidence there is none of.
    `reason` and `detail` say why the match was set aside, if it was. `total` is None where the report does not tell the
    odds that it began with.
    """

    match: Match
    reason: SetAsideReason | None
    detail: str
    left: Account
    right: Account
    options: tuple[Option, ...]
    about: tuple[Hypothesis, ...]
    claim: Sentence
    speaks_for: tuple[Argument, ...]
    speaks_against: tuple[Argument, ...]
    silent: tuple[Argument, ...]
    missing: tuple[Sentence, ...]
    total: Total | None = None

    def _repr_markdown_(self) -> str:
        """The explanation in a notebook."""
        from dedup.report.explanation.markdown import to_markdown

        return to_markdown(self)

    @property
    def rival(self) -> Option | None:
        """The strongest rival of what the explanation is about, if that is 1 % likely."""
        strongest = next((each for each in self.options if each.contest is not None), None)
        return strongest if strongest is not None and strongest.probability >= _RIVAL_FROM else None

    @property
    def counter(self) -> Argument | None:
        """The strongest counter-evidence; none where nothing of weight speaks against it."""
        heaviest = next(iter(self.speaks_against), None)
        return heaviest if heaviest is not None and abs(heaviest.weight) >= _COUNTS_FROM else None
