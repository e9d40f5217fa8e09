"""CSV and TSV: one row an entry, the header always, safe to open in a spreadsheet program."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from decimal import Decimal
from typing import TextIO

from vkstats.model import DocumentRecord
from vkstats.write.columns import header, numeric, plain, rows
from vkstats.write.form import Form, Format

# A spreadsheet program takes a text that begins so for a formula (OWASP ASVS 5.0, 1.2.10).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class DelimitedWriter:
    r"""Rows as soon as their document is done. Lines end in ``\n``; a cell with a line break is quoted."""

    def __init__(self, out: TextIO, form: Form, *, head: bool = True) -> None:
        self.rows = 0
        self._out = out
        self._form = form
        self._csv = csv.writer(out, delimiter="\t" if form.format is Format.TSV else ",", lineterminator="\n")
        names = header(form.counted, with_text=form.with_text)
        self._numeric = tuple(name in numeric(form.counted) for name in names)
        if head:
            self._csv.writerow(names)

    def write(self, record: DocumentRecord) -> None:
        """Put the record's rows out."""
        self.write_rows(rows(record, self._form.counted, self._form.lang, with_text=self._form.with_text))
        self._out.flush()

    def write_rows(self, listed: Iterable[tuple[object, ...]]) -> None:
        """Put rows out that `columns.rows` gave."""
        for row in listed:
            self._csv.writerow(
                [
                    _number(value) if numeric else guarded(value)
                    for value, numeric in zip(row, self._numeric, strict=True)
                ]
            )
            self.rows += 1

    def write_part(self, part: str) -> None:
        """Put out what another writer without head put out of a document."""
        self._out.write(part)

    def finish(self) -> None:
        """Nothing is open."""


def _number(value: object) -> object:
    return plain(value) if isinstance(value, Decimal) else value


def guarded(value: object) -> object:
    """A text with ' in front where it could be taken for a formula; a lone sign (`-`) is harmless."""
    if not isinstance(value, str):
        return value
    if value.startswith(_FORMULA_STARTS) and len(value) > 1:
        value = "'" + value
    # Only a file name can hold a carriage return, which Python 3.11 leaves unquoted, so that it ends the row.
    return value.replace("\r", " ")
