"""Texts that nobody would write, of many quotations, reports and brackets: read without failing, in linear time."""

from __future__ import annotations

from counting import growth
from hypothesis import given, settings
from hypothesis import strategies as st
from provenance_pairs import read

from dedup.model import Span
from dedup.provenance.verdicts.whose import chances

PIECES = [
    "“", "”", "“It rained,” ", "“Nobody had seen the river so high before.” ", "(", ")", "(KFA) ", "[", "]", ": ",
    ", ", ". ", "\n\n", "’s ", "Ada Pell ", "Mr Ross ", "the Harbour Board ",
    "The report by the Inspectorate of Mines ", "an audit ", "Its letter ", "a copy of which ",
    "In the Chamber of Engineers’ survey ", "From the Weather Service: ", "it says ", "said ", "stormed ",
    "jokingly ", "found that ", "wrote to ", "asked him ", "Of ", "and ", "HATHBURY (Kestrel) – ",
    "Shares of Quillstack fell. ", "Quillstack said ", "Quillstack Mines ", "The Open Hand, the book ", "1 ",
    "the governor said. ", "he said. ", "President Pell ", "has learned ", "told this newspaper ", "reported losses ",
]  # fmt: skip
# The work grows by 1 in step with the text, and by 4 with its square.
_LINEAR = 2.5
odd = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(odd)
def test_any_text_has_a_dossier_whose_places_stand_in_it(text: str) -> None:
    found = read("a", text)
    assert len(found.speakers) == len(found.outline.quotations)
    places = [item.place for item in found.attributions] + [speech.place for speech in found.speeches]
    assert all(0 <= place.start < place.end <= len(text) for place in places)
    assert all(item.name is None or item.name.tokens for item in found.attributions)


@given(odd.filter(bool), st.data())
def test_any_stretch_of_it_has_chances(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert sum(chance for _, chance in chances(read("a", text), Span(start, end))) <= 1 + 1e-12


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join))
@settings(max_examples=12)
def test_a_long_one_takes_work_in_proportion(unit: str) -> None:
    unit = f"{unit} the {{}} "
    assert (
        growth(lambda length: read("a", "".join(unit.format(at) for at in range(length // len(unit)))), 2_000) < _LINEAR
    )


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join))
@settings(max_examples=12)
def test_the_names_around_a_stretch_take_work_in_proportion(unit: str) -> None:
    known = {size: read("a", f"{unit} " * size) for size in (400, 1_600)}

    def work(size: int) -> None:
        chances(known[size], Span(0, len(known[size].article.text)))

    assert growth(work, 400) < _LINEAR
