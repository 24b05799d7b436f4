"""When simulated articles say that they were published: to the minute, to the day, late, early, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from random import Random

from simulation.nodes import Node

_FIRST = datetime(2029, 1, 1, tzinfo=UTC)
_YEARS_DAYS = 4 * 365
# Shares of stamps. Copies are often put up a day or more after the wire moved them; an origin that is updated gets
# a stamp after that of its copy; day dates and none at all are what scrapers return for about a third of the pages.
_LATE, _RESTAMPED = 0.1, 0.03
_EXACT, _OFFSET, _DAY, _INTERVAL = 0.5, 0.64, 0.86, 0.92


def begin(draw: Random) -> datetime:
    """When an event happens."""
    return _FIRST + timedelta(days=draw.randrange(_YEARS_DAYS), hours=draw.randrange(6, 20), minutes=draw.randrange(60))


def stamps(nodes: Sequence[Node], start: datetime, draw: Random) -> dict[str, str | None]:
    """What each article gives as its date of publication, by id."""
    return {node.id: _written(start + timedelta(hours=_shown(node, draw)), draw) for node in nodes}


def _shown(node: Node, draw: Random) -> float:
    if node.takes and draw.random() < _LATE:
        return node.hour + draw.uniform(20, 75)
    if node.origin_of and draw.random() < _RESTAMPED:
        return node.hour + draw.uniform(6, 30)
    return node.hour


def _written(when: datetime, draw: Random) -> str | None:
    form = draw.random()
    if form < _EXACT:
        return when.strftime("%Y-%m-%dT%H:%M:00Z")
    if form < _OFFSET:
        zone = timezone(timedelta(hours=draw.choice((-8, -6, -5, -4, 1, 2, 3, 9))))
        return when.astimezone(zone).isoformat(timespec="minutes")
    if form < _DAY:
        return when.date().isoformat()
    if form < _INTERVAL:
        early = when - timedelta(hours=draw.uniform(1, 10))
        late = when + timedelta(hours=draw.uniform(1, 20))
        return f"{early.strftime('%Y-%m-%dT%H:%M:00Z')}/{late.strftime('%Y-%m-%dT%H:%M:00Z')}"
    return None
