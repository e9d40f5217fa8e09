r"""RTF (Rich Text Format 1.9.1): control words of a document in groups, read in one pass without recursion.

Kept: paragraphs with what their styles say they are, list markers as they are written, tables, text boxes,
footnotes. Left out: what is deleted or hidden, comments, page headers and footers, tables of contents, pictures.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator

from vkstats.errors import ReadError
from vkstats.model import BlockKind, Document
from vkstats.read.encodings import by_font
from vkstats.read.office import BULLETS, RAISED, Manuscript, style_kind
from vkstats.read.reader import Source
from vkstats.read.rtf_state import Definitions, Flow, Font, State
from vkstats.read.rtf_tables import Block, Paragraph, Row, Tables, add_table
from vkstats.read.rtf_words import CHARACTERS, KEPT, LEFT_OUT, SYMBOLS, TOKEN, codepage

_DEEPEST = 1000  # groups in groups; Word writes some 20


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


class _Reading:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._body = Flow()
        self._state = State(self._body)
        self._stack: list[State] = []
        self._bytes = bytearray()  # of one font, not yet decoded
        self._pending_skip = 0
        self._half = 0  # the first of a pair of surrogates
        self._starred = False
        self._defined = Definitions()
        self._boxes: list[Block] = []
        self._notes: list[str] = []
        self._tables = Tables()

    def read(self, data: bytes) -> bool:
        """Read the tokens; whether every group was closed."""
        at = 0
        while match := TOKEN.match(data, at):
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
        self._tables.end(0, self._body.blocks)
        self._body.blocks += blocks
        return is_whole

    def document(self) -> Document:
        """The blocks that were read, the footnotes last.

        Raises:
            ReadError: `empty`.
        """
        manuscript = Manuscript()
        waiting: list[Block] = self._body.blocks[::-1]
        while waiting:
            block = waiting.pop()
            if isinstance(block, list):
                waiting += reversed(add_table(manuscript, block))
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

    def _end_flow(self, flow: Flow) -> None:
        text = flow.take()
        if flow.purpose == "marker":
            self._state.flow.marker = text.strip()
        elif flow.purpose == "note":
            self._notes.append(text)
        else:
            self._boxes += [*flow.blocks, Paragraph(text=text)]

    # --- words -------------------------------------------------------------------------------------

    def _word(self, name: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        state = self._state
        if state.skipped and name != "ud":
            return
        skip, self._pending_skip = self._pending_skip, 0
        if name in CHARACTERS:
            if skip and not CHARACTERS[name].isspace():
                self._pending_skip = skip - 1
            else:
                self._add(CHARACTERS[name])
        elif name in LEFT_OUT or (starred and name not in KEPT):
            self._flush()
            state.skipped = True
        elif name == "u":
            self._unicode(number or 0)
        elif name in _SWITCHES:
            self._flush()
            attribute, is_on = _SWITCHES[name]
            setattr(state, attribute, is_on and number != 0)
        elif name in _PURPOSES:
            self._flush()
            state.flow, state.raised = Flow(_PURPOSES[name]), False
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
        elif symbol in SYMBOLS:
            self._add(SYMBOLS[symbol])

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
        page = "cp1252" if by_font(font.name) else font.codepage or self._defined.codepage
        self._put(data.decode(page, "replace"), font.name)

    def _add(self, text: str) -> None:
        self._flush()
        if not self._state.skipped:
            self._put(text, self._font().name)

    def _font(self) -> Font:
        return self._defined.font(self._state.font)

    def _put(self, text: str, font: str) -> None:
        state = self._state
        if state.table:
            self._defined.say(state, text.split(";", maxsplit=1)[0])
        elif not (state.hidden or state.deleted):
            state.flow.pieces.append((font, text.translate(RAISED) if state.raised else text))

    # --- paragraphs and tables ---------------------------------------------------------------------

    def end_paragraph(self, _: int | None) -> None:
        """The paragraph goes to its cell or, behind the table that ends before it, to the document."""
        state = self._state
        if state.skipped or state.table:
            return
        if state.flow.purpose == "box":
            state.flow.blocks.append(Paragraph(text=state.flow.take()))
        elif state.flow.purpose != "body":
            state.flow.pieces.append(("", " "))
        elif state.in_table or self._tables.defines(state.depth):
            blocks = self._taken()
            self._tables.end(state.depth, self._body.blocks)
            self._tables.add(state.depth, blocks)
        else:
            blocks = self._taken()
            self._tables.end(0, self._body.blocks)
            self._body.blocks += blocks

    def _taken(self) -> list[Block]:
        """The paragraph that ends, and the boxes anchored in it."""
        text, marker = self._body.take(), self._body.marker
        boxes, self._boxes = self._boxes, []
        self._body.marker = ""
        style = self._defined.style(self._state.style)
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
        return [Paragraph(kind, level, text), *boxes]

    def end_cell(self, _: int | None) -> None:
        self._close_cell(1)

    def end_inner_cell(self, _: int | None) -> None:
        self._close_cell(max(self._state.depth, 2))

    def _close_cell(self, depth: int) -> None:
        if self._state.flow is not self._body:
            self._add(" ")
            return
        blocks = self._taken()
        self._tables.end(depth, self._body.blocks)
        self._tables.close_cell(depth, blocks)

    def end_row(self, _: int | None) -> None:
        self._tables.end(1, self._body.blocks)
        self._tables.close_row(1)

    def end_inner_row(self, _: int | None) -> None:
        self._tables.close_row(max(self._state.depth, 2))

    def _row(self) -> Row:
        return self._tables.row(self._state.depth)

    def define_row(self, _: int | None) -> None:
        self._tables.begin_row(self._state.depth)

    def define_head(self, _: int | None) -> None:
        self._row().is_head = True

    def define_below(self, _: int | None) -> None:
        self._row().below = True

    def define_joined(self, _: int | None) -> None:
        self._row().joined = True

    def define_cell(self, number: int | None) -> None:
        self._row().end_layout(number or 0)

    # --- properties --------------------------------------------------------------------------------

    def set_font(self, number: int | None) -> None:
        self._state.font = number
        if self._state.table == "fonts" and number is not None:
            self._defined.begin_font(number)

    def set_charset(self, number: int | None) -> None:
        if self._state.table == "fonts":
            self._defined.set_charset(self._state.font, number)

    def set_default_font(self, number: int | None) -> None:
        self._defined.default_font = self._state.font = number

    def set_codepage(self, number: int | None) -> None:
        self._defined.codepage = codepage(number)

    def set_skip(self, number: int | None) -> None:
        self._state.skip = min(max(number or 0, 0), 16)

    def set_style(self, number: int | None) -> None:
        self._state.style = number or 0
        if self._state.table == "styles":
            self._defined.begin_style(self._state.style)

    def set_outline(self, number: int | None) -> None:
        self._state.outline = number
        if self._state.table == "styles":
            self._defined.set_outline(self._state.style, number)

    def set_depth(self, number: int | None) -> None:
        self._state.depth = min(max(number or 1, 1), 9)

    def plain(self, _: int | None) -> None:
        self._state.set_plain(self._defined.default_font)

    def paragraph_anew(self, _: int | None) -> None:
        self._state.begin_paragraph()

    def fonts_begin(self, _: int | None) -> None:
        self._state.table = "fonts"

    def styles_begin(self, _: int | None) -> None:
        self._state.table = "styles"
        self._state.style = 0
        self._defined.begin_style(0)

    def upr_begins(self, _: int | None) -> None:
        self._state.skipped = True  # what follows is said again, in Unicode, behind `\*\ud`

    def ud_begins(self, _: int | None) -> None:
        self._state.skipped = False


# What the text of a group is for that opens with the word.
_PURPOSES = {"footnote": "note", "shptxt": "box", "dptxbxtext": "box", "listtext": "marker", "pntext": "marker"}
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
}
