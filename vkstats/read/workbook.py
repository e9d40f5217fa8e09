"""The parts of an Excel workbook: relations, styles, shared strings and the rows of sheets, as a stream of XML.

Without document type and entities, and given up where a part is packed tighter than any sheet (ECMA-376 part 1, 18).
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import BinaryIO
from xml.parsers import expat

from vkstats.read.cells import NumberFormat, builtin_format
from vkstats.read.guard import Allowance, pieces
from vkstats.read.reader import Source
from vkstats.read.sheets import SheetRow

_ROOT = ""  # the part that relates to the workbook
_STRINGS = 8  # times the limit of a document: what the strings that all sheets share may have
_LAST_COLUMN = 16_384  # of Excel; what lies behind it is no cell
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})?")
_ISO_DAY = re.compile(r"^(\d{4})-(\d\d)-(\d\d)(?:T00:00:00.*)?")
_OVERHEAD = 50  # bytes that a string takes beside its characters
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # a character that XML cannot hold


class Book:
    """A workbook: its `sheets` by name and part, and what they share."""

    def __init__(self, archive: zipfile.ZipFile, source: Source) -> None:
        self._archive = archive
        self.source = source
        self.sheets: list[tuple[str, str]] = []
        self.is_1904 = False
        self.formats: list[NumberFormat] = []
        self.strings: list[str] = []
        workbook = next(target for kind, target in self._related(_ROOT).values() if kind == "officeDocument")
        related = self._related(workbook)
        self._read_workbook(workbook, {name: target for name, (kind, target) in related.items() if kind == "worksheet"})
        for kind, target in related.values():
            if kind == "styles":
                self._read_styles(target)
            elif kind == "sharedStrings":
                self._read_strings(target)

    def parse(self, part: str, start: _Start, end: _End | None = None, said: _Said | None = None) -> Iterator[None]:
        """Read a part piece by piece; what the handlers have found can be taken after each.

        Raises:
            ReadError: `bomb`, or `bad-table` where the part has a document type.
        """
        info = self._archive.getinfo(part)
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = start
        if end and said:
            parser.EndElementHandler, parser.CharacterDataHandler = end, said
        with self._archive.open(info) as stream:
            for piece in pieces(stream, lambda: info.compress_size, self.source):
                parser.Parse(piece, False)
                yield
        parser.Parse(b"", True)
        yield

    def _refuse(self, *_: object) -> None:
        raise self.source.error("bad-table", format="XLSX", cause="<!DOCTYPE")

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """The parts that a part names: by their number, the last word of their type, and the part."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, given: Mapping[str, str]) -> None:
            if _local(tag) == "Relationship" and given.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, given["Target"])).lstrip("/")
                found[given["Id"]] = (given["Type"].rpartition("/")[2], target)

        for _ in self.parse(posixpath.join(folder, "_rels", f"{name}.rels"), start):
            pass
        return found

    def _read_workbook(self, part: str, parts: dict[str, str]) -> None:
        def start(tag: str, given: Mapping[str, str]) -> None:
            if _local(tag) == "workbookPr":
                self.is_1904 = given.get("date1904") in {"1", "true"}
            elif _local(tag) == "sheet":
                number = next((value for name, value in given.items() if _local(name) == "id" and ":" in name), "")
                sheet = parts.pop(number, None)  # not again under another name
                if sheet:
                    self.sheets.append((given["name"], sheet))

        for _ in self.parse(part, start):
            pass

    def _read_styles(self, part: str) -> None:
        codes: dict[int, str] = {}
        inside = ""

        def start(tag: str, given: Mapping[str, str]) -> None:
            nonlocal inside
            name = _local(tag)
            if name in {"cellXfs", "cellStyleXfs", "dxfs"}:
                inside = name
            elif name == "numFmt" and inside != "dxfs":
                codes[int(given["numFmtId"])] = given["formatCode"]
            elif name == "xf" and inside == "cellXfs":
                number = int(given.get("numFmtId", 0))
                self.formats.append(NumberFormat(codes[number]) if number in codes else builtin_format(number))

        for _ in self.parse(part, start):
            pass

    def _read_strings(self, part: str) -> None:
        texts = _Texts(self.source.limit)
        allowance = Allowance(self.source, self.source.limit * _STRINGS)

        def end(tag: str) -> None:
            texts.end(tag)
            if _local(tag) == "si":
                self.strings.append(texts.take())
                allowance.spend(len(self.strings[-1]) + _OVERHEAD)

        for _ in self.parse(part, texts.start, end, texts.said):
            pass


_Start = Callable[[str, Mapping[str, str]], None]
_End = Callable[[str], None]
_Said = Callable[[str], None]


class _Texts:
    """Collects the text of a string, without the readings of Japanese signs (`rPh`), up to the limit."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts: list[str] = []
        self._size = 0
        self._is_text = self._is_reading = False

    def start(self, tag: str, _: Mapping[str, str]) -> None:
        name = _local(tag)
        if name == "rPh":
            self._is_reading = True
        elif name in {"t", "v"}:
            self._is_text = not self._is_reading

    def said(self, text: str) -> None:
        if self._is_text and self._size <= self._limit:
            self._parts.append(text)
            self._size += len(text)

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name == "rPh":
            self._is_reading = False
        elif name in {"t", "v"}:
            self._is_text = False

    def take(self) -> str:
        """The text, and begin the next."""
        text = "".join(self._parts)
        self._parts, self._size = [], 0
        return _ESCAPED.sub(_character, text) if "_x" in text else text


class BookSheet:
    """A sheet: its rows that are not blank, one after another.

    When they have been read, `merged` are the merged cells (first and last row, first and last column), and
    `uncomputed` is the first formula whose result is not in the file.
    """

    def __init__(self, book: Book, part: str) -> None:
        self._book = book
        self._part = part
        self._texts = _Texts(book.source.limit)
        self._done: list[SheetRow] = []
        self._row = SheetRow(0)
        self._column = 0
        self._cell: Mapping[str, str] = {}
        self._has_formula = False
        self.merged: list[tuple[int, int, int, int]] = []
        self.uncomputed = ""

    def __iter__(self) -> Iterator[SheetRow]:
        for _ in self._book.parse(self._part, self._start, self._end, self._texts.said):
            yield from self._done
            self._done.clear()

    def _start(self, tag: str, given: Mapping[str, str]) -> None:
        name = _local(tag)
        if name == "c":
            reference = _REFERENCE.match(given.get("r", ""))
            self._column = _column(reference[1]) if reference else self._column + 1
            self._cell = given
            self._has_formula = False
        elif name == "row":
            self._row = SheetRow(max(int(given.get("r", 0)), self._row.number + 1))
            self._column = 0
        elif name == "f":
            self._has_formula = True
        elif name == "mergeCell":
            first, last = (_REFERENCE.match(end) for end in (given["ref"].split(":") * 2)[:2])
            if first and last and first[2] and last[2] and first[0] != last[0]:
                self.merged.append((int(first[2]), int(last[2]), _column(first[1]), _column(last[1])))
        else:
            self._texts.start(tag, given)

    def _end(self, tag: str) -> None:
        name = _local(tag)
        if name == "c":
            text = self._value(self._texts.take())
            if text and not text.isspace() and self._column <= _LAST_COLUMN:
                self._row.cells[self._column] = text
            elif self._has_formula and not self.uncomputed and self._cell.get("t", "n") == "n":
                self.uncomputed = self._cell.get("r", "")
        elif name == "row":
            if self._row.cells:
                self._done.append(self._row)
        else:
            self._texts.end(tag)

    def _value(self, said: str) -> str:
        if not said:
            return ""
        match self._cell.get("t", "n"):
            case "s":
                return self._book.strings[int(said)]
            case "n":
                style = int(self._cell.get("s", 0))
                formats = self._book.formats
                form = formats[style] if style < len(formats) else NumberFormat()
                return form.shown(said, is_1904=self._book.is_1904)
            case "b":
                return "TRUE" if said == "1" else "FALSE"
            case "d":
                return _ISO_DAY.sub(r"\3/\2/\1", said)
            case _:
                return said


@contextmanager
def opened_book(stream: BinaryIO, source: Source) -> Iterator[Book]:
    """The workbook; whatever is broken in it, inside the block too, is an error of the source."""
    try:
        with zipfile.ZipFile(stream) as archive:
            yield Book(archive, source)
    except StopIteration:
        raise source.error("bad-table", format="XLSX", cause="[workbook]") from None
    except (*_BROKEN, expat.ExpatError) as error:
        raise source.error("bad-table", format="XLSX", cause=str(error) or type(error).__name__) from error


# What zipfile and the decompressors raise, a number that is none, a part or string that is not there.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    LookupError,
    ValueError,
    OverflowError,
)


@lru_cache(maxsize=200)
def _local(tag: str) -> str:
    """The name of an element or attribute without its prefix."""
    return tag.rpartition(":")[2]


@lru_cache(maxsize=1000)
def _column(letters: str) -> int:
    """The number of a column: `A` is 1, `AA` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _character(escaped: re.Match[str]) -> str:
    """The character that is escaped; half of one stays as it is written."""
    character = chr(int(escaped[1], 16))
    return escaped[0] if "\ud800" <= character <= "\udfff" else character
