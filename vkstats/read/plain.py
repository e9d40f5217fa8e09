"""Plain text in UTF-8, with or without a byte-order mark; every fault is told with its byte offset.

The text is handed on as decoded: normalising is the work of `vkstats.text`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from vkstats.errors import ReadError
from vkstats.model import Document
from vkstats.read.reader import Source

_FEWEST_LETTERS = 100  # a file that is no UTF-8 and has a NUL in fewer bytes than this is no text at all
_CESU = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")  # CESU-8 (Unicode TR 26)


class PlainText:
    """Takes whatever no other reader knows."""

    name = "text"

    def sniffs(self, head: bytes, name: str) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return True

    def read(self, data: bytes, source: Source) -> Iterator[Document]:
        """One document.

        Raises:
            ReadError: `empty`, `binary`, `nul`, `surrogate`, `cesu` or `undecodable`.
        """
        yield Document(source.name, decode(data, source), self.name, "utf-8")


def decode(data: bytes, source: Source) -> str:
    """The text of UTF-8 bytes, the byte-order mark left out.

    Raises:
        ReadError: `empty`, `binary`, `nul`, `surrogate`, `cesu` or `undecodable`.
    """
    start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    try:
        text = str(memoryview(data)[start:], "utf-8")
    except UnicodeDecodeError as error:
        raise _undecodable(data, start + error.start, start + error.end, source) from None
    if (nul := data.find(b"\0")) >= 0:
        raise source.error("nul", offset=nul, line=_line(data, nul))
    if not text or text.isspace():
        raise source.error("empty")
    return text


def _undecodable(data: bytes, start: int, end: int, source: Source) -> ReadError:
    nuls = data.count(b"\0")
    nul = data.find(b"\0")
    if nuls > 1 and nuls * _FEWEST_LETTERS > len(data):
        return source.error("binary", offset=min(nul, start))
    if 0 <= nul <= end:  # it comes first, or cuts a letter
        return source.error("nul", offset=nul, line=_line(data, nul))
    # UTF-8 of U+D800 … U+DFFF would be ED A0 80 … ED BF BF: written by programs that confuse UTF-16 and UTF-8.
    code = "undecodable"
    if data[start] == 0xED and data[start + 1 : start + 2] >= b"\xa0":
        pair = _CESU.match(data, start)
        code, end = ("cesu", pair.end()) if pair else ("surrogate", start + 3)
    written = data[start:end].hex(" ").upper()
    return source.error(code, offset=start, line=_line(data, start), bytes=written)


def _line(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
