"""How often the names around some words tell whose they are: `dedup.provenance.verdicts.whose`, fitted and scored.

    python benchmarks/whose.py [--polnear DIR]            score the package's weights
    python benchmarks/whose.py --polnear DIR --write      fit them anew, and score

Fitted on: half of PolNeAR (Newell, Margolin and Ruths, LREC 2018; articles by a hash of their names), whose annotators
marked sources and contents in news of seven outlets; ``snippets/seen.jsonl``; the passages of ``events/fitted/``.
Scored on: the other half, ``snippets/held-out.jsonl``. The snippets are short stretches of invented news, each with
words whose source a careful reader can tell; four writers who had seen no code wrote them, and were asked to tell no
two sources in the same way.

What verdicts name is scored on the same: the text is compared with one of another outlet that has but the words,
quoted where the text quotes them, so that all that is known of them stands in the text.

A pronoun that PolNeAR marks as a source counts as whom its annotators named within the 500 characters before.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from attributions import NAMES, meant_by, read_marked
from numpy.typing import NDArray
from scipy.optimize import minimize

from dedup import compare
from dedup.evaluation import read_labelled
from dedup.evaluation.names import same_name
from dedup.model import Article, Span
from dedup.provenance import Dossier, dossier
from dedup.provenance.language.lexicon import lexicon_of
from dedup.provenance.verdicts.whose import Candidate, candidates, features_of_nobody, score_of, weights_of
from dedup.text.outline import outline

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE.parent / "src" / "dedup" / "provenance" / "data" / "whose.toml"
ORIGIN = """\
# How much each way in which a name stands to some words speaks for its being their source: log-odds, in a conditional
# logit over the names around the words and nobody (`dedup.provenance.verdicts.whose`).
#
# Origin: benchmarks/whose.py --write, by maximum likelihood with a ridge of {ridge:g} on {sizes}.
# On what it was not fitted on: {scores}.
# Features are named in `dedup.provenance.verdicts.whose`. Fit again, never a number by hand.

[weights]
"""
PRONOUNS = frozenset({"he", "she", "it", "they"})
RIDGE = 1.0
# So often something must occur to have a weight.
OFTEN = 25
# How much an example of each kind counts: there are thousands of the first.
COUNTS = {"polnear": 1.0, "snippets": 3.0, "events": 2.0}
# The words of a content that says something.
WORDS = 6
# How far back somebody named is meant by a pronoun, and how long a marked source is that is a name.
BACK, LONGEST = 500, 140
LEVELS = (0.0, 0.4, 0.6, 0.8)
# Of so many, in even steps, is told what verdicts name.
MOST = 600
QUOTES, MARKS = "\"“‘'", " \"“”‘’',.;"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Words in a text: the names around them, which of these are right, and the features of nobody's being so."""

    kind: str
    found: Sequence[Candidate]
    right: Sequence[bool]
    nobody: dict[str, float]
    text: str
    words: Span
    is_right: Callable[[str], bool]


def example(kind: str, own: Dossier, words: Span, right: Sequence[str] | None, found: list[Candidate]) -> Example:
    known = right or ()
    return Example(
        kind=kind,
        found=found,
        right=[any(same_name(each.name.display, name) for name in known) for each in found],
        nobody=features_of_nobody(own, words, found),
        text=own.article.text,
        words=words,
        is_right=lambda shown: any(same_name(shown, name) for name in known),
    )


def of_polnear(folder: Path) -> Iterator[tuple[str, Example]]:
    """The half, and each attribution of more than a few words."""
    english = lexicon_of("en")
    for path in sorted((folder / "train" / "text").glob("*.txt")):
        marks = sorted((folder / "train" / "attributions").glob(f"{path.stem}_*.ann"))
        if not marks:
            continue
        half = "one" if hashlib.sha256(path.stem.encode()).digest()[0] % 2 else "other"
        text = path.read_bytes().decode("utf-8")
        own = dossier(Article(id=path.stem, text=text, outlet=path.stem.partition("_")[0]), outline(text))
        last: tuple[str, int] | None = None
        for marked in sorted(read_marked(marks[0]), key=lambda each: each.source[0].start):
            at, words = marked.source[0], max(marked.content, key=len)
            source = text[at.start : at.end]
            pronoun = source.lower() in PRONOUNS
            if len(source) > LONGEST:
                continue
            if not pronoun:
                last = source, at.start
            elif last is None or at.start - last[1] > BACK:
                continue
            else:
                source = last[0]
            if len(text[words.start : words.end].split()) < WORDS:
                continue
            found = candidates(own, words, english)
            right = [
                (not pronoun and each.span.overlap(at) > 0)
                or (meant_by(each.name.display, source) and each.name.display.split()[-1] in source)
                for each in found
            ]
            if any(right) or not pronoun:
                yield half, Example(
                    kind="polnear", found=found, right=right, nobody=features_of_nobody(own, words, found), text=text,
                    words=words, is_right=partial(_is_of, source),
                )  # fmt: skip


def _is_of(source: str, shown: str) -> bool:
    """Whether a verdict's source is among the words that people marked as one."""
    return meant_by(shown.removeprefix("statement by "), source)


def of_snippets(path: Path) -> Iterator[Example]:
    english = lexicon_of("en")
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text, start = row["text"], row["text"].index(row["words"])
        own = dossier(Article(id="snippet", text=text), outline(text))
        words = Span(start, start + len(row["words"]))
        yield example("snippets", own, words, row["sources"], candidates(own, words, english))


def of_events(path: Path) -> Iterator[Example]:
    """Both sides of every labelled passage; of narration that an outlet wrote itself nobody is the source."""
    english = lexicon_of("en")
    labelled = read_labelled(path)
    dossiers = {article.id: dossier(article, outline(article.text)) for article in labelled.articles}
    for passage in labelled.passages:
        if passage.set_aside:
            continue
        names = [passage.source, *(passage.source_also or ())] if passage.source else []
        for side in (passage.left, passage.right):
            own, words = dossiers[side.article], Span(side.start, side.end)
            if english in own.languages:
                yield example("events", own, words, names, candidates(own, words, english))


def fitted(examples: Sequence[Example]) -> dict[str, float]:
    """The weights that make what is right likeliest; several right names of one text count together."""
    counts = Counter(key for each in examples for item in each.found for key in item.features)
    counts.update(key for each in examples for key in each.nobody)
    keys = sorted(key for key, count in counts.items() if count >= OFTEN)
    places = {key: at for at, key in enumerate(keys)}
    rows: list[NDArray[np.float64]] = []
    groups: list[int] = []
    right: list[float] = []
    for group, each in enumerate(examples):
        options = [(item.features, told) for item, told in zip(each.found, each.right, strict=True)]
        for features, told in (*options, (each.nobody, not any(each.right))):
            row = np.zeros(len(keys))
            for key, value in features.items():
                if key in places:
                    row[places[key]] = value
            rows.append(row)
            groups.append(group)
            right.append(told)
    matrix, group_of, wanted = np.array(rows), np.array(groups), np.array(right, float)
    starts = np.r_[0, np.flatnonzero(np.diff(group_of)) + 1]
    counted = np.array([COUNTS[each.kind] for each in examples])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = matrix @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[group_of])
        total, told = np.add.reduceat(powers, starts), np.add.reduceat(powers * wanted, starts)
        likely = powers * wanted / told[group_of] - powers / total[group_of]
        value = -(counted * np.log(told / total)).sum() + RIDGE * weights @ weights / 2
        return float(value), -matrix.T @ (likely * counted[group_of]) + RIDGE * weights

    found = minimize(loss, np.zeros(len(keys)), jac=True, method="L-BFGS-B")
    return dict(zip(keys, map(float, found.x), strict=True))


def judged(each: Example, weights: dict[str, float]) -> tuple[float, bool]:
    """The chance of the likeliest name, by its last word, and whether it is right."""
    scores = np.array([*(score_of(item.features, weights) for item in each.found), score_of(each.nobody, weights)])
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    summed: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for item, chance, told in zip(each.found, chances, each.right, strict=False):
        entry = summed[item.name.tokens[-1]]
        entry[0] += chance
        entry[1] = max(entry[1], float(told))
    best = max(summed.values(), key=lambda entry: entry[0], default=[0.0, 0.0])
    return best[0], bool(best[1])


def scored(examples: Sequence[Example], weights: dict[str, float]) -> list[tuple[int, float]]:
    """For each of `LEVELS` how many have a name at least so likely, and the share of these that are right."""
    found = [judged(each, weights) for each in examples]
    of_level = [[right for chance, right in found if chance >= level] for level in LEVELS]
    return [(len(kept), sum(kept) / max(1, len(kept))) for kept in of_level]


def named(examples: Iterable[Example]) -> Counter[str]:
    """What verdicts name: how many have the right source, a wrong one, none, or are not found as shared wording."""
    counts: Counter[str] = Counter()
    for each in examples:
        text, words = each.text, each.text[each.words.start : each.words.end].strip(MARKS)
        quoted = text[: each.words.start].rstrip()[-1:] in QUOTES or text[each.words.start] in QUOTES
        shown = f"“{words}.”" if quoted else f"{words[:1].upper()}{words[1:]}."
        other = (
            f"It rained in the valley all day, and nobody came to look. {shown} Then everybody went home, as they do."
        )
        here = Article(id="here", text=text, outlet="The Morning Sheet")
        there = Article(id="there", text=other, outlet="The Evening Sheet")
        found = compare(here, there)
        if not found:
            counts["not found"] += 1
            continue
        source = max(found, key=lambda match: match.left.end - match.left.start).verdict.source
        counts["none" if source is None else "right" if each.is_right(source) else "wrong"] += 1
    return counts


def table(sets: dict[str, Sequence[Example]], weights: dict[str, float]) -> str:
    heads = " | ".join("likeliest name right" if not level else f"at least {level:.0%} likely" for level in LEVELS)
    lines = [f"| words of | number | {heads} |", f"|---|---:|{'---:|' * len(LEVELS)}"]
    for name, examples in sets.items():
        cells = " | ".join(f"{share:.3f} of {count:,}" for count, share in scored(examples, weights))
        lines.append(f"| {name} | {len(examples):,} | {cells} |")
    return "\n".join(lines)


def _folder(given: Path | None) -> Path | None:
    data = os.environ.get("DEDUP_DATA")
    places = [given] if given is not None else [Path(data) / name for name in (".", *NAMES)] if data else []
    return next((place for place in places if (place / "train" / "attributions").is_dir()), None)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, help="a folder with PolNeAR's train/text and train/attributions")
    parser.add_argument("--write", action="store_true", help="fit the weights anew and write them")
    given = parser.parse_args()
    folder = _folder(given.polnear)
    if folder is None:
        print("PolNeAR: passed over, not found; give --polnear DIR or put it into DEDUP_DATA")
        if given.write or given.polnear is not None:
            return 2
    halves: dict[str, list[Example]] = {"one": [], "other": []}
    for half, each in of_polnear(folder) if folder is not None else ():
        halves[half].append(each)
    held_out: dict[str, Sequence[Example]] = {"snippets held out": [*of_snippets(HERE / "snippets" / "held-out.jsonl")]}
    if folder is not None:
        held_out["PolNeAR, the half not fitted on"] = halves["other"]
    seen = [*of_snippets(HERE / "snippets" / "seen.jsonl")]
    weights = dict(weights_of())
    if given.write:
        events = [*of_events(HERE / "events" / "fitted")]
        weights = fitted([*halves["one"], *seen, *events])
        sizes = f"{len(halves['one'])} attributions of PolNeAR, {len(seen)} snippets and {len(events)} sides"
        shares = (f"{name} {scored(examples, weights)[0][1]:.3f}" for name, examples in held_out.items())
        head = ORIGIN.format(ridge=RIDGE, sizes=sizes, scores="the likeliest name is right for " + ", ".join(shares))
        lines = (f'"{key}" = {value:.3f}\n' for key, value in weights.items())
        WEIGHTS.write_text(head + "".join(lines), encoding="utf-8", newline="\n")
    print(table(held_out | {"snippets fitted on": seen}, weights))
    print(
        "\n| verdicts on words of | number | right source | wrong | none | not found |\n|---|---:|---:|---:|---:|---:|"
    )
    for name, examples in held_out.items():
        few = [
            each for each in examples[:: max(1, len(examples) // MOST)] if any(each.right) or each.kind == "snippets"
        ]
        counts = named(few)
        cells = " | ".join(str(counts[key]) for key in ("right", "wrong", "none", "not found"))
        print(f"| {name} | {len(few)} | {cells} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
