"""What the rules of the gate mean, in the words that all formats for continuous integration share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dedup.gate.model import OWN_RUN, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """`name` is CamelCase, as tools show it; `short` one sentence without its full stop; `advice` is what to do.
    `level` is how grave a finding is that the gate does not fail for.
    """

    name: str
    level: Literal["warning", "note"]
    short: str
    full: str
    advice: str


_ACCEPT = "If it may stay as it is, accept it: run the check with --update-baseline and commit the baseline."

MEANINGS: Mapping[Rule, Meaning] = {
    "dedup/copied": Meaning(
        name="ReuseLikely",
        level="warning",
        short="One article probably has this wording from the other",
        full=(
            "Both articles hold this wording, and the evidence speaks for one of them having it from the other, "
            "whichever way. The probability in the message is that of this reading; it says how the wording travelled, "
            "not whether that was allowed."
        ),
        advice=(
            "Read both passages side by side (dedup explain shows the evidence). Attribute the wording, quote it as a "
            f"quotation, or write it anew. {_ACCEPT}"
        ),
    ),
    "dedup/near": Meaning(
        name="NearVerbatim",
        level="warning",
        short="Another article tells this in the same or nearly the same words",
        full=(
            "The article's own narration, a headline or a caption stands in another article word for word or nearly "
            f"so, as a passage or with {OWN_RUN} words in a row, and hardly by chance. Who has it from whom, or "
            "whether both have it from a third text, the evidence leaves open."
        ),
        advice=f"Look for the source that both may share, and name it; else write the passage anew. {_ACCEPT}",
    ),
    "dedup/common-source": Meaning(
        name="CommonSource",
        level="note",
        short="Both articles probably have this wording from a common source",
        full=(
            "Both articles hold this wording, and the evidence speaks for a third text behind both: an agency, a "
            "statement, a speech. The message names the source where the texts do."
        ),
        advice=f"See that the source is named with the words. {_ACCEPT}",
    ),
    "dedup/shared": Meaning(
        name="SharedWording",
        level="note",
        short="Both articles share this wording",
        full=(
            "Both articles hold this wording, reworded, inside a quotation or perhaps by chance, and no reading of how "
            "that came about stands out for one article having it from the other."
        ),
        advice=f"Often nothing: a quotation belongs to whoever spoke. {_ACCEPT}",
    ),
    "dedup/reuse": Meaning(
        name="MuchReused",
        level="warning",
        short="More of this article's wording is in other articles than the gate allows",
        full=(
            "The share of the article's own words, boilerplate and attributed quotations apart, that other articles "
            "have too is above --max-reuse. Words that the baseline accepts do not count."
        ),
        advice=f"See the findings on its passages. Raise --max-reuse if the limit is too low. {_ACCEPT}",
    ),
}
