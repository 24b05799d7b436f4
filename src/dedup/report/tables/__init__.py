"""A report as tables, one an entity: CSV, Parquet, and pandas, polars or Arrow frames. ``docs/reference/tables.md``."""

from dedup.report.tables.columns import Cell, Column, Entity, chosen
from dedup.report.tables.passages import (
    COMMON_WORDS,
    EVIDENCE,
    EVIDENCE_PLACES,
    MATCHES,
    SET_ASIDE,
    SOURCE_PLACES,
    SOURCES,
)
from dedup.report.tables.totals import (
    ARTICLE_PAIRS,
    ARTICLES,
    CLUSTER_MATCHES,
    CLUSTER_PASSAGES,
    CLUSTER_PATHS,
    CLUSTERS,
    OUTLET_FLOWS,
    SKIPPED,
    SOURCE_FLOWS,
)

ENTITIES: tuple[Entity, ...] = (
    ARTICLES,
    MATCHES,
    SET_ASIDE,
    COMMON_WORDS,
    EVIDENCE,
    EVIDENCE_PLACES,
    SOURCES,
    SOURCE_PLACES,
    ARTICLE_PAIRS,
    OUTLET_FLOWS,
    SOURCE_FLOWS,
    CLUSTERS,
    CLUSTER_PASSAGES,
    CLUSTER_MATCHES,
    CLUSTER_PATHS,
    SKIPPED,
)

__all__ = ["ENTITIES", "MATCHES", "Cell", "Column", "Entity", "chosen"]
