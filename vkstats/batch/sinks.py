"""Where the results of a batch are put together: a file of any format, or a stream."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol, Self

from vkstats.batch.rendering import is_final, rows_of, text_of
from vkstats.batch.result import Converted, Failed
from vkstats.messages import cause_and_remedy
from vkstats.write.columns import DOCUMENTS, header
from vkstats.write.delimited import guarded
from vkstats.write.form import Form, rows_file, text_writer
from vkstats.write.output import fresh, output

FAILURE_COLUMNS = ("source", "stage", "code", "cause", "remedy")


class Sink(Protocol):
    """Takes documents in order; `original` is the `doc` that a document is a duplicate of."""

    def write(self, document: Converted, original: str | None) -> None:
        """Put a document out."""
        ...


class _TextSink:
    """Text: what the workers wrote, or rows of documents with what only the whole batch tells."""

    def __init__(self, out: BinaryIO, form: Form, *, flush: bool) -> None:
        self._form = form
        self._flush = flush
        self._out = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
        self._writer = text_writer(form, self._out)

    def write(self, document: Converted, original: str | None) -> None:
        if is_final(self._form):
            self._writer.write_part(text_of(document))
        else:
            for _, rows in rows_of(document, self._form):
                self._writer.write_rows(_marked(rows, original, self._form))
        if self._flush:
            self._out.flush()

    def finish(self) -> None:
        """All documents are put out: an array that is cut off is not closed."""
        self._writer.finish()

    def close(self) -> None:
        self._out.flush()
        self._out.detach()


class _RowsSink:
    """Typed rows into a Parquet or SQLite file."""

    def __init__(self, path: Path, form: Form) -> None:
        self._form = form
        self._file = rows_file(form, path)

    def write(self, document: Converted, original: str | None) -> None:
        for table, rows in rows_of(document, self._form):
            marked = _marked(rows, original, self._form) if table == DOCUMENTS else rows
            self._file.add(table, marked)

    def close(self) -> None:
        self._file.close()


def _marked(rows: list[tuple[object, ...]], original: str | None, form: Form) -> list[tuple[object, ...]]:
    at = header(DOCUMENTS, with_text=form.with_text).index("duplicate_of")
    return [(*row[:at], original, *row[at + 1 :]) for row in rows]


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
    with contextlib.closing(_TextSink(out, form, flush=flush)) as sink:
        yield sink
        sink.finish()


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
