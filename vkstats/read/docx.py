"""Word documents (DOCX, DOCM, DOTX; ECMA-376 part 1): the text as a reader of the final version sees it.

Kept: paragraphs with what their styles say they are, list markers as they are counted, tables, text boxes, footnotes
and endnotes. Left out: what is deleted or hidden, comments, page headers and footers, tables of contents.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from xml.etree.ElementTree import Element

from vkstats.model import BlockKind, Document
from vkstats.read.docx_styles import Lists, Style, Styles, W, font, number, switched, value
from vkstats.read.encodings import decode_font
from vkstats.read.office import RAISED, Cell, Manuscript
from vkstats.read.package import Package, inside
from vkstats.read.reader import Source

_MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHOICES, _CHOICE = f"{_COMPATIBLE}AlternateContent", f"{_COMPATIBLE}Choice"
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PARAGRAPH, _TABLE, _ROW, _CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
_RUN, _TEXT, _BOX, _SYMBOL, _PROPERTIES = f"{W}r", f"{W}t", f"{W}txbxContent", f"{W}sym", f"{W}rPr"
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_CHARACTERS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}softHyphen": "\xad",  # shows only where a line breaks; in TCVN3 it is the letter ư
    f"{W}noBreakHyphen": "-",
}
_BLOCKS = frozenset({_PARAGRAPH, _TABLE})
_IN_PARAGRAPH = frozenset({_RUN, _BOX, _FORMULA})
_IN_RUN = frozenset({_TEXT, _BOX, _SYMBOL, *_NOTES, *_CHARACTERS})
# Deleted or moved away; properties, which hold no text; the reading beside East Asian letters.
_LEFT_OUT = frozenset(
    f"{W}{name}"
    for name in ("del", "moveFrom", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr")
) | {f"{W}rt"}
# What the font Symbol shows for its characters, as far as texts with figures have need of them.
_SYMBOLS = {0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xB7: "•", 0x2D: "-", 0x25: "%"}
_MOST_COLUMNS = 500  # Word has 63


class Docx:
    """Takes ZIP files with a part in `word/`."""

    name = "docx"

    def sniffs(self, head: bytes, name: str) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return head.startswith(b"PK\x03\x04") and b"word/" in head

    def read(self, data: bytes, source: Source) -> Iterator[Document]:
        """One document.

        Raises:
            ReadError: `empty`, `damaged`, `encrypted`, `bomb` or `too-large`.
        """
        yield _Reading(Package(data, source, "DOCX"), source).document()


@dataclass(slots=True)
class _Paragraph:
    """What a paragraph says, with the boxes that are anchored in it and the notes that it refers to."""

    text: str
    style: Style
    outline: int | None
    is_bullet: bool
    goes_on: bool  # its end is deleted: the next is part of it
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


class _Reading:
    def __init__(self, package: Package, source: Source) -> None:
        self._package = package
        self._source = source
        main = _main_part(package)
        body = package.part(main)
        if body is None:
            raise source.error("damaged", format="DOCX", cause=main)
        self._body = body
        self._folder = main.rpartition("/")[0]
        self._styles = Styles(self._part("styles"))
        self._lists = Lists(self._part("numbering"), self._styles)
        self._known: dict[Element, _Paragraph] = {}  # a paragraph of a table is looked at twice, and counted once
        self._carried = ""
        self._notes: list[tuple[str, str]] = []
        self._layout = Manuscript()

    def document(self) -> Document:
        """The body, then what its notes say."""
        self._add(self._body)
        parts: dict[str, dict[str, Element]] = {}
        for kind, key in dict.fromkeys(self._notes):
            if kind not in parts:
                part = self._part(f"{kind}s")
                parts[kind] = {} if part is None else {note.get(f"{W}id", ""): note for note in part}
            for element in _inside(parts[kind].get(key, ()), {_PARAGRAPH}):
                self._layout.add(BlockKind.FOOTNOTE, self._paragraph(element).text)
        return self._layout.document(self._source, Docx.name)

    def _part(self, name: str) -> Element | None:
        return self._package.part(f"{self._folder}/{name}.xml")

    def _add(self, container: Element) -> None:
        """Add the blocks below the container in reading order, however deep they lie."""
        waiting = [container]
        while waiting:
            element = waiting.pop()
            if element.tag == _PARAGRAPH:
                waiting += reversed(self._add_paragraph(element))
            elif element.tag == _TABLE:
                waiting += reversed(self._add_table(element))
            else:
                waiting += reversed(list(_inside(element, _BLOCKS)))
        self._layout.add(BlockKind.PARAGRAPH, self._carried)

    def _add_paragraph(self, element: Element) -> list[Element]:
        """Add a paragraph; the boxes anchored in it, which come after it."""
        paragraph = self._paragraph(element)
        self._notes += paragraph.notes
        text, self._carried = self._carried + paragraph.text, ""
        kind = paragraph.style.kind
        if paragraph.goes_on:
            self._carried = text
        elif kind is not None:
            named, level = kind
            if paragraph.outline is not None and named in {BlockKind.PARAGRAPH, BlockKind.HEADING}:
                is_heading = paragraph.outline < 9
                named, level = (BlockKind.HEADING, paragraph.outline + 1) if is_heading else (BlockKind.PARAGRAPH, 0)
            if named is BlockKind.PARAGRAPH and paragraph.is_bullet:
                named = BlockKind.ITEM
            self._layout.add_lines(named, text, level)
        return paragraph.boxes

    def _add_table(self, element: Element) -> list[Element]:
        """Add a table of data; what is to come after it: its boxes and inner tables, or its cells where it is none."""
        rows: list[list[Cell]] = []
        cells: list[Element] = []
        paragraphs: list[_Paragraph] = []
        after: list[Element] = []
        header = 0
        for row in _inside(element, {_ROW}):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                continue
            before = number(value(properties, f"{W}gridBefore"), _MOST_COLUMNS)
            line = [Cell("", before)] if before else []
            for cell in _inside(row, {_CELL}):
                across = number(value(cell, f"{W}tcPr/{W}gridSpan"), _MOST_COLUMNS) or 1
                if cell.find(f"{W}tcPr/{W}cellDel") is not None:
                    continue
                goes_on = value(cell, f"{W}tcPr/{W}vMerge") in {"", "continue"}
                inner = list(_inside(cell, _BLOCKS)) if not goes_on else []
                found = [self._paragraph(block) for block in inner if block.tag == _PARAGRAPH]
                text = " ".join(paragraph.text for paragraph in found)
                line.append(Cell(text, across, goes_on))
                cells += [] if goes_on else [cell]
                paragraphs += found
                after += [block for block in inner if block.tag == _TABLE]
                after += [box for paragraph in found for box in paragraph.boxes]
            if header == len(rows) and switched(properties, f"{W}tblHeader"):
                header += 1
            rows.append(line)
        if not self._layout.add_cells(rows, header):
            return cells
        self._notes += (note for paragraph in paragraphs for note in paragraph.notes)
        return after

    def _paragraph(self, element: Element) -> _Paragraph:
        known = self._known.get(element)
        if known is None:
            known = self._known[element] = self._read_paragraph(element)
        return known

    def _read_paragraph(self, element: Element) -> _Paragraph:
        properties = element.find(f"{W}pPr")
        style = self._styles.paragraph(value(properties, f"{W}pStyle"))
        mark = None if properties is None else properties.find(_PROPERTIES)
        goes_on = mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None)
        outline = number(value(properties, f"{W}outlineLvl"), 9)
        paragraph = _Paragraph("", style, outline, is_bullet=False, goes_on=goes_on)
        shown = [piece for piece in self._pieces(element, paragraph) if piece[1]]
        text = "".join(
            decode_font("".join(part for _, part in parts), name) for name, parts in groupby(shown, itemgetter(0))
        )
        list_id = value(properties, f"{W}numPr/{W}numId") or style.list_id
        if list_id is not None and text.strip():
            level = number(value(properties, f"{W}numPr/{W}ilvl"), 8)
            marker, paragraph.is_bullet = self._lists.marker(list_id, style.list_level or 0 if level is None else level)
            text = f"{marker} {text}" if marker else text
        paragraph.text = text
        return paragraph

    def _pieces(self, element: Element, paragraph: _Paragraph) -> Iterator[tuple[str, str]]:
        """The text of a paragraph, each piece with its font; boxes and notes are put down in the paragraph."""
        for run in _inside(element, _IN_PARAGRAPH):
            if run.tag == _BOX:
                paragraph.boxes.append(run)
                continue
            if run.tag == _FORMULA:
                yield "", run.text or ""
                continue
            properties = run.find(_PROPERTIES)
            named = Style() if properties is None else self._styles.character(value(properties, f"{W}rStyle"))
            hidden = (switched(properties, f"{W}vanish"), named.hidden, paragraph.style.hidden)
            if next((said for said in hidden if said is not None), False):
                continue
            fonts = (font(properties), named.font, paragraph.style.font)
            name = next((said for said in fonts if said is not None), self._styles.font)
            raised = value(properties, f"{W}vertAlign") == "superscript"
            for child in _inside(run, _IN_RUN):
                if child.tag == _TEXT:
                    text = child.text or ""
                    yield name, text.translate(RAISED) if raised else text
                elif child.tag in _CHARACTERS:
                    yield name, _CHARACTERS[child.tag]
                elif child.tag == _BOX:
                    paragraph.boxes.append(child)
                elif child.tag in _NOTES:
                    paragraph.notes.append((_NOTES[child.tag], child.get(f"{W}id", "")))
                else:
                    yield "", _symbol(child)


def _main_part(package: Package) -> str:
    """The part that the package says is the document."""
    for relation in package.part("_rels/.rels") or ():
        if relation.get("Type") == _MAIN:
            return relation.get("Target", "")
    return "word/document.xml"


def _inside(element: Iterable[Element], wanted: Container[str]) -> Iterator[Element]:
    """What is wanted below the element, without what is left out or said twice."""
    return inside(element, wanted, _opened)


def _opened(element: Element) -> Iterable[Element]:
    if element.tag == _CHOICES:  # the same for newer and for older programs
        choice = element.find(_CHOICE)
        return element if choice is None else choice
    return () if element.tag in _LEFT_OUT else element


def _symbol(element: Element) -> str:
    """A character of a font of symbols; the space it takes where it is one that no text has need of."""
    try:
        code = int(element.get(f"{W}char", ""), 16) & 0xFF
    except ValueError:
        return " "
    is_symbol = element.get(f"{W}font", "").lower() == "symbol"
    return _SYMBOLS.get(code, " ") if is_symbol else " "
