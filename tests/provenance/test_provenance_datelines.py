"""A name in the brackets of a full dateline has the credit, though no list has it; one in running words has none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import read

SHUT = "The gate was shut on Monday."


def credited(text: str) -> list[str | None]:
    return [item.name and item.name.display for item in read("a", text).credits]


@given(
    st.sampled_from(["HATHBURY", "NKOSHI, Mbarile, June 11", "OSTREL, June 11", "Hathbury, June 11"]),
    st.sampled_from(["Kestrel", "Southline", "Sable Post"]),
    st.sampled_from("-–—"),
)
def test_a_place_a_name_in_brackets_and_a_dash_credit_that_name(place: str, name: str, dash: str) -> None:
    assert credited(f"{place} ({name}) {dash} {SHUT}\n\nIt rained.") == [name]


@pytest.mark.parametrize(
    "line",
    [
        f"Hathbury (pictured) – {SHUT}",
        f"HATHBURY (pictured) – {SHUT}",
        f"Hathbury (Kestrel) – {SHUT}",
        f"HATHBURY (Kestrel) {SHUT}",
        f"HATHBURY (a Kestrel of the North) – {SHUT}",
        "The gate was shut on Monday (Kestrel). It rained.",
        "The gate was shut on Monday (Kestrel).",
    ],
)
def test_other_brackets_credit_nobody(line: str) -> None:
    assert credited(f"{line}\n\nIt rained.\n\nIt was wet.") == []
    assert credited(f"It was wet.\n\n{line}\n\nIt rained.") == []


def test_no_dateline_stands_far_below_the_head() -> None:
    above = "\n\n".join(["It rained all day."] * 4)
    assert credited(f"{above}\n\nHATHBURY (Kestrel) – {SHUT}\n\nIt rained.") == []
