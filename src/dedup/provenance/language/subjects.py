"""The person who stands before a verb of saying, and the one in a phrase that tells whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise, takewhile

from dedup.provenance.language.known import is_demonym
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.naming import Name, name_of
from dedup.provenance.language.persons import is_of_a_land, person_of
from dedup.provenance.language.scan import low
from dedup.provenance.language.words import Word, acronym, institutional


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
            if kept and word.low in lexicon.media:
                return None, False  # "the newswire Tallis reported"
            if kept and word.low in lexicon.of and index > 0:
                return _person_of_a_place(words[:index], kept[::-1], lexicon)
            if len(kept) == 1 and word.low == "the" and not kept[0].low.endswith("s"):
                # "The Hill reported": no person has an article, but a family does; "Ada Pell of The Hill wrote".
                return _of_an_institution(words[:index], lexicon), False
            break
        if kept and word.low in lexicon.portfolios and any(other.low in lexicon.titles for other in words[:index]):
            continue  # "Director of National Intelligence Ada Pell"
        if len(kept) > 1 and word.low.endswith(("'s", "s'")):
            break  # "the Sable Post's Ada Pell"
        if len(kept) == 2 and word.capital and _is_an_office(words[: index + 1], lexicon):
            role = True
            break  # "Minister of Public Works Ada Pell"
        if institutional(word, lexicon) or acronym(word.text) or (is_demonym(word.text) and not kept):
            return _of_an_institution(words[: index + 1], lexicon), False
        kept.append(word)
    if len(kept) == 2 and f"{kept[1].low} {kept[0].low}" in lexicon.seats:
        return None, False  # "the White House said"
    if kept and lexicon.script == "cased":
        if kept[0].low in lexicon.parties and not role:
            return None, len(kept) > 1  # "the Ohio Republican said": who was named before
        return person_of(name_of(" ".join(word.text for word in reversed(kept[:3]))), lexicon), False
    return None, role


def _is_an_office(words: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether words are what somebody is minister or head of: "Minister of Public Works"."""
    return any(title.capital and title.low in lexicon.titles and of.low in lexicon.of for title, of in pairwise(words))


def _of_an_institution(words: Sequence[Word], lexicon: Lexicon, at: int = 0) -> Name | None:
    """The person in "James Pell of the Pell Group"; none in "the Bank of Ostrel". `at` is where the "of" would be."""
    at = at or next((index for index, word in enumerate(words) if word.low == "of"), 0)
    if not 2 <= at <= 3 or any(
        not word.capital or institutional(word, lexicon) or acronym(word.text) for word in words[:at]
    ):
        return None
    person, _ = person_in(words[:at], lexicon)
    titled = words[0].low.rstrip(".") in lexicon.titles
    return person if person is not None and (titled or len(person.tokens) > 1) else None


def scholar_in(words: Sequence[Word], lexicon: Lexicon) -> Name | None:
    """The person in "Ada Pell of the University of Ostrel": scholars and doctors speak for themselves.

    But not in "Ada Pell of the Hospital Workers Union", nor in "… of the School News".
    """
    at = next((index for index, word in enumerate(words) if word.low in lexicon.of), 0)
    behind = words[at:]
    if not at or not any(word.low in lexicon.academic for word in behind):
        return None
    if any(word.low in lexicon.media | lexicon.public and word.low not in lexicon.academic for word in behind):
        return None
    return _of_an_institution(words, lexicon, at)


def _person_of_a_place(before: Sequence[Word], after: Sequence[Word], lexicon: Lexicon) -> tuple[Name | None, bool]:
    """Read "Ada Pell of Ohio" and "Director of National Intelligence Ada Pell"; nobody in "the family of Ada Pell"."""
    last = before[-1]
    if last.low in lexicon.titles and last.capital:
        while after and (after[0].low in lexicon.portfolios or after[0].low in lexicon.titles):
            after = after[1:]
        return (person_of(name_of(" ".join(word.text for word in after)), lexicon), False) if after else (None, True)
    if not last.capital:
        return None, False
    if institutional(last, lexicon):  # "Ada Pell of the University of Ostrel"; nobody in "the University of Ostrel"
        return _of_an_institution(before, lexicon), False
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
    if 0 < at < len(words) and words[at - 1].low in lexicon.titles:
        return True
    return len(name.tokens) == 2 and _is_an_office(words[:-2], lexicon)


def has_left_office(words: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether words are of one who once spoke for an institution: "the former Kessel City mayor"."""
    return bool(words) and words[-1].low in lexicon.titles and any(word.low == "former" for word in words[:-1])


def described_name(words: Sequence[Word], lexicon: Lexicon) -> Name | None:
    """``said Ostrel State University physicist Ada Pell``: the full name behind what the person does; none in "said
    supporters of Ada Pell", nor in "said Bob Ross beside Ada Pell"."""
    run = list(takewhile(lambda word: word.capital, reversed(words)))[::-1]
    titled = [at for at, word in enumerate(run) if word.low.rstrip(".") in lexicon.titles]
    name = run[titled[-1] + 1 :] if titled else run
    before = words[: len(words) - len(name)]
    if not (before and is_role(before[-1], lexicon) and 2 <= len(name) <= 3):
        return None
    role = before[-1].low
    if role in lexicon.portfolios or role in lexicon.institution:
        return None  # "Defense Priorities Team", "regulator Ofgem Wales", "the local Ostrel Zeit"
    if any(is_no_person(word.text, lexicon) for word in name):
        return None
    return person_of(name_of(" ".join(word.text for word in name)), lexicon)


def is_role(word: Word, lexicon: Lexicon) -> bool:
    """Whether a word says what a person is."""
    known = word.low.rstrip(".") in lexicon.titles or word.low in lexicon.epithets or word.low in lexicon.private
    return known or (word.low.endswith(tuple(lexicon.trade_endings)) and word.low not in lexicon.company)


def is_no_person(word: str, lexicon: Lexicon) -> bool:
    return low(word) in _no_persons(lexicon) or acronym(word) or is_demonym(word)


@cache
def _no_persons(lexicon: Lexicon) -> frozenset[str]:
    return (
        lexicon.institution
        | lexicon.media
        | lexicon.organisation
        | lexicon.places
        | lexicon.seats
        | lexicon.document
        | lexicon.things
    )
