"""Small pieces of HTML that the parts of the page share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from dedup.report.escape import html_words


def link(words: str, label: str = "", **state: str) -> str:
    """A link to a view of the page; `words` are HTML already, `label` is what it is called aloud."""
    named = f' aria-label="{html_words(label)}"' if label else ""
    return f'<a href="{address(**state)}"{named}>{words}</a>'


def address(**state: str) -> str:
    """The address of a view: its state behind the ``#``, for an attribute in quotation marks."""
    # What `inert` leaves in a text can be encoded.
    return "#" + "&amp;".join(f"{key}={quote(value, safe='')}" for key, value in state.items() if value)


def table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()
) -> Iterator[str]:
    """A table, its cells HTML already; the first of each row is its header, `numbers` are columns set to the right."""
    side = [' class="n"' if at in numbers else "" for at in range(len(heads))]
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="{html_words(caption)}"><table>\n'
    yield f"<caption>{html_words(caption)}</caption>\n<thead><tr>"
    yield "".join(f'<th scope="col"{mark}>{html_words(head)}</th>' for head, mark in zip(heads, side, strict=True))
    yield "</tr></thead>\n<tbody>\n"
    for first, *rest in rows:
        cells = "".join(f"<td{mark}>{cell}</td>" for cell, mark in zip(rest, side[1:], strict=True))
        yield f'<tr><th scope="row">{first}</th>{cells}</tr>\n'
    yield "</tbody></table></div>\n"
