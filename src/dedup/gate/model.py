"""The values of a check: findings on new articles, how much of each is reused, and what the gate says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from dedup.config import FailOn
from dedup.credit import says_whose
from dedup.errors import UsageError
from dedup.model import Article, Match, Passage, Report, SideName

Rule = Literal["dedup/copied", "dedup/near", "dedup/common-source", "dedup/shared", "dedup/reuse"]
Status = Literal["new", "known", "held", "new-version"]

# Confidence of a match from which it is `dedup/near`. A report lists equal words from .5 on; such as are hardly more
# than chance are no reason to stop an article.
NEAR_FROM = 0.8
# Words in a row, outside of quotations, from which a passage is `dedup/near` though the rest is reworded or quoted. Of
# the reworded passages of corpus/ 12 keep 12 in a row, some a sentence rewritten around a fact; the 4 that keep 15 have
# a clause just as it was.
OWN_RUN = 15


def is_near(confidence: float) -> bool:
    """Whether a match is sure enough: as it is shown, in whole percent."""
    return round(confidence, 2) >= NEAR_FROM


FAIL_ON: tuple[FailOn, ...] = get_args(FailOn)
# Stable names, the gravest first; `dedup/reuse` is of whole articles, the others of single passages.
RULES: tuple[Rule, ...] = get_args(Rule)
# The next one of `any`, `near`, `copied` and `none` fails on less; `uncredited` is `near` without what is credited.
FAILING: Mapping[FailOn, frozenset[Rule]] = {
    "any": frozenset({"dedup/copied", "dedup/near", "dedup/common-source", "dedup/shared"}),
    "near": frozenset({"dedup/copied", "dedup/near"}),
    "uncredited": frozenset({"dedup/copied", "dedup/near"}),
    "copied": frozenset({"dedup/copied"}),
    "none": frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What fails a run: single passages by `fail_on`, whole articles by `max_reuse`, in percent (100: never).

    Raises `UsageError` for what is no level and no percentage.
    """

    fail_on: FailOn = "near"
    max_reuse: float = 100.0

    def __post_init__(self) -> None:
        if self.fail_on not in FAIL_ON:
            raise UsageError(f"fail_on: {self.fail_on!r} is not allowed; give {' or '.join(FAIL_ON)}")
        number = isinstance(self.max_reuse, (int, float)) and not isinstance(self.max_reuse, bool)
        if not (number and 0 <= self.max_reuse <= 100):  # nothing compares with NaN
            raise UsageError(f"max_reuse: {self.max_reuse!r} is no percentage from 0 to 100")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A match from the side of a new article, `side` of the match.

    `fingerprint` is of the shared words alone (`dedup.gate.fingerprints`). `holders` is how many articles hold most of
    this passage, the new one among them. `accepted`: the baseline knows it, with no fewer holders. `failing`: the gate
    fails for it. `since`: of a passage that the baseline knows, between two articles that were there when it was
    written, the newcomers that hold it too, so that it is not accepted any more.
    """

    match: Match
    article: str
    side: SideName
    rule: Rule
    fingerprint: str
    holders: int
    accepted: bool = False
    failing: bool = False
    since: tuple[str, ...] = ()

    @property
    def passage(self) -> Passage:
        """The passage in the new article."""
        return self.match.left if self.side == "left" else self.match.right

    @property
    def other(self) -> Passage:
        """The passage that it shares words with."""
        return self.match.right if self.side == "left" else self.match.left

    @property
    def credited(self) -> bool:
        """Whether it is said whose wording this is: of a copy by whichever article that is, else by the new one."""
        sides: tuple[SideName, ...] = ("left", "right") if self.rule == "dedup/copied" else (self.side,)
        return any(says_whose(self.match, side) for side in sides)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse:
    """How much of a new article's wording others have too, in words; each word counts once.

    `counted_words` are its words without boilerplate, bylines and credits, `reused_words` those of them that its
    matches align. `own_words` and `reused_own_words` are the same without quotations whose speaker or source the text
    names, and `accepted_own_words` those of the last that only accepted passages align. `percent` is held against the
    gate, and `failing` where it is over it: the rule ``dedup/reuse``.
    """

    article: str
    words: int
    counted_words: int
    reused_words: int
    own_words: int
    reused_own_words: int
    accepted_own_words: int
    failing: bool = False

    @property
    def percent(self) -> float:
        """Percentage of its own words that others have and that no baseline accepts."""
        new = self.reused_own_words - self.accepted_own_words
        return 100.0 * new / self.own_words if self.own_words else 0.0


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Entry:
    """One accepted passage of a baseline: its fingerprint, how many articles held it then, and its shared words.

    `articles` (the ids of two that shared it) and `begins` (how it begins in the first of them) are for whoever reads
    the file; a baseline of version 1 has neither.
    """

    fingerprint: str
    holders: int
    words: int
    articles: tuple[str, ...] = ()
    begins: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The result of a check.

    `report` is on the new articles and on the held ones that they share wording with: in each of its matches at least
    one side is new. `new` are the ids of the articles that were checked, sorted, `articles` these articles by id, and
    `status` says of each whether its id is ``new``, ``known`` (no index holds it, but the baseline accepts passages of
    it), ``held`` with this very text, or held with another text (``new-version``). `findings` are in the order of the
    report's matches, `reuse` in that of `new`; `stale` are the entries of the baseline that nothing here has.
    `newly_accepted` are the ids of the matches that this very run puts into the baseline.
    """

    report: Report
    new: tuple[str, ...]
    articles: Mapping[str, Article]
    status: Mapping[str, Status]
    gate: Gate
    findings: tuple[Finding, ...] = ()
    reuse: tuple[Reuse, ...] = ()
    stale: tuple[Entry, ...] = ()
    newly_accepted: frozenset[str] = frozenset()

    @property
    def passed(self) -> bool:
        return not self.failed

    @property
    def failed(self) -> frozenset[str]:
        """The ids of the new articles that the gate fails for."""
        passages = {each.article for each in self.findings if each.failing}
        return frozenset(passages | {each.article for each in self.reuse if each.failing})
