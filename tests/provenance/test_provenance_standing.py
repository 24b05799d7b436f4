"""Who a person is to a reader: one who speaks by office, somebody private, or not told."""

from __future__ import annotations

import pytest
from counting import lines_run
from provenance_pairs import pair, read

from dedup.provenance.language.naming import Name, name_of
from dedup.provenance.language.scan import searched
from dedup.provenance.language.standing import standing_of
from dedup.provenance.signals import quotation
from dedup.provenance.weights import default_weights


def person(text: str) -> Name:
    name = name_of(text)
    assert name is not None
    return name


def told(text: str, name: str) -> str | None:
    return standing_of(text, person(name), searched(text).languages)


# In each language: somebody private, an official, and somebody of whom nothing is said.
TOLD = [
    ("The water came at night, said Odile Farrant, a passenger on the ferry.", "Odile Farrant", "private"),
    ("“It came at night,” said Odile Farrant, 62, who lives by the dam.", "Odile Farrant", "private"),
    ("The water came at night, said the farmer Odile Farrant.", "Odile Farrant", "private"),
    ("The water came at night, said Odile Farrant (a pensioner from Calder).", "Odile Farrant", "private"),
    ("The water came at night, said Minister Arvo Kelm.", "Arvo Kelm", "official"),
    ("The water came at night, said Arvo Kelm, the Tarn Water Board’s chief executive.", "Arvo Kelm", "official"),
    ("The water came at night, said Arvo Kelm of the National Bank.", "Arvo Kelm", "official"),
    ("The water came at night, said Odile Farrant. It was dark.", "Odile Farrant", None),
    ("Das Wasser kam in der Nacht, sagte Odile Farrant, eine Anwohnerin aus Kelmstadt.", "Odile Farrant", "private"),
    ("Das Wasser kam in der Nacht und stand hoch, sagte die Rentnerin Odile Farrant.", "Odile Farrant", "private"),
    ("Das Wasser kam in der Nacht und stand hoch, sagte Bürgermeister Arvo Kelm.", "Arvo Kelm", "official"),
    ("Das Wasser kam in der Nacht und stand hoch, sagte Odile Farrant.", "Odile Farrant", None),
    ("L’eau est montée dans la nuit, a dit Odile Farrant, une habitante de Kelmont.", "Odile Farrant", "private"),
    ("L’eau est montée dans la nuit, a dit le président Arvo Kelm.", "Arvo Kelm", "official"),
    ("L’eau est montée dans la nuit, a dit Odile Farrant.", "Odile Farrant", None),
    ("El agua llegó por la noche, dijo Odile Farrant, vecina de la presa.", "Odile Farrant", "private"),
    ("El agua llegó por la noche, dijo el alcalde Arvo Kelm.", "Arvo Kelm", "official"),
    ("El agua llegó por la noche, dijo Odile Farrant.", "Odile Farrant", None),
    ("L’acqua è arrivata di notte, ha detto Odile Farrant, una pensionata di Verra.", "Odile Farrant", "private"),
    ("L’acqua è arrivata di notte, ha detto il sindaco Arvo Kelm.", "Arvo Kelm", "official"),
    ("L’acqua è arrivata di notte, ha detto Odile Farrant.", "Odile Farrant", None),
    ("Вода пришла ночью и стояла высоко, сказала пенсионерка Ольга Рант.", "Ольга Рант", "private"),
    ("Вода пришла ночью и стояла высоко, сказал министр Арво Келм.", "Арво Келм", "official"),
    ("Вода пришла ночью и стояла высоко, сказала Ольга Рант.", "Ольга Рант", None),
]


@pytest.mark.parametrize("text, name, standing", TOLD)
def test_in_several_languages(text: str, name: str, standing: str | None) -> None:
    assert told(text, name) == standing


def test_a_last_name_stands_for_the_full_one() -> None:
    text = "It rained, said Minister Arvo Kelm. Nobody slept. “The gates held,” Kelm said."
    assert told(text, "Kelm") == "official"
    assert told("It rained, said Minister Arvo Jonas Kelm. Kelm had seen it.", "Kelm") == "official"
    text = "It rained, said Odile Farrant, a passenger. Nobody slept. “The gates held,” Farrant said."
    assert told(text, "Farrant") == "private"


def test_a_word_in_another_clause_is_not_of_the_person() -> None:
    assert told("A passenger fell ill. The train stopped, Odile Farrant said.", "Odile Farrant") is None
    text = "Odile Farrant spoke after the rain had stopped and before a passenger fell ill."
    assert told(text, "Odile Farrant") is None


def test_another_persons_office_is_not_of_this_one() -> None:
    text = "Minister Arvo Kelm was late. The water came at night, said Odile Farrant, who lives by the dam."
    assert told(text, "Odile Farrant") == "private"
    assert told(text, "Arvo Kelm") == "official"


def test_a_script_without_capitals_tells_nothing() -> None:
    assert told("乘客王芳说，夜里来水了。", "王芳") is None


def test_only_the_first_mentions_are_read() -> None:
    """What introduces a person stands where the text first names one: a long text costs no more."""

    def work(mentions: int) -> int:
        text = "Odile Farrant was seen in the rain. " * mentions + "Odile Farrant, a passenger, said so."
        standing_of.cache_clear()
        return lines_run(lambda: told(text, "Odile Farrant"))

    work(10)
    assert work(400) < 1.5 * work(40)


MODEL = default_weights()
SAID = "We wound the chain by hand until the pencil lines were under water"


def quoted(left: str, right: str) -> dict[str, object]:
    """What quotation says of words spoken by a person whom either text introduces so."""
    one, two = (read(id, f"It rained.\n\n“{SAID},” said {who}.") for id, who in (("a", left), ("b", right)))
    found = pair(one, two, SAID, kinds=("quotation", "quotation"))
    return {item.signal: item.trigger for item in quotation.evidence(found, one, two, MODEL)}


@pytest.mark.parametrize(
    "left, right, signal",
    [
        ("Minister Arvo Kelm", "Arvo Kelm", "quotation.official"),
        ("Arvo Kelm", "Minister Arvo Kelm", "quotation.official"),
        ("Arvo Kelm, a passenger", "Arvo Kelm", "quotation.private"),
        ("Arvo Kelm, a passenger", "Arvo Kelm, who lives by the dam", "quotation.private"),
        ("Arvo Kelm, a passenger", "Minister Arvo Kelm", "quotation.official"),  # an office outweighs
        ("Arvo Kelm", "Arvo Kelm", None),
    ],
)
def test_it_speaks_where_both_quote_one_person(left: str, right: str, signal: str | None) -> None:
    found = quoted(left, right)
    assert {name for name in found if name in ("quotation.official", "quotation.private")} == {signal} - {None}
    if signal is not None:
        assert "Arvo Kelm" in str(found[signal])


def test_two_speakers_have_no_standing_in_common() -> None:
    found = quoted("Minister Arvo Kelm", "Minister Odile Farrant")
    assert "quotation.speakers-differ" in found and "quotation.official" not in found


def test_an_official_is_a_shared_source_sooner_than_somebody_private() -> None:
    official, private = MODEL.signals["quotation.official"], MODEL.signals["quotation.private"]
    third = "common-source"
    assert official.get(third, 0) - official.get("copying", 0) > 0 > private.get(third, 0) - private.get("copying", 0)
