"""One peer, one job, one process: from texts in memory to pairs of near-duplicate articles.

    python benchmarks/peer_jobs.py datasketch --texts texts.jsonl --out measured.json --threads 1

`peers.py` runs this, each time with the interpreter whose environment holds the peer. Each job is the peer's documented
use with 128 permutations, word 5-grams and 16 bands of 8 rows; where a peer differs, its docstring says so. Texts are
read, libraries loaded and 50 texts run through the job before the clock starts.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memory import forget_peak, megabytes, resident

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Pairs = Iterable[tuple[int, int]]
# From texts to pairs, in either order; this is what is measured.
Job = Callable[[Sequence[str]], Pairs]

NUM_PERM = 128
BANDS, ROWS = 16, 8
SHINGLE = 5
WARM_UP = 50
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """What is measured: the distribution that has a version, and what makes its job for a number of threads."""

    package: str
    make: Callable[[int], Job]


def shingles(text: str) -> list[str]:
    """Word 5-grams, for peers that take tokens; the quickest way that plain Python has."""
    words = _WORD.findall(text.lower())
    if len(words) < SHINGLE:
        return [" ".join(words)] if words else []
    return list(map(" ".join, zip(*(words[at:] for at in range(SHINGLE)), strict=False)))


def dedup(jaccard: float) -> Callable[[int], Job]:
    """32 bands of 4 rows at .7; every candidate is verified, and only pairs that reach `jaccard` are reported."""

    def make(threads: int) -> Job:
        from dedup.matching.articles import near_duplicates

        # Whatever the size, as a large collection has it: a warm-up must load what the job will run.
        return lambda texts: near_duplicates(texts, jaccard=jaccard, workers=threads, compiled=True).pairs.tolist()

    return make


def datasketch(threads: int) -> Job:
    """`MinHash.generator`, which it advises for many, and `MinHashLSH`; candidates are not verified."""
    return _datasketch()


def datasketch_quick(threads: int) -> Job:
    """The same with a hash quicker than its SHA-1, as it offers."""
    from xxhash import xxh32_intdigest

    return _datasketch(hashfunc=xxh32_intdigest)


def rensa(threads: int) -> Job:
    """`RMinHash` of all tokens (not the sampled ρ sketch), `RMinHashLSH`; candidates are not verified."""
    from rensa import RMinHash, RMinHashLSH

    def run(texts: Sequence[str]) -> Pairs:
        sketches = RMinHash.from_token_sets(map(shingles, texts), num_perm=NUM_PERM, seed=42)
        index = RMinHashLSH(threshold=0.5, num_perm=NUM_PERM, num_bands=BANDS)
        index.insert_many(sketches)
        met = index.query_all(sketches)
        return [(other, one) for one, others in enumerate(met) for other in others if other < one]

    return run


def gaoya(threads: int) -> Job:
    """`MinHashStringIndex` with its own tokeniser, in bulk; it keeps candidates whose signatures say .5 or more."""
    from gaoya.minhash import MinHashStringIndex

    def run(texts: Sequence[str]) -> Pairs:
        index = MinHashStringIndex(
            hash_size=32,
            jaccard_threshold=0.5,
            num_bands=BANDS,
            band_size=ROWS,
            analyzer="word",
            lowercase=True,
            ngram_range=(SHINGLE, SHINGLE),
        )
        documents = list(texts)
        index.par_bulk_insert_docs(list(range(len(documents))), documents)
        met = index.par_bulk_query(documents)
        return [(other, one) for one, others in enumerate(met) for other in others if other < one]

    return run


def daft(threads: int) -> Job:
    """Its tutorial: normalised text, `minhash`, bands exploded and grouped; candidates are not verified."""
    import daft as library
    from daft import DataType, col

    def count(bands: list[Any]) -> list[int]:
        return list(range(len(bands)))

    numbers = library.func(return_dtype=DataType.list(DataType.int64()))(count)

    def run(texts: Sequence[str]) -> Pairs:
        grouped = (
            _daft_signatures(texts)
            .select("node", col("signature").chunk(ROWS).alias("band"))
            .with_column("number", numbers(col("band")))
            .explode("band", "number")
            .groupby("number", "band")
            .agg(col("node").list_agg().alias("nodes"))
            .where(col("nodes").list_count() > 1)
            .select("nodes")
            .to_pydict()
        )
        return _paired(grouped["nodes"])

    return run


def daft_joined(threads: int) -> Job:
    """daft's signatures, their bands joined by sorting in NumPy, which is quicker than its tutorial's way."""
    import numpy as np

    def run(texts: Sequence[str]) -> Pairs:
        column = _daft_signatures(texts).to_arrow()["signature"].combine_chunks()
        signatures = column.flatten().to_numpy().reshape(len(texts), NUM_PERM)
        return _paired(group for band in np.split(signatures, BANDS, axis=1) for group in _equal_rows(band))

    return run


def text_dedup(threads: int) -> Job:
    """Its own `embed_func` with its defaults, and the tables its script fills, in memory; not verified.

    It counts the gaps between words as words, so that a comma changes five shingles. It is given bare words, else it
    would find none of the copies whose sentences end elsewhere.
    """
    import numpy as np
    from text_dedup.utils import sha1_hash

    return _text_dedup(sha1_hash, np.uint64, (1 << 61) - 1)


def text_dedup_quick(threads: int) -> Job:
    """The same with the options ``--hash_func xxh3 --hash_bits 32``."""
    import numpy as np
    from text_dedup.utils import xxh3_32hash

    return _text_dedup(xxh3_32hash, np.uint32, (1 << 32) - 5)


PEERS: Mapping[str, Peer] = {
    "dedup": Peer(package="dedup", make=dedup(0.7)),
    "dedup-all": Peer(package="dedup", make=dedup(0.5)),
    "datasketch": Peer(package="datasketch", make=datasketch),
    "datasketch-quick": Peer(package="datasketch", make=datasketch_quick),
    "rensa": Peer(package="rensa", make=rensa),
    "gaoya": Peer(package="gaoya", make=gaoya),
    "daft": Peer(package="daft", make=daft),
    "daft-joined": Peer(package="daft", make=daft_joined),
    "text-dedup": Peer(package="text-dedup", make=text_dedup),
    "text-dedup-quick": Peer(package="text-dedup", make=text_dedup_quick),
}


def _datasketch(**options: Any) -> Job:
    from datasketch import MinHash, MinHashLSH

    def run(texts: Sequence[str]) -> Pairs:
        index = MinHashLSH(num_perm=NUM_PERM, params=(BANDS, ROWS))
        tokens = ([shingle.encode("utf-8") for shingle in set(shingles(text))] for text in texts)
        sketches = list(MinHash.generator(tokens, num_perm=NUM_PERM, **options))
        for number, sketch in enumerate(sketches):
            index.insert(number, sketch)
        return [(other, one) for one, sketch in enumerate(sketches) for other in index.query(sketch) if other < one]

    return run


def _text_dedup(hash_func: Callable[[bytes], int], kind: type, prime: int) -> Job:
    import numpy as np
    from text_dedup.minhash import RNG, embed_func

    options = {
        "num_perm": NUM_PERM,
        "ngram_size": SHINGLE,
        "min_length": 5,
        "hashranges": [(band * ROWS, (band + 1) * ROWS) for band in range(BANDS)],
        "permutations": tuple(RNG.randint(least, prime, size=(NUM_PERM,), dtype=kind) for least in (1, 0)),
        "hash_func": hash_func,
        "dtype": kind,
        "max_hash": np.uint32((1 << 32) - 1),
        "modulo_prime": kind(prime),
    }

    def run(texts: Sequence[str]) -> Pairs:
        tables: list[dict[bytes, list[int]]] = [defaultdict(list) for _ in range(BANDS)]
        for number, text in enumerate(texts):
            bare = " ".join(_WORD.findall(text.lower()))
            for table, band in zip(tables, embed_func(bare, number, **options)["__signatures__"], strict=True):
                table[band].append(number)
        return _paired(group for table in tables for group in table.values())

    return run


def _daft_signatures(texts: Sequence[str]) -> Any:
    import daft as library
    from daft import col

    normal = col("text").normalize(remove_punct=True, lowercase=True, nfd_unicode=True, white_space=True)
    signature = normal.minhash(num_hashes=NUM_PERM, ngram_size=SHINGLE, seed=1, hash_function="xxhash")
    table = library.from_pydict({"node": list(range(len(texts))), "text": list(texts)})
    return table.select("node", signature.alias("signature"))


def _paired(groups: Iterable[Sequence[int]]) -> set[tuple[int, int]]:
    return {pair for group in groups if len(group) > 1 for pair in combinations(sorted(group), 2)}


def _equal_rows(rows: NDArray[np.uint32]) -> list[list[int]]:
    """The numbers of rows that are equal, of groups of two and more."""
    import numpy as np

    keys = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.shape[1] * rows.itemsize))).ravel()
    order = np.argsort(keys, kind="stable")
    new = np.flatnonzero(np.concatenate([[True], keys[order][1:] != keys[order][:-1]]))
    ends = np.append(new[1:], len(order))
    several = ends - new > 1
    return [order[begin:end].tolist() for begin, end in zip(new[several], ends[several], strict=True)]


def measure(peer: Peer, texts: Sequence[str], threads: int) -> dict[str, Any]:
    """Seconds by the clock and of processors, peak MB above what was held before and in all, and the pairs."""
    job = peer.make(threads)
    list(job(texts[:WARM_UP]))
    gc.collect()
    forget_peak()
    base = resident()
    begin, worked = time.perf_counter(), time.process_time()
    found = list(job(texts))
    seconds, worked = time.perf_counter() - begin, time.process_time() - worked
    peak = megabytes()
    pairs = sorted({(min(pair), max(pair)) for pair in found})
    memory = {"peak_mb": peak, "above_mb": max(0.0, peak - base)}
    return {"seconds": seconds, "worked": worked, **memory, "pairs": pairs}


def read_texts(path: Path) -> list[str]:
    """The texts of a JSONL file, line by line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines if line.strip()]


def hold_to(threads: int) -> None:
    """Let this process and its threads run on so many cores at most, where the system can say so."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure one peer in this process.")
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    chosen = parser.parse_args()
    hold_to(chosen.threads)
    peer = PEERS[chosen.peer]
    made: dict[str, Any]
    try:
        made = measure(peer, read_texts(chosen.texts), chosen.threads)
        made["version"] = _version(peer.package)
    except ModuleNotFoundError as error:
        made = {"failed": f"not installed: {error.name}"}
    except Exception as error:  # noqa: BLE001  whatever a peer raises is told in the table, and the rest goes on
        made = {"failed": f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}".rstrip(": ")}
    chosen.out.write_text(json.dumps(made), "utf-8")
    return 0


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


if __name__ == "__main__":
    sys.exit(main())
