"""Whom an article names for what it took, in which words and with which scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from simulation import crediting
from simulation.crediting import Scene, named_by, phrase
from simulation.lists import Outlet
from simulation.nodes import Current, Node, Take
from simulation.pieces import Block, Credit, Run, marks_in
from simulation.planning import Plan

_CREDITED, _CREDITED_WIRE = 0.7, 0.75
_WRONG = 0.03
_ASKED = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourcing:
    """Draws the credits of an event's articles."""

    plan: Plan
    scene: Scene
    draw: Random

    def channel(self, node: Node, current: Current, parent: Node | None, speaker: str) -> tuple[str | None, str]:
        """How an article says where it has a quotation from, and whom that names."""
        draw = self.draw
        if current.kind == "foreign":
            if draw.random() < 0.35:
                return None, ""
            return self._naming("translated", current.channel or "", node)
        if current.channel is not None:
            return self._naming("broadcast", current.channel, node) if draw.random() < 0.6 else (None, "")
        if current.kind == "remarks":
            # Of what is said in public the speaker is the source, and named wherever he is. An outlet whose reporter
            # asked him there may say that it was told so.
            if parent is None and self.scene.english and draw.random() < _ASKED:
                kind = "agency_quote" if node.outlet.kind == "agency" else "interview"
                text = phrase(kind, self.scene, draw, node.outlet, i=node.outlet.short)
                if text is not None:
                    return text, speaker
            return (phrase("occasion", self.scene, draw) if draw.random() < 0.55 else "said"), speaker
        origin = self.plan.nodes[current.origin] if current.origin else parent
        if origin is None or draw.random() > _CREDITED:
            return None, ""
        outlet = origin.outlet if draw.random() < 0.8 or parent is None else parent.outlet
        kind = "interview" if draw.random() < 0.6 else "quote_report"
        kind = {"institution": "statement_say", "agency": "agency_quote"}.get(outlet.kind, kind)
        text = phrase(kind, self.scene, draw, outlet, i=outlet.short)
        return text, named_by(text or "", outlet)

    def _naming(self, kind: str, channel: str, node: Node) -> tuple[str | None, str]:
        text = phrase(kind, self.scene, self.draw, c=channel, own=node.outlet.short)
        # A phrasing without the channel's name names nobody.
        return text, channel.removeprefix("the ") if text and channel in text else ""

    def credited(
        self, node: Node, take: Take, current: Current, parent: Node | None, blocks: list[Block]
    ) -> list[Block]:
        """Blocks with the credit that the article gives for them, if it gives one."""
        draw, scene = self.draw, self.scene
        if not blocks:
            return blocks
        outlet = self._creditable(current, parent)
        if outlet is None or draw.random() > (_CREDITED_WIRE if outlet.kind == "agency" else _CREDITED):
            return blocks
        if draw.random() < _WRONG:
            outlet = draw.choice([each.outlet for each in self.plan.present if each is not node])
        marks = tuple(dict.fromkeys(mark for block in blocks for mark in marks_in(block)))
        family = crediting.credit_kinds(outlet)
        filled = {"i": outlet.short}
        scope = draw.random()
        if scope < 0.36:
            if outlet.kind == "agency" and scope < 0.2 and scene.english:
                kind = "agency_byline" if scope < 0.08 else "agency_dateline"
                text = phrase(kind, scene, draw, outlet) or ""
                if kind == "agency_byline":
                    node.head.append(crediting.line(text, outlet.name, marks))
                    return blocks
                lead = Run(text=text, credit=Credit(source=outlet.name, passages=marks))
                first = blocks[0]
                return [(((lead, *first[0][0]), *first[0][1:]), *first[1:]), *blocks[1:]]
            foot = phrase(f"{family}_foot", scene, draw, outlet, **filled)
            if foot is not None:
                node.foot.append(crediting.line(foot, outlet.name, marks))
            return blocks
        tail = phrase(f"{family}_tail", scene, draw, outlet, **filled)
        if scope < 0.6 or not scene.english:
            name = outlet.name
            return self._first_that_takes(blocks, lambda block: tail and crediting.tailed(block, tail, name, draw))
        if scope < 0.72 and family == "report":
            lead_in = phrase("report_lead", scene, draw, outlet) or ""
            return self._first_that_takes(blocks, lambda block: crediting.led(block, lead_in, outlet.name))
        if scope < 0.82 and family == "report":
            text = phrase("report_sentence", scene, draw, outlet) or ""
            return [crediting.sentence_after(blocks[0], text, outlet.name, marks_in(blocks[0])), *blocks[1:]]
        kind = {"agency": "agency_quote", "statement": "statement_say"}.get(family, "interview")
        said = phrase(kind, scene, draw, outlet, **filled) or "said"
        return self._first_that_takes(blocks, lambda block: crediting.spoken(block, said, named_by(said, outlet)))

    def _creditable(self, current: Current, parent: Node | None) -> Outlet | None:
        origin = self.plan.nodes[current.origin].outlet if current.origin else None
        if current.kind == "release" and origin is None:
            name = (current.institution or "").removeprefix("the ")
            origin = Outlet(name=name, short=current.institution or name, kind="institution")
        if parent is None or parent.outlet == origin or self.draw.random() < 0.6:
            return origin
        return parent.outlet

    def _first_that_takes(self, blocks: list[Block], change: Callable[[Block], Block | str | None]) -> list[Block]:
        for at, block in enumerate(blocks):
            new = change(block)
            if new and not isinstance(new, str):
                return [*blocks[:at], new, *blocks[at + 1 :]]
        return blocks
