"""The labelled fields that crawlers put over an article: `TITLE: …`, `TIME: …`, `AUTHOR: …`, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from vkstats.model import BlockKind
from vkstats.text.lines import TextLine, cut
from vkstats.text.words import Words

_FEWEST = 2  # labelled lines that follow each other
_KINDS = {"title": BlockKind.TITLE, "time": BlockKind.PUBLISHED, "author": BlockKind.BYLINE, "text": None}


def with_fields(lines: Sequence[TextLine], words: Words) -> tuple[list[TextLine], list[TextLine]]:
    """The pieces of the labelled lines at the start, label and value apart and told, and the lines below them.

    What is labelled as text (`SUMMARY`, `CONTENT`) is read like any other line.
    """
    count = 0
    named = set()
    while count < len(lines) and (field := words.field.match(lines[count].folded)) and not lines[count].told:
        named.add(words.fields[" ".join(field["field"].split())])
        count += 1
    if count < _FEWEST or not named & {"title", "time"}:
        return [], list(lines)
    return [piece for line in lines[:count] for piece in _pieces(line, words)], list(lines[count:])


def _pieces(line: TextLine, words: Words) -> Iterator[TextLine]:
    field = words.field.match(line.folded)
    if field is None:
        return
    kind = _KINDS.get(words.fields[" ".join(field["field"].split())], BlockKind.BOILERPLATE)
    label = replace(cut(line, 0, len(field[0].rstrip()), words), kind=BlockKind.BOILERPLATE, body=0, told=True)
    yield label
    if field.end() < len(line.text):
        value = cut(line, field.end(), len(line.text), words)
        yield value if kind is None else replace(value, kind=kind, body=0, told=True)
