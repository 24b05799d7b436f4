"""Simulated events: exact spans, the same on every run, labels that follow the lineage, halves that share nothing."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from simulate import write
from simulation import BaseText, base_text, lists, read_corpus, read_jsonl, rules, simulate
from simulation.events import event
from simulation.library import Library, grams, read_paragraph
from simulation.lists import Outlet
from simulation.planning import plan_event
from simulation.texts import PARTS, of_part, part_of, sentences_of

from dedup import audit
from dedup.errors import InputError
from dedup.evaluation import Labelled, evaluate, read_labelled

ROOT = Path(__file__).resolve().parents[2]


def _kept(words: Sequence[rules.Word], whole: Sequence[rules.Word]) -> float:
    """The share of words that stand in runs of four and more that another text has too."""
    held = {at for start, _, length in rules.shared_runs(words, whole, 4) for at in range(start, start + length)}
    return len(held) / max(1, len(words))


def shown(events: list[Labelled]) -> list[tuple[str, ...]]:
    return [(article.id, article.text, str(article.published)) for each in events for article in each.articles]


class TestTheTruth:
    def test_spans_lie_on_words(self, events: list[Labelled]) -> None:
        for each in events:
            texts = {article.id: article.text for article in each.articles}
            for place in [side for item in (*each.passages, *each.hard_negatives) for side in (item.left, item.right)]:
                text = texts[place.article][place.start : place.end]
                assert text and text == text.strip()
            for passage in each.passages:
                for place in (passage.left, passage.right):
                    text = texts[place.article]
                    assert text[place.start].isalnum() and text[place.end - 1].isalnum()
                    assert not text[place.start - 1 : place.start].isalnum() and not text[place.end].isalnum()

    def test_left_is_the_smaller_id_and_every_id_is_unique(self, events: list[Labelled]) -> None:
        ids = [item.id for each in events for item in (*each.passages, *each.hard_negatives)]
        assert len(ids) == len(set(ids))
        for each in events:
            for item in (*each.passages, *each.hard_negatives):
                assert item.left.article < item.right.article

    def test_every_verdict_occurs_and_neither_copies_nor_third_parties_are_rare(self, events: list[Labelled]) -> None:
        """Those who have it from one source share it with each other, so that third parties outnumber copies."""
        labels = Counter(passage.label for each in events for passage in each.passages)
        assert set(labels) == {
            "left-to-right", "right-to-left", "common-source", "independent-renderings", "same-origin",
        }  # fmt: skip
        judged = sum(labels.values()) - labels["same-origin"]
        assert 0.3 <= (labels["common-source"] + labels["independent-renderings"]) / judged <= 0.85

    def test_renderings_of_one_statement_are_not_one_translation(self, events: list[Labelled]) -> None:
        """Two who translate by themselves do not arrive at nine equal words in a row."""
        met = 0
        for each in events:
            texts = {article.id: article.text for article in each.articles}
            for passage in each.passages:
                if passage.label != "independent-renderings":
                    continue
                met += 1
                one, two = (
                    rules.words(texts[side.article][side.start : side.end]) for side in (passage.left, passage.right)
                )
                assert not any(rules.shared_runs(one, two, 9)), passage.id
        assert met > 5

    def test_an_article_has_one_translators_rendering(self, events: list[Labelled]) -> None:
        """What it has of a foreign statement is mostly one rendering's, run by run, and less of any other."""
        renderings = [
            rules.words(rendering)
            for speech in lists.speeches("fit")
            for remark in speech.renderings
            for rendering in remark
        ]
        shares = []
        for each in events:
            texts = {article.id: article.text for article in each.articles}
            for passage in each.passages:
                if passage.label != "independent-renderings":
                    continue
                for side in (passage.left, passage.right):
                    words = rules.words(texts[side.article][side.start : side.end])
                    shares.append(max(_kept(words, rendering) for rendering in renderings))
        assert len(shares) > 10
        # Some are touched up or set in reported speech, which changes words here and there.
        assert sum(share > 0.9 for share in shares) > 0.7 * len(shares)
        assert min(shares) >= 0.4

    def test_outside_of_english_nothing_is_rendered(self, base: list[BaseText]) -> None:
        german = [replace(text, language="de") for text in base]
        labels = Counter(passage.label for each in simulate(german, seed=3, events=12) for passage in each.passages)
        assert labels["common-source"] and not labels["independent-renderings"]

    def test_who_takes_one_passage_from_an_article_mostly_takes_its_quotations_there(self) -> None:
        """Where an article that a taker takes from already has the remarks, most are not had at first hand."""
        again = other = 0
        for number in range(400):
            house = Outlet(name="I", short="I", kind="institution")
            plan = plan_event("e", house, "C", "S", "fit", "en", Random(number))
            remarks = {each.number for each in plan.currents if each.kind in ("remarks", "foreign")}
            for node in plan.present:
                for at, take in enumerate(node.takes):
                    earlier = {each.parent for each in node.takes[:at]}
                    had = {
                        each.id
                        for each in plan.present
                        if each.hour < node.hour and any(taken.current == take.current for taken in each.takes)
                    }
                    if take.current in remarks and earlier & had:
                        again += take.parent in earlier & had
                        other += take.parent not in earlier & had
        assert again > 1.5 * other > 0

    def test_neither_side_is_the_origin_more_often(self, events: list[Labelled]) -> None:
        labels = Counter(passage.label for each in events for passage in each.passages)
        assert 0.5 < labels["left-to-right"] / labels["right-to-left"] < 2.0

    def test_one_outlet_is_same_origin_and_set_aside(self, events: list[Labelled]) -> None:
        met = 0
        for each in events:
            outlets = {article.id: article.outlet for article in each.articles}
            for passage in each.passages:
                one, two = outlets[passage.left.article], outlets[passage.right.article]
                if one is not None and two is not None:
                    assert (one == two) == (passage.label == "same-origin")
                    assert one != two or passage.set_aside
                    met += one == two
        assert met

    def test_named_sources_stand_in_one_of_the_texts(self, events: list[Labelled]) -> None:
        named = Counter(bool(passage.source_named) for each in events for passage in each.passages)
        assert named[True] > 20 and named[False] > 20
        for each in events:
            texts = {article.id: article.text for article in each.articles}
            for passage in each.passages:
                if passage.source_named and passage.source is not None:
                    both = texts[passage.left.article] + texts[passage.right.article]
                    initials = "".join(word[0] for word in passage.source.split() if word[0].isupper())
                    last = passage.source.split()[-1].strip(".,")
                    plain = both.replace("’", "'")
                    assert passage.source in plain or initials in plain or last in plain

    def test_common_sources_have_a_name_and_directions_have_none(self, events: list[Labelled]) -> None:
        for each in events:
            for passage in each.passages:
                wanted = passage.label in ("common-source", "independent-renderings")
                assert (passage.source is not None) == wanted

    def test_the_source_is_no_article_of_the_pair(self, events: list[Labelled]) -> None:
        for each in events:
            outlets = {article.id: article.outlet for article in each.articles}
            twice = {outlet for outlet, count in Counter(outlets.values()).items() if count > 1}
            for passage in each.passages:
                # Another article of the outlet may be where both have it from, as in corpus/.
                if passage.source is not None and passage.source not in twice:
                    assert passage.source not in (outlets[passage.left.article], outlets[passage.right.article])

    def test_copies_are_later_than_their_origins_but_for_a_few_restamped(self, events: list[Labelled]) -> None:
        order: Counter[bool] = Counter()
        for each in events:
            when = {article.id: article.published for article in each.articles}
            for passage in each.passages:
                if passage.label not in ("left-to-right", "right-to-left"):
                    continue
                origin, copy = passage.left.article, passage.right.article
                if passage.label == "right-to-left":
                    origin, copy = copy, origin
                first, second = when[origin], when[copy]
                if first and second and (first.latest < second.earliest or second.latest < first.earliest):
                    order[first.latest < second.earliest] += 1
        assert order[True] > 4 * order[False] > 0

    def test_an_audit_finds_most_of_it(self, events: list[Labelled]) -> None:
        found = of = 0
        for each in events[:10]:
            tally = evaluate(each, audit(each.articles)).passages
            found, of = found + tally.found, of + tally.truth
        assert of > 20 and found / of >= 0.85


class TestTheDraw:
    def test_the_same_seed_gives_the_same_events_whatever_the_order_and_number(
        self, base: list[BaseText], events: list[Labelled]
    ) -> None:
        again = list(simulate(base[::-1], seed=7, events=3))
        assert shown(again) == shown(events[:3])
        assert [each.passages for each in again] == [each.passages for each in events[:3]]

    def test_neither_does_the_hash_seed_matter(self, base: list[BaseText]) -> None:
        code = (
            "import hashlib; from pathlib import Path; from simulation import *; "
            f"b = read_corpus(Path({str(ROOT / 'corpus')!r})); "
            "print(hashlib.sha256(repr(list(simulate(b, seed=3, events=2))).encode()).hexdigest())"
        )
        prints = {
            subprocess.run(
                [sys.executable, "-c", code],
                env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'benchmarks'}", "PYTHONHASHSEED": seed},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for seed in ("1", "2")
        }
        assert len(prints) == 1

    def test_other_seeds_and_halves_give_other_events(self, base: list[BaseText]) -> None:
        drawn = [
            shown(list(simulate(base, seed=seed, events=1, part=part)))[0][1]
            for seed, part in ((1, "fit"), (2, "fit"), (1, "held-out"))
        ]
        assert len(set(drawn)) == 3

    def test_the_halves_share_no_sentence_and_no_outlet(self, base: list[BaseText]) -> None:
        halves = {
            part: {words for text in of_part(base, part) for each in text.paragraphs for words in sentences_of(each)}
            for part in PARTS
        }
        assert len(halves["fit"]) > 100 and len(halves["held-out"]) > 100
        assert not halves["fit"] & halves["held-out"]
        outlets = [
            {article.outlet for each in simulate(base, seed=1, events=12, part=part) for article in each.articles}
            for part in PARTS
        ]
        assert (outlets[0] & outlets[1]) <= {None}

    def test_the_halves_share_no_speech(self) -> None:
        fit, held_out = (lists.speeches(part) for part in ("fit", "held-out"))
        assert fit and held_out and not {each.speaker for each in fit} & {each.speaker for each in held_out}
        remarks = [remark for each in (*fit, *held_out) for remark in each.remarks]
        assert len(set(remarks)) == len(remarks)

    def test_every_remark_has_seven_renderings_that_differ_but_for_chance(self) -> None:
        for part in PARTS:
            for speech in lists.speeches(part):
                assert len(speech.remarks) == len(speech.renderings)
                assert {len(remark) for remark in speech.renderings} == {7}
                assert all(len(set(remark)) >= 5 for remark in speech.renderings), speech.speaker
        with (ROOT / "benchmarks/simulation/data/speeches.toml").open("rb") as file:
            speakers = [row["speaker"] for row in tomllib.load(file)["speech"]]
        assert len(set(speakers)) == len(speakers)

    @pytest.mark.parametrize("kind", ["report_tail", "interview", "agency_dateline", "statement_say", "occasion"])
    def test_the_halves_share_no_phrasing(self, kind: str) -> None:
        fit, held_out = (set(lists.credits(kind, "en", part)) for part in PARTS)
        assert len(fit) >= 5 and len(held_out) >= 5 and not fit & held_out

    def test_too_few_base_texts_are_refused(self, base: list[BaseText]) -> None:
        with pytest.raises(InputError, match="at least"):
            next(simulate(base[:4], seed=1, events=1))

    def test_base_texts_without_usable_paragraphs_are_refused(self) -> None:
        texts = [base_text(f"the cat of {n} and the dog is in that house for {n}") for n in range(60)]
        with pytest.raises(InputError, match="no base text"):
            next(simulate([text for text in texts if text is not None], seed=1, events=1))


class TestIndependentReports:
    def test_articles_share_no_wording_but_what_travelled(self, base: list[BaseText]) -> None:
        """Base paragraphs of different articles have no six words in a row in common."""
        library = Library(of_part(base, "fit"))
        for number in range(5):
            each = event(library, f"t:{number}", "t", "fit")
            covers: dict[tuple[str, str], list[tuple[str, str]]] = {}
            texts = {article.id: article.text for article in each.articles}
            for item in (*each.passages, *each.hard_negatives):
                one, two = item.left, item.right
                pair = covers.setdefault((one.article, two.article), [])
                pair.append((texts[one.article][one.start : one.end], texts[two.article][two.start : two.end]))
            for left in texts:
                for right in texts:
                    if left < right and (left, right) not in covers:
                        assert not grams(texts[left]) & grams(texts[right])

    def test_headlines_differ(self, events: list[Labelled]) -> None:
        for each in events:
            # A later version keeps its headline; its outlet may be withheld, but its passages are same-origin.
            versions = {
                (passage.left.article, passage.right.article)
                for passage in each.passages
                if passage.label == "same-origin"
            }
            for one, two in combinations(sorted(each.articles, key=lambda article: article.id), 2):
                assert one.title != two.title or (one.id, two.id) in versions

    def test_paragraphs_that_say_where_they_are_from_are_no_material(self) -> None:
        told = read_paragraph(
            "The mayor told the Plainsman that the bridge would be closed for at least two more weeks."
        )
        plain = read_paragraph("The mayor said that the bridge would be closed for at least two more weeks of repairs.")
        assert told is not None and not told.clean
        assert plain is not None and plain.clean


class TestTheCommand:
    def test_what_is_written_reads_back(self, events: list[Labelled], tmp_path: Path) -> None:
        assert write(events[:3], tmp_path) == sum(len(each.articles) for each in events[:3])
        back = read_labelled(tmp_path)
        articles = {article.id: article for each in events[:3] for article in each.articles}
        assert {article.id: article.text for article in back.articles} == {id: a.text for id, a in articles.items()}
        assert {article.id: article.published for article in back.articles} == {
            id: a.published for id, a in articles.items()
        }
        assert back.passages == tuple(passage for each in events[:3] for passage in each.passages)
        assert len(back.hard_negatives) == sum(len(each.hard_negatives) for each in events[:3])

    def test_other_names_of_a_source_are_written_too(self, events: list[Labelled], tmp_path: Path) -> None:
        named = tuple(replace(passage, source_also=("Mara Pell", "海雅")) for passage in events[0].passages)
        assert named
        write([replace(events[0], passages=named)], tmp_path)
        assert read_labelled(tmp_path).passages == named

    def test_jsonl_without_a_text_is_refused_with_its_line(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_text('{"text": "one"}\n{"title": "two"}\n', encoding="utf-8")
        with pytest.raises(InputError, match=r"a\.jsonl:2"):
            read_jsonl(path)

    def test_a_corpus_without_texts_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="no texts"):
            read_corpus(tmp_path)

    def test_the_part_of_a_text_depends_on_its_words_alone(self) -> None:
        assert part_of("a") == part_of("a") and {part_of(str(number)) for number in range(20)} == set(PARTS)
