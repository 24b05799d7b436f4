"""What the kernels of the alignment read and give: flat columns of texts, words and aligned regions."""

from __future__ import annotations

from typing import Any, NamedTuple


class Columns(NamedTuple):
    """The tokens of a collection, text by text from ``offsets[text]`` on; `cased` goes by text.

    `words` and `keys` number words, `worth` is in nats and `local` the times a text holds a key (see
    `dedup.matching.lexicon`); `sentence`, `block` and `quoted` number the part of its text that a token stands in
    (`quoted` is −1 outside of quotations), `stock` the reason for which it is stock wording, or −1. Where no word of
    a text has a capital (`cased`), names cannot be told from other words.
    """

    offsets: Any
    words: Any
    keys: Any
    worth: Any
    local: Any
    sentence: Any
    block: Any
    quoted: Any
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
    price: float
    quoted_price: float
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
    `summary` is that of the regions.
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
