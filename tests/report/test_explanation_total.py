"""How a verdict adds up, on real articles: from the odds before any evidence to the probability that is shown."""

from __future__ import annotations

import dataclasses
import math
import re

import pages
import pytest

from dedup.model import Match
from dedup.report.explanation import explain, render
from dedup.report.explanation.speaking import likely
from dedup.report.json_document import to_json
from dedup.report.json_reader import from_json

MATCHES = (*pages.report().matches, *(aside.match for aside in pages.report().set_aside))


def odds(log: float) -> float:
    return 1 / (1 + math.exp(-log))


@pytest.mark.parametrize("match", MATCHES, ids=lambda match: match.id)
def test_the_terms_add_up_to_the_probability(match: Match) -> None:
    found = explain(pages.report(), match.id)
    total = found.total
    assert total is not None
    assert math.isclose(total.before + total.favour + total.against + total.silent, total.summed, abs_tol=1e-6)
    shown = sum(match.verdict.probabilities[name] for name in found.about)
    if total.held is None:
        assert odds(total.summed) == pytest.approx(shown, abs=0.01)
    else:
        assert odds(total.held) == pytest.approx(shown, abs=1e-5)
        assert any(entry.signal.startswith("limits.") for entry in match.verdict.ledger)
    assert odds(total.before) == pytest.approx(
        sum(math.exp(pages.report().priors[name]) for name in found.about)
        / sum(map(math.exp, pages.report().priors.values()))
    )


def test_a_verdict_that_is_held_says_why_and_what_the_evidence_alone_makes_of_it() -> None:
    held = 0
    for match in pages.report().matches:
        found = explain(pages.report(), match.id)
        if found.total is None or found.total.held is None or len(found.about) > 1:
            continue
        held += 1
        page = " ".join(render(found, width=200).split())
        alone = likely(odds(found.total.summed))
        sure = f"never called surer than {likely(odds(found.total.held))}, since"
        assert f"= {found.total.summed:+.1f}, that is {alone}; {sure}" in page
        assert f"({alone} by the evidence alone)" in page
    assert held


def test_what_is_read_back_adds_up_to_the_same() -> None:
    read = from_json(to_json(pages.report()))
    for match in pages.report().matches:
        one, other = explain(read, match.id).total, explain(pages.report(), match.id).total
        assert one is not None and other is not None
        # Probabilities are rounded to 6 decimals, on which what single entries weigh depends, and the sum does not.
        assert (one.before, one.summed) == pytest.approx((other.before, other.summed), abs=1e-4)


def test_the_numbers_on_the_page_add_up() -> None:
    for match in pages.report().matches:
        for weights in (False, True):
            page = render(explain(pages.report(), match.id), width=100, weights=weights)
            section = page[page.index("How it adds up") : page.index("What is missing")]
            section = section.split("Rather than")[0]
            *terms, end = (float(number) for number in re.findall(r"(?<![\d.])([+-]\d+\.\d|0\.0)(?!\d)", section))
            assert terms and sum(terms) == pytest.approx(end, abs=1e-6), "rounded so that they do"


def test_a_report_that_tells_no_priors_has_no_sum() -> None:
    older = dataclasses.replace(pages.report(), priors={})
    found = explain(older, "1")
    assert found.total is None and "How it adds up" not in render(found)


def test_passages_set_aside_can_be_explained_by_what_the_terminal_shows() -> None:
    text = pages.page("audit", 120)
    section = text[text.index("Set aside") : text.index("\nNext")]
    ids = re.findall(r"#([0-9a-f]{12})", section)
    assert len(ids) >= 3
    assert all(explain(pages.report(), id).reason for id in ids)
