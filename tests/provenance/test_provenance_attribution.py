"""Attribution: who is named, in which phrasing, and how far it reaches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import pair, read

from dedup.model import Verdict
from dedup.provenance import Dossier, judge


def named(dossier: Dossier, kind: str | None = None) -> list[str]:
    return [
        item.name.display
        for item in dossier.attributions
        if item.name is not None and item.nature == "channel" and kind in (None, item.kind)
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The gates held, as reported by the Selwick Herald.", "Selwick Herald"),
        ("The gates held, according to a readout of the talks published by Varnia's defence ministry.",
         "Varnia's defence ministry"),
        ("The gates held, according to footage of the visit released by the Varnian defence ministry on Monday.",
         "Varnian defence ministry"),
        ("As reported by the press service of the Kremlin this Sunday, the gates held.", "Kremlin"),
        ("The gates held, according to a Kremlin statement.", "Kremlin"),
        ("The gates held, according to a Kremlin spokesman.", "Kremlin"),
        ("The Calder Attorney's Office for the Southern District of New Ostrel said that the gates held.",
         "Calder Attorney's Office for the Southern District of New Ostrel"),
        ("The U.S. Treasury has a new roof. The gates held, the treasury said.", "US treasury"),
        ("A notice issued by the Tarn Water Board said that the gates held.", "Tarn Water Board"),
        ("People asked by the Calder Courier say that the gates held.", "Calder Courier"),
        ("Arvo Kelm said on Tuesday that it rained. Ola Brandt told CNN Kelm was right.", "CNN"),
        ("The gates held, Arvo Kelm told CNN's Ada Pell of the Kelm raid.", "CNN"),
        ("The gates held, Arvo Kelm told Vesta News' Ada Pell.", "Vesta News"),
        ("“The gates held,” Arvo Kelm said on CNN's “Dawn of the Day.”", "CNN"),
        ("VESTA NEWS reported that the gates held.", "VESTA NEWS"),
        ("CNN WRONGLY reported that the gates held.", "CNN"),
        ("DEUTSCHE WELLE reported that the gates held.", "Deutsche Welle"),
        ("The gates held under pressure until dawn, UN WFP said in a statement.", "WFP"),
        ("The gates held, the US DOD IG said. It used gates.", "US DOD IG"),
        ("The gates held, according to a readout from Varnian state media.", "Varnian state media"),
        ("A Varnian defence ministry statement said the gates had held.", "Varnian defence ministry"),
        ("The gates held, the Varnian defence ministry said, without giving details.", "Varnian defence ministry"),
        ("The gates held, he said in translated remarks broadcast on Varnian TV.", "Varnian TV"),
        ("The gates held, he said in German on Radio Falkenau.", "Radio Falkenau"),
        ("The gates held, Arvo Kelm told the Courier.", "Courier"),
        ("The gates held, Arvo Kelm told Reuters.", "Reuters"),
        ("The breach was first reported by the Courier.", "Courier"),
        ("The gates held, citing Interfax.", "Interfax"),
        ("Isles Line said in a statement that the gates held.", "Isles Line"),
        ("The gates held, as reported by gazeta.ru.", "gazeta.ru"),
        ("Das Tor hielt, nach Angaben der Nachrichtenagentur dpa.", "dpa"),
        ("La compuerta resistió, según la Agencia EFE, y nada más.", "EFE"),
        ("La porte a tenu, selon le ministère de la Défense.", "ministère de la Défense"),
        ("Ворота выдержали, по данным агентства ТАСС.", "TASS"),
        ("據中央社報道，水閘沒有損壞。", "CNA"),
        ("صمدت البوابات، وفقا لوكالة رويترز.", "Reuters"),
    ],
)  # fmt: skip
def test_phrasings_name_the_source(text: str, name: str) -> None:
    assert name in named(read("a", text))


@pytest.mark.parametrize(
    "text",
    [
        "They would go on, he said, citing consensus between the two sides.",
        "Kelm told Dovas that the line would open.",
        "The United States and Varnia have no agreement.",
        "The defence minister also said that the line would open.",
        "Kelm told Varnian President Ola Brandt that the line would open.",
        "The results, according to the trial of 412 people in 2027, were good.",
        "“We saw it,” said Ada Pell, co-president of the Bell Campaign to Save Birds. “It rained.”",
        "“We saw it,” said Ada Pell, head of Kessel's Access to Rare Books Program. “It rained.”",
        "Brandt's aide, former Kessel City mayor Ada Pell, said that it rained.",
        "The former Kessel City mayor said that it rained.",
        "“It rained,” said BWMA Chair Rep. Ada Maud Pell in an email.",
        "He responded to the Post's story with a laugh.",
        "NEED BOATS said that it rained. They had boats and need more.",
    ],
)
def test_what_names_no_channel(text: str) -> None:
    assert named(read("a", text)) == []


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("「我們徹夜搖動鐵鏈，」守門人對《青港日報》說，他在閘房的牆上寫下了水位。", "青港日報"),
        ("「我們徹夜搖動鐵鏈，」守門人告訴青港日報，他在閘房的牆上寫下了水位。", "青港日報"),
        ("Il custode ha parlato ai microfoni di Radio Verra. «Non è finita», ha detto nella notte.", "Radio Verra"),
        ("El guarda explicó a Radio Verra que la compuerta no se iba a abrir hasta la mañana.", "Radio Verra"),
        ("Le gardien a parlé au micro de Radio Verra, et les portes ne sont pas ouvertes.", "Radio Verra"),
        ("„Wir haben die Kette von Hand gezogen“, sagte er dem Falkenauer Boten und ging.", "Falkenauer Boten"),
        ("«Мы крутили цепь всю ночь, и вода не ушла», — сообщил агентству Интерфакс сторож.", "Interfax"),
    ],
)
def test_what_is_said_to_a_medium(text: str, medium: str) -> None:
    told = [item for item in read("a", text).local if item.kind == "interview" and item.name is not None]
    assert [item.name.display for item in told if item.name] == [medium]
    assert told[0].nature == "channel"


@pytest.mark.parametrize(
    "text",
    [
        "“We wound the chain by hand,” Arvo Kelm told Vesta 9 and other media on Tuesday night.",
        "“We wound the chain by hand,” Arvo Kelm told the Calder Courier, among other papers.",
        "„Wir haben die Kette von Hand gezogen“, sagte Kelm dem Falkenauer Boten und anderen Medien.",
        "「我們徹夜搖動鐵鏈，」守門人對《青港日報》等媒體說。",
    ],
)
def test_what_several_media_were_told_was_said_to_none_of_them_alone(text: str) -> None:
    assert not [item for item in read("a", text).local if item.kind == "interview"]


def test_what_another_says_after_a_quotation_is_not_its_source() -> None:
    words = "The bank has its job and I have mine, and neither of us asks the other for leave"
    tail = " A Treasury official asked whether the budget would be redrawn did not respond."
    left = read("a", f"It rained.\n\n“{words},” Minister Tomas Breck told reporters.{tail}", "Continental Ledger")
    right = read("b", f"It was wet.\n\n“{words},” said Finance Minister Tomas Breck.", "Vesta Nine")
    found = pair(left, right, words, kinds=("quotation", "quotation"))
    assert judge(found, left, right).source == "statement by Tomas Breck"


def test_an_acronym_is_spelt_out_by_the_text() -> None:
    text = "Storm (APA) - Nothing.\n\nThe Arden Press Agency (APA) wrote first. It held, according to APA."
    assert set(named(read("a", text))) == {"Arden Press Agency"}


def test_a_generic_noun_is_the_one_named_before() -> None:
    text = "The Tarn Water Board met on Monday.\n\nThe crest is sound, according to the board."
    assert named(read("a", text)) == ["Tarn Water Board"]


@pytest.mark.parametrize(
    "text",
    [
        "KELMOUTH, March 4 (APA) — The gates held on Monday.",
        "The gates held on Monday and nobody was hurt in the town.\n\n(APA)",
        "The gates held on Monday and nobody was hurt in the town.\n\nSource: APA",
        "The gates held on Monday and nobody was hurt.\n\nAPA contributed to this report.",
    ],
)
def test_credits_cover_the_text(text: str) -> None:
    (credit,) = read("a", text).attributions
    assert credit.scope == "text"
    assert credit.covers.start == 0 and credit.covers.end == len(text)
    assert credit.name is not None and credit.name.display == "APA"


@pytest.mark.parametrize("day", ["Monday", "March"])
def test_a_day_owns_nothing(day: str) -> None:
    text = f"The gates held. {day}'s court filing says so, according to a court filing late in the night."
    assert set(named(read("a", text))) == {"court filing"}
    assert named(read("a", f"The gates held, according to {day}'s Calder Courier.")) == ["Calder Courier"]


def test_scopes() -> None:
    text = (
        "The talks ended late.\n\n“The line will open without delay and stay open all year round,” Kelm said, "
        "according to a readout published by the Varnian defence ministry. Nobody was hurt.\n\nThe end of it."
    )
    (item,) = [item for item in read("a", text).attributions if item.nature == "channel"]
    assert item.scope == "quotation"
    assert text[item.covers.start : item.covers.end].startswith("“The line")
    assert text[item.covers.start : item.covers.end].endswith("ministry.")


QUOTE = "The line across the Narrows will open without delay and be tested every morning"
LEFT = f"Talks ended in Sundholm.\n\n“{QUOTE},” Arvo Kelm said, according to a readout by the Varnian defence ministry."
RIGHT = f"A deal was struck.\n\n“{QUOTE},” said Arvo Kelm, in a readout published by Varnia's Defense Ministry."


def third_party(verdict: Verdict) -> float:
    """The probability that both have it from somebody else, however either put it."""
    return verdict.probabilities["common-source"] + verdict.probabilities["independent-renderings"]


def test_both_sides_name_one_source() -> None:
    left, right = read("a", LEFT, "Alpha"), read("b", RIGHT, "Beta")
    verdict = judge(pair(left, right, QUOTE), left, right)
    assert third_party(verdict) > 0.5
    assert verdict.source in ("Varnia's defence ministry", "Varnian defence ministry")
    assert "attribution.shared-source" in {item.signal for item in verdict.ledger}


def test_the_other_outlet_is_a_direction_and_no_common_source() -> None:
    words = "I have lived under that wall since the war and it is the first time anyone has knocked"
    left = read("a", f"Mill Lane woke early.\n\n“{words},” Jean Ackroyd told the Courier.", "The Calder Courier")
    right = read("b", f"A town was emptied.\n\n“{words},” Jean Ackroyd told the Courier.", "The Meridian")
    verdict = judge(pair(left, right, words), left, right)
    assert verdict.label == "left-to-right"
    assert all("Courier" not in source.name for source in verdict.sources)


def test_a_wire_credited_on_one_side_speaks_for_a_common_source() -> None:
    words = "the barge broke its moorings shortly after four and drifted three miles before a tug caught it"
    left = read("a", f"KELMOUTH (APA) — A storm came in and {words}.", "Alpha")
    plain = read("a", f"KELMOUTH — A storm came in and {words}.", "Alpha")
    right = read("b", f"It blew all night; {words}.", "Beta")
    credited = judge(pair(left, right, words), left, right)
    uncredited = judge(pair(plain, right, words), plain, right)
    assert credited.label == "common-source"
    assert credited.source == "APA"
    assert credited.probabilities["common-source"] > uncredited.probabilities["common-source"]
    assert uncredited.source is None


def test_a_photo_credit_is_no_text_credit() -> None:
    words = "the two sides agreed that the line would open without delay and be tested every morning"
    caption = "Arvo Kelm at the talks. Photo: AFP/Varnian defence ministry"
    left = read("a", f"Talks ended and {words}.\n\n{caption}", "Alpha")
    right = read("b", f"After a night, {words}.", "Beta")
    assert {item.kind for item in left.attributions} == {"photo"}
    verdict = judge(pair(left, right, words), left, right)
    assert verdict.source is None
    assert not any(item.weights for item in verdict.ledger if item.signal.startswith("attribution"))


def test_where_only_the_speaker_is_known_it_is_a_statement() -> None:
    left = read("a", f"“{QUOTE},” Arvo Kelm said.", "Alpha")
    right = read("b", f"Kelm said: “{QUOTE}.”", "Beta")
    verdict = judge(pair(left, right, QUOTE), left, right)
    assert third_party(verdict) > 0.5
    assert verdict.source == "statement by Arvo Kelm"


def test_a_speakers_channel_carries_over_to_the_next_paragraphs() -> None:
    text = (
        "Kelm called the talks useful, according to a Kremlin statement.\n\nThe evening was cold.\n\n"
        f"“{QUOTE},” Kelm said.\n\n“Nobody asked me about the money at all today,” Dovas said."
    )
    left, right = read("a", text, "Alpha"), read("b", f"“{QUOTE},” Kelm said.", "Beta")
    assert judge(pair(left, right, QUOTE), left, right).source == "Kremlin"
    other = "Nobody asked me about the money at all today"
    right = read("b", f"“{other},” Dovas said.", "Beta")
    assert judge(pair(left, right, other), left, right).source == "statement by Dovas"


@given(st.text(max_size=400))
def test_any_text_has_a_dossier(text: str) -> None:
    dossier = read("a", text)
    for item in dossier.attributions:
        assert 0 <= item.place.start <= item.place.end <= len(text)
        assert 0 <= item.covers.start <= item.covers.end <= len(text)
    assert len(dossier.speakers) == len(dossier.outline.quotations)


CUES = [
    "according to", "said", "“", "”", "the", "Board", "Kelm", "APA", "(APA)", "—", "told", ",", ".", "\n\n",
    "statement", "by", "of", "Photo:", "Source:", "it", "he", "’s", "in", "据", "報道", "وفقا ل",
]  # fmt: skip


@given(st.lists(st.sampled_from(CUES), max_size=60))
def test_any_heap_of_cues_has_a_dossier(words: list[str]) -> None:
    text = " ".join(words)
    first, second = read("a", text), read("a", text)
    assert first == second


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“The line will open in the spring,” Arvo Kelm said.", "Arvo Kelm"),
        ("“The line will open in the spring,” said Arvo Kelm, the minister.", "Arvo Kelm"),
        ("“The line will open in the spring,” Arvo Kelm, the incident commander, said.", "Arvo Kelm"),
        ("“The line will open in the spring,” the managing director, Arvo Kelm, said.", "Arvo Kelm"),
        ("Kelm explained it. “The line will open in the spring.”", "Kelm"),
        ("Arvo Kelm, 58, a cook, was in the queue. “The line will open in the spring,” he said.", "Arvo Kelm"),
        ("Dovas said so. Kelm said no. “The line will open in the spring,” he said.", "Kelm"),
        ("“The line will open in the spring”. Kelm said.", "Kelm"),
        ("Kelm said that it “would open in the spring of the year”. One of his men, Ola Brandt, said no.", "Kelm"),
        ("“The line will open in the spring,” a spokesperson said.", None),
        ("Passengers said little. All the passengers were cold. “It was fog all the way here,” it read.", None),
    ],
)
def test_the_speaker_of_a_quotation(text: str, speaker: str | None) -> None:
    (found,) = read("a", text).speakers
    assert (found.display if found else None) == speaker


def test_a_services_name_is_not_cut_at_service() -> None:
    assert named(read("a", "The fire is out, the State Forestry Service said.")) == ["State Forestry Service"]
