"""One document record → its part of the output, made where the document is converted."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TextIO

import msgspec

from vkstats.batch.form import BatchFormat, Converted, Form
from vkstats.batch.likeness import digest, sketch
from vkstats.model import DocumentRecord
from vkstats.write.arrow import check
from vkstats.write.columns import DOCUMENTS, TABLES, decimal, header, rows
from vkstats.write.delimited import DelimitedWriter
from vkstats.write.json_ import JsonWriter

_LEVEL = 1  # zlib; rows repeat themselves, so that the lowest level already packs to a sixth


def convert(record: DocumentRecord, form: Form) -> Converted:
    """The record's part of the output.

    Raises:
        WriteError: `no-fit`, where the form cannot hold a number as it is.
    """
    written = _text(record, form) if form.is_text else _packed(record, form)
    payload, count = written
    return Converted(
        record.doc,
        count,
        len(record.figures),
        zlib.compress(payload, _LEVEL),
        digest(record.text),
        sketch(record.text),
    )


def tables_of(form: Form) -> tuple[str, ...]:
    """The tables that the output holds: a database without a table named holds all."""
    if form.table is None:
        return TABLES if form.format is BatchFormat.SQLITE else ("figures",)
    return (form.table,)


def text_writer(form: Form, out: TextIO, *, head: bool) -> DelimitedWriter | JsonWriter:
    """The writer of a text form; with `head`, the row of column names, if it has one, is put out at once."""
    if form.format is BatchFormat.JSONL:
        return JsonWriter(out, form.table, form.lang, lines=True, with_text=form.with_text)
    delimiter = "\t" if form.format is BatchFormat.TSV else ","
    table = form.table or "figures"
    return DelimitedWriter(out, table, form.lang, delimiter, with_text=form.with_text, head=head)


def text_of(converted: Converted) -> bytes:
    """The final bytes of a document, where a worker could write them."""
    return zlib.decompress(converted.payload)


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
    out = io.StringIO()
    sink = text_writer(form, out, head=False)
    sink.write(record)
    sink.finish()
    return out.getvalue().encode(), sink.rows


def _packed(record: DocumentRecord, form: Form) -> tuple[bytes, int]:
    tables = tables_of(form)
    packed = {
        table: list(rows(record, table, form.lang, with_text=form.with_text and table == DOCUMENTS)) for table in tables
    }
    if form.format is BatchFormat.PARQUET:
        for table, listed in packed.items():
            check(listed, table, with_text=form.with_text and table == DOCUMENTS)
    counted = packed[form.table or "figures"]
    return msgspec.msgpack.encode(packed), len(counted)
