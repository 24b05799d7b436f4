"""What an index holds, and what is wrong with it: for people and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from dedup.index import Info
from dedup.report import Stream
from dedup.report.escape import json_safe, terminal_text
from dedup.report.plain import instant, plain

_OUTLETS = 10


def info_pieces(info: Info, format: str, stream: Stream) -> Iterator[str]:
    """``json``: all of it, outlets as a list, since one of them may have no name. Else a line a fact."""
    if format == "json":
        yield _json(_told(info), stream)
        return
    facts = {
        "index": info.path,
        "articles": f"{info.articles:,}",
        "words": f"{info.words:,}",
        "texts": f"{info.text_bytes:,} bytes, {'kept' if info.keeps_texts else 'not kept'}",
        "file": f"{info.file_bytes:,} bytes",
        "gone": f"{info.versions:,} replaced, {info.removed:,} removed",
        "published": _between(info.published_days),
        "held": "nothing yet" if info.first_held is None else f"{_at(info.first_held)} to {_at(info.last_held)}",
        "hashes": f"{info.hashes}, tokens {info.tokens}",
        "made": f"{_at(info.created)} by dedup {info.made_by}, format {info.format}",
    }
    if info.unswept is not None:
        facts["unswept"] = f"since {_at(info.unswept)}, what is gone may still be found in the file; run index compact"
    facts["outlets"] = f"{len(info.outlets) - (None in info.outlets):,}"
    for name, value in facts.items():
        yield f"{name:<11}{terminal_text(value, stream.encoding)}\n"
    for outlet, count in list(info.outlets.items())[:_OUTLETS]:
        name = "(not known)" if outlet is None else terminal_text(outlet, stream.encoding)
        yield f"{count:>11,}  {name}\n"
    if len(info.outlets) > _OUTLETS:
        yield f"{'':>11}  and {len(info.outlets) - _OUTLETS:,} more; --format json lists all\n"


def problem_pieces(path: str, problems: Sequence[str], format: str, stream: Stream) -> Iterator[str]:
    """What is wrong with the index at `path`, a line a problem."""
    if format == "json":
        yield _json({"path": path, "problems": list(problems)}, stream)
        return
    for problem in problems or (f"{path}: nothing is wrong",):
        yield f"{terminal_text(problem, stream.encoding)}\n"


def _told(info: Info) -> dict[str, Any]:
    told = {name: getattr(info, name) for name in Info.__slots__}
    told["published_days"] = None if info.published_days is None else [str(day) for day in info.published_days]
    told["outlets"] = [{"outlet": outlet, "articles": count} for outlet, count in info.outlets.items()]
    return {name: instant(value) if isinstance(value, datetime) else plain(value) for name, value in told.items()}


def _json(value: dict[str, Any], stream: Stream) -> str:
    return json_safe(json.dumps(value, ensure_ascii=False, indent=2), stream.encoding) + "\n"


def _between(days: tuple[date, date] | None) -> str:
    return "not known" if days is None else " to ".join(dict.fromkeys(map(str, days)))


def _at(moment: datetime | None) -> str:
    return "never" if moment is None else instant(moment.replace(microsecond=0))
