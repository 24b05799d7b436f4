"""Bytes → articles: text, JSONL, CSV, Parquet, Arrow, HTML, rows in memory; limits; what was skipped and why."""

from dedup.ingest.formats import Kind, sniff
from dedup.ingest.inference import Inferred, infer
from dedup.ingest.limits import Limits
from dedup.ingest.reading import Reading, read
from dedup.ingest.rows import articles_from

__all__ = ["Inferred", "Kind", "Limits", "Reading", "articles_from", "infer", "read", "sniff"]
