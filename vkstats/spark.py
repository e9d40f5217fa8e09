"""The same extraction on the partitions of an existing Spark: engine, retries and scheduling are Spark's.

A document that fails is a row that says why, never a failed task. Needs the extra `vkstats[spark]`; the workers need
vkstats as well.
"""

from __future__ import annotations

import contextlib
import re
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from vkstats.batch.result import Failed
from vkstats.batch.worker import checked
from vkstats.errors import ReadError, WriteError
from vkstats.extract import extract as extract_document
from vkstats.messages import text as words
from vkstats.packs import RuleSet, load_rules
from vkstats.read import Options, Raw, open_bytes, open_text, understand
from vkstats.write.arrow import PRECISION, SCALE, schema, typed
from vkstats.write.columns import rows

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.errors import PySparkException
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

DEFAULT_SECONDS = 60.0  # for one document, as in a batch
ERROR = "error"  # the column that says why a document failed
# An Arrow batch goes back to Spark with the document that fills one of them.
_MOST_ROWS = 4096
_MOST_BYTES = 16_000_000
_FILES_AT_ONCE = "16"  # whole files in one Arrow batch: each may be an archive
_PACKED = re.compile(r"(?:\.(?:gz|bz2|xz|zst|snappy|lz4))+$", re.IGNORECASE)
_SUFFIX = re.compile(r"\.(\w+)$")
_TABLES = {"parquet": "parquet", "jsonl": "json", "ndjson": "json", "json": "json"}  # suffix → what Spark reads it as


def extract(
    dataframe: DataFrame,
    *,
    text: str = "text",
    id: str = "id",  # noqa: A002 (the usual name of the column)
    table: str = "figures",
    with_text: bool = False,
    patterns: Sequence[Path] = (),
    lang: str = "en",
    options: Options | None = None,
    seconds: float = DEFAULT_SECONDS,
) -> DataFrame:
    """The rows of a table of all documents in the data frame, whose every row is a document.

    Args:
        dataframe: has a column of strings, or of bytes: whole files of any format that vkstats reads, archives
            included; and a column that names the document and becomes `doc`.
        text: the column of the text.
        id: the column of the names.
        table: one of `vkstats.write.columns.TABLES`.
        with_text: add the normalised text to the table `documents`.
        patterns: folders of the driver, laid over the built-in rules; the workers need not have them.
        lang: the language of messages, `vi` or `en`.
        options: how bytes are read, and the limit of a document in bytes.
        seconds: the longest that a document may take; Windows cannot tell.

    Returns:
        The columns of the Parquet file of this table, and `error` behind them: null, or why a document could not be
        converted; of such a row only `doc` is filled. A document without entries has no row.

    Raises:
        PatternError: with every mistake in the patterns.
        ReadError: `not-text` if the column is neither of strings nor of bytes.
    """
    from pyspark.sql.functions import col
    from pyspark.sql.types import BinaryType, StringType

    documents = dataframe.select(col(id).cast("string").alias("id"), col(text).alias("text"))
    kind = documents.schema["text"].dataType
    if not isinstance(kind, StringType | BinaryType):
        raise ReadError(text, "not-text", (("column", text), ("kind", kind.simpleString())))
    reading = options or Options()
    if isinstance(kind, StringType):
        reading = replace(reading, text_column=text)
    extraction = Extraction(load_rules(patterns), table, lang, reading, seconds, with_text)
    return documents.mapInArrow(extraction, _spark_schema(extraction.schema))


def convert(
    session: SparkSession,
    source: str,
    target: str,
    *,
    table: str = "figures",
    with_text: bool = False,
    patterns: Sequence[Path] = (),
    lang: str = "en",
    options: Options | None = None,
    seconds: float = DEFAULT_SECONDS,
) -> int:
    """Convert what `source` names into the new Parquet directory `target`, and count the rows with an error.

    `source` is a path or pattern of any file system that Spark knows. Parquet and JSON Lines, told by their suffix,
    are tables of documents, with the columns `options.text_column` (by default `text`) and `options.id_column` (by
    default `id`, and the name of the file where there is none). All else are files, opened as `vkstats batch` does.

    Raises:
        PatternError: with every mistake in the patterns.
        ReadError: `missing`, `no-column`, `not-text`, or `spark` for what else Spark says of `source`.
        WriteError: `exists` if `target` is there already, `spark` if the job fails.
    """
    from pyspark.errors import PySparkException

    reading = options or Options()
    try:
        documents = _documents(session, source, reading)
        found = extract(
            documents,
            table=table,
            with_text=with_text,
            patterns=patterns,
            lang=lang,
            options=reading,
            seconds=seconds,
        )
    except PySparkException as error:
        code = "missing" if _is(error, "PATH_NOT_FOUND") else "spark"
        raise ReadError(source, code, _cause(error)) from error
    try:
        found.write.parquet(target)
        written = session.read.schema(found.schema).parquet(target)
        return int(written.where(f"{ERROR} IS NOT NULL").count())
    except PySparkException as error:
        code = "exists" if _is(error, "PATH_ALREADY_EXISTS") else "spark"
        raise WriteError(target, code, _cause(error)) from error


@dataclass(frozen=True, slots=True)
class Extraction:
    """The function of the workers: batches of names and texts → batches of rows.

    Spark ships it with the plan, once an executor: 0.35 MB, made into rules again in a few milliseconds.
    """

    rules: RuleSet
    table: str
    lang: str
    options: Options
    seconds: float = DEFAULT_SECONDS
    with_text: bool = False

    @property
    def schema(self) -> pa.Schema:
        """The columns of the result."""
        import pyarrow as pa

        return schema(self.table, with_text=self.with_text).append(pa.field(ERROR, pa.string()))

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The rows of all documents in order, in batches of a bounded size."""
        import pyarrow as pa

        rules = _known(self.rules)
        columns = self.schema
        waiting: list[pa.RecordBatch] = []
        count = size = 0
        for batch in batches:
            for name, value in zip(*batch.columns, strict=True):
                for found in self._found(name.as_py() or "", value, rules):
                    waiting.append(self._typed(found, columns))
                    count += waiting[-1].num_rows
                    size += waiting[-1].nbytes
                    if count >= _MOST_ROWS or size >= _MOST_BYTES:
                        yield from pa.Table.from_batches(waiting).combine_chunks().to_batches()
                        waiting, count, size = [], 0, 0
        if waiting:
            yield from pa.Table.from_batches(waiting).combine_chunks().to_batches()

    def _found(self, name: str, value: pa.Scalar, rules: RuleSet) -> Iterator[list[tuple[object, ...]]]:
        """The rows of each document of a value: one, or as many as an archive holds."""
        opened = self._opened(name, value)
        while True:
            found: list[tuple[object, ...]] = []
            raw: Raw | ReadError | None = None
            try:
                with _at_most(self.seconds):
                    raw = next(opened, None)
                    if raw is None:
                        return
                    self._convert(raw, rules, found)
            except _OvertimeError:
                details = (("seconds", f"{self.seconds:g}"),)
                found.append(self._failed(Failed(_name(raw, name), "extract", "batch.timeout", details)))
            except Exception as error:  # noqa: BLE001 (whatever it is, it is told, and the task goes on)
                details = (("cause", f"{type(error).__name__}: {error}"),)
                found.append(self._failed(Failed(_name(raw, name), "extract", "batch.fault", details)))
            yield found

    def _opened(self, name: str, value: pa.Scalar) -> Iterator[Raw | ReadError]:
        held = value.as_py()
        if isinstance(held, bytes):
            yield from open_bytes(held, name, self.options)
        else:
            yield from open_text(held or "", name, self.options)

    def _convert(self, raw: Raw | ReadError, rules: RuleSet, found: list[tuple[object, ...]]) -> None:
        """Put the rows of a raw document, and of what is attached to it, behind those found."""
        for document in (raw,) if isinstance(raw, ReadError) else understand(raw):
            if isinstance(document, ReadError):
                found.append(self._failed(Failed.of(document)))
                continue
            record, doubts = checked(document, extract_document(document, rules))
            found += [(*row, None) for row in rows(record, self.table, self.lang, with_text=self.with_text)]
            found += map(self._failed, doubts)

    def _typed(self, found: list[tuple[object, ...]], columns: pa.Schema) -> pa.RecordBatch:
        """The rows as a batch; a document with a value that does not fit its column has failed."""
        try:
            return typed(found, columns)
        except WriteError as error:
            failed = self._failed(Failed(error.target, "write", f"write.{error.code}", error.details))
            others = [row for row in found if row[0] != error.target]
            return self._typed([*others, failed] if len(others) < len(found) else [failed], columns)

    def _failed(self, failure: Failed) -> tuple[object, ...]:
        said = words(failure.code, self.lang, source=failure.source, **dict(failure.details))
        return (failure.source, *[None] * (len(self.schema) - 2), said)


_RULES: dict[str, RuleSet] = {}


def _known(rules: RuleSet) -> RuleSet:
    """The rule set of this content that the process met first: what is compiled from it hangs on the object.

    A Python worker of Spark serves many tasks, and each task brings a rule set of its own.
    """
    return _RULES.setdefault(rules.digest, rules)


def _name(raw: Raw | ReadError | None, name: str) -> str:
    return raw.source.name if isinstance(raw, Raw) else name


class _OvertimeError(BaseException):
    """A document takes too long. No `Exception`: nothing on the way may take it for a fault of its own."""


@contextlib.contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise in the block once the time is over; only the main thread of a process on Unix has such a clock."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_: int, __: FrameType | None) -> None:
        raise _OvertimeError

    before = signal.signal(signal.SIGALRM, end)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)  # again: a `__del__` may swallow the first
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _spark_schema(columns: pa.Schema) -> StructType:
    """The same columns as Spark names them."""
    import pyarrow as pa
    from pyspark.sql.types import DecimalType, LongType, StringType, StructField, StructType

    kinds = {pa.string(): StringType(), pa.int64(): LongType(), pa.decimal128(PRECISION, SCALE): DecimalType(38, 12)}
    return StructType([StructField(column.name, kinds[column.type]) for column in columns])


def _documents(session: SparkSession, source: str, options: Options) -> DataFrame:
    """The documents that `source` names, with the columns `id` and `text`."""
    from pyspark.sql.functions import coalesce, col, lit

    form = _table_form(session, source)
    if form is None:
        session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", _FILES_AT_ONCE)
        return _files(session, source).select(col("path").alias("id"), col("content").alias("text"))
    # For JSON: an id of digits stays the digits it is.
    table = session.read.format(form).option("primitivesAsString", "true").load(source)
    text = options.text_column or "text"
    identifier = options.id_column or "id"
    for column in (text, options.id_column):
        if column and column.partition(".")[0] not in table.columns:
            raise ReadError(source, "no-column", (("column", column), ("columns", ", ".join(table.columns))))
    named = col(identifier).cast("string") if options.id_column or identifier in table.columns else lit(None)
    return table.select(coalesce(named, col("_metadata.file_path")).alias("id"), col(text).alias("text"))


def _table_form(session: SparkSession, source: str) -> str | None:
    """What Spark reads the source as, where the suffix of it, or of all files in it, is that of a table."""
    known = _form(source)
    if known or _suffix(source):
        return known
    forms = {_form(path) for path in _files(session, source).inputFiles()}
    return forms.pop() if len(forms) == 1 else None


def _files(session: SparkSession, source: str) -> DataFrame:
    return session.read.format("binaryFile").option("recursiveFileLookup", "true").load(source)


def _form(path: str) -> str | None:
    return _TABLES.get(_suffix(path))


def _suffix(path: str) -> str:
    found = _SUFFIX.search(_PACKED.sub("", path.rstrip("/")))
    return found[1].lower() if found else ""


def _is(error: PySparkException, condition: str) -> bool:
    return f"[{condition}" in str(error)


def _cause(error: PySparkException) -> tuple[tuple[str, str], ...]:
    """The first line of what Spark says; a stack trace follows it."""
    return (("cause", str(error).strip().partition("\n")[0]),)
