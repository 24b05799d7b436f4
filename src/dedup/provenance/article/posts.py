"""Posts embedded in a text and signed: "… — Ada Pell (@adapell) January 18, 2018" says whose words stand before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dedup.model import Span
from dedup.provenance.language.known import is_domain, media_words, wire_forms
from dedup.provenance.language.lexicon import lexicons
from dedup.provenance.language.naming import Name, name_of
from dedup.provenance.view import Attribution
from dedup.text.outline import Outline
from dedup.text.positions import block_index

_SIGNED = re.compile(
    r"(?:[—–―]|--|(?<!\w)-)\s?(?P<name>[^\n()@—–―]{1,60}?)\s?\((?P<handle>@\w{1,30})\)"
    r"(?P<date>,?\s(?:[^\W\d_]{3,12}\.?\s\d{1,2},?\s\d{4}|\d{1,2}\.?\s[^\W\d_]{3,12}\.?\s\d{4}))?"
)
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_LONGEST_NAME, _TRAILING = 4, 40
# They belong to the name of a programme: "This Week".
_DEMONSTRATIVES = ("this", "that", "these", "those")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A signed post: the words and signature that it covers, the signature, and whose it is (None: no name)."""

    covers: Span
    signature: Span
    author: Name | None
    person: bool


def posts(text: str, outline: Outline) -> Iterator[Post]:
    """Every signed post, in order; time linear in the text.

    A signature has a date, or ends its paragraph. Its words begin with the paragraph, or behind the post before it.
    """
    if "(@" not in text:
        return
    last = 0
    for hit in _SIGNED.finditer(text):
        rest = text[hit.end() : hit.end() + _TRAILING].partition("\n")[0]
        if hit.group("date") is None and rest.strip(" ."):
            continue
        signature = Span(hit.start(), hit.end())
        start = max(last, text.rfind("\n", last, hit.start()) + 1)
        if not text[start : hit.start()].strip():  # the signature has a paragraph of its own
            start = max(last, _before(outline, start))
        last = hit.end()
        start += len(text[start : hit.start()]) - len(text[start : hit.start()].lstrip())
        author, person = _author(hit.group("name"))
        yield Post(covers=Span(start, hit.end()), signature=signature, author=author, person=person)


def attribution_of(post: Post) -> Attribution:
    """What a post says of its words: a person's are that person's statement."""
    author = post.author
    shown = author
    if author is not None and post.person:
        shown = Name(display=f"statement by {author.display}", tokens=author.tokens)
    return Attribution(
        name=shown, nature="channel" if author is not None else "unnamed", kind="post", scope="quotation",
        covers=post.covers, place=post.signature, voices=(author,) if author is not None else (), document=True,
    )  # fmt: skip


def _before(outline: Outline, position: int) -> int:
    """Where the paragraph before a position begins."""
    return outline.blocks[block_index(outline.blocks, max(0, position - 1))].span.start if outline.blocks else 0


def _author(shown: str) -> tuple[Name | None, bool]:
    """Whom a signature names, and whether that is a person; what is no name, "ada 🌻 x", is nobody."""
    words = _WORD.findall(shown)
    while len(words) > 1 and words[0].lower().rstrip(".") in _titles():
        words = words[1:]
    words = [word for word in words if not (len(word.rstrip(".")) == 1 and len(words) > 2)]
    if not 1 <= len(words) <= _LONGEST_NAME or not all(word[0].isupper() for word in words):
        return None, False
    name = name_of(" ".join(words))
    if name is None:
        return None, False
    if words[0].lower() in _DEMONSTRATIVES:
        return Name(display=" ".join(words), tokens=tuple(word.lower() for word in words)), False
    organised = words[0] != name.display.split()[0] or any(
        token in media_words() or token in _organised() for token in name.tokens
    )
    wire = name.tokens in wire_forms() or tuple(word.lower() for word in words) in wire_forms()
    if organised or wire or is_domain(name.display) or (len(words) == 1 and words[0].isupper()):
        return name, False
    return (name, True) if len(words) > 1 else (None, False)


@cache
def _titles() -> frozenset[str]:
    return frozenset(word for lexicon in lexicons() for word in lexicon.titles)


@cache
def _organised() -> frozenset[str]:
    return frozenset(
        word for lexicon in lexicons() for word in lexicon.institution | lexicon.organisation | lexicon.things
    )
