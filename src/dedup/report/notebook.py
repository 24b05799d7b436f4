"""A report or a match as a cell of a notebook: HTML that needs nothing else, runs nothing, and fits light and dark.

Only `xml_text` puts text into it, and nothing in it is a link or leads elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dedup.model import ArticlePair, Hypothesis, Match, OutletFlow, Report
from dedup.report.cutting import USUAL, excerpts
from dedup.report.escape import isolated, visible, xml_text
from dedup.report.excerpt import Piece, Role
from dedup.report.judgement import verdict
from dedup.report.names import LONGEST_NAME, Names, name_articles
from dedup.report.order import most_shared_first, strongest_first
from dedup.report.reasons import reason
from dedup.report.summary import origins, summary
from dedup.report.wording import Marks, Voice, count, facts, outlets_add, percent

_PAIRS, _MATCHES = 8, 5
# Everything takes the colours of the notebook: lines and backgrounds are its own ink, thinned. The element before each
# class outweighs the notebook's own rules for tables and headings.
_STYLE = """\
<style>
div.dedup-cell { font-size: 0.92em; line-height: 1.45; max-width: 64em; color: inherit; text-align: left; }
div.dedup-cell p, div.dedup-cell ul { margin: 0.3em 0; }
div.dedup-cell h4 { margin: 0.9em 0 0.3em; font-size: 1em; font-weight: bold; }
div.dedup-cell table { border-collapse: collapse; margin: 0.3em 0; }
div.dedup-cell .pairs th, div.dedup-cell .pairs td { padding: 0.15em 0.8em 0.15em 0; vertical-align: top; }
div.dedup-cell table.pairs th, div.dedup-cell table.pairs td { text-align: left; }
div.dedup-cell table.pairs .n { text-align: right; font-variant-numeric: tabular-nums; }
div.dedup-cell thead th { border-bottom: 1px solid rgba(128, 128, 128, 0.6); }
div.dedup-cell .match { border-left: 3px solid rgba(128, 128, 128, 0.6); padding-left: 0.8em; margin: 0.7em 0; }
div.dedup-cell .sides { display: flex; flex-wrap: wrap; gap: 0.4em 1.6em; }
div.dedup-cell .side { flex: 1 1 20em; min-width: 0; overflow-wrap: anywhere; }
div.dedup-cell .name { font-weight: bold; display: block; }
div.dedup-cell .quiet { opacity: 0.75; }
div.dedup-cell mark { background: rgba(230, 159, 0, 0.28); color: inherit; font-weight: bold; }
div.dedup-cell i.near { text-decoration: underline dotted; font-style: normal; }
div.dedup-cell i.moved { font-style: italic; text-decoration: underline wavy; }
</style>"""
_TAGS: dict[Role, tuple[str, str]] = {
    "same": ("", ""),
    "only": ("<mark>", "</mark>"),
    "near": ('<i class="near">', "</i>"),
    "moved": ('<i class="moved">', "</i>"),
    "gap": ('<span class="quiet">', "</span>"),
}


def report_html(report: Report) -> str:
    """The findings in words, the pairs that share most, and the strongest passages."""
    voice = _voice(name_articles(report, _clean, LONGEST_NAME), report.priors)
    return _cell(
        [
            f"<p>{xml_text(' '.join(summary(report, voice)))}</p>",
            *_origins(report, voice),
            *_pairs(report, voice),
            *_matches(report.matches, voice),
            *_rest(report),
        ]
    )


def match_html(match: Match) -> str:
    """Both passages with their differences marked, the verdict and its main reason."""
    ids = {side.article: _clean(side.article) for side in (match.left, match.right)}
    return _cell([*_match(match, _voice(Names(short=ids, spoken=ids, outlet={}, outlets={}), {})), _KEY])


_KEY = (
    '<p class="quiet"><mark>only here</mark> · <i class="near">a variant of the other side’s words</i> · '
    '<i class="moved">elsewhere on the other side</i></p>'
)


def _cell(parts: Iterable[str]) -> str:
    return "\n".join(['<div class="dedup-cell">', _STYLE, *parts, "</div>"])


def _voice(names: Names, priors: Mapping[Hypothesis, float]) -> Voice:
    return Voice(names=names, marks=Marks(line_break=" "), clean=_clean, priors=priors)


def _clean(text: str) -> str:
    """Inert text on one line. It is escaped for HTML with the sentence that it is put into."""
    return isolated(visible(text))


def _origins(report: Report, voice: Voice) -> Iterator[str]:
    lines = origins(report, voice)
    if lines:
        yield "<p>Where from:</p>"
        yield f"<ul>{''.join(f'<li>{xml_text(line)}</li>' for line in lines)}</ul>"


def _pairs(report: Report, voice: Voice) -> Iterator[str]:
    rows: Sequence[ArticlePair | OutletFlow] = most_shared_first(report.article_pairs)
    names = dict(voice.names.spoken)
    what = "articles"
    if outlets_add(report):
        rows = most_shared_first(report.outlet_flows)
        names, what = {name: _clean(name) for row in rows for name in (row.left, row.right)}, "outlets"
    if not rows:
        return
    yield f"<h4>Overlap between {what}</h4>"
    head = '<th>1st</th><th>2nd</th><th class="n">words</th><th class="n">of 1st</th><th class="n">of 2nd</th>'
    yield f'<table class="pairs"><thead><tr>{head}</tr></thead><tbody>'
    for row in rows[:_PAIRS]:
        shares = (f"{row.shared_words:,}", percent(row.containment_left), percent(row.containment_right))
        cells = [f"<td>{xml_text(names[name])}</td>" for name in (row.left, row.right)]
        cells += [f'<td class="n">{xml_text(share)}</td>' for share in shares]
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table>"
    yield from _more(len(rows) - _PAIRS, "pair")


def _matches(matches: Sequence[Match], voice: Voice) -> Iterator[str]:
    if not matches:
        return
    yield "<h4>Shared passages, strongest first</h4>"
    for match in strongest_first(matches)[:_MATCHES]:
        yield from _match(match, voice)
    yield from _more(len(matches) - _MATCHES, "passage")
    yield _KEY


def _match(match: Match, voice: Voice) -> Iterator[str]:
    yield '<div class="match">'
    yield f"<p><b>{xml_text(verdict(match, voice))}</b></p>"
    yield f'<p class="quiet">{xml_text(facts(match))} · {xml_text(reason(match, voice))}</p>'
    yield '<div class="sides">'
    for passage, words in zip((match.left, match.right), excerpts(match, USUAL), strict=True):
        name = f'<span class="name">{xml_text(voice.names.spoken[passage.article])}</span>'
        yield f'<div class="side">{name}<span dir="auto">{_marked(words)}</span></div>'
    yield "</div></div>"


def _marked(parts: Sequence[Piece]) -> str:
    def words(part: Piece) -> str:
        text = xml_text(visible(part.text))
        opening, closing = _TAGS[part.role]
        return f"{opening}{f' [… {text} …] ' if part.role == 'gap' else text}{closing}"

    return "".join(map(words, parts))


def _more(number: int, noun: str) -> Iterator[str]:
    if number > 0:
        yield f'<p class="quiet">… and {count(number, f"more {noun}")}</p>'


def _rest(report: Report) -> Iterator[str]:
    parts = [f"{count(len(report.set_aside), 'passage')} set aside"] if report.set_aside else []
    parts += [f"{count(len(report.skipped), 'input')} skipped"] if report.skipped else []
    if parts:
        yield f'<p class="quiet">{", ".join(parts)}.</p>'
