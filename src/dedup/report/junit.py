"""JUnit XML: a suite for each file, a case for each finding, one passing case where a file has none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup.gate.model import Checked
from dedup.report.escape import entities_for, visible, xml_inline
from dedup.report.names import distinct
from dedup.report.places import spot_of, unread_spot, working_folder
from dedup.report.remarks import Remark, headline, left_out, remarks

if TYPE_CHECKING:
    from dedup.report.stream import Stream

# GitLab takes files of at most 30 MB.
MOST_BYTES = 30_000_000
_SUITE_BYTES = 400  # what a suite and the one case of a clean file take beside the names
_NUMBER_BYTES = 16  # what tells cases of one name apart


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One test case. `outcome` is ``failure``, ``error``, ``skipped`` or ``system-out``; ``None``: nothing to say."""

    name: str
    line: int = 1
    outcome: str | None = None
    kind: str = ""
    text: str = ""


_CLEAN = _Case(name="no wording shared with other articles")


def to_junit(checked: Checked, stream: Stream) -> Iterator[str]:
    """The check as test suites by file, sorted. What the gate fails for fails; what is below it passes and says so;
    what the baseline accepts is skipped; an input that was not read is an error.

    What is over the limit is left out, the least grave first; a suite of its own and `stream.tell` say so.
    """
    folder = stream.folder or working_folder()
    return (entities_for(piece, stream.encoding) for piece in _document(checked, folder, stream))


def _document(checked: Checked, folder: str, stream: Stream) -> Iterator[str]:
    suites: dict[str, list[_Case]] = defaultdict(list)
    for id in checked.new:
        article = checked.articles.get(id)
        suites[spot_of(article.source if article else None, id, folder).path] = []
    for each in checked.report.skipped:
        spot = unread_spot(each, folder)
        unread = _Case(
            name=visible(f"not read: {spot.shown}"), line=spot.line, outcome="error", kind="skipped", text=each.reason
        )
        suites[spot.path].append(unread)
    said = remarks(checked, folder)
    room = MOST_BYTES - sum(_SUITE_BYTES + 3 * len(_name(path).encode()) for path in suites)
    room -= sum(_size(path, case) for path, cases in suites.items() for case in cases)
    shown = 0
    for remark in said:
        case = _case(remark)
        room -= _size(remark.spot.path, case)
        if room < 0:
            break
        suites[remark.spot.path].append(case)
        shown += 1
    note = left_out(shown, len(said), f"GitLab takes {MOST_BYTES // 1_000_000} MB")
    if note is not None:
        stream.tell(f"junit: {note}")
        suites["dedup"].append(_Case(name="left out", outcome="system-out", text=note))
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    cases = [case for found in suites.values() for case in found or [_CLEAN]]
    yield f'<testsuites name="dedup: {xml_inline(headline(checked))}" {_counts(cases)}>\n'
    for path in sorted(suites):
        yield from _suite(path, suites[path] or [_CLEAN])
    yield "</testsuites>\n"


def _case(remark: Remark) -> _Case:
    accepted = "skipped" if remark.accepted else "system-out"
    other = f": {remark.other}" if remark.other else ""
    return _Case(
        name=f"{remark.rule}{other}, {remark.words:,} words at line {remark.spot.line}",
        line=remark.spot.line,
        outcome="failure" if remark.failing else accepted,
        kind=remark.rule,
        text=remark.text,
    )


def _suite(path: str, cases: Sequence[_Case]) -> Iterator[str]:
    yield f'<testsuite name="{_name(path)}" {_counts(cases)}>\n'
    # Of cases with one name GitLab shows the first.
    for case, called in zip(cases, distinct([case.name for case in cases]), strict=True):
        yield _element(path, case, called)
    yield "</testsuite>\n"


def _element(path: str, case: _Case, called: str) -> str:
    file = _name(path)
    opening = f'<testcase classname="{file}" name="{xml_inline(called)}" file="{file}" line="{case.line}" time="0"'
    return f"{opening}/>\n" if case.outcome is None else f"{opening}>{_outcome(case)}</testcase>\n"


def _size(path: str, case: _Case) -> int:
    return len(_element(path, case, case.name).encode()) + _NUMBER_BYTES


def _name(path: str) -> str:
    return xml_inline(visible(path))


def _outcome(case: _Case) -> str:
    text = xml_inline(visible(case.text))
    if case.outcome == "system-out":
        return f"<system-out>{text}</system-out>"
    if case.outcome == "skipped":
        return f'<skipped message="{text}"/>'
    return f'<{case.outcome} message="{text}" type="{xml_inline(case.kind)}">{text}</{case.outcome}>'


def _counts(cases: Iterable[_Case]) -> str:
    outcomes = [case.outcome for case in cases]
    failed, errors, skipped = (outcomes.count(name) for name in ("failure", "error", "skipped"))
    return f'tests="{len(outcomes)}" failures="{failed}" errors="{errors}" skipped="{skipped}" time="0"'
