"""The words and hosts of ``data/outlets.toml``, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """`articles` begin names; `shared` hosts with their subdomains, and hosts `shared_by_subdomain`, are nobody's."""

    articles: frozenset[str]
    shared: frozenset[str]
    shared_by_subdomain: frozenset[str]


@cache
def lists() -> Lists:
    from importlib.resources import files  # 15 ms that reading a name pays, and not `--help`

    raw = tomllib.loads(files("dedup.outlets").joinpath("data", "outlets.toml").read_text(encoding="utf-8"))
    return Lists(
        articles=frozenset(raw["articles"]),
        shared=frozenset(raw["shared"]),
        shared_by_subdomain=frozenset(raw["shared_by_subdomain"]),
    )
