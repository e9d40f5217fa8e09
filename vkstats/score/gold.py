"""Gold files: JSON Lines, one annotated document a line → checked documents, every mistake with its line.

`docs/scoring.md` says what each key means. Figures are found by searching forward in the text, so that an
annotator need not count characters.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from vkstats.errors import GoldError, GoldProblem
from vkstats.model import Direction, Kind, Modality, Relation, Role

Span = tuple[int, int]
_REQUIRED = ("n", "num", "text", "kind", "value")
_CHOICES: Mapping[str, Iterable[str]] = {
    "kind": tuple(Kind),
    "role": tuple(Role),
    "modality": tuple(Modality),
    "direction": tuple(Direction),
    "relation": tuple(Relation),
}
_LISTS = ("figures", "ignore", "people", "ignore_people", "organisations")


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated document: its text in NFC, the record a reader should give, and where its numbers stand.

    `spans` are those of the numbers of `figures`, in order; `ignored` are stretches where either answer is right.
    """

    id: str
    text: str
    figures: tuple[Mapping[str, Any], ...]
    spans: tuple[Span, ...]
    ignored: tuple[Span, ...]
    record: Mapping[str, Any]


def read_gold(path: str) -> Iterator[Gold | GoldProblem]:
    """The documents of a gold file, and in place of a line that is none, the first mistake in it.

    Raises:
        GoldError: if the file cannot be read, is no UTF-8 or holds no line.
    """
    try:
        lines = Path(path).read_bytes().decode("utf-8-sig").splitlines()
    except OSError as error:
        raise GoldError(path, "unreadable", (("cause", error.strerror or str(error)),)) from error
    except UnicodeDecodeError as error:
        raise GoldError(path, "no-utf8", (("byte", str(error.start)),)) from error
    filled = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not filled:
        raise GoldError(path, "empty")
    for number, line in filled:
        try:
            yield _document(line, number)
        except _Mistake as mistake:
            yield GoldProblem(path, number, mistake.code, tuple(mistake.details.items()))


class _Mistake(Exception):  # noqa: N818 - a mistake of the annotator, no error of ours
    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = {name: str(value) for name, value in details.items()}


def _document(line: str, number: int) -> Gold:
    try:
        record = json.loads(line, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise _Mistake("no-json", column=error.colno) from error
    if not isinstance(record, dict):
        raise _Mistake("no-object")
    text = record.get("text")
    if not isinstance(text, str):
        raise _Mistake("no-key", key="text")
    for key in _LISTS:
        if not isinstance(record.get(key) or [], list):
            raise _Mistake("no-list", key=key)
    text = unicodedata.normalize("NFC", text)
    figures = tuple(record.get("figures") or ())
    spans = tuple(_spans(text, figures))
    _check_links(figures)
    for person in record.get("people") or ():
        if not isinstance(person, dict) or not person.get("name"):
            raise _Mistake("no-name")
    ignored = tuple(
        match.span()
        for surface in record.get("ignore") or ()
        for match in re.finditer(re.escape(unicodedata.normalize("NFC", str(surface))), text)
    )
    return Gold(str(record.get("id") or number), text, figures, spans, ignored, record)


def _spans(text: str, figures: Sequence[Any]) -> Iterator[Span]:
    """Where the number of each figure stands, searching forward from the one before."""
    at = 0
    for place, figure in enumerate(figures, start=1):
        if not isinstance(figure, dict):
            raise _Mistake("no-figure", place=place)
        missing = [key for key in _REQUIRED if key not in figure]
        if missing:
            raise _Mistake("no-figure-key", place=place, key=missing[0])
        if isinstance(figure["value"], bool) or not isinstance(figure["value"], int | Decimal):
            raise _Mistake("no-number", place=place, value=figure["value"])
        for key, choices in _CHOICES.items():
            if figure.get(key) and figure[key] not in choices:
                raise _Mistake("no-choice", place=place, key=key, value=figure[key], choices=", ".join(choices))
        whole, written = (unicodedata.normalize("NFC", str(figure[key])) for key in ("text", "num"))
        start = text.find(whole, at)
        if start < 0:
            raise _Mistake("not-in-text", place=place, words=whole)
        number = text.find(written, start, start + len(whole))
        if number < 0:
            raise _Mistake("no-number-in-figure", place=place, number=written, words=whole)
        at = number + len(written)
        yield number, at


def _check_links(figures: Sequence[Mapping[str, Any]]) -> None:
    known = {figure["n"] for figure in figures}
    if len(known) < len(figures):
        raise _Mistake("same-number")
    for place, figure in enumerate(figures, start=1):
        parent = figure.get("parent")
        if bool(figure.get("relation")) != (parent is not None):
            raise _Mistake("half-link", place=place)
        if parent is not None and (parent not in known or parent == figure["n"]):
            raise _Mistake("no-parent", place=place, parent=parent)
