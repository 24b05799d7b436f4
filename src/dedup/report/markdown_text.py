"""What the Markdown pages have in common: cleaned text, table rows, words with their differences marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dedup.report.escape import markdown_isolated, markdown_text
from dedup.report.excerpt import Piece, Role

_EMPHASIS: dict[Role, str] = {"same": "", "only": "**", "near": "*", "moved": "*", "gap": ""}


def clean(text: str) -> str:
    """`text` from outside as inline Markdown that shows those very characters."""
    return markdown_isolated(markdown_text(text))


def marked(parts: Iterable[Piece]) -> str:
    """The words with their differences marked: bold on one side alone, italic for variants and what moved."""
    text = ""
    for part in parts:
        words, mark = markdown_text(part.text), _EMPHASIS[part.role]
        if mark:
            # Emphasis that touches emphasis would be read as one; a zero-width space keeps them apart.
            text += f"{'&#8203;' if text.endswith('*') else ''}{mark}{words.strip()}{mark}"
        else:
            text += words
    return markdown_isolated(text.strip())


def header(*left: str, right: Sequence[str] = (), last: str | None = None) -> Iterator[str]:
    """The first two lines of a table; columns of numbers stand to the right."""
    extra = [last] if last else []
    yield row(*left, *right, *extra)
    yield row(*["---"] * len(left), *["---:"] * len(right), *["---"] * len(extra))


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
