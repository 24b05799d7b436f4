"""What counts as shared wording: the numbers behind ``--preset news`` and ``--preset longform``.

How each was chosen: ``docs/decisions/0003-regions.md``.
"""

from __future__ import annotations

from dataclasses import dataclass


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
    `evidence`, `slope`, `density_slope`: the logistic curve of the confidence; `evidence` nats at density .5
    are even odds. `quoted_bonus`: what quotation marks on both sides add, in nats;
    `name_penalty`: what a share of names above `scoring._MANY_NAMES` takes away, in nats a whole share.
    `least_characters`: shorter passages (lesser side) are dropped.
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
    evidence: float
    slope: float
    density_slope: float
    quoted_bonus: float
    name_penalty: float
    least_characters: int


NEWS = Preset(
    gap=12,
    least_gap=3,
    weight=9.0,
    density=0.3,
    cost=0.8,
    locality=1.0,
    floor=1.0,
    stock=6.0,
    refrain=16,
    trim_framing=True,
    evidence=13.5,
    slope=0.4,
    density_slope=1.0,
    quoted_bonus=3.0,
    name_penalty=20.0,
    least_characters=0,
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
    evidence=16.0,
    slope=0.4,
    density_slope=1.0,
    quoted_bonus=3.0,
    name_penalty=20.0,
    least_characters=150,
)
PRESETS = {"news": NEWS, "longform": LONGFORM}
