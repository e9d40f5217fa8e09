"""A web page as the lines that a person sees, each with the element that it stands in.

The page is read as a stream of tags, which keeps the work linear and needs no tree however deep tags are nested.
What no browser shows (scripts, styles, menus of forms) is no line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from vkstats.model import BlockKind
from vkstats.read.layout import is_grid
from vkstats.read.lines import goes_on, is_ended, is_marked
from vkstats.read.page_names import MOST_MARKS, is_article, is_aside, is_note, named, shape
from vkstats.read.page_table import PageTable, whole_number

# Elements that a browser sets on lines of their own (HTML Living Standard, 15.3); any other is inside a line.
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_UNSEEN = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "canvas", "video", "audio",
    "select", "button", "textarea", "datalist", "map", "frameset", "noframes", "title",
})  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
MOST_PARTS = 2_000_000  # elements and lines of a page; a yearbook of tables in one page has a quarter of that
_LONGEST_JOINED = 5000  # code points; a line that was broken by hand is no longer

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PROLOG = re.compile(r"\s*<\?xml[^>]*\?>")
_REFERENCE = re.compile(r"\s*[\[(]?\s*(?:\d{1,3}|[*†‡]{1,3})\s*[\])]?\s*$")
_LENGTH = re.compile(r"(?:^|[^\w])[kcdm]?m\s*$")  # before the 2 of `km2`
_TEN = re.compile(r"(?<!\d)10\s*$")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class TooManyPartsError(Exception):
    """A page of more than `MOST_PARTS`: made to exhaust the memory of what reads it."""


@dataclass(slots=True)
class Element:
    """An element that is set on lines of its own; `parent` is its index, and that of the root is its own."""

    parent: int
    aside: bool = False  # by its name no part of the article
    article: bool = False  # by its name the article
    title: bool = False
    lead: bool = False
    credit: bool = False
    shape: str = ""  # its tag and class where siblings with the same are sections of one text


@dataclass(slots=True)
class PageLine:
    """A line of the page; a table of data is one, with its `rows`."""

    kind: BlockKind
    text: str
    holder: int  # the element it stands in
    linked: int = 0  # code points of it that are links
    level: int = 0
    rows: list[list[str]] = field(default_factory=list)
    header: int = 0

    @property
    def prose(self) -> int:
        """How much it speaks for an article: code points of running text, few of those of labels."""
        plain = len(self.text) - self.linked
        if self.linked > plain or self.kind is BlockKind.HEADING:
            return 0
        if self.rows or plain >= 60 or (plain >= 25 and is_ended(self.text)):
            return plain
        return plain // 4


@dataclass(slots=True)
class _Item:
    """A list item; its marker stands before its first line only."""

    marker: str


@dataclass(slots=True)
class _List:
    numbered: str  # how: `1`, `a`, `i` …; empty where it is not
    at: int


@dataclass(slots=True)
class _Open:
    """An element that is open."""

    tag: str
    element: int
    kind: BlockKind
    level: int
    item: _Item | None


class Page:
    """Takes the tags of a page as they come: `start`, `end` and `data`, then `close`."""

    def __init__(self) -> None:
        self.elements = [Element(0)]
        self.lines: list[PageLine] = []
        self.metas: list[tuple[str, str]] = []  # name and content, in lower case the first
        self.scripts: list[str] = []  # JSON-LD
        self.times: list[str] = []  # <time datetime>
        self.title = ""
        self._open = [_Open("", 0, BlockKind.PARAGRAPH, 0, None)]
        self._words: list[str] = []
        self._linked = 0
        self._links: list[bool] = []  # of each open <a>: whether it leads to a place
        self._unseen = 0  # how deep inside what is not shown
        self._kept: list[str] | None = None  # where unseen text is wanted: a title, JSON-LD
        self._soft = False
        self._lists: list[_List] = []
        self._tables: list[PageTable] = []
        self._marks: list[tuple[str, int, int]] = []  # open <sup> and <a href="#…">: tag, words and links before

    # --- the parser calls these ---

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag opens."""
        if self._unseen:
            self._unseen += 1
        elif tag in _UNSEEN or (tag != "body" and _is_hidden(attributes)):
            self._unseen = 1
            if (tag == "title" and not self.title) or attributes.get("type", "").lower() == "application/ld+json":
                self._kept = []
        elif tag in _BLOCKS:
            self._start_block(tag, attributes)
        elif tag in {"a", "sup"}:
            self._start_mark(tag, attributes.get("href", ""))
        elif tag == "br":
            self._break()
        elif tag == "img":
            if self._tables:
                self._tables[-1].has_picture = True
        elif tag == "meta":
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
            self.metas.append((name.lower(), attributes.get("content", "")))
        elif tag == "time" and attributes.get("datetime"):
            self.times.append(attributes["datetime"])

    def end(self, tag: str) -> None:
        """A tag closes."""
        if self._unseen:
            self._unseen -= 1
            if not self._unseen and self._kept is not None:
                text = "".join(self._kept)
                if tag == "title":
                    self.title = " ".join(text.split())
                else:
                    self.scripts.append(text)
                self._kept = None
        elif tag in _BLOCKS:
            self._end_block(tag)
        elif tag == "a" and self._links:
            self._links.pop()
            if self._marks and self._marks[-1][0] == "a":
                self._end_mark()
        elif tag == "sup" and self._marks and self._marks[-1][0] == "sup":
            self._end_mark()

    def data(self, text: str) -> None:
        """Text between tags."""
        if self._unseen:
            if self._kept is not None:
                self._kept.append(text)
            return
        if self._open[-1].tag == "pre" and "\n" in text:
            first, *rest = text.split("\n")
            self._say(first)
            for line in rest:
                self._break()
                self._say(line)
        else:
            self._say(text)

    def close(self) -> Page:
        """The page is at its end."""
        self._flush()
        while self._tables:
            self._end_table()
        return self

    # --- lines ---

    def _say(self, text: str) -> None:
        self._words.append(text)
        if self._links and self._links[-1]:
            self._linked += len(text.strip())

    def _flush(self) -> None:
        """What was said since the last line becomes one."""
        text = " ".join("".join(self._words).split())
        linked, soft = self._linked, self._soft
        self._words.clear()
        self._marks.clear()
        self._linked, self._soft = 0, False
        if not text:
            return
        top = self._open[-1]
        kind = top.kind
        if kind is BlockKind.ITEM:
            if top.item and top.item.marker:
                text = text if is_marked(text) else top.item.marker + text
                top.item.marker = ""
            else:
                kind = BlockKind.PARAGRAPH
        above = self.lines[-1] if self.lines else None
        if (
            soft
            and above
            and above.holder == top.element
            and goes_on(above.text, text)
            and len(above.text) < _LONGEST_JOINED
        ):
            above.text += " " + text
            above.linked += linked
            return
        level = 0 if kind is BlockKind.PARAGRAPH else top.level
        self.lines.append(PageLine(kind, text, top.element, min(linked, len(text)), level))

    def _break(self) -> None:
        if self._open[-1].kind in {BlockKind.HEADING, BlockKind.CAPTION}:
            self._words.append(" ")
            return
        said = any(not word.isspace() for word in self._words)
        self._flush()
        if len(self.lines) > MOST_PARTS:
            raise TooManyPartsError
        self._soft = said

    def _start_mark(self, tag: str, href: str) -> None:
        if tag == "sup" or href.startswith("#"):
            self._marks.append((tag, len(self._words), self._linked))
        if tag == "a":
            self._links.append(bool(href))

    def _end_mark(self) -> None:
        """What was raised, or leads to a note, and is only a number is the mark of the note, no part of a number."""
        tag, before, linked = self._marks.pop()
        said = "".join(self._words[before:])
        if not _REFERENCE.match(said):
            return
        above = "".join(self._words[max(0, before - 2) : before])[-8:]
        del self._words[before:]
        self._linked = linked
        if tag == "sup" and said.strip() in {"2", "3"} and _LENGTH.search(above):
            self._words.append(said.strip())
        elif tag == "sup" and said.strip().isdigit() and _TEN.search(above):
            self._words.append(said.strip().translate(_RAISED))

    # --- elements ---

    def _start_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._flush()
        if len(self.elements) + len(self.lines) > MOST_PARTS:
            raise TooManyPartsError
        self._links.clear()  # no link that is left open swallows the page
        above = self._open[-1]
        name = named(attributes)
        element = Element(
            above.element,
            (name.aside and tag not in _HEADINGS) or is_aside(tag, attributes),
            name.article or is_article(tag, attributes),
            name.title,
            name.lead,
            name.credit,
            shape(tag, attributes),
        )
        self.elements.append(element)
        opened = _Open(tag, len(self.elements) - 1, above.kind, above.level, above.item)
        if tag in _HEADINGS:
            opened.kind, opened.level = BlockKind.HEADING, _HEADINGS[tag]
        elif tag == "figcaption" or name.caption:
            opened.kind, opened.level = BlockKind.CAPTION, 0
        elif name.notes or is_note(attributes):
            opened.kind, opened.level = BlockKind.FOOTNOTE, 0
        elif tag in {"ul", "ol", "dir", "menu"}:
            numbered = attributes.get("type", "1") if tag == "ol" else ""
            self._lists.append(_List(numbered, whole_number(attributes.get("start"), 1)))
        elif tag == "li" and above.kind is not BlockKind.FOOTNOTE:
            opened.kind, opened.level = BlockKind.ITEM, max(1, len(self._lists))
            opened.item = _Item(self._marker(attributes))
        elif tag == "table":
            if self._tables:
                self._tables[-1].has_table = True
            self._tables.append(PageTable(len(self.lines)))
        elif self._tables:
            self._tables[-1].start(tag, attributes, len(self.lines))
        if tag in {"td", "th", "table"}:  # a cell is no item, whatever the table stands in
            opened.kind, opened.level, opened.item = BlockKind.PARAGRAPH, 0, None
            if name.caption:
                opened.kind = BlockKind.CAPTION
        self._open.append(opened)

    def _end_block(self, tag: str) -> None:
        if self._open[-1].tag != tag:
            return
        self._flush()
        self._links.clear()
        self._open.pop()
        if tag in {"ul", "ol", "dir", "menu"} and self._lists:
            self._lists.pop()
        elif tag == "table" and self._tables:
            self._end_table()
        elif self._tables:
            self._tables[-1].end(tag, len(self.lines))

    def _marker(self, attributes: Mapping[str, str]) -> str:
        listed = self._lists[-1] if self._lists else _List("", 1)
        if not listed.numbered:
            return "- "
        number = whole_number(attributes.get("value"), listed.at)
        listed.at = number + 1
        if listed.numbered in {"a", "A"} and 1 <= number <= 26:
            return chr(ord(listed.numbered) + number - 1) + ") "
        return f"{number}. "

    def _end_table(self) -> None:
        """A table of data becomes one line; one that only lays out the page leaves the lines of its cells."""
        table = self._tables.pop()
        if table.has_table:
            return
        table.end_cells(len(self.lines))
        cells, lines = table.cells, self.lines[table.first :]
        # A caption stands before the first cell; what stands between cells would be lost in a grid.
        caption = cells[0].first - table.first if cells else len(lines)
        is_whole = sum(cell.last - cell.first for cell in cells) == len(lines) - caption
        if len(cells) > 1 and is_whole:
            texts = [" ".join(line.text for line in self.lines[cell.first : cell.last]) for cell in cells]
            rows, header = table.grid(texts)
            if is_grid([row for row in rows if any(row)]):
                linked = sum(line.linked for line in lines[caption:])
                text = " ".join(filter(None, texts))
                line = PageLine(BlockKind.TABLE, text, self._open[-1].element, linked, rows=rows, header=header)
                self.lines[cells[0].first :] = [line]
                return
        if table.has_picture and sum(len(line.text) for line in lines) <= 300:
            for line in lines:
                line.kind = BlockKind.CAPTION


def parsed(text: str) -> Page:
    """The page that the markup is, however broken.

    Raises:
        TooManyPartsError: where there is more of it than any page has.
    """
    from lxml import etree

    page = Page()
    # An XML prolog may name an encoding, which is over; NUL is no character of HTML (Living Standard, 13.2.3.5).
    markup = _PROLOG.sub("", text, count=1).replace("\0", "").encode("utf-8", "replace")
    parser = etree.HTMLParser(target=page, encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    parser.feed(markup)
    parser.close()
    return page


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and _HIDDEN.search(style[:MOST_MARKS]))
