"""The tables about articles and what they have in common: pairs, flows, clusters, paths, and what was skipped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from dedup.model import HYPOTHESES, UNDETERMINED, ArticleSummary, Cluster, PathEdge, Place, Report
from dedup.report.tables.columns import Column, Entity, column
from dedup.report.tables.passages import FRACTION, PLACES, WORDS, by_hypothesis


def _published(end: str) -> Any:
    def of(article: ArticleSummary) -> Any:
        return getattr(article.published, end) if article.published else None

    return of


def _verdict_words() -> Iterator[Column]:
    for label in (*HYPOTHESES, UNDETERMINED):

        def of(row: Any, label: str = label) -> int:
            return int(row.verdict_words.get(label, 0))

        name = f"words_{label.replace('-', '_')}"
        yield column(name, "integer", f"of the shared words those under the label `{label}`", of, unit=WORDS)


def _flow(direction: str, meaning: str) -> Iterator[Column]:
    for name, kind, unit, what in (
        ("words", "integer", WORDS, "aligned by the passages judged to be this direction"),
        ("expected_words", "number", WORDS, "aligned words times the probability of the direction, over all passages"),
        ("passages", "integer", "", "how many are judged to be this direction"),
        ("article_pairs", "integer", "", "in how many pairs of articles"),
        ("confidence", "number", FRACTION, "mean probability of the direction over these passages, weighted by words"),
        ("median_lag_hours", "number", "hours", "median time between publications; below 0: the reused is dated later"),
    ):
        yield column(f"{direction}_{name}", kind, f"{meaning}: {what}", f"{direction}.{name}", unit=unit)  # type: ignore[arg-type]


class _Member(NamedTuple):
    cluster: Cluster
    number: int
    of: Any


def _passages(report: Report) -> Iterator[_Member]:
    for cluster in report.clusters:
        for number, place in enumerate(cluster.passages, 1):
            yield _Member(cluster, number, place)


def _matches(report: Report) -> Iterator[_Member]:
    for cluster in report.clusters:
        for number, match in enumerate(cluster.matches, 1):
            yield _Member(cluster, number, match)


def _paths(report: Report) -> Iterator[_Member]:
    for cluster in report.clusters:
        for number, edge in enumerate(cluster.path, 1):
            yield _Member(cluster, number, edge)


def _on_which_matches(row: _Member) -> str | None:
    edge: PathEdge = row.of
    return " ".join(edge.matches) or None


def _represents(row: _Member) -> bool:
    place: Place = row.of
    return row.number == 1 and place.article == row.cluster.representative


_CLUSTER = column("cluster", "integer", "number of the cluster", "cluster.id")

ARTICLES = Entity(
    name="articles",
    meaning="an article that was read",
    columns=(
        column("article", "text", "its id", "id"),
        column("outlet", "text", "its outlet, as its record says"),
        column("outlet_origin", "text", "`given`, `inferred` or `unknown`"),
        column(
            "published_earliest",
            "instant",
            "when it was published, at the earliest",
            _published("earliest"),
            unit="UTC",
        ),
        column("published_latest", "instant", "and at the latest", _published("latest"), unit="UTC"),
        column("published_origin", "text", "`given`, `inferred` or `unknown`"),
        column("title", "text", "its title"),
        column("url", "text", "its address, whatever it is"),
        column("read_from", "text", "file, or file and line, that it was read from", "source"),
        column("words", "integer", "all its words", unit=WORDS),
        column("counted_words", "integer", "without boilerplate, bylines, credits and stock wording", unit=WORDS),
        column("extra", "json", "the other fields of its record, as a JSON object"),
    ),
    rows=lambda report: report.articles,
)
ARTICLE_PAIRS = Entity(
    name="article_pairs",
    meaning="two articles that share something",
    columns=(
        column("left", "text", "id of the left article"),
        column("right", "text", "id of the right article"),
        column("passages", "integer", "matches between the two"),
        column("shared_words", "integer", "the smaller of the two sides' aligned words", unit=WORDS),
        column("containment_left", "number", "aligned share of the left article's counted words", unit=FRACTION),
        column("containment_right", "number", "the same for the right article", unit=FRACTION),
        column("jaccard", "number", "how alike the two articles are as a whole", unit=FRACTION),
        column(
            "narration_containment_left",
            "number",
            "`containment_left` without quotations on either count",
            unit=FRACTION,
        ),
        column("narration_containment_right", "number", "`containment_right` without quotations", unit=FRACTION),
        column("verdict", "text", "label of the sum of all verdicts", "label"),
        column(
            "verdict_probability",
            "number",
            "share of the likeliest hypothesis in the expected words",
            "probability",
            unit=FRACTION,
        ),
        *_verdict_words(),
        *by_hypothesis(
            "expected_", "expected_words", "aligned words times the probability of `{name}`, added up", WORDS
        ),
    ),
    rows=lambda report: report.article_pairs,
)
OUTLET_FLOWS = Entity(
    name="outlet_flows",
    meaning="two outlets that share something",
    columns=(
        column("left", "text", "the outlet of the smaller name"),
        column("right", "text", "the other outlet"),
        column("article_pairs", "integer", "pairs of their articles that share something"),
        column("passages", "integer", "matches between the two"),
        column("shared_words", "integer", "added up over the pairs of articles", unit=WORDS),
        column(
            "containment_left",
            "number",
            "aligned share of the counted words of all the left outlet's articles",
            unit=FRACTION,
        ),
        column("containment_right", "number", "the same for the right outlet", unit=FRACTION),
        *_verdict_words(),
        *_flow("left_to_right", "what the right outlet has from the left"),
        *_flow("right_to_left", "what the left outlet has from the right"),
    ),
    rows=lambda report: report.outlet_flows,
)
SOURCE_FLOWS = Entity(
    name="source_flows",
    meaning="what the articles of an outlet may have from a source that the texts name",
    columns=(
        column("source", "text", "name of the source"),
        column("outlet", "text", "the outlet"),
        column("articles", "integer", "articles of the outlet with a passage that may be from it"),
        column("passages", "integer", "stretches for which some verdict names the source, however unlikely"),
        column("words", "integer", "their words, each stretch counted once", unit=WORDS),
        column("confidence", "number", "mean probability of the source over them, weighted by words", unit=FRACTION),
    ),
    rows=lambda report: report.source_flows,
)
CLUSTERS = Entity(
    name="clusters",
    meaning="passages of one origin; at level `article`, near-duplicate articles",
    columns=(
        column("cluster", "integer", "its number, from 1", "id"),
        column("representative", "text", "id of the article whose passage stands for the cluster"),
        column("articles", "integer", "articles that hold a member", lambda cluster: len(cluster.articles)),
        column("passages", "integer", "members", lambda cluster: len(cluster.passages)),
        column(
            "article_pairs", "integer", "pairs of articles that its matches join", lambda cluster: len(cluster.pairs)
        ),
        column("matches", "integer", "matches inside it", lambda cluster: len(cluster.matches)),
    ),
    rows=lambda report: report.clusters,
)
CLUSTER_PASSAGES = Entity(
    name="cluster_passages",
    meaning="a member of a cluster, the representative's first",
    columns=(
        _CLUSTER,
        column("article", "text", "id of the article", "of.article"),
        column("start", "integer", "where the passage begins", "of.start", unit=PLACES),
        column("end", "integer", "where it ends (not included)", "of.end", unit=PLACES),
        column("representative", "truth", "whether it stands for the cluster", _represents),
    ),
    rows=_passages,
)
CLUSTER_MATCHES = Entity(
    name="cluster_matches",
    meaning="a match inside a cluster",
    columns=(_CLUSTER, column("match", "text", "id of the match", "of")),
    rows=_matches,
)
CLUSTER_PATHS = Entity(
    name="cluster_paths",
    meaning="where one article of a cluster most probably has the wording from",
    columns=(
        _CLUSTER,
        column("target", "text", "id of the article", "of.target"),
        column(
            "source", "text", "id of an article or name of a source; unknown for the two kinds without one", "of.source"
        ),
        column("source_kind", "text", "`article`, `named-source`, `unnamed-source` or `outside`", "of.source_kind"),
        column(
            "probability",
            "number",
            "of this edge over all ways; unknown in very large clusters",
            "of.probability",
            unit=FRACTION,
        ),
        column("decided", "truth", "whether it stands out by the rule of the verdicts", "of.decided"),
        column("words", "integer", "the most that one of its matches aligns", "of.words", unit=WORDS),
        column("matches", "text", "ids of the matches on which it rests, separated by spaces", _on_which_matches),
    ),
    rows=_paths,
)
SKIPPED = Entity(
    name="skipped",
    meaning="an input that was not read",
    columns=(
        column("path", "text", "the file"),
        column("line", "integer", "the line or record in it, from 1"),
        column("reason", "text", "why it was not read"),
    ),
    rows=lambda report: report.skipped,
)
