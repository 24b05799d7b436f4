"""Checks on real articles of one event that nobody labelled: `quality.py --only seeds`.

Nothing is known of who took what from whom, but some verdicts would be wrong for certain: that one of five outlets
copied another (each reports for itself), that the earliest article is where others have remarks from that were made
later, or that words come from whoever took a picture.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from measured import Measured, Row, count, share_row

import dedup
from dedup.config import Settings
from dedup.errors import DateError, InputError
from dedup.evaluation.dates_only import older
from dedup.evaluation.names import same_name
from dedup.evaluation.rows import json_rows
from dedup.model import DIRECTIONS, THIRD_PARTY, Article, Match

_PICTURE = re.compile(
    r"\b(?:photo(?:graph)?s?|pictures?|images?|credits?)\s*(?::|\bby\b)\s*(?P<credit>[^\n]{1,120})", re.IGNORECASE
)


def find_seeds(given: Path | None) -> Path | None:
    """The JSONL file: as given, else where the environment leads; None where there is none."""
    if given is not None:
        return given
    data = os.environ.get("DEDUP_DATA")
    place = Path(data) / "seeds.jsonl" if data else None
    return place if place and place.is_file() else None


def score_seeds(path: Path) -> Measured:
    """Audit the articles and count the verdicts that would be wrong for certain. Raises `InputError`."""
    articles = read_articles(path)
    by_id = {article.id: article for article in articles}
    matches = dedup.audit(articles, Settings()).matches
    first = _earliest(articles)
    with_first = [match for match in matches if first in (match.left.article, match.right.article)]
    third = [match for match in matches if match.verdict.label in THIRD_PARTY]
    named = sorted({source.name for match in matches for source in match.verdict.sources})
    highest = max((match.verdict.probabilities[way] for match in matches for way in DIRECTIONS), default=0.0)
    rows = (
        share_row("called a copy of another", count((m.verdict.label in DIRECTIONS for m in matches), 0.0), "copies"),
        Row(what="  the highest probability of a direction", value=highest),
        share_row(
            "the earliest article the likelier origin",
            count((_starts_at(match, first) for match in with_first), 0.0),
            "earliest_is_origin",
        ),
        share_row(
            "a picture's credit among the sources",
            count((bool(_pictured(match, by_id)) for match in matches), 0.0),
            "picture_credits",
        ),
        share_row("third parties that are named", count(m.verdict.source is not None for m in third), "named"),
    )
    return Measured(
        name="seeds",
        title="one event, nobody's labels",
        rows=rows,
        checksum=hashlib.sha256(path.read_bytes()).hexdigest(),
        caption=f"{len(articles)} articles; sources named: {', '.join(named) or 'none'}",
    )


def read_articles(path: Path) -> list[Article]:
    """The articles of a JSONL file, sorted by id. Raises `InputError`."""
    found: list[Article] = []
    for where, row in json_rows(path):
        try:
            found.append(
                Article(id=row["id"], text=row["text"], outlet=row.get("outlet"), published=row.get("published"))
            )
        except (KeyError, TypeError, ValueError, DateError) as error:
            raise InputError(f"{where}: {type(error).__name__}: {error}") from error
    return sorted(found, key=lambda article: article.id)


def _earliest(articles: Sequence[Article]) -> str:
    """The article that is the likelier first against every other; none where dates do not say."""
    for article in articles:
        others = [each for each in articles if each is not article]
        if others and all(older(article, other) == "left" for other in others):
            return article.id
    return ""


def _starts_at(match: Match, id: str) -> bool:
    one, other = (match.verdict.probabilities[way] for way in DIRECTIONS)
    # The likelier way alone says little where hardly anything speaks for either: it must lead the other hypotheses too.
    if max(one, other) < max(match.verdict.probabilities.values()):
        return False
    return match.left.article == id if one > other else match.right.article == id


def _pictured(match: Match, articles: Mapping[str, Article]) -> list[str]:
    """The sources of a verdict that the two texts name in picture credits only."""
    texts = [articles[side.article].text for side in (match.left, match.right)]
    credited = [name for text in texts for name in _credits(text)]
    rest = [_PICTURE.sub(" ", text).split() for text in texts]
    return [
        source.name
        for source in match.verdict.sources
        if any(same_name(source.name, name) for name in credited)
        and not any(_names(words, source.name) for words in rest)
    ]


def _names(words: Sequence[str], name: str) -> bool:
    """Whether some few consecutive words mean a name."""
    most = len(name.split()) + 1
    return any(
        same_name(name, " ".join(words[at : at + length])) for length in range(1, most + 1) for at in range(len(words))
    )


def _credits(text: str) -> Iterator[str]:
    for found in _PICTURE.finditer(text):
        yield from (part.strip(" .") for part in re.split(r"[/,]| on ", found["credit"]))
