"""Newspaper items in TEI, after the collection *scissors-and-paste* (M. H. Beals, DOI 10.5281/zenodo.33682).

::

    teiCorpus
    └── TEI                          one item
        ├── teiHeader                …/titleStmt/title/@n: its id; biblFull: the paper and the date of issue;
        │                            derivation/@type; keywords
        └── text/body                paragraphs; <lb break="no"/> joins the two halves of a word;
                                     <bibl corresp="…"/> names another item with the same report

The elements are found by local name, so a file with or without the TEI namespace is read alike.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from xml.etree.ElementTree import Element

from dedup.errors import DateError, InputError
from dedup.evaluation.markup import parse_xml, read_bytes
from dedup.evaluation.plagdet import Aligned
from dedup.evaluation.quality import Share
from dedup.evaluation.spans import length
from dedup.model import Article, Report, Span

_BLOCKS = frozenset({"p", "head", "ab", "l", "lg", "div"})
_APART = frozenset({"bibl"})  # about the item, no part of what the paper printed
# Characters that XML cannot hold, so never text: a word goes on over the end of the line; a paragraph ends.
_JOIN, _BREAK = "\x00", "\x01"
_JOINED = re.compile(r"[^\S\x00\x01]*\x00[\s\x00]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A transcribed item: the article, how its transcriber labelled it, and the items it names as the same report."""

    article: Article
    derivation: str
    keywords: tuple[str, ...]
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Items with one report: the reprints, and the items that they took it from, where the set holds them."""

    name: str
    reprints: tuple[str, ...]
    sources: tuple[str, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        return tuple(sorted({*self.reprints, *self.sources}))


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyScore:
    """How much of a family a report holds.

    `pairs`: pairs of reprints reported; `source_pairs`: pairs of a reprint and a source. `text`: code points of
    the reprints that lie in a match with another reprint; `text_by_pair`: the mean over the pairs of reprints of
    the share of the shorter article in their matches. `together`: the most reprints in one cluster;
    `astray`: articles of no family in that cluster.
    """

    pairs: Share
    source_pairs: Share
    text: Share
    text_by_pair: float
    together: Share
    astray: int


def read_items(path: Path) -> tuple[Item, ...]:
    """Every item of a TEI file (``.xml`` or ``.xml.xz``), sorted by id. Raises `InputError`."""
    root = parse_xml(read_bytes(path), str(path))
    items: dict[str, Item] = {}
    for number, element in enumerate((each for each in root.iter() if _name(each) == "TEI"), 1):
        item = _item(element, f"{path}: item {number}")
        if item.article.id in items:
            raise InputError(f"{path}: item {number}: the id {item.article.id} is taken")
        items[item.article.id] = item
    if not items:
        raise InputError(f"{path}: holds no TEI item")
    for id, item in items.items():
        if unknown := sorted(set(item.links) - items.keys()):
            raise InputError(f"{path}: item {id}: corresponds to {unknown[0]}, which is not in the file")
    return tuple(items[id] for id in sorted(items))


def linked_families(items: Iterable[Item]) -> tuple[Family, ...]:
    """The families that the items' own links make, each named after its members."""
    family_of: dict[str, set[str]] = {}
    for item in items:
        joined = {item.article.id}
        for id in (item.article.id, *item.links):
            joined |= family_of.get(id, {id})
        for id in joined:
            family_of[id] = joined
    found = sorted({tuple(sorted(members)) for members in family_of.values() if len(members) > 1})
    return tuple(Family(name="+".join(members), reprints=members) for members in found)


def score_family(family: Family, others: Iterable[Family], report: Report, articles: Iterable[Article]) -> FamilyScore:
    """Score a report of an audit of `articles`, all items. Members of `others` are not astray in a cluster."""
    reprints = tuple(sorted(family.reprints))
    lengths = {article.id: len(article.text) for article in articles if article.id in reprints}
    matched: dict[tuple[str, str], list[Aligned]] = defaultdict(list)
    for match in report.matches:
        left, right = match.left, match.right
        spans = Aligned(left=Span(left.start, left.end), right=Span(right.start, right.end))
        matched[(left.article, right.article)].append(spans)
    pairs = list(combinations(reprints, 2))
    across = [(min(one, other), max(one, other)) for one in reprints for other in family.sources]
    held: dict[str, list[Span]] = {id: [] for id in reprints}
    shares = []
    for one, other in pairs:
        found = matched.get((one, other), [])
        on_one, on_other = [each.left for each in found], [each.right for each in found]
        held[one] += on_one
        held[other] += on_other
        shorter = on_other if lengths[other] < lengths[one] else on_one
        shares.append(length(shorter) / min(lengths[one], lengths[other]))
    known = {id for each in (family, *others) for id in each.members}
    clusters = [set(cluster.articles) for cluster in report.clusters]
    # Of clusters with as many reprints, the one with least else.
    best = max(clusters, key=lambda members: (len(members & set(reprints)), -len(members)), default=set())
    return FamilyScore(
        pairs=Share(hits=sum(pair in matched for pair in pairs), of=len(pairs), empty=1.0),
        source_pairs=Share(hits=sum(pair in matched for pair in across), of=len(across), empty=1.0),
        text=Share(hits=sum(length(spans) for spans in held.values()), of=sum(lengths.values()), empty=1.0),
        text_by_pair=sum(shares) / len(shares) if shares else 1.0,
        together=Share(hits=len(best & set(reprints)), of=len(reprints), empty=1.0),
        astray=len(best - known),
    )


def pairs_outside(report: Report, families: Sequence[Family]) -> tuple[tuple[str, str], ...]:
    """The pairs of articles that a report matches and that are not of one family; sorted."""
    labelled = {pair for family in families for pair in combinations(family.members, 2)}
    found = {(match.left.article, match.right.article) for match in report.matches}
    return tuple(sorted(found - labelled))


def _item(element: Element, where: str) -> Item:
    header, text = _first(element, "teiHeader"), _first(element, "text")
    if header is None or text is None:
        raise InputError(f"{where}: a teiHeader and a text are wanted")
    printed = _first(header, "biblFull")
    title, derivation = _first(header, "title"), _first(header, "derivation")
    outlet = None if printed is None else _first(printed, "title")
    issue = None if printed is None else _first(printed, "date")
    id = "" if title is None else title.get("n", "").strip()
    if not id or derivation is None or outlet is None or issue is None:
        raise InputError(f"{where}: an id, a derivation, and the paper and date of issue are wanted")
    try:
        article = Article(
            id=id, text=_text(text), outlet=" ".join("".join(outlet.itertext()).split()), published=issue.get("when")
        )
    except DateError as error:
        raise InputError(f"{where}: {error}") from error
    if not article.text:
        raise InputError(f"{where}: the text is empty")
    return Item(
        article=article,
        derivation=derivation.get("type", "unknown"),
        keywords=tuple(" ".join("".join(each.itertext()).split()) for each in header.iter() if _name(each) == "item"),
        links=tuple(sorted({each.get("corresp", "") for each in text.iter() if _name(each) == "bibl"} - {"", id})),
    )


def _text(element: Element) -> str:
    """The words as printed: a line or column end is a space, or nothing within a word; paragraphs stand apart."""
    raw = "".join(_pieces(element))
    return "\n\n".join(words for block in _JOINED.sub("", raw).split(_BREAK) if (words := " ".join(block.split())))


def _pieces(element: Element) -> Iterator[str]:
    name = _name(element)
    if name in ("lb", "cb", "pb"):
        yield _JOIN if element.get("break") == "no" else " "
    elif name not in _APART:
        edge = _BREAK if name in _BLOCKS else ""
        yield edge
        yield element.text or ""
        for child in element:  # as deep as `parse_xml` lets a tree be
            yield from _pieces(child)
            yield child.tail or ""
        yield edge


def _first(element: Element, name: str) -> Element | None:
    return next((each for each in element.iter() if _name(each) == name), None)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
