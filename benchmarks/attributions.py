"""How many of the attributions that people marked in PolNeAR are found, with the right source and extent.

PolNeAR (Newell, Margolin, Ruths, LREC 2018) marks the source, cue and content of every attribution in news, beliefs
and intentions among them; `dedup` looks for words said or published alone, so recall over all of them is a lower
bound. Its articles are halved by a hash of their names: word lists may be looked at on one half, figures are given
on both.

    python benchmarks/attributions.py --polnear DIR      DIR holds metadata.tsv and train/, or DEDUP_DATA does
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dedup.model import Article, Span
from dedup.provenance import Dossier, dossier
from dedup.provenance.language.lexicon import lexicons
from dedup.provenance.language.naming import name_of, same_name
from dedup.text.outline import outline

NAMES = ("polnear", "polnear-train")
_WORD = re.compile(r"[^\W_][\w’'-]*")
_COVERED = 0.5  # share of a content's characters from which on it counts as covered
_UNTOLD = ("None", "NA", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """An attribution as people marked it; discontinuous stretches are given by their hulls."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]

    @property
    def place(self) -> Span:
        spans = (*self.source, *self.cue)
        return Span(min(span.start for span in spans), max(span.end for span in spans))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An attribution as `dedup` finds it: a person's speech or a named channel."""

    place: Span
    covers: tuple[Span, ...]
    name: str | None


def read_marked(path: Path) -> list[Marked]:
    """The attributions of one standoff file (brat); those without a source, cue or content are left out."""
    spans: dict[str, Span] = {}
    found: list[Marked] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        fields = line.split("\t")
        if line.startswith("T") and len(fields) >= 2:
            bounds = [int(number) for number in re.findall(r"\d+", fields[1])]
            spans[fields[0]] = Span(min(bounds), max(bounds))
        elif line.startswith("E") and len(fields) >= 2:
            parts: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
            for part in fields[1].split():
                role, _, id = part.partition(":")
                kind = role.rstrip("0123456789")
                if kind in parts and id in spans:
                    parts[kind].append(spans[id])
            if all(parts.values()):
                found.append(
                    Marked(source=tuple(parts["Source"]), cue=tuple(parts["Cue"]), content=tuple(parts["Content"]))
                )
    return found


def told(found: Dossier) -> Iterator[Told]:
    """Every speech and attribution in an article's own words, with the stretches it speaks for."""
    text, quotations = found.article.text, found.outline.quotations
    for item in found.local:
        if item.kind != "photo":
            yield Told(place=item.place, covers=(item.covers,), name=item.name.display if item.name else None)
    for speech in found.speeches:
        sentence = next((s for s in found.outline.sentences if s.overlap(speech.place)), speech.place)
        block = next((b.span for b in found.outline.blocks if b.span.overlap(speech.place)), Span(0, len(text)))
        own = (
            quotation.outer
            for quotation, speaker in zip(quotations, found.speakers, strict=True)
            if speaker is not None and speaker == speech.speaker and quotation.outer.overlap(block)
        )
        yield Told(place=speech.place, covers=(sentence, *own), name=speech.speaker.display)


def score(text: str, marked: Sequence[Marked], found: Sequence[Told], said: frozenset[str]) -> Counter[str]:
    """Counts of one article: ``said`` are the words that make a cue one of saying."""
    counts: Counter[str] = Counter()
    hit: set[int] = set()
    for gold in marked:
        near = [index for index, item in enumerate(found) if item.place.overlap(gold.place)]
        hit.update(near)
        words = {word.lower() for span in gold.cue for word in _WORD.findall(text[span.start : span.end])}
        source = text[gold.source[0].start : gold.source[0].end]
        groups = ["all"]
        if any(text[span.start : span.end].lstrip()[:1] in "\"“'‘" for span in gold.content):
            groups.append("quoted")
        if words & said:
            groups.append("said")
        named = any(word[0].isupper() for word in _WORD.findall(source)[1:]) or (
            source[:1].isupper() and source.split()[0].lower() not in ("he", "she", "they", "it", "we", "i", "the", "a")
        )
        right = any(meant_by(found[index].name, source) for index in near)
        for group in groups:
            counts[f"{group}/of"] += 1
            counts[f"{group}/found"] += bool(near)
            counts[f"{group}/covered"] += _covered(gold.content, [found[index] for index in near]) >= _COVERED
            if named and near:
                counts[f"{group}/named-of"] += 1
                counts[f"{group}/named"] += right
    counts["reported"] += len(found)
    counts["right"] += len(hit)
    return counts


def meant_by(name: str | None, source: str) -> bool:
    """Whether a found name is among the words that people marked as the source."""
    if name is None:
        return False
    one, two = name_of(name), name_of(source)
    if one is not None and two is not None and same_name(one, two):
        return True
    words = {word.lower().replace("’", "'").removesuffix("'s") for word in _WORD.findall(source)}
    return one is not None and bool(one.tokens) and (one.tokens[-1] in words or one.tokens[0] in words)


def _covered(content: Iterable[Span], by: Iterable[Told]) -> float:
    spans = sorted({span for item in by for span in item.covers})
    total = covered = 0
    for wanted in content:
        total += len(wanted)
        position = wanted.start
        for span in spans:
            end = min(span.end, wanted.end)
            covered += max(0, end - max(span.start, position))
            position = max(position, end)
    return covered / total if total else 0.0


def halves(folder: Path, limit: int | None) -> Iterator[tuple[str, str, Counter[str]]]:
    """The half, name and counts of each article of the training part."""
    said = frozenset(
        phrase.split()[0]
        for lexicon in lexicons()
        if lexicon.language == "en"
        for phrase, kind in lexicon.cues.items()
        if kind in ("say", "interview", "follow", "hearsay") and phrase not in lexicon.scoops
    )
    texts = sorted((folder / "train" / "text").glob("*.txt"))[:limit]
    for path in texts:
        files = sorted((folder / "train" / "attributions").glob(f"{path.stem}_*.ann"))
        if not files:
            continue
        text = path.read_bytes().decode("utf-8")
        article = Article(id=path.stem, text=text, outlet=path.stem.partition("_")[0])
        half = "one" if hashlib.sha256(path.stem.encode()).digest()[0] % 2 else "other"
        found = dossier(article, outline(text))
        yield half, path.stem, score(text, read_marked(files[0]), list(told(found)), said)


def credits(folder: Path) -> Counter[str]:
    """How many of the wires that the metadata give are credited in the texts' own words."""
    counts: Counter[str] = Counter()
    with (folder / "metadata.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        path = folder / "train" / "text" / f"{row['filename']}.txt"
        wire = (row.get("wire") or "").strip()
        if not path.exists() or row.get("wire") is None:
            continue
        text = path.read_bytes().decode("utf-8")
        found = dossier(Article(id=path.stem, text=text), outline(text))
        credited = [item.name for item in found.credits if item.name is not None and item.kind == "credit"]
        name = None if wire in _UNTOLD else name_of(wire)
        counts["wires"] += name is not None
        if name is not None:
            counts["in-text"] += name.display in text
            counts["credited"] += any(same_name(name, other) for other in credited)
        else:
            counts["none"] += 1
            counts["credited-none"] += bool(credited)
    return counts


def table(counts: dict[str, Counter[str]]) -> str:
    lines = [
        "| half | attributions | marked | found | content covered | source right, where named |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for half, each in sorted(counts.items()):
        lines += [
            f"| {half} | {group} | {each[f'{group}/of']:,} | {_rate(each[f'{group}/found'], each[f'{group}/of'])} "
            f"| {_rate(each[f'{group}/covered'], each[f'{group}/of'])} "
            f"| {_rate(each[f'{group}/named'], each[f'{group}/named-of'])} |"
            for group in ("all", "said", "quoted")
        ]
        lines.append(
            f"| {half} | reported: {each['reported']:,}, right {_rate(each['right'], each['reported'])} ||||| "
        )
    return "\n".join(lines)


def _rate(hits: int, of: int) -> str:
    return f"{hits / of:.3f}" if of else "–"


def _folder(given: Path | None) -> Path | None:
    if given is not None:
        return given
    data = os.environ.get("DEDUP_DATA")
    found = [Path(data) / name for name in NAMES if (Path(data) / name / "metadata.tsv").exists()] if data else []
    return found[0] if found else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path)
    parser.add_argument("--limit", type=int, help="articles that are read, the first by name")
    given = parser.parse_args()
    folder = _folder(given.polnear)
    if folder is None or not (folder / "train" / "text").is_dir():
        print("PolNeAR: passed over, not found; give --polnear DIR or put it into DEDUP_DATA")
        return 2 if given.polnear else 0
    counts: dict[str, Counter[str]] = {}
    for half, _, each in halves(folder, given.limit):
        counts.setdefault(half, Counter()).update(each)
    print(table(counts))
    wires = credits(folder)
    print(
        f"\nwires in the metadata: {wires['wires']}, named in the text {_rate(wires['in-text'], wires['wires'])}, "
        f"credited {_rate(wires['credited'], wires['wires'])}; of {wires['none']} texts without one, "
        f"{wires['credited-none']} are credited to an agency"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
