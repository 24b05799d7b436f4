"""Paragraphs: one a line, blank lines, hard wraps, every line ending, no line ending."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.text.blocks import paragraphs

LONG = (
    "The harbour board of North Quay said on Monday that it would rebuild the eastern pier before the winter, "
    "after two storms in one month had carried off a third of its planks and left the ferry without a berth."
)
OTHER = (
    "Fishermen who had asked for the work since spring were not impressed, and said that the money had been "
    "promised twice before; a spokesman for the board did not answer questions about the delay on Tuesday."
)


def parts(text: str) -> list[str]:
    return [text[s.start : s.end] for s in paragraphs(text)]


def wrapped(*paragraph: str, width: int = 70, between: str = "\n\n", indent: str = "") -> str:
    return between.join(textwrap.fill(p, width, initial_indent=indent) for p in paragraph)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
@pytest.mark.parametrize("between", [1, 2, 3])
def test_one_paragraph_a_line(newline: str, between: int) -> None:
    assert parts((newline * between).join([LONG, OTHER, "Short one."])) == [LONG, OTHER, "Short one."]


def test_text_without_line_ends_is_one_block() -> None:
    assert parts(f"  {LONG} {OTHER}\t") == [f"{LONG} {OTHER}"]


@pytest.mark.parametrize("width", [50, 60, 72, 80])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_hard_wrapped_paragraphs_with_blank_lines(width: int, newline: str) -> None:
    text = ("Harbour board rebuilds pier\n\n" + wrapped(LONG, OTHER, width=width)).replace("\n", newline)
    assert [flat(p) for p in parts(text)] == ["Harbour board rebuilds pier", LONG, OTHER]


def test_hard_wrapped_paragraphs_told_apart_by_their_indent() -> None:
    text = wrapped(LONG, OTHER, LONG, between="\n", indent="    ")
    assert [flat(p) for p in parts(text)] == [LONG, OTHER, LONG]


def test_hard_wrapped_chinese() -> None:
    first = "国防部长周日表示双方愿意加强合作关系很好他说这是一个新的开始据悉会谈还将在秋天继续进行下去直到双方满意为止"
    text = "\n".join(textwrap.wrap(first + "。", 24)) + "\n\n" + "\n".join(textwrap.wrap(first + "吗？", 24))
    assert [p.replace("\n", "") for p in parts(text)] == [first + "。", first + "吗？"]


def test_short_paragraphs_headlines_and_lists_are_not_wraps() -> None:
    lines = ["Pier to be rebuilt before the winter", "Ferry loses its berth in the storm", "Board promises money again"]
    assert parts("\n".join(lines)) == lines
    verse = ["He came at noon.", "She left at two.", "The ferry sailed.", "The pier was gone."]
    assert parts("\n".join(verse)) == verse


@given(st.text(alphabet=st.sampled_from("aB好. \t\n\r\u2028\x0c\x85\u00a0“"), max_size=200) | st.text(max_size=100))
def test_paragraphs_are_ordered_trimmed_and_hold_every_character(text: str) -> None:
    position = 0
    for span in paragraphs(text):
        assert position <= span.start < span.end <= len(text)
        assert not text[position : span.start].strip()
        assert not text[span.start].isspace() and not text[span.end - 1].isspace()
        position = span.end
    assert not text[position:].strip()


@given(st.lists(st.sampled_from([LONG, OTHER]), min_size=1, max_size=4), st.integers(45, 80))
def test_wrapping_then_reading_gives_the_paragraphs_back(paragraph: list[str], width: int) -> None:
    assert [flat(p) for p in parts(wrapped(*paragraph, width=width))] == paragraph
