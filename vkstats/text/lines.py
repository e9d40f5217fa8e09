"""The lines of a text, each with what its own words show that it is for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from vkstats import shapes
from vkstats.model import BlockKind
from vkstats.text.words import Words

# Spaces, and what `fold` makes a space or a reader cannot see; never the newline.
SPACE = (
    " \t\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
# A line that Markdown sets off as a whole; the marks are no part of it.
_EMPHASIS = re.compile(r"(?P<marks>\*{1,3}|_{1,3})(?=[^\s*_])(?P<said>.*[^\s*_])(?P=marks)")
_COUNTED_OFF = re.compile(r"\d{1,2}\t+ *(?=[^\W\d])")  # `3⇥Thuốc thú y`: what Word puts in front of a list
_LONGEST_HEADING = 160  # code points
_LONGEST_NUMBERED = 120  # of a numbered heading behind its marker
_LONGEST_CAPTION = 300
_LONGEST_SCENE = 200
_CAPTION_END = 80  # code points at the end of a caption, where its photographer stands


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line that is not blank, without the space around it.

    Lines that were one before they were wrapped are one, with spaces for the breaks.
    """

    start: int
    end: int
    text: str
    folded: str
    indent: int = 0
    after_blank: bool = False
    body: int = 0  # offset of the text after a list marker, from the start of the line
    kind: BlockKind = BlockKind.PARAGRAPH
    told: bool = False  # the format itself tells what it is for; its words do not count

    @property
    def extent(self) -> int:
        """The column where the line ends."""
        return self.indent + len(self.text)

    @property
    def ended(self) -> bool:
        """Whether a mark at its end closes the line."""
        return self.text.endswith(shapes.CLOSING)

    def of(self, kind: BlockKind) -> TextLine:
        """The line as one of another kind."""
        return replace(self, kind=kind)


def lines_of(text: str, folded: str, words: Words) -> list[TextLine]:
    """The lines of a text that are not blank."""
    lines = []
    start = 0
    after_blank = False
    for raw in text.split("\n"):
        body = raw.strip()
        indent = len(raw) - len(raw.lstrip())
        emphasis = _EMPHASIS.fullmatch(body)
        if emphasis:
            indent, body = indent + emphasis.start("said"), emphasis["said"]
        if body:
            begin = start + indent
            end = begin + len(body)
            said = folded[begin:end]
            lines.append(TextLine(begin, end, body, said, indent, after_blank, *purpose(body, said, words)))
        after_blank = not body
        start += len(raw) + 1
    return lines


def purpose(text: str, folded: str, words: Words) -> tuple[int, BlockKind]:
    """Where a line's own text starts behind a list marker, and what its words show that it is for."""
    if words.boilerplate.match(folded) or not any(map(str.isalnum, text)):
        return 0, BlockKind.BOILERPLATE
    mark = _COUNTED_OFF.match(text) or words.marker.match(folded)
    if mark and mark.end() < len(text):
        return mark.end(), _marked_kind(text, folded, mark.end(), words)
    return 0, _kind(text, folded, words)


def cut(line: TextLine, start: int, end: int, words: Words) -> TextLine:
    """A piece of a line as a line of its own."""
    text, folded = line.text[start:end], line.folded[start:end]
    after_blank = line.after_blank or start > 0
    return TextLine(line.start + start, line.start + end, text, folded, 0, after_blank, *purpose(text, folded, words))


def _marked_kind(text: str, folded: str, body: int, words: Words) -> BlockKind:
    """Of a line behind a marker: a heading where it is short and has no figures, or is all capitals."""
    bullet = not folded[0].isalnum() and folded[0] != "("
    lettered = folded[1] in ")/." and not text[0].isupper() and not text[0].isdigit()
    short = len(text) - body <= _LONGEST_NUMBERED and not text.endswith((".", ";", ","))
    shouted = text[body:].isupper() and len(text) <= _LONGEST_HEADING
    if bullet or not (shouted or (short and not lettered)):
        return BlockKind.ITEM
    counts = any(map(str.isdigit, words.dated.sub("", folded[body:])))
    return BlockKind.HEADING if shouted or not counts else BlockKind.ITEM


def _kind(text: str, folded: str, words: Words) -> BlockKind:
    """Of a line without a marker."""
    if len(text) <= _LONGEST_HEADING and text.isupper() and " " in text:
        return BlockKind.BOILERPLATE if words.office.match(folded) else BlockKind.HEADING
    if len(text) <= _LONGEST_CAPTION and _is_caption(text, folded, words):
        return BlockKind.CAPTION
    return BlockKind.PARAGRAPH


def _is_caption(text: str, folded: str, words: Words) -> bool:
    if words.caption.match(folded):
        return True
    if words.picture.search(folded, max(0, len(folded) - _CAPTION_END)) and words.caption_end.search(folded):
        return True
    is_title = len(text) <= _LONGEST_SCENE and (text[-1].isalnum() or text[-1] == ")") and text.count(" ") >= 4
    return is_title and words.scene.match(folded) is not None
