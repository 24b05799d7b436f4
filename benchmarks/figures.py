"""Put measured figures into README.md and docs/benchmarks.md, by way of results.json beside this file.

    python benchmarks/figures.py quality                 corpus/: all events, those tuned on, those held out
    python benchmarks/figures.py cold                    fresh processes: `dedup --help`, five articles
    python benchmarks/figures.py speed bench.json        from `pytest benchmarks --benchmark-json bench.json`
    python benchmarks/figures.py pan FOLDER [--per-category N]
    python benchmarks/figures.py fitted FOLDER           corpus/ and PAN, cross-validated
    python benchmarks/figures.py scissors [FILE]         reprints in scissors-and-paste; FILE as in quality.py
    python benchmarks/figures.py mccormick [PLACE]       near-copies at article level; PLACE as in quality.py
    python benchmarks/figures.py verdicts                verdicts on what DEDUP_DATA leads to, and on simulated events
    python benchmarks/figures.py cost [FILE.jsonl]       what verdicts add to the time of an audit
    python benchmarks/figures.py curves [FILE.jsonl] [--level LEVEL]...   time and memory by the number of articles, see
                                                         curves.py; `real` is the file's
    python benchmarks/figures.py peers [FILE.jsonl]      dedup and its peers at article level, see peers.py
    python benchmarks/figures.py render                  write the tables again, measure nothing

A table stands between ``<!-- figures: NAME -->`` and ``<!-- end -->``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import cold
import curves
import external
import peers
import peers_figure
import provenance_cost
import quality
from archive import score_archive
from candidates import HELD_OUT
from directions import score_scissors_directions, score_windows
from fit_confidence import fit_longform, fit_news
from measured import Measured
from peers_tables import peers_table
from polnear import find_polnear, score_polnear
from recall_tables import found_table
from seeds import find_seeds, score_seeds
from simulated import EVENTS, find_base, score_simulated

import dedup
from dedup.config import Settings
from dedup.evaluation import Quality, evaluate, read_labelled
from dedup.evaluation.pan import cut, read_pairs

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"
DOCS = HERE.parent / "docs"
# So many articles of a file are audited, or all that it has.
REAL = (1_500, 12_757)
LEVELS = (*curves.SIZES, "real")
RECALL = HERE / "recall.json"
PAGES = (
    HERE.parent / "README.md",
    DOCS / "benchmarks.md",
    DOCS / "reference" / "sizes.md",
    DOCS / "explanation" / "how-matching-works.md",
)
PEERS_PICTURE = DOCS / "images" / "peers.png"
_PLACE = re.compile(r"(<!-- figures: (?P<name>[a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)

Results = dict[str, Any]
Row = tuple[str, ...]


def measure_quality() -> Results:
    """Figures of corpus/, over all of it and over the events tuned on and held out."""
    labelled = read_labelled(HERE.parent / "corpus")
    report = dedup.audit(labelled.articles, Settings())
    found: Results = {"all": _figures(evaluate(labelled, report))}
    events = {article.id.rsplit("-", 1)[0] for article in labelled.articles}
    for name, chosen in (("tuned on", events - set(HELD_OUT)), ("held out", set(HELD_OUT))):

        def inside(pair: Any, chosen: set[str] = chosen) -> bool:
            return {side.article.rsplit("-", 1)[0] for side in (pair.left, pair.right)} <= chosen

        part = replace(
            labelled,
            articles=tuple(each for each in labelled.articles if each.id.rsplit("-", 1)[0] in chosen),
            passages=tuple(filter(inside, labelled.passages)),
            hard_negatives=tuple(filter(inside, labelled.hard_negatives)),
        )
        of_part = replace(
            report,
            articles=tuple(each for each in report.articles if each.id.rsplit("-", 1)[0] in chosen),
            matches=tuple(filter(inside, report.matches)),
            set_aside=tuple(each for each in report.set_aside if inside(each.match)),
        )
        found[name] = _figures(evaluate(part, of_part))
    return found


def _figures(reached: Quality) -> Results:
    return {
        "truth": reached.passages.truth,
        "verdicts/direction_coverage": reached.verdicts.direction_coverage.rate,
        **quality.corpus_figures(reached),
    }


def measure_cold() -> Results:
    """Seconds and MB of fresh processes."""
    program = str(Path(sys.executable).with_name("dedup"))
    paths = [str(path) for path in cold.FIVE]
    audit = [program, "audit", *paths, "--metadata", str(cold.CORPUS / "metadata.jsonl"), "--quiet"]
    found: Results = {}
    for name, command in (("dedup --help", [program, "--help"]), ("audit of five articles", audit)):
        runs = [cold.cold(command) for _ in range(7)]
        found[name] = {"seconds": sorted(run[0] for run in runs)[3], "peak_mb": max(run[1] for run in runs)}
    return found


def measure_speed(path: Path) -> Results:
    """Medians and notes of a pytest-benchmark file."""
    document = json.loads(path.read_text("utf-8"))
    return {each["name"]: {**each["extra_info"], "seconds": each["stats"]["median"]} for each in document["benchmarks"]}


def measure_pan(folder: Path, per_category: int | None) -> Results:
    """plagdet and its parts, preset longform."""
    pairs = read_pairs(folder)
    if per_category:
        pairs = cut(pairs, per_category)
    settings = replace(Settings(), preset="longform", workers=1)
    begin = perf_counter()
    scores, _ = quality.score_folder(folder, pairs, settings, os.cpu_count() or 1)
    seconds = perf_counter() - begin
    found: Results = {
        name: {
            "plagdet": score.macro.plagdet if score.cases else None,
            "precision": score.macro.precision if score.cases else None,
            "recall": score.macro.recall if score.cases else None,
            "granularity": score.granularity if score.cases else None,
            "clean_pairs": score.clean_pairs,
            "clean_flagged": score.clean_flagged,
        }
        for name, score in scores.items()
    }
    found["all"] |= {"pairs": len(pairs), "seconds": seconds}
    return found


def measure_scissors(given: Path | None) -> Results:
    """What is found of the families of reprints, all items audited at passage level."""
    reached = external.score_scissors(_place(external.find_scissors(given)))
    families = {
        name: {
            **{
                what: [share.hits, share.of]
                for what, share in (
                    ("pairs", score.pairs),
                    ("source_pairs", score.source_pairs),
                    ("text", score.text),
                    ("together", score.together),
                )
            },
            "text_by_pair": score.text_by_pair,
            "astray": score.astray,
        }
        for name, score in reached.families.items()
    }
    return {
        "families": families,
        "items": reached.items,
        "pairs_outside": len(reached.outside),
        "seconds": reached.seconds,
    }


def measure_mccormick(given: Path | None) -> Results:
    """Pairs of near-copies found at article level, by the number of documents."""
    place = _place(external.find_mccormick(given))
    return {
        str(size): {
            "truth": reached.pairs.truth,
            "found": reached.pairs.found,
            "reported": reached.pairs.reported,
            "precision": reached.pairs.precision,
            "recall": reached.pairs.recall,
            "seconds": reached.seconds,
        }
        for size in external.SIZES
        for reached in (external.score_mccormick(place, size),)
    }


def measure_verdicts() -> Results:
    """Every collection with some truth about verdicts that is there, row by row."""
    pan = external.find_pan(None)
    workers = os.cpu_count() or 1
    made: list[Measured] = [score_simulated(find_base(None), events=EVENTS, workers=workers)]
    if pan is not None:
        made.append(score_windows(pan, read_pairs(pan), 1, workers, "pan-windows/all"))
    for find, score in (
        (external.find_scissors, score_scissors_directions),
        (find_polnear, score_polnear),
        (find_seeds, score_seeds),
        (find_base, score_archive),
    ):
        place = find(None)
        if place is not None:
            made.append(score(place))
    return {
        each.title: [
            {
                "what": row.what,
                "value": row.value,
                "hits": row.hits,
                "of": row.of,
                "interval": [row.interval.low, row.interval.high] if row.interval else None,
            }
            for row in each.rows
        ]
        for each in made
    }


def measure_curves(path: Path | None, levels: Sequence[str]) -> Results:
    """Levels of `curves.py` at each of their sizes, and (``real``) audits of the articles of a file; all cores."""
    found: Results = {}
    for name in levels:
        if name == "real" and path is None:
            continue
        level, sizes = ("passages", REAL) if name == "real" else (name, curves.SIZES[name])
        curve = curves.curve(level, sizes, 0, path if name == "real" else None)
        found[name] = {"sizes": {str(size): dict(each) for size, each in curve}, "measured": _measured()}
    return found


def measure_cost(path: Path | None) -> Results:
    """The share of an audit's time that verdicts take, of several collections."""
    return {
        name: {
            "articles": articles,
            "matches": cost.matches,
            "seconds": cost.total,
            "verdicts": cost.verdicts,
            "added": cost.added,
        }
        for name, articles, cost in provenance_cost.costs(path, 1_500, 3)
    }


def _place(found: Path | None) -> Path:
    if found is None:
        raise SystemExit("give the place of the data, or set DEDUP_DATA to the folder that holds it")
    return found


def measure_fitted(folder: Path) -> Results:
    """Figures of confidences that were fitted without what they are scored on."""
    of_corpus, of_pan = fit_news(HERE.parent / "corpus"), fit_longform(folder)
    return {"corpus, by event": of_corpus.figures["all"]} | {
        f"PAN, {name}": each for name, each in of_pan.figures.items()
    }


def measured(what: str, path: Path | None, per_category: int | None, levels: Sequence[str] = LEVELS) -> Results:
    """Measure one kind of figures."""
    if what == "quality":
        return measure_quality()
    if what == "cold":
        return measure_cold()
    if what == "scissors":
        return measure_scissors(path)
    if what == "verdicts":
        return measure_verdicts()
    if what == "cost":
        return measure_cost(path)
    if what == "mccormick":
        return measure_mccormick(path)
    if what == "curves":
        return measure_curves(path, levels)
    if path is None:
        raise SystemExit(f"{what} needs a path")
    if what == "fitted":
        return measure_fitted(path)
    return measure_speed(path) if what == "speed" else measure_pan(path, per_category)


def quality_table(results: Results) -> str:
    wanted = (
        ("shared passages in the truth", "truth"),
        ("precision of passages", "passages/precision"),
        ("recall of passages", "passages/recall"),
        ("**F1 of passages**", "passages/f1"),
        ("recall: verbatim", "recall/verbatim"),
        ("recall: near-verbatim", "recall/near-verbatim"),
        ("recall: reworded", "recall/reworded"),
        ("recall: reordered", "recall/reordered"),
        ("**recall: short edited quotations**", "recall/short-edited"),
        ("**hard negatives reported**", "hard_negative_rate"),
        ("verdicts that decide", "verdicts/coverage"),
        ("… and are right", "verdicts/accuracy"),
        ("one-way copies for which a way is claimed", "verdicts/direction_coverage"),
        ("… the right one", "verdicts/direction"),
        ("a direction where there is none", "false_directions"),
        ("common source named rightly", "verdicts/source"),
    )
    columns = [name for name in ("all", "tuned on", "held out") if name in results]
    rows = [(label, *(_number(results[name].get(key)) for name in columns)) for label, key in wanted]
    return _markdown(("", *columns), rows)


def cold_table(results: Results) -> str:
    rows = [(f"{name}", f"{each['seconds']:.2f} s", f"{each['peak_mb']:.0f} MB") for name, each in results.items()]
    return _markdown(("fresh process", "median of 7", "peak memory"), rows)


def speed_table(results: Results) -> str:
    rows = []
    for name, each in sorted(results.items()):
        against = "; ".join(
            f"{each[key]:.1f} × {key.removeprefix('times_')} ({each[f'{key[6:]}_peak_mb']:.0f} MB)"
            for key in sorted(each)
            if key.startswith("times_")
        )
        if "megabytes_per_second" in each:
            against = f"{each['megabytes_per_second']:.0f} MB/s"
        rows.append((f"`{name}`", f"{each['seconds']:.2f} s", f"{each['peak_mb']:.0f} MB", against))
    return _markdown(("benchmark", "median", "peak memory", "speed, or speed against"), rows)


def pan_table(results: Results) -> str:
    rows = [
        (name, *(_number(each[key]) for key in ("plagdet", "precision", "recall", "granularity")),
         f"{each['clean_flagged']} of {each['clean_pairs']}" if each["clean_pairs"] else "")
        for name, each in sorted(results.items(), key=lambda item: (item[0] != "all", item[0]))
    ]  # fmt: skip
    table = _markdown(("", "plagdet", "precision", "recall", "granularity", "clean pairs flagged"), rows)
    if seconds := results["all"].get("seconds"):
        pairs = results["all"]["pairs"]
        table += f"\n{pairs:,} pairs in {seconds:.0f} s, {pairs / seconds:.1f} a second.\n"
    return table


def fitted_table(results: Results) -> str:
    rows = [
        (name, *(_number(each.get(key)) for key in ("F1", "plagdet", "precision", "recall", "granularity")),
         f"{each['flagged']:.0f} of {each['clean pairs']:.0f}" if each.get("clean pairs") else "")
        for name, each in sorted(results.items(), key=lambda item: item[0].replace("all", ""))
    ]  # fmt: skip
    head = ("", "F1 of passages", "plagdet", "precision", "recall", "granularity", "clean pairs flagged")
    return _markdown(head, rows)


def scissors_table(results: Results) -> str:
    """A column for each family; counts of how many, where there are any."""
    families = results["families"]
    counted = (
        ("pairs of reprints found", "pairs"),
        ("pairs of a reprint and its source found", "source_pairs"),
        ("characters of the reprints found", "text"),
        ("reprints in one cluster", "together"),
    )
    rows = [
        (label, *(f"{each[key][0]:,} of {each[key][1]:,}" if each[key][1] else "–" for each in families.values()))
        for label, key in counted
    ]
    rows.append(
        ("share of the shorter text, over the pairs", *(_number(each["text_by_pair"]) for each in families.values()))
    )
    rows.append(("other items in that cluster", *(_number(each["astray"]) for each in families.values())))
    head = ("", *(f"`{name}`" for name in families))
    return (
        f"{_markdown(head, rows)}\n{results['items']} items audited in {results['seconds']:.1f} s; "
        f"pairs reported outside the families: {results['pairs_outside']}.\n"
    )


def verdicts_table(results: Results) -> str:
    """A table for each collection: the figure, how many of how many, the 95 % interval."""
    tables = []
    for title, rows in results.items():
        cells = [
            (
                row["what"].strip(),
                _number(row["value"]),
                f"{row['hits']:,} of {row['of']:,}" if row["of"] is not None else "",
                "{:.3f}–{:.3f}".format(*row["interval"]) if row["interval"] else "",
            )
            for row in rows
        ]
        tables.append(f"### {title[:1].upper()}{title[1:]}\n\n" + _markdown(("", "value", "", "95 % interval"), cells))
    return "\n" + "\n".join(tables)


def cost_table(results: Results) -> str:
    rows = [
        (
            name,
            f"{each['articles']:,}",
            f"{each['matches']:,}",
            f"{each['seconds']:.1f} s",
            f"{1000 * each['verdicts'] / max(1, each['matches']):.2f} ms",
            f"+{each['added']:.0%}",
        )
        for name, each in results.items()
    ]
    return _markdown(("", "articles", "matches", "audit", "verdict, each match", "added by verdicts"), rows)


def mccormick_table(results: Results) -> str:
    rows = [
        (f"{int(size):,}", *(_number(each[key]) for key in ("truth", "found", "reported", "precision", "recall")),
         f"{each['seconds']:.1f} s")
        for size, each in sorted(results.items(), key=lambda item: int(item[0]))
    ]  # fmt: skip
    return _markdown(("documents", "planted pairs", "found", "reported", "precision", "recall", "audit"), rows)


_JOBS = {
    "articles": "near-duplicate articles, texts in memory",
    "filter": "`dedup filter`, from file to file",
    "passages": "audit at passage level, verdicts included",
    "real": "the same audit of news articles, those of allsides-2018-2020",
}


def curves_table(results: Results) -> str:
    """A table for each job, with the power by which time and added memory grow."""
    tables = []
    for level, label in _JOBS.items():
        sizes = sorted(results.get(level, {}).get("sizes", {}).items(), key=lambda item: int(item[0]))
        rows = [
            (f"{int(size):,}", f"{each['characters'] / 1e6:,.1f} MB", f"{each['seconds']:,.2f} s",
             f"{each['characters'] / 1e6 / each['seconds']:.1f} MB/s", f"{each['peak_mb']:,.0f} MB",
             f"{each['peak_mb'] - each['loaded_mb']:,.0f} MB", f"{each['found']:,}")
            for size, each in sizes
        ]  # fmt: skip
        if not rows:
            continue
        head = ("articles", "text", "time", "speed", "peak memory", "… added by the job", "found")
        tables.append(f"### {label[:1].upper()}{label[1:]}\n\n{_markdown(head, rows)}")
        if len(sizes) > 1:
            counts = [int(size) for size, _ in sizes]
            times = curves.power(counts, [each["seconds"] for _, each in sizes])
            last = curves.power(counts[-2:], [each["seconds"] for _, each in sizes[-2:]])
            tables.append(f"Time grows by the power {times:.2f} of the number; between the two largest, {last:.2f}.\n")
        tables.append(f"Measured on {results[level]['measured']}.\n")
    return "\n" + "\n".join(tables)


def summary_table(results: Results) -> str:
    """What the README shows: a few figures, each with its command."""
    rows: list[Row] = []
    of_corpus = results.get("quality", {}).get("figures", {})
    if of_corpus:
        for label, key in (
            ("F1 of passages on `corpus/`", "passages/f1"),
            ("recall of short edited quotations", "recall/short-edited"),
            ("recall of reworded passages", "recall/reworded"),
            ("hard negatives reported as reuse", "hard_negative_rate"),
            ("verdicts that decide", "verdicts/coverage"),
            ("… of them right", "verdicts/accuracy"),
        ):
            held = _number(of_corpus["held out"][key])
            command = "`python benchmarks/figures.py quality`"
            rows.append((label, f"{_number(of_corpus['all'][key])} ({held})", command))
    if "pan" in results:
        drawn = results["pan"].get("drawn")
        pairs = f", {drawn} pairs of each category" if drawn else ""
        rows.append((f"plagdet on PAN 2013 training{pairs}", _number(results["pan"]["figures"]["all"]["plagdet"]),
                     "`python benchmarks/figures.py pan FOLDER`"))  # fmt: skip
    for name, each in results.get("cold", {}).get("figures", {}).items():
        cells = f"{each['seconds']:.2f} s, {each['peak_mb']:.0f} MB"
        rows.append((f"`{name}`" if name.startswith("dedup") else name, cells, "`python benchmarks/cold.py`"))
    timed = results.get("speed", {}).get("figures", {})
    for name, label in (("test_audit[1000-3]", "audit of 1,000 articles"), ("test_audit[10000-1]", "of 10,000")):
        if name in timed:
            rows.append((label, f"{timed[name]['seconds']:.1f} s, {timed[name]['peak_mb']:.0f} MB", "`make bench`"))
    if "test_pairs[20000-3]" in timed:
        ratio = timed["test_pairs[20000-3]"]["times_datasketch"]
        rows.append(("article level, 20,000 texts, one thread", f"{ratio:.1f} × plain datasketch", "`make bench`"))
    return _markdown(("figure", "value", "command"), rows)


TABLES: Mapping[str, Callable[[Results], str]] = {
    "quality": quality_table,
    "cold": cold_table,
    "speed": speed_table,
    "pan": pan_table,
    "fitted": fitted_table,
    "scissors": scissors_table,
    "mccormick": mccormick_table,
    "verdicts": verdicts_table,
    "cost": cost_table,
    "curves": curves_table,
    "peers": peers_table,
}


def rendered(page: Path, results: Results) -> str:
    """The page with every table for which there are results."""

    def table(place: re.Match[str]) -> str:
        name = place["name"]
        if name == "summary":
            return f"{place[1]}{summary_table(results)}{place[3]}"
        if name == "found":
            candidates = json.loads(RECALL.read_text("utf-8"))
            return f"{place[1]}{found_table(candidates, results['quality']['figures']['all'])}{place[3]}"
        if name not in results:
            return place[0]
        stored = results[name]
        drawn = f", {stored['drawn']} pairs of each category, drawn with seed 1" if "drawn" in stored else ""
        measured = f"\nMeasured on {stored['date']}{drawn}, {stored['machine']}.\n" if name != "curves" else ""
        return f"{place[1]}{TABLES[name](stored['figures'])}{measured}{place[3]}"

    return _PLACE.sub(table, page.read_text("utf-8"))


def _number(value: float | int | None) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def _markdown(head: Row, rows: Iterable[Row]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _measured() -> str:
    return f"{date.today().isoformat()}, {machine()}"


def machine() -> str:
    """The machine in words that name nobody's, and how busy it was: at a load above its cores, times are too long."""
    cores = f"{os.cpu_count()} cores ({platform.machine()})"
    return f"{cores}, {platform.system()}, Python {platform.python_version()}, load average {os.getloadavg()[0]:.1f}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure, keep the results, and put them into the documentation.")
    parser.add_argument("what", choices=[*TABLES, "render"])
    parser.add_argument("path", type=Path, nargs="?", help="speed: the benchmark file; else the data")
    parser.add_argument("--per-category", type=int, help="pan: draw N pairs of each category")
    parser.add_argument("--level", action="append", choices=LEVELS, help="curves: this one alone, repeatable")
    peers.add_options(parser)
    parser.add_argument("--check", action="store_true", help="render: write nothing, exit 1 where a page differs")
    chosen = parser.parse_args()
    results: Results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
    if chosen.what != "render":
        if chosen.what == "peers":
            figures = peers.compare(chosen.path, count=chosen.count, rounds=chosen.rounds, python=chosen.python)
        else:
            figures = measured(chosen.what, chosen.path, chosen.per_category, chosen.level or LEVELS)
        if chosen.what in ("speed", "curves"):  # some of the benchmarks, or of the levels
            figures = {**results.get(chosen.what, {}).get("figures", {}), **figures}
        drawn = {"drawn": chosen.per_category} if chosen.per_category else {}
        results[chosen.what] = drawn | {"date": date.today().isoformat(), "machine": machine(), "figures": figures}
        RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", "utf-8")
        results = json.loads(RESULTS.read_text("utf-8"))  # in the order that later runs see
    pages = {page: rendered(page, results) for page in PAGES}
    if chosen.what == "render" and chosen.check:
        stale = [page.name for page, text in pages.items() if text != page.read_text("utf-8")]
        print(*(f"{name}: out of date; run python benchmarks/figures.py render" for name in stale), sep="\n", end="")
        return 1 if stale else 0
    for page, text in pages.items():
        page.write_text(text, "utf-8")
    if chosen.what in ("peers", "render") and "peers" in results:
        peers_figure.draw(results["peers"]["figures"], PEERS_PICTURE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
