"""What each code point is to the tokeniser: one letter a class.

=====  ==========================================================================
class  code points
=====  ==========================================================================
``a``  letters, and symbols that are compatibility forms of letters
``A``  upper-case and title-case letters
``d``  decimal digits and other numbers
``c``  characters of scripts written without spaces: each is a token of its own
``m``  combining marks: they continue the token they stand in
``i``  ignorable format characters (zero-width, bidi, soft hyphen): inside a token they are dropped
``q``  apostrophes: part of a word between two letters
``n``  commas of numbers: part of a number between two digits
``p``  the full stop: part of a number between two digits, else like the next class
``.``  marks that end a sentence or open a line: the word after them may be capital for that alone
`` ``  everything else separates
=====  ==========================================================================

Source: Unicode general categories of the running Python's `unicodedata`.
"""

from __future__ import annotations

import unicodedata

LETTER, UPPER, DIGIT, SINGLE, MARK, IGNORABLE, APOSTROPHE, COMMA, POINT, STOP, SEPARATOR = "aAdcmiqnp. "

_APOSTROPHES = frozenset("'’ʼ＇ʹ`´")
_COMMAS = frozenset(",٫٬")
_VOICING = frozenset("ﾞﾟ")  # half-width voicing marks: letters to Unicode, and parts of the kana before them
_STOPS = frozenset('!?…:;\n\r\u2028\u2029\u0085"“”„«»‘‹›—–•|·।۔؟')

# Blocks of the scripts that are written without spaces between words (Unicode block names in the comments).
_SINGLE_RANGES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x0F00, 0x0FFF),  # Tibetan
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x1950, 0x19DF),  # Tai Le, New Tai Lue
    (0x1A20, 0x1AAF),  # Tai Tham
    (0x3005, 0x3007),  # ideographic iteration mark, zero
    (0x3040, 0x31FF),  # Hiragana, Katakana, Bopomofo, Kanbun, Katakana extensions
    (0x3400, 0x4DBF),  # CJK Extension A
    (0x4E00, 0x9FFF),  # CJK Unified Ideographs
    (0xA9E0, 0xA9FF),  # Myanmar Extended-B
    (0xAA60, 0xAADF),  # Myanmar Extended-A, Tai Viet
    (0xF900, 0xFAFF),  # CJK Compatibility Ideographs
    (0xFF66, 0xFF9F),  # half-width Katakana
    (0x1AFF0, 0x1B16F),  # Kana extensions
    (0x20000, 0x3FFFF),  # CJK Extensions B and on
)
_IDEOGRAPHS = ((0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


def class_of(character: str) -> str:
    """The class of one code point. Canonical equivalents (U+0374 and ʹ) share theirs."""
    character = unicodedata.normalize("NFC", character)[0]
    if character in _APOSTROPHES:
        return APOSTROPHE
    if character in _COMMAS:
        return COMMA
    if character == ".":
        return POINT
    if character in _STOPS:
        return STOP
    if character in _VOICING:
        return MARK
    category = unicodedata.category(character)
    kind = category[0]
    if kind == "L":
        code = ord(character)
        if category == "Lo" or category == "Lm":
            for first, last in _SINGLE_RANGES:
                if first <= code <= last:
                    return SINGLE
        return UPPER if category in ("Lu", "Lt") else LETTER
    if kind == "M":
        return IGNORABLE if _is_variation_selector(character) else MARK
    if kind == "N":
        return SINGLE if category == "Nl" and 0x3000 <= ord(character) <= 0x303F else DIGIT
    if category == "Cf":
        return IGNORABLE
    if category == "So" and unicodedata.decomposition(character).startswith(("<circle>", "<square>")):
        # Enclosed letters (Ⓐ, 🅰) spell words for a reader; ™ and ℠ do not.
        return LETTER if unicodedata.normalize("NFKC", character).isalpha() else SEPARATOR
    return SEPARATOR


def words_in(character: str) -> float:
    """How much of a word one character of a script without spaces is worth, as a rule.

    Chinese words have some 1.6 characters; Thai words have three or four, and Japanese kana are as many.
    """
    code = ord(character)
    ideograph = any(first <= code <= last for first, last in _IDEOGRAPHS)
    return 0.6 if ideograph else 0.35


def _is_variation_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef" or character == "\u034f"


class _ClassMap(dict[int, str]):
    """A `str.translate` table that fills itself as code points are met."""

    def __missing__(self, code: int) -> str:
        found = self[code] = class_of(chr(code))
        return found


CLASS_MAP = _ClassMap()
