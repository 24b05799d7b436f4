"""Whose some words most likely are, where no rule tells: every name around them, weighed by how it stands to them.

A conditional logit (McFadden, 1974) over the names and papers that a text has near a passage, and *nobody*. Its weights
are fitted on attributions that people marked: ``data/whose.toml`` says on which.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from dedup.model import Span
from dedup.provenance.article.clauses import speaking
from dedup.provenance.language.lexicon import Lexicon, load, recognised
from dedup.provenance.language.meant import meant
from dedup.provenance.language.naming import Name, name_of, same_name, same_person
from dedup.provenance.language.noun_phrases import papers_in
from dedup.provenance.language.persons import is_of_a_land
from dedup.provenance.language.runs import Kind, Token, name_at, own_words, tokens_of
from dedup.provenance.view import Dossier, quoted_share
from dedup.text.positions import block_index, span_at

# How far names are looked for before, behind and from either end within a passage, in code points; how many of them;
# and how far a word goes on.
_BEFORE, _BEHIND, _INSIDE, _MOST, _MOST_INSIDE, _LONGEST_WORD = 700, 250, 300, 20, 8, 40
# The share of a passage that quotation marks hold from which on it is quoted.
_QUOTED = 0.5
# An aside between a name and its verb: "Ada Pell, 67, a clerk in Ostrel, said".
_ASIDE = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A name near a passage, and how it stands to it: features by name."""

    name: Name
    kind: Kind
    span: Span
    features: Mapping[str, float]


def chances(own: Dossier, passage: Span) -> tuple[tuple[Candidate, float], ...]:
    """The names around a passage with the probability that its words are theirs; what is missing to 1 is nobody's.

    What goes by a common noun has the name that the noun means, where the text tells; "the company" without one is
    nobody.
    """
    lexicon = next((each for each in own.languages if each.telling and recognised(own.languages)), None)
    if lexicon is None:
        return ()
    found = candidates(own, passage, lexicon)
    weights = weights_of()
    scores = [score_of(each.features, weights) for each in found]
    nobody = score_of(features_of_nobody(own, passage, found), weights)
    top = max((*scores, nobody))
    powers = [math.exp(score - top) for score in scores]
    total = math.fsum((*powers, math.exp(nobody - top)))
    called = (_called(own.article.text, each, lexicon) for each in found)
    return tuple((each, power / total) for each, power in zip(called, powers, strict=True) if each is not None)


def _called(text: str, candidate: Candidate, lexicon: Lexicon) -> Candidate | None:
    """A candidate by the name that its common noun means: "the bank" of a text that names one."""
    if candidate.kind != "common":
        return candidate
    noun = candidate.name.display
    full = meant(text, candidate.span.start, noun, lexicon) if noun in lexicon.institution | lexicon.company else None
    if full is None:
        return None if noun in lexicon.company else candidate
    return replace(candidate, name=full)


@cache
def weights_of() -> Mapping[str, float]:
    """The fitted weight of each feature, in log-odds."""
    return {key: float(value) for key, value in load("whose.toml")["weights"].items()}


def score_of(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """What features speak for, in log-odds; one without a weight says nothing."""
    return math.fsum(weights.get(key, 0.0) * value for key, value in features.items())


def features_of_nobody(own: Dossier, passage: Span, found: Sequence[Candidate]) -> dict[str, float]:
    """What speaks for none of the names around a passage."""
    return {f"nobody.{_manner(own, passage)}": 1.0, "nobody.names": math.log1p(len(found))}


def _manner(own: Dossier, passage: Span) -> str:
    return "quoted" if quoted_share(own, passage) >= _QUOTED else "told"


def candidates(own: Dossier, passage: Span, lexicon: Lexicon) -> list[Candidate]:
    """Every name and every paper around a passage, apart from what is quoted, the nearest first."""
    text = own.article.text
    tokens: list[Token] = []
    found: list[tuple[Name, Kind, Span]] = []
    for window in _windows(text, passage):
        words = own_words(text, window, own.outline)
        found += _named(words, lexicon)
        found += _common(words, lexicon)
        for paper in papers_in(text, window, own.outline, lexicon):
            name = paper.owner or paper.name
            if name is not None:
                found.append((name, "paper", paper.span))
        tokens += words
    found.sort(key=lambda item: (_gap(item[2], passage), item[2]))
    inside = [item for item in found if not _gap(item[2], passage)]
    found = [item for item in found if _gap(item[2], passage)][:_MOST] + inside[:_MOST_INSIDE]
    spans = [span for _, _, span in found]
    around = _Around(
        own,
        passage,
        tokens,
        [token.start for token in tokens],
        _manner(own, passage),
        _pronoun(text, passage, lexicon),
        lexicon,
    )
    return [
        Candidate(name=name, kind=kind, span=span, features=around.features(name, kind, span, spans))
        for name, kind, span in found
    ]


def _windows(text: str, passage: Span) -> Iterator[Span]:
    """What stands around a passage and at its ends."""
    start, end = max(0, passage.start - _BEFORE), min(len(text), passage.end + _BEHIND)
    while start and text[start - 1].isalnum() and passage.start - start < _BEFORE + _LONGEST_WORD:
        start -= 1
    if len(passage) <= 2 * _INSIDE:
        yield Span(start, end)
        return
    yield Span(start, passage.start + _INSIDE)
    yield Span(passage.end - _INSIDE, end)


def _gap(span: Span, passage: Span) -> int:
    return max(0, passage.start - span.end, span.start - passage.end)


def _named(tokens: Sequence[Token], lexicon: Lexicon) -> list[tuple[Name, Kind, Span]]:
    found: list[tuple[Name, Kind, Span]] = []
    at = 0
    while at < len(tokens):
        named = name_at(tokens, at, lexicon)
        if named is None:
            at += 1
            continue
        name, kind, size = named
        if name is not None and not is_of_a_land(name.display.split(), lexicon):
            found.append((name, kind, Span(tokens[at].start, tokens[at + size - 1].end)))
        at += size
    return found


def _common(tokens: Sequence[Token], lexicon: Lexicon) -> list[tuple[Name, Kind, Span]]:
    """What a text calls by a common noun alone: "the police", "prosecutors", "the letter"."""
    nouns = lexicon.institution | lexicon.company | lexicon.unnamed
    papers = lexicon.document | lexicon.writings
    plain = nouns | papers
    found: list[tuple[Name, Kind, Span]] = []
    for at, token in enumerate(tokens):
        if token.capital and not (at == 0 or not tokens[at - 1].word) or token.low not in plain:
            continue
        before, behind = (tokens[at - 1] if at else None), (tokens[at + 1] if at + 1 < len(tokens) else None)
        if behind is not None and (
            behind.low in plain or behind.low in lexicon.titles or behind.owns or behind.capital
        ):
            continue
        if before is not None and before.capital and before.low not in lexicon.determiners:
            continue
        name = name_of(token.low)
        if name is not None:
            found.append((name, "record" if token.low in papers else "common", Span(token.start, token.end)))
    return found


@dataclass(frozen=True, slots=True)
class _Around:
    """A passage and the words around it."""

    own: Dossier
    passage: Span
    tokens: Sequence[Token]
    starts: Sequence[int]
    manner: str
    pronoun: str | None
    lexicon: Lexicon

    def features(self, name: Name, kind: str, span: Span, others: Sequence[Span]) -> dict[str, float]:
        """How a name stands to the passage."""
        own, passage, lexicon = self.own, self.passage, self.lexicon
        text = own.article.text
        where = self._where(span)
        gap = _gap(span, passage)
        found = {
            f"kind.{kind}.{self.manner}": 1.0,
            f"where.{where}.{self.manner}": 1.0,
            f"near.{'before' if span.end <= passage.start else 'behind'}": -math.log1p(gap / 20),
        }
        first = bisect_right(self.starts, span.start) - 1
        last = bisect_right(self.starts, span.end - 1) - 1
        before = self.tokens[first - 1] if first > 0 else None
        two = f"{self.tokens[first - 2].low} {before.low}" if before is not None and first > 1 else ""
        verbs = _verbs(lexicon)
        if self._verb_behind(last):
            found["verb.behind"] = 1.0
            found[f"verb.behind.{where}"] = 1.0
        if before is not None and before.word:
            if before.low in verbs:
                found["verb.before"] = 1.0
                found[f"verb.before.{where}"] = 1.0
            if two in lexicon.cues and lexicon.cues[two] == "follow" or lexicon.cues.get(before.low) == "follow":
                found["led.follow"] = 1.0
            elif lexicon.cues.get(before.low) == "interview" or before.low in lexicon.told_to:
                found["led.told"] = 1.0
            elif before.low in lexicon.issued_by:
                found["led.from"] = 1.0
            elif before.low in lexicon.of | lexicon.by | lexicon.where:
                found["led.other"] = 1.0
        sentence = span_at(own.outline.sentences, span.start)
        if sentence is not None and not any(
            token.word
            for token in self.tokens
            if sentence.start <= token.start < span.start and token.low not in lexicon.determiners
        ):
            found["subject"] = 1.0
            found[f"subject.{where}"] = 1.0
        if span.end <= passage.start:
            between = text[span.end : passage.start]
            if between.rstrip(" \n\"'“‘").endswith(":"):
                found["colon"] = 1.0
        among = sum(1 for other in others if other != span and _between(other, span, passage))
        found[f"between.{min(among, 3)}"] = 1.0
        owner = self.tokens[last].low.endswith(("'s", "s'"))
        if owner:
            found["owns"] = 1.0
        spoken = text[passage.start : passage.end]
        if name.display.split()[-1] in spoken:
            found["within"] = 1.0
        found["often"] = math.log(max(1, text.count(name.display.split()[-1])))
        if any(same_person(speech.speaker, name) for speech in own.speeches):
            found["speaks"] = 1.0
        if any(item.name is not None and item.nature == "channel" and same_name(item.name, name) for item in own.local):
            found["cited"] = 1.0
        outlet = own.names.outlet
        if outlet is not None and own.names.match(name):
            found["own"] = 1.0
        if self.pronoun is not None and span.end <= passage.start and not among:
            found[f"pronoun.{self.pronoun}.{kind}"] = 1.0
        return found

    def _where(self, span: Span) -> str:
        outline, passage = self.own.outline, self.passage
        if span.end > passage.start and span.start < passage.end:
            return "within"
        here = bisect_right(outline.sentences, passage.start, key=lambda each: each.start)
        ends = bisect_right(outline.sentences, passage.end - 1, key=lambda each: each.start)
        there = bisect_right(outline.sentences, span.start, key=lambda each: each.start)
        if here <= there <= ends:
            return "before" if span.end <= passage.start else "behind"
        blocks = outline.blocks
        apart = block_index(blocks, span.start) - block_index(
            blocks, passage.start if there < here else passage.end - 1
        )
        if there < here:
            return (
                ("sentence-before" if here - there == 1 else "sentences-before")
                if apart == 0
                else ("block-before" if apart == -1 and here - there == 1 else "blocks-before")
            )
        return "sentence-behind" if apart == 0 else "block-behind"

    def _verb_behind(self, last: int) -> bool:
        """Whether a verb of saying follows a name, be it behind an aside."""
        verbs = _verbs(self.lexicon)
        tokens = self.tokens[last + 1 : last + 2 + _ASIDE]
        while (
            tokens
            and tokens[0].word
            and (tokens[0].low in self.lexicon.adverbs or tokens[0].low.endswith(tuple(self.lexicon.adverb_endings)))
        ):
            tokens = tokens[1:]
        if tokens and tokens[0].low in verbs and not tokens[0].capital:
            return True
        if not tokens or tokens[0].low not in (",", "–", "—"):
            return False
        return any(mark.low in (",", "–", "—") and token.low in verbs for mark, token in pairwise(tokens[1:]))


def _pronoun(text: str, passage: Span, lexicon: Lexicon) -> str | None:
    """The pronoun that speaks right before or behind a passage: "he said"."""
    verbs = _verbs(lexicon)
    behind = tokens_of(text, passage.end, min(len(text), passage.end + 60))[:5]
    ahead = tokens_of(text, max(0, passage.start - 60), passage.start)[-6:]
    for words in (behind, ahead):
        for one, two in pairwise([token for token in words if token.word]):
            if two.low in verbs and (one.low in lexicon.pronouns or one.low in lexicon.neuter):
                return "it" if one.low in lexicon.neuter else "person"
    return None


def _between(other: Span, span: Span, passage: Span) -> bool:
    if span.end <= passage.start:
        return span.end <= other.start and other.end <= passage.start
    return passage.end <= other.start and other.end <= span.start


@cache
def _verbs(lexicon: Lexicon) -> frozenset[str]:
    return lexicon.telling | speaking(lexicon)
