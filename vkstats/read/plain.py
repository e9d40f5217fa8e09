"""Plain text in any encoding of Vietnamese; every fault of UTF-8 is told with its byte offset.

Strict UTF-8 is tried first and is what nearly every file is. The text is handed on as decoded, but for what a legacy
font left in it: normalising is the work of `vkstats.text`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from vkstats.errors import ReadError
from vkstats.model import Document
from vkstats.read.encodings import ONE_BYTE, candidates, decode_bytes, mend, utf16_order
from vkstats.read.reader import Source

_FEWEST_LETTERS = 100  # a file that is no UTF-8 and has a NUL in fewer bytes than this is no text at all
# Few bytes may be UTF-8 by chance: `ươ` of VISCII and VPS, `đế` of VPS are one letter of it, Cyrillic or Syriac, and
# their capitals are controls of ASCII. Such a letter stands alone.
_FEW = 100
_CHANCE = re.compile("[\u01c0-\u01ff\u0400-\u043f\u0700-\u07ff]|(?<=[A-Z])[\x02-\x06\x10-\x1e]")
_TOGETHER = re.compile("[^\x00-\x7f]{2}")
_CESU = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")  # CESU-8 (Unicode TR 26)


class PlainText:
    """Takes whatever no other reader knows."""

    name = "text"

    def sniffs(self, head: bytes, name: str) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return True

    def read(self, data: bytes, source: Source) -> Iterator[Document]:
        """One document.

        Raises:
            ReadError: as the codes of `text_of`.
        """
        text, encoding = text_of(data, source)
        yield Document(source.name, text, self.name, encoding)


def text_of(data: bytes, source: Source) -> tuple[str, str]:
    """The text of the bytes, and the name of its encoding: that of `--encoding`, else the one that is plain.

    Stretches that were written for a legacy font are mended, and the name says so: `utf-8 + tcvn3`.

    Raises:
        ReadError: `empty`, `binary`, `nul`, `surrogate`, `cesu` or `undecodable` of what is no text in UTF-8,
            `misfit` of bytes that are none in the encoding, `ambiguous` where several encodings may be meant.
    """
    text, encoding = _told(data, source)
    if not text or text.isspace():
        raise source.error("empty")
    if encoding in _UNICODE:
        text, found = mend(text)
        encoding = f"{encoding} + {found}" if found else encoding
    return text, encoding


_UNICODE = ("utf-8", "utf-16")


def _told(data: bytes, source: Source) -> tuple[str, str]:
    encoding = source.options.encoding
    if encoding == "utf-8":
        return decode(data, source), encoding
    if encoding == "utf-16" or (encoding is None and data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))):
        return _utf16(data, source), "utf-16"
    if encoding:
        return _one_byte(data, encoding, source), encoding
    try:
        text = decode(data, source)
    except ReadError as error:
        if error.code in {"surrogate", "cesu", "empty"}:
            raise
        if b"\0" in data:
            if utf16_order(data):
                return _utf16(data, source), "utf-16"
            raise
        match candidates(data):
            case []:
                raise
            case [encoding]:
                return _one_byte(data, encoding, source), encoding
            case several:
                raise _ambiguous(several, source) from None
    if len(data) < _FEW and _CHANCE.search(text) and not _TOGETHER.search(text):
        raise _ambiguous(["utf-8", *(candidates(data) or ONE_BYTE)], source)
    return text, "utf-8"


def _ambiguous(encodings: list[str], source: Source) -> ReadError:
    return source.error("ambiguous", candidates=", ".join(encodings))


def _utf16(data: bytes, source: Source) -> str:
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    order = "utf-16" if marked else utf16_order(data) or "utf-16-le"
    try:
        text = data.decode(order)
    except UnicodeDecodeError as error:
        above = data[: error.start].decode(order, "ignore")
        raise _misfit(data, error, "utf-16", source, above.count("\n") + 1) from None
    if "\0" in text:
        above = text[: text.index("\0")]
        offset = len(above.encode("utf-16-le")) + 2 * marked
        raise source.error("nul", offset=offset, line=above.count("\n") + 1)
    return text


def _one_byte(data: bytes, encoding: str, source: Source) -> str:
    if (nul := data.find(b"\0")) >= 0:
        raise source.error("nul", offset=nul, line=_line(data, nul))
    try:
        return decode_bytes(data, encoding)
    except UnicodeDecodeError as error:
        raise _misfit(data, error, encoding, source, _line(data, error.start)) from None


def _misfit(data: bytes, error: UnicodeDecodeError, encoding: str, source: Source, line: int) -> ReadError:
    written = data[error.start : error.end].hex(" ").upper()
    return source.error("misfit", offset=error.start, line=line, bytes=written, encoding=encoding)


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
