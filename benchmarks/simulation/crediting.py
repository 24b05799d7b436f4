"""Credits put into blocks: in the middle of a sentence, after it, before it, or on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from simulation import lists
from simulation.clauses import lowered
from simulation.lists import Outlet
from simulation.pieces import Block, Credit, Run, Sentence
from simulation.texts import Part

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_VERB = re.compile(r"(?<=\s)(said|says|added|told)(?=[.,:]|\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What phrasings fill in: the day and town of an event, its people, and which half the phrasings are of."""

    part: Part
    language: str
    day: str
    city: str
    people: tuple[str, ...]
    reporters: tuple[str, ...]

    @property
    def english(self) -> bool:
        return self.language == "en"


def phrase(kind: str, scene: Scene, draw: Random, outlet: Outlet | None = None, **filled: str) -> str | None:
    """A phrasing of a kind, filled in; `None` where the language has none."""
    choices = lists.credits(kind, scene.language, scene.part)
    if not choices:
        return None
    first, second = draw.sample(scene.reporters, 2)
    values = {
        "day": scene.day,
        "city": scene.city,
        "CITY": scene.city.upper(),
        "reporter": first,
        "reporter2": second,
        "p": scene.people[0],
        **filled,
    }
    if outlet is not None:
        values |= {"o": outlet.short, "O": outlet.name, "a": outlet.acronym or outlet.name, "A": outlet.name}
    return draw.choice(choices).format(**values)


def named_by(text: str, outlet: Outlet) -> str:
    """The name of an outlet if words name it ("said in a statement" names nobody), else nothing."""
    forms = (outlet.name, outlet.short, outlet.acronym or outlet.name)
    return outlet.name if any(form in text for form in forms) else ""


def credit_kinds(outlet: Outlet) -> str:
    """The family of phrasings for a source."""
    return {"agency": "agency", "institution": "statement"}.get(outlet.kind, "report")


def tailed(block: Block, text: str, source: str, draw: Random) -> Block | None:
    """A block with a credit before the full stop of one sentence of narration."""
    places = [
        (p, s)
        for p, paragraph in enumerate(block)
        for s, sentence in enumerate(paragraph)
        if len(sentence) == 1 and sentence[0].text.endswith(".") and not sentence[0].quoted and not sentence[0].credit
    ]
    if not places:
        return None
    p, s = places[0] if draw.random() < 0.6 else draw.choice(places)
    run = block[p][s][0]
    credit = Run(text=text, marks=run.marks, credit=Credit(source=source, passages=run.marks))
    new = (replace(run, text=run.text[:-1]), credit, replace(run, text="."))
    return _with(block, p, s, new)


def led(block: Block, text: str, source: str) -> Block | None:
    """A block with a credit before its first sentence, if that is narration."""
    sentence = block[0][0]
    run = sentence[0]
    if len(sentence) != 1 or run.quoted or run.credit is not None or len(run.text) < 2:
        return None
    # The lead stands outside of what was taken.
    lead = Run(text=text, credit=Credit(source=source, passages=run.marks))
    return _with(block, 0, 0, (lead, replace(run, text=lowered(run.text))))


def spoken(block: Block, text: str, source: str, marks: Sequence[str] | None = None) -> Block | None:
    """A block whose first quotation is said to, or quoted from, a source: ``said`` becomes ``told the Courier``."""
    for p, paragraph in enumerate(block):
        for s, sentence in enumerate(paragraph):
            quoted = [run for run in sentence if run.quoted and run.marks]
            if not quoted or any(run.credit for run in sentence):
                continue
            if marks is not None and not set(quoted[0].marks) & set(marks):
                continue
            for at, run in enumerate(sentence):
                match = None if run.quoted else _VERB.search(run.text)
                if match is None or match[0] == "told":
                    continue
                # "said Smith" would become "told the Courier Smith".
                rest = "".join(each.text for each in (replace(run, text=run.text[match.end() :]), *sentence[at + 1 :]))
                if re.match(r" ?(?:[A-Z]|the |an? )", rest):
                    continue
                named = tuple(dict.fromkeys(mark for each in quoted for mark in each.marks))
                said = Run(text=text, marks=run.marks, credit=Credit(source=source, passages=named, plain=match[0]))
                parts = (replace(run, text=run.text[: match.start()]), said, replace(run, text=run.text[match.end() :]))
                new = (*sentence[:at], *(part for part in parts if part.text), *sentence[at + 1 :])
                return _with(block, p, s, new)
    return None


def sentence_after(block: Block, text: str, source: str, marks: tuple[str, ...]) -> Block:
    """A block with a sentence of its own that credits the source, at the end of its first paragraph."""
    run = Run(text=text, credit=Credit(source=source, passages=marks))
    return ((*block[0], (run,)), *block[1:])


def line(text: str, source: str, marks: tuple[str, ...]) -> Block:
    """A line that credits a source for all of the text."""
    return (((Run(text=text, credit=Credit(source=source, passages=marks)),),),)


def without_credits(block: Block) -> Block:
    """A block that names nobody: credits give way to what would stand there without."""
    kept = []
    for paragraph in block:
        sentences: list[Sentence] = []
        for sentence in paragraph:
            if all(run.credit is not None and not run.credit.plain for run in sentence):
                continue
            runs = tuple(
                run if run.credit is None else replace(run, text=run.credit.plain, credit=None)
                for run in sentence
                if run.credit is None or run.credit.plain
            )
            dropped_lead = sentence[0].credit is not None and not sentence[0].credit.plain
            if dropped_lead:
                runs = (replace(runs[0], text=runs[0].text[:1].upper() + runs[0].text[1:]), *runs[1:])
            sentences.append(joined(runs))
        if sentences:
            kept.append(tuple(sentences))
    return tuple(kept)


def joined(runs: Sentence) -> Sentence:
    """Neighbouring runs of one kind made one."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if last is not None and run.credit is None and last == replace(run, text=last.text):
            found[-1] = replace(last, text=last.text + run.text)
        else:
            found.append(run)
    return tuple(found)


def _with(block: Block, p: int, s: int, new: Sentence) -> Block:
    paragraph = (*block[p][:s], new, *block[p][s + 1 :])
    return (*block[:p], paragraph, *block[p + 1 :])
