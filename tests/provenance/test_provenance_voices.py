"""An article all of whose quotations stand in the other, which has more: a desk that reports has voices of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import flipped, mirrored, pair, read

from dedup.model import Evidence
from dedup.provenance import pair_context
from dedup.provenance.signals import exclusive
from dedup.provenance.weights import default_weights

MODEL = default_weights()
SAID = (
    "We wound the chain by hand until the pencil lines were under water",
    "Nobody upstream had told us that the rain would come this early",
    "I shall sleep when the meadows are dry again, and not before then",
    "The old sluice was built for another river and other summers",
    "Whoever rang the bell that night has not been seen in the town since",
)
WHO = ("Arvo Kelm", "Odile Farrant", "Ada Pell", "Hugo Arkle", "Mara Orr")
STORY = "Divers had found the sluice jammed open by a fallen elm, and the water ran through the lower meadows."


def told(*said: int) -> str:
    """An article that tells the story and quotes so, each of them somebody else."""
    return "\n\n".join([STORY, *(f"“{SAID[at]},” said {WHO[at]}." for at in said)])


def voices(left: str, right: str, *shared: int) -> Evidence | None:
    """What is said of the voices of two articles that share the story and some quotations; mirrored exactly."""
    one, two = read("a", left), read("b", right)
    found = [pair(one, two, STORY), *(pair(one, two, SAID[at]) for at in shared)]
    entries = exclusive.evidence(found[0], one, two, pair_context(found), MODEL)
    turned = [mirrored(each) for each in found]
    assert tuple(map(flipped, exclusive.evidence(turned[0], two, one, pair_context(turned), MODEL))) == entries
    kept = [item for item in entries if item.signal == "exclusive.no-voices"]
    for item in kept:
        assert item.weights == MODEL.of(item.signal, item.strength, item.origin)
    return kept[0] if kept else None


def origin(left: str, right: str, *shared: int) -> str | None:
    found = voices(left, right, *shared)
    return found.origin if found is not None else None


def test_the_fuller_one_is_the_origin() -> None:
    assert origin(told(0, 1, 2), told(0), 0) == "left"
    assert origin(told(0), told(0, 1, 2), 0) == "right"


def test_it_says_more_the_more_are_shared_and_the_more_are_not() -> None:
    def strength(shared: int, own: int) -> float:
        found = voices(told(*range(shared + own)), told(*range(shared)), *range(shared))
        return found.strength if found is not None else 0.0

    assert 0 < strength(1, 1) < strength(2, 1) < strength(3, 1) < strength(3, 2) == 1.0
    assert 0 < strength(1, 1) < strength(1, 2) == strength(1, 3) < 1.0


def test_it_shows_a_quotation_of_the_fullers_own() -> None:
    fuller = told(0, 1, 2)
    found = voices(fuller, told(0), 0)
    assert found is not None
    assert [fuller[span.start : span.end] for span in found.spans] == [f"“{SAID[1]},”"]


@pytest.mark.parametrize(
    ("left", "right", "shared"),
    [
        ((0, 1), (0, 2), (0,)),  # each has its own
        ((0, 1, 2), (0, 3), (0,)),
        ((0,), (0,), (0,)),  # neither has
        ((0, 1), (1, 0), (0, 1)),
        ((), (), ()),  # nobody speaks
        ((0, 1), (), ()),
        ((0, 1), (2,), ()),  # and none of them is shared
    ],
)
def test_nothing_is_said_where_both_have_their_own_or_neither_or_one_quotes_nobody(
    left: tuple[int, ...], right: tuple[int, ...], shared: tuple[int, ...]
) -> None:
    assert voices(told(*left), told(*right), *shared) is None


def test_whoever_speaks_is_a_voice_though_without_a_name() -> None:
    fuller = f"{told(0)}\n\n“{SAID[1]},” a spokesperson said. “{SAID[2]}.”"
    assert origin(fuller, told(0), 0) == "left"
    assert origin(told(0, 1), told(0).replace("said Arvo Kelm", "a spokesperson said"), 0) == "left"


def test_two_words_lent_to_a_sentence_are_no_voice() -> None:
    assert voices(f"{told(0)} He called it “a disgrace,” Arvo Kelm said.", told(0), 0) is None
    assert origin(told(0, 1), f"{told(0)} He called it “a disgrace,” Arvo Kelm said.", 0) == "left"


NUMBERS = st.sets(st.integers(0, len(SAID) - 1))


@given(NUMBERS, NUMBERS)
def test_it_is_whose_quotations_hold_all_of_the_others(ours: set[int], theirs: set[int]) -> None:
    expected = "left" if theirs and theirs < ours else "right" if ours and ours < theirs else None
    assert origin(told(*sorted(ours)), told(*sorted(theirs)), *sorted(ours & theirs)) == expected
