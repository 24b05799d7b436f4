"""What the gate says, in the plain words that formats for people share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from dedup.gate.decision import fails
from dedup.gate.model import NEAR_FROM, OWN_RUN, RULES, Checked, Finding, Gate, Reuse, Rule, Status, is_near
from dedup.model import DIRECTIONS, MatchKind
from dedup.report.order import strongest_first
from dedup.report.summary import unweighed
from dedup.report.wording import Voice, count, outlet_of, percent

RULE_WORDS: dict[Rule, str] = {
    "dedup/copied": "copied from one to the other",
    "dedup/near": "partly word for word, outside quotations",
    "dedup/common-source": "from a common source",
    "dedup/shared": "shared otherwise",
    "dedup/reuse": "too much of it is shared",
}
STATUS_WORDS: dict[Status, str] = {
    "new": "new",
    "known": "known",
    "held": "held already",
    "new-version": "new version",
}
_NEAR = (
    "passages that one article probably copied, quotations among them, and for words outside of quotations that "
    f"stand elsewhere word for word or nearly so, a passage or {OWN_RUN} in a row (from {NEAR_FROM:.0%} sure not by "
    "chance on)"
)
_LEVELS = {
    "any": "every passage that is found",
    "near": f"{_NEAR}; other quotations pass",
    "uncredited": f"{_NEAR}, unless the text credits the outlet or source that they are from; other quotations pass",
    "copied": "passages that one article probably copied",
    "none": "no single passage",
}
_EXACT: dict[MatchKind, str] = {"verbatim": "word for word", "near-verbatim": "nearly word for word"}
_LISTED = 3


def answer(checked: Checked) -> str:
    """Whether it passed, first of all: ``Failed: 1 of 5 articles. 2 passages fail the gate.``

    Nothing is known of an input that could not be read: such a check has not passed.
    """
    articles = count(len(checked.new), "article")
    if checked.passed and checked.report.skipped:
        skipped = count(len(checked.report.skipped), "input")
        return f"Incomplete: {skipped} could not be read. Nothing in {articles} fails the gate."
    newly = len(newly_of(checked))
    if checked.passed and newly:
        would = _would_fail(newly_of(checked), checked.gate)
        return (
            f"Accepted by this run: {count(newly, 'passage')}, {would} the gate. Nothing else in {articles} fails it."
        )
    if checked.passed:
        return f"Passed: {articles}. Nothing fails the gate."
    passages = sum(each.failing for each in checked.findings)
    shares = sum(each.failing for each in checked.reuse)
    parts = [f"{count(passages, 'passage')} fail{'s' * (passages == 1)} the gate"] if passages else []
    parts += [f"others have more than {limit(checked.gate)} of {count(shares, 'article')}"] if shares else []
    said = "; ".join(parts)
    return f"Failed: {len(checked.failed):,} of {articles}. {said[0].upper()}{said[1:]}."


def _would_fail(accepted: Sequence[Finding], gate: Gate) -> str:
    """How many of some accepted passages would fail the gate."""
    failing = sum(fails(each, gate) for each in accepted)
    if failing == len(accepted):
        return "which would fail"
    return f"{failing or 'none'} of which would fail"


def terms(gate: Gate) -> str:
    """What the gate goes by."""
    share = f" An article fails, too, where others have more than {limit(gate)} of it." if gate.max_reuse < 100 else ""
    return f"The gate fails for {_LEVELS[gate.fail_on]}.{share}"


def limit(gate: Gate) -> str:
    return f"{gate.max_reuse:g}%"


def standing(checked: Checked, voice: Voice) -> Iterator[str]:
    """What else there is to know: ids that are held already, accepted and other findings, stale entries."""
    without = unweighed(checked.report)
    if without:
        yield without
    for again in (
        [each for each in checked.findings if each.since and each.failing == failing] for failing in (True, False)
    ):
        if again:
            yield _again(again, voice)
    for status, said in (
        ("held", "held already with this very text, and compared with all others"),
        ("new-version", "held with another text: a new version"),
    ):
        ids = [article for article in checked.new if checked.status[article] == status]
        if ids:
            yield f"{count(len(ids), 'article')} {said} ({_names(ids, voice)})."
    if accepted_of(checked):
        look = " Look at each that this run accepted." if newly_of(checked) else ""
        yield f"Baseline: {acceptance(checked.findings)}.{look}"
    others = others_of(checked)
    if others:
        by_credit = checked.gate.fail_on == "uncredited"
        kinds = Counter(
            (RULES.index(each.rule), f"{_kind_words(each)}{', with credit' * (by_credit and each.credited)}")
            for each in others
        )
        listed = "; ".join(f"{kinds[kind]:,} {kind[1]}" for kind in sorted(kinds))
        them = "it" if len(others) == 1 else "them"
        strict = "" if checked.gate.fail_on in ("any", "none") else f" --fail-on any would fail for {them}."
        yield f"Found, but no reason to fail: {count(len(others), 'passage')} ({listed}).{strict}"
    if checked.stale:
        entries = "1 entry of the baseline has" if len(checked.stale) == 1 else f"{len(checked.stale):,} entries have"
        yield f"{entries} no passage here: gone, or of articles that were not looked at."


def _again(findings: Sequence[Finding], voice: Voice) -> str:
    """Of passages that the baseline accepted: that they fail, or do not, now that newcomers have them too."""
    one = len(findings) == 1
    passages = count(len(findings), "passage")
    newcomers = _have_too(sorted({id for each in findings for id in each.since}), voice)
    if findings[0].failing:
        return f"{passages} fail{'s' * one} again that the baseline accepted, because {newcomers}."
    return (
        f"{passages} that the baseline accepted {'has' if one else 'have'} more holders now ({newcomers}); under this "
        f"gate {'it passes' if one else 'they pass'} all the same."
    )


def acceptance(findings: Iterable[Finding]) -> str:
    """``19 passages accepted, of 14 wordings``: one wording may stand between several pairs of articles."""
    accepted = [each for each in findings if each.accepted]
    wordings = len({each.fingerprint for each in accepted})
    of = f", of {count(wordings, 'wording')}" if wordings != len(accepted) else ""
    return f"{count(len(accepted), 'passage')} accepted{of}"


def failing_of(checked: Checked) -> list[Finding]:
    """The passages that fail the gate, those of newcomers before what fails again because of them, strongest first."""
    failing = _ordered(each for each in checked.findings if each.failing)
    return sorted(failing, key=lambda each: bool(each.since))


def others_of(checked: Checked) -> list[Finding]:
    """The passages that are neither accepted nor failing, strongest first."""
    return _ordered(each for each in checked.findings if not each.failing and not each.accepted)


def accepted_of(checked: Checked) -> list[Finding]:
    """The passages that the baseline accepts, strongest first."""
    return _ordered(each for each in checked.findings if each.accepted)


def newly_of(checked: Checked) -> list[Finding]:
    """Those of the accepted passages that this very run puts into the baseline, strongest first."""
    return [each for each in accepted_of(checked) if each.match.id in checked.newly_accepted]


def accepted_before(checked: Checked) -> list[Finding]:
    """The other ones of the accepted passages, strongest first."""
    return [each for each in accepted_of(checked) if each.match.id not in checked.newly_accepted]


def shares_of(checked: Checked) -> list[Reuse]:
    """The shares of the articles, the largest first."""
    return sorted(checked.reuse, key=lambda each: (-each.percent, -each.reused_words, each.article))


def title(finding: Finding, checked: Checked, voice: Voice) -> str:
    """``New n (Herald) shares 56 words with held a (Calder Courier)``."""
    known = {article.id: article for article in checked.report.articles}

    def named(id: str) -> str:
        name, article = voice.names.short[id], known[id]
        return f"{name} ({outlet_of(article, voice)})" if article.outlet else name

    own, other = finding.passage.article, finding.other.article
    words = count(finding.match.scores.aligned_words, "word")
    # What was not checked is held; what was may be held too.
    said: dict[Status, str] = {"new": "new", "known": "known", "held": "held", "new-version": "new version"}
    own_status, other_status = (said[checked.status.get(id, "held")] for id in (own, other))
    others = finding.holders - 2
    more = f", as {count(others, 'other')} do{'es' * (others == 1)}" if others > 0 else ""
    again = f", again because {since(finding, voice)}" if finding.since else ""
    return f"{own_status.capitalize()} {named(own)} shares {words} with {other_status} {named(other)}{more}{again}"


def since(finding: Finding, voice: Voice) -> str:
    """``third has the words too``, of a passage that the baseline accepted before newcomers took it."""
    return _have_too(finding.since, voice)


def rule_words(finding: Finding, voice: Voice) -> str:
    """By what rule it is found; of a copied passage also which way, where the verdict says that."""
    verdict = finding.match.verdict
    if verdict.label in DIRECTIONS:
        left, right = (voice.names.spoken[each.article] for each in (finding.match.left, finding.match.right))
        giver, taker = (left, right) if verdict.label == "left-to-right" else (right, left)
        return f"copied by {taker} from {giver}"
    return "copied, which way is open" if verdict.direction_open else _kind_words(finding)


def _kind_words(finding: Finding) -> str:
    """The rule in words; of a passage that is merely shared how: what is lifted word for word must not pass unseen."""
    exact = _EXACT.get(finding.match.kind)
    quoted = finding.passage.kind == "quotation"
    chance = ", perhaps by chance" if not is_near(finding.match.confidence) else ""
    if finding.rule == "dedup/common-source":
        return f"{'quoted, ' * quoted}{RULE_WORDS[finding.rule]}{f', {exact}{chance}' * bool(exact)}"
    if finding.rule == "dedup/near" and exact and not quoted:
        return f"{exact}, outside quotations"
    if finding.rule != "dedup/shared":
        return RULE_WORDS[finding.rule]
    if quoted:
        return f"quoted, {exact or 'reworded'}"
    return f"{exact}{chance}" if exact else "reworded"


def own_share(reuse: Reuse) -> str:
    """A share of an article's own words; see `dedup.gate.Reuse.percent`."""
    return percent(reuse.percent / 100)


def _ordered(findings: Iterable[Finding]) -> list[Finding]:
    by_match = {each.match.id: each for each in findings}
    return [by_match[match.id] for match in strongest_first(each.match for each in by_match.values())]


def _have_too(ids: Sequence[str], voice: Voice) -> str:
    return f"{_names(ids, voice)} {'has' if len(ids) == 1 else 'have'} the words too"


def _names(ids: Sequence[str], voice: Voice) -> str:
    more = f" and {len(ids) - _LISTED:,} more" if len(ids) > _LISTED else ""
    return f"{', '.join(voice.names.short[each] for each in ids[:_LISTED])}{more}"
