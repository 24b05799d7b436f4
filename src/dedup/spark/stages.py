"""Stages of a job: what is done once and kept, so that a lost executor costs little and a restart goes on.

With a checkpoint folder each stage is a Parquet table beside a mark that it is whole; without one Spark keeps it, and
makes again what it loses.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from dedup.errors import ConfigError, EngineError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# A folder of our own inside the one that was given: nothing else there is ever replaced.
_FOLDER = "dedup-stages"
_LONGEST_SHOWN = 60


class Stages:
    """The stages of one job, in `folder` (any that Spark can write to) or, without one, kept by Spark.

    `made_of` says what the stages depend on, as JSON can hold it. Raises `ConfigError` where the folder has stages that
    are made of something else.
    """

    def __init__(self, session: SparkSession, folder: str | None, made_of: Mapping[str, Any]) -> None:
        self._session = session
        self._folder = None if folder is None else f"{folder.rstrip('/')}/{_FOLDER}"
        self._kept: dict[str, DataFrame] = {}
        if self._folder is None:
            return
        known = self._read(f"{self._folder}/made-of")
        if known is None:
            self._write(f"{self._folder}/made-of", made_of)
        elif known != made_of:
            raise ConfigError(
                f"checkpoint {folder}: made of something else ({_difference(known, made_of)}); "
                "name another folder, or remove this one to begin anew"
            )

    def frame(self, name: str, make: Callable[[], DataFrame], *, iterated: bool = False) -> DataFrame:
        """The stage `name`: as it was left by an earlier run, else made now.

        One of many that are made of each other is `iterated`: it forgets how it was made, since the plan of such stages
        doubles from each to the next. Without a folder two executors hold it, and the job fails where both are lost.
        """
        from pyspark import StorageLevel

        if self._folder is None and iterated:
            return make().localCheckpoint(eager=True, storageLevel=StorageLevel.MEMORY_AND_DISK_2)
        if self._folder is None:
            frame = self._kept[name] = make().persist(StorageLevel.MEMORY_AND_DISK)
            frame.count()
            return frame
        place = f"{self._folder}/{name}"
        if self._read(f"{place}.done") is None:
            make().write.mode("overwrite").parquet(place)
            self._write(f"{place}.done", {})
        return self._session.read.parquet(place)

    def forget(self, *names: str) -> None:
        """Let Spark give up what it keeps of stages that are needed no more; by default of all. A folder stays."""
        for name in names or tuple(self._kept):
            frame = self._kept.pop(name, None)
            if frame is not None:
                frame.unpersist()

    def _read(self, place: str) -> dict[str, Any] | None:
        from pyspark.errors import AnalysisException

        try:
            rows = self._session.read.text(place).collect()
        except AnalysisException:  # there is none, or none that is whole
            return None
        try:
            found = json.loads("".join(row.value for row in rows)) if rows else None
        except ValueError as error:
            raise EngineError(f"{place}: not a mark of dedup; name another checkpoint folder") from error
        return found if isinstance(found, dict) else None

    def _write(self, place: str, content: Mapping[str, Any]) -> None:
        # One small file: it is there as a whole or not at all.
        row = self._session.createDataFrame([(json.dumps(content),)], "value string")
        row.coalesce(1).write.mode("overwrite").text(place)


def _difference(known: Mapping[str, Any], made_of: Mapping[str, Any]) -> str:
    names = [name for name in sorted({*known, *made_of}) if known.get(name) != made_of.get(name)]
    return "; ".join(f"{name} {_shown(known.get(name))}, now {_shown(made_of.get(name))}" for name in names)


def _shown(value: Any) -> str:
    text = "none" if value is None else str(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "..."
