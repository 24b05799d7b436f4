"""Verdicts on simulated events of seeds and base texts that nothing was fitted on: `quality.py --only simulated`."""

from __future__ import annotations

import hashlib
import math
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from directions import undated
from measured import Measured, Row, share_row
from simulate import HELD_OUT
from simulation import BaseText, Part, read_corpus, read_jsonl, simulate
from simulation.texts import PARTS, of_part

import dedup
from dedup.config import Settings
from dedup.evaluation import HardNegative, Labelled, TruthPassage
from dedup.evaluation.calibration import Judgement, brier, calibration, expected_error, reliability, top_forecasts
from dedup.evaluation.dates_only import OLDER_IS_SOURCE, Order, by_dates, fit_dates_only, older
from dedup.evaluation.intervals import clustered
from dedup.evaluation.judgements import judgements
from dedup.evaluation.quality import Share
from dedup.evaluation.selective import at_coverage, direction_curve, directions_claimed
from dedup.model import DIRECTIONS, UNDETERMINED, Article

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
# Never a seed to fit on; the base texts, outlets and phrasings are those of the held-out half.
SEED = 9001
FIT_SEED = 1
EVENTS = 100
LONG = 60  # words from which a direction should be seen without dates
COVERAGE = 0.4
MOST_BASE = 2000  # base texts of each half: building the library takes 10 ms of each
# So many directions of like certainty are one sample; the share right of fewer, or of fewer events, says nothing.
_LIKE, _FEWEST, _FEWEST_EVENTS = 50, 20, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedEvent:
    """What verdicts say of one event, with dates and without, and which article of each passage is the older.

    `passages` counts those that could be found; `orders` runs along `dated`.
    """

    passages: int
    dated: tuple[Judgement, ...]
    undated: tuple[Judgement, ...]
    orders: tuple[Order, ...]


def find_base(given: Path | None) -> Path | None:
    """A JSONL file of base texts: as given, else where the environment leads; None where there is none."""
    if given is not None:
        return given
    data = os.environ.get("DEDUP_DATA")
    names = ("base.jsonl", "allsides.jsonl", "allsides-2018-2020.jsonl")
    places = [Path(data) / name for name in names] if data else []
    return next((place for place in places if place.is_file()), None)


def base_texts(path: Path | None) -> list[BaseText]:
    """The base texts of a file; without one those of corpus/, but for its held-out events. Raises `InputError`.

    Of a large file the `MOST_BASE` of each half whose keys, hashes of the texts, are smallest.
    """
    every = read_corpus(CORPUS, HELD_OUT) if path is None else read_jsonl(path)
    return [text for part in PARTS for text in of_part(every, part)[:MOST_BASE]]


def judged_events(
    base: Sequence[BaseText], *, seed: int, events: int, part: Part, workers: int, undated: bool = True
) -> list[JudgedEvent]:
    """Simulate events and audit each of them, with dates and (unless told otherwise) without."""
    made = simulate(base, seed=seed, events=events, part=part)
    if workers == 1:
        return [judge_event(event, undated) for event in made]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(partial(judge_event, without_dates=undated), made, chunksize=4))


def judge_event(event: Labelled, without_dates: bool = True) -> JudgedEvent:
    settings = Settings(workers=1)
    by_id = {article.id: article for article in event.articles}
    truths: list[TruthPassage | HardNegative] = [*event.passages, *event.hard_negatives]
    places = {each.id: (each.left.article, each.right.article) for each in truths}
    dated = _judged(event, event.articles, settings)
    bare = _judged(event, [undated(article) for article in event.articles], settings) if without_dates else ()
    return JudgedEvent(
        passages=sum(not passage.set_aside for passage in event.passages),
        dated=dated,
        undated=bare,
        orders=tuple(older(*(by_id[id] for id in places[each.id])) for each in dated),
    )


def score_simulated(path: Path | None, *, events: int, workers: int) -> Measured:
    """Calibration, the Brier score against dates alone, direction without dates, and unsupported certainty."""
    base = base_texts(path)
    held = judged_events(base, seed=SEED, events=events, part="held-out", workers=workers)
    seen = judged_events(base, seed=FIT_SEED, events=events, part="fit", workers=workers, undated=False)
    baseline = fit_dates_only((each.truth, order) for event in seen for each, order in _ordered(event))
    by_date, by_age = (
        [by_dates(each, what, order) for event in held for each, order in _ordered(event)]
        for what in (baseline, OLDER_IS_SOURCE)
    )
    dated = [each for event in held for each in event.dated]
    bare = [each for event in held for each in event.undated]
    name = f"simulated/{'corpus' if path is None else path.stem}/{events}@{SEED}"
    return Measured(
        name=name,
        title=f"{name}: made events, held-out base texts, outlets and phrasings",
        rows=(
            *_verdict_rows(dated, sum(event.passages for event in held)),
            *_calibration_rows(dated, by_date, by_age),
            *_direction_rows("with dates", "dated", dated),
            *_direction_rows("without dates", "undated", bare),
        ),
        checksum=_checksum(base, events),
        caption=f"{events} events; the baseline was counted on as many of the fitting half",
    )


def _verdict_rows(dated: Sequence[Judgement], passages: int) -> list[Row]:
    decided = [each for each in dated if each.label != UNDETERMINED]
    found = sum(each.words > 0 for each in dated)  # hard negatives have no words
    right = Share(hits=sum(each.label == each.truth for each in decided), of=len(decided), empty=1.0)
    return [
        share_row("passages found", Share(hits=found, of=passages, empty=1.0)),
        share_row("verdicts that decide", Share(hits=len(decided), of=len(dated), empty=1.0), "coverage"),
        share_row("  … and are right", right, "accuracy", clustered(decided, _event, _accuracy, draws=300)),
    ]


def _calibration_rows(
    dated: Sequence[Judgement], by_date: Sequence[Judgement], by_age: Sequence[Judgement]
) -> list[Row]:
    scores = calibration(dated)
    ours, theirs, eldest = (clustered(each, _event, brier, draws=300) for each in (dated, by_date, by_age))
    error = clustered(dated, _event, _top_error, draws=300)
    return [
        Row(what="expected calibration error", value=scores.ece, interval=error, key="ece"),
        Row(what="  … by mass", value=scores.ece_mass),
        Row(what="  … by hypothesis", value=scores.classwise, key="classwise_ece"),
        Row(what="  … by chance", value=scores.chance),
        Row(what="log-loss", value=scores.log_loss, key="log_loss"),
        Row(what="Brier score", value=ours.value, interval=ours, key="brier"),
        Row(what="  … with the older text as the source", value=eldest.value, interval=eldest),
        Row(what="  … share of it", value=ours.value / eldest.value if eldest.value else 1.0, key="of_older_is_source"),
        Row(what="  … of frequencies by dates only", value=theirs.value, interval=theirs),
        Row(what="  … share of it", value=ours.value / theirs.value if theirs.value else 1.0, key="of_dates_only"),
    ]


def _direction_rows(what: str, key: str, judged: Sequence[Judgement]) -> list[Row]:
    long = [each for each in judged if each.words >= LONG]
    coverage, accuracy = directions_claimed(long)
    rows = [
        share_row(f"{what}, {LONG} words and more: a direction claimed", coverage, f"{key}/direction_coverage"),
        share_row("  … the right one", accuracy, f"{key}/direction"),
    ]
    point = at_coverage(direction_curve(long), COVERAGE)
    if point:
        surest = Share(hits=point.right, of=point.decided, empty=1.0)
        what_at = f"  the likelier way, of the surest {point.coverage:.0%}"
        rows.append(share_row(what_at, surest, f"{key}/direction_at_{COVERAGE:.0%}"))
    claimed, unsupported = unsupported_directions(judged)
    rows.append(
        share_row(
            "  … surer than directions of like certainty were right",
            Share(hits=unsupported, of=claimed, empty=0.0),
            f"{key}/unsupported",
        )
    )
    return rows


def unsupported_directions(judged: Iterable[Judgement]) -> tuple[int, int]:
    """How many verdicts give a direction, and how many of these are surer than the data support.

    Each is held against the `_LIKE` nearest to it in certainty, itself and all as near as the last of them included: it
    is too sure where their mean probability is above the 95 % interval of the share right among them, whole events
    drawn. No edge of a bin decides.
    """
    given = [each for each in judged if each.label in DIRECTIONS]
    if len(given) < _FEWEST:
        return len(given), 0
    too_sure = 0
    for certainty, count in Counter(each.confidence for each in given).items():
        reach = sorted(abs(each.confidence - certainty) for each in given)[:_LIKE][-1]
        if _is_too_sure([each for each in given if abs(each.confidence - certainty) <= reach]):
            too_sure += count
    return len(given), too_sure


def _is_too_sure(alike: Sequence[Judgement]) -> bool:
    if len({each.group for each in alike}) < _FEWEST_EVENTS:
        return False
    said = math.fsum(each.confidence for each in alike) / len(alike)
    return said > clustered(alike, _event, _accuracy, draws=300).high


def _judged(event: Labelled, articles: Sequence[Article], settings: Settings) -> tuple[Judgement, ...]:
    name = event.articles[0].id if event.articles else ""
    made = judgements(event, dedup.audit(articles, settings), negatives=True)
    return tuple(replace(each, group=name) for each in made)


def _ordered(event: JudgedEvent) -> Iterable[tuple[Judgement, Order]]:
    return zip(event.dated, event.orders, strict=True)


def _event(judgement: Judgement) -> str:
    return judgement.group


def _accuracy(judged: Sequence[Judgement]) -> float:
    return sum(each.label == each.truth for each in judged) / len(judged) if judged else 1.0


def _top_error(judged: Sequence[Judgement]) -> float:
    return expected_error(reliability(top_forecasts(judged)))


def _checksum(base: Sequence[BaseText], events: int) -> str:
    """Of the base texts and of everything the simulator is made of: a change of either makes other events."""
    digest = hashlib.sha256(f"{SEED} {FIT_SEED} {events}\n".encode())
    for key in sorted(text.key for text in base):
        digest.update(key.encode())
    folder = Path(__file__).resolve().parent / "simulation"
    for path in sorted(each for each in folder.rglob("*") if each.suffix in {".py", ".toml", ".txt"}):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
