"""Write docs/reference/tables.md from the definitions of the tables themselves (`make outputs`).

python docs/tables_reference.py            write the file
python docs/tables_reference.py --check    exit 1 where it differs from what would be written
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from pages import REFERENCE, cell, table, write_or_check

from dedup.report.tables import ENTITIES, Entity

TARGET = REFERENCE / "tables.md"

OPENING = """\
# Tables of a report

Written by `make outputs` from the definitions of the tables themselves; a test keeps it so.

A report as tables, one an entity, with the same columns everywhere:

| where | how |
|---|---|
| CSV, a file a table | `--format csv-tables -o FOLDER` |
| Parquet, a file a table | `--format parquet -o FOLDER` (extra `parquet`) |
| pandas | `report.to_pandas()`, `report.to_pandas("matches")` (extra `pandas`) |
| polars | `report.to_polars()`, `report.to_polars("matches")` (extra `polars`) |
| Arrow | `report.to_arrow()`, `report.to_arrow("matches")` (extra `parquet`) |

`--format csv` is the table `matches` alone; Python's `csv` reads the files with `encoding="utf-8-sig"`. How to work with them: [take tables into
pandas](../how-to/take-tables-into-pandas.md). What the numbers mean: [scores](scores.md). The settings and the counts of
the work done are in the JSON only.

| type | CSV | pandas | polars | Arrow, Parquet |
|---|---|---|---|---|
| text, json | [one line, never a formula](report.md#csv) | `string` | `String` | `string` |
| integer | digits | `Int64` | `Int64` | `int64` |
| number | six decimals at most | `float64` | `Float64` | `double` |
| truth | `true`, `false` | `boolean` | `Boolean` | `bool` |
| instant | ISO 8601 in UTC | `datetime64[us, UTC]` | `Datetime("us", "UTC")` | `timestamp[us, UTC]` |

What is not known is an empty cell, and null in a frame (`NaN` in a `number` of pandas). Frames and Parquet hold texts as
they are; a lone surrogate, which none of them can hold, becomes U+FFFD. CSV escapes what would act on a display or a
spreadsheet. Passages come by the numbers that pages show, the strongest first, all else in the order of the report.
"""


def page() -> str:
    """The whole reference."""
    return "\n".join([OPENING, *(line for entity in ENTITIES for line in _table(entity))])


def _table(entity: Entity) -> Iterator[str]:
    yield f"## `{entity.name}`\n"
    yield f"A row is {entity.meaning}.\n"
    rows = ([f"`{column.name}`", column.kind, column.unit, cell(column.meaning)] for column in entity.columns)
    yield table(["column", "type", "unit", "meaning"], rows)


def main(arguments: list[str]) -> int:
    return write_or_check(TARGET, page(), arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
