"""Recall of candidates against an exact oracle (`recall_oracle.py`), and what they cost.

Candidates are pairs with rare features in common. Windows in LSH were another tier, and are measured beside them
(`recall_windows.py`).

    python benchmarks/recall.py                 corpus/: the tables, on standard output
    python benchmarks/recall.py FOLDER          any labelled folder in the format of corpus/
    python benchmarks/recall.py --write         keep the figures in recall.json, put the tables into the documentation

`--write` also measures the oracle against finer windows and a lower bound (a minute and more).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from recall_oracle import SHARE, STRIDE, Bench, Oracle, Place, labelled_places, oracle, overlap
from recall_tables import Results, tables
from recall_tiers import (
    Reach,
    Tier,
    all_text_pairs,
    all_window_pairs,
    both,
    expected_meetings,
    feature_tier,
    finder_reached,
    reached,
    window_tier,
)
from recall_windows import DROPPED, Grid

from dedup.evaluation import read_labelled
from dedup.evaluation.labelled import checksum
from dedup.matching.search import LEAST_VOTES
from dedup.sketch.bands import Bands

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "recall.json"
PAGE = HERE.parent / "docs" / "reference" / "candidate-recall.md"
_PLACE = re.compile(r"(<!-- figures: recall -->\n).*?(<!-- end -->)", re.DOTALL)

LENGTHS: tuple[tuple[int, int | None], ...] = ((1, 7), (8, 12), (13, 20), (21, 30), (31, 60), (61, None))
KINDS = ("verbatim", "near-verbatim", "reworded", "reordered")
GRIDS = ((12, 4), (16, 4), (16, 8), (24, 8))
BANDS = ((24, 5), (32, 4), (42, 3), (63, 2))
VOTES = (10.0, 12.0, 14.0, 18.0)
# What the oracle is checked against (stride, share of the least evidence): itself, half the stride, half the bound.
CHECKS = ((STRIDE, SHARE), (STRIDE // 2, SHARE), (STRIDE, SHARE / 2))

ORACLE, LABELS = "the oracle's passages", "the labelled passages"
Group = Callable[[Place], bool]


def groups() -> dict[str, Group]:
    """The groups of passages for which recall is told, by name."""

    def by_length(low: int, high: int | None) -> Group:
        return lambda passage: low <= passage.words and (high is None or passage.words <= high)

    def by_kind(kind: str) -> Group:
        return lambda passage: passage.kind == kind

    lengths = {
        f"{low}+ words" if high is None else f"{low}–{high} words": by_length(low, high) for low, high in LENGTHS
    }
    return {
        "all": lambda _: True,
        "13 words and more": by_length(13, None),
        **lengths,
        **{kind: by_kind(kind) for kind in KINDS},
    }


def measure(bench: Bench, of: Mapping[str, Sequence[Place]]) -> Results:
    """The recall of candidates and of the tier that was dropped, for each set of passages by group, and their cost."""
    features, windows = feature_tier(bench), window_tier(bench)
    together = both(features, windows)
    found: Results = {name: {} for name in of}
    for name, passages in of.items():
        reach = {
            "features": reached(features, passages),
            "windows": reached(windows, passages, expected_meetings(bench, passages)),
            "both": reached(together, passages),
            "finder": finder_reached(bench, passages),
        }
        found[name] = {
            "passages": {group: sum(map(chosen, passages)) for group, chosen in groups().items()},
            "recall": {tier: by_group(passages, each) for tier, each in reach.items()},
        }
    return {"sets": found, "cost": {tier.name: cost(bench, tier) for tier in (features, windows, together)}}


def by_group(passages: Sequence[Place], reach: Sequence[Reach]) -> Results:
    """Recall at the level of texts and of windows, and the expected one, of each group that has passages."""
    found: Results = {}
    for name, chosen in groups().items():
        here = [each for passage, each in zip(passages, reach, strict=True) if chosen(passage)]
        if not here:
            continue
        found[name] = {
            "texts": sum(each.texts for each in here) / len(here),
            "windows": sum(each.windows for each in here) / len(here),
        }
        expected = [each.expected for each in here if each.expected is not None]
        if expected:
            found[name]["expected"] = sum(expected) / len(expected)
    return found


def cost(bench: Bench, tier: Tier) -> Results:
    """How many pairs of windows and of texts a tier proposes, and their share of all."""
    return {
        "window_pairs": tier.window_pairs,
        "window_share": tier.window_pairs / max(1, all_window_pairs(bench, tier.grid)),
        "text_pairs": len(tier.meetings),
        "text_share": len(tier.meetings) / max(1, all_text_pairs(bench)),
    }


def choices(bench: Bench, passages: Sequence[Place]) -> list[Results]:
    """Other settings: each tier alone and beside the other one as it is, or was."""
    rows = []
    for least in VOTES:
        tier = feature_tier(bench, least)
        together = both(tier, window_tier(bench))
        rows.append(_choice(bench, passages, f"votes {least:g}", tier, together, least == LEAST_VOTES))
    for words, stride in GRIDS:
        features = feature_tier(bench, grid=Grid(words=words, stride=stride))
        for bands, height in BANDS:
            grid = Grid(words=words, stride=stride, bands=Bands(bands=bands, rows=height))
            tier = window_tier(bench, grid)
            name = f"windows {words}/{stride}, {bands} × {height}"
            rows.append(_choice(bench, passages, name, tier, both(tier, features), grid == DROPPED))
    return rows


def _choice(bench: Bench, passages: Sequence[Place], name: str, tier: Tier, together: Tier, chosen: bool) -> Results:
    return {
        "name": name,
        "chosen": chosen,
        "alone": by_group(passages, reached(tier, passages)),
        "both": by_group(passages, reached(together, passages)),
        "cost": cost(bench, tier),
        "cost_both": cost(bench, together),
    }


def checked(bench: Bench, truth: Oracle, checks: Sequence[tuple[int, float]]) -> list[Results]:
    """What a finer or a more patient oracle finds, and how many of those passages the one in use has no part of."""
    rows = []
    for stride, share in checks:
        each = truth if (stride, share) == (STRIDE, SHARE) else oracle(bench, stride=stride, share=share)
        fresh = [passage for passage in each.passages if not any(map(passage_meets(passage), truth.passages))]
        rows.append(
            {
                "stride": stride,
                "bound": share * bench.preset.weight,
                "looked": each.looked,
                "promising": each.promising,
                "aligned": each.aligned,
                "passages": len(each.passages),
                "new": len(fresh),
            }
        )
    return rows


def passage_meets(passage: Place) -> Callable[[Place], bool]:
    """Whether another passage overlaps this one on both sides."""
    return lambda other: (
        (other.low, other.high) == (passage.low, passage.high)
        and overlap(other.left, passage.left) > 0
        and overlap(other.right, passage.right) > 0
    )


def listed(bench: Bench, passages: Iterable[Place]) -> list[list[Any]]:
    """The passages as rows: both articles, first and last word of each side, kind."""
    return [[bench.articles[each.low].id, bench.articles[each.high].id, *_ends(each), each.kind] for each in passages]


def _ends(passage: Place) -> tuple[int, ...]:
    return passage.left.start, passage.left.end, passage.right.start, passage.right.end


def rendered(page: str, results: Results) -> str:
    """The page with the tables of the results."""
    return _PLACE.sub(lambda place: place[1] + tables(results) + place[2], page)


def main() -> int:
    parser = argparse.ArgumentParser(description="Recall of candidates against an exact oracle.")
    parser.add_argument("folder", type=Path, nargs="?", default=HERE.parent / "corpus", help="a labelled folder")
    parser.add_argument("--write", action="store_true", help="keep the figures and put them into the documentation")
    chosen = parser.parse_args()
    labelled = read_labelled(chosen.folder)
    bench = Bench(labelled.articles)
    truth = oracle(bench)
    results: Results = {
        "data": checksum(chosen.folder),
        **measure(bench, {ORACLE: truth.passages, LABELS: labelled_places(bench, labelled)}),
        "choices": choices(bench, truth.passages),
        "checks": checked(bench, truth, CHECKS if chosen.write else CHECKS[:1]),
        "oracle": listed(bench, truth.passages),
    }
    if chosen.write:
        RESULTS.write_text(_json(results), "utf-8")
        PAGE.write_text(rendered(PAGE.read_text("utf-8"), results), "utf-8")
    else:
        print(tables(results))
    return 0


def _json(results: Results) -> str:
    """One passage a line, so that a change can be read."""
    passages = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in results["oracle"])
    rest = json.dumps({k: v for k, v in results.items() if k != "oracle"}, indent=1, ensure_ascii=False)
    return f'{rest.removesuffix("}").rstrip()},\n "oracle": [\n{passages}\n ]\n}}\n'


if __name__ == "__main__":
    sys.exit(main())
