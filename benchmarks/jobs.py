"""What the benchmarks run, and how much memory it takes.

A job is prepared outside the measured time: ``JOBS[name](count)`` gives the call to measure.

    python benchmarks/jobs.py audit 1000    run one job in this process and print its time and peak memory
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generate import Recipe, generate
from memory import megabytes
from peer_jobs import NUM_PERM, SHINGLE, datasketch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dedup.matching.collection import Collection

Job = Callable[[], int]

# As editors rewrite: 5 to 15 % of the words replaced, and quotations taken over.
NEWS = Recipe(seed=1, replaced=(0.05, 0.15), quoted=0.1)
# As deduplication is measured: near-copies at Jaccard .5 and more.
NEAR_COPIES = Recipe(seed=1)


def audit_passages(count: int) -> Job:
    """The whole audit at passage level, one worker; gives the number of matches."""
    return _audit(count, NEWS, "passage")


def audit_articles(count: int) -> Job:
    """The whole audit at article level, one worker; gives the number of article pairs."""
    return _audit(count, NEAR_COPIES, "article")


def near_duplicate_pairs(count: int) -> Job:
    """From texts in memory to verified pairs of near-duplicate articles, on one thread; gives their number."""
    from dedup.matching.articles import near_duplicates

    texts = [each.text for each in generate(count, NEAR_COPIES)]
    # The kernels load (or compile) before the clock starts, as they do once a process.
    near_duplicates(texts[:10], jaccard=0.7, workers=1, compiled=True)
    return lambda: len(near_duplicates(texts, jaccard=0.7, workers=1).pairs)


def plain_datasketch(count: int) -> Job:
    """`near_duplicate_pairs` by datasketch alone, as its documentation has it; gives the number of candidate pairs."""
    run = datasketch(1)
    texts = [each.text for each in generate(count, NEAR_COPIES)]
    return lambda: len(list(run(texts)))


def sign(count: int) -> Job:
    """Signatures of the word 5-grams of texts, hashed beforehand; gives the number of signatures."""
    from dedup.sketch.minhash import signatures

    hashes, offsets = _hashed(count)
    signatures(hashes[:1], offsets[:2], num_perm=NUM_PERM, compiled=True)  # the kernel loads
    return lambda: len(signatures(hashes, offsets, num_perm=NUM_PERM, compiled=True))


def sign_datasketch(count: int) -> Job:
    """`sign` by datasketch's `update_batch`, from the same hashes."""
    from datasketch import MinHash

    hashes, offsets = _hashed(count)
    upper = [part.tolist() for part in _split(hashes >> 32, offsets)]

    def run() -> int:
        sketches = []
        for each in upper:
            sketch = MinHash(num_perm=NUM_PERM, hashfunc=int)
            sketch.update_batch(each)
            sketches.append(sketch)
        return len(sketches)

    return run


def sign_texts(count: int) -> Job:
    """Signatures straight from strings, on one thread: encoded, tokenised, hashed, signed; gives their number."""
    from dedup.sketch.texts import sketches

    texts = [each.text for each in generate(count, NEAR_COPIES)]
    sketches(texts[:10], size=SHINGLE, num_perm=NUM_PERM, seed=1, workers=1, compiled=True)  # the kernels load
    return lambda: len(sketches(texts, size=SHINGLE, num_perm=NUM_PERM, seed=1, workers=1, compiled=True).signatures)


def sign_utf8(count: int) -> Job:
    """`sign_texts` of what is UTF-8 already: an Arrow column of strings, one buffer with offsets."""
    import pyarrow  # type: ignore[import-untyped,unused-ignore]

    from dedup.sketch.texts import arrow_utf8, sketches

    column = pyarrow.array([each.text for each in generate(count, NEAR_COPIES)], pyarrow.string())

    def run() -> int:
        return len(sketches(arrow_utf8(column), size=SHINGLE, num_perm=NUM_PERM, seed=1, compiled=True).signatures)

    run()  # the kernels load
    return run


def search_pairs(count: int) -> Job:
    """Candidates from rare shared features, each compared; gives the number of pairs compared."""
    import numpy as np

    from dedup.matching.presets import NEWS as PRESET
    from dedup.matching.search import search

    collection = _collection(count)
    none = np.empty((0, 2), np.int64)
    return lambda: search(collection, PRESET, none, compiled=True, workers=1).pairs_compared


def align_pairs(count: int, words: int | None = None) -> Job:
    """Alignments of edited copies with their originals, or of the first `words` of each; gives matched words."""
    import numpy as np

    from dedup.compiled import compiled

    pairs, collection = _copies(count, words)
    lexicon = collection.lexicon
    heads = np.full(len(lexicon.weight), -1, np.int32)
    align = compiled("dedup.matching.alignment_kernels").align
    sides = [[np.array(keys, dtype=np.int32) for keys in pair] for pair in pairs]

    def run() -> int:
        return sum(len(align(left, right, lexicon.weight, lexicon.common, heads)[0]) for left, right in sides)

    return run


def align_difflib(count: int, words: int | None = None) -> Job:
    """`align_pairs` by `difflib.SequenceMatcher`; gives matched words."""
    from difflib import SequenceMatcher

    pairs, _ = _copies(count, words)

    def run() -> int:
        return sum(
            block.size
            for left, right in pairs
            for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
        )

    return run


def _collection(count: int) -> Collection:
    from dedup.matching.collection import prepare

    return prepare([each.text for each in generate(count, NEWS)])


def _copies(count: int, words: int | None) -> tuple[list[tuple[list[int], list[int]]], Collection]:
    """Every copy among `count` texts with its original, as word keys."""
    from dedup.matching.collection import prepare

    made = list(generate(count, NEWS))
    collection = prepare([each.text for each in made])
    keys = [part.tolist()[:words] for part in _split(collection.lexicon.keys, collection.table.offsets)]
    number = {each.id: at for at, each in enumerate(made)}
    return [(keys[number[each.copy_of]], keys[at]) for at, each in enumerate(made) if each.copy_of], collection


def _hashed(count: int) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The hashes of the word 5-grams of `count` texts, and their offsets."""
    from dedup.sketch.hashing import shingle_hashes, word_hashes
    from dedup.text.tokens import token_table

    table = token_table([each.text for each in generate(count, NEAR_COPIES)])
    return shingle_hashes(word_hashes(table.vocabulary)[table.words], table.offsets, SHINGLE)


def _split(column: NDArray[Any], offsets: NDArray[np.int64]) -> list[NDArray[Any]]:
    return [column[begin:end] for begin, end in pairwise(offsets.tolist())]


def _audit(count: int, recipe: Recipe, level: str) -> Job:
    import dedup
    from dedup.config import Settings

    articles = [
        dedup.Article(id=each.id, text=each.text, outlet=each.outlet, published=each.published)
        for each in generate(count, recipe)
    ]
    settings = Settings(level="article" if level == "article" else "passage", workers=1)

    def run() -> int:
        report = dedup.audit(articles, settings)
        return len(report.article_pairs) if level == "article" else len(report.matches)

    return run


JOBS: Mapping[str, Callable[[int], Job]] = {
    "audit": audit_passages,
    "articles": audit_articles,
    "pairs": near_duplicate_pairs,
    "datasketch": plain_datasketch,
    "sign": sign,
    "sign-datasketch": sign_datasketch,
    "sign-texts": sign_texts,
    "sign-utf8": sign_utf8,
    "search": search_pairs,
    "align": align_pairs,
    "align-difflib": align_difflib,
}


def memory_of(name: str, count: int) -> dict[str, float]:
    """Run a job in a process of its own: `peak_mb`, `base_mb` (with the texts, before the job), `seconds`."""
    command = [sys.executable, str(Path(__file__).resolve()), name, str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def main(name: str, count: str) -> int:
    run = JOBS[name](int(count))
    base = megabytes()
    begin = time.perf_counter()
    result = run()
    seconds = time.perf_counter() - begin
    print(json.dumps({"peak_mb": megabytes(), "base_mb": base, "seconds": seconds, "result": result}))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
