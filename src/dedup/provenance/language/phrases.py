"""The noun phrase at a cue: which of its words name a source, and whether that is a channel or a speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from dedup.model import Span
from dedup.provenance.language.bodies import body_of_a_kind
from dedup.provenance.language.known import is_demonym, is_domain, is_medium, is_wire
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.meant import meant, spelt_out
from dedup.provenance.language.naming import Name, Nature, medium_with_article, name_of
from dedup.provenance.language.persons import is_land, is_of_a_land
from dedup.provenance.language.proper import names_nobody, titled_in, trimmed
from dedup.provenance.language.scan import low
from dedup.provenance.language.subjects import described_name, scholar_in
from dedup.provenance.language.words import Word, acronym, belonging, institutional, joint

_LONGEST_NAME = 6
# How many words, and characters, tell a paper from others: "county court filing".
_LONGEST_PAPER, _PAPER_WITHIN = 4, 60
_PART, _WORD = re.compile(r"[^\W\d_][\w’'-]*"), re.compile(r"(?<!\S)\S+")
# The words behind the "and" of a name: "Wold Hospitals Trust".
_SHORTEST_JOINT = 3
# In words that a name is cut to: with capitals, without.
_LONGEST_CORE, _LONGEST_UNCASED = 8, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A source named at a cue; `span` is where its name stands (empty where only "a statement" is said).

    `noun`: see `Attribution`.
    """

    name: Name | None
    nature: Nature
    document: bool
    span: Span
    noun: str | None = None


def source_in(words: Sequence[Word], text: str, lexicon: Lexicon) -> Phrase | None:
    """Who a noun phrase names as the source; ``None`` where it names nobody (``citing consensus``)."""
    if not words:
        return None
    lows = [word.low for word in words]
    for index in range(len(words) - 1, -1, -1):
        if lows[index] in lexicon.document and not _of_a_title(words, index, lexicon):
            return _of_document(words, index, text, lexicon)
    office = _office([word.low if not word.capital else "" for word in words], lexicon)
    described = described_name(words, lexicon) if office is None and lexicon.script == "cased" else None
    if described is not None:
        return Phrase(name=described, nature="speaker", document=False, span=Span(words[0].start, words[-1].end))
    if office is not None:
        first, last = office
        tail = words[last:]
        if tail and tail[0].low in (lexicon.of | lexicon.by | lexicon.joints):
            tail = tail[1:]
            named = _named(tail, text, lexicon, institution=True)
        else:
            named = _named(words[:first], text, lexicon, institution=True) or _named(tail, text, lexicon)
            people = [word for word in words[:first] if word.capital and word.low not in lexicon.determiners]
            if people and is_of_a_land([word.text for word in people], lexicon):
                # "Israeli officials": their country does not speak.
                shown = name_of(" ".join(word.text for word in (*people, *words[first:last])))
                span = Span(people[0].start, words[last - 1].end)
                return Phrase(name=shown, nature="channel", document=False, span=span)
        return named
    if _is_anothers(words, lexicon):
        return Phrase(name=None, nature="unnamed", document=False, span=Span(words[0].start, words[-1].end))
    return _named(words, text, lexicon)


def _is_anothers(words: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether a name tells what another noun is of: "the dictates of DACA", "Pell's attorney"."""
    for index, word in enumerate(words[:-1]):
        if word.capital and word.low not in lexicon.determiners:
            break
        follows = words[index + 1]
        if follows.low == "of" and not (
            word.capital or institutional(word, lexicon)
            or word.low in belonging(lexicon) or word.low in lexicon.unnamed or word.low in lexicon.company
        ):  # fmt: skip
            return True
    last = words[-1]
    owner = next((word for word in reversed(words[:-1]) if word.capital), None)
    return (
        not last.capital and last.low in lexicon.titles and not institutional(last, lexicon)
        and owner is not None and owner.low.endswith(("'s", "s'"))
        and not (institutional(owner, lexicon) or acronym(owner.text.removesuffix("'s").removesuffix("’s")))
    )  # fmt: skip


def issuer_in(words: Sequence[Word], text: str, lexicon: Lexicon) -> Phrase | None:
    """Who issued the document that the words after a verb speak of: "Isles Line said in a statement"."""
    if words and _is_anothers(words, lexicon):
        return None
    named = _named([word for word in words if word.low not in lexicon.document], text, lexicon, institution=True)
    if named is None:
        return None
    return Phrase(
        name=named.name, nature="channel" if named.name else "unnamed", document=True, span=named.span, noun=named.noun
    )


def institution_in(words: Sequence[Word], text: str, lexicon: Lexicon) -> Phrase | None:
    """The institution that a phrase names with a name of its own; ``None`` for "the ministry", or a person."""
    named = _named(words, text, lexicon, institution=True)
    if named is None or named.name is None or named.nature == "speaker" or len(named.name.tokens) > _LONGEST_NAME:
        return None
    core = [word for word in words if named.span.start <= word.start < named.span.end]
    if not any(word.capital or is_demonym(word.text) for word in core):
        return None
    return named if any(institutional(word, lexicon) or acronym(word.text) for word in core) else None


def _of_document(words: Sequence[Word], index: int, text: str, lexicon: Lexicon) -> Phrase:
    """Read "a readout of the meeting published by X", "a Kremlin statement", "footage released by X"."""
    shown = paper_name(text, words[index].end, lexicon)
    if shown is not None and _is_come_by(words[index + 1 :], lexicon):
        # "A court filing seen by the Courier" is not the Courier's; of "documents" no more is known.
        return Phrase(name=shown, nature="channel", document=True, span=Span(words[index].start, words[index].end))
    for at in range(len(words) - 2, index, -1):
        if words[at].low in lexicon.by:
            named = source_in([word for word in words[at + 1 :] if word.low not in lexicon.document], text, lexicon)
            if named is not None and named.name is not None:
                return _document(named, words[index])
    for part in (words[:index], [word for word in words[index + 1 :] if word.low not in lexicon.of]):
        named = _named(part, text, lexicon, institution=part is not words[:index] or bool(part))
        if named is not None and named.name is not None and not lexicon.calendar.issuperset(named.name.tokens):
            return _document(named, words[index])  # but "Monday's letter" is not Monday's
    if shown is not None:
        return Phrase(name=shown, nature="channel", document=True, span=Span(words[index].start, words[index].end))
    noun = next((named.noun for named in [_named(words[index + 1 :], text, lexicon)] if named is not None), None)
    return Phrase(
        name=None, nature="unnamed", document=True, span=Span(words[index].start, words[index].end), noun=noun
    )


def paper_name(text: str, end: int, lexicon: Lexicon) -> Name | None:
    """What a paper is called by itself that ends at a position: "memo", "court filing"; none of "a new report"."""
    first = max(0, end - _PAPER_WITHIN)
    begin = max(first, text.rfind("\n\n", first, end) + 1)
    words = [hit.group() for hit in _WORD.finditer(text, begin, end)][-_LONGEST_PAPER:]
    if not words:
        return None
    *before, noun = words
    kind = low(noun)
    telling: list[str] = []
    for word in reversed(before):
        folded = low(word)
        if not _PART.fullmatch(word) or folded in lexicon.determiners | lexicon.stop | lexicon.by | lexicon.of:
            break
        if folded.endswith(("'s", "s'")) and not word[0].isupper():
            break  # "the company's filing": whose it is, is told elsewhere or not at all
        telling.insert(0, word)
    while telling and _tells_nothing(telling[0], lexicon):
        telling.pop(0)
    if telling and kind in lexicon.kinds_of_paper and not _tells_nothing(telling[-1], lexicon):
        return name_of(" ".join((*telling, noun)))
    return name_of(noun) if kind in lexicon.papers else None


def _is_come_by(words: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether what follows a paper tells who came by it: "reviewed by Reuters"."""
    return any(word.low in lexicon.come_by and after.low in lexicon.by for word, after in pairwise(words))


def _tells_nothing(word: str, lexicon: Lexicon) -> bool:
    """Whether a word before a paper leaves open which it is: "a new report", "Monday's letter", "the Tory memo"."""
    folded = low(word).removesuffix("'s")
    return folded in lexicon.untelling or folded in lexicon.calendar or folded in lexicon.parties


def _document(named: Phrase, noun: Word) -> Phrase:
    span = Span(min(named.span.start, noun.start), max(named.span.end, noun.end))
    return Phrase(name=named.name, nature="channel", document=True, span=span)


def _named(words: Sequence[Word], text: str, lexicon: Lexicon, institution: bool = False) -> Phrase | None:
    """Cut a phrase down to its name; `institution` says that what is named speaks for one."""
    cased = lexicon.script == "cased"

    def telling(word: Word) -> bool:
        if word.capital and cased:
            return word.low not in lexicon.determiners
        return (
            institutional(word, lexicon)
            or word.low.removesuffix("'s") in lexicon.company
            or is_domain(word.text)
            or is_wire(word.text)
        )

    begin = 0
    while begin < len(words) and (not telling(words[begin]) if cased else words[begin].low in lexicon.determiners):
        begin += 1
    end = begin
    while end < len(words) and (
        not cased or telling(words[end]) or joint(words[end], lexicon) or _bridges(words, end, begin, lexicon)
    ):
        end += 1
    end = _within(words, begin, end, lexicon) if cased else min(end, begin + _LONGEST_UNCASED)
    while end > begin and (words[end - 1].low in lexicon.joints or words[end - 1].low in lexicon.determiners):
        end -= 1
    core = _behind_a_place(words[begin:end], lexicon)
    if not core:
        return None
    what = core
    titled = medium_with_article(" ".join(word.text for word in words[max(0, begin - 1) : begin + len(core)]))
    if titled is not None:
        return Phrase(name=titled, nature="channel", document=False, span=Span(core[0].start, core[-1].end))
    if cased:
        core = trimmed(core, text, lexicon)
        article = begin > 0 and words[begin - 1].low in lexicon.determiners
        scholar = None if article else scholar_in(core, lexicon)  # "the Election Lab of Tarn University" is none
        if scholar is not None:
            return Phrase(name=scholar, nature="speaker", document=False, span=Span(core[0].start, core[-1].end))
        core = _without_person(core, lexicon)
    span = Span(core[0].start, core[-1].end)
    if cased and (names_nobody(core, text, lexicon) or _is_medium_of_a_person(core, lexicon)):
        return Phrase(name=None, nature="unnamed", document=False, span=span)
    person = titled_in(core, lexicon) if cased else None
    if person is not None:
        return Phrase(name=person, nature="speaker", document=False, span=span)
    channel = any(
        (institutional(word, lexicon) and word.low not in lexicon.titles)
        or (acronym(word.text) and (len(what) == 1 or not is_land(word.text)))
        or is_domain(word.text)
        for word in what
    )
    if len(core) == 1 and core[0].low in lexicon.organisation and (fuller := spelt_out(text, core[0].low)) is not None:
        return Phrase(name=fuller, nature="channel", document=False, span=span)  # "the Infirmary"
    channel = channel or is_medium(" ".join(word.text for word in core))
    if cased and not any(word.capital or is_domain(word.text) or is_wire(word.text) for word in core):
        if all(word.low in lexicon.titles for word in core):  # "the defence minister said"
            return None
        if len(core) == 1:  # "the board", "the ministry": the one that was named in full before
            noun = core[0].low.removesuffix("'s")
            full = meant(text, core[0].start, noun, lexicon) or body_of_a_kind(text, core[0], lexicon)
            return Phrase(
                name=full, nature="channel" if full else "unnamed", document=False, span=span,
                noun=None if full else noun,
            )  # fmt: skip
        shown = text[span.start : span.end]
        owner = spelt_out(text, core[0].low.removesuffix("'s")) if core[0].low.endswith("'s") else None
        if owner is not None:  # "the abbey's radio"
            shown = f"{owner.display} {text[core[1].start : span.end]}"
        return Phrase(name=name_of(shown), nature="channel", document=False, span=span)
    persons = [word for word in core if word.low not in lexicon.titles and not is_land(word.text)]
    if not channel and persons:
        core = persons
        while core[0].low in lexicon.joints and len(core) > 1:  # "the US Attorney of the Southern District"
            core = core[1:]
    name = name_of(" ".join(word.text for word in core))
    if name is None:
        return None
    nature: Nature = "channel" if channel or institution else "speaker"
    longer = _longer(core, text, lexicon) if channel and cased else None
    if longer is not None:
        return Phrase(name=longer[0], nature=nature, document=False, span=Span(longer[1], span.end))
    return Phrase(name=name, nature=nature, document=False, span=span)


def _longer(core: Sequence[Word], text: str, lexicon: Lexicon) -> tuple[Name, int] | None:
    """A name with the word before its "and", and where it begins: "The Dene and Wold Hospitals Trust" is one body.

    "The FBI and Justice Department" are two.
    """
    start = core[0].start
    found = _left(lexicon).search(text, max(0, start - _PAPER_WITHIN), start)
    if found is None or len(core) < _SHORTEST_JOINT:
        return None
    word = low(found["left"].split()[0])
    apart = lexicon.seats | lexicon.parties | lexicon.media | lexicon.institution | lexicon.openers
    name = name_of(text[found.start("left") : core[-1].end])
    return (
        (name, found.start("left"))
        if name is not None and word not in apart and not acronym(found["left"].split()[0])
        else None
    )


@cache
def _left(lexicon: Lexicon) -> re.Pattern[str]:
    """What of a name stands before an "and"."""
    the, both = ("|".join(sorted(map(re.escape, words))) or "(?!)" for words in (lexicon.definite, lexicon.both))
    return re.compile(rf"(?<!\w)(?i:{the}) (?P<left>[^\W\d_a-z][\w’'-]* (?:{both}) )\Z")


def _behind_a_place(words: Sequence[Word], lexicon: Lexicon) -> list[Word]:
    """A name without where it speaks: "In Tsarnova the Kordavian foreign ministry"; but "Ministry of the Interior"."""
    at = next(
        (
            index
            for index in range(len(words) - 2, 0, -1)
            if words[index].low in lexicon.determiners and words[index - 1].capital and not words[index].capital
        ),
        None,
    )
    return list(words if at is None else words[at + 1 :])


def _within(words: Sequence[Word], begin: int, end: int, lexicon: Lexicon) -> int:
    """Where a name ends that is no longer than names are, its joints apart."""
    if end - begin <= _LONGEST_CORE:
        return end
    telling = [index for index in range(begin, end) if words[index].low not in lexicon.joints]
    return telling[_LONGEST_CORE - 1] + 1 if len(telling) > _LONGEST_CORE else end


def _without_person(words: list[Word], lexicon: Lexicon) -> list[Word]:
    """An organisation without its person who speaks: "Ada Pell of the Sable Post", "the Sable Post's Ada Pell"."""

    def is_person(part: Sequence[Word]) -> bool:
        return 2 <= len(part) <= 3 and all(
            word.capital and not institutional(word, lexicon) and not acronym(word.text) for word in part
        )

    def is_organisation(part: Sequence[Word]) -> bool:
        return is_medium(" ".join(word.text for word in part)) or any(
            word.capital and (institutional(word, lexicon) or acronym(word.text)) for word in part
        )

    for index, word in enumerate(words):
        if word.low in lexicon.of and is_person(words[:index]):
            rest = words[index + 1 :]
            while rest and rest[0].low in lexicon.determiners:
                rest = rest[1:]
            # "Ada Pell of Pell Moss": nothing tells what Pell Moss is, and she speaks.
            return rest if is_organisation(rest) else words[:index]
        if word.low.endswith(("'s", "s'")) and is_person(words[index + 1 :]):
            cut = -2 if word.low.endswith("'s") else -1  # "Vesta News' Ada Pell"
            owner = [*words[:index], replace(word, text=word.text[:cut], low=word.low[:cut], end=word.end + cut)]
            return owner if is_organisation(owner) else words
    return words


def _is_medium_of_a_person(words: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether a common noun for media ends a phrase that names but a person: "Trump's press", "pro-Trump news"."""
    *rest, last = words
    if not rest or last.capital or last.low not in lexicon.common or not all(word.capital for word in rest):
        return False
    endings = tuple(lexicon.language_endings)
    return not any(
        is_demonym(word.text) or (endings and word.low.endswith(endings)) or is_land(word.text) or acronym(word.text)
        or institutional(word, lexicon)
        for word in rest
    )  # fmt: skip


def _bridges(words: Sequence[Word], index: int, begin: int, lexicon: Lexicon) -> bool:
    """Whether a word stands between a place and what an institution is: "the Falkenau central bank"."""
    if not begin < index < len(words) - 1 or not words[index - 1].capital or not words[index].text.isalpha():
        return False
    what = words[index + 1]
    return words[index].text.islower() and not what.capital and what.low in lexicon.institution


def _office(lows: Sequence[str], lexicon: Lexicon) -> tuple[int, int] | None:
    """Where a press office stands in a phrase, as word indices."""
    for first in range(len(lows)):
        for last in (first + 2, first + 1):
            if last <= len(lows) and " ".join(lows[first:last]) in lexicon.office:
                return first, last
    return None


def _of_a_title(words: Sequence[Word], index: int, lexicon: Lexicon) -> bool:
    """Whether a word that means a document is part of a name: "The Sable Post", "the Audit Office"."""
    if words[index].capital and index + 1 < len(words) and words[index + 1].capital:
        return True
    return index > 0 and words[index].capital and words[index - 1].capital and words[index].low in lexicon.media
