"""What must hold of verdicts whatever the articles say, on collections written here and on events of corpus/.

The events festival, launch, outbreak and strike are held out, and not read here.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import dedup
from dedup.config import Settings
from dedup.evaluation import Labelled, read_labelled
from dedup.evaluation.judgements import judged_passages, matches_by_pair
from dedup.model import Article, Evidence, Hypothesis, Match, Span
from dedup.provenance.article.dossier import dossier
from dedup.provenance.article.outlet_mentions import mentions
from dedup.provenance.view import Attribution
from dedup.text.outline import outline

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
EVENTS = ("cupfinal", "dam", "ferry", "museum", "rate", "recount", "talks", "trial", "wildfire")
DIRECTIONS = ("left-to-right", "right-to-left")
# What other articles and passages bear witness to is read off their own cases, so it holds their credits.
SECOND_HAND = ("witness.", "companions.")
# Signals that read dates; whatever joins the model and reads them belongs here, or it breaks the promise below.
DATED = ("timing.",)
# That a direction is held at the cap is said of the verdict, and follows from all of the evidence.
HELD = ("limits.",)
MIRROR: dict[Hypothesis, Hypothesis] = {"left-to-right": "right-to-left", "right-to-left": "left-to-right"}

NARRATION = (
    "Divers had found the sluice jammed open by a fallen elm, and for nine hours the water ran through the lower "
    "meadows while the keeper, alone in the gatehouse, wound the spare chain by hand and wrote the level on the wall "
    "in chalk every quarter of an hour until the pencil lines of the last flood were under water"
)
SAID = "We wound the chain by hand until the pencil lines were under water and then we prayed for the morning"
FILLER = {
    "origin": "Market day at Holm was quiet and the bakers sold out by ten. A choir from the valley sings on Friday.",
    "second": "Readers write that the ring road needs trees. The library opens late on Thursdays through the winter.",
    "third": "Two swimmers set out from the pier at dawn for charity. The council meets again in the new year.",
}


# As the two that took the passage credit it, in wordings of their own.
COURIER = (", the Calder Courier reported", ", according to the Calder Courier")


def made(id: str, *, outlet: str, published: str | None, credit: str, quoted: bool) -> Article:
    words = f"“{SAID},” said Arvo Kelm, the keeper" if quoted else NARRATION
    text = f"{FILLER[id]}\n\n{words}{credit}.\n\nThe {outlet} will follow the matter."
    return Article(id=id, text=text, outlet=outlet, published=published)


def family(*, dated: bool, credit: tuple[str, str] = ("", ""), quoted: bool = False) -> list[Article]:
    """An origin and two that took a passage from it, a day apart each."""
    days = ("2031-03-04T08:00Z", "2031-03-05T08:00Z", "2031-03-06T08:00Z") if dated else (None, None, None)
    outlets = ("Calder Courier", "Sable Post", "Northmoor Gazette")
    credits = ("", *credit)
    return [
        made(id, outlet=outlet, published=day, credit=named, quoted=quoted)
        for id, outlet, day, named in zip(FILLER, outlets, days, credits, strict=True)
    ]


@cache
def labelled() -> Labelled:
    return read_labelled(CORPUS)


def event(name: str) -> list[Article]:
    return [article for article in labelled().articles if article.id.startswith(f"{name}-")]


def matches(articles: Sequence[Article]) -> tuple[Match, ...]:
    """What counts, and what would if its verdict were another: that alone sets some matches aside as incidental."""
    report = dedup.audit(articles, Settings(workers=1))
    aside = (
        each.match
        for each in report.set_aside
        if each.match.verdict.label == "incidental" and each.match.confidence >= Settings().min_confidence
    )
    return (*report.matches, *(match for match in aside if match.left.article != match.right.article))


@cache
def event_matches(name: str) -> tuple[Match, ...]:
    return matches(event(name))


COLLECTIONS: list[tuple[str, Callable[[], Sequence[Article]]]] = [
    ("narration", lambda: family(dated=True)),
    ("quotation", lambda: family(dated=True, quoted=True)),
    ("credited", lambda: family(dated=True, credit=COURIER)),
    *((name, lambda name=name: event(name)) for name in EVENTS),  # type: ignore[misc]
]
every_collection = pytest.mark.parametrize("articles", [pytest.param(make, id=name) for name, make in COLLECTIONS])

Key = tuple[str, int, int, str, int, int]


def by_place(found: Sequence[Match], rename: Callable[[str], str] = str) -> dict[Key, Match]:
    return {
        (rename(m.left.article), m.left.start, m.left.end, rename(m.right.article), m.right.start, m.right.end): m
        for m in found
    }


def kept(match: Match, *families: str) -> list[Evidence]:
    """The ledger without the signals of some families."""
    return [entry for entry in match.verdict.ledger if not entry.signal.startswith(families)]


@every_collection
def test_swapping_the_articles_mirrors_every_verdict(articles: Callable[[], Sequence[Article]]) -> None:
    """Ids decide which side is left: ids in the opposite order must change nothing but the sides."""
    here = list(articles())
    ids = sorted(article.id for article in here)
    renamed = {id: f"x{len(ids) - at:03}" for at, id in enumerate(ids)}
    back = {new: old for old, new in renamed.items()}
    straight = by_place(matches(here))
    turned = by_place(matches([replace(article, id=renamed[article.id]) for article in here]), back.__getitem__)
    assert straight
    assert {(*key[3:], *key[:3]) for key in turned} == set(straight)
    for key, match in straight.items():
        verdict, other = match.verdict, turned[(*key[3:], *key[:3])].verdict
        turned_back = {MIRROR.get(name, name): value for name, value in other.probabilities.items()}
        assert turned_back == pytest.approx(dict(verdict.probabilities), abs=1e-12)
        assert MIRROR.get(other.label, other.label) == verdict.label  # type: ignore[call-overload]
        assert other.source == verdict.source
        assert {each.name for each in other.sources} == {each.name for each in verdict.sources}
        assert weighed(other.ledger, mirrored=True) == weighed(verdict.ledger)


def weighed(ledger: Sequence[Evidence], *, mirrored: bool = False) -> list[tuple[str, list[tuple[str, float]]]]:
    """Signals and weights, to nine places: a sum in the order of the articles' ids may differ in the last digit."""
    return sorted(
        (
            entry.signal,
            sorted(
                (MIRROR.get(name, name) if mirrored else name, round(weight, 9) + 0.0)
                for name, weight in entry.weights.items()
            ),
        )
        for entry in ledger
    )


@every_collection
@pytest.mark.parametrize("dates", ["none", "shuffled"])
def test_other_dates_change_the_timing_evidence_and_nothing_else(
    articles: Callable[[], Sequence[Article]], dates: str
) -> None:
    here = list(articles())
    before = by_place(matches(here))
    stamps = [article.published for article in here]
    if dates == "shuffled":
        random.Random(7).shuffle(stamps)
    changed = [
        replace(article, published=stamp if dates == "shuffled" else None, first_seen=None)
        for article, stamp in zip(here, stamps, strict=True)
    ]
    after = by_place(matches(changed))
    assert before and before.keys() == after.keys()
    for key, match in before.items():
        assert kept(match, *DATED, *HELD) == kept(after[key], *DATED, *HELD)
        if dates == "none":
            assert not any(entry.weights for entry in after[key].verdict.ledger if entry.signal.startswith("timing."))
    if dates == "none" and all(article.published for article in here):
        assert any(entry.weights for match in before.values() for entry in match.verdict.ledger if is_timing(entry))


def is_timing(entry: Evidence) -> bool:
    return entry.signal.startswith("timing.")


# On one side only: words of a credit that both share would be part of the match.
CREDITS = [
    ", the Calder Courier reported",
    ", according to the Sable Post",
    ", the Tarn Water Board said in a statement",
    ", according to a release by the Tarn Water Board",
    ", the Arden Press Agency reported",
]


@pytest.mark.parametrize("credit", CREDITS)
@pytest.mark.parametrize("quoted", [False, True])
def test_masking_the_credits_takes_the_attribution_away(credit: str, quoted: bool) -> None:
    here = family(dated=True, credit=("", credit), quoted=quoted)
    blank = ("", " " + "·" * (len(credit) - 1))
    plain, after = by_place(matches(here)), by_place(matches(family(dated=True, credit=blank, quoted=quoted)))
    assert plain.keys() == after.keys()
    for key, match in plain.items():
        assert not attributed(after[key])
        assert weighed(kept(match, "attribution.", *SECOND_HAND, *HELD)) == weighed(
            kept(after[key], "attribution.", *SECOND_HAND, *HELD)
        )
    assert any(attributed(match) for match in plain.values())


def attributed(match: Match) -> list[Evidence]:
    return [entry for entry in match.verdict.ledger if entry.signal.startswith("attribution.") and entry.weights]


@pytest.mark.parametrize("name", EVENTS)
def test_masking_the_credits_of_an_event_leaves_no_attribution(name: str) -> None:
    """Every attribution found is blotted out, letter by letter, so that no offset moves; who speaks stays."""
    articles = event(name)
    found = matches([masked(article, articles) for article in articles])
    assert found
    for match in found:
        assert not [entry for entry in attributed(match) if entry.spans]


def masked(article: Article, articles: Sequence[Article]) -> Article:
    # Of two credits to one source for one stretch the first is found, and the second once the first is gone.
    while found := [each for each in credited(article, articles) if _blottable(article.text, each.place)]:
        text = article.text
        for each in found:
            start, end = each.place.start, each.place.end
            text = text[:start] + "".join("·" if char.isalnum() else char for char in text[start:end]) + text[end:]
        article = replace(article, text=text)
    return article


def credited(article: Article, articles: Sequence[Article]) -> Iterator[Attribution]:
    """What an article says of its sources, and where it names the outlets of others."""
    own = dossier(article, outline(article.text))
    yield from own.attributions
    for other in articles:
        for found in mentions(own, dossier(other, outline(other.text))):
            yield from found


def _blottable(text: str, span: Span) -> bool:
    return any(char.isalnum() for char in text[span.start : span.end])


class TestWithoutTheOrigin:
    """Two that copied a third: with it gone, neither of them is the source."""

    def siblings(self, articles: Sequence[Article]) -> list[Match]:
        found = [match for match in matches(articles) if match.left.article == "second"]
        assert found
        return found

    @pytest.mark.parametrize("quoted", [False, True])
    @pytest.mark.parametrize("dated", [False, True])
    def test_that_both_name_it_stays_the_source(self, quoted: bool, dated: bool) -> None:
        articles = family(dated=dated, credit=COURIER, quoted=quoted)
        for match in self.siblings(articles[1:]):
            assert match.verdict.source == "Calder Courier"
            assert match.verdict.label in ("common-source", "undetermined")
            assert match.verdict.probabilities["common-source"] > copied(match)

    @pytest.mark.parametrize("quoted", [False, True])
    def test_no_sibling_is_crowned_where_no_date_speaks(self, quoted: bool) -> None:
        for match in self.siblings(family(dated=False, quoted=quoted)[1:]):
            assert match.verdict.label not in DIRECTIONS

    @pytest.mark.parametrize("quoted", [False, True])
    def test_a_date_tells_who_was_later_and_hardly_that_it_was_copied(self, quoted: bool) -> None:
        (undated,) = self.siblings(family(dated=False, quoted=quoted)[1:])
        (dated,) = self.siblings(family(dated=True, quoted=quoted)[1:])
        later = dated.verdict.probabilities["right-to-left"]
        assert later < undated.verdict.probabilities["right-to-left"] / 2
        assert copied(dated) < copied(undated) + 0.15

    @pytest.mark.parametrize("quoted", [False, True])
    def test_with_the_origin_there_the_siblings_have_it_from_there(self, quoted: bool) -> None:
        for match in self.siblings(family(dated=True, quoted=quoted)):
            assert match.verdict.label == "common-source"

    def test_siblings_of_the_events_are_hardly_ever_crowned(self) -> None:
        """Each article that at least two took something from is left out in turn."""
        directed: list[float] = []
        for name in EVENTS:
            for origin, pairs in sorted(siblings_of(name).items()):
                found = matches_by_pair(matches([article for article in event(name) if article.id != origin]))
                passages = [passage for passage in labelled().passages if passage.id in pairs]
                for judged in judged_passages(passages, found):
                    directed.append(max(judged.match.verdict.probabilities[name] for name in DIRECTIONS))
        assert len(directed) > 10
        assert sum(directed) / len(directed) < 0.3
        assert sum(each > 0.5 for each in directed) <= len(directed) / 10


def copied(match: Match) -> float:
    """The probability that one of the two has it from the other."""
    return sum(match.verdict.probabilities[name] for name in DIRECTIONS)


def siblings_of(name: str) -> dict[str, set[str]]:
    """For each article of an event: the ids of the passages that two others both took from it."""
    mine = [p for p in labelled().passages if p.left.article.startswith(f"{name}-") and not p.set_aside]
    outlet = {article.id: article.outlet for article in event(name)}
    took: dict[str, set[tuple[str, str]]] = {}
    for passage in mine:
        ends = (passage.left.article, passage.right.article)
        if passage.label in DIRECTIONS:
            origin, other = ends if passage.label == "left-to-right" else ends[::-1]
            took.setdefault(origin, set()).add((other, mark(passage.id)))
    found: dict[str, set[str]] = {}
    for passage in mine:
        if passage.label != "common-source":
            continue
        for origin, takers in took.items():
            both = {(passage.left.article, mark(passage.id)), (passage.right.article, mark(passage.id))}
            if both <= takers and passage.source == outlet[origin]:
                found.setdefault(origin, set()).add(passage.id)
    return found


def mark(id: str) -> str:
    return id.rsplit("~", 1)[1]
