"""GitLab's code quality report: a JSON list that a merge request compares with that of its target branch."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from dedup.gate.model import Checked, Rule
from dedup.model import Skipped
from dedup.report.escape import json_safe, visible
from dedup.report.places import Spot, unread_spot, working_folder
from dedup.report.remarks import Remark, open_remarks, remarks
from dedup.report.wording import count

if TYPE_CHECKING:
    from dedup.report.stream import Stream

# Severity where the gate fails for it, and where it does not.
_SEVERITIES: Mapping[Rule, tuple[str, str]] = {
    "dedup/copied": ("critical", "minor"),
    "dedup/near": ("major", "minor"),
    "dedup/common-source": ("major", "info"),
    "dedup/shared": ("major", "info"),
    "dedup/reuse": ("major", "minor"),
}


def to_gitlab(checked: Checked, stream: Stream) -> Iterator[str]:
    """One entry an input that was not read, then one a finding, worst first, about one at a time.

    The format has no word for what a baseline accepts: it is left out, and `stream.tell` hears how much that is.
    """
    folder = stream.folder or working_folder()
    said = remarks(checked, folder)
    shown = open_remarks(said)
    if len(shown) < len(said):
        stream.tell(f"gitlab: left out {count(len(said) - len(shown), 'finding')} that the baseline accepts")
    entries = [*(_unread(each, folder) for each in dict.fromkeys(checked.report.skipped)), *map(_entry, shown)]
    yield "["
    for number, entry in enumerate(entries):
        line = json.dumps(entry, ensure_ascii=False, allow_nan=False)
        yield f"{',' if number else ''}\n{json_safe(line, stream.encoding)}"
    yield "\n]\n" if entries else "]\n"


def _unread(skipped: Skipped, folder: str) -> dict[str, Any]:
    spot = unread_spot(skipped, folder)
    content = f"dedup not read 1\0{skipped.path}\0{skipped.line}\0{skipped.reason}"
    return {
        "description": visible(f"Not read: {skipped.reason}."),
        "check_name": "dedup/not-read",
        "fingerprint": sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32],
        "severity": "major",
        "location": {"path": _path(spot), "lines": {"begin": spot.line}},
    }


def _entry(remark: Remark) -> dict[str, Any]:
    lines = {"begin": remark.spot.line}
    if remark.spot.region is not None:
        lines["end"] = remark.spot.region.end_line
    failing, other = _SEVERITIES[remark.rule]
    return {
        "description": visible(remark.text),
        "check_name": remark.rule,
        "fingerprint": remark.key,
        "severity": failing if remark.failing else other,
        "location": {"path": _path(remark.spot), "lines": lines},
    }


def _path(spot: Spot) -> str:
    """The path as it is shown; of one that shows nothing, a soft hyphen say, the escapes: GitLab wants a path."""
    return visible(spot.path) or ascii(spot.path)[1:-1]
