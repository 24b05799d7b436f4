"""Two equal texts share all of both, disjoint ones nothing, in every script and whatever they contain."""

from __future__ import annotations

from random import Random
from typing import Literal

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from dedup import Article, ArticlePair, Report, Settings, audit
from dedup.pipeline import compare_report

# A seed is no smaller for being shrunk.
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)

TEXTS = {
    "Latin": "The lock keeper counted forty drowned sheep below the weir before anybody thought of closing the gate.",
    "Cyrillic": "Смотритель шлюза насчитал сорок утонувших овец ниже плотины, прежде чем кто-то закрыл ворота.",
    "Greek": "Ο φύλακας του υδατοφράκτη μέτρησε σαράντα πνιγμένα πρόβατα πριν σκεφτεί κανείς να κλείσει την πύλη.",
    "Arabic": "أحصى حارس القناة أربعين خروفا غارقا أسفل السد قبل أن يفكر أحد في إغلاق البوابة العليا للنهر القديم.",
    "Devanagari": "नहर के रखवाले ने बाँध के नीचे चालीस डूबी हुई भेड़ें गिनीं तब जाकर किसी ने ऊपरी फाटक बंद करने की सोची।",
    "Hebrew": "שומר התעלה ספר ארבעים כבשים טבועות מתחת לסכר לפני שמישהו חשב לסגור את השער העליון של הנהר הישן.",
    "Chinese": "船闸看守人在堰坝下面数出四十只淹死的绵羊，之后才有人想到要关闭上游那扇生锈的铁门。",
    "Japanese": "水門の番人は堰の下で溺れた羊を四十頭数えたが、上流の錆びた門を閉めようと思いつく者は誰もいなかった。",
    "Korean": "수문 관리인은 둑 아래에서 물에 빠져 죽은 양 마흔 마리를 세었고 그제야 누군가 위쪽 철문을 닫았다.",
    "Thai": "คนเฝ้าประตูน้ำนับแกะที่จมน้ำตายใต้ฝายได้สี่สิบตัวก่อนที่จะมีใครคิดปิดประตูเหล็กขึ้นสนิมทางต้นน้ำ",
}
OTHERS = {
    "Latin": "Winemakers expect an early harvest since hail spared every southern slope this summer, growers told us.",
    "Cyrillic": "Виноделы ожидают раннего урожая: град пощадил этим летом все южные склоны долины.",
    "Greek": "Οι οινοποιοί περιμένουν πρώιμο τρύγο, αφού το χαλάζι λυπήθηκε φέτος κάθε νότια πλαγιά.",
    "Arabic": "يتوقع صانعو العصير موسما مبكرا لأن البرد لم يصب هذا الصيف أي منحدر جنوبي في الوادي.",
    "Devanagari": "अंगूर उगाने वालों को इस साल जल्दी फ़सल की उम्मीद है क्योंकि ओलों से दक्षिणी ढलानें बच गईं।",
    "Hebrew": "הייננים מצפים לבציר מוקדם כי הברד פסח הקיץ על כל המדרונות הדרומיים בעמק.",
    "Chinese": "酿酒师预计今年收获较早，因为冰雹没有落到南坡葡萄园。",
    "Japanese": "ワイン農家は早い収穫を見込む。雹が南斜面を避けたためだ。",
    "Korean": "포도주 생산자들은 올여름 우박이 남쪽 비탈을 비껴가서 이른 수확을 기대한다.",
    "Thai": "ชาวไร่องุ่นคาดว่าจะเก็บเกี่ยวเร็วเพราะลูกเห็บไม่ตกบนเนินทิศใต้",
}
FURNITURE = (
    "By Marta Ruiz",
    "Sign up for the Quarlow Morning Letter: every lantern, orchard and ferry of the valley in your inbox.",
    "Photo: Ilmar Koskela",
    "Floods",
    "(Reporting by Yusra Haddad)",
    "© 2031 Quarlow Echo. All rights reserved.",
    "“Yes,” he said.",
)


def two(left: str, right: str) -> list[Article]:
    return [Article(id="a", text=left, outlet="A"), Article(id="b", text=right, outlet="B")]


def reports(left: str, right: str) -> list[Report]:
    """Both ways to ask, at every level that they have."""
    articles = two(left, right)
    levels: tuple[Literal["passage", "article"], ...] = ("passage", "article")
    return [compare_report(*articles), *(audit(articles, Settings(level=level)) for level in levels)]


def shares(pair: ArticlePair) -> set[float]:
    return {pair.containment_left, pair.containment_right, pair.jaccard}


@pytest.mark.parametrize("script", TEXTS)
def test_equal_texts_share_everything_and_disjoint_ones_nothing(script: str) -> None:
    for report in reports(TEXTS[script], TEXTS[script]):
        (pair,) = report.article_pairs
        assert shares(pair) == {1.0}
    flows = [flow for report in reports(TEXTS[script], TEXTS[script]) for flow in report.outlet_flows]
    assert flows and all(flow.containment_left == flow.containment_right == 1.0 for flow in flows)
    for report in reports(TEXTS[script], OTHERS[script]):
        assert report.matches == () and report.article_pairs == () and report.outlet_flows == ()


def made(seed: int) -> str:
    """An article of words of its own, with lines of all kinds between its paragraphs."""
    random = Random(seed)
    letters = random.choice(("bdfgklmnprstvz", "бвгдзклмнпрст", "βγδζκλμνπρστ"))
    vowels = {"b": "aeiou", "б": "аеиоу", "β": "αειου"}[letters[0]]
    lines = []
    for _ in range(random.randint(2, 5)):
        count = random.randint(12, 40)
        words = ["".join(random.choice(letters) + random.choice(vowels) for _ in range(4)) for _ in range(count)]
        lines.append(f"{' '.join(words).capitalize()}.")
        lines += random.sample(FURNITURE, random.randint(0, 2))
    random.shuffle(lines)
    return "\n\n".join(lines)


@settings(deadline=None, max_examples=25, phases=NO_SHRINKING)
@given(st.integers(0, 10_000))
def test_equal_articles_share_everything_whatever_they_contain(seed: int) -> None:
    text = made(seed)
    for report in reports(text, text.replace("\n\n", "\n \n")):
        (pair,) = report.article_pairs
        assert shares(pair) == {1.0}
        assert pair.shared_words == min(each.counted_words for each in report.articles)


@settings(deadline=None, max_examples=25, phases=NO_SHRINKING)
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_articles_of_other_words_share_nothing(one: int, other: int) -> None:
    assume(one != other)
    for report in reports(made(one), made(other)):
        assert report.article_pairs == () and report.outlet_flows == ()


@settings(deadline=None, max_examples=15, phases=NO_SHRINKING)
@given(st.integers(0, 10_000))
def test_shares_are_shares(seed: int) -> None:
    random = Random(seed)
    parts = made(seed).split("\n\n") + made(seed + 1).split("\n\n")
    left, right = (random.sample(parts, len(parts) * 2 // 3) for _ in range(2))
    for report in reports("\n\n".join(left), "\n\n".join(right)):
        for pair in report.article_pairs:
            assert all(0.0 <= share <= 1.0 for share in shares(pair))
            assert 0.0 <= pair.narration_containment_left <= 1.0 and 0.0 <= pair.narration_containment_right <= 1.0
