"""The report as one page for a browser: nothing to install, nothing loaded from anywhere, no script but its own."""

from dedup.report.html.document import html_pieces

__all__ = ["html_pieces"]
