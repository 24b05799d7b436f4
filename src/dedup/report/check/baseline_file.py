"""The file of a baseline: an entry a line, which whoever reviews a change of it can read.

Reference: ``docs/reference/gate.md``.
"""

from __future__ import annotations

import json

from dedup.errors import OutputError
from dedup.gate.baseline import FIELDS, FILE_BYTES, NAME, VERSION, Baseline
from dedup.replacing import replacing
from dedup.report.escape import json_safe


def write_baseline(path: str, baseline: Baseline) -> None:
    """Put the entries into a file, one a line and sorted: the same entries give the same bytes.

    Nothing in it acts on the display of whoever reads it. Raises `OutputError`, also for more entries than the next run
    would read: the file is then as it was.
    """
    lines = [
        json.dumps({name: getattr(entry, name) for name in FIELDS[VERSION]}, ensure_ascii=False)
        for entry in sorted(baseline.entries.values())
    ]
    listed = "\n" + ",\n".join(lines) + "\n" if lines else ""
    content = json_safe(f'{{\n"{NAME}": {VERSION},\n"entries": [{listed}]\n}}\n').encode()
    if len(content) > FILE_BYTES:
        raise OutputError(
            f"{path}: not written: {len(lines):,} entries in {len(content):,} bytes, and a baseline of more than "
            f"{FILE_BYTES:,} is not read; check fewer articles at a time, with a baseline for each part, or raise "
            "--min-words"
        )
    with replacing(path) as stream:
        stream.write(content)
