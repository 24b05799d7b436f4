"""The wording of an event: what each current says, and how each article puts it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from simulation import crediting, lists, rules
from simulation.crediting import Scene, phrase
from simulation.house import glyphs_only, normalised
from simulation.library import Paragraph, Quote
from simulation.nodes import SELF, SOURCE, Current, Lineage, Node, Take
from simulation.pieces import Block, Credit, Run, Sentence, marked, marks_in, paragraph_of, plain, runs_in
from simulation.planning import Plan
from simulation.recast import Mode, Pen, recast, tidied, with_slip
from simulation.sourcing import Sourcing
from simulation.speech import Saying, bracketed, cut, direct, elided, partial, reported, say, speaker_in, wording

_LEAST_QUOTE = 6
_CLOSING_COMMA, _FULL_STOP = re.compile(r",'\Z"), re.compile(r"(?<!\.)\.\Z")
# Seams: a copy is put wholly into its new house's style, or only its glyphs are, or it is pasted as it came.
_STYLED, _GLYPHS = 0.55, 0.75
_SLIP = 0.1
_KEEP_CREDIT = {"verbatim": 0.85, "abridged": 0.75, "light": 0.5, "heavy": 0.35}
_QUOTES_ONLY = 0.25
_OWN_INTERVIEW = 0.65
_OWN_CREDIT = 0.8
# So many equal words in a row are one translation: of independent renderings in the labelled events
# (benchmarks/events/fitted/) none shares more than eight.
_ONE_TRANSLATION = 9
# Desks tidy what people say; tabloids more than that.
_TIDIED = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A quotation on its way into an article; not `quoted` where all that came is reported speech."""

    mark: str
    words: str
    speaker: str
    quoted: bool


@dataclass(slots=True)
class Writer:
    """Writes the articles of a plan in the order of time, and keeps the lineage."""

    plan: Plan
    scene: Scene
    draw: Random
    fillers: dict[str, list[Paragraph]]
    lineage: Lineage = field(default_factory=Lineage)
    renderings: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by mark: those there are, by translator
    printed: dict[str, list[str]] = field(default_factory=dict)  # by mark: those that articles have
    pen: Pen = field(init=False)
    sourcing: Sourcing = field(init=False)

    def __post_init__(self) -> None:
        self.sourcing = Sourcing(plan=self.plan, scene=self.scene, draw=self.draw)
        self.pen = Pen(draw=self.draw, english=self.scene.english)

    # --- currents -----------------------------------------------------------------------------------------------

    def begin(self, current: Current, paragraphs: Sequence[Paragraph]) -> None:
        """Set down what a current says, as it left where it began."""
        if current.kind == "foreign":
            speech = self.draw.choice(lists.speeches(self.scene.part))
            count = self.draw.randint(1, len(speech.remarks))
            for at in sorted(self.draw.sample(range(len(speech.remarks)), count)):
                mark = self._begin_remark(current, "translation", speech.remarks[at], speech.speaker)
                self.renderings[mark] = speech.renderings[at]
                self.lineage.translated.add(mark)
            return
        if current.kind == "remarks":
            for quote in one_voice([quote for paragraph in paragraphs for quote in paragraph.quotes]):
                self._begin_remark(current, "short-quotation", quote.words, quote.speaker)
            return
        category = {"wire": "wire", "release": "press-release"}.get(current.kind, "syndication")
        parent = SELF if current.origin else SOURCE
        at = 0
        while at < len(paragraphs):
            size = 2 if self.draw.random() < 0.25 else 1
            block = tuple(paragraph_of(each.text) for each in paragraphs[at : at + size])
            at += size
            mark = self.lineage.mark({"wire": "w", "release": "p"}.get(current.kind, "s"), category, current.source)
            block = self._with_quotes(marked(block, mark), current)
            current.blocks.append(block)
            if current.origin is not None:
                for each in marks_in(block):
                    self.lineage.record(each, current.origin, parent)

    def _begin_remark(self, current: Current, category: str, words: str, speaker: str) -> str:
        mark = self.lineage.mark("k", category, current.source if current.channel else speaker)
        current.blocks.append((((Run(text=words, marks=(mark,), quoted=True, speaker=speaker),),),))
        return mark

    def _with_quotes(self, block: Block, current: Current) -> Block:
        """Quotations by a named speaker as passages of their own."""
        changed = []
        for paragraph in block:
            sentences = []
            for sentence in paragraph:
                runs = list(sentence)
                for at, run in enumerate(runs):
                    if not run.quoted or len(run.text.split()) < _LEAST_QUOTE:
                        continue
                    before, after = ("".join(each.text for each in side) for side in (runs[:at], runs[at + 1 :]))
                    speaker = speaker_in(before, after)
                    mark = self.lineage.mark("q", "short-quotation", current.source)
                    runs[at] = replace(run, speaker=speaker, marks=(*run.marks, mark))
                sentences.append(tuple(runs))
            changed.append(tuple(sentences))
        return tuple(changed)

    # --- articles -----------------------------------------------------------------------------------------------

    def write(self, node: Node) -> None:
        self.pen.choices.next_writer()
        if node.version_of is not None:
            self._write_version(node, self.plan.nodes[node.version_of])
            return
        parts: list[tuple[int | None, list[Block]]] = []
        for number in node.origin_of:
            parts.append((number, self._own(node, self.plan.currents[number])))
        for take in node.takes:
            parts.append((take.current, self._taken(node, take)))
        carried = sum(len(blocks) for _, blocks in parts)
        whole = any(take.share == 1.0 and take.mode == "verbatim" for take in node.takes)
        wanted = self.draw.randint(0, 2) if whole and carried > 2 else self.draw.randint(2, 6)
        own = [normalised((paragraph_of(each.text),), node.style) for each in self.fillers[node.id][:wanted]]
        node.body = self._arranged(parts, own)
        if node.outlet.kind == "agency" and self.draw.random() < _OWN_CREDIT:
            self._signed(node)
        self._byline(node)

    def _signed(self, node: Node) -> None:
        """An agency's own text says whose it is: in its dateline, above or below."""
        form = self.draw.random()
        kind = "agency_dateline" if self.scene.english else "agency_foot"
        if form >= 0.6:
            kind = "agency_foot" if form < 0.8 else "agency_byline"
        text = phrase(kind, self.scene, self.draw, node.outlet)
        if text is None or not node.body:
            return
        if kind == "agency_dateline":
            number, first = node.body[0]
            lead = Run(text=text, credit=Credit(source=node.outlet.name, passages=marks_in(first)))
            node.body[0] = (number, (((lead, *first[0][0]), *first[0][1:]), *first[1:]))
        else:
            (node.head if kind == "agency_byline" else node.foot).append(crediting.line(text, node.outlet.name, ()))

    def _own(self, node: Node, current: Current) -> list[Block]:
        """An origin's text: its own words in its own style, its interviews claimed for itself."""
        blocks = []
        for block in current.blocks:
            if self.scene.english and current.kind != "release" and self.draw.random() < _OWN_INTERVIEW:
                kind = "agency_quote" if node.outlet.kind == "agency" else "interview"
                text = phrase(kind, self.scene, self.draw, node.outlet)
                block = (text and crediting.spoken(block, text, node.outlet.name)) or block
            if self.draw.random() < _SLIP:
                block = with_slip(block, self.draw)
            blocks.append(normalised(block, node.style))
        current.blocks = blocks
        return blocks

    def _taken(self, node: Node, take: Take) -> list[Block]:
        current = self.plan.currents[take.current]
        from_source = take.parent == SOURCE
        parent = None if from_source else self.plan.nodes[take.parent]
        blocks = current.blocks if parent is None else parent.of(take.current)
        if current.kind in ("remarks", "foreign"):
            return self._sayings(node, take, current, parent, blocks)
        if parent is not None and take.share < 1.0 and self.scene.english and self.draw.random() < _QUOTES_ONLY:
            quotes = self._quotes_alone(node, take, current, parent, blocks)
            if quotes:
                return quotes
        count = max(1, round(len(blocks) * take.share))
        if take.mode in ("verbatim", "abridged"):
            chosen = list(blocks[:count])  # a wire is cut from its end
        else:
            chosen = [blocks[at] for at in sorted(self.draw.sample(range(len(blocks)), min(count, len(blocks))))]
        keep = self.draw.random() < _KEEP_CREDIT[take.mode]
        result = []
        for block in chosen:
            block = recast(block, take.mode, self.pen)
            block = self._unrepeated(node, block)
            if not block or not marks_in(block):
                continue
            block = block if keep else crediting.without_credits(block)
            result.append(block)
        result = self.sourcing.credited(node, take, current, parent, result)
        result = self._styled(node, result)
        self._record(node, take, result)
        return result

    def _quotes_alone(
        self, node: Node, take: Take, current: Current, parent: Node, blocks: Sequence[Block]
    ) -> list[Block]:
        """Only what is quoted, in the copyist's own frame."""
        found: list[Remark] = []
        for block in blocks:
            for mark in marks_in(block):
                if self.lineage.categories[mark] != "short-quotation":
                    continue
                words, speaker, all_quoted = wording(block, mark)
                if speaker and all_quoted:
                    found.append(Remark(mark=mark, words=words, speaker=speaker, quoted=True))
        self.draw.shuffle(found)
        return self._framed(node, take, current, parent, found[: self.draw.choice((1, 1, 2))])

    def _sayings(
        self, node: Node, take: Take, current: Current, parent: Node | None, blocks: Sequence[Block]
    ) -> list[Block]:
        found: list[Remark] = []
        held = self._held(node)
        for block in blocks:
            for mark in marks_in(block):
                words, speaker, all_quoted = wording(block, mark)
                if words and speaker is not None and mark not in held:
                    found.append(Remark(mark=mark, words=words, speaker=speaker, quoted=all_quoted))
        keep = max(1, round(len(found) * max(0.5, take.share)))
        chosen = [found[at] for at in sorted(self.draw.sample(range(len(found)), min(keep, len(found))))]
        if current.kind == "foreign" and parent is None:
            chosen = self._rendered(chosen)
        elif self.scene.english:
            chosen = [
                replace(each, words=tidied(each.words, self.pen)) if self.draw.random() < _TIDIED else each
                for each in chosen
            ]
        return self._framed(node, take, current, parent, chosen)

    def _rendered(self, remarks: Sequence[Remark]) -> list[Remark]:
        """Remarks in English, by one translator as far as may be: each unlike all other renderings of the same words.

        A remark is left out where every rendering that is left is too much like one that an article has already.
        """
        count = max((len(self.renderings[each.mark]) for each in remarks), default=0)
        translators = self.draw.sample(range(count), count)
        found = []
        for each in remarks:
            others = self.printed.setdefault(each.mark, [])
            left = (self.renderings[each.mark][at] for at in translators)
            made = next((words for words in left if not any(_one_translation(words, other) for other in others)), None)
            if made is not None:
                others.append(made)
                found.append(replace(each, words=_FULL_STOP.sub("", made)))
        return found

    def _framed(
        self, node: Node, take: Take, current: Current, parent: Node | None, found: Sequence[Remark]
    ) -> list[Block]:
        """Quotations in sentences of the article's own; the first may name the channel, for all by its speaker."""
        blocks: list[Block] = []
        named: dict[str, Credit] = {}
        for each in found:
            mark, words, speaker = each.mark, each.words, each.speaker
            if mark in self._held(node):
                continue
            saying = Saying(speaker=speaker, verb=self.draw.choice(("said", "said", "said", "added", "argued")))
            if speaker not in named and self.scene.english:
                text, source = self.sourcing.channel(node, current, parent, speaker)
                if text is not None:
                    marks = tuple(other.mark for other in found if other.speaker == speaker)
                    marks = marks if self.draw.random() < 0.5 else (mark,)
                    credit = Credit(source=source, passages=marks, plain="said")
                    named[speaker] = credit
                    saying = Saying(speaker=speaker, verb=text, credit=credit)
            sentences = self._set_in(replace(each, words=_CLOSING_COMMA.sub("'", words.strip(' "'))), saying)
            blocks.append((tuple(sentences),))
        blocks = self._styled(node, blocks) if blocks else []
        self._record(node, take, blocks)
        return blocks

    def _set_in(self, remark: Remark, saying: Saying) -> list[Sentence]:
        """A remark in a sentence: what reached the article as reported speech stays it, quotations may be cut."""
        draw, words, inner = self.draw, remark.words, (remark.mark,)
        if not remark.quoted:
            run = Run(text=words, marks=inner, speaker=remark.speaker)
            return [(*say(saying, ()), Run(text=" that "), run, Run(text="."))]
        form = draw.random()
        if self.scene.english and form < 0.3:
            return (partial if form < 0.15 else reported)(words, saying, (), inner, draw)
        if form < 0.42:
            words = cut(words, draw)
        elif form < 0.5:
            words = elided(words, draw)
        elif form < 0.55 and self.scene.english:
            words = bracketed(words, draw)
        return direct(words, saying, (), inner, draw)

    # --- putting together ---------------------------------------------------------------------------------------

    def _held(self, node: Node) -> set[str]:
        return {mark for mark, parents in self.lineage.parents.items() if node.id in parents}

    def _unrepeated(self, node: Node, block: Block) -> Block:
        """A block without the sentences that hold a passage which the article has already."""
        held = self._held(node)
        kept = (
            tuple(sentence for sentence in paragraph if not held & {mark for run in sentence for mark in run.marks})
            for paragraph in block
        )
        return tuple(paragraph for paragraph in kept if paragraph)

    def _styled(self, node: Node, blocks: list[Block]) -> list[Block]:
        chance = self.draw.random()
        if chance < _STYLED:
            return [normalised(block, node.style) for block in blocks]
        return [glyphs_only(block, node.style) for block in blocks] if chance < _GLYPHS else blocks

    def _record(self, node: Node, take: Take, blocks: Iterable[Block]) -> None:
        for block in blocks:
            for mark in marks_in(block):
                mode: Mode = take.mode
                self.lineage.record(mark, node.id, take.parent, mode)

    def _arranged(
        self, parts: list[tuple[int | None, list[Block]]], own: list[Block]
    ) -> list[tuple[int | None, Block]]:
        """Carried blocks in their order, the article's own paragraphs around and between them."""
        queue = [(number, list(blocks)) for number, blocks in parts if blocks]
        if self.draw.random() < 0.3:
            self.draw.shuffle(queue)
        body: list[tuple[int | None, Block]] = []
        own = list(own)
        if own and self.draw.random() < 0.45:
            body.append((None, own.pop(0)))
        for number, blocks in queue:
            if len(blocks) > 2 and self.draw.random() < 0.15:
                at = self.draw.randrange(len(blocks) - 1)
                blocks[at], blocks[at + 1] = blocks[at + 1], blocks[at]
            for block in blocks:
                body.append((number, block))
                if own and self.draw.random() < 0.2:
                    body.append((None, own.pop(0)))
            if own and self.draw.random() < 0.7:
                body.append((None, own.pop(0)))
        return [*body, *((None, block) for block in own)]

    def _byline(self, node: Node) -> None:
        if self.draw.random() < 0.6 and not node.head:
            text = phrase("staff_byline", self.scene, self.draw)
            if text is not None:
                node.head.insert(0, plain(text))

    def _write_version(self, node: Node, first: Node) -> None:
        """An article again, later: touched up, some paragraphs added, a correction noted."""
        for number, (current, block) in enumerate(first.body):
            if current is None:
                mark = self.lineage.mark("v", "correction", None)
                block = marked(block, mark)
                first.body[number] = (None, block)
                self.lineage.record(mark, first.id, SELF)
            if self.draw.random() < 0.9:
                mode: Mode = self.draw.choice(("verbatim", "verbatim", "light"))
                changed = recast(block, mode, self.pen)
                node.body.append((current, changed))
                for each in marks_in(changed):
                    self.lineage.record(each, node.id, first.id, mode)
        node.head, node.foot = list(first.head), list(first.foot)
        if self.draw.random() < 0.6:
            note = self.draw.choice(lists.phrases("correction", self.scene.part))
            node.foot.append(plain(note.format(day=self.scene.day)))
        for added in self.fillers[node.id][: self.draw.randint(0, 2)]:
            node.body.append((None, normalised((paragraph_of(added.text),), node.style)))
        node.title = first.title


def _one_translation(one: str, two: str) -> bool:
    """Whether two renderings agree in more words in a row, or in more of a short one, than two translators do."""
    here, there = rules.words(one), rules.words(two)
    most = min(_ONE_TRANSLATION, max(4, min(len(here), len(there)) * 3 // 4))
    return any(rules.shared_runs(here, there, most))


def one_voice(quotes: Sequence[Quote]) -> list[Quote]:
    """What the person who says most says, and one remark of somebody else's."""
    voices = Counter(quote.speaker for quote in quotes)
    most = max(sorted(voices), key=lambda speaker: voices[speaker], default="")
    others = [quote for quote in quotes if quote.speaker != most][:1]
    kept = [quote for quote in quotes if quote.speaker == most][:3] + others
    return [quote for quote in quotes if quote in kept]


def credits_of(node: Node) -> list[Credit]:
    """Whom an article names for which passages."""
    blocks = [*node.head, *(block for _, block in node.body), *node.foot]
    return [run.credit for block in blocks for run in runs_in(block) if run.credit is not None]
