"""One name for each source, however many there are and whatever they consist of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from dedup.network.source_names import _words, one_name_each

NAMES = (
    *("", " ", ".", "-", "of"),
    *("Rook", "Ada Rook", "Ada Mary Rook", "Bea Rook", "statement by Rook", "statement by Ada Rook"),
    *("Port of Kell", "Kell Port", "Defence Ministry", "ministry of defense"),
)
names = st.lists(st.sampled_from(NAMES), max_size=12)


def by_comparing_all(every: Sequence[str]) -> dict[str, str]:
    """The same, each name held against each other one."""
    counted = Counter(every)
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(counted):
        groups.setdefault(tuple(sorted(_words(name))), []).append(name)

    def is_fuller(full: str, short: str) -> bool:
        words, fewer = _words(full), _words(short)
        rest = iter(words)
        return (words[0], words[-1]) == (fewer[0], fewer[-1]) and all(word in rest for word in fewer)

    for short in [key for key, group in groups.items() if len(group[0].split()) > 1]:
        fuller = [key for key in groups if len(key) > len(short) and is_fuller(groups[key][0], groups[short][0])]
        if len(fuller) == 1:
            groups[fuller[0]] += groups.pop(short)
    chosen = [(min(group, key=lambda name: (-counted[name], len(name), name)), group) for group in groups.values()]
    return {name: called for called, group in chosen for name in group}


@given(names)
def test_names_are_grouped_as_if_all_were_compared(every: list[str]) -> None:
    assert one_name_each(every) == by_comparing_all(every)
