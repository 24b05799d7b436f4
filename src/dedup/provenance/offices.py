"""Whom a spokesperson speaks for where only "the spokesperson said" stands there: the office named before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from dedup.model import Span
from dedup.provenance.lexicon import Lexicon, lexicons
from dedup.provenance.naming import Name
from dedup.provenance.phrases import Phrase, Word, institution_in, words_after, words_before
from dedup.provenance.view import block_at
from dedup.text.outline import Outline

# More mentions of offices than any article holds; a text of nothing else is read up to here.
_MOST = 200
_NAMED_BACK = 20
# "The spokesperson" may be the spokeswoman of before, but none of the officials.
_STEM = 5

Offices = Sequence[tuple[int, str, Name]]


def offices_in(text: str, outline: Outline, lexicon: Lexicon) -> Offices:
    """Where a text names whom an office speaks for: "a spokesperson for the Varnian army", "army spokesman Kelm"."""
    pattern = _pattern(lexicon.language)
    if pattern is None:
        return ()
    found: list[tuple[int, str, Name]] = []
    for hit in pattern.finditer(text):
        block = block_at(outline, hit.start(), len(text))
        following = words_after(text, hit.end(), block.end, lexicon)
        named = None
        if following and following[0].low in lexicon.of:
            named = institution_in(following[1:], text, lexicon)
        if named is None:
            named = institution_in(words_before(text, block.start, hit.start(), lexicon), text, lexicon)
        if named is not None and named.name is not None:
            found.append((hit.start(), hit.group(), named.name))
        if len(found) >= _MOST:
            break
    return found


def spoken_for(words: Sequence[Word], known: Offices, lexicon: Lexicon) -> Phrase | None:
    """The source that "the spokesperson" or "a ministry spokesperson" means; without a name where none was given.

    ``None`` where the words are of no such office.
    """
    office = next((word.low for word in words if word.low in lexicon.office and not word.capital), None)
    if office is None or any(word.capital for word in words[1:]):
        return None
    kind = [word.low for word in words if word.low in lexicon.institution]
    span = Span(words[0].start, words[-1].end)
    before = known[max(0, (last := bisect_left(known, (words[0].start,))) - _NAMED_BACK) : last]
    for _, other, name in reversed(before):
        if other[:_STEM] == office[:_STEM] and all(word in name.tokens for word in kind):
            return Phrase(name=name, nature="channel", document=False, span=span)
    return Phrase(name=None, nature="unnamed", document=False, span=span)


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    words = sorted({word for item in lexicons() if item.language == language and item.script == "cased"
                    for word in item.office}, key=lambda word: (-len(word), word))  # fmt: skip
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)") if words else None
