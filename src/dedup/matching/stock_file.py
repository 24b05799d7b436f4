"""The user's own stock phrases: a text file with one a line, in any language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dedup.errors import ConfigError
from dedup.text.fold import fold_word, word_key
from dedup.text.tokens import tokenize

# A list that somebody keeps by hand; more is the wrong file.
_FILE_BYTES, _LONGEST = 1 << 20, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Phrases as word keys, each with the ``file:line`` where it stands; longest first."""

    phrases: tuple[tuple[tuple[str, ...], str], ...] = ()


NOTHING_LISTED = Listed()


def read_stock(path: str) -> Listed:
    """The phrases of a file; none where `path` is empty.

    Blank lines and lines that begin with ``#`` are no phrases. Phrases are folded like texts: case, quotes and
    common inflections make no difference. Raises `ConfigError` for a file that cannot be read, is too large or no
    UTF-8 text, and for a line without words or with too many.
    """
    if not path:
        return NOTHING_LISTED
    found: dict[tuple[str, ...], str] = {}
    for number, line in enumerate(_text(path).split("\n"), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        phrase = tuple(word_key(fold_word(line[start:end])) for start, end, _ in tokenize(line))
        if not phrase:
            raise ConfigError(f"stock: {path}:{number}: no words in this line; begin comments with #")
        if len(phrase) > _LONGEST:
            raise ConfigError(f"stock: {path}:{number}: more than {_LONGEST} words; a phrase stands on one line")
        found.setdefault(phrase, f"{path}:{number}")
    return Listed(phrases=tuple(sorted(found.items(), key=lambda each: (-len(each[0]), each[0]))))


def _text(path: str) -> str:
    try:
        file = Path(path)
        if file.exists() and not file.is_file():
            raise ConfigError(f"stock: {path}: no file; give a text file with one phrase a line")
        with file.open("rb") as stream:
            content = stream.read(_FILE_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError(f"stock: {path}: cannot be read: {reason}") from error
    if len(content) > _FILE_BYTES:
        raise ConfigError(f"stock: {path}: more than {_FILE_BYTES:,} bytes; that is no list of phrases")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"stock: {path}:{line}: no UTF-8 text") from error
    if "\0" in text:
        raise ConfigError(f"stock: {path}:{text.count(chr(10), 0, text.index(chr(0))) + 1}: a NUL; that is no text")
    return text
