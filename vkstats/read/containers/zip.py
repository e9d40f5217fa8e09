"""Zip archives (PKWARE APPNOTE 6.3.10), read member by member in the order of their directory.

The directory is walked, not held: an archive may have millions of members, and what stands before a damaged entry is
read. That, and the names as bytes, is why this is not `zipfile`. Documents that are zip archives inside (Word, Excel)
come out whole.
"""

from __future__ import annotations

import bz2
import contextlib
import io
import lzma
import stat
import struct
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, cast

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdFile
else:
    from backports.zstd import ZstdFile

from vkstats.errors import ReadError
from vkstats.read.containers.names import is_litter, member_name
from vkstats.read.containers.streams import Inflated, Section, searchable
from vkstats.read.guard import DAMAGE, whole
from vkstats.read.reader import Member, Options, Raw, Source, Stream

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04")
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis"  # its first member, stored, in the first 100 bytes
_PACKAGE = frozenset({b"[Content_Types].xml", b"_rels/.rels"})  # ECMA-376, part 2
_FOLDERS = {b"word/": b"word/document.xml", b"xl/": b"xl/workbook.xml"}
# The part that each kind of Office Open XML has (ECMA-376), and its reader; then those that have none.
_OFFICE = {
    b"word/document.xml": "docx",
    b"xl/workbook.xml": "xlsx",
    b"xl/workbook.bin": "",
    b"ppt/presentation.xml": "",
}
_NO_READER = {b"xl/workbook.bin": "Excel (.xlsb)", b"ppt/presentation.xml": "PowerPoint (.pptx)"}
_END = struct.Struct("<4s4H2LH")
_END64_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_FULL = 0xFFFFFFFF  # the number stands in the zip64 field instead
_ZIP64 = 0x0001
_UNICODE_NAME = 0x7075
_ENCRYPTED = 0x0041  # bit 0; bit 6 is strong encryption
_BATCH = 512  # entries of the directory that are read at once
_UNIX = 3
_CHUNK = 1 << 16
_STORED, _DEFLATED, _BZIP2, _LZMA, _ZSTD, _XZ = 0, 8, 12, 14, 93, 95
_METHODS = {1: "shrink", 6: "implode", 9: "deflate64", 96: "JPEG", 97: "WavPack", 98: "PPMd", 99: "AES"}

Rows = Callable[[BinaryIO, Source], Iterator[Member | Raw | ReadError]]


class Zip:
    """Zip archives that are no OpenDocument.

    `rows` are what opens an office document of a format as a table of documents, where a column is their text.
    """

    name = "zip"

    def __init__(self, rows: Mapping[str, Rows] | None = None) -> None:
        self._rows = rows or {}

    def sniffs(self, head: bytes, name: str, options: Options) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return head.startswith(_MAGIC) and _OPEN_DOCUMENT not in head[:100]

    def members(self, stream: BinaryIO, source: Source) -> Iterator[Member | Raw | ReadError]:
        """The files in it; a Word or Excel file as one document.

        Raises:
            ReadError: while iterating, `damaged-archive`, `overlap`, `nested-too-large`, `unsupported`, `too-large`.
        """
        archive = searchable(stream, source)
        directory = _Directory(archive)
        office = _checked(directory, source)
        if office:
            yield from self._office(office, archive, source)
            return
        for entry in directory:
            name = member_name(entry.name)
            if name.endswith(("/", "\\")) or is_litter(name):
                continue
            inside = source.inside(name)
            if entry.flags & _ENCRYPTED:
                yield inside.error("locked")
            elif entry.is_link:
                yield inside.error("special", kind="symlink")
            elif entry.method not in _OPENERS:
                yield inside.error("method", method=_METHODS.get(entry.method, str(entry.method)))
            else:
                yield _member(entry, archive, directory.shift, inside)

    def _office(self, part: bytes, archive: BinaryIO, source: Source) -> Iterator[Member | Raw | ReadError]:
        if part in _NO_READER:
            raise source.error("unsupported", format=_NO_READER[part])
        archive.seek(0)
        form = _OFFICE[part]
        if source.options.text_column and form in self._rows:
            yield from self._rows[form](archive, source)
            return
        yield Raw(source, form, whole(archive, source))


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the directory says of one member."""

    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    is_link: bool


class _Directory:
    """The directory at the end of the archive, walked anew by each iteration.

    `shift` is how many bytes stand before the archive, as in one that unpacks itself.
    """

    def __init__(self, archive: BinaryIO) -> None:
        self._archive = archive
        self.size = archive.seek(0, io.SEEK_END)  # of the whole archive
        tail_size = min(self.size, _END.size + 0xFFFF)
        archive.seek(self.size - tail_size)
        tail = archive.read(tail_size)
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) - at < _END.size:
            raise ValueError("the directory at the end is missing")
        _, disk, *_, length, offset, _ = _END.unpack_from(tail, at)
        self._end = self.size - tail_size + at
        if 0xFFFF > disk > 0:
            raise ValueError("one part of an archive of several")
        locator = at - _END64_LOCATOR.size
        if locator >= _END64.size and tail.startswith(b"PK\x06\x07", locator):
            record = _END64.unpack_from(tail, locator - _END64.size)
            if record[0] == b"PK\x06\x06":
                length, offset = record[8:]
                self._end -= _END64_LOCATOR.size + _END64.size
        self._start = self._end - length
        self.shift = self._start - offset
        if self.shift < 0:
            raise ValueError("the directory at the end is cut off")

    def __iter__(self) -> Iterator[_Entry]:
        at = self._start
        while at < self._end:
            self._archive.seek(at)
            batch: list[_Entry] = []
            fault = None
            while at < self._end and len(batch) < _BATCH:
                try:
                    entry, length = _entry(self._archive)
                except DAMAGE as error:
                    fault = error
                    break
                at += length
                batch.append(entry)
            yield from batch  # whoever takes them moves in the archive
            if fault:
                raise fault


def _entry(archive: BinaryIO) -> tuple[_Entry, int]:
    """The entry that comes next, and its length in the directory."""
    head = archive.read(_ENTRY.size)
    (magic, made_by, _, flags, method, _, _, crc, packed, size, *lengths, _, _, attributes, offset) = _ENTRY.unpack(
        head
    )
    if magic != b"PK\x01\x02":
        raise ValueError("an entry of the directory is damaged")
    name_length = lengths[0]
    rest = archive.read(sum(lengths))
    if len(rest) < sum(lengths):
        raise EOFError("the directory is cut off")
    name = rest[:name_length]
    for kind, field in _fields(rest[name_length : name_length + lengths[1]]):
        if kind == _ZIP64:
            numbers = iter(struct.unpack_from(f"<{len(field) // 8}Q", field))
            size, packed, offset = (next(numbers, n) if n == _FULL else n for n in (size, packed, offset))
        elif kind == _UNICODE_NAME and struct.unpack_from("<L", field, 1)[0] == zlib.crc32(name):
            name = field[5:]
    is_link = made_by >> 8 == _UNIX and stat.S_ISLNK(attributes >> 16)
    return _Entry(name, flags, method, crc, packed, size, offset, is_link), _ENTRY.size + len(rest)


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """The extra fields of an entry: kind and bytes."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        yield kind, extra[at + 4 : at + 4 + length]
        at += 4 + length


def _checked(directory: _Directory, source: Source) -> bytes:
    """The part that tells which kind of office document the archive is; empty for any other archive.

    Members that lie on one another unpack to far more than the archive could hold (D. Fifield, A better zip bomb,
    2019).
    """
    spent = 0
    parts: set[bytes] = set()
    folders: set[bytes] = set()
    is_package = False
    with contextlib.suppress(*DAMAGE):  # told when the members before it have been read
        for entry in directory:
            spent += entry.packed
            if spent > directory.size:
                raise source.error("overlap")
            is_package |= entry.name in _PACKAGE
            if entry.name in _OFFICE or entry.name in _NO_READER:
                parts.add(entry.name)
            elif (folder := entry.name[: entry.name.find(b"/") + 1]) in _FOLDERS:
                folders.add(folder)
    if is_package and not parts:  # its main part may have another name, or be missing: its reader says so
        parts = {_FOLDERS[folder] for folder in folders}
    return min(parts, default=b"")


def _member(entry: _Entry, archive: BinaryIO, shift: int, inside: Source) -> Member | ReadError:
    archive.seek(shift + entry.offset)
    local = archive.read(_LOCAL.size)
    if len(local) < _LOCAL.size or not local.startswith(b"PK\x03\x04"):
        return inside.error("damaged-archive", cause="its header is not where the directory says")
    archive.seek(sum(_LOCAL.unpack(local)[-2:]), io.SEEK_CUR)
    section = Section(archive, entry.packed)
    stream = _OPENERS[entry.method](cast("BinaryIO", io.BufferedReader(section, _CHUNK)), entry)
    return Member(inside, _Checked(stream, entry), packed=lambda: entry.packed - section.left)


class _Checked:
    """The bytes of a member, which have to be those that the directory tells the size and the sum of."""

    def __init__(self, stream: Stream, entry: _Entry) -> None:
        self._stream = stream
        self._entry = entry
        self._size = self._crc = 0

    def read(self, size: int, /) -> bytes:
        part = self._stream.read(size)
        self._size += len(part)
        self._crc = zlib.crc32(part, self._crc)
        if not part and size and (self._size, self._crc) != (self._entry.size, self._entry.crc):
            raise ValueError("size or CRC-32 is not what the directory says")
        return part


def _lzma(stream: BinaryIO, entry: _Entry) -> Stream:
    """LZMA as zip has it (APPNOTE 5.8.8), behind the header of a .lzma file."""
    _, _, length = struct.unpack("<2BH", stream.read(4))
    size = _UNKNOWN if entry.flags & 2 else entry.size  # bit 1: it tells its own end
    head = io.BytesIO(stream.read(length) + struct.pack("<Q", size))
    return lzma.LZMAFile(cast("BinaryIO", _Chain(head, stream)), format=lzma.FORMAT_ALONE)


_UNKNOWN = 0xFFFF_FFFF_FFFF_FFFF


class _Chain:
    def __init__(self, first: BinaryIO, second: BinaryIO) -> None:
        self._first, self._second = first, second

    def read(self, size: int, /) -> bytes:
        return self._first.read(size) or self._second.read(size)


_OPENERS: dict[int, Callable[[BinaryIO, _Entry], Stream]] = {
    _STORED: lambda stream, _: stream,
    _DEFLATED: lambda stream, _: Inflated(stream, -zlib.MAX_WBITS),
    _BZIP2: lambda stream, _: bz2.BZ2File(stream),
    _LZMA: _lzma,
    _ZSTD: lambda stream, _: ZstdFile(stream),
    _XZ: lambda stream, _: lzma.LZMAFile(stream),  # noqa: SIM115 (it holds nothing of the system)
}
