"""In thirteen languages of ten scripts: an edited quotation and a reordered sentence in articles of their own words.

Each file of ``languages`` holds two reports, ``left`` and ``right``, whose shared passages stand between ⟦ and ⟧, and
``clean``, a third report of the same event with the same names in other words.
"""

from __future__ import annotations

import importlib.resources
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from dedup import Article, Match, Report, audit, compare
from dedup.matching.formulas import formulas
from dedup.matching.lexicon import common_words
from dedup.model import Span
from dedup.text.affixes import affixes
from dedup.text.cues import load_cues
from dedup.text.fold import spelling, word_key
from dedup.text.numbers import number_words

FOLDER = Path(__file__).parent / "languages"
LANGUAGES = sorted(file.stem for file in FOLDER.glob("*.toml"))
languages = pytest.mark.parametrize("language", LANGUAGES)
DATA = Path(str(importlib.resources.files("dedup.text"))) / "data"


@dataclass(frozen=True)
class Marked:
    """A text, and where its marked passages stand in it: the quotation, then the sentence."""

    text: str
    passages: tuple[Span, ...]


@dataclass(frozen=True)
class Reports:
    left: Marked
    right: Marked
    clean: Marked


@cache
def reports(language: str) -> Reports:
    table = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))
    return Reports(**{name: marked(table[name]) for name in ("left", "right", "clean")})


def marked(source: str) -> Marked:
    text, spans, start = "", [], 0
    for part in re.split("([⟦⟧])", source):
        if part == "⟦":
            start = len(text)
        elif part == "⟧":
            spans.append(Span(start, len(text)))
        else:
            text += part
    return Marked(text, tuple(spans))


def covered(passage: Span, found: Sequence[Span]) -> float:
    return sum(passage.overlap(each) for each in found) / len(passage)


def assert_found(matches: Sequence[Match], left: Marked, right: Marked) -> None:
    """Every marked passage is found where it stands, once, and nothing else is."""
    sides = [(left, [Span(m.left.start, m.left.end) for m in matches])]
    sides.append((right, [Span(m.right.start, m.right.end) for m in matches]))
    for side, found in sides:
        quotation, sentence = side.passages
        assert 0.85 <= covered(quotation, found) <= 1.0, (side.text, found)
        assert 0.7 <= covered(sentence, found) <= 1.0, (side.text, found)
        outside = sum(len(each) - each.overlap(quotation) - each.overlap(sentence) for each in found)
        assert outside <= 0.05 * (len(quotation) + len(sentence)), (side.text, found)
    kinds = {m.kind for m in matches if Span(m.left.start, m.left.end).overlap(left.passages[0])}
    assert kinds <= {"near-verbatim", "reworded"}


@pytest.fixture(scope="module")
def everything() -> Report:
    """All reports of all languages in one audit, by outlets of their own."""
    return audit(
        Article(id=f"{language} {name}", text=getattr(reports(language), name).text, outlet=f"{language} {name}")
        for language in LANGUAGES
        for name in ("left", "right", "clean")
    )


def test_ten_scripts_are_tested() -> None:
    assert set(LANGUAGES) == set("ar de el en es fr he hi ja ko ru th zh".split())


@languages
def test_an_edited_quotation_and_a_reordered_sentence_are_found(language: str) -> None:
    case = reports(language)
    matches = compare(case.left.text, case.right.text)
    assert_found(matches, case.left, case.right)
    # Thai clauses exchange their places without a mark between them: each is found by itself.
    assert len(matches) == 2 or language == "th"
    assert "quotation" in {m.left.kind for m in matches}


@languages
def test_one_event_in_other_words_gives_nothing(language: str) -> None:
    case = reports(language)
    assert compare(case.left.text, case.clean.text) == ()
    assert compare(case.clean.text, case.right.text) == ()


@languages
def test_an_audit_of_all_languages_finds_the_same(language: str, everything: Report) -> None:
    case = reports(language)
    mine = [m for m in everything.matches if m.left.article == f"{language} left"]
    assert {m.right.article for m in mine} == {f"{language} right"}
    assert_found(mine, case.left, case.right)


def test_an_audit_of_all_languages_finds_nothing_else(everything: Report) -> None:
    pairs = {(m.left.article, m.right.article) for m in everything.matches}
    assert pairs == {(f"{language} left", f"{language} right") for language in LANGUAGES}


@languages
def test_equal_texts_are_shared_wholly_and_other_texts_not_at_all(language: str) -> None:
    case = reports(language)
    same = audit(Article(id=name, text=case.left.text, outlet=name) for name in "ab")
    (pair,) = same.article_pairs
    assert pair.containment_left == pair.containment_right == 1.0
    assert audit([Article(id="a", text=case.left.text), Article(id="b", text=case.clean.text)]).article_pairs == ()


CACHES = (formulas, common_words, affixes, load_cues, spelling, number_words, word_key)


@pytest.fixture
def without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Sequence[Path]], None]]:
    """Takes data files away, and brings them back."""
    real = importlib.resources.files

    def take(files: Sequence[Path]) -> None:
        shutil.copytree(DATA, tmp_path / "data")
        for file in files:
            (tmp_path / "data" / file.relative_to(DATA)).unlink()
        monkeypatch.setattr(
            importlib.resources, "files", lambda package: tmp_path if package == "dedup.text" else real(package)
        )
        forget()

    def forget() -> None:
        for each in CACHES:
            each.cache_clear()

    yield take
    monkeypatch.undo()
    forget()


FILES = sorted(file for file in DATA.rglob("*") if file.suffix in (".txt", ".toml"))


def assert_quiet(language: str) -> None:
    case = reports(language)
    assert compare(case.left.text, case.clean.text) == ()
    assert compare(case.right.text, case.clean.text) == ()
    quoted = [Span(m.left.start, m.left.end) for m in compare(case.left.text, case.right.text)]
    assert covered(case.left.passages[0], quoted) >= 0.6


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(DATA)))
def test_a_missing_data_file_only_loses_hints(file: Path, without: Callable[[Sequence[Path]], None]) -> None:
    without([file])
    for language in {file.stem} & set(LANGUAGES) or {"en", "de"}:
        assert_quiet(language)


@languages
def test_without_any_data_nothing_breaks(language: str, without: Callable[[Sequence[Path]], None]) -> None:
    without(FILES)
    assert word_key("organised") == "organised"
    case = reports(language)
    assert compare(case.left.text, case.clean.text) == ()
    assert compare(case.left.text, case.right.text)
