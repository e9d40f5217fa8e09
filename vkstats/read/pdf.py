"""PDF: the text layer, put together again from where its letters stand on the pages.

Needs no more than PDFium, which must not be used by two threads at once: the work is divided among processes.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from vkstats.errors import ReadError
from vkstats.model import Document
from vkstats.read.encodings import by_font, decode_font, mend
from vkstats.read.printed import Line, Page, Word, text_of
from vkstats.read.reader import Source

if TYPE_CHECKING:
    import pypdfium2

_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
_WORD = re.compile(r"[^ \t\xa0\r\n]+")
# PDFium's sign for a hyphen at the end of a line; letters that Unicode Vietnamese does not use, but legacy fonts do.
_LINE_HYPHEN = re.compile("[\x02\ufffe]")
_LEGACY = re.compile(
    "[\xa1-\xaa\xac-\xb8\xbc-\xbf\xc4-\xc7\xcb\xce\xcf\xd1\xd6-\xd8\xdb\xdc\xde-\xdf\xe4-\xe7\xeb\xee-\xef\xf1\xf6-\xf8\xfb-\xfc\xfe-\xff]"
)
_NO_LETTERS = re.compile(
    "[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]"
)  # codes of glyphs whose letters the file does not say
# A hyphen inside or at the end of a word of small letters; `12-NQ/TW` and `QĐ-UBND` have none.
_HIDDEN = re.compile("(?<![0-9])-(?=[a-z\xa8-\xff])|(?<=[a-z\xb5-\xff])-(?![^ .,;:!?)])")
_LONGEST_NAME = 100  # bytes of the name of a font


class Pdf:
    """Takes what begins with `%PDF-`, be it after some bytes of a mail or web server."""

    name = "pdf"

    def sniffs(self, head: bytes, name: str) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return b"%PDF-" in head[:1024]

    def read(self, data: bytes, source: Source) -> Iterator[Document | ReadError]:
        """One document, and behind it an error for an end that is missing, and one that names pages without text.

        Raises:
            ReadError: `damaged`, `encrypted`, `no-text-layer`, `empty` or `too-large`.
        """
        import pypdfium2

        try:
            file = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if error.err_code == _WRONG_PASSWORD:
                raise source.error("encrypted", format="PDF") from error
            raise source.error("damaged", format="PDF", cause=error) from error
        try:
            pages, textless = _pages(file, source)
        except pypdfium2.PdfiumError as error:
            raise source.error("damaged", format="PDF", cause=error) from error
        finally:
            file.close()
        if not any(page.lines for page in pages):
            raise source.error("no-text-layer" if textless else "empty")
        text, encoding = mend(text_of(pages))
        yield Document(source.name, unicodedata.normalize("NFC", text), self.name, encoding)
        if data.rfind(b"%%EOF") < data.rfind(b"endobj"):  # PDFium makes the best of what is left
            yield source.error("cut-off", format="PDF")
        if textless:
            yield source.error("pages-without-text", pages=_listed(textless), count=len(textless), of=len(pages))


def _pages(file: pypdfium2.PdfDocument, source: Source) -> tuple[list[Page], list[int]]:
    """The lines of each page, and the numbers of the pages that show something but no letters."""
    pages: list[Page] = []
    textless: list[int] = []
    left = source.limit
    for number in range(len(file)):
        page = file[number]
        letters = page.get_textpage()
        try:
            left -= letters.count_chars()
            if left < 0:
                raise source.error("too-large", limit=f"{source.limit / 1_000_000:g}")
            lines = _lines(letters)
            if not lines and next(page.get_objects(max_depth=1), None) is not None:
                textless.append(number + 1)
            pages.append(Page(lines, page.get_height()))
        finally:
            letters.close()
            page.close()
    return pages, textless


def _lines(letters: pypdfium2.PdfTextPage) -> list[Line]:
    import pypdfium2.raw as pdfium

    count = letters.count_chars()
    text = letters.get_text_range() if count else ""
    if len(text) != count:  # letters beyond the basic plane; one number for each that has a place
        text = "".join(_letter(pdfium.FPDFText_GetUnicode(letters.raw, n)) for n in range(count))
    if len(_NO_LETTERS.findall(text)) * 3 > len(text.replace(" ", "")):
        return []
    text = _LINE_HYPHEN.sub("-", text)
    fonts = _fonts(letters, text) if _LEGACY.search(text) else {}
    box = pdfium.FS_RECTF()
    lines = []
    at = 0
    for raw in text.split("\n"):
        words = []
        for match in _WORD.finditer(raw):
            start, end = at + match.start(), at + match.end()
            pdfium.FPDFText_GetLooseCharBox(letters.raw, start, box)
            left = box.left
            pdfium.FPDFText_GetLooseCharBox(letters.raw, end - 1, box)
            words.append(Word(fonts.get(start, match.group()), left, max(left, box.right)))
        if words:
            lines.append(Line(words, *_measures(letters, at + len(raw) - len(raw.lstrip()))))
        at += len(raw) + 1
    return lines


def _measures(letters: pypdfium2.PdfTextPage, number: int) -> tuple[float, float]:
    """The base line of a letter and its size, both on the page."""
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(letters.raw, number, x, y)
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(letters.raw, number, matrix)
    return y.value, abs(matrix.d or matrix.b) * pdfium.FPDFText_GetFontSize(letters.raw, number)


def _fonts(letters: pypdfium2.PdfTextPage, text: str) -> dict[int, str]:
    """The words in legacy fonts as these show them, by where they start."""
    words = {}
    for match in _WORD.finditer(text):
        named = ((_font(letters, n), text[n]) for n in range(*match.span()))
        runs = [(name, "".join(letter for _, letter in run)) for name, run in groupby(named, lambda pair: pair[0])]
        if any(by_font(name) for name, _ in runs):
            words[match.start()] = "".join(_decoded(part, name) for name, part in runs)
    return words


def _decoded(text: str, font: str) -> str:
    """The text as the font shows it, the letter ư of TCVN3 too, which PDFium takes for a hyphen."""
    return decode_font(_HIDDEN.sub("\xad", text) if by_font(font) == "tcvn3" else text, font)


def _font(letters: pypdfium2.PdfTextPage, number: int) -> str:
    import pypdfium2.raw as pdfium

    name = ctypes.create_string_buffer(_LONGEST_NAME)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(letters.raw, number, name, _LONGEST_NAME, flags)
    return name.value.decode("utf-8", "replace")


def _letter(code: int) -> str:
    return chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"


def _listed(pages: list[int]) -> str:
    """The numbers, those that follow each other as a range: `2, 5-9`."""
    ranges: list[list[int]] = []
    for page in pages:
        if ranges and ranges[-1][1] == page - 1:
            ranges[-1][1] = page
        else:
            ranges.append([page, page])
    return ", ".join(f"{first}-{last}" if last > first else str(first) for first, last in ranges)
