"""Arrays in unnamed files are like any others, and go with the process."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from dedup import Article, audit, scratch
from dedup.errors import OutputError
from dedup.scratch import Buckets, Column, release, zeros

SIZES = [1, 40, scratch.LEAST]


@pytest.mark.parametrize("least", SIZES)
@given(
    pieces=st.lists(hnp.arrays(np.int32, st.integers(0, 9)), max_size=6),
    kind=st.sampled_from([np.int32, np.uint64, np.bool_, np.int8]),
)
def test_a_column_is_its_pieces_one_after_another(least: int, pieces: list[NDArray[np.int32]], kind: type) -> None:
    column = Column(kind, least=least)
    for piece in pieces:
        column.append(piece)
    found = column.whole()
    release(found)
    expected = np.concatenate([np.empty(0, kind), *(piece.astype(kind) for piece in pieces)])
    assert found.dtype == kind and found.flags.writeable
    assert np.array_equal(found, expected)


@given(
    codes=hnp.arrays(np.uint64, st.integers(0, 60), elements=st.integers(0, 1_000)),
    at_once=st.integers(1, 70),
    parts=st.integers(1, 4),
    least=st.sampled_from(SIZES),
)
def test_buckets_part_rows_and_keep_their_order(
    codes: NDArray[np.uint64], at_once: int, parts: int, least: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scratch, "LEAST", least)
        buckets = Buckets(width=2, expected=len(codes), at_once=at_once)
        rows = np.stack([codes, np.arange(len(codes), dtype=np.uint64)], axis=1)
        for some in np.array_split(rows, parts):
            buckets.append(some[:, 0] % np.uint64(buckets.count), some)
        found = list(buckets)
    assert len(found) == buckets.count <= 128
    for number, each in enumerate(found):
        assert each.shape[1:] == (2,) or not len(each)
        expected = rows[codes % np.uint64(buckets.count) == number]
        assert np.array_equal(each.reshape(-1, 2), expected)


@pytest.mark.parametrize("least", SIZES)
def test_zeros_are_zeros_that_can_be_written(least: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "LEAST", least)
    array = zeros(1_000, np.int32)
    assert array.dtype == np.int32 and not array.any()
    array[7] = 5
    release(array, array[3:], "no array")
    assert array.sum() == array[7] == 5
    assert len(zeros(0, np.float64)) == 0


def refused(*_: object) -> None:
    raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))


@pytest.mark.parametrize("offered", [False, True])
def test_where_room_cannot_be_reserved_it_is_written(offered: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "LEAST", 1)
    monkeypatch.setattr(scratch, "_ZEROS_AT_ONCE", 64)
    if offered:
        monkeypatch.setattr(os, "posix_fallocate", refused, raising=False)
    else:
        monkeypatch.delattr(os, "posix_fallocate", raising=False)
    array = zeros(1_001, np.uint8)
    assert len(array) == 1_001 and not array.any()


TEXT = "The dam was built in 1931 and nobody living had ever seen its spillway run over the old quarry road."
ARTICLES = [
    Article(id="a", text=TEXT, outlet="A"),
    Article(id="b", text=f"{TEXT} It rained.", outlet="B"),
    Article(id="c", text="Nothing of that."),
]


def test_where_columns_lie_changes_no_report(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = audit(ARTICLES)
    assert expected.matches
    made: list[int] = []

    def mapped(*given: object) -> NDArray[np.uint8]:
        found = inside(*given)
        made.append(found.nbytes)
        return found

    inside = scratch._mapped
    monkeypatch.setattr(scratch, "LEAST", 1)
    monkeypatch.setattr(scratch, "_mapped", mapped)
    assert audit(ARTICLES) == expected
    assert len(made) > 10


def test_a_full_disk_is_an_error_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(scratch, "LEAST", 1)
    monkeypatch.setattr(scratch, "_reserve", full)
    with pytest.raises(OutputError, match=r"no room for temporary files in .*No space left on device; set TMPDIR"):
        audit(ARTICLES)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_fills_while_a_column_is_written_is_the_same_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch.tempfile, "TemporaryFile", partial(Path("/dev/full").open, "r+b", buffering=0))
    column = Column(np.int32, least=1)
    with pytest.raises(OutputError, match="No space left on device"):
        column.append(np.zeros(100, np.int32))


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the system removes the file when it is closed")
def test_no_file_is_ever_seen_and_none_is_left(tmp_path: Path) -> None:
    code = (
        "import os, sys, numpy as np\n"
        "from dedup import scratch\n"
        "scratch.LEAST = 1\n"
        "array = scratch.zeros(100, np.int32)\n"
        "column = scratch.Column(np.int32); column.append(np.ones(9)); whole = column.whole()\n"
        "print(os.listdir(os.environ['TMPDIR']), array.base is not None, int(whole.sum()), flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "[] True 9\n", done.stderr
    assert list(tmp_path.iterdir()) == []
