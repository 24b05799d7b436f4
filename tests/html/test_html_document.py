"""The page as a file, without a browser."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
import zlib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_pages import articles, block, harmful, page, report, whole
from made_pages import large as packed_page
from samples import ATTACKS, empty, hostile, realistic

from dedup import Article, Settings, audit
from dedup.errors import OutputError
from dedup.model import Report
from dedup.report import render
from dedup.report.explanation.making import explain
from dedup.report.explanation.speaking import reasoned, voice_of, worth_showing
from dedup.report.html.definitions import definitions
from dedup.report.html.document import SCRIPTS
from dedup.report.html.texts import known_texts
from dedup.report.order import strongest_first
from dedup.report.wording import Marks

FILES = Path(__file__).resolve().parents[2] / "src" / "dedup" / "report" / "html" / "page"
TAGS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "nav", "ul", "ol", "li", "span", "div",
    "button", "main", "noscript", "p", "section", "h2", "h3", "dl", "dt", "dd", "details", "summary", "table",
    "caption", "thead", "tbody", "tr", "td", "th", "svg", "tspan", "path", "rect", "circle", "text", "footer", "dialog",
    "script",
}  # fmt: skip
BLOCKS = ("about", "articles", "matches", "details", "asides", "clusters", "skipped", "texts", "strings")


class Reader(HTMLParser):
    """Every tag and attribute of a document, and what the scripts hold."""

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._inside = ""
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag
        if tag == "script" and not attrs:
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script" and self.tags[-1] == ("script", {}):
            self.scripts[-1] += data
        elif self._inside == "style":
            self.styles.append(data)


def test_the_policy_names_the_only_script_and_the_only_style() -> None:
    read = Reader(whole())
    (policy,) = [found["content"] for tag, found in read.tags if found.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    assert "default-src 'none'" in policy and "unsafe" not in policy
    for kind, (content,) in (("script", read.scripts), ("style", read.styles)):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


@pytest.mark.parametrize("document", [whole, harmful])
def test_nothing_but_the_tags_of_the_page_and_no_handler_or_remote_reference(document: object) -> None:
    text = document()  # type: ignore[operator]
    for tag, attributes in Reader(text).tags:
        assert tag in TAGS
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "src", "action")]
        assert (attributes.get("href") or "#").startswith("#"), "the script makes the links that lead elsewhere"
    assert "@import" not in text.split("</style>")[0] and "url(" not in text.split("</style>")[0]


def test_what_the_page_is_made_of_makes_no_markup_of_text() -> None:
    names = {path.stem for path in FILES.glob("*.js")}
    assert names == set(SCRIPTS)
    for path in FILES.iterdir():
        source = path.read_text("utf-8")
        assert source.isascii(), "a page in another encoding has character references, which no script reads"
        assert "</" not in source or path.suffix != ".js"
        for unsafe in (
            "innerHTML",
            "outerHTML",
            "insertAdjacent",
            "document.write",
            "eval(",
            "DOMParser",
            "fetch(",
        ):
            assert unsafe not in source, path


@pytest.mark.parametrize("made", [empty, realistic, hostile])
def test_the_same_report_gives_the_same_page_whole_in_any_encoding(made: object) -> None:
    found: Report = made()  # type: ignore[operator]
    first = page(found)
    assert first == page(found)
    assert first.endswith("</html>\n")
    for name in BLOCKS:
        json.loads(block(first, name))
    narrow = render(found, "html", encoding="latin-1")
    assert narrow.isascii()
    for name in BLOCKS:
        assert json.loads(block(narrow, name)) == json.loads(block(first, name))


def test_no_text_from_outside_leaves_its_place() -> None:
    text = harmful()
    assert "<script>alert" not in text and "<img" not in text
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067\ud800-\udfff]", text)
    assert "##[" not in text


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_shown_of_names_is_clean(attack: str) -> None:
    strings = json.loads(block(page(hostile(attack)), "strings"))
    for each in strings:
        assert not re.search("[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066\u2067\ud800-\udfff]", each), each


def records(document: str, name: str) -> list[dict[str, Any]]:
    """The records of one of the page's tables."""
    found = json.loads(block(document, name))
    return [dict(zip(found["fields"], row, strict=True)) for row in found["rows"]]


def test_every_article_and_every_match_is_in_the_page_in_the_order_of_the_lists() -> None:
    shown = [record["id"] for record in records(whole(), "matches")]
    assert shown == [match.id for match in strongest_first(report().matches)]
    assert len(records(whole(), "details")) == len(report().matches)
    assert len(records(whole(), "asides")) == len(report().set_aside)
    known = records(whole(), "articles")
    assert [each["id"] for each in known] == [article.id for article in report().articles]
    assert all(each["whole"] for each in known)
    assert json.loads(block(whole(), "texts")) == [[0, article.text] for article in articles()]


def test_runs_cut_each_passage_from_its_text() -> None:
    texts = json.loads(block(whole(), "texts"))
    shown = zip(
        records(whole(), "matches"), records(whole(), "details"), strongest_first(report().matches), strict=True
    )
    for record, detail, match in shown:
        left, right, links = detail["compared"]
        assert len(links) == 4 * len(match.common)
        for side, runs, passage in (("left", left, match.left), ("right", right, match.right)):
            units = texts[record[side]][1].encode("utf-16-le")
            start, end = record[f"{side}Start"], record[f"{side}End"]
            assert units[2 * start : 2 * end].decode("utf-16-le") == passage.text
            assert sum(runs[1::2]) == end - start


def test_the_ledger_says_what_an_explanation_says() -> None:
    match = strongest_first(report().matches)[0]
    explanation = explain(report(), match.id)
    strings, detail = json.loads(block(whole(), "strings")), records(whole(), "details")[0]
    voice = voice_of(explanation, str, Marks())
    said = [strings[entry[0]] for entry in detail["for"][0]]
    shown, _ = worth_showing(explanation.speaks_for)
    assert said == [reasoned(each, explanation, voice) for each in shown]
    assert said, "the strongest passage has no evidence"


def test_scores_are_defined_by_the_schema_and_nowhere_else() -> None:
    about, meaning = json.loads(block(whole(), "about")), definitions()
    named = about["scores"] + about["edits"]
    assert [said for _, said in named] == [meaning[name.replace(" ", "_")] for name, _ in named]
    assert about["overlap"] == meaning["scores"] and "3-grams" in about["overlap"]


def test_a_probability_is_rounded_once_and_reads_alike_everywhere() -> None:
    """0.77497 is 77 %, also where the page keeps four decimals of it."""
    first = strongest_first(report().matches)[0]
    judged = dataclasses.replace(
        first.verdict, probabilities={"left-to-right": 0.77497, "right-to-left": 0.22503}, probability=0.77497
    )
    found = dataclasses.replace(report(), matches=(dataclasses.replace(first, verdict=judged),), clusters=())
    document = page(found)
    strings, details = json.loads(block(document, "strings")), json.loads(block(document, "details"))
    options = details["rows"][0][details["fields"].index("options")]
    assert [strings[likely] for _, likely, *_ in options][:2] == ["77%", "23%"]


def test_publication_is_told_by_the_days_that_were_given() -> None:
    words = "the gates were opened too late and by people who had never been trained to open them"
    whens = {"a": "2033-06-03", "b": "2033-06-04T05:00:00Z"}
    found = audit([Article(id=id, text=f"{id} said {words}.", published=when) for id, when in whens.items()])
    assert "<dt>Published</dt><dd>2033-06-03 – 2033-06-04</dd>" in page(found)


def test_without_texts_the_page_has_the_passages_and_says_so() -> None:
    text = page(report())
    assert "The text of no article was at hand" in text
    known = known_texts(report(), {})
    for match in report().matches:
        for side in (match.left, match.right):
            (part,) = [(at, it) for at, it in known[side.article].parts if at <= side.start < at + len(it)]
            assert part[1][side.start - part[0] : side.end - part[0]] == side.text
    assert "at hand: the page shows the shared passages alone" in text and "the page shows the" not in whole()
    one = page(report(), {article.id: article.text for article in articles()[1:]})
    assert "The text of 1 article was not at hand: of these the page shows" in one


def test_a_text_that_is_not_that_of_the_report_is_not_shown() -> None:
    wrong = {article.id: article.text.upper() for article in articles()}
    assert not any(each.whole for id, each in known_texts(report(), wrong).items() if each.parts)
    sharing = report().matches[0].left.article
    one = {article.id: article.text for article in articles()} | {sharing: "edited since"}
    assert "The text of 1 article was not at hand" in page(report(), one)


@given(st.text("ab\U0001f469\U00010348\ud800é", max_size=20), st.data())
def test_offsets_of_the_page_are_those_of_the_report_in_utf_16(text: str, data: st.DataObject) -> None:
    known = known_texts(
        dataclasses.replace(empty(), articles=(realistic().articles[0],)), {realistic().articles[0].id: text}
    )
    (one,) = known.values()
    offset = data.draw(st.integers(0, len(text)))
    assert one.unit(offset) == len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def test_reports_of_no_article_of_one_and_of_none_that_share() -> None:
    assert "No shared wording was found in 0 articles." in page(empty())
    one = [Article(id="a", text="Nothing that anybody else says.", outlet="A")]
    assert "No shared wording was found in 1 article from 1 outlet." in page(audit(one), {"a": one[0].text})
    two = [*one, Article(id="b", text="Wholly different words stand here.", outlet="B")]
    assert "No shared wording" in page(audit(two))


def test_a_report_on_whole_articles() -> None:
    words = articles()[0].text
    made = [Article(id="a", text=words, outlet="A"), Article(id="b", text=f"{words} More.", outlet="B")]
    found = audit(made, Settings(level="article"))
    text = page(found, {article.id: article.text for article in made})
    assert len(records(text, "matches")) == 1


def test_articles_without_outlets_stand_for_themselves() -> None:
    words = "The dam was built in 1931 and nobody living had ever seen its spillway run in all the years since then"
    made = [Article(id="one.txt", text=f"{words}."), Article(id="two.txt", text=f"{words}!")]
    text = page(audit(made))
    assert "of the words of this article" in text
    assert 'href="#view=matches&amp;party=one&amp;other=two"' in text


def test_a_large_page_is_packed_and_holds_the_same() -> None:
    large = packed_page()
    assert len(large) < 0.7 * len(whole())
    for name in BLOCKS[1:]:
        found = re.search(rf'<script type="text/plain" id="{name}">([A-Za-z0-9+/]*=*)</script>', large)
        assert found is not None, name
        assert zlib.decompress(base64.b64decode(found[1])).decode() == block(whole(), name)


def test_a_number_that_is_none_is_refused() -> None:
    match = realistic().matches[0]
    broken = dataclasses.replace(match, confidence=float("nan"))
    with pytest.raises(OutputError):
        page(dataclasses.replace(realistic(), matches=(broken,)))


LONG = "The Daily Messenger of the Northern Valleys and the Coast"


@pytest.mark.parametrize(
    "names",
    [(f"{LONG}, {'x' * 40}", f"{LONG}, {'x' * 41}"), ("(unknown outlet)", "Another")],
    ids=["cut alike", "like what is unknown"],
)
def test_outlets_whose_names_look_alike_stay_apart(names: tuple[str, str]) -> None:
    words = "The dam was built in 1931 and nobody living had ever seen its spillway run in all the years since then"
    made = [Article(id=f"{at}.txt", text=f"{words}.", outlet=name) for at, name in enumerate(names)]
    text = page(audit([*made, Article(id="2.txt", text="Wholly different words stand here.")]))
    strings, known = json.loads(block(text, "strings")), records(text, "articles")
    parties = [strings[each["party"]] for each in known]
    assert len(set(parties)) == 3
    one, two = (quote(party, safe="") for party in parties[:2])
    assert f'href="#view=matches&amp;party={one}&amp;other={two}"' in text
    assert "Articles of unknown outlet are left out here" in text


def test_where_one_outlet_alone_is_known_the_overview_is_about_articles() -> None:
    words = "The dam was built in 1931 and nobody living had ever seen its spillway run in all the years since then"
    made = [Article(id="one", text=f"{words}.", outlet="The Meridian"), Article(id="two", text=f"{words}!")]
    text = page(audit(made))
    assert 'href="#view=matches&amp;party=The%20Meridian&amp;other=two"' in text
    assert json.loads(block(text, "about"))["party"] == "Article"
    assert json.loads(block(whole(), "about"))["party"] == "Outlet"
    assert "<dd>1; 1 article without one</dd>" in text


def test_articles_whose_ids_look_alike_have_addresses_of_their_own() -> None:
    made = [Article(id=id, text=f"Text number {at} of these.") for at, id in enumerate(("a", "a\u200b", "\u200b"))]
    assert sorted(each["id"] for each in records(page(audit(made)), "articles")) == ["(empty)", "a", "a #2"]


def test_an_article_that_only_the_overlap_names_is_shown_by_its_name() -> None:
    pair = dataclasses.replace(realistic().article_pairs[0], left="nowhere else")
    text = page(dataclasses.replace(realistic(), article_pairs=(pair,)))
    assert "nowhere else" in [each["id"] for each in records(text, "articles")]
