"""House style: the glyphs, spellings and figures that an outlet always uses."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random

from simulation.pieces import Block, Paragraph, Run
from simulation.words import spelt, spelt_numbers

# By name: marks that open and close, the apostrophe, and the mark that opens a quotation inside another.
_GLYPHS = {
    "straight": ('"', '"', "'", "'"),
    "curly": ("“", "”", "’", "‘"),
    "single": ("‘", "’", "’", "‘"),
    "low": ("„", "“", "’", "‚"),
    "angled": ("«", "»", "’", "‘"),
}
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One outlet's style."""

    glyphs: str
    dash: str
    british: bool
    percent: str
    numerals: bool
    day_first: bool
    english: bool = True


def style_of(name: str, language: str = "en") -> Style:
    """The style of an outlet: always the same for one name and language."""
    draw = Random(f"style:{name}:{language}")
    british = draw.random() < 0.45
    glyphs = {"de": ("low", "angled"), "es": ("angled", "curly"), "fr": ("angled", "curly")}.get(
        language, ("single", "curly", "straight") if british else ("straight", "curly")
    )
    return Style(
        glyphs=draw.choice(glyphs),
        dash=draw.choice((" – ", " — ", "—", " - ")),
        british=british,
        percent=draw.choice(("per cent", "%") if british else ("percent", "%")),
        numerals=draw.random() < 0.3,
        day_first=british,
        english=language == "en",
    )


def glyphs_only(block: Block, style: Style) -> Block:
    """Another house's text with our marks and dashes, everything else as it came."""
    return tuple(_set(paragraph, style) for paragraph in block)


def normalised(block: Block, style: Style) -> Block:
    """A block in a house's style."""
    return tuple(
        _set(tuple(tuple(replace(run, text=_worded(run, style)) for run in sentence) for sentence in paragraph), style)
        for paragraph in block
    )


def _worded(run: Run, style: Style) -> str:
    if not style.english or run.credit is not None:
        return run.text
    text = spelt(run.text, style.british)
    text = re.sub(r"(?<=\d) ?(?:%|percent\b|per cent\b)", f"{'' if style.percent == '%' else ' '}{style.percent}", text)
    if style.day_first:
        text = re.sub(rf"\b({_MONTHS}) (\d{{1,2}})(?!\d|,? \d{{4}}|:)", r"\2 \1", text)
    else:
        text = re.sub(rf"\b(\d{{1,2}}) ({_MONTHS})\b(?! \d{{4}})", r"\2 \1", text)
    return text if run.quoted else spelt_numbers(text, style.numerals)


def _set(paragraph: Paragraph, style: Style) -> Paragraph:
    return tuple(tuple(_dashed(run, style) for run in sentence) for sentence in paragraph)


def _dashed(run: Run, style: Style) -> Run:
    text = run.text if run.credit else re.sub(r" ?[—–] ?| - ", style.dash, run.text)
    return replace(run, text=text, glyphs=style.glyphs)


def printed(paragraph: Paragraph) -> Paragraph:
    """A paragraph with its marks as they are printed; as many code points as before.

    Quotation marks open and close in turns, whichever house the runs are from.
    """
    opened = False
    before = " "
    done = []
    for sentence in paragraph:
        new = []
        for run in sentence:
            opening, closing, apostrophe, inner = _GLYPHS[run.glyphs]
            chars = []
            for at, char in enumerate(run.text):
                if char == '"':
                    opened = not opened
                    char = opening if opened else closing
                elif char == "'":
                    after = run.text[at + 1 : at + 2]
                    char = inner if after.isalpha() and not before.isalnum() else apostrophe
                chars.append(char)
                before = char
            new.append(replace(run, text="".join(chars)))
        done.append(tuple(new))
        before = " "
    return tuple(done)
