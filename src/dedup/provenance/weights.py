"""The weights of the evidence, from ``data/weights.toml``."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from dedup.errors import ConfigError
from dedup.model import DIRECTIONS, HYPOTHESES, Evidence, Hypothesis, Place
from dedup.provenance.language.lexicon import load
from dedup.provenance.view import Side

_CAPS = ("named_direction_cap", "direction_cap", "quoted_direction_cap", "version_direction_cap", "incidental_cap")
_ROLES = (*HYPOTHESES[2:], "copying", "forward", "backward")
# Which entry of a signal's table speaks for each hypothesis, by the side that the evidence takes for the origin.
_ROLES_FROM: Mapping[Side | None, tuple[tuple[Hypothesis, str], ...]] = {
    "left": tuple(zip(HYPOTHESES, ("forward", "backward", *HYPOTHESES[2:]), strict=True)),
    "right": tuple(zip(HYPOTHESES, ("backward", "forward", *HYPOTHESES[2:]), strict=True)),
    None: tuple(zip(HYPOTHESES, ("", "", *HYPOTHESES[2:]), strict=True)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Log-odds per signal and role, the priors, and the limits of a verdict."""

    priors: Mapping[Hypothesis, float]
    signals: Mapping[str, Mapping[str, float]]
    limits: Mapping[str, float]
    reach: Mapping[str, float]
    # Entries of whole weight, nearly half of all, share what it is.
    _whole: dict[tuple[str, Side | None], Mapping[Hypothesis, float]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def least_cap(self) -> float:
        """Below this no hypothesis is held, whatever a ledger names or shows."""
        return min(self.limits[name] for name in _CAPS)

    def of(self, signal: str, factor: float = 1.0, origin: Side | None = None) -> Mapping[Hypothesis, float]:
        """The log-odds of a signal for each hypothesis it touches, times `factor`.

        `origin` is the side from which the direction called forward starts.
        """
        if factor != 1.0:
            return self._times(signal, factor, origin)
        if (signal, origin) not in self._whole:
            self._whole[signal, origin] = self._times(signal, factor, origin)
        return self._whole[signal, origin]

    def _times(self, signal: str, factor: float, origin: Side | None) -> Mapping[Hypothesis, float]:
        table = self.signals[signal]
        copying = table.get("copying", 0.0) * factor
        found: dict[Hypothesis, float] = {}
        for hypothesis, role in _ROLES_FROM[origin]:
            weight = table.get(role, 0.0) * factor
            if hypothesis in DIRECTIONS:
                weight += copying
            if weight:
                found[hypothesis] = weight
        return found

    def evidence(
        self,
        signal: str,
        trigger: str,
        spans: tuple[Place, ...] = (),
        factor: float = 1.0,
        origin: Side | None = None,
    ) -> Evidence:
        """One entry of a ledger, weighed."""
        return Evidence(
            signal=signal, weights=self.of(signal, factor, origin), trigger=trigger, spans=spans, strength=factor,
            origin=origin,
        )  # fmt: skip


@cache
def default_weights() -> Weights:
    """The weights that ship with the package."""
    return read_weights(load("weights.toml"))


def read_weights(raw: Mapping[str, Mapping[str, object]]) -> Weights:
    """Check a weights file. Raises `ConfigError` for an unknown role or a weight that is no finite number."""
    priors = _numbers("priors", raw["priors"])
    signals = {name: _numbers(f"signals.{name}", table) for name, table in raw["signals"].items()}
    for where, table in (("priors", priors), *signals.items()):
        for role in table:
            if role not in _ROLES:
                raise ConfigError(f"weights: {where}: unknown role {role!r}; use one of {', '.join(_ROLES)}")
    spread: dict[Hypothesis, float] = {
        hypothesis: priors["copying" if hypothesis in HYPOTHESES[:2] else hypothesis] for hypothesis in HYPOTHESES
    }
    return Weights(
        priors=MappingProxyType(spread),
        signals=MappingProxyType(signals),
        limits=_numbers("limits", raw["limits"]),
        reach=_numbers("reach", raw["reach"]),
    )


def missing(signal: str, trigger: str) -> Evidence:
    """An entry that says what evidence there is none of."""
    return Evidence(signal=signal, weights={}, trigger=trigger)


def _numbers(where: str, table: object) -> Mapping[str, float]:
    if not isinstance(table, Mapping):
        raise ConfigError(f"weights: {where} is no table")
    for key, value in table.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ConfigError(f"weights: {where}.{key}: a finite number is needed, not {value!r}")
    return MappingProxyType({str(key): float(value) for key, value in table.items()})
