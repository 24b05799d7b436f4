"""Quotations: whole, in part, in two halves, with gaps, or as reported speech."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from simulation import lists
from simulation.clauses import lowered, raised
from simulation.pieces import Block, Credit, Run, Sentence, runs_in

_NAME = r"[A-ZÀ-ÖØ-Þ][\w.'-]+(?: (?:de|la|von|van|al|bin|[A-ZÀ-ÖØ-Þ][\w.'-]*)){0,3}"
_SAID = r"(?:said|says|added|adds|told|argued|explained|warned|insisted|noted|continued|wrote)"
_AFTER = re.compile(rf"^[,.!?]*\" (?:{_SAID} )?(?:(?:[A-Z][a-z]+\. )?)({_NAME})(?: {_SAID}\b|,|\.|$| in\b| on\b)")
_BEFORE = re.compile(rf"({_NAME})(?:, [^\",]{{3,60}},)? {_SAID}(?: [^\"]{{0,40}})?[,:] \"$")
_NO_NAME = frozenset(
    "The A An He She It They We In On At But And That This Mr Ms Mrs Sen Rep Gov President Senator".split()
)
_SHIFTS = lists.shifts()
_LEAST_PART = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """Who says something and with which verb, and the credit that the verb carries, if any."""

    speaker: str
    verb: str = "said"
    credit: Credit | None = None


def speaker_in(before: str, after: str) -> str | None:
    """Who speaks the words between two stretches of a sentence, where a name is given."""
    match = _AFTER.match(after) or _BEFORE.search(before)
    if match is None:
        return None
    name = match[1].rstrip(".,").removesuffix("'s")
    words = name.split()
    while words and words[0].rstrip(".") in _NO_NAME:
        words = words[1:]
    return " ".join(words) if words and words[0][:1].isupper() and not words[-1].islower() else None


def say(saying: Saying, marks: tuple[str, ...], inverted: bool = False) -> tuple[Run, ...]:
    """``Speaker said``, the verb apart where it carries a credit."""
    if inverted and saying.credit is None and " " not in saying.verb:
        return (Run(text=f"{saying.verb} {saying.speaker}", marks=marks),)
    return (
        Run(text=f"{saying.speaker} ", marks=marks),
        Run(text=saying.verb, marks=marks, credit=saying.credit),
    )


def direct(words: str, saying: Saying, marks: tuple[str, ...], inner: tuple[str, ...], draw: Random) -> list[Sentence]:
    """A quotation with its speaker after it, before it, or in its middle. `inner` marks the words themselves."""

    def plain(text: str) -> Run:
        return Run(text=text, marks=marks)

    def quoted(text: str) -> Run:
        return Run(text=text, marks=inner, quoted=True, speaker=saying.speaker)

    form = draw.random()
    end = "" if words[-1:] in "?!" else ","
    halves = _halves(words)
    if form < 0.25 and halves is not None:
        first, second = halves
        close = "" if first[-1:] in "?!" else ","
        end = "" if second[-1:] in "?!" else "."
        start = (plain('"'), quoted(first), plain(f'{close}" '), *say(saying, marks))
        if second[0].isupper():
            return [(*start, plain(".")), (plain('"'), quoted(second), plain(f'{end}"'))]
        return [(*start, plain(', "'), quoted(second), plain(f'{end}"'))]
    if form < 0.45:
        stop = "" if words[-1:] in "?!" else "."
        colon = draw.choice((":", ","))
        return [(*say(saying, marks), plain(f'{colon} "'), quoted(words), plain(f'{stop}"'))]
    return [(plain('"'), quoted(words), plain(f'{end}" '), *say(saying, marks, draw.random() < 0.15), plain("."))]


def partial(words: str, saying: Saying, marks: tuple[str, ...], inner: tuple[str, ...], draw: Random) -> list[Sentence]:
    """The first words reported, the rest quoted: ``She said it was not "a matter of money alone."``"""
    tokens = words.split()
    if "?" in words or "!" in words:
        return direct(words, saying, marks, inner, draw)
    if len(tokens) < 2 * _LEAST_PART:
        return reported(words, saying, marks, inner, draw)
    at = draw.randint(_LEAST_PART, len(tokens) - _LEAST_PART)
    lead, rest = shifted(" ".join(tokens[:at])), " ".join(tokens[at:]).rstrip(".,")
    return [
        (
            *say(saying, marks),
            Run(text=" that ", marks=marks),
            Run(text=f"{lowered(lead)} ", marks=inner),
            Run(text='"', marks=inner),
            Run(text=rest, marks=inner, quoted=True, speaker=saying.speaker),
            Run(text='."', marks=marks),
        )
    ]


def reported(
    words: str, saying: Saying, marks: tuple[str, ...], inner: tuple[str, ...], draw: Random
) -> list[Sentence]:
    """The words as reported speech; what is asked or exclaimed is quoted."""
    if "?" in words or "!" in words:
        return direct(words, saying, marks, inner, draw)
    text = lowered(shifted(words)).rstrip(".,;!?")
    if draw.random() < 0.3 and saying.credit is None:
        return [
            (
                Run(text=raised(text), marks=inner),
                Run(text=", ", marks=marks),
                *say(saying, marks),
                Run(text=".", marks=marks),
            )
        ]
    that = draw.choice((" that ", " that ", " "))
    return [(*say(saying, marks), Run(text=that, marks=marks), Run(text=text, marks=inner), Run(text=".", marks=marks))]


def shifted(words: str) -> str:
    """Persons and tenses as reported speech has them."""

    def change(match: re.Match[str]) -> str:
        new = _SHIFTS.get(match[0].lower())
        if new is None:
            return match[0]
        return raised(new) if match[0][0].isupper() and match[0].lower() not in ("i", "i'm", "i've", "i'll") else new

    return re.sub(r"\b[A-Za-z]+(?:'[a-z]+)?\b", change, re.sub(r"([.!?]) (?=[A-Z])", "; ", words))


def elided(words: str, draw: Random) -> str:
    """A quotation with a gap in its middle, or cut short."""
    tokens = words.split()
    if len(tokens) < 3 * _LEAST_PART:
        return words
    start = draw.randint(_LEAST_PART, len(tokens) - 2 * _LEAST_PART)
    stop = draw.randint(start + 2, min(len(tokens) - _LEAST_PART, start + 12))
    mark = draw.choice(("…", "...", ". . ."))
    return f"{' '.join(tokens[:start]).rstrip(',.;')} {mark} {' '.join(tokens[stop:])}"


def cut(words: str, draw: Random) -> str:
    """One end of a quotation: a sentence of several, or the words up to a comma."""
    parts = re.split(r"(?<=[.!?]) (?=[A-Z])", words)
    if len(parts) > 1:
        keep = draw.randint(1, len(parts) - 1)
        return " ".join(parts[:keep] if draw.random() < 0.6 else parts[keep:]).rstrip(".")
    parts = words.split(", ")
    if len(parts) > 1:
        for keep in draw.sample(range(1, len(parts)), len(parts) - 1):
            head = ", ".join(parts[:keep])
            if len(head.split()) >= _LEAST_PART:
                return head
    return words


def bracketed(words: str, draw: Random) -> str:
    """A pronoun filled in by an editor."""
    thing = draw.choice(("[the plan]", "[the decision]", "[the proposal]", "[the report]", "[the agreement]"))
    return re.sub(r"(?<=[a-z] )(?:it|this|that)(?= (?:is|was|will|would|has|can|does)\b)", thing, words, count=1)


def _halves(words: str) -> tuple[str, str] | None:
    sentences = re.split(r"(?<=[.!?]) (?=[A-Z])", words)
    if len(sentences) > 1:
        return sentences[0].rstrip("."), " ".join(sentences[1:]).rstrip(".")
    place = [match.start() for match in re.finditer(", (?=[a-z])", words)]
    place = [at for at in place if 15 < at < len(words) - 20]
    return (words[: place[0]], words[place[0] + 2 :].rstrip(".")) if place else None


def wording(block: Block, mark: str) -> tuple[str, str | None, bool]:
    """The words of a marked quotation in a block, who says them, and whether all of them are quoted."""
    held = [run for run in runs_in(block) if mark in run.marks and run.text.strip(' "')]
    words = " ".join(run.text.strip() for run in held)
    speaker = next((run.speaker for run in held if run.speaker), None)
    return words, speaker, bool(held) and all(run.quoted for run in held)
