"""``dedup`` with a pipeline that compares nothing: what the command line does by itself, without NumPy.

Run as a script it is the command line. The text of an article asks for trouble: ``RAISE``, ``INTERRUPT``,
``WAIT``, ``SLOW``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from types import ModuleType
from typing import TYPE_CHECKING

from dedup.config import Settings
from dedup.model import SCHEMA_VERSION, Article, ArticleSummary, Report, Skipped

if TYPE_CHECKING:
    import pytest

Progress = Callable[[str, int, int], None]


def audit(
    articles: Iterable[Article],
    settings: Settings | None = None,
    *,
    skipped: Sequence[Skipped] = (),
    progress: Progress | None = None,
) -> Report:
    read = sorted(articles, key=lambda article: article.id)
    tell = progress or (lambda stage, done, total: None)
    for article in read:
        if "RAISE" in article.text:
            raise ValueError(f"cannot cope with {article.id}\x1b[31m")
        if "INTERRUPT" in article.text:
            raise KeyboardInterrupt
        if "WAIT" in article.text:
            sys.stderr.write("waiting\n")
            sys.stderr.flush()
            time.sleep(60)
        if "SLOW" in article.text:
            # On a busy machine the line appears seconds after it is due: it has to load what draws it.
            pause = 0.3 if sys.stderr.isatty() else 0.1
            for done in range(15):
                tell("aligning", done, 15)
                time.sleep(pause)
    tell("done", len(read), len(read))
    used = settings or Settings()
    return Report(
        schema_version=SCHEMA_VERSION,
        settings={"level": used.level, "min_words": used.min_words, "same_outlet": used.same_outlet},
        articles=tuple(map(_summary, read)),
        matches=(),
        set_aside=(),
        article_pairs=(),
        outlet_flows=(),
        clusters=(),
        skipped=tuple(skipped),
        stats={"articles": len(read)},
    )


def compare_report(
    left: Article, right: Article, settings: Settings | None = None, *, progress: Progress | None = None
) -> Report:
    return audit([left, right], replace(settings or Settings(), same_outlet=True))


def _summary(article: Article) -> ArticleSummary:
    words = len(article.text.split())
    return ArticleSummary(
        id=article.id,
        outlet=article.outlet,
        outlet_origin=article.outlet_origin,
        published=article.published,
        published_origin=article.published_origin,
        title=article.title,
        url=article.url,
        source=article.source,
        words=words,
        counted_words=words,
        extra=article.extra,
    )


def install(patch: pytest.MonkeyPatch | None = None) -> None:
    """Put this in the place of `dedup.pipeline`."""
    module = ModuleType("dedup.pipeline")
    vars(module).update(audit=audit, compare_report=compare_report)
    if patch is None:
        sys.modules["dedup.pipeline"] = module
    else:
        patch.setitem(sys.modules, "dedup.pipeline", module)


if __name__ == "__main__":
    install()
    from dedup.cli import main

    sys.exit(main())
