"""What the kernels of the search and the alignment read and give: flat columns of texts, words and aligned regions."""

from __future__ import annotations

from typing import Any, NamedTuple


class Seeds(NamedTuple):
    """The tokens of a collection and their seed features, for the search.

    Tokens go text by text from ``offsets[text]`` on: `keys` number words, `worth` is in nats, `local` the times a text
    holds a key (see `dedup.matching.lexicon`). Rows of features go text by text from ``bounds[text]`` on: `groups`,
    `first` and `shape`, and by group `texts`, are those of `dedup.matching.features.Features`. Groups below
    `crowded` are held by too many texts to link all of them. Of a part of a collection `followed` says by row whether
    the next text here that holds the feature is the next of all; of a whole collection it is empty.
    """

    offsets: Any
    keys: Any
    worth: Any
    local: Any
    bounds: Any
    groups: Any
    first: Any
    shape: Any
    texts: Any
    crowded: int
    followed: Any


class Postings(NamedTuple):
    """The rows of features of a stretch of texts, from `begin` to `end`, by what they are equal to, each in one number.

    What is looked at together lies together: ``places[bounds[g]:bounds[g + 1]]`` are those of group ``g``, by text, as
    ``text << 37 | first << 6 | shape``, with 32 where a word of the feature is worth nothing; ``seats[row - base]`` is
    the place of a row, `base` the first row of the stretch. ``last[g]`` is the last text before the stretch that holds
    a crowded feature, −1 where none does. ``crowd[crowd_bounds[t]:crowd_bounds[t + 1]]`` are the crowded ones of text
    ``t``, of the stretch or before it, by group, as ``group << 37 | first << 6 | shape``. See `OWNER` and `SHAPE` in
    `dedup.matching.point_kernels`.
    """

    begin: int
    end: int
    base: int
    bounds: Any
    places: Any
    seats: Any
    last: Any
    crowd_bounds: Any
    crowd: Any


class Meetings(NamedTuple):
    """Where later texts hold a feature of one text, by these texts, then by place.

    Meetings ``bounds[x]:bounds[x + 1]`` are those with text ``owners[x]``: row ``here`` of the one text is equal to the
    feature of that `shape` which begins at word `first` of the other, worth so many `votes` (nats). A shape of −1
    confirms no points. `feature` numbers what is met, equal features alike.
    """

    owners: Any
    bounds: Any
    here: Any
    feature: Any
    first: Any
    shape: Any
    votes: Any


class Voting(NamedTuple):
    """When features that two texts share make them worth comparing: see `dedup.matching.search_kernels`.

    A feature whose places in both texts multiply to more than `refrain` confirms no points.
    """

    reach: int
    least: float
    refrain: int


class Linking(NamedTuple):
    """When points make a region: see `dedup.matching.presets.Preset`.

    ``thinning[n]`` divides the worth of a word that stands n times in its text; a phrase that n texts hold keeps
    ``rarity[n]`` of its worth, 1 where that is all.
    """

    gap: int
    least_gap: int
    weight: float
    density: float
    cost: float
    floor: float
    thinning: Any
    rarity: Any


class Brevity(NamedTuple):
    """When points make a summary: see `dedup.matching.presets.Summary`.

    ``thinning[n]`` divides the worth of a word that stands n times in its text.
    """

    share: float
    least: float
    spread: float
    thinning: Any


class Columns(NamedTuple):
    """The tokens of a collection, text by text from ``offsets[text]`` on; `cased` goes by text.

    `words` and `keys` number words, `worth` is in nats and `local` the times a text holds a key (see
    `dedup.matching.lexicon`); `sentence`, `block` and `quoted` number the part of its text that a token stands in
    (`quoted` is −1 outside of quotations), `elided` says that an ellipsis stands before it, `stock` the reason for
    which it is stock wording, or −1. Where no word of a text has a capital (`cased`), names cannot be told from other
    words.
    """

    offsets: Any
    words: Any
    keys: Any
    worth: Any
    local: Any
    sentence: Any
    block: Any
    quoted: Any
    elided: Any
    stock: Any
    cased: Any


class Words(NamedTuple):
    """What is known of word keys: see `dedup.matching.lexicon.Lexicon`."""

    weight: Any
    common: Any
    name: Any
    character: Any
    extent: Any


class Limits(NamedTuple):
    """What a preset asks for: see `dedup.matching.presets.Preset`.

    ``thinning[n]`` divides the worth of a word that stands n times in its text. `whole` makes one passage of two
    texts of the same words. `reasons` is how many reasons there are for stock wording.
    """

    reach: int
    quoted_reach: int
    statement_share: float
    price: float
    quoted_price: float
    reported_price: float
    statement_price: float
    floor: float
    trim_framing: bool
    whole: bool
    reasons: int
    thinning: Any


class Side(NamedTuple):
    """The `Columns` of one text."""

    text: int
    words: Any
    keys: Any
    worth: Any
    local: Any
    sentence: Any
    block: Any
    quoted: Any
    elided: Any
    stock: Any
    cased: bool


class Batch(NamedTuple):
    """Aligned regions, one row each; rows of `places` whose `aligned` is false say nothing.

    `places` are (left start, left end, right start, right end), half-open. ``pairs[bounds[x]:bounds[x + 1]]`` are the
    matches of a region: first `in_order` of them in order, then moved ones by the left side. `evidence` is the worth of
    the matched words in nats (names are worth little), `density` their share of the worth of all words, the lesser
    of both sides; `bare_evidence` and `bare_density` are those where stock wording is worth nothing. `quoted` says
    that both texts mark the words as a quotation. `names` is the share of names among the matched words that are no
    function words, `overlap` the weight of the words that both passages hold over that of all their words. `words`
    is the length of the shorter passage. `stock` are (shared words, those that are stock wording, reason of most);
    `summary` is that of the regions. `left_over` are rows (region, place) of words in a row that stand in another order
    and were left away.
    """

    aligned: Any
    places: Any
    bounds: Any
    in_order: Any
    pairs: Any
    evidence: Any
    density: Any
    bare_evidence: Any
    bare_density: Any
    quoted: Any
    names: Any
    overlap: Any
    words: Any
    stock: Any
    summary: Any
    left_over: Any
