"""Parquet whose rows are documents: batch by batch, and of the columns only those that are asked for.

Needs the extra `vkstats[parquet]`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from vkstats.read.guard import check_growth, whole
from vkstats.read.reader import Options, Source
from vkstats.read.rows import RowDocument, Rows, label, listed

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

_MAGIC = b"PAR1"
_BATCH = 16_000_000  # bytes of text that are held at a time, as far as the file's own figures hold
_MOST_ROWS = 4096  # of a batch


class ParquetRows:
    """Takes Parquet, and asks for the column of the text where none is told."""

    name = "parquet"

    def sniffs(self, head: bytes, name: str, options: Options) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return head.startswith(_MAGIC)

    def members(self, stream: BinaryIO, source: Source) -> Iterator[RowDocument]:
        """A document for each row.

        A stream that cannot be searched (standard input, a member of an archive) is held in memory, up to the limit.

        Raises:
            ReadError: `needs-extra`, `needs-text-column`, `no-column`, `not-text`, `bomb`, `too-large`,
                `empty` or `bad-table`.
        """
        try:
            import pyarrow as pa
            from pyarrow import parquet
        except ImportError:
            raise source.error("needs-extra", format="Parquet", extra="parquet") from None
        try:
            data = _searchable(stream, source)
            packed = data.seek(0, io.SEEK_END)
            with parquet.ParquetFile(data, pre_buffer=False) as file:
                yield from _documents(file, packed, source)
        except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError) as error:
            cause = str(error).strip().partition("\n")[0] or type(error).__name__
            raise source.error("bad-table", format="Parquet", cause=cause) from error


def _searchable(stream: BinaryIO, source: Source) -> BinaryIO:
    if stream.seekable():
        return stream
    return io.BytesIO(whole(stream, source))


def _documents(file: ParquetFile, packed: int, source: Source) -> Iterator[RowDocument]:
    import pyarrow as pa

    schema = file.schema_arrow
    if not source.options.text_column:
        raise source.error("needs-text-column", columns=listed(schema.names))
    text = _path(source.options.text_column, schema, source)
    identifier = _path(source.options.id_column, schema, source) if source.options.id_column else None
    kind = _field(text, schema)
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if not any(is_text(kind) for is_text in _texts()):
        raise source.error("not-text", column=source.options.text_column, kind=kind)
    wanted = [".".join(path) for path in (text, identifier) if path]
    rows = Rows(source, decoded=not (pa.types.is_binary(kind) or pa.types.is_large_binary(kind)))
    number = 0
    for batch in file.iter_batches(_batch_size(file, packed, source), columns=wanted, use_threads=False):
        texts = _bytes(_column(batch, text))
        identifiers = _identifiers(_column(batch, identifier)) if identifier else [None] * len(texts)
        for value, said in zip(texts, identifiers, strict=True):
            number += 1
            named = label(said, number)
            yield rows.without_text(named) if value is None else rows.document(named, value)
    if not number:
        raise source.error("empty")


def _texts() -> tuple[Any, ...]:
    from pyarrow import types

    return (types.is_string, types.is_large_string, types.is_binary, types.is_large_binary, types.is_string_view)


def _path(column: str, schema: Any, source: Source) -> list[str]:  # noqa: ANN401 (pyarrow has no types)
    """The names that lead to a column: its own, or those of the structs that it is in."""
    if column in schema.names:
        return [column]
    path = column.split(".")
    try:
        _field(path, schema)
    except KeyError:
        raise source.error("no-column", column=column, columns=listed(schema.names)) from None
    return path


def _field(path: list[str], schema: Any) -> Any:  # noqa: ANN401
    import pyarrow as pa

    kind = schema.field(path[0]).type
    for name in path[1:]:
        if not pa.types.is_struct(kind):
            raise KeyError(name)
        kind = kind.field(name).type
    return kind


def _column(batch: Any, path: list[str]) -> Any:  # noqa: ANN401
    import pyarrow.compute as pc

    column = batch.column(path[0])
    return pc.struct_field(column, path[1:]) if path[1:] else column


def _bytes(column: Any) -> list[bytes | None]:  # noqa: ANN401
    """The bytes of a column of strings: whether they are UTF-8 is told row by row, by their reader."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_string_view(column.type):
        column = column.cast(pa.large_string())
    found: list[bytes | None] = column.cast(pa.large_binary()).to_pylist()
    return found


def _identifiers(column: Any) -> list[object]:  # noqa: ANN401
    import pyarrow as pa

    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return [None if said is None else said.decode("utf-8", "replace") for said in _bytes(column)]
    found: list[object] = column.to_pylist()
    return found


def _batch_size(file: ParquetFile, packed: int, source: Source) -> int:
    """How many rows of a file of so many bytes make a batch, by the size that it says they have.

    What it says of single columns is not looked at: pyarrow ends the process where that is damaged.

    Raises:
        ReadError: `bomb` where the rows are packed tighter than any text can be.
    """
    metadata = file.metadata
    size = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
    check_growth(size, packed, source)
    average: int = max(1, size // max(1, metadata.num_rows))
    return max(1, min(_MOST_ROWS, _BATCH // average))
