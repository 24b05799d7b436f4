"""What a verdict had to do without: outlets, dates, attributions, and texts that are not in the collection."""

from __future__ import annotations

from collections.abc import Iterator

from dedup.model import Evidence, Match
from dedup.report.explanation.grounds import Grounds
from dedup.report.explanation.sentences import Naming, signal
from dedup.report.explanation.value import Account, Sentence

_ABSENT = ".missing"  # signals that say of what there is no evidence
_NAMED_FROM = 0.05  # probability of a source from which its absence is worth telling
_MOST_SOURCES = 3


def missing(match: Match, grounds: Grounds, left: Account, right: Account) -> tuple[Sentence, ...]:
    """What is missing, from the ledger's entries without weights, the articles and the named sources."""
    naming = Naming(left=left.name, right=right.name)
    accounts = (left,) if match.left.article == match.right.article else (left, right)
    found = [*_unknown(accounts), *_unsaid(match, naming, accounts), *_absent(match, grounds)]
    return tuple({sentence.text: sentence for sentence in found}.values())


def is_absence(entry: Evidence) -> bool:
    """Whether a ledger's entry says of what there is no evidence."""
    return not entry.weights and entry.signal.endswith(_ABSENT)


def _unknown(accounts: tuple[Account, ...]) -> Iterator[Sentence]:
    for account in accounts:
        article = account.article
        if article is None:
            yield Sentence(pattern="The report does not list the article {name}", names={"name": account.name})
            continue
        if not article.outlet:
            yield Sentence(pattern="The outlet of {name} is not known", names={"name": account.name})
        if article.published is None:
            yield Sentence(pattern="There is no date for {name}", names={"name": account.name})


def _unsaid(match: Match, naming: Naming, accounts: tuple[Account, ...]) -> Iterator[Sentence]:
    articles = [account.article for account in accounts]
    told = {
        "structure.missing": any(article is None or not article.outlet for article in articles),
        "timing.missing": any(article is None or article.published is None for article in articles),
    }
    for entry in match.verdict.ledger:
        if is_absence(entry) and not told.get(entry.signal, False) and not _is_answered(entry, match):
            said = signal(entry, match.left, match.right, naming)
            named = "{signal}" in said.pattern and entry.trigger
            yield Sentence(
                pattern=f"{said.pattern}: {{trigger}}" if named else said.pattern,
                names={**said.names, "trigger": entry.trigger} if named else said.names,
            )


def _is_answered(entry: Evidence, match: Match) -> bool:
    """Whether a verdict names sources after all: they may be found elsewhere in the collection."""
    return entry.signal == "attribution.missing" and bool(match.verdict.sources)


def _absent(match: Match, grounds: Grounds) -> Iterator[Sentence]:
    """Named sources whose own text is not in the collection, or is and was not found to hold the passage."""
    named = sorted(match.verdict.sources, key=lambda source: (-source.probability, source.name))
    holders = grounds.holders.get(match.id, frozenset()) | {match.left.article, match.right.article}
    absent: list[str] = []
    without: list[str] = []
    for source in [each for each in named if each.probability >= _NAMED_FROM][:_MOST_SOURCES]:
        texts = grounds.texts_of(source.name)
        if not texts:
            absent.append(source.name)
        elif not texts & holders:
            without.append(source.name)
    for sources, told in (
        (absent, "of which the collection has no text"),
        (without, "whose texts here were not found to hold this"),
    ):
        if sources:
            names = {f"source{number}": source for number, source in enumerate(sources, 1)}
            listed = "; ".join(f"{{{name}}}" for name in names)
            what = "A possible source" if len(sources) == 1 else "Possible sources"
            yield Sentence(pattern=f"{what} {told}: {listed}", names=names)
