"""Checks made by hand, of the reports in `samples`."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import replace

from samples import COURIER, TELEGRAM, realistic

from dedup.config import FailOn
from dedup.gate import Checked, Entry, Gate, Reuse
from dedup.gate.decision import decided
from dedup.gate.findings import findings
from dedup.model import Article, Report


def inert(text: str) -> bool:
    """One line with nothing in it that acts on a display."""
    return all(unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for char in text)


def checked_of(
    report: Report,
    new: Collection[str],
    fail_on: FailOn = "copied",
    accepted: Collection[str] = (),
    articles: Mapping[str, Article] | None = None,
    reuse: tuple[Reuse, ...] = (),
    stale: tuple[Entry, ...] = (),
) -> Checked:
    """A check of the articles `new` of `report`; `accepted` are ids of matches that a baseline accepts."""
    gate = Gate(fail_on=fail_on, max_reuse=30)
    articles = texts(report, new) if articles is None else articles
    found = [replace(each, accepted=each.match.id in accepted) for each in findings(report, articles)]
    return Checked(
        report=report,
        new=tuple(sorted(new)),
        articles=articles,
        status=dict.fromkeys(sorted(new), "new"),
        gate=gate,
        findings=decided(found, gate),
        reuse=reuse,
        stale=stale,
    )


def texts(report: Report, new: Collection[str]) -> dict[str, Article]:
    """Articles that have the passages of the report where it says, behind lines of 50 columns."""
    made = {}
    for summary in report.articles:
        if summary.id not in new:
            continue
        text = ("." * 49 + "\n") * 80
        for match in report.matches:
            for side in (match.left, match.right):
                if side.article == summary.id:
                    text = text[: side.start] + side.text + text[side.end :]
        made[summary.id] = Article(id=summary.id, text=text, outlet=summary.outlet, source=summary.source or summary.id)
    return made


def telegram_and_courier() -> Checked:
    """Two new articles among five: one finding fails, one is accepted, one share is over its limit."""
    share = Reuse(
        article=TELEGRAM,
        words=312,
        counted_words=300,
        reused_words=110,
        own_words=280,
        reused_own_words=92,
        accepted_own_words=0,
        failing=True,
    )
    return checked_of(
        realistic(),
        (TELEGRAM, COURIER),
        accepted=("3f2a91",),
        reuse=(share,),
        stale=(Entry(fingerprint="0" * 32, holders=2, words=9),),
    )
