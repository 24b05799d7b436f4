"""What words are worth: function words, names, single characters, repeats and stock phrases."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from made_texts import collection

from dedup.matching.lexicon import BACKGROUND, Lexicon, build_lexicon, common_words, words_of
from dedup.text.fold import fold_word, word_key
from dedup.text.numbers import number_words
from dedup.text.table import TokenTable
from dedup.text.tokens import token_table


class Weighed:
    """A collection's lexicon, to be asked by word."""

    def __init__(self, *texts: str) -> None:
        self.table: TokenTable = token_table(texts)
        self.lexicon: Lexicon = build_lexicon(self.table)

    def key(self, word: str) -> int:
        rows = np.flatnonzero(self.table.words == self.table.vocabulary.index(fold_word(word)))
        return int(self.lexicon.keys[rows[0]])

    def weight(self, word: str) -> float:
        return float(self.lexicon.weight[self.key(word)])

    def is_name(self, word: str) -> bool:
        return bool(self.lexicon.name[self.key(word)])

    def is_common(self, word: str) -> bool:
        return bool(self.lexicon.common[self.key(word)])


REPORT = (
    "The council of Quarlow met late on Tuesday to hear what Marta Ruiz had learnt about the old dam. "
    "Nobody had expected Quarlow to act so soon, and the dam is older than most of the town, she said."
)


def test_rarity_is_what_the_formula_says() -> None:
    found = Weighed("spillway of the dam", "the dam", "a harbour")
    assert found.weight("spillway") == pytest.approx(log((BACKGROUND + 3) / (15 + 1)))
    assert found.weight("dam") == pytest.approx(log((BACKGROUND + 3) / (15 + 2)))
    assert found.weight("the") == pytest.approx(log((BACKGROUND + 3) / (700 + 2)))
    assert found.lexicon.frequency[found.key("the")] == 2


def test_function_words_are_worth_little_in_every_language_we_know() -> None:
    found = Weighed("the council and the dam", "der Rat und das Wasser", "и совет и вода", "και το νερό")
    for word in ("the", "and", "der", "und", "и", "και"):
        assert found.is_common(word), word
    for word in ("council", "dam", "совет", "νερό"):
        assert not found.is_common(word), word
        assert found.weight(word) > 5 * found.weight("the")


def test_names_are_worth_less_than_the_words_around_them() -> None:
    found = Weighed(REPORT)
    assert found.is_name("Quarlow") and found.is_name("Ruiz")
    assert not any(found.is_name(word) for word in ("council", "dam", "the", "nobody"))
    assert 0 < found.weight("Ruiz") < found.weight("council")


def test_a_word_that_begins_sentences_is_no_name_for_that() -> None:
    found = Weighed("Rain fell. Rain fell on them. Then “Rain” fell; they saw Marta and left with it.")
    assert not found.is_name("rain") and found.is_name("Marta")


def test_capitals_of_german_text_make_no_names() -> None:
    german = (
        "Gestern hat der Rat der Stadt über die Zukunft der Brücke und des Hafens beraten, weil das Wasser der Elbe "
        "seit dem Sommer die Pfeiler und das Ufer bedroht und die Fischer um ihre Boote und ihre Arbeit fürchten."
    )
    found = Weighed(german)
    assert not found.lexicon.name.any()
    mixed = Weighed(german, REPORT)
    assert not mixed.is_name("Brücke") and mixed.is_name("Quarlow")


def test_text_in_capitals_makes_no_names() -> None:
    assert not Weighed(REPORT.upper()).lexicon.name.any()


def test_characters_of_scripts_without_spaces_are_worth_less_than_words() -> None:
    found = Weighed("大坝 spillway 泄洪")
    assert 0 < found.weight("坝") < found.weight("spillway")
    assert not found.is_name("坝") and not found.is_common("坝")


def test_variants_share_their_key() -> None:
    found = Weighed("the minister's defence", "ministers and defense")
    assert found.key("minister's") == found.key("ministers")
    assert found.key("defence") == found.key("defense")
    assert found.lexicon.frequency[found.key("defence")] == 2


def test_local_counts_are_of_the_text() -> None:
    found = Weighed("dam dams river", "dam", "")
    assert found.lexicon.local.tolist() == [2, 2, 1, 1]
    assert found.lexicon.keys.tolist()[:2] == [found.key("dam")] * 2


@pytest.mark.parametrize("rows_at_a_time", [1, 7, 60, 500_000])
def test_counts_are_those_of_a_plain_count(rows_at_a_time: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dedup.matching.lexicon._TOKENS_AT_ONCE", rows_at_a_time)
    found = Weighed("", *collection(2), "", "", "dam dams dam", "")
    rows = [found.lexicon.keys[found.table.rows(text)].tolist() for text in range(len(found.table))]
    assert found.lexicon.local.tolist() == [keys.count(key) for keys in rows for key in keys]
    held = [sum(key in keys for keys in rows) for key in range(len(found.lexicon.weight))]
    assert found.lexicon.frequency.tolist() == held


def test_words_of_a_stock_phrase_are_worth_nothing_inside_it() -> None:
    found = Weighed("Officials did not immediately respond to a request for comment about the dam.", "request")
    worth = found.lexicon.worth.tolist()
    words = [found.table.vocabulary[word] for word in found.table.words]
    assert worth[words.index("respond")] == worth[words.index("comment")] == worth[words.index("request")] == 0.0
    assert worth[words.index("officials")] > 0 and worth[words.index("dam")] > 0
    assert worth[-1] == found.weight("request") > 0  # outside the phrase


def test_a_stock_phrase_does_not_reach_across_two_texts() -> None:
    found = Weighed("they did not immediately respond to", "a request for comment")
    assert found.lexicon.worth.min() > 0


def test_a_word_in_a_quarter_of_a_large_collection_is_a_function_word() -> None:
    texts = [f"zorp w{at} ver{at % 7}x w{at + 900} zorp {'dru' if at % 3 else 'kel'} q{at}" for at in range(240)]
    found = Weighed(*texts)
    assert found.is_common("zorp") and found.is_common("dru")
    assert not found.is_common("w5")
    assert not Weighed(*texts[:100]).is_common("zorp")


def test_words_of_equal_articles_are_no_function_words() -> None:
    """240 copies of one report say nothing about its language: 'spillway' stays a word worth something."""
    found = Weighed(*[f"Copy {at}: the spillway of the old dam ran dry before nightfall" for at in range(240)])
    assert not found.is_common("spillway")


def test_what_a_text_holds_is_the_same_whatever_else_there_is() -> None:
    """Keys stand in the order of their hashes; function words of this collection alone change weights, not words."""
    own, more = Weighed(REPORT), Weighed(*collection(2, texts=230), REPORT)
    rows = more.table.rows(230)
    assert own.lexicon.codes.tolist() == sorted(own.lexicon.codes.tolist())
    assert more.lexicon.codes.tolist() == sorted(more.lexicon.codes.tolist())
    for name in ("codes", "character", "extent"):
        by_row = [getattr(each, name)[each.keys] for each in (own.lexicon, more.lexicon)]
        assert by_row[0].tolist() == by_row[1][rows].tolist(), name
    assert own.lexicon.function.any() and own.lexicon.function.tolist() == more.lexicon.function[rows].tolist()
    assert more.lexicon.common[more.lexicon.keys[more.lexicon.function]].all()


def test_function_words_are_told_by_their_forms() -> None:
    """German "jede" is listed, "jedes" is not, and both are one key: what one text has does not change the other."""
    assert word_key("jede") == word_key("jedes") and common_words() & {"jede", "jedes"} == {"jede"}
    words = words_of(token_table(["jedes Haus", "jede Stadt", "jede, jedes"]))
    assert words.function.tolist() == [False, False, True, False, True, False]
    key = words.keys[0]
    assert words.counts.rows[key, :2].tolist() == [3, 2]  # three texts hold it, two of them as a function word
    assert not Weighed("jedes Haus").is_common("jedes") and Weighed("jedes Haus", "jede Stadt").is_common("jedes")


def test_a_number_of_several_words_is_no_function_word_though_its_first_word_is_one() -> None:
    listed = sorted(common_words() & number_words().values.keys())
    assert "one" in listed
    alone, compound = words_of(token_table(["one gate"])), words_of(token_table(["one thousand gates"]))
    assert alone.function.tolist() == [True, False]
    assert not compound.function[0] and compound.counts.function[compound.keys[0]] == 0


def test_counts_of_two_collections_add_up() -> None:
    one, two = token_table(collection(1)), token_table([REPORT, REPORT.upper(), *collection(2)])
    both = token_table([*collection(1), REPORT, REPORT.upper(), *collection(2)])
    counted: dict[int, list[int]] = {}
    for table in (one, two):
        words = words_of(table)
        for code, counts in zip(words.codes.tolist(), words.counts.rows.tolist(), strict=True):
            counted[code] = [sum(each) for each in zip(counted.get(code, [0, 0, 0, 0]), counts, strict=True)]
    words = words_of(both)
    assert counted == dict(zip(words.codes.tolist(), words.counts.rows.tolist(), strict=True))


@pytest.mark.parametrize("texts", [(), ("",), ("", "…"), ("中",), ("\u0301",)])
def test_hardly_any_words(texts: tuple[str, ...]) -> None:
    found = Weighed(*texts)
    assert len(found.lexicon.keys) == len(found.table.words) == len(found.lexicon.worth)
    assert np.isfinite(found.lexicon.weight).all()


def test_weights_are_finite_and_positive_over_many_texts() -> None:
    texts = ["the dam w" + str(at) for at in range(3_000)]
    found = Weighed(*texts)
    assert (found.lexicon.weight >= 0).all() and np.isfinite(found.lexicon.weight).all()
    assert len(found.lexicon.weight) == len({word_key(word) for word in found.table.vocabulary})


def test_a_text_that_writes_nouns_with_capitals_names_nobody() -> None:
    german = Weighed(
        "Der alte Hafenmeister sagte dem Reporter, die Mauer sei im Winter unter dem Druck von Eis und Wasser "
        "gebrochen, und der Rat habe für die Reparatur seit Jahren kein Geld gefunden."
    )
    assert not german.is_name("Mauer") and not german.is_name("Winter")
    assert Weighed(REPORT).is_name("Quarlow")


def test_characters_of_scripts_without_spaces_are_parts_of_words() -> None:
    found = Weighed("工程师发现裂缝 いぬが สะพาน harbour")
    extent = {word: float(found.lexicon.extent[found.key(word)]) for word in ("工", "い", "ส", "harbour")}
    assert extent["harbour"] == 1.0 > extent["工"] > extent["い"] == extent["ส"]
    assert found.weight("harbour") > found.weight("工") > found.weight("い")
    # As many characters as make a word are worth about as much as a word of running text.
    assert 2.0 < found.weight("工") / extent["工"] < 4.2 and 2.0 < found.weight("い") / extent["い"] < 4.2


@pytest.mark.parametrize("tokens", [1, 7, 300])
def test_the_lexicon_is_the_same_however_many_tokens_are_looked_at_together(
    tokens: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "The mayor did not immediately respond to a request for comment on the sixty-one dams and 3 000 gates."
    # So many that words of a quarter of them may be function words: "gor" is followed by many others, "mim" by one.
    texts = ["", *(f"{said} {text} gor {text.split()[0]} mim mum" for text in collection(2, texts=230)), "", "Gor"]
    at_once, table = Weighed(*texts), token_table(texts)
    assert at_once.is_common("gor") and not at_once.is_common("mim") and not at_once.is_common("mum")
    assert (at_once.lexicon.worth == 0).any()
    for module in ("matching.lexicon", "matching.formulas", "text.numbers"):
        monkeypatch.setattr(f"dedup.{module}._TOKENS_AT_ONCE", tokens)
    some = build_lexicon(table)
    for name in set(Lexicon.__slots__) - {"counts"}:
        assert np.array_equal(getattr(some, name), getattr(at_once.lexicon, name)), name
    assert np.array_equal(some.counts.rows, at_once.lexicon.counts.rows)


@pytest.mark.parametrize("tokens", [1, 3, 100])
def test_portions_are_all_texts_once(tokens: int) -> None:
    for texts in ([], [""], ["", ""], ["a b", "", "c d e f", "", "g", ""]):
        table = token_table(texts)
        found = list(table.portions(tokens))
        assert [text for begin, end, _ in found for text in range(begin, end)] == list(range(len(texts)))
        assert [row for *_, rows in found for row in range(rows.start, rows.stop)] == list(range(len(table.words)))
        assert [owner for begin, end, _ in found for owner in table.owners(begin, end).tolist()] == [
            number for number, text in enumerate(texts) for _ in text.split()
        ]
