"""Commands from a cold start: seconds and peak memory of a fresh process, the median and the worst of some runs.

python benchmarks/cold.py                 `dedup --help`, and an audit of five articles of corpus/
python benchmarks/cold.py PATH... --runs 9
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
FIVE = tuple(CORPUS / "articles" / f"talks-{number:02}.txt" for number in (2, 3, 4, 5, 6))


def cold(command: Sequence[str]) -> tuple[float, float]:
    """Wall seconds and peak resident MB of a command, started anew."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    return seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description="Time commands from a cold start.")
    parser.add_argument("paths", nargs="*", default=[str(path) for path in FIVE], help="what to audit")
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    dedup = [str(Path(sys.executable).with_name("dedup"))]
    audit = [*dedup, "audit", *chosen.paths, "--metadata", str(CORPUS / "metadata.jsonl"), "--quiet"]
    print("| command | seconds, median | seconds, worst | peak MB |")
    print("|---|---|---|---|")
    for name, command in (("dedup --help", [*dedup, "--help"]), (f"dedup audit, {len(chosen.paths)} paths", audit)):
        runs = [cold(command) for _ in range(chosen.runs)]
        seconds = [each[0] for each in runs]
        print(f"| `{name}` | {median(seconds):.2f} | {max(seconds):.2f} | {max(each[1] for each in runs):.0f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
