"""Lines above and below a text that say whom it is from, media that relay, and languages beside English."""

from __future__ import annotations

import pytest
from provenance_pairs import read

from dedup.provenance import Dossier

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
