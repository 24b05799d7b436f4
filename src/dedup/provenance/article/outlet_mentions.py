"""Where a text names the other article's outlet in words that no cue reads: "gave the Courier a description".

News seldom names another outlet but to say where something comes from. Whom to look for is known, so this needs no list
of phrases and no language.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from functools import cache, lru_cache
from typing import NamedTuple

from dedup.model import Span
from dedup.provenance.article.credits import is_picture, picture_words
from dedup.provenance.article.selfreference import speaks_of_itself
from dedup.provenance.language.known import fold, is_joint, media_words
from dedup.provenance.language.lexicon import lexicons
from dedup.provenance.language.meant import media_nouns
from dedup.provenance.language.naming import Name
from dedup.provenance.view import Attribution, Dossier, Written, written
from dedup.text.blocks import ends_with_stop
from dedup.text.outline import Block, Outline
from dedup.text.positions import block_index, led_to, quotations_in, span_at
from dedup.text.punctuation import spaceless

# A word of a name may be inflected ("Вестнику" of Вестник) if it is no shorter than this.
_INFLECTED = 5
# So many sentences on "the paper" is still the one that was named.
_FOLLOWING = 3
# Such a line near the head is a credit.
_HEAD, _LINE = 4, 160
_CREDITING, _RUNNING = frozenset({"byline", "credit"}), frozenset({"narration", "quotation"})


class Mentions(NamedTuple):
    """The mentions of an outlet in a text: those that cover all of it; those that cover a sentence, in order."""

    credits: tuple[Attribution, ...] = ()
    local: tuple[Attribution, ...] = ()


def mentions(own: Dossier, other: Dossier) -> Mentions:
    """Where an article names the outlet of the other; nowhere where that is also its own name.

    In a byline, a line of credits, and where a text speaks of itself a mention covers all of it, elsewhere its
    sentence. Headlines, captions, and what somebody says in a quotation are left out.
    """
    if other.names.outlet is None or own.names.match(other.names.outlet):
        return Mentions()
    key, name, outlet = written(own), other.names.outlet, other.article.outlet or ""
    if not _may_name(key.text, outlet):
        return Mentions()
    plain, every = _mentions(key, name, outlet)
    if plain == every or not any(item.name is not None and other.names.match(item.name) for item in own.local):
        # "The Hill" is a paper, "the Hill" seldom; "the Meridian" is where somebody told the Meridian something.
        return plain
    return every


@lru_cache(maxsize=4096)
def _mentions(key: Written, name: Name, outlet: str) -> tuple[Mentions, Mentions]:
    """The mentions of an outlet without those by a plain word, and all of them."""
    pattern = _pattern(outlet)
    if pattern is None or not key.outline.blocks:
        return Mentions(), Mentions()
    bare = _bare(outlet.split())
    alike: bool | None = None
    named: set[Attribution] = set()
    plainly: set[Attribution] = set()
    for hit in pattern.finditer(key.text):
        item = _mention(key.text, key.outline, Span(*hit.span()), name)
        if item is not None:
            if len(bare) > 1 and _is_short(hit.group(), bare):
                alike = _has_namesake(key.text, bare) if alike is None else alike
                if alike:
                    continue
            found = plainly if len(bare) == 1 and _is_plain(hit.group()) else named
            found.add(item)
            if item.scope != "text":
                found.update(_pointing(key.text, key.outline, item))
    kept = _in_order(named)
    return kept, _in_order(named | plainly) if plainly else kept


def _in_order(found: Set[Attribution]) -> Mentions:
    kept = sorted(found, key=lambda item: item.place)
    return Mentions(
        credits=tuple(item for item in kept if item.scope == "text")[:1],
        local=tuple(item for item in kept if item.scope != "text"),
    )


def _is_short(naming: str, bare: Sequence[str]) -> bool:
    """Whether an outlet of several words is named by an article and its last word: "the Echo"."""
    article, *rest = naming.split()
    return rest == list(bare[-1:]) and article.lower() in _definite()


def _has_namesake(text: str, bare: Sequence[str]) -> bool:
    """Whether a text speaks of another whose name ends alike: "the Herald" may be the Sable Herald."""
    before = (hit.group(1) for hit in re.finditer(rf"([^\W\d_a-z][\w’'-]*)\s+{re.escape(bare[-1])}(?!\w)", text))
    return any(word != bare[-2] and fold(word) not in _articles() for word in before)


def _is_plain(naming: str) -> bool:
    """Whether an outlet is named by one word with an article in lower case."""
    article, *rest = naming.split()
    return len(rest) == 1 and article.islower() and article in _articles()


def _mention(text: str, outline: Outline, span: Span, name: Name) -> Attribution | None:
    index = block_index(outline.blocks, span.start)
    block = outline.blocks[index]
    if is_picture(outline.blocks, index, text[block.span.start : block.span.end], _pictures()):
        return None
    sentence = span_at(outline.sentences, span.start)
    if block.kind in _CREDITING or _is_in_head(text, block, index) or (sentence and speaks_of_itself(text, sentence)):
        whole = Span(0, len(text))
        return Attribution(name=name, nature="channel", kind="credit", scope="text", covers=whole, place=span)
    if sentence is None or block.kind not in _RUNNING or _is_said(outline, span):
        return None
    covers = led_to(text, outline, sentence)
    return Attribution(name=name, nature="channel", kind="mention", scope="sentence", covers=covers, place=span)


def _pointing(text: str, outline: Outline, item: Attribution) -> Iterator[Attribution]:
    """Where the next sentences point back to an outlet named before them: "the paper reported"."""
    first = bisect_right(outline.sentences, item.place.start, key=lambda span: span.start)
    for sentence in outline.sentences[first : first + _FOLLOWING]:
        hit = _the_medium().search(text, sentence.start, sentence.end)
        if hit is not None and not _is_said(outline, Span(*hit.span())):
            yield replace(item, covers=sentence, place=Span(*hit.span()))


def _is_in_head(text: str, block: Block, index: int) -> bool:
    """Whether a block is a line below the headline that is no sentence: "Staff, with reporting by Ada Pell of …"."""
    return 0 < index < _HEAD and len(block.span) <= _LINE and not ends_with_stop(text, block.span)


def _is_said(outline: Outline, span: Span) -> bool:
    """Whether somebody names it in a quotation; marks around the name alone are its own: «Вестник»."""
    around = (outline.quotations[index].span for index in quotations_in(outline.quotations, span))
    return any(len(quoted) > 2 * len(span) for quoted in around)


@lru_cache(maxsize=1024)
def _pattern(outlet: str) -> re.Pattern[str] | None:
    """What an outlet is called in running text; None where its name is too plain to be told from other words.

    In full, a name of one word with its article; or by initials, of three words and more.
    """
    words = outlet.split()
    if not words:
        return None
    if spaceless(words[0][0]):
        return re.compile(re.escape(outlet))
    bare = _bare(words)
    full = r"\s+".join(map(_word, bare))
    if len(bare) == 1:
        # "The Sun" may be anything without its article, "Reuters" is called nothing else.
        article = rf"(?i:{re.escape(words[0])})\s+" if len(words) > len(bare) else ""
        return re.compile(rf"(?<!\w){article}{full}(?!\w)") if bare[0][0].isupper() and len(bare[0]) > 2 else None
    called = "|".join((full, *_short(bare), *map(re.escape, _initials(bare))))
    return re.compile(rf"(?<!\w)(?:{called})(?!\w)")


@lru_cache(maxsize=1024)  # asked for every passage of a pair, from either side
def _may_name(text: str, outlet: str) -> bool:
    return any(part in text for part in _parts(outlet))


@lru_cache(maxsize=1024)
def _parts(outlet: str) -> tuple[str, ...]:
    """Stretches of which a text holds one at least where `_pattern` finds anything: cheap to look for."""
    words = outlet.split()
    if not words:
        return ()
    if spaceless(words[0][0]):
        return (outlet,)
    bare = _bare(words)
    longest = max(bare, key=len)
    parts = (longest[:-1] if _is_inflected(longest) else longest, *_initials(bare))
    return (*parts, bare[-1]) if _short(bare) else parts


def _bare(words: Sequence[str]) -> Sequence[str]:
    """The words of a name without its article."""
    return words[1:] if len(words) > 1 and fold(words[0]) in _articles() else words


def _initials(bare: Sequence[str]) -> tuple[str, ...]:
    """What a name of three words and more is called by its initials."""
    letters = "".join(word[0] for word in bare if not is_joint(word))
    return (letters,) if len(letters) > 2 and letters.isupper() else ()


def _short(bare: Sequence[str]) -> tuple[str, ...]:
    """What is left of a name with its article where the last word is a medium's: "the Echo", not "the Tarn Echo"."""
    last = bare[-1]
    if fold(last) not in media_words() or fold(last) in _nouns():
        return ()
    return (rf"(?i:{'|'.join(sorted(map(re.escape, _definite())))})\s+{re.escape(last)}(?! [^\W\d_a-z])",)


def _word(word: str) -> str:
    """A word of a name, perhaps inflected."""
    return rf"{re.escape(word[:-1])}\w{{0,3}}" if _is_inflected(word) else re.escape(word)


def _is_inflected(word: str) -> bool:
    return len(word) >= _INFLECTED and word.isalpha() and not word.isascii()


@cache
def _the_medium() -> re.Pattern[str]:
    """What a text calls an outlet that it has named: "the paper", in every language."""
    spaced, joined = (
        "|".join(
            re.escape(words)
            for lexicon in lexicons()
            for words in sorted(lexicon.the_medium)
            if (lexicon.script == "spaceless") == spaceless
        )
        for spaceless in (False, True)
    )
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)|{joined}", re.IGNORECASE)


@cache
def _pictures() -> Sequence[str]:
    return picture_words(lexicons())


@cache
def _definite() -> frozenset[str]:
    """The articles of what was named before: "the" of "the paper"."""
    every = (words.split() for lexicon in lexicons() for words in lexicon.the_medium)
    return frozenset(words[0] for words in every if len(words) > 1)


@cache
def _nouns() -> frozenset[str]:
    """What is a common noun for a medium: "the Channel" may be water."""
    return frozenset(word for lexicon in lexicons() for word in media_nouns(lexicon))


@cache
def _articles() -> frozenset[str]:
    return frozenset(word for lexicon in lexicons() for word in lexicon.determiners)
