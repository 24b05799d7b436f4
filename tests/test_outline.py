"""The outline of an article: what each block is, and what kind a passage has."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pytest
from counting import growth
from hypothesis import given
from hypothesis import strategies as st

from dedup.model import PassageKind, Span
from dedup.text import kinds as kinds_module
from dedup.text.cues import Cues, load_cues
from dedup.text.outline import kind_of, outline
from dedup.text.packing import packed_outline, packed_spans, spans_in, unpacked, unpacked_spans

BODY = (
    "The harbour board of North Quay said on Monday that it would rebuild the eastern pier before the winter, "
    "after two storms in one month had carried off a third of its planks."
)


def kinds(text: str) -> list[PassageKind]:
    return [block.kind for block in outline(text).blocks]


def kind_of_line(line: str) -> PassageKind:
    """The kind of a line in the middle of an article."""
    return kinds(f"{BODY}\n{line}\n{BODY}")[1]


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Marsh • 17 April 2023 • 0:32",
        "date 2023-04-17 By Ann Marsh • 17 April 2023 • 0:32",
        "By Ann Marsh and Jo van der Velde, Harbour Correspondent",
        "By ANN MARSH",
        "Von Anna Beispiel und Jörg Muster",
        "Par Jeanne Dupont",
        "Por María Ejemplo",
        "Di Mario Esempio",
        "Автор: Иван Примеров",
        "بقلم: أحمد علي",
        "โดย สมชาย ใจดี",
        "记者 李明",
        "17 April 2023, 10:32 GMT",
        "Publié le 3 mai 2023 à 10h30",
        "2023年4月17日",
    ],
)
def test_bylines(line: str) -> None:
    assert kind_of_line(line) == "byline"


@pytest.mark.parametrize(
    "line",
    [
        "The board said the pier was vital to the town. Photo: AFP/North Quay Harbour Board",
        "Ms Marsh, who became harbour master in March, was fined in 2018. Photo: EPA-EFE",
        "Image of the pier after the second storm. Credit: Harbour Board on Telegram",
        "The pier in 2019. (Photo by Jo Marsh/Some Agency)",
        "The pier on Monday. REUTERS/Jo Marsh/File Photo",
        "The pier on Monday. (Jo Marsh/Reuters)",
        "The pier on Monday. Jo Marsh/Getty Images",
        "The pier on Monday. (Jo Marsh/The North Quay Post via Getty Images)",
        "FILE PHOTO: The pier before the storms",
        "Foto: dpa/Max Muster",
        "Photo : AFP",
        "Фото: пресс-служба порта",
        "图：新华社",
        "写真：共同通信",
        "صورة: رويترز",
        "ภาพ: เอเอฟพี",
    ],
)
def test_captions(line: str) -> None:
    assert kind_of_line(line) == "caption"


@pytest.mark.parametrize(
    "line",
    [
        "Source: CNN",
        "(Reporting by Ann Marsh in North Quay; Editing by Jo Velde)",
        "— With assistance by Ann Marsh",
        "Ann Marsh in North Quay contributed to this report.",
        "The Associated Press contributed to this report.",
        "(Reuters)",
        "dpa/AFP",
        "© 2023 AFP",
        "Copyright 2023 The Associated Press. All rights reserved.",
        "Mit Material von dpa",
        "Quelle: Hafenamt",
        "Source : AFP",
        "Источник: ТАСС",
        "来源：新华社",
        "المصدر: وكالة الأنباء",
        "ที่มา: สำนักข่าวไทย",
    ],
)
def test_credits(line: str) -> None:
    assert kind_of_line(line) == "credit"


@pytest.mark.parametrize(
    "line",
    [
        "ADVERTISEMENT",
        "Sign up for our daily newsletter and never miss a tide.",
        "Get the stories you care about delivered to your inbox.",
        "Read more: The long history of the pier",
        "Read Also",
        "Share this article",
        "Copyright © 2023 The North Quay Courier, LLC.",
        "© 2023 Courier Publishing",
        "This story has been updated with a comment by the board.",
        "Updated at 3:15 p.m. ET",
        "We use cookies to make this site better.",
        "Slideshow (4 Images)",
        "* * *",
        "Lesen Sie auch: Der alte Pier",
        "À lire aussi : Le vieux quai",
        "Читайте также: История причала",
        "اقرأ أيضاً: تاريخ الرصيف",
        "阅读更多：码头的历史",
        "อ่านเพิ่มเติม: ประวัติท่าเรือ",
    ],
)
def test_boilerplate(line: str) -> None:
    assert kind_of_line(line) == "boilerplate"


@pytest.mark.parametrize(
    "line",
    [
        "By Tuesday, most of the planks had been found again.",
        "By Tuesday the board had changed its mind about the money it would spend on the pier.",
        "Von Montag an wird der Pier gesperrt, und niemand weiß, wie lange.",
        "He posted a photo of the pier: “It is gone.”",
        "Copyright law does not protect a pier, the court said in its ruling.",
        "Sources said the board had been warned twice before the storms.",
        "She sued Getty Images over a picture of the pier.",
        "Agencies say they have had no word about the money for the pier.",
        "“Sign up for the work today,” the board told the fishermen.",
        "“Subscribe now,” the board said.",
        "记者从港务局获悉，码头将于冬季前重建，工程耗时约三个月。",
        "Here are five things that the board decided:",
        "The catch rose (by 3/4) in a year, according to Reuters.",
    ],
)
def test_sentences_that_only_look_like_templates_are_narration(line: str) -> None:
    assert kind_of_line(line) == "narration"


@pytest.mark.parametrize(
    "text",
    [
        f"Harbour board rebuilds pier\n{BODY}\n{BODY}",
        f"Who will pay for the pier?\n\n{BODY}",
        f"港务局重建码头\n{'港务局周一表示，码头将于冬季前重建。' * 3}",
        "รัฐบาลสร้างท่าเรือใหม่\n" + "คณะกรรมการท่าเรือกล่าวว่าจะสร้างท่าเรือขึ้นใหม่ก่อนฤดูหนาว " * 3,
    ],
)
def test_a_first_line_without_a_stop_is_a_headline(text: str) -> None:
    assert kinds(text)[0] == "headline"


def test_subheads_are_headlines_and_short_sentences_are_not() -> None:
    assert kind_of_line("Push for peace") == "headline"
    assert kind_of_line("What did the board say?") == "headline"
    assert kind_of_line("The board agreed.") == "narration"
    assert kind_of_line("a line that begins small") == "narration"


def test_lines_without_stops_are_narration_where_the_text_uses_none() -> None:
    thai = ["คณะกรรมการท่าเรือกล่าวว่าจะสร้างท่าเรือใหม่", "ชาวประมงไม่พอใจกับคำสัญญานี้", "เรือข้ามฟากไม่มีที่จอดแล้ว"]
    assert kinds("\n".join(thai)) == ["narration"] * 3
    assert kinds("\n".join(sorted(thai, key=len))) == ["narration"] * 3


def test_a_single_line_is_narration() -> None:
    assert kinds("Harbour board rebuilds pier") == ["narration"]
    assert kinds("") == []
    assert kinds(" \n\t\r\n\u00a0") == []


def test_missing_word_lists_only_lose_hints(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {field.name: getattr(load_cues(), field.name) for field in dataclasses.fields(Cues)}
    empty = {name: {} if isinstance(words, Mapping) else type(words)() for name, words in known.items()}
    nothing = Cues(**{**empty, "boilerplate_within": {"": ()}})
    monkeypatch.setattr(kinds_module, "load_cues", lambda: nothing)
    assert kinds(f"Pier rebuilt\nBy Ann Marsh\n{BODY}\nSource: CNN\n{BODY}") == [
        "headline",
        "headline",
        "narration",
        "headline",
        "narration",
    ]


def test_word_lists_are_read_for_several_scripts() -> None:
    cues = load_cues()
    assert {"by", "von", "par", "автор:", "记者"} <= {word for words in cues.byline_start.values() for word in words}
    assert "Gen" in cues.titles and "ген" in cues.titles
    assert all(word == word.casefold() for word in cues.photo_words)


ARTICLE = (
    "Harbour board rebuilds pier\nBy Ann Marsh\n"
    "“We will rebuild it before winter,” said Jo Velde. The board met for three hours on Monday.\n"
    "The pier in 2019. Photo: AFP/Harbour Board\nSign up for our newsletter\nSource: CNN"
)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("board rebuilds pier", "headline"),
        ("Ann Marsh", "byline"),
        ("We will rebuild it before winter", "quotation"),
        ("We will rebuild it before winter,” said Jo Velde", "quotation"),
        ("winter,” said Jo Velde. The board met", "narration"),
        ("The board met for three hours", "narration"),
        ("The pier in 2019", "caption"),
        ("Sign up for our newsletter", "boilerplate"),
        ("CNN", "credit"),
        ("three hours on Monday.\nThe pier in 2019. Photo: AFP/Harbour", "caption"),
        ("met for three hours on Monday.\nThe pier in 2019.", "narration"),
    ],
)
def test_the_kind_of_a_passage(words: str, kind: PassageKind) -> None:
    start = ARTICLE.index(words)
    assert kind_of(outline(ARTICLE), Span(start, start + len(words))) == kind


def test_the_kind_of_a_span_outside_every_block_is_narration() -> None:
    assert kind_of(outline(""), Span(0, 0)) == "narration"
    assert kind_of(outline("a\n\n\n\nb"), Span(2, 4)) == "narration"


ALPHABET = "aB1 \n\r\t.:/|(“”\"'‘’«»©…。好あ\u200b\ufeff\u2028ßİ"
LINES = st.sampled_from(
    ["By Ann Marsh", "Photo: AFP", "(Jo/Reuters)", "© 2020 X", "“", "By", "Source:", "by ", "|", "Photo by"]
)


@given(
    st.text(alphabet=st.sampled_from(ALPHABET), max_size=150)
    | st.lists(LINES, max_size=6).map("\n".join)
    | st.text(max_size=100)
)
def test_the_outline_of_any_text_keeps_its_promises(text: str) -> None:
    found = outline(text)
    position = 0
    for block in found.blocks:
        assert position <= block.span.start < block.span.end <= len(text)
        assert not text[position : block.span.start].strip()
        position = block.span.end
        assert block.kind != "quotation"
    assert not text[position:].strip()
    position = 0
    for sentence in found.sentences:
        assert position <= sentence.start < sentence.end
        assert any(block.span.contains(sentence) for block in found.blocks)
        position = sentence.end
    position = 0
    for quotation in found.quotations:
        assert position <= quotation.outer.start and quotation.outer.contains(quotation.span)
        position = quotation.outer.end
    assert kind_of(found, Span(0, len(text))) in {
        "headline", "byline", "caption", "credit", "boilerplate", "quotation", "narration",
    }  # fmt: skip
    assert outline(text) == found


@pytest.mark.parametrize(
    "unit",
    [
        ". ",
        '"a ',
        "“a ",
        "'a ",
        "‘a s’ ",
        "«a ",
        "「",
        "a\n",
        "“a\n",
        " " * 40_000,
        ". » ",
        "U.S. ",
        "'n' ",
        "photo: ",
        "(/",
        "α; ",
    ],
)
def test_adversarial_text_takes_work_in_proportion(unit: str) -> None:
    assert growth(lambda length: outline("x" + unit * (length // len(unit) + 1) + "x"), 4_000) < 1.5
    # What happens inside regular expressions is not counted; a quadratic step there would not come back from this.
    outline("x" + unit * (30_000 // len(unit) + 1) + "x")


@given(st.text(alphabet=st.sampled_from("Aa b.“”\n«»😀"), max_size=200) | st.text())
def test_an_outline_is_the_same_packed_and_unpacked(text: str) -> None:
    assert unpacked(packed_outline(text)) == outline(text)
    spans, in_outline = unpacked_spans(packed_spans(text)), spans_in(packed_outline(text))
    assert [each.tolist() for each in spans] == [each.tolist() for each in in_outline]
