"""Who speaks, found as news prose puts it; and who is no speaker, or no channel."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import read

from dedup.provenance import Dossier
from dedup.provenance.language.lexicon import lexicons
from dedup.provenance.language.scan import cue_hits, searchable, words_of

PIECES = [
    "said", "According to", "as reported by", "it went on", "read-out", "сказал", "со ссылкой на", "وفقا ل",
    "表示", "heißt es darin", "d'après", "X", "1", " ", " ", " ", "’", "_", "«", "\n", ",", "-",
]  # fmt: skip


def spoken(text: str) -> list[str]:
    return [speech.speaker.display for speech in read("a", text).speeches]


def channels(found: Dossier) -> list[str]:
    return [item.name.display for item in found.attributions if item.name is not None and item.nature == "channel"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ada Pell, 27, a farmer from the hills above Calder, said that it rained.", "Ada Pell"),
        ("Ada Pell, who led the team that came from Northmoor by the night train, said that it rained.", "Ada Pell"),
        ("Ada Pell walked to the quay in the rain, telling the crowd that it would stop.", "Ada Pell"),
        ("“It rains,” said the trial’s leader, neurologist Imogen Straker.", "Imogen Straker"),
        ("There were no calls to the White House,'' said Jeremy Bash, who was there.", "Jeremy Bash"),
        ("Ada Pell said it rained. The board thanked Ada Pell, who acknowledged that it had.", "Ada Pell"),
        ("Most came from Calder, whose mayor, Ada Pell, demanded that they be paid. “It rains,” she said.", "Ada Pell"),
        ("“It rains,” Ada Pell, 67, a retired clerk in Kessel, said on Monday.", "Ada Pell"),
        ("“It rains,” said Kessel State University political scientist Ada Pell. It did.", "Ada Pell"),
        ("“It rains,” said Calder-based harbour strategist Ada Pell, pointing up.", "Ada Pell"),
        ("“It rains,” explained Bell campaign manager Ada Maud Pell.", "Ada Maud Pell"),
        ("Ada Pell, however, said that it rained.", "Ada Pell"),
        ("Ada Pell recently wrote that it rained.", "Ada Pell"),
        ("“It rains,” Ada Pell shot back.", "Ada Pell"),
        ("“It rains,” the Pells said.", "Pells"),
        ("Ada Pell of The Lamp wrote that it rained.", "Ada Pell"),
        ("“It rains,” said Pentagon spokesman Navy Capt. Ada Pell.", "Ada Pell"),
        ("“It rains,” said Rep. Ada Pell (V-Kessel), who had come.", "Ada Pell"),
        ("“It rains,” said Calder Navy Rear Adm. Ada Pell.", "Ada Pell"),
    ],
    ids=[
        "age",
        "clause",
        "gerund",
        "role",
        "two strokes",
        "who",
        "demanded",
        "behind a quotation",
        "of a university",
        "of a place",
        "of another",
        "however",
        "recently",
        "two words",
        "family",
        "of a medium with an article",
        "spokesman with a rank",
        "title with a point",
        "rank with a point",
    ],
)
def test_speakers_that_stand_off_from_the_verb(text: str, speaker: str) -> None:
    assert speaker in spoken(text)
    assert set(spoken(text)) <= {speaker}


@pytest.mark.parametrize(
    "said",
    [
        "“It rains,” said supporters of Ada Pell.",
        "“It rains,” said a friend of Ada Pell.",
        "“It rains,” said officials at Kessel Harbour.",
        "“It rains,” said workers from Calder Valley.",
        "“It rains,” Kessel Hospital, 67, a place in Ostrel, said on Monday.",
        "“It rains.” The board of Calder Bay, however, said that it was dry.",
        "“It rains,” said neighbours watching Ada Pell.",
        "“It rains,” said prosecutors against Ada Pell.",
        "“It rains,” said the man accused of killing Ada Pell.",
        "“It rains,” said carmaker Kessel Motor.",
        "“It rains,” says the White House.",
        "The Hill reported that it rained.",
        "Team Pell Supporters came to see it. “It rains,” she said.",
        "Hurricane Ada was the worst of them. “It rains,” she said.",
    ],
)
def test_who_is_named_beside_somebody_who_speaks_does_not(said: str) -> None:
    assert not [name for name in spoken(said) if name]


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested Ada Pell today, said Bob Ross.",
        "Judges freed Ada Pell later, says Bob Ross.",
        "“It rains,” said Bob Ross alongside Ada Pell.",
        "“It rains,” said Bob Ross, praising Ada Pell.",
    ],
)
def test_who_is_spoken_of_before_or_behind_the_speaker_does_not_speak(text: str) -> None:
    assert spoken(text) == ["Bob Ross"]


@pytest.mark.parametrize("size", range(60, 80))
def test_a_name_is_not_cut_where_the_head_of_a_sentence_ends(size: int) -> None:
    lead = "It was in the " + "long " * 20
    assert set(spoken(f"{lead[: size - 1]} Ada Maud Pellegrin came home. “It rains,” she said.")) <= {
        "Ada Maud Pellegrin"
    }


def test_a_title_in_marks_is_whom_one_speaks_to() -> None:
    lead = "Вода поднялась за ночь, и никто не знал, что будет дальше. «Это не мир и не перемирие»"
    assert spoken(f"{lead}, — сказал «Вестнику Зареки» профессор Матвей Ольховский.") == ["Матвей Ольховский"]
    assert spoken(f"{lead}, — сказал «Вестнику Зареки» сторож.") == []


def test_who_is_spoken_of_after_saying_does_not_speak() -> None:
    assert spoken("Marco Rubio hit back again, saying Chris Christie was late.") == ["Marco Rubio"]


def test_a_place_in_apposition_does_not_speak() -> None:
    assert "Ohio" not in spoken("Ada Pell, at a town hall meeting in Columbus, Ohio, said that it rained.")


def test_a_titled_person_speaks_and_not_the_bureau() -> None:
    found = read("a", "FBI director James Comey said that the case was closed.")
    assert channels(found) == []
    assert [speech.speaker.display for speech in found.speeches] == ["James Comey"]
    assert channels(read("a", "The FBI said that the case was closed.")) == ["FBI"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Israeli officials said that it rained.", "Israeli officials"),
        ("Ada Pell said it in an interview with The Washington Post, the first of the year.", "Washington Post"),
        ("Anger grew, Serrano Light & Power said in a statement.", "Serrano Light & Power"),
    ],
)
def test_names_of_channels(text: str, name: str) -> None:
    assert channels(read("a", text)) == [name]


def test_a_rally_is_no_medium() -> None:
    assert channels(read("a", "Ada Pell told a North Carolina rally that it rained.")) == []


@pytest.mark.parametrize("who", ["Officials", "Two investigators", "People close to the talks and their aides"])
def test_people_without_names_are_a_source_without_a_name(who: str) -> None:
    found = read("a", f"It was dark. {who} said that it had rained.").attributions
    assert [(item.name, item.nature) for item in found] == [(None, "unnamed")]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_cues_are_looked_for_by_their_words_without_losing_any(text: str) -> None:
    """The fast way skips phrases whose words the text lacks; the slow one looks for all of them."""
    lower = searchable(text)
    for lexicon in lexicons():
        every = frozenset(word for phrase in lexicon.cues for word in words_of(phrase))
        assert cue_hits(text, lower, words_of(lower), lexicon) == cue_hits(text, lower, every, lexicon)


@pytest.mark.parametrize(
    "who",
    [
        "市長辦公室", "部長級會議", "教授團隊", "律師公會", "局長們都", "總理特使團", "醫生工會", "校長何團",
        "市長周三", "市長今天", "市長曾", "市長曾多次", "市長曾經", "市長于周三", "市長鄭重", "部長高層",
        "市長顧問", "市長馬上", "部長王明的團隊", "市長則", "部長陸軍",
    ],
)  # fmt: skip
def test_what_follows_a_title_in_chinese_is_no_person_by_itself(who: str) -> None:
    assert spoken(f"{who}表示，在沉船打撈上來之前，這條河流將對所有船隻關閉。") == []


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("市長周美玲", "周美玲"),
        ("市長曾國強", "曾國強"),
        ("市長于美玲", "于美玲"),
        ("公司經理王明", "王明"),
        ("主任醫師王明", "王明"),
        ("市長何美玲周三", "何美玲"),
        ("市長何美玲昨天在記者會上", "何美玲"),
        ("院長歐陽美玲", "歐陽美玲"),
        ("總統特朗普", "特朗普"),
        ("总统泽连斯基", "泽连斯基"),
    ],
)
def test_who_speaks_behind_a_title_in_chinese(who: str, name: str) -> None:
    assert spoken(f"{who}表示，在沉船打撈上來之前，這條河流將對所有船隻關閉。") == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Paz Esteban López dijo que llovía. La paz es de todos los que la paz buscan.", "Paz Esteban López"),
        ("Rosa Díez González dijo que llovía. La rosa es de los que la cortan.", "Rosa Díez González"),
        ("Mark Lee Jones said that it rained. The mark fell, and a mark it left.", "Mark Lee Jones"),
        ("„Der Fluss ist zu und bleibt es“, sagte Erin Maria Huber der Zeitung.", "Erin Maria Huber"),
        ("„Der Fluss ist zu und bleibt es“, sagte Severin Karl Huber der Zeitung.", "Severin Karl Huber"),
        ("„Der Fluss ist zu und bleibt es“, sagte Christin Maria Huber der Zeitung.", "Christin Maria Huber"),
        ("„Der Fluss ist zu und bleibt es“, sagte Hafenarbeiterin Maria Huber der Zeitung.", "Maria Huber"),
        ("“It is shut,” said Guard Emil Brask. A guard was hurt.", "Emil Brask"),
        ("Teacher Emil Brask said that it rained. The teacher was hurt.", "Emil Brask"),
    ],
)
def test_first_names_that_are_words_stay(text: str, name: str) -> None:
    assert spoken(text) == [name]


@pytest.mark.parametrize("place", ["Kessel Harbour", "Kessel Police", "Ostrel Quay", "Kessel Hospital"])
def test_behind_a_person_told_by_what_they_are_a_place_does_not_speak(place: str) -> None:
    assert place not in spoken(f"“I nearly fell off the chair when I read it,” said the night porter, {place}.")


def test_places_are_told_by_the_words_before_them() -> None:
    assert spoken("“It is shut.” Many on Capitol Hill say that it rained.") == []
    assert spoken("Damon Hill says that it rained.") == ["Damon Hill"]
