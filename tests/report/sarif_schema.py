"""The part of SARIF 2.1.0 that dedup writes, as a JSON Schema of our own.

No package was found that ships the schema of OASIS and could be pinned. This one is made after it and the text of the
specification (section numbers below) and is stricter: it knows no other property than those that dedup writes, no empty
text, and what GitHub's code scanning asks for besides. Where `DEDUP_SARIF_SCHEMA` names the file of OASIS, the tests
hold the output against that too.
"""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string", "minLength": 1}
COUNT = {"type": "integer", "minimum": 0}
LEVEL = {"enum": ["none", "note", "warning", "error"]}  # 3.27.10


def record(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    """An object with these properties and no others."""
    return {
        "type": "object",
        "properties": required | optional,
        "required": sorted(required),
        "additionalProperties": False,
    }


def listed(items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


MESSAGE = record({"text": TEXT})  # 3.11, 3.12
URI = {"type": "string", "minLength": 1, "format": "uri-reference", "pattern": r"^[!-~]+$"}
# 3.4: a relative URI with what it is relative to, or an absolute one. Code scanning refuses any scheme but file.
ARTIFACT = {
    "oneOf": [
        record({"uri": URI | {"pattern": r"^[A-Za-z0-9._~%/-]+$"}, "uriBaseId": {"const": "%SRCROOT%"}}),
        record({"uri": URI | {"pattern": r"^file:///"}}),
    ]
}
LINE = {"type": "integer", "minimum": 1}
# 3.30: whole lines, or lines and columns.
REGION = {
    "oneOf": [
        record({"startLine": LINE}),
        record({"startLine": LINE, "startColumn": LINE, "endLine": LINE, "endColumn": LINE}),
    ]
}
PHYSICAL = record({"artifactLocation": ARTIFACT, "region": REGION})  # 3.29
LOGICAL = listed(record({"name": TEXT, "kind": {"const": "element"}}), minItems=1, uniqueItems=True)  # 3.33
LOCATION = record({"physicalLocation": PHYSICAL}, logicalLocations=LOGICAL)  # 3.28
RELATED = record({"id": COUNT, "physicalLocation": PHYSICAL, "message": MESSAGE}, logicalLocations=LOGICAL)
SUPPRESSION = record(  # 3.35
    {"kind": {"const": "external"}, "status": {"const": "accepted"}, "justification": TEXT}
)
SPAN = listed(COUNT, minItems=2, maxItems=2)
RESULT = record(  # 3.27
    {
        "ruleId": TEXT,
        "ruleIndex": COUNT,
        "level": LEVEL,
        "message": MESSAGE,
        "locations": listed(LOCATION, minItems=1, maxItems=1),
        "partialFingerprints": record({"primaryLocationLineHash": TEXT, "dedupPassage/v1": TEXT}),
        "suppressions": listed(SUPPRESSION, maxItems=1, uniqueItems=True),
        "properties": record(
            {"article": {"type": "string"}, "words": COUNT, "failing": {"type": "boolean"}},
            match=TEXT,
            span=SPAN,
            otherSpan=SPAN,
        ),
    },
    relatedLocations=listed(RELATED, minItems=1, maxItems=1, uniqueItems=True),
)
RULE = record(  # 3.49
    {
        "id": TEXT,
        "name": {"type": "string", "pattern": r"^[A-Z][A-Za-z]+$"},
        "shortDescription": record({"text": TEXT | {"maxLength": 1024}}),
        "fullDescription": record({"text": TEXT | {"maxLength": 1024}}),
        "help": MESSAGE,
        "defaultConfiguration": record({"level": LEVEL}),
    }
)
NOTIFICATION = record({"level": LEVEL, "message": MESSAGE}, locations=listed(LOCATION, minItems=1))  # 3.58
RUN = record(  # 3.14
    {
        "tool": record({"driver": record({"name": TEXT, "version": TEXT, "rules": listed(RULE, uniqueItems=True)})}),
        "columnKind": {"const": "utf16CodeUnits"},
        "originalUriBaseIds": record({"%SRCROOT%": record({"description": MESSAGE})}),
        "results": listed(RESULT, maxItems=25_000),
        "invocations": listed(
            record(  # 3.20
                {"executionSuccessful": {"type": "boolean"}, "toolExecutionNotifications": listed(NOTIFICATION)}
            ),
            minItems=1,
            maxItems=1,
        ),
        "properties": record({"dedup": record({"passed": {"type": "boolean"}, "findings": COUNT, "shown": COUNT})}),
    }
)
SCHEMA = record(  # 3.13
    {
        "$schema": {"type": "string", "pattern": r"^https://docs\.oasis-open\.org/sarif/sarif/v2\.1\.0/"},
        "version": {"const": "2.1.0"},
        "runs": listed(RUN, minItems=1, maxItems=1),
    }
)
