r"""JSON whose objects are documents: one a line (JSONL), or the elements of an array, or one object after another.

One that is broken, too large or without text is told by its number, and the next is read: memory holds one object at
a time. A line's number is its label; where objects do not stand on lines of their own, it is the object's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from vkstats.errors import ReadError
from vkstats.read.reader import Options, Source
from vkstats.read.rows import RowDocument, Rows, in_utf8, label, listed, without_mark

_OBJECT = re.compile(rb'\s*(?:\[\s*)?\{\s*["}]')
_SUFFIXES = (".jsonl", ".ndjson")
_LINES = re.compile(rb"\s*\{[ \t]*\S")  # the first line of JSONL; an object that is laid out has `{` alone on it
_MARK = re.compile(rb'["\\{}\[\]]')
_QUOTE, _ESCAPE, _BRACE = b'"\\{'
_BETWEEN = b" \t\r\n,[]"
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")  # of a character beyond U+FFFF; whole, if another half stands beside it
_CHUNK = 1 << 16
_SEARCHED = 1000  # objects in which the column is looked for, since not every object need have it

# The number of an object and its bytes, None where it is over the limit.
_Numbered = tuple[int, bytes | None]


class JsonRows:
    """Takes JSON objects, and asks for the column of the text where none is told."""

    name = "json"

    def sniffs(self, head: bytes, name: str, options: Options) -> bool:  # noqa: ARG002 (the protocol's arguments)
        start = in_utf8(head)
        return bool(_OBJECT.match(start)) or (name.lower().endswith(_SUFFIXES) and start.lstrip()[:1] != b"<")

    def members(self, stream: BinaryIO, source: Source) -> Iterator[RowDocument]:
        """A document for each object.

        Raises:
            ReadError: `needs-text-column`, `no-column`, `not-utf16`, or `empty` where there is no object at all.
        """
        plain = without_mark(stream, source)
        first = in_utf8(plain.peek(_CHUNK))  # type: ignore[attr-defined]
        on_lines = _LINES.match(first) or first.lstrip()[:1] not in b"[{"
        objects = _lines(plain, source.limit) if on_lines else _objects(plain, source.limit)
        yield from _Reading(source).documents(objects)


class _Reading:
    """One stream of objects being read."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._rows = Rows(source)
        self._text = source.options.text_column
        self._id = source.options.id_column
        self._columns: dict[str, None] = {}  # of the objects that lack the column, in order

    def documents(self, objects: Iterator[_Numbered]) -> Iterator[RowDocument]:
        """The documents; objects without the column are told once it is certain that others have it."""
        number = 0
        lacking: list[int] = []
        is_found = False
        for number, data in objects:
            row = self._row(number, data)
            if isinstance(row, ReadError):
                yield row
                continue
            text = _value(row, self._text) if self._text else _ABSENT
            if text is not _ABSENT and not is_found:
                is_found = True
                self._check_id(row)
                yield from map(self._rows.without_text, lacking)
            if is_found:
                yield self._document(number, row, text)
                continue
            lacking.append(number)
            self._columns |= dict.fromkeys(row)
            if not self._text:
                raise self._source.error("needs-text-column", columns=listed(list(row)))
            if len(lacking) == _SEARCHED:
                break
        if lacking and not is_found:
            raise self._source.error("no-column", column=self._text, columns=listed(list(self._columns)))
        if not number:
            raise self._source.error("empty")

    def _row(self, number: int, data: bytes | None) -> Mapping[str, object] | ReadError:
        import msgspec

        row = self._rows.row(number)
        if data is None:
            return row.too_large()
        try:
            found = msgspec.json.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            if _HALF.search(data):
                return row.error("half-character")
            cause = "" if isinstance(error, RecursionError) else str(error)
            return row.error("bad-json", cause=cause or "[[[…")
        return found if isinstance(found, dict) else row.error("no-object")

    def _check_id(self, row: Mapping[str, object]) -> None:
        if self._id and _value(row, self._id) is _ABSENT:
            raise self._source.error("no-column", column=self._id, columns=listed(list(row)))

    def _document(self, number: int, row: Mapping[str, object], text: object) -> RowDocument:
        identifier = _value(row, self._id) if self._id else None
        named = label(identifier if isinstance(identifier, str | int) else None, number)
        if isinstance(text, str):
            return self._rows.document(named, text.encode())
        if text is None or text is _ABSENT:
            return self._rows.without_text(named)
        return self._rows.row(named).error("not-text", column=self._text, kind=type(text).__name__)


_ABSENT = object()


def _value(row: Mapping[str, object], column: str) -> object:
    """What an object has under a key, or else, where the key has points, in the objects inside it."""
    found: object = row.get(column, _ABSENT)
    if found is not _ABSENT or "." not in column:
        return found
    found = row
    for key in column.split("."):
        if not isinstance(found, dict):
            return _ABSENT
        found = found.get(key, _ABSENT)
    return found


def _lines(stream: BinaryIO, limit: int) -> Iterator[_Numbered]:
    """The lines that are not blank, each as soon as it is there."""
    number = 0
    while line := stream.readline(limit + 2):
        number += 1
        if len(line.rstrip(b"\r\n")) > limit:
            while line and not line.endswith(b"\n"):
                line = stream.readline(_CHUNK)
            yield number, None
        elif not line.isspace():
            yield number, line


def _objects(stream: BinaryIO, limit: int) -> Iterator[_Numbered]:
    """The objects that stand one after another or in an array, and what stands between them and is none."""
    scanner = _Scanner(limit)
    while data := stream.read1(_CHUNK):  # type: ignore[attr-defined]
        yield from scanner.objects(data)
    yield from scanner.rest()


class _Scanner:
    """Finds where objects begin and end, by their braces outside strings, in pieces of a stream."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._number = 0
        self._kept = bytearray()  # of the object, or of what is none and stands before the next
        self._is_cut = False
        self._depth = 0
        self._in_string = False
        self._escaped = -1  # where in the piece a character stands behind a backslash
        self._start = 0  # of what of the piece is not put away

    def objects(self, piece: bytes) -> Iterator[_Numbered]:
        """The objects that end in the next piece."""
        self._start = 0
        for match in _MARK.finditer(piece):
            at = match.start()
            mark = piece[at]
            if at == self._escaped:
                continue
            if self._in_string:
                self._in_string = mark != _QUOTE
                self._escaped = at + 1 if mark == _ESCAPE else self._escaped
            elif mark == _QUOTE:
                self._in_string = True
            elif mark in b"{[":
                if not self._depth and mark == _BRACE:
                    yield from self._taken(piece, at)
                self._depth += bool(self._depth) or mark == _BRACE
            elif self._depth:
                self._depth -= 1
                if not self._depth:
                    yield from self._taken(piece, at + 1)
        self._keep(piece[self._start :])
        self._escaped -= len(piece)

    def rest(self) -> Iterator[_Numbered]:
        """What is left when the stream has ended."""
        yield from self._taken(b"", 0)

    def _taken(self, piece: bytes, end: int) -> Iterator[_Numbered]:
        self._keep(piece[self._start : end])
        self._start = end
        found = bytes(self._kept).strip(_BETWEEN)
        if found or self._is_cut:
            self._number += 1
            yield self._number, None if self._is_cut else found
        self._kept.clear()
        self._is_cut = False

    def _keep(self, data: bytes) -> None:
        room = self._limit - len(self._kept)
        self._kept += data[:room]
        self._is_cut = self._is_cut or len(data) > room
