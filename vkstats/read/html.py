"""Web pages: the text of the article, without the menus, counters, related headlines and comments around it.

Nobody marks the article the same way, so three things are looked at: what the builders of the page call its parts,
how much running text a part holds, and how much of it is links. A page is read with libxml2, which never gives up.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Iterator

from vkstats.errors import ReadError
from vkstats.model import BlockKind, Document
from vkstats.read.encodings import ONE_BYTE, candidates, decode_bytes
from vkstats.read.plain import decode
from vkstats.read.reader import Source

_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_TAG = re.compile(rb"<[^<>]*>")
_META = re.compile(rb"<meta\s[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
_META_WITHIN = 4096  # bytes; the standard says 1024, older pages keep no such order
# What may stand before the first tag: comments (one may be longer than the head that is looked at), a prolog.
_BEFORE = re.compile(r"(?:\s+|<!--.*?(?:-->|\Z)|<\?xml[^>]*>)*", re.DOTALL)
_FIRST = re.compile(
    r"<(?:!doctype\s+html|(?:html|head|body|title|meta|link|base|style|script|div|p|table|tbody|tr|td|h[1-6]|ul|ol|span"
    r"|center|font|form|article|section|main|header|nav|b|strong|em|i|br|hr|img|a|blockquote|pre|noscript)(?=[\s>/]))",
    re.IGNORECASE,
)
_ANY = re.compile(r"<(?:p|div|br|table|span|td|h[1-6]|body)\b[^<>]*>", re.IGNORECASE)
_NAMES = (".html", ".htm", ".xhtml", ".shtml")
_SPOILT = "\ufffd"


class Html:
    """HTML and XHTML, whole pages and pieces."""

    name = "html"

    def sniffs(self, head: bytes, name: str) -> bool:
        """Whether it begins with a tag of HTML, or is called so and has one."""
        text = head.decode(_UTF_16.get(head[:2], "latin-1"), "replace").lstrip("\ufeff").removeprefix("ï»¿")
        before = _BEFORE.match(text)
        at = before.end() if before else 0
        if _FIRST.match(text, at) or (at == len(text) and "<!--" in text):
            return True
        return name.lower().endswith(_NAMES) and "\0" not in text and _ANY.search(text) is not None

    def read(self, data: bytes, source: Source) -> Iterator[Document]:
        """One document.

        Raises:
            ReadError: `empty`, `no-main-text`, `too-many-parts`, or of the encoding where the article itself is spoilt.
        """
        yield read_page(data, source)


def read_page(data: bytes, source: Source, *, whole: bool = False) -> Document:
    """The article of a page, or with `whole` all that it shows, as of a letter.

    Raises:
        ReadError: as `Html.read`.
    """
    from vkstats.read.layout import Layout
    from vkstats.read.main_text import main_text
    from vkstats.read.page import MOST_PARTS, TooManyPartsError, parsed
    from vkstats.read.page_frame import frame_of

    if not data.strip():
        raise source.error("empty")
    text, encoding, fault = _decoded(data, source)
    try:
        page = parsed(text)
    except TooManyPartsError:
        raise source.error("too-many-parts", most=MOST_PARTS) from None
    lines, headline = (page.lines, None) if whole else main_text(page)
    if fault and any(_SPOILT in line.text for line in lines):
        raise fault
    if not lines:
        raise source.error("no-main-text")
    layout = Layout()
    for line in lines:
        if line is headline:
            layout.add(BlockKind.TITLE, line.text)
        elif line.rows:
            layout.add_table(line.rows, line.merged, header=line.header)
        else:
            layout.add(line.kind, line.text, level=line.level)
    return layout.document(source, Html.name, frame_of(page, headline), encoding)


def _decoded(data: bytes, source: Source) -> tuple[str, str, ReadError | None]:
    """The text of a page, the encoding, and what is wrong with it, which matters only where the article is spoilt."""
    encoding = _UTF_16.get(data[:2]) or _said_encoding(data)
    if encoding:
        text = data.decode(encoding, "replace").lstrip("\ufeff")
        fault = source.error("wrong-charset", charset=encoding) if _SPOILT in text else None
        return text, encoding, fault
    try:
        return decode(data, source), "utf-8", None
    except ReadError as error:
        # Markup is ASCII in every encoding that Vietnamese was written in; its words say which one it is.
        named = source.options.encoding
        found = [named] if named in ONE_BYTE else candidates(_TAG.sub(b" ", data))
        if len(found) == 1 and found[0]:
            with contextlib.suppress(UnicodeDecodeError):
                return decode_bytes(data, found[0]), found[0], None
        return data.decode("utf-8", "replace").lstrip("\ufeff"), "utf-8", error


def _said_encoding(data: bytes) -> str | None:
    """The encoding that the page names, by Python's name; None where it is UTF-8, unknown, or ruled out by a mark."""
    said = _META.search(data, 0, _META_WITHIN)
    if said is None or data.startswith(codecs.BOM_UTF8):
        return None
    try:
        name = codecs.lookup(said[1].decode("ascii", "replace")).name
    except LookupError:
        return None
    return None if name.startswith(("utf", "unicode")) or name in {"ascii", "idna", "punycode"} else name
