"""A web page as the lines that a person sees, each with the element that it stands in.

The page is read as a stream of tags, which keeps the work linear and needs no tree however deep tags are nested.
What no browser shows (scripts, styles, menus of forms) is no line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from vkstats.model import BlockKind
from vkstats.read.layout import is_grid

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
_SPANS = 1000  # columns and rows that a cell may cover (HTML Living Standard, 4.9.11)
MOST_PARTS = 2_000_000  # elements and lines of a page; a yearbook of tables in one page has a quarter of that
_MOST_MARKS = 400  # code points of class and id that are looked at
_LONGEST_JOINED = 5000  # code points; a line that was broken by hand is no longer

# What the builders of pages call the parts that are no article, and the article itself, in English or Vietnamese.
_ASIDE = re.compile(
    r"relat(?:ed|ion)|lien-?quan|tin-?khac|cac-?tin|cung-?(?:chuyen-?muc|loai)|(?<![a-z])other|comment(?!ar)|binh-?luan"
    r"|feedback|(?<![a-z])y-?kien|phan-?hoi|shar(?:e(?!d)|ing)|social|addthis|like-?box|(?<![a-z])fb-|menu"
    r"|(?<![a-z])nav(?!y)|bread-?crumb|duong-?dan|footer|side-?bar|(?<!elementor-)widget|(?<![a-z])counter|truy-?cap"
    r"|visit|(?<![a-z])tags?(?![a-z])|tu-?khoa|keyword|banner|(?<![a-z])ad[sv]?(?![a-z])|quang-?cao|popular"
    r"|most-?(?:read|view)|(?:xem|doc)-?nhieu|hot-?news|tin-?moi|latest|tool-?bar|(?<![a-z])(?:rating|vot(?:e|ing))"
    r"|danh-?gia|paginat|pager|paging|login|dang-?nhap|search|tim-?kiem|copyright|newsletter|subscri|popup|modal|cookie"
    r"|skip-?link|sr-only|visually-?hidden|weather|thoi-?tiet|ty-?gia|survey|tham-?do|lien-?ket|web-?link|outstanding"
    r"|recommend|promo|read-?more|xem-?them"
)
_ARTICLE = re.compile(
    r"articlebody|body-?(?:text|html)|singular-content|(?:detail|article|news|post|entry|cms|main|story|page)s?-?(?:content|body|detail|text)"
    r"|content-?(?:detail|article|news|main)|fck-?detail|noi-?dung|chi-?tiet|rtestate-field|externalclass"
)
_TITLE = re.compile(r"(?<![a-z])title|(?:article|detail|news|post)title|tieu-?de|headline|contentheading")
_LEAD = re.compile(r"sapo|(?<![a-z])lead|summary|tom-?tat|descript|intro|trich-?(?:yeu|dan)|teaser")
_CREDIT = re.compile(r"author|tac-?gia|by-?line|(?<![a-z])source|nguon|(?<![a-z])pen-?name|but-?danh")
_CAPTION = re.compile(r"caption|chu-?thich|(?:photo|pic|image|img|anh)-?(?:desc|note|title|text)|ghi-?chu-?anh")
_NOTES = re.compile(r"foot-?notes?|end-?notes?|(?<![a-z])ft?n[-:]?\d|cuoc-?chu")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ASIDE_TAGS = frozenset({"nav", "aside", "footer"})
_ASIDE_ROLES = frozenset({"navigation", "complementary", "banner", "contentinfo", "search", "dialog", "menu"})

_PROLOG = re.compile(r"\s*<\?xml[^>]*\?>")
_MARKED = re.compile(r"(?:[-+*•●○▪■–]|\(?\d{1,2}(?:\.\d{1,2})*[.)/]|\(?[a-zđA-ZĐ][.)/])\s")
_REFERENCE = re.compile(r"\s*[\[(]?\s*(?:\d{1,3}|[*†‡]{1,3})\s*[\])]?\s*$")
_LENGTH = re.compile(r"(?:^|[^\w])[kcdm]?m\s*$")  # before the 2 of `km2`
_TEN = re.compile(r"(?<!\d)10\s*$")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ENDS = (".", "!", "?", "…", ":", ";")


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
        if self.rows or plain >= 60 or (plain >= 25 and self.text.endswith(_ENDS)):
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
class _Cell:
    row: int
    across: int
    down: int
    is_header: bool
    first: int  # its lines, from the first to before the last
    last: int = -1


@dataclass(slots=True)
class _Table:
    first: int  # of the lines
    cells: list[_Cell] = field(default_factory=list)
    row: int = -1
    head: int = 0  # rows in <thead>
    in_head: bool = False
    has_picture: bool = False
    has_table: bool = False


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
        self._tables: list[_Table] = []
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
                text = text if _MARKED.match(text) else top.item.marker + text
                top.item.marker = ""
            else:
                kind = BlockKind.PARAGRAPH
        above = self.lines[-1] if self.lines else None
        if (
            soft
            and above
            and above.holder == top.element
            and text[0].islower()
            and not above.text.endswith(_ENDS)
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
        marks = f"{attributes.get('class', '')} {attributes.get('id', '')}"[:_MOST_MARKS]
        named = _named(marks) if len(marks) > 1 else _UNNAMED
        element = Element(
            above.element,
            (named.aside and tag not in _HEADINGS) or tag in _ASIDE_TAGS or attributes.get("role") in _ASIDE_ROLES,
            named.article or tag == "article" or attributes.get("itemprop") == "articleBody",
            named.title,
            named.lead,
            named.credit,
            f"{tag} {attributes.get('class', '')[:_MOST_MARKS]}"
            if tag == "section" or _shaped(tag, attributes)
            else "",
        )
        self.elements.append(element)
        opened = _Open(tag, len(self.elements) - 1, above.kind, above.level, above.item)
        if tag in _HEADINGS:
            opened.kind, opened.level = BlockKind.HEADING, _HEADINGS[tag]
        elif tag == "figcaption" or named.caption:
            opened.kind, opened.level = BlockKind.CAPTION, 0
        elif named.notes or attributes.get("role") in {"doc-endnotes", "doc-footnote"}:
            opened.kind, opened.level = BlockKind.FOOTNOTE, 0
        elif tag in {"ul", "ol", "dir", "menu"}:
            numbered = attributes.get("type", "1") if tag == "ol" else ""
            self._lists.append(_List(numbered, _whole_number(attributes.get("start"), 1)))
        elif tag == "li" and above.kind is not BlockKind.FOOTNOTE:
            opened.kind, opened.level = BlockKind.ITEM, max(1, len(self._lists))
            opened.item = _Item(self._marker(attributes))
        elif tag == "table":
            if self._tables:
                self._tables[-1].has_table = True
            self._tables.append(_Table(len(self.lines)))
        elif self._tables:
            self._start_part(tag, attributes)
        if tag in {"td", "th", "table"}:  # a cell is no item, whatever the table stands in
            opened.kind, opened.level, opened.item = BlockKind.PARAGRAPH, 0, None
            if named.caption:
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
            table = self._tables[-1]
            if tag in {"td", "th"} and table.cells:
                table.cells[-1].last = len(self.lines)
            elif tag == "thead":
                table.in_head = False

    def _marker(self, attributes: Mapping[str, str]) -> str:
        listed = self._lists[-1] if self._lists else _List("", 1)
        if not listed.numbered:
            return "- "
        number = _whole_number(attributes.get("value"), listed.at)
        listed.at = number + 1
        if listed.numbered in {"a", "A"} and 1 <= number <= 26:
            return chr(ord(listed.numbered) + number - 1) + ") "
        return f"{number}. "

    # --- tables ---

    def _start_part(self, tag: str, attributes: Mapping[str, str]) -> None:
        table = self._tables[-1]
        if tag == "thead":
            table.in_head = True
        elif tag == "tr":
            table.row += 1
            if table.in_head:
                table.head = table.row + 1
        elif tag in {"td", "th"}:
            table.row = max(table.row, 0)
            if table.cells and table.cells[-1].last < 0:
                table.cells[-1].last = len(self.lines)
            across, down = (
                min(max(_whole_number(attributes.get(name), 1), 1), _SPANS) for name in ("colspan", "rowspan")
            )
            table.cells.append(_Cell(table.row, across, down, tag == "th", len(self.lines)))

    def _end_table(self) -> None:
        """A table of data becomes one line; one that only lays out the page leaves the lines of its cells."""
        table = self._tables.pop()
        if table.has_table:
            return
        cells, lines = table.cells, self.lines[table.first :]
        if cells and cells[-1].last < 0:
            cells[-1].last = len(self.lines)
        # A caption stands before the first cell; what stands between cells would be lost in a grid.
        caption = cells[0].first - table.first if cells else len(lines)
        is_whole = sum(cell.last - cell.first for cell in cells) == len(lines) - caption
        if len(cells) > 1 and is_whole:
            texts = [" ".join(line.text for line in self.lines[cell.first : cell.last]) for cell in cells]
            rows, header = _grid(cells, texts, table.head)
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


def _grid(cells: Sequence[_Cell], texts: Sequence[str], header: int) -> tuple[list[list[str]], int]:
    """The rows with every merged cell once, and how many are the head; the head repeats what stands over columns."""
    count = cells[-1].row + 1
    area = sum(cell.across * min(cell.down, count - cell.row) for cell in cells)
    spans = area <= 20 * len(cells) + 10_000  # else no table of data spans so
    if not header:
        header = min((cell.row for cell in cells if not cell.is_header), default=count)
    first = [(cell, text) for cell, text in zip(cells, texts, strict=True) if cell.row == 0]
    if not header and any(cell.down > 1 for cell, _ in first) and not any(text[:1].isdigit() for _, text in first):
        header = max(cell.down for cell, _ in first)
    rows: list[list[str]] = [[] for _ in range(count)]
    taken: list[set[int]] = [set() for _ in range(count)]
    width = sum(cell.across for cell, _ in first)
    for cell, text in zip(cells, texts, strict=True):
        across, down = (cell.across, min(cell.down, count - cell.row)) if spans else (1, 1)
        row, column = rows[cell.row], len(rows[cell.row])
        while column in taken[cell.row]:
            row.append("")
            column += 1
        repeated = text if cell.row < header and 1 < across < width else ""
        row += [text, *[repeated] * (across - 1)]
        for below in range(cell.row + 1, cell.row + down):
            taken[below].update(range(column, column + across))
    return rows, header


@dataclass(frozen=True, slots=True)
class _Named:
    """What the class and the id of an element say."""

    aside: bool = False
    article: bool = False
    title: bool = False
    lead: bool = False
    credit: bool = False
    caption: bool = False
    notes: bool = False


_UNNAMED = _Named()


@lru_cache(maxsize=4096)
def _named(marks: str) -> _Named:
    folded = marks.lower().replace("_", "-")
    return _Named(*(bool(look.search(folded)) for look in (_ASIDE, _ARTICLE, _TITLE, _LEAD, _CREDIT, _CAPTION, _NOTES)))


def _shaped(tag: str, attributes: Mapping[str, str]) -> bool:
    return tag == "div" and "class" in attributes


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and _HIDDEN.search(style[:_MOST_MARKS]))


def _whole_number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 6 else default
