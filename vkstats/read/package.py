"""A document that is a ZIP of XML parts (ECMA-376 part 2, OpenDocument): its parts, parsed within limits.

Nothing outside the package is ever opened: there is no document type, so no entity and no reference to a file.
"""

from __future__ import annotations

import codecs
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Container, Iterable, Iterator
from xml.etree import ElementTree as ET

from vkstats.read.guard import Allowance, pieces
from vkstats.read.reader import Source

# What `zipfile` and `ElementTree` raise on bytes that are not what they should be.
_DAMAGE = (
    ET.ParseError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, LookupError, NotImplementedError, OSError, OverflowError, ValueError,
)  # fmt: skip
_DOCTYPE = tuple("<!DOCTYPE".encode(form) for form in ("utf-8", "utf-16-le", "utf-16-be"))
# ISO 29500 Strict has namespaces of its own for the same elements.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)


class Package:
    """The parts of one package; all that are read together may unpack to `source.limit` bytes.

    Raises:
        ReadError: `damaged`.
    """

    def __init__(self, data: bytes, source: Source, form: str) -> None:
        self._source = source
        self._form = form
        self._allowance = Allowance(source)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise source.error("damaged", format=form, cause=error) from error
        # A name may begin with a slash, and is the same in any case (ECMA-376 part 2, 6.2.2).
        self._members = {_key(info.filename): info for info in self._archive.infolist()}

    def part(self, name: str) -> ET.Element | None:
        """The root of the part `name`; None where there is no such part.

        Raises:
            ReadError: `damaged`, `encrypted`, `bomb` or `too-large`.
        """
        member = self._members.get(_key(name))
        if member is None:
            return None
        if member.flag_bits & 1:
            raise self._source.error("encrypted", format=self._form)
        try:
            return self._parsed(self._unpacked(member))
        except _DAMAGE as error:
            raise self._source.error("damaged", format=self._form, cause=f"{name}: {error}") from error

    def _unpacked(self, member: zipfile.ZipInfo) -> bytes:
        parts = []
        with self._archive.open(member) as stream:
            for piece in pieces(stream, lambda: member.compress_size, self._source):
                self._allowance.spend(len(piece))
                parts.append(piece)
        return b"".join(parts)

    def _parsed(self, data: bytes) -> ET.Element:
        if any(mark in data for mark in _DOCTYPE):
            raise ET.ParseError("DOCTYPE")
        if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            for strict, transitional in _STRICT:
                data = data.replace(strict, transitional)
        return ET.fromstring(data)  # noqa: S314 (no document type, so no entities)


def inside(
    element: Iterable[ET.Element],
    wanted: Container[str],
    opened: Callable[[ET.Element], Iterable[ET.Element]],
) -> Iterator[ET.Element]:
    """What is wanted below the element, in order, none inside another; `opened` gives what is looked at in the rest."""
    waiting = [iter(element)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag in wanted:
            yield child
        else:
            waiting.append(iter(opened(child)))


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
