"""The noun phrase at a cue: which of its words name a source, and whether that is a channel or a speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from dedup.model import Span
from dedup.provenance.lexicon import Lexicon
from dedup.provenance.meant import meant, spelt_out
from dedup.provenance.naming import (
    Name,
    fold,
    is_demonym,
    is_domain,
    is_joint,
    is_wire,
    name_of,
    wire_forms,
)
from dedup.provenance.persons import is_land, is_of_a_land, person_of
from dedup.provenance.scan import low
from dedup.provenance.view import Nature

_WORD = re.compile(r"\S+")
_OPENING = "\"'“‘«„‚(["
_CLOSING = '.,;:!?"”»“)]…'
# Single marks that end a quotation, of one stroke or two: ",'" and "''".
_QUOTE_ENDS = (*(f"{mark}{stroke}" for mark in ",.!?…" for stroke in "'’"), "''", "’’")
_DASHES = frozenset("-–—―")
# A name of a source with its "readout of the meeting published by" fits in; prose beyond it does not count.
_LONGEST = 14
_IDEOGRAPHS = 14
_LONGEST_NAME = 6
_BACKWARD = (40, 140)
# Bounds on how far around a cue is read, so that the whole stays linear in the text.
_STRETCH, _LONGEST_BLANK = 300, 1_000
# "I've", "that's": a clause of its own.
_CLAUSE = re.compile(r"(?:i|you|we|they|he|she|it|there|that|what|who|here|let)'(?:m|ve|d|ll|re|s)\Z")
# Two sentences without a blank between them: "FAKE.They".
_GLUED = re.compile(r"\w{3,}\.[A-Z][a-z]+\Z")
_MARKS = re.compile(r"[\s，。、；：！？「」『』“”《》（）()“”,.;:!?]")


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    low: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def number(self) -> bool:
        """A number that may belong to a name ("Vesta 9"), no quantity or year."""
        return self.text.isdigit() and len(self.text) <= 2


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


def words_after(text: str, start: int, end: int, lexicon: Lexicon) -> list[Word]:
    """The words that follow a cue, up to a mark, a dash or a word that ends a name."""
    found: list[Word] = []
    for hit in _WORD.finditer(text, start, min(end, start + _STRETCH)):
        raw = hit.group()
        bare = raw.lstrip(_OPENING)
        if raw in _DASHES or not bare or (found and len(bare) < len(raw) and not _may_open(raw[0], found[-1], lexicon)):
            break
        core = (bare[:-2] if bare.endswith(_QUOTE_ENDS) else bare).rstrip(_CLOSING)
        if not core:
            break
        folded = low(core)
        if _CLAUSE.match(folded) or (
            folded in lexicon.stop
            and not _joins_names(found, folded, text, hit.end(), end)
            and not (found and found[-1].capital and core[0].isupper() and folded in lexicon.organisation)
        ):
            break
        at = hit.start() + len(raw) - len(bare)
        found.append(Word(core, folded, at, at + len(core)))
        closed = bare[len(core) :]
        if len(found) >= _LONGEST or (closed and not (closed == "." and _abbreviated(core))):
            break
    return found


def _may_open(mark: str, before: Word, lexicon: Lexicon) -> bool:
    """Whether a quotation mark may stand within a name: "телеканал «Острел-один»"."""
    return mark == "'" or (mark in "«„“" and before.low in lexicon.media)


@lru_cache(maxsize=4096)  # asked for each cue by who looks for speakers, for sources and for offices
def words_before(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[Word, ...]:
    """The words that lead up to a cue and may name a source: names, institutions and their joints."""
    if text[max(start, end - 2) : end].isspace():  # where furniture stood, a blank is as long as that
        blank = text[max(start, end - _LONGEST_BLANK) : end]
        end -= len(blank) - len(blank.rstrip())
    for reach in _BACKWARD:
        first = max(start, end - reach)
        found, whole = _words_back(text, first, end, lexicon)
        # Most names are short; a longer stretch is read only where the name may go on beyond the near one.
        if not whole or first == start:
            break
    return tuple(found)


def _words_back(text: str, first: int, end: int, lexicon: Lexicon) -> tuple[list[Word], bool]:
    found: list[Word] = []
    bridge: Word | None = None
    for hit in reversed(list(_WORD.finditer(text, first, end))):
        raw = hit.group()
        if hit.start() == first > 0 and not text[first - 1].isspace():
            return found[::-1], True  # a word cut in two by the bound
        bare = raw.lstrip(_OPENING)
        core = bare.rstrip(_CLOSING)
        ends = len(core) < len(bare) and not (bare.endswith(".") and _abbreviated(core))
        if not core or ends or raw in _DASHES or bare.endswith(_QUOTE_ENDS):
            return found[::-1], False
        folded = low(core)
        if not found and folded in lexicon.adverbs:
            continue
        at = hit.start() + len(raw) - len(bare)
        word = Word(core, folded, at, at + len(core))
        if (folded in lexicon.stop and not _ends_a_name(text, hit.start(), word, lexicon)) or (
            _CLAUSE.match(folded)
            or (word.capital and folded in lexicon.openers and not _determined(text, hit.start(), lexicon))
        ):
            return found[::-1], False
        if not (word.capital or word.number or _institutional(word, lexicon) or folded in _belonging(lexicon)):
            after = found[-1] if found and not bridge else None
            if after is None or after.capital or after.low not in lexicon.institution or not core.isalpha():
                return found[::-1], False
            bridge = word  # "central" in "the Falkenau central bank", if a capital stands before it
            continue
        if bridge is not None:
            if not word.capital:
                return found[::-1], False
            found.append(bridge)
            bridge = None
        found.append(word)
        if len(bare) < len(raw) or len(found) >= 10:
            return found[::-1], False
    return found[::-1], True


def _ends_a_name(text: str, start: int, word: Word, lexicon: Lexicon) -> bool:
    """Whether a word that else ends names belongs to one: "USA Today"."""
    if not word.capital or word.low not in lexicon.organisation:
        return False
    before = text[max(0, start - 20) : start].split()[-1:]
    return bool(before) and before[0][0].isupper() and before[0].isalpha()


def _determined(text: str, start: int, lexicon: Lexicon) -> bool:
    """Whether a determiner stands right before a word: "the Three Rivers League", but "Three said"."""
    before = text[max(0, start - 8) : start].split()[-1:]
    return bool(before) and low(before[0]) in lexicon.determiners


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
            word.capital or word.low in lexicon.determiners | lexicon.titles or _institutional(word, lexicon)
            or word.low in _belonging(lexicon) or word.low in lexicon.unnamed or word.low in lexicon.company
        ):  # fmt: skip
            return True
    last = words[-1]
    owner = next((word for word in reversed(words[:-1]) if word.capital), None)
    return (
        not last.capital and last.low in lexicon.titles and not _institutional(last, lexicon)
        and owner is not None and owner.low.endswith(("'s", "s'"))
        and not (_institutional(owner, lexicon) or acronym(owner.text.removesuffix("'s").removesuffix("’s")))
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
    return named if any(_institutional(word, lexicon) or acronym(word.text) for word in core) else None


def medium_in(words: Sequence[Word], text: str, lexicon: Lexicon) -> Phrase | None:
    """The medium that an interview names: "told the Courier", "told Reuters"; a person told is none."""
    named = source_in(words, text, lexicon)
    if named is None or named.name is None:
        return named
    if any(word.low in lexicon.objects for word in words if word.start < named.span.start):
        return None  # "told me it was not", "speaking to reporters in the Oval Office"
    core = [word for word in words if named.span.start <= word.start < named.span.end]
    if core and core[-1].low in lexicon.audiences and not any(word.low in lexicon.media for word in core):
        return None  # "told the Varnian parliament"
    if named.nature == "channel":
        return named
    titled = any(word.low in lexicon.titles or is_demonym(word.text) for word in words)
    after = next((word for word in words if word.start >= named.span.end), None)
    # "told a North Carolina rally" names no medium.
    heard = after is not None and after.low in lexicon.audiences
    if words[0].low in lexicon.determiners and len(words) > 1 and words[1].capital and not titled and not heard:
        owner, _, person = named.name.display.rpartition("'s ")
        name = name_of(owner) if owner and len(person.split()) == 2 else None  # "told the Clarion's Ada Pell"
        return Phrase(name=name or named.name, nature="channel", document=False, span=named.span)
    return named


def source_spaceless(text: str, start: int, end: int, lexicon: Lexicon) -> Phrase | None:
    """The same for scripts without spaces: the name runs to a mark or to a word that ends it."""
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


def person_in(words: Sequence[Word], lexicon: Lexicon) -> tuple[Name | None, bool]:
    """The person that leads up to a verb of saying, and whether only a role or a pronoun stands there."""
    kept: list[Word] = []
    role = False
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        if not kept and word.low.endswith(("'s", "s'")):
            return None, False  # "Pell's alleged part in it"
        if word.low in lexicon.titles:
            role = True
            break
        if not word.capital or word.low in lexicon.determiners or word.low in lexicon.pronouns:
            if kept and word.low in lexicon.of and index > 0:
                return _person_of_a_place(words[:index], kept[::-1], lexicon)
            break
        if kept and word.low in lexicon.portfolios and any(other.low in lexicon.titles for other in words[:index]):
            continue  # "Director of National Intelligence Ada Pell"
        if len(kept) > 1 and word.low.endswith(("'s", "s'")):
            break  # "the Sable Post's Ada Pell"
        if _institutional(word, lexicon) or acronym(word.text) or (is_demonym(word.text) and not kept):
            return _of_an_institution(words[: index + 1], lexicon), False
        kept.append(word)
    if len(kept) == 2 and f"{kept[1].low} {kept[0].low}" in lexicon.seats:
        return None, False  # "the White House said"
    if kept and lexicon.script == "cased":
        if kept[0].low in lexicon.parties and not role:
            return None, len(kept) > 1  # "the Ohio Republican said": who was named before
        return person_of(name_of(" ".join(word.text for word in reversed(kept[:3]))), lexicon), False
    return None, role


def _of_an_institution(words: Sequence[Word], lexicon: Lexicon, at: int = 0) -> Name | None:
    """The person in "James Pell of the Pell Group"; none in "the Bank of Ostrel". `at` is where the "of" would be."""
    at = at or next((index for index, word in enumerate(words) if word.low == "of"), 0)
    if not 2 <= at <= 3 or any(
        not word.capital or _institutional(word, lexicon) or acronym(word.text) for word in words[:at]
    ):
        return None
    person, _ = person_in(words[:at], lexicon)
    return person if person is not None and len(person.tokens) > 1 else None


def _person_of_a_place(before: Sequence[Word], after: Sequence[Word], lexicon: Lexicon) -> tuple[Name | None, bool]:
    """Read "Ada Pell of Ohio" and "Director of National Intelligence Ada Pell"; nobody in "the family of Ada Pell"."""
    last = before[-1]
    if last.low in lexicon.titles and last.capital:
        while after and (after[0].low in lexicon.portfolios or after[0].low in lexicon.titles):
            after = after[1:]
        return (person_of(name_of(" ".join(word.text for word in after)), lexicon), False) if after else (None, True)
    if not last.capital or _institutional(last, lexicon):
        return None, False
    if not is_of_a_land([word.text for word in after], lexicon):
        return _of_an_institution(before, lexicon, len(before)), False
    name, _ = person_in(before, lexicon)
    titled = any(word.low in lexicon.titles for word in before)
    return (name, False) if name is not None and (titled or len(name.tokens) > 1) else (None, False)


def is_titled_person(words: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether words end in a person after a title, "FBI director James Comey": the person speaks, not the bureau."""
    name, _ = person_in(words, lexicon)
    if name is None:
        return False
    at = len(words)
    while at and words[at - 1].capital and words[at - 1].low not in lexicon.titles:
        at -= 1
    return 0 < at < len(words) and words[at - 1].low in lexicon.titles


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
            _institutional(word, lexicon)
            or word.low.removesuffix("'s") in lexicon.company
            or is_domain(word.text)
            or is_wire(word.text)
        )

    begin = 0
    while begin < len(words) and (not telling(words[begin]) if cased else words[begin].low in lexicon.determiners):
        begin += 1
    end = begin
    while end < len(words) and (
        not cased or telling(words[end]) or _joint(words[end], lexicon) or _bridges(words, end, begin, lexicon)
    ):
        end += 1
    while end > begin and (words[end - 1].low in lexicon.joints or words[end - 1].low in lexicon.determiners):
        end -= 1
    core = list(words[begin : min(end, begin + (8 if cased else 4))])
    if not core:
        return None
    what = core
    if cased:
        core = _trimmed(core, lexicon)
    span = Span(core[0].start, core[-1].end)
    if cased and _names_nobody(core, text, lexicon):
        return Phrase(name=None, nature="unnamed", document=False, span=span)
    person = _titled_in(core, lexicon) if cased else None
    if person is not None:
        return Phrase(name=person, nature="speaker", document=False, span=span)
    channel = any(
        (_institutional(word, lexicon) and word.low not in lexicon.titles)
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
    name = name_of(" ".join(word.text for word in core))
    if name is None:
        return None
    nature: Nature = "channel" if channel or institution else "speaker"
    return Phrase(name=name, nature=nature, document=False, span=span)


def _trimmed(core: list[Word], lexicon: Lexicon) -> list[Word]:
    """A name without what it is in lower case before it, and without what it speaks of behind it."""
    first = next((index for index, word in enumerate(core) if word.capital), 0)
    if first and not any(_joint(word, lexicon) or is_demonym(word.text) for word in core[:first]):
        core = core[first:]  # "group Everytown for Gun Safety"
    elif not any(word.capital for word in core):
        heads = [index for index, word in enumerate(core) if word.low in lexicon.determiners and index]
        core = core[heads[-1] + 1 :] if heads else core  # "standard the court"
    for index in range(1, len(core) - 1):
        # "told CNN of Pell's plan", "the Clarion's Ada Pell": the medium is told, whoever asks for it.
        owns = core[-1].low.endswith(("'s", "s'")) and core[index].low == "of"
        if owns and (acronym(core[index - 1].text) or core[index - 1].low in lexicon.media):
            return core[:index]
    if len(core) > 2 and core[0].low.endswith(("'s", "s'")) and core[0].capital:
        owner = core[0].text.replace("’", "'").removesuffix("'s").removesuffix("'")
        rest = core[1:]
        if (acronym(owner) or low(owner) in lexicon.media) and all(
            word.capital and not _institutional(word, lexicon) and not acronym(word.text) and word.low.isalpha()
            and not is_joint(word.text) for word in rest
        ) and len(rest) == 2:  # fmt: skip
            return [_cut_to(core[0], owner)]
    return core


def _cut_to(word: Word, text: str) -> Word:
    return Word(text, low(text), word.start, word.start + len(text))


def _names_nobody(core: Sequence[Word], text: str, lexicon: Lexicon) -> bool:
    """Whether capitalised words name but a land, a party or a kind of people: "the U.S.", "the Republican memo"."""
    if not any(word.capital for word in core):
        return False
    texts = [word.text for word in core]
    if is_of_a_land(texts, lexicon) or all(word.low in lexicon.parties for word in core):
        return True
    if any(word.low in lexicon.parties for word in core[-1:]) and is_of_a_land(texts[:-1], lexicon):
        return True  # "the New York Democrat"
    if any(_GLUED.match(word.text) or word.low in _dated(lexicon) for word in (core[0], core[-1])):
        return True
    if len(core) == 1 and core[0].low in lexicon.common and core[0].text.isupper():
        return True  # "on national TV"
    if len(core) == 1 and _opens_a_sentence(text, core[0].start):
        # "Police say", "Health officials say": capitals of a sentence, not of a name.
        stem = core[0].low.removesuffix("'s")
        return stem in lexicon.institution or stem in lexicon.common or stem.endswith(tuple(lexicon.gerunds))
    gerund = bool(lexicon.gerunds) and core[0].low.endswith(tuple(lexicon.gerunds)) and len(core[0].low) > 5
    return gerund and any(not word.capital for word in core[1:2]) and _opens_a_sentence(text, core[0].start)


@cache
def _dated(lexicon: Lexicon) -> frozenset[str]:
    return lexicon.calendar | frozenset(word[:3] for word in lexicon.calendar) - {"may", "sun", "mar", "jun"}


def _opens_a_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 4) : start].rstrip(" ")
    return not before or before[-1] in '.!?:…\n"“”'


def _titled_in(core: Sequence[Word], lexicon: Lexicon) -> Name | None:
    """The person in "Treasury Secretary Ada Pell", "Director of National Intelligence Ada Pell"."""
    titles = [index for index, word in enumerate(core) if word.low in lexicon.titles and word.capital]
    if not titles:
        return None
    tail = list(core[titles[-1] + 1 :])
    if tail and tail[0].low in lexicon.of:
        tail = tail[1:]
        while tail and (tail[0].low in lexicon.portfolios or tail[0].low in lexicon.determiners):
            tail = tail[1:]
    places = next((index for index, word in enumerate(tail) if word.low in lexicon.of), len(tail))
    tail = tail[:places]
    if not 2 <= len(tail) <= 4 or any(
        not word.capital or _institutional(word, lexicon) or acronym(word.text) and "." not in word.text
        or word.low in lexicon.portfolios for word in tail
    ):  # fmt: skip
        return None
    return person_of(name_of(" ".join(word.text for word in tail)), lexicon)


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


@cache
def _belonging(lexicon: Lexicon) -> frozenset[str]:
    """The small words that may stand within the name of a source, or lead up to it."""
    return lexicon.determiners | lexicon.joints | lexicon.office | lexicon.document | lexicon.titles


def _of_a_title(words: Sequence[Word], index: int, lexicon: Lexicon) -> bool:
    """Whether a word that means a document is part of a medium's name: "The Sable Post"."""
    return index > 0 and words[index].capital and words[index - 1].capital and words[index].low in lexicon.media


def _joint(word: Word, lexicon: Lexicon) -> bool:
    # Names keep the joints of their own language: "the news agency Agence Centrale de Presse".
    return word.number or word.low in lexicon.joints or word.low in lexicon.determiners or is_joint(word.text)


def _institutional(word: Word, lexicon: Lexicon) -> bool:
    stem = word.low.removesuffix("'s")
    return stem in _institutions(lexicon) or (word.capital and stem in lexicon.organisation)


@cache
def _institutions(lexicon: Lexicon) -> frozenset[str]:
    return lexicon.institution | lexicon.media | lexicon.seats | lexicon.sides


def acronym(text: str) -> bool:
    letters = text.replace(".", "")
    if len(letters) == 2 and letters != text and not is_land(text):
        return False  # "H.R. Pell"
    return len(letters) >= 2 and letters.isupper() and letters.isalpha()


def _abbreviated(core: str) -> bool:
    return len(core) == 1 or "." in core or low(core) in ("mr", "mrs", "ms", "dr", "st", "prof", "gen", "gov", "sen")


def _joins_names(found: Sequence[Word], word: str, text: str, position: int, end: int) -> bool:
    """Whether an "and" belongs to a name, as in "Ministry of Health and Social Care", not to a sentence."""
    if word not in ("and", "und", "y", "et", "e") or not any(item.low in ("ministry", "department") for item in found):
        return False
    following = _WORD.search(text, position, end)
    return bool(found[-1].capital and following and following.group()[0].isupper())
