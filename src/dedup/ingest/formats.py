"""Which format a file is in, from its name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

Format = Literal["text", "jsonl", "json", "csv", "parquet", "arrow", "html"]
Compression = Literal["gzip", "xz", "zstd"]

FORMATS: dict[str, Format] = {
    ".txt": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".html": "html",
    ".htm": "html",
}
# Their articles bring their ids; those of other formats have that of the file's path.
IDS_INSIDE: frozenset[Format] = frozenset(("jsonl", "csv", "parquet", "arrow"))
COMPRESSIONS: dict[str, Compression] = {".gz": "gzip", ".xz": "xz", ".zst": "zstd"}
_MAGIC: tuple[tuple[bytes, Compression], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)
MAGIC_BYTES = 6
# With another ending a number behind the name would be part of it, and not the line on which the text begins.
_FRONTED = frozenset((".txt", ".md", ".markdown"))
# Endings that promise something else than text; any other unknown ending may stand behind a text.
_NO_TEXT = frozenset(
    f".{ending}"
    for ending in (
        "pdf doc docx odt rtf pages xls xlsx ods ppt pptx odp epub mobi "
        "jpg jpeg png gif webp bmp tif tiff heic mp3 m4a wav ogg flac mp4 m4v avi mov mkv webm "
        "zip tar tgz 7z rar bz2 exe dll so sqlite db pkl npy npz"
    ).split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A file's format and compression (`None`: none known) and its name without their suffixes."""

    format: Format | None
    compression: Compression | None
    stem: str


def sniff(path: str | os.PathLike[str]) -> Kind:
    """What the file's name says. The file is not opened.

    >>> sniff("news/Monday.TXT.gz")
    Kind(format='text', compression='gzip', stem='Monday')
    >>> sniff("report.pdf").format is None
    True
    """
    name = os.path.basename(os.fspath(path))
    stem, suffix = os.path.splitext(name)
    compression = COMPRESSIONS.get(suffix.lower())
    if compression is not None:
        stem, suffix = os.path.splitext(stem)
    form = FORMATS.get(suffix.lower())
    if form is None:
        return Kind(format=None, compression=compression, stem=name)
    return Kind(format=form, compression=compression, stem=stem or name)


def no_text(path: str | os.PathLike[str]) -> str | None:
    """The ending of a file that its name says holds no plain text; ``None`` where it may.

    >>> no_text("letter.DOCX"), no_text("photos.tar.gz"), no_text("notes.of.tuesday")
    ('.docx', '.tar', None)
    """
    ending = _ending(path)
    return ending if ending in _NO_TEXT else None


def may_be_fronted(path: str | os.PathLike[str]) -> bool:
    """Whether front matter is looked for in a text file of this name.

    >>> may_be_fronted("monday.md"), may_be_fronted("monday.txt.gz"), may_be_fronted("monday")
    (True, True, False)
    """
    return _ending(path) in _FRONTED


def _ending(path: str | os.PathLike[str]) -> str:
    """The ending of a file, in small letters, without that of its compression."""
    stem, suffix = os.path.splitext(os.path.basename(os.fspath(path)).lower())
    return os.path.splitext(stem)[1] if suffix in COMPRESSIONS else suffix


def sniff_compression(head: bytes) -> Compression | None:
    """The compression that the first bytes of a stream announce."""
    return next((name for magic, name in _MAGIC if head.startswith(magic)), None)


def without_suffix(name: str) -> str:
    """A slash-separated id without the suffix of a known format: ``a/b.txt.gz`` → ``a/b``."""
    folder, slash, last = name.rpartition("/")
    return folder + slash + sniff(last).stem if last else name
