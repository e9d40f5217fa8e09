"""What holds while RTF is read: the text of a flow, fonts, styles, and what ends with its group."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from vkstats.read.encodings import decode_font
from vkstats.read.rtf_tables import Block
from vkstats.read.rtf_words import codepage_of_charset


@dataclass(slots=True)
class Font:
    """A font: its name, and its code page where that is not the one of the document."""

    name: str = ""
    codepage: str | None = None


NO_FONT = Font()


@dataclass(slots=True)
class Style:
    """A style: its name, and the level of its headings from 0, 9 for none."""

    name: str = ""
    outline: int = 9


@dataclass(slots=True)
class Flow:
    """Text that runs on: that of the document, of a footnote, of a box, of a list marker."""

    purpose: str = "body"
    pieces: list[tuple[str, str]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    marker: str = ""

    def take(self) -> str:
        """The text of the paragraph so far, which begins anew."""
        text = "".join(
            decode_font("".join(part for _, part in parts), name) for name, parts in groupby(self.pieces, itemgetter(0))
        )
        self.pieces.clear()
        return text


@dataclass(slots=True)
class State:
    """What holds inside a group, and ends with it."""

    flow: Flow
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

    def set_plain(self, font: int | None) -> None:
        """Letters as they are where nothing is said of them, in the font of the document."""
        self.font, self.hidden, self.deleted, self.raised = font, False, False, False

    def begin_paragraph(self) -> None:
        """Paragraphs as they are where nothing is said of them."""
        self.style, self.outline, self.in_table, self.depth = 0, None, False, 1


class Definitions:
    """What the head of the document defines: fonts and styles by their numbers, its font and its code page."""

    def __init__(self) -> None:
        self.codepage = "cp1252"
        self.default_font: int | None = None
        self._fonts: dict[int, Font] = {}
        self._styles: dict[int, Style] = {}

    def font(self, number: int | None) -> Font:
        """The font of this number, or none."""
        return NO_FONT if number is None else self._fonts.get(number, NO_FONT)

    def style(self, number: int) -> Style:
        """The style of this number; one that says nothing where it is not defined."""
        return self._styles.get(number, Style())

    def begin_font(self, number: int) -> None:
        """The definition of a font begins."""
        self._fonts[number] = Font()

    def begin_style(self, number: int) -> None:
        """The definition of a style begins."""
        self._styles[number] = Style()

    def set_charset(self, font: int | None, charset: int | None) -> None:
        """The character set of the font that is being defined."""
        if font in self._fonts:
            self._fonts[font].codepage = codepage_of_charset(charset)

    def set_outline(self, style: int, level: int | None) -> None:
        """The level of the headings of the style that is being defined."""
        if style in self._styles:
            self._styles[style].outline = 9 if level is None else level

    def say(self, state: State, text: str) -> None:
        """A piece of the name of the font or style that is being defined."""
        named = self._fonts.get(state.font or 0) if state.table == "fonts" else self._styles.get(state.style)
        if named is not None:
            named.name = (named.name + text)[:200]
