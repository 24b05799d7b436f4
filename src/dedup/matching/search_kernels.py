"""The search over a collection: partners of a text, then regions with each of them.

Kernels in the sense of `dedup.compiled`; those of `dedup.matching.region_kernels` do the comparing.
"""

from __future__ import annotations

import numpy as np

from dedup.matching.columns import Meetings
from dedup.matching.condensed_kernels import condensed, part_of_summary
from dedup.matching.point_kernels import (
    FIRST_MASK,
    OWNER,
    SHAPE,
    SHAPE_MASK,
    WORTHLESS,
    clear_crowded,
    join,
    place_crowded,
    repeats,
)
from dedup.matching.region_kernels import find_regions, grown_rows

# Combinations of places of one feature in two texts beyond which it is no sign of anything: ten thousand times one word
# in either would be a hundred million meetings.
_HUM = 4_096

KERNELS = ("votes_of", "counted", "posted", "meetings_of", "near_enough", "partners", "search")


def votes_of(base, shape, worth):
    """What sharing a feature that begins at token `base` is worth (nats), and whether a word of it is worth nothing."""
    first = worth[base]
    last = worth[base + (shape >> 2)]
    votes = first + last
    if shape & 2:
        votes += worth[base + 1]
        return votes, first == 0.0 or last == 0.0 or worth[base + 1] == 0.0
    return votes, first == 0.0 or last == 0.0


def counted(groups, sizes):
    """Add to ``sizes[g]`` how many rows are of group ``g``."""
    for group in groups:
        sizes[group] += 1


def posted(seeds, postings, texts, chosen, ends, latest):
    """Fill the `Postings` of `texts` (from, to) in the `chosen` groups (from, to), after those of all texts before;
    groups end at `ends` so far. What is crowded is listed while the first groups are filled, and its `latest` text."""
    count = postings.crowd_bounds[texts[0]]
    for text in range(texts[0], texts[1]):
        for row in range(seeds.bounds[text], seeds.bounds[text + 1]):
            group = np.int64(seeds.groups[row])
            shape = seeds.shape[row]
            place = (np.int64(seeds.first[row]) << SHAPE) | shape
            if chosen[0] == 0 and group < seeds.crowded:
                postings.crowd[count] = (group << OWNER) | place
                latest[group] = text
                count += 1
            if not chosen[0] <= group < chosen[1]:
                continue
            if votes_of(seeds.offsets[text] + seeds.first[row], shape, seeds.worth)[1]:
                place |= WORTHLESS
            to = ends[group]
            ends[group] += 1
            postings.places[to] = (np.int64(text) << OWNER) | place
            postings.seats[row - postings.base] = to
        if chosen[0] == 0:
            postings.crowd_bounds[text + 1] = count


def meetings_of(text, seeds, postings, refrain, board):
    """The `Meetings` of a text with later ones of the stretch of `postings`. `board` holds a zero for every text.

    A crowded feature links a text to the next holder only (a chain, not a clique: 8,000 equal articles are 32 million
    pairs), and confirms no points here. Nor does one whose places in both texts multiply to more than `refrain`; where
    they multiply to more than `_HUM`, the two do not meet in it at all.
    """
    seats = postings.seats
    everything = postings.places
    groups = seeds.groups
    inside = text >= postings.begin
    begin = seeds.bounds[text]
    size = seeds.bounds[text + 1] - begin
    places = np.empty(size, np.int64)
    times = np.empty(size, np.int64)
    numbers = np.empty(size, np.int32)
    # By the first row of each feature: where the places of later texts that it meets begin and end in `met`.
    lows = np.zeros(size, np.int64)
    highs = np.zeros(size, np.int64)
    room = 0
    for x in range(size):
        group = groups[begin + x]
        places[x] = (np.int64(seeds.first[begin + x]) << 32) | x
        if x and group == groups[begin + x - 1]:
            numbers[x] = numbers[x - 1]
            continue
        numbers[x] = x
        times[x] = 1
        while x + times[x] < size and groups[begin + x + times[x]] == group:
            times[x] += 1
        highs[x] = postings.bounds[group + 1]
        # The first of a later text, or of the stretch.
        lows[x] = seats[begin + x - postings.base] + times[x] if inside else np.int64(postings.bounds[group])
        if group < seeds.crowded:
            apart = seeds.followed.size > 0 and not seeds.followed[begin + x]
            apart = apart or (not inside and postings.last[group] != text)
            highs[x] = lows[x] if apart else min(highs[x], lows[x] + 1)
        room += highs[x] - lows[x]
    met = np.empty(room, np.int64)
    silent = np.empty(room, np.bool_)
    owners = np.empty(board.size, np.int64)
    count = 0
    room = 0
    n = 0
    for x in range(size):
        if numbers[x] != x:
            continue
        at = lows[x]
        end = highs[x]
        lows[x] = room
        while at < end:
            owner = everything[at] >> OWNER
            upto = at + 1
            while upto < end and everything[upto] >> OWNER == owner:
                upto += 1
            combinations = times[x] * (upto - at)
            if combinations <= _HUM:
                if board[owner] == 0:
                    owners[count] = owner
                    count += 1
                board[owner] += combinations
                n += combinations
                quiet = groups[begin + x] < seeds.crowded or combinations > refrain
                for one in range(at, upto):
                    met[room] = everything[one]
                    silent[room] = quiet
                    room += 1
            at = upto
        highs[x] = room
    owners = np.sort(owners[:count])
    bounds = np.zeros(count + 1, np.int64)
    for x in range(count):
        bounds[x + 1] = bounds[x] + board[owners[x]]
        board[owners[x]] = bounds[x]
    here = np.empty(n, np.int64)  # rows of a collection may be more than 32 bits count
    feature = np.empty(n, np.int32)
    first = np.empty(n, np.int32)
    shape = np.empty(n, np.int8)
    votes = np.empty(n, np.float64)
    places.sort()
    # By shape where two begin at one word, for which comes first decides how far votes reach: no two there have the
    # same, and it depends on no other text.
    for x in range(1, size):
        place = places[x]
        shape_here = seeds.shape[begin + (place & 0xFFFFFFFF)]
        to = x
        while to and places[to - 1] >> 32 == place >> 32:
            if seeds.shape[begin + (places[to - 1] & 0xFFFFFFFF)] <= shape_here:
                break
            places[to] = places[to - 1]
            to -= 1
        places[to] = place
    for place in places:
        x = place & 0xFFFFFFFF
        number = numbers[x]
        if lows[number] == highs[number]:
            continue
        own = votes_of(seeds.offsets[text] + seeds.first[begin + x], seeds.shape[begin + x], seeds.worth)[0]
        for at in range(lows[number], highs[number]):
            owner = met[at] >> OWNER
            there = (met[at] >> SHAPE) & FIRST_MASK
            to = board[owner]
            board[owner] += 1
            here[to] = begin + x
            feature[to] = number
            first[to] = there
            shape[to] = -1 if silent[at] else met[at] & SHAPE_MASK
            votes[to] = own
            if met[at] & WORTHLESS:  # of equal words others are never worth more
                base = seeds.offsets[owner] + there
                votes[to] = min(own, votes_of(base, met[at] & SHAPE_MASK, seeds.worth)[0])
    for owner in owners:
        board[owner] = 0
    return Meetings(owners, bounds, here, feature, first, shape, votes)


def near_enough(meetings, low, high, seeds, voting, counted):
    """Whether the votes of meetings from `low` to `high`, of one text, reach `voting.least` in one place.

    Votes add up where they begin within `voting.reach` words of each other in both texts, those of one feature once,
    however often either text has it. `counted` has a number for each feature of the text, below any meeting's.
    """
    total = 0.0
    for x in range(low, high):
        total += meetings.votes[x]
    if total < voting.least:
        return False
    for x in range(low, high):
        here = seeds.first[meetings.here[x]]
        near = 0.0
        y = x
        while y < high and seeds.first[meetings.here[y]] - here <= voting.reach:
            fresh = counted[meetings.feature[y]] != x
            if fresh and abs(meetings.first[y] - meetings.first[x]) <= voting.reach:
                near += meetings.votes[y]
                counted[meetings.feature[y]] = x
            y += 1
        if near >= voting.least:
            return True
    return False


def partners(meetings, also, seeds, voting):
    """Later texts worth comparing with one text: those that share enough in one place, and `also` these; sorted.

    Rows are (partner, low, high): its meetings are those from `low` to `high`.
    """
    found = np.empty((meetings.owners.size + also.size, 3), np.int64)
    counted = np.full(meetings.feature.max() + 1 if meetings.feature.size else 0, -1, np.int64)
    size = 0
    x = 0
    y = 0
    while x < meetings.owners.size or y < also.size:
        met = x < meetings.owners.size and (y == also.size or meetings.owners[x] <= also[y])
        partner = meetings.owners[x] if met else also[y]
        wanted = y < also.size and also[y] == partner
        low = meetings.bounds[x] if met else 0
        high = meetings.bounds[x + 1] if met else 0
        if wanted or near_enough(meetings, low, high, seeds, voting, counted):
            found[size, 0] = partner
            found[size, 1] = low
            found[size, 2] = high
            size += 1
        x += met
        y += wanted
    return found[:size]


def search(texts, wanted, seeds, postings, extra_bounds, extra, voting, apart, linking, brevity):
    """Regions of the given texts with the later ones of a stretch, and those of the stretch with themselves, where one
    of the two is `wanted`.

    `postings` are of the stretch, and none of `texts` lies behind it. Repeats inside a text are looked for where that
    is 2. Rows are (text, partner, i0, i1, j0, j1, rarity, side); `side` is 1 or 2 where that side is a summary of the
    other, else 0. Summaries are looked for where `brevity.least` is above 0. A text repeats itself `apart` words or
    more apart. ``extra[extra_bounds[t]:extra_bounds[t + 1]]`` are further partners of text ``t``, sorted. The second
    result counts the pairs compared.
    """
    found = np.zeros((64, 8), np.float64)
    size = 0
    compared = 0
    offsets = seeds.offsets
    worth = seeds.worth
    local = seeds.local
    board = np.zeros(offsets.size - 1, np.int32)
    rows = np.full(seeds.crowded, -1, np.int64)
    common = np.empty(np.diff(postings.crowd_bounds).max() + 1, np.int64)
    points = np.empty(256, np.int64)
    spread = np.empty(256, np.int64)
    for text in texts:
        ra = offsets[text]
        rb = offsets[text + 1]
        own = np.empty(0, np.int64)
        if wanted[text] > 1 and text >= postings.begin:
            own = repeats(seeds.keys[ra:rb], worth[ra:rb], apart)
        if own.size > 0:
            regions = find_regions(
                own, np.ones(own.size, np.int64), worth[ra:rb], local[ra:rb], worth[ra:rb], local[ra:rb], linking
            )
            for x in range(regions.shape[0]):
                if regions[x, 1] >= regions[x, 2]:
                    continue  # a stretch and itself, shifted
                if size == found.shape[0]:
                    found = grown_rows(found)
                found[size, 0] = text
                found[size, 1] = text
                found[size, 2:7] = regions[x]
                found[size, 7] = 0
                size += 1
        meetings = meetings_of(text, seeds, postings, voting.refrain, board)
        pairs = partners(meetings, extra[extra_bounds[text] : extra_bounds[text + 1]], seeds, voting)
        place_crowded(text, postings, rows)
        for pair in range(pairs.shape[0]):
            partner = pairs[pair, 0]
            if not (wanted[text] or wanted[partner]):
                continue
            compared += 1
            sa = offsets[partner]
            sb = offsets[partner + 1]
            points, spread, n = join(
                meetings, pairs[pair, 1], pairs[pair, 2], text, partner, rows, common, seeds, postings, voting.refrain,
                points, spread,
            )  # fmt: skip
            if n == 0:
                continue
            if n > 0.5 * max(rb - ra, sb - sa):
                spread[:n] = 1  # copies of one article hold its phrases because they are copies
            regions = find_regions(
                points[:n], spread[:n], worth[ra:rb], local[ra:rb], worth[sa:sb], local[sa:sb], linking
            )
            summaries = np.empty((0, 5), np.int64)
            if brevity.least > 0.0:
                summaries = condensed(
                    points[:n], regions, worth[ra:rb], local[ra:rb], worth[sa:sb], local[sa:sb], brevity
                )
            for x in range(regions.shape[0] + summaries.shape[0]):
                if size == found.shape[0]:
                    found = grown_rows(found)
                if x < regions.shape[0]:
                    if part_of_summary(regions[x], summaries):
                        continue
                    found[size, 2:7] = regions[x]
                    found[size, 7] = 0
                else:
                    found[size, 2:6] = summaries[x - regions.shape[0], :4]
                    found[size, 6] = 1.0
                    found[size, 7] = summaries[x - regions.shape[0], 4]
                found[size, 0] = text
                found[size, 1] = partner
                size += 1
        clear_crowded(text, postings, rows)
    return found[:size], compared
