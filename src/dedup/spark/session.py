"""The session that the command line works in: quiet, with memory for the driver, and tasks that are tried again."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any

from dedup.errors import EngineError, MissingExtra

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# The first that is missing is named.
_LIBRARIES = ("pyspark", "pandas", "pyarrow")
# A task is tried so often before its job fails. Spark itself tries once where it runs on one machine.
_ATTEMPTS = 4
# Rows of an Arrow batch. At Spark's 10,000 a batch of long texts would take gigabytes.
_BATCH = 2_000
_GIB = 1 << 30
_MOST_MEMORY = 16 * _GIB
_READ = 1 << 16  # bytes of Java's own words that are looked through
_TOLD = 400  # characters of them in an error
_FAULT = re.compile(r"Exception|Error|Invalid|Failed")


def require() -> None:
    """Raise `MissingExtra` where pyspark, or what it needs, is not installed."""
    for library in _LIBRARIES:
        try:
            import_module(library)
        except ImportError as error:
            raise MissingExtra(f"the engine spark needs {library}: install dedup with its extra 'spark'") from error


@contextmanager
def opened(
    workers: int = 0, options: Mapping[str, str] | None = None, *, verbose: bool = False
) -> Iterator[SparkSession]:
    """The session that is active in this process, else a new one, which is stopped in the end.

    `options` are Spark's own (``spark.master``, ``spark.executor.memory``, ...). A new session runs on this machine, on
    `workers` cores (0: all), unless ``spark.master`` is among them, ``SPARK_CONF_DIR`` is set, or ``spark-submit``
    started this program. What Java says comes out where `verbose`. Raises `MissingExtra` without pyspark or Java,
    `EngineError` where Spark does not start.
    """
    require()
    from pyspark.sql import SparkSession

    active = SparkSession.getActiveSession()
    if active is not None:
        yield active
        return
    with tempfile.TemporaryFile() as log:
        session = _started(settled(workers, options or {}), None if verbose else log)
        try:
            yield session
        finally:
            session.stop()


def settled(workers: int, options: Mapping[str, str]) -> dict[str, str]:
    """The options of a new session: those given, and what they leave open."""
    chosen = {
        "spark.app.name": "dedup",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(_BATCH),
    }
    elsewhere = "SPARK_CONF_DIR" in os.environ or "PYSPARK_GATEWAY_PORT" in os.environ
    master = options.get("spark.master", "" if elsewhere else "local")
    if master == "local":
        cores = workers or os.cpu_count() or 1
        chosen |= {
            "spark.master": f"local[{cores},{_ATTEMPTS}]",
            "spark.driver.host": "localhost",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.memory": f"{_driver_memory() // (1 << 20)}m",
            "spark.sql.shuffle.partitions": str(2 * cores),
            "spark.ui.enabled": "false",
        }
    return {**chosen, **{name: value for name, value in options.items() if (name, value) != ("spark.master", "local")}}


def _driver_memory() -> int:
    """Bytes for Java: a third of the machine's memory, since Python takes its own beside it."""
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return 2 * _GIB
    return max(_GIB, min(memory // 3, _MOST_MEMORY))


def _started(options: Mapping[str, str], log: IO[bytes] | None) -> SparkSession:
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    if options.get("spark.master", "").startswith("local"):
        # Without it Spark takes whatever python3 is first on PATH.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        # Java of an earlier session in this process goes on living.
        if SparkContext._gateway is None:
            if "PYSPARK_GATEWAY_PORT" not in os.environ:
                _require_java()
            first = SparkConf(loadDefaults=False).setAll(list(options.items()))
            launched: Any = launch_gateway
            SparkContext._ensure_initialized(gateway=launched(first, {"stderr": log, "stdout": log}))
        context = SparkContext(conf=SparkConf().setAll(list(options.items())))
        return SparkSession(context)
    except (PySparkException, Py4JError, OSError) as error:
        raise EngineError(f"Spark does not start: {_told(log) or error}") from error


def _require_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=os.path.join(home, "bin") if home else None) is None:
        where = f"JAVA_HOME ({home}) has none" if home else "there is none on PATH"
        raise MissingExtra(f"the engine spark needs Java 17 or newer: {where}; install it and set JAVA_HOME")


def _told(log: IO[bytes] | None) -> str:
    """What Java first said that sounds like a fault; what follows comes of it."""
    if log is None:
        return ""
    log.seek(0)
    lines = [line.strip() for line in log.read(_READ).decode("utf-8", "replace").splitlines()]
    said = [line for line in lines if line and not line.startswith("at ")]
    return next((line for line in said if _FAULT.search(line)), said[-1] if said else "")[:_TOLD]
