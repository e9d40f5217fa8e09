"""The flat tables of a document record, with columns that come from the record types.

Every list of `DocumentRecord` is a table, one row an entry, with the document's name and frame
repeated in front; `documents` is the table of the documents themselves, with the length of every such list.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from functools import cache

from vkstats.messages import text
from vkstats.model import DocumentRecord, Frame, Warning

DOCUMENTS = "documents"
FRAME = tuple(field.name for field in fields(Frame))
READING = ("format", "encoding")  # how the document was read
DUPLICATE = "duplicate_of"  # the document that this one repeats: only a batch compares documents
# A figure has a period of its own, so the document's is told apart in every table.
_RENAMED = {"period": "document_period"}
# A warning is put out in words: its details are in the message, and beside it stands what it is about.
_WARNING = ("code", "message", "text", "start", "end")


def _lists() -> dict[str, type]:
    """The lists of a document record: field name → type of an entry (`tuple[Figure, ...]` → Figure)."""
    hints = typing.get_type_hints(DocumentRecord)
    return {name: typing.get_args(hint)[0] for name, hint in hints.items() if typing.get_origin(hint) is tuple}


LISTS = _lists()
TABLES = (*LISTS, DOCUMENTS)
_COLUMNS = {entry: _WARNING if entry is Warning else tuple(f.name for f in fields(entry)) for entry in LISTS.values()}


def header(table: str, *, with_text: bool = False) -> tuple[str, ...]:
    """The column names of a table; `with_text` adds the text to the table of documents."""
    front = ("doc", *(_RENAMED.get(name, name) for name in FRAME))
    if table == DOCUMENTS:
        front = (*front, *READING, DUPLICATE, *LISTS)
        return (*front, "text") if with_text else front
    return (*front, *columns(LISTS[table]))


def rows(record: DocumentRecord, table: str, lang: str, *, with_text: bool = False) -> Iterator[tuple[object, ...]]:
    """The rows that a record adds to a table, in the order of `header`; None where nothing is known."""
    front = (record.doc, *(getattr(record.frame, name) for name in FRAME))
    if table == DOCUMENTS:
        counts = tuple(len(getattr(record, name)) for name in LISTS)
        front = (*front, *(getattr(record, name) for name in READING), None, *counts)
        yield (*front, record.text) if with_text else front
        return
    for entry in getattr(record, table):
        yield (*front, *map(_flat, cells(entry, record.text, lang)))


def columns(entry_type: type) -> tuple[str, ...]:
    """The columns of an entry of a list."""
    return _COLUMNS[entry_type]


def cells(entry: object, document: str, lang: str) -> tuple[object, ...]:
    """The values of an entry, in the order of `columns`; `document` is the text that its offsets count in."""
    if isinstance(entry, Warning):
        message = text(f"warning.{entry.code}", lang, **dict(entry.details))
        return (entry.code, message, document[entry.start : entry.end], entry.start, entry.end)
    return tuple([getattr(entry, name) for name in _COLUMNS[type(entry)]])


def _flat(value: object) -> object:
    """A value as one cell: names in one piece, None where there is none."""
    return " ".join(value) or None if isinstance(value, tuple) else value


@cache
def numeric(table: str) -> frozenset[str]:
    """The columns that hold numbers, never words of the text."""
    if table == DOCUMENTS:
        return frozenset(LISTS)
    hints = typing.get_type_hints(LISTS[table])
    return frozenset(name for name, hint in hints.items() if {int, Decimal} & {hint, *typing.get_args(hint)})


@cache
def decimal(table: str) -> frozenset[str]:
    """The columns that hold exact numbers, which may be no whole ones."""
    if table == DOCUMENTS:
        return frozenset()
    hints = typing.get_type_hints(LISTS[table])
    return frozenset(name for name, hint in hints.items() if Decimal in {hint, *typing.get_args(hint)})


def plain(value: Decimal) -> str:
    """A number in full and exactly, without exponent or idle zeros: 3.5E+9 → 3500000000, 2.50 → 2.5."""
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
