"""What a copyist does to a block: runs it as it is, cuts it, touches it up, rewrites it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

from simulation import clauses, words
from simulation.pieces import Block, Paragraph, Run, Sentence, each_run, runs_in, text_of_sentence, words_in
from simulation.speech import Saying, cut, elided, reported

Mode = Literal["verbatim", "abridged", "light", "heavy", "translated"]

_LEAST_WORDS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """How much a copyist changes: the chance of each edit, for a word or for a sentence."""

    synonyms: float = 0.0
    order: float = 0.0
    form: float = 0.0
    drop_sentence: float = 0.0
    cut_tail: float = 0.0
    cut_quote: float = 0.0
    report_quote: float = 0.0
    round_numbers: float = 0.0
    merge: float = 0.0
    hedge: float = 0.0


HANDS: dict[Mode, Hand] = {
    "verbatim": Hand(),
    "abridged": Hand(drop_sentence=0.3, cut_tail=0.35, cut_quote=0.2, form=0.1),
    "light": Hand(
        synonyms=0.15, order=0.15, form=0.15, drop_sentence=0.08, cut_tail=0.1, cut_quote=0.1, round_numbers=0.1,
    ),
    "heavy": Hand(
        synonyms=0.65, order=0.6, form=0.5, drop_sentence=0.2, cut_tail=0.25, cut_quote=0.3, report_quote=0.35,
        round_numbers=0.5, merge=0.2, hedge=0.08,
    ),
}  # fmt: skip


@dataclass(slots=True)
class Pen:
    """What a copyist writes with: chance, the language's edits if it is English, the words chosen so far."""

    draw: Random
    english: bool = True
    choices: words.Choices = field(default_factory=words.Choices)


def recast(block: Block, mode: Mode, pen: Pen) -> Block:
    """A block as a copyist with this hand writes it; never shorter than a few words."""
    hand = HANDS[mode]
    if mode == "verbatim":
        return block
    changed = tuple(new for paragraph in block if (new := _paragraph(paragraph, hand, pen)))
    if mode == "abridged" and len(changed) > 1 and pen.draw.random() < 0.5:
        changed = changed[: pen.draw.randint(1, len(changed) - 1)]
    return changed if words_in(changed) >= min(_LEAST_WORDS, words_in(block)) else block


def _paragraph(paragraph: Paragraph, hand: Hand, pen: Pen) -> Paragraph:
    draw = pen.draw
    kept: list[Sentence] = []
    for at, sentence in enumerate(paragraph):
        # Sub-editors cut from the end.
        late = at / max(1, len(paragraph) - 1)
        if at and draw.random() < hand.drop_sentence * (0.5 + late):
            continue
        kept.extend(_sentence(sentence, hand, pen))
    if pen.english and len(kept) > 1 and draw.random() < hand.merge:
        kept = _merged(kept, draw)
    return tuple(kept)


def _sentence(sentence: Sentence, hand: Hand, pen: Pen) -> list[Sentence]:
    draw = pen.draw
    if pen.english and draw.random() < hand.report_quote:
        indirect = _indirect(sentence, draw)
        if indirect is not None:
            sentence = indirect
    if len(sentence) == 1 and not sentence[0].quoted and sentence[0].credit is None and pen.english:
        run = sentence[0]
        text = run.text
        edits: list[Callable[[str, Random], str]] = [edit for edit in clauses.ORDER if draw.random() < hand.order]
        edits += [edit for edit in clauses.FORM if draw.random() < hand.form / 2]
        if draw.random() < hand.cut_tail:
            edits.append(clauses.cut_tail)
        for edit in edits:
            text = edit(text, draw)
        if draw.random() < hand.hedge:
            text = draw.choice(("Apparently, ", "By all accounts, ", "It is believed that ")) + clauses.lowered(text)
        sentence = (replace(run, text=text),)
    return [tuple(_run(run, hand, pen) for run in sentence)]


def _run(run: Run, hand: Hand, pen: Pen) -> Run:
    text, draw = run.text, pen.draw
    if run.credit is not None:
        return run
    if run.quoted:
        # Nobody rewrites a quotation; it is cut.
        if draw.random() < hand.cut_quote:
            text = elided(text, draw) if draw.random() < 0.4 else cut(text, draw)
        return replace(run, text=text)
    if pen.english:
        text = words.reworded(text, hand.synonyms, draw, pen.choices)
        if draw.random() < hand.round_numbers:
            text = words.rounded(text, draw)
    return replace(run, text=text)


def tidied(text: str, pen: Pen) -> str:
    """A quotation as a desk tidies it: a word here and there, in its order."""
    return words.reworded(text, HANDS["light"].synonyms, pen.draw, pen.choices)


def _indirect(sentence: Sentence, draw: Random) -> Sentence | None:
    """``"Words," Name said.`` as reported speech, where it has just this form."""
    quotes = [run for run in sentence if run.quoted]
    if len(quotes) != 1 or quotes[0].speaker is None or len(sentence) > 3 or any(run.credit for run in sentence):
        return None
    quote = quotes[0]
    frame = len(text_of_sentence(sentence)) - len(quote.text)
    if len(quote.text.split()) < _LEAST_WORDS or frame > 60 or "?" in quote.text or "!" in quote.text:
        return None
    outer = next((run.marks for run in sentence if not run.quoted), ())
    return reported(quote.text, Saying(speaker=quote.speaker or ""), outer, quote.marks, draw)[0]


def _merged(kept: list[Sentence], draw: Random) -> list[Sentence]:
    """Two short sentences made one."""
    for at in range(len(kept) - 1):
        one, two = kept[at], kept[at + 1]
        if len(one) > 1 or len(two) > 1 or one[0].marks != two[0].marks or one[0].quoted or two[0].quoted:
            continue
        first, second = one[0].text, two[0].text
        long = len(first.split()) + len(second.split()) > 45
        if long or not first.endswith(".") or clauses.lowered(second) == second:
            continue
        joint = draw.choice((", and ", "; ", ", while "))
        joined = replace(one[0], text=first[:-1] + joint + clauses.lowered(second))
        return [*kept[:at], (joined,), *kept[at + 2 :]]
    return kept


def with_slip(block: Block, draw: Random) -> Block:
    """A block with one typing error."""
    places = [run for run in runs_in(block) if run.credit is None and len(run.text) > 60]
    if not places:
        return block
    chosen = draw.choice(places)
    return each_run(block, lambda run: replace(run, text=words.mistyped(run.text, draw)) if run is chosen else run)
