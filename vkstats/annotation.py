"""Annotated texts: what a careful reader pulls out of a text, as JSON, checked whole before anything is compared.

A file holds one document after another, each an object that begins at the start of a line (JSON Lines, or spread
over several lines). A document with a mistake is left out; every mistake is told, and the other documents go on.
The form is told in docs/scoring.md.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from vkstats.model import Direction, Document, Kind, Modality, Relation, Role
from vkstats.text import normalise

__all__ = [
    "DOCUMENT_KEYS",
    "FIELDS",
    "FIGURE_KEYS",
    "FRAME",
    "PERSON_KEYS",
    "Annotation",
    "Problem",
    "WantedFigure",
    "WantedPerson",
    "read_annotations",
]

# What of a figure is compared. `value` stands for value, max and of; `link` for relation and parent.
FIELDS = (
    "value",
    "unit",
    "kind",
    "item",
    "action",
    "modality",
    "role",
    "direction",
    "baseline",
    "link",
    "period",
)
FRAME = ("published", "author", "agency", "period")
_REMARKS = ("domain", "source", "note")  # for people only
DOCUMENT_KEYS = ("id", "text", *FRAME, "figures", "ignore", "people", "ignore_people", "organisations", *_REMARKS)
FIGURE_KEYS = (
    *("n", "num", "text", "kind", "value", "max", "of", "unit", "item", "action", "modality"),
    *("role", "direction", "baseline", "relation", "parent", "period", "soft"),
)
# What cannot be null or empty, and what must be said though it may be null.
_DOCUMENT_FILLED = ("id", "text", "figures")
_FIGURE_FILLED = ("n", "num", "text", "kind", "value")
_FIGURE_SAID = ("unit", "item", "role", "period")
PERSON_KEYS = ("name", "role", "organisation")
_START = re.compile(r"^(?=\{)", re.MULTILINE)
_DAY = r"\d{4}-\d\d-\d\d"
_INTERVAL = re.compile(rf"(?:{_DAY})?/(?:{_DAY})?")
_LIKE_INTERVAL = re.compile(r"[\d/-]+")  # no words: an attempt at an interval, not a phrase of the text
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class WantedFigure:
    """A figure as annotated; `start:end` is its bare number in the text of the annotation.

    `unit`, `item`, `action`, `baseline` and `period` may hold several accepted answers with `|` between them; an
    empty one accepts that nothing is said. `soft` names fields where any answer is right.
    """

    number: int
    text: str
    start: int
    end: int
    kind: Kind
    value: Decimal
    max: Decimal | None
    of: Decimal | None
    unit: str
    item: str
    action: str
    modality: Modality
    role: Role
    direction: Direction | None
    baseline: str
    relation: Relation | None
    parent: int | None
    period: str
    soft: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WantedPerson:
    """A person as annotated; `role` and `organisation` may hold several accepted answers with `|` between them."""

    name: str
    role: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotated document; `where` is `path:line`, `text` is normalised, as the offsets of records count.

    `ignored` are stretches where a figure is neither right nor wrong; `frame` holds only what is annotated.
    """

    where: str
    id: str
    text: str
    figures: tuple[WantedFigure, ...]
    ignored: tuple[tuple[int, int], ...]
    people: tuple[WantedPerson, ...]
    ignored_people: tuple[str, ...]
    organisations: tuple[str, ...]
    frame: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in an annotation: the line where its document begins, the part of it, what is wrong.

    `part` is `figure` or `person` with its `number` from 1, or empty: the document itself. `code` is a key
    `annotation.<code>` of the message catalogue.
    """

    path: str
    line: int
    part: str
    number: int
    code: str
    details: tuple[tuple[str, str], ...] = ()


def read_annotations(file: Document) -> tuple[list[Annotation], list[Problem]]:
    """The annotated documents of a file that are without mistakes, and the mistakes of the others."""
    annotations: list[Annotation] = []
    problems: list[Problem] = []
    line = 1
    for piece in _START.split(file.text):
        reading = _Reading(file.source, line)
        for value in reading.values(piece):
            annotation = reading.annotation(value)
            # What stands behind a good document is no fault of the document.
            if annotation and not reading.problems:
                annotations.append(annotation)
        problems += reading.problems
        line += piece.count("\n")
    return annotations, problems


class _Reading:
    """The reading of one document, and the mistakes found on the way."""

    def __init__(self, path: str, line: int) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._line = line
        self._part, self._number = "", 0

    def values(self, piece: str) -> Iterator[object]:
        """The JSON value that the piece begins with, if any; whatever else stands in it is told."""
        piece = piece.rstrip()  # what is cut off ends on its own line
        start = len(piece) - len(piece.lstrip())
        if start == len(piece):
            return
        decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_int=_whole, parse_float=Decimal, parse_constant=Decimal
        )
        try:
            value, end = decoder.raw_decode(piece, start)
        except json.JSONDecodeError as error:
            self._not_json("not-json", piece, error.pos, cause=error.msg)
        except RecursionError:
            self._not_json("too-deep", piece, start)
        else:
            yield value
            if rest := piece[end:].split():
                self._not_json("left-over", piece, piece.index(rest[0], end), rest=rest[0][:20])

    def annotation(self, value: object) -> Annotation | None:
        """The document that a JSON value is; None, or with `problems`, if it is none."""
        if not isinstance(value, dict):
            self._tell("not-object")
            return None
        self._keys(value, DOCUMENT_KEYS, _DOCUMENT_FILLED)
        text = self._text(value, "text")
        people = tuple(self._people(value))
        self._part = ""
        ignored = tuple(self._ignored(value, text))
        frame = {key: self._interval(value, key) if key == "period" else self._text(value, key) for key in FRAME}
        return Annotation(
            where=f"{self._path}:{self._line}",
            id=self._text(value, "id"),
            text=text,
            ignored=ignored,
            people=people,
            ignored_people=self._texts(value, "ignore_people"),
            organisations=self._texts(value, "organisations"),
            frame={key: said for key, said in frame.items() if key in value},
            figures=tuple(self._figures(value, text)),
        )

    # --- parts of a document ---

    def _figures(self, document: Mapping[str, object], text: str) -> Iterator[WantedFigure]:
        figures = self._objects(document, "figures")
        at = 0  # behind the number of the figure before
        for number, figure in enumerate(figures, start=1):
            self._part, self._number = "figure", number
            if not isinstance(figure, dict):
                self._tell("not-object")
                continue
            self._keys(figure, FIGURE_KEYS, _FIGURE_FILLED, _FIGURE_SAID)
            if figure.get("n", number) != number:
                self._tell("out-of-order", number=number)
            start, end = self._locate(figure, text, at)
            at = max(at, end)
            yield self._figure(figure, number, start, end, len(figures))

    def _figure(self, figure: Mapping[str, object], number: int, start: int, end: int, count: int) -> WantedFigure:
        role = self._choice(figure, "role", Role) or Role.LEVEL
        direction = self._choice(figure, "direction", Direction)
        baseline = self._interval(figure, "baseline")
        if role is Role.CHANGE and not direction:
            self._tell("no-direction", known=", ".join(Direction))
        if role is not Role.CHANGE and (direction or baseline):
            self._tell("not-a-change", key="direction" if direction else "baseline")
        relation, parent = self._link(figure, number, count)
        soft = self._texts(figure, "soft")
        for name in soft:
            if name not in FIELDS:
                self._tell("choice", key="soft", value=name, known=", ".join(FIELDS))
        return WantedFigure(
            number=number,
            text=self._text(figure, "text"),
            start=start,
            end=end,
            kind=self._choice(figure, "kind", Kind) or Kind.COUNT,  # where it is empty, that is told already
            value=self._decimal(figure, "value") or Decimal(0),  # the same
            max=self._decimal(figure, "max"),
            of=self._decimal(figure, "of"),
            unit=self._text(figure, "unit"),
            item=self._text(figure, "item"),
            action=self._text(figure, "action"),
            modality=self._choice(figure, "modality", Modality) or Modality.EXACT,
            role=role,
            direction=direction,
            baseline=baseline,
            relation=relation,
            parent=parent,
            period=self._interval(figure, "period"),
            soft=soft,
        )

    def _link(self, figure: Mapping[str, object], number: int, count: int) -> tuple[Relation | None, int | None]:
        relation, parent = self._choice(figure, "relation", Relation), figure.get("parent")
        if parent is not None and (type(parent) is not int or not 1 <= parent <= count):
            self._tell("no-parent", parent=_shown(parent), last=count)
        elif parent == number:
            self._tell("own-parent")
        if bool(figure.get("relation")) != (parent is not None):
            self._tell("half-a-link", known=", ".join(Relation))
        return relation, parent if type(parent) is int else None

    def _locate(self, figure: Mapping[str, object], text: str, at: int) -> tuple[int, int]:
        """Where the number of a figure stands, searching forward from `at`."""
        surface, number = self._text(figure, "text"), self._text(figure, "num")
        if not surface or not number or not text:
            return at, at
        start = text.find(surface, at)
        if start < 0:
            self._tell("text-before" if surface in text else "text-not-found", text=surface)
            return at, at
        inside = surface.find(number)
        if inside < 0:
            self._tell("number-not-found", num=number, text=surface)
            return at, at
        return start + inside, start + inside + len(number)

    def _ignored(self, document: Mapping[str, object], text: str) -> Iterator[tuple[int, int]]:
        for surface in self._texts(document, "ignore"):
            starts = [found.start() for found in re.finditer(f"(?={re.escape(surface)})", text)]
            if not starts and text:
                self._tell("ignore-not-found", text=surface)
            yield from ((start, start + len(surface)) for start in starts)

    def _people(self, document: Mapping[str, object]) -> Iterator[WantedPerson]:
        for number, person in enumerate(self._objects(document, "people"), start=1):
            self._part, self._number = "person", number
            if not isinstance(person, dict):
                self._tell("not-object")
                continue
            self._keys(person, PERSON_KEYS, ("name",))
            name = self._text(person, "name")
            yield WantedPerson(name, self._text(person, "role"), self._text(person, "organisation"))

    # --- values of keys: what is absent or null is empty ---

    def _text(self, table: Mapping[str, object], key: str) -> str:
        value = table.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._tell("not-text", key=key, value=_shown(value))
            return ""
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            self._tell("surrogate", key=key)
            return ""
        return normalise(value)

    def _texts(self, table: Mapping[str, object], key: str) -> tuple[str, ...]:
        items = self._objects(table, key)
        if None in items or "" in items:
            self._tell("empty", key=key)
        return tuple([said for item in items if (said := self._text({key: item}, key))])

    def _objects(self, table: Mapping[str, object], key: str) -> Sequence[object]:
        value = table.get(key)
        if isinstance(value, list):
            return value
        if value is not None:
            self._tell("not-list", key=key)
        return ()

    def _decimal(self, table: Mapping[str, object], key: str) -> Decimal | None:
        value = table.get(key)
        if value is None:
            return None
        number = Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None
        if number is None or not number.is_finite():
            self._tell("not-number", key=key, value=_shown(value))
            return None
        return number

    def _choice(self, table: Mapping[str, object], key: str, known: type[_Choice]) -> _Choice | None:
        value = self._text(table, key)
        if value and value not in tuple(known):
            self._tell("choice", key=key, value=value, known=", ".join(known))
            return None
        return known(value) if value else None

    def _interval(self, table: Mapping[str, object], key: str) -> str:
        value = self._text(table, key)
        for answer in map(str.strip, value.split("|")):
            if _LIKE_INTERVAL.fullmatch(answer) and not _INTERVAL.fullmatch(answer):
                self._tell("bad-interval", key=key, value=answer)
        return value

    # --- mistakes ---

    def _keys(
        self, table: Mapping[str, object], known: Iterable[str], filled: Iterable[str], said: Iterable[str] = ()
    ) -> None:
        for key in filled:
            if key not in table:
                self._tell("missing-key", key=key)
            elif table[key] in (None, ""):
                self._tell("empty", key=key)
        for key in said:
            if key not in table:
                self._tell("unsaid-key", key=key)
        for key in table:
            if key not in known:
                self._tell("unknown-key", key=key, known=", ".join(known))

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            self._tell("key-twice", key=next(name for name in found if names.count(name) > 1))
        return found

    def _not_json(self, code: str, piece: str, at: int, **details: object) -> None:
        line = self._line + piece.count("\n", 0, at)
        details["column"] = at - piece.rfind("\n", 0, at)
        self.problems.append(Problem(self._path, line, "", 0, code, _written(details)))

    def _tell(self, code: str, **details: object) -> None:
        problem = Problem(self._path, self._line, self._part, self._number, code, _written(details))
        self.problems.append(problem)


def _written(details: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in details.items())


def _whole(digits: str) -> int | Decimal:
    """A whole number; Python reads no longer ones as `int`."""
    return int(digits) if len(digits) < sys.int_info.default_max_str_digits else Decimal(digits)


def _shown(value: object) -> str:
    """A JSON value in a message."""
    return str(value)[:40] if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False, default=str)[:40]
