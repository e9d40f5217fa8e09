"""OpenDocument texts (.odt, .ott) and spreadsheets (.ods, .ots; OASIS OpenDocument 1.3, part 3).

Texts keep headings, lists with their markers, tables, text boxes and notes, as Word documents do; the cells of sheets
come as in `xlsx`: numbers with as many decimals as they are shown with, in Vietnamese marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import BinaryIO
from xml.etree.ElementTree import Element

from vkstats.errors import ReadError
from vkstats.model import BlockKind, Document
from vkstats.read.guard import whole
from vkstats.read.odf_parts import (
    CELL,
    COVERED,
    DRAW,
    LEFT_OUT,
    OFFICE,
    PARAGRAPH,
    TABLE,
    TEXT,
    cells_of,
    inside,
    rows_of,
    whole_number,
)  # fmt: skip
from vkstats.read.odf_sheets import OdfSheet
from vkstats.read.odf_styles import Styles, marker_of
from vkstats.read.office import BULLETS, RAISED, Cell, Manuscript
from vkstats.read.package import Package
from vkstats.read.reader import Options, Source
from vkstats.read.rows import RowDocument
from vkstats.read.sheets import NamedSheet, row_documents, sheets_document

_MAGIC = b"mimetypeapplication/vnd.oasis.opendocument."  # the first member, stored
_TEXT_FILE, _SHEET_FILE = _MAGIC + b"text", _MAGIC + b"spreadsheet"
_HEADING, _LIST, _TABLE = f"{TEXT}h", f"{TEXT}list", f"{TABLE}table"
_BLOCKS = frozenset({_HEADING, PARAGRAPH, _LIST, _TABLE})
_BOX, _NOTE = f"{DRAW}text-box", f"{TEXT}note"
_MOST_SPACES = 1000  # that one element may stand for
_MOST_COLUMNS = 500


class Odf:
    """OpenDocument files, told by the type that is their first member."""

    name = "odf"

    def sniffs(self, head: bytes, name: str) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return any(mark in head[:120] for mark in (_TEXT_FILE, _SHEET_FILE))

    def read(self, data: bytes, source: Source) -> Iterator[Document | ReadError]:
        """One document; of a spreadsheet, an error before it for each sheet that holds texts rather than data.

        Raises:
            ReadError: `empty`, `damaged`, `encrypted`, `bomb`, `too-large`; `needs-text-column` as for workbooks.
        """
        if _SHEET_FILE in data[:120]:
            yield from sheets_document(_sheets(data, source), source, self.name)
        else:
            package = Package(data, source, "OpenDocument")
            yield _Reading(_content(package, source), package.part("styles.xml"), source).document(self.name)


class OdfRows:
    """Spreadsheets of which each row is a document, where a column is named."""

    name = "odf-rows"

    def sniffs(self, head: bytes, name: str, options: Options) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return bool(options.text_column) and _SHEET_FILE in head[:120]

    def members(self, stream: BinaryIO, source: Source) -> Iterator[RowDocument]:
        """A document for each row below the header of each sheet.

        Raises:
            ReadError: while iterating, `empty`, `damaged`, `encrypted`, `bomb` or `too-large`.
        """
        yield from row_documents(_sheets(whole(stream, source), source), source)


def _content(package: Package, source: Source) -> Element:
    content = package.part("content.xml")
    if content is None:
        raise source.error("damaged", format="OpenDocument", cause="content.xml")
    return content


def _sheets(data: bytes, source: Source) -> list[NamedSheet]:
    """The sheets by their names."""
    content = _content(Package(data, source, "OpenDocument"), source)
    tables = content.findall(f"{OFFICE}body/{OFFICE}spreadsheet/{_TABLE}")
    return [(table.get(f"{TABLE}name", ""), partial(OdfSheet, table, source)) for table in tables]


@dataclass(slots=True)
class _Words:
    """What a paragraph says, with the boxes and notes that are anchored in it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)


class _Reading:
    def __init__(self, content: Element, styles: Element | None, source: Source) -> None:
        self._body = content.find(f"{OFFICE}body")
        self._source = source
        self._styles = Styles((styles, content))
        self._layout = Manuscript()
        self._notes: list[Element] = []
        self._counts: dict[str, dict[int, int]] = {}  # of the lists of a style, for those that go on

    def document(self, form: str) -> Document:
        """The body, then what its notes say."""
        if self._body is not None:
            self._add(self._body)
        for note in self._notes:
            text = " ".join(self._words(block).text for block in inside(note, {PARAGRAPH, _HEADING}))
            self._layout.add(BlockKind.FOOTNOTE, text)
        return self._layout.document(self._source, form)

    def _add(self, container: Element) -> None:
        """Add the blocks below the container in reading order, however deep they lie."""
        waiting = [container]
        while waiting:
            element = waiting.pop()
            if element.tag in {PARAGRAPH, _HEADING}:
                waiting += reversed(self._add_paragraph(element))
            elif element.tag == _TABLE:
                waiting += reversed(self._add_table(element))
            elif element.tag == _LIST:
                self._add_list(element)
            else:
                waiting += reversed(list(inside(element, _BLOCKS)))

    def _add_paragraph(self, element: Element, marker: str = "", *, is_bullet: bool = False) -> list[Element]:
        """Add a paragraph behind its marker; the boxes anchored in it, which come after it."""
        words = self._words(element)
        self._notes += words.notes
        kind = self._styles.kind(element.get(f"{TEXT}style-name", ""))
        if element.tag == _HEADING:
            kind = BlockKind.HEADING, whole_number(element.get(f"{TEXT}outline-level"), 10)
        if kind is not None:
            named, level = kind
            is_item = is_bullet and named is BlockKind.PARAGRAPH
            text = f"{marker} {words.text}" if marker and words.text.strip() else words.text
            self._layout.add_lines(BlockKind.ITEM if is_item else named, text, level)
        return words.boxes

    def _add_list(self, element: Element) -> None:
        """Add the items of a list, counted level by level; one that goes on counts on."""
        style = element.get(f"{TEXT}style-name", "")
        levels = self._styles.levels(style)
        goes_on = element.get(f"{TEXT}continue-numbering") == "true" or f"{TEXT}continue-list" in element.attrib
        counts = self._counts.setdefault(style, {}) if goes_on else {}
        self._counts[style] = counts
        waiting = [(item, 1) for item in reversed(element)]
        while waiting:
            item, depth = waiting.pop()
            if item.tag == _LIST:
                waiting += [(inner, depth + 1) for inner in reversed(item)]
            elif item.tag in {f"{TEXT}list-item", f"{TEXT}list-header"}:
                is_counted = item.tag == f"{TEXT}list-item" and any(child.tag != _LIST for child in item)
                waiting += self._inside_item(item, depth, marker_of(levels, counts, depth) if is_counted else "")

    def _inside_item(self, item: Element, depth: int, marker: str) -> list[tuple[Element, int]]:
        """Add the paragraphs of an item; the lists inside it, which come after them."""
        lists = []
        for child in item:
            if child.tag in {PARAGRAPH, _HEADING}:
                for box in self._add_paragraph(child, marker, is_bullet=marker in BULLETS):
                    self._add(box)
                marker = ""
            elif child.tag == _LIST:
                lists.append((child, depth))
        return lists[::-1]

    def _add_table(self, element: Element) -> list[Element]:
        """Add a table of data; what is to come after it: its inner tables and boxes, or its cells where it is none."""
        rows: list[list[Cell]] = []
        cells: list[Element] = []
        after: list[Element] = []
        notes: list[Element] = []
        header = 0
        for row, is_head, times in rows_of(element):
            header += times if is_head and header == len(rows) else 0
            line: list[Cell] = []
            beside = 0  # covered cells of the cell in front
            for cell, count in cells_of(row):
                if cell.tag == COVERED and beside:
                    beside -= count
                    continue
                across = whole_number(cell.get(f"{TABLE}number-columns-spanned"), _MOST_COLUMNS)
                beside = across - 1
                blocks = list(inside(cell, _BLOCKS)) if cell.tag == CELL else []
                found = [self._words(block) for block in blocks if block.tag in {PARAGRAPH, _HEADING, _LIST}]
                said = Cell(" ".join(words.text for words in found), across, goes_on=cell.tag == COVERED)
                line += [said] * min(count, _MOST_COLUMNS)
                cells += [cell] if cell.tag == CELL else []
                after += [block for block in blocks if block.tag == _TABLE]
                after += [box for words in found for box in words.boxes]
                notes += [note for words in found for note in words.notes]
            rows += [line] * (times if any(cell.text for cell in line) else 1)
        if not self._layout.add_cells(rows, header):
            return cells
        self._notes += notes
        return after

    def _words(self, element: Element) -> _Words:
        """What a paragraph says; of a list, all its paragraphs."""
        words = _Words()
        waiting: list[tuple[Element | str, bool]] = [(element, False)]
        while waiting:
            child, raised = waiting.pop()
            if isinstance(child, str):
                words.parts.append(child.translate(RAISED) if raised else child)
            elif child.tag == _NOTE:
                words.notes += child.iter(f"{TEXT}note-body")
            elif child.tag == _BOX:
                words.boxes.append(child)
            elif child.tag == f"{TEXT}s":
                words.parts.append(" " * whole_number(child.get(f"{TEXT}c"), _MOST_SPACES))
            elif child.tag in {f"{TEXT}tab", f"{TEXT}line-break"}:
                words.parts.append("\t" if child.tag == f"{TEXT}tab" else "\n")
            elif child.tag not in LEFT_OUT:
                is_raised = raised or self._styles.is_raised(child.get(f"{TEXT}style-name", ""))
                inner: list[tuple[Element | str, bool]] = [(child.text or "", is_raised)]
                for part in child:
                    inner += [(part, is_raised), (part.tail or "", is_raised)]
                waiting += reversed(inner)
                if words.parts and child.tag == PARAGRAPH:
                    words.parts.append(" ")
        return words
