"""In eleven languages a near-duplicate is found and a clean pair silent; evasion changes neither words nor places."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import pytest

from dedup import Article, audit, compare


@dataclass(frozen=True)
class Case:
    """A passage, the same with a word or two changed, what stands around each, and a report that shares nothing."""

    passage: str
    edited: str
    around: tuple[str, str]
    elsewhere: tuple[str, str]
    clean: str

    @property
    def left(self) -> str:
        return f"{self.around[0]} {self.passage} {self.around[1]}"

    @property
    def right(self) -> str:
        return f"{self.elsewhere[0]} {self.edited} {self.elsewhere[1]}"


CASES = {
    "English": Case(
        "The old bridge was closed on Monday after engineers found deep cracks in three of its stone pillars.",
        "The old bridge was shut on Monday after engineers found deep cracks in two of its stone pillars.",
        ("Traffic came to a halt this week.", "Buses take the long road through the hills."),
        ("Residents had complained for years.", "Repairs will begin before winter, the mayor promised."),
        "Fishermen expect a poor season, for cold water has driven every herring far to the south.",
    ),
    "German": Case(
        "Die alte Brücke wurde am Montag gesperrt, nachdem Ingenieure tiefe Risse in drei Pfeilern entdeckt hatten.",
        "Die alte Brücke wurde am Montag geschlossen, nachdem Ingenieure tiefe Risse in zwei Pfeilern entdeckt hatten.",
        ("Der Verkehr kam zum Erliegen.", "Busse fahren nun einen weiten Umweg durch das Gebirge."),
        ("Anwohner hatten sich seit Jahren beschwert.", "Geld für Reparaturen versprach der Bürgermeister."),
        "Die Fischer erwarten eine schlechte Saison, denn kaltes Wasser hat alle Heringe weit nach Süden vertrieben.",
    ),
    "Russian": Case(
        "Старый мост закрыли в понедельник после того, как инженеры нашли глубокие трещины в трёх каменных опорах.",
        "Старый мост перекрыли в понедельник после того, как инженеры нашли глубокие трещины в двух каменных опорах.",
        ("Движение в городе остановилось.", "Автобусы едут теперь длинной дорогой через холмы."),
        ("Жители жаловались много лет.", "Деньги на ремонт обещал найти мэр."),
        "Рыбаки ждут плохого сезона: холодная вода прогнала всю сельдь далеко на юг.",
    ),
    "Greek": Case(
        "Η παλιά γέφυρα έκλεισε τη Δευτέρα αφού οι μηχανικοί εντόπισαν βαθιές ρωγμές σε τρεις πέτρινους πυλώνες της.",
        "Η παλιά γέφυρα σφραγίστηκε τη Δευτέρα αφού οι μηχανικοί εντόπισαν βαθιές ρωγμές σε δύο πέτρινους πυλώνες της.",
        ("Η κυκλοφορία σταμάτησε.", "Λεωφορεία ακολουθούν μακρινό δρόμο μέσα από λόφους."),
        ("Κάτοικοι διαμαρτύρονταν χρόνια.", "Χρήματα για επισκευές υποσχέθηκε ο δήμαρχος."),
        "Ψαράδες περιμένουν φτωχή σεζόν, γιατί κρύα νερά έδιωξαν κάθε ρέγγα προς νότο.",
    ),
    "Arabic": Case(
        "أغلق الجسر القديم يوم الاثنين بعد أن اكتشف المهندسون شقوقا عميقة في ثلاثة من أعمدته الحجرية.",
        "أقفل الجسر القديم يوم الاثنين بعد أن اكتشف المهندسون شقوقا عميقة في اثنين من أعمدته الحجرية.",
        ("توقفت حركة المرور تماما.", "تسلك الحافلات طريقا طويلا بين التلال."),
        ("اشتكى السكان سنوات كثيرة.", "وعد رئيس البلدية بأموال للإصلاح."),
        "يتوقع الصيادون موسما ضعيفا لأن المياه الباردة دفعت الأسماك نحو الجنوب.",
    ),
    "Hebrew": Case(
        "הגשר הישן נסגר ביום שני לאחר שמהנדסים גילו סדקים עמוקים בשלושה מעמודי האבן שלו.",
        "הגשר הישן נחסם ביום שני לאחר שמהנדסים גילו סדקים עמוקים בשניים מעמודי האבן שלו.",
        ("התנועה נעצרה לגמרי.", "אוטובוסים נוסעים עכשיו בדרך ארוכה בין הגבעות."),
        ("תושבים התלוננו שנים רבות.", "ראש העיר הבטיח כסף לתיקונים."),
        "דייגים מצפים לעונה חלשה מפני שמים קרים הבריחו כל דג דרומה.",
    ),
    "Hindi": Case(
        "पुराना पुल सोमवार को बंद कर दिया गया जब इंजीनियरों ने उसके तीन पत्थर के खंभों में गहरी दरारें देखीं।",
        "पुराना पुल सोमवार को सील कर दिया गया जब इंजीनियरों ने उसके दो पत्थर के खंभों में गहरी दरारें देखीं।",
        ("शहर में यातायात रुक गया।", "बसें अब पहाड़ियों वाला लंबा रास्ता लेती हैं।"),
        ("निवासी वर्षों से शिकायत करते थे।", "महापौर ने मरम्मत हेतु धन देने का वादा किया।"),
        "मछुआरे कमजोर मौसम की उम्मीद करते हैं क्योंकि ठंडे पानी ने मछलियाँ दक्षिण भगा दीं।",
    ),
    "Chinese": Case(
        "工程师发现三根石柱出现深层裂缝之后，这座古老的大桥于星期一全面封闭，禁止车辆和行人通行。",
        "工程师发现两根石柱出现深层裂缝之后，这座古老的大桥于星期一全面关闭，禁止车辆和行人通行。",
        ("城里交通瘫痪。", "公共汽车改走山路。"),
        ("居民抱怨多年。", "市长答应拨款修缮。"),
        "渔民预计今年收成不佳，因为冷水把鲱鱼赶往南方。",
    ),
    "Japanese": Case(
        "技術者が石造りの柱三本に深い亀裂を見つけたため、古い橋は月曜日から全面通行止めになった。",
        "技術者が石造りの柱二本に深い亀裂を見つけたため、古い橋は月曜日から当分通行止めになった。",
        ("町の交通は麻痺した。", "バスは丘を越える遠回りを走る。"),
        ("住民は何年も苦情を訴えていた。", "市長は修理費を約束した。"),
        "漁師たちは不漁を覚悟している。冷水でニシンが南へ去ったからだ。",
    ),
    "Korean": Case(
        "기술자들이 돌기둥 세 개에서 깊은 균열을 발견한 뒤 오래된 다리는 월요일부터 차량의 통행이 전면 금지되었다.",
        "기술자들이 돌기둥 두 개에서 깊은 균열을 발견한 뒤 오래된 다리는 월요일부터 차량의 통행이 모두 금지되었다.",
        ("시내 교통이 멈췄다.", "버스는 이제 언덕길로 돌아간다."),
        ("주민들은 여러 해 불평해 왔다.", "시장은 수리비를 약속하였다."),
        "어부들은 올해 흉어를 예상한다. 찬물 때문에 청어가 남쪽으로 떠났다.",
    ),
    "Thai": Case(
        "สะพานเก่าถูกปิดเมื่อวันจันทร์หลังจากวิศวกรพบรอยร้าวลึกในเสาหินสามต้นของสะพาน",
        "สะพานเก่าถูกปิดเมื่อวันจันทร์หลังจากวิศวกรพบรอยแตกลึกในเสาหินสองต้นของสะพาน",
        ("การจราจรหยุดนิ่ง", "รถเมล์ต้องอ้อมไปทางภูเขา"),
        ("ชาวบ้านร้องเรียนมานานหลายปี", "นายกเทศมนตรีสัญญาว่าจะซ่อม"),
        "ชาวประมงคาดว่าปีนี้จะได้ปลาน้อยเพราะน้ำเย็นไล่ฝูงปลาลงใต้",
    ),
}

cases = pytest.mark.parametrize("language", CASES)


@cases
def test_a_near_duplicate_is_found(language: str) -> None:
    case = CASES[language]
    (match,) = compare(case.left, case.right)
    assert match.kind in ("near-verbatim", "reworded")
    stem, other = case.passage.rstrip(".。।"), case.edited.rstrip(".。।")
    # Nearly the whole passage, and little of what stands around it.
    assert match.left.start <= case.left.index(stem) + 0.15 * len(stem)
    assert 0.75 <= len(match.left.text) / len(stem) <= 1.4
    assert 0.75 <= len(match.right.text) / len(other) <= 1.4
    assert case.left[match.left.start : match.left.end] == match.left.text


@cases
def test_a_clean_pair_is_silent(language: str) -> None:
    case = CASES[language]
    assert compare(case.left, case.clean) == () == compare(case.clean, case.right)
    assert compare(" ".join(case.around), " ".join(case.elsewhere)) == ()


@cases
def test_composed_and_decomposed_text_match_at_their_own_places(language: str) -> None:
    case = CASES[language]
    left, right = (unicodedata.normalize(form, case.left) for form in ("NFC", "NFD"))
    (match,) = compare(left, right)
    assert match.kind == "verbatim"
    assert left[match.left.start : match.left.end] == match.left.text
    assert right[match.right.start : match.right.end] == match.right.text
    assert unicodedata.normalize("NFC", match.right.text) == match.left.text


def test_all_languages_in_one_collection_keep_to_themselves() -> None:
    found = audit(
        Article(id=f"{language} {side}", text=getattr(case, side), outlet=side)
        for language, case in CASES.items()
        for side in ("left", "right", "clean")
    )
    pairs = [(each.left, each.right) for each in found.article_pairs]
    assert pairs == [(f"{language} left", f"{language} right") for language in sorted(CASES)]


def test_two_languages_share_nothing() -> None:
    assert compare(CASES["English"].left, CASES["German"].left) == ()
    assert compare(CASES["Chinese"].left, CASES["Japanese"].left) == ()


FULL_WIDTH = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}
LOOKALIKE = str.maketrans("aeopcx", "аеорсх")
EVASIONS = {
    "zero-width": lambda text: "\u200b".join(text),
    "soft hyphens": lambda text: text.replace("e", "e\u00ad"),
    "bidi": lambda text: f"\u202e{text}\u202c".replace("a", "a\u2066"),
    "look-alikes": lambda text: text.translate(LOOKALIKE),
    "full-width": lambda text: text.translate(FULL_WIDTH),
    "variation selectors": lambda text: text.replace("o", "o\ufe0f"),
    "mathematical": lambda text: "".join(chr(ord(c) - 97 + 0x1D41A) if "a" <= c <= "z" else c for c in text),
    "circled": lambda text: "".join(chr(ord(c) - 97 + 0x24D0) if "a" <= c <= "z" else c for c in text),
    "capitals": str.upper,
}


@pytest.mark.parametrize("way", EVASIONS)
def test_evasion_is_seen_through_and_the_places_are_right(way: str) -> None:
    case = CASES["English"]
    stem = case.passage.rstrip(".")
    hidden = EVASIONS[way](stem)
    right = f"{case.elsewhere[0]} {hidden}. {case.elsewhere[1]}"
    (match,) = compare(case.left, right)
    assert match.left.text == stem
    assert match.right.text in hidden and len(match.right.text) >= len(hidden) - 3
    assert right[match.right.start : match.right.end] == match.right.text
    assert match.scores.share_left >= 0.9


def test_typography_makes_no_difference() -> None:
    left = "The farmers’ leader said: “We won’t sell a single acre of Quarlow’s oldest orchard — not for £1,250,000.”"
    right = "The farmers' leader said: \"We won't sell a single acre of Quarlow's oldest orchard - not for £1250000.\""
    (match,) = compare(left, right)
    assert match.kind == "verbatim"
    assert match.left.text.endswith("1,250,000") and match.right.text.endswith("1250000")
