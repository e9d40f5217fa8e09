"""Formats that are known when seen but have no reader: better one clear line than figures out of markup.

When a format gets its reader, its line here goes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from vkstats.model import Document
from vkstats.read.reader import Source

_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word/Excel 97 (.doc, .xls)"),
    (b"{\\rtf", "RTF"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"SQLite format 3\0", "SQLite"),
    (b"PAR1", "Parquet"),
)
_ZIPPED = ((b"word/", "Word (.docx)"), (b"xl/", "Excel (.xlsx)"), (b"mimetypeapplication/vnd.oasis", "OpenDocument"))
_XML = re.compile(rb"\s*<\?xml\s")
_JSON = re.compile(rb'\s*(?:\{|\[\s*\{)\s*"')


class Unsupported:
    """Knows the commonest other formats, and refuses them by name."""

    name = "unsupported"

    def sniffs(self, head: bytes, name: str) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return bool(_format(head))

    def read(self, data: bytes, source: Source) -> Iterator[Document]:
        """No document: the format is refused.

        Raises:
            ReadError: `unsupported`.
        """
        raise source.error("unsupported", format=_format(data[:4096]))


def _format(head: bytes) -> str:
    """The name of the format that the bytes begin like; empty where it is none of these."""
    if head.startswith(b"PK\x03\x04"):
        return next((name for mark, name in _ZIPPED if mark in head), "zip")
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    markup = head.removeprefix(codecs.BOM_UTF8)
    for pattern, name in ((_XML, "XML"), (_JSON, "JSON")):
        if pattern.match(markup):
            return name
    return ""
