"""Reading newspaper items in TEI, and scoring what a report holds of their families."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest
from making import cluster, match, report

from dedup.errors import InputError
from dedup.evaluation.markup import MOST_DEPTH, parse_xml, read_bytes
from dedup.evaluation.scissors import (
    Family,
    linked_families,
    pairs_outside,
    read_items,
    score_family,
)
from dedup.model import Article


def tei(id: str, body: str, *, outlet: str = "The Calder Courier", when: str = "1801-02-03") -> str:
    return f"""<TEI><teiHeader>
      <fileDesc><titleStmt><title n="{id}">{id}</title></titleStmt>
        <publicationStmt><date when="2011-05-01">2011</date></publicationStmt>
        <sourceDesc><biblFull><titleStmt><title n="np">{outlet}</title></titleStmt>
          <publicationStmt><pubPlace>Calder</pubPlace><date when="{when}"/></publicationStmt></biblFull></sourceDesc>
      </fileDesc>
      <profileDesc><textDesc><derivation type="plagiarism"/></textDesc>
        <textClass><keywords><list><item n="1">floods</item><item>bridges
          and roads</item></list></keywords></textClass></profileDesc>
    </teiHeader><text><body>{body}</body></text></TEI>"""


def corpus(*items: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?><teiCorpus><teiHeader/>{"".join(items)}</teiCorpus>'


def write(folder: Path, *items: str) -> Path:
    path = folder / "items.xml"
    path.write_text(corpus(*items), "utf-8")
    return path


class TestReading:
    def test_an_item_has_its_paper_its_day_and_its_labels(self, tmp_path: Path) -> None:
        (item,) = read_items(write(tmp_path, tei("7", "<p>The bridge fell.</p>")))
        assert (item.article.id, item.article.outlet, item.article.text) == (
            "7",
            "The Calder Courier",
            "The bridge fell.",
        )
        assert item.article.published is not None
        assert item.article.published.latest.year == 1801  # of the issue, not of the transcription
        assert (item.derivation, item.keywords, item.links) == ("plagiarism", ("floods", "bridges and roads"), ())

    @pytest.mark.parametrize(
        ("body", "text"),
        [
            ("<p>the river <lb/>rose</p>", "the river rose"),
            ("<p>the ri<lb break='no'/>ver</p>", "the river"),
            ("<p>the ri<lb break='no'/>\n   ver</p>", "the river"),
            ("<p>the ri<lb break='no'/> <cb/>ver</p>", "the river"),
            ("<p>one<lb/>two<pb n='2'/>three</p>", "one two three"),
            ("<head>FLOODS</head><p><hi>The</hi> ri<supplied>v</supplied>er</p>", "FLOODS\n\nThe river"),
            ("<p>one</p>\n  <p> two </p><p/>", "one\n\ntwo"),
            ("<bibl corresp='7'><title>Elsewhere</title></bibl><p>one</p>", "one"),
            ("<p>A &amp; B &#x2014; C</p>", "A & B — C"),
        ],
    )
    def test_the_text_is_that_of_the_print_without_its_line_ends(self, tmp_path: Path, body: str, text: str) -> None:
        (item,) = read_items(write(tmp_path, tei("7", body)))
        assert item.article.text == text

    def test_packed_and_with_a_namespace_it_reads_alike(self, tmp_path: Path) -> None:
        plain = write(tmp_path, tei("1", "<p>one</p>"), tei("2", "<p>two</p>"))
        spaced = plain.read_text().replace("<teiCorpus>", '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">')
        (tmp_path / "items.xml.xz").write_bytes(lzma.compress(spaced.encode()))
        assert read_items(tmp_path / "items.xml.xz") == read_items(plain)

    @pytest.mark.parametrize(
        "content",
        [
            "",
            "<teiCorpus",
            "<teiCorpus/>",
            corpus(tei("1", "<p>a</p>"), tei("1", "<p>b</p>")),
            corpus(tei("1", "<p>a</p>", when="1801-02-31")),
            corpus(tei("1", "<p> </p>")),
            corpus(tei("", "<p>a</p>")),
            corpus("<TEI><text/></TEI>"),
            corpus("<TEI><teiHeader/><text>a</text></TEI>"),
            corpus(tei("1", "<bibl corresp='9'/><p>a</p>")),
            corpus(tei("1", "<p>a&nothing;</p>")),
            '<?xml version="1.0" encoding="no-such"?><a/>',
        ],
    )
    def test_what_is_malformed_is_an_input_error_that_names_the_file(self, tmp_path: Path, content: str) -> None:
        (tmp_path / "items.xml").write_text(content)
        with pytest.raises(InputError, match=r"items\.xml"):
            read_items(tmp_path / "items.xml")

    def test_a_file_that_is_not_there_or_is_truncated_is_an_input_error(self, tmp_path: Path) -> None:
        (tmp_path / "cut.xml.xz").write_bytes(lzma.compress(corpus(tei("1", "<p>a</p>")).encode())[:-20])
        for name in ("none.xml", "cut.xml.xz"):
            with pytest.raises(InputError, match=name):
                read_items(tmp_path / name)


class TestCare:
    """XML and packed files made to exhaust the reader."""

    LAUGHS = '<!DOCTYPE a [<!ENTITY l0 "ha">{}]><a>&l9;</a>'.format(
        "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    )

    @pytest.mark.parametrize(
        "content",
        [
            LAUGHS,
            '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
            '<!DOCTYPE a SYSTEM "http://example.invalid/a.dtd"><a/>',
            "<!DOCTYPE a><a/>",
        ],
    )
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_a_document_type_is_refused_before_anything_is_expanded(self, content: str, encoding: str) -> None:
        with pytest.raises(InputError, match=r"^here: declares a document type"):
            parse_xml(content.encode(encoding), "here")

    def test_elements_nest_to_a_bound(self) -> None:
        deep = "<a>" * MOST_DEPTH + "</a>" * MOST_DEPTH
        assert len(list(parse_xml(deep.encode(), "here").iter())) == MOST_DEPTH
        with pytest.raises(InputError, match="nested"):
            parse_xml(b"<a>" * 100_000, "here")

    def test_a_file_unpacks_to_a_bound(self, tmp_path: Path) -> None:
        (tmp_path / "bomb.xz").write_bytes(lzma.compress(b" " * 100_000))
        assert len(read_bytes(tmp_path / "bomb.xz", most=100_000)) == 100_000
        with pytest.raises(InputError, match=r"bomb\.xz: more than 99,999 bytes"):
            read_bytes(tmp_path / "bomb.xz", most=99_999)


def test_links_make_families(tmp_path: Path) -> None:
    links = {"1": "2", "2": "1", "3": "2", "4": None, "5": "6", "6": None, "7": "7"}
    items = [tei(id, f"<bibl corresp='{to}'/><p>a</p>" if to else "<p>a</p>") for id, to in links.items()]
    families = linked_families(read_items(write(tmp_path, *items)))
    assert [family.reprints for family in families] == [("1", "2", "3"), ("5", "6")]


ARTICLES = [Article(id=id, text="x" * size) for id, size in (("a", 100), ("b", 50), ("c", 100), ("d", 10), ("s", 100))]
FAMILY = Family(name="f", reprints=("a", "b", "c"), sources=("s",))


class TestScore:
    def test_a_family_found_whole(self) -> None:
        found = report(
            match("1", ("a", 0, 50), ("b", 0, 50)),
            match("2", ("a", 0, 100), ("c", 0, 100)),
            match("3", ("b", 0, 50), ("c", 50, 100)),
            match("4", ("a", 0, 9), ("s", 0, 9)),
            clusters=[cluster("a", "b", "c", "s")],
        )
        score = score_family(FAMILY, [], found, ARTICLES)
        assert (score.pairs.hits, score.pairs.of) == (3, 3)
        assert (score.source_pairs.hits, score.source_pairs.of) == (1, 3)
        assert (score.text.rate, score.text_by_pair) == (1.0, 1.0)
        assert (score.together.hits, score.together.of, score.astray) == (3, 3, 0)
        assert pairs_outside(found, [FAMILY]) == ()

    def test_a_part_found_counts_as_that_part(self) -> None:
        found = report(
            match("1", ("a", 0, 20), ("b", 0, 25)),
            match("2", ("a", 10, 30), ("b", 10, 30)),
            match("3", ("a", 0, 90), ("d", 0, 10)),
            clusters=[cluster("a", "d", "x"), cluster("a", "b", "d"), cluster("c")],
        )
        score = score_family(FAMILY, [], found, ARTICLES)
        assert score.pairs.hits == 1
        assert (score.text.hits, score.text.of) == (60, 250)  # overlaps count once, matches outside not at all
        assert score.text_by_pair == pytest.approx((30 / 50) / 3)
        assert (score.together.hits, score.astray) == (2, 1)
        assert score_family(FAMILY, [Family(name="g", reprints=("d",))], found, ARTICLES).astray == 0
        assert pairs_outside(found, [FAMILY]) == (("a", "d"),)

    def test_two_families_are_outside_each_other(self) -> None:
        found = report(match("1", ("a", 0, 9), ("d", 0, 9)))
        families = [FAMILY, Family(name="g", reprints=("d", "e"))]
        assert pairs_outside(found, families) == (("a", "d"),)

    def test_nothing_found(self) -> None:
        score = score_family(FAMILY, [], report(), ARTICLES)
        assert (score.pairs.hits, score.text.hits, score.text_by_pair, score.together.hits) == (0, 0, 0.0, 0)
