"""Tar archives (POSIX ustar and pax, GNU, V7), read as a stream from first to last, several in a row as one.

Links, devices and pipes hold no bytes of their own: each is told, none is followed.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from tarfile import EmptyHeaderError, EOFHeaderError, HeaderError  # type: ignore[attr-defined]
from tarfile import ReadError as TarReadError
from typing import BinaryIO, Self, cast

from vkstats.errors import ReadError
from vkstats.read.containers.names import is_litter, member_name
from vkstats.read.containers.streams import Counted
from vkstats.read.reader import Member, Options, Source, Stream

_MAGIC = slice(257, 262)
_LONGEST_HEADER = 1_000_000  # bytes of a header about the next member: names and their like
_HEADERS = frozenset(
    {
        tarfile.XHDTYPE,
        tarfile.XGLTYPE,
        tarfile.SOLARIS_XHDTYPE,
        tarfile.GNUTYPE_LONGNAME,
        tarfile.GNUTYPE_LONGLINK,
    }
)
_ASKS = 3  # how often tarfile looks for more at the end of a sound archive, at most
_KINDS = {
    tarfile.SYMTYPE: "symlink",
    tarfile.LNKTYPE: "hard link",
    tarfile.CHRTYPE: "device",
    tarfile.BLKTYPE: "device",
    tarfile.FIFOTYPE: "pipe",
}


class Tar:
    """Tar archives, not compressed; those that are come out of what unpacks them."""

    name = "tar"

    def sniffs(self, head: bytes, name: str, options: Options) -> bool:  # noqa: ARG002 (the protocol's arguments)
        block = head[: tarfile.BLOCKSIZE]
        if block[_MAGIC] == b"ustar":
            return True
        if not any(block):
            return len(block) == tarfile.BLOCKSIZE and name.lower().endswith(".tar")
        try:
            return bool(tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape").name)
        except HeaderError:  # the sum over the header is wrong: no tar
            return False

    def members(self, stream: BinaryIO, source: Source) -> Iterator[Member | ReadError]:
        """The files in it, in order.

        Raises:
            ReadError: while iterating, `damaged-archive`.
        """
        counted = _Ending(stream)
        # Zero blocks end an archive; what follows them is the next, or padding.
        with _Archive.open(
            fileobj=cast("BinaryIO", counted),
            mode="r|",
            tarinfo=_Header,
            ignore_zeros=True,
            encoding="utf-8",
            errors="surrogateescape",
        ) as archive:
            while (header := archive.next()) is not None:
                archive.members.clear()  # tarfile remembers all it has seen
                name = member_name(header.name.encode("utf-8", "surrogateescape"))
                if header.isdir() or is_litter(name):
                    continue
                inside = source.inside(name)
                content = archive.extractfile(header) if header.isreg() else None
                if content is None:
                    yield inside.error("special", kind=_KINDS.get(header.type, f"{header.type!r}"))
                    continue
                start = counted.count
                yield Member(inside, content, packed=lambda start=start: counted.count - start)  # type: ignore[misc]


class _Ending(Counted):
    """A stream that is over once it is: tarfile asks on and on where a header claims that exabytes follow."""

    def __init__(self, stream: Stream) -> None:
        super().__init__(stream)
        self._asked = 0

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        size = super().readinto(buffer)
        if not size:
            self._asked += 1
            if self._asked > _ASKS:
                raise EOFError("a member is larger than what follows")
        return size


class _Archive(tarfile.TarFile):
    members: list[tarfile.TarInfo]
    ended = False  # whether what was read last is a block of zeros


class _Header(tarfile.TarInfo):
    """A header whose faults are told: by itself tarfile takes a damaged one for the end of the archive."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        header = super().frombuf(buf, encoding, errors)
        if header.type in _HEADERS and header.size > _LONGEST_HEADER:
            raise TarReadError(f"a header of {header.size} bytes")
        return header

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:  # the name that the standard library gives it
        archive = cast("_Archive", tarfile)
        try:
            header = super().fromtarfile(archive)
        except EOFHeaderError:
            archive.ended = True
            raise
        except HeaderError as error:
            if isinstance(error, EmptyHeaderError) and archive.ended:
                raise
            raise TarReadError(str(error)) from error
        archive.ended = False
        return header
