"""Two whole texts beside each other: what they share in its place, and what stands around it."""

from dedup.report.comparison.rendering import pieces
from dedup.report.comparison.value import Compared

__all__ = ["Compared", "pieces"]
