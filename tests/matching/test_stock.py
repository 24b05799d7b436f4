"""Stock wording: what one outlet repeats, what many unrelated articles hold, and what a user lists."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from dedup.errors import ConfigError
from dedup.matching.collection import Collection, prepare
from dedup.matching.shelf import Named
from dedup.matching.stock import Stock, find_stock
from dedup.matching.stock_file import Listed, read_stock
from dedup.text.fold import fold_word, word_key
from dedup.text.packing import packed_spans, unpacked_spans

FOOTER = "Our newsroom lives on what readers give; send a letter or a coin to the old mill in Quarlow."


def words(seed: int, count: int = 60) -> str:
    """A paragraph of words that no other seed has."""
    random = Random(seed)
    made = ["".join(random.choice("bdfgklmnprstvz") + random.choice("aeiou") for _ in range(3)) for _ in range(count)]
    return f"{' '.join(made).capitalize()}."


def stock_of(texts: list[str], outlets: list[str | None], listed: Listed | None = None) -> tuple[Collection, Stock]:
    collection = prepare(texts)
    named = [None if outlet is None else Named(key=outlet.lower(), name=outlet) for outlet in outlets]
    spans = [unpacked_spans(packed_spans(text)) for text in texts]
    return collection, find_stock(collection, listed or Listed(), named, spans.__getitem__)


def marked(collection: Collection, stock: Stock, text: int) -> str:
    """The marked words of a text, as they stand in it."""
    table, rows = collection.table, collection.table.rows(text)
    here = [row for row in range(rows.start, rows.stop) if stock.marks[row] >= 0]
    return " ".join(collection.texts[text][table.starts[row] : table.ends[row]] for row in here)


def test_what_an_outlet_repeats_in_three_stories_is_its_stock_wherever_it_stands() -> None:
    texts = [f"{words(seed)}\n\n{FOOTER}" for seed in range(3)] + [f"{FOOTER} {words(9)}"]
    collection, stock = stock_of(texts, ["The Mill", "The Mill", "The Mill", "Elsewhere"])
    assert stock.reasons == ("repeated in 3 articles of The Mill",)
    for text in range(4):
        assert marked(collection, stock, text).split() == [word.strip(";.") for word in FOOTER.split()]


@pytest.mark.parametrize("outlets", [["A", "A", "B"], ["A", "B", "C"], [None, None, None]])
def test_fewer_articles_of_one_outlet_make_no_stock(outlets: list[str | None]) -> None:
    _, stock = stock_of([f"{words(seed)}\n\n{FOOTER}" for seed in range(3)], outlets)
    assert stock.reasons == () and (stock.marks < 0).all()


def test_a_date_in_a_footer_changes_nothing() -> None:
    texts = [
        f"{words(year)}\n\nPrinted at the old mill in Quarlow, {year}, by hand and foot." for year in (1999, 2004, 2031)
    ]
    collection, stock = stock_of(texts, ["The Mill"] * 3)
    assert all("Printed at the old mill" in marked(collection, stock, text) for text in range(3))


def test_versions_of_one_story_are_one_story() -> None:
    story = "\n\n".join(words(seed, 12) for seed in range(8))
    versions = [f"{story}\n\n{words(100 + seed, 12)}" for seed in range(5)]
    _, stock = stock_of(versions, ["The Mill"] * 5)
    assert stock.reasons == ()


def test_a_wire_story_in_twelve_outlets_is_no_stock() -> None:
    story = " ".join(words(seed, 14) for seed in range(6))
    texts = [f"{words(100 + seed, 10)}\n\n{story}" for seed in range(12)] + [words(200 + seed) for seed in range(30)]
    _, stock = stock_of(texts, [f"Outlet {number}" for number in range(len(texts))])
    assert stock.reasons == ()


def test_a_statement_that_an_outlet_quotes_in_every_report_is_no_stock() -> None:
    quoted = "“Nobody in this valley will ever drink from that river again,” said Ilmar Koskela."
    _, stock = stock_of([f"{words(seed)}\n\n{quoted}" for seed in range(4)], ["The Mill"] * 4)
    assert stock.reasons == ()


def test_a_phrase_of_many_unrelated_articles_is_stock_with_its_count() -> None:
    phrase = "neither side wished to be seen as having yielded ground"
    texts = [f"{words(seed, 40)[:-1]} {phrase} {words(500 + seed, 40).lower()}" for seed in range(20)]
    collection, stock = stock_of(texts, [f"Outlet {number % 10}" for number in range(20)])
    assert set(stock.reasons) == {"a phrase of 20 articles of 10 outlets"}
    assert marked(collection, stock, 0) == phrase
    # The same phrase where the articles share their subject too: there, sharing it says something.
    same = words(900, 40)
    _, stock = stock_of([f"{text} {same}" for text in texts], [f"Outlet {number % 10}" for number in range(20)])
    assert stock.reasons == ()


def test_the_order_of_the_texts_does_not_matter() -> None:
    texts = [f"{words(seed)}\n\n{FOOTER}" for seed in range(4)] + [words(seed) for seed in range(10, 14)]
    outlets: list[str | None] = ["The Mill"] * 4 + ["Else"] * 4
    one = stock_of(texts, outlets)
    two = stock_of(texts[::-1], outlets[::-1])
    assert [marked(*one, text) for text in range(8)] == [marked(*two, 7 - text) for text in range(8)]
    assert one[1].reasons == two[1].reasons


@pytest.mark.parametrize("chunk", [1, 7, 100])
def test_wording_is_hashed_alike_however_much_at_a_time(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{words(seed)}\n\n{FOOTER}\n\n{words(seed + 50, 9)}" for seed in range(4)] + ["", FOOTER]
    outlets: list[str | None] = ["The Mill"] * 5 + ["Elsewhere"]
    collection, at_once = stock_of(texts, outlets)
    monkeypatch.setattr("dedup.matching.units._TOKENS_AT_ONCE", chunk)
    _, some = stock_of(texts, outlets)
    assert at_once.reasons == some.reasons == ("repeated in 4 articles of The Mill",)
    assert at_once.marks.tolist() == some.marks.tolist()
    assert marked(collection, some, 5) == marked(collection, some, 0) != ""


@pytest.mark.parametrize("chunk", [1, 7, 100])
def test_widespread_wording_is_the_same_however_much_is_looked_at(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    phrase = "neither side wished to be seen as having yielded ground"
    texts = ["", *(f"{words(seed, 40)[:-1]} {phrase} {words(500 + seed, 40).lower()}" for seed in range(19))]
    outlets: list[str | None] = [f"Outlet {number % 10}" for number in range(20)]
    collection, at_once = stock_of(texts, outlets)
    monkeypatch.setattr("dedup.matching.units._TOKENS_AT_ONCE", chunk)
    _, some = stock_of(texts, outlets)
    assert marked(collection, some, 19) == phrase
    assert at_once.reasons == some.reasons and at_once.marks.tolist() == some.marks.tolist()


def test_listed_phrases_are_folded_like_texts(tmp_path: Path) -> None:
    file = tmp_path / "stock.txt"
    file.write_text("\ufeff# ours\n\nThe “Old Mill’s” OWNERS\nстарая мельница\n公式声明\n", "utf-8")
    listed = read_stock(str(file))
    assert [place.rpartition(":")[2] for _, place in listed.phrases] == ["3", "5", "4"]
    assert listed.phrases[0][0] == tuple(word_key(fold_word(word)) for word in ("the", "old", "mill's", "owners"))
    texts = [
        "Yesterday the old mill's owner left.",
        "Вчера СТАРАЯ мельница сгорела.",
        "昨天的公式声明很短。",
        "the old mill",
    ]
    collection, stock = stock_of(texts, [None] * 4, listed)
    assert [marked(collection, stock, text) for text in range(4)] == [
        "the old mill's owner", "СТАРАЯ мельница", "公 式 声 明", ""
    ]  # fmt: skip
    assert stock.reasons == tuple(f"listed in {file}:{line}" for line in (3, 5, 4))


def test_no_file_lists_nothing(tmp_path: Path) -> None:
    assert read_stock("") == Listed()
    (tmp_path / "empty").write_text("", "utf-8")
    assert read_stock(str(tmp_path / "empty")) == Listed()


@pytest.mark.parametrize(
    "content, told",
    [
        (b"one phrase\n\xff\xfe\n", ":2: no UTF-8 text"),
        (b"one phrase\n--- ...\n", ":2: no words"),
        (b"one\ntwo\nth\x00ree\n", ":3: a NUL"),
        (b"word " * 201, ":1: more than 200 words"),
        (b"a phrase\n" * 120_000, "more than 1,048,576 bytes"),
        (None, "cannot be read: No such file"),
    ],
)
def test_a_bad_file_is_refused_by_place(tmp_path: Path, content: bytes | None, told: str) -> None:
    file = tmp_path / "stock.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ConfigError) as error:
        read_stock(str(file))
    assert str(file) in str(error.value) and told in str(error.value)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no file; give a text file"):
        read_stock(str(tmp_path))
    with pytest.raises(ConfigError, match="cannot be read"):
        read_stock("a\0b")
