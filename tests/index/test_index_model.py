"""Whatever is done in whatever order, an index holds what a dictionary would."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from index_cases import article, batches_of, texts_of

from dedup import Index, UnknownId
from dedup.index import Added, rows

IDS = st.sampled_from([*"abcdef", "\ud800", ""])
TEXTS = st.sampled_from(["", "one", "two words", "\udfff", "x" * 5_000])
BATCHES = st.dictionaries(IDS, st.tuples(TEXTS, st.sampled_from([None, "A", "B"])), max_size=5)


class Machine(RuleBasedStateMachine):
    """`held` is what should be there, `past` what was, as (digest, reason)."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "news.dedup"
        self.held: dict[str, tuple[str, str | None]] = {}
        self.past: dict[str, list[tuple[str, str]]] = {}
        self.index: Index

    @initialize(batch=BATCHES, keep_texts=st.booleans())
    def build(self, batch: dict[str, tuple[str, str | None]], keep_texts: bool) -> None:
        given = [article(id, text, outlet) for id, (text, outlet) in batch.items()]
        self.index = Index.build(self.path, given, keep_texts=keep_texts)
        self.held = dict(batch)

    @rule(batch=BATCHES, size=st.integers(1, 3))
    def add(self, batch: dict[str, tuple[str, str | None]], size: int) -> None:
        new = versions = updated = unchanged = 0
        for id, told in batch.items():
            before = self.held.get(id)
            new += before is None
            unchanged += before == told
            updated += before is not None and before != told and before[0] == told[0]
            if before is not None and before[0] != told[0]:
                versions += 1
                self.past.setdefault(id, []).append((before[0], "replaced"))
        self.held |= batch
        with batches_of(size):
            added = self.index.add(article(id, text, outlet) for id, (text, outlet) in batch.items())
        assert added == Added(new=new, versions=versions, updated=updated, unchanged=unchanged)

    @rule(ids=st.lists(IDS, max_size=3), vacuum=st.booleans())
    def remove(self, ids: list[str], vacuum: bool) -> None:
        if set(ids) <= set(self.held):
            assert self.index.remove(ids, vacuum=vacuum) == len(set(ids))
            for id in set(ids):
                self.past.setdefault(id, []).append((self.held.pop(id)[0], "removed"))
            return
        try:
            self.index.remove(ids, vacuum=vacuum)
        except UnknownId:
            return
        raise AssertionError("an unknown id was removed")

    @rule()
    def compact(self) -> None:
        self.index.compact()
        assert self.index.info().unswept is None

    @rule()
    def reopen(self) -> None:
        self.index.close()
        self.index = Index(self.path)

    @invariant()
    def holds_what_it_should(self) -> None:
        if not hasattr(self, "index"):
            return
        keeps = self.index.keeps_texts
        assert texts_of(self.index) == {id: text if keeps else "" for id, (text, _) in self.held.items()}
        assert {each.id: each.outlet for each in self.index.articles()} == {
            id: outlet for id, (_, outlet) in self.held.items()
        }
        for id in {*self.held, *self.past}:
            told = [(each.digest, each.reason) for each in self.index.history(id)]
            should = [(_digest(text), reason) for text, reason in self.past.get(id, [])]
            assert told == should + ([(_digest(self.held[id][0]), None)] if id in self.held else [])
        info = self.index.info()
        assert info.articles == len(self.held) == len(self.index)
        assert info.versions + info.removed == sum(map(len, self.past.values()))
        assert self.index.verify() == ()

    def teardown(self) -> None:
        if hasattr(self, "index"):
            self.index.close()
        self.folder.cleanup()


def _digest(text: str) -> str:
    return rows.digest_of(text.encode("utf-8", "surrogatepass")).hex()


TestMachine = Machine.TestCase
TestMachine.settings = settings(
    max_examples=6, stateful_step_count=10, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
