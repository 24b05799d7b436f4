"""What to call the articles of a report, in every format alike: ids may be long paths, and may look alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dedup.model import Report
from dedup.outlets import outlet_names

_ENDING = re.compile(r"\.(?:txt|html?)(?:\.(?:gz|xz|zst))?\Z", re.IGNORECASE)
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# A name with a hash behind it, as archives number their files: twelve hexadecimal digits and more, figures and letters.
_HASHED = re.compile(rf"(?!{_UUID}\Z)(.*?\w)[-_.]+(?:{_UUID}|(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{{12,}})", re.IGNORECASE)
_DEEPEST = 8  # path components tried before the whole id is taken
LONGEST_NAME = 36  # characters: two names with a number and an arrow fit a line of 80, one fits two lines of a drawing
_DOTS = "..."
# A part of an id with the marks behind it, at which a line may end.
_PART = re.compile(r"[^-_/.:]*[-_/.:]+|[^-_/.:]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What to call each article and outlet, cleaned for one format; their names are unique within the report.

    `short` is the id without what it needs not. `spoken` is what sentences, tables and drawings call an article: its
    outlet, where none is known its title in quotation marks, and where several have that, or there is neither, with the
    short id or by that alone. `outlet` has only the articles whose outlet is known, in one spelling for each outlet;
    `outlets` has the names by that spelling.
    """

    short: Mapping[str, str]
    spoken: Mapping[str, str]
    outlet: Mapping[str, str]
    outlets: Mapping[str, str]


def name_articles(report: Report, clean: Callable[[str], str], longest: int | None = None) -> Names:
    """Name the articles of `report`; names of more than `longest` characters, if that is given, lose their middle.

    That is `LONGEST_NAME` wherever there is little room, and nothing where whole names are to be found: in a pipe.
    """
    ids = list(dict.fromkeys(_mentioned(report)))
    called = [clean(shorten(name, longest)).strip() for name in short_ids(_without_sides(ids))]
    short = dict(zip(ids, distinct(called), strict=True))
    named = outlet_names(report.articles)
    known = sorted({*named.values(), *(name for flow in report.outlet_flows for name in (flow.left, flow.right))})
    outlets = dict(zip(known, distinct([clean(shorten(name, longest)).strip() for name in known]), strict=True))
    outlet = {id: outlets[name] for id, name in named.items()}
    called_so = {**_titles(report, clean, longest), **outlet}
    several = Counter(called_so.values())
    spoken = [
        short[id] if id not in called_so else called_so[id] + f" ({short[id]})" * (several[called_so[id]] > 1)
        for id in ids
    ]
    return Names(short=short, spoken=dict(zip(ids, distinct(spoken), strict=True)), outlet=outlet, outlets=outlets)


def _titles(report: Report, clean: Callable[[str], str], longest: int | None) -> dict[str, str]:
    """The titles of articles, in marks that every encoding has."""
    room = None if longest is None else longest - 2
    titled = {each.id: clean(elide((each.title or "").strip(), room)) for each in report.articles}
    return {id: f'"{title}"' for id, title in titled.items() if title}


def _without_sides(ids: Sequence[str]) -> Sequence[str]:
    """The ids of a comparison without the side that each begins with, unless it is all that tells them apart."""
    if [id.partition(":")[0] for id in ids] != ["left", "right"]:
        return ids
    plain = [id.partition(":")[2] for id in ids]
    return plain if plain[0] != plain[1] else ids


def short_ids(ids: Sequence[str]) -> list[str]:
    """The last path component of each id without its ending; more of the path where that is not unique.

    A hash at the end says nothing to a reader: each is left away where the name without it is nobody else's.

    >>> short_ids(["news/cnn/1.txt", "news/rt/1.txt", "news/rt/2.txt"])
    ['cnn/1', 'rt/1', '2']
    >>> short_ids(["000_31599fd0e81c9426.txt", "001_976baa7e37e5746f.txt"])
    ['000', '001']
    """
    labels = hashed_ids(ids)
    bare = [found[1] if (found := _HASHED.fullmatch(label)) else label for label in labels]
    several, taken = Counter(bare), set(labels)
    return [
        name if several[name] == 1 and name not in taken else label for name, label in zip(bare, labels, strict=True)
    ]


def hashed_ids(ids: Sequence[str]) -> list[str]:
    """`short_ids` with the hashes."""
    parts = [[part for part in re.split(r"[/\\]", _ENDING.sub("", id)) if part] or [id] for id in ids]
    labels = [part[-1] for part in parts]
    for depth in range(2, _DEEPEST + 1):
        count = Counter(labels)
        if len(count) == len(labels):
            return labels
        labels = ["/".join(parts[at][-depth:]) if count[label] > 1 else label for at, label in enumerate(labels)]
    count = Counter(labels)
    return [ids[at] if count[label] > 1 else label for at, label in enumerate(labels)]


def shorten(text: str, longest: int | None) -> str:
    """`text`, or its beginning and end with three dots between them where it has more characters than `longest`."""
    if longest is None or len(text) <= longest:
        return text
    kept = max(2, longest - 3)
    return text[: kept - kept // 2] + _DOTS + text[len(text) - kept // 2 :]


def elide(text: str, longest: int | None) -> str:
    """`shorten` for running text: between words, where it has spaces.

    >>> elide("The gates were opened too late and by nobody", 30)
    'The gates ... by nobody'
    """
    if longest is None or len(text) <= longest:
        return text
    kept = max(2, longest - 5)
    head, tail = text[: kept - kept // 2], text[len(text) - kept // 2 :]
    # A cut at the end of a word needs no other; text without spaces is cut where it stands.
    if not text[len(head)].isspace():
        head = head[: head.rfind(" ") + 1] or head
    if not text[-len(tail) - 1].isspace():
        tail = tail[tail.find(" ") + 1 :] or tail
    return f"{head.rstrip()} ... {tail.lstrip()}"


def label_lines(name: str, width: int, lines: int) -> list[str]:
    """A name on at most so many `lines` of about `width` characters, for a drawing.

    Lines end between words and between the parts of an id. A part that is longer than a line goes on in the next one
    where the whole name has room, and else loses its middle; what takes too many lines loses those in the middle.

    >>> label_lines("2023-04-17-ministers-meet-09c8c8e14bc8b83e9f7c9f6ce99acb7a", 18, 2)
    ['2023-04-...meet-', '09c8c8e1...99acb7a']
    """
    whole = len(name) <= width * lines
    parts = [
        part + " " * last
        for word in name.split()
        for found in [[piece for part in _PART.findall(word) for piece in _pieces(part, width, whole=whole)]]
        for part, last in zip(found, [False] * (len(found) - 1) + [True], strict=True)
    ]
    kept = parts
    for left in range(len(parts) - 1, 0, -1):
        if len(_filled(kept, width)) <= lines:
            break
        kept = [*parts[: left - left // 2], _DOTS + " " * parts[0].endswith(" "), *parts[len(parts) - left // 2 :]]
    found = _filled(kept, width)
    return found if len(found) <= lines else [shorten(name, width)]


def _pieces(part: str, width: int, *, whole: bool) -> list[str]:
    return [part[at : at + width] for at in range(0, len(part), width)] if whole else [shorten(part, width)]


def _filled(parts: Sequence[str], width: int) -> list[str]:
    """Parts on lines, each as full as it gets."""
    found = [""]
    for part in parts:
        if found[-1] and len(found[-1]) + len(part.rstrip()) > width:
            found.append("")
        found[-1] += part
    return [line.rstrip() for line in found]


def _mentioned(report: Report) -> Iterator[str]:
    yield from (article.id for article in report.articles)
    for match in (*report.matches, *(aside.match for aside in report.set_aside)):
        yield from (match.left.article, match.right.article)
    for pair in report.article_pairs:
        yield from (pair.left, pair.right)


def distinct(names: Sequence[str]) -> list[str]:
    """Number the second and later bearers of a name, so that look-alikes stay apart."""
    named = [name or "(empty)" for name in names]
    taken = set(named)
    seen: Counter[str] = Counter()
    result = []
    for name in named:
        seen[name] += 1
        fresh = name
        while seen[name] > 1 and fresh in taken:
            fresh = f"{name} #{seen[name]}"
            seen[name] += fresh in taken
        result.append(fresh)
    return result
