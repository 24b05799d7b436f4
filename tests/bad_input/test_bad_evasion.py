"""Wording disguised so that a search for it finds nothing: still matched, and told as evidence."""

from __future__ import annotations

from pathlib import Path

import pytest
from bad_runs import WORDS, pair, run, write_jsonl

FULL_WIDTH = {ord(char): ord(char) + 0xFEE0 for char in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"}
DISGUISES = {
    "zero-width": "\u200b".join(WORDS),
    "joiners": WORDS.replace("e", "e\u200d").replace("a", "\u2060a"),
    "byte-order marks": WORDS.replace("i", "i\ufeff"),
    "look-alikes": WORDS.translate(str.maketrans("aeopcT", "аеорсТ")),
    "soft hyphens": WORDS.replace("il", "i\u00adl").replace("ri", "r\u00adi").replace("oun", "ou\u00adn"),
    "bidi": " ".join(f"\u202d{word[:2]}\u2066{word[2:]}\u2069\u202c" for word in WORDS.split()),
    "full-width": WORDS.translate(FULL_WIDTH),
    "tags": WORDS.replace("b", "b\U000e0062"),
}


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES.keys())
def test_disguised_wording_is_matched_and_told(folder: Path, disguise: str) -> None:
    text = f"Bridge. {disguise}."
    write_jsonl(folder / "in.jsonl", *pair(f"{WORDS}.", text))
    [match] = run("audit", "in.jsonl", "--format", "json").json()["matches"]
    assert match["scores"]["share_left"] > 0.9 and text[match["right"]["start"] : match["right"]["end"]] in disguise
    [entry] = [entry for entry in match["verdict"]["ledger"] if entry["signal"] == "wording.disguised"]
    assert {place["article"] for place in entry["spans"]} == {"b"}
    assert match["verdict"]["probabilities"]["left-to-right"] > match["verdict"]["probabilities"]["right-to-left"]
    for place in entry["spans"]:
        assert match["right"]["start"] <= place["start"] < place["end"] <= match["right"]["end"]


@pytest.mark.parametrize(
    "text",
    [
        "Городской совет во вторник решил восстановить старый разводной мост за три года, сообщил мэр Иван Петров.",
        "Το δημοτικό συμβούλιο αποφάσισε την Τρίτη να ξαναχτίσει την παλιά γέφυρα σε τρία χρόνια, είπε η δήμαρχος.",
        "شورای شهر روز سه‌شنبه تصمیم گرفت پل قدیمی را ظرف سه سال بازسازی کند، هرچند هیچ‌کس آن را ندیده بود.",
        "The COVID-19 panel 👩\u200d👩\u200d👧 flew an Airbus A320 to the Café Müller on Tuesday, an aide said.",
        "市議会は火曜日に古い橋を三年以内に再建することを決めた。ＮＨＫによると市長は予算を示さなかったという。",
        "Москва: компания Apple представила iPhone 15 и MacBook Pro на выставке CES, сообщили журналисты в среду.",
    ],
)
def test_honest_text_in_any_script_is_left_alone(folder: Path, text: str) -> None:
    write_jsonl(folder / "in.jsonl", *pair(text))
    [match] = run("audit", "in.jsonl", "--format", "json").json()["matches"]
    assert match["kind"] == "verbatim" and match["left"]["text"] == match["right"]["text"]
    assert "wording.disguised" not in {entry["signal"] for entry in match["verdict"]["ledger"]}
