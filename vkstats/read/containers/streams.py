"""Streams of which containers are made: counted, a section of another, inflated, or held in memory to be searched."""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO

from vkstats.read.reader import Source, Stream

_CHUNK = 1 << 20
_BLOCK = 1 << 16


class Counted(io.RawIOBase):
    """Another stream, and how many bytes have been read of it."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        part = self._stream.read(len(buffer))
        buffer[: len(part)] = part
        self.count += len(part)
        return len(part)


class Section(io.RawIOBase):
    """The next `size` bytes of another stream; one that ends before is cut off."""

    def __init__(self, stream: Stream, size: int) -> None:
        self._stream = stream
        self.left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        part = self._stream.read(min(len(buffer), self.left))
        if not part and self.left and len(buffer):
            raise EOFError(f"{self.left} bytes are missing")
        buffer[: len(part)] = part
        self.left -= len(part)
        return len(part)


class Inflated:
    """Deflated bytes (RFC 1951), inflated; `window` tells the header that they have, as `zlib.decompressobj` wants."""

    def __init__(self, stream: Stream, window: int) -> None:
        self._stream = stream
        self._inflate = zlib.decompressobj(window)

    def read(self, size: int, /) -> bytes:
        while not self._inflate.eof:
            packed = self._inflate.unconsumed_tail or self._stream.read(_BLOCK)
            part = self._inflate.decompress(packed, size)
            if part:
                return part
            if not packed:
                raise EOFError("deflated bytes are cut off")
        return b""


def searchable(stream: BinaryIO, source: Source) -> BinaryIO:
    """The stream, held in memory if it cannot be searched.

    Raises:
        ReadError: `nested-too-large`.
    """
    if stream.seekable():
        return stream
    held = io.BytesIO()
    most = source.options.caps.buffered
    while part := stream.read(_CHUNK):
        if held.tell() + len(part) > most:
            raise source.error("nested-too-large", limit=f"{most / 1_000_000:g}")
        held.write(part)
    held.seek(0)
    return held
