"""A real Spark on this machine, started once. Without pyspark or Java these tests are skipped, and say so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dedup.spark.session import opened

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def _lacking() -> str | None:
    try:
        import pandas  # noqa: F401
        import pyspark  # noqa: F401
    except ImportError as error:
        return f"{error.name} is not installed: pip install '.[spark]'"
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=os.path.join(home, "bin") if home else None) is None:
        return "there is no Java"
    return None


LACKING = _lacking()
# Short jobs on little data: what Java compiles for them costs more than it saves.
QUICK = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.sql.codegen.wholeStage": "false",
}


@pytest.fixture(scope="session")
def session() -> Iterator[SparkSession]:
    if LACKING is not None:
        pytest.skip(LACKING)
    with opened(2, {**QUICK, "spark.driver.memory": "1g", "spark.sql.shuffle.partitions": "2"}) as session:
        yield session


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path
