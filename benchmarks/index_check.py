"""Does a check find what an audit of everything finds? Articles of a file are split into held and new ones.

    python benchmarks/index_check.py articles.jsonl --new 50 --seed 1
    python benchmarks/index_check.py articles.jsonl --new 50 --seed 1 --no-text

With texts every match of the audit that has a new article on one side must be in the check, equal in all, and no
other: exits 1 if not. Without texts they need not be; how far they are is told.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from dedup import Article, Index, Settings, audit
from dedup.ingest.reading import read
from dedup.model import Match, Report, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How the matches of a check are those of an audit.

    `equal`: in all. `told`: but for the words that are shown and the numbers of the verdict. `spans`: at least the
    spans. `moved`: others that overlap with one on both sides. `missed` and `added` overlap with none.
    `labels`: of `spans` and `moved`, how many verdicts have the same label.
    """

    audit: int
    check: int
    equal: int
    told: int
    spans: int
    moved: int
    missed: int
    added: int
    labels: int


def compared(wanted: Mapping[str, Match], found: Mapping[str, Match]) -> Compared:
    """Matches of an audit and of a check, by id."""
    spans = [id for id in wanted if id in found]
    by_pair: dict[tuple[str, str], list[Match]] = {}
    for match in found.values():
        by_pair.setdefault((match.left.article, match.right.article), []).append(match)
    labels = sum(wanted[id].verdict.label == found[id].verdict.label for id in spans)
    moved = missed = 0
    near: set[str] = set()
    for id in wanted.keys() - found.keys():
        match = wanted[id]
        meeting = [each for each in by_pair.get((match.left.article, match.right.article), []) if _meet(match, each)]
        near.update(each.id for each in meeting)
        if not meeting:
            missed += 1
            continue
        moved += 1
        labels += any(match.verdict.label == each.verdict.label for each in meeting)
    return Compared(
        audit=len(wanted),
        check=len(found),
        equal=sum(wanted[id] == found[id] for id in spans),
        told=sum(_untold(wanted[id]) == _untold(found[id]) for id in spans),
        spans=len(spans),
        moved=moved,
        missed=missed,
        added=len(found.keys() - wanted.keys() - near),
        labels=labels,
    )


def _untold(match: Match) -> tuple[object, ...]:
    """What of a match is neither a word of its texts nor a number of its verdict."""
    kinds = match.left.kind, match.right.kind
    return match.id, *kinds, match.kind, match.scores.edits, match.common, match.verdict.label


def _meet(one: Match, other: Match) -> bool:
    return all(
        Span(a.start, a.end).overlap(Span(b.start, b.end))
        for a, b in ((one.left, other.left), (one.right, other.right))
    )


def matches_of(report: Report, new: frozenset[str]) -> tuple[dict[str, Match], dict[str, Match]]:
    """The matches of new articles, and those set aside, by id."""
    aside = (each.match for each in report.set_aside)
    counted, apart = (
        {match.id: match for match in matches if not new.isdisjoint((match.left.article, match.right.article))}
        for matches in (report.matches, aside)
    )
    return counted, apart


def run(articles: Sequence[Article], new: int, seed: int, texts: bool) -> bool:
    """Compare, print and return whether all is equal."""
    chosen = random.Random(seed).sample(sorted(articles, key=lambda each: each.id), new)
    ids = frozenset(each.id for each in chosen)
    held = [each for each in articles if each.id not in ids]
    settings = Settings()
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        with Index.build(Path(folder) / "held.dedup", held[: len(held) // 2], settings, keep_texts=texts) as index:
            index.add(held[len(held) // 2 :])
            index.compact()
            built = time.perf_counter() - begin
            info = index.info()
            begin = time.perf_counter()
            check = index.check(chosen)
            took = time.perf_counter() - begin
    whole = audit(articles, settings)
    share = info.file_bytes / info.text_bytes
    print(f"{len(held):,} held (built in {built:.1f} s), {new:,} new (checked in {took:.1f} s)")
    print(f"index {info.file_bytes:,} bytes, {share:.2f} of the text")
    alike = True
    names = ("matches", "set aside")
    for name, wanted, found in zip(names, matches_of(whole, ids), matches_of(check, ids), strict=True):
        result = compared(wanted, found)
        print(f"{name}: " + ", ".join(f"{each.name} {getattr(result, each.name):,}" for each in fields(result)))
        alike = alike and result.equal == result.audit == result.check
    return alike


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", help="articles, in any format that dedup reads")
    parser.add_argument("--articles", type=int, help="so many from the beginning; default: all")
    parser.add_argument("--new", type=int, default=50, help="so many of them are new (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="which are new (default: %(default)s)")
    parser.add_argument("--no-text", action="store_true", help="the index holds masked texts")
    options = parser.parse_args()
    articles = list(read([options.file]).articles)[: options.articles]
    alike = run(articles, options.new, options.seed, not options.no_text)
    return 0 if alike or options.no_text else 1


if __name__ == "__main__":
    sys.exit(main())
