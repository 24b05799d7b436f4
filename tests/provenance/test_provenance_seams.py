"""Seams: what a passage keeps of the habits of the article it comes from."""

from __future__ import annotations

import pytest
from counting import growth
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import mirrored, pair, read

from dedup.model import Evidence
from dedup.provenance import Dossier
from dedup.provenance.manner.habits import habits
from dedup.provenance.signals.seams import evidence
from dedup.provenance.weights import default_weights
from dedup.text.outline import outline

MODEL = default_weights()
SIDES = {"left-to-right": "right-to-left", "right-to-left": "left-to-right"}
PASSAGE = "The valley{a}s gauge showed what the keeper hadn{a}t seen, and the board{a}s men went out at once"
REST = "It wasn{a}t the dam{a}s first leak. They couldn{a}t find the engineer{a}s lamp. Nobody{a}s fault, they said."
CURLY, STRAIGHT = "’", "'"


def article(id: str, rest: str, passage: str) -> Dossier:
    return read(id, f"{rest}\n\n{passage}.\n\n{rest}")


def seams(left_rest: str, right_rest: str, passage: str, other: str | None = None) -> dict[str, Evidence]:
    second = other if other is not None else passage
    left, right = article("a", left_rest, passage), article("b", right_rest, second)
    found = pair(left, right, passage, second)
    entries = evidence(found, left, right, MODEL)
    mirror = evidence(mirrored(found), right, left, MODEL)
    assert [(item.signal, item.trigger, item.spans) for item in mirror] == [
        (item.signal, item.trigger, item.spans) for item in entries
    ]
    for one, two in zip(entries, mirror, strict=True):
        assert two.weights == {SIDES.get(key, key): value for key, value in one.weights.items()}
    return {item.signal: item for item in entries}


def test_a_passage_that_keeps_the_others_apostrophes_comes_from_there() -> None:
    found = seams(REST.format(a=CURLY), REST.format(a=STRAIGHT), PASSAGE.format(a=CURLY))
    assert set(found) == {"seams.glyphs"}
    entry = found["seams.glyphs"]
    assert entry.strength > 0.9 and entry.origin == "left"
    assert entry.weights["left-to-right"] > 0 > entry.weights["right-to-left"]
    assert entry.trigger == "apostrophe ’, a habit of one article"
    assert len(entry.spans) == 2
    back = seams(REST.format(a=CURLY), REST.format(a=STRAIGHT), PASSAGE.format(a=STRAIGHT))
    assert back["seams.glyphs"].strength > 0.9 and back["seams.glyphs"].origin == "right"


def test_what_either_house_has_put_into_its_own_form_says_nothing() -> None:
    assert not seams(REST.format(a=CURLY), REST.format(a=STRAIGHT), PASSAGE.format(a=CURLY), PASSAGE.format(a=STRAIGHT))


def test_one_habit_everywhere_says_nothing() -> None:
    assert not seams(REST.format(a=CURLY), REST.format(a=CURLY), PASSAGE.format(a=CURLY))


def test_a_habit_is_one_draw_however_often_it_shows() -> None:
    once = "The keeper hadn’t seen what the gauge of the valley showed to the men who went out"
    many = "The keeper’s boy hadn’t seen what the valley’s gauge didn’t show to the board’s men"
    rests = REST.format(a=CURLY), REST.format(a=STRAIGHT)
    assert seams(*rests, once)["seams.glyphs"].weights == seams(*rests, many)["seams.glyphs"].weights


@pytest.mark.parametrize(
    "signal, ours, theirs, passage",
    [
        ("glyphs", "One — two. Three — four.", "One – two. Three – four.", "the gauge — a brass one — rose"),
        (
            "glyphs",
            "“One,” he said. “Two,” he said.",
            '"One," he said. "Two," he said.',
            "He said “the gauge rose” twice",
        ),
        ("glyphs", "He paused… and… then…", "He paused... and... then...", "the gauge rose… and fell"),
        ("glyphs", "One.  Two.  Three.  Four.", "One. Two. Three. Four.", "The gauge rose.  Then it fell"),
        ("spelling", "the colour of the harbour", "the color of the harbor", "the theatre by the pier, in grey"),
        ("spelling", "they realised and organised it", "they realized and organized it", "nobody recognised the gauge"),
        (
            "spelling",
            "Kyiv was quiet. In Kyiv, they slept.",
            "Kiev was quiet. In Kiev, they slept.",
            "the road to Kyiv was shut",
        ),
        ("spelling", "the advisers met, all advisers", "the advisors met, all advisors", "two advisers left the room"),
        ("forms", "4% here, 5% there", "4 percent here, 5 percent there", "the water rose 12% overnight"),
        ("forms", "on 3 May and 4 May", "on May 3 and May 4", "the gauge rose on 16 April at dawn"),
        ("forms", "The U.S. and the U.N.", "The US and the UN", "the U.S. engineers came at dawn"),
        ("forms", "At 3 p.m. or 5 a.m. sharp", "At 3pm or 5am sharp", "the gauge rose at 11 p.m. on the dot"),
        ("forms", "He says so. She says so.", "He said so. She said so.", "the keeper says it rose"),
        (
            "forms",
            "Mr Kelm said so. Mr Rand said no.",
            "So. Kelm said so. Rand said no.",
            "Mrs Olt said it rose and fell",
        ),
    ],
)
def test_each_habit_speaks_for_the_house_that_has_it(signal: str, ours: str, theirs: str, passage: str) -> None:
    for left, right, origin in ((ours, theirs, "left-to-right"), (theirs, ours, "right-to-left")):
        entry = seams(left, right, passage)[f"seams.{signal}"]
        assert entry.weights[origin] > 0.3, entry  # type: ignore[index]


@pytest.mark.parametrize(
    "ours, theirs, passage",
    [
        ("the exercise was a surprise, no promise", "nobody could otherwise", "they practise the exercise to capsize"),
        ("the Labour Centre of the Defence", "the labor of the center", "the Theatre Centre was shut"),
        ("in March they march, may he", "in May the men march on", "they march in May or March"),
        ("a check, a story, a program", "the colour and the cheque", "she told the story to check the program"),
        ("the harbour", "nothing of the sort", "the harbour was quiet"),
    ],
)
def test_what_is_no_habit_says_nothing_of_spelling_or_dates(ours: str, theirs: str, passage: str) -> None:
    assert not {"seams.spelling", "seams.forms"} & set(seams(ours, theirs, passage))


fragments = st.sampled_from(
    [
        *(
            "It’s",
            "it's",
            "“so”",
            '"so"',
            "— and",
            "– and",
            " -- ",
            "…",
            "...",
            "5%",
            "5 per cent",
            "16 April",
            "April 16",
        ),
        *(
            "Sept. 3",
            "U.S.",
            "US",
            "Mr Kelm said",
            "Mr. Kelm",
            "colour",
            "color",
            "organised",
            "organized",
            "Kyiv",
            "Kiev",
        ),
        *("says", "said", "3pm", "3 p.m.", "the gauge", "rose. Then", "rose.  Then", "汉字", "\n\n", "İt’s"),
    ]
)
stretches = st.lists(fragments, max_size=12).map(" ".join)


@given(stretches, stretches, st.lists(fragments, min_size=1, max_size=12).map(" ".join))
def test_any_mixture_mirrors(left: str, right: str, passage: str) -> None:
    for entry in seams(left, right, f"Then {passage} the end").values():
        assert entry.spans
        assert 0 < entry.strength <= 1 and entry.origin in ("left", "right")
        assert entry.weights == MODEL.of(entry.signal, entry.strength, entry.origin)


@given(stretches)
def test_choices_stand_in_the_text_and_are_counted(text: str) -> None:
    found = habits(text, outline(text))
    assert list(found.choices) == sorted(found.choices)
    assert all(0 <= each.position < each.end <= len(text) for each in found.choices)
    assert sum(sum(counts.values()) for counts in found.counts.values()) == len(found.choices)


@pytest.mark.parametrize("unit", ["’", "a’a ", "U.S.", "1,1", "May 5 ", " - ", "….", "Mr ", "organisis", "5 "])
def test_a_long_text_of_one_mark_takes_work_in_proportion(unit: str) -> None:
    def work(length: int) -> None:
        text = unit * (length // len(unit))
        habits(text, outline(""))

    assert growth(work, 4_000) < 1.5
