"""Build the collection from its marked sources (standard library only).

    python3 corpus/build.py                     write articles/, metadata.jsonl and truth/ from marked/
    python3 corpus/build.py --check             compare what lies there with what would be written
    python3 corpus/build.py --check-source DIR  check one event folder, wherever it lies

The format of the sources and of the output: ``docs/reference/labelled-data.md``.
Exit codes: 0 all well; 1 an error in a source or (``--check``) output out of step; 2 usage.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from passages import negatives_of, place, truth_of, unmarked
from sources import Event, Faults, read_event
from wording import weight, words

HERE = Path(__file__).resolve().parent


def outputs(events: Sequence[Event], faults: Faults) -> dict[str, str]:
    """Every file of the built collection by its path under the corpus folder."""
    files: dict[str, str] = {}
    rows: list[dict[str, Any]] = []
    for event in events:
        for id, article in event.articles.items():
            if f"articles/{id}.txt" in files:
                faults.errors.append(f"{event.name}: the id {id} is used in another event")
            files[f"articles/{id}.txt"] = article.text
            about = {"id": id, "outlet": article.outlet, "published": article.published}
            rows.append({**about, "title": article.title, "url": article.url})
    if faults.errors:
        return {}
    truth = truth_of(events)
    negatives = [line for event in events for line in negatives_of(event, truth, faults)]
    files["metadata.jsonl"] = jsonl(sorted(rows, key=lambda row: str(row["id"])))
    files["truth/passages.jsonl"] = jsonl(truth)
    files["truth/hard_negatives.jsonl"] = jsonl(sorted(negatives, key=lambda line: (*place(line["left"]), line["id"])))
    return files


def formulas() -> list[str]:
    """Stock phrases that articles may share by chance, one a line."""
    return (HERE / "formulas.txt").read_text(encoding="utf-8").splitlines()


def jsonl(rows: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def differences(root: Path, files: Mapping[str, str]) -> list[str]:
    """Where the folder differs from what the sources give."""
    wrong = []
    for name in sorted(files):
        path = root / name
        if not path.is_file():
            wrong.append(f"{name}: missing")
        elif path.read_bytes() != files[name].encode("utf-8"):
            wrong.append(f"{name}: out of step with marked/")
    strays = (path.relative_to(root).as_posix() for path in sorted((root / "articles").glob("*")))
    return wrong + [f"{name}: no source in marked/" for name in strays if name not in files]


def write(root: Path, files: Mapping[str, str]) -> None:
    for name in sorted(files):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[name].encode("utf-8"))
    for path in sorted((root / "articles").glob("*.txt")):
        if path.relative_to(root).as_posix() not in files:
            path.unlink()


def check_source(folder: Path) -> int:
    """Print what one event folder gives and everything that looks wrong in it."""
    faults = Faults()
    event = read_event(folder, faults)
    truth: list[dict[str, Any]] = []
    negatives: list[dict[str, Any]] = []
    if not faults.errors:
        truth = truth_of([event])
        negatives = negatives_of(event, truth, faults)
    for line in truth:
        about, aside = line["provenance"], " (set aside)" if line["set_aside"] else ""
        source = f" [{about['source']}{', named' if about['source_named'] else ''}]" if about["source"] else ""
        counts = f"{line['words_left']:>4} {line['words_right']:>4}"
        print(f"{line['id']:<28} {counts}  {line['kind']:<14} {line['category']:<23} {about['label']}{source}{aside}")
    for id, article in event.articles.items():
        length = weight(words(article.text))
        if not 250 <= length <= 900:
            faults.warnings.append(f"{id}: {length:.0f} words (250 to 900 wanted)")
    faults.warnings += list(unmarked(list(event.articles.values()), negatives, formulas()))
    for message in faults.warnings:
        print(f"warning: {message}")
    for message in faults.errors:
        print(f"error: {message}")
    kinds = ", ".join(f"{kind} {n}" for kind, n in sorted(Counter(line["kind"] for line in truth).items()))
    print(
        f"{event.name}: {len(event.articles)} articles, {len(truth)} pairs ({kinds}), {len(negatives)} hard negatives, "
        f"{len(faults.errors)} errors, {len(faults.warnings)} warnings"
    )
    return 1 if faults.errors else 0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Build the corpus from its marked sources.")
    parser.add_argument("--check", action="store_true", help="compare what lies there, write nothing")
    parser.add_argument("--check-source", metavar="DIR", type=Path, help="check one event folder")
    parser.add_argument("--root", metavar="DIR", type=Path, default=HERE, help="the corpus folder (default: this one)")
    chosen = parser.parse_args(arguments)
    if chosen.check_source is not None:
        return check_source(chosen.check_source)
    faults = Faults()
    folders = sorted(path for path in (chosen.root / "marked").glob("*") if path.is_dir())
    events = [read_event(folder, faults) for folder in folders]
    files = outputs(events, faults)
    if not folders:
        faults.errors.append(f"{chosen.root / 'marked'}: no event folders")
    if chosen.check and not faults.errors:
        faults.errors += differences(chosen.root, files)
    if not faults.errors:
        negatives = [json.loads(line) for line in files["truth/hard_negatives.jsonl"].splitlines()]
        articles = [article for event in events for article in event.articles.values()]
        faults.warnings += unmarked(articles, negatives, formulas())
    for message in faults.warnings:
        print(f"warning: {message}", file=sys.stderr)
    for message in faults.errors:
        print(f"error: {message}", file=sys.stderr)
    if faults.errors:
        return 1
    if not chosen.check:
        write(chosen.root, files)
    pairs = files["truth/passages.jsonl"].count("\n")
    print(f"{len(articles)} articles, {pairs} passage pairs, {len(negatives)} hard negatives")
    return 0


if __name__ == "__main__":
    sys.exit(main())
