"""Who speaks: persons beside verbs of saying, pronouns resolved where plain."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Literal

from dedup.model import Span
from dedup.provenance.article.mentions import Mentions, full_names, holders, mentioned, title_in
from dedup.provenance.article.pronouns import genders, last_mentioned
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
from dedup.provenance.language.naming import Name, name_of
from dedup.provenance.language.persons import person_of
from dedup.provenance.language.phrases import source_in
from dedup.provenance.language.scan import Hit, bare_words, low
from dedup.provenance.language.subjects import described_name, is_no_person, person_in
from dedup.provenance.language.words import Word, follows_quotation, words_after, words_before
from dedup.provenance.view import Speech
from dedup.text.outline import Outline
from dedup.text.positions import block_at, block_index, quotations_in, span_at

_LOOK_AROUND = 10_000
_SUBJECT_WITHIN, _NAMED_WITHIN = 80, 160
# How far before a pronoun somebody is named whom it cannot mean, and how many were named before, who may be meant.
_SPOKEN_OF, _NAMED_BEFORE = 300, 20
_ASKED_WITHIN = 32
# Characters in which the word stands that makes what somebody says a thing spoken of.
_CLAUSE_WITHIN = 12
# Words that do not begin with a small Latin letter; what is no capital among them is told apart afterwards. Small
# letters are the commonest: they are ruled out first.
_CAPITALISED = re.compile(r"[^a-z\W\d_](?<!\w.)[\w’'-]*")
_CAPITALISED_RUN = re.compile(r"[^a-z\W\d_](?<!\w.)[\w’'-]*(?: [^a-z\W\d_][\w’'-]*)+")
_IN_LANGUAGE = re.compile(r"\bin ([A-Z][a-z]{3,})\b")


# Whoever speaks for more than one person, and for no person.
NOBODY = Name(display="", tokens=())
# How the speaker stands with a verb of saying: by name, role or pronoun, at the sentence's head, before "who"; or by
# name behind "according to", with what the person is or without.
_Meant = Literal["name", "introduced", "account", "role", "pronoun", "subject", "relative", "nobody"]
_Raw = tuple[int, int, Name | None, _Meant]
_ACCOUNTS = frozenset({"introduced", "account"})
_POSITION = itemgetter(0)
# Whoever is named there speaks in no paragraph.
_OF_THE_PAGE = frozenset({"byline", "credit"})


def speeches(
    text: str,
    lower: str,
    outline: Outline,
    hits: Sequence[tuple[Lexicon, Sequence[Hit]]],
    authors: Sequence[Name] = (),
) -> tuple[tuple[Speech, ...], Mentions]:
    """Persons saying things, and where persons are mentioned; "she said" is who was mentioned last.

    Where a party, a land or an institution says something, nobody does: `NOBODY` is the speaker.
    `authors` are persons known otherwise, who may be meant.
    """
    raw: list[_Raw] = []
    for lexicon, cues in hits:
        for hit in cues:
            if hit.kind == "follow":
                raw.extend(_by_account(text, outline, hit, lexicon))
            if hit.kind not in ("say", "interview", "hearsay") or lexicon.script == "uncased":
                continue
            block = block_at(outline, hit.start, len(text))
            if _is_of_the_page(outline, hit.start):
                continue  # "Ines Corrado reports from Ostrel"
            if lexicon.script == "spaceless":
                titled = titled_spaceless(text, block.start, hit, lexicon)
                if titled is not None:
                    raw.append((titled[1], hit.end, titled[0], "name"))
                continue
            before = words_before(text, block.start, hit.start, lexicon)
            name, role = person_in(before, lexicon)
            nobody = hit.kind == "say" and name is None and not role and _is_others(before, lexicon)
            start = before[0].start if before else hit.start
            if _is_spoken_of(text[max(block.start, start - _CLAUSE_WITHIN) : start], lexicon):
                continue  # "Ada Pell called what the governor said “late”"
            if name is None and not before:
                sentence = span_at(outline.sentences, hit.start) or block
                name, start = in_apposition(text, max(block.start, sentence.start), hit.start, lexicon)
                if name is None:
                    name, start = behind_quotation(text, block.start, hit.start, lexicon)
            if (
                name is not None
                and len(name.tokens) == 1
                and (low(name.display) in lexicon.unnamed or _is_common_noun(text, name.display, start))
            ):
                name = None
            if (
                name is not None
                and (name.tokens[-1] in lexicon.places or len(name.tokens) == 1)
                and is_where(text, start, lexicon)
            ):
                name = None  # "many on Capitol Hill say", "sources in Corvane say"
            if name is not None and business_called(text, name, lexicon) is not None:
                name, nobody = None, True  # "Halloran said", of Halloran Minerals
            if name is None and role and any(word.low in lexicon.office for word in before):
                raw.append((start, hit.end, None, "nobody"))  # "a spokesperson said" is nobody in particular
                continue
            word = text[max(block.start, hit.start - 12) : hit.start].split()[-1:]
            nobody = nobody or (name is None and not role and is_unnamed(word, lexicon))
            meant: _Meant = "name" if name is not None else "role" if role else "nobody"
            if meant == "nobody" and word and low(word[0]) in lexicon.pronouns:
                meant = "pronoun"
            if (
                meant == "nobody"
                and hit.kind == "say"
                and follows_quotation(text, hit.start)
                and not _is_gerund(text, hit, lexicon)
            ):
                after = past_title(text, hit.end, block.end)
                following = words_after(text, after, block.end, lexicon)
                name, role = described_name(following, lexicon), False
                if name is None:
                    name, role = leading_name(following, lexicon)
                if name is None and (role or is_described(text, after, lexicon)):
                    name = after_role(text, after, block.end, lexicon)
                name = person_of(name, lexicon)
                meant = "name" if name is not None else "role" if role else "nobody"
                nobody = nobody or (name is None and not role and begins_unnamed(following, lexicon))
            if meant == "nobody" and not nobody and hit.kind != "hearsay":
                meant = _before_gap(text, block.start, hit, lexicon)
            name = plain_person(text, name, start, lexicon)
            if meant != "nobody":
                raw.append((start, hit.end, name, meant))
            elif nobody:
                raw.append((start, hit.end, None, "nobody"))
    raw = _without_strangers(sorted(raw, key=lambda item: (item[0], item[1])), authors)
    persons = full_names((*(name for _, _, name, _ in raw if name is not None), *authors))
    used = [lexicon for lexicon, _ in hits]
    speaking = mentioned(text, lower, persons)
    mentions = sorted({*speaking, *_subjects(text, outline, used, persons)})
    found: list[Speech] = []
    borne: dict[str, Mentions] = {}
    known = genders(text, used) if any(meant == "pronoun" for *_, meant in raw) else {}

    def sentence_of(position: int) -> int:
        return (span_at(outline.sentences, position) or Span(position, position)).start

    told = {sentence_of(start) for start, _, _, meant in raw if meant not in _ACCOUNTS}
    known_to_speak = {persons.get(name, name) for _, _, name, meant in raw if name is not None and meant != "account"}
    for start, end, name, meant in raw:
        if name is not None:
            full = persons.get(name, name)
            # Who says it is the one who is told to; of two by one surname only one may speak elsewhere.
            if meant in _ACCOUNTS and (
                sentence_of(start) in told or (meant == "account" and full not in known_to_speak)
            ):
                continue
            found.append(Speech(speaker=full, place=Span(start, end)))
            continue
        if meant == "nobody":
            found.append(Speech(speaker=NOBODY, place=Span(start, end)))
            continue
        # "The president said" is one who speaks by name elsewhere; "she said" may be anybody just named.
        among: Mentions = mentions
        if meant == "role":
            title = title_in(text[start:end], used)
            if title is not None and title not in borne:
                borne[title] = holders(text, title, speaking)
            among = (borne[title] if title is not None else ()) or speaking
            if not among and title is not None and not any(low(title) in lexicon.of_cases for lexicon in used):
                among = _of_the_paragraph(outline, mentions, start, len(text))
        if meant in ("subject", "relative"):
            speaker = _subject_of(text, outline, used, mentions, start, nearest=meant == "relative")
        else:
            pronoun = text[max(0, start - 12) : start].split()[-1:] if meant == "pronoun" else []
            if pronoun:
                among = _without_others(text, among, start, used)
            speaker = last_mentioned(among, start, pronoun, known, used)
        if speaker is None and meant == "pronoun":
            speaker = NOBODY  # "he" is not Mrs Pell, who was named last
        if speaker is not None:
            found.append(Speech(speaker=speaker, place=Span(start, end)))
    return tuple(found), mentions


def _is_spoken_of(lead: str, lexicon: Lexicon) -> bool:
    """Whether words that lead to a speaker make his saying what somebody else speaks of: "Ada Pell called what"."""
    words = lead[max(lead.rfind(mark) for mark in '.!?:;”"\n') + 1 :].split()
    spoken_of = bool(words) and low(words[-1]) in lexicon.what
    return spoken_of and len(words) > 1 and words[-2][-1].isalpha() and low(words[-2]) not in lexicon.being


def _of_the_paragraph(outline: Outline, mentions: Mentions, position: int, length: int) -> Mentions:
    """Who is named in a paragraph before a position, where that is one person with whom a sentence begins: "Ada Pell
    put down her glasses. “…,” the governor said." """
    begin = block_at(outline, position, length).start
    named = [item for item in mentions if begin <= item[0] < position]
    opening = any((span_at(outline.sentences, at) or Span(at, at)).start == at for at, *_ in named)
    return named if opening and len({name for _, name, *_ in named}) == 1 else []


def _without_strangers(raw: Sequence[_Raw], authors: Sequence[Name]) -> list[_Raw]:
    """What is said, without the accounts of those of whom the text says nothing else: by a bare name behind "according
    to" anything may be called, and "she" who speaks next is none of it."""
    speaking = {name.tokens[-1] for *_, name, meant in raw if name is not None and meant != "account"}
    speaking |= {name.tokens[-1] for name in authors}
    return [item for item in raw if item[3] != "account" or item[2] is None or item[2].tokens[-1] in speaking]


def _by_account(text: str, outline: Outline, hit: Hit, lexicon: Lexicon) -> Iterator[_Raw]:
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
        yield hit.start, phrase.span.end, name, "introduced" if known else "account"


def _without_others(text: str, among: Mentions, position: int, used: Sequence[Lexicon]) -> Mentions:
    """The mentions before a pronoun without the last, where that is whom "he" speaks of, or who asked "him"."""
    last = bisect_left(among, position, key=_POSITION) - 1
    if last < 0 or position - among[last][0] > _SPOKEN_OF:
        return among
    at = among[last][0]
    before = text[max(0, at - 40) : at]
    led = [word for word in before[max(before.rfind(mark) for mark in ".!?\n") + 1 :].split() if word[0].isalpha()]
    after = low(text[at:position])
    for lexicon in used:
        # "Of Mr Rudge he recalled": nothing but an address stands between.
        of = bool(led) and low(led[0]) in lexicon.of | lexicon.by and len(led) <= 2 and "," not in after
        asks = any(phrase in after for phrase in lexicon.asking) or _asked_by(before, lexicon)
        if of or asks:
            other = among[last][1]
            return [item for item in among[max(0, last - _NAMED_BEFORE) : last] if item[1] != other]
    return among


def _asked_by(before: str, lexicon: Lexicon) -> bool:
    """Whether whoever is named next asked: "Asked by presenter Ada Pell if she would, she said"."""
    return any(phrase in low(before[-_ASKED_WITHIN:]) for phrase in lexicon.asked_by)


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


def _is_others(before: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether a party, a land or an institution stands before a verb: "Democrats said", "the FBI said".

    What a medium reports may be another's words.
    """
    return (
        bool(before) and before[-1].capital and not before[-1].low.endswith(("'s", "s'"))
        and not any(word.low in lexicon.media or (word.low,) in medium_forms() for word in before)
    )  # fmt: skip


def _before_gap(text: str, begin: int, hit: Hit, lexicon: Lexicon) -> _Meant:
    """Whether the speaker stands further off: "Carter, who …, said", "Harvey, who acknowledged", "she …, saying"."""
    before = text[max(begin, hit.start - 12) : hit.start].rstrip()
    if before.endswith(tuple(lexicon.relatives)):
        return "relative"
    return "subject" if before.endswith(",") or _is_gerund(text, hit, lexicon) else "nobody"


def _is_gerund(text: str, hit: Hit, lexicon: Lexicon) -> bool:
    return text[hit.start : hit.end].split()[0].endswith(tuple(lexicon.gerunds))


def _subject_of(
    text: str, outline: Outline, used: Sequence[Lexicon], mentions: Mentions, position: int, *, nearest: bool
) -> Name | None:
    """The person whom a sentence is about, or the nearest before a position; "he" is who was mentioned before."""
    sentence = span_at(outline.sentences, position)
    if sentence is None:
        return None
    first = bisect_left(mentions, sentence.start, key=_POSITION)
    last = bisect_left(mentions, position, key=_POSITION)
    if first < last and nearest:
        return mentions[last - 1][1]
    if first < last and mentions[first][0] < sentence.start + _SUBJECT_WITHIN // 2:
        return mentions[first][1]
    head = text[sentence.start : sentence.start + 12].split()[:1]
    pronoun = head and any(low(head[0]) in lexicon.pronouns for lexicon in used)
    return mentions[first - 1][1] if pronoun and first > 0 and not nearest else None


def _is_common_noun(text: str, word: str, position: int) -> bool:
    """Whether a word that begins a sentence occurs in lower case near by: "Passengers said"."""
    return f" {word.lower()}" in text[max(0, position - _LOOK_AROUND) : position + _LOOK_AROUND]


def _subjects(
    text: str, outline: Outline, used: Sequence[Lexicon], persons: Mapping[Name, Name]
) -> Iterable[tuple[int, Name]]:
    """Full names near the head of a sentence, "Dilys Amory, 58, was queuing": the next "she said" is theirs."""
    lexicon = next((item for item in used if item.script == "cased"), None)
    if lexicon is None:
        return
    quoted = [quotation.outer for quotation in outline.quotations]
    surnames: dict[str, Name] = {}
    heads = []
    for sentence in outline.sentences:
        if span_at(quoted, sentence.start) is not None:
            continue
        if _is_of_the_page(outline, sentence.start):
            continue
        head = _CAPITALISED.match(text, sentence.start, sentence.end)
        if head is not None:
            heads.append(head)
        for run in _runs(text, sentence.start, min(sentence.end, sentence.start + _NAMED_WITHIN), sentence.end):
            kept = _person_run(text, run, lexicon)
            if kept:
                name = name_of(text[kept[0].start() : kept[-1].end()])
                name = plain_person(text, person_of(name, lexicon), kept[0].start(), lexicon)
                if name is not None:
                    surnames[kept[-1].group()] = name
                    yield kept[0].start(), persons.get(name, name)
                break
    for head in heads:  # "Amory, 58, wiped her eyes."
        name = surnames.get(head.group())
        if name is not None:
            yield head.start(), persons.get(name, name)


def _is_of_the_page(outline: Outline, position: int) -> bool:
    return bool(outline.blocks) and outline.blocks[block_index(outline.blocks, position)].kind in _OF_THE_PAGE


@cache
def _bodies_and_places(lexicon: Lexicon) -> frozenset[str]:
    return lexicon.organisation | lexicon.places | lexicon.settlements


def _runs(text: str, start: int, reach: int, end: int) -> Iterator[Sequence[re.Match[str]]]:
    """Every run of two and more capitalised words that begins before `reach`, whole."""
    for hit in _CAPITALISED_RUN.finditer(text, start, reach):
        if hit.end() >= reach - 1 and reach < end:  # cut there, be it in a word or before one: "Ada Pe", "Ada Maud"
            hit = _CAPITALISED_RUN.match(text, hit.start(), end) or hit
        run: list[re.Match[str]] = []
        for word in _CAPITALISED.finditer(text, hit.start(), hit.end()):
            if word.group()[0].isupper():
                run.append(word)
                continue
            if len(run) > 1:  # a small letter of another script: "Глава МИД заявил"
                yield run
            run = []
        if len(run) > 1:
            yield run


def _person_run(text: str, run: Sequence[re.Match[str]], lexicon: Lexicon) -> Sequence[re.Match[str]]:
    """The part of a run of capitalised words that is a person's full name, or a titled surname."""
    titled = False
    first = 0
    while first < len(run) and ((word := low(run[first].group())) in lexicon.titles or word in lexicon.openers
                                or word in lexicon.stop or word.removesuffix("'s") in lexicon.openers):  # fmt: skip
        titled = titled or word in lexicon.titles
        first += 1
    run = run[first:]
    if not (2 <= len(run) <= 3 or (titled and len(run) == 1)) or low(run[0].group()) in lexicon.determiners:
        return ()
    before = text[max(0, run[0].start() - 12) : run[0].start()].split()
    # No person: "of the Cold War"; but "a point that Ada Pell made".
    if not titled and before and low(before[-1]) in lexicon.determiners - lexicon.stop:
        return ()
    if (
        not titled
        and len(before) > 1
        and low(before[-1]) in lexicon.of
        and low(before[-2]) in _bodies_and_places(lexicon)
    ):
        return ()  # "the College of Eye Physicians", "the village of Upper Brae"
    return () if any(is_no_person(hit.group(), lexicon) for hit in run) else run
