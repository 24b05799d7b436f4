"""LSH banding: which signatures agree in all rows of some band.

Bands and rows are chosen explicitly, never by a threshold: the probability that two sets of Jaccard
similarity s meet is ``1 − (1 − s^rows)^bands`` (Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, 3.4).
Buckets are found by sorting one band at a time. A bucket of up to `clique` members gives all its pairs;
a larger one gives a chain, each member with the next, so that thousands of equal texts stay linear.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.groups import distinct, group_bounds
from dedup.sketch.hashing import LONGEST, MULTIPLIERS

_PRIME = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """How many bands of how many rows; together they use bands × rows values of a signature."""

    bands: int
    rows: int

    def probability(self, similarity: float) -> float:
        """The chance that two sets of this Jaccard similarity share a bucket."""
        return float(1.0 - (1.0 - similarity**self.rows) ** self.bands)


def candidate_pairs(signatures: NDArray[np.uint32], bands: Bands, *, clique: int) -> tuple[NDArray[np.int64], int]:
    """Pairs (low, high) of rows that share a bucket, sorted and unique, shape (pairs, 2); and how many
    buckets were too large and gave a chain. Rows without any shingle (all `EMPTY`) meet nobody."""
    members = non_empty(signatures)
    rows = signatures if len(members) == len(signatures) else signatures[members]
    found: list[NDArray[np.int64]] = []
    chained = 0
    for band in range(bands.bands):
        pairs, crowded = bucket_pairs(band_keys(rows, bands, band), members, clique=clique)
        found.append(pairs)
        chained += crowded
    return unique_pairs(found), chained


def non_empty(signatures: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The rows that can meet others: those of sets that are not empty."""
    return np.flatnonzero((signatures != np.uint32(0xFFFFFFFF)).any(axis=1))


def band_keys(signatures: NDArray[np.uint32], bands: Bands, band: int) -> NDArray[np.uint64]:
    """By row a key that two signatures share where they agree in all rows of the band."""
    keys = np.zeros(len(signatures), dtype=np.uint64)
    for row in range(bands.rows):
        # Multilinear hashing (Carter and Wegman, 1979): its upper bits are those that are used.
        keys += signatures[:, band * bands.rows + row].astype(np.uint64) * np.uint64(MULTIPLIERS[row % LONGEST])
    return keys


def bucket_pairs(keys: NDArray[np.uint64], members: NDArray[np.int64], *, clique: int) -> tuple[NDArray[np.int64], int]:
    """Pairs of members with equal keys: all pairs of a bucket up to `clique` members, else a chain."""
    ordered, order = _by_bucket(keys)
    return ordered_pairs(ordered, members[order], clique=clique)


def _by_bucket(keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The buckets of keys in rising order, and the number of the key at each place; numbers rise inside a bucket.

    A key with its number in its lower bits is sorted ten times as fast as numbers are by their keys.
    """
    below = number_bits(len(keys))
    ordered = np.sort(buckets(keys, len(keys)) << below | np.arange(len(keys), dtype=np.uint64))
    return ordered >> below, (ordered & ((np.uint64(1) << below) - np.uint64(1))).astype(np.int64)


def number_bits(members: int) -> np.uint64:
    """The bits that the numbers of so many members take."""
    return np.uint64(max(1, members.bit_length()))


def buckets(keys: NDArray[np.uint64], members: int) -> NDArray[np.uint64]:
    """The buckets of keys, where a band has so many members.

    Keys are told apart by as many bits as the members' numbers leave of 64. Of two million members one pair in four
    bands or so meets by chance, which does no harm where candidates are verified.
    """
    return (keys * _PRIME) >> number_bits(members)


def ordered_pairs(
    buckets: NDArray[np.uint64], members: NDArray[np.int64], *, clique: int
) -> tuple[NDArray[np.int64], int]:
    """The pairs of each bucket, and how many buckets gave a chain. Members come by bucket, and rise inside each."""
    bounds = group_bounds(buckets)
    begins, sizes = bounds[:-1], np.diff(bounds)
    crowded = sizes > clique
    low_parts, high_parts = [], []
    # Members stand in rising order inside a bucket, so each pairs with the ones after it.
    several = (sizes > 1) & ~crowded
    begins, sizes_of = begins[several], sizes[several]
    for size in np.flatnonzero(np.bincount(sizes_of)).tolist():
        first = begins[sizes_of == size]
        for one in range(size - 1):
            for two in range(one + 1, size):
                low_parts.append(members[first + one])
                high_parts.append(members[first + two])
    inside = np.repeat(crowded, sizes)
    chain = np.flatnonzero(inside[:-1] & (buckets[1:] == buckets[:-1]))
    low_parts.append(members[chain])
    high_parts.append(members[chain + 1])
    pairs = np.stack([np.concatenate(low_parts), np.concatenate(high_parts)], axis=1).astype(np.int64)
    return pairs, int(crowded.sum())


def unique_pairs(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Concatenate, sort and deduplicate pairs of numbers below 2³¹."""
    joined = np.concatenate([np.empty((0, 2), np.int64), *parts])
    codes = distinct((joined[:, 0] << np.int64(32)) | joined[:, 1])
    return np.stack([codes >> np.int64(32), codes & np.int64(0xFFFFFFFF)], axis=1)


def shared_buckets(signatures: NDArray[np.uint32], bands: Bands) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """By row the buckets in which it meets others: ``buckets[offsets[row]:offsets[row + 1]]``, each with a number."""
    members = non_empty(signatures)
    rows = signatures if len(members) == len(signatures) else signatures[members]
    who, where = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    count = 0
    for band in range(bands.bands if len(rows) else 0):
        ordered, order = _by_bucket(band_keys(rows, bands, band))
        sizes = np.diff(group_bounds(ordered))
        several = sizes > 1
        who.append(members[order[np.repeat(several, sizes)]])
        where.append(np.repeat(count + np.arange(int(several.sum())), sizes[several]))
        count += int(several.sum())
    owners = np.concatenate(who)
    offsets = np.zeros(len(signatures) + 1, np.int64)
    np.cumsum(np.bincount(owners, minlength=len(signatures)), out=offsets[1:])
    return offsets, np.concatenate(where)[np.argsort(owners, kind="stable")]
