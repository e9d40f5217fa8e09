"""Paths and streams → documents: one reader a format, chosen by what the bytes look like.

A new format is a module with a `Reader` and one more name in `_READERS`.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator

from vkstats.errors import ReadError
from vkstats.model import Document
from vkstats.read.plain import PlainText
from vkstats.read.reader import Reader, Source
from vkstats.read.unsupported import Unsupported

__all__ = ["DEFAULT_LIMIT", "STANDARD_INPUT", "Reader", "Source", "read", "read_plain"]

STANDARD_INPUT = "-"
DEFAULT_LIMIT = 64_000_000  # bytes of one document; the largest yearbook seen has 3 MB of text
_HEAD = 4096  # bytes that a reader may look at; the longest magic of the formats known here needs 1 KB
# The first that knows the head reads the file: formats told by their magic before plain text, which takes all.
_READERS: tuple[Reader, ...] = (Unsupported(), PlainText())


def read(path: str, *, limit: int = DEFAULT_LIMIT) -> Iterator[Document]:
    """The documents in the file `path` (`-` is standard input); none has more than `limit` bytes.

    Raises:
        ReadError: while iterating, with the code `missing`, `directory`, `permission` or `unreadable`, or what
            the reader of the format says.
    """
    with _opened(path) as (stream, name):
        head = stream.peek(_HEAD)[:_HEAD]
        reader = next(reader for reader in _READERS if reader.sniffs(head, name))
        yield from reader.read(stream, Source(name, limit))


def read_plain(path: str, *, limit: int = DEFAULT_LIMIT) -> Document:
    """The whole file `path` (`-` is standard input) as plain text of at most `limit` bytes, whatever it looks like.

    Raises:
        ReadError: as `read`.
    """
    with _opened(path) as (stream, name):
        return next(PlainText().read(stream, Source(name, limit)))


@contextlib.contextmanager
def _opened(path: str) -> Iterator[tuple[io.BufferedReader, str]]:
    """The bytes of a file, and its name: one that is no UTF-8 (possible on Unix) is made fit to be written as such."""
    name = os.fsencode(path).decode("utf-8", "replace")
    try:
        with _open(path) as stream:
            yield stream, name
    except OSError as error:
        raise _cause(error, name) from error


def _open(path: str) -> io.BufferedReader:
    if path == STANDARD_INPUT:
        return open(0, "rb", closefd=False)
    return open(path, "rb")  # noqa: PTH123 (one `open` for both)


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
