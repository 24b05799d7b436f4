"""What an audit of real articles that nobody labelled counts as shared: `quality.py --only archive`.

Nobody knows what is right of it. But labels and simulated events hold few short quotations, of which much of what
outlets share consists, and a change that sets many of them aside shows here and nowhere else.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

from measured import Measured, Row, count, share_row
from provenance_cost import read_articles

import dedup
from dedup.config import Settings

ARTICLES = 1_500
# Fewer words in common than this are a short quotation, where they are quoted on both sides.
_SHORT = 9


def score_archive(path: Path, articles: int = ARTICLES) -> Measured:
    """Audit the first articles of a file and count what is a match. Raises `InputError`."""
    given = read_articles(path, articles)
    report = dedup.audit(given, Settings())
    short = [
        match
        for match in report.matches
        if match.scores.aligned_words < _SHORT and match.left.kind == match.right.kind == "quotation"
    ]
    labels = Counter(match.verdict.label for match in report.matches)
    rows = (
        Row(what="matches", value=len(report.matches), key="matches"),
        Row(what="  of them short quotations", value=len(short), key="short_quotations"),
        *(
            share_row(f"  {label}", count(match.verdict.label == label for match in report.matches))
            for label in sorted(labels)
        ),
    )
    digest = hashlib.sha256()
    for article in given:
        digest.update(f"{article.id} {article.outlet} {article.published}\n{article.text}\n".encode())
    return Measured(
        name="archive",
        title="an archive, nobody's labels",
        rows=rows,
        checksum=digest.hexdigest(),
        caption=f"the first {len(given)} articles of {path.name}",
    )
