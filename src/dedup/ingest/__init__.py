"""Bytes → articles: text folders, JSONL, CSV, Parquet, HTML; limits; what was skipped and why."""

from dedup.ingest.formats import Kind, sniff
from dedup.ingest.inference import Inferred, infer
from dedup.ingest.limits import Limits
from dedup.ingest.reading import Reading, read

__all__ = ["Inferred", "Kind", "Limits", "Reading", "infer", "read", "sniff"]
