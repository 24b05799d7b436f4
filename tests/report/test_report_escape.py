"""Nothing that comes from outside acts on a terminal, a page, a sheet or a CI runner."""

from __future__ import annotations

import csv
import html
import io
import json
import unicodedata
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from samples import ATTACKS

from dedup.report import escape

ANY_TEXT = st.text(st.characters(), max_size=60) | st.sampled_from(ATTACKS)


def inert(text: str, but: str = "") -> bool:
    """Nothing but visible characters, plain spaces and `but`."""
    return all(char in but or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for char in text)


@given(ANY_TEXT, st.sampled_from(["utf-8", "ascii", "latin-1", "cp1252", "utf-16", "no-such-codec"]))
def test_terminal_text_is_one_inert_line_that_the_encoding_holds(text: str, encoding: str) -> None:
    shown = escape.terminal_text(text, encoding)
    assert inert(shown)
    assert len(shown.splitlines()) <= 1
    shown.encode("ascii" if encoding == "no-such-codec" else encoding)


@given(st.text(st.characters(categories=["L", "N", "P", "M", "Sm"], exclude_characters=":#"), max_size=40))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assigned = "".join(char for char in text if unicodedata.category(char) != "Cn")
    assert escape.terminal_text(assigned) == assigned


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31m", r"\x1b[31m"),
        ("\x9b31m\x7f\x00", r"\x9b31m\x7f\x00"),
        ("\u202eabc\u2066\u200e\u061c", r"\u202eabc\u2066\u200e\u061c"),
        ("\U000e0041", r"\U000e0041"),
        ("\ud800", r"\ud800"),
        ("\ufffe\U0001ffff\ufdd0", r"\ufffe\U0001ffff\ufdd0"),
        ("a\u200bb\u00adc\ufeffd\u200de\u2060", "abcde"),
        ("a\tb\u00a0c\u202fd", "a b c d"),
        ("a \r\n\n  b", "a / b"),
        ("a\u2028b\x85c\x0bd", "a / b / c / d"),
        ("::error::x", r":\x3aerror:\x3ax"),
        (":\u200b:error::x", r":\x3aerror:\x3ax"),
        ("##[add-path]", r"#\x23[add-path]"),
        ("12::30 and C## [x]", "12::30 and C## [x]"),
    ],
)
def test_terminal_text(raw: str, shown: str) -> None:
    assert escape.terminal_text(raw, line_break=" / ") == shown


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\rx", "\n=1", " =1", "\u200b=1", "＝1", "\ufeff@x"]
)
def test_a_cell_never_starts_a_formula(cell: str) -> None:
    assert escape.csv_text(cell).startswith("'")


@given(ANY_TEXT)
def test_csv_cells_survive_a_reader_and_hold_no_formula(text: str) -> None:
    cell = escape.csv_text(text)
    out = io.StringIO()
    csv.writer(out).writerow([cell, "end"])
    assert next(csv.reader(io.StringIO(out.getvalue()))) == [cell, "end"]
    assert inert(cell)
    assert cell.strip()[:1] not in {"=", "+", "-", "@"}


@pytest.mark.parametrize("text", ["", "plain words", "a = b", "3 - 2", "it's"])
def test_ordinary_cells_are_left_alone(text: str) -> None:
    assert escape.csv_text(text) == text


@given(ANY_TEXT)
def test_markdown_shows_the_characters_and_nothing_else(text: str) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(f"x {escape.markdown_text(text)} x")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    kinds = {child.type for child in tokens[1].children or ()}
    assert kinds <= {"text", "text_special"}
    words = "".join(child.content for child in tokens[1].children or ()).replace("\u200b", "")
    assert words.split() == ["x", *escape.visible(text).split(), "x"]


@pytest.mark.parametrize(
    "text", ["# a", "- a", "+ a", "1. a", "12) a", "> a", "=====", "---", "```", "~~~", "***", "| a | b |"]
)
def test_markdown_at_the_start_of_a_line_opens_no_block(text: str) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(
        f"{escape.markdown_text(text)}\n{escape.markdown_text(text)}"
    )
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]


@given(ANY_TEXT)
def test_markdown_in_a_table_stays_in_its_cell(text: str) -> None:
    table = f"| a | b |\n| --- | --- |\n| {escape.markdown_text(text)} | end |\n"
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(table)
    cells = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "td_open"]
    assert len(cells) == 2
    assert cells[1] == "end"


def test_markdown_makes_neither_links_nor_mentions() -> None:
    shown = escape.markdown_text("see https://x.example, www.x.example, WWW.y.example and @someone [a](javascript:b)")
    assert "://" not in shown
    assert "www." not in shown.lower()
    assert "@s" not in shown
    assert r"\[a\]" in shown


@given(ANY_TEXT)
def test_html_inline_is_text_on_one_line(text: str) -> None:
    shown = escape.html_inline(text)
    assert not set(shown) & set("<>\"'\n") and "##[" not in shown
    assert inert(html.unescape(shown), but="\u2068\u2069")


@given(ANY_TEXT)
def test_xml_text_parses_as_text_and_as_an_attribute(text: str) -> None:
    shown = escape.xml_text(text)
    parsed = ElementTree.fromstring(f'<a b="{shown}">{shown}</a>')
    assert len(parsed) == 0
    assert "\x00" not in (parsed.text or "")
    flat = str.maketrans("\n\t", "  ")  # a parser turns them into spaces in an attribute
    assert (parsed.text or "").translate(flat) == parsed.attrib["b"]


def test_xml_keeps_what_it_can_hold() -> None:
    assert escape.xml_text("é 新 \U0001f600 <&>\x00\ufffe\ud800") == "é 新 \U0001f600 &lt;&amp;&gt;\\x00\\ufffe\\ud800"


@given(ANY_TEXT)
def test_a_workflow_command_is_one_line_with_its_properties_apart(text: str) -> None:
    data, value = escape.workflow_data(text), escape.workflow_property(text)
    assert inert(data)
    assert "##[" not in data
    assert not set(value) & set(":,")


def test_workflow_text_is_escaped_as_the_runner_reads_it() -> None:
    assert escape.workflow_data("50% off\r\nnow: a, b") == "50%25 off%0Anow: a, b"
    assert escape.workflow_property("50%: a, b\nc") == "50%25%3A a%2C b%0Ac"


@given(ANY_TEXT, st.sampled_from(["utf-8", "ascii", "cp1252"]))
def test_json_means_the_same_and_is_safe_to_print(text: str, encoding: str) -> None:
    document = escape.json_safe(json.dumps({"a": text}, ensure_ascii=False), encoding)
    document.encode(encoding)
    assert not set(document) & set("\x1b\x7f\x9b\u202e\u2028\x85")
    assert "##[" not in document
    # Two lone surrogates side by side are one character to every JSON reader.
    assert json.loads(document)["a"].encode("utf-16", "surrogatepass") == text.encode("utf-16", "surrogatepass")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//x",
        "https:",
        "",
        None,
        "http://[",
        "\x00",
    ],
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert escape.web_url(url) is None


def test_a_web_address_is_encoded() -> None:
    assert escape.web_url("https://x.example/a b?c=<d>\"'()&e") == "https://x.example/a%20b?c=%3Cd%3E%22%27%28%29&e"
    assert escape.web_url("https://x.example/%20é") == "https://x.example/%20%C3%A9"
