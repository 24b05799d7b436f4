"""Verdicts on real news beside what readers say who saw none of them: draw passages, have them read, score an audit.

    python benchmarks/judged.py draw FILE.jsonl --to FOLDER [--passages 80] [--seed 1]
    python benchmarks/judged.py score FILE.jsonl [--judged FILE.jsonl]

`draw` audits FILE and writes passages that it lists into FOLDER, each with both articles around it and without a word
of the verdict, at most one of each article. Whoever reads them writes for each one JSON line: ``id``; ``best``, how the
two come to share the words; ``acceptable``, every answer that an editor could sign; ``sources``, every acceptable name
of a third party; ``named``, whether a text names it. `score` audits FILE again and tells how its verdicts do on what
was judged (``judged/readers.jsonl``, where passages stand as articles and places, without a word of the texts).

A passage that is set aside is right where its readers accept that it is incidental. What was drawn was listed, so
nothing is learned here of what is missed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import dedup
from dedup.evaluation.intervals import wilson
from dedup.evaluation.names import same_name
from dedup.model import UNDETERMINED, Article, Match, Passage, Report

HERE = Path(__file__).resolve().parent
JUDGED = HERE / "judged" / "readers.jsonl"
# Of a long article its beginning and so much before and behind the passage.
_HEAD, _BEFORE, _BEHIND = 1_200, 4_500, 3_500
# A passage found is the one judged where it covers so much of it on both sides.
_COVERS = 0.5
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a reader says of two passages; `part` names the drawing."""

    part: str
    left: Place
    right: Place
    best: str
    acceptable: frozenset[str]
    sources: tuple[str, ...]
    named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an audit does on one judged pair: `label` is ``None`` where it is set aside, and `found` false where it is
    not there at all."""

    judged: Judged
    found: bool
    label: str | None = None
    source: str | None = None

    @property
    def right(self) -> bool:
        return (self.label or "incidental") in self.judged.acceptable

    @property
    def named_rightly(self) -> bool:
        return any(same_name(self.source, name) for name in self.judged.sources)


def read_judged(path: Path) -> list[Judged]:
    """What readers said. Raises `ValueError` where a line is none."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        item = json.loads(line)
        left, right = ((place["article"], place["start"], place["end"]) for place in (item["left"], item["right"]))
        found.append(
            Judged(
                part=item["part"], left=left, right=right, best=item["best"], acceptable=frozenset(item["acceptable"]),
                sources=tuple(item["sources"]), named=item["named"],
            )
        )  # fmt: skip
    return found


def outcomes(report: Report, judged: Iterable[Judged]) -> list[Outcome]:
    """How a report does on each judged pair, in their order."""
    by_pair: dict[frozenset[str], list[tuple[Match, bool]]] = {}
    every = [(match, True) for match in report.matches] + [(each.match, False) for each in report.set_aside]
    for match, listed in every:
        by_pair.setdefault(frozenset((match.left.article, match.right.article)), []).append((match, listed))
    return [_outcome(each, by_pair.get(frozenset((each.left[0], each.right[0])), ())) for each in judged]


def _outcome(judged: Judged, candidates: Sequence[tuple[Match, bool]]) -> Outcome:
    for match, listed in candidates:
        sides = {side.article: side for side in (match.left, match.right)}
        if all(_covers(sides[place[0]], place) for place in (judged.left, judged.right)):
            verdict = match.verdict
            label = _turned(verdict.label) if match.left.article != judged.left[0] else verdict.label
            return Outcome(judged=judged, found=True, label=label if listed else None, source=verdict.source)
    return Outcome(judged=judged, found=False)


def _covers(passage: Passage, place: Place) -> bool:
    _, start, end = place
    return min(passage.end, end) - max(passage.start, start) >= _COVERS * (end - start)


def _turned(label: str) -> str:
    return {"left-to-right": "right-to-left", "right-to-left": "left-to-right"}.get(label, label)


def figures(found: Sequence[Outcome]) -> Iterator[tuple[str, int, int]]:
    """What is counted, how many, of how many."""
    there = [each for each in found if each.found]
    aside = [each for each in there if each.label is None]
    listed = [each for each in there if each.label is not None]
    decided = [each for each in listed if each.label != UNDETERMINED]
    sourced = [each for each in decided if each.source is not None]
    namable = [each for each in listed if each.judged.named and each.judged.sources]
    yield "judged passages that the audit knows", len(there), len(found)
    yield "set aside", len(aside), len(there)
    yield "… rightly", sum(each.right for each in aside), len(aside)
    yield "listed with a verdict that decides", len(decided), len(listed)
    yield "… which is right", sum(each.right for each in decided), len(decided)
    yield "… or the best", sum(each.label == each.judged.best for each in decided), len(decided)
    yield "listed though incidental", sum(each.judged.best == "incidental" for each in listed), len(listed)
    yield "decided, with a source: the right one", sum(each.named_rightly for each in sourced), len(sourced)
    yield "listed, a text names the source: given rightly", sum(each.named_rightly for each in namable), len(namable)


def drawn(report: Report, passages: int, seed: int) -> list[Match]:
    """So many listed matches between two outlets, at most one of each article; the same ones for one seed."""
    order = sorted(report.matches, key=lambda match: match.id)
    random.Random(seed).shuffle(order)
    seen: set[str] = set()
    found: list[Match] = []
    for match in order:
        sides = {match.left.article, match.right.article}
        if len(found) < passages and seen.isdisjoint(sides):
            seen |= sides
            found.append(match)
    return found


def item(match: Match, articles: Mapping[str, Article]) -> str:
    """A match for a reader: both articles, with the passage between brackets, and nothing of the verdict."""
    lines = [f"======== ITEM {match.id}"]
    for name, side in (("LEFT", match.left), ("RIGHT", match.right)):
        article = articles[side.article]
        when = article.published
        dated = f"{when.earliest:%Y-%m-%d %H:%M} to {when.latest:%Y-%m-%d %H:%M} UTC" if when else "unknown"
        lines.append(f"--- {name}  outlet: {article.outlet}  published: {dated}\ntitle: {article.title}")
        lines.append(_shown(article.text, side))
    return "\n".join(lines) + "\n\n"


def _shown(text: str, side: Passage) -> str:
    begin, end = max(0, side.start - _BEFORE), min(len(text), side.end + _BEHIND)
    begin = 0 if begin <= _HEAD else begin
    head = f"{text[:_HEAD]} […] " if begin else ""
    more = " […]" if end < len(text) else ""
    return f"{head}{text[begin : side.start]}⟦{text[side.start : side.end]}⟧{text[side.end : end]}{more}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("draw", "score"))
    parser.add_argument("articles", type=Path)
    parser.add_argument("--to", type=Path, help="draw: the folder for the items; outside of the repository")
    parser.add_argument("--passages", type=int, default=80)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--judged", type=Path, default=JUDGED)
    given = parser.parse_args(arguments)
    if given.task == "draw" and given.to is None:
        parser.error("draw needs --to FOLDER")
    articles = list(dedup.read([given.articles]))
    report = dedup.audit(articles)
    if given.task == "draw":
        by_id = {article.id: article for article in articles}
        given.to.mkdir(parents=True, exist_ok=True)
        for number, match in enumerate(drawn(report, given.passages, given.seed)):
            with (given.to / f"items-{number // 10:02}.txt").open("a", encoding="utf-8") as out:
                out.write(item(match, by_id))
        return 0
    found = outcomes(report, read_judged(given.judged))
    print("| part | what | value | | 95 % interval |\n| --- | --- | --- | --- | --- |")
    for part in sorted({each.judged.part for each in found}):
        for what, hits, of in figures([each for each in found if each.judged.part == part]):
            share, between = f"{hits / of:.3f}" if of else "–", wilson(hits, of)
            print(f"| {part} | {what} | {share} | {hits} of {of} | {between.low:.3f}–{between.high:.3f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
