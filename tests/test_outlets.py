"""One outlet, however it is spelt: hosts of one outlet and of many, and one name for each."""

from __future__ import annotations

import random

import pytest

from dedup import Article, audit
from dedup.outlets import host_of, outlet_names, same_outlet

WORDS = "The old bridge was closed on Monday after engineers found deep cracks in three of its stone pillars."


def article(id: str, outlet: str | None = None, url: str | None = None, text: str = "x") -> Article:
    """As it is read: without an outlet, the host of the page stands for it."""
    guess = outlet is None and host_of(url) is not None
    return Article(id=id, text=text, outlet=host_of(url) if guess else outlet, url=url,
                   outlet_origin="inferred" if guess else None)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            "https://web.archive.org/web/2020/https://courier.example/1",
            "https://web.archive.org/web/2020/https://b.example/1",
        ),
        ("https://archive.ph/aaaa", "https://archive.ph/bbbb"),
        ("https://medium.com/@x/1", "https://medium.com/@z/1"),
        ("https://www.facebook.com/a", "https://www.facebook.com/b"),
        ("https://t.me/a/1", "https://t.me/b/1"),
        ("https://x.com/a/1", "https://x.com/b/1"),
        ("https://www.youtube.com/watch?v=1", "https://www.youtube.com/watch?v=2"),
        ("https://news.google.com/a", "https://news.google.com/b"),
        ("https://www.tumblr.com/a/1", "https://www.tumblr.com/b/1"),
        ("https://one.substack.com/p/1", "https://two.substack.com/p/1"),
        ("https://one.github.io/1", "https://two.github.io/1"),
    ],
)
def test_a_host_on_which_many_publish_is_no_outlet(one: str, two: str) -> None:
    assert not same_outlet(Article(id="a", text="x", url=one), Article(id="b", text="x", url=two))
    assert not same_outlet(article("a", url=one), article("b", url=two))
    sides = (("a", one, "It rained."), ("b", two, "Snow fell late."))
    report = audit(Article(id=id, text=f"{own} {WORDS}", url=url) for id, url, own in sides)
    assert len(report.matches) == 1 and not report.set_aside


@pytest.mark.parametrize(
    "host", ["courier.example", "one.substack.com", "one.wordpress.com", "one.blogspot.com", "xarchive.org", "box.com"]
)
def test_a_host_of_its_own_is_an_outlet(host: str) -> None:
    assert host_of(f"https://www.{host}/1") == host
    assert same_outlet(article("a", url=f"https://{host}/1"), article("b", url=f"https://www.{host}/2"))


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (("Courier", "https://courier.example/1"), (None, "https://www.courier.example/2"), True),
        (("Courier", "https://courier.example/1"), ("courier.example", None), True),
        (("Courier", "https://courier.example/1"), ("WWW.Courier.example", "https://elsewhere.example/1"), True),
        (("Courier", "https://courier.example/1"), ("Evening Courier", "https://courier.example/2"), False),
        (("Courier", "https://courier.example/1"), (None, "https://post.example/2"), False),
        (("Courier", "https://archive.ph/1"), (None, "https://archive.ph/2"), False),
        (("Courier", None), (None, "https://courier.example/2"), False),
    ],
)
def test_a_named_outlet_is_its_host(
    one: tuple[str | None, str | None], two: tuple[str | None, str | None], same: bool
) -> None:
    first, second = article("a", *one), article("b", *two)
    assert same_outlet(first, second) is same_outlet(second, first) is same


def test_what_one_host_repeats_is_set_aside_though_one_record_names_it() -> None:
    first = article("a", "Courier", "https://courier.example/1", f"It rained. {WORDS}")
    second = article("b", None, "https://www.courier.example/2", f"Snow fell late. {WORDS}")
    report = audit([first, second])
    assert not report.matches and [each.reason for each in report.set_aside] == ["same-outlet"]


def test_an_outlet_has_one_name() -> None:
    articles = [
        article("a", "The Calder Courier", "https://courier.example/1"), article("b", "Calder  Courier"),
        article("c", "CALDER COURIER"), article("d", None, "https://www.courier.example/2"),
        article("e", "www.courier.example"), article("f", "BBC"), article("g", "bbc"), article("h"),
        article("i", "Die Presse"), article("j", "La Presse"), article("k", "Presse"), article("l", " "),
        article("m", None, "https://two.example/1"), article("n", "North", "https://two.example/2"),
        article("o", "South", "https://two.example/3"), article("p", "www.three.example"),
        article("q", "three.example"),
    ]  # fmt: skip
    names = {
        **dict.fromkeys("abcde", "CALDER COURIER"), **dict.fromkeys("fg", "BBC"), "i": "Die Presse", "j": "La Presse",
        "k": "Presse", "m": "two.example", "n": "North", "o": "South", "p": "three.example", "q": "three.example",
    }  # fmt: skip
    assert outlet_names(articles) == names
    for seed in range(20):
        mixed = random.Random(seed).sample(articles, len(articles))
        assert outlet_names(mixed) == names
