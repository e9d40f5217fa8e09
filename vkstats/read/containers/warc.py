"""Web archives (WARC 1.0 and 1.1, ISO 28500): the documents that were fetched, each named by its address.

A document is a `response` with status 200, a `resource` or a `conversion` whose type is that of a text or an office
document. All else of a crawl (requests, redirects, error pages, pictures, scripts) is no document and is passed over.
"""

from __future__ import annotations

import gzip
import io
import re
import sys
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdFile
else:
    from backports.zstd import ZstdFile

from vkstats.errors import ReadError
from vkstats.read.containers.streams import Inflated, Section
from vkstats.read.reader import Member, Options, Source, Stream

_OFFICE = "application/vnd.openxmlformats-officedocument."
_TYPES = frozenset(
    {
        "",  # not told: what it is shows
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "text/csv",
        "text/rtf",
        "application/rtf",
        "application/pdf",
        "application/msword",
        "application/vnd.ms-excel",
        f"{_OFFICE}wordprocessingml.document",
        f"{_OFFICE}spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.text",
        "message/rfc822",
        "application/zip",
        "application/x-zip-compressed",
    }
)
# Servers send what they have no type for as bytes; the address tells.
_BYTES = frozenset({"application/octet-stream", "binary/octet-stream", "application/force-download"})
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|rtf|odt|txt|html?|csv|zip)(?:[?#]|\Z)", re.IGNORECASE)
_KINDS = frozenset({"response", "resource", "conversion"})
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ ]+(\d{3})(?!\d)")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
_LONGEST_LINE = 1 << 16
_LONGEST_HEAD = 1 << 20  # bytes of all header fields of a record
_BLOCK = 1 << 16


class Warc:
    """Web archives, not compressed; `.warc.gz` is unpacked before."""

    name = "warc"

    def sniffs(self, head: bytes, name: str, options: Options) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return head.startswith((b"WARC/1.", b"WARC/0."))

    def members(self, stream: BinaryIO, source: Source) -> Iterator[Member | ReadError]:
        """The documents in it, in order.

        Raises:
            ReadError: while iterating, `damaged-archive`.
        """
        while record := _record(stream):
            size = int(record.get("content-length", ""))
            if size < 0:
                raise ValueError(f"a record of {size} bytes")
            section = Section(stream, size)
            member = _document(record, section, size, source)
            if member:
                yield member
            while section.left:
                section.read(_BLOCK)


def _record(stream: BinaryIO) -> dict[str, str]:
    """The header fields of the next record; none at the end."""
    line = b"\r\n"
    while line in {b"\r\n", b"\n"}:
        line = stream.readline(_LONGEST_LINE)
    if not line:
        return {}
    if not line.startswith(b"WARC/"):
        raise ValueError("no record begins where the one before ends")
    return {"version": line.decode("latin-1").strip()} | _fields(stream)


def _fields(stream: BinaryIO) -> dict[str, str]:
    """The header fields up to the empty line, names in lower case, a field given twice as the first."""
    fields: dict[str, str] = {}
    size = 0
    name = ""
    while (line := stream.readline(_LONGEST_LINE)) not in {b"\r\n", b"\n"}:
        size += len(line)
        if not line.endswith(b"\n") or size > _LONGEST_HEAD:
            raise ValueError("the header of a record does not end")
        text = line.decode("utf-8", "replace").strip()
        if line[:1] in {b" ", b"\t"} and name:
            fields[name] = f"{fields[name]} {text}"
            continue
        name, _, value = text.partition(":")
        name = name.strip().lower()
        fields.setdefault(name, value.strip())
    return fields


def _document(record: dict[str, str], section: Section, size: int, source: Source) -> Member | ReadError | None:
    kind = record.get("warc-type", "").lower()
    address = record.get("warc-target-uri", "").strip("<>") or record.get("warc-record-id", "").strip("<>")
    if kind not in _KINDS:
        return None
    block = cast("BinaryIO", io.BufferedReader(section, _BLOCK))
    inside = source.inside(address)
    body, stream = block, cast("Stream", block)
    headers = record
    if kind == "response":
        if _media(record) != "application/http":
            return None  # the answer of a name server
        status = _STATUS.match(block.readline(_LONGEST_LINE))
        if not status or status[1] != b"200":
            return None
        headers = _fields(block)
    media = _media(headers)
    if media not in _TYPES and not (media in _BYTES and _DOCUMENT.search(address)):
        return None
    if kind == "response":
        if "chunked" in headers.get("transfer-encoding", "").lower():
            body = _unchunked(block)
        coding = headers.get("content-encoding", "").lower()
        decoded = _decoded(body, coding)
        if decoded is None:
            return inside.error("method", method=coding)
        stream = decoded
    return Member(inside, stream, packed=lambda: size - section.left)


def _media(headers: dict[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _decoded(stream: BinaryIO, coding: str) -> Stream | None:
    """The body as the server had it; one that the crawler has decoded already stays as it is."""
    match coding:
        case "" | "identity" | "none":
            return stream
        case "gzip" | "x-gzip":
            is_packed = stream.peek(2)[:2] == b"\x1f\x8b"  # type: ignore[attr-defined]
            return gzip.GzipFile(fileobj=stream, mode="rb") if is_packed else stream
        case "deflate":  # RFC 9110 means zlib's header; some servers leave it out
            head = stream.peek(2)[:2]  # type: ignore[attr-defined]
            has_header = len(head) == 2 and head[0] & 0x0F == 8 and int.from_bytes(head) % 31 == 0
            return Inflated(stream, zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
        case "zstd":
            return ZstdFile(stream)
    return None


def _unchunked(block: BinaryIO) -> BinaryIO:
    """The body without its chunks (RFC 9112, 7.1); one that the crawler has put together already as it is."""
    if not _CHUNK_SIZE.match(block.peek(_BLOCK)):  # type: ignore[attr-defined]
        return block
    return cast("BinaryIO", io.BufferedReader(_Chunks(block), _BLOCK))


class _Chunks(io.RawIOBase):
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left = 0
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        if not self._left and not self._ended:
            size = _CHUNK_SIZE.fullmatch(self._stream.readline(_LONGEST_LINE))
            if not size:
                raise ValueError("a chunk of the body has no size")
            self._left = int(size[1], 16)
            self._ended = not self._left
        part = self._stream.read(min(len(buffer), self._left))
        if not part and self._left and len(buffer):
            raise EOFError("a chunk of the body is cut off")
        buffer[: len(part)] = part
        self._left -= len(part)
        if part and not self._left:
            self._stream.readline(_LONGEST_LINE)  # the line end behind a chunk
        return len(part)
