"""Reports made by hand: a realistic one of five articles, an empty one, and one made to do harm."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from dedup.dates import parse_published
from dedup.model import (
    HYPOTHESES,
    ArticlePair,
    ArticleSummary,
    Cluster,
    Common,
    Edits,
    Evidence,
    Hypothesis,
    Match,
    MatchKind,
    OutletFlow,
    Passage,
    PassageKind,
    Place,
    Report,
    Scores,
    SetAside,
    Skipped,
    Source,
    Verdict,
)


def article(id: str, outlet: str | None, published: str | None, words: int, **other: object) -> ArticleSummary:
    values: dict[str, object] = {
        "outlet_origin": "given" if outlet else "unknown",
        "published_origin": "given" if published else "unknown",
        "title": None,
        "url": None,
        "source": None,
        "counted_words": words - 12,
        "extra": {},
    }
    return ArticleSummary(
        id=id,
        outlet=outlet,
        published=parse_published(published),
        words=words,
        **(values | other),  # type: ignore[arg-type]
    )


def verdict(
    probabilities: Mapping[Hypothesis, float],
    ledger: Sequence[Evidence] = (),
    source: str | None = None,
    label: str | None = None,
) -> Verdict:
    full = {name: probabilities.get(name, 0.0) for name in HYPOTHESES}
    best = max(HYPOTHESES, key=lambda name: full[name])
    return Verdict(
        label=label or best,
        probability=full[best],
        probabilities=full,
        source=source,
        sources=(Source(name=source, probability=full["common-source"]),) if source else (),
        ledger=tuple(ledger),
    )


def match(
    id: str,
    left: tuple[str, int, str],
    right: tuple[str, int, str],
    judged: Verdict,
    kind: MatchKind = "near-verbatim",
    kinds: tuple[PassageKind, PassageKind] = ("quotation", "quotation"),
    confidence: float = 0.97,
    moved: Sequence[tuple[str, str]] = (),
    near: Sequence[tuple[str, str]] = (),
) -> Match:
    """A match whose `common` comes from comparing the words; `moved` and `near` name further pairs of words."""
    words = [[(found[0], found.start()) for found in re.finditer(r"\w+", side[2])] for side in (left, right)]
    keys_left, keys_right = ([word.lower() for word, _ in side] for side in words)
    blocks = difflib.SequenceMatcher(None, keys_left, keys_right, autojunk=False).get_matching_blocks()
    common = [
        Common(
            left_start=left[1] + words[0][block.a + step][1],
            left_end=left[1] + words[0][block.a + step][1] + len(words[0][block.a + step][0]),
            right_start=right[1] + words[1][block.b + step][1],
            right_end=right[1] + words[1][block.b + step][1] + len(words[1][block.b + step][0]),
            kind="same",
        )
        for block in blocks
        for step in range(block.size)
    ]
    for name, extra in (("moved", moved), ("near", near)):
        for a, b in extra:
            at, there = left[1] + left[2].index(a), right[1] + right[2].index(b)
            common.append(
                Common(
                    left_start=at,
                    left_end=at + len(a),
                    right_start=there,
                    right_end=there + len(b),
                    kind=name,  # type: ignore[arg-type]
                )
            )
    aligned = len(common)
    count_left, count_right = len(words[0]), len(words[1])
    return Match(
        id=id,
        left=Passage(article=left[0], start=left[1], end=left[1] + len(left[2]), text=left[2], kind=kinds[0]),
        right=Passage(article=right[0], start=right[1], end=right[1] + len(right[2]), text=right[2], kind=kinds[1]),
        kind=kind,
        confidence=confidence,
        scores=Scores(
            jaccard=aligned / (count_left + count_right - aligned),
            containment_left=aligned / count_left,
            containment_right=aligned / count_right,
            aligned_words=aligned,
            share_left=aligned / count_left,
            share_right=aligned / count_right,
            longest_run=max(block.size for block in blocks),
            rarity_overlap=2 / 3,
            order_free=0.9,
            edits=Edits(insert=1, delete=2, substitute=3, move=len(moved)),
        ),
        common=tuple(sorted(common)),
        verdict=judged,
    )


COURIER, GAZETTE, HERALD, TELEGRAM, WEEKLY = (
    "news/2031-03/calder-courier/tarn-dam-evacuation.txt",
    "news/2031-03/gazette/dam.txt",
    "news/2031-03/herald/dam.txt",
    "news/2031-03/telegram/0417.txt",
    "news/2031-03/weekly/long-read-the-valley-that-was-told-to-leave-by-nightfall.txt",
)
_WARNING = (
    "The spillway is holding and there is no immediate danger to the town, but anyone living below the "
    "bridge should be ready to leave at an hour's notice"
)
_WARNING_EDITED = (
    "the spillway is holding and there's no immediate danger to the town, but everyone who lives below the "
    "bridge should be prepared to leave at an hour’s notice"
)
_HISTORY = (
    "Built in 1958 to carry drinking water to the mill towns of the lower Calder, the dam was raised by four "
    "metres in 1977 after two dry summers, and its earth core has been watched by a grid of pressure gauges "
    "since a seepage scare in 1994 that emptied three villages for a week. The board spent eleven million on "
    "a new drainage gallery six years ago, and its own engineers said at the time that the work would keep the "
    "structure safe for another half century if the gallery was inspected twice a year and cleared of silt"
)
_HISTORY_CUT = (
    _HISTORY.replace(" for a week", "").replace("eleven million", "£11m").replace("its own engineers", "engineers")
)
_RATES = "Nobody will pay a penny more on their water bill because of this"
_RATES_MOVED = "Because of this nobody will pay one penny more on their water bills"


def realistic() -> Report:
    """Five articles of five outlets about one invented event."""
    common = Evidence(
        signal="attribution.shared-source",
        weights={"common-source": 2.1, "left-to-right": -0.4, "right-to-left": -0.4},
        trigger="Tarn Water Board: “the Tarn Water Board said in a statement”",
        spans=(Place(article=COURIER, start=420, end=461),),
    )
    quoted = Evidence(
        signal="quotation.both",
        weights={"common-source": 0.9, "independent-renderings": 0.3},
        trigger="quoted on both sides",
    )
    later = Evidence(signal="timing.order", weights={"left-to-right": 0.7, "right-to-left": -2.5}, trigger="2031-03-04")
    run = Evidence(signal="wording.identical-run", weights={"left-to-right": 1.4, "right-to-left": 1.4}, trigger="")
    board: Mapping[Hypothesis, float] = {"common-source": 0.86, "independent-renderings": 0.08, "left-to-right": 0.06}
    unsure: Mapping[Hypothesis, float] = {"common-source": 0.44, "left-to-right": 0.41, "right-to-left": 0.15}
    copied: Mapping[Hypothesis, float] = {"left-to-right": 0.81, "common-source": 0.15, "right-to-left": 0.04}
    matches = (
        match(
            "3f2a91",
            (COURIER, 402, _WARNING),
            (GAZETTE, 1180, _WARNING_EDITED),
            verdict(board, (later, common, quoted), "Tarn Water Board"),
            near=[("living", "lives"), ("anyone", "everyone"), ("ready", "prepared")],
        ),
        match(
            "77c04d",
            (COURIER, 2011, _HISTORY),
            (TELEGRAM, 905, _HISTORY_CUT),
            verdict(copied, (later, run)),
            kinds=("narration", "narration"),
            confidence=0.996,
        ),
        match(
            "a1b2c3",
            (GAZETTE, 1502, _RATES),
            (HERALD, 611, _RATES_MOVED),
            verdict(unsure, (quoted,), label="undetermined"),
            kind="reordered",
            confidence=0.71,
            moved=[("because of this", "Because of this")],
            near=[("a penny", "one penny"), ("bill", "bills")],
        ),
        match(
            "d00d1e",
            (HERALD, 95, _WARNING[:70]),
            (WEEKLY, 3020, "the spillway is holding and there is no danger to the town"),
            verdict({"common-source": 0.58, "independent-renderings": 0.42}, (quoted,), "Tarn Water Board"),
            kind="reworded",
            kinds=("quotation", "narration"),
            confidence=0.83,
        ),
    )
    footer = match(
        "f00f00",
        (GAZETTE, 3000, "Sign up here for the morning briefing and never miss a story"),
        (HERALD, 2100, "Sign up here for the morning briefing and never miss a story"),
        verdict({"incidental": 0.9, "common-source": 0.1}),
        kind="verbatim",
        kinds=("boilerplate", "boilerplate"),
    )
    return Report(
        schema_version="1.0",
        settings={"level": "passage", "min_words": 8, "min_confidence": 0.5, "seed": 1},
        articles=(
            article(COURIER, "The Calder Courier", "2031-03-04T06:30:00Z", 567, url="https://courier.example/tarn"),
            article(
                GAZETTE, "Northmoor Gazette", "2031-03-04", 661, title="Town told to pack", extra={"desk": "North"}
            ),
            article(HERALD, "Harbour Herald", "2031-03-05/2031-03-06", 436, published_origin="inferred"),
            article(TELEGRAM, "Telegram", "2031-03-04T21:15", 312, outlet_origin="inferred"),
            article(WEEKLY, "青港日報", None, 1539),
        ),
        matches=matches,
        set_aside=(
            SetAside(match=footer, reason="boilerplate", detail="in 7 articles"),
            SetAside(match=replace(matches[3], id="d00d1f"), reason="incidental", detail="a formula of the board"),
        ),
        article_pairs=(
            pair(COURIER, GAZETTE, 1, 30, 0.0504, 0.043, {"common-source": 30}),
            pair(COURIER, TELEGRAM, 1, 92, 0.166, 0.307, {"left-to-right": 92}),
            pair(GAZETTE, HERALD, 1, 13, 0.02, 0.03, {"undetermined": 13}),
            pair(HERALD, WEEKLY, 1, 12, 0.028, 0.008, {"common-source": 12}),
        ),
        outlet_flows=(
            flow("Harbour Herald", "Northmoor Gazette", 1, 13, 0.03, 0.02, {"undetermined": 13}),
            flow("Harbour Herald", "青港日報", 1, 12, 0.028, 0.008, {"common-source": 12}),
            flow("Northmoor Gazette", "The Calder Courier", 1, 30, 0.043, 0.0504, {"common-source": 30}),
            flow("Telegram", "The Calder Courier", 1, 92, 0.307, 0.166, {"right-to-left": 92}),
        ),
        clusters=(
            Cluster(
                id=1,
                articles=(COURIER, GAZETTE, HERALD, TELEGRAM, WEEKLY),
                representative=COURIER,
                passages=tuple(
                    Place(article=each, start=0, end=40) for each in (COURIER, GAZETTE, HERALD, TELEGRAM, WEEKLY)
                ),
                pairs=((COURIER, GAZETTE), (COURIER, TELEGRAM), (GAZETTE, HERALD), (HERALD, WEEKLY)),
                matches=("0a1b2c3d4e5f",),
            ),
        ),
        skipped=(Skipped(path="news/2031-03/broken.jsonl", line=17, reason="not UTF-8 at byte 88"),),
        stats={"candidates": 41, "passages": 212},
    )


def pair(
    left: str, right: str, passages: int, words: int, in_left: float, in_right: float, mix: Mapping[str, int]
) -> ArticlePair:
    return ArticlePair(
        left=left,
        right=right,
        passages=passages,
        shared_words=words,
        containment_left=in_left,
        containment_right=in_right,
        jaccard=0.03,
        narration_containment_left=0.0,
        narration_containment_right=0.0,
        verdict_words=mix,
    )


def flow(
    left: str, right: str, passages: int, words: int, in_left: float, in_right: float, mix: Mapping[str, int]
) -> OutletFlow:
    return OutletFlow(
        left=left,
        right=right,
        article_pairs=1,
        passages=passages,
        shared_words=words,
        containment_left=in_left,
        containment_right=in_right,
        verdict_words=mix,
    )


def empty() -> Report:
    return Report(
        schema_version="1.0",
        settings={},
        articles=(),
        matches=(),
        set_aside=(),
        article_pairs=(),
        outlet_flows=(),
        clusters=(),
        skipped=(),
        stats={},
    )


# Each is put into every place of a report that takes text from outside.
ATTACKS: tuple[str, ...] = (
    "\x1b]0;owned\x07\x1b[31mred\x9b31m\x08\x7f",
    "[bold]x[/foo] [link=file:///etc/passwd]y[/link] :smile:",
    "\u202egnp.exe\u2066 a\u200bb\ufeff\u00ad \U000e0041",
    "<script>alert(1)</script>\"'&",
    '=HYPERLINK("http://x.example","y")',
    "\t=1+1",
    "::error file=a::owned\n::set-output name=x::y ##[add-path]z",
    "| a | b |\n| --- | --- |\n# heading\n- [x](javascript:alert(1)) `code` **b** $x$ @someone www.x.example",
    "lone \ud800 surrogate \x00 nul \ufffe",
    "first\r\nsecond\u2028third\x85fourth\x0bfifth",
    "\u0627\u0644\u0639\u0631 عربي नमस्ते 新聞 👩‍👧",
    "javascript:alert(1)",
    "../../etc/passwd",
)


def hostile(attack: str | None = None) -> Report:
    """A report with `attack` (or each of `ATTACKS` in turn) wherever text comes from outside."""
    attacks = [attack] if attack is not None else list(ATTACKS)
    ids = [f"{text}/{number}/{text}" for number, text in enumerate(attacks)] + ["plain", attacks[0]]
    articles = tuple(
        article(id, text, None, 100, title=text, url=text, source=text, extra={text: [text, {"n": 1}]})
        for id, text in zip_longest(ids, attacks, fillvalue=attacks[-1])
    )
    matches = []
    for number, text in enumerate(attacks):
        said = f"{text} shared words {text}"
        entry = Evidence(signal=text, weights={"common-source": 1.0}, trigger=text)
        matches.append(
            match(
                f"{number:04x}",
                (ids[number], 3, said),
                ("plain", 7, f"other {said} {text}"),
                verdict({"common-source": 0.9, "incidental": 0.1}, (entry,), text),
            )
        )
    return Report(
        schema_version="1.0",
        settings={"note": attacks[0]},
        articles=articles,
        matches=tuple(matches),
        set_aside=tuple(SetAside(match=each, reason="boilerplate", detail=attacks[0]) for each in matches),
        article_pairs=tuple(pair(id, "plain", 1, 4, 0.1, 0.1, {"common-source": 4}) for id in ids[: len(attacks)]),
        outlet_flows=tuple(flow(text, "z", 1, 4, 0.1, 0.1, {"common-source": 4}) for text in attacks),
        clusters=(),
        skipped=tuple(Skipped(path=text, line=None, reason=text) for text in attacks),
        stats={},
    )
