"""Bodies that a text calls by what they are: "the accident inspectorate", "the climate change committee"."""

from __future__ import annotations

from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.naming import Name, name_of
from dedup.provenance.language.scan import low
from dedup.provenance.language.words import Word

# Characters in which the words before a noun stand, and how many are read: "the federal accident inspectorate".
_WITHIN, _MOST_BEFORE = 40, 5


def body_of_a_kind(text: str, noun: Word, lexicon: Lexicon) -> Name | None:
    """A body by what it is and what tells it from others: "the accident inspectorate"; none for "the new board"."""
    kind = noun.low.removesuffix("'s")
    # "In the end police said": what goes without an article has another noun's before it.
    if kind not in lexicon.countable_bodies:
        return None
    start = max(0, noun.start - _WITHIN)
    while 0 < start < noun.start and not text[start - 1].isspace():
        start += 1  # no part of a word is one
    words = text[start : noun.start].split()[-_MOST_BEFORE:]
    at = next((at for at in reversed(range(len(words))) if low(words[at]) in lexicon.definite), None)
    telling = words[at + 1 :] if at is not None else []
    if not all(each.isalpha() and each.islower() for each in telling):
        return None
    while telling and any(_leaves_open(word, lexicon) for word in telling[: 1 + _is_adverb(telling[0], lexicon)]):
        telling = telling[1:]  # "the newly formed flood authority"
    apart = lexicon.determiners | lexicon.of | lexicon.by | lexicon.stop | (lexicon.titles - lexicon.portfolios)
    last = telling[-1] if telling else ""
    if not last or last in lexicon.titles or _leaves_open(last, lexicon) or not apart.isdisjoint(telling):
        return None
    return name_of(" ".join((*telling, kind)))


def _leaves_open(word: str, lexicon: Lexicon) -> bool:
    """Whether a word before a body does not tell it from others of its kind: "powerful", "affected"."""
    if word in lexicon.vague or word in lexicon.untelling:
        return True
    return word.endswith(tuple(lexicon.past_endings)) and word not in lexicon.no_participles


def _is_adverb(word: str, lexicon: Lexicon) -> bool:
    return word.endswith(tuple(lexicon.adverb_endings))
