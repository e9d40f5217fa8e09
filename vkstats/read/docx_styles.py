"""The styles and the lists of a Word document: what a paragraph inherits, and the marker that it is shown with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from vkstats.model import BlockKind
from vkstats.read.counting import counted
from vkstats.read.office import BULLETS, style_kind

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{W}val"
_OFF = frozenset({"0", "false", "off", "none"})
_LONGEST_CHAIN = 50  # styles based on one another; Word allows 11
_LEVELS = 9
_PLAIN = (BlockKind.PARAGRAPH, 0)


def value(element: Element | None, path: str) -> str | None:
    """The `w:val` of what stands at the path below the element; None where nothing stands there."""
    found = None if element is None else element.find(path)
    return None if found is None else found.get(_VAL, "")


def number(text: str | None, most: int) -> int | None:
    """The whole number from 0 to `most`; None where the text is none."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 9:
        return None
    return min(int(text), most)


def switched(element: Element | None, path: str) -> bool | None:
    """Whether a property is on; None where it is not said."""
    said = value(element, path)
    return None if said is None else said not in _OFF


def font(properties: Element | None) -> str | None:
    """The font of letters beyond ASCII; None where none is said, empty where it is one of the theme."""
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    if fonts is None:
        return None
    if fonts.get(f"{W}hAnsiTheme") or fonts.get(f"{W}asciiTheme"):
        return ""
    return fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says together with those it is based on; None where none of them says it."""

    name: str = ""
    outline: int | None = None  # depth of a heading, 0 = outermost; 9 = body text
    font: str | None = None
    hidden: bool | None = None
    list_id: str | None = None
    list_level: int | None = None

    @property
    def kind(self) -> tuple[BlockKind, int] | None:
        """What paragraphs of the style are for; None for those of a table of contents."""
        said = style_kind(self.name)
        if said == _PLAIN and self.outline is not None and self.outline < _LEVELS:
            return BlockKind.HEADING, self.outline + 1
        return said


class Styles:
    """The styles by their ids, and the font of the document."""

    def __init__(self, part: Element | None) -> None:
        elements = {} if part is None else {style.get(f"{W}styleId", ""): style for style in part.iter(f"{W}style")}
        self._elements = elements
        self._known: dict[str, Style] = {}
        self.font = font(None if part is None else part.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")) or ""
        default = (
            key
            for key, style in elements.items()
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default", "0") not in _OFF
        )
        self._default = next(default, "")

    def paragraph(self, key: str | None) -> Style:
        """The style of a paragraph; the document's own where none is named."""
        return self.character(self._default if key is None else key)

    def character(self, key: str | None) -> Style:
        """The style with this id."""
        if key is None:
            return Style()
        if key not in self._known:
            self._known[key] = self._resolved(key)
        return self._known[key]

    def _resolved(self, key: str) -> Style:
        """The nearest of the chain that says a thing is heard; a style has its own name."""
        chain: list[Element] = []
        at: str | None = key
        while at in self._elements and len(chain) < _LONGEST_CHAIN:
            chain.append(self._elements[at])
            at = value(chain[-1], f"{W}basedOn")
        style = Style()
        for element in reversed(chain):
            style = _heard(element, style)
        return style


def _heard(element: Element, base: Style) -> Style:
    """The style that an element says, on the ground of another: what is not said anew stays."""
    properties, text = element.find(f"{W}pPr"), element.find(f"{W}rPr")
    name = value(element, f"{W}name") or ""
    if style_kind(name) == _PLAIN and style_kind(base.name) != _PLAIN:
        name = base.name  # `Heading of our office`, based on `heading 1`
    outline = number(value(properties, f"{W}outlineLvl"), _LEVELS)
    own_font = font(text)
    hidden = switched(text, f"{W}vanish")
    level = number(value(properties, f"{W}numPr/{W}ilvl"), _LEVELS - 1)
    return Style(
        name,
        base.outline if outline is None else outline,
        base.font if own_font is None else own_font,
        base.hidden if hidden is None else hidden,
        value(properties, f"{W}numPr/{W}numId") or base.list_id,
        base.list_level if level is None else level,
    )


# --- lists -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class _List:
    """The levels of a list, and how far each has been counted; lists of one kind are counted together."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Lists:
    """The lists of a document, counted in the order in which their paragraphs come."""

    def __init__(self, part: Element | None, styles: Styles) -> None:
        self._kinds: dict[str, _List] = {}
        self._numbers: dict[str, tuple[_List, dict[int, _Level], dict[int, int]]] = {}
        self._begun: set[str] = set()
        if part is None:
            return
        linked: dict[str, str] = {}
        for kind in part.iter(f"{W}abstractNum"):
            key = kind.get(f"{W}abstractNumId", "")
            self._kinds[key] = _List(_levels(kind))
            if style := value(kind, f"{W}numStyleLink"):
                linked[key] = style
        instances = {item.get(f"{W}numId", ""): item for item in part.findall(f"{W}num")}
        for key, style in linked.items():  # the levels are those of the list that the style names
            target = instances.get(styles.paragraph(style).list_id or "")
            found = self._kinds.get(value(target, f"{W}abstractNumId") or "")
            if found is not None:
                self._kinds[key] = found
        for key, item in instances.items():
            counted = self._kinds.get(value(item, f"{W}abstractNumId") or "")
            if counted is None:
                continue
            own: dict[int, _Level] = {}
            starts: dict[int, int] = {}
            for override in item.findall(f"{W}lvlOverride"):
                own |= _levels(override)
                level = number(override.get(f"{W}ilvl"), _LEVELS - 1)
                start = number(value(override, f"{W}startOverride"), 10**9)
                if level is not None and start is not None:
                    starts[level] = start
            self._numbers[key] = (counted, counted.levels | own, starts)

    def marker(self, key: str, level: int) -> tuple[str, bool]:
        """The marker of the next paragraph of the list on this level, and whether it is a bullet."""
        if key not in self._numbers:
            return "", False
        kind, levels, starts = self._numbers[key]
        counts = kind.counts
        if key not in self._begun:
            self._begun.add(key)
            for at, start in starts.items():
                counts[at] = start - 1
        own = levels.get(level, _Level())
        counts[level] = counts.get(level, own.start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        if own.form == "bullet":
            return own.text if own.text in BULLETS else "•", True
        if own.form == "none":
            return re.sub(r"%\d", "", own.text).strip(), False
        return re.sub(r"%([1-9])", lambda match: _counted(levels, counts, int(match[1]) - 1), own.text).strip(), False


def _levels(element: Element) -> dict[int, _Level]:
    found = {}
    for level in element.findall(f"{W}lvl"):
        at = number(level.get(f"{W}ilvl"), _LEVELS - 1)
        start = number(value(level, f"{W}start"), 10**9)
        if at is not None:
            form = value(level, f"{W}numFmt") or "decimal"
            found[at] = _Level(form, (value(level, f"{W}lvlText") or "")[:50], 1 if start is None else start)
    return found


def _counted(levels: Mapping[int, _Level], counts: Mapping[int, int], at: int) -> str:
    """The number of a level as it is written; one that has not been counted stands at its start."""
    level = levels.get(at, _Level())
    count = counts.get(at, level.start)
    return "" if level.form in {"bullet", "none"} else counted(count, level.form)
