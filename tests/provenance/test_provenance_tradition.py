"""Who else holds a passage: which articles of a collection are heard as witnesses of a pair, and at what cost."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from counting import growth, lines_run
from provenance_pairs import mirrored, pair, read

from dedup import audit
from dedup.config import Settings
from dedup.model import HYPOTHESES, Article, Hypothesis
from dedup.provenance import Case, Dossier, Found, Reading, Tradition, cases, conclude
from dedup.provenance.weights import default_weights
from dedup.work import Work

PASSAGE = (
    "Divers had found the sluice jammed open by a fallen elm, while her keeper wound that spare chain alone and wrote "
    "each level on his wall in chalk until pencil lines of last year's flood lay under mud"
)
HALF = PASSAGE[: len(PASSAGE) // 2]
FIRST: dict[Hypothesis, float] = dict(zip(HYPOTHESES, (0.5, 0.1, 0.2, 0.1, 0.05, 0.05), strict=True))
MIRRORED = {**FIRST, "left-to-right": 0.1, "right-to-left": 0.5}


def article(id: str, day: int | None = None, text: str = PASSAGE) -> Dossier:
    published = None if day is None else f"2031-03-{day:02}T08:00Z"
    return read(id, f"A quiet week for {id}.\n\n{text}.\n\nNothing else.", f"The {id.upper()} Post", published)


def case(left: Dossier, right: Dossier, words: str = PASSAGE) -> Case:
    return of(pair(left, right, words), left, right)


def of(found: Found, left: Dossier, right: Dossier) -> Case:
    """A case that says nothing but where it points."""
    reading = Reading(found=found, left=left, right=right, sources=(), ledger=())
    return Case(reading=reading, companions=(), first=FIRST)


def clique(dossiers: Sequence[Dossier]) -> list[Case]:
    return [case(one, two) for at, one in enumerate(dossiers) for two in dossiers[at + 1 :]]


def ids(tradition: Tradition, found: Found) -> list[str]:
    return [witness.dossier.article.id for witness in tradition.witnesses(found)]


class TestWhoIsFound:
    def test_whoever_shares_the_passage_with_both(self) -> None:
        here = clique([article(id) for id in "abc"])
        assert [ids(Tradition(here), each.reading.found) for each in here] == [["c"], ["b"], ["a"]]

    def test_nobody_who_shares_it_with_one_alone(self) -> None:
        a, b, c = (article(id) for id in "abc")
        assert ids(Tradition([case(a, b), case(a, c)]), pair(a, b, PASSAGE)) == []
        assert ids(Tradition([case(a, b), case(b, c)]), pair(a, b, PASSAGE)) == []

    @pytest.mark.parametrize("third", ["0", "c"])
    def test_a_witness_stands_on_the_right_of_both(self, third: str) -> None:
        dossiers = sorted((article(id) for id in ("a", "b", third)), key=lambda each: each.article.id)
        here = clique(dossiers)
        found = next(
            each.reading.found
            for each in here
            if third not in (each.reading.left.article.id, each.reading.right.article.id)
        )
        (witness,) = Tradition(here).witnesses(found)
        assert (witness.left.left.article, witness.left.right.article) == ("a", third)
        assert (witness.right.left.article, witness.right.right.article) == ("b", third)
        for each in (witness.left, witness.right):
            for common in each.common:
                texts = {dossier.article.id: dossier.article.text for dossier in dossiers}
                assert (
                    texts[each.left.article][common.left_start : common.left_end]
                    == (texts[third][common.right_start : common.right_end])
                )
        assert witness.left_first == witness.right_first == (FIRST if third == "c" else MIRRORED)

    def test_half_of_the_passage_is_enough_and_less_is_not(self) -> None:
        a, b, c = article("a"), article("b"), article("c", text=HALF)
        for words, heard in ((HALF, ["c"]), (HALF[: int(0.9 * len(HALF))], [])):
            here = [case(a, b), case(a, c, words), case(b, c, words)]
            assert ids(Tradition(here), here[0].reading.found) == heard
        # Half of the one and less than half of the other is not enough either.
        here = [case(a, b), case(a, c, HALF), case(b, c, HALF[:60])]
        assert ids(Tradition(here), here[0].reading.found) == []

    def test_the_largest_stretch_counts(self) -> None:
        a, b, c = article("a"), article("b"), article("c")
        here = [case(a, b), case(a, c, PASSAGE[: int(0.7 * len(PASSAGE))]), case(a, c), case(b, c)]
        (witness,) = Tradition(here).witnesses(here[0].reading.found)
        assert witness.left == here[2].reading.found

    def test_another_passage_of_the_articles_is_none_of_this_one(self) -> None:
        other = "Bakers sold out by ten and the choir of that valley sang in an empty hall on Friday"
        a, b, c = (article(id, text=f"{PASSAGE}. {other}") for id in "abc")
        here = [case(a, b), case(a, c, other), case(b, c, other), case(a, b, other)]
        assert ids(Tradition(here), here[0].reading.found) == []
        assert ids(Tradition(here), here[3].reading.found) == ["c"]

    def test_a_repeat_within_an_article_is_no_witness(self) -> None:
        a, b = article("a", text=f"{PASSAGE}. {PASSAGE}"), article("b")
        own = pair(a, a, PASSAGE)
        assert ids(Tradition([case(a, b), of(own, a, a)]), pair(a, b, PASSAGE)) == []

    def test_of_an_unknown_pair_there_are_no_witnesses(self) -> None:
        a, b = article("a"), article("b")
        assert Tradition([]).witnesses(pair(a, b, PASSAGE)) == ()
        assert Tradition([]).testimony(case(a, b)).evidence == ()


def test_who_claims_the_words_is_told_to_the_witnesses() -> None:
    model = default_weights()
    a, b, c = article("a", 5), article("b", 6), article("c", 1)
    here = clique([a, b, c])
    plain = Tradition(here).testimony(here[0])
    assert "timing.earlier-text" in {item.signal for item in plain.evidence}
    for origin in ("left", "right", None):
        told = model.evidence("attribution.own-interview", "“told the Post”", origin=origin)  # type: ignore[arg-type]
        claimed = replace(here[0], reading=replace(here[0].reading, ledger=(told,)))
        shown = Tradition([claimed, *here[1:]]).testimony(claimed).evidence
        found = [item.origin for item in shown if item.signal == "timing.earlier-claimed"]
        assert found == [origin] * (origin is not None)


class TestHowMany:
    DAYS = (20, 7, 13, 2, 18, 5, None, 11, 3, 16, 9, 1)

    def dossiers(self) -> list[Dossier]:
        return [article(f"{at:02}", day) for at, day in enumerate(self.DAYS)]

    @pytest.mark.parametrize("dated", [True, False])
    def test_the_eight_that_hold_most_of_it_whatever_their_dates(self, dated: bool) -> None:
        a, b = article("a"), article("b")
        shares = (0.6, 1.0, 0.7, 0.95, 0.55, 0.8, 0.9, 0.65, 0.75, 0.85)
        words = [PASSAGE[: int(share * len(PASSAGE))] for share in shares]
        thirds = [
            article(f"{at:02}", day if dated else None, text)
            for (at, text), day in zip(enumerate(words), self.DAYS, strict=False)
        ]
        here = [case(a, b)]
        for third, text in zip(thirds, words, strict=True):
            here += [of(pair(side, third, text), side, third) for side in (a, b)]
        assert ids(Tradition(here), here[0].reading.found) == ["01", "03", "06", "09", "05", "08", "02", "07"]

    def test_the_order_of_the_cases_changes_nothing(self) -> None:
        here = clique(self.dossiers())
        expected = [Tradition(here).witnesses(each.reading.found) for each in here[:12]]
        for seed in range(3):
            shuffled = random.Random(seed).sample(here, len(here))
            assert [Tradition(shuffled).witnesses(each.reading.found) for each in here[:12]] == expected

    def test_nor_where_a_witness_repeats_the_passage(self) -> None:
        a, b, c = article("a"), article("b"), article("c", text=f"{PASSAGE}. Twice: {PASSAGE}")
        again = c.article.text.rindex(PASSAGE)
        here = [case(a, b), case(a, c), case(b, c)]
        shift = again - here[1].reading.found.right.start
        for each in here[1:3]:
            found = each.reading.found
            moved = replace(
                found,
                right=replace(found.right, start=again, end=again + len(PASSAGE)),
                common=tuple(
                    replace(item, right_start=item.right_start + shift, right_end=item.right_end + shift)
                    for item in found.common
                ),
            )
            here.append(of(moved, each.reading.left, c))
        expected = Tradition(here).witnesses(here[0].reading.found)
        assert expected == Tradition(here[::-1]).witnesses(here[0].reading.found)

    def test_exchanged_sides_have_the_same_witnesses(self) -> None:
        here = clique(self.dossiers()[:6])
        tradition = Tradition(here)
        for each in here:
            found = each.reading.found
            straight, turned = tradition.witnesses(found), tradition.witnesses(mirrored(found))
            assert [(w.dossier, w.right, w.left, w.right_first, w.left_first) for w in turned] == [
                (w.dossier, w.left, w.right, w.left_first, w.right_first) for w in straight
            ]


def opened(size: int, *, equal: bool) -> list[Case]:
    """The cases that an audit opens of so many articles with one passage; each but for its frame, or wholly equal."""
    articles = [
        Article(
            id=f"a{at:03}",
            text=f"A quiet week{'' if equal else f' in ward {at}'}.\n\n{PASSAGE}.\n\nNothing else happened.",
            outlet=f"Ward {at} Post",
            published=f"2031-03-{1 + at % 28:02}",
        )
        for at in range(size)
    ]
    rank = {each.id: at for at, each in enumerate(articles)}
    work = Work(sorted(articles, key=lambda each: (each.text, each.id)), Settings(workers=1))
    return [made for pair in work.pairs(rank) for made in cases(work.readings(pair)[0])]


def conclude_all(here: Sequence[Case]) -> None:
    tradition = Tradition(here)
    for each in here:
        conclude(each, tradition.testimony(each))


@pytest.mark.parametrize("equal", [True, False])
def test_a_cluster_of_equal_articles_takes_work_in_step_with_its_size(equal: bool) -> None:
    known = {size: opened(size, equal=equal) for size in (50, 200)}
    assert len(known[200]) >= 199
    assert growth(lambda size: conclude_all(known[size]), 50) < 1.5


def test_a_cluster_of_pairs_takes_no_more_for_each_than_its_eight_witnesses() -> None:
    """Every pair of a cluster is a case: only looking through who shares the passage may grow with the cluster."""
    few, many = (clique([article(f"{at:02}", 1 + at % 28) for at in range(size)]) for size in (12, 24))

    def each(here: Sequence[Case]) -> float:
        return lines_run(lambda: conclude_all(here)) / len(here)

    each(few)
    assert each(many) < 1.5 * each(few)


def test_what_only_verdicts_are_made_from_is_let_go_of() -> None:
    words = "The dam was built in 1931 and nobody living had ever seen its spillway run until that night."
    articles = [Article(id=name, text=f"{words} {name} stayed dry.", outlet=name.upper()) for name in "ab"]
    work = Work(articles, Settings(workers=1))
    assert not len(work.parts.collection.features.groups)
    known = work.parts.dossier(0)
    assert known.prose is articles[0].text  # no copy of it
    assert work.parts.dossier(0) is known
    (match,) = work.matches({"a": 0, "b": 1})
    again = work.parts.dossier(0)
    assert again is not known and again == known
    # What a report counts needs none of it.
    assert [each.words for each in work.summaries()] == [21, 21]
    assert match.left.article == "a"


def test_articles_are_let_go_of_when_all_their_pairs_are_read_by_date() -> None:
    """Each of three events has its own passages, and a line that all of them have says nothing."""
    events = {
        "dam": "The dam was built in 1931 and nobody living had ever seen its spillway run until that night",
        "fair": "Seven hundred sheep were shown at the autumn fair, and the ram of a girl of nine took the first prize",
        "ferry": "Two deckhands saw the lamp swing to port before the ferry struck the pier of the old swing bridge",
    }
    days = {"dam": "2031-03-03", "fair": None, "ferry": "2031-03-01"}
    articles = [
        Article(
            id=f"{event}-{name}",
            text=f"{words}.\n\n{name} was there.",
            outlet=f"{name} of {event}",
            published=days[event],
        )
        for name in ("Ada", "Bob", "Cem")
        for event, words in events.items()
    ]
    rank = {each.id: at for at, each in enumerate(articles)}
    work = Work(articles, Settings(workers=1))
    held: list[str] = []
    forget = work.parts.forget_dossier

    def noted(number: int) -> None:
        held.append(articles[number].id.partition("-")[0])
        forget(number)

    work.parts.forget_dossier = noted  # type: ignore[method-assign]
    together = {match.id: match for match in work.matches(rank)}
    assert held == ["ferry"] * 3 + ["dam"] * 3 + ["fair"] * 3
    apart = [
        match
        for event in events
        for match in audit([each for each in articles if each.id.startswith(event)], Settings(workers=1)).matches
    ]
    assert {match.id: match.verdict for match in apart} == {id: match.verdict for id, match in together.items()}
    assert len(apart) == 9


def test_what_is_learned_later_is_heard_and_what_is_let_go_of_is_not() -> None:
    a, b, c = article("a"), article("b"), article("c")
    one, *others = here = [case(a, b), case(a, c), case(b, c)]
    tradition = Tradition([one])
    assert ids(tradition, one.reading.found) == []
    tradition.add(others)
    assert ids(tradition, one.reading.found) == ["c"]
    tradition.forget("b")
    assert ids(tradition, one.reading.found) == []
    assert ids(tradition, here[1].reading.found) == ["b"]  # by what the others hold


@pytest.mark.parametrize("ids", ["abc", "bac", "cab", "cba"])
def test_a_witness_of_ones_own_outlet_is_heard_with_all_that_it_says(ids: str) -> None:
    """What it shares with an article of its outlet is only skimmed; whom it credits the other case tells."""
    later, other, first = ids
    words = (
        "The old dam above Calder failed shortly before midnight and sent a wall of water through the valley, and "
        "nobody living there had ever seen its spillway run until that night, the chief engineer wrote in a report."
    )
    for more in ("", " x", " xx", " xxx"):  # in several orders of the texts
        articles = [
            Article(
                id=first,
                text=f"Dam fails\n\nBy The Associated Press\n\n{words}\n\nThe council meets on Friday.{more}",
                outlet="Calder Courier",
                published="2031-03-01",
            ),
            Article(
                id=later,
                text=f"After the flood\n\n{words}\n\nMany helped.",
                outlet="Calder Courier",
                published="2031-03-05",
            ),
            Article(
                id=other, text=f"Valley counts\n\n{words}\n\nFirms came.", outlet="Valley Post", published="2031-03-06"
            ),
        ]
        (match,) = (
            match
            for match in audit(articles, Settings(workers=1)).matches
            if {match.left.article, match.right.article} == {later, other}
        )
        assert [source.name for source in match.verdict.sources] == ["AP"]
