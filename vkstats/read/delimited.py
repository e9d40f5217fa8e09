r"""Values between commas, semicolons or tabs (CSV, TSV): a table read as such, or one of which each row is a document.

Where rows are documents, cells are kept as the bytes that they are until their own reader decodes them, so that one
broken row is told and the others are read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, TextIO
from unicodedata import normalize

from vkstats.errors import ReadError
from vkstats.model import Document
from vkstats.read.layout import Layout
from vkstats.read.plain import text_of
from vkstats.read.reader import Options, Source
from vkstats.read.rows import RowDocument, Rows, in_utf8, is_utf16, label, listed, places, without_mark
from vkstats.read.sheet import add_sheet, prose_columns

_SUFFIXES = (".csv", ".tsv", ".tab")
_STANDARD_INPUT = "-"
_OTHER = (b"<", b"{", b"%PDF-")  # how what is no CSV begins, on a standard input whose name tells nothing
_DELIMITERS = ",;\t"
_SAID = re.compile(r"sep=(.)\s*")  # what Excel writes above the header for another Excel
_QUOTED = re.compile(r'"[^"]*"')
_BYTES = "latin-1"  # a code point for a byte: what is told apart are ASCII characters, in every encoding but UTF-16
_LONGEST_FIELD = 2**31 - 1  # for the csv module, all over the process; a record has its own limit here
_CHUNK = 1 << 16


class DelimitedRows:
    """Takes what is named CSV or TSV, standard input, and whatever has the column in its first line."""

    name = "csv"

    def sniffs(self, head: bytes, name: str, options: Options) -> bool:
        start = in_utf8(head)
        first = start.partition(b"\n")[0].decode(_BYTES)
        if not options.text_column or "\0" in first or start.lstrip().startswith(_OTHER):
            return False
        if name == _STANDARD_INPUT or name.lower().endswith(_SUFFIXES):
            return True
        column = normalize("NFC", options.text_column)
        return any(column in _names(record.cells) for record in _records(io.StringIO(first), len(first)))

    def members(self, stream: BinaryIO, source: Source) -> Iterator[RowDocument]:
        """A document for each row below the header; rows without any value are none, but they count.

        Raises:
            ReadError: `no-column`, `not-utf16`, `bad-csv` where it is the header, or `empty`.
        """
        rows = Rows(source, decoded=is_utf16(stream.peek(4)))  # type: ignore[attr-defined]
        lines = io.TextIOWrapper(without_mark(stream, source), _BYTES, newline="")
        try:
            records = _records(lines, source.limit)
            header = next(records, None)
            if header is None:
                raise source.error("empty")
            if header.fault:
                raise header.error(source)
            text, identifier = places(_names(header.cells), source)
            number = 0
            for number, record in enumerate(records, 1):
                if record.fault:
                    yield record.error(rows.row(number))
                elif any(record.cells):
                    named = label(_shown(_cell(record.cells, identifier)), number) if identifier is not None else number
                    yield rows.document(named, _cell(record.cells, text).encode(_BYTES))
            if not number:
                raise source.error("empty")
        finally:
            lines.detach()  # the stream is not ours to close


class Delimited:
    """A file named CSV or TSV as one document: its table, or an error where its cells are texts."""

    name = "csv"

    def sniffs(self, head: bytes, name: str) -> bool:
        return name.lower().endswith(_SUFFIXES) and not in_utf8(head).lstrip().startswith(_OTHER)

    def read(self, data: bytes, source: Source) -> Iterator[Document | ReadError]:
        """The document of one table, and what of it is no CSV.

        Raises:
            ReadError: `needs-text-column`, and those of plain text.
        """
        text, encoding = text_of(data, source)
        rows = []
        for record in _records(io.StringIO(text, newline=""), source.limit):
            if record.fault:
                yield record.error(source)
            else:
                rows.append(record.cells)
        columns = prose_columns(rows)
        if columns is not None:
            raise source.error("needs-text-column", columns=listed(columns))
        layout = Layout()
        add_sheet(layout, rows)
        yield layout.document(source, self.name, encoding=encoding)


@dataclass(frozen=True, slots=True)
class _Record:
    """The cells of a record, or else what is wrong with it; `line` is where it begins."""

    line: int
    cells: Sequence[str] = ()
    fault: str = ""

    def error(self, source: Source) -> ReadError:
        if self.fault == _TOO_LONG:
            return source.too_large()
        return source.error("bad-csv", line=self.line, cause=self.fault)


_TOO_LONG = "too long"


class _TooLongError(Exception):
    """A record is longer than the limit: internal, becomes its error."""


class _Lines:
    """The lines of a table, as long as those of one record are within the limit."""

    def __init__(self, text: TextIO, limit: int) -> None:
        self._text = text
        self._limit = limit
        self._taken = 0  # of the record
        self._ahead: list[str] = []
        self.number = 0

    def peek(self) -> str:
        """The next line, which comes again."""
        if not self._ahead:
            self._ahead.append(self._text.readline(self._limit + 2))
        return self._ahead[0]

    def begin(self) -> int:
        """Begin a record, and say at which line."""
        self._taken = 0
        return self.number + 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._ahead.pop() if self._ahead else self._text.readline(self._limit + 2)
        if not line:
            raise StopIteration
        self.number += 1
        self._taken += len(line)
        if self._taken - len(line) + len(line.rstrip("\r\n")) > self._limit:
            while line and not line.endswith(("\n", "\r")):
                line = self._text.readline(_CHUNK)
            raise _TooLongError
        return line


def _records(text: TextIO, limit: int) -> Iterator[_Record]:
    """The records of at most `limit` characters, each as soon as its last line is there; blank lines are none."""
    csv.field_size_limit(_LONGEST_FIELD)
    lines = _Lines(text, limit)
    said = _SAID.fullmatch(lines.peek())
    delimiter = said[1] if said else _delimiter(lines.peek())
    if said:
        next(lines)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _TooLongError:
            yield _Record(line, fault=_TOO_LONG)
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
        except csv.Error as error:
            yield _Record(line, fault=str(error))
        else:
            if cells:
                yield _Record(line, cells)


def _delimiter(line: str) -> str:
    """What stands between the values of the header: whichever it has most of."""
    bare = _QUOTED.sub("", line)
    return max(_DELIMITERS, key=bare.count)


def _names(header: Sequence[str]) -> list[str]:
    return [normalize("NFC", _shown(cell).strip()) for cell in header]


def _shown(cell: str) -> str:
    """The bytes of a cell as they are shown: nothing is lost but in another encoding."""
    return cell.encode(_BYTES).decode("utf-8", "replace")


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""
