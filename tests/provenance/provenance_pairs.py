"""Pairs of passages for the tests, aligned with `difflib`: slow, plain, and apart from the matching room."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from dedup.dates import Datelike
from dedup.model import (
    HYPOTHESES,
    Article,
    Common,
    Edits,
    Evidence,
    Hypothesis,
    MatchKind,
    Passage,
    PassageKind,
    Scores,
    SideName,
    Verdict,
)
from dedup.provenance import Dossier, Found, cases, conclude, dossier
from dedup.provenance import read as reading
from dedup.provenance.verdicts.witnesses import Witness, hear
from dedup.text.outline import outline

MIRROR: dict[Hypothesis, Hypothesis] = {"left-to-right": "right-to-left", "right-to-left": "left-to-right"}
_OTHER: dict[SideName, SideName] = {"left": "right", "right": "left"}
_WORD = re.compile(r"\d+(?:[.,]\d+)*|\w+(?:['’]\w+)?")


def read(
    id: str, text: str, outlet: str | None = None, published: Datelike = None, url: str | None = None,
    first_seen: Datelike = None,
) -> Dossier:  # fmt: skip
    return dossier(
        Article(id=id, text=text, outlet=outlet, published=published, url=url, first_seen=first_seen), outline(text)
    )


def pair(
    left: Dossier, right: Dossier, left_words: str, right_words: str | None = None, rarity: float = 0.7,
    kinds: tuple[PassageKind, PassageKind] = ("narration", "narration"),
) -> Found:  # fmt: skip
    """The passages that read so in the two articles; the left words stand on both sides unless told apart."""
    one = _passage(left, left_words, kinds[0])
    two = _passage(right, right_words if right_words is not None else left_words, kinds[1])
    a, b = list(_WORD.finditer(one.text)), list(_WORD.finditer(two.text))
    blocks = SequenceMatcher(
        None, [m.group().lower() for m in a], [m.group().lower() for m in b], autojunk=False
    ).get_matching_blocks()
    blocks = [block for block in blocks if block.size]
    same = sum(block.size for block in blocks)
    common = tuple(
        Common(
            left_start=one.start + a[block.a].start(), left_end=one.start + a[block.a + block.size - 1].end(),
            right_start=two.start + b[block.b].start(), right_end=two.start + b[block.b + block.size - 1].end(),
            kind="same",
        )
        for block in blocks
    )  # fmt: skip
    only_left, only_right = len(a) - same, len(b) - same
    replaced = min(only_left, only_right)
    shares = (same / max(1, len(a)), same / max(1, len(b)))
    kind: MatchKind = "verbatim" if shares == (1.0, 1.0) else "near-verbatim"
    scores = Scores(
        jaccard=same / max(1, len(a) + len(b) - same), containment_left=shares[0], containment_right=shares[1],
        aligned_words=same, share_left=shares[0], share_right=shares[1],
        longest_run=max((block.size for block in blocks), default=0), rarity_overlap=rarity, order_free=shares[0],
        edits=Edits(insert=only_right - replaced, delete=only_left - replaced, substitute=replaced, move=0),
    )  # fmt: skip
    return Found(left=one, right=two, kind=kind, confidence=0.9, scores=scores, common=common)


def mirrored(found: Found) -> Found:
    scores, edits = found.scores, found.scores.edits
    return replace(
        found,
        left=found.right,
        right=found.left,
        scores=replace(
            scores,
            containment_left=scores.containment_right, containment_right=scores.containment_left,
            share_left=scores.share_right, share_right=scores.share_left,
            edits=replace(edits, insert=edits.delete, delete=edits.insert),
        ),
        common=tuple(
            sorted(
                Common(
                    left_start=item.right_start, left_end=item.right_end,
                    right_start=item.left_start, right_end=item.left_end, kind=item.kind,
                )
                for item in found.common
            )
        ),
    )  # fmt: skip


def flipped(entry: Evidence) -> Evidence:
    """What the entry is once the sides are swapped."""
    return replace(
        entry,
        weights={MIRROR.get(key, key): value for key, value in entry.weights.items()},
        origin=_OTHER[entry.origin] if entry.origin is not None else None,
    )


def judged_with_a_third(texts: Sequence[str], outlets: Sequence[str], dates: Sequence[str], words: str) -> Verdict:
    """The verdict on words that the first two of three articles quote, where the third one, of an outlet, does too."""
    one, two, other = (
        read(id, text, outlet, date) for id, text, outlet, date in zip("abc", texts, outlets, dates, strict=True)
    )
    kinds: tuple[PassageKind, PassageKind] = ("quotation", "quotation")
    even = dict.fromkeys(HYPOTHESES, 1 / len(HYPOTHESES))
    witness = Witness(
        dossier=other, left=pair(one, other, words, kinds=kinds), right=pair(two, other, words, kinds=kinds),
        left_first=even, right_first=even,
    )  # fmt: skip
    found = pair(one, two, words, kinds=kinds)
    (case,) = cases([reading(found, one, two)])
    return conclude(case, hear(found, one, two, [witness]))


def _passage(of: Dossier, words: str, kind: PassageKind) -> Passage:
    start = of.article.text.index(words)
    return Passage(article=of.article.id, start=start, end=start + len(words), text=words, kind=kind)
