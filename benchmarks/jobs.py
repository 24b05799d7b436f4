"""What the benchmarks run, and how much memory it takes.

A job is prepared outside the measured time: ``JOBS[name](count)`` gives the call to measure.

    python benchmarks/jobs.py audit 1000    run one job in this process and print its time and peak memory
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from generate import Recipe, generate

Job = Callable[[], int]
NUM_PERM = 128
BANDS = (16, 8)
SHINGLE = 5

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


def plain_datasketch(count: int) -> Job:
    """The same job by datasketch alone, as its documentation has it; gives the number of candidate pairs."""
    from datasketch import MinHash, MinHashLSH

    texts = [each.text for each in generate(count, NEAR_COPIES)]

    def run() -> int:
        index = MinHashLSH(num_perm=NUM_PERM, params=BANDS)
        sketches = []
        for number, text in enumerate(texts):
            tokens = re.findall(r"\w+", text.lower())
            shingles = {" ".join(tokens[at : at + SHINGLE]) for at in range(len(tokens) - SHINGLE + 1)}
            sketch = MinHash(num_perm=NUM_PERM)
            sketch.update_batch([shingle.encode("utf-8") for shingle in shingles])
            index.insert(number, sketch)
            sketches.append(sketch)
        return sum(other < number for number, sketch in enumerate(sketches) for other in index.query(sketch))

    return run


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
    "datasketch": plain_datasketch,
}


def megabytes() -> float:
    """The most memory this process ever held, in MB.

    On Linux ``ru_maxrss`` survives exec: a child started by a large parent begins with the parent's peak.
    ``VmHWM`` begins afresh, so it is taken where there is one.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 / 1e6 if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


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
