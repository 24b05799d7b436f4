"""Checks of articles that share nothing with what is held."""

from __future__ import annotations

from pathlib import Path

import pytest
from index_cases import article

from dedup import Index, check

SHEEP = "A quite different piece of writing about sheep that sleep beside the road on warm nights in May."
DAM = "The dam above Calder was built in 1931 and nobody living had ever seen its spillway run until Tuesday."


@pytest.mark.parametrize("held", [[], [DAM], ["Zebras."], ["…"], [DAM, "Other words."]], ids=len)
@pytest.mark.parametrize("text", [SHEEP, "Sheep.", "…"])
def test_an_article_that_shares_nothing_passes(tmp_path: Path, held: list[str], text: str) -> None:
    there = [article(f"held-{at}", each) for at, each in enumerate(held)]
    with Index.build(tmp_path / "news.dedup", there) as index:
        checked = check(article("new", text), index)
        assert checked.passed and checked.findings == () and checked.report.matches == ()
        assert [each.id for each in checked.report.articles] == ["new"]
