"""Finds the wording that news articles share, measures it, and says who most likely reused whose.

>>> import dedup
>>> dedup.Article(id="a", text="…", outlet="The Meridian", published="2031-03-04").outlet
'The Meridian'

`audit` compares a collection, `compare` two texts; `filter_files` takes near-duplicates out of files; `explain` says
why a verdict is what it is, and `network_of` turns a report into nodes and edges.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dedup.config import Settings
    from dedup.errors import (
        ConfigError,
        DateError,
        DedupError,
        DuplicateId,
        EngineError,
        InputError,
        MissingExtra,
        NoArticles,
        OutputError,
        UsageError,
    )
    from dedup.filtering import Filtered, filter_files
    from dedup.model import (
        Article,
        ArticlePair,
        ArticleSummary,
        Cluster,
        Common,
        Edits,
        Evidence,
        Flow,
        Match,
        OutletFlow,
        Passage,
        PathEdge,
        Place,
        Report,
        Scores,
        SetAside,
        Skipped,
        Source,
        SourceFlow,
        Span,
        Verdict,
    )
    from dedup.network import network_of
    from dedup.pipeline import audit, compare
    from dedup.report.explanation import Explanation, explain

__version__ = "0.1.0"

# PEP 562: nothing loads before it is used. The model takes 25 ms, audit and compare bring NumPy.
_HOME = {
    "Article": "model",
    "ArticlePair": "model",
    "ArticleSummary": "model",
    "Cluster": "model",
    "Common": "model",
    "ConfigError": "errors",
    "DateError": "errors",
    "DedupError": "errors",
    "DuplicateId": "errors",
    "Edits": "model",
    "EngineError": "errors",
    "Evidence": "model",
    "Explanation": "report.explanation",
    "Filtered": "filtering",
    "Flow": "model",
    "InputError": "errors",
    "Match": "model",
    "MissingExtra": "errors",
    "NoArticles": "errors",
    "OutletFlow": "model",
    "OutputError": "errors",
    "Passage": "model",
    "PathEdge": "model",
    "Place": "model",
    "Report": "model",
    "Scores": "model",
    "SetAside": "model",
    "Settings": "config",
    "Skipped": "model",
    "Source": "model",
    "SourceFlow": "model",
    "Span": "model",
    "UsageError": "errors",
    "Verdict": "model",
    "audit": "pipeline",
    "compare": "pipeline",
    "explain": "report.explanation",
    "filter_files": "filtering",
    "network_of": "network",
}

__all__ = [
    "Article",
    "ArticlePair",
    "ArticleSummary",
    "Cluster",
    "Common",
    "ConfigError",
    "DateError",
    "DedupError",
    "DuplicateId",
    "Edits",
    "EngineError",
    "Evidence",
    "Explanation",
    "Filtered",
    "Flow",
    "InputError",
    "Match",
    "MissingExtra",
    "NoArticles",
    "OutletFlow",
    "OutputError",
    "Passage",
    "PathEdge",
    "Place",
    "Report",
    "Scores",
    "SetAside",
    "Settings",
    "Skipped",
    "Source",
    "SourceFlow",
    "Span",
    "UsageError",
    "Verdict",
    "__version__",
    "audit",
    "compare",
    "explain",
    "filter_files",
    "network_of",
]


def __getattr__(name: str) -> object:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*__all__, "__doc__", "__file__", "__name__", "__path__"})
