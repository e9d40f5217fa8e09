"""PDF: the text layer, put together again from where its letters stand on the pages.

Needs no more than PDFium, which must not be used by two threads at once: the work is divided among processes.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby, islice
from typing import TYPE_CHECKING

from vkstats.errors import ReadError
from vkstats.model import Document
from vkstats.read.encodings import by_font, decode_font, mend
from vkstats.read.guard import Allowance
from vkstats.read.printed import Page, PrintedLine, Word, blocks_of
from vkstats.read.reader import Source
from vkstats.read.ruled import Segment, ruled_tables

if TYPE_CHECKING:
    import pypdfium2

_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
_DIGIT = re.compile(r"\d")
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
_BETWEEN = "\n\n"
_MOST_SEGMENTS = 100_000  # of a page
_DEPTH = 3  # of drawings inside drawings


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
        yield _document(pages, source)
        if data.rfind(b"%%EOF") < data.rfind(b"endobj"):  # PDFium makes the best of what is left
            yield source.error("cut-off", format="PDF")
        if textless:
            yield source.error("pages-without-text", pages=_listed(textless), count=len(textless), of=len(pages))


def _document(pages: list[Page], source: Source) -> Document:
    """The text of the pages, a blank line between its blocks, and the tables that are ruled on them."""
    blocks = blocks_of(pages)
    mended, encoding = mend(_BETWEEN.join(block.text for block in blocks))
    text = unicodedata.normalize("NFC", mended)
    tables = []
    pieces = iter(text.split(_BETWEEN))
    at = 0
    for block in blocks:
        said = _BETWEEN.join(islice(pieces, block.text.count(_BETWEEN) + 1))
        if block.cells:
            tables.append(block.cells.table(said, at))
        at += len(said) + len(_BETWEEN)
    return Document(source.name, text, Pdf.name, encoding, tables=tuple(tables))


def _pages(file: pypdfium2.PdfDocument, source: Source) -> tuple[list[Page], list[int]]:
    """The lines of each page, and the numbers of the pages that show something but no letters."""
    pages: list[Page] = []
    textless: list[int] = []
    allowance = Allowance(source)
    for number in range(len(file)):
        page = file[number]
        letters = page.get_textpage()
        try:
            allowance.spend(letters.count_chars())
            lines = _lines(_Letters(page, letters))
            if not lines and next(page.get_objects(max_depth=1), None) is not None:
                textless.append(number + 1)
            pages.append(Page(lines, page.get_height(), ruled_tables(_segments(page)) if lines else ()))
        finally:
            letters.close()
            page.close()
    return pages, textless


class _Turned:
    """A page as it is shown, turned by a multiple of 90 degrees."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._turned = page.get_rotation()  # degrees, clockwise
        self._width, self._height = page.get_size()

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page stands when it is shown."""
        match self._turned:
            case 90:
                return y, self._height - x
            case 180:
                return self._width - x, self._height - y
            case 270:
                return self._width - y, x
            case _:
                return x, y


def _segments(page: pypdfium2.PdfPage) -> Iterator[Segment]:
    """The straight lines that are drawn on a page: paths, and the sides of thin boxes."""
    import pypdfium2.raw as pdfium

    shown = _Turned(page)
    x, y = ctypes.c_float(), ctypes.c_float()
    left = _MOST_SEGMENTS
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=_DEPTH):
        count = pdfium.FPDFPath_CountSegments(item.raw)
        left -= count
        if left < 0:
            return  # a drawing, no table
        matrix = item.get_matrix()
        points: list[tuple[float, float]] = []
        for number in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item.raw, number)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = shown.place(*matrix.on_point(x.value, y.value))
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                points = [point]
            elif points:
                points.append(point)
                if kind == pdfium.FPDF_SEGMENT_LINETO:
                    yield *points[-2], *point
                if pdfium.FPDFPathSegment_GetClose(segment):
                    yield *point, *points[0]


class _Letters:
    """The letters of a page by their numbers, and where they stand when the page is turned as it is shown."""

    def __init__(self, page: pypdfium2.PdfPage, letters: pypdfium2.PdfTextPage) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._raw = letters.raw
        self._shown = _Turned(page)
        self._box, self._x, self._y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        count = letters.count_chars()
        text = letters.get_text_range() if count else ""
        if len(text) != count:  # letters beyond the basic plane; one number for each that has a place
            text = "".join(_letter(pdfium.FPDFText_GetUnicode(self._raw, number)) for number in range(count))
        self.text = _LINE_HYPHEN.sub("-", text)

    def origin(self, number: int) -> tuple[float, float]:
        """Where a letter begins on its base line."""
        self._pdfium.FPDFText_GetCharOrigin(self._raw, number, self._x, self._y)
        return self._shown.place(self._x.value, self._y.value)

    def sides(self, number: int) -> tuple[float, float]:
        """The left and the right side of the room that a letter takes."""
        self._pdfium.FPDFText_GetLooseCharBox(self._raw, number, self._box)
        box = self._box
        first, last = self._shown.place(box.left, box.bottom)[0], self._shown.place(box.right, box.top)[0]
        return min(first, last), max(first, last)

    def size(self, number: int) -> float:
        """The size of a letter on the page."""
        matrix = self._pdfium.FS_MATRIX()
        self._pdfium.FPDFText_GetMatrix(self._raw, number, matrix)
        return float(max(abs(matrix.d), abs(matrix.b)) * self._pdfium.FPDFText_GetFontSize(self._raw, number))

    def font(self, number: int) -> str:
        """The name of the font of a letter."""
        name, flags = ctypes.create_string_buffer(_LONGEST_NAME), ctypes.c_int()
        self._pdfium.FPDFText_GetFontInfo(self._raw, number, name, _LONGEST_NAME, flags)
        return name.value.decode("utf-8", "replace")


def _lines(letters: _Letters) -> list[PrintedLine]:
    """The lines, cut where PDFium makes one of what stands on several."""
    text = letters.text
    if len(_NO_LETTERS.findall(text)) * 3 > len(text.replace(" ", "")):
        return []
    fonts = _fonts(letters) if _LEGACY.search(text) else {}
    lines: list[PrintedLine] = []
    at = 0
    for raw in text.split("\n"):
        line: PrintedLine | None = None
        for match in _WORD.finditer(raw):
            size = letters.size(at + match.start()) if line is None else line.size
            for start, end in _pieces(letters, at + match.start(), at + match.end(), size):
                left, right = letters.sides(start)[0], letters.sides(end - 1)[1]
                base = letters.origin(start)[1]
                word = Word(fonts.get(start, text[start:end]), left, max(left, right))
                if line is None or abs(base - line.base) > 0.5 * size or left < line.right - size:
                    line = PrintedLine([], base, size)
                    lines.append(line)
                line.words.append(word)
        at += len(raw) + 1
    return lines


def _pieces(letters: _Letters, start: int, end: int, size: float) -> Iterator[tuple[int, int]]:
    """A word, cut where its letters jump: numbers of two rows are not to become one."""
    if end - start > 1 and _DIGIT.search(letters.text, start, end):
        x, y = letters.origin(start)
        for number in range(start + 1, end):
            following = letters.origin(number)
            if abs(following[1] - y) > 0.5 * size or following[0] < x - 0.5 * size:
                yield start, number
                start = number
            x, y = following
    yield start, end


def _fonts(letters: _Letters) -> dict[int, str]:
    """The words in legacy fonts as these show them, by where they start."""
    words = {}
    for match in _WORD.finditer(letters.text):
        named = ((letters.font(n), letters.text[n]) for n in range(*match.span()))
        runs = [(name, "".join(letter for _, letter in run)) for name, run in groupby(named, lambda pair: pair[0])]
        if any(by_font(name) for name, _ in runs):
            words[match.start()] = "".join(_decoded(part, name) for name, part in runs)
    return words


def _decoded(text: str, font: str) -> str:
    """The text as the font shows it, the letter ư of TCVN3 too, which PDFium takes for a hyphen."""
    return decode_font(_HIDDEN.sub("\xad", text) if by_font(font) == "tcvn3" else text, font)


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
