"""Sentences: every script's stops, abbreviations, initials, closing marks; nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.model import Span
from dedup.text.sentences import sentences


def split(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    "parts",
    [
        ["He left.", "She stayed!", "Why?", "Nobody knew…", "It rained."],
        ["Gen. Ruiz of the U.S. Navy met Sen. J. R. Holt at 3 p.m. on Sept. 5.", "They talked."],
        ["It moved to the U.S. Government posts were open.", "Few applied."],
        ["It moved to the U.S.", "The posts were open."],
        ["Shares of Acme Inc. Holdings fell 3.5 percent to $1.25.", "Others rose."],
        ["Resolutions Nos. 5 and 7 passed, as did No. 12.", "No. 9 failed."],
        ["Did it pass?", "No.", "It failed."],
        ["QUAYTON, Va. (AP) — The pier is gone."],
        ["It began at 7:30 p.m. ET on Monday.", "It ended at 9 p.m.", "The board left."],
        ["It goes on.", "He met the general.", "GEN. RUIZ spoke."],
        ["He read pp. 12 and vol. II of it.", "Then he slept."],
        ["“We agree.”", "He said so.", "“Do you?”", "“Yes.”"],
        ["‘It is late’.", "She left."],
        ["“Why?” he asked.", "Nobody answered."],
        ["“Stop!” she cried."],
        ["They are strong … They are stable.", "That is all."],
        ["He trailed off…", "She did not."],
        ["They said [...] The rest is known.", "Yes."],
        ["1. North Harbour leads.", "2. South Harbour follows."],
        ["See example.org for more.", "It is free."],
        ["Am 3. Mai sprach Dr. Weber, z. B. im 20. Jahrhundert, u. a. davon.", "Er ging."],
        ["„Das ist gut.“", "Er ging."],
        ["« Nous irons. »", "Il est parti.", "« Quoi ? » a-t-il dit."],
        ["Ген. Иванов и А. С. Петров получили 3 тыс. руб.", "Он ушёл."],
        ["هل سيأتي؟", "لا أحد يعرف.", "انتهى۔"],
        ["हम तैयार हैं।", "क्या वह आएंगे?", "पता नहीं।"],
        ["Θα έρθει;", "Κανείς δεν ξέρει."],
        ["A; b stays one.", "Two."],
        ["Ողջույն։", "Այո։"],
    ],
)
def test_spaced_scripts(parts: list[str]) -> None:
    assert split(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["他来了。", "真的吗？", "“我们愿意合作！”", "对方没有回答。"],
        ["大臣は「関係は良好だ。", "今後も協力する。」と述べた。", "会談は続く。"],
        ["他说，增长3.5%。", "很好!", "是吗?", "是。"],
        ["រដ្ឋមន្ត្រី។", "ចប់។"],
    ],
)
def test_scripts_without_spaces(parts: list[str]) -> None:
    assert split("".join(parts)) == parts


def test_text_without_stops_is_one_sentence() -> None:
    thai = "รัฐมนตรีกล่าวว่า เราพร้อมที่จะร่วมมือกัน ต่อไป"
    assert split(thai) == [thai]


def test_the_block_bounds_the_search_and_its_edges_are_trimmed() -> None:
    text = "One. Two.  Three. Four."
    assert [text[s.start : s.end] for s in sentences(text, Span(4, 18))] == ["Two.", "Three."]


def test_a_line_break_inside_a_block_is_white_space() -> None:
    assert split("It goes on\nand on.\r\nThen it\r\nstops.") == ["It goes on\nand on.", "Then it\r\nstops."]


@given(st.text(alphabet=st.sampled_from('aB1 \n\t.!?…。؟;"”’»«)(-“ز好あU'), max_size=80) | st.text(max_size=80))
def test_sentences_are_ordered_trimmed_and_hold_every_character(text: str) -> None:
    found = list(sentences(text, Span(0, len(text))))
    position = 0
    for span in found:
        assert position <= span.start < span.end <= len(text)
        assert not text[position : span.start].strip()
        assert not text[span.start].isspace() and not text[span.end - 1].isspace()
        position = span.end
    assert not text[position:].strip()
