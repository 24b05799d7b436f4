"""SARIF 2.1.0, for code scanning and editors. What each field holds: ``docs/reference/ci-formats.md``.

Specification: OASIS, Static Analysis Results Interchange Format 2.1.0 plus Errata 01, 28 August 2023.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dedup import __version__
from dedup.gate.model import RULES, Checked
from dedup.model import Skipped
from dedup.report.escape import json_safe, sarif_link, sarif_text, visible
from dedup.report.places import Spot, unread_spot, working_folder
from dedup.report.remarks import Remark, headline, left_out, remarks, sentence, stale_note
from dedup.report.rules import MEANINGS

if TYPE_CHECKING:
    from dedup.report.stream import Stream

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

# What GitHub's code scanning takes: results of a run, and bytes of the file packed with gzip. It shows 5,000.
MOST_RESULTS = 25_000
MOST_BYTES = 10_000_000
# What the packed size may be off by, and what stands around the results.
_MARGIN = 500_000
_LISTED_SKIPPED = 100
_ROOT = "%SRCROOT%"


def to_sarif(checked: Checked, stream: Stream) -> Iterator[str]:
    """The check as one SARIF log with one run, about a result at a time.

    What is over the limits is left out, the least grave first; the log and `stream.tell` say so.
    """

    def dump(value: Any) -> str:
        return json_safe(json.dumps(value, ensure_ascii=False, allow_nan=False), stream.encoding)

    folder = stream.folder or working_folder()
    said = remarks(checked, folder)
    yield f'{{\n"$schema": {dump(SCHEMA)},\n"version": "2.1.0",\n"runs": [{{\n"tool": {dump(_tool())},\n'
    yield '"columnKind": "utf16CodeUnits",\n'
    yield f'"originalUriBaseIds": {dump({_ROOT: {"description": _message("The folder that dedup ran in.")}})},\n'
    yield '"results": ['
    shown = 0
    for line in _within(dump(_result(each)) for each in said[:MOST_RESULTS]):
        yield f"{',' if shown else ''}\n{line}"
        shown += 1
    note = left_out(shown, len(said), f"code scanning takes {MOST_RESULTS:,} results and 10 MB packed")
    if note is not None:
        stream.tell(f"sarif: {note}")
    yield f'\n],\n"invocations": {dump([_invocation(checked, note, folder)])},\n'
    counts = {"passed": checked.passed, "findings": len(said), "shown": shown}
    yield f'"properties": {dump({"dedup": counts})}\n}}]\n}}\n'


def _within(lines: Iterator[str]) -> Iterator[str]:
    """The lines for which there is room, packed."""
    packer, packed = zlib.compressobj(), 0
    for line in lines:
        packed += len(packer.compress(line.encode("utf-8", "backslashreplace")))
        if packed > MOST_BYTES - _MARGIN:
            return
        yield line


def _tool() -> dict[str, Any]:
    rules = [
        {
            "id": rule,
            "name": MEANINGS[rule].name,
            "shortDescription": {"text": f"{MEANINGS[rule].short}."},
            "fullDescription": {"text": MEANINGS[rule].full},
            "help": {"text": MEANINGS[rule].advice},
            "defaultConfiguration": {"level": MEANINGS[rule].level},
        }
        for rule in RULES
    ]
    return {"driver": {"name": "dedup", "version": __version__, "rules": rules}}


def _result(remark: Remark) -> dict[str, Any]:
    suppression = {"kind": "external", "status": "accepted", "justification": "Accepted in the baseline."}
    result: dict[str, Any] = {
        "ruleId": remark.rule,
        "ruleIndex": RULES.index(remark.rule),
        "level": remark.level,
        "message": {"text": _text(remark)},
        "locations": [_location(remark.spot)],
        "partialFingerprints": {"primaryLocationLineHash": remark.key, "dedupPassage/v1": remark.fingerprint},
        # Of all results or of none (3.27.23): an empty list says that this one is not suppressed.
        "suppressions": [suppression] if remark.accepted else [],
    }
    if remark.related is not None:
        result["relatedLocations"] = [{"id": 1, **_location(remark.related), "message": _message(remark.about)}]
    result["properties"] = _properties(remark)
    return result


def _text(remark: Remark) -> str:
    if remark.related is None:
        return sarif_text(remark.text)
    return sarif_text(remark.before) + sarif_link(remark.other, 1) + sarif_text(remark.after)


def _properties(remark: Remark) -> dict[str, Any]:
    found: dict[str, Any] = {"article": visible(remark.article), "words": remark.words, "failing": remark.failing}
    if remark.match is not None and remark.offsets is not None:
        found |= {"match": visible(remark.match), "span": remark.offsets[:2], "otherSpan": remark.offsets[2:]}
    return found


def _location(spot: Spot) -> dict[str, Any]:
    artifact: dict[str, Any] = {"uri": spot.uri} if spot.absolute else {"uri": spot.uri, "uriBaseId": _ROOT}
    region: dict[str, int] = {"startLine": spot.line}
    if spot.region is not None:
        region |= {
            "startColumn": spot.region.start_column,
            "endLine": spot.region.end_line,
            "endColumn": spot.region.end_column,
        }
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": artifact, "region": region}}
    if spot.record is not None:
        location["logicalLocations"] = [{"name": f"record {spot.record}", "kind": "element"}]
    return location


def _invocation(checked: Checked, note: str | None, folder: str) -> dict[str, Any]:
    skipped = checked.report.skipped
    notes = [{"level": "warning", "message": _message(sentence(note))}] if note is not None else []
    notes += [_unread(each, folder) for each in skipped[:_LISTED_SKIPPED]]
    if len(skipped) > _LISTED_SKIPPED:
        more = f"{len(skipped) - _LISTED_SKIPPED:,} more inputs were not read."
        notes.append({"level": "error", "message": _message(more)})
    stale = stale_note(checked)
    notes += [{"level": "note", "message": _message(sentence(stale))}] if stale is not None else []
    notes.append({"level": "note", "message": _message(sentence(headline(checked)))})
    return {"executionSuccessful": not skipped, "toolExecutionNotifications": notes}


def _unread(skipped: Skipped, folder: str) -> dict[str, Any]:
    location = _location(unread_spot(skipped, folder))
    return {"level": "error", "message": _message(f"Not read: {skipped.reason}."), "locations": [location]}


def _message(text: str) -> dict[str, str]:
    return {"text": sarif_text(text)}
