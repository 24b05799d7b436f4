"""Settings: frozen, with their defaults and where each value came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["passage", "article"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an audit depends on besides the articles. The report carries it."""

    level: Level = "passage"
    preset: Literal["news", "longform"] = "news"
    min_confidence: float = 0.5
    min_words: int = 8
    same_outlet: bool = False
    jaccard: float = 0.7
    num_perm: int = 128
    seed: int = 1
    workers: int = 0  # 0: as many as there are cores; never changes a result
