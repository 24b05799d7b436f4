"""Texts that are held masked: what stays, what cannot be read, and what a check finds in them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from index_cases import bytes_of

from dedup import Article, Index
from dedup.index.masking import Mask, is_plain, mask, new_key
from dedup.index.plain_words import plain_keys
from dedup.index.stems import stem_of
from dedup.text.classes import CLASS_MAP, LETTER, SINGLE, UPPER
from dedup.text.fold import fold_word, word_key
from dedup.text.outline import outline
from dedup.text.tokens import tokenize

KEY = b"k" * 32
MASK = Mask(KEY)
LATIN = st.text("abcdefghijklmnopqrstuvwxyzé'’ABC", min_size=1, max_size=20)
ANY = st.text(max_size=60)
SHARED = (
    "Quarrymen dynamited the abandoned viaduct near Thornwick before sunrise, scattering limestone fragments across "
    "pastures where startled livestock wandered for several kilometres."
)
HELD = f"Residents complained bitterly about Gerald Fitzmorris. {SHARED} Insurance assessors will visit Thornwick soon."
NEW = f"Villagers gathered outside. {SHARED} Nobody suffered injuries, according to Marjorie Blenkinsop."


@settings(deadline=None)  # alphabets are made when they are first needed
@given(text=ANY)
@example("Nobody's stories—ﬁnally—stopped at 3.5 km in Straße, Ⓐ e\u0301tude, mili\u00adtary; 記者會上習近平")
@example("0ㄱ")
def test_every_token_stays_in_its_place_with_its_capitals(text: str) -> None:
    masked = MASK.text(text)
    assert len(masked) == len(text)
    assert list(tokenize(masked)) == list(tokenize(text))
    kept = [at for at, char in enumerate(text) if CLASS_MAP[ord(char)] not in (LETTER, UPPER, SINGLE)]
    assert all(masked[at] == text[at] for at in kept)


@settings(deadline=None)
@given(word=LATIN, before=ANY, after=ANY)
def test_equal_words_stay_equal_wherever_they_stand(word: str, before: str, after: str) -> None:
    assert MASK.text(f"{before} {word} {after}")[len(before) + 1 :].startswith(MASK.text(word))


@given(word=LATIN)
def test_how_a_word_is_written_makes_no_difference(word: str) -> None:
    word = unicodedata.normalize("NFC", word)
    assert fold_word(MASK.text(word.upper())) == fold_word(MASK.text(word.lower()))


@settings(deadline=None)
@given(text=ANY)
def test_no_word_can_be_read(text: str) -> None:
    """Unless it is one of dedup's lists, or short: of all others the stem has other letters."""
    masked = MASK.text(text)
    for start, end, _ in tokenize(text):
        raw, told = text[start:end], masked[start:end]
        letters = [at for at, char in enumerate(raw) if CLASS_MAP[ord(char)] in (LETTER, UPPER)]
        if len(letters) > 5 and not is_plain(raw, fold_word(raw)):
            assert sum(raw[at] == told[at] for at in letters) < len(letters)


def test_no_long_word_of_a_text_is_in_the_masked_one() -> None:
    words = {fold_word(HELD[start:end]) for start, end, _ in tokenize(HELD)}
    hidden = {word for word in words if len(word) > 3 and word_key(word) not in plain_keys()}
    masked = MASK.text(HELD).lower()
    assert len(hidden) > 15
    assert [word for word in hidden if word in masked] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("viaduct", "viaducts"), ("dynamited", "dynamiting"), ("quarries", "quarry"), ("slotted", "slotting"),
     ("pulverised", "pulverized"), ("Thornwick", "THORNWICK’s"), ("города", "городам")],
)  # fmt: skip
def test_variants_of_a_word_stay_variants(one: str, other: str) -> None:
    shown = [MASK.text(word) for word in (one, other)]
    assert shown != [one, other]
    assert word_key(fold_word(shown[0])) == word_key(fold_word(shown[1]))


@pytest.mark.parametrize(
    "text", ["He said on 3 March that it was the UN, according to Reuters.", "2019", "", "  \n", "据新华社报道"]
)
def test_what_tells_parts_and_sources_is_plain(text: str) -> None:
    assert MASK.text(text).replace("报道", "") == text.replace("报道", "")


@pytest.mark.parametrize("word", ["военнослужащие", "αστυνομικοί", "المستشفيات", "경찰관들은", "पत्रकारों", "習近平"])
def test_words_of_any_script_are_masked_in_it(word: str) -> None:
    masked = MASK.text(word)
    assert masked != word
    scripts = [{unicodedata.name(char).split()[0].split("-")[0] for char in each} for each in (word, masked)]
    assert scripts[0] == scripts[1]


def test_blocks_sentences_and_quotations_stay() -> None:
    text = f"By Marjorie Blenkinsop\n\nThornwick, 3 March (Reuters) - {SHARED}\n\n“{NEW}” said Gov. Fitzmorris. {HELD}"
    masked = MASK.text(text)
    assert outline(masked) == outline(text) and masked != text


@given(word=st.text("abcdefghijklmnopqrstuvwxyz'é", min_size=1, max_size=20))
def test_a_stem_is_inside_its_word(word: str) -> None:
    stem = stem_of(fold_word(word))
    assert 0 <= stem.begin < stem.end <= len(fold_word(word))


def test_another_key_makes_other_letters() -> None:
    assert mask(HELD, KEY) == MASK.text(HELD) != mask(HELD, new_key())


def test_each_index_has_its_own_key(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one.dedup", "two.dedup")]
    for path in paths:
        Index.build(path, [Article(id="a", text=HELD)], keep_texts=False).close()
    from dedup.index.file import open_to_read
    from dedup.index.meta import read_meta

    opened = [open_to_read(str(path), 1.0).db for path in paths]
    keys = {read_meta(db, "").mask_key for db in opened}
    for db in opened:
        db.close()
    assert len(keys) == 2 and b"" not in keys


@pytest.fixture
def index(tmp_path: Path) -> Index:
    held = Article(id="held", text=HELD, outlet="The Wexcombe Gazette", published="2031-03-03", title="Viaduct")
    return Index.build(tmp_path / "masked.dedup", [held], keep_texts=False)


def test_a_passage_is_found_and_shown_in_the_new_article_s_words(index: Index) -> None:
    with index:
        report = index.check([Article(id="new", text=NEW, outlet="Vale Chronicle", published="2031-03-05")])
    (match,) = report.matches
    assert (match.left.article, match.right.article) == ("held", "new")
    assert match.left.text == HELD[match.left.start : match.left.end] == SHARED[: len(match.left.text)]
    assert match.right.text == NEW[match.right.start : match.right.end]
    assert [(each.outlet, each.title) for each in report.articles] == [
        ("The Wexcombe Gazette", "Viaduct"), ("Vale Chronicle", None)
    ]  # fmt: skip


def test_a_held_passage_shows_no_word_that_no_new_article_holds(index: Index) -> None:
    changed = NEW.replace("startled livestock wandered", "frightened livestock wandered")
    with index:
        (match,) = index.check([Article(id="new", text=changed, outlet="Vale Chronicle")]).matches
    assert "frightened" in match.right.text
    assert "\u25a1\u25a1\u25a1\u25a1ed livestock wandered" in match.left.text and "startled" not in match.left.text


def test_an_outlet_that_the_new_article_names_is_told(index: Index) -> None:
    text = f"The Wexcombe Gazette reported on Tuesday. {SHARED} This was first reported by the Wexcombe Gazette."
    new = Article(id="new", text=text, outlet="Vale Chronicle", published="2031-03-05")
    with index:
        (match,) = index.check([new]).matches
    triggers = " ".join(each.trigger for each in match.verdict.ledger)
    assert "Wexcombe Gazette" in triggers and match.verdict.label == "left-to-right"


def test_removal_leaves_no_masked_word(index: Index, tmp_path: Path) -> None:
    with index:
        index.add([Article(id="other", text="Nothing to see here, they said.")])
        index.remove(["held"])
        assert index.verify() == () and len(index) == 1
    assert b"Thornwick" not in bytes_of(tmp_path / "masked.dedup")
    with Index(tmp_path / "masked.dedup") as again:
        assert again.check([Article(id="new", text=NEW)]).matches == ()
