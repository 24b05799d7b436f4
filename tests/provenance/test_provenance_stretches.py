"""A passage in which several speak: each stretch has its own source, and says where it stands."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import pair, read

import dedup
from dedup.matching.scoring import mirrored
from dedup.model import PassageKind, Place, Source
from dedup.provenance import Dossier, Found, judge
from dedup.provenance.verdicts.stretches import stretches

MAYOR = "“The river will be closed to all ships until the wreck has been raised,” Mayor Henrik Amsel said."
CHIEF = "“Nobody may go near the oil on the beach without a mask and gloves,” Police Chief Ada Welk told Radio Norden."
BOTH = f"{MAYOR} {CHIEF}"
BANK = "“We have never before had to apologise for a mistake of this kind,” the National Bank of Keldan said."


def two(
    left: str, right: str, words: str, other: str | None = None, kind: PassageKind = "quotation"
) -> tuple[Found, Dossier, Dossier]:
    one = read("a", f"Harbour shut\n\nTraders took down their awnings. {left}", outlet="Echo")
    two = read("b", f"Ships wait\n\nPilots met by the old shed. {right}", outlet="Tribune")
    return pair(one, two, words, other, kinds=(kind, kind)), one, two


def texts(parts: tuple[Found, ...]) -> list[str]:
    return [part.left.text for part in parts]


def test_where_another_begins_to_speak_another_stretch_begins() -> None:
    parts = stretches(*two(BOTH, BOTH, BOTH))
    assert len(parts) == 2
    assert parts[0].left.text.startswith("“The river") and "Nobody" not in parts[0].left.text
    assert parts[1].left.text.startswith("Nobody may go") and "river" not in parts[1].right.text


def test_one_voice_is_one_stretch() -> None:
    more = f"{MAYOR} “Two tugs are on their way from the naval yard at Sund,” Mr Amsel said."
    found = two(more, more, more)
    assert stretches(*found) == (found[0],)
    assert [source.spans for source in judge(*found).sources] == [()]


def test_either_side_may_say_that_another_speaks() -> None:
    """The left text runs both together; the right one says who says what."""
    silent = BOTH.replace("Police Chief Ada Welk told Radio Norden", "they said")
    parts = stretches(*two(silent, BOTH, silent, BOTH))
    assert len(parts) == 2 and "Nobody" in parts[1].left.text


def test_institutions_are_voices_too() -> None:
    both = f"{BANK} {MAYOR}"
    sources = judge(*two(both, both, both)).sources
    assert {source.name for source in sources if source.spans} >= {
        "National Bank of Keldan",
        "statement by Henrik Amsel",
    }


def test_every_source_says_for_which_words_it_speaks() -> None:
    found, left, right = two(BOTH, BOTH, BOTH)
    verdict = judge(found, left, right)
    spans = {source.name: source.spans for source in verdict.sources}
    assert set(spans) == {"statement by Henrik Amsel", "Radio Norden"}
    for article in (left, right):
        mayor, radio = (
            article.article.text[at.start : at.end]
            for name in ("statement by Henrik Amsel", "Radio Norden")
            for at in spans[name]
            if at.article == article.article.id
        )
        assert "river" in mayor and "Nobody" not in mayor
        assert "Nobody" in radio and "river" not in radio
    # The first source is the one that most of the wording is to be expected from.
    sizes = {source.name: sum(at.end - at.start for at in source.spans) for source in verdict.sources}
    expected = [source.probability * sizes[source.name] for source in verdict.sources]
    assert expected == sorted(expected, reverse=True)
    assert verdict.source == verdict.sources[0].name


def test_a_source_of_every_stretch_speaks_for_the_whole() -> None:
    credited = f"{BOTH}\n\nSource: Arden Press Agency"
    found = two(credited, credited, BOTH)
    (wire,) = (source for source in judge(*found).sources if source.name == "Arden Press Agency")
    assert wire.spans == ()


def test_many_voices_are_those_of_an_article() -> None:
    names = ("Amsel", "Welk", "Holm", "Orb", "Lund", "Behn", "Marr", "Pell", "Kelm", "Voss")
    crowd = " ".join(
        f"“The {name} house has stood here by the river for {number} hundred years,” {first} {name} said."
        for number, (first, name) in enumerate(zip(("Ada", "Tom", "Ines", "Lena", "Pia") * 2, names, strict=True), 2)
    )
    found = two(crowd, crowd, crowd)
    assert stretches(*found) == (found[0],)


def test_long_equal_narration_is_not_divided() -> None:
    told = (
        "Mayor Henrik Amsel said that the river would be closed to all ships until the wreck had been raised. "
        "Police Chief Ada Welk said that nobody was to go near the oil on the beach without a mask and gloves."
    )
    found, left, right = two(told, told, told, kind="narration")
    assert len(stretches(replace(found, scores=replace(found.scores, longest_run=20)), left, right)) == 2
    assert stretches(found, left, right) == (found,)


def mirror(found: Found) -> Found:
    scores, common = mirrored(found.scores, found.common)
    return replace(found, left=found.right, right=found.left, scores=scores, common=common)


@given(st.lists(st.sampled_from((MAYOR, CHIEF, BANK)), min_size=1, max_size=3, unique=True), st.booleans())
def test_swapping_the_sides_changes_no_source(said: list[str], changed: bool) -> None:
    left = " ".join(said)
    right = left.replace("ships", "boats").replace("gloves", "boots") if changed else left
    found, one, two_ = two(left, right, left, right)
    forth, back = judge(found, one, two_), judge(mirror(found), two_, one)
    assert forth.sources == back.sources and forth.source == back.source


@given(st.permutations((MAYOR, CHIEF, BANK)))
def test_stretches_are_disjoint_in_order_and_within_the_passage(said: list[str]) -> None:
    words = " ".join(said)
    found, left, right = two(words, words, words)
    parts = stretches(found, left, right)
    assert len(parts) == 3
    for side in ("left", "right"):
        places = [(getattr(part, side).start, getattr(part, side).end) for part in parts]
        assert places == sorted(places)
        assert all(end <= start for (_, end), (start, _) in pairwise(places))
        assert places[0][0] == getattr(found, side).start and places[-1][1] == getattr(found, side).end
        text = getattr(found, side)
        assert all(
            getattr(part, side).text == text.text[start - text.start : end - text.start]
            for part, (start, end) in zip(parts, places, strict=True)
        )


@pytest.mark.parametrize("swap", [False, True])
def test_the_whole_way_from_texts_to_sources(swap: bool) -> None:
    one = dedup.Article(id="a", outlet="Echo", text=f"Harbour shut\n\nTraders took down their awnings.\n\n{BOTH}")
    other = dedup.Article(id="b", outlet="Tribune", text=f"Ships wait\n\nPilots met by the old shed.\n\n{BOTH}")
    (match,) = dedup.compare(*((other, one) if swap else (one, other)))
    assert {source.name for source in match.verdict.sources} == {"statement by Henrik Amsel", "Radio Norden"}
    assert all(isinstance(source, Source) and len(source.spans) == 2 for source in match.verdict.sources)
    assert all(isinstance(span, Place) for source in match.verdict.sources for span in source.spans)
