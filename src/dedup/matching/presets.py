"""What is looked at as shared wording: the numbers behind ``--preset news`` and ``--preset longform``.

How each was chosen: ``docs/decisions/0003-regions.md``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """How far a region grows: at most `reach` words a side, and what words cost that are not shared.

    `price` in narration, `reported_price` where one side quotes what the other may report, `quoted_price` where both
    quote, at most `quoted_reach` words. Two quotations that share at least `statement_share` of the weight of their
    words are of one statement: inside of them `statement_price`.
    """

    reach: int
    quoted_reach: int
    price: float
    reported_price: float
    quoted_price: float
    statement_share: float
    statement_price: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """When a stretch counts as a summary of a longer one: see `dedup.matching.condensed_kernels`.

    `share` of its worth that must be shared; `least` balance in nats, 0 for no summaries; `spread` of the words it
    is made of, in times its length.
    """

    share: float = 0.15
    least: float = 0.0
    spread: float = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """Limits of `dedup.matching.region_kernels.find_regions`, in words, nats and shares.

    `gap`, `least_gap`: how far apart matched runs of one passage may lie, at first and after splitting.
    `weight`, `density`: the least rarity-weighted matter and matched share of a passage.
    `cost`: price of an unmatched word, in mean matched weight, when ends are trimmed.
    `locality`: how quickly a word loses worth that a text repeats.
    `floor`: the least worth of a word that continues a run of matches, in nats.
    `stock`: a phrase that more texts than this hold is worth less, the more the commoner.
    `refrain`: a feature with more places (product over both texts) confirms nothing.
    `trim_framing`: whether introductions of quotations and stubs of paragraphs are cut off.
    `least_characters`: shorter passages (lesser side) are dropped.
    `growth`: how passages grow over single words; `summary`: when a stretch counts as a summary.
    """

    gap: int
    least_gap: int
    weight: float
    density: float
    cost: float
    locality: float
    floor: float
    stock: float
    refrain: int
    trim_framing: bool
    least_characters: int
    growth: Growth
    summary: Summary


NEWS = Preset(
    gap=12,
    least_gap=3,
    weight=6.0,
    density=0.25,
    cost=0.8,
    locality=1.0,
    floor=1.0,
    stock=6.0,
    refrain=16,
    trim_framing=True,
    least_characters=0,
    growth=Growth(
        reach=30,
        quoted_reach=60,
        price=0.6,
        reported_price=0.45,
        quoted_price=0.3,
        statement_share=0.15,
        statement_price=0.1,
    ),
    summary=Summary(),
)
LONGFORM = Preset(
    gap=50,
    least_gap=6,
    weight=22.0,
    density=0.25,
    cost=0.5,
    locality=1.0,
    floor=1.0,
    stock=6.0,
    refrain=16,
    trim_framing=False,
    least_characters=150,
    growth=Growth(
        reach=30,
        quoted_reach=30,
        price=0.6,
        reported_price=0.6,
        quoted_price=0.3,
        statement_share=1.0,
        statement_price=0.3,
    ),
    summary=Summary(least=36.0),
)
PRESETS = {"news": NEWS, "longform": LONGFORM}
