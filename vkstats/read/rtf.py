r"""RTF (Rich Text Format 1.9.1): control words of a document in groups, read in one pass without recursion.

Kept: paragraphs with what their styles say they are, list markers as they are written, tables, text boxes,
footnotes. Left out: what is deleted or hidden, comments, page headers and footers, tables of contents, pictures.
"""

from __future__ import annotations

import codecs
import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import itemgetter

from vkstats.errors import ReadError
from vkstats.model import BlockKind, Document
from vkstats.read.encodings import by_font, decode_font
from vkstats.read.office import BULLETS, RAISED, Cell, Manuscript, style_kind
from vkstats.read.reader import Source

_TOKEN = re.compile(
    rb"\\(?:(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?|'(?P<hex>[0-9A-Fa-f]{2})|(?P<symbol>[^A-Za-z]))"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n\0]+)|[\r\n\0]+|\\",
    re.DOTALL,
)
_DEEPEST = 1000  # groups in groups; Word writes some 20
# Groups that hold no text of the document. Those behind `\*` are left out unless they are named below.
_LEFT_OUT = frozenset({
    "aftncn", "aftnsep", "aftnsepc", "annotation", "bkmkend", "bkmkstart", "colortbl", "comment", "filetbl", "fldinst",
    "footer", "footerf", "footerl", "footerr", "ftncn", "ftnsep", "ftnsepc", "header", "headerf", "headerl", "headerr",
    "info", "listtable", "nonesttables", "nonshppict", "objdata", "pict", "pgdsctbl", "private1", "revtbl", "rxe",
    "shprslt", "sn", "sp", "sv", "tc", "template", "themedata", "txe", "xe",
})  # fmt: skip
_KEPT = frozenset({"shpinst", "ud", "nesttableprops", "footnote"})
_CHARACTERS = {
    "tab": "\t", "line": "\n", "softline": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "–",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ",
    "qmspace": " ",
}  # fmt: skip
_SYMBOLS = {b"~": "\xa0", b"-": "\xad", b"_": "-", b"\t": "\t", b"\\": "\\", b"{": "{", b"}": "}"}
# Code pages of the character sets of fonts; what is not here is the code page of the document.
_CHARSETS = {
    0: "cp1252", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_SAME_EDGE = 60  # twips; edges of cells nearer than a millimetre are one


class Rtf:
    r"""Takes what begins with `{\rtf`."""

    name = "rtf"

    def sniffs(self, head: bytes, name: str) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return head.lstrip().startswith(b"{\\rtf")

    def read(self, data: bytes, source: Source) -> Iterator[Document | ReadError]:
        """One document, and behind it an error where its end is missing.

        Raises:
            ReadError: `empty` or `damaged`.
        """
        reading = _Reading(source)
        is_whole = reading.read(data)
        yield reading.document()
        if not is_whole:
            yield source.error("cut-off", format="RTF")


@dataclass(slots=True)
class _Font:
    name: str = ""
    codepage: str | None = None


_NO_FONT = _Font()


@dataclass(slots=True)
class _Style:
    name: str = ""
    outline: int = 9


@dataclass(slots=True)
class _Paragraph:
    """The text of a paragraph, and what it is for."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    text: str = ""


@dataclass(slots=True)
class _Row:
    """A row of a table; of each cell the right edge, and whether it goes on above or is joined with that before."""

    cells: list[list[_Block]] = field(default_factory=list)
    layout: list[tuple[int, bool, bool]] = field(default_factory=list)
    is_head: bool = False
    below: bool = False  # said of the cell whose edge comes next
    joined: bool = False


_Block = _Paragraph | list[_Row]


@dataclass(slots=True)
class _Flow:
    """Text that runs on: that of the document, of a footnote, of a box, of a list marker."""

    purpose: str = "body"
    pieces: list[tuple[str, str]] = field(default_factory=list)
    blocks: list[_Block] = field(default_factory=list)
    marker: str = ""

    def take(self) -> str:
        """The text of the paragraph so far, which begins anew."""
        text = "".join(
            decode_font("".join(part for _, part in parts), name) for name, parts in groupby(self.pieces, itemgetter(0))
        )
        self.pieces.clear()
        return text


@dataclass(slots=True)
class _State:
    """What holds inside a group, and ends with it."""

    flow: _Flow
    table: str = ""  # of what the group is an entry: fonts or styles
    skipped: bool = False
    font: int | None = None
    skip: int = 1  # characters behind a `\u` for programs without Unicode
    hidden: bool = False
    deleted: bool = False
    raised: bool = False
    style: int = 0
    outline: int | None = None
    in_table: bool = False
    depth: int = 1  # of tables in tables


class _Reading:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._body = _Flow()
        self._state = _State(self._body)
        self._stack: list[_State] = []
        self._bytes = bytearray()  # of one font, not yet decoded
        self._pending_skip = 0
        self._half = 0  # the first of a pair of surrogates
        self._starred = False
        self._codepage = "cp1252"
        self._default_font: int | None = None
        self._fonts: dict[int, _Font] = {}
        self._styles: dict[int, _Style] = {}
        self._boxes: list[_Block] = []
        self._notes: list[str] = []
        self._rows: dict[int, list[_Row]] = {}  # of the tables that are open, by depth
        self._defined: dict[int, _Row] = {}
        self._cells: dict[int, list[list[_Block]]] = {}
        self._cell: dict[int, list[_Block]] = {}

    def read(self, data: bytes) -> bool:
        """Read the tokens; whether every group was closed."""
        at = 0
        while match := _TOKEN.match(data, at):
            at = match.end()
            word = match["word"]
            if word is not None:
                number = match["number"]
                name = word.decode()
                if name == "bin":
                    at += max(int(number or 0), 0)
                    continue
                self._word(name, None if number is None else int(number))
            elif match["text"] is not None:
                self._add_bytes(match["text"])
            elif match["hex"] is not None:
                self._add_bytes(bytes.fromhex(match["hex"].decode()))
            elif match["symbol"] is not None:
                self._symbol(match["symbol"])
            elif match["brace"] == b"{":
                self._open()
            elif match["brace"] == b"}":
                self._close()
                if not self._stack:
                    break
        is_whole = not self._stack
        while self._stack:
            self._close()
        blocks = self._taken()
        self._end_tables(0)
        self._body.blocks += blocks
        return is_whole

    def document(self) -> Document:
        """The blocks that were read, the footnotes last.

        Raises:
            ReadError: `empty`.
        """
        manuscript = Manuscript()
        waiting: list[_Block] = self._body.blocks[::-1]
        while waiting:
            block = waiting.pop()
            if isinstance(block, list):
                waiting += reversed(_add_table(manuscript, block))
            else:
                manuscript.add_lines(block.kind, block.text, block.level)
        for note in self._notes:
            manuscript.add(BlockKind.FOOTNOTE, note)
        return manuscript.document(self._source, Rtf.name)

    # --- groups ------------------------------------------------------------------------------------

    def _open(self) -> None:
        self._flush()
        self._starred = False
        if len(self._stack) >= _DEEPEST:
            raise self._source.error("damaged", format="RTF", cause=f"{{ × {_DEEPEST}")
        self._pending_skip = 0
        self._stack.append(self._state)
        self._state = copy.copy(self._state)

    def _close(self) -> None:
        self._flush()
        self._pending_skip = 0
        if not self._stack:
            return
        closed, self._state = self._state, self._stack.pop()
        if closed.flow is not self._state.flow:
            self._end_flow(closed.flow)

    def _end_flow(self, flow: _Flow) -> None:
        text = flow.take()
        if flow.purpose == "marker":
            self._state.flow.marker = text.strip()
        elif flow.purpose == "note":
            self._notes.append(text)
        else:
            self._boxes += [*flow.blocks, _Paragraph(text=text)]

    def _begin(self, purpose: str) -> None:
        self._state.flow = _Flow(purpose)
        self._state.raised = False

    # --- words -------------------------------------------------------------------------------------

    def _word(self, name: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        state = self._state
        if state.skipped and name != "ud":
            return
        skip, self._pending_skip = self._pending_skip, 0
        if name in _CHARACTERS:
            if skip and not _CHARACTERS[name].isspace():
                self._pending_skip = skip - 1
            else:
                self._add(_CHARACTERS[name])
        elif name in _LEFT_OUT or (starred and name not in _KEPT):
            self._flush()
            state.skipped = True
        elif name == "u":
            self._unicode(number or 0)
        elif name in _SWITCHES:
            self._flush()
            attribute, is_on = _SWITCHES[name]
            setattr(state, attribute, is_on and number != 0)
        elif name in _ACTIONS:
            self._flush()
            _ACTIONS[name](self, number)

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._starred = True
        elif self._pending_skip:
            self._pending_skip -= 1
        elif symbol in {b"\r", b"\n"}:
            self._flush()
            self.end_paragraph(None)
        elif symbol in _SYMBOLS:
            self._add(_SYMBOLS[symbol])

    def _unicode(self, number: int) -> None:
        """A UTF-16 unit, signed, and then its stand-in, which is skipped."""
        self._pending_skip = self._state.skip
        code = number & 0xFFFF
        first, self._half = self._half, 0
        if 0xD800 <= code < 0xDC00:
            self._half = code
        elif 0xDC00 <= code < 0xE000:
            if first:
                self._add(chr(0x10000 + ((first - 0xD800) << 10) + code - 0xDC00))
        else:
            self._add(chr(code))

    # --- text --------------------------------------------------------------------------------------

    def _add_bytes(self, data: bytes) -> None:
        if self._pending_skip:
            skipped = min(self._pending_skip, len(data))
            self._pending_skip -= skipped
            data = data[skipped:]
        if data and not self._state.skipped:
            self._bytes += data

    def _flush(self) -> None:
        """Decode the bytes that wait, which are all in one font."""
        if not self._bytes:
            return
        data = bytes(self._bytes)
        self._bytes.clear()
        font = self._font()
        page = "cp1252" if by_font(font.name) else font.codepage or self._codepage
        self._put(data.decode(page, "replace"), font.name)

    def _add(self, text: str) -> None:
        self._flush()
        if not self._state.skipped:
            self._put(text, self._font().name)

    def _font(self) -> _Font:
        number = self._state.font
        return _NO_FONT if number is None else self._fonts.get(number, _NO_FONT)

    def _put(self, text: str, font: str) -> None:
        state = self._state
        if state.table:
            self._name(text.split(";", maxsplit=1)[0])
        elif not (state.hidden or state.deleted):
            state.flow.pieces.append((font, text.translate(RAISED) if state.raised else text))

    def _name(self, text: str) -> None:
        """A piece of the name of the font or style that is being said."""
        state = self._state
        named = self._fonts.get(state.font or 0) if state.table == "fonts" else self._styles.get(state.style)
        if named is not None:
            named.name = (named.name + text)[:200]

    # --- paragraphs and tables ---------------------------------------------------------------------

    def end_paragraph(self, _: int | None) -> None:
        """The paragraph goes to its cell or, behind the table that ends before it, to the document."""
        state = self._state
        if state.skipped or state.table:
            return
        if state.flow.purpose == "box":
            state.flow.blocks.append(_Paragraph(text=state.flow.take()))
        elif state.flow.purpose != "body":
            state.flow.pieces.append(("", " "))
        elif state.in_table or state.depth in self._defined:
            blocks = self._taken()
            self._end_tables(state.depth)
            self._cell.setdefault(state.depth, []).extend(blocks)
        else:
            blocks = self._taken()
            self._end_tables(0)
            self._body.blocks += blocks

    def _taken(self) -> list[_Block]:
        """The paragraph that ends, and the boxes anchored in it."""
        text, marker = self._body.take(), self._body.marker
        boxes, self._boxes = self._boxes, []
        self._body.marker = ""
        style = self._styles.get(self._state.style, _Style())
        said = style_kind(style.name)
        if said is None:
            return boxes
        kind, level = said
        outline = style.outline if self._state.outline is None else self._state.outline
        if kind is BlockKind.PARAGRAPH and 0 <= outline < 9:
            kind, level = BlockKind.HEADING, outline + 1
        if marker and text.strip():
            if not any(map(str.isalnum, marker)):
                marker = marker if marker in BULLETS else "•"
                kind = BlockKind.ITEM if kind is BlockKind.PARAGRAPH else kind
            text = f"{marker} {text}"
        return [_Paragraph(kind, level, text), *boxes]

    def end_cell(self, _: int | None) -> None:
        self._close_cell(1)

    def end_inner_cell(self, _: int | None) -> None:
        self._close_cell(max(self._state.depth, 2))

    def _close_cell(self, depth: int) -> None:
        if self._state.flow is not self._body:
            self._add(" ")
            return
        blocks = self._taken()
        self._end_tables(depth)
        self._cells.setdefault(depth, []).append([*self._cell.pop(depth, []), *blocks])

    def end_row(self, _: int | None) -> None:
        self._end_tables(1)
        self._close_row(1)

    def end_inner_row(self, _: int | None) -> None:
        self._close_row(max(self._state.depth, 2))

    def _close_row(self, depth: int) -> None:
        row = self._defined.pop(depth, _Row())
        row.cells = self._cells.pop(depth, [])
        if depth in self._cell:
            row.cells.append(self._cell.pop(depth))
        if row.cells:
            self._rows.setdefault(depth, []).append(row)

    def _end_tables(self, depth: int) -> None:
        """The tables deeper than `depth` end: each is a block of the cell it stands in."""
        for at in sorted({*self._rows, *self._cells, *self._cell}, reverse=True):
            if at <= depth:
                break
            self._close_row(at)
            around: list[_Block] = self._body.blocks if at == 1 else self._cell.setdefault(at - 1, [])
            around.append(self._rows.pop(at))

    def _row(self) -> _Row:
        return self._defined.setdefault(self._state.depth, _Row())

    def define_row(self, _: int | None) -> None:
        self._defined[self._state.depth] = _Row()

    def define_head(self, _: int | None) -> None:
        self._row().is_head = True

    def define_below(self, _: int | None) -> None:
        self._row().below = True

    def define_joined(self, _: int | None) -> None:
        self._row().joined = True

    def define_cell(self, number: int | None) -> None:
        row = self._row()
        row.layout.append((number or 0, row.below, row.joined))
        row.below = row.joined = False

    # --- properties --------------------------------------------------------------------------------

    def set_font(self, number: int | None) -> None:
        self._state.font = number
        if self._state.table == "fonts" and number is not None:
            self._fonts[number] = _Font()

    def set_charset(self, number: int | None) -> None:
        font = self._fonts.get(-1 if self._state.font is None else self._state.font)
        if self._state.table == "fonts" and font is not None:
            font.codepage = _CHARSETS.get(number or 0)

    def set_default_font(self, number: int | None) -> None:
        self._default_font = self._state.font = number

    def set_codepage(self, number: int | None) -> None:
        self._codepage = _codepage(number)

    def set_skip(self, number: int | None) -> None:
        self._state.skip = min(max(number or 0, 0), 16)

    def set_style(self, number: int | None) -> None:
        self._state.style = number or 0
        if self._state.table == "styles":
            self._styles[self._state.style] = _Style()

    def set_outline(self, number: int | None) -> None:
        self._state.outline = number
        if self._state.table == "styles" and self._state.style in self._styles:
            self._styles[self._state.style].outline = 9 if number is None else number

    def set_depth(self, number: int | None) -> None:
        self._state.depth = min(max(number or 1, 1), 9)

    def plain(self, _: int | None) -> None:
        state = self._state
        state.font, state.hidden, state.deleted, state.raised = self._default_font, False, False, False

    def paragraph_anew(self, _: int | None) -> None:
        state = self._state
        state.style, state.outline, state.in_table, state.depth = 0, None, False, 1

    def fonts_begin(self, _: int | None) -> None:
        self._state.table = "fonts"

    def styles_begin(self, _: int | None) -> None:
        self._state.table = "styles"
        self._state.style = 0
        self._styles[0] = _Style()

    def upr_begins(self, _: int | None) -> None:
        self._state.skipped = True  # what follows is said again, in Unicode, behind `\*\ud`

    def ud_begins(self, _: int | None) -> None:
        self._state.skipped = False

    def note_begins(self, _: int | None) -> None:
        self._begin("note")

    def box_begins(self, _: int | None) -> None:
        self._begin("box")

    def marker_begins(self, _: int | None) -> None:
        self._begin("marker")


# What a word switches on or off.
_SWITCHES = {
    "v": ("hidden", True),
    "deleted": ("deleted", True),
    "super": ("raised", True),
    "sub": ("raised", False),
    "nosupersub": ("raised", False),
    "intbl": ("in_table", True),
}
_ACTIONS: dict[str, Callable[[_Reading, int | None], None]] = {
    "par": _Reading.end_paragraph,
    "sect": _Reading.end_paragraph,
    "cell": _Reading.end_cell,
    "nestcell": _Reading.end_inner_cell,
    "row": _Reading.end_row,
    "nestrow": _Reading.end_inner_row,
    "trowd": _Reading.define_row,
    "trhdr": _Reading.define_head,
    "clvmrg": _Reading.define_below,
    "clmrg": _Reading.define_joined,
    "cellx": _Reading.define_cell,
    "f": _Reading.set_font,
    "fcharset": _Reading.set_charset,
    "deff": _Reading.set_default_font,
    "ansicpg": _Reading.set_codepage,
    "uc": _Reading.set_skip,
    "s": _Reading.set_style,
    "outlinelevel": _Reading.set_outline,
    "itap": _Reading.set_depth,
    "plain": _Reading.plain,
    "pard": _Reading.paragraph_anew,
    "fonttbl": _Reading.fonts_begin,
    "stylesheet": _Reading.styles_begin,
    "upr": _Reading.upr_begins,
    "ud": _Reading.ud_begins,
    "footnote": _Reading.note_begins,
    "shptxt": _Reading.box_begins,
    "dptxbxtext": _Reading.box_begins,
    "listtext": _Reading.marker_begins,
    "pntext": _Reading.marker_begins,
}


def _codepage(number: int | None) -> str:
    """The name of a code page; that of Western Europe where it is none that Python knows."""
    name = {10000: "mac_roman", 65001: "utf-8"}.get(number or 0, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def _add_table(manuscript: Manuscript, rows: list[_Row]) -> list[_Block]:
    """Add a table of data; what comes after it: the tables in its cells, or all in its cells where it is none."""
    edges = sorted({edge for row in rows for edge, _, _ in row.layout})
    column = {edges[0]: 1} if edges else {}
    for left, right in pairwise(edges):
        column[right] = column[left] + (right - left > _SAME_EDGE)
    grid: list[list[Cell]] = []
    for row in rows:
        line: list[Cell] = []
        at = 0
        is_known = len(row.layout) == len(row.cells)
        for number, blocks in enumerate(row.cells):
            text = " ".join(block.text for block in blocks if isinstance(block, _Paragraph))
            if not is_known:
                line.append(Cell(text))
                continue
            edge, below, joined = row.layout[number]
            across = max(column[edge] - at, 1)
            at += across
            if joined and line:
                line[-1] = Cell(f"{line[-1].text} {text}", line[-1].across + across, line[-1].goes_on)
            else:
                line.append(Cell(text, across, below))
        grid.append(line)
    header = next((number for number, row in enumerate(rows) if not row.is_head), 0)
    blocks = [block for row in rows for cell in row.cells for block in cell]
    if not manuscript.add_cells(grid, header):
        return blocks
    return [block for block in blocks if isinstance(block, list)]
