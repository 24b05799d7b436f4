"""The generated collections: the same on every run, and as near as they say."""

from __future__ import annotations

import io
import json
import re
from hashlib import sha256
from statistics import mean

from generate import Recipe, article, generate, write

DIGEST = "86a4634bc0e3721891201e80b1a69ca34103a974d81e36affaf5925e6afabc41"


def shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def similarity(one: str, other: str) -> float:
    a, b = shingles(one), shingles(other)
    return len(a & b) / len(a | b)


def test_the_same_bytes_on_every_run_and_machine() -> None:
    joined = "".join(each.text for each in generate(50, Recipe(seed=3, quoted=0.5)))
    assert sha256(joined.encode()).hexdigest() == DIGEST


def test_an_article_does_not_depend_on_those_before_it() -> None:
    recipe = Recipe(seed=2, quoted=0.2)
    assert list(generate(40, recipe)) == [article(number, recipe) for number in range(40)]


def test_sizes_are_those_of_articles() -> None:
    texts = [each.text for each in generate(200, Recipe(copies=0.0))]
    assert 480 <= mean(len(shingles(text)) for text in texts) <= 530
    assert 3_000 <= mean(len(text.encode()) for text in texts) <= 3_600


def test_copies_are_as_near_as_the_recipe_says() -> None:
    articles = {each.id: each for each in generate(1_000)}
    near = [similarity(a.text, articles[a.copy_of].text) for a in articles.values() if a.copy_of]
    assert 60 <= len(near) <= 140
    assert 0.35 <= mean(value >= 0.7 for value in near) <= 0.75
    assert mean(value >= 0.5 for value in near) >= 0.9
    edited = {each.id: each for each in generate(600, Recipe(replaced=(0.05, 0.15)))}
    far = [similarity(a.text, edited[a.copy_of].text) for a in edited.values() if a.copy_of]
    assert 0.25 <= mean(far) <= 0.55


def test_originals_share_nothing() -> None:
    one, other = (article(number, Recipe(copies=0.0)) for number in (1, 2))
    assert similarity(one.text, other.text) == 0.0


def test_a_quotation_is_short_and_from_the_one_it_names() -> None:
    recipe = Recipe(copies=0.0, quoted=1.0)
    plain = Recipe(copies=0.0)
    for each in list(generate(30, recipe))[1:]:
        assert each.quotes is not None
        origin = shingles(article(int(each.quotes[1:]), plain).text)
        own = shingles(article(int(each.id[1:]), plain).text)
        assert len((shingles(each.text) & origin) - own) <= 26


def test_jsonl() -> None:
    out, truth = io.StringIO(), io.StringIO()
    write(generate(60, Recipe(copies=0.5)), out, truth)
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [row["id"] for row in rows] == [f"g{number:07}" for number in range(60)]
    assert set(rows[0]) == {"id", "outlet", "published", "text"}
    assert all(json.loads(line)["copy_of"] for line in truth.getvalue().splitlines())
