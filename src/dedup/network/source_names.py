"""One source under several names: what is said of many passages names it once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dedup.model import Match, Place, Source
from dedup.outlets import name_key

_LONGEST_PARTICLE = 3  # letters of "of", "de", "für"; an abbreviation, "US", is written in capitals


def source_names(matches: Iterable[Match], outlet_of: Mapping[str, str]) -> dict[str, str]:
    """What to call each source that the matches name: an outlet of the collection as it is called, others by
    `one_name_each`.

    `outlet_of` has the names of `dedup.outlets.outlet_names`. A name that two outlets share but for an article before
    it is neither's.
    """
    same: dict[tuple[str, ...], set[str]] = {}
    for outlet in outlet_of.values():
        same.setdefault(name_key(outlet), set()).add(outlet)
    named = [source.name for match in matches for source in match.verdict.sources]
    outlets = {name: same[key] for name in set(named) if (key := name_key(name)) in same}
    called = {name: min(found) if len(found) == 1 else name for name, found in outlets.items()}
    return one_name_each(name for name in named if name not in called) | called


def named_alike(matches: Iterable[Match], called: Mapping[str, str]) -> tuple[Match, ...]:
    """The matches with their sources called so; one that a verdict has under two names for the same words is one."""
    return tuple(_named_alike(match, called) for match in matches)


def _named_alike(match: Match, called: Mapping[str, str]) -> Match:
    judged = match.verdict
    if all(called.get(source.name, source.name) == source.name for source in judged.sources):
        return match
    found: dict[tuple[str, tuple[Place, ...]], Source] = {}
    for source in judged.sources:
        name = called.get(source.name, source.name)
        before = found.get((name, source.spans))
        likely = source.probability + (before.probability if before else 0.0)
        found[name, source.spans] = replace(source, name=name, probability=min(1.0, likely))
    main = None if judged.source is None else called.get(judged.source, judged.source)
    return replace(match, verdict=replace(judged, source=main, sources=tuple(found.values())))


def one_name_each(names: Iterable[str]) -> dict[str, str]:
    """What to call each source: of the names that are made of the same words the most frequent, then the shortest.

    Each passage names its source as its texts do. Order, spelling, genitives and small particles do not count, nor do
    first names, where only one source has that name with more.

    >>> one_name_each(["Varnian Ministry of Defense", "Varnian defence ministry", "Varnian defence ministry"])
    {'Varnian Ministry of Defense': 'Varnian defence ministry', 'Varnian defence ministry': 'Varnian defence ministry'}
    """
    counted = Counter(names)
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(counted):
        groups.setdefault(tuple(sorted(_words(name))), []).append(name)
    words = {key: _words(group[0]) for key, group in groups.items()}
    # Only names with the same words at both ends need to be compared.
    alike: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for key, found in words.items():
        if found:
            alike.setdefault((found[0], found[-1]), []).append(key)
    for short in [key for key, group in groups.items() if len(group[0].split()) > 1]:
        ends = words[short][0], words[short][-1]
        fuller = [
            key
            for key in alike[ends]
            if key in groups and len(key) > len(short) and _is_within(words[short], words[key])
        ]
        if len(fuller) == 1:
            groups[fuller[0]] += groups.pop(short)
    chosen = [(min(group, key=lambda name: (-counted[name], len(name), name)), group) for group in groups.values()]
    return {name: called for called, group in chosen for name in group}


def _is_within(fewer: Sequence[str], words: Sequence[str]) -> bool:
    """Whether words stand among others in their order: those of "statement by Rook" in "statement by Ada Rook"."""
    rest = iter(words)
    return all(word in rest for word in fewer)


def _words(name: str) -> list[str]:
    # It brings NumPy, which is there where a summary is made but not where one verdict is explained.
    from dedup.text.fold import fold_word, word_key

    words = name.split()
    kept = [word for word in words if len(word) > _LONGEST_PARTICLE or not word.islower()]
    return [word_key(fold_word(word.strip(".,"))) for word in kept or words]
