"""Every output format, declared once: its name, its suffixes, where it can be written to, and what writes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:  # the command line needs the names before it needs any record
    from vkstats.model import DocumentRecord
    from vkstats.write.delimited import DelimitedWriter
    from vkstats.write.json_ import JsonWriter
    from vkstats.write.rows_file import RowsFile


class Format(StrEnum):
    """An output format, by the name that the command line gives it."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"
    SQLITE = "sqlite"
    XLSX = "xlsx"

    @property
    def streams(self) -> bool:
        """Whether it can be written to a pipe, document by document."""
        return self not in {Format.PARQUET, Format.SQLITE, Format.XLSX}

    @property
    def holds_all(self) -> bool:
        """Whether one file holds all tables where none is named."""
        return self in {Format.SQLITE, Format.XLSX}

    @property
    def nests(self) -> bool:
        """Whether it holds whole document records where no table is named."""
        return self in {Format.JSON, Format.JSONL}


SUFFIXES = {f".{form}": form for form in Format} | {
    ".ndjson": Format.JSONL,
    ".sqlite3": Format.SQLITE,
    ".db": Format.SQLITE,
}


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked for: a format, one table (of `columns.TABLES`) or what the format holds by itself, and how.

    `lang` is the language of messages; `with_text` adds the normalised text to document records and to the table of
    documents; with `grids`, tables are put out cell by cell, as CSV, TSV or a workbook.
    """

    format: Format
    table: str | None = None
    lang: str = "en"
    with_text: bool = False
    grids: bool = False  # the cells of tables instead of a list of them

    @property
    def counted(self) -> str:
        """The table whose rows are counted: the one named, else the figures."""
        return self.table or "figures"

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables whose rows are put out."""
        from vkstats.write.columns import TABLES

        return TABLES if self.format.holds_all and self.table is None else (self.counted,)

    @property
    def is_whole(self) -> bool:
        """Whether whole document records are put out."""
        return self.format.nests and self.table is None

    @property
    def holds_documents(self) -> bool:
        """Whether there is a place for the text of a document."""
        return self.is_whole or "documents" in self.tables

    @property
    def holds_warnings(self) -> bool:
        """Whether the warnings are put out."""
        return self.is_whole or "warnings" in self.tables


class Writer(Protocol):
    """Puts records out, one after another. `rows` counts the figures, or entries of the table, put out so far."""

    rows: int

    def write(self, record: DocumentRecord) -> None:
        """Put one record out.

        Raises:
            WriteError: `no-fit` where the format cannot hold a value of the record, of which then nothing is put out.
        """
        ...

    def finish(self) -> None:
        """Close what is open; called once, after the last record."""
        ...


def writer(form: Form, out: TextIO, *, color: bool = False) -> Writer:
    """The writer of a format that streams onto `out`."""
    if form.grids:
        from vkstats.write.grids import GridWriter

        return GridWriter(out, form)
    # Each format imports its own library: rich is of no use to CSV, msgspec of none to a table.
    match form.format:
        case Format.TABLE:
            from vkstats.write.table import TableWriter

            return TableWriter(out, form.counted, form.lang, color=color)
        case _:
            return text_writer(form, out)


def text_writer(form: Form, out: TextIO) -> DelimitedWriter | JsonWriter:
    """The writer of a format of delimited text or JSON onto `out`, which takes rows and parts of its output too."""
    if form.format in {Format.CSV, Format.TSV}:
        from vkstats.write.delimited import DelimitedWriter

        return DelimitedWriter(out, form)
    from vkstats.write.json_ import JsonWriter

    return JsonWriter(out, form)


def rows_file(form: Form, path: Path) -> RowsFile:
    """The new file `path` of a format that does not stream.

    Raises:
        WriteError: `needs-extra`, `failed`.
    """
    if form.format is Format.PARQUET:
        from vkstats.write.parquet import ParquetFile

        return ParquetFile(path, form.counted, with_text=form.with_text)
    if form.format is Format.XLSX:
        from vkstats.write.workbook import Sheets

        return Sheets(path, form.tables, with_text=form.with_text)
    from vkstats.write.database import Database

    return Database(path, form.tables, with_text=form.with_text)
