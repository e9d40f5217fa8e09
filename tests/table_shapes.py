"""The tables of `data/table_shapes.yaml`, as every format that a table comes in, with their right cells."""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

import office_files
import yaml

from vkstats.errors import ReadError
from vkstats.extract import extract
from vkstats.model import Document, DocumentRecord
from vkstats.packs import RuleSet
from vkstats.read import Options, open_bytes, understand
from vkstats.text import fold

DATA = Path(__file__).parent / "data" / "table_shapes.yaml"


@dataclass(frozen=True)
class Right:
    """A cell as it should come out: its number as written, value, units that are right, words of its item."""

    written: str
    value: Decimal
    units: tuple[str, ...]
    words: tuple[str, ...]
    scale: Decimal


@dataclass(frozen=True)
class Shape:
    """A table: its rows with `>` and `^` where cells are merged, and the lines above it."""

    name: str
    above: list[str]
    rows: list[list[str]]
    head: int
    flat: bool
    right: list[Right]


def shapes() -> list[Shape]:
    """All shapes of the data file."""
    return [_shape(case) for case in yaml.load(DATA.read_text("utf-8"), Loader=yaml.BaseLoader)]  # noqa: S506


def _shape(case: dict[str, Any]) -> Shape:
    rows = [line.split("|") for line in case["table"].splitlines()]
    head = int(case["head"])
    units = [unit.strip() for unit in case["units"].split(";")]
    labels = [label.strip() for label in case.get("labels", "").split(";")]
    by_row = case.get("by") == "row"
    right = []
    names = [row for row in rows[head:] if any(_value(cell) is not None for cell in row[1:])]
    first = _first(rows[head:], len(units))
    for number, row in enumerate(names):
        for column, cell in enumerate(row[first:]):
            value = _value(cell)
            if value is None or (not by_row and column >= len(units)):
                continue
            unit, _, scale = units[number if by_row else column].partition("*")
            words = [label for label in labels[column : column + 1] if label and not by_row]
            right.append(
                Right(cell, value * Decimal(scale or 1), tuple(unit.split("|")), tuple(words), Decimal(scale or 1))
            )
    return Shape(case["name"], case.get("above", "").splitlines(), rows, head, case.get("flat", "yes") == "yes", right)


def _first(rows: list[list[str]], width: int) -> int:
    """The first column of values."""
    widest = max(map(len, rows))
    for column in range(1, widest):
        cells = [row[column] for row in rows if row[column] and row[column] != "-"]
        if all(_value(cell) is not None for cell in cells) and not (len(cells[0]) == 2 and cells[0][0] == "0"):
            return column
    return widest - width


def _value(cell: str) -> Decimal | None:
    """`-1.234,5` → 1234.5: changes are told by their direction."""
    digits = cell.lstrip("+-").replace(".", "").replace(",", ".")
    return Decimal(digits) if digits and set(digits) <= set("0123456789.") else None


def plain(shape: Shape) -> list[list[str]]:
    """The rows with merged cells once."""
    return [["" if cell in {">", "^"} else cell for cell in row] for row in shape.rows]


def text(shape: Shape, form: str) -> str:
    """The table flattened: `rows`, `cells`, `pipes`, `tabs`, or columns between `gaps` as a printed page has them.

    `wrapped` are gaps under a head whose labels of more than two words go on in a second line.
    """
    rows = plain(shape)
    if form == "wrapped":
        halves = [_halves(label) for label in rows[0]]
        rows = [[upper for upper, _ in halves], [lower for _, lower in halves], *rows[1:]]
    if form in {"gaps", "wrapped"}:
        widths = [max(map(len, column)) + 3 for column in zip(*rows, strict=True)]
        lines = ["".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    elif form == "tabs":
        lines = ["\t".join(row) for row in rows]
    elif form == "pipes":
        lines = [f"| {' | '.join(row)} |" for row in rows]
    elif form == "rows":
        lines = [" ".join(filter(None, row)) for row in rows]
    else:
        lines = [cell for row in rows for cell in row if cell]
    return "\n".join([*shape.above, *lines])


def _halves(label: str) -> tuple[str, str]:
    words = label.split()
    cut = (len(words) + 1) // 2 if len(words) > 2 else len(words)
    return " ".join(words[:cut]), " ".join(words[cut:])


def merged(shape: Shape) -> dict[tuple[int, int], tuple[int, int]]:
    """For every cell that is merged with others, how many rows and columns it covers."""
    found = {}
    for y, row in enumerate(shape.rows):
        for x, cell in enumerate(row):
            if cell in {">", "^"}:
                continue
            across = next((n for n in range(1, len(row) - x) if row[x + n] != ">"), len(row) - x)
            down = next((n for n in range(1, len(shape.rows) - y) if shape.rows[y + n][x] != "^"), len(shape.rows) - y)
            if across > 1 or down > 1:
                found[y, x] = (down, across)
    return found


def html(shape: Shape) -> bytes:
    """A page with the table."""
    spans = merged(shape)
    lines = []
    for y, row in enumerate(shape.rows):
        cells = []
        for x, cell in enumerate(row):
            if cell in {">", "^"}:
                continue
            down, across = spans.get((y, x), (1, 1))
            cells.append(f"<td rowspan={down} colspan={across}>{escape(cell)}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    above = "".join(f"<p>{escape(line)}</p>" for line in shape.above)
    lead = (
        "<p>Viện kiểm sát nhân dân tỉnh thông báo kết quả công tác trong kỳ như sau, theo báo cáo của các đơn vị:</p>"
    )
    page = (
        f"<html><head><meta charset=utf-8></head><body><article>{lead}{above}<table>{''.join(lines)}</table></article>"
    )
    return page.encode()


def docx(shape: Shape) -> bytes:
    """A document of Word."""
    spans = merged(shape)
    rows = []
    for y, row in enumerate(shape.rows):
        cells = []
        for x, said in enumerate(row):
            if said == ">":
                continue
            top = next(n for n in range(y, -1, -1) if shape.rows[n][x] != "^")
            if shape.rows[top][x] == ">":
                continue
            down, across = spans.get((top, x), (1, 1))
            wide = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
            tall = "" if down == 1 else '<w:vMerge w:val="restart"/>' if top == y else "<w:vMerge/>"
            cells.append(office_files.cell("" if said == "^" else said, wide + tall))
        rows.append(office_files.row(*cells))
    above = "".join(office_files.paragraph(office_files.run(line)) for line in shape.above)
    return office_files.docx(above + office_files.table(*rows, columns=len(shape.rows[0])))


def xlsx(shape: Shape) -> bytes:
    """A workbook; the cells are texts, as they are where marks of grouping are written by hand."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    top = len(shape.above)
    for line in shape.above:
        sheet.append([line])
    for row in plain(shape):
        sheet.append([cell or None for cell in row])
    for (y, x), (down, across) in merged(shape).items():
        sheet.merge_cells(start_row=top + y + 1, end_row=top + y + down, start_column=x + 1, end_column=x + across)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, name: str, rules: RuleSet) -> DocumentRecord:
    """The record of the one document in a file."""
    for raw in open_bytes(data, name, Options()):
        assert not isinstance(raw, ReadError), raw
        for document in understand(raw):
            assert not isinstance(document, ReadError), document
            return extract(document, rules)
    raise AssertionError(name)


def record(shape: Shape, form: str, rules: RuleSet) -> DocumentRecord:
    """The record of a shape in a form: docx, html, xlsx, or flattened."""
    makers = {"docx": docx, "html": html, "xlsx": xlsx}
    if form in makers:
        return read(makers[form](shape), f"a.{form}", rules)
    return extract(Document("a", text(shape, form)), rules)


def score(found: DocumentRecord, right: list[Right]) -> tuple[int, int]:
    """How many of the right cells came out right, and how many figures too many; in reading order."""
    left = list(found.figures)
    hits = 0
    for cell in right:
        at = next((n for n, figure in enumerate(left[:12]) if figure.value.copy_abs() == cell.value), None)
        if at is None:
            continue
        figure = left.pop(at)
        is_named = all(fold(word) in fold(figure.item) for word in cell.words)
        hits += fold(figure.unit) in map(fold, cell.units) and is_named
    return hits, len(left)
