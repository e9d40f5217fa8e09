"""Paths and streams → documents, in two steps: told apart (`open_inputs`), then understood (`understand`).

The first step opens archives and tables member by member, and costs little; the second reads a format, and may
run in another process. What cannot be read comes out as an error in its place, and the rest goes on.

A new format is a module with a `Reader` or a `Container`, and one more name in `_READERS` or `_CONTAINERS`.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from vkstats.errors import ReadError
from vkstats.model import Document
from vkstats.read.containers.packed import PACKED, name_inside
from vkstats.read.containers.sevenzip import SevenZip
from vkstats.read.containers.tar import Tar
from vkstats.read.containers.warc import Warc
from vkstats.read.containers.zip import Zip
from vkstats.read.delimited import Delimited, DelimitedRows
from vkstats.read.doc import Doc
from vkstats.read.docx import Docx
from vkstats.read.guard import Budget, ExhaustedError, Guarded, guarded, whole
from vkstats.read.html import Html
from vkstats.read.json_ import JsonRows
from vkstats.read.mail import Mail
from vkstats.read.odf import Odf, OdfRows
from vkstats.read.parquet import ParquetRows
from vkstats.read.pdf import Pdf
from vkstats.read.plain import PlainText
from vkstats.read.reader import DEFAULT_LIMIT, Caps, Container, Member, Options, Raw, Reader, Source
from vkstats.read.rows import row_document
from vkstats.read.rtf import Rtf
from vkstats.read.unsupported import Unsupported
from vkstats.read.xlsx import Workbook, rows

__all__ = [
    "DEFAULT_LIMIT",
    "STANDARD_INPUT",
    "Caps",
    "Options",
    "Raw",
    "Source",
    "open_bytes",
    "open_inputs",
    "open_text",
    "read",
    "read_plain",
    "understand",
]

STANDARD_INPUT = "-"
_HEAD = 4096  # bytes that a reader may look at; the longest magic of the formats known here needs 1 KB
_BUFFER = 1 << 16
# The first that knows the head takes the stream: what is told by its magic before plain text, which takes all.
_CONTAINERS: tuple[Container, ...] = (
    *(Zip({"xlsx": rows}), *PACKED, Tar(), Warc(), SevenZip()),
    *(OdfRows(), ParquetRows(), JsonRows(), DelimitedRows()),
)
_REFUSED = Unsupported()  # also takes what a container has told apart and no reader is for
_READERS: tuple[Reader, ...] = (
    *(Docx(), Workbook(), Odf(), Pdf(), Doc(), Rtf()),
    *(Html(), Mail(), _REFUSED, Delimited(), PlainText()),
)
_BY_NAME = {reader.name: reader for reader in _READERS}


def read(path: str, options: Options | None = None) -> Iterator[Document | ReadError]:
    """The documents in the file `path` (`-` is standard input), and in their place what cannot be read."""
    for raw in open_inputs(path, options or Options()):
        if isinstance(raw, ReadError):
            yield raw
        else:
            yield from understand(raw)


def open_inputs(
    path: str, options: Options, taken: Callable[[int], None] = lambda _: None
) -> Iterator[Raw | ReadError]:
    """The documents in the file `path` as bytes, archives and tables of documents opened, in order.

    `taken` is told of bytes that were read from the file.
    """
    try:
        with _opened(path, taken) as (stream, name, size):
            yield from _open(stream, Source(name, options), Budget(options.caps, size))
    except ReadError as error:
        yield error


def open_bytes(data: bytes, name: str, options: Options) -> Iterator[Raw | ReadError]:
    """The documents in the bytes of a file, as `open_inputs`; `name` is what they are called, and is not opened."""
    try:
        yield from _open(io.BytesIO(data), Source(name, options), Budget(options.caps, lambda: len(data)))
    except ReadError as error:
        yield error


def open_text(text: str, name: str, options: Options) -> Iterator[Raw | ReadError]:
    """The document that a row of a table holds as text: most often plain, now and then markup."""
    data = text.encode("utf-8", "surrogatepass")
    found = row_document(Source(name, replace(options, encoding="utf-8")), data)
    if not isinstance(found, Member):
        yield found
        return
    try:
        yield from _member(found, Budget(options.caps, lambda: len(data)))
    except ReadError as error:
        yield error


def understand(raw: Raw) -> Iterator[Document | ReadError]:
    """The documents in the bytes, in order: most often one; what is attached to a letter follows it."""
    budget = Budget(raw.source.options.caps, lambda: len(raw.data))
    try:
        for found in _BY_NAME.get(raw.format, _REFUSED).read(raw.data, raw.source):
            if isinstance(found, Member):
                yield from _attached(found, budget)
            else:
                yield found
    except ReadError as error:
        yield error


def _attached(member: Member, budget: Budget) -> Iterator[Document | ReadError]:
    source = member.source
    if source.depth > source.options.caps.depth:
        yield source.error("too-deep", depth=source.options.caps.depth)
        return
    budget.member(source)
    for raw in _member(member, budget):
        if isinstance(raw, ReadError):
            yield raw
        else:
            yield from understand(raw)


def read_plain(path: str, *, limit: int = DEFAULT_LIMIT) -> Document:
    """The whole file `path` (`-` is standard input) as plain text of at most `limit` bytes, whatever it looks like.

    Raises:
        ReadError: as the codes of `read` for a file of plain text.
    """
    with _opened(path) as (stream, name, _):
        source = Source(name, Options(limit))
        return next(PlainText().read(whole(stream, source), source))


def _open(stream: BinaryIO, source: Source, budget: Budget) -> Iterator[Raw | ReadError]:
    buffered = stream if hasattr(stream, "peek") else io.BufferedReader(cast("io.RawIOBase", stream))
    head = buffered.peek(_HEAD)[:_HEAD]
    name = name_inside(source.name)
    for container in _CONTAINERS:
        if not container.sniffs(head, name, source.options):
            continue
        if source.depth >= source.options.caps.depth:
            raise source.error("too-deep", depth=source.options.caps.depth)
        is_empty = True
        for inside in guarded(container.members(buffered, source), source):
            is_empty = False
            if isinstance(inside, Member):
                budget.member(source)
                yield from _member(inside, budget)
            else:
                yield inside
        if is_empty:
            raise source.error("empty-archive")
        return
    reader = next(reader for reader in _READERS if reader.sniffs(head, name))
    yield Raw(source, reader.name, whole(buffered, source))


def _member(member: Member, budget: Budget) -> Iterator[Raw | ReadError]:
    """What is in a member; its error ends it, but one of what is around it, or of the whole input, ends that."""
    stream = member.stream if member.seekable else io.BufferedReader(Guarded(member, budget))
    try:
        yield from _open(cast("BinaryIO", stream), member.source, budget)
    except ExhaustedError:
        raise
    except ReadError as error:
        if not error.source.startswith(member.source.name):
            raise
        yield error


class _Watched(io.FileIO):
    """A file, or standard input, that counts what is read of it, and tells so."""

    def __init__(self, path: str, taken: Callable[[int], None]) -> None:
        self.count = 0
        self._taken = taken
        if path == STANDARD_INPUT:
            super().__init__(0, closefd=False)
        else:
            super().__init__(path)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        size = super().readinto(buffer) or 0
        # What a file is shows in its head, which a pipe may give in pieces; a line is enough, the next may be far.
        while not self.count and 0 < size < _HEAD and b"\n" not in bytes(buffer[:size]):
            if not (more := super().readinto(buffer[size:])):
                break
            size += more
        self.count += size
        self._taken(size)
        return size


@contextlib.contextmanager
def _opened(
    path: str, taken: Callable[[int], None] = lambda _: None
) -> Iterator[tuple[BinaryIO, str, Callable[[], int]]]:
    """The bytes of a file, its name, and how large it is, or how much of it has been read if that is not known.

    A name that is no UTF-8 (possible on Unix) is made fit to be written as such.
    """
    name = os.fsencode(path).decode("utf-8", "replace")
    try:
        with _Watched(path, taken) as file, io.BufferedReader(file, _BUFFER) as stream:
            size = os.fstat(file.fileno()).st_size
            yield stream, name, (lambda: size) if file.seekable() else (lambda: file.count)
    except OSError as error:
        raise _cause(error, name) from error


def _cause(error: OSError, name: str) -> ReadError:
    match error:
        case FileNotFoundError():
            return ReadError(name, "missing")
        case IsADirectoryError():
            return ReadError(name, "directory")
        case PermissionError():
            return ReadError(name, "permission")
        case _:
            return ReadError(name, "unreadable", (("cause", error.strerror or str(error)),))
