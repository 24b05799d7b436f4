"""Which report goes where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.cli.outputs import Output, plan
from dedup.errors import UsageError
from dedup.report import FORMATS

F, O, P = "formats", "outputs", "pictures"


def planned(*tokens: str) -> tuple[Output, ...]:
    """Plan ``p:matrix f:json o:a.json`` as a command line gives them."""
    split = [token.split(":", 1) for token in tokens]
    return plan(
        [{"f": F, "o": O, "p": P}[kind] for kind, _ in split],
        [value for kind, value in split if kind == "f"],
        [value for kind, value in split if kind == "o"],
        pictures=[value for kind, value in split if kind == "p"],
    )


def pairs(*tokens: str) -> list[tuple[str, str | None]]:
    return [(output.format, output.path) for output in planned(*tokens)]


def test_nothing_asked_for_is_a_table_on_stdout() -> None:
    assert pairs() == [("table", None)]


@pytest.mark.parametrize(
    "tokens, expected",
    [
        (["f:json"], [("json", None)]),
        (["f:json", "o:x"], [("json", "x")]),
        (["o:x", "f:json"], [("json", "x")]),
        (["f:json", "o:-"], [("json", None)]),
        (["o:-"], [("table", None)]),
        (["o:x.jsonl"], [("jsonl", "x.jsonl")]),
        (["o:X.JSON"], [("json", "X.JSON")]),
        (["f:json", "o:x", "f:csv", "o:y"], [("json", "x"), ("csv", "y")]),
        (["f:table", "f:json", "o:x"], [("table", None), ("json", "x")]),
        (["f:json", "o:x", "f:table"], [("json", "x"), ("table", None)]),
        (["o:x.json", "f:csv", "o:y"], [("json", "x.json"), ("csv", "y")]),
        (["f:csv", "o:y", "o:x.md"], [("csv", "y"), ("markdown", "x.md")]),
    ],
)
def test_pairs(tokens: list[str], expected: list[tuple[str, str | None]]) -> None:
    assert pairs(*tokens) == expected


@pytest.mark.parametrize("name", ["report", "report.xyz", "report.json.gz", ".json"])
def test_an_ending_that_says_nothing_needs_a_format(name: str) -> None:
    with pytest.raises(UsageError, match="ending"):
        pairs(f"o:{name}")


@given(st.lists(st.tuples(st.sampled_from(FORMATS), st.none() | st.from_regex(r"[a-z]{1,5}", fullmatch=True))))
def test_a_format_before_its_file_is_never_misread(wanted: list[tuple[str, str | None]]) -> None:
    tokens = [token for form, file in wanted for token in (f"f:{form}", *([f"o:{file}"] if file else []))]
    assert pairs(*tokens) == (wanted or [("table", None)])


@pytest.mark.parametrize(
    "tokens, expected",
    [
        (["o:a.png"], ["network"]),
        (["p:matrix", "o:a.png"], ["matrix"]),
        (["o:a.png", "p:matrix"], ["matrix"]),
        (["f:png", "o:a", "p:matrix"], ["matrix"]),
        (["f:svg", "p:matrix"], ["matrix"]),
        (["o:a.png", "p:matrix", "o:b.png"], ["network", "matrix"]),
        (["p:matrix", "o:a.png", "o:b.svg", "p:network", "f:png", "o:c"], ["matrix", "matrix", "network"]),
    ],
)
def test_a_picture_is_that_of_the_files_after_it(tokens: list[str], expected: list[str]) -> None:
    assert [output.picture for output in planned(*tokens)] == expected


def test_a_picture_without_a_file_after_it_is_refused() -> None:
    with pytest.raises(UsageError, match="--picture matrix: no -o follows it"):
        planned("o:a.png", "o:b.png", "p:matrix")


def test_outputs_are_values() -> None:
    assert Output(format="json", path=None) == Output(format="json", path=None)
