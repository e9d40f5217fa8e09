"""Rows of a table → documents, one each: what CSV, XLSX, JSON and Parquet have in common.

A row's label is its number, or what its id column says. What a row holds is told by its content, as for a file:
most are plain text, and one that begins like markup is opened as a member, so that its reader is looked for.
"""

from __future__ import annotations

import codecs
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from vkstats.errors import ReadError
from vkstats.read.reader import Member, Raw, Source

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

RowDocument = Raw | Member | ReadError

_NAMED_COLUMNS = 30  # that an error lists, before it says `…`
_LONGEST_NAME = 60  # code points of one that are shown
_LONGEST_LABEL = 200  # code points of an id; a whole text that was taken for one is no label
_CHUNK = 1 << 16


class Rows:
    """The documents of one table, whose text is UTF-8; or bytes as they are, where the table does not decode them."""

    def __init__(self, source: Source, *, decoded: bool = True) -> None:
        self._source = replace(source, options=replace(source.options, encoding="utf-8")) if decoded else source
        self._mark = codecs.BOM_UTF8 if decoded else b""

    def document(self, label: object, text: bytes) -> RowDocument:
        """The row with this label, and with the text of its column."""
        return row_document(self.row(label), text, self._mark)

    def without_text(self, label: object) -> ReadError:
        """The error of a row whose column is empty."""
        return _without_text(self.row(label))

    def row(self, label: object) -> Source:
        """The row as a source."""
        return self._source.row(label)


def row_document(source: Source, text: bytes, mark: bytes = codecs.BOM_UTF8) -> RowDocument:
    """The document whose text a row holds; `mark` goes before markup that is known to be in UTF-8."""
    if len(text) > source.limit:
        return source.too_large()
    if not text or text.isspace():
        return _without_text(source)
    if text.startswith(b"<") or text.lstrip().startswith(b"<"):
        # The mark rules out the encoding that the markup names, which was that of a file.
        return Member(source, io.BytesIO(mark + text), seekable=True)
    return Raw(source, "text", text)


def _without_text(source: Source) -> ReadError:
    return source.error("no-text", column=source.options.text_column)


def label(identifier: object, number: object) -> str:
    """What names a row: its id, in one piece, else its number."""
    said = "" if identifier is None else str(identifier).strip()
    return said[:_LONGEST_LABEL] or str(number)


def places(columns: Sequence[str], source: Source) -> tuple[int, int | None]:
    """Where among the columns of a table the text and the id stand.

    Raises:
        ReadError: `no-column`, `needs-text-column`.
    """
    if not source.options.text_column:
        raise source.error("needs-text-column", columns=listed(columns))
    text = _place(source.options.text_column, columns, source)
    return text, _place(source.options.id_column, columns, source) if source.options.id_column else None


def _place(column: str, columns: Sequence[str], source: Source) -> int:
    named = [unicodedata.normalize("NFC", name) for name in columns]
    try:
        return named.index(unicodedata.normalize("NFC", column))
    except ValueError:
        raise source.error("no-column", column=column, columns=listed(columns)) from None


def listed(columns: Sequence[str]) -> str:
    """The columns in words, as many as fit."""
    named = [column.strip()[:_LONGEST_NAME] or '""' for column in columns[:_NAMED_COLUMNS]]
    return ", ".join([*named, "…"] if len(columns) > _NAMED_COLUMNS else named) or "–"


def is_utf16(head: bytes) -> bool:
    """Whether the bytes begin with the byte-order mark of UTF-16."""
    return head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def in_utf8(head: bytes) -> bytes:
    """The first bytes of a table without byte-order mark; in UTF-16, as UTF-8."""
    if is_utf16(head):
        return head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    return head.removeprefix(codecs.BOM_UTF8)


def without_mark(stream: BinaryIO, source: Source) -> BinaryIO:
    """The stream behind its byte-order mark; one in UTF-16 comes as UTF-8.

    Raises:
        ReadError: `not-utf16`, while it is read.
    """
    head = stream.peek(4)[:4]  # type: ignore[attr-defined]
    if is_utf16(head):
        return io.BufferedReader(_Recoded(stream, source), _CHUNK)
    if head.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
    return stream


class _Recoded(io.RawIOBase):
    """A stream of UTF-16 as one of UTF-8; what comes in goes out, without waiting for more."""

    def __init__(self, stream: BinaryIO, source: Source) -> None:
        self._stream = stream
        self._source = source
        self._decoder = codecs.getincrementaldecoder("utf-16")()
        self._left = b""
        self._at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        while not self._left:
            data = self._stream.read1(_CHUNK)  # type: ignore[attr-defined]
            try:
                self._left = self._decoder.decode(data, final=not data).encode()
            except UnicodeDecodeError as error:
                written = error.object[error.start : error.end].hex(" ").upper()
                raise self._source.error("not-utf16", offset=self._at + error.start, bytes=written) from None
            self._at += len(data)
            if not data:
                break
        size = min(len(view), len(self._left))
        view[:size] = self._left[:size]
        self._left = self._left[size:]
        return size
