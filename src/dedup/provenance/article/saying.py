"""Who stands beside a verb of saying: in apposition, behind the verb, behind a title, told by what they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from dedup.model import Span
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.naming import Name, name_of
from dedup.provenance.language.persons import LONGEST_PERSON, is_of_a_land, person_of
from dedup.provenance.language.scan import Hit, low
from dedup.provenance.language.spaceless import clause_spaceless
from dedup.provenance.language.subjects import described_name, is_no_person, is_role, person_in
from dedup.provenance.language.words import Word, institutional, words_after, words_before
from dedup.text.outline import Outline

_ROLE_WITHIN = 60
# How far behind a quotation its verb may stand, with what the speaker is in between, and how a quotation ends.
_BEHIND = 160
_CLOSES = (",”", ',"', ",’", ",''", "?”", '?"', "!”", '!"')
_TITLE_WITHIN = 80
# Fewer quoted words are a term or a title.
_SAID = 3
_TITLE = re.compile(r"\s+(?:«[^«»\n]+»|„[^„“”\n]+[“”]|“[^“”\n]+”)(?=\s)")
# What a person is, or how old: "…, a clerk in Ostrel", "…, the mayor", "…, 67,", "…, who".
_APPOSED = re.compile(r", (?:(?P<age>\d{1,3})(?=[,.])|(?P<word>[^\W\d_]+)\s(?P<next>[^\W\d_]+))")
# A foreign name spelt by sound has no more signs.
_LONGEST_SPACELESS = 6


def in_apposition(text: str, begin: int, end: int, lexicon: Lexicon) -> tuple[Name | None, int]:
    """Read "Dale Hutchins, the incident commander, said" and "the managing director, Jochen Ahlers, said"."""
    stretch = text[max(begin, end - 160) : end].rstrip()
    if not stretch.endswith(","):
        return None, end
    offset = max(begin, end - 160)
    comma = stretch.rfind(",", 0, len(stretch) - 1)
    # What stands before a quotation's end is no apposition: “…, that is all”, said.
    if comma < 0 or any(mark in stretch[comma:] for mark in "”“»„"):
        return None, end
    inner = words_before(text, offset + comma + 1, offset + len(stretch) - 1, lexicon)
    whole = text[offset + comma + 1 : offset + len(stretch) - 1].split()
    # One word alone is rather a place: "in Columbus, Ohio, said".
    if len(inner) == len(whole) > 1 and all(word.capital for word in inner):
        name, _ = person_in(inner, lexicon)
        if name is not None:
            return name, inner[0].start
    outer = words_before(text, begin, offset + comma, lexicon)
    placed = text[max(begin, outer[0].start - 8) : outer[0].start].split()[-1:] if outer else []
    if (placed and placed[0] in lexicon.of) or (outer and outer[0].low in lexicon.of):
        return None, end  # "a woman from the village of Upper Brae, who was no journalist, asked"
    name, _ = person_in(outer, lexicon)
    return name, outer[0].start if outer else end


def behind_quotation(text: str, begin: int, end: int, lexicon: Lexicon) -> tuple[Name | None, int]:
    """Read “…,” Ada Pell, 67, a retired clerk in Ostrel, said: the full name right behind the quotation."""
    stretch = text[max(begin, end - _BEHIND) : end]
    close = max(at + len(mark) if (at := stretch.rfind(mark)) >= 0 else -1 for mark in _CLOSES)
    if close < 0 or not stretch.rstrip().endswith(","):
        return None, end
    start = max(begin, end - _BEHIND) + close
    words = words_after(text, start, end, lexicon)
    comma = bool(words) and text[words[-1].end : words[-1].end + 1] == ","
    if not (comma and 2 <= len(words) <= 3 and all(word.capital for word in words)):
        return None, end
    if any(is_no_person(word.text, lexicon) for word in words):
        return None, end
    return person_of(name_of(" ".join(word.text for word in words)), lexicon), words[0].start


def verbs_behind(text: str, outline: Outline, lexicon: Lexicon, cues: Sequence[Hit]) -> list[Hit]:
    """The cues of a text with the verbs right behind quotations that no list has: “…,” Judge Ada Pell stormed."""
    if not lexicon.past_endings:
        return list(cues)
    starts = [hit.start for hit in cues]
    found = []
    for quotation in outline.quotations:
        end = quotation.outer.end
        said = text[quotation.span.start : end].split()
        if text[end - 2 : end - 1] != "," and text[end : end + 1] != ",":
            continue
        if len(said) < _SAID or 2 * sum(word[:1].isupper() for word in said) > len(said):
            continue  # the title of a book
        hit = _behind(lexicon).match(text, end)
        if hit is None:
            continue
        verb = Span(*hit.span("verb"))
        near = bisect_left(starts, end)
        if near == len(starts) or starts[near] >= verb.end:
            found.append(Hit(verb.start, verb.end, "say"))
    return sorted((*cues, *found)) if found else list(cues)


@cache
def _behind(lexicon: Lexicon) -> re.Pattern[str]:
    """Who stands behind a quotation, and the verb: a pronoun, a name or a role, an adverb, a past tense."""
    told = "|".join(sorted(map(re.escape, lexicon.pronouns)))
    role = "|".join(sorted(map(re.escape, lexicon.definite)))
    ends = "|".join(sorted(map(re.escape, lexicon.past_endings)))
    how = "|".join(sorted(map(re.escape, lexicon.adverb_endings)))
    name = r"[^\W\d_a-z][\w.’'-]*"
    who = rf"(?:{told})|(?:(?:{role}) [a-z-]+|{name})(?: {name}){{0,4}}"
    return re.compile(rf",? (?:{who})(?: [a-z]+(?:{how}))? (?P<verb>[a-z]{{2,}}(?:{ends}))(?!\w)")


def titled_spaceless(text: str, begin: int, hit: Hit, lexicon: Lexicon) -> tuple[Name, int] | None:
    """The person behind a title before a verb of saying, 市長何美玲表示, and where the clause begins."""
    if hit.kind != "say":
        return None
    clause, at = clause_spaceless(text, begin, hit.start, lexicon)
    ends = [found + len(title) for title in lexicon.titles if (found := clause.rfind(title)) >= 0]
    shown = clause[max(ends) :] if ends else ""
    name = name_of(shown) if _is_person_spaceless(shown, lexicon) else None
    return (name, at) if name is not None else None


def _is_person_spaceless(shown: str, lexicon: Lexicon) -> bool:
    """Whether signs are a surname with one or two signs behind it, or a foreign name spelt by sound."""
    if 1 < len(shown) <= _LONGEST_SPACELESS and all(sign in lexicon.sounds for sign in shown):
        return True
    surname = next((size for size in (2, 1) if shown[:size] in lexicon.surnames), 0)
    given = shown[surname:]
    if not surname or not 1 <= len(given) <= 2:
        return False
    no_names = lexicon.stop | lexicon.pronouns | lexicon.no_names
    ends_no_name = given.endswith(tuple(lexicon.bodies | lexicon.institution | lexicon.media))
    return not ends_no_name and not any(word in (shown if len(word) > 1 else given) for word in no_names)


def leading_name(words: Sequence[Word], lexicon: Lexicon) -> tuple[Name | None, bool]:
    """``said Dam Engineer Ola Brandt``: the name after a verb."""
    role = False
    kept: list[str] = []
    for word in words:
        if word.low in lexicon.titles or word.low in lexicon.determiners:
            role = role or word.low in lexicon.titles
            whose = (
                is_of_a_land(kept, lexicon)
                or any(low(each) in lexicon.institution for each in kept)
                or " ".join(kept).lower() in lexicon.seats
            )
            if kept and not ((word.capital and word.low in lexicon.titles) or whose):
                break  # but "said Kessel Port Authority chief Ada Pell"
            kept = []  # "said White House Press Secretary Ada Pell"
        elif word.capital and len(kept) < 3:
            kept.append(word.text)
        elif is_of_a_land(kept, lexicon) or " ".join(kept).lower() in lexicon.seats:  # "said Ohio farmer Ada Pell"
            kept, role = [], True
        elif kept or not (role or word.low.endswith("'s")):  # "said the trial's leader"
            break
    return (name_of(" ".join(kept)) if kept else None), role and not kept


def told_of(words: Sequence[Word], text: str, lexicon: Lexicon, *, opens: bool) -> tuple[Name | None, bool]:
    """The person in the words behind "according to", and whether they are told of: by a title, a role, an apposition,
    whose they are.

    Nobody in "Ada Pell's mother", "lawyers for Ada Pell", "Ada Pell aides". `opens` says that the words open their
    sentence: then most of what a comma leads to is its main clause.
    """
    described = described_name(words, lexicon)
    if described is not None:
        return described, True
    first = next((at for at, word in enumerate(words) if word.capital and word.low not in lexicon.titles), len(words))
    before, name = words[:first], list(takewhile(lambda word: word.capital, words[first:]))
    rest = words[first + len(name) :]
    if not 1 <= len(name) <= LONGEST_PERSON or any(is_no_person(word.text, lexicon) for word in name):
        return None, False
    if not all(word.low in lexicon.determiners or is_role(word, lexicon) for word in before):
        return None, False
    titled = any(is_role(word, lexicon) and word.low not in lexicon.portfolios for word in before)
    if name[-1].low.endswith(("'s", "s'")) or (rest and rest[0].low not in lexicon.of | lexicon.by):
        return None, False
    of_a_body = any(word.capital and institutional(word, lexicon) for word in rest)
    person = person_of(name_of(" ".join(word.text for word in name)), lexicon)
    return person, titled or of_a_body or _is_apposed(text, words[-1].end, lexicon, opens=opens)


def _is_apposed(text: str, position: int, lexicon: Lexicon, *, opens: bool) -> bool:
    """Whether what a person is follows a name: "…, a clerk in Ostrel", but not "…, a rights group"."""
    apposed = _APPOSED.match(text, position)
    if apposed is None or apposed["age"] is not None:
        return apposed is not None
    word, after = low(apposed["word"]), low(apposed["next"])
    if word in lexicon.who:
        return True
    if opens:
        return False
    if word in lexicon.titles:
        return True
    if word not in lexicon.indefinite:
        return word in lexicon.determiners and after in lexicon.titles
    what = text[apposed.start() + 2 : position + _ROLE_WITHIN].partition(",")[0].split()
    head = takewhile(lambda each: each not in lexicon.of | lexicon.who, (low(each).strip(".") for each in what))
    return (lexicon.institution | lexicon.organisation | lexicon.company | lexicon.media).isdisjoint(head)


def past_title(text: str, start: int, end: int) -> int:
    """Where the words after a verb go on behind a title in marks: сказал «Вестнику Зареки» Матвей Ольховский.

    Marks around a name are those of a paper, a programme or a firm, to which somebody speaks.
    """
    hit = _TITLE.match(text, start, min(end, start + _TITLE_WITHIN))
    return hit.end() if hit is not None else start


def after_role(text: str, start: int, end: int, lexicon: Lexicon) -> Name | None:
    """The full name after a role and a comma: "said the trial's leader, neurologist Imogen Straker"."""
    comma = text.find(",", start, min(end, start + _ROLE_WITHIN))
    if comma < 0 or any(mark in text[start:comma] for mark in '.!?"“”'):
        return None
    words = words_after(text, comma + 1, end, lexicon)
    while words and words[0].text.islower() and len(words) > 2:
        words = words[1:]
    kept = [word.text for word in takewhile(lambda word: word.capital, words)]
    known = 2 <= len(kept) <= 3 and not any(is_no_person(word, lexicon) for word in kept)
    return person_of(name_of(" ".join(kept)), lexicon) if known else None


def is_described(text: str, start: int, lexicon: Lexicon) -> bool:
    """Whether a person is told by what they are, and named behind a comma: "said the night porter, Len Whitwam"."""
    said = text[start : start + _ROLE_WITHIN].partition(",")[0].split()
    return 1 < len(said) <= 6 and low(said[0]) in lexicon.determiners and all(word.islower() for word in said)


def is_where(text: str, start: int, lexicon: Lexicon) -> bool:
    """Whether words before a name make it a place: "many on Capitol Hill say"."""
    before = text[max(0, start - 6) : start].split()[-1:]
    return bool(before) and before[0] in lexicon.where


def is_unnamed(word: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether people without a name, or a body, stand before a verb: "a source said", "the company said"."""
    return bool(word) and any(word[0] in words for words in (lexicon.unnamed, lexicon.company, lexicon.institution))


def begins_unnamed(following: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether somebody without a name stands behind a verb: "says one person who was on the call", "said a source"."""
    if not following:
        return False
    *article, noun = following[:2] if following[0].low in lexicon.indefinite | lexicon.determiners else following[:1]
    if noun.capital:
        return False
    indefinite = bool(article) and article[0].low in lexicon.indefinite
    return indefinite or is_unnamed([noun.low], lexicon)
