"""What runs inside of Spark's workers, without Spark."""

from __future__ import annotations

from itertools import pairwise

import networkx
import numpy as np
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.errors import EngineError, MissingExtra
from dedup.matching.articles import CLIQUE
from dedup.sketch.bands import ordered_pairs
from dedup.spark.components import _contracted
from dedup.spark.pairing import _pairing
from dedup.spark.session import _require_java, require, settled

# Sizes of buckets around the size from which they give a chain.
SIZES = st.lists(st.sampled_from([1, 2, 3, CLIQUE - 1, CLIQUE, CLIQUE + 1, 2 * CLIQUE]), max_size=6)


@settings(deadline=None)
@given(SIZES, st.lists(st.integers(0, 400), max_size=8))
def test_rows_that_stream_by_give_the_pairs_of_whole_buckets(sizes: list[int], cuts: list[int]) -> None:
    buckets = np.repeat(np.arange(len(sizes)), sizes)
    numbers = np.concatenate([np.empty(0, np.int64), *(np.arange(size) + at for at, size in enumerate(sizes))])
    # Two buckets a band, so that only both together tell them apart.
    columns = {"band": (buckets // 2).astype(np.int32), "bucket": buckets % 2, "number": numbers}
    rows = pyarrow.RecordBatch.from_pydict(columns)
    bounds = sorted({0, len(buckets), *(cut for cut in cuts if cut < len(buckets))})
    batches = [rows.slice(begin, end - begin) for begin, end in pairwise([0, *bounds])]
    found = [row for batch in _pairing(batches) for row in batch.to_pylist()]
    pairs, chained = ordered_pairs(buckets.astype(np.uint64), numbers, clique=CLIQUE)
    assert sorted((row["low"], row["high"]) for row in found) == sorted(map(tuple, pairs.tolist()))
    assert sum(row["chained"] for row in found) == chained


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda edge: edge[0] > edge[1]), max_size=20))
def test_a_batch_of_edges_becomes_stars(edges: list[tuple[int, int]]) -> None:
    numbers, roots = ([edge[side] for edge in edges] for side in (0, 1))
    batch = pyarrow.RecordBatch.from_arrays(
        [pyarrow.array(numbers, pyarrow.int64()), pyarrow.array(roots, pyarrow.int64())], names=["number", "root"]
    )
    found = [(row["number"], row["root"]) for each in _contracted([batch]) for row in each.to_pylist()]
    groups = list(networkx.connected_components(networkx.Graph(edges)))
    assert sorted(found) == sorted((node, min(group)) for group in groups for node in group - {min(group)})


def test_a_session_of_ones_own_runs_here_and_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPARK_CONF_DIR", raising=False)
    monkeypatch.delenv("PYSPARK_GATEWAY_PORT", raising=False)
    options = settled(3, {"spark.driver.memory": "5g"})
    assert options["spark.master"] == "local[3,4]" and options["spark.driver.memory"] == "5g"
    assert settled(3, {"spark.master": "local"})["spark.master"] == "local[3,4]"
    elsewhere = settled(3, {"spark.master": "yarn"})
    assert elsewhere["spark.master"] == "yarn" and "spark.driver.memory" not in elsewhere
    monkeypatch.setenv("SPARK_CONF_DIR", "/etc/spark")
    assert "spark.master" not in settled(3, {})


def test_what_is_missing_is_said_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    with pytest.raises(MissingExtra, match=r"Java 17 or newer: JAVA_HOME \(/nowhere\) has none"):
        _require_java()
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingExtra, match="there is none on PATH"):
        _require_java()
    monkeypatch.setitem(__import__("sys").modules, "pyspark", None)
    with pytest.raises(MissingExtra, match="needs pyspark: install dedup with its extra 'spark'"):
        require()
    assert issubclass(EngineError, Exception)
