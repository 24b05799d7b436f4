"""Full names at the heads of sentences: whom a sentence is about, be it that nobody says anything in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from dedup.provenance.language.epithets import plain_person
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.naming import Name, name_of
from dedup.provenance.language.persons import person_of
from dedup.provenance.language.scan import low
from dedup.provenance.language.subjects import is_no_person
from dedup.text.outline import Outline
from dedup.text.positions import block_index, span_at

_NAMED_WITHIN = 160
# Words that do not begin with a small Latin letter; what is no capital among them is told apart afterwards. Small
# letters are the commonest: they are ruled out first.
_CAPITALISED = re.compile(r"[^a-z\W\d_](?<!\w.)[\w’'-]*")
_CAPITALISED_RUN = re.compile(r"[^a-z\W\d_](?<!\w.)[\w’'-]*(?: [^a-z\W\d_][\w’'-]*)+")
_OF_THE_PAGE = frozenset({"byline", "credit"})


def subjects(
    text: str, outline: Outline, used: Sequence[Lexicon], persons: Mapping[Name, Name]
) -> Iterable[tuple[int, Name]]:
    """Full names near the head of a sentence, "Dilys Amory, 58, was queuing": the next "she said" is theirs."""
    lexicon = next((item for item in used if item.script == "cased"), None)
    if lexicon is None:
        return
    quoted = [quotation.outer for quotation in outline.quotations]
    surnames: dict[str, Name] = {}
    heads = []
    for sentence in outline.sentences:
        if span_at(quoted, sentence.start) is not None:
            continue
        if is_of_the_page(outline, sentence.start):
            continue
        head = _CAPITALISED.match(text, sentence.start, sentence.end)
        if head is not None:
            heads.append(head)
        for run in _runs(text, sentence.start, min(sentence.end, sentence.start + _NAMED_WITHIN), sentence.end):
            kept = _person_run(text, run, lexicon)
            if kept:
                name = name_of(text[kept[0].start() : kept[-1].end()])
                name = plain_person(text, person_of(name, lexicon), kept[0].start(), lexicon)
                if name is not None:
                    surnames[kept[-1].group()] = name
                    yield kept[0].start(), persons.get(name, name)
                break
    for head in heads:  # "Amory, 58, wiped her eyes."
        name = surnames.get(head.group())
        if name is not None:
            yield head.start(), persons.get(name, name)


def is_of_the_page(outline: Outline, position: int) -> bool:
    """Whether a position is in a byline or a line of credits: whoever is named there speaks in no paragraph."""
    return bool(outline.blocks) and outline.blocks[block_index(outline.blocks, position)].kind in _OF_THE_PAGE


@cache
def _bodies_and_places(lexicon: Lexicon) -> frozenset[str]:
    return lexicon.organisation | lexicon.places | lexicon.settlements


def _runs(text: str, start: int, reach: int, end: int) -> Iterator[Sequence[re.Match[str]]]:
    """Every run of two and more capitalised words that begins before `reach`, whole."""
    for hit in _CAPITALISED_RUN.finditer(text, start, reach):
        if hit.end() >= reach - 1 and reach < end:  # cut there, be it in a word or before one: "Ada Pe", "Ada Maud"
            hit = _CAPITALISED_RUN.match(text, hit.start(), end) or hit
        run: list[re.Match[str]] = []
        for word in _CAPITALISED.finditer(text, hit.start(), hit.end()):
            if word.group()[0].isupper():
                run.append(word)
                continue
            if len(run) > 1:  # a small letter of another script: "Глава МИД заявил"
                yield run
            run = []
        if len(run) > 1:
            yield run


def _person_run(text: str, run: Sequence[re.Match[str]], lexicon: Lexicon) -> Sequence[re.Match[str]]:
    """The part of a run of capitalised words that is a person's full name, or a titled surname."""
    titled = False
    first = 0
    while first < len(run) and ((word := low(run[first].group())) in lexicon.titles or word in lexicon.openers
                                or word in lexicon.stop or word.removesuffix("'s") in lexicon.openers):  # fmt: skip
        titled = titled or word in lexicon.titles
        first += 1
    run = run[first:]
    if not (2 <= len(run) <= 3 or (titled and len(run) == 1)) or low(run[0].group()) in lexicon.determiners:
        return ()
    before = text[max(0, run[0].start() - 12) : run[0].start()].split()
    # No person: "of the Cold War"; but "a point that Ada Pell made".
    if not titled and before and low(before[-1]) in lexicon.determiners - lexicon.stop:
        return ()
    if (
        not titled
        and len(before) > 1
        and low(before[-1]) in lexicon.of
        and low(before[-2]) in _bodies_and_places(lexicon)
    ):
        return ()  # "the College of Eye Physicians", "the village of Upper Brae"
    return () if any(is_no_person(hit.group(), lexicon) for hit in run) else run
