"""Who is named at a cue in scripts without spaces, where marks and words like "by" bound a name."""

from __future__ import annotations

import re
from functools import cache

from dedup.model import Span
from dedup.provenance.language.known import wire_forms
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.naming import name_of
from dedup.provenance.language.phrases import Phrase

_IDEOGRAPHS = 14
_OPENING = '《「『“"'
_MARKS = re.compile(r"[\s，。、；：！？「」『』“”《》（）()“”,.;:!?]")


def source_spaceless(text: str, start: int, end: int, lexicon: Lexicon) -> Phrase | None:
    """The same for scripts without spaces: the name runs to a mark or to a word that ends it."""
    start += len(text[start:end]) - len(text[start:end].lstrip(_OPENING))
    chunk = text[start : min(end, start + 24)]
    mark = _MARKS.search(chunk)
    if mark is not None:
        chunk = chunk[: mark.start()]
    cuts = [at for word in sorted(lexicon.stop | lexicon.document) if (at := chunk.find(word)) >= 0]
    name_text = chunk[: min(cuts)] if cuts else chunk
    for office in sorted(lexicon.office):
        name_text = name_text.removesuffix(office)
    name = name_of(name_text) if 2 <= len(name_text) <= _IDEOGRAPHS else None
    if name is None:
        return None
    channel = any(name_text.endswith(word) for word in lexicon.institution | lexicon.media | lexicon.seats)
    channel = channel or name.tokens in wire_forms()
    return Phrase(
        name=name, nature="channel" if channel else "speaker", document=False, span=Span(start, start + len(name_text))
    )


def relayed_spaceless(text: str, start: int, end: int, lexicon: Lexicon) -> Phrase | None:
    """The medium named right before a word of broadcasting, from a mark or a word like "by" on: 由修道院電台直播."""
    first = max(start, end - _IDEOGRAPHS)
    chunk = text[first:end]
    marks = [mark.end() for mark in _MARKS.finditer(chunk)]
    begins = [at + len(word) for word in sorted(lexicon.carriers) if (at := chunk.rfind(word)) >= 0]
    begin = max((*marks, *begins), default=0)
    shown = chunk[begin:]
    if (begin == 0 and first > start) or not any(shown.endswith(word) for word in lexicon.media):
        return None
    name = name_of(shown) if len(shown) > 2 else None
    return Phrase(name=name, nature="channel", document=False, span=Span(first + begin, end)) if name else None


def clause_spaceless(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[str, int]:
    """The subject of a verb of saying, and where it begins: from the last mark on, up to where and to whom."""
    first = max(start, end - 2 * _IDEOGRAPHS)
    chunk = text[first:end]
    begin = max((mark.end() for mark in _MARKS.finditer(chunk)), default=0)
    if begin == 0 and first > start:
        return "", end
    chunk = chunk[begin:]
    titles = tuple(lexicon.titles)
    for hit in _cuts(lexicon).finditer(chunk, 1):
        word = hit.group(1)
        # 于 behind a title may be a surname.
        if word is not None and not (word in lexicon.surnames and chunk.endswith(titles, 0, hit.start())):
            return chunk[: hit.start()], first + begin
    return chunk, first + begin


@cache
def _cuts(lexicon: Lexicon) -> re.Pattern[str]:
    """The words that end a clause's subject, as a group; before them titles that begin alike: 經 in 經理 is none."""
    words = sorted(lexicon.carriers | lexicon.towards, key=lambda word: (-len(word), word))
    longer = sorted(each for each in lexicon.titles | lexicon.institution if each.startswith(tuple(words)))
    return re.compile("|".join((*map(re.escape, longer), f"({'|'.join(map(re.escape, words)) or '(?!)'})")))


def speaking_spaceless(text: str, start: int, end: int, lexicon: Lexicon) -> Phrase | None:
    """The institution before a verb of saying: 港務局發言人表示."""
    shown, begin = clause_spaceless(text, start, end, lexicon)
    office = next((word for word in sorted(lexicon.office) if word in shown), None)
    shown = shown[: shown.index(office)] if office is not None else shown
    if not 2 < len(shown) <= _IDEOGRAPHS or any(word in shown for word in lexicon.stop | lexicon.pronouns):
        return None
    if not any(shown.endswith(word) for word in lexicon.institution):
        return None
    return Phrase(name=name_of(shown), nature="channel", document=False, span=Span(begin, begin + len(shown)))
