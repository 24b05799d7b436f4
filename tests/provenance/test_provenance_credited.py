"""Words said to one outlet alone, credits that came along with the words, and an outlet named by its letters."""

from __future__ import annotations

from dataclasses import replace

import pytest
from provenance_pairs import flipped, mirrored, pair, read

from dedup.model import Evidence
from dedup.provenance import Dossier, Found
from dedup.provenance.language.naming import name_of, outlet_names
from dedup.provenance.signals import attribution
from dedup.provenance.weights import default_weights

MODEL = default_weights()
SAID = "We wound the chain by hand until the pencil lines were under water"
STORY = "The keeper wound the spare chain by hand for nine hours until the pencil lines of last year were under water"


def article(id: str, text: str, outlet: str | None = None) -> Dossier:
    return read(id, f"It rained all week in the valley.\n\n{text}\n\nThe library opens late on Thursdays.", outlet)


def evidence(found: Found, left: Dossier, right: Dossier) -> tuple[Evidence, ...]:
    borne = attribution.bearings(found, left, right, MODEL)
    return attribution.evidence(found, left, right, borne, attribution.named_sources(borne, left, right), MODEL)


def credits(found: Found, left: Dossier, right: Dossier) -> dict[str, Evidence]:
    """What attribution says, by signal and side; mirrored exactly."""

    def listed(entries: tuple[Evidence, ...]) -> list[Evidence]:
        return sorted(entries, key=lambda item: (item.signal, item.origin or "", item.trigger))

    straight = evidence(found, left, right)
    turned = tuple(map(flipped, evidence(mirrored(found), right, left)))
    assert listed(turned) == listed(straight)
    return {f"{item.signal} {item.origin or ''}".strip(): item for item in straight}


class TestWordsSaidToOneOutlet:
    def told(self, left: str, right: str, words: str = SAID) -> dict[str, Evidence]:
        one, two = article("a", left, "The Sable Post"), article("b", right, "Northmoor Gazette")
        return credits(pair(one, two, words), one, two)

    def test_in_its_own_text(self) -> None:
        found = self.told(f"“{SAID},” Arvo Kelm told The Sable Post.", f"“{SAID},” Arvo Kelm said.")
        assert set(found) == {"attribution.exclusive", "attribution.own-interview left"}
        assert found["attribution.exclusive"].trigger == "“told The Sable Post”"
        assert found["attribution.exclusive"].strength == found["attribution.own-interview left"].strength == 1.0

    def test_in_that_of_the_other(self) -> None:
        found = self.told(f"“{SAID},” Arvo Kelm said.", f"“{SAID},” Arvo Kelm told The Sable Post.")
        assert set(found) == {"attribution.exclusive", "attribution.other-outlet left"}
        assert [span.article for span in found["attribution.exclusive"].spans] == ["b"]

    @pytest.mark.parametrize("outlet", ["The Sable Post", "the Sable Post", "Sable Post"])
    def test_however_it_is_called(self, outlet: str) -> None:
        found = self.told(f"“{SAID},” Arvo Kelm told {outlet}.", f"“{SAID},” Arvo Kelm said.")
        assert "attribution.exclusive" in found

    def test_both_texts_say_so(self) -> None:
        words = f"“{SAID},” Arvo Kelm told The Sable Post."
        found = self.told(words, words)
        assert {"attribution.exclusive", "attribution.own-interview left", "attribution.other-outlet left"} <= set(
            found
        )

    def test_which_of_two_is_shown_does_not_depend_on_what_the_articles_are_called(self) -> None:
        words = f"“{SAID},” Arvo Kelm told The Sable Post.", f"“{SAID},” Arvo Kelm told the Sable Post."
        shown = set()
        for one, two in ("ab", "ba"):
            left, right = (article(id, text, "The Sable Post") for id, text in zip((one, two), words, strict=True))
            shown.add(credits(pair(left, right, SAID), left, right)["attribution.exclusive"].trigger)
        assert len(shown) == 1

    @pytest.mark.parametrize(
        "told", ["told reporters", "told the council", "said", "told the Meridian", "said, according to The Sable Post"]
    )
    def test_others_heard_it_too(self, told: str) -> None:
        assert "attribution.exclusive" not in self.told(f"“{SAID},” Arvo Kelm {told}.", f"“{SAID},” Arvo Kelm said.")

    @pytest.mark.parametrize("cue", ["according to", "speaking on", "in a piece aired on"])
    def test_what_is_said_according_to_a_medium_was_not_said_to_it(self, cue: str) -> None:
        one = article("a", f"“{SAID},” Arvo Kelm said, {cue} Radio Holm.")
        assert [(item.kind, item.name and item.name.display) for item in one.attributions] == [("report", "Radio Holm")]

    def test_what_the_other_outlet_reported_it_may_have_heard_with_others(self) -> None:
        found = self.told(f"“{SAID},” Arvo Kelm said.", f"“{SAID},” Arvo Kelm said, as reported by The Sable Post.")
        assert set(found) == {"attribution.other-outlet left"}

    def test_it_is_about_quoted_words(self) -> None:
        found = self.told(f"{STORY}, Arvo Kelm told The Sable Post.", f"{STORY}.", STORY)
        assert "attribution.own-interview left" in found and "attribution.exclusive" not in found


class TestCreditsThatCameAlong:
    CREDITED = "The gates held all night and the pumps ran dry at four, the Tarn Water Board said in a statement"

    def shared(self, left: str, right: str, words: tuple[str, str]) -> dict[str, Evidence]:
        one, two = article("a", f"{left}."), article("b", f"{right}.")
        return credits(pair(one, two, *words), one, two)

    def test_a_credit_among_the_shared_words_was_carried(self) -> None:
        found = self.shared(self.CREDITED, self.CREDITED, (self.CREDITED, self.CREDITED))
        assert set(found) == {"attribution.carried-source"}
        assert "Tarn Water Board" in found["attribution.carried-source"].trigger
        assert {span.article for span in found["attribution.carried-source"].spans} == {"a", "b"}

    def test_credits_of_their_own_are_shared(self) -> None:
        left = "The Tarn Water Board said in a release that the gates held all night and the pumps ran dry at four"
        words = "the gates held all night and the pumps ran dry at four"
        found = self.shared(left, self.CREDITED, (words, words.replace("the gates", "The gates", 1)))
        assert set(found) == {"attribution.shared-source"}

    @pytest.mark.parametrize("at_left", [True, False])
    def test_both_must_be_among_the_shared_words(self, at_left: bool) -> None:
        held = "The gates held all night and the pumps ran dry at four"
        said = f"{held}, the Upper Tarn Valley Water Board said"
        cited = f"{held}, according to figures in a statement by the Upper Tarn Valley Water Board"
        one, two = (said, cited) if at_left else (cited, said)
        assert set(self.shared(one, two, (one, two))) == {"attribution.shared-source"}

    def test_variants_are_no_shared_words(self) -> None:
        one, two = (article(id, f"{self.CREDITED}.") for id in "ab")
        found = pair(one, two, self.CREDITED)
        near = replace(found, common=tuple(replace(each, kind="near") for each in found.common))
        assert set(credits(found, one, two)) == {"attribution.carried-source"}
        assert set(credits(near, one, two)) == {"attribution.shared-source"}

    def test_a_credit_in_equal_words_beside_the_passage_was_carried(self) -> None:
        held = "The gates held all night and the pumps ran dry at four"
        said = f"{held}, the Tarn Water Board said in translated remarks that were sent round by mail"
        again = f"{held}, the Tarn Water Board said in remarks which a clerk had sent round"
        assert set(self.shared(said, said, (held, held))) == {"attribution.carried-source"}
        assert set(self.shared(said, again, (held, held))) == {"attribution.shared-source"}

    def test_one_side_alone_is_no_shared_source(self) -> None:
        bare = self.CREDITED.partition(", the Tarn")[0]
        assert set(self.shared(self.CREDITED, bare, (bare, bare))) == {"attribution.source"}
        one, two = (article(id, f"{self.CREDITED}.") for id in "ab")
        unread = replace(two, local=())
        assert set(credits(pair(one, unread, self.CREDITED), one, unread)) == {"attribution.source"}


class TestLetters:
    """An agency is often named by its letters alone: its name says which, however much of it is joints."""

    @pytest.mark.parametrize(
        "outlet, letters",
        [
            ("Agence Centrale de Presse", "ACP"),
            ("Agence Centrale de Presse", "acp"),
            ("Varnian Broadcasting Corporation", "VBC"),
            ("Nordische Rundfunk-Anstalt Holm", "NRH"),
            ("Агентство Новостей Вельморы", "АНВ"),
        ],
    )
    def test_first_letters_are_the_outlet(self, outlet: str, letters: str) -> None:
        name = name_of(letters)
        assert name is not None and outlet_names(outlet, None).match(name)

    @pytest.mark.parametrize(
        "outlet, letters",
        [
            ("Agence Centrale de Presse", "ADP"),
            ("Agence Centrale de Presse", "ACDP"),
            ("Agence Française de Parme", "AFP"),  # an agency whose name is settled
            ("Acp", "XYZ"),
            ("Meridian", "M"),
        ],
    )
    def test_others_are_not(self, outlet: str, letters: str) -> None:
        name = name_of(letters)
        assert name is not None and not outlet_names(outlet, None).match(name)

    def test_a_credit_by_letters_names_the_other_outlet(self) -> None:
        left = article("a", f"{STORY}.", "Agence Centrale de Presse")
        right = article("b", f"{STORY}, ACP reported.", "Northmoor Gazette")
        found = credits(pair(left, right, STORY), left, right)
        assert "attribution.other-outlet left" in found
        stranger = article("a", f"{STORY}.", "Agence Orientale de Presse")
        found = credits(pair(stranger, right, STORY), stranger, right)
        assert "attribution.other-outlet left" not in found and "attribution.source" in found
