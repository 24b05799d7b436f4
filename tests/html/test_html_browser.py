"""The page in a headless Chromium, used as people do: with clicks and with keys alone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from made_pages import arabic, articles, harmful, large, nameless, page, report, talks, unbroken, whole
from samples import empty
from watching import Watched

import dedup.report.html
from dedup import Article, audit, explain
from dedup.model import Match
from dedup.report import render
from dedup.report.explanation.speaking import apart, total_lines, voice_of
from dedup.report.order import strongest_first
from dedup.report.wording import Marks, likelihood

Watch = Callable[..., Watched]
PAGE = Path(dedup.report.html.__file__).parent / "page"
VIEWS = ("overview", "matches", "articles", "clusters", "aside")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages on disk, by name."""
    folder = tmp_path_factory.mktemp("pages")
    made = {
        "whole": whole(),
        "passages": page(report()),
        "harmful": harmful(),
        "arabic": arabic(),
        "empty": page(empty()),
        "large": large(),
        "talks": talks(),
        "nameless": nameless(),
        "unbroken": unbroken(),
    }
    for name, document in made.items():
        (folder / f"{name}.html").write_text(document, "utf-8")
    return {name: folder / f"{name}.html" for name in made}


def strongest(kind: str | None = None) -> Match:
    return next(match for match in strongest_first(report().matches) if kind in (None, match.kind))


def overflow(page: Any) -> int:
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found


def test_the_overview_says_what_was_found_and_leads_to_it(watch: Watch, files: dict[str, Path]) -> None:
    page = watch(files["whole"]).go()
    assert page.locator("h2:visible").first.inner_text().endswith(("shared words).", "counted once)."))
    assert page.locator("#timelines .timeline").count() == 3
    page.locator(".matrix td a").first.click()
    shown = page.locator(".count-line").inner_text()
    assert re.match(rf"\d+ of {len(report().matches)} passages", shown)
    title = page.locator("h2:visible").inner_text()
    assert title == "Shared passages"


def test_the_id_of_a_passage_alone_leads_to_it(watch: Watch, files: dict[str, Path]) -> None:
    match = strongest()
    whole, alone = (
        watch(files["whole"]).go(f"#{link}").locator("h2:visible").inner_text()
        for link in (f"match={match.id}", match.id)
    )
    assert alone == whole != watch(files["whole"]).go().locator("h2:visible").first.inner_text()


def test_an_origin_below_a_half_is_said_to_be_open(watch: Watch, files: dict[str, Path]) -> None:
    page = watch(files["whole"]).go("#view=clusters")
    assert page.locator(".timeline th").filter(has_text="Likeliest origin").count() >= 1
    told = page.locator(".timeline tbody td:last-child").all_inner_texts()
    likely = [(int(found[1]), text) for text in told if (found := re.search(r"\((?:[<>~]?)(\d+)%", text))]
    assert {share < 50 for share, _ in likely} == {True, False}
    assert not [text for share, text in likely if text.startswith("undecided, likeliest: ") != (share < 50)]


def test_a_name_and_an_arrow_of_the_drawing_lead_to_their_passages(watch: Watch, files: dict[str, Path]) -> None:
    watched = watch(files["whole"])
    page = watched.go()
    page.locator(".network a:has(circle)").first.click()
    outlet = page.locator("select[name=party]").input_value()
    assert outlet in {article.outlet for article in articles()}
    page.go_back()
    page.locator(".network a.edge .head").last.click()  # the lightest is on top, where heads meet at a node
    assert page.locator(".card").count() >= 1


def test_filters_and_orders_and_the_address_that_keeps_them(watch: Watch, files: dict[str, Path]) -> None:
    watched = watch(files["whole"])
    page = watched.go("#view=matches")
    total = len(report().matches)
    page.locator("select[name=kind]").select_option("verbatim")
    verbatim = sum(match.kind == "verbatim" for match in report().matches)
    assert page.locator(".count-line").inner_text() == f"{verbatim} of {total} passages"
    assert page.locator("#said").inner_text() == f"{verbatim} of {total} passages"
    page.locator("input[name=words]").fill("10")
    long = [match for match in report().matches if match.kind == "verbatim" and match.scores.aligned_words >= 10]
    assert page.locator(".card").count() == len(long)
    page.locator("select[name=sort]").select_option("short")
    words = [int(re.search(r"(\d+) words", text)[1]) for text in page.locator(".card .facts-line").all_inner_texts()]  # type: ignore[index]
    assert words == sorted(words)
    state = page.evaluate("location.hash")
    assert watched.go(state).locator(".card").count() == len(long)
    assert page.locator("select[name=kind]").input_value() == "verbatim"
    page.get_by_role("button", name="Clear filters").click()
    assert page.locator(".count-line").inner_text().startswith(f"{total} passages")


def test_free_text_looks_into_both_passages(watch: Watch, files: dict[str, Path]) -> None:
    page = watch(files["whole"]).go("#view=matches")
    match = strongest()
    page.locator("input[name=q]").fill(" ".join(match.right.text.split()[:5]).upper())
    assert page.locator(f'.card a[href*="{match.id}"]').count() == 1
    page.locator("input[name=q]").fill("no article says this")
    assert page.locator(".results .note").inner_text() == "No passage fits these filters."


def test_a_line_that_ends_in_a_passage_ends_in_the_list_too(watch: Watch, files: dict[str, Path]) -> None:
    match = next(each for each in strongest_first(report().matches) if re.search(r"\S\s*\n\s*\S", each.left.text[:150]))
    page = watch(files["whole"]).go(f"#view=matches&q={match.id}")
    begun = page.locator("blockquote").inner_text()
    lines = [" ".join(line.split()) for line in match.left.text.split("\n") if line.strip()]
    assert begun.split("\n")[0] == lines[0][: len(begun.split("\n")[0])] and len(begun.split("\n")) > 1
    assert "\u23ce" not in page.content()


def test_filters_by_sureness_by_verdict_and_by_source(watch: Watch, files: dict[str, Path]) -> None:
    page = watch(files["whole"]).go("#view=matches")
    page.locator("select[name=sure]").select_option("99")
    sure = sum(match.confidence >= 0.99 for match in report().matches)
    assert page.locator(".count-line").inner_text().startswith(f"{sure} of ")
    page.locator("select[name=sure]").select_option("")
    page.locator("select[name=group]").select_option("common-source")
    common = sum(match.verdict.label == "common-source" for match in report().matches)
    assert page.locator(".count-line").inner_text().startswith(f"{common} of ")
    page.locator("select[name=group]").select_option("")
    source = page.locator("select[name=source] option").nth(1).get_attribute("value")
    page.locator("select[name=source]").select_option(source)
    named = sum(any(each.name == source for each in match.verdict.sources) for match in report().matches)
    assert page.locator(".count-line").inner_text().startswith(f"{named} of ")


def test_of_hundreds_of_names_one_types_a_part(watch: Watch, files: dict[str, Path]) -> None:
    watched = watch(files["nameless"])
    page = watched.go("#view=matches")
    assert page.locator("select[name=party]").count() == 0
    box = page.locator("input[name=party]")
    suggested = page.locator("datalist#names-party option")
    assert 0 < suggested.count() <= 50
    box.fill("wire-29")
    assert suggested.count() == 10
    assert page.locator(".count-line").inner_text().startswith("10 of 299 passages"), "all whose names have it"
    box.fill("wire-123")
    assert page.locator(".count-line").inner_text() == "2 of 299 passages", "the one that is called so"
    page.locator("input[name=other]").fill("124")
    assert page.locator(".card").count() == 1
    state = page.evaluate("location.hash")
    page = watched.go(state)
    assert page.locator(".card").count() == 1 and page.locator("input[name=party]").input_value() == "wire-123"
    page.locator("input[name=party]").fill("nobody")
    assert page.locator(".results .note").inner_text() == "No passage fits these filters."


def test_no_date_is_called_the_first_where_another_overlaps_it(watch: Watch, files: dict[str, Path]) -> None:
    page = watch(files["whole"]).go()
    scripts = "\n".join((PAGE / f"{name}.js").read_text("utf-8") for name in ("base", "clusters"))
    said = page.evaluate(
        """(scripts) => {
            const { lagOf } = new Function(`${scripts}; return { lagOf };`)();
            const day = (at, earliest, latest) => ({ at, earliest, latest });
            const told = (dated) => dated.map((record) => lagOf(record, dated));
            return [told([day(1, 0, 3000), day(2, 0, 3000)]), told([day(1, 0, 10), day(2, 600, 700)])];
        }""",
        scripts,
    )
    assert said == [["order open", "order open, at most 50 h later"], ["first dated", "10 h to 12 h later"]]


def test_only_wording_of_three_articles_or_more_is_on_the_overview(watch: Watch, files: dict[str, Path]) -> None:
    page = watch(files["whole"]).go()
    heads = page.locator("#timelines h4").all_inner_texts()
    numbers = [int(head.split()[0]) for head in heads]
    assert numbers and numbers == sorted(numbers, reverse=True) and min(numbers) > 2
    page = watch(files["whole"]).go("#view=clusters")
    widest = [int(head.split()[0]) for head in page.locator(".card h3").all_inner_texts()]
    assert widest == sorted(widest, reverse=True) and widest[:3] == numbers


def test_articles_without_dates_have_no_line_of_time(watch: Watch, tmp_path: Path) -> None:
    words = "The dam was built in 1931 and nobody living had ever seen its spillway run in all the years since then"
    dates = {"no": (None, None, None), "some": ("2031-03-04", None, "2031-03-05")}
    for name, published in dates.items():
        made = [Article(id=f"{at}", text=f"{words}{'.' * at}", published=when) for at, when in enumerate(published)]
        (tmp_path / f"{name}.html").write_text(render(audit(made), "html"), "utf-8")
    page = watch(tmp_path / "no.html").go("#view=clusters")
    assert page.locator(".timeline").count() == 1 and page.locator(".span-line").count() == 0
    assert page.get_by_text("No dates: none of these articles has one.").is_visible()
    assert page.locator(".timeline thead th").all_inner_texts() == ["Article", "Likeliest origin"]
    assert "A bar is as long as" not in page.locator("main").inner_text()
    page = watch(tmp_path / "some.html").go("#view=clusters")
    assert page.locator(".span-line").count() == 2 and page.get_by_text("no date", exact=True).count() == 1


def test_a_hundred_thousand_articles_of_a_cluster_overflow_nothing(watch: Watch, files: dict[str, Path]) -> None:
    page = watch(files["whole"]).go()
    scripts = "\n".join((PAGE / f"{name}.js").read_text("utf-8") for name in ("base", "clusters"))
    made, dates = page.evaluate(
        """(scripts) => {
            const { el, timeline, tables } = new Function(`${scripts}; return { el, timeline, tables };`)();
            const many = Array.from({ length: 200_000 }, (_, at) => at);
            const dated = (at) => ({ at, id: `${at}`, name: `${at}`, earliest: at, latest: at + 1, published: "" });
            tables.set("articles", many.map(dated));
            const drawn = timeline({ id: 1, articles: many, path: [] });
            return [el("p", {}, many.map(String)).childNodes.length, drawn.querySelectorAll("tbody tr").length];
        }""",
        scripts,
    )
    assert made == 200_000 and 0 < dates < 100


def test_a_deep_link_shows_one_passage_word_by_word(watch: Watch, files: dict[str, Path]) -> None:
    match = strongest("near-verbatim")
    page = watch(files["whole"]).go(f"#match={match.id}")
    for side, passage in enumerate((match.left, match.right)):
        panel = page.locator(".panel").nth(side)
        shown = "".join(
            panel.locator(".passage").evaluate_all(
                "found => found.map(each => [...each.childNodes].filter(node => node.nodeType === 3)"
                ".map(node => node.data).join(''))"
            )
        )
        assert shown.split() == passage.text.split()
        whole_text = next(article.text for article in articles() if article.id == passage.article)
        assert panel.locator(".text").inner_text().count(whole_text.split()[-1]) >= 1
        box, view = panel.locator(".passage").first.bounding_box(), panel.locator(".text").bounding_box()
        assert view["y"] <= box["y"] <= view["y"] + view["height"], "the passage is not in sight"
    assert page.locator(".options tbody tr").count() == 6
    likely = page.locator(".options td.n").all_inner_texts()
    assert all(text.endswith("%") for text in likely)
    assert page.locator(".ledger .entries li").count() >= 1
    assert page.title().endswith("Shared wording")


def test_differences_are_told_by_words_and_shape_and_not_by_colour_alone(watch: Watch, files: dict[str, Path]) -> None:
    match = next(each for each in report().matches if {"near", "moved"} <= {common.kind for common in each.common})
    page = watch(files["whole"]).go(f"#match={match.id}")
    lines = {}
    for role, spoken in (("only", "[only here: "), ("near", "[variant: "), ("moved", "[moved: ")):
        marked = page.locator(f".text .role-{role}")
        assert marked.first.evaluate("node => node.querySelector('.unseen').textContent") == spoken
        lines[role] = marked.first.evaluate("node => getComputedStyle(node).textDecorationStyle")
    assert len(set(lines.values())) == 3


def test_evidence_leads_to_its_words_and_back(watch: Watch, files: dict[str, Path]) -> None:
    page = watch(files["whole"]).go(f"#match={strongest().id}")
    number = page.locator(".ledger [data-show]").first
    entry = number.inner_text()
    number.click()
    assert page.evaluate("document.activeElement.dataset.entry") == entry
    assert page.locator(".text .lit").count() >= 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == f"entry-{entry}"
    page.get_by_label("show names and log-odds").check()
    assert re.search(r"[a-z]+\.[a-z-]+: ", page.locator(".ledger .odds").first.inner_text())


def test_who_what_how_sure_and_why_are_said_above_the_texts(watch: Watch, files: dict[str, Path]) -> None:
    match = next(each for each in strongest_first(report().matches) if each.verdict.label == "left-to-right")
    page = watch(files["whole"]).go(f"#match={match.id}")
    told = page.locator(".glance").inner_text()
    assert "Where from" in told and "likely" in told and "why (" in told
    assert f"{match.kind} {match.left.kind}" in told and f"{match.scores.aligned_words} words" in told
    assert page.locator(".glance strong").inner_text() == likelihood(match.confidence)
    assert page.locator(".panel h3").first.inner_text().endswith("likely origin")
    assert page.locator(".panel h3").last.inner_text().endswith("likely has it from there")
    bottom = page.locator(".panels").bounding_box()
    assert bottom["y"] < 320, "the texts begin below what is seen first"


def test_how_a_verdict_adds_up_is_a_table(watch: Watch, files: dict[str, Path]) -> None:
    match = strongest()
    lines = total_lines(explain(report(), match.id))
    page = watch(files["whole"]).go(f"#match={match.id}")
    rows = page.locator(".total tbody tr")
    assert [tuple(row.locator("td, th").all_inner_texts()) for row in rows.all()] == lines
    assert lines and rows.locator("xpath=self::*[contains(@class, 'sum')]").inner_text().startswith("= ")


def test_beside_each_other_hypothesis_stands_what_an_explanation_says_of_it(
    watch: Watch, files: dict[str, Path]
) -> None:
    match = report().matches[0]
    explanation = explain(report(), match.id)
    told = apart(explanation, voice_of(explanation, str, Marks()))
    page = watch(files["whole"]).go(f"#match={match.id}")
    rows = page.locator(".options tbody tr").all()
    assert len(rows) == len(explanation.options)
    for row, option in zip(rows, explanation.options, strict=True):
        assert row.locator(".apart").all_inner_texts() == told.get(option.hypothesis, [])
    assert sum(map(bool, told.values())) >= 4


@pytest.mark.parametrize("width", [1280, 1920])
def test_both_texts_take_the_width_of_the_page(watch: Watch, files: dict[str, Path], width: int) -> None:
    page = watch(files["whole"], width=width).go(f"#match={strongest().id}")
    left, right = (each.bounding_box() for each in page.locator(".panel .text").all())
    assert left["width"] + right["width"] > 0.85 * width
    facts = page.locator(".glance").bounding_box()
    assert facts["width"] > 0.85 * width


def test_numbers_of_evidence_stand_off_from_the_words_and_are_not_copied(watch: Watch, files: dict[str, Path]) -> None:
    page = watch(files["whole"]).go(f"#match={strongest().id}")
    mark = page.locator(".panel .text sup").first
    room = mark.evaluate(
        """(mark) => {
            let words = mark.nextSibling;
            while (words.nodeType !== 3) words = words.nextSibling;
            const range = document.createRange();
            range.setStart(words, 0);
            range.setEnd(words, 1);
            return range.getBoundingClientRect().left - mark.getBoundingClientRect().right;
        }"""
    )
    assert room >= 3
    copied = page.locator(".panel .text").first.evaluate(
        "(text) => { getSelection().selectAllChildren(text); return getSelection().toString(); }"
    )
    whole_text = next(each.text for each in articles() if each.id == strongest().left.article)
    assert copied.split() == whole_text.split()


def test_words_point_to_their_partners_on_the_other_side(watch: Watch, files: dict[str, Path]) -> None:
    kinds = [(match, {common.kind for common in match.common}) for match in report().matches]
    match = next(match for match, found in kinds if "near" in found)
    common = next(common for common in match.common if common.kind == "near")
    page = watch(files["whole"]).go(f"#match={match.id}")
    page.locator(".panel").first.locator(".role-near").first.hover()
    pairs = page.locator(".paired").evaluate_all(
        "found => found.map(each => each.lastChild.data ?? each.childNodes[1].data)"
    )
    left = match.left.text[common.left_start - match.left.start : common.left_end - match.left.start]
    right = match.right.text[common.right_start - match.right.start : common.right_end - match.right.start]
    assert pairs == [left, right]


def test_evidence_in_a_third_article_is_shown_there(watch: Watch, files: dict[str, Path]) -> None:
    found = [
        (match, entry, place)
        for match in report().matches
        for entry in match.verdict.ledger
        for place in entry.spans
        if place.article not in (match.left.article, match.right.article) and max(map(abs, entry.weights.values())) > 1
    ]
    match, _, place = found[0]
    page = watch(files["whole"]).go(f"#match={match.id}")
    page.locator(f'.ledger a[href*="article={place.article}"]').first.click()
    lit = page.locator(".text.whole .lit").first
    lit.wait_for()
    text = next(article.text for article in articles() if article.id == place.article)
    assert lit.evaluate("node => [...node.childNodes].filter(each => each.nodeType === 3)[0].data") in text


def test_scores_have_their_definitions_at_hand(watch: Watch, files: dict[str, Path]) -> None:
    page = watch(files["whole"]).go(f"#match={strongest().id}")
    row = page.locator(".scores tr", has_text="longest run")
    assert row.locator("td").first.inner_text() == f"{strongest().scores.longest_run:,}"
    assert "equal consecutive words" in row.inner_text()


def test_both_texts_scroll_together_until_they_are_told_not_to(watch: Watch, files: dict[str, Path]) -> None:
    match = strongest()
    page = watch(files["whole"]).go(f"#match={match.id}")
    texts = page.locator(".panel .text")
    where = "nodes => nodes.map(node => node.scrollTop)"
    texts.evaluate_all("nodes => nodes.forEach(node => { node.style.maxHeight = '120px'; })")
    before = texts.evaluate_all(where)
    texts.first.evaluate("node => { node.scrollTop += 60; }")
    page.wait_for_timeout(120)
    after = texts.evaluate_all(where)
    assert after[0] - before[0] == 60 and after[1] != before[1]
    page.get_by_label("scroll together").uncheck()
    texts.first.evaluate("node => { node.scrollTop += 40; }")
    page.wait_for_timeout(120)
    assert texts.evaluate_all(where)[1] == after[1]


def test_keys_alone_go_from_the_list_through_passages_and_back(watch: Watch, files: dict[str, Path]) -> None:
    page = watch(files["whole"]).go()
    press = page.keyboard.press
    press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    press("/")
    page.wait_for_function("document.querySelector('#view input[type=search]')")
    page.locator("h2:visible").focus()
    press("j")
    press("j")
    press("k")
    first, second = (strongest_first(report().matches)[at].id for at in (0, 1))
    assert page.evaluate("document.activeElement.hash") == f"#match={first}"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none", "the focus cannot be seen"
    press("ArrowDown")
    press("Enter")
    assert page.evaluate("location.hash") == f"#match={second}"
    page.wait_for_selector(".panels")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    press("k")
    page.wait_for_function(f"location.hash === '#match={first}'")
    press("Escape")
    page.wait_for_selector("#view .cards")
    press("?")
    assert page.locator("dialog[open] h2").inner_text() == "Keys"
    page.get_by_label("keys of one character work").uncheck()
    press("Escape")
    assert page.locator("dialog[open]").count() == 0
    press("j")
    assert page.evaluate("document.activeElement.closest('.card')") is None
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("keys of one character work").check()


def test_going_back_from_a_passage_finds_the_list_as_it_was(watch: Watch, files: dict[str, Path]) -> None:
    page = watch(files["whole"]).go("#view=matches")
    page.locator("select[name=kind]").select_option("reworded")
    before = page.locator(".count-line").inner_text()
    page.locator(".card h3 a").first.click()
    page.wait_for_selector(".panels")
    assert "of" in page.locator(".stepper .faint").last.inner_text()
    page.go_back()
    assert page.locator(".count-line").inner_text() == before
    page.go_forward()
    page.locator('[data-step="back"]').click()
    assert page.locator(".count-line").inner_text() == before


def test_pages_of_a_long_list(watch: Watch, files: dict[str, Path]) -> None:
    page = watch(files["whole"]).go("#view=matches")
    assert page.locator(".card").count() == 50
    page.get_by_role("button", name="Page after", exact=False).or_(page.get_by_label("Next page")).click()
    assert page.locator(".card .rank").first.inner_text() == "51"
    assert "page=2" in page.evaluate("location.hash")
    page.go_back()
    assert page.locator(".card .rank").first.inner_text() == "1"


def test_a_packed_page_is_used_like_any_other(watch: Watch, files: dict[str, Path]) -> None:
    match = strongest()
    page = watch(files["large"]).go(f"#match={match.id}")
    assert match.left.text.split()[-1] in page.locator(".panel .text").first.inner_text()
    page.locator('[data-step="back"]').click()
    page.locator("input[name=q]").fill(match.right.text.split("\n")[0][:60])
    assert page.locator(f'.card a[href*="{match.id}"]').count() == 1


def test_five_thousand_passages_stay_quick(watch: Watch, files: dict[str, Path], tmp_path: Path) -> None:
    """Of the limits that benchmarks/html_report.py measures, what a busy machine keeps too."""
    found = report()
    times = range(5_000 // len(found.matches) + 1)
    many = tuple(replace(each, id=f"{each.id}-{copy}") for copy in times for each in found.matches)
    file = tmp_path / "many.html"
    file.write_text(page(replace(found, matches=many), {each.id: each.text for each in articles()}), "utf-8")
    watched = watch(file)
    begin = time.perf_counter()
    opened = watched.go("#view=matches")
    opened.locator(".card").first.wait_for()
    assert time.perf_counter() - begin < 2
    assert opened.locator(".card").count() == 50
    spent = opened.evaluate(
        """async () => {
            const field = document.querySelector('#view [name=words]');
            const spent = [];
            for (const value of ['9', '12', '15', '20', '25']) {
                const begin = performance.now();
                field.value = value;
                field.dispatchEvent(new Event('input', { bubbles: true }));
                await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
                spent.push(performance.now() - begin);
            }
            return spent;
        }"""
    )
    assert sorted(spent)[2] < 200


def test_an_article_shows_all_it_shares_and_leads_to_it(watch: Watch, files: dict[str, Path]) -> None:
    match = strongest()
    id = match.left.article
    page = watch(files["whole"]).go(f"#article={id}")
    sides = [side for each in report().matches for side in (each.left, each.right) if side.article == id]
    assert page.locator(".entries li").count() == len(sides)
    assert page.locator(".text .shared").count() >= len({(side.start, side.end) for side in sides})
    page.locator(".text .entry-mark").first.click()
    assert page.evaluate("document.activeElement.id").startswith("share-")
    page.locator(".entries a").first.click()
    page.wait_for_selector(".panels")


def test_what_was_set_aside_is_there_with_its_reason(watch: Watch, files: dict[str, Path]) -> None:
    page = watch(files["whole"]).go("#view=aside")
    assert page.locator(".count-line").inner_text().startswith(f"{len(report().set_aside)} of ")
    page.locator("select[name=reason]").select_option("boilerplate")
    page.wait_for_function("location.hash.includes('boilerplate')")
    chosen = sum(aside.reason == "boilerplate" for aside in report().set_aside)
    assert page.locator(".count-line").inner_text().startswith(f"{chosen} of ")
    page.locator(".card h3 a").first.click()
    assert page.locator(".verdict-large").inner_text().startswith("Set aside and never counted: boilerplate")
    assert page.locator(".panel").count() == 2


def test_without_the_texts_the_passages_are_shown_and_it_is_said(watch: Watch, files: dict[str, Path]) -> None:
    match = strongest()
    page = watch(files["passages"]).go(f"#match={match.id}")
    assert page.locator(".panel .note").count() == 2
    assert match.left.text.split()[0] in page.locator(".panel .text").first.inner_text()
    assert page.locator(".panel .gap").count() >= 1


@pytest.mark.parametrize(
    "state", ["#match=nothing", "#article=nothing", "#match=", "#view=nothing", "#%E0%A4%A", "#match=%00"]
)
def test_an_address_that_leads_nowhere_does_no_harm(watch: Watch, files: dict[str, Path], state: str) -> None:
    page = watch(files["whole"]).go(state)
    assert page.locator("h2:visible").count() >= 1


def test_a_report_of_nothing_has_all_views(watch: Watch, files: dict[str, Path]) -> None:
    watched = watch(files["empty"])
    for view in VIEWS:
        assert watched.go(f"#view={view}").locator("h2:visible").count() == 1


def test_the_theme_follows_the_system_and_then_the_button(watch: Watch, files: dict[str, Path]) -> None:
    page = watch(files["whole"], color_scheme="dark").go()
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    assert sum(map(int, re.findall(r"\d+", dark)[:3])) < 150
    page.get_by_role("button", name="Theme").click()
    light = page.evaluate(ground)
    assert sum(map(int, re.findall(r"\d+", light)[:3])) > 600
    page.reload()
    assert page.evaluate(ground) == light, "the choice is forgotten"
    page.get_by_role("button", name="Theme").click()
    assert page.evaluate(ground) == dark


@pytest.mark.parametrize("view", [*VIEWS, "match", "article"])
def test_a_narrow_screen_needs_no_scrolling_across(watch: Watch, files: dict[str, Path], view: str) -> None:
    match = strongest()
    state = {"match": f"#match={match.id}", "article": f"#article={match.left.article}"}.get(view, f"#view={view}")
    page = watch(files["whole"], width=360, height=740).go(state)
    assert overflow(page) == 0


def test_a_narrow_timeline_shows_all_of_a_row(watch: Watch, files: dict[str, Path]) -> None:
    page = watch(files["whole"], width=360, height=740).go("#view=clusters")
    for cell in page.locator(".timeline").first.locator("tbody tr").first.locator("th, td").all():
        box = cell.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 360


@pytest.mark.parametrize("width", [360, 1280])
def test_words_without_a_place_to_break_widen_no_view(watch: Watch, files: dict[str, Path], width: int) -> None:
    watched = watch(files["unbroken"], width=width)
    page = watched.go("#view=matches")
    states = [f"#view={view}" for view in VIEWS] + [page.locator(".card h3 a").first.get_attribute("href")]
    page = watched.go("#view=articles")
    states.append(page.locator(".articles a").first.get_attribute("href"))
    for state in states:
        page = watched.go(state)
        assert overflow(page) == 0, state
        assert page.locator("table.options").count() == 0 or page.locator("table.options").evaluate(
            "table => table.getBoundingClientRect().right <= table.parentElement.getBoundingClientRect().right + 1"
        )


def test_text_that_runs_from_right_to_left_does_so_and_its_page_does_not(watch: Watch, files: dict[str, Path]) -> None:
    watched = watch(files["arabic"], width=360, height=740)
    page = watched.go("#view=matches")
    assert page.locator("blockquote").first.evaluate("node => getComputedStyle(node).direction") == "rtl"
    page.locator(".card h3 a").first.click()
    assert page.locator(".panel .text").first.evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert page.locator("body").evaluate("node => getComputedStyle(node).direction") == "ltr"
    assert overflow(page) == 0


def test_it_prints(watch: Watch, files: dict[str, Path]) -> None:
    page = watch(files["whole"], color_scheme="dark").go(f"#match={strongest().id}")
    printed = page.pdf()
    assert printed.startswith(b"%PDF") and len(printed) > 10_000
    page.emulate_media(media="print")
    assert page.locator("header").is_hidden() and page.locator(".stepper").is_hidden()
    page.set_viewport_size({"width": 680, "height": 960})  # of A4 within its margins
    left, right = (each.bounding_box() for each in page.locator(".panel").all())
    assert left["y"] == right["y"] and left["x"] + left["width"] <= right["x"], "side by side on paper too"
    text = page.locator(".panel .text").first
    assert text.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(255, 255, 255)", "paper is light"
    assert text.evaluate("node => node.scrollHeight - node.clientHeight") <= 1, "what is scrolled away is not printed"


def test_hostile_text_runs_nothing_and_breaks_nothing(watch: Watch, files: dict[str, Path]) -> None:
    watched = watch(files["harmful"])
    page = watched.go()
    states = [f"#view={view}" for view in VIEWS]
    rows = page.evaluate(
        "['matches', 'articles'].map(name =>"
        " JSON.parse(document.getElementById(name).textContent).rows.map(row => row[0]))"
    )
    states += [f"#match={quote(id, safe='')}" for id in rows[0]] + [f"#article={quote(id, safe='')}" for id in rows[1]]
    for state in states:
        page.evaluate("state => { location.hash = state; }", state)
        page.wait_for_timeout(20)
        assert page.locator("h2:visible").count() >= 1, state
        assert page.locator("h2:visible").first.inner_text() != "Not found", state
        links = page.evaluate("[...document.querySelectorAll('a')].map(each => each.getAttribute('href'))")
        assert all(href.startswith(("#", "https://", "http://")) for href in links), links
        assert (
            page.locator("img, iframe, object, embed, #view script, #overview script, [onerror], [onload]").count() == 0
        )
    assert page.evaluate("[...document.scripts].filter(each => !each.type).length") == 1
    bidi = page.evaluate(r"/[\u202a-\u202e\u2066\u2067\x00-\x08\x0b-\x1f\x7f]/.test(document.body.innerText)")
    assert not bidi


def test_markup_that_got_in_would_run_nothing(watch: Watch, files: dict[str, Path], tmp_path: Path) -> None:
    """The policy holds by itself: with an event handler and a script put into the file, none of them runs."""
    document = files["whole"].read_text("utf-8")
    main, owned = '<main id="main" tabindex="-1">', "document.title='owned'"
    broken = tmp_path / "broken.html"
    bad = f'{main}<script>{owned}</script><b onclick="{owned}">x</b>'
    broken.write_text(document.replace(main, bad), "utf-8")
    watched = watch(broken)
    page = watched.go()
    page.locator("main > b").click()
    assert page.title() == "Shared wording"
    assert len(watched.faults) >= 2 and all(
        "policy" in fault or "Content Security" in fault for fault in watched.faults
    )
    page.wait_for_timeout(150)  # for what the console still says
    watched.faults.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_view(watch: Watch, files: dict[str, Path], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    # axe is put into the page, which its policy would not have.
    watched = watch(files["whole"], color_scheme=scheme, bypass_csp=True)
    page = watched.go()
    states = [f"#view={view}" for view in VIEWS]
    states += [f"#match={strongest('reordered').id}", f"#article={strongest().left.article}"]
    states += [f"#match={report().set_aside[0].match.id}", "#match=nothing"]
    for state in states:
        page.evaluate("state => { location.hash = state; }", state)
        page.wait_for_timeout(60)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert not re.search(r"\[object|undefined\b(?! )|\bNaN\b", page.locator("main").inner_text()), state
        told = [(each["id"], [node["html"][:160] for node in each["nodes"]][:3]) for each in found]
        assert told == [], (state, told)


def test_every_number_of_the_ledger_leads_to_words_that_are_shown(watch: Watch, files: dict[str, Path]) -> None:
    watched = watch(files["passages"])
    numbers = 0
    for match in strongest_first(report().matches)[:40]:
        page = watched.go(f"#match={match.id}")
        page.locator(".ledger h3").wait_for()
        shown, words = page.evaluate(
            """() => {
                const numbers = [...document.querySelectorAll("[data-show]")].map((each) => each.dataset.show);
                return [numbers, numbers.filter((each) => document.querySelector(`.panel [data-entry="${each}"]`))];
            }"""
        )
        assert shown == words
        numbers += len(shown)
    assert numbers, "no evidence has a number"


@pytest.mark.parametrize("view", ["toString", "nowhere"])
def test_a_view_that_there_is_not_is_the_overview(watch: Watch, files: dict[str, Path], view: str) -> None:
    page = watch(files["whole"]).go(f"#view={view}")
    page.locator("#overview").wait_for()
    assert page.title() == "Shared wording"


@pytest.mark.parametrize(("name", "most"), [("talks", 0), ("whole", 2)])
def test_arrows_run_over_no_name_or_in_a_tangle_over_few(
    watch: Watch, files: dict[str, Path], name: str, most: int
) -> None:
    """With the letters that the browser has."""
    page = watch(files[name]).go()
    names, crossed = page.evaluate(
        """() => {
            const drawn = document.querySelector(".network");
            const names = [...drawn.querySelectorAll("text")].map((each) => [each.textContent, each.getBBox()]);
            const crossed = [];
            for (const line of drawn.querySelectorAll("path.edge")) {
                for (let at = 0; at <= line.getTotalLength(); at += 1) {
                    const { x, y } = line.getPointAtLength(at);
                    for (const [name, box] of names) {
                        const [left, top, room] = [x - box.x, y - box.y, 2]; // above and below the letters
                        const inside = left > 0 && left < box.width && top > room && top < box.height - room;
                        if (inside) crossed.push(name);
                    }
                }
            }
            return [names.length, [...new Set(crossed)]];
        }"""
    )
    assert names > 10 and len(crossed) <= most, crossed
