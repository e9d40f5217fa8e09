"""What every reader is: something that knows a format by its first bytes and gives what is inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Protocol

from vkstats.errors import ReadError
from vkstats.model import Document

DEFAULT_LIMIT = 64_000_000  # bytes of one document; the largest yearbook seen has 3 MB of text


@dataclass(frozen=True, slots=True)
class Caps:
    """What an archive may do before it is taken for a bomb; the size of a document has its own limit."""

    depth: int = 8  # archives inside archives
    members: int = 10_000_000  # of one input, archives inside it included
    ratio: int = 200  # bytes out for a byte in, once a megabyte is out; text packs up to some 30
    buffered: int = 256_000_000  # bytes of an archive inside another whose format cannot be read as a stream (zip, 7z)


@dataclass(frozen=True, slots=True)
class Options:
    """How inputs are read; `limit` is in bytes and holds for each document.

    `encoding` is the encoding of plain text where the user says so. `text_column` names the column that holds the
    text where rows are documents (CSV, TSV, XLSX, JSONL, Parquet), `id_column` the one that names them.
    """

    limit: int = DEFAULT_LIMIT
    encoding: str | None = None
    text_column: str | None = None
    id_column: str | None = None
    caps: Caps = field(default_factory=Caps)


@dataclass(frozen=True, slots=True)
class Source:
    """Where bytes come from, and how they are to be read. `name` is a label, never opened as a path.

    `depth` is how many archives and letters are around them.
    """

    name: str
    options: Options
    depth: int = 0

    @property
    def limit(self) -> int:
        """The bytes that one document may have."""
        return self.options.limit

    def inside(self, member: str) -> Source:
        """A member of this archive, an attachment of this letter: `archive.zip!member`."""
        return replace(self, name=f"{self.name}!{member}", depth=self.depth + 1)

    def unpacked(self) -> Source:
        """The one stream that is packed in this: `report.txt.gz` stays its name."""
        return replace(self, depth=self.depth + 1)

    def row(self, label: object) -> Source:
        """A row of this table: `file.jsonl#12`."""
        return replace(self, name=f"{self.name}#{label}")

    def too_large(self) -> ReadError:
        """The error of a document that is over its limit."""
        return self.error("too-large", limit=f"{self.limit / 1_000_000:g}")

    def error(self, code: str, **details: object) -> ReadError:
        """The error `code` at this source."""
        return ReadError(self.name, code, tuple((key, str(value)) for key, value in details.items()))


@dataclass(frozen=True, slots=True)
class Raw:
    """The bytes of a file, a member or a row, told apart from the next but not yet understood.

    `format` names the reader that is to read them. Cheap to make and to send to another process.
    """

    source: Source
    format: str
    data: bytes


class Stream(Protocol):
    """Bytes that are read once, from first to last."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes, and none at the end only."""
        ...


class Reader(Protocol):
    """The format of a document. Heavy libraries are imported inside `read`."""

    name: str  # stable: it stands in the document record

    def sniffs(self, head: bytes, name: str) -> bool:
        """Whether the first bytes, or failing them the name, are of this format."""
        ...

    def read(self, data: bytes, source: Source) -> Iterator[Document | ReadError | Member]:
        """The documents in the bytes, in order: most often one. What is told as an error does not stop the rest.

        A member is what is attached, in a format of its own: it is told apart and read like a file.

        Raises:
            ReadError: while iterating, where nothing more can be read.
        """
        ...


class Container(Protocol):
    """The format of what holds many documents: an archive, or a table of which each row is one.

    Members are streamed, never written to disk, and a member's name is never opened as a path.
    """

    name: str

    def sniffs(self, head: bytes, name: str, options: Options) -> bool:
        """Whether the first bytes, or failing them the name, are of this format and it is to be opened as such."""
        ...

    def members(self, stream: BinaryIO, source: Source) -> Iterator[Member | Raw | ReadError]:
        """What it holds, in order; a member's stream is good until the next is asked for.

        Raises:
            ReadError: while iterating, where nothing more can be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an archive: its source, and its bytes, which may never end.

    `seekable` says that the bytes are in memory already, and within the limits. `packed` tells how many bytes of the
    archive have been spent on the member so far, where it is compressed.
    """

    source: Source
    stream: Stream
    seekable: bool = False
    packed: Callable[[], int] | None = None
