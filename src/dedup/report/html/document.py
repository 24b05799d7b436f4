"""The page put together: one file that opens from disk and asks nobody for anything.

Its Content-Security-Policy lets run only the script and the style whose hashes it names: should text from an article
ever become markup, the browser would neither run nor load anything of it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from dedup.model import Report
from dedup.report.escape import entities_for, html_words
from dedup.report.html.collection import collection_of
from dedup.report.html.data import about, blocks
from dedup.report.html.overview import overview
from dedup.report.html.packing import is_large, packed
from dedup.report.summary import summary
from dedup.report.wording import UNTRIED

SCRIPTS = ("base", "text", "filters", "list", "compare", "ledger", "match", "articles", "clusters", "asides", "app")
_VIEWS = (
    ("overview", "Overview"),
    ("matches", "Passages"),
    ("articles", "Articles"),
    ("clusters", "Clusters"),
    ("aside", "Set aside"),
)


def html_pieces(report: Report, texts: Mapping[str, str], *, encoding: str = "utf-8") -> Iterator[str]:
    """`report` as an HTML document, in pieces; `texts` are those of its articles, by id, as far as they are at hand.

    The page is in UTF-8; for another `encoding` it comes in ASCII. Raises `OutputError` for a number that is not
    finite.
    """
    # In a script there are no character references: data for another encoding is ASCII by itself.
    of_data = "utf-8" if entities_for("\u00e9", encoding) == "\u00e9" else "ascii"
    return (entities_for(piece, encoding) for piece in _document(report, texts, of_data))


def _document(report: Report, texts: Mapping[str, str], encoding: str) -> Iterator[str]:
    style, script = style_sheet(), program()
    collection = collection_of(report, texts)
    headline = html_words(summary(report, collection.voice)[0])
    yield f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Shared wording</title>
<meta name="description" content="{headline}">
<style>{style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<h1>Shared wording</h1>
<nav aria-label="Views"><ul>
"""
    counts = {
        "matches": report.matches,
        "articles": report.articles,
        "clusters": report.clusters,
        "aside": report.set_aside,
    }
    for view, name in _VIEWS:
        number = f' <span class="count">{len(counts[view]):,}</span>' if view in counts else ""
        yield f'<li><a href="#view={view}" data-view="{view}">{name}{number}</a></li>\n'
    yield """</ul></nav>
<div class="tools"><button type="button" id="theme">Theme: auto</button>
<button type="button" id="help">Keys</button></div>
</header>
<main id="main" tabindex="-1">
<noscript><p class="note">Lists and texts need JavaScript, which is switched off here.</p></noscript>
<div id="overview">
"""
    yield from overview(collection)
    yield """<section id="timelines" hidden></section>
</div>
<div id="view" hidden></div>
</main>
<p id="said" class="unseen" role="status" aria-live="polite"></p>
<footer><p>Made by dedup. It says what is likely, with a probability, and never whether reuse was allowed. """
    yield f"""{UNTRIED}</p></footer>
<dialog id="keys" aria-labelledby="keys-h"></dialog>
"""
    yield f'<script type="application/json" id="about">{about(collection, encoding)}</script>\n'
    large = is_large(collection)
    for name, data in blocks(collection, encoding):
        yield f'<script type="{"text/plain" if large else "application/json"}" id="{name}">'
        yield from packed(data) if large else data
        yield "</script>\n"
    yield f"<script>{script}</script>\n</body>\n</html>\n"


def policy(style: str, script: str) -> str:
    """The Content-Security-Policy under which exactly this style and this script work."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def style_sheet() -> str:
    """The style of the page."""
    return _file("style.css")


@cache
def program() -> str:
    """The script of the page: its files one after another, in a scope of their own."""
    return '"use strict";\n(() => {\n' + "\n".join(_file(f"{name}.js") for name in SCRIPTS) + "\n})();\n"


def _file(name: str) -> str:
    return files("dedup.report.html").joinpath("page", name).read_text("utf-8")
