"""Stock wording is shown apart, with the reason, and counts on no side of a share."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from dedup import Article, Settings, audit, compare
from dedup.errors import ConfigError
from dedup.pipeline import compare_report

NOTE = (
    "Granary House, the long brick building by the lock, burned down twice before the cooperative bought it from "
    "the last miller for a single coin and a barrel of cider."
)
SHARED = "The lock keeper counted forty drowned sheep below the weir before anybody thought of closing the upper gate."


def words(seed: int, count: int = 50) -> str:
    random = Random(seed)
    made = ["".join(random.choice("bdfgklmnprstvz") + random.choice("aeiou") for _ in range(3)) for _ in range(count)]
    return f"{' '.join(made).capitalize()}."


def collection(*, shared: str = "") -> list[Article]:
    own = [Article(id=f"m{at}", outlet="The Meridian", text=f"{words(at)}\n\n{NOTE}") for at in range(7)]
    other = Article(
        id="other", outlet="Quarlow Echo", text=f"{words(50)}\n\n{NOTE}\n\n{words(51)}{shared and ' ' + shared}"
    )
    own[0] = Article(id="m0", outlet="The Meridian", text=f"{words(0)} {shared}\n\n{NOTE}")
    return [*own, other]


def test_background_that_an_outlet_repeats_is_set_aside_where_another_outlet_has_it() -> None:
    report = audit(collection())
    assert report.matches == () and report.article_pairs == () and report.outlet_flows == ()
    assert {(each.reason, each.detail) for each in report.set_aside} == {
        ("stock", "repeated in 7 articles of The Meridian")
    }
    assert any("other" in (each.match.left.article, each.match.right.article) for each in report.set_aside)
    assert all(each.words - each.counted_words == len(NOTE.split()) for each in report.articles)


def test_what_is_shared_besides_counts_without_the_stock() -> None:
    report = audit(collection(shared=SHARED))
    assert [match.left.text for match in report.matches] == [SHARED.rstrip(".")]
    (pair,) = report.article_pairs
    assert pair.shared_words == 18 and pair.containment_left == 18 / (50 + 18)
    (flow,) = report.outlet_flows
    assert (flow.left, flow.right) == ("Quarlow Echo", "The Meridian")
    assert flow.containment_left == 18 / (100 + 18) and flow.containment_right == 18 / (7 * 50 + 18)


def test_a_wire_story_in_many_outlets_is_reuse() -> None:
    story = f"{SHARED} {words(70, 20)} {words(71, 25)}"
    carried = [Article(id=f"w{at}", outlet=f"Outlet {at}", text=f"{words(80 + at)}\n\n{story}") for at in range(12)]
    report = audit(carried)
    assert len(report.article_pairs) == 66 and report.set_aside == ()


def test_versions_of_one_article_make_no_stock() -> None:
    body = "\n\n".join(words(90 + at, 15) for at in range(6))
    versions = [Article(id=f"v{at}", outlet="The Meridian", text=f"{body}\n\n{words(200 + at, 9)}") for at in range(4)]
    report = audit([*versions, Article(id="other", outlet="Quarlow Echo", text=f"{words(300)}\n\n{body}")])
    assert len(report.article_pairs) == 4
    assert {each.reason for each in report.set_aside} <= {"same-outlet"}


def test_repeats_that_were_asked_for_are_no_stock() -> None:
    report = audit(collection(), Settings(same_outlet=True))
    assert len(report.matches) >= 7 and report.set_aside == ()


def test_the_order_of_the_articles_does_not_matter() -> None:
    assert audit(collection(shared=SHARED)) == audit(collection(shared=SHARED)[::-1])


def listed(tmp_path: Path, *lines: str) -> Settings:
    file = tmp_path / "stock.txt"
    file.write_text("# ours\n" + "\n".join(lines) + "\n", "utf-8")
    return Settings(stock=str(file))


def test_a_match_of_a_listed_phrase_is_set_aside_with_its_line(tmp_path: Path) -> None:
    settings = listed(tmp_path, "something else", NOTE.upper())
    left, right = f"{words(1)} {NOTE} {words(2)}", f"{words(3)} {NOTE} {words(4)}"
    assert len(compare(left, right)) == 1 and compare(left, right, settings) == ()
    report = compare_report(Article(id="a", text=left), Article(id="b", text=right), settings)
    (aside,) = report.set_aside
    assert (aside.reason, aside.detail) == ("stock", f"listed in {settings.stock}:3")
    assert report.settings["stock"] == settings.stock


def test_a_listed_phrase_weighs_nothing_in_a_longer_match(tmp_path: Path) -> None:
    # Enough is left beside the phrase that the match is not mostly stock, too little that it stands.
    settings = listed(tmp_path, "burned down twice before the cooperative bought it")
    sentence = "Granary House burned down twice before the cooperative bought it for the sake of its owners."
    left, right = f"{words(1)} {sentence} {words(2)}", f"{words(3)} {sentence} {words(4)}"
    (whole,) = compare(left, right)
    report = compare_report(Article(id="a", text=left), Article(id="b", text=right), settings)
    assert report.matches == () and [each.reason for each in report.set_aside] == ["stock"]
    assert report.set_aside[0].match.confidence < whole.confidence


def test_what_stands_around_a_listed_phrase_still_counts(tmp_path: Path) -> None:
    settings = listed(tmp_path, "forty drowned sheep")
    left, right = f"{words(1)} {SHARED} {NOTE}", f"{words(3)} {SHARED} {NOTE}"
    report = compare_report(Article(id="a", text=left), Article(id="b", text=right), settings)
    (pair,) = report.article_pairs
    assert len(report.matches) == 1 and pair.shared_words == 18 + len(NOTE.split()) - 3
    assert pair.containment_left == pair.shared_words / (50 + pair.shared_words)


def test_a_bad_list_stops_the_audit(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        audit([], Settings(stock=str(tmp_path / "absent.txt")))


def test_a_title_in_both_is_no_match() -> None:
    title = "The Long Silence of the Northern Locks: Memoirs of a Lower Keeper"
    left, right = f"{words(1)} She wrote “{title}”. {words(2)}", f"{words(3)} His copy of “{title}” burned. {words(4)}"
    report = compare_report(Article(id="a", text=left), Article(id="b", text=right))
    assert report.matches == ()
    assert {each.reason for each in report.set_aside} <= {"incidental"}


def test_a_headline_equal_in_both_is_shown_apart() -> None:
    headline = "Lock keeper counts forty drowned sheep below the weir before upper gate closes"
    left, right = f"{headline}\n\n{words(1)}\n\n{words(2)}", f"{headline}\n\n{words(3)}\n\n{words(4)}"
    report = compare_report(Article(id="a", text=left), Article(id="b", text=right))
    assert report.matches == ()
    assert [(each.reason, each.detail) for each in report.set_aside] == [("incidental", "headline")]


def test_a_sentence_of_names_and_function_words_is_no_title() -> None:
    said = "Ada Finch, who was Head of State, will be our Secretary and she is to be with us as the Premier"
    left, right = f"{words(1)} “{said},” he said. {words(2)}", f"{words(3)} “{said},” he told her. {words(4)}"
    report = compare_report(Article(id="a", text=left), Article(id="b", text=right))
    assert "title or name" not in {each.detail for each in report.set_aside}


def test_a_listed_phrase_may_hold_a_number_of_several_words(tmp_path: Path) -> None:
    phrase = "trusted by more than two thousand loyal subscribers across the northern valley"
    listed = tmp_path / "stock.txt"
    listed.write_text(f"{phrase}\n", "utf-8")
    articles = [
        Article(id=name, outlet=name, text=f"{words(at)}\n\n{phrase.capitalize()}.") for at, name in enumerate("ab")
    ]
    report = audit(articles, Settings(stock=str(listed)))
    assert report.matches == () and [each.reason for each in report.set_aside] == ["stock"]


def test_what_many_outlets_hold_is_stock_with_repeats_of_one_outlet_counted_too() -> None:
    phrase = "Subscribe to the evening letter for a weekly digest of everything we printed."
    articles = [Article(id=f"{at:02}", outlet=f"Paper {at}", text=f"{words(at, 60)}\n\n{phrase}") for at in range(16)]
    for same_outlet in (False, True):
        report = audit(articles, Settings(same_outlet=same_outlet))
        assert report.matches == () and report.set_aside


def test_an_unnamed_page_on_an_outlets_host_is_the_outlets() -> None:
    named = [
        Article(id=f"g{at}", outlet=name, url=f"https://gazeta.example/{at}", text=f"{words(at)}\n\n{NOTE}")
        for at, name in enumerate(["Gazeta", "Gazeta", None])
    ]
    other = Article(id="h", outlet="Herald", text=f"{words(9)}\n\n{NOTE}")
    report = audit([*named, other])
    assert report.matches == () and {each.reason for each in report.set_aside} == {"stock"}
