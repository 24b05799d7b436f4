"""Arrow files, as Hugging Face's `datasets` saves them, with the pyarrow extra. Rows are counted from 1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from dedup.ingest.limits import MEBIBYTE, Limits
from dedup.ingest.parquet import fields_of, require, rows_of
from dedup.ingest.record import Record, Rejected
from dedup.model import Skipped

_MAGIC = b"ARROW1"  # of the file format; the stream format, which `datasets` writes, has none
_ROWS = 32  # as many at a time: a dictionary lets a few bytes name a long text many times
_BATCH_BYTES = 1024 * MEBIBYTE


def read_arrow(file: BinaryIO, path: str, limits: Limits) -> Iterator[Record | Skipped]:
    """One record a row of a seekable file in the stream or the file format.

    Raises `MissingExtra` where pyarrow is not installed.
    """
    require("Arrow files")
    import pyarrow  # type: ignore[import-untyped,unused-ignore]
    import pyarrow.ipc  # type: ignore[import-untyped,unused-ignore]

    number = 0
    try:
        size = file.seek(0, 2)
        file.seek(0)
        if size > limits.file_bytes:
            raise Rejected(f"larger than {limits.file_bytes:,} bytes")
        if not size:
            raise Rejected("empty file")
        is_file = file.read(len(_MAGIC)) == _MAGIC
        file.seek(0)
        for batch in _batches(file, is_file):
            if batch.nbytes > _BATCH_BYTES:
                raise Rejected(f"more than {_BATCH_BYTES:,} bytes in one batch of rows")
            batch.validate(full=True)  # offsets of a damaged file may point anywhere
            for at in range(0, batch.num_rows, _ROWS):
                for row in rows_of(batch.slice(at, _ROWS)):
                    number += 1
                    yield Record(path=path, line=number, fields=fields_of(row))
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        # Arrow's own messages may quote the data; the kind of error is enough.
        reason = f"malformed Arrow ({type(error).__name__}); the rest of the file was not read"
        yield Skipped(path=path, line=number + 1, reason=reason)


def _batches(file: BinaryIO, is_file: bool) -> Iterator[Any]:
    import pyarrow.ipc

    if is_file:
        reader = pyarrow.ipc.open_file(file)
        return (reader.get_batch(at) for at in range(reader.num_record_batches))
    return iter(pyarrow.ipc.open_stream(file))
