"""What a paragraph is: headline, byline, caption, credit, boilerplate or narration.

Each is told from its general form (length, final stop, capitals, place) and from the word lists in
``data/cues/``. Where nothing speaks clearly it is narration: a paragraph wrongly called boilerplate would
hide reuse.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dedup.model import PassageKind, Span
from dedup.text.blocks import ends_with_stop
from dedup.text.cues import Cues, fold_line, fold_words, load_cues
from dedup.text.punctuation import INVISIBLE, spaceless
from dedup.text.quotations import Quotation

_LONGEST_TEMPLATE = 700  # code points; longer paragraphs are narration
_LONGEST_CAPTION = 450
_LONGEST_CREDIT = 300
_LONGEST_BYLINE = 160
_LONGEST_BYLINE_SPACELESS = 24
_LONGEST_NAME = 3  # words of a reporter or a place in a byline that is a clause
_LONGEST_DATE = 60
_LONGEST_AGENCIES = 80
_LONGEST_WITHIN = 400
_HEADLINE_WORDS, _HEADLINE_LENGTH = 22, 160
_SUBHEAD_WORDS, _SUBHEAD_LENGTH = 12, 80
_QUESTION_WORDS = 10
_FOLLOWING_LENGTH = 100
_STOPPING_SHARE = 0.3
_NAME_SHARE = 0.6
_PHOTO_TAIL = 80  # code points from a picture credit's cue to the end of its paragraph

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_LEAD = '([{（【[–—―-•*·>|«_"“ ' + INVISIBLE
_TRAIL = ")]}）】.。!|–—-_ "
_YEAR = re.compile(r"(?:19|20)\d\d")
_SPLIT_NAMES = re.compile(r"\s*[,;•|·–—]\s*|\s+-\s+|\d")
_SPLIT_AGENCIES = re.compile(r"\s*[/,&+;|]\s*|\s+(?:and|und|et|y|e|en|i|и|via)\s+")
_CREDIT_MARKS = (":", "：", "=", "＝")
_BEFORE_CREDIT = '.!?。！？)]）(（[|/–—-"”»'
_NO_HEADLINE_END = ":;,،、，；：-–—"
_BULLETS = "-–—*•·‣▪"


class _Paragraph(NamedTuple):
    span: Span
    raw: str
    words: list[str]
    folded: str


def kinds(text: str, paragraphs: Sequence[Span], quotations: Sequence[Quotation]) -> list[PassageKind]:
    """The kind of each paragraph; never ``quotation``, which is a matter of spans."""
    cues = load_cues()
    result: list[PassageKind] = []
    stopping = sum(len(span) for span in paragraphs if ends_with_stop(text, span))
    uses_stops = stopping >= _STOPPING_SHARE * sum(len(span) for span in paragraphs)
    quoted = 0
    for number, span in enumerate(paragraphs):
        while quoted < len(quotations) and quotations[quoted].outer.end <= span.start:
            quoted += 1
        if len(span) > _LONGEST_TEMPLATE:
            result.append("narration")
            continue
        raw = text[span.start : span.end].lstrip(INVISIBLE)
        words = fold_words(raw)
        paragraph = _Paragraph(span, raw, words, " ".join(words))
        starts_quoted = quoted < len(quotations) and quotations[quoted].outer.start <= span.start
        kind = _by_form(paragraph, starts_quoted, cues)
        if kind == "narration" and _is_headline(text, paragraphs, number, paragraph, uses_stops):
            kind = "headline"
        result.append(kind)
    return result


def _by_form(paragraph: _Paragraph, starts_quoted: bool, cues: Cues) -> PassageKind:
    folded = paragraph.folded
    if _WORD.search(folded) is None:
        return "boilerplate"
    bare = folded.strip(_LEAD + _TRAIL)
    if bare in cues.boilerplate_whole or folded in cues.boilerplate_whole:
        return "boilerplate"
    if _is_copyright(folded, cues):
        return "credit" if _names_agency(folded, cues) else "boilerplate"
    if _is_byline(paragraph, cues) or _is_date(folded, cues):
        return "byline"
    if _is_credit(paragraph, bare, cues):
        return "credit"
    if _begins_with(folded.lstrip(_LEAD), cues.boilerplate_start) and not starts_quoted:
        return "boilerplate"
    if _is_caption(paragraph, cues):
        return "caption"
    if not starts_quoted and _holds_boilerplate(paragraph, cues):
        return "boilerplate"
    return "narration"


def _holds_boilerplate(paragraph: _Paragraph, cues: Cues) -> bool:
    folded = paragraph.folded
    if len(folded) > _LONGEST_WITHIN:
        return False
    for word in ("", *(cues.boilerplate_within.keys() & paragraph.words)):
        for cue in cues.boilerplate_within[word]:
            if cue in folded and _bounded(folded, cue):
                return True
    return False


def _is_byline(paragraph: _Paragraph, cues: Cues) -> bool:
    """A cue such as *By* and a list of names, perhaps behind a date and before an office, date or time."""
    raw, folded = paragraph.raw, paragraph.folded
    if len(folded) > _LONGEST_BYLINE or folded[-1] in "。！？!?":
        return False
    if any(cue in folded for cue in cues.byline_within) and _reports_from(raw, folded, cues):
        return True
    rest = _without_date(folded, cues)
    cue = _cue_at_start(rest, cues.byline_start)
    if cue is None:
        return False
    # `rest` is a suffix of the folded line; its words are the same last words of the original.
    names = " ".join(raw.split()[-len(rest.split()) :])[len(cue) :].strip(" :：/／")
    if not names:
        return False
    if spaceless(names[0]):
        return len(folded) <= _LONGEST_BYLINE_SPACELESS and not any(stop in names for stop in "，。、,")
    first = next((part for part in _SPLIT_NAMES.split(names) if part), "")
    words = first.split()
    if not words or len(words) > 8 or names[0].isdigit():
        return False
    if folded.endswith(".") and (len(words) > 3 or first != names):
        return False  # *By Tuesday, …* is a sentence
    return all(
        word[0].isupper() or not _cased(word[0]) or fold_line(word) in cues.name_particles for word in words
    ) and (words[0][0].isupper() or not _cased(words[0][0]))


def _reports_from(raw: str, folded: str, cues: Cues) -> bool:
    """*Ines Corrado reports from Lannick*: a name, a cue, a place, and no end of a sentence. In a headline, *Ukraine
    Crisis: Inspector Reports From Kyiv*, the cue is capitalised too, or more stands around it."""
    if folded[-1] in ".,;:":
        return False
    words, kept = raw.split(), folded.split()
    for cue in cues.byline_within:
        size = len(cue.split())
        for at in range(2, len(kept) - size):
            beside = (*words[:at], *words[at + size :])
            if " ".join(kept[at : at + size]) == cue and words[at][0].islower():
                return (
                    at <= _LONGEST_NAME
                    and len(words) - at - size <= _LONGEST_NAME
                    and all(word[0].isupper() or fold_line(word) in cues.name_particles for word in beside)
                )
    return False


def _without_date(folded: str, cues: Cues) -> str:
    """The line without leading words that belong to a date or time."""
    words = folded.split(" ")
    skipped = 0
    while skipped < len(words) - 1 and _is_date_word(words[skipped], cues):
        skipped += 1
    # A date has a digit; without one, *Am* or *On* is a word of the sentence.
    if not any(char.isdigit() for word in words[:skipped] for char in word):
        return folded
    return " ".join(words[skipped:])


def _is_date(folded: str, cues: Cues) -> bool:
    """A line that holds a date or a time and nothing else."""
    return (
        len(folded) <= _LONGEST_DATE
        and any(char.isdigit() for char in folded)
        and any(char in ":/.-年月日" or char.isalpha() for char in folded)
        and all(_is_date_word(word, cues) for word in folded.split(" "))
        and not folded.endswith("%")
        and (":" in folded or any(word in cues.months or word in cues.date_words for word in _LETTERS.findall(folded)))
    )


def _is_date_word(word: str, cues: Cues) -> bool:
    return all(letters in cues.date_words for letters in _LETTERS.findall(word)) and "%" not in word and "$" not in word


def _is_copyright(folded: str, cues: Cues) -> bool:
    """A copyright cue with a year, a sign, or nothing but the cue's own words."""
    if len(folded) > _LONGEST_CREDIT:
        return False
    cue = _cue_at_start(folded, cues.copyright_start)
    if cue is None:
        return False
    head = folded[:60]
    return "©" in head or "(c)" in head or _YEAR.search(head) is not None or cue not in ("copyright", "℗")


def _is_credit(paragraph: _Paragraph, bare: str, cues: Cues) -> bool:
    folded = paragraph.folded
    if len(folded) > _LONGEST_CREDIT:
        return False
    if _only_agencies(bare.lstrip("©℗ "), cues) or _begins_with(folded.lstrip(_LEAD), cues.credit_start):
        return True
    if bare.endswith(cues.credit_end):
        return _name_share(paragraph.raw) >= _NAME_SHARE * 0.5
    return False


def _is_caption(paragraph: _Paragraph, cues: Cues) -> bool:
    """A caption's cue at the start, or a picture's credit at the end."""
    raw, folded = paragraph.raw, paragraph.folded
    if len(folded) > _LONGEST_CAPTION:
        return False
    if _begins_with(folded.lstrip(_LEAD), cues.caption_start):
        return True
    tail = folded.rstrip(_TRAIL)
    if tail.endswith(cues.photo_agencies) and not _is_word_before(tail, cues.photo_agencies):
        return True
    return _ends_with_photo_credit(paragraph, cues) or _ends_with_slash_credit(raw, cues)


def _is_word_before(tail: str, agencies: Sequence[str]) -> bool:
    """Whether the agency is part of a sentence: *sued Getty Images*; a credit stands after a mark or a name."""
    agency = max((name for name in agencies if tail.endswith(name)), key=len)
    before = tail[: len(tail) - len(agency)]
    last = before.split()[-1:]
    return last not in ([], ["via"]) and before[-1] not in "/|(:" and last[0][-1] not in "/|(.:,)"


def _ends_with_photo_credit(paragraph: _Paragraph, cues: Cues) -> bool:
    """*… Photo: AFP/Ministry*, *… (Photo by A. Name)*: a cue, a colon or *by*, and a name to the end."""
    near = paragraph.folded[-_PHOTO_TAIL:]
    cues_here = [word for word in cues.photo_by if word in near]
    if any(mark in near for mark in _CREDIT_MARKS):
        cues_here += [word for word in cues.photo_words if word in near]
    if not cues_here:
        return False
    tail = " ".join(paragraph.raw[-_PHOTO_TAIL:].split())
    folded = fold_line(tail)
    if len(folded) != len(tail):
        return False  # casefolding moved the offsets
    for word in cues_here:
        at = folded.rfind(word)
        while at >= 0:
            if _stands_as_credit(folded, at, word, needs_colon=word not in cues.photo_by):
                name = tail[at + len(word) :]
                return '"' not in name and _name_share(name) >= _NAME_SHARE
            at = folded.rfind(word, 0, at)
    return False


def _stands_as_credit(folded: str, at: int, word: str, needs_colon: bool) -> bool:
    if at and folded[at - 1].isalnum() and not spaceless(word[0]):
        return False
    after = folded[at + len(word) :]
    if needs_colon:
        return after[:2].lstrip().startswith(_CREDIT_MARKS)
    before = folded[:at].rstrip()
    return after[:1] == " " and (not before or before[-1] in _BEFORE_CREDIT)


def _ends_with_slash_credit(raw: str, cues: Cues) -> bool:
    """*REUTERS/A. Name*, *(A. Name/Reuters)*, *Name | Agency* to the end."""
    tail = raw[-_PHOTO_TAIL:].rstrip(_TRAIL + " ")
    opened = tail.rfind("(")
    piece = tail[opened + 1 :] if opened >= 0 else tail
    if "/" not in piece and "|" not in piece:
        return False
    parts = [part.strip() for part in re.split(r"[/|]", piece)]
    if opened < 0:
        # What stands before the credit belongs to the caption: keep its last words only.
        parts[0] = parts[0].rsplit(". ", 1)[-1]
        parts[0] = " ".join(parts[0].split()[-3:])
    folded = [fold_line(part) for part in parts]
    known = set(cues.agencies) | set(cues.photo_agencies)
    named = [part for part in folded if part.split(" ")[-1] in known or part.endswith(cues.photo_agencies)]
    if not named or len(named) == len(folded):
        return False
    return _name_share(piece if opened >= 0 else " ".join(parts)) >= _NAME_SHARE


def _only_agencies(bare: str, cues: Cues) -> bool:
    if len(bare) > _LONGEST_AGENCIES:
        return False
    parts = [part for part in _SPLIT_AGENCIES.split(bare) if part]
    return bool(parts) and all(part in cues.agencies for part in parts)


def _names_agency(folded: str, cues: Cues) -> bool:
    return any(agency in folded and _bounded(folded, agency) for agency in cues.agencies)


def _is_headline(
    text: str,
    paragraphs: Sequence[Span],
    number: int,
    paragraph: _Paragraph,
    uses_stops: bool,
) -> bool:
    """A short line without a final stop, first in the article or above a longer paragraph."""
    raw = paragraph.raw
    if number + 1 >= len(paragraphs) or len(raw) > _HEADLINE_LENGTH:
        return False
    first = number == 0
    words = len(raw.split())
    if words > (_HEADLINE_WORDS if first else _SUBHEAD_WORDS) or (not first and len(raw) > _SUBHEAD_LENGTH):
        return False
    if raw[-1] in _NO_HEADLINE_END or raw[0] in _BULLETS or raw[0].islower():
        return False
    if ends_with_stop(text, paragraph.span) and not (raw[-1] in "?？؟" and words <= _QUESTION_WORDS):
        return False
    following = len(paragraphs[number + 1])
    if not uses_stops:
        return first and following >= 2 * len(raw)
    if first:
        return following >= len(raw) or len(paragraphs) > 2
    return following >= _FOLLOWING_LENGTH or (following > len(raw) and ends_with_stop(text, paragraphs[number + 1]))


def _cased(char: str) -> bool:
    return char.isupper() or char.islower()


def _name_share(raw: str) -> float:
    """Which share of the words begins like a name: with a capital, a digit or a letter without case."""
    words = _WORD.findall(raw)
    return sum(not word[0].islower() for word in words) / len(words) if words else 0.0


def _cue_at_start(folded: str, cues: Mapping[str, tuple[str, ...]]) -> str | None:
    alike = cues.get(folded[:1], ())
    if not folded.startswith(alike):
        return None
    found = [cue for cue in alike if folded.startswith(cue) and _bounded(folded, cue, at_start=True)]
    return max(found, key=len) if found else None


def _begins_with(folded: str, cues: Mapping[str, tuple[str, ...]]) -> bool:
    return _cue_at_start(folded, cues) is not None


def _bounded(folded: str, cue: str, at_start: bool = False) -> bool:
    """Whether the cue stands as words of its own; scripts without spaces have no such bounds."""
    at = 0 if at_start else folded.find(cue)
    while at >= 0:
        end = at + len(cue)
        free_before = at == 0 or not folded[at - 1].isalnum() or not cue[0].isalnum() or spaceless(cue[0])
        free_after = end == len(folded) or not folded[end].isalnum() or not cue[-1].isalnum() or spaceless(cue[-1])
        if free_before and free_after:
            return True
        at = -1 if at_start else folded.find(cue, end)
    return False
