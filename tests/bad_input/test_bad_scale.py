"""Input that is slow only for a careless program. Work is counted, never timed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from bad_runs import FORMATS, WORDS, pair, run, run_process, valid, write_jsonl
from counting import growth

import dedup

HARD = {
    "spaces": " " * 40_000,
    "no-break spaces": "\u00a0" * 40_000,
    "line ends": "\n\t" * 20_000,
    "alternating marks": "\u0301\u0327" * 20_000,
    "marks on letters": "e\u0301\u0327\u0316" * 10_000,
    "zero-width": "a\u200b" * 20_000,
    "open quotes": "“a " * 10_000,
    "single quotes": "'a " * 10_000,
    "mixed quotes": "“‘«„\"'」" * 5_000,
    "stops": ". " * 20_000,
    "ellipses": "… . . . " * 5_000,
    "initials": "A. " * 10_000,
    "brackets": "(" * 20_000 + ")" * 20_000,
    "square brackets": "[a " * 10_000,
    "sources": "told Reuters " * 3_000,
    "credits": "Photo: A/B " * 3_000,
    "bylines": "By A. Smith\n" * 2_000,
    "one word": "a" * 40_000,
    "ligatures": "ﷺ" * 10_000,
    "capitals": "İ" * 20_000,
    "one letter a line": "a\n" * 5_000,
    "digits": "1," * 20_000,
}


@pytest.mark.parametrize("filler", HARD.values(), ids=HARD.keys())
def test_text_made_to_be_slow(folder: Path, filler: str) -> None:
    write_jsonl(folder / "in.jsonl", *pair(f"{WORDS}. {filler} {WORDS}.", f"{WORDS}.{filler}"))
    ran = run("audit", "in.jsonl", "--format", "json")
    assert ran.code == 0 and ran.json()["matches"]
    valid("json", ran.out)


@pytest.mark.parametrize("filler", HARD.values(), ids=HARD.keys())
def test_text_made_to_be_slow_takes_work_in_proportion(filler: str) -> None:
    # The names before the bylines' surnames were once looked up in all bylines, for each byline.
    def job(length: int) -> None:
        cut = filler[:length]
        texts = f"{WORDS}. {cut} {WORDS}.", f"{WORDS}.{cut}"
        dedup.audit([dedup.Article(id=name, text=text, outlet=name) for name, text in zip("ab", texts, strict=True)])

    assert growth(job, 1_500) < 1.5


def test_a_chain_of_passages_is_no_cluster_of_all_and_has_no_edge_of_its_own(folder: Path) -> None:
    letters = random.Random(1)
    words = made(letters, 80).split()
    ends = " ".join(words[:40]), " ".join(words[40:])
    write_jsonl(
        folder / "in.jsonl",
        {"id": "a", "text": f"{ends[0]}.", "outlet": "A"},
        {"id": "b", "text": f"{ends[0]}. {ends[1]}.", "outlet": "B"},
        {"id": "c", "text": f"{ends[1]}.", "outlet": "C"},
    )
    report = run("audit", "in.jsonl", "--format", "json").json()
    assert [each["articles"] for each in report["clusters"]] == [["a", "b"], ["b", "c"]]
    assert [each["pairs"] for each in report["clusters"]] == [[["a", "b"]], [["b", "c"]]]
    assert [(pair["left"], pair["right"]) for pair in report["article_pairs"]] == [("a", "b"), ("b", "c")]


def test_equal_articles_at_article_level_are_a_chain_not_a_clique(folder: Path) -> None:
    write_jsonl(folder / "in.jsonl", *({"id": f"{n:04}", "text": f"{WORDS}. {WORDS}!"} for n in range(600)))
    ran = run_process(folder, "audit", "in.jsonl", "--level", "article", "--format", "json")
    [cluster] = ran.json()["clusters"]
    assert (
        len(cluster["articles"]) == 600 and len(ran.json()["matches"]) < 650 and ran.json()["stats"]["buckets_capped"]
    )


def test_very_many_very_small_articles(folder: Path) -> None:
    chosen = random.Random(2)
    nouns = [f"{first}{last}" for first in ("bridge", "river", "court", "bank") for last in "abcdefghijklm"]
    write_jsonl(
        folder / "in.jsonl", *({"id": f"{n}", "text": " ".join(chosen.choices(nouns, k=5))} for n in range(2_000))
    )
    ran = run_process(folder, "audit", "in.jsonl", "--format", "json")
    assert ran.code == 0 and len(ran.json()["articles"]) == 2_000


def test_one_article_of_five_megabytes(folder: Path) -> None:
    chosen = random.Random(3)
    nouns = [f"{first}{last}" for first in ("bridge", "river", "court", "bank") for last in "abcdefghijklm"]
    text = " ".join(chosen.choices(nouns, k=350_000))[:2_500_000] + "\U0001f388" * 100
    write_jsonl(folder / "in.jsonl", {"id": "a", "text": f"{text} {WORDS}."}, {"id": "b", "text": f"{WORDS}."})
    ran = run_process(folder, "audit", "in.jsonl", "--format", "json")
    assert ran.code == 0 and len(ran.json()["articles"]) == 2


def made(letters: random.Random, number: int) -> str:
    """Words of three syllables that mean nothing."""
    return " ".join(
        "".join(letters.choice("bdfgklmnprst") + letters.choice("aeiou") for _ in range(3)) for _ in range(number)
    )


def test_many_sources_in_one_paragraph_cost_in_proportion() -> None:
    # Every source was once told from every other anew for each match.
    def job(number: int) -> None:
        shared = random.Random(1)
        passages = [(made(shared, 2).title(), made(shared, 20)) for _ in range(number)]
        fillers = random.Random(2)
        left = [f"{made(fillers, 20)} he told {name} News that {words}." for name, words in passages]
        right = [f"{made(fillers, 22)} according to {name} Daily “{words}”." for name, words in passages]
        random.Random(3).shuffle(right)
        texts = " ".join(left), " ".join(right)
        report = dedup.audit(
            [dedup.Article(id=name, text=text, outlet=name) for name, text in zip("ab", texts, strict=True)]
        )
        assert len(report.matches) > 0.8 * number

    # From 80 on: a passage is told from its 40 nearest sources on either side.
    assert growth(job, 80, times=2) < 1.5


@pytest.mark.parametrize("change", [
    {"PYTHONHASHSEED": "0"}, {"PYTHONHASHSEED": "4242"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONUTF8": "1"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "C", "DEDUP_WORKERS": "1"},
    {"DEDUP_WORKERS": "3", "COLUMNS": "40"},
], ids=str)  # fmt: skip
def test_the_same_bytes_whatever_should_not_matter(folder: Path, change: dict[str, str]) -> None:
    outlets = [("İ", "Élan"), ("i", "Ilk"), ("I", "ß"), ("ı", "SS"), ("é", "é"), ("e\u0301", "e\u0301")]
    paths = []
    for number, (name, outlet) in enumerate(outlets):
        text = f"{outlet} {WORDS}, he told Reuters. {WORDS[::-1]}."
        record = {"id": name, "text": text, "outlet": outlet, "published": "2023-04-16T10:00"}
        paths.append(str(write_jsonl(folder / f"{number}.jsonl", record)))
    usual = run("audit", *paths, "--format", "json")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    assert run_process(elsewhere, "audit", *reversed(paths), "--format", "json", env=change).out == usual.out
    assert usual.json()["matches"]


def test_the_number_of_workers_changes_nothing(folder: Path) -> None:
    # Enough words for the compiled kernels, enough texts for several batches.
    chosen = random.Random(4)
    words = made(chosen, 4_000).split()
    texts = [" ".join(chosen.choices(words, k=440)) for _ in range(140)]
    records = [{"id": f"{n:03}", "text": f"{text} {texts[n * 7 % 140][:300]}."} for n, text in enumerate(texts)]
    write_jsonl(folder / "in.jsonl", *records)
    one, three = (run("audit", "in.jsonl", "--format", "json", "--workers", count) for count in "13")
    assert one.out == three.out and len(one.json()["matches"]) > 50


@pytest.mark.parametrize("form", FORMATS)
def test_a_second_run_gives_the_same_bytes_in_every_format(folder: Path, form: str) -> None:
    write_jsonl(folder / "in.jsonl", *pair(f"{WORDS}, he told Reuters."), "broken")
    assert run("audit", "in.jsonl", "--format", form).out == run("audit", "in.jsonl", "--format", form).out
