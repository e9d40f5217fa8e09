"""The sheets of an OpenDocument spreadsheet: cells as in `xlsx`, numbers with the decimals that they are shown with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from vkstats.read.cells import NumberFormat
from vkstats.read.guard import Allowance
from vkstats.read.odf_parts import (
    CELL,
    LEFT_OUT,
    MOST_REPEATED,
    OFFICE,
    PARAGRAPH,
    TABLE,
    TEXT,
    cells_of,
    rows_of,
    whole_number,
)  # fmt: skip
from vkstats.read.reader import Source
from vkstats.read.sheets import SheetRow

_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d).*)?$")
_MOST_DECIMALS = 10
_MOST_COLUMNS = 16_384  # of a sheet
_OVERHEAD = 50  # bytes that a cell takes beside its characters


class OdfSheet:
    """A sheet of a spreadsheet, row by row; `merged` is whole once the rows have been read."""

    uncomputed = ""  # the values of formulas are always in the file

    def __init__(self, table: Element, source: Source) -> None:
        self._table = table
        self._allowance = Allowance(source)
        self.merged: list[tuple[int, int, int, int]] = []

    def __iter__(self) -> Iterator[SheetRow]:
        number = 1
        for element, _, times in rows_of(self._table):
            cells: dict[int, str] = {}
            column = 1
            for cell, count in cells_of(element):
                text = _shown(cell) if cell.tag == CELL else ""
                if text and not text.isspace():
                    filled = range(column, column + min(count, _MOST_COLUMNS))
                    self._allowance.spend((len(text) + _OVERHEAD) * len(filled) * times)
                    cells |= dict.fromkeys(filled, text)
                    down = whole_number(cell.get(f"{TABLE}number-rows-spanned"), MOST_REPEATED)
                    across = whole_number(cell.get(f"{TABLE}number-columns-spanned"), MOST_REPEATED)
                    if down * across > 1:
                        self.merged.append((number, number + down - 1, column, column + across - 1))
                column += count
            if cells:
                yield from (SheetRow(number + again, dict(cells)) for again in range(times))
            number += times


def _shown(cell: Element) -> str:
    """The cell as a reader sees it: a number with the decimals that it is shown with, a day before its month."""
    said = "\n".join("".join(_texts(part)) for part in cell.iterfind(PARAGRAPH))
    match cell.get(f"{OFFICE}value-type"):
        case "float" | "currency":
            return _formatted(cell.get(f"{OFFICE}value", ""), said, "") or said
        case "percentage":
            return _formatted(cell.get(f"{OFFICE}value", ""), said, "%") or said
        case "date":
            day = _ISO_DAY.match(cell.get(f"{OFFICE}date-value", ""))
            return f"{day[3]}/{day[2]}/{day[1]} {day[4] or ''}".rstrip() if day else said
        case _:
            return said


def _texts(paragraph: Element) -> Iterator[str]:
    waiting: list[Element | str] = [paragraph]
    while waiting:
        child = waiting.pop()
        if isinstance(child, str):
            yield child
        elif child.tag == f"{TEXT}s":
            yield " "
        elif child.tag not in LEFT_OUT:
            waiting += reversed([child.text or "", *(piece for part in child for piece in (part, part.tail or ""))])


def _formatted(number: str, said: str, sign: str) -> str:
    """The number with the decimals that `said` shows of it, whatever marks it shows them with; empty if it does not."""
    try:
        value = Decimal(number).scaleb(2 if sign else 0)
    except InvalidOperation:
        return ""
    digits = re.sub(r"\D", "", said)
    for places in range(_MOST_DECIMALS + 1) if value.is_finite() and value.adjusted() < 20 else ():
        rounded = NumberFormat("0." + "0" * places if places else "0").shown(str(value))
        shown = rounded.lstrip("-").replace(",", "")
        if digits in {shown, shown[:-1]} and len(digits) >= places:  # three decimals are given a fourth
            return rounded + sign
    return ""
