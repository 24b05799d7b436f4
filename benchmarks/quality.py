"""Quality on labelled data, held against a floor.

    python benchmarks/quality.py                        score corpus/, events/held-out/ and what DEDUP_DATA leads to
    python benchmarks/quality.py --only pan --pan DIR --per-category 100
    python benchmarks/quality.py --show                 name what was missed and what is wrong
    python benchmarks/quality.py --update-floor         write what was reached to benchmarks/floor.json

The other collections are no part of this repository. Each is given with its option, or found in the folder
$DEDUP_DATA; one that is not there is passed over, with a line that says so, and its floor is not compared.

    --pan        a folder with `susp/`, `src/` and category folders (at $DEDUP_DATA itself, or `train` or
                 `pan13-train` in it)
    --scissors   `scissors-and-paste.xml`, or that file packed as `.xml.xz`
    --mccormick  a folder with `articles_1000.train` and so on, or `mccormick-minhash.tar.xz`
    --polnear    a folder with `polnear-train-shared-runs.jsonl` and `train/text/`
    --seeds      `seeds.jsonl`: real articles of one event that nobody labelled
    --base       articles to make simulated events of, JSONL; without any those of corpus/ (`allsides.jsonl`)
    --archive    articles that nobody labelled, JSONL (`allsides.jsonl`): how much of them counts as shared

The floors of this repository hold for the data they were set on. Of other data that an option names they say nothing:
`--floor FILE` keeps floors of your own.

Exit codes: 0 at or above the floors; 1 below one, or a floor that was edited by hand; 2 usage.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Literal, get_args

from archive import score_archive
from directions import score_scissors_directions, score_windows
from external import SIZES, find_mccormick, find_pan, find_scissors, score_mccormick, score_scissors
from floors import BrokenFloor, Floor, raised, read_floors, shortfalls, write_floors
from measured import Measured
from polnear import find_polnear, score_polnear
from quality_tables import copies_table, corpus_tables, measured_table, pan_table, scissors_tables
from rich.console import Console
from seeds import find_seeds, score_seeds
from simulated import EVENTS, find_base, score_simulated

import dedup
from dedup.config import Settings
from dedup.errors import DedupError
from dedup.evaluation import Aligned, PanScore, Quality, evaluate, read_labelled, score_pan
from dedup.evaluation.labelled import checksum
from dedup.evaluation.pan import PanPair, cut, read_cases, read_pairs, read_texts
from dedup.model import Span

HERE = Path(__file__).resolve().parent
Preset = Literal["news", "longform"]
CORPUS = HERE.parent / "corpus"
EVENTS_HELD_OUT = HERE / "events" / "held-out"
Collection = Literal[
    "corpus", "events", "pan", "windows", "scissors", "mccormick", "polnear", "seeds", "archive", "simulated"
]
COLLECTIONS: tuple[Collection, ...] = get_args(Collection)


def corpus_figures(quality: Quality) -> dict[str, float]:
    """The figures of a labelled set that have a floor."""
    verdicts = quality.verdicts
    return {
        "passages/precision": quality.passages.precision,
        "passages/recall": quality.passages.recall,
        "passages/f1": quality.passages.f1,
        **{f"recall/{kind}": tally.recall for kind, tally in quality.by_kind.items()},
        "recall/short-edited": quality.short_edited.rate,
        "characters/plagdet": quality.characters.macro.plagdet,
        "hard_negative_rate": quality.hard_negatives.rate,
        "stock_reported": float(quality.stock_reported),
        "self_matches": float(quality.self_matches),
        "verdicts/coverage": verdicts.coverage.rate,
        "verdicts/accuracy": verdicts.accuracy.rate,
        "verdicts/direction": verdicts.direction.rate,
        "verdicts/third_party": verdicts.third_party.rate,
        "verdicts/source": verdicts.source.rate,
        "verdicts/source_given": verdicts.source_given.rate,
        "verdicts/source_right": verdicts.source_right.rate,
        **{f"verdicts/recall/{name}": share.rate for name, share in verdicts.recall.items() if share.of},
        "verdicts/brier": verdicts.calibration.brier,
        "verdicts/log_loss": verdicts.calibration.log_loss,
        "verdicts/ece": verdicts.calibration.ece,
        "verdicts/classwise_ece": verdicts.calibration.classwise,
        "false_directions": verdicts.false_directions.rate,
    }


def pan_figures(scores: dict[str, PanScore]) -> dict[str, float]:
    """The figures of a PAN folder that have a floor, over all pairs and for each category."""
    figures: dict[str, float] = {}
    for name, score in scores.items():
        if score.cases:
            figures[f"{name}/plagdet"] = score.macro.plagdet
            figures[f"{name}/precision"] = score.macro.precision
            figures[f"{name}/recall"] = score.macro.recall
            figures[f"{name}/granularity"] = score.granularity
        else:
            figures[f"{name}/clean_flagged"] = float(score.clean_flagged)
    return figures


def score_corpus(folder: Path) -> Quality:
    labelled = read_labelled(folder)
    return evaluate(labelled, dedup.audit(labelled.articles, Settings()))


def detect(folder: Path, pairs: Sequence[PanPair], settings: Settings) -> list[tuple[Aligned, ...]]:
    """What `dedup.compare` finds in each pair, left the suspicious text."""
    found = []
    for pair in pairs:
        matches = dedup.compare(*read_texts(folder, pair), settings)
        found.append(
            tuple(Aligned(left=Span(m.left.start, m.left.end), right=Span(m.right.start, m.right.end)) for m in matches)
        )
    return found


def score_folder(
    folder: Path, pairs: Sequence[PanPair], settings: Settings, workers: int
) -> tuple[dict[str, PanScore], str]:
    """The scores over all pairs and by category, and the checksum of what was read."""
    cases = {pair.key: read_cases(folder, pair) for pair in pairs}
    chunks = [pairs[at : at + 40] for at in range(0, len(pairs), 40)]
    with ProcessPoolExecutor(workers) as pool:
        results = list(pool.map(detect, [folder] * len(chunks), chunks, [settings] * len(chunks)))
    found = {pair.key: each for pair, each in zip(pairs, (one for chunk in results for one in chunk), strict=True)}
    scores = {"all": score_pan(cases, found)}
    for category in sorted({pair.category for pair in pairs}):
        keys = [pair.key for pair in pairs if pair.category == category]
        scores[category] = score_pan({key: cases[key] for key in keys}, {key: found[key] for key in keys})
    return scores, pan_checksum(folder, pairs)


def pan_checksum(folder: Path, pairs: Sequence[PanPair]) -> str:
    digest = hashlib.sha256()
    texts = {folder / "susp" / pair.suspicious for pair in pairs} | {folder / "src" / pair.source for pair in pairs}
    for path in sorted(texts):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    for pair in pairs:
        spans = [(c.left.start, c.left.end, c.right.start, c.right.end) for c in read_cases(folder, pair)]
        digest.update(f"{pair.category} {pair.key} {spans}\n".encode())
    return digest.hexdigest()


def hold(name: str, reached: Floor, floors: dict[str, Floor], update: bool, foreign: bool, console: Console) -> bool:
    """Hold figures against their floor, or make them the floor. Whether all is well.

    `foreign`: the data may be others than those that the floors are for, which is no fault then.
    """
    floor = floors.get(name)
    if foreign and not update and (floor is None or floor.checksum != reached.checksum):
        console.print(f"{name}: no floor was set on this data: --floor FILE --update-floor sets one", markup=False)
        return True
    faults = shortfalls(reached, floor)
    if update:
        for fault in faults if floor else ():
            console.print(f"{name}: floor moved: {fault}", style="yellow", markup=False)
        floors[name] = reached
        return True
    for fault in faults:
        console.print(f"{name}: {fault}", style="red", markup=False)
    if floor and not faults and (better := raised(reached, floor)):
        console.print(
            f"{name}: better than the floor (raise it with --update-floor): {'; '.join(better)}", markup=False
        )
    return not faults


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Score dedup on labelled data and hold the figures against a floor.")
    parser.add_argument("--corpus", type=Path, help="a labelled set (corpus/ of this repository)")
    parser.add_argument("--pan", type=Path, help="a PAN folder")
    parser.add_argument("--scissors", type=Path, help="scissors-and-paste.xml or .xml.xz")
    parser.add_argument("--mccormick", type=Path, help="a folder or archive with McCormick's sets")
    parser.add_argument("--polnear", type=Path, help="a folder with PolNeAR's shared runs")
    parser.add_argument("--seeds", type=Path, help="articles of one event, JSONL")
    parser.add_argument("--base", type=Path, help="articles to make simulated events of, JSONL")
    parser.add_argument("--archive", type=Path, help="articles that nobody labelled, JSONL")
    parser.add_argument("--events", type=int, default=EVENTS, help="simulated events")
    parser.add_argument("--only", choices=COLLECTIONS, action="append", help="score this collection (repeatable)")
    parser.add_argument("--no-corpus", action="store_true", help="leave the labelled set and the held-out events out")
    parser.add_argument("--no-pan", action="store_true", help="leave PAN and its windows out")
    parser.add_argument("--preset", choices=get_args(Preset), default="longform", help="settings for PAN")
    parser.add_argument("--per-category", type=int, metavar="N", help="draw N pairs of each PAN category")
    parser.add_argument("--seed", type=int, default=1, help="of that draw")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes for PAN")
    parser.add_argument("--show", action="store_true", help="name what was missed and what is wrong")
    parser.add_argument("--floor", type=Path, help="a file of floors of your own (benchmarks/floor.json)")
    parser.add_argument("--update-floor", action="store_true", help="make what was reached the floor")
    return parser


def corpus_floor(chosen: argparse.Namespace, console: Console) -> dict[str, Floor]:
    begin = time.perf_counter()
    folder = chosen.corpus or CORPUS
    quality = score_corpus(folder)
    corpus_tables(console, quality, time.perf_counter() - begin, chosen.show)
    return {"corpus": Floor(checksum=checksum(folder), figures=corpus_figures(quality))}


def events_floor(chosen: argparse.Namespace, console: Console) -> dict[str, Floor]:
    """Events written and labelled by others than those who wrote the signals: nothing is chosen on them."""
    begin = time.perf_counter()
    quality = score_corpus(EVENTS_HELD_OUT)
    corpus_tables(console, quality, time.perf_counter() - begin, chosen.show)
    return {"events": Floor(checksum=checksum(EVENTS_HELD_OUT), figures=corpus_figures(quality))}


def pan_floor(chosen: argparse.Namespace, folder: Path, console: Console) -> dict[str, Floor]:
    begin = time.perf_counter()
    pairs = read_pairs(folder)
    name = f"pan/{chosen.preset}/all"
    if chosen.per_category:
        pairs = cut(pairs, chosen.per_category, chosen.seed)
        name = f"pan/{chosen.preset}/{chosen.per_category}@{chosen.seed}"
    settings = replace(Settings(), preset=chosen.preset, workers=1)
    scores, data = score_folder(folder, pairs, settings, chosen.workers)
    pan_table(console, scores, f"{name}: {len(pairs)} pairs", len(pairs), time.perf_counter() - begin)
    return {name: Floor(checksum=data, figures=pan_figures(scores))}


def scissors_floor(chosen: argparse.Namespace, path: Path, console: Console) -> dict[str, Floor]:
    quality = score_scissors(path)
    scissors_tables(console, quality, chosen.show)
    directions = score_scissors_directions(path)
    measured_table(console, directions)
    return {"scissors-and-paste": quality.floor, directions.name: directions.floor}


def windows_floor(chosen: argparse.Namespace, folder: Path, console: Console) -> dict[str, Floor]:
    pairs = read_pairs(folder)
    name = "pan-windows/all"
    if chosen.per_category:
        pairs = cut(pairs, chosen.per_category, chosen.seed)
        name = f"pan-windows/{chosen.per_category}@{chosen.seed}"
    return shown(score_windows(folder, pairs, chosen.seed, chosen.workers, name), console)


def polnear_floor(chosen: argparse.Namespace, folder: Path, console: Console) -> dict[str, Floor]:
    return shown(score_polnear(folder), console)


def seeds_floor(chosen: argparse.Namespace, path: Path, console: Console) -> dict[str, Floor]:
    return shown(score_seeds(path), console)


def archive_floor(chosen: argparse.Namespace, path: Path, console: Console) -> dict[str, Floor]:
    return shown(score_archive(path), console)


def simulated_floor(chosen: argparse.Namespace, console: Console) -> dict[str, Floor]:
    return shown(score_simulated(find_base(chosen.base), events=chosen.events, workers=chosen.workers), console)


def shown(measured: Measured, console: Console) -> dict[str, Floor]:
    measured_table(console, measured)
    return {measured.name: measured.floor}


def mccormick_floor(chosen: argparse.Namespace, place: Path, console: Console) -> dict[str, Floor]:
    sets = [score_mccormick(place, documents) for documents in SIZES]
    copies_table(console, sets)
    return {f"mccormick/{size}": each.floor for size, each in zip(SIZES, sets, strict=True)}


def scored(chosen: argparse.Namespace, console: Console) -> Iterator[tuple[bool, dict[str, Floor]]]:
    """The figures of each collection asked for, by name, as they are reached; a line for each that is not there.

    With them whether an option names the data.
    """
    asked = set(chosen.only or COLLECTIONS)
    asked -= {
        name
        for name, left_out in (
            ("corpus", chosen.no_corpus),
            ("events", chosen.no_corpus),
            ("pan", chosen.no_pan),
            ("windows", chosen.no_pan),
        )
        if left_out
    }
    if "corpus" in asked:
        yield chosen.corpus is not None, corpus_floor(chosen, console)
    if "events" in asked:
        yield False, events_floor(chosen, console)
    if "simulated" in asked and chosen.no_corpus and find_base(chosen.base) is None:
        console.print("simulated: skipped: no --base given, and corpus/ is left out", style="yellow", markup=False)
    elif "simulated" in asked:
        yield chosen.base is not None, simulated_floor(chosen, console)
    for name, named, find, measure in (
        ("pan", chosen.pan, find_pan, pan_floor),
        ("windows", chosen.pan, find_pan, windows_floor),
        ("scissors", chosen.scissors, find_scissors, scissors_floor),
        ("mccormick", chosen.mccormick, find_mccormick, mccormick_floor),
        ("polnear", chosen.polnear, find_polnear, polnear_floor),
        ("seeds", chosen.seeds, find_seeds, seeds_floor),
        ("archive", chosen.archive, find_base, archive_floor),
    ):
        if name not in asked:
            continue
        place = find(named)
        if place is None:
            data = os.environ.get("DEDUP_DATA")
            reason = f"not found at DEDUP_DATA ({data})" if data else "DEDUP_DATA is not set"
            option = "pan" if name == "windows" else name
            console.print(f"{name}: skipped: no --{option} given, and {reason}", style="yellow", markup=False)
        else:
            yield named is not None, measure(chosen, place, console)


def main(given: Sequence[str] | None = None) -> int:
    parser = arguments()
    chosen = parser.parse_args(given)
    if chosen.corpus and chosen.corpus.resolve() == CORPUS.resolve():
        chosen.corpus = None  # this repository's own, though it is named: its floor holds
    if chosen.update_floor and chosen.corpus and not chosen.floor:
        parser.error("--update-floor with a --corpus of your own: add --floor FILE, a file of its own")
    path = chosen.floor or HERE / "floor.json"
    console = Console(width=None if sys.stdout.isatty() else 120)
    try:
        floors = read_floors(path)
    except BrokenFloor as error:
        console.print(str(error), style="red", markup=False)
        if not chosen.update_floor:
            return 1
        floors = {}
    well = True
    try:
        for named, reached in scored(chosen, console):
            for name, figures in reached.items():
                well &= hold(name, figures, floors, chosen.update_floor, named and not chosen.floor, console)
    except DedupError as error:
        console.print(str(error), style="red", markup=False)
        return 2
    if chosen.update_floor:
        write_floors(path, floors)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
