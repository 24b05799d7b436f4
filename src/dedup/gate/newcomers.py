"""Whose passage it is, once a baseline tells which articles were there when it was written.

All that a run checks is new to it, and dates say little about which article a change has brought. The baseline names
two articles of each passage that it accepts, and an article in which it accepts passages was there whatever its name;
one that it does not name, and in which it accepts none, is the newcomer. Ids that a baseline had to cut name nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from dedup.gate.baseline import Baseline
from dedup.gate.findings import holding, place_of, turned
from dedup.gate.model import Finding
from dedup.model import Article, Report


def there(findings: Sequence[Finding], report: Report, new: Collection[str], baseline: Baseline) -> frozenset[str]:
    """The articles that were there when the baseline was written, from findings marked as accepted or not.

    That is so of those that the baseline names, and of both articles of an accepted passage. Of a known passage
    that too many hold now it is so where those too many are articles of `new` without any known passage. Else one
    of those that share the very words known may be the copy, and nothing says which.
    """
    known = [each for each in findings if each.fingerprint in baseline.entries]
    named = frozenset(new) & {article for entry in baseline.entries.values() for article in entry.articles}
    strange = frozenset(new) - named - {article for each in known for article in _both(each)}
    crowded = [each for each in known if not each.accepted]
    holders = holding(report.matches, {each.article for each in crowded})
    before = [each for each in known if each.accepted]
    before += [
        each for each in crowded if len(holders[place_of(each)] - strange) <= baseline.entries[each.fingerprint].holders
    ]
    return named.union(article for each in before for article in _both(each))


def on_newcomers(
    findings: Sequence[Finding],
    report: Report,
    articles: Mapping[str, Article],
    before: Collection[str],
    baseline: Baseline,
) -> tuple[Finding, ...]:
    """The findings, each between a newcomer and an article that was there `before` on the newcomer.

    Where both articles were there, and a passage that the baseline knows is not accepted any more, `since` says which
    newcomers hold it too. Articles that are not among the new `articles` were there.
    """
    if not before:
        return tuple(findings)
    newcomers = articles.keys() - frozenset(before)

    def placed(each: Finding) -> Finding:
        return turned(each, articles) if each.article not in newcomers and each.other.article in newcomers else each

    def again(each: Finding) -> bool:
        return not (each.accepted or each.fingerprint not in baseline.entries or newcomers & _both(each))

    sided = [placed(each) for each in findings]
    moved = {now.article for now, each in zip(sided, findings, strict=True) if now.side != each.side}
    holders = holding(report.matches, moved | {each.article for each in sided if again(each)})
    return tuple(
        replace(
            now,
            holders=len(holders[place_of(now)]) if now.side != each.side else now.holders,
            since=tuple(sorted(holders[place_of(now)] & newcomers)) if again(now) else (),
        )
        for now, each in zip(sided, findings, strict=True)
    )


def _both(finding: Finding) -> frozenset[str]:
    return frozenset((finding.article, finding.other.article))
