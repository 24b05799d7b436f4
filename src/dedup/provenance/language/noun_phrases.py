"""The noun phrase that is a verb's subject: whose name it is, or what paper it is and whose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from dedup.model import Span
from dedup.provenance.language.known import is_demonym
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.meant import meant
from dedup.provenance.language.naming import Name, name_of
from dedup.provenance.language.persons import is_of_a_land
from dedup.provenance.language.phrases import paper_name
from dedup.provenance.language.proper import names_nobody
from dedup.provenance.language.runs import (
    Token,
    is_body,
    is_name,
    is_org,
    is_person,
    joining,
    name_of_run,
    own_words,
    run_before,
    run_of,
    tokens_of,
)
from dedup.text.outline import Outline

# How many words may stand between a body and its paper ("Department of Health inspection report"), before
# a paper, and behind it.
_BETWEEN, _BEFORE_PAPER, _BEHIND_PAPER = 2, 8, 24


class NounPhrase(NamedTuple):
    """What a noun phrase names, and where it stands.

    `name` is what it is called: a body (`body`), or a paper (`paper`) that is called something by itself; `owner`
    whoever put the paper out. It may be "its" paper (`owned`), or one told of before (`bare`): "it", "the letter";
    `noun` is what the paper is.
    """

    span: Span
    name: Name | None = None
    owner: Name | None = None
    paper: bool = False
    body: bool = False
    owned: bool = False
    bare: bool = False
    noun: str | None = None


def noun_phrase(tokens: Sequence[Token], aside: Sequence[Token], text: str, lexicon: Lexicon) -> NounPhrase | None:
    """Read the words up to a verb, without marks; `aside` is what a comma adds: "which commissioned the research"."""
    tokens = [*tokens]
    while tokens and (tokens[-1].low in lexicon.adverbs or tokens[-1].low.endswith(tuple(lexicon.adverb_endings))):
        tokens.pop()
    if not tokens:
        return None
    span = Span(tokens[0].start, tokens[-1].end)
    if len(tokens) == 1 and tokens[0].low in lexicon.neuter:
        return NounPhrase(span, bare=True)
    cut = next((at for at, token in enumerate(tokens) if at and token.low in lexicon.relative_words), len(tokens))
    core, tail = tokens[:cut], tokens[cut:]
    while core and core[-1].low in lexicon.of | lexicon.by:
        core.pop()  # "the warrant on which the house was searched"
    at = _paper(core, lexicon)
    if at is not None:
        return _of_paper(core, at, tail, span, text, lexicon)
    return _of_body(core, aside or tail, span, text, lexicon)


def papers_in(text: str, span: Span, outline: Outline, lexicon: Lexicon) -> Iterator[NounPhrase]:
    """The papers that a stretch speaks of in the text's own words, from the last on."""
    tokens = own_words(text, span, outline)
    for at in reversed(range(len(tokens))):
        if tokens[at].capital or tokens[at].low not in _papers(lexicon):
            continue
        first = at
        while first > max(0, at - _BEFORE_PAPER) and tokens[first - 1].word and not _begins(tokens[first], lexicon):
            first -= 1
        words = [*takewhile(lambda token: token.word, tokens[first : at + _BEHIND_PAPER])]
        phrase = noun_phrase(words, (), text, lexicon)
        if phrase is not None and phrase.paper:
            if phrase.owner is None and not phrase.owned:
                phrase = phrase._replace(owner=_publisher(tokens[max(0, first - _BEHIND_PAPER) : first], text, lexicon))
            yield phrase


def leading_body(text: str, span: Span, lexicon: Lexicon) -> Name | None:
    """The body that a sentence begins with: "The Inspectorate of Mines had been there before him"."""
    tokens = tokens_of(text, span.start, span.end)
    at = 1 if len(tokens) > 1 and tokens[0].low in lexicon.determiners else 0
    if not tokens or not tokens[at].capital:
        known = at > 0 and tokens[0].low in lexicon.definite and tokens[at].low in lexicon.institution
        return meant(text, tokens[at].start, tokens[at].low, lexicon) if known else None
    run = run_of(tokens[at:], lexicon)
    return name_of_run(run) if is_body(run, lexicon) else None


def _begins(token: Token, lexicon: Lexicon) -> bool:
    """Whether a noun phrase begins with a word, unless its owner stands before it."""
    return token.low in lexicon.determiners or token.low in lexicon.possessives


def _publisher(before: Sequence[Token], text: str, lexicon: Lexicon) -> Name | None:
    """Who put a paper out by the verb before it: "as the Brackwell Institute, a think tank, published a report"."""
    verb = len(before) - 1
    return _doer(before[:verb], text, lexicon) if verb > 0 and before[verb].low in lexicon.put_out else None


def writer_in(text: str, span: Span, lexicon: Lexicon) -> Name | None:
    """Who wrote or sent something, as a stretch tells: "Ada Pell, his solicitor, has written to the federation"."""
    tokens = tokens_of(text, span.start, span.end)
    verb = next((at for at, token in enumerate(tokens) if at and token.low in lexicon.put_out), None)
    return _doer(tokens[:verb], text, lexicon, persons=True) if verb is not None else None


def _doer(before: Sequence[Token], text: str, lexicon: Lexicon, *, persons: bool = False) -> Name | None:
    """The last body that words name, or the last person: the subject of the verb behind them."""
    for at in range(len(before) - 1, -1, -1):
        token = before[at]
        if token.low in lexicon.institution and at and before[at - 1].low in lexicon.definite:
            return meant(text, token.start, token.low, lexicon)
        if not is_name(token, lexicon) or (at and is_name(before[at - 1], lexicon)):
            continue
        first = at
        while first > 1 and before[first - 1].low in joining(lexicon) and before[first - 2].capital:
            first -= 2
            while first and is_name(before[first - 1], lexicon):
                first -= 1
        run = run_of(before[first:], lexicon)
        if run and (is_body(run, lexicon) or (persons and len(run) > 1 and not run[-1].owns)):
            return name_of_run(run)
    return None


@cache
def _papers(lexicon: Lexicon) -> frozenset[str]:
    return (lexicon.document | lexicon.papers | lexicon.kinds_of_paper | lexicon.writings) - lexicon.unwritten


def _paper(core: Sequence[Token], lexicon: Lexicon) -> int | None:
    """Where the paper is that a phrase tells of: "the trust's staff survey", "a copy of the memo"."""
    for at, token in enumerate(core):
        if token.low not in _papers(lexicon) or (at + 1 < len(core) and _goes_on(core[at + 1], lexicon)):
            continue
        if token.capital and not (at and core[at - 1].capital):
            continue
        return at
    return None


def _goes_on(token: Token, lexicon: Lexicon) -> bool:
    """Whether a noun goes on with the next word: "inspection report", "Survey Office"; not "survey of", "memo seen"."""
    small = token.low in lexicon.by | lexicon.of | lexicon.come_by | lexicon.joints | lexicon.stop | lexicon.openers
    return not (small or token.low.endswith(tuple(lexicon.past_endings)) or not token.text[0].isalpha())


def _of_paper(
    core: Sequence[Token], at: int, tail: Sequence[Token], span: Span, text: str, lexicon: Lexicon
) -> NounPhrase:
    before, after = core[:at], core[at + 1 :]
    if core[at].capital:  # "The Kessick Nursing Workforce Survey"
        run = [*takewhile(lambda token: token.capital, reversed(core[: at + 1]))][::-1]
        run = run[1:] if run[0].low in lexicon.determiners else run
        return NounPhrase(span, name=name_of_run(run), paper=True)
    owner = _possessor(before, text, lexicon) or _body_before(before, lexicon)
    owned = owner is None and any(token.low in lexicon.possessives for token in before)
    if owner is None and not owned:
        owner = _issuer(after, lexicon) or _sender(tail, lexicon)
    called = paper_name(text, core[at].end, lexicon)
    if len(after) == 2 and after[0].low in lexicon.of and not after[1].capital:  # "the grounds of claim"
        called = name_of(text[core[at].start : after[1].end])
    bare = owner is None and called is None and core[0].low in lexicon.definite
    return NounPhrase(span, name=called, owner=owner, paper=True, owned=owned, bare=bare, noun=core[at].low)


def _possessor(before: Sequence[Token], text: str, lexicon: Lexicon) -> Name | None:
    """Whose a paper is: "the Chamber of Engineers' survey", "the union's letter" where the text tells which union."""
    last = max((at for at, token in enumerate(before) if token.owns), default=-1)
    if last < 0 or before[last].low.removesuffix("'s") in lexicon.calendar:
        return None
    run = run_before(before[: last + 1], lexicon)
    if run:
        name = name_of_run(run)
        return name if name is not None and not is_of_a_land([token.text for token in run], lexicon) else None
    noun = before[last].low.removesuffix("'s")
    return meant(text, before[last].start, noun, lexicon) if noun in lexicon.institution | lexicon.company else None


def _body_before(before: Sequence[Token], lexicon: Lexicon) -> Name | None:
    """The body whose name stands before a paper: "A Department of Health inspection report"."""
    small = [*takewhile(lambda token: not token.capital, reversed(before))]
    if len(small) > _BETWEEN:
        return None
    run = run_before(before[: len(before) - len(small)], lexicon)
    named = is_body(run, lexicon) and not (len(run) == 1 and is_org(run[0], lexicon))  # but "Media reports"
    return name_of_run(run) if named else None


def _issuer(after: Sequence[Token], lexicon: Lexicon) -> Name | None:
    """Who put a paper out: "audit by the Inspectorate of Mines", "letter from the miners' union"; not "seen by"."""
    for at, token in enumerate(after):
        if token.low in lexicon.issued_by and not (at and after[at - 1].low in lexicon.come_by):
            words = [*after[at + 1 :]]
            definite = bool(words) and words[0].low in lexicon.definite
            while words and words[0].low in lexicon.determiners:
                words.pop(0)
            run = run_of(words, lexicon)
            if run:
                land = is_of_a_land([token.text for token in run], lexicon)
                return name_of_run(run) if not land and (definite or is_body(run, lexicon)) else None
            small = [*takewhile(lambda token: token.low not in lexicon.by | lexicon.of | lexicon.stop, words)]
            known = small and small[-1].low in lexicon.institution and 1 < len(small) <= 1 + _BETWEEN
            return name_of(" ".join(token.text for token in small)) if known else None
    return None


def _sender(tail: Sequence[Token], lexicon: Lexicon) -> Name | None:
    """Whoever sent or published it: "a letter which the Allied Mineworkers' Union sent to the manager"."""
    verb = next((at for at, token in enumerate(tail) if token.low in lexicon.put_out), None)
    if verb is None:
        return None
    words = [token for token in tail[1:verb] if token.low not in lexicon.determiners | lexicon.adverbs]
    run = run_of(words, lexicon)
    return name_of_run(run) if run and len(run) == len(words) else None


def _of_body(
    core: Sequence[Token], aside: Sequence[Token], span: Span, text: str, lexicon: Lexicon
) -> NounPhrase | None:
    heads = [
        at for at, token in enumerate(core) if is_name(token, lexicon) and not (at and is_name(core[at - 1], lexicon))
    ]
    if not heads or core[0].low in lexicon.openers:
        return None
    # "The American union UCSW": what is named last; else what is first, "the Friends of the Plaza group".
    first = heads[-1] if core[-1].capital else heads[0]
    if first and core[first - 1].low in joining(lexicon) | lexicon.determiners and len(heads) > 1:
        first = heads[0]
    run = run_of(core[first:], lexicon)
    kinds = lexicon.company | lexicon.institution
    if len(run) > 1 and first == 0 and run[0].low in kinds and not is_org(run[1], lexicon):
        run = run[1:]  # "Operator Sundlink AG"
    if not run or is_of_a_land([token.text for token in run], lexicon):
        return None
    if (len(run) == 1 and first == 0 and is_org(run[0], lexicon)) or names_nobody(run, text, lexicon):
        return None  # "Media reports", "Police said", "NEED BOATS": capitals of a sentence
    which = bool(aside) and aside[0].low in lexicon.which
    led = first > 0 and core[first - 1].low in lexicon.definite and len(run) > 1 and not is_demonym(run[-1].text)
    if is_person(run, lexicon):
        return None
    behind = core[first + len(run) :]
    if len(behind) > 1:
        return None  # "Lantern Gate paid a reported 4m"
    called = [*run, *behind[:1]] if len(behind) == 1 and behind[0].text.islower() and first else run
    body = is_body(run, lexicon) or which or led
    return NounPhrase(span, name=name_of_run(run if body else called), body=body)
