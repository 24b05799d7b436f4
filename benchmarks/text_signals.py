"""How well each signal tells who had the wording first, alone and without dates.

    python benchmarks/text_signals.py --pan DIR --news FILE.jsonl --labelled DIR

On equal windows around PAN cases, on paragraphs set into another article on the same event (`transplants`), and on any
labelled collection, of which the passages with a direction count. For each signal: how often it speaks, how often it is
right then (with Wilson's interval), and the area under the ROC curve where silence is a draw.
"""

from __future__ import annotations

import argparse
import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from transplants import read_stories, transplants

import dedup
from dedup.config import Settings
from dedup.evaluation import read_labelled
from dedup.evaluation.labelled import span
from dedup.evaluation.pan import cut, read_pairs
from dedup.evaluation.pan_windows import WindowPair, windows
from dedup.model import Article, Match, Span

# By signal, log-odds for the true direction against the other.
Votes = Mapping[str, float]
_COPIED = ("02-", "03-", "04-")  # PAN's categories in which passages have a direction of their own


def of_windows(pairs: Iterable[WindowPair], settings: Settings) -> Iterator[Votes]:
    """The votes on the match that covers most of each window's passage."""
    for pair in pairs:
        texts = Article(id="left", text=pair.left, outlet="A"), Article(id="right", text=pair.right, outlet="B")
        found = _covering(dedup.compare(*texts, settings), pair.left_span, pair.right_span)
        if found is not None:
            yield votes(found, pair.direction)


def of_labelled(folder: Path) -> Iterator[Votes]:
    """The votes on the passages of a labelled collection that were copied, dates taken away."""
    labelled = read_labelled(folder)
    articles = [replace_dates(article) for article in labelled.articles]
    matches: dict[tuple[str, str], list[Match]] = defaultdict(list)
    for match in dedup.audit(articles).matches:
        matches[match.left.article, match.right.article].append(match)
    for truth in labelled.passages:
        if truth.label in ("left-to-right", "right-to-left"):
            here = matches[truth.left.article, truth.right.article]
            found = _covering(here, span(truth.left), span(truth.right))
            if found is not None:
                yield votes(found, truth.label)


def replace_dates(article: Article) -> Article:
    return Article(id=article.id, text=article.text, outlet=article.outlet, url=article.url, title=article.title)


def votes(match: Match, direction: str) -> Votes:
    found: dict[str, float] = defaultdict(float)
    for entry in match.verdict.ledger:
        weight = entry.weights.get("left-to-right", 0.0) - entry.weights.get("right-to-left", 0.0)
        found[entry.signal] += weight if direction == "left-to-right" else -weight
    return found


def _covering(matches: Sequence[Match], left: Span, right: Span) -> Match | None:
    def shared(match: Match) -> int:
        return min(
            left.overlap(Span(match.left.start, match.left.end)),
            right.overlap(Span(match.right.start, match.right.end)),
        )

    best = max(matches, key=shared, default=None)
    return best if best is not None and shared(best) else None


def table(name: str, cases: Sequence[Votes]) -> list[str]:
    rows = [f"{name}: {len(cases)} passages", "", "| signal | speaks | right | 95 % | AUC |", "|---|---|---|---|---|"]
    for signal in sorted({signal for case in cases for signal, value in case.items() if value}):
        values = [case.get(signal, 0.0) for case in cases]
        spoken = [value for value in values if value]
        right = sum(value > 0 for value in spoken)
        low, high = wilson(right, len(spoken))
        share = f"{len(spoken) / len(values):.1%} | {right / len(spoken):.3f} | {low:.2f} to {high:.2f}"
        rows.append(f"| {signal} | {share} | {area(values):.3f} |")
    return [*rows, ""]


def area(values: Sequence[float]) -> float:
    """The AUC over cases and their mirror images: P(a vote for the truth beats one against it), draws counting half."""
    against = sorted(-value for value in values)
    wins = math.fsum((bisect_left(against, value) + bisect_right(against, value)) / 2 for value in values)
    return wins / len(values) ** 2


def wilson(right: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval of a share (JASA 22, 1927)."""
    share, spread = right / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return middle - half, middle + half


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pan", type=Path, help="a PAN text-alignment folder")
    parser.add_argument(
        "--news", type=Path, help="articles with id, text, source, date and topic, a JSON object a line"
    )
    parser.add_argument("--labelled", type=Path, help="a labelled collection (docs/reference/labelled-data.md)")
    parser.add_argument("--number", type=int, default=600, help="most pairs a PAN category, and most transplants")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.pan:
        pairs = [pair for pair in read_pairs(asked.pan) if pair.category.startswith(_COPIED)]
        for category in sorted({pair.category for pair in pairs}):
            chosen = cut([pair for pair in pairs if pair.category == category], asked.number, asked.seed)
            cases = list(of_windows(windows(asked.pan, chosen, asked.seed), replace(Settings(), preset="longform")))
            print("\n".join(table(category, cases)))
    if asked.news:
        cases = list(of_windows(transplants(read_stories(asked.news), asked.seed, asked.number), Settings()))
        print("\n".join(table("transplants", cases)))
    if asked.labelled:
        print("\n".join(table(str(asked.labelled), list(of_labelled(asked.labelled)))))


if __name__ == "__main__":
    main()
