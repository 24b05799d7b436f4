"""Sentences of a block, in any script, in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.model import Span
from dedup.text.cues import Cues, load_cues
from dedup.text.punctuation import (
    CLOSING,
    OPENING,
    OWN_STOPS,
    STOPS,
    hiragana,
    spaceless,
)

# Three runs of disjoint classes, none followed by anything that could fail: no backtracking. What begins with a single
# class is searched for twice as fast.
_STOP = re.compile(rf"([{re.escape(STOPS)};][{re.escape(STOPS)};]*)([{re.escape(CLOSING)}]*)(\s*)")
_WORD = re.compile(r"\w{1,24}")
_ROMAN = re.compile(r"(?:[IVXLCDM]{2,6}|[VXLCM])\b")
_LOOK_BACK = 24
_LONGEST_ORDINAL = 3
_NEVER_BEGINS = ",;:)]}，、；：）】」』%"
_OPENING_QUOTES = "“‘„‚«»\"'"
_LIST_DASHES = "–—―-"


def sentences(text: str, block: Span) -> Iterator[Span]:
    """The sentences inside `block`, in order; together they hold every non-space character of it.

    A block is one sentence where nothing in it ends one, as in Thai. White space at either end of the
    block belongs to no sentence.
    """
    cues = load_cues()
    begin, end = _trim(text, block.start, block.end)
    for stop in _STOP.finditer(text, begin, end):
        close, following = _after(text, stop, end)
        if following >= end:
            break
        if following > begin and _is_end(text, begin, stop, close, following, cues):
            yield Span(begin, close)
            begin = following
    if begin < end:
        yield Span(begin, end)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _after(text: str, stop: re.Match[str], end: int) -> tuple[int, int]:
    """Where the sentence would close and the next would begin; takes in a French ``. »``."""
    close, following = stop.end(2), stop.end()
    if following == close and stop[1][-1] in OWN_STOPS:
        # Without a space, as in 吗？“好”, a mark that opens stands where a closing one would.
        opening = next((at for at in range(stop.end(1), close) if text[at] in "“‘"), close)
        return opening, opening
    if following > close and text[following : following + 1] in ("»", "›"):
        beyond = text[following + 1 : following + 2]
        if following + 1 <= end and not beyond.isalnum() and beyond not in ("«", "‹"):
            close = following = min(following + 1, end)
            while following < end and text[following].isspace():
                following += 1
    return close, following


def _is_end(text: str, begin: int, stop: re.Match[str], close: int, following: int, cues: Cues) -> bool:
    marks = stop[1]
    before = text[stop.start() - 1] if stop.start() > begin else ""
    after = text[following]
    if ";" in marks and not (marks == ";" and _greek(before)):
        return False
    if after in _NEVER_BEGINS:
        return False
    if following == close:
        return _ends_unspaced(marks, bool(stop[2]), after)
    ellipsis = marks[-1] == "…" or marks.startswith("..")
    if ellipsis and (not before or before.isspace() or before in OPENING):
        return False  # one that stands free marks words left out; one that touches a word may end it
    if _first_letter(text, following).islower():
        return False
    if marks == ".":
        return not _is_abbreviation(text, begin, stop.start(), following, cues)
    return True


def _ends_unspaced(marks: str, closed: bool, after: str) -> bool:
    if marks[-1] in OWN_STOPS:
        if marks[-1] == "．" and after.isalnum():
            return False
        return not (closed and hiragana(after))  # 「…。」と述べた is one sentence
    return marks[-1] in "!?" and spaceless(after)


def _first_letter(text: str, position: int) -> str:
    """The letter that begins what follows, seen through one opening mark or dash."""
    first = text[position]
    if first in OPENING or first in _LIST_DASHES:
        rest = text[position + 1 : position + 3].lstrip()
        return rest[:1]
    return first


def _is_abbreviation(text: str, begin: int, dot: int, following: int, cues: Cues) -> bool:
    """Whether the full stop at `dot` belongs to the word before it rather than to the sentence."""
    word = text[max(begin, dot - _LOOK_BACK) : dot].rsplit(None, 1)[-1:]
    token = word[0].lstrip(OPENING) if word else ""
    if not token:
        return False
    if token.isdigit():
        if len(token) > _LONGEST_ORDINAL:
            return False
        next_word = _word_at(text, following).casefold()
        return dot - len(token) == begin or next_word in cues.months or next_word in cues.ordinal_nouns
    if token in cues.titles or (not token.islower() and _recased(token) in cues.titles):
        return True
    key = token.casefold()
    after = text[following]
    if key in cues.before_number and (after.isdigit() or _ROMAN.match(text, following)):
        return True
    if (len(token) == 1 and token.isalpha()) or _dotted(token) or key in cues.abbreviations:
        # After these a sentence may end; only a word that rarely stands inside one shows it.
        return not (_starts(text, following, _word_at(text, following), cues) or after in _OPENING_QUOTES)
    return False


def _word_at(text: str, position: int) -> str:
    match = _WORD.match(text, position)
    return match[0] if match else ""


def _recased(token: str) -> str:
    """GEN. as Gen., Ген. as ген."""
    return token.capitalize() if token.isupper() else token.lower()


def _starts(text: str, position: int, word: str, cues: Cues) -> bool:
    """Whether a word begins a sentence: not an initial (*A.*) nor an acronym (*ET*)."""
    if len(word) > 1 and word.isupper():
        return False
    initial = len(word) == 1 and text.startswith(".", position + 1)
    return word.casefold() in cues.starters and not initial


def _dotted(token: str) -> bool:
    """Letters with stops between them, as in U.S and z.B, but not a host name."""
    parts = token.split(".")
    return len(parts) > 1 and len(parts[0]) <= 2 and all(part.isalpha() and len(part) <= 3 for part in parts)


def _greek(char: str) -> bool:
    return "\u0370" <= char <= "\u03ff" or "\u1f00" <= char <= "\u1fff"
