"""How much of each outlet's words each other outlet has too, as a table whose cells lead to the passages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dedup.report.escape import html_words
from dedup.report.html.collection import UNKNOWN, Collection
from dedup.report.html.parts import address, link
from dedup.report.wording import count, percent

MOST = 20  # rows and columns; more cannot be read
_FEW = 7
_STEPS = (0.01, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75)  # shares from which a cell is darker


@dataclass(frozen=True, slots=True)
class _Cell:
    share: float
    words: int
    passages: int


def matrix(collection: Collection) -> Iterator[str]:
    """The matrix of the parties that share most; empty where nothing is shared."""
    cells = _cells(collection)
    shared: dict[str, int] = defaultdict(int)
    for (row, _), cell in cells.items():
        shared[row] += cell.words
    chosen = sorted(shared, key=lambda name: (-shared[name], name))[:MOST]
    order = [name for name in collection.parties if name in set(chosen)]
    what = "outlet" if collection.by_outlet else "article"
    if not order:
        return
    yield '<section aria-labelledby="matrix-h"><h3 id="matrix-h">Who shares how much with whom</h3>\n'
    yield f"<p>A row reads: of the words of this {what}, this share stands in that {what} too. The two halves differ: "
    yield "a paragraph taken from a long text is much of one and little of the other. A number leads to the passages."
    yield "</p>\n"
    if UNKNOWN in collection.parties:
        yield "<p>Articles of unknown outlet are left out here; they are in the list of passages.</p>\n"
    if len(shared) > MOST:
        yield f"<p>Of {len(shared):,} {what}s that share something the {MOST} that share most; the others are in the "
        yield "list of passages.</p>\n"
    # A few names have room beside each other; more are turned.
    few = len(order) <= _FEW
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="Matrix"><table class="matrix{" few" * few}">\n'
    yield '<caption class="unseen">Share of the words of each row that each column has too</caption>\n'
    yield "<thead><tr><td></td>"
    for name in order:
        head = html_words(name) if few else f'<span class="turned"><span>{html_words(name)}</span></span>'
        yield f'<th scope="col">{head}</th>'
    yield "</tr></thead>\n<tbody>\n"
    for row in order:
        yield f'<tr><th scope="row">{link(html_words(row), view="matches", party=row)}</th>'
        yield from (_shown(row, column, cells.get((row, column)), what) for column in order)
        yield "</tr>\n"
    yield "</tbody></table></div></section>\n"


def _shown(row: str, column: str, cell: _Cell | None, what: str) -> str:
    if cell is None:
        return "<td></td>" if row != column else '<td class="self"></td>'
    step = sum(cell.share >= limit for limit in _STEPS)
    both = f"{count(cell.words, 'word')} in {count(cell.passages, 'passage')}"
    title = f"{row} and {column}: {percent(cell.share)} of the words of {row}, {both}"
    return (
        f'<td class="heat{step}"><a href="{address(view="matches", party=row, other=column)}" '
        f'title="{html_words(title)}">{html_words(percent(cell.share))}</a></td>'
    )


def _cells(collection: Collection) -> Mapping[tuple[str, str], _Cell]:
    found: dict[tuple[str, str], _Cell] = {}
    report, names = collection.report, collection.names
    rows = report.outlet_flows if collection.by_outlet else report.article_pairs
    for row in rows:
        # Outlets have one spelling in a report, which the page cleans and shortens as it does everywhere.
        left, right = (
            (collection.outlets[row.left], collection.outlets[row.right])
            if collection.by_outlet
            else (names.spoken[row.left], names.spoken[row.right])
        )
        found[left, right] = _Cell(row.containment_left, row.shared_words, row.passages)
        found[right, left] = _Cell(row.containment_right, row.shared_words, row.passages)
    return found
