"""Statements and the like: whose they are, and which of them a text goes on with ("it said", "in the statement")."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from dedup.model import Span
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.meant import meant
from dedup.provenance.language.noun_phrases import papers_in
from dedup.provenance.language.phrases import Phrase, institution_in, paper_name, source_in
from dedup.provenance.language.scan import Hit, bare_words, low
from dedup.provenance.language.subjects import is_titled_person, person_in
from dedup.provenance.language.words import Word, words_after, words_before
from dedup.provenance.view import Attribution
from dedup.text.outline import Outline
from dedup.text.positions import block_index, span_at

# How many sentences back, and how far, "it" may stand for what a text spoke of.
_SENTENCES, _NEAR = 4, 700
# An adjective or two may stand before a subject: "The local Varnian ministry".
_LEAD = 2
# … and a few words, up to a comma, before that.
_LEAD_IN = 40
# How many words, of when and where, stand before a subject and its article.
_OPENING = 5
# "In the statement", "in its notice": a preposition, whose, and at most two words before the paper.
_PAPER_WITHIN = 70
_IN = re.compile(r"\s?(?:,\s)?(?:in|from|through|via)\s(\S+)\s((?:\S+\s){0,2}?)([\w-]+)")
_APPOSED, _PAPER_SOON = 90, 4


def in_apposition(text: str, begin: int, end: int, lexicon: Lexicon) -> Phrase | None:
    """The institution in "The operator, Isles Line, said" and "Isles Line, the operator, said"."""
    stretch = text[max(begin, end - _APPOSED) : end].rstrip()
    if not stretch.endswith(","):
        return None
    offset = max(begin, end - _APPOSED)
    comma = stretch.rfind(",", 0, len(stretch) - 1)
    if comma < 0:
        return None
    first, *apart = low(stretch[comma + 1 : -1]).split() or [""]
    if first in lexicon.of | lexicon.by | lexicon.aired and any(
        word in lexicon.document for word in apart[:_PAPER_SOON]
    ):
        # "The Transit Authority, in a notice on its website, said"
        outer = words_before(text, begin, offset + comma, lexicon)
        return institution_in(outer, text, lexicon)
    inner = words_before(text, offset + comma + 1, offset + len(stretch) - 1, lexicon)
    whole = text[offset + comma + 1 : offset + len(stretch) - 1].split()
    if len(inner) != len(whole):
        return None
    outer = words_before(text, begin, offset + comma, lexicon)
    if not inner or not outer or inner[0].low in lexicon.of | lexicon.by or person_in(outer, lexicon)[0] is not None:
        return None  # "Supt Pell, of Calder Valley Police, said"
    # "Brandt's aide, former Kessel City mayor Ada Pell, said": no city does.
    named = institution_in(inner, text, lexicon) if not is_titled_person(inner, lexicon) else None
    return named or institution_in(outer, text, lexicon)


def resumed(text: str, outline: Outline, hit: Hit, lexicon: Lexicon, last: Attribution | None) -> Phrase | None:
    """What "it" is that says something: the institution that a sentence shortly before begins with, or cites."""
    here = Span(hit.start, hit.end)
    at = bisect_right(outline.sentences, hit.start, key=lambda span: span.start) - 1
    first = outline.blocks[max(0, block_index(outline.blocks, hit.start) - 1)].span.start if outline.blocks else 0
    for sentence in reversed(outline.sentences[max(0, at - _SENTENCES) : at + 1]):
        if sentence.start < max(first, hit.start - _NEAR):
            break
        if _is_title(outline, sentence):
            continue
        # A cue of the same sentence cites what stands after "it", or "it" itself.
        if last is not None and sentence.start <= last.place.start < sentence.end and last.place.end <= hit.start:
            return Phrase(name=last.name, nature="channel", document=True, span=here)
        end = min(sentence.end, hit.start)
        papers = papers_in(text, Span(max(sentence.start, end - _NEAR), end), outline, lexicon)
        owner = next((paper.owner for paper in papers if paper.owner is not None), None)
        named = subject(text, sentence, hit.start, lexicon) if owner is None else None
        owner = named.name if named is not None else owner
        if owner is not None:
            return Phrase(name=owner, nature="channel", document=True, span=here)
        before = at > 0 and sentence == outline.sentences[at - 1]
        paper = _paper_told_of(text, sentence, lexicon) if before else None
        if paper is not None:
            return replace(paper, span=here)
    if last is not None and hit.start - _NEAR < last.place.end <= hit.start:
        return Phrase(name=last.name, nature="channel", document=True, span=here)
    return None


def _paper_told_of(text: str, sentence: Span, lexicon: Lexicon) -> Phrase | None:
    """The paper that a sentence is about, of which it does not say whose it is: "The document was lodged on Monday".

    The sentence goes on with what it is or does: not "The club denied media reports", nor "The letter bomb went off".
    """
    words = words_after(text, sentence.start, sentence.end, lexicon)[:_OPENING]
    at = next((at for at, word in enumerate(words) if word.low in lexicon.document), None)
    if at is None or low(text[sentence.start : sentence.end].split()[0]) not in lexicon.definite:
        return None
    # "The club denied media reports", "The firm got a letter", but "The newly leaked memo".
    first = 3 if at > 1 and words[1].low.endswith(tuple(lexicon.adverb_endings)) else 2
    if any(word.low in lexicon.determiners or _is_verb(word.low, lexicon) for word in words[first:at]):
        return None
    behind = list(bare_words(text[words[at].end : sentence.end]))
    if not any(behind) or (len(behind) > 1 and _is_verb(behind[1], lexicon) and _may_be_noun(behind[0], lexicon)):
        return None
    name = paper_name(text, words[at].end, lexicon)
    return Phrase(
        name=name,
        nature="channel" if name is not None else "unnamed",
        document=True,
        span=Span(words[at].start, words[at].end),
    )


def _is_verb(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is a verb by the lists, or by how the past is made."""
    return word in lexicon.verbal | lexicon.telling or word.endswith(tuple(lexicon.past_endings))


def _may_be_noun(word: str, lexicon: Lexicon) -> bool:
    if not word.isalpha() or _is_verb(word, lexicon) or word.endswith(tuple(lexicon.adverb_endings)):
        return False
    return word not in lexicon.of | lexicon.by | lexicon.adverbs


def _is_title(outline: Outline, sentence: Span) -> bool:
    """Whether a sentence is a line above a paragraph, which is no name though it is in capitals: ``DEADLINE``."""
    return outline.blocks[block_index(outline.blocks, sentence.start)].kind == "headline"


def subject(text: str, sentence: Span, before: int, lexicon: Lexicon) -> Phrase | None:
    """The institution that a sentence begins with, be it as the issuer of a paper."""
    words = words_after(text, sentence.start, min(sentence.end, before), lexicon)
    if words and words[0].low in lexicon.openers:  # "At 15.00 the Plant Protection Office"
        at = next((at for at, word in enumerate(words[1:_OPENING], 1) if word.low in lexicon.determiners), 0)
        words = words[at:]
    for index, word in enumerate(words[:4]):
        if word.low in lexicon.document and index + 1 < len(words) and words[index + 1].low in lexicon.by | lexicon.of:
            return institution_in(words[index + 2 :], text, lexicon)
    named = institution_in(words, text, lexicon)
    if named is None:
        comma = text.find(", ", sentence.start, min(sentence.start + _LEAD_IN, before))
        if comma >= 0:  # "Later in the day, the ministry …"
            words = words_after(text, comma + 1, min(sentence.end, before), lexicon)
            named = institution_in(words, text, lexicon)
    if named is None or not words:
        return None
    lead = [word for word in words if word.end <= named.span.start and word.low not in lexicon.determiners]
    return named if len(lead) <= _LEAD and not any(word.capital for word in lead[1:]) else None


def paper_of(text: str, outline: Outline, hit: Hit, lexicon: Lexicon) -> Phrase | None:
    """Whose a paper is that a sentence speaks of: "the ministry's read-out recorded", "a statement from the ministry".

    Only where the sentence quotes: others tell that there is a paper, not what it says.
    """
    sentence = span_at(outline.sentences, hit.start)
    if sentence is None or not _quotes(outline, sentence):
        return None
    following = words_after(text, hit.end, sentence.end, lexicon)
    named = None
    if following and following[0].low in lexicon.by | lexicon.of:
        apart = following[0].low in ("on", "in", "with")
        owner = following[1:] if not apart else _possessive(following[1:])
        named = _issuer(owner, text, lexicon)
        if named is None and not apart and len(owner) > 1 and owner[0].low in lexicon.definite and owner[1].capital:
            whole = source_in(owner, text, lexicon)  # "from the Friends of the Plaza": no person has an article
            named = replace(whole, nature="channel", document=True) if whole is not None and whole.name else None
    if named is None:
        named = _issuer(_possessive(words_before(text, sentence.start, hit.start, lexicon)), text, lexicon)
    return named


def _possessive(words: Sequence[Word]) -> Sequence[Word]:
    """The words up to the last that owns something; none where none does."""
    last = max((index for index, word in enumerate(words) if word.low.endswith("'s")), default=-1)
    return words[: last + 1]


def _issuer(words: Sequence[Word], text: str, lexicon: Lexicon) -> Phrase | None:
    """The institution that words name, be it by a common noun of which the text tells whom it means."""
    if not words:
        return None
    named = institution_in(words, text, lexicon)
    if named is not None:
        return Phrase(name=named.name, nature="channel", document=True, span=named.span)
    noun = words[-1].low.removesuffix("'s")
    if noun not in lexicon.institution or any(word.capital for word in words):
        return None
    name = meant(text, words[-1].start, noun, lexicon)
    span = Span(words[0].start, words[-1].end)
    return Phrase(name=name, nature="channel", document=True, span=span) if name is not None else None


def same_paper(text: str, hit: Hit, lexicon: Lexicon, paper: Attribution | None) -> Phrase | None:
    """Whose "the statement" is in which somebody says something: the one cited last, or the hospital's."""
    found = _IN.match(text, hit.end, min(len(text), hit.end + _PAPER_WITHIN))
    if found is None or low(found.group(3)) not in lexicon.document:
        return None
    whose = low(found.group(1))
    here = Span(hit.start, hit.end)
    if not found.group(2) and whose in ("the", "that", "this"):
        return Phrase(name=paper.name, nature="channel", document=True, span=here) if paper is not None else None
    owner = words_after(text, found.start(1), found.start(3), lexicon)
    if not any(word.low.endswith("'s") for word in owner):
        return None
    return _issuer(_possessive(owner), text, lexicon)


def _quotes(outline: Outline, sentence: Span) -> bool:
    at = bisect_right(outline.quotations, sentence.start, key=lambda item: item.outer.end)
    return at < len(outline.quotations) and outline.quotations[at].outer.start < sentence.end
