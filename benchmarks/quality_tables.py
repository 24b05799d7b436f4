"""The quality figures as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from external import CopiesQuality, ScissorsQuality
from measured import Measured
from rich.console import Console
from rich.table import Table

from dedup.evaluation import Calibration, PanScore, Quality, Share, Tally


def corpus_tables(console: Console, quality: Quality, seconds: float, show: bool) -> None:
    """Passages, what is no reuse, verdicts; with `show` also the ids of what went wrong."""
    groups: list[tuple[str, Tally]] = [("all", quality.passages)]
    groups += [(f"kind: {kind}", tally) for kind, tally in quality.by_kind.items()]
    groups += [(f"words: {band}", tally) for band, tally in quality.by_length.items()]
    passages = _table("passages", "truth", "found", "recall", "reported", "right", "precision", "F1")
    for name, tally in groups:
        ratios = [f"{ratio:.3f}" for ratio in (tally.recall, tally.precision, tally.f1)]
        counts = [str(n) for n in (tally.truth, tally.found, tally.reported, tally.right)]
        passages.add_row(name, *counts[:2], ratios[0], *counts[2:], *ratios[1:])
    for category, share in quality.by_category.items():
        passages.add_row(f"category: {category}", str(share.of), str(share.hits), f"{share.rate:.3f}")
    short = quality.short_edited
    passages.add_row("short edited quotations", str(short.of), str(short.hits), f"{short.rate:.3f}")
    passages.caption = f"audited in {seconds:.1f} s; plagdet in characters {quality.characters.macro.plagdet:.3f}"
    console.print(passages)

    verdicts = quality.verdicts
    _shares(
        console,
        "apart from reuse, and verdicts",
        {
            "hard negatives reported": quality.hard_negatives,
            "set aside, as it should be": quality.aside,
            "verdicts that decide (coverage)": verdicts.coverage,
            "… and are right (accuracy)": verdicts.accuracy,
            "one-way copies with a direction": verdicts.direction_coverage,
            "… the right one": verdicts.direction,
            "a direction where there is none": verdicts.false_directions,
            "a third party found (common source or renderings)": verdicts.third_party,
            "a source given where the text names it": verdicts.source_given,
            "… the right one, of those given": verdicts.source_right,
            "… the right one, of all named": verdicts.source,
            "… of these, by equal words": verdicts.source_verbatim,
        },
    )
    by_hypothesis = _table("verdicts by hypothesis", "truth", "recall", "labelled", "precision")
    for name, share in verdicts.recall.items():
        precision = verdicts.precision[name]
        by_hypothesis.add_row(name, *_counted(share), *_counted(precision))
    console.print(by_hypothesis)
    calibration_table(console, {"all": verdicts.calibration})
    console.print(f"stock paragraphs reported: {quality.stock_reported}; self matches: {quality.self_matches}")
    confusion = _table("verdicts on the passages found", "reported", "passages")
    for truth, reported, count in verdicts.confusion:
        confusion.add_row(truth, reported, str(count))
    console.print(confusion)
    if show:
        _list(console, "missed", quality.missed)
        _list(console, "wrong", quality.wrong)
        _list(console, "hard negatives hit", quality.negatives_hit)
        _list(console, "misjudged", quality.misjudged)


def calibration_table(console: Console, sets: Mapping[str, Calibration]) -> None:
    """Proper scores and calibration errors; 0 is best for each."""
    columns = ("passages", "Brier", "of the top", "log-loss", "ECE", "by mass", "classwise", "by mass", "by chance")
    table = _table("calibration of the distributions", *columns)
    for name, each in sets.items():
        scores = (each.brier, each.brier_top, each.log_loss, each.ece, each.ece_mass, each.classwise)
        table.add_row(name, str(each.count), *(f"{score:.3f}" for score in (*scores, each.classwise_mass, each.chance)))
    table.caption = "0 is best; by chance: about the ECE of perfect calibration with so few passages"
    console.print(table)


def pan_table(console: Console, scores: Mapping[str, PanScore], title: str, pairs: int, seconds: float) -> None:
    """The PAN measures over all pairs and by category; the caption says how long they took."""
    columns = (
        "plagdet",
        "precision",
        "recall",
        "granularity",
        "micro P",
        "micro R",
        "cases",
        "found",
        "clean",
        "flagged",
    )
    table = _table(title, *columns)
    for name, score in scores.items():
        ratios = (score.macro.plagdet, score.macro.precision, score.macro.recall, score.granularity)
        pooled = (score.micro.precision, score.micro.recall)
        cells = [f"{value:.3f}" for value in (*ratios, *pooled)] if score.cases else ["-"] * 6
        counts = (score.cases, score.detected, score.clean_pairs, score.clean_flagged)
        table.add_row(name, *cells, *(str(count) for count in counts))
    speed = f"{seconds:.0f} s, {pairs / max(seconds, 1e-9):.1f} pairs a second"
    table.caption = f"{speed}; macro-averaged over cases and detections, in characters"
    console.print(table)


def scissors_tables(console: Console, quality: ScissorsQuality, show: bool) -> None:
    """What was found of each family of reprints; with `show` also the pairs reported outside the families."""
    for name, score in quality.families.items():
        shares = {
            "pairs of reprints": score.pairs,
            "pairs of a reprint and its source": score.source_pairs,
            "characters of the reprints": score.text,
            "reprints in one cluster": score.together,
        }
        _shares(console, f"scissors-and-paste: {name}", {what: share for what, share in shares.items() if share.of})
        console.print(f"share of the shorter text, over the pairs: {score.text_by_pair:.3f}; astray: {score.astray}")
    console.print(
        f"{quality.items} items audited in {quality.seconds:.1f} s; "
        f"pairs reported outside labelled families: {len(quality.outside)}"
    )
    if show:
        _list(console, "outside labelled families", (f"{one}~{other}" for one, other in quality.outside))


def copies_table(console: Console, sets: Iterable[CopiesQuality]) -> None:
    """The pairs of near-copies found at article level."""
    table = _table("McCormick's near-copies, article level", "pairs", "found", "reported", "precision", "recall", "s")
    for each in sets:
        pairs = each.pairs
        counts = (str(pairs.truth), str(pairs.found), str(pairs.reported))
        ratios = (f"{pairs.precision:.3f}", f"{pairs.recall:.3f}")
        table.add_row(f"{each.documents:,} documents", *counts, *ratios, f"{each.seconds:.1f}")
    console.print(table)


def _shares(console: Console, title: str, shares: Mapping[str, Share]) -> None:
    table = _table(title, "hits", "of", "rate")
    for name, share in shares.items():
        table.add_row(name, str(share.hits), str(share.of), f"{share.rate:.3f}")
    console.print(table)


def measured_table(console: Console, measured: Measured) -> None:
    """Rows with their counts and 95 % intervals; a row with a floor has its name beside it."""
    table = _table(measured.title, "hits", "of", "value", "95 %", "floor")
    for row in measured.rows:
        none = row.of == 0
        counts = ["" if number is None else str(number) for number in (row.hits, row.of)]
        interval = f"{row.interval.low:.3f} to {row.interval.high:.3f}" if row.interval and not none else ""
        table.add_row(row.what, *counts, "-" if none else f"{row.value:.3f}", interval, row.key)
    table.caption = measured.caption
    console.print(table)


def _counted(share: Share) -> tuple[str, str]:
    return str(share.of), f"{share.rate:.3f}" if share.of else "-"


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", caption_justify="left")
    table.add_column("")
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _list(console: Console, title: str, ids: Iterable[str]) -> None:
    lines = list(ids)
    console.print(f"{title} ({len(lines)}):", markup=False)
    for line in lines:
        console.print(f"  {line}", markup=False, highlight=False)
