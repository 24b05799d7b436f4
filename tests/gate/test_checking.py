"""A check: new articles against those held and each other, and what the gate and its baseline make of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from holdings import Held

from dedup import Article, DuplicateId, Index, Settings, articles_from, audit
from dedup.checking import Checked, accept_all, check, judge
from dedup.gate import Gate
from dedup.model import Skipped

DAM = (
    "The dam above Calder was built in 1931 and nobody living had ever seen its spillway run until Tuesday night. "
    "Engineers opened both gates shortly before midnight after eleven days of rain had filled the reservoir."
)
HARBOUR = (
    "Harbour pilots of Brenton refused to bring in the grain ships on Friday because the dredger had sunk beside "
    "the northern breakwater and no buoy marked the wreck."
)
OTHER = "The council of Brenton met on Wednesday about something else entirely, and its mayor wore a green hat."


def article(id: str, *parts: str, outlet: str | None = None, published: str | None = None) -> Article:
    return Article(id=id, text="\n\n".join(parts), outlet=outlet or id, published=published)


HELD = article("held", DAM, HARBOUR)
NEW = article("new", OTHER, DAM)


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check([NEW], Held.of(HELD))


def test_wording_that_is_held_is_a_finding_on_the_new_article(checked: Checked) -> None:
    (found,) = checked.findings
    assert (found.article, found.other.article, found.passage.text) == ("new", "held", DAM.removesuffix("."))
    assert checked.new == ("new",) and checked.articles == {"new": NEW} and checked.status == {"new": "new"}
    assert found.failing and not checked.passed and checked.failed == {"new"}


def test_the_share_of_the_article_goes_with_it(checked: Checked) -> None:
    (share,) = checked.reuse
    assert (share.article, share.reused_words) == ("new", len(DAM.split()))
    assert 50 < share.percent < 80 and not share.failing


@pytest.mark.parametrize(
    "gate, passed",
    [
        (Gate(), False),
        (Gate(fail_on="any"), False),
        (Gate(fail_on="copied"), True),
        (Gate(fail_on="none"), True),
        (Gate(fail_on="none", max_reuse=60.0), False),
        (Gate(fail_on="none", max_reuse=80.0), True),
        (Gate(fail_on="none", max_reuse=0.0), False),
    ],
)
def test_the_gate_decides(checked: Checked, gate: Gate, passed: bool) -> None:
    assert {each.rule for each in checked.findings} == {"dedup/near"}
    decided = judge(checked.report, [NEW], gate)
    assert decided.passed is passed
    assert decided.report == checked.report


def test_a_share_that_is_just_at_the_limit_passes(checked: Checked) -> None:
    (share,) = checked.reuse
    assert judge(checked.report, [NEW], Gate(fail_on="none", max_reuse=share.percent)).passed


def test_after_all_is_accepted_it_passes_and_only_what_is_new_fails(checked: Checked) -> None:
    passing, baseline = accept_all(checked)
    assert passing.passed and all(each.accepted for each in passing.findings) and passing.reuse[0].percent == 0
    assert passing.newly_accepted == {each.match.id for each in passing.findings}
    again = check([NEW], Held.of(HELD), baseline=baseline)
    assert again == replace(passing, newly_accepted=frozenset())
    assert accept_all(again)[0].newly_accepted == frozenset()
    more = check([article("new", OTHER, DAM, HARBOUR)], Held.of(HELD), baseline=baseline)
    assert not more.passed


def test_names_and_places_may_change_and_it_is_still_accepted(checked: Checked) -> None:
    _, baseline = accept_all(checked)
    renamed = check([article("moved/elsewhere", f"{OTHER} {OTHER}", DAM)], Held.of(HELD), baseline=baseline)
    assert renamed.passed and [each.accepted for each in renamed.findings] == [True]


def test_a_third_copy_of_an_accepted_passage_is_new(checked: Checked) -> None:
    _, baseline = accept_all(checked)
    third = article("third", DAM, "Nobody in Brenton had anything to add to that, least of all its mayor.")
    found = check([third], Held.of(HELD, NEW), baseline=baseline)
    assert found.failed == {"third"} and not any(each.accepted for each in found.findings)


def test_accepted_wording_that_is_gone_is_stale(checked: Checked) -> None:
    _, baseline = accept_all(checked)
    clean = check([article("new", OTHER)], Held.of(HELD), baseline=baseline)
    assert clean.passed and [each.fingerprint for each in clean.stale] == [checked.findings[0].fingerprint]
    assert checked.stale == () and check([NEW], Held.of(HELD), baseline=baseline).stale == ()


def test_new_articles_are_compared_with_each_other() -> None:
    first = article("z-first", DAM, published="2031-03-04")
    later = article("a-later", OTHER, DAM, published="2031-03-09")
    found = check([later, first], Held())
    assert [(each.article, each.other.article) for each in found.findings] == [("a-later", "z-first")]
    assert found.failed == {"a-later"} and found.new == ("a-later", "z-first")


def test_an_article_that_is_held_already_is_not_compared_with_itself() -> None:
    found = check([HELD], Held.of(HELD))
    assert found.status == {"held": "held"} and found.findings == () and found.passed


def test_another_text_under_a_held_id_is_a_new_version() -> None:
    found = check([article("held", DAM, OTHER)], Held.of(HELD, article("third", DAM)))
    assert found.status == {"held": "new-version"}
    assert {each.other.article for each in found.findings} == {"third"}


def test_one_id_with_two_texts_is_an_error() -> None:
    with pytest.raises(DuplicateId):
        check([article("a", DAM), article("a", OTHER)], Held())


def test_the_same_article_twice_is_one() -> None:
    assert check([NEW, NEW], Held.of(HELD)) == check([NEW], Held.of(HELD))


def test_what_was_skipped_and_the_settings_reach_the_report() -> None:
    skipped = (Skipped(path="x", line=3, reason="no text"),)
    found = check([NEW], Held.of(HELD), Settings(min_words=80), skipped=skipped)
    assert found.report.skipped == skipped and found.report.settings["min_words"] == 80 and found.findings == ()


def test_of_an_audit_all_articles_are_new() -> None:
    report = audit([HELD, NEW])
    found = judge(report, [HELD, NEW])
    assert found.new == ("held", "new") and len(found.findings) == 1
    assert set(found.status.values()) == {"new"}


def test_what_a_reading_skipped_is_in_every_report_once(tmp_path: Path) -> None:
    reading = articles_from(
        [{"id": "new", "text": f"{OTHER}\n\n{DAM}", "outlet": "new"}, {"id": "empty", "text": None}]
    )
    further = Skipped(path="b.txt", line=None, reason="unreadable")
    with Index.build(tmp_path / "held.dedup", [HELD]) as index:
        reports = (
            audit(reading, skipped=[*reading.skipped, further]),
            index.check(reading, skipped=[*reading.skipped, further]),
            check(reading, index, skipped=[*reading.skipped, further]).report,
        )
        assert check(reading, index).report.skipped == audit(reading).skipped == reading.skipped
    assert len(reading.skipped) == 1
    for report in reports:
        assert sorted(each.path for each in report.skipped) == ["b.txt", "rows"]


TOLD = (
    "Tobias Renn, who worked at the dam for nineteen years{} the company in March, said he{} filed two written reports "
    "and{} told to stop filing them.\n\n“I told them the seal was the colour of rust and the texture of biscuit, and "
    "the answer I got was that the budget for biscuits was closed,”{} Renn said{}.{}\n\nKesmark Hydro did not answer "
    "questions{} about the reports, copies of which Mr Renn keeps in a blue folder beside his telephone."
)


def test_who_lifts_all_but_one_sentence_does_not_pass() -> None:
    """Of a copy 96 % was in the other article, 33 words of it in a row: the other had more, and it was "reworded"."""
    report = TOLD.format(
        " and left", " had", " had been", " Mr", " in an interview at his home in Halden",
        " “You cannot close a budget on a thing that holds back a lake.”", " from the Halden Post",
    )  # fmt: skip
    lift = TOLD.format(" before leaving", "", " was", "", "", "", "")
    origin = article("halden", report, OTHER, outlet="Halden Post", published="2033-05-10")
    copy = article("bayside", HARBOUR, lift, outlet="Bayside Ledger", published="2033-05-11")
    found = check([copy], Held.of(origin), gate=Gate(fail_on="uncredited"))
    (lifted,) = found.findings
    assert (
        lifted.match.kind == "near-verbatim" and lifted.match.scores.share_left > 0.9 > lifted.match.scores.share_right
    )
    assert found.failed == {"bayside"}


@pytest.mark.parametrize(
    ("dateline", "passes"), [("CALDER (Reuters) - ", True), ("Source: Reuters\n\n", True), ("", False)]
)
def test_agency_copy_passes_with_its_credit_where_only_what_is_not_credited_fails(dateline: str, passes: bool) -> None:
    held = article("held", HARBOUR, f"{dateline}{DAM}", outlet="Brenton Echo", published="2031-03-04")
    new = article("new", OTHER, f"{dateline}{DAM}", outlet="Merrow Post", published="2031-03-04")
    checked = check([new], Held.of(held), gate=Gate(fail_on="uncredited"))
    assert checked.findings and checked.passed == passes
    assert not check([new], Held.of(held)).passed
