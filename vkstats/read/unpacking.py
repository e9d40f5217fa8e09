"""What every archive has in common: bytes that come out of it are counted against those that went in.

An archive is never unpacked to disk. Whatever a library says of damaged bytes becomes one error, in one place.
"""

from __future__ import annotations

import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Protocol

from vkstats.read.reader import Source

_UNCHECKED = 1_000_000  # bytes that may be packed however tightly
_CHUNK = 1 << 20
# What operating systems leave behind in archives; no document.
_LITTER = ("__MACOSX/",)
_LITTER_NAMES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})

_DAMAGE: tuple[type[Exception], ...] = (
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    tarfile.TarError,
    struct.error,
    EOFError,  # cut off
    OSError,  # gzip and bz2 say so of bad bytes
    NotImplementedError,  # a method of compression that the library has not
    RuntimeError,  # encrypted
    ValueError,  # fields that hold no number, names that are none
    OverflowError,
    IndexError,
)


def is_litter(name: str) -> bool:
    """Whether a member is of no one's making."""
    return name.startswith(_LITTER) or name.rpartition("/")[2] in _LITTER_NAMES


@contextmanager
def damage_told(source: Source, *others: type[Exception]) -> Iterator[None]:
    """Inside the block, what the libraries raise about bytes, or one of the `others`, becomes a `ReadError`.

    Raises:
        ReadError: `damaged-archive`.
    """
    try:
        yield
    except (*_DAMAGE, *others) as error:
        raise source.error("damaged-archive", cause=str(error) or type(error).__name__) from error


class Readable(Protocol):
    """What bytes can be taken from."""

    def read(self, size: int, /) -> bytes: ...


class Counted(io.RawIOBase):
    """A stream that knows how many bytes were taken from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self.taken = 0
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self.taken += len(data)
        return len(data)


class Unpacked(io.RawIOBase):
    """The bytes of a member: given up where far more come out than went in.

    `packed` tells how many bytes went in so far; fewer than `least` are a member cut off.

    Raises (while it is read):
        ReadError: `bomb`, `damaged-archive`.
    """

    def __init__(
        self, stream: Readable, source: Source, packed: Callable[[], int], *faults: type[Exception], least: int = 0
    ) -> None:
        self._least = least
        self._faults = faults
        self._stream = stream
        self._source = source
        self._packed = packed
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        with damage_told(self._source, *self._faults):
            data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self.given += len(data)
        ratio = self._source.options.caps.ratio
        if self.given > _UNCHECKED and self.given > ratio * self._packed():
            raise self._source.error("bomb", ratio=ratio)
        if not data and self.given < self._least:
            raise self._source.error("damaged-archive", cause=f"{self.given} < {self._least} bytes")
        return len(data)


def constant(number: int) -> Callable[[], int]:
    """A function that gives the number."""
    return lambda: number


def buffered(raw: io.RawIOBase) -> BinaryIO:
    """A stream that can be looked ahead in."""
    return io.BufferedReader(raw, _CHUNK >> 4)


def searchable(stream: BinaryIO, source: Source) -> BinaryIO:
    """The stream itself where it can be searched; else (a pipe, a member of an archive) its bytes, held in memory.

    Raises:
        ReadError: `too-large-inside`.
    """
    if stream.seekable():
        return stream
    most = source.options.caps.held
    parts = []
    size = 0
    while part := stream.read(_CHUNK):
        size += len(part)
        if size > most:
            raise source.error("too-large-inside", limit=f"{most / 1_000_000:g}")
        parts.append(part)
    return io.BytesIO(b"".join(parts))
