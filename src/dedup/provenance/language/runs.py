"""Names as runs of words: capitals and the small words between them, and whether a person or a body is called so."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from operator import attrgetter
from typing import Literal

from dedup.model import Span
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.naming import Name, name_of
from dedup.provenance.language.persons import LONGEST_PERSON, is_land
from dedup.provenance.language.scan import low
from dedup.provenance.language.words import Word, acronym
from dedup.text.outline import Outline
from dedup.text.positions import quotations_in

# A person, a body, one capitalised word, what is called by a common noun alone; a paper by whose it is, and by itself.
Kind = Literal["person", "body", "word", "common", "paper", "record"]
# Longer words in capitals are shouted, or a place: ``SELWICK``.
_LONGEST_ACRONYM = 6
# Words of a person's full name.
_SHORTEST_PERSON = 2
_START = attrgetter("start")
_TOKEN = re.compile(r"[^\W_](?:[\w’'&/-]|[.,](?=\w))*|&|[,;:]|[–—]|-(?=\s)")
_BRACKETS = re.compile(r"\([^()\n]*\)|\[[^\[\]\n]*\]")


class Token(Word):
    """A word of a text, or a mark."""

    __slots__ = ()

    @property
    def word(self) -> bool:
        return self.text[0].isalnum() or self.text == "&"

    @property
    def owns(self) -> bool:
        return self.low.endswith(("'s", "s'"))


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """Words and marks, without what stands in brackets."""
    stretch = _BRACKETS.sub(lambda hit: " " * len(hit.group()), text[start:end])
    return [
        Token(hit.group(), low(hit.group()), start + hit.start(), start + hit.end()) for hit in _TOKEN.finditer(stretch)
    ]


def own_words(text: str, span: Span, outline: Outline) -> list[Token]:
    """The words of a stretch without quotations, with a mark where one stood or a sentence ends."""
    tokens: list[Token] = []
    near = quotations_in(outline.quotations, span)
    outers = [outline.quotations[index].outer for index in near]
    starts = [outer.start for outer in outers]
    ends = outline.sentences
    sentence, quoted = -2, -2
    for token in tokens_of(text, span.start, span.end):
        at = bisect_right(starts, token.start) - 1
        if at >= 0 and token.start < outers[at].end:
            quoted = at
            continue
        here = bisect_right(ends, token.start, key=_START)
        if tokens and (here != sentence or quoted >= 0):
            tokens.append(Token(".", ".", token.start, token.start))
        sentence, quoted = here, -2
        tokens.append(token)
    return tokens


@cache
def joining(lexicon: Lexicon) -> frozenset[str]:
    """The small words within names: "Friends of the Plaza", "Dene and Wold Hospitals Trust"."""
    return lexicon.joints - lexicon.determiners


def is_name(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word is capitalised, and no article."""
    return token.capital and token.low not in lexicon.determiners


def run_of(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The name that words begin with."""
    end = 0
    while end < len(tokens):
        if tokens[end].capital or (end and tokens[end].text.isdigit() and len(tokens[end].text) <= 2):
            end += 1
            continue
        # "Pell's and Ross's": two names, but "the Engineers' and Builders' Union".
        owned = end > 0 and tokens[end - 1].low.endswith("'s")
        if not end or owned or tokens[end].low not in joining(lexicon):
            break
        article = end + 1 < len(tokens) and tokens[end].low in lexicon.of and tokens[end + 1].low in lexicon.determiners
        after = end + 2 if article else end + 1
        if after >= len(tokens) or not tokens[after].capital:
            break
        end = after + 1
    return [*tokens[:end]]


def run_before(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The longest name that words end with."""
    for first, token in enumerate(tokens):
        if token.capital and (first or token.low not in lexicon.determiners | lexicon.openers):
            run = run_of(tokens[first:], lexicon)
            if len(run) == len(tokens) - first:
                return run
    return []


def name_of_run(run: Sequence[Token]) -> Name | None:
    """The name that a run is, be it that of an owner."""
    words = [token.text for token in run]
    if run and run[-1].low.endswith("'s"):
        words[-1] = words[-1][:-2]
    elif run and run[-1].low.endswith("s'"):
        words[-1] = words[-1][:-1]
    return name_of(" ".join(words))


def is_org(token: Token, lexicon: Lexicon) -> bool:
    """Whether a capitalised word makes a name an organisation's."""
    return token.capital and token.low.removesuffix("'s").removesuffix("'") in _organised(lexicon)


@cache
def _organised(lexicon: Lexicon) -> frozenset[str]:
    return lexicon.institution | lexicon.organisation | lexicon.media


def is_body(run: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a run is an organisation's name by its words."""
    return not is_person(run, lexicon) and any(is_org(token, lexicon) or _is_acronym(token) for token in run)


def _is_acronym(token: Token) -> bool:
    return acronym(token.text) and len(token.text) <= _LONGEST_ACRONYM and not is_land(token.text)


def is_person(run: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a name is a person's: "Defence Minister Ada Pell", "Ada Pell of the Board"."""
    return 0 < len(run) - _behind_title(run, lexicon) < len(run) or _before_body(run, lexicon) > 0


def _before_body(run: Sequence[Token], lexicon: Lexicon) -> int:
    """Where a person's name ends before whose they are: "Ada Pell of the Board"; 0 where it does not, "Attorney General
    of the Supreme Court"."""
    of = next((at for at, token in enumerate(run) if token.low in lexicon.of), 0)
    person = (
        _SHORTEST_PERSON <= of <= LONGEST_PERSON
        and not any(is_org(token, lexicon) or acronym(token.text) for token in run[:of])
        and run[of - 1].low not in lexicon.no_surnames  # "Permanent Secretary of the Home Office"
        and not all(token.low in lexicon.titles for token in run[:of])
        and any(is_org(token, lexicon) for token in run[of:])
    )
    return of if person else 0


def _behind_title(run: Sequence[Token], lexicon: Lexicon) -> int:
    """Where a person's name begins behind a title; the length of the run where none does."""
    titled = [at for at, token in enumerate(run) if token.low.rstrip(".") in lexicon.titles]
    # "Foreign Minister Ada Pell", not "Foreign Policy".
    office = any(run[at].low not in lexicon.portfolios for at in titled)
    first = titled[-1] + 1 if office else len(run)
    person = len(run) - first <= LONGEST_PERSON and not any(
        is_org(token, lexicon) or token.low in joining(lexicon) for token in run[first:]
    )
    return first if person else len(run)


def name_at(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[Name | None, Kind, int] | None:
    """The name that begins at a word, what is called so, and how many words it takes; ``None`` where none begins."""
    if not is_name(tokens[at], lexicon) or tokens[at].low in lexicon.pronouns | lexicon.calendar:
        return None
    run = whole = run_of(tokens[at:], lexicon)
    opens = at == 0 or not tokens[at - 1].word
    if opens and run[0].low in lexicon.openers | lexicon.stop | lexicon.neuter | lexicon.adverbs:
        if len(run) == 1 or not run[1].capital:
            return None
        run = run[1:]  # "In Ostrel Ada Pell", "Then Pell"
    run = run[: _before_body(run, lexicon)] or run
    first = _behind_title(run, lexicon)
    if first < len(run):
        return name_of_run(run[first:]), "person", len(whole)
    kind: Kind = "word" if len(run) == 1 else "person" if len(run) <= LONGEST_PERSON else "body"
    return name_of_run(run), "body" if is_body(run, lexicon) else kind, len(whole)
