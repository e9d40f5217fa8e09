"""WARC, the archives of web crawlers (ISO 28500): the pages that were got, each under its address."""

from __future__ import annotations

import gzip
import http.client
import io
import zlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from vkstats.errors import ReadError
from vkstats.read.reader import Member, Options, Source
from vkstats.read.unpacking import Readable, Unpacked, buffered, constant, damage_told

_KINDS = frozenset({"response", "resource", "conversion"})
_FOUND = 200
_LONGEST_HEADER = 1_000_000  # bytes
_CHUNK = 1 << 16
# What may hold a report; pictures, style and programs are most of a crawl.
_TYPES = (
    *("text/", "application/xhtml", "application/pdf", "application/rtf", "application/msword"),
    *("application/vnd.openxmlformats-officedocument.", "application/json"),
)
_NO_TEXTS = ("text/css", "text/javascript", "text/calendar", "text/dns")


class Warc:
    """A crawl. Other records than pages got in full (redirects, requests, pictures) are no documents."""

    name = "warc"

    def sniffs(self, head: bytes, name: str, options: Options) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return head.startswith(b"WARC/")

    def members(self, stream: BinaryIO, source: Source) -> Iterator[Member | ReadError]:
        """The pages in the order of the crawl.

        Raises:
            ReadError: `damaged-archive`.
        """
        while True:
            with damage_told(source):
                headers = _headers(stream)
                if headers is None:
                    return
                block = _Block(stream, int(headers.get("content-length", "")))
            member = source.inside(headers.get("warc-target-uri", "").strip("<>"))
            if headers.get("warc-type", "").lower() in _KINDS:
                try:
                    page = _page(block, headers, member)
                except ReadError as error:
                    yield error
                else:
                    if page is not None:
                        yield Member(member, buffered(page))
            with damage_told(member):
                block.skip()


class _Block(io.RawIOBase):
    """The bytes of one record."""

    def __init__(self, stream: BinaryIO, length: int) -> None:
        if length < 0:
            raise ValueError(length)
        self.length = length
        self._stream = stream
        self._left = length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        wanted = min(len(buffer), self._left)
        data = self._stream.read(wanted)
        if wanted and not data:
            raise EOFError(f"{self._left} bytes are missing")
        buffer[: len(data)] = data
        self._left -= len(data)
        return len(data)

    def skip(self) -> None:
        """Go on to the end."""
        while self.read(_CHUNK):
            pass


def _headers(stream: BinaryIO) -> Mapping[str, str] | None:
    """The named fields of the next record, names in lower case; None at the end."""
    line = b"\r\n"
    while line in {b"\r\n", b"\n"}:  # two of them end the record before
        line = stream.readline(_LONGEST_HEADER)
    if not line:
        return None
    if not line.startswith(b"WARC/"):
        raise ValueError(f"WARC/? {line[:20]!r}")
    fields: dict[str, str] = {}
    size = 0
    while (line := stream.readline(_LONGEST_HEADER)) not in {b"\r\n", b"\n"}:
        size += len(line)
        if not line or size > _LONGEST_HEADER:
            raise EOFError("WARC header")
        name, _, value = line.decode("utf-8", "replace").partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _page(block: _Block, headers: Mapping[str, str], member: Source) -> Unpacked | None:
    """What was got, its transfer undone; None where it is no text.

    Raises:
        ReadError: `damaged-archive`, `unsupported`.
    """
    kind = headers.get("content-type", "").lower()
    if not kind.startswith("application/http"):
        return Unpacked(block, member, constant(block.length)) if _is_text(kind) else None
    with damage_told(member, http.client.HTTPException):
        response = http.client.HTTPResponse(_Wire(block), method="GET")  # type: ignore[arg-type]
        response.begin()
    if response.status != _FOUND or not _is_text(response.headers.get_content_type()):
        return None
    content: Readable = response
    match (response.headers.get("Content-Encoding") or "identity").lower():
        case "gzip" | "x-gzip":
            content = gzip.GzipFile(fileobj=response)
        case "deflate":
            content = io.BytesIO(_inflated(response, member))
        case "identity":
            pass
        case coding:
            raise member.error("unsupported", format=f"Content-Encoding: {coding}")
    return Unpacked(content, member, constant(block.length), http.client.HTTPException)


def _inflated(response: Readable, member: Source) -> bytes:
    with damage_told(member, http.client.HTTPException):
        return zlib.decompressobj().decompress(response.read(member.limit), member.limit + 1)


class _Wire:
    """What the library takes for a socket."""

    def __init__(self, block: _Block) -> None:
        self._block = block

    def makefile(self, mode: str) -> BinaryIO:  # noqa: ARG002 (the library's arguments)
        return buffered(self._block)


def _is_text(kind: str) -> bool:
    kind = kind.strip() or "text/html"
    return kind.startswith(_TYPES) and not kind.startswith(_NO_TEXTS)
