"""Names of sources: many forms, one name."""

from __future__ import annotations

import pytest

from dedup.provenance.language.naming import name_of, outlet_names, same_name


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("the Kremlin", "Kremlin"),
        ("China’s defence ministry", "China's defence ministry"),
        ("Chinese Defense Ministry", "China's defence ministry"),
        ("China's Ministry of Defence", "China's defence ministry"),
        ("the Ministry of Defense of China", "China's defence ministry"),
        ("Chinese state media", "Chinese state media"),
        ("the Associated Press", "AP"),
        ("Agence France-Presse", "AFP"),
        ("gazeta.ru", "gazeta.ru"),
        ("French daily Le Monde", "Le Monde"),
        ("German broadcaster Klangfunk", "Klangfunk"),
        ("Chinese state news agency Xinhua", "Xinhua"),
        ("the German national team", "German national team"),
        ("the Vesta 9 Weather Center", "Vesta 9 Weather Center"),
        ("Ostrel One", "Ostrel One"),
        ("state broadcaster Ostrel One", "Ostrel One"),
        ("APA news agency", "APA"),
        ("新华社", "Xinhua"),
    ],
)
def test_one_name_for_each_source(text: str, shown: str) -> None:
    name = name_of(text)
    assert name is not None
    assert name.display == shown


def test_nothing_but_an_article_is_no_name() -> None:
    assert name_of("the") is None
    assert name_of(" … ") is None


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Varnia's defence ministry", "Varnian defence ministry", True),
        ("Arden Press Agency", "APA", True),
        ("Courier", "Calder Courier", True),
        ("Water Board", "Tarn Water Board", True),
        ("Вестник Зареки", "Вестника Зареки", True),
        ("China", "China's defence ministry", False),
        ("Russia's defence ministry", "China's defence ministry", False),
        ("ministry", "Varnia's defence ministry", False),
        ("Tarn Water Board", "Calder Water Board", False),
    ],
)
def test_forms_of_one_name_meet(one: str, two: str, same: bool) -> None:
    a, b = name_of(one), name_of(two)
    assert a is not None and b is not None
    assert same_name(a, b) is same
    assert same_name(b, a) is same


@pytest.mark.parametrize(
    ("outlet", "url", "credited", "matches"),
    [
        ("The Calder Courier", None, "the Courier", True),
        ("The Calder Courier", None, "Calder", False),
        ("The Calder Courier", None, "Selwick Courier", False),
        ("Arden Press Agency", None, "APA", True),
        ("The Meridian", None, "Meridian", True),
        ("Vesta 9", None, "Vesta 9", True),
        ("Il Ponte di Verra", None, "Verra", False),
        ("La Voz de Albarrán", None, "La Voz", True),
        (None, "https://www.gazeta.example/news/1", "gazeta.example", True),
        ("Some Name", "https://caldercourier.example/a", "Calder Courier", True),
        (None, "https://[broken", "Courier", False),
    ],
)
def test_an_outlet_knows_its_names(outlet: str | None, url: str | None, credited: str, matches: bool) -> None:
    name = name_of(credited)
    assert name is not None
    assert outlet_names(outlet, url).match(name) is matches
