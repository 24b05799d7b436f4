"""Paragraphs of one news article set into another on the same event: direction is known, the subject tells nothing.

PAN's borrowers are about something else than what they borrow, which any measure of fit finds at once. Here both
articles tell of one event on one day, so that what is left is the wording.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dedup.errors import InputError
from dedup.evaluation.pan_windows import Window, WindowPair
from dedup.evaluation.rows import json_rows
from dedup.model import Span

_WORD = re.compile(r"\w+")
_LEAST_WORDS, _MOST_WORDS = 60, 140  # of the passage
_LEAST_CONTEXT = 100  # words on either side of it
_ALIKE = 0.3  # cosine of two articles on one event
_TOLD_ALREADY = 4  # the longest run of words that the other article may hold of a paragraph set into it


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article as a sequence of paragraphs."""

    id: str
    outlet: str
    day: str
    topic: str
    paragraphs: tuple[str, ...]


def read_stories(path: Path) -> tuple[Story, ...]:
    """Articles with `id`, `text`, `source`, `date` and `topic`, a JSON object a line. Raises `InputError`."""
    stories = []
    for where, raw in json_rows(path):
        try:
            stories.append(
                Story(
                    id=raw["id"],
                    outlet=raw["source"],
                    day=raw["date"],
                    topic=raw["topic"],
                    paragraphs=tuple(part for part in raw["text"].split("\n\n") if part.strip()),
                )
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise InputError(f"{where}: no article with id, text, source, date and topic: {error}") from error
    return tuple(sorted(stories, key=lambda story: story.id))


def transplants(stories: Sequence[Story], seed: int, number: int, context_words: int = 150) -> Iterator[WindowPair]:
    """At most `number` transplants, one for a pair of articles on one event, with equal windows and drawn sides."""
    vectors = _vectors(stories)
    pairs = sorted(_alike(stories, vectors))
    random.Random(f"{seed}/order").shuffle(pairs)
    made = 0
    for one, other in pairs:
        chance = random.Random(f"{seed}/{stories[one].id}/{stories[other].id}")
        source, target = (one, other) if chance.random() < 0.5 else (other, one)
        window = _transplant(stories[source], stories[target], chance, context_words)
        if window is not None:
            yield window
            made += 1
            if made == number:
                return


def _vectors(stories: Sequence[Story]) -> list[dict[str, float]]:
    words = [Counter(word.lower() for part in story.paragraphs for word in _WORD.findall(part)) for story in stories]
    seen = Counter(word for each in words for word in each)
    found = []
    for each in words:
        vector = {
            word: (1 + math.log(count)) * math.log(len(stories) / seen[word])
            for word, count in each.items()
            if 2 <= seen[word] <= len(stories) / 5
        }
        norm = math.sqrt(math.fsum(value * value for value in vector.values())) or 1.0
        found.append({word: value / norm for word, value in vector.items()})
    return found


def _alike(stories: Sequence[Story], vectors: Sequence[Mapping[str, float]]) -> Iterator[tuple[int, int]]:
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, story in enumerate(stories):
        groups[story.day, story.topic].append(number)
    for _, members in sorted(groups.items()):
        for position, one in enumerate(members):
            for other in members[position + 1 :]:
                if stories[one].outlet == stories[other].outlet:
                    continue
                small, large = sorted((vectors[one], vectors[other]), key=len)
                if math.fsum(value * large.get(word, 0.0) for word, value in small.items()) >= _ALIKE:
                    yield one, other


def _transplant(source: Story, target: Story, chance: random.Random, context_words: int) -> WindowPair | None:
    inner = [
        (first, last)
        for first in range(1, len(source.paragraphs) - 1)
        for last in (first + 1, first + 2, first + 3)
        if last < len(source.paragraphs)
        and _LEAST_WORDS <= sum(len(part.split()) for part in source.paragraphs[first:last]) <= _MOST_WORDS
    ]
    places = range(1, len(target.paragraphs))
    if not inner or not places:
        return None
    first, last = chance.choice(inner)
    place = chance.choice(places)
    passage = "\n\n".join(source.paragraphs[first:last])
    if _share_a_run(passage, " ".join(target.paragraphs)):
        return None
    around = (
        (source.paragraphs[:first], source.paragraphs[last:]),
        (target.paragraphs[:place], target.paragraphs[place:]),
    )
    contexts = [tuple("\n\n".join(part) for part in each) for each in around]
    before, after = (min(context_words, *(len(each[side].split()) for each in contexts)) for side in (0, 1))
    if before + after < _LEAST_CONTEXT:
        return None
    cut = []
    for story, (head, tail) in zip((source, target), contexts, strict=True):
        head = _last_words(head, before)
        start = len(head) + 2 if head else 0
        text = f"{head}\n\n{passage}" if head else passage
        whole = f"{text}\n\n{_first_words(tail, after)}" if after else text
        cut.append(Window(story.id, whole, Span(start, start + len(passage))))
    return WindowPair.of(*cut, source_left=chance.random() >= 0.5, category="news", before=before, after=after)


def _share_a_run(one: str, other: str) -> bool:
    words = [[word.lower() for word in _WORD.findall(text)] for text in (one, other)]
    size = _TOLD_ALREADY + 1
    runs = [{tuple(each[at : at + size]) for at in range(len(each) - size + 1)} for each in words]
    return not runs[0].isdisjoint(runs[1])


def _last_words(text: str, number: int) -> str:
    hits = list(re.finditer(r"\S+", text))
    return text[hits[-number].start() :] if number else ""


def _first_words(text: str, number: int) -> str:
    hits = list(re.finditer(r"\S+", text))
    return text[: hits[number - 1].end()]
