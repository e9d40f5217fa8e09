"""One document record → its part of the output, made where the document is converted."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import msgspec

from vkstats.batch.likeness import digest, sketch
from vkstats.batch.result import Converted
from vkstats.model import DocumentRecord
from vkstats.write.columns import DOCUMENTS, decimal, header
from vkstats.write.delimited import DelimitedWriter
from vkstats.write.form import Form, Format
from vkstats.write.json_ import JsonWriter
from vkstats.write.rows_writer import rows_by_table

_LEVEL = 1  # zlib; rows repeat themselves, so that the lowest level already packs to a sixth


def convert(record: DocumentRecord, form: Form) -> Converted:
    """The record's part of the output.

    Raises:
        WriteError: `no-fit`, where the form cannot hold a number as it is.
    """
    payload, count = _text(record, form) if is_final(form) else _packed(record, form)
    return Converted(
        record.doc,
        count,
        len(record.figures),
        zlib.compress(payload, _LEVEL),
        digest(record.text),
        sketch(record.text),
    )


def is_final(form: Form) -> bool:
    """Whether a worker can write the final text; only the whole batch tells which documents are duplicates."""
    return form.format.streams and form.table != DOCUMENTS


def text_of(converted: Converted) -> str:
    """The final text of a document, as `write_part` takes it, where a worker could write it."""
    return zlib.decompress(converted.payload).decode()


def rows_of(converted: Converted, form: Form) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    """The rows of a document by table, as `columns.rows` gave them."""
    packed: Mapping[str, Sequence[Sequence[object]]] = msgspec.msgpack.decode(zlib.decompress(converted.payload))
    for table, listed in packed.items():
        places = [at for at, name in enumerate(header(table, with_text=form.with_text)) if name in decimal(table)]
        typed = []
        for row in listed:
            cells = list(row)
            for at in places:
                if cells[at] is not None:
                    cells[at] = Decimal(str(cells[at]))
            typed.append(tuple(cells))
        yield table, typed


def _text(record: DocumentRecord, form: Form) -> tuple[bytes, int]:
    out = io.StringIO(newline="")
    sink: DelimitedWriter | JsonWriter
    if form.format.nests:
        sink = JsonWriter(out, replace(form, format=Format.JSONL))
    else:
        sink = DelimitedWriter(out, form, head=False)
    sink.write(record)
    return out.getvalue().encode(), sink.rows


def _packed(record: DocumentRecord, form: Form) -> tuple[bytes, int]:
    listed = rows_by_table(record, form)
    return msgspec.msgpack.encode(listed), len(listed[form.counted])
