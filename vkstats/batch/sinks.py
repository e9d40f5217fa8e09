"""Where the results of a batch are put together: a file of any form, or a stream of a text form."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol, Self

from vkstats.batch.form import BatchFormat, Converted, Failed, Form
from vkstats.batch.rendering import rows_of, tables_of, text_of, text_writer
from vkstats.messages import cause_and_remedy
from vkstats.write.columns import DOCUMENTS, header
from vkstats.write.delimited import guarded
from vkstats.write.output import fresh, output
from vkstats.write.rows_file import RowsFile

FAILURE_COLUMNS = ("source", "stage", "code", "cause", "remedy")


class Sink(Protocol):
    """Takes documents in order; `original` is the `doc` that a document is a duplicate of."""

    def write(self, document: Converted, original: str | None) -> None:
        """Put a document out."""
        ...


class _TextSink:
    """The bytes that the workers made."""

    def __init__(self, out: BinaryIO, form: Form, *, flush: bool) -> None:
        self._out = out
        self._flush = flush
        head = io.StringIO()
        text_writer(form, head, head=True)
        out.write(head.getvalue().encode())

    def write(self, document: Converted, original: str | None) -> None:  # noqa: ARG002 (the protocol's arguments)
        self._out.write(text_of(document))
        if self._flush:
            self._out.flush()


class _DocumentsSink:
    """The table of documents as text, with what only the whole batch tells."""

    def __init__(self, out: BinaryIO, form: Form, *, flush: bool) -> None:
        self._form = form
        self._flush = flush
        self._out = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
        self._writer = text_writer(form, self._out, head=True)

    def write(self, document: Converted, original: str | None) -> None:
        for _, rows in rows_of(document, self._form):
            self._writer.write_rows(_marked(rows, original, self._form))
        if self._flush:
            self._out.flush()

    def close(self) -> None:
        self._out.flush()
        self._out.detach()


class _RowsSink:
    """Typed rows into a Parquet or SQLite file."""

    def __init__(self, path: Path, form: Form) -> None:
        self._form = form
        self._file = _rows_file(path, form)

    def write(self, document: Converted, original: str | None) -> None:
        for table, rows in rows_of(document, self._form):
            marked = _marked(rows, original, self._form) if table == DOCUMENTS else rows
            self._file.add(table, marked)

    def close(self) -> None:
        self._file.close()


def _marked(rows: list[tuple[object, ...]], original: str | None, form: Form) -> list[tuple[object, ...]]:
    at = header(DOCUMENTS, with_text=form.with_text).index("duplicate_of")
    return [(*row[:at], original, *row[at + 1 :]) for row in rows]


def _rows_file(path: Path, form: Form) -> RowsFile:
    if form.format is BatchFormat.SQLITE:
        from vkstats.write.database import Database

        return Database(path, tables_of(form), with_text=form.with_text)
    from vkstats.write.parquet import ParquetFile

    (table,) = tables_of(form)
    return ParquetFile(path, table, with_text=form.with_text)


@contextlib.contextmanager
def file_sink(target: Path, form: Form) -> Iterator[Sink]:
    """A sink into a file that takes its name, whole, when the block ends well.

    Raises:
        WriteError: as `write.output.fresh`.
    """
    if form.format.streams:
        with fresh(str(target)) as path, path.open("xb") as out, _text_sink(out, form, flush=False) as sink:
            yield sink
        return
    with fresh(str(target)) as path, contextlib.closing(_RowsSink(path, form)) as sink:
        yield sink


@contextlib.contextmanager
def stream_sink(out: BinaryIO, form: Form) -> Iterator[Sink]:
    """A sink onto a stream: each document is on its way when its call comes back."""
    with _text_sink(out, form, flush=True) as sink:
        yield sink


@contextlib.contextmanager
def _text_sink(out: BinaryIO, form: Form, *, flush: bool) -> Iterator[Sink]:
    if form.is_text:
        yield _TextSink(out, form, flush=flush)
    else:
        with contextlib.closing(_DocumentsSink(out, form, flush=flush)) as sink:
            yield sink


class FailureFile:
    """`OUT.errors.csv`: one row a failure, in order; where there is none, there is no file."""

    def __init__(self, path: Path, lang: str) -> None:
        self._path = path
        self._lang = lang
        self._count = 0
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        out = self._stack.enter_context(output(str(self._path), keep=lambda: self._count > 0))
        self._csv = csv.writer(out, lineterminator="\n")
        self._csv.writerow(FAILURE_COLUMNS)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._stack.__exit__(kind, error, trace)  # type: ignore[arg-type]
        if kind is None and not self._count:
            self._path.unlink(missing_ok=True)

    def write(self, failure: Failed) -> None:
        """Put a failure out."""
        cause, remedy = cause_and_remedy(failure.code, self._lang, source=failure.source, **dict(failure.details))
        self._csv.writerow(map(guarded, (failure.source, failure.stage, failure.code, cause, remedy)))
        self._count += 1
