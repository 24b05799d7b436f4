"""Windows around PAN cases: equal on both sides, the passage whole, no other case inside."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.evaluation.pan import PanPair, read_pairs
from dedup.evaluation.pan_windows import WindowPair, windows
from dedup.model import Span

CASE = (
    '<feature name="plagiarism" this_offset="{}" this_length="{}" source_offset="{}" source_length="{}" '
    'source_reference="src" />'
)


def document(passages: list[tuple[int, str]], length: int, letter: str) -> tuple[str, list[Span]]:
    """A text of `length` filler words with passages before the words of the given numbers, and their spans."""
    parts: list[str] = []
    spans: list[Span] = []
    at = dict(passages)
    for number in range(length):
        if number in at:
            start = sum(len(part) + 1 for part in parts)
            parts.append(at[number])
            spans.append(Span(start, start + len(at[number])))
        parts.append(f"{letter}{number}")
    return " ".join(parts), spans


def write(
    folder: Path, suspicious: str, source: str, cases: list[tuple[Span, Span]], name: str = "03-random", end: str = ""
) -> PanPair:
    for sub in ("susp", "src", name):
        (folder / sub).mkdir(exist_ok=True)
    (folder / "susp" / "susp1.txt").write_text(suspicious, newline="")
    (folder / "src" / f"src1{end}.txt").write_text(source, newline="")
    with (folder / name / "pairs").open("a") as file:
        file.write(f"susp1.txt src1{end}.txt\n")
    features = "".join(CASE.format(a.start, len(a), b.start, len(b)) for a, b in cases)
    (folder / name / f"susp1-src1{end}.xml").write_text(f"<document>{features}</document>")
    return PanPair(category=name, suspicious="susp1.txt", source=f"src1{end}.txt")


def passages(window: WindowPair) -> tuple[str, str]:
    left, right = window.left_span, window.right_span
    return window.left[left.start : left.end], window.right[right.start : right.end]


def sides(window: WindowPair) -> tuple[tuple[str, Span], tuple[str, Span]]:
    """The source's window, then the other."""
    both = (window.left, window.left_span), (window.right, window.right_span)
    return both if window.direction == "left-to-right" else (both[1], both[0])


def test_a_window_has_the_same_context_on_both_sides(tmp_path: Path) -> None:
    suspicious, (ours,) = document([(400, "the words  taken")], 500, "s")
    source, (theirs,) = document([(90, "those words\nthat were given")], 300, "o")
    pair = write(tmp_path, suspicious, source, [(ours, theirs)])
    (window,) = windows(tmp_path, [pair], 1, context_words=95)
    assert (window.before, window.after) == (90, 95)
    (given_text, given_span), (taken_text, taken_span) = sides(window)
    assert given_text[given_span.start : given_span.end] == "those words\nthat were given"
    assert taken_text[taken_span.start : taken_span.end] == "the words  taken"
    for text, span in ((given_text, given_span), (taken_text, taken_span)):
        assert (len(text[: span.start].split()), len(text[span.end :].split())) == (90, 95)
    assert taken_text.startswith("s310 ") and taken_text.endswith(" s494")


@pytest.mark.parametrize("whole", [True, False])
def test_the_context_stops_at_other_cases_even_of_pairs_not_asked_for(tmp_path: Path, whole: bool) -> None:
    suspicious, (first, second) = document([(200, "one passage here"), (280, "another passage there")], 500, "s")
    source, (theirs,) = document([(250, "one passage here")], 500, "o")
    foreign, (elsewhere,) = document([(10, "another passage there")], 400, "f")
    pair = write(tmp_path, suspicious, source, [(first, theirs)])
    other = write(tmp_path, suspicious, foreign, [(second, elsewhere)], end="b")
    found = list(windows(tmp_path, [pair, other] if whole else [pair], 1))
    assert (found[0].before, found[0].after) == (150, 80)
    assert "another passage" not in found[0].left + found[0].right


def test_cases_that_overlap_or_stand_bare_are_left_out(tmp_path: Path) -> None:
    suspicious, (ours,) = document([(25, "the words taken from them")], 50, "s")
    source, (theirs,) = document([(30, "the words taken from them")], 400, "o")
    pair = write(tmp_path, suspicious, source, [(ours, theirs)])
    assert not list(windows(tmp_path, [pair], 1))
    assert len(list(windows(tmp_path, [pair], 1, least_context=50))) == 1
    inside = Span(theirs.start + 4, theirs.end)
    write(tmp_path, suspicious, source, [(ours, theirs), (Span(ours.start + 4, ours.end), inside)], name="04-more")
    assert not list(windows(tmp_path, [pair], 1, least_context=50))


def test_a_pair_without_cases_gives_none(tmp_path: Path) -> None:
    assert not list(windows(tmp_path, [write(tmp_path, "some words", "other words", [])], 1))


@given(seed=st.integers(), places=st.tuples(st.integers(0, 299), st.integers(0, 299)), words=st.integers(1, 200))
def test_nothing_but_the_passage_tells_the_sides_apart(
    tmp_path_factory: pytest.TempPathFactory, seed: int, places: tuple[int, int], words: int
) -> None:
    folder = tmp_path_factory.mktemp("pan")
    suspicious, (ours,) = document([(places[0], "THE SAME WORDS")], 300, "x")
    source, (theirs,) = document([(places[1], "THE SAME WORDS")], 300, "x")
    write(folder, suspicious, source, [(ours, theirs)])
    found = list(windows(folder, read_pairs(folder), seed, context_words=words, least_context=0))
    assert found == list(windows(folder, read_pairs(folder), seed, context_words=words, least_context=0))
    (window,) = found
    assert passages(window) == ("THE SAME WORDS", "THE SAME WORDS")
    assert len(window.left.split()) == len(window.right.split()) == window.before + window.after + 3
    assert len(window.left[: window.left_span.start].split()) == window.before <= words


def test_the_seed_draws_the_sides(tmp_path: Path) -> None:
    suspicious, (ours,) = document([(150, "the words taken")], 300, "s")
    source, (theirs,) = document([(150, "the words taken")], 300, "o")
    pair = write(tmp_path, suspicious, source, [(ours, theirs)])
    drawn = [window for seed in range(40) for window in windows(tmp_path, [pair], seed)]
    assert {window.direction for window in drawn} == {"left-to-right", "right-to-left"}
    assert all("o1" in sides(window)[0][0] and "s1" in sides(window)[1][0] for window in drawn)
