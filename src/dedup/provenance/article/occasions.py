"""The occasion on which somebody spoke, where a passage's surroundings tell it: "at a police briefing"."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from dedup.model import Passage, Span
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.meant import spelt_out
from dedup.provenance.language.naming import Name
from dedup.provenance.language.phrases import institution_in
from dedup.provenance.language.scan import low, needed_words, occurrences, searched
from dedup.provenance.language.words import words_before
from dedup.provenance.view import Dossier, Occasion
from dedup.text.positions import block_index, span_at

# How many paragraphs before a passage may tell where its speaker spoke.
_BACK = 3
_OWNER_WITHIN, _VERB_WITHIN = 60, 10
# What a written statement is called, of whatever kind.
PAPER = "statement"
_IN = re.compile(r"(?<!\w)in (?:an?|his|her|their|(?:the )?\w+'s) (?:\w+ ){0,2}\Z")


def occasion_of(dossier: Dossier, passage: Passage, speaker: Name | None) -> Occasion | None:
    """The occasion that the passage's paragraph tells of, else one before that names the same speaker."""
    text, blocks = dossier.article.text, dossier.outline.blocks
    if not blocks:
        return None
    here = block_index(blocks, passage.start)
    told = dossier.venues
    first = blocks[max(0, here - _BACK)].span.start
    last = blocks[block_index(blocks, passage.end)].span.end
    low, high = (bisect_left(told, position, key=lambda item: item.place.start) for position in (first, last))
    surname = speaker.display.split()[-1] if speaker is not None else None
    for item in sorted(told[low:high], key=lambda item: abs(item.place.start - passage.start)):
        sentence = span_at(dossier.outline.sentences, item.place.start) or item.place
        named = surname is not None and surname in text[sentence.start : sentence.end]
        # Another's briefing in the paragraph is not this one's: its sentence touches the passage or names the speaker.
        near = sentence.start - 3 <= passage.end and passage.start <= sentence.end + 3
        if named or near:
            return item
    return None


def occasions(text: str) -> tuple[Occasion, ...]:
    """Every occasion that a text speaks of, in order of appearance; time linear in its length."""
    lower, _, words, used = searched(text)
    found: dict[int, Occasion] = {}
    taken: set[int] = set()  # positions inside of one that is found
    for lexicon in used:
        for phrase, what, needed in _venues(lexicon):
            for at in occurrences(lower, phrase) if needed <= words else ():
                end = at + len(phrase)
                if at not in taken and not _is_verb(lower, at, lexicon):
                    owner = _owner(text, at, lexicon)
                    found[at] = Occasion(what=what, owner=owner, place=Span(at, end))
                    taken.update(range(at, end))
        for phrase, needed in _papers(lexicon):
            for at in occurrences(lower, phrase) if needed <= words else ():
                if at not in found and _IN.search(lower, max(0, at - _OWNER_WITHIN), at):
                    found[at] = Occasion(what=PAPER, owner=None, place=Span(at, at + len(phrase)))
                    taken.update(range(at, at + len(phrase)))
    return tuple(found[at] for at in sorted(found))


def _is_verb(lower: str, at: int, lexicon: Lexicon) -> bool:
    """Whether an occasion's name is a verb: "what I'm hearing"."""
    before = lower[max(0, at - _VERB_WITHIN) : at].split()[-1:]
    return bool(before) and before[0] in lexicon.verbal


@cache
def _venues(lexicon: Lexicon) -> tuple[tuple[str, str, frozenset[str]], ...]:
    """What somebody speaks at, the longest first: the phrase, what it is called, and the words that it needs."""
    longest = sorted(lexicon.venues.items(), key=lambda item: (-len(item[0]), item[0]))
    return tuple((phrase, what, needed_words(phrase, lexicon)) for phrase, what in longest)


@cache
def _papers(lexicon: Lexicon) -> tuple[tuple[str, frozenset[str]], ...]:
    """What a written statement is called, with the words that it needs."""
    papers = sorted(phrase for phrase, kind in lexicon.cues.items() if kind == "paper")
    return tuple((phrase, needed_words(phrase, lexicon)) for phrase in papers)


def _owner(text: str, at: int, lexicon: Lexicon) -> Name | None:
    """The institution named right before: "a Corvane police briefing", "the ministry's press conference"."""
    words = words_before(text, max(0, at - _OWNER_WITHIN), at, lexicon)
    for index in range(len(words) - 1, -1, -1):
        if words[index].low in lexicon.determiners:
            words = words[index + 1 :]
            break
    if any(word.low in lexicon.titles for word in words):
        return None  # "an FBI Director James Comey hearing"
    named = institution_in(words, text, lexicon)
    if named is not None:
        return named.name
    noun = next((low(word.text).removesuffix("'s") for word in words if _is_institution(word.low, lexicon)), None)
    return spelt_out(text, noun) if noun is not None else None


def _is_institution(word: str, lexicon: Lexicon) -> bool:
    return word.removesuffix("'s") in lexicon.institution
