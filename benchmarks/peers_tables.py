"""The tables of dedup and its peers, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

Results = dict[str, Any]

BASE = "datasketch"
_QUIET = 0.95
# passim is in no registry. Its figures were taken once, on a machine of two cores: from 2,000 texts of this size to the
# extents of their alignments, on Spark.
RECORDED = ("passim, passage level (recorded, not run)", "", "2", "167–213", "0.03–0.04", *"–––", "11,000", *"––––")


def peers_table(results: Results) -> str:
    """All runs, the quickest first; those that failed with the reason; what was measured on."""
    runs = results["runs"]
    done = sorted((run for run in runs if "failed" not in run), key=lambda run: run["seconds"])
    base = next((run["seconds"] for run in done if run["peer"] == BASE and run["threads"] == 1), None)
    head = (
        "", "version", "threads", "seconds", "MB/s", f"× {BASE}", "peak MB", "… above the texts", "pairs",
        "recall ≥ .7", "recall ≥ .5", "precision ≥ .7", "precision ≥ .5",
    )  # fmt: skip
    rows = [_row(run, results["megabytes"], base) for run in done]
    rows += [
        (run["label"], "", str(run["threads"]), _escaped(run["failed"]), *("–",) * (len(head) - 4))
        for run in runs
        if "failed" in run
    ]
    rows.append(RECORDED)
    known = {least: results["truth"][least] for least in ("0.7", "0.5")}
    source = "generated articles" if results["corpus"] == "generated" else f"articles of `{results['corpus']}`"
    reach = " and ".join(f"{number:,} pairs reach {least.lstrip('0')}" for least, number in known.items())
    told = (
        f"{results['texts']:,} {source}, {results['megabytes']:.1f} MB; by the oracle {reach}. "
        f"Medians of {results['rounds']} interleaved rounds; {results['processor']}. "
        f"{_undisturbed(done)}\n"
    )
    return f"{told}\n{_markdown(head, rows)}\n{_ratios(done)}"


def _row(run: Results, megabytes: float, base: float | None) -> tuple[str, ...]:
    asked = run["asked"]
    scores = (
        "–" if asked is not None and jaccard != asked else _share(run[f"{what}/{jaccard}"])
        for what in ("recall", "precision")
        for jaccard in (0.7, 0.5)
    )
    return (
        run["label"],
        run["version"],
        str(run["threads"]),
        f"{run['seconds']:.2f}",
        f"{megabytes / run['seconds']:.1f}",
        f"{base / run['seconds']:.1f}" if base else "–",
        f"{run['peak_mb']:.0f}",
        f"{run['above_mb']:.0f}",
        f"{run['pairs']:,.0f}",
        *scores,
    )


def _undisturbed(done: Sequence[Results]) -> str:
    """How much of a core processes of one thread had: much less than all of it, and others were at work meanwhile."""
    shares = [run["worked"] / run["seconds"] for run in done if run["threads"] == 1]
    if not shares:
        return ""
    had = min(1.0, median(shares))
    return (
        f"Processes of one thread had {had:.0%} of a core{'' if had >= _QUIET else ': measure again when it is quiet'}."
    )


def _ratios(done: Sequence[Results]) -> str:
    """How many times as fast the run of a column is as that of a row."""
    columns = sorted((run for run in done if run["asked"] is not None), key=lambda run: (-run["asked"], run["threads"]))
    if not columns:
        return ""
    head = ("how many times as fast as …", *(_name(run) for run in columns))
    rows = [(_name(row), *(f"{row['seconds'] / column['seconds']:.1f}" for column in columns)) for row in done]
    return _markdown(head, rows)


def _name(run: Results) -> str:
    return f"{run['label']} ({run['threads']})"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _escaped(reason: str) -> str:
    """A reason in a cell of its own, whatever an error may say."""
    return " ".join(reason.replace("|", "\\|").split())[:160]


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
