"""Reports: a `Report` becomes bytes. One module a format, loaded when it is asked for."""

from dedup.report.registry import FORMATS, Stream, pieces, render

__all__ = ["FORMATS", "Stream", "pieces", "render"]
