"""Reports: a `Report` becomes bytes. One module a format, loaded when it is asked for."""

from dedup.report.registry import CHECK_FORMATS, FORMATS, Stream, checked_pieces, pieces, render

__all__ = ["CHECK_FORMATS", "FORMATS", "Stream", "checked_pieces", "pieces", "render"]
