"""Some texts of a collection that is at hand are what they would be if they had been read by themselves."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from made_texts import collection

from dedup.matching.collection import Collection, prepare

TEXTS = [*collection(3), "", "Sixty-one boats came back; 3,000 did not."]


def words_of(found: Collection, text: int) -> list[tuple[object, ...]]:
    """Each word of a text, and all that is known of it by its place and by its key."""
    table, lexicon = found.table, found.lexicon
    rows = table.rows(text)
    keys = lexicon.keys[rows]
    by_row = (table.starts, table.ends, table.capitals, lexicon.local, lexicon.function)
    words = [table.vocabulary[word] for word in table.words[rows].tolist()]
    columns = [column[rows].tolist() for column in by_row]
    return list(zip(words, lexicon.codes[keys].tolist(), lexicon.character[keys].tolist(), *columns, strict=True))


@pytest.mark.parametrize("numbers", [[], [0], [2, 5, 6], list(range(len(TEXTS)))])
def test_some_texts_are_as_if_read_by_themselves(numbers: list[int]) -> None:
    chosen = np.array(numbers, dtype=np.int64)
    whole = prepare(TEXTS)
    part, alone = whole.of(chosen, searched=True), prepare([TEXTS[number] for number in numbers])
    assert part.texts == alone.texts and part.table.offsets.tolist() == alone.table.offsets.tolist()
    for text in range(len(numbers)):
        assert words_of(part, text) == words_of(alone, text)
        rows = part.table.rows(text)
        of_all = whole.table.rows(numbers[text])
        assert part.lexicon.worth[rows].tolist() == whole.lexicon.worth[of_all].tolist()
    for field in fields(part.features):
        assert getattr(part.features, field.name).tolist() == getattr(alone.features, field.name).tolist(), field.name


def test_texts_that_are_not_searched_have_no_features() -> None:
    part = prepare(TEXTS).of(np.array([0, 1, 2]), searched=False)
    assert len(part.features.offsets) == 4 and not len(part.features.groups) and not len(part.features.codes)
