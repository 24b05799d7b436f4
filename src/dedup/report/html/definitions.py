"""What the scores mean, as the JSON Schema of a report says it: the page adds no definition of its own."""

from __future__ import annotations

import json

from dedup.report.json_document import schema


def definitions() -> dict[str, str]:
    """The descriptions of the scores (``scores``: of all together), the edits and the confidence, by field."""
    known = json.loads(schema())["$defs"]
    fields = {**known["scores"]["properties"], **known["edits"]["properties"], **known["match"]["properties"]}
    return {name: field["description"] for name, field in fields.items()} | {"scores": known["scores"]["description"]}
