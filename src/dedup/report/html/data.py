"""What the page's script works on: tables of the report, with every string that comes often once.

All strings are clean but the articles' texts, which the script cleans where it shows them, since offsets count in them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from dedup.report.escape import html_json
from dedup.report.explanation.grounds import grounds_of
from dedup.report.html.collection import Collection
from dedup.report.html.definitions import definitions
from dedup.report.html.details import EDITS, ROLES, SCORES, detail
from dedup.report.html.records import articles, asides, clusters, matches, skipped
from dedup.report.html.tables import Strings, rows, table
from dedup.report.summary import GROUPS


def blocks(collection: Collection, encoding: str) -> Iterator[tuple[str, Iterable[str]]]:
    """The names and the JSON of the page's blocks of data, in pieces of about a row, safe in a ``script`` element.

    Each is to be used up before the next: ``strings`` come last, when all are known.
    """
    strings = Strings()
    grounds = grounds_of(collection.report)
    yield "articles", table(articles(collection, strings), encoding)
    yield "matches", table(matches(collection, strings), encoding)
    yield "details", table((detail(each, collection, grounds, strings) for each in collection.matches), encoding)
    yield "asides", table(asides(collection, strings), encoding)
    yield "clusters", table(clusters(collection, strings), encoding)
    yield "skipped", table(skipped(collection), encoding)
    yield "texts", rows(_texts(collection), encoding)
    yield "strings", rows(strings.all(), encoding)


def about(collection: Collection, encoding: str) -> str:
    """What the numbers and short names in the blocks stand for, and what the scores mean, as JSON."""
    meaning = definitions()
    values = {
        "party": "Outlet" if collection.by_outlet else "Article",
        "roles": ROLES,
        "groups": dict(GROUPS),
        "scores": [[name.replace("_", " "), meaning[name]] for name in SCORES],
        "edits": [[name, meaning[name]] for name in EDITS],
        "overlap": meaning["scores"],
        "confidence": meaning["confidence"],
    }
    return html_json(json.dumps(values, ensure_ascii=False), encoding)


def _texts(collection: Collection) -> Iterator[list[Any]]:
    """What is known of each article's text: where a part starts and the part, by turns."""
    for id in collection.number:
        known = collection.texts[id]
        yield [value for start, text in known.parts for value in (known.unit(start), text)]
