"""Arrays in unnamed files are like any others, and go with the process."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
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
from dedup.matching.collection import prepare
from dedup.matching.presets import NEWS
from dedup.matching.search import search
from dedup.scratch import Buckets, Column, give_back, release, zeros

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


def refusing(code: int) -> Callable[..., None]:
    def refused(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    return refused


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, None])
def test_where_room_cannot_be_reserved_it_is_written(code: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "LEAST", 1)
    monkeypatch.setattr(scratch, "_ZEROS_AT_ONCE", 64)
    if code is not None:
        monkeypatch.setattr(os, "posix_fallocate", refusing(code), raising=False)
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


@pytest.mark.parametrize("compiled", [False, True])
def test_where_columns_lie_changes_nothing_that_is_found(compiled: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{article.text} Text {number} of them." for number in range(3) for article in ARTICLES]
    pairs = np.array([[0, 1], [2, 5]])
    plain = search(prepare(texts), NEWS, pairs, compiled=compiled)
    assert plain.regions
    monkeypatch.setattr(scratch, "LEAST", 1)
    monkeypatch.setattr("dedup.matching.search._BATCH", 2)
    monkeypatch.setattr("dedup.matching.search._RELEASED_EVERY", 4)
    assert search(prepare(texts), NEWS, pairs, compiled=compiled, workers=2) == plain


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_an_error_that_says_what_to_do(code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "LEAST", 1)
    monkeypatch.setattr(scratch, "_reserve", refusing(code))
    said = rf"^no room for temporary files in '.*': {os.strerror(code)}; set TMPDIR to a folder with more, "
    with pytest.raises(OutputError, match=said):
        audit(ARTICLES)


@pytest.mark.parametrize(
    "code, advice", [(errno.EMFILE, "; let the process open more files (ulimit -n)"), (errno.EIO, "")]
)
def test_what_is_no_want_of_room_is_not_called_that(code: int, advice: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch.tempfile, "TemporaryFile", refusing(code))
    monkeypatch.setattr(scratch, "LEAST", 1)
    for make in (partial(zeros, 9, np.int32), partial(Column(np.int32, least=1).append, np.zeros(9))):
        with pytest.raises(OutputError) as caught:
            make()
        assert str(caught.value) == f"temporary files in {tempfile.gettempdir()!a}: {os.strerror(code)}{advice}"


@pytest.mark.parametrize("told, named", [("/gone\x1b", r"'/gone\x1b'"), ("", "the temporary folder")])
def test_where_there_is_no_folder_for_them_that_is_said(told: str, named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in [...]")

    monkeypatch.setattr(tempfile, "_get_default_tempdir", none)
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("TMPDIR", told)
    monkeypatch.setattr(scratch, "LEAST", 1)
    with pytest.raises(OutputError) as caught:
        audit(ARTICLES)
    assert str(caught.value) == (
        f"temporary files in {named}: No usable temporary directory found in [...]; set TMPDIR to a folder that can be "
        "written to"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("size", [100, 1_000_000])
def test_a_disk_that_fills_while_a_column_is_written_is_the_same_error(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few numbers stay in the file's buffer until the whole is asked for, many are written as they come."""
    monkeypatch.setattr(scratch.tempfile, "TemporaryFile", partial(Path("/dev/full").open, "r+b", buffering=-1))
    column = Column(np.int32, least=1)
    failing = partial(column.append, np.zeros(size, np.int32))
    if size == 100:
        failing()
        failing = column.whole
    with pytest.raises(OutputError, match=r"^no room for .*No space left on device"):
        failing()


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


@pytest.mark.parametrize("error", [AttributeError, OSError, TypeError])
def test_memory_is_given_back_where_the_system_can(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    give_back()
    asked: list[object] = []

    def refusing(name: object) -> None:
        asked.append(name)
        raise error

    monkeypatch.setattr("ctypes.CDLL", refusing)
    give_back()
    assert asked == [None]
