"""Credits that stand for a whole text: source lines, wire tags, datelines, bylines, helpers; and photo credits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set

from dedup.model import Span
from dedup.provenance.article.credit_lines import credited
from dedup.provenance.language.agencies import agency_name
from dedup.provenance.language.known import wire_forms
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.naming import Name, name_of
from dedup.provenance.view import Attribution, AttributionKind
from dedup.text.outline import Block, Outline

_LABEL = re.compile(r"\s*([^\W\d_][^:\n：]{0,24})\s?[:：]\s*(\S[^\n]{0,120})")
# "KELMOUTH, March 4 (APA) —", "(Reuters) -", "BERLIN (dpa)": within the first line of a block.
_DATELINE = re.compile(
    r"\s*([^\n()（）]{0,60}?)[(（]([^\W\d_][^()（）\n]{1,40})[)）]\s{0,3}(?:[-–—―:：]|$|(?P<open>(?<=[)）] )(?=\S)))",
    re.MULTILINE,
)
_TAG = re.compile(r"\s*[-–—(（©[]{0,3}\s{0,2}([^\W\d_][^()（）\n]{1,60}?)\s?[)）\]]?\s*\Z")
# "DONE." is a sentence, "A.P.A." and "– APA." are none.
_SENTENCE = re.compile(r"\s*[^\W\d_][^.]*[.!?]\s*\Z")
_DEFINED = re.compile(r"[(（]([A-Z]{2,6})[)）]")
_CAPITALISED = re.compile(r"[^\W\d_][\w’'-]*")
# What agencies write under a text, and a link to a file: capitals in brackets that name nobody.
_NO_AGENCIES = frozenset(("END", "ENDS", "ENDE", "FIN", "MORE", "PDF"))
# A text credit stands near the head or the foot; blocks between them are read for photo credits alone.
_HEAD, _FOOT = 4, 4
_LINE = 160
# The words of an agency's name.
_LONGEST_NAME = 4


def acronyms(text: str) -> dict[str, Name]:
    """Acronyms that the text spells out: ``Arden Press Agency (APA)``."""
    found: dict[str, Name] = {}
    for hit in _DEFINED.finditer(text):
        letters = hit.group(1)
        words = text[max(0, hit.start() - 90) : hit.start()].split()[-len(letters) :]
        if "".join(word[0] for word in words).upper() == letters and all(word[0].isupper() for word in words):
            name = name_of(" ".join(words))
            if name is not None:
                found.setdefault(letters, name)
    return found


def credits(
    text: str, outline: Outline, known: dict[str, Name], used: tuple[Lexicon, ...], agencies: Sequence[Name]
) -> Iterator[Attribution]:
    """Every credit that covers the text, and every photo credit; `agencies` are those that the text names."""
    whole = Span(0, len(text))
    blocks = outline.blocks
    pictures = picture_words(used)
    wires = {word for lexicon in used for word in lexicon.wire_copy}
    months = {word for lexicon in used for word in lexicon.calendar}
    labels = {word for lexicon in used for word in lexicon.text_credit}
    for index, block in enumerate(blocks):
        line = text[block.span.start : block.span.end]
        if is_picture(blocks, index, line, pictures):
            yield from _photo(line, block, pictures)
            continue
        if not (index < _HEAD or index >= len(blocks) - _FOOT):
            continue
        # A headline that begins so is about whom it names.
        said = (
            [*credited(line, used, lambda name: _agency(name, known))]
            if len(line) <= _LINE and (index or block.kind != "headline")
            else []
        )
        if said:
            start = block.span.start
            for each in said:
                yield _whole(each.name, each.kind, whole, Span(start + each.place.start, start + each.place.end))
            continue
        label = _LABEL.match(line)
        if label is not None and len(line) <= _LINE and label.group(1).lower().strip() in labels:
            yield from _credit(label.group(2), block.span.start + label.start(2), block, whole, known)
            continue
        dateline = _DATELINE.match(line)
        if dateline is not None and _is_place(dateline.group(1)) and _is_dateline(dateline, line, months):
            # A dateline is at the head; brackets that end a line sign the text only as its last: "(PDF)" links.
            name = _agency(dateline.group(2), known, index < _HEAD or index == len(blocks) - 1)
            if name is None and index < _HEAD and _is_full_dateline(dateline, months):
                name = name_of(dateline.group(2))  # "HATHBURY (Kestrel) –": nobody else stands there
            if name is not None:
                place = Span(block.span.start + dateline.start(2), block.span.start + dateline.end(2))
                yield _whole(name, "credit", whole, place)
                continue
        tag = _TAG.match(line) if len(line) <= 80 else None
        name = _agency(tag.group(1), known, not _SENTENCE.match(line)) if tag is not None else None
        if name is not None and index == 0 and block.kind == "headline" and agency_name(line) is not None:
            continue  # an article about an agency
        if name is None and (block.kind in ("byline", "credit") and len(line) <= _LINE):
            name = next((agency for part in _parts(line) if (agency := _agency(part, known)) is not None), None)
        if name is not None:
            yield _whole(name, "credit", whole, block.span)
        elif index and len(line) <= 80 and len(agencies) == 1 and _is_of_wires(line, wires):
            # "Staff and wire reports", of a text that names one agency: some of it is from there.
            yield _whole(agencies[0], "contribution", whole, block.span)


def _credit(names: str, at: int, block: Block, whole: Span, known: dict[str, Name]) -> Iterator[Attribution]:
    for part in re.split(r"[/,;、，]| and ", names):
        name = _agency(part, known) or name_of(part)
        if name is not None and len(part) <= 60:
            start = at + names.index(part)
            yield _whole(name, "credit", whole, Span(block.span.start, max(start + len(part), block.span.start)))


def _whole(name: Name, kind: AttributionKind, whole: Span, place: Span) -> Attribution:
    return Attribution(name=name, nature="channel", kind=kind, scope="text", covers=whole, place=place)


def picture_words(used: Iterable[Lexicon]) -> Sequence[str]:
    """The words before the name of who made a picture, the longest first."""
    return sorted({word for lexicon in used for word in lexicon.photo_credit}, key=lambda word: (-len(word), word))


def is_picture(blocks: tuple[Block, ...], index: int, line: str, pictures: Sequence[str]) -> bool:
    """A caption, a line that ends in a picture's credit, or a credit right under a caption."""
    if blocks[index].kind == "caption":
        return True
    if ":" not in line and "：" not in line:
        return False
    label = _LABEL.match(line)
    if label is not None and label.group(1).lower().strip() in pictures:
        return True
    return len(line) <= 400 and _photo_tail(line, pictures) is not None


def _photo_tail(line: str, pictures: Sequence[str]) -> int | None:
    """Where a picture's credit (``Photo: AFP/…``, ``Picture by …``) begins at the end of a line."""
    low = line.lower()
    for colon in (":", "："):
        at = low.rfind(colon)
        if at <= 0 or len(low) - at > 80:
            continue
        before = low[:at].rstrip()
        for word in pictures:
            start = len(before) - len(word)
            if before.endswith(word) and (start <= 0 or before[start - 1] in " .([|–—") and ". " not in low[at:]:
                return max(start, 0)
    return None


def _photo(line: str, block: Block, pictures: Sequence[str]) -> Iterator[Attribution]:
    tail = _photo_tail(line, pictures)
    start = tail if tail is not None else 0
    shown = line[start:].partition(":")[2] or line[start:]
    place = Span(block.span.start + start, block.span.end)
    yield Attribution(
        name=name_of(shown) if len(shown) <= 80 else None, nature="unnamed", kind="photo", scope="paragraph",
        covers=block.span, place=place,
    )  # fmt: skip


def _agency(text: str, known: dict[str, Name], acronyms: bool = True) -> Name | None:
    """A known agency, or an acronym if one may stand there; anything else in brackets is no wire tag."""
    bare = text.strip(" .,-–—()[]©")
    if bare in known:
        return known[bare]
    name = name_of(bare) if bare else None
    if name is None:
        return None
    full = next((full for full in known.values() if full == name), None)
    if full is not None:
        return full
    if name.tokens in wire_forms():
        return name
    letters = bare.replace(".", "")
    if letters.isupper() and letters.isascii() and letters.isalpha() and 2 < len(letters) <= 5:
        return name if acronyms and letters not in _NO_AGENCIES else None
    return agency_name(bare)


def _parts(line: str) -> list[str]:
    parts = re.split(r"[/,;|•·]| and | for | with | und | von | of the | of |^By |^Von |^Por ", line)
    return [part for part in parts if part.strip()]


def _is_of_wires(line: str, wires: Set[str]) -> bool:
    return any(part.strip(" .").lower() in wires for part in _parts(line))


def _is_dateline(found: re.Match[str], line: str, months: Set[str]) -> bool:
    """Whether brackets end a dateline; without a dash, of a place in capitals or a date: "KESSEL (APA) It rained"."""
    if found["open"] is None:
        return True
    words = _CAPITALISED.findall(found.group(1))
    dated = any(word.lower() in months for word in words) and any(char.isdigit() for char in found.group(1))
    return not line[found.end()].islower() and (dated or all(word.isupper() for word in words))


def _is_full_dateline(found: re.Match[str], months: Set[str]) -> bool:
    """Whether a place in capitals, or a date, and a dash stand around a name: "NKOSHI, June 11 (Southline) -"."""
    words, called = _CAPITALISED.findall(found.group(1)), _CAPITALISED.findall(found.group(2))
    dated = any(word.lower() in months for word in words)
    closed = found["open"] is None and found.group().rstrip()[-1] in "-–—―"
    placed = bool(words) and (dated or (len(words[0]) > 1 and words[0].isupper() and not _has_digit(found.group(1))))
    named = 0 < len(called) <= _LONGEST_NAME and all(
        word[0].isupper() and word.lower() not in months for word in called
    )
    return closed and placed and named and not _has_digit(found.group(2))


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _is_place(text: str) -> bool:
    """What stands before a wire's brackets in a dateline: a place, a date, or nothing."""
    words = _CAPITALISED.findall(text)
    return len(words) <= 6 and all(word[0].isupper() or not word[0].islower() for word in words[:2])
