"""7z archives, by py7zr (the extra `vkstats[7z]`), read member by member in their order.

Only the reading of headers and the decompression of py7zr are used: what it unpacks goes to disk, or whole to memory.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from vkstats.errors import ReadError
from vkstats.read.containers.names import is_litter
from vkstats.read.containers.streams import searchable
from vkstats.read.guard import DAMAGE, pieces, told
from vkstats.read.reader import Member, Options, Source

_MAGIC = b"7z\xbc\xaf\x27\x1c"
# What py7zr raises for damaged archives besides its own errors:
_FAULTS = (*DAMAGE, ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError)

_Faults = tuple[type[Exception], ...]


class SevenZip:
    """7z archives."""

    name = "7z"

    def sniffs(self, head: bytes, name: str, options: Options) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return head.startswith(_MAGIC)

    def members(self, stream: BinaryIO, source: Source) -> Iterator[Member | ReadError]:
        """The files in it, in order.

        Raises:
            ReadError: while iterating, `needs-extra`, `damaged-archive`, `locked`, `method`, `bomb`,
                `nested-too-large`.
        """
        try:
            import py7zr
            from py7zr import exceptions
        except ImportError:
            raise source.error("needs-extra", format="7z", extra="7z") from None
        data = searchable(stream, source)
        faults: _Faults = (exceptions.ArchiveError, *_FAULTS)
        try:
            archive = py7zr.SevenZipFile(data)
            if archive.password_protected:
                raise source.error("locked")
            yield from _members(archive, data, source, faults)
        except exceptions.PasswordRequired:
            raise source.error("locked") from None
        except exceptions.UnsupportedCompressionMethodError as error:
            raise source.error("method", method=_cause(error)) from error
        except faults as error:
            raise told(error, source) from error


def _cause(error: Exception) -> str:
    return str(error.args[-1]) if error.args else type(error).__name__


def _members(
    archive: Any,  # noqa: ANN401 (no types)
    data: BinaryIO,
    source: Source,
    faults: _Faults,
) -> Iterator[Member | ReadError]:
    streams = getattr(archive.header, "main_streams", None)
    starts = {}
    if streams is not None:
        for folder, start in zip(streams.unpackinfo.folders, streams.packinfo.packpositions, strict=False):
            starts[id(folder)] = archive.afterheader + start
    current = None
    content: _Content | None = None
    for file in archive.files:
        inside = source.inside(file.filename)
        if file.is_directory:
            continue
        if file.emptystream:
            if not is_litter(file.filename):
                yield Member(inside, io.BytesIO(), seekable=True)
            continue
        if file.folder is not current:
            current, content = file.folder, None
            data.seek(starts[id(current)])
        if content:
            content.skip(source)
        content = _Content(data, file, starts[id(current)], inside, faults)
        if file.is_symlink or file.is_junction or file.is_socket:
            yield inside.error("special", kind="symlink")
        elif not is_litter(file.filename):
            yield Member(inside, content, packed=content.packed)


class _Content:
    """The bytes of a member; those of one folder are compressed as one, so they are read one after the other."""

    def __init__(self, data: BinaryIO, file: Any, start: int, source: Source, faults: _Faults) -> None:  # noqa: ANN401
        self._data = data
        self._file = file
        self._start = start
        self._source = source
        self._faults = faults
        self._left = file.uncompressed
        self._crc = 0

    def packed(self) -> int:
        """The bytes of the folder that have been read."""
        return self._data.tell() - self._start

    def read(self, size: int, /) -> bytes:
        try:
            part = self._decompressed(size)
        except self._faults as error:
            raise told(error, self._source) from error
        self._left -= len(part)
        self._crc = zlib.crc32(part, self._crc)
        if part and not self._left and self._file.crc32 not in {None, self._crc}:
            raise ValueError("CRC-32 is not what the header says")
        return part

    def _decompressed(self, size: int) -> bytes:
        part = b""
        decompressor = self._file.folder.get_decompressor(self._file.compressed)
        while self._left and not part:
            before = self._data.tell()
            part = bytes(decompressor.decompress(self._data, min(self._left, size)))
            if not part and self._data.tell() == before:
                raise EOFError("compressed bytes are cut off")
        return part

    def skip(self, source: Source) -> None:
        """Pass over what has not been read.

        Raises:
            ReadError: `bomb`.
        """
        for _ in pieces(self, self.packed, source):
            pass
