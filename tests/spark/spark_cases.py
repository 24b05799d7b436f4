"""Articles for the tests on Spark, and what one machine finds in them."""

from __future__ import annotations

import os
import shutil
from random import Random

import networkx

from dedup.matching.articles import CLIQUE, NearDuplicates, near_duplicates


def _lacking() -> str | None:
    try:
        import pandas  # noqa: F401
        import pyspark  # noqa: F401
    except ImportError as error:
        return f"{error.name} is not installed: pip install '.[spark]'"
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=os.path.join(home, "bin") if home else None) is None:
        return "there is no Java"
    return None


LACKING = _lacking()
# Short jobs on little data: what Java compiles for them costs more than it saves, and so do its collectors' threads.
_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
QUICK = {
    "spark.driver.extraJavaOptions": _JAVA,
    "spark.executor.extraJavaOptions": _JAVA,
    "spark.sql.codegen.wholeStage": "false",
    "spark.ui.enabled": "false",
}

Rows = list[tuple[str, str]]
HOT = 3 * CLIQUE
_SYLLABLES = "ba co di fu ga ho ju ka li mo nu pe ra so ti vu wa xe yo zi".split()


def articles(seed: int = 1, events: int = 25) -> Rows:
    """Events told four times with ever more edits, hundreds of equal texts, texts without words, and many scripts."""
    random = Random(seed)
    rows: Rows = []
    for event in range(events):
        words = ["".join(random.choices(_SYLLABLES, k=3)) for _ in range(random.randint(60, 120))]
        for version, share in enumerate((0.0, 0.01, 0.03, 0.06)):
            told = [word if random.random() >= share else random.choice(words) for word in words]
            rows.append((f"event-{event}-{version}", " ".join(told).capitalize() + "."))
    rows += [(f"hot-{number}", "The harbour board met on Monday and put off its vote.") for number in range(HOT)]
    rows += [("empty-1", "…"), ("empty-2", "…"), ("blank", " "), ("none", "")]
    rows += [
        ("ünï-1", "Ünïcödé said “it’s fine” — 漢字もある、그리고 한국어도 있습니다 и по-русски тоже"),
        ("ünï-2", "ÜNÏCÖDÉ said 'it's fine' -- 漢字もある、그리고 한국어도 있습니다 и по-русски тоже"),
        ("😀", "😀 words before and after a sign beyond the basic plane"),
        ("～", "～ words before and after a sign beyond the basic plane"),
        ("short-1", "Dam"),
        ("short-2", "dam!"),
    ]
    rows += rows[:7]  # the same again
    random.shuffle(rows)
    return rows


def ordered(rows: Rows) -> Rows:
    """Each article once, in the order that numbers them."""
    return sorted(set(rows), key=lambda row: (row[1], row[0]))


def found_here(rows: Rows, jaccard: float = 0.7) -> NearDuplicates:
    return near_duplicates([text for _, text in ordered(rows)], jaccard=jaccard)


def named_pairs(found: NearDuplicates, rows: Rows) -> list[tuple[str, str, float]]:
    """Pairs by id, left the smaller, sorted."""
    ids = [name for name, _ in ordered(rows)]
    pairs = zip(found.pairs.tolist(), found.jaccard.tolist(), strict=True)
    return sorted((*sorted((ids[low], ids[high])), jaccard) for (low, high), jaccard in pairs)  # type: ignore[misc]


def clusters_of(pairs: list[tuple[str, str, float]]) -> list[tuple[str, str]]:
    graph = networkx.Graph((left, right) for left, right, _ in pairs)
    return sorted((min(group), name) for group in networkx.connected_components(graph) for name in group)
