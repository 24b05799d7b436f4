"""Windows in LSH, the tier that was dropped, against a plain count of windows that meet."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from random import Random

import numpy as np
import pytest
import recall_windows
from made_texts import collection, sentence
from places import last
from recall_windows import BANDS, STRIDE, WINDOW, window_candidates, windows_of

from dedup.matching.collection import Collection, prepare
from dedup.sketch.minhash import signatures


def windows_that_meet(ready: Collection, seed: int) -> list[list[int]]:
    """Pairs of texts with two windows that agree in a band, by trying every two windows."""
    features = ready.features
    lasts = last(features)
    owners, sets = [], []
    for text in range(len(ready.table)):
        rows = features.rows(text)
        places = list(zip(features.first[rows].tolist(), lasts[rows].tolist(), strict=True))
        latest = max((first for first, _ in places), default=-1)
        for begin in range(0, latest + 1, STRIDE):
            inside = [at for at, (one, two) in enumerate(places) if begin <= one and two < begin + WINDOW]
            if len(inside) >= 5:
                owners.append(text)
                sets.append(features.codes[features.groups[rows][inside]])
    offsets = np.cumsum([0, *map(len, sets)])
    codes = np.concatenate([np.empty(0, np.uint64), *sets])
    signed = signatures(codes, offsets, num_perm=BANDS.bands * BANDS.rows, seed=seed, compiled=False)
    bands = signed.reshape(len(owners), BANDS.bands, BANDS.rows)
    buckets = Counter((band, tuple(row)) for window in bands.tolist() for band, row in enumerate(window))
    assert max(buckets.values(), default=0) <= 16, "a crowded bucket chains; this plain count does not"
    met = {
        (owners[one], owners[two])
        for one, two in combinations(range(len(owners)), 2)
        if owners[one] < owners[two] and (bands[one] == bands[two]).all(axis=1).any()
    }
    return sorted([one, two] for one, two in met)


@pytest.mark.parametrize("seed", range(4))
def test_texts_meet_whose_windows_meet(seed: int) -> None:
    ready = prepare(collection(seed, texts=8, length=70, planted=8))
    expected = windows_that_meet(ready, 1)
    assert expected
    for compiled in (False, True):
        pairs, chained = window_candidates(ready.features, seed=1, compiled=compiled)
        assert pairs.tolist() == expected and chained == 0


@pytest.mark.parametrize("rows", [1, 20, 70])
def test_windows_are_the_same_however_many_texts_are_looked_at_together(
    rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    features = prepare(["", *collection(3, texts=8), "", "dam"]).features
    whole = windows_of(features)
    assert len(features.groups) > 2 * rows and len(whole.owner) > 5
    monkeypatch.setattr(recall_windows, "_ROWS_AT_ONCE", rows)
    parts = windows_of(features)
    for name in ("owner", "number", "offsets", "codes"):
        assert getattr(parts, name).tolist() == getattr(whole, name).tolist()


def test_windows_of_equal_texts_chain() -> None:
    text = " ".join(sentence(Random(1), 30))
    pairs, chained = window_candidates(prepare([text] * 100).features, seed=1, compiled=False)
    assert chained > 0 and pairs.tolist() == [[at, at + 1] for at in range(99)]


@pytest.mark.parametrize("texts", [[], [""], ["dam", "dam"], ["a b c", "d e f"]])
def test_no_windows(texts: list[str]) -> None:
    pairs, chained = window_candidates(prepare(texts).features, seed=1, compiled=False)
    assert pairs.shape == (0, 2) and chained == 0
