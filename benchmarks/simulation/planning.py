"""Who is in an event and who takes what from whom, before a word of it is written.

Why the shares are what they are. Studies of news reuse (METER; PolNeAR) and the design put half or more of what two
outlets share down to a third party, so currents that begin outside of the collection, or in an agency, make up about
half, and the origin of a report is as often missing as present. Quotations are what outlets share most (of the runs
that PolNeAR's outlets share, more than two in five lie in attributed words on both sides), so most events have remarks
or a statement beside their main report, and who quotes public remarks has mostly heard them or has them from whoever
put them out, not from another outlet. But who has an outlet's report before them takes quotations from it, too: in
labelled events (benchmarks/events/fitted/) 58 in 100 of what two articles both quote were copied where they shared
another passage that was, and 11 where they shared others; so one take is mostly followed by more from the same article.
Most copying is light or abridged, since that is what a desk has time for; full rewrites are a fifth. Credits: a copy
names its source in about two cases of three, a wire somewhat more often, and every scope of naming is common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TypeVar

from simulation.house import style_of
from simulation.lists import Outlet, agencies, outlets
from simulation.nodes import SOURCE, Current, CurrentKind, Node, Take
from simulation.recast import Mode
from simulation.texts import Part

T = TypeVar("T")

_MAIN: tuple[tuple[CurrentKind, float], ...] = (
    ("wire", 0.34), ("report", 0.36), ("release", 0.12), ("remarks", 0.13), ("foreign", 0.05),
)  # fmt: skip
_SIDE: tuple[tuple[CurrentKind, float], ...] = (
    ("release", 0.24), ("remarks", 0.4), ("foreign", 0.14), ("report", 0.15), ("wire", 0.07),
)  # fmt: skip
_MODES: dict[CurrentKind, tuple[tuple[Mode, float], ...]] = {
    "wire": (("verbatim", 0.3), ("abridged", 0.3), ("light", 0.25), ("heavy", 0.15)),
    "report": (("verbatim", 0.17), ("abridged", 0.25), ("light", 0.33), ("heavy", 0.25)),
    "release": (("verbatim", 0.35), ("abridged", 0.25), ("light", 0.25), ("heavy", 0.15)),
    "remarks": (("verbatim", 1.0),),
    "foreign": (("translated", 1.0),),
}
_MOST_OF_KIND: dict[CurrentKind, int] = {"remarks": 2}  # more than one person speaks
_ORIGIN_PRESENT = 0.5
# Takes from another taker rather than from the origin: a wire's members have it themselves.
_SECOND_HAND: dict[CurrentKind, float] = {"report": 0.35, "wire": 0.12, "release": 0.2, "remarks": 0.3, "foreign": 0.2}
_AGAIN = 0.6  # … or has it from the article that it takes something else from, if that has it
_BETWEEN = 0.12  # … or from one that is not in the collection
_SAME_OUTLET, _VERSION = 0.12, 0.22
_FROM_VERSION = 0.7  # who comes after a later version finds that one, but for feeds and what was saved


@dataclass(slots=True)
class Plan:
    nodes: dict[str, Node]
    currents: list[Current]

    @property
    def in_time(self) -> list[Node]:
        return sorted(self.nodes.values(), key=lambda node: (node.hour, node.id))

    @property
    def present(self) -> list[Node]:
        return [node for node in self.in_time if node.present]


def pick(options: Sequence[tuple[T, float]], draw: Random) -> T:
    return draw.choices([option for option, _ in options], [weight for _, weight in options])[0]


class _Cast:
    """Hands out outlets, each once."""

    def __init__(self, part: Part, draw: Random, language: str) -> None:
        self._outlets = list(outlets(part))
        self._agencies = list(agencies(part))
        draw.shuffle(self._outlets)
        draw.shuffle(self._agencies)
        self._language = language
        self._count = 0

    def node(self, name: str, present: bool, hour: float, outlet: Outlet | None = None) -> Node:
        outlet = outlet or self._outlets.pop()
        return Node(id=name, outlet=outlet, style=style_of(outlet.name, self._language), present=present, hour=hour)

    def ghost(self, hour: float, outlet: Outlet | None = None) -> Node:
        self._count += 1
        return self.node(f"~{self._count}", False, hour, outlet)

    def agency(self) -> Outlet:
        return self._agencies.pop()


def plan_event(
    event: str, institution: Outlet, channel: str, speaker: str, part: Part, language: str, draw: Random
) -> Plan:
    """Articles, the currents of an event, and the takes; `institution`, `channel` and `speaker` are its people."""
    cast = _Cast(part, draw, language)
    count = draw.choices(range(4, 10), (2, 3, 3, 3, 2, 1))[0]
    hour, nodes = 0.0, {}
    # Ids in no order of time: which side of a pair is left says nothing.
    for number in draw.sample(range(1, count + 1), count):
        hour += draw.choice((0.3, 0.7, 1.5, 3.0, 6.0, 11.0)) * draw.uniform(0.5, 1.5)
        node = cast.node(f"{event}-{number:02}", True, hour)
        nodes[node.id] = node
    plan = Plan(nodes=nodes, currents=[])
    kinds = [pick(_MAIN, draw)]
    kinds += [pick(_SIDE, draw) for _ in range(draw.choices((0, 1, 2, 3, 4), (1, 3, 4, 3, 2))[0])]
    used: Counter[CurrentKind] = Counter()
    for kind in kinds:
        if kind == "foreign" and language != "en":
            kind = "remarks"  # speeches are rendered in English alone
        used[kind] += 1
        if used[kind] > _MOST_OF_KIND.get(kind, 1):
            continue
        _add_current(plan, kind, institution, channel, speaker, cast, draw)
    _add_versions(plan, draw)
    return plan


def _add_current(
    plan: Plan, kind: CurrentKind, institution: Outlet, channel: str, speaker: str, cast: _Cast, draw: Random
) -> None:
    number = len(plan.currents)
    normal = [node for node in plan.present if node.outlet.kind == "outlet"]
    source = {"foreign": channel, "release": institution.name.removeprefix("the ")}.get(kind, speaker)
    current = Current(number=number, kind=kind, source=source, institution=institution.name)
    if kind == "foreign" or (kind == "remarks" and draw.random() < 0.4):
        current.channel, current.source = channel, channel.removeprefix("the ")
    origin: Node | None = None
    if kind == "report":
        if draw.random() < _ORIGIN_PRESENT:
            origin = draw.choice(normal[: max(1, len(normal) // 2)])
        else:
            origin = cast.ghost(-draw.uniform(0.2, 6.0))
            plan.nodes[origin.id] = origin
    elif kind == "wire" or (kind == "release" and draw.random() < 0.25):
        outlet = cast.agency() if kind == "wire" else institution
        first = normal[0]
        if draw.random() < _ORIGIN_PRESENT:
            # The article of some outlet becomes the agency's own.
            first.outlet, first.style = outlet, style_of(outlet.name, "en" if first.style.english else "de")
            origin = first
        else:
            origin = cast.ghost(-draw.uniform(0.2, 6.0), outlet)
            plan.nodes[origin.id] = origin
    if origin is not None:
        current.origin, current.source = origin.id, origin.outlet.name
        origin.origin_of.append(number)
    plan.currents.append(current)
    _add_takes(plan, current, origin, cast, draw)


def _add_takes(plan: Plan, current: Current, origin: Node | None, cast: _Cast, draw: Random) -> None:
    later = [
        node
        for node in plan.present
        if node is not origin and node.outlet.kind == "outlet" and (origin is None or node.hour > origin.hour)
    ]
    fewest = 1 if origin is not None and origin.present else 2
    # Most of those who tell of an event tell of what was said at it, so two articles share several currents, each
    # with a lineage of its own.
    wanted = fewest + draw.choices((0, 1, 2, 3, 4), (2, 4, 4, 3, 2))[0]
    takers = sorted(draw.sample(later, min(len(later), wanted)), key=lambda node: (node.hour, node.id))
    start = SOURCE if origin is None else origin.id
    done: list[Node] = []
    for taker in takers:
        parent = start
        read = {take.parent for take in taker.takes}
        again = [node for node in done if node.id in read]
        if again and draw.random() < _AGAIN:
            parent = draw.choice(again).id
        elif done and draw.random() < _SECOND_HAND[current.kind]:
            parent = draw.choice(done).id
        elif draw.random() < _BETWEEN:
            earliest = origin.hour if origin is not None else -3.0
            between = cast.ghost((earliest + taker.hour) / 2)
            plan.nodes[between.id] = between
            between.takes.append(_take(current, parent, draw))
            parent = between.id
        taker.takes.append(_take(current, parent, draw))
        done.append(taker)


def _take(current: Current, parent: str, draw: Random) -> Take:
    modes = _MODES[current.kind]
    if current.kind in ("remarks", "foreign") and parent != SOURCE:
        modes = (("verbatim", 0.7), ("light", 0.3))
    mode = pick(modes, draw)
    # Whole texts are run by members of an agency; everyone else takes some paragraphs.
    share = (
        draw.choice((1.0, 1.0, 0.7))
        if mode == "verbatim" and current.kind == "wire"
        else draw.choice((0.25, 0.4, 0.6, 0.8, 1.0))
    )
    return Take(current=current.number, parent=parent, mode=mode, share=share)


def _add_versions(plan: Plan, draw: Random) -> None:
    """An article's later version, or a second article of an outlet."""
    normal = [node for node in plan.present if node.outlet.kind != "institution"]
    chance = draw.random()
    if chance < _VERSION and len(normal) > 2:
        first = draw.choice(normal)
        hour = first.hour + draw.uniform(0.5, 20.0)
        name = f"{first.id.rpartition('-')[0]}-{len(plan.present) + 1:02}"
        for later in plan.present:
            if later.hour > hour:
                later.takes = [
                    replace(take, parent=name) if take.parent == first.id and draw.random() < _FROM_VERSION else take
                    for take in later.takes
                ]
        plan.nodes[name] = Node(
            id=name, outlet=first.outlet, style=first.style, present=True, hour=hour, version_of=first.id
        )
    elif chance < _VERSION + _SAME_OUTLET and len(normal) > 3:
        one, two = draw.sample([node for node in normal if node.outlet.kind == "outlet"] or normal, 2)
        if one.outlet.kind == two.outlet.kind == "outlet":
            two.outlet, two.style = one.outlet, one.style
