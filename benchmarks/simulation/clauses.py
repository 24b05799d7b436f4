"""Edits of the order of words in English sentences, by patterns; a sentence that fits none stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from simulation.lists import acronyms, word_list

_DAY = (
    r"(?:on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|last (?:week|month|year|fall|spring)|"
    r"(?:earlier )?this (?:week|month|year)|in (?:19|20)\d\d)"
)
_TIME_LAST = re.compile(rf"^(.{{20,}}) ({_DAY})\.$")
_TIME_FIRST = re.compile(rf"^({_DAY}),? ([^,]{{20,}})\.$", re.IGNORECASE)
_CLAUSE = re.compile(
    r"^([^,;:]{20,}?),? (after|because|although|while|if|when|before|as soon as|even though) ([^,;:]{15,})\.$"
)
_CLAUSE_FIRST = re.compile(r"^(After|Because|Although|While|If|When|Before|Even though) ([^,;:]{15,}), ([^;:]{20,})\.$")
_SPLIT = re.compile(r", (and|but|while|though) (?=(?:he|she|it|they|we|this|that|there|the [a-z]+) [a-z]+)")
_APPOSITIVE = re.compile(r", (?:an?|the|who|which|whose|including|along with) [^,;:\"()]{8,70},")
_PARENTHESIS = re.compile(r" \([^()\"]{3,80}\)")
_TAIL_CLAUSE = re.compile(
    r", (?:which|who|whose|where|including|according|citing|adding|saying|an? [a-z]+|after|as|with|while) [^\"]{12,}\.$"
)
_GENITIVE = re.compile(r"\bthe ([a-z]{4,}) of ([A-Z][a-z]+)(?= [a-z])")
_POSSESSIVE = re.compile(
    r"\b(?<![-\w.] )([A-Z][a-z]{3,})'s ([a-z]{4,})(?= (?:to|in|on|for|with|and|was|is|has|had|will)\b)"
)
_PAIR = re.compile(r"\b([a-z]{4,}s) and ([a-z]{4,}s)\b")
_PASSIVE = re.compile(
    r"^((?:The|A|An|This|That|His|Her|Their|Its) (?:[\w-]+ ){0,3}[\w-]+|[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}) "
    rf"(?P<verb>{'|'.join(word_list('transitive'))}) "
    r"(?P<object>(?:the|a|an|its|their|his|her|\d[\d,]*|two|three|several|many) [\w' -]{3,45}?)"
    r"(?P<rest> (?:on|in|at|after|because|for|with|over|during|last|this|as|when|while) [^\"]*)?\.$"
)
_STARTERS = frozenset(word_list("starters"))
_ACRONYMS = acronyms()


def lowered(text: str) -> str:
    """A sentence's first letter made small where the word is none of a name."""
    first = re.split(r"[\s,]", text, maxsplit=1)[0]
    return text[:1].lower() + text[1:] if first.lower() in _STARTERS else text


def raised(text: str) -> str:
    return text[:1].upper() + text[1:]


def move_time(text: str, draw: Random) -> str:
    if match := _TIME_LAST.match(text):
        return f"{raised(match[2])}, {lowered(match[1])}."
    if match := _TIME_FIRST.match(text):
        return f"{raised(match[2])} {match[1][0].lower()}{match[1][1:]}."
    return text


def swap_clauses(text: str, draw: Random) -> str:
    if match := _CLAUSE.match(text):
        return f"{raised(match[2])} {lowered(match[3])}, {lowered(match[1])}."
    if match := _CLAUSE_FIRST.match(text):
        return f"{raised(match[3])} {match[1].lower()} {match[2]}."
    return text


def make_passive(text: str, draw: Random) -> str:
    match = _PASSIVE.match(text)
    if not match:
        return text
    thing = match["object"]
    plural = thing.endswith("s") and not thing.endswith("ss")
    verb = "were" if plural else "was"
    return f"{raised(thing)} {verb} {match['verb']} by {lowered(match[1])}{match['rest'] or ''}."


def turn_genitive(text: str, draw: Random) -> str:
    if _GENITIVE.search(text):
        return _GENITIVE.sub(r"\2's \1", text, count=1)
    return _POSSESSIVE.sub(r"the \2 of \1", text, count=1)


def swap_pair(text: str, draw: Random) -> str:
    return _PAIR.sub(r"\2 and \1", text, count=1)


def split_sentence(text: str, draw: Random) -> str:
    match = _SPLIT.search(text)
    if not match or match.start() < 30 or len(text) - match.end() < 20:
        return text
    lead = "But " if match[1] in ("but", "though") else ""
    rest = text[match.end() :]
    return f"{text[: match.start()]}. {lead}{rest if lead else raised(rest)}"


def drop_aside(text: str, draw: Random) -> str:
    """Without an apposition or a parenthesis."""
    if match := _APPOSITIVE.search(text):
        after = text[match.end() : match.end() + 1]
        return text[: match.start()] + text[match.end() :] if after == " " else text
    return _PARENTHESIS.sub("", text, count=1)


def cut_tail(text: str, draw: Random) -> str:
    """Without the clause at its end."""
    match = _TAIL_CLAUSE.search(text)
    return text[: match.start()] + "." if match and match.start() >= 40 else text


def toggle_that(text: str, draw: Random) -> str:
    if " said that " in text:
        return text.replace(" said that ", " said ", 1)
    return re.sub(r" said (?=(?:the|he|she|it|they|his|her|their|a|an) )", " said that ", text, count=1)


def turn_acronym(text: str, draw: Random) -> str:
    """An acronym spelt out, or a long name made short."""
    for short, full in _ACRONYMS:
        if full in text:
            return text.replace(f"{full} ({short})", short).replace(full, short)
        if re.search(rf"(?<![\w.-]){re.escape(short)}(?![\w-])", text):
            return re.sub(rf"(?<![\w.-]){re.escape(short)}(?![\w-])", full, text, count=1)
    return text


ORDER: tuple[Callable[[str, Random], str], ...] = (move_time, swap_clauses, make_passive, turn_genitive, swap_pair)
FORM: tuple[Callable[[str, Random], str], ...] = (split_sentence, drop_aside, toggle_that, turn_acronym)
