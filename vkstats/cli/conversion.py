"""Files → documents → records → output, with one clear line on standard error for whatever goes wrong."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from vkstats.errors import ReadError, WriteError
from vkstats.messages import text
from vkstats.model import Document, DocumentRecord, Warning
from vkstats.read import read
from vkstats.read.language import is_vietnamese
from vkstats.write.form import Format, Writer, writer
from vkstats.write.mistakes import told, visible
from vkstats.write.output import output

_STANDARD_OUTPUT = "-"
_NOT_VIETNAMESE = "no-vietnamese"


def chosen_format(asked: str | None, target: str | None) -> Format:
    """The format asked for; else what the output file is named after, a table on a terminal, CSV into a pipe."""
    if asked:
        return Format(asked)
    if target in (None, _STANDARD_OUTPUT):
        return Format.TABLE if sys.stdout.isatty() else Format.CSV
    suffix = Path(str(target)).suffix.lower().removeprefix(".")
    return Format(suffix) if suffix in tuple(Format) else Format.CSV


class Conversion:
    """One run over files, each document of at most `limit` bytes.

    `failed` says whether some input could not be read as it should.
    """

    def __init__(self, extract: Callable[[Document], DocumentRecord], lang: str, limit: int) -> None:
        self.failed = False
        self._extract = extract
        self._lang = lang
        self._limit = limit
        self._documents = 0
        self._warnings = 0

    def run(
        self, files: Sequence[str], form: Format, target: str | None, *, table: str | None, with_text: bool
    ) -> None:
        """Convert the files in order; each document is put out as soon as it is done.

        Raises:
            WriteError: if the output cannot be written, or is one of the files.
        """
        with self._output(target, files) as out:
            sink = writer(form, out, lang=self._lang, table=table, with_text=with_text, color=out.isatty())
            for path in files:
                self._convert(path, sink)
            sink.finish()
            if self._documents and not sink.rows:
                self._notice("nothing-found", table=table or "figures")
        told_already = table == "warnings" or (table is None and form in (Format.JSON, Format.JSONL))
        if self._warnings and not told_already:
            self._notice("warnings", count=self._warnings)
        if target and not self._documents:
            self._notice("not-written", target=target)

    def _convert(self, path: str, sink: Writer) -> None:
        try:
            for document in read(path, limit=self._limit):
                record = self._record(document)
                self._documents += 1
                self._warnings += len(record.warnings)
                sink.write(record)
        except ReadError as error:
            self._say(told(error, self._lang))
            self.failed = True

    def _record(self, document: Document) -> DocumentRecord:
        record = self._extract(document)
        if is_vietnamese(document.text):
            return record
        self._say(f"{document.source}: {text(f'warning.{_NOT_VIETNAMESE}', self._lang)}")
        self.failed = True
        return replace(record, warnings=(Warning(_NOT_VIETNAMESE, 0, 0), *record.warnings))

    def _output(self, target: str | None, files: Sequence[str]) -> contextlib.AbstractContextManager[TextIO]:
        if target is None or target == _STANDARD_OUTPUT:
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
        print("\n".join(map(visible, line.splitlines())), file=sys.stderr)


@contextlib.contextmanager
def standard_output() -> Iterator[TextIO]:
    """Standard output in UTF-8. A reader that closes the pipe has seen enough: the block ends in peace.

    Raises:
        WriteError: if it cannot be written for another reason (a full disk).
    """
    out = sys.stdout
    if hasattr(out, "reconfigure"):
        out.reconfigure(encoding="utf-8", newline="")
    try:
        yield out
        out.flush()
    except OSError as error:
        # What is still buffered would be written once more when Python exits, and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        if not isinstance(error, BrokenPipeError):
            raise WriteError("stdout", "failed", (("cause", error.strerror or str(error)),)) from error
