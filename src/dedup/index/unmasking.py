"""What was found in masked texts, told in plain words as far as these are known: as far as new articles hold them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from dedup.index import held
from dedup.index.alphabets import LATIN
from dedup.index.masking import Mask, is_plain
from dedup.index.pieces import Letters
from dedup.index.stems import stem_of
from dedup.matching.stock_file import Listed
from dedup.model import Article, ArticleSummary, Evidence, Match, Passage, Source, Verdict
from dedup.provenance.view import quote
from dedup.text.classes import CLASS_MAP, LETTER, SINGLE, UPPER
from dedup.text.fold import fold_word, word_key
from dedup.text.tokens import tokenize

# Stands for a letter that nobody here knows. It is no letter itself, so that nobody takes it for a word.
HIDDEN = "\N{WHITE SQUARE}"
# Words as long as a stem are known for masked ones by their letters.
_LEAST = 4
# Lengths to which a ledger cuts what it quotes.
_QUOTED = (60, 80, 160)


class Unmasked:
    """Shows what was found in `masked` articles as the `plain` ones have it, which are in any order: a `Shown`."""

    def __init__(
        self,
        db: sqlite3.Connection,
        letters: Letters,
        mask: Mask,
        plain: Sequence[Article],
        masked: Sequence[Article],
    ) -> None:
        self._db = db
        self._letters = letters
        self._mask = mask
        self._plain = {article.id: article for article in plain}
        self._masked = {article.id: article.text for article in masked}
        self._words: dict[str, str] = {}
        for article in plain:
            self._learn(article.text, self._masked[article.id])
            self._named(article)
        self._held: dict[str, tuple[Article, str]] = {}
        self._shown = lru_cache(maxsize=1 << 16)(self._told)

    def listed(self, listed: Listed) -> Listed:
        """Phrases of stock wording, masked like the texts."""
        return Listed(
            phrases=tuple(
                (tuple(word_key(fold_word(self._mask.word(word))) for word in phrase), place)
                for phrase, place in listed.phrases
            )
        )

    def summary(self, summary: ArticleSummary) -> ArticleSummary:
        article = self._article(summary.id)
        return replace(summary, outlet=article.outlet, url=article.url)

    def match(self, match: Match) -> Match:
        left, right = self._passage(match.left), self._passage(match.right)
        return replace(match, left=left, right=right, verdict=self._verdict(match.verdict))

    def detail(self, detail: str) -> str:
        return self._words_of(detail)

    def _verdict(self, verdict: Verdict) -> Verdict:
        return replace(
            verdict,
            source=None if verdict.source is None else self._words_of(verdict.source),
            sources=tuple(self._source(each) for each in verdict.sources),
            ledger=tuple(self._evidence(each) for each in verdict.ledger),
        )

    def _source(self, source: Source) -> Source:
        return replace(source, name=self._words_of(source.name))

    def _evidence(self, evidence: Evidence) -> Evidence:
        trigger = evidence.trigger
        for place in evidence.spans:
            masked, plain = self._masked_text(place.article), self._text(place.article)
            for limit in _QUOTED:
                quoted = quote(masked[place.start : place.end], limit)
                if quoted and quoted in trigger:
                    trigger = trigger.replace(quoted, quote(plain[place.start : place.end], limit))
                    break
        return replace(evidence, trigger=self._words_of(trigger))

    def _passage(self, passage: Passage) -> Passage:
        return replace(passage, text=self._text(passage.article)[passage.start : passage.end])

    def _article(self, id: str) -> Article:
        """An article with its own outlet and address; of a held one the text is masked."""
        return self._plain.get(id) or self._held_article(id)[0]

    def _text(self, id: str) -> str:
        """The text of an article as it is shown."""
        return self._plain[id].text if id in self._plain else self._held_article(id)[1]

    def _masked_text(self, id: str) -> str:
        return self._masked[id] if id in self._masked else self._held_article(id)[0].text

    def _held_article(self, id: str) -> tuple[Article, str]:
        if id not in self._held:
            article = held.find(self._db, [id], texts=True, letters=self._letters)[id].article
            self._named(article)
            self._held[id] = article, self._words_of(article.text, every=True)
        return self._held[id]

    def _named(self, article: Article) -> None:
        for name in (article.outlet, article.url):
            if name:
                self._learn(name, self._mask.text(name))

    def _learn(self, plain: str, masked: str) -> None:
        """Remember what masked words stand for, as they are written and in small letters."""
        for start, end, _ in tokenize(masked):
            told, word = masked[start:end], plain[start:end]
            if told != word:
                self._words.setdefault(told, word)
                self._words.setdefault(fold_word(told), fold_word(word))

    def _words_of(self, text: str, *, every: bool = False) -> str:
        """A text with its masked words in plain. `every`: it is a masked text, and no word of it is dedup's own."""
        pieces: list[str] = []
        after = 0
        for start, end, _ in tokenize(text):
            pieces += text[after:start], self._shown(text[start:end], every)
            after = end
        return "".join((*pieces, text[after:]))

    def _told(self, raw: str, every: bool) -> str:
        if raw in self._words:
            return self._words[raw]
        folded = fold_word(raw)
        if folded in self._words:
            return _written(self._words[folded], raw)
        if is_plain(raw, folded) or not (every or _looks_masked(folded)):
            return raw
        stem = stem_of(folded)
        stretch = range(stem.begin, stem.end) if len(raw) == len(folded) else range(len(raw))
        return "".join(
            HIDDEN if at in stretch and CLASS_MAP[ord(char)] in (LETTER, UPPER, SINGLE) else char
            for at, char in enumerate(raw)
        )


def _written(word: str, raw: str) -> str:
    """A folded word with the capitals that `raw` has."""
    if raw.isupper() and len(raw) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if raw[:1].isupper() else word


def _looks_masked(folded: str) -> bool:
    """Whether a word among dedup's own, which are English, is a masked one."""
    if not folded.isascii():
        return True
    letters = [char for char in folded if char.isalpha()]
    return len(letters) >= _LEAST and all(char in LATIN for char in letters[:_LEAST])
