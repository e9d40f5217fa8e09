"""JSON and JSON Lines: document records with the keys of the contract, or the rows of one table.

Numbers are exact: a Decimal is written digit by digit, a whole one as an integer.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TextIO

import msgspec

from vkstats.model import DocumentRecord, TableRecord
from vkstats.write.columns import FRAME, LISTS, READING, cells, columns, header, plain, rows
from vkstats.write.form import Form, Format

ENCODER = msgspec.json.Encoder()


class JsonWriter:
    """One object a document, or with a `table` one object a row; `json` is an array of them."""

    def __init__(self, out: TextIO, form: Form) -> None:
        self.rows = 0
        self._out = out
        self._form = form
        self._lines = form.format is Format.JSONL
        self._objects = 0

    def write(self, record: DocumentRecord) -> None:
        """Put the record, or its rows, out."""
        form = self._form
        if form.is_whole:
            self._put(document(record, form.lang, with_text=form.with_text))
            self.rows += len(record.figures)
        else:
            self.write_rows(rows(record, form.counted, form.lang, with_text=form.with_text))
        self._out.flush()

    def write_rows(self, listed: Iterable[tuple[object, ...]]) -> None:
        """Put rows of the table out that `columns.rows` gave."""
        names = header(self._form.counted, with_text=self._form.with_text)
        for row in listed:
            self._put(dict(zip(names, map(exact, row), strict=True)))
            self.rows += 1

    def write_part(self, lines: str) -> None:
        """Put out what a writer of JSON Lines put out of a document."""
        for line in lines.split("\n")[:-1]:
            self._put_encoded(line)

    def finish(self) -> None:
        """Close the array."""
        if not self._lines:
            self._out.write("\n]\n" if self._objects else "[]\n")
            self._out.flush()

    def _put(self, value: dict[str, object]) -> None:
        self._put_encoded(ENCODER.encode(value).decode())

    def _put_encoded(self, encoded: str) -> None:
        if self._lines:
            self._out.write(encoded + "\n")
        else:
            self._out.write((",\n" if self._objects else "[\n") + encoded)
        self._objects += 1


def document(record: DocumentRecord, lang: str, *, with_text: bool = False) -> dict[str, object]:
    """A document record as JSON has it: the frame's keys beside `doc`, warnings with their message and words."""
    result: dict[str, object] = {"doc": record.doc}
    result |= {name: getattr(record.frame, name) for name in FRAME}
    result |= {name: getattr(record, name) for name in READING}
    if with_text:
        result["text"] = record.text
    for name, entry_type in LISTS.items():
        if entry_type is TableRecord:
            result[name] = list(getattr(record, name))  # whole, cell by cell
            continue
        names = columns(entry_type)
        result[name] = [
            dict(zip(names, map(exact, cells(entry, record.text, lang)), strict=True))
            for entry in getattr(record, name)
        ]
    return result


def exact(value: object) -> object:
    """A value as msgspec is to write it."""
    return msgspec.Raw(plain(value).encode()) if isinstance(value, Decimal) else value
