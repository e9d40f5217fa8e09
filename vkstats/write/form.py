"""The output formats by name, and what every writer is."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:  # the command line needs the names before it needs any record
    from vkstats.model import DocumentRecord


class Format(StrEnum):
    """An output format, by the name that the command line gives it."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"


class Writer(Protocol):
    """Puts records out, one after another. `rows` counts the figures, or entries of the table, put out so far."""

    rows: int

    def write(self, record: DocumentRecord) -> None:
        """Put one record out."""
        ...

    def finish(self) -> None:
        """Close what is open; called once, after the last record."""
        ...


def writer(
    form: Format,
    out: TextIO,
    *,
    lang: str,
    table: str | None = None,
    with_text: bool = False,
    color: bool = False,
) -> Writer:
    """The writer of a format onto `out`.

    `table` is one of `columns.TABLES`; None means the figures, and for JSON the whole document records.
    `with_text` adds the normalised text to document records and to the table `documents`.
    """
    # Each form imports its own library: rich is of no use to CSV, msgspec of none to a table.
    match form:
        case Format.TABLE:
            from vkstats.write.table import TableWriter

            return TableWriter(out, table or "figures", lang, color=color)
        case Format.CSV | Format.TSV:
            from vkstats.write.delimited import DelimitedWriter

            delimiter = "\t" if form is Format.TSV else ","
            return DelimitedWriter(out, table or "figures", lang, delimiter, with_text=with_text)
        case _:
            from vkstats.write.json_ import JsonWriter

            return JsonWriter(out, table, lang, lines=form is Format.JSONL, with_text=with_text)
