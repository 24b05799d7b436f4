"""The wording itself as evidence: long equal runs, formulas and names."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dedup.model import Evidence, Passage, Place
from dedup.provenance.language.lexicon import lexicons, lexicons_for
from dedup.provenance.language.scan import searchable, words_of
from dedup.provenance.view import Dossier, Found, is_quoted, place, span_of
from dedup.provenance.weights import Weights

# Runs of up to 7 words are common between independent texts; the weight is full 30 words later.
_CHANCE_RUN, _FULL_RUN = 7, 37
_SHORT, _LONG = 8, 60
# Words in common that are hardly a formula or a fact: of 2,741 simulated passages with more than 17 none was. The
# weight is full 20 words later.
_CHANCE_WORDS, _MANY = 17, 37
_FORMULA_SHARE = 0.6
_DIGIT = re.compile(r"\d")
_MARKS = ".,;:!?\"'()[]“”‘’«»–—-"
# A date or a figure can hardly be put otherwise, up to this many words.
_FACT_SHARE = 0.75
_FACT_SHORT, _FACT_LONG = 10, 18


def evidence(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Evidence, ...]:
    """What length and rarity say."""
    scores = found.scores
    places = tuple(sorted((place(left, span_of(found.left)), place(right, span_of(found.right)))))
    both_quoted = is_quoted(left, found.left) and is_quoted(right, found.right)
    entries: list[Evidence] = []
    run = _ramp(scores.longest_run, _CHANCE_RUN, _FULL_RUN) * min(1.0, max(0.0, scores.rarity_overlap))
    if run:
        signal = "wording.identical-quote" if both_quoted else "wording.identical-run"
        entries.append(weights.evidence(signal, f"{scores.longest_run} equal words in a row", places, factor=run))
    retold = _ramp(scores.aligned_words, _SHORT, _LONG) * (1 - run) * min(scores.share_left, scores.share_right)
    if retold > 0 and not both_quoted:
        trigger = f"{scores.aligned_words} words in common"
        entries.append(weights.evidence("wording.reworded", trigger, places, factor=retold))
    many = _ramp(scores.aligned_words, _CHANCE_WORDS, _MANY) * min(scores.share_left, scores.share_right)
    if many > 0:
        entries.append(weights.evidence("wording.many", f"{scores.aligned_words} words in common", places, factor=many))
    quoted = is_quoted(left, found.left) or is_quoted(right, found.right)
    entries.extend(_no_reuse(found, places, weights, quoted))
    return tuple(entries)


def _no_reuse(found: Found, places: tuple[Place, ...], weights: Weights, quoted: bool) -> list[Evidence]:
    """What makes shared words mean little: few and common ones, formulas, names and titles."""
    scores = found.scores
    entries: list[Evidence] = []
    short = (1 - _ramp(scores.aligned_words, 4, 9)) * (1 - 0.5 * min(1.0, max(0.0, scores.rarity_overlap)))
    if short > 0:
        entries.append(
            weights.evidence("wording.short", f"only {scores.aligned_words} words shared", places, factor=short)
        )
    formula = min(_formula_share(found.left.text), _formula_share(found.right.text))
    if formula >= _FORMULA_SHARE:
        entries.append(weights.evidence("wording.stock-phrase", "a formula of news prose", places, factor=formula))
    shared = _shared(found)
    facts = _fact_share(found, shared)
    if facts >= _FACT_SHARE and not quoted:
        few = 1 - _ramp(scores.aligned_words, _FACT_SHORT, _FACT_LONG)
        if few > 0:
            trigger = "mostly numbers, dates, names and the words between them"
            entries.append(weights.evidence("wording.date-fact", trigger, places, factor=few * facts))
    names = min(map(_name_share, (found.left, found.right), shared))
    if names >= _FORMULA_SHARE:
        entries.append(weights.evidence("wording.names", "mostly names and titles", places, factor=names))
    return entries


@lru_cache(maxsize=4096)  # whoever copies a passage brings it here again
def _formula_share(text: str) -> float:
    lower = searchable(text)
    covered = bytearray(len(lower))
    for lexicon in lexicons_for(lower, words_of(lower)):
        for phrase in lexicon.stock:
            at = lower.find(phrase)
            while at >= 0:
                covered[at : at + len(phrase)] = b"\x01" * len(phrase)
                at = lower.find(phrase, at + 1)
    if not any(covered):
        return 0.0
    letters = sum(char.isalnum() for char in lower)
    inside = sum(char.isalnum() for char, mark in zip(lower, covered, strict=True) if mark)
    return inside / letters if letters else 0.0


def _shared(found: Found) -> tuple[str, str]:
    """The words that both sides have, as either of them has them."""
    return (
        _cut_out(found.left, [(item.left_start, item.left_end) for item in found.common]),
        _cut_out(found.right, [(item.right_start, item.right_end) for item in found.common]),
    )


def _cut_out(passage: Passage, spans: list[tuple[int, int]]) -> str:
    return " ".join([passage.text[start - passage.start : end - passage.start] for start, end in sorted(spans)])


def _fact_share(found: Found, shared: tuple[str, str]) -> float:
    """The share of numbers, dates, names and function words among the shared ones; 0 without number or date."""
    shares = []
    for passage, text in zip((found.left, found.right), shared, strict=True):
        words = [word for raw in (text or passage.text).split() if (word := raw.strip(_MARKS))]
        calendar, function = _calendar_and_function_words()
        lows = [word.lower() for word in words]
        dated = [low in calendar or _DIGIT.search(low) is not None for low in lows]
        if not any(dated) or text.isupper():
            return 0.0
        plain = sum(
            date or word[0].isupper() or low in function for word, low, date in zip(words, lows, dated, strict=True)
        )
        shares.append(plain / len(words))
    return min(shares)


@cache
def _calendar_and_function_words() -> tuple[frozenset[str], frozenset[str]]:
    used = [lexicon for lexicon in lexicons() if lexicon.script == "cased"]
    calendar = frozenset[str]().union(*(item.calendar for item in used))
    function = frozenset[str]().union(
        *(
            words
            for item in used
            for words in (item.stop, item.determiners, item.joints, item.of, item.by, item.pronouns, item.openers,
                          item.aired)
        )
    )  # fmt: skip
    return calendar, function


def _name_share(passage: Passage, shared: str) -> float:
    """The share of capitalised words among the words both sides have; 0 in scripts without capitals."""
    words = [word for word in (shared or passage.text).split() if len(word) > 2 and word[0].isalpha()]
    if not any(word[0].islower() for word in words) and len(words) > 1 and shared.isupper():
        return 0.0
    capital = sum(word[0].isupper() for word in words)
    return capital / len(words) if words else 0.0


def _ramp(value: int, low: int, high: int) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))
