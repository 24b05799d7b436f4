"""The file of a baseline: an entry a line, which whoever reviews a change of it can read.

Reference: ``docs/reference/gate.md``.
"""

from __future__ import annotations

import json

from dedup.gate.baseline import FIELDS, NAME, VERSION, Baseline
from dedup.replacing import replacing
from dedup.report.escape import json_safe


def write_baseline(path: str, baseline: Baseline) -> None:
    """Put the entries into a file, one a line and sorted: the same entries give the same bytes.

    Nothing in it acts on the display of whoever reads it. Raises `OutputError`.
    """
    lines = [
        json.dumps({name: getattr(entry, name) for name in FIELDS[VERSION]}, ensure_ascii=False)
        for entry in sorted(baseline.entries.values())
    ]
    listed = "\n" + ",\n".join(lines) + "\n" if lines else ""
    with replacing(path) as stream:
        stream.write(json_safe(f'{{\n"{NAME}": {VERSION},\n"entries": [{listed}]\n}}\n').encode())
