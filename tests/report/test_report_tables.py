"""CSV, Markdown and the registry of formats."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from samples import ATTACKS, empty, hostile, realistic
from test_report_escape import inert

from dedup.errors import UsageError
from dedup.model import ArticlePair, OutletFlow, Place, Scores, Source
from dedup.report import FORMATS, TEXT_FORMATS, render
from dedup.report.csv_table import COLUMNS, to_csv
from dedup.report.markdown import to_markdown
from dedup.report.order import strongest_first

TEXTS = [realistic(), hostile(), empty()]


def test_csv_has_a_row_for_each_match_by_its_number() -> None:
    report = realistic()
    rows = list(csv.DictReader(io.StringIO(to_csv(report), newline="")))
    assert [row["match"] for row in rows] == [match.id for match in strongest_first(report.matches)]
    number = {match.id: str(at) for at, match in enumerate(strongest_first(report.matches), 1)}
    assert {row["match"]: row["number"] for row in rows} == number
    first = next(row for row in rows if row["match"] == report.matches[0].id)
    assert first["left_text"] == report.matches[0].left.text
    assert first["right_outlet"] == "Northmoor Gazette"
    assert first["left_published_earliest"] == "2031-03-04T06:30:00Z"
    assert first["main_signal"] == "attribution.shared-source"
    assert (first["verdict"], first["source"], first["p_common_source"]) == (
        "common-source",
        "Tarn Water Board",
        "0.86",
    )
    other = next(row for row in rows if row["match"] == report.matches[1].id)
    assert (first["credit"], other["credit"]) == ("", "none")
    assert (first["source_probability"], other["source"], other["source_probability"]) == ("0.86", "", "")
    assert float(first["rarity_overlap"]) == 0.666667
    # No rival of the first is one to reckon with: its reason weighs against all else.
    assert (first["main_rival"], first["main_weight"]) == ("", "2.271433")
    assert (other["main_signal"], other["main_rival"], other["main_weight"]) == ("timing.order", "common-source", "0.7")


def test_csv_has_every_named_source() -> None:
    report = realistic()
    sources = (Source(name="Kremlin; TASS", probability=0.31), Source(name="APA", probability=0.4123456789))
    tied = dataclasses.replace(report.matches[0].verdict, sources=sources)
    changed = dataclasses.replace(report, matches=(dataclasses.replace(report.matches[0], verdict=tied),))
    (row,) = csv.DictReader(io.StringIO(to_csv(changed), newline=""))
    assert row["sources"] == "Kremlin, TASS 0.31; APA 0.412346"
    rows = {row["match"]: row["sources"] for row in csv.DictReader(io.StringIO(to_csv(report), newline=""))}
    assert [rows[match.id] for match in report.matches[:2]] == ["Tarn Water Board 0.86", ""]


def test_csv_names_no_source_of_a_copy() -> None:
    """Whoever copied has the words from the other article; what might be behind both stands among all `sources`."""
    report = realistic()
    copied = dataclasses.replace(report.matches[0].verdict, label="left-to-right")
    changed = dataclasses.replace(report, matches=(dataclasses.replace(report.matches[0], verdict=copied),))
    (row,) = csv.DictReader(io.StringIO(to_csv(changed), newline=""))
    assert copied.source == "Tarn Water Board"
    assert (row["source"], row["source_probability"], row["sources"]) == ("", "", "Tarn Water Board 0.86")


def test_csv_says_for_which_words_a_source_of_some_is_named() -> None:
    report = realistic()
    found = report.matches[0]
    sides = ((found.left, 0, 9), (found.right, 0, 9), (found.left, 12, 20), (found.right, 12, 20))
    spans = tuple(Place(article=of.article, start=of.start + at, end=of.start + end) for of, at, end in sides)
    sources = (Source(name="APA", probability=0.3), Source(name="Mayor", probability=0.8, spans=spans))
    told = dataclasses.replace(found, verdict=dataclasses.replace(found.verdict, source="APA", sources=sources))
    (row,) = csv.DictReader(io.StringIO(to_csv(dataclasses.replace(report, matches=(told,))), newline=""))
    start = found.left.start
    assert row["sources"] == f"APA 0.3; Mayor 0.8 [{start}-{start + 9}, {start + 12}-{start + 20}]"
    assert (row["source"], row["source_probability"]) == ("APA", "0.3")


def test_csv_lines_end_as_rfc_4180_says_and_hold_one_record_each() -> None:
    text = to_csv(hostile())
    assert text.count("\r\n") == len(ATTACKS) + 1 == len(text.splitlines())
    assert to_csv(empty()) == ",".join(COLUMNS) + "\r\n"


def test_no_cell_of_the_csv_is_a_formula() -> None:
    for attack in ATTACKS:
        for row in csv.reader(io.StringIO(to_csv(hostile(attack)), newline="")):
            assert len(row) == len(COLUMNS)
            for cell in row:
                assert cell.strip()[:1] not in {"=", "+", "@", "-"}
                assert inert(cell)


def test_markdown_shows_summary_tables_and_marked_passages() -> None:
    text = to_markdown(realistic())
    assert "5 articles from 5 outlets share 4 passages" in text
    assert "\n- 2 from a common source, 58% to 86% likely (named: Tarn Water Board);\n" in text
    assert "| The Calder Courier | Telegram | 1 | 92 | 17% | 31% | 1st → 2nd 92 |" in text
    assert "there **is** no immediate danger to the town, but *anyone living* below" in text
    assert "[tarn-dam-evacuation](<https://courier.example/tarn>)" in text
    assert "… and 3 more passages." in to_markdown(realistic(), limit=1)


def test_markdown_quotes_passages_whole() -> None:
    long = max(
        (side for each in realistic().matches for side in (each.left, each.right)), key=lambda one: len(one.text)
    )
    text = to_markdown(realistic())
    assert len(long.text) > 480 and "words …" not in text
    quoted = [line.replace("*", "") for line in text.splitlines() if line.startswith("> ")]
    assert any(" ".join(long.text.split()) in line for line in quoted)


def test_the_limit_of_markdown_is_one_of_matches_and_rows_but_hides_no_bad_input() -> None:
    report = realistic()
    second = dataclasses.replace(report.articles[1], id="z", outlet=report.articles[0].outlet)  # for a table of outlets
    bad = tuple(
        dataclasses.replace(second, id=f"z{n}", published=None, published_origin="unknown", extra={"date": f"soon {n}"})
        for n in range(3)
    )
    report = dataclasses.replace(
        report, articles=(*report.articles, second, *bad), set_aside=report.set_aside * 3, skipped=report.skipped * 3
    )
    rows = {head: len(lines) - 2 for head, lines in tables(to_markdown(report, limit=2)).items()}
    whole = {head: len(lines) - 2 for head, lines in tables(to_markdown(report)).items()}
    kept = ("Dates that could not be read", "Skipped")
    assert set(whole) == {
        "Articles read",
        "Overlap between articles",
        "Overlap between outlets",
        *kept,
        "Set aside, not counted above",
    }
    assert rows == {head: count if head in kept else min(count, 2) for head, count in whole.items()}
    text = to_markdown(report, limit=2)
    for head in set(rows) - set(kept):
        cut = whole[head] - rows[head]
        assert cut > 0 and re.search(rf"\n\n… and {cut} more (article|pair|passage)s?\.\n", section(text, head)), head
    assert "… and" not in to_markdown(report)


def section(text: str, head: str) -> str:
    return text[text.index(f"## {head}") :].split("\n## ", 1)[0]


def tables(text: str) -> dict[str, list[str]]:
    parts = {part.split("\n", 1)[0]: part.splitlines() for part in text.split("\n## ")}
    found = {head: [line for line in lines if line.startswith("|")] for head, lines in parts.items()}
    return {head: lines for head, lines in found.items() if lines}


def test_markdown_puts_findings_before_a_long_list_of_articles() -> None:
    short, report = to_markdown(realistic()), realistic()
    more = tuple(dataclasses.replace(report.articles[0], id=f"z{number}", outlet=None) for number in range(16))
    long = to_markdown(dataclasses.replace(report, articles=report.articles + more))
    assert short.index("## Articles read") < short.index("## Shared passages")
    assert long.index("## Articles read") > long.index("## Shared passages")
    assert "in the order of their ids" in short and "| Published | Dated |" in short
    assert "between outlets" not in short
    assert "common source, 86% likely: Tarn Water Board" in short


@pytest.mark.parametrize("attack", ATTACKS)
def test_markdown_from_outside_stays_text(attack: str) -> None:
    text = to_markdown(hostile(attack))
    assert inert(text, but="\n")
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    kinds = {child.type for token in tokens for child in token.children or ()} | {token.type for token in tokens}
    assert not kinds & {"html_inline", "html_block", "code_inline", "code_block", "fence", "image", "link_open", "hr"}
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert sum(token.type == "tr_open" for token in tokens) == sum(not row.startswith("| ---") for row in rows)


def test_a_markdown_link_goes_to_the_web_only() -> None:
    article = realistic().articles[0]
    for url, linked in (("https://x.example/)(", True), ("javascript:alert(1)", False), ("data:x", False)):
        report = dataclasses.replace(empty(), articles=(dataclasses.replace(article, url=url),))
        assert ("](<" in to_markdown(report)) is linked


def test_emphasis_that_touches_is_kept_apart() -> None:
    match = realistic().matches[0]
    left = dataclasses.replace(match.left, start=0, end=2, text="甲乙")
    touching = dataclasses.replace(
        match, left=left, common=(dataclasses.replace(match.common[0], left_start=1, left_end=2, kind="near"),)
    )
    assert "**甲**&#8203;*乙*" in to_markdown(dataclasses.replace(empty(), matches=(touching,)))


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252", "latin-1"])
@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_every_format_fits_the_encoding_and_is_deterministic(name: str, encoding: str) -> None:
    for report in TEXTS:
        text = render(report, name, encoding=encoding)
        assert isinstance(text, str)
        text.encode(encoding)
        assert text == render(report, name, encoding=encoding)


def test_the_registry_has_the_formats_of_this_version_and_refuses_others() -> None:
    assert {"table", "json", "jsonl", "csv", "markdown", "graphml", "dot", "network-json"} <= set(FORMATS)
    with pytest.raises(UsageError, match=r"unknown report format 'pdf\\x1b'; choose from table, json"):
        render(empty(), "pdf\x1b")


def test_a_terminal_has_it_in_brief_and_all_else_has_everything() -> None:
    many = dataclasses.replace(realistic(), matches=realistic().matches * 6)
    kept = re.compile(r"… and [\d,]+ more; --all shows all")
    assert kept.search(render(many, "table", width=80)) and kept.search(render(many, "table", brief=True))
    for all_of_it in (render(many, "table"), render(many, "table", width=80, brief=False)):
        assert "more; --" not in all_of_it and "\n 24  " in all_of_it
    assert "and 23 more; --limit 0" in render(many, "table", width=80, limit=1)
    assert "and 23 more; --limit 0" in render(many, "table", limit=1)


def test_the_reference_documents_every_format_column_and_score() -> None:
    docs = Path(__file__).parents[2] / "docs" / "reference"
    report, scores = ((docs / name).read_text("utf-8") for name in ("report.md", "scores.md"))
    for name in FORMATS:
        assert f"| `{name}` |" in report
    for column in (*COLUMNS[: COLUMNS.index("right_article")], COLUMNS[-1]):
        assert f"`{column}`" in report
    for kind in (Scores, ArticlePair, OutletFlow):
        for field in dataclasses.fields(kind):
            name = field.name.removesuffix("_right").removesuffix("_left")
            assert name in ("left", "right") or f"`{name}" in scores, field.name
