"""What texts say about themselves. A wrong guess is worse than none, so most of these expect none."""

from __future__ import annotations

from pathlib import Path

import pytest
from counting import growth
from hypothesis import example, given
from hypothesis import strategies as st

from dedup.dates import parse_published
from dedup.ingest import infer, read
from dedup.ingest.inference import Inferred
from dedup.ingest.mentions import mentions
from dedup.ingest.words import words

BODY = "The bridge over the Calder opened to traffic.\n\nThe mayor cut the ribbon, and a band played.\n"


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        (BODY + "Source: CNN", "CNN"),
        (BODY + "\n(Source: Al Jazeera)\n\n", "Al Jazeera"),
        (BODY + "Quelle: Falkenauer Zeitung", "Falkenauer Zeitung"),
        (BODY + "Source : La Gazette de Verra", "La Gazette de Verra"),
        (BODY + "Источник: Вестник Зареки", "Вестник Зареки"),
        (BODY + "来源：青港日報", "青港日報"),
        (BODY + "© 2031 Northmoor Gazette. All rights reserved.", "Northmoor Gazette"),
        (BODY + "Copyright 2029-2031 by the Calder Courier", "the Calder Courier"),
        ("VARN (CNN) — " + BODY, "CNN"),
        ("Bridge opens\nBy Ada Quill, Northmoor Gazette\n" + BODY, "Northmoor Gazette"),
        # A picture's credit, an agency, an office, a company, a person or a sentence is no outlet.
        (BODY + "Source: Reuters", None),
        (BODY + "Source: Arden Press Agency", None),
        (BODY + "Source: Tarn Water Board", None),
        (BODY + "Source: Ministry of Defence", None),
        (BODY + "Source: WHO", None),
        (BODY + "Source: Harbour Works", None),
        (BODY + "Source: the mayor's daily briefing", None),
        (BODY + "Photo: Northmoor Gazette", None),
        (BODY + "Image of the bridge. Credit: Northmoor Gazette", None),
        (BODY + "© 2031 Getty Images", None),
        (BODY + "© 2031 Creators Syndicate", None),
        ("VARN, March 4, 2031 (Reuters) — " + BODY, None),
        ("The Cable News Network (CNN) — which showed it — said so.\n" + BODY, None),
        ("By Ada Quill, Staff Writer\n" + BODY, None),
        ("By Ada Quill, Special to the Northmoor Gazette\n" + BODY, None),
        ("Source: CNN\n" + BODY + "Source: Northmoor Gazette", None),
        (BODY + "It was the source: CNN\n" + BODY, None),
        (BODY, None),
        ("", None),
    ],
)
def test_the_outlet_of_a_text(text: str, outlet: str | None) -> None:
    assert infer(text).outlet == outlet


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.courier.example/2031/03/04/bridge", "courier.example"),
        ("http://news.courier.example:8080/x", "news.courier.example"),
        ("https://web.archive.org/web/2031/https://courier.example/", None),
        ("https://edition.msn.com/x", None),
        ("https://t.me/courier/1", None),
        ("https://substack.com/@courier", None),
        ("https://courier.substack.com/p/1", "courier.substack.com"),
        ("javascript:alert(1)", None),
        ("javascript://www.courier.example/%0aalert(1)", None),
        ("https://[broken", None),
        ("https://localhost/x", None),
        ("ftp://courier.example/x", None),
    ],
)
def test_the_outlet_of_an_address(url: str, outlet: str | None) -> None:
    assert infer(BODY, url=url).outlet == outlet


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (" date 2031-03-04 By Ada Quill • 4 March 2031 • 0:32\n\n" + BODY, "2031-03-04T00:32"),
        ("Bridge opens\nBy Ada Quill • 4 March 2031\n" + BODY, "2031-03-04"),
        ("Bridge opens\nBy Ada Quill, March 4th, 2031\n" + BODY, "2031-03-04"),
        ("Bridge opens\nTuesday, March 4, 2031 | 6:30 p.m. EST\n" + BODY, "2031-03-04T18:30"),
        ("Bridge opens\nPublished: 04.03.2031, 6:30 GMT\n" + BODY, "2031-03-04T06:30+00:00"),
        ("Bridge opens\nPublished 4 March 2031 · Updated 6 March 2031\n" + BODY, "2031-03-04"),
        ("Brücke offen\nVon Ada Feder | 4. März 2031, 6:30 Uhr\n" + BODY, "2031-03-04T06:30"),
        ("Se abre el puente\nPor Ada Pluma - 4 de marzo de 2031\n" + BODY, "2031-03-04"),
        ("Мост открыт\n4 марта 2031 г.\n" + BODY, "2031-03-04"),
        ("大桥通车\n2031年3月4日\n" + BODY, "2031-03-04"),
        ("فتح الجسر\n4 مارس 2031\n" + BODY, "2031-03-04"),
        ("VARN, March 4, 2031 (Reuters) — " + BODY, "2031-03-04"),
        ("Bridge opens\n\nVARN, 4 March 2031 – " + BODY, "2031-03-04"),
        ("(Varn, 4 March 2031) - " + BODY, "2031-03-04"),
        ("Falkenau, 4. März 2031 (dpa) – " + BODY, "2031-03-04"),
        (BODY + "Published: 4 March 2031", "2031-03-04"),
        ("The visit, which wrapped up on Wednesday, March 5, 2031, was short.\n" + BODY, "2031-03-05/2031-03-11"),
        # No year, no certainty, or not about the publication.
        ("VARN, March 4 (Reuters) — " + BODY, None),
        ("By Ada Quill • 4 March\n" + BODY, None),
        ("By Ada Quill • 03/04/2031\n" + BODY, None),
        ("By Ada Quill • 31 February 2031\n" + BODY, None),
        ("By Ada Quill • Monday, 4 March 2031\n" + BODY, None),  # it was a Tuesday
        ("4 March 2031\n5 March 2031\n" + BODY, None),
        ("Updated: 4 March 2031\n" + BODY, None),
        ("The visit, which wrapped up on Wednesday, was short.\n" + BODY, None),
        ("The visit, which wrapped up on Wednesday, March 5, was short.\n" + BODY, None),
        ("The visit will have wrapped up on Wednesday, March 5, 2031.\n" + BODY, None),
        ("The visit wrapped up on Wednesday, March 5, 2031.\nIt is now 2033.\n", None),
        ("The visit wrapped up on Wednesday, March 5, 2031.\nOn May 5, 2031, it began anew.\n", None),
        ("The mayor, who met them on Wednesday, March 5, 2031. Photo: A. Quill\n" + BODY, None),
        ("The bridge opened on 4 March 2031, the mayor said.\n" + BODY, None),
        (BODY * 3 + "4 March 2031", None),
        (BODY + "© 2031 Northmoor Gazette", None),
        (BODY, None),
        ("", None),
    ],
)
def test_the_date_of_a_text(text: str, published: str | None) -> None:
    assert infer(text).published == parse_published(published)


def test_the_date_of_an_address_counts_unless_the_text_contradicts_it() -> None:
    url = "https://courier.example/2031/03/04/bridge.html"
    assert infer(BODY, url=url).published == parse_published("2031-03-04")
    assert infer("By Ada Quill • 5 March 2031\n" + BODY, url=url).published == parse_published("2031-03-05")
    assert infer("By Ada Quill • 5 March 1931\n" + BODY, url=url).published is None
    assert infer(BODY, url="https://courier.example/2031/13/04/x").published is None
    assert infer(BODY, url="https://courier.example/2031/03/04/and/2030/01/01/x").published is None


def test_a_reading_marks_what_it_inferred_and_keeps_what_was_given(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("By Ada Quill • 4 March 2031\n" + BODY + "Source: CNN")
    (tmp_path / "b.txt").write_text(BODY)
    inferred, unknown = read([tmp_path]).articles
    assert (inferred.outlet, inferred.outlet_origin, inferred.published_origin) == ("CNN", "inferred", "inferred")
    assert (unknown.outlet, unknown.outlet_origin, unknown.published_origin) == (None, "unknown", "unknown")
    (tmp_path / "metadata.csv").write_text("id,outlet\na,The Courier\n")
    given_one = read([tmp_path]).articles[0]
    assert (given_one.outlet, given_one.outlet_origin, given_one.published_origin) == (
        "The Courier",
        "given",
        "inferred",
    )


@pytest.mark.parametrize("filler", [" " * 200_000, "1" * 200_000, "(" * 50_000, "By A " * 40_000, "2031 " * 20_000])
def test_text_made_to_be_slow_is_not_slow(filler: str) -> None:
    def asked(length: int) -> Inferred:
        return infer(f"{filler[:length]}\n{filler[:length]}")

    assert growth(asked, len(filler) // 4) < 1.5
    asked(len(filler))  # regular expressions work unseen by the count; a square of 200,000 steps would not come back


PARTS = [
    "By ",
    "Source: ",
    "CNN",
    "Ada Quill",
    ", ",
    "2031-03-04",
    "4 March 2031",
    " (",
    ") — ",
    "•",
    "\n",
    "© ",
    BODY,
    "/",
]


@given(st.lists(st.sampled_from(PARTS)).map("".join), st.sampled_from(["", "https://a.example/"]))
@example(BODY + "Source: CNN", "")
@example("VARN, 4 March 2031 (CNN) — " + BODY, "https://a.example/2031/03/04/")
def test_any_text_can_be_asked(text: str, site: str) -> None:
    url = site + text
    found = infer(text, url=url)
    assert isinstance(found, Inferred)
    assert found.outlet is None or found.outlet.strip() == found.outlet != ""
    assert found.outlet is None or any(flat(found.outlet) in flat(origin) for origin in (text, url))
    assert found.published is None or found.published.earliest <= found.published.latest


def flat(text: str) -> str:
    return " ".join(text.split()).lower()


def test_mentions_are_where_they_say() -> None:
    text = "Until Tuesday, 4 March 2031 and on 05.03.2031; 2031-02-30 and 1/2/2031 are none."
    assert [(text[found.start : found.end], found.day.isoformat()) for found in mentions(text)] == [
        ("Tuesday, 4 March 2031", "2031-03-04"),
        ("05.03.2031", "2031-03-05"),
    ]


def test_every_language_names_all_its_months_and_weekdays() -> None:
    assert set(words().months.values()) == set(range(1, 13))
    assert set(words().weekdays.values()) == set(range(7))
