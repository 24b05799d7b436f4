"""Media in the noun phrase at a cue: by name ("told the Courier"), by what they are ("a local paper")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from dedup.model import Span
from dedup.provenance.language.known import is_demonym, is_medium
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.meant import meant, media_nouns, medium_before
from dedup.provenance.language.naming import name_of
from dedup.provenance.language.phrases import Phrase, source_in
from dedup.provenance.language.scan import low
from dedup.provenance.language.words import Word, acronym, words_after

# What an attribution to a medium without a name gives as its noun.
SOME_MEDIUM = "medium"
# … and one to the medium whose text it is: "told this newspaper", "told our reporter".
THIS_MEDIUM = "this medium"
_LONGEST = 6
_CLOSING_WITHIN = 24


def medium_in(words: Sequence[Word], text: str, lexicon: Lexicon) -> Phrase | None:
    """The medium that an interview names: "told the Courier", "told Reuters"; a person told is none."""
    if words and not any(word.capital for word in words) and " ".join(word.low for word in words) in lexicon.the_medium:
        before = medium_before(text, words[0].start, words[-1].low, lexicon) or meant(
            text, words[0].start, words[-1].low, lexicon
        )
        if before is None or is_demonym(before.display.partition("-")[0]):
            return None
        span = Span(words[0].start, words[-1].end)
        return Phrase(name=before, nature="channel", document=False, span=span)
    named = _behind_what_it_is(words, text, lexicon)
    if named is not None:
        return named
    named = source_in(words, text, lexicon)
    if named is None or named.name is None:
        return named
    if lexicon.script == "cased" and not any(word.capital for word in words):
        return None  # "interviewed by a media figure", whom the text has not named
    if any(word.low in lexicon.objects for word in words if word.start < named.span.start):
        return None  # "told me it was not", "speaking to reporters in the Oval Office"
    core = [word for word in words if named.span.start <= word.start < named.span.end]
    if core and core[-1].low in lexicon.audiences and not any(word.low in lexicon.media for word in core):
        return None  # "told the Varnian parliament"
    after = next((word for word in words if word.start >= named.span.end), None)
    if after is not None and after.low in lexicon.followers:
        return None  # "telling his Twitter followers"
    if named.nature == "channel":
        return replace(named, nature="speaker") if _is_a_body(core, lexicon) else named
    titled = any(word.low in lexicon.titles or is_demonym(word.text) for word in words)
    # "told a North Carolina rally" names no medium.
    heard = after is not None and after.low in lexicon.audiences
    if words[0].low in lexicon.determiners and len(words) > 1 and words[1].capital and not titled and not heard:
        owner, _, person = named.name.display.rpartition("'s ")
        name = name_of(owner) if owner and len(person.split()) == 2 else None  # "told the Clarion's Ada Pell"
        return Phrase(name=name or named.name, nature="channel", document=False, span=named.span)
    return named


def medium_apposed(text: str, medium: Phrase, end: int, lexicon: Lexicon) -> Phrase | None:
    """The name of a medium that is called by what it is first: "told her local paper, the Harwick Echo, about it"."""
    comma = text.find(",", medium.span.end, min(end, medium.span.end + _CLOSING_WITHIN))
    if comma < 0 or any(mark in text[medium.span.end : comma] for mark in '.!?:;"“”'):
        return None
    words = words_after(text, comma + 1, end, lexicon)
    named = [word for word in words if word.low not in lexicon.determiners]
    if not named or not all(word.capital for word in named):
        return None
    if text[named[-1].end : named[-1].end + 1] not in (",", "."):
        return None
    if named[-1].low not in lexicon.media and words[0].low not in lexicon.definite:
        return None  # "told a local paper, Ada Pell, his sister, had gone"
    span = Span(medium.span.start, named[-1].end)
    return Phrase(name=name_of(" ".join(word.text for word in named)), nature="channel", document=False, span=span)


def programme_in(phrase: Phrase | None, text: str, end: int, lexicon: Lexicon, *, unknown: bool) -> Phrase | None:
    """What somebody spoke on: a medium, or, if `unknown` ones may be, a name of several words that nobody and no place
    has, "Good Morning Ostrel". It stands right behind the cue, which ends at `end`.

    None of "was on Air Force One", "went on Capitol Hill", "appeared on a local Ostrel show".
    """
    if phrase is None or phrase.name is None or phrase.document:
        return None
    lead = text[end : phrase.span.start].strip(" \"“‘'").lower()
    if lead and lead not in lexicon.definite:
        return None
    tokens, said = phrase.name.tokens, text[phrase.span.start : phrase.span.end]
    if is_medium(phrase.name.display) or not lexicon.media.isdisjoint(tokens):
        return replace(phrase, nature="channel")
    if not unknown or phrase.nature == "channel":
        return phrase if unknown else None
    last = tokens[-1]
    named = len(tokens) > 1 and said[:1].isupper() and not any(is_demonym(word) for word in said.split())
    placed = last in lexicon.places or last in lexicon.things or last in lexicon.calendar
    return replace(phrase, nature="channel") if named and not placed else None


def _behind_what_it_is(words: Sequence[Word], text: str, lexicon: Lexicon) -> Phrase | None:
    """A medium named behind what it is: "the Varnian sports daily Diario Meta"; not "told the paper Orr had lied"."""
    nouns = [at for at, word in enumerate(words) if not word.capital and word.low in media_nouns(lexicon)]
    behind = list(takewhile(lambda word: word.capital, words[nouns[-1] + 1 :])) if nouns else []
    if not behind or behind[0].low.rstrip(".") in lexicon.titles or not _is_closed(text, behind[-1].end, lexicon):
        return None
    shown = " ".join(word.text for word in behind)
    name = name_of(shown)
    if name is not None and behind[0].low not in lexicon.determiners:
        name = replace(name, display=shown)  # "La Verdad", with its article
    return Phrase(name=name, nature="channel", document=False, span=Span(words[0].start, behind[-1].end))


def _is_closed(text: str, position: int, lexicon: Lexicon) -> bool:
    """Whether a name ends its phrase: a mark follows, or when and where."""
    after = text[position : position + _CLOSING_WITHIN].split(maxsplit=1)
    if not after or not text[position].isspace():
        return True
    word = after[0].lower().rstrip(".,;:")
    return word in lexicon.calendar or word in lexicon.where or word in lexicon.aired


def _is_a_body(core: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether a name that somebody told is but an organisation's, which passes nothing on: "told Falmere City"."""
    lows = {word.low.removesuffix("'s") for word in core}
    told = lexicon.media | lexicon.institution | lexicon.some_medium
    return bool(lows & lexicon.organisation) and not lows & told and not any(acronym(word.text) for word in core)


def this_medium(text: str, start: int, end: int, lexicon: Lexicon) -> Phrase | None:
    """The medium that a text is of, where a stretch is what it calls itself: "this newspaper", "our reporter"."""
    stretch = text[start:end]
    span = Span(start + len(stretch) - len(stretch.lstrip()), end - len(stretch) + len(stretch.rstrip()))
    if low(text[span.start : span.end]) not in lexicon.this_medium:
        return None
    return Phrase(name=None, nature="unnamed", document=False, span=span, noun=THIS_MEDIUM)


def some_medium(words: Sequence[Word], lexicon: Lexicon) -> Phrase | None:
    """A medium without a name: "a local paper", "media reports", "one trade publication"; not all: "the press"."""
    end = max((at for at, word in enumerate(words[:_LONGEST]) if word.low in lexicon.some_medium), default=None)
    if end is None or any(word.capital or is_demonym(word.text) for word in words[: end + 1]):
        return None
    if words[0].low in lexicon.definite and end < 2:
        return None
    following = words[end + 1].low if end + 1 < len(words) else None
    if following is not None and following not in lexicon.where and following not in lexicon.document:
        return None  # "a station manager", "a paper published in Nature"
    return Phrase(
        name=None, nature="unnamed", document=False, span=Span(words[0].start, words[end].end), noun=SOME_MEDIUM
    )
