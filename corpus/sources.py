"""Marked sources: one folder an event, with a lineage that says who took what from whom."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

CATEGORIES = (
    "syndication-credited",
    "syndication-uncredited",
    "light-rewrite",
    "heavy-rewrite",
    "abridgement",
    "short-quotation",
    "translation",
    "wire",
    "press-release",
    "background",
    "correction",
    "template",
)
STOCK = ("background", "template")
JOINED = ("t-", "bg-")  # names with these prefixes join across the events of one outlet
SOURCE, SELF = "@source", "@self"
_MARK = re.compile(r"⟦(/?)([A-Za-z0-9][A-Za-z0-9_.-]*)⟧")


class BadSource(Exception):
    """A marked source or a lineage that does not hold together; the message lists every fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """One article without its marks; `marks` are half-open code points of `text` by name."""

    id: str
    event: str
    text: str
    marks: Mapping[str, tuple[int, int]]
    outlet: str
    published: str | None
    title: str | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    name: str
    articles: Mapping[str, Marked]
    passages: Mapping[str, Mapping[str, Any]]
    hard_negatives: Sequence[Mapping[str, Any]]


@dataclass(slots=True)
class Faults:
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def unmark(marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """Take the marks out: the plain text and each name's span, trimmed of white space."""
    faults: list[str] = []
    pieces: list[str] = []
    opened: dict[str, int] = {}
    spans: dict[str, tuple[int, int]] = {}
    length = last = 0
    for mark in _MARK.finditer(marked):
        pieces.append(marked[last : mark.start()])
        length += mark.start() - last
        last = mark.end()
        closing, name = mark[1], mark[2]
        if not closing and (name in opened or name in spans):
            faults.append(f"mark {name} opens twice")
        elif not closing:
            opened[name] = length
        elif name not in opened:
            faults.append(f"mark {name} closes without opening")
        else:
            spans[name] = (opened.pop(name), length)
    faults += [f"mark {name} never closes" for name in opened]
    plain = "".join([*pieces, marked[last:]])
    if "⟦" in plain or "⟧" in plain:
        at = min(at for at in (plain.find("⟦"), plain.find("⟧")) if at >= 0)
        faults.append(f"a bracket that is no mark: {plain[max(0, at - 20) : at + 20]!r}")
    if "\r" in plain:
        faults.append("carriage returns: write plain newlines")
    plain = plain.rstrip() + "\n"
    trimmed: dict[str, tuple[int, int]] = {}
    for name, (start, end) in spans.items():
        inside = plain[start:end]
        stripped = inside.strip()
        if not stripped:
            faults.append(f"mark {name} is empty")
            continue
        start += len(inside) - len(inside.lstrip())
        trimmed[name] = (start, start + len(stripped))
    if faults:
        raise BadSource("; ".join(faults))
    return plain, trimmed


def read_event(folder: Path, faults: Faults) -> Event:
    """Read one event folder; what does not hold together goes to `faults`."""
    try:
        lineage = json.loads((folder / "lineage.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        faults.errors.append(f"{folder.name}/lineage.json: {error}")
        lineage = {}
    listed: Mapping[str, Mapping[str, Any]] = lineage.get("articles", {})
    articles: dict[str, Marked] = {}
    for path in sorted(folder.glob("*.txt")):
        about = listed.get(path.stem)
        if about is None:
            faults.errors.append(f"{path.name}: not listed in lineage.json")
            continue
        try:
            with path.open(encoding="utf-8", newline="") as file:
                text, marks = unmark(file.read())
        except (BadSource, UnicodeDecodeError) as error:
            faults.errors.append(f"{path.name}: {error}")
            continue
        outlet = about.get("outlet")
        if not isinstance(outlet, str) or not outlet:
            faults.errors.append(f"{path.name}: lineage.json gives no outlet")
            continue
        articles[path.stem] = Marked(
            id=path.stem,
            event=folder.name,
            text=text,
            marks=marks,
            outlet=outlet,
            published=about.get("published"),
            title=about.get("title"),
            url=about.get("url"),
        )
    faults.errors += [f"lineage.json lists {id}, but there is no {id}.txt" for id in listed if id not in articles]
    event = Event(
        name=folder.resolve().name,
        articles=articles,
        passages=lineage.get("passages", {}),
        hard_negatives=lineage.get("hard_negatives", []),
    )
    check_lineage(event, faults)
    return event


def instants(published: str) -> tuple[datetime, datetime]:
    """The instants between which something was published: a day is that day in any zone (UTC+14 to UTC−12)."""
    value = datetime.fromisoformat(published)
    if len(published) <= 10:
        day = value.replace(tzinfo=UTC)
        return day - timedelta(hours=14), day + timedelta(hours=36)
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
        return value - timedelta(hours=14), value + timedelta(hours=12)
    return value, value


def check_lineage(event: Event, faults: Faults) -> None:
    """Names known, parents known and without circles, dates in keeping with the lineage."""
    when: dict[str, tuple[datetime, datetime]] = {}
    for article in event.articles.values():
        for name in article.marks:
            if name not in event.passages:
                faults.errors.append(f"{article.id}: mark {name} is not in lineage.json")
        if article.url is not None and not re.match(r"https?://[^/]+\.example(/|$)", article.url):
            faults.errors.append(f"{article.id}: url is not under .example: {article.url}")
        if article.published is None:
            continue
        try:
            when[article.id] = instants(article.published)
        except ValueError as error:
            faults.errors.append(f"{article.id}: published: {error}")
            continue
        if not "2029" <= article.published[:4] <= "2033":
            faults.errors.append(f"{article.id}: published outside 2029-2033: {article.published}")
    for name, passage in event.passages.items():
        check_passage(event, name, passage, when, faults)


def check_passage(
    event: Event,
    name: str,
    passage: Mapping[str, Any],
    when: Mapping[str, tuple[datetime, datetime]],
    faults: Faults,
) -> None:
    carriers = [article.id for article in event.articles.values() if name in article.marks]
    stock = passage.get("category") in STOCK
    parents: Mapping[str, str] = passage.get("parents") or {}
    if passage.get("category") not in CATEGORIES:
        faults.errors.append(f"{name}: unknown category {passage.get('category')!r}")
    if len(carriers) < 2 and not name.startswith(JOINED):
        faults.warnings.append(f"{name}: marked in {len(carriers)} article(s), so it makes no pair")
    if stock and len({event.articles[id].outlet for id in carriers}) > 1:
        faults.warnings.append(f"{name}: category {passage['category']}, but more than one outlet carries it")
    for id in passage.get("named_in") or ():
        if id not in carriers:
            faults.errors.append(f"{name}: named_in has {id}, which does not carry the mark")
    check_also(name, passage, faults)
    check_outlets_named(name, passage, carriers, faults)
    for id in carriers:
        if id not in parents and not stock:
            faults.errors.append(f"{name}: no parent given for {id}")
    for child, parent in parents.items():
        if child not in carriers:
            faults.errors.append(f"{name}: parents has {child}, which does not carry the mark")
        elif parent not in (SOURCE, SELF) and parent not in carriers:
            faults.errors.append(f"{name}: the parent of {child} is {parent}, which does not carry the mark")
        elif child in when and parent in when and when[child][1] < when[parent][0]:
            faults.errors.append(f"{name}: {child} is older than its parent {parent}")
    roots = set()
    for id in parents:
        try:
            roots.add(chain(id, parents)[-1])
        except BadSource as error:
            faults.errors.append(f"{name}: {error}")
    if not stock and len(roots) > 1:
        faults.errors.append(f"{name}: more than one origin: {', '.join(sorted(roots))}")


def check_also(name: str, passage: Mapping[str, Any], faults: Faults) -> None:
    """The other names of the source: strings, each given once, and none of them the source itself."""
    source, also = passage.get("source"), passage.get("also", [])
    if not isinstance(also, list):
        faults.errors.append(f"{name}: also is no list: {also!r}")
        return
    if also and not source:
        faults.errors.append(f"{name}: also has other names, but no source is given")
    for number, other in enumerate(also):
        if not isinstance(other, str) or not other.strip():
            faults.errors.append(f"{name}: also has {other!r}, which is no name")
        elif other == source:
            faults.errors.append(f"{name}: also has {other}, which is the source itself")
        elif other in also[:number]:
            faults.errors.append(f"{name}: also has {other} twice")


def check_outlets_named(name: str, passage: Mapping[str, Any], carriers: Sequence[str], faults: Faults) -> None:
    """Articles on the way and who names their outlets: all of them carry the mark; the origin stands in `named_in`."""
    origins = {id for id, parent in (passage.get("parents") or {}).items() if parent == SELF}
    for via, naming in (passage.get("outlet_named_in") or {}).items():
        if via in origins:
            faults.errors.append(f"{name}: outlet_named_in has {via}, which is the origin: that is what named_in says")
        for id in (via, *naming):
            if id not in carriers:
                faults.errors.append(f"{name}: outlet_named_in has {id}, which does not carry the mark")


def chain(id: str, parents: Mapping[str, str]) -> list[str]:
    """An article, its parent and so on up to ``@source`` or to the article that is the origin itself."""
    seen = [id]
    while True:
        parent = parents.get(seen[-1], SELF)
        if parent == SELF:
            return seen
        if parent in seen:
            raise BadSource(f"the parents of {id} run in a circle")
        seen.append(parent)
        if parent == SOURCE:
            return seen
