"""Quotations: the marks of many languages, apostrophes, several paragraphs, missing and wrong marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.model import Span
from dedup.text.blocks import paragraphs
from dedup.text.quotations import quotations


def quoted(text: str) -> list[str]:
    return [text[q.span.start : q.span.end] for q in quotations(text, paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “we agree,” and left.", ["we agree,"]),
        ('He said "we agree," and left.', ["we agree,"]),
        ("A “no-limits” deal.", ["no-limits"]),
        ("Er sagte: „Wir sind bereit“, und ging.", ["Wir sind bereit"]),
        ("Powiedział: „Jesteśmy gotowi” i wyszedł.", ["Jesteśmy gotowi"]),
        ("»Das ist falsch«, sagte sie, »ganz falsch.«", ["Das ist falsch", "ganz falsch."]),
        ("« Nous irons », a-t-il dit. « Quoi ? »", ["Nous irons", "Quoi ?"]),
        ("Он сказал: «Мы готовы» и ушёл.", ["Мы готовы"]),
        ("Завод «ООО «Ромашка» закрыт, а «Вестник» жив.", ["ООО «Ромашка", "Вестник"]),
        ("Han sade: ”Vi går.” Sedan gick han.", ["Vi går."]),
        ("»Hyvä näin», sanoi hän.", ["Hyvä näin"]),
        ("大臣は「『新時代』に入った」と述べた。", ["『新時代』に入った"]),
        ("他说：“我们愿意。”他问：“真的吗？”", ["我们愿意。", "真的吗？"]),
        ('他说"好的"就走了。', ["好的"]),
        ("وأضاف: ”هذا صحيح“، ثم غادر.", ["هذا صحيح"]),
        ('قال: "العلاقات قوية"، ثم غادر.', ["العلاقات قوية"]),
        ('צה"ל הודיע על "שיתוף פעולה" עם ארה"ב.', ["שיתוף פעולה"]),
        ("הוא אמר: ״זה חשוב״.", ["זה חשוב"]),
        ("``We agree,'' he said.", ["We agree,"]),
    ],
)
def test_marks_of_many_languages(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘Don’t go,’ she said, ‘the ’90s are over.’", ["Don’t go,", "the ’90s are over."]),
        ("'It's astonishing': a history", ["It's astonishing"]),
        ("The ministers’ view was ‘the ministers’ view is clear’, he said.", ["the ministers’ view is clear"]),
        ("A ‘no limits’ deal, and a ‘new era’.", ["no limits", "new era"]),
        ("He called it ‘China’s “big” day’.", ["China’s “big” day"]),
        ("„Wir haben ‚viel erreicht‘“, sagte er.", ["Wir haben ‚viel erreicht‘"]),
        ("‚Viel erreicht‘, sagte er.", ["Viel erreicht"]),
        ("'It was rock 'n' roll,' he said.", ["It was rock 'n' roll,"]),
        ("He said “I don’t say ‘no’” twice.", ["I don’t say ‘no’"]),
    ],
)
def test_single_marks_and_nesting_keep_the_outermost(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We don’t know the ministers’ view, or the boss's, of the ’90s.",
        "We don't know the ministers' view of the '90s, 'tis said.",
        "Rock 'n' roll, goin’ on.",
        'He is 6\'2" tall and the 5" pipe is 10’ long.',
        "‘Abd al-Rahman came.",
        "He said ” nothing.",
        "An empty “” pair and “ … ”.",
    ],
)
def test_apostrophes_measures_and_strays_open_nothing(text: str) -> None:
    assert quoted(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said “we agree," and left.', ["we agree,"]),
        ('He said "we agree,” and left.', ["we agree,"]),
        ("“We agree,“ he said. Then “good.“", ["We agree,", "good."]),
        ("He said ”We agree,” and left.", ["We agree,"]),
        ("“We agree, he said. “It is fine,” she said.", ["We agree, he said.", "It is fine,"]),
        ("““We agree,”” he said.", ["“We agree,"]),
    ],
)
def test_wrong_and_missing_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("He said: “One.\n\n“Two, ‘yes’.\n\n“Three.” Then he left.", "One.", "Three."),
        ('He said: "One.\n"Two.\n"Three." Then he left.', "One.", "Three."),
        ("Il dit : « Un.\n« Deux.\n« Trois. » Fin.", "Un.", "Trois."),
        ("Il dit : « Un.\n» Deux.\n» Trois. » Fin.", "Un.", "Trois."),
        ("He said: ‘One isn’t it.\n‘Two.\n‘Three.’ Then he left.", "One isn’t it.", "Three."),
        ("He said: “One.\n\u200b“Three.” Then he left.", "One.", "Three."),
    ],
)
def test_a_quotation_over_several_paragraphs_is_one(text: str, first: str, last: str) -> None:
    found = quotations(text, paragraphs(text))
    assert len(found) == 1
    assert text[found[0].span.start :].startswith(first)
    assert text[: found[0].span.end].endswith(last)
    assert text[found[0].outer.start] in '“"«‘' and text[found[0].outer.end - 1] in '”"»’'


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    assert quoted("He said: “It never ends.\nThe rest is “quite” different.") == ["It never ends.", "quite"]


def test_an_unclosed_quotation_in_an_endless_paragraph_ends_with_its_sentence() -> None:
    text = "He said: “It never ends. " + "The rest is something else. " * 200
    assert quoted(text) == ["It never ends."]


def test_an_unclosed_single_mark_is_no_quotation_and_hides_none() -> None:
    assert quoted("‘Abd said.\n‘Abd said “yes” there.") == ["yes"]


def test_the_outer_span_holds_the_marks_and_the_inner_one_only_the_words() -> None:
    text = "Il dit : « Oui. »"
    (found,) = quotations(text, [Span(0, len(text))])
    assert text[found.outer.start : found.outer.end] == "« Oui. »"
    assert text[found.span.start : found.span.end] == "Oui."


def test_quotations_far_into_a_huge_paragraph_are_found() -> None:
    text = "The minister said “yes, we do.” Then he left. " * 6_000
    found = quoted(text)
    assert set(found) == {"yes, we do."} and 5_990 <= len(found) <= 6_000


MARKS = "ab s1.,\n “”\"'‘’‚„«»‹›「」『』`״好א\u200b"


@given(st.text(alphabet=st.sampled_from(MARKS), max_size=120) | st.text(max_size=80))
def test_quotations_are_ordered_disjoint_and_in_range(text: str) -> None:
    spans = paragraphs(text)
    position = 0
    for found in quotations(text, spans):
        assert position <= found.outer.start <= found.span.start < found.span.end <= found.outer.end <= len(text)
        assert found.outer.contains(found.span)
        position = found.outer.end
        assert any(char.isalnum() or char == "_" for char in text[found.span.start : found.span.end])
        assert any(s.start <= found.outer.start < s.end for s in spans)
        assert any(s.start < found.outer.end <= s.end for s in spans)
