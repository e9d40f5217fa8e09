"""YAML of pattern files, read so that nothing is guessed: every scalar a string, every node with its place.

`yaml.safe_load` turns `1.234` into a float, `012` into 10 and `no` into False, and flow style cuts
`27,7%` at the comma; so the files are composed to nodes only, and flow style is refused.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from vkstats.errors import PatternProblem


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a pattern file (0-based line and column)."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar: its characters and where they start."""

    value: str
    place: Place
    plain: bool  # written without quotes, on one line: a column in `value` is a column in the file


class PatternFile:
    """One pattern file and the mistakes found in it."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        self.problems: list[PatternProblem] = []
        self.lines: list[str] = []

    def report(self, place: Place | None, code: str, **details: str) -> None:
        """Note a mistake at `place`, or of the whole file; loading goes on, so that all are told at once."""
        line = self.lines[place.line] if place and place.line < len(self.lines) else ""
        at = (place.line + 1, place.column + 1) if place else (0, 0)
        self.problems.append(PatternProblem(str(self.path), *at, line, code, tuple(sorted(details.items()))))

    def read(self) -> list[tuple[dict[str, yaml.Node], Place]]:
        """The file's records (a list of mappings); an unreadable file gives none and a problem."""
        try:
            text = unicodedata.normalize("NFC", self.path.read_text(encoding="utf-8-sig"))
        except OSError as error:
            self.report(None, "unreadable", cause=error.strerror or str(error))
            return []
        except UnicodeDecodeError as error:
            self.report(None, "undecodable", offset=str(error.start))
            return []
        self.lines = text.splitlines()
        try:
            loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
            node = yaml.compose(text, Loader=loader)
        except yaml.MarkedYAMLError as error:
            self.report(self._mark(error), "not-yaml", cause=error.problem or "")
            return []
        except yaml.reader.ReaderError:
            found = yaml.reader.Reader.NON_PRINTABLE.search(text)
            at = found.start() if found else 0
            before = f"{text[:at]}^".splitlines()
            place = Place(len(before) - 1, len(before[-1]) - 1)
            self.report(place, "control", character=f"U+{ord(text[at]):04X}")
            return []
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode) or node.flow_style:
            self.report(_place(node), "not-a-list")
            return []
        records = []
        for item in node.value:
            if isinstance(item, yaml.MappingNode) and not item.flow_style:
                records.append((dict(self._pairs(item)), _place(item)))
            else:
                self.report(_place(item), "not-a-record")
        return records

    def _mark(self, error: yaml.MarkedYAMLError) -> Place | None:
        """Where YAML gave up; what is never closed is noticed at the end of the file, and told where it opens."""
        marks = [mark for mark in (error.problem_mark, error.context_mark) if mark]
        places = [Place(mark.line, mark.column) for mark in marks]
        shown = [place for place in places if place.line < len(self.lines) and self.lines[place.line].strip()]
        return next(iter([*shown, *places]), None)

    def _pairs(self, node: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node]]:
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.report(_place(key), "not-a-key")
            elif key.value in seen:
                self.report(_place(key), "key-twice", key=key.value)
            else:
                seen.add(key.value)
                yield key.value, value

    def text(self, node: yaml.Node) -> Text | None:
        """A scalar node as text; a mapping, list or commented plain scalar is a mistake."""
        if not isinstance(node, yaml.ScalarNode):
            self.report(_place(node), "flow-style" if _is_flow(node) else "not-a-sentence")
            return None
        plain = not node.style and node.start_mark.line == node.end_mark.line
        if plain and node.end_mark.line < len(self.lines):
            rest = self.lines[node.end_mark.line][node.end_mark.column :]
            if rest.lstrip().startswith("#"):
                self.report(Place(node.end_mark.line, node.end_mark.column), "comment-cuts")
                return None
        return Text(node.value, _place(node), plain)

    def texts(self, node: yaml.Node) -> list[Text]:
        """A list of scalars."""
        if not isinstance(node, yaml.SequenceNode):
            self.report(_place(node), "not-a-list")
            return []
        if node.flow_style:
            self.report(_place(node), "flow-style")
            return []
        return [text for text in map(self.text, node.value) if text is not None]

    def mapping(self, node: yaml.Node) -> list[tuple[Text, Text]]:
        """A mapping of scalars to scalars, with the places of both."""
        if not isinstance(node, yaml.MappingNode) or node.flow_style:
            self.report(_place(node), "flow-style" if _is_flow(node) else "not-a-mapping")
            return []
        pairs = []
        seen: set[str] = set()
        for key_node, value_node in node.value:
            key, value = self.text(key_node), self.text(value_node)
            if key is None or value is None:
                continue
            if key.value in seen:
                self.report(key.place, "key-twice", key=key.value)
                continue
            seen.add(key.value)
            pairs.append((key, value))
        return pairs

    def records(self, node: yaml.Node) -> list[tuple[dict[str, yaml.Node], Place]]:
        """A nested list of mappings."""
        if not isinstance(node, yaml.SequenceNode) or node.flow_style:
            self.report(_place(node), "flow-style" if _is_flow(node) else "not-a-list")
            return []
        found = []
        for item in node.value:
            if isinstance(item, yaml.MappingNode) and not item.flow_style:
                found.append((dict(self._pairs(item)), _place(item)))
            else:
                self.report(_place(item), "flow-style" if _is_flow(item) else "not-a-record")
        return found

    def keys(self, record: Mapping[str, yaml.Node], allowed: Sequence[str]) -> None:
        """Tell the keys of a record that nobody reads."""
        for key, node in record.items():
            if key not in allowed:
                here = _place(node)
                column = self.lines[here.line].find(key) if here.line < len(self.lines) else -1
                line = here.line
                while column < 0 and line > 0:  # the key stands on an earlier line than a block value
                    line -= 1
                    column = self.lines[line].find(f"{key}:")
                self.report(Place(line, max(column, 0)), "unknown-key", key=key, nearest=nearest_to(key, allowed))

    def required(self, record: Mapping[str, yaml.Node], key: str, where: Place) -> Text | None:
        """A text that the record must have; None, and told, where it has none."""
        if key not in record:
            self.report(where, "missing-key", key=key)
            return None
        text = self.text(record[key])
        if text is not None and not text.value.strip():
            self.report(text.place, "empty-value", key=key)
            return None
        return text

    def where(self, place: Place) -> str:
        """A place of the file as `path:line:column`."""
        return f"{self.path}:{place.line + 1}:{place.column + 1}"


def nearest_to(word: str, known: Iterable[str]) -> str:
    """The known word that is most like one that is not known; empty where none is."""
    return next(iter(difflib.get_close_matches(word, sorted(known), 1)), "")


def place(node: yaml.Node) -> Place:
    """Where a node starts."""
    return _place(node)


def _place(node: yaml.Node) -> Place:
    return Place(node.start_mark.line, node.start_mark.column)


def _is_flow(node: yaml.Node) -> bool:
    return bool(getattr(node, "flow_style", False))
