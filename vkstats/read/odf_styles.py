"""The styles of an OpenDocument text: what its paragraphs are for, and how its lists are counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from vkstats.model import BlockKind
from vkstats.read.counting import counted
from vkstats.read.odf_parts import STYLE, TEXT, whole_number
from vkstats.read.office import BULLETS, style_kind

_FORMS = {"1": "decimal", "I": "upperRoman", "i": "lowerRoman", "A": "upperLetter", "a": "lowerLetter"}
_LONGEST_CHAIN = 50  # styles based on one another
_ESCAPED = re.compile("_([0-9a-f]+)_")  # in names of styles


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: the form of its numbers (empty for none), what stands around them, or its bullet."""

    form: str = ""
    before: str = ""
    after: str = ""
    bullet: str = ""
    start: int = 1
    shown: int = 1  # levels


class Styles:
    """What the styles of a document say of its paragraphs, lists and runs."""

    def __init__(self, parts: Iterable[Element | None]) -> None:
        self._styles: dict[str, Element] = {}
        self._lists: dict[str, dict[int, Level]] = {}
        for part in parts:
            for element in () if part is None else part.iter():
                name = element.get(f"{STYLE}name", "")
                if element.tag == f"{STYLE}style":
                    self._styles[name] = element
                elif element.tag == f"{TEXT}list-style":
                    self._lists[name] = dict(map(_level, element))

    def kind(self, name: str) -> tuple[BlockKind, int] | None:
        """What a paragraph of the style is for; None for the lines of a table of contents."""
        for style in self._chain(name):
            said = style.get(f"{STYLE}display-name") or style.get(f"{STYLE}name") or ""
            kind = style_kind(_ESCAPED.sub(_character, said))
            if kind is None or kind[0] is not BlockKind.PARAGRAPH:
                return kind
        return BlockKind.PARAGRAPH, 0

    def is_raised(self, name: str) -> bool:
        """Whether letters of the style stand above the line."""
        return any(
            position.startswith("super") or (position[:1].isdigit() and not position.startswith("0"))
            for style in self._chain(name)
            for position in (_property(style, "text-position"),)
        )

    def levels(self, name: str) -> dict[int, Level]:
        """The levels of a list of the style."""
        return self._lists.get(name, {})

    def _chain(self, name: str) -> Iterator[Element]:
        """The style and those that it is based on."""
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = style.get(f"{STYLE}parent-style-name", "")


def _level(element: Element) -> tuple[int, Level]:
    form = element.get(f"{STYLE}num-format", "")
    return whole_number(element.get(f"{TEXT}level"), 10), Level(
        _FORMS.get(form, "decimal") if form else "",
        element.get(f"{STYLE}num-prefix", "")[:20],
        element.get(f"{STYLE}num-suffix", "")[:20],
        element.get(f"{TEXT}bullet-char", "")[:1],
        whole_number(element.get(f"{TEXT}start-value"), 10**9),
        whole_number(element.get(f"{TEXT}display-levels"), 10),
    )


def _property(style: Element, name: str) -> str:
    properties = style.find(f"{STYLE}text-properties")
    return "" if properties is None else properties.get(f"{STYLE}{name}", "")


def _character(escaped: re.Match[str]) -> str:
    code = int(escaped[1], 16)
    return chr(code) if code < 0xD800 else " "


def marker_of(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
    """The marker of the next item on this level."""
    level = levels.get(depth, Level())
    if level.bullet:
        return level.bullet if level.bullet in BULLETS else "•"
    counts[depth] = counts.get(depth, level.start - 1) + 1
    for deeper in [at for at in counts if at > depth]:
        del counts[deeper]
    if not level.form:
        return ""
    numbers = [
        counted(counts.get(at, levels[at].start), levels[at].form)
        for at in range(max(depth - level.shown + 1, 1), depth + 1)
        if at in levels and levels[at].form
    ]
    return f"{level.before}{'.'.join(numbers)}{level.after}".strip()
