"""What a worker hands over of each document."""

from __future__ import annotations

from dataclasses import dataclass

from vkstats.errors import ReadError


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
