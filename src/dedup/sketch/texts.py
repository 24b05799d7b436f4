"""Signatures and exact similarities of whole texts: by compiled kernels straight from UTF-8, on several threads, or
for small input step by step. Both give the same, bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import accumulate, pairwise
from os import cpu_count
from threading import Lock
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from dedup.compiled import compiled as compiled_kernels
from dedup.sketch.hashing import shingle_hashes, word_hash, word_hashes
from dedup.sketch.minhash import EMPTY, permutations, signatures
from dedup.text.fold import fold_word
from dedup.text.tokens import COMPILED_FROM, token_table

_KERNELS = "dedup.sketch.text_kernels"
_BATCH = 400_000  # characters; a batch stays in the second cache from its encoding to its signatures
_FIRST_BATCH = 100_000  # most words that need folding are met early
_TOLD = 4096  # unknown words told by one call
_COMPARED = 4096  # pairs compared by one call: some 25 MB of news
_SPARE = bytes(64)

_T = TypeVar("_T")


class Utf8(NamedTuple):
    """Texts in one buffer: ``codes[bounds[t]:bounds[t + 1]]`` is text ``t``. Kernels read up to 64 bytes behind one."""

    codes: NDArray[np.uint8]
    bounds: NDArray[np.int64]


class Sketches(NamedTuple):
    """By text its signature, of shape (texts, permutations), and the number of its words."""

    signatures: NDArray[np.uint32]
    words: NDArray[np.int64]


def utf8(texts: Sequence[str]) -> Utf8:
    """Encode texts, lone surrogates too."""
    parts = [text.encode("utf-8", "surrogatepass") for text in texts]
    bounds = np.fromiter(accumulate(map(len, parts), initial=0), np.int64, len(parts) + 1)
    return Utf8(np.frombuffer(b"".join((*parts, _SPARE)), np.uint8), bounds)


def arrow_utf8(column: Any) -> Utf8:
    """The texts of an Arrow array of strings; null is an empty one. Raises `pyarrow.ArrowInvalid`.

    An array is not copied, but where it holds nulls or is made of views; a chunked one is.
    """
    import pyarrow  # type: ignore[import-untyped,unused-ignore]

    column.validate(full=True)
    if not len(column):
        return utf8([])
    # First of all the type: nothing fills the nulls of views, and chunks may be too large together for 32 bits.
    texts = column.cast(pyarrow.large_string())
    if isinstance(texts, pyarrow.ChunkedArray):
        texts = texts.combine_chunks()
    if texts.null_count:
        texts = texts.fill_null("")
    _, ends, codes = texts.buffers()
    bounds = np.frombuffer(ends, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return Utf8(np.frombuffer(codes or b"", np.uint8), bounds)


def sketches(
    texts: Sequence[str] | Utf8, *, size: int, num_perm: int, seed: int, workers: int = 1, compiled: bool | None = None
) -> Sketches:
    """The signatures of the shingles of `size` words of texts, and how many words each text has.

    `workers` is the number of threads, 0 for one a core. `compiled` picks the path; by default the size of the input
    does.
    """
    ends = _ends(texts)
    if not (_is_compiled(ends) if compiled is None else compiled):
        hashes, offsets, words = _shingles(_decoded(texts) if isinstance(texts, Utf8) else texts, size)
        return Sketches(signatures(hashes, offsets, num_perm=num_perm, seed=seed, compiled=False), words)
    multipliers, addends = permutations(num_perm, seed)
    signed = np.full((len(ends), num_perm), EMPTY, np.uint32)
    words = np.zeros(len(ends), np.int64)

    def sign(batch: slice) -> None:
        if isinstance(texts, Utf8):
            encoded = _spared(texts.codes, texts.bounds[batch.start : batch.stop + 1])
        else:
            encoded = utf8(texts[batch])
        kernels, classes = compiled_kernels(_KERNELS), _classes()
        pending = np.ones(len(encoded.bounds) - 1, np.bool_)
        unknown = np.empty((_TOLD, 2), np.int64)
        while True:
            told = kernels.sign_texts(
                *encoded, pending, classes, *_FOLDED.table, multipliers, addends, size, signed[batch], words[batch],
                unknown,
            )  # fmt: skip
            if not told:
                return
            _FOLDED.learn(encoded.codes, unknown[:told], classes)

    _spread(sign, list(_batches(ends)), workers)
    return Sketches(signed, words)


def similarities(
    texts: Sequence[str], pairs: NDArray[np.int64], *, size: int, workers: int = 1, compiled: bool | None = None
) -> NDArray[np.float64]:
    """The exact Jaccard similarity of the shingles of each pair of texts, in [0, 1]; 0 where neither has a word."""
    if compiled is None:  # the texts may lie in a file: they are measured where nobody says how to compare them
        compiled = _is_compiled(_ends(texts))
    if not compiled:
        return _compared(texts, pairs, size)
    found = np.empty(len(pairs), np.float64)

    def compare(batch: slice) -> None:
        involved, numbers = np.unique(pairs[batch], return_inverse=True)
        encoded = utf8([texts[number] for number in involved.tolist()])
        chosen, into = numbers.reshape(-1, 2).astype(np.int64), found[batch]
        unknown = np.empty((_TOLD, 2), np.int64)
        done = 0
        while done < len(chosen):
            done, told = compiled_kernels(_KERNELS).similarities(
                *encoded, chosen, _classes(), *_FOLDED.table, size, done, into, unknown
            )
            if told:
                _FOLDED.learn(encoded.codes, unknown[:told], _classes())

    # Pairs are sorted, so that the pairs of one text stand together, and each batch encodes few texts.
    step = max(1, min(_COMPARED, -(-len(pairs) // (workers or cpu_count() or 1))))
    _spread(compare, [slice(first, first + step) for first in range(0, len(pairs), step)], workers)
    return found


def _ends(texts: Sequence[str] | Utf8) -> NDArray[np.int64]:
    """By text the characters up to its end, or the bytes of those that are encoded."""
    if isinstance(texts, Utf8):
        ends: NDArray[np.int64] = texts.bounds[1:] - texts.bounds[0]
        return ends
    return np.fromiter(accumulate(map(len, texts)), np.int64, len(texts))


def _spared(codes: NDArray[np.uint8], bounds: NDArray[np.int64]) -> Utf8:
    """These texts with bytes to spare behind the last: copied where it ends with its buffer."""
    begin, end = bounds[[0, -1]].tolist()
    held = codes[begin : end + len(_SPARE)]
    if len(held) < end - begin + len(_SPARE):
        held = np.concatenate([codes[begin:end], np.frombuffer(_SPARE, np.uint8)])
    # As those of `utf8`: kernels are compiled once more for each kind of array they are given.
    held.setflags(write=False)
    return Utf8(held, bounds - begin)


def _is_compiled(ends: NDArray[np.int64]) -> bool:
    return int(ends[-1:].sum()) >= COMPILED_FROM


def _decoded(texts: Utf8) -> list[str]:
    whole = texts.codes.tobytes()
    return [whole[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(texts.bounds.tolist())]


def _shingles(texts: Sequence[str], size: int) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """The reference: shingle hashes, their offsets, and the words of each text."""
    table = token_table(texts, compiled=False)
    words = word_hashes(table.vocabulary)
    of_rows = words[table.words] if len(words) else np.empty(0, np.uint64)
    return *shingle_hashes(of_rows, table.offsets, size), np.diff(table.offsets)


def _compared(texts: Sequence[str], pairs: NDArray[np.int64], size: int) -> NDArray[np.float64]:
    """The reference of `similarities`."""
    involved, numbers = np.unique(pairs, return_inverse=True)
    hashes, offsets, _ = _shingles([texts[number] for number in involved.tolist()], size)
    sets = [np.unique(hashes[begin:end]) for begin, end in pairwise(offsets.tolist())]
    found = np.zeros(len(pairs), np.float64)
    for row, (one, other) in enumerate(numbers.reshape(-1, 2).tolist()):
        shared = len(np.intersect1d(sets[one], sets[other], assume_unique=True))
        either = len(sets[one]) + len(sets[other]) - shared
        found[row] = shared / either if either else 0.0
    return found


def _batches(ends: NDArray[np.int64]) -> Iterator[slice]:
    first, done, most = 0, 0, _FIRST_BATCH
    while first < len(ends):
        end = min(len(ends), int(np.searchsorted(ends, done + most)) + 1)
        yield slice(first, end)
        first, done, most = end, int(ends[end - 1]), min(_BATCH, 4 * most)


def _spread(run: Callable[[_T], None], batches: Sequence[_T], workers: int) -> None:
    """Run over batches, on threads where there are several of both: the kernels hold no interpreter lock."""
    if workers == 1 or len(batches) <= 1:
        for batch in batches:
            run(batch)
        return
    with ThreadPoolExecutor(workers or cpu_count() or 1) as pool:
        for _ in pool.map(run, batches):
            pass


class _Folded:
    """The hashes of folded words by the hashes of the words as they are written, for those that need `fold_word`.

    The table is replaced, never changed: threads may read while another learns.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[int, int] = {}
        self.table = _free_slots(1000)

    def learn(self, codes: NDArray[np.uint8], places: NDArray[np.int64], classes: NDArray[np.uint8]) -> None:
        """Fold the words at these places, (start, end), of a buffer."""
        raws = compiled_kernels(_KERNELS).raw_hashes(codes, places, classes).tolist()
        with self._lock:
            fresh: dict[int, int] = {}
            for raw, (start, end) in zip(raws, places.tolist(), strict=True):
                if raw not in self._known and raw not in fresh:
                    word = codes[start:end].tobytes().decode("utf-8", "surrogatepass")
                    fresh[raw] = word_hash(fold_word(word))
            self._known |= fresh
            keys, values = (column.copy() for column in self.table)
            if 3 * len(self._known) > len(keys):
                keys, values = _free_slots(6 * len(self._known))
                fresh = self._known
            for raw, value in fresh.items():
                slot = raw & (len(keys) - 1)
                while keys[slot]:
                    slot = (slot + 1) & (len(keys) - 1)
                keys[slot], values[slot] = raw, value
            self.table = keys, values


def _free_slots(wanted: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    size = 1 << wanted.bit_length()
    return np.zeros(size, np.uint64), np.zeros(size, np.uint64)


_FOLDED = _Folded()


@lru_cache(maxsize=1)
def _classes() -> NDArray[np.uint8]:
    from dedup.text.kernels import class_table

    return class_table()
