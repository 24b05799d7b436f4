"""What an audit or a check read is gone when it ends, whether or not the interpreter looks for rings of objects."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from made_texts import collection

import dedup
from dedup.matching.collection import Collection
from dedup.model import Article
from dedup.parts import Parts

ARTICLES = [Article(id=f"{at}", text=text, outlet=f"Outlet {at % 3}") for at, text in enumerate(collection(3))]


def audited(folder: Path) -> object:
    return dedup.audit(ARTICLES)


def near_duplicates(folder: Path) -> object:
    return dedup.audit(ARTICLES, dedup.Settings(level="article"))


def checked(folder: Path) -> object:
    with dedup.Index.build(folder / "held.dedup", ARTICLES[1:]) as index:
        return index.check(ARTICLES[0])


@pytest.mark.parametrize("work", [audited, near_duplicates, checked])
def test_nothing_holds_itself(work: Callable[[Path], object], tmp_path: Path) -> None:
    gc.collect()
    gc.disable()
    try:
        report = work(tmp_path)
        # By their own type: a proxy that some library left behind answers for an object that is gone.
        left = [type(each).__name__ for each in gc.get_objects() if issubclass(type(each), Parts | Collection)]
    finally:
        gc.enable()
    assert report and not left
