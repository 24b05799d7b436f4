"""Attributions in running words: "according to a readout published by X", "X said in a statement"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache
from itertools import islice, takewhile

from dedup.model import Span
from dedup.provenance.article.aired import aired_by, among_others, given_to, relayed_by
from dedup.provenance.article.cue import CUE_LONGEST, Cue, made
from dedup.provenance.article.offices import offices_in, spoken_for
from dedup.provenance.article.papers import in_apposition, paper_of, resumed, same_paper
from dedup.provenance.language.known import is_medium
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.meant import business_called
from dedup.provenance.language.media import (
    SOME_MEDIUM,
    medium_apposed,
    medium_in,
    programme_in,
    some_medium,
    this_medium,
)
from dedup.provenance.language.naming import Name
from dedup.provenance.language.persons import person_of
from dedup.provenance.language.phrases import Phrase, issuer_in, paper_name, source_in
from dedup.provenance.language.proper import without_told_person
from dedup.provenance.language.scan import Hit, bare_words, low
from dedup.provenance.language.spaceless import relayed_spaceless, source_spaceless, speaking_spaceless
from dedup.provenance.language.standing import full_name
from dedup.provenance.language.subjects import has_left_office, is_titled_person
from dedup.provenance.language.words import Word, acronym, closes_quotation, institutional, words_after, words_before
from dedup.provenance.view import Attribution, Speech
from dedup.text.outline import Outline
from dedup.text.positions import block_at, span_at

# How far around an attribution its voices are looked for, and how many namesakes are told apart.
_NEAR, _NAMESAKES = 600, 4
_WORD, _PLAIN = re.compile(r"\S+"), re.compile(r"\w+")
_NEAR_WORDS = 40
# Characters behind "reported" in which the figures of a business stand.
_RESULTS_WITHIN = 48


def in_words(
    text: str,
    words: Set[str],
    outline: Outline,
    hits: Sequence[tuple[Lexicon, Sequence[Hit]]],
    known: dict[str, Name],
    speeches: Sequence[Speech],
) -> Iterable[Attribution]:
    """Every attribution in running words; `words` are the text's words, `known` the acronyms that it spells out."""
    persons = by_token(speech.speaker for speech in speeches)
    known_persons = {name.tokens: name for names in persons.values() for name in names}
    for token, names in persons.items():  # "Pell" where the text has "Ada Pell" alone
        if len(names) == 1 and names[0].tokens[-1] == token:
            known_persons.setdefault((token,), names[0])
    starts = [speech.place.start for speech in speeches]
    used = tuple(lexicon for lexicon, _ in hits)
    for lexicon, cues in hits:
        last: Attribution | None = None
        paper: Attribution | None = None
        offices = offices_in(text, words, outline, lexicon)
        for hit in cues:
            block = block_at(outline, hit.start, len(text))
            item = _attribution(Cue(text, outline, hit, block, lexicon, offices, last, paper))
            if item is None or (item.kind == "interview" and item.name and item.name.tokens in known_persons):
                continue
            reported = item.nature == "channel" and item.kind == "report"
            if reported and item.name is not None and not _is_paper(item.name):
                last = item
                paper = item if item.document else paper
            name = item.name
            if name is not None and item.nature == "channel":
                name = known.get(name.display, name)
                bearer = _bearer(text, name, lexicon, used) if item.document else None
                name = without_told_person(name, known_persons, lexicon)
                person = bearer or known_persons.get(name.tokens)
                if person is not None and item.document:
                    name = replace(person, display=f"statement by {person.display}")
            yield replace(item, name=name, voices=_voices(text, item, speeches, starts, persons))


def _is_paper(name: Name) -> bool:
    """Whether a source has but the name of a paper: "court filing" is not who "it" is."""
    return name.display.islower()


def _bearer(text: str, name: Name, lexicon: Lexicon, used: tuple[Lexicon, ...]) -> Name | None:
    """The person whom a document's one-word name means, where the text has the full name."""
    if len(name.tokens) != 1 or acronym(name.display) or name.tokens[0] in lexicon.institution | lexicon.organisation:
        return None
    full = person_of(full_name(text, name, used), lexicon)
    named = full is not None and len(full.tokens) > 1
    return full if full is not None and named and not set(full.tokens) & _organised(lexicon) else None


@cache
def _organised(lexicon: Lexicon) -> frozenset[str]:
    return lexicon.institution | lexicon.organisation | lexicon.media


def by_token(names: Iterable[Name]) -> dict[str, tuple[Name, ...]]:
    found: dict[str, tuple[Name, ...]] = {}
    for name in dict.fromkeys(names):
        for token in name.tokens:
            if len(token) > 1:
                found[token] = (*found.get(token, ()), name)[:_NAMESAKES]
    return found


def _is_body(words: Sequence[Word], phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether a phrase names an institution and no medium: not "Foreign Policy", which only begins like a ministry."""
    if phrase.name is not None and is_medium(phrase.name.display):
        return False
    named = {word.low for word in words if phrase.span.start <= word.start < phrase.span.end}
    return not named & lexicon.media and bool(named & (lexicon.institution | lexicon.public | lexicon.interrogators))


def _attribution(cue: Cue) -> Attribution | None:
    """The attribution that a cue makes, if a source or an unnamed document stands with it."""
    text, outline, hit, block, lexicon, *_ = cue
    spaceless = lexicon.script == "spaceless"
    phrase: Phrase | None
    if hit.kind == "hearsay":
        here = Span(hit.start, hit.end)
        return cue.names(Phrase(name=None, nature="unnamed", document=False, span=here))
    given = given_to(cue) if hit.kind == "appearance" or low(text[hit.start : hit.end]) in lexicon.interviews else None
    if given is not None:
        return made(text, outline, replace(hit, kind="interview"), given)
    if hit.kind in ("follow", "interview"):
        if spaceless:
            phrase = source_spaceless(text, hit.end, block.end, lexicon)
        else:
            words = words_after(text, hit.end, block.end, lexicon)
            own = this_medium(text, hit.end, _two_words(text, hit.end, block.end), lexicon)
            if own is not None:
                return cue.names(own)
            phrase = (medium_in if hit.kind == "interview" else source_in)(words, text, lexicon)
            if phrase is None or phrase.name is None or phrase.name.display.islower():
                phrase = some_medium(words, lexicon) or phrase
                if phrase is not None and phrase.noun == SOME_MEDIUM:
                    return cue.names(medium_apposed(text, phrase, block.end, lexicon) or phrase)
            words_of_cue = low(text[hit.start : hit.end])
            if (
                words_of_cue in lexicon.bidding
                and words
                and not (words[0].capital or words[0].low in lexicon.determiners)
            ):
                return None  # "had been told to stop filing them"
            if words_of_cue in lexicon.on_air or words_of_cue in lexicon.perhaps_on_air:
                sure = words_of_cue in lexicon.on_air
                return cue.names(programme_in(phrase, text, hit.end, lexicon, unknown=sure))
            printed = phrase is not None and phrase.nature == "channel" and not phrase.document
            if words_of_cue in lexicon.in_print and not printed:
                return None  # "published in Varnian on its website"
            if (
                words_of_cue.endswith(tuple(lexicon.of_media))
                and phrase is not None
                and _is_body(words, phrase, lexicon)
            ):
                return None  # "interviewed by the police"
        if (
            hit.kind == "interview"
            and phrase is not None
            and (phrase.name is None or among_others(text, phrase, lexicon))
        ):
            return None
        return cue.names(phrase)
    if hit.kind == "relay":
        return cue.names(relayed_spaceless(text, block.start, hit.start, lexicon) if spaceless else relayed_by(cue))
    if spaceless:
        return cue.names(speaking_spaceless(text, block.start, hit.start, lexicon)) if hit.kind == "say" else None
    if hit.kind in ("say", "contribution"):
        return _said(cue)
    if hit.kind == "address":
        return aired_by(cue)
    if hit.kind == "resumed":
        return cue.names(resumed(text, outline, hit, lexicon, cue.last) or _by_itself(cue))
    if hit.kind == "paper":
        return cue.names(paper_of(text, outline, hit, lexicon))
    return None


def _by_itself(cue: Cue) -> Phrase | None:
    """The paper of which nobody has said whose it is: "the memo said"."""
    end = cue.hit.start + cue.text[cue.hit.start : cue.hit.end].rstrip().rfind(" ")
    name = paper_name(cue.text, end, cue.lexicon)
    here = Span(cue.hit.start, cue.hit.end)
    return Phrase(name=name, nature="channel", document=True, span=here) if name is not None else None


def _said(cue: Cue) -> Attribution | None:
    """Read "the ministry said", "X, the operator, said", "it said in a statement", "she said in the statement"."""
    text, outline, hit, block, lexicon, offices, last, paper = cue
    begin = block.start
    words = words_before(text, begin, hit.start, lexicon)
    if words and words[-1].low.endswith(("'s", "s'")):
        return None  # "the Kremlin's alleged part in it"
    if low(text[hit.start : hit.end]) in lexicon.scoops:
        return _learned(cue, words)
    if low(text[hit.start : hit.end]) in lexicon.reporting and _tells_results(cue, words):
        return None
    following = low(text[hit.end : hit.end + 40]).lstrip()
    stated = following.startswith(_stated(lexicon))
    if stated and not is_titled_person(words, lexicon):
        phrase = issuer_in(words, text, lexicon)
        if phrase is not None and phrase.name is not None:
            return cue.names(phrase)
    vague = some_medium(words, lexicon)
    if vague is not None and words[-1].end == vague.span.end:
        return cue.names(vague)
    person = hit.kind == "say" and (is_titled_person(words, lexicon) or has_left_office(words, lexicon))
    phrase = source_in(words, text, lexicon) if not person else None
    if phrase is not None and phrase.name is not None and phrase.nature == "speaker":
        business = business_called(text, phrase.name, lexicon)
        if business is not None:
            return cue.names(replace(phrase, name=business, nature="channel", document=stated))
    if phrase is not None and phrase.nature == "channel" and phrase.name is not None:
        return cue.names(phrase)
    if hit.kind == "contribution":
        return None
    if not words:
        apposed = in_apposition(text, begin, hit.start, lexicon)
        if apposed is not None:
            return cue.names(replace(apposed, document=stated))
        before = text[max(0, hit.start - 8) : hit.start].split()[-1:]
        if before and low(before[0]) in lexicon.neuter:
            meant = resumed(text, outline, hit, lexicon, last)
            if meant is not None:
                return cue.names(meant)
    same = same_paper(text, hit, lexicon, paper)
    if same is not None:
        return cue.names(same)
    office = spoken_for(words, offices, lexicon)
    if office is not None:
        return cue.names(office)
    inside = _from_inside(text, hit.end, block.end, lexicon) or _inverted(cue, words)
    if inside is not None:
        return cue.names(inside)
    aired = aired_by(cue)
    if aired is None and (not words or (len(words) == 1 and words[0].low in lexicon.unnamed)):
        return cue.names(_nobody(text, begin, hit, lexicon))
    if aired is None and phrase is not None and (phrase.noun is not None or (stated and phrase.nature == "unnamed")):
        return cue.names(replace(phrase, document=stated))
    return aired


def _tells_results(cue: Cue, words: Sequence[Word]) -> bool:
    """Whether a business tells its figures, and no medium somebody's words: "Halloran reported record earnings"."""
    what = bare_words(cue.text[cue.hit.end : cue.hit.end + _RESULTS_WITHIN])
    if cue.lexicon.results.isdisjoint(what):
        return False
    return not any(word.low in cue.lexicon.media or is_medium(word.text) for word in words)


def _two_words(text: str, start: int, end: int) -> int:
    """Where the second word behind a position ends."""
    hits = [*islice(_PLAIN.finditer(text, start, end), 2)]
    return hits[-1].end() if hits else start


def _learned(cue: Cue, words: Sequence[Word]) -> Attribution | None:
    """What a medium has found out itself: "the Courier has learned that", "this newspaper can reveal that"."""
    sentence = span_at(cue.outline.sentences, cue.hit.start) or cue.block
    own = this_medium(cue.text, sentence.start, cue.hit.start, cue.lexicon)
    if own is not None:
        return cue.names(own)
    phrase = source_in(words, cue.text, cue.lexicon)
    if phrase is None or phrase.name is None:
        return None
    medium = is_medium(phrase.name.display) or not cue.lexicon.media.isdisjoint(phrase.name.tokens)
    return cue.names(phrase) if medium else None


def _from_inside(text: str, start: int, end: int, lexicon: Lexicon) -> Phrase | None:
    """The institution in which something is said: "сообщили в Министерстве транспорта"."""
    if not lexicon.inside:
        return None
    first = _WORD.search(text, start, end)
    if first is None or low(first.group()) not in lexicon.inside:
        return None
    phrase = issuer_in(words_after(text, first.end(), end, lexicon), text, lexicon)
    institution = phrase is not None and phrase.name is not None and set(phrase.name.tokens) & lexicon.institution
    return replace(phrase, document=False) if phrase is not None and institution else None


def _inverted(cue: Cue, before: Sequence[Word]) -> Phrase | None:
    """The institution behind the verb: “…,” said the Seamen's Union; قالت وزارة النقل; "…, reports the Courier"."""
    text, _, hit, block, lexicon, *_ = cue
    quoted = lexicon.script != "cased" or closes_quotation(text, hit.start)
    if lexicon.script == "cased" and (
        before or not (quoted or text[max(0, hit.start - 3) : hit.start].rstrip().endswith(","))
    ):
        return None
    words = words_after(text, hit.end, block.end, lexicon)
    if lexicon.script == "cased" and not any(word.capital for word in words):
        return None  # "the board": nobody by name
    person = [*takewhile(lambda word: word.capital and not institutional(word, lexicon), words)]
    if 1 < len(person) < len(words) and not words[len(person)].capital:
        return None  # "sagte Ada Pell der Nachrichtenagentur dpa"
    phrase = source_in(words, text, lexicon) if words and not is_titled_person(words, lexicon) else None
    if phrase is None or phrase.name is None or phrase.nature != "channel":
        return None
    if lexicon.script == "cased" and len(phrase.name.tokens) == 1 and phrase.name.tokens[0] in lexicon.institution:
        return None  # "claims the Committee to …"
    if not quoted and not is_medium(phrase.name.display) and lexicon.media.isdisjoint(phrase.name.tokens):
        return None  # without quoted words only what reports: "…, said the Board of Ostrel"
    if phrase.name.tokens[-1] in lexicon.office:
        return None  # "said a Varnian official": nobody in particular
    if any(word.low.endswith(("'s", "s'")) and word.end >= phrase.span.end for word in words[:-1]):
        return None  # "said the Senate's second man"
    # The subject begins right behind the verb: "said Ada Pell in Kessel Hospital" tells of no hospital.
    lead = text[hit.end : phrase.span.start].split()
    if not all(word in lexicon.determiners or word in lexicon.titles for word in map(low, lead)):
        return None
    return phrase if lexicon.script != "cased" or _ends_clause(text, phrase.span.end, lexicon) else None


def _ends_clause(text: str, position: int, lexicon: Lexicon) -> bool:
    """Whether a mark, a day or how it was said follows a subject; else it may be another verb's: "the Board would"."""
    after = low(text[position : position + CUE_LONGEST])
    words = after.split()
    if not words or not after[0].isspace() or not words[0][0].isalnum():
        return True
    return next(bare_words(after)) in lexicon.calendar | lexicon.aired or after.lstrip().startswith(_stated(lexicon))


def _nobody(text: str, begin: int, hit: Hit, lexicon: Lexicon) -> Phrase | None:
    """A source that a text does not name: "officials said", "investigators have said"."""
    words = [*_WORD.finditer(text, max(begin, hit.start - _NEAR_WORDS), hit.start)]
    while words and low(words[-1].group()) in lexicon.adverbs:
        words.pop()
    if not words or low(words[-1].group()) not in lexicon.unnamed:
        return None
    return Phrase(name=None, nature="unnamed", document=False, span=Span(words[-1].start(), hit.end))


@cache
def _stated(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(sorted(lexicon.stated))


def _voices(
    text: str,
    item: Attribution,
    speeches: Sequence[Speech],
    starts: Sequence[int],
    persons: Mapping[str, tuple[Name, ...]],
) -> tuple[Name, ...]:
    """Who speaks in the stretch an attribution covers; where nobody does, whom it names."""
    begin, end = max(item.covers.start, item.place.start - _NEAR), min(item.covers.end, item.place.end + _NEAR)
    speaking = speeches[bisect_left(starts, begin) : bisect_left(starts, end)]
    if speaking:
        return tuple(dict.fromkeys(speech.speaker for speech in speaking))
    words = (word.removesuffix("'s") for word in bare_words(text[begin:end]))
    return tuple(dict.fromkeys(name for word in words for name in persons.get(word, ())))
