"""Articles for an index, and what it holds of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dedup import Article
from dedup.index import Index, filling

Texts = dict[str, str]


def article(id: str, text: str, outlet: str | None = "The Meridian") -> Article:
    return Article(id=id, text=text, outlet=outlet, published="2031-03-04", title=f"About {id}")


def articles(texts: Texts) -> list[Article]:
    return [article(id, text) for id, text in texts.items()]


def some(count: int, words: int = 60) -> list[Article]:
    """Articles of which each has words of its own."""
    return [article(f"a{n:03}", " ".join(f"word{n}x{at}" for at in range(words))) for n in range(count)]


def texts_of(index: Index) -> Texts:
    return {each.id: each.text for each in index.articles()}


def bytes_of(path: Path) -> bytes:
    """Everything that the index has on the disk."""
    beside = [path.with_name(path.name + end) for end in ("", "-wal", "-shm", "-journal")]
    return b"".join(each.read_bytes() for each in beside if each.exists())


@contextmanager
def batches_of(count: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filling, "BATCH_ARTICLES", count)
        yield
