"""Edits, cuts and renderings: changes that tell which wording was made from which, or that neither was."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import mirrored, pair, read

from dedup.model import Evidence
from dedup.provenance import Dossier, Found
from dedup.provenance.signals import cuts, edits, renderings
from dedup.provenance.signals.edits import changes
from dedup.provenance.signals.renderings import variance
from dedup.provenance.weights import Weights, default_weights

MODEL = default_weights()
SIDES = {"left-to-right": "right-to-left", "right-to-left": "left-to-right"}
Signal = Callable[[Found, Dossier, Dossier, Weights], tuple[Evidence, ...]]


def both(left: str, right: str, frame: str = "Before. {}. After.") -> tuple[Found, Dossier, Dossier]:
    one, two = read("a", frame.format(left)), read("b", frame.format(right))
    return pair(one, two, left, right), one, two


def told(signal: Signal, found: Found, left: Dossier, right: Dossier) -> dict[str, Evidence]:
    """By signal; and the mirror must say the same of the other sides."""
    entries = signal(found, left, right, MODEL)
    mirror = signal(mirrored(found), right, left, MODEL)
    assert [(item.signal, item.trigger, item.spans) for item in mirror] == [
        (item.signal, item.trigger, item.spans) for item in entries
    ]
    for one, two in zip(entries, mirror, strict=True):
        assert two.weights == {SIDES.get(key, key): value for key, value in one.weights.items()}
    assert len({item.signal for item in entries}) == len(entries)
    return {item.signal: item for item in entries}


# --- edits ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind, origin, derived",
    [
        ("rounded", "the flood drove out 1,247 people by dawn", "the flood drove out 1,200 people by dawn"),
        ("rounded", "the flood drove out 1,247 people by dawn", "the flood drove out 1.200 people by dawn"),
        ("rounded", "it cost the town 3.47 million in all", "it cost the town 3.5 million in all"),
        ("reported", "all night I walked the crest with a lamp", "all night he walked the crest with a lamp"),
        ("reported", "the board says our gauge was read twice", "the board says their gauge was read twice"),
        ("hedged", "the keeper left the gate open at night", "the keeper allegedly left the gate open at night"),
        ("dated", "the gauge rose today by a foot and more", "the gauge rose on Monday by a foot and more"),
        ("dated", "the gauge rose on Monday by a foot and more", "the gauge rose yesterday by a foot and more"),
    ],
)
def test_an_edit_starts_at_the_wording_it_was_made_from(kind: str, origin: str, derived: str) -> None:
    for one, two, direction in ((origin, derived, "left-to-right"), (derived, origin, "right-to-left")):
        entry = told(edits.evidence, *both(one, two))[f"edits.{kind}"]
        assert entry.weights[direction] > 0, entry  # type: ignore[index]
        assert "became" in entry.trigger and entry.spans


@pytest.mark.parametrize(
    "left, right",
    [
        ("the flood drove out 1,247 people by dawn", "the flood drove out 1,247 people by dawn"),
        ("the flood drove out 1,247 people by dawn", "the flood drove out 3,000 people by dawn"),
        ("the flood drove out 1,247 people by dawn", "the flood drove out 1,248 people by dawn"),
        ("the flood drove out 12 people by dawn", "the flood drove out 12.0 people by dawn"),
        ("we walked all night and I had a lamp", "they walked all night and my men had a lamp"),
        ("the board read the gauge twice that night", "the council read the gauge twice that night"),
        ("the gauge rose on Monday by a foot", "the gauge rose on Tuesday by a foot"),
        ("the keeper's reportage was read to the board", "the keeper's report was read to the board"),
    ],
)
def test_other_changes_have_no_direction(left: str, right: str) -> None:
    entries = told(edits.evidence, *both(left, right))
    if left.startswith("we walked"):  # one change each way
        assert "edits.reported" in entries
    else:
        assert not entries


@pytest.mark.parametrize(
    "figure",
    ["12345,678,901", "1234.567.890", "0800\u00a0123\u00a0456", "12345\u202f678", "1" * 400, "1,234.567", "٣٬٤"],
)
def test_any_figure_can_be_read(figure: str) -> None:
    """A telephone number in a shared sentence once ended an audit with a traceback."""
    told(edits.evidence, *both(f"the flood drove out {figure} people by dawn", "the flood drove out 99 people by dawn"))


def test_edits_both_ways_cancel() -> None:
    left = "the flood drove out 1,247 people and drowned 400 sheep that night"
    right = "the flood drove out 1,200 people and drowned 412 sheep that night"
    assert "edits.rounded" not in told(edits.evidence, *both(left, right))


def test_more_edits_of_a_kind_weigh_more_up_to_a_bound() -> None:
    def weight(left: str, right: str) -> float:
        return told(edits.evidence, *both(left, right))["edits.reported"].weights["left-to-right"]

    one = weight("all night I walked the crest", "all night he walked the crest")
    two = weight("all night I walked my crest with lamps", "all night he walked his crest with lamps")
    three = weight("all night I walked my crest with our lamps", "all night he walked his crest with their lamps")
    assert 0 < one < two == three


def test_what_only_one_side_quotes_is_from_there() -> None:
    words = "the gauge was read twice and nobody was told of it before dawn"
    left, right = read("a", f"Kelm spoke. “{words},” he said."), read("b", f"Kelm spoke. He said {words}.")
    entry = told(edits.evidence, pair(left, right, words), left, right)["edits.unquoted"]
    assert entry.weights["left-to-right"] > 0 > entry.weights["right-to-left"]
    assert not told(edits.evidence, pair(right, right, words), right, right)


# --- cuts -------------------------------------------------------------------------------------------------------


def test_a_dropped_sentence_stands_in_the_origin() -> None:
    full = "The gauge rose at dawn. The keeper had been asleep in his hut all night. Nobody rang the bell in town"
    cut = "The gauge rose at dawn. Nobody rang the bell in town"
    entries = told(cuts.evidence, *both(full, cut))
    assert entries["structure.dropped-sentence"].weights["left-to-right"] > 0
    assert "asleep" in entries["structure.dropped-sentence"].trigger
    assert entries["structure.abridgement"].weights["left-to-right"] > 0


@pytest.mark.parametrize(
    "left, right",
    [
        ("The gauge rose at dawn with a roar. Nobody rang the bell", "The gauge rose at dawn. Nobody rang the bell"),
        ("The gauge rose. It did. Nobody rang the bell in town", "The gauge rose. Nobody rang the bell in town"),
        (
            "The gauge rose. The keeper slept in his hut all night. Nobody rang",
            "The gauge rose. A boy of nine saw it from the bridge. Nobody rang",
        ),
    ],
)
def test_a_clause_a_scrap_or_a_replaced_sentence_is_none_dropped(left: str, right: str) -> None:
    assert "structure.dropped-sentence" not in told(cuts.evidence, *both(left, right))


SPEECH = "we will open the line without delay and test it every morning before the boats go out"


def quoting(id: str, before: str = "", after: str = "") -> Dossier:
    return read(id, f"Arvo Kelm spoke on the pier. “{before}{SPEECH}{after},” he said. It rained.")


def test_who_quotes_more_than_the_other_did_not_have_it_from_there() -> None:
    plain, more = quoting("a"), quoting("b", after=", whatever the weather may bring us then")
    entry = told(cuts.evidence, pair(plain, more, SPEECH), plain, more)["quotation.goes-on"]
    assert entry.weights["left-to-right"] < 0 <= entry.weights.get("common-source", 0.0)
    other = quoting("a", before="I have told the board already that ")
    both_more = told(cuts.evidence, pair(other, more, SPEECH), other, more)
    assert both_more["quotation.both-go-on"].weights["left-to-right"] < 0
    assert "quotation.goes-on" not in both_more
    assert not told(cuts.evidence, pair(plain, quoting("b", after=", he"), SPEECH), plain, quoting("b", after=", he"))


def test_the_same_words_around_a_passage_are_no_more_of_the_speech() -> None:
    left = quoting("a", before="Since taking office this is my first journey and ")
    right = quoting("b", before="This journey is the first since I came to office and ")
    assert not {"quotation.both-go-on", "quotation.goes-on"} & set(
        told(cuts.evidence, pair(left, right, SPEECH), left, right)
    )


# --- renderings -------------------------------------------------------------------------------------------------

RENDERED = "we shall open the track at once and test it each morning before the ships go out"


def quotations(left: str, right: str) -> tuple[Found, Dossier, Dossier]:
    return both(left, right, "Arvo Kelm spoke. “{},” he said.")


def test_a_second_rendering_varies_a_copy_does_not() -> None:
    rendered = told(renderings.evidence, *quotations(SPEECH, RENDERED))
    assert rendered["wording.translation-variance"].weights["independent-renderings"] > 0.5
    assert "wording.near-identical" not in rendered
    copied = told(renderings.evidence, *quotations(SPEECH, SPEECH.replace("delay", "ado")))
    assert copied["wording.near-identical"].weights["independent-renderings"] < -0.5
    assert copied["wording.near-identical"].trigger.startswith("1 word replaced, ")


def test_all_changes_between_renderings_are_told() -> None:
    """Words that stand on one side only are changes too; which side is left makes no difference."""
    one, other = "We met today for a very long and frank talk about peace", "We met here today for a long, frank talk"
    for sides in ((one, other), (other, one)):
        told_of = told(renderings.evidence, *quotations(*sides))["wording.near-identical"].trigger
        assert told_of == "1 word replaced, 3 on one side only, 8 kept"


def test_variance_grows_with_the_words_replaced() -> None:
    steps = [
        SPEECH,
        SPEECH.replace("delay", "ado"),
        SPEECH.replace("delay", "ado").replace("boats", "ships"),
        RENDERED,
    ]
    found = [variance(*quotations(SPEECH, step)).factor for step in steps]
    assert found == sorted(found) and found[0] == 0.0 and found[-1] > found[1]


def test_changes_all_through_weigh_more_than_changes_in_one_place() -> None:
    words = SPEECH.split()
    spread = [word.upper()[::-1] if at in (2, 8, 14) else word for at, word in enumerate(words)]
    massed = [word.upper()[::-1] if at in (2, 3, 4) else word for at, word in enumerate(words)]
    assert variance(*quotations(SPEECH, " ".join(spread))).replaced == 3
    assert variance(*quotations(SPEECH, " ".join(massed))).replaced == 3
    assert (
        variance(*quotations(SPEECH, " ".join(spread))).factor > variance(*quotations(SPEECH, " ".join(massed))).factor
    )


def test_insertions_alone_are_no_rendering() -> None:
    longer = SPEECH.replace("line", "long new line").replace("morning", "single morning").replace("boats", "old boats")
    assert variance(*quotations(SPEECH, longer))[:2] == (0.0, 0)


def test_words_that_both_have_are_not_replaced() -> None:
    """One place where two words stand for others, among words that stand on both sides: no rendering all through."""
    one = SPEECH.replace("without delay", "on Thursday, and because they did")
    other = SPEECH.replace("without delay", "and because of them")
    assert one != other
    assert variance(*quotations(one, other)).replaced == 2


def test_what_stands_between_two_quotations_is_nobodys_rendering() -> None:
    head, tail = SPEECH.split(" and ", 1)
    left = f"“{head},” Arvo Kelm told the crowd by the pier, shaking hands. “And {tail},” he said."
    right = f"“{head},” declared Kelm. Nobody in the harbour office answered that. “And {tail},” he added."
    one, two = read("a", left), read("b", right)
    whole = pair(one, two, left.removesuffix(",” he said."), right.removesuffix(",” he added."))
    assert renderings.variance(whole, one, two).replaced == 0


def test_another_statement_is_no_rendering() -> None:
    other = "we will never let anyone close the harbour to honest people while I have a voice to speak with"
    assert variance(*quotations(SPEECH, other)).factor == 0.0


def test_narration_is_nobodys_rendering() -> None:
    assert not told(renderings.evidence, *both(SPEECH, RENDERED))


def test_reported_speech_is_weighed_apart() -> None:
    left, right = read("a", f"Kelm spoke. “{SPEECH},” he said."), read("b", f"Kelm spoke. He said {RENDERED}.")
    entries = told(renderings.evidence, pair(left, right, SPEECH, RENDERED), left, right)
    assert set(entries) == {"wording.reported-variance"}


# --- what always holds ------------------------------------------------------------------------------------------

stock = "the gauge rose I he we they 1,247 1,200 3.5 today Monday yesterday allegedly said. The “so” … é"
words = st.lists(st.sampled_from(stock.split()), min_size=1, max_size=25).map(" ".join)


@given(words, words, st.booleans())
def test_any_pair_mirrors(left: str, right: str, quoted: bool) -> None:
    found, one, two = both(left, right, "Kelm spoke. “{}” he said." if quoted else "Before. {}. After.")
    for signal in (edits.evidence, cuts.evidence, renderings.evidence):
        for entry in told(signal, found, one, two).values():
            for span in entry.spans:
                assert 0 <= span.start < span.end <= len({"a": one, "b": two}[span.article].article.text)


@given(words, words)
def test_changes_and_common_words_make_up_the_passages(left: str, right: str) -> None:
    found, one, two = both(left, right)
    spans = [change.left_span for change in changes(found, one, two)]
    kept = [(item.left_start, item.left_end) for item in found.common]
    covered = bytearray(len(one.article.text))
    for start, end in [*((span.start, span.end) for span in spans), *kept]:
        assert not any(covered[start:end])
        covered[start:end] = b"\x01" * (end - start)
    text = one.article.text
    assert all(covered[at] for at in range(found.left.start, found.left.end) if text[at].isalnum())


class TestWhatStandsBesideAQuotation:
    """Words of the narrator between two quotations, or before them, are no translator's."""

    QUOTED = "I wrote the word seepage because they would not let me write leak"
    MORE = "A leak needs a measure and a measure needs money"

    def moved(self) -> tuple[Found, Dossier, Dossier]:
        left = f"Weller left the county's service in 2029. “{self.QUOTED},” he says. “{self.MORE}.” Weller, 61"
        right = f"“{self.QUOTED},” says Jonas Weller, 61, who left the county's service in 2029. “{self.MORE}.”"
        return both(left, right, "It rained. {} It went on raining.")

    def test_varies_nothing(self) -> None:
        found = variance(*self.moved())
        assert (found.factor, found.replaced) == (0.0, 0) and found.beside
        assert found.counts.kept == len(f"{self.QUOTED} {self.MORE}".split())

    def test_is_not_spoken_of(self) -> None:
        one, left, right = self.moved()
        entry = told(renderings.evidence, one, left, right)["wording.near-identical"]
        texts = {dossier.article.id: dossier.article.text for dossier in (left, right)}
        shown = [texts[at.article][at.start : at.end].strip("“”.,") for at in entry.spans]
        assert sorted(shown) == sorted([self.QUOTED, self.MORE] * 2)
