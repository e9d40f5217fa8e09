"""Files → documents → records → output, with one clear line on standard error for whatever goes wrong."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from vkstats.cli.streams import STANDARD_OUTPUT, is_terminal, say, standard_output
from vkstats.cli.usage import UsageError
from vkstats.errors import ReadError, WriteError
from vkstats.messages import text
from vkstats.model import Document, DocumentRecord, Warning
from vkstats.read import Options, read
from vkstats.read.language import is_vietnamese
from vkstats.write.form import Format, Writer, writer
from vkstats.write.mistakes import told, visible
from vkstats.write.output import output

_NOT_VIETNAMESE = "no-vietnamese"
_NAMED_SOURCES = 3  # documents that a notice names, before it says `…`


def chosen_format(asked: str | None, target: str | None, lang: str) -> Format:
    """The format asked for; else what the output file is named after, a table on a terminal, CSV otherwise.

    Raises:
        UsageError: if the output file is named after a format that is none of ours.
    """
    if asked:
        return Format(asked)
    if target is None or target in STANDARD_OUTPUT:
        return Format.TABLE if is_terminal() else Format.CSV
    suffix = _suffix(target)
    if suffix and suffix not in tuple(Format):
        known = ", ".join(f".{form}" for form in Format)
        raise UsageError(visible(text("usage.suffix", lang, target=target, suffix=f".{suffix}", known=known)))
    return Format(suffix or Format.CSV)


def _suffix(target: str) -> str:
    return Path(target).suffix.lower().removeprefix(".")


class Conversion:
    """One run over files, read as `options` says.

    `failed` says whether some input could not be read as it should.
    """

    def __init__(self, extract: Callable[[Document], DocumentRecord], lang: str, options: Options) -> None:
        self.failed = False
        self._extract = extract
        self._lang = lang
        self._options = options
        self._documents = 0
        self._warnings = 0
        self._doubtful: list[str] = []  # the documents that have warnings

    def run(
        self, files: Sequence[str], form: Format, target: str | None, *, table: str | None, with_text: bool
    ) -> None:
        """Convert the files in order; each document is put out as soon as it is done.

        Raises:
            WriteError: if the output cannot be written, or is one of the files.
        """
        if target and _suffix(target) in tuple(Format) and _suffix(target) != form:
            self._notice("other-format", target=target, form=form)
        with self._output(target, files) as out:
            sink = writer(form, out, lang=self._lang, table=table, with_text=with_text, color=out.isatty())
            for path in files:
                self._convert(path, sink)
            sink.finish()
            if self._documents and not sink.rows:
                self._notice("nothing-found", table=table or "figures")
        told_already = table == "warnings" or (table is None and form in (Format.JSON, Format.JSONL))
        if self._doubtful and not told_already:
            more = ["…"] if len(self._doubtful) > _NAMED_SOURCES else []
            where = ", ".join([*self._doubtful[:_NAMED_SOURCES], *more])
            self._notice("warnings", where=where, count=self._warnings)
        if target and not self._documents:
            self._notice("not-written", target=target)

    def _convert(self, path: str, sink: Writer) -> None:
        for document in read(path, self._options):
            if isinstance(document, ReadError):
                self._say(told(document, self._lang))
                self.failed = True
                continue
            record = self._record(document)
            self._documents += 1
            self._note_warnings(record)
            sink.write(record)

    def _note_warnings(self, record: DocumentRecord) -> None:
        self._warnings += len(record.warnings)
        if record.warnings and record.doc not in self._doubtful[-1:]:
            self._doubtful.append(record.doc)

    def _record(self, document: Document) -> DocumentRecord:
        record = self._extract(document)
        if is_vietnamese(document.text):
            return record
        self._say(f"{document.source}: {text(f'warning.{_NOT_VIETNAMESE}', self._lang)}")
        self.failed = True
        return replace(record, warnings=(Warning(_NOT_VIETNAMESE, 0, 0), *record.warnings))

    def _output(self, target: str | None, files: Sequence[str]) -> contextlib.AbstractContextManager[TextIO]:
        if target is None or target in STANDARD_OUTPUT:
            return standard_output()
        for path in files:
            with contextlib.suppress(OSError):
                if Path(path).samefile(target):
                    raise WriteError(target, "is-input")
        # Where nothing could be read, an older file is worth more than a bare header.
        return output(target, keep=lambda: self._documents > 0)

    def _notice(self, code: str, **details: object) -> None:
        self._say(text(f"notice.{code}", self._lang, **details))

    def _say(self, line: str) -> None:
        say("\n".join(map(visible, line.splitlines())))
