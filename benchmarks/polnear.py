"""Verdicts on the runs of words that PolNeAR's outlets share: `quality.py --only polnear`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from measured import Measured, Row, count, share_row

import dedup
from dedup.config import Settings
from dedup.evaluation.polnear import RUNS, RunVerdict, labelled_as, read_runs, run_verdict
from dedup.model import Article, Match, Report


def find_polnear(given: Path | None) -> Path | None:
    """The folder: as given, else where the environment leads; None where there is none."""
    if given is not None:
        return given
    data = os.environ.get("DEDUP_DATA")
    places = [Path(data), Path(data) / "polnear", Path(data) / "polnear-train"] if data else []
    return next((place for place in places if (place / RUNS).is_file()), None)


def score_polnear(folder: Path) -> Measured:
    """Audit each pair of articles that shares a run, and all the articles at once. Raises `InputError`."""
    articles, runs = read_runs(folder)
    pairs = sorted({(run.left, run.right) for run in runs})
    settings = Settings(workers=1)
    by_pair = {pair: _matches(dedup.audit([articles[id] for id in pair], settings)) for pair in pairs}
    alone = [run_verdict(run, by_pair[run.left, run.right]) for run in runs]
    at_once = _matches(dedup.audit([articles[id] for id in sorted(articles)], settings))
    together = [run_verdict(run, at_once) for run in runs]
    return Measured(
        name="polnear",
        title="PolNeAR: runs that two outlets share",
        rows=(*_rows("each pair of articles", "pairs", alone), *_rows("all articles at once", "together", together)),
        checksum=_checksum(folder, articles.values()),
        caption=f"{len(runs)} runs in {len(pairs)} pairs of {len(articles)} articles; undetermined is neither",
    )


def _matches(report: Report) -> list[Match]:
    return [*report.matches, *(entry.match for entry in report.set_aside)]


def _rows(what: str, key: str, verdicts: Sequence[RunVerdict]) -> list[Row]:
    attributed, neither = labelled_as(verdicts, "both_attributed"), labelled_as(verdicts, "neither")
    of_found = [each for each in neither if each.match is not None]
    return [
        share_row(f"{what}: found", count(each.match is not None for each in verdicts)),
        share_row(
            "  attributed on both sides: called a copy", count((e.is_copy for e in attributed), 0.0), f"{key}/copies"
        ),
        share_row("  … of those found", count((e.is_copy for e in attributed if e.match is not None), 0.0)),
        share_row("  … called a common source or renderings", count(e.is_third_party for e in attributed)),
        share_row(
            "  attributed on neither: not called a quotation",
            count(not e.is_quotation for e in neither),
            f"{key}/not_quotations",
        ),
        share_row("  … of those found", count(not e.is_quotation for e in of_found), f"{key}/not_quotations_of_found"),
        share_row("  … not labelled common source or renderings", count(not e.is_third_party for e in neither)),
        share_row(
            "  … of those found", count(not e.is_third_party for e in of_found), f"{key}/not_third_party_of_found"
        ),
    ]


def _checksum(folder: Path, articles: Iterable[Article]) -> str:
    digest = hashlib.sha256((folder / RUNS).read_bytes())
    for article in sorted(articles, key=lambda each: each.id):
        content = article.text.encode()
        digest.update(f"{article.id} {article.outlet} {article.published} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
