"""The tables of `recall.py` in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Results = dict[str, Any]


def tables(results: Results) -> str:
    """All tables of the page."""
    return "\n".join(
        (
            f"**The oracle**\n\n{_oracle_table(results)}",
            *(
                f"**Recall of {name}**: pairs of texts · pairs of windows\n\n{_recall_table(each)}"
                for name, each in results["sets"].items()
            ),
            "**What they cost**\n",
            _cost_table(results),
            "**Other choices**: recall at the level of pairs of windows\n",
            _choice_table(results),
        )
    )


def found_table(candidates: Results, quality: Mapping[str, float]) -> str:
    """What of the labelled passages is proposed for comparison, and what of them a report has in the end."""
    labelled = candidates["sets"]["the labelled passages"]
    proposed = labelled["recall"]["features"]
    found = {"all": quality["passages/recall"]} | {
        kind: quality[f"recall/{kind}"] for kind in ("verbatim", "near-verbatim", "reworded", "reordered")
    }
    head = ("labelled passages of `corpus/`", "number", "their texts are compared", "found in the report")
    return _markdown(
        head,
        [
            (kind, str(labelled["passages"][kind]), f"{proposed[kind]['texts']:.3f}", f"{value:.3f}")
            for kind, value in found.items()
        ],
    )


def _oracle_table(results: Results) -> str:
    head = (
        "windows every",
        "bound (nats)",
        "pairs of windows",
        "within the bound",
        "regions aligned",
        "passages",
        "new",
    )
    rows = [
        (
            f"{each['stride']} words",
            f"{each['bound']:g}",
            *(f"{each[name]:,}" for name in ("looked", "promising", "aligned", "passages", "new")),
        )
        for each in results["checks"]
    ]
    return _markdown(head, rows) if rows else ""


def _recall_table(results: Results) -> str:
    recall = results["recall"]
    head = ("passages", "number", "features", "windows in LSH", "… expected", "both", "finder")
    rows = []
    for name, number in results["passages"].items():
        if number:
            cells = {tier: recall[tier][name] for tier in ("features", "windows", "both", "finder")}
            pair = {tier: f"{each['texts']:.3f} · {each['windows']:.3f}" for tier, each in cells.items()}
            expected = f"{cells['windows']['expected']:.3f}"
            rows.append(
                (name, str(number), f"**{pair['features']}**", pair["windows"], expected, pair["both"], pair["finder"])
            )
    return _markdown(head, rows)


def _cost_table(results: Results) -> str:
    rows = []
    for name, each in results["cost"].items():
        windows, texts = (f"{each[what]:,}" for what in ("window_pairs", "text_pairs"))
        rows.append((name, windows, f"{each['window_share']:.2%}", texts, f"{each['text_share']:.1%}"))
    return _markdown(("tier", "pairs of windows", "of all", "pairs of texts", "of all"), rows)


def _choice_table(results: Results) -> str:
    head = (
        "choice",
        "alone: 8–12",
        "alone: 13+",
        "pairs of windows",
        "of texts",
        "both: 8–12",
        "both: 13+",
        "pairs of windows",
    )
    rows = []
    for each in results["choices"]:
        name = f"**{each['name']}**" if each["chosen"] else each["name"]
        cells = [name, *_two(each["alone"]), f"{each['cost']['window_share']:.2%}", f"{each['cost']['text_share']:.1%}"]
        rows.append((*cells, *_two(each["both"]), f"{each['cost_both']['window_share']:.2%}"))
    return _markdown(head, rows)


def _two(recall: Mapping[str, Any]) -> tuple[str, ...]:
    cells = (recall.get(name) for name in ("8–12 words", "13 words and more"))
    return tuple(f"{each['windows']:.3f}" if each else "–" for each in cells)


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "".join(f"| {' | '.join(line)} |\n" for line in (head, ["---"] * len(head), *rows))
