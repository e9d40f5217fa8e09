"""The forms that a batch can have, and what a worker hands over of each document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from vkstats.errors import ReadError


class BatchFormat(StrEnum):
    """An output form, by the name that the command line gives it."""

    CSV = "csv"
    TSV = "tsv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    SQLITE = "sqlite"

    @property
    def streams(self) -> bool:
        """Whether it can be written to a pipe, row by row."""
        return self not in {BatchFormat.PARQUET, BatchFormat.SQLITE}


SUFFIXES: Mapping[str, BatchFormat] = {
    ".csv": BatchFormat.CSV,
    ".tsv": BatchFormat.TSV,
    ".jsonl": BatchFormat.JSONL,
    ".ndjson": BatchFormat.JSONL,
    ".parquet": BatchFormat.PARQUET,
    ".sqlite": BatchFormat.SQLITE,
    ".sqlite3": BatchFormat.SQLITE,
    ".db": BatchFormat.SQLITE,
}


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked for: a form, one table or the default of the form, and in which language messages are."""

    format: BatchFormat
    table: str | None = None
    lang: str = "en"
    with_text: bool = False

    @property
    def is_text(self) -> bool:
        """Whether a worker can write the final bytes; only the whole batch tells which documents are duplicates."""
        return self.format.streams and self.table != "documents"


@dataclass(frozen=True, slots=True)
class Converted:
    """One document's part of the output: final bytes, or the rows of its tables, compressed."""

    doc: str
    rows: int
    figures: int
    payload: bytes  # zlib
    digest: bytes  # of the words of the text: equal for equal texts
    sketch: bytes  # MinHash of runs of words: near for near texts; empty for a text too short to tell


@dataclass(frozen=True, slots=True)
class Failed:
    """A document, or a part of an input, that could not be converted: `code` is a key of the message catalogue."""

    source: str
    stage: str  # `read`, `extract`, `write`
    code: str
    details: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, error: ReadError) -> Failed:
        """What could not be read."""
        return cls(error.source, "read", f"read.{error.code}", error.details)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one input: most often one document and no failure."""

    documents: tuple[Converted, ...] = ()
    failures: tuple[Failed, ...] = ()
