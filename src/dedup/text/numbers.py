"""Numbers, ordinals and months in their many forms: seven and 7, fifth and 5th, Jan. and January, 1.000 and 1000.

The words are data, ``data/numbers``, one file a language, all merged; words that mean something else in another
language are left out of them. A language without a file only loses near matches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dedup.text.languages import tables
from dedup.text.table import TokenTable

# Thousands by points or apostrophes; commas are gone when a word is folded. Three digits after a first group that
# begins with zero are decimals.
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?:'\d{3})+")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")
_DIGITS = re.compile(r"\d{1,12}")
_GROUP = "000"
_MONTH = "~"  # what no word begins with
_LARGEST = 999
# Tokens looked at together.
_TOKENS_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWords:
    """Folded words of all languages: `forms` gives their key, `values` and `times` what they add and multiply.

    `ordinal` finds digits with an ending.
    """

    forms: dict[str, str]
    values: dict[str, int]
    times: dict[str, int]
    ordinal: re.Pattern[str]


def number_key(word: str) -> str | None:
    """The key of a folded word that is a number, an ordinal or a month, else None.

    >>> number_key("seven"), number_key("5th"), number_key("1.000"), number_key("3,5"), number_key("house")
    ('7', '5', '1000', '3.5', None)
    """
    if not word[:1].isdigit():
        return number_words().forms.get(word)
    if _GROUPED.fullmatch(word):
        return word.replace(".", "").replace("'", "")
    if _DECIMAL_COMMA.fullmatch(word):
        return word.replace(",", ".")
    found = number_words().ordinal.fullmatch(word)
    return found[1] if found else word


def compounds(table: TokenTable) -> Iterator[tuple[int, str]]:
    """Numbers that several words make up: the row of the first word, and the key of the whole.

    Sixty-one, three thousand and 1 000. Only the first of the words takes the key: a token stays a token. Sums come
    before products.
    """
    known = number_words()
    vocabulary, words = table.vocabulary, table.words
    value, tens, times = (np.zeros(len(vocabulary), np.int64) for _ in range(3))
    for number, word in enumerate(vocabulary):
        if word in known.values:
            value[number] = known.values[word]
            tens[number] = value[number] if value[number] in range(20, 100, 10) else 0
        elif word in known.times:
            times[number] = known.times[word]
        elif word == _GROUP:
            times[number] = 1000
        elif _DIGITS.fullmatch(word) and word.isascii():
            value[number] = int(word)
    units = np.array([known.values.get(word, 0) for word in vocabulary], np.int64)
    small = (value > 0) & (value <= _LARGEST)
    added, multiplied = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for _, _, rows in table.portions(_TOKENS_AT_ONCE):
        # Few words are numbers: all else is asked of these.
        at = rows.start + np.flatnonzero(small[words[rows]])
        at = at[at + 1 < table.offsets[np.searchsorted(table.offsets, at, side="right")]]
        # One space or hyphen between, in one text.
        at = at[table.starts[at + 1].astype(np.int64) - table.ends[at] == 1]
        one, two = words[at], words[at + 1]
        added.append(at[(tens[one] > 0) & (units[two] > 0) & (units[two] < 10)])
        multiplied.append(at[times[two] > 0])
    for row in np.concatenate(added).tolist():
        yield row, str(value[words[row]] + value[words[row + 1]])
    for row in np.concatenate(multiplied).tolist():
        yield row, str(value[words[row]] * times[words[row + 1]])


@lru_cache(maxsize=1)
def number_words() -> NumberWords:
    """The words of all languages that ``data/numbers`` has a file for."""
    forms: dict[str, str] = {}
    values: dict[str, int] = {}
    times: dict[str, int] = {}
    endings: set[str] = set()
    for table in tables("numbers"):
        for word, number in (table.get("cardinals", {}) | table.get("ordinals", {})).items():
            forms[word] = str(number)
        values |= table.get("cardinals", {}) | table.get("in_compounds", {})
        times |= table.get("multipliers", {})
        forms |= table.get("same", {})
        for number, month in enumerate(table.get("months", ()), 1):
            forms |= dict.fromkeys(month.split(), f"{_MONTH}{number}")
        endings.update(table.get("ordinal_endings", ()))
    pattern = "|".join(re.escape(ending) for ending in sorted(endings, key=lambda each: (-len(each), each)))
    ordinal = re.compile(rf"(\d{{1,4}})(?:{pattern or '(?!)'})")
    return NumberWords(forms=forms, values=values, times=times, ordinal=ordinal)
