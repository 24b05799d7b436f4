"""Whose words a clause carries, by the subject of its verb: "A ground control audit by the Inspectorate, completed in
November, found that …", "“…,” the Kestrian Football Association (KFA) said", "Its audit records that …".

Other rooms know a source by the words of its name right beside a cue. Here a clause is taken apart: what leads up to
the subject, the subject, what is said of it between commas, the verb. It is asked where those heard nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from dedup.model import Span
from dedup.provenance.article.cue import made
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.naming import Name, name_of
from dedup.provenance.language.noun_phrases import NounPhrase, leading_body, noun_phrase, papers_in, writer_in
from dedup.provenance.language.phrases import Phrase
from dedup.provenance.language.runs import Token, tokens_of
from dedup.provenance.language.scan import Hit
from dedup.provenance.view import Attribution
from dedup.text.outline import Outline
from dedup.text.positions import block_index, quotations_in

# So much of a sentence is read, and so many of its quotations.
_LONGEST, _MOST_QUOTATIONS = 600, 8
# Fewer quoted words are a term or a title.
_QUOTED_WORDS = 3
# How many sentences back, and how far, "it" may stand for a paper.
_SENTENCES, _NEAR = 4, 700
# Words between a verb and the "that" of what is said.
_THAT_WITHIN = 4


class _Frame(NamedTuple):
    """What of a sentence stands between quotations, with whether one stands right before and behind it."""

    tokens: list[Token]
    before: bool
    behind: bool


def in_clauses(text: str, outline: Outline, lexicon: Lexicon, heard: Iterable[Span]) -> Iterator[Attribution]:
    """The sources of sentences in which nobody is heard; `heard` are the places of those who are elsewhere."""
    if not lexicon.telling:
        return
    starts = sorted(place.start for place in heard)
    verbs = _verbs(lexicon)
    for at, sentence in enumerate(outline.sentences):
        first = bisect_left(starts, sentence.start)
        if first < len(starts) and starts[first] < sentence.end:
            continue
        span = Span(sentence.start, min(sentence.end, sentence.start + _LONGEST))
        if verbs.search(text, span.start, span.end) is None:
            continue
        clause = _Clause(text, outline, lexicon, at)
        for frame in _frames(text, outline, span):
            found = clause.read(frame)
            if found is not None:
                cue, phrase = found
                yield made(text, outline, Hit(cue.start, cue.end, "say"), phrase)
                break


@cache
def _verbs(lexicon: Lexicon) -> re.Pattern[str]:
    """The verbs by which somebody speaks or a paper tells something, and what leads to a paper's words."""
    words = sorted(map(re.escape, speaking(lexicon) | lexicon.telling))
    leads = sorted(re.escape(word.capitalize()) for word in lexicon.where)
    return re.compile(rf"(?<!\w)(?:{'|'.join((*words, *leads))})(?!\w)")


@cache
def speaking(lexicon: Lexicon) -> frozenset[str]:
    """The single words by which somebody speaks."""
    kinds = ("say", "interview")
    return frozenset(phrase for phrase, kind in lexicon.cues.items() if kind in kinds and " " not in phrase)


def _frames(text: str, outline: Outline, span: Span) -> Iterator[_Frame]:
    near = quotations_in(outline.quotations, span)[:_MOST_QUOTATIONS]
    outers = [outline.quotations[index].outer for index in near]
    whole = [outer for outer in outers if len(text[outer.start : outer.end].split()) >= _QUOTED_WORDS]
    position, before = span.start, False
    for outer in (*whole, None):
        end = min(outer.start if outer is not None else span.end, span.end)
        tokens = tokens_of(text, position, end) if end > position else []
        leads = outer is not None or text[max(position, span.end - 2) : span.end].rstrip().endswith(":")
        if any(token.word for token in tokens):
            yield _Frame(tokens, before, leads)
        if outer is not None:
            position, before = max(position, outer.end), True


class _Clause(NamedTuple):
    """A sentence of a text, which may speak of what stands before it."""

    text: str
    outline: Outline
    lexicon: Lexicon
    at: int

    def read(self, frame: _Frame) -> tuple[Token, Phrase] | None:
        """The cue of a frame, and whose words it carries."""
        tokens = frame.tokens[sum(1 for _ in takewhile(lambda token: not token.word, frame.tokens)) :]
        verbs = speaking(self.lexicon) | self.lexicon.telling
        if frame.before and tokens[0].low in verbs:  # “…,” say the grounds of claim, a copy of which …
            return self._told(tokens[0], self._phrase(takewhile(lambda token: token.word, tokens[1:])))
        for index, verb in enumerate(tokens):
            if index == 0 or verb.capital or verb.low not in verbs:
                continue
            if verb.low.endswith(tuple(self.lexicon.gerunds)):  # "held under a court order stating that"
                lead, subject = None, self._last_paper(tokens[: index + 1])
            else:
                lead, subject = self._parted(tokens[:index], last=index == len(tokens) - 1)
            told = self._told(verb, subject) if self._carries(frame, tokens, index, subject) else None
            if (told is None or told[1].name is None) and lead is not None and lead.paper:
                whose = lead._replace(owner=lead.owner or self._whose(lead, subject))
                told = self._told(verb, whose, whose=True) or told
            if told is not None:
                return told
        if tokens[0].low in self.lexicon.where:
            lead = self._phrase(takewhile(lambda token: token.word, tokens[1:]))
            leads = frame.behind and tokens[-1].text == ":" and not any(token.low == "," for token in tokens)
            if lead is not None and (lead.paper or (leads and lead.body)):
                return self._told(tokens[0], lead, whose=lead.paper)
        if frame.behind and tokens[-1].text == ":":
            # "Appendix C is the warning from the Drivers' Union, sent in May: “…”"
            return self._told(tokens[-1], self._last_paper(tokens), whose=True)
        return None

    def _carries(self, frame: _Frame, tokens: Sequence[Token], index: int, subject: NounPhrase | None) -> bool:
        """Whether a verb has words that it carries: quoted ones, "that" or a colon, or what stands before it."""
        if frame.before or (frame.behind and index >= len(tokens) - _THAT_WITHIN) or index == len(tokens) - 1:
            return True
        if any(
            token.low in self.lexicon.that or token.low == ":" for token in tokens[index + 1 : index + 1 + _THAT_WITHIN]
        ):
            return True
        return subject is not None and subject.body and tokens[index].low in speaking(self.lexicon)

    def _whose(self, lead: NounPhrase, subject: NounPhrase | None) -> Name | None:
        """Whose paper it is in "In its letter of 3 May the Nkoshi branch told …"."""
        return subject.name if lead.owned and subject is not None and not subject.paper else None

    def _phrase(self, tokens: Iterable[Token], aside: Sequence[Token] = ()) -> NounPhrase | None:
        return noun_phrase([*tokens], aside, self.text, self.lexicon)

    def _last_paper(self, tokens: Sequence[Token]) -> NounPhrase | None:
        """The paper that words speak of last, before the last of them."""
        span = Span(tokens[0].start, tokens[-1].start)
        return next(papers_in(self.text, span, self.outline, self.lexicon), None)

    def _parted(self, tokens: Sequence[Token], *, last: bool) -> tuple[NounPhrase | None, NounPhrase | None]:
        """What leads up to the subject of a verb, "In its last assessment,", and the subject.

        The words before the `last` of a sentence are what it tells: "Two thirds never have, a survey found".
        """
        if tokens[-1].low in self.lexicon.which:  # "her website, which says only"
            return None, self._last_paper(tokens)
        parts: list[list[Token]] = [[]]
        for token in tokens:
            if token.word:
                parts[-1].append(token)
            elif parts[-1]:
                parts.append([])
        parts = [part for part in parts if part]
        lead = None
        if last and len(parts) > 1:
            parts = parts[-1:]
        while len(parts) > 1 and self._opens(parts[0]):
            _, *rest = parts.pop(0)
            lead = lead or self._title(rest, parts[0]) or self._phrase(rest)
        if not parts or self._opens(parts[0]):
            return lead, None
        return lead, self._phrase(parts[0], parts[1] if len(parts) > 1 else ())

    def _title(self, words: Sequence[Token], aside: Sequence[Token]) -> NounPhrase | None:
        """The book in "In The Open Hand, the book that made his name, he wrote"."""
        core = [*takewhile(lambda token: token.low not in self.lexicon.relative_words, aside)]
        if not (core and words and words[0].capital and words[-1].capital and core[0].low in self.lexicon.determiners):
            return None
        if not any(token.low in self.lexicon.books for token in core):
            return None
        span = Span(words[0].start, words[-1].end)
        name = name_of(self.text[span.start : span.end])
        return NounPhrase(span, owner=name, paper=True)

    def _opens(self, part: Sequence[Token]) -> bool:
        """Whether words before a comma say when or where: "In a letter to the board", "Hours later"."""
        first = part[0].low
        if first in self.lexicon.neuter | self.lexicon.determiners:
            return False
        known = self.lexicon.openers | self.lexicon.calendar | self.lexicon.adverbs | self.lexicon.stop
        return first in known or not any(token.low in self.lexicon.determiners or token.capital for token in part[:2])

    def _told(self, cue: Token, subject: NounPhrase | None, *, whose: bool = False) -> tuple[Token, Phrase] | None:
        """The phrase for a subject, if it names somebody; `whose` says that a paper must be somebody's."""
        if subject is None:
            return None
        earlier = self._earlier(subject) if subject.owner is None and (subject.owned or subject.bare) else None
        name = earlier or subject.owner or (None if whose and subject.paper else subject.name)
        span = Span(min(subject.span.start, cue.start), max(subject.span.end, cue.end))
        if name is None or not (subject.paper or subject.body or subject.bare):
            # Who put the paper out is told nowhere; who speaks is not whoever was named last.
            unnamed = Phrase(name=None, nature="unnamed", document=True, span=span)
            return (cue, unnamed) if subject.paper and not whose else None
        return cue, Phrase(name=name, nature="channel", document=not subject.body, span=span)

    def _earlier(self, subject: NounPhrase) -> Name | None:
        """Whose paper "it" is, or whose "its audit": of the paper or the body that a text spoke of shortly before."""
        sentences, blocks = self.outline.sentences, self.outline.blocks
        here = sentences[self.at].start
        first = blocks[max(0, block_index(blocks, here) - 1)].span.start if blocks else 0
        for sentence in reversed(sentences[max(0, self.at - _SENTENCES) : self.at]):
            if sentence.end < max(first, here - _NEAR):
                return None
            if blocks[block_index(blocks, sentence.start)].kind == "headline":
                continue
            before = Span(max(sentence.start, sentence.end - _NEAR), sentence.end)
            if not subject.owned:
                papers = papers_in(self.text, before, self.outline, self.lexicon)
                paper = next((each for each in papers if subject.noun in (None, each.noun)), None)
                if paper is not None and (paper.owner or paper.name) is not None:
                    return paper.owner or paper.name
            body = writer_in(self.text, before, self.lexicon) or leading_body(self.text, before, self.lexicon)
            if body is not None:
                return body
        return None
