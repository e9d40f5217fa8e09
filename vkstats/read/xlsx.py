"""Excel workbooks (.xlsx, .xlsm): sheets as the tables of one document, or rows as documents.

Cells come as a Vietnamese reader sees them: `1234`, `0,5`, `12,5%`, `16/07/2019`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import BinaryIO

from vkstats.errors import ReadError
from vkstats.model import Document
from vkstats.read.reader import Source
from vkstats.read.rows import RowDocument
from vkstats.read.sheets import NamedSheet, row_documents, sheets_document
from vkstats.read.workbook import Book, BookSheet, opened_book


class Workbook:
    """A workbook as one document, a sheet after the other under its name."""

    name = "xlsx"

    def sniffs(self, head: bytes, name: str) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return False  # a file of the ZIP family is told by its members, which are not in its head

    def read(self, data: bytes, source: Source) -> Iterator[Document | ReadError]:
        """The document of all sheets, and before it an error for each that holds texts rather than data.

        Raises:
            ReadError: `needs-text-column` where no other sheet is left, `empty`, `bomb`, `too-large`, `bad-table`.
        """
        with opened_book(BytesIO(data), source) as book:
            yield from sheets_document(_sheets(book), source, self.name)


def rows(stream: BinaryIO, source: Source) -> Iterator[RowDocument]:
    """A document for each row below the header of each sheet; blank rows are none, but they count.

    Raises:
        ReadError: while iterating: `empty`, `bomb`, `too-large` or `bad-table`.
    """
    with opened_book(stream, source) as book:
        yield from row_documents(_sheets(book), source)


def _sheets(book: Book) -> list[NamedSheet]:
    return [(name, partial(BookSheet, book, part)) for name, part in book.sheets]
