"""Classes of characters that sentence, quotation and block rules share; no language is assumed."""

from __future__ import annotations

import re
from functools import lru_cache

# Stops that end a sentence only where white space (or a spaceless script) follows.
SPACED_STOPS = ".!?…‼⁇⁈⁉"
# Stops that end a sentence by themselves: CJK, Devanagari, Arabic and Urdu, Greek (U+037E), Armenian,
# Ethiopic, Khmer, Burmese, Tibetan.
OWN_STOPS = "。！？｡．।॥؟۔\u037e։።፧។៕။།༎"
STOPS = SPACED_STOPS + OWN_STOPS

OPENING = "([{（［｛【〔《〈“‘„‚«‹「『｢〝\"'–—―-/¿¡"
CLOSING = ")]}）］｝】〕》〉”’“‘»«›‹」』｣〞〟\"'"
_PUNCTUATION_AFTER = ".,;:!?…،؛؟。，、；：！？)]}）］】》〉–—-/"

# Scripts written without spaces between words: Thai, Lao, Tibetan, Myanmar, Khmer, CJK with its
# punctuation, kana, half- and full-width forms, and the ideographs beyond the basic plane.
_SPACELESS = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
_HIRAGANA = ("\u3041", "\u309f")
# Format characters that str.strip() leaves in place.
INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u00ad"


# One character is asked for again and again.
@lru_cache(maxsize=4096)
def spaceless(char: str) -> bool:
    """Whether a character belongs to a script written without spaces."""
    return _SPACELESS.match(char) is not None


def hiragana(char: str) -> bool:
    return _HIRAGANA[0] <= char <= _HIRAGANA[1]


@lru_cache(maxsize=4096)
def begins_text(before: str) -> bool:
    """Whether quoted words may open after `before` (``""`` at the start of a paragraph)."""
    return not before or before.isspace() or before in OPENING or before in INVISIBLE or spaceless(before)


@lru_cache(maxsize=4096)
def ends_text(after: str) -> bool:
    """Whether quoted words may end before `after` (``""`` at the end of a paragraph)."""
    return (
        not after
        or after.isspace()
        or after in _PUNCTUATION_AFTER
        or after in CLOSING
        or after in INVISIBLE
        or spaceless(after)
    )
