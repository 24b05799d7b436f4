"""The truth that marks and lineage give: passages, provenance, hard negatives, and what was left unmarked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

from sources import JOINED, SOURCE, STOCK, BadSource, Event, Faults, Marked, chain
from wording import Word, kind_of, shared_runs, weight, words

RUN_WORDS = 7
PART = 0.75
REWORDED = ("translation", "heavy-rewrite")


def provenance(left: Marked, right: Marked, passage: Mapping[str, Any], outlets: Mapping[str, str]) -> dict[str, Any]:
    """Who reused whose wording, from the lineage."""
    named: Sequence[str] = passage.get("named_in") or ()
    label, source = "same-origin", None
    also: Sequence[str] = ()
    if left.outlet != right.outlet and passage["category"] not in STOCK:
        parents = passage["parents"]
        up_left, up_right = chain(left.id, parents), chain(right.id, parents)
        if left.id in up_right:
            label = "left-to-right"
        elif right.id in up_left:
            label = "right-to-left"
        else:
            nearest = next((id for id in up_left if id in up_right), None)
            if nearest is None:
                raise BadSource(f"{left.id} and {right.id} have no common origin")
            # A copy of one rendering against another rendering: still two renderings of one statement.
            label = "independent-renderings" if passage.get("translated") and nearest == SOURCE else "common-source"
            source = passage.get("source") if nearest == SOURCE else outlets[nearest]
            also = passage.get("also", ()) if nearest == SOURCE else ()
            if nearest not in (SOURCE, up_left[-1]):
                # `named_in` is of where the passage began, and that is not what these two have in common.
                named = (passage.get("outlet_named_in") or {}).get(nearest, ())
    return {
        "label": label,
        "source": source,
        "source_also": list(also),
        "source_named": left.id in named or right.id in named,
    }


def common_names(one: Marked, other: Marked) -> set[str]:
    """The passages that two articles share; across events only the stock of one outlet."""
    names = set(one.marks) & set(other.marks)
    if one.event == other.event:
        return names
    return {name for name in names if name.startswith(JOINED) and one.outlet == other.outlet}


def truth_of(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Every pair of passages that share wording, sorted; pairs nested inside another on both sides are left out."""
    passages = {event.name: event.passages for event in events}
    articles = sorted((article for event in events for article in event.articles.values()), key=lambda each: each.id)
    outlets = {article.id: article.outlet for article in articles}
    lines = [
        truth_line(name, left, right, here, there, passages[left.event][name], outlets)
        for left, right in combinations(articles, 2)
        for name, here, there in without_nested(left, right, passages[left.event])
    ]
    return sorted(lines, key=lambda line: (*place(line["left"]), *place(line["right"]), line["id"]))


Place = tuple[int, int]


def without_nested(left: Marked, right: Marked, passages: Mapping[str, Any]) -> Iterator[tuple[str, Place, Place]]:
    """The passages of two articles with their extent in this pair, those inside a larger one left out."""
    found = [
        (name, *extent)
        for name in common_names(left, right)
        if (extent := extent_of(name, left, right, passages[name]["category"]))
    ]
    # Longest first, so that of equal spans one stays.
    found.sort(key=lambda each: (each[1][0] - each[1][1] + each[2][0] - each[2][1], each[0]))
    kept: list[tuple[str, Place, Place]] = []
    for name, here, there in found:
        if not any(within(here, a) and within(there, b) for _, a, b in kept):
            kept.append((name, here, there))
    yield from kept


def extent_of(name: str, left: Marked, right: Marked, category: str) -> tuple[Place, Place] | None:
    """What two articles share of a passage.

    Where one of them took only a part (fewer than three quarters of the other's words), the pair shares that
    part: on each side from the first to the last run of two equal words. Two parts with no such runs of
    four words together share no wording and make no pair, unless the passage is translated or rewritten.
    """
    spans = left.marks[name], right.marks[name]
    found = [words(article.text[start:end]) for article, (start, end) in zip((left, right), spans, strict=True)]
    folded = [[word.folded for word in side] for side in found]
    blocks = SequenceMatcher(None, folded[0], folded[1], autojunk=False).get_matching_blocks()
    runs = [block for block in blocks if block.size >= 2]
    if sum(run.size for run in runs) < 4:
        return spans if category in REWORDED else None
    fewer, more = sorted(map(len, found))
    if fewer >= PART * more:
        return spans
    first, last = runs[0], runs[-1]
    here = spans[0][0] + found[0][first.a].start, spans[0][0] + found[0][last.a + last.size - 1].end
    there = spans[1][0] + found[1][first.b].start, spans[1][0] + found[1][last.b + last.size - 1].end
    return here, there


def within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def place(side: Mapping[str, Any]) -> tuple[str, int, int]:
    return side["article"], side["start"], side["end"]


def side(article: Marked, span: tuple[int, int]) -> dict[str, Any]:
    return {"article": article.id, "start": span[0], "end": span[1], "text": article.text[span[0] : span[1]]}


def truth_line(
    name: str,
    left: Marked,
    right: Marked,
    span_left: Place,
    span_right: Place,
    passage: Mapping[str, Any],
    outlets: Mapping[str, str],
) -> dict[str, Any]:
    one, other = side(left, span_left), side(right, span_right)
    here, there = ([word.folded for word in words(end["text"])] for end in (one, other))
    return {
        "id": f"{left.id}~{right.id}~{name}",
        "left": one,
        "right": other,
        "kind": kind_of(here, there),
        "category": passage["category"],
        "words_left": len(here),
        "words_right": len(there),
        "set_aside": left.outlet == right.outlet or passage["category"] in STOCK,
        "provenance": provenance(left, right, passage, outlets),
    }


def negatives_of(event: Event, truth: Sequence[Mapping[str, Any]], faults: Faults) -> list[dict[str, Any]]:
    """The stretches that share only names, titles, facts or formulas, with their places."""
    lines: list[dict[str, Any]] = []
    for number, entry in enumerate(event.hard_negatives, 1):
        ends = []
        for which in ("left", "right"):
            article, text = event.articles.get(entry.get(which, "")), str(entry.get(f"{which}_text") or "").strip()
            where = f"hard negative {number} ({which} {entry.get(which)})"
            if article is None:
                faults.errors.append(f"{where}: no such article")
            elif weight(words(text)) < 4:
                faults.errors.append(f"{where}: fewer than 4 words: {text!r}")
            elif (at := article.text.find(text)) < 0:
                faults.errors.append(f"{where}: not in the article: {text!r}")
            else:
                ends.append(side(article, (at, at + len(text))))
        if len(ends) < 2:
            continue
        left, right = sorted(ends, key=place)
        if left["article"] == right["article"]:
            faults.errors.append(f"hard negative {number}: both sides are {left['article']}")
            continue
        for line in truth:
            if shares(left, line["left"]) and shares(right, line["right"]):
                faults.errors.append(f"hard negative {number} lies in the passage {line['id']}")
        lines.append({"left": left, "right": right, "reason": entry.get("reason")})
    lines.sort(key=lambda line: (*place(line["left"]), *place(line["right"])))
    counts: Counter[str] = Counter()
    named = []
    for line in lines:
        pair = f"{line['left']['article']}~{line['right']['article']}"
        counts[pair] += 1
        named.append({"id": f"{pair}~n{counts[pair]}", **line})
    return named


def shares(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(one["article"] == other["article"] and one["start"] < other["end"] and other["start"] < one["end"])


def unmarked(
    articles: Sequence[Marked], negatives: Sequence[Mapping[str, Any]], formulas: Sequence[str]
) -> Iterator[str]:
    """Equal words of two articles that no common mark, no hard negative and no formula covers, as messages."""
    tokens = {article.id: words(article.text) for article in articles}
    phrases = [[word.folded for word in words(formula)] for formula in formulas]
    stock = {id: _within_phrases([word.folded for word in found], phrases) for id, found in tokens.items()}
    by_id = {article.id: article for article in articles}
    for a, b in _sharing(tokens):
        one, other = by_id[a], by_id[b]
        covers = [(one.marks[name], other.marks[name]) for name in sorted(common_names(one, other))]
        for line in negatives:
            if (line["left"]["article"], line["right"]["article"]) == (a, b):
                left, right = line["left"], line["right"]
                covers.append(((left["start"], left["end"]), (right["start"], right["end"])))
        for i, j, length in shared_runs(tokens[a], tokens[b], RUN_WORDS):
            bare: list[int] = []
            for k in range(length + 1):
                formula = i + k in stock[a] and j + k in stock[b]
                if k < length and not formula and not _covered(tokens[a][i + k], tokens[b][j + k], covers):
                    bare.append(k)
                    continue
                stretch = tokens[a][i + bare[0] : i + bare[-1] + 1] if bare else []
                partly = len(stretch) < length
                if stretch and weight(stretch) >= (3 if partly else RUN_WORDS):
                    what = "marks stop inside equal words" if partly else "unmarked shared run"
                    shown = " ".join(word.folded for word in stretch)
                    yield f"{a} / {b}: {what}, {len(stretch)} words: {shown}"
                bare = []


def _within_phrases(folded: Sequence[str], phrases: Sequence[Sequence[str]]) -> set[int]:
    """The places of the words that belong to one of the phrases."""
    return {
        inside
        for phrase in phrases
        for at in range(len(folded) - len(phrase) + 1)
        if folded[at : at + len(phrase)] == phrase
        for inside in range(at, at + len(phrase))
    }


def _sharing(tokens: Mapping[str, Sequence[Word]]) -> list[tuple[str, str]]:
    """The pairs of articles with a run of equal words."""
    holders: dict[tuple[str, ...], set[str]] = {}
    for id, found in tokens.items():
        for at in range(len(found) - RUN_WORDS + 1):
            holders.setdefault(tuple(word.folded for word in found[at : at + RUN_WORDS]), set()).add(id)
    return sorted({pair for ids in holders.values() for pair in combinations(sorted(ids), 2)})


def _covered(here: Word, there: Word, covers: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> bool:
    return any(within((here.start, here.end), x) and within((there.start, there.end), y) for x, y in covers)
