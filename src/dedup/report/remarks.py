"""What the formats for continuous integration say of a check: one remark a finding, the worst first.

Its texts are one line each and act on no display; each format still escapes them for its own syntax.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal

from dedup.gate.model import RULES, Checked, Finding, Reuse, Rule
from dedup.model import Article, ArticleSummary, Passage
from dedup.report.check.words import since
from dedup.report.escape import visible
from dedup.report.judgement import verdict
from dedup.report.names import name_articles, shorten
from dedup.report.places import Spot, spot_of, working_folder
from dedup.report.rules import MEANINGS
from dedup.report.wording import Marks, Voice, count, when

Level = Literal["error", "warning", "note"]

_LONGEST_QUOTE = 240  # characters, some 40 words
_HEAD, _TAIL = 155, 80  # of a longer one
_LONGEST_NAME = 80
_LONGEST_ID = 120
_LISTED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One finding in words. `text` says it all; `before`, `other` and `after` are its parts, of which `other` names the
    other article (or is empty), for formats that can link it to `related`, where `about` says what stands there.

    `again`: the baseline accepted it, and would still but for a newcomer.

    `key` is the finding's fingerprint with a number, so that no two remarks of a check have the same. `words` are those
    it is about. `offsets` are the spans of the match in both articles, in code points, this one's first.
    """

    rule: Rule
    fingerprint: str
    number: int = 1
    article: str
    words: int
    failing: bool
    accepted: bool
    spot: Spot
    before: str
    other: str = ""
    after: str
    related: Spot | None = None
    about: str = ""
    match: str | None = None
    offsets: tuple[int, int, int, int] | None = None
    again: bool = False

    @property
    def text(self) -> str:
        return f"{self.before}{self.other}{self.after}"

    @property
    def key(self) -> str:
        return f"{self.fingerprint}:{self.number}"

    @property
    def level(self) -> Level:
        """``error`` where the gate fails for it, else that of the rule."""
        return "error" if self.failing else MEANINGS[self.rule].level


def remarks(checked: Checked, folder: str | None = None) -> list[Remark]:
    """All remarks on a check: failing ones first, accepted ones last, those on newcomers before those on what they have
    copied, then by rule and by words.

    `folder` is the absolute working folder that paths are relative to (default: that of the process).
    """
    speaker = _Speaker(checked, folder or working_folder())
    said = [speaker.finding(each) for each in checked.findings]
    said += [speaker.reuse(each) for each in checked.reuse if each.failing]
    return sorted(_numbered(said), key=_worst_first)


def open_remarks(said: Iterable[Remark]) -> list[Remark]:
    """Those that somebody may have to act on: all but the accepted ones, in the given order."""
    return [each for each in said if not each.accepted]


def headline(checked: Checked) -> str:
    """One sentence on the whole check: its outcome, and how much of what."""
    articles = count(len(checked.new), "article")
    said = f"{outcome(checked)}: {f'{len(checked.failed):,} of ' if checked.failed else ''}{articles}"
    failing = sum(each.failing for each in checked.findings) + sum(each.failing for each in checked.reuse)
    accepted = sum(each.accepted for each in checked.findings)
    others = sum(not each.failing and not each.accepted for each in checked.findings)
    parts = [f"{count(failing, 'finding')} that fail{'s' * (failing == 1)}"]
    parts += [f"{others:,} that do{'es' * (others == 1)} not"] if others else []
    parts += [f"{accepted:,} accepted by the baseline"] if accepted else []
    skipped = len(checked.report.skipped)
    parts += [f"{count(skipped, 'input')} not read"] if skipped else []
    return f"{said}; {', '.join(parts)}"


def outcome(checked: Checked) -> str:
    """``failed`` by the gate; else ``incomplete`` where an input was not read, about which nothing is known."""
    if not checked.passed:
        return "failed"
    return "incomplete" if checked.report.skipped else "passed"


def sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}."


def stale_note(checked: Checked) -> str | None:
    """What to say of entries of the baseline that nothing has any more."""
    if not checked.stale:
        return None
    entries = "1 entry" if len(checked.stale) == 1 else f"{len(checked.stale):,} entries"
    return (
        f"the baseline has {entries} that nothing here has: gone, or of articles that were not looked at; "
        "--prune-baseline takes out what is gone from articles that are looked at"
    )


def left_out(shown: int, total: int, why: str) -> str | None:
    """What to say where fewer remarks are shown than there are."""
    return f"{shown:,} of {count(total, 'finding')} shown, the worst first: {why}" if shown < total else None


class _Speaker:
    def __init__(self, checked: Checked, folder: str) -> None:
        names = name_articles(checked.report, visible, _LONGEST_NAME)
        self._voice = Voice(names=names, marks=Marks(line_break=" "), clean=visible, priors=checked.report.priors)
        self._checked = checked
        self._folder = folder
        self._new = frozenset(checked.new)
        self._known = {article.id: article for article in checked.report.articles}
        self._shared: dict[str, Counter[str]] = defaultdict(Counter)  # words of matches, by new and by other article
        for each in checked.findings:
            self._shared[each.article][each.other.article] += each.match.scores.aligned_words

    def finding(self, found: Finding) -> Remark:
        match, own, other = found.match, found.passage, found.other
        said = verdict(match, self._voice)
        accepted = " Accepted in the baseline." if found.accepted else self._again(found)
        return Remark(
            rule=found.rule,
            fingerprint=found.fingerprint,
            article=own.article,
            words=match.scores.aligned_words,
            failing=found.failing,
            accepted=found.accepted,
            spot=self._spot(own),
            before=f"Shares {count(match.scores.aligned_words, 'word')} with ",
            other=self._name(other.article),
            after=(f"{self._details(other.article)}. {sentence(said)} In this article: {self._quoted(own)}.{accepted}"),
            related=self._spot(other),
            about=f"{self._name(other.article)}{self._details(other.article)}: {self._quoted(other)}",
            match=match.id,
            offsets=(own.start, own.end, other.start, other.end),
            again=bool(found.since),
        )

    def _again(self, found: Finding) -> str:
        if not found.since:
            return ""
        return f" The baseline accepts it in fewer articles: it is found again because {since(found, self._voice)}."

    def reuse(self, share: Reuse) -> Remark:
        new = share.reused_own_words - share.accepted_own_words
        article = self._checked.articles.get(share.article)
        return Remark(
            rule="dedup/reuse",
            fingerprint=sha256(f"dedup reuse 1\0{share.article}".encode("utf-8", "surrogatepass")).hexdigest()[:32],
            article=share.article,
            words=new,
            failing=share.failing,
            accepted=False,
            spot=spot_of(article.source if article else None, share.article, self._folder),
            before=(
                f"{share.percent:.1f}% of this article's own words ({new:,} of {share.own_words:,}; boilerplate and "
                f"attributed quotations apart) are in other articles too; the gate allows "
                f"{self._checked.gate.max_reuse:g}%."
            ),
            after=self._most_with(share.article),
        )

    def _most_with(self, id: str) -> str:
        words = self._shared[id]
        order = sorted(words, key=lambda other: (-words[other], other))
        named = [f"{self._name(other)} ({count(words[other], 'word')})" for other in order[:_LISTED]]
        more = [f"{len(order) - _LISTED:,} more"] if len(order) > _LISTED else []
        return f" Most are shared with {', '.join(named + more)}." if named else ""

    def _quoted(self, passage: Passage) -> str:
        return self._voice.quoted(_cut(passage.text.strip()), _LONGEST_QUOTE)

    def _name(self, id: str) -> str:
        names = self._voice.names
        return names.outlet.get(id) or names.short[id]

    def _details(self, id: str) -> str:
        """What tells the article from others of its outlet, and whether it is held or new."""
        summary = self._known.get(id)
        parts = [f"article {visible(shorten(id, _LONGEST_ID))}"] if id in self._voice.names.outlet else []
        if summary is not None and summary.published is not None:
            parts.append(when(summary.published, self._voice.marks))
        status = self._checked.status[id] if id in self._new else "held"
        parts.append({"held": "held", "known": "known to the baseline"}.get(status, "also checked here"))
        return f" ({', '.join(parts)})"

    def _spot(self, passage: Passage) -> Spot:
        article: Article | ArticleSummary | None = self._checked.articles.get(passage.article)
        text = article.text if isinstance(article, Article) else None
        article = article or self._known.get(passage.article)
        source = article.source if article else None
        return spot_of(source, passage.article, self._folder, text, passage.start, passage.end)


def _cut(text: str) -> str:
    """The beginning and the end of a long text, cut between words where it has spaces."""
    if len(text) <= _LONGEST_QUOTE:
        return text
    head, tail = text[:_HEAD], text[-_TAIL:]
    head = head[: head.rfind(" ") + 1].rstrip() or head
    return f"{head} … {tail[tail.find(' ') + 1 :]}"


def _numbered(said: Iterable[Remark]) -> list[Remark]:
    """The same words may stand in several places, and in several other articles."""
    seen: Counter[str] = Counter()
    numbered = []
    for each in sorted(said, key=_place):
        seen[each.fingerprint] += 1
        numbered.append(replace(each, number=seen[each.fingerprint]))
    return numbered


def _worst_first(remark: Remark) -> tuple[object, ...]:
    return remark.accepted, not remark.failing, remark.again, RULES.index(remark.rule), -remark.words, *_place(remark)


def _place(remark: Remark) -> tuple[object, ...]:
    return remark.spot.path, remark.spot.line, remark.article, remark.offsets or (), remark.match or "", remark.rule
