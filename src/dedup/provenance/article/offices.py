"""Whom a spokesperson speaks for where only "the spokesperson said" stands there: the office named before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence, Set
from functools import cache

from dedup.model import Span
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.naming import Name
from dedup.provenance.language.phrases import Phrase, institution_in
from dedup.provenance.language.scan import needed_words, occurrences
from dedup.provenance.language.words import Word, words_after, words_before
from dedup.text.outline import Outline
from dedup.text.positions import block_at

# More mentions of offices than any article holds; a text of nothing else is read up to here.
_MOST = 200
_NAMED_BACK = 20
# "The spokesperson" may be the spokeswoman of before, but none of the officials.
_STEM = 5

Offices = Sequence[tuple[int, str, Name]]


def offices_in(text: str, words: Set[str], outline: Outline, lexicon: Lexicon) -> Offices:
    """Where a text names whom an office speaks for: "a spokesperson for the Varnian army", "army spokesman Kelm".

    `words` are the text's words in lower case.
    """
    if lexicon.script != "cased":
        return ()
    found: list[tuple[int, str, Name]] = []
    for start, office in _mentioned(text, words, lexicon)[:_MOST]:
        block = block_at(outline, start, len(text))
        following = words_after(text, start + len(office), block.end, lexicon)
        named = None
        if following and following[0].low in lexicon.of:
            named = institution_in(following[1:], text, lexicon)
        if named is None:
            named = institution_in(words_before(text, block.start, start, lexicon), text, lexicon)
        if named is not None and named.name is not None:
            found.append((start, office, named.name))
    return found


def _mentioned(text: str, words: Set[str], lexicon: Lexicon) -> list[tuple[int, str]]:
    """Where a text speaks of an office, in order; of two that overlap the longer one."""
    here = [office for office, needed in _offices(lexicon) if needed <= words]
    every = sorted((at, -len(office), office) for office in here for at in occurrences(text, office))
    kept: list[tuple[int, str]] = []
    for at, _, office in every:
        if not kept or at >= kept[-1][0] + len(kept[-1][1]):
            kept.append((at, office))
    return kept


@cache
def _offices(lexicon: Lexicon) -> tuple[tuple[str, frozenset[str]], ...]:
    """Each office with the words that it needs."""
    return tuple((office, needed_words(office, lexicon)) for office in sorted(lexicon.office))


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
