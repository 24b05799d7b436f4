"""The noun phrase at a cue: which of its words name a source, and whether that is a channel or a speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile

from dedup.model import Span
from dedup.provenance.lexicon import Lexicon
from dedup.provenance.meant import meant, media_nouns, medium_before, spelt_out
from dedup.provenance.naming import (
    Name,
    fold,
    is_demonym,
    is_domain,
    is_wire,
    name_of,
    wire_forms,
)
from dedup.provenance.persons import is_land, is_of_a_land
from dedup.provenance.proper import names_nobody, titled_in, trimmed
from dedup.provenance.view import Nature
from dedup.provenance.words import Word, acronym, belonging, institutional, joint

_IDEOGRAPHS = 14
_LONGEST_NAME = 6
# In words that a name is cut to: with capitals, without.
_LONGEST_CORE, _LONGEST_UNCASED = 8, 4
# What an attribution to a medium without a name gives as its noun.
SOME_MEDIUM = "medium"
_CLOSING_WITHIN = 24
_OPENING = '《「『“"'
_MARKS = re.compile(r"[\s，。、；：！？「」『』“”《》（）()“”,.;:!?]")


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
    if named is None or named.name is None or len(named.name.tokens) > _LONGEST_NAME:
        return None
    core = [word for word in words if named.span.start <= word.start < named.span.end]
    if not any(word.capital or is_demonym(word.text) for word in core):
        return None
    return named if any(institutional(word, lexicon) or acronym(word.text) for word in core) else None


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
    if any(word.low in lexicon.objects for word in words if word.start < named.span.start):
        return None  # "told me it was not", "speaking to reporters in the Oval Office"
    core = [word for word in words if named.span.start <= word.start < named.span.end]
    if core and core[-1].low in lexicon.audiences and not any(word.low in lexicon.media for word in core):
        return None  # "told the Varnian parliament"
    if named.nature == "channel":
        return replace(named, nature="speaker") if _is_a_body(core, lexicon) else named
    titled = any(word.low in lexicon.titles or is_demonym(word.text) for word in words)
    after = next((word for word in words if word.start >= named.span.end), None)
    # "told a North Carolina rally" names no medium.
    heard = after is not None and after.low in lexicon.audiences
    if words[0].low in lexicon.determiners and len(words) > 1 and words[1].capital and not titled and not heard:
        owner, _, person = named.name.display.rpartition("'s ")
        name = name_of(owner) if owner and len(person.split()) == 2 else None  # "told the Clarion's Ada Pell"
        return Phrase(name=name or named.name, nature="channel", document=False, span=named.span)
    return named


def _behind_what_it_is(words: Sequence[Word], text: str, lexicon: Lexicon) -> Phrase | None:
    """A medium named behind what it is: "the Varnian sports daily Diario Meta"; not "told the paper Orr had lied"."""
    nouns = [at for at, word in enumerate(words) if not word.capital and word.low in media_nouns(lexicon)]
    behind = list(takewhile(lambda word: word.capital, words[nouns[-1] + 1 :])) if nouns else []
    if not behind or behind[0].low.rstrip(".") in lexicon.titles or not _is_closed(text, behind[-1].end, lexicon):
        return None
    name = name_of(" ".join(word.text for word in behind))
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


def some_medium(words: Sequence[Word], lexicon: Lexicon) -> Phrase | None:
    """A medium without a name: "a local paper", "media reports", "one trade publication"; not all: "the press"."""
    end = max((at for at, word in enumerate(words[:_LONGEST_NAME]) if word.low in lexicon.some_medium), default=None)
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


def source_spaceless(text: str, start: int, end: int, lexicon: Lexicon) -> Phrase | None:
    """The same for scripts without spaces: the name runs to a mark or to a word that ends it."""
    start += len(text[start:end]) - len(text[start:end].lstrip(_OPENING))
    chunk = text[start : min(end, start + 24)]
    mark = _MARKS.search(chunk)
    if mark is not None:
        chunk = chunk[: mark.start()]
    cuts = [at for word in sorted(lexicon.stop | lexicon.document) if (at := chunk.find(word)) >= 0]
    name_text = chunk[: min(cuts)] if cuts else chunk
    for office in sorted(lexicon.office):
        name_text = name_text.removesuffix(office)
    name = name_of(name_text) if 2 <= len(name_text) <= _IDEOGRAPHS else None
    if name is None:
        return None
    channel = any(name_text.endswith(word) for word in lexicon.institution | lexicon.media | lexicon.seats)
    channel = channel or name.tokens in wire_forms()
    return Phrase(
        name=name, nature="channel" if channel else "speaker", document=False, span=Span(start, start + len(name_text))
    )


def relayed_spaceless(text: str, start: int, end: int, lexicon: Lexicon) -> Phrase | None:
    """The medium named right before a word of broadcasting, from a mark or a word like "by" on: 由修道院電台直播."""
    first = max(start, end - _IDEOGRAPHS)
    chunk = text[first:end]
    marks = [mark.end() for mark in _MARKS.finditer(chunk)]
    begins = [at + len(word) for word in sorted(lexicon.carriers) if (at := chunk.rfind(word)) >= 0]
    begin = max((*marks, *begins), default=0)
    shown = chunk[begin:]
    if (begin == 0 and first > start) or not any(shown.endswith(word) for word in lexicon.media):
        return None
    name = name_of(shown) if len(shown) > 2 else None
    return Phrase(name=name, nature="channel", document=False, span=Span(first + begin, end)) if name else None


def clause_spaceless(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[str, int]:
    """The subject of a verb of saying, and where it begins: from the last mark on, up to where and to whom."""
    first = max(start, end - 2 * _IDEOGRAPHS)
    chunk = text[first:end]
    begin = max((mark.end() for mark in _MARKS.finditer(chunk)), default=0)
    if begin == 0 and first > start:
        return "", end
    chunk = chunk[begin:]
    titles = tuple(lexicon.titles)
    for hit in _cuts(lexicon).finditer(chunk, 1):
        word = hit.group(1)
        # 于 behind a title may be a surname.
        if word is not None and not (word in lexicon.surnames and chunk.endswith(titles, 0, hit.start())):
            return chunk[: hit.start()], first + begin
    return chunk, first + begin


@cache
def _cuts(lexicon: Lexicon) -> re.Pattern[str]:
    """The words that end a clause's subject, as a group; before them titles that begin alike: 經 in 經理 is none."""
    words = sorted(lexicon.carriers | lexicon.towards, key=lambda word: (-len(word), word))
    longer = sorted(each for each in lexicon.titles | lexicon.institution if each.startswith(tuple(words)))
    return re.compile("|".join((*map(re.escape, longer), f"({'|'.join(map(re.escape, words)) or '(?!)'})")))


def speaking_spaceless(text: str, start: int, end: int, lexicon: Lexicon) -> Phrase | None:
    """The institution before a verb of saying: 港務局發言人表示."""
    shown, begin = clause_spaceless(text, start, end, lexicon)
    office = next((word for word in sorted(lexicon.office) if word in shown), None)
    shown = shown[: shown.index(office)] if office is not None else shown
    if not 2 < len(shown) <= _IDEOGRAPHS or any(word in shown for word in lexicon.stop | lexicon.pronouns):
        return None
    if not any(shown.endswith(word) for word in lexicon.institution):
        return None
    return Phrase(name=name_of(shown), nature="channel", document=False, span=Span(begin, begin + len(shown)))


def _of_document(words: Sequence[Word], index: int, text: str, lexicon: Lexicon) -> Phrase:
    """Read "a readout of the meeting published by X", "a Kremlin statement", "footage released by X"."""
    for at in range(len(words) - 2, index, -1):
        if words[at].low in lexicon.by:
            named = source_in([word for word in words[at + 1 :] if word.low not in lexicon.document], text, lexicon)
            if named is not None and named.name is not None:
                return _document(named, words[index])
    for part in (words[:index], [word for word in words[index + 1 :] if word.low not in lexicon.of]):
        named = _named(part, text, lexicon, institution=part is not words[:index] or bool(part))
        if named is not None and named.name is not None:
            return _document(named, words[index])
    noun = next((named.noun for named in [_named(words[index + 1 :], text, lexicon)] if named is not None), None)
    return Phrase(
        name=None, nature="unnamed", document=True, span=Span(words[index].start, words[index].end), noun=noun
    )


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
    core = list(words[begin:end])
    if not core:
        return None
    what = core
    if cased:
        core = trimmed(core, text, lexicon)
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
    channel = channel or tuple(fold(word.text) for word in core) in wire_forms()
    if cased and not any(word.capital or is_domain(word.text) or is_wire(word.text) for word in core):
        if all(word.low in lexicon.titles for word in core):  # "the defence minister said"
            return None
        if len(core) == 1:  # "the board", "the ministry": the one that was named in full before
            noun = core[0].low.removesuffix("'s")
            full = meant(text, core[0].start, noun, lexicon)
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
    return Phrase(name=name, nature=nature, document=False, span=span)


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
        return any(word.capital and (institutional(word, lexicon) or acronym(word.text)) for word in part)

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
    """Whether a word that means a document is part of a medium's name: "The Sable Post"."""
    return index > 0 and words[index].capital and words[index - 1].capital and words[index].low in lexicon.media
