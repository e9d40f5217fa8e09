"""WARC, the archives of web crawlers (ISO 28500): the pages that were got, each under its address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from vkstats.errors import ReadError
from vkstats.read.reader import Member, Options, Source
from vkstats.read.unpacking import Unpacked, buffered, constant, damage_told

_KINDS = frozenset({"response", "resource", "conversion"})
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
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed

        records = iter(ArchiveIterator(stream))
        while True:
            with damage_told(source, ArchiveLoadFailed):
                record = next(records, None)
            if record is None:
                return
            with damage_told(source, AttributeError):
                address = record.rec_headers.get_header("WARC-Target-URI") or ""
                is_page = record.rec_type in _KINDS and _is_text(record)
                packed = int(record.rec_headers.get_header("Content-Length") or 0)
            if is_page:
                member = source.inside(address.strip("<>"))
                content = Unpacked(record.content_stream(), member, constant(packed))
                yield Member(member, buffered(content))


def _is_text(record: Any) -> bool:  # noqa: ANN401 (the library has no types)
    headers = record.http_headers
    if headers is not None and headers.get_statuscode() != "200":
        return False
    said = (headers.get_header("Content-Type") if headers is not None else record.content_type) or "text/html"
    kind = said.lower().strip()
    return kind.startswith(_TYPES) and not kind.startswith(_NO_TEXTS)
