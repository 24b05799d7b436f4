"""Pictures: what they show, that everybody can read it, and that names from outside stay names."""

from __future__ import annotations

import dataclasses
import io
import itertools
import random
import re
import struct
import sys
import zlib
from xml.etree import ElementTree

import numpy as np
import pytest
from samples import ATTACKS, article, empty, hostile, match, realistic, verdict

from dedup.errors import MissingExtra, UsageError
from dedup.model import Hypothesis, OutletFlow, PathEdge, Report, Verdict
from dedup.network import LEVELS, curves, summed_label
from dedup.report import Stream, pieces, render
from dedup.report.pictures import files, matrix, network, plot_matrix, plot_network, style

PICTURES = ("network", "matrix")
NAMES = (
    "RT", "CNN", "新华社", "الجزيرة", "דבר", "Вестник Зареки", "ประชาไท", "हिन्दुस्तान", "The $Money$ & <Co> \\frac{1}{2}",
    "A very long name of a newspaper that goes on and on and on", "🙂 Post", "한겨레", "Ελευθερία",
)  # fmt: skip


def made(count: int, seed: int = 5) -> Report:
    """A report on so many outlets, every one of which shares something."""
    chance = random.Random(seed)
    names = [*NAMES, *(f"Outlet {at}" for at in range(count))][:count]
    articles = [article(f"a{at:03}", name, "2031-03-04", 400 + chance.randrange(900)) for at, name in enumerate(names)]
    matches, flows = [], []
    for at in range(1, count):
        one = chance.randrange(at)
        words = " ".join(f"w{chance.randrange(99)}" for _ in range(chance.randrange(8, 60)))
        likely = chance.random()
        judged = verdict(
            {"left-to-right": likely, "right-to-left": (1 - likely) * 0.7, "common-source": (1 - likely) * 0.3}
            if at % 3
            else {"common-source": 0.8, "left-to-right": 0.2},
            source=None if at % 3 else ("Reuters", "وزارة الخارجية")[at % 2],
        )
        matches.append(match(f"{at:012x}", (articles[one].id, 0, words), (articles[at].id, 0, words), judged))
        left, right = sorted((names[one], names[at]))
        flow = OutletFlow(
            left=left,
            right=right,
            article_pairs=1,
            passages=1,
            shared_words=len(words.split()),
            containment_left=chance.random() ** 3,
            containment_right=chance.random() ** 3,
            verdict_words={},
        )
        flows.append(flow)
    return dataclasses.replace(
        realistic(), articles=tuple(articles), matches=tuple(matches), outlet_flows=tuple(flows), clusters=(),
        article_pairs=(), set_aside=(),
    )  # fmt: skip


def texts(figure: object) -> list[str]:
    """Everything that is written in a figure."""
    from matplotlib.text import Text

    return [found.get_text() for found in figure.findobj(Text) if found.get_text()]  # type: ignore[attr-defined]


def pixels(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG whose parts are all whole."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, kinds = 8, []
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        data = png[at + 4 : at + 8 + length]
        assert zlib.crc32(data) == struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0]
        kinds.append(kind)
        at += 12 + length
    assert kinds[0] == b"IHDR" and kinds[-1] == b"IEND" and not {b"tEXt", b"tIME", b"iTXt"} & set(kinds)
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("count", [2, 30])
def test_the_same_report_gives_the_same_bytes_whatever_the_names(count: int, picture: str) -> None:
    report = made(count)
    png = files.png(report, picture, "outlets")
    width, height = pixels(png)
    assert 600 < width < 6000 and 200 < height < 6000
    assert png == files.png(report, picture, "outlets")
    svg = files.svg(report, picture, "outlets")
    assert svg == files.svg(report, picture, "outlets")
    ElementTree.fromstring(svg)


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_name_gets_into_an_svg(attack: str, level: str, picture: str) -> None:
    svg = render(hostile(attack), "svg", network=level, picture=picture)
    root = ElementTree.fromstring(svg)
    kinds = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not kinds & {"script", "a", "image", "foreignObject", "text", "style"} - {"style"}
    assert "<!--" not in svg and not re.search(r"\son\w+=|javascript:|##\[|^::", svg, re.IGNORECASE | re.MULTILINE)
    for reference in re.findall(r'href="([^"]*)"', svg):
        assert reference.startswith("#")
    assert not re.search(r"20\d\d-\d\d-\d\dT|matplotlib\.org", svg)


@pytest.mark.parametrize(
    "report", [empty(), dataclasses.replace(realistic(), matches=(), outlet_flows=(), clusters=())]
)
@pytest.mark.parametrize("picture", PICTURES)
def test_nothing_to_draw_is_said(report: Report, picture: str) -> None:
    drawn = (plot_network if picture == "network" else plot_matrix)(report)
    (said,) = texts(drawn)
    assert said.startswith(("Of no two outlets", "No two outlets share"))
    pixels(files.png(report, picture, "outlets"))


@pytest.mark.parametrize("picture", PICTURES)
def test_articles_of_unknown_outlets_are_no_reason_to_say_that_nothing_is_shared(picture: str) -> None:
    report = realistic()
    nameless = tuple(dataclasses.replace(each, outlet=None) for each in report.articles)
    unknown = dataclasses.replace(report, articles=nameless, outlet_flows=(), source_flows=())
    (said,) = texts((plot_network if picture == "network" else plot_matrix)(unknown))
    assert said.startswith("Fewer than two outlets are known. Draw the articles instead")


def test_the_matrix_holds_the_shares_of_each_side() -> None:
    report = realistic()
    overlap = matrix.overlap_of(report, "outlets")
    for flow in report.outlet_flows:
        left, right = overlap.names.index(flow.left), overlap.names.index(flow.right)
        assert overlap.shares[left, right] == flow.containment_left
        assert overlap.shares[right, left] == flow.containment_right
    drawn = plot_matrix(report)
    (cells, *_) = drawn.axes[0].collections
    shown = ~np.ma.getmaskarray(cells.get_array())
    assert {(int(row), int(column)) for row, column in np.argwhere(shown)} == set(overlap.shares)
    letters = style.Letters(overlap.names)
    assert {letters.shown(name) for name in overlap.names} <= set(texts(drawn))
    assert not any(axes.images for axes in drawn.axes)


def test_a_cell_is_100_percent_only_where_all_is_shared() -> None:
    shares = {(0, 1): 0.997, (1, 0): 1.0}
    overlap = matrix.Overlap(level="outlets", names=["A", "B"], shares=shares, more=0, others=0, instead="")
    cells = [text.get_text() for text in matrix.draw(overlap).axes[0].texts]
    assert {">99%", "100%"} <= set(cells)


def test_nothing_shared_is_hatched_and_no_shade() -> None:
    drawn = plot_matrix(realistic())
    (hatched,) = (patch for patch in drawn.axes[0].patches if patch.get_hatch())
    assert hatched.get_zorder() < min(cells.get_zorder() for cells in drawn.axes[0].collections)
    assert any(text.startswith("hatched: nothing shared") for text in texts(drawn))


def test_a_large_matrix_says_what_it_leaves_out() -> None:
    report = made(matrix.MOST + 7)
    overlap = matrix.overlap_of(report, "outlets")
    assert len(overlap.names) == matrix.MOST and overlap.more == 7 and overlap.others == 0
    assert any("not shown: 7 outlets that share less" in text for text in texts(plot_matrix(report)))


def test_a_network_draws_what_is_likelier_than_not() -> None:
    ways = network.ways_of(realistic(), "articles")
    assert ways.ways
    for way in ways.ways:
        assert way.look == "likely" or way.probability >= 0.5
    drawn = plot_network(realistic(), level="articles")
    assert any(text.startswith("An arrow leads from whose words they are") for text in texts(drawn))


def ruled(chances: dict[Hypothesis, float]) -> Verdict:
    return verdict(chances, label=summed_label(chances)[0])


@pytest.mark.parametrize(
    "there, back, look",
    [
        (0.91, 0.02, "likely"),
        (0.45, 0.45, "open"),
        (0.3, 0.2, None),
        (0.62, 0.33, "likely"),
        # As the verdict, of which it is told that one has it from the other, and not which.
        (0.52, 0.45, "open"),
        (0.52, 0.06, "likelier"),
    ],
)
def test_direction_and_certainty_are_told_by_the_line(there: float, back: float, look: str | None) -> None:
    words = "one two three four five six seven eight"
    judged = ruled({"left-to-right": there, "right-to-left": back, "common-source": 1 - there - back})
    report = dataclasses.replace(
        realistic(),
        articles=(article("a", "A", None, 90), article("b", "B", None, 90)),
        matches=(match("0" * 12, ("a", 0, words), ("b", 0, words), judged),),
        clusters=(),
    )
    ways = network.ways_of(report, "articles").ways
    assert [way.look for way in ways] == ([] if look is None else [look])
    if look is not None:
        from matplotlib.patches import PathPatch, Polygon

        drawn = plot_network(report, level="articles").axes[0]
        (line,) = [patch for patch in drawn.patches if isinstance(patch, PathPatch)]
        heads = [patch for patch in drawn.patches if isinstance(patch, Polygon)]
        assert len(heads) == (look != "open")
        assert (line.get_linestyle() in ("-", "solid")) == (look == "likely")


def test_no_line_looks_surer_than_the_verdicts_behind_it() -> None:
    """Two passages that are each undetermined made one way that stood out, and what nobody could tell was surest."""
    words = "one two three four five six seven eight"
    judged = [ruled({"left-to-right": 0.52, "common-source": 0.48}), ruled({"left-to-right": 0.52, "incidental": 0.48})]
    matches = tuple(
        match(str(at) * 12, ("a", at * 100, words), ("b", at * 100, words), each) for at, each in enumerate(judged)
    )
    report = dataclasses.replace(
        realistic(),
        articles=(article("a", "A", None, 90), article("b", "B", None, 90)),
        matches=matches,
        clusters=(),
    )
    assert [way.look for way in network.ways_of(report, "articles").ways] == ["likelier"]
    edge = PathEdge(
        source=None, source_kind="unnamed-source", target="a", probability=None, decided=True, words=40, matches=()
    )
    cluster = dataclasses.replace(realistic().clusters[0], path=(edge, dataclasses.replace(edge, target="b")))
    drawn = network.ways_of(dataclasses.replace(report, clusters=(cluster,)), "articles").ways
    assert {way.probability for way in drawn if way.source.startswith("unnamed")} == {0.5}


def test_named_and_unnamed_sources_are_nodes_of_their_own() -> None:
    report = realistic()
    ids = [each.id for each in report.articles[:2]]
    edge = PathEdge(
        source=None, source_kind="unnamed-source", target=ids[0], probability=0.9, decided=True, words=40, matches=()
    )
    cluster = dataclasses.replace(report.clusters[0], path=(edge, dataclasses.replace(edge, target=ids[1])))
    drawn = plot_network(dataclasses.replace(report, clusters=(cluster,)), level="articles")
    said = texts(drawn)
    assert "unnamed source 1" in " ".join(said).replace("\n", " ") and "?" in said
    assert "source that none names" in said
    named = plot_network(made(12))
    assert {"Reuters", "source that the texts name"} <= set(texts(named))
    shapes = {line.get_marker() for line in named.axes[0].lines}
    assert {"o", "D"} <= shapes


@pytest.mark.parametrize("report", [realistic(), made(3), made(10), made(14)])
def test_no_line_of_a_small_network_runs_over_a_label(report: Report) -> None:
    """With the real extents of words and lines, whatever was reckoned with."""
    from matplotlib.patches import PathPatch

    on = plot_network(report).axes[0]
    words = [text.get_window_extent() for text in on.texts if text.get_text() != "?"]
    lines = [patch for patch in on.patches if isinstance(patch, PathPatch)]
    assert words and lines
    for patch in lines:
        drawn = patch.get_transform().transform_path(patch.get_path())
        assert not [box for box in words if drawn.intersects_bbox(box, filled=False)]
    assert not [pair for pair in itertools.combinations(words, 2) if pair[0].overlaps(pair[1])]


def test_a_tangle_is_thinned_and_says_so() -> None:
    ways = network.ways_of(made(400), "outlets")
    assert len(ways.ways) == network.MOST_WAYS
    assert any("ways with fewer words" in sentence for sentence in ways.left)


def test_a_given_ax_is_drawn_on_and_its_figure_comes_back() -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12, 6), layout="constrained")
    one, two = figure.subplots(1, 2)
    assert plot_matrix(realistic(), one) is figure
    assert realistic().plot_network(two) is figure
    figure.savefig(io.BytesIO(), format="png")


def test_pyplot_is_not_touched() -> None:
    realistic().plot_matrix()
    realistic().plot_network()
    assert "matplotlib.pyplot" not in sys.modules or not sys.modules["matplotlib.pyplot"].get_fignums()


def test_every_shade_keeps_its_number_readable_and_certainty_stands_out_from_paper() -> None:
    for step in range(101):
        shade = style.shade(step / 100)
        assert style.contrast(style.readable_on(shade), shade) >= 4.5
        assert style.contrast(style.certain(0.5 + step / 200), style.PAPER) >= 3.0
    for color in (style.OUTLET, style.SOURCE):
        assert style.contrast(color, style.PAPER) >= 3.0
    assert style.contrast(style.FAINT, style.PAPER) >= 4.5
    assert style.contrast(style.PAPER, style.INK) > 15


# What an eye without one kind of cones sees, linear RGB (Viénot, Brettel and Mollon 1999).
_SEEN = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


@pytest.mark.parametrize("eye", ["trichromat", "protan", "deutan", "grey"])
def test_more_is_darker_to_every_eye(eye: str) -> None:
    seen = []
    for step in range(33):
        color = style.shade(step / 32)
        if eye in _SEEN:
            linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color]
            red, green, blue = (
                max(0.0, sum(w * part for w, part in zip(row, linear, strict=True))) for row in _SEEN[eye]
            )
            seen.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
        else:
            seen.append(style.luminance(color))
    assert all(later < earlier for earlier, later in itertools.pairwise(seen))


def test_what_no_font_holds_becomes_an_escape() -> None:
    letters = style.Letters(["A\ue000\U000e0041", "plain"])
    assert letters.shown("A\ue000\U000e0041") == "A\\ue000\\U000e0041"
    assert letters.families[0] == "DejaVu Sans"
    assert letters.shown("x" * 90).count("...") == 1 and len(letters.shown("x" * 90)) <= 40
    assert len(letters.shown("a word " * 30, 18, 2).split("\n")) <= 2


@pytest.mark.parametrize("ends", [((0.0, 0.0), (100.0, 0.0)), ((0.0, 0.0), (12.0, 5.0)), ((3.0, 3.0), (3.0, 3.0))])
def test_a_curve_ends_outside_of_its_nodes(ends: tuple[tuple[float, float], tuple[float, float]]) -> None:
    start, _, base, tip = curves.curve(*ends, (10.0, 12.0), 8.0)
    if ends[1][0] - ends[0][0] > 50:
        assert 10 <= start[0] < base[0] < tip[0] <= 88
    assert all(np.isfinite(value) for point in (start, base, tip) for value in point)


@pytest.mark.parametrize("name", ["png", "svg"])
def test_without_matplotlib_the_extra_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtra, match="drawing pictures needs matplotlib: install dedup with its extra 'plot'"):
        list(pieces(realistic(), name, Stream()))
    with pytest.raises(MissingExtra, match="its extra 'plot'"):
        realistic().plot_network()


def test_a_notebook_shows_a_picture_without_pyplot() -> None:
    for drawn in (realistic().plot_network(), realistic().plot_matrix(), empty().plot_network()):
        data, said = drawn._repr_png_()  # type: ignore[attr-defined]
        width, _ = pixels(data)
        assert said == {"width": width // 2} and 300 < said["width"] <= 1000


def test_unknown_pictures_and_levels_are_refused() -> None:
    for drawn in ({"picture": "cake"}, {"network": "countries"}):
        with pytest.raises(UsageError, match=r"unknown (picture|network)"):
            render(realistic(), "svg", **drawn)
    with pytest.raises(UsageError, match="unknown network"):
        realistic().plot_matrix(level="countries")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=r"'png' is no text; take report\.plot_network"):
        render(realistic(), "png")
