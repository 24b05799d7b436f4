"""A real Spark on this machine, started once. Without pyspark or Java these tests are skipped, and say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from spark_cases import LACKING, QUICK

from dedup.spark.session import opened

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


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
