"""Reports: a `Report` becomes bytes. One module a format, loaded when it is asked for."""

from dedup.report.registry import (
    BYTES_FORMATS,
    CHECK_FORMATS,
    FOLDER_FORMATS,
    FORMATS,
    TEXT_FORMATS,
    checked_pieces,
    folder_files,
    folder_names,
    pieces,
    render,
    require,
)
from dedup.report.stream import Stream

__all__ = [
    "BYTES_FORMATS",
    "CHECK_FORMATS",
    "FOLDER_FORMATS",
    "FORMATS",
    "TEXT_FORMATS",
    "Stream",
    "checked_pieces",
    "folder_files",
    "folder_names",
    "pieces",
    "render",
    "require",
]
