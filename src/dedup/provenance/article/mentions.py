"""Where a text mentions the persons who speak in it, and by which titles it knows them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from dedup.provenance.article.cited import by_token
from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.naming import Name, name_of
from dedup.provenance.language.persons import person_of
from dedup.provenance.language.scan import low, occurrences

_JOINING = ("-", "'", "_")
_RUN = re.compile(r"[^\W_]+")
# So many words are not searched for one by one: in a list of persons each would be looked for among all others.
_MANY = 100

Mentions = Sequence[tuple[int, Name]]


def title_in(words: str, used: Sequence[Lexicon]) -> str | None:
    """The title in the words that lead up to a verb of saying, as it stands before a name: ``President``."""
    titles = {word for lexicon in used if lexicon.script == "cased" for word in lexicon.titles}
    found = [word.capitalize() for word in low(words).split() if word in titles]
    return found[-1] if found else None


def holders(text: str, title: str, speaking: Mentions, used: Sequence[Lexicon]) -> Mentions:
    """The mentions of persons who bear a title in the text: those of "President Ada Pell" for "the president".

    Where none of those who speak by name bears it, who is called so: "Mr Ross met President Pell. The president said".
    """
    borne = list(_bearers(text, title))
    words = {word for _, run in borne for word in run}
    found = [(at, name) for at, name in speaking if name.display.split()[-1] in words]
    if found:
        return found
    lexicon = next((each for each in used if each.script == "cased"), None)
    named = ((at, name_of(" ".join(run))) for at, run in borne)
    persons = ((at, person_of(name, lexicon)) for at, name in named) if lexicon is not None else ()
    return [(at, name) for at, name in persons if name is not None]


def _bearers(text: str, title: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The names that follow a title which nobody lost, word by word, and where."""
    for hit in re.finditer(rf"(?<!\w){re.escape(title)}((?: [^\W\d_a-z][\w.’'-]*){{1,3}})", text):
        before = low(text[max(0, hit.start() - 8) : hit.start()]).rstrip(" -")
        if not before.endswith(("former", "ex", "vice")):
            words = hit.group(1).split()
            yield hit.start(1) + 1, [word.removesuffix("'s").removesuffix("’s").rstrip(".") for word in words]


def full_names(names: Iterable[Name]) -> dict[Name, Name]:
    """Each name of a person to the fullest form of it in the text."""
    every = tuple(dict.fromkeys(names))
    longer = by_token(name for name in every if len(name.tokens) > 1)
    return {
        name: max(
            (name, *(longer.get(name.tokens[0], ()) if len(name.tokens) == 1 else ())),
            key=lambda other: (len(other.tokens), other.display),
        )
        for name in every
    }


def mentioned(text: str, lower: str, persons: Mapping[Name, Name]) -> list[tuple[int, Name]]:
    """Where a known person is named, by the word the text names them by alone, else by the last one."""
    by_word: dict[str, Name] = {}
    for name, full in persons.items():
        by_word.setdefault(low(name.display.split()[-1]), full)
    found: list[tuple[int, Name]] = []
    for at, word in _places(lower, by_word):
        joined = lower[at - 1 : at] in _JOINING or lower[at + len(word) : at + len(word) + 1] in _JOINING
        if text[at].isupper() and (not joined or lower.startswith("'s", at + len(word))):
            found.append((at, by_word[word]))
    return sorted(found)


def _places(lower: str, words: Collection[str], many: int = _MANY) -> Iterator[tuple[int, str]]:
    """Where words that begin with a letter stand in a searchable text, and which."""
    if len(words) < many:
        yield from ((at, word) for word in words for at in occurrences(lower, word))
        return
    by_run: dict[str, list[str]] = {}
    for word in words:
        if run := _RUN.match(word):
            by_run.setdefault(run.group(), []).append(word)
    for hit in _RUN.finditer(lower):
        for word in by_run.get(hit.group(), ()):
            end = hit.start() + len(word)
            if lower.startswith(word, hit.start()) and not lower[end : end + 1].isalnum():
                yield hit.start(), word
