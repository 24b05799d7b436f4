"""Short names for the articles of a report: ids may be long paths, and may look alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dedup.model import Report
from dedup.outlets import outlet_names

_ENDING = re.compile(r"\.(?:txt|html?)(?:\.(?:gz|xz|zst))?\Z", re.IGNORECASE)
_DEEPEST = 8  # path components tried before the whole id is taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What to call each article and outlet, cleaned for one format; their names are unique within the report.

    `short` is the id without what it needs not. `spoken` is the outlet where that outlet has one article
    here, else the outlet with the short id. `outlet` has only the articles whose outlet is known,
    in one spelling for each outlet; `outlets` has the names by that spelling.
    """

    short: Mapping[str, str]
    spoken: Mapping[str, str]
    outlet: Mapping[str, str]
    outlets: Mapping[str, str]


def name_articles(report: Report, clean: Callable[[str], str], longest: int | None = None) -> Names:
    """Name the articles of `report`; names of more than `longest` characters, if that is given, lose their middle."""
    ids = list(dict.fromkeys(_mentioned(report)))
    called = [clean(shorten(name, longest)).strip() for name in short_ids(_without_sides(ids))]
    short = dict(zip(ids, distinct(called), strict=True))
    named = outlet_names(report.articles)
    known = sorted({*named.values(), *(name for flow in report.outlet_flows for name in (flow.left, flow.right))})
    outlets = dict(zip(known, distinct([clean(shorten(name, longest)).strip() for name in known]), strict=True))
    outlet = {id: outlets[name] for id, name in named.items()}
    alone = {name for name, count in Counter(outlet.values()).items() if count == 1}
    spoken = [
        short[id] if id not in outlet else outlet[id] if outlet[id] in alone else f"{outlet[id]} ({short[id]})"
        for id in ids
    ]
    return Names(short=short, spoken=dict(zip(ids, distinct(spoken), strict=True)), outlet=outlet, outlets=outlets)


def _without_sides(ids: Sequence[str]) -> Sequence[str]:
    """The ids of a comparison without the side that each begins with, unless it is all that tells them apart."""
    if [id.partition(":")[0] for id in ids] != ["left", "right"]:
        return ids
    plain = [id.partition(":")[2] for id in ids]
    return plain if plain[0] != plain[1] else ids


def short_ids(ids: Sequence[str]) -> list[str]:
    """The last path component of each id without its ending; more of the path where that is not unique.

    >>> short_ids(["news/cnn/1.txt", "news/rt/1.txt", "news/rt/2.txt"])
    ['cnn/1', 'rt/1', '2']
    """
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
    return text[: kept - kept // 2] + "..." + text[len(text) - kept // 2 :]


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
