"""What each article has that the other has not: further words of a speaker, and how much lies in the other."""

from __future__ import annotations

import pytest
from counting import growth
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import flipped, mirrored, pair, read

from dedup.model import Evidence
from dedup.provenance import Dossier, Found, pair_context
from dedup.provenance.signals import exclusive
from dedup.provenance.weights import default_weights

MODEL = default_weights()
SAID = "We wound the chain by hand until the pencil lines were under water"
MORE = (
    "Nobody upstream had told us that the rain would come this early",
    "I shall sleep when the meadows are dry again, and not before then",
    "The old sluice was built for another river and other summers",
)
STORY = (
    "Divers had found the sluice jammed open by a fallen elm, and for nine hours the water ran through the lower "
    "meadows before the keeper had it shut."
)
OTHER = (
    "The choir of the valley sang in a half empty hall on Friday, for most of those who had bought their tickets were "
    "out on the dykes with shovels, and the bakers gave away what bread they had left."
)


def told(*said: str, speaker: str = "Arvo Kelm", rest: str = OTHER) -> str:
    """An article in which somebody is quoted with these words."""
    quoted = "\n\n".join(f"“{words},” said {speaker}." for words in said)
    return f"{rest}\n\n{quoted}"


def compared(left: str, right: str, words: str = SAID) -> dict[str, Evidence]:
    """The evidence on words that both articles hold, by signal and side; mirrored exactly."""
    one, two = read("a", left), read("b", right)
    return listed(pair(one, two, words), one, two)


def listed(found: Found, one: Dossier, two: Dossier, *others: Found) -> dict[str, Evidence]:
    shared = [found, *others]
    entries = exclusive.evidence(found, one, two, pair_context(shared), MODEL)
    turned = exclusive.evidence(mirrored(found), two, one, pair_context([mirrored(each) for each in shared]), MODEL)
    assert tuple(map(flipped, turned)) == entries
    for item in entries:
        assert 0 < item.strength <= 1
        assert item.weights == MODEL.of(item.signal, item.strength, item.origin)
    return {f"{item.signal} {item.origin or ''}".strip(): item for item in entries}


def quotes(found: dict[str, Evidence]) -> dict[str, float]:
    return {name: item.strength for name, item in found.items() if "quote" in name}


class TestFurtherWords:
    def test_neither_has_any(self) -> None:
        assert quotes(compared(told(SAID), told(SAID))) == {"exclusive.no-more-quotes": 1.0}

    @pytest.mark.parametrize("many, strength", [(1, 0.5), (2, 1.0), (3, 1.0)])
    def test_one_alone_has_more(self, many: int, strength: float) -> None:
        longer, shorter = told(SAID, *MORE[:many]), told(SAID)
        assert quotes(compared(longer, shorter)) == {"exclusive.quotes-more left": strength}
        assert quotes(compared(shorter, longer)) == {"exclusive.quotes-more right": strength}

    def test_both_have_more(self) -> None:
        assert quotes(compared(told(SAID, MORE[0]), told(SAID, MORE[1]))) == {"exclusive.both-quote-more": 0.5}
        found = compared(told(SAID, *MORE[:2]), told(*MORE[1:], SAID))
        assert quotes(found) == {"exclusive.both-quote-more": 1.0}
        # The less of the two decides.
        assert quotes(compared(told(SAID, MORE[0]), told(SAID, *MORE[1:]))) == {"exclusive.both-quote-more": 0.5}

    def test_the_first_further_words_of_each_are_shown(self) -> None:
        left, right = told(SAID, MORE[0]), told(MORE[1], SAID)
        (item,) = [item for name, item in compared(left, right).items() if "quote" in name]
        shown = {span.article: (left if span.article == "a" else right)[span.start : span.end] for span in item.spans}
        assert shown == {"a": f"“{MORE[0]},”", "b": f"“{MORE[1]},”"}
        assert "Arvo Kelm" in item.trigger

    def test_what_both_have_is_not_further(self) -> None:
        one, two = read("a", told(SAID, MORE[0])), read("b", told(SAID, MORE[0]))
        found, second = pair(one, two, SAID), pair(one, two, MORE[0])
        assert quotes(listed(found, one, two)) == {"exclusive.both-quote-more": 0.5}
        assert quotes(listed(found, one, two, second)) == {"exclusive.no-more-quotes": 1.0}
        # The other has hardly anything of it: less than half is no share.
        part = pair(one, two, "Nobody upstream had told us")
        assert quotes(listed(found, one, two, part)) == {"exclusive.both-quote-more": 0.5}

    def test_a_shared_passage_that_begins_before_the_quotation_holds_it(self) -> None:
        whole = f"{OTHER[-60:]}\n\n“{MORE[0]},” said Arvo Kelm"
        texts = [f"{told(MORE[0])}\n\n“{SAID},” said Arvo Kelm." for _ in "ab"]
        one, two = (read(id, text) for id, text in zip("ab", texts, strict=True))
        found = pair(one, two, SAID)
        assert quotes(listed(found, one, two)) == {"exclusive.both-quote-more": 0.5}
        assert quotes(listed(found, one, two, pair(one, two, whole))) == {"exclusive.no-more-quotes": 1.0}

    def test_two_words_lent_to_a_sentence_are_no_quotation(self) -> None:
        lent = f"{told(SAID)} He called it “a disgrace,” Arvo Kelm said."
        assert quotes(compared(lent, told(SAID))) == {"exclusive.no-more-quotes": 1.0}

    def test_another_speaker_says_nothing_of_this_one(self) -> None:
        article = f"{told(SAID)}\n\n{told(*MORE, speaker='Odile Farrant', rest='')}"
        assert quotes(compared(article, told(SAID))) == {"exclusive.no-more-quotes": 1.0}
        assert quotes(compared(told(SAID), told(SAID, speaker="Odile Farrant"))) == {}

    def test_narration_is_nobodys_words(self) -> None:
        left, right = f"{told(*MORE)}\n\n{STORY}", f"{told(MORE[0])}\n\n{STORY}"
        assert quotes(compared(left, right, STORY)) == {}


class TestContainment:
    """Shares of an article's letters that the other has too."""

    def shares(self, left: float, right: float) -> dict[str, float]:
        """What is said of two articles of which such shares are in common."""
        texts = [f"{STORY}\n\n{'x' * (round(len(STORY) / share) - len(STORY) - 2)}" for share in (left, right)]
        return {name: item.strength for name, item in compared(*texts, STORY).items()}

    def test_one_in_the_other(self) -> None:
        assert self.shares(0.95, 0.1) == {"exclusive.contained right": 1.0}
        assert self.shares(0.1, 0.95) == {"exclusive.contained left": 1.0}
        assert self.shares(0.2, 0.55) == {"exclusive.contained left": pytest.approx(0.5, abs=0.02)}

    def test_about_as_much_of_either_says_nothing(self) -> None:
        assert self.shares(0.3, 0.3) == {}
        assert self.shares(0.35, 0.27) == {}

    def test_hardly_anything_else(self) -> None:
        assert self.shares(0.9, 0.9) == {"exclusive.nothing-else": 1.0}
        assert self.shares(0.6, 0.6) == {"exclusive.nothing-else": pytest.approx(0.5, abs=0.02)}
        assert self.shares(0.38, 0.38) == {}

    def test_all_shared_passages_count_together(self) -> None:
        one, two = read("a", f"{STORY}\n\n{OTHER}"), read("b", f"{OTHER}\n\n{STORY}\n\n{'x' * 3000}")
        first, second = pair(one, two, STORY), pair(one, two, OTHER)
        assert listed(first, one, two)["exclusive.contained right"].strength < 1
        both = listed(first, one, two, second)
        assert both["exclusive.contained right"].strength == 1.0
        assert both["exclusive.contained right"].trigger.startswith("99%")
        # The same for every passage of the pair.
        assert listed(second, one, two, first) == both


def test_without_the_whole_pair_nothing_is_known() -> None:
    one, two = read("a", told(SAID, MORE[0])), read("b", told(SAID))
    assert exclusive.evidence(pair(one, two, SAID), one, two, None, MODEL) == ()


@given(
    st.lists(st.sampled_from(MORE), max_size=3, unique=True), st.lists(st.sampled_from(MORE), max_size=3, unique=True),
    st.sets(st.sampled_from(MORE)), st.sampled_from(["Arvo Kelm", "Odile Farrant"]), st.integers(0, 2_000),
)  # fmt: skip
def test_whatever_the_two_quote_the_sides_mirror(
    ours: list[str], theirs: list[str], shared: set[str], speaker: str, padding: int
) -> None:
    one = read("a", told(*ours, SAID))
    two = read("b", f"{told(SAID, *theirs, speaker=speaker)}\n\n{'x' * padding}")
    others = [pair(one, two, words) for words in MORE if words in shared and words in ours and words in theirs]
    listed(pair(one, two, SAID), one, two, *others)


def test_many_quotations_and_many_shared_stretches_take_work_in_step() -> None:
    def made(many: int) -> tuple[Found, Dossier, Dossier, list[Found]]:
        said = [f"Ward {at} was dry by noon and wet by night" for at in range(many)]
        one, two = read("a", told(SAID, *said)), read("b", told(SAID, *said))
        return pair(one, two, SAID), one, two, [pair(one, two, words) for words in said[::2]]

    known = {size: made(size) for size in (25, 100)}

    def work(size: int) -> None:
        found, one, two, others = known[size]
        exclusive.evidence(found, one, two, pair_context([found, *others]), MODEL)

    assert growth(work, 25) < 1.4


def test_all_the_passages_of_many_quotations_take_work_in_step() -> None:
    def made(many: int) -> tuple[Dossier, Dossier, list[Found]]:
        said = [f"Ward {at} was dry by noon and wet by night" for at in range(many)]
        one, two = read("a", told(SAID, *said)), read("b", told(SAID, *said))
        return one, two, [pair(one, two, words) for words in said]

    known = {size: made(size) for size in (25, 100)}

    def work(size: int) -> None:
        one, two, shared = known[size]
        context = pair_context(shared)
        for found in shared:
            exclusive.evidence(found, one, two, context, MODEL)

    assert growth(work, 25) < 1.5
