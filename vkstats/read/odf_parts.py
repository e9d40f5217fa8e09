"""The elements of OpenDocument files (OASIS OpenDocument 1.3, part 3): what texts and sheets have in common."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from xml.etree.ElementTree import Element

from vkstats.read import package

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, STYLE, TABLE, TEXT, DRAW = (
    f"{{{_SPACE}{name}:1.0}}" for name in ("office", "style", "table", "text", "drawing")
)
PARAGRAPH = f"{TEXT}p"
CELL, COVERED = f"{TABLE}table-cell", f"{TABLE}covered-table-cell"
# What was deleted, comments, lists of contents, what is not shown.
LEFT_OUT = frozenset(
    {f"{TEXT}{name}" for name in ("tracked-changes", "table-of-content", "hidden-text", "hidden-paragraph")}
    | {f"{OFFICE}annotation", f"{TABLE}shapes", f"{TABLE}tracked-changes", f"{OFFICE}forms", f"{TEXT}ruby-text"}
)
MOST_REPEATED = 1_000_000  # columns or rows


def rows_of(table: Element) -> Iterator[tuple[Element, bool, int]]:
    """The rows of a table, whether each is of its head, and how often it stands there."""
    waiting = [(iter(table), False)]
    while waiting:
        inner, is_head = waiting[-1]
        child = next(inner, None)
        if child is None:
            waiting.pop()
        elif child.tag == f"{TABLE}table-row":
            yield child, is_head, whole_number(child.get(f"{TABLE}number-rows-repeated"), MOST_REPEATED)
        elif child.tag in {f"{TABLE}table-{name}" for name in ("header-rows", "rows", "row-group")}:
            waiting.append((iter(child), is_head or child.tag.endswith("header-rows")))


def cells_of(row: Element) -> Iterator[tuple[Element, int]]:
    """The cells of a row, covered ones too, and how often each stands there."""
    for cell in row:
        if cell.tag in {CELL, COVERED}:
            yield cell, whole_number(cell.get(f"{TABLE}number-columns-repeated"), MOST_REPEATED)


def inside(element: Iterable[Element], wanted: Container[str]) -> Iterator[Element]:
    """What is wanted below the element, without what is left out."""
    return package.inside(element, wanted, lambda child: () if child.tag in LEFT_OUT else child)


def whole_number(text: str | None, most: int) -> int:
    """The whole number from 1 to `most`; 1 where the text is none."""
    return min(max(int(text), 1), most) if text and text.isascii() and text.isdigit() and len(text) < 10 else 1
