"""Where a text has somebody say something, and how whoever speaks stands with the verb."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from dedup.model import Span
from dedup.provenance.article.heads import is_of_the_page
from dedup.provenance.article.saying import (
    after_role,
    begins_unnamed,
    behind_quotation,
    in_apposition,
    is_described,
    is_unnamed,
    is_where,
    leading_name,
    past_title,
    titled_spaceless,
    told_of,
)
from dedup.provenance.language.epithets import plain_person
from dedup.provenance.language.known import is_of_a_people, medium_forms
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.meant import business_called
from dedup.provenance.language.naming import Name
from dedup.provenance.language.persons import person_of
from dedup.provenance.language.phrases import source_in
from dedup.provenance.language.scan import Hit, bare_words, low
from dedup.provenance.language.subjects import described_name, person_in
from dedup.provenance.language.words import Word, follows_quotation, words_after, words_before
from dedup.text.outline import Outline
from dedup.text.positions import block_at, quotations_in, span_at

_LOOK_AROUND = 10_000
# Characters before a speaker in which the word stands that makes what is said a thing spoken of, and before a verb in
# which the word stands that is its subject.
_CLAUSE_WITHIN, _WORD_WITHIN = 12, 12
_IN_LANGUAGE = re.compile(r"\bin ([A-Z][a-z]{3,})\b")

# How the speaker stands with a verb of saying: by name, role or pronoun, at the sentence's head, before "who"; or by
# name behind "according to", with what the person is or without.
Meant = Literal["name", "introduced", "account", "role", "pronoun", "subject", "relative", "nobody"]


class Heard(NamedTuple):
    """A place where somebody says something: from the speaker or what stands for one to the end of the verb."""

    start: int
    end: int
    name: Name | None
    meant: Meant


class _Beside(NamedTuple):
    """Who stands beside a verb: by name, or by a role; `nobody` where it is plainly no person who speaks."""

    name: Name | None
    start: int
    role: bool
    nobody: bool


def heard(text: str, outline: Outline, hits: Iterable[tuple[Lexicon, Sequence[Hit]]]) -> list[Heard]:
    """Every place where somebody speaks, in the order of the text."""
    found: list[Heard] = []
    for lexicon, cues in hits:
        for hit in cues:
            if hit.kind == "follow":
                found.extend(_by_account(text, outline, hit, lexicon))
            if hit.kind in ("say", "interview", "hearsay") and lexicon.script != "uncased":
                found.extend(_by_verb(text, outline, hit, lexicon))
    return sorted(found, key=lambda item: (item.start, item.end))


def _by_verb(text: str, outline: Outline, hit: Hit, lexicon: Lexicon) -> Iterator[Heard]:
    """Who says something by a verb: before it, apart from it by a comma, or behind it."""
    block = block_at(outline, hit.start, len(text))
    if is_of_the_page(outline, hit.start) or low(text[hit.start : hit.end]) in lexicon.scoops:
        return  # "Ines Corrado reports from Ostrel", "the Courier has learned"
    if lexicon.script == "spaceless":
        titled = titled_spaceless(text, block.start, hit, lexicon)
        if titled is not None:
            yield Heard(titled[1], hit.end, titled[0], "name")
        return
    before = words_before(text, block.start, hit.start, lexicon)
    start = before[0].start if before else hit.start
    if _is_spoken_of(text[max(block.start, start - _CLAUSE_WITHIN) : start], lexicon):
        return  # "Ada Pell called what the governor said “late”"
    name, start, role, nobody = _before(text, outline, block, hit, before, lexicon)
    if name is None and role and any(word.low in lexicon.office for word in before):
        yield Heard(start, hit.end, None, "nobody")  # "a spokesperson said" is nobody in particular
        return
    word = text[max(block.start, hit.start - _WORD_WITHIN) : hit.start].split()[-1:]
    nobody = nobody or (name is None and not role and is_unnamed(word, lexicon))
    meant: Meant = "name" if name is not None else "role" if role else "nobody"
    if meant == "nobody" and word and low(word[0]) in lexicon.pronouns:
        meant = "pronoun"
    if (
        meant == "nobody"
        and hit.kind == "say"
        and follows_quotation(text, hit.start)
        and not _is_gerund(text, hit, lexicon)
    ):
        name, role, unnamed = _behind(text, block, hit, lexicon)
        meant = "name" if name is not None else "role" if role else "nobody"
        nobody = nobody or unnamed
    if meant == "nobody" and not nobody and hit.kind != "hearsay":
        meant = _before_gap(text, block.start, hit, lexicon)
    if meant != "nobody":
        yield Heard(start, hit.end, plain_person(text, name, start, lexicon), meant)
    elif nobody:
        yield Heard(start, hit.end, None, "nobody")


def _before(text: str, outline: Outline, block: Span, hit: Hit, before: Sequence[Word], lexicon: Lexicon) -> _Beside:
    """Who stands before a verb, as far as it is a person's name or role."""
    start = before[0].start if before else hit.start
    name, role = person_in(before, lexicon)
    nobody = hit.kind == "say" and name is None and not role and _is_others(before, lexicon)
    if name is None and not before:
        sentence = span_at(outline.sentences, hit.start) or block
        name, start = in_apposition(text, max(block.start, sentence.start), hit.start, lexicon)
        if name is None:
            name, start = behind_quotation(text, block.start, hit.start, lexicon)
    if name is not None and _is_no_name(text, name, start, lexicon):
        name = None
    if name is not None and business_called(text, name, lexicon) is not None:
        name, nobody = None, True  # "Halloran said", of Halloran Minerals
    return _Beside(name, start, role, nobody)


def _is_no_name(text: str, name: Name, start: int, lexicon: Lexicon) -> bool:
    """Whether words before a verb are a common noun or tell where: "Passengers said", "many on Capitol Hill say"."""
    alone = len(name.tokens) == 1
    if alone and (low(name.display) in lexicon.unnamed or _is_common_noun(text, name.display, start)):
        return True
    return (alone or name.tokens[-1] in lexicon.places) and is_where(text, start, lexicon)


def _behind(text: str, block: Span, hit: Hit, lexicon: Lexicon) -> tuple[Name | None, bool, bool]:
    """Who stands behind the verb of a quotation: a name, whether it is a role, whether it is nobody who has one."""
    after = past_title(text, hit.end, block.end)
    following = words_after(text, after, block.end, lexicon)
    name, role = described_name(following, lexicon), False
    if name is None:
        name, role = leading_name(following, lexicon)
    if name is None and (role or is_described(text, after, lexicon)):
        name = after_role(text, after, block.end, lexicon)
    name = person_of(name, lexicon)
    return name, role, name is None and not role and begins_unnamed(following, lexicon)


def _by_account(text: str, outline: Outline, hit: Hit, lexicon: Lexicon) -> Iterator[Heard]:
    """The person by whose account something is so: "according to Ada Pell, a clerk in Ostrel"."""
    if lexicon.script != "cased" or low(text[hit.start : hit.end]).strip() not in lexicon.by_account:
        return
    if quotations_in(outline.quotations, Span(hit.start, hit.end)):
        return  # who is quoted has it from there
    following = words_after(text, hit.end, block_at(outline, hit.start, len(text)).end, lexicon)
    phrase = source_in(following, text, lexicon)
    if phrase is None or phrase.name is None or phrase.nature != "speaker":
        return
    sentence = span_at(outline.sentences, hit.start)
    before = bare_words(text[sentence.start : hit.start]) if sentence is not None else []
    leading = lexicon.openers | lexicon.stop | lexicon.adverbs | lexicon.calendar | lexicon.determiners
    opens = all(word in leading or word.isdigit() for word in before)  # "But on Monday, according to …"
    name, known = told_of(following, text, lexicon, opens=opens)
    name = plain_person(text, name, phrase.span.start, lexicon)
    if name is not None:
        yield Heard(hit.start, phrase.span.end, name, "introduced" if known else "account")


def _is_spoken_of(lead: str, lexicon: Lexicon) -> bool:
    """Whether words that lead to a speaker make his saying what somebody else speaks of: "Ada Pell called what"."""
    words = lead[max(lead.rfind(mark) for mark in '.!?:;”"\n') + 1 :].split()
    if len(words) < 2 or low(words[-1]) not in lexicon.what:
        return False
    # Not "Here's what Ada Pell said", "It faces what she called".
    verb = low(words[-2])
    return lexicon.cues.get(verb) == "say" or verb.endswith(tuple(lexicon.past_endings))


def _is_others(before: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether a party, a land or an institution stands before a verb: "Democrats said", "the FBI said".

    What a medium reports may be another's words.
    """
    return (
        bool(before) and before[-1].capital and not before[-1].low.endswith(("'s", "s'"))
        and not any(word.low in lexicon.media or (word.low,) in medium_forms() for word in before)
    )  # fmt: skip


def _before_gap(text: str, begin: int, hit: Hit, lexicon: Lexicon) -> Meant:
    """Whether the speaker stands further off: "Carter, who …, said", "Harvey, who acknowledged", "she …, saying"."""
    before = text[max(begin, hit.start - _WORD_WITHIN) : hit.start].rstrip()
    if before.endswith(tuple(lexicon.relatives)):
        return "relative"
    return "subject" if before.endswith(",") or _is_gerund(text, hit, lexicon) else "nobody"


def _is_gerund(text: str, hit: Hit, lexicon: Lexicon) -> bool:
    return text[hit.start : hit.end].split()[0].endswith(tuple(lexicon.gerunds))


def _is_common_noun(text: str, word: str, position: int) -> bool:
    """Whether a word that begins a sentence occurs in lower case near by: "Passengers said"."""
    return f" {word.lower()}" in text[max(0, position - _LOOK_AROUND) : position + _LOOK_AROUND]


def languages(text: str, hits: Iterable[tuple[Lexicon, Sequence[Hit]]]) -> Iterable[Span]:
    """Find "said in German" and "told worshippers in Corvanese": the words stand there in translation."""
    for lexicon, cues in hits:
        if not lexicon.language_endings:
            continue
        for hit in cues:
            if hit.kind not in ("say", "interview"):
                continue
            for found in _IN_LANGUAGE.finditer(text, hit.end, min(len(text), hit.end + 60)):
                word = found.group(1)
                if is_of_a_people(word) or any(word.endswith(ending) for ending in lexicon.language_endings):
                    yield Span(found.start(), found.end())
                    break
