"""The parts of an article: blocks, sentences and quotations, as spans of the original text."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.model import PassageKind, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph-like stretch and what it is."""

    span: Span
    kind: PassageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Quoted words. `span` is the words without the marks; `outer` includes them.

    A quotation that runs over several paragraphs (each opening with a mark, the last one closing) is one.
    """

    span: Span
    outer: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Blocks tile the non-blank text in order; sentences lie inside blocks; quotations do not overlap."""

    blocks: tuple[Block, ...]
    sentences: tuple[Span, ...]
    quotations: tuple[Quotation, ...]


def outline(text: str) -> Outline:
    """Find the parts of an article's text."""
    raise NotImplementedError
