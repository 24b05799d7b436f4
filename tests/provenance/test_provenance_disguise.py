"""Disguised words: what only looks like Latin letters counts, what people write in two scripts does not."""

from __future__ import annotations

import pytest
from provenance_pairs import pair, read

from dedup.provenance import judge

HONEST = [
    ("Две IT-компании и три PR-службы ответили на вопросы", "Две АЙТИ-компании и три пиар-службы ответили на вопросы"),
    ("Сотрудники SMSка и ITшники, а также VIPы и PRом", "Сотрудники и программисты, а также гости"),
    ("Страница Facebook'а и экран iPhone’а погасли", "Страница сети и экран телефона погасли"),
    ("plaques of β-amyloid and tangles of α-synuclein", "plaques of beta-amyloid and tangles of alpha-synuclein"),
    ("TNFα, IFNγ, NFκB and IκBα rose", "TNF-alpha, IFN-gamma, NF-kappa-B and the inhibitor rose"),
    ("αSMA and βTrCP, over kω and αx", "actin and the ligase, over both terms"),
    ("the и/and or а/or of translators, CO₂/СО", "the and of translators, gas"),
]
DISGUISED = [
    "the militаry оfficials",
    "the militarу Сhina",
    "the mіlіtаrу οfficiαls",
    "the comраny Pоссия",
    "αmerica τhey",
]


def signals(one: str, two: str) -> set[str]:
    left, right = read("a", f"{one}."), read("b", f"{two}.")
    return {entry.signal for entry in judge(pair(left, right, one, two), left, right).ledger}


@pytest.mark.parametrize(("mixed", "plain"), HONEST)
def test_words_that_people_write_in_two_scripts_are_no_disguise(mixed: str, plain: str) -> None:
    assert "wording.disguised" not in signals(mixed, plain) | signals(plain, mixed)


@pytest.mark.parametrize("disguised", DISGUISED)
def test_two_scripts_inside_one_run_of_letters_are_a_disguise(disguised: str) -> None:
    assert "wording.disguised" in signals(disguised, "the military officials of the company")
    assert "wording.disguised" in signals(disguised.replace(" ", "-x "), "the military officials of the company")


def test_a_hyphenated_word_does_not_decide_who_copied() -> None:
    words = "the council heard on Tuesday that {} and {} had been found in the water of the northern wells"
    texts = words.format("β-amyloid", "α-synuclein"), words.format("beta-amyloid", "alpha-synuclein")
    left, right = (read(id, f"{text}.") for id, text in zip("ab", texts, strict=True))
    verdict = judge(pair(left, right, *texts), left, right)
    assert verdict.probabilities["right-to-left"] == verdict.probabilities["left-to-right"]
