"""Articles for filtering, and what should be left of them by the obvious way: all pairs, exact."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from dedup.text.fold import fold_word
from dedup.text.tokens import tokenize

WORDS = tuple(
    f"{start}{end}" for start in ("bar", "den", "fol", "gis", "mun", "rop") for end in ("a", "em", "ing", "os")
)
Article = dict[str, Any]


def collection(seed: int, families: int) -> list[Article]:
    """Families of originals, edited copies, equal copies, in mixed order, some without a date."""
    random = Random(seed)
    articles: list[Article] = []
    for _ in range(families):
        words = random.choices(WORDS, k=random.randint(40, 90))
        for share in (0.0, 0.0, 0.01, 0.03, 0.05, 0.08)[: random.randint(1, 6)]:
            edited = [random.choice(WORDS) if random.random() < share else word for word in words]
            text = " ".join(edited[: len(edited) - random.randint(0, 2) * bool(share)])
            article: Article = {"id": f"n{random.randrange(10**9):09}", "text": text, "more": [1, {"a": None}]}
            if random.random() < 0.8:
                article["published"] = f"2031-03-{random.randint(1, 9):02}"
            articles.append(article)
    articles += [{"id": f"blank{at}", "text": "!!! —"} for at in range(2)]  # no words: both stay
    random.shuffle(articles)
    return articles


def grams(text: str) -> frozenset[tuple[str, ...]]:
    words = [fold_word(text[start:end]) for start, end, _ in tokenize(text)]
    return frozenset(tuple(words[at : at + 5]) for at in range(max(1, len(words) - 4))) if words else frozenset()


def preferred(articles: Sequence[Article], keep: str) -> list[int]:
    keys = {
        "earliest": lambda at: (articles[at].get("published", "9"), at),
        "longest": lambda at: (-len(articles[at]["text"].split()), at),
        "first": lambda at: at,
    }
    return sorted(range(len(articles)), key=keys[keep])


def staying(articles: Sequence[Article], keep: str, jaccard: float) -> list[str]:
    """The ids of what stays, in the order of reading."""
    sets = [grams(article["text"]) for article in articles]
    kept: list[int] = []
    for at in preferred(articles, keep):
        if not any(alike(sets[at], sets[other]) >= jaccard for other in kept):
            kept.append(at)
    return [articles[at]["id"] for at in sorted(kept)]


def alike(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def write_lines(path: Path, articles: Sequence[Mapping[str, Any]]) -> bytes:
    content = b"".join(json.dumps(article).encode() + b"\n" for article in articles)
    path.write_bytes(content)
    return content


def ids(path: Path) -> list[str]:
    return [json.loads(line)["id"] for line in path.read_bytes().splitlines()]
