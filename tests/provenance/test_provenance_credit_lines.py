"""Lines above and below a text that say whom it is from, media that relay, and languages beside English."""

from __future__ import annotations

import pytest
from provenance_pairs import read

from dedup.provenance import Dossier
from dedup.provenance.article import cited

BODY = (
    "A freighter ran aground at the mouth of the Kessel river before dawn on Tuesday, spilling oil on the beach.\n\n"
    "Traders in the fish market said they had never seen such a winter, and the mayor asked people to stay away."
)


def whole(found: Dossier) -> list[tuple[str, str]]:
    return [(item.name.display, item.kind) for item in found.credits if item.name is not None]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("With reporting by the Arden Press Agency.", "contribution"),
        ("(With inputs from Arden Press Agency)", "contribution"),
        ("Additional reporting by the Arden Press Agency", "contribution"),
        ("This article includes material from the Arden Press Agency.", "contribution"),
        ("This report was produced by the Arden Press Agency.", "credit"),
        ("Copyright 2031 Arden Press Agency. All rights reserved.", "credit"),
        ("© 2031 by the Arden Press Agency", "credit"),
    ],
)
def test_a_line_at_the_foot_says_whom_the_text_is_from(line: str, kind: str) -> None:
    assert whole(read("a", f"Freighter aground\n\n{BODY}\n\n{line}")) == [("Arden Press Agency", kind)]


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by Ada Pell and Tom Bell; editing by Ines Dorrow",
        "With reporting by Ada Pell.",
        "Copyright 2031 Kessel Echo. All rights reserved.",
        "The tugs were provided by the harbour and nobody was hurt.",
    ],
)
def test_persons_and_other_lines_are_no_credit(line: str) -> None:
    assert whole(read("a", f"Freighter aground\n\n{BODY}\n\n{line}")) == []


@pytest.mark.parametrize(
    "line",
    [
        "Taken from Kessel Museum, the vase is back",
        "Produced by Bank of Kessel, new coins reach shops",
        "Provided by the Ministry of Health, the masks were useless",
        "Press release from the Kessel Port Authority: the river is shut",
    ],
)
@pytest.mark.parametrize("above", ["", "Freighter aground\n\n"])
def test_a_line_that_goes_on_is_about_whom_it_names(line: str, above: str) -> None:
    assert whole(read("a", f"{above}{line}\n\n{BODY}")) == []


def test_a_headline_is_no_credit() -> None:
    assert whole(read("a", f"Press release from the Kessel Port Authority\n\n{BODY}")) == []


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Avec AFP", ["AFP"]),
        ("Avec l'AFP et Reuters", ["AFP"]),
        ("Avec la Banque de France", []),
        ("Avec la Banque de France, le gouvernement lance une monnaie", []),
        ("Communiqué de la Banque de France", ["Banque de France"]),
        ("Communiqué de la Banque de France : une erreur dans les chiffres", []),
    ],
)
def test_who_helped_with_a_french_text(line: str, names: list[str]) -> None:
    body = (
        "Le cargo est dans la rivière et les pêcheurs de la ville ne sont pas contents des autorités du port.\n\n" * 2
    )
    assert [name for name, _ in whole(read("a", f"Un cargo échoué\n\n{line}\n\n{body}"))] == names


def test_a_credit_stands_where_it_is_written_though_small_letters_take_more_room() -> None:
    found = read("a", f"Freighter aground\n\n{BODY}\n\nThis İİİ report was produced by the Arden Press Agency.")
    assert whole(found) == []
    found = read("a", f"Freighter aground\n\n{BODY}\n\nThis report on İİİ was produced by the Arden Press Agency.")
    assert whole(found) == [("Arden Press Agency", "credit")]


@pytest.mark.parametrize(
    ("lead", "names"),
    [
        ("The Associated Press (AP) has asked the court for the files.", []),
        ("The Press Trust of India (PTI) said on Monday that it was late.", []),
        ("The Press Trust of India (PTI) President Ada Pell was late.", []),
        ("Reuters (AP) photographer Ada Pell was hurt.", []),
        ("KESSEL (APA) The freighter is aground.", ["APA"]),
        ("Kessel, March 4 (APA) The freighter is aground.", ["APA"]),
        ("KESSEL (APA) — The freighter is aground.", ["APA"]),
        ("Kessel (dpa) - The freighter is aground.", ["dpa"]),
    ],
)
def test_a_dateline_without_a_dash_is_a_place_in_capitals_or_has_a_date(lead: str, names: list[str]) -> None:
    assert [name for name, _ in whole(read("a", f"Freighter aground\n\n{lead}\n\n{BODY}"))] == names


@pytest.mark.parametrize(
    ("foot", "names"),
    [
        ("Kessel Boats (APA)", ["APA"]),
        ("Kessel Boats (MPG)\n\nOstrel Boats (Text)", []),
        ("(PDF)", []),
        ("WTH.\n\nThen it rained.", []),
        ("(END) By the wire of Kessel", []),
        ("A.P.A.", ["APA"]),
    ],
)
def test_an_acronym_signs_a_text_as_agencies_do(foot: str, names: list[str]) -> None:
    above = "\n\n".join(f"Paragraph {number} tells of the night on which the water rose." for number in range(9))
    assert [name for name, _ in whole(read("a", f"Freighter aground\n\n{above}\n\n{foot}"))] == names


def test_a_release_says_so_above_the_text() -> None:
    found = read("a", f"Freighter aground\n\nPress release from the Kessel Port Authority\n\n{BODY}")
    assert whole(found) == [("Kessel Port Authority", "credit")]


@pytest.mark.parametrize(
    ("byline", "text", "names"),
    [
        ("Staff and wire reports", "The channel is shut, the Arden Press Agency reported.", ["Arden Press Agency"]),
        ("Staff and agencies", "The channel is shut, officials said.", []),
        (
            "Staff and wire reports",
            "It is shut, the Arden Press Agency reported. It is open, the Sundholm News Agency reported.",
            [],
        ),
        ("By Ada Pell", "The channel is shut, the Arden Press Agency reported.", []),
    ],
)
def test_wire_reports_are_those_of_the_one_agency_that_a_text_names(byline: str, text: str, names: list[str]) -> None:
    found = whole(read("a", f"Freighter aground\n\n{byline}\n\n{BODY}\n\n{text}\n\n{BODY[::-1]}"))
    assert [name for name, kind in found if kind == "contribution"] == names


@pytest.mark.parametrize(
    ("said", "medium"),
    [
        ("“We keep a lamp lit,” he told them at Mass, which the abbey's radio relays.", "abbey's radio"),
        ("Radio Verra broadcast live what the governor said: “We keep a lamp lit for her.”", "Radio Verra"),
        ("The bank carried live music. “We keep a lamp lit,” she said.", None),
        ("Mayor Tom Bell streamed the film to friends. “We keep a lamp lit,” he said.", None),
        ("院長在彌撒上說：「我們會為她留着門，點一盞燈。」講話由修道院電台直播。", "修道院電台"),
        ("港務局發言人表示：「在沉船打撈上來之前，這條河流將對所有船隻關閉。」", "港務局"),
        ("„Der Fluss bleibt gesperrt“, sagte Brigit Holm der Nachrichtenagentur dpa am Dienstag in der Stadt.", "dpa"),
        ("« La rivière restera fermée », a déclaré Brigitte Holm à l'AFP mardi dans la ville et au port.", "AFP"),
        ("«Il fiume resterà chiuso», ha detto Brigida Holm all'ANSA. I piloti della città e il porto.", "ANSA"),
        ("«Река закрыта для судов», — сообщили в Министерстве транспорта во вторник.", "Министерстве транспорта"),
        ("“It is shut,” Ada Pell of the Kessel Times reported on Monday of the week and the river.", "Kessel Times"),
        ("“It is shut,” the Kessel Herald's Ada Pell reported on Monday of the week and the river.", "Kessel Herald"),
        ("“It is shut and stays so,” said the Kessel Seamen's Union.", "Kessel Seamen's Union"),
        ("“It is shut and stays so,” said Ada Pell in Kessel Hospital.", None),
        ("“It is shut and stays so,” said the board.", None),
        ("“It is shut and stays so,” said a Mexican official who was there.", None),
        ("“It is shut and stays so,” said the Senate's second man, Ada Pell.", None),
        ("“It is shut and stays so,” claims the Committee to Keep It Shut.", None),
        ("قالت وزارة النقل في بيان إن النهر سيبقى مغلقا أمام كل السفن حتى يرفع الحطام من القاع.", "وزارة النقل"),
        ("“It is shut,” she told reporters on Capitol Hill. “It is open to nobody in the city.”", None),
    ],
)  # fmt: skip
def test_who_carried_the_words_is_named(said: str, medium: str | None) -> None:
    named = [item.name.display for item in read("a", said).local if item.name and item.nature == "channel"]
    assert named == ([medium] if medium is not None else [])


@pytest.mark.parametrize(
    "said",
    [
        "Mayor Ada Pell, who arrived late on Monday, said the Port Authority would close the harbour.",
        "The mayor, of the Green Party, said the Senate Committee was wrong.",
        "The union, which met on Friday, announced the Port Authority had agreed.",
        "The mayor, who called it “shut,” said the Port Authority would close it.",
        "The minister said the BBC broadcasts lies about the harbour and the wreck.",
        "The minister said the BBC broadcasts “lies about the harbour and the wreck” every day.",
        "CNN aired footage of the harbour. “It is shut and stays so,” a pilot said.",
        "CNN aired “The Wreck of the Kessel” on Monday.",
        "Sky News transmitted power to the town.",
        "Fox News broadcasts from Kessel.",
        "El alcalde Juan Pérez dijo en Buenos Aires. «No vamos a ceder en el río y los barcos de la ciudad».",
        "El alcalde Juan Pérez dijo en el Canal de Suez que los barcos y la ciudad no van a ceder.",
        "El alcalde Juan Pérez dijo en Correo Viejo que los barcos y la ciudad no van a ceder.",
        "El alcalde Juan Pérez dijo en el Mundo Antiguo que los barcos y la ciudad no van a ceder.",
        "Le maire Jean Pic a dit à New York. « Nous ne sommes pas dans le port et les bateaux de la ville ».",
        "Le maire Jean Pic a déclaré cela à Ada Pell. « Nous ne sommes pas dans le port et les bateaux ».",
        "Der Bürgermeister Jan Pick sagte in Bad Kessel. „Wir sind nicht in der Stadt und das ist gut.“",
        "Der Bürgermeister Jan Pick sagte in Frankfurt Oder. „Wir sind nicht in der Stadt und das ist gut.“",
        "Der Bürgermeister Jan Pick sagte am Montag im Fernsehen, das ist nicht gut und die Stadt.",
        "Il sindaco Pino Riva ha detto sul Ponte Vecchio che il fiume e la città non sono di nessuno.",
    ],
)
def test_places_persons_and_those_spoken_of_carry_no_words(said: str) -> None:
    assert [item.name for item in read("a", said).local if item.name and item.nature == "channel"] == []


@pytest.mark.parametrize(
    ("said", "medium"),
    [
        ("El alcalde Juan Pérez dijo en Radio Nacional que los barcos y la ciudad no van a ceder.", "Radio Nacional"),
        ("El alcalde Juan Pérez dijo el lunes a la agencia EFE que los barcos y la ciudad no van a ceder.", "EFE"),
        ("Le maire Jean Pic a dit mardi sur Radio Kessel que les bateaux ne sont pas dans le port.", "Radio Kessel"),
        ("Der Bürgermeister Jan Pick sagte im Deutschlandfunk, das ist nicht gut und die Stadt.", "Deutschlandfunk"),
        ("“It is shut and stays so,” said the Kessel Port Authority on Monday.", "Kessel Port Authority"),
        ("“It is shut and stays so,” said the Kessel Seamen's Union in a statement.", "Kessel Seamen's Union"),
    ],
)
def test_media_and_institutions_are_named_by_their_words(said: str, medium: str) -> None:
    named = [item.name.display for item in read("a", said).local if item.name and item.nature == "channel"]
    assert named == [medium]


@pytest.mark.parametrize("unit", ["sagte in Bad Kessel. ", "dijo en Buenos Aires. "])
def test_places_after_a_verb_are_not_looked_into(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    monkeypatch.setattr(cited, "words_after", lambda *given: looked.append(1) or [])
    read("a", ("der und die das " if "sagte" in unit else "de la que los ") + unit * 50)
    assert len(looked) < 10


@pytest.mark.parametrize(
    ("said", "speaker"),
    [
        ("Ada Pell, of Rovers, said nobody slept: “We counted them all.” Tom Bell, in an interview, sat.", "Ada Pell"),
        ("“I nearly fell off the chair when I read it,” said the night porter, Len Whitwam. It rained.", "Len Whitwam"),
        ("Guard Emil Brask said: “They gave me my own chair to sit on.” The guard was treated.", "Emil Brask"),
        ("„Ich habe 31 Termine, das ist neu“, sagte Beraterin Silke Oltmanns der Zeitung.", "Silke Oltmanns"),
        ("“The gate is shut and stays so,” said Kessel Port Authority chief Ada Pell.", "Ada Pell"),
        ("市長何美玲在記者會上表示：「在沉船打撈上來之前，這條河流將對所有船隻關閉。」", "何美玲"),
        ("他表示：「在沉船打撈上來之前，這條河流將對所有船隻關閉。」", None),
    ],
)  # fmt: skip
def test_who_speaks_is_the_person_without_the_role(said: str, speaker: str | None) -> None:
    (first, *_) = read("a", said).speakers
    assert (first.display if first is not None else None) == speaker
