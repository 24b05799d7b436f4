"""What all parts of the page go by: numbers and names of articles and outlets, and what is known of the texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dedup.model import Match, Report
from dedup.network import source_names
from dedup.outlets import outlet_names
from dedup.report.escape import inert
from dedup.report.html.texts import Known, known_texts
from dedup.report.names import LONGEST_NAME, Names, distinct, name_articles
from dedup.report.order import strongest_first
from dedup.report.wording import Marks, Voice

UNKNOWN = "(unknown outlet)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A report with what the page adds.

    `parties` are what the overview is about, each with its articles: outlets or, where fewer than two are known,
    articles; `party` is that of each article. `outlets` are the names of outlets as `parties` have them.
    `sources` says what to call each named source. `number` is an article's place in the page's tables.
    """

    report: Report
    voice: Voice
    texts: Mapping[str, Known]
    matches: Sequence[Match]
    number: Mapping[str, int]
    parties: tuple[str, ...]
    party: Mapping[str, str]
    by_outlet: bool
    outlets: Mapping[str, str]
    sources: Mapping[str, str]

    @property
    def names(self) -> Names:
        return self.voice.names


def collection_of(report: Report, texts: Mapping[str, str]) -> Collection:
    """`texts` by the ids of articles; the page shows the passages of those that are not among them."""
    names = name_articles(report, inert, LONGEST_NAME)
    # Filters and the matrix go by names: an outlet may be called like what is unknown.
    outlets = dict(zip(names.outlets, distinct([UNKNOWN, *names.outlets.values()])[1:], strict=True))
    outlet_of = outlet_names(report.articles)
    own = {id: outlets[name] for id, name in outlet_of.items()}
    by_outlet = len(set(own.values())) > 1
    party = {id: own.get(id, UNKNOWN) if by_outlet else name for id, name in names.spoken.items()}
    return Collection(
        report=report,
        voice=Voice(names=names, marks=Marks(line_break=" "), clean=inert, priors=report.priors),
        texts=known_texts(report, texts),
        matches=strongest_first(report.matches),
        number={id: at for at, id in enumerate(names.short)},
        parties=tuple(sorted(set(party.values()), key=lambda name: (name == UNKNOWN, name.casefold(), name))),
        party=party,
        by_outlet=by_outlet,
        outlets=outlets,
        sources=source_names(report.matches, outlet_of),
    )
