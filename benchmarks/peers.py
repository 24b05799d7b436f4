"""dedup and its peers at article level in one run: speed, memory, recall and precision.

    python benchmarks/peers.py --python .venv-peers/bin/python --count 20000 --rounds 3
    python benchmarks/peers.py --articles FILE.jsonl        articles of yours, each with a `text`

Every round runs everything once, each in a process of its own (`peer_jobs.py`), so that what disturbs the machine for
a while disturbs all; times are medians of the rounds. What is right comes from an exact oracle (`articles_oracle.py`).
`figures.py peers` does the same and puts it into the documentation. A peer that is missing or fails is told with the
reason, and the rest goes on.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from articles_oracle import Truth, score, truth
from generate import generate, write
from jobs import NEAR_COPIES
from peer_jobs import read_texts
from peers_tables import peers_table

Results = dict[str, Any]

HERE = Path(__file__).resolve().parent
PYTHON = HERE.parent / ".venv-peers" / "bin" / "python"
JACCARD = (0.7, 0.5)
COUNT, ROUNDS = 20_000, 3
_MOST_SECONDS = 1800


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A line of the table. `asked` is the similarity from which it reports pairs, None where it reports candidates."""

    label: str
    peer: str
    threads: int = 1
    asked: float | None = None


RUNS = (
    Run(label="dedup, Jaccard ≥ .7", peer="dedup", asked=0.7),
    Run(label="dedup, Jaccard ≥ .7", peer="dedup", threads=2, asked=0.7),
    Run(label="dedup, Jaccard ≥ .5", peer="dedup-all", asked=0.5),
    Run(label="dedup, Jaccard ≥ .5", peer="dedup-all", threads=2, asked=0.5),
    Run(label="datasketch", peer="datasketch"),
    Run(label="datasketch, xxh32", peer="datasketch-quick"),
    Run(label="text-dedup", peer="text-dedup"),
    Run(label="text-dedup, xxh3, 32 bits", peer="text-dedup-quick"),
    Run(label="rensa", peer="rensa"),
    Run(label="gaoya", peer="gaoya"),
    Run(label="gaoya", peer="gaoya", threads=2),
    Run(label="daft, as its tutorial", peer="daft"),
    Run(label="daft, as its tutorial", peer="daft", threads=2),
    Run(label="daft, bands joined in NumPy", peer="daft-joined"),
    Run(label="daft, bands joined in NumPy", peer="daft-joined", threads=2),
)


def compare(
    articles: Path | None,
    *,
    count: int = COUNT,
    rounds: int = ROUNDS,
    python: Path = PYTHON,
    runs: Sequence[Run] = RUNS,
) -> Results:
    """Measure all `runs` on the articles of a JSONL file, or on `count` generated ones."""
    with tempfile.TemporaryDirectory() as folder:
        place = articles
        if place is None:
            place = Path(folder) / "generated.jsonl"
            with place.open("w", encoding="utf-8") as out:
                write(generate(count, NEAR_COPIES), out, None)
        texts = read_texts(place)
        size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
        known = truth(texts, min(JACCARD))
        number = len(texts)
        del texts
        measured = _rounds(runs, rounds, place, python, Path(folder) / "measured.json")
    return {
        "corpus": articles.name if articles else "generated",
        "texts": number,
        "megabytes": size,
        "rounds": rounds,
        "truth": {str(each): len(known.reaching(each)) for each in JACCARD},
        "processor": processor(),
        "runs": [_summary(run, measured[at], known) for at, run in enumerate(runs)],
    }


def measure(run: Run, texts: Path, python: Path, out: Path) -> Results:
    """One run in a process of its own: what `peer_jobs.measure` gives, or why it `failed`."""
    interpreter = Path(sys.executable) if run.peer.startswith("dedup") else python
    if not interpreter.exists():
        return {"failed": "not installed: `make bench-peers` does it"}
    command = [str(interpreter), str(HERE / "peer_jobs.py"), run.peer]
    command += ["--texts", str(texts), "--out", str(out), "--threads", str(run.threads)]
    # What starts threads of its own accord starts as many as are asked for.
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), str(run.threads))
    out.unlink(missing_ok=True)
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_MOST_SECONDS, env={**os.environ, **threads}
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"not done after {_MOST_SECONDS} s"}
    if not out.is_file():
        last = (done.stderr.strip().splitlines() or ["no word about it"])[-1]
        return {"failed": f"exit code {done.returncode}: {last}"}
    measured: Results = json.loads(out.read_text("utf-8"))
    return measured


def processor() -> str:
    """What the speed of all of them depends on: the widest vectors, hashing in hardware, the memory."""
    flags: set[str] = set()
    memory = ""
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith(("flags", "Features")):
                flags.update(line.split(":", 1)[1].split())
        pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
        memory = f"{pages * size / 1e9:.0f} GB of memory"
    except (OSError, ValueError):
        pass
    vectors = next((name for flag, name in _VECTORS.items() if flag in flags), "")
    # SHA-1, the default of two of them, is quicker where the processor knows it.
    sha = "SHA extensions" if flags & {"sha_ni", "sha1"} else "no SHA extensions"
    return ", ".join(filter(None, (vectors, sha if flags else "", memory)))


_VECTORS = {"avx512f": "AVX-512", "avx2": "AVX2", "asimd": "Advanced SIMD"}  # the widest first


def _rounds(runs: Sequence[Run], rounds: int, texts: Path, python: Path, out: Path) -> list[list[Results]]:
    measured: list[list[Results]] = [[] for _ in runs]
    for turn in range(rounds):
        order = range(len(runs)) if turn % 2 == 0 else reversed(range(len(runs)))
        for at in order:
            if measured[at] and "failed" in measured[at][-1]:
                continue
            measured[at].append(measure(runs[at], texts, python, out))
            told = measured[at][-1]
            result = told.get("failed") or f"{told['seconds']:.2f} s, {len(told['pairs'])} pairs"
            print(f"round {turn + 1}: {runs[at].label} ({runs[at].threads}): {result}", file=sys.stderr, flush=True)
    return measured


def _summary(run: Run, rounds: Sequence[Mapping[str, Any]], known: Truth) -> Results:
    """The medians of the rounds."""
    made: Results = {"label": run.label, "peer": run.peer, "threads": run.threads, "asked": run.asked}
    failed = next((each["failed"] for each in rounds if "failed" in each), None)
    if failed is not None:
        return {**made, "failed": failed}
    made |= {key: median(each[key] for each in rounds) for key in ("seconds", "worked", "peak_mb", "above_mb")}
    made |= {
        "version": rounds[0]["version"],
        "seconds_each": [each["seconds"] for each in rounds],
        "pairs": median(len(each["pairs"]) for each in rounds),
    }
    for jaccard in JACCARD:
        scores = [score(((one, other) for one, other in each["pairs"]), known, jaccard) for each in rounds]
        for what in ("recall", "precision"):
            values = [value for each in scores if (value := getattr(each, what)) is not None]
            made[f"{what}/{jaccard}"] = median(values) if values else None
    return made


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="dedup and its peers at article level in one run.")
    add_options(parser)
    parser.add_argument("--articles", type=Path, help="a JSONL file instead of generated articles")
    chosen = parser.parse_args(given)
    results = compare(chosen.articles, count=chosen.count, rounds=chosen.rounds, python=chosen.python)
    print(peers_table(results))
    return 0


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that `figures.py` has too."""
    parser.add_argument("--count", type=int, default=COUNT, help=f"peers: generated articles (default {COUNT})")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"peers: rounds (default {ROUNDS})")
    parser.add_argument("--python", type=Path, default=PYTHON, help="peers: the interpreter that has them")


if __name__ == "__main__":
    sys.exit(main())
