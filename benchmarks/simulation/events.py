"""Whole events: base texts chosen, a plan made, articles written, the truth read off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from dedup.errors import InputError
from dedup.evaluation import Labelled
from dedup.model import Article
from simulation import dating, lists, truth
from simulation.crediting import DAYS, Scene, phrase
from simulation.house import normalised, printed
from simulation.library import Library, Paragraph, Source, grams
from simulation.lists import Outlet
from simulation.nodes import Node
from simulation.pieces import Block, paragraph_of, plain, runs_in
from simulation.pieces import marked as marked_as
from simulation.planning import Plan, plan_event
from simulation.rules import Marked
from simulation.texts import BaseText, Part, of_part
from simulation.writing import Writer, credits_of

_LEAST_TEXTS = 8
_UNKNOWN_OUTLET = 0.04
_PHOTO, _STOCK, _FACTS, _BOILERPLATE, _BACKGROUND = 0.25, 0.2, 0.35, 0.55, 0.5
_MOST = {"report": (3, 7), "wire": (3, 8), "release": (1, 3), "remarks": (2, 5)}


def simulate(base: Sequence[BaseText], *, seed: int, events: int, part: Part = "fit") -> Iterator[Labelled]:
    """Events with their truth, from the base texts, phrasings, outlets and seeds of one half.

    The same base texts (in any order), seed and half give the same events; event n does not depend on how many
    are asked for. Raises `InputError` where a half has too few usable texts.
    """
    library = Library(of_part(base, part))
    if len(library.texts) < _LEAST_TEXTS:
        raise InputError(f"the {part} half has {len(library.texts)} base texts; at least {_LEAST_TEXTS} are needed")
    for number in range(events):
        yield event(library, f"{part}:{seed}:{number}", f"sim{seed}-{number:04}", part)


def event(library: Library, key: str, name: str, part: Part) -> Labelled:
    """One event, drawn with a key of its own."""
    draw = Random(key)
    main, near = library.draw(draw)
    institution, channel, people = _people(main, part, draw)
    plan = plan_event(name, institution, channel, people[0], part, main.base.language, draw)
    scene = Scene(
        part=part,
        language=main.base.language,
        day=draw.choice(DAYS),
        city=draw.choice(lists.names("cities", part)),
        people=people,
        reporters=lists.reporters(part),
    )
    material, fillers, titles = _shared_out(plan, main, near, draw)
    writer = Writer(plan=plan, scene=scene, draw=draw, fillers=fillers)
    for current in plan.currents:
        writer.begin(current, material[current.number])
    for node in plan.in_time:
        node.title = node.title or titles[node.id]
        writer.write(node)
    return _labelled(plan, writer, scene, draw)


def _people(main: Source, part: Part, draw: Random) -> tuple[Outlet, str, tuple[str, ...]]:
    bodies = main.bodies[:3] if main.bodies and draw.random() < 0.6 else lists.names("institutions", part)
    bare = draw.choice(bodies).removeprefix("the ")
    institution = Outlet(name=bare, short=f"the {bare}", kind="institution")
    people = main.persons or tuple(draw.sample(lists.reporters(part), 3))
    return institution, draw.choice(lists.names("channels", part)), people


def _shared_out(
    plan: Plan, main: Source, near: Sequence[Source], draw: Random
) -> tuple[dict[int, list[Paragraph]], dict[str, list[Paragraph]], dict[str, str]]:
    """Which paragraphs each current and each article gets; none has six words in a row in common with another's.

    The article in which a current began goes on in the base text that the current is from; all others report from
    base texts of their own, near in subject.
    """
    pool = [main, *near]
    taken: set[tuple[str, ...]] = set()

    def fresh(paragraphs: Sequence[Paragraph], count: int) -> list[Paragraph]:
        found: list[Paragraph] = []
        for each in paragraphs:
            if len(found) < count and not each.grams & taken:
                found.append(each)
                taken.update(each.grams)
        return found

    material: dict[int, list[Paragraph]] = {}
    home: dict[int, Source] = {}
    for current in plan.currents:
        if current.kind == "foreign":  # a speech, of no base text
            material[current.number] = []
            continue
        low, high = _MOST[current.kind]
        count = draw.randint(low, high)
        speech = current.kind == "remarks"
        for source in pool:
            usable = [each for each in source.paragraphs if (each.quotes if speech else each.clean)]
            found = fresh(usable, count)
            if len(found) >= min(low, 2) or (found and source is pool[-1]):
                break
        material[current.number], home[current.number] = found, source
        # Each further current comes from another text, but for speech, which may be from the same.
        if not speech and source in pool and len(pool) > 4:
            pool.remove(source)
    fillers: dict[str, list[Paragraph]] = {}
    titles: dict[str, str] = {}
    own = [source for source in near if all(source is not each for each in home.values())] or [main]
    for number, node in enumerate(plan.in_time):
        source = home[node.origin_of[0]] if node.origin_of else own[number % len(own)]
        fillers[node.id] = fresh(source.paragraphs, 6)
        others = [*own[number:], *own[:number]]
        title = _title(node.outlet.name, others, fillers[node.id], taken, set(titles.values()))
        titles[node.id] = title
        taken |= grams(title)
    return material, fillers, titles


def _title(
    outlet: str, sources: Sequence[Source], own: Sequence[Paragraph], taken: set[tuple[str, ...]], used: set[str]
) -> str:
    """A headline that shares no six words with anything else in the event, else the first words of the article."""
    for source in sources:
        title = source.base.title
        if title and title not in used and not grams(title) & taken:
            return title
    return " ".join(own[0].text.split()[:5]) if own else f"In brief: {outlet}"


def _labelled(plan: Plan, writer: Writer, scene: Scene, draw: Random) -> Labelled:
    start = dating.begin(draw)
    present = plan.present
    stamps = dating.stamps(present, start, draw)
    planted = _extras(present, writer, scene, draw)
    articles, marked, told = [], [], {}
    for node in present:
        text, marks, places = _text(node, planted[node.id])
        writer.lineage.credits[node.id] = credits_of(node)
        outlet = node.outlet.name
        marked.append(
            Marked(id=node.id, event="", text=text, marks=marks, outlet=outlet, published=None, title=None, url=None)
        )
        told[node.id] = places
        unknown = draw.random() < _UNKNOWN_OUTLET
        slug = "-".join("".join(char for char in word if char.isalnum()) for word in node.title.lower().split()[:6])
        articles.append(
            Article(
                id=node.id,
                text=text,
                outlet=None if unknown else node.outlet.name,
                published=stamps[node.id],
                title=node.title,
                url=None if unknown or draw.random() < 0.2 else f"https://{node.outlet.host}/{slug}",
            )
        )
    found = truth.passages(marked, plan.nodes, writer.lineage)
    return Labelled(
        articles=tuple(articles), passages=tuple(found), hard_negatives=tuple(truth.negatives(marked, told, found))
    )


Planted = list[tuple[str, str, Block]]  # name, reason, block; a name that starts with "#" is a mark


def _extras(present: Sequence[Node], writer: Writer, scene: Scene, draw: Random) -> dict[str, Planted]:
    """What articles share without reuse, and what an outlet repeats: facts, stock phrases, captions, boilerplate."""
    extras: dict[str, Planted] = {node.id: [] for node in present}
    if scene.english:
        for told in draw.sample(lists.facts(scene.part), 2):
            values = _values(writer, scene, draw)
            if draw.random() < _FACTS:
                # Each in its own words: who else knows it, knows it from elsewhere.
                count = draw.randint(2, min(len(told), len(present)))
                for node, words in zip(draw.sample(present, count), draw.sample(told, count), strict=True):
                    text = words.format(**values)
                    extras[node.id].append((told[0], "facts", plain(text[:1].upper() + text[1:])))
        for phrase_text in draw.sample(lists.phrases("stock", scene.part), 2):
            if draw.random() < _STOCK:
                for node in draw.sample(present, 2):
                    extras[node.id].append((phrase_text, "stock phrase", plain(phrase_text)))
    outlets: dict[str, list[Node]] = {}
    for node in present:
        outlets.setdefault(node.outlet.name, []).append(node)
    endings = draw.sample(lists.phrases("boilerplate", scene.part), len(lists.phrases("boilerplate", scene.part)))
    for number, name in enumerate(sorted(outlets)):
        nodes = outlets[name]
        if draw.random() < _BOILERPLATE:
            text = endings[number % len(endings)]
            block = plain(text.format(o=nodes[0].outlet.short, O=name, year=2030))
            mark = writer.lineage.mark("t-", "template", None)
            for node in nodes:
                node.foot.append(marked_as(block, mark))
                writer.lineage.record(mark, node.id, "@self")
        if len(nodes) > 1 and scene.english and draw.random() < _BACKGROUND and nodes[1].version_of is None:
            text = draw.choice(lists.phrases("background", scene.part)).format(**_values(writer, scene, draw))
            mark = writer.lineage.mark("bg-", "background", None)
            for node in nodes:
                block = normalised((paragraph_of(text[:1].upper() + text[1:]),), node.style)
                node.body.insert(draw.randint(0, len(node.body)), (None, marked_as(block, mark)))
                writer.lineage.record(mark, node.id, "@self")
    for node in present:
        if draw.random() < _PHOTO and node.version_of is None:
            owner = draw.choice(present).outlet
            caption = phrase("photo", scene, draw, owner)
            if caption is not None:
                (node.head if draw.random() < 0.5 else node.foot).append(plain(caption))
    return extras


def _values(writer: Writer, scene: Scene, draw: Random) -> dict[str, str]:
    """What facts and background paragraphs are about."""
    return {
        "who": draw.choice(scene.people),
        "what": f"the {writer.plan.currents[0].institution}",
        "city": scene.city,
        "day": scene.day,
        "n": str(draw.randrange(41, 900)),
        "m": str(draw.randrange(1950, 2025)),
        "age": str(draw.randrange(31, 78)),
        "few": str(draw.randrange(3, 9)),
        "minutes": str(draw.randrange(10, 60)),
    }


def _text(node: Node, planted: Planted) -> tuple[str, dict[str, tuple[int, int]], list[tuple[str, str, int, int]]]:
    """An article's text, the spans of its passages, and those of what was planted."""
    draw = Random(f"layout:{node.id}:{node.outlet.name}")
    blocks: list[tuple[tuple[str, str] | None, Block]] = [(None, plain(node.title))]
    blocks += [(None, block) for block in node.head]
    body: list[tuple[tuple[str, str] | None, Block]] = [(None, block) for _, block in node.body]
    for name, reason, block in planted:
        at = _gap(body, draw)
        body.insert(at, ((name, reason), normalised(block, node.style)))
    blocks += body
    blocks += [(None, block) for block in node.foot]
    text = ""
    spans: dict[str, tuple[int, int]] = {}
    places: list[tuple[str, str, int, int]] = []
    for told, block in blocks:
        if text:
            text += "\n\n"
        start = len(text)
        for p, paragraph in enumerate(printed(each) for each in block):
            text += "\n\n" if p else ""
            for s, sentence in enumerate(paragraph):
                text += " " if s else ""
                for run in sentence:
                    begin = len(text)
                    text += run.text
                    for mark in run.marks:
                        spans[mark] = (spans.get(mark, (begin, 0))[0], len(text))
        if told is not None:
            places.append((*told, start, len(text)))
    text += "\n"
    return text, {mark: trimmed for mark, span in spans.items() if (trimmed := _trimmed(text, span))}, places


def _gap(body: Sequence[tuple[object, Block]], draw: Random) -> int:
    """A place between two blocks where no passage is cut in two."""
    marks = [{mark for run in runs_in(block) for mark in run.marks} for _, block in body]
    free = [at for at in range(len(body) + 1) if not 0 < at < len(body) or not marks[at - 1] & marks[at]]
    return draw.choice(free)


def _trimmed(text: str, span: tuple[int, int]) -> tuple[int, int] | None:
    """A span without white space and marks of punctuation around its words."""
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return (start, end) if end > start else None
