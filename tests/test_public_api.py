"""The public surface, by name, and what it costs to load."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from dataclasses import fields, is_dataclass
from importlib import metadata

import pytest

import dedup
from dedup import errors, model

NAMES = {
    "__version__", "audit", "compare", "explain", "filter_files", "network_of", "read", "read_report", "articles_from",
    "Article", "Explanation", "Filtered", "Index", "Reading", "Settings",
    # a check, and what an index says
    "check", "Added", "Baseline", "Checked", "Entry", "Finding", "Gate", "Held", "Info", "Reuse", "Version",
    # what a report is made of
    "ArticlePair", "ArticleSummary", "Cluster", "Common", "Edits", "Evidence", "Flow", "Match", "OutletFlow",
    "Passage", "PathEdge", "Place", "Report", "Scores", "SetAside", "Skipped", "Source", "SourceFlow", "Span",
    "Verdict",
    # what may go wrong
    "ConfigError", "DateError", "DedupError", "DuplicateId", "EngineError", "IndexCorrupt", "IndexFileError",
    "IndexLocked", "IndexMismatch", "InputError", "MissingExtra", "NoArticles", "OutputError", "UnknownId",
    "UsageError",
}  # fmt: skip

HEAVY = (
    "numpy",
    "scipy",
    "numba",
    "datasketch",
    "rich",
    "pyarrow",
    "pyspark",
    "pandas",
    "trafilatura",
    "lxml",
    "matplotlib",
    "polars",
    "datasets",
    "networkx",
)


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh interpreter holds after `code`."""
    script = f"import json, sys\n{code}\nsys.stderr.write(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stderr))


def test_exactly_these_names_are_exported() -> None:
    assert set(dedup.__all__) == NAMES
    assert len(dedup.__all__) == len(NAMES)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_name_is_there(name: str) -> None:
    assert getattr(dedup, name) is not None
    assert name in dir(dedup)


def test_every_class_of_the_model_and_every_error_is_exported() -> None:
    for module in (model, errors):
        for name, value in vars(module).items():
            if inspect.isclass(value) and value.__module__ == module.__name__ and not name.startswith("_"):
                assert getattr(dedup, name) is value


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'audits'"):
        dedup.audits  # noqa: B018 - the look-up is the test


def test_values_are_frozen_slotted_and_by_keyword() -> None:
    for name in sorted(NAMES):
        value = getattr(dedup, name)
        if is_dataclass(value):
            assert value.__dataclass_params__.frozen, name  # type: ignore[union-attr]
            assert "__slots__" in vars(value), name
            assert name == "Span" or all(item.kw_only for item in fields(value)), name


def test_the_version_is_that_of_the_package() -> None:
    assert metadata.version("dedup") == dedup.__version__


def test_the_signatures_of_the_contract() -> None:
    audit, compare = inspect.signature(dedup.audit), inspect.signature(dedup.compare)
    assert list(audit.parameters)[:2] == ["articles", "settings"] and audit.parameters["settings"].default is None
    assert list(compare.parameters)[:3] == ["left", "right", "settings"]
    assert compare.parameters["settings"].default is None


def test_the_signatures_of_a_check() -> None:
    check, of_index = inspect.signature(dedup.check), inspect.signature(dedup.Index.check)
    assert list(check.parameters)[:4] == ["articles", "holdings", "settings", "gate"]
    assert list(of_index.parameters)[1:3] == ["articles", "settings"]
    assert all(each.parameters["settings"].default is None for each in (check, of_index))


@pytest.mark.parametrize(
    "code", ["import dedup; dedup.Article(id='a', text='b'); dedup.Settings()", "import dedup.ingest, dedup.report"]
)
def test_importing_loads_nothing_heavy(code: str) -> None:
    assert not loaded_by(code) & set(HEAVY)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["config", "show"], ["audit", "--help"]])
def test_the_command_line_loads_nothing_heavy(arguments: list[str]) -> None:
    loaded = loaded_by(f"from dedup.cli import main; main({arguments!r})")
    assert not loaded & {*HEAVY, "dedup.pipeline", "dedup.ingest"}
    if arguments == ["--help"]:
        # dedup --help stays under 150 ms: these take 25 ms and more.
        assert not loaded & {"dedup.model", "dedup.report", "tomllib", "asyncio"}
