"""The contract of `audit`: order, what is set aside, settings, determinism, and equal articles by the thousand."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from made_articles import articles

from dedup import Article, DuplicateId, Match, Report, Settings, Skipped, UsageError, audit
from dedup.dates import parse_published

PASSAGE = "The old bridge was closed on Monday after engineers found deep cracks in three of its stone pillars"
ONE = f"Traffic came to a halt this week. {PASSAGE}. Buses take the long road through the hills."
TWO = f"Residents had complained for years. {PASSAGE}. The mayor promised money for repairs before winter."
# A seed is no smaller for being shrunk.
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
SEEDS = st.integers(0, 100_000)


def everything(report: Report) -> list[Match]:
    return [*report.matches, *(each.match for each in report.set_aside)]


def two(left: str = ONE, right: str = TWO, **outlets: str | None) -> list[Article]:
    return [
        Article(id="a", text=left, outlet=outlets.get("a", "North")),
        Article(id="b", text=right, outlet=outlets.get("b", "South")),
    ]


def test_nothing_to_audit_is_an_empty_report() -> None:
    report = audit([])
    assert report.schema_version == "1.0"
    parts = (report.articles, report.matches, report.set_aside, report.article_pairs, report.outlet_flows)
    assert not any(parts) and not report.clusters and not report.skipped
    assert report.stats["articles"] == report.stats["words"] == report.stats["matches"] == 0
    assert report == audit(iter([]))


def test_one_article_matches_nothing_not_even_itself() -> None:
    report = audit([Article(id="a", text=f"{ONE} {ONE} {ONE}")])
    assert report.matches == () and report.article_pairs == () and len(report.articles) == 1


def test_left_is_the_smaller_id_whatever_the_order() -> None:
    forward, backward = two(), two()[::-1]
    report = audit(forward)
    assert audit(backward) == report
    (match,) = report.matches
    assert (match.left.article, match.right.article) == ("a", "b")
    assert match.left.text == match.right.text == PASSAGE
    swapped = audit([replace_id(forward[0], "z"), replace_id(forward[1], "b")])
    assert (swapped.matches[0].left.article, swapped.matches[0].right.article) == ("b", "z")


def replace_id(article: Article, id: str) -> Article:
    return Article(id=id, text=article.text, outlet=article.outlet, published=article.published)


@settings(deadline=None, max_examples=12, phases=NO_SHRINKING)
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_the_input_never_matters(seed: int, random: Random) -> None:
    chosen = articles(seed, 8)
    expected = audit(chosen)
    random.shuffle(chosen)
    assert audit(chosen) == expected


@settings(deadline=None, max_examples=15, phases=NO_SHRINKING)
@given(SEEDS)
def test_what_every_report_holds(seed: int) -> None:
    chosen = articles(seed, 8)
    by_id = {article.id: article for article in chosen}
    report = audit(chosen)
    assert [each.id for each in report.articles] == sorted(by_id)
    places = [(match.left.article, match.right.article, match.left, match.right) for match in report.matches]
    assert places == sorted(places)
    assert len({match.id for match in everything(report)}) == len(everything(report))
    for match in everything(report):
        assert match.left.article <= match.right.article
        for side in (match.left, match.right):
            assert side.text == by_id[side.article].text[side.start : side.end]
    assert all(match.left.article < match.right.article for match in report.matches)
    for each in report.set_aside:
        itself = each.match.left.article == each.match.right.article
        assert (each.reason == "same-article") == itself
        assert not itself or each.match.left.end <= each.match.right.start
    assert all(match.confidence >= 0.5 and match.verdict.label != "incidental" for match in report.matches)
    pairs = sorted({(match.left.article, match.right.article) for match in report.matches})
    assert [(each.left, each.right) for each in report.article_pairs] == pairs
    assert {pair for each in report.clusters for pair in each.pairs} <= set(pairs)
    grouped = [match for each in report.clusters for match in each.matches]
    assert len(grouped) == len(set(grouped)) and set(grouped) <= {match.id for match in report.matches}
    assert bool(grouped) == bool(pairs)
    stats = report.stats
    assert (stats["articles"], stats["matches"], stats["set_aside"]) == (8, len(report.matches), len(report.set_aside))
    assert stats["words"] == sum(each.words for each in report.articles)
    assert all(each.words >= each.counted_words for each in report.articles)


def test_the_generated_collections_are_worth_testing_with() -> None:
    kinds: Counter[str] = Counter()
    for seed in range(4):
        report = audit(articles(seed, 10))
        kinds.update(match.kind for match in report.matches)
        kinds.update(each.reason for each in report.set_aside)
        kinds["clusters"] += len(report.clusters)
    assert {"verbatim", "near-verbatim", "same-outlet", "clusters"} <= set(kinds)


def test_an_id_with_two_texts_is_refused() -> None:
    with pytest.raises(DuplicateId, match="'a'"):
        audit([Article(id="a", text=ONE, source="x.jsonl:1"), Article(id="a", text=TWO, source="x.jsonl:2")])


def test_an_id_twice_with_one_text_counts_once() -> None:
    report = audit([*two(), two()[0]])
    assert report == audit(two())


def test_an_id_twice_with_other_facts_does_not_depend_on_the_order() -> None:
    again = Article(id="a", text=ONE, outlet="East", published="2031-03-04")
    assert audit([*two(), again]) == audit([again, *two()])


def test_repeats_of_one_outlet_are_set_aside_unless_asked_for() -> None:
    same = two(a="The North", b="THE NORTH")
    report = audit(same)
    assert report.matches == () and report.article_pairs == () and report.clusters == ()
    (aside,) = report.set_aside
    assert aside.reason == "same-outlet" and aside.match.left.text == PASSAGE
    asked = audit(same, Settings(same_outlet=True))
    assert asked.matches == (aside.match,) and asked.set_aside == () and len(asked.article_pairs) == 1


def test_articles_without_an_outlet_are_not_of_one_outlet() -> None:
    assert len(audit(two(a=None, b=None)).matches) == 1


def test_boilerplate_is_set_aside_and_never_counts() -> None:
    notice = "Sign up for the Quarlow Morning Letter: every lantern, orchard and ferry of the valley in your inbox."
    # Enough words of each one's own in between that the two stretches are no one passage.
    left, right = (
        "Nobody in the valley could say how long it would take, or who was going to pay the stonemasons for it.",
        "Ships went on sailing all the same, while a small crowd of pensioners watched from behind the yellow barrier.",
    )
    report = audit(two(f"{ONE} {left}\n\n{notice}", f"{TWO} {right}\n\n{notice}"))
    assert [match.left.text for match in report.matches] == [PASSAGE]
    (aside,) = report.set_aside
    assert aside.reason == "boilerplate" and "orchard" in aside.match.left.text
    assert all(each.counted_words < each.words for each in report.articles)
    clean = audit(two(f"{ONE} {left}", f"{TWO} {right}"))
    assert report.article_pairs[0].shared_words == clean.article_pairs[0].shared_words
    assert report.article_pairs[0].containment_left == clean.article_pairs[0].containment_left


def test_names_and_titles_are_no_match() -> None:
    left = (
        "The evening was cold and the hall was half empty when Dame Orla Finch, Chair of the Quarlow Harbour Board, "
        "spoke about ferries, their crews and the new lamps that somebody will have to pay for in the end."
    )
    right = (
        "Nobody in the street had asked for it, but on a sunny morning Dame Orla Finch, Chair of the Quarlow Harbour "
        "Board, opened another bakery, tasted three kinds of bread and went home without a single word."
    )
    assert audit(two(left, right)).matches == ()


def test_a_phrase_any_report_may_hold_is_no_match() -> None:
    left = "The ferry sank at dawn. The company did not immediately respond to a request for comment on Sunday."
    right = "Wheat prices fell. A lawyer did not immediately respond to a request for comment about the fraud."
    assert audit(two(left, right)).matches == ()


def test_what_an_article_repeats_of_itself_is_set_aside() -> None:
    article = Article(id="a", text=f"{ONE}\n\nFishermen mended their nets all day and spoke of herring.\n\n{TWO}")
    report = audit([article])
    assert report.matches == () and report.article_pairs == () and report.clusters == ()
    (aside,) = report.set_aside
    assert aside.reason == "same-article" and aside.match.left.text == aside.match.right.text == PASSAGE


def test_settings_are_carried_but_for_the_workers() -> None:
    chosen = Settings(min_words=9, workers=2, seed=5)
    report = audit(two(), chosen)
    assert report.settings["min_words"] == 9 and report.settings["seed"] == 5 and "workers" not in report.settings


def test_skipped_inputs_are_carried_in_order() -> None:
    rows = [
        Skipped(path="b", line=2, reason="x"),
        Skipped(path="b", line=None, reason="x"),
        Skipped(path="a", line=9, reason="y"),
    ]
    report = audit([], skipped=rows)
    assert report.skipped == (rows[2], rows[1], rows[0]) and report.stats["skipped"] == 3
    assert audit([], skipped=rows[::-1]) == report


def test_the_summary_of_an_article_is_what_it_was_given() -> None:
    article = Article(
        id="a", text="Rain fell.", outlet="North", published="2031-03-04", title="Rain", url="https://example.org",
        source="x.txt", extra={"n": 1},
    )  # fmt: skip
    (found,) = audit([article]).articles
    for name in ("id", "outlet", "outlet_origin", "published", "published_origin", "title", "url", "source", "extra"):
        assert getattr(found, name) == getattr(article, name), name
    assert found.words == found.counted_words == 2


def test_progress_is_told_and_ends_complete() -> None:
    told: list[tuple[str, int, int]] = []
    audit(two(), progress=lambda *each: told.append(each))
    assert told and all(0 <= done <= total for _, done, total in told)
    last = {stage: (done, total) for stage, done, total in told}
    assert all(done == total for done, total in last.values())


def test_the_number_of_workers_never_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    # Batches of three articles, compiled whatever the size: so that two threads have something to share out.
    monkeypatch.setattr("dedup.work.worth_compiling", lambda characters: True)
    monkeypatch.setattr("dedup.matching.search._BATCH", 3)
    chosen = articles(7, 20)
    alone = audit(chosen, Settings(workers=1))
    assert alone.matches
    assert audit(chosen, Settings(workers=2)) == audit(chosen, Settings(workers=3)) == alone


def test_the_compiled_kernels_give_the_same_report(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = articles(7, 10)
    slow = audit(chosen)
    monkeypatch.setattr("dedup.work.worth_compiling", lambda characters: True)
    monkeypatch.setattr("dedup.text.tokens.COMPILED_FROM", 0)
    assert audit(chosen) == slow and slow.matches


_SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
from made_articles import articles
from dedup import Settings, audit
from dedup.report import render
chosen = articles(3, 10)
for level in ("passage", "article"):
    sys.stdout.write(render(audit(chosen, Settings(level=level, jaccard=0.1)), "json"))
"""


def test_the_hash_seed_the_time_zone_and_the_folder_never_matter(tmp_path: Path) -> None:
    outputs = set()
    for seed, zone, folder in (
        ("0", "UTC", "/"),
        ("1", "Pacific/Kiritimati", str(tmp_path)),
        ("2", "America/New_York", "/"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", _SCRIPT, str(Path(__file__).parent)],
            capture_output=True, check=True, cwd=folder,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
        )  # fmt: skip
        outputs.add(done.stdout)
    assert len(outputs) == 1 and b'"left"' in outputs.pop()


def copies(count: int, text: str = ONE) -> list[Article]:
    return [Article(id=f"{number:05}", text=text, outlet=f"Outlet {number}") for number in range(count)]


@pytest.mark.parametrize("count", [3, 40, 199, 260])
def test_equal_articles_are_one_cluster(count: int) -> None:
    report = audit(copies(count))
    assert [len(each.articles) for each in report.clusters] == [count]
    assert all(match.kind == "verbatim" and match.scores.share_left == 1.0 for match in report.matches)


def test_thousands_of_equal_articles_cost_no_more_than_their_number() -> None:
    report = audit(copies(3_000))
    assert report.stats["pairs_compared"] <= 3_000 and len(everything(report)) <= 3_000
    (cluster,) = report.clusters
    assert len(cluster.articles) == 3_000 and cluster.representative == "00000"
    assert report.stats["features_capped"] > 0


def test_hundreds_of_nearly_equal_articles_are_one_cluster() -> None:
    """A wire story with a byline of each paper's own: its words do not turn into function words for that."""
    chosen = [Article(id=f"{at:03}", text=f"Reporter {at} writes. {ONE}", outlet=f"Outlet {at}") for at in range(260)]
    report = audit(chosen)
    assert [len(each.articles) for each in report.clusters] == [260]


def test_a_passage_among_many_unrelated_articles_is_found() -> None:
    crowd = [replace_id(article, f"m{seed}-{article.id}") for seed in range(8) for article in articles(seed + 50, 8)]
    found = [
        (match.left.text, match.right.text)
        for match in audit([*crowd, *two()]).matches
        if (match.left.article, match.right.article) == ("a", "b")
    ]
    assert found == [(PASSAGE, PASSAGE)]


def near(text: str) -> list[Article]:
    other = text.replace("long road", "short road").replace("halt", "standstill")
    return [
        Article(id="a", text=text, outlet="North"),
        Article(id="b", text=other, outlet="South"),
        Article(
            id="c",
            text="Wheat prices fell. " + PASSAGE + " and nobody knew what else would come of it. " * 12,
            outlet="East",
        ),
    ]


LONG = " ".join(
    f"{number} lamps were lit along the pier at {number + 3} o'clock while the {word} crew counted crates of {word}s."
    for number, word in enumerate("lemon herring anchor candle ribbon saddle marble kettle".split(), 2)
)


def test_the_level_article_reports_whole_near_duplicates() -> None:
    report = audit(near(f"{ONE} {LONG}"), Settings(level="article"))
    (match,) = report.matches
    assert (match.left.article, match.right.article, match.confidence) == ("a", "b", 1.0)
    assert match.kind == "near-verbatim" and match.scores.share_left > 0.9
    assert len(match.left.text) > 0.95 * len(f"{ONE} {LONG}")
    assert report.settings["level"] == "article"
    assert audit(near(f"{ONE} {LONG}"), Settings(level="article", jaccard=0.99)).matches == ()


def test_the_level_article_keeps_the_contract_too() -> None:
    chosen = near(f"{ONE} {LONG}")
    level = Settings(level="article")
    assert audit(chosen[::-1], level) == audit(chosen, level)
    assert audit([], level).matches == ()
    assert audit([Article(id="a", text=" "), Article(id="b", text=" ")], level).matches == ()
    equal = audit(copies(500), level)
    assert equal.stats["pairs_compared"] <= 500 and [len(each.articles) for each in equal.clusters] == [500]
    same = [Article(id=article.id, text=article.text, outlet="North") for article in chosen]
    assert {each.reason for each in audit(same, level).set_aside} == {"same-outlet"}


def test_the_representative_is_the_first_published_then_the_longest() -> None:
    def of(*dates: str | None) -> str:
        chosen = [
            Article(id=id, text=ONE + " Indeed." * (id == "c"), outlet=id, published=when)
            for id, when in zip("abc", dates, strict=True)
        ]
        (cluster,) = audit(chosen).clusters
        return cluster.representative

    assert of("2031-03-04", "2031-03-02", "2031-03-03") == "b"
    assert of(None, "2031-03-02", None) == "b"
    assert of(None, None, None) == "c"


def test_swapping_ids_mirrors_scores_and_verdicts() -> None:
    dated = [
        replace(each, published=parse_published(when))
        for each, when in zip(two(), ("2031-03-02", "2031-03-09"), strict=True)
    ]
    here = audit(dated).matches[0]
    there = audit([replace_id(dated[0], "b"), replace_id(dated[1], "a")]).matches[0]
    assert here.scores.containment_left == there.scores.containment_right
    assert here.verdict.probabilities["left-to-right"] == there.verdict.probabilities["right-to-left"]
    assert here.verdict.probabilities["left-to-right"] > here.verdict.probabilities["right-to-left"]


def test_equal_articles_of_function_words_are_near_duplicates() -> None:
    chosen = [Article(id=id, text="the of and", outlet=id) for id in "ab"]
    (match,) = audit(chosen, Settings(level="article")).matches
    assert (match.left.text, match.right.text, match.kind) == ("the of and", "the of and", "verbatim")


def test_one_text_twice_gives_one_report_whatever_the_order() -> None:
    one = Article(id="a", text="Some words of one text.", extra={"k": 1}, first_seen="2030-01-01")
    two = Article(id="a", text="Some words of one text.", extra={"k": 2}, first_seen="2031-01-01")
    assert audit([one, two]) == audit([two, one])


def test_what_articles_are_called_changes_no_passage() -> None:
    shared = (
        "The lock keepers of Ambry Canal said on Friday that the eastern gate, built in 1874, had opened by itself "
        "twice in a week, and that nobody on the night shift could say why"
    )
    texts = {
        "one": f"Intro one two.\n\n{shared}\n\nThe minister left.",
        "two": f"Other start here.\n\n{shared} The minister left.",
        "three": f"“{shared},” she wrote. Boats waited.",
    }
    names = {"one": "z", "two": "m", "three": "a"}
    plain = audit([Article(id=name, text=text) for name, text in texts.items()])
    renamed = audit([Article(id=names[name], text=text) for name, text in texts.items()])

    def found(report: Report, name_of: dict[str, str]) -> set[frozenset[tuple[str, int, int]]]:
        return {
            frozenset((name_of[side.article], side.start, side.end) for side in (match.left, match.right))
            for match in report.matches
        }

    assert found(plain, {name: name for name in texts}) == found(renamed, {new: old for old, new in names.items()})
    assert all(match.left.article < match.right.article for match in (*plain.matches, *renamed.matches))
    assert len(plain.matches) == 3


@pytest.mark.parametrize("articles", [["a text", "another"], "news", [{"id": "a", "text": "b"}]])
def test_what_is_no_article_is_refused(articles: Any) -> None:
    made = r"dedup\.read makes them of files and folders, dedup\.articles_from of rows"
    with pytest.raises(UsageError, match=rf"articles are dedup\.Article, not (str|dict); {made}"):
        audit(articles)
