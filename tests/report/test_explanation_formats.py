"""Explanations on a terminal, as JSON and as Markdown, whatever the texts hold."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from rich.cells import cell_len
from samples import ATTACKS, COURIER, GAZETTE, hostile, realistic
from test_report_escape import inert
from test_report_json import reports

from dedup.errors import OutputError, UsageError
from dedup.model import HYPOTHESES, Place, Report, SetAside, Source
from dedup.report.explanation import FORMATS, Explanation, explain, render
from dedup.report.explanation.json_document import schema, to_json
from dedup.report.json_document import schema as report_schema

SCHEMA = json.loads(schema())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
LooksLike = Callable[[str, Path], None]
SHOWN = Path(__file__).parent / "explanations"
ISOLATES = "\u2068\u2069"
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def flowed(text: str) -> str:
    return " ".join(text.split())


def unstyled(text: str) -> str:
    return "\n".join(line.rstrip() for line in ANSI.sub("", text).split("\n"))


def disputed() -> Report:
    """The realistic report with a ledger that has something of everything."""
    first = realistic().matches[0]
    places = (Place(article=COURIER, start=402, end=450), Place(article=GAZETTE, start=1180, end=1230))
    shared, later, quoted = (
        dataclasses.replace(entry, spans=places if "shared" in entry.signal else entry.spans)
        for entry in sorted(first.verdict.ledger, key=lambda entry: entry.signal != "attribution.shared-source")
    )
    ledger = (
        shared,
        dataclasses.replace(quoted, signal="quotation.both"),
        dataclasses.replace(later, signal="timing.order", trigger="4 March 2031, 06:30 UTC, then later", origin="left"),
        dataclasses.replace(later, signal="wording.identical-run", weights={"left-to-right": 1.5}, trigger="24 words"),
        dataclasses.replace(later, signal="structure.other-outlet", weights={"same-origin": -4.0}, trigger="A and B"),
        dataclasses.replace(later, signal="attribution.photo", weights={}, trigger="“Picture: X” credits a picture"),
    )
    judged = dataclasses.replace(first.verdict, ledger=ledger)
    match = dataclasses.replace(first, verdict=judged)
    return dataclasses.replace(realistic(), matches=(match,), priors=dict.fromkeys(HYPOTHESES, -1.0))


def explained() -> Explanation:
    return explain(disputed(), "3f2a91")


@pytest.mark.parametrize(
    ("name", "format", "width"),
    [("80.txt", "table", 80), ("160.txt", "table", 160), ("piped.txt", "table", None), ("page.md", "markdown", None)],
)
def test_a_whole_page_looks_like_this(name: str, format: str, width: int | None, looks_like: LooksLike) -> None:
    looks_like(render(explained(), format, width=width), SHOWN / name)


def test_a_terminal_page_has_every_part_in_order() -> None:
    assert "Without bearing on it" not in render(explained(), width=80)
    assert "Not listed: 1 entry of less weight; --weights lists it." in render(explained(), width=80)
    lines = render(explained(), width=160, weights=True).splitlines()
    heads = [re.split(r"  | “", line)[0] for line in lines if line and not line.startswith(" ")]
    assert [head for head in heads if not head.endswith("”")] == [
        "The Calder Courier ↔ Northmoor Gazette",
        "The words",
        "What it may be",
        "What speaks for it",
        "What speaks against it",
        "Without bearing on it",
        "How it adds up",
        "Rather than its strongest rival",
        "What is missing",
    ]


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("report", [disputed(), hostile()], ids=["disputed", "hostile"])
def test_no_line_is_wider_than_the_terminal(report: Report, width: int, encoding: str) -> None:
    for match in report.matches:
        text = render(explain(report, match.id), width=width, encoding=encoding)
        assert max(map(cell_len, text.splitlines())) <= width
        text.encode(encoding)


def test_the_passages_stand_side_by_side_from_a_hundred_columns() -> None:
    for width, beside in ((99, False), (100, True)):
        lines = render(explained(), width=width).splitlines()
        assert any(line.count("The spillway") + line.count("the spillway") == 2 for line in lines) is beside


def test_differences_are_marked_and_with_colour_styled_too() -> None:
    plain, colored = (render(explained(), color=color) for color in (False, True))
    assert "there [-is-] no" in plain and "{+who+} ~lives~ below" in plain and "\x1b[" not in plain
    assert re.search(r"\x1b\[1;4m\x1b\[33m\{\+who\+\}|\x1b\[1;4;33m\{\+who\+\}", colored)
    assert unstyled(colored) == plain  # what is copied out of a terminal keeps its marks


def test_nothing_of_a_long_passage_is_left_out() -> None:
    report = realistic()
    text = flowed(render(explain(report, "77c04d"), width=80))
    assert "its earth core has been watched by a grid of pressure gauges since a seepage scare" in text


def test_bars_grow_with_the_probability_and_fit_the_encoding() -> None:
    bars = re.findall(r"^  ([█·]{20}) ", render(explained(), width=80), re.MULTILINE)
    assert len(bars) == len(HYPOTHESES)
    assert [bar.count("█") for bar in bars[:3]] == [17, 2, 1]
    assert re.search(r"^  #{17}\.{3} +86% ", render(explained(), width=80, encoding="ascii"), re.MULTILINE)


def test_no_estimate_is_nought_or_a_hundred_per_cent() -> None:
    sure = dataclasses.replace(
        disputed().matches[0].verdict, probabilities=dict.fromkeys(HYPOTHESES, 0.0) | {"common-source": 1.0}
    )
    match = dataclasses.replace(disputed().matches[0], verdict=sure)
    text = render(explain(dataclasses.replace(disputed(), matches=(match,)), "1"))
    section = text[text.index("What it may be") : text.index("What speaks for it")]
    assert ">99%" in section and "<1%" in section and not re.search(r"\b(?:0|100)%", section)


def test_entries_that_hardly_weigh_are_counted_and_in_the_json_form() -> None:
    report = disputed()
    judged = report.matches[0].verdict
    faint = dataclasses.replace(judged.ledger[0], signal="witness.between", weights={"common-source": 0.004})
    for number in (1, 2):
        more = dataclasses.replace(judged, ledger=judged.ledger + (faint,) * number)
        match = dataclasses.replace(report.matches[0], verdict=more)
        found = explain(dataclasses.replace(report, matches=(match,)), "1")
        for format in ("table", "markdown"):
            text = render(found, format)
            assert f"Not listed: {number + 1} entries of less weight; --weights lists them." in text
            asked = render(found, format, weights=True)
            assert "Not listed" not in asked and asked.count("witness.between") == number and "photo" in asked
        assert len(json.loads(render(found, "json"))["silent"]) == number + 1


@pytest.mark.parametrize("format", FORMATS)
def test_what_was_set_aside_is_said(format: str) -> None:
    text = render(explain(realistic(), "f00f00"), format)
    assert "in 7 articles" in text and "boilerplate" in text


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("number", range(4))
def test_the_language_is_that_of_likelihood(format: str, number: int) -> None:
    text = render(explain(realistic(), str(number + 1)), format).lower()
    assert "plagiar" not in text
    assert "likely" in text or "undetermined" in text


# --- hostile texts


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
def test_nothing_from_outside_acts_on_a_terminal(attack: str, encoding: str) -> None:
    report = hostile(attack)
    for width in (80, 160, None):
        text = render(explain(report, "0000"), width=width, encoding=encoding)
        assert inert(text, but=f"\n{ISOLATES}")
        assert not re.search(r"::(?=[A-Za-z])|##\[", text)
        text.encode(encoding)


@pytest.mark.parametrize("attack", ATTACKS)
def test_colour_adds_only_our_own_escapes(attack: str) -> None:
    colored = render(explain(hostile(attack), "0000"), width=80, color=True)
    assert inert(ANSI.sub("", colored), but=f"\n{ISOLATES}")


@pytest.mark.parametrize("attack", ATTACKS)
def test_markdown_from_outside_stays_text(attack: str) -> None:
    text = render(explain(hostile(attack), "0000"), "markdown")
    assert inert(text, but="\n")
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    kinds = {child.type for token in tokens for child in token.children or ()} | {token.type for token in tokens}
    assert not kinds & {"html_inline", "html_block", "code_inline", "code_block", "fence", "image", "link_open", "hr"}
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert sum(token.type == "tr_open" for token in tokens) == sum(not row.startswith("| ---") for row in rows)


@pytest.mark.parametrize("attack", ATTACKS)
def test_json_keeps_what_it_makes_harmless(attack: str) -> None:
    report = hostile(attack)
    text = render(explain(report, "0000"), "json")
    assert inert(text, but="\n")
    found = json.loads(text)
    VALIDATOR.validate(found)
    assert "".join(piece["text"] for piece in found["left"]["words"]) == report.matches[0].left.text
    assert found["speaks_for"][0]["signal"] == attack


def test_look_alike_outlets_stay_apart() -> None:
    first, second, *rest = realistic().articles
    alike = (dataclasses.replace(first, outlet="One"), dataclasses.replace(second, outlet="O\u200bne"), *rest)
    text = render(explain(dataclasses.replace(realistic(), articles=alike), "3f2a91"), weights=True)
    assert text.splitlines()[0] == "One ↔ One #2"
    assert "One #2 has it from One " in text and "One has it from One #2 " in text


# --- JSON


def test_the_json_form_fits_its_schema_and_describes_every_field() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for report in (disputed(), realistic(), dataclasses.replace(realistic(), articles=())):
        ids = [match.id for match in report.matches] + [aside.match.id for aside in report.set_aside]
        for id in ids:
            found = json.loads(to_json(explain(report, id)))
            VALIDATOR.validate(found)
            assert list(found) == SCHEMA["required"] == list(SCHEMA["properties"])
    for name, table in {"": SCHEMA, **SCHEMA["$defs"]}.items():
        assert table.get("description"), name
        assert all(each.get("description") or "$ref" in each for each in table.get("properties", {}).values()), name


def test_what_both_schemas_describe_is_described_alike() -> None:
    common = json.loads(report_schema())["$defs"]
    shared = set(common) & set(SCHEMA["$defs"])
    assert {"article", "passage", "scores", "source", "place"} <= shared
    for name in shared:
        assert SCHEMA["$defs"][name] == common[name], name
    ledger = common["evidence"]["properties"]
    assert {name: SCHEMA["$defs"]["argument"]["properties"][name] for name in ledger} == ledger


def test_the_schema_is_strict() -> None:
    found = json.loads(to_json(explained()))
    for harm in ({"surprise": 1}, {"about": ["plagiarism"]}, {"counter_evidence": 5}, {"schema_version": "2.0"}):
        with pytest.raises(jsonschema.ValidationError):
            VALIDATOR.validate(found | harm)


def test_the_json_form_says_what_the_page_says() -> None:
    found = json.loads(to_json(explained()))
    assert found["conclusion"] == "common source, 86% likely: Tarn Water Board"
    assert found["counter_evidence"] == found["speaks_against"][0]
    assert found["counter_evidence"]["signal"] == "wording.identical-run"
    assert [each["signal"] for each in found["silent"]] == ["attribution.photo"]
    assert found["missing"] == ["A possible source of which the collection has no text: Tarn Water Board"]
    assert {word["role"] for word in found["right"]["words"]} == {"same", "only", "near"}


@settings(max_examples=25, deadline=None)
@given(reports())
def test_any_report_that_can_be_read_can_be_explained(report: Report) -> None:
    for aside in (*(SetAside(match=each, reason="stock", detail="") for each in report.matches), *report.set_aside):
        if not aside.match.id.strip().lstrip("#") or aside.match.id != aside.match.id.strip().removeprefix("#"):
            continue  # such an id cannot be asked for, and no audit writes it
        found = explain(report, aside.match.id)
        assert json.loads(render(found, "json"))["id"] == aside.match.id
        assert max(map(cell_len, render(found, width=80).splitlines())) <= 80
        render(found, "markdown").encode("utf-8")


def test_a_number_that_is_not_finite_is_an_error() -> None:
    match = dataclasses.replace(disputed().matches[0], confidence=float("nan"))
    with pytest.raises(OutputError):
        render(explain(dataclasses.replace(disputed(), matches=(match,)), "1"), "json")


def test_an_unknown_format_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="choose from table, json, markdown"):
        render(explained(), "csv")


# --- what is kept for those who ask, and what could be misread


def test_the_ledgers_own_names_are_shown_on_request(looks_like: LooksLike) -> None:
    for format, name in (("table", "weights.txt"), ("markdown", "weights.md")):
        usual, asked = (render(explained(), format, width=100, weights=weights) for weights in (False, True))
        looks_like(asked, SHOWN / name)
        for inner in ("attribution.shared-source", "common-source", f"at 402{chr(0x2013)}450"):
            assert inner in asked and inner not in usual
    assert render(explained(), "json") == render(explained(), "json", weights=True)


def test_no_chance_and_no_reuse_are_told_apart_where_both_are_said() -> None:
    first = disputed().matches[0]
    # The words are 95 % sure to be no chance.
    for incidental, told in ((0.4, True), (0.02, False)):
        chances = dict.fromkeys(HYPOTHESES, 0.0) | {"common-source": 1 - incidental, "incidental": incidental}
        judged = dataclasses.replace(first.verdict, probabilities=chances)
        report = dataclasses.replace(disputed(), matches=(dataclasses.replace(first, verdict=judged),))
        for format in ("table", "markdown"):
            text = render(explain(report, "1"), format)
            assert ("“97% sure not by chance” judges the shared words alone" in text) is told


def test_leanings_of_other_passages_by_a_trifle_are_not_told() -> None:
    first = disputed().matches[0]
    for weight, told in ((0.1, False), (0.4, True)):
        entry = dataclasses.replace(
            first.verdict.ledger[0], signal="companions.common-source", weights={"common-source": weight}
        )
        judged = dataclasses.replace(first.verdict, ledger=(*first.verdict.ledger, entry))
        report = dataclasses.replace(disputed(), matches=(dataclasses.replace(first, verdict=judged),))
        found = explain(report, "1")
        assert ("Their other passages" in render(found)) is told
        assert "companions.common-source" in render(found, "json")


def test_a_source_as_likely_as_its_hypothesis_has_no_percentage_of_its_own() -> None:
    first = disputed().matches[0]
    chances = dict.fromkeys(HYPOTHESES, 0.0) | {"common-source": 0.6, "independent-renderings": 0.4}
    for share, shown in ((0.9, "APA"), (0.6, "APA"), (0.5, "APA (50% likely)")):
        judged = dataclasses.replace(
            first.verdict, probabilities=chances, probability=0.6, sources=(Source(name="APA", probability=share),)
        )
        report = dataclasses.replace(disputed(), matches=(dataclasses.replace(first, verdict=judged),))
        assert f"common source, 60% likely: {shown}\n" in render(explain(report, "1"))


def test_an_article_named_by_its_outlet_is_not_called_so_twice() -> None:
    text = render(explained(), width=160)
    assert "The Calder Courier: article news" in text and "outlet The Calder Courier" not in text
