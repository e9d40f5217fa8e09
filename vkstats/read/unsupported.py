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
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"SQLite format 3\0", "SQLite"),
)
_ZIPPED = ((b"ppt/", "PowerPoint (.pptx)"), (b"mimetypeapplication/vnd.oasis", "OpenDocument (.odp, .odg)"))
_XML = re.compile(rb"\s*<\?xml\s")


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
        return next((name for mark, name in _ZIPPED if mark in head), "OpenXML, EPUB")
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    markup = head.removeprefix(codecs.BOM_UTF8)
    if _XML.match(markup):
        return "XML"
    return ""
