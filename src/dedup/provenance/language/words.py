"""The words beside a cue: which of them can belong to a name, as far as the text shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from dedup.provenance.language.known import is_joint
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.persons import is_land
from dedup.provenance.language.scan import low
from dedup.text.cues import load_cues

_WORD = re.compile(r"\S+")
_OPENING = "\"'“‘«„‚(["
_CLOSING = '.,;:!?"”»“)]…'
# Single marks that end a quotation, of one stroke or two: ",'" and "''".
_QUOTE_ENDS = (*(f"{mark}{stroke}" for mark in ",.!?…" for stroke in "'’"), "''", "’’")
_DASHES = frozenset("-–—―")
# A name of a source with its "readout of the meeting published by" fits in; prose beyond it does not count.
_LONGEST = 14
_BACKWARD = (40, 140)
# Bounds on how far around a cue is read, so that the whole stays linear in the text.
_STRETCH, _LONGEST_BLANK = 300, 1_000
# "I've", "that's": a clause of its own.
_CLAUSE = re.compile(r"(?:i|you|we|they|he|she|it|there|that|what|who|here|let)'(?:m|ve|d|ll|re|s)\Z")


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
        closed = bare[len(core) :]
        # Further on it begins another noun: "ha detto Ada Pell all'ANSA".
        article = _elided(core, lexicon) if not found else 0
        core, bare = core[article:], bare[article:]
        folded = low(core)
        if _CLAUSE.match(folded) or (
            folded in lexicon.stop
            and not _joins_names(found, folded, text, hit.end(), end)
            and not (found and found[-1].capital and core[0].isupper() and folded in lexicon.organisation)
        ):
            break
        at = hit.start() + len(raw) - len(bare)
        found.append(Word(core, folded, at, at + len(core)))
        if len(found) >= _LONGEST or (closed and not (closed == "." and _abbreviated(core))):
            break
    return found


def _elided(core: str, lexicon: Lexicon) -> int:
    """How long an article or preposition is that is written together with a name: ``l'`` of "l'AFP"."""
    if not lexicon.elisions:
        return 0
    head, mark, rest = low(core).partition("'")
    size = len(head) + 1
    return size if mark and rest and f"{head}'" in lexicon.elisions and core[size].isupper() else 0


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
    aside = False
    for hit in reversed(list(_WORD.finditer(text, first, end))):
        raw = hit.group()
        if hit.start() == first > 0 and not text[first - 1].isspace():
            return found[::-1], True  # a word cut in two by the bound
        bare = raw.lstrip(_OPENING)
        core = bare.rstrip(_CLOSING)
        ends = len(core) < len(bare) and not (bare.endswith(".") and _abbreviated(core))
        if ends and not found and not aside and bare == f"{core}," and low(core) in lexicon.adverbs:
            aside = True  # "Pell, however, said"
            continue
        if aside and not found:
            if bare != f"{core},":
                return [], False  # "arrested Ada Pell today, said Bob Ross"
            ends = False
        if not core or ends or raw in _DASHES or bare.endswith(_QUOTE_ENDS):
            return found[::-1], False
        article = _elided(core, lexicon)
        core, bare = core[article:], bare[article:]
        folded = low(core)
        if not found and (folded in lexicon.adverbs or _tells_how(core, lexicon)):
            continue
        at = hit.start() + len(raw) - len(bare)
        word = Word(core, folded, at, at + len(core))
        if (folded in lexicon.stop and not _ends_a_name(text, hit.start(), word, lexicon)) or (
            _CLAUSE.match(folded)
            or (word.capital and folded in lexicon.openers and not _determined(text, hit.start(), lexicon))
        ):
            return found[::-1], False
        if not (word.capital or word.number or institutional(word, lexicon) or folded in belonging(lexicon)):
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


def _tells_how(word: str, lexicon: Lexicon) -> bool:
    """Whether a word says how somebody speaks: "Pell jokingly said"; but "the family said"."""
    endings = tuple(lexicon.adverb_endings)
    known = lexicon.unnamed | lexicon.company | lexicon.private | lexicon.document
    return bool(endings) and word.endswith(endings) and word.islower() and word not in known


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


@cache
def belonging(lexicon: Lexicon) -> frozenset[str]:
    """The small words that may stand within the name of a source, or lead up to it."""
    return lexicon.determiners | lexicon.joints | lexicon.office | lexicon.document | lexicon.titles


def institutional(word: Word, lexicon: Lexicon) -> bool:
    stem = word.low
    if "'" in stem:
        stem = stem.removesuffix("'s").removesuffix("'")
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
    return len(core) == 1 or "." in core or core in load_cues().titles


def _joins_names(found: Sequence[Word], word: str, text: str, position: int, end: int) -> bool:
    """Whether an "and" belongs to a name, as in "Ministry of Health and Social Care", not to a sentence."""
    if word not in ("and", "und", "y", "et", "e") or not any(item.low in ("ministry", "department") for item in found):
        return False
    following = _WORD.search(text, position, end)
    return bool(found[-1].capital and following and following.group()[0].isupper())


def joint(word: Word, lexicon: Lexicon) -> bool:
    # Names keep the joints of their own language: "the news agency Agence Centrale de Presse".
    return word.number or word.low in lexicon.joints or word.low in lexicon.determiners or is_joint(word.text)


def closes_quotation(text: str, position: int) -> bool:
    """Whether a quotation mark stands right before a verb; a comma alone may end a clause: "X, who was late, said"."""
    before = text[max(0, position - 6) : position].rstrip()
    if before.endswith((*_QUOTE_ENDS, "’,", "',")):
        return True
    return before.rstrip(" ,–—-").endswith(("”", '"', "»", "“"))


def follows_quotation(text: str, position: int) -> bool:
    """Whether a verb follows quoted words (“…,” said X): only there does a name after it tell who speaks."""
    return text[max(0, position - 4) : position].rstrip().endswith((",", "”", '"', "’", "'", "»", "“", "–", "—"))
