"""Whatever two texts hold, a page fits its terminal, breaks no word that fits, and brings nothing raw."""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise

import pytest
from at_terminal import render_comparison, render_table
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from samples import ATTACKS, article, empty, match, verdict
from test_report_escape import inert

import dedup
from dedup.model import Match, Report
from dedup.report.comparison import Compared
from dedup.report.comparison.value import Context, Moved, Shared, blocks, in_order
from dedup.report.cutting import USUAL, excerpts, folded, rows
from dedup.report.excerpt import SIDES, Piece, pieces
from dedup.report.explanation import explain
from dedup.report.explanation import render as render_explanation

ISOLATES = "\u2068\u2069"
ANSI = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")
WIDTHS = st.sampled_from([40, 60, 80, 99, 100, 119, 120, 160])
# Latin, wide, combining, joined emoji, right to left, marks that stand beside letters, line breaks, and attacks.
WORDS = st.one_of(
    st.from_regex(r"[a-z]{1,11}", fullmatch=True),
    st.text("新聞記事東京報道。、", min_size=1, max_size=30),
    st.text("e\u0301n\u0303กำนมास्ते", min_size=1, max_size=12),
    st.sampled_from(["👩‍👩‍👧", "🇺🇦", "👍🏽", "❤️", "️", "\u200d"]),
    st.text("שלוםمرحبا", min_size=1, max_size=10),
    st.sampled_from(["“so”", "(if)", "—", "…", "1,100", "e.g.", "\n\n", "\t", "x" * 90]),
    st.sampled_from(ATTACKS),
)
TEXTS = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)


def shared(before: str, own: str, words: str, other: str, after: str) -> tuple[Match, str, str]:
    """A match of two passages that hold the same words and some of their own, and both texts."""
    left, right = f"{own} {words} so {words}", f"{words} {other} so {words}"
    judged = verdict({"common-source": 0.9, "incidental": 0.1}, source=words[:50])
    found = match("0a1b2c", ("left:a", len(before), left), ("right:b", len(after), right), judged)
    return found, before + left + after, after + right + before


def report_on(found: Match, outlet: str) -> Report:
    summaries = tuple(article(id, outlet or None, None, 90, title=outlet) for id in ("left:a", "right:b"))
    return dataclasses.replace(empty(), articles=summaries, matches=(found,))


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, WIDTHS, st.booleans(), st.sampled_from(["utf-8", "ascii"]))
def test_pages_fit_their_terminal_and_bring_nothing_raw(
    before: str, own: str, words: str, other: str, after: str, width: int, color: bool, encoding: str
) -> None:
    found, left, right = shared(before, own, words, other, after)
    report = report_on(found, own[:40])
    compared = Compared(
        report=report, left=dedup.Article(id="left:a", text=left), right=dedup.Article(id="right:b", text=right)
    )
    look = {"width": width, "color": color, "encoding": encoding}
    shown = [
        render_table(report, explain=True, links=color, **look),  # type: ignore[arg-type]
        render_explanation(explain(report, "1"), **look),  # type: ignore[arg-type]
        *(render_comparison(compared, full=full, links=color, **look) for full in (True, False)),  # type: ignore[arg-type]
    ]
    for page in shown:
        page.encode(encoding)
        plain = ANSI.sub("", page)
        assert inert(plain, but=f"\n{ISOLATES}")
        assert max(map(cell_len, plain.split("\n"))) <= width


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=40, max_size=160), st.sampled_from([60, 80, 100, 120, 160]), st.booleans())
def test_no_word_is_broken_that_fits_a_line(lengths: list[int], width: int, full: bool) -> None:
    # Beside each other the two texts have half of the columns, less what stands before them.
    longest = min(30, width // 2 - 8)
    words = [f"q{number}{'z' * min(length, longest - 6)}q" for number, length in enumerate(lengths)]
    text = " ".join(words)
    found = match("m", ("left:a", 0, f"{text} odd"), ("right:b", 0, f"even {text}"), verdict({"common-source": 1.0}))
    report = report_on(found, "")
    compared = Compared(
        report=report,
        left=dedup.Article(id="left:a", text=found.left.text),
        right=dedup.Article(id="right:b", text=found.right.text),
    )
    for page in (
        render_table(report, width=width, color=False, full=full),
        render_explanation(explain(report, "m"), width=width),
        render_comparison(compared, width=width, color=False, full=full),
    ):
        assert set(re.findall(r"q[\dz]+q?", page)) <= {*words}, "a part of a word stands alone"


@settings(deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_cutting_leaves_out_the_same_words_on_both_sides_and_says_how_many(own: str, words: str, other: str) -> None:
    found, _, _ = shared("", own, words, other, "")
    texts = (found.left.text, found.right.text)
    for side, parts, text in zip(SIDES, excerpts(found, None), texts, strict=True):
        assert parts == pieces(found, side) and "".join(part.text for part in parts) == text
    whole = rows(found, None)
    for at, text in enumerate(texts):
        assert "".join(part.text for row in whole for part in row[at]) == text, "rows leave nothing out"
    cut = excerpts(found, USUAL)
    gaps = [[part.text for part in parts if part.role == "gap"] for parts in cut]
    assert len(gaps[0]) == len(gaps[1]) or not all(gaps)
    in_rows = [[part for row in rows(found, USUAL) for part in row[at]] for at in (0, 1)]
    for parts, also in zip(cut, in_rows, strict=True):
        assert "".join(part.text for part in parts) == "".join(part.text for part in also)
    for parts, text in zip(cut, texts, strict=True):
        at = 0
        for part in (part for part in parts if part.role != "gap"):
            at = text.index(part.text, at) + len(part.text)  # what is shown stands in the text, in its order


def test_a_comparison_shows_every_change_however_long_the_passages() -> None:
    words = [f"word{number}" for number in range(3_000)]
    other = [f"new{number}" if number % 200 == 100 else word for number, word in enumerate(words)]
    found = match("m", ("left:a", 0, " ".join(words)), ("right:b", 0, " ".join(other)), verdict({"common-source": 1.0}))
    compared = Compared(
        report=report_on(found, ""),
        left=dedup.Article(id="left:a", text=found.left.text),
        right=dedup.Article(id="right:b", text=found.right.text),
    )
    page = render_comparison(compared, width=120, color=False)
    assert all(f"{{+new{number}+}}" in page for number in range(100, 3_000, 200))
    assert "word50 " not in page and len(page.splitlines()) < 150
    brief = render_table(compared.report, width=120, color=False)
    assert "new100" in brief or "words …]" in brief
    assert len(brief.splitlines()) < len(page.splitlines())


@given(st.text("ab ", max_size=400), st.integers(0, 90), st.integers(0, 90))
def test_what_is_folded_keeps_its_ends(text: str, head: int, tail: int) -> None:
    parts = folded(text, head, tail)
    if [part.role for part in parts] == ["same"]:
        assert parts == [Piece(text, "same")]
        return
    assert sum(part.role == "gap" for part in parts) <= 1
    kept = [part.text for part in parts if part.role == "same"]
    assert len("".join(kept)) <= head + tail
    assert all(text.startswith(part) or text.endswith(part) for part in kept)


def passages(places: list[tuple[int, int, int]]) -> list[Match]:
    """Matches of 5 to 9 words at these places."""
    found = []
    for number, (left, right, words) in enumerate(places):
        text = " ".join("abcdefghi"[:words])
        found.append(match(f"m{number:02}", ("a", left, text), ("b", right, text), verdict({"common-source": 1.0})))
    return found


def follows(one: Match, other: Match) -> bool:
    return one.left.start < other.left.start and one.right.start < other.right.start


def heaviest(found: list[Match]) -> int:
    """The most words that a chain can have: every chain tried."""
    best: dict[str, int] = {}
    for each in sorted(found, key=lambda each: (each.left, each.right, each.id)):
        before = [best[other.id] for other in found if other.id in best and follows(other, each)]
        best[each.id] = each.scores.aligned_words + max(before, default=0)
    return max(best.values(), default=0)


PLACES = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200), st.integers(5, 9)), max_size=14, unique=True)


@given(PLACES)
def test_the_passages_in_order_are_the_heaviest_chain(places: list[tuple[int, int, int]]) -> None:
    found = passages(places)
    chain = in_order(found)
    assert all(follows(one, other) for one, other in pairwise(chain))
    assert sum(each.scores.aligned_words for each in chain) == heaviest(found)
    assert in_order(found[::-1]) == chain


@given(PLACES)
def test_both_texts_are_shown_from_beginning_to_end(places: list[tuple[int, int, int]]) -> None:
    found = passages(places)
    ends = [max((getattr(each, side).end for each in found), default=0) + 7 for side in SIDES]
    left, right = (dedup.Article(id=id, text="x" * end) for id, end in zip("ab", ends, strict=True))
    shown = list(blocks(Compared(report=empty(), left=left, right=right), found))
    once = [block.match.id for block in shown if isinstance(block, Shared)]
    twice = sorted((block.match.id, block.in_left) for block in shown if isinstance(block, Moved))
    assert once == [each.id for each in in_order(found)]
    assert twice == sorted((each.id, side) for each in found if each.id not in once for side in (True, False))
    for at, side in enumerate(SIDES):
        covered = {
            place
            for block in shown
            for span in (
                [getattr(block, side)]
                if isinstance(block, Context)
                else [getattr(block.match, side)]
                if isinstance(block, Shared) or block.in_left is (side == "left")
                else []
            )
            for place in range(span.start, span.end)
        }
        assert covered == set(range(ends[at])), "not a character is left out"
        around = [getattr(block, side) for block in shown if isinstance(block, Context)]
        assert all(one.end <= other.start for one, other in pairwise(around))


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("width", [80, 120, None])
@pytest.mark.parametrize("full", [True, False])
def test_texts_that_mean_harm_do_none_in_a_comparison(attack: str, width: int | None, full: bool) -> None:
    found, left, right = shared(attack, attack, f"some {attack} words", attack, attack)
    compared = Compared(
        report=report_on(found, attack),
        left=dedup.Article(id="left:a", text=left),
        right=dedup.Article(id="right:b", text=right),
    )
    page = render_comparison(compared, width=width, color=False, full=full)
    assert inert(page, but=f"\n{ISOLATES}") and "##[" not in page
    assert not any(line.lstrip().startswith("::") for line in page.splitlines())
