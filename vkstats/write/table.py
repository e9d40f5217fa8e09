"""Records as a person reads them on a screen of 80 columns or more.

Figures stand under their sentence, which is shown once with their values highlighted; a breakdown, change or
share stands indented under the figure that it belongs to. People, organisations, places, dates and citations come
below, those of one line each in a paragraph, so that the figures stay the main thing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.cells import cell_len, chop_cells
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vkstats.messages import text
from vkstats.model import (
    Citation,
    CitationKind,
    DateMention,
    Direction,
    DocumentRecord,
    Figure,
    Organisation,
    Person,
    Place,
    Role,
)
from vkstats.text import fold
from vkstats.write.columns import DOCUMENTS, header, numeric, rows
from vkstats.write.screen import Screen
from vkstats.write.wording import amount, interval, moment

_MARKS = {Direction.UP: "▲ ", Direction.DOWN: "▼ ", Direction.FLAT: "= "}
_MARK_STYLES = {Direction.UP: "green", Direction.DOWN: "red", Direction.FLAT: ""}
_PATH = 28  # columns that the path of a document takes at most
_DEEPEST = 4  # levels of indentation that 80 columns bear
# A control character in a text could move the cursor or change the colours of the reader's terminal.
_CONTROL = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421", 0x9B: "\u241b"}
_CONTROL |= {ord("\n"): " ", ord("\t"): " "}
_SPACES = re.compile(r"\s+")
# What a list of entities shows; everything else is in the delimited and JSON forms.
_SHOWN = {
    "people": ("name", "role", "organisation"),
    "places": ("text", "official", "code", "present", "ambiguous"),
    "dates": ("text", "kind", "known", "value", "inferred"),
    "warnings": ("text", "message", "start", "end"),
    DOCUMENTS: ("doc", "published", "agency", "document_period", "figures", "people"),
}


class TableWriter:
    """One document after another; `color` turns styles on."""

    def __init__(self, out: TextIO, table: str, lang: str, *, color: bool = False) -> None:
        self.rows = 0
        self._table = table
        self._lang = lang
        self._console = Screen(out, color=color)
        self._all_rows: list[tuple[object, ...]] = []

    def write(self, record: DocumentRecord) -> None:
        """Show the record."""
        if self._table == DOCUMENTS:
            self._all_rows += rows(record, DOCUMENTS, self._lang)
            self.rows += 1
            return
        self._head(record)
        if self._table == "figures":
            self.rows += len(record.figures)
            self._figures(record)
            self._below("people", self._people(record.people) if record.people else None)
            self._below("organisations", _organisations(record.organisations))
            self._below("places", self._places(record.places))
            self._below("dates", self._dates(record.dates))
            self._below("citations", self._citations(record.citations) if record.citations else None)
        else:
            listed = list(rows(record, self._table, self._lang))
            self.rows += len(listed)
            if listed:
                self._console.print(self._list(self._table, listed))
        self._console.file.flush()

    def finish(self) -> None:
        """Show the table of documents, which needs them all for its widths."""
        if self._all_rows:
            self._console.print(self._list(DOCUMENTS, self._all_rows))
        self._console.file.flush()

    def _head(self, record: DocumentRecord) -> None:
        """Where the record comes from, its headline, and what else the document says of itself."""
        frame = record.frame
        self._console.print(_clean(record.doc, "bold cyan"))
        if frame.title:
            self._console.print(_clean(frame.title, "bold"))
        said = [frame.agency, frame.author, interval(frame.period, self._lang) if frame.period else None]
        if frame.published:
            said.append(text("table.published-on", self._lang, day=moment(frame.published, self._lang)))
        if any(said):
            self._console.print(_clean(" · ".join(part for part in said if part), "dim"))
        self._console.print()

    # --- figures ---

    def _figures(self, record: DocumentRecord) -> None:
        if not record.figures:
            self._console.print(Text(text("table.nothing", self._lang), style="dim"), end="\n\n")
            return
        grid = self._grid()
        grid.add_row(*(Text(text(f"table.{name}", self._lang), style="dim") for name in ("value", "what", "period")))
        sentences: dict[tuple[int, int], list[Figure]] = defaultdict(list)
        for figure in record.figures:
            sentences[_place(record.text, figure)].append(figure)
        for figure, depth in _tree(record.figures):
            place = _place(record.text, figure)
            if place in sentences:  # not shown yet
                self._console.print(grid)
                grid = self._grid()
                if depth == 0:
                    self._console.print()
                sentence = _highlighted(record.text, place, sentences.pop(place))
                self._console.print(Padding(sentence, (0, 0, 0, 2 + 2 * min(depth, _DEEPEST))))
            grid.add_row(self._amount(figure, depth), self._what(figure), _period(figure, self._lang))
        self._console.print(grid)
        self._console.print()

    def _grid(self) -> Table:
        """Three columns of the same widths in every grid, so that they stand under each other."""
        width = self._console.width
        period = 18
        value = (width - period) * 2 // 5
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(width=value - 2, overflow="fold")
        grid.add_column(width=width - period - value - 2, overflow="fold")
        grid.add_column(width=period, overflow="fold")
        return grid

    def _amount(self, figure: Figure, depth: int) -> Padding:
        mark = _MARKS.get(figure.direction, "") if figure.direction else ""
        style = _MARK_STYLES.get(figure.direction, "") if figure.direction else ""
        branch = "└ " if depth else ""
        shown = Text.assemble((branch, "dim"), (mark, style), (_visible(amount(figure, self._lang)), "bold"))
        return Padding(shown, (0, 0, 0, 2 * min(depth, _DEEPEST)))

    def _what(self, figure: Figure) -> Text:
        shown = Text(" ".join(filter(None, (_visible(figure.action), _visible(figure.item)))))
        notes = []
        if figure.role in (Role.TARGET, Role.BASELINE, Role.SHARE):
            notes.append(text(f"table.{figure.role.value}", self._lang))
        if figure.baseline:
            notes.append(text("table.against", self._lang, baseline=interval(_visible(figure.baseline), self._lang)))
        if figure.doubt:
            notes.append(text("table.doubt", self._lang, fields=", ".join(figure.doubt)))
        if notes:
            shown.append(f" ({'; '.join(notes)})", style="dim")
        return shown

    # --- lists ---

    def _below(self, table: str, entities: Table | Text | None) -> None:
        """Show entities under the heading of their table, if there are any."""
        if entities:
            self._console.print(Text(text(f"table.{table}", self._lang), style="bold"))
            self._console.print(Padding(entities, (0, 0, 1, 2)))

    def _people(self, people: Iterable[Person]) -> Table:
        grid = Table.grid(padding=(0, 2, 0, 0))
        for ratio in (2, 2, 3):
            grid.add_column(ratio=ratio, overflow="fold")
        grid.expand = True
        for person in people:
            grid.add_row(*(_clean(part or "") for part in (person.name, person.role, person.organisation)))
        return grid

    def _citations(self, citations: Iterable[Citation]) -> Table:
        grid = Table.grid(padding=(0, 2, 0, 0))
        for ratio in (4, 3):
            grid.add_column(ratio=ratio, overflow="fold")
        grid.expand = True
        for citation in citations:
            beside = citation.offence if citation.kind is CitationKind.ARTICLE else citation.issuer
            if citation.kind is CitationKind.OFFENCE:
                levels = (citation.article and f"Điều {citation.article}", citation.law)
                beside = " ".join(level for level in levels if level)
            grid.add_row(_clean(citation.name), _clean(beside or "", "dim"))
        return grid

    def _places(self, places: Iterable[Place]) -> Text:
        """The names in one paragraph; of a name of several units, how many."""
        named = [
            text("table.one-of", self._lang, name=place.name, count=place.ambiguous) if place.ambiguous else place.name
            for place in places
        ]
        return _clean("; ".join(named))

    def _dates(self, dates: Iterable[DateMention]) -> Text:
        """The times as they are written, each once, with what they mean where their words alone do not say it."""
        said = []
        for date in dates:
            words = _visible(date.text)
            if date.value and date.inferred:
                is_moment = "T" in date.value
                words += f" ({moment(date.value, self._lang) if is_moment else interval(date.value, self._lang)})"
            said.append(words)
        return _clean("; ".join(dict.fromkeys(said)))

    def _list(self, table: str, listed: Iterable[tuple[object, ...]]) -> Table:
        names = header(table)
        shown = _SHOWN.get(table, ("name", "text", "start", "end"))
        grid = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
        for name in shown:
            grid.add_column(
                text(f"table.{name}", self._lang),
                overflow="fold",
                justify="right" if name in numeric(table) else "left",
                no_wrap=name == "doc" or name in numeric(table),  # so that only words give way
            )
        for row in listed:
            values = dict(zip(names, row, strict=True))
            grid.add_row(*(self._cell(name, values[name]) for name in shown))
        return grid

    def _cell(self, name: str, value: object) -> Text:
        if value is None:
            return Text("")
        match name:
            case "doc":
                return _path(str(value))
            case "document_period":
                return _clean(interval(str(value), self._lang))
            case "published":
                return _clean(moment(str(value), self._lang))
            case _:
                return _clean(str(value))


def _organisations(organisations: Iterable[Organisation]) -> Text:
    """The full names in one paragraph, each with what is written for it where that is another."""
    named = []
    for one in organisations:
        written = _visible(one.text)
        named.append(one.name if fold(written) == fold(one.name) else f"{one.name} ({written})")
    return _clean("; ".join(named))


def _tree(figures: tuple[Figure, ...]) -> Iterator[tuple[Figure, int]]:
    """Every figure once with its depth, children behind their parent, else in reading order."""
    known = {figure.id for figure in figures}
    children: dict[int | None, list[Figure]] = defaultdict(list)
    for figure in figures:
        children[figure.parent if figure.parent in known else None].append(figure)
    seen: set[int] = set()
    waiting = [(figure, 0) for figure in reversed(children[None])]
    while waiting:
        figure, depth = waiting.pop()
        if figure.id not in seen:
            seen.add(figure.id)
            yield figure, depth
            waiting += [(child, depth + 1) for child in reversed(children[figure.id])]
    yield from ((figure, 0) for figure in figures if figure.id not in seen)  # parents in a circle: show all the same


def _place(document: str, figure: Figure) -> tuple[int, int]:
    """Where the figure's sentence stands in the document's text, whose line breaks the sentence does not have."""
    words = re.compile(r"\s+".join(map(re.escape, figure.sentence.split())))
    earliest = max(0, figure.start - 2 * len(figure.sentence))
    for found in words.finditer(document, earliest):
        if found.start() <= figure.start < found.end():
            return found.span()
        if found.start() > figure.start:
            break
    return figure.start, figure.end


def _highlighted(document: str, place: tuple[int, int], figures: Iterable[Figure]) -> Text:
    """The sentence in one paragraph, with the values of the figures that stand in it in bold."""
    start, end = place
    shown = Text(document[start:end].translate(_CONTROL), style="dim")
    for figure in figures:
        shown.stylize("not dim bold yellow", figure.start - start, figure.end - start)
    return shown


def _period(figure: Figure, lang: str) -> Text:
    return Text(interval(figure.period, lang) if figure.period else "")


def _path(path: str) -> Text:
    """A path in lines of at most `_PATH` columns that end with a `/` where they can: rich would break inside a name."""
    lines = [""]
    for name in re.findall("[^/]*/|[^/]+", _visible(path)):
        for part in chop_cells(name, _PATH):
            if lines[-1] and cell_len(lines[-1] + part) > _PATH:
                lines.append("")
            lines[-1] += part
    return Text("\n".join(lines))


def _clean(words: str, style: str = "") -> Text:
    return Text(_visible(words), style=style)


def _visible(words: str | None) -> str:
    """One line without control characters."""
    return _SPACES.sub(" ", words or "").translate(_CONTROL)
