"""ZIP, TAR, gzip, bzip2, xz and zstd: members as streams, in the order of the archive."""

from __future__ import annotations

import bz2
import gzip
import lzma
import stat
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from vkstats.errors import ReadError
from vkstats.read.reader import Member, Options, Raw, Source
from vkstats.read.unpacking import Counted, Readable, Unpacked, buffered, constant, damage_told, is_litter, searchable

_BLOCK = 512  # bytes of a header of TAR
_UTF8_NAME = 0x800  # a flag of ZIP
_ENCRYPTED = 0x1


class Zip:
    """A ZIP archive. Word and Excel files are ZIP archives too, and come out whole, for their own readers."""

    name = "zip"

    def sniffs(self, head: bytes, name: str, options: Options) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))

    def members(self, stream: BinaryIO, source: Source) -> Iterator[Member | Raw | ReadError]:
        """The files in the order of the directory.

        Raises:
            ReadError: `damaged-archive`, `too-large-inside`, `bomb`, and those of the rows of a workbook.
        """
        stream = searchable(stream, source)
        with damage_told(source):
            archive = zipfile.ZipFile(stream)
        with archive:
            names = {info.filename for info in archive.infolist()}
            office = _office(archive, names)
            if office:
                yield from _document(stream, source, office)
                return
            yield from self._files(archive, source, _length(stream))

    def _files(self, archive: zipfile.ZipFile, source: Source, packed: int) -> Iterator[Member | ReadError]:
        given = 0  # of all members together: overlapping ones are packed loosely each, and tightly all
        ratio = source.options.caps.ratio

        def counted(size: int) -> None:
            nonlocal given
            given += size
            if given > source.limit + ratio * packed:
                raise source.error("bomb", ratio=ratio)

        for info in archive.infolist():
            name = _name(info)
            if info.is_dir() or is_litter(name):
                continue
            member = source.inside(name)
            if stat.S_ISLNK(info.external_attr >> 16):
                yield member.error("link")
            elif info.flag_bits & _ENCRYPTED:
                yield member.error("encrypted", format="ZIP")
            else:
                try:
                    with damage_told(member):
                        stream = archive.open(info)
                except ReadError as error:
                    yield error
                    continue
                with stream:
                    unpacked = Unpacked(stream, member, constant(info.compress_size))
                    yield Member(member, buffered(unpacked))
                counted(unpacked.given)


def _office(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    """The format of a file that a program packs as ZIP, None where it is an archive of files."""
    typed = bool(names & {"[Content_Types].xml", "_rels/.rels"})  # of ECMA-376, part 2
    for folder, main, form in (("word/", "word/document.xml", "docx"), ("xl/", "xl/workbook.xml", "xlsx")):
        if main in names or (typed and any(name.startswith(folder) for name in names)):
            return form
    if typed:
        return "unsupported"
    first = archive.infolist()[0] if names else None
    return "unsupported" if first and first.filename == "mimetype" else None  # OpenDocument, EPUB


def _document(stream: BinaryIO, source: Source, office: str) -> Iterator[Member | Raw | ReadError]:
    if office == "xlsx" and source.options.text_column:
        from vkstats.read.xlsx import rows

        yield from rows(stream, source)
        return
    stream.seek(0)
    data = stream.read(source.limit + 1)
    if len(data) > source.limit:
        raise source.error("too-large", limit=f"{source.limit / 1_000_000:g}")
    yield Raw(source, office, data)


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member: without the flag of UTF-8, many programs write UTF-8 all the same."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _length(stream: BinaryIO) -> int:
    return stream.seek(0, 2)


class Tar:
    """A TAR archive, read as it comes."""

    name = "tar"

    def sniffs(self, head: bytes, name: str, options: Options) -> bool:  # noqa: ARG002 (the protocol's arguments)
        if head[257:262] == b"ustar" or (name.lower().endswith(".tar") and not any(head)):
            return True
        try:  # archives of before 1988 have no magic, but a checksum
            tarfile.TarInfo.frombuf(head[:_BLOCK], "utf-8", "surrogateescape")
        except tarfile.TarError:
            return False
        return True

    def members(self, stream: BinaryIO, source: Source) -> Iterator[Member | ReadError]:
        """The files in their order.

        Raises:
            ReadError: `damaged-archive`.
        """
        with damage_told(source):
            archive = tarfile.open(fileobj=stream, mode="r|")  # noqa: SIM115 (closed below)
        with archive:
            while True:
                with damage_told(source):
                    info = archive.next()
                if info is None:
                    return
                archive.members = []  # type: ignore[attr-defined] # the library keeps all that it has seen
                name = info.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
                if info.isdir() or is_litter(name):
                    continue
                member = source.inside(name)
                if not info.isfile():
                    yield member.error("link")
                    continue
                with damage_told(member):
                    stream = cast("BinaryIO", archive.extractfile(info))
                yield Member(member, buffered(Unpacked(stream, member, constant(info.size))))


class Packed:
    """One file packed by gzip, bzip2, xz or zstd; it keeps its name."""

    def __init__(self, name: str, magic: bytes) -> None:
        self.name = name
        self._magic = magic

    def sniffs(self, head: bytes, name: str, options: Options) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return head.startswith(self._magic)

    def members(self, stream: BinaryIO, source: Source) -> Iterator[Member]:
        """The one file.

        Raises (while it is read):
            ReadError: `damaged-archive`, `bomb`.
        """
        counted = Counted(stream)
        faults: tuple[type[Exception], ...] = ()
        with damage_told(source):
            match self.name:
                case "gzip":
                    unpacked: Readable = gzip.GzipFile(fileobj=buffered(counted))
                case "bzip2":
                    unpacked = bz2.BZ2File(buffered(counted))
                case "xz":
                    unpacked = lzma.LZMAFile(buffered(counted))  # noqa: SIM115 (read by the caller)
                case _:
                    if sys.version_info >= (3, 14):
                        from compression import zstd
                    else:
                        from backports import zstd
                    unpacked = zstd.ZstdFile(buffered(counted))
                    faults = (zstd.ZstdError,)
        inside = Unpacked(unpacked, source, lambda: counted.taken, *faults)
        yield Member(source.deeper(), buffered(inside))


ARCHIVES = (
    Zip(),
    Packed("gzip", b"\x1f\x8b"),
    Packed("bzip2", b"BZh"),
    Packed("xz", b"\xfd7zXZ\0"),
    Packed("zstd", b"\x28\xb5\x2f\xfd"),
)
