"""The medium to which, or on which, something was said, and the one that carried quoted words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from dedup.provenance.article.cue import CUE_LONGEST, MOST_QUOTATIONS, Cue, made
from dedup.provenance.language.agencies import is_agency
from dedup.provenance.language.known import is_medium, medium_forms
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.naming import Name
from dedup.provenance.language.phrases import Phrase, source_in
from dedup.provenance.language.proper import is_within_a_name
from dedup.provenance.language.scan import Hit, bare_words, low
from dedup.provenance.language.words import Word, words_after, words_before
from dedup.provenance.view import Attribution
from dedup.text.positions import quotations_in, span_at

_AIRED_WITHIN, _MEDIUM_WITHIN = 110, 50
_WORD = re.compile(r"\S+")
_ELISION = re.compile(r"\A\w{1,5}['’]")
# Fewer quoted words are a term or a title.
_QUOTED_WORDS = 4


def relayed_by(cue: Cue) -> Phrase | None:
    """The medium that carried quoted words: "“…,” he said at Mass, which the abbey's radio relays to the valley"."""
    text, outline, hit, block, lexicon, *_ = cue
    sentence = span_at(outline.sentences, hit.start) or block
    near = quotations_in(outline.quotations, sentence)[:MOST_QUOTATIONS]
    outers = [outline.quotations[index].outer for index in near]
    quoted = [outer for outer in outers if len(_WORD.findall(text, outer.start, outer.end)) >= _QUOTED_WORDS]
    if not quoted:
        return None  # "CNN aired footage"
    words = words_before(text, block.start, hit.start, lexicon)
    phrase = source_in(words, text, lexicon)
    if phrase is None or phrase.name is None:
        return None
    lead = low(text[sentence.start : phrase.span.start]).split()
    while lead and lead[-1] in lexicon.determiners:
        lead.pop()
    if lead and lead[-1] not in lexicon.which:
        return None  # "the minister said the BBC broadcasts lies"
    follows = next((outer.start for outer in quoted if outer.start >= hit.end), hit.end)
    between = bare_words(text[hit.end : follows])
    if not lead and all(lexicon.cues.get(word) != "say" for word in between):
        return None  # "CNN aired “The Wreck of the Kessel”"
    core = [word for word in words if phrase.span.start <= word.start < phrase.span.end]
    medium = any(word.low in lexicon.media for word in core) or is_medium(phrase.name.display)
    return replace(phrase, nature="channel") if medium else None


def aired_by(cue: Cue) -> Attribution | None:
    """The medium to which something was said: "said in German on Radio Falkenau", "described it to Calder Sound"."""
    text, outline, hit, block, lexicon, *_ = cue
    if not lexicon.aired:
        return None
    end = block.end
    for word in _aired_words(lexicon).finditer(text, hit.end, min(end, hit.end + _AIRED_WITHIN)):
        if word.lastgroup is None:  # the sentence ends
            return None
        if _ends_cue(text, word.end(), lexicon) or not _may_name_medium(text, word.end(), lexicon):
            continue
        words = words_after(text, word.end(), end, lexicon)
        phrase = source_in(words, text, lexicon)
        if phrase is None or phrase.name is None or phrase.document:
            continue  # "in a post on the company's blog"
        joint = low(word.group("joint"))
        *before, last = phrase.name.tokens
        placed = last not in lexicon.media and not lexicon.media.isdisjoint(before)
        wrote = not lexicon.writing.isdisjoint(bare_words(text[hit.start : word.start()]))
        if joint in lexicon.aired_in and placed and not wrote:
            continue  # "said in the Radio Building"; but "said in the Calder Courier"
        if _is_medium(words, phrase.name, phrase.span.end, lexicon) or (
            joint in lexicon.aired_by_name
            and _before_quotation(text, words, phrase, lexicon)
            and not is_within_a_name(text, hit.end, word.start("joint"), lexicon)
        ):
            told = joint in lexicon.told_to
            if told and among_others(text, phrase, lexicon):
                return None
            aired = Hit(word.start("joint"), word.end(), "interview" if told else "follow")
            return made(text, outline, aired, replace(phrase, nature="channel"))
    return None


def given_to(cue: Cue) -> Phrase | None:
    """The medium that words before an interview name: "in a CNN interview", "during her Radio Verra appearance"."""
    text, _, hit, block, lexicon, *_ = cue
    words = words_before(text, block.start, hit.start, lexicon)
    phrase = source_in(words, text, lexicon)
    if phrase is None or phrase.name is None:
        return None
    if phrase.name.tokens[-1] in lexicon.places:
        return None  # "in a Times Square appearance"
    lead = text[max(block.start, phrase.span.start - _MEDIUM_WITHIN) : phrase.span.start].split()[-2:]
    if not any(low(word) in lexicon.determiners for word in lead):
        return None  # "a second CNN interview", but "Fox News interview shows …"
    return replace(phrase, nature="channel") if _is_medium(words, phrase.name, phrase.span.end, lexicon) else None


def among_others(text: str, phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether a medium is one of several that were told: "told the Courier and other media"."""
    behind = low(text[phrase.span.end : phrase.span.end + CUE_LONGEST]).lstrip(" ,》」”")
    return behind.startswith(tuple(lexicon.and_others))


def _ends_cue(text: str, end: int, lexicon: Lexicon) -> bool:
    """Whether words up to here have a meaning of their own: what is said "according to" a medium was not said to it."""
    before = low(text[max(0, end - CUE_LONGEST) : end])
    return f" {' '.join(before.split())}".endswith(_cues_on_a_joint(lexicon))


@cache
def _cues_on_a_joint(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(
        sorted(f" {cue}" for cue, kind in lexicon.cues.items() if kind == "follow" and cue.split()[-1] in lexicon.aired)
    )


@cache
def _aired_words(lexicon: Lexicon) -> re.Pattern[str]:
    """A word after which a medium may follow, as the group ``joint``, or the end of a sentence."""
    words = "|".join(sorted(re.escape(word).replace("'", "['’]") for word in lexicon.aired))
    return re.compile(rf"(?<=\s)(?P<joint>{words})(?:(?=\s)|(?<=['’]))|[.!?”\"](?=\s|\Z)")


def _may_name_medium(text: str, position: int, lexicon: Lexicon) -> bool:
    """Whether a medium's word stands near, or a capitalised name: most words after "on" and "to" are neither."""
    near = _ELISION.sub("", text[position : position + _MEDIUM_WITHIN].lstrip())
    if lexicon.aired_by_name and near[:1].isupper():
        return True
    return any(word in _media_words(lexicon) for word in bare_words(near))


def _is_medium(words: Sequence[Word], name: Name, end: int, lexicon: Lexicon) -> bool:
    """Whether the words up to the end of a name tell that it is a medium's."""
    # "On CNN's “New Day”" and "on CNN's evening news" are on CNN, "to the Post's story" is not to the Post.
    behind = [word for word in words if word.start >= end]
    owns = not behind or behind[0].capital or any(word.low in lexicon.programmes for word in behind)
    said = {_bare(word.low) if owns else word.low for word in words if word.start < end}
    if not lexicon.station_words:
        return is_medium(name.display) or is_agency(name) or bool(said & lexicon.media)
    bare = name.tokens if len(name.tokens) == 1 else ()  # "im Radio" is none in particular
    return (
        is_medium(name.display)
        or bool(lexicon.stations.intersection(name.tokens))
        or bool((said & lexicon.station_words).difference(bare))
    )


def _bare(word: str) -> str:
    return word.removesuffix("'s").removesuffix("'")


@cache
def _media_words(lexicon: Lexicon) -> frozenset[str]:
    """The words without which nothing is a medium to which, or on which, something is said."""
    known = frozenset(token for form in medium_forms() for token in form)
    return known | lexicon.stations | (lexicon.station_words or lexicon.media)


def _before_quotation(text: str, words: Sequence[Word], phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether a name of several words ends its sentence, and quoted words follow."""
    name = phrase.name
    after = text[phrase.span.end : phrase.span.end + 4]
    return (
        name is not None and len(name.tokens) > 1 and all(word.capital for word in words)
        and name.tokens[-1] not in lexicon.places
        and after[:1] == "." and after[1:].strip()[:1] in ('"', "“", "‘", "'", "«", "„")
    )  # fmt: skip
