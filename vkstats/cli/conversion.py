"""Files → documents → records → output, with one clear line on standard error for whatever goes wrong."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from vkstats.cli.streams import STANDARD_OUTPUT, say, standard_output
from vkstats.errors import ReadError, WriteError
from vkstats.messages import text
from vkstats.model import Document, DocumentRecord, Warning
from vkstats.read import Options, read
from vkstats.read.language import is_vietnamese
from vkstats.write.form import Form, Writer, rows_file, writer
from vkstats.write.mistakes import told, visible
from vkstats.write.output import fresh, output
from vkstats.write.rows_writer import RowsWriter

_NOT_VIETNAMESE = "no-vietnamese"
_NAMED_SOURCES = 3  # documents that a notice names, before it says `…`


class Conversion:
    """One run over files, read as `options` says and put out in `form`.

    `failed` says whether some input could not be read as it should.
    """

    def __init__(self, extract: Callable[[Document], DocumentRecord], form: Form, options: Options) -> None:
        self.failed = False
        self._extract = extract
        self._form = form
        self._lang = form.lang
        self._options = options
        self._documents = 0
        self._warnings = 0
        self._doubtful: list[str] = []  # the documents that have warnings

    def run(self, files: Sequence[str], target: str | None) -> None:
        """Convert the files in order; each document is put out as soon as it is done.

        Raises:
            WriteError: if the output cannot be written, or is one of the files.
        """
        with contextlib.ExitStack() as opened:
            sink = self._sink(opened, target, files)
            for path in files:
                self._convert(path, sink)
            sink.finish()
            if self._documents and not sink.rows:
                self._notice("nothing-found", table=self._form.counted)
        if self._doubtful and not self._form.holds_warnings:
            more = ["…"] if len(self._doubtful) > _NAMED_SOURCES else []
            where = ", ".join([*self._doubtful[:_NAMED_SOURCES], *more])
            self._notice("warnings", where=where, count=self._warnings)
        if target and not self._documents:
            self._notice("not-written", target=target)

    def _convert(self, path: str, sink: Writer) -> None:
        try:
            self._convert_documents(path, sink)
        except (MemoryError, RecursionError) as error:
            cause = text("batch.exhausted", self._lang, cause=type(error).__name__)
            self._say(f"{path}: {cause}")
            self.failed = True

    def _convert_documents(self, path: str, sink: Writer) -> None:
        for document in read(path, self._options):
            if isinstance(document, ReadError):
                self._say(told(document, self._lang))
                self.failed = True
                continue
            record = self._record(document)
            try:
                sink.write(record)
            except WriteError as error:
                if error.code != "no-fit":
                    raise
                self._say(told(error, self._lang))
                self.failed = True
                continue
            self._documents += 1
            self._note_warnings(record)

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

    def _sink(self, opened: contextlib.ExitStack, target: str | None, files: Sequence[str]) -> Writer:
        """The writer onto the output, which is closed with the stack."""
        if target is None or target in STANDARD_OUTPUT:
            out = opened.enter_context(standard_output())
            return writer(self._form, out, color=out.isatty())
        for name in files:
            with contextlib.suppress(OSError):
                if Path(name).samefile(target):
                    raise WriteError(target, "is-input")
        if self._form.format.streams:
            out = opened.enter_context(output(target, keep=self._has_documents))
            return writer(self._form, out, color=out.isatty())
        path = opened.enter_context(fresh(target, keep=self._has_documents))
        if self._form.grids:
            from vkstats.write.workbook import GridBook

            return opened.enter_context(contextlib.closing(GridBook(path)))
        return RowsWriter(opened.enter_context(contextlib.closing(rows_file(self._form, path))), self._form)

    def _has_documents(self) -> bool:
        """Whether there is anything to keep: where nothing could be read, an older file is worth more than a header."""
        return self._documents > 0

    def _notice(self, code: str, **details: object) -> None:
        self._say(text(f"notice.{code}", self._lang, **details))

    def _say(self, line: str) -> None:
        say("\n".join(map(visible, line.splitlines())))
