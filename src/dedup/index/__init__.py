"""The persistent index: articles that are held, in one SQLite file. Reference: ``docs/reference/index.md``."""

from dedup.index.filling import Added
from dedup.index.held import Held, Version
from dedup.index.index import Index
from dedup.index.info import Info

__all__ = ["Added", "Held", "Index", "Info", "Version"]
