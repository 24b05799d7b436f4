"""Input made to be slow or to break something: the audit ends, and what it says is right."""

from __future__ import annotations

from random import Random

import pytest

from dedup import Article, audit, compare

PASSAGE = "The old bridge was closed on Monday after engineers found deep cracks in three of its stone pillars"
ONE = f"Traffic came to a halt this week. {PASSAGE}. Buses take the long road through the hills."
TWO = f"Residents had complained for years. {PASSAGE}. The mayor promised money for repairs before winter."


@pytest.mark.parametrize(
    "filler",
    [
        " " * 40_000,
        "\n" * 40_000,
        "the " * 10_000,
        "a\u0301\u0323" * 10_000,
        "\u0301\u0323" * 20_000,
        "\u200b" * 40_000,
        "a" * 40_000,
        "a'" * 20_000,
        "1," * 20_000,
        "“" * 20_000,
        "“a” " * 8_000,
        "(" * 20_000 + ")" * 20_000,
        "." * 40_000,
        "A. " * 10_000,
        "中" * 10_000,
        "\ud800" * 10_000,
        "\x00\x1b[31m" * 5_000,
    ],
    ids=lambda text: ascii(text[:6]),
)
def test_fillers_end_and_hide_nothing(filler: str) -> None:
    left, right = f"{ONE}\n\n{filler}", f"{filler}\n\n{TWO}"
    found = compare(left, right)
    assert any(PASSAGE in match.left.text and PASSAGE in match.right.text for match in found)
    for match in found:
        assert left[match.left.start : match.left.end] == match.left.text
        assert right[match.right.start : match.right.end] == match.right.text


@pytest.mark.parametrize(
    "text", [" " * 40_000, "the " * 10_000, "\u0301" * 20_000, "a\u0301" * 10_000, "haha " * 10_000]
)
def test_the_same_filler_on_both_sides_ends(text: str) -> None:
    report = audit([Article(id=id, text=text) for id in "abc"])
    assert report.stats["articles"] == 3


def test_a_line_of_two_megabytes() -> None:
    random = Random(1)
    words = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=random.randint(3, 9))) for _ in range(30_000)]
    line = " ".join(random.choices(words, k=300_000))
    assert len(line) > 2_000_000
    middle = len(line) // 2
    stretch = line[line.index(" ", middle) + 1 : line.index(" ", middle + 400)]
    other = f"Nobody knew. {stretch}. Ships left."
    (match,) = compare(line, other)
    assert stretch in match.left.text and stretch in match.right.text


def test_a_passage_repeated_all_over_both_texts() -> None:
    left, right = (f"{PASSAGE}. " * 60, f"{PASSAGE}! " * 60)
    report = audit([Article(id="a", text=left), Article(id="b", text=right)])
    assert report.stats["articles"] == 2 and len(report.matches) + len(report.set_aside) <= 3_600


def test_lone_surrogates_and_odd_ids() -> None:
    ids = ["\ud800", "", "../../x", "a\x00b", "[/foo]", "é", "e\u0301"]
    report = audit([Article(id=id, text=f"{ONE} \ud800", outlet=f"o{number}") for number, id in enumerate(ids)])
    assert [each.id for each in report.articles] == sorted(ids)
    assert len(report.clusters) == 1 and len({match.id for match in report.matches}) == len(report.matches) == 21


def test_ids_that_look_alike_when_joined_have_matches_of_their_own() -> None:
    report = audit([Article(id=id, text=ONE) for id in ("a", "a\x000", "a\x000\x003", "0")])
    assert len({match.id for match in report.matches}) == len(report.matches)


def test_an_outlet_is_one_however_its_accents_are_composed() -> None:
    report = audit(
        [Article(id="a", text=ONE, outlet="Le Caf\u00e9"), Article(id="b", text=ONE, outlet="Le Cafe\u0301")]
    )
    assert not report.matches and {each.reason for each in report.set_aside} == {"same-outlet"}
