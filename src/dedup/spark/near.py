"""The composition: a frame of articles → numbered sketches → candidates → verified pairs → clusters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from dedup.config import Settings
from dedup.errors import DuplicateId, InputError
from dedup.ingest.record import quoted
from dedup.matching.articles import CLIQUE, SHINGLE
from dedup.spark.components import components
from dedup.spark.pairing import candidates, verified
from dedup.spark.session import require
from dedup.spark.sketching import numbered, sketched
from dedup.spark.stages import Stages

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# Raised when stages of another version of this code must not be continued.
_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NearDuplicates:
    """What `near_duplicates` found, as frames.

    `articles` (id, words): each article once. `pairs` (left, right, jaccard): ids, left the smaller, with the exact
    Jaccard similarity of their word 5-grams. `clusters` (cluster, id): articles that pairs connect, under the smallest
    id among them. `pairs_compared` and `buckets_capped` are those of a report.
    """

    articles: DataFrame
    pairs: DataFrame
    clusters: DataFrame
    pairs_compared: int
    buckets_capped: int
    stages: Stages

    def unpersist(self) -> None:
        """Let Spark give up what it keeps for these frames. What is in a checkpoint folder stays."""
        self.stages.forget()


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """The same by numbers: `articles` (number, id, text, words, keys), `pairs` (low, high, jaccard)."""

    articles: DataFrame
    pairs: DataFrame
    pairs_compared: int
    buckets_capped: int


def near_duplicates(
    session: SparkSession,
    frame: DataFrame,
    settings: Settings | None = None,
    *,
    checkpoint: str | None = None,
    partitions: int | None = None,
) -> NearDuplicates:
    """Find near-duplicate articles in a frame with the columns `id` and `text`, both text and never null.

    The same pairs as `dedup.audit` compares at level ``article``; of `settings` count `jaccard`, `num_perm` and `seed`.
    The same id with the same text counts once. The frame is read twice (with a checkpoint three times): keep one that
    is costly to make. `checkpoint` is a folder that Spark can write to, in which every stage is kept and from which a
    restart goes on; without one Spark makes again what it loses. `partitions` is how many parts the sorted data has,
    by default ``spark.sql.shuffle.partitions``.

    Raises `InputError` for a frame without such columns, `DuplicateId` where one id stands for two texts, `ConfigError`
    where the checkpoint is of other settings or another input, `MissingExtra` without pyspark.
    """
    require()
    settings = settings or Settings()
    _check(frame)
    made_of = {} if checkpoint is None else {**of_settings(settings), "input": _fingerprint(frame)}
    stages = Stages(session, checkpoint, made_of)
    partitions = partitions or partitions_of(session)
    found = numbered_pairs(frame, settings, stages, partitions)
    names = found.articles.select("number", "id")
    return NearDuplicates(
        articles=found.articles.select("id", "words"),
        pairs=named(found.pairs, names),
        clusters=clusters(found.pairs, names, stages, partitions),
        pairs_compared=found.pairs_compared,
        buckets_capped=found.buckets_capped,
        stages=stages,
    )


def partitions_of(session: SparkSession) -> int:
    """How many parts the sorted data has unless it is said."""
    return int(session.conf.get("spark.sql.shuffle.partitions") or 200)


def numbered_pairs(frame: DataFrame, settings: Settings, stages: Stages, partitions: int) -> Numbered:
    """The near-duplicates of a frame of texts. Raises `InputError` and `DuplicateId`."""
    from pyspark.sql import functions as F

    articles = stages.frame("articles", partial(sketched, frame, settings, partitions))
    _check_articles(articles)
    ordered = numbered(articles)
    met = stages.frame("candidates", partial(candidates, ordered, partitions))
    pairs = stages.frame("pairs", partial(verified, met, ordered, settings.jaccard))
    sums = met.agg(F.count("*").alias("pairs"), F.sum("chained").alias("chained")).collect()[0]
    stages.forget("candidates")
    return Numbered(
        articles=ordered, pairs=pairs, pairs_compared=int(sums.pairs), buckets_capped=int(sums.chained or 0)
    )


def clusters(pairs: DataFrame, names: DataFrame, stages: Stages, partitions: int) -> DataFrame:
    """The connected components of numbered pairs, by id: (cluster, id)."""
    from pyspark.sql import functions as F

    members = components(pairs, stages, partitions).join(names, "number")
    heads = members.groupBy("root").agg(F.min("id").alias("cluster"))
    return members.join(heads, "root").select("cluster", "id")


def of_settings(settings: Settings) -> dict[str, Any]:
    """What of the settings, and of the method, the stages depend on."""
    return {
        "jaccard": settings.jaccard,
        "num_perm": settings.num_perm,
        "seed": settings.seed,
        "shingle": SHINGLE,
        "clique": CLIQUE,
        "version": _VERSION,
    }


def named(pairs: DataFrame, names: DataFrame) -> DataFrame:
    """Numbered pairs by ids: (left, right, jaccard), left the smaller. `names` are (number, id)."""
    from pyspark.sql import functions as F

    low = names.withColumnsRenamed({"number": "low", "id": "low_id"})
    high = names.withColumnsRenamed({"number": "high", "id": "high_id"})
    both = pairs.join(low, "low").join(high, "high")
    return both.select(
        F.least("low_id", "high_id").alias("left"), F.greatest("low_id", "high_id").alias("right"), "jaccard"
    )


def _check(frame: DataFrame) -> None:
    types = dict(frame.dtypes)
    for name in ("id", "text"):
        if types.get(name) != "string":
            found = f"is {types[name]}" if name in types else "is missing"
            raise InputError(f"the frame's column {name!r} {found}; give text in the columns 'id' and 'text'")


def _check_articles(articles: DataFrame) -> None:
    if not articles.where("id is null or text is null").isEmpty():
        raise InputError("the frame has rows without id or text; leave them out: frame.dropna(subset=['id', 'text'])")
    doubled = articles.groupBy("id").count().where("count > 1").orderBy("id").take(1)
    if doubled:
        raise DuplicateId(
            f"the id {quoted(doubled[0].id)} stands for two different texts; give each article an id of its own"
        )


def _fingerprint(frame: DataFrame) -> dict[str, Any]:
    """Rows in any order, told apart by three sums of 64-bit hashes."""
    from pyspark.sql import functions as F

    one, two = F.xxhash64("id", "text"), F.xxhash64("text", "id")
    row = frame.agg(
        F.count("*").alias("articles"),
        F.bit_xor(one).alias("xor"),
        F.sum(two.bitwiseAND(F.lit(0xFFFFFFFF))).alias("low"),
        F.sum(F.shiftrightunsigned(two, 32)).alias("high"),
    ).collect()[0]
    return {"articles": row.articles, "hash": f"{(row['xor'] or 0) % 2**64:016x}-{row.low or 0:x}-{row.high or 0:x}"}
