"""Make up events of articles that reuse each other's wording, with the truth about every passage.

    python benchmarks/simulate.py --seed 1 --events 50 --articles FILE.jsonl --out DIR
    python benchmarks/simulate.py --seed 1 --events 50 --corpus --part held-out --out DIR

The folder has the form of docs/reference/labelled-data.md and is read by `dedup.evaluation.read_labelled`. It holds
the wording of the base texts: keep it where those may be kept.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from simulation import read_corpus, read_jsonl, simulate
from simulation.texts import PARTS

from dedup.dates import Interval
from dedup.errors import DedupError
from dedup.evaluation import HardNegative, Labelled, TruthPassage
from dedup.model import Place

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
HELD_OUT = ("festival", "launch", "outbreak", "strike")


def write(events: Iterable[Labelled], out: Path) -> int:
    """Write events as one labelled set; returns the number of articles."""
    (out / "articles").mkdir(parents=True, exist_ok=True)
    (out / "truth").mkdir(exist_ok=True)
    about: list[dict[str, Any]] = []
    passages: list[dict[str, Any]] = []
    negatives: list[dict[str, Any]] = []
    for event in events:
        texts = {article.id: article.text for article in event.articles}
        for article in event.articles:
            with (out / "articles" / f"{article.id}.txt").open("w", encoding="utf-8", newline="") as file:
                file.write(article.text)
            published = None if article.published is None else _written(article.published)
            row = {"id": article.id, "outlet": article.outlet, "published": published}
            about.append({**row, "title": article.title, "url": article.url})
        passages += [_passage(each, texts) for each in event.passages]
        negatives += [_negative(each, texts) for each in event.hard_negatives]
    for name, rows in (("metadata", about), ("truth/passages", passages), ("truth/hard_negatives", negatives)):
        with (out / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return len(about)


def _written(published: Interval) -> str:
    earliest, latest = (when.strftime("%Y-%m-%dT%H:%M:%SZ") for when in (published.earliest, published.latest))
    return earliest if earliest == latest else f"{earliest}/{latest}"


def _side(place: Place, texts: dict[str, str]) -> dict[str, Any]:
    text = texts[place.article][place.start : place.end]
    return {"article": place.article, "start": place.start, "end": place.end, "text": text}


def _passage(passage: TruthPassage, texts: dict[str, str]) -> dict[str, Any]:
    return {
        "id": passage.id,
        "left": _side(passage.left, texts),
        "right": _side(passage.right, texts),
        "kind": passage.kind,
        "category": passage.category,
        "words_left": passage.words_left,
        "words_right": passage.words_right,
        "set_aside": passage.set_aside,
        "provenance": {
            "label": passage.label,
            "source": passage.source,
            "source_also": list(passage.source_also),
            "source_named": passage.source_named,
        },
    }


def _negative(negative: HardNegative, texts: dict[str, str]) -> dict[str, Any]:
    sides = {"left": _side(negative.left, texts), "right": _side(negative.right, texts)}
    return {"id": negative.id, **sides, "reason": negative.reason}


def main() -> int:
    parser = argparse.ArgumentParser(description="Simulate reuse with known truth.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--events", type=int, default=50)
    parser.add_argument("--part", choices=PARTS, default="fit", help="which half of base texts, outlets and phrasings")
    base = parser.add_mutually_exclusive_group(required=True)
    base.add_argument("--articles", type=Path, metavar="FILE", help="base texts: JSONL with a text field")
    base.add_argument("--corpus", action="store_true", help="base texts: corpus/ without its held-out events")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    chosen = parser.parse_args()
    if chosen.out.exists() and any(chosen.out.iterdir()):
        parser.error(f"{chosen.out} is not empty")
    try:
        texts = read_corpus(CORPUS, HELD_OUT) if chosen.corpus else read_jsonl(chosen.articles)
        events = simulate(texts, seed=chosen.seed, events=chosen.events, part=chosen.part)
        print(f"{write(events, chosen.out)} articles in {chosen.out}")
    except (DedupError, OSError) as error:
        print(f"simulate: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
