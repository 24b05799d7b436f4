"""Words by somebody's account: behind "according to", of a scholar, of a body that is called by what it is."""

from __future__ import annotations

import pytest
from provenance_pairs import pair, read

from dedup.model import Span, Verdict
from dedup.provenance import judge
from dedup.provenance.language.lexicon import lexicons
from dedup.provenance.language.naming import name_of, outlet_names, same_name
from dedup.provenance.language.runs import name_at, tokens_of
from dedup.provenance.verdicts.whose import chances
from dedup.provenance.view import is_reported

GATE = "the gate had been open since noon and the water ran through it all night"
OTHER = "Nobody had seen the mayor of the town since the market closed on the Friday before."


def spoken(text: str) -> list[str]:
    return [speech.speaker.display for speech in read("a", text).speeches]


def channels(text: str) -> list[str | None]:
    return [item.name and item.name.display for item in read("a", text).local if item.nature == "channel"]


@pytest.mark.parametrize(
    "text, speakers",
    [
        (f"{GATE.capitalize()}, according to Ada Pell, a clerk in Ostrel.", ["Ada Pell"]),
        (f"{GATE.capitalize()}, according to Ada Pell, the mayor.", ["Ada Pell"]),
        (f"According to Ada Pell, 67, {GATE}.", ["Ada Pell"]),
        (f"According to Ada Pell, who lives there, {GATE}.", ["Ada Pell"]),
        (f"According to Mayor Ada Pell, {GATE}.", ["Ada Pell"]),
        (f"According to Ostrel mayor Ada Pell, {GATE}.", ["Ada Pell"]),
        (f"According to Ada Pell of the University of Ostrel, {GATE}.", ["Ada Pell"]),
        (f"According to Professor Pell of the University of Ostrel, {GATE}.", ["Pell"]),
        (f"Ada Pell said it rained. According to Pell, {GATE}.", ["Ada Pell", "Ada Pell"]),
        (f"Ada Pell said it rained. According to Ada Pell, {GATE}.", ["Ada Pell", "Ada Pell"]),
        (f"Es regnete, und die Polizei kam. Laut Ada Pell, 67, war es so: {GATE}.", ["Ada Pell"]),
        (f"Il pleut dans la ville et sur les champs. Selon Ada Pell, 67, {GATE}.", ["Ada Pell"]),
        (f"{GATE.capitalize()}, according to Ada Pell, 67.", ["Ada Pell"]),
        (f"{GATE.capitalize()}, according to Ada Pell, a professor at the University of Ostrel.", ["Ada Pell"]),
        (f"{GATE.capitalize()}, according to Ada Pell, a lawyer for the company.", ["Ada Pell"]),
        (f"{GATE.capitalize()}, according to Ada Pell from the University of Ostrel.", ["Ada Pell"]),
        (f"{GATE.capitalize()}, according to BBC journalist Ada Pell.", ["Ada Pell"]),
        # What a comma leads to at the beginning of a sentence is its main clause; "which" is no person.
        (f"According to Politico, the minister said nothing while {GATE}.", []),
        (f"According to Forbes, a former aide had left, and {GATE}.", []),
        (f"According to Axios, president Ada Pell left, and {GATE}.", []),
        (f"But according to Forbes, a former aide had left, and {GATE}.", []),
        (f"On Monday, according to Politico, the minister said nothing while {GATE}.", []),
        (f"{GATE.capitalize()}, according to Rystad, which owns the mill.", []),
        # A unit of a university, and what has a portfolio for a name.
        (f"{GATE.capitalize()}, according to the Election Lab of Ostrel University.", []),
        (f"{GATE.capitalize()}, according to Foreign Policy.", []),
        (f"{GATE.capitalize()}, according to Finance Watch.", []),
        # Two capitals alone may be a firm.
        (f"According to Calder International, a rights group, {GATE}.", []),
        (f"According to Calder Sable, {GATE}.", []),
        (f"Ada Pell said it rained. According to John Pell, {GATE}.", ["Ada Pell"]),
        (f"According to Pell, {GATE}.", []),
        (f"According to Ostrel, {GATE}.", []),
        (f"According to the Ostrel Times, {GATE}.", []),
        (f"According to the Harbour Board, {GATE}.", []),
        (f"According to an Ostrel minister, {GATE}.", []),
        # Who belongs to a person is another.
        (f"According to Ada Pell's lawyer, a clerk, {GATE}.", []),
        (f"According to Ada Pell's mother, who lives there, {GATE}.", []),
        (f"According to lawyers for Ada Pell, who lives there, {GATE}.", []),
        (f"According to Ada Pell aides, who live there, {GATE}.", []),
        (f"It was released by Ada Pell, a clerk, that {GATE}.", []),
        # Who speaks has it from another.
        (f"Bob Ross said that {GATE}, according to Ada Pell, a clerk.", ["Bob Ross"]),
        ("“We knew, according to Ada Pell, a clerk, nothing of it,” Bob Ross said.", ["Bob Ross"]),
    ],
)
def test_a_person_behind_according_to_speaks(text: str, speakers: list[str]) -> None:
    assert spoken(text) == speakers


@pytest.mark.parametrize(
    "text, speaker, channel",
    [
        ("{}, Ada Pell of the University of Ostrel said.", "Ada Pell", []),
        ("{}, Professor Pell of the Institute of Mining said.", "Pell", []),
        ("{}, Ada Pell of the Ostrel Post reported.", "Ada Pell", ["Ostrel Post"]),
        ("{}, the University of Ostrel said.", None, ["University of Ostrel"]),
    ],
)
def test_a_scholar_speaks_and_not_the_university(text: str, speaker: str | None, channel: list[str]) -> None:
    told = text.format(GATE.capitalize())
    assert channels(told) == channel
    assert spoken(told) == ([] if speaker is None else [speaker])


@pytest.mark.parametrize(
    "text, name",
    [
        ("The accident inspectorate said {}.", "accident inspectorate"),
        ("{}, a report by the accident inspectorate found.", "accident inspectorate"),
        ("The accident inspectorate's report said {}.", "accident inspectorate"),
        ("The federal accident inspectorate said {}.", "accident inspectorate"),
        ("The new inspectorate said {}.", None),
        ("The entire board said {}.", None),
        ("After the vote the council said {}.", None),
        ("After the vote its board said {}.", None),
        ("The leader of council said {}.", None),
        ("The affected commission said {}.", None),
        ("The newly formed authority said {}.", None),
        ("The recently formed flood authority said {}.", "flood authority"),
        ("After the vote the climate council said {}.", "climate council"),
        ("She sold a lathe international broadcasting airports council said {}.", None),  # no "the" is read there
        ("The early flood authority said {}.", "flood authority"),
        ("In the end of the dispute the council said {}.", None),
        ("The climate change committee said {}.", "climate change committee"),
        ("The watershed council said {}.", "watershed council"),
        ("The health safety inspectorate said {}.", "health safety inspectorate"),
        ("The powerful competition authority said {}.", "competition authority"),
        ("An accident inspectorate said {}.", None),
        ("The rail company said {}.", None),
        ("The village school said {}.", None),
        ("In the end police said {}.", None),
        ("He drove the car police said {}.", None),
        ("The accident inspectorate said {}. The Marine Accident Inspectorate is new.", "Marine Accident Inspectorate"),
    ],
)
def test_a_body_is_called_by_what_tells_it_from_others(text: str, name: str | None) -> None:
    told = read("a", text.format(GATE)).local
    assert [item.name and item.name.display for item in told] == [name]


def verdict(left: str, right: str) -> Verdict:
    one, two = read("a", f"{OTHER} {left}", "The Meridian"), read("b", f"{right} {OTHER}", "Selwick Herald")
    return judge(pair(one, two, GATE, GATE), one, two)


def test_what_both_report_of_one_person_is_not_missing_a_source() -> None:
    found = verdict(f"Ada Pell said that {GATE}.", f"According to Ada Pell, a clerk, {GATE}.")
    assert [source.name for source in found.sources] == ["statement by Ada Pell"]
    assert not any(item.signal == "attribution.missing" for item in found.ledger)
    nobody = verdict(f"Everybody knew that {GATE}.", f"In the end {GATE}.")
    assert any(item.signal == "attribution.missing" for item in nobody.ledger)


def test_a_person_of_whom_both_report_stands_beside_whom_one_side_credits() -> None:
    told = f"Ada Pell said that {GATE}."
    both, one = (
        judge(pair(left, right, GATE, GATE), left, right)
        for left, right in (
            (read("a", f"SABLE (Reuters) — {OTHER} {told}", "The Meridian"), read("b", text, "Selwick Herald"))
            for text in (told, f"Everybody knew that {GATE}.")
        )
    )
    assert {source.name for source in both.sources} == {"Reuters", "statement by Ada Pell"}
    assert {source.name for source in one.sources} == {"Reuters"}
    long = f"{GATE.capitalize()}. The town was dark. Ada Pell said it was. In the end nobody came for a week."
    left, right = read("a", f"SABLE (Reuters) — {OTHER} {long}", "The Meridian"), read("b", long, "Selwick Herald")
    beside = judge(pair(left, right, long, long), left, right)
    assert {source.name for source in beside.sources} == {"Reuters"}  # most of it nobody is told to say


def test_a_person_speaks_no_further_than_the_sentence() -> None:
    long = f"{GATE.capitalize()}. The town was dark, and {GATE}. Ada Pell said it was. In the end {GATE}."
    own = read("a", long)
    other = read("b", long)
    assert not is_reported(own, pair(own, other, long).left)
    short = f"Ada Pell said that {GATE}."
    own, other = read("a", short), read("b", short)
    assert is_reported(own, pair(own, other, GATE).left)


@pytest.mark.parametrize("paper", ["The document was lodged on Monday.", "The filing is long."])
def test_it_is_the_paper_of_the_sentence_before_and_not_whoever_was_cited_last(paper: str) -> None:
    text = f"It is settled, the Harbour Board has reported.\n\n{paper} It says that {GATE}."
    (last,) = [item for item in read("a", text).local if item.place.start > text.index(paper)]
    assert last.name is None or last.name.display != "Harbour Board"


@pytest.mark.parametrize(
    "outlet, letters, its",
    [
        ("Corvan News Agency", "CNA", True),
        ("Corvan News Service", "CNS", True),
        ("Corvan National Advertiser", "CNA", False),
        ("Arden Free Press Agency", "AFP", False),
    ],
)
def test_an_agencys_letters_are_its_own_though_another_has_them(outlet: str, letters: str, its: bool) -> None:
    name, full = name_of(letters), name_of(outlet)
    assert name is not None and full is not None
    assert outlet_names(outlet, None).match(name) is its
    assert same_name(name, full) is its


@pytest.mark.parametrize("account", ["Politico", "Wikipedia", "the Taliban", "Islam", "Rystad, which owns the mill"])
def test_an_account_that_may_be_anything_is_not_who_she_is(account: str) -> None:
    text = f"Ada Pell lost her seat in May. The gate was open for days, according to {account}. “{GATE},” she said."
    assert read("a", text).speakers == (name_of("Ada Pell"),)


@pytest.mark.parametrize(
    "before",
    [
        "The club denied media reports.",
        "The firm got a letter.",
        "The firm got a letter on Monday.",
        "The letter bomb went off.",
        "The study leader resigned.",
        "The airline rejected the report and its authors.",
        "The club denied media reports of a sale.",
        "The arrest warrant was never served. Ada Pell went home.",
    ],
)
def test_it_is_no_paper_that_a_sentence_but_mentions(before: str) -> None:
    told = read("a", f"{before} It said {GATE}.").local
    assert not any(item.document for item in told)


@pytest.mark.parametrize(
    ("about", "paper"),
    [
        ("The arrest warrant was served on Monday.", "arrest warrant"),
        ("The memo names nobody.", "memo"),
        ("The memo came on Monday.", "memo"),
        ("The memo leaked.", "memo"),
        ("The leaked memo names nobody.", "memo"),
        ("The lawsuit, filed on Monday, names nobody.", "lawsuit"),
        ("The memo on the bridge was leaked.", "memo"),
        ("The indictment against Ada Pell was unsealed.", "indictment"),
    ],
)
def test_a_paper_that_a_sentence_is_about_is_it(about: str, paper: str) -> None:
    (told,) = read("a", f"{about} It says {GATE}.").local
    assert told.document and told.name == name_of(paper)


def test_who_is_reported_by_both_is_the_source() -> None:
    """Not the firm or programme that the person works for, though it is the name nearest to the words."""
    text = f"{GATE.capitalize()}, according to Goldman Sachs analyst Ada Pell."
    left, right = read("a", text), read("b", f"Snow fell on the town.\n\n{text}")
    verdict = judge(pair(left, right, GATE.capitalize(), GATE.capitalize()), left, right)
    assert [source.name for source in verdict.sources] == ["statement by Ada Pell"]


@pytest.mark.parametrize(
    ("account", "source"),
    [
        ("the Election Lab of Ostrel University", "Ostrel University"),
        ("the regulator Ofgem Wales", "Ofgem Wales"),
        ("the local Ostrel Zeit", "Ostrel Zeit"),
        ("Defence Priorities Team", "Defence Priorities Team"),
        ("Finance Watch Europe", "statement by Finance Watch Europe"),
        ("police chief Ada Pell", "statement by Ada Pell"),
        ("BBC journalist Ada Pell", "statement by Ada Pell"),
        ("Foreign Minister Ada Pell", "statement by Ada Pell"),
    ],
)
def test_a_source_behind_according_to(account: str, source: str) -> None:
    text = f"{GATE.capitalize()}, according to {account}."
    left, right = read("a", text), read("b", f"Snow fell on the town.\n\n{text}")
    first, *_ = judge(pair(left, right, GATE.capitalize(), GATE.capitalize()), left, right).sources
    assert first.name == source and first.probability > 0.2


def test_an_office_is_no_persons_name() -> None:
    text = f"In the view of the Permanent Secretary of the Home Office {GATE}."
    start = text.index(GATE)
    found = {each.name.display: each.kind for each, _ in chances(read("a", text), Span(start, start + len(GATE)))}
    assert found and "person" not in found.values()


@pytest.mark.parametrize(
    ("words", "name", "is_person"),
    [
        ("Foreign Minister Ada Pell", "Ada Pell", True),
        ("Bob King of the Tarn Council", "Bob King", True),
        ("Foreign Policy Review", "Foreign Policy Review", False),
        ("Attorney General of the Supreme Court", "Attorney General of the Supreme Court", False),
    ],
)
def test_a_name_ends_before_whose_it_is(words: str, name: str, is_person: bool) -> None:
    (lexicon,) = (each for each in lexicons() if each.language == "en")
    found = name_at(tokens_of(words, 0, len(words)), 0, lexicon)
    assert found is not None and found[0] is not None
    assert (found[0].display, found[1] == "person") == (name, is_person)
