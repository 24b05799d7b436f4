"""Finds the wording that news articles share, measures it, and says who most likely reused whose.

>>> import dedup
>>> dedup.Article(id="a", text="…", outlet="The Meridian", published="2031-03-04").outlet
'The Meridian'

`read` and `articles_from` take articles from files and tables; `audit` compares a collection, `compare` two texts;
`Index` holds articles in a file, and `check` asks a gate whether new ones may pass; `filter_files` takes
near-duplicates out of files; `explain` says why a verdict is what it is, `network_of` turns a report into nodes and
edges, and `read_report` reads one that was saved.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dedup.checking import check
    from dedup.config import Settings
    from dedup.errors import (
        ConfigError,
        DateError,
        DedupError,
        DuplicateId,
        EngineError,
        IndexCorrupt,
        IndexFileError,
        IndexLocked,
        IndexMismatch,
        InputError,
        MissingExtra,
        NoArticles,
        OutputError,
        UnknownId,
        UsageError,
    )
    from dedup.filtering import Filtered, filter_files
    from dedup.gate import Checked, Entry, Finding, Gate, Reuse
    from dedup.gate.baseline import Baseline
    from dedup.index import Added, Held, Index, Info, Version
    from dedup.ingest import Reading, articles_from, read
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
    from dedup.report.reading import read_report

__version__ = "0.1.0"

# PEP 562: nothing loads before it is used. The model takes 25 ms, audit and compare bring NumPy.
_HOME = {
    "Added": "index",
    "Article": "model",
    "ArticlePair": "model",
    "ArticleSummary": "model",
    "Baseline": "gate.baseline",
    "Checked": "gate",
    "Cluster": "model",
    "Common": "model",
    "ConfigError": "errors",
    "DateError": "errors",
    "DedupError": "errors",
    "DuplicateId": "errors",
    "Edits": "model",
    "EngineError": "errors",
    "Entry": "gate",
    "Evidence": "model",
    "Explanation": "report.explanation",
    "Filtered": "filtering",
    "Finding": "gate",
    "Flow": "model",
    "Gate": "gate",
    "Held": "index",
    "Index": "index",
    "IndexCorrupt": "errors",
    "IndexFileError": "errors",
    "IndexLocked": "errors",
    "IndexMismatch": "errors",
    "Info": "index",
    "InputError": "errors",
    "Match": "model",
    "MissingExtra": "errors",
    "NoArticles": "errors",
    "OutletFlow": "model",
    "OutputError": "errors",
    "Passage": "model",
    "PathEdge": "model",
    "Place": "model",
    "Reading": "ingest",
    "Report": "model",
    "Reuse": "gate",
    "Scores": "model",
    "SetAside": "model",
    "Settings": "config",
    "Skipped": "model",
    "Source": "model",
    "SourceFlow": "model",
    "Span": "model",
    "UnknownId": "errors",
    "UsageError": "errors",
    "Verdict": "model",
    "Version": "index",
    "articles_from": "ingest",
    "audit": "pipeline",
    "check": "checking",
    "compare": "pipeline",
    "explain": "report.explanation",
    "filter_files": "filtering",
    "network_of": "network",
    "read": "ingest",
    "read_report": "report.reading",
}

__all__ = [
    "Added",
    "Article",
    "ArticlePair",
    "ArticleSummary",
    "Baseline",
    "Checked",
    "Cluster",
    "Common",
    "ConfigError",
    "DateError",
    "DedupError",
    "DuplicateId",
    "Edits",
    "EngineError",
    "Entry",
    "Evidence",
    "Explanation",
    "Filtered",
    "Finding",
    "Flow",
    "Gate",
    "Held",
    "Index",
    "IndexCorrupt",
    "IndexFileError",
    "IndexLocked",
    "IndexMismatch",
    "Info",
    "InputError",
    "Match",
    "MissingExtra",
    "NoArticles",
    "OutletFlow",
    "OutputError",
    "Passage",
    "PathEdge",
    "Place",
    "Reading",
    "Report",
    "Reuse",
    "Scores",
    "SetAside",
    "Settings",
    "Skipped",
    "Source",
    "SourceFlow",
    "Span",
    "UnknownId",
    "UsageError",
    "Verdict",
    "Version",
    "__version__",
    "articles_from",
    "audit",
    "check",
    "compare",
    "explain",
    "filter_files",
    "network_of",
    "read",
    "read_report",
]


# What the methods of values in `dedup.views` call, by name.
_VIEWS = {
    "match_html": "report.notebook",
    "plot_matrix": "report.pictures",
    "plot_network": "report.pictures",
    "report_html": "report.notebook",
    "to_arrow": "report.frames",
    "to_pandas": "report.frames",
    "to_polars": "report.frames",
}


def _view(name: str) -> object:
    made: object = getattr(import_module(f"{__name__}.{_VIEWS[name]}"), name)
    return made


def __getattr__(name: str) -> object:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*__all__, "__doc__", "__file__", "__name__", "__path__"})
